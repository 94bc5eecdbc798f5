"""The catalogue, open for questions: many threads at once, read-only, one state for as long as it is open."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import orjson

from kronika.base import vocabulary
from kronika.base.errors import UsageError
from kronika.ledger.catalogue import writing
from kronika.ledger.catalogue.search import Found, Search, run
from kronika.ledger.catalogue.words import clean

if TYPE_CHECKING:
    from pathlib import Path

Entity = dict[str, Any]
"""A FollowTheMoney entity as JSON has it: id, caption, schema, properties, datasets, referents, target, when seen."""
_CONNECTIONS = 8
"""Questions that are answered at once; more wait for their turn."""
_REMEMBERED = 512
"""Searches whose answers are kept: first pages are asked for again and again."""
MOST_ADJACENT = 500
"""Neighbours that an entity is shown with at most."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set as /catalog lists it."""

    name: str
    title: str
    publisher: str
    children: tuple[str, ...]
    """Of a collection, the data sets in it."""
    entities: int
    targets: int
    version: str
    """A text that is equal for equal copies."""
    updated: str
    """The day (or month) that its newest copy stands for, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Adjacent:
    """The neighbours of an entity by one property."""

    total: int
    entities: tuple[Entity, ...]
    """The page that was asked for; what stands between two others, an Ownership, holds the one at its other end."""


class Catalogue:
    """The catalogue of one build; every method may be called from any thread.

    `version` is a text that is equal for equal content.
    """

    def __init__(self, connections: Sequence[sqlite3.Connection], version: str) -> None:
        self.version = version
        self._all = connections
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for each in connections:
            self._free.put(each)
        self._search: Callable[[Search], Found] = lru_cache(_REMEMBERED)(self._run)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the catalogue in the folder of an index.

        Raises UsageError where there is none, or one of another version of Kronika.
        """
        path = folder / writing.FILE
        if not path.is_file():
            raise UsageError(f"{folder} holds no catalogue yet: `kronika build` makes it")
        # All connections are opened now: a build that comes later removes the file, and what is open can still be read.
        with ExitStack() as stack:
            try:
                connections = [stack.enter_context(closing(_connect(path))) for _ in range(_CONNECTIONS)]
                meta = dict(connections[0].execute("SELECT key, value FROM meta").fetchall())
            except sqlite3.DatabaseError as error:
                raise UsageError(f"{path} is damaged ({error}): `kronika build` makes it anew") from error
            if meta.get("version") != writing.version():
                raise UsageError(f"{path} was made by another version of Kronika: `kronika build` makes it anew")
            stack.pop_all()
        return cls(connections, meta["state"])

    def close(self) -> None:
        """Close it, when nobody asks it any more."""
        for each in self._all:
            each.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """How many entities it holds."""
        with self._db() as db:
            return int(db.execute("SELECT count(*) FROM entities").fetchone()[0])

    def canonical(self, id: str) -> str:  # noqa: A002 - what it is
        """The canonical id of the entity with this id, empty where there is none."""
        found = self._row("SELECT e.id FROM ids JOIN entities e USING (n) WHERE ids.id = ?", id)
        return found[0] if found else ""

    def identity(self, id: str) -> str:  # noqa: A002 - what it is
        """The id that resolution gave to the entity with this id, empty where it is no identity."""
        found = self._row("SELECT e.identity FROM ids JOIN entities e USING (n) WHERE ids.id = ?", id)
        return found[0] if found else ""

    def entity(self, id: str) -> Entity | None:  # noqa: A002 - what it is
        """The entity that has this id, or had it before it was merged."""
        found = self._row("SELECT body FROM ids JOIN bodies USING (n) WHERE ids.id = ?", id)
        return orjson.loads(found[0]) if found else None

    def entities(self, ids: Iterable[str]) -> list[Entity]:
        """The entities with these ids, in their order; ids that nobody has are passed over."""
        with self._db() as db:
            found = (
                db.execute("SELECT body FROM ids JOIN bodies USING (n) WHERE ids.id = ?", [clean(id_)]) for id_ in ids
            )
            return [orjson.loads(row[0]) for rows in found if (row := rows.fetchone())]

    def adjacent(self, id: str, prop: str = "", limit: int = MOST_ADJACENT, offset: int = 0) -> dict[str, Adjacent]:  # noqa: A002
        """The neighbours of an entity by property, seen from its side: `ownershipOwner`, `addressEntity`, `sanctions`.

        With `prop` only those by this one. Empty where there is no such entity or it has none.
        """
        with self._db() as db:
            own = db.execute(
                "SELECT n, e.id FROM ids JOIN entities e USING (n) WHERE ids.id = ?", [clean(id)]
            ).fetchone()
            if own is None:
                return {}
            n, root = own
            counts = db.execute("SELECT prop, count(*) FROM edges WHERE n = ? GROUP BY prop", [n]).fetchall()
            return {
                name: Adjacent(total, tuple(_expanded(db, _neighbours(db, n, name, limit, offset), root)))
                for name, total in counts
                if prop in ("", name)
            }

    def nested(self, id: str, limit: int = MOST_ADJACENT) -> Entity | None:  # noqa: A002
        """The entity with this id, its neighbours in the place of their ids, and those who point to it by property.

        Of each property at most `limit` neighbours are shown; of its own properties the rest stay ids.
        """
        entity = self.entity(id)
        if entity is not None:
            for prop, found in self.adjacent(id, limit=limit).items():
                shown = {each["id"] for each in found.entities}
                rest = [value for value in entity["properties"].get(prop, ()) if value not in shown]
                entity["properties"][prop] = [*found.entities, *rest]
        return entity

    def search(self, asked: Search) -> Found:
        """Search. Raises UsageError for an unknown schema or facet."""
        return self._search(asked)

    def _run(self, asked: Search) -> Found:
        with self._db() as db:
            return run(db, asked)

    def datasets(self) -> list[Dataset]:
        """The data sets by name, collections among them; the one called `default` holds all."""
        with self._db() as db:
            rows = db.execute("SELECT * FROM datasets ORDER BY name").fetchall()
        return [
            Dataset(name, title, publisher, tuple(orjson.loads(children)), entities, targets, version, updated)
            for name, title, publisher, children, entities, targets, version, updated in rows
        ]

    def leaves(self, dataset: str) -> tuple[str, ...] | None:
        """The data sets without children that a data set holds, for `Search.within`; None where it is unknown."""
        children = {each.name: each.children for each in self.datasets()}
        if dataset not in children:
            return None
        found: list[str] = []
        waiting = [dataset]
        while waiting:
            name = waiting.pop()
            waiting += children[name]
            found += [] if children[name] else [name]
        return tuple(sorted(found))

    def _row(self, sql: str, id_: str) -> tuple[Any, ...] | None:
        with self._db() as db:
            found: tuple[Any, ...] | None = db.execute(sql, [clean(id_)]).fetchone()
            return found

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        db = self._free.get()
        try:
            yield db
        finally:
            self._free.put(db)


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    db = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    db.execute("PRAGMA mmap_size = 268435456")  # the pages are shared by all connections of all processes
    return db


def _neighbours(db: sqlite3.Connection, n: int, prop: str, limit: int, offset: int) -> list[Entity]:
    sql = """
        SELECT body FROM edges JOIN bodies ON bodies.n = other
        WHERE edges.n = ? AND prop = ? ORDER BY other LIMIT ? OFFSET ?
    """
    return [orjson.loads(row[0]) for row in db.execute(sql, [n, prop, limit, offset])]


def _expanded(db: sqlite3.Connection, entities: Iterable[Entity], root: str) -> Iterator[Entity]:
    """Entities in which relations hold others in the place of their ids; the one we came from stays an id."""
    for entity in entities:
        schema = vocabulary.known(entity["schema"])
        for prop, values in entity["properties"].items() if schema.edge else ():
            if schema.properties[prop].type == "entity":
                entity["properties"][prop] = [value if value == root else _end(db, value) for value in values]
        yield entity


def _end(db: sqlite3.Connection, id_: str) -> Entity | str:
    found = db.execute("SELECT body FROM ids JOIN bodies USING (n) WHERE ids.id = ?", [id_]).fetchone()
    return orjson.loads(found[0]) if found else id_
