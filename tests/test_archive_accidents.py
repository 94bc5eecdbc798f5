"""Whatever happens to an archive is found, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from keeping import Clock, add, log, problems, write
from kronika.base.errors import ArchiveError
from kronika.collect.archive import Answer, Archive, Incoming
from kronika.collect.chain import Chain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", now=Clock())


def test_a_flipped_bit_is_found_and_keeping_the_file_again_mends_it(archive: Archive) -> None:
    document = add(archive, "one").document
    document.path.chmod(0o644)
    document.path.write_bytes(b"onf")
    (problem,) = archive.verify()
    assert problem.what == "altered"
    assert not problem.harmless
    assert "list.csv of xx_list, added 2026-01-02T12:00:00Z" in problem.text
    add(archive, "one")
    assert problems(archive) == []


def test_altered_bytes_are_not_taken_for_an_unchanged_document(archive: Archive) -> None:
    document = add(archive, "one").document
    document.path.chmod(0o644)
    document.path.write_bytes(b"onf")
    with pytest.raises(ArchiveError, match="altered since it was kept"):
        archive.keep([Incoming(document.path, "list.csv", "xx_list", answer=Answer(304))])


def test_a_deleted_object_is_found_and_keeping_the_file_again_mends_it(archive: Archive) -> None:
    document = add(archive, "one").document
    document.path.unlink()
    (problem,) = archive.verify()
    assert (problem.what, problem.harmless) == ("missing", False)
    assert str(document.path) in problem.text
    add(archive, "one")
    assert problems(archive) == []


def test_an_object_that_no_line_knows_is_found(archive: Archive) -> None:
    add(archive, "one")
    stray = archive.root / "objects" / "ab" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("x")
    (problem,) = archive.verify()
    assert (problem.what, problem.harmless) == ("unknown", True)
    assert str(stray) in problem.text


def test_verify_tells_its_progress_in_bytes(archive: Archive) -> None:
    add(archive, "one")
    add(archive, "four")
    told: list[tuple[int, int]] = []
    archive.verify(lambda done, total: told.append((done, total)))
    assert told == [(3, 7), (7, 7)]


def test_every_kind_of_tampering_with_the_log_is_found(archive: Archive) -> None:
    for text in ("one", "two", "three", "four"):
        add(archive, text)
    whole = log(archive).read_bytes()
    a, b, c, d = whole.splitlines(keepends=True)
    tampered = {
        "the first line edited": (a.replace(b"xx_list", b"yy_list"), b, c, d),
        "a line edited": (a, b.replace(b"xx_list", b"yy_list"), c, d),
        "the last line edited": (a, b, c, d.replace(b"xx_list", b"yy_list")),
        "a line longer": (a, b.replace(b"xx_list", b"xx_long_list"), c, d),
        "a blank in a line": (a, b.replace(b",", b", ", 1), c, d),
        "the first line removed": (b, c, d),
        "a line removed": (a, c, d),
        "the last line removed": (a, b, c),
        "all lines removed": (),
        "two lines swapped": (a, c, b, d),
        "a line twice": (a, b, b, c, d),
        "a line that is not JSON": (a, b"\xff\n", c, d),
        "a line that is no object": (a, b"[]\n", c, d),
        "a line of deep brackets": (a, b"[" * 100_000 + b"\n", c, d),
    }
    for what, lines in tampered.items():
        log(archive).write_bytes(b"".join(lines))
        assert problems(archive)[0] == "chain", what
        with pytest.raises(ArchiveError, match="restore"):
            archive.documents()
        with pytest.raises(ArchiveError, match="restore"):
            add(archive, "five")
        assert log(archive).read_bytes() == b"".join(lines), what
    log(archive).write_bytes(whole)
    assert problems(archive) == ["unknown"]  # the object of the refused «five»


def test_a_broken_chain_is_told_with_its_line(archive: Archive) -> None:
    for text in ("one", "two", "three"):
        add(archive, text)
    a, _, c = log(archive).read_bytes().splitlines(keepends=True)
    log(archive).write_bytes(a + c)
    chain, unknown = archive.verify()
    assert "log.jsonl, line 2: does not follow" in chain.text
    assert "restore the log first" in unknown.text


def test_a_lost_or_spoilt_head_is_found(archive: Archive) -> None:
    add(archive, "one")
    head = archive.root / "log.head"
    head.write_text("{}")
    assert "log.head: is not as it was written" in archive.verify()[0].text
    head.unlink()
    assert "log.head: is missing" in archive.verify()[0].text


def test_a_log_of_another_version_is_one_line(archive: Archive) -> None:
    chain = Chain(log(archive))
    chain.append(chain.read(), [{"event": "dreamt"}])
    for ask in (archive.documents, archive.verify):
        with pytest.raises(ArchiveError, match="not a line that this version of Kronika writes"):
            ask()


def test_a_torn_end_is_mentioned_not_read_and_moved_aside_by_the_next_append(archive: Archive) -> None:
    add(archive, "one")
    whole = log(archive).read_bytes()
    torn = whole[:-20]
    log(archive).write_bytes(whole + torn)
    assert len(archive.documents()) == 1
    (problem,) = archive.verify()
    assert (problem.what, problem.harmless) == ("torn", True)
    assert f"{len(torn)} bytes" in problem.text
    add(archive, "two")
    assert (archive.root / "log.torn").read_bytes() == torn
    assert log(archive).read_bytes().startswith(whole)
    assert [document.name for document in archive.documents()] == ["list.csv", "list.csv"]
    assert [(p.what, p.harmless) for p in archive.verify()] == [("torn", True)]


def test_whole_lines_that_were_never_acknowledged_are_a_torn_end_too(archive: Archive, tmp_path: Path) -> None:
    add(archive, "one")
    head = (archive.root / "log.head").read_bytes()
    archive.keep([Incoming(write(tmp_path, p, p), p, "xx_list", p) for p in ("list", "names")])
    (archive.root / "log.head").write_bytes(head)  # as if the process had died before the head was replaced
    assert len(archive.copies()) == 1
    assert problems(archive) == ["unknown", "unknown", "torn"]
    archive.keep([Incoming(write(tmp_path, p, p), p, "xx_list", p) for p in ("list", "names")])
    assert len(archive.copies()) == 2
    assert problems(archive) == ["torn"]


# Accidents

KEEP = """
import sys
from pathlib import Path
from kronika.collect.archive import Archive, Incoming
root, *names = map(Path, sys.argv[1:])
archive = Archive(root)
print("ready", flush=True)
for number in range(10_000):
    for name in names:
        name.write_bytes(b"%d" % number + name.name.encode() * 200_000)
    archive.keep([Incoming(name, name.name, "xx_list", name.name) for name in names])
    print(number, flush=True)
