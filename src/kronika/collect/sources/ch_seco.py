"""Switzerland: the whole list of sanctioned persons, organisations and objects, by SECO, one XML file.

    swiss-sanctions-list[@date]/sanctions-program   a regime, its ordinance and its sets of measures, in four languages
                               /target[@ssid]       individual, entity or object with its identities
                               /place[@ssid]        where addresses and births are, by number

This is the only list whose file keeps its own history. Every target stays in it, and carries its modifications: listed,
amended, de-listed, re-listed. The one that took effect last decides, whatever its position: a target that was de-listed
last is no longer on the list; it is read all the same, and its listings have the status «de-listed» and the date on
which they ended. The first `listed` gives the date of listing (when it was enacted) and the start (when it took
effect); all that came between is when the entry was modified. Inside a modification stand whole old copies of the
target, more of them than there are targets. They are left aside: they are parts of one record, not records, and what is
counted are the targets directly under the root.

A target is listed once for each set of measures that it names. The measures are read from the set's heading, where it
says them in brackets; the heading itself is kept in any case, as the summary. Places may stand behind the targets: then
the file is read a second time for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.base import dates, idents, places
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Source
from kronika.collect.contacts import add_addresses, add_phones
from kronika.collect.cutting import group, join, squeeze
from kronika.collect.families.seco_listing import add_listings
from kronika.collect.families.seco_names import add_name
from kronika.collect.families.seco_tables import Tables
from kronika.collect.papers import numbers
from kronika.collect.record import Draft, Entry, Reading, subject_id

if TYPE_CHECKING:
    from kronika.collect.markup import Node

_OLD = "a whole old copy of the target or of its parts, as it was before or after this modification"
_KINDS = ("individual", "entity", "object")
SOURCE = Source(
    name="ch_seco",
    title="Whole list of sanctioned individuals, entities and objects (SESAM)",
    publisher="State Secretariat for Economic Affairs (SECO)",
    country="ch",
    authority="Federal Department of Economic Affairs, Education and Research",
    licence="free use, with the source named (terms of the Swiss federal administration)",
    languages=("eng", "deu", "fra", "ita"),
    records=(2_000, 40_000),
    forms=(
        Form(
            "xml",
            r"<swiss-sanctions-list\b[^>]*\blist-type=[\"']whole-list[\"']",
            published=r"<swiss-sanctions-list\b[^>]*\bdate=[\"'](\d{4}-\d\d-\d\d)",
        ),
    ),
    addresses={
        "list": "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"
    },
    aside={
        "*/@ssid": "a number of the publisher's own database",
        "*/spelling-variant/@spelling-variant-type": "what kind of spelling it is: `not-defined` throughout",
        "modification/@publication-date": "the dates of enactment and of effect are read",
        "modification/added": _OLD,
        "modification/removed": _OLD,
    },
    dates="ymd",
)
_OBJECTS = {"vessel": "Vessel", "aircraft": "Airplane"}
_BORN = {"Person": "birthDate", "LegalEntity": "incorporationDate", "Vessel": "buildDate", "Airplane": "buildDate"}
_DOCUMENTS = {
    "passport": "passportNumber",
    "diplomatic-passport": "passportNumber",
    "travel-document": "passportNumber",
    "id-card": "idNumber",
    "driving-license": "idNumber",
    "driving-permit": "idNumber",
    "residence-permit": "idNumber",
    "resident-permit": "idNumber",
    "other": "idNumber",
}
_RELATIONS = {
    "related-to": ("UnknownLink", "subject", "object", "role"),
    "owned-by": ("Ownership", "asset", "owner", "role"),
    "controlled-by": ("Ownership", "asset", "owner", "role"),
    "family-member": ("Family", "person", "relative", "relationship"),
    "family-member-of": ("Family", "person", "relative", "relationship"),
}
"""Type of a relation → schema, property of the subject, property of the other target, property of the printed type."""
_SAID = re.compile(r"\s*(?P<label>[^:\n]{2,60}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_LABELS = {
    "position": "position",
    "function": "position",
    "gender": "gender",
    "type of entity": "legalForm",
    "date of registration": "incorporationDate",
    "date of incorporation": "incorporationDate",
}
_CONTACTS = {
    "website": add_addresses, "web": add_addresses, "email": add_addresses, "e-mail": add_addresses, "tel": add_phones,
    "phone": add_phones, "telephone": add_phones, "phone number": add_phones, "telephone number": add_phones,
}  # fmt: skip


def read(copy: Copy) -> Reading[Node]:
    """One target is one subject, with one listing for each set of measures."""
    (document,) = copy.documents
    tables = Tables(document)
    return Reading(SOURCE, copy, tables.targets(), _key, lambda entry: _listing(entry, tables))


def _key(target: Node) -> str:
    number = target.peek("@ssid")
    if not number:
        raise Unreadable("a target without a number")
    return number


def _listing(entry: Entry[Node], tables: Tables) -> None:
    (target,) = entry.records
    bodies = target.each(*_KINDS)
    if len(bodies) != 1:
        raise Unreadable(f"{len(bodies)} subjects in a target of one")
    (body,) = bodies
    subject = entry.subject(_schema(body))
    subject.add("gender", body.take("@sex"))
    identities = body.each("identity")
    mains = [identity.take("@main") for identity in identities]
    for at, identity in enumerate(identities):
        said = mains[at]
        _identity(entry, subject, identity, tables, main=len(identities) == 1 or bool(said and said.text == "true"))
    if not any(fact.prop == "name" for fact in entry.facts):
        raise Unreadable("no primary name in a main identity")
    for relation in body.each("relation"):
        _relation(entry, subject, relation)
    for node in (target, body):
        for other in node.each("other-information"):
            _information(entry, subject, other.take("."))
        _attributes(entry, subject, node)
    add_listings(entry, subject, target, body, tables)


def _schema(body: Node) -> str:
    if body.tag != "object":
        return "Person" if body.tag == "individual" else "LegalEntity"
    kind = body.take("@object-type")
    if kind is None or kind.text not in _OBJECTS:
        raise Unreadable(f"not a type of object: {kind.text if kind else ''!r}")
    return _OBJECTS[kind.text]


def _identity(entry: Entry[Node], subject: Draft, identity: Node, tables: Tables, *, main: bool) -> None:
    for name in identity.each("name"):
        add_name(entry, subject, name, main=main)
    for day in identity.each("day-month-year"):
        _date(entry, subject, _BORN[subject.schema], day)
    for born in identity.each("place-of-birth"):
        _place(entry, subject, born, tables, ("birthPlace", "birthCountry"))
    for nationality in identity.each("nationality"):
        prop = "nationality" if subject.has("nationality") else "country"
        for country in nationality.each("country"):
            _country(entry, subject, prop, country)
    for document in identity.each("identification-document"):
        _document(entry, subject, document, tables)
    for address in identity.each("address"):
        _place(entry, subject, address, tables, ("address", "country"))
    _attributes(entry, subject, identity)


def _date(entry: Entry[Node], draft: Draft, prop: str, day: Node) -> None:
    """Add the date in an element's attributes or text; only the Gregorian calendar is read."""
    draft.add(prop, day.take("."))
    year, *rest = (day.take(field) for field in ("@year", "@month", "@day"))
    calendar, quality = day.take("@calendar"), day.take("@quality")
    cells = [cell for cell in (year, *rest) if cell]
    cell = join(cells)
    if cell is None:
        return
    if calendar and calendar.text != "Gregorian":
        entry.refuse(cell, f"{prop}: a date of another calendar: {calendar.text}")
    elif year is None:
        entry.refuse(cell, f"{prop}: a day without a year")
    else:
        try:
            value = dates.parse("-".join(c.text.zfill(2) for c in cells), "ymd")
            draft.add(prop, cell, value=value, mark=_mark(quality))
        except Unreadable as error:
            entry.refuse(cell, f"{prop}: {error}")


