"""The EU's consolidated list in its three forms: hand-written, with office holders of Belarus and invented people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.families import eu_forms
from kronika.collect.recognise import recognise
from kronika.collect.sources import eu_fsf
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

ACT = """<regulation regulationType="amendment" organisationType="council" publicationDate="2020-11-06"
 entryIntoForceDate="2020-11-06" numberTitle="2020/1648 (OJ L370I)" programme="BLR" logicalId="1">
 <publicationUrl>https://eur-lex.europa.eu/x</publicationUrl></regulation>"""
SUMMARY = (
    '<regulationSummary regulationType="amendment" publicationDate="2020-11-06" numberTitle="x" publicationUrl="y"/>'
)
NAME = (
    '<nameAlias {} gender="M" title="" strong="true" regulationLanguage="en" logicalId="7">' + SUMMARY + "</nameAlias>"
)
MAIN = NAME.format(
    'firstName="Alexander" middleName="Grigorievich" lastName="LUKASHENKO" nameLanguage=""'
    ' wholeName="Alexander Grigorievich LUKASHENKO" function="President of Belarus"'
)


def entity(*parts: str, kind: str = "person", head: str = 'designationDate="2020-11-06"') -> str:
    return (
        f'<sanctionEntity designationDetails="Listed in the annex" unitedNationId="" euReferenceNumber="EU.6.1" {head}'
        f' logicalId="6">{ACT}<subjectType code="{kind}" classificationCode="P"/>{"".join(parts)}</sanctionEntity>'
    )


def export(path: Path, *entities: str) -> Document:
    space = 'xmlns="http://eu.europa.ec/fpi/fsd/export"'
    root = f'<export {space} generationDate="2025-03-04T10:00:00.000+01:00" globalFileId="1">'
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}{"".join(entities)}</export>'
    return document(path / "export.xml", content, source="eu_fsf")


def table(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = eu_forms.COLUMNS) -> Document:
    lines = [";".join(columns), *(";".join(row.get(column, "") for column in columns) for row in rows)]
    return document(path / "list.csv", "\ufeff" + "\n".join(lines) + "\n", source="eu_fsf", part="rows")


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(eu_fsf.read(copy_of(doc)))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[str]:
    return [fact.value for fact in facts if fact.prop == prop and schema in (fact.schema, "")]


def test_a_listing_has_the_date_of_designation_and_its_legal_basis(tmp_path: Path) -> None:
    facts, refusals = read(export(tmp_path, entity(MAIN, "<remark>Head of state.</remark>")))
    assert refusals == []
    listing = {fact.prop: (fact.value, fact.place) for fact in facts if fact.schema == "Sanction"}
    assert listing["listingDate"] == ("2020-11-06", "/export/sanctionEntity[1]/@designationDate")
    assert listing["description"] == ("2020/1648 (OJ L370I)", "/export/sanctionEntity[1]/regulation[1]/@numberTitle")
    assert listing["sourceUrl"][0] == "https://eur-lex.europa.eu/x"
    assert listing["programId"][0] == "BLR"
    assert listing["authorityId"][0] == "EU.6.1"
    assert listing["recordId"][0] == "6"
    assert listing["summary"][0] == "Listed in the annex"
    assert stated(facts, "notes", "Person") == ["Head of state."]
    assert {fact.subject for fact in facts} == {"eu-fsf-6"}
    assert eu_fsf.SOURCE.measures == ("asset freeze",)


def test_the_date_of_the_act_is_no_date_of_listing(tmp_path: Path) -> None:
    facts, refusals = read(export(tmp_path, entity(MAIN, head="")))
    assert refusals == []
    assert stated(facts, "listingDate") == []


