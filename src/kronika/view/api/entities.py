"""`GET /entities/{id}` and what is tied to it."""

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from kronika.base import vocabulary
from kronika.view.api import scope
from kronika.view.api.models import AdjacentAnswer, AdjacentPage
from kronika.view.api.models import Entity as EntityModel
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kronika.ledger.catalogue import Adjacent, Entity

router = APIRouter(tags=["Data access"])
_ALL = 9_999
"""Neighbours that are looked at when they are to be sorted."""
_SORTED = frozenset(("id", "caption", "schema", "target", "first_seen", "last_seen", "last_change"))

EntityId = Annotated[str, Path(description="An id of the entity, its own or one that it had.")]


class Page(BaseModel):
    """Which neighbours by one property."""

    limit: int = Field(10, le=scope.MOST_PAGE, description="Neighbours by a property, at most.")
    offset: int = Field(0, le=scope.MOST_OFFSET, description="How many neighbours by a property to pass over.")
    sort: tuple[str, ...] = Field((), description="`field`, `field:asc` or `field:desc`, such as `caption:asc`.")


@router.get("/entities/{entity_id}", response_model=EntityModel, responses=scope.GONE)
def entity(
    request: Request,
    held: Build,
    entity_id: EntityId,
    nested: Annotated[bool, Query(description="Whether neighbours stand in the place of their ids.")] = True,
) -> Response:
    """One entity, with what every record of it says, and what is tied to it: sanctions, addresses, owners, family."""
    found = _found(request, held, entity_id)
    if isinstance(found, Response):
        return found
    return scope.answer(held.catalogue.nested(entity_id) if nested else found)


@router.get("/entities/{entity_id}/adjacent", response_model=AdjacentAnswer, responses=scope.GONE)
def adjacent(request: Request, held: Build, entity_id: EntityId, given: Annotated[Page, Query()]) -> Response:
    """An entity and a page of what is tied to it, property by property."""
    found = _found(request, held, entity_id)
    if isinstance(found, Response):
        return found
    pages = {prop: _page(each, given) for prop, each in _adjacent(held, entity_id, given).items()}
    return scope.answer({"entity": found, "adjacent": pages})


@router.get("/entities/{entity_id}/adjacent/{property_name}", response_model=AdjacentPage, responses=scope.GONE)
def adjacent_by_property(
    request: Request,
    held: Build,
    entity_id: EntityId,
    property_name: Annotated[str, Path(examples=["ownershipOwner", "addressEntity"])],
    given: Annotated[Page, Query()],
) -> Response:
    """A page of what is tied to an entity by one property, as seen from its side."""
    found = _found(request, held, entity_id)
    if isinstance(found, Response):
        return found
    prop = vocabulary.known(found["schema"]).properties.get(property_name)
    if prop is None or prop.type != "entity":
        raise HTTPException(404, "No such property!")
    return scope.answer(_page(_adjacent(held, entity_id, given, property_name).get(property_name), given))


def _found(request: Request, held: Held, entity_id: str) -> "Entity | Response":
    """The entity, or the way to it, with the query kept, where its id is another now.

    Raises HTTPException 404 where there is none.
    """
    found = held.catalogue.entity(entity_id)
    if found is None:
        raise HTTPException(404, "No such entity!")
    if found["id"] == entity_id:
        return found
    given = {**request.path_params, "entity_id": found["id"]}
    path = request.scope["route"].path.format(**{name: quote(value, safe="") for name, value in given.items()})
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path, 308)


def _adjacent(held: Held, entity_id: str, given: Page, prop: str = "") -> "dict[str, Adjacent]":
    limit, offset = max(0, given.limit), max(0, given.offset)
    if not given.sort:
        return held.catalogue.adjacent(entity_id, prop, limit, offset)
    from kronika.ledger.catalogue import Adjacent

    found = held.catalogue.adjacent(entity_id, prop, _ALL)
    return {
        name: Adjacent(each.total, tuple(_ordered(each.entities, given.sort)[offset : offset + limit]))
        for name, each in found.items()
    }


def _ordered(entities: "Iterable[Entity]", sorts: "Sequence[str]") -> "list[Entity]":
    """Entities in the order that is asked for; those without a value come last."""
    found = list(entities)
    for each in reversed(sorts):
        field, _, way = each.partition(":")
        having = [entity for entity in found if _value(entity, field)]
        found = sorted(having, key=lambda entity: _value(entity, field), reverse=way == "desc") + [
            entity for entity in found if not _value(entity, field)
        ]
    return found


def _value(entity: "Entity", field: str) -> str:
    if field in _SORTED:
        return str(entity[field] or "")
    values = entity["properties"].get(field.removeprefix("properties."), ())
    return min((value for value in values if isinstance(value, str)), default="")


def _page(found: "Adjacent | None", given: Page) -> dict[str, Any]:
    return {
        "results": found.entities if found else (),
        "total": {"value": found.total if found else 0, "relation": "eq"},
        "limit": max(0, given.limit),
        "offset": max(0, given.offset),
    }
