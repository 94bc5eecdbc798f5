"""The nouns of coverage: who is of a regime, under which listings, between which days.

    Case (one identity)  ── is listed in ──▶  State  ── by ──▶  Listing (one Sanction, in one stretch of copies)

A day on which something happened is a `Span`: exact where a list prints it, else what the copies on either side leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from kronika.study.span import Span

_DAY = timedelta(1)


class Status(StrEnum):
    """What a state's lists say of an identity on a day."""

    LISTED = "listed"
    DELISTED = "delisted"
    """It was on a list and is on none any more."""
    NOT_LISTED = "not listed"
    UNKNOWN = "unknown"
    """The copies in the archive do not tell."""


class How(StrEnum):
    """What ties a listing to the regime."""

    PROGRAMME = "programme"
    """It is under a programme of the regime."""
    COUNTRY = "country"
    """It is under another programme, of somebody whom this list ties to a country of the regime."""
    IDENTITY = "identity"
    """It is under another programme, of somebody whom another list ties to the regime."""


@dataclass(frozen=True, slots=True)
class Held:
    """One copy of a list; one that is dated by its month stands for an unknown day of it."""

    key: str
    source: str
    series: str
    published: str
    days: Span
    subjects: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One Sanction of one subject, while it stands in one copy after the other."""

    subject: str
    source: str
    series: str
    since: Span
    printed: bool
    """Whether the list prints the day; else it lies between two copies."""
    seen: tuple[Held, Held]
    """The first and the last copy that hold it."""
    until: Span | None
    """When it was taken off, as printed or between two copies; None where it stands in the newest copy."""
    programmes: tuple[str, ...]
    measures: tuple[str, ...] | None
    """None where neither this listing nor its source says."""
    reason: str
    how: How
    cites: tuple[str, ...]

    @property
    def certain(self) -> Span:
        """The days on which it certainly stood; the first is after the last where there is none."""
        return Span(self.since.high, self.until.low - _DAY if self.until else self.seen[1].days.low)

    @property
    def possible(self) -> Span:
        """The days on which it may have stood."""
        return Span(self.since.low, self.until.high - _DAY if self.until else date.max)


class Near(NamedTuple):
    """A subject on some list that could be one with a case and was not joined to it."""

    other: str
    source: str
    name: str
    score: float
    status: str
    """undecided or apart."""
    evidence: tuple[str, ...]
    open: bool
    """Whether it may well be: nobody has decided, or its score reaches the line at which screening alerts."""


@dataclass(frozen=True)
class Case:
    """An identity of the regime: its listings by all states, and what its lists say of it."""

    id: str
    name: str
    schema: str
    how: How
    """PROGRAMME where some list has it under a programme of the regime, else COUNTRY."""
    listings: Sequence[Listing]
    near: Sequence[Near]
    """Subjects that could be the same and were not joined to it: the open ones first, then the likeliest."""
    names: Mapping[str, str]
    """Subject → its primary name."""


@dataclass(frozen=True, slots=True)
class State:
    """A listing state, and how far its lists in the archive reach."""

    code: str
    sources: tuple[str, ...]
    first: Held
    """The oldest copy of its main list."""
    last: Held
    """The newest copy of its main list: what happened after that day is not known."""
    lists: bool
    """Whether it lists somebody of the regime, or did."""

    @property
    def end(self) -> date:
        """The last day that its main list tells about for certain."""
        return self.last.days.low


@dataclass(frozen=True, slots=True)
class Standing:
    """What one state's lists say of one case."""

    status: Status
    listings: tuple[Listing, ...]
    """Those that make the status, the oldest first: of who is delisted, those that were the last."""
    former: tuple[Listing, ...] = ()
    """Those that had ended before these began."""
    why: str = ""
    """Why the status is unknown."""
    maybe: tuple[Near, ...] = ()
    """Of whom it does not list for certain: subjects on its lists that may well be the same."""

    @property
    def every(self) -> tuple[Listing, ...]:
        """All listings of this state."""
        return (*self.former, *self.listings)

    @property
    def since(self) -> Span | None:
        """When the first of the listings began: who was taken off and came back is listed since the return."""
        return earliest(self.listings)


def earliest(listings: Sequence[Listing]) -> Span | None:
    """Between which days the first of these began."""
    if not listings:
        return None
    return Span(min(each.since.low for each in listings), min(each.since.high for each in listings))
