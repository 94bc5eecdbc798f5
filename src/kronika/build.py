"""A build: every copy in the archive that has no reading yet is read, then the ledger is composed anew and swapped in.

It can be killed at any point: a reading is in its place whole or not at all, and so is the ledger. Copies are read in
two processes, each `python -m kronika.build`, which takes jobs on its standard input and answers on its output.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from kronika.base.errors import BuildError, CopyRefused
from kronika.base.model import Copy, Correction, Document, Measured, Refusal
from kronika.collect import sources

if TYPE_CHECKING:
    from kronika.ledger.compose import Read
    from kronika.ledger.readings import Summary, Writer

Progress = Callable[[int, int, str], None]
"""Told how many bytes are read, of how many, and what is being read."""
_WORKERS = 2
_SHRUNK, _FEW = 5, 50
"""A copy with less than a fifth of the records of the one before is refused, if that one held more than a few."""
_ALONE = 4_000_000
"""Bytes up to which starting processes costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    read: tuple[Read, ...]
    """The copies that this build read, refused ones among them."""
    composed: bool
    """Whether there was anything new for the ledger."""
    indexed: bool = False
    """Whether identities were resolved and indexed anew."""

    @property
    def refused(self) -> tuple[Read, ...]:
        """Copies that this build read and refused."""
        return tuple(read for read in self.read if read.state == "refused")


def build(
    root: Path,
    copies: Sequence[Copy],
    corrections: Sequence[Correction],
    ranges: Mapping[str, tuple[int, int]],
    progress: Progress = lambda done, total, name: None,
) -> Built:
    """Bring the ledger in `root` up to date with these copies; `ranges` overrides what an honest copy holds.

    Nobody else may build here meanwhile (`alone`). Raises BuildError when the disk is full.
    """
    from kronika.ledger import compose, readings  # pyarrow and duckdb: not for commands that do not build

    folder = root / "readings"
    readings.sweep(folder)
    keyed = {key_of(copy): copy for copy in (_corrected(copy, corrections) for copy in copies)}
    missing = {key: copy for key, copy in keyed.items() if not _is_read(folder / key)}
    _read_all(folder, missing, progress)
    summaries = {key: _summary(folder / key) for key in keyed}
    reads = _states(keyed, summaries, ranges)
    shown = [sources.load(name).SOURCE for name in sorted({copy.source for copy in copies})]
    made_of = [[[r.key, r.state, r.reason, r.copy.published] for r in reads], [asdict(c) for c in corrections]]
    state = json.dumps(made_of, ensure_ascii=False)
    composed = compose.composed_of(root / "ledger.duckdb") != state
    if composed:
        compose.compose(root / "ledger.duckdb", folder, shown, reads, corrections, state)
        readings.sweep(folder, keep=keyed.keys())  # of other versions of a reader, or of other corrections
    return Built(tuple(read for read in reads if read.key in missing), composed)


