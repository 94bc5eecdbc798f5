"""kronika election as an observer uses it: on invented protocols, and on one real set of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner, Result

import made_protocols as made
from conftest import REAL, needs_real_files
from kronika.view.cli import main

STATIONS = 400


def election(*words: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, ["election", *words])
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert done.stderr.strip().count("\n") == 0
        assert done.stdout == ""
    return done


def found(*words: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(election("report", *words, "--format", "json").stdout)
    return data


def one(rows: list[dict[str, Any]], **wanted: object) -> dict[str, Any]:
    (row,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return row


def said(data: dict[str, Any]) -> str:
    return " ".join(data["answer"])


def stations(rewritten: int) -> list[list[str]]:
    """Stations at which people vote alone; at the first of them a turnout of a whole percentage was written."""
    random = np.random.default_rng(7)
    rows = []
    for number in range(STATIONS):
        registered = int(random.integers(701, 1999))
        given = int(random.binomial(registered, random.uniform(0.5, 0.7)))
        if number < rewritten:
            given = round(registered * round(100 * given / registered) / 100)
        rose = int(random.binomial(given, random.uniform(0.45, 0.65)))
        early = int(random.binomial(given, 0.2))
        region = "North" if number < STATIONS // 2 else "South"
        counts = (registered, given, early, given, 0, rose, given - rose)
        rows.append([region, str(number), *map(str, counts)])
    return rows


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("mapping") / "made.toml"
    path.write_text(made.MAPPING, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(made.write(tmp_path_factory.mktemp("clean") / "clean.csv", stations(0)))


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(made.write(tmp_path_factory.mktemp("rewritten") / "rewritten.csv", stations(STATIONS // 2)))


@pytest.fixture
def small(tmp_path: Path) -> str:
    return str(made.write(tmp_path / "small.csv"))


def test_rewritten_turnouts_are_seen_and_only_in_their_region(rewritten: str, mapping: str) -> None:
    data = found(rewritten, "--mapping", mapping)
    turnout = one(data["tables"]["integers"]["rows"], share="turnout", multiples=1, by="stations")
    assert turnout["observed"] > STATIONS // 2
    assert turnout["z"] > 20
    assert float(turnout["probability"]) < 1e-50
    assert f"The turnout is a whole percentage at {turnout['observed']} of {STATIONS} stations" in said(data)
    assert "Region by region, turnout: 1 of 2 tested" in said(data)
    regions = data["tables"]["regions"]["rows"]
    assert one(regions, region="North", share="turnout")["more"] is True
    assert one(regions, region="South", share="turnout")["more"] is False
    spikes = [row for row in data["tables"]["spikes"]["rows"] if row["share"] == "turnout"]
    assert sum(row["observed"] for row in spikes) == STATIONS
    assert any(row["above"] and row["percent"] == 60 for row in spikes)


def test_a_clean_election_is_not_called_anything(clean: str, mapping: str) -> None:
    data = found(clean, "--mapping", mapping)
    assert "Region by region, turnout: 0 of 2 tested" in said(data)
    assert "Arithmetically impossible: nothing, by " in said(data)
    assert abs(one(data["tables"]["integers"]["rows"], share="turnout", multiples=1, by="stations")["z"]) < 3


def test_the_first_sentence_says_how_many_stations_it_rests_on_and_why_others_do_not_count(
    tmp_path: Path, mapping: str
) -> None:
    table = stations(0)
    path = made.write(tmp_path / "more.csv", [*table, table[3], ["South", "Total", "1", "", "", "", "", "", ""]])
    data = found(str(path), "--mapping", mapping)
    assert data["answer"][0].startswith(f"This rests on {STATIONS} of {STATIONS + 2} stations in the table")
    assert "1 because the station stands in the table before (repeated)" in data["answer"][0]
    repeated = one(data["tables"]["left_out"]["rows"], reason="repeated")
    assert (repeated["stations"], repeated["rows"], repeated["applied"]) == (1, str(STATIONS + 2), True)
    switched = found(str(path), "--mapping", mapping, "--leave-out", "totals, unknown")
    assert one(switched["tables"]["left_out"]["rows"], reason="repeated")["applied"] is False
    assert switched["answer"][0].startswith(f"This rests on {STATIONS + 1} of")


def test_a_contradiction_is_shown_with_its_row_its_counts_and_its_document(tmp_path: Path, mapping: str) -> None:
    rows = [*made.ROWS, ["South", "2", "500", "512", "5", "505", "7", "300", "205"]]
    data = found(str(made.write(tmp_path / "over.csv", rows)), "--mapping", mapping)
    row = one(data["tables"]["contradictions"]["rows"], says="more ballots given out than voters listed")
    assert (row["row"], row["counts"], row["by"]) == (5, "given 512, registered 500", 12)
    cited = data["citations"][row["cites"][0]]
    assert cited["place"] == "row 5"
    assert len(cited["document"]) == 64
    assert "more ballots given out than voters listed, at 1 of 4" in said(data)


def test_a_protocol_signed_before_the_election_is_among_what_cannot_be(tmp_path: Path) -> None:
    path = made.write(tmp_path / "signed.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    days = ("Signed", "2020-08-09", "2020-08-08", "2020-08-10")
    path.write_text("\n".join(f"{line},{day}" for line, day in zip(lines, days, strict=True)), encoding="utf-8")
    mapping = tmp_path / "signed.toml"
    text = "election = 2020-08-09\n" + made.MAPPING.replace("[columns]", '[columns]\nsigned = "signed"')
    mapping.write_text(text, encoding="utf-8")
    data = found(str(path), "--mapping", str(mapping))
    assert data["as_of"] == "2020-08-09"
    assert "Arithmetically impossible: 1 protocol signed on a day that cannot be" in said(data)
    assert data["tables"]["signed"]["rows"][0]["place"] == "row 3, North, 2"


def test_too_few_stations_are_not_tested_and_told_how_many_it_takes(small: str, mapping: str) -> None:
    data = found(small, "--mapping", mapping)
    assert "Whole percentages of the turnout: not tested: 3 stations tell it, about" in said(data)
    for row in data["tables"]["integers"]["rows"]:
        assert row["observed"] == row["probability"] == ""
        assert row["note"].startswith("not tested: 3 stations tell it, about ")


def test_an_official_total_below_the_stations_at_hand_is_impossible(small: str, mapping: str) -> None:
    source = ["--official-source", "Gazette 12"]
    data = found(small, "--mapping", mapping, "--official", "Rose=889", *source)
    assert "Rose: 890 votes at the 3 stations that tell them; official total 889 (Gazette 12)" in said(data)
    assert "arithmetically impossible, whatever the other stations voted" in said(data)
    data = found(small, "--mapping", mapping, "--official", "Rose=1,000", *source, "--official-region", "North")
    row = data["tables"]["official"]["rows"][0]
    assert (row["who"], row["stations"], row["rest"], row["impossible"]) == ("Rose, North", 2, 460, False)


def test_digit_tests_stand_beside_their_false_alarms_and_outside_the_answer(clean: str, mapping: str) -> None:
    data = found(clean, "--mapping", mapping)
    assert {row["false_alarms"] for row in data["tables"]["digits"]["rows"]} == {
        "30 of 191 (15.7%; 10.9% to 21.7%)",
        "98 of 226 (43.4%; 36.8% to 50.1%)",
    }
    assert "digit" not in said(data)


def test_the_answer_names_no_culprit_and_no_score(rewritten: str, mapping: str, tmp_path: Path) -> None:
    election("report", rewritten, "--mapping", mapping, "--html", str(tmp_path))
    page = (tmp_path / "index.html").read_text(encoding="utf-8").casefold()
    assert "fraud" not in page
    assert "score" not in page
    assert "blind to ballots stuffed" in page


def test_every_form_says_the_same(rewritten: str, mapping: str, tmp_path: Path) -> None:
    words = ("report", rewritten, "--mapping", mapping)
    data = found(*words[1:])
    terminal = " ".join(election(*words).stdout.split())
    for sentence in (data["question"], *data["answer"], *data["caveats"]):
        assert " ".join(sentence.split()) in terminal
    election(*words, "--format", "csv", "-o", str(tmp_path / "tables"))
    assert {path.stem for path in (tmp_path / "tables").iterdir()} == {"about", *data["tables"], "citations"}
    election(*words, "--format", "xlsx", "-o", str(tmp_path / "book.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames == ["about", *data["tables"], "citations"]
    lines = list(csv.reader(io.StringIO(election(*words, "--format", "csv", "--table", "regions").stdout)))
    assert len(lines) == len(data["tables"]["regions"]["rows"]) + 1
    assert "North" in election(*words, "--table", "regions").stdout
    written = election(*words, "--html", str(tmp_path / "page")).stdout
    assert "This rests on 400 of 400 stations" in written
    assert json.loads((tmp_path / "page" / "finding.json").read_bytes()) == data


def test_reading_says_which_columns_were_picked_and_what_was_refused(tmp_path: Path, mapping: str) -> None:
    rows = [*stations(0), ["South", "x", "1000", "many", "5", "505", "7", "300", "205"]]
    text = " ".join(election("read", str(made.write(tmp_path / "odd.csv", rows)), "--mapping", mapping).stdout.split())
    assert "registered Voters listed" in text
    assert "candidates Rose; Lily" in text
    assert "402 Ballots given many not a count" in text


def test_a_proposed_mapping_can_be_saved_and_used(clean: str, mapping: str, tmp_path: Path) -> None:
    proposed = election("read", clean, "--guess").stdout
    assert proposed.startswith("# This mapping can be used as it stands.\n# ")
    path = tmp_path / "mine.toml"
    path.write_text(proposed, encoding="utf-8")
    mine, meant = (found(clean, "--mapping", name) for name in (str(path), mapping))
    assert mine["tables"]["regions"]["rows"] == meant["tables"]["regions"]["rows"]
    without = found(clean)
    assert without["answer"] == mine["answer"]
    assert without["caveats"][0].startswith("No mapping was given")


def test_the_published_rules_count_the_stations_otherwise(clean: str, mapping: str) -> None:
    published = found(clean, "--mapping", mapping, "--as-published", "--leader", "Lily")
    assert "Rules: as published" in " ".join(published["tables"]["integers"]["notes"])
    assert "share of Lily" in said(published)
    assert "early" not in said(published)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--mapping", "nowhere"], "nowhere: no such mapping"),
        (["--leader", "Poppy"], "'Poppy' is no candidate; there are Rose, Lily"),
        (["--leave-out", "rain"], "'rain' is no exclusion"),
        (["--official", "Rose=1"], "--official needs --official-source"),
        (["--official", "Rose", "--official-source", "x"], "CANDIDATE=VOTES"),
        (["--official", "Poppy=1", "--official-source", "x"], "'Poppy' is no candidate"),
        (["--official", "Rose=1", "--official-source", "x", "--official-region", "East"], "'East' is no region"),
        (["--table", "nothing"], "there is no table 'nothing'"),
        (["-o", "x.csv"], "--out goes with --format"),
        (["--member", "a.csv"], "--member goes without --mapping"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words: list[str], says: str, small: str, mapping: str) -> None:
    chosen = words if "--mapping" in words else ["--mapping", mapping, *words]
    assert says in election("report", small, *chosen, expect=2).stderr


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path, mapping: str) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "the file is empty" in election("report", str(empty), expect=2).stderr
    assert "cannot be read" in election("read", str(tmp_path / "none.csv"), "--mapping", mapping, expect=2).stderr
    names = tmp_path / "names.csv"
    names.write_text("name,colour\nRose,red\nLily,white\n", encoding="utf-8")
    assert "no mapping can be proposed" in election("report", str(names), expect=2).stderr
    assert "leave out --mapping" in election("read", str(names), "--guess", "--mapping", "russia", expect=2).stderr
    assert "cannot be used yet" in election("read", str(names), "--guess").stdout


def test_a_folder_that_cannot_be_written_is_said_in_one_line(small: str, mapping: str) -> None:
    words = ("report", small, "--mapping", mapping, "--format", "json", "-o", "/nowhere/at/all.json")
    assert "cannot be written" in election(*words, expect=2).stderr


def test_the_protocols_of_belarus_give_the_known_figures() -> None:
    needs_real_files()
    data = found(str(REAL / "elections" / "belarus-2020" / "final.csv"), "--mapping", "belarus")
    rows = data["tables"]["integers"]["rows"]
    for share, observed, expected, z in (
        ("turnout", 211, 129.3, 7.60),
        ("leader's share", 198, 132.3, 6.04),
        ("early votes", 188, 131.7, 5.18),
    ):
        row = one(rows, share=share, multiples=1, by="stations")
        assert row["observed"] == observed
        assert row["expected"] == pytest.approx(expected, abs=0.05)
        assert row["z"] == pytest.approx(z, abs=0.01)
    assert data["answer"][0].startswith("This rests on 1,327 of 1,355 stations")
    assert one(data["tables"]["left_out"]["rows"], reason="unknown")["voters"] is None
    assert "is a whole percentage at 211 of 1,286 stations; by chance 129.3 are expected (z 7.60" in said(data)
