"""A document of prose as text: what every converter makes of it, and what the study of claims reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "title", "byline", "date", "heading", "body", "list", "quote", "teaser", "caption", "table", "boilerplate"
]
"""What a part of a document is; a converter says no more than the document's own marks or plain form tell."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, heading, list item or cell: a stretch of the text, and where it stands in the original."""

    start: int
    end: int
    """Code points of the text; exclusive. Line ends within are the original's, form feeds its pages and columns."""
    role: Role
    place: str
    """In the original: «page 3, line 12», «paragraph 7», «/html/body/div[2]/p[4]», «line 12», «part 1.2, line 4»."""
    repeats: int | None = None
    """The start of the part that stood before in the same words."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A document's date, and how it is known."""

    value: str
    """EDTF; empty where it is unknown."""
    how: Literal["stated", "inferred", "unknown", "given"]
    """stated in the document; inferred from what it mentions; given by a person."""
    evidence: str
    """The words or the field that say so, with their place."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A document as text. `text` is what all offsets refer to; every part of it can be found in the original again."""

    text: str
    parts: tuple[Part, ...]
    """In the order of the text; they do not overlap."""
    media: str
    """Media type of the original."""
    language: str
    """ISO 639-1 as the document states it or its words tell; empty where neither does."""
    title: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    dating: Dating = Dating("", "unknown", "")
    problems: tuple[str, ...] = ()
    """What was not read, one line each: pictures without text, attachments, links that were not followed."""
