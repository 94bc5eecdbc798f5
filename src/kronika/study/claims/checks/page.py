"""The document as checks read it: its claims with the words around them, whose they are and of which day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kronika.base.errors import UsageError
from kronika.study.claims import dates
from kronika.study.claims.sentences import sentences
from kronika.study.claims.spans import Claim, Dated, Mention, Quantity, Span

if TYPE_CHECKING:
    from kronika.base.prose import Prose

UNIONS = {
    "European Union": "eu", "European Commission": "eu", "European Council": "eu",
    "Council of the European Union": "eu", "High Representative of the European Union": "eu",
}  # fmt: skip
"""Bodies that act for a union of states, by the names that mentions have for them."""
_OURS = re.compile(r"\b(?:we|our|us)\b(?!\w)", re.IGNORECASE)
_PAST = re.compile(r"\b(?:had|was|were|held|counted|stood)\b(?!\s+been)", re.IGNORECASE)
S = TypeVar("S", bound=Span)
_NO_DAY = frozenset(("duration", "vague"))


@dataclass(frozen=True, slots=True)
class Period:
    """The day, month or period that a claim is of."""

    first: date
    last: date
    bound: str
    """The word that makes it an end: since, by, …; empty for the period itself."""
    said: str
    """How it is known."""
    stated: bool
    """Whether the claim says it; else it is the document's."""

    @property
    def when(self) -> str:
        """It in words."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True)
class Page:
    """A document and its claims; raises UsageError for claims that are not of its text."""

    prose: Prose
    claims: Sequence[Claim]
    elsewhere: Sequence[Mention] = ()
    """Names in the text that stand in no claim, as in its title."""

    def __post_init__(self) -> None:
        length = len(self.prose.text)
        if any(not 0 <= claim.start < claim.end <= length for claim in self.claims):
            raise UsageError(f"a claim stands outside the text, which has {length:,} characters: extract them from it")

    @property
    def text(self) -> str:
        """The text that all offsets are of."""
        return self.prose.text

    def figures(self) -> Iterator[tuple[Claim, Quantity]]:
        """Every figure once, with the smallest claim that it stands in; in the order of the text."""
        found: dict[int, tuple[Claim, Quantity]] = {}
        for claim in sorted(self.claims, key=lambda each: each.start - each.end):
            found |= {quantity.start: (claim, quantity) for quantity in claim.quantities}
        for _, each in sorted(found.items()):
            yield each

    def around(self, span: Span) -> Claim | None:
        """The smallest claim that holds a place; None where none does."""
        last = bisect_right(self._claims, span.start, key=_start)
        found: Claim | None = None
        for claim in reversed(self._claims[:last]):
            if claim.start < span.end - self._longest:
                break
            if claim.holds(span) and (found is None or claim.end - claim.start < found.end - found.start):
                found = claim
        return found

    def sentence(self, span: Span) -> Span:
        """The sentence in which a place stands; the paragraph, or the place itself, where none is found."""
        last = bisect_right(self._sentences, span.start, key=_start)
        found = self._sentences[last - 1] if last else span
        return found if found.holds(span) else self.paragraph(span)

    def paragraph(self, span: Span) -> Span:
        """The paragraph in which a place stands, else the place itself."""
        last = bisect_right(self._paragraphs, span.start, key=_start)
        found = self._paragraphs[last - 1] if last else span
        return found if span.start < found.end else span

    def mentions(self, span: Span) -> list[Mention]:
        """The names within a place, in their order."""
        return _within(self._mentions, span)

    def states(self, span: Span) -> list[str]:
        """The states named within a place, their governments and unions too: codes, each once."""
        return list(dict.fromkeys(code for mention in self.mentions(span) if (code := state(mention))))

    def nearest(self, claim: Claim, among: Iterable[str] = ()) -> tuple[list[str], str]:
        """The states of a claim, else of its sentence, else of its paragraph; and which of these it was.

        `among` leaves out all others.
        """
        wanted = set(among)
        for span, where in (
            (claim, ""),
            (self.sentence(claim), "the sentence"),
            (self.paragraph(claim), "the paragraph"),
        ):
            found = [code for code in self.states(span) if not wanted or code in wanted]
            if found:
                return found, where
        return [], ""

    def ours(self, claim: Claim) -> str:
        """The state that «we» stands for, from who speaks; empty where that does not tell, or nobody says «we»."""
        if not _OURS.search(claim.of(self.text)):
            return ""
        speaker = claim.speaker
        if speaker.mention and (code := state(speaker.mention)):
            return code
        named = [
            each
            for each in self._mentions
            if state(each) and re.search(rf"\b{re.escape(each.of(self.text))}\b", speaker.name)
        ]
        return state(named[0]) if named else ""

    def period(self, claim: Claim, near: Span) -> Period | None:
        """Of which day a claim is: its date nearest to a place, else the document's; None where that is open.

        A claim in the past tense without a date is open, and so is one whose date cannot be resolved.
        """
        found = [each for each in claim.dates if each.basis not in _NO_DAY]
        whole = self.sentence(claim)
        if not found:
            every = _within(self._dates, whole)
            found = [each for each in every if each.end <= claim.start] or (every if len(every) == 1 else [])
        if found:
            return self._stated(min(found, key=lambda each: _apart(each, near)))
        if _PAST.search(self._clause(claim, near)):
            return None
        return self.day

    def _clause(self, claim: Claim, near: Span) -> str:
        """The words of a claim before a place, from the last comma on."""
        return re.split(r"[,;:]", self.text[claim.start : max(claim.start, near.start)])[-1]

    @cached_property
    def day(self) -> Period | None:
        """The document's date; None where it is not known."""
        dating = self.prose.dating
        try:
            first, last = dates.bounds(dating.value)
        except ValueError:
            return None
        return Period(
            first, last, "", f"the claim states no day: taken as of the document's, {dating.value}", stated=False
        )

    def _stated(self, dated: Dated) -> Period | None:
        try:
            first, last = dates.bounds(dated.value)
        except ValueError:
            return None
        return Period(first, last, dated.bound, f"«{dated.of(self.text)}» is {dated.value}", stated=True)

    @cached_property
    def named(self) -> frozenset[str]:
        """All states that are named anywhere."""
        return frozenset(code for mention in self._mentions if (code := state(mention)))

    @cached_property
    def _claims(self) -> list[Claim]:
        return sorted(self.claims, key=_start)

    @cached_property
    def _longest(self) -> int:
        return max((claim.end - claim.start for claim in self.claims), default=0)

    @cached_property
    def _paragraphs(self) -> list[Span]:
        return [Span(part.start, part.end) for part in self.prose.parts]

    @cached_property
    def _sentences(self) -> list[Span]:
        return [Span(each.start, each.end) for part in self._paragraphs for each in sentences(self.text, part)]

    @cached_property
    def _mentions(self) -> list[Mention]:
        found = {mention.start: mention for mention in self.elsewhere}
        found |= {mention.start: mention for claim in self.claims for mention in claim.mentions}
        return [mention for _, mention in sorted(found.items())]

    @cached_property
    def _dates(self) -> list[Dated]:
        found = {dated.start: dated for claim in self.claims for dated in claim.dates if dated.basis not in _NO_DAY}
        return [dated for _, dated in sorted(found.items())]


def state(mention: Mention) -> str:
    """The code of the state or union that a mention is of; empty for any other, and for persons."""
    if mention.name in UNIONS:
        return UNIONS[mention.name]
    return mention.id if mention.named in {"country", "people", "organisation"} and len(mention.id) == 2 else ""


def _start(span: Span) -> int:
    return span.start


def _within(spans: Sequence[S], place: Span) -> list[S]:
    first = bisect_left(spans, place.start, key=_start)
    last = bisect_left(spans, place.end, first, key=_start)
    return [span for span in spans[first:last] if span.end <= place.end]


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def closed(text: str) -> frozenset[str]:
    """A closed class of words."""
    return frozenset(text.split())


def sure(mention: Mention) -> bool:
    """Whether a name is of one bearer, as far as the text tells."""
    return not mention.rule.startswith("ambiguous")
