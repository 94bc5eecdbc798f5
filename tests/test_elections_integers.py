"""Whole percentages: against exact enumeration on a tiny case, drawing on a small one, and published examples."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import UsageError
from kronika.study.elections import chances, digits, integers, multiple, sums
from kronika.study.elections.integers import PUBLISHED, STRICT
from made_protocols import kept, protocols

Floats = np.ndarray[Any, np.dtype[np.float64]]
CHANCES = st.lists(st.floats(1e-9, 1 - 1e-9) | st.sampled_from([0.0, 1.0]), min_size=1, max_size=12)


def exactly(part: int, of: int, period: int, ends: bool) -> float:
    """The chance of a whole percentage, by adding up binomial chances as fractions."""
    share, total = Fraction(part, of), Fraction(0)
    for k in range(of + 1):
        percent = Fraction(100 * k, of)
        distance = abs(percent - round(percent / period) * period)
        if distance <= Fraction(1, 20) and (ends or 0 < k < of):
            total += math.comb(of, k) * share**k * (1 - share) ** (of - k)
    return float(total)


def convolved(chances_: Floats) -> Floats:
    """The distribution of the number of events, one event at a time; of positive terms, so that no digit is lost."""
    made = np.array([1.0])
    for chance in chances_:
        made = np.append(made * (1 - chance), 0) + np.append(0, made * chance)
    return made


@pytest.mark.parametrize("ends", [True, False])
def test_the_chance_of_a_station_is_that_of_exact_enumeration(ends: bool) -> None:
    cases = [(1, 7), (0, 9), (9, 9), (50, 100), (33, 101), (150, 317), (3, 412), (600, 613), (1, 1), (900, 1000)]
    part, of = (np.array(column) for column in zip(*cases, strict=True))
    ones, fives, mean, variance = chances.expected(part, of, ends)
    for at, (k, n) in enumerate(cases):
        if 0 < k < n or ends:
            assert ones[at] == pytest.approx(exactly(k, n, 1, ends), rel=1e-12)
            assert fives[at] == pytest.approx(exactly(k, n, 5, ends), rel=1e-12)
        else:
            assert ones[at] == fives[at] == 0
    assert (variance <= mean).all()
    if ends:
        assert mean.sum() == pytest.approx(len(cases), rel=1e-12)


def test_the_expected_number_of_stations_is_that_of_drawing_them() -> None:
    rng = np.random.default_rng(6)
    listed = rng.integers(120, 2500, 400)
    given_ = rng.binomial(listed, rng.uniform(0.4, 0.9, 400))
    rose = rng.binomial(given_, rng.uniform(0.3, 0.8, 400))
    made = protocols(listed.tolist(), given_.tolist(), given_.tolist(), rose.tolist())
    found = integers.measure(made, kept(made), PUBLISHED)
    rounds = 4000
    turnout = 100 * rng.binomial(listed, given_ / listed, (rounds, 400)) / listed
    result = 100 * rng.binomial(given_, rose / given_, (rounds, 400)) / given_
    near = [np.abs(share - np.round(share)) <= 0.05 for share in (turnout, result)]
    for name, drawn in {"turnout": near[0], "result": near[1], "either": near[0] | near[1]}.items():
        one = found.statistic(name).sum
        weighed = found.statistic(name, by="voters").sum
        assert one is not None
        assert weighed is not None
        numbers, voters = drawn.sum(axis=1), (drawn * listed).sum(axis=1)
        assert one.mean == pytest.approx(numbers.mean(), abs=4 * one.deviation / math.sqrt(rounds))
        assert one.deviation == pytest.approx(numbers.std(), rel=0.05)
        assert weighed.mean == pytest.approx(voters.mean(), abs=4 * weighed.deviation / math.sqrt(rounds))
        assert weighed.deviation == pytest.approx(voters.std(), rel=0.05)
        assert one.tail == pytest.approx((numbers >= one.observed).mean(), abs=0.03)
        assert weighed.tail == pytest.approx((voters >= weighed.observed).mean(), abs=0.03)


@given(CHANCES, st.integers(0, 12))
def test_the_tail_of_a_tiny_sum_is_that_of_enumerating_all_outcomes(of: list[float], many: int) -> None:
    many = min(many, len(of))
    likely = np.array(of)
    exact = sum(
        math.prod(p if one else 1 - p for p, one in zip(of, outcome, strict=True))
        for outcome in itertools.product([True, False], repeat=len(of))
        if sum(outcome) >= many
    )
    found = np.arange(len(of)) < many
    assert sums.number(found, likely).tail == pytest.approx(exact, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("stations", [40, 400, 4000])
def test_the_tail_keeps_its_digits_far_out(stations: int) -> None:
    likely = np.random.default_rng(stations).uniform(0.02, 0.3, stations)
    tails = np.cumsum(convolved(likely)[::-1])[::-1]
    for many in {round(stations * share) for share in (0, 0.1, 0.15, 0.16, 0.17, 0.2, 0.25, 0.3, 0.6, 1)}:
        if tails[many] > 1e-290:
            found = sums.number(np.arange(stations) < many, likely)
            assert found.tail == pytest.approx(tails[many], rel=1e-9)
            assert 10**found.magnitude == pytest.approx(tails[many], rel=1e-9)


def test_more_than_can_happen_has_no_chance_and_none_is_certain() -> None:
    likely = np.array([0.2, 0.0, 1.0])
    assert sums.number(np.array([True, True, True]), likely).tail == 0
    assert sums.number(np.array([False, False, True]), likely).tail == 1
    assert sums.number(np.array([True, False, True]), likely).tail == pytest.approx(0.2)
    assert sums.number(np.array([], dtype=bool), np.array([])).tail == 1


def test_the_tail_of_weights_is_within_a_hundredth_of_exact_enumeration() -> None:
    # Weights of 1 to 9, so that the distribution of the sum can be convolved.
    rng = np.random.default_rng(3)
    weights, likely = rng.integers(1, 10, 150), rng.uniform(0.05, 0.2, 150)
    made = np.array([1.0])
    for weight, chance in zip(weights, likely, strict=True):
        made = np.append(made * (1 - chance), np.zeros(weight)) + np.append(np.zeros(weight), made * chance)
    for many in (10, 18, 30, 50, 80):
        found = np.arange(150) < many
        observed = int(weights[found].sum())
        # The approximation is of a sum without steps; between two steps it is the mean of theirs.
        exact = made[observed:].sum() - made[observed] / 2
        got = sums.weighted(found, likely, weights.astype(float))
        assert got.tail == pytest.approx(exact, rel=0.01)
        assert got.mean == pytest.approx((weights * likely).sum())


def test_the_tail_of_equal_weights_agrees_with_that_of_numbers_far_out() -> None:
    likely = np.random.default_rng(8).uniform(0.05, 0.15, 50_000)
    for many in (5_000, 5_200, 5_600, 6_500):
        found, more = np.arange(50_000) < many, np.arange(50_000) < many + 1
        one, other = sums.number(found, likely), sums.weighted(found, likely, np.full(50_000, 7.0))
        # Between two steps, as above.
        halfway = one.magnitude + math.log10((1 + 10 ** (sums.number(more, likely).magnitude - one.magnitude)) / 2)
        assert other.magnitude == pytest.approx(halfway, abs=0.005)
        assert other.z == pytest.approx(one.z)


def test_a_station_at_0_or_100_per_cent_counts_by_chance_only_where_it_counts_in_the_data() -> None:
    made = protocols([200, 300, 400], [100, 150, 200], [100, 150, 200], [0, 150, 90])
    strict = chances.whole(made.of("Rose"), made.base, 1.0, False)
    loose = chances.whole(made.of("Rose"), made.base, 1.0, True)
    assert strict.tolist() == [False, False, True]
    assert loose.tolist() == [True, True, True]
    ones, *_ = chances.expected(made.of("Rose"), made.base, False)
    assert ones[:2].tolist() == [0, 0]


def test_a_share_counts_by_its_own_size_or_all_together() -> None:
    made = protocols([99, 1000, 1000, 1000], [90, 990, 995, 500], [400, 989, 995, 90], [200, 400, 500, 45])
    rules = {rules.name: integers.measure(made, kept(made), rules) for rules in (STRICT, PUBLISHED)}
    assert rules[STRICT.name].statistic("turnout").stations == 2  # not 99 voters, not 99.5 %
    assert rules[STRICT.name].statistic("result").stations == 3  # not 90 ballots
    assert rules[STRICT.name].stations == 4
    assert rules[PUBLISHED.name].statistic("turnout").stations == 2  # the last has 90 ballots, of 1,000 voters
    assert rules[PUBLISHED.name].statistic("result").stations == 2


def test_a_file_too_small_is_not_tested_and_says_what_it_would_need() -> None:
    made = protocols([1000, 900], [600, 450], [600, 450], [300, 200])
    statistic = integers.measure(made, kept(made)).statistic("turnout")
    assert statistic.sum is None
    assert 40 <= statistic.needs <= 60
    nothing = integers.measure(made, ~kept(made)).statistic("turnout", period=5)
    assert (nothing.stations, nothing.sum, nothing.needs) == (0, None, 250)


def test_a_candidate_below_five_per_cent_is_refused() -> None:
    made = protocols([1000, 1000], [600, 500], [600, 500], [10, 12])
    with pytest.raises(UsageError, match=r"Rose: 2\.0% of the votes"):
        integers.measure(made, kept(made), leader="Rose")
    with pytest.raises(UsageError, match="'Iris' is no candidate; there are Rose, Lily"):
        integers.measure(made, kept(made), leader="Iris")


def test_stations_rewritten_to_whole_percentages_are_seen_and_so_is_their_region() -> None:
    rng = np.random.default_rng(11)
    listed = rng.integers(800, 2400, 3000)
    given_ = rng.binomial(listed, 0.6)
    given_[:150] = np.round(listed[:150] * np.ceil(100 * given_[:150] / listed[:150]) / 100)
    rose = rng.binomial(given_, 0.55)
    region = ["North"] * 500 + ["East"] * 1000 + ["South"] * 1500
    made = protocols(listed.tolist(), given_.tolist(), given_.tolist(), rose.tolist(), region=region)
    found = integers.measure(made, kept(made))
    turnout, result = found.statistic("turnout").sum, found.statistic("result").sum
    assert turnout is not None
    assert result is not None
    assert turnout.z > 5
    assert abs(result.z) < 3
    adjusted = {region.name: region.adjusted["turnout"] for region in found.regions}
    assert adjusted["North"] < 1e-6
    assert min(adjusted["East"], adjusted["South"]) > 0.05
    spikes = found.spikes["turnout"]
    low, high = spikes.band()
    assert spikes.observed.sum() == 3000
    assert spikes.mean.sum() == pytest.approx(3000, rel=1e-9)
    inside = (low <= spikes.observed) & (spikes.observed <= high)
    assert inside.mean() > 0.9
    assert not inside[::10][50:70].all()


def test_adjusted_chances_are_those_of_benjamini_and_hochberg() -> None:
    # Their own example: fifteen comparisons, of which four are called at 5 %.
    tails = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
             0.7590, 1.0]  # fmt: skip
    adjusted = multiple.adjusted(tails)
    assert sum(value <= 0.05 for value in adjusted) == 4
    assert np.allclose(adjusted, scipy.stats.false_discovery_control(tails))
    assert multiple.adjusted([]) == []


def test_the_tests_of_digits_are_chi_square_and_say_how_often_they_fail() -> None:
    rng = np.random.default_rng(2)
    counts = rng.integers(100, 999, 2000)
    last, second = digits.last(counts), digits.second(counts)
    expected = scipy.stats.chisquare(np.bincount(counts % 10, minlength=10))
    assert last.statistic == pytest.approx(expected.statistic)
    assert last.tail == pytest.approx(expected.pvalue)
    assert sum(second.expected) == pytest.approx(2000)
    assert second.expected[0] / 2000 == pytest.approx(0.11968, abs=1e-5)
    few = digits.last(counts[:20])
    assert (few.statistic, few.tail, few.needs) == (None, None, 50)
