"""The lists of the American Treasury's Office of Foreign Assets Control (OFAC), in their older forms.

Format: OFAC's data specification (dat_spec.txt) for the comma-separated files, four to a list and without header:
primary records, addresses, alternate names, and the ends of long remarks, joined by ent_num. SDN.XML and
CONSOLIDATED.XML print the same, split into elements. None of them has dates of listing, legal bases or measures.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Document, Form, Source
from kronika.collect import markup, tables
from kronika.collect.cutting import join, part, split, squeeze
from kronika.collect.families.ofac_details import Detail, is_country, owned, remark, say, state
from kronika.collect.families.ofac_profile import ABSENT, Directory, Profile, name, refined, title
from kronika.collect.families.ofac_remarks import Remarks
from kronika.collect.record import Draft, Entry, Reading, subject_id
from kronika.collect.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kronika.base.model import Refusal
    from kronika.collect.markup import Node

T = TypeVar("T")

COLUMNS = {
    "sdn": (
        "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag",
        "Vess_owner", "Remarks",
    ),
    "add": ("ent_num", "add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks"),
    "alt": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "comments": ("ent_num", "remarks_extended"),
}  # fmt: skip
"""Part → the names that the data specification gives its columns."""
ASIDE = {
    "add_num": "the publisher's number of the address; nothing refers to it",
    "alt_num": "the publisher's number of the alias; nothing refers to it",
    **{
        f"{each}/uid": "the publisher's number of the detail; nothing refers to it"
        for each in (
            "akaList/aka", "addressList/address", "idList/id", "nationalityList/nationality",
            "citizenshipList/citizenship", "dateOfBirthList/dateOfBirthItem", "placeOfBirthList/placeOfBirthItem",
        )
    },
    **{
        f"{each}/mainEntry": "which of several values is printed first; all are kept alike"
        for each in (
            "nationalityList/nationality", "citizenshipList/citizenship", "dateOfBirthList/dateOfBirthItem",
            "placeOfBirthList/placeOfBirthItem",
        )
    },
}  # fmt: skip
_SCHEMATA = {
    "": "Organization",
    "entity": "Organization",
    "individual": "Person",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
_ALIASES = {
    "aka": "alias", "fka": "previousName", "nka": "alias",
    "a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias",
}  # fmt: skip
_QUALITIES = {"strong": False, "weak": True}
_XML_LISTS = (
    ("birthDate", "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"),
    ("birthPlace", "placeOfBirthList", "placeOfBirthItem", "placeOfBirth"),
    ("nationality", "nationalityList", "nationality", "country"),
    ("citizenship", "citizenshipList", "citizenship", "country"),
)
_VESSEL_ROW = {
    "callSign": "Call_Sign", "type": "Vess_type", "tonnage": "Tonnage", "grossRegisteredTonnage": "GRT",
    "flag": "Vess_flag",
}  # fmt: skip
_VESSEL_XML = {
    "callSign": "callSign", "type": "vesselType", "tonnage": "tonnage", "flag": "vesselFlag",
    "grossRegisteredTonnage": "grossRegisteredTonnage",
}  # fmt: skip
_XML_LINES = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")
_NULLS = frozenset(("-0-", "-0"))  # the second where a file has lost its last character


def forms(filename: str) -> tuple[Form, ...]:
    """The forms of one list; `filename` is a regular expression that the names of its files match."""
    text, start = r'(?:"(?:[^"]|"")*"|[^",\n]*)', r"\A(?:[^\d\n][^\n]*\n)?"
    kind = r'(?:-0- |"?(?:individual|vessel|aircraft)"?)'
    return (
        Form("csv", rf"{start}\d+,{text},{kind},(?:{text},){{8}}{text}\s", "sdn", filename),
        Form("csv", rf"{start}\d+,\d+,(?:{text},){{3}}-0-", "add", filename),
        Form("csv", rf'{start}\d+,\d+,"?(?:aka|fka|nka)"?,', "alt", filename),
        Form("csv", rf"{start}\d+,{text}\s", "comments", rf"{filename}.*comments"),
        Form("xml", r"<sdnList\b", filename=filename, published=r"<Publish_Date>([^<]+)<"),
    )


def read(source: Source, copy: Copy) -> Reading[Row] | Reading[Node]:
    """Read a copy of one of the lists, in either form; the parts of a set of files are joined by subject."""
    directory = Directory()
    whole = copy.document()
    if whole is None:
        rows = _rows(source, copy, directory)
        return Reading(source, copy, rows, _number, partial(_from_rows, directory), grouped=True)
    for entry in _entries(whole):
        directory.add(
            f"{entry.peek('lastName')}, {entry.peek('firstName')}".removesuffix(", "),
            subject_id(source.name, entry.peek("uid")),
        )
    return Reading(source, copy, _entries(whole), lambda entry: entry.peek("uid"), partial(_from_xml, directory))


def _entries(document: Document) -> Iterator[Node]:
    around = {"sdnList", "publshInformation", "Publish_Date", "Record_Count"}
    return markup.records(document, {"sdnEntry"}, around=around)


def _rows(source: Source, copy: Copy, directory: Directory) -> Iterator[Row | Refusal]:
    for document in copy.documents:
        for row in tables.rows(document, _lines(document), source.columns[document.part], header=False, null="-0-"):
            if document.part == "sdn" and isinstance(row, Row):
                directory.add(row.peek("SDN_Name"), subject_id(source.name, row.peek("ent_num")))
            yield row


def _lines(document: Document) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file without a header that somebody added, and up to the 0x1A that ends it."""
    first = True
    for number, values in tables.grid(document):
        if values[0].startswith("\x1a"):
            return
        if not first or values[0].strip().isdigit():
            yield number, ["-0-" if value.strip() in _NULLS else value for value in values]
        first = False


