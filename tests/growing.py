"""Whether the time that something takes grows with its input and no faster; how long it takes belongs in bench/."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 8
_SLACK = 4
"""Machines are noisy: half of what would be quadratic still passes, quadratic does not."""


def linear(read: Callable[[str], object], piece: str, size: int = 20_000) -> bool:
    """Whether eight times as many pieces take at most 32 times as long (quadratic would be 64 times)."""
    small, large = (piece * max(1, length // len(piece)) for length in (size, TIMES * size))
    read(small)
    return _seconds(read, large, 2) <= TIMES * _SLACK * _seconds(read, small, 3) + 0.1


def _seconds(read: Callable[[str], object], text: str, attempts: int) -> float:
    """Of several attempts the quickest, in the time of this process."""
    taken = []
    for _ in range(attempts):
        start = time.process_time()
        read(text)
        taken.append(time.process_time() - start)
    return min(taken)
