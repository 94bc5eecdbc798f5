"""Are the digits of counts as those of honest counts? Two tests that fail honest elections, offered with how often.

They are here because others use them, and are never part of a summary; `calibration` tells how often they reject clean
counts. Last digits need counts that spread over many tens, second digits counts that spread over many powers of ten;
those of stations of like size do neither.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts

LEAST_EXPECTED = 5.0
"""A digit must be expected so often, for the distribution of the statistic to be that of chi-square."""
SMALLEST = {"last": 100, "second": 10}
"""Counts below this are left out: their digits are bound to their size."""


@dataclass(frozen=True, slots=True)
class Digits:
    """One test of digits."""

    digit: str
    """«last» or «second»."""
    observed: tuple[int, ...]
    """How many counts have each digit, 0 to 9."""
    expected: tuple[float, ...]
    statistic: float | None
    """Chi-square with 9 degrees of freedom; None where the test was not run."""
    tail: float | None
    """The chance of at least this statistic, if digits were as assumed."""
    needs: int
    """How many counts it takes to run it."""


def last(counts: Counts) -> Digits:
    """Last digits against equal frequency (Beber and Scacco, Political Analysis 20, 2012): counts of 100 and more."""
    large = counts[counts >= SMALLEST["last"]]
    return _test("last", large % 10, np.full(10, 0.1))


def second(counts: Counts) -> Digits:
    """Second digits against Benford's law (Mebane, 2006): counts of 10 and more."""
    large = counts[counts >= SMALLEST["second"]]
    zeros = 10 ** (np.floor(np.log10(large + 0.5)).astype(np.int64) - 1)
    first = np.arange(10, 100, 10)
    law = np.array([np.log10(1 + 1 / (first + digit)).sum() for digit in range(10)])
    return _test("second", large // zeros % 10, law)


def _test(digit: str, digits: Counts, shares: np.ndarray[Any, np.dtype[np.float64]]) -> Digits:
    observed = np.bincount(digits, minlength=10)
    expected = shares * len(digits)
    run = bool(expected.min() >= LEAST_EXPECTED)
    statistic = float(((observed - expected) ** 2 / expected).sum()) if run else None
    return Digits(
        digit=digit,
        observed=tuple(observed.tolist()),
        expected=tuple(expected.tolist()),
        statistic=statistic,
        tail=None if statistic is None else chi_square(statistic, 9),
        needs=math.ceil(LEAST_EXPECTED / float(shares.min())),
    )


def chi_square(statistic: float, freedom: int) -> float:
    """The chance that chi-square with an odd number of degrees of freedom is at least this (Abramowitz, 26.4.4)."""
    half = statistic / 2
    term = math.sqrt(half) * math.exp(-half) / math.gamma(1.5)
    tail = math.erfc(math.sqrt(half))
    for degree in range(3, freedom + 1, 2):
        tail += term
        term *= half / (degree / 2)
    return tail
