"""Changes as an Atom feed (RFC 4287): one entry for each change of an identity, which keeps its id from run to run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from kronika.base import states
from kronika.ledger.store import days

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Row

_SPACE = "http://www.w3.org/2005/Atom"
_TAG = "tag:kronika.invalid,2026:changes/"
"""What ids begin with (RFC 4151). A casebook has no domain; nobody can own one that ends in .invalid (RFC 2606)."""
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_WORDS = {"listed": "Listed by", "delisted": "Taken off by", "amended": "Amended by"}
Record = dict[str, Any]


def feed(finding: Finding, name: str) -> bytes:
    """The feed of a finding of changes; `name` is what the casebook or its regime is called."""
    root = ET.Element("feed", xmlns=_SPACE)
    table = finding.table("changes")
    pairs = list(zip(table.records(), table.rows, strict=True))
    _add(root, "id", _TAG + quote(name, safe=""))
    _add(root, "title", f"{name}: who is listed, and what has changed")
    _add(root, "subtitle", finding.answer[0])
    _add(root, "updated", _moment(finding.as_of))
    _add(ET.SubElement(root, "author"), "name", "Kronika")
    _add(root, "generator", "Kronika")
    for _, some in groupby(pairs, key=lambda pair: _id(pair[0])):
        _entry(root, finding, list(some))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(root: ET.Element, finding: Finding, some: Sequence[tuple[Record, Row]]) -> None:
    first = some[0][0]
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", _id(first))
    _add(entry, "title", f"{_WORDS[first['kind']]} {_state(first)}: {first['name']}")
    _add(entry, "updated", _moment(first["published"]))
    ET.SubElement(entry, "category", term=first["kind"])
    ET.SubElement(entry, "category", term=first["source"])
    _add(entry, "content", "\n".join(_lines(finding, some))).set("type", "text")


def _lines(finding: Finding, some: Sequence[tuple[Record, Row]]) -> list[str]:
    first = some[0][0]
    lines = [f"{_WORDS[first['kind']]} {_state(first)}, {first['when']}: {first['name']} ({first['identity']})."]
    lines += [f"Programmes: {'; '.join(first['programmes'])}."] if first["programmes"] else []
    lines += [f"Reason: {first['reason']}"] if first["reason"] else []
    lines += [f"{each['field']}: {each['before'] or '–'} → {each['after'] or '–'}" for each, _ in some if each["field"]]
    cells = dict.fromkeys(cite for _, row in some for cite in row.cites)
    return [*lines, "", "Where it is printed:", *(str(finding.cited[cell]) for cell in cells)]


def _state(record: Record) -> str:
    return states.full(states.code(record["state"]))


def _id(record: Record) -> str:
    return _TAG + quote("/".join(record[key] for key in ("source", "published", "kind", "identity")))


def _moment(published: str) -> str:
    """A day as RFC 3339 writes a moment; of a month its last."""
    return f"{days(published)[1]}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _ILLEGAL.sub("\ufffd", text)
    return element
