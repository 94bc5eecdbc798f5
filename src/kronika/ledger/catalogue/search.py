"""Search over the catalogue: words and filters in, a page of entities and what there are of each kind out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kronika.base import vocabulary
from kronika.base.errors import UsageError
from kronika.ledger.catalogue import query
from kronika.ledger.catalogue.query import GROUPS, Condition, properties_of
from kronika.ledger.catalogue.words import clean

if TYPE_CHECKING:
    import sqlite3

_KEPT = ("countries", "topics", "datasets", "schema")
"""Facets whose values `entities` has at hand."""
FACETS = (*_KEPT, "identifiers", "genders")
_MOST_VALUES = 1000
"""Values of a facet that are counted out at most."""
_SORTED = ("id", "caption", "schema", "first_seen", "last_seen", "last_change", "target")


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for."""

    text: str = ""
    """As `query` reads it; all entities where it is empty."""
    schema: str = "Thing"
    """Entities of this schema and of those that extend it."""
    comparable: bool = False
    """Also those that could turn out to be of this schema, such as a LegalEntity that may be a Company."""
    within: tuple[str, ...] | None = None
    """The data sets (leaves of the catalogue's tree) that are looked into; all where None, none where empty."""
    without_schemata: tuple[str, ...] = ()
    without_ids: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    """Fields and values: a property, or a group: countries, topics, datasets, identifiers, genders, names, dates."""
    any_of: bool = False
    """Whether one of several values of a field is enough."""
    changed_since: str = ""
    """ISO 8601: only entities that changed after it."""
    target: bool | None = None
    sort: tuple[str, ...] = ()
    """Fields, each with `:desc` or `:asc` behind it; unknown ones are passed over."""
    limit: int = 10
    offset: int = 0
    fuzzy: bool = False
    typing: bool = False
    """Whether the last word is still being written."""
    facets: tuple[str, ...] = ()
    """Of FACETS, those to be counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found."""

    total: int
    ids: tuple[str, ...]
    """The page that was asked for, the best first."""
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    """Facet → values with how many entities have them, the most frequent first."""


def run(db: sqlite3.Connection, asked: Search) -> Found:
    """Search. Raises UsageError for an unknown schema or facet."""
    if unknown := set(asked.facets) - set(FACETS):
        raise UsageError(f"no such facet: {', '.join(sorted(unknown))}; there are {', '.join(FACETS)}")
    read = _read(db, asked)
    if asked.text.strip() and not read.match and not read.condition.sql:
        return Found(0, (), dict.fromkeys(asked.facets, ()))  # nothing of it is a word
    where = _where(asked, read.condition)
    hits = _Hits(db, read.match, where)
    total, ids = hits.page(asked, read.name)
    return Found(total, ids, hits.facets(asked.facets) if total else dict.fromkeys(asked.facets, ()))


def _read(db: sqlite3.Connection, asked: Search) -> query.Query:
    """What the text asks for: the entity that has it as its id, else those that have its words."""
    text = clean(asked.text)
    if own := db.execute("SELECT n FROM ids WHERE id = ?", [text.strip()]).fetchone():
        return query.Query("", Condition(["e.n = ?"], [own[0]]), "")
    return query.read(text, lambda words: _known(db, words), fuzzy=asked.fuzzy, typing=asked.typing)


def _known(db: sqlite3.Connection, words: list[str]) -> list[str]:
    return [word for word in words if db.execute("SELECT 1 FROM words WHERE word = ?", [word]).fetchone()]


