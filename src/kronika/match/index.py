"""Which names could this one be: the matching index, built once and memory-mapped.

Every name of every subject is in it, aliases too: many cannot be derived from the primary name. A query's words are
looked up one by one among the words of all names (`lookup`), also two written as one and one written as two; the names
that hold most of the query, rare words counting more, are the candidates.
"""

from __future__ import annotations

import itertools
import math
import shutil
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kronika.base.errors import BuildError, UsageError
from kronika.match import encode, features, kernel, lookup
from kronika.match.profile import PERSON, Profile
from kronika.match.score import ways, weights
from kronika.match.words.spelling import codes

if TYPE_CHECKING:
    from kronika.match.encode import Word

Ids = NDArray[np.int32]
_KEPT = 1 << 16
"""Words of queries whose neighbours are kept."""
_STRONG = 0.9


class Names(NamedTuple):
    """All names of an index, as arrays that are stored as they are."""

    words: Ids
    """Numbers of the words of all names, one name after another."""
    starts: NDArray[np.int64]
    owner: Ids
    """The subject that has the name."""
    kinds: NDArray[np.uint8]
    quality: NDArray[np.uint8]
    rows: NDArray[np.int32]
    """The table of words (`kernel.COLUMNS`)."""
    symbols: NDArray[np.uint8]
    key_symbols: NDArray[np.uint8]
    key_starts: Ids
    key_vowels: NDArray[np.uint64]
    hashed: NDArray[np.uint64]
    hash_order: Ids
    skeletons: NDArray[np.uint64]
    skeleton_keys: Ids
    posting_starts: Ids
    postings: Ids
    """The names that hold a key."""
    class_codes: NDArray[np.int64]
    """Sorted: twice the number of a class of given names, one more for patronymics."""
    class_keys: Ids
    totals: NDArray[np.float32]
    """How much each name's words tell together."""

    @property
    def listed(self) -> features.Listed:
        """The words of each name, as the kernel takes them."""
        return features.Listed(self.words, self.starts, self.kinds)

    @property
    def table(self) -> kernel.Words:
        """The words as the kernel takes them."""
        return kernel.Words(self.rows, self.symbols)


def names_of(profiles: Sequence[Profile]) -> Names:
    """Encode all names of these profiles; owners are numbered as the profiles are."""
    lexicon = encode.Lexicon(1 << 16)
    words: list[int] = []
    starts, owner, kinds, quality = [0], [], [], []
    for number, profile in enumerate(profiles):
        seen: set[tuple[int, ...]] = set()
        for person in ways(profile.kind):
            kind = profile.kind & (PERSON if person else ~PERSON)
            for name, found in encode.named(profile.names, person=person):
                ids = lexicon.ids(found)
                if (kind, *ids) not in seen:
                    seen.add((kind, *ids))
                    words += ids
                    starts.append(len(words))
                    owner.append(number)
                    kinds.append(kind)
                    quality.append(name.quality)
    base: dict[str, Any] = {
        "words": np.array(words, np.int32),
        "starts": np.array(starts, np.int64),
        "owner": np.array(owner, np.int32),
        "kinds": np.array(kinds, np.uint8),
        "quality": np.array(quality, np.uint8),
        "rows": lexicon.table.rows,
        "symbols": lexicon.table.symbols,
    }
    names = Names(**base, **_keys(lexicon.words, base["words"], base["starts"]))
    for array in names:
        array.flags.writeable = False  # as those of a stored index are: so numba compiles its loops once
    return names


