"""Screening a whole file: what is written, and what becomes of a run that dies."""

from __future__ import annotations

import codecs
import csv
import fcntl
import io
import json
import resource
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from customers import put
from kronika.base.errors import BuildError, UsageError
from kronika.match.customers import answers, job


class Fake:
    """Finds everyone whose name ends in a digit 7, and cannot screen «nobody»; slowly, if told so."""

    def __init__(self, version: str = "1", pause: float = 0.0) -> None:
        self.version, self.pause, self.asked = version, pause, 0

    def screen_table(self, table: Any, *, limit: int, threshold: float) -> Any:
        assert table.schema.names == ["row", "name", "schema", "birth_date", "country", "id_number", "problem"]
        time.sleep(self.pause)
        self.asked += table.num_rows
        lines: list[tuple[int, str, str | None, float | None, str | None, str]] = []
        for row, name, problem in zip(*(table[each].to_pylist() for each in ("row", "name", "problem")), strict=True):
            if problem or name == "nobody":
                lines.append((row, "refused", None, None, None, problem or "not a name"))
            elif name.endswith("7"):
                score = threshold + (row % 7) / 70
                lines += [(row, "hit", f"id-{n}", score, f"=Listed {n}", "names agree") for n in range(min(limit, 2))]
        names = ["row", "status", "id", "score", "caption", "reasons"]
        types = [pa.int64(), pa.string(), pa.string(), pa.float64(), pa.string(), pa.string()]
        columns = zip(*lines, strict=True) if lines else [[] for _ in names]
        return pa.table([pa.array([*column], kind) for column, kind in zip(columns, types, strict=True)], names)


def customers(folder: Path, count: int = 300) -> Path:
    rows = [f"C{at};Anna Novik {at};1970" for at in range(count)]
    rows[10:12] = ["+C10;;1970", "C11;nobody;32.13.1970"]
    return put(folder / "customers.csv", "id;name;dob\n" + "\n".join(rows) + "\n")


def table(target: Path) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(target.read_text("utf-8-sig")))]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "BATCH", 16)
    monkeypatch.setattr(job, "_EVERY", 0.0)


def test_hits_and_refused_rows_are_written_with_their_reasons(tmp_path: Path) -> None:
    target = tmp_path / "hits.csv"
    summary = job.screen_file(Fake(), customers(tmp_path), target)
    found = table(target)
    assert target.read_bytes().startswith(codecs.BOM_UTF8 + b"row,key,name,status,id,score,caption,reasons\r\n")
    assert found[0] == {
        "row": "8",
        "key": "C7",
        "name": "Anna Novik 7",
        "status": "hit",
        "id": "id-0",
        "score": "0.7143",
        "caption": "'=Listed 0",
        "reasons": "names agree",
    }
    assert found[1]["id"] == "id-1"
    assert [(row["row"], row["key"], row["status"]) for row in found[2:4]] == [
        ("11", "'+C10", "refused"),
        ("12", "C11", "refused"),
    ]
    assert found[2]["reasons"] == "no name"
    assert found[3]["reasons"].startswith("not a name; birth date not read")
    assert [int(row["row"]) for row in found] == sorted(int(row["row"]) for row in found)
    assert (summary.rows, summary.hits, summary.refused, summary.noted) == (300, 30, 2, 1)
    assert leftovers(tmp_path) == []


def test_everything_lists_rows_without_a_hit_too(tmp_path: Path) -> None:
    job.screen_file(Fake(), customers(tmp_path), tmp_path / "all.csv", everything=True, limit=1)
    found = table(tmp_path / "all.csv")
    assert [int(row["row"]) for row in found] == [*range(1, 301)]
    assert list(found[0].values()) == ["1", "C0", "Anna Novik 0", "clear", "", "", "", ""]


