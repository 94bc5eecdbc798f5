"""Whose voice a paragraph is: the author's, the publisher's, or that of somebody who was introduced («X said:»)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kronika.study.claims.kinds import is_demand
from kronika.study.claims.sentences import Paragraph, sentences
from kronika.study.claims.spans import How, Span, Speaker
from kronika.study.claims.speakers import cues

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.scene import Scene

_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Uu]s|[Mm]y)\b")
_OPENING = re.compile(r"\W*(?:(?:the|The)\s+)?")
_OPENS_QUOTE = re.compile(r"\s*[\"“„«‘]")
_NAMES = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
_BY = re.compile(r"^[\s-]*(?:by\s+)?", re.IGNORECASE)
_ABOUT = r"\b[^.]{0,80}?\b(?:is|are|was|were|works|writes|has|serves|teaches|heads|leads)\b"
_TURN = re.compile(r"\s*(?P<who>(?:[A-Z][\w.'-]*\s+){0,5}[A-Z][\w.'-]*)(?:\s*\([^)]{0,60}\)){0,2}:\s+(?=[A-Z\"“«])")
_HONORIFIC = re.compile(
    r"(?:Mr|Mrs|Ms|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Baron|Viscount|Senator|Secretary|Minister|Ambassador|President|Madam)\b"
)
PUBLISHED = frozenset({"teaser", "caption", "boilerplate", "table"})
"""What stands in a document and is not its author's."""
SILENT = frozenset({"byline", "date"})
"""What claims nothing."""


def author(prose: Prose) -> Speaker:
    """The document's author: the names of its byline, joined with «; », or nobody's where it names none."""
    names = list(prose.authors)
    if not names:
        bylines = [prose.text[part.start : part.end] for part in prose.parts if part.role == "byline"]
        names = [name for line in bylines[:1] for name in _NAMES.split(_BY.sub("", line).strip()) if name]
    return Speaker("; ".join(names), "author", rule="byline" if names else "unsigned")


@dataclass(slots=True)
class Voices:
    """Follows a document paragraph by paragraph and tells whose voice each is.

    A block that «X said:» opens holds the quotations, the quoted paragraphs or the list that follow. Where nothing
    marks it, it goes on until a paragraph that is no longer X's: one that names X, brings in another speaker, is a
    heading or a note, or returns, without «I» or «we», to a subject with which the author opened a paragraph before.
    """

    scene: Scene
    words: str
    author: Speaker
    publisher: Speaker
    lead: Speaker | None = None
    """Who was introduced and goes on speaking."""
    mode: How | None = None
    asked: bool = False
    """The list that follows is of things asked for («calls on the authorities to:»)."""
    fresh: bool = False
    """The introduction was the paragraph before."""
    bullet: str = ""
    """The kind of bullet of the list that goes on."""
    openings: set[str] = field(default_factory=set)

    def of(self, paragraph: Paragraph) -> Speaker:
        """Whose voice this paragraph is."""
        turn = self.turn(paragraph)
        if turn:
            self.lead, self.mode, self.asked, self.fresh = turn, "block", False, False
            return turn
        if self.lead and not self._goes_on(paragraph):
            self.lead, self.mode, self.asked = None, None, False
        self.fresh = False
        if self.lead and self.mode != "direct":
            return self.lead
        if paragraph.role in PUBLISHED or self._about(paragraph):
            return self.publisher
        opening = self._opening(paragraph)
        if opening:
            self.openings.add(opening)
        return self.author

    def turn(self, paragraph: Paragraph) -> Speaker | None:
        """Whose turn it is in a debate or an interview («Mr Doe: I thank …»); None where no turn opens."""
        opening = _TURN.match(self.scene.text, paragraph.start, paragraph.end)
        if opening is None or paragraph.role in PUBLISHED or paragraph.role in SILENT:
            return None
        who = Span(*opening.span("who"))
        name, mention = self.scene.name(who)
        if not (mention and mention.named == "person") and not _HONORIFIC.match(opening["who"]):
            return None
        return Speaker(name, "block", who, mention, self.author.name, "turn")

    def introduced(self, paragraph: Paragraph, voice: Speaker) -> None:
        """Note whom this paragraph introduces at its end, after it was read."""
        words = self.scene.text[paragraph.start : paragraph.end].rstrip()
        if not words.endswith(":") or not (self.scene.within(paragraph) or len(words.split(None, 2)) > 1):
            return
        *_, last = sentences(self.words, paragraph.bare(self.scene.text))
        found = [
            cue
            for cue in cues(self.scene, self.words, last)
            if cue.sort in {"say", "demand"} and cue.rule != "relative-clause"
        ]
        self.asked = bool(is_demand(self.scene.text[last.start : last.end]))
        if found and not found[-1].own:
            self.lead = found[-1].speaker("block", voice.name)
        elif self.asked or found:
            self.lead = voice
        else:
            named = Span(last.start, last.end - 1)
            name, mention = (
                self.scene.name(named) if len(self.scene.text[named.start : named.end].split()) <= 6 else ("", None)
            )
            self.lead = (
                Speaker(name, "block", named, mention, voice.name, "name-colon")
                if mention and mention.named == "person"
                else None
            )
        self.mode, self.fresh = None, self.lead is not None

    def _goes_on(self, paragraph: Paragraph) -> bool:
        if self.lead is None or paragraph.role in {"heading", "title", "note", *PUBLISHED, *SILENT}:
            return False
        text = self.scene.text
        if self.fresh:
            listed, quoted = paragraph.listed(text), bool(_OPENS_QUOTE.match(text, paragraph.start))
            self.mode = (
                "list" if listed else "attributed" if paragraph.role == "quote" else "direct" if quoted else "block"
            )
            self.bullet = paragraph.bullet(text)
            if self.lead.how != "author":
                self.lead = replace(self.lead, how=self.mode)
            return self.mode != "block" or self.lead.how != "author"
        if self.mode == "list":
            return paragraph.listed(text) and paragraph.bullet(text) == self.bullet
        if self.mode == "attributed":
            return paragraph.role == "quote"
        if self.mode == "direct":
            return bool(_OPENS_QUOTE.match(text, paragraph.start))
        return not self._returns(paragraph)

    def _returns(self, paragraph: Paragraph) -> bool:
        lead = self.lead
        named = {mention.name for mention in self.scene.within(paragraph)}
        if lead is None or (lead.mention and lead.mention.name in named):
            return True
        if _FIRST_PERSON.search(self.words, paragraph.start, paragraph.end):
            return False
        if self._opening(paragraph) in self.openings:
            return True
        first = next(iter(sentences(self.words, paragraph)), paragraph)
        return any(
            cue.name and cue.name != lead.name and cue.sort == "say" for cue in cues(self.scene, self.words, first)
        )

    def _opening(self, paragraph: Paragraph) -> str:
        """The name with which a paragraph opens; empty where it opens otherwise."""
        opening = _OPENING.match(self.scene.text, paragraph.start, paragraph.end)
        place = opening.end() if opening else paragraph.start
        first = self.scene.within(Span(place, min(place + 80, paragraph.end)))
        return first[0].name if first and first[0].start == place else ""

    def _about(self, paragraph: Paragraph) -> bool:
        """Whether this is a note about the author, or the publisher's «we»."""
        words = self.scene.text[paragraph.start : min(paragraph.end, paragraph.start + 300)]
        names = [name for name in self.author.name.split("; ") if name]
        if any(re.match(rf"\W*{re.escape(name)}{_ABOUT}", words) for name in names):
            return True
        house = self.publisher.name
        return bool(names and house and house in words and _FIRST_PERSON.search(words))
