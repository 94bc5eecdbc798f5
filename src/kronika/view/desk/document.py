"""The page on a document: what stands at a place, with what is around it, and where the bytes come from."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from kronika.base.errors import ArchiveError, CopyRefused, UsageError
from kronika.base.model import Copy, Document
from kronika.collect import cells
from kronika.collect.cells import Around, Line
from kronika.collect.sources import protocols
from kronika.ledger.store import Ledger
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held

router = APIRouter(include_in_schema=False)
_NEAR = 3
"""Rows of a table that are shown before and after the cell."""
_LONG, _BESIDE = 4_000, 90
"""Characters of a cell that are shown, in the row of the place and in the others; the rest is in the document."""
_FACTS = 40
"""Values read from a cell that are shown."""
_ROW = re.compile(r"row (\d{1,9})(?:, column (.*))?", re.DOTALL)


@router.get("/documents/{sha256}")
def document(request: Request, held: Build, sha256: str, at: str = "") -> Response:
    """A document, at a place if one is named."""
    kept = next((each for each in held.book.archive.documents() if each.sha256 == sha256), None)
    if kept is None:
        raise HTTPException(404, "The archive holds no document with this hash.")
    with held.ledger() as ledger:
        copies = _copies(ledger, sha256)
        facts = _read_at(ledger, sha256, at) if at else []
    election = _election(held, kept) if at else None
    around, problem = _station(election, at) if election else _around(kept, at)
    return page(
        request, held, "document.html", status=404 if problem else 200, document=kept, copies=copies, at=at,
        around=around, problem=problem, facts=facts[:_FACTS], more=max(len(facts) - _FACTS, 0), long=_LONG,
        beside=_BESIDE, shown=_columns(around), record=_record(around),
        name=PurePosixPath(kept.name.replace("!", "/")).name,
    )  # fmt: skip


@lru_cache(maxsize=64)  # a document never changes, and a large spreadsheet takes half a second to read
def _around(kept: Document, at: str) -> tuple[Around | None, str]:
    """What stands at a place, or why nothing does."""
    if not at:
        return None, ""
    try:
        return cells.around(kept, at, _NEAR), ""
    except (ArchiveError, UsageError):  # UsageError: of a text, which no source reads by places
        return None, f"The document has no place «{at}»."


def _election(held: Held, kept: Document) -> Copy | None:
    """The copy that a table of protocols is read by: its form is told by the mapping, not by the source."""
    if kept.source != protocols.SOURCE.name or kept.part == "mapping":
        return None
    for copy in reversed(held.book.archive.copies()):  # by the mapping that came last
        if copy.source == kept.source and kept.sha256 in {each.sha256 for each in copy.documents}:
            return copy
    return None


@lru_cache(maxsize=64)
def _station(election: Copy, at: str) -> tuple[Around | None, str]:
    """A row of an election's table under its headings, or why there is none."""
    place = _ROW.fullmatch(at)
    nothing = f"The table has no place «{at}»."
    if not place:
        return None, nothing
    try:
        row = protocols.printed(election, int(place[1]))
    except UsageError:
        return None, nothing
    except (ArchiveError, CopyRefused) as error:
        return None, str(error)
    if place[2] and place[2] not in row:
        return None, nothing
    here = {place[2]} if place[2] else set()
    lines = tuple(
        Line(f"row {place[1]}, column {heading}", (heading, text), (1,) if heading in here else ())
        for heading, text in row.items()
    )
    return Around(row[place[2]] if place[2] else "", ("place", "text"), lines), ""


def _columns(around: Around | None) -> list[int]:
    """The columns that are shown: those in which one of the lines has something."""
    if not around:
        return []
    width = max((len(line.cells) for line in around.lines), default=0)
    used = {at for line in around.lines for at, cell in enumerate(line.cells) if cell.strip() or at in line.here}
    return [at for at in range(width) if at in used]


def _record(around: Around | None) -> str:
    """Of a tree the place of the record, which the places of all its lines begin with; empty for a table."""
    if not around or around.columns[:1] != ("place",):
        return ""
    if around.lines and (row := _ROW.fullmatch(around.lines[0].place)):
        return f"row {row[1]}, column "
    steps = zip(*(line.place.split("/") for line in around.lines), strict=False)
    same = [step[0] for step in steps if len(set(step)) == 1]
    return "/".join(same)


def _copies(ledger: Ledger, sha256: str) -> list[dict[str, Any]]:
    """The copies that this document is a part of, the newest first."""
    sql = """
        SELECT d.*, c.source, c.series, c.published AS copy_published, c.state, s.title, s.publisher, s.licence
        FROM documents d JOIN copies c USING (copy) JOIN sources s USING (source)
        WHERE d.document = ? ORDER BY c.published DESC
    """
    return ledger.rows(sql, [sha256])


def _read_at(ledger: Ledger, sha256: str, place: str) -> list[dict[str, Any]]:
    """What was read from a place, in the current copies."""
    sql = """
        SELECT DISTINCT schema, prop, value, lang, mark, corrected, subject FROM facts
        WHERE document = ? AND place = ? AND coalesce(printed, value) != '' ORDER BY ALL
    """
    return ledger.rows(sql, [sha256, place])
