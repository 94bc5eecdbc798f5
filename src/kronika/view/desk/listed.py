"""Who is listed by which state since when, of everybody at once: what a row of the search shows and filters by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import states
from kronika.base.dates import bounds
from kronika.ledger.store import days
from kronika.match.score import ALERT
from kronika.study.coverage import gather
from kronika.study.coverage.domain import Status
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger
    from kronika.study.coverage.domain import State
    from kronika.view.serve.held import Held


class Listed(NamedTuple):
    """How one identity is listed, in the newest copies."""

    since: Mapping[str, str]
    """State → the day on which it listed it first, as far as its lists print one; empty where they print none."""
    programmes: frozenset[str]
    by: date
    """The day by which some state listed it for certain."""


class Everybody(NamedTuple):
    """How all identities are listed."""

    of: Mapping[str, Listed]
    """By identity."""
    maybe: Mapping[str, frozenset[str]]
    """Identity → states on whose lists stands someone who may well be the same."""
    states: Mapping[str, State]
    """The states by their codes, and how far their lists reach."""
    programmes: tuple[str, ...]
    """All programmes, those with the most listings first."""

    def standings(self, identity: str) -> list[tuple[str, Status, str]]:
        """Of each state its short name, what its newest lists say of an identity, and since when or why it is unknown.

        Those that list it come first. Who is on none of them any more counts as not listed.
        """
        mine = self.of.get(identity)
        if mine is None:
            return []
        shown = [self._standing(code, state, identity, mine) for code, state in self.states.items()]
        return sorted(shown, key=lambda each: (each[1] != Status.LISTED, each[1] != Status.UNKNOWN, each[0]))

    def _standing(self, code: str, state: State, identity: str, mine: Listed) -> tuple[str, Status, str]:
        name = states.short(code)
        if code in mine.since:
            return name, Status.LISTED, mine.since[code]
        if code in self.maybe.get(identity, ()):
            return name, Status.UNKNOWN, "someone on its lists may be the same"
        if mine.by > state.end:
            return name, Status.UNKNOWN, f"its list ends on {state.last.published}"
        return name, Status.NOT_LISTED, ""


def _read(held: Held) -> Everybody:
    with held.ledger() as ledger:
        rows = ledger.rows(_LISTED, {"identities": str(ledger.matched / "identities.parquet")})
        counts = Counter(programme for row in rows for programme in row["programmes"])
        return Everybody(
            {identity: _listed(list(some)) for identity, some in groupby(rows, itemgetter("identity"))},
            _maybe(ledger),
            gather.states(gather.one(ledger, "")),
            tuple(programme for programme, _ in counts.most_common()),
        )


everybody = Kept(_read)
"""How everybody of a build is listed; the first who asks waits a second."""


def _listed(rows: Sequence[Mapping[str, Any]]) -> Listed:
    """How one identity is listed; each row tells of one state."""
    return Listed(
        {row["country"]: row["since"] or "" for row in rows},
        frozenset(programme for row in rows for programme in row["programmes"]),
        min(days(row["published"])[1] if not row["since"] else bounds(row["since"])[1] for row in rows),
    )


def _maybe(ledger: Ledger) -> dict[str, frozenset[str]]:
    files = {name: str(ledger.matched / f"{name}.parquet") for name in ("identities", "pairs")}
    rows = ledger.rows(_MAYBE, {**files, "likely": ALERT})
    return {row["identity"]: frozenset(row["countries"]) for row in rows}


_LISTED = """
    WITH listing AS (
        SELECT subject, f.source, any_value(c.published) AS published,
            min(value) FILTER (prop = 'listingDate') AS since,
            list(DISTINCT value) FILTER (prop IN ('program', 'programId')) AS programmes,
            coalesce(bool_or(prop = 'status' AND value = 'de-listed'), false) AS over,
            coalesce(bool_or(prop = 'endDate' AND value <= c.published), false) AS ended
        FROM facts f JOIN copies c USING (copy) WHERE f.schema = 'Sanction' GROUP BY subject, f.source, entity
    )
    SELECT coalesce(identity, l.subject) AS identity, country, min(since) AS since, min(published) AS published,
        list_distinct(flatten(list(coalesce(programmes, [])))) AS programmes
    FROM listing l JOIN sources USING (source)
    LEFT JOIN read_parquet($identities) i ON i.subject = l.subject
    WHERE country != '' AND NOT over AND NOT ended GROUP BY ALL ORDER BY identity
"""
_MAYBE = """
    WITH near AS (
        SELECT "left" AS one, "right" AS other FROM read_parquet($pairs)
        WHERE status = 'undecided' OR (status = 'apart' AND score >= $likely)
    ), pair AS (SELECT one, other FROM near UNION ALL SELECT other, one FROM near),
    kinds AS (SELECT DISTINCT subject, country FROM facts JOIN sources USING (source) WHERE entity = subject)
    SELECT identity, list(DISTINCT country) AS countries
    FROM pair JOIN read_parquet($identities) i ON i.subject = one JOIN kinds ON kinds.subject = other
    WHERE country != '' GROUP BY identity
"""
