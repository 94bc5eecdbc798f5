"""European Union: the consolidated list of persons and entities under financial sanctions, by the Commission.

Three forms are read, and the number of an entity (logicalId, Entity_LogicalId, Id) is the same in all of them:

- XML 1.1, namespace http://eu.europa.ec/fpi/fsd/export: export/sanctionEntity, where nearly all is in attributes;
- CSV 1.1 with semicolons: a row for each name, address, birth, document and citizenship, the entity before it;
- the XML of 2016 and before: WHOLE/ENTITY, which has no date of designation. It keeps some remarks in XML comments,
  which are not read.

The file holds those whose assets are frozen; travel bans stand in Council decisions. An entity is listed since its date
of designation; the dates of the regulation are those of the act that worded the entry last. The list does not say
which name is the main one: the first that is not marked as weak is taken for it. The CSV and the old XML mark none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.base import dates, places
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Document, Form, Source
from kronika.collect.cutting import group, join, squeeze
from kronika.collect.families import eu_forms as forms
from kronika.collect.languages import language
from kronika.collect.markup import Node, records
from kronika.collect.record import Draft, Entry, Reading
from kronika.collect.tables import Row, grid, rows

if TYPE_CHECKING:
    from kronika.collect.families.eu_forms import Part

SOURCE = Source(
    name="eu_fsf",
    title="Consolidated list of persons, groups and entities subject to EU financial sanctions",
    publisher="European Commission, DG FISMA",
    country="eu",
    authority="Council of the European Union",
    licence="European Commission's reuse policy (CC BY 4.0)",
    languages=("eng",),
    records=(2_000, 20_000),
    forms=(
        Form(
            "xml",
            r"<(?:\w+:)?export\b[^>]*http://eu\.europa\.ec/fpi/fsd/export",
            published=r"\bgenerationDate=[\"'](\d{4}-\d\d-\d\d)",
        ),
        Form(
            "csv",
            r"\A\"?(?:fileGenerationDate\"?;\"?)?Entity_LogicalId\"?;",
            published=r"\AfileGenerationDate[^\n]*\n\"?(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d)\b",
            part="rows",
            delimiter=";",
            records=(8_000, 500_000),
        ),
        Form(
            "xml",
            r"<WHOLE\b[^>]*>\s*<ENTITY\b",
            published=r"<WHOLE\s[^>]*\bDate=[\"'](\d\d/\d\d/\d{4})",
            part="list of 2016",
            records=(300, 5_000),
        ),
    ),
    core=("list", "rows", "list of 2016"),
    addresses={
        "list": "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
    },
    aside=forms.ASIDE,
    measures=("asset freeze",),
)
_SCHEMATA = {"P": "Person", "person": "Person", "E": "LegalEntity", "enterprise": "LegalEntity"}
_PIECES = (("given", "firstName"), ("middle", "middleName"), ("family", "lastName"))
_SAID = (("gender", "gender"), ("title", "title"), ("position", "function"))
_LISTING = (
    ("listingDate", "designationDate"),
    ("authorityId", "euReferenceNumber"),
    ("unscId", "unitedNationId"),
    ("recordId", "logicalId"),
    ("summary", "designationDetails"),
)
_ACTS = (("programId", "programme"), ("description", "numberTitle"), ("sourceUrl", "publicationUrl"))
_NUMBERS = {
    "passport": "passportNumber",
    "id": "idNumber",
    "other": "idNumber",
    "drivinglicence": "idNumber",
    "travelcardid": "idNumber",
    "birthcert": "idNumber",
    "electionid": "idNumber",
    "residentperm": "idNumber",
    "ssn": "socialSecurityNumber",
    "fiscalcode": "taxNumber",
    "regnumber": "registrationNumber",
    "tradelic": "licenseNumber",
    "swiftbic": "swiftBic",
    "imo": "imoNumber",
}
"""The publisher's codes for kinds of documents → property of their number."""
_DETAILS = (
    ("type", "identificationTypeDescription"),
    ("authority", "issuedBy"),
    ("startDate", "issuedDate"),
    ("startDate", "validFrom"),
    ("endDate", "validTo"),
    ("namesMentioned", "nameOnDocument"),
    ("summary", "region"),
)
_FALSE = "known to be false"
_FLAGS = (
    ("knownExpired", "known to be expired"),
    ("knownFalse", _FALSE),
    ("reportedLost", "reported lost"),
    ("revokedByIssuer", "revoked by the issuer"),
    ("diplomatic", "diplomatic"),
)
_OLD_NUMBER = re.compile(r"(.+?)\s\((\w+)-([^)]*)\)\s*(.*)", re.DOTALL)
_CONTACTS = {
    "PHONE": "phone",
    "FAX": "phone",
    "MOBILE": "phone",
    "EMAIL": "email",
    "WEB": "website",
    "WEBSITE": "website",
}
_CONTACT = re.compile(r"(\w+)\[([^\]]*)\]")
_UNKNOWN = "00"
"""The publisher's code for a country that is not known."""


