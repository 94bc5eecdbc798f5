"""Measurements in the ledger: elections by their protocols, and the figures that somebody published.

A measurement is a line of a table (schema.sql), with its document and row. What a study cites of it is in `Figure`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kronika.base.errors import UsageError

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger

TABLES = ("elections", "protocols", "figures")
"""The tables of measurements, in the order in which they are loaded."""


@dataclass(frozen=True, slots=True)
class Election:
    """An election whose protocols the casebook holds; the columns of `elections` in schema.sql say what each is."""

    copy: str
    election: str
    title: str
    day: str | None
    document: str
    row: int
    name: str
    mapping: str
    stations: int
    candidates: list[str]
    turnout: list[str]
    result: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """The votes for one candidate in the protocols at hand; the columns of `results` in schema.sql say what each is."""

    election: str
    document: str
    region: str | None
    candidate: str
    stations: int
    untold: int
    votes: int | None
    base: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure; the columns of `figures` in schema.sql say what each is.

    `low` and `high` hold a stated value too, so that any two figures can be compared as intervals; None is no bound.
    The last digit printed was rounded somehow: a difference within `step` is none.
    """

    copy: str
    document: str
    row: int
    id: str
    counter: str
    series: str
    item: str
    definition: str
    about: tuple[str, ...]
    as_of: str
    first: date
    last: date
    value: float | None
    low: float | None
    high: float | None
    step: float
    unit: str
    currency: str
    place: str
    printed: str
    title: str
    address: str
    published: str
    note: str


def elections(ledger: Ledger) -> list[Election]:
    """The elections of the ledger's state, by name."""
    return [Election(**row) for row in ledger.rows("SELECT * FROM elections ORDER BY election")]


def election(ledger: Ledger, name: str) -> Election:
    """The election of this name. Raises UsageError where there is none; it names those that there are."""
    found = {each.election: each for each in elections(ledger)}
    if name not in found:
        there = f"it holds {', '.join(found)}" if found else "it holds none: `kronika election add` adds one"
        raise UsageError(f"this casebook holds no election called {name!r}; {there}")
    return found[name]


def results(ledger: Ledger, name: str, region: str | None = None) -> list[Result]:
    """The sums of an election's protocols, of all or of one region, most votes first.

    Raises UsageError where there is no such election or region.
    """
    election(ledger, name)
    sql = """
        SELECT * FROM results WHERE election = $name AND region IS NOT DISTINCT FROM $region
        ORDER BY votes DESC NULLS LAST, candidate
    """
    found = [Result(**row) for row in ledger.rows(sql, {"name": name, "region": region})]
    if not found:
        raise UsageError(f"no station of {name} is in a region called {region!r}")
    return found


def figures(
    ledger: Ledger, series: str = "", about: Collection[str] = (), counter: str = "", item: str = ""
) -> list[Figure]:
    """The published figures of the ledger's state, by series, item, day and counter.

    Each parameter that is given narrows: `series`, `counter` and `item` to figures with just this text, `about` to
    those of just these states (codes), which is one state or a pair.
    """
    sql = """
        SELECT * FROM figures
        WHERE $series IN ('', series) AND $counter IN ('', counter) AND $item IN ('', item)
            AND (len($about) = 0 OR about = list_sort($about))
        ORDER BY series, item, first, last, counter, copy, row
    """
    asked = {"series": series, "about": list(about), "counter": counter, "item": item}
    return [Figure(**{**row, "about": tuple(row["about"])}) for row in ledger.rows(sql, asked)]
