"""`GET /search/{dataset}`: entities by words of their names and other texts."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field
from starlette.responses import Response

from kronika.base import labels, places, vocabulary
from kronika.view.api import scope
from kronika.view.api.models import SearchAnswer
from kronika.view.serve.held import Build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kronika.ledger.catalogue import Search

router = APIRouter(tags=["Matching"])


class Facet(StrEnum):
    """What can be counted of all that is found."""

    DATASETS = "datasets"
    SCHEMA = "schema"
    COUNTRIES = "countries"
    IDENTIFIERS = "identifiers"
    TOPICS = "topics"
    GENDERS = "genders"


class Operator(StrEnum):
    """Whether all values of a filter are demanded, or one is enough."""

    AND = "AND"
    OR = "OR"


_LABELS = {
    Facet.DATASETS: "Data sources",
    Facet.SCHEMA: "Entity types",
    Facet.COUNTRIES: "Countries",
    Facet.IDENTIFIERS: "Identifiers",
    Facet.TOPICS: "Topics",
    Facet.GENDERS: "Genders",
}


class Parameters(scope.Scope):
    """What /search is asked with."""

    q: str = Field("", description='Words: all must occur. "in order", one OR other, -without, field:value.')
    # Named so as not to hide pydantic's own `schema`.
    kind: str = Field("Thing", alias="schema", description="The schema that entities have, or could turn out to have.")
    countries: tuple[str, ...] = Field((), description="Only entities of these countries, as two-letter codes.")
    in_datasets: tuple[str, ...] = Field(
        (), alias="datasets", description="Only entities of these data sets, as `filter_op` says."
    )
    filter: tuple[str, ...] = Field((), description="`field:value`, such as `birthDate:1985` or `programId:…`.")
    limit: int = Field(10, le=scope.MOST_PAGE, description="Results on a page.")
    offset: int = Field(0, le=scope.MOST_OFFSET, description="How many results to pass over.")
    sort: tuple[str, ...] = Field((), description="`field`, `field:asc` or `field:desc`, such as `last_seen:desc`.")
    target: bool | None = Field(
        None, json_schema_extra=scope.DEPRECATED, description="Only entities whose topics are a risk, or no such."
    )
    fuzzy: bool = Field(False, description="Whether a letter of every long word may differ.")
    simple: bool = Field(False, description="Has no effect: no query is a syntax error.")
    facets: tuple[Facet, ...] = Field(
        (Facet.COUNTRIES, Facet.TOPICS, Facet.DATASETS), description="What to count of all that is found."
    )
    filter_op: Operator = Field(Operator.OR, description="Whether of several values of one filter one is enough.")

    def filters(self) -> list[tuple[str, str]]:
        """Fields and values. Raises HTTPException 400 for a filter without a colon."""
        found = [
            *(("countries", code.lower()) for code in self.countries),
            *(("topics", topic) for topic in self.topics),
            *(("datasets", name) for name in self.in_datasets),
        ]
        for each in self.filter:
            field, colon, value = each.partition(":")
            if not colon:
                raise HTTPException(400, f"Invalid filter: {each!r}")
            found.append((field, value))
        return found


@router.get("/search/{dataset}", response_model=SearchAnswer, responses=scope.INVALID)
def search(held: Build, dataset: scope.DatasetName, given: Annotated[Parameters, Query()]) -> Response:
    """Entities in which these words occur, in any script as it is written; for names in another spelling ask /match.

    The best come first: whole names before parts of them, targets before others. Without words all entities are found.
    """
    within = given.datasets(held.catalogue, dataset)
    if vocabulary.schema(given.kind) is None:
        raise HTTPException(400, "Invalid schema")
    asked = _search(given, within)
    found = held.catalogue.search(asked)
    titles = {each.name: each.title for each in held.catalogue.datasets()} if Facet.DATASETS in given.facets else {}
    return scope.answer(
        {
            "results": held.catalogue.entities(found.ids),
            "facets": {name: _facet(Facet(name), values, titles) for name, values in found.facets.items()},
            "total": {"value": found.total, "relation": "eq"},
            "limit": asked.limit,
            "offset": asked.offset,
        }
    )


def _search(given: Parameters, within: "Iterable[str] | None") -> "Search":
    from kronika.ledger.catalogue import Search

    return Search(
        text=given.q,
        schema=given.kind,
        comparable=True,
        within=None if within is None else tuple(sorted(within)),
        without_schemata=given.exclude_schema,
        filters=tuple(given.filters()),
        any_of=given.filter_op is Operator.OR,
        changed_since=given.changed_since or "",
        target=given.target,
        sort=given.sort,
        limit=max(0, given.limit),
        offset=max(0, given.offset),
        fuzzy=given.fuzzy,
        facets=tuple(facet.value for facet in given.facets),
    )


def _facet(facet: Facet, values: "Iterable[tuple[str, int]]", titles: "Mapping[str, str]") -> dict[str, Any]:
    items = [{"name": name, "label": _label(facet, name, titles), "count": count} for name, count in values]
    return {"label": _LABELS[facet], "values": items}


def _label(facet: Facet, name: str, titles: "Mapping[str, str]") -> str:
    """How a person calls a value."""
    if facet is Facet.DATASETS:
        return titles.get(name, name)
    if facet is Facet.SCHEMA:
        return labels.plural(name)
    if facet is Facet.COUNTRIES:
        return places.name(name) or name
    return name
