"""Word documents (ECMA-376, part 1) as blocks: body, tables, text boxes, notes, comments, headers and footers.

Read from the XML itself: a converter to HTML loses headers, comments and places. Tracked insertions are text, deletions
are not; nothing that the file points to outside itself is opened, no macro is run.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree

from kronika.base.errors import UsageError
from kronika.collect.markup import SAFE, local
from kronika.collect.texts.blocks import Draft, Stated, raised
from kronika.collect.texts.dating import day
from kronika.collect.texts.form import mark
from kronika.collect.texts.media import DOCX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kronika.base.prose import Role

MOST = 128 << 20
"""Most bytes that the parts of one document may unpack to."""
_MAIN = "word/document.xml"
_SIDES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment", "header": "header", "footer": "footer"}
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "txbxContent", "rt"})
_STYLES: dict[str, Role] = {
    "title": "title", "heading": "heading", "subtitle": "heading", "caption": "caption", "quote": "quote",
    "intense quote": "quote", "list": "list", "header": "boilerplate", "footer": "boilerplate", "toc": "boilerplate",
}  # fmt: skip
"""The first words of built-in styles, which have English names in every language of Word."""
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": " "}
_DAMAGE = (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


def read(data: bytes, name: str, declared: str = "") -> Draft:  # XML declares its own encoding
    """Read a docx file. Raises UsageError where it is damaged, encrypted or would unpack to more than `MOST` bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive, name).draft
    except _DAMAGE as error:
        raise UsageError(f"{name}: is damaged or cut off ({error}); save it again in Word") from None


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name, self._left = archive, name, MOST
        self._members = set(archive.namelist())
        self.draft = Draft(DOCX)
        main = self._xml(_MAIN)
        if main is None:
            raise UsageError(f"{name}: holds no {_MAIN}; it is no Word document, or not a whole one")
        self._styles = self._style_roles()
        self._lost: Counter[str] = Counter()
        self._stream(main, "")
        for stem, what in _SIDES.items():
            for number, member in enumerate(self._sides(stem), start=1):
                self._side(member, stem, what, number)
        self._core()
        self._name_losses()
        mark(self.draft, headings=not any(block.role == "heading" for block in self.draft.blocks))

    def _xml(self, member: str) -> etree._Element | None:
        """A part as XML; None where there is none."""
        if member not in self._members:
            return None
        info = self._archive.getinfo(member)
        self._left -= info.file_size  # zipfile gives no more than this, whatever is packed
        if self._left < 0:
            raise UsageError(f"{self._name}: unpacks to more than {MOST >> 20} MiB, as files made to do harm do")
        try:
            root = etree.fromstring(self._archive.read(info), etree.XMLParser(**SAFE))
        except etree.XMLSyntaxError as error:
            raise UsageError(
                f"{self._name}: {member} is not well-formed ({error.msg}); save it again in Word"
            ) from None
        tree: Any = root.getroottree()  # lxml-stubs lack docinfo.doctype
        if tree.docinfo.doctype:
            raise UsageError(
                f"{self._name}: {member} has a DOCTYPE, which no Word document has; it may be made to do harm"
            )
        return root

    def _sides(self, stem: str) -> list[str]:
        found = (member for member in self._members if re.fullmatch(rf"word/{stem}\d*\.xml", member))
        return sorted(found, key=lambda member: (len(member), member))

    def _style_roles(self) -> dict[str, Role]:
        """The role of each style by its built-in name."""
        root = self._xml("word/styles.xml")
        roles: dict[str, Role] = {}
        for style in () if root is None else _named(root, "style"):
            called = next((_value(child, "val") for child in style if local(child.tag) == "name"), "").lower()
            role = next(
                (role for start, role in _STYLES.items() if called == start or called.startswith(start + " ")), None
            )
            if role:
                roles[_value(style, "styleId")] = role
        return roles

    def _stream(self, root: etree._Element, where: str, role: Role | None = None) -> None:
        """The paragraphs and rows of a part, in its order; what stands in a text box follows its anchor."""
        tables: dict[etree._Element, int] = {}
        counts: Counter[etree._Element] = Counter()
        cells: set[etree._Element] = set()  # paragraphs that a row of data has told already
        number = 0
        for element in _shown(root):
            tag, above = local(element.tag), element.getparent()
            if tag == "tbl" and _is_data(element):
                tables[element] = len(tables) + 1
            elif tag == "tr" and above is not None and above in tables:
                counts[above] += 1
                inside = [list(_named(cell, "p")) for cell in element if local(str(cell.tag)) == "tc"]
                cells.update(paragraph for cell in inside for paragraph in cell)
                said = " | ".join(" ".join(map(self._said, cell)) for cell in inside)
                place = f"{where}table {tables[above]}, row {counts[above]}"
                self.draft.block(said, place, role or "table", sure=True)
            elif tag == "p":
                number += 1
                if element not in cells:
                    own = role or self._role(element)
                    place = f"{where}paragraph {number}"
                    self.draft.block(self._said(element), place, own or "body", sure=own is not None)

    def _side(self, member: str, stem: str, what: str, number: int) -> None:
        """Notes, comments, headers and footers."""
        root = self._xml(member)
        if root is None:
            return
        if stem in {"header", "footer"}:
            self._stream(root, f"{what} {number}, ", "boilerplate")
            return
        for note in root:
            if isinstance(note.tag, str) and not _value(note, "type"):  # separators have a type
                role: Role | None = "boilerplate" if what == "comment" else None
                self._stream(note, f"{what} {_value(note, 'id')}, ", role)

    def _role(self, paragraph: etree._Element) -> Role | None:
        for style in paragraph.iterfind("{*}pPr/{*}pStyle"):
            if role := self._styles.get(_value(style, "val")):
                return role
        numbered = next(paragraph.iterfind("{*}pPr/{*}numPr/{*}numId"), None)
        return "list" if numbered is not None and _value(numbered, "val") != "0" else None

    def _said(self, paragraph: etree._Element) -> str:
        return "".join(self._runs(paragraph))

    def _runs(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            tag = local(child.tag) if isinstance(child.tag, str) else ""
            if tag == "t":
                text = child.text or ""
                high = next(child.iterfind("../{*}rPr/{*}vertAlign"), None)
                lifted = high is not None and _value(high, "val") == "superscript" and text.strip().isdecimal()
                yield raised(text.strip()) if lifted else text
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag in {"footnoteReference", "endnoteReference"}:
                yield raised(_value(child, "id"))
            elif tag == "sym":
                self._lost["signs of a symbol font"] += 1
                yield "\ufffd"
            elif tag in {"del", "moveFrom"}:
                self._lost["tracked deletions"] += 1
            elif tag and tag not in _LEFT_OUT:
                yield from self._runs(child)

    def _core(self) -> None:
        """docProps/core.xml: a title; when the file was made, which is no date of publication."""
        root = self._xml("docProps/core.xml")
        for element in () if root is None else root:
            tag, text = local(str(element.tag)), " ".join((element.text or "").split())
            if tag == "title" and text:
                self.draft.title = text
            elif tag == "language":
                self.draft.language = text
            elif tag == "created" and day(text):
                self.draft.dates.append(Stated(day(text), f"docProps/core.xml created: «{text[:30]}»", sure=False))

    def _name_losses(self) -> None:
        say = self.draft.problems.append
        pictures = sum(1 for member in self._members if member.startswith("word/media/"))
        outside = 0
        for member in sorted(self._members):
            if member.startswith("word/_rels/"):
                root = self._xml(member)
                outside += sum(
                    _value(link, "TargetMode") == "External" and not _value(link, "Type").endswith("/hyperlink")
                    for link in (() if root is None else root)
                )
        if pictures:
            say(f"{pictures} pictures: words in them were not read")
        if outside:
            say(f"{outside} links to files outside the document (pictures, templates, objects) were not followed")
        if any("vbaProject" in member for member in self._members):
            say("the document holds macros; they were not run")
        if packed := sorted(m for m in self._members if m.startswith("word/embeddings/") or "afchunk" in m.lower()):
            say(f"embedded files were not read: {', '.join(packed)[:300]}")
        for what, number in self._lost.items():
            say(f"{number} {what} {'are left out' if what.startswith('tracked') else 'stand as � in the text'}")


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data: no table in it, no cell of two paragraphs; others lay out text."""
    if any(local(str(inner.tag)) == "tbl" for inner in table.iterdescendants()):
        return False
    cells = _named(table, "tc")
    return all(
        sum(1 for p in cell if local(p.tag) == "p" and etree.tostring(p, method="text", encoding="unicode").strip())
        <= 1
        for cell in cells
    )


def _named(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    yield from element.iterdescendants(f"{{*}}{tag}")


def _shown(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of a part without what an alternative repeats and what was deleted or moved away."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        tag = local(str(element.tag))
        if tag in {"Fallback", "del", "moveFrom"}:
            walk.skip_subtree()
        elif isinstance(element.tag, str):
            yield element


def _value(element: etree._Element, name: str) -> str:
    """An attribute, whichever of Word's namespaces it is in."""
    return next((str(value) for key, value in element.attrib.items() if local(str(key)) == name), "")
