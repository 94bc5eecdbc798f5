"""The rules of the coverage study, on listings made up for one question each, and against counting by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import naive_coverage
from kronika.base import states
from kronika.base.config import Regime
from kronika.ledger.store import days
from kronika.study.coverage import conflicts, counts, gaps, gather, lags, matrix, pace, standing
from kronika.study.coverage.domain import Case, Held, How, Listing, Near, Status
from kronika.study.coverage.gather import Gathered
from kronika.study.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kronika.study.coverage.standing import View


def held(published: str, state: str = "aa", series: str = "") -> Held:
    return Held(f"{state}{series}{published}", f"{state}_list", series, published, Span(*days(published)), 100)


def listing(state: str, since: str | Span | None, **more: object) -> Listing:
    """A listing by a state on a day or between two, or, with none, since before the oldest copy; in all its copies."""
    oldest, newest = held("2020-01-01", state), held("2024-12-31", state)
    span = since if isinstance(since, Span) else Span(*days(since)) if since else Span(date.min, oldest.days.high)
    values: dict[str, object] = {
        "subject": f"{state}-{since}", "source": f"{state}_list", "series": "", "since": span,
        "printed": isinstance(since, str), "seen": (oldest, newest), "until": None, "programmes": ("Freedonia",),
        "measures": None, "reason": "", "how": How.PROGRAMME, "cites": (),
    }  # fmt: skip
    return Listing(**values | more)  # type: ignore[arg-type]


def case(number: int, *listings: Listing, near: tuple[Near, ...] = ()) -> Case:
    names = {each.subject: f"Nobody No. {number}" for each in listings}
    ordered = sorted(listings, key=lambda each: (each.since, each.subject))
    return Case(f"kr-{number}", f"Nobody No. {number}", "Person", How.PROGRAMME, ordered, near, names)


def gathered(cases: Iterable[Case], ends: dict[str, str]) -> Gathered:
    """Cases, and states with one list each that has a copy of the start of 2020 and one of a later day."""
    copies = [held(day, state) for state, end in ends.items() for day in ("2020-01-01", end)]
    ordered = sorted(copies, key=lambda copy: copy.days)
    sources = {
        f"{state}_list": {"country": state, "title": state, "publisher": state, "measures": []} for state in ends
    }
    return Gathered(Regime("Freedonia"), list(cases), ordered, sources, {}, {}, {}, ())


ENDS = {"aa": "2024-12-31", "bb": "2024-12-31", "cc": "2024-12-31"}


def seen(cases: Iterable[Case], ends: dict[str, str] = ENDS, day: str = "") -> View:
    found = gathered(cases, ends)
    return standing.view(found, gather.states(found), date.fromisoformat(day) if day else None)


def test_gaps_are_ranked_by_how_many_list_and_how_long() -> None:
    ends = ENDS | {"dd": "2024-12-31"}
    found = gaps.gaps(
        seen(
            [
                case(1, listing("aa", "2022-01-01"), listing("bb", "2022-01-01")),
                case(2, listing("aa", "2021-01-01"), listing("bb", "2023-01-01")),
                case(3, *(listing(state, "2024-01-01") for state in ("aa", "bb", "cc"))),
            ],
            ends,
        ),
        2,
    )
    assert [(gap.case.id, gap.state.code) for gap in found] == [
        ("kr-3", "dd"), ("kr-2", "cc"), ("kr-2", "dd"), ("kr-1", "cc"), ("kr-1", "dd"),
    ]  # fmt: skip
    assert found[1].days == (date(2024, 12, 31) - date(2021, 1, 1)).days


def test_gaps_are_not_proven_where_the_list_ends_before_the_first_listing_elsewhere() -> None:
    view = seen([case(1, listing("aa", "2023-06-01"), listing("bb", "2023-06-01"))], ENDS | {"cc": "2023-05-31"})
    (gap,) = gaps.gaps(view, 2)
    assert not gap.proven
    assert gap.standing.why == f"the list of {states.full('cc')} ends on 2023-05-31, before the first listing elsewhere"
    assert gaps.table([gap], view, 2).title == "Listed by at least 2 others and not: nobody"


def test_gaps_are_not_proven_by_a_listing_that_ended_before_the_others_began() -> None:
    over = listing("dd", "2021-01-01", until=Span(date(2022, 1, 2), date(2022, 1, 3)))
    cases = [case(1, listing("aa", "2023-06-01"), listing("bb", "2023-06-01"), over)]
    found = gaps.gaps(seen(cases, ENDS | {"cc": "2023-05-31", "dd": "2024-12-31"}), 2)
    assert [(gap.state.code, gap.proven) for gap in found] == [("dd", True), ("cc", False)]


def test_where_a_near_miss_may_well_be_the_one_there_is_no_proven_gap_and_no_lag() -> None:
    near = Near("cc-9", "cc_list", "Nobody Nowhere", 0.6, "undecided", (), open=True)
    view = seen([case(1, listing("aa", "2021-01-01"), listing("bb", "2021-01-01"), near=(near,))])
    (gap,) = gaps.gaps(view, 2)
    assert not gap.proven
    assert gap.standing.why == f"it may be Nobody Nowhere (cc-9) on the list of {states.full('cc')}"
    assert lags.firsts(view)[0].day is None


def test_gaps_show_near_misses_on_the_lists_of_that_state_alone() -> None:
    near = tuple(
        Near(f"{state}-9", f"{state}_list", "Nobody Nowhere", 0.66, "apart", ("both Freedonia",), open=False)
        for state in ("bb", "cc")
    )
    (gap,) = gaps.gaps(seen([case(1, listing("aa", "2021-01-01"), listing("bb", "2021-01-01"), near=near)]), 2)
    assert [gaps.near_miss(each) for each in gap.near] == ["Nobody Nowhere (cc-9): 0.66, apart, both Freedonia"]


def test_another_programme_is_no_gap_but_shown() -> None:
    other = listing("cc", "2021-01-01", how=How.IDENTITY, programmes=("Sylvania",))
    view = seen([case(1, listing("aa", "2021-01-01"), listing("bb", "2021-01-01"), other)])
    assert gaps.gaps(view, 2) == []
    assert [row["programmes"] for row in matrix.other_programmes(view).records()] == [("Sylvania",)]


def test_who_was_taken_off_is_a_gap_and_a_delisting() -> None:
    over = listing("cc", "2021-01-01", until=Span(date(2022, 1, 2), date(2023, 1, 1)))
    view = seen([case(1, listing("aa", "2021-01-01"), listing("bb", "2021-01-01"), over)])
    (gap,) = gaps.gaps(view, 2)
    assert gap.standing.status == Status.DELISTED
    (row,) = conflicts.delisted(view).records()
    assert (row["state"], row["until"], row["others"]) == ("CC", "2022-01-02 to 2023-01-01", ("AA", "BB"))


def test_before_the_oldest_copy_nobody_is_known_to_be_unlisted() -> None:
    cases = [case(1, listing("aa", "2018-01-01"), listing("bb", "2018-01-01"))]
    (standings,) = seen(cases, day="2019-01-01").standings.values()
    assert standings["aa"].status == Status.LISTED
    assert standings["cc"].status == Status.UNKNOWN
    assert "unknowable" in standings["cc"].why


def test_after_the_newest_copy_nothing_is_known() -> None:
    view = seen([case(1, listing("aa", "2021-01-01"))], ENDS | {"bb": "2022-01-01"}, day="2023-01-01")
    standings = view.standings["kr-1"]
    assert (standings["aa"].status, standings["bb"].status) == (Status.LISTED, Status.UNKNOWN)
    assert standings["bb"].why == f"the list of {states.full('bb')} ends on 2022-01-01, before 2023-01-01"


def test_a_copy_of_a_month_proves_neither_its_first_day_nor_more_than_it() -> None:
    copy = held("2022-03")
    one = listing("aa", Span(date(2020, 1, 2), copy.days.high), seen=(copy, copy))
    assert date(2022, 3, 15) not in one.certain
    assert date(2022, 3, 15) in one.possible


def test_who_may_have_been_listed_is_counted_at_most() -> None:
    undated = listing("aa", Span(date(2020, 1, 2), date(2024, 12, 31)))
    view = seen([case(1, listing("aa", "2021-01-01")), case(2, undated)], day="2022-01-01")
    (row,) = [row for row in counts.counts(view).records() if row["state"] == "AA"]
    assert (row["at_least"], row["at_most"]) == (1, 2)
    assert row["why"] == (
        "in a copy before that day and in one after: 1; 1 may have been: the copies do not tell the day"
    )


def test_who_was_first_is_unknown_where_an_undated_listing_may_be_older() -> None:
    (first,) = lags.firsts(seen([case(1, listing("aa", "2021-01-01"), listing("bb", None))]))
    assert (first.states, first.why) == ((), "the copies do not tell the day of bb")


def test_an_undated_listing_that_came_later_is_bounded() -> None:
    later = listing("bb", Span(date(2021, 1, 11), date(2021, 1, 31)))
    view = seen([case(1, listing("aa", "2021-01-01"), later)])
    found = {lag.state: lag for lag in lags.lags(lags.firsts(view), [], view)}
    assert (found["bb"].low, found["bb"].high, found["bb"].followed, found["bb"].exact) == (10, 30, True, False)
    assert (found["cc"].low, found["cc"].followed) == ((date(2024, 12, 31) - date(2021, 1, 1)).days, False)


def test_on_an_earlier_day_nobody_has_followed_who_may_have_later() -> None:
    later = listing("bb", Span(date(2021, 1, 11), date(2021, 3, 31)))
    view = seen([case(1, listing("aa", "2021-01-01"), later)], day="2021-02-01")
    found = {lag.state: lag for lag in lags.lags(lags.firsts(view), [], view)}
    assert (found["bb"].low, found["bb"].high, found["bb"].followed) == (10, None, None)
    assert (found["cc"].low, found["cc"].followed) == (31, False)


def test_two_on_one_day_are_first_together() -> None:
    view = seen([case(1, listing("aa", "2021-01-01"), listing("bb", "2021-01-01"))])
    first = lags.firsts(view)
    assert first[0].states == ("aa", "bb")
    assert [(lag.state, lag.low) for lag in lags.lags(first, [], view) if lag.followed] == [("aa", 0), ("bb", 0)]


def test_a_wave_is_a_run_of_first_listings_of_enough_identities() -> None:
    day = date(2021, 1, 1)
    run = [case(at, listing("aa", str(day + timedelta(lags.APART * at)))) for at in range(lags.LEAST)]
    alone = [case(90 + at, listing("aa", f"2022-0{at + 1}-01")) for at in range(lags.LEAST)]
    (wave,) = lags.waves(lags.firsts(seen([*run, *alone])))
    assert (wave.name, len(wave.cases)) == ("2021-01-01", lags.LEAST)
    assert wave.last == day + timedelta(lags.APART * (lags.LEAST - 1))


def test_a_state_whose_days_are_mostly_unknown_has_no_curve() -> None:
    cases = [case(at, listing("aa", "2021-01-01"), listing("bb", "2021-02-01")) for at in range(8)]
    vague = [case(at, listing("aa", "2021-01-01"), listing("bb", None)) for at in range(80, 82)]
    tables = {table.name: table for table in pace.tables(seen([*cases, *vague]))}
    medians = {row["state"]: row for row in tables["medians"].records() if row["wave"] == lags.ALL}
    assert medians["BB"]["median"] is None
    assert medians["BB"]["why"] == "its copies do not tell enough days"
    tables = {table.name: table for table in pace.tables(seen(cases))}
    medians = {row["state"]: row for row in tables["medians"].records() if row["wave"] == lags.ALL}
    assert (medians["BB"]["median"], medians["BB"]["why"], medians["CC"]["median"]) == (31, "", "")
    assert (
        medians["CC"]["why"] == f"less than half followed within {(date(2024, 12, 31) - date(2021, 1, 1)).days:,} days"
    )


DAY = st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2025, 6, 30)).map(str))
LISTED = st.lists(st.tuples(st.sampled_from("abc"), DAY, st.booleans()), min_size=1, max_size=5)


@given(st.lists(LISTED, max_size=6), st.integers(1, 2), st.sampled_from(["2023-06-30", "2024-12-31"]))
def test_gaps_and_lags_agree_with_counting_by_hand(
    made: list[list[tuple[str, str | None, bool]]], least: int, end: str
) -> None:
    ends = ENDS | {"cc": end}
    cases, naive = [], naive_coverage.Naive(ends={state: date.fromisoformat(day) for state, day in ends.items()})
    for number, some in enumerate(made):
        listings = []
        for at, (letter, day, ended) in enumerate(some):
            until = Span(date(2025, 7, 1), date(2025, 12, 31)) if ended else None
            each = listing(letter * 2, day, until=until, subject=f"{at}")
            listings.append(each)
            period = naive_coverage.Period(
                each.subject, letter * 2, each.seen[1].key, *each.since, until.high if until else None, True
            )
            naive.periods[f"kr-{number}"][letter * 2].append(period)
        cases.append(case(number, *listings))
    found = gathered(cases, ends)
    view = standing.view(found, gather.states(found))
    assert {
        (
            g.case.id,
            naive_coverage.named(g.state.code),
            g.standing.status.value,
            tuple(map(naive_coverage.named, g.others)),
            g.first.isoformat(),
            g.days,
        )
        for g in gaps.gaps(view, least)
    } == naive.gaps(list(ENDS), least)
    assert {
        (
            each.first.case.id,
            tuple(map(naive_coverage.named, each.first.states)),
            naive_coverage.named(each.state),
            each.low,
            "" if each.followed is False else each.high,
            None if each.followed is None else not each.followed,
        )
        for each in lags.lags(lags.firsts(view), [], view)
    } == naive.lags(list(ENDS))


def test_numbers_rise_and_fall_with_what_is_certain_and_what_is_possible() -> None:
    over = listing("aa", "2021-01-01", seen=(held("2020-01-01"), held("2022-01-01")),
                   until=Span(date(2022, 1, 2), date(2023, 1, 1)))  # fmt: skip
    rows = matrix.cumulative(seen([case(1, over), case(2, listing("aa", "2021-06-01"))], {"aa": "2024-12-31"}))
    assert [tuple(row.values[1:]) for row in rows.rows] == [
        ("2021-01-01", 1, 1), ("2021-06-01", 2, 2), ("2022-01-02", 1, 2), ("2023-01-01", 1, 1), ("2024-12-31", 1, 1),
    ]  # fmt: skip


def test_a_list_that_lets_nearly_all_go_still_tells_of_its_newest_day() -> None:
    gone = Span(date(2020, 1, 2), date(2024, 12, 31))
    first = held("2020-01-01")
    cases = [case(at, listing("aa", "2019-01-01", seen=(first, first), until=gone)) for at in range(9)]
    found = gathered([*cases, case(9, listing("aa", "2019-01-01"))], {"aa": "2024-12-31"})
    assert gather.states(found)["aa"].end == date(2024, 12, 31)
