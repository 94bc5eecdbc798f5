"""How the page on coverage, and the terminal, show its tables: shorter than they are, since CSV has the whole.

matrix    one column a state: status, since when, with which measures
gaps      one row an identity, with all states that do not list it
others    name and id in one column; a listing's reason stands beside its gap and in its record
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kronika.study.finding import Column, Finding, Row, Table
from kronika.view import findings
from kronika.view.report import Section

if TYPE_CHECKING:
    from kronika.view.charts import Picture

_ORDER = ("matrix", "gaps", "counts", "sources")
"""The tables that come first, and are shown unasked; the others unfold."""
_LEFT = frozenset(("since_low", "since_high", "listed_as", "reason", "fewest", "most"))
"""Columns that only the CSV has."""


def sections(finding: Finding, drawn: Sequence[Picture]) -> list[Section]:
    """The order of the page: pictures with what they are drawn from, then the tables that have none."""
    found = [Section(picture.data, picture=picture) for picture in drawn]
    seen = {picture.data.name for picture in drawn}
    rest = sorted((t for t in finding.tables if t.name not in seen), key=lambda t: (*_ORDER, t.name).index(t.name))
    return found + [Section(table, shown=shown(table), folded=table.name not in _ORDER) for table in rest]


def shown(table: Table) -> Table:
    """A table of the study as people are shown it."""
    return {"matrix": matrix, "gaps": gaps}.get(table.name, shorter)(table)


def matrix(table: Table) -> Table:
    """The matrix with one column a state."""
    names = [column.name.removesuffix("_since") for column in table.columns if column.name.endswith("_since")]
    columns = [column for column in table.columns if column.name in {"name", "kind", "number", *names}]
    rows = []
    for row, record in zip(table.rows, table.records(), strict=True):
        standings = [_standing(record, name) for name in names]
        rows.append(Row((_named(record), record["kind"], record["number"], *standings), row.cites))
    return replace(table, columns=tuple(columns), rows=tuple(rows))


def _standing(record: dict[str, Any], state: str) -> tuple[str, ...]:
    status = record[state]
    if status not in {"listed", "delisted"}:
        return (status,)
    measures = record[f"{state}_measures"]
    known = "measures unknown" if measures is None else findings.printed(measures)
    return (status, str(record[f"{state}_since"]), known)


def gaps(table: Table) -> Table:
    """The gaps of one identity in one row: who does not list it, then who does and why."""
    columns = (
        Column("name", "Name"),
        Column("not", "Not listed by"),
        Column("others", "Listed by, and programmes"),
        Column("first", "First listed by"),
        Column("near", "Near misses"),
        Column("reasons", "Their reasons"),
    )
    groups: dict[str, list[tuple[Row, dict[str, Any]]]] = defaultdict(list)
    for row, record in zip(table.rows, table.records(), strict=True):
        groups[str(record["identity"])].append((row, record))
    rows = []
    for some in groups.values():
        records = [record for _, record in some]
        cites = tuple(dict.fromkeys(cite for row, _ in some for cite in row.cites))
        rows.append(Row((_named(records[0]), _missing(records), *_shared(records)), cites))
    return replace(table, columns=columns, rows=tuple(rows))


def _missing(records: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Each state with what it says, where that is more than «not listed»."""
    return tuple(
        f"{record['state']}: {record['standing']}" + (f", {record['why']}" if record["why"] else "")
        for record in records
    )


def _shared(records: Sequence[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """What the gaps of one identity say together: programmes, first day, near misses, reasons."""
    keys = ("programmes", "near", "reasons")
    programmes, near, reasons = (tuple(dict.fromkeys(v for r in records for v in r[key])) for key in keys)
    return programmes, (min(record["first"] for record in records),), near, reasons


def shorter(table: Table) -> Table:
    """A table with its identity and name in one column, without what the page leaves to the CSV."""
    names = [column.name for column in table.columns]
    named = {"identity", "name"} <= set(names)
    left: Collection[str] = _LEFT | {"identity"} if named else _LEFT
    kept = [column for column in table.columns if column.name not in left]
    rows = []
    for row, record in zip(table.rows, table.records(), strict=True):
        values = [_named(record) if named and each.name == "name" else record[each.name] for each in kept]
        rows.append(Row(tuple(values), row.cites))
    return replace(table, columns=tuple(kept), rows=tuple(rows))


def _named(record: dict[str, Any]) -> tuple[str, str]:
    return str(record["name"]), str(record["identity"])
