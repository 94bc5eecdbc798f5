"""Votes of the General Assembly: how many resolutions of a kind it had adopted by a day, and by which tally.

What a resolution resolves is read from the record's note on it, in whose words «condemns» stands or does not. Which set
a claim means is its own verb's; where another set would bear the claim out, it is said which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks import measure
from kronika.study.claims.verdicts import Check, Verdict
from kronika.study.figures import cited

if TYPE_CHECKING:
    from kronika.ledger.measured import Figure
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Quantity
    from kronika.study.claims.verdicts import Answer

SERIES = "vote on a resolution"
ANY = "any"
FAVOUR, AGAINST, ABSTAINED = "voted in favour", "voted against", "abstained"
CHECK = Check(
    "un_votes",
    "1",
    "Resolutions of the General Assembly in the record, by what each resolves in its note, and their votes.",
)
_ASSEMBLY = re.compile(r"\b(?:UN ?GA|(?:UN|U\.N\.|United Nations)?\s?General Assembly)\b")
_TIMES = re.compile(r"\b(?:occasions?|times|resolutions?|votes)\b", re.IGNORECASE)
_VOTED = re.compile(r"\b(?:vot|adopt|pass|condemn)", re.IGNORECASE)
_COMING = re.compile(r"\b(?:will|shall|should|must|could|would|may|might)\b", re.IGNORECASE)
_VERBS = {
    "condemn": re.compile(r"\bcondemn", re.IGNORECASE),
    "deplore": re.compile(r"\bdeplor", re.IGNORECASE),
    "demand": re.compile(r"\bdemand", re.IGNORECASE),
    "suspend": re.compile(r"\bsuspen[ds]", re.IGNORECASE),
    "territorial integrity": re.compile(r"\bterritorial integrity\b", re.IGNORECASE),
    "reparation": re.compile(r"\brepar", re.IGNORECASE),
    "peace": re.compile(r"\bpeace\b", re.IGNORECASE),
}
"""What a resolution may be said to do, by the words for it in a text, in a title or in a note."""
_SIDES = (
    (ABSTAINED, re.compile(r"\babst(?:ain(?:ed|ing)?|entions?)\b", re.IGNORECASE)),
    (AGAINST, re.compile(r"\b(?:voted |votes |voting )?against\b|\bopposed\b", re.IGNORECASE)),
    (FAVOUR, re.compile(r"\b(?:in favou?r|(?:voted|votes|voting) for|supported|backed|yes)\b", re.IGNORECASE)),
)
_ON = {FAVOUR: " of", ABSTAINED: " on"}
_VOTERS = re.compile(
    r"\b(?:states|countries|nations|members?|votes|governments|delegations|abstentions|in favou?r|against)\b",
    re.IGNORECASE,
)
_BEHIND = 24
"""Characters behind a number within which «occasions», «resolutions» stands."""
_NEAR = 60
"""Characters behind a tally within which the side stands."""


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on how often the Assembly voted so, and on tallies."""
    for claim, quantity in page.figures():
        whole = page.sentence(claim).of(page.text)
        if quantity.category not in {"count", "ratio"} or quantity.value is None or not _ASSEMBLY.search(whole):
            continue
        side = _side(page, quantity)
        counted = _TIMES.search(page.text, quantity.start, quantity.end + _BEHIND)
        often = counted and _VOTED.search(whole) and not _COMING.search(whole)
        if not side and not often:
            continue
        figures, where = _about(page, record, claim)
        if not figures:
            whom = ", ".join(map(states.full, where)) or "anybody"
            said = f"The record has no votes of the General Assembly about {whom}."
            yield CHECK.verdict(claim, quantity, "no-record", said)
        elif side:
            yield _tally(page, claim, quantity, side, figures)
        else:
            yield _often(page, claim, quantity, whole, figures)


def _side(page: Page, quantity: Quantity) -> str:
    """The side that a number of states took: told by the first word for one behind it, before the next number."""
    end = min(quantity.end + _NEAR, page.sentence(quantity).end)
    behind = re.split(r"\d|[;.]|,\s*(?:with|and|while)\b", page.text[(quantity.number or quantity).end : end])[0]
    found = [(match.start(), name) for name, pattern in _SIDES if (match := pattern.search(behind))]
    return min(found)[1] if found and _VOTERS.search(behind) else ""