class _Hits:
    """What matches: a table `hit` of n, target, and weight (the less, the better), for the questions about it."""

    def __init__(self, db: sqlite3.Connection, match: str, where: Condition) -> None:
        weight, source = (
            ("bm25(texts, 10, 6, 1) * e.boost", "texts JOIN entities e ON e.n = texts.rowid")
            if match
            else ("-e.boost", "entities e")
        )
        conditions = " AND ".join([*(["texts MATCH ?"] if match else []), *where.sql])
        columns = f"e.n, e.target, {weight} AS weight"
        self._hit = f"WITH hit AS MATERIALIZED (SELECT {columns} FROM {source} WHERE {conditions})"  # noqa: S608
        self._parameters = [*([match] if match else []), *where.parameters]
        self._db = db

    def _ask(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        plain = (clean(each) if isinstance(each, str) else each for each in (*self._parameters, *parameters))
        return self._db.execute(f"{self._hit} {sql}", [*plain]).fetchall()

    def page(self, asked: Search, name: str) -> tuple[int, tuple[str, ...]]:
        """How many there are, and the ids of those on the page."""
        order, parameters = _order(asked.sort, name)
        entities = "hit JOIN entities e USING (n)" if asked.sort else "hit"
        sql = f"SELECT n, (SELECT count(*) FROM hit) FROM {entities} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
        rows = self._ask(sql, *parameters, asked.limit, asked.offset)
        total = rows[0][1] if rows else self._ask("SELECT count(*) FROM hit")[0][0]
        ids = (self._db.execute("SELECT id FROM entities WHERE n = ?", [n]).fetchone()[0] for n, _ in rows)
        return total, tuple(ids)

    def facets(self, asked: Sequence[str]) -> dict[str, Sequence[tuple[str, int]]]:
        """The values of each facet with how many hits have them, the most frequent first."""
        found: dict[str, Sequence[tuple[str, int]]] = {}
        kept = [facet for facet in asked if facet in _KEPT]
        if kept:
            columns = ", ".join(kept)
            sql = f"SELECT {columns}, count(*) FROM hit JOIN entities USING (n) GROUP BY {columns}"  # noqa: S608
            counts: dict[str, Counter[str]] = {facet: Counter() for facet in kept}
            for *values, count in self._ask(sql):
                for facet, some in zip(kept, values, strict=True):
                    for value in some.split():
                        counts[facet][value] += count
            for facet in kept:
                ordered = sorted(counts[facet].items(), key=lambda each: (-each[1], each[0]))
                found[facet] = tuple(ordered[:_MOST_VALUES])
        for facet in set(asked) - set(kept):
            props = properties_of(GROUPS[facet])
            sql = (
                f"SELECT value, count(DISTINCT n) FROM terms WHERE prop IN ({_marks(props)}) AND n IN "  # noqa: S608
                f"(SELECT n FROM hit) GROUP BY value ORDER BY 2 DESC, 1 LIMIT {_MOST_VALUES}"
            )
            found[facet] = tuple(self._ask(sql, *props))
        return found


def _where(asked: Search, where: Condition) -> Condition:
    if vocabulary.schema(asked.schema) is None:
        raise UsageError(f"FollowTheMoney has no schema {asked.schema!r}")
    kinds = vocabulary.comparable(asked.schema) if asked.comparable else vocabulary.descendants(asked.schema)
    chosen = sorted(kinds - set(asked.without_schemata))
    where.add(f"e.schema IN ({_marks(chosen)})", *chosen)
    if asked.within is not None:
        known = f"SELECT n FROM terms WHERE prop = 'datasets' AND value IN ({_marks(asked.within)})"  # noqa: S608
        where.add(f"e.n IN ({known})", *asked.within)
    if asked.without_ids:
        where.add(f"e.n NOT IN (SELECT n FROM ids WHERE id IN ({_marks(asked.without_ids)}))", *asked.without_ids)  # noqa: S608
    if asked.changed_since:
        where.add("e.last_change > ?", asked.changed_since)
    if asked.target is not None:
        where.add("e.target = ?", asked.target)
    by_field: dict[str, list[str]] = {}
    for name, value in asked.filters:
        by_field.setdefault(name, []).append(value)
    for name, values in by_field.items():
        some = [query.field_condition(name, value) for value in values]
        either = (" OR " if asked.any_of else " AND ").join(sql for sql, _ in some)
        where.add(f"({either})", *(parameter for _, parameters in some for parameter in parameters))
    return where


def _order(sort: Sequence[str], name: str) -> tuple[str, list[object]]:
    """How hits are ordered: as asked; a whole name before others, targets before others, then by the words' weight."""
    order, parameters = [], list[object]()
    for each in sort:
        field_name, _, way = each.partition(":")
        field_name = field_name.removeprefix("properties.")
        way = "DESC" if way == "desc" else "ASC"
        if field_name in _SORTED:
            order += [f"e.{field_name} = ''", f"e.{field_name} {way}"]
        elif query.is_field(field_name):
            order.append(f"(SELECT min(value) FROM terms WHERE prop = ? AND terms.n = hit.n) {way} NULLS LAST")  # noqa: S608
            parameters.append(field_name)
    if name:
        order.append("n IN (SELECT n FROM names WHERE name = ?) DESC")
        parameters.append(name)
    return ", ".join([*order, "hit.target DESC", "hit.weight", "n"]), parameters


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