def test_a_name_keeps_its_parts_and_the_first_strong_one_is_the_main_one(tmp_path: Path) -> None:
    weak = NAME.replace('"true"', '"false"').format('wholeName="Batka"')
    other = NAME.format('wholeName="Аляксандр Рыгоравіч ЛУКАШЭНКА" nameLanguage="BE"')
    facts, refusals = read(export(tmp_path, entity(weak, MAIN, other)))
    assert refusals == []
    (name,) = (fact for fact in facts if fact.prop == "name")
    assert (name.value, name.place) == (
        "Alexander Grigorievich LUKASHENKO", "/export/sanctionEntity[1]/nameAlias[2]/@wholeName",
    )  # fmt: skip
    assert name.parts == "given=Alexander|middle=Grigorievich|family=LUKASHENKO"
    assert stated(facts, "weakAlias") == ["Batka"]
    assert [(fact.value, fact.lang) for fact in facts if fact.prop == "alias"] == [
        ("Аляксандр Рыгоравіч ЛУКАШЭНКА", "bel")
    ]
    assert stated(facts, "position") == ["President of Belarus"]
    assert set(stated(facts, "gender")) == {"male"}


@pytest.mark.parametrize(
    ("attributes", "value", "words"),
    [
        ('birthdate="1954-08-30" year="1954" monthOfYear="8" dayOfMonth="30"', "1954-08-30", "1954-08-30"),
        ('year="1966"', "1966", "1966"),
        ('year="1966" monthOfYear="6"', "1966-06", "1966 6"),
        ('year="1966" circa="true"', "1966~", "1966 true"),
        ('yearRangeFrom="1955" yearRangeTo="1958" circa="false"', "[1955..1958]", "1955 1958"),
        ('yearRangeFrom="1955" yearRangeTo="1958" circa="true"', "[1955~..1958~]", "1955 1958 true"),
    ],
)
def test_a_birth_has_the_precision_that_is_printed(tmp_path: Path, attributes: str, value: str, words: str) -> None:
    born = f'<birthdate calendarType="GREGORIAN" city="Kopys" region="Vitebsk" countryIso2Code="BY" {attributes}/>'
    facts, refusals = read(export(tmp_path, entity(MAIN, born)))
    assert refusals == []
    assert [(fact.value, fact.printed) for fact in facts if fact.prop == "birthDate"] == [(value, words)]
    assert stated(facts, "birthPlace") == ["Kopys, Vitebsk"]
    assert stated(facts, "birthCountry") == ["by"]


def test_a_date_of_another_calendar_is_refused_with_what_is_printed(tmp_path: Path) -> None:
    born = '<birthdate calendarType="HIJRI" birthdate="1380-05-01"/>'
    facts, (refusal,) = read(export(tmp_path, entity(MAIN, born)))
    assert stated(facts, "birthDate") == []
    assert refusal.printed == "1380-05-01 HIJRI"


def test_citizenships_and_addresses_carry_countries_of_which_00_is_none(tmp_path: Path) -> None:
    parts = (
        '<citizenship countryIso2Code="BY" countryDescription="BELARUS"/>'
        '<citizenship countryIso2Code="00" countryDescription="UNKNOWN"/>'
        '<address street="Example St. 1" city="Minsk" zipCode="220000" asAtListingTime="false" countryIso2Code="BY"'
        ' countryDescription="BELARUS"><contactInfo key="EMAIL" value="a@example.com"/>'
        '<contactInfo key="PIGEON" value="x"/><remark>Closed.</remark></address>'
    )
    facts, (refusal,) = read(export(tmp_path, entity(MAIN, parts)))
    assert stated(facts, "citizenship") == ["by"]
    assert stated(facts, "address") == ["Example St. 1, 220000, Minsk"]
    assert stated(facts, "email") == ["a@example.com"]
    assert stated(facts, "notes") == ["Closed."]
    assert "PIGEON" in refusal.reason


def test_a_document_becomes_a_number_and_an_entity(tmp_path: Path) -> None:
    paper = (
        '<identification diplomatic="true" knownExpired="false" knownFalse="true" number="AB1234567"'
        ' issuedBy="Ministry" issuedDate="2012-01-02" validTo="2022-01-02" identificationTypeCode="passport"'
        ' countryIso2Code="BY" identificationTypeDescription="National passport"><remark>invented</remark>'
        "</identification>"
    )
    facts, refusals = read(export(tmp_path, entity(MAIN, paper)))
    assert refusals == []
    (number,) = (fact for fact in facts if fact.prop == "passportNumber")
    assert (number.value, number.mark) == ("AB1234567", "known to be false")
    passport = [(fact.prop, fact.value) for fact in facts if fact.schema == "Passport"]
    assert passport == [
        ("holder", "eu-fsf-6"), ("number", "AB1234567"), ("type", "National passport"), ("authority", "Ministry"),
        ("startDate", "2012-01-02"), ("endDate", "2022-01-02"), ("summary", "invented"),
        ("description", "known to be false"), ("description", "diplomatic"), ("country", "by"),
    ]  # fmt: skip


