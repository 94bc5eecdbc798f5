"""Two words and two names, compared: the loops that must be fast, compiled by numba and cached beside this file.

Everything here is numbers: words as rows of a table with their symbol codes (`spelling.codes`), costs as a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kronika.match.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Columns of a table of words: where its symbols begin, how many there are, how many letters come behind them, its role,
# whether it is a feminine form, its weight in thousandths, and up to four classes as 4 × number + rank.
BEGIN, LENGTH, LETTERS, ROLE, FEMININE, WEIGHT, CLASSES = range(7)
COLUMNS = 10
CORE, GIVEN, PATRONYMIC, INITIAL, SMALL, NUMBER, GENERIC, PLACE, SYLLABLE = range(9)
"""The part that a word plays in a name."""
ROLES = 9

APART, SAME, SPELT, FORMS, SHORT, COGNATE, FATHERS, FIRST, JOINED, OTHER, SAID, ELSE = range(12)
"""How two words agree: not; the same sounds; another spelling; forms of one given name; a short form of it; a distant
cognate; patronymics from one name; an initial; written as one word and as two; spelt alike, but known as two names;
romanisations of one syllable; two syllables that are spelt alike."""

MOST_WORDS = 14
"""Words of a name that are compared."""
LONGEST = 24
"""Symbols of a word that are compared."""
KNOWN = 1 << 16
"""Pairs of words that are remembered."""
_FAR = np.float32(0.45)
_ALIKE = np.float32(0.25)
_SOUND_ALIKE = np.float32(0.6)
_TOGETHER = np.float32(0.08)


class Words(NamedTuple):
    """A table of words."""

    rows: NDArray[np.int32]
    symbols: NDArray[np.uint8]
    """The symbols of each word (`spelling.codes`), and its letters as ASCII."""


class Room(NamedTuple):
    """What the kernel writes to; one for each thread, and for each two tables of words."""

    rows: NDArray[np.float32]
    """Three lines of a table of distances."""
    run: NDArray[np.uint8]
    """Words written together."""
    other: NDArray[np.uint8]
    alike: NDArray[np.float32]
    """For each two words of the names compared last how alike they are, from 0 to 1."""
    edits: NDArray[np.float32]
    """… their distance."""
    how: NDArray[np.int8]
    """… how they agree."""
    left: NDArray[np.int64]
    """For each word of the left name the word that it agrees with, −1 for none."""
    right: NDArray[np.int64]
    joined: NDArray[np.int64]
    known: NDArray[np.int64]
    """What was found out about two words before: their numbers as one, `how`, and `edits` and `alike` in thousandths.
    Each pair has one place, which the next pair of that place takes over."""
    turned: NDArray[np.int64]
    """One number: whether `left` is the second of the two names that were compared last."""
    alone: NDArray[np.float32]
    """Weight of the words without a partner, by side and role."""
    features: NDArray[np.float32]


def room(features: int) -> Room:
    """A new room for so many features."""
    most = MOST_WORDS
    return Room(
        np.zeros((3, 4 * LONGEST + 1), np.float32), np.zeros(4 * LONGEST, np.uint8), np.zeros(4 * LONGEST, np.uint8),
        np.zeros((most, most), np.float32),
        np.zeros((most, most), np.float32), np.zeros((most, most), np.int8), np.zeros(most, np.int64),
        np.zeros(most, np.int64), np.zeros(most, np.int64), np.full((KNOWN, 4), -1, np.int64),
        np.zeros(1, np.int64), np.zeros((2, ROLES), np.float32), np.zeros(features, np.float32),
    )  # fmt: skip


@compiled(fastmath=True)
def distance(a: Any, b: Any, costs: Any, rows: Any, limit: Any) -> Any:
    """The least total cost of edits that turn one word into the other, at most `limit`.

    Substitutions, insertions and deletions cost what `costs` says (index 0 is nothing), two neighbours that changed
    places cost one (Damerau 1964, with costs). `rows` is scratch of three lines longer than `b`.
    """
    n, m = len(a), len(b)
    before, last, here = rows[0], rows[1], rows[2]
    last[0] = 0.0
    for j in range(m):
        last[j + 1] = last[j] + costs[0, b[j]]
    for i in range(n):
        x = a[i]
        drop = costs[x, 0]
        best = here[0] = last[0] + drop
        for j in range(m):
            y = b[j]
            value = last[j] if x == y else last[j] + costs[x, y]
            value = min(value, last[j + 1] + drop, here[j] + costs[0, y])
            if i and j and x == b[j - 1] and a[i - 1] == y:
                value = min(value, before[j - 1] + np.float32(1.0))
            here[j + 1] = value
            best = min(best, value)
        if best >= limit:
            return limit
        before, last, here = last, here, before
    return min(last[m], limit)


@compiled()
def _symbols(words: Any, number: Any) -> Any:
    row = words.rows[number]
    return words.symbols[row[BEGIN] : row[BEGIN] + row[LENGTH]]


@compiled()
def _letters(words: Any, number: Any) -> Any:
    row = words.rows[number]
    end = row[BEGIN] + row[LENGTH]
    return words.symbols[end : end + row[LETTERS]]


@compiled()
def _shared(a: Any, b: Any) -> Any:
    """The best rank at which two words share a class: 0, 1 or 2; 8 where both have some and share none, 9 else."""
    best = 8 if a[CLASSES] and b[CLASSES] else 9
    for i in range(CLASSES, COLUMNS):
        if a[i] == 0:
            break
        for j in range(CLASSES, COLUMNS):
            if b[j] == 0:
                break
            if a[i] >> 2 == b[j] >> 2:
                best = min(best, max(a[i] & 3, b[j] & 3))
    return best


@compiled()
def _letter(a: Any, x: Any, b: Any, y: Any, costs: Any) -> Any:
    """How two words agree of which one is a single letter."""
    if len(x) == len(y) and x[0] == y[0]:
        return SAME, np.float32(0.0), np.float32(1.0)
    if (a[ROLE] == INITIAL or b[ROLE] == INITIAL) and (x[0] == y[0] or costs[x[0], y[0]] < np.float32(0.5)):
        return FIRST, np.float32(0.0), np.float32(0.5)
    return APART, np.float32(0.0), np.float32(0.0)


@compiled()
def _slip(x: Any, y: Any) -> Any:
    """Whether two words are one letter apart: one more, less or other, or two neighbours that changed places."""
    n, m = len(x), len(y)
    most, i, j = min(n, m), 0, 0
    if abs(n - m) > 1 or most < 3:
        return False
    while i < most and x[i] == y[i]:
        i += 1
    while j < most - i and x[n - 1 - j] == y[m - 1 - j]:
        j += 1
    left, right = n - i - j, m - i - j
    return (left < 2 and right < 2) or (left == right == 2 and x[i] == y[i + 1] and x[i + 1] == y[i])


@compiled()
def agree(ta: Any, a: Any, tb: Any, b: Any, costs: Any, rows: Any) -> Any:
    """How two words agree, their distance in edits, and how alike they are, from 0 to 1.

    A slip of the pen is one edit, however many sounds it changes: «Shahrza» for «Shahraz».
    """
    return _agree(
        a.rows[ta], _symbols(a, ta), _letters(a, ta), b.rows[tb], _symbols(b, tb), _letters(b, tb), costs, rows
    )


@compiled()
def _agree(a: Any, x: Any, u: Any, b: Any, y: Any, v: Any, costs: Any, rows: Any) -> Any:
    none, whole = np.float32(0.0), np.float32(1.0)
    if len(x) == 0 or len(y) == 0:
        return APART, none, none
    if len(x) == 1 or len(y) == 1:
        if a[ROLE] == SYLLABLE and b[ROLE] == SYLLABLE and _shared(a, b) == 0:  # 이, «I» and «Lee»
            return SAID, none, whole
        return _letter(a, x, b, y, costs)
    length = np.float32(0.5) * (len(x) + len(y))
    limit = _FAR * length
    d = distance(x, y, costs, rows, limit)
    if d == 0:
        return SAME, d, whole
    if a[ROLE] == NUMBER or b[ROLE] == NUMBER:
        return APART, none, none
    if d > whole and _slip(u, v):
        d = whole
    near = d / length
    fathers = a[ROLE] == PATRONYMIC and b[ROLE] == PATRONYMIC
    shared = _shared(a, b) if a[ROLE] == b[ROLE] else 9
    if shared == 8 and (a[ROLE] == GENERIC or a[ROLE] == PLACE):
        return APART, d, none
    if a[ROLE] == SYLLABLE and b[ROLE] == SYLLABLE:
        return (SAID, none, whole) if shared == 0 else (ELSE, d, whole - near) if d < limit else (APART, d, none)
    if shared == 0:
        return (FATHERS if fathers else FORMS), min(d, whole), max(whole - near, np.float32(0.9))
    if d < limit and near < _ALIKE and shared > 2:
        return (SPELT if shared == 9 else OTHER), d, whole - near
    if shared == 1:
        return SHORT, min(d, whole), np.float32(0.8)
    if shared == 2:
        return COGNATE, min(d, whole), np.float32(0.7)
    if d < limit and shared == 9:
        return SPELT, d, whole - near
    return APART, d, none


@compiled()
def _look(ta: Any, a: Any, tb: Any, b: Any, costs: Any, room: Any) -> None:
    """Compare each word of one name with each of the other."""
    for i in range(len(ta)):
        for j in range(len(tb)):
            pair = room.turned[0] << 62 | np.int64(ta[i]) << 31 | np.int64(tb[j])
            at = (ta[i] * 2654435761 + tb[j] * 40503) & (KNOWN - 1)
            if room.known[at, 0] != pair:
                how, d, s = agree(ta[i], a, tb[j], b, costs, room.rows)
                room.known[at, 0], room.known[at, 1] = pair, how
                room.known[at, 2], room.known[at, 3] = round(d * 1000), round(s * 1000)
            room.how[i, j] = room.known[at, 1]
            room.edits[i, j] = room.known[at, 2] / np.float32(1000)
            room.alike[i, j] = room.known[at, 3] / np.float32(1000)


@compiled()
def _pair(ta: Any, a: Any, tb: Any, b: Any, room: Any) -> None:
    """Pair the words of two names, the most alike and weighty first; of equal ones those in the same place."""
    left, right = room.left[: len(ta)], room.right[: len(tb)]
    left[:] = -1
    right[:] = -1
    for _ in range(min(len(ta), len(tb))):
        best, bi, bj = np.float32(0.0), -1, -1
        for i in range(len(ta)):
            if left[i] >= 0:
                continue
            for j in range(len(tb)):
                if right[j] < 0 and room.alike[i, j] > 0:
                    weight = min(a.rows[ta[i], WEIGHT], b.rows[tb[j], WEIGHT])
                    value = room.alike[i, j] * (200 + weight) - abs(i - j)
                    if value > best:
                        best, bi, bj = value, i, j
        if bi < 0:
            return
        left[bi], right[bj] = bj, bi


@compiled()
def _run(t: Any, words: Any, first: Any, j: Any, whole: Any, partner: Any, taken: Any, costs: Any, room: Any) -> Any:
    """The last word of a run of two or three that begins with `first` and is written together as `whole`; −1: none.

    Its words have no partner, or this one; `taken` says whether it has one.
    """
    length = free = own = 0
    for k in range(first, min(first + 3, len(t))):
        if words.rows[t[k], ROLE] == INITIAL:
            return -1
        if partner[k] == j:
            own += 1
        elif partner[k] == -1:
            free += 1
        else:
            return -1
        begin = words.rows[t[k], BEGIN]
        for at in range(words.rows[t[k], LENGTH]):
            room.run[length] = words.symbols[begin + at]
            length += 1
        if k == first or free == 0 or (taken and own == 0) or abs(length - len(whole)) > 2:
            continue
        limit = _TOGETHER * (length + len(whole))
        if distance(room.run[:length], whole, costs, room.rows, limit) < limit:
            return k
    return -1


@compiled()
def _join(ta: Any, a: Any, tb: Any, b: Any, partner: Any, other: Any, costs: Any, room: Any) -> Any:
    """Let two or three words stand for one that is written together: «Abdul Rahman», «Jong Un», «Bank Melli».

    `partner` of the run's words becomes the one word, which is marked in `room.joined`. Gives how many there are.
    """
    room.joined[:] = 0
    count = 0
    for j in range(len(tb)):
        size = b.rows[tb[j], LENGTH]
        if size < 4:
            continue
        for i in range(len(ta) - 1):
            # What is no run by its length or its first letter is sorted out here: calls cost more than this.
            if partner[i] not in (-1, j):
                continue
            two = a.rows[ta[i], LENGTH] + a.rows[ta[i + 1], LENGTH]
            three = two + (a.rows[ta[i + 2], LENGTH] if i + 2 < len(ta) else 0)
            if abs(two - size) > 2 and abs(three - size) > 2:
                continue
            x, y = a.symbols[a.rows[ta[i], BEGIN]], b.symbols[b.rows[tb[j], BEGIN]]
            if x != y and costs[x, y] > _SOUND_ALIKE:
                continue
            last = _run(ta, a, i, j, _symbols(b, tb[j]), partner, other[j] >= 0, costs, room)
            if last >= 0:
                partner[i : last + 1] = j
                other[j] = i
                room.joined[j] = 1
                count += 1
                break
    return count


@compiled()
def _written(t: Any, words: Any, run: Any) -> None:
    """Write all words of a name as one."""
    length = 0
    for number in t:
        begin = words.rows[number, BEGIN]
        for at in range(words.rows[number, LENGTH]):
            run[length] = words.symbols[begin + at]
            length += 1


@compiled()
def _sounds(t: Any, words: Any) -> Any:
    total = 0
    for number in t:
        total += words.rows[number, LENGTH]
    return total


@compiled()
def as_one(ta: Any, a: Any, tb: Any, b: Any, costs: Any, limit: Any, room: Any) -> Any:
    """The distance of two names written without blanks, at most `limit`, and their mean length."""
    n, m = _sounds(ta, a), _sounds(tb, b)
    length = np.float32(0.5) * (n + m)
    if min(n, m) < 6 or max(n, m) > len(room.run) or abs(n - m) > 2:
        return limit, length
    _written(ta, a, room.run)
    _written(tb, b, room.other)
    return distance(room.run[:n], room.other[:m], costs, room.rows, limit), length


@compiled()
def behind(ta: Any, a: Any, tb: Any, b: Any) -> Any:
    """Whether the first of two names comes second in an order of all names, so that both orders compare alike."""
    if len(ta) != len(tb):
        return len(ta) > len(tb)
    for i in range(len(ta)):
        x, y = a.rows[ta[i]], b.rows[tb[i]]
        for at in (LENGTH, ROLE, WEIGHT, FEMININE):
            if x[at] != y[at]:
                return x[at] > y[at]
        for at in range(x[LENGTH]):
            one, other = a.symbols[x[BEGIN] + at], b.symbols[y[BEGIN] + at]
            if one != other:
                return one > other
    return False


@compiled()
def align(ta: Any, a: Any, tb: Any, b: Any, costs: Any, room: Any) -> Any:
    """Find the words of two names that agree; gives how many are written together on one side.

    A name is the numbers of its words in a table, at most MOST_WORDS. In `room`, `left` and `right` receive the
    partners, `how` and `edits` the kind of agreement and the distance of each two words.
    """
    n, m = len(ta), len(tb)
    _look(ta, a, tb, b, costs, room)
    _pair(ta, a, tb, b, room)
    if min(room.left[:n]) >= 0 and min(room.right[:m]) >= 0:
        return 0
    joins = _join(ta, a, tb, b, room.left[:n], room.right[:m], costs, room)
    if joins:
        for i in range(n):
            if room.left[i] >= 0 and room.joined[room.left[i]]:
                room.how[i, room.left[i]] = JOINED
                room.edits[i, room.left[i]] = 0.0
        return joins
    joins = _join(tb, b, ta, a, room.right[:m], room.left[:n], costs, room)
    if joins:
        for j in range(m):
            if room.right[j] >= 0 and room.joined[room.right[j]]:
                room.how[room.right[j], j] = JOINED
                room.edits[room.right[j], j] = 0.0
    return joins
