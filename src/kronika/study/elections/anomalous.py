"""Votes of a candidate beyond proportion: a model of how many ballots were added, as a curve and never one number.

Kiesling (2004) and Shpilkin (Troitsky variant, since 2009), after Sobyanin and Sukhovolsky (1995), take it that voters
of all candidates turn out alike. Then the candidate's votes at every turnout are the same multiple of all others'
votes, the multiple found where turnout was not inflated: at the turnout with most votes for others, the *reference*.
What the candidate has above the multiple is called anomalous.

All hangs on the reference and on the assumption, which clean elections break: where a candidate's strongholds are also
where people vote more, or less, the model reads votes that nobody added (`models.CLEAN`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError
from kronika.study.elections.integers import LEAST_SHARE

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols

    Floats = np.ndarray[Any, np.dtype[np.float64]]

BINS = 100
"""Bin b holds the stations with a turnout above b and up to b + 1 per cent."""
SPAN = 5
"""Bins over which the votes for others are averaged to find their mode."""
HIGHEST = 80
"""A mode above this turnout is not that of uninflated stations: there is no estimate."""
LEAST_STATIONS = 500
"""With 200 stations of a clean election the interval over stations is as wide as a third to a half of the candidate's
votes; from 500 on it is narrower, and holds the figure of the whole election 93 to 100 times of 100."""
LEAST_REGIONS = 10
"""Fewer regions are not drawn from: percentiles of so few say little."""
SAMPLES = 1000
SECOND = 0.5
"""A second mode at least so high, in mode heights, leaves open which of the two is the reference."""
VALLEY = 0.1
"""Two modes have a valley between them that is deeper than this, in mode heights, and than three standard errors."""
FAR = 0.1
"""Where there is no estimate, the curve is told of all turnouts with votes for others at least so high as this, in
mode heights; otherwise of those around the mode that are half as high."""
_LEVELS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which stations count, what turnout is, and over how many bins the multiple is taken."""

    name: str
    counted: bool
    """Turnout is of the ballots that candidates' shares are of; else of those that the mapping says."""
    more_than: int
    """Stations with no more voters than this do not count."""
    span: int
    """Bins around the reference from which the multiple is taken; odd."""


PUBLISHED = Rules("as published", counted=True, more_than=100, span=1)
"""With these the figures published for Russia come out to the vote."""
STEADY = Rules("the multiple from five bins", counted=False, more_than=99, span=SPAN)
"""Drawn from clean elections, figures of 500 to 10,000 stations scatter half as much as by the published rules."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """What the model says with each bin as the reference; arrays of `BINS`, NaN where nobody voted for others."""

    stations: Counts
    leader: Counts
    """Votes of the candidate."""
    others: Counts
    """All other ballots that its share is of."""
    smooth: Floats
    """Others averaged over `SPAN` bins."""
    votes: Floats
    """Anomalous votes."""
    share: Floats
    """The candidate's share without them: that at the reference."""
    by_stations: tuple[Floats, Floats]
    """Of the votes: interval of 95 % if other stations like these had been counted."""
    by_regions: tuple[Floats, Floats] | None
    """The same of regions; None where there are too few."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the model says of one candidate at the mode of the others."""

    candidate: str
    total: int
    """The candidate's votes at the stations that count."""
    reference: int
    """The bin of the mode."""
    refused: str
    """Why there is no estimate; empty where there is one."""
    votes: float | None
    """Anomalous votes; below 0 where the candidate did worse at higher turnout; None where refused."""
    by_stations: Interval | None
    """95 % of the votes, the reference chosen anew in each sample; None where refused."""
    by_regions: Interval | None
    """The same of regions; None also where there are too few."""

    @property
    def part(self) -> float | None:
        """The anomalous votes as a share of the candidate's; None where refused."""
        return None if self.votes is None else self.votes / self.total


@dataclass(frozen=True, slots=True)
class Anomalous:
    """The model for one candidate, and as a placebo for all others that are large enough."""

    rules: Rules
    stations: int
    regions: int
    samples: int
    curve: Curve
    estimate: Estimate
    placebos: tuple[Estimate, ...]

    @property
    def small(self) -> bool:
        """Whether there are too few stations for any of it."""
        return self.stations < LEAST_STATIONS

    @property
    def references(self) -> tuple[int, ...]:
        """The bins that a sentence ranges over; none where there are too few stations, or all voted above `HIGHEST`."""
        if self.small:
            return ()
        around = _around(self.curve.smooth, self.estimate.reference, refused=bool(self.estimate.refused))
        return tuple(at for at in around if not np.isnan(self.curve.votes[at]))

    def lowest(self) -> tuple[int, float]:
        """The reference that makes fewest votes anomalous, and these. ValueError where there are no references."""
        return min(((at, float(self.curve.votes[at])) for at in self.references), key=lambda each: each[1])

    def highest(self) -> tuple[int, float]:
        """The reference that makes most votes anomalous, and these. ValueError where there are no references."""
        return max(((at, float(self.curve.votes[at])) for at in self.references), key=lambda each: each[1])


