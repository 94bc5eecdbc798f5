"""An election's page: what it rests on, what is seen, then A, B and C, which are told apart in every heading.

    Finding, pictures ──▶ sections: rests on, seen, A, B, C

No part sums up the others. Long tables are cut on the page, say so, and are whole in their CSV.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kronika.view.report import Section

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Table
    from kronika.view.charts import Picture

PARTS = {
    "What this rests on": ("elections", "left_out", "columns", "unread"),
    "Seen": ("comet", "comet_regions", "comets", "gradient"),
    "A, what cannot be": ("contradictions", "official", "signed", "alike", "checks"),
    "B, by chance or not": (
        "integers", "spikes", "excess", "excess_by_election", "regions", "calibration", "power", "power_least",
        "digits",
    ),
    "C, by a model": ("models", "anomalous", "placebos", "fingerprint"),
}  # fmt: skip
"""The parts of the page in order, and the tables of each; a table that is in none stands at the end, under no part."""
_SAYS = {
    "Seen": "Pictures of the stations as they are. They show patterns, and not what made them.",
    "A, what cannot be": "Counts that cannot all be true, whatever the voters did. Nothing here depends on chance.",
    "B, by chance or not": "Tests of what chance makes of the same stations. They prove nothing of A.",
    "C, by a model": "What a model makes of the votes, as a range. It is as good as what it takes to be true.",
}
_UNFOLDED = {"elections", "left_out", "contradictions", "official", "integers", "models"}
"""The tables that the page shows unasked."""
_DESCRIBED = 8
"""Columns of the table of elections that describe them; those behind are of tests and models."""
_MOST = 200
"""Rows of a table that the page shows."""
_CELLS = 40
"""Cells of a comet that the page lists."""


def sections(finding: Finding, drawn: Sequence[Picture]) -> list[Section]:
    """The sections of the page in order, each part opened by what it is."""
    pictures = {picture.data.name: picture for picture in drawn}
    tables = {table.name: table for table in finding.tables}
    made = []
    for part, names in {**PARTS, "": tuple(name for name in tables if part_of(name) == "")}.items():
        says = _SAYS.get(part, "")
        for name in names:
            if name in tables:
                made.append(_section(part, says, tables[name], pictures.get(name)))
                says = ""
    return made


def part_of(name: str) -> str:
    """The part that a table stands in; empty for none."""
    return next((part for part, names in PARTS.items() if name in names), "")


def _section(part: str, says: str, table: Table, picture: Picture | None) -> Section:
    shown, cut = _cut(table)
    said = tuple(filter(None, (says, *table.notes, cut)))
    titled = f"{part}: {picture.title if picture else table.title}" if part else table.title
    return Section(
        replace(table, title=titled, notes=said),
        shown=shown,
        picture=replace(picture, title=titled) if picture else None,
        folded=table.name not in _UNFOLDED,
    )


def _cut(table: Table) -> tuple[Table | None, str]:
    """What of a table the page shows, and what it says of that; None for all of it."""
    if table.name == "elections":  # its row has what belongs to B and to C, too
        columns = table.columns[:_DESCRIBED]
        rows = tuple(replace(row, values=row.values[:_DESCRIBED]) for row in table.rows)
        return replace(table, columns=columns, rows=rows), "Tests and models stand under B and C; the CSV has all."
    rows, what = table.rows, f"the first {_MOST}"
    names = [column.name for column in table.columns]
    if {"turnout", "share", "voters"} <= set(names) and table.name.startswith("comet"):
        at = names.index("voters")
        rows = tuple(sorted(rows, key=lambda row: -float(str(row.values[at])))[:_CELLS])
        what = f"the {_CELLS} cells with most voters"
    elif table.name == "spikes":
        at = names.index("percent")
        rows = tuple(row for row in rows if float(str(row.values[at])) % 1 == 0)
        what = "whole percentages"
    else:
        rows = rows[:_MOST]
    if len(rows) == len(table.rows):
        return None, ""
    return replace(table, rows=rows), f"Of {len(table.rows):,} rows the page shows {what}; the CSV has all."