def _keys(words: list[Word], used: Ids, starts: NDArray[np.int64]) -> dict[str, Any]:
    """What words are looked up by."""
    numbers: dict[str, int] = {}
    key_of = np.array([numbers.setdefault(word.symbols, len(numbers)) for word in words], np.int32)
    symbols = np.frombuffer(b"".join(codes(key) for key in numbers), np.uint8)
    key_starts = np.cumsum([0, *map(len, numbers)]).astype(np.int32)
    hashed = lookup.hashes(symbols, key_starts)
    order = np.argsort(hashed).astype(np.int32)
    skeletons, skeleton_keys = lookup.all_skeletons(symbols, key_starts)
    count = len(starts) - 1
    name = np.repeat(np.arange(count, dtype=np.int64), np.diff(starts))
    posted = np.sort(key_of[used].astype(np.int64) * (count + 1) + name)
    posted = posted[np.append(True, np.diff(posted) > 0)] if len(posted) else posted
    posting_starts = np.searchsorted(posted, np.arange(len(numbers) + 1) * (count + 1)).astype(np.int32)
    pairs = sorted({(code, key_of[n]) for n, word in enumerate(words) for code in _classes(word)})
    held = np.diff(posting_starts)
    by_class: dict[int, int] = defaultdict(int)
    for code, key in pairs:
        by_class[code] += int(held[key])
    often = [max([int(held[key_of[n]]), *(by_class[code] for code in _classes(word))]) for n, word in enumerate(words)]
    tells = np.array([*(_telling(n, count) * word.weight for n, word in zip(often, words, strict=True)), 0.0])
    totals = np.add.reduceat(tells[np.append(used, len(words))], starts[:-1]) if count else np.zeros(0)
    totals[np.diff(starts) == 0] = 1
    return {
        "key_symbols": symbols,
        "key_starts": key_starts,
        "key_vowels": lookup.all_vowels(symbols, key_starts),
        "hashed": hashed[order],
        "hash_order": order,
        "skeletons": skeletons,
        "skeleton_keys": skeleton_keys,
        "posting_starts": posting_starts,
        "postings": (posted % (count + 1)).astype(np.int32),
        "class_codes": np.array([code for code, _ in pairs], np.int64),
        "class_keys": np.array([key for _, key in pairs], np.int32),
        "totals": totals.astype(np.float32),
    }


def _classes(word: Word) -> list[int]:
    """The codes of the classes that a word is found by: distant cognates are left to its spelling."""
    return [(number >> 2) * 2 + (word.role == kernel.PATRONYMIC) for number in word.classes if number & 3 < 2]


def _telling(often: int, names: int) -> float:
    """How much a word tells that so many of the names hold: 1 for one of them, 0.15 for one that most do."""
    return max(0.15, min(1.0, 1 - math.log(max(often, 1)) / math.log(max(names, 2))))


class _Near(NamedTuple):
    """What a word of a query could be among the keys."""

    keys: Ids
    alike: NDArray[np.float32]
    often: int
    tells: float