@dataclass(frozen=True, slots=True)
class _Stations:
    """The stations that count, in the order of their bins."""

    bins: Counts
    leader: Counts
    others: Counts
    region: Counts


@dataclass(frozen=True)
class _Draws:
    """Histograms of draws with replacement: the candidate's votes and the others', samples × bins; made when needed."""

    found: _Stations
    samples: int

    @cached_property
    def stations(self) -> tuple[Floats, Floats]:
        """Of as many stations as there are."""
        chance, found = np.random.default_rng(1), self.found
        present, starts = np.unique(found.bins, return_index=True)
        leader, others = np.zeros((self.samples, BINS)), np.zeros((self.samples, BINS))
        many = len(found.bins)
        for sample in range(self.samples):
            times = np.bincount(chance.integers(0, many, many, dtype=np.int32), minlength=many)
            leader[sample, present] = np.add.reduceat(times * found.leader, starts)
            others[sample, present] = np.add.reduceat(times * found.others, starts)
        return leader, others

    @cached_property
    def regions(self) -> tuple[Floats, Floats] | None:
        """Of as many whole regions as there are; None where they are too few."""
        found = self.found
        names, codes = np.unique(found.region, return_inverse=True)
        many = len(names)
        if many < LEAST_REGIONS:
            return None
        cells = codes * BINS + found.bins
        times = np.random.default_rng(1).multinomial(many, np.full(many, 1 / many), self.samples).astype(np.float64)
        leader, others = (np.bincount(cells, votes, many * BINS) for votes in (found.leader, found.others))
        return times @ leader.reshape(many, BINS), times @ others.reshape(many, BINS)


def measure(
    protocols: Protocols, kept: Mask, leader: str = "", rules: Rules = STEADY, samples: int = SAMPLES
) -> Anomalous:
    """Model the stations that `kept` marks, for the candidate with most votes or the one named.

    Intervals are percentiles over `samples` draws with replacement, of stations and of whole regions, with a fixed
    seed. They are of the anomalous share of the candidate's votes, times its votes: the size of the election is known.
    Raises UsageError where there is no such candidate, and where no station has votes for and against it.
    """
    leader = leader or protocols.leader
    if leader not in protocols.candidates:
        raise UsageError(f"{leader!r} is no candidate; there are {', '.join(protocols.candidates)}")
    found = _stations(protocols, kept, leader, rules)
    if not (found.leader.sum() and found.others.sum()):
        raise UsageError(
            f"{protocols.name}: no station of more than {rules.more_than} voters tells turnout, votes for {leader} and "
            "votes for others: the model needs all three"
        )
    draws = _Draws(found, samples)
    return Anomalous(
        rules=rules,
        stations=len(found.bins),
        regions=len(np.unique(found.region)),
        samples=samples,
        curve=_curve(found, rules, draws),
        estimate=_estimate(found, leader, rules, draws),
        placebos=tuple(_placebos(protocols, kept, leader, rules, samples)),
    )


def _placebos(protocols: Protocols, kept: Mask, leader: str, rules: Rules, samples: int) -> list[Estimate]:
    """The same for every other candidate with enough votes."""
    made = []
    for candidate in protocols.candidates:
        found = _stations(protocols, kept, candidate, rules)
        votes, ballots = int(found.leader.sum()), int((found.leader + found.others).sum())
        if candidate != leader and votes < ballots and votes >= max(1, LEAST_SHARE * ballots):
            made.append(_estimate(found, candidate, rules, _Draws(found, samples)))
    return made


