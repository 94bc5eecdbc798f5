"""A text held against itself: counts and lists, a state and its partners, ratios, shares of a whole, repetitions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kronika.study.claims.checks import measure
from kronika.study.claims.checks.page import closed, state
from kronika.study.claims.verdicts import Check, Verdict

if TYPE_CHECKING:
    from kronika.study.claims.checks.page import Page
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Mention, Quantity
    from kronika.study.claims.verdicts import Answer

CHECK = Check("within", "1", "The text's own figures, held against each other.")
LONGEST = 30
"""Names in a list, at most."""
ALIKE = 0.8
"""Share of words that two sentences have in common to be one sentence said twice."""
_Stated = tuple["Claim", "Quantity"]
_BESIDE = re.compile(
    r"\b(?:alongside|together with|along with|joined by|with|and)\s+(?:(?:a|the|its|their|our|some)\s+)?$",
    re.IGNORECASE,
)
_PARTNERS = closed("partners countries states nations governments allies members")
_DID = re.compile(r"\b[a-z]{3,}(?:ed|oke|ook|ave|ade|rote)\b")
_OPENS = re.compile(r"(?:\s+\w+){0,4}?\s*(?P<mark>[-–—:(]|,?\s+namely)\s*")
_JOINS = re.compile(r"\s*(?:,|;)?\s*(?P<and>and|&)?\s*(?:(?:the|Mr|Mrs|Ms|Dr|President)\.?\s+)?", re.IGNORECASE)
_TIMES = re.compile(
    r"\s*(?P<way>less|fewer|lower|smaller|more|higher|greater|larger|bigger|as (?:much|many|high|large|big))\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:the\s+)?(?:remaining|rest|remainder)\b[^.;]{0,20}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts of the text's own arithmetic."""
    figures = list(page.figures())
    yield from _partners(page, figures)
    for claim, quantity in figures:
        if quantity.category == "count" and (verdict := _list(page, claim, quantity)):
            yield verdict
        if quantity.category == "ratio" and (verdict := _ratio(page, claim, quantity, figures)):
            yield verdict
    yield from _shares(page, figures)
    yield from _twice(page, figures)


def _partners(page: Page, figures: Sequence[_Stated]) -> Iterator[Verdict]:
    """«The UK, alongside 16 partners, invoked X» and «Seventeen States invoked X»: one more than the partners."""
    counts = [each for each in figures if _head(each[1]) in _PARTNERS and each[1].hedge == "exact" and each[1].value]
    beside = [each for each in counts if _subject(page, each[1])]
    for one in beside[:LONGEST]:
        for other in counts[:LONGEST]:
            if other in beside or not _same_act(page, one[1], other[1]):
                continue
            alone, every = one[1].value or 0, other[1].value or 0
            same = alone + 1 == every
            first, second = (each[1].of(page.text) for each in (one, other))
            says = f"«{first}» and the one that they stand beside are {alone + 1:g}; the text also says «{second}»."
            definition = "Of one act: a state and its partners are one more than the partners."
            for claim, quantity in (one, other):
                yield CHECK.verdict(
                    claim,
                    quantity,
                    "supported" if same else "contradicted",
                    says,
                    definition=definition,
                    tolerance="none",
                )


def _head(quantity: Quantity) -> str:
    return quantity.unit.casefold().rsplit(" ", 1)[-1] if quantity.category == "count" else ""


def _subject(page: Page, quantity: Quantity) -> bool:
    """Whether the number is of those beside one state that is named just before."""
    match = _BESIDE.search(page.text, max(0, quantity.start - 40), quantity.start)
    named = [each for each in page.mentions(page.sentence(quantity)) if state(each) and each.end <= quantity.start]
    return bool(match and named and page.text[named[-1].end : match.start()].strip(" ,") == "")


def _same_act(page: Page, one: Quantity, other: Quantity) -> bool:
    """Whether two sentences have a named thing in common, that is no state, and a verb in the past."""
    first, second = page.sentence(one), page.sentence(other)
    if first == second:
        return False
    things = [{each.name for each in page.mentions(span) if not state(each)} for span in (first, second)]
    did = [set(_DID.findall(span.of(page.text))) for span in (first, second)]
    return bool(things[0] & things[1] and did[0] & did[1])


def _list(page: Page, claim: Claim, quantity: Quantity) -> Verdict | None:
    """«Five prisoners - A, B, C, D and E»: as many names as are counted; None where no closed list follows."""
    opened = _OPENS.match(page.text, quantity.end)
    value = quantity.value
    if opened is None or quantity.hedge != "exact" or value is None or not 2 <= value <= LONGEST:
        return None
    named: list[Mention] = []
    closed, at = False, opened.end()
    for mention in page.mentions(page.sentence(claim)):
        if mention.start < at or closed:
            continue
        joint = _JOINS.fullmatch(page.text, at, mention.start)
        if joint is None:
            break
        named.append(mention)
        closed, at = bool(joint["and"]), mention.end
    if not closed or len(named) < 2:
        return None
    same = len(named) == value
    says = f"The list that follows has {len(named)} names, the text counts {value:g}."
    return CHECK.verdict(
        claim, quantity, "supported" if same else "contradicted", says, tolerance="none",
        definition="Names in the list behind a number are as many as it says.",
    )  # fmt: skip


