"""Paragraphs and sentences of a text, with their places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.study.claims.spans import Span
from kronika.study.claims.verbs import SAYING

if TYPE_CHECKING:
    from kronika.base.prose import Part

_TABLES = tomllib.loads((Path(__file__).parent / "words" / "sentences.toml").read_text("utf-8"))
_ABBREVIATED = frozenset(_TABLES["abbreviations"].split())
_BEFORE_NUMBERS = frozenset(_TABLES["before_numbers"].split())
_OPENERS = frozenset(_TABLES["openers"].split())
_END = re.compile(r"(?:\.{2,}|[.!?…]+)(?:\[\d{1,3}\])*[\"'”»)\]›]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"[\w.]*\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$|^[^\W\d_]$")
_NEXT = re.compile(r"\s*([\"'“„«‘(\[]*)(\w+)?")
_FRAME = re.compile(
    rf"\s+(?:(?:he|she|they|it|[A-Z][\w'-]*|the|a)(?:\s+[\w.'-]+){{0,5}}?\s+(?:{SAYING})\b"
    rf"|(?:{SAYING})\s+(?:he|she|they|[A-Z]|the))"
)
_BULLET = re.compile(r"\s*(?:[-•*▪‣◦·]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+|\(?[ivx]{1,4}\)\s+)(?=\S)")
_UNFINISHED = re.compile(
    r"(?:\b(?:the|a|an|of|and|or|to|in|on|at|by|for|from|with|into|between|against|about|its|their|his|her|our|that|"
    r"which|who|whose|is|are|was|were|be|been|has|have|had|will|would|can|could|may|must|should|than|as)|\b(?:at|of|in|by|for|from|with|without)\s+\w+ing"
    r"|,)\s*$"
)
_ADDRESS = re.compile(
    r"\b(?:contact us|follow us|subscribe|sign up|click here|read more|all rights reserved|newsletter|share this|"
    r"e-?mail us)\b|\S@\S+\.\w|^\s*https?://\S+\s*$|^\W*$",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"\s*(?:notes?\s+(?:to|for)\s+(?:the\s+)?editors?|background(?:\s+(?:note|information))?|"
    r"ends?|###|further information)\s*:?\s*$",
    re.IGNORECASE,
)


_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A paragraph to read: parts of the document that one sentence runs through are one."""

    role: str
    """The part's role; «note» for what stands below «Notes to editors»."""

    def bare(self, text: str) -> Span:
        """Without its bullet or number and the blanks around it."""
        bullet = _BULLET.match(text, self.start, self.end)
        start = bullet.end() if bullet and self.listed(text) else self.start
        return stripped(text, Span(start, self.end))

    def bullet(self, text: str) -> str:
        """The kind of its bullet: the sign, «1» for numbers, «a» for letters; empty where it has none."""
        found = _BULLET.match(text, self.start, self.end)
        sign = found[0].strip(" \n().") if found else ""
        return "1" if sign.isdigit() else "a" if sign.isalpha() else sign

    def listed(self, text: str) -> bool:
        """Whether it is an item of a list."""
        return self.role == "list" or (
            self.role in {"body", "note"} and bool(_BULLET.match(text, self.start, self.end))
        )


def stripped(text: str, span: Span) -> Span:
    """The span without blanks at either end."""
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def paragraphs(text: str, parts: Sequence[Part]) -> list[Paragraph]:
    """The parts of a document as paragraphs to read.

    Where a part ends within a sentence («from the», a word cut in two) the next one is joined to it. What the document
    does not mark is told by its form: a body paragraph without a stop at its end that holds several sentences is a run
    of headlines of other articles (a teaser), a shorter one a heading; addresses to the reader are boilerplate.
    """
    found: list[Paragraph] = []
    notes = False
    for part in parts:
        here = stripped(text, Span(part.start, part.end))
        if here.start == here.end:
            continue
        paragraph = Paragraph(here.start, here.end, part.role)
        if found and _runs_on(text, found[-1], paragraph):
            found[-1] = replace(found[-1], end=here.end)
        else:
            found.append(paragraph)
    for place, paragraph in enumerate(found):
        role = _role(text, paragraph)
        notes = notes or role == "note"
        found[place] = replace(paragraph, role="note" if notes and role in {"body", "list", "heading"} else role)
    return found


def _runs_on(text: str, before: Paragraph, after: Paragraph) -> bool:
    if before.role not in {"body", "teaser", "list", "quote", "heading"} or after.role not in {
        "body",
        "teaser",
        "heading",
        before.role,
    }:
        return False
    last = text[max(before.start, before.end - 40) : before.end]
    if last[-1] in ".!?:;…" or _BULLET.match(text, after.start, after.end):
        return False
    return text[after.start].islower() or bool(_UNFINISHED.search(last))


def _role(text: str, paragraph: Paragraph) -> str:
    words = text[paragraph.start : min(paragraph.end, paragraph.start + 2000)]
    if paragraph.role in {"body", "heading", "list", "note"} and _NOTES.match(words):
        return "note"
    if paragraph.role not in {"body", "heading"}:
        return paragraph.role
    if len(words) < 400 and _ADDRESS.search(words):
        return "boilerplate"
    if paragraph.role == "heading" or _BULLET.match(words) or words.rstrip("\"'”»)] ")[-1:] in {*".!?…:;,-"}:
        return paragraph.role
    inner = next(iter(sentences(text, paragraph)), paragraph)
    if inner.end < paragraph.end or (len(words) > 110 and "\n" not in words):
        return "teaser"
    return "heading" if len(words) <= 110 else "body"


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a paragraph; together they hold all of it but the blanks between them."""
    start = within.start
    for match in _END.finditer(text, within.start, within.end):
        if match.start() < start or not _ends(text, match, start, within):
            continue
        yield from _cut(text, stripped(text, Span(start, match.end())))
        start = match.end()
    rest = stripped(text, Span(start, within.end))
    if rest.start < rest.end:
        yield from _cut(text, rest)


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """Nobody speaks in sentences of a page: what has no stop for so long is a table or worse, and read in pieces."""
    start = sentence.start
    while sentence.end - start > _LONGEST:
        blank = text.rfind(" ", start + 1, start + _LONGEST)
        end = blank if blank > 0 else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)


def _ends(text: str, match: re.Match[str], start: int, within: Span) -> bool:
    following = _NEXT.match(text, match.end(), min(within.end, match.end() + 80))
    if following is None or match.end() >= within.end:
        return True
    opened, word = following[1], following[2] or ""
    if word[:1].islower():
        return False
    if (
        match[0] != "."
        and match[0][-1] in "\"'”»"
        and _FRAME.match(text, match.end(), min(within.end, match.end() + 120))
    ):
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(start, match.start() - 12), match.start())
    last = before[0].lower() if before else ""
    if last in _ABBREVIATED or (last in _BEFORE_NUMBERS and (word[:1].isdigit() or not word)):
        return False
    if last.isdigit() and match.start() - len(last) <= start + 1:
        return False  # the number of a list's item
    if _DOTTED.search(last) and not opened:
        return word.lower() in _OPENERS and len(last) > 1
    return True
