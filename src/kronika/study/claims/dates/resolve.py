"""What the words of a date come to, against the document's date and the dates before them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kronika.base import dates

if TYPE_CHECKING:
    from kronika.study.claims.spans import Basis

MONTHS = {word: number for word, number in dates.MONTHS.items() if len(word) > 2 and word not in {"ago", "dic", "mrz"}}
"""Names of months that are no other words → 1 to 12."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OPEN = ""
"""The value of a date that cannot be told."""
_COMING = re.compile(
    r"\b(?:will|shall|'ll|due|scheduled|upcoming|planned|set to|to be held|expires?|next|forthcoming)\b", re.IGNORECASE
)
_EITHER = re.compile(
    r"\b(?:ahead of|run-up to|prior to|before|to contest|candidates? (?:in|for)|"
    r"(?:run|stand|compete|participate)(?:\s+\w+){0,2}\s+in)"
    r"\s+(?:(?:the|its|their|a)\s+)?(?:(?!on\b|in\b|us\b|them\b|him\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""After these stands what was or will be: of its years the nearer is meant."""
_OPENS = re.compile(r"\W*(?:(?:on|in|by|from|this|next|later)\s+)?", re.IGNORECASE)
_STOP = re.compile(r"[.;!?\n]|\Z")
_HALF = 6
"""Months."""
_NEAR = 60
"""Characters before a date within which a word of the future is about it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule makes of some words, before or after it is resolved."""

    value: str
    basis: Basis
    anchor: str = ""


@dataclass(slots=True)
class Context:
    """What words are resolved against."""

    text: str
    published: str
    paragraph: int = 0
    last: str = ""
    """The last date before the words, in this paragraph."""
    stated: str = ""
    """The last of which the text says the year."""

    @property
    def year(self) -> int | None:
        """The document's."""
        return int(self.published[:4]) if self.published else None

    @property
    def month(self) -> int | None:
        """The document's, where it is known."""
        return int(self.published[5:7]) if len(self.published) >= 7 else None

    @property
    def day(self) -> date | None:
        """The document's, where it is known."""
        return date.fromisoformat(self.published) if len(self.published) == 10 else None

    def coming(self, start: int) -> bool:
        """Whether the sentence speaks of what will be, before this place."""
        sentence = max(self.text.rfind(mark, max(0, start - _NEAR), start) for mark in (". ", "\n", "; "))
        first = max(0, sentence, start - _NEAR)
        opens = _OPENS.fullmatch(self.text, first, start)
        end = _STOP.search(self.text, start, start + _NEAR)
        return bool(_COMING.search(self.text, first, end.start() if opens and end else start))

    def either(self, start: int) -> bool:
        """Whether the words before this place leave it open if it was or will be."""
        return bool(
            _EITHER.search(self.text, max(self.text.rfind("\n", max(0, start - _NEAR), start), start - _NEAR, 0), start)
        )


def iso(year: int, month: int = 0, day: int = 0) -> str:
    """A day, a month where `day` is 0, a year where `month` is too."""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def that_year(context: Context) -> tuple[str, str]:
    """The year that is being spoken of, and what tells it: a date before in the paragraph, or the document."""
    if context.last:
        return context.last[:4], "text"
    return (str(context.year), "document") if context.year else ("", "")


def without_year(context: Context, start: int, month: int, day: int) -> Said | None:
    """A month, or a day of one where `day` is not 0, at this place of the text; None where there is no such day."""
    if day > monthrange(2000, month)[1]:
        return None
    if context.stated and (context.year is None or int(context.stated[:4]) < context.year):
        return Said(iso(int(context.stated[:4]), month, day), "partial", "text")
    if context.year is None or context.month is None:
        return Said(OPEN, "partial")
    told = (month, day) if day and context.day else (month,)
    today = (context.month, context.day.day) if day and context.day else (context.month,)
    year = context.year
    if context.coming(start):
        year += told < today
    elif not (context.either(start) and 0 < month - context.month < _HALF):
        year -= told > today
    return Said(iso(year, month, day), "partial", "document")


def named_month(context: Context, month: int, step: int, day: int = 0) -> Said:
    """«Last August», «this May», «next March», «last October 18»."""
    if context.year is None or context.month is None:
        return Said(OPEN, "relative")
    year = context.year
    if step < 0:
        year -= month >= context.month
    elif step > 0:
        year += month <= context.month
    if day > monthrange(year, month)[1]:
        day = 0
    return Said(iso(year, month, day), "relative", "document")


def weekday(context: Context, name: str, step: int) -> Said:
    """The day of this name before the document's, that day or before it, or after it: `step` −1, 0, 1."""
    if context.day is None:
        return Said(OPEN, "relative")
    back = (context.day.weekday() - DAYS.index(name)) % 7
    if step < 0:
        back = back or 7
    day = context.day + timedelta(days=7 - back if step > 0 else -back)
    return Said(day.isoformat(), "relative", "document")


def moved(context: Context, unit: str, step: int) -> Said:
    """The document's day, week, month or year, so many later."""
    value = OPEN
    if unit == "year" and context.year is not None:
        value = iso(context.year + step)
    elif unit == "month" and context.year is not None and context.month is not None:
        months = context.year * 12 + context.month - 1 + step
        value = iso(months // 12, months % 12 + 1)
    elif unit == "week" and context.day is not None:
        monday = context.day - timedelta(days=context.day.weekday()) + timedelta(weeks=step)
        value = f"{monday}/{monday + timedelta(days=6)}"
    elif unit == "day" and context.day is not None:
        value = str(context.day + timedelta(days=step))
    return Said(value, "relative", "document" if value else "")
