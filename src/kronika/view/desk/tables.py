"""A table of a finding as a page of the desk shows it: filtered by words, sorted, a part at a time, with its cells."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.view import findings, report
from kronika.view.desk.pages import cell_url

if TYPE_CHECKING:
    from kronika.study.finding import Cited, Row, Table, Value

ROWS = 25
"""Rows on a page."""
_SAYS = 150
"""Characters of what a mark says before it is followed."""


class Asked(NamedTuple):
    """Which part of a table somebody wants to see."""

    words: str = ""
    """Only rows that hold all of these, in any case."""
    sort: str = ""
    """The name of the column to sort by; empty for the order of the study."""
    down: bool = False
    """From the last to the first."""
    page: int = 1
    rows: int = ROWS

    def parameters(self) -> dict[str, Any]:
        """How an address says this; what is as usual is left out."""
        return {"q": self.words, "sort": self.sort, "down": "1" if self.down else "", "page": self.page}


class Note(NamedTuple):
    """A mark after a row: what it rests on in one record of a document."""

    number: int
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that a page shows."""

    table: Table
    asked: Asked
    rows: Sequence[tuple[Row, Sequence[Note]]]
    found: int
    """How many rows there are of those asked for, on all pages."""
    right: Sequence[bool]
    """Which columns hold numbers only."""

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return (self.asked.page - 1) * self.asked.rows + 1 if self.rows else 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.found // self.asked.rows), 1)


def part(table: Table, asked: Asked, cited: Mapping[str, Cited]) -> Part:
    """The part of a table that is asked for; of a page that is not there the last."""
    rows = list(table.rows)
    wanted = asked.words.casefold().split()
    if wanted:
        rows = [row for row in rows if _holds(row, wanted)]
    names = [column.name for column in table.columns]
    if asked.sort in names:
        rows = _sorted(rows, names.index(asked.sort), down=asked.down)
    pages = max(-(-len(rows) // asked.rows), 1)
    asked = asked._replace(page=min(max(asked.page, 1), pages))
    begin = (asked.page - 1) * asked.rows
    return Part(table, asked, _noted(rows[begin : begin + asked.rows], cited), len(rows), report.numeric(table))


def _holds(row: Row, words: Iterable[str]) -> bool:
    text = " ".join(map(findings.printed, row.values)).casefold()
    return all(word in text for word in words)


def _sorted(rows: Sequence[Row], at: int, *, down: bool) -> list[Row]:
    """The rows by one column; what is unknown comes last, whatever the order."""
    known = [row for row in rows if row.values[at] is not None]
    unknown = [row for row in rows if row.values[at] is None]
    return sorted(known, key=lambda row: _key(row.values[at]), reverse=down) + unknown


def _key(value: Value) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return 0, value, ""
    return 1, 0, findings.printed(value).casefold()


def _noted(rows: Sequence[Row], cited: Mapping[str, Cited]) -> list[tuple[Row, Sequence[Note]]]:
    """Each row with its marks, one for each record that it rests on; numbered over the page."""
    found: list[tuple[Row, Sequence[Note]]] = []
    numbers: dict[tuple[str, str], int] = {}
    for row in rows:
        records: dict[tuple[str, str], list[Cited]] = {}
        for each in (cited[cite] for cite in row.cites if cite in cited):
            records.setdefault((each.document, report.record(each.place)), []).append(each)
        notes = []
        for (document, record), cells in records.items():
            number = numbers.setdefault((document, record), len(numbers) + 1)
            printed = "; ".join(f"{cell.prop} «{cell.printed}»" for cell in cells)
            says = textwrap.shorten(f"{cells[0].title}, {cells[0].published}, {record}: {printed}", _SAYS)
            notes.append(Note(number, cell_url(document, cells[0].place), says))
        found.append((row, notes))
    return found
