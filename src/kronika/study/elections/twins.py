"""Elections to put rewriting into: clean twins of stations, or stations of a real election; and what is done to them.

A twin has the same stations with the same ratios, and counts that chance makes of them: rewriting that was there is
gone. A station that is not changed has a whole percentage with the chance that the test gives it, so no counts are
drawn for it. Counts of a station that is changed are drawn anew each time; the chance that the test gives it is that of
one such change. Of many stations this is as good as measuring every twin (a test holds it to that).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import chances
from kronika.study.elections.integers import STRICT

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols
    from kronika.study.elections.sums import Floats

STATISTICS = ("turnout", "result", "either")
POOL = 20_000
"""Of a larger election the stations to be changed are drawn from so many, themselves drawn at random, or from as many
as the largest share takes: the chances of the others after a change need not be computed."""
MOST = 0.5
"""Stuffing uses up to this share of the voters who stayed away, moving up to this share of the others' votes."""


@dataclass(frozen=True, slots=True)
class Stations:
    """Counts of stations; 0 of 0 where a protocol does not tell a share, or tells one above 100 %."""

    registered: Counts
    turnout: Counts
    base: Counts
    votes: Counts

    def __len__(self) -> int:
        return len(self.registered)

    def at(self, which: Counts) -> Stations:
        """These of the stations."""
        return Stations(self.registered[which], self.turnout[which], self.base[which], self.votes[which])

    def drawn(self, rng: np.random.Generator) -> Stations:
        """What chance makes of them."""
        turnout = rng.binomial(self.registered, self.turnout / np.maximum(self.registered, 1))
        votes = rng.binomial(self.base, self.votes / np.maximum(self.base, 1))
        return Stations(self.registered, turnout, self.base, votes)

    def shares(self) -> tuple[tuple[Counts, Counts], tuple[Counts, Counts]]:
        """Turnout and result, as parts and wholes."""
        return (self.turnout, self.registered), (self.votes, self.base)

    def whole(self) -> Mask:
        """Where each of `STATISTICS` is a whole percentage: statistics × stations."""
        turnout, result = (_counting(*share) & chances.whole(*share, 1.0, STRICT.ends) for share in self.shares())
        return np.stack([turnout, result, turnout | result])

    def moments(self) -> Floats:
        """What chance makes of `whole`: statistics × (mean, variance, third central moment) × stations."""
        likely = np.zeros((2, len(self)))
        for chance, (part, of) in zip(likely, self.shares(), strict=True):
            counts = _counting(part, of)
            chance[counts] = chances.expected(part[counts], of[counts], STRICT.ends)[0]
        turnout, result = likely
        q = np.stack([turnout, result, turnout + result - turnout * result])
        return np.stack([q, q * (1 - q), q * (1 - q) * (1 - 2 * q)], axis=1)


@dataclass(frozen=True, slots=True)
class Draw:
    """One election before anything is changed in it."""

    total: Floats
    """How many stations have a whole percentage, by statistic."""
    moments: Floats
    """Of these numbers, as the test reckons them: statistics × 3."""
    which: Counts
    """The stations to be changed, in the order in which they are, as positions in the pool."""
    whole: Mask
    """Which of these have a whole percentage: statistics × stations."""
    counts: Stations
    """Their counts."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where the elections come from that are changed."""

    mean: Floats
    """How many whole percentages chance makes in one, by statistic."""
    pool: Stations
    """Those stations that can be changed, with counts of one draw."""
    moments: Floats
    """Of these: statistics × 3 × stations."""
    draw: Callable[[np.random.Generator], Draw]


def of(protocols: Protocols, kept: Mask, leader: str = "") -> Stations:
    """The stations at which turnout or the leader's share can be tested.

    Raises UsageError where there is no such candidate, or no such station.
    """
    leader = leader or protocols.leader
    if leader not in protocols.candidates:
        raise UsageError(f"{leader!r} is no candidate; there are {', '.join(protocols.candidates)}")
    counts = []
    for part, whole in ((protocols.turnout, protocols.registered), (protocols.of(leader), protocols.base)):
        told = kept & (part != UNKNOWN) & (part <= whole)
        counts += [np.where(told, whole, 0), np.where(told, part, 0)]
    stations = Stations(*counts)
    turnout, result = (_counting(*share) for share in stations.shares())
    if not (turnout | result).any():
        raise UsageError(
            f"{protocols.name}: no station is left at which turnout or the share of {leader} can be tested"
        )
    return stations.at(np.flatnonzero(turnout | result))


