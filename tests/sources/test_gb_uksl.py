"""The UK Sanctions List: hand-written designations in both published forms; everybody in them is invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import gb_uksl
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,"
    "Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
    "National Identifier additional information,Passport number,Passport additional information,Position,Gender,"
    "Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),"
    "IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)
COLUMNS = next(csv.reader([HEADER]))
LISTED = {
    "Last Updated": "04/02/2026", "Unique ID": "BEL9999", "OFSI Group ID": "99001", "Designation source": "UK",
    "Regime Name": "The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019", "Name type": "Primary Name",
    "Designation Type": "Individual", "Sanctions Imposed": "Asset freeze|Travel Ban", "Date Designated": "31/12/2020",
}  # fmt: skip
PERSON = {**LISTED, "Name 6": "PRIMEROVICH", "Name 1": "Ivan", "Name 2": "Vymyslovich"}
COMPANY = {**LISTED, "Designation Type": "Entity", "Unique ID": "RUS9999", "Name 6": "INVENTED WORKS OJSC"}
SHIP = {
    **LISTED, "Designation Type": "Ship", "Unique ID": "RUS9998", "OFSI Group ID": "", "Name 6": "INVENTED STAR",
    "Sanctions Imposed": "Shipping sanctions: (see 'Other information')|Shipping sanctions: (see 'Other information')",
    "IMO number": "IMO9187629", "Current owner/operator (s)": "INVENTED WORKS OJSC", "Type of ship": "Oil Tanker",
    "Previous owner/operator (s)": "Sample Ship Management FZCO", "Current believed flag of ship": "Gabon",
    "Previous flags": "Panama", "Tonnage of ship": "1,181", "Length of ship": "77", "Year Built": "2019",
    "Hull identification number (HIN)": "HIN-000001",
}  # fmt: skip


def lines(*rows: dict[str, str], columns: list[str] = COLUMNS) -> str:
    out = io.StringIO()
    out.write("Report Date: 24-Jun-2026\r\n")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def as_csv(path: Path, *rows: dict[str, str], columns: list[str] = COLUMNS) -> Document:
    return document(path / "UK-Sanctions-List.csv", lines(*rows, columns=columns), source="gb_uksl")


def as_xml(path: Path, *designations: str) -> Document:
    return document(
        path / "UK-Sanctions-List.xml",
        '<?xml version="1.0" encoding="utf-8"?>\n<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"<DateGenerated>24/06/2026</DateGenerated>\n{''.join(designations)}</Designations>\n",
        source="gb_uksl",
    )


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(gb_uksl.read(copy_of(doc)))


def facts_of(doc: Document) -> list[Fact]:
    facts, refusals = read(doc)
    assert refusals == []
    return facts


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop and (not schema or fact.schema == schema)]


def values(facts: list[Fact], prop: str, schema: str = "") -> list[str]:
    return [value for value, _ in stated(facts, prop, schema)]


def test_a_product_of_names_birth_dates_passports_and_addresses_is_folded_back(tmp_path: Path) -> None:
    rows = [
        {
            **PERSON, "Name type": kind, "Alias strength": strength, "Name 1": given, "D.O.B": born,
            "Passport number": passport, "Passport additional information": said, "Nationality(/ies)": "Belarus",
            "Address Line 6": "Minsk", "Address Country": "Belarus", "Gender": "Male", "Title": "General",
        }
        for kind, strength, given in (
            ("Primary Name", "", "Ivan"), ("Primary name variation", "", "Ian"), ("ALias", "Good quality a.k.a", "Jan"),
            ("Alias", "Low quality a.k.a", "Jo"),
        )
        for born in ("dd/mm/1966", "21/06/1967")
        for passport, said in (("AB1234567", "Belarus number"), ("'01020304 ", ""))
    ]  # fmt: skip
    facts = facts_of(as_csv(tmp_path, *rows))
    (name,) = [fact for fact in facts if fact.prop == "name"]
    assert (name.subject, name.value) == ("gb-uksl-BEL9999", "Ivan Vymyslovich PRIMEROVICH")
    assert name.parts == "given=Ivan|middle=Vymyslovich|family=PRIMEROVICH"
    assert name.place == "row 3, column Name 1 + row 3, column Name 2 + row 3, column Name 6"
    assert values(facts, "alias") == ["Ian Vymyslovich PRIMEROVICH", "Jan Vymyslovich PRIMEROVICH"]
    assert values(facts, "weakAlias") == ["Jo Vymyslovich PRIMEROVICH"]
    assert stated(facts, "birthDate") == [("1966", "dd/mm/1966"), ("1967-06-21", "21/06/1967")]
    assert stated(facts, "passportNumber", "Person") == [("AB1234567", "AB1234567"), ("01020304", "01020304")]
    assert stated(facts, "country", "Passport") == [("by", "Belarus")]
    assert values(facts, "address") == ["Minsk, Belarus"]
    assert stated(facts, "gender") == [("male", "Male")]


def test_the_listing_has_the_act_the_measures_the_references_and_the_dates(tmp_path: Path) -> None:
    row = {
        **PERSON,
        "UN Reference Number": "QDi.999",
        "UK Statement of Reasons": "An invented reason.",
        "Other Information": "A note.",
    }
    facts = facts_of(as_csv(tmp_path, row))
    sanction = {
        fact.prop: (fact.value, fact.printed)
        for fact in facts
        if fact.schema == "Sanction" and fact.prop != "provisions"
    }
    act = LISTED["Regime Name"]
    assert sanction == {
        "entity": ("gb-uksl-BEL9999", ""), "program": (act, act), "description": (act, act),
        "authorityId": ("BEL9999", "BEL9999"), "programId": ("BEL", "BEL"), "recordId": ("99001", "99001"),
        "unscId": ("QDi.999", "QDi.999"),
        "listingDate": ("2020-12-31", "31/12/2020"), "modifiedAt": ("2026-02-04", "04/02/2026"),
        "summary": ("Designation source: UK", "UK"), "reason": ("An invented reason.", "An invented reason."),
    }  # fmt: skip
    assert stated(facts, "provisions") == [("asset freeze", "Asset freeze"), ("travel ban", "Travel Ban")]
    assert [(fact.start, fact.end) for fact in facts if fact.prop == "provisions"] == [(0, 12), (13, 23)]
    assert values(facts, "notes") == ["A note."]


def test_a_ship_keeps_its_particulars_and_who_owns_or_operates_it(tmp_path: Path) -> None:
    facts = facts_of(as_csv(tmp_path, COMPANY, SHIP))
    assert stated(facts, "imoNumber") == [("IMO9187629", "IMO9187629")]
    assert [values(facts, prop, "Vessel") for prop in ("type", "tonnage", "buildDate", "registrationNumber")] == [
        ["Oil Tanker"], ["1,181"], ["2019"], ["HIN-000001"],
    ]  # fmt: skip
    assert stated(facts, "flag") == [("ga", "Gabon")]
    assert stated(facts, "pastFlags") == [("pa", "Panama")]
    assert stated(facts, "notes") == [("Length of ship: 77", "77")]
    assert values(facts, "role") == ["current owner or operator", "previous owner or operator"]
    assert stated(facts, "subject", "UnknownLink") == [
        ("gb-uksl-RUS9999", "INVENTED WORKS OJSC"),
        ("gb-uksl-RUS9998-named-sample-ship-management-fzco", "Sample Ship Management FZCO"),
    ]
    assert values(facts, "object", "UnknownLink") == ["gb-uksl-RUS9998"] * 2
    assert ("transport restrictions", "Shipping sanctions") in stated(facts, "provisions")


NODE = """<Designation>
  <LastUpdated>04/02/2026</LastUpdated><DateDesignated>31/12/2020</DateDesignated><UniqueID>BEL9999</UniqueID>
  <OFSIGroupID>99001</OFSIGroupID>
  <Names>
    <Name><Name1>Ivan</Name1><Name2>Vymyslovich</Name2><Name6>PRIMEROVICH</Name6>
      <NameType>Primary Name</NameType></Name>
    <Name><Name6>Uncle Vanya</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
  </Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>ПРЫМЕРАВІЧ, Іван</NameNonLatinScript>
    <NonLatinScriptType>Cyrillic</NonLatinScriptType><NonLatinScriptLanguage>Belarusian</NonLatinScriptLanguage>
  </NonLatinName></NonLatinNames>
  <Titles><Title>General</Title><Title>Doctor</Title></Titles>
  <RegimeName>The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UK</DesignationSource>
  <SanctionsImposed>Asset freeze|Travel Ban|Director Disqualification Sanction</SanctionsImposed>
  <SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><TravelBan>true</TravelBan></SanctionsImposedIndicators>
  <Addresses><Address><AddressLine6>Minsk</AddressLine6><AddressCountry>Belarus</AddressCountry></Address></Addresses>
  <IndividualDetails><Individual>
    <DOBs><DOB>dd/mm/1966</DOB><DOB>21/06/1967</DOB></DOBs>
    <BirthDetails>
      <Location><TownOfBirth>Brest</TownOfBirth><CountryOfBirth>Belarus</CountryOfBirth></Location>
      <Location><TownOfBirth>Riga</TownOfBirth></Location>
    </BirthDetails>
    <PassportDetails><Passport><PassportNumber>AB1234567</PassportNumber>
      <PassportAdditionalInformation>Belarus number</PassportAdditionalInformation></Passport></PassportDetails>
    <NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>770200000000</NationalIdentifierNumber>
      <NationalIdentifierAdditionalInformation>Russian INN</NationalIdentifierAdditionalInformation>
    </NationalIdentifier></NationalIdentifierDetails>
    <Nationalities><Nationality>Belarus</Nationality></Nationalities><Genders><Gender>Male</Gender></Genders>
    <Positions><Position>Former Minister</Position></Positions>
  </Individual></IndividualDetails>
