"""Numbers with what official prose prints around them; all of them invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import document
from kronika.base.model import Cell
from kronika.collect import papers
from kronika.collect.record import Entry
from kronika.collect.sources import eu_journal
from kronika.collect.tables import Row, rows

if TYPE_CHECKING:
    from kronika.base.model import Fact


def stated(tmp_path: Path, text: str, prop: str = "passportNumber", schema: str = "Person") -> list[Fact]:
    doc = document(tmp_path / "list.csv", "", source="eu_journal")
    (row,) = (each for each in rows(doc, [(1, ["name"]), (2, ["x"])], ["name"]) if isinstance(each, Row))
    entry = Entry(eu_journal.SOURCE, "1", [row])
    papers.numbers(entry, entry.subject(schema), prop, Cell(text, "row 2, column name", doc.sha256))
    assert entry.refusals == []
    for fact in entry.facts:
        assert not fact.printed or fact.printed == (text[fact.start : fact.end] if fact.start >= 0 else text)
    return entry.facts


def of(facts: list[Fact], schema: str) -> list[tuple[str, str]]:
    return [(fact.prop, fact.value) for fact in facts if fact.schema == schema]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7707083893 (Tax ID/INN)", [("innCode", "7707083893")]),
        ("INN: 7707083893 KPP: 773601001 OGRN: 1027700132195", [
            ("innCode", "7707083893"), ("registrationNumber", "773601001"), ("ogrnCode", "1027700132195"),
        ]),
        ("39510585 (BRN), 1252800 (TRN)", [("registrationNumber", "39510585"), ("taxNumber", "1252800")]),
        ("TIN – 100000000", [("taxNumber", "100000000")]),
        ("Cr. No. 3203355", [("registrationNumber", "3203355")]),
        ("5404154492 / 540501001", [("registrationNumber", "5404154492 / 540501001")]),
        ("nothing that is known", [("registrationNumber", "nothing that is known")]),
    ],
)  # fmt: skip
def test_a_label_names_the_property_of_a_number(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert of(stated(tmp_path, text, "registrationNumber", "LegalEntity"), "LegalEntity") == expected


def test_a_wrong_check_digit_is_kept_and_marked(tmp_path: Path) -> None:
    (fact,) = stated(tmp_path, "7707083890 (INN)", "registrationNumber", "LegalEntity")
    assert (fact.prop, fact.value, fact.printed, fact.mark) == (
        "innCode", "7707083890", "7707083890", "check digit wrong",
    )  # fmt: skip


def test_what_is_printed_of_a_passport_becomes_an_entity(tmp_path: Path) -> None:
    text = "D 000123 (Afghan passport issued on 3.2.1999, expired on 2.2.2004)"
    facts = stated(tmp_path, text)
    assert of(facts, "Person") == [("passportNumber", "D 000123")]
    assert dict(of(facts, "Passport")) == {
        "holder": "eu-journal-1",
        "number": "D 000123",
        "summary": text,
        "startDate": "1999-02-03",
        "endDate": "2004-02-02",
        "country": "af",
    }
    assert [fact.printed for fact in facts if fact.prop == "startDate"] == ["3.2.1999"]


def test_several_numbers_are_told_apart_by_their_marks(tmp_path: Path) -> None:
    facts = stated(tmp_path, "(a) K000001 (Jordanian passport number); (b) 7654321 (Jordanian identity card)")
    assert of(facts, "Person") == [("passportNumber", "K000001"), ("idNumber", "7654321")]
    assert ("country", "jo") in of(facts, "Identification")


def test_a_country_may_stand_before_the_number(tmp_path: Path) -> None:
    facts = stated(tmp_path, "Afghanistan number OR1234567, issued on 4 Feb. 2003")
    assert of(facts, "Person") == [("passportNumber", "OR1234567")]
    assert {("country", "af"), ("startDate", "2003-02-04")} <= set(of(facts, "Passport"))


@pytest.mark.parametrize("text", ["series 6023 No 090380", "12/SAMPLE(N)006981", "(Syrian) 0000000914", "ВК No 262981"])
def test_a_number_that_cannot_be_cut_out_is_kept_whole(tmp_path: Path, text: str) -> None:
    assert of(stated(tmp_path, text), "Person") == [("passportNumber", text)]


def test_no_cell_gives_no_number(tmp_path: Path) -> None:
    doc = document(tmp_path / "list.csv", "", source="eu_journal")
    (row,) = (each for each in rows(doc, [(1, ["name"]), (2, ["x"])], ["name"]) if isinstance(each, Row))
    entry = Entry(eu_journal.SOURCE, "1", [row])
    papers.numbers(entry, entry.subject("Person"), "idNumber", None)
    assert entry.facts == []
