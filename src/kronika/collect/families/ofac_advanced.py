"""What SDN_ADVANCED.XML says before it comes to the parties: its code words, its locations, its identity documents.

Parties refer to all three by number. A value that is read through a number has a joined place: the attribute that
prints the number, and the element that says what it stands for.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Refusal
from kronika.collect.cutting import join

if TYPE_CHECKING:
    from kronika.collect.families.ofac_details import Detail
    from kronika.collect.markup import Node

_CODE_LISTS = (
    "AliasType", "CalendarType", "Country", "DetailReference", "DocNameStatus", "EntryEventType", "EntryLinkType",
    "ExRefType", "FeatureType", "IDRegDocDateType", "IDRegDocType", "LegalBasis", "List", "LocPartType",
    "NamePartType", "PartySubType", "PartyType", "RelationQuality", "RelationType", "Reliability", "SanctionsType",
    "Script", "SupInfoType", "Validity",
)  # fmt: skip
_ENVELOPE = ("address1", "address2", "address3", "city", "state/province", "postal code", "region", "unknown")
"""Kinds of a location's parts in the order of an address; «unknown» is a text of its own, such as a country's name."""
_CORNERS = ("Start/From", "Start/To", "End/From", "End/To")

_PERIODS = (
    "DatePeriod", "DocumentDate/DatePeriod", "Profile/Feature/FeatureVersion/DatePeriod",
    "SanctionsMeasure/DatePeriod",
)  # fmt: skip
ASIDE = {
    **dict.fromkeys(
        (
            "@ID", "Profile/@ID", "Profile/Identity/@FixedRef", "Profile/Identity/Alias/@FixedRef",
            "Profile/Feature/@ID",
            "Profile/Identity/Alias/DocumentedName/@ID", "Profile/Identity/Alias/DocumentedName/@FixedRef",
            "Profile/Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup/@ID",
            "Profile/Feature/FeatureVersion/@ID", "EntryEvent/@ID", "SanctionsMeasure/@ID", "SupportingInfo/@ID",
        ),
        "a number inside the file",
    ),
    **dict.fromkeys(
        (
            "DocumentedNameReference/@DocumentedNameID", "FeatureVersionReference/@FeatureVersionID",
            "IDRegDocumentReference/@IDRegDocumentID", "Profile/Identity/IDRegDocumentReference/@IDRegDocumentID",
            "Profile/Identity/Alias/DocumentedName/IDRegDocumentReference/@IDRegDocumentID",
            "Profile/Feature/FeatureVersion/IDRegDocumentReference/@IDRegDocumentID",
            "Profile/Feature/IdentityReference/@IdentityID", "Profile/SanctionsEntryReference/@SanctionsEntryID",
            "ProfileRelationshipReference/@ProfileRelationshipID", "@SanctionsEntryID",
        ),
        "points back to what refers here",
    ),
    **{
        f"{period}{edge}/@{flag}": "which part of a date is exact shows in its bounds"
        for period, edge, flag in product(_PERIODS, ("", "/Start", "/End"), ("YearFixed", "MonthFixed", "DayFixed"))
    },
    "LocationAreaCode/@AreaCodeID": "the country once more, as a code",
    "LocationCountry/@CountryRelevanceID": "says nothing about the address",
    "LocationPart/LocationPartValue/@LocPartValueTypeID": "how the publisher files the text",
    "LocationPart/LocationPartValue/@LocPartValueStatusID": "how the publisher files the text",
    "LocationPart/LocationPartValue/Comment": "names the script, which shows in the letters",
    "Profile/Identity/@Primary": "each identity's names say themselves whether they are primary",
    "Profile/Identity/Alias/DocumentedName/DocumentedNamePart/NamePartValue/@ScriptStatusID": "how it was transcribed",
    "Profile/Identity/Alias/DocumentedName/DocumentedNamePart/NamePartValue/@Acronym": "shows in the letters",
    "Profile/Feature/FeatureVersion/VersionDetail/@DetailTypeID": "the kind of a value shows in the value",
    "Profile/Feature/IdentityReference/@IdentityFeatureLinkTypeID": "facts are kept by subject, not by identity",
    "@EntryProfileRef": "the profile once more",
}  # fmt: skip
"""What each path is that no fact is made of."""

Day = tuple[int, int, int]


class Part(NamedTuple):
    """One part of a location; the primary one is in Latin script, others say the same in another script."""

    kind: str
    primary: bool
    cell: Cell


class Location(NamedTuple):
    """An address, a region or a country."""

    place: str
    parts: list[Part]
    countries: list[Cell]

    def lines(self, *, primary: bool) -> list[Cell]:
        """The parts in one script, in the order of an address."""
        some = [part for part in self.parts if part.primary == primary]
        return [part.cell for part in sorted(some, key=lambda part: _ENVELOPE.index(part.kind))]


class Paper(NamedTuple):
    """An identity or registration document."""

    kind: Cell
    number: Cell | None
    country: Cell | None
    issued: Cell | None
    expires: Cell | None
    authority: Cell | None
    validity: Cell | None
    comment: Cell | None


@dataclass
class Context:
    """What has been read of the document so far, for what follows to refer to."""

    document: str
    aside: Mapping[str, str]
    words: dict[tuple[str, str], Cell] = field(default_factory=dict)
    """(Code list, number) → the cell that prints the word."""
    party_types: dict[str, str] = field(default_factory=dict)
    """Number of a subtype of parties → number of its type."""
    locations: dict[str, Location] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)
    """Numbers of locations that nothing has referred to yet."""
    papers: dict[str, list[Paper]] = field(default_factory=dict)
    """Number of an identity → its documents, until they are used."""
    profiles: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Number of a profile → key and schema of the subject."""
    entries: dict[str, str] = field(default_factory=dict)
    """Number of a sanctions entry → key of the subject."""
    details: dict[str, list[Detail]] = field(default_factory=dict)
    """Key of a subject → what its features say of its listing, which comes later."""

    def subject(self, cell: Cell | None) -> tuple[str, str]:
        """Key and schema of the subject whose profile a cell refers to; Unreadable where there is none."""
        if cell is None or cell.text.strip() not in self.profiles:
            raise Unreadable(f"there is no profile {cell.text.strip() if cell else ''!r}")
        return self.profiles[cell.text.strip()]

    def learn(self, codes: Node) -> None:
        """Read the code lists."""
        for name in _CODE_LISTS:
            for values in codes.each(f"{name}Values"):
                for value in values.each(name):
                    if cell := value.take("."):
                        self.words[name, value.peek("@ID")] = cell
                    if name == "PartySubType":
                        self.party_types[value.peek("@ID")] = value.peek("@PartyTypeID")

    def word(self, cell: Cell | None, code_list: str) -> Cell | None:
        """What the number in a cell stands for; Unreadable where its code list does not say."""
        if cell is None:
            return None
        found = self.words.get((code_list, cell.text.strip()))
        if found is None:
            raise Unreadable(f"{code_list} {cell.text.strip()} is not among the reference values")
        return through(cell, found)

    def keep(self, node: Node) -> Iterator[Refusal]:
        """Read a location or a document for those who refer to it; yield what is refused of it."""
        try:
            (self._locate if node.tag == "Location" else self._file)(node)
        except Unreadable as error:
            yield _refusal(node, Cell("", node.place, node.document), str(error))
            return
        for name, cell in node.untaken():
            if name not in self.aside:
                yield _refusal(node, cell, f"nothing reads the field {name}")

    def leftovers(self) -> Iterator[Refusal]:
        """Yield what nobody referred to."""
        for number in sorted(self.unused, key=int):
            place = self.locations[number].place
            yield Refusal(f"Location {number}", False, self.document, place, "", "no party refers to this location")
        for key, details in self.details.items():
            for detail in details:
                reason = "no sanctions entry is there for what this says of one"
                yield Refusal(key, False, self.document, detail.whole.place, detail.whole.printed, reason)
        for identity, papers in self.papers.items():
            for paper in papers:
                printed = paper.number.printed if paper.number else ""
                reason = f"no party has the identity {identity} of this document"
                yield Refusal(f"Identity {identity}", False, self.document, paper.kind.place, printed, reason)

    def location(self, cell: Cell) -> Location:
        """The location that a cell refers to; Unreadable where there is none."""
        found = self.locations.get(cell.text.strip())
        if found is None:
            raise Unreadable(f"there is no location {cell.text.strip()}")
        self.unused.discard(cell.text.strip())
        return found

    def date(self, period: Node | None) -> Cell | None:
        """A DatePeriod as one printed date, of whatever precision it has; None where it is empty."""
        if period is None:
            return None
        self._check_calendar(period)
        corners = [corner for path in _CORNERS if (corner := _day(_inner(period, path)))]
        about = [period.take(f"{edge}/@Approximate") for edge in ("Start", "End")]
        if not corners:
            return None
        (low, cells), (high, more) = min(corners), max(corners)
        printed = join([*cells, *(more if high != low else ())])
        circa = "circa " if any(each and each.text == "true" for each in about) else ""
        return printed and printed._replace(text=circa + _words(low, high), prints=printed.printed)

    def day(self, date: Node | None) -> Cell | None:
        """A Date, of year, month and day, as one printed date."""
        if date is None:
            return None
        self._check_calendar(date)
        found = _day(date)
        printed = join(found[1]) if found else None
        return printed and found and printed._replace(text=_words(found[0], found[0]), prints=printed.printed)

    def _check_calendar(self, node: Node) -> None:
        calendar = self.word(node.take("@CalendarTypeID"), "CalendarType")
        if calendar and calendar.text.casefold() != "gregorian":
            raise Unreadable(f"a date of the {calendar.text} calendar")

    def _locate(self, node: Node) -> None:
        parts = []
        for part in node.each("LocationPart"):
            kind = self.word(part.take("@LocPartTypeID"), "LocPartType")
            if kind is None or kind.text.casefold() not in _ENVELOPE:
                raise Unreadable(f"a location with an unknown kind of part: {kind.text if kind else ''!r}")
            for value in part.each("LocationPartValue"):
                primary, cell = value.take("@Primary"), value.take("Value")
                if cell:
                    parts.append(Part(kind.text.casefold(), primary is None or primary.text == "true", cell))
        countries = [self.word(each.take("@CountryID"), "Country") for each in node.each("LocationCountry")]
        number = node.peek("@ID")
        self.locations[number] = Location(node.place, parts, [country for country in countries if country])
        self.unused.add(number)

    def _file(self, node: Node) -> None:
        dates: dict[str, Cell | None] = {"issue date": None, "expiration date": None}
        for each in node.each("DocumentDate"):
            when = self.word(each.take("@IDRegDocDateTypeID"), "IDRegDocDateType")
            if when is None or when.text.casefold() not in dates:
                raise Unreadable(f"a document with an unknown kind of date: {when.text if when else ''!r}")
            dates[when.text.casefold()] = self.date(each.one("DatePeriod"))
        kind, identity = self.word(node.take("@IDRegDocTypeID"), "IDRegDocType"), node.take("@IdentityID")
        if kind is None or identity is None:
            raise Unreadable("a document without a type or an identity")
        paper = Paper(
            kind, node.take("IDRegistrationNo"), self.word(node.take("@IssuedBy-CountryID"), "Country"),
            dates["issue date"], dates["expiration date"], node.take("IssuingAuthority"),
            self.word(node.take("@ValidityID"), "Validity"), node.take("Comment"),
        )  # fmt: skip
        self.papers.setdefault(identity.text.strip(), []).append(paper)


