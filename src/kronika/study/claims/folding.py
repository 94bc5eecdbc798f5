"""A text as the rules of this folder read it: one kind of blank, hyphen and apostrophe, nothing that cannot be seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kronika.study.claims.spans import Span

S = TypeVar("S", bound=Span)

SIGNS: Mapping[int, str] = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\x00",
            " ",
        ),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2019\u02bc\u00b4\uff07", "'"),
        **dict.fromkeys("\u2028\u2029\x85\r", "\n"),
    }
)
"""What is made alike where a reader does not say otherwise, sign for sign."""
_UNSEEN = dict.fromkeys(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff",
    "",
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_UNEQUAL = {**_UNSEEN, **_LIGATURES}
_NEEDS = re.compile("[" + "".join(_UNEQUAL) + "]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[A-Za-z\u0400-\u052f]+")
_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁ", "ABESIJKMHOPCTYXaesijopcyxhd")


@dataclass(frozen=True, slots=True)
class Folded:
    """The text to read, and the way back to the text as given."""

    text: str
    back: tuple[int, ...] = ()
    """For each character the offset in the text as given, and that text's length; empty where the two are the same."""

    def place(self, offset: int) -> int:
        """An offset of the text as given, in the text to read."""
        return bisect_left(self.back, offset) if self.back else offset

    def inward(self, span: S) -> S:
        """A place of the text as given, in the text to read."""
        if not self.back:
            return span
        return replace(span, start=self.place(span.start), end=self.place(span.end))

    def outward(self, span: S) -> S:
        """A place of the text to read, in the text as given."""
        return replace(span, start=self.back[span.start], end=self.back[span.end]) if self.back else span


def fold(text: str, signs: Mapping[int, str] = SIGNS) -> Folded:
    """The text with blanks, hyphens and apostrophes made alike, or what `signs` (of `str.maketrans`) names.

    Characters without width go, ligatures are spelled out, and a Cyrillic letter within a Latin word becomes the Latin
    letter that it looks like: a text pasted from a page full of them is read like any other.
    """
    alike = text.translate(signs)
    if _CYRILLIC.search(alike):
        alike = _WORD.sub(_one_alphabet, alike)
    if not _NEEDS.search(alike):
        return Folded(alike)
    letters: list[str] = []
    back: list[int] = []
    for place, letter in enumerate(alike):
        spelled = _UNEQUAL.get(letter, letter)
        letters.append(spelled)
        back.extend([place] * len(spelled))
    back.append(len(text))
    return Folded("".join(letters), tuple(back))


def _one_alphabet(word: re.Match[str]) -> str:
    letters = word[0]
    latin = sum(letter.isascii() for letter in letters)
    return letters.translate(_LATIN) if 2 * latin >= len(letters) > latin else letters
