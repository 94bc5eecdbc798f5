"""Screening: who of the listed could this be, for one query or a table of them."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from kronika.base.errors import BuildError, UsageError
from kronika.base.names import fold
from kronika.match import encode, index, profile
from kronika.match.compare import Feature, explain
from kronika.match.evidence import LIFT
from kronika.match.profile import PERSON, PRIMARY, Name, Profile
from kronika.match.score import ALERT, WORTH, Comparer, ways

if TYPE_CHECKING:
    import pyarrow as pa

CANDIDATES = 25
"""Identities that each name of a query is compared with, unless more are asked for."""
_COLUMNS = ("row", "name", "schema", "birth_date", "country", "id_number", "problem")
_OUT = ("row", "status", "id", "score", "caption", "reasons")
_NO_NAME = "there is no name in it: not one letter or digit"
_SHARE = 0.5
"""The share of its words that a name has in common with the query, for each point of score."""
_ENCODING = ("words/*", "encode.py", "index.py", "lookup.py", "skeletons.py")
"""The files that say how names are encoded and looked up."""
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """An identity that the query could be."""

    id: str
    score: float
    """From 0 to 1; 0.7 is the alert line."""
    caption: str
    features: tuple[Feature, ...]
    """What agrees and what does not, in words."""
    schema: str = ""
    subjects: tuple[str, ...] = ()
    """The listed subjects that are this identity."""
    dismissed: str = ""
    """Who has judged that this customer is not this identity, when and why; empty where nobody has."""


class Listed:
    """The profiles of the identities of an index, one JSON line each, read where they lie."""

    def __init__(self, folder: Path) -> None:
        self._idents = np.load(folder / "idents.npy", mmap_mode="r")
        self._bearers = np.load(folder / "ident_owner.npy", mmap_mode="r")
        self._starts = np.load(folder / "record_starts.npy", mmap_mode="r")
        with (folder / "records.jsonl").open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> tuple[Profile, tuple[str, ...]]:
        """The profile of an identity, and its subjects."""
        line = self._bytes[self._starts[number] : self._starts[number + 1]]
        data = orjson.loads(line)
        return Profile(
            data["id"], data["schema"], tuple(Name(*name) for name in data["names"]), tuple(data["births"]),
            frozenset(data["countries"]), frozenset(data["genders"]), frozenset(map(tuple, data["idents"])),
        ), tuple(data["subjects"])  # fmt: skip

    def bearers(self, number: str) -> list[int]:
        """The identities that have this number as an identifier of any kind."""
        value = np.uint64(_hashed(number))
        first, last = (np.searchsorted(self._idents, value, side=side) for side in ("left", "right"))
        return list(self._bearers[first:last].tolist())


def write(folder: Path, profiles: Sequence[Profile], subjects: Sequence[Sequence[str]], state: str) -> None:
    """Build the index of these identities in a new folder.

    `subjects` are those of each identity; `state` is a text that is equal for equal input.

    Raises BuildError when the disk is full.
    """
    names = index.names_of(profiles)
    numbers = sorted((_hashed(number), at) for at, each in enumerate(profiles) for _, number in each.idents)
    lines = [_line(each, some) for each, some in zip(profiles, subjects, strict=True)]
    index.write(
        folder,
        names,
        record_starts=np.cumsum([0, *map(len, lines)]),
        idents=np.array([value for value, _ in numbers], np.uint64),
        ident_owner=np.array([at for _, at in numbers], np.int32),
    )
    try:
        (folder / "records.jsonl").write_bytes(b"".join(lines) or b"\n")
        (folder / "state").write_text(state, encoding="utf-8")
        (folder / "version").write_text(version(), encoding="ascii")
    except OSError as error:
        raise BuildError(f"the index could not be written ({error}): the last good state still answers") from error


def _line(each: Profile, subjects: Sequence[str]) -> bytes:
    return orjson.dumps(
        {
            "id": each.id,
            "schema": each.schema,
            "names": [tuple(name) for name in each.names],
            "births": each.births,
            "countries": sorted(each.countries),
            "genders": sorted(each.genders),
            "idents": sorted(each.idents),
            "subjects": subjects,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _hashed(number: str) -> int:
    return int.from_bytes(hashlib.blake2b(number.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@cache
def version() -> str:
    """A hash of the code and the data that names are encoded and looked up with."""
    code = hashlib.sha256()
    for file in sorted(file for part in _ENCODING for file in Path(__file__).parent.glob(part) if file.is_file()):
        code.update(file.read_bytes())
    return code.hexdigest()[:16]


def version_of(folder: Path) -> str:
    """A text that is equal for indexes of equal content."""
    return hashlib.sha256((folder / "state").read_bytes()).hexdigest()[:16]


class Screener:
    """An index open for screening, by several threads at once.

    `dismissed` says of a customer and a listed identity why a person has judged them not to be one, empty where nobody
    has. Raises UsageError where there is no index, or one of another version of Kronika.
    """

    def __init__(self, folder: Path, dismissed: Callable[[Profile, Profile], str] = lambda asked, listed: "") -> None:
        try:
            made = (folder / "version").read_text(encoding="ascii")
        except OSError as error:
            raise UsageError(f"{folder} holds no index yet: `kronika build` makes it") from error
        if made != version():
            raise UsageError(f"{folder} was made by another version of Kronika: `kronika build` makes it anew")
        self.version = version_of(folder)
        self._names, self._listed, self._dismissed = index.read(folder), Listed(folder), dismissed
        self._free: list[_Desk] = []

    def __len__(self) -> int:
        """How many identities are listed."""
        return len(self._listed)

    def listed(self, id: str) -> Profile:  # noqa: A002 - what it is
        """The profile of an identity. Raises UsageError where there is none of this id."""
        for number in range(len(self)):
            found, _ = self._listed[number]
            if found.id == id:
                return found
        raise UsageError(f"{id}: no listed identity has this id; `kronika screen NAME` prints them")

    def screen(self, query: str | Mapping[str, Any], *, limit: int = 5, threshold: float = ALERT) -> list[Hit]:
        """Who of the listed this could be, best first: at most `limit`, each with a score of at least `threshold`.

        The query is a name or a FollowTheMoney entity. Raises UsageError where it is neither, or holds no name.
        """
        (found,) = self.screen_many([query], limit=limit, threshold=threshold)
        if isinstance(found, str):
            raise UsageError(found)
        return found

    def screen_many(
        self,
        queries: Iterable[str | Mapping[str, Any]],
        *,
        limit: int = 5,
        threshold: float = ALERT,
        candidates: int = CANDIDATES,
    ) -> list[list[Hit] | str]:
        """`screen` for several queries at once: of each its hits, or why it cannot be screened.

        `candidates` is how many identities, the likeliest, each name of a query is compared with: more of them for who
        leaves some of the hits out afterwards.
        """
        read = [_asked(query) for query in queries]
        with self._desk() as desk:
            hits = desk.hits([each for each in read if isinstance(each, Profile)], limit, threshold, candidates)
            return [next(hits) if isinstance(each, Profile) else each for each in read]

    def candidates(self, query: str | Mapping[str, Any], *, limit: int = 50) -> list[str]:
        """The ids of the identities that a query is compared with, the likeliest first."""
        asked = profile.asked(query)
        with self._desk() as desk:
            return desk.candidates(asked, limit)

    def screen_table(self, table: pa.Table | pa.RecordBatch, *, limit: int = 5, threshold: float = ALERT) -> pa.Table:
        """Screen a table of customers: Arrow in, Arrow out, nothing kept between calls.

        In: `name` (text) and, where known, `row` (int64; else rows count from 0), `schema`, `birth_date`, `country`,
        `id_number`, `problem` (why a row cannot be screened). Out, in the order of the rows: `row`, `status` («hit»,
        «dismissed» for what a person has judged not to be the customer, «refused» for a row that could not be
        screened), `id`, `score`, `caption`, `reasons`. Rows without a hit do not come out.
        """
        import pyarrow as pa

        columns = [table.column(name).to_pylist() if name in table.column_names else None for name in _COLUMNS]
        rows = columns[0] or range(table.num_rows)
        blank = [None] * table.num_rows
        asked = list(zip(rows, *(column or blank for column in columns[1:]), strict=True))
        size = -(-len(asked) // _THREADS) or 1
        shares = [asked[at : at + size] for at in range(0, len(asked), size)]
        with ThreadPoolExecutor(_THREADS) as pool:
            found = [
                line for lines in pool.map(lambda share: self._rows(share, limit, threshold), shares) for line in lines
            ]
        return pa.Table.from_pydict(
            {name: [line[at] for line in found] for at, name in enumerate(_OUT)},
            schema=pa.schema(
                [
                    (name, pa.int64() if name == "row" else pa.float64() if name == "score" else pa.string())
                    for name in _OUT
                ]
            ),
        )

    def _rows(self, share: Sequence[tuple[Any, ...]], limit: int, threshold: float) -> list[tuple[Any, ...]]:
        with self._desk() as desk:
            return desk.rows(share, limit, threshold)

    @contextmanager
    def _desk(self) -> Iterator[_Desk]:
        """A desk that no other thread is at: the one left last, which remembers most, or a new one."""
        try:
            desk = self._free.pop()
        except IndexError:
            desk = _Desk(index.Index(self._names), self._listed, self._dismissed)
        try:
            yield desk
        finally:
            self._free.append(desk)


def _readable(asked: Profile) -> bool:
    return bool(asked.idents) or any(encode.words(name.text, person=True) for name in asked.names)


class _Desk:
    """What one thread screens with."""

    def __init__(self, names: index.Index, listed: Listed, dismissed: Callable[[Profile, Profile], str]) -> None:
        self._index, self._listed, self._dismissed = names, listed, dismissed
        self._owner = names.names.owner
        self._comparer = Comparer()

    def hits(
        self, some: Sequence[Profile], limit: int, threshold: float, candidates: int = CANDIDATES
    ) -> Iterator[list[Hit]]:
        """For each profile the identities that it could be, best first."""
        queries, mine = [], []
        for asked in some:
            more = asked.births or asked.countries or asked.genders or asked.idents
            found = _queries(asked, threshold / LIFT if more else threshold)
            queries += found
            mine.append(len(found))
        alike = self._index.alike(queries, most=candidates, share=_SHARE)
        for asked, count in zip(some, mine, strict=True):
            owners = {owner for names, _ in islice(alike, count) for owner in self._owner[names].tolist()}
            owners.update(owner for _, number in asked.idents for owner in self._listed.bearers(number))
            yield self._hits(asked, owners, limit, threshold) if owners else []

    def _hits(self, asked: Profile, owners: Iterable[int], limit: int, threshold: float) -> list[Hit]:
        some = []
        for owner in owners:
            listed, subjects = self._listed[owner]
            compared = self._comparer.compare(asked, listed)
            if compared.score >= threshold:
                some.append((compared.score, listed, subjects, compared))
        literal = {fold(name.text) for name in asked.names}
        some.sort(key=lambda hit: (-hit[0], literal.isdisjoint(fold(name.text) for name in hit[1].names), hit[1].id))
        return [
            Hit(
                listed.id, score, listed.caption, tuple(explain(compared, self._comparer)), listed.schema, subjects,
                self._dismissed(asked, listed),
            )
            for score, listed, subjects, compared in some[:limit]
        ]  # fmt: skip

    def rows(self, asked: Sequence[tuple[Any, ...]], limit: int, threshold: float) -> list[tuple[Any, ...]]:
        """The lines of the result for some rows of a table."""
        read = [_read(*cells) for _, *cells in asked]
        hits = self.hits([each for each in read if isinstance(each, Profile)], limit, threshold)
        lines: list[tuple[Any, ...]] = []
        for (row, *_), customer in zip(asked, read, strict=True):
            if isinstance(customer, str):
                lines.append((row, "refused", None, None, None, customer))
                continue
            for hit in next(hits):
                status = "dismissed" if hit.dismissed else "hit"
                reasons = "; ".join(each.text for each in hit.features)
                lines.append((row, status, hit.id, hit.score, hit.caption, hit.dismissed or reasons))
        return lines

    def candidates(self, asked: Profile, most: int) -> list[str]:
        """The ids of the identities that are compared with the query."""
        ways = [self._owner[self._index.candidates(query, most=most)].tolist() for query in _queries(asked, 0.0)]
        found = dict.fromkeys(owner for turn in zip_longest(*ways) for owner in turn if owner is not None)
        return [self._listed[owner][0].id for owner in list(found)[:most]]


def _queries(asked: Profile, least: float) -> list[index.Query]:
    """The names of a profile as queries to the index."""
    return [
        index.Query(words, asked.kind & (PERSON if person else ~PERSON), least / WORTH[name.quality])
        for person in ways(asked.kind)
        for name, words in encode.named(asked, person=person)
    ]


def _asked(query: str | Mapping[str, Any]) -> Profile | str:
    """The profile of a query, or why it cannot be screened."""
    try:
        asked = profile.asked(query)
    except UsageError as error:
        return str(error)
    return asked if _readable(asked) else _NO_NAME


def _read(
    name: str | None,
    schema: str | None,
    birth: str | None,
    country: str | None,
    number: str | None,
    problem: str | None,
) -> Profile | str:
    """The profile of a row of a table, or why it cannot be screened."""
    try:
        customer = _customer(name, schema, birth, country, number)
    except UsageError as error:
        return problem or str(error)
    return problem or (customer if _readable(customer) else _NO_NAME)


def _customer(
    name: str | None, schema: str | None, birth: str | None, country: str | None, number: str | None
) -> Profile:
    """The profile of a row; a cell may hold several values, with «; » between them."""
    cells = (("birthDate", birth), ("country", country), ("idNumber", number))
    facts = [(prop, text) for prop, cell in cells if cell for text in cell.split("; ") if text]
    names = [text for text in name.split("; ") if text.strip()] if name else []
    return profile.make("", schema or "", [Name(text, PRIMARY) for text in names], facts)
