"""From a document and the spans in it to its claims: who says what, of which kind, with which figures and names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kronika.study.claims import quotations
from kronika.study.claims.clauses import claims_apart, set_apart
from kronika.study.claims.folding import Folded, S, fold
from kronika.study.claims.kinds import checkable, is_commitment, is_demand, kind, presumed
from kronika.study.claims.scene import Scene, scene
from kronika.study.claims.sentences import Paragraph, paragraphs, sentences, stripped
from kronika.study.claims.spans import Claim, Dated, Kind, Mention, Quantity, Span, Speaker
from kronika.study.claims.speakers import Cue, cues, of_quotation
from kronika.study.claims.voices import SILENT, Voices, author

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.quotations import Quotation

_PHRASE = re.compile(r"\b(?:of|for|on|with|to|against|by|from|after|at|that|over)\s+|[,;:(]\s*")
_HEADLINES = frozenset({"title", "heading", "teaser"})
_COMMA = re.compile(r"[,;]\s")
_TEASED = re.compile(r",\s+(?=[A-Z])")
_WORD = re.compile(r"\w+")
_THAT = re.compile(r"(?:and\s+)?that\s")
_ASIDES = frozenset({"relative-clause", "participle"})
_DEEPEST = 3
"""«X said that Y had said that …»: how far that is followed."""
_SHORTEST = 3
"""Fewer words than these claim nothing."""
_REPEATED = 4
"""Fewer words than these may be repeated by chance."""
_COUNTED = frozenset({"figure", "demand", "commitment"})
_ADDED = re.compile(
    r",\s+(?:adding|saying|noting|stressing|warning|arguing|claiming|insisting|explaining|pointing\s+out)\s+that\s+"
)
_PERFORMED = frozenset({"demand", "commit", "condemn", "greet"})
_PERFORMS = re.compile(r"[a-z]+(?<!s)s\b")
_QUOTED = frozenset({"direct", "block", "list", "attributed"})
_KINDS: dict[str, Kind] = {
    "say": "attribution",
    "demand": "demand",
    "commit": "commitment",
    "condemn": "condemnation",
    "greet": "attribution",
}


def extract(
    prose: Prose, quantities: Sequence[Quantity] = (), dates: Sequence[Dated] = (), mentions: Sequence[Mention] = ()
) -> list[Claim]:
    """The claims of a document, in the order of the text; offsets are those of `prose.text`.

    A sentence is one claim, or as many as it has clauses with figures, voices or purposes of their own. What somebody
    is said to have said is an attribution; the figures, demands and commitments in it are claims of that speaker's.
    A text in another language than English makes no claims: there are no rules for it.
    """
    if prose.language not in {"", "en"}:
        return []
    folded = fold(prose.text)
    parts = [replace(part, start=folded.place(part.start), end=folded.place(part.end)) for part in prose.parts]
    read = paragraphs(folded.text, parts)
    given = _Inside(_ascending(quantities), _ascending(dates), _ascending(mentions))
    inner = _Inside(
        [replace(folded.inward(one), number=one.number and folded.inward(one.number)) for one in given.quantities],
        [folded.inward(one) for one in given.dates],
        [folded.inward(one) for one in given.mentions],
    )
    claims = _Reader.of(prose, folded.text, read, inner).claims(read)
    return _given(claims, folded, given)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What was found in the text before, each kind ascending."""

    quantities: list[Quantity]
    dates: list[Dated]
    mentions: list[Mention]


def _ascending(spans: Sequence[S]) -> list[S]:
    return sorted(spans, key=lambda span: (span.start, span.end))


def _in(spans: Sequence[S], place: Span) -> tuple[S, ...]:
    first = bisect_left(spans, place.start, key=lambda span: span.start)
    last = bisect_left(spans, place.end, first, key=lambda span: span.start)
    return tuple(span for span in spans[first:last] if span.end <= place.end)


