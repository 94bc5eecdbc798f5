"""CSV and spreadsheets as records: strict about columns, exact about rows.

Rows are counted as a spreadsheet shows them: the first row of the file is row 1, whether it is a header or not.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kronika.base.errors import CopyRefused
from kronika.base.model import Cell, Document, Refusal

if TYPE_CHECKING:
    from kronika.collect.record import Overlay

CELL_LIMIT = 1 << 20
"""Longest cell in characters; the longest on any real list is under 20,000."""
UNPACKED_LIMIT = 1 << 30
"""Most bytes that a spreadsheet may unpack to."""


class Row:
    """One row of a table whose columns have names."""

    __slots__ = ("_columns", "_taken", "_values", "document", "number", "overlay", "part")

    def __init__(
        self, columns: Mapping[str, int], values: Sequence[str], number: int, document: str, part: str
    ) -> None:
        self._columns, self._values, self._taken = columns, values, 0
        self.number, self.document, self.part = number, document, part
        self.overlay: Overlay | None = None

    @property
    def place(self) -> str:
        """Where the row stands."""
        return f"row {self.number}"

    def take(self, column: str) -> Cell | None:
        """The cell of a column, None where it is blank or where this form of the file lacks the column."""
        at = self._columns.get(column)
        if at is None:
            return None
        self._taken |= 1 << at
        cell = self._cell(column, at)
        return self.overlay.read(cell, column) if cell and self.overlay else cell

    def peek(self, column: str) -> str:
        """The stripped text of a column without taking it."""
        at = self._columns.get(column)
        return "" if at is None else self._values[at].strip()

    def skim(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The raw texts of columns, which count as taken: to tell whether the row repeats another one."""
        ats = [self._columns.get(column) for column in columns]
        for at in ats:
            if at is not None:
                self._taken |= 1 << at
        return tuple("" if at is None else self._values[at] for at in ats)

    def untaken(self) -> Iterator[tuple[str, Cell]]:
        """Cells that hold something and were not taken."""
        for column, at in self._columns.items():
            if not self._taken >> at & 1 and (cell := self._cell(column, at)):
                yield column, cell

    def _cell(self, column: str, at: int) -> Cell | None:
        text = self._values[at]
        if not text or text.isspace():
            return None
        return Cell(text, f"row {self.number}, column {column}", self.document)


def grid(document: Document, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, texts of its cells) of a CSV file or of the first sheet of a spreadsheet.

    Raises CopyRefused where the bytes are not such a file.
    """
    if is_zip(document):
        yield from _sheet(document)
    else:
        yield from _csv(document, encoding, delimiter)


def rows(
    document: Document,
    rows_: Iterable[tuple[int, list[str]]],
    columns: Sequence[str],
    *,
    optional: Iterable[str] = (),
    header: bool = True,
    null: str | None = None,
) -> Iterator[Row | Refusal]:
    """Turn the rows of a grid into records with named columns.

    With `header` the first row names the columns: all of `columns` must be there, `optional` ones may, no others;
    blank columns at the end are ignored as long as they are blank. Without, `columns` are the names in order.
    Cells equal to `null` are blank. A row with too few or too many cells is refused; CopyRefused where the header is
    not the one expected.
    """
    rows_ = iter(rows_)
    names = list(columns)
    if header:
        number, first = next(rows_, (1, []))
        names = _header(document, [name.strip() for name in first], columns, set(optional), number)
    index = {name: at for at, name in enumerate(names)}
    width = len(names)
    for number, values in rows_:
        while len(values) > width and not values[-1].strip():
            values.pop()
        if len(values) != width:
            reason = f"{len(values)} cells in a row of a table of {width} columns"
            yield Refusal("", True, document.sha256, f"row {number}", " | ".join(values)[:200], reason)
            continue
        cells = values if null is None else ["" if value.strip() == null else value for value in values]
        yield Row(index, cells, number, document.sha256, document.part)


def _header(document: Document, names: list[str], columns: Sequence[str], optional: set[str], number: int) -> list[str]:
    while names and not names[-1]:
        names.pop()
    missing = [name for name in columns if name not in names and name not in optional]
    unknown = [name for name in names if name not in columns and name not in optional]
    twice = sorted({name for name in names if names.count(name) > 1})
    for words, which in (
        ("lacks the column", missing),
        ("has an unknown column", unknown),
        ("has twice the column", twice),
    ):
        if which:
            more = f" (and {len(which) - 1} more)" if len(which) > 1 else ""
            raise CopyRefused(f"{document.name}: row {number} {words} {which[0]!r}{more}: the format has changed")
    return names


def is_zip(document: Document) -> bool:
    """Whether a document is a spreadsheet, by its first bytes: its rows are those of a sheet, else of a CSV file."""
    with document.path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _csv(document: Document, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(CELL_LIMIT)
    number = 0
    try:
        with document.path.open(encoding=encoding, newline="") as file:
            for values in csv.reader(file, delimiter=delimiter, strict=True):
                number += 1
                if values:
                    yield number, values
    except UnicodeDecodeError as error:
        raise CopyRefused(
            f"{document.name}: after row {number} the bytes are not {encoding}: {error.reason} (wrong encoding?)"
        ) from error
    except csv.Error as error:
        raise CopyRefused(f"{document.name}: after row {number}: {error}: truncated, or not a CSV file") from error


def _sheet(document: Document) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(document.path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            raise CopyRefused(f"{document.name}: unpacks to {unpacked:,} bytes, more than any list: not read")
        sheet = CalamineWorkbook.from_path(str(document.path)).get_sheet_by_index(0)
    except (zipfile.BadZipFile, CalamineError) as error:
        raise CopyRefused(f"{document.name}: not a whole spreadsheet: {error}") from error
    first = (sheet.start or (0, 0))[0]
    for number, values in enumerate(sheet.iter_rows(), start=first + 1):
        texts = [text(value) for value in values]
        if any(len(each) > CELL_LIMIT for each in texts):
            raise CopyRefused(f"{document.name}: row {number} has a cell longer than {CELL_LIMIT:,} characters")
        yield number, texts


def text(value: object) -> str:
    """A spreadsheet's typed value as text: whole numbers without a point, dates as ISO 8601."""
    match value:
        case str():
            return value
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def csv_line(values: Iterable[str]) -> str:
    """The cells of a row as one CSV line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()