</Designation>
"""
WORKS = """<Designation>
  <LastUpdated>04/02/2026</LastUpdated><DateDesignated>24/02/2026</DateDesignated><UniqueID>RUS9999</UniqueID>
  <Names><Name><Name6>INVENTED WORKS OJSC</Name6><NameType>Primary name</NameType></Name></Names>
  <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
  <IndividualEntityShip>Entity</IndividualEntityShip><SanctionsImposed>Asset freeze</SanctionsImposed>
  <PhoneNumbers><PhoneNumber>+375 17 000 00 00</PhoneNumber></PhoneNumbers>
  <Websites><Website>works.example</Website></Websites>
  <EmailAddresses><EmailAddress>info@works.example</EmailAddress></EmailAddresses>
  <EntityDetails><Entity><TypeOfEntities><TypeOfEntity>Factory</TypeOfEntity></TypeOfEntities>
    <BusinessRegistrationNumbers>
      <BusinessRegistrationNumber>TIN - 7707083893</BusinessRegistrationNumber>
    </BusinessRegistrationNumbers>
    <ParentCompanies><ParentCompany>Sample Trust</ParentCompany></ParentCompanies>
  </Entity></EntityDetails>
</Designation>
"""
STAR = """<Designation>
  <LastUpdated>04/02/2026</LastUpdated><DateDesignated>24/02/2026</DateDesignated><UniqueID>RUS9998</UniqueID>
  <Names><Name><Name6>INVENTED STAR</Name6><NameType>Primary name</NameType></Name></Names>
  <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
  <IndividualEntityShip>Ship</IndividualEntityShip><SanctionsImposed>Prohibition of port entry</SanctionsImposed>
  <ShipDetails><Ship><IMONumbers><IMONumber>IMO9187629</IMONumber></IMONumbers>
    <CurrentOwnerOperators><CurrentOwnerOperator>INVENTED WORKS OJSC</CurrentOwnerOperator></CurrentOwnerOperators>
    <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
    <YearsBuilt><YearBuilt>2011</YearBuilt></YearsBuilt></Ship></ShipDetails>