def _mark(quality: Cell | None) -> str:
    return "low quality" if quality and quality.text == "low" else ""


def _place(entry: Entry[Node], subject: Draft, node: Node, tables: Tables, props: tuple[str, str]) -> None:
    """Add an address or a place of birth: its own lines and those of the place that it refers to."""
    where, state = (
        prop if subject.has(prop) else other for prop, other in zip(props, ("notes", "country"), strict=True)
    )
    reference, mark = node.take("@place-id"), _mark(node.take("@quality"))
    place = tables.place(reference.text) if reference else None
    if reference and place is None:
        entry.refuse(reference, f"no place has the number {reference.text!r}")
    lines = [node.take(field) for field in ("c-o", "address-details", "p-o-box", "zip-code", "location", "area")]
    if place:
        lines += [place.location, place.area]
    cells = [cell for cell in lines if cell]
    subject.add(where, join(cells), value=", ".join(squeeze(cell.text) for cell in cells) or None, mark=mark)
    for remark in node.each("remarks", "remark"):
        subject.add("notes", remark.take("."))
    for country in node.each("country"):
        _country(entry, subject, state, country)
    if place and place.country:
        subject.add(state, place.country, mark=mark)


def _country(entry: Entry[Node], draft: Draft, prop: str, country: Node) -> None:
    code, words = country.take("@iso-code") or country.take("@code"), country.take(".")
    if code is None:
        draft.add(prop, words)
        return
    try:
        draft.add(prop, words or code, value=places.code(code.text))
    except Unreadable as error:
        entry.refuse(code, f"{prop}: {error}")


