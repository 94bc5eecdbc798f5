"""Canada: the consolidated autonomous sanctions list (SEMA and JVCFOA), one XML file.

Format: data-set/record with at most a dozen plain children. There is no identifier: country, schedule and item
together name a record, and Canada renumbers items when it amends a schedule. Measures and reasons are not published.
The form of 2020 calls three fields otherwise (Entity, DateOfBirth, Title) and has no listing dates.
"""

from __future__ import annotations

from kronika.base import names
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Source
from kronika.collect.cutting import join, part
from kronika.collect.markup import Node, records
from kronika.collect.record import Draft, Entry, Reading

SOURCE = Source(
    name="ca_sema",
    title="Consolidated Canadian Autonomous Sanctions List",
    publisher="Global Affairs Canada",
    country="ca",
    authority="Governor in Council",
    licence="Open Government Licence – Canada 2.0",
    languages=("eng", "fra"),
    records=(1_000, 20_000),
    forms=(Form("xml", r"<data-set\b.*?<record>\s*<Country>"),),
    addresses={
        "list": "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml"
    },
    dates="ymd",
)


def read(copy: Copy) -> Reading[Node]:
    """One record is one subject and one listing."""
    (document,) = copy.documents
    return Reading(SOURCE, copy, records(document, {"record"}, around={"data-set"}), _key, _listing)


def _key(record: Node) -> str:
    # The English name alone: spaces around the stroke and accents in the French one change from copy to copy.
    country = record.peek("Country").partition("/")[0]
    schedule = record.peek("Schedule")
    return " ".join(f"{country} {'' if schedule == 'N/A' else schedule} {record.peek('Item')}".split())


def _listing(entry: Entry[Node]) -> None:
    (record,) = entry.records
    subject = _subject(entry, record)
    _aliases(subject, record.take("Aliases"))
    sanction = entry.listing(subject)
    sanction.add("program", record.take("Country"))
    sanction.add("recordId", join([record.take("Schedule"), record.take("Item")]))
    sanction.add("listingDate", record.take("DateOfListing"))


def _subject(entry: Entry[Node], record: Node) -> Draft:
    family, given = record.take("LastName"), record.take("GivenName")
    title = record.take("TitleOrShip") or record.take("Title")
    born = record.take("DateOfBirthOrShipBuildDate") or record.take("DateOfBirth")
    if family or given:
        person = entry.subject("Person")
        person.name("name", [("given", given), ("family", family)])
        person.add("title", title)
        person.add("birthDate", born)
        return person
    name, imo = record.take("EntityOrShip") or record.take("Entity"), record.take("ShipIMONumber")
    if name is None:
        raise Unreadable("neither a person's name nor an entity's")
    subject = entry.subject("Vessel" if imo or title else "LegalEntity")
    subject.names("name", name)
    subject.add("imoNumber", imo)
    subject.add("type", title)
    subject.add("buildDate" if subject.schema == "Vessel" else "incorporationDate", born)
    return subject


def _aliases(subject: Draft, cell: Cell | None) -> None:
    """Add the aliases; of a person one word is but another spelling of a given or family name, or a nickname."""
    if cell is None:
        return
    for start, end, language in names.pieces(cell.text):
        piece = part(cell, start, end)
        weak = subject.schema == "Person" and len(piece.text.split()) == 1
        subject.names("weakAlias" if weak else "alias", piece, lang=language)
