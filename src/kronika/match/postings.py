"""From what the words of a query could be to the names that hold them, and their scores: compiled loops of `index`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kronika.match.compiled import compiled
from kronika.match.features import compare, judge
from kronika.match.kernel import MOST_WORDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NAMES = 512
"""Names that a query finds at most."""
_OFTEN = 4000
"""Names that hold a word which is too frequent to find any by, where the query has another."""


class Posts(NamedTuple):
    """Which names hold a key: arrays of `index.Names`."""

    starts: NDArray[np.int32]
    names: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    owner: NDArray[np.int32]
    totals: NDArray[np.float32]


class Gains(NamedTuple):
    """What a search for names writes to; one for each thread."""

    gained: NDArray[np.float32]
    """For each name how much of the query it holds; 0 for all between two queries."""
    last: NDArray[np.int32]
    """For each name the word that it gained for last, and how alike that was, in 255ths."""
    touched: NDArray[np.int32]
    """The names that gained."""
    owned: NDArray[np.int64]
    """For each owner the number of the search that found it last."""
    search: NDArray[np.int64]
    """One number: that of the last search."""
    slots: NDArray[np.int32]
    """The slots of the query's words, the rarest first."""
    names: NDArray[np.int32]
    """The names found."""


def gains(names: int, owners: int) -> Gains:
    """New gains for an index of so many names and owners."""
    return Gains(
        np.zeros(names, np.float32), np.zeros(names, np.int32), np.empty(names, np.int32), np.zeros(owners, np.int64),
        np.zeros(1, np.int64), np.empty(6 * MOST_WORDS, np.int32), np.empty(MOST_NAMES, np.int32),
    )  # fmt: skip


class Queries(NamedTuple):
    """Names to look up, one after another."""

    words: NDArray[np.int32]
    """The numbers of their words in a table of words."""
    starts: NDArray[np.int32]
    sought: NDArray[np.int32]
    """The numbers of their words in a pool."""
    sought_starts: NDArray[np.int32]
    runs: NDArray[np.int32]
    """The numbers in a pool of two words as one."""
    run_starts: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    least: NDArray[np.float32]
    """The least score that is of interest."""


class Scored(NamedTuple):
    """What a sweep finds."""

    names: NDArray[np.int32]
    scores: NDArray[np.float32]
    starts: NDArray[np.int32]


@compiled()
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


@compiled()
def _in_order(words: Any, pool: Any, count: Any, gains: Any) -> Any:
    """Put the slots of words that hold anything among the others, the rarest first; gives how many there are now."""
    for word in words:
        for slot in range(3 * word, 3 * word + 3):
            if pool.starts[slot] == pool.starts[slot + 1] or count == len(gains.slots):
                continue
            at = count
            while at and pool.often[gains.slots[at - 1]] > pool.often[slot]:
                gains.slots[at] = gains.slots[at - 1]
                at -= 1
            gains.slots[at] = slot
            count += 1
    return count


@compiled()
def _gather(slots: Any, total: Any, pool: Any, posts: Any, kinds: Any, gains: Any) -> Any:
    """Find the names of some kinds that hold what is in the slots, and the share that is common; gives how many.

    The rarest comes first, and frequent ones only add to names that are found. `total` is what the query's words tell
    together.
    """
    count = 0
    for word in range(len(slots)):
        first, last = pool.starts[slots[word]], pool.starts[slots[word] + 1]
        often = 0
        for at in range(first, last):
            often += posts.starts[pool.keys[at] + 1] - posts.starts[pool.keys[at]]
        fresh, tells = word == 0 or often < _OFTEN, pool.tells[slots[word]]
        for at in range(first, last):
            count = _gain(word, pool.keys[at], pool.alike[at], tells, fresh, posts, kinds, gains, count)
    for at in range(count):
        name = gains.touched[at]
        gains.gained[name] = 2 * min(gains.gained[name], posts.totals[name], total) / (total + posts.totals[name])
    return count


@compiled()
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


@compiled()
def _foremost(count: Any, most: Any, least: Any, posts: Any, gains: Any) -> Any:
    """Of the names that `_gather` found, those of at most `most` owners with a share of `least`, best first.

    Gives how many; clears what `_gather` left.
    """
    gains.search[0] += 1
    search = gains.search[0]
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


@compiled()
def find(words: Any, runs: Any, kinds: Any, most: Any, least: Any, pool: Any, posts: Any, gains: Any) -> Any:
    """Find the names of some kinds that hold most of these words, best first, of at most `most` owners.

    `least` is the share of the query and of the name, 0 to 1, that must be common to both. Gives how many there are;
    they are in `gains.names`.
    """
    total = np.float32(0.0)
    for word in words:
        total += pool.tells[3 * word]
    count = _in_order(runs, pool, _in_order(words, pool, 0, gains), gains)
    count = _gather(gains.slots[:count], total, pool, posts, kinds, gains)
    return _foremost(count, most, least, posts, gains)


@compiled()
def sweep(
    queries: Any,
    most: Any,
    share: Any,
    pool: Any,
    posts: Any,
    gains: Any,
    asked: Any,
    listed: Any,
    table: Any,
    worth: Any,
    costs: Any,
    weights: Any,
    room: Any,
    scored: Any,
) -> None:
    """Find and score the names that each query is like, as `find` and `features.each` do, those that score enough.

    `share` is the share of words that must be common, for each point of the least score; `worth` is what the score of
    a name is multiplied by.
    """
    count = 0
    for q in range(len(queries.kinds)):
        words = queries.words[queries.starts[q] : queries.starts[q + 1]]
        sought = queries.sought[queries.sought_starts[q] : queries.sought_starts[q + 1]]
        runs = queries.runs[queries.run_starts[q] : queries.run_starts[q + 1]]
        least = queries.least[q]
        for at in range(find(sought, runs, queries.kinds[q], most, share * least, pool, posts, gains)):
            name = gains.names[at]
            compare(words, asked, listed.words[listed.starts[name] : listed.starts[name + 1]], table, costs, room)
            score = judge(room.features, weights[min(listed.kinds[name] - 1, 1)]) * worth[name]
            if score >= least:
                scored.names[count], scored.scores[count] = name, score
                count += 1
        scored.starts[q + 1] = count
