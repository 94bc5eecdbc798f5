"""The ledger in the shapes that the field's tools load: FollowTheMoney entities, statements, targets, Parquet.

Some things differ from the ledger's own facts. Dates follow FollowTheMoney's ISO prefixes, so a range of years becomes
the years in it. An identifier with a wrong check digit is exported under a general property, since a typed one promises
that it is valid, and a value that FollowTheMoney would not take at all (a telephone number without its country, a
number with a sentence around it) as a note. Authority and country of a Sanction and the topic of its subject come from
the source.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import orjson

from kronika.base import dates, idents, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.ledger.store import Ledger, StoredFact

FILES = {
    "ftm": "entities.ftm.json",
    "statements": "statements.csv",
    "targets.simple.csv": "targets.simple.csv",
    "parquet": "facts.parquet",
}
"""Format → the name that such a file usually has."""
_SIMPLE = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones",
    "emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change",
)  # fmt: skip


def export(ledger: Ledger, form: str, target: Path) -> int:
    """Write the ledger to `target`, whole or not at all; returns how many entities (or statements) it holds."""
    return _WRITERS[form](ledger, target)


_COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
_ANYTHING = frozenset({"name", "string", "text", "address", "identifier"})
"""Types of which every text is a value."""
_WITHOUT_LANGUAGE = frozenset(
    {"entity", "date", "checksum", "email", "phone", "gender", "mimetype", "topic", "url", "country", "language", "ip"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property, as FollowTheMoney's statements have it."""

    entity: str
    schema: str
    prop: str
    value: str
    dataset: str
    lang: str | None
    original: str | None
    seen: str

    @property
    def type(self) -> str:
        """The property's type."""
        return vocabulary.known(self.schema).properties[self.prop].type

    @property
    def id(self) -> str:
        """FollowTheMoney's key of a statement: SHA-1 of data set, entity, property and value."""
        key = f"{self.dataset}.{self.entity}.{self.prop}.{self.value}" + (f"@{self.lang}" if self.lang else "")
        return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()

    def row(self) -> list[str]:
        """The statement as a row of a statements CSV."""
        original = self.original if self.original != self.value else None
        return [
            self.entity, self.entity, self.prop, self.type, self.schema, self.value, self.dataset, "", self.lang or "",
            original or "", "f", "", self.seen, self.id,
        ]  # fmt: skip


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A place to write to, which becomes `target` when all is written."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _written(target: Path) -> Iterator[IO[bytes]]:
    with _beside(target) as partial, partial.open("wb") as file:
        yield file


def statements(ledger: Ledger) -> Iterator[tuple[bool, list[Statement]]]:
    """Yield the statements of one entity after another, with whether it is a listed subject."""
    copies = {row["copy"]: row["published"] for row in ledger.rows("SELECT copy, published FROM copies")}
    sanctions = "SELECT DISTINCT subject FROM {} WHERE schema = 'Sanction' AND prop = 'entity'"
    listed = {row["subject"] for row in ledger.rows(sanctions.format(ledger.table))}
    for facts in ledger.entities():
        first = facts[0]
        target = first.entity in listed
        made = [each for fact in facts for each in _statements(fact, copies[fact.copy])]
        said = [(fact.prop, fact.value) for fact in facts]
        for prop, value in declared(ledger.sources[first.source], first.schema, said, target=target):
            made.append(_statement(first, prop, value, None, None, copies[first.copy]))
        yield target, made


def _statements(fact: StoredFact, seen: str) -> Iterator[Statement]:
    for prop, value in stated(fact.schema, fact.prop, fact.value, fact.mark):
        yield _statement(fact, prop, value, fact.lang, fact.printed, seen)


def stated(schema: str, prop: str, value: str, mark: str | None) -> list[tuple[str, str]]:
    """A fact as FollowTheMoney takes it: properties and values, several where a range of dates holds several."""
    properties = vocabulary.known(schema).properties
    if mark is None and properties[prop].type in _ANYTHING and len(value) <= properties[prop].longest:
        return [(prop, value)]
    is_date = properties[prop].type == "date"
    if mark == idents.WRONG:
        prop = _unchecked(schema, prop)
    described, note = properties[prop], "notes" if "notes" in properties else "summary"
    return [
        (prop, each)
        if len(each) <= described.longest and vocabulary.valid(described.type, each)
        else (note, f"{prop}: {each}")
        for each in (dates.ftm(value) if is_date else [value])
    ]