def test_json_lines_and_parquet_say_the_same_as_csv(tmp_path: Path) -> None:
    source = customers(tmp_path)
    job.screen_file(Fake(), source, tmp_path / "hits.jsonl", form="jsonl")
    job.screen_file(Fake(), source, tmp_path / "hits.parquet", form="parquet")
    lines = [json.loads(line) for line in (tmp_path / "hits.jsonl").read_text().splitlines()]
    stored = pq.read_table(tmp_path / "hits.parquet")
    assert lines[0]["caption"] == "=Listed 0"
    assert lines[0]["score"] == 0.7143
    assert lines[2]["key"] == "+C10"
    assert lines[2]["score"] is None
    assert stored.schema == answers.SCHEMA
    assert stored.to_pylist() == lines
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_of_csv_never_begins_as_a_formula(start: str) -> None:
    line = answers.lines([answers.Answer(1, f"{start}1+1", "a", "hit", "x", 1.0, "c", f"{start}2")], "csv")
    cells = next(csv.reader(io.StringIO(line.decode(), newline="")))
    assert cells == ["1", f"'{start}1+1", "a", "hit", "x", "1.0000", "c", f"'{start}2"]


def test_a_file_without_rows_gives_an_answer_without_lines(tmp_path: Path) -> None:
    source = put(tmp_path / "none.csv", "name\n")
    assert job.screen_file(Fake(), source, tmp_path / "hits.csv").rows == 0
    assert table(tmp_path / "hits.csv") == []
    job.screen_file(Fake(), source, tmp_path / "hits.parquet", form="parquet")
    assert pq.read_table(tmp_path / "hits.parquet").num_rows == 0


def test_progress_counts_to_the_size_of_the_source(tmp_path: Path) -> None:
    source, steps = customers(tmp_path), list[tuple[int, int]]()
    job.screen_file(Fake(), source, tmp_path / "hits.csv", progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1] == (source.stat().st_size, source.stat().st_size)


class Stopped(Exception):
    """What ends a run in a test."""


class Stopping(Fake):
    """Stops after some rows, as by Ctrl-C."""

    def __init__(self, rows: int, version: str = "1") -> None:
        super().__init__(version)
        self.rows = rows

    def screen_table(self, table: Any, *, limit: int, threshold: float) -> Any:
        if self.asked >= self.rows:
            raise Stopped
        return super().screen_table(table, limit=limit, threshold=threshold)


def interrupted(folder: Path, rows: int = 160, form: answers.Form = "csv", **options: Any) -> tuple[Path, Path]:
    source, target = customers(folder), folder / f"hits.{form}"
    with pytest.raises(Stopped):
        job.screen_file(Stopping(rows), source, target, form=form, **options)
    return source, target


@pytest.mark.parametrize("form", answers.FORMS)
@pytest.mark.parametrize("torn", [b"", b'{"half a'])
def test_an_interrupted_run_is_continued_where_it_stopped(tmp_path: Path, form: answers.Form, torn: bytes) -> None:
    source, target = interrupted(tmp_path, form=form)
    assert not target.exists()
    with (tmp_path / f".hits.{form}.partial").open("ab") as partial:
        partial.write(torn)
    screener, said = Fake(), list[str]()
    summary = job.screen_file(screener, source, target, form=form, say=said.append)
    whole = job.screen_file(Fake(), source, tmp_path / "whole", form=form)
    assert screener.asked == 140
    assert "continued after row 160" in said[1]
    assert target.read_bytes() == (tmp_path / "whole").read_bytes()
    assert (summary.rows, summary.hits, summary.refused) == (whole.rows, whole.hits, whole.refused)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("source", "the source is another"),
        ("index", "the index is another"),
        ("settings", "the settings are others"),
        ("state", "cannot be read"),
        ("partial", "is missing"),
    ],
)
def test_what_is_no_longer_the_same_work_starts_anew_and_says_so(tmp_path: Path, change: str, why: str) -> None:
    source, target = interrupted(tmp_path)
    screener, said, limit = Fake(), list[str](), 5
    match change:
        case "source":
            source.write_text(source.read_text() + "C300;Boris;1970\n")
        case "index":
            screener = Fake("2")
        case "settings":
            limit = 1
        case "state":
            (tmp_path / ".hits.csv.state.json").write_text("{}")
        case "partial":
            (tmp_path / ".hits.csv.partial").write_bytes(b"")
    summary = job.screen_file(screener, source, target, limit=limit, say=said.append)
    assert "started anew" in said[1]
    assert why in said[1]
    assert summary.rows == screener.asked
    job.screen_file(Fake(), source, tmp_path / "whole.csv", limit=limit)
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_an_answer_of_before_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    put(tmp_path / "hits.csv", "of before")
    source, target = interrupted(tmp_path)
    assert target.read_text() == "of before"
    job.screen_file(Fake(), source, target)
    assert target.read_text() != "of before"


