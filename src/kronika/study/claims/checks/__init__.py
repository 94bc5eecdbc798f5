"""Claims held against the record, by checks of one kind each.

    claims, text ── Page ──▶ listings, first, listed, un_votes, prisoners, turnover, results, within ──▶ Verdicts
    Ledger, Regime ── Record ──▶   (listings are those of the study of coverage)

A claim that is not about a check's matter gets no verdict of it; one that is, with something missing, «cannot tell» and
the reason. Nothing is guessed: what a claim leaves open, and how it was read, stands in the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.study.claims.checks import first, listed, listings, prisoners, results, turnover, un_votes, within
from kronika.study.claims.checks.page import Page
from kronika.study.claims.checks.record import Record

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.spans import Claim, Mention
    from kronika.study.claims.verdicts import Verdict

__all__ = ["CHECKS", "Record", "check"]

CHECKS = (listings, first, listed, un_votes, prisoners, turnover, results, within)
"""Each has CHECK (its name, version and definition) and run(page, record)."""


def check(claims: Sequence[Claim], prose: Prose, record: Record, mentions: Sequence[Mention] = ()) -> list[Verdict]:
    """The verdicts on the claims of a document, in the order of the text.

    The document's date is that of `prose.dating`; `mentions` are all its names, also those in no claim. Raises
    UsageError for claims that are not of this text.
    """
    page = Page(prose, claims, mentions)
    made = [verdict for each in CHECKS for verdict in each.run(page, record)]
    return sorted(made, key=lambda each: (each.about.start, each.claim.start, each.check))
