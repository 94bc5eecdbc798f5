"""The words that are looked up: texts and queries are folded the same way."""

from __future__ import annotations

import re
from functools import lru_cache

from kronika.base.names import fold

# Scripts that are written without blanks: each character is a word, and several are looked up as a phrase.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def folded(text: str) -> str:
    """The words of a text in their order, folded as `base.names.fold` does, with one blank between them."""
    return " ".join(word for word in map(_word, text.split()) if word)


@lru_cache(maxsize=1 << 18)
def _word(text: str) -> str:
    plain = fold(text)
    return plain if plain.isascii() else " ".join(_UNSPACED.sub(r" \g<0> ", plain).split())


def key(words: str) -> str:
    """Folded words as a whole name is looked up by: in any order."""
    return " ".join(sorted(words.split()))


def clean(text: str) -> str:
    """The text with what no file can hold, halves of characters that JSON may bring, as question marks."""
    return text.encode("utf-8", "replace").decode()