def read(copy: Copy) -> Reading[Node | Row]:
    """One element of the XML, or the rows of one number in the CSV, are one subject with one listing."""
    (document,) = copy.documents
    if _is_xml(document):
        elements = records(document, {forms.NEW, forms.OLD}, around={"export", "WHOLE"})
        return Reading(SOURCE, copy, elements, forms.key, _listing)
    optional = set(forms.COLUMNS) - forms.NEEDED
    lines = rows(document, grid(document, delimiter=";"), forms.COLUMNS, optional=optional)
    return Reading(SOURCE, copy, lines, forms.key, _listing, grouped=True)


def _is_xml(document: Document) -> bool:
    with document.path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _listing(entry: Entry[Node | Row]) -> None:
    words = {cell.text for cell in map(forms.kind, entry.records) if cell}
    schemata = {_SCHEMATA.get(word) for word in words}
    schema = schemata.pop() if len(schemata) == 1 else None
    if schema is None:
        raise Unreadable(f"neither a person nor an enterprise: {', '.join(sorted(words))!r}")
    subject = entry.subject(schema)
    _names(entry, subject, [part for record in entry.records for part in forms.parts(record, "nameAlias")])
    for record in entry.records:
        for birth in forms.parts(record, "birthdate"):
            _birth(entry, subject, birth)
        for citizenship in forms.parts(record, "citizenship"):
            _country(entry, subject, _own(subject, "citizenship", "country"), citizenship)
            _notes(subject, citizenship.take("region"), *citizenship.remarks())
        for paper in forms.parts(record, "identification"):
            _paper(entry, subject, paper)
        for address in forms.parts(record, "address"):
            _address(entry, subject, address)
        _sanction(entry, subject, record)


def _own(draft: Draft, prop: str, other: str) -> str:
    """The property where the entity's schema has it, else the other one."""
    return prop if draft.has(prop) else other


def _notes(draft: Draft, *cells: Cell | None) -> None:
    for cell in cells:
        draft.add("notes", cell)


def _names(entry: Entry[Node | Row], subject: Draft, names: list[Part]) -> None:
    weak = [cell is not None and cell.text == "false" for cell in (name.take("strong") for name in names)]
    main = weak.index(False) if False in weak else 0
    primary = ""
    for at in sorted(range(len(names)), key=lambda at: at != main):
        name = names[at]
        whole, spoken = name.take("wholeName"), language(entry, name.take("nameLanguage"))
        pieces = [(kind, name.take(field)) for kind, field in _PIECES]
        prop = "name" if at == main else "weakAlias" if weak[at] else "alias"
        if whole and (spoken or squeeze(whole.text) != primary):
            if any(cell for _, cell in pieces):
                subject.name(prop, pieces, whole, lang=spoken)
            else:
                subject.names(prop, whole, lang=spoken)
        primary = primary or (squeeze(whole.text) if whole else "")
        for prop, field in _SAID:
            subject.add(_own(subject, prop, "notes"), name.take(field))
        _notes(subject, *name.remarks())
    if not primary:
        raise Unreadable("no name")


def _country(entry: Entry[Node | Row], draft: Draft, prop: str, part: Part) -> None:
    code, words = part.take("countryIso2Code"), part.take("countryDescription")
    try:
        if code and code.text != _UNKNOWN:
            draft.add(prop, code, value=places.code(code.text))
        elif words and not places.is_placeholder(words.text):
            draft.add(prop, words)
    except Unreadable as error:
        entry.refuse(code or words or Cell("", part.record.place, part.record.document), f"{prop}: {error}")


