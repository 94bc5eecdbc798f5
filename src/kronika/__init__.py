"""Kronika: the sourced record of what an authoritarian regime does and of what others do about it.

casebook.py   the main path: open, fetch, add, build, ask
collect/      official bytes → archive; archive → readers → facts and refusals
ledger/       facts in DuckDB, each with its document and its place there
match/        one identity in every spelling: candidates, comparison, screening, resolution
view/         the command line
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.base.errors import KronikaError
from kronika.casebook import Casebook

if TYPE_CHECKING:
    from kronika.match.compare import Comparison, compare
    from kronika.match.screen import Hit, Screener

__all__ = ["Casebook", "Comparison", "Hit", "KronikaError", "Screener", "compare"]
_WHERE = {"Comparison": "compare", "compare": "compare", "Hit": "screen", "Screener": "screen"}


def __getattr__(name: str) -> object:
    """What the matcher offers: its libraries take half a second to import, so only who asks for it pays."""
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"kronika.match.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
