"""How many are listed by a state: «over 100 individuals and organisations by 13 November 2021»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks import measure
from kronika.study.claims.checks.listing_words import DENIED, SANCTIONED, actors, targets
from kronika.study.claims.checks.page import closed
from kronika.study.claims.verdicts import Check, Verdict

if TYPE_CHECKING:
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Count, Record, Sort
    from kronika.study.claims.spans import Claim, Quantity

CHECK = Check(
    "listings", "1",
    "Identities of the regime on a state's lists, as the coverage study counts them: one person on two lists is one.",
)  # fmt: skip
LAG = timedelta(7)
"""How far from its listing an act may be announced: as far as days of one wave lie apart in the coverage study."""
_PERSONS = closed("individuals individual people persons person")
_ENTITIES = closed("organisations organizations organisation organization entities entity companies firms bodies")
_BOTH = closed("targets listings designations names")
_PARTS = closed(
    "officials judges prosecutors ministers officers oligarchs propagandists members leaders figures banks vessels "
    "ships tankers generals businessmen governors journalists lawmakers deputies"
)
"""Parts of those listed that the record does not count by."""
_NEW = closed("sanctioned listed designated new further additional different more")
_SORTS: dict[str, Sort] = {"persons": "persons", "entities": "entities", "both": "both"}
_NEAR = 60
"""Characters before a number within which the word that governs it stands."""
_GOVERNS = re.compile(
    r"\b(?:sanction(?:ed|s|ing)?|listed|designated|blacklisted|listings?|designations?|target(?:s|ed|ing)?|add(?:ed|s|ing)|"
    r"includ(?:es|e|ed|ing)|cover(?:s|ed|ing)?|hit(?:s|ting)?|impos(?:ed|es|ing)|freezes?|freezing|bans?|banned|measures|"
    r"put|placed)"
    r"(?:\s+(?:on|against|upon|of|for|to|the|its|a|an|total|list|now|already|also|travel|asset|sanctions|bans|another|"
    r"further|additional|new|more|than|some|around|about|over|nearly|at|least))*[\s:]*$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"(?:\s+and\s+(?:[\d,]+\s+)?\w+)?\s+(?:(?:have|has|had|been|were|was|are|is|now|already)\s+)*"
    r"(?:sanctioned|listed|designated|blacklisted|subject to|under (?:\w+ )?sanctions|"
    r"on (?:the|its|their) (?:\w+ ){0,2}lists?)\b",
    re.IGNORECASE,
)
_CONJOINED = re.compile(r"\s*(?:,|and|, and|as well as)\s+")
_AND = re.compile(r"\s*(?:,|and|&|or|as well as)\s+(?:[^\W\d_]+\s+){0,2}?(?P<noun>[^\W\d_]+)\b")
_BY = frozenset(("by", "as of", "as at", "until", "till", "up to", "before"))
_BEGAN = re.compile(
    r"\b(?:today|new|newly|further|additional|another|more(?! than)|fresh|latest|yesterday|announc(?:ed|es|ing)|"
    r"package|round|tranche|add(?:ed|ing)|(?:is|are|was|were) (?:today |also |now )?(?:sanctioning|imposing|"
    r"designating|listing|adding))\b",
    re.IGNORECASE,
)
"""Words of a single act of about the document's day."""
_TOTAL = re.compile(r"\b(?:total|so far|to date|in all|altogether|overall)\b", re.IGNORECASE)
_STANDS = re.compile(
    r"\b(?:ha(?:s|ve) (?:now |already |also )?(?:sanctioned|listed|designated|imposed|targeted|"
    r"put|placed)|now|currently|targeting|are (?:subject|listed|under))\b",
    re.IGNORECASE,
)


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on every count of those sanctioned; two where it matters by which programmes."""
    before = 0
    for claim, quantity in page.figures():
        whole = page.sentence(claim)
        if quantity.category != "count" or not SANCTIONED.search(page.text, whole.start, whole.end):
            continue
        sort = _sort(page, quantity)
        governed = _governed(page, quantity, whole.start) or _CONJOINED.fullmatch(page.text, before, quantity.start)
        if sort and governed and not DENIED.search(page.text, whole.start, quantity.start):
            before = quantity.end
            yield from _judged(page, record, claim, quantity, sort)


def _governed(page: Page, quantity: Quantity, start: int) -> bool:
    """Whether it is those counted who are sanctioned: by the words just before the number, or just behind the noun."""
    lead = page.text[max(start, quantity.start - _NEAR) : quantity.start]
    return bool(_GOVERNS.search(lead) or _FOLLOWS.match(page.text, quantity.end))


def _sort(page: Page, quantity: Quantity) -> str:
    """Who is counted, by the nouns behind the number: a Sort, else the words for a part; empty for what is none."""
    words = re.findall(r"[^\W\d_]+", (quantity.unit or quantity.of(page.text)).casefold())
    head = words[-1] if words else ""
    if head in _PARTS or (head in _PERSONS | _ENTITIES and _qualified(page, quantity, words)):
        return " ".join(words)
    if head in _BOTH:
        return "both"
    if head not in _PERSONS | _ENTITIES:
        return ""
    joined = _AND.match(page.text, quantity.end)
    other = _ENTITIES if head in _PERSONS else _PERSONS
    if joined and joined["noun"].casefold() in other:
        return "both"
    return "persons" if head in _PERSONS else "entities"


def _qualified(page: Page, quantity: Quantity, words: Sequence[str]) -> bool:
    """Whether an adjective picks a part of them; a state's name does not."""
    own = {mention.of(page.text).casefold() for mention in page.mentions(quantity)}
    return any(word not in own | _NEW for word in words[:-1])


