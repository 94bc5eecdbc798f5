"""Shares of votes and turnout against the declared result of an election, and against its protocols at hand.

What agrees with a declared result is no less and no more than declared: nothing here says that it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kronika.base import dates, names, states
from kronika.study.claims.checks import measure
from kronika.study.claims.checks.page import sure
from kronika.study.claims.verdicts import Check, Verdict, weighed
from kronika.study.figures import cited
from kronika.study.finding import Cited

if TYPE_CHECKING:
    from kronika.ledger.measured import Election, Figure, Result
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Mention, Quantity

SERIES, TURNOUT = "declared election result", "turnout"
NEAR = 92
"""Days by which an election may be older than the month that a claim states: results are told of for a season."""
CHECK = Check(
    "results",
    "1",
    "The result that the commission declared for the last election before; a declared result need not be a true one.",
)
_VOTE = re.compile(
    r"\b(?:votes?|voters|ballots?|elections?|re-?elect(?:ed|ion)|victory|won|win|wins|landslide|presidential|polls?|turnout)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:exit polls?|opinion polls?|surveys?|polling|pollsters?|approval|ratings?|respondents?|GDP|inflation|growth|"
    r"increase[ds]?|rose|fell|seats|points?)\b",
    re.IGNORECASE,
)
_TURNOUT = re.compile(r"\bturnout\b", re.IGNORECASE)
_BEHIND = 25
"""Characters behind a percentage within which «turnout» names it."""
_ESTIMATED = re.compile(
    r"\b(?:actual(?:ly)?|real(?:ly)?|true|genuine|estimat\w+|independent|parallel|alternative|observers?|analys\w+|"
    r"protocols?|poll(?:ing)? stations?|abroad|district|region)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:his|her|their|he|she)\b[^,;.]*$", re.IGNORECASE)
_PRELIMINARY = re.compile(r"\bpreliminary\b|\bpartial\b", re.IGNORECASE)


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on every percentage of an election: declared, and by the protocols at hand."""
    for claim, quantity in page.figures():
        whole = page.sentence(claim).of(page.text)
        if quantity.category != "percent" or not _VOTE.search(whole) or _OTHER.search(claim.of(page.text)):
            continue
        yield from _judged(page, record, claim, quantity)


def _judged(page: Page, record: Record, claim: Claim, quantity: Quantity) -> Iterator[Verdict]:
    every = [each for each in record.published(SERIES) if each.unit == "percent"]
    if _is_turnout(page, claim, quantity):
        where, _ = page.nearest(claim)
        who, every = TURNOUT, [each for each in every if each.item == TURNOUT and set(each.about) <= set(where)]
    elif candidate := _candidate(page, claim, quantity):
        who, every = candidate.name, [each for each in every if _same(each.item, candidate.name)]
    else:
        says = f"It is not clear whose share it is; the claim names {_all(page, claim)}."
        yield CHECK.verdict(claim, quantity, "actor-open", says)
        return
    period = page.period(claim, quantity)
    if not every:
        yield CHECK.verdict(claim, quantity, "no-record", f"The record has no declared result of {who}.")
    elif len({each.about for each in every}) > 1:
        yield CHECK.verdict(claim, quantity, "actor-open", "Several states are named: of whose election is not said.")
    elif other := _other(page, claim):
        cells = tuple(cited(each) for each in every)
        yield CHECK.verdict(
            claim, quantity, "other-definition", f"{other}; the record has the declared one.", cited=cells
        )
    elif period is None:
        yield CHECK.verdict(
            claim, quantity, "date-open", "Of which election it is, is not said, nor is the document dated."
        )
    else:
        yield from _compared(page, record, claim, quantity, every, period)


def _is_turnout(page: Page, claim: Claim, quantity: Quantity) -> bool:
    """Whether «turnout» stands between the figure before and this one, or just behind it."""
    start = max((each.end for each in claim.quantities if each.end <= quantity.start), default=claim.start)
    behind = page.text[quantity.end : min(claim.end, quantity.end + _BEHIND)]
    return bool(_TURNOUT.search(page.text, start, quantity.start) or _TURNOUT.search(re.split(r"[,;\d]", behind)[0]))


def _other(page: Page, claim: Claim) -> str:
    """What the claim is of where that is not the declared result of the country; empty where it is."""
    if _ESTIMATED.search(page.sentence(claim).of(page.text)):
        return "The claim is of another count, or of an estimate"
    places = [each.name for each in page.mentions(claim) if each.named == "place"]
    return f"The claim is of {', '.join(places)}, a part of the country or a place in it" if places else ""


