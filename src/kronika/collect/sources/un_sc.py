"""United Nations: the Security Council's consolidated list, one XML file of individuals and entities.

Format: https://www.un.org/sc/resources/sc-sanctions.xsd; CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL and
ENTITIES/ENTITY, with blank elements wherever nothing is known. The reference number (QDi.001) is permanent, the
DATAID was seen to change. Which of the four names is the family name is not said. Measures differ from regime to
regime and are printed for a few entries only, in the comments.
"""

from __future__ import annotations

import re

from kronika.base import places
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Source
from kronika.collect.cutting import group, join, part, split, squeeze
from kronika.collect.markup import Node, records
from kronika.collect.record import Draft, Entry, Reading, subject_id

SOURCE = Source(
    name="un_sc",
    title="United Nations Security Council Consolidated List",
    publisher="United Nations Security Council",
    country="un",
    authority="United Nations Security Council",
    licence="United Nations terms of use",
    languages=("eng",),
    records=(300, 5_000),
    forms=(Form("xml", r"<CONSOLIDATED_LIST\b", published=r"dateGenerated=[\"'](\d{4}-\d\d-\d\d)"),),
    addresses={"list": "https://scsanctions.un.org/resources/xml/en/consolidated.xml"},
    aside={
        "VERSIONNUM": "the version of the entry in the publisher's database, always 1",
        "LIST_TYPE/VALUE": "always «UN List»",
        "SORT_KEY": "for the publisher's own printing",
        "SORT_KEY_LAST_MOD": "for the publisher's own printing",
        "SUBMITTED_BY": "the state that proposed a listing, given for three old entries only",
        "SUBMITTED_ON": "when it was proposed, given for one old entry only",
    },
    dates="ymd",
)

