"""Customers' files as batches of rows to be screened: CSV, XLSX, Parquet, JSON lines, entities of FollowTheMoney.

A batch has the columns of COLUMNS. Every row of the file is a row of a batch: one that cannot be screened says why in
`problem`, one of which a value could not be read says so in `note` and is screened without it. Rows are counted from 1
below the headings; in JSON lines a row is a line. Only empty lines at the very end of a file are no rows.

Several names of one customer (of an entity, or in a column of aliases), several countries, birth dates or numbers stand
in one cell with «; » between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kronika.base.errors import UsageError
from kronika.match.customers import values
from kronika.match.customers.delimited import Delimited
from kronika.match.customers.formats import Chunk, JsonLines, Parquet, Sheet, Table
from kronika.match.customers.headings import SEVERAL, known
from kronika.match.customers.textfiles import Lines, shown

if TYPE_CHECKING:
    from pathlib import Path

NAME_LIMIT = 4000
"""Longest name in characters; a subject with all the aliases of all the lists has under 3,000."""

COLUMNS = pa.schema(
    [
        ("row", pa.int64()),
        ("key", pa.string()),
        ("name", pa.string()),
        ("schema", pa.string()),
        ("birth_date", pa.string()),
        ("country", pa.string()),
        ("id_number", pa.string()),
        ("problem", pa.string()),
        ("note", pa.string()),
    ]
)
"""The columns of a batch.

