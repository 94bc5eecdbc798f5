"""From facts to entities: all that any record of an identity says, merged, under one id for all who refer to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import vocabulary
from kronika.ledger.export import declared, stated

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Published
    from kronika.ledger.store import Ledger

_MERGED = """
    SELECT coalesce(i.identity, f.entity) AS who, entity, schema, prop, value, printed, mark, copy, f.subject
    FROM facts f LEFT JOIN read_parquet($path, file_row_number=true) i ON i.subject = f.entity AND i.listed
    ORDER BY who, i.file_row_number, f.rowid
"""
_SEEN = """
    WITH printed AS (
        SELECT copy, entity, bit_xor(hash(schema, prop, value)) AS print FROM {history} GROUP BY copy, entity
    ), aged AS (
        SELECT entity, published, print, lag(print) OVER (PARTITION BY entity ORDER BY published) AS before
        FROM printed JOIN copies USING (copy)
    )
    SELECT entity, min(published) AS first, max(published) AS last,
        max(published) FILTER (before IS NULL OR before != print) AS change
    FROM aged GROUP BY entity
"""
_LISTED = "SELECT DISTINCT value FROM facts WHERE schema = 'Sanction' AND prop = 'entity'"
_PLAIN = re.compile(r"[\w.-]+", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]+")


class Merged(NamedTuple):
    """What resolution says of an identity."""

    id: str
    schema: str
    caption: str


@dataclass(slots=True)
class Gathered:
    """One entity of the catalogue."""

    id: str
    identity: str
    """The id that resolution gave it, empty for what is no identity."""
    schema: str
    caption: str = ""
    properties: dict[str, dict[str, None]] = field(default_factory=dict)
    """Property → its values, each once, in order."""
    links: dict[tuple[str, str], None] = field(default_factory=dict)
    """Property and canonical id of other entities of the catalogue, in order."""
    datasets: dict[str, None] = field(default_factory=dict)
    referents: dict[str, None] = field(default_factory=dict)
    """Other ids that it is found by, to be shown."""
    hidden: set[str] = field(default_factory=set)
    """Other ids that it is found by, of use only to Kronika itself."""
    first_seen: str = ""
    last_seen: str = ""
    last_change: str = ""

    @property
    def target(self) -> bool:
        """Whether it is a risk to deal with."""
        return not vocabulary.risks().isdisjoint(self.properties.get("topics", ()))

    def add(self, values: Iterable[tuple[str, str]]) -> None:
        """Add properties and values, each once. A property that the merged schema lacks becomes a note."""
        known = vocabulary.known(self.schema).properties
        for prop, value in values:
            if prop in known:
                self.properties.setdefault(prop, {})[value] = None
            else:
                note = "notes" if "notes" in known else "summary"
                self.properties.setdefault(note, {})[f"{prop}: {value}"] = None

    def see(self, first: str, last: str, change: str) -> None:
        """Widen the time in which it was seen."""
        self.first_seen = min(filter(None, (self.first_seen, first)), default="")
        self.last_seen = max(self.last_seen, last)
        self.last_change = max(self.last_change, change)

    def answer(self) -> dict[str, Any]:
        """The entity as JSON has it."""
        return {
            "id": self.id,
            "caption": self.caption,
            "schema": self.schema,
            "properties": {prop: list(values) for prop, values in self.properties.items()},
            "datasets": list(self.datasets),
            "referents": list(self.referents),
            "target": self.target,
            "first_seen": self.first_seen or None,
            "last_seen": self.last_seen or None,
            "last_change": self.last_change or None,
        }


class Gatherer:
    """Gathers the entities of the ledger's current state.

    `identities` is the table that the matcher writes: subject, identity, listed. After `entities` has run through,
    `copies` tells which copies each data set comes from, and `collections` which data sets a compiled file holds.
    """

    def __init__(
        self, ledger: Ledger, identities: Path, merged: Iterable[Merged], published: Iterable[Published]
    ) -> None:
        self.copies: dict[str, set[str]] = defaultdict(set)
        self.titles: dict[str, str] = {}
        self.collections: dict[str, set[str]] = defaultdict(set)
        self._ledger, self._path = ledger, str(identities)
        self._merged = {each.id: each for each in merged}
        self._published = {each.entity: each for each in published}
        seen = ledger.rows(_SEEN.format(history=ledger.history))
        self._seen = {row["entity"]: (row["first"], row["last"], row["change"]) for row in seen}
        self._listed = {row[0] for row in ledger.stream(_LISTED)}
        self._source = {row["copy"]: row["source"] for row in ledger.rows("SELECT copy, source FROM copies")}
        self._identity: dict[str, str] = {}
        self._subjects: dict[str, list[str]] = defaultdict(list)
        self._former: dict[str, list[str]] = defaultdict(list)
        for subject, identity, listed in ledger.stream(
            "SELECT subject, identity, listed FROM read_parquet(?)", [self._path]
        ):
            if listed:
                self._identity[subject] = identity
            (self._subjects if listed else self._former)[identity].append(subject)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for each in self._published.values():
            self._bearers[each.id].add(self._identity.get(each.entity, each.entity))
        self._canonical: dict[str, str] = {}

    def entities(self) -> Iterator[Gathered]:
        """The entities, each whole, in an order that depends on nothing but their ids."""
        rows = self._ledger.stream(_MERGED, {"path": self._path})
        for who, facts in groupby(rows, itemgetter(0)):
            yield self._entity(who, list(facts))

    def canonical(self, entity: str) -> str:
        """The id under which an entity of the ledger is answered.

        A compiled file's own id where only compiled files know it and no other thing bears it; else the identity's.
        """
        who = self._identity.get(entity, entity)
        found = self._canonical.get(who)
        if found is None:
            said = [self._published.get(each) for each in self._subjects.get(who, [who])]
            own = next((each.id for each in said if each and len(self._bearers[each.id]) == 1), who)
            found = self._canonical[who] = own if all(said) else who
        return found

    def _entity(self, who: str, facts: list[tuple[Any, ...]]) -> Gathered:
        merged = self._merged.get(who)
        schema = _most_specific(merged.schema if merged else facts[0][2], {fact[2] for fact in facts})
        made = Gathered(self.canonical(who if merged else facts[0][1]), who if merged else "", schema)
        for entity, some in groupby(facts, itemgetter(1)):
            self._record(made, entity, list(some))
        self._name(made, who, merged)
        return made

    def _record(self, made: Gathered, entity: str, facts: list[tuple[Any, ...]]) -> None:
        """Add what one record says."""
        schema, copy, subject = facts[0][2], facts[0][-2], facts[0][-1]
        source = self._source[copy]
        properties, said = vocabulary.known(schema).properties, []
        for _, _, _, prop, value, printed, mark, *_ in facts:
            if properties[prop].type == "entity":
                said.append((prop, self._end(made, prop, value, printed)))
            else:
                said += stated(schema, prop, value, mark)
        made.add(said)
        made.add(declared(self._ledger.sources[source], schema, said, target=entity in self._listed))
        self._entry(made, entity, subject, copy)

    def _end(self, made: Gathered, prop: str, value: str, printed: str | None) -> str:
        """The id of an entity that this one is tied to: its compiler's, where the file leaves the entity out."""
        if value not in self._seen:
            return printed or value
        canonical = self.canonical(value)
        made.links[prop, canonical] = None
        return canonical

    def _entry(self, made: Gathered, entity: str, subject: str, copy: str) -> None:
        """Add what is known of a record as an entry of its list."""
        source, own = self._source[copy], self._published.get(entity)
        holder = own or self._published.get(subject)  # a listing that a table prints in its subject's row
        names = {_dataset(name): name for name in holder.datasets or (holder.collection or source,)} if holder else {}
        for name, title in names.items() or [(source, self._ledger.sources[source]["title"])]:
            made.datasets[name] = None
            self.copies[name].add(copy)
            self.titles.setdefault(name, title)
        if own:
            if own.collection:
                self.collections[_dataset(own.collection)].update(names)
            made.hidden.add(entity)
            made.referents.update(dict.fromkeys((own.id, *own.referents)))
        else:
            made.referents[entity] = None
        ours = (_moment(each) for each in self._seen[entity])
        theirs = (own.first_seen, own.last_seen, own.last_change) if own else ("", "", "")
        made.see(*(their or our for their, our in zip(theirs, ours, strict=True)))

    def _name(self, made: Gathered, who: str, merged: Merged | None) -> None:
        """Give it its caption, and settle which other ids it is found by."""
        compiled = (own.caption for each in self._subjects.get(who, [who]) if (own := self._published.get(each)))
        chosen = next(filter(None, compiled), "") if made.id != who else ""
        own_names = (
            next(iter(made.properties[prop]))
            for prop in vocabulary.known(made.schema).caption
            if prop in made.properties
        )
        made.caption = chosen or (merged.caption if merged else "") or next(own_names, made.schema)
        made.hidden.update(self._former.get(who, ()), (who,))
        made.referents.pop(made.id, None)


def _most_specific(schema: str, among: Collection[str]) -> str:
    """Of the schemata that extend this one the one that says most: of an Organization that is a PublicBody, that."""
    kinds = [each for each in among if schema in vocabulary.known(each).ancestors]
    return max(kinds, key=lambda each: (len(vocabulary.known(each).ancestors), each), default=schema)


def _dataset(name: str) -> str:
    """A data set's name as addresses hold it: a table of targets prints its title in its place."""
    return name if _PLAIN.fullmatch(name) else _OTHER.sub("_", name.casefold()).strip("_") or "unnamed"


@lru_cache(maxsize=1 << 12)
def _moment(day: str) -> str:
    """A day, or the first day of a month, as the moment at which it begins: clients read no less."""
    return f"{day}-01T00:00:00" if len(day) == 7 else f"{day}T00:00:00" if len(day) == 10 else day
