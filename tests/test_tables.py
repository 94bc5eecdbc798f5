from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from documents import document
from kronika.base.errors import CopyRefused
from kronika.base.model import Document, Refusal
from kronika.collect import tables
from kronika.collect.tables import Row, grid, rows

COLUMNS = ("name", "born", "note")


def read(doc: Document, **options: object) -> list[Row | Refusal]:
    return list(rows(doc, grid(doc), COLUMNS, **options))  # type: ignore[arg-type]


def sheet(path: Path, *lines: list[object]) -> Document:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return document(path, out.getvalue())


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    doc = document(tmp_path / "a.csv", 'name,born,note\n"Ann\nB",1970,\nCy,,x\n')
    one, two = read(doc)
    assert isinstance(one, Row)
    assert isinstance(two, Row)
    cell = one.take("name")
    assert cell is not None
    assert (cell.text, cell.place) == ("Ann\nB", "row 2, column name")
    assert two.take("born") is None
    assert [name for name, _ in two.untaken()] == ["name", "note"]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("name,born\n", "row 1 lacks the column 'note'"),
        ("name,born,note,rank\n", "row 1 has an unknown column 'rank'"),
        ("name,born,note,note\n", "row 1 has twice the column 'note'"),
    ],
)
def test_a_changed_header_refuses_the_copy(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(CopyRefused, match=words):
        read(document(tmp_path / "a.csv", header))


def test_optional_columns_may_be_missing_and_blank_ones_may_follow(tmp_path: Path) -> None:
    (row,) = read(document(tmp_path / "a.csv", "name,born,,\nAnn,1970,,\n"), optional=["note"])
    assert isinstance(row, Row)
    assert row.take("note") is None


def test_a_row_of_another_width_is_refused_with_its_place(tmp_path: Path) -> None:
    (refusal,) = read(document(tmp_path / "a.csv", "name,born,note\nAnn,1970,x,y\n"))
    assert isinstance(refusal, Refusal)
    assert refusal.whole
    assert refusal.place == "row 2"
    assert "4 cells" in refusal.reason


def test_bytes_of_another_encoding_refuse_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="wrong encoding"):
        read(document(tmp_path / "a.csv", "name,born,note\nZoé,1970,x\n".encode("cp1252")))


def test_a_truncated_quoted_cell_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="after row 1"):
        read(document(tmp_path / "a.csv", 'name,born,note\n"Ann,1970,x\n'))


def test_a_cell_of_ten_megabytes_refuses_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="field larger"):
        read(document(tmp_path / "a.csv", f"name,born,note\n{'x' * 10_000_000},1970,x\n"))


def test_a_spreadsheet_gives_the_same_rows_as_the_csv(tmp_path: Path) -> None:
    doc = sheet(tmp_path / "a.xlsx", ["name", "born", "note"], ["Ann", 1970, None], ["Cy", 2.5, "x"])
    one, two = read(doc)
    assert isinstance(one, Row)
    assert isinstance(two, Row)
    assert (one.peek("born"), two.peek("born")) == ("1970", "2.5")
    assert two.place == "row 3"


def test_a_truncated_spreadsheet_is_refused(tmp_path: Path) -> None:
    whole = sheet(tmp_path / "a.xlsx", ["name", "born", "note"], ["Ann", 1970, "x"])
    data = whole.path.read_bytes()
    with pytest.raises(CopyRefused, match="not a whole spreadsheet"):
        read(document(tmp_path / "b.xlsx", data[: len(data) // 2]))


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused_unopened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "UNPACKED_LIMIT", 1_000_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(CopyRefused, match="unpacks to 2,000,000 bytes"):
        read(document(tmp_path / "bomb.xlsx", bomb.getvalue()))


def test_null_marks_are_blank(tmp_path: Path) -> None:
    doc = document(tmp_path / "a.csv", "Ann,-0- ,x\n")
    (row,) = list(rows(doc, grid(doc), COLUMNS, header=False, null="-0-"))
    assert isinstance(row, Row)
    assert row.take("born") is None
