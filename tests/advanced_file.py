"""A document of OFAC's advanced form, built by hand from the published schema; every name in it is invented."""

from __future__ import annotations

CODES = {
    "AliasType": {1400: "A.K.A.", 1401: "F.K.A.", 1403: "Name"},
    "CalendarType": {1: "Gregorian", 2: "Hijri"},
    "Country": {11082: "Belarus", 11206: "Ukraine", 11291: "undetermined"},
    "DetailReference": {91526: "Male", 91527: "Female"},
    "DetailType": {1430: "DATE", 1431: "LOOKUP", 1432: "TEXT"},
    "DocNameStatus": {1: "Primary Latin", 2: "Others"},
    "EntryEventType": {1: "Created", 9: "Pondered"},
    "FeatureType": {
        3: "Vessel Flag", 8: "Birthdate", 9: "Place of Birth", 10: "Nationality Country", 13: "SWIFT/BIC",
        14: "Website", 25: "Location", 26: "Title", 224: "Gender", 344: "Digital Currency Address - XBT",
        504: "Secondary sanctions risk:", 999: "Favourite Colour",
    },
    "IDRegDocDateType": {1480: "Issue Date", 1481: "Expiration Date"},
    "IDRegDocType": {1571: "Passport", 1596: "Tax ID No.", 1626: "Vessel Registration Identification"},
    "LegalBasis": {1: "Unknown", 1830: "Executive Order 14038 (Belarus)"},
    "List": {1550: "SDN List", 1551: "Another List"},
    "LocPartType": {1: "Unknown", 1450: "REGION", 1451: "ADDRESS1", 1454: "CITY", 1456: "POSTAL CODE"},
    "NamePartType": {
        1520: "Last Name", 1521: "First Name", 1522: "Middle Name", 1525: "Entity Name", 1526: "Vessel Name",
        91708: "Patronymic",
    },
    "PartyType": {1: "Individual", 2: "Entity", 4: "Transport"},
    "RelationQuality": {1: "High", 2: "Low"},
    "RelationType": {
        1555: "Associate Of", 15001: "Providing support to:", 15002: "Acting for or on behalf of",
        15003: "Owned or Controlled By", 15004: "Family member of", 91725: "Leader or official of",
        91900: "Principal Executive Officer", 91422: "playing a significant role in",
        92019: "Owns, controls, or operates", 92122: "Property in the interest of", 7: "Envious of",
    },
    "Reliability": {1: "Valid", 1561: "Unverified"},
    "SanctionsType": {1: "Program", 1705: "Block", 9: "Scolding"},
    "Script": {215: "Latin", 220: "Cyrillic"},
    "EntryLinkType": {1: "Precedes"},
    "Validity": {1: "Valid", 2: "Fraudulent"},
}  # fmt: skip
SUBTYPES = (
    '<PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>'
    '<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>'
    '<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>'
)
FLAGS = 'YearFixed="false" MonthFixed="false" DayFixed="false"'


def codes() -> str:
    def values(kind: str, words: dict[int, str]) -> str:
        return "".join(f'<{kind} ID="{n}">{word}</{kind}>' for n, word in words.items())

    sets = "".join(f"<{kind}Values>{values(kind, words)}</{kind}Values>" for kind, words in CODES.items())
    return f"<ReferenceValueSets>{sets}<PartySubTypeValues>{SUBTYPES}</PartySubTypeValues></ReferenceValueSets>"


def point(tag: str, date: str) -> str:
    year, month, day = date.split("-")
    return f"<{tag}><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></{tag}>"


def period(*corners: str, about: str = "false") -> str:
    first, second, third, fourth = corners if len(corners) == 4 else corners * 4
    return (
        f'<DatePeriod CalendarTypeID="1" {FLAGS}>'
        f'<Start Approximate="{about}" {FLAGS}>{point("From", first)}{point("To", second)}</Start>'
        f'<End Approximate="false" {FLAGS}>{point("From", third)}{point("To", fourth)}</End></DatePeriod>'
    )


def name(number: int, *parts: tuple[int, str], script: int = 215, status: int = 1) -> str:
    values = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}" ScriptStatusID="1" '
        f'Acronym="false">{text}</NamePartValue></DocumentedNamePart>'
        for group, text in parts
    )
    return f'<DocumentedName ID="{number}" FixedRef="1" DocNameStatusID="{status}">{values}</DocumentedName>'


def alias(kind: int, *names: str, primary: str = "false", low: str = "false") -> str:
    return (
        f'<Alias FixedRef="1" AliasTypeID="{kind}" Primary="{primary}" LowQuality="{low}"><Comment />'
        f"{''.join(names)}</Alias>"
    )


