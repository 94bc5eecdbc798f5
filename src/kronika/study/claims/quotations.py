"""Where a text quotes: direct speech, also over paragraphs, and words that an author keeps at a distance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kronika.study.claims.spans import Span
from kronika.study.claims.verbs import SAYING

_MARKS = re.compile("[\"“”„«»‘'‹›]")
_CLOSES = {"“": '”"', "„": '“”"', "«": "»", "‹": "›", "‘": "'", '"': '"”', "'": "'"}
_DEPTH = 4
"""Quotations within quotations deeper than this are read as part of the one around them."""
_WORDS = re.compile(r"\w+")
_STOPPED = re.compile(r"[.!?,…;-]\s*['’”»\"]*\s*$")
_TITLE = re.compile(r"[A-Z][\w'’-]*(?:\s+(?:[A-Z][\w'’-]*|of|the|for|and|on|in|to|a))*,\s*")
"""A name that an American comma stands in: the «Legal Aid Society,» and others."""
_LED_IN = re.compile(r"[:,]\s*$")
_SAID_AFTER = re.compile(
    rf"\s*,?\s*(?:(?:he|she|they|it|I|we|[A-Z][\w.'-]*|the|a|an)(?:\s+[\w.'-]+){{0,5}}?\s+(?:also\s+|has\s+|had\s+)?(?:{SAYING})\b"
    rf"|(?:{SAYING})\s)"
)
_INTRODUCED = re.compile(rf"\b(?:{SAYING}|saying|adding|that)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation(Span):
    """Words in quotation marks; the span is that of the marks."""

    inner: Span
    depth: int
    """0 for one that stands in no other."""
    speech: bool
    """Somebody's statement; otherwise single words kept at a distance («“election”»), a title, a name."""
    goes_on: bool = False
    """It carries on a quotation of the paragraph before, which was not closed there."""


def find(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """The quotations of a text, paragraph by paragraph, in the order of their ends.

    A mark that nothing closes is no quotation, except at the head of a paragraph: there each paragraph of a long
    speech is opened anew and only the last is closed.
    """
    found: list[Quotation] = []
    unclosed = False
    for paragraph in paragraphs:
        here, unclosed = _scan(text, paragraph, unclosed)
        found.extend(here)
    return found


def _scan(text: str, paragraph: Span, open_before: bool) -> tuple[list[Quotation], bool]:
    found: list[Quotation] = []
    stack: list[int] = []
    end = paragraph.end
    head = next((place for place in range(paragraph.start, end) if not text[place].isspace()), end)
    last_single = text.rfind("'", head, end)
    for match in _MARKS.finditer(text, head, end):
        place, mark = match.start(), match[0]
        outer = 0 if len(stack) > 1 and mark not in _CLOSES[text[stack[-1]]] and mark != "'" else len(stack) - 1
        if stack and place == stack[-1] + 1 and mark in _CLOSES[text[stack[-1]]]:
            stack.pop()  # nothing between the marks
        elif stack and mark in _CLOSES[text[stack[outer]]] and _may_close(text, place, end):
            opened = stack[outer]
            del stack[outer:]
            found.append(_made(text, paragraph, Span(opened + 1, place), outer, open_before and opened == head))
        elif len(stack) < _DEPTH and _may_open(text, place, head, last_single):
            stack.append(place)
    if not stack or text[stack[0]] == "'" or not (stack[0] == head or _LED_IN.search(text[head : stack[0]][-3:])):
        return found, False
    opened = stack[0]
    found.append(Quotation(opened, end, Span(opened + 1, end), 0, speech=True, goes_on=open_before and opened == head))
    return found, True


def _may_close(text: str, place: int, end: int) -> bool:
    following = text[place + 1] if place + 1 < end else " "
    if text[place] == "'":
        return not following.isalnum() and not text[place - 1].isspace()
    return text[place] != '"' or not text[place - 1].isspace() or not following.isalnum()


def _may_open(text: str, place: int, start: int, last_single: int) -> bool:
    before = text[place - 1] if place > start else " "
    following = text[place + 1 : place + 2] or " "
    if text[place] in "“„«‹":
        return True
    if text[place] == "‘":
        return last_single > place and not following.isspace()
    if text[place] == "'":
        return last_single > place and not before.isalnum() and before not in ".,!?)" and following.isalnum()
    return text[place] == '"' and not before.isalnum() and not following.isspace()


def _made(text: str, paragraph: Span, inner: Span, depth: int, goes_on: bool) -> Quotation:
    speech = goes_on or _is_speech(text, paragraph, inner)
    return Quotation(inner.start - 1, inner.end + 1, inner, depth, speech, goes_on)


def _is_speech(text: str, paragraph: Span, inner: Span) -> bool:
    words = text[inner.start : inner.end]
    if len(_WORDS.findall(words[:400])) < 3:
        return False
    before = text[max(paragraph.start, inner.start - 61) : inner.start - 1]
    after = text[inner.end + 1 : min(paragraph.end, inner.end + 80)]
    opens = words.lstrip("[(… .'‘“\"")[:1]
    whole = bool(_STOPPED.search(words[-6:]))
    if opens.isupper() or opens.isdigit():
        return (
            (whole and not (words.rstrip().endswith(",") and _TITLE.fullmatch(words)))
            or bool(_LED_IN.search(before))
            or bool(_INTRODUCED.search(before))
            or bool(_SAID_AFTER.match(after))
            or (not before.strip() and after[:1] in ".!?")
        )
    return (whole and bool(_LED_IN.search(before))) or bool(_SAID_AFTER.match(after) and not before.strip())
