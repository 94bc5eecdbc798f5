"""The way back: from a place, as facts record it, to the text that stands there in the document, and what is near."""

from __future__ import annotations

import csv
import itertools
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from kronika.base.errors import ArchiveError
from kronika.collect import sources, tables
from kronika.collect.markup import SAFE, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kronika.base.model import Document

_ROW = re.compile(r"row (\d+)(?:, column (.*))?", re.DOTALL)
_LINE = re.compile(r"line (\d+)(?:, (/.*))?", re.DOTALL)
_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")
_HEADS = 5
"""Rows among which a table's header is."""
_NEAR = 80
"""Texts of an element that is small enough to be shown whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; of a tree one text, with its place as the first cell."""

    place: str
    cells: tuple[str, ...]
    here: tuple[int, ...] = ()
    """Which of the cells the place means."""


@dataclass(frozen=True, slots=True)
class Around:
    """A place of a document and what stands near it."""

    text: str
    """The whole text at the place; of joined places their texts, joined by a blank."""
    columns: tuple[str, ...]
    """The names of the lines' cells; empty where nothing tells them."""
    lines: tuple[Line, ...]


def text_at(document: Document, place: str) -> str:
    """The whole text at a place of a document; of joined places their texts, joined by a blank.

    Raises ArchiveError where the document has no such place.
    """
    return around(document, place, 0).text


def around(document: Document, place: str, rows: int = 3) -> Around:
    """The text at a place, and the rows of a table before and after, or the rest of a tree's record.

    Raises ArchiveError where the document has no such place.
    """
    places = place.split(" + ")
    try:
        if cells := _matched(_ROW, places):
            return _table(document, [(int(match[1]), match[2]) for match in cells], rows)
        if pointers := _matched(_LINE, places):
            return _json(document, [(int(match[1]), match[2] or "") for match in pointers])
        return _tree(document, places)
    except (LookupError, OSError, ValueError, csv.Error, etree.XMLSyntaxError) as error:
        raise ArchiveError(f"{document.name} has no place {place!r}: see `kronika verify`") from error


def _matched(pattern: re.Pattern[str], places: Sequence[str]) -> list[re.Match[str]]:
    found = [match for place in places if (match := pattern.fullmatch(place))]
    return found if len(found) == len(places) else []


def _table(document: Document, cells: Sequence[tuple[int, str | None]], near: int) -> Around:
    heads: list[list[str]] = []
    shown: dict[int, list[str]] = {}
    last = max(number for number, _ in cells)
    for number, values in _rows(document):
        if len(heads) < _HEADS:
            heads.append(values)
        if any(abs(number - wanted) <= near for wanted, _ in cells):
            shown[number] = values
        if number >= last + near and len(heads) == _HEADS:
            break
    columns: list[str] = []
    here: dict[int, list[int]] = {}
    texts = []
    for number, column in cells:
        values = shown[number]
        if column is None:
            texts.append(tables.csv_line(values).rstrip("\n"))
            here.setdefault(number, []).extend(range(len(values)))
        else:
            columns = _columns(document, heads, column)
            here.setdefault(number, []).append(columns.index(column))
            texts.append(values[columns.index(column)])
    lines = (Line(f"row {number}", tuple(values), tuple(here.get(number, ()))) for number, values in shown.items())
    return Around(" ".join(texts), tuple(columns or _declared(document)), tuple(lines))


def _columns(document: Document, heads: Sequence[list[str]], column: str) -> list[str]:
    found = [row for row in heads if column in row]
    header = max(found, key=lambda row: len([name for name in row if name]), default=None)  # not «Last Updated, 1 May»
    return [name.strip() for name in header or _declared(document)]


def _declared(document: Document) -> Sequence[str]:
    """The columns' names as the reader knows them, where the file does not print them."""
    return sources.load(document.source).SOURCE.columns.get(document.part, ())


def _rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    if tables.is_zip(document):
        return iter(_sheet(document))
    forms = sources.load(document.source).SOURCE.forms
    delimiter = next((form.delimiter for form in forms if form.kind == "csv" and form.part == document.part), ",")
    try:
        document.path.read_text(encoding="utf-8")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "cp1252"
    return tables.grid(document, encoding=encoding, delimiter=delimiter)


@lru_cache(maxsize=2)  # a document never changes, and a large spreadsheet takes half a second to read
def _sheet(document: Document) -> Sequence[tuple[int, list[str]]]:
    return list(tables.grid(document))


def _json(document: Document, pointers: Sequence[tuple[int, str]]) -> Around:
    first = pointers[0][0]
    texts, lines = [], tuple[Line, ...]()
    for number, pointer in pointers:
        with document.path.open("rb") as file:
            found = whole = json.loads(next(itertools.islice(file, number - 1, None), b""))
        for step in pointer.split("/")[1:]:
            found = found[int(step) if isinstance(found, list) else step.replace("~1", "/").replace("~0", "~")]
        texts.append(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))
        if number == first and not lines:
            mine = {pointer for number, pointer in pointers if number == first}
            lines = tuple(_leaf(f"line {number}, {path}", text, path in mine) for path, text in _leaves(whole, ""))
    return Around(" ".join(texts), ("place", "text"), lines)


def _leaves(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(each, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    else:
        yield pointer, value if isinstance(value, str) else json.dumps(value)


def _leaf(place: str, text: str, here: bool) -> Line:
    return Line(place, (place, text), (1,) if here else ())


def _tree(document: Document, places: Sequence[str]) -> Around:
    parser = etree.XMLParser(**SAFE)
    top = etree.parse(str(document.path), parser).getroot()
    found = [_node(top, place) for place in places]
    node, path = found[0][0], places[0].rpartition("/@")[0] or places[0]
    while (parent := node.getparent()) is not None and parent is not top:
        if sum(1 for _ in itertools.islice(_texts(parent, ""), _NEAR + 1)) > _NEAR:
            break
        node, path = parent, path.rpartition("/")[0]
    lines = (_leaf(place, text, place in places) for place, text in itertools.islice(_texts(node, path), _NEAR))
    return Around(" ".join(text for _, text in found), ("place", "text"), tuple(lines))


def _node(top: etree._Element, place: str) -> tuple[etree._Element, str]:
    """The element at a place, or that carries the attribute at it, and the text."""
    root, *steps = place.strip("/").split("/")
    if local(top.tag) != root:
        raise LookupError(root)
    node = top
    for step in steps:
        if step.startswith("@"):
            return node, next(_attribute(node, step[1:]))
        match = _STEP.fullmatch(step)
        if match is None:
            raise LookupError(step)
        kids = [kid for kid in node if isinstance(kid.tag, str) and local(kid.tag) == match[1]]
        node = kids[int(match[2] or 1) - 1]
    return node, node.text or ""


def _attribute(node: etree._Element, wanted: str) -> Iterator[str]:
    yield from (str(value) for name, value in node.attrib.items() if local(str(name)) == wanted)
    raise LookupError(wanted)


def _texts(node: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    """The places and texts of an element: its attributes, its own text, its elements'."""
    yield from ((f"{path}/@{local(str(name))}", str(value)) for name, value in node.attrib.items())
    if (node.text or "").strip():
        yield path, node.text or ""
    seen: dict[str, int] = {}
    for kid in node:
        if isinstance(kid.tag, str):
            name = local(kid.tag)
            seen[name] = seen.get(name, 0) + 1
            yield from _texts(kid, f"{path}/{name}[{seen[name]}]")
