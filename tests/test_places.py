from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import Unreadable
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
]


@pytest.mark.parametrize(("printed", "expected"), ONE)
def test_an_official_wording_of_a_country_is_read(printed: str, expected: str) -> None:
    assert country(printed) == expected


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
    ("na", "no country is called 'na'"),
    ("BY", "no country is called 'BY'"),
    ("Q184", "no country is called 'Q184'"),
    ("Belarsu", "no country is called 'Belarsu'"),
    ("possibly Ethiopian", "no country is called 'possibly Ethiopian'"),
    ("Iraq (previous address)", "no country is called 'previous address'"),
    ("Kuwaiti citizenship withdrawn in 2002", "no country is called 'withdrawn in 2002'"),
    ("Congolese", "said of the two Congos"),
    ("Russian or Korean", "said of the two Koreas"),
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


def test_a_publishers_code_becomes_the_code_in_use_here() -> None:
    assert [code(text) for text in ("BY", "by", "BLR", "UK", "EL", "XK")] == ["by", "by", "by", "gb", "gr", "xk"]
    for unknown in ("00", "", "Q184", "us-ny", "Belarus"):
        with pytest.raises(Unreadable, match="no country has the code"):
            code(unknown)


def test_every_code_of_followthemoney_has_a_name_and_is_its_own_code() -> None:
    from followthemoney.types import registry

    for known in registry.country.codes:
        assert name(known)
        assert code(known) == known


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
