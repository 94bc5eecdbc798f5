"""kronika changes of a regime as a person uses it, on the embedded casebook."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from documents import canada, crowd
from kronika import Casebook
from kronika.view import atom
from kronika.view.cli import main

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "book"
    Casebook.demo(folder).build()
    return folder


def changes(root: Path, *words: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, ["changes", *words, "--casebook", str(root)])
    assert done.exit_code == expect, done.output
    if expect == 2:
        assert done.stderr.strip().count("\n") == 0
        assert done.stdout == ""
    return done


def test_the_text_says_every_change_what_was_compared_and_every_caveat(root: Path) -> None:
    said = " ".join(changes(root, "--since", "2023-01-01").output.split())
    data = json.loads(changes(root, "--since", "2023-01-01", "--json").output)
    for sentence in (data["question"], *data["answer"], *data["caveats"]):
        assert " ".join(sentence.split()) in said
    assert all(row["identity"] in said for row in data["tables"]["changes"]["rows"])
    assert "gb_uksl: 2025-04-10 after 2022-12-31: 3 listed, 1 delisted, 1 amended" in said
    assert "ca_sema: nothing; the newest copy is of 2025-05" in said


def test_a_packaged_regime_and_a_file_to_write(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "changes.json"
    assert (
        changes(root, "--since", "2023-01", "--regime", "belarus", "--format", "json", "-o", str(target)).output == ""
    )
    assert json.loads(target.read_bytes())["question"] == "What has changed since 2023-01 in who of Belarus is listed?"


def test_the_feed_is_what_the_atom_standard_asks_for(root: Path) -> None:
    text = changes(root, "--since", "2023-01-01", "--format", "atom").output
    feed = etree.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = []
    for each in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1
        datetime.fromisoformat(str(each.findtext(f"{ATOM}updated")))
        ids.append(str(each.findtext(f"{ATOM}id")))
        assert re.fullmatch(r"tag:[a-z.]+,\d{4}:[\w%/().-]+", ids[-1])
    assert len(set(ids)) == len(ids) == 1 + 5
    data = json.loads(changes(root, "--since", "2023-01-01", "--json").output)
    printed = "".join(str(each.text) for each in feed.iter(f"{ATOM}content") if each.get("type") == "text")
    assert all(cell["printed"] in printed and cell["place"] in printed for cell in data["citations"].values())


def test_an_entry_keeps_its_id_from_week_to_week(root: Path) -> None:
    def entries(since: str) -> set[str]:
        feed = etree.fromstring(changes(root, "--since", since, "--format", "atom").output.encode())
        return {str(each.findtext(f"{ATOM}id")) for each in feed.iter(f"{ATOM}entry")}

    assert entries("2023-01-01") == entries("2025-04")


def test_markup_and_what_xml_cannot_hold_are_text_in_the_feed(root: Path) -> None:
    finding = Casebook.open(root).changes("2023-01-01")
    table = finding.table("changes")
    at = [column.name for column in table.columns].index("name")
    row = table.rows[0]
    hostile = replace(row, values=(*row.values[:at], "<b>&amp;\x0b</b>", *row.values[at + 1 :]))
    made = replace(finding, tables=[replace(table, rows=(hostile,)), *finding.tables[1:]])
    (entry,) = etree.fromstring(atom.feed(made, "a & b")).iter(f"{ATOM}entry")
    assert str(entry.findtext(f"{ATOM}title")).endswith("<b>&amp;\ufffd</b>")


def test_nothing_changed_is_exit_status_one_and_says_what_was_compared(tmp_path: Path) -> None:
    book = Casebook.init(tmp_path / "small")
    (book.root / "casebook.toml").write_text(
        'name = "small"\n[regime.programmes]\nca_sema = ["Belarus / Bélarus"]\n[records]\nca_sema = [1, 9]\n', "utf-8"
    )
    book = Casebook.open(book.root)
    for day in ("2021-01-01", "2022-01-01"):
        file = tmp_path / f"{day}.xml"
        file.write_text(canada(*crowd(6)) + f"<!-- {day} -->", encoding="utf-8")
        book.add([file], source="ca_sema", published=day)
    book.build()
    said = changes(book.root, "--since", "2021-06-01", expect=1).output
    assert "ca_sema: 2022-01-01 after 2021-01-01: 0 listed, 0 delisted, 0 amended" in said
    feed = etree.fromstring(changes(book.root, "--since", "2021-06-01", "--format", "atom", expect=1).output.encode())
    assert feed.findtext(f"{ATOM}updated") == "2022-01-01T00:00:00Z"
    assert not list(feed.iter(f"{ATOM}entry"))


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--since", "1990-01-01"),
        ("--since", "2026-01-01"),
        ("--since", "soon"),
        ("--since", "2023-01-01", "--until", "2022-01-01"),
        ("--since", "2023-01-01", "--regime", "nobody"),
        ("--since", "2023-01-01", "--from", "2023-01-01"),
        ("--since", "2023-01-01", "-o", "/dev/null/x"),
        ("gb_uksl", "--since", "2023-01-01"),
        ("gb_uksl", "--format", "atom"),
        ("ca_sema",),
        ("no_such",),
    ],
)
def test_bad_input_is_one_line_and_exit_status_two(root: Path, words: tuple[str, ...]) -> None:
    changes(root, *words, expect=2)
