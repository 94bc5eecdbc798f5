"""What studies share of statistics: times until something happens that may not have happened yet."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95


class Step(NamedTuple):
    """One step of a curve: from this day on, until the next step."""

    day: int
    share: float
    """Share to whom it has not happened yet."""
    low: float | None
    high: float | None
    """The interval of the share; None where it is not defined: before it first happens, and when nobody is left."""
    at_risk: int
    """To how many it could still happen on this day."""


class Survival(NamedTuple):
    """How long it takes until something happens."""

    steps: tuple[Step, ...]
    median: int | None
    """The first day by which it has happened to half; None where it is not reached."""
    low: int | None
    high: int | None
    """The interval of the median; None where that end is not reached."""


def survival(happened: Sequence[int], waiting: Sequence[int], confidence: float = CONFIDENCE) -> Survival:
    """The Kaplan–Meier estimate from the days after which it happened, and those after which it had not happened yet.

    The variance is Greenwood's; the interval of the curve is that of the log of its logarithm (Kalbfleisch and
    Prentice, 1980), pointwise; the interval of the median holds the days at which that of the curve holds one half
    (Brookmeyer and Crowley, 1982). scipy.stats gives the same and takes two seconds to import.
    Raises ValueError where there is no observation, or one before day 0.
    """
    every = sorted((*happened, *waiting))
    if not every:
        raise ValueError("no observation")
    if every[0] < 0:
        raise ValueError("an observation before day 0")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    events = Counter(happened)
    share, variance = 1.0, 0.0
    steps = []
    for day in dict.fromkeys(every):
        at_risk = len(every) - bisect_left(every, day)
        left = at_risk - events[day]
        share *= left / at_risk
        variance += events[day] / (at_risk * left) if left else 0.0
        steps.append(Step(day, share, *_interval(share, z * sqrt(variance)), at_risk))
    return Survival(
        tuple(steps),
        next((step.day for step in steps if step.share <= 0.5), None),
        next((step.day for step in steps if step.share == 0 or (step.low is not None and step.low <= 0.5)), None),
        next((step.day for step in steps if step.high is not None and step.high <= 0.5), None),
    )


def _interval(share: float, error: float) -> tuple[float | None, float | None]:
    if not 0 < share < 1:
        return None, None
    wide = exp(error / -log(share))
    return share**wide, share ** (1 / wide)
