"""What protocols say of an official total: sums above it, what the rest must have voted, percentages in disguise.

The totals are inputs of the user, each with its source. All of this is arithmetic; only `rounded` speaks of chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, comb, floor

from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN, Counts, Mask


@dataclass(frozen=True, slots=True)
class Total:
    """An official total."""

    value: int
    source: str
    """Who says so, and where; shown with every answer."""

    def __post_init__(self) -> None:
        if self.value < 0 or not self.source.strip():
            raise UsageError(f"{self.value:,}: an official total is a count, with the source that states it")


@dataclass(frozen=True, slots=True)
class Remainder:
    """What follows for the stations that are not at hand, from those that are and from an official total."""

    stations: int
    """At how many the count is known."""
    votes: int
    """The sum at these."""
    official: Total
    ballots: int | None
    """The sum of all ballots at these; None where no total of ballots was given."""
    official_ballots: Total | None

    @property
    def rest(self) -> int:
        """What is left for all other stations; below 0 the official total is impossible, whatever they voted."""
        return self.official.value - self.votes

    @property
    def rest_ballots(self) -> int | None:
        """The ballots of all other stations; None where it is not known."""
        if self.ballots is None or self.official_ballots is None:
            return None
        return self.official_ballots.value - self.ballots

    @property
    def impossible(self) -> bool:
        """Whether no result of the other stations could lead to the official totals."""
        ballots = self.rest_ballots
        return self.rest < 0 or (ballots is not None and (ballots < 0 or self.rest > ballots))

    @property
    def share(self) -> float | None:
        """The share of their ballots that the other stations must have given; None where there are none, or unknown."""
        return None if self.impossible or not self.rest_ballots else self.rest / self.rest_ballots

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and greatest share that is possible in the whole, if only the number of ballots is believed.

        The stations at hand may have come by choice, not by chance: the least has no vote elsewhere, the greatest every
        ballot. None where the ballots are not known, or those at hand are already more.
        """
        if self.official_ballots is None or self.rest_ballots is None or self.rest_ballots < 0:
            return None
        whole = self.official_ballots.value
        return (self.votes / whole, (self.votes + self.rest_ballots) / whole) if whole else None


def remainder(
    votes: Counts, among: Mask, official: Total, ballots: Counts | None = None, official_ballots: Total | None = None
) -> Remainder:
    """Hold the sum of a count over some stations against its official total; with ballots, also the rest's share.

    Only stations whose counts are all known are summed, which makes the sum a lower bound. Raises UsageError where
    none is, or only one of the two about ballots is given.
    """
    if (ballots is None) != (official_ballots is None):
        raise UsageError("ballots at the stations and their official total are needed together")
    known = among & (votes != UNKNOWN)
    if ballots is not None:
        known &= ballots != UNKNOWN
    if not known.any():
        raise UsageError("no station at hand tells this count")
    return Remainder(
        stations=int(known.sum()),
        votes=int(votes[known].sum()),
        official=official,
        ballots=None if ballots is None else int(ballots[known].sum()),
        official_ballots=official_ballots,
    )


@dataclass(frozen=True, slots=True)
class Rounded:
    """How many of several counts are just what a percentage with few decimals gives."""

    decimals: int
    follows: tuple[float | None, ...]
    """For each count, the percentage that it follows from when rounded to a whole vote; None where there is none."""
    each: float
    """The chance of one count, if every count up to the total were as likely."""
    chance: float
    """The chance of at least as many among all but one of the counts: the last follows from the others."""


def rounded(counts: Sequence[int], total: int, decimals: int) -> Rounded:
    """Test whether counts are rounded percentages of `total`, with so many decimals.

    Who starts from 51.2 % of 10,058,774 writes 5,150,092, the whole number nearest to it; a count that was counted is
    one of these only by chance. Raises UsageError for counts that are no parts of the total, for fewer than two, and
    for a total so small that most counts follow from some percentage: nothing could be told.
    """
    steps = 100 * 10**decimals
    if len(counts) < 2 or not all(0 <= count <= total for count in counts):
        raise UsageError("rounded percentages need two counts or more, none above their total")
    if total < 10 * steps:
        raise UsageError(f"{total:,}: a total of {10 * steps:,} or more is needed to tell {decimals} decimals")
    each = (steps + 1) / (total + 1)
    follows = tuple(_percentage(count, total, steps) for count in counts)
    many, free = min(sum(each is not None for each in follows), len(counts) - 1), len(counts) - 1
    chance = sum(comb(free, k) * each**k * (1 - each) ** (free - k) for k in range(many, free + 1))
    return Rounded(decimals, follows, each, min(1.0, chance))


def _percentage(count: int, total: int, steps: int) -> float | None:
    """The percentage whose share of the total, rounded either way at a half, is the count."""
    for step in {floor(count * steps / total), ceil(count * steps / total)}:
        if abs(2 * (step * total - count * steps)) <= steps:
            return step * 100 / steps
    return None
