"""Figures in invented sentences, each with its hedge, unit and bounds; and numbers that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from growing import linear
from kronika.study.claims import quantities

if TYPE_CHECKING:
    from kronika.study.claims.spans import Quantity


def only(text: str, language: str = "en") -> Quantity:
    found = quantities.find(text, language)
    assert len(found) == 1, [each.of(text) for each in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value", "low", "high", "hedge"),
    [
        ("More than 60,000 teachers left.", "More than 60,000 teachers", 60_000, 60_000, None, "at_least"),
        ("There are nearly a thousand cases.", "nearly a thousand cases", 1000, None, 1000, "about"),
        ("Their number neared 300.", "neared 300", 300, None, 300, "about"),
        ("It lists some 35,000 farms.", "some 35,000 farms", 35_000, None, None, "about"),
        ("Between 300 and 400 came.", "Between 300 and 400", None, 300, 400, "between"),
        ("Up to 15 nurses stayed.", "Up to 15 nurses", 15, None, 15, "at_most"),
        ("No fewer than twelve unions signed.", "No fewer than twelve unions", 12, 12, None, "at_least"),
        ("He saw 10 or more people.", "10 or more people", 10, 10, None, "at_least"),
        ("They hold 300+ prisoners.", "300+ prisoners", 300, 300, None, "at_least"),
        ("Dozens of young drivers waited.", "Dozens of young drivers", None, 24, None, "at_least"),
        ("Tens of thousands marched.", "Tens of thousands", None, 20_000, None, "at_least"),
        ("Several hundred workers struck.", "Several hundred workers", None, 200, None, "at_least"),
        ("At least another 40 villages burnt.", "At least another 40 villages", 40, 40, None, "at_least"),
        ("Seventeen reports were filed.", "Seventeen reports", 17, 17, 17, "exact"),
        ("One reporter asked.", "One reporter", 1, 1, 1, "exact"),
    ],
)
def test_a_figure_is_held_as_its_words_hold_it(
    text: str, words: str, value: float | None, low: float | None, high: float | None, hedge: str
) -> None:
    found = only(text)
    assert (found.of(text), found.value, found.low, found.high, found.hedge) == (words, value, low, high, hedge)


@pytest.mark.parametrize(
    ("text", "category", "unit", "value"),
    [
        ("87,28 %", "percent", "percent", 87.28),
        ("10 per cent", "percent", "percent", 10),
        ("5 percentage points", "percent", "percentage point", 5),
        ("€39bn", "money", "EUR", 39e9),
        ("US$1,200.50", "money", "USD", 1200.5),
        ("Rs 2,50,000", "money", "INR", 250_000),
        ("CHF 1'500'000", "money", "CHF", 1_500_000),
        ("1,5 million euros", "money", "EUR", 1.5e6),
        ("ten dollars and 20 cents", "money", "USD", 10.2),
        ("half a million zlotys", "money", "PLN", 500_000),
        ("$20 CAD", "money", "CAD", 20),
        ("two and a half million pounds", "money", "GBP", 2.5e6),
        ("a million and a half dollars", "money", "USD", 1.5e6),
        ("a quarter of a million voters", "count", "voters", 250_000),
        ("the age of 71", "duration", "year", 71),
        ("two thirds", "ratio", "ratio", 2 / 3),
        ("one in five", "ratio", "ratio", 0.2),
        ("9 out of 10", "ratio", "ratio", 0.9),
        ("a third of it", "ratio", "ratio", 1 / 3),
        ("three times more", "ratio", "ratio", 3),
        ("a 20-fold rise", "ratio", "ratio", 20),
        ("two decades", "duration", "year", 20),
        ("ten and a half years", "duration", "year", 10.5),
        ("a five-year term", "duration", "year", 5),
        ("60 000 voters", "count", "voters", 60_000),
        ("1.5m refugees", "count", "refugees", 1.5e6),
        ("three OSCE participating States", "count", "OSCE participating States", 3),
        ("15 human rights defenders", "count", "human rights defenders", 15),
        ("80 km/h", "measure", "km/h", 80),
        ("its 12th package", "ordinal", "package", 12),
    ],
)
def test_a_unit_is_read_beside_its_number(text: str, category: str, unit: str, value: float) -> None:
    found = only(text)
    assert (found.category, found.unit) == (category, unit)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("15–20 patients", 15, 20),
        ("€2-3bn", 2e9, 3e9),
        ("$5 million to $7 million", 5e6, 7e6),
        ("10% to 15%", 10, 15),
        ("two or three boats", 2, 3),
        ("900,000 to 1 million", 900_000, 1e6),
    ],
)
def test_a_range_is_an_interval(text: str, low: float, high: float) -> None:
    found = only(text)
    assert (found.value, found.low, found.high, found.hedge) == (None, low, high, "between")


def test_a_change_is_two_figures_and_no_range() -> None:
    found = quantities.find("Arrests rose from 98 to 300, by 141 votes to 5; exports fell 59% to €1bn.")
    assert [each.value for each in found] == [98, 300, 141, 5, 59, 1e9]


@pytest.mark.parametrize(
    ("text", "per"), [("15 arrests every day", "day"), ("€5 per month", "month"), ("9 tonnes annually", "year")]
)
def test_what_a_figure_is_by_is_read(text: str, per: str) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    "text",
    [
        "the G7, COP29, an F-16, MH17 and COVID-19",
        "Articles 5, 6 and 10 of the Covenant, paragraph 12, page 3 of 12",
        "resolution 2231 (2015) and document A/RES/68/262",
        "as the report said.[12]",
        "The report said so.12 Others did not.",
        "On 18 June 2023, on September 17-18 and on the 3rd of May",
        "in 2023, the 2020 election, 2021–2022, the 1990s and the '90s",
        "Call +44 20 7946 0018 before 10:30 or at 5 pm",
        "10 Example Street",
        "no one, one of them, one another, the one",
        "zero tolerance, the two-state solution, the six-party talks",
        "first, they left",
        "the Five Eyes, the Group of Seven, the Group of 20, Boeing 737",
        "version 1.2.3",
        "2) the next point",
        "a third round and the second half",
        "write to press@example.org or https://example.org/2024/15",
    ],
)
def test_a_number_that_is_no_figure_is_refused_with_a_reason(text: str) -> None:
    assert [each.of(text) for each in quantities.find(text)] == []
    assert all(trap.reason for trap in quantities.refused(text))


def test_the_reason_of_a_trap_stands_with_its_place() -> None:
    text = "Baku hosts COP29 on 3 June."
    assert [(trap.of(text), trap.reason) for trap in quantities.refused(text)] == [
        ("29", "part of a name"),
        ("3", "a date"),
    ]


def test_places_are_those_of_the_text_as_it_was() -> None:
    text = "The ﬁrst oﬃcial\u200b said: “more\u00a0than 1\u202f500 of\u00adficers” – 15\u201320\u00a0%."
    found = quantities.find(text)
    assert [(each.of(text), each.number and each.number.of(text)) for each in found] == [
        ("more\u00a0than 1\u202f500 of\u00adficers", "1\u202f500"),
        ("15\u201320\u00a0%", "15\u201320"),
    ]


def test_letters_of_another_alphabet_do_not_hide_a_hedge() -> None:
    assert only("mоre than 300 farms").hedge == "at_least"


def test_a_line_end_within_a_sentence_is_a_blank_and_a_paragraph_is_none() -> None:
    assert only("more than\n300 farms").hedge == "at_least"
    assert only("He is held for more than\n\n300 farms").hedge == "exact"


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "unit"),
    [
        ("Уволены более 60 тысяч учителей.", "более 60 тысяч учителей", 60_000, None, "учителей"),
        ("Не менее 1500 новых домов.", "Не менее 1500 новых домов", 1500, None, "новых домов"),
        ("От 300 до 400 врачей.", "От 300 до 400 врачей", 300, 400, "врачей"),
        ("Штраф 5 тыс. долларов.", "5 тыс. долларов", 5000, 5000, "USD"),
        ("Сидит до 15 суток с 5 марта 2021 г.", "до 15 суток", None, 15, "day"),
        ("Явка 87,28 %.", "87,28 %", 87.28, 87.28, "percent"),
        ("Десятки журналистов.", "Десятки журналистов", 20, None, "журналистов"),
    ],
)
def test_russian_has_words_of_its_own(text: str, words: str, low: float | None, high: float | None, unit: str) -> None:
    found = only(text, "ru")
    assert (found.of(text), found.low, found.high, found.unit) == (words, low, high, unit)


def test_in_a_language_without_rules_signs_and_digits_still_tell() -> None:
    found = quantities.find("Der Umsatz stieg um 12,5 % auf €3.", "de")
    assert [(each.value, each.unit) for each in found] == [(12.5, "percent"), (3, "EUR")]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "%", "1", "a", "one in", "half a", "$", "5 million 3", "½", "±", "between 5 and"]
)
def test_little_text_is_no_trouble(text: str) -> None:
    assert len(quantities.find(text)) <= 2


@pytest.mark.parametrize(
    "unit", ["9", "9,", "1,000", "A", "A ", '"', "“”", "-", "\n", "$", "x-", "a1-", "\u200b", "ﬁ", "a@"]
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert linear(quantities.find, unit)


@pytest.mark.parametrize(
    "phrase", ["1 in ", "dozens of ", "5 cents ", "one and a half ", "more than ", "half a ", "± 3 "]
)
def test_phrases_without_end_end(phrase: str) -> None:
    quantities.find(phrase * 2000)
