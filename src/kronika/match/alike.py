"""Which subjects of all lists could be one: all pairs whose names are alike, or that have a number in common.

Names of the same words are one form, whoever bears them: the index is asked once for each form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from kronika.match import features, kernel
from kronika.match.encode import Word
from kronika.match.evidence import Evidence, evidence
from kronika.match.index import Index, Query
from kronika.match.profile import PERSON
from kronika.match.score import WORTH, Comparer, weights
from kronika.match.words.spelling import ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kronika.match.index import Ids, Names
    from kronika.match.profile import Profile

FLOOR = 0.6
"""Names less alike than this make no pair."""
_CANDIDATES = 30
"""Subjects that a form is compared with, beside those that bear it."""
_SHARE = 0.3
"""Of what two names tell, how much at least they must have in common; twice as fast, one pair in 500 lost."""
_SHARED = 40
"""A name or a number that more subjects bear says nothing about any two of them."""
_COMMON = 12
"""A name that more subjects bear tells nothing by itself: there are about as many lists."""
_SHORT = 6
"""Sounds; a name that has fewer, an acronym mostly, tells so much less: many that are not listed have it too."""
_MORE = 0.1
"""What each further word of a company's name tells beside what it tells alone: «General Bureau of Atomic Energy»."""
_LEAST = 5
"""Characters of a number that makes a pair by itself."""
_AS_GOOD = 0.05
_THREADS, _STEP = 2, 1000
_LAST = 0xFFFFFFFF
"""The second of two numbers that are written as one."""
_T = TypeVar("_T")

Progress = Callable[[int, int], None]
"""Told how many forms of names are done, of how many."""


class Alike(NamedTuple):
    """Two subjects that could be one."""

    left: int
    right: int
    """Numbers of subjects, the left one smaller."""
    names: float
    """The score of their names alone."""
    telling: float
    """How much the names tell that are alike; 1 is one word that no other name holds."""
    evidence: tuple[Evidence, ...]


def pairs(profiles: Sequence[Profile], names: Names, progress: Progress = lambda done, total: None) -> list[Alike]:
    """All pairs of profiles that could be one, in order. `names` are those of the profiles (`index.names_of`)."""
    found = _borne(_Forms(names, np.array([each.schema == "Person" for each in profiles], bool)), progress)
    comparer = Comparer()
    for a, b in _sharing(profiles):
        if (a, b) not in found:
            found[a, b] = comparer.compare(profiles[a], profiles[b]).names, 0.0
    return [Alike(*pair, *found[pair], tuple(evidence(*(profiles[n] for n in pair)))) for pair in sorted(found)]


class _Forms:
    """The forms that names have."""

    def __init__(self, names: Names, persons: NDArray[np.bool_]) -> None:
        self.names = names
        self.words = [_word(row, names.symbols) for row in names.rows.tolist()]
        same: dict[Word, int] = {}
        plain = np.array([same.setdefault(word, at) for at, word in enumerate(self.words)], np.int32)[names.words]
        numbers: dict[tuple[int, bytes], int] = {}
        spans = zip(names.kinds.tolist(), pairwise(names.starts.tolist()), strict=True)
        self.of = np.array(
            [numbers.setdefault((kind, plain[a:b].tobytes()), len(numbers)) for kind, (a, b) in spans], np.int32
        )
        """The form of each name."""
        self.bearers = np.argsort(self.of, kind="stable")
        """Names by form."""
        self.starts = np.searchsorted(self.of[self.bearers], np.arange(len(numbers) + 1))
        self.first = self.bearers[self.starts[:-1]].astype(np.int32)
        # What may be a person's or a company's record is compared as a person's with those of known persons only: by a
        # person's rules «121 Repair Plant» is a fair spelling of «810 Repair Plant».
        self.sure = persons[names.owner] | (names.kinds != PERSON)
        """Which names are read as what their bearers are known to be."""
        self.known = np.bincount(self.of, self.sure, len(numbers)) > 0
        """Which forms have such a name."""
        ends = np.cumsum(np.append(0, names.rows[names.words, kernel.LENGTH]))[names.starts]
        more = np.where(names.kinds == PERSON, 0, _MORE * (np.diff(names.starts) - 1))
        self.telling = names.totals * np.minimum(np.diff(ends) / _SHORT, 1) + more
        """How much each name tells."""
        # A query's arrays can be written to, an index's cannot: like this it is one machine code for both tasks.
        self.table = kernel.Words(names.rows.copy(), names.symbols.copy())

    def __len__(self) -> int:
        return len(self.first)

    def ids(self, form: int) -> Ids:
        """The numbers of a form's words."""
        first = self.first[form]
        return self.names.words[self.names.starts[first] : self.names.starts[first + 1]]


def _word(row: list[int], symbols: NDArray[np.uint8]) -> Word:
    """A word of a table."""
    begin, length, letters, role, feminine, weight, *classes = row
    text = symbols[begin + length : begin + length + letters].tobytes().decode("ascii")
    sounds = "".join(ALPHABET[code - 1] for code in symbols[begin : begin + length].tolist())
    return Word(text, role, weight / 1000, sounds, bool(feminine), tuple(each for each in classes if each))


