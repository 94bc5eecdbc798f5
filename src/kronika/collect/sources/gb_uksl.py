"""United Kingdom: the UK Sanctions List of the FCDO, the only British list since 28 January 2026, as CSV or XML.

CSV: a line `Report Date: dd-Mon-yyyy`, a line of 58 column names, then one row for every combination of a designation's
names, addresses, birth dates and so on; Unique ID tells which rows are one. XML: Designations/Designation, with every
name, address and number once. Both say the same; the CSV has hull numbers besides, the XML indicators of each measure.

The list has one date of a designation, «Date Designated»: it is `listingDate` here, since nothing is on this list
before it is designated. A regime is named by its Regulations, which are also the legal basis; its short name is the
three letters that Unique ID begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Document, Form, Refusal, Source
from kronika.collect.cutting import group, part, split, squeeze
from kronika.collect.families import british
from kronika.collect.families.british_fields import OF_COMPANIES, add_address, add_birth, add_field
from kronika.collect.families.british_papers import add_identities, add_passports
from kronika.collect.markup import Node, records
from kronika.collect.record import Draft, Entry, Reading
from kronika.collect.tables import Row, grid, rows

_INDICATORS = (
    "AssetFreeze", "ArmsEmbargo", "TargetedArmsEmbargo", "CharteringOfShips", "ClosureOfRepresentativeOffices",
    "CrewServicingOfShipsAndAircraft", "Deflag", "PreventionOfBusinessArrangements", "ProhibitionOfPortEntry",
    "TravelBan", "PreventionOfCharteringOfShips", "PreventionOfCharteringOfShipsAndAircraft",
    "TechnicalAssistanceRelatedToAircraft", "TrustServicesSanctions", "DirectorDisqualificationSanction",
)  # fmt: skip
_SCRIPT = "the name itself shows its script"
SOURCE = Source(
    name="gb_uksl",
    title="UK Sanctions List",
    publisher="Foreign, Commonwealth and Development Office",
    country="gb",
    authority="Foreign, Commonwealth and Development Office",
    licence="Open Government Licence v3.0",
    languages=("eng",),
    records=(3_000, 200_000),
    forms=(
        Form(
            "csv",
            r"\A\"?Report Date:[^\n]*\n\"?Last Updated\"?,\"?Unique ID\b",
            published=r"\A\"?Report Date:\s*(\d{1,2}-[A-Za-z]+-\d{4})",
        ),
        Form("xml", r"<Designations\b", published=r"<DateGenerated>\s*([^<]*?)\s*</"),
    ),
    addresses={"list": "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv"},
    aside={
        "Non-latin script type": _SCRIPT,
        "NonLatinNames/NonLatinName/NonLatinScriptType": _SCRIPT,
        **{f"SanctionsImposedIndicators/{each}": "says again what SanctionsImposed prints" for each in _INDICATORS},
    },
)
_LINES = (*(f"Address Line {number}" for number in range(1, 7)), "Address Postal Code")
_FIELDS = {
    "Title": "title",
    "D.O.B": "date of birth",
    "Nationality(/ies)": "nationality",
    "Position": "position",
    "Gender": "gender",
    "Phone number": "phone",
    "Website": "address",
    "Email address": "address",
    "Type of entity": "type of entity",
    "Business registration number (s)": "registration",
    "Parent company": "parent",
    "Subsidiaries": "subsidiary",
    "IMO number": "imo",
    "Current owner/operator (s)": "owner or operator",
    "Previous owner/operator (s)": "previous owner or operator",
    "Current believed flag of ship": "flag",
    "Previous flags": "previous flag",
    "Type of ship": "type of ship",
    "Tonnage of ship": "tonnage",
    "Length of ship": "length",
    "Year Built": "year built",
    "Hull identification number (HIN)": "hull",
}
_FIELDS_ELSEWHERE = {
    "Parent Company": "parent",
    "Tonnage": "tonnage",
    "Length": "length",
    "Hull identification number": "hull",
}
"""What other copies call some of these columns."""
_KIND = ("Designation Type", "Individual, Entity, Ship")
_LISTING = {
    "Regime Name": "program",
    "Designation source": "summary",
    "Sanctions Imposed": "provisions",
    "UK Statement of Reasons": "reason",
    "Date Designated": "listingDate",
    "Last Updated": "modifiedAt",
    "OFSI Group ID": "recordId",
    "UN Reference Number": "unscId",
    "Unique ID": "authorityId",
}
_BIRTH = ("Town of birth", "Country of birth")
_PASSPORT = ("Passport number", "Passport additional information")
_IDENTITY = ("National Identifier number", "National Identifier additional information")
_COLUMNS = (
    *british.NAME_COLUMNS, "Name type", "Alias strength", "Name non-latin script", "Non-latin script type",
    "Non-latin script language", "Other Information", *_LINES, "Address Country", *_BIRTH, *_PASSPORT, *_IDENTITY,
    *_FIELDS, *_LISTING,
)  # fmt: skip
_OPTIONAL = (
    *_KIND, *_FIELDS_ELSEWHERE, *(column for column, name in _FIELDS.items() if name in _FIELDS_ELSEWHERE.values())
)  # fmt: skip
_PERSON = "IndividualDetails/Individual"
_NODES = {
    "Titles/Title": "title",
    f"{_PERSON}/DOBs/DOB": "date of birth",
    f"{_PERSON}/Nationalities/Nationality": "nationality",
    f"{_PERSON}/Positions/Position": "position",
    f"{_PERSON}/Genders/Gender": "gender",
    "PhoneNumbers/PhoneNumber": "phone",
    "Websites/Website": "address",
    "EmailAddresses/EmailAddress": "address",
    "EntityDetails/Entity/TypeOfEntities/TypeOfEntity": "type of entity",
    "EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber": "registration",
    "EntityDetails/Entity/ParentCompanies/ParentCompany": "parent",
    "EntityDetails/Entity/Subsidiaries/Subsidiary": "subsidiary",
    "ShipDetails/Ship/IMONumbers/IMONumber": "imo",
    "ShipDetails/Ship/CurrentOwnerOperators/CurrentOwnerOperator": "owner or operator",
    "ShipDetails/Ship/PreviousOwnerOperators/PreviousOwnerOperator": "previous owner or operator",
    "ShipDetails/Ship/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip": "flag",
    "ShipDetails/Ship/PreviousFlags/PreviousFlag": "previous flag",
    "ShipDetails/Ship/TypeOfShipDetails/TypeOfShip": "type of ship",
    "ShipDetails/Ship/TonnageOfShipDetails/TonnageOfShip": "tonnage",
    "ShipDetails/Ship/LengthOfShipDetails/LengthOfShip": "length",
    "ShipDetails/Ship/YearsBuilt/YearBuilt": "year built",
}
_PASSPORT_NODES = (f"{_PERSON}/PassportDetails/Passport", "PassportNumber", "PassportAdditionalInformation")
_IDENTITY_NODES = (
    f"{_PERSON}/NationalIdentifierDetails/NationalIdentifier",
    "NationalIdentifierNumber",
    "NationalIdentifierAdditionalInformation",
)
_LISTING_NODES = {
    "RegimeName": "program",
    "DesignationSource": "summary",
    "SanctionsImposed": "provisions",
    "UKStatementofReasons": "reason",
    "DateDesignated": "listingDate",
    "LastUpdated": "modifiedAt",
    "OFSIGroupID": "recordId",
    "UNReferenceNumber": "unscId",
    "UniqueID": "authorityId",
}
_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_PRIMARY = "primary name"
_CODE = re.compile(r"\s*([A-Z]{3})\d{4}\b")
_LINE_NODES = (*(f"AddressLine{number}" for number in range(1, 7)), "AddressPostalCode")

_Pair = tuple[Cell | None, ...]


@dataclass
class _Designation:
    """The cells of one designation, each text once, out of either form."""

    kind: Cell | None
    names: list[tuple[str, str, Sequence[Cell | None]]]
    originals: list[_Pair]
    """A name in its own script, and the language that it is in."""
    addresses: list[_Pair]
    """The lines of an address, and last its country."""
    births: list[_Pair]
    """A town and a country."""
    passports: list[_Pair]
    """Numbers, and what is said of them."""
    identities: list[_Pair]
    """Likewise."""
    fields: list[tuple[str, Cell]]
    notes: list[Cell]
    listing: list[tuple[str, Cell]]
    """Property of the Sanction, and cell."""


def read(copy: Copy) -> Reading[Any]:
    """One record is a row of the CSV, of which those with one Unique ID are a subject, or a Designation of the XML."""
    (document,) = copy.documents
    roster = british.Roster()
    if _is_xml(document):
        return Reading(SOURCE, copy, _nodes(document, roster), _node_key, partial(_of_node, roster))
    return Reading(SOURCE, copy, _rows(document, roster), _row_key, partial(_of_rows, roster), grouped=True)


def _is_xml(document: Document) -> bool:
    with document.path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _rows(document: Document, roster: british.Roster) -> Iterator[Row | Refusal]:
    """The rows under the two lines of headings. The roster is full before the first subject is read from them."""
    cells = grid(document)
    next(cells, None)
    for row in rows(document, cells, _COLUMNS, optional=_OPTIONAL):
        if isinstance(row, Row) and row.peek("Name type").casefold() == _PRIMARY:
            roster.add(" ".join(filter(None, map(row.peek, british.NAME_COLUMNS))), row.peek("Unique ID"))
        yield row


def _nodes(document: Document, roster: british.Roster) -> Iterator[Node]:
    """The designations, read twice: the first time for the names by which the others call them."""
    for node in _designations(document):
        for name in _under(node, "Names/Name"):
            if name.peek("NameType").casefold() == _PRIMARY:
                parts = (name.peek(column.replace(" ", "")) for column in british.NAME_COLUMNS)
                roster.add(" ".join(filter(None, parts)), node.peek("UniqueID"))
    yield from _designations(document)


def _designations(document: Document) -> Iterator[Node]:
    return records(document, {"Designation"}, around={"Designations", "DateGenerated"})


def _row_key(row: Row) -> str:
    return _key(row.peek("Unique ID"))


def _node_key(node: Node) -> str:
    return _key(node.peek("UniqueID"))


def _key(text: str) -> str:
    if not text:
        raise Unreadable("no Unique ID")
    return text


def _of_rows(roster: british.Roster, entry: Entry[Row]) -> None:
    table = british.Folded(entry.records)
    names = table.distinct("Name type", "Alias strength", *british.NAME_COLUMNS)
    fields = {**_FIELDS, **_FIELDS_ELSEWHERE}
    designation = _Designation(
        kind=table.one(*_KIND),
        names=[(_text(kind), _text(strength), parts) for kind, strength, *parts in names],
        originals=table.distinct("Name non-latin script", "Non-latin script language"),
        addresses=table.distinct(*_LINES, "Address Country"),
        births=table.distinct(*_BIRTH),
        passports=table.distinct(*_PASSPORT),
        identities=table.distinct(*_IDENTITY),
        fields=[(name, cell) for column, name in fields.items() for cell in table.each(column)],
        notes=table.each("Other Information"),
        listing=[(prop, cell) for column, prop in _LISTING.items() for cell in table.each(column)],
    )
    _listing(entry, designation, roster)


def _of_node(roster: british.Roster, entry: Entry[Node]) -> None:
    (node,) = entry.records
    names = [
        [name.take(column.replace(" ", "")) for column in british.NAME_COLUMNS] for name in _under(node, "Names/Name")
    ]
    kinds = [(_text(name.take("NameType")), _text(name.take("AliasStrength"))) for name in _under(node, "Names/Name")]
    designation = _Designation(
        kind=node.take("IndividualEntityShip"),
        names=[(*kind, parts) for kind, parts in zip(kinds, names, strict=True)],
        originals=_taken(node, "NonLatinNames/NonLatinName", "NameNonLatinScript", "NonLatinScriptLanguage"),
        addresses=_taken(node, "Addresses/Address", *_LINE_NODES, "AddressCountry"),
        births=_taken(node, f"{_PERSON}/BirthDetails/Location", "TownOfBirth", "CountryOfBirth"),
        passports=_taken(node, *_PASSPORT_NODES),
        identities=_taken(node, *_IDENTITY_NODES),
        fields=[(name, cell) for path, name in _NODES.items() for cell in _cells(node, path)],
        notes=_cells(node, "OtherInformation"),
        listing=[(prop, cell) for path, prop in _LISTING_NODES.items() for cell in _cells(node, path)],
    )  # fmt: skip
    _listing(entry, designation, roster)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""


def _under(node: Node, path: str) -> list[Node]:
    """All elements at a path of names."""
    nodes = [node]
    for step in path.split("/"):
        nodes = [kid for each in nodes for kid in each.each(step)]
    return nodes


def _cells(node: Node, path: str) -> list[Cell]:
    return [cell for each in _under(node, path) if (cell := each.take("."))]


def _taken(node: Node, path: str, *tags: str) -> list[_Pair]:
    """The children of these names in every element at the path."""
    found = [tuple(each.take(tag) for tag in tags) for each in _under(node, path)]
    return [cells for cells in found if any(cells)]


def _listing(entry: Entry[Any], designation: _Designation, roster: british.Roster) -> None:
    schema = _SCHEMATA.get(_text(designation.kind).casefold())
    if schema is None:
        raise Unreadable(f"a designation type not known: {_text(designation.kind)!r}")
    if schema == "Organization" and any(name in OF_COMPANIES for name, _ in designation.fields):
        schema = "Company"
    subject = entry.subject(schema)
    british.add_names(subject, designation.names)
    for name, language in designation.originals:
        british.add_original(subject, name, language)
    for *lines, country in designation.addresses:
        add_address(subject, lines, country)
    for add, pairs in (
        (add_birth, designation.births),
        (add_passports, designation.passports),
        (add_identities, designation.identities),
    ):
        for first, second in pairs:
            _of_person(subject, add, first, second)
    for field, cell in designation.fields:
        add_field(subject, field, cell, roster)
    for note in designation.notes:
        subject.add("notes", note)
    _sanction(entry.listing(subject), designation.listing)


def _of_person(
    subject: Draft, add: Callable[[Draft, Cell | None, Cell | None], None], first: Cell | None, second: Cell | None
) -> None:
    if subject.schema == "Person":
        add(subject, first, second)
        return
    for cell in (first, second):
        if cell:
            subject.entry.refuse(cell, f"not said of the schema {subject.schema}")


def _sanction(sanction: Draft, cells: list[tuple[str, Cell]]) -> None:
    for prop, cell in cells:
        if prop == "provisions":
            for measure in split(cell, r"\|"):
                sanction.measures(_measure(measure))
        elif prop == "unscId":
            for reference, usual in british.un_references(cell) or [(cell, squeeze(cell.text))]:
                sanction.add(prop, reference, value=usual)
        elif prop == "summary":
            sanction.add(prop, cell, value=f"Designation source: {squeeze(cell.text)}")
        else:
            sanction.add(prop, cell)
        if prop == "program":
            sanction.add("description", cell)
        elif prop == "authorityId" and (code := _CODE.match(cell.text)):
            sanction.add("programId", group(cell, code))


def _measure(cell: Cell) -> Cell:
    """The measure without the remark behind it: «Shipping sanctions: (see 'Other information')»."""
    remark = re.search(r"\s*:?\s*\(", cell.text)
    return part(cell, 0, remark.start()) if remark else cell
