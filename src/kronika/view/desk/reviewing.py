"""The page on which a person judges whether two listed subjects are one: one pair a page, by keys or by buttons."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from kronika.base.errors import UsageError
from kronika.match import subjects
from kronika.match.judgements import DIFFERENT, SAME, UNSURE
from kronika.match.resolution import Resolution
from kronika.match.score import Comparer
from kronika.match.verdict import UNDECIDED
from kronika.view import questions
from kronika.view.desk import letters
from kronika.view.desk.judges import LONGEST, judge_of, remember
from kronika.view.desk.pages import page
from kronika.view.review import mark
from kronika.view.serve import guard
from kronika.view.serve.held import Build, Held
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.match.judgements import Judgement
    from kronika.match.resolution import Pair
    from kronika.view.questions import Stated

_REASONS = 6
"""Reasons given before that are offered again."""
_LINES = 8
"""Lines of values of one kind that are shown unasked."""
_NEAR = 4
"""Earlier judgements that are shown."""
_VERDICTS = {SAME: "one and the same", DIFFERENT: "different", UNSURE: "unsure"}
router = APIRouter(include_in_schema=False)


def _undecided(held: Held) -> Resolution:
    with held.ledger() as ledger:
        return Resolution.read(ledger.matched, UNDECIDED)


undecided = Kept(_undecided)
"""The identities of a build, with the pairs that nobody has decided."""


def waiting(held: Held) -> "list[Pair]":
    """The pairs that await a person's judgement, the most useful first."""
    return questions.unanswered(undecided(held), held.judgements())


@router.get("/review")
def review(request: Request, held: Build, left: str = "", right: str = "") -> Response:
    """One pair: that of the two subjects named, else the first that nobody has judged."""
    if left or right:
        return _asked(request, held, _pair(held, left, right))
    some = waiting(held)
    if some:
        return RedirectResponse(address(some[0]), 303)
    return page(request, held, "review.html", question=None, every=len(undecided(held).undecided))


@router.post("/review")
def judge(
    request: Request,
    held: Build,
    left: Annotated[str, Form()],
    right: Annotated[str, Form()],
    judgement: Annotated[str, Form()],
    why: Annotated[str, Form(max_length=2000)] = "",
    who: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    """Write a judgement down, then ask about the next pair that nobody has judged."""
    pair = _pair(held, left, right)
    name = who.strip() or judge_of(request)
    try:
        held.book.judgements().judge(pair.left, pair.right, judgement, who=name, why=why)
    except UsageError as error:
        return _asked(request, held, pair, problem=f"Not written: {error}", why=why, who=name)
    answer = RedirectResponse(_next(held, pair), 303)
    remember(request, answer, name)
    return answer


def address(pair: "Pair") -> str:
    """The page of a pair."""
    return f"/review?{urlencode({'left': pair.left, 'right': pair.right})}"


def _pair(held: Held, left: str, right: str) -> "Pair":
    for pair in undecided(held).undecided:
        if {pair.left, pair.right} == {left, right}:
            return pair
    raise HTTPException(404, f"Whether {left} and {right} are one is no open question of this build: see /review.")


def _next(held: Held, pair: "Pair") -> str:
    """The next pair to judge: the first open one after this one, else the first of all."""
    every = undecided(held).undecided
    after = set(every[every.index(pair) + 1 :])
    some = waiting(held)
    return address(next((each for each in some if each in after), some[0])) if some else "/review"


class _Row(NamedTuple):
    """The values of one kind, lined up."""

    label: str
    lines: Sequence[letters.Line]
    more: Sequence[letters.Line]
    """Those that are shown when asked for."""


def _row(label: str, left: "Sequence[Stated]", right: "Sequence[Stated]") -> _Row:
    lines = (letters.beside if label == "listed" else letters.lines)(left, right)
    return _Row(label, lines[:_LINES], lines[_LINES:])


def _asked(request: Request, held: Held, pair: "Pair", problem: str = "", why: str = "", who: str = "") -> Response:
    resolution = undecided(held)
    with held.ledger() as ledger:
        profiles = {each: subjects.profile_of(ledger.facts(each)) for each in (pair.left, pair.right)}
        asked = questions.question(ledger, resolution, pair, profiles, Comparer())
        titles = {name: source["title"] for name, source in ledger.sources.items()}
    sides = asked.left.values, asked.right.values
    rows = [_row(label, *(side.get(label, ()) for side in sides)) for label in questions.labels(*sides)]
    every = resolution.undecided
    at = every.index(pair)
    judged = held.judgements().pairs()
    mine = {each for side in (pair.left, pair.right) for each in _together(resolution, side)}
    about = [each for both, each in judged.items() if both & mine and both != {pair.left, pair.right}]
    return page(
        request, held, "review.html", status=400 if problem else 200, question=asked, rows=rows, titles=titles,
        sign=mark, at=at + 1, every=len(every), open=len(waiting(held)),
        back=address(every[at - 1]) if at else "", ahead=address(every[at + 1]) if at + 1 < len(every) else "",
        judged=judged.get(frozenset((pair.left, pair.right))), about=_latest(about)[:_NEAR], verdicts=_VERDICTS,
        csrf=guard.mark(request), who=who or judge_of(request), why=why, problem=problem,
        offered=_offered(judged.values(), judge_of(request)),
    )  # fmt: skip


def _together(resolution: Resolution, subject: str) -> tuple[str, ...]:
    """The subjects of the identity that a subject belongs to."""
    return resolution.identities[resolution.of[subject]].subjects


def _latest(some: "Iterable[Judgement]") -> "list[Judgement]":
    return sorted(some, key=lambda each: each.when, reverse=True)


def _offered(judged: "Iterable[Judgement]", who: str) -> list[str]:
    """The reasons that this judge gave last, to be given again."""
    return list(dict.fromkeys(each.why for each in _latest(judged) if each.who == who and each.why))[:_REASONS]
