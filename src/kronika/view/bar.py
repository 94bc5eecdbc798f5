"""A progress bar that appears only on a terminal and only for what takes longer than a second."""

from __future__ import annotations

import sys
import time

_WIDTH = 30


class Bar:
    """One line on standard error, drawn anew with each step."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._since = time.monotonic()
        self._drawn = False

    def step(self, done: int, total: int, name: str) -> None:
        """Show that `done` of `total` is done, at present of `name`."""
        if not sys.stderr.isatty() or time.monotonic() - self._since < 1 or not total:
            return
        filled = _WIDTH * done // total
        bar = "█" * filled + "░" * (_WIDTH - filled)
        sys.stderr.write(f"\r\033[K{self._what} {bar} {100 * done // total:3d} %  {name[:40]}")
        sys.stderr.flush()
        self._drawn = True

    def close(self) -> None:
        """Take the bar away."""
        if self._drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
