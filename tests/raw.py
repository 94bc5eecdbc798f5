"""The text at a place of a raw file, by other means than the readers': the standard library and openpyxl."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

csv.field_size_limit(1 << 20)


def text_at(path: Path, place: str, columns: tuple[str, ...], delimiter: str = ",") -> str:
    """What stands at a place, of joined places all, joined by a blank; `columns` name those of a file without header.

    The place of a whole record (a row, a line, an element) gives its text or an empty one.
    """
    return " ".join(_one(path, each, columns, delimiter) for each in place.split(" + "))


def _one(path: Path, place: str, columns: tuple[str, ...], delimiter: str) -> str:
    if place.startswith("row "):
        number, _, column = place.removeprefix("row ").partition(", column ")
        rows = _rows(path, delimiter)
        row = rows[int(number)]
        if not column:
            return ""
        heads = [each for each in itertools.islice(rows.values(), 5) if column in each]
        header = max(heads, key=lambda each: len([name for name in each if name]), default=None)
        names = [name.strip() for name in header] if header else list(columns)
        return row[names.index(column)]
    if place.startswith("line "):
        number, _, pointer = place.removeprefix("line ").partition(", ")
        found = json.loads(_lines(path)[int(number) - 1])
        for step in pointer.split("/")[1:]:
            found = found[int(step)] if isinstance(found, list) else found[step.replace("~1", "/").replace("~0", "~")]
        return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return _element(path, place)


@cache
def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


@cache
def _rows(path: Path, delimiter: str = ",") -> dict[int, list[str]]:
    with path.open("rb") as file:
        is_sheet = file.read(2) == b"PK"
    if is_sheet:
        sheet = load_workbook(io.BytesIO(path.read_bytes()), read_only=True).worksheets[0]
        return {n: [_typed(value) for value in row] for n, row in enumerate(sheet.iter_rows(values_only=True), 1)}
    try:
        return _csv(path, "utf-8-sig", delimiter)
    except UnicodeDecodeError:
        return _csv(path, "cp1252", delimiter)


def _csv(path: Path, encoding: str, delimiter: str) -> dict[int, list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return dict(enumerate(csv.reader(file, delimiter=delimiter), 1))


def _typed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


@cache
def _tree(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314 - the test's own files and published lists


def _element(path: Path, place: str) -> str:
    node = _tree(path)
    root, *steps = place.strip("/").split("/")
    assert _local(node.tag) == root
    for step in steps:
        if step.startswith("@"):
            (value,) = (v for k, v in node.attrib.items() if _local(k) == step[1:])
            return value
        found = re.fullmatch(r"(.+)\[(\d+)\]", step)
        assert found, f"{place}: a step without a position"
        node = [kid for kid in node if _local(kid.tag) == found[1]][int(found[2]) - 1]
    return node.text or ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def count_rows(*, skip: int) -> Callable[[Path], int]:
    """Rows of a CSV file or spreadsheet that hold anything, less the first ones."""
    return lambda path: sum(any(cell.strip(" \x1a") for cell in row) for row in _rows(path).values()) - skip


def count_tags(*tags: str) -> Callable[[Path], int]:
    """Opening tags of these names."""
    pattern = re.compile(rf"<(?:\w+:)?(?:{'|'.join(tags)})(?=[\s>/])".encode())
    return lambda path: len(pattern.findall(path.read_bytes()))


def count_lines(path: Path) -> int:
    """Lines that hold anything."""
    return sum(bool(line.strip()) for line in path.read_bytes().splitlines())
