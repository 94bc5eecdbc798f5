"""The page on changes: who of a regime was listed, taken off or amended since a day; and the same as an Atom feed."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from kronika.base.errors import UsageError
from kronika.study import changes as study
from kronika.study import regimes
from kronika.view import atom, findings
from kronika.view.desk import tables
from kronika.view.desk.coverage import regimes_of
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.study.finding import Finding

_MOST = 4
"""Findings that are kept of a build."""
_ROWS = 50
"""Rows of the table of changes on a page."""
_ATOM = "application/atom+xml; charset=utf-8"
router = APIRouter(include_in_schema=False)


class Asked(NamedTuple):
    """What a study of changes is asked for."""

    since: str = ""
    until: str = ""
    regime: str = ""

    def parameters(self) -> dict[str, Any]:
        """How an address says this."""
        return self._asdict()


class Value(NamedTuple):
    """One value that was amended."""

    field: str
    before: str
    after: str
    notes: Sequence[tables.Note]


class Entry(NamedTuple):
    """What one copy shows of one identity."""

    record: dict[str, Any]
    """Its row in the table of changes; of an amendment the first."""
    values: Sequence[Value]
    """Of an amendment what was amended."""
    notes: Sequence[tables.Note]


class Group(NamedTuple):
    """What one copy of a list shows of one kind: listed, delisted, amended."""

    source: str
    published: str
    kind: str
    entries: Sequence[Entry]


def _answer(held: Held, asked: Asked) -> "Finding":
    regime = regimes.load(asked.regime) if asked.regime else held.book.settings.regime
    with held.ledger() as ledger:
        return study.run(ledger, regime, asked.since, asked.until)


answered = Kept(_answer, _MOST)
"""The answer of a build to what is asked."""


def _asked(held: Build, since: str = "", until: str = "", regime: str = "") -> Asked:
    if not regime and "" not in regimes_of(held):
        regime = next(iter(regimes_of(held)))
    return Asked(since.strip() or _oldest(held), until.strip(), regime)


Question = Annotated[Asked, Depends(_asked)]
"""The parameter of a route that answers what a study of changes is asked for: since the oldest copy, unless asked."""


@router.get("/changes")
def changes(
    request: Request, held: Build, asked: Question, q: str = "", page_: Annotated[int, Query(alias="page")] = 1
) -> Response:
    """What has changed, the newest copy first, a part at a time; and what was compared with what."""
    told: dict[str, Any] = {"asked": asked, "regimes": regimes_of(held), "kept": asked.parameters(), "words": q.strip()}
    try:
        finding = answered(held, asked)
    except UsageError as error:
        status = 400 if request.query_params else 200  # nothing was asked that could be wrong
        return page(request, held, "changes.html", status=status, finding=None, problem=str(error), **told)
    part = tables.part(finding.table("changes"), tables.Asked(told["words"], page=page_, rows=_ROWS), finding.cited)
    copies = tables.part(finding.table("copies"), tables.Asked(rows=500), finding.cited)
    titles = {row["source"]: f"{row['title']} ({row['state']})" for row in finding.table("copies").records()}
    return page(
        request, held, "changes.html", finding=finding, problem="", part=part, copies=copies, titles=titles,
        groups=_groups(part), **told,
    )  # fmt: skip


@router.get("/changes/changes.csv")
def csv(held: Build, asked: Question) -> Response:
    """All changes as CSV."""
    body = findings.to_csv(answered(held, asked).table("changes")).encode("utf-8-sig")
    headers = {"Content-Disposition": 'attachment; filename="changes.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/changes.atom")
def feed(held: Build, asked: Question) -> Response:
    """All changes as an Atom feed."""
    name = asked.regime.capitalize() or held.book.settings.name
    return Response(atom.feed(answered(held, asked), name), media_type=_ATOM)


def _oldest(held: Held) -> str:
    """The day of the oldest copy of any list."""
    with held.ledger() as ledger:
        return str(
            ledger.rows("SELECT coalesce(min(published), '') AS day FROM copies WHERE state != 'refused'")[0]["day"]
        )


def _groups(part: tables.Part) -> list[Group]:
    """The rows of a page by copy and kind, those on one identity together."""
    names = [column.name for column in part.table.columns]
    rows = [(dict(zip(names, row.values, strict=True)), notes) for row, notes in part.rows]
    return [
        Group(
            source,
            published,
            kind,
            [_entry(list(same)) for _, same in groupby(some, key=lambda one: one[0]["identity"])],
        )
        for (source, published, kind), some in groupby(rows, key=lambda one: _place(one[0]))
    ]


def _place(record: dict[str, Any]) -> tuple[str, str, str]:
    return record["source"], record["published"], record["kind"]


def _entry(rows: Sequence[tuple[dict[str, Any], Sequence[tables.Note]]]) -> Entry:
    values = [
        Value(record["field"], record["before"], record["after"], notes) for record, notes in rows if record["field"]
    ]
    return Entry(rows[0][0], values, () if values else rows[0][1])
