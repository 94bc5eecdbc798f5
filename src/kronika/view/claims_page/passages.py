"""A text with its claims as pages show it: passage by passage, cut where a mark begins or ends.

Text, verdicts ── passages ──▶ Passage(pieces left, claims right) ──▶ marks.html
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from kronika.base.prose import Part
from kronika.study.claims.spans import Dated, Mention, Quantity, Span
from kronika.view import claims_text

if TYPE_CHECKING:
    from kronika.study.claims.reviews import Reviewed
    from kronika.study.claims.spans import Speaker
    from kronika.study.claims.verdicts import Verdict
    from kronika.texts import Text

NONE = "no check"
"""The outcome of a claim that no check is about."""
OUTCOMES = ("contradicted", "records disagree", "supported", "cannot tell", NONE)
"""Of a claim with several verdicts, the first of these stands for it in the text and in the filter."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
Sort = Literal["", "quantity", "date", "name", "unlinked"]
_Marked = Quantity | Dated | Mention
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with its number on the page, and what the checks make of it."""

    number: int
    reviewed: Reviewed
    verdicts: tuple[Verdict, ...]
    same_as: int | None
    """The number of the first claim in the same words, where the text repeats itself."""

    @property
    def outcome(self) -> str:
        """The verdict that stands for all."""
        found = {each.outcome for each in self.verdicts}
        return next((each for each in OUTCOMES if each in found), NONE)


class Piece(NamedTuple):
    """A stretch of a passage with the same marks from its beginning to its end."""

    text: str
    within: tuple[Shown, ...]
    """The claims that it is part of, the innermost last."""
    sort: Sort
    says: str
    """What was read of it: the figure, the day, who is meant."""
    ends: tuple[Shown, ...]
    """The claims that end with it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the document, and the claims that begin in it."""

    number: int
    part: Part
    pieces: tuple[Piece, ...]
    claims: tuple[Shown, ...]
    repeats: int | None = None
    """The number of the passage that stood before in the same words."""


def shown(text: Text, verdicts: Iterable[Verdict] = ()) -> list[Shown]:
    """The claims of a text, numbered in its order, each with its verdicts."""
    held: dict[object, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        held[verdict.claim].append(verdict)
    first = {each.claim.start: number for number, each in reversed(list(enumerate(text.claims, 1)))}
    return [
        Shown(number, each, tuple(held[each.claim]), first.get(each.claim.same_as or -1))
        for number, each in enumerate(text.claims, 1)
    ]


def passages(text: Text, claims: Sequence[Shown]) -> list[Passage]:
    """The passages of a text in their order; all of the text but white space is in one of them."""
    prose = text.marked.prose
    parts = _whole(prose.text, prose.parts)
    starts = [part.start for part in parts]
    numbers = {part.start: number for number, part in enumerate(parts, 1)}
    spans = _by_part(starts, parts, [(span, span) for span in _inner(text)])
    about = _by_part(starts, parts, [(each.reviewed.claim, each) for each in claims])
    begin: dict[int, list[Shown]] = defaultdict(list)
    for each in claims:
        begin[bisect_right(starts, each.reviewed.claim.start) - 1].append(each)
    return [
        Passage(
            at + 1, part, tuple(_pieces(prose.text, part, about[at], spans[at])), tuple(begin[at]),
            numbers.get(part.repeats) if part.repeats is not None else None,
        )
        for at, part in enumerate(parts)
    ]  # fmt: skip


def day(dated: Dated) -> str:
    """A day as it was read, and by what."""
    by = {"document": ", by the document's date", "text": ", by a date before it"}.get(dated.anchor, "")
    return claims_text.day(dated) + by


def speaks(speaker: Speaker) -> str:
    """Who says it, and how."""
    if speaker.how == "author":
        return f"the document's author{'' if speaker.name else ', unnamed'}"
    return claims_text.voice(speaker)


def clean(text: str) -> str:
    """A text as a page can hold it: what HTML forbids stands as a blank, so that lengths stay."""
    return _CONTROL.sub(" ", text)


def _whole(text: str, parts: Sequence[Part]) -> list[Part]:
    """The parts, and what stands between them if it is more than white space."""
    found, at = list[Part](), 0
    for part in [*parts, None]:
        until = part.start if part else len(text)
        if text[at:until].strip():
            found.append(Part(at, until, "body", ""))
        if part:
            found.append(part)
            at = part.end
    return found


def _inner(text: Text) -> list[_Marked]:
    """The figures, days and names of a text; in a corrected claim those that the person left in it."""
    marked = text.marked
    machine: list[_Marked] = [*marked.quantities, *marked.dates, *marked.mentions]
    corrected = [each.claim for each in text.claims if each.review and each.review.corrected]
    kept = [span for span in machine if not any(claim.holds(span) for claim in corrected)]
    hand = dict[_Marked, None]()
    for claim in corrected:
        hand |= dict.fromkeys((*claim.quantities, *claim.dates, *claim.mentions))
    return [*kept, *hand]


def _by_part(
    starts: Sequence[int], parts: Sequence[Part], some: Iterable[tuple[Span, T]]
) -> list[list[tuple[Span, T]]]:
    """What has a place in each part, with that place."""
    found: list[list[tuple[Span, T]]] = [[] for _ in parts]
    for span, each in some:
        at = max(bisect_right(starts, span.start) - 1, 0)
        while at < len(parts) and parts[at].start < span.end:
            if span.start < parts[at].end:
                found[at].append((span, each))
            at += 1
    return found


def _pieces(
    text: str, part: Part, claims: Sequence[tuple[Span, Shown]], spans: Sequence[tuple[Span, _Marked]]
) -> Iterator[Piece]:
    bounds = sorted(
        {part.start, part.end}
        | {min(max(at, part.start), part.end) for span, _ in (*claims, *spans) for at in (span.start, span.end)}
    )
    waiting = sorted(claims, key=lambda each: (each[0].start, -each[0].end))
    marks = sorted(spans, key=lambda each: (each[0].start, -each[0].end))
    within: list[Shown] = []
    open_: list[_Marked] = []
    at_claim = at_mark = 0
    for start, end in pairwise(bounds):
        while at_claim < len(waiting) and waiting[at_claim][0].start <= start:
            within.append(waiting[at_claim][1])
            at_claim += 1
        while at_mark < len(marks) and marks[at_mark][0].start <= start:
            open_.append(marks[at_mark][1])
            at_mark += 1
        within = [each for each in within if each.reviewed.claim.end > start]
        open_ = [each for each in open_ if each.end > start]
        ends = tuple(each for each in within if each.reviewed.claim.end == end)
        sort, says = _read(open_[-1]) if open_ else ("", "")
        yield Piece(clean(text[start:end]), tuple(within), sort, says, ends)


def _read(span: _Marked) -> tuple[Sort, str]:
    if isinstance(span, Quantity):
        return "quantity", claims_text.figure(span)
    if isinstance(span, Dated):
        return "date", day(span)
    return ("name" if span.linked else "unlinked"), claims_text.actor(span)
