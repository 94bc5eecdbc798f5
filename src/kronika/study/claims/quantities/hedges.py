"""How a figure is held: «more than», «nearly», «up to», «between», before it or after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.study.claims.quantities.phrases import Match
from kronika.study.claims.quantities.tokens import adjacent, hyphen

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

Hedged = Match[str]
"""A hedge beside a number; `edge` is where the whole now begins, or ends (exclusive)."""
PLACES = frozenset({"over", "above", "beyond", "under", "below", "around", "about", "near"})
"""Prepositions of place first, hedges only directly before a figure."""


def before(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    """The hedge before the token, over a filler if need be («at least another 300»)."""
    found = _before(tokens, at, words)
    if found:
        return found
    for filler in words.fillers.before(tokens, at):
        if found := _before(tokens, filler.edge, words):
            # «over the five years» holds no figure back.
            return None if filler.phrase == "the" and found.meaning == "at_least" and found.phrase in PLACES else found
    return None


def _before(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    for found in words.before.before(tokens, at):
        if not _of_a_verb(tokens, found, words):
            return None if found.phrase == "near" and tokens[at].kind != "number" else found
    return None


def _of_a_verb(tokens: Sequence[Token], found: Hedged, words: Words) -> bool:
    """«spoke about three cases», «control over two regions»: no hedge."""
    governed = {"about": "verbs.past_about", "over": "verbs.past_over"}.get(found.phrase)
    return governed is not None and words.has(governed, tokens[found.edge - 1].low)


def after(tokens: Sequence[Token], at: int, words: Words) -> Hedged | None:
    """The hedge at a token, behind a number or its unit: «or more», «+», «-odd»."""
    if hyphen(tokens, at):
        meaning = words.after.get(tokens[at + 1].low)
        return Match(at + 2, meaning, tokens[at + 1].low) if meaning else None
    for found in words.after.at(tokens, at):
        if found.phrase != "+" or adjacent(tokens, at):
            # «300 at least 20», «98 plus 5» and «50% plus one» hedge what follows, or add.
            further = tokens[found.edge].kind == "number" or tokens[found.edge].low in words.cardinals
            return None if further else found
    return None
