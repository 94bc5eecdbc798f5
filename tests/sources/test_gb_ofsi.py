"""OFSI's list: hand-written rows in the published forms; everybody in them is invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from british import COMPANY, LISTED, NEW, OLD, PERSON, facts_of, lines, listed, read, stated, values
from documents import document
from kronika.base.errors import CopyRefused
from kronika.base.model import Correction
from kronika.collect.recognise import recognise


def test_a_person_has_the_name_in_its_parts_each_from_its_column(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, PERSON)
    (name,) = [fact for fact in facts if fact.prop == "name"]
    assert (name.subject, name.schema, name.value) == ("gb-ofsi-99001", "Person", "Ivan Vymyslovich PRIMEROVICH")
    assert name.parts == "given=Ivan|middle=Vymyslovich|family=PRIMEROVICH"
    assert name.place == "row 3, column Name 1 + row 3, column Name 2 + row 3, column Name 6"
    assert values(facts, "middleName") == ["Vymyslovich"]
    assert values(facts, "lastName") == ["PRIMEROVICH"]


def test_a_product_of_names_addresses_and_birth_dates_is_folded_back(tmp_path: Path) -> None:
    rows = [
        {**PERSON, "Alias Type": kind, "Name 1": given, "DOB": born, "Address 6": city, "Country": "Belarus"}
        for kind, given in (("Primary name", "Ivan"), ("Primary name variation", "Ian"))
        for born in ("00/00/1966", "21/06/1967", "05/1968", "1969")
        for city in ("Minsk", "Gomel")
    ]
    facts = facts_of(tmp_path, *rows)
    assert values(facts, "name") == ["Ivan Vymyslovich PRIMEROVICH"]
    assert values(facts, "alias") == ["Ian Vymyslovich PRIMEROVICH"]
    assert stated(facts, "birthDate") == [
        ("1966", "00/00/1966"), ("1967-06-21", "21/06/1967"), ("1968-05", "05/1968"), ("1969", "1969"),
    ]  # fmt: skip
    assert stated(facts, "address") == [("Minsk, Belarus", "Minsk Belarus"), ("Gomel, Belarus", "Gomel Belarus")]
    assert stated(facts, "country") == [("by", "Belarus")]
    assert values(facts, "entity") == ["gb-ofsi-99001"]


def test_the_kind_and_quality_of_a_name_say_how_good_an_alias_it_is(tmp_path: Path) -> None:
    kinds = (
        ("AKA", "", "Ada"), ("AKA", "Good quality", "Bea"), ("AKA", "Low quality", "Cleo"), ("FKA", "", "Dora"),
        ("Primary name variation", "Low quality", "Eve"),
    )  # fmt: skip
    rows = [{**PERSON, "Alias Type": kind, "Alias Quality": good, "Name 1": name} for kind, good, name in kinds]
    facts = facts_of(tmp_path, PERSON, *rows)
    assert [value.split()[0] for value in values(facts, "alias")] == ["Ada", "Bea"]
    assert [value.split()[0] for value in values(facts, "weakAlias")] == ["Cleo", "Eve"]
    assert [value.split()[0] for value in values(facts, "previousName")] == ["Dora"]


def test_a_person_whose_whole_name_is_in_name_6_has_no_family_name(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, {**LISTED, "Name 6": "ABU INVENTED"})
    assert values(facts, "name") == ["ABU INVENTED"]
    assert values(facts, "lastName") == []


def test_the_first_variation_stands_for_a_primary_name_that_no_row_states(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path, *({**PERSON, "Alias Type": "Primary name variation", "Name 1": n} for n in ("Ian", "Jan"))
    )
    assert values(facts, "name") == ["Ian Vymyslovich PRIMEROVICH"]
    assert values(facts, "alias") == ["Jan Vymyslovich PRIMEROVICH"]


def test_a_name_in_its_own_script_has_the_language_that_the_list_states(tmp_path: Path) -> None:
    originals = (("ПРИМЕРОВИЧ, Иван Вымыслович", "Russian"), ("ПРЫМЕРАВІЧ, Іван", "Belarusian"), ("ПРИМЕРОВИЧ", ""))
    rows = [
        {
            **PERSON,
            "Name Non-Latin Script": name,
            "Non-Latin Script Type": "Cyrillic",
            "Non-Latin Script Language": spoken,
        }
        for name, spoken in originals
    ]
    aliases = [fact for fact in facts_of(tmp_path, *rows) if fact.prop == "alias"]
    assert [(fact.value, fact.lang, fact.parts) for fact in aliases] == [
        ("ПРИМЕРОВИЧ, Иван Вымыслович", "rus", "family=ПРИМЕРОВИЧ|given=Иван Вымыслович"),
        ("ПРЫМЕРАВІЧ, Іван", "bel", "family=ПРЫМЕРАВІЧ|given=Іван"),
        ("ПРИМЕРОВИЧ", "", ""),
    ]


def test_a_script_given_for_a_language_is_refused_and_the_name_kept(tmp_path: Path) -> None:
    row = {**PERSON, "Name Non-Latin Script": "ПРИМЕРОВИЧ", "Non-Latin Script Language": "Cyrillic"}
    facts, (refusal,) = read(listed(tmp_path, row))
    assert refusal.reason == "no language is called 'Cyrillic'"
    assert stated(facts, "alias") == [("ПРИМЕРОВИЧ", "ПРИМЕРОВИЧ")]


def test_what_is_enumerated_in_one_cell_is_taken_item_by_item_with_its_span(tmp_path: Path) -> None:
    row = {
        **PERSON, "Nationality": "1) Saudi Arabia 2) Qatar", "Title": "(1) General (2) Doctor",
        "Position": "(1) Former Minister. (2) Member of the Board (Article 7(2))",
        "Country of Birth": "(1)-(2) Belarus (3) Latvia", "Town of Birth": "a) Brest, b) - c) Riga",
    }  # fmt: skip
    facts = facts_of(tmp_path, row)
    assert stated(facts, "nationality") == [("sa", "Saudi Arabia"), ("qa", "Qatar")]
    assert values(facts, "title") == ["General", "Doctor"]
    assert values(facts, "position") == ["Former Minister", "Member of the Board (Article 7(2))"]
    assert values(facts, "birthCountry") == ["by", "lv"]
    assert values(facts, "birthPlace") == ["Brest", "Riga"]
    assert [(fact.start, fact.end) for fact in facts if fact.prop == "position"] == [(4, 19), (25, 59)]


def test_passports_are_paired_with_what_is_said_of_each(tmp_path: Path) -> None:
    row = {
        **PERSON, "Passport Number": "(1) AB1234567. (2) - (3) 96 03 000001",
        "Passport Details":
            "(1) Belarus number, issued on 5 Jun. 2012 in Minsk. Expires on 4 Jun. 2022 (2) - (3) Diplomatic passport",
    }  # fmt: skip
    facts = facts_of(tmp_path, row)
    assert values(facts, "passportNumber", "Person") == ["AB1234567", "96 03 000001"]
    assert values(facts, "number", "Passport") == ["AB1234567", "96 03 000001"]
    assert values(facts, "holder") == ["gb-ofsi-99001"] * 2
    assert stated(facts, "country", "Passport") == [("by", "Belarus")]
    assert stated(facts, "startDate", "Passport") == [("2012-06-05", "5 Jun. 2012")]
    assert stated(facts, "endDate", "Passport") == [("2022-06-04", "4 Jun. 2022")]
    assert values(facts, "type", "Passport") == ["Diplomatic passport"]
    assert values(facts, "summary", "Passport")[1] == "Diplomatic passport"


@pytest.mark.parametrize(
    ("number", "details", "prop", "value"),
    [
        ("5-5715-00025-50-6", "", "idNumber", "5-5715-00025-50-6"),
        ("770200000000", "Russia INN", "innCode", "770200000000"),
        ("INN 7707083893", "", "innCode", "7707083893"),
        ("'770200000000", "Taxpayer number", "taxNumber", "770200000000"),
        ("156-00-0000", "(1) United States Social Security Number", "socialSecurityNumber", "156-00-0000"),
    ],
)
def test_a_national_identifier_is_of_the_kind_that_is_said(
    tmp_path: Path, number: str, details: str, prop: str, value: str
) -> None:
    row = {**PERSON, "National Identification Number": number, "National Identification Details": details}
    assert value in values(facts_of(tmp_path, row), prop, "Person")


def test_a_spreadsheet_reads_like_a_csv_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(lines({**PERSON, "Nationality": "Belarus"}))):
        sheet.append(row)
    book.save(tmp_path / "ConList.xlsx")
    facts, refusals = read(
        document(tmp_path / "ConList.xlsx", (tmp_path / "ConList.xlsx").read_bytes(), source="gb_ofsi")
    )
    assert refusals == []
    assert stated(facts, "nationality") == [("by", "Belarus")]
    assert recognise(tmp_path / "ConList.xlsx", "ConList.xlsx").source == "gb_ofsi"
    assert recognise(tmp_path / "ConList.xlsx", "ConList.xlsx").published == "2025-04-10"


@pytest.mark.parametrize("columns", [NEW, OLD])
def test_both_forms_are_recognised_with_their_date(tmp_path: Path, columns: list[str]) -> None:
    doc = listed(tmp_path, PERSON, columns=columns)
    assert (recognise(doc.path, doc.name).source, recognise(doc.path, doc.name).published) == ("gb_ofsi", "2025-04-10")


def test_a_correction_holds_for_all_rows_that_print_the_same(tmp_path: Path) -> None:
    correction = Correction(
        "gb_ofsi", "99001", "DOB", "30/08/1945", "30/08/1954", "A. Tester", "2026-01-01", "digits swapped"
    )
    rows = [{**PERSON, "DOB": "30/08/1945", "Address 6": city} for city in ("Minsk", "Gomel")]
    facts, refusals = read(listed(tmp_path, *rows), correction)
    assert refusals == []
    assert [(fact.value, fact.printed, fact.corrected) for fact in facts if fact.prop == "birthDate"] == [
        ("1954-08-30", "30/08/1945", True)
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Group Type": "Planet"}, "a group type not known: 'Planet'"),
        ({"Alias Type": "Nickname"}, "a kind of name not known: 'Nickname'"),
        ({"Alias Quality": "Medium"}, "a kind of name not known: 'Primary name Medium'"),
        ({"Regime": ""}, "no regime"),
        ({"Group ID": ""}, "no Group ID"),
    ],
)
def test_words_that_the_list_is_not_known_to_use_refuse_the_record(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    facts, (refusal,) = read(listed(tmp_path, {**PERSON, **change}))
    assert facts == []
    assert (refusal.whole, refusal.reason) == (True, reason)


def test_rows_of_one_subject_that_differ_in_what_must_agree_are_refused(tmp_path: Path) -> None:
    facts, refusals = read(listed(tmp_path, PERSON, {**PERSON, "Last Updated": "05/02/2022"}))
    assert facts == []
    assert [refusal.whole for refusal in refusals] == [True, True]
    assert refusals[0].reason.startswith("rows of one subject differ in Last Updated")


def test_a_position_that_is_said_of_an_organisation_is_refused(tmp_path: Path) -> None:
    facts, (refusal,) = read(listed(tmp_path, {**COMPANY, "Position": "Director"}))
    assert refusal.reason == "position: not said of the schema Organization"
    assert values(facts, "position") == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ([*NEW, "Shoe Size"], "an unknown column 'Shoe Size'"),
        ([c for c in NEW if c != "Regime"], "lacks the column 'Regime'"),
    ],
)
def test_a_column_too_many_or_too_few_refuses_the_copy(tmp_path: Path, columns: list[str], words: str) -> None:
    with pytest.raises(CopyRefused, match=words):
        read(listed(tmp_path, PERSON, columns=columns))


def test_a_file_that_breaks_off_in_a_cell_refuses_the_copy(tmp_path: Path) -> None:
    text = lines({**PERSON, "Other Information": 'a "quoted" text'})
    doc = document(tmp_path / "ConList.csv", text[: text.index("quoted")], source="gb_ofsi")
    with pytest.raises(CopyRefused, match="truncated"):
        read(doc)
