"""Whose voice a paragraph is: the author's, the publisher's, or that of somebody who was introduced («X said:»)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kronika.study.claims.kinds import is_demand
from kronika.study.claims.sentences import Paragraph, sentences, stripped
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
_WHO = r"(?P<who>(?:[A-Z][\w.'-]{0,30}\s+|(?:of|de|von|van|der|the)\s+){0,7}[^\W\d_a-z][\w.'-]{0,30})"
_PARTIES = """
Con|Lab|Lab/Co-op|Labour|LD|Lib Dem|SNP|DUP|CB|XB|Ind|Independent|Green|GP|PC|Alba|SDLP|UUP|TUV|Non-Afl|Reform|RUK|
Alliance|Lord Bishop|PPE|EPP|S&D|Renew|ALDE|Verts/ALE|Greens/EFA|ECR|ID|GUE/NGL|The Left|NI|ESN|PfE|SF|FF|FG|CDU/CSU|
SPD|FDP|AfD|LPC|CPC|NDP|BQ"""
_PARTY = rf"\((?:{_PARTIES.replace(chr(10), '')})\)"
_PORTRAIT = r"\s*(?:[^\n()]{3,60}\sPortrait\s+)?"
_IN_OFFICE = r"\b(?:Minister|Secretary|Chancellor|Speaker|President|Commissioner|Leader|Attorney)\b"
_SIGNED_TURNS = (
    re.compile(  # «Lord Doe of Town (Lab)», alone or before what he says; «Jane Roe (PPE). - Mr President, …»
        rf"{_PORTRAIT}{_WHO}\s*(?:\([^()\n]{{2,60}}\)\s*)?{_PARTY}(?:[.:]?(?:\s*$|\s+(?:-\s+)?(?=[A-Z\"“«])))"
    ),
    re.compile(  # «The Minister for Europe (Jane Roe)», a line of its own
        rf"{_PORTRAIT}The\s+(?=[^\n()]*{_IN_OFFICE})[^\n()]{{3,160}}\({_WHO}\)(?:\s*{_PARTY})?\s*$"
    ),
    re.compile(rf"\s*{_WHO},\s[^.\n]{{3,160}}\.\s+-\s+(?=[A-Z])"),  # «Jane Roe, Member of the Commission. - Madam …»
)
"""How the records of parliaments head what somebody says; all but the party or office is a name."""
_OFFICE_LINE = re.compile(
    rf"\s*(?:(?:[A-Z][\w'-]*|of|for|and),?\s+){{0,8}}(?:[A-Z][\w']*-)?{_IN_OFFICE}(?=\s+(?:of|for|to)\s|\s*[(\n]|\s*$)[^.:;\n]{{0,120}}(?:\n|$)"
)
_NAME_LINE = re.compile(rf"\s*(?=\S+[ ]\S){_WHO}\s*$")
"""«Jane Roe», a line of its own, heads what she says where a line with her office follows it."""
_DATELINE = re.compile(
    r"(?:\([A-Z][^()\n]{2,50}\)"  # «(Berlin) - »
    r"|[A-Z]{3,20}(?:[ ./-][A-Z]{2,20}){0,3}(?:,\s[A-Z][\w. ]{1,30})?(?:,\s[^-()\n]{3,25})?(?:\s*\([^()\n]{2,40}\))?"
    r"|[A-Z]\w{1,20}(?:[ /-][A-Z]\w{1,20}){0,3}(?:,\s[^-()\n]{3,25}\d{4}|\s*\([^()\n]{0,30}\d{4}\)))\s+-+\s+(?=\S)"
)
"""«(Berlin) - », «GENEVA (18 December 2014) - », «Paris, March 18, 2016 - », «LONDON (Agency) - »."""
_HONORIFIC = re.compile(
    r"(?:Mr|Mrs|Ms|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Baron|Viscount|Senator|Secretary|Minister|Ambassador|President|Madam)\b"
)
PUBLISHED = frozenset({"teaser", "caption", "boilerplate", "table"})
"""What stands in a document and is not its author's."""
SILENT = frozenset({"byline", "date"})
"""What claims nothing."""
_ENDS_TURN = frozenset({"heading", "title", "note", *PUBLISHED, *SILENT})


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
    floor: Speaker | None = None
    """Whose turn it is in a parliament's record; goes on after the words of others that were read out in it."""
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
            self.floor = turn if turn.rule == "signed-turn" else None
            return turn
        if self.lead and not self._goes_on(paragraph):
            over = paragraph.role in _ENDS_TURN or self.lead is self.floor
            self.floor = None if over else self.floor
            self.lead, self.mode, self.asked = self.floor, "block" if self.floor else None, False
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
        signed = self._signed(paragraph)
        if signed:
            who = Span(*signed.span("who"))
            whole = [one for one in self.scene.within(who) if (one.start, one.end) == (who.start, who.end)]
            name = whole[0].name if whole else " ".join(signed["who"].split())
            return Speaker(name, "block", who, whole[0] if whole else None, self.author.name, "signed-turn")
        opening = _TURN.match(self.scene.text, paragraph.start, paragraph.end)
        if opening is None or paragraph.role in PUBLISHED or paragraph.role in SILENT:
            return None
        who = Span(*opening.span("who"))
        name, mention = self.scene.name(who)
        if not (mention and mention.named == "person") and not _HONORIFIC.match(opening["who"]):
            return None
        return Speaker(name, "block", who, mention, self.author.name, "turn")

    def body(self, paragraph: Paragraph, voice: Speaker) -> Span:
        """What is said in a paragraph: without its bullet, and without the head of a turn."""
        body = paragraph.bare(self.scene.text)
        signed = self._signed(paragraph) if voice.rule == "signed-turn" else None
        if signed:
            return stripped(self.scene.text, Span(signed.end(), paragraph.end))
        if voice.rule == "turn" and voice.cue and voice.cue.start < body.end and body.holds(voice.cue):
            return stripped(self.scene.text, Span(self.scene.text.index(":", voice.cue.end) + 1, body.end))
        dateline = _DATELINE.match(self.scene.text, body.start, body.end)
        return Span(dateline.end(), body.end) if dateline else body

    def _signed(self, paragraph: Paragraph) -> re.Match[str] | None:
        if paragraph.role in SILENT:
            return None
        heads = (head.match(self.scene.text, paragraph.start, paragraph.end) for head in _SIGNED_TURNS)
        return next((head for head in heads if head), None) or self._above_office(paragraph)

    def _above_office(self, paragraph: Paragraph) -> re.Match[str] | None:
        named = _NAME_LINE.match(self.scene.text, paragraph.start, paragraph.end)
        if named is None or not _OFFICE_LINE.match(self.scene.text, paragraph.end):
            return None
        first = self.scene.within(Span(*named.span("who")))[:1]
        person = bool(first) and first[0].named == "person" and first[0].start == named.start("who")
        return named if person or _HONORIFIC.match(named["who"]) else None

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
        if self.lead is None:
            return False
        if self.lead.rule == "signed-turn" and _OFFICE_LINE.fullmatch(self.scene.text, paragraph.start, paragraph.end):
            return True
        if paragraph.role in _ENDS_TURN:
            return False
        if self.lead.rule == "signed-turn":
            self.mode = "block"
            return True
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
