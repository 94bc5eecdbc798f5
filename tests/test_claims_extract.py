"""From a document to its claims: clauses, figures of their own, places, repetitions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from claiming import prose, said, told
from kronika.base.prose import Part, Prose
from kronika.study.claims.extract import extract
from kronika.study.claims.sentences import paragraphs

RELEASE = """UK sanctions officials of Freedonia
Foreign Secretary Jane Roe has announced sanctions against 14 officials, following a report by the OSCE \
which found that hundreds of people were tortured.
Jane Roe said:
The regime has jailed more than 1,200 people.
We will continue to stand by the people of Freedonia.
It must free them now.
The UK condemns the arrest of 33 journalists. The UK will publish the list and calls on its partners to follow.
“They took everything,” said Anna Petrova, who spent four years in prison. “Exports to the regime must end.”
Notes to editors
The UK provided £3.5 million in 2023, compared to £2 million in 2022 and £1 million in 2021."""


def test_a_press_release_makes_these_claims() -> None:
    assert said(RELEASE) == [
        ("event", "", "UK sanctions officials of Freedonia"),
        (
            "figure",
            "",
            "Foreign Secretary Jane Roe has announced sanctions against 14 officials, following",
        ),
        ("attribution", "OSCE", "a report by the OSCE which found that hundreds of people were tortured."),
        ("figure", "OSCE", "hundreds of people were tortured."),
        ("figure", "Jane Roe", "The regime has jailed more than 1,200 people."),
        ("commitment", "Jane Roe", "We will continue to stand by the people of Freedonia."),
        ("demand", "Jane Roe", "It must free them now."),
        ("condemnation", "", "The UK condemns the arrest of 33 journalists."),
        ("figure", "", "33 journalists."),
        ("commitment", "", "The UK will publish the list"),
        ("demand", "", "calls on its partners to follow."),
        ("attribution", "Anna Petrova", "“They took everything,” said Anna Petrova, who spent four years in prison."),
        ("figure", "", "said Anna Petrova, who spent four years in prison."),
        ("demand", "Anna Petrova", "Exports to the regime must end."),
        ("figure", "", "The UK provided £3.5 million in 2023"),
        ("figure", "", "£2 million in 2022"),
        ("figure", "", "£1 million in 2021."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Exports were worth €41 million, up from €20 million in 2021.",
            ["Exports were worth €41 million", "€20 million in 2021."],
        ),
        ("Exports fell by 40% in 2022 and 12% in 2023.", ["Exports fell by 40% in 2022", "12% in 2023."]),
        (
            "In May 300 people fled; in June 500 people followed.",
            ["In May 300 people fled", "in June 500 people followed."],
        ),
        ("Roe won 30% while Doe won 60% of the vote.", ["Roe won 30%", "Doe won 60% of the vote."]),
        ("The army has 300 tanks, amounting to 5% of all.", ["The army has 300 tanks", "amounting to 5% of all."]),
        (
            "The list names 27 judges, 12 guards and 5 ministers.",
            ["The list names 27 judges, 12 guards and 5 ministers."],
        ),
        ("Police held 90 people, 12 of whom were minors.", ["Police held 90 people", "12 of whom were minors."]),
        (
            "The UK acted in response to the torture of 300 prisoners.",
            ["The UK acted", "the torture of 300 prisoners."],
        ),
        (
            "The EU adopted a law which barred all banks of Freedonia.",
            ["The EU adopted a law", "barred all banks of Freedonia."],
        ),
    ],
)
def test_a_clause_with_a_claim_of_its_own_is_a_claim(text: str, expected: list[str]) -> None:
    assert [words for _, _, words in said(text)] == expected


def test_a_demand_that_takes_a_figure_for_granted_claims_it() -> None:
    found = told("The EU must press for the release of all 1,400 political prisoners.")
    assert [claim.kind for claim in found] == ["demand", "figure"]
    assert [claim.kind for claim in told("The EU must provide €60 billion.")] == ["demand"]


def test_a_figure_told_of_a_speaker_in_passing_is_the_authors() -> None:
    found = told("Justice House, which has documented 80 cases, said the courts had failed.")
    assert [(claim.kind, claim.speaker.name) for claim in found] == [("attribution", "Justice House"), ("figure", "")]


def test_a_claim_holds_the_figures_days_and_names_in_it_and_the_rules_that_made_it() -> None:
    claim = told("Justice House counted 1,200 prisoners in Freedonia in May 2023.")[0]
    assert [len(claim.quantities), len(claim.dates), len(claim.mentions)] == [1, 1, 2]
    assert claim.rules == ("holds-figure", "unsigned")
    assert all(claim.holds(span) for span in (*claim.quantities, *claim.dates, *claim.mentions))


def test_claims_stand_in_the_order_of_the_text_with_their_section() -> None:
    found = told(RELEASE)
    assert all(left.start <= right.start for left, right in pairwise(found))
    assert [claim.section for claim in found][:2] == ["heading", "body"]
    assert found[-1].section == "note"


def test_a_passage_that_returns_says_where_it_stood_first() -> None:
    line = "There are 98 political prisoners in Freedonia."
    first, second = told(f"{line}\nThey wait.\n{line}")[:1] + told(f"{line}\nThey wait.\n{line}")[-1:]
    assert (first.same_as, second.same_as) == (None, first.start)


def test_a_sentence_that_runs_over_a_broken_paragraph_is_one_claim() -> None:
    text = "The prisons hold more than 300 people from the\n\nWest of Freedonia, a guard said in May."
    document = prose(text)
    assert len(paragraphs(text, document.parts)) == 1
    assert told(text)[-1].quantities


def test_a_byline_claims_nothing_and_an_empty_document_neither() -> None:
    assert told("Jane Roe and John Doe were here in 2020.", roles={0: "byline"}) == []
    assert extract(Prose("", (), "text/plain", "")) == []
    assert extract(Prose("\n \n", (Part(0, 3, "body", "line 1"),), "text/plain", "en")) == []


def test_a_text_in_a_language_without_rules_makes_no_claims() -> None:
    assert told("In Freedonia wurden 300 Menschen verhaftet.", language="de") == []


def test_a_cell_or_a_caption_with_a_figure_is_the_publishers_claim() -> None:
    found = told(
        "Prisoners in Freedonia: 300 in May.", roles={0: "caption"}, publisher="Daily Post", authors=("Jane Roe",)
    )
    assert [(claim.kind, claim.speaker.name) for claim in found] == [("figure", "Daily Post")]
