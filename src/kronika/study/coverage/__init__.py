"""Coverage: who of a regime is listed by whom, since when, and who is not.

    ledger.listings ── gather ──▶ cases, states ── standing ──▶ view ──▶ matrix, gaps, pace, conflicts, counts

docs/methods.md says how it is done and how it can mislead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states as named
from kronika.base.errors import UsageError
from kronika.ledger.store import days
from kronika.study import regimes
from kronika.study.coverage import conflicts, counts, gaps, gather, matrix, pace, standing
from kronika.study.finding import Finding, Table

if TYPE_CHECKING:
    from kronika.base.config import Regime
    from kronika.ledger.store import Ledger
    from kronika.study.coverage.domain import State
    from kronika.study.coverage.gather import Gathered
    from kronika.study.coverage.standing import View

LEAST = 2
"""How many others list somebody whom a state does not, at least, for a gap."""
CAVEATS = (
    "A list says who is sanctioned under the law that it publishes: a state may have other measures, and other lists.",
    "Who is one with whom is computed: a pair that was missed looks like a gap, one that was joined wrongly hides one.",
    "What was listed and removed between two copies, or before the oldest, cannot be seen.",
    "A day of listing is the one that the list prints, and means what its publisher means by it.",
)
_ANSWER = ("matrix", "counts", "gaps", "first", "medians", "conflicts", "delisted")
"""The tables whose titles answer the question."""
_OF_STATES = {
    "eu": "The EU's acts list who is subject to an asset freeze; its travel bans stand in Council decisions.",
    "gb": "Until the end of 2020 the UK's consolidated list also printed listings under EU law: a UK day before then "
    "may be the EU's decision. The UK Sanctions List prints 31 December 2020 for whom it took over then.",
}


def run(ledger: Ledger, regime: Regime, states: Sequence[str] = (), as_of: str = "", least: int = LEAST) -> Finding:
    """Answer for a regime, over these states (default: the regime's own, else all that list somebody of it).

    `as_of` is a day, or a month for its last day: then only what the copies prove of that day counts. Without it every
    list speaks of the day of its newest copy. `least` is how many others make a gap. Raises UsageError where the
    regime is empty or matches nothing, a state has no list here, or nothing can be said of the day.
    """
    regimes.required(regime)
    if least < 1:
        raise UsageError(f"{least} others: a gap needs at least one other state that lists")
    gathered = gather.read(ledger, regime)
    if not gathered.cases:
        raise regimes.nobody(regime, gathered.unprinted)
    chosen = _chosen(gathered, states or regime.states)
    day = _day(gathered, chosen, as_of) if as_of else None
    seen = standing.view(gathered, chosen, day)
    tables = _tables(seen, gathered, least)
    titles = {table.name: f"{table.title}." for table in tables}
    cites = sorted({cite for table in tables for row in table.rows for cite in row.cites})
    return Finding(
        study="coverage",
        question=f"Who of {regime.name} is listed by whom, since when, and who is not?",
        answer=tuple(titles[name] for name in _ANSWER),
        tables=tables,
        caveats=(
            *counts.caveats(seen, gathered),
            *(text for code, text in _OF_STATES.items() if code in chosen),
            *CAVEATS,
        ),
        as_of=(day or gathered.newest).isoformat(),
        cited={cite: gathered.cited[cite] for cite in cites},
    )


def _chosen(gathered: Gathered, asked: Sequence[str]) -> dict[str, State]:
    """The states to compare, in the order asked for."""
    known = gather.states(gathered)
    if not asked:
        return {code: state for code, state in known.items() if state.lists}
    codes = dict.fromkeys(map(named.code, asked))
    for code in codes:
        if code not in known:
            there = ", ".join(map(named.short, known))
            raise UsageError(f"{code}: no list of this state is in the casebook; there are those of {there}")
    return {code: known[code] for code in codes}


def _day(gathered: Gathered, chosen: Mapping[str, State], as_of: str) -> date:
    """The day asked for, where something can be proved of it."""
    day = days(as_of)[1]
    if day > gathered.newest:
        raise UsageError(f"{as_of}: the newest copy in this casebook is of {gathered.newest}; later is not known")
    proofs = [each.since.high for case in gathered.cases for each in case.listings if gathered.country(each) in chosen]
    first = min(proofs, default=None)
    if first is None or day < first:
        known = f"the first that is proved is of {first}" if first else "they list nobody of it"
        raise UsageError(
            f"{as_of}: nothing can be proved of what {', '.join(map(named.short, chosen))} listed on that day; {known}"
        )
    return day


def _tables(seen: View, gathered: Gathered, least: int) -> list[Table]:
    return [
        matrix.matrix(seen),
        matrix.long(seen),
        gaps.table(gaps.gaps(seen, least), seen, least),
        matrix.other_programmes(seen),
        counts.counts(seen),
        matrix.cumulative(seen),
        *pace.tables(seen),
        conflicts.conflicts(seen, gathered),
        conflicts.delisted(seen),
        matrix.side_by_side(seen),
        counts.sources(seen, gathered),
    ]
