from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import Unreadable
from kronika.base.placenames import WORDINGS
from kronika.base.places import code, countries, country, is_placeholder, name

ONE = [
    ("Belarus", "by"),
    ("BELARUS", "by"),
    ("Belarus / Bélarus", "by"),
    ("Republic of Belarus", "by"),
    ("Республика Беларусь", "by"),
    ("Belarusian", "by"),
    ("Belarussian", "by"),
    ("Russian Federation", "ru"),
    ("Russian", "ru"),
    ("Democratic People's Republic of Korea", "kp"),
    ("Democratic People’s Republic of Korea (DPRK)", "kp"),
    ("Korea, North", "kp"),
    ("Congo (Democratic Republic)", "cd"),
    ("Congo, Republic of the", "cg"),
    ("Iran (Islamic Republic of).", "ir"),
    ("Burma", "mm"),
    ("Myanmar (Burma) / Myanmar (Birmanie)", "mm"),
    ("West Bank", "ps"),
    ("Occupied Palestinian Territories", "ps"),
    ("Bosnia-Herzegovina", "ba"),
    ("Trinidad and Tobago", "tt"),
    ("Türkiye", "tr"),
    ("U.S.", "us"),
    ("UK", "gb"),
    ("Kosovo", "xk"),
    ("Crimea", "ua-cri"),
    ("USSR", "suhh"),
    ("former USSR", "suhh"),
    ("Ukrainian SSR", "suhh"),
    ("former Yugoslavia", "yucs"),
    ("The Former Yugoslav Republic of Macedonia", "mk"),
    ("Kuwaiti citizenship", "kw"),
    ("the Russian Federation", "ru"),
    ("Czech and Slovak Federative Republic", "cshh"),
    ("Serbia and Montenegro", "csxx"),
    ("German Democratic Republic", "dd"),
    ("former Zaire", "zr"),
    ("North-Ossetian Autonomous SSR", "suhh"),
    ("Белорусская ССР", "suhh"),
    ("Netherlands Antilles", "nl"),
    ("Moldova, Republic of", "md"),
    ("Iran, Islamic Republic of", "ir"),
    ("Bahamas, The", "bs"),
    ("Micronesia (Federated States of)", "fm"),
    ("Virgin Islands, British", "vg"),
    ("United Kingdom of Great Britain and Northern\nIreland", "gb"),
    ("China, Hong Kong Special Administrative Region", "hk"),
    ("Region: Northern Mali", "ml"),
    ("Scotland", "gb-sct"),
    ("European Union", "eu"),
    ("Phillipines", "ph"),
    ("Belrus", "by"),
]


@pytest.mark.parametrize(("printed", "expected"), ONE)
def test_an_official_wording_of_a_country_is_read(printed: str, expected: str) -> None:
    assert country(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "Belarus",
        "Biélorussie",
        "Bielorussia",
        "Bielorrusia",
        "Bielorrússia",
        "Беларусь",
        "Білорусь",
        "Białoruś",
        "Baltarusija",
    ],
)
def test_a_country_is_read_in_the_languages_of_the_lists(printed: str) -> None:
    assert country(printed) == country(printed.upper()) == "by"


