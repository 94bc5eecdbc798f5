"""What a text says of the people in it: who is named where, who «he» is, and on whose behalf the author writes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from kronika.study.claims.spans import Span

if TYPE_CHECKING:
    from kronika.study.claims.spans import Mention, Speaker

_DETERMINERS = re.compile(
    r"\s*(?:(?:and|but|so|yet|then|meanwhile|however|both|even|just|the|a|an|my|our|that|this|these|those)\b[\s,]*)+",
    re.IGNORECASE,
)
_PREPOSED = re.compile(
    r"\b(?:of|for|at|in|to|from|on|with|by|against|between|under)\s+(?:the\s+|all\s+)?$", re.IGNORECASE
)
PAPER = re.compile(
    r"\b(?:report|statement|study|survey|investigation|inquiry|assessment|analysis|letter|resolution|article|poll|review|paper|"
    r"communiqué|declaration|data|figures|research)\b[^,;]*\b(?:by|from|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OWN_PAPER = re.compile(
    r"'s?\s+(?:[a-z]+\s+){0,3}(?:report|statement|study|survey|letter|figures|data|article|declaration|resolution)\s*$"
)
_PERSONAL = re.compile(r"\s*(he|she|they|it)\s*$", re.IGNORECASE)
_MANY = re.compile(
    r"s$|\b(?:report|statement|group|mission|ministry|government|court|committee|police|study|survey)\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?:[A-Z][\w.'-]*\s+){1,4}[A-Z][\w'-]+$")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")
_JOINED = re.compile(r",\s+and\s+|,\s+|\s+and\s+")
_OFFICE = re.compile(
    r"(?:(?:foreign|prime|interior|justice|defence|defense|deputy|high|special|vice|opposition)[\s-])*"
    r"(?:minister|president|secretary|commissioner|rapporteur|spokes(?:person|man|woman)|ambassador|representative|director|chancellor|leader|"
    r"chair(?:person|man|woman)?|premier|envoy|senator|governor|mayor|speaker|lawyer|official)",
    re.IGNORECASE,
)
_LONGEST_OFFICE, _FEW = 40, 8
_PUBLISHED = re.compile(r"\s+(?:published|released|issued|launched|presented|adopted|seen|obtained)\b.*$", re.DOTALL)
_SURNAMES = 2
_TITLED = r"\.?\s+(?:[A-Z][\w'-]{0,30}\s+){0,2}(?P<name>[A-Z][\w'-]{0,30})"
_MEN = re.compile(rf"\b(?:Mr|Sir|Lord|Baron){_TITLED}")
_WOMEN = re.compile(rf"\b(?:Mrs|Ms|Miss|Dame|Lady|Baroness){_TITLED}")
_NEW_PARAGRAPH = re.compile(r"\n\s*")
_THE = re.compile(r"the\s+", re.IGNORECASE)
_OWNED = re.compile(r"'s?\b|'(?=\s)")
_OPENS = re.compile(r"(?:[.!?][\"'”»)]*\s|\n|^)[^.!?\n]{0,40}\Z")
_HEADS = re.compile(r"(?:[.!?][\"'”»)]*\s|\n|^)\s*(?:the\s+)?\Z", re.IGNORECASE)
_PERFORMS = re.compile(
    r"\s+(?:(?:and\s+(?:its|our)\s+[\w ]{3,40}|"
    r"(?:further|also|strongly|again|fully|remains?|once again|\w+ly)\s+)\s*){0,2}"
    r"(?:condemns?|calls?\s+(?:on|upon|for)|urges?|welcomes?|supports?|deplores?|reiterates?|reaffirms?|stands?\s+(?:by|with|ready|firmly|in)|"
    r"recalls?|commends?|rejects?|encourages?|expects?|strongly(?!\s+[a-z]+ed\b)|(?:is\s+|are\s+)?(?:[a-z]+ly\s+)?(?:concerned|alarmed|appalled)\b|"
    r"continues?\s+to\s+(?:support|stand|call|urge|work\s+with|monitor)\b|(?:is|are|remains?)\s+(?:[a-z]+ly\s+)?committed|(?:will|shall)\s+(?:continue|keep|not|remain))\b"
)
NAMED = frozenset({"person", "organisation", "country", "unknown"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The text, and who is named in it outside of quotations."""

    text: str
    mentions: tuple[Mention, ...]
    """Ascending, none within another."""
    starts: tuple[int, ...]
    quoted: tuple[tuple[int, int], ...] = ()
    heard: list[Speaker] = field(default_factory=list)
    """Who spoke so far, in the order of the text; the reader of the text adds to it."""
    men: frozenset[str] = frozenset()
    """The surnames to which the text says Mr, Sir or Lord; `women`: Mrs, Ms, Dame …"""
    women: frozenset[str] = frozenset()
    own: re.Pattern[str] | None = None
    """The names of the institution that speaks in this text, where no author is named: «The UK condemns …»."""

    def within(self, span: Span) -> Sequence[Mention]:
        """The names in a place."""
        first = bisect_left(self.starts, span.start)
        return [
            mention for mention in self.mentions[first : bisect_left(self.starts, span.end)] if mention.end <= span.end
        ]

    def whole_name(self, span: Span) -> Span:
        """The span from the beginning of the name in which it begins («Court of| Human Rights»)."""
        before = bisect_left(self.starts, span.start) - 1
        cut = before >= 0 and span.start < self.mentions[before].end <= span.end
        return Span(self.starts[before], span.end) if cut else span

    def is_own(self, span: Span) -> bool:
        """Whether these words name the institution that speaks in this text."""
        if any(one.named == "person" for one in self.within(span)):
            return False  # «EU envoy Jane Roe» is somebody in the EU's own text too
        words = _DETERMINERS.sub("", self.text[span.start : span.end], count=1)
        return bool(self.own and self.own.match(words))

    def name(self, span: Span) -> tuple[str, Mention | None]:
        """Who is meant by a noun phrase: a name of the text where one is its head, its words where none is.

        A pronoun stands for the last person («it»: the last organisation or country) named before it and outside of
        quotations. Both are empty where nobody can be meant.
        """
        words = self.text[span.start : span.end]
        pronoun = _PERSONAL.match(words)
        if pronoun:
            return self._in_full(*self._meant(pronoun[1].lower(), span.start))
        return self._in_full(*self._said_so(span, words))

    def _in_full(self, name: str, mention: Mention | None) -> tuple[str, Mention | None]:
        """The one name of the text that a surname ends, or that one of two possible names is («A or B»)."""
        others = {one.name for one in self.mentions if one.named in {"person", "unknown"}}
        either = [one for one in name.split(" or ") if one in others] if mention and " or " in name else []
        linked = mention is not None and mention.linked
        if name[:1].isupper() and not linked and not either and len(name.split()) <= _SURNAMES:
            either = [one for one in others if one.endswith(f" {name}") and one[0].isupper()]
        return (either[0] if len(either) == 1 else name), mention

    def _said_so(self, span: Span, words: str) -> tuple[str, Mention | None]:
        bracket = _BRACKETED.search(words)
        if bracket and words[: bracket.start()].strip():
            return self.name(Span(span.start, span.start + bracket.start()))
        several = self._several(span)
        if several:
            return several
        inside = [mention for mention in self.within(span) if mention.named in NAMED]
        persons = [
            mention for mention in inside if mention.named == "person" and not _OWNED.match(self.text, mention.end)
        ]
        if persons and not _PREPOSED.search(self.text[span.start : persons[0].start]):
            joined = persons if re.search(r"\band\b", words) else persons[:1]
            return "; ".join(dict.fromkeys(person.name for person in joined)), persons[0]
        last = inside[-1] if inside else None
        if last and _OWN_PAPER.match(self.text, last.end, span.end):
            return last.name, last
        if last and not self.text[last.end : span.end].strip(" ,()"):
            before = self.text[span.start : last.start]
            if not _PREPOSED.search(before) or PAPER.search(before):
                return last.name, last
        bare = _DETERMINERS.sub("", words.strip(), count=1) if _DETERMINERS.match(words) else words.strip()
        known = next(
            (one.name for one in reversed(self.heard[-20:]) if bare and one.name.lower().endswith(f" {bare.lower()}")),
            "",
        )
        if known:
            return known, None  # «the experts» are the «UN experts» who spoke before
        officer = self._in_office(bare) if span.end - span.start <= _LONGEST_OFFICE else None
        if officer:
            return officer.name, officer.mention
        capitals = _CAPITALS.search(bare)
        if capitals and (capitals.start() == 0 or PAPER.search(bare[: capitals.start()])):
            return capitals[0], None
        return " ".join(_PUBLISHED.sub("", bare).split()), None

    def _meant(self, pronoun: str, before: int) -> tuple[str, Mention | None]:
        """Who spoke last: a person for «he» and «she», nobody's for «it» and «they». Failing that, who was named last.

        One with whom a sentence opened since somebody spoke is meant rather than that speaker: «Roe said so. Doe
        disagreed. He …». «It» and «they» do not reach further back than to the paragraph before.
        """
        personal = pronoun in {"he", "she"}
        wanted = {"person", "unknown"} if personal else {"organisation", "country", "unknown"}
        opening = max((self.text.rfind(stop, 0, before) for stop in (". ", "\n", "! ", "? ")), default=0)
        first = bisect_left(self.starts, max(opening, 0) if personal else before)
        named = [
            mention
            for mention in self.mentions[max(0, first - 60) : first]
            if mention.named in wanted
            and not self._is_quoted(mention)
            and (mention.named != "unknown" or " " in mention.of(self.text))
            and self._apart(mention.start, before) <= personal
            and self._agrees(mention.name, pronoun)
        ]
        heard = [one for one in self.heard[-3:] if self._agrees(one.name, pronoun)]
        last = next((one for one in reversed(heard) if self._may_be(one, before, personal=personal)), None)
        if last and last.cue:
            since = [
                one
                for one in named
                if opening > one.start > last.cue.end
                and (_OPENS if personal else _HEADS).search(self.text, max(0, one.start - 60), one.start)
            ]
            return (since[-1].name, since[-1]) if since else (last.name, last.mention)
        known = [one for one in named if personal or one.named != "unknown"]
        return (known[-1].name, known[-1]) if known else ("", None)

    def _agrees(self, name: str, pronoun: str) -> bool:
        """Whether no title in the text speaks against it: «Mr Doe» is no «she»."""
        against = {"she": self.men, "he": self.women}.get(pronoun, frozenset())
        return not name or name.rpartition(" ")[2] not in against

    def _may_be(self, speaker: Speaker, before: int, *, personal: bool) -> bool:
        """Whether a pronoun at a place can be one who spoke before: the last to speak, or one who spoke close by."""
        if speaker.cue is None or not _fits(speaker, personal=personal):
            return False
        return (personal and speaker is self.heard[-1]) or self._apart(speaker.cue.start, before) <= 1

    def _apart(self, start: int, end: int) -> int:
        """How many paragraphs one place is after another; 2 stands for more."""
        return len(list(islice(_NEW_PARAGRAPH.finditer(self.text, start, end), 2)))

    def _in_office(self, office: str) -> Speaker | None:
        """Who spoke and was brought in with these words: «the minister» after «Foreign Minister Jane Roe said»."""
        if not _OFFICE.fullmatch(office):
            return None
        for speaker in reversed(self.heard[-_FEW:]):
            for one in self.mentions if speaker.mention and speaker.mention.named == "person" else ():
                if one.name == speaker.name and _brought_in(self.text, one.start, office):
                    return speaker
        return None

    def _several(self, span: Span) -> tuple[str, Mention | None] | None:
        """The institutions that a noun phrase lists («the UN, the OSCE and the EU»); None where it lists none."""
        edges = [span.start]
        for joint in _JOINED.finditer(self.text, span.start, span.end):
            edges += [joint.start(), joint.end()]
        edges.append(span.end)
        listed: list[Mention] = []
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            article = _THE.match(self.text, start, end)
            first = article.end() if article else start
            inside = [one for one in self.within(Span(first, end)) if one.named in NAMED - {"person"}]
            if len(inside) != 1 or inside[0].start != first or self.text[inside[0].end : end].strip():
                return None
            if listed and not (article or inside[0].linked):
                return None
            listed.append(inside[0])
        return ("; ".join(dict.fromkeys(one.name for one in listed)), listed[0]) if len(listed) > 1 else None

    def _is_quoted(self, span: Span) -> bool:
        place = bisect_left(self.quoted, (span.start + 1, 0)) - 1
        return place >= 0 and span.end <= self.quoted[place][1]


