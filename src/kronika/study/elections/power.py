"""What the tests of whole percentages would have seen of rewriting, rounding, stuffing and moving.

    Protocols ── twins ──▶ clean elections ── a share of the stations changed ──▶ how often does each test find it?

`twins` has the elections and what is done to them; here it is counted how often the tests reject.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.study.elections import twins
from kronika.study.elections.calibration import interval
from kronika.study.elections.integers import CALLED, LEAST
from kronika.study.elections.twins import KINDS, STATISTICS
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols
    from kronika.study.elections.sums import Floats
    from kronika.study.elections.twins import Base

SHARES = (0.005, 0.01, 0.02, 0.05, 0.10, 0.20)
"""Shares of stations that are changed."""
LEVEL = 0.05
"""A test has found something where chance makes as many whole percentages at most this often."""
ENOUGH = 0.80
"""Power that counts as «would have been seen»."""
DRAWS = 200
_Z = NormalDist().inv_cdf(1 - LEVEL)
_SCALE = tuple(0.0005 * 2 ** (step / 12) for step in range(132))
"""The shares among which the least one is sought, each 6 % more than the one before."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How often one test finds one kind of change at one share of the stations."""

    kind: str
    share: float
    stations: int
    """How many are changed; at least one where the share is not 0."""
    statistic: str
    found: float
    """Share of the draws in which the test rejects at the 5 % level."""
    low: float
    high: float
    """Exact interval of that share, 95 %, over the draws."""


@dataclass(frozen=True, slots=True)
class Least:
    """The least share of changed stations that one test finds with a power of 80 %."""

    kind: str
    statistic: str
    share: float | None
    """None where a fifth of the stations, or the largest share asked for, is not enough."""
    low: float
    high: float | None
    """It lies between these, as far as the draws tell (95 %); None where the largest share may not be enough."""


@dataclass(frozen=True, slots=True)
class Power:
    """What the tests would have seen at these stations."""

    stations: int
    """At which turnout or the leader's share can be tested."""
    draws: int
    base: str
    """The file of the clean election whose stations they are; empty for twins."""
    seen: tuple[Seen, ...]
    """Only of statistics that have stations enough to be tested."""
    least: tuple[Least, ...]


def power(
    protocols: Protocols,
    kept: Mask,
    leader: str = "",
    *,
    shares: Sequence[float] = SHARES,
    draws: int = DRAWS,
    clean: tuple[Protocols, Mask] | None = None,
    seed: int = 6,
) -> Power:
    """Change these shares of the stations of `draws` clean twins, and count how often each test finds it.

    With `clean`, an election with its stations kept, the stations are drawn from that one with the counts that it has,
    as many as `protocols` has. What it has too many of by itself, be it by chance, is then found, too: it must be much
    the larger of the two. The same seed gives the same figures.

    Stations and percentages count by the rules `integers.STRICT`. The tail of the number of whole percentages is that
    of the expansion of Cornish and Fisher (1937) with its skewness: at 5 % it decides as the exact tail
    does, but where that is within 0.2 points of 5 %.

    Raises UsageError where no station can be tested, for a share outside 0 to 1, and for less than one draw.
    """
    stations = twins.of(protocols, kept, leader)
    sizes = _sizes(len(stations), shares)
    if draws < 1:
        raise UsageError(f"{draws} draws: power takes at least one, and some hundreds to say something")
    rng = np.random.default_rng(seed)
    if clean is None:
        base = twins.twins(stations, int(sizes[-1]), rng)
    else:
        base = twins.resampled(twins.of(*clean), len(stations), int(sizes[-1]))
    hits = _hits(base, sizes, draws, rng)
    run = [(at, name) for at, name in enumerate(STATISTICS) if base.mean[at] >= LEAST]
    counted = [(kind, name, number[at]) for kind, number in hits.items() for at, name in run]
    return Power(
        stations=len(stations),
        draws=draws,
        base="" if clean is None else clean[0].name,
        seen=tuple(
            _seen(kind, name, share, int(number[np.searchsorted(sizes, many)]), many, draws)
            for kind, name, number in counted
            for share in shares
            for many in [_number(share, len(stations))]
        ),
        least=tuple(_least(kind, name, number, sizes / len(stations), draws) for kind, name, number in counted),
    )


def _sizes(stations: int, shares: Sequence[float]) -> Counts:
    """Every number of changed stations that is looked at, rising: those asked for, and a fine scale."""
    if not shares:
        raise UsageError("no share of stations to be changed is given")
    for share in shares:
        if not 0 <= share <= 1:
            raise UsageError(f"{share} is no share of stations: it lies between 0 and 1, as 0.05 for 5 %")
    return np.unique([1, *(_number(share, stations) for share in (*shares, *_SCALE) if share <= max(shares))])


def _number(share: float, stations: int) -> int:
    return max(1, round(share * stations)) if share else 0


def _hits(base: Base, sizes: Counts, draws: int, rng: np.random.Generator) -> dict[str, Counts]:
    """Kind → in how many draws each statistic finds it, at each number of changed stations."""
    differ = {name: kind.change(base.pool, rng).moments() - base.moments for name, kind in KINDS.items()}
    hits = {kind: np.zeros((len(STATISTICS), len(sizes)), dtype=np.int64) for kind in KINDS}
    for _ in range(draws):
        drawn = base.draw(rng)
        for name, kind in KINDS.items():
            more = kind.change(drawn.counts, rng).whole().astype(np.float64) - drawn.whole
            observed = drawn.total[:, None] + _running(more, sizes)
            changes = np.take(differ[name], drawn.which, axis=-1)
            hits[name] += _rejected(observed, drawn.moments[:, :, None] + _running(changes, sizes))
    return hits


