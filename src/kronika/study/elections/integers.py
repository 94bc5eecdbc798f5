"""Whole percentages among the shares of stations: are there more than chance makes.

Who makes up a protocol thinks of a percentage first, and writes counts that give it. Kobak, Shpilkin and Pshenichnikov
(Annals of Applied Statistics 10, 2016) count the stations whose turnout or whose share of the leader is within 0.05
points of a whole percentage, and compare with what chance makes of the same stations: every voter votes with the
station's own turnout, every ballot is for the leader with the station's own share. They draw; here the chance of each
station is computed, and the number of stations is a sum of independent events with known mean, variance and tail.

It cannot see ballots that were stuffed without a percentage in mind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN, Counts, Mask, Protocols
from kronika.study.elections import chances, multiple, sums

if TYPE_CHECKING:
    from kronika.study.elections.sums import Floats, Sum

CALLED = {"turnout": "turnout", "result": "leader's share", "either": "either", "early": "early votes"}
"""What tables call each statistic."""
STATISTICS = tuple(CALLED)
PERIODS = (1, 5)
"""Whole percentages, and multiples of five of them."""
LEAST = 5.0
"""A test needs so many stations expected by chance: with fewer, hardly anything could be told from chance."""
LEAST_SHARE = 0.05
"""Of a candidate below this, the shares of stations crowd at the lowest whole percentages, and the test fails clean
elections both ways (z from -15 to +8.5 in Germany 2024)."""
USUAL = 0.1
"""The chance of a whole percentage at an ordinary station: windows of 0.1 points, one in each point."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which stations and percentages count."""

    name: str
    ends: bool
    """Whether 0 and 100 % count, in the data and by chance. A station of 0 % repeats itself with certainty, so that
    small parties look as if somebody had avoided whole percentages (z of -14 to -24)."""
    jointly: bool
    """Whether a station counts only if all of its shares can be tested; else each share by itself."""
    smallest: int = 100
    """Fewer people than this make no share: voters on the list; with `jointly` off those that a share is of."""
    highest: float = 0.99
    """Shares above this do not count."""


