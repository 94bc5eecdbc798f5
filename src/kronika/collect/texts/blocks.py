"""What every converter makes of a document, and how that becomes one text with its parts.

    bytes ── converter ──▶ Draft (blocks in reading order) ── form.mark ──▶ roles ── prose ──▶ Prose

A line end of the original stays a line end inside a block wherever the original is cited by lines, so that a place is
counted and no map of offsets is needed: see `texts.locate`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kronika.base.prose import Dating, Part, Prose, Role

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None}
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLANKS = re.compile(r"[ \t\r\v]+")
_WORD = re.compile(r"\w+")
_FEWEST = 8
"""Words that a passage must have to be called a repetition: fewer come back by chance."""
_GAP = "\n\n"


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item or row of a document."""

    text: str
    place: str
    role: Role = "body"
    sure: bool = False
    """Whether the document's own marks give the role; then its form changes nothing."""
    start: int = -1
    """Where it stands in `Draft.text`; -1 where that is empty."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A date of publication that a document states."""

    value: str
    """EDTF."""
    evidence: str
    """The words or the field, with their place."""
    sure: bool = True
    """False for what a program wrote beside the text: when a file was made is not when it was published."""


@dataclass(slots=True)
class Draft:
    """A document as a converter gives it."""

    media: str
    blocks: list[Block] = field(default_factory=list)
    text: str = ""
    """Given where the document is plain text: the blocks then stand in it. Else the text is made of the blocks."""
    title: str = ""
    publisher: str = ""
    authors: list[str] = field(default_factory=list)
    language: str = ""
    dates: list[Stated] = field(default_factory=list)
    """The most trusted first."""
    problems: list[str] = field(default_factory=list)

    def block(self, text: str, place: str, role: Role = "body", *, sure: bool = False) -> None:
        """Add a block, unless it is blank."""
        if cleaned := clean(text):
            self.blocks.append(Block(cleaned, place, role, sure))


def unligatured(text: str) -> str:
    """The text without ligatures and soft hyphens, which only say how it is set."""
    return text.translate(_LIGATURES)


def clean(text: str) -> str:
    """The text with single blanks and without ligatures and soft hyphens; line ends and page ends stay."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in unligatured(text).split("\n"))
    return "\n".join(line for line in lines if line)


def raised(digits: str) -> str:
    """The digits of a note's mark or a power as superiors: «1,500» with note 3 is 1,500³, never 15,003."""
    return digits.translate(_RAISED)


def prose(draft: Draft, dating: Dating, language: str) -> Prose:
    """The draft as one text with its parts."""
    text, parts = draft.text or _GAP.join(block.text for block in draft.blocks), []
    spans, at = [], 0
    for block in draft.blocks:
        at = block.start if draft.text else at
        spans.append((at, at + len(block.text)))
        at += len(block.text) + len(_GAP)
    repeats = _repeats([block.text for block in draft.blocks])
    for number, (block, (start, end)) in enumerate(zip(draft.blocks, spans, strict=True)):
        first = repeats.get(number)
        parts.append(Part(start, end, block.role, block.place, None if first is None else spans[first][0]))
    return Prose(
        text=text,
        parts=tuple(parts),
        media=draft.media,
        language=language,
        title=draft.title,
        publisher=draft.publisher,
        authors=tuple(dict.fromkeys(draft.authors)),
        dating=dating,
        problems=tuple(dict.fromkeys(draft.problems)),
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a passage, to tell whether two are the same: without case, marks and white space."""
    return tuple(_WORD.findall(text.casefold()))


def _repeats(texts: list[str]) -> dict[int, int]:
    """The first passage in the same words for each that stood before, whole or as the beginning of a longer one."""
    seen: dict[tuple[str, ...], int] = {}
    beginnings: dict[tuple[str, ...], list[tuple[int, tuple[str, ...]]]] = {}
    found: dict[int, int] = {}
    for number, text in enumerate(texts):
        said = words(text)
        if len(said) < _FEWEST:
            continue
        alike = beginnings.setdefault(said[:_FEWEST], [])
        first = seen.get(said)
        if first is None:
            longer = (other for other, whole in alike[:20] if whole[: len(said)] == said)
            first = next(longer, None)
        if first is None:
            seen[said] = number
            alike.append((number, said))
        else:
            found[number] = first
    return found
