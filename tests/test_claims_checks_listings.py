"""Claims about who is listed, since when and by whom, on listings made up for one question each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checking import Text, count, outcomes
from kronika.base.config import Regime
from kronika.ledger.store import days
from kronika.study.claims.checks import Record
from kronika.study.claims.spans import Mention
from kronika.study.coverage.domain import Case, Held, How, Listing
from kronika.study.coverage.gather import Gathered
from kronika.study.finding import Cited
from kronika.study.span import Span

if TYPE_CHECKING:
    from kronika.study.claims.spans import Named

UNKNOWN = "cannot tell"
COPIES = dict.fromkeys(("gb", "eu", "ca", "us"), ("2020-01-01", "2021-06-30", "2024-12-31"))


def held(state: str, published: str) -> Held:
    return Held(f"{state}{published}", f"{state}_list", "", published, Span(*days(published)), 100)


def listing(
    state: str, since: str, *, how: How = How.PROGRAMME, copies: tuple[str, str] | None = None, until: str = ""
) -> Listing:
    """A listing on a printed day, or since an unknown one before the oldest copy."""
    seen = copies or (next(day for day in COPIES[state] if day >= (since or "2020")), "2024-12-31")
    span = Span(*days(since)) if since else Span(date.min, date(2020, 1, 1))
    return Listing(
        f"{state}-{since}", f"{state}_list", "", span, bool(since), (held(state, seen[0]), held(state, seen[1])),
        Span(*days(until)) if until else None, ("Belarus",), None, "", how, (f"{state}-{since}-cell",),
    )  # fmt: skip


def case(number: int, *listings: Listing, schema: str = "Person", name: str = "") -> Case:
    called = name or f"Nobody No. {number}"
    return Case(
        f"kr-{number}", called, schema, How.PROGRAMME, listings, (), {each.subject: called for each in listings}
    )


def record(*cases: Case) -> Record:
    """A record of these cases; every state has three copies of its list."""
    copies = sorted((held(state, day) for state, all_ in COPIES.items() for day in all_), key=lambda each: each.days)
    sources = {
        f"{state}_list": {"country": state, "title": state, "publisher": state, "measures": []} for state in COPIES
    }
    cells = {
        each.cites[0]: Cited(
            each.cites[0], each.source, each.source, "", "2024-12-31", "0" * 64, "row 2", "listingDate", str(each.since)
        )
        for one in cases
        for each in one.listings
    }  # fmt: skip
    regime = Regime("Belarus", ("by",))
    return Record(gathered=Gathered(regime, list(cases), copies, sources, cells, {}, {}, ()))


def eight(state: str = "gb") -> list[Case]:
    """Six persons and two companies, listed one a month from October 2020."""
    months = [
        "2020-10-05",
        "2020-11-05",
        "2020-12-05",
        "2021-01-05",
        "2021-02-05",
        "2021-03-05",
        "2021-04-05",
        "2021-04-05",
    ]
    return [case(at, listing(state, day), schema="Person" if at < 6 else "Company") for at, day in enumerate(months)]


@pytest.mark.parametrize(
    ("words", "number", "value", "expected"),
    [
        ("the UK has sanctioned over 5 individuals in Belarus", "over 5 individuals", 5, ("supported", "")),
        ("the UK has sanctioned 6 individuals in Belarus", "6 individuals", 6, ("supported", "")),
        ("the UK has sanctioned 7 individuals in Belarus", "7 individuals", 7, ("contradicted", "")),
        ("the UK has sanctioned 8 individuals and organisations in Belarus", "8 individuals", 8, ("supported", "")),
        ("the UK has sanctioned 2 entities in Belarus", "2 entities", 2, ("supported", "")),
        ("the UK has sanctioned dozens of individuals in Belarus", "dozens of individuals", None, (UNKNOWN, "vague")),
        ("the UK has sanctioned 6 judges in Belarus", "6 judges", 6, (UNKNOWN, "other-definition")),
        ("Switzerland has sanctioned 6 individuals in Belarus", "6 individuals", 6, (UNKNOWN, "no-record")),
        ("the UK has sanctioned 6 individuals in Iran", "6 individuals", 6, (UNKNOWN, "no-record")),
        ("the UK and Canada have sanctioned 6 individuals in Belarus", "6 individuals", 6, (UNKNOWN, "actor-open")),
        ("allies have sanctioned 6 individuals in Belarus", "6 individuals", 6, (UNKNOWN, "actor-open")),
        ("the UK has sanctioned 6 individuals", "6 individuals", 6, (UNKNOWN, "actor-open")),
        ("the UK sanctioned 6 individuals in Belarus", "6 individuals", 6, (UNKNOWN, "date-open")),
        ("the UK has sanctioned 6 individuals in Belarus and Russia", "6 individuals", 6, (UNKNOWN, "actor-open")),
        ("the UK has sanctioned 6 individuals over Ukraine", "6 individuals", 6, (UNKNOWN, "no-record")),
        ("the UK, with Canada, has sanctioned 6 individuals in Belarus", "6 individuals", 6, ("supported", "")),
        ("6 individuals are sanctioned by the UK over Belarus", "6 individuals", 6, (UNKNOWN, "date-open")),
    ],
)  # fmt: skip
def test_the_listed_are_counted_on_the_day_of_the_document(
    words: str, number: str, value: float | None, expected: tuple[str, str]
) -> None:
    text = Text(words, "2022-02-01").claim(
        words, count(number, value, number.split(" ", 1)[1].removeprefix("of ").split()[-1])
    )
    made = text.against(record=record(*eight()))
    assert outcomes(made, "listings") == [expected]
    if expected[0] == "supported":
        assert "on its lists on 2022-02-01" in made[0].says
        assert len(made[0].cited) >= 2


def test_by_a_day_counts_that_day_and_a_stated_day_counts_what_was_done_on_it() -> None:
    words = "the UK has sanctioned 3 individuals in Belarus by 31 December 2020"
    text = Text(words, "2022-02-01").claim(
        words, count("3 individuals", 3, "individuals"), dates=[("31 December 2020", "2020-12-31", "by")]
    )
    assert outcomes(text.against(record=record(*eight())), "listings") == [("supported", "")]
    words = "the UK sanctioned 2 individuals in Belarus in early 2021"
    text = Text(words, "2022-02-01").claim(
        words, count("2 individuals", 2, "individuals"), dates=[("early 2021", "2021-01/2021-02", "")]
    )
    (verdict,) = text.against(record=record(*eight()))
    assert (verdict.outcome, "2 persons newly listed, 2021-01-01 to 2021-02-28" in verdict.says) == ("supported", True)


def test_what_is_done_today_is_counted_within_a_week_of_the_document() -> None:
    words = "the UK is sanctioning 1 individual in Belarus"
    for published, expected in (
        ("2021-01-05", "supported"),
        ("2021-01-11", "supported"),
        ("2021-01-20", "contradicted"),
    ):
        (verdict,) = (
            Text(words, published).claim(words, count("1 individual", 1, "individual")).against(record=record(*eight()))
        )
        assert verdict.outcome == expected
        assert verdict.tolerance == "none; up to 7 days"
    words = "To date, the UK has sanctioned more than 5 individuals in Belarus"
    text = Text(words, "2022-02-01").claim(words, count("more than 5 individuals", 5, "individuals"))
    assert outcomes(text.against(record=record(*eight())), "listings") == [("supported", "")]


def test_unknown_days_make_an_interval_that_may_not_decide() -> None:
    cases = [
        case(0, listing("us", "2021-01-05")),
        case(1, replace(listing("us", "2021-01-05"), since=Span(date(2020, 1, 2), date(2021, 6, 30)), printed=False)),
    ]
    words = "the US has sanctioned 2 individuals in Belarus by 1 March 2021"
    text = Text(words).claim(
        words, count("2 individuals", 2, "individuals"), dates=[("1 March 2021", "2021-03-01", "by")]
    )
    (verdict,) = text.against(record=record(*cases))
    assert (verdict.reason, "at least 1, at most 2 persons" in verdict.says) == ("record-open", True)


def test_before_the_oldest_copy_nobody_can_be_said_to_have_listed_fewer() -> None:
    cases = [case(0, listing("us", "2019-01-05", copies=("2020-01-01", "2024-12-31")))]
    words = "the US has sanctioned 9 individuals in Belarus by 1 March 2019"
    text = Text(words).claim(
        words, count("9 individuals", 9, "individuals"), dates=[("1 March 2019", "2019-03-01", "by")]
    )
    (verdict,) = text.against(record=record(*cases))
    assert (verdict.reason, "is in none of these" in verdict.says) == ("record-open", True)
    few = "the US has sanctioned 9 individuals in Belarus by 1 March 2030"
    text = Text(few).claim(few, count("9 individuals", 9, "individuals"), dates=[("1 March 2030", "2030-03-01", "by")])
    assert outcomes(text.against(record=record(*cases)), "listings") == [(UNKNOWN, "other-day")]


def test_other_programmes_make_a_second_verdict() -> None:
    cases = [*eight(), case(9, listing("gb", "2021-02-02", how=How.COUNTRY))]
    words = "the UK has sanctioned 6 individuals in Belarus"
    made = (
        Text(words, "2022-02-01").claim(words, count("6 individuals", 6, "individuals")).against(record=record(*cases))
    )
    assert outcomes(made, "listings") == [("supported", ""), (UNKNOWN, "other-definition")]
    assert "own programmes alone" in made[0].definition


def test_we_is_the_state_of_who_speaks_and_else_open() -> None:
    lead, words = "the UK minister said:", "We have sanctioned 6 individuals in Belarus."
    text = Text(f"{lead}\n{words}", "2022-02-01").claim(lead, kind="attribution")
    known = text.claim(words, count("6 individuals", 6, "individuals"), speaker="the UK minister")
    (verdict,) = known.against(record=record(*eight()))
    assert (verdict.outcome, verdict.left[0]) == ("supported", "«we» is taken as the United Kingdom, who speaks")
    nobody = Text(words, "2022-02-01").claim(words, count("6 individuals", 6, "individuals"), speaker="Jane Roe")
    assert outcomes(nobody.against(record=record(*eight())), "listings") == [(UNKNOWN, "actor-open")]


@pytest.mark.parametrize(
    "words",
    [
        "the UK should sanction 6 individuals in Belarus", "the UK lifted sanctions on 6 individuals in Belarus",
        "the UK has sanctioned Belarus after 6 people died", "the UK evacuated 6 people from Belarus",
    ],
)  # fmt: skip
def test_what_is_wanted_or_undone_or_another_matter_is_no_count_of_the_listed(words: str) -> None:
    number = "6 individuals" if "individuals" in words else "6 people"
    made = Text(words, "2022-02-01").claim(words, count(number, 6, number.split()[1])).against(record=record(*eight()))
    assert outcomes(made, "listings") == []


@pytest.mark.parametrize(
    ("who", "others", "expected"),
    [
        ("the UK was the first European country", ["2020-10-06"], (UNKNOWN, "no-record")),
        ("the UK was the first European country", ["2020-10-01"], (UNKNOWN, "date-open")),
        ("since 2020, the UK was the first European country", ["2020-10-01"], ("contradicted", "")),
        ("since 2020, the UK was the first European country", ["2019-10-01"], (UNKNOWN, "no-record")),
        ("the UK was the first European country", [""], (UNKNOWN, "date-open")),
        ("the UK was the first Western country", [], (UNKNOWN, "vague")),
        ("Switzerland was the first European country", [], (UNKNOWN, "no-record")),
        ("allies were the first country", [], (UNKNOWN, "actor-open")),
    ],
)
def test_who_was_first_of_a_set(who: str, others: list[str], expected: tuple[str, str]) -> None:
    words = f"{who} to impose sanctions on Belarus"
    dates = [("2020", "2020", "since")] if who.startswith("since") else []
    cases = [*eight(), *(case(20 + at, listing("eu", other)) for at, other in enumerate(others))]
    text = Text(words, "2022-02-01").claim(words, dates=dates, kind="event")
    made = text.against(record=record(*cases))
    assert outcomes(made, "first") == [expected]


def test_a_first_mover_is_proved_where_the_lists_of_the_whole_set_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kronika.study.claims.checks.first._SETS", {"g7": (frozenset(("ca", "gb", "us")), "three states")}
    )
    words = "the UK was the first G7 country to impose sanctions on Belarus"
    text = Text(words, "2022-02-01").claim(words, kind="event")
    cases = [*eight(), case(20, listing("ca", "2020-10-06")), case(21, listing("us", "2020-10-05"))]
    (verdict,) = text.against(record=record(*cases))
    assert (verdict.outcome, "On the same day: US" in verdict.says) == ("supported", True)
    assert "UK 2020-10-05; CA 2020-10-06; US 2020-10-05" in verdict.says


ROE: list[tuple[str, str, Named]] = [("Anna Roe", "Anna Roe", "person")]


@pytest.mark.parametrize(
    ("words", "when", "since", "expected"),
    [
        ("In September, the UK imposed sanctions on Anna Roe", "2020-09", "2020-09-29", ("supported", "")),
        ("In September, the UK sanctioned Anna Roe", "2020-09", "2020-11-06", (UNKNOWN, "other-day")),
        ("In September, the UK sanctioned Anna Roe", "2020-09", "2022-03-01", ("contradicted", "")),
        ("In September, the UK sanctioned Anna Roe", "2020-09", "2020-03-01", (UNKNOWN, "other-day")),
        ("In September, Canada sanctioned Anna Roe", "2020-09", "2020-09-29", (UNKNOWN, "no-record")),
        ("In September, allies sanctioned Anna Roe", "2020-09", "2020-09-29", (UNKNOWN, "actor-open")),
        ("In September, the UK did not sanction, and never sanctioned Anna Roe", "2020-09", "2020-09-29", None),
        ("In September, the UK sanctioned a man whom Anna Roe knew", "2020-09", "2020-09-29", None),
    ],
)  # fmt: skip
def test_somebody_is_listed_on_the_day_that_the_list_prints(
    words: str, when: str, since: str, expected: tuple[str, str] | None
) -> None:
    cases = [case(50, listing("gb", since), name="ROE Anna"), *eight()]
    text = Text(words, "2020-11-05").claim(words, dates=[("September", when, "")], people=ROE, kind="event")
    made = text.against(record=record(*cases))
    assert outcomes(made, "listed") == ([expected] if expected else [])
    if expected and expected[0] == "supported":
        assert "ROE Anna: listed on 2020-09-29 (gb_list)" in made[0].says
        assert made[0].cited[0].printed == "2020-09-29"


def test_a_name_that_two_identities_have_is_nobodys() -> None:
    cases = [
        case(1, listing("gb", "2020-09-29"), name="Anna Roe"),
        case(2, listing("gb", "2020-09-30"), name="Roe Anna"),
    ]
    words = "In September, the UK sanctioned Anna Roe"
    text = Text(words, "2020-11-05").claim(words, dates=[("September", "2020-09", "")], people=ROE, kind="event")
    assert outcomes(text.against(record=record(*cases)), "listed") == [(UNKNOWN, "no-record")]


def test_what_was_taken_over_from_an_older_list_was_listed_by_then() -> None:
    cases = [case(1, listing("gb", "2020-12-31"), name="Anna Roe")]
    words = "the UK has sanctioned 1 individual in Belarus by 1 November 2020"
    text = Text(words).claim(
        words, count("1 individual", 1, "individual"), dates=[("1 November 2020", "2020-11-01", "by")]
    )
    (verdict,) = text.against(record=record(*cases))
    assert (verdict.reason, "at least 0, at most 1" in verdict.says) == ("record-open", True)


def test_a_record_without_lists_says_that_it_has_none() -> None:
    words = "the UK has sanctioned 6 individuals in Belarus"
    made = Text(words, "2022-02-01").claim(words, count("6 individuals", 6, "individuals")).against()
    assert outcomes(made, "listings") == [(UNKNOWN, "no-record")]
    assert made[0].says == "The record has no lists."


def test_a_name_in_the_title_tells_which_regime_is_meant() -> None:
    words = "the UK has sanctioned 6 individuals of the regime"
    text = Text(f"A statement on Belarus\n{words}", "2022-02-01").claim(words, count("6 individuals", 6, "individuals"))
    title = Mention(15, 22, "Belarus", "country", "by", linked=True)
    assert outcomes(text.against(record=record(*eight())), "listings") == [(UNKNOWN, "actor-open")]
    assert outcomes(text.against(record=record(*eight()), elsewhere=[title]), "listings") == [("supported", "")]
