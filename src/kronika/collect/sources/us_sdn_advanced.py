"""United States: the SDN list in OFAC's advanced form, the one with dates, legal bases, scripts and typed relations.

Format: the Advanced Sanctions Data Model (XSD of the United Nations' 1267 committee, as OFAC publishes it). Code
words, locations and identity documents come first, then the parties, then relations and sanctions entries, joined by
numbers. The file is about 100 MB large and is read once, from top to end: one subject's facts come in several records.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kronika.base import measures
from kronika.base.errors import CopyRefused, Unreadable
from kronika.base.measures import Measure
from kronika.base.model import Cell, Copy, Document, Form, Source
from kronika.collect import markup
from kronika.collect.cutting import join, squeeze
from kronika.collect.families.ofac_advanced import ASIDE, Context, through
from kronika.collect.families.ofac_details import Detail, about_listing, say, state
from kronika.collect.families.ofac_profile import Directory, Listing, Profile, person, refined
from kronika.collect.record import Draft, Entry, Reading, subject_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kronika.base.model import Refusal
    from kronika.collect.families.ofac_advanced import Location
    from kronika.collect.markup import Node

SOURCE = Source(
    name="us_sdn_advanced",
    title="Specially Designated Nationals and Blocked Persons List (advanced form)",
    publisher="Office of Foreign Assets Control",
    country="us",
    authority="Office of Foreign Assets Control",
    licence="Public domain (work of the United States government)",
    languages=("eng",),
    records=(10_000, 400_000),
    forms=(
        Form(
            "xml",
            r"<Sanctions\b.*?<ReferenceValueSets\b",
            filename=r"^(?!.*cons)",
            published=r"<DateOfIssue\b[^>]*>\s*<Year>(\d+)</Year>\s*<Month>(\d+)</Month>\s*<Day>(\d+)</Day>",
        ),
    ),
    addresses={"list": "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML"},
    aside=ASIDE,
    dates="ymd",
    measures=(Measure.ASSET_FREEZE.value,),
)

_SCHEMATA = {"individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
_ALIASES = {"name": "alias", "a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias"}
_NAME_PARTS = {
    "last name": "family", "first name": "given", "middle name": "middle", "patronymic": "patronymic",
    "maiden name": "maiden", "matronymic": "matronymic", "nickname": "nickname", "entity name": "whole",
    "vessel name": "whole", "aircraft name": "whole",
}  # fmt: skip
_EVENTS = {"created": "listingDate", "modified": "modifiedAt", "amended": "modifiedAt", "removed": "endDate"}
_RELATIONS = {
    "acting for or on behalf of": ("Representation", "agent", "client"),
    "associate of": ("Associate", "person", "associate"),
    "family member of": ("Family", "person", "relative"),
    "leader or official of": ("Directorship", "director", "organization"),
    "owned or controlled by": ("Ownership", "asset", "owner"),
    "owns, controls, or operates": ("Ownership", "owner", "asset"),
    "playing a significant role in": ("UnknownLink", "subject", "object"),
    "principal executive officer": ("Directorship", "director", "organization"),
    "property in the interest of": ("Ownership", "asset", "owner"),
    "providing support to": ("UnknownLink", "subject", "object"),
}
"""Relation as printed → schema, the end that the first profile is, the end that the second one is."""
_PEOPLE, _PARTIES = frozenset(("Person",)), frozenset(("Person", "Organization", "Company"))
_ENDS = {
    "person": _PEOPLE, "relative": _PEOPLE, "associate": _PEOPLE, "director": _PARTIES, "agent": _PARTIES,
    "client": _PARTIES, "owner": _PARTIES,
}  # fmt: skip
"""Ends of relations that only some kinds of subjects can be."""
_SILENT = frozenset(("unknown", "valid", "high", "sdn list"))
"""Words that only say that there is nothing to say."""
_RECORDS = frozenset(("DistinctParty", "ProfileRelationship", "SanctionsEntry", "SanctionsEntryLink"))
_BEFORE = frozenset(("ReferenceValueSets", "Location", "IDRegDocument"))
_AROUND = frozenset((
    "Sanctions", "DateOfIssue", "Year", "Month", "Day", "Locations", "IDRegDocuments", "DistinctParties",
    "ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks",
))  # fmt: skip


def read(copy: Copy) -> Reading[Node]:
    """Parties, relations and sanctions entries are the records; each is read where it stands."""
    (document,) = copy.documents
    context = Context(document.sha256, ASIDE)
    records, key = _records(document, context), partial(_key, context)
    return Reading(SOURCE, copy, records, key, partial(_listing, context), apart=True)


def _records(document: Document, context: Context) -> Iterator[Node | Refusal]:
    for node in markup.records(document, _RECORDS | _BEFORE, around=_AROUND):
        if node.tag in _RECORDS:
            yield node
        elif node.tag == "ReferenceValueSets":
            context.learn(node)
        else:
            yield from context.keep(node)
    if not context.entries:
        raise CopyRefused(f"{document.name}: has no sanctions entries: not the whole list")
    yield from context.leftovers()


def _key(context: Context, record: Node) -> str:
    if record.tag == "DistinctParty":
        return record.peek("@FixedRef")
    if record.tag == "SanctionsEntryLink":
        if (entry := record.peek("@EntryA-SanctionsEntryID")) not in context.entries:
            raise Unreadable(f"there is no sanctions entry {entry!r}")
        return context.entries[entry]
    number = record.peek("@ProfileID") or record.peek("@From-ProfileID")
    return context.subject(Cell(number, record.place, record.document))[0]


def _listing(context: Context, entry: Entry[Node]) -> None:
    (record,) = entry.records
    if record.tag == "DistinctParty":
        _party(context, entry, record)
    elif record.tag == "SanctionsEntry":
        _sanction(context, entry, record)
    elif record.tag == "ProfileRelationship":
        _relation(context, entry, record)
    else:
        _entry_link(context, entry, record)


def _party(context: Context, entry: Entry[Node], record: Node) -> None:
    profiles = {each.peek("@ID"): each for each in record.each("Profile")}
    known = profiles.keys() & context.profiles.keys()
    if record.take("@FixedRef") is None or not profiles or known or len(profiles) < len(record.each("Profile")):
        raise Unreadable("a party without a number or a profile, or with the profile of another")
    schemata = {_schema(context, each) for each in profiles.values()}
    if len(schemata) > 1:
        raise Unreadable(f"profiles of several kinds: {', '.join(sorted(schemata))}")
    profile = Profile(entry, entry.subject(schemata.pop()), Directory())
    _notes(profile.subject, record)
    for each in profiles.values():
        _notes(profile.subject, each)
        for identity in each.each("Identity"):
            _identity(context, profile, identity)
        for feature in each.each("Feature"):
            _feature(context, profile, feature)
        for reference in each.each("ExternalReference"):
            context.word(reference.take("@ExRefTypeID"), "ExRefType")
            profile.subject.add("notes", reference.take("ExRefValue"))
            profile.subject.add("sourceUrl", reference.take("DirectURL"))
    context.profiles.update(dict.fromkeys(profiles, (entry.key, profile.subject.schema)))


def _schema(context: Context, profile: Node) -> str:
    number = profile.take("@PartySubTypeID")
    subtype = context.word(number, "PartySubType")
    kind = context.words.get(("PartyType", context.party_types.get(number.text if number else "", "")))
    for word in (subtype, kind):
        if word and word.text.casefold() in _SCHEMATA:
            labels = [
                context.words.get(("FeatureType", each.peek("@FeatureTypeID"))) for each in profile.each("Feature")
            ]
            return refined(_SCHEMATA[word.text.casefold()], " ".join(label.text for label in labels if label))
    raise Unreadable(f"a party of an unknown kind: {kind.text if kind else ''!r}")


def _notes(draft: Draft, node: Node, prop: str = "notes") -> None:
    for comment in node.each("Comment"):
        draft.add(prop, comment.take("."))


def _identity(context: Context, profile: Profile, identity: Node) -> None:
    number, false = identity.take("@ID"), identity.take("@False")
    _notes(profile.subject, identity)
    kinds = {}
    for groups in identity.each("NamePartGroups"):
        for each in [group for master in groups.each("MasterNamePartGroup") for group in master.each("NamePartGroup")]:
            kind = context.word(each.take("@NamePartTypeID"), "NamePartType")
            kinds[each.peek("@ID")] = _one_of(_NAME_PARTS, kind, "part of a name")
    mark = "of a false identity" if false and false.text == "true" else ""
    for alias in identity.each("Alias"):
        _alias(context, profile, alias, kinds, mark)
    for paper in context.papers.pop(number.text, ()) if number else ():
        profile.subject.add("notes", paper.comment)
        whole = join([paper.kind, paper.number]) or paper.kind
        state(profile, Detail(paper.kind, paper.number, whole, *paper[2:6], _telling(paper.validity)))


def _one_of(table: Mapping[str, str], cell: Cell | None, what: str) -> str:
    word = cell.text.strip().casefold().rstrip(":") if cell else ""
    if word not in table:
        raise Unreadable(f"an unknown kind of {what}: {word!r}")
    return table[word]


def _alias(context: Context, profile: Profile, alias: Node, kinds: dict[str, str], mark: str) -> None:
    kind = context.word(alias.take("@AliasTypeID"), "AliasType")
    prop, primary, low = _one_of(_ALIASES, kind, "alias"), alias.take("@Primary"), alias.take("@LowQuality")
    if low and low.text == "true" and prop == "alias":
        prop = "weakAlias"
    _notes(profile.subject, alias)
    for printed in alias.each("DocumentedName"):
        status = context.word(printed.take("@DocNameStatusID"), "DocNameStatus")
        main = primary and primary.text == "true" and status and status.text.casefold().startswith("primary")
        _notes(profile.subject, printed)
        _name(context, profile.subject, "name" if main else prop, printed, kinds, mark)


def _name(context: Context, draft: Draft, prop: str, printed: Node, kinds: dict[str, str], mark: str) -> None:
    parts, scripts = [], set()
    for value in [value for each in printed.each("DocumentedNamePart") for value in each.each("NamePartValue")]:
        group, script = value.take("@NamePartGroupID"), context.word(value.take("@ScriptID"), "Script")
        scripts.add(script.text.casefold() if script else "")
        if cell := value.take("."):
            parts.append((kinds.get(group.text if group else "", "whole"), cell))
    if draft.schema == "Person" and len(parts) > 1 and scripts == {"latin"}:
        person(draft, prop, parts, mark=mark)
    elif len(parts) > 1 or mark:
        draft.name(prop, parts, mark=mark)
    elif parts:
        draft.names(prop, parts[0][1])


def _feature(context: Context, profile: Profile, feature: Node) -> None:
    try:
        label = context.word(feature.take("@FeatureTypeID"), "FeatureType")
        for version in feature.each("FeatureVersion"):
            before = len(profile.entry.facts)
            reliability = context.word(version.take("@ReliabilityID"), "Reliability")
            _notes(profile.subject, version)
            if label:
                _version(context, profile, label, version)
            if reliability and reliability.text.casefold() not in _SILENT:
                facts = profile.entry.facts
                facts[before:] = [fact._replace(mark=fact.mark or reliability.text) for fact in facts[before:]]
    except Unreadable as error:
        profile.entry.refuse(Cell("", feature.place, feature.document), str(error))


def _version(context: Context, profile: Profile, label: Cell, version: Node) -> None:
    values = [context.date(period) for period in version.each("DatePeriod")]
    for detail in version.each("VersionDetail"):
        values.append(detail.take("."))
        values.append(context.word(detail.take("@DetailReferenceID"), "DetailReference"))
    for reference in version.each("VersionLocation"):
        if number := reference.take("@LocationID"):
            location = context.location(number)
            if label.text.casefold() == "location":
                _address(profile, number, location)
            else:
                values += [through(number, cell) for cell in location.countries or location.lines(primary=True)]
    for value in filter(None, values):
        detail_ = Detail(label, value, join([label, value]) or value)
        if about_listing(label.text):
            context.details.setdefault(profile.entry.key, []).append(detail_)
        else:
            state(profile, detail_)
    if not any(values) and label.text.casefold() != "location":
        profile.entry.refuse(label, f"{label.text}: without a value")


def _address(profile: Profile, number: Cell, location: Location) -> None:
    for primary in (True, False):
        if lines := location.lines(primary=primary):
            cells = [*lines, *(location.countries if primary else ())]
            profile.subject.add("address", join([number, *cells]), ", ".join(squeeze(cell.text) for cell in cells))
    for country in location.countries:
        say(profile, "country", through(number, country))


def _sanction(context: Context, entry: Entry[Node], record: Node) -> None:
    number, (_, schema) = record.take("@ID"), context.subject(record.take("@ProfileID"))
    if number is None or number.text in context.entries:
        raise Unreadable("a sanctions entry without a number, or with that of another")
    subject = Draft(entry, schema, entry.id, record.place, record.document)
    profile = Profile(entry, subject, Directory())
    sanction = entry.listing(subject, number.text)
    profile.listings.append(Listing(sanction, None))
    sanction.add("recordId", number)
    _notes(sanction, record, "summary")
    sanction.add("summary", record.take("LimitationsToListing"))
    sanction.add("summary", _telling(context.word(record.take("@ListID"), "List")))
    for event in record.each("EntryEvent"):
        kind = context.word(event.take("@EntryEventTypeID"), "EntryEventType")
        sanction.add(_one_of(_EVENTS, kind, "event"), context.day(event.one("Date")))
        sanction.add("description", _telling(context.word(event.take("@LegalBasisID"), "LegalBasis")))
        _notes(sanction, event, "summary")
    for measure in record.each("SanctionsMeasure"):
        _measure(context, sanction, measure)
    for support in record.each("SupportingInfo"):
        context.word(support.take("@SupInfoTypeID"), "SupInfoType")
        sanction.add("reason", support.take("Text"))
        sanction.add("sourceUrl", support.take("DirectURL"))
    for detail in context.details.pop(entry.key, ()):
        state(profile, detail)
    context.entries[number.text] = entry.key


def _telling(cell: Cell | None) -> Cell | None:
    return cell if cell and cell.text.casefold() not in _SILENT else None


def _measure(context: Context, sanction: Draft, measure: Node) -> None:
    kind, comment = context.word(measure.take("@SanctionsTypeID"), "SanctionsType"), measure.take("Comment")
    sanction.add("startDate", context.date(measure.one("DatePeriod")))
    if kind is None or kind.text.casefold() == "program":
        sanction.add("program", comment)
        sanction.add("programId", comment)
        return
    sanction.add("summary", comment)
    try:
        for term, _, _ in measures.measures(kind.text):
            sanction.add("provisions", kind, term)
    except Unreadable as error:
        sanction.entry.refuse(kind, str(error))


def _relation(context: Context, entry: Entry[Node], record: Node) -> None:
    number, one, two = (record.take(each) for each in ("@ID", "@From-ProfileID", "@To-ProfileID"))
    (_, first), (key, second) = context.subject(one), context.subject(two)
    words = context.word(record.take("@RelationTypeID"), "RelationType")
    if number is None or words is None:
        raise Unreadable("a relation without a number or a type")
    word = words.text.strip().casefold().rstrip(":")
    if word not in _RELATIONS:
        raise Unreadable(f"an unknown kind of relation: {word!r}")
    schema, this, that = _RELATIONS[word]
    if first not in _ENDS.get(this, {first}) or second not in _ENDS.get(that, {second}):
        schema, this, that = "UnknownLink", "subject", "object"
    link = entry.entity(schema, "relation", number.text)
    link.link(this, entry.id, one)
    link.link(that, subject_id(SOURCE.name, key), two)
    link.add("role" if link.has("role") else "relationship", words)
    former, quality = record.take("@Former"), record.take("@RelationQualityID")
    link.add(
        "status" if link.has("status") else "summary", former if former and former.text == "true" else None, "former"
    )
    link.add("summary", _telling(context.word(quality, "RelationQuality")))
    link.add("date", context.date(record.one("DatePeriod")))
    _notes(link, record, "summary")


def _entry_link(context: Context, entry: Entry[Node], record: Node) -> None:
    number, one, two = (record.take(each) for each in ("@ID", "@EntryA-SanctionsEntryID", "@EntryB-SanctionsEntryID"))
    other = context.entries.get(two.text if two else "")
    if number is None or other is None:
        raise Unreadable("a link without a number or to no sanctions entry")
    link = entry.entity("UnknownLink", "entries", number.text)
    link.link("subject", entry.id, one)
    link.link("object", subject_id(SOURCE.name, other), two)
    link.add("role", context.word(record.take("@EntryLinkTypeID"), "EntryLinkType"))
    link.add("date", context.day(record.one("Date")))
    _notes(link, record, "summary")
