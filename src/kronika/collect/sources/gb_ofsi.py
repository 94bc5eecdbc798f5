"""United Kingdom: OFSI's consolidated list of asset freeze targets, published until January 2026.

Format: a first row `Last Updated`, a second with 36 column names (29 before 2022), then one row for every combination
of a subject's names, addresses and birth dates; Group ID tells which rows are one subject. Since 2021 the column Other
Information packs further fields as «(UK Sanctions List Ref):BEL0001. (UK Statement of Reasons):…»; what stands outside
them is free text. A subject under several regimes has rows of each, and a Sanction for each here.

Of its two dates «Listed On» is when the subject came on this list, often under European Union law: `listingDate`, as in
the older form, which has no other. «UK Sanctions List Date Designated» is when the designation under British law took
effect (31 December 2020 for what was carried over, the committee's day for the United Nations): `startDate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Document, Form, Refusal, Source
from kronika.collect.cutting import group, part
from kronika.collect.enumeration import items
from kronika.collect.families import british
from kronika.collect.families.british_fields import OF_COMPANIES, add_address, add_birth, add_field
from kronika.collect.families.british_papers import add_identities, add_passports
from kronika.collect.record import Draft, Entry, Reading
from kronika.collect.tables import Row, grid, rows

_DATED = r"\ALast Updated,(\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d),*\r?\n\"?Name 6\"?,\"?Name 1"
SOURCE = Source(
    name="gb_ofsi",
    title="Consolidated List of Financial Sanctions Targets in the UK",
    publisher="Office of Financial Sanctions Implementation, HM Treasury",
    country="gb",
    authority="HM Treasury",
    licence="Open Government Licence v3.0",
    languages=("eng",),
    records=(5_000, 60_000),
    forms=(Form("xlsx", _DATED, published=_DATED), Form("csv", _DATED, published=_DATED)),
    aside={"Non-Latin Script Type": "the name itself shows its script"},
    measures=("asset freeze",),
)
_LINES = ("Address 1", "Address 2", "Address 3", "Address 4", "Address 5", "Address 6", "Post/Zip Code")
_OLD = (
    "Name 6", *british.NAME_COLUMNS[:5], "Title", "DOB", "Town of Birth", "Country of Birth", "Nationality", "Position",
    "Passport Details", *_LINES, "Country", "Other Information", "Group Type", "Alias Type", "Regime", "Listed On",
    "Last Updated", "Group ID",
)  # fmt: skip
_SINCE_2022 = (
    "Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language", "Passport Number",
    "National Identification Number", "National Identification Details", "Alias Quality",
    "UK Sanctions List Date Designated",
)  # fmt: skip
_UNTIL_2022 = ("NI Number",)
_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_PRIMARY = frozenset({"primary name", "prime alias"})
_REFERENCE = r"(?:[A-Z]{3}\d{4}|[A-Z]{2}[ei]\.\s?\d{3})"
_REFERENCES = re.compile(rf"{_REFERENCE}(?:\s*(?:,|\band\b)\s*{_REFERENCE})*[\s.]*", re.IGNORECASE)
_UN_IN_PROSE = re.compile(
    r"""\bUN\s+Ref(?:erence)?(?:\s+N(?:o|umber))?[\s.:]*
    ([A-Z]{2}[ei]\.\s?\d{2,3} | [QT][IE]\.[A-Z]\.\d+\.\d+ | [EI]\.\d+\.[IVX]+\.\d+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SEX_IN_PROSE = re.compile(r"\b(?:gender|sex)\s*:\s*((?:fe)?male)\b", re.IGNORECASE)
_OWNER_IN_PROSE = re.compile(r"Listed as asset of ([^.(]+?)(?:\s*\([^()]*\))?,?\s*(?:\(|-\s*)OFSI ID:\s*(\d+)")
_MORE_MEASURES = re.compile(
    r"""[Ss]anctions?\s+imposed\s+in\s+addition\s+to\s+an\s+asset\s+freeze\s*:\s*(.*?)\s*(?=Date\s|$)
    | \b(Director\s+Disqualification\s+Sanction)\s+was\s+imposed""",
    re.VERBOSE | re.DOTALL,
)
# A label stands at the start or behind a blank, and its text follows at once: «(Gender):Male». With a blank behind the
# colon it is a label only when it is a known one, else an ordinary bracket: «resolution 2662 (2022): (i) …».
_LABEL = re.compile(r"(?:\A|(?<=\s))\((?P<label>[A-Z][^()\n]{1,60}?(?:\s?\((?:s|HIN)\))?)\)\s?:(?P<tight>(?=\S))?")
_FIELDS = {
    "gender": "gender",
    "phone number": "phone",
    "website": "address",
    "email address": "address",
    "type of entity": "type of entity",
    "business reg no": "registration",
    "parent company": "parent",
    "subsidiaries": "subsidiary",
    "imo number": "imo",
    "current owners": "owner",
    "current owner/operator (s)": "owner or operator",
    "previous owners": "previous owner",
    "previous owner/operator (s)": "previous owner or operator",
    "flag of ship": "flag",
    "previous flags": "previous flag",
    "type of ship": "type of ship",
    "tonnage of ship": "tonnage",
    "length of ship": "length",
    "year built": "year built",
    "hull identification number (hin)": "hull",
}
"""Labels in Other Information, in lower case, and the fields that they name."""
_FREE = frozenset({"", "further identifiying information", "further identifying information"})
_OF_REFERENCES = frozenset({"uk sanctions list ref", "un ref"})
_LABELS = _FREE | _FIELDS.keys() | _OF_REFERENCES | {"uk statement of reasons"}
_OF_PEOPLE = {"Title": "title", "DOB": "date of birth", "Nationality": "nationality", "Position": "position"}


@dataclass
class _Information:
    """What the column Other Information packs."""

    references: list[Cell] = field(default_factory=list)
    un_references: list[tuple[Cell, str]] = field(default_factory=list)
    reasons: list[Cell] = field(default_factory=list)
    free: list[Cell] = field(default_factory=list)
    fields: list[tuple[str, Cell]] = field(default_factory=list)


def read(copy: Copy) -> Reading[Row]:
    """One row is one record; the rows of one Group ID are one subject."""
    (document,) = copy.documents
    roster = british.Roster()
    return Reading(SOURCE, copy, _rows(document, roster), _key, partial(_listing, roster), grouped=True)


def _rows(document: Document, roster: british.Roster) -> Iterator[Row | Refusal]:
    """The rows under the two that head the table. The roster is full before the first subject is read from them."""
    cells = grid(document, encoding=_encoding(document))
    next(cells, None)
    for row in rows(document, cells, _OLD, optional=(*_SINCE_2022, *_UNTIL_2022)):
        if isinstance(row, Row) and row.peek("Alias Type").casefold() in _PRIMARY:
            roster.add(" ".join(filter(None, map(row.peek, british.NAME_COLUMNS))), row.peek("Group ID"))
        yield row


def _encoding(document: Document) -> str:
    """UTF-8 since the list prints names in their scripts, Windows-1252 before."""
    try:
        document.path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _key(row: Row) -> str:
    if not row.peek("Group ID"):
        raise Unreadable("no Group ID")
    return row.peek("Group ID")


def _listing(roster: british.Roster, entry: Entry[Row]) -> None:
    table = british.Folded(entry.records)
    kind = table.one("Group Type")
    schema = _SCHEMATA.get(kind.text.strip().casefold()) if kind else None
    if schema is None:
        raise Unreadable(f"a group type not known: {kind.text if kind else ''!r}")
    information = _information(entry, table.one("Other Information"))
    if schema == "Organization" and any(name in OF_COMPANIES for name, _ in information.fields):
        schema = "Company"
    subject = entry.subject(schema)
    _names(subject, table)
    for *lines, country in table.distinct(*_LINES, "Country"):
        add_address(subject, lines, country)
    for column, name in _OF_PEOPLE.items():
        for cell in table.each(column):
            add_field(subject, name, cell, roster)
    if schema == "Person":
        _person(subject, table)
    _fields(subject, information, roster)
    _sanctions(entry, subject, table, information)


def _names(subject: Draft, table: british.Folded) -> None:
    found = table.distinct("Alias Type", "Alias Quality", *british.NAME_COLUMNS)
    british.add_names(subject, [(_text(kind), _text(quality), parts) for kind, quality, *parts in found])
    for name, language in table.distinct("Name Non-Latin Script", "Non-Latin Script Language"):
        british.add_original(subject, name, language)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""


def _person(person: Draft, table: british.Folded) -> None:
    for town, country in table.distinct("Town of Birth", "Country of Birth"):
        add_birth(person, town, country)
    for number, details in table.distinct("Passport Number", "Passport Details"):
        add_passports(person, number, details)
    for number, details in table.distinct("National Identification Number", "National Identification Details"):
        add_identities(person, number, details)
    for number in table.each("NI Number"):
        add_identities(person, None, number)


def _information(entry: Entry[Row], cell: Cell | None) -> _Information:
    information = _Information()
    if cell is None:
        return information
    labels = [match for match in _LABEL.finditer(cell.text) if match["tight"] is not None or _known(match["label"])]
    ends = [match.start() for match in labels] + [len(cell.text)]
    pieces = [("", part(cell, 0, ends[0]))]
    pieces += [(m["label"], part(cell, m.end(), end)) for m, end in zip(labels, ends[1:], strict=True)]
    for label, piece in pieces:
        if not piece.text:
            continue
        if not _known(label):
            entry.refuse(piece, f"Other Information: a label not known: ({label})")
        else:
            _sort(entry, information, label.casefold(), piece)
    if not labels and (found := _UN_IN_PROSE.search(cell.text)):
        reference = part(cell, *found.span(1))
        information.un_references += british.un_references(reference) or [(reference, reference.text)]
    return information


def _known(label: str) -> bool:
    return label.casefold() in _LABELS


def _sort(entry: Entry[Row], information: _Information, label: str, piece: Cell) -> None:
    """Put a labelled piece where it belongs; behind references free text may go on."""
    if label == "uk statement of reasons":
        information.reasons.append(piece)
    elif label in _FREE:
        information.free.append(piece)
    elif label not in _OF_REFERENCES:
        information.fields.append((_FIELDS[label], piece))
    elif found := _REFERENCES.match(piece.text):
        references = part(piece, 0, found.end())
        if label == "un ref":
            information.un_references += british.un_references(references)
        else:
            information.references += [
                part(references, *match.span()) for match in re.finditer(_REFERENCE, references.text)
            ]
        rest = part(piece, found.end(), len(piece.text))
        if rest.text:
            information.free.append(rest)
    else:
        entry.refuse(piece, f"Other Information: ({label}) is not followed by a reference: {piece.text[:40]!r}")


def _fields(subject: Draft, information: _Information, roster: british.Roster) -> None:
    owner = ""
    for free in information.free:
        subject.add("notes", free)
        if (found := _SEX_IN_PROSE.search(free.text)) and subject.schema == "Person":
            subject.add("gender", group(free, found))
        if (found := _OWNER_IN_PROSE.search(free.text)) and subject.schema == "Vessel":
            owner = found[2]
            british.relate(subject, part(free, *found.span(1)), "owner", roster, key=owner)
    for name, cell in information.fields:
        if name == "owner" and owner:
            british.relate(subject, cell, name, roster, key=owner)
        else:
            add_field(subject, name, cell, roster)


def _sanctions(entry: Entry[Row], subject: Draft, table: british.Folded, information: _Information) -> None:
    updated, group_id = table.one("Last Updated"), table.one("Group ID")
    found = table.distinct("Regime", "Listed On", "UK Sanctions List Date Designated")
    codes = {british.regime_code(_text(regime)) for regime, *_ in found}
    for regime, listed, designated in found:
        if regime is None:
            raise Unreadable("no regime")
        code = british.regime_code(regime.text)
        sanction = entry.listing(subject, code or regime.text)
        sanction.add("program", regime)
        sanction.add("programId", regime, value=code)
        sanction.add("listingDate", listed)
        sanction.add("startDate", designated)
        sanction.add("modifiedAt", updated)
        sanction.add("recordId", group_id)
        # Under several regimes the references of each stand together, told apart by their first letters.
        for reference in information.references:
            if british.concerns(reference.text, code, codes):
                sanction.add("authorityId", reference)
        for reference, usual in information.un_references:
            if british.concerns(usual, code, codes):
                sanction.add("unscId", reference, value=usual)
        for reason in information.reasons:
            sanction.add("reason", reason)
        for free in information.free:
            _more_measures(sanction, free)


def _more_measures(sanction: Draft, free: Cell) -> None:
    """Measures beside the asset freeze, which the list states in free text, each as a sentence."""
    for found in _MORE_MEASURES.finditer(free.text):
        for stated in items(group(free, found, found.lastindex or 1), r"\.(?:\s+|$)"):
            sanction.measures(stated)
