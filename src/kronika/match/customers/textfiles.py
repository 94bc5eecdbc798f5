"""A customer's text file as lines: gzip is taken off, the encoding is told by the bytes.

UTF-8 and UTF-16 are told for certain, with or without their mark. What is neither is one of the old encodings of one
byte a character, told by which reading gives words: letters of one script side by side, capitals before small letters,
no signs inside words. Windows-1252 and 1250 share most letters; where the words do not decide, it is read as 1252, so
whoever reads a file says which encoding was taken, and a person may name another.
"""

from __future__ import annotations

import codecs
import gzip
import io
import unicodedata
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from kronika.base.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

LINE_LIMIT = 1 << 20
"""Longest line, and longest row of several lines, in characters; a customer with all that is known has under 10,000."""

_CHUNK = 1 << 20
_SAMPLE = 1 << 15  # bytes in which words are looked at
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD = ("cp1252", "cp1251", "cp1250", "cp866", "koi8-r")  # where two read equally well, the first
_RUBBISH = 0.25
_RARE = 200  # bytes for one that cannot be decoded, in a file that is fine otherwise
_GZIP = b"\x1f\x8b"
_OTHERS = (
    (b"BZh", "is packed (bzip2): unpack it first"),
    (b"\xfd7zXZ", "is packed (xz): unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is packed (zstd): unpack it first"),
    (b"7z\xbc\xaf", "is packed (7z): unpack it first"),
    (b"Rar!", "is packed (RAR): unpack it first"),
    (b"PK\x03\x04", "is packed twice: unpack it first"),
    (b"PAR1", "is packed twice: unpack it first"),
    (b"%PDF", "is a PDF: a table is needed (CSV, XLSX, Parquet or JSON lines)"),
    (b"\xff\xfe\x00\x00", "is in UTF-32: save it as UTF-8"),
    (b"<", "is HTML or XML: save it as CSV or XLSX"),
)


