"""HTML as blocks: every word of the page, with its element's path; what is not the article is marked, not dropped."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from kronika.base.errors import UsageError
from kronika.collect.texts.blocks import Draft, raised
from kronika.collect.texts.decoding import decode
from kronika.collect.texts.form import mark
from kronika.collect.texts.landmarks import holders, role_of
from kronika.collect.texts.metadata import fields

if TYPE_CHECKING:
    from kronika.base.prose import Role

_WORDLESS = "script style template head svg math object canvas audio video iframe datalist"
_DROPPED = frozenset(_WORDLESS.split())
"""Not words of the page; what is shown from elsewhere is named in `problems`."""
_ELSEWHERE = frozenset({"iframe", "object", "embed", "audio", "video"})
_BREAKING = (
    "address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary "
    "table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_BREAKING.split())
_OWN: dict[str, Role] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list", "blockquote": "quote", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_IN_CELLS = ("table", "h1", "h2", "h3", "h4", "ul", "ol", "article", "section", "blockquote")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w-]+)", re.IGNORECASE
)
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_RAISABLE = re.compile(r"\s*\d{1,3}\s*")
_HEAD = 4096
_MANY = 3
"""Words of a link that stands for itself as a headline."""
_DEEP = 200


def read(data: bytes, name: str, declared: str = "") -> Draft:
    """Read a web page. Raises UsageError for bytes that are no text."""
    found = _DECLARED.search(data[:_HEAD])
    own = (found[1] or found[2] or b"").decode("ascii") if found else ""
    text, problems = decode(data, name, declared or own)
    return page(text, name, problems)


def page(text: str, name: str, problems: list[str], prefix: str = "") -> Draft:
    """Read the text of a web page; `prefix` stands before each place."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    source = text.encode("utf-8", "surrogatepass")
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}: cannot be read as HTML ({error.msg}); save the page again") from None
    draft = Draft("text/html", problems=problems)
    if root is None:
        return draft
    if fatal := [entry for entry in parser.error_log if entry.level_name == "FATAL"]:
        draft.problems.append(_cut_off(source, fatal[0].line, fatal[0].column))
    fields(root, draft)
    _Walk(draft, prefix).over(root)
    mark(draft, headings=not any(block.role == "heading" for block in draft.blocks))
    return draft


def _cut_off(source: bytes, line: int, column: int) -> str:
    start = sum(len(row) + 1 for row in source.split(b"\n", line)[: line - 1]) + column
    lost = max(len(source) - start, 0)
    return f"the page is nested over 2,048 elements deep in line {line}: what follows ({lost:,} bytes) was not read"


