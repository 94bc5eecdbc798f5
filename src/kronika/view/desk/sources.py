"""The pages on sources: what was read of each list, what was refused and why, and how old it is."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kronika.ledger.store import days
from kronika.view import text
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger

_EXAMPLES = 25
"""Refusals of one reason that are shown."""
_COPIES = 100
"""Copies of one source that are shown, the newest first."""
router = APIRouter(include_in_schema=False)


@router.get("/sources")
def sources(request: Request, held: Build) -> Response:
    """All sources, the oldest first."""
    today = datetime.now(UTC).date()
    with held.ledger() as ledger:
        rows = [{**row, **ledger.sources[row["source"]], "age": _age(row["newest"], today)} for row in _rows(ledger)]
    rows.sort(key=lambda row: row["newest"] or "")
    every = {key: sum(row[key] or 0 for row in rows) for key in ("subjects", "facts", "records", "records_refused")}
    return page(request, held, "sources.html", rows=rows, every=every)


def _rows(ledger: "Ledger") -> list[dict[str, Any]]:
    return text.status_rows(ledger)


@router.get("/sources/{name}")
def source(request: Request, held: Build, name: str) -> Response:
    """One source: its copies with their documents, and what was refused."""
    with held.ledger() as ledger:
        found = ledger.sources.get(name)
        if not found:
            raise HTTPException(404, f"This casebook holds no copy of a source of that name; it has {_names(ledger)}.")
        copies = sorted(ledger.copies(name), key=lambda copy: (copy["published"], copy["series"]), reverse=True)
        documents = _documents(ledger, name)
        refusals = text.by_reason(ledger.refusals(name))
        status = next(row for row in _rows(ledger) if row["source"] == name)
    return page(
        request, held, "source.html", source=found, read=status, age=_age(status["newest"], datetime.now(UTC).date()),
        copies=copies[:_COPIES], older=max(len(copies) - _COPIES, 0), documents=documents, refusals=refusals,
        examples=_EXAMPLES,
    )  # fmt: skip


def _names(ledger: "Ledger") -> str:
    return ", ".join(ledger.sources)


def _documents(ledger: "Ledger", name: str) -> dict[str, list[dict[str, Any]]]:
    """The documents of a source by the copy that they belong to."""
    sql = "SELECT d.* FROM documents d JOIN copies c USING (copy) WHERE c.source = ? ORDER BY d.rowid"
    found = defaultdict[str, list[dict[str, Any]]](list)
    for row in ledger.rows(sql, [name]):
        found[row["copy"]].append(row)
    return found


def _age(published: str | None, today: date) -> str:
    """How old a copy is at least, in words; empty where there is none."""
    if not published:
        return ""
    passed = max((today - days(published)[1]).days, 0)
    if passed < 2:
        return ("today", "yesterday")[passed]
    return f"{passed} days" if passed < 60 else f"{passed // 30} months" if passed < 730 else f"{passed // 365} years"
