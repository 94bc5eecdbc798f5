"""The pages that answer from a whole casebook: coverage, changes, sources; and what they share."""

from __future__ import annotations

import csv
import io
import re
import threading
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import kronika
from desk import copied, page, words
from kronika import Casebook
from kronika.base.errors import UsageError
from kronika.study.finding import Column, Row, Table
from kronika.view.desk import tables
from kronika.view.serve.kept import Kept
from service import PATIENCE, TestClient, writing


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    return copied(sample, tmp_path)


# Coverage.


def test_coverage_begins_with_the_sentence_and_says_how_it_can_mislead(client: TestClient) -> None:
    html = page(client, "/coverage")
    finding = Casebook.open(_root(client)).coverage()
    assert finding.answer[0] in words(html)
    for caveat in finding.caveats:
        assert caveat in words(html)
    drawn = sum(len(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert len(html) - drawn < 200_000


def _root(client: TestClient) -> Path:
    return Path(client.app.state.holder._root)  # type: ignore[attr-defined]


def test_states_day_and_regime_are_chosen_by_the_address(client: TestClient) -> None:
    html = page(client, "/coverage?states=gb&states=eu&least=1")
    shown = words(html)
    assert "UK" in shown
    assert re.search(r'name="states" value="gb" checked', html)
    assert not re.search(r'name="states" value="us" checked', html)
    assert "states=gb&amp;states=eu" in html


@pytest.mark.parametrize(
    "query", ["regime=atlantis", "as_of=1990", "as_of=tomorrow", "states=xx", "states=%3Cscript%3E", "least=0"]
)
def test_what_cannot_be_answered_says_why_and_shows_the_form_again(client: TestClient, query: str) -> None:
    html = page(client, f"/coverage?{query}", 400)
    assert 'class="problem" role="alert"' in html
    assert 'name="states"' in html
    assert "<script>" not in html


def test_a_casebook_without_a_regime_lets_one_be_chosen(book: Path) -> None:
    (book / "casebook.toml").write_text('name = "Nobody\'s"\n[regime]\ncountries = []\n', encoding="utf-8")
    with writing(book) as client:
        html = page(client, "/coverage")
        assert "This casebook names no regime" in words(html)
        assert '<option value="belarus">' in html
        page(client, "/coverage?regime=belarus")
        page(client, "/changes")


def column(html: str, at: int) -> list[str]:
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<tbody>") :], re.DOTALL)
    return [words(re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)[at]) for row in rows]


def test_a_table_is_sorted_filtered_and_paged_by_its_address(client: TestClient) -> None:
    up, down = (column(page(client, f"/coverage/matrix?sort=number{more}"), 2) for more in ("", "&down=1"))
    assert all(a <= b for a, b in pairwise(map(int, up)))
    assert all(a >= b for a, b in pairwise(map(int, down)))
    filtered = page(client, "/coverage/matrix?q=lukashenk")
    assert all("lukashenk" in name.casefold() for name in column(filtered, 0))
    assert "that have them" in words(filtered)
    assert "No row has them" in words(page(client, "/coverage/matrix?q=zzyzx"))
    assert "On →" not in words(page(client, "/coverage/listings?page=999"))


def test_each_row_leads_to_the_cells_that_it_rests_on(client: TestClient) -> None:
    html = page(client, "/coverage/matrix")
    found = re.search(r'class="fn" href="(/documents/[0-9a-f]{64}\?at=[^"#]+)#cell" title="([^"]+)"', html)
    assert found
    assert "copy" not in found[2]
    page(client, unescape(found[1]))


def test_downloads_hold_the_whole_table(client: TestClient) -> None:
    finding = Casebook.open(_root(client)).coverage()
    answer = client.get("/coverage/matrix.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="matrix.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(finding.table("matrix").rows) + 1
    book = openpyxl.load_workbook(io.BytesIO(client.get("/coverage/coverage.xlsx").content))
    assert {"about", "matrix", "gaps", "citations"} <= set(book.sheetnames)
    picture = client.get("/coverage/pictures/numbers.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    ET.fromstring(picture.content)  # noqa: S314 - our own picture


@pytest.mark.parametrize("path", ["nothing", "nothing.csv", "pictures/nothing.svg", "..%2f..%2fetc"])
def test_a_table_or_picture_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/coverage/{path}").status_code == 404


# Changes.


def test_changes_are_grouped_by_copy_and_kind_the_newest_first(client: TestClient) -> None:
    html = page(client, "/changes")
    shown = words(html)
    assert "listed" in shown
    heads = re.findall(r"copy of (\d{4}[\d-]*): (listed|delisted|amended)", shown)
    assert heads
    assert [day for day, _ in heads] == sorted((day for day, _ in heads), reverse=True)
    assert 'type="application/atom+xml"' in html
    assert "→" in shown


def test_the_feed_is_atom_and_begins_with_the_newest(client: TestClient) -> None:
    answer = client.get("/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.findall("{http://www.w3.org/2005/Atom}entry")


@pytest.mark.parametrize("query", ["since=1990", "since=2024-05&until=2023", "since=soon", "regime=atlantis"])
def test_changes_that_cannot_be_told_say_why(client: TestClient, query: str) -> None:
    assert 'class="problem" role="alert"' in page(client, f"/changes?{query}", 400)


def test_words_that_no_change_has_are_told(client: TestClient) -> None:
    assert "No change has all of these words" in words(page(client, "/changes?q=zzyzx"))


# Sources.


def test_every_source_is_told_with_its_age_licence_and_documents(client: TestClient) -> None:
    html = page(client, "/sources")
    book = Casebook.open(_root(client))
    with book.ledger() as ledger:
        for name, source in ledger.sources.items():
            assert source["licence"] in words(html)
            shown = page(client, f"/sources/{name}")
            for document in ledger.rows(
                "SELECT d.* FROM documents d JOIN copies c USING (copy) WHERE source = ?", [name]
            ):
                assert document["document"] in shown
                assert f'href="/api/v1/documents/{document["document"]}"' in shown


def test_what_was_refused_is_told_with_reason_and_place_and_as_text(book: Path, tmp_path: Path) -> None:
    hostile = "<script>alert`1`</script>{{ 7 * 7 }}"
    table = next((Path(kronika.__file__).parent / "sample" / "latest" / "eu_journal").glob("*.csv"))
    spoilt = tmp_path / table.name.replace("2026-08-14", "2026-09-01")
    spoilt.write_text(table.read_text(encoding="utf-8").replace("30.8.1954", hostile), encoding="utf-8")
    casebook = Casebook.open(book)
    casebook.add([spoilt], "eu_journal", "2026-09-01")
    casebook.build()
    with casebook.ledger() as ledger:
        refusal = ledger.refusals("eu_journal")[0]
    assert refusal["printed"] == hostile
    with writing(book) as client:
        html = page(client, "/sources/eu_journal")
    assert refusal["place"] in words(html)
    assert hostile in unescape(html)
    assert "<script>alert" not in html
    assert f"/documents/{refusal['document']}?at=" in html


def test_a_source_that_is_not_there_names_those_that_are(client: TestClient) -> None:
    assert "gb_uksl" in page(client, "/sources/nothing", 404)


# What they share.


def test_an_answer_is_worked_out_once_by_whoever_asks_first() -> None:
    class Build:
        pass

    worked, ready = [], threading.Event()

    def work(held: object, asked: str) -> str:
        worked.append(asked)
        ready.wait(PATIENCE)
        return asked.upper()

    kept, found = Kept(work, most=2), list[str]()
    held: Any = Build()
    threads = [threading.Thread(target=lambda: found.append(kept(held, "a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join()
    assert (found, worked) == (["A"] * 4, ["a"])
    for asked_for in ("b", "c", "a"):
        kept(held, asked_for)
    assert worked == ["a", "b", "c", "a"]  # of three the one asked for longest ago was forgotten


def test_an_error_is_not_kept() -> None:
    class Build:
        pass

    worked = []

    def work(held: object) -> str:
        worked.append(held)
        if len(worked) == 1:
            raise UsageError("not now")
        return "now"

    kept = Kept(work)
    held: Any = Build()
    with pytest.raises(UsageError):
        kept(held)
    assert kept(held) == "now"


def test_unknown_comes_last_in_either_order() -> None:
    table = Table("t", "A table", (Column("n", "N"),), tuple(Row((value,)) for value in (2, None, 10, 1)))
    for down, expected in ((False, [1, 2, 10, None]), (True, [10, 2, 1, None])):
        part = tables.part(table, tables.Asked(sort="n", down=down), {})
        assert [row.values[0] for row, _ in part.rows] == expected
