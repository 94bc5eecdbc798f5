"""What kind of claim a clause makes: a demand, a commitment, a condemnation, a figure, an event, or none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.study.claims.verbs import words as verb_forms

if TYPE_CHECKING:
    from kronika.study.claims.spans import Kind, Quantity

_FILE = Path(__file__).parent / "words" / "kinds.toml"
_I = re.IGNORECASE

_FIRST = r"\b(?:I|[Ww]e)\b"
_ADVERB = r"(?:\s+(?:also|again|therefore|now|still|all|both|further|once\s+again|[a-z]+ly))*"
_BELITTLED = re.compile(  # modals of clauses that tell or ask of an obligation, and do not lay one upon anybody
    r"\b(?:who|which|whom|if|whether|why|what|how|when|where|unless|until|as|than|because|those)\s+(?:[\w'-]+\s+){0,3}?$",
    _I,
)
_MODAL = re.compile(
    r"\b(?:must|should(?!\s+(?:the|they|he|she|it|any|this|these|those|such|an?|there|its|their)\b)|ought\s+to|needs?\s+to|ha(?:s|ve)\s+to|cannot\s+be\s+allowed|can\s+no\s+longer\s+be\s+(?:allowed|tolerated|ignored))\b"
    r"(?!\s+(?:have\s+(?:been|known|seen|done|gone|come|had|made|taken|said|felt|left|lost|met|\w+(?:ed|en))\b|be\s+(?:noted|remembered|recalled|added|mentioned|said|stressed|pointed)|do\s+with))",
    _I,
)
_LAWS = re.compile(
    r"\b(?:by|under)\s+(?:the\s+|\w+\s+)?(?:law|legislation|constitution|code|rules)\b|\b(?:under|according\s+to)\s+(?:Article|Decree|Law)\b",
    _I,
)
_NOW = re.compile(
    r"(?:\b(?:the\s+)?time\s+(?:for|to)\b[^.;]*?\b(?:is|has)\s+(?:now|come)\b|\bit(?:'s|\s+is)\b[^.;]{0,20}?\btime\s+(?:to|for|that)\b|\b(?:now\s+is\s+the\s+time|the\s+time\s+has\s+come)\s+(?:to|for)\b)",
    _I,
)
_NECESSARY = re.compile(
    r"\b(?:it|there)\s+(?:is|remains|must|needs?)\b[^.;,]{0,25}?\b(?:necessary|essential|vital|imperative|crucial|critical|incumbent|urgent|"
    r"important|high\s+time|to\s+be|be|need)\b\s*(?:to|that|for|on|upon|an?|accountability|justice|full|no|consequences)\b",
    _I,
)
_NEEDED = re.compile(
    r"(?<!what)(?<!than)\s(?:is|are)\s+(?:urgently\s+|badly\s+|desperately\s+|now\s+)?(?:needed|required)\b(?!\s+(?:by|to|under))",
    _I,
)
_WANT = re.compile(
    rf"{_FIRST}{_ADVERB}\s+(?:want|expect|need|would\s+like|ask|beg|invite)\s+(?!to\b)[^.;,]{{2,60}}?\s+to\s+\w"
)
_NEED = re.compile(
    rf"(?<!what )(?<!which )(?<!that )(?<!all ){_FIRST}{_ADVERB}\s+need\s+"
    r"(?:an?|more|stronger|tougher|further|urgent|immediate|swift|concerted|action)\b"
)
_PLEASE = re.compile(r"\bplease\b", _I)
_LET = re.compile(r"^\W*(?:let\s+us|let's|please|we\s+(?:ask|request)\s+that)\b", _I)
_CALLING = re.compile(
    rf"\b(?:{verb_forms('demand', which=slice(0, 2))}|(?:has|have|is|are|am|been)\s+(?:[a-z]+ly\s+|now\s+|also\s+)?"
    rf"(?:{verb_forms('demand', which=slice(3, 5))}))(?=\s)"
)
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|these|those|no|any|such|of|despite|ignored|to|will|would|for|by|in|growing|new|fresh|their|its|his|her|"
    r"(?:the|an?|this|that)\s+(?:big|biggest|huge|great|greatest|grave|major|main|real|serious|urgent|formal|repeated|renewed|clear|strong|legal|political|key|first|last|only|"
    r"same|another|further|joint|public))|'s|[^\W\d_]s')\s*$",
    _I,
)
_WILL = (
    r"(?:will|shall)\b(?!\s+(?:(?:all|only|soon|then|also|probably|likely|perhaps)\s+)*(?:see|know|be\s+able|win|prevail|overcome|find|face|suffer|lose|regret|be\s+forced|need|"
    r"have\s+to|probably|likely|never\s+know|take\s+(?:time|place)|remember\s+that|be\s+remembered)\b)"
)
_BODIES = (
    r"(?:governments?|administration|council|ministry|ministers|department|office|organi[sz]ation|mission|team|coalition|"
    r"commission|party|parties|union|committee|assembly|alliance|country|countries|nations?|leaders|members|group)"
)
_BINDS = (
    rf"(?:{_WILL}|'ll\b|'(?:re|m)\s+(?:not\s+)?(?:going|committed|determined|ready|prepared)\s+to\b|(?:am|are|is)\s+(?:not\s+)?going\s+to\b|(?:am|are|is|remains?)\s+(?:[a-z]+ly\s+)?(?:committed|determined|resolved)\s+to\b|"
    r"stands?\s+(?:ready\s+to|(?:(?:firmly|united|shoulder\s+to\s+shoulder|in\s+(?:full\s+)?solidarity)\s+)?with)\b|continues?\s+to\s+(?!be\b|see\b|receive\b|suffer|face\b|believe|hope|hear|expect|witness)|intends?\s+to\b|(?:am|are|is)\s+(?:prepared|ready)\s+to\b|"
    r"commits?\s+(?:(?:itself|ourselves|myself|themselves)\s+)?to\b|(?:reaffirms?|reiterates?|renews?|restates?|underlines?|underscores?|stress(?:es)?|express(?:es)?)\s+"
    r"(?:our|its|my|their)\s+(?:[a-z]+\s+){0,2}(?:commitment|readiness|willingness|determination|resolve)\b|"
    r"(?:am|are|remains?|stands?)\s+(?:[a-z]+\s+)?in\s+(?:our|its|my)\s+(?:[a-z]+\s+)?(?:commitment|determination|resolve)\s+to\b|"
    r"pledges?\b|promises?\b|vows?\b|undertakes?\s+to\b|guarantees?\b|"
    r"(?:have|has)\s+(?:pledged|promised|vowed|undertaken|committed)\b|(?:pledged|promised|vowed|undertook|committed)\s+(?:to|that|an?|[€$£\d]))"
)
_COMMITS = re.compile(
    rf"(?:{_FIRST}|\b(?:[Oo]ur|[Tt]his)\s+(?:[a-z]+\s+)?{_BODIES})(?:,[^,.;]{{2,80}},)?{_ADVERB}\s*(?:\s|(?='))(?:{_BINDS})"
)
_OWN_BINDS = re.compile(rf"(?:,[^,.;]{{2,80}},)?{_ADVERB}\s+(?:{_BINDS})")
_AND_BINDS = re.compile(
    rf"\b(?:and|but){_ADVERB}\s+(?:{_WILL}|(?:remains?|stands?|is|are)\s+(?:committed|determined|ready)\s+to\b|continues?\s+to\b)"
)
_OPENS_FIRST = re.compile(r"\W*(?:I|We)\b")
_NEAR = 45
_CONDEMNS = re.compile(rf"\b(?:{verb_forms('condemn')})\b")
_FIRST_WORD = re.compile(r"\W*([A-Za-z]+)(?:\s+(\w+))?")
_FIRST_PERSON = re.compile(
    r"\b(?:I|[Ww]e)\s+(?:believe|think|hope|feel|wish|know|understand|(?:am|are)\s+(?:very\s+)?(?:glad|pleased|proud|grateful|delighted|deeply|not)|thank|congratulate|beg\s+(?:to\s+move|leave)|"
    r"pay\s+tribute)\b|\bit\s+is\s+an?\s+(?:[a-z]+\s+)?(?:pleasure|honour|honor|privilege)\b",
    _I,
)
_OPINION = re.compile(
    r"\b(?:is|are|remains?|seems?|was|were)\s+(?:(?:[a-z]+ly|very|so|more|most|also)\s+)*(?:paramount|important|vital|crucial|essential|clear|obvious|key|welcome|interesting|good|great|better|best)\b",
    _I,
)
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|do|does|did|won't|isn't|aren't|keeps?|[a-z]{2,}ed|"
    r"began|became|came|fell|rose|grew|held|led|left|lost|made|met|put|ran|said|saw|sent|set|shot|spent|stood|struck|took|went|won|wrote|got|gave|"
    r"kept|broke|fled|found|hit|paid|brought|built|fought|told|thought|drove|drew|cut|let|shut|beat|[a-z]{2,}(?<!s)s)\b"
)
_EVENT_WORDS = 4
_TO_READERS = re.compile(
    r"\W*(?:contact|follow|read|subscribe|click|share|sign|see|watch|listen|download|visit|find\s+out)\b(?!\s+of)", _I
)
_PERIOD = re.compile(r"\b(?:past|last|next|coming|recent|previous|following|these|those)\s+$", _I)
_AGO = re.compile(r"\s+(?:ago|earlier|later)\b", _I)
_AGED = re.compile(r"(?:[\s-]years?)?[\s-]old\b")
_LABEL = re.compile(
    r"(?:[\w' ]{2,40}:\s+)?(?:joint\s+|press\s+|opening\s+)?"
    r"(?:statement|declaration|speech|remarks|address|release|report|briefing|transcript|volume|annex)\b"
    r"(?!\s+(?:[a-z]+ly\s+)?\w+(?:s|ed)\s+(?:that|the|how)\b)[^.!?]*$",
    _I,
)
_ANAPHORIC = re.compile(r"\b(?:the|these|those|both|all|other|its|their|our)\s+$", _I)
_ASIDE = re.compile(r",\s+(?:who|which|whose|where)\b[^,.;:]*$")
_PRESUMED = re.compile(r"\b(?:the|all|these|those|its|their|some)\s+(?:[a-z]+\s+){0,2}?$", _I)


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(_FILE.read_text("utf-8"))[name])


@cache
def words_of_wrong() -> re.Pattern[str]:
    """The words by which a clause condemns without a verb that does."""
    return re.compile(r"\b(?:" + "|".join(sorted(_table("wrong"), key=lambda word: (-len(word), word))) + r")\b", _I)


def checkable(text: str, quantity: Quantity) -> bool:
    """Whether a quantity measures something that can be checked.

    Not an ordinal, not «one» («one reporter»), not «a year», «the past two years» or an age, not a small number that
    refers back («the two countries»), not a date («three years ago»).
    """
    number = quantity.number or quantity
    printed = text[number.start : number.end].strip().lower()
    if quantity.category == "ordinal" or _AGED.match(text, quantity.end):
        return False
    if quantity.category == "count" and (quantity.value == 1 or quantity.unit in {"occasion", "time"}):
        return False
    before = text[max(0, quantity.start - 12) : quantity.start]
    if quantity.category == "duration":
        return (
            bool(quantity.value and quantity.value > 1)
            and quantity.hedge != "vague"
            and not (_PERIOD.search(before) or _AGO.match(text, quantity.end))
        )
    small = quantity.value is not None and quantity.value <= 10 and not printed[:1].isdigit()
    return not (quantity.category == "count" and small and _ANAPHORIC.search(before))


def presumed(text: str, quantity: Quantity) -> bool:
    """Whether a demand takes a figure for granted («release all 1,400 prisoners», «…, who now number 1,400»)."""
    before = text[max(0, quantity.start - 90) : quantity.start]
    return bool(_ASIDE.search(before)) or (quantity.category == "count" and bool(_PRESUMED.search(before)))


def is_demand(words: str) -> str:
    """The rule by which a clause asks that something be done; empty where it does not."""
    if words.rstrip("\"'”») ").endswith("?"):
        return "please" if _PLEASE.search(words) else ""
    for match in _CALLING.finditer(words):
        if match[0][0].islower() and not _NOUN_BEFORE.search(words[max(0, match.start() - 24) : match.start()]):
            return "demand-verb"
    for match in _MODAL.finditer(words):
        if not _BELITTLED.search(words[max(0, match.start() - 50) : match.start()]) and not _LAWS.search(words):
            return "modal"
    if _NOW.search(words):
        return "time-to"
    if _NECESSARY.search(words) or _NEEDED.search(words):
        return "necessary"
    if _WANT.search(words) or _NEED.search(words):
        return "want-to"
    if _LET.match(words):
        return "let-us"
    return "imperative" if is_imperative(words) else ""


def is_imperative(words: str) -> bool:
    """Whether a clause opens with a verb that asks («Release all …», «Stop the …»)."""
    first = _FIRST_WORD.match(words)
    if first is None or first[1].lower() not in _table("imperatives"):
        return False
    following = (first[2] or "").lower()
    return following in _table("objects") or (
        first[1].lower() in _table("plain_imperatives") and following not in _table("no_objects")
    )


def is_commitment(words: str, own_ends: Sequence[int] = ()) -> str:
    """The rule by which a speaker binds itself; empty where none does.

    `own_ends`: where in the words a name of the speaking institution ends («The UK| will continue»).
    """
    if words.rstrip("\"'”») ").endswith("?"):
        return ""
    if any(_OWN_BINDS.match(words, end) for end in own_ends):
        return "own-binds"
    if any(
        not _BELITTLED.search(words[max(0, match.start() - 50) : match.start()]) for match in _COMMITS.finditer(words)
    ):
        return "first-person-binds"
    opens = _OPENS_FIRST.match(words) or any(end <= _NEAR for end in own_ends)
    return "and-binds" if opens and _AND_BINDS.search(words) else ""


def is_condemnation(words: str) -> str:
    """The rule by which a clause condemns or uses words of wrongdoing; empty where it does neither."""
    match = _CONDEMNS.search(words)
    if match and not _NOUN_BEFORE.search(words[max(0, match.start() - 24) : match.start()]):
        return "condemn-verb"
    return "words-of-wrong" if words_of_wrong().search(words) else ""


def is_event(words: str, *, named: bool) -> str:
    """The rule by which a clause tells that something happened, is so or will be so; empty where it does not."""
    count = len(words.split())
    if words.rstrip("\"'”») ").endswith("?") or count < _EVENT_WORDS - named:
        return ""
    if (
        _TO_READERS.match(words)
        or _LABEL.match(words)
        or _FIRST_PERSON.search(words)
        or _OPINION.search(words)
        or not (named or _VERBAL.search(words))
    ):
        return ""
    return "told-as-fact"


def kind(
    text: str, words: str, quantities: Sequence[Quantity], own_ends: Sequence[int], *, named: bool
) -> tuple[Kind, str] | None:
    """The kind of a clause and the rule that tells, in this order: demand, commitment, figure, condemnation, event.

    What asks or promises is that, whatever figure stands in it; a condemnation with a figure that can be checked is a
    figure, but for one that condemns by its verb.
    """
    demand = is_demand(words)
    if demand:
        return "demand", demand
    commitment = is_commitment(words, own_ends)
    if commitment:
        return "commitment", commitment
    condemnation = is_condemnation(words)
    if condemnation == "condemn-verb":
        return "condemnation", condemnation
    if any(checkable(text, quantity) for quantity in quantities):
        return "figure", "holds-figure"
    if condemnation:
        return "condemnation", condemnation
    event = is_event(words, named=named)
    return ("event", event) if event else None