def key_of(copy: Copy) -> str:
    """The key of a copy's reading: the same documents, reader and corrections give the same."""
    documents = sorted((d.part, d.sha256) for d in copy.documents)
    text = json.dumps(
        [copy.source, copy.series, documents, [asdict(c) for c in copy.corrections], version(copy.source)]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@cache
def version(source: str) -> str:
    """The version of a source's reader: Kronika's, and a hash of all code that the reading depends on."""
    package = Path(__file__).parent
    files = [*package.glob("base/*"), *package.glob("collect/*.py"), *package.glob("collect/families/*.py")]
    files += [package / "collect" / "sources" / f"{source}.py", *package.glob(f"collect/{source}/*")]
    code = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        code.update(file.read_bytes())
    return f"{metadata.version('kronika')}+{code.hexdigest()[:8]}"


def read_copy(copy: Copy, folder: Path) -> None:
    """Read one copy into the folder of its reading. A copy that cannot be read is recorded with its failure.

    Raises OSError when the disk is full.
    """
    from kronika.ledger.readings import Summary, Writer

    with Writer(folder) as writer:
        altered = _altered(copy)
        writer.close(Summary(version(copy.source), failure=altered, again=True) if altered else _read(copy, writer))


def _read(copy: Copy, writer: Writer) -> Summary:
    """Read a copy into a writer, all of it or, with a failure in the summary, nothing."""
    from kronika.ledger.readings import Summary

    try:
        reading = sources.load(copy.source).read(copy)
        for facts, refusals in reading:
            writer.add(facts, refusals)
        if isinstance(reading, Measured):
            writer.measure(reading.tables)
            writer.add((), _unapplied(copy))
        return Summary(version(copy.source), reading.read, reading.refused, reading.subjects)
    except CopyRefused as error:
        failure = str(error)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a reader's mistake must not take the other sources down with it
        failure = f"the reader failed, which is a mistake in Kronika: {type(error).__name__}: {error}"
    writer.restart()
    return Summary(version(copy.source), failure=failure)


def _unapplied(copy: Copy) -> Iterator[Refusal]:
    """The corrections to measurements: a table is not corrected cell by cell."""
    for c in copy.corrections:
        reason = f"correction by {c.who} of {c.when} not applied: correct the file itself and add it again"
        yield Refusal(c.record, False, copy.documents[0].sha256, c.field, c.printed, reason)


def _altered(copy: Copy) -> str:
    """What is wrong with the bytes of a copy in the archive, empty where nothing is."""
    for document in copy.documents:
        try:
            with document.path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            found = "missing"
        if found != document.sha256:
            return f"{document.name}: its bytes in the archive are missing or altered: see `kronika verify`"
    return ""


def _is_read(folder: Path) -> bool:
    """Whether there is a reading that need not be made again; one that must be is removed."""
    from kronika.ledger import readings

    found = readings.summary(folder)
    if found and found.again:
        shutil.rmtree(folder)
    return found is not None and not found.again


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Be the only one to build here. Raises BuildError when another build is at work."""
    with (root / ".build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildError(f"another build is at work in {root}: wait until it has finished") from error
        yield


def _corrected(copy: Copy, corrections: Sequence[Correction]) -> Copy:
    return replace(copy, corrections=tuple(c for c in corrections if c.source == copy.source))


def _summary(folder: Path) -> Summary:
    from kronika.ledger import readings

    found = readings.summary(folder)
    if found is None:
        raise BuildError(f"{folder} has vanished while the build was at work")
    return found


def _states(
    keyed: Mapping[str, Copy], summaries: Mapping[str, Summary], ranges: Mapping[str, tuple[int, int]]
) -> list[Read]:
    """Which copies are refused, and which of the others is current for its source and series: the newest."""
    from kronika.ledger.compose import Read

    reasons: dict[str, str] = {}
    good: dict[tuple[str, str, frozenset[str]], str] = {}
    newest: dict[tuple[str, str], str] = {}
    for key, copy in sorted(keyed.items(), key=lambda item: item[1].published):
        alike = (copy.source, copy.series, frozenset(document.part for document in copy.documents))
        reasons[key] = _why_refused(copy, summaries[key], ranges)
        if not reasons[key] and copy.source not in ranges and alike in good:
            reasons[key] = _why_shrunk(summaries[key], summaries[good[alike]], keyed[good[alike]])
        if not reasons[key]:
            good[alike] = newest[copy.source, copy.series] = key
    states = {key: "refused" if why else "earlier" for key, why in reasons.items()}
    states |= dict.fromkeys(newest.values(), "current")
    return [Read(key, copy, summaries[key], states[key], reasons[key]) for key, copy in keyed.items()]


def _why_shrunk(summary: Summary, before: Summary, copy: Copy) -> str:
    """Refuse a copy that has lost most of what the one before it held: a list is seldom emptied, a file often cut."""
    if before.records < _FEW or summary.records * _SHRUNK >= before.records:
        return ""
    return (
        f"holds {summary.records:,} records where the copy of {copy.published} held {before.records:,} "
        f"([records] in casebook.toml can allow that)"
    )


def _why_refused(copy: Copy, summary: Summary, ranges: Mapping[str, tuple[int, int]]) -> str:
    source = sources.load(copy.source).SOURCE
    if summary.failure:
        return summary.failure
    if not any(copy.document(part) for part in source.core):
        return f"lacks the part {' or '.join(source.core)}: not a state of the list"
    part = copy.documents[0].part
    formed = next((form.records for form in source.forms if form.part == part and form.records), source.records)
    low, high = ranges.get(source.name, formed)
    if not low <= summary.records <= high:
        return (
            f"holds {summary.records:,} records where an honest copy holds {low:,} to {high:,} "
            f"([records] in casebook.toml can widen that)"
        )
    return ""


def _read_all(folder: Path, missing: Mapping[str, Copy], progress: Progress) -> None:
    sizes = {key: sum(d.size for d in copy.documents) for key, copy in missing.items()}
    total, done = sum(sizes.values()), 0
    order = sorted(missing, key=sizes.__getitem__, reverse=True)
    folder.mkdir(exist_ok=True)
    results = _here(folder, missing, order) if len(order) == 1 or total < _ALONE else _apart(folder, missing, order)
    for key in results:
        done += sizes[key]
        progress(done, total, missing[key].source)


def _here(folder: Path, missing: Mapping[str, Copy], order: Sequence[str]) -> Iterator[str]:
    for key in order:
        try:
            read_copy(missing[key], folder / key)
        except OSError as error:
            raise BuildError(_not_written(error)) from error
        yield key


def _apart(folder: Path, missing: Mapping[str, Copy], order: Sequence[str]) -> Iterator[str]:
    with ExitStack() as stack:
        idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        for _ in range(_WORKERS):
            process = subprocess.Popen(
                [sys.executable, "-m", "kronika.build"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            stack.callback(_stop, process)
            idle.put(process)

        def work(key: str) -> str:
            process = idle.get()
            _ask(process, missing[key], folder / key)
            idle.put(process)
            return key

        pool = stack.enter_context(ThreadPoolExecutor(_WORKERS))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from pool.map(work, order)


def _ask(process: subprocess.Popen[str], copy: Copy, folder: Path) -> None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the worker was started without pipes")
    try:
        process.stdin.write(json.dumps([str(folder), asdict(copy)], default=str) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except BrokenPipeError:
        answer = ""
    if answer != "ok\n":
        raise BuildError(answer.strip() or f"reading {copy.source} was interrupted: build again")


def _stop(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    process.terminate()
    process.wait()


def _not_written(error: OSError) -> str:
    return f"a reading could not be written ({error.strerror or error}): the last good state still answers"


def _work() -> None:
    """Take jobs until the input ends: what `python -m kronika.build` does."""
    jobs: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    while True:
        folder, data = json.loads(jobs.get())
        try:
            read_copy(_copy(data), Path(folder))
            answer = "ok"
        except OSError as error:
            answer = _not_written(error)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _listen(jobs: SimpleQueue[str]) -> None:
    """Hand on the lines of the input; when it ends, the build is over or was killed, and so is this process."""
    for line in sys.stdin:
        jobs.put(line)
    os._exit(0)


def _copy(data: dict[str, Any]) -> Copy:
    documents = tuple(Document(**{**each, "path": Path(each["path"])}) for each in data.pop("documents"))
    corrections = tuple(Correction(**each) for each in data.pop("corrections"))
    return Copy(**data, documents=documents, corrections=corrections)


if __name__ == "__main__":
    _work()
