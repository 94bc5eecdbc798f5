"""What the targets of the Swiss list refer to by number: sets of measures with their regime, and places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kronika.collect.markup import records

if TYPE_CHECKING:
    from kronika.base.model import Cell, Document
    from kronika.collect.markup import Node

_TAGS = frozenset({"sanctions-program", "place", "target"})
_ROOT = frozenset({"swiss-sanctions-list"})
_ENGLISH = "eng"


class Programme(NamedTuple):
    """A set of measures and the regime that it belongs to, in English."""

    regime: Cell | None
    ordinance: Cell | None
    heading: Cell | None
    """What the set itself is called: the article or annex, and perhaps the measures."""


class Place(NamedTuple):
    """A place; any of the three may be missing."""

    location: Cell | None
    area: Cell | None
    country: Cell | None


class Tables:
    """The sets and places of one document, learnt as the document is read.

    A number that is not known yet may stand further down: the document is then read once more, for all that it holds.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._programmes: dict[str, Programme] = {}
        self._places: dict[str, Place] = {}
        self._complete = False

    def targets(self) -> Iterator[Node]:
        """Yield the targets, and learn what stands between them."""
        for node in records(self._document, _TAGS, around=_ROOT):
            if node.tag == "target":
                yield node
            else:
                self._learn(node)

    def programme(self, number: str) -> Programme | None:
        """The set of measures with this number, None where the document has none."""
        if number not in self._programmes:
            self._look_ahead()
        return self._programmes.get(number)

    def place(self, number: str) -> Place | None:
        """The place with this number, None where the document has none."""
        if number not in self._places:
            self._look_ahead()
        return self._places.get(number)

    def _look_ahead(self) -> None:
        if not self._complete:
            self._complete = True
            for node in records(self._document, _TAGS, around=_ROOT):
                if node.tag != "target":
                    self._learn(node)

    def _learn(self, node: Node) -> None:
        if node.tag == "place":
            self._places[node.peek("@ssid")] = Place(node.take("location"), node.take("area"), node.take("country"))
            return
        regime, ordinance = _english(node, "program-key"), _english(node, "program-name")
        for number, heading in _headings(node).items():
            self._programmes[number] = Programme(regime, ordinance, heading)


def _english(node: Node, tag: str) -> Cell | None:
    """The text of a child in English, else in the first language that the document has it in."""
    found = sorted(node.each(tag), key=lambda child: child.peek("@lang") != _ENGLISH)
    return found[0].take(".") if found else None


def _headings(node: Node) -> dict[str, Cell | None]:
    found: dict[str, Cell | None] = {}
    for child in sorted(node.each("sanctions-set"), key=lambda child: child.peek("@lang") != _ENGLISH):
        found.setdefault(child.peek("@ssid"), child.take("."))
    return found
