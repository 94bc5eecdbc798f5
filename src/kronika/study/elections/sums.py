"""The sum of many independent events, each with a chance of its own: its mean and variance, and exact tails.

The number of stations with a whole percentage is such a sum (a Poisson-binomial variable).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.study.elections import chances as loops

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask

Floats = np.ndarray[Any, np.dtype[np.float64]]
NEGLIGIBLE = 1e-15
"""Events this close to impossible or certain are taken to be that; the rounding of their chances is no smaller."""
LN10 = math.log(10)


@dataclass(frozen=True, slots=True)
class Sum:
    """What was observed of a sum, beside what chance makes of it."""

    observed: float
    mean: float
    deviation: float
    """Standard deviation."""
    tail: float
    """The chance of at least the observed; 0 where it is below what a double holds."""
    magnitude: float
    """Decimal logarithm of the tail; -inf where the observed cannot be."""

    @property
    def excess(self) -> float:
        """Observed minus expected."""
        return self.observed - self.mean

    @property
    def z(self) -> float:
        """The excess in standard deviations; 0 where nothing varies."""
        return self.excess / self.deviation if self.deviation else 0.0


def number(found: Mask, chances: Floats) -> Sum:
    """How many events happened, with the exact chance of at least as many.

    The tail is that of the Poisson-binomial distribution, to a relative error of 1e-9: the distribution is tilted so
    that the observed number is its mean, which leaves only its centre to be computed (by the Fourier transform of Hong,
    Computational Statistics & Data Analysis 59, 2013), where sums of doubles lose nothing.
    """
    observed = int(found.sum())
    certain = int((chances >= 1 - NEGLIGIBLE).sum())
    open_ = chances[(chances > NEGLIGIBLE) & (chances < 1 - NEGLIGIBLE)]
    mean = float(chances.sum())
    magnitude = _at_least(open_, observed - certain) / LN10
    return Sum(observed, mean, math.sqrt(float((open_ * (1 - open_)).sum())), _tail(magnitude), magnitude)


def weighted(found: Mask, chances: Floats, weights: Floats) -> Sum:
    """The weight of the events that happened, with the chance of at least as much.

    The tail is the saddle-point approximation of Lugannani and Rice (Advances in Applied Probability 12, 1980). Its
    relative error is about 1 % where a hundred stations share the weight, down to tails of 1e-100 (tests hold it to
    exact enumeration and to `number`).
    """
    varies = (chances > NEGLIGIBLE) & (chances < 1 - NEGLIGIBLE) & (weights > 0)
    certain = float(weights[chances >= 1 - NEGLIGIBLE].sum())
    observed = float(weights[found].sum())
    p, w = chances[varies], weights[varies].astype(np.float64)
    mean, deviation = float((p * w).sum()), math.sqrt(float((p * (1 - p) * w * w).sum()))
    magnitude = _at_least_weight(p, w, observed - certain, mean, deviation) / LN10
    return Sum(observed, mean + certain, deviation, _tail(magnitude), magnitude)


def _tail(magnitude: float) -> float:
    return 10**magnitude if magnitude > -307 else 0.0


def _at_least(chances: Floats, least: int) -> float:
    """Logarithm of the chance that at least so many happen; each chance lies between 0 and 1."""
    if least <= 0:
        return 0.0
    if least > len(chances):
        return -math.inf
    if least == len(chances):
        return float(np.log(chances).sum())
    if least > chances.sum():
        return _beyond(chances, least)
    # Below the mean the rare side is the other one: fewer than `least` happen when enough of the others do not.
    few = len(chances) - least + 1
    other = float(np.log1p(-chances).sum()) if few == len(chances) else _beyond(1 - chances, few)
    return math.log1p(-min(math.exp(other), 1 - 1e-15))


def _beyond(chances: Floats, least: int) -> float:
    ones = np.ones(len(chances))
    s = loops.tilt(chances, ones, float(least))
    value, second, _ = loops.cumulant(chances, ones, s)
    return float(value - s * least + math.log(loops.above(chances, s, least, math.sqrt(second))))


def _at_least_weight(p: Floats, w: Floats, least: float, mean: float, deviation: float) -> float:
    if least <= 0:
        return 0.0
    if least > w.sum():
        return -math.inf
    if least >= w.sum() * (1 - 1e-12):
        return float(np.log(p).sum())
    # Scaled to a standard deviation of 1, so that s is of the order of z.
    w, least, mean = w / deviation, least / deviation, mean / deviation
    s = loops.tilt(p, w, least)
    value, second, third = loops.cumulant(p, w, s)
    if abs(least - mean) < 1e-3:
        # The formula's two terms cancel at the mean: there it is its own limit.
        return math.log(_normal(least - mean) - third / (6 * math.sqrt(2 * math.pi)))
    root = math.copysign(math.sqrt(2 * (s * least - value)), s)
    u = s * math.sqrt(second)
    correction = (1 / u - 1 / root) / math.sqrt(2 * math.pi)
    if root < 30:
        return math.log(_normal(root) + math.exp(-root * root / 2) * correction)
    # Beyond what a double holds: the normal tail by its expansion.
    mills = (1 - 1 / root**2 + 3 / root**4) / (root * math.sqrt(2 * math.pi))
    return -root * root / 2 + math.log(mills + correction)


def _normal(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2
