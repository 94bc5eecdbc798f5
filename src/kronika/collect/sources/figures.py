"""Published figures, kept by hand: who counted what, by which definition, as of which day, and where it was published.

A CSV file with commas (UTF-8) or a spreadsheet, whose first row names the columns; each file is a series of its own by
its name, and a new copy of it takes the place of the one before. One row is one figure and says:

    counter     who counted, measured or declared it
    series      what is counted, in the same words wherever two figures can be held against each other
    item        which one of the series, where there are several: a candidate, a resolution, a currency
    definition  what counts as one
    about       the state, or the two or more, that it is of, with semicolons: Belarus; or CN;RU
    as_of       the day, month or year (EDTF: 2022~ is about then); a period as FIRST/LAST
    value       the figure as published, in digits with a decimal point; or in its place
    low, high   an interval; only one of them for «at least» or «at most»
    unit        what it counts: persons, percent, or a multiple: million persons, billion
    currency    three letters of ISO 4217, for money
    title       where it was published; without it there is no figure
    address     the web address of that
    published   the day of that
    note        what must be known beside it

A row of which anything cannot be read is refused whole. Two counters that differ both stand; a row that says again what
another one does is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kronika.base import dates, places
from kronika.base.errors import CopyRefused, Unreadable
from kronika.base.model import Copy, Form, Measured, Refusal, Source, fact_id
from kronika.collect.tables import Row, grid, rows

if TYPE_CHECKING:
    from datetime import date

NEEDED = ("counter", "series", "as_of", "value", "unit", "title")
OTHERS = ("item", "definition", "about", "low", "high", "currency", "address", "published", "note")
_HEADER = "".join(rf"(?=[^\n;]*\b{column}\b)" for column in NEEDED)
_NAMED = r"(?:^|[/!])(?:\d{4}(?:-\d{2}){1,2}[_ .-])?([^/!]+)\.(?:csv|xlsx)$"
SOURCE = Source(
    name="figures",
    title="Published figures",
    publisher="whoever keeps the file; each figure names who published it",
    country="",
    authority="",
    licence="figures are facts; the file's own terms are its keeper's",
    languages=(),
    records=(1, 100_000),
    forms=tuple(Form(kind, rf"\A{_HEADER}", named=_NAMED) for kind in ("csv", "xlsx")),
    dates="ymd",
)
_NUMBER = re.compile(r"[-+−]?\d{1,18}(?:\.\d{1,12})?", re.ASCII)
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Powers of ten."""
_CURRENCY = re.compile(r"[A-Z]{3}")
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?")


class _Wrong(Exception):
    """A cell that cannot be read: its column and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def read(copy: Copy) -> Measured:
    """One row is one figure. Raises CopyRefused where the header is not ours or the file is no table."""
    (document,) = copy.documents
    lines: list[Mapping[str, object]] = []
    refusals: list[Refusal] = []
    seen: dict[object, str] = {}
    for row in rows(document, grid(document), NEEDED, optional=OTHERS):
        if isinstance(row, Refusal):
            refusals.append(row)
            continue
        if not any(map(str.strip, row.skim((*NEEDED, *OTHERS)))):
            continue  # spreadsheets leave blank rows at the end
        try:
            line = _figure(row)
            first = seen.setdefault(line["id"], row.place)
            if first != row.place:
                raise _Wrong("", f"says again what {first} says")
            lines.append(line)
            if len(lines) > SOURCE.records[1]:
                raise CopyRefused(f"{document.name}: more than {SOURCE.records[1]:,} figures: no file kept by hand")
        except _Wrong as wrong:
            refusals.append(_refusal(row, wrong))
    columns = {name: [line[name] for line in lines] for name in (lines[0] if lines else ())}
    return Measured({"figures": columns} if lines else {}, tuple(refusals), len(lines))


def _refusal(row: Row, wrong: _Wrong) -> Refusal:
    place = f"{row.place}, column {wrong.column}" if wrong.column else row.place
    printed = row.peek(wrong.column) if wrong.column else " | ".join(row.skim((*NEEDED, *OTHERS)))
    return Refusal(row.place, True, row.document, place, printed[:200], str(wrong))


def _figure(row: Row) -> Mapping[str, object]:
    """A row as a line of the ledger's table, column by column."""
    text = {column: " ".join(row.peek(column).split()) for column in (*NEEDED, *OTHERS)}
    for column in ("counter", "series", "as_of", "title"):
        if not text[column]:
            raise _Wrong(column, f"no {column}")
    as_of, (first, last) = _when("as_of", text["as_of"])
    power, unit = _unit(text["unit"])
    currency, address = text["currency"], text["address"]
    if currency and not _CURRENCY.fullmatch(currency):
        raise _Wrong("currency", "not a currency in three letters of ISO 4217")
    if not (currency or text["unit"]):
        raise _Wrong("unit", "neither unit nor currency: a figure of what?")
    if address and not _ADDRESS.fullmatch(address):
        raise _Wrong("address", "not a web address")
    kept = {column: text[column] for column in ("counter", "series", "item", "definition", "title", "address", "note")}
    return {
        "document": row.document,
        "row": row.number,
        "id": fact_id("\0".join(text.values()), "figure", ""),
        **kept,
        "about": _states(text["about"]),
        "as_of": as_of,
        "first": first,
        "last": last,
        **_size(text, power),
        "unit": unit,
        "currency": currency,
        **_cells(row, text, power),
        "published": _when("published", text["published"])[0] if text["published"] else "",
    }


