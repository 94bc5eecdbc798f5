"""Statistics that studies share, against published examples and against counting by hand."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from kronika.study import stats

# Weeks of remission under 6-mercaptopurine and placebo (Freireich and others, 1963), the example of most textbooks.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
TREATED_WAITING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

DAYS = st.lists(st.integers(0, 40), max_size=30)


def test_the_textbook_example_has_its_curve() -> None:
    found = {step.day: step for step in stats.survival(TREATED, TREATED_WAITING).steps}
    assert [round(found[day].share, 3) for day in (6, 7, 10, 13, 16, 22, 23)] == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert [found[day].at_risk for day in (6, 7, 10, 13, 16, 22, 23)] == [21, 17, 15, 12, 11, 7, 6]
    assert (round(found[6].low or 0, 3), round(found[6].high or 0, 3)) == (0.620, 0.952)


def test_the_textbook_example_has_its_medians() -> None:
    assert stats.survival(TREATED, TREATED_WAITING)[1:] == (23, 13, None)
    assert stats.survival(PLACEBO, [])[1:] == (8, 4, 11)


def test_where_nothing_happened_there_is_no_median() -> None:
    found = stats.survival([], [3, 400])
    assert [step.share for step in found.steps] == [1, 1]
    assert found.steps[0].low is None
    assert found.median is None


def test_what_happened_to_all_at_once_has_that_day_as_its_median() -> None:
    assert stats.survival([0, 0, 0], []).median == 0


@pytest.mark.parametrize(("happened", "waiting"), [([], []), ([-1], [4]), ([3], [-2])])
def test_no_observation_and_one_before_the_first_day_are_errors(happened: list[int], waiting: list[int]) -> None:
    with pytest.raises(ValueError, match="observation"):
        stats.survival(happened, waiting)


@given(DAYS, DAYS)
def test_the_curve_and_its_interval_are_those_of_scipy(happened: list[int], waiting: list[int]) -> None:
    if not happened + waiting:
        return
    data = scipy.stats.CensoredData(uncensored=np.array(happened, float), right=np.array(waiting, float))
    theirs = scipy.stats.ecdf(data).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # where the interval is not defined
        band = theirs.confidence_interval(stats.CONFIDENCE, method="log-log")
    ours = stats.survival(happened, waiting).steps
    assert [step.day for step in ours] == theirs.quantiles.tolist()
    for mine, other in (
        ([step.share for step in ours], theirs.probabilities),
        ([math.nan if step.low is None else step.low for step in ours], band.low.probabilities),
        ([math.nan if step.high is None else step.high for step in ours], band.high.probabilities),
    ):
        np.testing.assert_allclose(mine, other, atol=1e-9)


@given(DAYS, DAYS)
def test_the_curve_is_the_product_over_days_of_the_share_that_is_left(happened: list[int], waiting: list[int]) -> None:
    if not happened + waiting:
        return
    share = 1.0
    expected = {}
    for day in sorted({*happened, *waiting}):
        at_risk = sum(each >= day for each in (*happened, *waiting))
        share *= 1 - happened.count(day) / at_risk
        expected[day] = (round(share, 9), at_risk)
    steps = stats.survival(happened, waiting).steps
    assert {step.day: (round(step.share, 9), step.at_risk) for step in steps} == expected
