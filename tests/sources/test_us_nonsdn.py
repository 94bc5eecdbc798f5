"""OFAC's other lists as CSV files and as XML: hand-written records; every name in them is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import us_nonsdn
from reading import checked

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Document, Fact, Refusal

NULLS = ",".join(["-0- "] * 7)


def xml(*entries: str) -> str:
    return (
        '<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">\n'
        f"<publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>{len(entries)}</Record_Count>"
        f"</publshInformation>{''.join(entries)}</sdnList>\n"
    )


def entry(number: int, inner: str, *, kind: str = "Entity", programs: tuple[str, ...] = ("NS-PLC",)) -> str:
    listed = "".join(f"<program>{program}</program>" for program in programs)
    return (
        f"<sdnEntry><uid>{number}</uid>{inner}<sdnType>{kind}</sdnType><programList>{listed}</programList></sdnEntry>"
    )


def number(kind: str, text: str, more: str = "") -> str:
    return f"<id><uid>1</uid><idType>{kind}</idType><idNumber>{text}</idNumber>{more}</id>"


def read(*docs: Document) -> tuple[list[Fact], list[Refusal]]:
    """Read a copy, and hold every fact to what stands at its place."""
    return checked(us_nonsdn.read(copy_of(*docs)))


def from_xml(path: Path, *entries: str) -> tuple[list[Fact], list[Refusal]]:
    return read(document(path / "consolidated.xml", xml(*entries), source="us_nonsdn"))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop and schema in {fact.schema, ""}]


def test_the_files_are_known_by_their_names(tmp_path: Path) -> None:
    row = f'9639,"SAMPLE, Invented","individual","NS-PLC",{NULLS},"DOB 1962."\r\n'
    for name, content, part in (("cons_prim.csv", row, "sdn"), ("CONSOLIDATED.XML", xml(entry(1, "")), "list")):
        doc = document(tmp_path / name, content)
        found = recognise(doc.path, doc.name)
        assert (found.source, found.part) == ("us_nonsdn", part)


def test_each_programme_is_a_listing_with_what_remarks_say_of_it(tmp_path: Path) -> None:
    remarks = (
        "Executive Order 13662 Directive Determination - Subject to Directive 1; "
        "Listing Date (EO 14024 Directive 2): 24 Feb 2022; Effective Date (EO 14024 Directive 2): 26 Mar 2022; "
        "Listing Date (EO 14024 Directive 3): 25 Feb 2022; Secondary sanctions risk: Invented Act."
    )
    row = f'17018,"INVENTED BANK",-0- ,"UKRAINE-EO13662] [RUSSIA-EO14024",{NULLS},"{remarks}"\r\n'
    facts, refusals = read(document(tmp_path / "cons_prim.csv", row, source="us_nonsdn", part="sdn"))
    assert refusals == []
    listings = {
        entity.removeprefix("us-nonsdn-17018-listing-"): {(f.prop, f.value) for f in facts if f.entity == entity}
        for entity in {f.entity for f in facts if f.schema == "Sanction"}
    }
    assert listings.keys() == {
        "ukraine-eo13662",
        "russia-eo14024",
        "russia-eo14024-directive-2",
        "russia-eo14024-directive-3",
    }
    determined = ("summary", "Executive Order 13662 Directive Determination - Subject to Directive 1")
    assert determined in listings["ukraine-eo13662"]
    assert determined not in listings["russia-eo14024"]
    assert ("summary", "Secondary sanctions risk: Invented Act") in listings["ukraine-eo13662"]
    assert ("summary", "Secondary sanctions risk: Invented Act") in listings["russia-eo14024"]
    assert listings["russia-eo14024-directive-2"] == {
        ("entity", "us-nonsdn-17018"),
        ("program", "RUSSIA-EO14024"),
        ("programId", "RUSSIA-EO14024"),
        ("listingDate", "2022-02-24"),
        ("startDate", "2022-03-26"),
    }
    assert ("listingDate", "2022-02-25") in listings["russia-eo14024-directive-3"]
    assert us_nonsdn.SOURCE.measures == ()


def test_issuers_are_companies_with_securities_and_further_names(tmp_path: Path) -> None:
    remarks = (
        "Equity Ticker 600118 CN; Issuer Name Invented Sat Co., Ltd.; ISIN CNE000000SM3; "
        "Listing Date (CMIC) 03 Jun 2021; "
        "Purchase/Sales For Divestment Date (CMIC) 03 Jun 2022."
    )
    row = f'30900,"INVENTED SAT CO., LTD.",-0- ,"CMIC-EO13959",{NULLS},"{remarks}"\r\n'
    facts, refusals = read(document(tmp_path / "cons_prim.csv", row, source="us_nonsdn", part="sdn"))
    assert refusals == []
    assert stated(facts, "alias", "Company") == [("Invented Sat Co., Ltd.", "Invented Sat Co., Ltd.")]
    assert stated(facts, "ticker", "Security") == [("600118 CN", "600118 CN")]
    assert [value for value, _ in stated(facts, "isin", "Security")] == ["CNE000000SM3"]
    assert stated(facts, "issuer", "Security") == [("us-nonsdn-30900", "")] * 2
    assert stated(facts, "listingDate", "Sanction") == [("2021-06-03", "03 Jun 2021")]


def test_a_person_is_read_from_elements(tmp_path: Path) -> None:
    inner = (
        "<firstName>Invented</firstName><lastName>SAMPLE</lastName><title>Invented Deputy</title>"
        "<remarks>HAMAS - Sampletown; (Linked To: INVENTED PARTY)</remarks>"
        "<akaList><aka><uid>1</uid><type>a.k.a.</type><category>strong</category><lastName>SAMPEL</lastName>"
        "<firstName>Invented</firstName></aka><aka><uid>2</uid><type>a.k.a.</type><category>weak</category>"
        "<lastName>SAMP</lastName></aka><aka><uid>3</uid><type>f.k.a.</type><category>strong</category>"
        "<lastName>PREV</lastName></aka></akaList>"
        "<dateOfBirthList><dateOfBirthItem><uid>4</uid><dateOfBirth>circa 1962</dateOfBirth><mainEntry>true</mainEntry>"
        "</dateOfBirthItem></dateOfBirthList>"
        "<placeOfBirthList><placeOfBirthItem><uid>5</uid><placeOfBirth>Minsk</placeOfBirth><mainEntry>true</mainEntry>"
        "</placeOfBirthItem></placeOfBirthList>"
        "<nationalityList><nationality><uid>6</uid><country>Haiti</country><mainEntry>true</mainEntry></nationality>"
        "</nationalityList><citizenshipList><citizenship><uid>7</uid><country>Turkey</country><mainEntry>true</mainEntry>"
        "</citizenship></citizenshipList><idList>"
        + number(
            "Passport",
            "AB123",
            "<idCountry>Belarus</idCountry><issueDate>01 Jan 2010</issueDate><expirationDate>2020</expirationDate>",
        )
        + number("Gender", "Male")
        + number("Secondary sanctions risk:", "Invented Act")
        + "</idList>"
    )
    party = entry(2, "<lastName>INVENTED PARTY</lastName>")
    facts, refusals = from_xml(tmp_path, entry(9639, inner, kind="Individual"), party)
    assert refusals == []
    me = [fact for fact in facts if fact.subject == "us-nonsdn-9639"]
    assert stated(me, "name") == [("Invented SAMPLE", "Invented SAMPLE")]
    assert [f.parts for f in me if f.prop == "name"] == ["given=Invented|family=SAMPLE"]
    assert stated(me, "position") == [("Invented Deputy", "Invented Deputy")]
    assert stated(me, "alias") == [("Invented SAMPEL", "Invented SAMPEL")]
    assert stated(me, "weakAlias") == [("SAMP", "SAMP")]
    assert stated(me, "previousName") == [("PREV", "PREV")]
    assert stated(me, "birthDate") == [("1962~", "circa 1962")]
    assert stated(me, "birthPlace") == [("Minsk", "Minsk")]
    assert stated(me, "nationality") == [("ht", "Haiti")]
    assert stated(me, "citizenship") == [("tr", "Turkey")]
    assert stated(me, "passportNumber") == [("AB123", "AB123")]
    assert stated(me, "country", "Passport") == [("by", "Belarus")]
    assert stated(me, "startDate", "Passport") == [("2010-01-01", "01 Jan 2010")]
    assert stated(me, "endDate", "Passport") == [("2020", "2020")]
    assert stated(me, "gender") == [("male", "Male")]
    assert [value for value, _ in stated(me, "summary")] == ["Secondary sanctions risk: Invented Act"]
    assert stated(me, "notes") == [("HAMAS - Sampletown", "HAMAS - Sampletown")]
    assert stated(me, "object") == [("us-nonsdn-2", "INVENTED PARTY")]
    assert stated(me, "recordId") == [("9639", "9639")]


def test_a_ship_and_an_address_are_read_from_elements(tmp_path: Path) -> None:
    inner = (
        "<lastName>INVENTED STAR</lastName><vesselInfo><callSign>T2EA4</callSign><vesselType>Tug</vesselType>"
        "<vesselFlag>Belarus</vesselFlag><vesselOwner>SAMPLE LINE</vesselOwner><tonnage>1,050</tonnage>"
        "<grossRegisteredTonnage>950</grossRegisteredTonnage></vesselInfo>"
        "<addressList><address><uid>1</uid><address1>1 Sample St.</address1><city>Minsk</city>"
        "<postalCode>220001</postalCode><country>Belarus</country></address></addressList>"
    )
    facts, refusals = from_xml(tmp_path, entry(7, inner, kind="Vessel"))
    assert refusals == []
    assert stated(facts, "callSign", "Vessel") == [("T2EA4", "T2EA4")]
    assert stated(facts, "flag", "Vessel") == [("by", "Belarus")]
    assert stated(facts, "tonnage", "Vessel") == [("1050", "1,050")]
    assert stated(facts, "name", "LegalEntity") == [("SAMPLE LINE", "SAMPLE LINE")]
    assert stated(facts, "address") == [("1 Sample St., Minsk, 220001, Belarus", "1 Sample St. Minsk 220001 Belarus")]
    (address,) = [fact for fact in facts if fact.prop == "address"]
    root = "/sdnList/sdnEntry[1]/addressList[1]/address[1]"
    assert address.place.split(" + ")[0] == f"{root}/address1[1]"


@pytest.mark.parametrize(
    ("inner", "kind", "reason", "whole"),
    [
        ("<lastName>A</lastName>", "Robot", "unknown kind 'robot', not one of", True),
        (
            "<lastName>A</lastName><akaList><aka><type>x.k.a.</type><lastName>B</lastName></aka></akaList>",
            "Entity",
            "unknown kind 'x.k.a.'",
            True,
        ),
        ("<lastName>A</lastName><surprise>!</surprise>", "Entity", "nothing reads the field surprise", False),
        (
            f"<lastName>A</lastName><idList>{number('Favourite Colour', 'mauve')}</idList>",
            "Entity",
            "nobody knows the label 'Favourite Colour'",
            False,
        ),
        (
            f"<lastName>A</lastName><idList>{number('Website', 'a.invalid', '<idCountry>Cuba</idCountry>')}</idList>",
            "Entity",
            "Website: nobody expects this of it",
            False,
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_its_reason(
    tmp_path: Path, inner: str, kind: str, reason: str, *, whole: bool
) -> None:
    _, refusals = from_xml(tmp_path, entry(1, inner, kind=kind))
    assert [(refusal.reason.startswith(reason), refusal.whole) for refusal in refusals] == [(True, whole)]


def test_a_truncated_document_is_refused_whole(tmp_path: Path) -> None:
    doc = document(tmp_path / "consolidated.xml", xml(entry(1, "<lastName>A</lastName>"))[:-20], source="us_nonsdn")
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(doc)
