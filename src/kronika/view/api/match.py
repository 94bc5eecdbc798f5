"""`POST /match/{dataset}`: who of the listed these people, companies and ships could be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.responses import Response

from kronika.base import vocabulary
from kronika.match.score import ALERT
from kronika.match.screen import CANDIDATES
from kronika.view.api import algorithms, example, scope
from kronika.view.api.models import MatchAnswer, MatchQuery
from kronika.view.serve.held import Build, Held

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Entity
    from kronika.match.compare import Feature
    from kronika.match.screen import Hit

router = APIRouter(tags=["Matching"], strict_content_type=False)
MOST_QUERIES = 100
"""Queries in one request."""
_AT_ONCE = 8 * CANDIDATES
"""Comparisons that are made while other requests wait: changing threads costs more than they do."""
_MOST_CANDIDATES = 500
_WIDER = 4
"""How many times more identities are compared where some of them are left out afterwards."""
_ALL = 1 << 30


class Parameters(scope.Scope):
    """What /match is asked with."""

    limit: int = Field(5, le=scope.MOST_PAGE, description="Results of a query, at most.")
    threshold: float = Field(ALERT, allow_inf_nan=False, description="The score from which a result counts as a match.")
    cutoff: float = Field(
        ALERT,
        allow_inf_nan=False,
        json_schema_extra=scope.DEPRECATED,
        description="The least score of a result: at most the threshold.",
    )
    algorithm: str = Field(
        algorithms.DEFAULT, description="All names are answered by one comparison; `name-based` by names alone."
    )
    exclude_entity_ids: tuple[str, ...] = Field(
        (), max_length=50, description="None of these entities, by any of their ids."
    )

    def wanted(self, held: Held, dataset: str) -> "Wanted":
        """Which entities may be an answer. Raises HTTPException 404 for an unknown data set."""
        return Wanted(
            self.datasets(held.catalogue, dataset),
            frozenset(self.exclude_schema),
            frozenset(self.topics),
            self.changed_since or "",
            frozenset(map(held.catalogue.canonical, self.exclude_entity_ids)),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entities may be an answer."""

    datasets: frozenset[str] | None
    """None where any may be."""
    without_schemata: frozenset[str]
    topics: frozenset[str]
    """One is enough, where there are any."""
    changed_since: str
    without_ids: frozenset[str]
    """Canonical ones."""

    @property
    def all(self) -> bool:
        """Whether none is left out."""
        return self.datasets is None and not any(
            (self.without_schemata, self.topics, self.changed_since, self.without_ids)
        )

    def has(self, entity: "Entity") -> bool:
        """Whether this one may be."""
        return (
            (self.datasets is None or not self.datasets.isdisjoint(entity["datasets"]))
            and entity["schema"] not in self.without_schemata
            and (not self.topics or not self.topics.isdisjoint(entity["properties"].get("topics", ())))
            and (not self.changed_since or (entity["last_change"] or "") > self.changed_since)
            and entity["id"] not in self.without_ids
        )


@router.post("/match/{dataset}", response_model=MatchAnswer, responses=scope.INVALID)
async def match(
    asked: MatchQuery, held: Build, dataset: scope.DatasetName, given: Annotated[Parameters, Query()]
) -> Response:
    """Who of the listed could this be: for each query the entities that it could be, best first, with the reasons.

    A query is a FollowTheMoney entity. Names in any script or spelling are compared, and where both sides know them
    birth dates, countries, genders and the numbers of papers, companies and ships. For a person `name`, `birthDate`,
    `nationality` and `idNumber` help most, for a company `name`, `jurisdiction` and `registrationNumber`.
    """
    algorithm = algorithms.check(given.algorithm)
    algorithms.check_config(asked.config, algorithm)
    wanted = given.wanted(held, dataset)
    if not asked.queries:
        raise HTTPException(400, "No queries provided.")
    if len(asked.queries) > MOST_QUERIES:
        raise HTTPException(400, f"Too many queries in one batch (limit: {MOST_QUERIES})")
    queries = {example.plain(key): example.read(each) for key, each in asked.queries.items()}
    compared = [example.names_alone(each) if algorithm in algorithms.BY_NAMES else each for each in queries.values()]
    if sum(map(example.names, compared)) * _candidates(given, wanted) <= _AT_ONCE:
        return _matched(held, queries, compared, wanted, given)
    return await run_in_threadpool(_matched, held, queries, compared, wanted, given)


def _matched(
    held: Held,
    queries: Mapping[str, dict[str, Any]],
    compared: Sequence[dict[str, Any]],
    wanted: Wanted,
    given: Parameters,
) -> Response:
    """The answer to queries by their keys; `compared` is what of each is looked at."""
    screened = held.screener.screen_many(
        compared,
        limit=_ALL,
        threshold=max(0.0, min(given.cutoff, given.threshold)),
        candidates=_candidates(given, wanted),
    )
    responses = {
        key: _answered(held, query, found, wanted, given)
        for (key, query), found in zip(queries.items(), screened, strict=True)
    }
    return scope.answer({"responses": responses, "limit": given.limit}, {"x-batch-size": str(len(responses))})


def _candidates(given: Parameters, wanted: Wanted) -> int:
    """How many identities to compare, so that enough are left."""
    return min(max(CANDIDATES if wanted.all else _WIDER * CANDIDATES, given.limit), _MOST_CANDIDATES)


def _answered(
    held: Held, query: dict[str, Any], found: "list[Hit] | str", wanted: Wanted, given: Parameters
) -> dict[str, Any]:
    """The answer to one query, as `models.Matches` describes it."""
    if isinstance(found, str):
        return {"status": 400, "results": [], "total": _total(0), "query": query, "detail": found}
    kinds = vocabulary.comparable(query["schema"])
    hits = zip(found, held.catalogue.entities(hit.id for hit in found), strict=True)
    results = [
        _result(entity, hit, given.threshold)
        for hit, entity in hits
        if hit.score > 0 and entity["schema"] in kinds and wanted.has(entity)
    ]
    return {
        "status": 200,
        "results": results[: max(0, given.limit)],
        "total": _total(sum(each["match"] for each in results)),
        "query": query,
    }


def _total(count: int) -> dict[str, Any]:
    return {"value": count, "relation": "eq"}


def _result(entity: "Entity", hit: "Hit", threshold: float) -> dict[str, Any]:
    explanations = _explained(hit.features)
    found = {
        **entity,
        "score": hit.score,
        "match": hit.score >= threshold and not hit.dismissed,
        "features": {name: each["score"] for name, each in explanations.items()},
        "explanations": explanations,
    }
    return {**found, "dismissed": hit.dismissed} if hit.dismissed else found


def _explained(features: "Iterable[Feature]") -> dict[str, dict[str, Any]]:
    """Features by name; of several of one name, such as two given names, the words of all and the lowest score."""
    found: dict[str, dict[str, Any]] = {}
    for each in features:
        name = each.name.replace(" ", "_")
        if name in found:
            found[name]["detail"] += f"; {each.text}"
            found[name]["score"] = min(found[name]["score"], each.level)
        else:
            found[name] = {"detail": each.text, "score": each.level, "query": None, "candidate": None}
    return found