def test_an_enterprise_is_a_legal_entity(tmp_path: Path) -> None:
    name = NAME.replace(' gender="M"', "").format('wholeName="Invented Works" function="refinery"')
    paper = '<identification number="7707083893" identificationTypeCode="fiscalcode"/>'
    facts, refusals = read(export(tmp_path, entity(name, paper, kind="enterprise")))
    assert refusals == []
    assert stated(facts, "name", "LegalEntity") == ["Invented Works"]
    assert stated(facts, "notes", "LegalEntity") == ["refinery"]
    assert stated(facts, "taxNumber") == ["7707083893"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (entity(MAIN, kind="dragon"), "neither a person nor an enterprise: 'dragon'"),
        (entity(), "no name"),
        (entity(MAIN).replace('logicalId="6"', ""), "no number of the entity"),
    ],
)
def test_a_record_of_an_unknown_kind_is_refused_whole(tmp_path: Path, record: str, reason: str) -> None:
    facts, (refusal,) = read(export(tmp_path, record))
    assert (facts, refusal.whole, refusal.reason) == ([], True, reason)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (
            '<identification number="1" identificationTypeCode="library-card"/>',
            "not a kind of document: 'library-card'",
        ),
        ('<nameAlias wholeName="A" nameLanguage="QQ1"/>', "no language is called 'QQ1'"),
        ('<nameAlias wholeName="A" colour="red"/>', "nothing reads the field nameAlias/@colour"),
        ('<citizenship countryIso2Code="QQ"/>', "citizenship: no country has the code 'QQ'"),
        ('<birthdate birthdate="1954-02-30"/>', "birthDate: no such day: '1954-02-30'"),
    ],
)
def test_a_value_of_an_unknown_kind_is_refused_alone(tmp_path: Path, part: str, reason: str) -> None:
    facts, (refusal,) = read(export(tmp_path, entity(MAIN, part)))
    assert stated(facts, "name") == ["Alexander Grigorievich LUKASHENKO"]
    assert (refusal.whole, refusal.reason) == (False, reason)


def test_the_same_subject_comes_out_of_the_rows_of_the_csv(tmp_path: Path) -> None:
    whole = {
        "fileGenerationDate": "04/03/2025", "Entity_LogicalId": "6", "Entity_EU_ReferenceNumber": "EU.6.1",
        "Entity_DesignationDate": "2020-11-06", "Entity_SubjectType": "P",
        "Entity_SubjectType_ClassificationCode": "person", "Entity_Regulation_NumberTitle": "2020/1648 (OJ L370I)",
        "Entity_Regulation_Programme": "BLR", "Entity_Regulation_PublicationUrl": "https://eur-lex.europa.eu/x",
        "Entity_Regulation_Type": "amendment",
    }  # fmt: skip
    rows = (
        {"NameAlias_LogicalId": "7", "NameAlias_WholeName": "Alexander Grigorievich LUKASHENKO",
         "NameAlias_FirstName": "Alexander", "NameAlias_LastName": "LUKASHENKO", "NameAlias_Gender": "M",
         "NameAlias_Regulation_Type": "amendment"},
        {"NameAlias_LogicalId": "8", "NameAlias_WholeName": "Batka"},
        {"BirthDate_LogicalId": "9", "BirthDate_Day": "30", "BirthDate_Month": "8", "BirthDate_Year": "1954",
         "BirthDate_CalendarType": "GREGORIAN", "BirthDate_Circa": "false"},
        {"Identification_LogicalId": "3", "Identification_Number": "AB1234567", "Identification_TypeCode": "passport"},
        {"Citizenship_LogicalId": "4", "Citizenship_CountryIso2Code": "BY"},
        {"Address_LogicalId": "5", "Address_City": "Minsk", "Address_ContactInfo": "PHONE[+375 17 000 00 00]"},
    )  # fmt: skip
    doc = table(tmp_path, *(whole | row for row in rows))
    facts, refusals = read(doc)
    assert refusals == []
    assert {fact.subject for fact in facts} == {"eu-fsf-6"}
    assert stated(facts, "name") == ["Alexander Grigorievich LUKASHENKO"]
    assert stated(facts, "alias") == ["Batka"]
    (born,) = (fact for fact in facts if fact.prop == "birthDate")
    assert (born.value, born.printed) == ("1954-08-30", "1954 8 30")
    assert born.place == "row 4, column BirthDate_Year + row 4, column BirthDate_Month + row 4, column BirthDate_Day"
    assert (stated(facts, "listingDate"), stated(facts, "citizenship")) == (["2020-11-06"], ["by"])
    assert (stated(facts, "phone"), stated(facts, "passportNumber")) == (["+375 17 000 00 00"], ["AB1234567"])
    assert recognise(doc.path, doc.name) == recognise(doc.path, doc.name, ["eu_fsf"])
    assert recognise(doc.path, doc.name).published == "2025-03-04"


