from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base import dates
from kronika.base.dates import bounds, ftm, is_placeholder, parse, split
from kronika.base.errors import Unreadable

READ = [
    ("24.9.2004", "2004-09-24"),
    ("7.2.1956", "1956-02-07"),
    ("18.02.1943", "1943-02-18"),
    ("29 March 1970", "1970-03-29"),
    ("2 December 1985", "1985-12-02"),
    ("26 Feb. 2011", "2011-02-26"),
    ("8 Oct.1967", "1967-10-08"),
    ("06 Jun 1972", "1972-06-06"),
    ("19-Dec-1992", "1992-12-19"),
    ("21. Juni 1966", "1966-06-21"),
    ("June 21, 1966", "1966-06-21"),
    ("21st June, 1966", "1966-06-21"),
    ("2nd of May 1966", "1966-05-02"),
    ("1966 June 21", "1966-06-21"),
    ("August, 1961", "1961-08"),
    ("Jun 1972", "1972-06"),
    ("Sept. 1958", "1958-09"),
    ("1er août 1966", "1966-08-01"),
    ("3. März 1966", "1966-03-03"),
    ("21 de junio de 1966", "1966-06-21"),
    ("21 июня 1966 г.", "1966-06-21"),
    ("21 червня 1966 року", "1966-06-21"),
    ("21 чэрвеня 1966 года", "1966-06-21"),
    ("30 жніўня 1954", "1954-08-30"),
    ("март 1970", "1970-03"),
    ("1966", "1966"),
    ("00/00/1945", "1945"),
    ("dd/mm/1945", "1945"),
    ("##/##/1945", "1945"),
    ("00.00.1966", "1966"),
    ("00/05/1970", "1970-05"),
    ("01/1958", "1958-01"),
    ("00/1958", "1958"),
    ("1966-06-21", "1966-06-21"),
    ("1966/06/21", "1966-06-21"),
    ("1966-06", "1966-06"),
    ("1966-06-00", "1966-06"),
    ("2026-02-27T00:00:09.554Z", "2026-02-27"),
    ("1962-11-09-05:00", "1962-11-09"),
    ("21/06/1966", "1966-06-21"),
    ("7.8. 1978", "1978-08-07"),
    ("28.01 1966", "1966-01-28"),
    ("٢١/٠٦/١٩٦٦", "1966-06-21"),
    ("۱۹۶۶", "1966"),
    ("circa 1961", "1961~"),
    ("c. 1955", "1955~"),
    ("ca. 1947", "1947~"),
    ("Approximately 1958", "1958~"),
    ("1958 (approximative)", "1958~"),
    ("1970 circa", "1970~"),
    ("circa May 1972", "1972-05~"),
    ("on or around 3.4.1973", "1973-04-03~"),
    ("Approximately 1955-1958", "[1955~..1958~]"),
    ("Approximately 1955- 1958", "[1955~..1958~]"),
    ("Between 1962 and 1963 (Approximately)", "[1962~..1963~]"),
    ("circa 1955 to circa 1958", "[1955~..1958~]"),
    ("Between 1984 and 1986", "[1984..1986]"),
    ("Between 1963 to 1968", "[1963..1968]"),
    ("1955-1958", "[1955..1958]"),
    ("1955–1958", "[1955..1958]"),
    ("1955-1955", "1955"),
    ("1961-62", "[1961..1962]"),
    ("1963/1964", "[1963..1964]"),
    ("01 Jan 1961 to 31 Dec 1963", "[1961-01-01..1963-12-31]"),
    ("1.1.1961-31.12.1963", "[1961-01-01..1963-12-31]"),
    ("Between Aug. and Sep 1977", "[1977-08..1977-09]"),
    ("March/April 1965", "[1965-03..1965-04]"),
    ("1960s", "[1960..1969]"),
    ("circa 1960's", "[1960~..1969~]"),
]

REFUSED = [
    ("", "not one date"),
    ("13.13.1966", "no such month: '13.13.1966'"),
    ("06/21/1966", "no such month"),
    ("31.02.1966", "no such day"),
    ("29 February 1900", "no such day"),
    ("05/00/1970", "a day without a month"),
    ("Sep-66", "no year of four digits"),
    ("23-Apr-68", "no year of four digits"),
    ("07/04/62", "a year of two digits"),
    ("28 September", "no year of four digits"),
    ("born in the early 1960s", "not a date"),
    ("early 1960s", "not a date"),
    ("born in Minsk", "not a date: 'born in Minsk'"),
    ("10/061962", "not a date"),
    ("24/06/1402", "a year outside 1800 to 2100"),
    ("1958-1955", "a range that runs backwards"),
    ("1954/1967", "not one date"),
    ("1.1.1970 or 8.7.1963", "not a date"),
    ("DOB 1966", "not a date"),
    ("1966 (presumed)", "not a date"),
    ("0000-00-00", "a placeholder, not a date"),
    ("1966 " * 50, "too long for one date"),
]