def _keep(error: UnicodeError) -> tuple[str, int]:
    """What `surrogateescape` does, for bytes below 0x80 too, as broken UTF-16 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("kronika.keep", _keep)


class Lines:
    """The lines of a text file; lines may be given back.

    A byte that cannot be decoded becomes U+DC00 plus the byte, so that only its row is spoilt. Raises UsageError when
    the file is empty, not a text, in an unknown encoding, or packed and cut off.
    """

    def __init__(self, path: Path, encoding: str = "") -> None:
        self._path = path
        with _plain_errors(path):
            self.encoding = _known(path, encoding) if encoding else _detect(path)
            self.total = path.stat().st_size
            self._raw = path.open("rb")
            wide = self.encoding.startswith("utf-16")
            self._text = io.TextIOWrapper(
                _unpacked(self._raw),
                encoding=self.encoding,
                errors="kronika.keep" if wide else "surrogateescape",
                newline="",
            )
        self._again: deque[str] = deque()

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self._raw.tell()

    def close(self) -> None:
        """Close the file."""
        self._text.close()
        self._raw.close()

    def next(self) -> str:
        """The next line with its ending, an empty text at the end.

        Of a line longer than LINE_LIMIT the first LINE_LIMIT + 1 characters come, the rest is passed over.
        """
        if self._again:
            return self._again.popleft()
        try:
            line = self._text.readline(LINE_LIMIT + 1)
            if len(line) > LINE_LIMIT and line[-1] not in "\r\n":
                while (more := self._text.readline(LINE_LIMIT)) and more[-1] not in "\r\n":
                    pass
        except (OSError, EOFError, zlib.error) as error:
            raise UsageError(_reason(self._path, error)) from error
        return line

    def give_back(self, lines: Iterable[str]) -> None:
        """Let `next` give these lines again, before those that follow."""
        self._again.extendleft(reversed([*lines]))

    def peek(self, count: int) -> list[str]:
        """The next lines, at most `count`, which `next` gives all the same."""
        lines = [line for _ in range(count) if (line := self.next())]
        self.give_back(lines)
        return lines


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[return-value]  # typeshed: no IO[bytes]


def _known(path: Path, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise UsageError(f"{path}: no encoding is called {encoding!r}; try utf-8, utf-16, {', '.join(_OLD)}") from error


def _detect(path: Path) -> str:
    with path.open("rb") as raw, _unpacked(raw) as stream:
        head = stream.read(_CHUNK)
        if not head:
            raise UsageError(f"{path}: is empty")
        for magic, why in _OTHERS:
            if head.startswith(magic):
                raise UsageError(f"{path}: {why}")
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if wide := _without_mark(head):
            return wide
        size, whole, broken, sample = _census(head, stream)
    if not broken:
        return "utf-8"
    odd = {encoding: _oddness(sample.decode(encoding, "replace")) for encoding in ("utf-8", *_OLD)}
    best = min(odd, key=odd.__getitem__)
    if odd[best] <= _RUBBISH:
        return best
    # Few bytes are broken, or rows of another encoding stand between those of UTF-8: these are refused, not garbled.
    if broken * _RARE < size or broken < 4 * whole:
        return "utf-8"
    with path.open("rb") as raw, _unpacked(raw) as stream:
        raise UsageError(
            f"{path}: {_fault(stream)} is not UTF-8, and neither UTF-16 nor {', '.join(_OLD)} fits: save it as UTF-8"
        )


def _fault(stream: IO[bytes]) -> str:
    """The first byte that is not UTF-8."""
    number = 1
    while line := stream.readline(LINE_LIMIT):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            return f"the byte 0x{line[error.start]:02X} in line {number}"
        number += line.endswith(b"\n")
    return "a byte"


def _without_mark(head: bytes) -> str:
    """UTF-16 without its mark, by its zero bytes, all on one side, and its line ends; empty for anything else."""
    zeros = {"utf-16-be": head[::2].count(0), "utf-16-le": head[1::2].count(0)}
    encoding = max(zeros, key=zeros.__getitem__)
    if min(zeros.values()) * 20 >= zeros[encoding]:
        return ""
    ends = head.decode(encoding, "replace").count("\n")
    return encoding if ends and 2 * ends >= head.count(b"\n") else ""


def _census(head: bytes, stream: IO[bytes]) -> tuple[int, int, int, bytes]:
    """Count all bytes, those that continue a character of UTF-8, those that are not UTF-8; a sample around the last."""
    size = whole = broken = 0
    sample, rest = b"", b""
    for chunk in _chunks(head, stream):
        data = rest + chunk
        size += len(chunk)
        if data.isascii():
            rest = b""
            continue
        text, used = codecs.utf_8_decode(data, "surrogateescape", False)
        kept = len(text.encode("utf-8", "ignore"))
        broken += used - kept
        whole += kept - (len(text) - (used - kept))
        rest = data[used:]
        if used > kept and len(sample) < _SAMPLE:
            sample += _high(data)[: _SAMPLE - len(sample)]
    return size, whole, broken + len(rest), sample or rest


def _chunks(head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield head
    while chunk := stream.read(_CHUNK):
        yield chunk


def _high(data: bytes) -> bytes:
    """The lines with anything beyond ASCII."""
    return b"\n".join(line for line in data.splitlines() if not line.isascii())


def _oddness(text: str) -> float:
    """How badly the characters beyond ASCII fit between their neighbours: 0 for words, 1 and more for rubbish."""
    high, odd = 0, 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char > "\x7f":
            high += 1
            odd += _odd(before, char, after)
    return odd / max(high, 1)


def _odd(before: str, char: str, after: str) -> float:
    beside = [each for each in (before, after) if each.isalpha()]
    if not char.isalpha():
        sign = unicodedata.category(char)[0] in "SNC" and char != "№"
        inside = len(beside) == 2 and char not in "’‘–\xb7\xa0"
        return 1 if char == "\ufffd" or inside or (sign and beside) else 0
    if before.islower() and char.isupper():
        return 2
    cyrillic = _is_cyrillic(char)
    if any(_is_cyrillic(each) != cyrillic for each in beside):
        return 1
    # Latin words have single letters beyond ASCII among plain ones, Cyrillic words nothing else.
    return 0.3 if not cyrillic and any(each > "\x7f" for each in beside) else 0


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u052f"


def shown(text: str | None, most: int = 60) -> str:
    """A text as messages show it: on one line, shortened, without what cannot be printed."""
    line = " ".join((text or "")[: 4 * most].split())
    plain = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(_reason(path, error)) from error


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{path}: {error.strerror}"
    return f"{path}: damaged or cut off (gzip: {error}): get it again"