def _brought_in(text: str, start: int, office: str) -> bool:
    before = text[max(0, start - _LONGEST_OFFICE) : start].lower()
    return before.rstrip(" ,").endswith(office.lower())


def _fits(speaker: Speaker, *, personal: bool) -> bool:
    """Whether «he» or «she» (else «they», «it») can be this speaker; one known by an office only may be either."""
    if speaker.mention is None:
        return not personal or not _MANY.search(speaker.name)
    return personal == (speaker.mention.named == "person")


def scene(text: str, mentions: Sequence[Mention], quoted: Sequence[Span], *, unsigned: bool, publisher: str) -> Scene:
    """The scene of a text; `unsigned` where the document names no author."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    outside = sorted((span.start, span.end) for span in quoted)
    men, women = (frozenset(match["name"] for match in titled.finditer(text)) for titled in (_MEN, _WOMEN))
    plain = Scene(text, tuple(kept), tuple(mention.start for mention in kept), tuple(outside), men=men, women=women)
    if not unsigned:
        return plain
    own = _own(plain, publisher)
    return replace(plain, own=own)


def _own(plain: Scene, publisher: str) -> re.Pattern[str] | None:
    """Who does by saying so («condemns», «calls on», «will continue») most often is who speaks in an unsigned text."""
    acting = Counter(
        mention.name
        for mention in plain.mentions
        if mention.named in {"organisation", "country"}
        and not plain._is_quoted(mention)
        and _PERFORMS.match(plain.text, mention.end, mention.end + 90)
    )
    names = {acting.most_common(1)[0][0]} if acting else set()
    forms = {mention.of(plain.text) for mention in plain.mentions if mention.name in names} | (
        {publisher} if publisher else set()
    )
    if not forms:
        return None
    state = any(mention.named == "country" and mention.name in names for mention in plain.mentions)
    longest = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    longest += r"|Government(?!\s+of\b)" if state else ""  # a state's own text says «the Government» of its own
    return re.compile(
        rf"(?:{longest})(?:'s)?(?:\s+[Gg]overnment|\s+and\s+(?:its|our|their)\b[\w\s-]{{3,60}}|\s*\([\w\s]+\))?(?=\s|,|$)"
    )
