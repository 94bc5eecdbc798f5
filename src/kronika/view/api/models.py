"""Requests and answers of the paths that yente has, as the API's description shows them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Value = float | int | bool | str | None


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str = Field(examples=["No such dataset."])


class Status(BaseModel):
    """Whether it is well."""

    status: str = "ok"


class Total(BaseModel):
    """How many there are."""

    value: int = Field(examples=[42])
    relation: str = Field("eq", description="Always «eq»: the count is exact.")


class Entity(BaseModel):
    """A FollowTheMoney entity, with what every record of it says."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    id: str = Field(examples=["kr-4f0c8a2e1b7d"])
    caption: str = Field(examples=["Jane Example"])
    schema_: str = Field(alias="schema", examples=["Person"])
    properties: dict[str, list["str | Entity"]] = Field(examples=[{"name": ["Jane Example"]}])
    datasets: list[str] = Field([], examples=[["eu_fsf"]])
    referents: list[str] = Field([], description="Ids of the records that it was merged of.")
    target: bool = Field(False, description="Whether one of its topics is a risk, such as `sanction`.")
    first_seen: str | None = Field(None, examples=["2025-01-01T00:00:00"])
    last_seen: str | None = Field(None, examples=["2026-01-01T00:00:00"])
    last_change: str | None = Field(None, examples=["2025-06-01T00:00:00"])


class Explanation(BaseModel):
    """One thing that the query and a result agree or disagree about."""

    detail: str | None = Field(description="In words.")
    score: float = Field(
        description="1 full agreement, 0 nothing either way, −1 contradiction; 2 where it settles the comparison."
    )
    query: str | None = Field(None, description="Always null: `detail` names both sides.")
    candidate: str | None = Field(None, description="Always null: `detail` names both sides.")


class ScoredEntity(Entity):
    """An entity that the query could be."""

    score: float = Field(description="From 0 to 1; 0.7 is the alert line.")
    match: bool = Field(description="Whether the score reaches the threshold, and nobody has dismissed it.")
    features: dict[str, float] = Field(description="The scores of `explanations` alone.")
    explanations: dict[str, Explanation]
    dismissed: str | None = Field(None, description="Who has judged that it is not who was asked for, when and why.")


class Example(BaseModel):
    """Who is looked for."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    id: str | None = Field(None, examples=["customer-17"])
    schema_: str = Field(alias="schema", examples=["Person"], description="Thing where it is not known.")
    properties: dict[str, str | list[Any]] = Field(examples=[{"name": ["Jane Example"], "birthDate": ["1970-01-31"]}])


class MatchQuery(BaseModel):
    """Queries by keys that the client chooses."""

    weights: dict[str, float] = Field({}, description="Has no effect: there is one comparison, with fitted weights.")
    config: dict[str, Value] = Field({}, description="Names that yente knows have no effect; others are refused.")
    queries: dict[str, Example]


class Matches(BaseModel):
    """The answer to one query."""

    status: int = Field(200, description="400 where there is nothing in the query that can be compared.")
    results: list[ScoredEntity]
    total: Total = Field(description="How many reach the threshold, also beyond the limit.")
    query: Example = Field(description="The query as it was read: values that could not be are left out.")
    detail: str | None = Field(None, description="Why the query cannot be compared.")


class MatchAnswer(BaseModel):
    """The answers by the keys of their queries."""

    responses: dict[str, Matches]
    limit: int


class FacetItem(BaseModel):
    """A value, and how many of all that was found have it."""

    name: str = Field(examples=["by"])
    label: str = Field(examples=["Belarus"])
    count: int


class FacetValues(BaseModel):
    """The values of a facet, the most frequent first."""

    label: str = Field(examples=["Countries"])
    values: list[FacetItem]


class SearchAnswer(BaseModel):
    """A page of what was found."""

    results: list[Entity]
    facets: dict[str, FacetValues]
    total: Total
    limit: int
    offset: int


class AdjacentPage(BaseModel):
    """A page of the neighbours by one property."""

    results: list[str | Entity]
    total: Total
    limit: int
    offset: int


class AdjacentAnswer(BaseModel):
    """An entity and its neighbours by property."""

    entity: Entity
    adjacent: dict[str, AdjacentPage]


class Publisher(BaseModel):
    """Who publishes a data set."""

    name: str


class DatasetModel(BaseModel):
    """A data set."""

    name: str
    title: str
    publisher: Publisher | None
    children: list[str]
    version: str
    index_version: str
    index_current: bool
    load: bool = Field(description="Whether it has entities of its own: false for a collection of others.")
    updated_at: str | None = Field(description="What its newest copy stands for: a day, or a month.")
    entity_count: int
    target_count: int


class CatalogAnswer(BaseModel):
    """The data sets that can be asked."""

    datasets: list[DatasetModel]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class Algorithm(BaseModel):
    """A name under which the comparison can be asked for."""

    name: str
    description: str
    features: dict[str, dict[str, str | float | None]]
    docs: dict[str, Any]


class AlgorithmsAnswer(BaseModel):
    """The names under which the comparison can be asked for."""

    algorithms: list[Algorithm]
    default: str
    best: str
