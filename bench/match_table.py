"""The table of `bench match`: figures with their n and interval, the bar and the ratio to it, the peers beside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.match_peer import ALGORITHMS

_Z = 1.959964  # the 97.5 % point of the normal distribution
THRESHOLDS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 of an empty set."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927), which holds its promise near 0 and 1 too."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = p + _Z * _Z / (2 * n)
        reach = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


Figure = Share | int | float


@dataclass(frozen=True, slots=True)
class Bar:
    """What the issue asks: at least, or at most, so much."""

    limit: float
    most: bool = False

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.limit:,g}"


def head(title: str, *remarks: str) -> None:
    """Begin a part of the table."""
    peers = " ".join(f"{name:>10}" for name in ALGORITHMS)
    print(f"\n{title:56} {'ours':>9} {'n':>6} {'95 %':>13} {'bar':>9} {'ratio':>6}      {peers}")
    for remark in remarks:
        print(f"  ({remark})")


def row(name: str, ours: Figure, bar: Bar | None = None, peers: Mapping[str, Figure] | None = None) -> None:
    """One line: what was measured, ours with n and interval, the bar and figure ÷ bar, and the peers' figures.

    A share of nothing has no line.
    """
    if isinstance(ours, Share) and not ours.of:
        return
    of = f"{ours.of:6d}" if isinstance(ours, Share) else " " * 6
    interval = "{:.4f}–{:.4f}".format(*ours.interval) if isinstance(ours, Share) else ""
    value = ours.value if isinstance(ours, Share) else ours
    ratio = met = ""
    if bar:
        ratio = f"{value / bar.limit:6.2f}"
        met = "ok" if (value <= bar.limit if bar.most else value >= bar.limit) else "MISS"
    theirs = " ".join(f"{_text((peers or {})[key]) if key in (peers or {}) else '':>10}" for key in ALGORITHMS)
    asked = str(bar) if bar else ""
    line = f"{name:56} {_text(ours):>9} {of} {interval:>13} {asked:>9} {ratio:>6} {met:4} {theirs}"
    print(line.rstrip(), flush=True)


def beside(name: str, figures: Mapping[str, Figure], bar: Bar | None = None) -> None:
    """One line from the figures of all: «ours» and the peers'."""
    row(name, figures["ours"], bar, {who: figure for who, figure in figures.items() if who != "ours"})


def curve(name: str, lines: Mapping[str, Sequence[Figure]]) -> None:
    """A figure at every threshold: a line for each of those measured."""
    print(f"  {name:33}" + "".join(f"{threshold:>8.2f}" for threshold in THRESHOLDS))
    for who, figures in lines.items():
        print(f"    {who:31}" + "".join(f"{_text(figure):>8}" for figure in figures), flush=True)


def reached(scores: Sequence[float], threshold: float = 0.7) -> Share:
    """How many scores are at or above a threshold."""
    return Share(sum(score >= threshold for score in scores), len(scores))


def _text(figure: Figure) -> str:
    if isinstance(figure, Share):
        return f"{figure.value:.4f}"
    if isinstance(figure, int):
        return f"{figure}"
    return f"{figure:,.0f}" if figure >= 1000 else f"{figure:.3g}"
