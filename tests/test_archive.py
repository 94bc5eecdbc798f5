"""What is kept stays as it was published, and comes out as the copies that it came in."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from keeping import Clock, add, fetch, log, problems, write
from kronika.base.errors import ArchiveError, UsageError
from kronika.collect.archive import Answer, Archive, Incoming

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", now=Clock())


def test_opening_an_archive_creates_nothing_and_does_not_load_the_network_library(tmp_path: Path) -> None:
    code = "import sys; from kronika.collect.archive import Archive; from pathlib import Path\n"
    code += f"a = Archive(Path({str(tmp_path / 'none')!r})); assert a.copies() == [] and a.verify() == []\n"
    code += "assert not {'httpx', 'duckdb', 'pyarrow', 'followthemoney'} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not (tmp_path / "none").exists()


def test_a_file_is_kept_under_its_hash_and_read_only(archive: Archive) -> None:
    event = add(archive, "a,b\n1,2\n", published="2026-01-01")
    sha256 = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    document = event.document
    assert (event.kind, document.sha256, document.size, document.name) == ("added", sha256, 8, "list.csv")
    assert document.path == archive.root / "objects" / sha256[:2] / sha256
    assert document.path.read_bytes() == b"a,b\n1,2\n"
    assert stat.S_IMODE(document.path.stat().st_mode) == 0o444
    assert document.fetched == "2026-01-02T12:00:00Z"
    assert archive.documents() == [document]
    assert problems(archive) == []
    assert list((archive.root / "tmp").iterdir()) == []


def test_each_line_of_the_log_carries_the_hash_of_the_line_before(archive: Archive) -> None:
    for text in ("one", "two", "three"):
        fetch(archive, text)
    lines = log(archive).read_bytes().splitlines(keepends=True)
    previous = ["0" * 64, *(hashlib.sha256(line).hexdigest() for line in lines)]
    assert [json.loads(line)["prev"] for line in lines] == previous[:-1]
    assert json.loads((archive.root / "log.head").read_bytes()) == {"lines": 3, "last": previous[-1]}


def test_what_the_server_said_comes_back_from_the_log(archive: Archive) -> None:
    event = fetch(archive, "one")
    assert event.kind == "fetched"
    assert archive.events() == [event]
    assert archive.last("xx_list", "https://lists.example/list.csv") == event
    assert archive.last("xx_list", "https://lists.example/other.csv") is None
    assert archive.last("yy_list", "https://lists.example/list.csv") is None


def test_an_answer_whose_bytes_are_gone_is_not_asked_about(archive: Archive) -> None:
    event = fetch(archive, "one")
    event.document.path.unlink()
    assert archive.last("xx_list", event.document.address) is None


def test_a_name_that_is_no_text_is_kept_readable(archive: Archive) -> None:
    path = write(archive.root.parent, "one")
    archive.keep([Incoming(path, "Ліст \udcff\n.csv", "xx_list")])
    assert archive.documents()[0].name == "Ліст ?\n.csv"
    assert problems(archive) == []


def test_keeping_nothing_writes_nothing(archive: Archive) -> None:
    assert archive.keep([]) == []
    assert not archive.root.exists()


def test_files_kept_together_are_one_copy_dated_by_the_publisher(archive: Archive, tmp_path: Path) -> None:
    files = [
        Incoming(write(tmp_path, part, f"{part}.csv"), f"{part}.csv", "xx_list", part, published=published)
        for part, published in (("list", "2026-01-05"), ("names", ""), ("remarks", "2026-01-04"))
    ]
    events = archive.keep(files)
    (copy,) = archive.copies()
    assert {event.together for event in events} == {1}
    assert (copy.source, copy.series, copy.published) == ("xx_list", "", "2026-01-05")
    names = copy.document("names")
    assert names is not None
    assert names.name == "names.csv"
    assert copy.document("addresses") is None


def test_series_kept_together_are_copies_of_their_own(archive: Archive, tmp_path: Path) -> None:
    archive.keep([Incoming(write(tmp_path, s, s), s, "xx_list", series=s) for s in ("32006R0765", "32014R0269")])
    assert [(copy.series, len(copy.documents)) for copy in archive.copies()] == [("32006R0765", 1), ("32014R0269", 1)]


def test_a_copy_without_a_date_stands_for_the_day_it_came(archive: Archive) -> None:
    add(archive, "one")
    assert archive.copies()[0].published == "2026-01-02"


def test_the_same_copy_added_twice_is_one_copy_and_the_first_counts(archive: Archive) -> None:
    first = add(archive, "one").document
    add(archive, "two")
    again = add(archive, "one")
    assert again.kind == "added"  # the bytes before were others
    assert add(archive, "one").kind == "unchanged"
    assert [copy.published for copy in archive.copies()] == ["2026-01-02", "2026-01-03"]
    assert archive.copies()[0].documents == (first,)
    assert len(archive.documents()) == 2
    assert problems(archive) == []


def test_a_date_given_when_a_copy_is_added_again_is_taken(archive: Archive) -> None:
    add(archive, "one")
    add(archive, "two")
    add(archive, "one", published="2021-07-01")
    assert [copy.published for copy in archive.copies()] == ["2021-07-01", "2026-01-03"]


def test_a_publisher_that_goes_back_to_an_undated_copy_makes_a_new_state(archive: Archive) -> None:
    for text in ("one", "two", "one", "one"):
        fetch(archive, text)
    assert [copy.published for copy in archive.copies()] == ["2026-01-02", "2026-01-03", "2026-01-04"]
    assert archive.events()[-1].kind == "unchanged"


def test_a_publisher_that_goes_back_to_a_dated_copy_adds_nothing(archive: Archive) -> None:
    for text, published in (("one", "2026-01-01"), ("two", "2026-01-02"), ("one", "2026-01-01")):
        fetch(archive, text, published)
    assert [copy.published for copy in archive.copies()] == ["2026-01-01", "2026-01-02"]


def test_an_unchanged_part_belongs_to_the_new_copy_too(archive: Archive, tmp_path: Path) -> None:
    first = [Incoming(write(tmp_path, part, part), part, "xx_list", part) for part in ("list", "names")]
    kept = archive.keep(first)[1].document
    archive.keep(
        [
            Incoming(write(tmp_path, "changed", "list"), "list", "xx_list", "list"),
            Incoming(kept.path, "names", "xx_list", "names", answer=Answer(304)),
        ]
    )
    assert [event.kind for event in archive.events()] == ["added", "added", "added", "unchanged"]
    assert [[d.sha256 == kept.sha256 for d in copy.documents] for copy in archive.copies()] == [[False, True]] * 2
    assert problems(archive) == []


def test_two_different_files_cannot_be_one_part_of_a_copy(archive: Archive, tmp_path: Path) -> None:
    files = [Incoming(write(tmp_path, text, text), text, "xx_list") for text in ("one", "two")]
    with pytest.raises(UsageError, match="one and two: both are the part 'list' of xx_list"):
        archive.keep(files)
    assert archive.documents() == []
    assert problems(archive) == []


def test_the_same_bytes_twice_in_one_set_are_logged_once(archive: Archive, tmp_path: Path) -> None:
    archive.keep([Incoming(write(tmp_path, "one", name), name, "xx_list") for name in ("a", "b")])
    assert [event.document.name for event in archive.events()] == ["a"]
    assert problems(archive) == []


def test_a_file_that_cannot_be_read_keeps_none_of_its_set(archive: Archive, tmp_path: Path) -> None:
    files = [Incoming(write(tmp_path, "one", "a"), "a", "xx_list"), Incoming(tmp_path / "b", "b", "xx_list", "names")]
    with pytest.raises(ArchiveError, match=r"/b: No such file"):
        archive.keep(files)
    assert archive.documents() == []
    assert problems(archive) == []


def test_a_root_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    archive = Archive(write(tmp_path, "x", "archive"))
    with pytest.raises(ArchiveError, match="File exists"):
        archive.keep([Incoming(write(tmp_path, "one"), "a", "xx_list")])
    with pytest.raises(ArchiveError, match=r"Not a directory|File exists"):
        archive.verify()
