"""Dates in running text: invented sentences as press releases write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growing import linear
from kronika.study.claims import dates


def said(text: str, published: str = "2024-04-10", language: str = "en") -> list[tuple[str, str]]:
    return [(each.of(text), each.value) for each in dates.find(text, published, language)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The vote on 15–17 March 2024 was neither free nor fair.", "15–17 March 2024", "2024-03-15/2024-03-17"),
        ("On 17th of September 2020 the mission began.", "17th of September 2020", "2020-09-17"),
        ("Sept. 17, 2020 was a Thursday.", "Sept. 17, 2020", "2020-09-17"),
        ("Signed 2020-09-17T10:00Z.", "2020-09-17T10:00Z", "2020-09-17"),
        ("Signed on 17.09.2020 in Brest.", "17.09.2020", "2020-09-17"),
        ("From August to December 2020 they were beaten.", "August to December 2020", "2020-08/2020-12"),
        ("Between 2011 and 2015 nobody was named.", "2011 and 2015", "2011/2015"),
        ("The 2021/22 budget was cut.", "2021/22", "2021/2022"),
        ("In the 1990s the press was freer.", "the 1990s", "1990/1999"),
        ("The 2020 protests were put down.", "2020", "2020"),
        ("At the start of 2023 there were fewer.", "the start of 2023", "2023-01"),
        ("Exports fell in the second half of 2022.", "the second half of 2022", "2022-07/2022-12"),
        ("Q3 2022 was worse.", "Q3 2022", "2022-07/2022-09"),
        ("17 сентября 2020 года в Минске", "17 сентября 2020", "2020-09-17"),
        ("В августе 2020 года", "августе 2020", "2020-08"),
    ],
)
def test_a_date_that_says_its_year_stands_for_itself(text: str, words: str, value: str) -> None:
    (found,) = dates.find(text)
    assert (found.of(text), found.value, found.basis, found.anchor) == (words, value, "absolute", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thousands marched in September.", "2023-09"),
        ("Thousands marched in April.", "2024-04"),
        ("They will vote in September.", "2024-09"),
        ("They were sentenced on 26 January.", "2024-01-26"),
        ("The vote is scheduled for 26 January.", "2025-01-26"),
        ("He was arrested last month.", "2024-03"),
        ("He was arrested last week.", "2024-04-01/2024-04-07"),
        ("He was arrested on Tuesday.", "2024-04-09"),
        ("He was arrested yesterday.", "2024-04-09"),
        ("He was arrested three years ago.", "2021"),
        ("He was arrested three days ago.", "2024-04-07"),
        ("It happened last August.", "2023-08"),
        ("The mission returns in March next year.", "2025-03"),
        ("More will follow later this year.", "2024"),
    ],
)
def test_a_date_without_its_year_is_resolved_against_the_documents(text: str, value: str) -> None:
    (found,) = dates.find(text, "2024-04-10")
    assert (found.value, found.anchor) == (value, "document")


@pytest.mark.parametrize("text", ["In September.", "Last month.", "On Tuesday.", "Later this year.", "That month."])
def test_a_date_without_its_year_is_left_open_where_the_document_has_none(text: str) -> None:
    assert [each.value for each in dates.find(text)] == [""]


def test_a_document_of_which_only_the_month_is_known_resolves_months_but_no_days() -> None:
    assert said("Last month, yesterday, on Tuesday.", "2024-04") == [
        ("Last month", "2024-03"),
        ("yesterday", ""),
        ("Tuesday", ""),
    ]


def test_words_about_the_same_year_look_back_in_the_paragraph() -> None:
    text = "At the start of 2022 there were 98. By the end of the year it was 300.\nBy the end of the year it was 400."
    assert [value for _, value in said(text)] == ["2022-01", "2022-12", "2024-12"]
    assert said("In 2020 they marched. In September it went on.")[1] == ("September", "2020-09")


def test_the_word_before_a_date_says_whether_it_is_an_end() -> None:
    found = dates.find("Since 2021, by 13 November 2021, until late August 2022, in 2023.")
    assert [each.bound for each in found] == ["since", "by", "until", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for over a year", "P1Y"),
        ("six more years in power", "P6Y"),
        ("a 15-year sentence", "P15Y"),
        ("within 24 hours", "PT24H"),
        ("for many decades", "PXDE"),
        ("now", "PRESENT"),
        ("for decades to come", "FUTURE"),
    ],
)
def test_durations_and_vague_words_are_what_they_are(text: str, value: str) -> None:
    assert [each[1] for each in said(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "More than 2020 people came.",
        "In 2000 cases nobody answered.",
        "Resolution 2023 and No. 2021.",
        "It costs $2020 or €2021.",
        "A plant of 2020 MW.",
        "A March for freedom. He may go. Theresa May spoke of august company.",
        "1.2020 and 2,020",
        "31 February 2020 is no day, nor is 2020-13-45.",
    ],
)
def test_numbers_and_words_that_are_no_dates_are_left_alone(text: str) -> None:
    assert [each for each in said(text) if each[1][:4] != "2020" or "February" not in text] == []


def test_a_date_that_can_be_read_two_ways_is_found_and_left_open() -> None:
    assert said("On 9/8/2020 they voted.") == [("9/8/2020", "")]


def test_a_language_without_rules_gives_only_what_is_printed() -> None:
    assert said("El 21 de junio de 1966, ayer, last month, 2020-09-17", language="es") == [
        ("21 de junio de 1966", "1966-06-21"),
        ("2020-09-17", "2020-09-17"),
    ]


def test_bounds_are_days_and_what_has_none_is_refused() -> None:
    assert dates.bounds("2020-08/2020-12") == (date(2020, 8, 1), date(2020, 12, 31))
    for value in ("P1Y", "PRESENT", ""):
        with pytest.raises(ValueError, match="no date or period"):
            dates.bounds(value)


def test_a_document_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no year, month or day"):
        dates.find("now", "April 2024")


@given(st.text(alphabet="0123456789 ./-MayJunest'of thelasyrmon\n", max_size=80))
def test_whatever_stands_there_places_are_within_the_text_and_in_order(text: str) -> None:
    end = 0
    for each in dates.find(text, "2024-04-10"):
        assert end <= each.start < each.end <= len(text)
        end = each.end


@pytest.mark.parametrize("piece", ["2020 ", "1", "May ", "a year ", "over at least ", "early the ", "1 2 3 "])
def test_hostile_texts_take_no_longer_than_their_length(piece: str) -> None:
    assert linear(lambda text: dates.find(text, "2024-04"), piece)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Today's announcement follows others.", "Today", "2024-04-10"),
        ("It was signed this morning.", "this morning", "2024-04-10"),
        ("He said Sunday that he would stay.", "Sunday", "2024-04-07"),
        ("Thursday's vote was neither free nor fair.", "Thursday", "2024-04-04"),
        ("On Monday, the Council will meet.", "Monday", "2024-04-15"),
        ("She was moved last October 18 to a cell.", "last October 18", "2023-10-18"),
        ("They met on 12 December last year.", "12 December last year", "2023-12-12"),
        ("Created: 2024.03.25", "2024.03.25", "2024-03-25"),
        ("He was jailed ahead of the June elections.", "June", "2024-06"),
        ("He was jailed ahead of the February elections.", "February", "2024-02"),
        ("The paper was laid before us on 14 August.", "14 August", "2023-08-14"),
    ],
)
def test_days_as_press_releases_tell_them(text: str, words: str, value: str) -> None:
    (found,) = dates.find(text, "2024-04-10")
    assert (found.of(text), found.value) == (words, value)


@pytest.mark.parametrize(
    "text", ["Today's world is cruel.", "They march every Friday.", "The Sunday Times has it.", "It was Bloody Sunday."]
)
def test_names_of_days_that_are_no_days(text: str) -> None:
    assert dates.find(text, "2024-04-10") == []