def _number(row: Row) -> str:
    number = row.peek("ent_num")
    if not number.isdigit():
        raise Unreadable(f"no number of a subject in the first column: {number!r}")
    return number


def _from_rows(directory: Directory, entry: Entry[Row]) -> None:
    parts: dict[str, list[Row]] = {}
    for row in entry.records:
        parts.setdefault(row.part, []).append(row)
    if len(parts.get("sdn", ())) > 1 or len(parts.get("comments", ())) > 1:
        raise Unreadable(f"several primary records or comments with the number {entry.key}")
    primary = parts["sdn"][0] if "sdn" in parts else None
    rest = parts["comments"][0].take("remarks_extended") if "comments" in parts else None
    remarks = Remarks(primary.take("Remarks") if primary else None, rest)
    schema = _word(primary.take("SDN_Type"), _SCHEMATA) if primary else "LegalEntity"
    profile = Profile(entry, entry.subject(refined(schema, remarks.text)), directory)
    numbers = [row.take("ent_num") for row in (*parts.get("sdn", ()), *entry.records)]
    _list(profile, split(primary.take("Program"), r"\]\s*\[") if primary else [], numbers[0])
    if primary:
        _primary(profile, primary)
    for row in parts.get("alt", ()):
        _alias(profile, row)
    for row in parts.get("add", ()):
        lines = [row.take("Address"), row.take("City/State/Province/Postal Code")]
        _address(profile, lines, row.take("Country"))
    remark(profile, remarks)
    if primary is None:  # a listing of somebody of whom the copy says nothing is left out
        said = any(fact.entity == entry.id for fact in entry.facts)
        entry.facts[:] = [fact if fact.mark else fact._replace(mark=ABSENT) for fact in entry.facts if said]


