"""What a study answers: a question, sentences that answer it, tables, caveats, and the citation of every figure.

    Ledger, identities ── study.run(...) ──▶ Finding ── view ──▶ text, CSV, XLSX, JSON, pictures, pages

A finding holds plain values only, so that every form of it says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Value = str | int | float | bool | tuple[str, ...] | None
"""What stands in a table. None is «unknown», never «no» nor «does not apply»: that is an empty text or tuple."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Its name for programs."""
    title: str
    """Its heading for people."""
    says: str = ""
    """What the values mean, where the heading does not tell: units, how they were computed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and the facts that it rests on."""

    values: tuple[Value, ...]
    cites: tuple[str, ...] = ()
    """Ids of facts, keys of `Finding.cited`; empty where the row is computed from other rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a finding; each picture of a finding is drawn from one."""

    name: str
    title: str
    """The finding as a sentence: «Eleven people are listed by the EU and Canada and not by the UK»."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """What must be known to read it."""

    def records(self) -> list[dict[str, Value]]:
        """The rows as mappings of column names to values."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row.values, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Cited:
    """A cell that a figure rests on: enough to find it in the document and in the archive."""

    id: str
    """The fact's id."""
    source: str
    title: str
    """The list, as its publisher calls it."""
    publisher: str
    published: str
    """The day that the copy stands for."""
    document: str
    """SHA-256 of the document."""
    place: str
    prop: str
    printed: str

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher}, {self.published}), {self.place}: «{self.printed}»"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a question."""

    study: str
    question: str
    answer: tuple[str, ...]
    """Sentences, the most important first."""
    tables: Sequence[Table]
    caveats: tuple[str, ...]
    """How the answer can mislead."""
    as_of: str
    """The day that it is the state of, ISO 8601."""
    cited: Mapping[str, Cited] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """The table of this name; KeyError where there is none."""
        found = {table.name: table for table in self.tables}
        return found[name]
