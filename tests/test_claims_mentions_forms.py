"""Where a name begins and ends in a text, and what is no name: sentences of invented press releases."""

from __future__ import annotations

from functools import cache

import pytest

from growing import linear
from kronika.study.claims import mentions
from kronika.study.claims.names import Lexicon, shipped


@cache
def lexicon() -> Lexicon:
    return Lexicon.build(shipped())


def names(text: str) -> list[str]:
    return [each.of(text) for each in mentions.find(text, lexicon())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It was said by the Under Secretary of the Treasury for Public Accounts and Audit Anna E. Roe.",
            ["Anna E. Roe"],
        ),
        (
            "The Secretary of State for Foreign Affairs Anna Roe met Minister for Europe John Doe.",
            ["Anna Roe", "Europe", "John Doe"],
        ),
        ("State Counsellor Aung San Suu Kyi met Councillor Zamira Kolas.", ["Aung San Suu Kyi", "Zamira Kolas"]),
        ("The Chargé d'Affaires Anna Roe met the Chief Executive of Zamirka Bank.", ["Anna Roe", "Zamirka Bank"]),
        ("On Monday Mr A. Zamirka and Ms I. Kolas were tried.", ["A. Zamirka", "I. Kolas"]),
        ("On 5 Jan the Czech Jan Zamirka was held.", ["Czech", "Jan Zamirka"]),
    ],
)
def test_offices_their_remits_and_initials_leave_the_person(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It froze the assets of Zamirka (UK) Ltd and Kolas Trading (Cyprus) Limited.",
            ["Zamirka (UK) Ltd", "Kolas Trading (Cyprus) Limited"],
        ),
        ("Yesterday the Zamirka Solidarity and Development Party met.", ["Zamirka Solidarity and Development Party"]),
        ("Yesterday Zamirka and Justice Ministry officials met.", ["Zamirka", "Justice Ministry"]),
        (
            "It was closed with the Central Asian University and the Latin American Chess Federation.",
            ["Central Asian University", "Latin American Chess Federation"],
        ),
        ("It was told to the Office of the Chief Prosecutor on Friday.", ["Office of the Chief Prosecutor"]),
        ("We thank the EU Delegation to Georgia.", ["EU Delegation to Georgia"]),
        ("He told The Zamirka Gazetteer so. The Gazetteer agreed.", ["The Zamirka Gazetteer", "Gazetteer"]),
        ("Nowhere in the Western Hemisphere is it so.", ["Western Hemisphere"]),
        ("EU Statement on Belarus", ["EU", "Belarus"]),
    ],
)
def test_bodies_firms_and_papers_are_named_whole(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They came on flight ZK4978 with licence AB123456.",
        "It was said by @ZamirkaKolas and (@KolasNews) on Friday.",
        "They read Detentions without a trace and from Aspiration to reality.",
        "They heard a member (Non affiliated) and a firm with Ltd behind it.",
    ],
)
def test_numbers_accounts_and_abstract_nouns_are_no_names(text: str) -> None:
    assert names(text) == []


def test_an_introduced_name_is_known_in_a_headline_too() -> None:
    text = "Ministers List Zamirka Oil and Salt Works\n\nOn Friday Zamirka Oil and Salt Works (ZOSW) was listed."
    assert names(text) == ["Zamirka Oil and Salt Works", "Zamirka Oil and Salt Works", "ZOSW"]


def test_a_note_is_sent_to_a_state_and_not_to_its_capital() -> None:
    found = mentions.find("On Monday Spain sent a diplomatic note to Caracas.", lexicon())
    assert [each.name for each in found] == ["Spain", "Venezuela"]


@pytest.mark.parametrize(
    "piece",
    [
        "Secretary of ",
        "Secretary for Peace and ",
        "Aa Bb (AB) Aa Bb ",
        "Works (UK) ",
        "The Zz ",
        "Peace and Unity ",
        "@Aa ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    known = lexicon()
    assert linear(lambda text: mentions.find(text, known), piece)