def through(cell: Cell, found: Cell) -> Cell:
    """What another cell prints, reached through the number in a cell: the places of both, the text of the other."""
    place, printed = f"{cell.place} + {found.place}", f"{cell.printed} {found.printed}"
    return Cell(found.text, place, cell.document, prints=printed, corrected=cell.corrected)


def _refusal(node: Node, cell: Cell, reason: str) -> Refusal:
    return Refusal(f"{node.tag} {node.peek('@ID')}", False, cell.document, cell.place, cell.printed, reason)


def _inner(node: Node, path: str) -> Node | None:
    found: Node | None = node
    for step in path.split("/"):
        found = found.one(step) if found else None
    return found


def _day(node: Node | None) -> tuple[Day, list[Cell]] | None:
    if node is None:
        return None
    cells = [node.take(each) for each in ("Year", "Month", "Day")]
    if not all(cell and cell.text.strip().isdigit() for cell in cells):
        raise Unreadable("a date without year, month and day in digits")
    year, month, day = (int(cell.text) for cell in cells if cell)
    return (year, month, day), [cell for cell in cells if cell]


def _words(low: Day, high: Day) -> str:
    """The days from the first to the last in the words that `dates.parse` reads; 0 stands for an unknown part."""
    if low == high:
        return f"{low[0]:04}-{low[1]:02}-{low[2]:02}"
    if low[1:] == (1, 1) and high[1:] == (12, 31):
        return f"{low[0]:04}" if low[0] == high[0] else f"{low[0]:04} to {high[0]:04}"
    if low[:2] == high[:2] and low[2] == 1 and high[2] == monthrange(*low[:2])[1]:
        return f"{low[0]:04}-{low[1]:02}"
    return f"{_words(low, low)} to {_words(high, high)}"
