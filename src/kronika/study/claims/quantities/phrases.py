"""The phrases of a closed class, found where they begin or where they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tokens import Token

V = TypeVar("V")


class Match(NamedTuple, Generic[V]):
    """A phrase in a text; `edge` is where it begins, or ends (exclusive): the far side from where it was looked for."""

    edge: int
    meaning: V
    phrase: str


class Phrases(dict[str, V]):
    """Phrases and what each means.

    They are looked up by one word, so that a place where none of them stands costs one look-up. A full stop is a word.
    """

    def __init__(self, meanings: Mapping[str, V]) -> None:
        super().__init__(meanings)
        self._first: dict[str, list[tuple[list[str], str]]] = {}
        self._last: dict[str, list[tuple[list[str], str]]] = {}
        apart = {phrase: phrase.replace(".", " .").split() for phrase in meanings}
        for phrase, words in sorted(apart.items(), key=lambda pair: -len(pair[1])):
            self._first.setdefault(words[0], []).append((words[1:], phrase))
            self._last.setdefault(words[-1], []).append((words[-2::-1], phrase))

    def at(self, tokens: Sequence[Token], at: int) -> Sequence[Match[V]]:
        """The phrases that begin at a token, the longest first."""
        possible = self._first.get(tokens[at].low)
        return self._found(tokens, at, 1, possible) if possible else ()

    def before(self, tokens: Sequence[Token], at: int) -> Sequence[Match[V]]:
        """The phrases that end before a token, the longest first."""
        possible = self._last.get(tokens[at - 1].low)
        return self._found(tokens, at - 1, -1, possible) if possible else ()

    def _found(
        self, tokens: Sequence[Token], at: int, step: int, possible: Sequence[tuple[list[str], str]]
    ) -> list[Match[V]]:
        found = []
        for words, phrase in possible:
            place = at
            for word in words:
                place += step
                if tokens[place].low != word:
                    break
            else:
                found.append(Match(place + (step > 0), self[phrase], phrase))
        return found
