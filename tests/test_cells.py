"""Every printed fact of the embedded casebook leads back to its cell by `text_at`, the way that --explain goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents import canada, crowd, document
from kronika import Casebook
from kronika.base.errors import ArchiveError
from kronika.collect.cells import around, text_at


def test_every_fact_of_the_sample_stands_where_the_ledger_says(tmp_path: Path) -> None:
    book = Casebook.demo(tmp_path / "demo")
    book.build()
    documents = {document.sha256: document for document in book.archive.documents()}
    with book.ledger() as ledger:
        facts = ledger.rows("SELECT *, coalesce(printed, value) AS shown FROM facts WHERE printed IS DISTINCT FROM ''")
    assert len({fact["source"] for fact in facts}) >= 5
    for fact in facts:
        text = text_at(documents[fact["document"]], fact["place"])
        assert text[fact["start"] : fact["end"]] == fact["shown"]


@pytest.mark.parametrize(
    "place",
    ["/data-set/record[9]/LastName[1]", "/other/record[1]", "/data-set/record[x]", "row 1, column x", "line 1, /x"],
)
def test_a_place_that_the_document_lacks_is_an_error_with_advice(tmp_path: Path, place: str) -> None:
    with pytest.raises(ArchiveError, match="has no place"):
        text_at(document(tmp_path / "list.xml", canada(*crowd(1))), place)


def test_around_a_cell_of_a_table_are_the_rows_before_and_after_with_the_names_of_their_columns(tmp_path: Path) -> None:
    text = "name,born\n" + "".join(f"Ann Sample{n},19{n}\n" for n in range(50, 60))
    found = around(document(tmp_path / "list.csv", text), "row 5, column name + row 5, column born", 2)
    assert found.text == "Ann Sample53 1953"
    assert found.columns == ("name", "born")
    assert [line.place for line in found.lines] == [f"row {n}" for n in range(3, 8)]
    assert [line.here for line in found.lines] == [(), (), (0, 1), (), ()]


def test_around_an_element_is_its_record(tmp_path: Path) -> None:
    found = around(document(tmp_path / "list.xml", canada(*crowd(3))), "/data-set/record[2]/LastName[1]")
    assert found.text == "SAMPLEVICH2"
    assert all(line.place.startswith("/data-set/record[2]/") for line in found.lines)
    assert [line.cells[1] for line in found.lines if line.here] == ["SAMPLEVICH2"]
    assert "Invented 2" in {line.cells[1] for line in found.lines}


def test_around_a_value_of_a_json_line_are_the_values_of_its_line(tmp_path: Path) -> None:
    text = '{"id": "a"}\n{"id": "b", "properties": {"name": ["Ann ~1/", "Ben"], "age": 7}}\n'
    found = around(document(tmp_path / "list.json", text), "line 2, /properties/name/0")
    assert found.text == "Ann ~1/"
    assert [(line.place, line.here) for line in found.lines][1] == ("line 2, /properties/name/0", (1,))
    assert found.lines[-1].cells == ("line 2, /properties/age", "7")
