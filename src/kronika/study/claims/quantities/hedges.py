"""How a figure is held: «more than», «nearly», «up to», «between», before it or after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.claims.quantities.numerals import adjacent

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

LONGEST = 6
"""Words of the longest phrase."""


class Hedged(NamedTuple):
    """A hedge beside a number; `edge` is where the whole now begins, or ends (exclusive)."""

    edge: int
    meaning: str
    phrase: str


def before(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    """The hedge before the token, over a filler if need be («at least another 300»)."""
    if not at or not (_may_end(tokens, at, words, "edge.before") or _may_end(tokens, at, words, "edge.fillers")):
        return None
    found = _before(tokens, at, words)
    if found:
        return found
    for length in (3, 2, 1):
        phrase = _phrase(tokens, at - length, at)
        if phrase and words.has("words.fillers", phrase) and (found := _before(tokens, at - length, words)):
            # «over the five years» holds no figure back.
            return None if phrase == "the" and found.meaning == "at_least" and found.phrase in _PLACES else found
    return None


# Prepositions of place first, hedges only directly before a figure.
_PLACES = {"over", "above", "beyond", "under", "below", "around", "about", "near"}


def _may_end(tokens: Sequence[Token], at: int, words: Words, name: str) -> bool:
    """Whether a phrase of the class can end before the token: most numbers stand without, and need no search."""
    last = tokens[at - 1] if tokens[at - 1].text != "." or at < 2 else tokens[at - 2]
    return words.has(name, last.low)


def _before(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    for length in range(min(LONGEST, at), 0, -1):
        phrase = _phrase(tokens, at - length, at)
        meaning = words.before.get(phrase) if phrase else None
        if meaning and not _of_a_verb(tokens, at - length, phrase, words):
            if meaning == "nearly" and phrase == "near" and tokens[at].kind != "number":
                return None
            return Hedged(at - length, meaning, phrase)
    return None


def _phrase(tokens: Sequence[Token], first: int, last: int) -> str:
    if first < 0 or any(token.kind == "break" for token in tokens[first:last]):
        return ""
    return " ".join(token.low for token in tokens[first:last]).replace(" .", ".")


def _of_a_verb(tokens: Sequence[Token], at: int, phrase: str, words: Words) -> bool:
    """«spoke about three cases», «control over two regions»: no hedge."""
    governed = {"about": "verbs.past_about", "over": "verbs.past_over"}.get(phrase)
    return bool(governed and at and words.has(governed, tokens[at - 1].low))


def after(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    """The hedge at a token, behind a number or its unit: «or more», «+», «-odd»."""
    if at < len(tokens) and tokens[at].text == "-" and adjacent(tokens, at) and adjacent(tokens, at + 1):
        meaning = words.after.get(tokens[at + 1].low)
        return Hedged(at + 2, meaning, tokens[at + 1].low) if meaning else None
    for length in (3, 2, 1):
        if at + length > len(tokens):
            continue
        phrase = " ".join(token.low for token in tokens[at : at + length])
        meaning = words.after.get(phrase)
        if meaning and (phrase != "+" or adjacent(tokens, at)):
            further = at + length < len(tokens) and tokens[at + length].kind == "number"
            # «300 at least 20» and «98 plus 5» hedge what follows, or add.
            return None if further else Hedged(at + length, meaning, phrase)
    return None
