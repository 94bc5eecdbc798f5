"""A text in plain signs: one blank, one hyphen, one apostrophe, nothing invisible; and the way back to its places.

Prose comes with thin spaces, curly quotes, dashes of four lengths, ligatures and letters of two alphabets in one word.
The rules of this folder are written for plain signs; their places are carried back to the text as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LIKE_LATIN = str.maketrans("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS")
_SIGNS = {
    **dict.fromkeys(map(ord, "\t\u00a0\u1680\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2028\u2029\u0085\r\v\f"), "\n"),
    ord("\uff05"): "%", ord("\uff0e"): ".", ord("\uff0c"): ",",
    ord("\u066a"): "%", ord("\u066b"): ".", ord("\u066c"): ",",
    ord("\u2014"): "\u2015",
    **{first + value: str(value) for first in (0x0660, 0x06F0, 0x0966, 0xFF10) for value in range(10)},
}  # fmt: skip
# A letter that is several, and what is not to be seen at all: these shift places.
_SHIFTING = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff", ""),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
}  # fmt: skip
_SHIFTED = re.compile("[" + "".join(_SHIFTING) + "]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TWO_SCRIPTS = re.compile(r"\b(?=[^\W\d_]*+)(?:[A-Za-z]++[\u0400-\u04ff]|[\u0400-\u04ff]++[A-Za-z])[^\W\d_]*+")
# A single line end within a sentence: the next line goes on in small letters, or with the figure of «more than».
_WRAP = re.compile(r"(?<=[^\W\d_A-Z,;]|[,;])\x20?\n\x20*(?=[a-z\u0430-\u044f])|(?<=[a-z\u0430-\u044f,])\x20?\n(?=\d)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain signs."""

    text: str
    shifts: tuple[int, ...] = ()
    """Places in `text` from which on the original's are further or nearer, ascending."""
    by: tuple[int, ...] = ()
    """How much must be added from there on."""

    def place(self, at: int) -> int:
        """The place in the original."""
        index = bisect_right(self.shifts, at) - 1
        return at + self.by[index] if index >= 0 else at


def fold(text: str) -> Folded:
    """The text in plain signs; words that mix the two alphabets are read as Latin."""
    plain = text.translate(_SIGNS)
    shifts: list[int] = []
    by: list[int] = []
    if _SHIFTED.search(plain):
        plain = _without_shifting(plain, shifts, by)
    if _CYRILLIC.search(plain):
        plain = _TWO_SCRIPTS.sub(lambda found: found[0].translate(_LIKE_LATIN), plain)
    plain = _WRAP.sub(lambda found: " " * len(found[0]), plain)
    return Folded(plain, tuple(shifts), tuple(by))


def _without_shifting(text: str, shifts: list[int], by: list[int]) -> str:
    parts: list[str] = []
    end = length = shift = 0
    for found in _SHIFTED.finditer(text):
        parts.append(text[end : found.start()])
        length += found.start() - end
        letters = _SHIFTING[found[0]]
        # The second letter of «ﬁ» stands where the sign stands, what follows one further back.
        for nth in range(1, len(letters)):
            shifts.append(length + nth)
            by.append(shift - nth)
        parts.append(letters)
        length += len(letters)
        shift += 1 - len(letters)
        shifts.append(length)
        by.append(shift)
        end = found.end()
    parts.append(text[end:])
    return "".join(parts)
