"""What the studies answer, as JSON; and what the service answers from."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from kronika.view import findings, text
from kronika.view.api import own_models, scope
from kronika.view.api.models import Problem
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.study.finding import Finding

router = APIRouter(tags=["Studies"])
_KEPT = 8
"""Answers that are kept of a build."""
_QUESTIONS = {
    "coverage": "Who of a regime is listed by whom, since when, and who is not?",
    "changes": "What has changed since a day in who of a regime is listed?",
}
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "There is no such regime, state or day, or nobody is of the regime."}
}

Regime = Annotated[str, Query(max_length=100, description="One that Kronika comes with; else that of the casebook.")]


@router.get("/findings", response_model=list[own_models.Study])
def studies() -> Response:
    """The questions that can be asked."""
    from kronika.study import changes, coverage

    caveats = {"coverage": coverage.CAVEATS, "changes": changes.CAVEATS}
    return scope.answer(
        [
            {"study": name, "question": question, "caveats": caveats[name], "path": f"/api/v1/{name}"}
            for name, question in _QUESTIONS.items()
        ]
    )


@router.get("/coverage", response_model=own_models.FindingAnswer, responses=_REFUSED)
def coverage(
    held: Build,
    regime: Regime = "",
    states: Annotated[tuple[str, ...], Query(max_length=50, description="Whom to compare: uk, eu, us …")] = (),
    as_of: Annotated[str, Query(max_length=10, description="What the archive can prove of this day, or month.")] = "",
    least: Annotated[int, Query(ge=1, le=100, description="How many others make a gap.")] = 2,
) -> Response:
    """Who of a regime is listed by whom, since when, and who is not."""
    return scope.answer(findings.as_json(covered(held, regime, states, as_of, least)))


@router.get("/changes", response_model=own_models.FindingAnswer, responses=_REFUSED)
def changes(
    held: Build,
    since: Annotated[str, Query(max_length=10, description="From this day on, or the first day of this month.")],
    until: Annotated[str, Query(max_length=10, description="To this day, or the last day of this month.")] = "",
    regime: Regime = "",
) -> Response:
    """Who of a regime was listed, delisted, amended between the copies of the lists, with the cells."""
    return scope.answer(findings.as_json(changed(held, regime, since, until)))


@router.get("/status", response_model=own_models.StatusAnswer)
def status(held: Build) -> Response:
    """What was read of each source, what was refused, how fresh it is."""
    with held.ledger() as ledger:
        rows = text.status_rows(ledger)
    return scope.answer(
        {
            "version": held.version,
            "identities": len(held.screener),
            "entities": len(held.catalogue),
            "sources": rows,
        }
    )


def _covered(held: Held, regime: str, states: tuple[str, ...], as_of: str, least: int) -> "Finding":
    from kronika.study import coverage, regimes

    mine = held.book.settings.regime
    with held.ledger() as ledger:
        return coverage.run(ledger, regimes.load(regime) if regime else mine, states or mine.states, as_of, least)


def _changed(held: Held, regime: str, since: str, until: str) -> "Finding":
    from kronika.study import changes, regimes

    with held.ledger() as ledger:
        return changes.run(ledger, regimes.load(regime) if regime else held.book.settings.regime, since, until)


covered = Kept(_covered, _KEPT)
"""The answer of the coverage study about a build: regime, states, day, least."""
changed = Kept(_changed, _KEPT)
"""The answer of the study of changes about a build: regime, since, until."""