OLD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- GENERATED BY FSD -->
<WHOLE Date="11/02/2016">
<ENTITY Id="6" Type="P" legal_basis="1643/2002 (OJ L247)" reg_date="2002-09-13" pdf_link="http://x" programme="BLR"
 remark="">
<NAME Id="1" Entity_id="6" legal_basis="a" reg_date="b" pdf_link="c" programme="BLR"><LASTNAME>LUKASHENKO</LASTNAME>
<FIRSTNAME>Alexander</FIRSTNAME><MIDDLENAME/><WHOLENAME>Alexander LUKASHENKO</WHOLENAME><GENDER>M</GENDER><TITLE/>
<FUNCTION>President</FUNCTION><LANGUAGE/></NAME>
<BIRTH Id="2" Entity_id="6" legal_basis="a" reg_date="b" pdf_link="c" programme="BLR"><!-- about -->
<DATE>1954 (approximative)</DATE><PLACE>Kopys</PLACE><COUNTRY>BLR</COUNTRY></BIRTH>
<PASSPORT Id="3" Entity_id="6" legal_basis="a" reg_date="b" pdf_link="c" programme="BLR">
<NUMBER>AB 000001 (passport-National passport) ((invented))</NUMBER><COUNTRY/></PASSPORT>
</ENTITY></WHOLE>"""


def test_the_form_of_2016_gives_the_same_subject_without_a_date_of_listing(tmp_path: Path) -> None:
    doc = document(tmp_path / "old.xml", OLD, source="eu_fsf")
    facts, refusals = read(doc)
    assert refusals == []
    assert {fact.subject for fact in facts} == {"eu-fsf-6"}
    assert (stated(facts, "name"), stated(facts, "birthDate")) == (["Alexander LUKASHENKO"], ["1954~"])
    (number,) = (fact for fact in facts if fact.prop == "passportNumber")
    assert (number.value, number.start, number.end) == ("AB 000001", 0, 9)
    assert stated(facts, "type", "Passport") == ["National passport"]
    assert stated(facts, "listingDate") == []
    assert stated(facts, "description", "Sanction") == ["1643/2002 (OJ L247)"]
    assert recognise(doc.path, doc.name).published == "2016-02-11"


def test_the_xml_is_recognised_with_its_date(tmp_path: Path) -> None:
    doc = export(tmp_path, entity(MAIN))
    found = recognise(doc.path, doc.name)
    assert (found.source, found.part, found.published) == ("eu_fsf", "list", "2025-03-04")


def test_another_format_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="unknown element <person>"):
        read(export(tmp_path, "<person/>"))
    broken = export(tmp_path, entity(MAIN))
    broken.path.write_bytes(broken.path.read_bytes()[:-20])
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(broken)
    with pytest.raises(CopyRefused, match="unknown column 'Entity_Colour'"):
        read(table(tmp_path, columns=(*eu_forms.COLUMNS, "Entity_Colour")))
    with pytest.raises(CopyRefused, match="lacks the column 'Entity_LogicalId'"):
        read(table(tmp_path, columns=tuple(c for c in eu_forms.COLUMNS if c != "Entity_LogicalId")))
