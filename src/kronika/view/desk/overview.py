"""The first page: what is found at a glance, the newest listings, how fresh the sources are, what awaits review."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kronika.base import states
from kronika.base.errors import UsageError
from kronika.ledger.store import days
from kronika.study.finding import Finding
from kronika.view import text
from kronika.view.desk import changes, coverage, reviewing
from kronika.view.desk.footnotes import Footnotes
from kronika.view.desk.listed import Everybody, everybody
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

router = APIRouter(include_in_schema=False)
_NEWEST = 10
"""Listings that are shown."""
_STALE = 90
"""Days after which a copy is called old."""


@router.get("/")
def overview(request: Request, held: Build) -> Response:
    """The overview of the casebook's own regime; of one that names none, of everybody listed."""
    today = datetime.now(UTC).date()
    told = made(held)
    sources = sorted((_fresh(row, today) for row in told["sources"]), key=lambda row: -row["days"])
    review = len(reviewing.waiting(held))
    return page(request, held, "overview.html", **{**told, "sources": sources}, stale=_STALE, review=review)


def _made(held: Held) -> dict[str, Any]:
    """All of the page that stays the same as long as the build."""
    answer, problem = _answer(held)
    every = everybody(held)
    with held.ledger() as ledger:
        sources = text.status_rows(ledger)
        oldest = ledger.rows("SELECT min(published) AS day FROM copies WHERE state != 'refused'")[0]["day"]
    told: dict[str, Any] = {
        "problem": problem, "total": len(every.of), "counts": _counts(every), "sources": sources,
        "finding": None, "picture": None, "changed": (),
    }  # fmt: skip
    if answer is None:
        return {**told, "newest": _of_all(every, held)}
    return {
        **told,
        "finding": answer.finding,
        "picture": answer.pictures.get("numbers"),
        "newest": _of_regime(answer.finding),
        "changed": _changed(held, oldest),
    }


made = Kept(_made)
"""What the page says of a build; the first who asks waits some seconds, so that `desk.warm` asks beforehand."""


def _answer(held: Held) -> tuple[coverage.Answer | None, str]:
    """What is found of the casebook's own regime, or why nothing is."""
    regime = held.book.settings.regime
    if not regime.programmes and not regime.countries:
        return None, ""
    try:
        return coverage.answered(held, coverage.Asked()), ""
    except UsageError as error:
        return None, str(error)


def _counts(every: Everybody) -> list[tuple[str, str, int]]:
    """How many each state lists, that with the most first: its short and its full name, and the number."""
    counts = Counter(code for mine in every.of.values() for code in mine.since)
    return [(states.short(code), states.full(code), number) for code, number in counts.most_common()]


def _of_regime(finding: Finding) -> list[dict[str, Any]]:
    """The newest listings of the regime that print their day and still stand."""
    notes = Footnotes(finding.cited)
    table = finding.table("listings")
    rows = [(record, row.cites) for record, row in zip(table.records(), table.rows, strict=True)]
    dated = [(record, cites) for record, cites in rows if record["printed"] and not record["until"]]
    dated.sort(key=lambda each: str(each[0]["since_low"]), reverse=True)
    return [
        {
            "id": record["identity"],
            "name": record["name"],
            "state": record["state"],
            "since": record["since"],
            "marks": notes.marks(cite for cite in cites if finding.cited[cite].prop == "listingDate"),
        }
        for record, cites in dated[:_NEWEST]
    ]


def _of_all(every: Everybody, held: Held) -> list[dict[str, Any]]:
    """The newest listings of anybody that print their day."""
    dated = sorted(
        ((day, id_, code) for id_, mine in every.of.items() for code, day in mine.since.items() if day), reverse=True
    )[:_NEWEST]
    found = []
    for day, id_, code in dated:
        entity = held.catalogue.entity(id_)
        name = entity["caption"] if entity else id_
        found.append({"id": id_, "name": name, "state": states.short(code), "since": day, "marks": ()})
    return found


def _changed(held: Held, oldest: str) -> Sequence[str]:
    """What has changed of the regime between the copies, in sentences; none where there is nothing to compare."""
    try:
        return changes.answered(held, changes.Asked(since=oldest)).answer
    except UsageError:
        return ()


def _fresh(row: dict[str, Any], today: date) -> dict[str, Any]:
    """A source with the age of its newest copy in days; that of one without a copy is beyond all."""
    if not row["newest"]:
        return {**row, "days": 10**6}
    return {**row, "days": max((today - days(row["newest"])[1]).days, 0)}
