"""Who was put on a list, by whom, when: «in September the UK imposed sanctions on Alexander Lukashenko»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks.listing_words import DENIED, DONE, actors
from kronika.study.claims.checks.page import closed, state, sure
from kronika.study.claims.spans import Span
from kronika.study.claims.verdicts import Check, Verdict

if TYPE_CHECKING:
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Mention
    from kronika.study.coverage.domain import Case, Listing
    from kronika.study.finding import Cited

CHECK = Check(
    "listed", "1", "The day of listing that the state's own list prints, else the copies between which it began."
)
_WORD = re.compile(r"\w+|[^\w\s]")
_LINKS = closed("and on against upon by including his her the leader president former together with as well")
_LONGEST = 80
"""Characters between two names of one list, at most."""
_UNPRINTED = {True: "", False: ", no day is printed"}
_KINDS = frozenset(("person", "organisation"))


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on everybody who is named behind words of listing, as far as the name follows them."""
    for match in DONE.finditer(page.text):
        named = list(_behind(page, match.end()))
        if not named or DENIED.search(page.text, page.sentence(named[0]).start, match.start()):
            continue
        for mention in named:
            claim = page.around(mention)
            if claim and claim.kind not in {"demand", "commitment"}:
                yield _judged(page, record, claim, mention)


def _behind(page: Page, at: int) -> Iterator[Mention]:
    """The persons and bodies that follow a place in its sentence, with nothing but links, titles and names between."""
    for mention in page.mentions(page.sentence(Span(at - 1, at))):
        if mention.start < at:
            continue
        if mention.start - at > _LONGEST or not all(map(_links, _WORD.findall(page.text, at, mention.start))):
            return
        if mention.named in _KINDS and not state(mention):
            yield mention
        at = mention.end


def _links(word: str) -> bool:
    return word[0].isupper() or word in _LINKS or word in {",", "-"}


def _judged(page: Page, record: Record, claim: Claim, mention: Mention) -> Verdict:
    who, how = actors(page, record, claim)
    left = (how,) if how else ()
    if not record.states:
        return CHECK.verdict(claim, mention, "no-record", "The record has no lists.", left=left)
    if len(who) != 1:
        return CHECK.verdict(claim, mention, "actor-open", "Which state imposed them is not said of one.")
    if who[0] not in record.states:
        return CHECK.verdict(
            claim, mention, "no-record", f"The record has no list of {states.full(who[0])}.", left=left
        )
    if not sure(mention):
        return CHECK.verdict(claim, mention, "actor-open", f"Who is meant is not clear: {mention.name}.", left=left)
    case = record.case(mention.id, mention.name)
    if case is None:
        said = f"{mention.name}: nobody of the regime in the record has this name alone."
        return CHECK.verdict(claim, mention, "no-record", said, left=left)
    found = record.listings(case, who[0])
    period = page.period(claim, mention)
    if not found:
        said = f"No copy of a list of {states.full(who[0])} here holds {case.name}."
        return CHECK.verdict(claim, mention, "no-record", said, left=left)
    return _compared(record, claim, mention, case, found, period, left)


def _compared(
    record: Record,
    claim: Claim,
    mention: Mention,
    case: Case,
    found: Sequence[tuple[Listing, tuple[Cited, ...]]],
    period: Period | None,
    left: tuple[str, ...],
) -> Verdict:
    days = "; ".join(
        f"{'listed on' if each.since.exact else 'listed'} {each.since}{_UNPRINTED[each.printed]} ({each.source})"
        for each, _ in found
    )
    says = f"{case.name}: {days}."
    cells = tuple(cell for _, some in found for cell in some)
    if period is None:
        return CHECK.verdict(claim, mention, "date-open", says, left=left, cited=cells)
    if not period.stated or period.bound in {"by", "before", "until"}:
        left = left if period.stated else (*left, period.said)
        if any(each.since.high <= period.last for each, _ in found):
            return CHECK.verdict(
                claim,
                mention,
                "supported",
                says,
                definition=f"{CHECK.definition} The claim: listed by {period.last}.",
                left=left,
                cited=cells,
            )
    if any(period.first <= each.since.low and each.since.high <= period.last for each, _ in found):
        return CHECK.verdict(
            claim, mention, "supported", says, left=left, cited=cells, tolerance="none: within the claim's day or month"
        )
    if all(each.since.low > period.last and record.absent(each, period.last) for each, _ in found):
        says += " A copy of the list from between has no such entry."
        return CHECK.verdict(claim, mention, "contradicted", says, left=left, cited=cells, tolerance="none")
    if all(each.since.high < period.first for each, _ in found):
        says += " That is before; whether it was listed anew is not in the record."
        return CHECK.verdict(claim, mention, "other-day", says, left=left, cited=cells)
    says += " A list may print the day on which it was taken over or amended."
    return CHECK.verdict(claim, mention, "other-day", says, left=left, cited=cells)
