"""Files of customers, screened in the background. All of it is of persons: only who may write sees it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import PurePath
from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, Depends, FastAPI, File, Form, HTTPException, Path, Query, Request, UploadFile
from starlette.responses import FileResponse, Response

from kronika.base.errors import UsageError
from kronika.view.api import own_models, results, scope
from kronika.view.api.jobs import Job, Jobs, Options
from kronika.view.api.models import Problem
from kronika.view.serve.guard import known


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Go on with what is not done, and stop the worker with the service."""
    app.state.jobs = Jobs(app.state.root)
    await anyio.to_thread.run_sync(app.state.jobs.tend)
    yield
    await anyio.to_thread.run_sync(app.state.jobs.close)


_REFUSED: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "This needs the access token, or a session."},
    404: {"model": Problem, "description": "There is no such screening."},
}
router = APIRouter(tags=["Screening of files"], dependencies=[Depends(known)], lifespan=_working)
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def _jobs(request: Request) -> Jobs:
    """The jobs of the casebook."""
    found: Jobs = request.app.state.jobs
    return found


TheJobs = Annotated[Jobs, Depends(_jobs)]


@router.post(
    "/screenings",
    status_code=202,
    response_model=own_models.JobModel,
    responses={400: {"model": Problem, "description": "The file or an option cannot be."}, 401: _REFUSED[401]},
)
def submit(
    jobs: TheJobs,
    file: Annotated[UploadFile, File(description="CSV, XLSX, ODS, Parquet, JSON lines of customers.")],
    limit: Annotated[int, Form(ge=1, le=100, description="Most hits for one row.")] = 5,
    threshold: Annotated[float, Form(ge=0, le=1, description="Least score of a hit.")] = 0.7,
    column: Annotated[
        tuple[str, ...], Form(description="Which column is what, where its heading does not tell: name=HEADING.")
    ] = (),
    everything: Annotated[bool, Form(description="A line for every row, not only for hits.")] = False,
    encoding: Annotated[str, Form(max_length=40, description="Of a text file, where it is told wrongly.")] = "",
) -> Response:
    """Have a file of customers screened. Its job is asked for its progress and its result."""
    columns = dict(each.split("=", 1) for each in column if "=" in each)
    if len(columns) < len(column):
        raise UsageError("column is written as name=HEADING")
    job = jobs.submit(file.file, file.filename or "", Options(limit, threshold, columns, everything, encoding))
    answer = scope.answer(_shown(job), {"location": f"/api/v1/screenings/{job.id}"})
    answer.status_code = 202
    return answer


@router.get("/screenings", response_model=own_models.JobList, responses={401: _REFUSED[401]})
def all_jobs(jobs: TheJobs) -> Response:
    """The screenings that are kept."""
    jobs.tend()
    return scope.answer({"screenings": [_shown(job) for job in jobs.all()]})


@router.get("/screenings/{id}", response_model=own_models.JobModel, responses=_REFUSED)
def one_job(jobs: TheJobs, id: Id) -> Response:  # noqa: A002 - what it is
    """How far a screening is, and what came of it."""
    jobs.tend()
    return scope.answer(_shown(_found(jobs, id)))


@router.get(
    "/screenings/{id}/result",
    response_class=FileResponse,
    responses={
        200: {"content": {kind.partition(";")[0]: {} for kind in results.TYPES.values()}},
        400: {"model": Problem, "description": "It is not done, or there are too many lines for XLSX."},
        **_REFUSED,
    },
)
def result(jobs: TheJobs, id: Id, format: Annotated[results.Form, Query()] = "csv") -> Response:  # noqa: A002
    """The result for download: one line for each hit and each row that could not be screened."""
    job = _found(jobs, id)
    path = jobs.result(job, format)
    name = f"{PurePath(job.name).stem}.hits.{format}"
    return FileResponse(path, media_type=results.TYPES[format], filename=name, headers={"cache-control": "no-store"})


@router.delete("/screenings/{id}", status_code=204, responses=_REFUSED)
def delete(jobs: TheJobs, id: Id) -> Response:  # noqa: A002 - what it is
    """Forget a screening and all its files, whatever its state."""
    if not jobs.delete(id):
        raise HTTPException(404, "There is no such screening.")
    return Response(status_code=204)


def _found(jobs: Jobs, id_: str) -> Job:
    job = jobs.find(id_)
    if job is None:
        raise HTTPException(404, "There is no such screening.")
    return job


def _shown(job: Job) -> dict[str, Any]:
    return {**asdict(job), "expires": job.expires}
