"""What a commission declared, held against the stations at hand: the table and the sentences of the report.

    Declared, Protocols ── hold ──▶ Held ── table, sentences

The arithmetic is that of `official`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.study.elections import official
from kronika.study.elections.official import Total
from kronika.study.elections.tables import counted
from kronika.study.finding import Column, Row, Table, Value

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask, Protocols
    from kronika.study.elections.official import Remainder, Rounded

DECIMALS = (1, 2)
"""Percentages are printed with one decimal or with two."""
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class Declared:
    """Official totals of candidates, with their source."""

    source: str
    """Who states them, and where."""
    votes: Mapping[str, int]
    """Candidate → votes."""
    ballots: int | None = None
    """All ballots that shares are taken of; None where it is not stated."""
    region: str = ""
    """They are of this region alone; empty for all of the table."""


@dataclass(frozen=True, slots=True)
class Held:
    """The totals and what follows from the stations at hand."""

    declared: Declared
    remainders: Mapping[str, Remainder]
    rounded: tuple[Rounded, ...]
    """For each number of decimals; none where ballots or a second candidate are not stated, or they are too few."""

    def where(self, candidate: str) -> str:
        """The candidate, and the region if it is of one."""
        return f"{candidate}, {self.declared.region}" if self.declared.region else candidate


def hold(protocols: Protocols, kept: Mask, declared: Declared) -> Held:
    """Hold official totals against the stations that `kept` marks.

    Raises UsageError for a candidate or region that there is none of, and where no station tells the votes.
    """
    among = kept
    if declared.region:
        names, codes = protocols.regions
        if declared.region not in names:
            raise UsageError(f"{declared.region!r} is no region; there are {', '.join(names)}")
        among = np.asarray(kept & (codes == names.index(declared.region)))
    whole = None if declared.ballots is None else Total(declared.ballots, declared.source)
    remainders = {}
    for candidate, value in declared.votes.items():
        if candidate not in protocols.candidates:
            raise UsageError(f"{candidate!r} is no candidate; there are {', '.join(protocols.candidates)}")
        base = None if whole is None else protocols.base
        total = Total(value, declared.source)
        remainders[candidate] = official.remainder(protocols.of(candidate), among, total, base, whole)
    return Held(declared, remainders, tuple(_rounded(declared)))


def _rounded(declared: Declared) -> Iterator[Rounded]:
    for decimals in DECIMALS:
        try:
            yield official.rounded(list(declared.votes.values()), declared.ballots or 0, decimals)
        except UsageError:
            return  # too few counts or ballots to tell: the test is not made


def sentences(held: Held) -> Iterator[str]:
    """What cannot be, what the other stations must have voted, and whether the totals follow from percentages."""
    for candidate, found in held.remainders.items():
        said = (
            f"{held.where(candidate)}: {found.votes:,} votes at the {found.stations:,} stations that tell them; "
            f"official total {found.official.value:,} ({found.official.source}): "
        )
        if found.impossible:
            yield f"{said}this is arithmetically impossible, whatever the other stations voted."
            continue
        yield f"{said}{found.rest:,} must have come from all other stations{_of_the_rest(found)}."
    for each in held.rounded:
        if each.chance <= _RARE:
            many = sum(percentage is not None for percentage in each.follows)
            yield (
                f"{many} of {len(each.follows)} official totals are just what percentages with "
                f"{counted(each.decimals, 'decimal')} give when rounded to whole votes; by chance so many are with "
                f"probability {each.chance:.2g}."
            )


def _of_the_rest(found: Remainder) -> str:
    """What share that is of their ballots, and what the whole could be whatever they voted."""
    if found.share is None or found.bounds is None:
        return ""
    low, high = found.bounds
    return (
        f", {found.share:.1%} of their {found.rest_ballots:,} ballots; whatever these were, in the whole it is between "
        f"{low:.1%} and {high:.1%}"
    )


def table(held: Held) -> Table:
    """One row for each official total."""
    impossible = sum(found.impossible for found in held.remainders.values())
    return Table(
        "official",
        f"{impossible} of {len(held.remainders)} official totals are below the sum of the stations at hand"
        + ("" if held.declared.ballots is None else ", or above what the others' ballots allow"),
        (
            Column("who", "Candidate"),
            Column("stations", "Stations", "At hand, that tell the count."),
            Column("votes", "Votes", "At these: a lower bound."),
            Column("official", "Official total"),
            Column("source", "Its source", "As given by the user."),
            Column("rest", "Left for all others"),
            Column("share", "Share of their ballots", "Which the others must have given; blank: not known."),
            Column("lowest", "At least", "Share in the whole if no other ballot was for the candidate."),
            Column("highest", "At most", "Share in the whole if every other ballot was."),
            Column("impossible", "Impossible"),
            Column("percentages", "Follows from", "The percentage whose rounding is just this total, by decimals."),
        ),
        tuple(
            Row((
                held.where(candidate), found.stations, found.votes, found.official.value, found.official.source,
                found.rest, "" if found.share is None else found.share, *(found.bounds or ("", "")), found.impossible,
                _follows(held, at),
            ))
            for at, (candidate, found) in enumerate(held.remainders.items())
        ),
        tuple(
            f"With {counted(each.decimals, 'decimal')}, one total is such a number with chance {each.each:.2g}, and so "
            f"many of them with {each.chance:.2g}."
            for each in held.rounded
        ),
    )  # fmt: skip


def _follows(held: Held, at: int) -> Value:
    found = [(each.decimals, each.follows[at]) for each in held.rounded]
    return tuple(f"{percentage:.{decimals}f} %" for decimals, percentage in found if percentage is not None)
