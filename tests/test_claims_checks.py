"""Claims against published figures: prisoners, turnover, votes, results; all figures are invented but those named."""

from __future__ import annotations

import pytest

from checking import Text, count, figure, money, outcomes, percent
from growing import linear
from kronika.base.errors import UsageError
from kronika.base.prose import Prose
from kronika.ledger.measured import Election, Figure, Result
from kronika.study.claims.checks import CHECKS, Record, check, measure
from kronika.study.claims.spans import Claim, Named, Quantity, Speaker

UNKNOWN = "cannot tell"
HELD = "political prisoners"


def held(state: str, as_of: str, value: float, counter: str = "Invented Monitors", definition: str = "ours") -> Figure:
    return figure(HELD, (state,), as_of, value, counter=counter, definition=definition)


def test_a_count_is_held_against_the_figure_of_its_state_and_month() -> None:
    text = Text("In March 2021 there were 120 political prisoners in Belarus.").claim(
        "In March 2021 there were 120 political prisoners in Belarus.",
        count("120 political prisoners", 120, HELD),
        dates=[("March 2021", "2021-03", "")],
    )
    (verdict,) = text.against(held("by", "2021-03-20", 122), held("ru", "2021-03-20", 400))
    assert (verdict.outcome, verdict.reason) == ("supported", "")
    assert "122" in verdict.says
    assert "Invented Monitors" in verdict.says
    assert verdict.tolerance.startswith("a round count")
    assert [cell.printed for cell in verdict.cited] == ["122"]
    assert outcomes(text.against(held("by", "2021-03-20", 150)), "prisoners") == [("contradicted", "")]
    assert outcomes(text.against(held("by", "2021-08-20", 120)), "prisoners") == [(UNKNOWN, "other-day")]
    assert outcomes(text.against(held("by", "2021", 120)), "prisoners") == [(UNKNOWN, "other-day")]
    assert outcomes(text.against(held("ru", "2021-03-20", 120)), "prisoners") == [(UNKNOWN, "no-record")]


def test_two_counters_make_two_verdicts_and_one_that_bears_it_out_makes_the_other_a_disagreement() -> None:
    words = "There are over 1,400 political prisoners in Belarus."
    text = Text(words, "2024-06-15").claim(words, count("over 1,400 political prisoners", 1400, HELD))
    made = text.against(held("by", "2024-06-01", 1350, "Counter One"), held("by", "2024-06-01", 1561, "Counter Two"))
    assert outcomes(made, "prisoners") == [("records disagree", ""), ("supported", "")]
    assert all("taken as of the document's" in " ".join(each.left) for each in made)
    assert all("does not say who counted" in " ".join(each.left) for each in made)


def test_a_claim_that_names_its_counter_is_held_against_that_one_alone() -> None:
    words = "According to Otherwise, 1,350 political prisoners are held in Belarus."
    text = Text(words, "2024-06-15").claim(words, count("1,350 political prisoners", 1350, HELD))
    figures = (held("by", "2024-06-01", 1350, "Otherwise Watch"), held("by", "2024-06-01", 1561, "Counter Two"))
    (verdict,) = text.against(*figures)
    assert (verdict.outcome, "Otherwise Watch" in verdict.definition) == ("supported", True)


def test_this_number_is_the_count_of_the_sentence_before() -> None:
    text = Text(
        "At the start of 2019, Azerbaijan had 50 political prisoners. By the end of the year, this number neared 90."
    )
    text.claim(
        "At the start of 2019, Azerbaijan had 50 political prisoners.",
        count("50 political prisoners", 50, HELD),
        dates=[("start of 2019", "2019-01", "")],
    )
    text.claim(
        "By the end of the year, this number neared 90.",
        count("neared 90", 90),
        dates=[("end of the year", "2019-12", "by")],
    )
    made = text.against(held("az", "2019-01-10", 50), held("az", "2019-12-20", 75), held("az", "2020-05-01", 92))
    assert outcomes(made, "prisoners") == [("supported", ""), (UNKNOWN, "vague")]
    assert "92 persons, 2020-05-01" in made[1].says
    assert outcomes(text.against(held("az", "2019-12-20", 85)), "prisoners")[1] == ("supported", "")
    assert outcomes(text.against(held("az", "2019-12-20", 40)), "prisoners")[1] == ("contradicted", "")
    assert (
        "same number stands in the record for another day"
        in text.against(held("az", "2014-08", 50), held("az", "2019-05-01", 60), held("az", "2018-08", 55))[0].says
    )


