"""Whether the name of a capital is said of the place or of the state that is governed from it.

Only grammar decides, by closed lists of words (`[place]` in `names/words.toml`); where it is silent it is the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.study.claims.mentions.words import place, words

if TYPE_CHECKING:
    from kronika.study.claims.mentions.tokens import Token

_REACH = 6
"""Words back in the sentence in which «sells … to Moscow» looks for the selling."""
_OWN_REACH = 3
_COMPOUND = frozenset(
    ("backed", "led", "controlled", "installed", "appointed", "sponsored", "aligned", "friendly", "funded")
)


def is_state(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the capital at these words (the end exclusive) stands for its state."""
    known, before = place(), _before(tokens, start)
    last = tokens[end - 1]
    if before in known.where or before == "the":
        return False
    if last.after == "-":
        return _key(tokens, end) in _COMPOUND
    if tokens[start - 1 : start] and tokens[start - 1].after == "-":
        return tokens[start - 1].key in ("pro", "anti")
    if last.after == "'":
        owned = [token.key for token in tokens[end : end + _OWN_REACH] if not token.capital]
        return any(key in known.owned or key.removesuffix("s") in known.owned for key in owned)
    with_another = _key(tokens, end) == "and" and end + 1 < len(tokens) and tokens[end + 1].capital
    return _acts(tokens, end + 2 if with_another else end) or _acted_on(tokens, start, before)


def _acts(tokens: Sequence[Token], end: int) -> bool:
    """«Moscow has agreed», «Minsk denies»."""
    known = place()
    if end > len(tokens) or tokens[end - 1].after not in (" ", "\n"):
        return False
    verb, then = _key(tokens, end), _key(tokens, end + 1)
    if verb in ("is", "was"):
        return then in known.states_only
    return verb in known.modals or (not {verb, f"{verb}s"}.isdisjoint(known.verbs) and not tokens[end].capital)


def _acted_on(tokens: Sequence[Token], start: int, before: str) -> bool:
    """«to arm Moscow», «pressure on Minsk», «ties with Beijing», «sold to Tehran»."""
    known = place()
    earlier = _words_before(tokens, start)
    if before in known.against or before in known.objects:
        return True
    if before == "with":
        return bool(earlier & known.with_before)
    if before in ("on", "upon"):
        return bool(earlier & known.on_before)
    if before in ("to", "for"):
        return bool(earlier & known.transfers)
    return before == "and" and _between(tokens, start)


def _between(tokens: Sequence[Token], start: int) -> bool:
    """«between Minsk and Moscow»: two states deal with each other."""
    return start > 2 and tokens[start - 3].key == "between" and tokens[start - 2].capital


def _words_before(tokens: Sequence[Token], start: int) -> set[str]:
    """The words before this one in its sentence, as far as they may govern it."""
    found: set[str] = set()
    for at in range(start - 1, max(start - 1 - _REACH, -1), -1):
        found.add(tokens[at].key)
        if tokens[at].first:
            break
    return found


def _before(tokens: Sequence[Token], start: int) -> str:
    """The word before in the same breath; an article is no part of a capital's name, so it counts."""
    return tokens[start - 1].key if start and tokens[start - 1].after in (" ", "\n", "-") else ""


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def signed(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a capital only tells which treaty is meant: «the Minsk agreements», «the Treaty of Lisbon»."""
    known = words().treaties
    named = tokens[start - 1].key == "of" and _key(tokens, start - 2) in known and tokens[start - 2].capital
    return (start > 1 and named) or (tokens[end - 1].after == " " and _key(tokens, end) in known)


def within(tokens: Sequence[Token], start: int, *, inflected: bool) -> bool:
    """Whether a capital in Cyrillic letters is the place for sure: after «in», «from», «near» and in a case with it.

    Russian «у Москвы» is «Moscow has», Belarusian and Ukrainian «у Мінску» is «in Minsk»: the ending tells.
    """
    before = tokens[start - 1].key if start and tokens[start - 1].after in (" ", "\n") else ""
    return before in place().cyrillic_in or (before == "у" and inflected and tokens[start].key[-1] in "еуію")


def among_governments(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a capital stands in a list of governments: «the British government, Washington, DC, and the EU»."""
    comma_before = start > 0 and tokens[start - 1].after == "," and tokens[start - 1].key in words().government
    following = [token.key for token in tokens[end : end + 3]]
    comma_after = tokens[end - 1].after == "," and any(key.rstrip("s") in words().government for key in following)
    return comma_before or comma_after
