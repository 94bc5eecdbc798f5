"""What the tests would have seen: against exact enumeration on a tiny case, and against measuring every twin."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scipy.stats

from conftest import REAL, needs_real_files
from kronika.base.errors import UsageError
from kronika.collect.protocols import mapping, reading
from kronika.study.elections import chances, excluding, integers, power, sums, twins
from kronika.study.elections.calibration import interval
from made_protocols import kept, protocols

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols
    from kronika.study.elections.power import Power, Seen

Floats = np.ndarray[Any, np.dtype[np.float64]]
Counts = np.ndarray[Any, np.dtype[np.int64]]


@cache
def nation(stations: int, seed: int = 5) -> Protocols:
    rng = np.random.default_rng(seed)
    listed = rng.integers(120, 2500, stations)
    given = rng.binomial(listed, rng.uniform(0.4, 0.9, stations))
    rose = rng.binomial(given, rng.uniform(0.3, 0.8, stations))
    return protocols(listed.tolist(), given.tolist(), given.tolist(), rose.tolist())


def of(found: Power, kind: str, statistic: str, share: float) -> Seen:
    (one,) = (each for each in found.seen if (each.kind, each.statistic, each.share) == (kind, statistic, share))
    return one


def convolved(chances_: Floats) -> Floats:
    """The distribution of the number of events."""
    made = np.array([1.0])
    for chance in chances_:
        made = np.append(made * (1 - chance), 0) + np.append(0, made * chance)
    return made


def agrees(hits: float, draws: int, chance: float) -> bool:
    """Whether so many hits are what so many draws make of a chance, at one in a thousand."""
    return bool(scipy.stats.binomtest(round(hits * draws), draws, chance).pvalue > 0.001)


def bound(likely: Floats) -> int:
    """The least number that the exact test rejects."""
    tails = np.cumsum(convolved(likely)[::-1])[::-1]
    return int(np.flatnonzero(tails <= power.LEVEL)[0])


@pytest.mark.parametrize("stations", [80, 700])
def test_without_a_change_the_tests_reject_as_often_as_exactly_reckoned(stations: int) -> None:
    made = nation(stations)
    found = power.power(made, kept(made), shares=(0.0,), draws=3000)
    turnout = chances.expected(made.turnout, made.registered, False)[0]
    exact = convolved(turnout)[bound(turnout) :].sum()
    assert exact <= power.LEVEL
    for kind in twins.KINDS:
        one = of(found, kind, "turnout", 0.0)
        assert one.stations == 0
        assert agrees(one.found, 3000, exact)
        assert (one.low, one.high) == interval(round(one.found * 3000), 3000)


def test_the_power_of_a_tiny_case_is_that_of_enumerating_it() -> None:
    # Of a thousand voters every whole percentage is a count: a station that is rewritten is certain to have one.
    stations, changed, draws = 100, 6, 3000
    made = protocols([1000] * stations, [600] * stations, [0] * stations, [0] * stations)
    found = power.power(made, kept(made), "Rose", shares=(changed / stations,), draws=draws)
    one = of(found, "turnout raised", "turnout", changed / stations)
    assert one.stations == changed
    untouched = chances.expected(np.array([600]), np.array([1000]), False)[0]
    after = chances.expected(np.arange(560, 660, 10), np.full(10, 1000), False)[0]
    # Whatever percentages are written, the test rejects from the same number of stations on.
    bounds = {bound(np.append(np.repeat(untouched, stations - changed), np.repeat(q, changed))) for q in after}
    assert len(bounds) == 1
    exact = convolved(np.repeat(untouched, stations - changed))[bounds.pop() - changed :].sum()
    assert 0.3 < exact < 0.8
    assert agrees(one.found, draws, exact)


def rewritten(kind: str, station: tuple[int, int, int, int], rng: np.random.Generator) -> tuple[int, int, int, int]:
    """One station after a change, written a second time: voters, ballots given, ballots found, votes."""
    listed, given, base, rose = station
    percent = {"turnout": 100 * given / listed, "result": 100 * rose / base}
    match kind.split():
        case ["turnout", how]:
            to = np.ceil(percent["turnout"]) if how == "raised" else np.rint(percent["turnout"])
            more = int(np.rint(listed * to / 100)) - given
            votes = rose + more if how == "raised" else int(np.rint(rose / base * (base + more)))
            return listed, given + more, base + more, votes
        case ["result", how]:
            to = np.ceil(percent["result"]) if how == "raised" else np.rint(percent["result"])
            return listed, given, base, int(np.rint(base * to / 100))
        case ["stuffed"]:
            more = int(np.rint(rng.uniform(0, 0.5) * (listed - given)))
            return listed, given + more, base + more, rose + more
        case _:
            return listed, given, base, rose + int(np.rint(rng.uniform(0, 0.5) * (base - rose)))


@pytest.mark.parametrize("kind", list(twins.KINDS))
def test_the_power_is_that_of_measuring_twins_one_by_one(kind: str) -> None:
    stations, share, rounds, draws = 400, 0.05, 250, 2000
    made = nation(stations)
    found = power.power(made, kept(made), shares=(share,), draws=draws)
    rng = np.random.default_rng(77)
    hits = dict.fromkeys(twins.STATISTICS, 0)
    for _ in range(rounds):
        given = rng.binomial(made.registered, made.turnout / made.registered)
        rose = rng.binomial(made.base, made.of("Rose") / made.base)
        columns = np.column_stack([made.registered, given, made.base, rose])
        for at in rng.choice(stations, round(share * stations), replace=False):
            columns[at] = rewritten(kind, tuple(columns[at].tolist()), rng)
        twin = protocols(*columns.T.tolist())
        measured = integers.measure(twin, kept(twin), leader="Rose")
        for name in hits:
            tested = measured.statistic(name).sum
            assert tested is not None
            hits[name] += tested.tail <= power.LEVEL
    for name, number in hits.items():
        one = of(found, kind, name, share)
        table = [[number, rounds - number], [round(one.found * draws), draws - round(one.found * draws)]]
        assert scipy.stats.fisher_exact(table).pvalue > 0.001, (name, number / rounds, one.found)


def test_what_chance_makes_of_the_stations_is_what_the_test_says() -> None:
    # Small stations, stations above 99 %, of 0 %, more ballots than voters, and counts that are not told.
    rng = np.random.default_rng(8)
    listed = rng.integers(50, 2500, 500)
    given = rng.binomial(listed, rng.choice([0.5, 0.7, 0.995], 500))
    rose = np.where(rng.random(500) < 0.1, 0, rng.binomial(given, 0.6))
    given[:20], listed[20:40], given[40:60] = -1, -1, listed[40:60] + 5
    made = protocols(listed.tolist(), given.tolist(), given.tolist(), rose.tolist())
    made.counts["valid"][60:80] = -1
    made.counts["early"][:] = -1
    measured = integers.measure(made, kept(made), leader="Rose")
    stations = twins.of(made, kept(made), "Rose")
    assert len(stations) == measured.stations
    mean, variance, _ = stations.moments().sum(axis=2).T
    for at, name in enumerate(twins.STATISTICS):
        one = measured.statistic(name).sum
        assert one is not None
        assert stations.whole()[at].sum() == one.observed
        assert mean[at] == pytest.approx(one.mean, rel=1e-12)
        assert np.sqrt(variance[at]) == pytest.approx(one.deviation, rel=1e-9)


@pytest.mark.parametrize(("stations", "low", "high"), [(50, 0.02, 0.9), (60, 0.05, 0.15), (1000, 0.005, 0.1)])
def test_the_rejection_is_that_of_the_exact_tail_unless_it_is_all_but_the_level(
    stations: int, low: float, high: float
) -> None:
    for seed in range(40):
        q = np.random.default_rng(seed).uniform(low, high, stations)
        if q.sum() < integers.LEAST:
            q *= integers.LEAST / q.sum()
        moments = np.array([[[q.sum()], [(q * (1 - q)).sum()], [(q * (1 - q) * (1 - 2 * q)).sum()]]])
        for many in range(int(q.sum()), min(stations, int(q.sum() + 4 * np.sqrt(q.sum())) + 3)):
            rejected = bool(power._rejected(np.array([[float(many)]]), moments)[0, 0])
            tail = sums.number(np.arange(stations) < many, q).tail
            assert rejected == (tail <= power.LEVEL) or abs(tail - power.LEVEL) <= 0.002


def test_what_is_done_to_a_station_is_what_its_name_says() -> None:
    rng = np.random.default_rng(1)
    columns = np.array([[1000, 601, 590, 300], [1000, 1000, 1000, 1000], [0, 0, 640, 211], [1000, 603, 0, 0]])
    stations = twins.Stations(*columns.T)

    def after(kind: str) -> list[list[int]]:
        made = twins.KINDS[kind].change(stations, rng)
        return [list(row) for row in zip(made.registered, made.turnout, made.base, made.votes, strict=True)]

    whole, postal, bare = [1000, 1000, 1000, 1000], [0, 0, 640, 211], [1000, 603, 0, 0]
    assert after("turnout raised") == [[1000, 610, 599, 309], whole, postal, [1000, 610, 0, 0]]
    assert after("turnout rounded") == [[1000, 600, 589, 299], whole, postal, [1000, 600, 0, 0]]
    assert after("result raised") == [[1000, 601, 590, 301], whole, [0, 0, 640, 211], bare]
    assert after("result rounded") == [[1000, 601, 590, 301], whole, [0, 0, 640, 211], bare]
    for kind in ("stuffed", "moved"):
        one, *others = after(kind)
        assert others[:2] == [whole, postal if kind == "stuffed" else others[1]]
        assert one[3] >= 300
        assert one[1] - 601 == one[2] - 590 == (one[3] - 300 if kind == "stuffed" else 0)
        assert one[1] <= 800


def test_plain_stuffing_and_moving_are_not_seen_however_many_stations_do_it() -> None:
    made = nation(4000)
    found = power.power(made, kept(made), shares=(0.2, 1.0), draws=400)
    for kind in ("stuffed", "moved"):
        for statistic in twins.STATISTICS:
            assert of(found, kind, statistic, 0.2).found < 0.1
            assert of(found, kind, statistic, 1.0).found < 0.1
    assert of(found, "turnout raised", "turnout", 0.2).found == 1
    assert of(found, "turnout raised", "result", 0.2).found < 0.1


def test_the_least_share_is_where_the_power_reaches_four_fifths_and_falls_with_the_size() -> None:
    shares = []
    for stations in (300, 3000):
        made = nation(stations)
        found = power.power(made, kept(made))
        (one,) = (each for each in found.least if (each.kind, each.statistic) == ("turnout raised", "turnout"))
        assert one.share is not None
        assert one.high is not None
        assert one.low < one.share <= one.high
        shares.append(one.share)
        again = power.power(made, kept(made), shares=(one.low, one.high), draws=1500, seed=99)
        assert of(again, one.kind, one.statistic, one.low).found < 0.85
        assert of(again, one.kind, one.statistic, one.high).found > 0.75
    # As one over the square root of the number of stations.
    assert 2 < shares[0] / shares[1] < 5


def test_the_same_seed_gives_the_same_figures_and_another_others() -> None:
    made = nation(500)
    one, same, other = (power.power(made, kept(made), draws=60, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_a_larger_election_is_changed_in_a_part_of_its_stations(monkeypatch: pytest.MonkeyPatch) -> None:
    made = nation(1500)
    whole = power.power(made, kept(made), shares=(0.02,), draws=1500)
    monkeypatch.setattr(twins, "POOL", 200)
    part = power.power(made, kept(made), shares=(0.02,), draws=1500)
    for one, other in zip(whole.seen, part.seen, strict=True):
        assert one.found == pytest.approx(other.found, abs=0.09), one


def test_a_clean_election_gives_its_stations_with_the_counts_that_it_has() -> None:
    case, clean = nation(600), nation(5000, seed=12)
    found = power.power(case, kept(case), clean=(clean, kept(clean)), shares=(0.0, 0.1), draws=300)
    assert (found.stations, found.base) == (600, "made.csv")
    assert of(found, "turnout raised", "turnout", 0.0).found < 0.12
    assert of(found, "turnout raised", "turnout", 0.1).found > 0.9
    # One that was itself rewritten is found without anything more.
    given = np.rint(clean.registered * np.ceil(100 * clean.turnout / clean.registered) / 100).astype(int)
    wrong = protocols(clean.registered.tolist(), given.tolist(), given.tolist(), (given // 2).tolist())
    again = power.power(case, kept(case), clean=(wrong, kept(wrong)), shares=(0.0,), draws=50)
    assert of(again, "stuffed", "turnout", 0.0).found == 1


def test_of_too_few_stations_no_power_is_told() -> None:
    made = nation(12)
    found = power.power(made, kept(made), draws=20)
    assert (found.stations, found.seen, found.least) == (12, (), ())
    assert list(power.sentences(found)) == []
    assert power.table(found).rows == power.least_table(found).rows == ()


def test_a_share_that_the_table_does_not_tell_has_no_power() -> None:
    made = nation(300)
    made = protocols(made.registered.tolist(), [-1] * 300, made.base.tolist(), made.of("Rose").tolist())
    found = power.power(made, kept(made), draws=20)
    assert {each.statistic for each in found.seen} == {"result", "either"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"shares": (0.5, 1.5)}, r"1\.5 is no share of stations: it lies between 0 and 1"),
        ({"shares": (-0.1,)}, r"-0\.1 is no share of stations"),
        ({"shares": (float("nan"),)}, "nan is no share of stations"),
        ({"shares": ()}, "no share of stations to be changed is given"),
        ({"draws": 0}, "0 draws: power takes at least one"),
        ({"leader": "Iris"}, "'Iris' is no candidate; there are Rose, Lily"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: dict[str, Any], says: str) -> None:
    made = nation(60)
    with pytest.raises(UsageError, match=says):
        power.power(made, kept(made), **wrong)


def test_an_election_without_a_station_to_test_is_refused() -> None:
    made = nation(60)
    with pytest.raises(UsageError, match=r"made\.csv: no station is left at which turnout or the share of"):
        power.power(made, ~kept(made))


def test_the_tables_and_sentences_say_what_would_have_been_seen_and_what_not() -> None:
    made = nation(3000)
    found = power.power(made, kept(made), draws=100)
    rows = power.table(found).records()
    assert len(rows) == len(twins.KINDS) * len(power.SHARES) * 3
    assert set(rows[0]) == {"kind", "share", "stations", "statistic", "found", "low", "high"}
    assert all(row["low"] <= row["found"] <= row["high"] for row in rows)  # type: ignore[operator]
    least = {(row["kind"], row["statistic"]): row["share"] for row in power.least_table(found).records()}
    assert least["moved", "turnout"] == ""
    assert isinstance(least["turnout raised", "turnout"], float)
    seen, blind = power.sentences(found)
    assert "turnout raised to whole percentages: " in seen
    assert "At 20% of the stations they would have found ballots stuffed without a percentage in mind: " in blind
    assert blind.endswith("chance alone makes 5%.")
    few = power.power(made, kept(made), shares=(0.001,), draws=100)
    assert "At 3,000 stations the largest share tried would not surely be seen" in next(iter(power.sentences(few)))


def test_at_a_real_clean_election_rewriting_is_seen_and_stuffing_is_not() -> None:
    needs_real_files()
    path = REAL / "elections" / "poland-2020" / "round2-wyniki_gl_na_kand_po_obwodach_csv.zip"
    made = reading.read(path, mapping.load("poland"))
    found = power.power(made, excluding.keep(made).mask)
    for each in found.seen:
        if twins.KINDS[each.kind].aim == each.statistic and each.share >= 0.05:
            assert each.found == 1
        if not twins.KINDS[each.kind].aim:
            assert each.found < 0.1
