"""The archived bytes, and what stands at a place of them."""

import mimetypes
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Query
from starlette.responses import FileResponse, Response

from kronika.base.errors import ArchiveError
from kronika.collect import cells
from kronika.view.api import own_models, scope
from kronika.view.api.models import Problem
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.base.model import Document
    from kronika.collect.cells import Around

router = APIRouter(tags=["Documents"])
_MOST_ROWS = 50

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The hash of its bytes.")]
_GONE: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "The archive holds no such document, or it has no such place."}
}


@router.get(
    "/documents/{sha256}",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}, 304: {"description": "It never changes."}, **_GONE},
)
def document(held: Build, sha256: Sha256, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """The bytes as they were published, for download."""
    kept = _kept(held, sha256)
    headers = {
        "etag": f'"{sha256}"',
        "cache-control": "private, max-age=31536000, immutable",
        # A browser that shows it all the same gives it no rights: it may be a page with scripts.
        "content-security-policy": "default-src 'none'; sandbox",
    }
    if if_none_match and sha256 in if_none_match:
        return Response(status_code=304, headers=headers)
    if not kept.path.is_file():
        raise HTTPException(404, "Its bytes are missing from the archive: `kronika verify`.")
    name = PurePosixPath(kept.name.replace("!", "/")).name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(kept.path, media_type=kind, filename=name, headers=headers)


@router.get("/documents/{sha256}/cell", response_model=own_models.CellAnswer, responses=_GONE)
def cell(
    held: Build,
    sha256: Sha256,
    place: Annotated[str, Query(min_length=1, max_length=2000, description="As facts have it.")],
    rows: Annotated[int, Query(ge=0, le=_MOST_ROWS, description="Rows of a table before and after.")] = 3,
) -> Response:
    """The text at a place of a document, and what is around it: rows of a table, or the record of a tree."""
    kept = _kept(held, sha256)
    try:
        found = _around(kept, place, rows)
    except ArchiveError as error:
        raise HTTPException(404, f"{kept.name} has no place {place!r}.") from error
    lines = [{"place": each.place, "cells": each.cells, "here": each.here} for each in found.lines]
    return scope.answer(
        {
            "document": sha256,
            "name": kept.name,
            "place": place,
            "text": found.text,
            "columns": found.columns,
            "lines": lines,
        }
    )


@lru_cache(maxsize=128)
def _around(kept: "Document", place: str, rows: int) -> "Around":
    """What never changes, as the document does not; a spreadsheet takes half a second to open."""
    return cells.around(kept, place, rows)


def _kept(held: Held, sha256: str) -> "Document":
    found = next((each for each in held.book.archive.documents() if each.sha256 == sha256), None)
    if found is None:
        raise HTTPException(404, "The archive holds no document with this hash.")
    return found
