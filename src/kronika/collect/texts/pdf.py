"""PDF as blocks, each with page and line: reading order, paragraphs, running heads, notes.

PDFium gives letters and where they stand; all else is geometry (`layout`). Words broken at line ends are joined
(`lines.unbroken`); what repeats at the edge of pages is marked as boilerplate; a note at the foot of a page comes after
the paragraph that it interrupts.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections import Counter
from statistics import median
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from kronika.base.errors import UsageError
from kronika.base.scripts import script
from kronika.collect.texts import layout, lines
from kronika.collect.texts.blocks import Block, Draft, Stated, clean, raised, words
from kronika.collect.texts.form import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kronika.base.prose import Role

_LOCK = Lock()
"""PDFium is not made for threads: one document at a time."""
_HYPHENS = (0x02, 0xFFFE)
"""What PDFium puts in the place of a hyphen at the end of a line."""
_BLANKS = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0))
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})
_EDGE = 3
"""Lines at the head and foot of a page among which running heads are looked for."""
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|стр\.?|с\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|из|з)\s*\d{1,4})?\s*[-–—|]?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[\d*†‡⁰-⁹¹²³]")
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_COMMENTS = frozenset({1, 3, 20})  # FPDF_ANNOT_TEXT, FREETEXT, WIDGET
_SMALLER, _LARGER, _TITLE = 0.93, 1.12, 1.2


class _Page(NamedTuple):
    pieces: list[layout.Piece]
    unread: int
    """Signs without a letter in their font's table."""
    comments: int


class _Set(NamedTuple):
    """Lines that make one block."""

    lines: list[layout.Line]
    role: Role | None


def read(data: bytes, name: str, declared: str = "") -> Draft:  # a PDF's fonts have encodings of their own
    """Read a PDF. Raises UsageError where it is encrypted, damaged or holds pictures of text alone."""
    draft = Draft("application/pdf")
    with _LOCK:
        pages, about = _pages(data, name, draft)
    pictures = [str(number) for number, page in enumerate(pages, 1) if not page.pieces]
    if len(pictures) == len(pages):
        raise UsageError(
            f"{name}: its {len(pages)} pages hold no text (a scan?); run text recognition on it (OCR), e.g. ocrmypdf"
        )
    if pictures:
        some = ", ".join(pictures[:20]) + (" …" if len(pictures) > 20 else "")
        draft.problems.append(f"pages without text (empty, or pictures of text), not read: {some}")
    if unread := sum(page.unread for page in pages):
        draft.problems.append(f"{unread} signs have no letter in their font's table and stand as �")
    if comments := sum(page.comments for page in pages):
        draft.problems.append(f"{comments} comments or form fields were not read")
    set_pages = [_numbered(layout.lines(page.pieces), number) for number, page in enumerate(pages, 1)]
    _blocks(set_pages, draft)
    if script("".join(block.text for block in draft.blocks)[:20_000]) in _RIGHT_TO_LEFT:
        draft.problems.append("the script runs from right to left: words of a line may stand in the wrong order")
    _fields(about, draft)
    mark(draft, headings=True)
    return draft


