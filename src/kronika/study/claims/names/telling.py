"""Which names of lists tell who is meant in running text, and which do not.

Lists hold aliases of one word («Victor», «Union»), noms de guerre («Abu Omar») and names made of words that half the
world's names share («Central Bank»). A wrong link harms somebody, so such names are never looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kronika.base import namewords
from kronika.match.words import given, orgwords, romanise

_SHORTEST = 8
"""Letters that a person's name of two words has at least: «Li Wei» is said of thousands."""
_NICK = frozenset(
    ("abu", "abou", "umm", "um", "haji", "hajji", "mullah", "commander", "general", "doctor", "dr", "the")
)
_PATRONYMIC = re.compile("(?:[оеё]вич|ьич|[іи]ч|[оеё]вна|[иі]чна|[аеёя]віч|[аеёяо]ўна|[їи]вна)$")


def telling(words: Sequence[str], *, person: bool) -> bool:
    """Whether a name of these folded words tells its bearer.

    A person's has two words that are no initials, eight letters, and a word that is no given name. Any other has two
    words, one of which is its own: no legal form, country or word that bodies share; or three with a country's.
    """
    full = [word for word in words if len(word) > 1 and not word.isdigit()]
    if person:
        few = len(full) < 2 or sum(map(len, full)) < _SHORTEST or words[0] in _NICK
        return not few and (len(full) > 2 or not all(map(_given, full)))
    core = [word for word in bare(words) if word != ","]
    if len(core) < 2:
        return False
    read = orgwords.read([piece for word in core for piece in romanise.words(word)]).words
    roles = [word.role for word in read if word.role != "small"]
    return (len(roles) > 1 and "core" in roles) or (len(roles) > 2 and "place" in roles)


def bare(words: Sequence[str]) -> list[str]:
    """An organisation's words without the legal forms before and behind them."""
    left, right = 0, len(words)
    while left < right and (namewords.form(words[left]) or words[left] == ","):
        left += 1
    while right > left and (namewords.form(words[right - 1]) or words[right - 1] == ","):
        right -= 1
    return list(words[left:right]) if right > left else list(words)


def without_patronymic(words: Sequence[str]) -> list[str]:
    """A name of three words without the one that is a patronymic by its form; empty where none or several are."""
    if len(words) != 3:
        return []
    marked = [place for place, word in enumerate(words) if _patronymic(word)]
    return [word for place, word in enumerate(words) if place != marked[0]] if len(marked) == 1 and marked[0] else []


@lru_cache(maxsize=1 << 16)
def _patronymic(word: str) -> bool:
    return bool(given.father(word)[0] if word.isascii() else _PATRONYMIC.search(word))


@lru_cache(maxsize=1 << 16)
def _given(word: str) -> bool:
    return any(given.classes(piece) for piece in ([word] if word.isascii() else romanise.words(word)))
