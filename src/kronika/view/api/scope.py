"""In which data sets, and which of their entities, an answer is looked for; and what several paths share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import HTTPException, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from kronika.ledger.catalogue.writing import EVERYTHING
from kronika.view.api.models import Problem

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Catalogue

MOST_PAGE = 500
"""Results on a page."""
MOST_OFFSET = 9_499
DEPRECATED: dict[str, Any] = {"deprecated": True}
"""Of a parameter: pydantic's own mark would warn us when we read it."""
_MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$"
INVALID: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The query is not understood."},
    404: {"model": Problem, "description": "There is no such data set."},
    503: {"model": Problem, "description": "No build can be asked yet."},
}
GONE: dict[int | str, dict[str, Any]] = {
    308: {"description": "The entity has been merged into another, which is at the address in `Location`."},
    404: {"model": Problem, "description": "There is no such entity, or property."},
    503: {"model": Problem, "description": "No build can be asked yet."},
}

DatasetName = Annotated[str, Path(description="A data set; `default` holds all.", examples=["default"])]


class Scope(BaseModel):
    """Parameters that say which entities are asked for."""

    include_dataset: tuple[str, ...] = Field((), description="Of the data sets asked only these.")
    exclude_dataset: tuple[str, ...] = Field((), description="Of the data sets asked all but these.")
    exclude_schema: tuple[str, ...] = Field((), description="No entities of just these schemata.")
    topics: tuple[str, ...] = Field((), description="Only entities with one of these topics, such as `sanction`.")
    changed_since: str | None = Field(
        None, pattern=_MOMENT, description="Only entities that changed after this day or moment."
    )

    def datasets(self, catalogue: "Catalogue", name: str) -> frozenset[str] | None:
        """The data sets to look into; None stands for all. Raises HTTPException 404 where there is none called so."""
        if name == EVERYTHING and not self.include_dataset and not self.exclude_dataset:
            return None
        asked = catalogue.leaves(name)
        if asked is None:
            raise HTTPException(404, "No such dataset.")
        found = _leaves(catalogue, self.include_dataset).intersection(asked) if self.include_dataset else set(asked)
        return frozenset(found - _leaves(catalogue, self.exclude_dataset))


def _leaves(catalogue: "Catalogue", names: Iterable[str]) -> set[str]:
    return {leaf for name in names for leaf in catalogue.leaves(name) or ()}


def answer(content: Any, headers: dict[str, str] | None = None) -> Response:
    """JSON as it is: what was read from the catalogue needs no second check."""
    return Response(orjson.dumps(content), headers=headers, media_type="application/json")
