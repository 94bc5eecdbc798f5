"""The result of a screened file in the form that somebody asks for: CSV, XLSX, JSON, Parquet.

Each is written once from the lines that the screening left, beside them. No cell of CSV or XLSX runs as a formula.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import orjson

from kronika.base.errors import UsageError
from kronika.match.customers import answers
from kronika.match.customers.answers import Answer

Form = Literal["csv", "xlsx", "json", "parquet"]
TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
"""Form → media type."""
MOST_IN_XLSX = 200_000
"""Lines that a workbook holds at most: a sheet has room for five times as many, but it would take minutes."""
_TOGETHER = 1 << 13
_CELL = 32_767
"""Characters that a cell of a workbook holds."""
_WIDTHS = {"row": 8, "key": 16, "name": 36, "status": 11, "id": 24, "score": 8, "caption": 36, "reasons": 80}


def written(source: Path, form: Form) -> Path:
    """The file in this form, beside the JSON lines; written now if nobody has asked for it before.

    Raises UsageError for a workbook of too many lines.
    """
    target = source.with_suffix(f".{form}")
    if not target.exists():
        new = source.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            _WRITERS[form](source, new)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    return target


def _lines(source: Path) -> Iterator[Answer]:
    with source.open("rb") as file:
        for line in file:
            yield Answer(**orjson.loads(line))


def _csv(source: Path, target: Path) -> None:
    found = _lines(source)
    with target.open("wb") as file:
        file.write(answers.heading("csv"))
        while some := [*islice(found, _TOGETHER)]:
            file.write(answers.lines(some, "csv"))


def _json(source: Path, target: Path) -> None:
    with source.open("rb") as lines, target.open("wb") as file:
        before = b"[\n"
        for line in lines:
            file.write(before + line.rstrip(b"\n"))
            before = b",\n"
        file.write(b"\n]\n" if file.tell() else b"[]\n")


def _xlsx(source: Path, target: Path) -> None:
    import xlsxwriter

    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(target.parent),  # it is of persons, and stays in the job's folder
    }  # fmt: skip
    count = 0
    with xlsxwriter.Workbook(str(target), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("result")
        for number, width in enumerate(_WIDTHS.values()):
            sheet.set_column(number, number, width, wrapped)
        sheet.write_row(0, 0, Answer._fields, bold)
        for count, answer in enumerate(_lines(source), 1):
            if count > MOST_IN_XLSX:
                raise UsageError(f"the result has more than {MOST_IN_XLSX:,} lines, too many for XLSX: take CSV")
            for at, value in enumerate(answer):
                sheet.write(count, at, value[:_CELL] if isinstance(value, str) else value, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(count, 1), len(_WIDTHS) - 1)


_WRITERS = {"csv": _csv, "xlsx": _xlsx, "json": _json, "parquet": answers.to_parquet}
