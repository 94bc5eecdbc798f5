"""From a word to the keys of an index that it could be: compiled loops of `index`.

A key is one sequence of symbols that some word of the index has. Keys are found by their skeleton: the consonants,
alike ones as one, with at most one left out on either side. A spelling mistake changes at most one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kronika.match.compiled import compiled
from kronika.match.kernel import LONGEST
from kronika.match.skeletons import LEFT_OUT, bits, skeletons, vowels

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_KEYS = 8192
"""Keys that a word can be near to at most."""
_NEAR, _ONE_EDIT = np.float32(0.135), np.float32(1.01)
"""Edits that a key may be away from a word: for each symbol of the two, and at least."""
_STRONG, _CLOSE = np.float32(0.9), np.float32(0.85)
"""How alike a key is that is a class of the word, that a word is not to be cut in two for; that two words make."""
_ENOUGH = 4
"""Letters of a word that is looked for with one of them wrong."""


class Keys(NamedTuple):
    """What words are looked up by: arrays of `index.Names`. A call pays for each array that it is given."""

    symbols: NDArray[np.uint8]
    starts: NDArray[np.int32]
    vowels: NDArray[np.uint64]
    skeletons: NDArray[np.uint64]
    skeleton_keys: NDArray[np.int32]
    whole: NDArray[np.uint64]
    whole_keys: NDArray[np.int32]
    slips: NDArray[np.uint64]
    slip_keys: NDArray[np.int32]
    class_codes: NDArray[np.int64]
    class_keys: NDArray[np.int32]
    postings: NDArray[np.int32]


class Room(NamedTuple):
    """What `near` writes to; one for each thread."""

    rows: NDArray[np.float32]
    """The table of distances between the beginnings of two words."""
    seen: NDArray[np.int64]
    """For each key the number of the search that saw it last."""
    search: NDArray[np.int64]
    """One number: that of the last search."""
    keys: NDArray[np.int32]
    """The keys found."""
    alike: NDArray[np.float32]
    place: NDArray[np.int32]
    """For each key where it stands among those found, where it does."""


def room(keys: int) -> Room:
    """A new room for an index of so many keys."""
    return Room(
        np.zeros((LONGEST + 1, LONGEST + 1), np.float32), np.zeros(keys, np.int64), np.zeros(1, np.int64),
        np.empty(MOST_KEYS, np.int32), np.empty(MOST_KEYS, np.float32), np.zeros(keys, np.int32),
    )  # fmt: skip


class Sought(NamedTuple):
    """Words to look up, one after another; two written as one are a word."""

    symbols: NDArray[np.uint8]
    starts: NDArray[np.int32]
    how: NDArray[np.uint8]
    """ANYHOW, SPELT or JOINED."""
    weight: NDArray[np.float32]
    letters: NDArray[np.uint8]
    letter_starts: NDArray[np.int32]
    codes: NDArray[np.int64]
    """The codes of the classes of given names that they are in, one word after another."""
    code_starts: NDArray[np.int32]


ANYHOW, SPELT, JOINED = range(3)
"""How a word is looked up: by its classes alone, by its spelling too, as two words that may be written as one."""


class Pool(NamedTuple):
    """What words could be among the keys. Each word has three slots: itself, and the two keys it may be cut into."""

    keys: NDArray[np.int32]
    alike: NDArray[np.float32]
    starts: NDArray[np.int64]
    """Slot `s` is `keys[starts[s]:starts[s + 1]]`."""
    often: NDArray[np.int32]
    """For each slot how many names hold a key that is much alike."""
    tells: NDArray[np.float32]
    """For each slot how much it tells."""


def pool() -> Pool:
    """An empty pool."""
    keys, slots = 1 << 18, 3 << 12
    return Pool(
        np.empty(keys, np.int32), np.empty(keys, np.float32), np.zeros(slots + 1, np.int64), np.zeros(slots, np.int32),
        np.zeros(slots, np.float32),
    )  # fmt: skip


def grown(pool: Pool, words: int) -> Pool:
    """The same pool, which holds so many words, with twice the room for what it is short of."""
    keys, alike, starts, often, tells = pool
    if 3 * words == len(often):
        starts, often, tells = (np.concatenate([each, np.zeros_like(each)]) for each in (starts, often, tells))
    else:
        keys, alike = (np.concatenate([each, np.empty_like(each)]) for each in (keys, alike))
    return Pool(keys, alike, starts, often, tells)


@compiled(inline="always")
def _line(word: Any, symbols: Any, begin: Any, i: Any, costs: Any, rows: Any) -> Any:
    """Write line `i` of the table of distances between the beginnings of a key and of a word; gives its least."""
    x, here, above = symbols[begin + i - 1], rows[i], rows[i - 1]
    drop = costs[0, x]
    value = best = here[0] = above[0] + drop
    for j in range(len(word)):
        y = word[j]
        value = min(above[j] + costs[x, y], above[j + 1] + drop, value + costs[0, y])
        if i > 1 and j and x == word[j - 1] and y == symbols[begin + i - 2]:
            value = min(value, rows[i - 2, j - 1] + np.float32(1.0))
        here[j + 1] = value
        best = min(best, value)
    return best


@compiled()
def near(word: Any, keys: Any, costs: Any, loose: Any, room: Any) -> Any:
    """Find the keys that a word could be a spelling of and how alike they are (1: the same); gives how many.

    With `loose` one consonant may be another, missing or too many.
    The distance is that of `kernel.distance`. Keys come in the order of their symbols, so most begin as the one before
    did, and only what is new is computed; nothing is where that beginning is too far already.
    """
    some = np.empty(LEFT_OUT + 1, np.uint64)
    total = skeletons(word, some) if loose else min(1, skeletons(word, some))
    symbols, rows = keys.symbols, room.rows
    room.search[0] += 1
    search = room.search[0]
    n, mine, count = len(word), vowels(word), 0
    too_far = max(_NEAR * (2 * n + 2 + loose), _ONE_EDIT)
    for j in range(n):
        rows[0, j + 1] = rows[0, j] + costs[0, word[j]]
    for each in range(total):
        spare = 2 + n // 4 if each else 3 + n // 3
        last, reached, dead = 0, 0, LONGEST
        at = np.searchsorted(keys.skeletons, some[each])
        while at < len(keys.skeletons) and keys.skeletons[at] == some[each]:
            key = keys.skeleton_keys[at]
            at += 1
            begin = keys.starts[key]
            m = keys.starts[key + 1] - begin
            if abs(m - n) > 2 + loose or room.seen[key] == search:
                continue
            if np.int64(bits(mine ^ keys.vowels[key])) > spare:
                continue
            room.seen[key] = search
            i = 0
            while i < reached and i < m and symbols[begin + i] == symbols[last + i]:
                i += 1
            if i >= dead:
                continue
            last, dead = begin, LONGEST
            while i < m and dead == LONGEST:
                i += 1
                if _line(word, symbols, begin, i, costs, rows) >= too_far:
                    dead = i
            reached = i
            d = rows[m, n]
            if dead == LONGEST and d < max(_NEAR * (n + m), _ONE_EDIT) and count < MOST_KEYS:
                room.keys[count], room.place[key] = key, count
                room.alike[count] = 1 - d / (np.float32(0.5) * (n + m))
                count += 1
    return count


@compiled()
def _hash(letters: Any, skip: Any) -> Any:
    """The hash of a word's letters but for one, or for none."""
    value = np.uint64(14695981039346656037)  # FNV-1a
    for at in range(len(letters)):
        if at != skip:
            value = (value ^ np.uint64(letters[at])) * np.uint64(1099511628211)
    return value


