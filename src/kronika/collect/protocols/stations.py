"""The protocols of polling stations: counts in columns, the row that each station stands in, and what was not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from kronika.collect.protocols.mapping import Layout

Counts = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
UNKNOWN = -1
"""A count that a protocol does not tell; it is never taken for 0."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Which columns of the table a role was read from."""

    role: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell or row that could not be read as it stands."""

    row: int
    column: str
    """Its heading; empty for the whole row."""
    printed: str
    reason: str

    def __str__(self) -> str:
        place = f"row {self.row:,}, column {self.column}" if self.column else f"row {self.row:,}"
        return f"{place}: «{self.printed}»: {self.reason}"


@dataclass(frozen=True)
class Protocols:
    """One election's table of stations; all arrays have one entry for each station, in the order of the table."""

    name: str
    """The table's file."""
    document: str
    """SHA-256 of the file."""
    layout: Layout
    rows: Counts
    """The row of each station as a spreadsheet counts them."""
    counts: Mapping[str, Counts]
    """Role → its counts, UNKNOWN where the protocol does not tell."""
    candidates: tuple[str, ...]
    """As the headings print them, and those that the mapping joins."""
    votes: np.ndarray[Any, np.dtype[np.int64]]
    """Stations × candidates."""
    texts: Mapping[str, np.ndarray[Any, np.dtype[np.object_]]]
    """Role (region, district, unit, kind) → its texts, empty where the cell is."""
    picked: tuple[Picked, ...]
    problems: tuple[Problem, ...]
    """Cells that were not understood and are unknown, rows that were not read."""

    def __len__(self) -> int:
        return len(self.rows)

    def total(self, roles: Sequence[str]) -> Counts:
        """The sum of several counts at each station; UNKNOWN where one of them is, or where the table has no such."""
        known = [self.counts[role] for role in roles if role in self.counts]
        if not known or len(known) < len(roles):
            return np.full(len(self), UNKNOWN, dtype=np.int64)
        return added(known)

    @property
    def registered(self) -> Counts:
        """Voters on the list."""
        return self.counts["registered"]

    @cached_property
    def turnout(self) -> Counts:
        """What is divided by `registered` to get the turnout."""
        return self.total(self.layout.turnout)

    @cached_property
    def base(self) -> Counts:
        """What the votes of a candidate are divided by."""
        return self.total(self.layout.result)

    @cached_property
    def early(self) -> Counts:
        """What is divided by `registered` to get the share of early votes; unknown where the table has none."""
        return self.total(self.layout.early)

    @cached_property
    def leader(self) -> str:
        """The candidate with most votes in the whole table."""
        sums = np.where(self.votes == UNKNOWN, 0, self.votes).sum(axis=0)
        return self.candidates[int(sums.argmax())]

    def of(self, candidate: str) -> Counts:
        """The votes of a candidate. KeyError where there is none of this name."""
        if candidate not in self.candidates:
            raise KeyError(candidate)
        return self.votes[:, self.candidates.index(candidate)]

    @cached_property
    def regions(self) -> tuple[tuple[str, ...], Counts]:
        """The names of the regions, in the order of the table, and each station's index among them.

        A table without regions is one region without a name; so are the stations whose region is blank.
        """
        if "region" not in self.texts:
            return ("",), np.zeros(len(self), dtype=np.int64)
        index: dict[str, int] = {}
        codes = [index.setdefault(region, len(index)) for region in self.texts["region"]]
        return tuple(index), np.array(codes, dtype=np.int64)

    @cached_property
    def repeats(self) -> tuple[tuple[int, ...], ...]:
        """The stations that stand in the table more than once, by region, district and number.

        A station without a number is not one of them: nothing tells it from its neighbours.
        """
        if "unit" not in self.texts:
            return ()
        names = [self.texts[role] for role in ("region", "district", "unit") if role in self.texts]
        groups: dict[tuple[str, ...], list[int]] = {}
        for station, name in enumerate(zip(*names, strict=True)):
            if name[-1]:
                groups.setdefault(name, []).append(station)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    def place(self, station: int) -> str:
        """Where a station stands, for people: its row, and its names as far as the table tells them."""
        named = [self.texts[role][station] for role in ("region", "district", "unit") if role in self.texts]
        return ", ".join([f"row {self.rows[station]:,}", *dict.fromkeys(filter(None, named))])


def added(parts: Sequence[Counts]) -> Counts:
    """Their sum; UNKNOWN where one of them is."""
    known = np.logical_and.reduce([part != UNKNOWN for part in parts])
    return np.where(known, np.sum(parts, axis=0), UNKNOWN)