@pytest.mark.parametrize(
    ("words", "unit", "reason"),
    [
        ("There are 30 female political prisoners in Belarus.", "female political prisoners", "other-definition"),
        ("Belarus holds 30 prisoners.", "prisoners", "other-definition"),
        ("There are 30 political prisoners.", HELD, "actor-open"),
        ("There are 30 political prisoners in Belarus and Russia.", HELD, "actor-open"),
        ("There had been talk; then there were 30 political prisoners in Belarus.", HELD, "date-open"),
        ("There are 30 recognised political prisoners in Belarus.", "recognised political prisoners", ""),
        ("We call for the release of all 30 political prisoners in Belarus.", HELD, ""),
        ("Belarus must release all 30 political prisoners.", HELD, ""),
    ],
)  # fmt: skip
def test_what_a_claim_on_prisoners_leaves_open_is_said(words: str, unit: str, reason: str) -> None:
    text = Text(words, "2024-06-15").claim(words, count(f"30 {unit}", 30, unit))
    ((outcome, why),) = outcomes(text.against(held("by", "2024-06-10", 30)), "prisoners")
    assert (outcome, why) == ((UNKNOWN, reason) if reason else ("supported", ""))


@pytest.mark.parametrize(
    "words",
    [
        "Since 2021, 30 political prisoners have died in Belarus.",
        "Belarus released 30 political prisoners on Tuesday.",
        "The release of 30 political prisoners in Belarus is welcome.",
        "The families of 30 former political prisoners left Belarus.",
        "In Belarus 30 political prisoners were sentenced last week.",
    ],
)
def test_what_became_of_prisoners_is_no_count_of_who_is_held(words: str) -> None:
    text = Text(words, "2024-06-15").claim(words, count("30", 30, HELD))
    assert text.against(held("by", "2024-06-10", 30)) == []


def test_a_figure_that_says_too_little_is_vague_and_the_record_is_told() -> None:
    words = "There are dozens of political prisoners in Belarus."
    (verdict,) = (
        Text(words, "2024-06-15")
        .claim(words, count("dozens of political prisoners", None, HELD))
        .against(held("by", "2024-06-10", 130))
    )
    assert (verdict.reason, "130" in verdict.says) == ("vague", True)


def trade(year: int, value: float, step: float = 1e8, counter: str = "Customs of Y") -> Figure:
    return figure(
        "trade in goods",
        ("cn", "ru"),
        str(year),
        value,
        item="turnover",
        currency="USD",
        unit="",
        step=step,
        counter=counter,
    )


def rate(year: str, value: float) -> Figure:
    return figure(
        "exchange rate", (), year, value, item="USD per EUR", unit="USD per EUR", step=1e-5, counter="Central Bank"
    )


def turnover(published: str = "2024-04") -> Text:
    whole = (
        "In 2023, the trade turnover between Russia and China amounted to €225.8bn, compared to €178.7bn in 2022 and "
        "€138.1bn in 2021."
    )
    text = Text(whole, published)
    text.claim(
        "In 2023, the trade turnover between Russia and China amounted to €225.8bn",
        money("€225.8bn", 225.8e9),
        dates=[("2023", "2023", "")],
    )
    text.claim("€178.7bn in 2022", money("€178.7bn", 178.7e9), dates=[("2022", "2022", "")])
    return text.claim("€138.1bn in 2021.", money("€138.1bn", 138.1e9), dates=[("2021", "2021", "")])


YEARS = (rate("2021", 1.18274), rate("2022", 1.05305), rate("2023", 1.08127))


def test_one_exchange_rate_reproduces_what_the_rates_of_the_years_do_not() -> None:
    exact = tuple(
        trade(year, round(euros * 1.0633, 1) * 1e9) for year, euros in ((2023, 225.8), (2022, 178.7), (2021, 138.1))
    )
    made = turnover().against(*exact, *YEARS)
    assert outcomes(made, "turnover") == [(UNKNOWN, "currency-rule")] * 3
    assert all(
        "one rate between 1.06" in each.says and "reproduces the figures of all 3 years" in each.says for each in made
    )
    assert "10.1% below the printed figure" in made[2].says
    assert [cell.publisher for cell in made[0].cited] == ["Customs of Y", "Central Bank"]


def test_the_published_turnovers_share_a_rate_to_four_parts_in_ten_thousand_and_not_exactly() -> None:
    made = turnover().against(trade(2023, 240.1e9), trade(2022, 190.3e9), trade(2021, 146.9e9), *YEARS)
    assert all(
        "reproduces the figures of all 3 years but for 0.0" in each.says and "none does exactly" in each.says
        for each in made
    )
    assert all("1.064" in each.says for each in made)


