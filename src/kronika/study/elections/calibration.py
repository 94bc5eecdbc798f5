"""How often clean elections show the same: the place of a statistic among regions of elections taken as clean.

    Protocols of a clean election ── measure ──▶ calibration.json     Integers of a case ── table, sentences ──▶ report

The file holds our own measurements and no counts: the z of every statistic in every region of Poland 2020 (both
rounds), Germany 2024 and Canada 2011, and how often each test rejects them at the 5 % level.
`python tests/test_elections_calibration.py` measures them anew from the files whose hashes stand there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError
from kronika.study.elections import digits, integers
from kronika.study.elections.integers import CALLED
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask, Protocols
    from kronika.study.elections.integers import Integers, Statistic

LEVEL = 0.05
"""At which false alarms are counted."""
CAVEAT = (
    "A z of a whole country is compared with those of regions. Where nothing was rewritten z does not grow with the "
    "number of stations; where something was, it grows as its square root: a slight habit of rounding that no region "
    "shows can stand out in a country. The clean regions are of three countries, those of Poland are the same stations "
    "twice, and those of Canada are blocks of 2,000 neighbouring polls: they tell less than as many independent ones."
)
_FILE = resources.files("kronika.study.elections") / "calibration.json"


@dataclass(frozen=True, slots=True)
class Clean:
    """An election taken as clean, and what the tests make of its regions."""

    title: str
    source: str
    """Where the file is from."""
    licence: str
    """Of the file; the figures measured on it are ours."""
    file: str
    sha256: str
    regions: int
    """How many it was cut into."""
    cut: str
    """By what."""
    z: Mapping[str, tuple[float, ...]]
    """Statistic (`key`) → the z of each region that was large enough to be tested."""
    rejected: Mapping[str, int]
    """Statistic, or «last digit» and «second digit» → how many tests reject at the 5 % level."""
    tested: Mapping[str, int]
    """The same → of how many. Digits: every region and candidate with 5 % of the votes or more."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a test rejects clean regions where 5 % are meant."""

    rejected: int
    of: int

    @property
    def share(self) -> float:
        """Rejected of all."""
        return self.rejected / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Exact, 95 %; it takes the regions as independent."""
        return interval(self.rejected, self.of)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.rejected:,} of {self.of:,} ({self.share:.1%}; {low:.1%} to {high:.1%})"


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of one z among those of clean regions."""

    z: float
    regions: int
    """Clean regions that it is compared with."""
    lower: int
    """How many of them have a lower z."""
    low: float
    high: float
    """The share of clean regions with at least this z lies between these: exact, 95 %."""

    @property
    def percentile(self) -> float:
        """Share of the clean regions with a lower z."""
        return self.lower / self.regions

    def __str__(self) -> str:
        if self.lower == self.regions:
            return f"higher than in all {self.regions} regions of clean elections"
        if self.lower == 0:
            return f"higher than in none of {self.regions} regions of clean elections"
        return f"higher than in {self.lower} of {self.regions} regions of clean elections"


def key(name: str, period: int = 1, by: str = "stations") -> str:
    """What the file calls a statistic: «turnout 1 stations»."""
    return f"{name} {period} {by}"


@cache
def clean() -> tuple[Clean, ...]:
    """The elections measured, as shipped."""
    made = []
    for each in json.loads(_FILE.read_text("utf-8"))["elections"]:
        z = {name: tuple(values) for name, values in each.pop("z").items()}
        made.append(Clean(**each, z=z))
    return tuple(made)


def place(name: str, period: int, by: str, z: float) -> Placed | None:
    """The place of a z among the clean regions; None where no clean election tells the statistic (early votes).

    Raises UsageError where there is no such statistic, or z is no number.
    """
    if name not in integers.STATISTICS or period not in integers.PERIODS or by not in {"stations", "voters"}:
        raise UsageError(f"there is no statistic {key(name, period, by)!r} of whole percentages")
    if not math.isfinite(z):
        raise UsageError(f"{key(name, period, by)}: a z of {z} has no place among others")
    among = np.concatenate([np.array(each.z.get(key(name, period, by), ())) for each in clean()])
    if not len(among):
        return None
    lower = int((among < z).sum())
    return Placed(z, len(among), lower, *interval(len(among) - lower, len(among)))


def false_alarms(test: str) -> Rate:
    """How often a statistic (`key`), «last digit» or «second digit» rejects clean regions at the 5 % level.

    Raises UsageError where it was not measured.
    """
    of = sum(each.tested.get(test, 0) for each in clean())
    if not of:
        raise UsageError(f"{test!r} was not measured on clean elections; there are {', '.join(clean()[0].tested)}")
    return Rate(sum(each.rejected.get(test, 0) for each in clean()), of)