def _judged(page: Page, record: Record, claim: Claim, quantity: Quantity, sort: str) -> Iterator[Verdict]:
    who, how = actors(page, record, claim)
    left = (how,) if how else ()
    about = targets(page, record, claim)
    if about is False or not record.states:
        said = "The record's listings are those of another regime." if record.states else "The record has no lists."
        yield CHECK.verdict(claim, quantity, "no-record", said, left=left)
    elif len(who) != 1:
        named = f"{', '.join(map(states.full, who))} are named" if who else "no state is named"
        yield CHECK.verdict(claim, quantity, "actor-open", f"Which state imposed them is not said: {named}.")
    elif about is None:
        yield CHECK.verdict(claim, quantity, "actor-open", "Upon whom they are imposed is not said.", left=left)
    elif who[0] not in record.states:
        said = f"The record has no list of {states.full(who[0])}."
        yield CHECK.verdict(claim, quantity, "no-record", said, left=left)
    elif sort not in _SORTS:
        said = f"The claim counts {sort}; lists tell persons and entities apart, and no more."
        yield CHECK.verdict(claim, quantity, "other-definition", said, left=left)
    else:
        yield from _counted(page, record, claim, quantity, (who[0], _SORTS[sort]), left)


def _counted(
    page: Page, record: Record, claim: Claim, quantity: Quantity, who: tuple[str, Sort], left: tuple[str, ...]
) -> Iterator[Verdict]:
    period = page.period(claim, quantity)
    if period is None:
        yield CHECK.verdict(claim, quantity, "date-open", "Of which day it is, is not said.", left=left)
        return
    end = record.states[who[0]].last.days.high
    left = left if period.stated else (*left, period.said)
    act = _act(page, claim, period)
    if act is None:
        yield CHECK.verdict(claim, quantity, "date-open", "On which day it was done is not said.", left=left)
        return
    if period.last > end and (act or period.first > end):
        said = f"The newest copy of the list of {states.full(who[0])} is of {end}, before {period.when}."
        yield CHECK.verdict(claim, quantity, "other-day", said, left=left)
        return
    if not act:
        left = (*left, "since when is not said: taken are all that were in force on the day")
    meant = measure.meant(quantity, page.text)
    made = []
    for own, narrowed in ((True, " Counted are those under the regime's own programmes alone."), (False, "")):
        count = _count(record, who, period, act=act, own=own)
        made.append(
            CHECK.verdict(
                claim, quantity, meant.against(count.low, count.most) if meant else "vague",
                _says(record, who, count, period, act=act), definition=f"{CHECK.definition}{narrowed}", left=left,
                cited=count.cited, tolerance=_tolerance(meant, act=act),
            )
        )  # fmt: skip
    if made[0].says == made[1].says:
        yield replace(made[1], definition=f"{CHECK.definition} All are under the regime's own programmes.")
        return
    apart = {each.outcome for each in made} >= {"supported", "contradicted"}
    yield from (each.but("other-definition") if apart and each.outcome == "contradicted" else each for each in made)


def _tolerance(meant: measure.Meant | None, *, act: bool) -> str:
    return "; ".join(filter(None, (meant.tolerance if meant else "", f"up to {LAG.days} days" if act else "")))


def _act(page: Page, claim: Claim, period: Period) -> bool | None:
    """Whether a claim is of a single act, and not of all who are listed by a day; None for an act of an unknown day."""
    words = claim.of(page.text)
    began = _BEGAN.search(words)
    if period.bound in _BY or _TOTAL.search(words) or (_STANDS.search(words) and not began):
        return False
    return True if period.stated or began else None


def _count(record: Record, who: tuple[str, Sort], period: Period, *, act: bool, own: bool) -> Count:
    """How many began to be listed in a period, or were listed on its days: of a month, at its first and at its last.

    What is announced on a day may have been listed some days before or after (`LAG`).
    """
    code, sort = who
    if act:
        lag = LAG if _short(period) else timedelta(0)
        near = record.begun(code, period.first - lag, period.last + lag, sort, own=own)
        done = record.begun(code, period.first, period.last, sort, own=own)
        return near._replace(low=done.low) if done.low else near
    days = {period.last} if period.bound in _BY else {period.first, period.last}
    ends = [record.listed(code, day, sort, own=own) for day in sorted(days)]
    return ends[-1]._replace(
        low=min(each.low for each in ends), high=max(each.high for each in ends), open=any(each.open for each in ends)
    )


def _short(period: Period) -> bool:
    """Whether a period is so short that an act announced in it may have been done outside."""
    return period.last - period.first < LAG


def _apart(period: Period) -> str:
    return f" or up to {LAG.days} days apart" if _short(period) else ""


def _says(record: Record, who: tuple[str, Sort], count: Count, period: Period, *, act: bool) -> str:
    code, sort = who
    name = states.full(code)
    said = measure.span(count.low, count.high, "persons and entities" if sort == "both" else sort)
    done = f"newly listed, {period.when}{_apart(period)}"
    when = done if act else f"on its lists on {period.last}"
    oldest = record.states[code].first.published
    unknown = f" Who was removed before the oldest copy, {oldest}, is in none of these." if count.open else ""
    return f"{name[:1].upper()}{name[1:]}: {said} {when}.{unknown}"
