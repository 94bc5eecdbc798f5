"""Canada's list: hand-written records in the published format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import copy_of, document
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import recognise
from kronika.collect.sources import ca_sema
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<data-set xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'


def listed(path: Path, *records: str) -> Document:
    return document(
        path / "sema.xml", HEAD + "".join(f"<record>{each}</record>\n" for each in records) + "</data-set>\n"
    )


def record(**fields: str) -> str:
    known = {"Country": "Belarus / Bélarus", "Schedule": "1, Part 1", "Item": "8"}
    return "".join(f"<{name}>{text}</{name}>" for name, text in (known | fields).items())


def read(doc: Document) -> tuple[list[Fact], list[Refusal]]:
    return checked(ca_sema.read(copy_of(doc)))


def stated(facts: list[Fact], prop: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop]


PERSON = record(
    LastName="Lukashenko ",
    GivenName="Aleksandr Grigoryevich",
    DateOfBirthOrShipBuildDate="1954-08-30",
    DateOfListing="2020-09-28",
)


def test_a_person_keeps_the_parts_of_the_name_and_has_a_listing(tmp_path: Path) -> None:
    facts, refusals = read(listed(tmp_path, PERSON))
    assert refusals == []
    (name,) = [fact for fact in facts if fact.prop == "name"]
    assert (name.subject, name.schema, name.value) == (
        "ca-sema-Belarus-1-Part-1-8",
        "Person",
        "Aleksandr Grigoryevich Lukashenko",
    )
    assert name.parts == "given=Aleksandr Grigoryevich|family=Lukashenko"
    assert name.place == "/data-set/record[1]/GivenName[1] + /data-set/record[1]/LastName[1]"
    assert stated(facts, "lastName") == [("Lukashenko", "Lukashenko ")]
    assert stated(facts, "birthDate") == [("1954-08-30", "1954-08-30")]
    (listing,) = [fact for fact in facts if fact.prop == "listingDate"]
    assert (listing.schema, listing.value, listing.place) == (
        "Sanction",
        "2020-09-28",
        "/data-set/record[1]/DateOfListing[1]",
    )
    assert stated(facts, "program") == [("Belarus / Bélarus", "Belarus / Bélarus")]
    assert stated(facts, "recordId") == [("1, Part 1 8", "1, Part 1 8")]
    assert stated(facts, "entity") == [("ca-sema-Belarus-1-Part-1-8", "")]


def test_the_form_of_2020_is_read_like_the_new_one(tmp_path: Path) -> None:
    old = record(LastName="Sample", GivenName="Invented", Title="Dr.", DateOfBirth="1966", Schedule="N/A")
    firm = record(Entity="Invented Works Ltd.", Item="9")
    facts, refusals = read(listed(tmp_path, old, firm))
    assert refusals == []
    assert [fact.subject for fact in facts if fact.prop == "name"] == [
        "ca-sema-Belarus-8",
        "ca-sema-Belarus-1-Part-1-9",
    ]
    assert stated(facts, "title") == [("Dr.", "Dr.")]
    assert stated(facts, "birthDate") == [("1966", "1966")]
    assert [fact.schema for fact in facts if fact.prop == "name"] == ["Person", "LegalEntity"]


def test_labelled_aliases_have_their_language_and_their_span(tmp_path: Path) -> None:
    text = "Ivan Ivanavich Samplevich,  Belarusian: Іван Сэмплевіч, Russian: Иван Самплевич"
    facts, _ = read(listed(tmp_path, PERSON + f"<Aliases>{text}</Aliases>"))
    aliases = [fact for fact in facts if fact.prop == "alias"]
    assert [(fact.value, fact.lang) for fact in aliases] == [
        ("Ivan Ivanavich Samplevich", ""),
        ("Іван Сэмплевіч", "bel"),
        ("Иван Самплевич", "rus"),
    ]
    assert text[aliases[1].start : aliases[1].end] == aliases[1].printed == "Іван Сэмплевіч"


def test_one_word_of_a_person_is_a_weak_alias_but_of_a_company_a_good_one(tmp_path: Path) -> None:
    firm = record(EntityOrShip="Invented Works Ltd.", Aliases="INVWORKS", Item="9")
    facts, _ = read(listed(tmp_path, PERSON + "<Aliases>Alexander; Alexandre Lukashenko</Aliases>", firm))
    assert stated(facts, "weakAlias") == [("Alexander", "Alexander")]
    assert stated(facts, "alias") == [("Alexandre Lukashenko", "Alexandre Lukashenko"), ("INVWORKS", "INVWORKS")]


def test_a_ship_has_its_number_type_and_year(tmp_path: Path) -> None:
    ship = record(
        EntityOrShip="INVENTED SEA",
        TitleOrShip="Oil Tanker",
        ShipIMONumber="9187629",
        DateOfBirthOrShipBuildDate="2005",
    )
    facts, refusals = read(listed(tmp_path, ship))
    assert refusals == []
    assert {fact.schema for fact in facts} == {"Vessel", "Sanction"}
    assert stated(facts, "imoNumber") == [("IMO9187629", "9187629")]
    assert stated(facts, "type") == [("Oil Tanker", "Oil Tanker")]
    assert stated(facts, "buildDate") == [("2005", "2005")]


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("1975 or 1976", [("1975", "1975"), ("1976", "1976")]),
        ("1965-07-15 OR 1969-09-28", [("1965-07-15", "1965-07-15"), ("1969-09-28", "1969-09-28")]),
        ("1963-1964", [("[1963..1964]", "1963-1964")]),
        ("1961-09", [("1961-09", "1961-09")]),
        (" 1966-06-21", [("1966-06-21", " 1966-06-21")]),
    ],
)
def test_a_birth_date_keeps_the_precision_printed(tmp_path: Path, printed: str, dates: list[tuple[str, str]]) -> None:
    person = record(LastName="Sample", GivenName="Invented", DateOfBirthOrShipBuildDate=printed)
    facts, refusals = read(listed(tmp_path, person))
    assert refusals == []
    assert [(value, shown.strip()) for value, shown in stated(facts, "birthDate")] == [(v, s.strip()) for v, s in dates]


@pytest.mark.parametrize("printed", ["9999-99-99", "Sep-66", "born in the early 1970s"])
def test_what_is_no_date_is_refused_and_the_record_stands(tmp_path: Path, printed: str) -> None:
    person = record(LastName="Sample", GivenName="Invented", DateOfBirthOrShipBuildDate=printed)
    facts, (refusal,) = read(listed(tmp_path, person))
    assert stated(facts, "name") == [("Invented Sample", "Invented Sample")]
    assert (refusal.whole, refusal.printed, refusal.record) == (False, printed, "Belarus 1, Part 1 8")
    assert refusal.reason.startswith("birthDate: ")


def test_a_record_without_a_name_and_one_whose_number_comes_twice_are_refused(tmp_path: Path) -> None:
    doc = listed(tmp_path, record(Item="1"), PERSON, PERSON)
    reading = ca_sema.read(copy_of(doc))
    reasons = [refusal.reason for _, wrong in reading for refusal in wrong]
    assert (reading.read, reading.refused) == (1, 2)
    assert reasons == [
        "neither a person's name nor an entity's",
        "a second record with the key 'Belarus 1, Part 1 8'",
    ]


def test_an_unknown_element_is_refused_by_name(tmp_path: Path) -> None:
    _, (refusal,) = read(listed(tmp_path, PERSON + "<Reason>invented</Reason>"))
    assert (refusal.printed, refusal.reason) == ("invented", "nothing reads the field Reason")


@pytest.mark.parametrize("cut", [-20, -200])
def test_a_truncated_file_is_refused_as_a_whole(tmp_path: Path, cut: int) -> None:
    whole = listed(tmp_path, PERSON, PERSON).path.read_bytes()
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(document(tmp_path / "cut.xml", whole[:cut]))


def test_the_file_is_recognised_by_its_head(tmp_path: Path) -> None:
    doc = listed(tmp_path, PERSON)
    assert recognise(doc.path, "2025-05_sema-lmes.xml", ["ca_sema"]).published == "2025-05"