@pytest.mark.parametrize(("printed", "value"), READ)
def test_a_date_is_read_at_the_precision_in_which_it_is_printed(printed: str, value: str) -> None:
    assert parse(printed) == value


@pytest.mark.parametrize(("printed", "reason"), REFUSED)
def test_a_text_that_is_not_one_certain_date_is_refused_with_its_reason(printed: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        parse(printed)


def test_the_publisher_decides_whether_the_day_or_the_month_comes_first() -> None:
    assert parse("06/07/1966", "dmy") == "1966-07-06"
    assert parse("06/07/1966", "mdy") == "1966-06-07"
    assert parse("06/21/1966", "mdy") == "1966-06-21"
    assert parse("21/06/1966", "ymd") == parse("06/21/1966", "ymd") == "1966-06-21"
    with pytest.raises(Unreadable, match="cannot be told apart"):
        parse("06/07/1966", "ymd")


SEVERAL = [
    ("1.1.1970 or 8.7.1963", ["1.1.1970", "8.7.1963"]),
    ("21.11.1964 / 1965", ["21.11.1964", "1965"]),
    ("26.12.2016/3.4.2017", ["26.12.2016", "3.4.2017"]),
    ("(a) 14.3.1974, (b) 13.4.1974", ["14.3.1974", "13.4.1974"]),
    (
        "a) Approximately 1955- 1958 b) Approximately 1945-1950",
        ["Approximately 1955- 1958", "Approximately 1945-1950"],
    ),
    ("Approximately 1985; Between 1984 and 1986", ["Approximately 1985", "Between 1984 and 1986"]),
    ("1975 OR 1976", ["1975", "1976"]),
    ("1) 01/02/1970 2) 03/04/1971", ["01/02/1970", "03/04/1971"]),
    ("(i) 11.4.1963, (ii) 11.4.1960", ["11.4.1963", "11.4.1960"]),
    ('"(a) 1.1.1958; (b) 1958"', ["1.1.1958", "1958"]),
    ("1979, 1980 or 1981", ["1979", "1980", "1981"]),
    ("1970 and 1972", ["1970", "1972"]),
    ("25.7.1978 (or 23.3.1975)", ["25.7.1978", "23.3.1975"]),
    ("g) (Aug. 1961) h) (Jul. 1961)", ["Aug. 1961", "Jul. 1961"]),
    ("21/09/1964; alt DOB: 1962", ["21/09/1964", "1962"]),
    ("14 Mar 1974 >> 13 Apr 1974", ["14 Mar 1974", "13 Apr 1974"]),
    ("5/06/1953   15/06/1953", ["5/06/1953", "15/06/1953"]),
    ("1961;\n5 May 1964", ["1961", "5 May 1964"]),
    ("  June 21, 1966 ", ["June 21, 1966"]),
    ("approximately 1977/1978", ["approximately 1977/1978"]),
    ("Between 1962 and 1963 (Approximately)", ["Between 1962 and 1963 (Approximately)"]),
    ("on or around 3.4.1973", ["on or around 3.4.1973"]),
    ("1965.", ["1965"]),
    ("born about 61)", ["born about 61"]),
    ("born in Minsk", ["born in Minsk"]),
    (" ", []),
]


@pytest.mark.parametrize(("cell", "pieces"), SEVERAL)
def test_a_cell_is_split_into_its_dates_without_the_marks_between_them(cell: str, pieces: list[str]) -> None:
    assert [cell[start:end] for start, end in split(cell)] == pieces


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1966-06-21", date(1966, 6, 21), date(1966, 6, 21)),
        ("1964-02", date(1964, 2, 1), date(1964, 2, 29)),
        ("1972~", date(1972, 1, 1), date(1972, 12, 31)),
        ("[1955~..1958~]", date(1955, 1, 1), date(1958, 12, 31)),
        ("[1977-08..1977-09]", date(1977, 8, 1), date(1977, 9, 30)),
    ],
)
def test_bounds_are_the_first_and_the_last_day_that_is_meant(value: str, first: date, last: date) -> None:
    assert bounds(value) == (first, last)


