"""From a word to the keys of an index that it could be, and from keys to names: the compiled loops of `index`.

A key is one sequence of symbols that some word of the index has. Keys are found by their skeleton: the consonants,
alike ones as one, with at most one left out on either side. A spelling mistake changes at most one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

from kronika.match.kernel import LONGEST, distance
from kronika.match.words.spelling import ALPHABET

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALIKE = ("b", "p", "dD", "tTH", "kgqhX", "szc", "SZCQJxj", "vwWf", "m", "n", "l", "r", *"0123456789")
GROUPS = np.zeros(len(ALPHABET) + 1, np.uint8)
"""The group of each symbol's number; 0 for vowels and glides."""
for _number, _some in enumerate(_ALIKE, 1):
    for _symbol in _some:
        GROUPS[ALPHABET.index(_symbol) + 1] = _number
MOST_KEYS = 8192
"""Keys that a word can be near to at most."""
MOST_NAMES = 512
"""Names that a query finds at most."""
_NEAR, _ONE_EDIT = np.float32(0.27), np.float32(1.01)
_OFTEN = 4000
"""Names that hold a word which is too frequent to find any by, where the query has another."""
_LEFT_OUT = 10
"""Consonants of a skeleton; what follows them does not help to find a word."""


@numba.njit(cache=True, nogil=True)
def skeletons(symbols: Any, out: Any) -> Any:
    """Write the skeletons of a word as numbers: the whole first, then with each consonant left out. Gives how many."""
    plain = np.empty(_LEFT_OUT, np.uint64)
    n = 0
    for at in range(len(symbols)):
        group = GROUPS[symbols[at]]
        if group and n < _LEFT_OUT:
            plain[n] = group
            n += 1
    count = 0
    for skip in range(-1, n):
        value = np.uint64(1)
        for at in range(n):
            if at != skip:
                value = value * np.uint64(24) + plain[at]
        seen = False
        for at in range(count):
            seen |= out[at] == value
        if not seen:
            out[count] = value
            count += 1
    return count


@numba.njit(cache=True, nogil=True)
def all_skeletons(symbols: Any, starts: Any) -> Any:
    """The skeletons of all keys: two arrays, sorted by the first: skeleton and key."""
    keys = len(starts) - 1
    found = np.empty(keys * (_LEFT_OUT + 1), np.uint64)
    owner = np.empty(keys * (_LEFT_OUT + 1), np.int32)
    some = np.empty(_LEFT_OUT + 1, np.uint64)
    total = 0
    for key in range(keys):
        count = skeletons(symbols[starts[key] : starts[key + 1]], some)
        for at in range(count):
            found[total] = some[at]
            owner[total] = key
            total += 1
    order = np.argsort(found[:total])
    return found[:total][order], owner[:total][order]


_VOWELS = np.zeros(len(ALPHABET) + 1, np.uint64)
for _place, _symbol in enumerate("aeiouYW"):
    _VOWELS[ALPHABET.index(_symbol) + 1] = np.uint64(1) << np.uint64(4 * _place)


@numba.njit(cache=True, nogil=True)
def vowels(symbols: Any) -> Any:
    """How many there are of each vowel and glide, up to four, as so many bits of its own four."""
    found = np.uint64(0)
    for symbol in symbols:
        bit = _VOWELS[symbol]
        if bit:
            while found & bit and bit < _VOWELS[symbol] << np.uint64(3):
                bit <<= np.uint64(1)
            found |= bit
    return found


@numba.njit(cache=True, nogil=True)
def all_vowels(symbols: Any, starts: Any) -> Any:
    """`vowels` of each key."""
    found = np.empty(len(starts) - 1, np.uint64)
    for key in range(len(found)):
        found[key] = vowels(symbols[starts[key] : starts[key + 1]])
    return found


@numba.njit(cache=True, nogil=True)
def _bits(x: Any) -> Any:
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)


class Keys(NamedTuple):
    """What words are looked up by: the arrays of `index.Names` that `near` needs. A call pays for each it is given."""

    symbols: NDArray[np.uint8]
    starts: NDArray[np.int32]
    vowels: NDArray[np.uint64]
    skeletons: NDArray[np.uint64]
    skeleton_keys: NDArray[np.int32]