SEVERAL = [
    ("1) Saudi Arabia 2) Qatar", [("sa", "Saudi Arabia"), ("qa", "Qatar")]),
    ("a) Afghanistan b) Pakistan", [("af", "Afghanistan"), ("pk", "Pakistan")]),
    ("(1) Russia. (2) Georgia", [("ru", "Russia"), ("ge", "Georgia")]),
    ("(1)-(2) Tunisia (3) Morocco", [("tn", "Tunisia"), ("ma", "Morocco")]),
    ("(1) to (6) Algeria (7) Morocco", [("dz", "Algeria"), ("ma", "Morocco")]),
    ("(1-3) Libya (4) Morocco", [("ly", "Libya"), ("ma", "Morocco")]),
    ("Belarus/Russia", [("by", "Belarus"), ("ru", "Russia")]),
    ("Syria, Lebanon", [("sy", "Syria"), ("lb", "Lebanon")]),
    ("Russian and Ukrainian", [("ru", "Russian"), ("ua", "Ukrainian")]),
    ("Ukrainian and/or Russian", [("ua", "Ukrainian"), ("ru", "Russian")]),
    ("DRC and Belgian nationalities", [("cd", "DRC"), ("be", "Belgian")]),
    ("former USSR (now Belarus)", [("suhh", "USSR"), ("by", "Belarus")]),
    ("Former USSR Currently Belarus", [("suhh", "USSR"), ("by", "Belarus")]),
    ("Kyrgyz SSR (now Kyrgyzstan)", [("suhh", "Kyrgyz SSR"), ("kg", "Kyrgyzstan")]),
    ("Georgia (former USSR)", [("ge", "Georgia"), ("suhh", "USSR")]),
    ("Russia (USSR)", [("ru", "Russia"), ("suhh", "USSR")]),
    ("former Belarussian SSR (now Belarus)", [("suhh", "Belarussian SSR"), ("by", "Belarus")]),
    ("Sudan/South Sudan", [("sd", "Sudan"), ("ss", "South Sudan")]),
    (
        "(1) Congo (Democratic Republic). (2) Chad",
        [("cd", "Congo (Democratic Republic)"), ("td", "Chad")],
    ),
    (
        "Trinidad and Tobago and Bosnia and Herzegovina",
        [("tt", "Trinidad and Tobago"), ("ba", "Bosnia and Herzegovina")],
    ),
]


@pytest.mark.parametrize(("cell", "expected"), SEVERAL)
def test_a_cell_that_names_several_countries_gives_each_with_its_span(
    cell: str, expected: list[tuple[str, str]]
) -> None:
    assert [(found, cell[start:end]) for found, start, end in countries(cell)] == expected


REFUSED = [
    ("Atlantis", "no country is called 'Atlantis'"),
    ("Minsk", "no country is called 'Minsk'"),
    ("Texas", "no country is called 'Texas'"),
    ("Tunis", "no country is called 'Tunis'"),
    ("Donetsk, Ukraine", "no country is called 'Donetsk'"),
    ("-", "no country is called '-'"),
    ("Irã", "no country is called 'Irã'"),
    ("SUHH", "no country is called 'SUHH'"),
    ("na", "no country is called 'na'"),
    ("BY", "no country is called 'BY'"),
    ("Q184", "no country is called 'Q184'"),
    ("Belarsu", "no country is called 'Belarsu'"),
    ("possibly Ethiopian", "no country is called 'possibly Ethiopian'"),
    ("Iraq (previous address)", "no country is called 'previous address'"),
    ("Kuwaiti citizenship withdrawn in 2002", "no country is called 'withdrawn in 2002'"),
    ("Congolese", "said of the two Congos"),
    ("Russian or Korean", "said of the two Koreas"),
    ("Kongo", "said of the two Congos"),
    ("Dominican", "said of Dominica and the Dominican Republic"),
    ("Mauritian", "said of Mauritius and, by mistake, of Mauritania"),
    ("Maurice", "said of Mauritius and of persons"),
    ("Granada", "said of Grenada and a city of Spain"),
    ("Kashmir", "said of India and Pakistan"),
    ("former Ukrainian", "a country of the past"),
    ("", "no country is stated"),
    ("(1)", "no country is stated"),
    (", ".join(["Russia"] * 50), "not a list of countries"),
]