def test_figures_that_no_single_rate_reproduces_are_told_so() -> None:
    made = turnover().against(trade(2023, 240.1e9), trade(2022, 196.3e9), trade(2021, 146.9e9), *YEARS)
    assert all("no single rate reproduces" in each.says for each in made)


def test_the_rate_of_the_year_and_that_of_the_documents_day_are_rules_by_which_it_is_supported() -> None:
    made = turnover().against(trade(2023, 225.8e9 * 1.08127, 1e7), rate("2023", 1.08127))
    assert outcomes(made, "turnover")[0] == ("supported", "")
    assert "the mean rate of 2023" in made[0].says
    made = turnover("2024-04-10").against(trade(2023, 225.8e9 * 1.07, 1e7), rate("2023", 1.2), rate("2024-04-10", 1.07))
    assert outcomes(made, "turnover")[0] == ("supported", "")


def test_a_turnover_that_no_rate_of_the_record_comes_near_to_is_contradicted() -> None:
    made = turnover().against(trade(2023, 100e9), *YEARS)
    assert outcomes(made, "turnover") == [("contradicted", ""), (UNKNOWN, "other-day"), (UNKNOWN, "other-day")]


def test_two_publishers_of_one_turnover_may_disagree() -> None:
    words = "Bilateral trade between China and Russia reached $190.3 billion in 2022."
    text = Text(words).claim(words, money("$190.3 billion", 190.3e9, "USD"), dates=[("2022", "2022", "")])
    assert outcomes(
        text.against(trade(2022, 190.271e9, 1e6), trade(2022, 170e9, counter="Customs of Z")), "turnover"
    ) == [("supported", ""), ("records disagree", "")]
    assert outcomes(text.against(trade(2022, 170e9)), "turnover") == [("contradicted", "")]
    assert outcomes(text.against(), "turnover") == [(UNKNOWN, "no-record")]


@pytest.mark.parametrize(
    "words",
    [
        "Exports from China to Russia reached $90 billion in 2022.",
        "Russia spent $90 billion in 2022.",
        "A trade deal of $90 billion with China was signed in 2022.",
    ],
)
def test_other_money_is_no_turnover(words: str) -> None:
    assert (
        Text(words)
        .claim(words, money("$90 billion", 90e9, "USD"), dates=[("2022", "2022", "")])
        .against(trade(2022, 190e9))
        == []
    )


def vote(item: str, day: str, favour: float, note: str) -> list[Figure]:
    about = ("ru", "ua")
    return [
        figure(
            "vote on a resolution",
            about,
            day,
            number,
            item=item,
            definition=side,
            unit="states",
            note=note,
            counter="General Assembly",
        )
        for side, number in (("voted in favour", favour), ("voted against", 5.0), ("abstained", 35.0))
    ]


VOTES = [
    *vote("R/1", "2022-03-02", 141, "deplores the aggression; condemns the violations"),
    *vote("R/2", "2022-04-07", 93, "suspends the membership"),
    *vote("R/3", "2022-10-12", 143, "condemns the referendums; demands withdrawal"),
    *vote("R/4", "2023-02-23", 141, "calls for peace; demands withdrawal"),
]


@pytest.mark.parametrize(
    ("number", "verb", "published", "expected"),
    [
        ("two", "voted to condemn Russia", "2023-03-01", ("supported", "")),
        ("three", "voted to condemn Russia", "2023-03-01", (UNKNOWN, "other-definition")),
        ("one", "voted to condemn Russia", "2022-05-01", ("supported", "")),
        ("nine", "voted to condemn Russia", "2023-03-01", (UNKNOWN, "no-record")),
        ("two", "voted to condemn Iran", "2023-03-01", (UNKNOWN, "no-record")),
        ("two", "voted to condemn Russia", "", (UNKNOWN, "date-open")),
    ],
)
def test_how_often_the_assembly_voted_is_told_by_the_verb_of_the_claim(
    number: str, verb: str, published: str, expected: tuple[str, str]
) -> None:
    words = f"The General Assembly has {verb} on {number} occasions."
    value = {"one": 1, "two": 2, "three": 3, "nine": 9}[number]
    text = Text(words, published).claim(words, count(f"{number} occasions", value, "occasions"))
    (verdict,) = text.against(*VOTES)
    assert (verdict.outcome, verdict.reason) == expected
    if verdict.outcome == "supported":
        assert "condemn" in verdict.definition
        assert "R/1" in verdict.says


