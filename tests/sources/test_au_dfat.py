"""Australia's list: hand-made spreadsheets in both published forms; everyone in them is invented."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import au_dfat
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

OLD = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship",
    "Address", "Additional Information", "Listing Information", "Committees", "Control Date",
)  # fmt: skip
NEW = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban",
    "Arms Embargo", "Maritime Restriction",
)  # fmt: skip
PERSON: dict[str, object] = {
    "Reference": 2,
    "Name of Individual or Entity": "Invented SAMPLE",
    "Type": "Individual",
    "Name Type": "Primary Name",
    "Committees": "1988 (Taliban)",
    "Control Date": dt.date(2014, 12, 15),
}


def listed(path: Path, *rows: dict[str, object], columns: tuple[str, ...] = OLD) -> Document:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(columns)
    for row in rows:
        page.append([row.get(column) for column in columns] + [" "] * 3)
    out = io.BytesIO()
    book.save(out)
    return document(path / "list.xlsx", out.getvalue(), source="au_dfat")


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(au_dfat.read(copy_of(doc)))


def person(path: Path, **more: object) -> tuple[list[Fact], list[Refusal]]:
    return read(listed(path, PERSON | {name.replace("_", " "): value for name, value in more.items()}))


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop and schema in (fact.schema, "")]


def test_the_rows_of_one_number_are_one_subject_wherever_they_stand(tmp_path: Path) -> None:
    doc = listed(
        tmp_path,
        PERSON,
        PERSON | {"Reference": "3", "Name of Individual or Entity": "Other EXAMPLE", "Name Type": "primary Name"},
        PERSON | {"Reference": "2a", "Name of Individual or Entity": "Inventado SAMPLE\n", "Name Type": "aka "},
        PERSON | {"Reference": "2b1 ", "Name of Individual or Entity": "مثال", "Name Type": "Original script"},
        PERSON | {"Reference": "2c", "Name of Individual or Entity": "Old NAME", "Name Type": "Formerly known as"},
    )
    reading = au_dfat.read(copy_of(doc))
    facts = [fact for some, _ in reading for fact in some]
    assert (reading.read, reading.refused, reading.subjects) == (5, 0, 2)
    first = [fact for fact in facts if fact.subject == "au-dfat-2"]
    assert stated(first, "name") == [("Invented SAMPLE", "Invented SAMPLE")]
    assert stated(first, "alias") == [("Inventado SAMPLE", "Inventado SAMPLE\n"), ("مثال", "مثال")]
    assert stated(first, "previousName") == [("Old NAME", "Old NAME")]
    assert [fact.place for fact in first if fact.prop == "alias"] == [
        "row 4, column Name of Individual or Entity",
        "row 5, column Name of Individual or Entity",
    ]
    assert stated(first, "authorityId") == [("2", "2")]
    assert stated(first, "program") == [("1988 (Taliban)", "1988 (Taliban)")]
    assert stated(first, "modifiedAt") == [("2014-12-15", "2014-12-15")]


def test_a_name_printed_as_previously_listed_is_a_previous_name(tmp_path: Path) -> None:
    old = "Saiyid SAMPLE (Previously listed as. In Arabic: مثال )"
    facts, refusals = read(
        listed(
            tmp_path,
            PERSON,
            PERSON | {"Reference": "2a", "Name of Individual or Entity": old, "Name Type": "aka"},
        )
    )
    assert refusals == []
    assert stated(facts, "previousName") == [("Saiyid SAMPLE", "Saiyid SAMPLE"), ("مثال", "مثال")]


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        (dt.date(1981, 6, 15), ["1981-06-15"]),
        (1954, ["1954"]),
        ("a) Approximately 1955- 1958 b) Approximately 1945-1950", ["[1955~..1958~]", "[1945~..1950~]"]),
        ("11/01/1966; \n11/06/1966", ["1966-01-11", "1966-06-11"]),
        ("04/05/1966; alt DOB: 1967", ["1966-05-04", "1967"]),
        ("1945, 1946, 1947", ["1945", "1946", "1947"]),
        ("Circa 1960", ["1960~"]),
        ("NA", []),
        (" na", []),
    ],
)
def test_dates_of_birth_are_read_one_by_one_with_their_precision(
    tmp_path: Path, printed: object, dates: list[str]
) -> None:
    facts, refusals = person(tmp_path, Date_of_Birth=printed)
    assert refusals == []
    assert [value for value, _ in stated(facts, "birthDate")] == dates


def test_enumerated_places_citizenships_and_addresses_are_taken_apart(tmp_path: Path) -> None:
    facts, refusals = person(
        tmp_path,
        Place_of_Birth="a) Kabul, Afghanistan; b) Quetta, Pakistan",
        Citizenship="a) German b) Moroccan",
        Address="1 Invented St., Tehran, Iran;\n\nP.O. Box 7, Isfahan, Iran\n",
    )
    assert refusals == []
    assert [value for value, _ in stated(facts, "birthPlace")] == ["Kabul, Afghanistan", "Quetta, Pakistan"]
    assert stated(facts, "citizenship") == [("de", "German"), ("ma", "Moroccan")]
    assert [value for value, _ in stated(facts, "address")] == [
        "1 Invented St., Tehran, Iran",
        "P.O. Box 7, Isfahan, Iran",
    ]


def test_what_the_rows_of_one_subject_repeat_is_read_once_and_what_differs_as_well(tmp_path: Path) -> None:
    alias = {"Reference": "2a", "Name of Individual or Entity": "Other", "Name Type": "aka"}
    facts, refusals = read(
        listed(
            tmp_path,
            PERSON | {"Citizenship": "Congolese", "Additional Information": "One."},
            PERSON | alias | {"Citizenship": "Congolese", "Additional Information": "Two."},
        )
    )
    assert stated(facts, "notes") == [("One.", "One."), ("Two.", "Two.")]
    assert [refusal.place for refusal in refusals] == ["row 2, column Citizenship"]


INSTRUMENT = "Autonomous Sanctions (Designated Persons and Entities — Iran) Amendment (No. 3) Instrument 2024"


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        (
            "Listed by UN 1267 Committee on 25 January 2001 (amended on 20 December 2005, 9 July 2007)",
            "2001-01-25",
            None,
        ),
        ("Listed by UN (1267 Committee) on 7 Sep. 2007 (amended)", "2007-09-07", None),
        ("Listed on: 17 Aug. 2017 (Relisted on 3 Aug. 2020 and 2 Aug. 2023)", "2017-08-17", None),
        (
            "Designated under the Autonomous Sanctions Regulations 2011 on 27 February 2012. Relisted 1 May 2015",
            "2012-02-27",
            None,
        ),
        (dt.date(2022, 2, 26), "2022-02-26", None),
        ("Instrument of first listing: Act 1945 List 2001. Last listed on: 01/11/2022", None, None),
        (INSTRUMENT, None, INSTRUMENT),
        (
            f"Listed on 3 Mar. 2020. Instrument of first designation: {INSTRUMENT} [F2024L00001]",
            "2020-03-03",
            INSTRUMENT,
        ),
        (
            "Assets received on or after 23 May 2003 are not “controlled assets”. Listed under Resolution 1483 (2003)",
            None,
            None,
        ),
    ],
)
def test_the_day_of_listing_is_taken_where_the_text_is_certain(
    tmp_path: Path, text: object, day: str | None, basis: str | None
) -> None:
    facts, refusals = person(tmp_path, Listing_Information=text)
    assert refusals == []
    assert len(stated(facts, "summary", "Sanction")) == 1
    assert [value for value, _ in stated(facts, "listingDate")] == ([day] if day else [])
    assert [value for value, _ in stated(facts, "description")] == ([basis] if basis else [])


def test_labelled_numbers_in_the_additional_information_are_typed_and_checked(tmp_path: Path) -> None:
    firm = PERSON | {
        "Type": "Entity ",
        "Additional Information": "An invented bank.\nTax ID No.: 7707083893 (Russia)\nTax ID No.: 7707083894 (Russia)",
    }
    facts, refusals = read(listed(tmp_path, firm))
    assert refusals == []
    assert stated(facts, "innCode", "LegalEntity") == [("7707083893", "7707083893")]
    assert [(f.value, f.mark) for f in facts if f.prop == "taxNumber"] == [("7707083894", "check digit wrong")]


def test_papers_gender_and_the_united_nations_reference_are_taken_from_the_text(tmp_path: Path) -> None:
    facts, _ = person(
        tmp_path,
        Additional_Information="QDi.999. Gender: male. Tunisian passport number L191609, issued 28 Feb. 1996. "
        "Afghan national identification card (tazkira) number 2132370",
    )
    assert stated(facts, "unscId") == [("QDi.999", "QDi.999")]
    assert stated(facts, "gender") == [("male", "male")]
    assert stated(facts, "passportNumber") == [("L191609", "L191609")]
    assert stated(facts, "idNumber") == [("2132370", "2132370")]


LATER = PERSON | {
    "Citizenship": "Congo, Democratic Republic of the;Rwanda",
    "Instrument of Designation": "Charter of the United Nations (Sanctions—the Taliban) Regulation 2013",
    "Targeted Financial Sanction": "true",
    "Travel Ban": "TRUE",
    "Arms Embargo": "false",
    "Maritime Restriction": "no",
}


def test_the_form_of_2025_states_measures_strength_and_instrument(tmp_path: Path) -> None:
    weak = {
        "Reference": "2a",
        "Name of Individual or Entity": "Haji Sample",
        "Name Type": "Alias",
        "Alias Strength": "Weak",
    }
    good = {
        "Reference": "2b",
        "Name of Individual or Entity": "Sample Beg",
        "Name Type": "Alias",
        "Alias Strength": "Strong",
    }
    facts, refusals = read(listed(tmp_path, LATER, LATER | weak, LATER | good, columns=NEW))
    assert refusals == []
    assert stated(facts, "weakAlias") == [("Haji Sample", "Haji Sample")]
    assert stated(facts, "alias") == [("Sample Beg", "Sample Beg")]
    assert [value for value, _ in stated(facts, "citizenship")] == ["cd", "rw"]
    assert stated(facts, "provisions") == [("asset freeze", "true"), ("travel ban", "TRUE")]
    (freeze, _) = [fact.place for fact in facts if fact.prop == "provisions"]
    assert freeze == "row 2, column Targeted Financial Sanction"
    assert [value for value, _ in stated(facts, "description")] == [LATER["Instrument of Designation"]]


def test_a_ship_has_its_number_and_a_truth_value_of_the_spreadsheet_counts(tmp_path: Path) -> None:
    ship = LATER | {
        "Type": "Vessel", "Citizenship": None, "IMO Number": 9187629, "Targeted Financial Sanction": False,
        "Travel Ban": False, "Arms Embargo": None, "Maritime Restriction": True,
    }  # fmt: skip
    facts, refusals = read(listed(tmp_path, ship, columns=NEW))
    assert refusals == []
    assert stated(facts, "imoNumber", "Vessel") == [("IMO9187629", "9187629")]
    assert stated(facts, "provisions") == [("transport restrictions", "True")]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("Type", "Ghost", "of no known type: ghost"),
        ("Type", None, "of no known type: blank"),
        ("Name Type", "nickname", "a name of the unknown type 'nickname'"),
        ("Name Type", "aka", "no primary name"),
        ("Alias Strength", "so-so", "an alias of the unknown strength 'so-so'"),
        ("Travel Ban", "maybe", "neither true nor false: Travel Ban 'maybe'"),
        ("Reference", "two", "not a reference: 'two'"),
    ],
)
def test_an_unknown_word_where_a_kind_is_stated_refuses_the_subject(
    tmp_path: Path, field: str, value: object, reason: str
) -> None:
    row = LATER | {field: value}
    if field == "Alias Strength":
        row["Name Type"] = "Alias"
    facts, (refusal,) = read(listed(tmp_path, row, columns=NEW))
    assert (facts, refusal.whole, refusal.reason) == ([], True, reason)


def test_a_changed_header_and_a_truncated_file_refuse_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="has an unknown column 'Shoe Size'"):
        read(listed(tmp_path, PERSON, columns=(*OLD, "Shoe Size")))
    with pytest.raises(CopyRefused, match="lacks the column 'Committees'"):
        read(listed(tmp_path, PERSON, columns=tuple(name for name in OLD if name != "Committees")))
    whole = listed(tmp_path, PERSON).path.read_bytes()
    with pytest.raises(CopyRefused, match="not a whole spreadsheet"):
        read(document(tmp_path / "cut.xlsx", whole[:-60], source="au_dfat"))


@pytest.mark.parametrize("columns", [OLD, NEW], ids=["old", "new"])
def test_both_forms_are_recognised(tmp_path: Path, columns: tuple[str, ...]) -> None:
    doc = listed(tmp_path, PERSON, columns=columns)
    assert recognise(doc.path, "2024-12_regulation8_consolidated.xlsx", ["au_dfat"]).source == "au_dfat"