`key` is the customer's id in the file; `schema` a schema of FollowTheMoney; `birth_date` in the forms of `base.dates`;
`country` the codes of `base.places`; null where the file says nothing.
"""

_LETTER = re.compile(r"[^\W_]")
_LOST = re.compile(r"[\ud800-\udfff]")
_READ: Mapping[str, Callable[[str | None], values.Value]] = {
    "schema": values.schema,
    "birth_date": values.birth_date,
    "country": values.country,
}


class Rows:
    """An open file of customers; `description` tells the format and which column was taken for what."""

    def __init__(self, table: Table, measure: Lines | Sheet | Parquet) -> None:
        self._table, self._measure = table, measure
        self.description = table.description
        self.total: int = measure.total
        """The size of the file: bytes of CSV and JSON lines, rows of the others."""
        self._encoding = measure.encoding if isinstance(measure, Lines) else "utf-8"

    @property
    def position(self) -> int:
        """How much of `total` has been read."""
        return self._measure.position

    def batches(self, *, size: int = 4096, skip: int = 0) -> Iterator[pa.RecordBatch]:
        """The rows after the first `skip`, at most `size` at a time; to be asked for once."""
        first = skip + 1
        for chunk in self._table.chunks(size, skip):
            yield _batch(chunk, first, self._encoding)
            first += chunk.size


@contextmanager
def opened(path: Path, *, columns: Mapping[str, str] | None = None, encoding: str = "") -> Iterator[Rows]:
    """Open a file of customers and tell its format, encoding and columns.

    `columns` gives the heading of a column that the headings do not tell: `{"name": "Kunde"}`, with the keys of
    `headings.CHOOSABLE`. `encoding` is for text files that are read in a wrong one.

    Raises UsageError, also while batches are read, where there is no such file, where its columns cannot be told, or
    where it is damaged in a way that leaves no rows to be refused one by one.
    """
    columns = columns or {}
    known(columns)
    if path.is_dir() or not path.exists():
        raise UsageError(f"{path}: {'is a folder' if path.is_dir() else 'there is no such file'}")
    head = _head(path)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):  # XLSX, XLSB, ODS; XLS
        sheet = Sheet(path, columns)
        yield Rows(sheet, sheet)
    elif head.startswith(b"PAR1"):
        parquet = Parquet(path, columns)
        yield Rows(parquet, parquet)
    else:
        lines = Lines(path, encoding)
        try:
            yield Rows(_text_table(lines, columns, path), lines)
        finally:
            lines.close()


def batches(
    path: Path, *, columns: Mapping[str, str] | None = None, size: int = 4096, skip: int = 0, encoding: str = ""
) -> Iterator[pa.RecordBatch]:
    """The rows of a file of customers after the first `skip`, at most `size` at a time.

    Only a spreadsheet is held in memory; of other files a batch is. Raises UsageError like `opened`.
    """
    with opened(path, columns=columns, encoding=encoding) as rows:
        yield from rows.batches(size=size, skip=skip)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _text_table(lines: Lines, columns: Mapping[str, str], path: Path) -> Table:
    start = next((line.lstrip() for line in lines.peek(20) if not line.isspace()), "")
    if re.match(r"\[\s*(\{|$)", start):
        raise UsageError(f"{path}: a JSON array: write one object on each line (jq -c '.[]')")
    return JsonLines(lines, columns, str(path)) if start.startswith("{") else Delimited(lines, columns, str(path))


def _batch(chunk: Chunk, first: int, encoding: str) -> Any:
    problems, notes = dict(chunk.problems), {at: [note] for at, note in chunk.notes.items()}
    cells = {kind: _sound(column, problems, encoding) for kind, column in chunk.cells.items()}
    names = _names(cells, chunk.size)
    _check(names, problems)
    columns: dict[str, Sequence[Any]] = {
        "row": range(first, first + chunk.size),
        "key": cells.get("key", ()),
        "name": names,
        **{kind: _read(cells.get(kind, ()), read, notes) for kind, read in _READ.items()},
        "id_number": cells.get("id_number", ()),
        "problem": [problems.get(at) for at in range(chunk.size)] if problems else (),
        "note": ["; ".join(notes[at]) if at in notes else None for at in range(chunk.size)] if notes else (),
    }
    arrays = [
        pa.array(columns[field.name], field.type) if len(columns[field.name]) else pa.nulls(chunk.size, field.type)
        for field in COLUMNS
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=COLUMNS)


def _sound(column: Sequence[str | None], problems: dict[int, str], encoding: str) -> list[str | None]:
    """The column without the blanks around its texts; rows with bytes that could not be decoded get their problem."""
    texts = [text.strip() or None if text else None for text in column]
    try:
        "".join(filter(None, texts)).encode()
    except UnicodeEncodeError:
        for at, text in enumerate(texts):
            if text and (lost := _LOST.search(text)):
                texts[at] = _LOST.sub("\ufffd", text)
                byte = ord(lost[0]) - 0xDC00
                what = f"the byte 0x{byte:02X}" if 0 <= byte <= 0xFF else "half of a character"
                problems.setdefault(at, f"{what} in «{shown(texts[at])}» is not {encoding}")
    return texts


def _names(cells: Mapping[str, list[str | None]], count: int) -> list[str | None]:
    """The name of each row: the whole name, else its parts, else that of the organisation; then the aliases."""
    parts = [cells[kind] for kind in ("first", "middle", "last") if kind in cells]
    joined = [" ".join(filter(None, row)) for row in zip(*parts, strict=True)]
    ways = [way for way in (cells.get("name"), joined, cells.get("other")) if way]
    if len(ways) == 1:
        names = [*ways[0]]
    else:
        names = [next(filter(None, row), None) for row in zip(*ways, strict=True)] or [None] * count
    if aliases := cells.get("alias"):
        names = [SEVERAL.join(filter(None, both)) or None for both in zip(names, aliases, strict=True)]
    return names


def _check(names: list[str | None], problems: dict[int, str]) -> None:
    """Refuse what is no name."""
    search = _LETTER.search
    for at, name in enumerate(names):
        if not name:
            problems.setdefault(at, "no name")
        elif search(name) is None:
            problems.setdefault(at, f"no letter in the name «{shown(name)}»")
        elif "\0" in name:
            problems.setdefault(at, "a zero byte in the name: is the file damaged?")
            names[at] = name.replace("\0", "\ufffd")
        elif len(name) > NAME_LIMIT:
            problems.setdefault(at, f"a name of {len(name):,} characters, more than {NAME_LIMIT:,}")
            names[at] = shown(name)


def _read(
    column: Sequence[str | None], read: Callable[[str | None], values.Value], notes: dict[int, list[str]]
) -> Sequence[str | None]:
    found = {text: read(text) for text in set(column)}
    if any(note for _, note in found.values()):
        for at, text in enumerate(column):
            if note := found[text][1]:
                notes.setdefault(at, []).append(note)
    return [found[text][0] for text in column]