class _Walk:
    """One pass over the elements; what is open on the way is on a stack, so that depth costs no recursion."""

    def __init__(self, draft: Draft, prefix: str) -> None:
        self._draft, self._prefix = draft, prefix
        self._open: list[tuple[str, Role | None, Counter[str], Counter[str]]] = []
        """Step of the path, role, how many children there are of each name, how many of them were met."""
        self._holders: set[etree._Element] = set()
        self._words: list[str] = []
        self._row = 0
        """How many rows of data are open: in them elements end no block."""
        self._owner = 0
        """How deep the element is that the words belong to."""
        self._elsewhere: Counter[str] = Counter()
        self._linked = self._length = 0
        self._links = 0
        self._data: dict[etree._Element, bool] = {}

    def over(self, root: etree._Element) -> None:
        self._holders = holders(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(element, tag)
                if tag in _DROPPED:
                    walk.skip_subtree()
                else:
                    self._say(element.text, element)
            else:
                self._end(tag)
                self._say(element.tail, element.getparent())
        self._flush()
        self._draft.problems += [
            f"{n} × <{tag}>: what it shows from elsewhere was not read" for tag, n in self._elsewhere.items()
        ]

    def _start(self, element: etree._Element, tag: str) -> None:
        self._enter(element, tag)
        if tag in _ELSEWHERE:
            self._elsewhere[tag] += 1
        if tag == "a":
            self._links += 1
        if tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._between(tag)
            if not self._row:
                self._owner = len(self._open)
                self._row = self._owner if tag == "tr" and self._is_data(element) else 0

    def _enter(self, element: etree._Element, tag: str) -> None:
        above = self._open[-1] if self._open else ("", None, Counter({tag: 1}), Counter())
        above[3][tag] += 1
        number = f"[{above[3][tag]}]" if above[2][tag] > 1 else ""
        role = above[1]
        if role not in {"boilerplate", "teaser"}:
            marked = role_of(element, tag, holds_article=element in self._holders)
            role = marked or _OWN.get(tag) or (None if role == "heading" and tag in _BLOCKS else role)
        children = Counter(child.tag for child in element if isinstance(child.tag, str))
        self._open.append((f"/{tag}{number}", role, children, Counter()))

    def _end(self, tag: str) -> None:
        if self._row == len(self._open) and self._row:
            self._flush()
            self._row = 0
        elif tag in _BLOCKS:
            self._between(tag)
        if tag == "a":
            self._links -= 1
        self._open.pop()
        if tag in _BLOCKS and not self._row and self._open:
            self._owner = len(self._open)

    def _between(self, tag: str) -> None:
        """What the edge of a block does: it ends one, or inside a row parts the cells."""
        if not self._row:
            self._flush()
        elif self._words:
            self._words.append("\t" if tag in {"td", "th"} else " ")

    def _say(self, text: str | None, inside: etree._Element | None) -> None:
        if not text:
            return
        if inside is not None and inside.tag == "sup" and _RAISABLE.fullmatch(text):
            text = raised(text.strip())
        flat = text if inside is not None and inside.tag == "pre" else _BLANK.sub(" ", text)
        self._words.append(flat)
        count = len(flat.strip())
        self._length += count
        self._linked += count if self._links else 0

    def _flush(self) -> None:
        text, self._words = "".join(self._words), []
        if not text.strip():
            self._linked = self._length = 0
            return
        path = self._path()
        role = self._open[self._owner - 1][1] or ("table" if self._row else None)
        pieces = re.split(r"\n\s*\n", text) if not self._row else [re.sub(r"\s*\t\s*", " | ", text.strip())]
        only_link = self._length > 0 and self._linked == self._length
        for piece in pieces:
            one_line = only_link and role in {None, "list", "heading"} and len(piece.split()) >= _MANY
            if only_link and role == "list" and not one_line:
                self._draft.block(piece, self._prefix + path, "boilerplate", sure=True)
            elif one_line and role != "heading" and not piece.rstrip().endswith((".", ":", ";")):
                self._draft.block(piece, self._prefix + path, "teaser", sure=True)
            else:
                self._draft.block(piece, self._prefix + path, role or "body", sure=role is not None)
        self._linked = self._length = 0

    def _path(self) -> str:
        """The path of the element that the words belong to; a hostile depth is cut in its middle."""
        shallow = self._owner <= _DEEP
        first = self._open[: self._owner if shallow else _DEEP // 2]
        last = [] if shallow else self._open[self._owner - _DEEP // 2 : self._owner]
        return "".join([*(step for step, *_ in first), *(() if shallow else ("/…",)), *(step for step, *_ in last)])

    def _is_data(self, row: etree._Element) -> bool:
        """Whether a row belongs to a table of data, not to one that lays out a page."""
        table = next(row.iterancestors("table"), None)
        if table is None:
            return False
        if table not in self._data:
            self._data[table] = _holds_data(table)
        return self._data[table]


def _holds_data(table: etree._Element) -> bool:
    if table.get("role") == "presentation" or next(table.iterdescendants(*_IN_CELLS), None) is not None:
        return False
    if any(sum(1 for _ in cell.iterchildren("p")) > 1 for cell in table.iter("td", "th")):
        return False
    return max((sum(1 for _ in row.iterchildren("td", "th")) for row in table.iter("tr")), default=0) > 1
