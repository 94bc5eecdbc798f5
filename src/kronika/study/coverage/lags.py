"""Who listed first, and how long it took the others: by state, and by wave of listings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kronika.study import stats

if TYPE_CHECKING:
    from kronika.study.coverage.domain import Case, State
    from kronika.study.coverage.standing import View

APART = 7
"""Most days between one first listing and the next within a wave."""
LEAST = 5
"""Fewest identities that are first listed in a wave; fewest pairs that a curve is drawn of."""
ALL = "all"
"""The name of all waves together, and of what lies outside them."""
VAGUE = 0.1
"""Share of the identities that a state lists since an unknown day above which no curve of it is drawn: whom it listed
on such a day cannot be counted as having followed, so it would seem slower than it was."""


class First(NamedTuple):
    """Who listed a case first."""

    case: Case
    states: tuple[str, ...]
    """Several that listed it on one day; empty where it is unknown."""
    day: date | None
    why: str = ""
    """Why it is unknown."""


class Wave(NamedTuple):
    """A stretch of days in which many were listed for the first time anywhere."""

    first: date
    last: date
    cases: tuple[First, ...]

    @property
    def name(self) -> str:
        """The day on which it began."""
        return self.first.isoformat()


class Lag(NamedTuple):
    """How long after the first listing of a case another state followed, or had not followed yet."""

    first: First
    wave: str
    """The name of its wave, empty outside any."""
    state: str
    low: int | None
    """Fewest days; None where its list ends before the first listing."""
    high: int | None
    """Most days: equal to the fewest where the day is known, None where it may not have followed at all."""
    followed: bool | None
    """False where it had not followed by then; None where its copies do not tell."""

    @property
    def exact(self) -> bool:
        """Whether it is known when it followed."""
        return bool(self.followed) and self.low == self.high


@dataclass(frozen=True)
class Follower:
    """The lags of one state in one wave, and what they come to."""

    state: str
    wave: str
    lags: Sequence[Lag]
    vague: float
    """Share of the identities listed by the state whose day of listing is unknown."""

    @property
    def curve(self) -> stats.Survival | None:
        """How the share of those not yet followed falls; None where too little is known."""
        happened = [lag.low for lag in self.lags if lag.exact and lag.low is not None]
        waiting = [lag.low for lag in self.lags if lag.followed is False and lag.low is not None]
        if self.vague > VAGUE or len(happened) + len(waiting) < LEAST:
            return None
        return stats.survival(happened, waiting)


def firsts(view: View) -> list[First]:
    """Who listed each case first, in the order of the cases."""
    return [_first(case, view) for case in view.cases]


def _first(case: Case, view: View) -> First:
    spans = {code: each.since for code, each in view.standings[case.id].items() if each.since}
    exact = {code: span.low for code, span in spans.items() if span.exact}
    day = min(exact.values(), default=None)
    vague = [code for code, span in spans.items() if not span.exact and (day is None or span.low <= day)]
    vague += [code for code, each in view.standings[case.id].items() if each.maybe]
    if vague or day is None:
        return First(case, (), None, f"the copies do not tell the day of {' and '.join(vague)}")
    return First(case, tuple(code for code, each in exact.items() if each == day), day)


def waves(found: Sequence[First]) -> list[Wave]:
    """Runs of first listings of which each is at most `APART` days after the one before, with `LEAST` identities."""
    dated = sorted((each.day, each.case.id, each) for each in found if each.day)
    starts = [0, *(at for at, (a, b) in enumerate(pairwise(dated), 1) if (b[0] - a[0]).days > APART), len(dated)]
    runs = [dated[start:end] for start, end in pairwise(starts) if end - start >= LEAST]
    return [Wave(run[0][0], run[-1][0], tuple(each for *_, each in run)) for run in runs]


def lags(found: Sequence[First], named: Sequence[Wave], view: View) -> list[Lag]:
    """How long after each first listing that is known every other state followed; 0 days for who listed on one day."""
    of = {each.case.id: wave.name for wave in named for each in wave.cases}
    return [
        _lag(first, of.get(first.case.id, ""), code, state, view)
        for first in found
        if first.day
        for code, state in view.states.items()
        if first.states != (code,)
    ]


def _lag(first: First, wave: str, code: str, state: State, view: View) -> Lag:
    since = view.standings[first.case.id][code].since
    day = first.day or date.min
    if since and view.day and since.high > view.day:
        return Lag(first, wave, code, (since.low - day).days, None, followed=None)
    if since:
        return Lag(first, wave, code, (since.low - day).days, (since.high - day).days, followed=True)
    reached = (view.told(state) - day).days
    if reached < 0:
        return Lag(first, wave, code, None, None, followed=None)
    return Lag(first, wave, code, reached, None, followed=False)


def followers(found: Sequence[Lag], named: Sequence[Wave], view: View) -> Iterator[Follower]:
    """The lags of each state: of all waves, then wave by wave."""
    by: dict[tuple[str, str], list[Lag]] = defaultdict(list)
    for lag in found:
        by[lag.state, ALL].append(lag)
        if lag.wave:
            by[lag.state, lag.wave].append(lag)
    for state in view.states:
        spans = [since for each in view.standings.values() if (since := each[state].since)]
        vague = sum(not since.exact for since in spans) / max(1, len(spans))
        for wave in (ALL, *(each.name for each in named)):
            if by[state, wave]:
                yield Follower(state, wave, by[state, wave], vague)
