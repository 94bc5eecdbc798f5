"""Models of how many votes are anomalous, on invented elections made by known rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import made_protocols
from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import anomalous, fingerprint, models
from kronika.study.elections.anomalous import PUBLISHED, STEADY

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Protocols
    from kronika.study.elections.anomalous import Anomalous
    from kronika.study.elections.fingerprint import Fingerprint

STATIONS = 4000
REGIONS = 20
DRAWS = 200


def clean(
    seed: int,
    turnout: tuple[float, float] = (0.5, 0.07),
    share: tuple[float, float] = (0.4, 0.06),
    stations: int = STATIONS,
) -> tuple[Counts, Counts, Counts]:
    """Voters, ballots and votes for Rose; turnout and share are independent normals."""
    chance = np.random.default_rng(seed)
    listed = chance.integers(300, 2000, stations)
    voted = chance.binomial(listed, np.clip(chance.normal(*turnout, stations), 0.02, 0.999))
    return listed, voted, chance.binomial(voted, np.clip(chance.normal(*share, stations), 0.01, 0.99))


def stuffed(
    seed: int, part: float, alpha: float | None = None, **options: Any
) -> tuple[tuple[Counts, Counts, Counts], int]:
    """At a part of the stations, ballots of those who did not vote are added for Rose; and how many.

    With `alpha`, half normally many, and others' votes are moved as the fingerprint has it.
    """
    chance = np.random.default_rng(seed + 1)
    listed, voted, rose = clean(seed, **options)
    size = np.abs(chance.normal(0, 0.4, len(listed))) if alpha else chance.uniform(0.2, 0.9, len(listed))
    size = np.where((chance.random(len(listed)) < part) & (size < 1), size, 0.0)
    added = (size * (listed - voted)).astype(np.int64)
    moved = (size**alpha * (voted - rose)).astype(np.int64) if alpha else np.zeros_like(added)
    return (listed, voted + added, rose + added + moved), int(added.sum())


def table(of: tuple[Counts, Counts, Counts], regions: int = REGIONS) -> Protocols:
    listed, voted, rose = (each.tolist() for each in of)
    names = [f"region {at % regions}" for at in range(len(listed))]
    return made_protocols.protocols(listed, voted, voted, rose, region=names)


def measured(protocols: Protocols, leader: str = "Rose", **options: Any) -> Anomalous:
    return anomalous.measure(protocols, made_protocols.kept(protocols), leader, samples=DRAWS, **options)


def fitted(protocols: Protocols) -> Fingerprint:
    return fingerprint.measure(protocols, made_protocols.kept(protocols), "Rose")


@pytest.mark.parametrize("rules", [PUBLISHED, STEADY], ids=lambda rules: rules.name)
@pytest.mark.parametrize("seed", [10, 20, 30])
@pytest.mark.parametrize("part", [0.05, 0.2])
def test_added_ballots_are_within_the_interval_where_the_assumptions_hold(
    rules: anomalous.Rules, seed: int, part: float
) -> None:
    of, added = stuffed(seed, part)
    found = measured(table(of), rules=rules).estimate
    assert found.by_stations is not None
    assert found.by_stations[0] <= added <= found.by_stations[1]


def test_in_clean_elections_the_interval_over_stations_holds_nought_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(40):
        found = measured(table(clean(seed, stations=1000))).estimate.by_stations
        assert found is not None
        held += found[0] <= 0 <= found[1]
    assert held >= 34  # of 40 with a chance of 0.95 each, fewer are held 3 times in 1,000


def test_where_turnout_and_share_go_together_a_clean_election_reads_as_anomalous() -> None:
    listed, voted, _ = clean(3)
    rose = np.random.default_rng(4).binomial(voted, np.clip(0.8 * voted / listed, 0, 1))
    found = measured(table((listed, voted, rose)))
    assert found.estimate.part is not None
    assert found.estimate.part > 0.02
    assert found.highest()[1] > found.estimate.total * 0.1


def naive(protocols: Protocols) -> dict[int, float]:
    """The curve as published, station by station, in whole numbers."""
    leader, others = dict.fromkeys(range(100), 0), dict.fromkeys(range(100), 0)
    rows = zip(protocols.registered.tolist(), protocols.base.tolist(), protocols.of("Rose").tolist(), strict=True)
    for listed, ballots, votes in rows:
        if listed > 100 and ballots:
            at = next(each for each in range(100) if 100 * ballots <= (each + 1) * listed)
            leader[at] += votes
            others[at] += ballots - votes
    whole, rest = sum(leader.values()), sum(others.values())
    return {at: whole - leader[at] / others[at] * rest for at in range(100) if others[at]}


def test_the_published_rules_are_those_of_a_naive_count() -> None:
    protocols = table(stuffed(7, 0.1)[0])
    found, expected = measured(protocols, rules=PUBLISHED), naive(protocols)
    assert set(np.flatnonzero(~np.isnan(found.curve.votes)).tolist()) == set(expected)
    assert [found.curve.votes[at] for at in expected] == pytest.approx(list(expected.values()))
    assert found.estimate.votes == pytest.approx(expected[found.estimate.reference])


def test_a_station_of_a_whole_percentage_is_in_the_bin_below() -> None:
    found = measured(table((np.array([1000, 1000, 1000]), np.array([600, 601, 1000]), np.array([300, 300, 500]))))
    assert np.flatnonzero(found.curve.stations).tolist() == [59, 60, 99]


def test_the_share_without_is_that_at_the_reference() -> None:
    found = measured(table(stuffed(5, 0.2)[0]), rules=PUBLISHED)
    at = found.estimate.reference
    leader, others = int(found.curve.leader[at]), int(found.curve.others[at])
    assert found.curve.share[at] == pytest.approx(leader / (leader + others))
    assert found.curve.share[at] == pytest.approx(0.4, abs=0.03)


def test_the_band_at_a_reference_holds_the_curve() -> None:
    found = measured(table(stuffed(5, 0.2)[0]))
    at = found.estimate.reference
    assert found.curve.by_stations[0][at] < found.curve.votes[at] < found.curve.by_stations[1][at]
    assert found.curve.by_regions is not None
    assert found.curve.by_regions[0][at] < found.curve.votes[at] < found.curve.by_regions[1][at]


def test_who_turns_out_above_eighty_per_cent_is_no_reference() -> None:
    found = measured(table(clean(1, turnout=(0.85, 0.06))))
    assert found.estimate.votes is None
    assert found.estimate.by_stations is None
    assert "above 80 %" in found.estimate.refused
    first, second = models.said(found)
    assert "no estimate" in first
    assert "between" in second


def test_where_all_turned_out_above_it_there_is_no_range_either() -> None:
    found = measured(table(clean(1, turnout=(0.95, 0.005))))
    assert found.references == ()
    assert len(list(models.said(found))) == 1
    assert models.curve(found).rows


def test_two_modes_are_no_reference() -> None:
    few, many = clean(1, turnout=(0.35, 0.04)), clean(2, turnout=(0.7, 0.04))
    found = measured(table(tuple(np.concatenate(each) for each in zip(few, many, strict=True))))  # type: ignore[arg-type]
    assert "two modes" in found.estimate.refused


@pytest.mark.parametrize("stations", [500, 1000, 4000])
def test_one_mode_is_not_taken_for_two(stations: int) -> None:
    refused = [bool(measured(table(clean(seed, stations=stations))).estimate.refused) for seed in range(20)]
    assert sum(refused) <= 1


def test_a_small_file_is_refused_with_the_size_it_needs() -> None:
    found = measured(table(clean(1, stations=40)))
    assert found.estimate.refused == "40 stations tell turnout and votes, 500 are needed"
    assert list(models.said(found)) == [f"Model (Kiesling–Shpilkin), Rose: no estimate, as {found.estimate.refused}."]
    assert not models.curve(found).rows
    assert "500 are needed" in models.curve(found).title
    assert not fitted(table(clean(1, stations=40))).fits


def test_few_regions_are_not_drawn_from() -> None:
    found = measured(table(clean(1), regions=9))
    assert found.estimate.by_regions is None
    assert found.curve.by_regions is None
    assert "fewer than 10 regions" in next(models.said(found))
    assert {row["regions_low"] for row in models.curve(found).records()} == {""}


def test_the_same_table_gives_the_same_figures() -> None:
    protocols = table(stuffed(5, 0.1)[0])
    assert measured(protocols).estimate == measured(protocols).estimate


def test_stations_that_tell_too_little_or_the_impossible_do_not_count() -> None:
    listed, voted, rose = clean(1)
    voted[:3] = listed[:3] + 1
    listed[3], rose[4], voted[5] = UNKNOWN, UNKNOWN, 0
    rose[5] = 0
    assert measured(table((listed, voted, rose))).stations == STATIONS - 6


def test_the_other_side_of_added_ballots_is_a_placebo_below_nought() -> None:
    found = measured(table(stuffed(5, 0.1)[0]))
    (placebo,) = found.placebos
    assert placebo.candidate == "Lily"
    assert placebo.part is not None
    assert placebo.part < 0


@pytest.mark.parametrize("run", [anomalous.measure, fingerprint.measure])
def test_nobody_of_another_name_can_be_modelled(run: Any) -> None:
    protocols = table(clean(1, stations=10))
    with pytest.raises(UsageError, match="'Violet' is no candidate; there are Rose, Lily"):
        run(protocols, made_protocols.kept(protocols), "Violet")


def test_without_votes_for_others_there_is_no_model() -> None:
    listed, voted, _ = clean(1)
    with pytest.raises(UsageError, match="votes for others: the model needs all three"):
        measured(table((listed, voted, voted)))
    protocols = table(clean(1))
    with pytest.raises(UsageError, match="the model needs all three"):
        anomalous.measure(protocols, ~made_protocols.kept(protocols))


def test_no_sentence_holds_a_figure_without_its_range_and_what_clean_elections_show() -> None:
    (sentence,) = models.said(measured(table(stuffed(5, 0.1)[0])))
    for said in ("between", "depending on the reference", "95 % over stations", "95 % over regions", "clean elections"):
        assert said in sentence


def test_the_tables_say_everything_in_plain_values() -> None:
    protocols = table(stuffed(5, 0.1)[0])
    found = measured(protocols)
    rows = models.curve(found).records()
    assert sum(row["plausible"] is True for row in rows) == len(found.references)
    assert sum(int(str(row["stations"])) for row in rows) == found.stations
    where = [row["where"] for row in models.placebos(found).records()]
    assert where[:2] == ["here", "here, placebo"]
    assert len(where) == 2 + len(models.CLEAN)
    fits = models.fits(fitted(protocols)).records()
    assert len(fits) == 2 * len(fingerprint.ALPHAS) + len(fingerprint.PUBLISHED) + len(models.CLEAN)


def test_a_refused_placebo_has_no_figure() -> None:
    found = measured(table(clean(1, turnout=(0.88, 0.03))))
    for row in models.placebos(found).records()[:2]:
        assert row["votes"] == row["part"] == ""
        assert "above 80 %" in str(row["note"])


@pytest.mark.parametrize("part", [0.15, 0.4])
def test_the_fingerprint_finds_most_of_the_stations_that_its_own_rules_made(part: float) -> None:
    found = fitted(table(stuffed(9, part, alpha=2.0)[0]))
    (fit,) = [each for each in found.fits if (each.criterion, each.alpha) == ("both", 2.0)]
    assert 0.7 * part < fit.incremental < 1.05 * part


def test_the_fingerprint_of_independent_normals_is_clean() -> None:
    found = fitted(table(clean(1)))
    assert found.incremental()[1] < 0.06
    assert found.extreme()[1] < 0.002


def test_stations_that_are_filled_up_are_the_extreme_ones() -> None:
    listed, voted, rose = clean(2)
    voted[:200], rose[:200] = listed[:200] - 5, listed[:200] - 15
    low, high = fitted(table((listed, voted, rose))).extreme()
    assert low <= 0.05 <= high + 0.01
    assert high < 0.08
