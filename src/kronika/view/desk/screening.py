"""The pages on screening: one name, some lines, a whole file; each hit beside whom it could be, kept or dismissed."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from kronika.base.errors import UsageError
from kronika.match import profile
from kronika.match.customers import headings, rows
from kronika.match.score import ALERT
from kronika.view.api.jobs import ENDED, Jobs, Options
from kronika.view.api.screenings import TheJobs
from kronika.view.desk import hits
from kronika.view.desk.hits import Customer, Listed
from kronika.view.desk.judges import LONGEST, judge_of, remember
from kronika.view.desk.pages import page
from kronika.view.review import mark
from kronika.view.serve import guard
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.view.api.jobs import Job

TYPES = ("Person", "Company", "Organization", "Vessel", "Airplane")
"""What a customer can be said to be."""
_NEAR = 0.5
"""The least score of a near miss."""
_LIMIT = 10
"""Hits that are shown of one name."""
_LINES = 20
"""Lines of a screened file on a page."""
_FIELDS = ("name", "schema", "birth_date", "country", "id_number")
"""The columns of a batch of customers that a Customer has."""
_SEPARATORS = "\t;,|"
router = APIRouter(include_in_schema=False)


@router.get("/screen")
def screen(
    request: Request,
    held: Build,
    jobs: TheJobs,
    name: str = "",
    type: str = "",  # noqa: A002 - what the form calls it
    birth_date: str = "",
    country: str = "",
    id_number: str = "",
) -> Response:
    """The forms, and whom one name could be where one is asked for."""
    customer = Customer(*(text.strip() for text in (name, type, birth_date, country, id_number)))
    found, problem = list[Listed](), ""
    if any(customer):
        try:
            found = hits.found(held, customer, _LIMIT, _NEAR)
        except UsageError as error:
            problem = str(error)
    return page(
        request, held, "screen.html", status=400 if problem else 200, customer=customer, problem=problem,
        found=[each for each in found if each.hit.score >= ALERT],
        near=[each for each in found if each.hit.score < ALERT],
        count=len(held.screener), alert=ALERT, types=TYPES,
        jobs=jobs.all()[::-1] if guard.mark(request) else [], **_judging(request),
    )  # fmt: skip


@router.post("/screen/judge")
def judge(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    held: Build,
    verdict: Annotated[str, Form(pattern="^(keep|dismiss)$")],
    listed: Annotated[str, Form()],
    back: Annotated[str, Form(pattern="^/screen($|[?/#])")],
    name: Annotated[str, Form()] = "",
    type: Annotated[str, Form()] = "",  # noqa: A002 - what the form calls it
    birth_date: Annotated[str, Form()] = "",
    country: Annotated[str, Form()] = "",
    id_number: Annotated[str, Form()] = "",
    why: Annotated[str, Form(max_length=2000)] = "",
    who: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Remember that a customer is one of the listed, or is not; then show the page again on which this was said."""
    customer = profile.asked(Customer(name, type, birth_date, country, id_number).query)
    if not customer.names and not customer.idents:
        raise UsageError("whom is this about? There is neither a name nor a number")
    judge = who.strip() or judge_of(request)
    target = held.screener.listed(listed)
    judgements = held.book.judgements()
    if verdict == "dismiss":
        judgements.clear(customer, target, who=judge, why=why)
    else:
        judgements.confirm(customer, target.id, who=judge, why=why)
    answer = RedirectResponse(back, 303)
    remember(request, answer, judge)
    return answer


