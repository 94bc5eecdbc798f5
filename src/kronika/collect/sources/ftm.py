"""Any data set in the vocabulary of FollowTheMoney: a list that others compiled, or a user's own watch list.

Three forms: JSON lines with one entity each (`entities.ftm.json`), the same with the entities around it nested inside
(`targets.nested.json`), and a table with one row a target (`targets.simple.csv`), whose cells hold several values
between semicolons. https://followthemoney.tech, https://www.opensanctions.org/docs/bulk/.

The data set is the series, and stands in every id: two data sets may use one id for two people. It is what the file is
called, as in `mine.entities.ftm.json`, else the first data set that the file names. A Sanction, a document or a
relation is a line of its own; it stands under the subject that it is said of.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Published, Source
from kronika.base.vocabulary import schema as schema_of
from kronika.base.vocabulary import valid
from kronika.collect.cutting import part
from kronika.collect.lines import Line, escape, lines
from kronika.collect.record import Draft, Entry, Reading, subject_id
from kronika.collect.tables import Row, grid, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kronika.base.vocabulary import Property, Schema

_SEEN = "when the compiler of the file saw the entity: nothing about the entity itself"
_DATE = r',"?\d{4}-\d\d-\d\d[^",\r\n]*"?'

SOURCE = Source(
    name="ftm",
    title="A data set in the vocabulary of FollowTheMoney",
    publisher="whoever compiled the file",
    country="",
    authority="",
    licence="as the publisher of the file states",
    languages=(),
    records=(1, 50_000_000),
    forms=(
        Form(
            "jsonl",
            r'"schema"\s*:\s*"[A-Z]',
            published=r'"last_seen"\s*:\s*"(\d{4}-\d\d-\d\d)',
            series=r'"datasets?"\s*:\s*\[?\s*"([^"]+)"',
            named=r"(?:^|[/!])([^/!]+)\.(?:entities\.ftm|targets\.nested)\.json$",
        ),
        Form(
            "csv",
            r'\A"?id"?,"?schema"?,"?name"?,"?aliases"?,',
            published=rf'first_seen"?,"?last_seen"?,.*?{_DATE},"?(\d{{4}}-\d\d-\d\d)[^",\r\n]*"?{_DATE}\r?\n',
            series=rf',"?((?<=")[^"\r\n]+|(?<!")[^",\r\n]+)"?(?:{_DATE})+\r?\n',
        ),
    ),
    aside={
        "caption": "chosen by the compiler of the file among the names",
        "target": "whether the compiler of the file counts the entity among those that its data set is about",
        "referents": "other ids that the compiler of the file merged into this one",
        "datasets": "names the series",
        "dataset": "names the series",
        "origin": "which program of the compiler made the entity",
        "first_seen": _SEEN,
        "last_seen": _SEEN,
        "last_change": _SEEN,
    },
    dates="ymd",
)

_COLUMNS = ("id", "schema", "name")
_CELLS = {
    "aliases": ("alias",),
    "birth_date": ("birthDate", "incorporationDate", "buildDate"),
    "countries": ("country",),
    "addresses": ("address",),
    "identifiers": ("idNumber", "registrationNumber"),
    "phones": ("phone",),
    "emails": ("email",),
}
"""Column of several values → the properties that can hold them; the first that the schema has is taken."""
_LISTING = {"sanctions": "summary", "program_ids": "programId"}
_WHEN = ("first_seen", "last_seen", "last_change")
_REST = ("dataset", *_WHEN)

_VALUE = re.compile(r'(?:\A|;)(?:"((?:[^"]|"")*)"(?=;|\Z)|([^;]*))')
_IMO = re.compile(r"IMO\d{7}")
_AS_PRINTED = {"name", "string", "text", "identifier", "address"}
"""Types whose values `Draft.add` reads; the others stand in FollowTheMoney's own spelling already."""
_HOLDERS = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}


def read(copy: Copy) -> Reading[Any]:
    """One line or row is one entity."""
    (document,) = copy.documents
    with document.path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return Reading(SOURCE, copy, lines(document), partial(_line_key, copy.series), partial(_line, copy.series))
    table = rows(document, grid(document), _COLUMNS, optional=(*_CELLS, *_LISTING, *_REST))
    return Reading(SOURCE, copy, table, partial(_row_key, copy.series), partial(_row, copy.series))


def published(copy: Copy) -> Iterator[Published]:
    """What the file says of each entity as an entry: its id there, the data sets that it is from, when it was seen."""
    (document,) = copy.documents
    with document.path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        for line in lines(document):
            if isinstance(line, Line):
                yield from _entries(line, "", copy.series)
        return
    for row in rows(document, grid(document), _COLUMNS, optional=(*_CELLS, *_LISTING, *_REST)):
        if isinstance(row, Row) and (own := row.peek("id")):
            named = tuple(filter(None, (row.peek("dataset"),)))
            seen = (row.peek(column) for column in _WHEN)
            yield Published(_id(copy.series, own), own, row.peek("name"), named, copy.series, (), *map(_when, seen))


