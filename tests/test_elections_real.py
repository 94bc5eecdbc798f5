"""Published figures, on the real protocols."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from conftest import REAL, needs_real_files
from kronika.collect.protocols import guess, mapping, reading
from kronika.study.elections import arithmetic, excluding, integers, official
from kronika.study.elections.integers import PUBLISHED, STRICT
from kronika.study.elections.official import Total

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.collect.protocols.stations import Protocols
    from kronika.study.elections.integers import Integers
    from kronika.study.elections.sums import Sum

ROOT = REAL / "elections"
FILES = {
    **{f"russia {year}": (f"russia-{year}/{year}.csv.zip", "russia") for year in (2011, 2016, 2018, 2021, 2024)},
    "belarus": ("belarus-2020/final.csv", "belarus"),
    "poland 1": ("poland-2020/round1-wyniki_gl_na_kand_po_obwodach_csv.zip", "poland"),
    "poland 2": ("poland-2020/round2-wyniki_gl_na_kand_po_obwodach_csv.zip", "poland"),
    "germany": ("germany-eu2024/ew24_wbz.zip", "germany"),
    "canada": ("canada-2011/canada2011_from_spikes_output.csv", "three-columns"),
}
CLEAN = ("poland 1", "poland 2", "germany")


def path(name: str) -> Path:
    needs_real_files()
    return ROOT / FILES[name][0]


@cache
def read(name: str) -> Protocols:
    return reading.read(path(name), mapping.load(FILES[name][1]))


@cache
def measured(name: str) -> Integers:
    published = name.startswith("russia")
    leave_out = excluding.PUBLISHED if published else excluding.DEFAULT
    kept = excluding.keep(read(name), leave_out)
    return integers.measure(read(name), kept.mask, PUBLISHED if published else STRICT)


def of(name: str, statistic: str) -> Sum:
    found = measured(name).statistic(statistic).sum
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("year", "stations", "excess"),
    [(2011, 86_718, 1003.5), (2016, 90_357, 1502.4), (2018, 91_152, 1708.8), (2021, 90_821, 1309.8),
     (2024, 85_345, 2931.0)],
)  # fmt: skip
def test_the_excess_is_the_published_one(year: int, stations: int, excess: float) -> None:
    assert measured(f"russia {year}").stations == stations
    assert of(f"russia {year}", "either").excess == pytest.approx(excess, abs=10)


@pytest.mark.parametrize(
    ("year", "observed", "expected"), [(2018, 19_271, 17_562.40), (2021, 18_879, 17_567.01), (2024, 19_375, 16_441.32)]
)
def test_observed_and_expected_are_the_exact_ones(year: int, observed: int, expected: float) -> None:
    found = of(f"russia {year}", "either")
    assert found.observed == observed
    assert found.mean == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("statistic", "observed", "expected", "z"),
    [("turnout", 211, 129.3, 7.60), ("result", 198, 132.3, 6.04), ("early", 188, 131.7, 5.18)],
)
def test_belarus_has_the_known_integer_stations(statistic: str, observed: int, expected: float, z: float) -> None:
    found = of("belarus", statistic)
    assert found.observed == observed
    assert found.mean == pytest.approx(expected, abs=0.05)
    assert found.z == pytest.approx(z, abs=0.01)


def test_the_regions_of_clean_elections_are_rejected_about_as_often_as_meant() -> None:
    statistics = [
        (region.statistics[name].sum, region.adjusted.get(name, 1.0))
        for election in CLEAN
        for region in measured(election).regions
        for name in ("turnout", "result", "either")
    ]
    tails = [found.tail for found, _ in statistics if found is not None]
    assert len(tails) == 144
    assert 0.02 <= np.mean([tail <= 0.05 for tail in tails]) <= 0.08
    assert min(adjusted for _, adjusted in statistics) > 0.05


@pytest.mark.parametrize(
    ("name", "rows"),
    [("russia 2011", 95_225), ("russia 2016", 96_871), ("russia 2018", 97_699), ("russia 2021", 96_325),
     ("russia 2024", 94_214), ("belarus", 1_355), ("poland 1", 27_229), ("poland 2", 27_231), ("germany", 91_753),
     ("canada", 66_111)],
)  # fmt: skip
def test_every_row_is_read_and_no_cell_is_lost(name: str, rows: int) -> None:
    assert len(read(name)) == rows
    assert read(name).problems == ()


@pytest.mark.parametrize(
    ("name", "voters"),
    [("russia 2011", 109_229_337), ("russia 2016", 110_061_200), ("russia 2018", 109_008_428),
     ("russia 2021", 109_204_662), ("russia 2024", 99_764_974)],
)  # fmt: skip
def test_the_voters_are_as_many_as_the_collector_says(name: str, voters: int) -> None:
    assert int(read(name).registered.clip(0).sum()) == voters


def test_one_candidate_already_has_more_votes_in_minsk_than_a_smaller_total_would_allow() -> None:
    found = read("belarus")
    minsk = found.texts["region"] == "07"
    second = int(np.argsort(found.votes.clip(0).sum(axis=0))[-2])
    kept = excluding.keep(found).mask & minsk
    below = official.remainder(found.votes[:, second], kept, Total(136_646, "made up for this test"))
    assert (below.stations, below.votes, below.rest, below.impossible) == (442, 136_647, -1, True)


def test_the_repeated_protocol_of_belarus_is_found_and_left_out() -> None:
    found = read("belarus")
    assert [[int(found.rows[station]) for station in group] for group in found.repeats] == [[484, 485]]
    repeated = {each.name: each for each in excluding.keep(found).exclusions}["repeated"]
    assert repeated.rows == (485,)


def test_electronic_stations_stations_abroad_and_empty_ones_are_counted() -> None:
    def counted(name: str) -> dict[str, int]:
        return {each.name: each.stations for each in excluding.keep(read(name)).exclusions}

    assert counted("russia 2021")["electronic"] == 18
    assert counted("russia 2018")["abroad"] == 393
    assert counted("russia 2024") == {
        "totals": 0, "repeated": 0, "unknown": 2268, "nowhere": 0, "small": 3416, "abroad": 288, "electronic": 0,
    }  # fmt: skip
    assert counted("poland 1")["special"] == 1620
    assert counted("germany")["postal"] == 25_162


def test_clean_elections_add_up() -> None:
    for name in CLEAN:
        found = read(name)
        for each in arithmetic.contradictions(found, excluding.keep(found).mask):
            assert each.usual or len(each.stations) <= 1, each.check.says


@pytest.mark.parametrize("name", ["russia 2011", "russia 2021", "russia 2024"])
def test_a_guess_reads_a_table_as_its_mapping_does(name: str) -> None:
    made = guess.guess(path(name))
    assert made.usable
    found, meant = reading.read(path(name), mapping.parse(made.toml, "guess")), read(name)
    assert (found.turnout == meant.turnout).all()
    assert (found.base == meant.base).all()
    assert found.candidates == meant.candidates
    assert found.regions[0] == meant.regions[0]


def test_a_guess_of_poland_takes_the_ballots_found_for_many_come_by_post() -> None:
    made = guess.guess(path("poland 1"))
    found = reading.read(path("poland 1"), mapping.parse(made.toml, "guess"))
    assert (found.turnout == read("poland 1").turnout).all()
    assert found.candidates == read("poland 1").candidates


def test_two_compilations_of_one_election_hold_the_same_votes() -> None:
    canada = mapping.load("three-columns")
    other = reading.read(ROOT / "canada-2011" / "qss_canada2011.csv", canada)
    assert other.of(other.leader).sum() == read("canada").of(read("canada").leader).sum() == 4_871_244