def _from_xml(directory: Directory, entry: Entry[Node]) -> None:
    (record,) = entry.records
    details = [_detail(each) for each in _each(record, "idList", "id")]
    schema = refined(_word(record.take("sdnType"), _SCHEMATA), " ".join(detail.label.text for detail in details))
    profile = Profile(entry, entry.subject(schema), directory)
    programmes = [each.take(".") for each in _each(record, "programList", "program")]
    _list(profile, [programme for programme in programmes if programme], record.take("uid"))
    _xml_name(profile.subject, "name", record)
    title(profile.subject, record.take("title"))
    for alias in _each(record, "akaList", "aka"):
        kind, weak = _word(alias.take("type"), _ALIASES), _word(alias.take("category"), _QUALITIES)
        _xml_name(profile.subject, "weakAlias" if weak and kind == "alias" else kind, alias)
    for prop, field, kind, value in _XML_LISTS:
        for each in _each(record, field, kind):
            say(profile, prop, each.take(value))
    for address in _each(record, "addressList", "address"):
        _address(profile, [address.take(line) for line in _XML_LINES], address.take("country"))
    if vessel := record.one("vesselInfo"):
        _vessel(profile, vessel, _VESSEL_XML)
    for detail in details:
        state(profile, detail)
    remark(profile, Remarks(record.take("remarks"), cuts=False))


def _each(record: Node, field: str, kind: str) -> list[Node]:
    return [each for some in record.each(field) for each in some.each(kind)]


def _detail(record: Node) -> Detail:
    label, value = record.take("idType"), record.take("idNumber")
    whole = join([label, value])
    if label is None or whole is None:
        raise Unreadable("an id without idType")
    more = [record.take(field) for field in ("idCountry", "issueDate", "expirationDate")]
    return Detail(label, value, whole, *more)


def _word(cell: Cell | None, words: Mapping[str, T]) -> T:
    """What a category word means; Unreadable where nobody knows it."""
    word = cell.text.strip().casefold() if cell else ""
    if word not in words:
        raise Unreadable(f"unknown kind {word!r}, not one of {', '.join(filter(None, words))}")
    return words[word]


def _list(profile: Profile, programmes: list[Cell], number: Cell | None) -> None:
    """One listing under all programmes; off the SDN list one under each, as each has measures of its own."""
    if profile.entry.source.measures or not programmes:
        profile.list_under(programmes)
    else:
        for programme in programmes:
            profile.list_under([programme], programme.text)
    for listing in profile.listings:
        listing.draft.add("recordId", number)


def _primary(profile: Profile, row: Row) -> None:
    printed = row.take("SDN_Name")
    if printed is None:
        raise Unreadable("a primary record without a name")
    name(profile.subject, "name", printed)
    title(profile.subject, row.take("Title"))
    if profile.subject.schema == "Vessel":
        _vessel(profile, row, _VESSEL_ROW)


def _vessel(profile: Profile, record: Row | Node, fields: Mapping[str, str]) -> None:
    for prop, field in fields.items():
        say(profile, prop, record.take(field))
    owned(profile, record.take("Vess_owner" if isinstance(record, Row) else "vesselOwner"))


def _alias(profile: Profile, row: Row) -> None:
    prop, printed = _word(row.take("alt_type"), _ALIASES), row.take("alt_name")
    if printed is None:
        raise Unreadable("an alternate name without the name")
    name(profile.subject, prop, printed)


def _xml_name(draft: Draft, prop: str, record: Node) -> None:
    given, family = record.take("firstName"), record.take("lastName")
    if draft.schema == "Person":
        draft.name(prop, [("given", given), ("family", family)])
    else:
        draft.names(prop, join([given, family]))


def _address(profile: Profile, lines: list[Cell | None], country: Cell | None) -> None:
    """An address as one text, and its country; «Region: X» is a country only where X is one."""
    region = country is not None and country.text.startswith("Region:")
    cells = [cell for cell in (*lines, country) if cell]
    texts = [squeeze(cell.text.removeprefix("Region:")) for cell in cells]
    state_ = part(country, len("Region:"), len(country.text)) if country and region else country
    if any(lines) or (region and not is_country(texts[-1])):
        profile.subject.add("address", join(cells), ", ".join(texts))
    if state_ and not (region and not is_country(state_.text)):
        say(profile, "country", state_)