def test_a_second_run_on_one_target_says_that_another_is_at_work(tmp_path: Path) -> None:
    source = customers(tmp_path)
    with (tmp_path / ".hits.csv.partial").open("wb") as partial:
        fcntl.flock(partial, fcntl.LOCK_EX)
        with pytest.raises(BuildError, match="another run is at work"):
            job.screen_file(Fake(), source, tmp_path / "hits.csv")
    job.screen_file(Fake(), source, tmp_path / "hits.csv")


def test_a_full_disk_is_said_in_one_line_and_the_work_is_kept(tmp_path: Path) -> None:
    source, target, screener = customers(tmp_path), tmp_path / "hits.csv", Fake()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, before[1]))
    try:
        with pytest.raises(BuildError, match=r"^[^\n]*the disk is full; what was screened is kept[^\n]*$"):
            job.screen_file(Fake(), source, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    job.screen_file(screener, source, target)
    job.screen_file(Fake(), source, tmp_path / "whole.csv")
    assert 0 < screener.asked < 300
    assert target.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_source_that_changes_meanwhile_is_not_answered(tmp_path: Path) -> None:
    source = customers(tmp_path)

    def meddle(done: int, total: int) -> None:
        source.write_text(source.read_text() + "C;Boris;1970\n")

    with pytest.raises(BuildError, match="was changed while it was screened"):
        job.screen_file(Fake(), source, tmp_path / "hits.csv", progress=meddle)
    assert not (tmp_path / "hits.csv").exists()


def test_targets_that_cannot_be_written_are_refused_before_the_work(tmp_path: Path) -> None:
    source, screener = customers(tmp_path), Fake()
    for target, words in [
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "hits.csv", "no such folder"),
        (source, "is the file to be screened"),
    ]:
        with pytest.raises(UsageError, match=words):
            job.screen_file(screener, source, target)
    with pytest.raises(UsageError, match="csv, jsonl, parquet"):
        job.screen_file(screener, source, tmp_path / "hits.doc", form="doc")  # type: ignore[arg-type]
    assert screener.asked == 0
    assert leftovers(tmp_path) == []


def test_a_file_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="headings do not tell"):
        job.screen_file(Fake(), put(tmp_path / "a.csv", "x,y\n1,2\n"), tmp_path / "hits.csv")
    assert leftovers(tmp_path) == []


KILLED = """
    import sys
    from pathlib import Path
    from kronika.match.customers import job
    from test_job import Fake

    job.BATCH, job._EVERY = 16, 0.0
    job.screen_file(Fake(pause=0.01), Path(sys.argv[1]), Path(sys.argv[2]), form=sys.argv[3])
"""


@pytest.mark.parametrize(("form", "kills"), [("csv", 12), ("parquet", 4)])
def test_a_run_killed_again_and_again_ends_as_an_undisturbed_one(
    tmp_path: Path, form: answers.Form, kills: int
) -> None:
    source, target = customers(tmp_path, 1500), tmp_path / "hits"
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(source), str(target), form]
    state = tmp_path / ".hits.state.json"
    for kill in range(kills):
        process = subprocess.Popen(command, cwd=Path(__file__).parent)
        before = state.read_bytes() if state.exists() else b""
        while process.poll() is None and (not state.exists() or state.read_bytes() == before):
            time.sleep(0.002)
        time.sleep(kill * 7 % 12 / 200)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    screener = Fake()
    summary = job.screen_file(screener, source, target, form=form)
    whole = job.screen_file(Fake(), source, tmp_path / "whole", form=form)
    assert screener.asked < 1500
    assert target.read_bytes() == (tmp_path / "whole").read_bytes()
    assert (summary.rows, summary.hits, summary.refused) == (whole.rows, whole.hits, whole.refused)
    assert leftovers(tmp_path) == []
