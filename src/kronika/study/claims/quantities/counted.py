"""What is counted: the noun behind a number, with its adjectives («OSCE participating States», «political prisoners»).

No grammar is at hand, only closed classes: the words run on from the number to the first plural, and no further than an
article, a preposition, a pronoun, a verb of the list, or a sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.claims.quantities.tokens import hyphen

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

LONGEST = 7
"""Words looked through for the noun."""
_ADJECTIVE = re.compile(
    r".{2,}(?:al|ic|ive|ous|ful|ian|ish|ese|ary|able|ible|ent|less|ern|ite|ant|ing|ean|ed)|.+(?:[ыи][хе]|[оеи]го|[иы]й)"
)


class Counted(NamedTuple):
    """Words that are counted, as tokens from `first` to `last` (exclusive)."""

    first: int
    last: int
    plural: bool


def read(tokens: Sequence[Token], at: int, words: Words, *, of: bool = False, one: bool = False) -> Counted | None:
    """The noun behind the number that ends at a token; None where nothing tells.

    `of`: also behind «of», as in «dozens of activists»; `one`: the number is one, so the noun is no plural.
    """
    if not words.sets.get("counted.stops"):
        return None
    # Where cases are marked by endings, no plural is looked for: the noun is the first word that is no adjective.
    inflected = not words.sets.get("counted.plurals")
    first = _start(tokens, at, words, of=of)
    ends: list[int] = []
    index = first
    while len(ends) < LONGEST and _runs_on(tokens, index, words):
        index = _word_end(tokens, index)
        ends.append(index)
        if not (one or inflected) and plural(tokens[index - 1], words):
            return Counted(first, _behind_plural(tokens, index, words), plural=True)
    if not ends or not (one or inflected):
        return None
    return _singular(tokens, first, ends, words)._replace(plural=inflected and not one)


def plural(token: Token, words: Words) -> bool:
    """Whether a word is a plural as far as its form tells."""
    if words.has("counted.plurals", token.low):
        return True
    low = token.low
    ending = low.endswith("s") and not low.endswith(("ss", "us", "is", "'s")) and len(low) > 3
    return token.kind == "word" and ending and not words.has("counted.no_plural", low)


def _start(tokens: Sequence[Token], at: int, words: Words, *, of: bool) -> int:
    if hyphen(tokens, at):
        return at + 1
    if of and words.has("words.part", tokens[at].low):
        return at + 1 + words.has("words.their", tokens[at + 1].low)
    return at


def _runs_on(tokens: Sequence[Token], at: int, words: Words) -> bool:
    token = tokens[at]
    acronym = words.has("counted.acronyms", token.low) and token.text.isupper()  # «IT workers», «US citizens»
    return token.kind in {"word", "code"} and (acronym or not words.has("counted.stops", token.low))


def _word_end(tokens: Sequence[Token], at: int) -> int:
    """Behind a word and what hyphens join to it."""
    last = at + 1
    while hyphen(tokens, last):
        last += 2
    return last


def _behind_plural(tokens: Sequence[Token], last: int, words: Words) -> int:
    """«rights» of «rights defenders» is not yet what is counted."""
    while words.has("counted.modifiers", tokens[last - 1].low):
        if not (_runs_on(tokens, last, words) and plural(tokens[last], words)):
            break
        last += 1
    return last


def _singular(tokens: Sequence[Token], first: int, ends: Sequence[int], words: Words) -> Counted:
    """Adjectives by their endings, and the first word that is none."""
    for end in ends[:-1]:
        low = tokens[end - 1].low
        if not (_ADJECTIVE.fullmatch(low) or words.has("counted.modifiers", low) or words.has("words.more", low)):
            return Counted(first, end, plural=False)
    return Counted(first, ends[-1], plural=False)
