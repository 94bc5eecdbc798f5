"""Published figures of models, and what models read in clean elections, on the real protocols."""

from __future__ import annotations

from functools import cache

import pytest

from kronika.study.elections import anomalous, excluding, fingerprint, models
from kronika.study.elections.anomalous import PUBLISHED, STEADY
from test_elections_real import read

CLEAN = {
    "Poland 2020, round 1": "poland 1", "Poland 2020, round 2": "poland 2", "Germany 2024, European": "germany",
    "Canada 2011": "canada",
}  # fmt: skip


@cache
def measured(name: str, leader: str = "", *, published: bool = False, samples: int = 20) -> anomalous.Anomalous:
    leave_out = excluding.PUBLISHED if published else excluding.DEFAULT
    kept = excluding.keep(read(name), leave_out)
    return anomalous.measure(read(name), kept.mask, leader, PUBLISHED if published else STEADY, samples)


@pytest.mark.parametrize(
    ("year", "votes"), [(2011, 14_932_292), (2016, 12_653_699), (2018, 10_138_780), (2021, 14_144_281)]
)
def test_the_published_estimates_come_out_to_the_vote(year: int, votes: int) -> None:
    found = measured(f"russia {year}", published=True).estimate
    assert not found.refused
    assert found.votes is not None
    assert round(found.votes) == votes


def test_the_dispute_over_2024_is_on_one_curve_and_there_is_no_estimate() -> None:
    found = measured("russia 2024", published=True)
    assert found.estimate.votes is None
    assert "82 to 83 %, above 80 %" in found.estimate.refused
    curve = {row["reference"]: row for row in models.curve(found).records()}
    assert round(float(str(curve[60]["votes"]))) == 22_575_773
    assert float(str(curve[40]["votes"])) == pytest.approx(31.8e6, abs=0.05e6)
    assert curve[40]["plausible"] is curve[60]["plausible"] is True


def test_a_self_selected_sample_of_high_turnout_gets_no_estimate() -> None:
    assert measured("belarus").estimate.votes is None


def candidate(each: models.Clean) -> str:
    """The name in the table of a candidate of a clean election."""
    protocols = read(CLEAN[each.election])
    if each.candidate == "winner":
        return protocols.leader
    wanted = each.candidate.casefold()
    (name,) = [one for one in protocols.candidates if f" {one.casefold()}".endswith(f" {wanted}")]
    return name


@pytest.mark.parametrize("each", models.CLEAN, ids=lambda each: f"{each.election}, {each.candidate}")
def test_clean_elections_read_as_printed_beside_each_figure(each: models.Clean) -> None:
    whole = measured(CLEAN[each.election], samples=anomalous.SAMPLES)
    (estimate,) = [one for one in (whole.estimate, *whole.placebos) if one.candidate == candidate(each)]
    assert estimate.part == pytest.approx(each.part, abs=0.0006)
    ends = estimate.by_regions and tuple(end / estimate.total for end in estimate.by_regions)
    assert ends == pytest.approx(each.by_regions, abs=0.0006)
    found = measured(CLEAN[each.election], candidate(each))
    assert found.lowest()[1] / estimate.total == pytest.approx(each.lowest, abs=0.0006)
    assert found.highest()[1] / estimate.total == pytest.approx(each.highest, abs=0.0006)


def test_every_candidate_that_is_large_enough_is_among_the_clean_ones() -> None:
    there = {(each.election, candidate(each)) for each in models.CLEAN}
    for title, name in CLEAN.items():
        found = measured(name)
        assert {(title, one.candidate) for one in (found.estimate, *found.placebos)} == {
            (election, one) for election, one in there if election == title
        }


@pytest.mark.parametrize("each", models.CLEAN, ids=lambda each: f"{each.election}, {each.candidate}")
def test_the_fingerprint_of_clean_elections_is_as_printed(each: models.Clean) -> None:
    protocols = read(CLEAN[each.election])
    found = fingerprint.measure(protocols, excluding.keep(protocols).mask, candidate(each))
    assert found.incremental() == pytest.approx(each.incremental, abs=0.006)
    assert found.extreme() == pytest.approx(each.extreme, abs=0.002)


def test_the_fingerprint_of_2011_is_near_the_one_that_its_authors_print() -> None:
    protocols = read("russia 2011")
    found = fingerprint.measure(protocols, excluding.keep(protocols).mask)
    (printed,) = [each for each in fingerprint.PUBLISHED if each.election == "Russia 2011" and "Klimek" in each.source]
    near = [each for each in found.fits if each.criterion == "both" and abs(each.alpha - printed.alpha) <= 0.3]
    assert min(abs(each.incremental - printed.incremental) for each in near) < 0.01
    assert min(abs(each.extreme - printed.extreme) for each in near) < 0.01
