"""The pages on coverage: who is listed by whom, since when, and who is not; the same finding as the report's."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import Response

from kronika.base import states as named
from kronika.base.errors import UsageError
from kronika.study import coverage as study
from kronika.study import regimes
from kronika.view import coverage_page, findings, pictures
from kronika.view.desk import tables
from kronika.view.desk.pages import page
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Table
    from kronika.view.charts import Picture

_MOST = 4
"""Findings that are kept of a build."""
_FIRST = {"matrix": 25, "gaps": 10}
"""The tables that stand on the page itself, with their first rows; the others have pages of their own."""
_ON_ITS_PAGE = 50
"""Rows on a page that has one table only: few, as each carries its notes."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
router = APIRouter(include_in_schema=False)


class Asked(NamedTuple):
    """What a study of coverage is asked for."""

    regime: str = ""
    states: tuple[str, ...] = ()
    as_of: str = ""
    least: int = study.LEAST

    def parameters(self) -> dict[str, Any]:
        """How an address says this; what is as usual is left out."""
        least = "" if self.least == study.LEAST else self.least
        return {"regime": self.regime, "states": list(self.states), "as_of": self.as_of, "least": least}


def _asked(
    regime: str = "",
    states: Annotated[Sequence[str], Query()] = (),
    as_of: str = "",
    least: int = study.LEAST,
) -> Asked:
    return Asked(regime, tuple(states), as_of.strip(), least)


Question = Annotated[Asked, Depends(_asked)]
"""The parameter of a route that answers what a study of coverage is asked for."""


class Answer(NamedTuple):
    """A finding as the pages show it."""

    finding: "Finding"
    pictures: "Mapping[str, Picture]"
    tables: "Mapping[str, Table]"
    """All tables by name, those that pictures are drawn from among them."""
    shown: "Mapping[str, Table]"
    """Those of the study as people are shown them."""


def _answer(held: Held, asked: Asked) -> Answer:
    settings = held.book.settings.regime
    regime = regimes.load(asked.regime) if asked.regime else settings
    with held.ledger() as ledger:
        finding = study.run(ledger, regime, asked.states or settings.states, asked.as_of, asked.least)
    drawn = {each.name: each for each in pictures.coverage(finding)}
    shown = {table.name: coverage_page.shown(table) for table in finding.tables}
    every = {table.name: table for table in [*(each.data for each in drawn.values()), *findings.sheets(finding)]}
    return Answer(finding, drawn, every, shown)


answered = Kept(_answer, _MOST)
"""The answer of a build to what is asked; the first takes a second or two."""


def regimes_of(held: Held) -> dict[str, str]:
    """The regimes that a casebook can be asked about: its own under an empty name, then those Kronika comes with."""
    mine = held.book.settings.regime
    own = {"": mine.name} if mine.programmes or mine.countries else {}
    return own | {name: name.capitalize() for name in regimes.names()}


@router.get("/coverage")
def coverage(request: Request, held: Build, asked: Question) -> Response:
    """The whole answer: sentences, caveats, pictures, the first rows of the main tables, ways to the others."""
    known = regimes_of(held)
    told: dict[str, Any] = {
        "asked": asked,
        "regimes": known,
        "states": _states(held),
        "named": named,
        "kept": asked.parameters(),
    }
    if not asked.regime and "" not in known:
        return page(request, held, "coverage.html", answer=None, problem="", **told)
    try:
        found = answered(held, asked)
    except UsageError as error:
        return page(request, held, "coverage.html", status=400, answer=None, problem=str(error), **told)
    parts = {name: _part(found, name, tables.Asked(rows=rows)) for name, rows in _FIRST.items()}
    compared = [named.code(name) for name in findings.states(found.finding)]
    return page(
        request, held, "coverage.html", answer=found, problem="", parts=parts, compared=compared, **told
    )  # fmt: skip


@router.get("/coverage/coverage.xlsx")
def workbook(held: Build, asked: Question) -> Response:
    """All tables with their citations as a workbook."""
    found = answered(held, asked)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.xlsx"
        findings.write_xlsx(findings.sheets(found.finding), path)
        return _file(path.read_bytes(), _WORKBOOK, path.name)


@router.get("/coverage/pictures/{name}.svg")
def picture(held: Build, asked: Question, name: str) -> Response:
    """A picture as a file of its own."""
    found = answered(held, asked)
    if name not in found.pictures:
        raise HTTPException(404, f"This answer has no picture of that name; there are {', '.join(found.pictures)}.")
    return _file(found.pictures[name].alone().encode(), "image/svg+xml", f"{name}.svg")


@router.get("/coverage/{name}.csv")
def csv(held: Build, asked: Question, name: str) -> Response:
    """A table, whole, as CSV."""
    found = answered(held, asked)
    text = findings.to_csv(_table(found, name))
    return _file(text.encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")


@router.get("/coverage/{name}")
def table(
    request: Request,
    held: Build,
    asked: Question,
    name: str,
    q: str = "",
    sort: str = "",
    down: bool = False,
    page_: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """One table, a part at a time."""
    found = answered(held, asked)
    _table(found, name)
    part = _part(found, name, tables.Asked(q.strip(), sort, down, page_, _ON_ITS_PAGE))
    return page(
        request, held, "table.html", finding=found.finding, part=part, name=name, kept=asked.parameters(),
        picture=found.pictures.get(name), whole=f"/coverage/{quote(name)}.csv", study="/coverage",
    )  # fmt: skip


def _states(held: Held) -> list[str]:
    """The states that have a list in this casebook."""
    with held.ledger() as ledger:
        return sorted({source["country"] for source in ledger.sources.values() if source["country"]})


def _table(found: Answer, name: str) -> "Table":
    if name not in found.tables:
        raise HTTPException(404, f"This answer has no table of that name; there are {', '.join(found.tables)}.")
    return found.tables[name]


def _part(found: Answer, name: str, asked: tables.Asked) -> tables.Part:
    return tables.part(found.shown.get(name) or found.tables[name], asked, found.finding.cited)


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
