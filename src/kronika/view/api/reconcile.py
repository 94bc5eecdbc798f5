"""`/reconcile/{dataset}`: version 0.2 of the Reconciliation Service API, which OpenRefine and others speak.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. Paths, parameters and the range of
scores, 0 to 1, are those of yente.
"""

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kronika.base import vocabulary
from kronika.base.errors import UsageError
from kronika.match.score import ALERT
from kronika.match.screen import CANDIDATES
from kronika.view.api import algorithms, example, extension, match, scope, suggestions
from kronika.view.api.models import Example, Problem
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Entity
    from kronika.match.screen import Hit

router = APIRouter(tags=["Reconciliation"], strict_content_type=False)
router.include_router(suggestions.router)
router.include_router(extension.router)
MOST = 100
"""Queries in one request, and results of one query."""
_BATCH = 50
"""Queries that a client had better send together."""
_LEAST = 0.3
"""Candidates below this score are not offered: whoever reconciles looks at more than alerts."""
_SPARE = 10
"""Hits beyond those that are asked for, as some may be of another type."""
_WIDER = 4
"""How many times more identities are compared, and hits explained, where some of them are left out afterwards."""
_SPACE = "https://followthemoney.tech/explorer/"
_ANYTHING = "Thing"

_ANSWER: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The queries are not understood."},
    404: {"model": Problem, "description": "There is no such data set."},
    503: {"model": Problem, "description": "No build can be asked yet."},
}
_FORM = {
    "requestBody": {
        "description": "`queries` or `extend`, each as JSON.",
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "examples": ['{"q0": {"query": "Jane Example", "limit": 3}}']},
                        "extend": {"type": "string", "examples": ['{"ids": ["a"], "properties": [{"id": "country"}]}']},
                    },
                }
            },
            "application/json": {"schema": {"type": "object"}},
        },
    }
}


class Parameters(scope.Scope):
    """What may be asked beside the queries."""

    threshold: float = Field(ALERT, allow_inf_nan=False, description="The score from which a candidate is a match.")
    algorithm: str = Field(algorithms.DEFAULT, description="As for matching.")


class Cell(BaseModel):
    """What is known beside the name."""

    pid: str
    """A property, with or without its schema: `Person:birthDate`."""
    v: Any
    """A text, a number, an entity as `{id, name}`, or a list of these."""


class Asked(BaseModel):
    """Who is looked for. Further keys, such as `type_strict`, have no effect."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: int = Field(5, le=MOST)
    properties: list[Cell] = Field([], max_length=MOST)


_BATCHES = TypeAdapter(dict[str, Asked])


@router.get("/reconcile/{dataset}", responses=_ANSWER)
def manifest(
    request: Request,
    held: Build,
    dataset: scope.DatasetName,
    given: Annotated[Parameters, Query()],
    queries: Annotated[str, Query(description="Queries as JSON.")] = "",
    extend: Annotated[str, Query(description="Entities and properties as JSON.")] = "",
) -> Response:
    """What this service can do, for OpenRefine and its like; with `queries` or `extend` in the address, the answers."""
    if queries or extend:
        return _answered(held, dataset, given, _parsed(queries), _parsed(extend))
    return scope.answer(_manifest(request, held, dataset, given))


@router.post("/reconcile/{dataset}", responses=_ANSWER, openapi_extra=_FORM)
async def reconcile(
    request: Request, held: Build, dataset: scope.DatasetName, given: Annotated[Parameters, Query()]
) -> Response:
    """Who of the listed the cells of a table could be; or, with `extend`, what is known of some entities."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
        body = _parsed((await request.body()).decode("utf-8", "replace"))
        if not isinstance(body, dict):
            raise HTTPException(400, "The body is no JSON object with queries.")
        queries, extend = (_parsed(body[name]) if name in body else None for name in ("queries", "extend"))
        if "queries" not in body and "extend" not in body:
            queries = body
    else:
        form = await request.form()
        queries, extend = (
            _parsed(text) if isinstance(text := form.get(name), str) else None for name in ("queries", "extend")
        )
    return await run_in_threadpool(_answered, held, dataset, given, queries, extend)


def _parsed(text: Any) -> Any:
    """What a text says as JSON, None where it is blank. Raises HTTPException 400 where it is no JSON."""
    if not isinstance(text, str):
        return text
    try:
        return orjson.loads(text) if text.strip() else None
    except orjson.JSONDecodeError as error:
        raise HTTPException(400, f"The queries are no JSON: {error}") from error


