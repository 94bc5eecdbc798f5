"""Many tests at once."""

from __future__ import annotations

from collections.abc import Sequence


def adjusted(chances: Sequence[float]) -> list[float]:
    """The p-values adjusted by Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995).

    Of those called at an adjusted value of at most q, a share of at most q is false on average, where the tests are
    independent or rise and fall together.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    made = [1.0] * len(chances)
    least = 1.0
    for below, at in enumerate(order):
        least = min(least, chances[at] * len(chances) / (len(chances) - below))
        made[at] = least
    return made
