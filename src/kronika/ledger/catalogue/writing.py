"""Writes the catalogue of a build: one SQLite file, in one transaction, whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from importlib import resources
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from kronika.base import vocabulary
from kronika.base.errors import BuildError
from kronika.ledger.catalogue.gather import Gathered, Gatherer, Merged
from kronika.ledger.catalogue.words import folded, key

if TYPE_CHECKING:
    from kronika.base.model import Published
    from kronika.base.vocabulary import Schema
    from kronika.ledger.store import Ledger

FILE = "catalogue.sqlite"
EVERYTHING = "default"
"""The data set that holds all others."""
_LONGEST = 100
"""Characters of a value that can still be filtered by."""
_TERMS = frozenset({"identifier", "country", "date", "topic", "gender", "language", "phone", "email", "url", "string"})
_NUMBERS = ("identifier", "phone", "email")
_REST = ("address", "string", "text", "html", "url")
"""Types of properties by where their values go. The reasons of a listing, which is no Thing, are not searched in: it is
its subject that people look for."""
_LISTING = ("program", "programId", "listingDate", "startDate")
_ENTITY = "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BODY = "INSERT INTO bodies VALUES (?, ?)"
_EDGE = "INSERT INTO edge VALUES (?, ?, ?)"
_TERM = "INSERT INTO term VALUES (?, ?, ?)"
_NAME = "INSERT INTO named VALUES (?, ?)"
_TEXT = "INSERT INTO texts (rowid, names, numbers, rest) VALUES (?, ?, ?, ?)"
_INSERTS = (_ENTITY, _BODY, _EDGE, _TERM, _NAME, _TEXT)
_BATCH = 20_000
"""Values that are held before they are written."""


def write(
    folder: Path,
    ledger: Ledger,
    identities: Path,
    merged: Iterable[Merged],
    published: Iterable[Published] = (),
    state: str = "",
) -> None:
    """Write the catalogue of the ledger's current state into a folder that is there and holds none yet.

    `identities` is the table of subject, identity, listed; `merged` says what each identity is and is called;
    `published` what compiled files say of their entries; `state` is a text that is equal for equal input.

    Raises BuildError when the disk is full.
    """
    gatherer = Gatherer(ledger, identities, merged, published)
    try:
        with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
            # Nobody reads it before it is whole, and a build that dies leaves it behind unfinished.
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
            db.executescript(resources.files(__package__).joinpath("tables.sql").read_text(encoding="utf-8"))
            db.execute("BEGIN")
            db.execute("INSERT INTO texts (texts, rank) VALUES ('hashsize', 67108864)")  # as much as it takes at once
            _Writer(db).write(gatherer)
            _datasets(db, ledger, gatherer)
            db.executemany("INSERT INTO meta VALUES (?, ?)", [("version", version()), ("state", state)])
            db.execute("COMMIT")
            db.execute("ANALYZE")
    except sqlite3.Error as error:
        raise BuildError(f"the catalogue could not be written ({error}): the last good state still answers") from error


@cache
def version() -> str:
    """A hash of the code that catalogues are written with and words are folded by."""
    code = hashlib.sha256()
    here = Path(__file__).parent
    base = Path(vocabulary.__file__).parent
    for file in (*sorted(here.glob("*.*")), here.parent / "export.py", base / "namewords.py", base / "vocabulary.json"):
        code.update(file.read_bytes())
    return code.hexdigest()[:16]


class _Writer:
    """Writes entities, numbered as they are first mentioned."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._numbers: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._rows: dict[str, list[tuple[object, ...]]] = {sql: [] for sql in _INSERTS}
        for name, columns in (("edge", "n, prop, other"), ("term", "prop, value, n"), ("named", "name, n")):
            db.execute(f"CREATE TEMP TABLE {name} ({columns})")

    def write(self, gatherer: Gatherer) -> None:
        """Write all entities; what is found by its order goes aside first, and in at the end, sorted."""
        for each in gatherer.entities():
            self._entity(each)
            if len(self._rows[_TERM]) > _BATCH:
                self._flush()
        self._flush()
        self._db.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, texts, row)")
        self._db.execute("INSERT INTO words SELECT term FROM temp.vocabulary")
        self._db.executemany("INSERT INTO ids VALUES (?, ?)", sorted(self._ids.items()))
        self._db.execute("INSERT INTO edges SELECT DISTINCT n, prop, other FROM edge ORDER BY 1, 2, 3")
        self._db.execute("INSERT INTO terms SELECT DISTINCT prop, value, n FROM term ORDER BY 1, 2, 3")
        self._db.execute("INSERT INTO names SELECT DISTINCT name, n FROM named ORDER BY 1, 2")

    def _flush(self) -> None:
        for sql, rows in self._rows.items():
            self._db.executemany(sql, rows)
            rows.clear()

    def _number(self, id_: str) -> int:
        return self._numbers.setdefault(id_, len(self._numbers) + 1)

    def _entity(self, each: Gathered) -> None:
        n = self._number(each.id)
        for id_ in (*each.referents, *each.hidden):
            self._ids.setdefault(id_, n)
        self._ids[each.id] = n  # an entity's own id is nobody else's, whatever a file says it has merged
        schema = vocabulary.known(each.schema)
        values: dict[str, list[str]] = defaultdict(list)
        for prop, some in each.properties.items():
            values[schema.properties[prop].type] += some
        groups = [" ".join(dict.fromkeys(some)) for some in (values["country"], values["topic"], each.datasets)]
        when = each.first_seen, each.last_seen, each.last_change
        boost = log(2 + sum(map(len, values.values()))) * (1 + log(len(each.datasets)))
        row = (n, each.id, each.identity, each.schema, each.caption, each.target, boost, *groups, *when)
        self._rows[_ENTITY].append(row)
        self._rows[_BODY].append((n, orjson.dumps(each.answer())))
        self._terms(n, each, schema)
        self._edges(n, each, schema)
        self._texts(n, values, schema)

    def _terms(self, n: int, each: Gathered, schema: Schema) -> None:
        rows = self._rows[_TERM]
        rows += [("datasets", name, n) for name in each.datasets]
        for prop, some in each.properties.items():
            if schema.properties[prop].type in _TERMS:
                rows += [(prop, value, n) for value in some if len(value) <= _LONGEST]
        # People ask for those who are listed under a programme, or since a day: a listing's are its subject's too.
        listed = [self._number(other) for prop, other in each.links if schema.name == "Sanction" and prop == "entity"]
        for prop in _LISTING if listed else ():
            rows += [(prop, value, other) for value in each.properties.get(prop, ()) for other in listed]

    def _edges(self, n: int, each: Gathered, schema: Schema) -> None:
        rows = self._rows[_EDGE]
        for prop, other_id in each.links:
            other, described = self._number(other_id), schema.properties.get(prop)
            rows.append((n, prop, other))
            if described and described.reverse:
                rows.append((other, described.reverse, n))

    def _texts(self, n: int, values: Mapping[str, Iterable[str]], schema: Schema) -> None:
        names = [folded(name) for name in values.get("name", ())]
        self._rows[_NAME] += [(key(name), n) for name in names]
        numbers = _words(values, _NUMBERS)
        rest = _words(values, _REST) if "Thing" in schema.ancestors else ""
        if names or numbers or rest:
            self._rows[_TEXT].append((n, " ".join(names), numbers, rest))


