"""`GET /api/v1/identities/{id}`: who this is, and who says so where."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path
from starlette.responses import RedirectResponse, Response

from kronika.view.api import own_models, scope
from kronika.view.api.dossier import dossier
from kronika.view.api.models import Problem
from kronika.view.serve.held import Build

router = APIRouter(tags=["Identities"])


@router.get(
    "/identities/{id}",
    response_model=own_models.Identity,
    responses={
        308: {"description": "The id is that of one of its records: the identity is at the address in `Location`."},
        404: {"model": Problem, "description": "There is no such identity."},
    },
)
def identity(
    held: Build,
    id: Annotated[str, Path(max_length=500, description="Its id, or that of one of its records.")],  # noqa: A002
) -> Response:
    """One identity: its names by script, its listings by state, every fact with its cell, conflicts, relations."""
    entity = held.catalogue.entity(id)
    resolved = held.catalogue.identity(id)
    if entity is None or not resolved:
        raise HTTPException(404, "There is no such identity.")
    if id not in (entity["id"], resolved):
        return RedirectResponse(f"/api/v1/identities/{quote(entity['id'], safe='')}", 308)
    with held.ledger() as ledger:
        return scope.answer(dossier(ledger, held.catalogue, entity, resolved))
