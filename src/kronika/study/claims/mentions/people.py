"""Who a text names in full, so that a surname, an acronym or a short form alone can be told from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kronika.base.namewords import initials
from kronika.study.claims.mentions.words import is_given, words
from kronika.study.claims.names.folding import cyrillic, stem

if TYPE_CHECKING:
    from kronika.study.claims.mentions.reading import Found
    from kronika.study.claims.mentions.tokens import Token
    from kronika.study.claims.names import Entry


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person named in full."""

    name: str
    id: str = ""
    entry: Entry | None = None


@dataclass(slots=True)
class Cast:
    """Everybody and everything that a text names in full."""

    surnames: dict[str, dict[str, Bearer]] = field(default_factory=lambda: defaultdict(dict))
    """Folded surname, or its stem → name → who bears it."""
    bodies: dict[str, tuple[str, Entry | None]] = field(default_factory=dict)
    """Acronym → the name that it was introduced for, and whose it is in the lexicon."""
    articled: dict[str, set[tuple[str, Entry]]] = field(default_factory=lambda: defaultdict(set))
    """The first word of a longer name that stood after «the» → the name: «the Moscow Mechanism»."""

    def bearers(self, key: str) -> dict[str, Bearer]:
        """Who bears a surname in this text."""
        return self.surnames.get(key) or self.surnames.get(stem(key) if cyrillic(key) else key) or {}


def cast(text: str, tokens: Sequence[Token], found: Iterable[Found], introduced: dict[int, tuple[int, int]]) -> Cast:
    """Collect who is named in full; `introduced` has long names by their first word, with end and acronym's place."""
    made = Cast()
    for each in found:
        entry = each.entries[0] if len(each.entries) == 1 else None
        printed = text[tokens[each.start].start : tokens[each.end - 1].end]
        long = each.end - each.start > 1
        kinds = {bearer.named for bearer in each.entries} or {each.named}
        if long and kinds == {"person"}:
            name = entry.name if entry else " ".join(printed.split())
            for key in _surnames([token.key for token in tokens[each.start : each.end]]):
                made.surnames[key][name] = Bearer(name, entry.id if entry else "", entry)
        if each.start in introduced and each.end == introduced[each.start][0]:
            acronym = tokens[introduced[each.start][1]].key
            made.bodies[acronym] = (entry.name if entry else " ".join(printed.split()), entry)
        elif long and entry and each.start and tokens[each.start - 1].key == "the":
            made.articled[tokens[each.start].key].add((entry.name, entry))
    return made


def _surnames(keys: list[str]) -> list[str]:
    """What a person of this full name may be called by alone: the last word, or the first where the last is given."""
    last = keys[0] if is_given(keys[-1]) and not is_given(keys[0]) else keys[-1]
    return [last, stem(last)] if cyrillic(last) else [last]


def introductions(text: str, tokens: Sequence[Token]) -> dict[int, tuple[int, int]]:
    """Long names with their acronym in brackets behind them: first word → end, and the place of the acronym.

    The acronym's letters must be the first letters of the capitalised words before it, in their order (Schwartz and
    Hearst, «A simple algorithm for identifying abbreviation definitions in biomedical text», 2003, with this stricter
    condition).
    """
    found: dict[int, tuple[int, int]] = {}
    for place, token in enumerate(tokens):
        if not place or tokens[place - 1].after != "(" or text[token.end : token.end + 1] != ")":
            continue
        letters = [letter for letter in token.key if letter.isalpha()]
        start = _beginning(tokens, place, letters) if 1 < len(letters) < 9 and _is_acronym(text, token) else -1
        if start >= 0 and initials(token.key, text[tokens[start].start : tokens[place - 1].end]):
            found[start] = (place, place)
    return _again(tokens, found)


def _again(tokens: Sequence[Token], found: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The introduced names also where the text has them without the acronym."""
    names: dict[tuple[str, ...], int] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    for start, (end, place) in found.items():
        names.setdefault(tuple(token.key for token in tokens[start:end]), place)
        lengths[tokens[start].key].add(end - start)
    every = dict(found)
    for start, token in enumerate(tokens):
        for length in lengths.get(token.key, ()) if token.capital and start not in found else ():
            these = tokens[start : start + length]
            introduced = names.get(tuple(each.key for each in these))
            if (
                introduced is not None
                and these[-1].capital
                and all(each.after in (" ", "-", ",", "&") for each in these[:-1])
            ):
                every[start] = (start + length, introduced)
    return every


def nouns(text: str, tokens: Sequence[Token]) -> set[str]:
    """Acronyms that the text introduces for words in small letters: «multiple launch rocket system (MLRS)»."""
    found: set[str] = set()
    for place, token in enumerate(tokens):
        if not place or tokens[place - 1].after != "(" or not token.upper:
            continue
        before = tokens[max(place - len(token.key), 0) : place]
        if not any(each.capital for each in before) and "".join(each.key[:1] for each in before) == token.key:
            found.add(token.key)
    return found


def _is_acronym(text: str, token: Token) -> bool:
    return sum(map(str.isupper, text[token.start : token.end])) > 1


def _beginning(tokens: Sequence[Token], place: int, letters: list[str]) -> int:
    """Where the words begin whose first letters these are, small words passed over; -1 where they do not fit."""
    waiting = list(letters)
    at = place
    while waiting and at and place - at < 3 * len(letters):
        at -= 1
        token = tokens[at]
        if at < place - 1 and token.after not in (" ", "-", ",", "&", "\n"):
            return -1
        if token.key[:1] == waiting[-1] and (token.capital or len(waiting) > 1):
            waiting.pop()
        elif token.key not in words().connectors:
            return -1
    return at if not waiting and tokens[at].capital else -1