</Designation>
"""


def test_a_person_reads_from_the_xml_with_every_value_at_its_path(tmp_path: Path) -> None:
    facts = facts_of(as_xml(tmp_path, NODE))
    (name,) = [fact for fact in facts if fact.prop == "name"]
    top = "/Designations/Designation[1]/Names[1]/Name[1]"
    assert name.value == "Ivan Vymyslovich PRIMEROVICH"
    assert name.place == f"{top}/Name1[1] + {top}/Name2[1] + {top}/Name6[1]"
    assert values(facts, "weakAlias") == ["Uncle Vanya"]
    (original,) = [fact for fact in facts if fact.prop == "alias"]
    assert (original.value, original.lang, original.parts) == (
        "ПРЫМЕРАВІЧ, Іван",
        "bel",
        "family=ПРЫМЕРАВІЧ|given=Іван",
    )
    assert values(facts, "title") == ["General", "Doctor"]
    assert values(facts, "birthDate") == ["1966", "1967-06-21"]
    assert values(facts, "birthPlace") == ["Brest", "Riga"]
    assert values(facts, "birthCountry") == ["by"]
    assert values(facts, "innCode") == ["770200000000"]
    assert values(facts, "number", "Passport") == ["AB1234567"]
    assert values(facts, "position") == ["Former Minister"]
    assert values(facts, "provisions") == ["asset freeze", "travel ban", "director disqualification"]
    assert stated(facts, "authorityId") == [("BEL9999", "BEL9999")]
    assert stated(facts, "listingDate") == [("2020-12-31", "31/12/2020")]


def test_organisations_and_ships_of_the_xml_are_related_by_name(tmp_path: Path) -> None:
    facts = facts_of(as_xml(tmp_path, STAR, WORKS))  # the ship before its owner: both are known by then
    assert {fact.schema for fact in facts if fact.entity == "gb-uksl-RUS9999"} == {"Company"}
    assert stated(facts, "subject", "UnknownLink") == [("gb-uksl-RUS9999", "INVENTED WORKS OJSC")]
    assert values(facts, "owner") == ["gb-uksl-RUS9999-named-sample-trust"]
    assert values(facts, "asset") == ["gb-uksl-RUS9999"]
    assert stated(facts, "taxNumber") == [("7707083893", "7707083893")]
    assert [values(facts, prop) for prop in ("phone", "website", "email", "classification")] == [
        ["+375 17 000 00 00"], ["works.example"], ["info@works.example"], ["Factory"],
    ]  # fmt: skip
    assert stated(facts, "flag") == [("km", "Comoros")]
    assert values(facts, "buildDate") == ["2011"]


def test_both_forms_are_recognised_with_their_date(tmp_path: Path) -> None:
    for doc in (as_csv(tmp_path, PERSON), as_xml(tmp_path, NODE)):
        found = recognise(doc.path, doc.name)
        assert (found.source, found.published) == ("gb_uksl", "2026-06-24")


def test_columns_under_the_names_of_other_copies_are_read(tmp_path: Path) -> None:
    renamed = {"Designation Type": "Individual, Entity, Ship", "Parent company": "Parent Company"}
    renamed["Tonnage of ship"] = "Tonnage"
    company = {**COMPANY, "Individual, Entity, Ship": "Entity", "Parent Company": "Sample Trust"}
    ship = {**SHIP, "Individual, Entity, Ship": "Ship", "Tonnage": "1181"}
    columns = [renamed.get(column, column) for column in COLUMNS]
    facts = facts_of(as_csv(tmp_path, company, ship, columns=columns))
    assert values(facts, "owner") == ["gb-uksl-RUS9999-named-sample-trust"]
    assert stated(facts, "tonnage") == [("1181", "1181")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Designation Type": "Planet"}, "a designation type not known: 'Planet'"),
        ({"Name type": "Nickname"}, "a kind of name not known: 'Nickname'"),
        ({"Alias strength": "Medium a.k.a"}, "a kind of name not known: 'Primary Name Medium a.k.a'"),
        ({"Unique ID": " "}, "no Unique ID"),
    ],
)
def test_words_that_the_list_is_not_known_to_use_refuse_the_record(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    facts, (refusal,) = read(as_csv(tmp_path, {**PERSON, **change}))
    assert facts == []
    assert (refusal.whole, refusal.reason) == (True, reason)


def test_a_measure_not_known_is_refused_and_the_others_stand(tmp_path: Path) -> None:
    facts, (refusal,) = read(as_csv(tmp_path, {**PERSON, "Sanctions Imposed": "Asset freeze|Ban on singing"}))
    assert values(facts, "provisions") == ["asset freeze"]
    assert (refusal.printed, refusal.whole) == ("Ban on singing", False)


def test_what_is_said_of_the_wrong_kind_of_subject_is_refused(tmp_path: Path) -> None:
    facts, refusals = read(as_csv(tmp_path, {**SHIP, "Gender": "Male", "Town of birth": "Brest"}))
    assert [refusal.reason for refusal in refusals] == [
        "not said of the schema Vessel", "gender: not said of the schema Vessel",
    ]  # fmt: skip
    assert values(facts, "birthPlace") == []


def test_an_unknown_element_is_refused_by_its_path(tmp_path: Path) -> None:
    doc = as_xml(tmp_path, NODE.replace("<Titles>", "<Moods><Mood>cheerful</Mood></Moods><Titles>"))
    facts, (refusal,) = read(doc)
    assert (refusal.reason, refusal.printed) == ("nothing reads the field Moods/Mood", "cheerful")
    assert values(facts, "title") == ["General", "Doctor"]


def test_an_unknown_column_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="an unknown column 'Shoe Size'"):
        read(as_csv(tmp_path, PERSON, columns=[*COLUMNS, "Shoe Size"]))


def test_a_missing_column_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="lacks the column 'Regime Name'"):
        read(as_csv(tmp_path, PERSON, columns=[column for column in COLUMNS if column != "Regime Name"]))


def test_an_unknown_element_around_the_designations_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="unknown element <Delisted>"):
        read(as_xml(tmp_path, f"<Delisted>{NODE}</Delisted>"))


def test_a_truncated_file_refuses_the_copy(tmp_path: Path) -> None:
    whole = as_xml(tmp_path, NODE, WORKS).path.read_text()
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(document(tmp_path / "cut.xml", whole[: len(whole) // 2], source="gb_uksl"))
