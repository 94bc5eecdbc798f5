"""The pages on elections: those of the ledger, and the report on each, worked out once a build."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from kronika.base.errors import KronikaError
from kronika.study.elections import report as study
from kronika.view import election_page, election_pictures, findings
from kronika.view.desk import tables
from kronika.view.desk.later import Later
from kronika.view.desk.pages import election_url, page, picture_file
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.ledger.measured import Election, Result
    from kronika.study.finding import Finding, Table
    from kronika.view.charts import Picture
    from kronika.view.report import Section

_PATIENCE = 1.0
"""Seconds that a page waits for a report before it says that it is being worked out."""
_FIRST = 10
"""Rows of a table that the report itself shows."""
_ON_ITS_PAGE = 50
_EITHER = "either"
router = APIRouter(include_in_schema=False)


class Answer(NamedTuple):
    """The report on an election as the pages show it."""

    finding: "Finding"
    sections: "Sequence[Section]"
    pictures: "Mapping[str, Picture]"
    """By the table that each is drawn from."""


def _answer(held: Held, name: str) -> Answer:
    with held.ledger() as ledger:
        protocols = held.book.protocols(name, ledger)
    finding = study.run(protocols)
    drawn = election_pictures.drawn(finding)
    made = [_whole(section) for section in election_page.sections(finding, drawn)]
    return Answer(finding, made, {each.data.name: each for each in drawn})


def _whole(section: "Section") -> "Section":
    """A section without its last note where that says what the page of `view.report` leaves out: nothing is here."""
    if section.shown is None:
        return section
    return replace(section, table=replace(section.table, notes=section.table.notes[:-1]), shown=None)


answered = Later(_answer)
"""The report on an election of a build: some seconds for a small country, ten and more for a large one."""


class _Line(NamedTuple):
    """An election in the list."""

    election: "Election"
    first: "Result | None"
    """Who has most votes in the protocols at hand."""
    said: Sequence[str]
    """What the report finds; empty while it is being worked out."""
    problem: str


@router.get("/elections")
def elections(request: Request, held: Build) -> Response:
    """The elections of the ledger, each with what its report finds."""
    with held.ledger() as ledger:
        every = [(each, next(iter(ledger.results(each.election)), None)) for each in ledger.elections()]
    lines = [_line(held, each, first) for each, first in every]
    waiting = sum(not line.said and not line.problem for line in lines)
    return page(request, held, "elections.html", lines=lines, waiting=waiting)


def _line(held: Held, election: "Election", first: "Result | None") -> _Line:
    try:
        found = answered(held, election.election, wait=0.0)
    except KronikaError as error:
        return _Line(election, first, (), str(error))
    return _Line(election, first, _said(found.finding) if found else (), "")


def _said(finding: "Finding") -> list[str]:
    """A sentence each of what cannot be, and of what is improbable: there is none for both."""
    both = next(  # none where too few stations are left for the test
        (
            each
            for each in finding.table("integers").records()
            if each["share"] == _EITHER
            and (each["multiples"], each["by"]) == (1, "stations")
            and isinstance(each["z"], float)
        ),
        None,
    )
    said = [finding.table("contradictions").title]
    if both:
        observed, stations, expected = (findings.printed(both[name]) for name in ("observed", "stations", "expected"))
        said.append(
            f"Turnout or the leader's share is a whole percentage at {observed} of {stations} stations; by chance "
            f"{expected} are expected (z {both['z']})"
        )
    return said


@router.get("/elections/{name:path}/tables/{table}.csv")
def csv(held: Build, name: str, table: str) -> Response:
    """A table, whole, as CSV."""
    text = findings.to_csv(_table(_report(held, name), table))
    headers = {"Content-Disposition": f'attachment; filename="{table}.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/elections/{name:path}/pictures/{table}.svg")
def picture(held: Build, name: str, table: str) -> Response:
    """A picture as a file of its own."""
    drawn = _report(held, name).pictures
    if table not in drawn:
        raise HTTPException(404, f"This report has no picture of that table; there are {', '.join(drawn)}.")
    return picture_file(drawn[table])


@router.get("/elections/{name:path}/tables/{table}")
def one_table(
    request: Request,
    held: Build,
    name: str,
    table: str,
    q: str = "",
    sort: str = "",
    down: bool = False,
    page_: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """One table, a part at a time."""
    found = _report(held, name)
    asked = tables.Asked(q.strip(), sort, down, page_, _ON_ITS_PAGE)
    part = tables.part(_table(found, table), asked, found.finding.cited)
    here = election_url(name)
    return page(
        request, held, "table.html", finding=found.finding, part=part, name=table, kept={}, study=f"{here}/tables",
        picture=found.pictures.get(table), whole=f"{here}/tables/{quote(table)}.csv", back=here,
    )  # fmt: skip


@router.get("/elections/{name:path}")
def election(request: Request, held: Build, name: str) -> Response:
    """The report on an election: what it rests on, what is seen, then A, B and C."""
    with held.ledger() as ledger:
        known = next((each for each in ledger.elections() if each.election == name), None)
        if known is None:
            raise HTTPException(404, f"This casebook holds no election called «{name}».")
        results = ledger.results(name)
    told: dict[str, Any] = {"election": known, "results": results, "address": election_url(name), "problem": ""}
    try:
        found = answered(held, name, wait=_PATIENCE)
    except KronikaError as error:
        return page(request, held, "election.html", status=422, report=None, **told | {"problem": str(error)})
    if found is None:
        return page(request, held, "election.html", status=202, report=None, **told)
    parts = {section.table.name: _part(section, found) for section in found.sections}
    return page(request, held, "election.html", report=found, parts=parts, **told)


def _part(section: "Section", found: Answer) -> tables.Part:
    return tables.part(section.table, tables.Asked(rows=_FIRST), found.finding.cited)


def _report(held: Held, name: str) -> Answer:
    """The report, waited for as long as it takes."""
    try:
        found = answered(held, name)
    except KronikaError as error:
        raise HTTPException(404, str(error)) from error
    if found is None:  # it waits without an end
        raise AssertionError(name)
    return found


def _table(found: Answer, name: str) -> "Table":
    every = {section.table.name: section.table for section in found.sections}
    if name not in every:
        raise HTTPException(404, f"This report has no table of that name; there are {', '.join(every)}.")
    return every[name]
