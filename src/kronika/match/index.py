"""Which names could this one be: the matching index, built once and memory-mapped.

Every name of every subject is in it, aliases too: many cannot be derived from the primary name. A query's words are
looked up one by one among the words of all names (`lookup`), also two written as one and one written as two; the names
that hold most of the query, rare words counting more, are the candidates.
"""

from __future__ import annotations

import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kronika.base.errors import BuildError, UsageError
from kronika.match import encode, features, kernel, lookup, postings, skeletons
from kronika.match.profile import PERSON, Profile
from kronika.match.score import WORTH, ways, weights
from kronika.match.words.spelling import codes

if TYPE_CHECKING:
    from kronika.match.encode import Word

Ids = NDArray[np.int32]
_KEPT = 1 << 16
"""Words of queries that are remembered, and"""
_KEPT_KEYS = 1 << 20
"""keys that they could be."""
_BATCH = 256
"""Queries that are answered in one go, so that threads seldom wait for each other."""


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
    whole: NDArray[np.uint64]
    """Sorted: hashes of the letters of words."""
    whole_keys: Ids
    slips: NDArray[np.uint64]
    """Sorted: hashes of the letters of words, and of all but one."""
    slip_keys: Ids
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
            for name, found in encode.named(profile, person=person):
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
    numbers = {key: at for at, key in enumerate(sorted({word.symbols for word in words}, key=codes))}
    key_of = np.array([numbers[word.symbols] for word in words], np.int32)
    symbols = np.frombuffer(b"".join(map(codes, numbers)), np.uint8)
    key_starts = np.cumsum([0, *map(len, numbers)]).astype(np.int32)
    letters = [word.letters for word in words]
    letter_starts, spelt = np.cumsum([0, *map(len, letters)]), np.frombuffer(b"".join(letters), np.uint8)
    whole, whole_keys = lookup.spellings(spelt, letter_starts, key_of, False)
    slips, slip_keys = lookup.spellings(spelt, letter_starts, key_of, True)
    found, skeleton_keys = skeletons.all_skeletons(symbols, key_starts)
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
    tells = np.array([*(lookup.telling(n, count) * word.weight for n, word in zip(often, words, strict=True)), 0.0])
    totals = np.add.reduceat(tells[np.append(used, len(words))], starts[:-1]) if count else np.zeros(0)
    totals[np.diff(starts) == 0] = 1
    return {
        "key_symbols": symbols,
        "key_starts": key_starts,
        "key_vowels": skeletons.all_vowels(symbols, key_starts),
        "whole": whole,
        "whole_keys": whole_keys,
        "slips": slips,
        "slip_keys": slip_keys,
        "skeletons": found,
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


class Query(NamedTuple):
    """One name to look up."""

    words: Sequence[Word]
    kinds: int
    """The kinds of names that it could be."""
    least: float = 0.0
    """The least score that is of interest."""


class Index:
    """Names open for questions. One for each thread; they share the arrays of the names."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._fitted = weights()
        self._listed, self._table = names.listed, names.table
        self._worth = np.array([WORTH[quality] for quality in range(len(WORTH))], np.float32)[names.quality]
        count = len(names.owner)
        owners = int(names.owner.max()) + 1 if count else 0
        self._seen, self._gains = lookup.room(len(names.key_starts) - 1), postings.gains(count, owners)
        self._keys = lookup.Keys(
            names.key_symbols, names.key_starts, names.key_vowels, names.skeletons, names.skeleton_keys, names.whole,
            names.whole_keys, names.slips, names.slip_keys, names.class_codes, names.class_keys, names.posting_starts,
        )  # fmt: skip
        self._posts = postings.Posts(names.posting_starts, names.postings, names.kinds, names.owner, names.totals)
        most = _BATCH * postings.MOST_NAMES
        self._scored = postings.Scored(
            np.empty(most, np.int32), np.empty(most, np.float32), np.zeros(_BATCH + 1, np.int32)
        )
        self._pool = lookup.pool()
        self._forget()

    def candidates(self, query: Query, *, most: int = 50, share: float = 0.0) -> Ids:
        """The numbers of the names that hold most of these words, best first, of at most `most` owners.

        `share` is the share of the query and of the name, 0 to 1, that must be common to both.
        """
        asked = self._prepared([query])
        count = postings.find(
            asked.sought, asked.runs, asked.kinds[0], most, np.float32(share), self._pool, self._posts, self._gains
        )
        return self._gains.names[:count].copy()

    def alike(self, queries: Sequence[Query], *, most: int, share: float) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        """For each query the names that it scores enough with, and their scores.

        It is compared with the `candidates` that it has for a share of `share` for each point of its least score.
        """
        for begin in range(0, len(queries), _BATCH):
            some = queries[begin : begin + _BATCH]
            postings.sweep(
                self._prepared(some), most, np.float32(share), self._pool, self._posts, self._gains,
                self._lexicon.table, self._listed, self._table, self._worth, self._fitted.costs, self._fitted.model,
                self._room, self._scored,
            )  # fmt: skip
            for first, last in itertools.pairwise(self._scored.starts[: len(some) + 1].tolist()):
                yield self._scored.names[first:last].copy(), self._scored.scores[first:last].copy()

    def _forget(self) -> None:
        self._lexicon, self._room = encode.Lexicon(), kernel.room(len(features.FEATURES))
        self._numbers: dict[Word | str, int] = {}

    def _prepared(self, queries: Sequence[Query]) -> postings.Queries:
        """Queries as arrays; the words in them that are new are looked up."""
        known = len(self._numbers)
        if known > _KEPT or self._pool.starts[3 * known] > _KEPT_KEYS:
            self._forget()
            known = 0
        words, sought, runs = [], [], []
        for query in queries:
            words.append(self._lexicon.ids(query.words))
            once = list(dict.fromkeys(query.words))
            sought.append([self._numbers.setdefault(word, len(self._numbers)) for word in once])
            joined = [(a.symbols + b.symbols)[: kernel.LONGEST] for a, b in itertools.pairwise(once)]
            runs.append([self._numbers.setdefault(two, len(self._numbers)) for two in joined if len(two) > 3])
        if len(self._numbers) > known:
            self._learn(known)
        kinds = np.array([query.kinds for query in queries], np.uint8)
        least = np.array([query.least for query in queries], np.float32)
        return postings.Queries(*_flat(words), *_flat(sought), *_flat(runs), kinds, least)

    def _learn(self, known: int) -> None:
        """Look up the words whose numbers are not known to the pool yet."""
        new = list(itertools.islice(self._numbers, known, None))
        symbols = [codes(word if isinstance(word, str) else word.symbols) for word in new]
        letters = [b"" if isinstance(word, str) else word.letters for word in new]
        classes = [[] if isinstance(word, str) else _classes(word) for word in new]
        sought = lookup.Sought(
            np.frombuffer(b"".join(symbols), np.uint8),
            _starts(symbols),
            np.array([_how(word) for word in new], np.uint8),
            np.array([1 if isinstance(word, str) else word.weight for word in new], np.float32),
            np.frombuffer(b"".join(letters), np.uint8),
            _starts(letters),
            *_flat(classes, np.int64),
        )
        done, count = 0, len(self.names.owner)
        while done < len(new):
            done = lookup.learn(sought, done, known, count, self._keys, self._fitted.costs, self._seen, self._pool)
            if done < len(new):
                self._pool = lookup.grown(self._pool, known + done)


def _how(word: Word | str) -> int:
    if isinstance(word, str):
        return lookup.JOINED
    return lookup.SPELT if len(word.symbols) > 1 and word.role != kernel.INITIAL else lookup.ANYHOW


def _flat(lists: Sequence[Sequence[int]], of: type[np.integer[Any]] = np.int32) -> tuple[NDArray[Any], Ids]:
    """Lists of numbers as one, and where each begins."""
    return np.array([number for each in lists for number in each], of), _starts(lists)


def _starts(lists: Sequence[Sized]) -> Ids:
    starts = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(each) for each in lists], out=starts[1:])
    return starts


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
