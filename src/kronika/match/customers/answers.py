"""What a screened file says: one line for each hit and each row that could not be screened, as CSV, JSON or Parquet.

CSV is UTF-8 with its mark, which Excel needs to show Cyrillic. Spreadsheets run what stands in a cell that begins with
one of = + - @ (or a tab or line break) as a formula, also where a customer's name was written to do so; in CSV such
cells get an apostrophe in front, as OWASP advises. JSON lines and Parquet keep the text as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import orjson
import pyarrow as pa

from kronika.base.cells import harmless

if TYPE_CHECKING:
    from pathlib import Path

Form = Literal["csv", "jsonl", "parquet"]
FORMS: tuple[Form, ...] = ("csv", "jsonl", "parquet")
"""What an answer can be written as."""
DIGITS = 4
"""Decimals of a score."""
_ROW_GROUP = 1 << 16


class Answer(NamedTuple):
    """One line about one row of the source."""

    row: int
    """As `rows` counts them."""
    key: str | None
    """The customer's id in the source."""
    name: str | None
    """The name as the source has it."""
    status: str
    """`hit`, `refused` for a row that could not be screened, `clear` for one without a hit."""
    id: str | None
    """The listed identity."""
    score: float | None
    caption: str | None
    """What the listed identity is called."""
    reasons: str | None
    """Why it is a hit, or why the row was refused; and what in the row was not read."""


SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("key", pa.string()),
        ("name", pa.string()),
        pa.field("status", pa.string(), nullable=False),
        ("id", pa.string()),
        ("score", pa.float64()),
        ("caption", pa.string()),
        ("reasons", pa.string()),
    ]
)
"""The columns of an answer in Parquet."""


def answers(batch: Any, screened: Any, *, everything: bool) -> list[Answer]:
    """The lines about a batch of `rows` by what a screener found in it, in the order of the rows.

    A row with a problem is refused whatever the screener says of it. Rows without a hit have no line unless
    `everything` is asked for.
    """
    first = batch["row"][0].as_py()
    keys, names, problems, notes = (batch[column].to_pylist() for column in ("key", "name", "problem", "note"))
    found: dict[int, list[Answer]] = {}
    for row, status, listed, score, caption, reasons in zip(
        *(screened[column].to_pylist() for column in ("row", "status", "id", "score", "caption", "reasons")),
        strict=True,
    ):
        at = row - first
        if problems[at] is None:
            rounded = None if score is None else round(score, DIGITS)
            why = _joined(reasons, notes[at])
            found.setdefault(at, []).append(Answer(row, keys[at], names[at], status, listed, rounded, caption, why))
    for at, problem in enumerate(problems):
        if problem is not None or (everything and at not in found):
            status = "clear" if problem is None else "refused"
            why = _joined(problem, notes[at])
            found[at] = [Answer(first + at, keys[at], names[at], status, None, None, None, why)]
    return [answer for at in sorted(found) for answer in found[at]]


def heading(form: Form) -> bytes:
    """What stands before the lines."""
    return b"\xef\xbb\xbf" + _csv([Answer._fields]) if form == "csv" else b""


def lines(found: list[Answer], form: Form) -> bytes:
    """The lines as bytes; Parquet, which cannot be continued, is written as JSON lines first."""
    if form == "csv":
        return _csv([_harmless(answer) for answer in found])
    return b"".join(orjson.dumps(answer._asdict(), option=orjson.OPT_APPEND_NEWLINE) for answer in found)


def to_parquet(source: Path, target: Path) -> None:
    """Write JSON lines of answers as Parquet."""
    import pyarrow.parquet as pq

    with source.open("rb") as file, pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        for group in _groups(file):
            writer.write_table(pa.Table.from_pylist([orjson.loads(line) for line in group], SCHEMA))


def _groups(file: io.BufferedReader) -> Iterator[list[bytes]]:
    while group := [*islice(file, _ROW_GROUP)]:
        yield group


def _joined(*texts: str | None) -> str | None:
    return "; ".join(filter(None, texts)) or None


def _harmless(answer: Answer) -> list[object]:
    cells: list[object] = []
    for cell in answer:
        if isinstance(cell, str):
            cells.append(harmless(cell))
        else:
            cells.append(f"{cell:.{DIGITS}f}" if isinstance(cell, float) else cell)
    return cells


def _csv(table: list[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(table)  # with the line ends of RFC 4180
    return out.getvalue().encode()