def _stations(protocols: Protocols, kept: Mask, candidate: str, rules: Rules) -> _Stations:
    votes, base, listed = protocols.of(candidate), protocols.base, protocols.registered
    voted = base if rules.counted else protocols.turnout
    counts = kept & (votes >= 0) & (base >= votes) & (listed > rules.more_than) & (voted > 0) & (voted <= listed)
    # In whole numbers, so that a station of exactly b per cent is always below the border.
    bins = -(-100 * voted[counts] // listed[counts]) - 1
    order = np.argsort(bins, kind="stable")
    leader = votes[counts][order]
    return _Stations(bins[order], leader, base[counts][order] - leader, protocols.regions[1][counts][order])


def _histograms(found: _Stations) -> tuple[Counts, Counts]:
    """The candidate's votes and all others' in each bin."""
    leader, others = (np.zeros(BINS, dtype=np.int64) for _ in range(2))
    np.add.at(leader, found.bins, found.leader)
    np.add.at(others, found.bins, found.others)
    return leader, others


def _smooth(values: Floats | Counts, span: int) -> Floats:
    """The mean over `span` bins around each; beyond the ends are zeros."""
    padded = np.zeros((*values.shape[:-1], values.shape[-1] + span))
    padded[..., span // 2 + 1 : values.shape[-1] + span // 2 + 1] = values
    sums = np.cumsum(padded, axis=-1)
    return np.asarray((sums[..., span:] - sums[..., :-span]) / span)


def _parts(leader: Floats | Counts, others: Floats | Counts, rules: Rules) -> Floats:
    """The anomalous share of the candidate's votes with each bin as the reference; NaN without votes for others."""
    above, below = _smooth(leader, rules.span), _smooth(others, rules.span)
    multiple = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    total = np.maximum(leader.sum(axis=-1, keepdims=True), 1)
    return np.asarray(1 - multiple * others.sum(axis=-1, keepdims=True) / total)


def _mode(others: Floats | Counts) -> Counts:
    return np.asarray(_smooth(others, SPAN).argmax(axis=-1))


def _curve(found: _Stations, rules: Rules, draws: _Draws) -> Curve:
    leader, others = _histograms(found)
    total = leader.sum()
    above, below = _smooth(leader, rules.span), _smooth(others, rules.span)
    parts = _parts(leader, others, rules)
    both = above + below
    return Curve(
        stations=np.bincount(found.bins, minlength=BINS),
        leader=leader,
        others=others,
        smooth=_smooth(others, SPAN),
        votes=parts * total,
        share=np.divide(above, both, out=np.full(BINS, np.nan), where=~np.isnan(parts)),
        by_stations=_band(_parts(*draws.stations, rules), int(total)),
        by_regions=_band(_parts(*draws.regions, rules), int(total)) if draws.regions else None,
    )


def _band(parts: Floats, total: int) -> tuple[Floats, Floats]:
    """The interval at each bin; NaN at those that some draw leaves without votes for others."""
    known = ~np.isnan(parts).any(axis=0)
    low, high = np.full(parts.shape[1], np.nan), np.full(parts.shape[1], np.nan)
    if known.any():
        low[known], high[known] = np.percentile(parts[:, known], _LEVELS, axis=0) * total
    return low, high


def _estimate(found: _Stations, candidate: str, rules: Rules, draws: _Draws) -> Estimate:
    leader, others = _histograms(found)
    total, reference = int(leader.sum()), int(_mode(others))
    refused = _refused(found, others, reference)
    if refused:
        return Estimate(candidate, total, reference, refused, None, None, None)
    return Estimate(
        candidate=candidate,
        total=total,
        reference=reference,
        refused="",
        votes=float(_parts(leader, others, rules)[reference]) * total,
        by_stations=_at_mode(draws.stations, rules, total),
        by_regions=_at_mode(draws.regions, rules, total) if draws.regions else None,
    )


def _at_mode(drawn: tuple[Floats, Floats], rules: Rules, total: int) -> Interval:
    """The interval of the votes at the mode that each draw has."""
    parts = np.take_along_axis(_parts(*drawn, rules), _mode(drawn[1])[:, None], axis=1)[:, 0]
    low, high = np.nanpercentile(parts, _LEVELS) * total
    return float(low), float(high)


def _refused(found: _Stations, others: Counts, reference: int) -> str:
    """Why the mode cannot be the reference; empty where it can."""
    if len(found.bins) < LEAST_STATIONS:
        return f"{len(found.bins):,} stations tell turnout and votes, {LEAST_STATIONS} are needed"
    if reference >= HIGHEST:
        return f"votes for others peak at a turnout of {reference} to {reference + 1} %, above {HIGHEST} %"
    second = _second(found, others, reference)
    if second is not None:
        return (
            f"votes for others have two modes, at a turnout of {reference} to {reference + 1} % and of {second} to "
            f"{second + 1} %: nothing tells which is the reference"
        )
    return ""


def _second(found: _Stations, others: Counts, reference: int) -> int | None:
    """The highest bin that stands apart as a second mode; None where there is only one."""
    smooth = _smooth(others, SPAN)
    squares = np.bincount(found.bins, found.others.astype(np.float64) ** 2, BINS)
    variance = _smooth(squares, SPAN) / SPAN
    apart = []
    for at in np.flatnonzero(smooth >= SECOND * smooth[reference]).tolist():
        between = range(min(at, reference), max(at, reference) + 1)
        valley = min(between, key=lambda each: float(smooth[each]))
        noise = 3 * np.sqrt(variance[at] + variance[valley])
        if smooth[at] - smooth[valley] > max(VALLEY * smooth[reference], noise):
            apart.append(at)
    return max(apart, key=lambda each: float(smooth[each]), default=None)


def _around(smooth: Floats, reference: int, *, refused: bool) -> range:
    """The bins up to `HIGHEST` that can be thought of as the reference."""
    if refused:
        high = np.flatnonzero(smooth[:HIGHEST] >= FAR * smooth[reference])
        return range(int(high[0]), int(high[-1]) + 1) if len(high) else range(0)
    first = last = reference
    while first > 0 and smooth[first - 1] >= smooth[reference] / 2:
        first -= 1
    while last + 1 < HIGHEST and smooth[last + 1] >= smooth[reference] / 2:
        last += 1
    return range(first, last + 1)