def _about(page: Page, record: Record, claim: Claim) -> tuple[list[Figure], list[str]]:
    """The votes that are about a state that the claim or its sentence names; all where none is named.

    Of the states that only its paragraph names those are meant that the record's votes are about, not who speaks there.
    """
    every = record.published(SERIES)
    where, told = page.nearest(claim)
    if told == "the paragraph":
        where = [code for code in where if any(code in each.about for each in every)]
    return [each for each in every if not where or set(each.about) & set(where)], where


def _often(page: Page, claim: Claim, quantity: Quantity, whole: str, figures: Sequence[Figure]) -> Verdict:
    period = page.period(claim, quantity)
    if period is None:
        return CHECK.verdict(
            claim, quantity, "date-open", "By which day is not said, and the document's date is not known."
        )
    adopted = {each.item: each for each in figures if each.definition == FAVOUR and each.first <= period.last}
    verb = next((name for name, pattern in _VERBS.items() if pattern.search(whole)), ANY)
    sets = {**_sets(adopted), ANY: list(adopted)}
    meant = measure.meant(quantity, page.text, rounded=False)
    fits = [name for name, items in sets.items() if meant and meant.against(len(items), len(items)) == "supported"]
    told = "; ".join(
        f"{len(items)} {_does(name)} ({', '.join(items)})"
        for name, items in sets.items()
        if items and name in {verb, "condemn", "demand"}
    )
    says = f"By {period.last} the record has {len(adopted)} resolutions: {told}"
    answer: Answer = "supported"
    if verb not in fits:
        answer = "no-record" if (quantity.value or 0) > len(adopted) else "other-definition"
        says += f"; the claim's verb is that of {len(sets[verb])}" + (
            f", its number that {_does(fits[0])}" if fits else ""
        )
    definition = f"Resolutions in the record that {_does(verb)}, by their title or note, by the day."
    left = () if period.stated else (period.said,)
    cells = tuple(cited(each) for each in adopted.values())
    return CHECK.verdict(claim, quantity, answer, f"{says}.", definition=definition, left=left, cited=cells)


def _sets(adopted: Mapping[str, Figure]) -> dict[str, list[str]]:
    """The resolutions by what each does, and those that do one or the other of what a text may call condemning."""
    found = {
        name: [item for item, each in adopted.items() if pattern.search(f"{each.title} {each.note}")]
        for name, pattern in _VERBS.items()
    }
    either = [item for item in adopted if any(item in found[name] for name in ("condemn", "deplore", "demand"))]
    return {**found, "condemn, deplore or demand": either}


def _does(name: str) -> str:
    return "were adopted" if name == ANY else f"have «{name}»"


def _tally(page: Page, claim: Claim, quantity: Quantity, side: str, figures: Sequence[Figure]) -> Verdict:
    period = page.period(claim, quantity)
    mine = [each for each in figures if each.definition == side]
    same = [each for each in mine if each.value == quantity.value]
    stated = period is not None and period.stated
    of_day = [each for each in mine if period and _within(each, period)] if stated else []
    definition = f"States that {side}{_ON.get(side, '')} a resolution of the General Assembly, as it counted them."
    meant = measure.meant(quantity, page.text, rounded=False)
    if of_day and meant:
        borne = [each for each in of_day if meant.against(each.low, each.high) == "supported"]
        answer: Answer = "supported" if borne else meant.against(of_day[0].low, of_day[0].high)
        return CHECK.verdict(
            claim, quantity, answer, f"{_listed(of_day)} {side}.", definition=definition,
            cited=tuple(cited(each) for each in borne or of_day), tolerance=meant.tolerance,
        )  # fmt: skip
    if stated:
        when = period.when if period else ""
        says = f"The record has no vote of {when}; the same number {side}: {_listed(same) or 'none'}."
        return CHECK.verdict(
            claim, quantity, "other-day", says, definition=definition, cited=tuple(cited(each) for each in same)
        )
    says = f"Which vote is not said; {quantity.value:g} {side}: {_listed(same) or 'in no vote of the record'}."
    return CHECK.verdict(
        claim, quantity, "date-open", says, definition=definition, cited=tuple(cited(each) for each in same)
    )


def _within(figure: Figure, period: Period) -> bool:
    return period.first <= figure.first and figure.last <= period.last


def _listed(figures: Sequence[Figure]) -> str:
    return "; ".join(f"{each.item} of {each.as_of}: {each.printed}" for each in figures)
