"""What people judge: that two listed records are one or are not, and that a customer is not one of the listed.

The guard lets nobody write who has neither the token nor a session (`serve.guard`).
"""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import Response

from kronika.match import profile
from kronika.view import questions
from kronika.view.api import own_models, scope
from kronika.view.api.models import Problem
from kronika.view.serve.held import Build

router = APIRouter(tags=["Judgements"])
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "Who or why is missing, or there is no such record."},
    401: {"model": Problem, "description": "Writing needs the access token, or a session."},
}
Limit = Annotated[int, Query(ge=0, le=scope.MOST_PAGE)]
Offset = Annotated[int, Query(ge=0)]


@router.get("/judgements", response_model=own_models.Judged)
def judgements(
    held: Build,
    subject: Annotated[str, Query(max_length=500, description="Only those about this record.")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """The last judgement on each pair of records, the newest first."""
    found = [each for each in held.judgements().pairs().values() if subject in ("", each.left, each.right)]
    found.sort(key=lambda each: each.when, reverse=True)
    page = [each._asdict() for each in found[offset : offset + limit]]
    return scope.answer({"judgements": page, "total": len(found)})


@router.post("/judgements", status_code=201, response_model=own_models.JudgementModel, responses=_REFUSED)
def judge(held: Build, asked: own_models.NewJudgement) -> Response:
    """Say whether two listed records are one. It counts from the next build on; what was said before is kept."""
    with held.ledger() as ledger:
        listed = ledger.identities([asked.left, asked.right])
    for subject in (asked.left, asked.right):
        if subject not in listed:
            raise HTTPException(400, f"{subject}: no list has a record with this id.")
    made = held.book.judgements().judge(asked.left, asked.right, asked.judgement, who=asked.who, why=asked.why)
    return _created(made._asdict())


@router.get("/judgements/undecided", response_model=own_models.Undecided)
def undecided(held: Build, limit: Limit = 20, offset: Offset = 0) -> Response:
    """The pairs of records on which a judgement would be worth most."""
    found = questions.unanswered(held.resolution, held.judgements())
    page = [
        {name: getattr(pair, name) for name in own_models.PairModel.model_fields}
        for pair in found[offset : offset + limit]
    ]
    return scope.answer({"pairs": page, "total": len(found)})


@router.post("/clearances", status_code=201, response_model=own_models.ClearanceModel, responses=_REFUSED)
def clear(held: Build, asked: own_models.NewClearance) -> Response:
    """Say that a customer is not this listed identity: hits are shown as dismissed, as long as neither side changes."""
    identity = held.catalogue.identity(asked.identity) or asked.identity
    customer, listed = profile.asked(asked.query), held.screener.listed(identity)
    made = held.book.judgements().clear(customer, listed, who=asked.who, why=asked.why)
    return _created(
        {
            "customer_name": made.customer_name,
            "identity": made.listed,
            "who": made.who,
            "when": made.when,
            "why": made.why,
        }
    )


def _created(content: dict[str, Any]) -> Response:
    answer = scope.answer(content)
    answer.status_code = 201
    return answer