def _statement(fact: StoredFact, prop: str, value: str, lang: str | None, printed: str | None, seen: str) -> Statement:
    spoken = lang if vocabulary.known(fact.schema).properties[prop].type not in _WITHOUT_LANGUAGE else None
    return Statement(fact.entity, fact.schema, prop, value, fact.source, spoken, printed, seen)


def _unchecked(schema: str, prop: str) -> str:
    general = "taxNumber" if prop == "innCode" else "registrationNumber"
    return general if general in vocabulary.known(schema).properties else "notes"


def declared(
    source: Mapping[str, Any], schema: str, said: Sequence[tuple[str, str]], *, target: bool
) -> Iterator[tuple[str, str]]:
    """What the source as a whole says about an entity, beside what its facts have `said`.

    A file that others compiled states authority, country and topics itself, if at all.
    """
    if schema == "Sanction":
        if source["authority"]:
            yield "authority", source["authority"]
            yield "country", source["country"]
        provisions = {value for prop, value in said if prop == "provisions"}
        for measure in source["measures"]:
            if measure not in provisions:
                yield "provisions", measure
    elif target and (source["authority"] or all(prop != "topics" for prop, _ in said)):
        yield "topics", "sanction"


def _entity(made: list[Statement], *, target: bool) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for statement in made:
        values = properties.setdefault(statement.prop, [])
        if statement.value not in values:
            values.append(statement.value)
    first = made[0]
    captions = (properties[prop][0] for prop in vocabulary.known(first.schema).caption if prop in properties)
    return {
        "id": first.entity,
        "caption": next(captions, first.schema),
        "schema": first.schema,
        "properties": properties,
        "datasets": sorted({statement.dataset for statement in made}),
        "referents": [],
        "last_seen": first.seen,
        "target": target,
    }


def _write_ftm(ledger: Ledger, target: Path) -> int:
    count = 0
    with _written(target) as file:
        for listed, made in statements(ledger):
            if made:
                file.write(orjson.dumps(_entity(made, target=listed), option=orjson.OPT_APPEND_NEWLINE))
                count += 1
    return count


def _write_statements(ledger: Ledger, target: Path) -> int:
    count = 0
    with _written(target) as file:
        writer = csv.writer(_Encoded(file), dialect=csv.unix_dialect)
        writer.writerow(_COLUMNS)
        for _, made in statements(ledger):
            writer.writerows(statement.row() for statement in made)
            count += len(made)
    return count


def _write_simple(ledger: Ledger, target: Path) -> int:
    programmes = {
        row["subject"]: row["programmes"]
        for row in ledger.rows(
            f"SELECT subject, string_agg(DISTINCT value, ';' ORDER BY value) AS programmes FROM {ledger.table} "  # noqa: S608
            "WHERE schema = 'Sanction' AND prop = 'program' GROUP BY subject"
        )
    }
    count = 0
    with _written(target) as file:
        writer = csv.writer(_Encoded(file), dialect=csv.unix_dialect)
        writer.writerow(_SIMPLE)
        for listed, made in statements(ledger):
            if listed and made:
                writer.writerow(_simple(_entity(made, target=True), programmes))
                count += 1
    return count


class _Encoded:
    """What csv.writer writes to, of a binary file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.encode())


def _simple(entity: dict[str, Any], programmes: dict[str, str]) -> list[str]:
    properties, schema = entity["properties"], vocabulary.known(entity["schema"])

    def of_type(*types: str) -> str:
        found = (v for prop, values in properties.items() if schema.properties[prop].type in types for v in values)
        return ";".join(dict.fromkeys(found))

    names = [v for prop in ("name", "alias", "weakAlias", "previousName") for v in properties.get(prop, ())]
    others = [name for name in dict.fromkeys(names) if name != entity["caption"]]
    return [
        entity["id"], entity["schema"], entity["caption"], ";".join(others), ";".join(properties.get("birthDate", ())),
        of_type("country"), of_type("address"), of_type("identifier"), programmes.get(entity["id"], ""),
        of_type("phone"), of_type("email"), "", entity["datasets"][0], "", entity["last_seen"] or "", "",
    ]  # fmt: skip


def _write_parquet(ledger: Ledger, target: Path) -> int:
    with _beside(target) as partial:
        return ledger.write_parquet(partial)


_WRITERS: dict[str, Callable[[Ledger, Path], int]] = {
    "ftm": _write_ftm,
    "statements": _write_statements,
    "targets.simple.csv": _write_simple,
    "parquet": _write_parquet,
}
