"""An append-only file of JSON lines in which every line vouches for the one before it.

Each line is JSON with sorted keys and carries, as `prev`, the SHA-256 of the whole line before it, line feed included
(`sed -n 7p log.jsonl | sha256sum` prints the `prev` of line 8). A chain alone cannot show that its end was cut off or
that its last line was changed; the head file beside it can: it holds the number of lines and the hash of the last.
The head also makes an append whole or void. It is replaced in one step after the lines are on the disk; lines beyond
its count were never acknowledged, are not read, and are moved aside by the next append.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kronika.base.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BEFORE_THE_FIRST = "0" * 64
"""`prev` of the first line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the file now."""

    entries: tuple[Mapping[str, object], ...]
    """The acknowledged lines that are JSON objects, whether they chain or not."""
    lines: int
    end: int
    """Where the acknowledged lines end, in bytes."""
    last: str
    """SHA-256 of the last acknowledged line."""
    torn: int
    """How many bytes stand after them, from an append that died."""
    broken: str
    """Where the chain breaks first and what that means; empty when it holds."""

    def sound(self) -> tuple[Mapping[str, object], ...]:
        """Return the entries. Raises ArchiveError when the chain is broken."""
        if self.broken:
            raise ArchiveError(self.broken)
        return self.entries


class Chain:
    """The chained file at `path` (`….jsonl`), with its `….head` and, after an append that died, its `….torn`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head = path.with_suffix(".head")
        self.torn = path.with_suffix(".torn")

    def read(self) -> Reading:
        """Read and check all lines. A break is told in the answer, not raised; OSError is."""
        lines, last, broken = self._read_head()
        entries: list[Mapping[str, object]] = []
        count, end, torn, previous = 0, 0, 0, BEFORE_THE_FIRST
        if self.path.exists():
            with self.path.open("rb") as file:
                for count, line in enumerate(islice(file, lines), 1):
                    entry = _parse(line)
                    if entry.get("prev") != previous:
                        broken = broken or (
                            f"{self.path}, line {count}: does not follow from the line before it; one of the two was "
                            "altered, or lines were removed or moved; restore the log from a back-up"
                        )
                    entries += [entry] if entry else []
                    end += len(line)
                    previous = _sha256(line)
                torn = os.fstat(file.fileno()).st_size - end
        if not broken and count < lines:
            broken = f"{self.path}: ends at line {count} of {lines}; restore the log from a back-up"
        if not broken and previous != last:
            broken = f"{self.path}, line {lines}: the last line was altered; restore the log from a back-up"
        return Reading(tuple(entries), lines, end, last, torn, broken)

    def append(self, reading: Reading, entries: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
        """Add entries after what was just read, all or none, and return them as they now stand in the file.

        The caller holds a lock from `read` to here. Raises ArchiveError when the chain is broken; OSError, with the
        file as it was, when it cannot be written.
        """
        reading.sound()
        previous, lines = reading.last, []
        for entry in entries:
            lines.append(_canonical({**entry, "prev": previous}))
            previous = _sha256(lines[-1])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.head.exists():
            self._write_head(0, BEFORE_THE_FIRST)  # from here on, a log without a head is one whose head was lost
        self.path.touch()
        self._set_aside(reading)
        try:
            with self.path.open("r+b") as file:
                file.seek(reading.end)
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            self._write_head(reading.lines + len(lines), previous)
        except OSError:  # and not an interrupt, which may come when the head has just been replaced
            os.truncate(self.path, reading.end)
            raise
        sync_folder(self.path.parent)
        return [_parse(line) for line in lines]

    def _read_head(self) -> tuple[int, str, str]:
        """Return the number of lines, the hash of the last, and what is wrong with the head itself."""
        every_line = sys.maxsize
        if not self.head.exists():
            if self.path.exists() and self.path.stat().st_size:
                return every_line, "", f"{self.head}: is missing beside {self.path.name}; restore it from a back-up"
            return 0, BEFORE_THE_FIRST, ""
        head = _parse(self.head.read_bytes())
        lines, last = head.get("lines"), head.get("last")
        if not isinstance(lines, int) or not isinstance(last, str):
            return every_line, "", f"{self.head}: is not as it was written; restore it from a back-up"
        return lines, last, ""

    def _write_head(self, lines: int, last: str) -> None:
        fresh = self.head.with_suffix(".head-new")
        with fresh.open("wb") as file:
            file.write(_canonical({"lines": lines, "last": last}))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.head)

    def _set_aside(self, reading: Reading) -> None:
        if not reading.torn:
            return
        with self.path.open("rb") as file, self.torn.open("ab") as aside:
            file.seek(reading.end)
            aside.write(file.read())
            aside.flush()
            os.fsync(aside.fileno())
        os.truncate(self.path, reading.end)


def try_lock(descriptor: int) -> bool:
    """Take the lock on an open file where nobody else has it; says whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: a rename is not durable before."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _canonical(entry: Mapping[str, object]) -> bytes:
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"  # a file name need not be text; its lone surrogates become `?`


def _parse(line: bytes) -> Mapping[str, object]:
    """Return the JSON object of a line; an empty one where it holds none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _sha256(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