def _entries(line: Line, at: str, series: str) -> Iterator[Published]:
    """The entity at a pointer, and those that are nested in it."""
    if own := line.peek(f"{at}/id"):
        named = (line.peek(f"{at}/dataset"), *line.texts(f"{at}/datasets"))
        seen = (line.peek(f"{at}/{name}") for name in _WHEN)
        yield Published(
            _id(series, own), own, line.peek(f"{at}/caption"), tuple(filter(None, named)), series,
            line.texts(f"{at}/referents"), *map(_when, seen),
        )  # fmt: skip
    for name in line.keys(f"{at}/properties"):
        for nested in line.objects(f"{at}/properties/{escape(name)}"):
            yield from _entries(line, nested, series)


def _when(text: str) -> str:
    return text if valid("date", text) else ""


def _line_key(series: str, line: Line) -> str:
    return _key(series, line.peek("/id"))


def _row_key(series: str, row: Row) -> str:
    return _key(series, row.peek("id"))


def _key(series: str, entity_id: str) -> str:
    if not entity_id:
        raise Unreadable("an entity without an id")
    return f"{series} {entity_id}".strip()


def _id(series: str, entity_id: str) -> str:
    return subject_id(SOURCE.name, _key(series, entity_id))


def _line(series: str, entry: Entry[Line]) -> None:
    (line,) = entry.records
    schema = schema_of(line.peek("/schema"))
    if schema is None:
        raise Unreadable(f"FollowTheMoney has no schema {line.peek('/schema')!r}")
    own, holder = entry.id, _holder(schema, line)
    entry.id = _id(series, holder) if holder else own  # facts stand under the subject that the line is said of
    _entity(entry, line, "", series)
    entry.id = own


def _holder(schema: Schema, line: Line) -> str:
    prop = schema.edge[0] if schema.edge else _HOLDERS.get(schema.name)
    return line.peek(f"/properties/{prop}") if prop else ""


def _entity(entry: Entry[Line], line: Line, at: str, series: str) -> None:
    """Read the entity at a pointer, and those that are nested in it."""
    kind, own = line.take(f"{at}/schema"), line.take(f"{at}/id")
    schema = schema_of(kind.text.strip()) if kind else None
    if kind is None or own is None or schema is None:
        entry.refuse(kind or Cell("", line.place, line.document), "an entity without id, or of no known schema")
        return
    draft = Draft(entry, schema.name, _id(series, own.text.strip()), line.place, line.document)
    for name in SOURCE.aside if at else ():
        line.each(f"{at}/{name}")
    for name in line.keys(f"{at}/properties"):
        pointer = f"{at}/properties/{escape(name)}"
        prop = schema.properties.get(name)
        for nested in line.objects(pointer):
            if prop and not prop.stub and (target := line.peek(f"{nested}/id")):
                draft.link(name, _id(series, target), Cell(target, f"{line.place}, {nested}/id", line.document))
            _entity(entry, line, nested, series)
        for cell in line.each(pointer):
            if prop is None or prop.stub:
                entry.refuse(cell, f"{schema.name} has no property {name}")
            else:
                _value(draft, prop, cell, series)


def _row(series: str, entry: Entry[Row]) -> None:
    (row,) = entry.records
    kind = row.take("schema")
    row.take("id")
    schema = schema_of(kind.text.strip()) if kind else None
    if schema is None:
        raise Unreadable(f"FollowTheMoney has no schema {kind.text if kind else ''!r}")
    subject = entry.subject(schema.name)
    if name := row.take("name"):
        _value(subject, schema.properties["name"], name, series)
    for column, props in _CELLS.items():
        for cell in _values(row.take(column)):
            ship = column == "identifiers" and _IMO.fullmatch(cell.text)
            prop = next((each for each in ("imoNumber",) * bool(ship) + props if subject.has(each)), None)
            if prop is None:
                entry.refuse(cell, f"{schema.name} has no property {props[0]}")
            else:
                _value(subject, schema.properties[prop], cell, series)
    for column, prop in _LISTING.items():
        for cell in _values(row.take(column)):
            entry.listing(subject).add(prop, cell)


def _values(cell: Cell | None) -> Iterator[Cell]:
    """The values between semicolons; one that holds a semicolon or quotes stands in quotes, its own quotes doubled."""
    for match in _VALUE.finditer(cell.text) if cell else ():
        piece = part(cell, *match.span(match.lastindex or 0)) if cell else None
        if piece and piece.text:
            plain = piece.text.replace('""', '"') if match.lastindex == 1 else piece.text
            yield piece if plain == piece.text else piece._replace(text=plain, prints=piece.text)


def _value(draft: Draft, prop: Property, cell: Cell, series: str) -> None:
    text = cell.text.strip()
    if prop.type == "country":
        text = text.lower()
    if prop.type == "entity":
        draft.link(prop.name, _id(series, text), cell)
    elif not valid(prop.type, text):
        draft.entry.refuse(cell, f"{prop.name}: not a valid {prop.type}: {text[:60]!r}")
    else:
        draft.add(prop.name, cell, None if prop.type in _AS_PRINTED else text)
