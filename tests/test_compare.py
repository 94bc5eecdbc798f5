"""What a comparison says: which names are one, what evidence does, and in which words it is explained."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kronika
from kronika.base.errors import UsageError
from kronika.match.evidence import DECIDES, Evidence, weigh

ONE = """
Aliaksandr Ryhoravich LUKASHENKA | Aleksandr Grigoryevich Lukashenko
Аляксандр Рыгоравіч Лукашэнка | Alexander Lukashenko
Володимир Зеленський | Vladimir Zelenskiy
Sergej Lawrow | Сергей Лавров
Natallia Kachanava | Natalia Kochanova
Lidzija Jermoshyna | Lidia Yermoshina
Aleh Haidukevich | Oleg Gaidukevich
LUKASHENKO A. G. | Aleksandr Grigoryevich Lukashenko
Robert Johnson | Bob Johnson
J. Smith | John Smith
Smith, John | John Smith
Dr. Hans Müller | Hans Mueller
José Luis García Márquez | Jose Luis Garcia
Luiz Inácio Lula da Silva | Luis Inacio da Silva
Recep Tayyip Erdoğan | Recep Tayyip Erdogan
محمد حسين | Mohammad Hussein
Abd al-Aziz ibn Saud | Abdulaziz bin Saud
Muammar al-Qadhafi | Moammar Gaddafi
习近平 | Xi Jinping
김정은 | Kim Jong Un
Kim Jongun | Kim Jong-un
Zhang Wei | Wei Zhang
Nguyễn Văn Minh | Nguyen Van Minh
გიორგი მარგველაშვილი | Giorgi Margvelashvili
Νίκος Παπαδόπουλος | Nikos Papadopoulos
Jean-Claude Juncker | Jean Claude Juncker
Jonathan Smithson | Jonathon Smithsen
Вiктар Шэйман | Viktor Sheiman
"""
TWO = """
John Smith | Jane Smith
Ivan Petrov | Petr Ivanov
Ivan Petrov | Ivan Sidorov
Ivan Ivanovich Petrov | Ivan Petrovich Petrov
Dmitry Lukashenko | Viktor Lukashenko
Aleksandra Petrova | Aleksandr Petrov
Kim Jong Un | Kim Jong Il
Wang Lei | Wang Mei
Lee Min Ho | Lee Min Hee
Nguyen Van Minh | Nguyen Van Hung
Mehmet Yilmaz | Ahmet Yilmaz
Abdullah al-Harbi | Abdullah al-Shehri
A. Petrov | B. Petrov
Maria Lopez Garcia | Maria Lopez Fernandez
Ivan | Ivan Petrov
"""
ONE_COMPANY = """
ПАО «Газпром» | Gazprom PJSC
ААТ «Беларуськалій» | OJSC Belaruskali
Минский автомобильный завод | Minsk Automobile Plant OJSC
Ministry of Defence of the Republic of Belarus | Belarus Ministry of Defense
Islamic Revolutionary Guard Corps | IRGC
Bank Melli Iran | Melli Bank Iran
Huawei Technologies Co., Ltd. | Huawei Technologies Company Limited
Smith & Sons Ltd | Smith and Sons Limited
Banco Nacional de Cuba | National Bank of Cuba
Алмаз-Антей | Almaz-Antey
Volga Shipping Ltd | Volga Shiping Limited
"""
TWO_COMPANIES = """
Plant No. 5 | Plant No. 7
Minsk Automobile Plant | Minsk Tractor Plant
Central Bank of Iran | Central Bank of Iraq
Ministry of Defence of Belarus | Ministry of Defence of Russia
Bank Melli | Bank Mellat
Alpha Trading LLC | Beta Trading LLC
Red Star Shipping | Blue Star Shipping
558 Aircraft Repair Plant | 810 Aircraft Repair Plant
"""
TEXT = st.text(max_size=40) | st.text("абвгдеёжзіўы ABCDEabcde-' ", max_size=40)


def pairs(table: str) -> list[tuple[str, str]]:
    return [
        (left.strip(), right.strip()) for left, _, right in (line.partition("|") for line in table.split("\n")) if left
    ]


def entity(name: str, schema: str = "Person", **properties: str) -> dict[str, Any]:
    return {"schema": schema, "properties": {"name": [name], **{prop: [value] for prop, value in properties.items()}}}


def score(left: str, right: str, schema: str = "Person") -> float:
    return kronika.compare(entity(left, schema), entity(right, schema)).score


@pytest.mark.parametrize(("left", "right"), pairs(ONE))
def test_two_names_of_one_person_are_above_the_line(left: str, right: str) -> None:
    assert score(left, right) >= 0.7


@pytest.mark.parametrize(("left", "right"), pairs(TWO))
def test_names_of_two_people_are_below_the_line(left: str, right: str) -> None:
    assert score(left, right) < 0.7


@pytest.mark.parametrize(("left", "right"), pairs(ONE_COMPANY))
def test_two_names_of_one_company_are_above_the_line(left: str, right: str) -> None:
    assert score(left, right, "Company") >= 0.7


@pytest.mark.parametrize(("left", "right"), pairs(TWO_COMPANIES))
def test_names_of_two_companies_are_below_the_line(left: str, right: str) -> None:
    assert score(left, right, "Company") < 0.7


@given(TEXT, TEXT, st.sampled_from(["Person", "Company", "Vessel", ""]))
def test_a_score_is_symmetric_and_between_nought_and_one(left: str, right: str, schema: str) -> None:
    forth, back = (kronika.compare(entity(a, schema), entity(b, schema)) for a, b in ((left, right), (right, left)))
    assert forth.score == pytest.approx(back.score, abs=1e-6)
    assert 0 <= forth.score <= 1


@given(st.floats(0, 1), st.lists(st.sampled_from([-0.42, -0.3, -0.12, 0.1, 0.25, 0.75]), max_size=4), st.data())
def test_evidence_for_one_never_lowers_a_score_and_evidence_against_never_raises_it(
    names: float, levels: list[float], data: st.DataObject
) -> None:
    found = [Evidence("birth date", level, "") for level in levels]
    before = weigh(names, found)
    more = data.draw(st.floats(0.01, 1))
    assert weigh(names, [*found, Evidence("birth date", more, "")]) >= before - 1e-9
    assert weigh(names, [*found, Evidence("birth date", -more, "")]) <= before + 1e-9


@given(st.floats(0, 1), st.lists(st.floats(0, 1), max_size=6))
def test_without_an_identifier_evidence_lifts_a_score_by_half_at_most(names: float, levels: list[float]) -> None:
    assert weigh(names, [Evidence("country", level, "") for level in levels]) <= min(1, 1.5 * names) + 1e-9


def test_an_identifier_that_no_two_bearers_share_decides() -> None:
    assert weigh(0.0, [Evidence("identifier", DECIDES, "")]) >= 0.9
    ships = entity("Sea Star", "Vessel", imoNumber="9074729"), entity("Ocean Pearl", "Vessel", imoNumber="IMO 9074729")
    assert kronika.compare(*ships).score < 0.7  # «IMO …» is for the reader of a list to take off
    ships[1]["properties"]["imoNumber"] = ["9074729"]
    assert kronika.compare(*ships).score >= 0.9


@pytest.mark.parametrize(
    ("birth", "up"), [("1954-08-30", True), ("1954", True), ("1954-08", True), ("1971-01-02", False), ("1960", False)]
)
def test_a_birth_date_moves_a_score_in_its_direction(birth: str, up: bool) -> None:
    names = "Aliaksandr Lukashenka", "Aleksandr Lukashenko"
    known = kronika.compare(entity(names[0], birthDate="1954-08-30"), entity(names[1], birthDate=birth)).score
    alone = kronika.compare(entity(names[0]), entity(names[1])).score
    assert (known >= alone) if up else (known < alone)


def test_a_clearly_other_birth_date_takes_even_the_same_name_below_the_line() -> None:
    twins = entity("Ivan Petrov", birthDate="1950-01-01"), entity("Ivan Petrov", birthDate="1984-06-05")
    assert kronika.compare(*twins).score < 0.7


def test_two_dates_that_differ_by_a_slip_leave_the_same_name_above_the_line() -> None:
    sides = entity("Vitali Sinila", birthDate="1976-05-15"), entity("Vitali Sinila", birthDate="1975-05-15")
    assert kronika.compare(*sides).score >= 0.7


def test_a_comparison_says_why_in_words() -> None:
    found = kronika.compare(
        entity("Aliaksandr Ryhoravich LUKASHENKA", birthDate="1954-08-30", nationality="by"),
        entity("Aleksandr Grigoryevich Lukashenko", birthDate="1954-08-30", nationality="ru"),
    )
    said = {each.name: each.text for each in found.features}
    assert said["patronymic"] == "patronymics Ryhoravich and Grigoryevich are forms of one name"
    assert said["birth date"] == "both 1954-08-30"
    assert said["country"] == "Belarus on one side, Russia on the other"
    assert "Lukashenka and Lukashenko are spellings of one" in said["surname"]


def test_legal_forms_are_said_but_do_not_decide() -> None:
    found = kronika.compare(entity("ООО Ромашка", "Company"), entity("Romashka OJSC", "Company"))
    assert found.score >= 0.7
    assert {each.text for each in found.features if each.name == "legal form"} == {"joint-stock and limited"} or {
        each.text for each in found.features if each.name == "legal form"
    } == {"limited and joint-stock"}


def test_a_person_is_no_company() -> None:
    assert kronika.compare(entity("Sea Star"), entity("Sea Star", "Company")).score == 0


@pytest.mark.parametrize(
    "bad",
    [{}, {"properties": []}, {"properties": {"name": [7]}}, {"properties": {"name": ["A"], "birthDate": ["soon"]}}],
)
def test_what_is_no_entity_is_refused_in_one_line(bad: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as error:
        kronika.compare(bad, entity("Ivan Petrov"))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "name",
    ["", " ", "🙂", "\x00\x07", "\u202eIvan", "x" * 10_000, "a b " * 3_000, "A", "12345", "\ud800 Ivan", "Иvan Пetrov"],
)
def test_any_text_can_be_compared(name: str) -> None:
    assert 0 <= score(name, "Ivan Petrov") <= 1
    assert 0 <= score(name, name, "") <= 1
