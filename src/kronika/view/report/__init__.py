"""A finding as pages that need no server and no network: one HTML file, and beside it its data and its pictures.

    finding, pictures ──▶ FOLDER/index.html              everything inline: style, script, pictures, tables, notes
                          FOLDER/finding.json            the same for programs
                          FOLDER/data/TABLE.csv          each table, and the data of each picture
                          FOLDER/pictures/PICTURE.svg    each picture as a file of its own

What a row rests on stands in numbered notes, one for each record of a document, however many rows rest on it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote

from kronika.view import charts, findings

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from kronika.study.finding import Cited, Finding, Row, Table, Value

_MOST_INLINE = 24_000
"""Characters of a CSV file that its link carries along, so that the page alone can be passed on."""
_QUOTED = 110
"""Characters of a printed cell that a note quotes; the whole of it is in citations.csv."""
_LONG = 160
"""Characters of a text in a table that is not folded."""
# A record's part of a place: a row, a line, or the element under the root, or under one that only holds elements of
# one kind (/LIST/INDIVIDUALS[1]/INDIVIDUAL[7]/…).
_RECORD = re.compile(r"row \d+|line \d+|/[^/]+/(?:[^/]+s\[1\]/)?[^/]+\[\d+\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A table as the page shows it."""

    table: Table
    """What is downloaded."""
    shown: Table | None = None
    """What of it the page shows, if not all of it."""
    picture: charts.Picture | None = None
    """What is drawn from it, shown above it."""
    folded: bool = False
    """Shown only when asked for; a picture's table always is."""


@dataclass(slots=True)
class Note:
    """What the figures of one record rest on."""

    number: int
    record: str
    cells: list[tuple[str, str]] = field(default_factory=list)
    """Property and printed text."""


class Notes:
    """The numbered notes of a page, in the order in which they are first referred to."""

    def __init__(self, cited: Mapping[str, Cited]) -> None:
        self._cited = cited
        self._notes: dict[tuple[str, str], Note] = {}
        self._of: dict[str, Note] = {}
        self.documents: dict[str, Cited] = {}
        """A cell of each document referred to, which names it."""

    def numbers(self, row: Row) -> list[int]:
        """The numbers of the notes that a row refers to."""
        return sorted({self._note(each).number for each in row.cites if each in self._cited})

    def of(self, document: str) -> list[Note]:
        """The notes on one document."""
        return [note for (name, _), note in self._notes.items() if name == document]

    def _note(self, fact: str) -> Note:
        if fact not in self._of:
            cited = self._cited[fact]
            key = (cited.document, record(cited.place))
            note = self._notes.setdefault(key, Note(len(self._notes) + 1, key[1]))
            note.cells.append((cited.prop, textwrap.shorten(cited.printed, _QUOTED, placeholder=" …")))
            self.documents.setdefault(cited.document, cited)
            self._of[fact] = note
        return self._of[fact]


def record(place: str) -> str:
    """The record that a place is in, as far as the place tells; else the place itself."""
    found = _RECORD.match(place)
    return found[0] if found else place


def write(finding: Finding, sections: Sequence[Section], folder: Path) -> Path:
    """Write the report into a folder, which is made; returns its page."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [section.picture for section in sections if section.picture]
    tables = {table.name: table for table in [*(each.data for each in drawn), *findings.sheets(finding)]}
    findings.write_csv(tables.values(), folder / "data")
    (folder / "pictures").mkdir(exist_ok=True)
    for each in drawn:
        (folder / "pictures" / f"{each.name}.svg").write_text(each.alone(), encoding="utf-8")
    (folder / "finding.json").write_bytes(findings.to_json(findings.as_json(finding)))
    page = folder / "index.html"
    page.write_text(html(finding, sections), encoding="utf-8")
    return page


def html(finding: Finding, sections: Sequence[Section]) -> str:
    """The page alone."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_file), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"printed": findings.printed, "colours": charts.colours, "cell": cell}
    notes = Notes(finding.cited)
    return environment.get_template("report.html").render(
        finding=finding, sections=sections, notes=notes, charts=charts, style=_file("style.css"),
        script=_file("script.js"), download=_download, numeric=numeric,
    )  # fmt: skip


_MARKS = {"listed": "listed", "not listed": "elsewhere", "delisted": "delisted", findings.UNKNOWN: "unknown"}
"""The words of the scale of meaning, and the class of each."""


def cell(value: Value) -> Markup:
    """A value in a table: parts in lines, words of the scale of meaning with their signs, long texts folded."""
    from markupsafe import Markup

    if isinstance(value, tuple):
        return Markup("<br>").join(map(cell, value))
    text = findings.printed(value)
    if text in _MARKS:
        return Markup(f'<span class="mark {_MARKS[text]}">{text}</span>')  # noqa: S704 - one of the words above
    if len(text) <= _LONG:
        return Markup.escape(text)
    start = textwrap.shorten(text, _LONG // 3, placeholder=" …")
    return Markup("<details><summary>{}</summary>{}</details>").format(start, text)


def _file(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _download(table: Table) -> str:
    """Where a table's CSV is: in the link itself while it is small, else in the file beside the page."""
    text = findings.to_csv(table)
    if len(text) > _MOST_INLINE:
        return f"data/{table.name}.csv"
    return f"data:text/csv;charset=utf-8,{quote(chr(0xFEFF) + text)}"


def numeric(table: Table) -> list[bool]:
    """Which columns hold numbers only, and are set to the right."""
    columns = [[row.values[at] for row in table.rows] for at in range(len(table.columns))]
    return [
        all(value == "" or isinstance(value, int | float | None) for value in values)
        and any(isinstance(value, int | float) for value in values)
        for values in columns
    ]