def _birth(entry: Entry[Node | Row], subject: Draft, birth: Part) -> None:
    prop = _own(subject, "birthDate", "incorporationDate")
    cells, words = _date(birth)
    cell = join(cells)
    try:
        subject.add(prop, cell, value=dates.parse(words, SOURCE.dates) if words else None)
    except Unreadable as error:
        entry.refuse(cell or cells[0], f"{prop}: {error}")
    _place(subject, _own(subject, "birthPlace", "notes"), birth, ("city", "place", "region", "zipCode"))
    _country(entry, subject, _own(subject, "birthCountry", "country"), birth)
    _notes(subject, *birth.remarks())


def _date(birth: Part) -> tuple[list[Cell], str]:
    """The cells that together print a date, and it as one text; no text where one cell prints all of it."""
    whole, circa, calendar = (birth.take(field) for field in ("birthdate", "circa", "calendarType"))
    numbers = [cell for cell in map(birth.take, ("year", "monthOfYear", "dayOfMonth")) if cell]
    ends = [cell for cell in map(birth.take, ("yearRangeFrom", "yearRangeTo")) if cell]
    cells = [whole] if whole else numbers or ends
    words = (" to " if cells is ends else "-").join(cell.text.zfill(2) for cell in cells)
    if calendar and cells and calendar.text != "GREGORIAN":
        return [*cells, calendar], f"{words} in the calendar {calendar.text}"
    if circa and cells and circa.text == "true":
        return [*cells, circa], f"circa {words}"
    return cells, words if len(cells) > 1 else ""


def _place(subject: Draft, prop: str, part: Part, fields: tuple[str, ...]) -> None:
    cells = [cell for cell in map(part.take, fields) if cell]
    if len(cells) > 1:
        subject.add(prop, join(cells), value=", ".join(squeeze(cell.text) for cell in cells))
    else:
        subject.add(prop, join(cells))


def _address(entry: Entry[Node | Row], subject: Draft, address: Part) -> None:
    _place(subject, "address", address, ("number", "street", "poBox", "zipCode", "city", "region", "place"))
    _country(entry, subject, "country", address)
    _notes(subject, *address.remarks())
    if isinstance(address.record, Node):
        for contact in address.record.each("contactInfo"):
            _contact(entry, subject, contact.take("@key"), contact.take("@value"))
    if said := address.take("contactInfo"):
        found = list(_CONTACT.finditer(said.text))
        for match in found:
            _contact(entry, subject, group(said, match), group(said, match, 2))
        if not found:
            _notes(subject, said)


def _contact(entry: Entry[Node | Row], subject: Draft, kind: Cell | None, value: Cell | None) -> None:
    prop = _CONTACTS.get(kind.text.strip().upper()) if kind else None
    if prop:
        subject.add(prop, value)
    elif value:
        entry.refuse(value, f"not a kind of contact: {kind.text if kind else ''!r}")


def _paper(entry: Entry[Node | Row], subject: Draft, paper: Part) -> None:
    number, kind = paper.take("number"), paper.take("identificationTypeCode")
    details = [*((prop, paper.take(field)) for prop, field in _DETAILS), *(("summary", c) for c in paper.remarks())]
    if number and kind is None and (old := _OLD_NUMBER.fullmatch(number.text)):
        number, kind, *rest = (group(number, old, at) for at in range(1, 5))
        details = list(zip(("type", "summary"), rest, strict=True))
    flags = [(term, cell) for field, term in _FLAGS if (cell := paper.take(field)) and cell.text == "true"]
    latin = paper.take("latinNumber")
    prop = _NUMBERS.get(kind.text.strip()) if kind else None
    if number is None:
        return
    if prop is None:
        entry.refuse(number, f"not a kind of document: {kind.text if kind else ''!r}")
        return
    prop = _own(subject, prop, "idNumber")
    subject.add(prop, number, mark=_FALSE if any(term == _FALSE for term, _ in flags) else "")
    subject.add(prop, latin)
    schema = "Passport" if prop == "passportNumber" else "Identification"
    document = entry.entity(schema, schema, number.text)
    document.link("holder", subject)
    document.add("number", number)
    for detail, cell in details:
        document.add(detail, cell)
    for term, cell in flags:
        document.add("description", cell, value=term)
    _country(entry, document, "country", paper)


def _sanction(entry: Entry[Node | Row], subject: Draft, record: Node | Row) -> None:
    sanction, whole = entry.listing(subject), forms.entity(record)
    for prop, field in _LISTING:
        sanction.add(prop, whole.take(field))
    _notes(subject, *whole.remarks())
    for act in forms.acts(record):
        for prop, field in _ACTS:
            sanction.add(prop, act.take(field))
