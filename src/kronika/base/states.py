"""Listing states as people call them: «UK» and «the United Kingdom» for gb.

Sources name the state that they answer for by its code: ISO 3166-1 alpha-2 in lower case, eu, un.
"""

from __future__ import annotations

from kronika.base import places
from kronika.base.errors import Unreadable

_SHORT = {"gb": "UK"}
_CODES = {short.casefold(): code for code, short in _SHORT.items()}
_WITH_ARTICLE = frozenset(("ae", "eu", "gb", "nl", "un", "us"))


def short(code: str) -> str:
    """What a state is called where there is little room: UK, EU, US, CA."""
    return _SHORT.get(code, code.upper())


def full(code: str) -> str:
    """What a state is called in a sentence, the United Kingdom; a code that no country has stays what it is."""
    try:
        name = places.name(code)
    except Unreadable:
        return short(code)
    return f"the {name}" if code in _WITH_ARTICLE else name


def code(text: str) -> str:
    """The code that a state is asked for by, under its code or its short name in any case; it may be of none."""
    asked = text.strip().casefold()
    return _CODES.get(asked, asked)
