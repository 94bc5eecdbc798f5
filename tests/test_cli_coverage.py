"""kronika coverage as a person uses it, on the embedded casebook."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from kronika import Casebook
from kronika.view.cli import main


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "book"
    Casebook.demo(folder).build()
    return folder


def coverage(root: Path, *words: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, ["coverage", *words, "--casebook", str(root)])
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert done.stderr.strip().count("\n") == 0
        assert done.stdout == ""
    return done


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_terminal_says_the_answer_the_gaps_and_every_caveat(root: Path) -> None:
    said = " ".join(coverage(root).output.split())
    data = json.loads(coverage(root, "--json").output)
    for sentence in (data["question"], *data["answer"], *data["caveats"], data["tables"]["gaps"]["title"]):
        assert " ".join(sentence.split()) in said
    assert f"and {len(data['tables']['gaps']['rows']) - 10} more: --table gaps" in said


def test_the_gaps_of_one_state_are_its_own_under_either_code(root: Path) -> None:
    data = json.loads(coverage(root, "--gaps-of", "uk", "--json").output)
    assert {row["state"] for row in data["tables"]["gaps"]["rows"]} == {"UK"}
    assert data == json.loads(coverage(root, "--gaps-of", "GB", "--format", "json").output)
    count = len([row for row in data["tables"]["gaps"]["rows"] if row["standing"] != "unknown"])
    assert data["tables"]["gaps"]["title"].startswith(
        f"{count} are listed by other states and not by the United Kingdom"
    )


def test_only_the_states_asked_for_are_compared(root: Path) -> None:
    data = json.loads(coverage(root, "--states", "uk, eu", "--json").output)
    assert {row["state"] for row in data["tables"]["listings"]["rows"]} == {"UK", "EU"}


def test_one_table_is_printed_whole(root: Path) -> None:
    rows = json.loads(coverage(root, "--table", "gaps", "--json").output)["rows"]
    assert len(lines(coverage(root, "--table", "gaps", "--format", "csv").stdout)) == len(rows) + 1
    assert coverage(root, "--table", "gaps").output.count("\n") > len(rows)


def test_one_table_is_written_to_a_file(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "matrix.csv"
    coverage(root, "--table", "matrix", "--format", "csv", "-o", str(target))
    written = target.read_bytes().decode("utf-8-sig")
    assert lines(written) == lines(coverage(root, "--table", "matrix", "--format", "csv").stdout)


def test_all_tables_are_written_as_csv_as_a_workbook_and_as_json(root: Path, tmp_path: Path) -> None:
    coverage(root, "--format", "csv", "-o", str(tmp_path / "tables"))
    coverage(root, "--format", "xlsx", "-o", str(tmp_path / "book.xlsx"))
    coverage(root, "--format", "json", "-o", str(tmp_path / "finding.json"))
    data = json.loads((tmp_path / "finding.json").read_bytes())
    names = ["about", *data["tables"], "citations"]
    assert sorted(path.stem for path in (tmp_path / "tables").iterdir()) == sorted(names)
    assert openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames == names


def test_the_report_is_one_page_with_its_data_beside_it(root: Path, tmp_path: Path) -> None:
    said = coverage(root, "--html", str(tmp_path / "out")).output
    assert str(tmp_path / "out" / "index.html") in said
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"index.html", "finding.json", "data", "pictures"}


def test_an_earlier_day_is_answered_as_of_that_day(root: Path) -> None:
    data = json.loads(coverage(root, "--as-of", "2021-01-01", "--json").output)
    assert data["as_of"] == "2021-01-01"


def test_nothing_found_is_exit_status_one(root: Path) -> None:
    said = coverage(root, "--gaps-of", "eu", "--at-least", "9", expect=1).output
    assert "0 are listed by other states and not by the European Union" in " ".join(said.split())
    assert json.loads(coverage(root, "--table", "gaps", "--at-least", "9", "--json", expect=1).output)["rows"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--states", "zz"),
        ("--states", ","),
        ("--gaps-of", "zz"),
        ("--regime", "nobody"),
        ("--as-of", "1990-01-01"),
        ("--as-of", "soon"),
        ("--at-least", "0"),
        ("--table", "nothing"),
        ("-o", "somewhere"),
        ("--format", "csv", "--table", "gaps", "-o", "/dev/null/x.csv"),
        ("--html", "/dev/null/x"),
    ],
)
def test_bad_input_is_one_line_and_exit_status_two(root: Path, words: tuple[str, ...]) -> None:
    coverage(root, *words, expect=2)


def test_a_casebook_without_a_regime_says_which_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    Casebook.demo(folder)
    settings = folder / "casebook.toml"
    head, _, rest = settings.read_text(encoding="utf-8").partition("[regime]")
    settings.write_text(head + rest[rest.index("[records]") :], encoding="utf-8")
    Casebook.open(folder).build()
    assert "belarus" in coverage(folder, expect=2).stderr
    coverage(folder, "--regime", "belarus")