class Posts(NamedTuple):
    """Which names hold a key: the arrays of `index.Names` that `gather` and `foremost` need."""

    starts: NDArray[np.int32]
    names: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    owner: NDArray[np.int32]
    totals: NDArray[np.float32]


class Room(NamedTuple):
    """What `near` writes to; one for each thread."""

    rows: NDArray[np.float32]
    seen: NDArray[np.int64]
    """For each key the number of the search that saw it last."""
    keys: NDArray[np.int32]
    """The keys found."""
    alike: NDArray[np.float32]


class Gains(NamedTuple):
    """What `gather` and `foremost` write to; one for each thread."""

    gained: NDArray[np.float32]
    """For each name how much of the query it holds; 0 for all between two queries."""
    last: NDArray[np.int32]
    """For each name the word that it gained for last, and how alike that was, in 255ths."""
    touched: NDArray[np.int32]
    """The names that gained."""
    owned: NDArray[np.int64]
    """For each owner the number of the search that found it last."""
    names: NDArray[np.int32]
    """The names found."""


def room(keys: int) -> Room:
    """A new room for an index of so many keys."""
    return Room(
        np.zeros((3, 4 * LONGEST), np.float32), np.zeros(keys, np.int64), np.empty(MOST_KEYS, np.int32),
        np.empty(MOST_KEYS, np.float32),
    )  # fmt: skip


def gains(names: int, owners: int) -> Gains:
    """New gains for an index of so many names and owners."""
    return Gains(
        np.zeros(names, np.float32), np.zeros(names, np.int32), np.empty(names, np.int32), np.zeros(owners, np.int64),
        np.empty(MOST_NAMES, np.int32),
    )  # fmt: skip


@numba.njit(cache=True, nogil=True)
def near(word: Any, keys: Any, costs: Any, loose: Any, search: Any, room: Any) -> Any:
    """Find the keys that a word could be a spelling of and how alike they are (1: the same); gives how many.

    With `loose` one consonant may be another, missing or too many. `search` is a number that no search had before.
    """
    some = np.empty(_LEFT_OUT + 1, np.uint64)
    total = skeletons(word, some) if loose else min(1, skeletons(word, some))
    n, mine, count = len(word), vowels(word), 0
    for each in range(total):
        spare = 2 + n // 4 if each else 3 + n // 3
        at = np.searchsorted(keys.skeletons, some[each])
        while at < len(keys.skeletons) and keys.skeletons[at] == some[each]:
            key = keys.skeleton_keys[at]
            at += 1
            if room.seen[key] == search:
                continue
            room.seen[key] = search
            begin, end = keys.starts[key], keys.starts[key + 1]
            if abs(end - begin - n) > 2 + loose or _bits(mine ^ keys.vowels[key]) > spare:
                continue
            length = np.float32(0.5) * (n + end - begin)
            limit = max(_NEAR * length, _ONE_EDIT)
            d = distance(word, keys.symbols[begin:end], costs, room.rows, limit)
            if d < limit and count < MOST_KEYS:
                room.keys[count] = key
                room.alike[count] = 1 - d / length
                count += 1
    return count


@numba.njit(cache=True, nogil=True)
def hashes(symbols: Any, starts: Any) -> Any:
    """The hash of each key, in the order of keys."""
    found = np.empty(len(starts) - 1, np.uint64)
    for key in range(len(found)):
        found[key] = _hash(symbols[starts[key] : starts[key + 1]])
    return found


@numba.njit(cache=True, nogil=True)
def _hash(symbols: Any) -> Any:
    value = np.uint64(14695981039346656037)  # FNV-1a
    for symbol in symbols:
        value = (value ^ np.uint64(symbol)) * np.uint64(1099511628211)
    return value


@numba.njit(cache=True, nogil=True)
def _find(value: Any, hashed: Any, order: Any) -> Any:
    at = np.searchsorted(hashed, value)
    return order[at] if at < len(hashed) and hashed[at] == value else -1