def _size(text: Mapping[str, str], power: int) -> dict[str, float | None]:
    """Value, bounds and the size of the last digit printed, in ones."""
    value, low, high = (_number(column, text[column]) for column in ("value", "low", "high"))
    if value is not None and (low is not None or high is not None):
        raise _Wrong("value", "a value and an interval: state one of them")
    if low is not None and high is not None and low > high:
        raise _Wrong("low", f"low {text['low']} is above high {text['high']}")
    stated = [each for each in (value, low, high) if each is not None]
    if not stated:
        raise _Wrong("value", "no value and no interval")
    step = max(Decimal(1).scaleb(int(each.as_tuple().exponent)) for each in stated)
    sizes = {"value": value, "low": low if value is None else value, "high": high if value is None else value}
    made = {name: None if size is None else float(size.scaleb(power)) for name, size in sizes.items()}
    return {**made, "step": float(step.scaleb(power))}


def _number(column: str, text: str) -> Decimal | None:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise _Wrong(column, "not a number: digits, with a point before decimals, nothing between thousands")
    return Decimal(text.replace("−", "-"))


def _unit(text: str) -> tuple[int, str]:
    """The power of ten that a unit begins with, and the rest of it."""
    first, _, rest = text.partition(" ")
    return (_SCALES[first], rest) if first in _SCALES else (0, text)


def _cells(row: Row, text: Mapping[str, str], power: int) -> dict[str, str]:
    """Where the figure is printed, and what stands there; a multiple stands in the unit."""
    columns = [column for column in ("value", "low", "high") if text[column]] + ["unit"] * (power > 0)
    return {
        "place": " + ".join(f"{row.place}, column {column}" for column in columns),
        "printed": " ".join(row.peek(column) for column in columns),
    }


def _when(column: str, text: str) -> tuple[str, tuple[date, date]]:
    """A day, month, year or period in EDTF, with its first and last day."""
    ends = text.split("/")
    try:
        if len(ends) == 2 and all(re.match(r"\d{4}\b", end) for end in ends):
            value, first, last = text, dates.bounds(ends[0])[0], dates.bounds(ends[1])[1]
        else:
            value = text if text.startswith("[") or text.endswith("~") else dates.parse(text, SOURCE.dates)
            first, last = dates.bounds(value)
    except Unreadable as error:
        raise _Wrong(column, str(error)) from error
    if first > last:
        raise _Wrong(column, "a period that ends before it begins")
    return value, (first, last)


def _states(text: str) -> Sequence[str]:
    """The codes of the states that a cell names by code or name, sorted."""
    pieces = filter(None, (piece.strip() for piece in text.split(";")))
    try:
        return sorted({places.code(each) if len(each) < 4 else places.country(each) for each in pieces})
    except Unreadable as error:
        raise _Wrong("about", str(error)) from error
