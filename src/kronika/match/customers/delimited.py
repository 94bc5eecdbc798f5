"""CSV and its kin: commas, semicolons, tabs or bars between cells; rows that are broken are refused one by one.

A quotation mark that is opened and never closed would swallow the rows after it. A row that cannot be read so is given
up at the end of its first line, and reading goes on with the second (RFC 4180 tells how quoted cells are written).
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, repeat
from typing import TYPE_CHECKING, NamedTuple

from kronika.base.errors import UsageError
from kronika.match.customers.formats import BLANK, Chunk
from kronika.match.customers.headings import Layout, checked, layout
from kronika.match.customers.textfiles import LINE_LIMIT, shown

if TYPE_CHECKING:
    from kronika.match.customers.textfiles import Lines

_NONE = "\x1f"  # the separator of a table of one column: in no cell
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", _NONE: "one column"}
_LOOKED_AT = 50  # lines from which the separator is told
_SHOWN = 80  # characters of a broken row


class _Odd(NamedTuple):
    """A row that is not simply its cells."""

    problem: str = ""
    note: str = ""
    cells: list[str] | None = None


class _EndlessError(Exception):
    """A row longer than LINE_LIMIT."""


class Delimited:
    """A text file of separated cells, its first row the headings."""

    def __init__(self, lines: Lines, columns: Mapping[str, str], where: str) -> None:
        self._lines = lines
        while (first := lines.peek(1)) and not first[0].strip():
            lines.next()
        head = lines.peek(_LOOKED_AT)
        if head and head[0].rstrip("\r\n").lower() in {f"sep={each}" for each in _SEPARATORS}:
            self._separator = lines.next().rstrip("\r\n")[-1]  # what Excel writes and reads
        else:
            self._separator = _told(head, columns)
        headings = _trimmed(_loose(_Taking(lines), self._separator))
        try:
            self.layout = checked(layout(headings, columns, where), columns, where)
        except UsageError as error:
            read = f"read with {_SEPARATORS[self._separator]} between cells, as {lines.encoding}"
            raise UsageError(f"{error} ({read})") from None
        if any("\udc00" <= char <= "\udfff" for heading in headings for char in heading):
            raise UsageError(f"{where}: the headings are not {lines.encoding}: save the file as UTF-8")
        self._width = len(headings)
        self.description = f"CSV ({_SEPARATORS[self._separator]}, {lines.encoding}): {self.layout}"

    def chunks(self, size: int, skip: int) -> Iterator[Chunk]:
        """The rows below the headings."""
        rows = self._rows()
        deque(islice(rows, skip), maxlen=0)
        empty = [""] * self._width
        while batch := [*islice(rows, size)]:
            odd = {at: row for at, row in enumerate(batch) if isinstance(row, _Odd)}
            cells = [row if isinstance(row, list) else row.cells or empty for row in batch] if odd else batch
            yield Chunk(
                len(batch),
                self.layout.pick([*zip(*cells, strict=True)]),
                {at: row.problem for at, row in odd.items() if row.problem},
                {at: row.note for at, row in odd.items() if row.note},
            )

    def _rows(self) -> Iterator[list[str] | _Odd]:
        """Every row; empty lines at the end of the file are none."""
        blank = 0
        for row in self._records():
            if not row:
                blank += 1
                continue
            if blank:
                yield from repeat(_Odd(BLANK), blank)
                blank = 0
            yield row

    def _records(self) -> Iterator[list[str] | _Odd]:
        """The cells of each row, none for an empty line."""
        width, separator, take = self._width, self._separator, self._lines.next
        while line := take():
            if '"' in line or len(line) > LINE_LIMIT:
                self._lines.give_back([line])
                yield self._quoted()
            else:
                cells = line.rstrip("\r\n").split(separator)
                yield cells if len(cells) == width and (width > 1 or cells[0]) else self._counted(cells, [line])

    def _quoted(self) -> list[str] | _Odd:
        """The next row, on one line or several."""
        taking = _Taking(self._lines)
        try:
            cells = next(csv.reader(taking, delimiter=self._separator, strict=True))
        except (csv.Error, _EndlessError) as error:
            return self._mended(taking, error)
        return cells if len(cells) == self._width and len(taking.taken) == 1 else self._counted(cells, taking.taken)

    def _counted(self, cells: list[str], taken: list[str]) -> list[str] | _Odd:
        """A row that is blank, stands on several lines, or has another number of cells than there are headings."""
        width = self._width
        if len(taken) == 1 and not taken[0].strip(" \r\n"):
            return []
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        lines = f" on {len(taken)} lines" if len(taken) > 1 else ""
        if len(cells) != width:
            return _Odd(
                f"{len(cells)} cells{lines} where there are {width} headings: «{shown(''.join(taken), _SHOWN)}»"
            )
        if lines and width > 2 and any(self._swallows(cell, at) for at, cell in enumerate(cells)):
            why = f"a cell{lines} holds what looks like whole rows: a quotation mark too many"
            return _Odd(f"{why}: «{shown(''.join(taken), _SHOWN)}»")
        return cells

    def _swallows(self, cell: str, at: int) -> bool:
        """Whether an open quotation mark made one cell of the rest of a row and the beginning of another."""
        first, *rest = cell.splitlines() or [""]
        separator, width = self._separator, self._width
        return bool(rest) and first.count(separator) == width - 1 - at and rest[-1].count(separator) == at

    def _mended(self, taking: _Taking, error: Exception) -> _Odd:
        """The first line of a row that cannot be read; the lines after it are given back.

        A quotation mark that should be doubled («"ООО "Рассвет""») does no harm where the cells can be counted.
        """
        first, *rest = taking.taken
        self._lines.give_back(rest)
        begins = f"«{shown(first, _SHOWN)}»"
        if len(first) > LINE_LIMIT:
            return _Odd(f"a line of more than {LINE_LIMIT:,} characters: {begins}")
        if rest or taking.ended or isinstance(error, _EndlessError):
            why = "a quotation mark is opened and not closed"
            return _Odd(f"{why}, or the file is cut off: {begins}" if taking.ended else f"{why}: {begins}")
        cells = _loose([first], self._separator)
        why = "a quotation mark inside a quoted cell is not doubled"
        if len(cells) != self._width or cells[-1].endswith(("\n", "\r")):
            return _Odd(f"{why}: {begins}")
        return _Odd(note=why, cells=cells)


class _Taking:
    """Lines for one row; those that were taken are remembered."""

    def __init__(self, lines: Lines) -> None:
        self._next = lines.next
        self.taken: list[str] = []
        self._size, self.ended = 0, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next()
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > LINE_LIMIT:
            raise _EndlessError
        return line


def _told(head: list[str], columns: Mapping[str, str]) -> str:
    """The separator under which the headings are best known and the rows are as wide as they."""

    def claim(separator: str) -> tuple[bool, bool, int, int]:
        cells = _loose(head, separator)
        if len(cells) < 2 and separator != _NONE:
            return False, False, 0, 0
        headings = _trimmed(cells)
        try:
            found = layout(headings, columns, "")
        except UsageError:  # two columns of names: headings for certain
            found = Layout(tuple(headings), {"name": (0, 1)})
        widths = [len(_loose([line], separator)) for line in head[1:] if line.strip()]
        alike = 2 * widths.count(len(cells)) >= len(widths)
        known = len({*found.places} | {kind for kind, said in columns.items() if said in headings})
        return found.named, alike, known, len(headings)

    return max(_SEPARATORS, key=claim)


def _loose(lines: Iterable[str], separator: str) -> list[str]:
    """The cells of the first row, whatever stands in it."""
    try:
        return next(csv.reader(lines, delimiter=separator), [])
    except (csv.Error, _EndlessError):
        return []


def _trimmed(cells: list[str]) -> list[str]:
    """Headings without what only pads them."""
    cells = [" ".join(cell.split()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells
