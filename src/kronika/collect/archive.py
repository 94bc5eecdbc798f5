"""Official bytes, kept for ever under their SHA-256, and the log of how each came here.

    archive/objects/ab/abcdef…   the bytes as published, read-only, never changed, never deleted
    archive/log.jsonl            one line for each document fetched, added or found unchanged, chained to the one before
    archive/tmp/                 bytes on their way in

Where each document came from is on its line of the log: time, source, part, address, SHA-256, the headers that matter.
`chain.py` says how the lines vouch for each other.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from kronika.base.errors import ArchiveError, UsageError
from kronika.base.model import Copy, Document
from kronika.collect.chain import Chain, sync_folder, try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from kronika.collect.chain import Reading

CHUNK = 1 << 20
"""Bytes in memory at a time while a file is copied."""

EventKind = Literal["fetched", "added", "unchanged"]
_KINDS: dict[str, EventKind] = {"fetched": "fetched", "added": "added", "unchanged": "unchanged"}
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a publisher's server said of a document, as far as it matters later."""

    status: int
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    final: str = ""
    """The address that answered, after redirects."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be kept. `path` may be an object of this archive, when a publisher said that it has not changed."""

    path: Path
    name: str
    source: str
    part: str = "list"
    series: str = ""
    published: str = ""
    address: str = ""
    answer: Answer | None = None
    """None for a file that was not fetched but added."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log."""

    kind: EventKind
    document: Document
    together: int
    """The `set` of the log: what was kept by one call shares this number, the log line of the first of them."""
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that `verify` found; `text` is one line that says where it is and what to do."""

    what: Literal["chain", "missing", "altered", "unknown", "torn", "leftover"]
    text: str

    @property
    def harmless(self) -> bool:
        """True for what a run that died may leave behind: nothing that was acknowledged is lost or changed."""
        return self.what in {"unknown", "torn", "leftover"}


def utc_now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


class Archive:
    """The archive in the folder `root`. Opening it reads and creates nothing."""

    def __init__(self, root: Path, *, now: Callable[[], datetime] = utc_now, wait: float = 10.0) -> None:
        self.root = root
        self._objects = root / "objects"
        self._temporary = root / "tmp"
        self._log = Chain(root / "log.jsonl")
        self._now = now
        self._wait = wait

    def keep(self, files: Sequence[Incoming]) -> list[Event]:
        """Copy files in and log them as a set that came together; all of them or, on any error, none.

        A file whose bytes are those last known of its source, part and series is logged as unchanged. An object that
        has gone missing or was altered is mended by keeping the same bytes again.

        Raises UsageError when two different files claim to be the same part; ArchiveError when the disk is full, a
        file cannot be read, another process is writing, or the log does not chain.
        """
        if not files:
            return []
        with plain_errors(self.root), self.locked("lock"):
            self._sweep()
            try:
                taken = [self._take(number, file) for number, file in enumerate(files)]
                pairs = _one_of_each(files, taken)
                self._place(taken)
                return self._append(pairs)
            finally:
                self._sweep()

    def events(self) -> list[Event]:
        """List every line of the log, oldest first. Raises ArchiveError when the log does not chain."""
        with plain_errors(self.root):
            return [self._event(entry) for entry in self._log.read().sound()]

    def documents(self) -> list[Document]:
        """List every document that was kept, once, in the order of the log. Raises ArchiveError like `events`."""
        found: dict[tuple[str, ...], Document] = {}
        for document in (event.document for event in self.events()):
            key = (document.source, document.part, document.series, document.sha256, document.published)
            found.setdefault(key, document)
        return list(found.values())

    def copies(self) -> list[Copy]:
        """Group documents of one source and series that came together: each state of a list once, in the log's order.

        A copy that is added again stands where it stood, and if only the second time states the publisher's date,
        that date is taken. A copy that is *fetched* after another one took its place, and that carries no date of its
        own, is a new state: the publisher has gone back to it. Raises ArchiveError like `events`.
        """
        groups: dict[tuple[str, str, int], list[Event]] = {}
        for event in self.events():
            key = (event.document.source, event.document.series, event.together)
            groups.setdefault(key, []).append(event)
        copies: list[Copy] = []
        places: dict[tuple[object, ...], int] = {}
        newest: dict[tuple[str, str], int] = {}
        for (source, series, _), events in groups.items():
            copy = _copy(events)
            content = (source, series, frozenset((d.part, d.sha256) for d in copy.documents))
            place = places.get(content)
            dated = any(d.published for d in copy.documents)
            fetched = events[0].answer is not None
            if place is None or (fetched and not dated and newest[source, series] != place):
                places[content] = newest[source, series] = len(copies)
                copies.append(copy)
            elif dated and not any(d.published for d in copies[place].documents):
                copies[place] = copy
        return copies

    def last(self, source: str, address: str) -> Event | None:
        """Find the last answer of this address, for a conditional request; None if its bytes are gone or altered."""
        for event in reversed(self.events()):
            document = event.document
            if event.answer and (document.source, document.address) == (source, address):
                return event if _holds(document.path, document.sha256) else None
        return None

    def verify(self, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Problem]:
        """Hash every object anew and follow the chain of the log; an empty list means that all is as it was kept.

        `progress` is told how many bytes are done, of how many. Raises ArchiveError when files cannot be read.
        """
        if not self.root.exists():
            return []
        with plain_errors(self.root):
            with self.locked("lock"):  # only while looking around: hashing may take minutes
                log = self._log.read()
                present = sorted(path for path in self._objects.rglob("*") if not path.is_dir())
                leftovers = sorted(self._temporary.glob("*"))
            known: dict[str, Event] = {}
            for event in self._legible(log):
                known.setdefault(event.document.sha256, event)
            problems = [Problem("chain", log.broken)] if log.broken else []
            problems += self._rehash(known.values(), progress)
            advice = "restore the log first" if log.broken else "add it as a document or delete it"
            problems += [
                Problem("unknown", f"{path}: no line of the log knows this file; {advice}")
                for path in present
                if path.name not in known or path != self._object(path.name)
            ]
            problems += self._torn(log)
            advice = "left behind by a run that died; the next fetch or add removes it"
            return problems + [Problem("leftover", f"{path}: {advice}") for path in leftovers]

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold the archive's lock of this name; raises ArchiveError when another process does not let go of it."""
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.root / name, os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            deadline = time.monotonic() + self._wait
            while not try_lock(descriptor):
                if time.monotonic() >= deadline:
                    raise ArchiveError(
                        f"{self.root}: another kronika is at work here; repeat this when it has finished"
                    )
                time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)

    def _object(self, sha256: str) -> Path:
        return self._objects / sha256[:2] / sha256

    def _take(self, number: int, file: Incoming) -> _Taken:
        """Copy a file to `tmp`, hashing what is written; an object of ours is only hashed."""
        if file.path.is_relative_to(self._objects):
            sha256, size = _digest(file.path), file.path.stat().st_size
            if sha256 != file.path.name:
                raise ArchiveError(f"{file.path}: altered since it was kept; restore it from a back-up")
            return _Taken(sha256, size, None)
        self._temporary.mkdir(exist_ok=True)
        temporary = self._temporary / str(number)
        sha256, size = _copy_hashing(file.path, temporary)
        return _Taken(sha256, size, temporary)

    def _place(self, taken: Sequence[_Taken]) -> None:
        folders = {self._objects}
        for one in taken:
            target = self._object(one.sha256)
            if one.temporary is None or _holds(target, one.sha256):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            one.temporary.replace(target)
            folders.add(target.parent)
        for folder in folders:
            sync_folder(folder)

    def _append(self, pairs: Sequence[tuple[Incoming, _Taken]]) -> list[Event]:
        log = self._log.read()
        documents = (self._event(entry).document for entry in log.sound())
        latest = {(document.source, document.series, document.part): document.sha256 for document in documents}
        moment = self._now().strftime("%Y-%m-%dT%H:%M:%SZ")
        entries: list[dict[str, object]] = []
        for file, one in pairs:
            same = latest.get((file.source, file.series, file.part)) == one.sha256
            answer = file.answer or Answer(0)
            entries.append(
                {
                    "event": "unchanged" if same or answer.status == 304 else "fetched" if file.answer else "added",
                    "time": moment,
                    "set": log.lines + 1,
                    "source": file.source,
                    "part": file.part,
                    "series": file.series,
                    "name": file.name,
                    "address": file.address,
                    "sha256": one.sha256,
                    "size": one.size,
                    "published": file.published,
                    **asdict(answer),
                }
            )
        return [self._event(entry) for entry in self._log.append(log, entries)]

    def _event(self, entry: Mapping[str, object]) -> Event:
        text = {name: str(value) for name, value in entry.items()}
        try:
            status, size, together = int(text["status"]), int(text["size"]), int(text["set"])
            answer = Answer(status, text["etag"], text["last_modified"], text["content_type"], text["final"])
            document = Document(
                sha256=text["sha256"],
                path=self._object(text["sha256"]),
                name=text["name"],
                size=size,
                source=text["source"],
                part=text["part"],
                series=text["series"],
                address=text["address"],
                fetched=text["time"],
                published=text["published"],
            )
            return Event(_KINDS[text["event"]], document, together, answer if status else None)
        except (KeyError, ValueError) as error:
            raise ArchiveError(f"{self._log.path}: {error}: not a line that this version of Kronika writes") from error

    def _legible(self, log: Reading) -> Iterator[Event]:
        """Go through a log that may have been tampered with, as far as its lines are still legible."""
        for entry in log.entries:
            try:
                yield self._event(entry)
            except ArchiveError:
                if not log.broken:
                    raise

    def _rehash(self, events: Collection[Event], progress: Callable[[int, int], None]) -> Iterator[Problem]:
        done, total = 0, sum(event.document.size for event in events)
        for event in events:
            document = event.document
            if not _holds(document.path, document.sha256):
                what: Literal["altered", "missing"] = "altered" if document.path.is_file() else "missing"
                origin = f"{document.name} of {document.source}, {event.kind} {document.fetched}"
                yield Problem(
                    what, f"{document.path}: {what} ({origin}); add that file again or restore it from a back-up"
                )
            done += document.size
            progress(done, total)

    def _torn(self, log: Reading) -> Iterator[Problem]:
        if log.torn and not log.broken:
            text = "bytes at the end of an append that died; the next fetch or add moves them to"
            yield Problem("torn", f"{self._log.path}: {log.torn} {text} {self._log.torn.name}")
        if self._log.torn.exists():
            text = "what an append that died left behind; it was never acknowledged and may be deleted"
            yield Problem("torn", f"{self._log.torn}: {text}")

    def _sweep(self) -> None:
        """Empty `tmp`. Under the lock nothing in it belongs to a process that is alive."""
        for path in self._temporary.glob("*"):
            path.unlink()


