"""Documents of prose as text: txt, md, html, pdf, docx and eml become one Prose.

    file or bytes ── media ──▶ one module a format ──▶ Draft ──▶ Prose

Nothing is fetched, run or followed; what was not read stands in `Prose.problems`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.base.errors import UsageError
from kronika.collect.texts import media

if TYPE_CHECKING:
    from kronika.base.prose import Prose

__all__ = ["LIMIT", "locate", "read"]

LIMIT = 64 << 20
"""Most bytes that one document may have."""
_READERS = {
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "message/rfc822": "mail",
}
_LINE = re.compile(r"(?P<before>(?:.*, )?)line (?P<line>\d+)")


def read(source: Path | bytes, name: str = "", *, published: str = "", language: str = "", declared: str = "") -> Prose:
    """Read a document as text with its parts, title, authors, language and date.

    `name` is what to call it, with its extension if it has one (a path's own name if empty); its form is told by its
    bytes first. `published` (EDTF) and `language` (ISO 639-1) are a person's word and win; `declared` is the encoding
    that the server named. Raises UsageError, in one line, for what cannot be read: an empty, encrypted or scanned file,
    another form, one over `LIMIT` bytes.
    """
    from kronika.collect.texts import blocks, dating, tongue

    given = dating.given(published) if published else None
    data, name = _bytes(source, name)
    kind = media.tell(data, name)
    draft = import_module(f"kronika.collect.texts.{_READERS[kind]}").read(data, name, declared)
    if not draft.blocks:
        raise UsageError(f"{name}: holds no text{'; ' + draft.problems[0] if draft.problems else ''}")
    spoken = language or tongue.settle(draft)
    return blocks.prose(draft, given or dating.settle(draft), spoken)


def locate(prose: Prose, at: int) -> str:
    """The place in the original of one code point of the text: «page 3, line 14», «line 12», «/html/body/p[4]».

    A part that goes on over pages or columns has a place for each, «page 3, line 40; page 4, line 2», and a form feed
    where the second begins.
    Raises UsageError for an offset outside every part.
    """
    number = bisect_right(prose.parts, at, key=lambda part: part.start) - 1
    if number < 0 or at >= prose.parts[number].end:
        raise UsageError(f"offset {at}: no part of the text stands there")
    part = prose.parts[number]
    before, (first, *further) = prose.text[part.start : at], part.place.split("; page ")
    pages = before.split("\f") if further else [before]
    place = f"page {further[len(pages) - 2]}" if len(pages) > 1 else first
    counted = _LINE.fullmatch(place)
    if counted is None:
        return place
    line = int(counted["line"]) + pages[-1].count("\n")
    return f"{counted['before']}line {line}"


def _bytes(source: Path | bytes, name: str) -> tuple[bytes, str]:
    called = name or ("the document" if isinstance(source, bytes) else source.name)
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > LIMIT:
            raise UsageError(f"{called}: {size >> 20:,} MiB, more than the {LIMIT >> 20} MiB of one document; split it")
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise UsageError(f"{called}: cannot be read ({error.strerror})") from None
    if not data.strip(b"\0 \t\r\n"):
        raise UsageError(f"{called}: is empty")
    return data, called