def _pages(data: bytes, name: str, draft: Draft) -> tuple[list[_Page], dict[str, str]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UsageError(
                f"{name}: is encrypted with a password; open it, print it to a new PDF and give that"
            ) from None
        raise UsageError(f"{name}: is damaged or no PDF ({error}); get it again") from None
    try:
        if attached := document.count_attachments():
            draft.problems.append(f"{attached} files attached to the PDF were not read")
        pages = []
        for number in range(len(document)):
            try:
                pages.append(_page(document[number]))
            except pypdfium2.PdfiumError as error:
                pages.append(_Page([], 0, 0))
                draft.problems.append(f"page {number + 1} is damaged and was not read ({error})")
        return pages, document.get_metadata_dict()
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> _Page:
    text = page.get_textpage()
    pieces = list(_pieces(text))
    unread = sum(piece.text.count("\ufffd") for piece in pieces)
    comments = 0
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        comments += pdfium.FPDFAnnot_GetSubtype(annotation) in _COMMENTS
        pdfium.FPDFPage_CloseAnnot(annotation)
    text.close()
    page.close()
    return _Page(pieces, unread, comments)


def _pieces(text: pypdfium2.PdfTextpage) -> Iterator[layout.Piece]:
    """The words of a page as runs on one base line without a gap wider than the type is high."""
    run: list[layout.Piece] = []
    for word in _words(text):
        size = run[0].height if run else 0.0
        gap = word.left - run[-1].right if run else 0.0
        if run and (not -0.6 * size < gap < size or abs(word.bottom - run[0].bottom) >= 0.5 * size):
            yield layout.joined(run)
            run = []
        run.append(word)
    if run:
        yield layout.joined(run)


def _words(text: pypdfium2.PdfTextpage) -> Iterator[layout.Piece]:
    """The words of a page in the order of the file; one that a line end cuts gives two, the first with its hyphen."""
    handle = text.raw
    codes = [pdfium.FPDFText_GetUnicode(handle, number) for number in range(text.count_chars())]
    start = 0
    for end, code in enumerate([*codes, 0x20]):
        if code in _BLANKS or code in _HYPHENS:
            end_of_word = end + (code in _HYPHENS)
            if end_of_word > start:
                yield _word(handle, codes, start, end_of_word)
            start = end + 1


def _word(handle: pdfium.FPDF_TEXTPAGE, codes: list[int], start: int, end: int) -> layout.Piece:
    left, bottom, size = _set(handle, start)
    said = "".join("-" if code in _HYPHENS else chr(code) if code else "\ufffd" for code in codes[start:end])
    if not said.isalpha():
        said = _lifted(said, handle, start)
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(handle, end - 1, box)
    return layout.Piece(said, left, max(box.right, left), bottom, bottom + size)


def _set(handle: pdfium.FPDF_TEXTPAGE, at: int) -> tuple[float, float, float]:
    """Where a letter stands on its base line, and the size of its type on the page."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(handle, at, x, y)
    pdfium.FPDFText_GetMatrix(handle, at, matrix)
    size = pdfium.FPDFText_GetFontSize(handle, at) * math.hypot(matrix.c, matrix.d)
    return x.value, y.value, size or 1.0


def _lifted(word: str, handle: pdfium.FPDF_TEXTPAGE, start: int) -> str:
    """The word with the digits that are set small and high as superiors, and letters beyond U+FFFF whole."""
    _, bottom, size = _set(handle, start)
    chars = list(word)
    for at, char in enumerate(chars[1:], 1):
        if char.isdecimal():
            _, base, own = _set(handle, start + at)
            chars[at] = raised(char) if own < 0.8 * size and base > bottom + 0.1 * size else char
    return _paired("".join(chars))


def _paired(text: str) -> str:
    """PDFium gives letters beyond U+FFFF in two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _numbered(page: list[layout.Line], number: int) -> list[layout.Line]:
    for at, line in enumerate(page, 1):
        line.page, line.number = number, at
    return page


def _blocks(pages: list[list[layout.Line]], draft: Draft) -> None:
    everything = [line for page in pages for line in page]
    body = median([line.height for line in everything for _ in range(1 + len(line.text) // 20)])
    furniture = _furniture(pages)
    notes = {id(line) for page in pages for line in _notes(page, furniture, body)}
    running = [line for line in everything if id(line) not in furniture and id(line) not in notes]
    aside = [line for line in everything if id(line) in furniture]
    sets = [_Set(found, None) for found in layout.paragraphs(running, body)]
    sets += [_Set(found, None) for found in layout.paragraphs([line for line in everything if id(line) in notes], body)]
    sets += [_Set([line], "boilerplate") for line in aside]
    # What stands apart comes where it begins, but after a paragraph that goes on over it.
    sets.sort(key=lambda found: (found.lines[0].page, found.lines[0].number))
    known = lines.words("\n".join(line.text for line in everything))
    tallest = max((line.height for line in pages[0] if id(line) in {id(r) for r in running}), default=body)
    for found in sets:
        text = clean(lines.unbroken(_text(found.lines), known))
        height = found.lines[0].height
        role = found.role
        if role is None and height > _LARGER * body and len(text) <= 250:
            first = found.lines[0].page == 1 and height == tallest > _TITLE * body and not draft.title
            role, draft.title = ("title", " ".join(text.split())) if first else ("heading", draft.title)
        if text:
            draft.blocks.append(Block(text, _place(found.lines), role or "body", role is not None))


def _text(block: list[layout.Line]) -> str:
    """The lines of a block, parted by line ends, or by a form feed where the next is not the next of the same page."""
    said = block[0].text
    for above, line in itertools.pairwise(block):
        said += ("\n" if _follows(above, line) else "\f") + line.text
    return said


def _place(block: list[layout.Line]) -> str:
    begins = [block[0], *(line for above, line in itertools.pairwise(block) if not _follows(above, line))]
    return "; ".join(f"page {line.page}, line {line.number}" for line in begins)


def _follows(above: layout.Line, line: layout.Line) -> bool:
    return line.page == above.page and line.number == above.number + 1


def _furniture(pages: list[list[layout.Line]]) -> set[int]:
    """Lines at the edge of pages that come back there, numbers apart, and page numbers."""
    edges = [_edge(page) for page in pages]
    times = Counter(key for edge in edges for key in {_key(line) for line in edge})
    enough = max(2, min(3, round(0.4 * len(pages))))
    found = {id(line) for edge in edges for line in edge if times[_key(line)] >= enough}
    for page in pages:
        ends = [min(page, key=lambda line: line.bottom), max(page, key=lambda line: line.bottom)] if page else []
        found |= {id(line) for line in ends if _PAGE_NUMBER.fullmatch(line.text.strip()) and len(page) > 2}
    return found


def _edge(page: list[layout.Line]) -> list[layout.Line]:
    down = sorted(page, key=lambda line: -line.bottom)
    return down if len(down) <= 2 * _EDGE else [*down[:_EDGE], *down[-_EDGE:]]


def _key(line: layout.Line) -> tuple[str, int]:
    """A line's words with every number alike, and how high it stands."""
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split())), round(line.bottom / 12)


def _notes(page: list[layout.Line], furniture: set[int], body: float) -> list[layout.Line]:
    """Notes at the foot of a page: the lowest lines, in smaller type, the first of them with a note's mark."""
    down = sorted((line for line in page if id(line) not in furniture), key=lambda line: line.bottom)
    small: list[layout.Line] = []
    for line in down:
        if line.height >= _SMALLER * body:
            break
        small.append(line)
    while small and not _NOTE.match(small[-1].text):
        small.pop()
    return small if len(small) < len(down) else []


def _fields(about: dict[str, str], draft: Draft) -> None:
    """The file's own title and author, where the first page bears them out; when it was made."""
    first = words(" ".join(block.text for block in draft.blocks if block.place.startswith("page 1,")))
    title, author = about.get("Title", "").strip(), about.get("Author", "").strip()
    if not draft.title and len(words(title)) >= 2 and _within(words(title), first):
        draft.title = title
    if author and _within(words(author), first):
        draft.authors.append(author)
    if made := _MADE.match(about.get("CreationDate", "")):
        value = "-".join(made.groups())
        draft.dates.append(Stated(value, f"PDF CreationDate: «{about['CreationDate'][:30]}»", sure=False))


def _within(some: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return f" {' '.join(some)} " in f" {' '.join(many)} "
