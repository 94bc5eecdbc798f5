"""What a state's lists say of a case: on a day, as far as copies prove it, or in the newest copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.coverage.domain import Case, Listing, Standing, State, Status, earliest

if TYPE_CHECKING:
    from kronika.study.coverage.gather import Gathered


@dataclass(frozen=True)
class View:
    """How the chosen states stand to every case, on one day or each in its newest copies."""

    states: Mapping[str, State]
    day: date | None
    """None for the newest copies, whatever their days."""
    cases: Sequence[Case]
    standings: Mapping[str, Mapping[str, Standing]]
    """Case → state → standing."""

    def listing(self, case: Case) -> list[str]:
        """The states that certainly list a case."""
        return [code for code, each in self.standings[case.id].items() if each.status == Status.LISTED]

    def told(self, state: State) -> date:
        """The last day that a state's list tells about, as far as this view looks."""
        return min(state.end, self.day) if self.day else state.end


def view(gathered: Gathered, states: Mapping[str, State], day: date | None = None) -> View:
    """Compare these states, on a day or in their newest copies. Whom none of them listed by then is left out."""
    kept = []
    standings = {}
    for case in gathered.cases:
        mine: dict[str, list[Listing]] = {code: [] for code in states}
        for listing in case.listings:
            code = gathered.country(listing)
            if code in mine and (day is None or listing.since.low <= day):
                mine[code].append(listing)
        if any(mine.values()):
            kept.append(case)
            standings[case.id] = _standings(case, states, mine, day)
    return View(states, day, kept, standings)


def _standings(
    case: Case, states: Mapping[str, State], mine: Mapping[str, Sequence[Listing]], day: date | None
) -> dict[str, Standing]:
    found = {code: _standing(states[code], some, day) for code, some in mine.items() if some}
    listed = [each for each in found.values() if each.status == Status.LISTED] or list(found.values())
    elsewhere = min(each.since.high for each in listed if each.since)
    return {code: found.get(code) or _absent(case, states[code], elsewhere, day) for code in mine}


def _standing(state: State, listings: Sequence[Listing], day: date | None) -> Standing:
    """Of whom a state lists, or has listed."""
    if day is None:
        chosen = [each for each in listings if each.until is None]
        status, why = (Status.LISTED if chosen else Status.DELISTED), ""
    else:
        chosen = [each for each in listings if day in each.certain]
        status, why = (Status.LISTED, "") if chosen else _doubt(state, listings, day)
        chosen = chosen or [each for each in listings if day in each.possible]
    made = _unbroken(chosen or listings[-1:], listings)
    return Standing(status, tuple(made), tuple(each for each in listings if each not in made), why)


def _doubt(state: State, listings: Sequence[Listing], day: date) -> tuple[Status, str]:
    """Of whom a state has listed, but not for certain on this day."""
    if day > state.end:
        return Status.UNKNOWN, _ends(state, f"before {day}")
    if any(day in listing.possible for listing in listings):
        return Status.UNKNOWN, "the copies do not tell the day"
    return Status.DELISTED, ""


def _absent(case: Case, state: State, elsewhere: date, day: date | None) -> Standing:
    """Of whom no copy of a state's lists holds; `elsewhere` is when the first of the others listed it."""
    maybe = tuple(near for near in case.near if near.source in state.sources and near.open)
    why = ""
    if maybe:
        why = f"it may be {maybe[0].name} ({maybe[0].other}) on the list of {states.full(state.code)}"
    elif day is None and elsewhere > state.end:
        why = _ends(state, "before the first listing elsewhere")
    elif day and day > state.end:
        why = _ends(state, f"before {day}")
    elif day and day < state.first.days.high:
        why = f"the oldest copy is of {state.first.published}: who was removed before it is unknowable"
    return Standing(Status.UNKNOWN if why else Status.NOT_LISTED, (), (), why, maybe)


def _unbroken(chosen: Sequence[Listing], listings: Sequence[Listing]) -> list[Listing]:
    """These listings, and those of the state that may not have ended before they began; in the order of all."""
    made = list(chosen)
    for each in sorted(listings, key=lambda each: each.since.high, reverse=True):
        begun = earliest(made)
        if each not in made and begun and (each.until is None or each.until.high >= begun.low):
            made.append(each)
    return [each for each in listings if each in made]


def _ends(state: State, when: str) -> str:
    return f"the list of {states.full(state.code)} ends on {state.last.published}, {when}"
