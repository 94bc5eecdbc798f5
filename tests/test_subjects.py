"""Subjects as they are compared: what of a record counts as a name, a date, a number, a country it is listed for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kronika.casebook import Casebook
from kronika.match import subjects
from kronika.match.profile import ALIAS, PRIMARY, WEAK
from kronika.match.subjects import Subject


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    book = Casebook.demo(tmp_path_factory.mktemp("book"))
    book.build()
    return book


@pytest.fixture(scope="module")
def every(book: Casebook) -> dict[str, Subject]:
    with book.ledger() as ledger:
        return {each.profile.id: each for each in subjects.read(ledger)}


def test_all_subjects_of_the_ledger_come_in_a_stable_order(book: Casebook, every: dict[str, Subject]) -> None:
    with book.ledger() as ledger:
        ids = [row["subject"] for row in ledger.rows("SELECT DISTINCT source, subject FROM facts ORDER BY ALL")]
        again = [each.profile for each in subjects.read(ledger)]
    assert [each.profile.id for each in every.values() if each.listed] == ids
    assert again == [each.profile for each in every.values()]


def test_who_stands_only_in_an_earlier_copy_comes_last_and_is_not_listed(every: dict[str, Subject]) -> None:
    gone = [each for each in every.values() if not each.listed]
    assert [each.profile.caption for each in gone] == ["Hanna Invented DELISTAVA"]
    assert list(every.values())[-1] == gone[0]


def test_a_record_knows_its_list_and_the_countries_it_is_listed_for(every: dict[str, Subject]) -> None:
    assert {each.regimes for each in every.values()} == {frozenset(("by",))}
    act = next(each for each in every.values() if each.source == "eu_journal")
    assert act.series == "32006R0765"
    ranks = {each.source: each.rank for each in every.values()}
    assert sorted(ranks.values()) == list(range(len(ranks)))
    assert ranks["gb_uksl"] == 0


def test_one_subject_alone_is_read_as_it_is_among_all(book: Casebook, every: dict[str, Subject]) -> None:
    with book.ledger() as ledger:
        for key, each in every.items():
            if each.listed:
                assert subjects.profile_of(ledger.facts(key)) == each.profile


def test_names_are_there_once_primary_ones_first(every: dict[str, Subject]) -> None:
    for each in every.values():
        qualities = [name.quality for name in each.profile.names]
        assert qualities == sorted(qualities)
        assert len({name.text for name in each.profile.names}) == len(qualities)


def taken(schema: str, *facts: tuple[str, str]) -> Subject:
    rows = [("copy", "s-1", schema, prop, value) for prop, value in facts]
    ((_, subject, record),) = subjects._records(rows)
    return Subject(record.profile(subject), "s", "", 0, record.regimes)


@pytest.mark.parametrize(
    ("schema", "prop", "name", "quality"),
    [
        ("Person", "alias", "Saša", WEAK),
        ("Person", "alias", "Aliaksandr", WEAK),
        ("Person", "name", "Sukarno", PRIMARY),
        ("Person", "alias", "Anna Novik", ALIAS),
        ("Person", "alias", "张三", ALIAS),
        ("Company", "alias", "Belneftekhim", ALIAS),
        ("Company", "weakAlias", "The Bureau", WEAK),
    ],
)
def test_one_word_is_a_weak_name_of_a_person(schema: str, prop: str, name: str, quality: int) -> None:
    assert taken(schema, (prop, name)).profile.names == ((name, quality),)


def test_the_best_of_two_qualities_of_one_name_counts() -> None:
    assert taken("Person", ("alias", "Anna Novik"), ("name", "Anna Novik")).profile.names[0].quality == PRIMARY


@pytest.mark.parametrize(
    ("programme", "countries"),
    [
        ("Belarus / Bélarus", {"by"}),
        ("BELARUS-EO14038", {"by"}),
        ("Autonomous (Ukraine)", {"ua", "ru"}),
        ("South Sudan / Soudan du sud", {"ss"}),
        ("1718 (DPRK)", {"kp"}),
        ("Democratic People's Republic of Korea", {"kp"}),
        ("Global Human Rights", set()),
        ("SDGT", set()),
        ("", set()),
        ("🙂 \ud800 \u0000", set()),
        ("x " * 5000, set()),
    ],
)
def test_a_programme_names_the_countries_that_it_is_about(programme: str, countries: set[str]) -> None:
    assert taken("Person", ("program", programme)).regimes == countries


@pytest.mark.parametrize(("code", "countries"), [("BLR", {"by"}), ("EU-BLR", {"by"}), ("HR", set()), ("XYZ", set())])
def test_the_code_of_a_programme_counts_where_it_has_no_name(code: str, countries: set[str]) -> None:
    assert taken("Person", ("programId", code)).regimes == countries
    assert taken("Person", ("programId", "BEL"), ("program", "Belarus")).regimes == {"by"}


def test_a_russian_company_s_numbers_are_known_by_their_check_digits() -> None:
    numbers = [("taxNumber", "7707083893"), ("registrationNumber", "1027700132195"), ("idNumber", "7707083894")]
    found = taken("Company", ("name", "Vydumka"), ("country", "ru"), *numbers)
    assert found.profile.idents == {
        ("innCode", "7707083893"), ("ogrnCode", "1027700132195"), ("idNumber", "7707083894"),
    }  # fmt: skip
    assert taken("Company", ("country", "by"), *numbers).profile.idents == set(numbers)
    assert taken("Person", ("country", "ru"), *numbers).profile.idents == set(numbers)


def test_numbers_are_compared_without_blanks_and_marks() -> None:
    found = taken("Person", ("passportNumber", "mp 123-45.67"))
    assert found.profile.idents == {("passportNumber", "MP1234567")}


def test_dates_countries_and_genders_are_taken_as_the_ledger_has_them() -> None:
    facts = [("birthDate", "1970~"), ("birthDate", "1970~"), ("nationality", "suhh"), ("gender", "female")]
    found = taken("Person", *facts).profile
    assert found.births == ("1970~",)
    assert found.countries == {"suhh"}
    assert found.genders == {"female"}


def test_a_number_with_a_wrong_check_digit_is_nobody_s(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path / "book")
    book.build()
    with book.ledger() as ledger:
        marked = ledger.rows("SELECT subject, value FROM facts WHERE mark = 'check digit wrong' AND entity = subject")
        found = {each.profile.id: each.profile for each in subjects.read(ledger)}
    for row in marked:
        assert row["value"] not in {number for _, number in found[row["subject"]].idents}


def test_a_casebook_without_subjects_has_none(tmp_path: Path) -> None:
    book = Casebook.init(tmp_path / "book")
    book.build()
    with book.ledger() as ledger:
        assert subjects.read(ledger) == []
