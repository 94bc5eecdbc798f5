"""Bytes as text: what the document declares, else UTF-8, else the encoding in which its words are words."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from kronika.base.errors import UsageError
from kronika.collect.texts.tongue import weight

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = frozenset({"iso8859-1", "ascii"})
"""Declared so, a text may hold what only Windows-1252 has: https://encoding.spec.whatwg.org/#names-and-labels."""
_BYTE_PAGES = ("cp1252", "cp1251", "cp1250", "iso8859-2", "cp1257", "koi8-u", "cp866", "iso8859-5")
"""Encodings of one byte a character, the likeliest first."""
_SAMPLE = 20_000
_TWICE = re.compile(r"â€[\u0090-\u009f™œžšŸ“”˜¦]|Ã[©¨¼¶¤±³]|(?:[ÐÑ][\u0080-\u00bf€-™]){3}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.01
_NAMED = 5


class Decoded(NamedTuple):
    """A text, and what was wrong with its bytes."""

    text: str
    problems: list[str]


def decode(data: bytes, name: str, declared: str = "") -> Decoded:
    r"""Read bytes as text: byte-order mark, `declared`, UTF-8, else the encoding whose words are most often words.

    What was decided without the document's own word, and what could not be read, is told in `problems`. Line ends
    become «\\n», NUL «\\ufffd». Raises UsageError for bytes that are no text.
    """
    text, problems = _decoded(data, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = len(_CONTROL.findall(text))
    if control > max(2, _MOST_CONTROL * len(text)):
        raise UsageError(
            f"{name}: is no text that can be read ({control} control characters); give txt, md, html, pdf, docx or eml"
        )
    if control:
        problems.append(f"{control} control characters (NUL or the like) stand as � in the text")
        text = _CONTROL.sub("\ufffd", text)
    if twice := _TWICE.search(text):
        problems.append(
            f"«{twice[0]}» (line {_line(text, twice.start())}): the text was encoded twice before it came here; "
            "letters and quotation marks are damaged"
        )
    return Decoded(text, problems)


def _decoded(data: bytes, declared: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], encoding, [])
    if wide := _without_mark(data):
        return _replaced(
            data, wide, [f"no encoding is declared; read as {wide.upper()} since every other byte is empty"]
        )
    problems: list[str] = []
    if declared:
        try:
            encoding = codecs.lookup(declared).name
            if not encoding.startswith("utf-16"):  # in a page of single bytes that says so the word is wrong
                return Decoded(data.decode("cp1252" if encoding in _LATIN and not data.isascii() else encoding), [])
        except (LookupError, UnicodeDecodeError, ValueError, AssertionError):
            problems.append(f"the document declares the encoding «{declared[:40]}», which its bytes are not in")
    try:
        return Decoded(data.decode("utf-8"), problems)
    except UnicodeDecodeError:
        return _mixed(data, problems)


def _replaced(data: bytes, encoding: str, problems: list[str]) -> Decoded:
    text = data.decode(encoding, "replace")
    if damaged := text.count("\ufffd") - data.count("\ufffd".encode(encoding)):
        line = _line(text, text.index("\ufffd"))
        problems.append(f"{damaged} places are not {encoding.upper()} and stand as � (the first in line {line})")
    return Decoded(text, problems)


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: text in a Latin or Cyrillic script has one constant byte in every two."""
    head = data[: 2 * _SAMPLE]
    if len(head) < 8 or len(data) % 2 or b"\0" not in head:
        return ""
    even, odd = head[::2], head[1::2]
    low = frozenset((0, 4))  # the upper bytes of Latin and Cyrillic
    if sum(byte in low for byte in odd) > 0.9 * len(odd) and sum(byte > 4 for byte in even) > 0.5 * len(even):
        return "utf-16-le"
    if sum(byte in low for byte in even) > 0.9 * len(even) and sum(byte > 4 for byte in odd) > 0.5 * len(odd):
        return "utf-16-be"
    return ""


def _mixed(data: bytes, problems: list[str]) -> Decoded:
    """Text that is not UTF-8 as a whole: line by line, where some lines that are not plain ASCII are."""
    lines = data.split(b"\n")
    good = [_as_utf8(line) for line in lines]
    bad = [number for number, text in enumerate(good) if text is None]
    page = _page(b"\n".join(lines[number] for number in bad))
    mixed = any(text is not None and not text.isascii() for text in good)
    if mixed:
        where = ", ".join(str(number + 1) for number in bad[:_NAMED]) + (" …" if len(bad) > _NAMED else "")
        problems.append(f"mixed encodings: UTF-8, but {len(bad)} lines read as {page.upper()} (lines {where})")
    else:
        problems.append(f"not UTF-8; read as {page.upper()}, in which most of its words are words")
    decoded = [lines[n].decode(page, "replace") if text is None else text for n, text in enumerate(good)]
    if lost := sum(text.count("\ufffd") for n, text in enumerate(decoded) if good[n] is None):
        problems.append(f"{lost} bytes have no letter in {page.upper()} and stand as �")
    return Decoded("\n".join(decoded), problems)


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _page(data: bytes) -> str:
    """The encoding of one byte a character in which most words are function words; the likeliest where none differ."""
    sample = data[:_SAMPLE]
    return max(_BYTE_PAGES, key=lambda page: weight(sample.decode(page, "replace")))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
