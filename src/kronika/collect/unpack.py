"""The files inside what a user already has: a file, a folder, a ZIP or tar archive, a compressed file.

Archives come from strangers. Members are written under numbers, never under their own names; the bytes that really
come out are counted, whatever the headers say; links and devices are passed over and named. A spreadsheet or text
document is a ZIP file too, but it is a document and stays whole.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from kronika.base.errors import CopyRefused, UsageError
from kronika.collect.archive import plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    Stream = IO[bytes] | gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File
    Opener = Callable[[Path], Stream]

_CHUNK = 1 << 20
_DEPTH = 2
"""An archive, and an archive inside it; what is packed deeper is passed over."""
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, ValueError, RuntimeError)
_DOCUMENTS = {"[Content_Types].xml", "mimetype"}
"""Members that make a ZIP file a document: Office Open XML's (ECMA-376, part 2) and OpenDocument's (part 2, 3.3)."""
_DOCUMENT_NAME = re.compile(r"\.(xls[xmb]|od[st]|docx)$", re.IGNORECASE)
_TAR_NAME = re.compile(r"\.(tar|tgz|txz|tbz2?)(\.(gz|xz|bz2))?$", re.IGNORECASE)
_LEADS_OUT = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)")
_HIDDEN = re.compile(r"(^|/)(\.|__MACOSX/)")
_OPENERS: tuple[tuple[bytes, Opener], ...] = (
    (rb"\x1f\x8b\x08", gzip.GzipFile),
    (rb"\xfd7zXZ\x00", lzma.LZMAFile),
    (rb"BZh[1-9]1AY&SY", bz2.BZ2File),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one archive may turn into."""

    size: int = 2 << 30
    """Most bytes, over all members."""
    members: int = 10_000
    ratio: int = 200
    """Most times its own size, once more than `free` bytes have come out."""
    free: int = 64 << 20


class Member(NamedTuple):
    """A file to be read. `name` is `archive.zip!folder/member.csv` for a member of an archive."""

    name: str
    path: Path


class Skipped(NamedTuple):
    """Something that is no file to be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was found: of a folder in the order of the names, of an archive in its own order."""

    files: list[Member] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@contextmanager
def unpack(path: Path, limits: Limits = Limits(), folder: Path | None = None) -> Iterator[Unpacked]:
    """Find the files in a file, folder or archive; what had to be unpacked is deleted on leaving the context.

    `folder` is where to unpack, the system's temporary folder if None.

    Raises UsageError when there is no such file; CopyRefused for an archive that is encrypted, damaged, cut off or
    would unpack to more than the limits; ArchiveError when the disk is full or a file cannot be read.
    """
    with ExitStack() as stack:
        with plain_errors(path):
            temporary = stack.enter_context(tempfile.TemporaryDirectory(prefix="kronika-", dir=folder))
            unpacker = _Unpacker(Path(temporary), limits)
            unpacker.open(path)
        yield unpacker.found


class _Unpacker:
    def __init__(self, temporary: Path, limits: Limits) -> None:
        self.found = Unpacked()
        self._temporary = temporary
        self._limits = limits
        self._written = 0

    def open(self, path: Path) -> None:
        if path.is_dir():
            for name, file in sorted(self._walk(path)):
                self._add(name, file)
        elif path.is_file():
            self._add(path.name, path)
        else:
            raise UsageError(
                f"{path}: {'is neither a file nor a folder' if path.exists() else 'there is no such file'}"
            )

    def _walk(self, root: Path) -> Iterator[tuple[str, Path]]:
        for place, folders, files in os.walk(root, onerror=_fail):
            for path in (Path(place, name) for name in (*folders, *files)):
                name = path.relative_to(root).as_posix()
                if path.name.startswith("."):
                    self._skip(name, "is hidden")
                elif path.is_dir() and path.is_symlink():
                    self._skip(name, "is a link to a folder")
                elif not path.is_dir() and not path.is_file():
                    self._skip(name, "is not a regular file")
                elif path.is_file():
                    yield name, path
            folders[:] = [name for name in folders if not name.startswith(".")]

    def _add(self, name: str, path: Path, budget: _Budget | None = None, depth: int = 0) -> None:
        """Add a file or, if it is an archive, what is in it."""
        name = _printable(name)
        members = _members(path, name)
        if members is None:
            self.found.files.append(Member(name, path))
        elif depth == _DEPTH:
            self._skip(name, "is an archive in an archive in an archive; unpack it yourself")
        else:
            budget = budget or _Budget(self._limits, name, path.stat().st_size)
            with _damage_refused(name):
                for member in members(path, budget):
                    inside = "/".join(part for part in member.name.replace("\\", "/").split("/") if part != ".")
                    if reason := member.reason or _why_not(inside):
                        self._skip(f"{name}!{inside}", reason)
                    else:
                        self._add(f"{name}!{inside}", self._write(member), budget, depth + 1)
        if depth and members:
            path.unlink()

    def _write(self, member: _Packed) -> Path:
        self._written += 1
        path = self._temporary / str(self._written)
        with path.open("xb") as file:
            for chunk in member.chunks():
                file.write(chunk)
        return path

    def _skip(self, name: str, reason: str) -> None:
        self.found.skipped.append(Skipped(_printable(name), reason))


