"""The way back: from a place, as facts record it, to the text that stands there in the document."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

from lxml import etree

from kronika.base.errors import ArchiveError
from kronika.collect import sources, tables
from kronika.collect.markup import SAFE, local
from kronika.collect.recognise import look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kronika.base.model import Document

_ROW = re.compile(r"row (\d+)(?:, column (.*))?", re.DOTALL)
_LINE = re.compile(r"line (\d+)(?:, (/.*))?", re.DOTALL)
_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def text_at(document: Document, place: str) -> str:
    """The whole text at a place of a document; of joined places their texts, joined by a blank.

    Raises ArchiveError where the document has no such place.
    """
    try:
        return " ".join(_text(document, each) for each in place.split(" + "))
    except (LookupError, OSError, ValueError, etree.XMLSyntaxError) as error:
        raise ArchiveError(f"{document.name} has no place {place!r}: see `kronika verify`") from error


def _text(document: Document, place: str) -> str:
    if match := _ROW.fullmatch(place):
        return _cell(document, int(match[1]), match[2])
    if match := _LINE.fullmatch(place):
        return _pointer(document, int(match[1]), match[2] or "")
    return _node(document, place)


def _cell(document: Document, number: int, column: str | None) -> str:
    values = next((values for at, values in _rows(document) if at == number), None)
    if values is None:
        raise LookupError(number)
    if column is None:
        return tables.csv_line(values).rstrip("\n")
    heads = [row for _, row in itertools.islice(_rows(document), 5) if column in row]
    header = max(heads, key=lambda row: len([name for name in row if name]), default=None)  # not «Last Updated, 1 May»
    # Where the file does not print the columns' names, the reader knows them.
    names = header or sources.load(document.source).SOURCE.columns[document.part]
    return values[[name.strip() for name in names].index(column)]


def _rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    kind, _ = look(document.path, document.name)
    if kind == "xlsx":
        return tables.grid(document)
    forms = sources.load(document.source).SOURCE.forms
    delimiter = next((form.delimiter for form in forms if form.kind == "csv" and form.part == document.part), ",")
    try:
        document.path.read_text(encoding="utf-8")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "cp1252"
    return tables.grid(document, encoding=encoding, delimiter=delimiter)


def _pointer(document: Document, number: int, pointer: str) -> str:
    with document.path.open("rb") as file:
        found = json.loads(next(itertools.islice(file, number - 1, None)))
    for step in pointer.split("/")[1:]:
        found = found[int(step) if isinstance(found, list) else step.replace("~1", "/").replace("~0", "~")]
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _node(document: Document, place: str) -> str:
    parser = etree.XMLParser(**SAFE)
    root, *steps = place.strip("/").split("/")
    node = etree.parse(str(document.path), parser).getroot()
    if local(node.tag) != root:
        raise LookupError(root)
    for step in steps:
        if step.startswith("@"):
            return next(str(value) for name, value in node.attrib.items() if local(str(name)) == step[1:])
        match = _STEP.fullmatch(step)
        if match is None:
            raise LookupError(step)
        kids = [kid for kid in node if isinstance(kid.tag, str) and local(kid.tag) == match[1]]
        node = kids[int(match[2] or 1) - 1]
    return node.text or ""