def _ratio(page: Page, claim: Claim, quantity: Quantity, figures: Sequence[_Stated]) -> Verdict | None:
    """«At least three times less»: the figure before it in the paragraph and the one behind it, of one unit."""
    way = _TIMES.match(page.text, quantity.end)
    paragraph = page.paragraph(quantity)
    around = [
        other
        for _, other in figures
        if other.category in {"money", "count", "measure"} and paragraph.holds(other) and other.value
    ]
    before = [other for other in around if other.end <= quantity.start]
    after = [other for other in around if other.start >= quantity.end]
    if (
        way is None
        or not before
        or not after
        or (before[-1].category, before[-1].unit) != (after[0].category, after[0].unit)
    ):
        return None
    pair = (before[-1], after[0])
    large, small = sorted(pair, key=lambda each: -(each.value or 0))
    meant = measure.meant(quantity, page.text)
    if meant is None or not small.value or not large.value:
        return None
    halves = [_half(each, page.text) for each in (large, small)]
    low, high = (
        (large.value - halves[0]) / (small.value + halves[1]),
        (large.value + halves[0]) / (small.value - halves[1]),
    )
    nominal = large.value / small.value
    falls = way["way"].casefold() in {"less", "fewer", "lower", "smaller"}
    if falls and pair[0] is small:
        return None  # the order of the sentence is not the one that the rule reads
    fits = meant.low <= nominal <= meant.high or (low <= meant.high and high >= meant.low)
    both = f"{large.of(page.text)} to {small.of(page.text)}"
    says = f"{both} is {nominal:.2f}; as they are rounded, {low:.2f} to {high:.2f}."
    left = tuple(f"«{each.of(page.text)}» is no exact figure" for each in (large, small) if each.hedge != "exact")
    answer: Answer = "supported" if fits else "vague" if left else "contradicted"
    return CHECK.verdict(
        claim, quantity, answer, says, left=left,
        definition="The ratio of two figures of one unit, as printed.", tolerance="the rounding of their last digits",
    )  # fmt: skip


def _half(quantity: Quantity, text: str) -> float:
    """Half of one in the last digit printed; none for counts."""
    if quantity.category == "count":
        return 0.0
    return measure.step((quantity.number or quantity).of(text), quantity.value or 0.0) / 2


def _shares(page: Page, figures: Sequence[_Stated]) -> Iterator[Verdict]:
    """«60 % …, 25 % …, the remaining 10 %»: the shares of a sentence in which there is a rest are all there are."""
    found: dict[int, list[_Stated]] = defaultdict(list)
    for claim, quantity in figures:
        if quantity.category == "percent":
            found[page.sentence(quantity).start].append((claim, quantity))
    for shares in found.values():
        claim, rest = shares[-1]
        if (
            len(shares) < 2
            or not _REST.search(page.text, page.sentence(rest).start, rest.start)
            or any(each.hedge != "exact" for _, each in shares)
        ):
            continue
        total = sum(each.value or 0.0 for _, each in shares)
        slack = sum(_half(each, page.text) for _, each in shares)
        same = abs(total - 100) <= slack + 1e-9
        says = f"The shares of the sentence add up to {total:.10g} percent."
        yield CHECK.verdict(
            claim, rest, "supported" if same else "contradicted", says,
            definition="Shares and what remains are 100 percent.",
            tolerance=f"rounding: {slack:.10g}",
        )  # fmt: skip


def _twice(page: Page, figures: Sequence[_Stated]) -> Iterator[Verdict]:
    """One sentence said twice, with another figure."""
    groups: dict[tuple[object, ...], list[_Stated]] = defaultdict(list)
    for claim, quantity in figures:
        if quantity.value is not None and quantity.hedge == "exact":
            names = tuple(sorted(each.name for each in claim.mentions))
            groups[
                quantity.category,
                quantity.unit,
                names,
                tuple(each.value for each in claim.dates),
                len(claim.quantities),
            ].append((claim, quantity))
    for group in groups.values():
        for (one, first), (other, second) in combinations(group[:LONGEST], 2):
            if first.value == second.value or one is other or not _alike(page, one, other):
                continue
            says = f"The same is said of «{first.of(page.text)}» and of «{second.of(page.text)}»."
            for claim, quantity in ((one, first), (other, second)):
                yield CHECK.verdict(
                    claim,
                    quantity,
                    "contradicted",
                    says,
                    definition="A sentence that is said twice states the same.",
                    tolerance="none",
                )


def _alike(page: Page, one: Claim, other: Claim) -> bool:
    mine, theirs = ({word.casefold() for word in _WORD.findall(each.of(page.text))} for each in (one, other))
    return len(mine) > 5 and len(mine & theirs) >= ALIKE * len(mine | theirs) and one.speaker.name == other.speaker.name
