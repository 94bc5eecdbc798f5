"""What is seen of an election is counted right, and elections side by side say what each says alone."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import made_protocols as made
from conftest import REAL, needs_real_files
from kronika.base.errors import UsageError
from kronika.study.elections import anomalous, compare, integers, report, seen
from kronika.view.cli import main

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols

RUSSIA = {2018: (19_271, 17_562.40), 2021: (18_879, 17_567.01), 2024: (19_375, 16_441.32)}
"""Stations with a whole percentage of turnout or share, and as many as are expected by chance, as published."""


def stations(seed: int = 3, many: int = 300, rewritten: int = 0) -> Protocols:
    """Stations in two regions at which people vote alone; at the first of them a whole turnout was written."""
    random = np.random.default_rng(seed)
    registered = random.integers(500, 2000, many)
    given = random.binomial(registered, random.uniform(0.4, 0.8, many))
    whole = np.round(registered * np.round(100 * given / registered) / 100).astype(np.int64)
    given = np.where(np.arange(many) < rewritten, whole, given)
    rose = random.binomial(given, random.uniform(0.4, 0.7, many))
    region = ["North" if at < many // 2 else "South" for at in range(many)]
    return made.protocols(registered.tolist(), given.tolist(), given.tolist(), rose.tolist(), region=region)


def early(of: Protocols, votes: list[int]) -> Protocols:
    return replace(of, counts={**of.counts, "early": np.array(votes, dtype=np.int64)})


def on(day: str, of: Protocols) -> Protocols:
    return replace(of, layout=replace(of.layout, election=day))


# --- what is seen


def test_a_cell_is_centred_at_a_multiple_of_its_width_and_weighs_its_voters() -> None:
    protocols = made.protocols([1000, 1000, 200, 400], [500, 504, 200, 398], [500, 504, 200, 398], [250, 252, 200, 199])
    table = seen.comet(protocols, made.kept(protocols), "Rose")
    cells = [(50.0, 50.0, 2, 2000), (100.0, 50.0, 1, 400), (100.0, 100.0, 1, 200)]
    assert [row.values for row in table.rows] == cells
    fine = seen.comet(protocols, made.kept(protocols), "Rose", 0.5)
    assert [row.values[0] for row in fine.rows] == [50.0, 50.5, 99.5, 100.0]


def test_a_station_that_cannot_be_shown_is_counted_and_not_drawn() -> None:
    protocols = made.protocols([100, 100, 100, -1], [50, 120, -1, 50], [50, 60, 60, 50], [20, 20, 20, 20])
    table = seen.comet(protocols, made.kept(protocols), "Rose")
    assert sum(int(str(row.values[2])) for row in table.rows) == 1
    assert "3 stations are not shown: one of their counts is unknown, or above the whole." in table.notes


def test_every_station_is_in_one_cell_whatever_the_width() -> None:
    protocols = stations()
    for width in (0.5, 1.0, 2.0):
        table = seen.comet(protocols, made.kept(protocols), "Rose", width)
        assert sum(int(str(row.values[2])) for row in table.rows) == len(protocols)
        assert sum(int(str(row.values[3])) for row in table.rows) == protocols.registered.sum()


def test_the_title_compares_the_halves_of_lower_and_higher_turnout() -> None:
    protocols = made.protocols([100, 100], [40, 80], [40, 80], [10, 60])
    title = seen.comet(protocols, made.kept(protocols), "Rose").title
    assert title == (
        "Rose has 25 % of the ballots at the half of the voters with the lower turnout (up to 40 %) and 75 % at the "
        "other half"
    )


def test_the_gradient_is_of_all_who_voted_in_tenths_with_the_interval_of_a_ratio() -> None:
    many = 12
    given, rose = [200] * many + [100], [100 + at for at in range(many)] + [90]
    protocols = early(made.protocols([400] * (many + 1), given, given, rose), [10] * many + [100])
    table = seen.gradient(protocols, made.kept(protocols), "Rose")
    assert table is not None
    low, high = (row.values for row in table.rows)
    ratio = sum(rose[:many]) / (200 * many)
    spread = sum((votes - ratio * 200) ** 2 for votes in rose[:many])
    wide = 1.96 * math.sqrt(many / (many - 1) * spread) / (200 * many)
    assert low[:4] == (0, 10, many, 400 * many)
    assert low[4:7] == (round(100 * ratio, 2), round(100 * (ratio - wide), 2), round(100 * (ratio + wide), 2))
    assert low[7:] == (50.0, 50.0, 50.0)
    assert high == (90, 100, 1, 400, 90.0, None, None, 25.0, None, None)


def test_a_table_without_early_votes_has_no_gradient() -> None:
    assert seen.gradient(stations(), made.kept(stations()), "Rose") is None


def test_the_excess_of_a_region_has_its_interval_and_the_surest_comes_first() -> None:
    protocols = stations(rewritten=150)
    measured = integers.measure(protocols, made.kept(protocols))
    first, second = seen.excess(measured).records()
    (north,) = [region for region in measured.regions if region.name == "North"]
    found = north.statistics["either"].sum
    assert found is not None
    assert (first["region"], first["more"], second["more"]) == ("North", True, False)
    assert first["excess"] == round(100 * found.excess / first["stations"], 2)  # type: ignore[operator]
    width = 100 * 2 * 1.96 * found.deviation / first["stations"]  # type: ignore[operator]
    assert first["high"] - first["low"] == pytest.approx(width, abs=0.02)  # type: ignore[operator]


def test_a_single_region_has_no_comet_of_its_own() -> None:
    protocols = replace(stations(), texts={})
    measured = integers.measure(protocols, made.kept(protocols))
    assert seen.by_region(protocols, made.kept(protocols), measured) is None
    assert [table.name for table in seen.tables(protocols, made.kept(protocols), measured)] == ["comet", "excess"]


def test_too_few_stations_show_what_there_is() -> None:
    protocols = stations(many=2)
    measured = integers.measure(protocols, made.kept(protocols))
    assert [table.name for table in seen.tables(protocols, made.kept(protocols), measured)] == [
        "comet",
        "comet_regions",
    ]


# --- side by side


def test_a_comparison_says_of_each_election_what_its_report_says() -> None:
    some = {"first": stations(rewritten=200), "second": stations(seed=4)}
    finding = compare.run([compare.one(protocols, name) for name, protocols in some.items()])
    for row, protocols in zip(finding.table("elections").records(), some.values(), strict=True):
        alone = report.run(protocols).table("integers").records()
        for name, said in (("turnout", "turnout"), ("result", "leader's share"), ("either", "either")):
            (told,) = [
                each for each in alone if (each["share"], each["multiples"], each["by"]) == (said, 1, "stations")
            ]
            for key in ("observed", "expected", "z", "probability"):
                assert row[f"{name}_{key}"] == told[key]
        assert (row["stations"], row["leader"]) == (300, "Rose")
        assert row["turnout"] == round(100 * protocols.turnout.sum() / protocols.registered.sum(), 2)
        assert row["share"] == round(100 * protocols.of("Rose").sum() / protocols.base.sum(), 2)
    assert "most in first" in finding.answer[0]


def test_elections_stand_in_order_of_their_days_where_all_are_known() -> None:
    later, earlier = on("2020-08-09", stations()), on("2015-10-11", stations(seed=4))
    finding = compare.run([compare.one(later), compare.one(earlier)])
    assert [row["election"] for row in finding.table("elections").records()] == ["2015-10-11", "2020-08-09"]
    assert finding.as_of == "2020-08-09"
    given = compare.run([compare.one(later), compare.one(stations(seed=4), "undated")])
    assert [row["day"] for row in given.table("elections").records()] == ["2020-08-09", None]


def test_every_figure_leads_to_the_file_that_it_rests_on() -> None:
    other = replace(stations(seed=4), document="1" * 64)
    finding = compare.run([compare.one(stations(), "a"), compare.one(other, "b")])
    documents = {finding.cited[cite].document for table in finding.tables for row in table.rows for cite in row.cites}
    assert documents == {"0" * 64, "1" * 64}
    assert all(row.cites for table in finding.tables for row in table.rows)


def test_early_votes_are_compared_where_one_of_the_elections_tells_them() -> None:
    protocols = stations()
    told = early(protocols, (protocols.turnout // 3).tolist())
    unknown = early(stations(seed=4), [-1] * 300)
    finding = compare.run([compare.one(told, "a"), compare.one(unknown, "b")])
    first, second = finding.table("elections").records()
    assert isinstance(first["early_observed"], int)
    assert second["early_observed"] == ""


def test_a_model_is_told_with_its_interval_and_its_range_or_why_there_is_none() -> None:
    large, small = stations(many=800), stations(many=4)
    finding = compare.run([compare.one(large, "large"), compare.one(small, "small")])
    told, untold = finding.table("elections").records()
    model = anomalous.measure(large, made.kept(large), "Rose")
    assert told["anomalous"] == model.estimate.votes
    assert (told["anomalous_low"], told["anomalous_high"]) == model.estimate.by_stations
    assert (told["anomalous_least"], told["anomalous_most"]) == (model.lowest()[1], model.highest()[1])
    assert untold["anomalous"] == untold["anomalous_low"] == ""
    assert untold["anomalous_note"]
    assert any(said.startswith("large: Model (Kiesling–Shpilkin), Rose: between") for said in finding.answer)


def test_an_election_too_small_is_compared_without_tests_and_says_what_it_would_need() -> None:
    finding = compare.run([compare.one(stations(many=4), "small"), compare.one(stations(), "large")])
    assert any(said.startswith("small, turnout or share of Rose: not tested: 4 stations") for said in finding.answer)
    assert finding.answer[0] == "Whole percentages beyond chance: fewer than two of these elections could be tested."
    assert finding.table("elections").records()[0]["either_z"] == ""


def test_one_election_and_two_of_one_name_are_refused() -> None:
    one = compare.one(stations(), "a")
    with pytest.raises(UsageError, match="nothing to compare"):
        compare.run([one])
    with pytest.raises(UsageError, match="a: two elections are called this"):
        compare.run([one, one])


# --- the command


def run(*words: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, ["election", "compare", *words])
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert done.stderr.strip().count("\n") == 0
        assert done.stdout == ""
    return done


def rows(of: Protocols) -> list[list[str]]:
    columns = (of.registered, of.turnout, of.early, of.base, of.counts["invalid"], of.votes[:, 0], of.votes[:, 1])
    counts = [[str(int(column[at])) for column in columns] for at in range(len(of))]
    return [[str(of.texts["region"][at]), str(at), *counts[at]] for at in range(len(of))]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("years")
    some = {"2015": stations(), "2020": stations(seed=4, rewritten=200)}
    return [str(made.write(folder / f"{name}.csv", rows(protocols))) for name, protocols in some.items()]


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("mapping") / "made.toml"
    path.write_text(made.MAPPING, encoding="utf-8")
    return str(path)


def test_every_form_of_a_comparison_says_the_same(files: list[str], mapping: str, tmp_path: Path) -> None:
    words = (*files, "--mapping", mapping)
    data: dict[str, Any] = json.loads(run(*words, "--format", "json").stdout)
    assert [row["election"] for row in data["tables"]["elections"]["rows"]] == ["2015", "2020"]
    terminal = " ".join(run(*words).stdout.split())
    for sentence in (data["question"], *data["answer"], *data["caveats"]):
        assert " ".join(sentence.split()) in terminal
    lines = list(csv.reader(io.StringIO(run(*words, "--format", "csv", "--table", "elections").stdout)))
    assert len(lines) == 3
    run(*words, "--format", "xlsx", "-o", str(tmp_path / "book.xlsx"))
    assert (tmp_path / "book.xlsx").stat().st_size > 5000
    said = run(*words, "--html", str(tmp_path / "page")).stdout
    assert "Whole percentages of turnout or share beyond chance: most in 2020" in said
    assert json.loads((tmp_path / "page" / "finding.json").read_bytes()) == data
    names = {path.stem for path in (tmp_path / "page" / "pictures").iterdir()}
    assert names == {"comets", "excess_by_election"}
    page = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h2>([^:<]*):", page)[:4] == [
        "What this rests on", "Seen", "B, by chance or not", "C, by a model",
    ]  # fmt: skip
    (described,) = re.findall(r'<table id="table-elections">.*?</thead>', page, re.DOTALL)
    assert "Share, %" in described
    assert "z, " not in described


def test_without_a_mapping_each_file_is_guessed_and_the_caveat_names_it(files: list[str]) -> None:
    data = json.loads(run(*files, "--name", "old", "--name", "new", "--format", "json").stdout)
    assert [row["election"] for row in data["tables"]["elections"]["rows"]] == ["old", "new"]
    assert sum(caveat.startswith(("2015.csv: No mapping", "2020.csv: No mapping")) for caveat in data["caveats"]) == 2


def test_mappings_and_leaders_are_given_once_or_for_each(files: list[str], mapping: str) -> None:
    each = ("--mapping", mapping, "--mapping", mapping, "--leader", "Rose", "--leader", "Lily")
    data = json.loads(run(*files, *each, "--format", "json").stdout)
    assert [row["leader"] for row in data["tables"]["elections"]["rows"]] == ["Rose", "Lily"]
    once = json.loads(run(*files, "--mapping", mapping, "--leader", "Lily", "--format", "json").stdout)
    assert {row["leader"] for row in once["tables"]["elections"]["rows"]} == {"Lily"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--name", "a"], "--name was given 1 times for 2 files"),
        (["--leader", "Rose", "--leader", "Lily", "--leader", "Lily"], "--leader was given 3 times for 2 files"),
        (["--name", "a", "--name", "a"], "a: two elections are called this"),
        (["--leader", "Poppy"], "2015.csv: 'Poppy' is no candidate; there are Rose, Lily"),
        (["--leave-out", "rain"], "2015.csv: 'rain' is no exclusion"),
        (["--table", "nothing"], "there is no table 'nothing'"),
        (["-o", "x.csv"], "--out goes with --format"),
        (["--format", "json", "-o", "/nowhere/at/all.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    words: list[str], says: str, files: list[str], mapping: str
) -> None:
    assert says in run(*files, "--mapping", mapping, *words, expect=2).stderr


def test_one_file_and_a_file_that_is_no_table_are_refused_in_one_line(
    files: list[str], mapping: str, tmp_path: Path
) -> None:
    assert "nothing to compare" in run(files[0], "--mapping", mapping, expect=2).stderr
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "empty.csv" in run(files[0], str(empty), "--mapping", mapping, expect=2).stderr
    assert "none.csv" in run(str(tmp_path / "none.csv"), files[0], "--mapping", mapping, expect=2).stderr


def test_the_elections_of_russia_side_by_side_have_the_published_figures() -> None:
    needs_real_files()
    paths = [str(REAL / "elections" / f"russia-{year}" / f"{year}.csv.zip") for year in RUSSIA]
    data = json.loads(run(*paths, "--mapping", "russia", "--as-published", "--format", "json").stdout)
    found = {int(row["election"]): row for row in data["tables"]["elections"]["rows"]}
    for year, (observed, expected) in RUSSIA.items():
        assert found[year]["either_observed"] == observed
        assert found[year]["either_expected"] == pytest.approx(expected, abs=0.05)