class Index:
    """Names open for questions. One for each thread; they share the arrays of the names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.costs = weights().costs
        count = len(names.owner)
        owners = int(names.owner.max()) + 1 if count else 0
        self._room, self._gains = lookup.room(len(names.key_starts) - 1), lookup.gains(count, owners)
        self._keys = lookup.Keys(
            names.key_symbols, names.key_starts, names.key_vowels, names.skeletons, names.skeleton_keys
        )
        self._posts = lookup.Posts(names.posting_starts, names.postings, names.kinds, names.owner, names.totals)
        self._search = 0
        self._held = np.diff(names.posting_starts)
        self._kept: OrderedDict[Word | str, _Near] = OrderedDict()
        self._halves: OrderedDict[str, list[_Near]] = OrderedDict()

    def candidates(self, words: Sequence[Word], kinds: int, *, most: int = 50, least: float = 0.0) -> Ids:
        """The numbers of the names that hold most of these words, best first, of at most `most` owners.

        `least` is the share of the query and of the name, 0 to 1, that must be common to both.
        """
        words = list(dict.fromkeys(words))
        near = [self._near(word) for word in words]
        total = sum(each.tells for each in near)
        near = [each for each in near + self._runs(words, near) if len(each.keys)]
        if not near:
            return self._gains.names[:0]
        near.sort(key=lambda each: each.often)
        bounds = np.cumsum([0, *(len(each.keys) for each in near)])
        keys, alike = (np.concatenate([each[at] for each in near]) for at in (0, 1))
        tells = np.array([each.tells for each in near], np.float32)
        count = lookup.gather(bounds, keys, alike, tells, np.float32(total), self._posts, kinds, self._gains)
        self._search += 1
        found = lookup.foremost(count, most, np.float32(least), self._posts, self._search, self._gains)
        return self._gains.names[:found].copy()

    def _near(self, word: Word) -> _Near:
        """What one word of a query could be: by its spelling, and by the classes of given names that it is in."""
        kept = self._kept.get(word)
        if kept is None:
            found: dict[int, float] = {}
            if len(word.symbols) > 1 and word.role != kernel.INITIAL:
                found = dict(zip(*(part.tolist() for part in self._spelt(word.symbols)), strict=True))
            for code in _classes(word):
                for key in self._of_class(code):
                    found[key] = max(found.get(key, 0), _STRONG)
            keys, alike = np.array(list(found), np.int32), np.array(list(found.values()), np.float32)
            kept = self._made(keys, alike, word.weight)
            _put(self._kept, word, kept)
        return kept

    def _made(self, keys: Ids, alike: NDArray[np.float32], weight: float) -> _Near:
        often = int(self._held[keys[alike >= _STRONG]].sum())
        return _Near(keys, alike, often, _telling(often, len(self.names.owner)) * weight)

    def _spelt(self, symbols: str, *, loose: bool = True) -> tuple[Ids, NDArray[np.float32]]:
        self._search += 1
        word = np.frombuffer(codes(symbols), np.uint8)
        count = lookup.near(word, self._keys, self.costs, loose, self._search, self._room)
        return self._room.keys[:count].copy(), self._room.alike[:count].copy()

    def _of_class(self, code: int) -> list[int]:
        first, last = np.searchsorted(self.names.class_codes, [code, code + 1])
        return list(self.names.class_keys[first:last].tolist())

    def _runs(self, words: Sequence[Word], near: Sequence[_Near]) -> list[_Near]:
        """What two words could be as one, and one that is like no key as two."""
        found = []
        for a, b in itertools.pairwise(words):
            if len(a.symbols) + len(b.symbols) > 3:
                found.append(self._together((a.symbols + b.symbols)[: kernel.LONGEST]))
        for word, each in zip(words, near, strict=True):
            if len(word.symbols) > 4 and (not len(each.alike) or each.alike.max() < _STRONG):
                found += self._apart(word.symbols)
        return found

    def _together(self, symbols: str) -> _Near:
        kept = self._kept.get(symbols)
        if kept is None:
            keys, alike = self._spelt(symbols, loose=False)
            close = alike >= 0.85
            kept = self._made(keys[close], alike[close], 1.0)
            _put(self._kept, symbols, kept)
        return kept

    def _apart(self, symbols: str) -> list[_Near]:
        kept = self._halves.get(symbols)
        if kept is None:
            word = np.frombuffer(codes(symbols), np.uint8)
            halves = lookup.halves(word, self.names.hashed, self.names.hash_order)
            kept = [self._made(np.array([key], np.int32), np.ones(1, np.float32), 0.5) for key in halves if key >= 0]
            _put(self._halves, symbols, kept)
        return kept


def _put(kept: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    """Keep a value, and forget the oldest where there are too many."""
    kept[key] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def write(folder: Path, names: Names, **others: NDArray[Any]) -> None:
    """Store the arrays of an index in a new folder. Raises BuildError when the disk is full."""
    try:
        folder.mkdir(parents=True)
        for name, array in {**names._asdict(), **others}.items():
            np.save(folder / f"{name}.npy", array)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BuildError(f"the index could not be written ({error}): the last good state still answers") from error


def read(folder: Path) -> Names:
    """The arrays of a stored index, memory-mapped. Raises UsageError where there is none."""
    try:
        return Names(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in Names._fields))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder}: no whole index ({error}): `kronika build` makes it") from error
