"""Languages as lists name them, «FR», «fre», «RUS», as ISO 639-3 codes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

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
    code = _code(text)
    if not code:
        entry.refuse(cell, f"no language has the code {text!r}")
    return code


@lru_cache(maxsize=512)
def _code(text: str) -> str:
    # Its tables alone: rigour.langs itself needs ICU, which exists only as source.
    from rigour.data.langs.iso639 import ISO3_ALL, ISO3_MAP

    code = text.casefold() if text.isalpha() and len(text) in {2, 3} else ""
    code = ISO3_MAP.get(code, code)
    return code if code in ISO3_ALL else ""