def _candidate(page: Page, claim: Claim, quantity: Quantity) -> Mention | None:
    """Whose share it is: the person named last before it, in the claim; nobody where a pronoun may be of several."""
    persons = [each for each in page.mentions(claim) if each.named == "person"]
    if not all(map(sure, persons)):
        return None
    before = [each for each in persons if each.end <= quantity.start]
    if len({each.name for each in persons}) == 1:
        return persons[0]
    if not before or _PRONOUN.search(page.text[before[-1].end : quantity.start]):
        return None
    return before[-1]


def _all(page: Page, claim: Claim) -> str:
    persons = dict.fromkeys(each.name for each in page.mentions(claim) if each.named == "person")
    return " and ".join(persons) or "nobody"


def _same(item: str, name: str) -> bool:
    """Whether a candidate's name in the record is a mention's, in any order and spelling of the same words."""
    ours, theirs = set(names.fold(item).split()), set(names.fold(name).split())
    return ours == theirs or (len(ours & theirs) > 1 and (ours <= theirs or theirs <= ours))


def _compared(
    page: Page, record: Record, claim: Claim, quantity: Quantity, every: Sequence[Figure], period: Period
) -> Iterator[Verdict]:
    held = [each for each in every if each.first <= period.last]
    last = max((each.last for each in held), default=None)
    left = (
        ()
        if period.stated
        else ("the claim does not say which election: taken is the last before the document's date",)
    )
    if last is None or (period.stated and (period.first - last).days > NEAR):
        days = ", ".join(dict.fromkeys(each.as_of for each in every))
        said = f"The record has no election of {period.when}; declared results it has of {days}."
        yield CHECK.verdict(claim, quantity, "other-day", said, left=left, cited=tuple(cited(each) for each in every))
        return
    preliminary = bool(_PRELIMINARY.search(claim.of(page.text)))
    mine = [each for each in held if each.last == last and bool(_PRELIMINARY.search(each.definition)) == preliminary]
    mine = mine or [each for each in held if each.last == last]
    made = [_declared(page, claim, quantity, each, left) for each in mine]
    yield from weighed(made)
    for election in record.elections:
        if election.day and abs((dates.bounds(election.day)[0] - last).days) <= 7:
            yield from _protocols(page, record, claim, quantity, election, mine[0].item, left)


def _declared(page: Page, claim: Claim, quantity: Quantity, figure: Figure, left: tuple[str, ...]) -> Verdict:
    meant = measure.meant(quantity, page.text)
    about = " and ".join(map(states.full, figure.about))
    share = measure.span(figure.low, figure.high, figure.unit)
    result = f"the declared result of {about}, {figure.as_of}: {figure.item} {share} ({figure.counter})"
    definition = f"{figure.counter}: {figure.definition}. A declared result need not be a true one."
    if meant is None:
        return CHECK.verdict(
            claim, quantity, "vague", f"There is {result}.", definition=definition, left=left, cited=(cited(figure),)
        )
    answer = meant.against(figure.low, figure.high, measure.slack(figure))
    verb = {"supported": "Agrees with", "contradicted": "Differs from"}.get(answer, "Is not decided by")
    return CHECK.verdict(
        claim, quantity, answer, f"{verb} {result}.", definition=definition, left=left, cited=(cited(figure),),
        tolerance=meant.tolerance,
    )  # fmt: skip


def _protocols(
    page: Page,
    record: Record,
    claim: Claim,
    quantity: Quantity,
    election: Election,
    candidate: str,
    left: tuple[str, ...],
) -> Iterator[Verdict]:
    surname = names.fold(candidate).split()[-1:]
    found = [
        each
        for each in record.results.get(election.election, ())
        if surname and surname[0] in names.fold(each.candidate).split() and each.share is not None
    ]
    meant = measure.meant(quantity, page.text)
    if len(found) != 1 or meant is None:
        return
    (result,) = found
    share = 100 * (result.share or 0.0)
    same = meant.against(share, share, 0.005) == "supported"
    says = (
        f"The protocols at hand of {election.title}, {result.stations:,} stations, give {candidate} {share:.2f} "
        f"percent: {result.votes:,} of {result.base:,}."
    )
    definition = f"Votes for {candidate} over the stations at hand, which need not be all, nor typical of all."
    yield CHECK.verdict(
        claim, quantity, "supported" if same else "other-definition", says, definition=definition, left=left,
        cited=(_cell(election, result),), tolerance=meant.tolerance,
    )  # fmt: skip


def _cell(election: Election, result: Result) -> Cited:
    """The table of protocols that a sum is of."""
    return Cited(
        f"protocols:{election.election}:{result.candidate}", "protocols", election.title,
        "the election commissions, as the file has them", election.day or "", election.document,
        f"row {election.row}, column {result.candidate}, summed", "votes", f"{result.votes}",
    )  # fmt: skip
