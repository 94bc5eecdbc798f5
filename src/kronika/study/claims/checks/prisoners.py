"""How many political prisoners are held: a claim against each counter's figure of nearly the same day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks import measure
from kronika.study.claims.checks.page import closed
from kronika.study.claims.verdicts import Check, Verdict, weighed
from kronika.study.figures import cited

if TYPE_CHECKING:
    from kronika.ledger.measured import Figure
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Quantity
    from kronika.study.finding import Cited

SERIES = "political prisoners"
NEAR = 31
"""Most days between the claim's day and a figure's, at the farthest, for the two to be of one day."""
CHECK = Check(
    "prisoners", "1",
    f"Political prisoners held in a state on a day, by each counter's own definition and figure of within {NEAR} days.",
)  # fmt: skip
_HEADS = re.compile(r"\b(?:political(?:ly[- ]motivated)? prisoners?|prisoners? of conscience|political detainees)$")
_HELD = re.compile(r"\b(?:prisoners|detainees|inmates)$")
_PLAIN = closed(
    "recognised recognized officially formally known current remaining all the more than still so-called political its"
)
"""Words before «political prisoners» that pick no part of them."""
# Flows, fates and sums over time, which are no count of who is held on a day.
_OTHER = re.compile(
    r"\b(?:died|dead|deaths?|killed|perished|released|freed|pardoned|exchanged|swapped|deported|expelled|convicted|sentenced|"
    r"transferred|hospitali[sz]ed|tortured|beaten|arrested|detained|former|ever|since)\b|"
    r"\bha(?:s|ve) (?:been|gone) (?!held|behind|in )",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"\b(?:releas(?:e|es|ing)|free(?:s|ing)?|pardon(?:s|ing)?)\b(?!(?:\s+of)?\s+(?:all|the|these|those|its|every)\b)",
    re.IGNORECASE,
)
_PRISON = re.compile(
    r"\b(?:hold(?:s|ing)?|held|behind bars|jail(?:s|ed)?|in (?:prison|detention|custody))\b", re.IGNORECASE
)
_AGAIN = re.compile(r"\b(?:this|that|the|their) (?:number|figure|total|count|tally)\b", re.IGNORECASE)
_GENERIC = closed(
    "human rights center centre committee union freedom political prisoners support group working defenders "
    "organisations international platform civic initiatives accountability single list other"
)
_NAME = re.compile(r"[\w-]{4,}")


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on every count of political prisoners; one for each counter that has a figure of the day."""
    before: tuple[Claim, list[str]] | None = None
    for claim, quantity in page.figures():
        words = claim.of(page.text)
        again = before and not quantity.unit and quantity.category == "count" and _AGAIN.search(words)
        head = quantity.category == "count" and _HELD.search(quantity.unit)
        if before and again and page.paragraph(before[0]).holds(claim):
            where = before[1] if not page.states(claim) else page.states(claim)
        elif head and _is_held(page, quantity, words) and not _elsewhere(words, quantity.start - claim.start):
            where, _ = page.nearest(claim)
        else:
            continue
        unit = SERIES if again else quantity.unit
        before = (claim, where)
        yield from _judged(page, record, claim, quantity, where, unit)


def _is_held(page: Page, quantity: Quantity, words: str) -> bool:
    """Whether persons are counted, and political prisoners or those of whom it is said that they are held."""
    theirs = page.text[quantity.end : quantity.end + 1] in {"'", "’"}
    return not theirs and bool(_HEADS.search(quantity.unit) or _PRISON.search(words))


def _elsewhere(words: str, at: int) -> bool:
    """Whether it is not said how many are held, but what became of them."""
    return bool(_OTHER.search(words)) or bool(_RELEASE.search(words[max(0, at - 40) : at + 1]))


def _judged(
    page: Page, record: Record, claim: Claim, quantity: Quantity, where: Sequence[str], unit: str
) -> Iterator[Verdict]:
    if len(where) != 1:
        many = f"{', '.join(where)} are named" if where else "no state is named"
        yield CHECK.verdict(claim, quantity, "actor-open", f"In whose prisons is not said: {many}.")
        return
    figures = record.published(SERIES, where)
    country = states.full(where[0])
    if not figures:
        yield CHECK.verdict(
            claim, quantity, "no-record", f"The record has no count of political prisoners in {country}."
        )
        return
    period = page.period(claim, quantity)
    if period is None or period.bound in {"since", "from"}:
        yield CHECK.verdict(
            claim, quantity, "date-open", _told(figures, f"For {country} the record has {len(figures)} counts"),
            cited=_cells(figures),
        )  # fmt: skip
        return
    left = () if period.stated else (period.said,)
    if other := _part(page, quantity, unit):
        said = f"The claim counts {other}; the record counts all political prisoners held in {country}."
        yield CHECK.verdict(
            claim, quantity, "other-definition", said, left=left, cited=_cells(_nearest(figures, period))
        )
        return
    near = [each for each in figures if _lapse(each, period) <= NEAR]
    if not near:
        yield _other_day(claim, quantity, figures, period, country, left)
        return
    yield from _compared(page, claim, quantity, _newest(near, period), left, figures, period)