@pytest.mark.parametrize(
    ("words", "day", "expected"),
    [
        ("the General Assembly adopted it with 141 votes in favour", "2022-03-02", ("supported", "")),
        ("at the General Assembly 140 states voted in favour", "2022-03-02", ("contradicted", "")),
        ("at the General Assembly 143 countries voted for it", "2022-10", ("supported", "")),
        ("at the General Assembly 5 countries voted against", "2022-10-12", ("supported", "")),
        ("at the General Assembly 35 states abstained", "2022-03-02", ("supported", "")),
        ("at the General Assembly 141 states voted in favour", "2022-07-01", (UNKNOWN, "other-day")),
        ("at the General Assembly 141 states voted in favour", "", (UNKNOWN, "date-open")),
    ],
)  # fmt: skip
def test_a_tally_is_that_of_the_vote_of_its_day(words: str, day: str, expected: tuple[str, str]) -> None:
    whole = f"On Wednesday {words} on Russia."
    number = next(word for word in words.split() if word.isdigit())
    text = Text(whole, "2023-05-01").claim(
        whole, count(number, float(number), "states"), dates=[("Wednesday", day, "")] if day else []
    )
    assert outcomes(text.against(*VOTES), "un_votes") == [expected]


def declared(
    share: float,
    state: str = "by",
    day: str = "2020-08-09",
    item: str = "Alexander Lukashenko",
    definition: str = "share",
    step: float = 0.01,
) -> Figure:
    return figure(
        "declared election result",
        (state,),
        day,
        share,
        item=item,
        definition=definition,
        unit="percent",
        step=step,
        counter="Commission",
    )


@pytest.mark.parametrize(
    ("words", "number", "expected"),
    [
        ("Lukashenko’s claimed 80.1% of the “vote”", "80.1%", ("supported", "")),
        ("Lukashenko won with 80% of the votes", "80%", ("supported", "")),
        ("Lukashenko won with 80,10 % of the votes", "80,10 %", ("supported", "")),
        ("Lukashenko won with 87% of the votes", "87%", ("contradicted", "")),
        ("Lukashenko actually won 35% of the votes", "35%", (UNKNOWN, "other-definition")),
        ("his 92% victory", "92%", (UNKNOWN, "actor-open")),
    ],
)  # fmt: skip
def test_a_share_agrees_with_a_declared_result_or_differs_from_it(
    words: str, number: str, expected: tuple[str, str]
) -> None:
    people = [("Lukashenko", "Alexander Lukashenko", "person")] if "Lukashenko" in words else []
    value = float(number.rstrip(" %").replace(",", "."))
    text = Text(words, "2020-11").claim(words, percent(number, value), people=people)  # type: ignore[arg-type]
    (verdict,) = text.against(declared(80.1), declared(79.0, day="2015-10-11"))
    assert (verdict.outcome, verdict.reason) == expected
    if verdict.outcome == "supported":
        assert verdict.says.startswith("Agrees with the declared result of Belarus, 2020-08-09")
        assert "need not be a true one" in verdict.definition


def test_turnout_is_told_from_the_share_beside_it() -> None:
    words = "Lukashenko won 80.1% of the vote in Belarus, with a turnout of 84.3%."
    text = Text(words, "2020-11").claim(
        words, percent("80.1%", 80.1), percent("84.3%", 84.3), people=[("Lukashenko", "Alexander Lukashenko", "person")]
    )
    made = text.against(declared(80.1), declared(84.28, item="turnout"))
    assert outcomes(made, "results") == [("supported", ""), ("supported", "")]


def test_an_election_of_another_year_is_another_day() -> None:
    words = "Lukashenko won 80% of the vote in 2015."
    text = Text(words, "2020-11").claim(
        words,
        percent("80%", 80),
        dates=[("2015", "2015", "")],
        people=[("Lukashenko", "Alexander Lukashenko", "person")],
    )
    assert outcomes(text.against(declared(80.1)), "results") == [(UNKNOWN, "other-day")]


@pytest.mark.parametrize(
    ("number", "value", "size"),
    [
        ("225.8", 225.8e9, 1e8),
        ("87,28", 87.28, 0.01),
        ("1,500", 1500, 1),
        ("1.500", 1500, 1),
        ("300", 3e11, 1e9),
        ("a thousand", 1000, 1),
        ("0.125", 0.125, 0.001),
    ],
)
def test_the_last_digit_printed_has_a_size(number: str, value: float, size: float) -> None:
    assert measure.step(number, value) == pytest.approx(size)