def _given(claims: Sequence[Claim], folded: Folded, inside: _Inside) -> list[Claim]:
    """The claims at their places in the text as given, each that stood before in the same words saying so."""
    first: dict[tuple[str, ...], int] = {}
    found: list[Claim] = []
    for claim in claims:
        words = (claim.kind, *_WORD.findall(claim.of(folded.text).lower()))
        given = folded.outward(claim)
        before = first.setdefault(words, given.start) if len(words) > _REPEATED else given.start
        cue = claim.speaker.cue
        found.append(
            replace(
                given,
                speaker=replace(
                    claim.speaker,
                    cue=folded.outward(cue) if cue else None,
                    mention=claim.speaker.mention and folded.outward(claim.speaker.mention),
                ),
                quantities=_in(inside.quantities, given),
                dates=_in(inside.dates, given),
                mentions=_in(inside.mentions, given),
                same_as=before if before != given.start else None,
            )
        )
    return found


@dataclass(slots=True)
class _Reader:
    scene: Scene
    inside: _Inside
    figures: list[Quantity]
    """The quantities that can be checked."""
    quotations: list[Quotation]
    """Those that are speech, ascending."""
    masks: tuple[str, ...]
    """The text with the direct speech of that depth and deeper made unreadable."""
    voices: Voices
    section: str = "body"
    direct: Speaker | None = None
    """Who was last quoted."""
    framed: bool = False
    """Whether the quotation that is read stands in a claim already, with the words that tell whose it is."""
    found: list[Claim] = field(default_factory=list)

    @classmethod
    def of(cls, prose: Prose, text: str, read: Sequence[Paragraph], inside: _Inside) -> _Reader:
        quoted = [quotation for quotation in quotations.find(text, read) if quotation.speech]
        deepest = max((quotation.depth for quotation in quoted), default=0)
        masks = tuple(_masked(text, quoted, depth) for depth in range(deepest + 1))
        writer = author(prose)
        seen = scene(text, inside.mentions, quoted, unsigned=not writer.name, publisher=prose.publisher)
        house = Speaker(prose.publisher, "author", rule="publisher")
        figures = [quantity for quantity in inside.quantities if checkable(text, quantity)]
        return cls(seen, inside, figures, _ascending(quoted), (*masks, text), Voices(seen, masks[0], writer, house))

    def claims(self, read: Sequence[Paragraph]) -> list[Claim]:
        """Read all paragraphs; the claims in the order of the text."""
        for paragraph in read:
            if paragraph.role in SILENT:
                continue
            voice = self.voices.of(paragraph)
            self.section = paragraph.role
            if self.voices.mode != "direct" and not self.scene.text.startswith(('"', "“", "„", "«"), paragraph.start):
                self.direct = None
            self._passage(self.voices.body(paragraph, voice), voice, 0)
            self.voices.introduced(paragraph, voice)
        return sorted(self.found, key=lambda claim: (claim.start, claim.end))

    def _passage(self, span: Span, voice: Speaker, depth: int) -> None:
        words = self.masks[min(depth, len(self.masks) - 1)]
        for sentence in sentences(words, span):
            quoted = [quotation for quotation in _in(self.quotations, sentence) if quotation.depth >= depth]
            outer = [one for one in quoted if not any(other is not one and other.holds(one) for other in quoted)]
            if outer:
                self._quoted(sentence, outer, voice, depth)
                continue
            for clause in self._headlines(sentence):
                for piece in set_apart(words, clause):
                    self._clause(words, piece, voice)

    def _headlines(self, sentence: Span) -> list[Span]:
        """The headlines that stand in a row in a teaser; else the sentence."""
        if self.section != "teaser":
            return [sentence]
        pieces, start, text = [], sentence.start, self.scene.text
        for comma in _TEASED.finditer(text, sentence.start, sentence.end):
            attributed = cues(self.scene, text, Span(start, sentence.end), headline=True)
            if any(
                cue.whole.end < sentence.end and cue.whole.holds(Span(comma.start(), comma.end())) for cue in attributed
            ):
                continue
            if (
                min(len(text[start : comma.start()].split()), len(text[comma.end() : sentence.end].split()))
                >= _REPEATED
            ):
                pieces.append(Span(start, comma.start()))
                start = comma.end()
        return [*pieces, Span(start, sentence.end)]

    def _quoted(self, sentence: Span, outer: Sequence[Quotation], voice: Speaker, depth: int) -> None:
        words = self.masks[min(depth, len(self.masks) - 1)]
        framed = Span(min(sentence.start, outer[0].start), max(sentence.end, outer[-1].end))
        for quotation in outer:
            told = of_quotation(self.scene, words, framed, quotation)
            lead = self.voices.lead if self.voices.mode == "direct" else None
            speaker = told or self.direct or lead or Speaker("", "direct", rule="quotation-of-nobody")
            if speaker.how != "author":
                speaker = replace(speaker, how="direct", reported_by=voice.name)
            if told and quotation is outer[0]:
                self._add(stripped(self.scene.text, framed), "attribution", speaker, told.rule)
            self.direct = speaker
            before, self.framed = self.framed, told is not None
            self._passage(stripped(self.scene.text, quotation.inner), speaker, depth + 1)
            self.framed = before
        edges = [framed.start, *(edge for one in outer for edge in (one.start, one.end)), framed.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            frame = Span(start, end)
            added = _ADDED.search(words, start, end) if told else None
            if added and told:
                self._clause(words, stripped(words, Span(added.end(), end)), speaker, _COUNTED, 1)
            elif _in(self.figures, frame):
                self._own(words, stripped(words, frame), voice)

    def _clause(
        self, words: str, clause: Span, voice: Speaker, only: frozenset[str] | None = None, deep: int = 0
    ) -> None:
        """The claims of a main clause: those of whom it lets speak, else the voice's own."""
        if len(words[clause.start : clause.end].split(None, 2)) < _SHORTEST:
            return
        told = self._theirs(words, clause, voice) if deep < _DEEPEST else []
        asides = [cue for cue in told if cue.rule in _ASIDES]
        frame = next((_before(cue, asides) for cue in _weighed(told) if cue not in asides), None)
        rest = clause
        if frame:
            self._reported(words, clause, frame, voice, only, deep)
            rest = Span(frame.whole.end, frame.whole.end if asides else clause.end)
        for cue in asides:
            if frame is None or frame.content is None or not frame.content.holds(cue):
                self._reported(words, cue.whole, cue, voice, only, deep)
                rest = Span(rest.start, max(rest.start, min(rest.end, cue.whole.start)))
        if frame is None:
            self._own(words, stripped(words, rest), voice, only)
        elif rest.start < rest.end:
            self._clause(words, stripped(words, rest), voice, only, deep + 1)

    def _told(self, words: str, clause: Span) -> list[Cue]:
        """The cues of a clause whose subject is not the voice itself."""
        return [cue for cue in cues(self.scene, words, clause, headline=self.section in _HEADLINES) if not cue.own]

    def _theirs(self, words: str, clause: Span, voice: Speaker) -> list[Cue]:
        """The cues of others. Who is quoted speaks for the institution named: «“The UK condemns …”, Roe said»."""
        told = self._told(words, clause)
        if voice.how not in {"direct", "block"}:
            return told
        return [cue for cue in told if cue.sort not in _PERFORMED or not _PERFORMS.match(words, cue.start, cue.end)]

    def _reported(
        self, words: str, clause: Span, cue: Cue, voice: Speaker, only: frozenset[str] | None, deep: int
    ) -> None:
        speaker = cue.speaker("indirect" if cue.content else "attributed", voice.name)
        if cue.rule in {"according-to", "as-said"}:
            speaker = replace(speaker, how="attributed")
        end = min(clause.end, cue.whole.end)
        kind_of = _KINDS[cue.sort]
        empty = cue.sort == "say" and (cue.content is None or cue.content.end - cue.content.start < 3)
        if not empty and (only is None or kind_of in only):
            self._add(stripped(words, Span(cue.whole.start, end)), kind_of, speaker, cue.rule)
        if cue.sort == "say" and cue.content and not empty:
            self._clause(words, stripped(words, cue.content), speaker, _COUNTED, deep + 1)
        if empty:  # «X noted, in a year with 300 arrests:»
            self._own(words, clause, voice, frozenset({"figure"}))
            return
        outside = [one for one in _in(self.figures, clause) if not (cue.content and cue.content.holds(one))]
        told = [figure for figure in outside if cue.sort in {"condemn", "greet"} or presumed(words, figure)]
        self._phrases(words, clause, told, voice)

    def _own(self, words: str, clause: Span, voice: Speaker, only: frozenset[str] | None = None) -> None:
        """What the voice itself claims in a clause."""
        for piece in claims_apart(
            words, clause, _in(self.figures, clause), lambda span: bool(_in(self.inside.dates, span)), self._binding
        ):
            made = self._kind(piece)
            if made is None or (only is not None and made[0] not in only):
                continue
            told = made[0] == "event" and voice.how in _QUOTED and voice.rule not in {"turn", "signed-turn"}
            if told and self.framed:
                continue
            self._add(piece, "attribution" if told else made[0], voice, made[1])
            if made[0] in {"demand", "condemnation"}:
                figures = _in(self.figures, piece)
                self._phrases(
                    words, piece, [one for one in figures if made[0] == "condemnation" or presumed(words, one)], voice
                )

    def _kind(self, piece: Span) -> tuple[Kind, str] | None:
        words = piece.of(self.scene.text)
        listed = self.voices.asked and self.voices.mode == "list"
        if listed:
            return "demand", "list-of-demands"
        return kind(
            self.scene.text,
            words,
            _in(self.figures, piece),
            self._own_ends(words),
            named=self.section not in {"title", "heading"} and bool(self.scene.within(piece)),
        )

    def _own_ends(self, words: str) -> list[int]:
        return [match.end() for match in self.scene.own.finditer(words)] if self.scene.own else []

    def _binding(self, span: Span) -> str:
        words = span.of(self.scene.text)
        if is_demand(words):
            return "demand"
        return "commitment" if is_commitment(words, self._own_ends(words)) else ""

    def _phrases(self, words: str, clause: Span, figures: Sequence[Quantity], voice: Speaker) -> None:
        """Figures that a demand, a condemnation or a greeting takes for granted, from the noun phrase on."""
        for figure in figures:
            start = clause.start
            for match in _PHRASE.finditer(words, clause.start, figure.start):
                start = match.end()
            aside = words[start - 2 : start].strip() == ","  # «…, who now number 1,400, …»
            stop = _COMMA.search(words, figure.end, clause.end) if aside else None
            phrase = Span(start, stop.start() if stop else clause.end)
            self._add(stripped(words, phrase), "figure", voice, "presumed-figure")

    def _add(self, span: Span, kind_of: Kind, speaker: Speaker, rule: str) -> None:
        if speaker.how != "author" and speaker.cue and self.scene.heard[-1:] != [speaker]:
            self.scene.heard.append(speaker)
        inside = self.inside
        self.found.append(
            Claim(
                span.start,
                span.end,
                kind_of,
                speaker,
                self.section,
                _in(inside.quantities, span),
                _in(inside.dates, span),
                _in(inside.mentions, span),
                tuple(name for name in (rule, speaker.rule) if name),
            )
        )


def _weighed(told: Sequence[Cue]) -> Sequence[Cue]:
    """The cues of a clause; of «X welcomes … and calls for …» what X calls for."""
    greets = next((cue for cue in told if cue.rule not in _ASIDES), None)
    if greets is None or greets.sort != "greet":
        return told
    weightier = [cue for cue in told if cue.sort in {"demand", "commit"} and cue.name == greets.name]
    return [*weightier, *told]


def _before(frame: Cue, asides: Sequence[Cue]) -> Cue:
    """The cue of a main clause without the «…, adding that …» that follows it."""
    adding = [cue.whole.start for cue in asides if cue.rule == "participle" and cue.start > frame.start]
    if not adding:
        return frame
    content = frame.content and Span(frame.content.start, max(frame.content.start, min(frame.content.end, adding[0])))
    return replace(frame, whole=Span(frame.whole.start, min(frame.whole.end, adding[0])), content=content)


def _masked(text: str, quoted: Sequence[Quotation], depth: int) -> str:
    """The text with the words of direct speech made unreadable, but for the stop at their end."""
    pieces, start = [], 0
    for quotation in _ascending([one for one in quoted if one.depth >= depth]):
        inner = quotation.inner
        if inner.start < start:
            continue
        kept = inner.start + len(text[inner.start : inner.end].rstrip(" .!?…,'\"”’»"))
        pieces += [text[start : inner.start], "_" * (kept - inner.start)]
        start = kept
    return "".join([*pieces, text[start:]])
