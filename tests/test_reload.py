"""A build that lands while others ask: no request fails, and none sees two builds."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
import asyncio
import errno
import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from kronika import Casebook
from kronika.base.errors import KronikaError
from kronika.match import assemble
from kronika.match.judgements import DIFFERENT
from kronika.view.serve.app import make
from kronika.view.serve.errors import NotReady
from kronika.view.serve.held import Build, Held, Holder
from kronika.view.serve.pin import Pin
from kronika.view.serve.settings import Service
from service import PATIENCE, asking, listening, wait

IN_FLIGHT = 50
BUILD = (sys.executable, "-m", "kronika.view.cli", "build", "--casebook")
WHO = {"properties": {"name": ["Ivan Tertel"]}}
routes = APIRouter()


@routes.get("/sees")
async def sees(held: Build) -> dict[str, str]:
    """Which build a request sees, by everything that it is made of, at its beginning and later."""
    before = await run_in_threadpool(seen, held)
    await asyncio.sleep(0.2)
    assert await run_in_threadpool(seen, held) == before
    return before


def seen(held: Held) -> dict[str, str]:
    hits = held.screener.screen(WHO, limit=50, threshold=0.0)
    assert [entity["id"] for entity in held.catalogue.entities(hit.id for hit in hits)] == [hit.id for hit in hits]
    with held.ledger() as ledger:
        assert ledger.rows("SELECT count(*) AS facts FROM facts")[0]["facts"]
        state = ledger.state
    return {"version": held.version, "screener": held.screener.version, "catalogue": held.catalogue.version,
            "ledger": state}  # fmt: skip


@pytest.fixture
def root(sample: Path, tmp_path: Path) -> Path:
    """A casebook of one's own, built."""
    found = tmp_path / "book"
    shutil.copytree(sample, found, ignore=shutil.ignore_patterns("serving", "service.key"))
    return found


@pytest.fixture
def holder(root: Path) -> Iterator[Holder]:
    found = Holder(root)
    found.look()
    until(lambda: ready(found))
    yield found
    found.close()


def ready(holder: Holder) -> bool:
    try:
        holder.current()
    except NotReady:
        return False
    return True


def until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def judge(root: Path) -> None:
    """Judge a pair, so that the next build is another."""
    Casebook.open(root).judgements().judge("invented-1", "invented-2", DIFFERENT, who="Reviewer", why="a test")


def amend(root: Path) -> None:
    """Take a correction back, so that the next build has another ledger."""
    path = root / "corrections.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def build(root: Path) -> str:
    """Build in a process of its own, as people do; the version of the build."""
    subprocess.run([*BUILD, str(root)], check=True, capture_output=True, timeout=4 * PATIENCE)
    return assemble.current(root / "index").name


def pinned(root: Path) -> list[Path]:
    return [path for path in (root / "serving").iterdir() if path.is_dir()]


async def ask(address: str, stop: threading.Event) -> list[httpx.Response]:
    """Ask with so many requests at once until told to stop."""
    found = []
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, trust_env=False) as client:

        async def one() -> None:
            while not stop.is_set():
                found.append(await client.get("/sees"))

        await asyncio.gather(*(one() for _ in range(IN_FLIGHT)))
    return found


def test_two_builds_land_under_fifty_requests_and_none_fails_or_sees_both(root: Path) -> None:
    app = make(root, Service())
    app.include_router(routes)
    stop, found = threading.Event(), list[httpx.Response]()
    with listening(app) as address, httpx.Client(base_url=address, trust_env=False) as client:
        wait(client)
        asker = threading.Thread(target=lambda: found.extend(asyncio.run(ask(address, stop))))
        asker.start()
        versions = [client.get("/readyz").json()["version"]]
        try:
            for change in (judge, amend):
                change(root)
                versions.append(build(root))
                until(lambda: client.get("/readyz").json()["version"] == versions[-1])
                time.sleep(0.5)
        finally:
            stop.set()
            asker.join()
        until(lambda: len(pinned(root)) == 1)
    assert {answer.status_code for answer in found} == {200}
    assert len(found) > 4 * IN_FLIGHT
    each = {tuple(answer.json().values()) for answer in found}
    assert {version for version, *_ in each} == set(versions)
    assert len(each) == len(set(versions)) == 3
    assert len({ledger for *_, ledger in each}) == 2


def test_who_leases_a_build_keeps_it_until_it_is_given_back(root: Path, holder: Holder) -> None:
    with holder.lease() as first:
        judge(root)
        version = build(root)
        until(lambda: holder.current().version == version)
        assert first.version != version
        assert seen(first)["version"] == first.version
        assert len(pinned(root)) == 2
    until(lambda: len(pinned(root)) == 1)
    assert seen(holder.current())["version"] == version