def _part(page: Page, quantity: Quantity, unit: str) -> str:
    """What the claim counts where that is not all political prisoners; empty where it is."""
    head = _HEADS.search(unit)
    if head is None:
        return f"{unit}, of whom nobody says that they are political prisoners"
    demonyms = {mention.of(page.text).casefold() for mention in page.mentions(quantity)}
    kept = [word for word in unit[: head.start()].split() if word.casefold() not in _PLAIN | demonyms]
    return unit if kept else ""


def _compared(
    page: Page,
    claim: Claim,
    quantity: Quantity,
    near: Sequence[Figure],
    left: tuple[str, ...],
    every: Sequence[Figure],
    period: Period,
) -> Iterator[Verdict]:
    meant = measure.meant(quantity, page.text)
    named = [each for each in near if _is_named(each.counter, claim, page.text)]
    if not named:
        left = (*left, "the claim does not say who counted")
    made: list[Verdict] = []
    for each in named or near:
        says = _told([each], "") + _beside(every, near, period, quantity)
        how = each.definition or "the definition is not stated"
        definition = f"Political prisoners held as counted by {each.counter}: {how}."
        if meant is None:
            verdict = CHECK.verdict(
                claim, quantity, "vague", says, definition=definition, left=left, cited=(cited(each),)
            )
        else:
            verdict = CHECK.verdict(
                claim, quantity, meant.against(each.low, each.high, measure.slack(each)), says, definition=definition,
                left=left, cited=(cited(each),),
                tolerance=f"{meant.tolerance}; up to {NEAR} days",
            )  # fmt: skip
        made.append(verdict)
    yield from weighed(made)


def _other_day(
    claim: Claim, quantity: Quantity, figures: Sequence[Figure], period: Period, country: str, left: tuple[str, ...]
) -> Verdict:
    found = _nearest(figures, period)
    says = _told(found, f"For {country} no count is of within {NEAR} days of {period.when}; the nearest")
    same = [
        each for each in figures if quantity.value is not None and each.value == quantity.value and each not in found
    ]
    if same:
        says += _told(same, " The same number stands in the record for another day")
    return CHECK.verdict(claim, quantity, "other-day", says, left=left, cited=_cells([*found, *same]))


def _lapse(figure: Figure, period: Period) -> int:
    """The days from a figure's day, at the farthest that it may be, to the claim's."""
    return max(_days(figure.first, period), _days(figure.last, period))


def _days(day: date, period: Period) -> int:
    return max((period.first - day).days, (day - period.last).days, 0)


def _newest(near: Sequence[Figure], period: Period) -> list[Figure]:
    """Of each counter and definition the figure that is nearest to the end of the period."""
    found: dict[tuple[str, str], Figure] = {}
    for each in sorted(near, key=lambda one: abs((one.last - period.last).days), reverse=True):
        found[each.counter, each.definition] = each
    return sorted(found.values(), key=lambda one: (one.first, one.counter))


def _nearest(figures: Sequence[Figure], period: Period) -> list[Figure]:
    """The last figure before the period and the first one after it."""
    before = [each for each in figures if each.first < period.first]
    after = [each for each in figures if each.first >= period.first]
    ends = [max(before, key=lambda one: one.last, default=None), min(after, key=lambda one: one.first, default=None)]
    return [each for each in ends if each]


def _beside(every: Sequence[Figure], near: Sequence[Figure], period: Period, quantity: Quantity) -> str:
    """The next figure after the period, where the claim is of something that was still growing."""
    later = [each for each in every if each not in near and each.first > period.last]
    return _told(later[:1], " Next") if later and quantity.hedge == "about" else ""


def _is_named(counter: str, claim: Claim, text: str) -> bool:
    said = {word.casefold() for word in _NAME.findall(f"{claim.of(text)} {claim.speaker.name}")}
    own = {word.casefold() for word in _NAME.findall(counter) if word[0].isupper()}
    return bool((own - _GENERIC) & said)


def _told(figures: Sequence[Figure], lead: str) -> str:
    said = "; ".join(
        f"{each.counter}: {measure.span(each.low, each.high, each.unit)}, {each.as_of}" for each in figures
    )
    return f"{lead}: {said}." if lead else f"{said}."


def _cells(figures: Sequence[Figure]) -> tuple[Cited, ...]:
    return tuple(cited(each) for each in figures)
