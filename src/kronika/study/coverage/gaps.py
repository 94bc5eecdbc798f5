"""Whom several states list and one does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.coverage.domain import Case, Near, Standing, State, Status
from kronika.study.coverage.matrix import IDENTITY, programmes
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.study.coverage.standing import View


@dataclass(frozen=True)
class Gap:
    """One case that a state does not list, or may not list, and others do."""

    case: Case
    state: State
    standing: Standing
    others: Mapping[str, Standing]
    first: date
    """The day by which the first of the others listed it."""
    days: int
    """From then to the last day that this state's list tells about; negative where that list ends before."""
    near: Sequence[Near]
    """Subjects on any list of this state that could be the same."""

    @property
    def proven(self) -> bool:
        """Whether the state's lists tell that it is not on them."""
        return self.standing.status != Status.UNKNOWN


def gaps(view: View, least: int) -> list[Gap]:
    """Whom at least so many other states list and one does not: the proven first, then by how many and how long."""
    found = list(_gaps(view, least))
    return sorted(found, key=lambda gap: (not gap.proven, -len(gap.others), -gap.days, gap.case.name, gap.state.code))


def _gaps(view: View, least: int) -> Iterator[Gap]:
    for case in view.cases:
        standings = view.standings[case.id]
        for code, state in view.states.items():
            others = {other: standings[other] for other in view.listing(case) if other != code}
            if standings[code].status == Status.LISTED or len(others) < least:
                continue
            first = min(each.since.high for each in others.values() if each.since)
            near = [each for each in case.near if each.source in state.sources]
            yield Gap(case, state, standings[code], others, first, (view.told(state) - first).days, near)


def table(found: Sequence[Gap], view: View, least: int) -> Table:
    """The gaps, with the others' reasons and who could be meant."""
    columns = (
        *IDENTITY,
        Column("how", "Of the regime by", "programme or country"),
        Column("state", "Not listed by"),
        Column("standing", "Standing", "not listed; delisted; unknown: not a proven gap"),
        Column("why", "Why unknown", "empty: it is known"),
        Column("others", "Listed by"),
        Column("number", "Number of these"),
        Column("first", "First listed by", "the day by which the first of these listed it"),
        Column("days", "Days", "from then to the last day that the list of the state without it tells about"),
        Column("programmes", "Their programmes", "state: programmes as printed"),
        Column("reasons", "Their reasons", "state: the reason that its list prints"),
        Column("near", "Near misses", "on a list of that state: name, score from 0 to 1, what is known"),
    )
    return Table("gaps", _title(found, view, least), columns, tuple(map(_row, found)), _NOTES)


_NOTES = (
    "A gap says that no list of this state in the archive has the identity under any programme, on that list's day.",
    "A near miss may be the same under another spelling: look at it before you call anybody unlisted.",
    "What is unknown is no proven gap: the list ends too early, its copies do not tell, or it may be a near miss.",
)


def _title(found: Sequence[Gap], view: View, least: int) -> str:
    if least >= len(view.states):
        return f"No gap can be found: it needs {least} other states that list, and {len(view.states)} are compared"
    counts = {code: sum(gap.proven and gap.state.code == code for gap in found) for code in view.states}
    said = ", ".join(f"{number:,} by {states.short(code)}" for code, number in counts.items() if number)
    return f"Listed by at least {least} others and not: {said or 'nobody'}"


def _row(gap: Gap) -> Row:
    listings = {states.short(code): each.listings for code, each in gap.others.items()}
    reasons = tuple(
        f"{state}: {reason}"
        for state, some in listings.items()
        for reason in dict.fromkeys(each.reason for each in some if each.reason)
    )
    values = (
        gap.case.id, gap.case.name, gap.case.how.value, states.short(gap.state.code), gap.standing.status.value,
        gap.standing.why, tuple(listings), len(listings), gap.first.isoformat(), gap.days,
        tuple(f"{state}: {', '.join(programmes(some)) or 'none printed'}" for state, some in listings.items()), reasons,
        tuple(map(near_miss, gap.near)),
    )  # fmt: skip
    cites = [cite for some in listings.values() for each in some for cite in each.cites]
    return Row(values, tuple(dict.fromkeys(cites)))


def near_miss(near: Near) -> str:
    """A near miss in words."""
    known = "; ".join(near.evidence) or "nothing is known beside the names"
    return f"{near.name} ({near.other}): {near.score:.2f}, {near.status}, {known}"
