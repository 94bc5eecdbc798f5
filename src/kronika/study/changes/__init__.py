"""Changes: who of a regime was listed, taken off, and what was amended, between one copy of a list and the next.

    ledger.history ── compare: the copies of one source and day, and what stood before ──▶ events ── tables ──▶ Finding

docs/methods.md says how it is done and how it can mislead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kronika.base.errors import UsageError
from kronika.ledger import listings
from kronika.ledger.store import days
from kronika.study import regimes
from kronika.study.changes import tables
from kronika.study.changes.compare import Held, Reader, steps
from kronika.study.finding import Finding
from kronika.study.span import Span

if TYPE_CHECKING:
    from kronika.base.config import Regime
    from kronika.ledger.store import Ledger
    from kronika.study.changes.compare import Compared

QUESTION = "What has changed since {since} in who of {regime} is listed?"
CAVEATS = (
    "Two copies are compared: what was listed and removed between them, or before the oldest, cannot be seen.",
    "What differs between two copies changed on a day between them, unless the list prints the day.",
    "Who is one with whom is computed, as it is seen today: a pair that was missed looks like one more listing.",
    "An amendment may be of the list's wording alone: it need not be a decision.",
    "Of an act whose first copy is new those are new listings who stood in no act before, and print a day since then.",
)


def run(ledger: Ledger, regime: Regime, since: str, until: str = "") -> Finding:
    """What the copies of all lists show to have changed for everybody of a regime, on this day or later.

    Every copy that may stand for a day from `since` (a month: from its first day) to `until` (its last; default: no
    end) is compared with the one before it. Raises UsageError where the regime is empty or matches nobody, no copy is
    as old as `since`, or there are no two copies to compare.
    """
    regimes.required(regime)
    window = Span(days(since)[0], days(until)[1] if until else date.max)
    if window.low > window.high:
        raise UsageError(f"{since} to {until}: the days run backwards")
    if not listings.members(ledger, regime.programmes, regime.countries):
        raise regimes.nobody(regime, listings.unprinted(ledger, regime.programmes))
    rows = listings.copies(ledger)
    copies = [
        Held(row["copy"], row["source"], row["series"], row["published"], Span(*days(row["published"]))) for row in rows
    ]
    made = steps(copies, window, since)
    reader = Reader(ledger, window.low, {step.source for step in made})
    found = [reader.compare(step) for step in sorted(made, key=lambda step: step.between.high, reverse=True)]
    return _finding(ledger, regime, found, copies, since, until)


def _finding(
    ledger: Ledger, regime: Regime, found: Sequence[Compared], copies: Sequence[Held], since: str, until: str
) -> Finding:
    events = [event for each in found for event in each.events]
    cells = [cell for event in events for cell in (*event.cells, *(c for _, some in event.changes for c in some))]
    held = {copy.key: copy for copy in copies}
    both = [tables.changes(ledger, events, since), tables.copies(ledger, found, copies)]
    early = sum(event.kind == "listed" and event.when.high < days(since)[0] for event in events)
    alone = [str(row["source"]) for row in both[1].records() if not row["before"]]
    answer = [f"{both[0].title}.", f"{both[1].title}."]
    if early:
        answer.append(f"Of those listed, {early:,} were so before {since}, by the days that the lists print.")
    if alone:
        answer.append(f"What has changed in {', '.join(alone)} is not known: no copy of those days has one before it.")
    return Finding(
        study="changes",
        question=QUESTION.format(since=f"{since} until {until}" if until else since, regime=regime.name),
        answer=tuple(answer),
        tables=both,
        caveats=CAVEATS,
        as_of=max(each.step.between.high for each in found).isoformat(),
        cited={each.id: each for cell in cells for each in [tables.cited(cell, held[cell.copy], ledger.sources)]},
    )
