"""What cannot be: protocols whose counts contradict each other, different stations alike, days before the election.

Nothing here depends on chance or on a model; a count that the protocol does not tell contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base import dates
from kronika.base.errors import Unreadable
from kronika.collect.protocols.mapping import CHECKS, VOTES
from kronika.collect.protocols.stations import UNKNOWN, Counts, Protocols

if TYPE_CHECKING:
    from kronika.collect.protocols.mapping import Check
    from kronika.collect.protocols.stations import Mask

ALIKE = 100
"""Stations with at least so many votes, all of whose counts are the same, are worth showing."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One check, and the stations at which it does not hold."""

    check: Check
    checked: int
    """At how many stations all of its counts are known."""
    stations: Counts
    """Which do not hold, as positions in the protocols."""
    by: Counts
    """For each of these: the left side minus the right."""
    usual: str
    """Why it need not hold in this country; empty where it must."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A protocol signed on a day that cannot be."""

    station: int
    printed: str
    reason: str


def contradictions(protocols: Protocols, kept: Mask) -> list[Contradiction]:
    """Every check that the table has the columns for, those without a contradiction among them."""
    made = [
        _checked(protocols, kept, check, protocols.layout.usual.get(name, "")) for name, check in CHECKS.items()
    ] + [_checked(protocols, kept, check, "") for check in protocols.layout.checks]
    return [each for each in made if each.checked]


def alike(protocols: Protocols, kept: Mask, least: int = ALIKE) -> list[tuple[int, ...]]:
    """Different stations whose voters, voting voters and votes are all the same, with at least so many votes counted.

    By chance this is rare, and rarer the more candidates there are; with one or two, or where nearly all votes are for
    one, it happens. `Protocols.repeats` has the stations that are not different.
    """
    again = {station for group in protocols.repeats for station in group[1:]}
    large = np.flatnonzero(kept & (protocols.base >= least) & (protocols.votes != UNKNOWN).all(axis=1))
    counts = np.column_stack([protocols.registered, protocols.turnout, protocols.base, protocols.votes])[large]
    groups: dict[bytes, list[int]] = {}
    for station, row in zip(large.tolist(), counts, strict=True):
        if station not in again:
            groups.setdefault(row.tobytes(), []).append(station)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def signed(protocols: Protocols) -> Iterator[Signed]:
    """The protocols whose day of signing is no day, or lies before the first day of voting."""
    for station, printed in enumerate(protocols.texts.get("signed", ())):
        if not printed:
            continue
        try:
            last = dates.bounds(dates.parse(printed))[1].isoformat()
        except Unreadable as error:
            yield Signed(station, printed, str(error))
            continue
        if protocols.layout.election and last < protocols.layout.election:
            yield Signed(station, printed, f"before the first day of voting, {protocols.layout.election}")


def _checked(protocols: Protocols, kept: Mask, check: Check, usual: str) -> Contradiction:
    # Some votes are more than all votes only if those that are known are: an unknown candidate cannot lower them.
    left, right = _side(protocols, check.left, known_part=not check.equal), _side(protocols, check.right)
    known = kept & (left != UNKNOWN) & (right != UNKNOWN)
    wrong = known & ((left != right) if check.equal else (left > right))
    stations = np.flatnonzero(wrong)
    return Contradiction(check, int(known.sum()), stations, (left - right)[stations], usual)


def _side(protocols: Protocols, roles: tuple[str, ...], *, known_part: bool = False) -> Counts:
    """The sum of one side of a check; UNKNOWN where a part of it is."""
    counts = protocols.total([role for role in roles if role != VOTES]) if set(roles) != {VOTES} else None
    if VOTES not in roles:
        return np.full(len(protocols), UNKNOWN) if counts is None else counts
    there = protocols.votes != UNKNOWN
    votes = np.where(there, protocols.votes, 0).sum(axis=1)
    votes = np.where(there.any(axis=1) if known_part else there.all(axis=1), votes, UNKNOWN)
    if counts is None:
        return votes
    return np.where((votes == UNKNOWN) | (counts == UNKNOWN), UNKNOWN, votes + counts)
