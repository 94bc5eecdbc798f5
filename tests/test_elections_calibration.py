"""The place of a case among clean elections; run as a program, it measures calibration.json anew."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import scipy.stats

from conftest import REAL, needs_real_files
from kronika.base.errors import UsageError
from kronika.collect.protocols import mapping, reading
from kronika.study.elections import calibration, excluding, integers
from made_protocols import kept, protocols

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols

ROOT = REAL / "elections"
SHIPPED = Path(calibration.__file__).with_suffix(".json")
COMMAND = "python tests/test_elections_calibration.py"
BLOCK = 2000
"""Polls that make a region of Canada, whose file has none; neighbours stand together in it."""
POLAND = "github.com/ip413/presidential-election-poland-2020-research at 4b8b8e446c2f4fd4d114e74664005ec53d6d412f"
GERMANY = "github.com/tom-doerr/bsw_analysis at 77ccbb474d73fe022774c5f1dfea91495ebf426d"
CLEAN: dict[str, dict[str, str]] = {
    "Poland 2020, first round": {
        "path": "poland-2020/round1-wyniki_gl_na_kand_po_obwodach_csv.zip", "mapping": "poland", "cut": "województwa",
        "source": f"Państwowa Komisja Wyborcza; {POLAND}", "licence": "CC BY-SA 4.0",
    },
    "Poland 2020, second round": {
        "path": "poland-2020/round2-wyniki_gl_na_kand_po_obwodach_csv.zip", "mapping": "poland", "cut": "województwa",
        "source": f"Państwowa Komisja Wyborcza; {POLAND}", "licence": "CC BY-SA 4.0",
    },
    "Germany, European election of 2024": {
        "path": "germany-eu2024/ew24_wbz.zip", "mapping": "germany", "cut": "Länder",
        "source": f"Die Bundeswahlleiterin; {GERMANY}",
        "licence": "dl-de/by-2-0",
    },
    "Canada 2011": {
        "path": "canada-2011/canada2011_from_spikes_output.csv", "mapping": "three-columns",
        "cut": f"blocks of {BLOCK:,} polls",
        "source": "CRAN package spikes 1.1; github.com/cran/spikes at eadb7e35fca39bcd767d37cb491d7b8dfed5c8f1",
        "licence": "not stated with the copy",
    },
}  # fmt: skip


def read(title: str) -> Protocols:
    needs_real_files()
    about = CLEAN[title]
    found = reading.read(ROOT / about["path"], mapping.load(about["mapping"]))
    if found.layout.name != "three-columns":
        return found
    blocks = np.array([str(row // BLOCK) for row in range(len(found))], dtype=object)
    return dataclasses.replace(found, texts={"region": blocks})


def measured(title: str) -> dict[str, Any]:
    """One election as the file has it."""
    about, found = CLEAN[title], read(title)
    mask = excluding.keep(found).mask
    figures = calibration.measure(found, mask)
    return {
        "title": title,
        "source": about["source"],
        "licence": about["licence"],
        "file": about["path"],
        "sha256": hashlib.sha256((ROOT / about["path"]).read_bytes()).hexdigest(),
        "regions": len(figures["z"][calibration.key("turnout")]),
        "cut": about["cut"],
        **figures,
    }


def write() -> None:
    """Measure the clean elections anew."""
    made = {"measured_by": COMMAND, "elections": [measured(title) for title in CLEAN]}
    lines = json.dumps(made, ensure_ascii=False, indent=1)
    # One line for all z of a statistic.
    SHIPPED.write_text(re.sub(r"\n +(?=[-\d\]])", " ", lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("at", range(len(CLEAN)), ids=list(CLEAN))
def test_the_shipped_values_come_out_of_the_files_again(at: int) -> None:
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))["elections"][at]
    again = measured(list(CLEAN)[at])
    assert again.pop("z") == {name: pytest.approx(values, abs=0.0011) for name, values in shipped.pop("z").items()}
    assert again == shipped


def test_the_file_says_what_it_was_measured_on_and_how_to_measure_it_anew() -> None:
    assert json.loads(SHIPPED.read_text(encoding="utf-8"))["measured_by"] == COMMAND
    assert [each.regions for each in calibration.clean()] == [16, 16, 16, 34]
    for each in calibration.clean():
        assert re.fullmatch("[0-9a-f]{64}", each.sha256)
        assert each.source
        assert each.licence
        assert len(each.z[calibration.key("either")]) == each.regions


def test_a_z_is_placed_by_counting_the_clean_regions_below_it() -> None:
    among = np.concatenate([each.z["result 1 stations"] for each in calibration.clean()])
    middle = float(np.sort(among)[40]) + 1e-6
    found = calibration.place("result", 1, "stations", middle)
    assert found is not None
    assert (found.regions, found.lower, found.percentile) == (82, 41, 0.5)
    exact = scipy.stats.binomtest(41, 82).proportion_ci()
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)
    assert str(found) == "higher than in 41 of 82 regions of clean elections"


def test_what_no_clean_region_shows_is_higher_than_in_all_and_not_at_100_per_cent() -> None:
    found = calibration.place("turnout", 1, "voters", 30.0)
    assert found is not None
    assert str(found) == "higher than in all 82 regions of clean elections"
    assert (found.low, found.high) == pytest.approx((0, 1 - 0.025 ** (1 / 82)), abs=1e-9)
    lowest = calibration.place("turnout", 5, "stations", -30.0)
    assert lowest is not None
    assert str(lowest) == f"higher than in none of {lowest.regions} regions of clean elections"
    assert lowest.high == 1


def test_what_no_clean_election_tells_has_no_place() -> None:
    assert calibration.place("early", 1, "stations", 5.0) is None
    with pytest.raises(UsageError, match="'early 1 stations' was not measured on clean elections; there are turnout 1"):
        calibration.false_alarms("early 1 stations")


@pytest.mark.parametrize("wrong", [("third", 1, "stations"), ("turnout", 2, "stations"), ("turnout", 1, "hats")])
def test_a_statistic_that_there_is_not_is_refused(wrong: tuple[str, int, str]) -> None:
    with pytest.raises(UsageError, match="there is no statistic"):
        calibration.place(*wrong, 1.0)


def test_a_z_that_is_no_number_is_refused() -> None:
    with pytest.raises(UsageError, match="turnout 1 stations: a z of nan has no place among others"):
        calibration.place("turnout", 1, "stations", math.nan)


def test_tests_of_digits_fail_clean_regions_and_those_of_whole_percentages_about_as_often_as_meant() -> None:
    for name in ("turnout", "result", "either"):
        rate = calibration.false_alarms(calibration.key(name))
        assert rate.of == 82
        assert 0.02 <= rate.share <= 0.08
        assert rate.interval[0] <= calibration.LEVEL <= rate.interval[1]
    for digit in ("last digit", "second digit"):
        rate = calibration.false_alarms(digit)
        assert rate.of > 150
        assert rate.interval[0] > calibration.LEVEL
    assert str(calibration.Rate(5, 82)) == "5 of 82 (6.1%; 2.0% to 13.7%)"


@pytest.mark.parametrize(("hits", "of"), [(0, 1), (1, 1), (0, 100), (3, 10), (50, 100), (99, 100), (1990, 2000)])
def test_the_interval_of_a_share_is_that_of_clopper_and_pearson(hits: int, of: int) -> None:
    exact = scipy.stats.binomtest(hits, of).proportion_ci(method="exact")
    assert calibration.interval(hits, of) == pytest.approx((exact.low, exact.high), abs=1e-9)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_no_share_has_no_interval(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        calibration.interval(hits, of)


def test_the_table_and_the_sentences_say_the_place_of_each_statistic_and_what_is_not_known() -> None:
    rng = np.random.default_rng(4)
    listed = rng.integers(800, 2400, 400)
    rewritten = np.round(listed * np.ceil(100 * rng.binomial(listed, 0.6) / listed) / 100).astype(np.int64)
    rose = rng.binomial(rewritten, 0.55)
    made = protocols(listed.tolist(), rewritten.tolist(), rewritten.tolist(), rose.tolist())
    found = integers.measure(made, kept(made))
    names = {"turnout": "turnout", "result": "share of Rose", "early": "share of early votes"}
    rows = {(row["share"], row["multiples"], row["by"]): row for row in calibration.table(found, names).records()}
    assert len(rows) == 12
    turnout = rows["turnout", 1, "stations"]
    assert (turnout["regions"], turnout["lower"]) == (82, 82)
    assert turnout["note"] == "higher than in all 82 regions of clean elections"
    assert turnout["false_alarms"] == str(calibration.false_alarms("turnout 1 stations"))
    assert rows["early votes", 1, "stations"]["note"] == "not tested: too few stations"
    said = list(calibration.sentences(found, names))
    assert len(said) == 2
    assert "higher than in all 82 regions of clean elections; between 0.0% and 4.4% of such regions" in said[0]
    assert "share of Rose" in said[1]


def test_a_statistic_that_no_clean_election_tells_is_unknown_in_the_table() -> None:
    listed = np.full(400, 1000)
    made = protocols(listed.tolist(), [600] * 400, [600] * 400, [300] * 400)
    made.counts["early"][:] = np.random.default_rng(1).binomial(listed, 0.2)
    found = integers.measure(made, kept(made))
    (row, *_) = calibration.table(found, ["early"]).records()
    assert (row["lower"], row["low"], row["note"]) == (None, None, "no clean election at hand tells it")


def test_a_region_without_stations_is_no_region() -> None:
    rng = np.random.default_rng(9)
    listed = rng.integers(800, 2400, 300)
    given = rng.binomial(listed, 0.6)
    region = ["North"] * 150 + ["South"] * 150
    made = protocols(listed.tolist(), given.tolist(), given.tolist(), rng.binomial(given, 0.5).tolist(), region=region)
    found = calibration.measure(made, kept(made) & (made.regions[1] == 0))
    assert [len(found["z"][calibration.key(name)]) for name in ("turnout", "result", "either")] == [1, 1, 1]
    assert found["tested"]["turnout 1 stations"] == 1


if __name__ == "__main__":
    write()
