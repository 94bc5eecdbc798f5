"""The noun phrase that does what a verb says: where it begins and ends before the verb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.study.claims.spans import Span
from kronika.study.claims.verbs import FINITE

if TYPE_CHECKING:
    from kronika.study.claims.scene import Scene

BETWEEN = re.compile(
    r"(?:[\s,]*\b(?:has|have|had|also|again|too|today|yesterday|tonight|earlier|later|then|now|once|more|already|all|both|jointly|"
    r"on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in\s+(?:19|20)\d\d|(?!family|only|ally|Italy|assembly|july|anomaly)[a-z]+ly))+[\s,]*$"
)
COORDINATED = re.compile(r"(?:\b(?:and|or|but|then)|,)\s*$")
LONGEST = 14
_BOUNDARY = re.compile(
    r"[,;:()]\s|\s-+\s|\n\s*\n|\b(?:that|but|while|whilst|whereas|because|when|as|if|after|before|although|though|where|since|As|When|While|Although|Though|Because|and\s+(?=he|she|they|it))\s"
)
_EXAMPLES = re.compile(
    r"(?:including|such\s+as|among\s+them|like|led\s+by|headed\s+by|together\s+with|along\s+with|as\s+well\s+as|alongside)\b"
)
_NAME = r"(?:[Tt]he\s+)?[A-Z][\w.'-]*(?:\s+(?:[A-Z(][\w.)'-]*|of|for|the|on|in)){0,9}"
_ITEM = re.compile(
    r"(?!(?:On|In|At|After|Before|During|Since|For|By|From|As|If|When|While|Today|Yesterday|Meanwhile|However|Earlier|Last)\b)"
    + _NAME
)
_LAST_OF_LIST = re.compile(rf"and\s|{_NAME}\s+and\s+{_NAME}\Z")
_QUOTED = frozenset({',"', ",”", ",»", ",'"})
_BRACKET = re.compile(r"\s*\([^()]{1,50}\),?\s*$")
_ENDS_PRONOUN = re.compile(r"(?<=\s)(?:he|she|they|it|we|I)$")
_NO_NOUN_OPENS = re.compile(r"(?:who|which|that|whom|whose|[a-z]{2,}ing)\b")
_BESIDE = re.compile(r",\s+(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|General|Judge)\.?\s+)*")
_OPENS_WITH = re.compile(r"(?:(?:[Tt]he|[Oo]f|[Ff]or|[A-Z][\w.'-]*)\s+){0,8}")
BACK = 60
"""How far from a verb its subject's end is looked for."""


def subject(words: str, clause: Span, verb: int) -> Span | None:
    """The noun phrase that ends before a verb; None where there is none."""
    end = clause.start + len(words[clause.start : verb].rstrip())
    between = BETWEEN.search(words, max(clause.start, end - 60), end)
    aside = between is not None and closes_aside(between[0])
    end = between.start() if between else end
    if words[max(clause.start, end - 2) : end] in _QUOTED:
        return None  # «“The vote,” said Roe»
    bracket = _BRACKET.search(words, max(clause.start, end - 60), end)
    if bracket:  # «the Association (see below), said»
        end = bracket.start()
    elif end > clause.start and (aside or words[end - 1] == ","):
        before = words.rfind(",", clause.start, end - 1)
        if before < 0:
            return None  # «On Monday, called …»
        end = before
    end = clause.start + len(words[clause.start : end].rstrip(' ,"“«'))
    start = clause.start
    for boundary in _BOUNDARY.finditer(words, max(clause.start, end - 160), end):
        start = boundary.end()
    if start - 2 > clause.start and _EXAMPLES.match(words, start, end):  # «officials, including Doe and Roe, said»
        return subject(words, clause, start - 2)
    pronoun = _ENDS_PRONOUN.search(words, start, end)
    if pronoun:  # «In a statement in Geneva he said»
        return Span(pronoun.start(), end)
    start = _listed(words, clause, start, end)
    start += len(words[start:end]) - len(words[start:end].lstrip(' -•“"«'))
    if start >= end or len(words[start:end].split()) > LONGEST or _NO_NOUN_OPENS.match(words, start):
        return None
    return Span(start, end)


def doer(scene: Scene, words: str, clause: Span, verb: int) -> Span | None:
    """The subject of a verb; of one that is joined to another («X meets Y and expresses …»), that one's."""
    if not COORDINATED.search(words, max(clause.start, verb - BACK), verb):
        return subject(words, clause, verb)
    before = FINITE.search(words, clause.start, verb)
    return subject(words, clause, before.start()) if before else opening(scene, words, clause, verb)


def opening(scene: Scene, words: str, clause: Span, verb: int) -> Span | None:
    """The name with which a clause opens, offices before it included."""
    first = [one for one in scene.within(clause) if one.named in {"person", "organisation", "country"}][:1]
    near = [one for one in first if one.end < verb and _OPENS_WITH.match(words, clause.start, one.start)]
    return Span(clause.start, near[0].end) if near else None


def apposed(scene: Scene, who: Span, end: int) -> Span:
    """The name that stands beside an office («the UN envoy, Dr Jane Roe, said»); the words given where none does."""
    beside = _BESIDE.match(scene.text, who.end, end)
    if beside is None or any(one.named == "person" for one in scene.within(who)):
        return who
    named = [one for one in scene.within(Span(beside.end(), end)) if one.start == beside.end()]
    if named and (named[0].named == "person" or (named[0].named == "unknown" and " " in named[0].of(scene.text))):
        closed = scene.text[named[0].end : named[0].end + 1]
        return Span(named[0].start, named[0].end) if closed in {",", "", "."} else who
    return who


def closes_aside(between: str) -> bool:
    """Whether a comma between subject and verb closes what began before: «Roe, who left in 2020, has said»."""
    return "," in between and not between.lstrip().startswith(",")


def _listed(words: str, clause: Span, start: int, end: int) -> int:
    """Where a list of names begins whose last is found («A, the B, and C said»); the start given where none is."""
    if not _LAST_OF_LIST.match(words[start:end]):
        return start
    while start - 2 > clause.start and words.startswith(", ", start - 2):
        comma = words.rfind(", ", clause.start, start - 2)
        item = words[comma + 2 if comma >= 0 else clause.start : start - 2]
        if not _ITEM.fullmatch(item):
            break
        start = comma + 2 if comma >= 0 else clause.start
    return start