def _running(values: Floats, sizes: Counts) -> Floats:
    """The sums of the first so many of the values, along their last axis; `sizes` rise and do not repeat."""
    parts = np.add.reduceat(values, np.concatenate([[0], sizes[:-1]]), axis=-1)
    # Between two equal bounds, here 0 and 0, it has the value there in place of none.
    return np.cumsum(np.where(sizes > 0, parts, 0), axis=-1)


def _rejected(observed: Floats, moments: Floats) -> Mask:
    """Whether chance makes so many at most at the level: statistics × sizes, from their mean, variance and skewness."""
    mean, variance, third = moments[:, 0], np.maximum(moments[:, 1], 1e-12), moments[:, 2]
    deviation = np.sqrt(variance)
    bound = _Z + third / (variance * deviation) * (_Z**2 - 1) / 6
    return np.asarray(observed - 0.5 >= mean + deviation * bound)


def _seen(kind: str, statistic: str, share: float, hits: int, stations: int, draws: int) -> Seen:
    return Seen(kind, share, stations, statistic, hits / draws, *interval(hits, draws))


def _least(kind: str, statistic: str, hits: Counts, shares: Floats, draws: int) -> Least:
    """The least share from which on every larger one is found often enough; and as far as the draws tell."""
    numbers = range(draws + 1)
    possibly = bisect_left(numbers, ENOUGH, key=lambda number: interval(number, draws)[1])
    surely = bisect_left(numbers, ENOUGH, key=lambda number: interval(number, draws)[0])
    first = []
    for enough in (math.ceil(ENOUGH * draws), possibly, surely):
        below = np.flatnonzero(hits < enough)
        first.append(int(below[-1]) + 1 if len(below) else 0)
    share, high = (float(shares[at]) if at < len(shares) else None for at in (first[0], first[2]))
    # On the share before this one it is not found often enough: it lies between the two.
    return Least(kind, statistic, share, float(shares[first[1] - 1]) if first[1] else 0.0, high)


def table(found: Power) -> Table:
    """How often each test finds each kind of change."""
    return Table(
        "power",
        f"How often the tests would have seen rewriting, in {found.stations:,} stations",
        (
            Column("kind", "What is done", "The notes say it."),
            Column("share", "Share of stations"),
            Column("stations", "Stations", "That are changed."),
            Column("statistic", "Test of"),
            Column("found", "Found", "Share of the draws in which the test rejects at the 5 % level."),
            Column("low", "From", "Exact interval over the draws, 95 %."),
            Column("high", "To"),
        ),
        tuple(
            Row((each.kind, each.share, each.stations, CALLED[each.statistic], each.found, each.low, each.high))
            for each in found.seen
        ),
        _notes(found),
    )


def least_table(found: Power) -> Table:
    """From which share of the stations on each test finds each kind of change."""
    return Table(
        "power_least",
        f"From which share of the stations on rewriting would have been seen {ENOUGH:.0%} of the time",
        (
            Column("kind", "What is done", "The notes say it."),
            Column("statistic", "Test of"),
            Column("share", "Least share", "Of the stations. Blank: the largest share tried is not enough."),
            Column("low", "From", "As far as the draws tell, 95 %."),
            Column("high", "To"),
        ),
        tuple(
            Row((
                each.kind, CALLED[each.statistic],
                *("" if end is None else end for end in (each.share, each.low, each.high)),
            ))
            for each in found.least
        ),
        _notes(found),
    )  # fmt: skip


def _notes(found: Power) -> tuple[str, ...]:
    base = f"stations of {found.base}, drawn with replacement" if found.base else "clean twins of the same stations"
    return (
        f"{found.draws:,} draws of {base}. The stations to be changed are drawn from all of them.",
        "Rewriting that is gathered in a few regions is seen there sooner, in the whole as late as here.",
        *(f"{name}: {kind.says}." for name, kind in KINDS.items()),
    )


def sentences(found: Power) -> Iterator[str]:
    """What the tests would have seen, and to what they are blind; nothing where no test could be made."""
    aimed = [each for each in found.least if KINDS[each.kind].aim == each.statistic]
    seen = [
        f"{KINDS[each.kind].done}: {_share(each.share)} ({_between(each)})" for each in aimed if each.share is not None
    ]
    if seen:
        yield f"Seen {ENOUGH:.0%} of the time would have been, from this share of stations on: {'; '.join(seen)}."
    unseen = [KINDS[each.kind].done for each in aimed if each.share is None]
    if unseen:
        yield f"At {found.stations:,} stations the largest share tried would not surely be seen: {'; '.join(unseen)}."
    blind = [each for each in found.seen if not KINDS[each.kind].aim and each.statistic == STATISTICS[-1]]
    most = max((each.share for each in blind), default=0.0)
    said = [
        f"{KINDS[each.kind].done}: {each.found:.0%} of the time ({each.low:.0%} to {each.high:.0%})"
        for each in blind
        if each.share == most
    ]
    if said:
        blind_to = "The tests are blind to what was done without a percentage in mind. " if not found.base else ""
        yield (
            f"{blind_to}At {_share(most)} of the stations they would have found {'; '.join(said)}; chance alone makes "
            f"{LEVEL:.0%}."
        )


def _between(each: Least) -> str:
    return f"{_share(each.low)} to {'more than was tried' if each.high is None else _share(each.high)}"


def _share(share: float) -> str:
    return f"{100 * share:.2g}%"