def identity(number: int, *aliases: str, groups: str = "", false: str = "false") -> str:
    return (
        f'<Identity ID="{number}" FixedRef="1" Primary="true" False="{false}">{"".join(aliases)}'
        f"<NamePartGroups><MasterNamePartGroup>{groups}</MasterNamePartGroup></NamePartGroups></Identity>"
    )


def group(number: int, kind: int) -> str:
    return f'<NamePartGroup ID="{number}" NamePartTypeID="{kind}" />'


def feature(kind: int, inner: str, *, reliability: int = 1) -> str:
    return (
        f'<Feature ID="1" FeatureTypeID="{kind}"><FeatureVersion ID="1" ReliabilityID="{reliability}"><Comment />'
        f'{inner}</FeatureVersion><IdentityReference IdentityID="1" IdentityFeatureLinkTypeID="1" /></Feature>'
    )


def text(value: str) -> str:
    return f'<VersionDetail DetailTypeID="1432">{value}</VersionDetail>'


def party(number: int, subtype: int, inner: str) -> str:
    return (
        f'<DistinctParty FixedRef="{number}"><Comment /><Profile ID="{number}" PartySubTypeID="{subtype}">{inner}'
        "</Profile></DistinctParty>"
    )


def person(number: int, more: str = "") -> str:
    names = name(1, (1, "SAMPLEVICH"), (2, "Invented"))
    groups = group(1, 1520) + group(2, 1521)
    return party(number, 4, identity(number + 1000, alias(1403, names, primary="true"), groups=groups) + more)


def company(number: int, more: str = "") -> str:
    names = alias(1403, name(1, (1, "INVENTED WORKS")), primary="true")
    return party(number, 3, identity(number + 1000, names, groups=group(1, 1525)) + more)


def vessel(number: int) -> str:
    names = alias(1403, name(1, (1, "INVENTED STAR")), primary="true")
    flag = feature(3, '<VersionLocation LocationID="900" />')
    return party(number, 1, identity(number + 1000, names, groups=group(1, 1526)) + flag)


COUNTRY = (
    '<Location ID="900"><LocationPart LocPartTypeID="1"><LocationPartValue Primary="true" LocPartValueTypeID="1" '
    'LocPartValueStatusID="1"><Comment /><Value>Belarus</Value></LocationPartValue></LocationPart></Location>'
)


def entry(number: int, profile: int, inner: str = "", *, basis: int = 1830, kind: int = 1) -> str:
    event = (
        f'<EntryEvent ID="1" EntryEventTypeID="{kind}" LegalBasisID="{basis}"><Comment />'
        '<Date CalendarTypeID="1"><Year>2021</Year><Month>8</Month><Day>9</Day></Date></EntryEvent>'
    )
    always = f'<DatePeriod CalendarTypeID="1" {FLAGS} />'
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{profile}" ListID="1550">{event}'
        f'<SanctionsMeasure ID="2" SanctionsTypeID="1705"><Comment />{always}</SanctionsMeasure>'
        f'<SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>BELARUS-EO14038</Comment>{always}</SanctionsMeasure>'
        f"{inner}</SanctionsEntry>"
    )


def relation(number: int, one: int, two: int, kind: int, *, former: str = "false", quality: int = 1) -> str:
    return (
        f'<ProfileRelationship ID="{number}" From-ProfileID="{one}" To-ProfileID="{two}" RelationTypeID="{kind}" '
        f'RelationQualityID="{quality}" Former="{former}" SanctionsEntryID="1"><Comment /></ProfileRelationship>'
    )


def listed(
    *, parties: str = "", locations: str = "", papers: str = "", relations: str = "", entries: str = "", links: str = ""
) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/'
        'PublicationPreview/exports/ADVANCED_XML" Version="3">\n'
        '<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>9</Month><Day>3</Day></DateOfIssue>\n'
        f"{codes()}<Locations>{locations}</Locations><IDRegDocuments>{papers}</IDRegDocuments>"
        f"<DistinctParties>{parties}</DistinctParties><ProfileRelationships>{relations}</ProfileRelationships>"
        f"<SanctionsEntries>{entries}</SanctionsEntries><SanctionsEntryLinks>{links}</SanctionsEntryLinks></Sanctions>"
    )


def paper(number: int, kind: int, who: int, text_: str, more: str = "", *, validity: int = 1) -> str:
    return (
        f'<IDRegDocument ID="{number}" IDRegDocTypeID="{kind}" IdentityID="{who}" IssuedBy-CountryID="11082" '
        f'ValidityID="{validity}"><Comment /><IDRegistrationNo>{text_}</IDRegistrationNo><IssuingAuthority />{more}'
        '<DocumentedNameReference DocumentedNameID="1" /></IDRegDocument>'
    )