@pytest.mark.parametrize(
    ("value", "hedge", "low", "high", "answer"),
    [
        (98, "exact", 98, 98, "supported"),
        (98, "exact", 97, 97, "contradicted"),
        (98, "exact", 90, 99, "record-open"),
        (1500, "exact", 1460, 1460, "supported"),
        (100, "at_least", 143, 151, "supported"),
        (100, "at_least", 90, 110, "record-open"),
        (100, "at_least", 50, 60, "contradicted"),
        (100, "at_least", 50, None, "record-open"),
        (100, "at_most", 143, None, "contradicted"),
        (300, "about", 303, 303, "supported"),
        (300, "about", 254, 254, "vague"),
        (300, "about", 100, 100, "contradicted"),
    ],
)
def test_a_figure_stands_for_all_that_its_words_allow(
    value: float, hedge: str, low: float, high: float | None, answer: str
) -> None:
    meant = measure.meant(Quantity(0, 3, value, None, None, hedge, "count", number=None), "123")  # type: ignore[arg-type]
    assert meant is not None
    assert meant.against(low, high) == answer


def test_claims_of_another_text_are_refused_in_one_line() -> None:
    with pytest.raises(UsageError, match="outside the text, which has 5 characters: extract them from it"):
        check([Claim(0, 9, "event", Speaker("", "author"))], Prose("short", (), "text/plain", "en"), Record())


def test_an_empty_document_has_no_verdicts_and_every_check_has_a_name_of_its_own() -> None:
    assert check([], Prose("", (), "text/plain", "en"), Record()) == []
    names = [each.CHECK.name for each in CHECKS]
    assert len(set(names)) == len(names) == 8
    assert all(each.CHECK.definition.endswith(".") for each in CHECKS)


@pytest.mark.parametrize(
    "unit", ["1 ", "A, ", "sanctions on ", "first European country ", '«“" ', "General Assembly 141 "]
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def judged(text: str) -> None:
        pieces = [
            Claim(
                start, start + 400, "figure", Speaker("", "author"),
                quantities=(Quantity(start, start + 2, 16, 16, 16, "exact", "count", "partners"),),
            )
            for start in range(0, len(text) - 400, 500)
        ]  # fmt: skip
        check(pieces, Prose(text, (), "text/plain", "en"), Record(tuple(VOTES)))

    assert linear(judged, unit, 50_000)


@pytest.mark.parametrize(
    ("hedged", "unit", "figures", "expected"),
    [
        ("over $200 billion", "USD", [trade(2022, 230e9)], ("supported", "")),
        ("over $200 billion", "USD", [trade(2022, 180e9)], ("contradicted", "")),
        ("over €200 billion", "EUR", [trade(2022, 230e9), rate("2022", 1.05)], ("supported", "")),
        ("over €200 billion", "EUR", [trade(2022, 190e9), rate("2022", 1.05)], (UNKNOWN, "currency-rule")),
        ("over €200 billion", "EUR", [trade(2022, 190e9)], (UNKNOWN, "currency-rule")),
    ],
)
def test_more_than_a_sum_of_money_is_a_bound(
    hedged: str, unit: str, figures: list[Figure], expected: tuple[str, str]
) -> None:
    words = f"Trade turnover between China and Russia was {hedged} in 2022."
    bound = Quantity(0, 1, 200e9, 200e9, None, "at_least", "money", unit, rule=hedged)
    text = Text(words).claim(words, bound, dates=[("2022", "2022", "")])
    assert outcomes(text.against(*figures), "turnover") == [expected]


def test_the_protocols_at_hand_are_told_beside_the_declared_result() -> None:
    election = Election(
        "copy",
        "made",
        "An invented vote",
        "2020-08-09",
        "0" * 64,
        1,
        "vote.csv",
        "belarus",
        40,
        ["Lukashenko A."],
        [],
        [],
    )
    words = "Lukashenko won 80.1% of the votes"
    people: list[tuple[str, str, Named]] = [("Lukashenko", "Alexander Lukashenko", "person")]
    text = Text(words, "2020-11").claim(words, percent("80.1%", 80.1), people=people)
    for share, expected in ((0.612, (UNKNOWN, "other-definition")), (0.801, ("supported", ""))):
        result = Result("made", "0" * 64, None, "Lukashenko A.", 40, 0, 612, 1000, share)
        made = text.against(record=Record((declared(80.1),), (election,), {"made": [result]}))
        assert outcomes(made, "results") == [("supported", ""), expected]
        assert "40 stations" in made[1].says
        assert "need not be all" in made[1].definition
