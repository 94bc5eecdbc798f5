"""What a reconciliation client offers while somebody types: entities, types, properties."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kronika.base import labels, places, vocabulary
from kronika.base.errors import Unreadable
from kronika.ledger.catalogue import Search
from kronika.match.profile import COUNTRY
from kronika.view.api import scope
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Entity

router = APIRouter()
_SUGGESTED = 10
"""Types or properties that are offered."""
_ALL = scope.Scope.model_validate({})
_OK = {"code": "/api/status/ok", "status": "200 OK"}
"""What older clients look for in an answer."""

Prefix = Annotated[str, Query(max_length=500, description="What has been typed.")]


@router.get("/reconcile/{dataset}/suggest/entity", responses=scope.INVALID)
def entity(
    held: Build,
    dataset: scope.DatasetName,
    given: Annotated[scope.Scope, Query()],
    prefix: Prefix = "",
    limit: Annotated[int, Query(le=scope.MOST_PAGE, description="Suggestions, at most.")] = _SUGGESTED,
) -> Response:
    """Entities with a name of these words, of which the last may be unfinished."""
    datasets = given.datasets(held.catalogue, dataset)
    found = []
    if prefix.strip():
        asked = Search(
            prefix, within=_within(datasets), without_schemata=given.exclude_schema,
            filters=tuple(("topics", topic) for topic in given.topics), any_of=True,
            changed_since=given.changed_since or "", limit=max(0, limit), typing=True,
        )  # fmt: skip
        found = [
            {
                "id": each["id"],
                "name": each["caption"],
                "description": described(each),
                "notable": [type_of(each["schema"])],
                "type": [type_of(each["schema"])],  # as yente calls it
            }
            for each in held.catalogue.entities(held.catalogue.search(asked).ids)
        ]
    return scope.answer({**_OK, "prefix": prefix, "result": found})


@router.get("/reconcile/{dataset}/suggest/type", responses=scope.INVALID)
def type_(held: Build, dataset: scope.DatasetName, prefix: Prefix = "") -> Response:
    """Kinds of entities whose name begins so."""
    names = schemata(held, _ALL.datasets(held.catalogue, dataset))
    found = [name for name in names if _begins(prefix, name, labels.label(name), labels.plural(name))]
    return scope.answer({**_OK, "prefix": prefix, "result": [type_of(name) for name in found[:_SUGGESTED]]})


@router.get("/reconcile/{dataset}/suggest/property", responses=scope.INVALID)
def property_(held: Build, dataset: scope.DatasetName, prefix: Prefix = "") -> Response:
    """Properties, of the kinds of entities that there are, whose name begins so."""
    names = schemata(held, _ALL.datasets(held.catalogue, dataset))
    found = [each for each in _properties(tuple(names)) if _begins(prefix, each.name, each.label)]
    result = [
        {"id": each.qname, "name": each.label, "description": f"{each.type} of {labels.plural(each.schema)}"}
        for each in found[:_SUGGESTED]
    ]
    return scope.answer({**_OK, "prefix": prefix, "result": result})


def type_of(schema: str) -> dict[str, Any]:
    """A schema as a type of the standard."""
    return {"id": schema, "name": labels.plural(schema), "description": labels.label(schema)}


def described(entity: "Entity") -> str:
    """What tells an entity from its namesakes: «Person, born 1970-01-31, Belarus»."""
    properties = entity["properties"]
    born = [f"born {date}" for date in properties.get("birthDate", ())[:2]]
    countries = {country(code) for prop in COUNTRY for code in properties.get(prop, ())}
    return ", ".join([labels.label(entity["schema"]), *born, *sorted(countries)[:3]])


def country(code: str) -> str:
    """The name of a country; a code that none has stays what it is."""
    try:
        return places.name(code)
    except Unreadable:
        return code


def schemata(held: Held, datasets: Collection[str] | None) -> list[str]:
    """The kinds of entities that are compared, of those that are here: the commonest first, then what they extend."""
    asked = Search(within=_within(datasets), limit=0, facets=("schema",))
    counted = [name for name, _ in held.catalogue.search(asked).facets["schema"]]
    there = [name for name in counted if vocabulary.known(name).matchable]
    wider = {ancestor for name in there for ancestor in vocabulary.known(name).ancestors}
    return [*there, *sorted(wider.difference(there))]


def _within(datasets: Collection[str] | None) -> tuple[str, ...] | None:
    return None if datasets is None else tuple(sorted(datasets))


def _begins(prefix: str, *names: str) -> bool:
    typed = prefix.strip().casefold()
    return bool(typed) and any(name.casefold().startswith(typed) for name in names)


@cache
def _properties(names: tuple[str, ...]) -> tuple[labels.Property, ...]:
    """The properties that these schemata define or inherit, those of the first first; none that points to entities."""
    found: Iterable[labels.Property] = (each for name in names for each in labels.properties(name).values())
    return tuple(dict.fromkeys(each for each in found if not each.hidden and each.type != "entity"))
