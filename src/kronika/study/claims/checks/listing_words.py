"""The words by which a text says that somebody is put on a list of sanctions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks.page import UNIONS, state
from kronika.study.claims.spans import Span

if TYPE_CHECKING:
    from kronika.study.claims.checks.page import Page
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim

SANCTIONED = re.compile(
    r"\b(?:sanction(?:s|ed|ing)?|asset freezes?|travel bans?|blacklist(?:ed|ing)?|"
    r"(?:re-?)?designat(?:e|ed|es|ing|ions?)|restrictive measures|listings?|listed)\b",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b(?:sanctioned|blacklisted|designated|listed|(?:imposed?|imposing|adopted|announced|introduced|placed|put)\b[^.;]{0,60}?"
    r"\b(?:sanctions|asset freezes?|travel bans?|restrictive measures))\b",
    re.IGNORECASE,
)
"""That it was done, in a main clause or by «imposing»."""
_JOINT = re.compile(r"\s*(?:,|and|&|, and)\s+(?:the\s+)?", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:not|never|no|lift(?:ed|s|ing)?|eas(?:e|ed|ing)|remov(?:e|ed|ing)|delist(?:ed|ing)?|suspend(?:ed|ing)?|if|should|must|"
    r"could|would|will|calls? (?:for|on)|evad(?:e|ed|ing)|circumvent\w*|propos(?:e|ed|al|es)|urge[sd]?)\b",
    re.IGNORECASE,
)
"""That it was not done, was undone, or is wanted."""


def actors(page: Page, record: Record, claim: Claim) -> tuple[list[str], str]:
    """The states that impose, and how that is known: those named first in the claim, else in its sentence.

    «Canada, together with the UK» is Canada, «the UK and Canada» are both. Those of the regime are whom it is imposed
    upon, as are those behind «against» and «on». «We» is who speaks.
    """
    if ours := page.ours(claim):
        return [ours], f"«we» is taken as {states.full(ours)}, who speaks"
    for span, where in ((claim, ""), (page.sentence(claim), "the sentence")):
        if found := _run(page, record, span):
            return found, f"who imposes is taken from {where}" if where else ""
    return [], ""


def _run(page: Page, record: Record, span: Span) -> list[str]:
    """The first state of a place that can impose, and those that commas and «and» join to it."""
    found: dict[str, None] = {}
    at = 0
    for mention in page.mentions(span):
        code = state(mention)
        if not code or code in record.countries or (mention.named == "people" and mention.name not in UNIONS):
            continue
        if found and not _JOINT.fullmatch(page.text, at, mention.start):
            break
        if found or not _upon(page, mention.start):
            found[code] = None
            at = mention.end
    return list(found)


def targets(page: Page, record: Record, claim: Claim) -> bool | None:
    """Whether a claim is about the regime of the record alone; None where neither it nor its paragraph tells.

    States that have lists, and who imposes, are left aside. Where the paragraph names nobody else, the text does.
    """
    imposing = {*record.states, *actors(page, record, claim)[0]}
    for span in (claim, page.sentence(claim), page.paragraph(claim)):
        named = set(page.states(span)) - imposing
        if named:
            ours = named & set(record.countries)
            return True if ours == named else None if ours else False
    every = page.named - imposing
    return True if every and every <= set(record.countries) else None


def _upon(page: Page, start: int) -> bool:
    """Whether a name stands behind a word of whom it is done to."""
    return bool(
        re.search(
            r"\b(?:against|on|upon|targeting|over|in)\s+(?:the\s+)?(?:\w+\s+)?$",
            page.text[max(page.paragraph(Span(start, start)).start, start - 40) : start],
        )
    )