def _answered(held: Held, dataset: str, given: Parameters, queries: Any, extend: Any) -> Response:
    datasets = given.datasets(held.catalogue, dataset)
    if extend is not None:
        content = extension.extended(held.catalogue, extend)
        return scope.answer(content, {"x-batch-size": str(len(content["rows"]))})
    if queries is None:
        raise HTTPException(400, "No queries or extend request provided.")
    try:
        asked = _BATCHES.validate_python(queries)
    except ValidationError as error:
        raise HTTPException(400, f"The queries are not understood: {_told(error)}") from error
    if len(asked) > MOST:
        raise HTTPException(400, f"Too many queries in one batch (limit: {MOST})")
    read = [_read(each) for each in asked.values()]
    if algorithms.check(given.algorithm) in algorithms.BY_NAMES:
        read = [example.names_alone(each) for each in read]
    wanted = match.Wanted(
        datasets, frozenset(given.exclude_schema), frozenset(given.topics), given.changed_since or "", frozenset()
    )
    wider = 1 if wanted.all else _WIDER
    limit = wider * (2 * max((each.limit for each in asked.values()), default=0) + _SPARE)
    found = held.screener.screen_many(read, limit=limit, threshold=_LEAST, candidates=wider * CANDIDATES)
    answers = {
        key: {"result": _candidates(held, each, query["schema"], hits, wanted, given.threshold)}
        for (key, each), query, hits in zip(asked.items(), read, found, strict=True)
    }
    return scope.answer(answers, {"x-batch-size": str(len(answers))})


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _read(asked: Asked) -> dict[str, Any]:
    """The query as `screen_many` takes it. Raises HTTPException 400 for a type that is unknown or not compared."""
    properties: dict[str, str | list[Any]] = {}
    known = [("name", asked.query), *((cell.pid.rpartition(":")[2], cell.v) for cell in asked.properties)]
    for name, value in known:
        properties[name] = [*properties.get(name, ()), *_texts(value)]
    try:
        return example.read(Example(id=None, schema=_kind(asked), properties=properties))
    except UsageError as error:
        raise HTTPException(400, str(error)) from error


def _kind(asked: Asked) -> str:
    """The schema that is asked for: the one named; of several or none, the one whose properties are asked with."""
    named = [asked.type] if isinstance(asked.type, str) else asked.type or []
    for each in named:
        if vocabulary.schema(each) is None:
            raise HTTPException(400, f"Unknown schema: {each!r}")
    if len(named) == 1:
        return named[0]
    owners = {cell.pid.partition(":")[0] for cell in asked.properties if ":" in cell.pid}
    known = [found for name in owners if (found := vocabulary.schema(name)) and found.matchable]
    nearest = max(known, key=lambda schema: (len(schema.ancestors), schema.name), default=None)
    if nearest and all(each.name in nearest.ancestors for each in known):
        return nearest.name
    return _ANYTHING


def _texts(value: Any) -> list[str]:
    """The values of a cell as texts; of an entity that was matched before, its name."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        value = value.get("name") or value.get("id") or value.get("str")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return []
    return [str(value)]


def _candidates(
    held: Held, asked: Asked, schema: str, hits: "list[Hit] | str", wanted: match.Wanted, threshold: float
) -> list[dict[str, Any]]:
    """Whom a query could be, as the standard has it; nobody where there is nothing in it that can be compared."""
    if isinstance(hits, str):
        return []
    types = [asked.type] if isinstance(asked.type, str) else asked.type or [schema]
    kinds = frozenset().union(*(vocabulary.comparable(each) for each in types))
    pairs = zip(hits, held.catalogue.entities(hit.id for hit in hits), strict=True)
    fitting = (pair for pair in pairs if pair[1]["schema"] in kinds and wanted.has(pair[1]))
    return [_candidate(hit, entity, threshold) for hit, entity in islice(fitting, max(0, asked.limit))]


def _candidate(hit: "Hit", entity: "Entity", threshold: float) -> dict[str, Any]:
    features: dict[str, float] = {}
    for each in hit.features:
        name = each.name.replace(" ", "_")
        features[name] = min(each.level, features.get(name, each.level))
    return {
        "id": entity["id"],
        "name": entity["caption"],
        "description": suggestions.described(entity),
        "type": [suggestions.type_of(entity["schema"])],
        "score": round(hit.score, 4),
        "match": hit.score >= threshold and not hit.dismissed,
        "features": [{"id": name, "value": level} for name, level in features.items()],
    }


def _manifest(request: Request, held: Held, dataset: str, given: Parameters) -> dict[str, Any]:
    datasets = given.datasets(held.catalogue, dataset)
    title = next((each.title for each in held.catalogue.datasets() if each.name == dataset), dataset)
    base = str(request.base_url).rstrip("/")
    more = f"?{request.url.query}" if request.url.query else ""

    def service(path: str) -> dict[str, str]:
        return {"service_url": f"{base}/reconcile/{dataset}", "service_path": f"{path}{more}"}

    return {
        "versions": ["0.2"],
        "name": f"{title} (Kronika)",
        "identifierSpace": f"{base}/entities/",
        "schemaSpace": _SPACE,
        "documentation": "https://reconciliation-api.github.io/specs/0.2/",
        "defaultTypes": [suggestions.type_of(name) for name in suggestions.schemata(held, datasets)],
        "view": {"url": f"{base}/identities/{{{{id}}}}"},
        "batchSize": _BATCH,
        "suggest": {name: service(f"/suggest/{name}") for name in ("entity", "type", "property")},
        "extend": {"propose_properties": service("/extend/property"), "property_settings": extension.SETTINGS},
    }
