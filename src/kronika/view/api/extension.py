"""Data extension: a reconciliation client asks what is known of entities that it has matched."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import Response

from kronika.base import labels, vocabulary
from kronika.view.api import scope
from kronika.view.api.suggestions import country

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Catalogue, Entity

router = APIRouter()
SETTINGS = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Values in a row, at most; 0 for all.",
    },
    {
        "name": "render",
        "label": "Values",
        "type": "select",
        "default": "caption",
        "help_text": "Whether countries are written as names (Belarus) or as codes (by).",
        "choices": [{"value": "caption", "name": "for people"}, {"value": "raw", "name": "for machines"}],
    },
]
"""What can be set of each property, as a manifest tells it."""
_MOST = 500
_ANYTHING = "Thing"


class Settings(BaseModel):
    """How the values of a property are wanted."""

    limit: int = 0
    render: Literal["caption", "raw"] = "caption"


class Wanted(BaseModel):
    """A property that is wanted."""

    id: str
    settings: Settings = Settings()


class Extend(BaseModel):
    """What is wanted of which entities."""

    ids: list[str] = Field(max_length=_MOST)
    properties: list[Wanted] = Field(max_length=_MOST)


@router.get("/reconcile/{dataset}/extend/property", responses=scope.INVALID)
def proposed(
    dataset: scope.DatasetName,
    type: Annotated[str, Query(description="A kind of entities.")] = _ANYTHING,  # noqa: A002 - the standard's name
    limit: Annotated[int, Query(description="Properties, at most; 0 for all.")] = 0,
) -> Response:
    """What can be asked of entities of a kind; with a limit, what tells most about them."""
    if vocabulary.schema(type) is None:
        raise HTTPException(400, f"Invalid type: {type}")
    found = [each for each in labels.properties(type).values() if not each.hidden and each.type != "entity"]
    featured = labels.featured(type)
    found.sort(key=lambda each: featured.index(each.name) if each.name in featured else len(featured))
    shown = sorted(found[: limit if limit > 0 else None], key=lambda each: each.label)
    properties = [{"id": each.name, "name": each.label} for each in shown]
    return scope.answer({"limit": limit, "type": type, "properties": properties})


def extended(catalogue: "Catalogue", asked: Any) -> dict[str, Any]:
    """The values of some properties of some entities: a row for each id, by whichever of its ids it was asked.

    Raises HTTPException 400 where the request has another form.
    """
    try:
        extend = Extend.model_validate(asked)
    except ValidationError as error:
        raise HTTPException(400, f"The extension request is not understood: {error.errors()[0]['msg']}") from error
    meta: dict[str, dict[str, Any]] = {}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for id_ in extend.ids:
        entity = catalogue.entity(id_)
        rows[id_] = {}
        known = labels.properties(entity["schema"]) if entity else {}
        for wanted in extend.properties:
            prop = known.get(wanted.id.rpartition(":")[2])
            if entity and prop:
                meta.setdefault(wanted.id, {"id": wanted.id, "name": prop.label})
                rows[id_][wanted.id] = _values(catalogue, entity, prop, wanted.settings)
    return {"meta": list(meta.values()), "rows": rows}


def _values(
    catalogue: "Catalogue", entity: "Entity", prop: labels.Property, settings: Settings
) -> list[dict[str, str]]:
    values = entity["properties"].get(prop.name, ())
    some = values[: settings.limit] if settings.limit > 0 else values
    if prop.type == "entity":
        others = {each["id"]: each["caption"] for each in catalogue.entities(some)}
        return [{"id": value, "name": others.get(value, value)} for value in some]
    named = prop.type == "country" and settings.render == "caption"
    return [{"str": country(value) if named else value} for value in some]
