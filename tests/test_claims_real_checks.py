"""Checks at the end of the whole way, from a text to verdicts, against the figures of the sample."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from kronika import Casebook
from kronika.collect import texts
from kronika.study import regimes
from kronika.study.claims import dates, mentions, quantities
from kronika.study.claims.checks import Record, check
from kronika.study.claims.extract import extract
from kronika.study.claims.names import Lexicon, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.prose import Prose
    from kronika.ledger.measured import Figure
    from kronika.study.claims.verdicts import Verdict

STATES = {"by": "Belarus", "ru": "Russia", "az": "Azerbaijan"}
OTHER_MATTERS = """
The court sentenced her to 11 years in prison.
More than 30,000 people were detained during the protests.
The minister met 12 ambassadors in Brussels on 3 May 2023.
Inflation reached 14% in Russia last year, and wages fell by 3%.
Some 45% of respondents said that they trusted the army.
The ministry spent €12 million on new uniforms.
Exports of timber from Belarus to Poland fell to $90 million in 2022.
At least 16 journalists were beaten by riot police in Minsk.
The General Assembly will meet for 3 weeks in September.
The resolution runs to 12 pages and was published in 6 languages.
Three activists, aged 19, 22 and 24, were released on Friday.
The UK announced £2 million for independent media in Belarus.
Canada welcomed 300 students from Belarus under a new programme.
The EU has 27 member states and 24 official languages.
In 2020 the company hired 60 individuals and opened 4 offices.
The election was held at 5,767 polling stations.
There are 110 seats in parliament, of which 4 went to the opposition.
Belarus released 52 political prisoners on Thursday.
Two political prisoners died in custody this spring.
The first European country to ratify the treaty was Norway.
Trade unions in Belarus had 4 million members.
The delegation visited 3 prisons and spoke with 40 prisoners' relatives.
The state bought 70% of the shares in the plant.
Police searched 25 homes and 3 offices of human rights organisations.
"""


@pytest.fixture(scope="module")
def record(sample: Path) -> Record:
    with Casebook.open(sample).ledger() as ledger:
        return Record.of(ledger, regimes.load("belarus"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.build(shipped())


def judged(prose: Prose, lexicon: Lexicon, record: Record) -> list[Verdict]:
    published = prose.dating.value
    found = extract(
        prose, quantities.find(prose.text), dates.find(prose.text, published), mentions.find(prose.text, lexicon)
    )
    return check(found, prose, record)


def said(text: str, published: str, lexicon: Lexicon, record: Record) -> list[Verdict]:
    return judged(texts.read(text.encode(), "made.txt", published=published, language="en"), lexicon, record)


def shown(made: list[tuple[str, str, str, str]]) -> None:
    for each in made:
        sys.stdout.write(f"  {each}\n")


def told(made: list[Verdict], text: str) -> list[tuple[str, str, str, str]]:
    return list(dict.fromkeys((each.check, each.about.of(text), each.outcome, each.reason) for each in made))


def test_the_op_ed_is_judged_figure_by_figure(real: Path, lexicon: Lexicon, record: Record) -> None:
    prose = texts.read(real / "documents" / "op-ed-2024-04.txt", published="2024-04", language="en")
    made = judged(prose, lexicon, record)
    shown(told(made, prose.text))
    assert set(told(made, prose.text)) >= {
        ("results", "87,28%", "supported", ""),
        ("results", "92%", "cannot tell", "actor-open"),
        ("turnover", "€225.8bn", "cannot tell", "currency-rule"),
        ("turnover", "€178.7bn", "cannot tell", "currency-rule"),
        ("turnover", "€138.1bn", "cannot tell", "currency-rule"),
        ("prisoners", "98 political prisoners", "cannot tell", "other-day"),
        ("prisoners", "neared 300", "cannot tell", "vague"),
        ("prisoners", "nearly a thousand political prisoners", "cannot tell", "other-day"),
        ("within", "five political prisoners", "supported", ""),
        ("within", "at least three times", "supported", ""),
    }
    (earlier,) = {
        each.says for each in made if each.about.of(prose.text).startswith("€138.1bn") and "China has" in each.says
    }
    assert "10.1% below the printed figure" in earlier
    assert "one rate of 1.06" in earlier
    assert all(each.outcome != "contradicted" for each in made)


def test_the_press_release_counts_its_partners_right(real: Path, lexicon: Lexicon, record: Record) -> None:
    prose = texts.read(real / "documents" / "press-release-2020-11.txt", published="2020-11-05", language="en")
    made = judged(prose, lexicon, record)
    shown(told(made, prose.text))
    within = [each for each in told(made, prose.text) if each[0] == "within"]
    assert within == [
        ("within", "16 international partners", "supported", ""),
        ("within", "Seventeen OSCE participating States", "supported", ""),
    ]
    assert [each[:2] for each in told(made, prose.text) if each[0] == "listed"] == [("listed", "Alexander Lukashenko")]


def test_sentences_of_other_matters_get_no_verdict(lexicon: Lexicon, record: Record) -> None:
    lines = OTHER_MATTERS.strip().splitlines()
    wrong = [(line, told(made, line)) for line in lines if (made := said(line, "2024-05-01", lexicon, record))]
    sys.stdout.write(f"sentences of other matters with a verdict: {len(wrong)} of {len(lines)}\n")
    assert wrong == []


def sentence(each: Figure, factor: float) -> str:
    """What a figure says, as a sentence; multiplied by a factor it is untrue. Empty for figures that no check reads."""
    if each.value is None:
        return ""
    value = each.value * factor
    if each.series == "political prisoners" and (each.last - each.first).days < 31:
        return f"There are {value:,.0f} political prisoners in {STATES[each.about[0]]}, according to {each.counter}."
    named = len(each.item.split()) == 2 and each.item != "against all"
    if each.series == "declared election result" and each.unit == "percent" and named:
        early = "preliminary " if "preliminary" in each.definition else ""
        return f"By {early}results {each.item} won {value:.2f}% of the vote in the presidential election."
    if each.series == "vote on a resolution" and each.definition != "abstained":
        side = each.definition.replace("in favour", "in favour of the resolution")
        day = f"{each.first.day} {each.first:%B %Y}"
        return f"On {day} at the General Assembly {value:.0f} states {side} on Ukraine."
    if each.series == "trade in goods":
        return f"In {each.as_of} the trade turnover between Russia and China amounted to ${value / 1e9:.1f} billion."
    return ""


@pytest.mark.parametrize(("factor", "never"), [(1.0, "contradicted"), (1.3, "supported")])
def test_what_the_record_says_is_not_contradicted_and_what_it_does_not_say_is_not_supported(
    factor: float, never: str, lexicon: Lexicon, record: Record
) -> None:
    texts_ = [(sentence(each, factor), str(each.last)) for each in record.figures]
    made = [(text, said(text, day, lexicon, record)) for text, day in texts_ if text]
    outcomes = [[each.outcome for each in verdicts] for _, verdicts in made]
    wrong = [(text, told(verdicts, text)) for text, verdicts in made if any(each.outcome == never for each in verdicts)]
    share = sum(("supported" if never == "contradicted" else "contradicted") in each for each in outcomes) / len(made)
    sys.stdout.write(f"x {factor}: {len(made)} sentences, {never}: {len(wrong)}, decided rightly: {share:.3f}\n")
    assert wrong == []
    assert share >= 0.9