@compiled()
def spellings(letters: Any, starts: Any, keys: Any, slips: Any) -> Any:
    """What words are found by that are spelt wrongly: two arrays, hash and key, sorted by both.

    Hashes of the letters of each word; with `slips` also those of its letters but for one, where it has `_ENOUGH`.
    Words that are one letter apart meet in one of them (the symmetric deletes of Garbe, 2012).
    """
    most = len(letters) + len(keys) if slips else len(keys)
    found, owner = np.empty(most, np.uint64), np.empty(most, np.int32)
    total = 0
    for word in range(len(keys)):
        spelt = letters[starts[word] : starts[word + 1]]
        for skip in range(-1, len(spelt) if slips and len(spelt) >= _ENOUGH else 0):
            found[total], owner[total] = _hash(spelt, skip), keys[word]
            total += 1
    order = np.argsort(found[:total], kind="mergesort")
    return found[:total][order], owner[:total][order]


@compiled()
def _find(value: Any, keys: Any) -> Any:
    at = np.searchsorted(keys.whole, value)
    return keys.whole_keys[at] if at < len(keys.whole) and keys.whole[at] == value else -1


@compiled()
def halves(letters: Any, keys: Any) -> Any:
    """The two keys that a word is, written together, perhaps with one stray letter between; -1, -1 where it is none.

    Of several ways, the one whose shorter half is longest.
    """
    best, first, second = 0, -1, -1
    for cut in range(2, len(letters) - 1):
        left = _find(_hash(letters[:cut], -1), keys)
        if left < 0:
            continue
        for stray in range(2):
            size = min(cut, len(letters) - cut - stray)
            if size < 2 or 2 * size - stray <= best:
                continue
            right = _find(_hash(letters[cut + stray :], -1), keys)
            if right >= 0:
                best, first, second = 2 * size - stray, left, right
    return first, second


