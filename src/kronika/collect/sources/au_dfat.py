"""Australia: the Department of Foreign Affairs and Trade's consolidated list, one spreadsheet.

Format: one row a name. The reference `2` is a subject under its primary name, `2a`, `2b`, `51b1` are its other names;
the rows of one subject repeat the rest, not always word for word, so that what differs is read from every row. The
form of late 2025 has seven columns more, among them the measures as true or false; before, no measure is stated.
Guide: «Guide to Australia's Consolidated List», dfat.gov.au.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kronika.base import idents, measures, places
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Source
from kronika.collect.cutting import group, part, split
from kronika.collect.enumeration import items
from kronika.collect.papers import labelled
from kronika.collect.record import Draft, Entry, Reading
from kronika.collect.tables import Row, grid, rows

_MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
_COLUMNS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship",
    "Address", "Additional Information", "Listing Information", "Committees", "Control Date",
)  # fmt: skip
_LATER = ("Alias Strength", "IMO Number", "Instrument of Designation", *_MEASURES)

SOURCE = Source(
    name="au_dfat",
    title="Australian Sanctions Consolidated List",
    publisher="Department of Foreign Affairs and Trade",
    country="au",
    authority="Minister for Foreign Affairs",
    licence="Creative Commons Attribution 4.0",
    languages=("eng",),
    records=(2_000, 60_000),
    forms=(Form("xlsx", r"\AReference,Name of Individual or Entity,Type,Name Type,"),),
    addresses={"list": "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"},
)

_SCHEMATA = {"individual": "Person", "entity": "LegalEntity", "vessel": "Vessel"}
_BIRTH = {"Person": "birthDate", "LegalEntity": "incorporationDate", "Vessel": "buildDate"}
_NAME_TYPES = {
    "primary name": "name",
    "aka": "alias",
    "alias": "alias",
    "original script": "alias",
    "formerly known as": "previousName",
    "previously listed as": "previousName",
}
_STRENGTHS = {"": "alias", "strong": "alias", "weak": "weakAlias"}
_PLAIN = {"Committees": "program", "Control Date": "modifiedAt", "Instrument of Designation": "description"}
_TRUE = {"true": True, "yes": True, "false": False, "no": False, "": False}

_REFERENCE = re.compile(r"(\d+)(?:[a-z]+\d*)?")
_OLD_NAME = re.compile(
    r"(.+?)\s*\((?:previously|formerly) listed as(?:[.,] in Arabic: ([^()]*?))?\s*\)\s*", re.IGNORECASE
)
_BETWEEN_PLACES = r";\s*(?:alt\.? POB:\s*)?|\n\s*\n"
_DAY = r"(\d{1,2}\.?\s*[A-Z][a-z]+\.?,?\s*\d{4}|\d{1,2}/\d{1,2}/\d{4})"
_LISTED = re.compile(
    rf"(?<![Rr]e-)(?<!Last )(?<!last )\b[Ll]isted(?:\s(?:by|this)\s[^.;]*?)?(?:\s*on)?:?\s*{_DAY}"
    rf"|\bDesignated under the Autonomous Sanctions Regulations 2011 on {_DAY}"
    rf"|\A\s*{_DAY}|\A\s*(\d{{4}}-\d\d-\d\d)\s*\Z"
)
_BASIS = re.compile(
    r"""(?:Autonomous\sSanctions|Charter\sof\sthe\sUnited\sNations)\s\([^()]*(?:\([^()]*\)[^()]*)*\)\s*
    (?:Amendment\s)?(?:\(No\.?\s\d+\)\s+)?(?:Instrument|List|Designation)\s\d{4}(?:\s\(No\.?\s\d+\))?""",
    re.VERBOSE,
)
_UN_REFERENCE = re.compile(r"\s*([A-Z]{2}[ie]\.\d{3})\b")
_GENDER = re.compile(r"\bGender\s*[:\[]\s*(male|female)\b|\A\s*(male|female)\s*;", re.IGNORECASE)
_BETWEEN_DETAILS = r"[;\n]|\.\s+(?=[A-Z])|\s{3,}"
_MAY_HOLD_NUMBER = re.compile(r"\d|BIC|SWIFT")
_AFTER_LABEL = r"\s*(?:no\b\.?|number\b):?\s*((?:[A-Z]{1,2}\s)?[A-Z]{0,3}-?\d(?:[\w/.-]*\w)?)"
_PAPERS = {
    "passportNumber": re.compile(rf"\bpassport{_AFTER_LABEL}", re.IGNORECASE),
    "idNumber": re.compile(rf"\b(?:identi(?:ty|fication)(?:\scard)?|tazkira\)){_AFTER_LABEL}", re.IGNORECASE),
}


def read(copy: Copy) -> Reading[Row]:
    """The rows whose references share a number are one subject."""
    (document,) = copy.documents
    table = rows(document, grid(document), _COLUMNS, optional=_LATER)
    return Reading(SOURCE, copy, table, _key, _listing, grouped=True)


def _key(row: Row) -> str:
    match = _REFERENCE.fullmatch(row.peek("Reference"))
    if match is None:
        raise Unreadable(f"not a reference: {row.peek('Reference')!r}")
    return match[1]


def _listing(entry: Entry[Row]) -> None:
    kinds = {cell.text.strip().casefold() for row in entry.records if (cell := row.take("Type"))}
    if len(kinds) != 1 or not kinds <= _SCHEMATA.keys():
        raise Unreadable(f"of no known type: {', '.join(sorted(kinds)) or 'blank'}")
    subject = entry.subject(_SCHEMATA[kinds.pop()])
    sanction = entry.listing(subject)
    for row in entry.records:
        prop = _name_type(row)
        _name(subject, prop, row.take("Name of Individual or Entity"))
        reference = row.take("Reference")
        sanction.add("authorityId", reference if prop == "name" else None)
    if "name" not in {fact.prop for fact in entry.facts}:
        raise Unreadable("no primary name")
    _description(entry, subject, sanction)
    for column, prop in _PLAIN.items():
        for cell in _distinct(entry, column):
            sanction.add(prop, cell)
    _listing_information(sanction, _distinct(entry, "Listing Information"))
    for column in _MEASURES:
        for cell in _distinct(entry, column):
            _measure(sanction, column, cell)


def _distinct(entry: Entry[Row], column: str) -> Iterator[Cell]:
    """Take a column from every row and yield the cells whose text has not come yet; «NA» is blank."""
    seen = {"", "na", "n/a"}
    for row in entry.records:
        cell = row.take(column)
        if cell and (text := cell.text.strip().casefold()) not in seen:
            seen.add(text)
            yield cell


def _name_type(row: Row) -> str:
    kind, strength = row.take("Name Type"), row.take("Alias Strength")
    words = kind.text.strip().casefold() if kind else ""
    if words not in _NAME_TYPES:
        raise Unreadable(f"a name of the unknown type {words!r}")
    if _NAME_TYPES[words] != "alias":
        return _NAME_TYPES[words]
    words = strength.text.strip().casefold() if strength else ""
    if words not in _STRENGTHS:
        raise Unreadable(f"an alias of the unknown strength {words!r}")
    return _STRENGTHS[words]


def _name(subject: Draft, prop: str, cell: Cell | None) -> None:
    match = _OLD_NAME.fullmatch(cell.text) if cell else None
    if cell and match:
        subject.names("previousName", group(cell, match))
        subject.names("previousName", group(cell, match, 2))
    else:
        subject.names(prop, cell)


def _description(entry: Entry[Row], subject: Draft, sanction: Draft) -> None:
    person = subject.schema == "Person"
    for cell in _distinct(entry, "Date of Birth"):
        subject.add(_BIRTH[subject.schema], cell)
    for cell in _distinct(entry, "Place of Birth"):
        for place in items(cell, _BETWEEN_PLACES):
            subject.add("birthPlace" if person else "notes", place)
    for cell in _distinct(entry, "Citizenship"):
        subject.add("citizenship" if person else "country", cell)
    for cell in _distinct(entry, "Address"):
        for place in items(cell, _BETWEEN_PLACES):
            if not places.is_placeholder(place.text):
                subject.add("address", place)
    for cell in _distinct(entry, "IMO Number"):
        subject.add("imoNumber" if subject.has("imoNumber") else "registrationNumber", cell)
    for cell in _distinct(entry, "Additional Information"):
        subject.add("notes", cell)
        _details(subject, sanction, cell)


def _details(subject: Draft, sanction: Draft, cell: Cell) -> None:
    """Add what the additional information states under a label; all of it is kept as notes as well."""
    if match := _UN_REFERENCE.match(cell.text):
        sanction.add("unscId", group(cell, match))
    for piece in split(cell, _BETWEEN_DETAILS):
        for found in idents.labelled(piece.text) if _MAY_HOLD_NUMBER.search(piece.text) else ():
            labelled(subject, found.label, part(piece, found.start, found.end), found.issuer)
    if subject.schema != "Person":
        return
    for match in _GENDER.finditer(cell.text):
        subject.add("gender", group(cell, match, match.lastindex or 1))
    for prop, pattern in _PAPERS.items():
        for match in pattern.finditer(cell.text):
            subject.add(prop, group(cell, match))


def _listing_information(sanction: Draft, cells: Iterator[Cell]) -> None:
    """Add the day of the listing from the first row that states one; an alias's may be when the alias was added."""
    dated = False
    for cell in cells:
        sanction.add("summary", cell)
        match = None if dated else _LISTED.search(cell.text)
        if match:
            sanction.add("listingDate", group(cell, match, match.lastindex or 0))
            dated = True
        for match in _BASIS.finditer(cell.text):
            sanction.add("description", group(cell, match, 0))


def _measure(sanction: Draft, column: str, cell: Cell) -> None:
    stated = _TRUE.get(cell.text.strip().casefold())
    if stated is None:
        raise Unreadable(f"neither true nor false: {column} {cell.text.strip()!r}")
    if stated:
        ((term, _, _),) = measures.measures(column)
        sanction.add("provisions", cell, term)
