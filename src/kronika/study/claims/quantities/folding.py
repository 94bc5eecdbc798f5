"""The signs that the rules of this folder are written for: those of `claims.folding`, and dashes apart from hyphens.

A hyphen joins («15-year»), an en dash bounds («15–20»), a longer one ends; quotation marks are of one kind, digits of
any script are 0 to 9, and a line that ends within a sentence goes on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kronika.study.claims import folding

if TYPE_CHECKING:
    from kronika.study.claims.folding import Folded

_SIGNS = {
    **folding.SIGNS,
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"'),
    **dict.fromkeys(map(ord, "\v\f"), "\n"),
    **dict.fromkeys(map(ord, "\ufe63\uff0d"), "-"),
    ord("\u2013"): "\u2013", ord("\u2014"): "\u2015", ord("\u2015"): "\u2015",
    ord("\uff05"): "%", ord("\uff0e"): ".", ord("\uff0c"): ",",
    ord("\u066a"): "%", ord("\u066b"): ".", ord("\u066c"): ",",
    **{first + value: str(value) for first in (0x0660, 0x06F0, 0x0966, 0xFF10) for value in range(10)},
}  # fmt: skip
# A single line end within a sentence: the next line goes on in small letters, or with the figure of «more than».
_WRAP = re.compile(r"(?<=[^\W\d_A-Z,;]|[,;])\x20?\n\x20*(?=[a-z\u0430-\u044f])|(?<=[a-z\u0430-\u044f,])\x20?\n(?=\d)")


def fold(text: str) -> Folded:
    """The text in plain signs, and the way back to its places."""
    folded = folding.fold(text, _SIGNS)
    return replace(folded, text=_WRAP.sub(lambda found: " " * len(found[0]), folded.text))