class _Desk:
    """What one thread works with."""

    def __init__(self, forms: _Forms, index: Index) -> None:
        self._forms, self._index = forms, index
        self._room = kernel.room(len(features.FEATURES))

    def candidates(self, some: range) -> NDArray[np.int64]:
        """The pairs of these forms and of what each could be, each pair as one number."""
        forms, kinds = self._forms, self._forms.names.kinds
        found = [np.zeros(0, np.int64)]
        for form in (each for each in some if forms.known[each]):
            words = [forms.words[n] for n in forms.ids(form).tolist()]
            most = _CANDIDATES + int(forms.starts[form + 1] - forms.starts[form])
            names = self._index.candidates(Query(words, int(kinds[forms.first[form]])), most=most, share=_SHARE)
            others = forms.of[names].astype(np.int64)
            found.append(np.minimum(others, form) << 32 | np.maximum(others, form))
        return np.unique(np.concatenate(found))

    def scores(self, pairs: NDArray[np.int64]) -> NDArray[np.float32]:
        """How much the forms of each pair are alike. The pairs are in order."""
        forms, names, fitted = self._forms, self._forms.names, weights()
        left, right = pairs >> 32, forms.first[pairs & _LAST]
        scores = np.empty(len(pairs), np.float32)
        begins = np.flatnonzero(np.diff(left, prepend=-1))
        for begin, end in pairwise([*begins.tolist(), len(pairs)]):
            features.each(
                forms.ids(int(left[begin])).copy(), forms.table, right[begin:end], names, names.table, fitted.costs,
                fitted.model, self._room, scores[begin:end],
            )  # fmt: skip
        return scores


def _alike(forms: _Forms, progress: Progress) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The pairs of forms that are alike, also of each with itself, and how much."""
    desks = [_Desk(forms, Index(forms.names)) for _ in range(_THREADS)]
    steps = [range(len(forms))[at : at + _STEP] for at in range(0, len(forms), _STEP)]
    found = [np.zeros(0, np.int64)]
    for some, made in zip(steps, _apart(desks, _Desk.candidates, steps), strict=True):
        found.append(made)
        progress(some.stop, 2 * len(forms))
    pairs = np.unique(np.concatenate(found))
    left, right = pairs >> 32, pairs & _LAST
    owner, sole = forms.names.owner[forms.first], np.diff(forms.starts) == 1
    pairs = pairs[(left != right) & ~(sole[left] & sole[right] & (owner[left] == owner[right]))]
    parts = np.array_split(pairs, max(len(steps), 1))
    # A name without letters is like none.
    every = np.flatnonzero((np.diff(forms.names.starts)[forms.first] > 0) & forms.known)
    scored = [np.ones(len(every), np.float32)]
    for some, scores in zip(steps, _apart(desks, _Desk.scores, parts), strict=False):
        scored.append(scores)
        progress(len(forms) + some.stop, 2 * len(forms))
    scores = np.concatenate(scored)
    enough = scores >= FLOOR
    return np.concatenate([every << 32 | every, pairs])[enough], scores[enough]


def _apart(desks: Sequence[_Desk], work: Callable[[_Desk, Any], _T], parts: Sequence[Any]) -> Iterator[_T]:
    """Have the parts worked on by several threads; gives the results in order."""
    idle: SimpleQueue[_Desk] = SimpleQueue()
    for desk in desks:
        idle.put(desk)

    def one(part: Any) -> _T:
        desk = idle.get()
        try:
            return work(desk, part)
        finally:
            idle.put(desk)

    with ThreadPoolExecutor(len(desks)) as threads:
        yield from threads.map(one, parts)


def _borne(forms: _Forms, progress: Progress) -> dict[tuple[int, int], tuple[float, float]]:
    """The pairs of subjects that bear forms which are alike: the score of their names, and how much these tell."""
    alike, scores = _alike(forms, progress)
    left, right, size = alike >> 32, alike & _LAST, np.diff(forms.starts)
    few = (size[left] <= _SHARED) & (size[right] <= _SHARED)
    left, right, scores = left[few], right[few], scores[few]
    each = size[left] * size[right]
    at = np.repeat(np.arange(len(left)), each)
    within = np.arange(len(at)) - np.repeat(np.cumsum(each) - each, each)
    a = forms.bearers[forms.starts[left[at]] + within // size[right[at]]]
    b = forms.bearers[forms.starts[right[at]] + within % size[right[at]]]
    names = forms.names
    weak = np.array([WORTH[quality] for quality in range(len(WORTH))])[names.quality]
    score = scores[at] * weak[a] * weak[b]
    common = np.maximum(size[left], size[right])[at] > _COMMON
    tells = np.where(common, 0, np.minimum(forms.telling[a], forms.telling[b])).astype(np.float32)
    one, other = np.minimum(names.owner[a], names.owner[b]), np.maximum(names.owner[a], names.owner[b])
    kept = (one != other) & (score >= FLOOR) & (forms.sure[a] | forms.sure[b])
    key, score, tells = _best(one[kept].astype(np.int64) << 32 | other[kept], score[kept], tells[kept])
    pairs = zip((key >> 32).tolist(), (key & _LAST).tolist(), strict=True)
    return dict(zip(pairs, zip(score.tolist(), tells.tolist(), strict=True), strict=True))


def _best(
    key: NDArray[np.int64], score: NDArray[np.float64], tells: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float32]]:
    """Each pair once, with its best score, and the most that names tell which score nearly as well."""
    order = np.lexsort((-score, key))
    key, score, tells = key[order], score[order], tells[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    if not len(begins):
        return key, score, tells
    top = np.repeat(score[begins], np.diff(begins, append=len(key)))
    telling = np.maximum.reduceat(np.where(score >= top - _AS_GOOD, tells, 0), begins)
    return key[begins], score[begins], telling


def _sharing(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of profiles that have a number in common."""
    bearers: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(profiles):
        for number in {number for _, number in profile.idents if len(number) >= _LEAST}:
            bearers[number].append(at)
    for some in bearers.values():
        if 1 < len(some) <= _SHARED:
            yield from combinations(some, 2)
