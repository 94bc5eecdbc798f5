"""The report is one page that needs nobody: whole, small, readable by everybody, and every row leads to its cells."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import sample_finding
from browsing import violations_of_file
from kronika.study.finding import Cited, Column, Finding, Row, Table
from kronika.view import coverage_page, findings, pictures, report


@pytest.fixture(scope="module")
def finding() -> Finding:
    return sample_finding.coverage()


@pytest.fixture(scope="module")
def folder(finding: Finding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "out"
    report.write(finding, coverage_page.sections(finding, pictures.coverage(finding)), path)
    return path


@pytest.fixture(scope="module")
def page(folder: Path) -> Any:
    return etree.fromstring((folder / "index.html").read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def cited(number: int, place: str, document: str = "d1", printed: str = "1.2.2020") -> Cited:
    return Cited(
        f"f{number}", "xx_list", "Invented list", "Ministry", "2025-01-02", document, place, "listingDate", printed
    )


def made(*rows: Row, cells: tuple[Cited, ...] = ()) -> Finding:
    table = Table("people", "Two people are listed", (Column("name", "Name"), Column("state", "State")), rows)
    return Finding("made", "Who?", ("Two.",), [table], ("Made up.",), "2025-01-02", {each.id: each for each in cells})


def made_page(finding: Finding) -> str:
    return report.html(finding, [report.Section(table) for table in finding.tables])


def test_the_page_asks_nobody_for_anything(page: Any) -> None:
    for attribute in ("src", "srcset", "action", "poster"):
        assert not page.xpath(f"//@{attribute}")
    links = [str(link) for link in page.xpath("//@href")]
    assert all(link.startswith(("#", "data:text/csv", "data/", "pictures/", "finding.json")) for link in links)
    assert "@import" not in page.findtext(".//style")
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(", "".join(page.xpath("//script/text()")))


def test_every_link_leads_somewhere(folder: Path, page: Any) -> None:
    ids = [str(each) for each in page.xpath("//@id")]
    assert len(set(ids)) == len(ids)
    for link in page.xpath("//@href"):
        if str(link).startswith("#"):
            assert str(link)[1:] in ids
        elif not str(link).startswith("data:"):
            assert (folder / str(link)).is_file()


def test_the_page_says_the_answer_and_every_caveat_before_any_figure(finding: Finding, page: Any) -> None:
    text = " ".join("".join(page.xpath("//main//text()")).split())
    first = text.index(pictures.coverage(finding)[0].title)
    for sentence in (*finding.answer, *finding.caveats):
        assert text.index(" ".join(sentence.split())) < first


def test_every_table_and_every_row_of_it_is_on_the_page(finding: Finding, page: Any) -> None:
    rows = {table.name: len(table.rows) for table in finding.tables if table.rows}
    rows["gaps"] = len({record["identity"] for record in finding.table("gaps").records()})
    for name, count in rows.items():
        assert len(page.xpath("//table[@id=$id]/tbody/tr", id=f"table-{name}")) == count, name


def test_every_listing_leads_to_the_record_that_it_stands_in(finding: Finding, page: Any) -> None:
    notes = {str(note.get("id")): "".join(note.itertext()) for note in page.xpath("//li[@value]")}
    drawn = page.xpath("//table[@id='table-listings']/tbody/tr")
    for row, shown in zip(finding.table("listings").rows, drawn, strict=True):
        said = [notes[str(link)[1:]] for link in shown.xpath(".//td[@class='notes']/a/@href")]
        records = {report.record(finding.cited[each].place) for each in row.cites}
        assert records == {note.partition(":")[0].strip() for note in said}


def test_every_file_beside_the_page_holds_the_whole_table(finding: Finding, folder: Path) -> None:
    for table in finding.tables:
        written = (folder / "data" / f"{table.name}.csv").read_text(encoding="utf-8-sig")
        assert written.replace("\r\n", "\n") == findings.to_csv(table).replace("\r\n", "\n")
    assert json.loads((folder / "finding.json").read_bytes())["question"] == finding.question
    assert len(list((folder / "pictures").glob("*.svg"))) == 5


def test_facts_of_one_record_make_one_note_however_many_rows_rest_on_them() -> None:
    cells = (
        cited(1, "row 8, column a"),
        cited(2, "row 8, column b"),
        cited(3, "row 9, column a"),
        cited(4, "row 8, column a", "d2"),
    )
    drawn = made_page(
        made(Row(("A", "x"), ("f1", "f2")), Row(("B", "y"), ("f3", "f1", "f4")), Row(("C", "z")), cells=cells)
    )
    assert re.findall(r'<li id="n(\d+)"', drawn) == ["1", "2", "3"]
    assert [re.findall(r'href="#n(\d+)"', row) for row in drawn.split("<tr>")[2:]] == [["1"], ["1", "2", "3"], []]
    assert drawn.count("computed") >= 1


@pytest.mark.parametrize(
    ("place", "record"),
    [
        ("row 8, column a", "row 8"),
        ("row 8, column a + row 8, column b", "row 8"),
        ("line 3, /properties/name/0", "line 3"),
        ("/data-set/record[3]/LastName[1]", "/data-set/record[3]"),
        ("/LIST/INDIVIDUALS[1]/INDIVIDUAL[7]/NAME[2]", "/LIST/INDIVIDUALS[1]/INDIVIDUAL[7]"),
        ("somewhere else", "somewhere else"),
    ],
)
def test_a_place_is_in_a_record(place: str, record: str) -> None:
    assert report.record(place) == record


def test_names_are_isolated_and_markup_in_them_is_text() -> None:
    name = "<script>alert(1)</script> & \u202eЗміцер"
    drawn = made_page(made(Row((name, "listed")), Row((("A", "kr-1"), None))))
    assert f"<bdi>{html.escape(name)}</bdi>" in drawn
    assert "<script>alert" not in drawn
    assert '<span class="mark listed">listed</span>' in drawn
    assert '<span class="mark unknown">unknown</span>' in drawn


def test_a_long_text_is_folded_and_whole() -> None:
    text = "word " * 200
    assert text in made_page(made(Row(("A", text))))


def test_an_empty_table_says_so() -> None:
    assert "No rows." in made_page(made())


def test_gaps_of_one_identity_stand_in_one_row_with_all_near_misses(finding: Finding) -> None:
    table = finding.table("gaps")
    shown = coverage_page.gaps(table)
    assert len(shown.rows) == len({record["identity"] for record in table.records()})
    near = {each for record in table.records() for each in record["near"] or ()}  # type: ignore[union-attr]
    assert {each for record in shown.records() for each in record["near"] or ()} == near  # type: ignore[union-attr]
    assert {cite for row in shown.rows for cite in row.cites} == {cite for row in table.rows for cite in row.cites}


def test_who_is_not_listed_has_no_day_and_no_measures(finding: Finding) -> None:
    for record in coverage_page.matrix(finding.table("matrix")).records():
        for standing in list(record.values())[3:]:
            assert isinstance(standing, tuple)
            assert len(standing) == (3 if standing[0] in {"listed", "delisted"} else 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_violation_of_accessibility_rules(folder: Path, tmp_path: Path, scheme: str) -> None:
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert violations_of_file(text, tmp_path, scheme) == []


def test_a_finding_without_answers_still_makes_a_page(finding: Finding) -> None:
    bare = replace(finding, tables=[replace(each, rows=()) for each in finding.tables])
    assert report.html(bare, coverage_page.sections(bare, pictures.coverage(bare)))