def twins(stations: Stations, most: int, rng: np.random.Generator) -> Base:
    """Clean twins of the stations, in which at most `most` are changed."""
    moments = stations.moments()
    first = rng.permutation(len(stations))[: max(POOL, most)]
    pool, total = stations.at(first), moments.sum(axis=2)
    chance = moments[:2, 0]

    def draw(rng: np.random.Generator) -> Draw:
        turnout, result = rng.random(chance.shape) < chance
        whole = np.stack([turnout, result, turnout | result])
        which = rng.permutation(len(first))[:most]
        return Draw(whole.sum(axis=1), total, which, whole[:, first[which]], pool.at(which).drawn(rng))

    return Base(total[:, 0], pool.drawn(rng), moments[:, :, first], draw)


def resampled(stations: Stations, number: int, most: int) -> Base:
    """Elections of `number` stations, drawn with replacement from these with the counts that they have."""
    moments, whole = stations.moments(), stations.whole()

    def draw(rng: np.random.Generator) -> Draw:
        taken = rng.integers(len(stations), size=number)
        times = np.bincount(taken, minlength=len(stations)).astype(np.float64)
        which = taken[:most]
        return Draw(whole @ times, moments @ times, which, whole[:, which], stations.at(which))

    return Base(moments[:, 0].mean(axis=1) * number, stations, moments, draw)


def _counting(part: Counts, of: Counts) -> Mask:
    """At which stations a share is tested by the rules `STRICT`; `chances` itself leaves out 0 and 100 %."""
    return np.asarray((of >= STRICT.smallest) & (part <= STRICT.highest * of))


def _to_percent(part: Counts, of: Counts, to: Callable[[Floats], Floats]) -> Counts:
    """The count that is nearest to a whole percentage, the one that `to` makes of the share."""
    return _integer(of * to(100 * part / np.maximum(of, 1)) / 100)


def _integer(counts: Floats) -> Counts:
    return np.rint(counts).astype(np.int64)


def _with_ballots(stations: Stations, added: Counts) -> Stations:
    """With so many ballots more, all for the leader."""
    more = np.where(stations.base > 0, added, 0)
    return Stations(stations.registered, stations.turnout + added, stations.base + more, stations.votes + more)


def _turnout_raised(stations: Stations, _: np.random.Generator) -> Stations:
    return _with_ballots(stations, _to_percent(stations.turnout, stations.registered, np.ceil) - stations.turnout)


def _turnout_rounded(stations: Stations, _: np.random.Generator) -> Stations:
    turnout = _to_percent(stations.turnout, stations.registered, np.rint)
    base = np.where(stations.base > 0, np.maximum(stations.base + turnout - stations.turnout, 0), 0)
    votes = _integer(stations.votes * base / np.maximum(stations.base, 1))
    return Stations(stations.registered, turnout, base, votes)


def _stuffed(stations: Stations, rng: np.random.Generator) -> Stations:
    away = stations.registered - stations.turnout
    return _with_ballots(stations, _integer(rng.uniform(0, MOST, len(stations)) * away))


def _with_votes(stations: Stations, votes: Counts) -> Stations:
    """With so many votes for the leader, of as many ballots."""
    return Stations(stations.registered, stations.turnout, stations.base, votes)


def _result_raised(stations: Stations, _: np.random.Generator) -> Stations:
    return _with_votes(stations, _to_percent(stations.votes, stations.base, np.ceil))


def _result_rounded(stations: Stations, _: np.random.Generator) -> Stations:
    return _with_votes(stations, _to_percent(stations.votes, stations.base, np.rint))


def _moved(stations: Stations, rng: np.random.Generator) -> Stations:
    others = stations.base - stations.votes
    return _with_votes(stations, stations.votes + _integer(rng.uniform(0, MOST, len(stations)) * others))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change."""

    says: str
    done: str
    """The same in a few words."""
    aim: str
    """The share that it makes whole; empty where none is."""
    change: Callable[[Stations, np.random.Generator], Stations]
    """What a station does not tell is not changed."""


KINDS = {
    "turnout raised": Kind(
        "ballots for the leader are added up to the next whole percentage of turnout",
        "turnout raised to whole percentages", "turnout", _turnout_raised,
    ),
    "result raised": Kind(
        "others' votes are given to the leader up to the next whole percentage of the leader's share",
        "the leader's share raised to whole percentages", "result", _result_raised,
    ),
    "turnout rounded": Kind(
        "ballots are added or taken to the nearest whole percentage of turnout; the leader's share stays",
        "turnout rounded to whole percentages", "turnout", _turnout_rounded,
    ),
    "result rounded": Kind(
        "votes are given or taken to the nearest whole percentage of the leader's share",
        "the leader's share rounded to whole percentages", "result", _result_rounded,
    ),
    "stuffed": Kind(
        "ballots for the leader are added for up to half of those who stayed away, without a percentage in mind",
        "ballots stuffed without a percentage in mind", "", _stuffed,
    ),
    "moved": Kind(
        "up to half of the others' votes are given to the leader, without a percentage in mind",
        "votes moved without a percentage in mind", "", _moved,
    ),
}  # fmt: skip
"""What is done to a station."""