def _words(values: Mapping[str, Iterable[str]], types: Iterable[str]) -> str:
    return " ".join(folded(value) for kind in types for value in values.get(kind, ()))


def _datasets(db: sqlite3.Connection, ledger: Ledger, gatherer: Gatherer) -> None:
    """Write what the data sets are and hold; a compiled file that names other sets than itself is a collection."""
    published = {row["copy"]: row["published"] for row in ledger.rows("SELECT copy, published FROM copies")}
    leaves = dict(gatherer.copies)
    sets = {name: ({name}, set[str]()) for name in leaves}
    for name, children in gatherer.collections.items():
        if name not in leaves:
            sets[name] = children, children
    nested = {child for _, children in sets.values() for child in children}
    sets[EVERYTHING] = set(leaves), set(sets) - nested
    for name, (held, children) in sets.items():
        marks = ", ".join("?" * len(held))
        counts = db.execute(
            f"SELECT count(*), coalesce(sum(target), 0) FROM entities WHERE n IN "  # noqa: S608
            f"(SELECT n FROM terms WHERE prop = 'datasets' AND value IN ({marks}))",
            sorted(held),
        ).fetchone()
        copies = sorted({copy for leaf in held for copy in leaves[leaf]})
        updated = max((published[copy] for copy in copies), default="")
        made_of = hashlib.sha1(" ".join(copies).encode(), usedforsecurity=False).hexdigest()[:6]
        source = ledger.sources.get(name)
        publisher, edition = source["publisher"] if source else "", f"{updated.replace('-', '')}-{made_of}"
        title = "Everything" if name == EVERYTHING else gatherer.titles.get(name, name)
        db.execute(
            "INSERT INTO datasets VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (name, title, publisher, orjson.dumps(sorted(children)).decode(), *counts, edition, updated),
        )