@numba.njit(cache=True, nogil=True)
def halves(word: Any, hashed: Any, order: Any) -> Any:
    """The two keys that a word is, written together, perhaps with one stray symbol between; -1, -1 where it is none.

    `hashed` are the sorted hashes of the keys, `order` the keys in that order. Of several ways, the one whose shorter
    half is longest.
    """
    best, first, second = 0, -1, -1
    for cut in range(2, len(word) - 1):
        left = _find(_hash(word[:cut]), hashed, order)
        if left < 0:
            continue
        for stray in range(2):
            size = min(cut, len(word) - cut - stray)
            if size < 2 or 2 * size - stray <= best:
                continue
            right = _find(_hash(word[cut + stray :]), hashed, order)
            if right >= 0:
                best, first, second = 2 * size - stray, left, right
    return first, second


@numba.njit(cache=True, nogil=True)
def _gain(
    word: Any, key: Any, alike: Any, tells: Any, fresh: Any, posts: Any, kinds: Any, gains: Any, count: Any
) -> Any:
    """Credit the names that hold a key; gives how many names are touched now."""
    for post in range(posts.starts[key], posts.starts[key + 1]):
        name = posts.names[post]
        if not posts.kinds[name] & kinds:
            continue
        if gains.gained[name] == 0:
            if not fresh:
                continue
            gains.touched[count] = name
            count += 1
        held = np.float32(0.0)
        if gains.last[name] >> 8 == word + 1:  # a name gains for a word once: for the key most like it
            held = np.float32(gains.last[name] & 255) / np.float32(255)
        if alike > held:
            gains.gained[name] += (alike - held) * tells
            gains.last[name] = (word + 1) << 8 | int(alike * 255)
    return count


@numba.njit(cache=True, nogil=True)
def gather(bounds: Any, keys: Any, alike: Any, tells: Any, total: Any, posts: Any, kinds: Any, gains: Any) -> Any:
    """Find the names of some kinds that hold words of a query, and the share that is common to both; gives how many.

    Word `w` of the query could be `keys[bounds[w]:bounds[w + 1]]` and tells `tells[w]`; the rarest comes first, and
    frequent ones only add to names that are found. `total` is what the query's words tell together.
    """
    count = 0
    for word in range(len(bounds) - 1):
        often = 0
        for at in range(bounds[word], bounds[word + 1]):
            often += posts.starts[keys[at] + 1] - posts.starts[keys[at]]
        fresh = word == 0 or often < _OFTEN
        for at in range(bounds[word], bounds[word + 1]):
            count = _gain(word, keys[at], alike[at], tells[word], fresh, posts, kinds, gains, count)
    for at in range(count):
        name = gains.touched[at]
        gains.gained[name] = 2 * min(gains.gained[name], posts.totals[name], total) / (total + posts.totals[name])
    return count


@numba.njit(cache=True, nogil=True)
def _lowest(count: Any, most: Any, gains: Any) -> Any:
    """A share that about `most` of the touched names have."""
    bins = np.zeros(257, np.int32)
    for at in range(count):
        bins[min(256, int(gains.gained[gains.touched[at]] * 256))] += 1
    floor, above = 256, 0
    while floor > 0 and above < most:
        above += bins[floor]
        floor -= 1
    return np.float32(floor + 1) / np.float32(256)


@numba.njit(cache=True, nogil=True)
def foremost(count: Any, most: Any, least: Any, posts: Any, search: Any, gains: Any) -> Any:
    """Of the names that `gather` found, those of at most `most` owners with a share of `least`, best first.

    Gives how many; clears what `gather` left.
    """
    lowest = max(_lowest(count, 4 * most, gains), least)
    some = np.empty(count, np.int32)
    size = 0
    for at in range(count):
        if gains.gained[gains.touched[at]] >= lowest:
            some[size] = gains.touched[at]
            size += 1
    found = owned = 0
    for at in np.argsort(-gains.gained[some[:size]]):
        owner = posts.owner[some[at]]
        if gains.owned[owner] != search:
            if owned == most:
                continue
            gains.owned[owner] = search
            owned += 1
        if found < MOST_NAMES:
            gains.names[found] = some[at]
            found += 1
    for at in range(count):
        gains.gained[gains.touched[at]] = 0
        gains.last[gains.touched[at]] = 0
    return found
