"""kronika screen and kronika review as a person uses them, on the embedded casebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kronika import Casebook
from kronika.view.cli import main


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "book"
    Casebook.demo(folder).build()
    return folder


def kronika(root: Path, *words: str, expect: int = 0, answers: str = "") -> Result:
    done = CliRunner().invoke(main, [*words, "--casebook", str(root)], input=answers)
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert done.stderr.strip().count("\n") == 0
    return done


def test_a_name_in_another_script_is_answered_with_reasons(root: Path) -> None:
    said = kronika(root, "screen", "Іван Тэртэль", "--schema", "Person").output
    assert "kr-" in said
    assert "surname" in said


def test_nobody_is_exit_status_one(root: Path) -> None:
    assert "nobody of" in kronika(root, "screen", "Completely Other", expect=1).output
    assert json.loads(kronika(root, "screen", "Completely Other", "--json", expect=1).output) == []


@pytest.mark.parametrize(
    "words", [("",), ("none.csv",), ("🙂",), ("Ivan Tertel", "--birth-date", "soon"), ("Ivan", "--schema", "Persona")]
)
def test_bad_input_is_one_line_and_exit_status_two(root: Path, words: tuple[str, ...]) -> None:
    kronika(root, "screen", *words, expect=2)


def test_a_name_longer_than_any_file_name_is_answered(root: Path) -> None:
    kronika(root, "screen", "x" * 10_000, expect=1)


def test_a_file_is_screened_row_by_row(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "customers.csv"
    source.write_text("id,Name\n7,Iwan Tertel\n8,Completely Other\n9,\n", encoding="utf-8")
    kronika(root, "screen", str(source))
    lines = (tmp_path / "customers.csv.hits.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:4:3] for line in lines[1:]] == [["1", "hit"], ["3", "refused"]]


def test_who_was_cleared_is_no_alert_until_a_side_changes(root: Path) -> None:
    (hit,) = json.loads(kronika(root, "screen", "Ivan Tertel", "--schema", "Person", "--json").output)
    kronika(root, "screen", "Ivan Tertel", "--schema", "Person", "--clear", hit["id"], expect=2)
    clear = ("--clear", hit["id"], "--by", "A. Reader", "--why", "born in 1999")
    kronika(root, "screen", "Ivan Tertel", "--schema", "Person", *clear)
    said = kronika(root, "screen", "Ivan Tertel", "--schema", "Person", expect=1).output
    assert "A. Reader" in said
    kronika(root, "screen", "Ivan Tertel", "--schema", "Person", "--birth-date", "1966-09-08")


def test_a_judgement_survives_and_changes_the_next_build(root: Path) -> None:
    asked = json.loads(kronika(root, "review", "--json").output)
    first = asked[0]
    kronika(root, "review", "--who", "A. Reader", answers="s\nthe same seat and name\nq\n")
    left = json.loads(kronika(root, "review", "--json").output)
    assert len(left) == len(asked) - 1
    kronika(root, "build")
    with Casebook.open(root).ledger() as ledger:
        same = ledger.identities([first["left"]])
    assert same[first["left"]] == same[first["right"]]
