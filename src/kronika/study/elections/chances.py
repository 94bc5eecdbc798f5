"""How likely a station's share is a whole percentage: compiled loops over stations and over the counts of each.

numba keeps the machine code of this file beside it, so nothing here may call a compiled function of another file.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts

TOLERANCE = 0.05
"""Percentage points: half a bin of the histogram of Kobak, Shpilkin and Pshenichnikov (2016)."""
BINS = 1001
"""Bins of 0.1 percentage points, the first around 0 and the last around 100."""
_NEGLIGIBLE = 1e-18
"""A term this small beside the largest ends the sum: what is left out is less than the rounding."""


@numba.njit(cache=True, nogil=True)
def near(share, period):  # type: ignore[no-untyped-def]
    """Whether a percentage is a multiple of `period`, in doubles as the authors compute it.

    A share that is 0.05 points away to the digit (only where the count is of a multiple of 2,000) falls as the rounding
    of doubles has it; reckoned in fractions, one station of Russia 2021 would count that the authors do not count.
    """
    return abs(share - np.rint(share / period) * period) <= TOLERANCE


@numba.njit(cache=True, nogil=True)
def whole(part, of, period, ends):  # type: ignore[no-untyped-def]
    """Which shares `part / of` are multiples of `period` per cent; 0 and 100 % only with `ends`."""
    found = np.zeros(len(of), dtype=np.bool_)
    for i in range(len(of)):
        inside = 0 < part[i] < of[i]
        found[i] = (ends or inside) and near(100.0 * part[i] / of[i], period)
    return found


def bins(part: Counts, of: Counts) -> Counts:
    """The bin of 0.1 points that each share `part / of` is in, as `expected` reckons it."""
    return (100.0 * part / of * 10.0 + 0.5).astype(np.int64)


@numba.njit(cache=True, nogil=True)
def expected(part, of, ends):  # type: ignore[no-untyped-def]
    """What chance makes of each station: `of` people, each of whom does so with the station's own share `part / of`.

    Returns for each station the chance of a whole percentage and of a multiple of five, and for each bin of 0.1 points
    the mean and variance of the number of stations in it. The binomial terms are recurrences from the largest one
    outwards, divided by their sum: exact to rounding, without a logarithm. 0 and 100 % count only with `ends`; a
    station whose own share is one of them is certain to repeat it.
    """
    ones = np.zeros(len(of))
    fives = np.zeros(len(of))
    mean = np.zeros(BINS)
    variance = np.zeros(BINS)
    terms = np.empty(of.max() + 1 if len(of) else 1)
    for i in range(len(of)):
        n = of[i]
        if part[i] == 0 or part[i] == n:
            if ends:
                ones[i] = fives[i] = 1.0
                mean[0 if part[i] == 0 else BINS - 1] += 1.0
            continue
        first, last = _binomial(terms, n, part[i])
        if not ends:
            first, last = max(first, 1), min(last, n - 1)
        at, inside = -1, 0.0
        for k in range(first, last + 1):
            share = 100.0 * k / n
            if near(share, 1.0):
                ones[i] += terms[k]
                if near(share, 5.0):
                    fives[i] += terms[k]
            into = int(share * 10.0 + 0.5)
            if into != at:
                if at >= 0:
                    mean[at] += inside
                    variance[at] += inside * (1.0 - inside)
                at, inside = into, 0.0
            inside += terms[k]
        mean[at] += inside
        variance[at] += inside * (1.0 - inside)
    return ones, fives, mean, variance


@numba.njit(cache=True, nogil=True)
def _binomial(terms, n, mode):  # type: ignore[no-untyped-def]
    """Fill the chances of counts of n with share mode / n; the first and the last that are not negligible."""
    odds = mode / (n - mode)
    total = terms[mode] = 1.0
    last = mode
    while last < n and terms[last] > _NEGLIGIBLE:
        # The ratio in brackets does not wait for the term before it.
        terms[last + 1] = terms[last] * (odds * (n - last) / (last + 1))
        last += 1
        total += terms[last]
    first = mode
    while first > 0 and terms[first] > _NEGLIGIBLE:
        terms[first - 1] = terms[first] * (first / ((n - first + 1) * odds))
        first -= 1
        total += terms[first]
    terms[first : last + 1] /= total
    return first, last


@numba.njit(cache=True, nogil=True)
def tilt(chances, weights, target):  # type: ignore[no-untyped-def]
    """The s for which the chances, tilted by exp(s · weight), have the mean `target`; Newton, held by bisection.

    `target` must lie between 0 and the sum of the weights, and every chance between 0 and 1, without the ends.
    """
    low, high, s = -math.inf, math.inf, 0.0
    for _ in range(200):
        mean, variance = 0.0, 0.0
        for i in range(len(chances)):
            q = 1.0 / (1.0 + (1.0 / chances[i] - 1.0) * math.exp(-s * weights[i]))
            mean += weights[i] * q
            variance += weights[i] * weights[i] * q * (1.0 - q)
        if abs(mean - target) <= 1e-9 * math.sqrt(variance):
            break
        if mean < target:
            low = s
        else:
            high = s
        step = s + (target - mean) / variance if variance > 0.0 else math.nan
        if not low < step < high:
            step = (low + high) / 2.0
        s = step
    return s


@numba.njit(cache=True, nogil=True)
def cumulant(chances, weights, s):  # type: ignore[no-untyped-def]
    """The logarithm of the mean of exp(s · sum), and its second and third derivative in s."""
    value, second, third = 0.0, 0.0, 0.0
    for i in range(len(chances)):
        p, w = chances[i], weights[i]
        x = s * w
        # Neither form loses digits or overflows on its side of 0.
        value += x + math.log(p + (1.0 - p) * math.exp(-x)) if x > 1.0 else math.log1p(p * math.expm1(x))
        q = 1.0 / (1.0 + (1.0 / p - 1.0) * math.exp(-s * w))
        second += w * w * q * (1.0 - q)
        third += w * w * w * q * (1.0 - q) * (1.0 - 2.0 * q)
    return value, second, third


@numba.njit(cache=True, nogil=True)
def above(chances, s, least, spread):  # type: ignore[no-untyped-def]
    """The mean of exp(-s · (sum - least)) over sums of `least` and more, where the chances are tilted by s.

    The tilted distribution, with standard deviation `spread`, is got from its Fourier transform on a period wide enough
    that nothing of it comes round; frequencies at which the transform is negligible are left out.
    """
    n = len(chances)
    tilted = np.empty(n)
    for i in range(n):
        tilted[i] = 1.0 / (1.0 + (1.0 / chances[i] - 1.0) * math.exp(-s))
    period = min(n + 1, int(24.0 * spread) + 64)
    last = n if period == n + 1 else min(n, least + period // 2)
    transform = np.zeros(period // 2 + 1, dtype=np.complex128)
    many = 0
    for j in range(len(transform)):
        turn = 2.0 * math.pi * j / period
        if spread * spread * (1.0 - math.cos(turn)) > 45.0:
            break
        many = j + 1
        real, imaginary = math.cos(turn) - 1.0, math.sin(turn)
        product = complex(1.0, 0.0)
        for i in range(n):
            product *= complex(1.0 + tilted[i] * real, tilted[i] * imaginary)
        transform[j] = product
    total = 0.0
    for value in range(least, last + 1):
        damped = math.exp(-s * (value - least))
        if damped < _NEGLIGIBLE:
            break
        density = transform[0].real
        for j in range(1, many):
            turn = 2.0 * math.pi * ((j * value) % period) / period
            once = transform[j].real * math.cos(turn) + transform[j].imag * math.sin(turn)
            density += once if 2 * j == period else 2.0 * once
        total += damped * density / period
    return total
