"""The data sets that can be asked, the names of the comparison, and a look for a newer build."""

import hashlib
import time
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from kronika.match import assemble
from kronika.view.api import algorithms, scope
from kronika.view.api.models import AlgorithmsAnswer, CatalogAnswer, Problem, Status
from kronika.view.serve.guard import has_token, is_token
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Dataset

router = APIRouter()
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "It is as it was."}}
_WAIT = 20.0
"""Seconds that a newer build has to be opened in."""


@router.get(
    "/catalog", tags=["Data access"], response_model=CatalogAnswer, responses={304: {"description": "As it was."}}
)
@router.get("/manifest", include_in_schema=False)
def catalog(request: Request, held: Build) -> Response:
    """The data sets that can be asked; the one called `default` holds all others."""
    datasets = held.catalogue.datasets()
    etag = f'"{hashlib.sha256(repr(datasets).encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300"}
    if _is_known(etag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    content = {
        "datasets": [_dataset(each) for each in datasets],
        "current": [each.name for each in datasets if not each.children],
        "outdated": [],
        "index_stale": False,
    }
    return scope.answer(content, headers)


@router.get("/algorithms", tags=["System information"])
def described() -> AlgorithmsAnswer:
    """The names under which the comparison can be asked for."""
    return AlgorithmsAnswer(algorithms=algorithms.described(), default=algorithms.DEFAULT, best=algorithms.BEST)


@router.post(
    "/updatez",
    tags=["System information"],
    responses={403: {"model": Problem, "description": "The token is missing or wrong."}, 503: {"model": Problem}},
)
def updatez(
    request: Request,
    held: Build,
    token: Annotated[str, Query(description="The access token of the server; better sent as a header.")] = "",
    sync: Annotated[bool, Query(description="Whether to wait until the newest build answers.")] = False,
) -> Status:
    """Look for a newer build now, and not within the next second. It is `kronika build` that makes one."""
    service = request.app.state.service
    if not is_token(token, service) and not has_token(request.headers, service):
        raise HTTPException(403, "Invalid token.")
    request.app.state.holder.look(now=True)
    if sync:
        _wait(request, held)
    return Status()


def _wait(request: Request, held: Held) -> None:
    """Wait until the newest build answers. Raises HTTPException 503 where that takes too long."""
    newest = assemble.current(held.book.root / "index").name
    until = time.monotonic() + _WAIT
    while request.app.state.holder.current().version != newest:
        if time.monotonic() > until:
            raise HTTPException(503, "The newest build could not be opened yet.")
        time.sleep(0.05)


def _is_known(etag: str, header: str) -> bool:
    """Whether `If-None-Match` names what would be answered (RFC 9110, 13.1.2)."""
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return "*" in named or etag in named


def _dataset(each: "Dataset") -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.title,
        "publisher": {"name": each.publisher} if each.publisher else None,
        "children": each.children,
        "version": each.version,
        "index_version": each.version,
        "index_current": True,
        "load": not each.children,
        "updated_at": each.updated or None,
        "entity_count": each.entities,
        "target_count": each.targets,
    }