"""


def test_a_process_killed_while_keeping_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    acknowledged = 0
    for kill in range(8):
        command = [sys.executable, "-c", KEEP, str(root), str(tmp_path / f"a{kill}"), str(tmp_path / f"b{kill}")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            for _ in range(kill % 2):
                assert process.stdout.readline()
                acknowledged += 1
            threading.Event().wait(0.004 * kill)
            process.send_signal(signal.SIGKILL)
            acknowledged += len(process.stdout.readlines())
        found = Archive(root).verify()
        assert all(problem.harmless for problem in found), found
        copies = Archive(root).copies()
        assert all(len(copy.documents) == 2 for copy in copies)
        assert acknowledged <= len(copies) <= acknowledged + kill + 1  # each kill may lose one acknowledgement
    assert acknowledged >= 4
    archive = Archive(root)
    add(archive, "one")
    assert list((root / "tmp").iterdir()) == []
    assert all(problem.harmless for problem in archive.verify())


LIMITED = """
import resource, sys
from pathlib import Path
from kronika.base.errors import ArchiveError
from kronika.collect.archive import Archive, Incoming
root, path, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    Archive(root).keep([Incoming(path, "big.csv", "xx_list")])
except ArchiveError as error:
    print(error)
"""


@pytest.mark.parametrize(("size", "free"), [(1 << 20, 100_000), (10, 10)])
def test_a_full_disk_is_one_line_and_leaves_the_log_as_it_was(archive: Archive, size: int, free: int) -> None:
    """The first case fills up while the bytes are written, the second while the log is."""
    add(archive, "one")
    before = log(archive).read_bytes()
    path = write(archive.root.parent, "x" * size, "big.csv")
    limit = free if size > free else len(before) + free
    command = [sys.executable, "-c", LIMITED, str(archive.root), str(path), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{archive.root}: the disk is full; nothing was kept; make room and repeat this\n"
    assert log(archive).read_bytes() == before
    assert list((archive.root / "tmp").iterdir()) == []
    assert all(problem.what == "unknown" for problem in archive.verify())
    add(archive, "x" * size)
    assert problems(archive) == []


def test_two_writers_take_turns(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    failures: list[Exception] = []

    def work(name: str) -> None:
        try:
            for number in range(20):
                Archive(root).keep([Incoming(write(tmp_path, f"{name}{number}", name), name, name)])
        except ArchiveError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("aa_list", "bb_list")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(Archive(root).documents()) == 40
    assert Archive(root).verify() == []


def test_a_writer_that_waits_too_long_says_so_and_stops(tmp_path: Path) -> None:
    patient, hasty = Archive(tmp_path / "archive"), Archive(tmp_path / "archive", wait=0.05)
    with patient.locked("lock"), pytest.raises(ArchiveError, match="another kronika is at work here; repeat this"):
        add(hasty, "one")
    add(hasty, "one")
    assert hasty.verify() == []


def test_a_large_file_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 80 << 20)
    code = "import resource, sys; from pathlib import Path; from kronika.collect.archive import Archive, Incoming\n"
    code += "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
    code += "Archive(Path(sys.argv[1])).keep([Incoming(Path(sys.argv[2]), 'large', 'xx_list')])\n"
    code += "Archive(Path(sys.argv[1])).verify()\n"
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    command = [sys.executable, "-c", code, str(tmp_path / "archive"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20 << 10  # kilobytes