class _Packed(NamedTuple):
    """A member that has not been unpacked; `reason` says why it shall not be."""

    name: str
    reason: str
    chunks: Callable[[], Iterator[bytes]]


class _Budget:
    """What may still come out of one archive, with all archives in it."""

    def __init__(self, limits: Limits, name: str, packed: int) -> None:
        self._limits = limits
        self._name = name
        self._most = min(limits.size, max(limits.free, limits.ratio * packed))
        self._size = self._members = 0

    def member(self) -> None:
        """Count a member. Raises CopyRefused when there are too many."""
        self._members += 1
        if self._members > self._limits.members:
            self._refuse(f"holds more than {self._limits.members:,} members")

    def spend(self, size: int) -> None:
        """Count bytes that came out. Raises CopyRefused when there are too many."""
        self._size += size
        if self._size > self._most:
            self._refuse(f"unpacks to more than {self._most:,} bytes, as archives made to do harm do")

    def _refuse(self, why: str) -> None:
        raise CopyRefused(f"{self._name}: {why}; if you trust it, unpack it yourself and add the files")


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted as they are read."""

    def __init__(self, stream: Stream, budget: _Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)


class _StrictHeader(tarfile.TarInfo):
    """A header of a tar member; tarfile takes a damaged one, and a missing end mark, for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if any(buf) or not buf:
                raise tarfile.ReadError(str(error)) from error
            raise


def _members(path: Path, name: str) -> Callable[[Path, _Budget], Iterator[_Packed]] | None:
    """Tell by a file's first bytes how to unpack it; None when it is not an archive."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if _DOCUMENT_NAME.search(name) or _is_document(path) else partial(_zip_members, name)
    openers = [opener for magic, opener in _OPENERS if re.match(magic, head)]
    if openers or _is_tar(head, name):
        return partial(_stream_members, openers[0] if openers else _open, name)
    return None


def _is_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return not _DOCUMENTS.isdisjoint(archive.namelist())
    except _DAMAGE:
        return False


def _is_tar(head: bytes, name: str) -> bool:
    return head[257:262] == b"ustar" or bool(_TAR_NAME.search(name))


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _zip_members(name: str, path: Path, budget: _Budget) -> Iterator[_Packed]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            budget.member()
            if info.flag_bits & 1:
                raise CopyRefused(f"{name}: is encrypted; unpack it yourself and add the files")
            regular = stat.S_IFMT(info.external_attr >> 16) in {0, stat.S_IFREG}
            if not info.filename.endswith("/"):
                chunks = partial(_zip_chunks, archive, info, budget)
                yield _Packed(info.filename, "" if regular else "is a link or a device", chunks)


def _zip_chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    with archive.open(info) as file:
        for chunk in _chunks(file):
            budget.spend(len(chunk))
            yield chunk


def _stream_members(opener: Opener, name: str, path: Path, budget: _Budget) -> Iterator[_Packed]:
    with opener(path) as file, io.BufferedReader(_Counted(file, budget), _CHUNK) as reader:
        if _is_tar(reader.peek(512), name):
            yield from _tar_members(reader, budget)
        else:
            yield _Packed(Path(name.rpartition("!")[2]).stem, "", partial(_chunks, reader))
        for _ in _chunks(reader):  # to the end, where the checksum is
            pass


def _tar_members(reader: IO[bytes], budget: _Budget) -> Iterator[_Packed]:
    with tarfile.open(fileobj=reader, mode="r|", tarinfo=_StrictHeader) as archive:
        for info in archive:
            budget.member()
            regular = info.isreg() and not info.issparse()
            file = archive.extractfile(info) if regular else None
            if not info.isdir():
                chunks = partial(_chunks, file or io.BytesIO())
                yield _Packed(info.name, "" if regular else "is a link, a device or a sparse file", chunks)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _why_not(name: str) -> str:
    """Why a member of this name is passed over; empty when it is not."""
    if _LEADS_OUT.search(name):
        return "has a name that leads out of the archive"
    return "is hidden" if _HIDDEN.search(name) else ""


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _fail(error: OSError) -> None:
    raise error


@contextmanager
def _damage_refused(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise CopyRefused(f"{name}: damaged or cut off ({error}); get it again") from error
    except OSError as error:
        if error.errno in {None, errno.EINVAL}:  # bz2 and gzip of damaged data, zipfile of an offset out of the file
            raise CopyRefused(f"{name}: damaged or cut off ({error}); get it again") from error
        raise
