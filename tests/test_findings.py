"""A finding says the same in every form: nothing is cut, unknown is never no, no text runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from kronika.base.errors import UsageError
from kronika.study.finding import Cited, Column, Finding, Row, Table, Value
from kronika.view import findings

HOSTILE = ["=1+1", "+48 22 000", "-2", "@SUM(A1)", "\tx", "\rx", "https://example.org", "{=1}", "1"]
LIST = Cited(
    "f1", "xx_list", "Invented list", "Ministry", "2025-01-02", "ab" * 32, "row 8, column since", "date", "1.2.20"
)


def made(*values: object) -> Finding:
    """A finding whose one table has a row for each value."""
    columns = (Column("name", "Name"), Column("value", "Value", "What is looked at."))
    rows = tuple(Row((f"row {number}", value), ("f1",) * (not number)) for number, value in enumerate(values))  # type: ignore[arg-type]
    table = Table("values", f"There are {len(rows)} values", columns, rows, ("A note.",))
    return Finding(
        "made", "What is there?", ("Something.", "And more."), [table], ("It is made up.",), "2025-01-02", {"f1": LIST}
    )


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "unknown"), (True, "yes"), (False, "no"), (("a", "b"), "a; b"), ((), ""), (1234, "1,234"), (0.5, "0.5"),
     (2.0, "2"), ("", ""), ("2020-10-02", "2020-10-02")],
)  # fmt: skip
def test_a_value_is_written_as_people_read_it(value: Value, said: str) -> None:
    assert findings.printed(value) == said


def test_csv_holds_every_row_with_the_facts_that_it_rests_on() -> None:
    lines = read(findings.to_csv(made("a", None, 3).table("values")))
    assert lines == [["name", "value", "cites"], ["row 0", "a", "f1"], ["row 1", "unknown", ""], ["row 2", "3", ""]]


def test_no_text_of_a_csv_file_runs_as_a_formula_and_numbers_stay_numbers() -> None:
    cells = [line[1] for line in read(findings.to_csv(made(*HOSTILE, -2).table("values")))[1:]]
    assert not [cell for cell in cells[:-1] if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [cell.lstrip("'") for cell in cells[:-1]] == HOSTILE
    assert cells[-1] == "-2"


def test_a_workbook_has_a_sheet_a_table_and_nothing_in_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    hostile = [text for text in HOSTILE if "\r" not in text]  # which openpyxl leaves in the escape of the format
    finding = made(*hostile, None, -2, "x" * 40_000)
    findings.write_xlsx(findings.sheets(finding), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", "values", "citations"]
    cells = [cell for (cell,) in book["values"].iter_rows(min_row=2, min_col=2, max_col=2)]
    assert [cell.value for cell in cells[: len(hostile)]] == hostile
    assert {cell.data_type for cell in cells[: len(hostile)]} == {"s"}
    assert [cell.value for cell in cells[len(hostile) : -1]] == ["unknown", -2]
    assert not [cell for cell in cells if cell.hyperlink]


def test_what_does_not_apply_is_empty_and_leaves_a_column_of_numbers_one() -> None:
    finding = made(3, None, "", 12)
    assert [line[1] for line in read(findings.to_csv(finding.table("values")))[1:]] == ["3", "unknown", "", "12"]
    rows = findings.as_json(finding)["tables"]["values"]["rows"]
    assert [row["value"] for row in rows] == [3, None, "", 12]
    assert findings.terminal(finding.table("values")).columns[1].justify == "right"


def test_every_caveat_and_note_travels_with_the_tables() -> None:
    said = findings.to_csv(findings.one(made("a"), "about"))
    assert all(text in said for text in ("It is made up.", "A note.", "What is looked at.", "And more.", "2025-01-02"))


def test_json_holds_the_whole_finding_and_unknown_is_null() -> None:
    data = json.loads(json.dumps(findings.as_json(made("a", None))))
    assert data["tables"]["values"]["rows"] == [
        {"name": "row 0", "value": "a", "cites": ["f1"]},
        {"name": "row 1", "value": None},
    ]
    assert data["citations"]["f1"]["place"] == "row 8, column since"
    assert data["caveats"] == ["It is made up."]


def test_each_table_is_a_file_that_a_spreadsheet_reads_as_unicode(tmp_path: Path) -> None:
    written = findings.write_csv(findings.sheets(made("Зміцер")), tmp_path / "new")
    assert [path.name for path in written] == ["about.csv", "values.csv", "citations.csv"]
    assert written[1].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Зміцер" in written[1].read_text(encoding="utf-8-sig")


def test_a_table_that_is_not_there_is_one_line_that_names_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"'nothing'.*about, values, citations"):
        findings.one(made(), "nothing")


def test_an_empty_table_is_written_in_every_form(tmp_path: Path) -> None:
    finding = made()
    assert read(findings.to_csv(finding.table("values"))) == [["name", "value"]]
    findings.write_xlsx(findings.sheets(finding), tmp_path / "empty.xlsx")
    assert findings.as_json(finding)["tables"]["values"]["rows"] == []


def test_the_terminal_shows_names_whole_and_markup_as_text() -> None:
    out = io.StringIO()
    console = Console(file=out, width=40)
    console.print(findings.terminal(made("[red]Very long name[/red] " * 4, "second").table("values"), most=1))
    said = out.getvalue()
    assert "".join(said.split()).count("[/red]") == 4
    assert "second" not in said
