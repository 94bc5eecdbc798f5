"""Who says, asks, promises or condemns what: the cue, its subject, and the words that are said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kronika.study.claims.acts import acts
from kronika.study.claims.scene import PAPER, Scene
from kronika.study.claims.spans import How, Mention, Span, Speaker
from kronika.study.claims.subjects import (
    BACK,
    BETWEEN,
    COORDINATED,
    LONGEST,
    apposed,
    closes_aside,
    doer,
    opening,
    subject,
)
from kronika.study.claims.verbs import FINITE, PAST, PRESENT, SAYING

_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|remains?|'s|'re|am|got|gets)\s*$")
_NO_SUBJECT = re.compile(
    r"(?:\b(?:to|will|would|can|could|may|might|must|should|shall|not|never|did|does|do|of|for|by|in|with|without|from|on|at|than|the|a|an|"
    r"as|when|where|while|though|although|because|since|until|unless|once|dares?|dared|helps?|helped|"
    r"this|its|their|his|her|our|my|your|no|any|some|such|these|those|every|each|latest|new|recent|repeated|previous|renewed|strong|earlier|"
    r"fresh|joint|urgent|several|many|first|final|annual|numerous|what|how|why|there|member|participating|observer|third|other|eu)|n't|'s|(?<=s)')\s*$"
)
_PLURAL = re.compile(
    r"\b(?:[\w-]+s|I|we|they|who|people|police|media|men|women|government)(?:\s+(?:in|of|from|at|for|on|with|within)\s[^,]*)?$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s*\b(?:who|which|that)\s*$")
_ANTECEDENT = re.compile(
    r"[,;:()]\s|\s-\s|\b(?:of|for|by|from|with|following|after|to|on|in|against)\s|\s(?=(?:a|an|the|its|their|his|her|this)\s)"
)
_NOUNS = frozenset(
    {"states", "reports", "claims", "calls", "notes", "comments", "demands", "estimates", "answers", "objects"}
)
_ADJECTIVE = re.compile(r"\b\w+(?:ic|al|ern|ous|ive|ian|ish|ese|ean|ied|ary)$")
_FAR = 300
"""How far from a quotation its frame is looked for."""
_BY = re.compile(r"\s+by\b")
_MOST_VERBS = 16
_LEAST_CONTENT = 3
_NOBODY = re.compile(
    r"(?:nobody|no one|none|few|those|people|anyone|everyone|all|"
    r"one(?!\s+(?!of|is|was|can|could|may|might|must|should|would)[a-z]+)|others|the one|any|what|it|there|this|"
    r"that|who|which)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"(?:I|[Ww]e)\b")
_LISTENERS = re.compile(r"(?:tell|told|telling|inform|remind|assure|warn|advis|notif|caution)")
_THAT = re.compile(
    r"(?P<aside>\s*,?(?:\s+(?:on|in|at|to|with|during|after|today|yesterday|again|also|clear|clearly|earlier|out|once)\b[^.;:]{0,70}?)?,?)\s+that\b"
)
_TOLD_THAT = re.compile(r"(?P<aside>(?:\s+[^\s.;:]+){0,6}?)\s+that\b")
_COLON = re.compile(r"[^.;:\n]{0,100}?:(?=\s|$)")
_FREE = re.compile(
    r"\s+(?!(?:to|by|in|on|at|for|of|with|about|as|from|nothing|little|much|enough|so|no|yes|more|that|goodbye|hello|sorry)\b)[\w“\"'«‘€$£]"
)
_CLAUSE = re.compile(
    r"\s+(?:(?:he|she|they|it|we|I|there|this|these|those)\s+\w|(?:(?!\b(?:who|which|that|whom|whose)\b)[^.;:,]){3,80}?\b(?:is|are|was|were|has|have|had|will|would|can|could|must|"
    r"should|may|might|did|does|do)\b)"
)
_LEADING = re.compile(
    r"(?:on|in|at|after|before|during|speaking|asked|when|while|following|with|since|for|by|from|as|if|although|though|despite|earlier|last|"
    r"meanwhile|however|today|yesterday|according)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:in|on|at|during|to|last|this|today|yesterday|earlier|after|recently|late|early|through|via)\b[^.;:,]{0,200})?\s*(?:[.,;]?\s*$|,\s+\w+ing\s+that\s)"
)
_SHORTENED = "".join(
    rf"(?<!\b{word})"
    for word in (
        "[A-Z]",
        "Mr",
        "Ms",
        "Mx",
        "Dr",
        "St",
        "Lt",
        "Mrs",
        "Gen",
        "Col",
        "Sen",
        "Rep",
        "Rev",
        "Hon",
        "Maj",
        "Amb",
        "Prof",
    )
)
_STOP = rf"{_SHORTENED}\.(?=\s|$)"
_NAMING = r"(?:[^,.;:]|(?<=\b[A-Z])\.|(?<=\b[MDSL][a-z])\.|(?<=\b[MGCSRHA][a-z][a-z])\.|(?<=\bProf)\.)"
"""A sign of a name: no stop but that of «J.», «Ms.», «Gen.»."""
_PHRASE_END = re.compile(
    rf"[,;:()“”\"«»]|{_STOP}|\s-+\s|\sand\s+(?:[a-z]{{3,}}ed|{SAYING})\b|"
    r"\s(?:who|which|that|in a|in an|during|at a|at the|after|when|as)\s|"
    r"\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\s(?:is|are|was|were|has|have|had|will|would)\s"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\s+to|[Ii]n\s+the\s+(?:words|view|opinion)\s+of|[Aa]s\s+(?:reported|stated|noted|confirmed|documented)\s+by|[Aa]s\s+per)\s+"
)
_AS = re.compile(
    r"\b[Aa]s\s+(?!(?:well|long|soon|far|much|many|part|a\s+(?:result|consequence|matter|means))\b)(?P<who>[^,.;:]{2,80}?)\s+(?:(?:has|have|had|also|itself|himself|herself|themselves|(?!family|only|ally|assembly)[a-z]+ly)\s+)*"
    rf"(?:{SAYING}|made\s+clear|set\s+out|shown|shows?|found|finds?|says?|states?|notes?|puts?\s+it|warns?|points?\s+out|makes?\s+clear|reports?)\b"
)
_QUOTED_AS = re.compile(
    r"\b(?:(?P<passive>(?:is|was|were|(?:has|have|had)\s+been)\s+(?:widely\s+)?)(?:quoted|cited)|(?:quot|cit)(?:es|ed|ing)\s+(?P<who>[^,.;:]{2,80}?))"
    r"\s+as\s+(?:saying|stating|claiming|warning)\b(?:\s+that\b)?"
)
_SAID_NAME = re.compile(
    rf",[\"'”»]?\s+(?P<verb>{SAYING}|say|warn|argue|claim)\s+(?P<who>(?:[A-Z]|the\s|an?\s|he\b|she\b|they\b)(?:(?!\b(?:is|are|was|were|has|have|had|will|would)\b){_NAMING}){{0,80}}?)(?=,|{_STOP}|;|$|\s+(?:on|in|at|who|during)\s)"
)
# «X, together with its partners, asked the Y …»: the verb's subject stands before the aside.
_ASIDE = re.compile(
    r",\s+(?:alongside|along with|together with|with|like|unlike|including|as well as|joined by)\b[^,]*$"
)
_DEED = re.compile(
    r"\b(?:visits?|decisions?|arrests?|moves?|cases?|elections?|actions?|steps?|attacks?|crackdown|events?|fact|release|war|invasion|repression|"
    r"refusal|failure|meeting|summit|silence|approach|history|experience|situation|absence|lack|presence|actions?|behaviou?r|developments?)\b"
    r"(?:\s+(?:of|to|in|by|on|against|for|from|at|with)\b[^,;]*)?$"
)
_DETERMINER = re.compile(r"\b(?:a|an|the|its|their|his|her|this)\s+(?:[\w-]+\s+){0,3}$")
_INVERTED = re.compile(rf"\s*,?\s*(?:{SAYING})\s+(?=\S)")
_SAID_BEFORE = re.compile(rf"\b(?P<verb>{SAYING})\s+(?P<who>(?:[A-Z]|the\s){_NAMING}{{1,60}}),?\s*$")
_QUOTE_LEAD = re.compile(r"\s*,?\s*")
_SAYS = frozenset({"say", "tell", "show"})
_NAME_COLON = re.compile(r"(?P<who>[^.:;,]{3,80}):\s*$")


@dataclass(frozen=True, slots=True)
class Cue(Span):
    """A verb or phrase by which somebody is said to speak, and what it governs."""

    sort: str
    """say, demand, commit, condemn, greet (see words/verbs.toml)."""
    name: str
    mention: Mention | None
    whole: Span
    """Frame and content together."""
    content: Span | None
    """What is said; None where the verb takes no statement («thanked»)."""
    own: bool
    """The subject is the one who speaks anyway: «we», or the institution whose text it is."""
    rule: str

    def speaker(self, how: How, reported_by: str) -> Speaker:
        """The speaker whom it names."""
        return Speaker(self.name, how, Span(self.start, self.end), self.mention, reported_by, self.rule)


def cues(scene: Scene, words: str, clause: Span, *, headline: bool = False) -> list[Cue]:
    """The cues of a clause, in the order of the text.

    `words` is the scene's text in which direct speech has been made unreadable. In a headline the speaker may stand
    at the end («…, Ministry says»).
    """
    found: list[Cue] = [*_phrases(scene, words, clause)]
    last: Span | None = None
    for verb in islice(FINITE.finditer(words, clause.start, clause.end), _MOST_VERBS):
        cue, last = _finite(scene, words, clause, verb, last, headline)
        if cue and not any(cue.meets(other) for other in found):
            found.append(cue)
    return sorted(found, key=lambda cue: cue.start)


def _phrases(scene: Scene, words: str, clause: Span) -> Iterator[Cue]:
    for match in _ACCORDING.finditer(words, clause.start, clause.end):
        who = _phrase(words, match.end(), clause.end)
        who = apposed(scene, who, clause.end)
        content = (
            Span(who.end + 1, clause.end) if match.start() < clause.start + 4 else Span(clause.start, match.start())
        )
        yield from _cue(scene, clause, Span(match.start(), match.end()), "say", who, content, "according-to")
    for match in _AS.finditer(words, clause.start, clause.end):
        who = Span(*match.span("who"))
        if words[clause.start : match.start()].rstrip()[-1:] not in {"", ",", "-", "("} or " -" in who.of(words):
            continue  # «his position as president - he says -»
        content = (
            Span(min(match.end() + 1, clause.end), clause.end)
            if match.start() < clause.start + 4
            else Span(clause.start, match.start())
        )
        yield from _cue(scene, clause, Span(match.start(), match.end()), "say", who, content, "as-said")
    for verb, who in _quoted_as(words, clause):
        yield from _cue(scene, clause, verb, "say", who, Span(verb.end, clause.end), "quoted-as")
    for match in _SAID_NAME.finditer(words, clause.start, clause.end):
        content = Span(clause.start, match.start())
        if len(content.of(words).split()) > _LEAST_CONTENT and not _ASIDE.search(content.of(words)):
            yield from _cue(
                scene, clause, Span(*match.span("verb")), "say", Span(*match.span("who")), content, "said-name"
            )
    for pattern, sort, rule in acts():
        for match in pattern.finditer(words, clause.start, clause.end):
            who_does = doer(scene, words, clause, match.start())
            if who_does:
                yield from _cue(scene, clause, Span(*match.span()), sort, who_does, None, rule)


def _quoted_as(words: str, clause: Span) -> Iterator[tuple[Span, Span]]:
    """Cue and subject of «X quoted Y as saying», «Y was quoted as saying»: Y speaks."""
    for match in _QUOTED_AS.finditer(words, clause.start, clause.end):
        who = subject(words, clause, match.start()) if match["passive"] else Span(*match.span("who"))
        if who:
            yield Span(*match.span()), who


def _cue(scene: Scene, whole: Span, verb: Span, sort: str, who: Span, content: Span | None, rule: str) -> Iterator[Cue]:
    who = apposed(scene, who, whole.end)
    # «The EU condemns …» is the voice of the EU's own text; «the EU said that …» tells of what it said elsewhere
    told = sort == "say" and (verb.of(scene.text).strip(" ,").split() or [""])[0] in PAST
    own = bool(_SELF.match(scene.text[who.start : who.end].strip())) or (not told and scene.is_own(who))
    name, mention = ("", None) if own else scene.name(who)
    if own or (name and not _NOBODY.match(name)):
        yield Cue(verb.start, verb.end, sort, name, mention, whole, content, own, rule)


def _finite(
    scene: Scene, words: str, clause: Span, verb: re.Match[str], before: Span | None, headline: bool
) -> tuple[Cue | None, Span | None]:
    """The cue that this verb is, if it is one, and the subject for a verb that is coordinated with it."""
    sort = verb.lastgroup or ""
    end = _head(words, clause, verb)
    if end is None:
        return _participle(scene, words, clause, verb, sort, before), before
    who, rule = _who(words, clause, end, sort, before)
    if who and sort in _SAYS and _DEED.search(words, who.start, who.end):
        return None, before  # «the visit reveals that …» is the author's
    if who is None or (sort not in _SAYS and _BY.match(words, verb.end())):
        return None, before
    relative = rule == "relative-clause"
    who = scene.whole_name(who) if relative else who
    content, whole = _content(words, clause, verb, who, sort, headline)
    if content is None and sort in _SAYS:
        return None, before if relative else who
    whole = Span(who.start, clause.end) if relative else whole
    return next(_cue(scene, whole, Span(*verb.span()), _class(sort), who, content, rule), None), who


def _head(words: str, clause: Span, verb: re.Match[str]) -> int | None:
    """Where what stands before a finite verb ends, auxiliaries and adverbs aside; None if the verb is none here."""
    end = clause.start + len(words[clause.start : verb.start()].rstrip())
    between = BETWEEN.search(words, max(clause.start, end - BACK), end)
    if between and closes_aside(between[0]):
        end = between.start() + between[0].index(",") + 1
    else:
        end = clause.start + len(words[clause.start : between.start() if between else end].rstrip())
    left = words[max(clause.start, end - BACK) : end]
    being = _BEING.search(left)
    form = verb[0].split()[0]
    if form.endswith("ing"):
        return end - len(left) + being.start() if being else None
    if being or (_NO_SUBJECT.search(left) and not _RELATIVE.search(left)) or not _agrees(left, form):
        return None
    return end


def _who(words: str, clause: Span, end: int, sort: str, before: Span | None) -> tuple[Span | None, str]:
    """The subject of a finite verb before which the words end here, and the rule that found it."""
    left = words[max(clause.start, end - BACK) : end]
    relative = _RELATIVE.search(left)
    if relative:
        found = _antecedent(words, clause, end - len(left) + relative.start()) if sort in _SAYS else None
        return found, "relative-clause"
    if before and COORDINATED.search(left):
        return before, "shared-subject"
    return subject(words, clause, end), f"{sort}-verb"


def _class(sort: str) -> str:
    return "say" if sort in _SAYS else sort


def _agrees(left: str, form: str) -> bool:
    """Whether a form that is a noun too can be a verb after these words: «reports that» is none after «new».

    «States» is none after «Baltic».
    """
    bases, thirds = PRESENT
    if form in PAST:
        return True
    if form in bases:
        return bool(_PLURAL.search(left)) or " and " in left[-40:]
    if form in _NOUNS and _ADJECTIVE.search(left):
        return False
    return form not in thirds or not re.search(r"\b[a-z]+(?<!s)s$|\b(?:I|we|they|you)$", left)


def _antecedent(words: str, clause: Span, end: int) -> Span | None:
    start = clause.start
    for boundary in _ANTECEDENT.finditer(words, max(clause.start, end - 100), end):
        start = boundary.end()
    paper = PAPER.search(words, max(clause.start, start - 60), start)
    if paper:  # «a report by the OSCE which found»
        opened = _DETERMINER.search(words, max(clause.start, paper.start() - 30), paper.start())
        start = opened.start() if opened else paper.start()
    return Span(start, end) if start < end and len(words[start:end].split()) <= LONGEST else None


def _participle(
    scene: Scene, words: str, clause: Span, verb: re.Match[str], sort: str, before: Span | None
) -> Cue | None:
    """«…, adding that …»: the subject of the clause goes on speaking."""
    if sort not in _SAYS or not words[max(clause.start, verb.start() - 3) : verb.start()].rstrip().endswith((",", "-")):
        return None
    that = _THAT.match(words, verb.end(), clause.end)
    before = before or opening(scene, words, clause, verb.start())
    if that is None or before is None:
        return None
    content = Span(that.end(), clause.end)
    return next(
        _cue(scene, Span(verb.start(), clause.end), Span(*verb.span()), "say", before, content, "participle"), None
    )


def _content(
    words: str, clause: Span, verb: re.Match[str], who: Span, sort: str, headline: bool
) -> tuple[Span | None, Span]:
    """What is said, and frame and content together."""
    told = _LISTENERS.match(verb[0])
    that = (_TOLD_THAT if told else _THAT).match(words, verb.end(), clause.end)
    lead = words[clause.start : who.start].rstrip()
    trailing = lead.endswith(",") and len(lead.split()) >= 4 and (lead.count(",") > 1 or not _LEADING.match(lead))
    if trailing and sort in {"say", "tell"}:
        content = Span(clause.start, clause.start + len(lead) - 1)
        if headline:
            return content, Span(clause.start, verb.end())
        if _TAIL.match(words, verb.end(), clause.end):
            return content, clause
    if that and sort in {*_SAYS, "commit", "demand"}:
        return Span(that.end(), clause.end), clause
    colon = _COLON.match(words, verb.end(), clause.end)
    if colon and colon.end() < clause.end and sort in {*_SAYS, "demand"}:
        return Span(colon.end(), clause.end), clause
    free = _FREE if sort == "say" and verb[0].startswith(("say", "said")) else _CLAUSE
    if sort in {*_SAYS, "commit"} and free.match(words, verb.end(), clause.end):
        return Span(verb.end(), clause.end), clause
    return (Span(colon.end(), clause.end) if colon and sort in {*_SAYS, "demand"} else None), clause


def of_quotation(scene: Scene, words: str, unit: Span, quotation: Span) -> Speaker | None:
    """Who speaks in a quotation, by the words before and after it in its sentence; None where these do not tell."""
    for cue, who, rule in _frames(words, unit, quotation):
        for found in _cue(scene, unit, cue, "say", who, None, rule):
            return found.speaker("direct", "")
    return None


def _frames(words: str, unit: Span, quotation: Span) -> Iterator[tuple[Span, Span, str]]:
    """Cue, subject and rule of what may frame a quotation, the surest first."""
    end = min(unit.end, quotation.end + _FAR)
    inverted = _INVERTED.match(words, quotation.end, end)
    if inverted:
        yield Span(*inverted.span()), _phrase(words, inverted.end(), end), "quote-said-name"
    lead = _QUOTE_LEAD.match(words, quotation.end, end)
    after = Span(lead.end() if lead else quotation.end, end)
    for verb in list(islice(FINITE.finditer(words, after.start, after.end), 2)):
        who = subject(words, after, verb.start())
        found = who is not None and verb.lastgroup == "show" and not _THAT.match(words, verb.end(), end)
        if who and (found or _frames_it(words, verb, who)) and len(words[after.start : verb.start()].split()) < LONGEST:
            yield Span(*verb.span()), who, "quote-name-said"
    before = Span(max(unit.start, quotation.start - _FAR), quotation.start)
    for cue, who in _quoted_as(words, before):
        yield cue, who, "quoted-as"
    for verb in reversed(list(FINITE.finditer(words, before.start, before.end))):
        who = subject(words, before, verb.start())
        if who and _frames_it(words, verb, who):
            yield Span(*verb.span()), who, "name-said-quote"
    inverted = _SAID_BEFORE.search(words, before.start, before.end)
    if inverted:  # «“The vote,” said Roe, “was …”»
        yield Span(*inverted.span("verb")), Span(*inverted.span("who")), "said-name-quote"
    according = _ACCORDING.search(words, unit.start, unit.end)
    if according:
        yield Span(*according.span()), _phrase(words, according.end(), unit.end), "according-to"
    named = _NAME_COLON.match(words, unit.start, quotation.start)
    if named:
        yield Span(*named.span("who")), Span(*named.span("who")), "name-colon"


def _frames_it(words: str, verb: re.Match[str], who: Span) -> bool:
    return verb.lastgroup in {"say", "tell", "demand", "condemn", "greet"} and not _NO_SUBJECT.search(who.of(words))


def _phrase(words: str, start: int, end: int) -> Span:
    """The noun phrase that begins here."""
    stop = _PHRASE_END.search(words, start + 1, end)
    return Span(start, stop.start() if stop else end)