@router.post("/screen/file")
def file(
    jobs: TheJobs,
    upload: UploadFile,
    threshold: Annotated[float, Form(ge=0, le=1)] = ALERT,
    heading: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Take a file to be screened."""
    columns = {"name": heading.strip()} if heading.strip() else {}
    job = jobs.submit(upload.file, upload.filename or "file", Options(threshold=threshold, columns=columns))
    return RedirectResponse(f"/screen/{job.id}", 303)


@router.post("/screen/lines")
def lines(
    jobs: TheJobs,
    pasted: Annotated[str, Form()],
    threshold: Annotated[float, Form(ge=0, le=1)] = ALERT,
) -> Response:
    """Take pasted lines to be screened: a table with headings, else one name a line."""
    text = pasted.strip("\r\n")
    job = jobs.submit(io.BytesIO(_table(text).encode()), "pasted lines", Options(threshold=threshold))
    return RedirectResponse(f"/screen/{job.id}", 303)


@router.get("/screen/{id}", dependencies=[Depends(guard.known)])
def job(
    request: Request,
    held: Build,
    jobs: TheJobs,
    id: str,  # noqa: A002 - what it is
    page_: Annotated[int, Query(alias="page", ge=1)] = 1,
) -> Response:
    """How far a file is, or what came of it."""
    found = _job(jobs, id)
    jobs.tend()
    begin = (page_ - 1) * _LINES
    answered = jobs.lines(found, begin, _LINES + 1) if found.progress.state == "done" else []
    return page(
        request, held, "screening.html", job=found, ended=found.progress.state in ENDED,
        rows=_rows(held, jobs, found, answered[:_LINES]), at=page_, more=len(answered) > _LINES,
        **_judging(request),
    )  # fmt: skip


@router.post("/screen/{id}/delete")
def delete(jobs: TheJobs, id: str) -> Response:  # noqa: A002 - what it is
    """Forget a file and what came of it."""
    jobs.delete(_job(jobs, id).id)
    return RedirectResponse("/screen", 303)


class Row(NamedTuple):
    """A row of a screened file with its hits."""

    number: int
    customer: Customer
    problem: str
    """Why it could not be screened; empty where it could."""
    note: str
    """What of it could not be read."""
    found: Sequence[Listed]
    gone: Sequence[Mapping[str, Any]]
    """Hits that the build of today does not find any more."""


def _rows(held: Held, jobs: Jobs, job: "Job", answered: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows of some lines of a result, screened again so that they show what people have said since."""
    customers = _customers(jobs, job, {line["row"] for line in answered})
    made = []
    for number, some in groupby(answered, key=lambda line: line["row"]):
        group, (customer, note) = list(some), customers[number]
        refused = group[0]["status"] == "refused"
        ids = {line["id"] for line in group}
        again = [] if refused else hits.found(held, customer, job.options.limit, job.options.threshold)
        shown = [each for each in again if each.hit.id in ids]
        gone = [] if refused else [line for line in group if line["id"] not in {each.hit.id for each in again}]
        made.append(Row(number, customer, group[0]["reasons"] if refused else "", note, shown, gone))
    return made


def _customers(jobs: Jobs, job: "Job", wanted: set[int]) -> dict[int, tuple[Customer, str]]:
    """These rows of an uploaded file, as they were screened, with what could not be read of each."""
    found: dict[int, tuple[Customer, str]] = {}
    path = jobs.folder(job.id) / "customers"
    if wanted:
        with rows.opened(path, columns=job.options.columns, encoding=job.options.encoding) as table:
            for row in _each(table, min(wanted) - 1):
                if row["row"] in wanted:
                    fields = (row[field] or "" for field in _FIELDS)
                    found[row["row"]] = Customer(*fields), row["note"] or ""
                if row["row"] >= max(wanted):
                    break
    return found


def _each(table: rows.Rows, skip: int) -> Iterator[dict[str, Any]]:
    for batch in table.batches(skip=skip, size=256):
        yield from batch.to_pylist()


def _table(text: str) -> str:
    """Pasted text as a file that `match.customers.rows` reads: as it is where it begins with headings."""
    first = text.split("\n", 1)[0]
    for separator in _SEPARATORS:
        try:
            headings.checked(headings.layout([each.strip() for each in first.split(separator)], {}, ""), {}, "")
        except UsageError:
            continue
        return text
    out = io.StringIO()
    csv.writer(out).writerows([["name"], *([line.strip()] for line in text.splitlines() if line.strip())])
    return out.getvalue()


def _judging(request: Request) -> dict[str, Any]:
    """What the forms of a hit need."""
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {"csrf": guard.mark(request), "who": judge_of(request), "back": back, "sign": mark}


def _job(jobs: Jobs, id: str) -> "Job":  # noqa: A002 - what it is
    found = jobs.find(id)
    if not found:
        raise HTTPException(404, "There is no screening with this id; after a week they are deleted.")
    return found
