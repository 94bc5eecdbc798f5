"""The commands as a person uses them: what they print, and their exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from documents import canada, crowd


@dataclass
class Shell:
    """Runs kronika in a folder, in a process of its own."""

    folder: Path

    def __call__(self, *words: str, expect: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kronika.view.cli", *words, *self.book(words)],
            cwd=self.folder, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100"},
        )  # fmt: skip
        assert done.returncode == expect, done.stdout + done.stderr
        if expect == 2:
            assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def book(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return () if words[0] in {"init", "demo"} or "--casebook" in words else ("--casebook", "book")

    def json(self, *words: str, expect: int = 0) -> Any:
        return json.loads(self(*words, "--json", expect=expect))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell("init", "book")
    with (tmp_path / "book" / "casebook.toml").open("a") as file:
        file.write("ca_sema = [2, 100]\n")
    (tmp_path / "2025-01-01_list.xml").write_text(canada(*crowd(3)))
    (tmp_path / "2025-02-01_list.xml").write_text(canada(*crowd(2), ("Invented 3", "RENAMED")))
    return shell


def test_two_copies_are_added_built_and_compared(shell: Shell) -> None:
    assert "ca_sema" in shell("add", "2025-01-01_list.xml", "2025-02-01_list.xml")
    assert "2025-02-01" in shell("build")
    assert "Nothing new" in shell("build")
    assert "1 amended" in shell("changes", "ca_sema")
    (found,) = shell.json("changes", "ca_sema")
    assert {change["prop"] for change in found["changes"]} == {"name", "lastName"}


def test_show_finds_a_name_in_any_order_and_case_and_leads_to_its_cell(shell: Shell) -> None:
    shell("add", "2025-01-01_list.xml")
    shell("build")
    shown = shell("show", "samplevich2 INVENTED 2")
    assert "SAMPLEVICH2" in shown
    assert "1966-06-21" in shown
    explained = shell("show", "samplevich2 INVENTED 2", "--explain", "A1")
    assert "/data-set/record[2]/GivenName[1] + /data-set/record[2]/LastName[1]" in explained
    assert "Invented 2 SAMPLEVICH2" in explained
    assert "2025-01-01_list.xml" in explained


def test_show_does_not_let_an_exact_name_hide_the_longer_ones(shell: Shell) -> None:
    people = ("Invented", "SAMPLEVICH"), ("Ivan Invented", "SAMPLEVICH")
    (shell.folder / "2025-01-01_list.xml").write_text(canada(*people))
    shell("add", "2025-01-01_list.xml")
    shell("build")
    shown = shell("show", "Invented Samplevich")
    assert "Other listings whose names hold all of these words: 1, such as ca-sema-Belarus-1-Part-1-2." in shown
    (other,) = shell.json("show", "Invented Samplevich")["holding"]
    assert other["subject"] == "ca-sema-Belarus-1-Part-1-2"


def test_show_says_what_to_try_when_nobody_has_the_name(shell: Shell) -> None:
    shell("add", "2025-01-01_list.xml")
    shell("build")
    assert "these hold all of its words" in shell("show", "Invented", expect=1)
    assert "Nobody is listed under 'Nemo'" in shell("show", "Nemo", expect=1)
    assert "there is no fact B7" in shell("show", "Invented 1 SAMPLEVICH1", "--explain", "B7", expect=2)


def test_status_counts_what_was_read_and_names_what_was_refused(shell: Shell) -> None:
    (shell.folder / "2025-03-01_list.xml").write_text(canada(*crowd(1)))
    shell("add", "2025-01-01_list.xml", "2025-03-01_list.xml")
    built = shell("build", expect=2)
    assert "kronika: ca_sema: refused: holds 1 records where an honest copy holds 2 to 100" in built
    status = shell("status")
    assert "refused: ca_sema of 2025-03-01" in status
    (row,) = shell.json("status")
    assert (row["subjects"], row["newest"], row["copies"]) == (3, "2025-01-01", 2)


def test_the_status_of_a_source_gives_its_copies_and_each_reason_for_a_refusal(shell: Shell) -> None:
    (shell.folder / "2025-01-01_list.xml").write_text(canada(*crowd(3), born="13.13.1966"))
    shell("add", "2025-01-01_list.xml")
    shell("build")
    printed = shell("status", "ca_sema")
    assert "3  birthDate: no such month" in printed
    assert "/data-set/record[1]/DateOfBirthOrShipBuildDate[1]" in " ".join(printed.split()).replace(" ", "")
    assert len(shell.json("status", "ca_sema")["refusals"]) == 3
    assert "holds no copy of un_sc" in shell("status", "un_sc", expect=2)


def test_a_file_that_is_no_list_is_refused_and_the_others_are_added(shell: Shell) -> None:
    (shell.folder / "error.html").write_text("<html><body>503</body></html>")
    printed = shell("add", "error.html", "2025-01-01_list.xml", expect=2)
    assert "refused    error.html: is an HTML page" in printed
    assert "added" in printed


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("status",), "ledger.duckdb is not there yet: `kronika build` makes it"),
        (("changes", "no_such"), "ledger.duckdb is not there yet"),
        (("add", "no-such-file"), "no-such-file"),
        (("fetch", "no_such"), "no source is called 'no_such'"),
        (("init", "book"), "book is a casebook already"),
        (("add", "2025-01-01_list.xml", "--published", "7.7.2021"), "a day is written as 2021-07-07"),
        (("export", "nonsense"), "'nonsense' is not one of"),
    ],
)
def test_bad_usage_is_one_line_that_says_what_to_do(shell: Shell, words: tuple[str, ...], line: str) -> None:
    assert line in shell(*words, expect=2)


def test_a_malformed_setting_is_named(shell: Shell) -> None:
    with (shell.folder / "book" / "casebook.toml").open("a") as file:
        file.write("un_sc = 5\n")
    assert "records.un_sc must be [fewest, most]" in shell("status", expect=2)


def test_two_copies_of_a_named_source_stay_two(shell: Shell) -> None:
    shell("add", "ca_sema", "2025-01-01_list.xml", "2025-02-01_list.xml")
    shell("build")
    assert len(shell.json("status", "ca_sema")["copies"]) == 2


def test_a_folder_with_a_quote_in_its_name_can_hold_a_casebook(shell: Shell) -> None:
    shell("init", 'the "book"')
    assert "is not there yet" in shell("status", "--casebook", 'the "book"', expect=2)


def test_verify_finds_an_altered_document(shell: Shell) -> None:
    shell("add", "2025-01-01_list.xml")
    assert "1 documents are as they came" in shell("verify")
    (kept,) = (path for path in (shell.folder / "book" / "archive" / "objects").rglob("*") if path.is_file())
    kept.chmod(0o644)
    kept.write_text("altered")
    assert "PROBLEM" in shell("verify", expect=1)


def test_the_help_of_every_command_says_what_it_does(shell: Shell) -> None:
    for command in ("init", "fetch", "add", "build", "status", "show", "changes", "verify", "export", "demo"):
        assert "Usage:" in shell(command, "--help")
