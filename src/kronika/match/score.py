"""Two profiles → one score in [0, 1], of which 0.7 is the alert line.

Names are scored by a logistic model over `features.FEATURES` whose weights cannot be negative, so that whatever two
names differ in more can only lower the score; what is known beside the names then moves it (`evidence.weigh`).
The costs of edits and the weights are data, `weights.json`, which says how they were fitted; `bench/fit.py` does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import orjson

from kronika.match import encode, features, kernel
from kronika.match.evidence import Evidence, evidence, weigh
from kronika.match.profile import ACRONYM, ALIAS, FORMER, LONE, PERSON, PERSONAL, PRIMARY, WEAK, Name, Profile
from kronika.match.words.spelling import ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALERT = 0.7
"""The score from which a hit deserves a person's eyes."""
WORTH = {PRIMARY: 1.0, ALIAS: 1.0, FORMER: 1.0, WEAK: 0.93, ACRONYM: 0.79, LONE: 0.69, PERSONAL: 0.8}
"""What the score of two names is multiplied by, for each of them: an alias that its list calls weak, or an acronym that
is made of a name, says less; a lone weak one («Carlos») is no alert by itself; and who asks for a name of a person's
form, and not of what, means a person more often than a ship or a company."""
_MANY = 1 << 16
"""Words that a process keeps encoded for comparisons."""


class Weights(NamedTuple):
    """What the model has learned."""

    costs: NDArray[np.float32]
    """Cost of turning one symbol into another, in edits; row and column 0 are nothing."""
    model: NDArray[np.float32]
    """Row 0 for names of persons, row 1 for others: intercept, one weight a feature, order × thin."""


@cache
def weights() -> Weights:
    """The fitted weights that come with the package."""
    data = orjson.loads(resources.files("kronika.match").joinpath("weights.json").read_bytes())
    costs = np.ones((len(ALPHABET) + 1, len(ALPHABET) + 1), np.float32)
    number = {symbol: at for at, symbol in enumerate(ALPHABET, 1)} | {"-": 0}
    for pair, cost in data["costs"].items():
        a, b = (number[symbol] for symbol in pair)
        costs[a, b] = costs[b, a] = cost
    np.fill_diagonal(costs, 0)
    names = ("intercept", *features.FEATURES, "order, thin")
    rows = [[data["weights"][kind][name] for name in names] for kind in ("person", "other")]
    return Weights(costs, np.array(rows, np.float32))


class Alignment(NamedTuple):
    """Which words of two names agree."""

    pairs: list[tuple[encode.Word, encode.Word, int]]
    """A word of each side, and how they agree (`kernel`)."""
    left: list[encode.Word]
    """Words of the left name without a partner."""
    right: list[encode.Word]
    turned: bool
    """Whether the words stand in another order."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How two profiles compare, before it is put into words."""

    score: float
    names: float
    """The score of the names alone."""
    left: Name | None
    right: Name | None
    """The two names that are most alike."""
    person: bool
    """Whether they were compared as names of persons."""
    evidence: tuple[Evidence, ...]


class Comparer:
    """Compares profiles one by one; keeps the words that it has seen. Not for two threads at once."""

    def __init__(self) -> None:
        self._weights = weights()
        self._forget()

    def _forget(self) -> None:
        self._lexicon = encode.Lexicon()
        self._room = kernel.room(len(features.FEATURES))

    def compare(self, left: Profile, right: Profile) -> Compared:
        """Compare all names of one side with all of the other, then what else is known. Symmetric.

        Of a side that has no name only what else is known tells: a number by itself finds who has it.
        """
        best = 0.0
        chosen: tuple[Name, Name, bool] | None = None
        for person in ways(left.kind & right.kind):
            value, pair = self._names(left, right, person=person)
            if pair and (chosen is None or value > best):
                best, chosen = value, (*pair, person)
        if chosen is None and ((left.names and right.names) or not left.kind & right.kind):
            return Compared(0.0, 0.0, None, None, False, ())
        found = tuple(evidence(left, right))
        left_name, right_name, person = chosen or (None, None, False)
        return Compared(weigh(best, list(found)), best, left_name, right_name, person, found)

    def features(self, left: str, right: str, *, person: bool) -> NDArray[np.float32]:
        """What two names differ in, in the order of FEATURES; all 1 where one has no words."""
        sides = [np.array(self._lexicon.ids(encode.words(text, person=person)), np.int32) for text in (left, right)]
        if not all(map(len, sides)):
            return np.ones(len(features.FEATURES), np.float32)
        table = self._lexicon.table
        features.compare(sides[0], table, sides[1], table, self._weights.costs, self._room)
        return self._room.features.copy()

    def align(self, left: str, right: str, *, person: bool) -> Alignment:
        """Which words of two names agree, and how."""
        a, b = (encode.words(text, person=person) for text in (left, right))
        turned = bool(self.features(left, right, person=person)[features.ORDER])
        if not a or not b:
            return Alignment([], list(a), list(b), turned=False)
        room = self._room
        mine, yours, how = (room.right, room.left, room.how.T) if room.turned[0] else (room.left, room.right, room.how)
        partners = list(enumerate(mine[: len(a)].tolist()))
        others = list(enumerate(yours[: len(b)].tolist()))
        both = dict.fromkeys([(i, j) for i, j in partners if j >= 0] + [(i, j) for j, i in others if i >= 0])
        return Alignment(
            [(a[i], b[j], int(how[i, j])) for i, j in both],
            [a[i] for i, j in partners if j < 0],
            [b[j] for j, i in others if i < 0],
            turned=turned,
        )

    def _names(self, left: Profile, right: Profile, *, person: bool) -> tuple[float, tuple[Name, Name] | None]:
        if len(self._lexicon) > _MANY:
            self._forget()
        mine, yours = (encode.named(side, person=person) for side in (left, right))
        if not mine or not yours:
            return 0.0, None
        worth = [np.array([WORTH[name.quality] for name, _ in side], np.float32) for side in (mine, yours)]
        value, i, j = features.best(
            *self._ids(mine), *self._ids(yours), self._lexicon.table, self._weights.costs,
            self._weights.model[0 if person else 1], np.outer(worth[0], worth[1]), self._room,
        )  # fmt: skip
        return float(value), (mine[i][0], yours[j][0])

    def _ids(
        self, named: Sequence[tuple[Name, tuple[encode.Word, ...]]]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        some = [self._lexicon.ids(words) for _, words in named]
        return np.array([number for ids in some for number in ids], np.int32), np.cumsum([0, *map(len, some)])


def ways(kinds: int) -> Iterator[bool]:
    """The ways in which names of these kinds are read: as a person's (True), as any other's (False)."""
    if kinds & PERSON:
        yield True
    if kinds & ~PERSON:
        yield False
