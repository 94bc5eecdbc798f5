"""What two names differ in, as numbers, and the score that weights make of them: compiled, as `kernel` is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kronika.match.compiled import compiled
from kronika.match.kernel import (
    COGNATE,
    CORE,
    ELSE,
    FATHERS,
    FEMININE,
    FIRST,
    FORMS,
    GENERIC,
    GIVEN,
    INITIAL,
    JOINED,
    LENGTH,
    NUMBER,
    OTHER,
    PATRONYMIC,
    PLACE,
    ROLE,
    ROLES,
    SHORT,
    SPELT,
    SYLLABLE,
    WEIGHT,
    align,
    as_one,
    behind,
)  # fmt: skip

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = (
    "spelling", "edits", "worst", "missing", "conflict", "lesser conflict", "patronymics", "no surname", "initials",
    "order", "thin", "joined", "short forms", "cognates", "gender", "numbers", "other names",
    "other syllables", "no given name",
)  # fmt: skip
"""What `compare` writes, in this order: each is 0 where two names agree wholly and grows as they differ.

spelling: distance of the words that agree, per letter; edits: the same in all; worst: of the word that is furthest;
missing: share of weight that one side has more; conflict: weight that each side has and the other has not; lesser
conflict: the same of given names, or of generic words and places; patronymics: of patronymics; no surname: no surname
or core word agrees but by its initial; initials: how many words agree by an initial only; order: whether the order
differs; thin: how little there is that agrees; joined: words written together; short forms, cognates: given names that
agree as such; gender: forms for a man and a woman; numbers: of numbers; other names, other syllables: words spelt alike
that are known as two; no given name: one side has a patronymic, but no given name, the other has one.
"""
SPELLING, EDITS, WORST, MISSING, CONFLICT, LESSER, FATHERLY, NO_SURNAME = range(8)
INITIALS, ORDER, THIN, JOINS, SHORTS, COGNATES, GENDER, NUMBERS, OTHERS, ELSES, NO_GIVEN = range(8, 19)

_BRIEF = np.float32(4.5)
"""Letters of a short word."""
_SLIP, _MOVED = np.float32(1.05), np.float32(0.3)
"""Edits that two names may differ in beside their blanks: where one has a blank more, where blanks moved."""
_AMONG_FEW = np.float32(0.85)
"""What a letter of a syllable tells, beside one of another word."""
_PLENTY = np.float32(10.0)
"""Letters that agree from which on nothing is thin."""


class Listed(NamedTuple):
    """The names of an index: name `n` is `words[starts[n]:starts[n + 1]]`."""

    words: NDArray[np.int32]
    starts: NDArray[np.int64]
    kinds: NDArray[np.uint8]


@compiled()
def _telling(how: Any, length: Any, weight: Any, near: Any) -> Any:
    """How many letters' worth of agreement two words are."""
    tells = min(length, np.float32(8.0)) * min(weight, np.float32(1.0))
    if how in (SPELT, OTHER, ELSE):
        tells *= 1 - near
    elif how == FIRST:
        tells = np.float32(0.5)
    elif how == SHORT:
        tells *= np.float32(0.7)
    elif how in (COGNATE, JOINED):
        tells *= np.float32(0.5)
    elif how in (FORMS, FATHERS):
        tells *= np.float32(0.9)
    return tells


@compiled()
def _agreed(ta: Any, a: Any, tb: Any, b: Any, room: Any) -> Any:
    """Sum up the words that agree; gives their weight and whether a surname or core word is among them."""
    out = room.features
    weight = evidence = np.float32(0.0)
    core = False
    first = last = -1
    spoken = turns = 0
    for i in range(len(ta)):
        j = room.left[i]
        if j < 0:
            continue
        row, other = a.rows[ta[i]], b.rows[tb[j]]
        how = room.how[i, j]
        mine = np.float32(row[WEIGHT]) / 1000
        pair = (mine + np.float32(other[WEIGHT]) / 1000) / 2
        length = np.float32(0.5) * (row[LENGTH] + other[LENGTH])
        near = room.edits[i, j] / length if how in (SPELT, OTHER, ELSE) else np.float32(0.0)
        weight += pair
        tells = _telling(how, length, pair, near)
        if row[ROLE] == SYLLABLE and other[ROLE] == SYLLABLE:  # there are only some four hundred
            tells *= _AMONG_FEW
        evidence += tells
        out[SPELLING] += pair * near
        out[EDITS] += near * length
        brief = 1 + max(np.float32(0.0), _BRIEF - length) / 2  # a letter counts for more in a short word
        out[WORST] = max(out[WORST], near * brief * min(pair, np.float32(1.0)))
        out[OTHERS] += how == OTHER
        out[ELSES] += how == ELSE
        out[INITIALS] += how == FIRST
        out[SHORTS] += how == SHORT
        out[COGNATES] += how == COGNATE
        if how not in (JOINED, FIRST) and row[FEMININE] != other[FEMININE]:
            out[GENDER] = 1.0
        bears = row[ROLE] in (CORE, SYLLABLE) or other[ROLE] in (CORE, SYLLABLE)
        core |= bears and how != FIRST
        if bears and how == FIRST:
            out[NO_SURNAME] = 1.0
        if mine > np.float32(0.3) and how != FIRST:
            if first < 0:
                first = j
            if j < last:
                out[ORDER] = 1.0
                turns += 1
            last = j
            spoken += row[ROLE] == SYLLABLE and other[ROLE] == SYLLABLE
    if spoken > 2 and turns + (first < last) > 1:  # a surname may stand at either end, but Un-jong is not Jong-un
        out[ELSES] += 1
    out[SPELLING] /= max(weight, np.float32(0.1))
    out[THIN] = max(np.float32(0.0), 1 - evidence / _PLENTY)
    return weight, core


