"""What studies share of statistics, on top of scipy: times until something happens that may not have happened yet."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

CONFIDENCE = 0.95


class Step(NamedTuple):
    """One step of a curve: from this day on, until the next step."""

    day: int
    share: float
    """Share to whom it has not happened yet."""
    low: float | None
    high: float | None
    """The interval of the share; None where it is not defined: before the first event, and when nobody is left."""
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

    The interval of the curve is that of the log of its logarithm (Kalbfleisch and Prentice, 1980), pointwise; the
    interval of the median holds the days at which that of the curve holds one half (Brookmeyer and Crowley, 1982).
    Raises ValueError where there is no observation, or one before day 0.
    """
    if not len(happened) + len(waiting):
        raise ValueError("no observation")
    if min((*happened, *waiting)) < 0:
        raise ValueError("an observation before day 0")
    data = stats.CensoredData(uncensored=np.array(happened, float), right=np.array(waiting, float))
    curve = stats.ecdf(data).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # it is undefined at 0 and 1: None below
        band = curve.confidence_interval(confidence, method="log-log")
    times = np.sort([*happened, *waiting])
    steps = tuple(
        Step(int(day), float(share), _known(low), _known(high), len(times) - int(np.searchsorted(times, day)))
        for day, share, low, high in zip(
            curve.quantiles, curve.probabilities, band.low.probabilities, band.high.probabilities, strict=True
        )
    )
    return Survival(
        steps,
        next((step.day for step in steps if step.share <= 0.5), None),
        next((step.day for step in steps if step.share == 0 or (step.low is not None and step.low <= 0.5)), None),
        next((step.day for step in steps if step.high is not None and step.high <= 0.5), None),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