class _Taken(NamedTuple):
    sha256: str
    size: int
    temporary: Path | None
    """Where the bytes wait to be put in their place; None when they are an object already."""


def _one_of_each(files: Sequence[Incoming], taken: Sequence[_Taken]) -> list[tuple[Incoming, _Taken]]:
    """Drop a file whose bytes came already as the same part. Raises UsageError when they differ."""
    pairs: dict[tuple[str, str, str], tuple[Incoming, _Taken]] = {}
    for file, one in zip(files, taken, strict=True):
        first, same = pairs.setdefault((file.source, file.series, file.part), (file, one))
        if same.sha256 != one.sha256:
            raise UsageError(
                f"{first.name} and {file.name}: both are the part {file.part!r} of {file.source}; add them one by one"
            )
    return list(pairs.values())


def _copy(events: Sequence[Event]) -> Copy:
    documents = tuple(event.document for event in events)
    stated = max(document.published for document in documents)
    first = documents[0]
    return Copy(first.source, first.series, stated or first.fetched[:10], documents)


def _holds(path: Path, sha256: str) -> bool:
    return path.is_file() and _digest(path) == sha256


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_hashing(path: Path, to: Path) -> tuple[str, int]:
    """Copy a file durably; its SHA-256 and size are those of what was written."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, to.open("xb") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
        os.fchmod(target.fileno(), 0o444)
    return digest.hexdigest(), size


@contextmanager
def plain_errors(place: Path) -> Iterator[None]:
    """Turn an operating system's error into an ArchiveError of one line that says where and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ArchiveError(f"{place}: the disk is full; nothing was kept; make room and repeat this") from error
        raise ArchiveError(f"{error.filename or place}: {error.strerror or error}") from error
