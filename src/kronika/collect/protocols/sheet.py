"""A published table as columns of text, each row with the number that a spreadsheet gives it.

CSV in any of the usual separators, XLSX (its first sheet), and either of them in a ZIP.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

ENCODINGS = ("utf-8", "windows-1251", "windows-1250", "windows-1252")
"""What `encodings` tries; the first that reads the file without an error is no proof for the single-byte ones."""
SEPARATORS = (",", ";", "\t", "|")
BEGINNING = 1 << 20
"""Bytes that hold the headings and what stands above them."""
NEWLINE = b"\n"
LARGEST = 1 << 30
"""Bytes of an unpacked file, at most: a table of a million stations has a third of it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that has not as many cells as the heading."""

    row: int
    text: str
    cells: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a table."""

    name: str
    """The file's name, and in a ZIP the member's."""
    document: str
    """SHA-256 of the file as it was given."""
    headings: tuple[str, ...]
    columns: Sequence[pa.Array]
    """Texts, null where a cell is blank; one column for each heading."""
    rows: np.ndarray[Any, np.dtype[np.int64]]
    """The number of each row: the first row of the file is 1."""
    broken: tuple[Broken, ...]


def read(path: Path, *, member: str = "", encoding: str = "utf-8", separator: str = "", heading: int = 1) -> Sheet:
    """Read a table whose headings stand in row `heading`; what stands above them is passed over.

    `member` names the file in a ZIP (default: the only CSV or XLSX in it), `separator` that of a CSV (default: the one
    that is most frequent in the headings). Raises UsageError where there is no such table; it says what to do.
    """
    name, data, document = unpack(path, member)
    if data.startswith(b"PK\x03\x04"):
        return _spreadsheet(name, data, document, heading)
    text = beginning(name, data, encoding)
    separator = separator or separator_of(text, heading)
    lines, headings = _headings(name, text, separator, heading)
    if len(headings) < 2:
        raise UsageError(f"{name}: row {heading} is one cell, {headings[0][:60]!r}: the separator is not {separator!r}")
    table, broken = _parsed(name, data, encoding, separator, len(headings), (lines, heading))
    return _sheet(name, document, headings, table, heading, broken)


def head(path: Path, *, member: str = "", encoding: str = "utf-8", rows: int = 30) -> list[list[str]]:
    """The cells of the first rows, to find the headings in. Raises UsageError as `read` does."""
    name, data, _ = unpack(path, member)
    if data.startswith(b"PK\x03\x04"):
        return _cells(name, data)[:rows]
    text = beginning(name, data, encoding)
    separator = max(SEPARATORS, key=text[:100_000].count)
    try:
        return [
            cells for cells, _ in zip(csv.reader(io.StringIO(text), delimiter=separator), range(rows), strict=False)
        ]
    except csv.Error as error:
        raise UsageError(f"{name}: not a CSV file: {error}") from error


def encodings(path: Path, member: str = "") -> list[str]:
    """UTF-8 where the file is that, else the others of `ENCODINGS` in which it can be read."""
    name, data, _ = unpack(path, member)
    found = ["utf-8"] if data.startswith(b"PK\x03\x04") or _no_text(data, "utf-8") is None else _readable(data)
    if not found:
        raise UsageError(f"{name}: no text in any of {', '.join(ENCODINGS)}")
    return found


def unpack(path: Path, member: str = "") -> tuple[str, bytes, str]:
    """The table's name, its bytes, and the SHA-256 of the file that it came in."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    document = hashlib.sha256(data).hexdigest()
    if not data:
        raise UsageError(f"{path.name}: the file is empty")
    if not data.startswith(b"PK\x03\x04"):
        return path.name, _without_mark(path.name, data), document
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                return path.name, data, document
            chosen = _member(path.name, archive, member)
            if chosen.file_size > LARGEST:
                raise UsageError(f"{path.name}: {chosen.filename} unpacks to {chosen.file_size:,} bytes: not read")
            name = f"{path.name}/{chosen.filename}"
            return name, _without_mark(name, archive.read(chosen)), document
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path.name}: not a whole ZIP file: {error}") from error


def _without_mark(name: str, data: bytes) -> bytes:
    """The bytes as UTF-8 where a mark at their beginning says that they are UTF-16, as spreadsheets write «Unicode»."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: begins as UTF-16 and goes on as something else") from error


def beginning(name: str, data: bytes, encoding: str) -> str:
    """The first text of a CSV file, once the whole of it is known to be one.

    Raises UsageError with the row where it is no text, and the encodings that would do.
    """
    try:
        at = _no_text(data, encoding)
    except LookupError as error:
        raise UsageError(f"{encoding!r} is no encoding that is known") from error
    if at is not None:
        others = " or ".join(repr(each) for each in _readable(data)) or "its own"
        raise UsageError(f"{name}: row {data.count(NEWLINE, 0, at) + 1:,} is not {encoding}: say encoding = {others}")
    return data[:BEGINNING].decode("utf-8-sig" if encoding == "utf-8" else encoding, "ignore")


