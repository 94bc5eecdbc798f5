"""Who was first to put sanctions on the regime, of the set of states that a claim names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks.listing_words import SANCTIONED, actors, targets
from kronika.study.claims.checks.page import closed
from kronika.study.claims.spans import Span
from kronika.study.claims.verdicts import Check, Verdict

if TYPE_CHECKING:
    from kronika.study.claims.checks.page import Page
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim
    from kronika.study.claims.verdicts import Answer
    from kronika.study.span import Span as When

EUROPEAN_UNION = closed("at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk")
EUROPE = EUROPEAN_UNION | closed("gb ch no is li")
"""The European Union, the rest of the European Economic Area, Switzerland, the United Kingdom."""
_SETS = {
    "european": (EUROPE, "the members of the EU and the EEA, Switzerland and the UK"),
    "eu": (EUROPEAN_UNION, "the members of the EU"),
    "g7": (closed("ca de fr gb it jp us"), "the G7"),
    "": (frozenset[str](), "all states"),
}
CHECK = Check(
    "first", "1",
    "The first day of listing of anybody of the regime, by state; a listing by the EU is one by each of its members.",
)  # fmt: skip
_FIRST = re.compile(
    r"\bfirst\s+(?:(?P<set>European|EU|G7|Western|Nordic|Baltic|NATO|[A-Z]\w+)\s+)?(?:member\s+)?"
    r"(?:country|state|nation|government|power|in Europe)\b"
    r"(?P<europe>\s+in\s+Europe\b)?"
)
_SINCE = frozenset(("since", "after", "from"))


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on every claim to have been the first that put sanctions on the regime."""
    for match in _FIRST.finditer(page.text):
        place = Span(*match.span())
        claim = page.around(place)
        if (
            claim is None
            or claim.kind in {"demand", "commitment"}
            or not SANCTIONED.search(page.sentence(place).of(page.text))
        ):
            continue
        asked = "european" if match["europe"] else (match["set"] or "").lower()
        yield _judged(page, record, claim, place, asked)


def _judged(page: Page, record: Record, claim: Claim, place: Span, asked: str) -> Verdict:
    who, how = actors(page, record, claim)
    left = (how,) if how else ()
    if asked not in _SETS:
        return CHECK.verdict(
            claim, place, "vague", f"Which states are meant by «{place.of(page.text)}» is not said.", left=left
        )
    about = targets(page, record, claim)
    if about is False or not record.states:
        said = "The record's listings are those of another regime." if record.states else "The record has no lists."
        return CHECK.verdict(claim, place, "no-record", said, left=left)
    if len(who) != 1 or about is None:
        said = "Upon whom they were put is not said." if about is None else "Who was first is not said of one state."
        return CHECK.verdict(claim, place, "actor-open", said, left=left)
    if who[0] not in record.states:
        return CHECK.verdict(claim, place, "no-record", f"The record has no list of {states.full(who[0])}.", left=left)
    return _compared(page, record, claim, place, who[0], asked, left)


def _compared(
    page: Page, record: Record, claim: Claim, place: Span, code: str, asked: str, left: tuple[str, ...]
) -> Verdict:
    members, called = _SETS[asked]
    period = page.period(claim, place)
    since = period.first if period and period.stated and period.bound in _SINCE else date.min
    mine, cited = record.first(code, since)
    after = f" since {since}" if since > date.min else ""
    if mine is None:
        said = f"The record has no listing of the regime by {states.full(code)}{after}."
        return CHECK.verdict(claim, place, "no-record", said, left=left)
    found = {each: record.first(each, since) for each in _others(record, code, members)}
    began = {each: span for each, (span, _) in found.items() if span}
    definition = f"{CHECK.definition} Compared are {called}, as far as their lists are here."
    cells = (*cited, *(cell for _, some in found.values() for cell in some))
    answer, said = _answer(record, code, mine, began, members)
    if answer == "contradicted" and not after:
        left = (*left, "from which day on is not said: sanctions that were lifted before may not be meant")
        answer = "date-open"
    days = "; ".join(f"{states.short(each)} {span}" for each, span in {code: mine, **began}.items())
    says = f"First listings of the regime{after}: {days}. {said}"
    return CHECK.verdict(claim, place, answer, says, definition=definition, left=left, cited=cells)


def _others(record: Record, code: str, members: frozenset[str]) -> list[str]:
    """The states with lists here that are of the set, the EU for its members; all others where there is no set."""
    union = bool(members & EUROPEAN_UNION)
    return [
        each for each in record.states if each != code and (not members or each in members or (each == "eu" and union))
    ]


def _answer(
    record: Record, code: str, mine: When, began: Mapping[str, When], members: frozenset[str]
) -> tuple[Answer, str]:
    earlier = [each for each, span in began.items() if span.high < mine.low]
    maybe = [each for each, span in began.items() if each not in earlier and span.low < mine.high]
    tied = [each for each, span in began.items() if span.exact and span == mine]
    missing = sorted(each for each in members if each not in record.states and each != code)
    tie = f"On the same day: {_names(tied)}. " if tied else ""
    if earlier:
        return "contradicted", f"{tie}Earlier: {_names(earlier)}."
    if maybe:
        return "record-open", f"{tie}It is not known whether {_names(maybe)} listed earlier."
    if missing or not members:
        what = f"those of {_names(missing)}" if missing else "those of all other states"
        return "no-record", f"{tie}None of these is earlier; of own lists the record has not {what}."
    return "supported", f"{tie}None is earlier."


def _names(codes: Sequence[str]) -> str:
    return ", ".join(map(states.short, codes))