_QUALITIES = {"Good": "alias", "Low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}
_DATES = ("", "EXACT", "APPROXIMATELY", "BETWEEN")
_DOCUMENTS = {
    "passport": "Passport",
    "numéro de passeport": "Passport",
    "número de pasaporte": "Passport",
    "national identification number": "Identification",
    "national identification no.": "Identification",
}
_NUMBERS = (
    ("passport", "passportNumber"),
    ("fiscal code", "taxNumber"),
    ("social security", "socialSecurityNumber"),
    ("", "idNumber"),
)
"""Word in a document's type → the property of the person that holds its number."""

_BETWEEN_NAMES = re.compile(r";(?![^()]*\w\w\))|\s[b-z]\)\s")
_SCRIPT = re.compile(r"(?P<name>.*?)\s*\(?original script:\s*(?P<script>[^()]+)\)?\s*", re.DOTALL)
_TIGRINYA = re.compile(r"(.+?)\s*\(Tigrinya\)\s*", re.DOTALL)
_REFERENCE = re.compile(r"\(?\b([A-Z]{2}[ie]\.\d{3})\b")
_SENTENCE = re.compile(r"[.;]\s+(?=[A-Z])")
_GENDER = re.compile(r"\bGender\s*[:\[]\s*(male|female)\b", re.IGNORECASE)
_NAME = r"(?:(?:al|el|bin|ben|bint|bent|ibn|ould)[\s-])*[A-Z‘’'`][\w‘’'`-]*"
_PARENT = re.compile(
    rf"(?i:\b(mo|fa)ther[’'`]s\s+name(?:\s+is|:)|\bname\sof\s(mo|fa)ther)\s+({_NAME}(?:\s+{_NAME})*)(?=\s*(?:[.;,(]|and\b|$))"
)
_PARAGRAPH = r"paragraphs?\s[^.“”\"]*?\bresolution\s\d{4}(?:\s\(\d{4}\))?"
_BASIS = re.compile(
    rf"\b[Ll]isted\s(?:on\s[\w\s]+?)?(pursuant\sto\s{_PARAGRAPH}(?:,?\s(?:and|as\smodified)\s[^.“”\"]*?{_PARAGRAPH})*)"
)
_MEASURES = re.compile(r"\(([^()]*\b(?:travel ban|asset freeze|arms embargo)\b[^()]*)\)", re.IGNORECASE)
_DAY = r"(\d{1,2}\s[A-Z][a-z]+\.?\s?\d{4}|[A-Z][a-z]+\s\d{1,2},\s\d{4}|\d{4}-\d\d-\d\d)"
_EXPIRY = re.compile(rf"(?i:expir\w*|valid until|exp\.)(?:\s(?i:date|on|of))*:?\s+{_DAY}")
_ISSUE = re.compile(rf"\b(?i:issued|date of issue)(?:\son)?:?\s+{_DAY}")
_NUMBER = re.compile(
    r"(?:.*\b(?:number|no|passport)\b\.?:?\s+)?(?P<number>\S.*?)(?:\s*\(.*\)|,.*)?\s*", re.DOTALL | re.IGNORECASE
)
_LAST_DIGITS = re.compile(r"(?:.*\bnumber\s+)?(\d+)\s*", re.DOTALL)


def read(copy: Copy) -> Reading[Node]:
    """One INDIVIDUAL or ENTITY is one subject and one listing."""
    (document,) = copy.documents
    around = {"CONSOLIDATED_LIST", "INDIVIDUALS", "ENTITIES"}
    return Reading(SOURCE, copy, records(document, {"INDIVIDUAL", "ENTITY"}, around=around), _key, _listing)


def _key(record: Node) -> str:
    if not (reference := record.peek("REFERENCE_NUMBER")):
        raise Unreadable("no reference number")
    return reference


def _listing(entry: Entry[Node]) -> None:
    (record,) = entry.records
    subject = _person(entry, record) if record.tag == "INDIVIDUAL" else _entity(entry, record)
    script = record.take("NAME_ORIGINAL_SCRIPT")
    if script and (match := _TIGRINYA.fullmatch(script.text)):
        subject.names("alias", group(script, match), lang="tir")
    else:
        subject.names("alias", script)
    sanction = entry.listing(subject)
    sanction.add("program", record.take("UN_LIST_TYPE"))
    reference = record.take("REFERENCE_NUMBER")
    sanction.add("unscId", reference)
    sanction.add("authorityId", reference)
    sanction.add("recordId", record.take("DATAID"))
    sanction.add("listingDate", record.take("LISTED_ON"))
    for day in _values(record, "LAST_DAY_UPDATED"):
        sanction.add("modifiedAt", day)
    if comments := record.take("COMMENTS1"):
        _comments(subject, sanction, comments)


def _person(entry: Entry[Node], record: Node) -> Draft:
    person = entry.subject("Person")
    order = ("first", "second", "third", "fourth")
    # Not the kind «second», which stands for FollowTheMoney's secondName: here it is often the family name.
    person.name("name", [(f"{each} name", record.take(f"{each.upper()}_NAME")) for each in order])
    for prop, field in (("title", "TITLE"), ("position", "DESIGNATION"), ("nationality", "NATIONALITY")):
        for value in _values(record, field):
            _country(person, prop, value) if prop == "nationality" else person.add(prop, value)
    gender = record.take("GENDER")
    if gender and gender.text.strip() != "Unknown":
        person.add("gender", gender)
    for node in record.each("INDIVIDUAL_ALIAS"):
        _alias(person, node)
        _born(person, node, "given with an alias")
    for node in record.each("INDIVIDUAL_ADDRESS"):
        _address(person, node)
    for node in record.each("INDIVIDUAL_DATE_OF_BIRTH"):
        _birth_date(person, node)
    for node in record.each("INDIVIDUAL_PLACE_OF_BIRTH"):
        lines = [node.take(field) for field in ("STREET", "CITY", "STATE_PROVINCE", "NOTE")]
        person.add("birthPlace", join(lines))
        _country(person, "birthCountry", node.take("COUNTRY"))
    for number, node in enumerate(record.each("INDIVIDUAL_DOCUMENT"), start=1):
        _document(entry, person, node, number)
    return person


def _entity(entry: Entry[Node], record: Node) -> Draft:
    entity = entry.subject("LegalEntity")
    for at, name in enumerate(split(record.take("FIRST_NAME"), ";")):
        entity.names("alias" if at else "name", name)
    for node in record.each("ENTITY_ALIAS"):
        _alias(entity, node)
    for node in record.each("ENTITY_ADDRESS"):
        _address(entity, node)
    return entity


def _values(record: Node, field: str) -> list[Cell]:
    return [cell for node in record.each(field) for each in node.each("VALUE") if (cell := each.take("."))]


def _country(subject: Draft, prop: str, cell: Cell | None) -> None:
    if cell and not places.is_placeholder(cell.text):
        subject.add(prop, cell)


def _alias(subject: Draft, node: Node) -> None:
    quality, name, note = node.take("QUALITY"), node.take("ALIAS_NAME"), node.take("NOTE")
    if name is None:
        subject.add("notes", note)
        return
    words = quality.text.strip() if quality else ""
    if words not in _QUALITIES:
        raise Unreadable(f"an alias of the unknown quality {words!r}")
    prop = _QUALITIES[words]
    for piece in split(name, _BETWEEN_NAMES):
        if match := _SCRIPT.fullmatch(piece.text):
            subject.names(prop, group(piece, match, "name"))
            subject.names(prop, group(piece, match, "script"))
        else:
            subject.names(prop, piece)
    if note and (match := _SCRIPT.fullmatch(note.text)):
        subject.names(prop, group(note, match, "script"))
    elif note:
        subject.add("notes", join([name, note]))


def _born(person: Draft, node: Node, mark: str) -> None:
    person.add("birthDate", node.take("DATE_OF_BIRTH"), mark=mark)
    person.add("birthPlace", node.take("CITY_OF_BIRTH"), mark=mark)
    person.add("birthCountry", node.take("COUNTRY_OF_BIRTH"), mark=mark)


def _birth_date(person: Draft, node: Node) -> None:
    kind, note, date, year = (node.take(field) for field in ("TYPE_OF_DATE", "NOTE", "DATE", "YEAR"))
    first, last = node.take("FROM_YEAR"), node.take("TO_YEAR")
    words = squeeze(kind.text) if kind else ""
    if words not in _DATES:
        raise Unreadable(f"a date of birth of the unknown type {words!r}")
    about = "approximately " if words == "APPROXIMATELY" or (note and note.text.strip() == "Approximately") else ""
    if first or last:
        cell = join([kind, first, last, note])
        text = f"{about}between {first.text if first else '?'} and {last.text if last else '?'}"
        person.add("birthDate", cell and cell._replace(text=text, prints=cell.printed))
    elif found := date or year:
        loose = note if note and not about and year else None  # «Sep.» beside a year
        person.add(
            "birthDate", join([kind if about else loose, found]), mark=squeeze(note.text) if note and date else ""
        )
    else:
        person.add("birthDate", note)


def _address(subject: Draft, node: Node) -> None:
    lines = [node.take(field) for field in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")]
    country, note = node.take("COUNTRY"), node.take("NOTE")
    if any(lines):
        subject.add("address", join([*lines, country]))
    _country(subject, "country", country)
    if note and not any([*lines, country]) and note.text.startswith("Branch Office"):
        subject.add("address", note)
    elif note:
        subject.add("notes", join([*lines, country, note]))


def _document(entry: Entry[Node], person: Draft, node: Node, at: int) -> None:
    kind, detail, printed = node.take("TYPE_OF_DOCUMENT"), node.take("TYPE_OF_DOCUMENT2"), node.take("NUMBER")
    note, day = node.take("NOTE"), node.take("DATE_OF_ISSUE")
    issuer, country, city = (node.take(field) for field in ("ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "CITY_OF_ISSUE"))
    if kind is None:
        if printed or detail or note:
            raise Unreadable("an identity document without a type")
        return
    if (schema := _DOCUMENTS.get(squeeze(kind.text).casefold())) is None:
        raise Unreadable(f"an identity document of the unknown type {squeeze(kind.text)!r}")
    words = squeeze(f"{kind.text if detail is None else detail.text}").casefold()
    number = _number(printed, detail)
    person.add("passportNumber" if schema == "Passport" else _property(words), number)
    if not any((detail, note, day, issuer, country, city)):
        return
    document = entry.entity("Passport" if "passport" in words else schema, "document", str(at), record=node)
    document.link("holder", person)
    document.add("type", detail or kind)
    document.add("number", number)
    _country(document, "country", issuer or country)
    document.add("authority", join([city, country if issuer else None]))
    document.add("startDate", day)
    if printed and number and number.text != printed.text.strip():
        document.add("summary", printed)
    if note:
        document.add("description", note)
        for prop, pattern in (("startDate", _ISSUE), ("endDate", _EXPIRY)):
            for match in pattern.finditer(note.text):
                found = group(note, match)  # may run over the end of a line
                document.add(prop, found and found._replace(text=squeeze(found.text), prints=found.text))


def _property(words: str) -> str:
    return next(prop for word, prop in _NUMBERS if word in words)


def _number(printed: Cell | None, detail: Cell | None) -> Cell | None:
    """Return the number without the words around it; a few entries print it in the document's type."""
    if printed and (match := _NUMBER.fullmatch(printed.text)):
        return group(printed, match, "number")
    match = _LAST_DIGITS.fullmatch(detail.text) if detail else None
    return group(detail, match) if detail and match else None


def _comments(subject: Draft, sanction: Draft, comments: Cell) -> None:
    subject.add("notes", comments)
    if subject.schema == "Person":
        for match in _GENDER.finditer(comments.text):
            subject.add("gender", group(comments, match))
        for match in _PARENT.finditer(comments.text):
            mother = (match[1] or match[2]).casefold() == "mo"
            subject.add("motherName" if mother else "fatherName", group(comments, match, 3))
    for match in _BASIS.finditer(comments.text):
        sanction.add("description", group(comments, match))
    for match in _MEASURES.finditer(comments.text):
        sanction.measures(part(comments, *match.span(1)))
    _links(subject, comments)


def _links(subject: Draft, comments: Cell) -> None:
    """Link to the entries that the comments name by their reference, in the words of the clause that names them."""
    entry, text = subject.entry, comments.text
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    for match in _REFERENCE.finditer(text):
        reference = match[1]
        if reference == entry.key:
            continue
        link = entry.entity("UnknownLink", "link", reference)
        link.link("subject", subject)
        link.link("object", subject_id(SOURCE.name, reference), group(comments, match))
        clause = part(comments, max(end for end in ends if end <= match.start()), match.start())
        link.add("role", clause if clause.text else None)