def measure(protocols: Protocols, kept: Mask, leader: str = "") -> dict[str, Any]:
    """The fields `z`, `rejected` and `tested` of a clean election, region by region, as the file has them."""
    leader = leader or protocols.leader
    z: dict[str, list[float]] = {}
    tails: dict[str, list[float]] = {}
    names, codes = protocols.regions
    for code in range(len(names)):
        among = np.asarray(kept & (codes == code))
        if not among.any():
            continue
        for each in integers.measure(protocols, among, leader=leader).statistics:
            if each.sum is not None:
                name = key(each.name, each.period, each.by)
                z.setdefault(name, []).append(round(each.sum.z, 3))
                tails.setdefault(name, []).append(each.sum.tail)
        for digit, tail in _digits(protocols, kept, among):
            tails.setdefault(f"{digit} digit", []).append(tail)
    return {
        "z": z,
        "rejected": {name: sum(tail <= LEVEL for tail in values) for name, values in tails.items()},
        "tested": {name: len(values) for name, values in tails.items()},
    }


def _digits(protocols: Protocols, kept: Mask, among: Mask) -> Iterator[tuple[str, float]]:
    """The tails of the tests of digits of the stations `among`, for every candidate with 5 % of all votes or more."""
    votes = np.where(kept[:, None], protocols.votes.clip(0), 0)
    sums = votes.sum(axis=0)
    for at in np.flatnonzero(sums >= integers.LEAST_SHARE * sums.sum()).tolist():
        for test in (digits.last, digits.second):
            found = test(votes[among, at])
            if found.tail is not None:
                yield found.digit, found.tail


def table(measured: Integers, names: Collection[str]) -> Table:
    """The place of each national statistic among clean regions; `names` are the shares that the report tells."""
    elections = "; ".join(f"{each.title}, {each.regions} {each.cut}" for each in clean())
    return Table(
        "calibration",
        "Where the whole percentages stand among regions of clean elections",
        (
            Column("share", "Share"),
            Column("multiples", "Multiples of", "Per cent."),
            Column("by", "Counted in"),
            Column("z", "z", "Of all stations together. Blank: not tested."),
            Column("regions", "Clean regions", "Large enough for the test."),
            Column("lower", "Lower there", "Clean regions with a lower z."),
            Column("low", "As high: from", "Share of clean regions with at least this z; exact interval, 95 %."),
            Column("high", "As high: to"),
            Column("false_alarms", "False alarms", "Clean regions that the test rejects at the 5 % level."),
            Column("note", "Note"),
        ),
        tuple(_row(each) for each in measured.statistics if each.name in names),
        (CAVEAT, f"Clean are taken to be: {elections}. The measurement is ours; docs/methods.md has the sources."),
    )


def _row(each: Statistic) -> Row:
    head = (CALLED[each.name], each.period, each.by)
    if each.sum is None:
        return Row((*head, "", "", "", "", "", "", "not tested: too few stations"))
    z = round(each.sum.z, 2)
    placed = place(each.name, each.period, each.by, each.sum.z)
    if placed is None:
        return Row((*head, z, 0, None, None, None, None, "no clean election at hand tells it"))
    alarms = false_alarms(key(each.name, each.period, each.by))
    return Row((
        *head, z, placed.regions, placed.lower, round(placed.low, 4), round(placed.high, 4), str(alarms), str(placed),
    ))  # fmt: skip


def sentences(measured: Integers, names: Mapping[str, str]) -> Iterator[str]:
    """The place of each share that the report tells, in its words, where clean elections tell it; equal ones in one."""
    told: dict[tuple[str, str], list[str]] = {}
    for name, words in names.items():
        found = measured.statistic(name).sum
        placed = None if found is None else place(name, 1, "stations", found.z)
        if placed is not None:
            key = str(placed), f"between {placed.low:.1%} and {placed.high:.1%}"
            told.setdefault(key, []).append(f"{words} ({placed.z:.2f})")
    for (where, between), those in told.items():
        yield (
            f"Among clean elections: z of the {', of the '.join(those)} is {where}; {between} of such regions would "
            "show as much."
        )


@lru_cache(4096)
def interval(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share observed as `hits` of `of` (Clopper and Pearson, Biometrika 26, 1934).

    Raises ValueError where there are no trials, or more hits than these.
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"{hits} of {of} is no share")
    out = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _share_where(lambda p: 1 - _at_most(hits - 1, of, p) < out)
    high = 1.0 if hits == of else _share_where(lambda p: _at_most(hits, of, p) > out)
    return low, high


def _share_where(below: Callable[[float], bool]) -> float:
    """The share up to which `below` holds."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


def _at_most(hits: int, of: int, share: float) -> float:
    """The chance of at most so many hits."""
    k = np.arange(hits + 1)
    ways = math.lgamma(of + 1) - _log_factorials(of)[k] - _log_factorials(of)[of - k]
    return float(np.exp(ways + k * math.log(share) + (of - k) * math.log1p(-share)).sum())


@cache
def _log_factorials(of: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([math.lgamma(k + 1) for k in range(of + 1)])