@compiled()
def _add(key: Any, alike: Any, count: Any, room: Any) -> Any:
    """Add a key to those found, or raise how much alike it is; gives how many there are now."""
    place = room.place[key]
    if place < count and room.keys[place] == key:
        room.alike[place] = max(room.alike[place], alike)
    elif count < MOST_KEYS:
        room.keys[count], room.alike[count], room.place[key] = key, alike, count
        count += 1
    return count


@compiled()
def _slips(letters: Any, count: Any, keys: Any, room: Any) -> Any:
    """Add the keys of words that are one letter apart to those found; gives how many there are now."""
    if len(letters) < _ENOUGH:
        return count
    alike = 1 - 1 / np.float32(len(letters))
    for skip in range(-1, len(letters)):
        value = _hash(letters, skip)
        at = np.searchsorted(keys.slips, value)
        while at < len(keys.slips) and keys.slips[at] == value:
            count = _add(keys.slip_keys[at], alike, count, room)
            at += 1
    return count


@compiled()
def telling(often: Any, names: Any) -> Any:
    """How much a word tells that so many of the names hold: 1 for one of them, 0.15 for one that most do."""
    return max(0.15, min(1.0, 1 - np.log(max(often, 1)) / np.log(max(names, 2))))


@compiled()
def _of_classes(codes: Any, count: Any, keys: Any, room: Any) -> Any:
    """Add the keys of these classes of given names to those found, as much alike; gives how many there are now."""
    for code in codes:
        at = np.searchsorted(keys.class_codes, code)
        while at < len(keys.class_codes) and keys.class_codes[at] == code:
            count = _add(keys.class_keys[at], _STRONG, count, room)
            at += 1
    return count


@compiled()
def _pour(slot: Any, count: Any, least: Any, weight: Any, names: Any, keys: Any, room: Any, pool: Any) -> Any:
    """Put the keys found that are alike enough into a slot; gives how alike the first of them is."""
    end = pool.starts[slot]
    often, best = 0, np.float32(0.0)
    for at in range(count):
        if room.alike[at] >= least:
            key = room.keys[at]
            pool.keys[end], pool.alike[end] = key, room.alike[at]
            end += 1
            best = max(best, room.alike[at])
            if room.alike[at] >= _STRONG:
                often += keys.postings[key + 1] - keys.postings[key]
    pool.starts[slot + 1], pool.often[slot], pool.tells[slot] = end, often, weight * telling(often, names)
    return best


@compiled()
def learn(sought: Any, done: Any, first: Any, names: Any, keys: Any, costs: Any, room: Any, pool: Any) -> Any:
    """Look up words from number `done` on, the word number `first` of the pool; gives how many are done.

    Those are not all where the pool is full. `names` is how many names there are.
    """
    while done < len(sought.how):
        slot = 3 * (first + done)
        if slot == len(pool.often) or len(pool.keys) - pool.starts[slot] < MOST_KEYS + 2:
            return done
        word, how = sought.symbols[sought.starts[done] : sought.starts[done + 1]], sought.how[done]
        letters = sought.letters[sought.letter_starts[done] : sought.letter_starts[done + 1]]
        count = near(word, keys, costs, how == SPELT, room) if how != ANYHOW else 0
        if how == SPELT and (count == 0 or room.alike[:count].max() < 1):
            count = _slips(letters, count, keys, room)
        count = _of_classes(sought.codes[sought.code_starts[done] : sought.code_starts[done + 1]], count, keys, room)
        least = _CLOSE if how == JOINED else np.float32(0.0)
        best = _pour(slot, count, least, sought.weight[done], names, keys, room, pool)
        cut = how != JOINED and len(letters) > 4 and best < _STRONG
        left, right = halves(letters, keys) if cut else (-1, -1)
        for half, key in enumerate((left, right)):
            room.keys[0], room.alike[0] = key, np.float32(1.0)
            _pour(slot + 1 + half, 1 if key >= 0 else 0, np.float32(0.0), np.float32(0.5), names, keys, room, pool)
        done += 1
    return done
