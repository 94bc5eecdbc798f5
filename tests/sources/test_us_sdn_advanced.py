"""OFAC's advanced form: a hand-written document of the published schema; every name in it is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advanced_file import (
    CODES,
    COUNTRY,
    alias,
    company,
    entry,
    feature,
    group,
    identity,
    listed,
    name,
    paper,
    party,
    period,
    person,
    relation,
    text,
    vessel,
)
from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import us_sdn_advanced
from reading import Read

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, content: str) -> Read:
    """Read a document, and hold every fact to what stands at its place."""
    doc = document(path / "SDN_ADVANCED.XML", content, source="us_sdn_advanced")
    return Read.of(us_sdn_advanced.read(copy_of(doc)))


def test_the_file_is_recognised_and_carries_its_date(tmp_path: Path) -> None:
    doc = document(tmp_path / "SDN_ADVANCED.XML", listed(parties=person(1), entries=entry(1, 1)))
    found = recognise(doc.path, doc.name)
    assert (found.source, found.part, found.published) == ("us_sdn_advanced", "list", "2026-09-03")


def test_a_person_and_the_listing_come_from_records_far_apart(tmp_path: Path) -> None:
    found = read(tmp_path, listed(parties=person(1), entries=entry(77, 1)))
    assert found.refusals == []
    assert (found.read, found.refused, found.subjects) == (2, 0, 1)
    assert found.stated("name") == [("Invented SAMPLEVICH", "SAMPLEVICH Invented")]
    assert [f.parts for f in found.facts if f.prop == "name"] == ["family=SAMPLEVICH|given=Invented"]
    assert found.stated("lastName") == [("SAMPLEVICH", "SAMPLEVICH")]
    assert {f.subject for f in found.facts} == {"us-sdn-advanced-1"}
    sanction = {f.prop: (f.value, f.printed) for f in found.facts if f.schema == "Sanction"}
    assert sanction == {
        "entity": ("us-sdn-advanced-1", ""),
        "recordId": ("77", "77"),
        "listingDate": ("2021-08-09", "2021 8 9"),
        "description": ("Executive Order 14038 (Belarus)", "1830 Executive Order 14038 (Belarus)"),
        "provisions": ("asset freeze", "1705 Block"),
        "program": ("BELARUS-EO14038", "BELARUS-EO14038"),
        "programId": ("BELARUS-EO14038", "BELARUS-EO14038"),
    }
    (listing,) = [f for f in found.facts if f.prop == "listingDate"]
    root = "/Sanctions/SanctionsEntries[1]/SanctionsEntry[1]/EntryEvent[1]/Date[1]"
    assert listing.place == f"{root}/Year[1] + {root}/Month[1] + {root}/Day[1]"
    assert listing.entity == "us-sdn-advanced-1-listing-77"


def test_names_keep_their_kind_quality_and_script(tmp_path: Path) -> None:
    groups = "".join(group(n, kind) for n, kind in ((1, 1520), (2, 1521), (3, 91708), (4, 1520)))
    main = name(1, (1, "PRYDUMANY"), (2, "Yzmyslau"), (3, "Uzoravich"))
    other = name(2, (1, "ПРЫДУМАНЫ"), (2, "Вымыслаў"), script=220, status=2)
    aliases = (
        alias(1403, main, other, primary="true"),
        alias(1400, name(3, (1, "PRIDUMANNY"), (2, "Vymysl"), status=2)),
        alias(1400, name(4, (4, "FIGMENT"), status=2), low="true"),
        alias(1401, name(5, (1, "FORMERLY"), (2, "Known"), status=2)),
    )
    found = read(tmp_path, listed(parties=party(1, 4, identity(5, *aliases, groups=groups)), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("name") == [("Yzmyslau Uzoravich PRYDUMANY", "PRYDUMANY Yzmyslau Uzoravich")]
    assert found.stated("fatherName") == [("Uzoravich", "Uzoravich")]
    assert found.stated("alias") == [
        ("ПРЫДУМАНЫ Вымыслаў", "ПРЫДУМАНЫ Вымыслаў"),
        ("Vymysl PRIDUMANNY", "PRIDUMANNY Vymysl"),
    ]
    assert found.stated("weakAlias") == [("FIGMENT", "FIGMENT")]
    assert found.stated("previousName") == [("Known FORMERLY", "FORMERLY Known")]


def test_names_of_a_false_identity_are_marked(tmp_path: Path) -> None:
    groups = group(1, 1520) + group(2, 1521)
    false = identity(6, alias(1400, name(2, (1, "FALSE"), (2, "Name"))), groups=groups, false="true")
    found = read(tmp_path, listed(parties=person(1, false), entries=entry(1, 1)))
    assert [(f.value, f.mark) for f in found.facts if f.prop == "alias"] == [("Name FALSE", "of a false identity")]


@pytest.mark.parametrize(
    ("corners", "about", "value", "printed"),
    [
        (("1948-12-10",), "false", "1948-12-10", "1948 12 10"),
        (("1961-1-1", "1961-1-1", "1961-12-31", "1961-12-31"), "false", "1961", "1961 1 1 1961 12 31"),
        (("1961-1-1", "1961-1-1", "1961-12-31", "1961-12-31"), "true", "1961~", "1961 1 1 1961 12 31"),
        (("1961-6-1", "1961-6-1", "1961-6-30", "1961-6-30"), "false", "1961-06", "1961 6 1 1961 6 30"),
        (("1955-1-1", "1955-1-1", "1958-12-31", "1958-12-31"), "false", "[1955..1958]", "1955 1 1 1958 12 31"),
        (("1955-3-4", "1955-3-4", "1955-6-7", "1955-6-7"), "false", "[1955-03-04..1955-06-07]", "1955 3 4 1955 6 7"),
    ],
)
def test_dates_keep_the_precision_that_their_bounds_say(
    tmp_path: Path, corners: tuple[str, ...], about: str, value: str, printed: str
) -> None:
    birth = feature(8, period(*corners, about=about) + '<VersionDetail DetailTypeID="1430" />')
    found = read(tmp_path, listed(parties=person(1, birth), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("birthDate") == [(value, printed)]


def test_features_are_read_by_their_labels(tmp_path: Path) -> None:
    features = (
        feature(9, text("Minsk, Belarus")),
        feature(10, '<VersionDetail DetailTypeID="1433" /><VersionLocation LocationID="900" />'),
        feature(14, text("www.sample.invalid")),
        feature(26, text("Invented Minister")),
        feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91527" />'),
        feature(344, text("1InventedWa11et")),
    )
    found = read(tmp_path, listed(locations=COUNTRY, parties=person(1, "".join(features)), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("birthPlace") == [("Minsk, Belarus", "Minsk, Belarus")]
    assert found.stated("nationality") == [("by", "900 Belarus")]
    assert found.stated("website") == [("www.sample.invalid", "www.sample.invalid")]
    assert found.stated("position") == [("Invented Minister", "Invented Minister")]
    assert found.stated("gender") == [("female", "91527 Female")]
    assert found.stated("publicKey", "CryptoWallet") == [("1InventedWa11et", "1InventedWa11et")]
    assert [value for value, _ in found.stated("currency")] == ["XBT"]


def test_an_unreliable_feature_is_marked(tmp_path: Path) -> None:
    birth = feature(9, text("Minsk"), reliability=1561)
    found = read(tmp_path, listed(parties=person(1, birth), entries=entry(1, 1)))
    assert [(f.value, f.mark) for f in found.facts if f.prop == "birthPlace"] == [("Minsk", "Unverified")]


def test_what_a_feature_says_of_the_listing_goes_to_the_listing(tmp_path: Path) -> None:
    risk = feature(504, text("Invented Regulations, section 1"))
    found = read(tmp_path, listed(parties=person(1, risk), entries=entry(77, 1)))
    (summary,) = [f for f in found.facts if f.prop == "summary"]
    assert summary.entity == "us-sdn-advanced-1-listing-77"
    assert summary.value == "Secondary sanctions risk: Invented Regulations, section 1"
    assert summary.printed == "504 Secondary sanctions risk: Invented Regulations, section 1"


def test_an_address_is_written_in_the_order_of_an_envelope_and_in_each_script(tmp_path: Path) -> None:
    def part(kind: int, *values: tuple[str, str]) -> str:
        inner = "".join(
            f'<LocationPartValue Primary="{primary}" LocPartValueTypeID="1" LocPartValueStatusID="1"><Comment />'
            f"<Value>{value}</Value></LocationPartValue>"
            for primary, value in values
        )
        return f'<LocationPart LocPartTypeID="{kind}">{inner}</LocationPart>'

    location = (
        '<Location ID="500"><LocationAreaCode AreaCodeID="11082" />'
        '<LocationCountry CountryID="11082" CountryRelevanceID="1413" />'
        + part(1456, ("true", "220001"))
        + part(1454, ("false", "Мінск"), ("true", "Minsk"))
        + part(1451, ("true", "1 Sample St."))
        + '<FeatureVersionReference FeatureVersionID="1" /></Location>'
    )
    where = feature(25, '<VersionLocation LocationID="500" />')
    found = read(tmp_path, listed(locations=location, parties=company(1, where), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("address") == [
        ("1 Sample St., Minsk, 220001, Belarus", "500 1 Sample St. Minsk 220001 11082 Belarus"),
        ("Мінск", "500 Мінск"),
    ]
    assert found.stated("country") == [("by", "500 11082 Belarus")]


def test_a_passport_is_an_entity_with_its_dates(tmp_path: Path) -> None:
    dates = (
        f'<DocumentDate IDRegDocDateTypeID="1480">{period("2010-1-2")}</DocumentDate>'
        f'<DocumentDate IDRegDocDateTypeID="1481">{period("2020-1-2")}</DocumentDate>'
    )
    papers = paper(1, 1571, 1001, "AB1234567", dates)
    found = read(tmp_path, listed(papers=papers, parties=person(1), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("passportNumber") == [("AB1234567", "AB1234567")]
    passport = {f.prop: (f.value, f.printed) for f in found.facts if f.schema == "Passport"}
    assert passport == {
        "holder": ("us-sdn-advanced-1", ""),
        "number": ("AB1234567", "AB1234567"),
        "type": ("Passport", "1571 Passport"),
        "country": ("by", "11082 Belarus"),
        "startDate": ("2010-01-02", "2010 1 2"),
        "endDate": ("2020-01-02", "2020 1 2"),
    }


def test_the_number_of_a_forged_document_is_marked(tmp_path: Path) -> None:
    papers = paper(1, 1571, 1001, "AB1234567", validity=2)
    found = read(tmp_path, listed(papers=papers, parties=person(1), entries=entry(1, 1)))
    assert [(f.value, f.mark) for f in found.facts if f.prop == "passportNumber"] == [("AB1234567", "Fraudulent")]
    assert found.stated("summary", "Passport") == [("Fraudulent", "2 Fraudulent")]


def test_a_ships_number_is_an_imo_number(tmp_path: Path) -> None:
    papers = paper(1, 1626, 1001, "IMO 9074729")
    found = read(tmp_path, listed(locations=COUNTRY, papers=papers, parties=vessel(1), entries=entry(1, 1)))
    assert found.refusals == []
    assert found.stated("imoNumber", "Vessel") == [("IMO9074729", "9074729")]
    assert found.stated("flag", "Vessel") == [("by", "900 Belarus")]
    assert found.stated("name", "Vessel") == [("INVENTED STAR", "INVENTED STAR")]


@pytest.mark.parametrize(
    ("kind", "one", "two", "schema", "this", "that"),
    [
        (15003, "company", "person", "Ownership", "asset", "owner"),
        (92019, "person", "company", "Ownership", "owner", "asset"),
        (92122, "vessel", "company", "Ownership", "asset", "owner"),
        (15004, "person", "person", "Family", "person", "relative"),
        (15004, "company", "person", "UnknownLink", "subject", "object"),
        (91725, "person", "company", "Directorship", "director", "organization"),
        (91900, "person", "company", "Directorship", "director", "organization"),
        (1555, "person", "person", "Associate", "person", "associate"),
        (15002, "company", "company", "Representation", "agent", "client"),
        (15002, "vessel", "company", "UnknownLink", "subject", "object"),
        (15001, "company", "company", "UnknownLink", "subject", "object"),
        (91422, "person", "company", "UnknownLink", "subject", "object"),
    ],
)
def test_each_relation_becomes_the_link_that_its_words_mean(
    tmp_path: Path, kind: int, one: str, two: str, schema: str, this: str, that: str
) -> None:
    make = {"person": person, "company": company, "vessel": vessel}
    content = listed(
        locations=COUNTRY if "vessel" in {one, two} else "",
        parties=make[one](1) + make[two](2),
        relations=relation(8, 1, 2, kind),
        entries=entry(1, 1) + entry(2, 2),
    )
    found = read(tmp_path, content)
    assert found.refusals == []
    assert (found.read, found.subjects) == (5, 2)
    link = {f.prop: (f.value, f.printed) for f in found.facts if f.entity == "us-sdn-advanced-1-relation-8"}
    assert {f.schema for f in found.facts if f.entity == "us-sdn-advanced-1-relation-8"} == {schema}
    assert link[this] == ("us-sdn-advanced-1", "1")
    assert link[that] == ("us-sdn-advanced-2", "2")
    word = CODES["RelationType"][kind]
    assert (link.get("role") or link["relationship"]) == (word, f"{kind} {word}")


def test_a_relation_that_is_over_or_doubtful_says_so(tmp_path: Path) -> None:
    content = listed(
        parties=person(1) + company(2),
        relations=relation(8, 1, 2, 91725, former="true", quality=2),
        entries=entry(1, 1) + entry(2, 2),
    )
    found = read(tmp_path, content)
    assert found.stated("status", "Directorship") == [("former", "true")]
    assert found.stated("summary", "Directorship") == [("Low", "2 Low")]


def test_links_between_entries_are_links_between_their_subjects(tmp_path: Path) -> None:
    link = (
        '<SanctionsEntryLink ID="4" EntryA-SanctionsEntryID="71" EntryB-SanctionsEntryID="72" EntryLinkTypeID="1">'
        '<Date CalendarTypeID="1"><Year>2020</Year><Month>5</Month><Day>6</Day></Date></SanctionsEntryLink>'
    )
    found = read(tmp_path, listed(parties=person(1) + company(2), entries=entry(71, 1) + entry(72, 2), links=link))
    assert found.refusals == []
    assert found.stated("object", "UnknownLink") == [("us-sdn-advanced-2", "72")]
    assert found.stated("date", "UnknownLink") == [("2020-05-06", "2020 5 6")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"relations": relation(8, 1, 1, 7)}, "an unknown kind of relation: 'envious of'"),
        ({"relations": relation(8, 1, 5, 15003)}, "there is no profile '5'"),
        ({"entries": entry(1, 1) + entry(2, 9)}, "there is no profile '9'"),
        ({"entries": entry(1, 1) + entry(2, 1, kind=9)}, "an unknown kind of event: 'pondered'"),
        ({"parties": person(1) + party(2, 9, "")}, "PartySubType 9 is not among the reference values"),
        ({"parties": person(1) + person(1)}, "a party without a number or a profile, or with the profile of another"),
    ],
)
def test_a_record_with_an_unknown_word_or_number_is_refused(
    tmp_path: Path, content: dict[str, str], reason: str
) -> None:
    found = read(tmp_path, listed(**{"parties": person(1), "entries": entry(1, 1)} | content))
    assert found.reasons() == [reason]
    assert (found.refused, [refusal.whole for refusal in found.refusals]) == (1, [True])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"parties": person(1, feature(999, text("Mauve")))}, "nobody knows the label 'Favourite Colour'"),
        ({"parties": person(1, feature(9, ""))}, "Place of Birth: without a value"),
        ({"parties": person(1, feature(3, text("Belarus")))}, "flag: not said of a Person"),
        (
            {"parties": person(1, feature(25, '<VersionLocation LocationID="4" />'))},
            "there is no location 4",
        ),
        (
            {"parties": person(1, feature(8, period("1961-1-1").replace('TypeID="1"', 'TypeID="2"')))},
            "a date of the Hijri calendar",
        ),
        ({"parties": person(1, "<Surprise>!</Surprise>")}, "nothing reads the field Profile/Surprise"),
        ({"entries": entry(1, 1, '<Limits Kind="all" />')}, "nothing reads the field Limits/@Kind"),
        ({"locations": COUNTRY}, "no party refers to this location"),
        ({"papers": paper(1, 1571, 55, "AB1")}, "no party has the identity 55 of this document"),
        ({"papers": paper(1, 4, 1001, "AB1")}, "IDRegDocType 4 is not among the reference values"),
        (
            {"locations": COUNTRY.replace("900", "901").replace("<Value>", "<Odd>1</Odd><Value>")},
            "nothing reads the field LocationPart/LocationPartValue/Odd",
        ),
    ],
)
def test_a_value_that_is_not_understood_is_refused_and_the_record_stands(
    tmp_path: Path, content: dict[str, str], reason: str
) -> None:
    found = read(tmp_path, listed(**{"parties": person(1), "entries": entry(1, 1)} | content))
    assert found.reasons()[0] == reason
    assert (found.read, found.refused) == (2, 0)
    assert not any(refusal.whole for refusal in found.refusals)


def test_what_is_said_of_a_listing_that_does_not_come_is_refused(tmp_path: Path) -> None:
    risk = feature(504, text("Invented Regulations"))
    found = read(tmp_path, listed(parties=person(1) + company(2, risk), entries=entry(1, 1)))
    assert found.reasons() == ["no sanctions entry is there for what this says of one"]


def test_a_measure_that_is_not_in_the_vocabulary_is_refused(tmp_path: Path) -> None:
    scolded = entry(1, 1).replace('SanctionsTypeID="1705"', 'SanctionsTypeID="9"')
    found = read(tmp_path, listed(parties=person(1), entries=scolded))
    assert found.reasons() == ["an unknown measure: 'Scolding'"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda content: content[:-300], "not whole XML"),
        (lambda content: content.replace("<Locations>", "<Places><Locations>"), "unknown element <Places>"),
        (lambda content: content.partition("<SanctionsEntries>")[0] + "</Sanctions>", "has no sanctions entries"),
    ],
)
def test_a_document_that_is_not_the_list_is_refused_whole(tmp_path: Path, spoil: object, reason: str) -> None:
    assert callable(spoil)
    with pytest.raises(CopyRefused, match=reason):
        read(tmp_path, spoil(listed(parties=person(1), entries=entry(1, 1))))