@pytest.mark.parametrize("value", ["", "1966-6-1", "1966-13", "1966-02-30", "[1966]", "[1966..", "1966?", "..1966"])
def test_bounds_refuse_what_the_grammar_does_not_know(value: str) -> None:
    with pytest.raises(Unreadable):
        bounds(value)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1966-06-21", ["1966-06-21"]),
        ("1972-05~", ["1972-05"]),
        ("[1955..1958]", ["1955", "1956", "1957", "1958"]),
        ("[2011-02-20..2011-03-02]", ["2011"]),
        ("[1960..1969]", [str(year) for year in range(1960, 1970)]),
        ("[1960..1970]", []),
    ],
)
def test_followthemoney_gets_iso_prefixes(value: str, iso: list[str]) -> None:
    assert ftm(value) == iso


@pytest.mark.parametrize(
    "text",
    [
        "9999-99-99",
        "9999",
        "00/00/0000",
        "00.00.0000",
        "0000-00-00",
        "dd/mm/yyyy",
        "na",
        "N/A",
        "N/D",
        " unknown ",
        "-",
    ],
)
def test_a_filler_in_place_of_a_date_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "1966", "00/00/1966", "1900-01-01", "September"])
def test_a_date_of_which_only_parts_are_unknown_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


EVERY_DAY = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
PRINTED = ["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d %b. %Y", "%B %d, %Y", "%d-%b-%Y"]


@given(EVERY_DAY, st.sampled_from(PRINTED))
def test_every_day_survives_every_printed_format(day: date, layout: str) -> None:
    value = parse(day.strftime(layout))
    assert value == day.isoformat()
    assert bounds(value) == (day, day)
    assert ftm(value) == [value]
    assert parse(value) == value


@given(EVERY_DAY)
def test_a_month_or_a_year_alone_is_never_made_a_day(day: date) -> None:
    assert parse(f"{day:%B %Y}") == parse(f"{day:%m/%Y}") == parse(f"00/{day:%m/%Y}") == f"{day:%Y-%m}"
    assert parse(f"{day:%Y}") == parse(f"00.00.{day:%Y}") == f"{day:%Y}"


@given(EVERY_DAY, st.integers(0, 40_000), st.sampled_from(["{} to {}", "between {} and {}", "{} - {}"]))
def test_a_range_has_the_bounds_of_its_two_ends(first: date, days: int, layout: str) -> None:
    last = min(first + timedelta(days), date(dates.LAST_YEAR, 12, 31))
    assert bounds(parse(layout.format(f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}"))) == (first, last)


WORDS = ["1966", "66", "06", "21", "00", "Jun", "марта", "circa", "between", "and", "to", "or", "a)", "(", ")", "9999"]
DATE_LIKE = st.lists(st.sampled_from([*WORDS, *" ./-,;:~[]s\n\u00a0"]), max_size=12).map("".join)


@given(st.text(max_size=200) | DATE_LIKE, st.sampled_from(["dmy", "mdy", "ymd"]))
def test_any_text_is_either_read_consistently_or_refused(text: str, order: dates.Order) -> None:
    try:
        value = parse(text, order)
    except Unreadable:
        return
    first, last = bounds(value)
    assert first <= last
    assert bounds(value.replace("~", "")) == (first, last)
    assert parse(value.strip("[]").split("..")[0].replace("~", "")) == value.strip("[]").split("..")[0].replace("~", "")
    assert all(prefix[:4].isdigit() for prefix in ftm(value))


@given(st.text(max_size=200) | DATE_LIKE)
def test_splitting_loses_no_digits(text: str) -> None:
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    outside = list(text)
    for start, end in spans:
        assert text[start:end].strip() == text[start:end]
        outside[start:end] = " " * (end - start)
    rest = re.sub(r"\(?\b(?:[a-z]|[ivx]{2,4}|1?\d)\)", " ", "".join(outside), flags=re.IGNORECASE)
    rest = re.sub(r"alt\.?\s?dob|\band\b|\bor\b", " ", rest, flags=re.IGNORECASE)
    assert not re.search(r"\w", rest)


@given(st.lists(EVERY_DAY, min_size=1, max_size=5), st.sampled_from([" or ", "; ", ", ", " / ", " and ", "\n"]))
def test_dates_that_were_joined_are_split_again(days: list[date], separator: str) -> None:
    cell = separator.join(f"{day:%d.%m.%Y}" for day in days)
    assert [parse(cell[start:end]) for start, end in split(cell)] == [day.isoformat() for day in days]


def test_of_a_thousand_dates_in_the_eu_acts_at_least_995_are_read(real: Path) -> None:
    read = refused = 0
    for path in sorted((real / "sanctions" / "eu_journal").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for cell in filter(None, (row["birthDate"], row["startDate"], row["incorporationDate"])):
                    try:
                        assert [parse(cell[start:end]) for start, end in split(cell)]
                        read += 1
                    except Unreadable:
                        refused += 1
    assert refused <= 0.005 * read
