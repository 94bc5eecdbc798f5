"""Telephone numbers, e-mail and web addresses as officials print them, several in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.collect.cutting import group, split
from kronika.collect.enumeration import items

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.record import Draft

# Between telephone numbers, with the words that say which kind the next or the last one is.
_BETWEEN_PHONES = re.compile(
    r"\.(?=\s|$)|[;,\n]|\s{4,}|\(?\b(?:telefax|telephone|fax|tel|phone|mobile|mob)\b\.?\)?\s*:?", re.IGNORECASE
)
_PHONE = re.compile(
    r"""[\s':.-]*(?P<number>[\s()\[\]+]*\d[\d\s()\[\]./‐‑‒–—-]{3,}[\d)](?:\s*(?:ext?\.?|extension)\s*\d+)?)
    \s*(?:\([^()\d]*\))?[\s.]*""",
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_DIGITS = 5
_BETWEEN_ADDRESSES = r",\s+|;\s*|\n|\.\s+|\s+and\s+"
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_WEB = r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?"
_ADDRESS = re.compile(
    rf"(?:and\s+|(?:(?:official\s+)?web\s?site|social\s+media|e-?mail)\s*:\s*)?(?:(?P<email>{_EMAIL})|(?P<website>{_WEB}))",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?:{_EMAIL}|https?://\S+)(?:\s+(?:{_EMAIL}|https?://\S+))+")


def add_phones(subject: Draft, cell: Cell | None) -> None:
    """Add every telephone number of a cell; what has fewer than five digits, or words beside it, is refused."""
    for item in items(cell):
        for piece in split(item, _BETWEEN_PHONES):
            match = _PHONE.fullmatch(piece.text)
            if match and sum(map(str.isdigit, match["number"])) >= _FEWEST_DIGITS:
                subject.add("phone", group(piece, match, "number"))
            elif any(map(str.isalnum, piece.text)):
                subject.entry.refuse(piece, f"phone: not a telephone number: {piece.text!r}")


def add_addresses(subject: Draft, cell: Cell | None) -> None:
    """Add every e-mail and web address of a cell, told apart by the @, whichever of the two the field asks for."""
    for item in items(cell):
        for piece in split(item, _BETWEEN_ADDRESSES):
            for each in split(piece, r"\s+") if _PLAIN.fullmatch(piece.text) else [piece]:
                match = _ADDRESS.fullmatch(each.text)
                if match:
                    prop = match.lastgroup or ""
                    subject.add(prop, group(each, match, prop))
                else:
                    subject.entry.refuse(each, f"not an e-mail or web address: {each.text!r}")