def _document(entry: Entry[Node], subject: Draft, document: Node, tables: Tables) -> None:
    kind, number = document.take("@document-type"), document.take("number")
    prop = _DOCUMENTS.get(kind.text) if kind else None
    if number is None or kind is None or prop is None:
        said = number or kind or Cell("", document.place, document.document)
        entry.refuse(said, f"not a document with a number and a known type: {kind.text if kind else ''!r}")
        return
    prop = prop if subject.has(prop) else "registrationNumber"
    subject.add(prop, number)
    paper = entry.entity("Passport" if prop == "passportNumber" else "Identification", kind.text, number.text)
    paper.link("holder", subject)
    paper.add("number", number)
    paper.add("type", kind)
    for issuer in document.each("issuer"):
        _country(entry, paper, "country", issuer)
    for prop, tag in (("startDate", "date-of-issue"), ("endDate", "expiry-date")):
        for day in document.each(tag):
            _date(entry, paper, prop, day)
            for inner in day.each("day-month-year"):
                _date(entry, paper, prop, inner)
    for issued in document.each("place-of-issue"):
        place = tables.place(issued.peek("@place-id"))
        issued.take("@place-id")
        paper.add("authority", issued.take(".") or (place.location if place else None))
    for remark in document.each("remark", "remarks"):
        paper.add("summary", remark.take("."))


def _relation(entry: Entry[Node], subject: Draft, relation: Node) -> None:
    kind, other = relation.take("@relation-type"), relation.take("@target-id")
    remarks = [remark.take(".") for remark in relation.each("remark", "remarks")]
    meaning = _RELATIONS.get(kind.text) if kind else None
    if kind is None or other is None or meaning is None:
        said = kind or other or Cell("", relation.place, relation.document)
        entry.refuse(said, f"not a relation with a target and a known type: {kind.text if kind else ''!r}")
        return
    schema, ours, theirs, role = meaning
    if schema == "Family" and subject.schema != "Person":
        schema, ours, theirs, role = _RELATIONS["related-to"]
    link = entry.entity(schema, "relation", relation.peek("@ssid") or other.text)
    link.link(ours, subject)
    link.link(theirs, subject_id(SOURCE.name, other.text), other)
    link.add(role, kind)
    for remark in remarks:
        link.add("summary", remark)


def _attributes(entry: Entry[Node], subject: Draft, node: Node) -> None:
    for attribute in node.each("generic-attribute"):
        name, value = attribute.take("@name"), attribute.take(".")
        if name and value:
            _labelled(entry, subject, name.text, value)
        elif value:
            subject.add("notes", value)


def _information(entry: Entry[Node], subject: Draft, cell: Cell | None) -> None:
    """Add a line of prose: what its label names where it has a known one, else a note."""
    match = _SAID.fullmatch(cell.text) if cell else None
    value = group(cell, match, "value") if cell and match else None
    if match and value:
        _labelled(entry, subject, match["label"], value, whole=cell)
    else:
        subject.add("notes", cell)


def _labelled(entry: Entry[Node], subject: Draft, label: str, value: Cell, whole: Cell | None = None) -> None:
    word = label.strip().rstrip(".").casefold()
    prop = _LABELS.get(word, "")
    scheme = idents.scheme_of(label)
    if word in _CONTACTS and subject.has("email"):
        _CONTACTS[word](subject, value)
    elif prop and subject.has(prop):
        subject.add(prop, value)
    elif scheme and subject.has(idents.PROPERTY[scheme]):
        numbers(entry, subject, idents.PROPERTY[scheme], value)
    elif whole:
        subject.add("notes", whole)
    else:
        subject.add("notes", value, value=f"{label}: {squeeze(value.text)}")
