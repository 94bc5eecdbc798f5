"""A text held against itself; the texts are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checking import Text, count, money, outcomes, percent, times

if TYPE_CHECKING:
    from kronika.study.claims.spans import Named

PEOPLE: list[tuple[str, str, Named]] = [
    (name, name, "person") for name in ("Anna Roe", "Boris Doe", "Clara Poe", "Dan Loe")
]


def acts(partners: int, every: int, second: str = "invoked the Vienna Mechanism") -> Text:
    one = f"The UK, alongside {partners} partners, invoked the Vienna Mechanism in May."
    other = f"{every} participating States {second} on 3 May."
    text = Text(f"{one}\n{other}")
    mechanism: list[tuple[str, str, Named]] = [("Vienna Mechanism", "Vienna Mechanism", "organisation")]
    text.text = text.text.replace("The UK", "the UK")
    text.claim(one.replace("The UK", "the UK"), count(f"{partners} partners", partners, "partners"), people=mechanism)
    return text.claim(
        other,
        count(f"{every} participating States", every, "participating States"),
        people=mechanism if "Vienna" in second else [],
    )


def test_a_state_and_its_partners_are_one_more() -> None:
    made = acts(37, 38).against()
    assert outcomes(made, "within") == [("supported", ""), ("supported", "")]
    assert "are 38" in made[0].says
    assert outcomes(acts(37, 45).against(), "within") == [("contradicted", ""), ("contradicted", "")]
    assert acts(37, 45, "met in Geneva").against() == []


@pytest.mark.parametrize(
    ("words", "number", "expected"),
    [
        ("Four prisoners - Anna Roe, Boris Doe, Clara Poe and Dan Loe - died.", "Four", [("supported", "")]),
        ("Five prisoners: Anna Roe, Boris Doe, Clara Poe, and Dan Loe.", "Five", [("contradicted", "")]),
        ("Four prisoners (Anna Roe, Boris Doe, Clara Poe & Dan Loe) died.", "Four", [("supported", "")]),
        ("Five prisoners, including Anna Roe, Boris Doe, Clara Poe and Dan Loe.", "Five", []),
        ("Five prisoners: Anna Roe, Boris Doe, Clara Poe, Dan Loe", "Five", []),
        ("Five prisoners died - so said Anna Roe, Boris Doe, Clara Poe and Dan Loe.", "Five", []),
    ],
)  # fmt: skip
def test_a_closed_list_behind_a_number_has_as_many_names(
    words: str, number: str, expected: list[tuple[str, str]]
) -> None:
    value = {"Four": 4.0, "Five": 5.0}[number]
    text = Text(words).claim(words, count(f"{number} prisoners", value, "prisoners"), people=PEOPLE)
    assert outcomes(text.against(), "within") == expected


@pytest.mark.parametrize(
    ("ratio", "value", "second", "euros", "expected"),
    [
        ("at least three times", 3, "€40bn", 40e9, [("supported", "")]),
        ("at least four times", 4, "€40bn", 40e9, [("contradicted", "")]),
        ("three times", 3, "€40bn", 40e9, [("supported", "")]),
        ("three times", 3, "€90bn", 90e9, [("contradicted", "")]),
        ("three times", 3, "€400bn", 400e9, []),
    ],
)
def test_a_ratio_is_that_of_the_figures_on_either_side(
    ratio: str, value: float, second: str, euros: float, expected: list[tuple[str, str]]
) -> None:
    words = f"Russia will spend €120bn. Ukraine's budget is {ratio} less, at {second}."
    text = Text(words).claim("Russia will spend €120bn.", money("€120bn", 120e9))
    text.claim(words.split("€120bn. ")[1], times(ratio, value), money(second, euros))
    assert outcomes(text.against(), "within") == expected


@pytest.mark.parametrize(("rest", "expected"), [("15%", "supported"), ("25%", "contradicted")])
def test_shares_and_their_rest_are_a_hundred(rest: str, expected: str) -> None:
    words = f"Of those asked 60% agreed, 25% did not and the remaining {rest} said nothing."
    text = Text(words).claim(
        words,
        percent("60%", 60),
        percent("25%", 25),
        percent(rest, float(rest[:-1])) if rest != "25%" else percent("25% said", 25),
    )
    assert outcomes(text.against(), "within") == [(expected, "")]
    words = "Of those asked 60% agreed and 25% did not."
    assert Text(words).claim(words, percent("60%", 60), percent("25%", 25)).against() == []


def test_a_sentence_that_is_said_twice_states_the_same() -> None:
    one, other = (
        "The court in the capital heard 120 cases against teachers last year.",
        "The court in the capital heard 210 cases against teachers last year.",
    )
    text = (
        Text(f"{one}\nA caption.\n{other}")
        .claim(one, count("120 cases", 120, "cases"))
        .claim(other, count("210 cases", 210, "cases"))
    )
    assert outcomes(text.against(), "within") == [("contradicted", ""), ("contradicted", "")]
    different = "A clinic in another town treated 210 cases against all advice."
    assert (
        Text(f"{one}\n{different}")
        .claim(one, count("120 cases", 120, "cases"))
        .claim(different, count("210 cases", 210, "cases"))
        .against()
        == []
    )