def separator_of(text: str, heading: int = 1) -> str:
    """The separator that is most frequent in the row of headings."""
    line = text.split("\n", heading)[heading - 1 : heading] or [""]
    return max(SEPARATORS, key=line[0].count)


def _readable(data: bytes) -> list[str]:
    return [encoding for encoding in ENCODINGS if _no_text(data, encoding) is None]


def _no_text(data: bytes, encoding: str) -> int | None:
    """The first byte, about, that is no text in this encoding; a piece at a time, to save memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), BEGINNING):
        piece = data[start : start + BEGINNING]
        try:
            decoder.decode(piece, final=start + BEGINNING >= len(data))
        except UnicodeDecodeError as error:
            return start + max(0, error.start)
    return None


def members(path: Path) -> list[str]:
    """The names of the tables in a ZIP; none where the file is no ZIP."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as archive:
        return [] if "[Content_Types].xml" in archive.namelist() else [info.filename for info in _tables(archive)]


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in archive.infolist() if info.filename.lower().endswith((".csv", ".txt", ".xlsx"))]


def _member(name: str, archive: zipfile.ZipFile, member: str) -> zipfile.ZipInfo:
    tables = _tables(archive)
    chosen = [info for info in tables if info.filename == member] if member else tables
    if len(chosen) != 1:
        there = ", ".join(info.filename for info in tables) or "no table"
        raise UsageError(f"{name}: which table of it? It has {there}: say member = {member or 'its name'!r}")
    return chosen[0]


def _headings(name: str, text: str, separator: str, heading: int) -> tuple[int, list[str]]:
    """How many lines the file has down to the headings' end, and the headings, without line breaks."""
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            if number == heading:
                return reader.line_num, [" ".join(cell.split()) for cell in cells] or [""]
    except csv.Error as error:
        raise UsageError(f"{name}: not a CSV file: {error}") from error
    raise UsageError(f"{name}: has no row {heading}, where the headings should stand")


def _parsed(
    name: str, data: bytes, encoding: str, separator: str, width: int, start: tuple[int, int]
) -> tuple[pa.Table, list[Broken]]:
    """The rows below the headings, which end on line `start[0]` and are row `start[1]`."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    names = [str(at) for at in range(width)]
    broken = []

    def note(row: Any) -> str:
        broken.append(Broken(row.number - start[0] + start[1], str(row.text or "")[:80], row.actual_columns))
        return "skip"

    try:
        table = arrow.read_csv(
            pa.BufferReader(data),
            # The handler is told the numbers of rows only where they are read one after the other.
            arrow.ReadOptions(use_threads=False, skip_rows=start[0], column_names=names, encoding=encoding),
            arrow.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
            ),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid as error:
        raise UsageError(f"{name}: not a whole CSV file: {str(error).splitlines()[0]}") from error
    return table, broken


def _sheet(
    name: str, document: str, headings: Sequence[str], table: pa.Table, heading: int, broken: Sequence[Broken]
) -> Sheet:
    """Number the rows and drop the blank ones."""
    import pyarrow.compute as pc

    rows = np.arange(heading + 1, heading + 1 + table.num_rows + len(broken), dtype=np.int64)
    rows = np.delete(rows, [each.row - heading - 1 for each in broken])
    columns = [column.combine_chunks() for column in table.columns]
    filled = np.zeros(table.num_rows, dtype=bool)
    for column in columns:
        filled |= pc.is_valid(column).to_numpy(zero_copy_only=False)
    if not filled.any():
        raise UsageError(f"{name}: has no row below its headings")
    if not filled.all():
        columns, rows = [column.filter(filled) for column in columns], rows[filled]
    return Sheet(name, document, tuple(headings), columns, rows, tuple(each for each in broken if each.text.strip()))


def _spreadsheet(name: str, data: bytes, document: str, heading: int) -> Sheet:
    import pyarrow as pa

    cells = _cells(name, data)
    if len(cells) < heading:
        raise UsageError(f"{name}: has no row {heading}, where the headings should stand")
    headings = [" ".join(cell.split()) for cell in cells[heading - 1]]
    columns = zip(*cells[heading:], strict=True) if cells[heading:] else [()] * len(headings)
    table = pa.table(
        [pa.array([cell or None for cell in column], pa.string()) for column in columns],
        [str(at) for at in range(len(headings))],
    )
    return _sheet(name, document, headings, table, heading, ())


def _cells(name: str, data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        top = (sheet.start or (0, 0))[0]
        return [[""]] * top + [list(map(_text, row)) for row in sheet.iter_rows()]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UsageError(f"{name}: not a whole spreadsheet: {error}") from error


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
