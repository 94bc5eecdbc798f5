"""A build is whole or not there: what it reads, what it refuses, and what a kill, a full disk or a rival does to it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from documents import canada, crowd
from kronika import Casebook, KronikaError
from kronika.base.errors import BuildError, UsageError

if TYPE_CHECKING:
    from kronika.build import Built

TOML = 'name = "test"\n[records]\nca_sema = [3, 100000]\n'


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "casebook.toml").write_text(TOML)
    return Casebook.open(tmp_path / "book")


def add(book: Casebook, content: str, published: str = "2025-01-01") -> None:
    path = book.root.parent / f"list-{published}.xml"
    path.write_text(content)
    (added,) = book.add([path], published=published)
    assert added.event, added.reason


def names(book: Casebook, as_of: str = "") -> set[str]:
    with book.ledger(as_of) as ledger:
        rows = ledger.rows(f"SELECT value FROM {ledger.table} WHERE prop = 'lastName'")  # noqa: S608 - our own table
    return {row["value"] for row in rows}


def states(built: Built) -> list[tuple[str, str]]:
    return [(read.state, read.copy.published) for read in built.read]


def test_the_current_state_is_that_of_the_newest_copy(book: Casebook) -> None:
    add(book, canada(*crowd(4)), "2025-02-01")
    add(book, canada(*crowd(3)), "2025-01-01")
    assert sorted(states(book.build())) == [("current", "2025-02-01"), ("earlier", "2025-01-01")]
    assert len(names(book)) == 4
    assert len(names(book, as_of="2025-01-15")) == 3


def test_a_day_before_the_oldest_copy_has_no_state(book: Casebook) -> None:
    add(book, canada(*crowd(3)), "2025-01-01")
    book.build()
    with pytest.raises(KronikaError, match="as old as 2024-12-31"):
        book.ledger("2024-12-31")


def test_a_copy_of_an_unknown_day_counts_only_from_the_end_of_its_month(book: Casebook) -> None:
    add(book, canada(*crowd(3)), "2025-01-01")
    add(book, canada(*crowd(4)), "2025-02")
    book.build()
    assert len(names(book, as_of="2025-02-27")) == 3
    assert len(names(book, as_of="2025-02-28")) == 4
    with pytest.raises(KronikaError, match="days are written as in 2021-11-13"):
        book.ledger("yesterday")


def test_a_build_with_nothing_new_reads_and_writes_nothing(book: Casebook) -> None:
    add(book, canada(*crowd(3)))
    book.build()
    before = (book.root / "ledger.duckdb").stat().st_mtime_ns
    built = book.build()
    assert built.read == ()
    assert not built.composed
    assert (book.root / "ledger.duckdb").stat().st_mtime_ns == before


def test_only_the_new_copy_is_read(book: Casebook) -> None:
    add(book, canada(*crowd(3)), "2025-01-01")
    book.build()
    add(book, canada(*crowd(5)), "2025-02-01")
    assert states(book.build()) == [("current", "2025-02-01")]


def test_a_copy_with_too_few_records_is_refused_and_the_last_good_one_stays(book: Casebook) -> None:
    add(book, canada(*crowd(30)), "2025-01-01")
    book.build()
    add(book, canada(*crowd(2)), "2025-02-01")
    built = book.build()
    assert "holds 2 records where an honest copy holds 3 to 100,000" in built.refused[0].reason
    assert len(names(book)) == 30


def test_a_copy_that_lost_most_of_its_records_is_refused_within_the_range_too(book: Casebook) -> None:
    (book.root / "casebook.toml").write_text('name = "test"\n')
    book = Casebook.open(book.root)
    add(book, canada(*crowd(6_000)), "2025-01-01")
    add(book, canada(*crowd(1_100)), "2025-02-01")
    (refused,) = book.build().refused
    assert "holds 1,100 records where the copy of 2025-01-01 held 6,000" in refused.reason
    assert len(names(book)) == 6_000
    (book.root / "casebook.toml").write_text('name = "test"\n[records]\nca_sema = [1_000, 20_000]\n')
    assert not Casebook.open(book.root).build().refused
    assert len(names(book)) == 1_100, "a person has said that this list may shrink"


def test_a_truncated_copy_is_refused_and_leaves_no_half_of_its_facts(book: Casebook) -> None:
    add(book, canada(*crowd(3)), "2025-01-01")
    add(book, canada(*crowd(50, "Other"))[:-200], "2025-02-01")
    built = book.build()
    assert "not whole XML" in built.refused[0].reason
    assert len(names(book)) == 3
    with book.ledger() as ledger:
        assert ledger.rows("SELECT facts FROM copies WHERE state = 'refused'") == [{"facts": 0}]


def test_altered_bytes_in_the_archive_are_not_read(book: Casebook) -> None:
    add(book, canada(*crowd(3)))
    (kept,) = book.archive.documents()
    kept.path.chmod(0o644)
    kept.path.write_text(canada(*crowd(3, "Forged")))
    assert "missing or altered" in book.build().refused[0].reason
    kept.path.write_text(canada(*crowd(3)))
    assert not book.build().refused, "once the bytes are restored they are read"
    assert "SAMPLEVICH1" in names(book)


def test_a_readers_own_mistake_takes_no_other_source_down(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    from kronika.collect.sources import ca_sema

    def broken(copy: object) -> object:
        raise ZeroDivisionError("oh")

    add(book, canada(*crowd(3)))
    monkeypatch.setattr(ca_sema, "read", broken)
    assert "a mistake in Kronika: ZeroDivisionError: oh" in book.build().refused[0].reason


def test_a_second_build_at_the_same_time_says_so_and_stops(book: Casebook) -> None:
    add(book, canada(*crowd(3)))
    rival = subprocess.Popen(
        [
            sys.executable, "-c",
            ("import fcntl,sys,time\nfile=open(sys.argv[1],'w')\nfcntl.flock(file,fcntl.LOCK_EX)\n"
            "print('held',flush=True)\ntime.sleep(60)"),
            str(book.root / ".build.lock"),
        ],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert rival.stdout is not None
    with rival, rival.stdout:
        rival.stdout.readline()
        with pytest.raises(BuildError, match="another build is at work"):
            book.build()
        rival.kill()


def correct(book: Casebook, *lines: str) -> None:
    header = "source,record,field,printed,corrected,who,when,why\n"
    (book.root / "corrections.csv").write_text(header + "".join(f"{line}\n" for line in lines))


KEY = "Belarus 1, Part 1 1"


def test_a_correction_replaces_the_value_and_keeps_what_was_printed(book: Casebook) -> None:
    correct(book, f'ca_sema,"{KEY}",DateOfBirthOrShipBuildDate,1966-06-21,1966-07-21,a reviewer,2025-01-02,misprint')
    add(book, canada(*crowd(3)))
    book.build()
    with book.ledger() as ledger:
        rows = ledger.rows("SELECT value, printed, corrected FROM facts WHERE prop = 'birthDate' AND corrected")
    assert rows == [{"value": "1966-07-21", "printed": "1966-06-21", "corrected": True}]


def test_a_correction_whose_printed_text_no_longer_matches_is_refused(book: Casebook) -> None:
    correct(book, f'ca_sema,"{KEY}",DateOfBirthOrShipBuildDate,1901-01-01,1966-07-21,a reviewer,2025-01-02,misprint')
    add(book, canada(*crowd(3)))
    book.build()
    with book.ledger() as ledger:
        rows = ledger.rows("SELECT record, reason FROM refusals")
    assert rows[0]["record"] == KEY
    assert "correction by a reviewer of 2025-01-02 not applied" in rows[0]["reason"]


def test_a_correction_without_a_reason_stops_the_build(book: Casebook) -> None:
    correct(book, f'ca_sema,"{KEY}",LastName,A,B,a reviewer,2025-01-02,')
    with pytest.raises(KronikaError, match="line 2: a correction needs all eight values"):
        book.build()


def test_only_the_corrected_source_is_read_again(book: Casebook) -> None:
    add(book, canada(*crowd(3)))
    book.build()
    correct(book, f'ca_sema,"{KEY}",LastName,SAMPLEVICH1,SAMPLEVIČ1,a reviewer,2025-01-02,diacritic')
    assert len(book.build().read) == 1
    correct(book, 'un_sc,"x",FIRST_NAME,A,B,a reviewer,2025-01-02,other list')
    assert len(book.build().read) == 1, "the reading without the correction was no longer needed"
    assert "SAMPLEVICH1" in names(book)


def test_a_full_disk_leaves_the_last_good_state(book: Casebook) -> None:
    add(book, canada(*crowd(3)), "2025-01-01")
    book.build()
    add(book, canada(*crowd(3000, "New")), "2025-02-01")
    limited = (
        "import resource,signal,sys;from kronika import Casebook,KronikaError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE,(20_000,20_000))\n"
        "try: Casebook.open(sys.argv[1]).build()\n"
        "except KronikaError as error: print(error); sys.exit(2)\n"
    )
    done = subprocess.run([sys.executable, "-c", limited, str(book.root)], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout.count("\n") == 1
    assert "the last good state still answers" in done.stdout
    assert len(names(book)) == 3
    assert book.verify() == []
    book.build()
    assert len(names(book)) == 3000


@pytest.mark.parametrize("processes", [1, 2])
def test_a_kill_at_any_point_leaves_a_state_that_answers(book: Casebook, processes: int) -> None:
    """Fifteen kills with reading in this process, fifteen with reading in two of its own."""
    add(book, canada(*crowd(3)), "2025-01-01")
    book.build()
    for n in range(2, 5):
        add(book, canada(*crowd(400, f"V{n}")), f"2025-0{n}-01")
    program = (
        "import sys,kronika.build as b\nfrom kronika import Casebook\n"
        f"b._ALONE={0 if processes == 2 else 10**9}\n"
        "Casebook.open(sys.argv[1]).build()\n"
    )
    start = time.monotonic()
    chance = random.Random(processes)  # noqa: S311 - the moments of the kills, repeatable
    usual = 2.0
    for _ in range(15):
        running = subprocess.Popen([sys.executable, "-c", program, str(book.root)], stderr=subprocess.DEVNULL)
        try:
            running.wait(timeout=chance.uniform(0.02, usual))
            usual = max(0.3, time.monotonic() - start)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert len(names(book)) in {3, 400}
        start = time.monotonic()
    _settle(book)
    assert len(names(book)) == 400
    assert len(list((book.root / "readings").iterdir())) == 4, "a reading for each copy, and nothing else"
    assert not list(book.root.glob("*.partial"))
    assert book.verify() == []


def _settle(book: Casebook) -> None:
    """Build once more; the workers of a killed build may need a moment to notice that they are alone."""
    for _ in range(50):
        try:
            book.build()
        except BuildError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("no build succeeded within five seconds of the last kill")


def test_a_ledger_of_another_versions_tables_is_not_asked_and_a_build_makes_it_anew(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path)
    book.build()
    with duckdb.connect(str(tmp_path / "ledger.duckdb")) as db:
        db.execute("UPDATE meta SET value = 'older' WHERE key = 'schema'")
    with pytest.raises(UsageError, match="another version of Kronika: `kronika build`"), book.ledger():
        pass
    assert book.build().composed
    with book.ledger() as ledger:
        assert ledger.state
