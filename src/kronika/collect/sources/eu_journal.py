"""European Union: designations as the acts in the Official Journal print them, one CSV file an act.

The transcription is OpenSanctions' (`datasets/eu/journal_sanctions/data/FORMAT.md` in their repository describes it);
names, reasons and dates stand in it as the act prints them. A file is either *consolidated*, all that the annexes of a
framework act list, or an *amendment*, what one act adds to them or words anew, never what it removes.

Each file is a series of its own, named by the CELEX number of its act. A row is one subject under one measure; its key
is framework, annex, number of the entry, programme, measure and schema. So an amendment that words an entry anew speaks
of the same subject as the consolidated file, and both stand: the ledger shows the values of both acts, each with its
document, until a consolidated file that has taken the amendment up is added. Who wants only the wording in force takes
that of the younger document; who counts subjects counts ids, not rows. An entry that an amendment adds has no
counterpart yet. Rows of one file that agree in all this and in the name, which an act does print twice, are told apart
by their order. A file of headings alone is an honest copy of an act that lists nobody; as its text does not name the
act, its series comes from the file's name.
"""

from __future__ import annotations

import re
from collections import Counter

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Form, Source
from kronika.collect.contacts import add_addresses, add_phones
from kronika.collect.cutting import part, split
from kronika.collect.papers import numbers
from kronika.collect.record import Draft, Entry, Reading
from kronika.collect.tables import Row, grid, rows

SOURCE = Source(
    name="eu_journal",
    title="EU restrictive measures as printed in the Official Journal",
    publisher="OpenSanctions, transcribed from the Official Journal of the European Union",
    country="eu",
    authority="Council of the European Union",
    licence="CC BY-NC 4.0 (the transcription)",
    languages=("eng",),
    records=(0, 20_000),
    forms=(
        Form(
            "csv",
            r"\A(?:celex|amendedCelex,amendmentCelex),recordId,programKey,annex,measure,",
            series=r"(\d{5}[A-Z]{1,2}\d{4})(?=,[^,\n]*,EU-|\.csv\Z)",
        ),
    ),
)
_ACT = ("celex", "amendedCelex", "amendmentCelex")
_LISTING = ("recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name")
_NAMES = ("alias", "weakAlias", "previousName")
_NUMBERS = (
    "passportNumber", "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode", "okpoCode",
    "swiftBic",
)  # fmt: skip
"""Columns of numbers, which may have a label, a country or dates beside them."""
_PLAIN = (
    "country", "jurisdiction", "flag", "birthDate", "incorporationDate", "birthPlace", "position",
    "appearance", "ethnicity", "fatherName", "motherName", "legalForm", "sector", "leiCode", "ticker", "imoNumber",
    "mmsi", "address", "notes",
)  # fmt: skip
"""Columns that are properties of FollowTheMoney, each value as it stands."""
_SEVERAL = {"nationality": r"\.\s+|[,;]?\s*\(?\b[a-h]\)\s*", "gender": r"[.\s]+"}
"""Columns in which one value may still hold several, and what stands between them."""
_CONTACTS = {"phone": add_phones, "email": add_addresses, "website": add_addresses}
_COLUMNS = (*_ACT, *_LISTING, *_NAMES, *_NUMBERS, *_PLAIN, *_SEVERAL, *_CONTACTS)
_SCHEMATA = frozenset({"Person", "LegalEntity", "Organization", "Company", "Vessel", "Asset"})
_VALUE = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^";][^;]*)?)\s*(?:;|\Z)')


def read(copy: Copy) -> Reading[Row]:
    """One row is one record and one subject with one listing."""
    (document,) = copy.documents
    return Reading(SOURCE, copy, rows(document, grid(document), _COLUMNS, optional=_ACT), _Keys(), _listing)


class _Keys:
    """Names the subjects of one file; counts what it has named, for entries that are printed twice."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def __call__(self, record: Row) -> str:
        framework = record.peek("celex") or record.peek("amendedCelex")
        if not framework:
            raise Unreadable("no CELEX number of the act")
        entry = record.peek("recordId") or record.peek("name")
        fields = (framework, record.peek("annex"), entry, *map(record.peek, ("programKey", "measure", "schema")))
        key = " ".join(field for field in fields if field)
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key} {self._seen[key]}"


def _listing(entry: Entry[Row]) -> None:
    (row,) = entry.records
    schema = row.take("schema")
    if schema is None or schema.text not in _SCHEMATA:
        raise Unreadable(f"not a schema of this format: {schema.text if schema else ''!r}")
    subject = entry.subject(schema.text)
    _names(entry, row, subject)
    _details(entry, row, subject)
    _sanction(entry, row, subject)


def _names(entry: Entry[Row], row: Row, subject: Draft) -> None:
    name = row.take("name")
    if name is None:
        raise Unreadable("no name")
    subject.names("name", name)
    for column in _NAMES:
        for value in values(entry, row.take(column)):
            subject.names(column, value)


def _details(entry: Entry[Row], row: Row, subject: Draft) -> None:
    for column in _NUMBERS:
        for value in _stated(entry, row, subject, column):
            numbers(entry, subject, column, value)
    for column in _PLAIN:
        for value in _stated(entry, row, subject, column):
            subject.add(column, value)
    for column, between in _SEVERAL.items():
        for value in _stated(entry, row, subject, column):
            for piece in split(value, between):
                subject.add(column, piece)
    for column, add in _CONTACTS.items():
        for value in _stated(entry, row, subject, column):
            add(subject, value)


def _stated(entry: Entry[Row], row: Row, subject: Draft, column: str) -> list[Cell]:
    cell = row.take(column)
    if cell and not subject.has(column):
        entry.refuse(cell, f"a {subject.schema} has no {column}")
        return []
    return values(entry, cell)


def _sanction(entry: Entry[Row], row: Row, subject: Draft) -> None:
    sanction = entry.listing(subject)
    sanction.add("programId", row.take("programKey"))
    sanction.add("recordId", row.take("recordId"))
    sanction.add("listingDate", row.take("startDate"))
    sanction.add("reason", row.take("reason"))
    for column in _ACT:
        if act := row.take(column):
            sanction.add("description", act)
            address = f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{act.text}"
            sanction.add("sourceUrl", act, value=address)
    if annex := row.take("annex"):
        sanction.add("summary", annex, value=f"annex {annex.text}")
    sanction.measures(row.take("measure"))


def values(entry: Entry[Row], cell: Cell | None) -> list[Cell]:
    """The values of a cell, which is a line of CSV with semicolons; a value in quotes is printed as between them.

    A cell that is no such line is refused and gives no values.
    """
    if cell is None:
        return []
    if ";" not in cell.text and '"' not in cell.text:
        return [cell]
    found, at = [], 0
    while at < len(cell.text):
        match = _VALUE.match(cell.text, at)
        if match is None:
            entry.refuse(cell, "not values between semicolons, in quotes where they hold one")
            return []
        found.append(_value(cell, match))
        at = match.end()
    return [value for value in found if value.text]


def _value(cell: Cell, match: re.Match[str]) -> Cell:
    quoted = match[1] is not None
    value = part(cell, *match.span(1 if quoted else 2 if match[2] is not None else 0))
    return value._replace(text=value.text.replace('""', '"'), prints=value.text) if '""' in value.text else value
