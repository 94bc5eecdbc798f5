"""A slip of the pen in a word that company names share: «Limted», «Tradnig» are not words of the company's own."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources

_SHORTEST = 7
"""Letters of a word that is mended: shorter ones are too often words of their own."""


@lru_cache(maxsize=1 << 14)
def mended(word: str) -> str:
    """The shared word that this one misspells by one letter too many, too few or another, or two that changed places.

    The word itself where it is no such slip, or could be of two words.
    """
    if not _SHORTEST - 1 <= len(word) <= 24:
        return word
    known, shortened = _shared()
    if word in known:
        return word
    found = {word[:at] + word[at + 1 :] for at in range(len(word))} & known
    found |= {other for at in range(len(word)) for other in shortened.get(word[:at] + word[at + 1 :], ())}
    found |= set(shortened.get(word, ()))
    some = {other for other in found if _slip(word, other)}
    return some.pop() if len(some) == 1 else word


@cache
def _shared() -> tuple[frozenset[str], dict[str, list[str]]]:
    """The words of the table, and the same with one letter left out."""
    text = resources.files("kronika.match.words").joinpath("orgwords.txt").read_text("utf-8")
    table = re.sub(r"(?m)^#.*$", "", text)
    known = frozenset(word for word in re.findall(r"[a-z]+(?![a-z~])", table) if len(word) >= _SHORTEST)
    shortened: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        for short in {word[:at] + word[at + 1 :] for at in range(len(word))}:
            shortened[short].append(word)
    return known, dict(shortened)


def _slip(a: str, b: str) -> bool:
    """Whether two words are one letter apart, or two neighbours that changed places."""
    if len(a) != len(b):
        return True
    differ = [at for at in range(len(a)) if a[at] != b[at]]
    turned = (
        len(differ) == 2 and differ[1] == differ[0] + 1 and a[differ[0]] + a[differ[1]] == b[differ[1]] + b[differ[0]]
    )
    return len(differ) == 1 or turned