@compiled()
def _left_over(t: Any, words: Any, partners: Any, alone: Any) -> None:
    alone[:] = 0.0
    for i in range(len(t)):
        if partners[i] < 0:
            row = words.rows[t[i]]
            alone[row[ROLE]] += np.float32(row[WEIGHT]) / 1000


@compiled()
def _only_father(t: Any, words: Any, partners: Any) -> Any:
    """Whether a name has a patronymic that agrees, but no given name."""
    father = False
    for i in range(len(t)):
        role = words.rows[t[i], ROLE]
        if role in (GIVEN, INITIAL):
            return False
        father |= role == PATRONYMIC and partners[i] >= 0
    return father


@compiled()
def compare(ta: Any, a: Any, tb: Any, b: Any, costs: Any, room: Any) -> None:
    """Compare two names, each the numbers of its words in a table of words; FEATURES are in `room.features`.

    Which of the two comes first makes no difference, but for `room.turned`.
    """
    room.turned[0] = behind(ta, a, tb, b)
    if room.turned[0]:
        _compare(tb, b, ta, a, costs, room)
    else:
        _compare(ta, a, tb, b, costs, room)


@compiled()
def _compare(ta: Any, a: Any, tb: Any, b: Any, costs: Any, room: Any) -> None:
    out = room.features
    out[:] = 0.0
    out[JOINS] = align(ta, a, tb, b, costs, room)
    agreed, core = _agreed(ta, a, tb, b, room)
    ours, theirs = room.alone[0], room.alone[1]
    _left_over(ta, a, room.left, ours)
    _left_over(tb, b, room.right, theirs)
    if core:
        out[NO_SURNAME] = 0.0
    elif ours[CORE] + theirs[CORE] + ours[SYLLABLE] + theirs[SYLLABLE] > 0:
        out[NO_SURNAME] = 1.0
    if (_only_father(ta, a, room.left) and theirs[GIVEN] > 0) or (_only_father(tb, b, room.right) and ours[GIVEN] > 0):
        out[NO_GIVEN] = 1.0
    mine = yours = np.float32(0.0)
    for role in range(ROLES):
        both = min(ours[role], theirs[role])
        if role == PATRONYMIC:
            out[FATHERLY] = both
        elif role == NUMBER:
            out[NUMBERS] = both
        elif role == INITIAL:
            out[LESSER] += 3 * both
        elif role in (GIVEN, GENERIC, PLACE):
            out[LESSER] += both
        else:
            out[CONFLICT] += both
        mine += ours[role] - both
        yours += theirs[role] - both
    mixed = min(mine, yours)
    missing = max(mine, yours) - mixed
    out[CONFLICT] = min(out[CONFLICT] + mixed, np.float32(2.0))
    out[MISSING] = missing / (agreed + missing + np.float32(1e-6))
    out[EDITS] = min(out[EDITS], np.float32(4.0))
    amiss = out[CONFLICT] + out[LESSER] + out[FATHERLY] + out[OTHERS] + out[ELSES] + out[WORST]
    if len(ta) != len(tb) or amiss > np.float32(0.2):
        _blanks(ta, a, tb, b, costs, room)


@compiled()
def _blanks(ta: Any, a: Any, tb: Any, b: Any, costs: Any, room: Any) -> None:
    """Where two names are written alike but for their blanks, only that is what they differ in."""
    most = _SLIP if len(ta) != len(tb) else _MOVED
    d, length = as_one(ta, a, tb, b, costs, most, room)
    if d < most:
        out = room.features
        out[:] = 0.0
        out[SPELLING] = out[WORST] = d / length
        out[EDITS] = d
        out[JOINS] = 1.0
        out[THIN] = max(np.float32(0.0), 1 - length / _PLENTY)


@compiled()
def judge(features: Any, weights: Any) -> Any:
    """The score in [0, 1] that weights give to FEATURES: 1 where nothing differs, less with everything that does.

    `weights` holds the intercept, one weight a feature, and that of a changed order where little agrees.
    """
    penalty = weights[len(features) + 1] * features[ORDER] * features[THIN]
    for at in range(len(features)):
        penalty += weights[at + 1] * features[at]
    top = weights[0]
    return np.float32((1 + np.exp(-top)) / (1 + np.exp(penalty - top)))


@compiled()
def best(
    ta: Any, a_starts: Any, tb: Any, b_starts: Any, words: Any, costs: Any, weights: Any, most: Any, room: Any
) -> Any:
    """The best score of any name of one side with any of the other, and which two; −1 where a side has none.

    A name is `ta[a_starts[i]:a_starts[i + 1]]`; `most[i, j]` is what this pair's score is multiplied by.
    """
    top, left, right = np.float32(-1.0), 0, 0
    for i in range(len(a_starts) - 1):
        x = ta[a_starts[i] : a_starts[i + 1]]
        for j in range(len(b_starts) - 1):
            y = tb[b_starts[j] : b_starts[j + 1]]
            if len(x) and len(y):
                compare(x, words, y, words, costs, room)
                value = judge(room.features, weights) * most[i, j]
                if value > top:
                    top, left, right = value, i, j
    return top, left, right


@compiled()
def each(query: Any, a: Any, names: Any, listed: Any, b: Any, costs: Any, weights: Any, room: Any, scores: Any) -> None:
    """Score one name of a query against many names of an index; `weights` has one row for persons, one for others."""
    for at in range(len(names)):
        name = names[at]
        other = listed.words[listed.starts[name] : listed.starts[name + 1]]
        compare(query, a, other, b, costs, room)
        scores[at] = judge(room.features, weights[min(listed.kinds[name] - 1, 1)])