@pytest.mark.parametrize(("printed", "reason"), REFUSED)
def test_a_wording_that_is_not_certainly_a_country_is_refused_with_its_reason(printed: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        countries(printed)


def test_one_country_is_not_read_from_a_cell_that_names_two() -> None:
    with pytest.raises(Unreadable, match="several countries: 'Belarus/Russia'"):
        country("Belarus/Russia")


CODES = {
    "by": ["BY", "by", "BLR"],
    "gb": ["UK", "GBR"],
    "gr": ["EL", "GRC"],
    "xk": ["XK", "XKX"],
    "ro": ["ROU", "ROM"],
    "mm": ["BU", "MMR", "BUMM"],
    "suhh": ["SU", "SUN", "SUHH"],
    "yucs": ["YU", "YUG", "YUCS"],
    "csxx": ["SCG", "CSXX"],
    "cshh": ["CSK", "CSHH"],
    "dd": ["DD", "DDR", "DDDE"],
    "zr": ["ZR", "ZAR", "ZRCD"],
    "ua-cri": ["UA-CRI"],
}


@pytest.mark.parametrize(("expected", "printed"), CODES.items())
def test_a_publishers_code_becomes_the_code_in_use_here(expected: str, printed: list[str]) -> None:
    assert {code(text) for text in printed} == {expected}


@pytest.mark.parametrize("printed", ["00", "", "Q184", "us-ny", "Belarus", "CS", " BY"])
def test_a_code_that_is_unknown_or_was_given_twice_is_refused(printed: str) -> None:
    with pytest.raises(Unreadable, match="no country has the code"):
        code(printed)


def table() -> list[tuple[list[str], list[str]]]:
    lines = [line.partition(": ") for line in re.sub(r"\n +", " ", WORDINGS).strip().splitlines()]
    return [(codes.split(), names.split("; ")) for codes, _, names in lines]


def read(wording: str) -> str:
    try:
        return country(wording)
    except Unreadable:
        return ""


def test_the_codes_are_those_of_followthemoneys_country_type() -> None:
    vocabulary = json.loads((resources.files("kronika.base") / "vocabulary.json").read_text("utf-8"))
    assert sorted(codes[0] for codes, _ in table()) == sorted(vocabulary["countries"])


def test_every_code_is_its_own_code_and_no_code_stands_for_two_countries() -> None:
    every = [each for codes, _ in table() for each in codes]
    assert len(every) == len(set(every))
    for codes, names in table():
        assert {code(each) for each in codes} == {codes[0]}
        assert name(codes[0]) == names[0] != ""


def test_no_wording_of_the_table_stands_for_two_countries() -> None:
    wrong = {each: (codes[0], read(each)) for codes, names in table() for each in names}
    assert {each: pair for each, pair in wrong.items() if pair[1] not in {pair[0], ""}} == {}
    assert [each for each, (_, found) in wrong.items() if not found] == ["Saint Martin"]


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es", "pt", "ru", "uk", "be", "pl", "lt"])
def test_no_country_is_called_by_the_name_that_another_has_in_cldr(language: str) -> None:
    known = {codes[0] for codes, _ in table()} - {"zz"}
    printed = {
        str(key).lower(): each for key, each in Locale(language).territories.items() if str(key).lower() in known
    }
    found = {key: read(each) for key, each in printed.items()}
    assert {key: each for key, each in found.items() if each not in {key, ""}} == {}
    assert sum(map(bool, found.values())) >= 0.95 * len(printed)


def test_the_common_wordings_are_read_without_loading_cldr() -> None:
    program = (
        "import sys; from kronika.base.places import country; "
        "assert country('Belarus') == country('Belarusian') == 'by'; assert 'babel' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_name_of_an_unknown_code_is_refused() -> None:
    assert name("by") == "Belarus"
    with pytest.raises(Unreadable, match="no country has the code 'qq'"):
        name("qq")


def test_a_filler_in_place_of_a_country_is_a_placeholder() -> None:
    assert all(map(is_placeholder, ("na", "N/A", "unknown", " undetermined", "None Identified", "-", "")))
    assert not is_placeholder("Namibia")


NAMED = st.sampled_from(["Belarus", "Russian Federation", "Syria", "Burma", "Poland", "Korea, North", "Lithuanian"])
MARKS = st.sampled_from(["; ", " / ", ", ", " and ", "\n", " or "])


@given(st.lists(NAMED, min_size=1, max_size=6), MARKS)
def test_countries_that_were_joined_are_read_again_in_their_order(names: list[str], mark: str) -> None:
    cell = mark.join(names)
    found = countries(cell)
    assert [cell[start:end] for _, start, end in found] == names
    assert [read for read, _, _ in found] == [country(each) for each in names]


@given(st.text(max_size=200) | st.lists(st.sampled_from([*"abE1()/,;. -", "Iran", "former ", "now "])).map("".join))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        found = countries(text)
    except Unreadable:
        return
    assert found
    for read, start, end in found:
        assert 0 <= start < end <= len(text)
        assert code(read) == read


def test_of_a_hundred_countries_in_the_eu_acts_at_least_98_are_read(real: Path) -> None:
    read = refused = 0
    for path in sorted((real / "sanctions" / "eu_journal").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for cell in filter(None, (row["country"], row["nationality"], row["jurisdiction"], row["flag"])):
                    try:
                        assert countries(cell)
                        read += 1
                    except Unreadable:
                        refused += 1
    assert refused <= 0.02 * read
