"""A finding as a terminal table, CSV, XLSX and JSON: the same for every study.

    Finding ──▶ sheets: about, the study's tables, citations ──▶ terminal | CSV | XLSX
            ──▶ as_json

In every form «unknown» is written out, so that it is never taken for «no»; the caveats stand in `about`, and each row
carries the ids of the facts that it rests on, which `citations` leads to their documents and cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import orjson

from kronika.base.cells import harmless
from kronika.base.errors import UsageError
from kronika.study.finding import Cited, Column, Finding, Row, Table, Value

if TYPE_CHECKING:
    from rich.table import Table as TerminalTable

UNKNOWN = "unknown"
_CITES = Column("cites", "Citations", "Ids in the table of citations.")
_CITED = tuple(each.name for each in fields(Cited))
_of_cited: Callable[[Cited], tuple[str, ...]] = attrgetter(*_CITED)  # asdict copies deep, and takes ten times as long
_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""
_WIDEST = 60
"""Characters that a column of a spreadsheet is wide at most."""


def printed(value: Value) -> str:
    """A value as people read it."""
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(value)
        case float():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        case int():
            return f"{value:,}"
    return value


def one(finding: Finding, name: str) -> Table:
    """The table of this name, also `about` or `citations`. Raises UsageError, which names the tables, for another."""
    found = {table.name: table for table in sheets(finding)}
    if name not in found:
        raise UsageError(f"there is no table {name!r} in this answer; there are {', '.join(found)}")
    return found[name]


def states(finding: Finding) -> list[str]:
    """The states that a finding on coverage compares, as people call them, in the order of its columns."""
    return [
        column.title.removesuffix(" since")
        for column in finding.table("matrix").columns
        if column.name.endswith("_since")
    ]


def sheets(finding: Finding) -> list[Table]:
    """All tables of a finding: what it says, its own tables, its citations."""
    return [_about(finding), *finding.tables, _citations(finding)]


def _about(finding: Finding) -> Table:
    rows: list[tuple[str, str]] = [("question", finding.question), ("as of", finding.as_of)]
    rows += [("answer", sentence) for sentence in finding.answer]
    rows += [("caveat", sentence) for sentence in finding.caveats]
    for table in finding.tables:
        rows.append((f"table {table.name}", table.title))
        rows += [(f"table {table.name}, note", note) for note in table.notes]
        rows += [(f"table {table.name}, column {each.name}", f"{each.title}. {each.says}") for each in table.columns]
    columns = (Column("what", "What"), Column("text", "Text"))
    return Table("about", finding.question, columns, tuple(Row(row) for row in rows))


def _citations(finding: Finding) -> Table:
    columns = tuple(Column(name, name.capitalize()) for name in _CITED)
    rows = tuple(Row(_of_cited(cited)) for cited in finding.cited.values())
    return Table("citations", "The cells that the figures rest on", columns, rows)


def with_cites(table: Table) -> Table:
    """The table with a last column that holds the ids of the facts that each row rests on, if any row has some."""
    if not any(row.cites for row in table.rows):
        return table
    rows = tuple(Row((*row.values, " ".join(row.cites))) for row in table.rows)
    return replace(table, columns=(*table.columns, _CITES), rows=rows)


def to_csv(table: Table) -> str:
    """The table as CSV with the names of its columns; lists are joined by semicolons.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises.
    """
    table = with_cites(table)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_csv_cell(value) for value in row.values] for row in table.rows)
    return out.getvalue()


def _csv_cell(value: Value) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return harmless(printed(value))


def write_csv(tables: Iterable[Table], folder: Path) -> list[Path]:
    """Write NAME.csv for each table, in UTF-8 with the mark that Excel needs; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in tables:
        written.append(folder / f"{table.name}.csv")
        written[-1].write_text(to_csv(table), encoding="utf-8-sig", newline="")
    return written


def write_xlsx(tables: Sequence[Table], path: Path) -> None:
    """Write a workbook with a sheet for each table: headings frozen, columns filtered, no text run as a formula."""
    import xlsxwriter

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**safe, "constant_memory": True}) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for table in map(with_cites, tables):
            sheet = book.add_worksheet(table.name[:31])
            for number, width in enumerate(_widths(table)):
                sheet.set_column(number, number, width, cell)
            sheet.write_row(0, 0, [column.title for column in table.columns], heading)
            for number, row in enumerate(table.rows, 1):
                for at, value in enumerate(row.values):
                    sheet.write(number, at, _xlsx_cell(value), cell)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _xlsx_cell(value: Value) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return printed(value)[:_CELL]


def _widths(table: Table) -> list[int]:
    """The width of each column in characters: of its longest value, within reason."""
    longest = [
        max([len(column.title), *(len(printed(row.values[at])) for row in table.rows)])
        for at, column in enumerate(table.columns)
    ]
    return [min(length + 2, _WIDEST) for length in longest]


def as_json(finding: Finding) -> dict[str, Any]:
    """The whole finding as plain data: unknown is null, and each row has the ids of the facts that it rests on."""
    return {
        **{key: getattr(finding, key) for key in ("study", "question", "as_of", "answer", "caveats")},
        "tables": {table.name: table_json(table) for table in finding.tables},
        "citations": {key: dict(zip(_CITED, _of_cited(cited), strict=True)) for key, cited in finding.cited.items()},
    }


def table_json(table: Table) -> dict[str, Any]:
    """One table as plain data."""
    return {
        "title": table.title,
        "notes": table.notes,
        "columns": [asdict(column) for column in table.columns],
        "rows": [
            {**record, "cites": row.cites} if row.cites else record
            for record, row in zip(table.records(), table.rows, strict=True)
        ],
    }


def to_json(data: dict[str, Any]) -> bytes:
    """What `as_json` and `table_json` give, as UTF-8."""
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def terminal(table: Table, *, most: int | None = None, columns: Sequence[str] = ()) -> TerminalTable:
    """The table as the terminal shows it: numbers to the right, of long texts nothing is cut.

    `most` is how many rows, `columns` are the names of those to show; all of them unless given.
    """
    from rich.table import Table as TerminalTable
    from rich.text import Text

    names = [column.name for column in table.columns]
    chosen = [names.index(name) for name in columns] if columns else range(len(names))
    shown = TerminalTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for at in chosen:
        values = [row.values[at] for row in table.rows[:most]]
        side: Literal["left", "right"] = (
            "right" if all(v == "" or isinstance(v, int | float | None) for v in values) else "left"
        )
        shown.add_column(table.columns[at].title, justify=side, overflow="fold")
    for row in table.rows[:most]:
        shown.add_row(*(Text(printed(row.values[at])) for at in chosen))
    return shown


def put(finding: Finding, name: str, form: str, out: Path | None) -> str:
    """Write one table, or all of them, as csv, xlsx or json; gives what to print.

    A file is named as asked, else after the study; CSV of all tables makes a folder. CSV of one table and JSON are
    given back where no file is asked for. Raises UsageError for an unknown table.
    """
    chosen = [one(finding, name)] if name else sheets(finding)
    if form == "csv" and not name:
        return "".join(f"{path}\n" for path in write_csv(chosen, out or Path(finding.study)))
    if form == "xlsx":
        target = out or Path(f"{finding.study}.xlsx")
        write_xlsx(chosen, target)
        return f"{target}: {', '.join(table.name for table in chosen)}\n"
    text = to_csv(chosen[0]) if form == "csv" else to_json(table_json(chosen[0]) if name else as_json(finding)).decode()
    if not out:
        return text
    out.write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8", newline="")
    return ""
