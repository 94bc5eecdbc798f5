"""XML as records: streamed, every attribute and text accounted for, each with its XPath.

Places are XPaths of local names with positions among siblings of that name, `/data-set/record[3]/LastName[1]`,
attributes `…/@ssid`; namespaces are left out. Documents with a DOCTYPE are refused: no list has one, and entities are
how a small file becomes a large one or reads another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from kronika.base.errors import CopyRefused
from kronika.base.model import Cell, Document
from kronika.collect.tables import CELL_LIMIT

if TYPE_CHECKING:
    from kronika.collect.record import Overlay


SAFE: Mapping[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""How lxml is told to read: nothing is expanded, nothing else is opened."""


def local(tag: str) -> str:
    """The name of a tag without its namespace."""
    return tag.rpartition("}")[2]


class Node:
    """An element; its text and attributes, and those of the elements in it, can each be taken once."""

    __slots__ = (
        "_element", "_index", "_kids", "_parent", "_place", "_record", "_root", "_taken",
        "document", "overlay", "part", "tag",
    )  # fmt: skip

    def __init__(
        self,
        element: etree._Element,
        index: int,
        document: str,
        part: str,
        *,
        parent: Node | None = None,
        root: str = "",
    ) -> None:
        self._element, self._index, self._parent, self._root = element, index, parent, root
        self.tag = local(str(element.tag))
        """The element's local name."""
        self._place = ""
        self._record: Node = parent._record if parent else self
        self._taken: set[str] = set()
        self._kids: dict[str, list[Node]] | None = None
        self.document, self.part = document, part
        self.overlay: Overlay | None = None

    @property
    def place(self) -> str:
        """The element's XPath."""
        if not self._place:
            above = self._parent.place if self._parent else self._root
            self._place = f"{above}/{self.tag}[{self._index}]"
        return self._place

    @property
    def path(self) -> str:
        """The element's path inside its record, without positions: empty for the record itself."""
        if self._parent is None:
            return ""
        above = self._parent.path
        return f"{above}/{self.tag}" if above else self.tag

    def each(self, *tags: str) -> list[Node]:
        """The elements of these names directly in this one, in the order of the document."""
        kids = self._children()
        if len(tags) == 1:
            return kids.get(tags[0], [])
        some = {id(kid._element): kid for tag in tags for kid in kids.get(tag, [])}
        return [some[id(e)] for e in self._element if id(e) in some]

    def one(self, tag: str) -> Node | None:
        """The first element of this name directly in this one, or None."""
        kids = self._children().get(tag)
        return kids[0] if kids else None

    def take(self, field: str) -> Cell | None:
        """The text of `field`: a child's name, `@attribute`, `.` for the element's own text, or a path of them.

        Of several children of one name the first is taken: use `each` where there can be more. None where blank.
        """
        node, last = self, "."
        for step in field.split("/"):
            if step == "." or step.startswith("@"):
                last = step
            elif (found := node.one(step)) is None:
                return None
            else:
                node = found
        node._taken.add(last)
        cell, overlay = node._cell(last), self._record.overlay
        return overlay.read(cell, node._field(last)) if cell and overlay else cell

    def peek(self, field: str) -> str:
        """The stripped text of a child or `@attribute` without taking it."""
        if field.startswith("@"):
            return (self._element.get(field[1:]) or "").strip()
        found = self.one(field)
        return (found._element.text or "").strip() if found else ""

    def leave(self, *tags: str) -> None:
        """Leave aside the elements of these names directly in this one, whole: the source says in `aside` why."""
        for tag in tags:
            self._children().pop(tag, None)

    def untaken(self) -> Iterator[tuple[str, Cell]]:
        """Texts and attributes, here and below, that hold something and were not taken."""
        for key in (".", *(f"@{local(str(name))}" for name in self._element.attrib)):
            if key not in self._taken and (cell := self._cell(key)):
                yield self._field(key), cell
        for kids in self._children().values():
            for kid in kids:
                yield from kid.untaken()
                if kid._element.tail and not kid._element.tail.isspace():
                    yield f"{self.path}/text()", Cell(kid._element.tail, self.place, self.document)

    def _field(self, key: str) -> str:
        return self.path if key == "." else f"{self.path}/{key}".lstrip("/")

    def _cell(self, key: str) -> Cell | None:
        text = self._element.text if key == "." else self._attribute(key[1:])
        if not text or text.isspace():
            return None
        place = self.place if key == "." else f"{self.place}/{key}"
        if len(text) > CELL_LIMIT:
            raise CopyRefused(f"{place} holds {len(text):,} characters, more than any field of any list")
        return Cell(text, place, self.document)

    def _attribute(self, name: str) -> str | None:
        plain = self._element.get(name)
        if plain is not None:
            return plain
        return next((str(v) for k, v in self._element.attrib.items() if str(k).endswith(f"}}{name}")), None)

    def _children(self) -> dict[str, list[Node]]:
        if self._kids is None:
            self._kids = {}
            for element in self._element:
                if isinstance(element.tag, str):
                    kids = self._kids.setdefault(local(element.tag), [])
                    kids.append(Node(element, len(kids) + 1, self.document, self.part, parent=self))
        return self._kids


def records(document: Document, tags: Collection[str], *, around: Collection[str] = ()) -> Iterator[Node]:
    """Yield each element with one of these local names, freeing it and all before it when the next is asked for.

    `around` names the elements that may stand outside records (wrappers, headers): any other is an unknown format.
    Raises CopyRefused on malformed, truncated or dangerous XML.
    """
    with document.path.open("rb") as file:
        parser = etree.iterparse(file, events=("start", "end"), remove_comments=True, remove_pis=True, **SAFE)
        try:
            yield from _records(document, parser, frozenset(tags), frozenset(around))
        except etree.XMLSyntaxError as error:
            raise CopyRefused(f"{document.name}: not whole XML: {error.msg}") from error


def _records(
    document: Document,
    parser: etree.iterparse[tuple[str, etree._Element]],
    tags: frozenset[str],
    around: frozenset[str],
) -> Iterator[Node]:
    path: list[str] = []
    counts: list[Counter[str]] = [Counter()]
    record: etree._Element | None = None
    for event, element in parser:
        if record is not None and (element is not record or event == "start"):
            continue  # inside a record nothing is looked at: most of a large file is there
        tag = local(str(element.tag))
        if event == "start":
            if not path and element.getroottree().docinfo.doctype:
                raise CopyRefused(f"{document.name}: has a DOCTYPE, which no list has: not read")
            if tag not in tags and tag not in around:
                where = f"/{'/'.join(path)}" if path else "the top"
                raise CopyRefused(f"{document.name}: unknown element <{tag}> in {where}: the format has changed")
            counts[-1][tag] += 1
            path.append(tag)
            counts.append(Counter())
            record = element if tag in tags else None
            continue
        path.pop()
        counts.pop()
        if record is not None:
            record = None
            above = "".join(f"/{name}" if at == 0 else f"/{name}[{counts[at][name]}]" for at, name in enumerate(path))
            yield Node(element, counts[-1][tag], document.sha256, document.part, root=above)
            _free(element)


def _free(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
