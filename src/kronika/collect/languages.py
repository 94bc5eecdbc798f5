"""Languages as lists name them, «FR», «fre», «RUS», as ISO 639-3 codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.base.errors import Unreadable
from kronika.base.languages import alpha3

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.record import Entry, R

_NONE = frozenset({"not-defined", "und"})
"""What stands where no language is stated."""


def language(entry: Entry[R], cell: Cell | None) -> str:
    """The ISO 639-3 code of the language that a cell names, empty where it names none; an unknown one is refused."""
    text = cell.text.strip() if cell else ""
    if cell is None or text in _NONE:
        return ""
    try:
        return alpha3(text)
    except Unreadable as error:
        entry.refuse(cell, str(error))
        return ""
