"""Files of customers screened in the background: kept apart, worked on once, gone on with after a death, forgotten."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from kronika.base.errors import UsageError
from kronika.sample import EXAMPLE
from kronika.view.api import jobs as made
from kronika.view.api import results
from kronika.view.api.jobs import ENDED, Job, Jobs, Options
from kronika.view.api.worker import work
from kronika.view.serve.settings import Service
from service import TOKEN, TestClient, asking, writing

ROWS = f"name,number\n{EXAMPLE},7\n=cmd|'/c calc'!A1,8\n,9\n"


@pytest.fixture
def jobs(sample: Path, tmp_path: Path) -> Iterator[Jobs]:
    """The jobs of a casebook of their own."""
    root = tmp_path / "book"
    shutil.copytree(sample, root, ignore=shutil.ignore_patterns("serving", "screenings"))
    found = Jobs(root)
    yield found
    found.close()


def submit(jobs: Jobs, text: str = ROWS, options: Options | None = None) -> Job:
    return jobs.submit(io.BytesIO(text.encode()), "customers.csv", options or Options(everything=True))


def until(jobs: Jobs, job: Job, reached: Callable[[Job], bool] = lambda job: job.progress.state in ENDED) -> Job:
    deadline = time.monotonic() + 60
    while True:
        found = jobs.find(job.id)
        assert found
        if reached(found):
            return found
        assert time.monotonic() < deadline, found
        jobs.tend()
        time.sleep(0.02)


def many(count: int) -> str:
    return "name\n" + "".join(f"Invented Sampleson{number} {EXAMPLE}\n" for number in range(count))


def test_a_file_is_screened_in_a_process_of_its_own_and_its_answer_can_be_had_in_four_forms(jobs: Jobs) -> None:
    done = until(jobs, submit(jobs))
    assert done.progress.state == "done", done
    assert done.progress.summary
    assert (done.progress.summary["rows"], done.progress.summary["hits"]) == (3, 1)
    assert any("name ← name" in line for line in done.progress.said)
    assert not [line for line in done.progress.said if str(jobs.root) in line]
    lines = jobs.lines(done, 0, 10)
    assert [(line["row"], line["status"]) for line in lines] == [(1, "hit"), (2, "clear"), (3, "refused")]
    assert json.loads(jobs.result(done, "json").read_bytes()) == lines
    assert pq.read_table(jobs.result(done, "parquet")).to_pylist() == lines
    text = jobs.result(done, "csv").read_text("utf-8-sig")
    assert "2,8,'=cmd|'/c calc'!A1" in text or "2,,'=cmd|'/c calc'!A1" in text
    sheet = openpyxl.load_workbook(jobs.result(done, "xlsx"))["result"]
    assert [cell.value for cell in sheet[3]][2] == "=cmd|'/c calc'!A1"
    assert sheet["C3"].data_type == "s"


def test_what_is_uploaded_is_for_the_eyes_of_its_owner_alone(jobs: Jobs) -> None:
    job = submit(jobs)
    for folder in (jobs.root / "screenings", jobs.folder(job.id)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_job_without_an_answer_is_an_empty_list_in_json_and_a_header_in_csv(jobs: Jobs) -> None:
    done = until(jobs, submit(jobs, "name\nNobody Atall\n", Options()))
    assert json.loads(jobs.result(done, "json").read_bytes()) == []
    assert len(jobs.result(done, "csv").read_text("utf-8-sig").splitlines()) == 1


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on_where_it_stopped(jobs: Jobs) -> None:
    job = submit(jobs, many(16_000), Options(everything=True))
    state = jobs.folder(job.id) / ".result.jsonl.state.json"
    until(jobs, job, lambda job: state.exists() and job.progress.done > 0)
    worker = jobs._worker
    assert worker
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    after = Jobs(jobs.root)
    try:
        done = until(after, job)
        assert done.progress.state == "done", done
        assert done.progress.tries == 2
        assert any("continued after row" in line for line in done.progress.said)
        with (after.folder(job.id) / "result.jsonl").open("rb") as file:
            assert len({json.loads(line)["row"] for line in file}) == 16_000
    finally:
        after.close()


def test_two_services_do_not_work_on_one_job(jobs: Jobs) -> None:
    other = Jobs(jobs.root)
    try:
        some = [submit(jobs), submit(other)]
        for _ in range(20):
            jobs.tend()
            other.tend()
        assert [until(jobs, job).progress.tries for job in some] == [1, 1]
    finally:
        other.close()


def test_who_finds_another_at_work_leaves_the_job_to_it(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "tend", lambda self: None)
    job = submit(jobs)
    with jobs.alone() as mine:
        assert mine
        work(Jobs(jobs.root))
        found = jobs.find(job.id)
        assert found
        assert found.progress.state == "queued"
    work(jobs)
    assert until(jobs, job).progress.state == "done"


def test_a_job_that_ends_its_worker_each_time_fails_in_the_end(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Jobs, "tend", lambda self: None)
    job = submit(jobs)
    jobs.note(job, state="running", tries=3)
    work(jobs)
    found = jobs.find(job.id)
    assert found
    assert found.progress.state == "failed"
    assert "3 times" in found.progress.error


def test_a_file_that_is_no_table_fails_with_the_reason_and_the_next_is_screened(jobs: Jobs) -> None:
    bad = jobs.submit(io.BytesIO(b"PK\x03\x04 not a workbook"), "../../etc/list.xlsx", Options())
    good = submit(jobs)
    assert bad.name == "list.xlsx"
    failed = until(jobs, bad)
    assert failed.progress.state == "failed"
    assert "list.xlsx" in failed.progress.error
    assert str(jobs.root) not in failed.progress.error
    assert until(jobs, good).progress.state == "done"
    with pytest.raises(UsageError, match="is failed"):
        jobs.result(failed, "csv")


def test_a_job_that_is_deleted_while_it_is_worked_on_leaves_nothing_behind(jobs: Jobs) -> None:
    job = submit(jobs, many(60_000))
    until(jobs, job, lambda job: job.progress.state == "running")
    assert jobs.delete(job.id)
    assert not jobs.delete(job.id)
    assert until(jobs, submit(jobs)).progress.state == "done"
    assert [path.name for path in (jobs.root / "screenings").iterdir() if job.id in path.name] == []


def test_jobs_are_forgotten_after_a_week(jobs: Jobs) -> None:
    job = until(jobs, submit(jobs))
    path = jobs.folder(job.id) / "job.json"
    asked = json.loads(path.read_bytes())
    asked["created"] = (datetime.now(UTC) - timedelta(days=made.DAYS, minutes=1)).isoformat()
    path.write_text(json.dumps(asked))
    left = jobs.root / "screenings" / ".new-left"
    left.mkdir()
    os.utime(left, (0, 0))
    jobs.tend()
    assert jobs.find(job.id) is None
    assert [path.name for path in (jobs.root / "screenings").iterdir()] == ["worker.lock"]


def test_a_job_whose_note_was_torn_by_a_machine_that_stopped_does_not_stop_the_others(jobs: Jobs) -> None:
    torn = jobs.root / "screenings" / ("0" * 32)
    torn.mkdir(parents=True)
    (torn / "job.json").write_bytes(b"")
    assert until(jobs, submit(jobs)).progress.state == "done"


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("", Options(), "is empty"),
        (ROWS, Options(limit=0), "limit"),
        (ROWS, Options(threshold=1.5), "threshold"),
        (ROWS, Options(columns={"nonsense": "name"}), "nonsense"),
    ],
)
def test_what_cannot_be_is_refused_at_once(jobs: Jobs, text: str, options: Options, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        submit(jobs, text, options)
    assert jobs.all() == []


def test_only_so_many_jobs_are_kept(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MOST", 1)
    submit(jobs)
    with pytest.raises(UsageError, match="delete one"):
        submit(jobs)


def test_a_result_of_too_many_lines_is_no_workbook(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_IN_XLSX", 2)
    done = until(jobs, submit(jobs))
    with pytest.raises(UsageError, match="take CSV"):
        jobs.result(done, "xlsx")
    assert not [path.name for path in jobs.folder(done.id).iterdir() if "xlsx" in path.name]


def finished(client: TestClient, address: str) -> dict[str, object]:
    deadline = time.monotonic() + 60
    while (found := client.get(address).json())["progress"]["state"] not in ENDED:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return dict(found)


def test_a_file_is_uploaded_followed_fetched_and_deleted_over_http(jobs: Jobs) -> None:
    with writing(jobs.root) as client:
        sent = client.post(
            "/api/v1/screenings",
            files={"file": ("Kunden «1».csv", ROWS.encode())},
            data={"limit": "2", "threshold": "0.8", "column": ["name=name"], "everything": "true"},
        )
        assert sent.status_code == 202
        address = sent.headers["location"]
        found = finished(client, address)
        assert found["name"] == "Kunden «1».csv"
        assert found["options"] == {
            "limit": 2, "threshold": 0.8, "columns": {"name": "name"}, "everything": True, "encoding": "",
        }  # fmt: skip
        assert client.get("/api/v1/screenings").json() == {"screenings": [found]}
        for form, kind in results.TYPES.items():
            answer = client.get(f"{address}/result", params={"format": form})
            assert answer.status_code == 200
            assert answer.headers["content-type"] == kind
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["content-disposition"].startswith("attachment")
        assert client.delete(address).status_code == 204
        assert client.get(address).status_code == client.delete(address).status_code == 404


def test_who_has_neither_token_nor_session_sees_nothing_of_screenings(jobs: Jobs) -> None:
    with asking(jobs.root, Service(token=TOKEN)) as client:
        job = submit(jobs)
        for method, path in (
            ("GET", ""), ("POST", ""), ("GET", f"/{job.id}"), ("GET", f"/{job.id}/result"), ("DELETE", f"/{job.id}"),
        ):  # fmt: skip
            assert client.request(method, f"/api/v1/screenings{path}").status_code == 401
        found = client.get(f"/api/v1/screenings/{job.id}", headers={"Authorization": f"Bearer {TOKEN}"})
        assert found.status_code == 200


@pytest.mark.parametrize("id_", ["..%2f..%2fcasebook.toml", "x", "0" * 31, "%00"])
def test_an_id_that_is_none_reaches_no_file(jobs: Jobs, id_: str) -> None:
    with writing(jobs.root) as client:
        for method, path in (("GET", ""), ("GET", "/result"), ("DELETE", "")):
            assert client.request(method, f"/api/v1/screenings/{id_}{path}").status_code in {404, 422}


def test_what_cannot_be_asked_of_a_screening_is_said(jobs: Jobs) -> None:
    with writing(jobs.root) as client:

        def post(text: str, **data: str) -> int:
            file = {"file": ("a.csv", text.encode())}
            return int(client.post("/api/v1/screenings", files=file, data=data).status_code)

        assert post("") == 400
        assert post(ROWS, column="name") == 400
        assert post(ROWS, threshold="2") == post(ROWS, limit="many") == 422
        assert client.post("/api/v1/screenings", data={"file": "text"}).status_code == 422
        job = jobs.note(jobs.submit(io.BytesIO(many(60_000).encode()), "a.csv", Options()), state="queued")
        assert client.get(f"/api/v1/screenings/{job.id}/result").status_code == 400
        assert client.get(f"/api/v1/screenings/{job.id}/result?format=exe").status_code == 422


def test_a_service_that_starts_goes_on_with_what_the_last_one_left(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Jobs, "tend", lambda self: None)
        job = submit(jobs)
    with asking(jobs.root):
        deadline = time.monotonic() + 60
        while (found := Jobs(jobs.root).find(job.id)) and found.progress.state not in ENDED:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert found
    assert found.progress.state == "done"