def test_what_is_judged_elsewhere_is_known_at_once(root: Path, holder: Holder) -> None:
    held = holder.current()
    (hit, *_) = held.screener.screen(WHO)
    assert not hit.dismissed
    Casebook.open(root).clear(WHO, hit.id, who="Reviewer", why="born elsewhere")
    (again, *_) = held.screener.screen(WHO)
    assert "born elsewhere" in again.dismissed
    assert holder.current() is held


def test_before_the_first_build_it_says_what_to_do_and_answers_as_soon_as_there_is_one(tmp_path: Path) -> None:
    root = tmp_path / "book"
    book = Casebook.demo(root)
    app = make(root, Service())
    app.include_router(routes)
    with listening(app) as address, httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE) as client:
        assert client.get("/healthz").status_code == 200
        until(lambda: "kronika build" in client.get("/readyz").json()["detail"])
        for path in ("/sees", "/readyz"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
        page = client.get("/sees", headers={"accept": "text/html"})
        assert (page.status_code, "kronika build" in page.text) == (503, True)
        book.build()
        wait(client)
        assert client.get("/sees").status_code == 200


@pytest.mark.parametrize("file", ["version", "catalogue.sqlite", "records.jsonl", "state", "starts.npy"])
@pytest.mark.parametrize("damage", ["missing", "of another kind"])
def test_an_index_that_is_damaged_or_of_another_version_answers_nothing(root: Path, file: str, damage: str) -> None:
    path = assemble.current(root / "index") / file
    path.unlink()
    if damage == "of another kind":
        path.write_bytes(b"0123456789abcdef")
    holder = Holder(root)
    holder.look()
    until(lambda: "a moment" not in holder._problem)
    assert "\n" not in holder._problem
    with pytest.raises(NotReady):
        holder.current()
    holder.close()
    assert not pinned(root)


def test_a_new_build_that_cannot_be_opened_leaves_the_old_one_answering(root: Path, holder: Holder) -> None:
    first = holder.current()
    broken = root / "index" / "0123456789abcdef0123"
    shutil.copytree(assemble.current(root / "index"), broken)
    (broken / "version").write_text("of long ago", encoding="ascii")
    (root / "index" / "current").write_text(f"{broken.name}\n", encoding="ascii")
    holder.look(now=True)
    until(lambda: "another version" in holder._problem)
    assert holder.current() is first
    assert seen(first)["version"] == first.version
    judge(root)
    version = build(root)
    until(lambda: holder.current().version == version)


def test_a_ledger_without_its_index_waits_for_the_build_to_finish(root: Path, holder: Holder) -> None:
    """As where a build died between the two."""
    first = holder.current()
    state = seen(first)["ledger"]
    index = root / "index"
    shutil.copytree(index, root / "index.before")
    amend(root)
    build(root)
    shutil.rmtree(index)
    (root / "index.before").rename(index)
    with pytest.raises(KronikaError, match="kronika build"):
        Held(root)
    assert seen(first)["ledger"] == state


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_holds_is_not(root: Path) -> None:
    code = f"import pathlib, kronika.view.serve.pin as p; _ = p.Pin(pathlib.Path({str(root)!r})); print(1); input()"
    killed, alive = (
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    )
    with killed, alive:
        for process in (killed, alive):
            assert process.stdout
            assert process.stdout.readline()
        assert len(pinned(root)) == 2
        killed.kill()
        killed.wait()
        mine = Pin(root)
        assert {path.name.partition("-")[0] for path in pinned(root)} == {str(alive.pid), str(os.getpid())}
        mine.release()
        alive.kill()


def test_a_pinned_build_outlives_the_one_in_place(root: Path) -> None:
    pin = Pin(root)
    size = (pin.index / "catalogue.sqlite").stat().st_size
    shutil.rmtree(root / "index")
    (root / "ledger.duckdb").unlink()
    assert (pin.index / "catalogue.sqlite").stat().st_size == size
    assert pin.ledger.stat().st_size
    pin.release()
    assert not pinned(root)


def test_a_file_system_without_hard_links_is_served_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: object, target: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    held = Held(root)
    assert seen(held)["version"] == held.version
    held.close()
    assert not pinned(root)


def test_a_build_that_is_closed_leaves_no_file_open(root: Path) -> None:
    def open_files() -> list[str]:
        links = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
        return [str(link.readlink()) for link in links if str(link.readlink()).startswith(str(root))]

    held = Held(root)
    assert open_files()
    held.close()
    del held
    gc.collect()
    assert not open_files()


def test_who_asks_sees_a_newer_build_within_seconds(root: Path) -> None:
    with asking(root) as client:
        before = client.get("/readyz").json()["version"]
        judge(root)
        version = build(root)
        assert version != before
        until(lambda: client.get("/readyz").json()["version"] == version)
