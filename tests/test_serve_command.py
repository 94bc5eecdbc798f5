"""`kronika serve` and `kronika demo` as processes of their own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from service import PATIENCE, TOKEN, Running

KRONIKA = (sys.executable, "-m", "kronika.view.cli")


def refused(*words: str, environment: dict[str, str] | None = None) -> str:
    """The one line with which a command is refused."""
    done = subprocess.run(
        [*KRONIKA, *words], capture_output=True, text=True, check=False, timeout=PATIENCE, env=environment
    )
    assert done.returncode == 2
    assert not done.stdout
    (line,) = done.stderr.splitlines()
    return line


def test_it_serves_until_it_is_told_to_stop(sample: Path) -> None:
    before = {*(sample / "serving").glob("*")}
    with Running(sample) as running:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", running.address)
        assert running.client.get("/healthz").json() == {"status": "ok"}
        assert running.client.get("/readyz").json()["status"] == "ok"
        assert "server" not in running.client.get("/healthz").headers
        assert running.stop() == 0
    ready = [line for line in running.log if line.get("path") == "/readyz"]
    assert ready[-1]["status"] == 200
    assert not [line for line in running.log if line.get("level") in {"error", "warning"}]
    assert not [path for path in (sample / "serving").iterdir() if path.is_dir() and path not in before]


def test_two_processes_answer_at_one_address_and_end_together(sample: Path) -> None:
    with Running(sample, "--workers", "2") as running:
        pid = running.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert len(children) >= 2
        for _ in range(20):  # each on a connection of its own, so that both processes are asked
            assert httpx.get(f"{running.address}readyz", trust_env=False).status_code in {200, 503}
        key = httpx.URL(running.entry).params["key"]
        entered = [
            httpx.get(f"{running.address}enter", params={"key": key}, trust_env=False).status_code for _ in range(6)
        ]
        assert entered == [303, *[403] * 5]
        assert running.stop() == 0
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_entry_lets_a_browser_write(sample: Path) -> None:
    with Running(sample) as running:
        assert running.client.post("/leave").status_code == 401
        assert running.client.get(running.entry).status_code == 303
        assert running.client.post("/leave").status_code == 403  # in, but without the mark of a form


def test_the_token_writes_and_stays_out_of_the_log(sample: Path) -> None:
    with Running(sample, KRONIKA_TOKEN=TOKEN) as running:
        answer = running.client.post("/leave", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 303
        key = httpx.URL(running.entry).params["key"]
        running.client.get(running.entry)
        running.stop()
    assert TOKEN not in str(running.log)
    assert key not in str(running.log)


def test_others_reach_it_only_where_a_token_is_set(sample: Path) -> None:
    line = refused("serve", "--casebook", str(sample), "--port", "0", "--host", "0.0.0.0")  # noqa: S104 - that is refused
    assert "KRONIKA_TOKEN" in line


def test_an_address_that_is_taken_is_named(sample: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused("serve", "--casebook", str(sample), "--port", str(port))
    assert f"port {port}" in line
    assert "--port" in line


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_of_this_machine_is_named(sample: Path, host: str) -> None:
    words = ("serve", "--casebook", str(sample), "--port", "0", "--host", host, "--token", TOKEN)
    assert f"cannot listen at {host}" in refused(*words)


def test_without_a_casebook_nothing_is_served_and_nothing_left(tmp_path: Path) -> None:
    assert "casebook" in refused("serve", "--casebook", str(tmp_path), "--port", "0")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value"), [("KRONIKA_PORT", "eighty"), ("KRONIKA_TOKEN", "short"), ("KRONIKA_WORKERS", "0")]
)
def test_a_malformed_setting_is_one_line(sample: Path, name: str, value: str) -> None:
    assert name in refused("serve", "--casebook", str(sample), environment={name: value})


def test_the_demonstration_ends_at_its_desk(tmp_path: Path) -> None:
    words = [*KRONIKA, "demo", "--dir", str(tmp_path / "book")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            assert process.stdout
            address = next(line for line in process.stdout if "answers at" in line).split()[3].rstrip(";")
            entry = next(line for line in process.stdout if "/enter?key=" in line).strip()
            assert entry.startswith(address)
            with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=5)) as browser:
                assert browser.get(entry).headers["location"] == "/"
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