PUBLISHED = Rules("as published", ends=True, jointly=True)
"""As Kobak, Shpilkin and Pshenichnikov: ballots found > 0, 100 voters or more, turnout and share of at most 99 %."""
STRICT = Rules("0 and 100 % left out", ends=False, jointly=False)


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic of one set of stations."""

    name: str
    period: int
    by: str
    """«stations», or «voters» where each station weighs as many as are on its list."""
    stations: int
    """On how many it rests."""
    sum: Sum | None
    """None where the test was not run."""
    needs: int
    """How many stations of this kind it takes to run it."""


@dataclass(frozen=True, slots=True)
class Region:
    """The statistics of one region, of whole percentages by stations."""

    name: str
    stations: int
    """With at least one share that counts."""
    statistics: Mapping[str, Statistic]
    adjusted: Mapping[str, float]
    """Statistic → the tail, adjusted for the number of regions tested; absent where the test was not run."""


@dataclass(frozen=True, slots=True)
class Spikes:
    """How many stations have a share in each bin of 0.1 points: bin b is around b / 10 per cent."""

    share: str
    observed: Counts
    mean: Floats
    """Expected by chance."""
    deviation: Floats

    def band(self, z: float = 1.96) -> tuple[Floats, Floats]:
        """The interval that holds a bin by chance: 95 % of the bins with the default, each by itself."""
        return np.maximum(self.mean - z * self.deviation, 0.0), self.mean + z * self.deviation


@dataclass(frozen=True, slots=True)
class Integers:
    """All statistics of one election."""

    rules: Rules
    leader: str
    stations: int
    """Stations with at least one share that counts."""
    statistics: tuple[Statistic, ...]
    regions: tuple[Region, ...]
    spikes: Mapping[str, Spikes]

    def statistic(self, name: str, period: int = 1, by: str = "stations") -> Statistic:
        """The statistic of this name. KeyError where there is none."""
        for each in self.statistics:
            if (each.name, each.period, each.by) == (name, period, by):
                return each
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class _Chance:
    """Which stations have a whole percentage, and how likely that was, of those where it can be told."""

    counts: Mask
    found: Mapping[int, Mask]
    chance: Mapping[int, Floats]


def measure(protocols: Protocols, kept: Mask, rules: Rules = STRICT, leader: str = "") -> Integers:
    """Measure the stations that `kept` marks, for the candidate with most votes or the one named.

    Raises UsageError where there is no such candidate, or it has too few votes for the test.
    """
    leader = leader or protocols.leader
    _required(protocols, kept, leader)
    shares = {
        "turnout": (protocols.turnout, protocols.registered),
        "result": (protocols.of(leader), protocols.base),
        "early": (protocols.early, protocols.registered),
    }
    counting = _counting(shares, kept, protocols, rules)
    made = {name: _chance(*shares[name], counting[name], rules) for name in shares}
    by_chance = {name: chance for name, (chance, _) in made.items()}
    by_chance["either"] = _either(by_chance["turnout"], by_chance["result"])
    weights = np.where(protocols.registered == UNKNOWN, 0, protocols.registered).astype(np.float64)
    national = [
        _statistic(name, period, by_chance[name], by_chance[name].counts, weights if by == "voters" else None)
        for name in STATISTICS
        for period in PERIODS
        for by in ("stations", "voters")
    ]
    return Integers(
        rules=rules,
        leader=leader,
        stations=int(np.logical_or.reduce([each.counts for each in by_chance.values()]).sum()),
        statistics=tuple(national),
        regions=tuple(_regions(protocols, by_chance)),
        spikes={name: _spikes(name, *shares[name], counting[name], made[name][1]) for name in shares},
    )


def _required(protocols: Protocols, kept: Mask, leader: str) -> None:
    if leader not in protocols.candidates:
        raise UsageError(f"{leader!r} is no candidate; there are {', '.join(protocols.candidates)}")
    votes, base = protocols.of(leader), protocols.base
    known = kept & (votes != UNKNOWN) & (base != UNKNOWN)
    share = votes[known].sum() / max(1, base[known].sum())
    if known.any() and share < LEAST_SHARE:
        raise UsageError(
            f"{leader}: {share:.1%} of the votes: below {LEAST_SHARE:.0%} clean elections fail the test, too"
        )


def _counting(
    shares: Mapping[str, tuple[Counts, Counts]], kept: Mask, protocols: Protocols, rules: Rules
) -> Mapping[str, Mask]:
    """Share → the stations that it is tested at."""
    possible = {name: kept & (part >= 0) & (of > 0) & (part <= of) for name, (part, of) in shares.items()}
    low = {name: part <= rules.highest * of for name, (part, of) in shares.items()}
    if not rules.jointly:
        return {name: possible[name] & low[name] & (of >= rules.smallest) for name, (_, of) in shares.items()}
    both = possible["turnout"] & possible["result"] & low["turnout"] & low["result"]
    both &= protocols.registered >= rules.smallest
    return {name: both & possible[name] for name in shares}


def _chance(part: Counts, of: Counts, counts: Mask, rules: Rules) -> tuple[_Chance, tuple[Floats, Floats]]:
    """The chances of a share, and the mean and variance of its histogram."""
    ones, fives, mean, variance = chances.expected(part[counts], of[counts], rules.ends)
    found, chance = {}, {}
    for period, values in zip(PERIODS, (ones, fives), strict=True):
        found[period] = np.zeros(len(part), dtype=np.bool_)
        found[period][counts] = chances.whole(part[counts], of[counts], float(period), rules.ends)
        chance[period] = np.zeros(len(part))
        chance[period][counts] = values
    return _Chance(counts, found, chance), (mean, variance)


def _either(one: _Chance, other: _Chance) -> _Chance:
    """Whether one or the other is whole; by chance the two are independent, as the authors draw them."""
    return _Chance(
        one.counts | other.counts,
        {period: one.found[period] | other.found[period] for period in PERIODS},
        {
            period: one.chance[period] + other.chance[period] - one.chance[period] * other.chance[period]
            for period in PERIODS
        },
    )


def _statistic(name: str, period: int, chance: _Chance, among: Mask, weights: Floats | None = None) -> Statistic:
    """Test the stations `among` those that count; `weights` where they do not weigh the same."""
    stations = int(among.sum())
    found, likely = chance.found[period][among], chance.chance[period][among]
    expected = float(likely.sum())
    usual = expected / stations if expected else USUAL / period
    by, tested = ("stations", None) if weights is None else ("voters", None)
    if expected >= LEAST:
        tested = sums.number(found, likely) if weights is None else sums.weighted(found, likely, weights[among])
    return Statistic(name, period, by, stations, tested, math.ceil(LEAST / usual))


def _regions(protocols: Protocols, by_chance: Mapping[str, _Chance]) -> Iterator[Region]:
    names, codes = protocols.regions
    stations = [np.flatnonzero(codes == code) for code in range(len(names))]
    measured = []
    for among in stations:
        local = {name: _narrowed(chance, among) for name, chance in by_chance.items()}
        measured.append({name: _statistic(name, 1, local[name], local[name].counts) for name in STATISTICS})
    adjusted: list[dict[str, float]] = [{} for _ in names]
    for name in STATISTICS:
        run = [(at, each[name].sum) for at, each in enumerate(measured)]
        tails = {at: sum_.tail for at, sum_ in run if sum_}
        for at, value in zip(tails, multiple.adjusted(list(tails.values())), strict=True):
            adjusted[at][name] = value
    for at, name in enumerate(names):
        counting = np.logical_or.reduce([chance.counts[stations[at]] for chance in by_chance.values()])
        yield Region(name, int(counting.sum()), measured[at], adjusted[at])


def _narrowed(chance: _Chance, among: np.ndarray[Any, np.dtype[np.int64]]) -> _Chance:
    return _Chance(
        chance.counts[among],
        {period: found[among] for period, found in chance.found.items()},
        {period: likely[among] for period, likely in chance.chance.items()},
    )


def _spikes(share: str, part: Counts, of: Counts, counts: Mask, expected: tuple[Floats, Floats]) -> Spikes:
    observed = np.bincount(chances.bins(part[counts], of[counts]), minlength=chances.BINS)
    return Spikes(share, observed, expected[0], np.sqrt(expected[1]))
