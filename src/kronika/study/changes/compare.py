"""From the copies of a source to events: what became of whom between one state of its list and the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from kronika.base import dates
from kronika.base.errors import UsageError
from kronika.ledger import history
from kronika.study.span import Span, ended

if TYPE_CHECKING:
    from kronika.ledger.history import Stated
    from kronika.ledger.store import Change, Ledger

_PROOFS = ("name", "listingDate", "endDate", "status", "program", "programId", "provisions")
"""Properties whose cells prove a listing or its end."""
_DAY = timedelta(1)


class Held(NamedTuple):
    """One copy of a list."""

    key: str
    source: str
    series: str
    published: str
    days: Span


@dataclass(frozen=True)
class Step:
    """The copies of one source that stand for one day, and all that came before."""

    source: str
    before: Sequence[Held]
    """The oldest first."""
    now: Sequence[Held]

    @property
    def fresh(self) -> set[str]:
        """The copies of this day that are the first of their series."""
        known = {copy.series for copy in self.before}
        return {copy.key for copy in self.now if copy.series not in known}

    @property
    def compared(self) -> Sequence[Held]:
        """The copies that those of this day take the place of."""
        newest = {copy.series: copy for copy in self.before}
        return [newest[series] for series in dict.fromkeys(copy.series for copy in self.now) if series in newest]

    @property
    def between(self) -> Span:
        """The days on which something can have changed."""
        low = min((copy.days.low + _DAY for copy in self.compared), default=date.min)
        return Span(low, max(copy.days.high for copy in self.now))


@dataclass(frozen=True)
class Event:
    """What became of one identity in one step."""

    step: Step
    kind: str
    identity: str
    name: str
    when: Span
    """The day that the list prints, else between which days."""
    records: tuple[str, ...]
    """The list's own records of it."""
    programmes: tuple[str, ...]
    reason: str
    """Of a listing: what the list prints."""
    changes: Sequence[tuple[Change, tuple[Stated, ...]]]
    """Of an amendment: what differs, and the cells."""
    cells: Sequence[Stated]
    """Of a listing or its end: what proves it."""


@dataclass(frozen=True)
class Compared:
    """What a step came to."""

    step: Step
    events: Sequence[Event]
    number: int
    """Identities of the regime that the source lists after it."""
    unknown: int
    """Those in the first copy of an act of whom it is not known whether they are new."""
    aside: tuple[str, ...]
    """Parts that only one side holds."""


def steps(copies: Sequence[Held], window: Span, since: str) -> list[Step]:
    """The steps of every source that end in these days. Raises UsageError where there is none."""
    oldest = min(copy.days.low for copy in copies)
    if window.low < oldest:
        raise UsageError(f"{since}: the oldest copy of any list here is of {oldest}; what changed before is not known")
    found = []
    for source in sorted({copy.source for copy in copies}):
        mine = [copy for copy in copies if copy.source == source]
        for _, group in groupby(mine, attrgetter("published")):
            now = list(group)
            before = mine[: mine.index(now[0])]
            if before and window.low <= now[0].days.high <= window.high:
                found.append(Step(source, before, now))
    if not found:
        newest = max(copies, key=lambda copy: copy.days)
        raise UsageError(
            f"no list here has a copy from {since} on and one before it to compare (the newest of all, of "
            f"{newest.source}, is of {newest.published}): `kronika fetch` and `kronika build` bring newer ones"
        )
    return found


class Reader:
    """Compares step by step."""

    def __init__(self, ledger: Ledger, since: date, sources: Iterable[str]) -> None:
        self._ledger, self._since = ledger, since
        self._rows: dict[str, dict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
        for row in history.read(ledger, list(sources)):
            self._rows[row.copy][row.subject].append(row)

    def compare(self, step: Step) -> Compared:
        """What changed for whom in a step."""
        old, new = self._standing(step.before), self._standing([*step.before, *step.now])
        parts = [{row.part for copy in some for rows in self._rows[copy.key].values() for row in rows}
                 for some in (step.compared, step.now)]  # fmt: skip
        shared = parts[0] & parts[1] or parts[0] | parts[1]
        by: dict[str, list[Change]] = defaultdict(list)
        for change in history.differences(self._ledger, old, new, shared):
            by[change.subject].append(change)
        told = self._told(old), self._told(new)
        events = [self._event(step, some, *told) for some in by.values()]
        doubtful = [event for event in events if self._doubtful(event, new)]
        return Compared(
            step,
            [event for event in events if event not in doubtful],
            len(told[1]),
            len(doubtful),
            tuple(sorted((parts[0] | parts[1]) - shared)) if step.compared else (),
        )

    def _standing(self, copies: Sequence[Held]) -> dict[str, str]:
        """Subject → the copy that tells of it: of acts that amend each other the youngest word counts, or silence."""
        found: dict[str, str] = {}
        last: dict[str, set[str]] = {}
        for copy in copies:
            mine = {subject for subject, rows in self._rows[copy.key].items() if not _over(rows, copy.days)}
            for subject in last.get(copy.series, set()) - mine:
                found.pop(subject, None)
            found |= dict.fromkeys(mine, copy.key)
            last[copy.series] = mine
        return found

    def _told(self, state: Mapping[str, str]) -> dict[str, list[Stated]]:
        """Identity → what a state says of it."""
        found: dict[str, list[Stated]] = defaultdict(list)
        for subject, copy in state.items():
            rows = self._rows[copy][subject]
            found[rows[0].identity] += rows
        return found

    def _event(
        self, step: Step, some: Sequence[Change], old: Mapping[str, list[Stated]], new: Mapping[str, list[Stated]]
    ) -> Event:
        kind, who = some[0].kind, some[0].subject
        rows = old[who] if kind == "delisted" else new[who]
        values = _values(rows)
        amended = kind == "amended"
        return Event(
            step=step,
            kind=kind,
            identity=who,
            name=some[0].name or who,
            when=step.between if amended else self._when(step, kind, rows),
            records=tuple(dict.fromkeys(row.subject for row in rows)),
            programmes=tuple(values.get("program") or values.get("programId") or ()),
            reason="\n".join(values.get("reason", ())) if kind == "listed" else "",
            changes=[(each, _cells(each, old[who], new[who])) for each in some] if amended else (),
            cells=() if amended else [row for row in (*rows, *self._ends(step, kind, rows)) if row.prop in _PROOFS],
        )

    def _when(self, step: Step, kind: str, rows: Sequence[Stated]) -> Span:
        if kind == "listed":
            printed = [Span(*dates.bounds(row.value)) for row in rows if row.prop == "listingDate"]
            first = min(printed, default=step.between)
            back = any(row.subject in self._rows[copy.key] for copy in step.before for row in rows)
            return step.between if back and first.high < step.between.low else first  # it prints its first time
        ends = [ended(_values(self._ends(step, kind, rows)), copy.days) for copy in step.now]
        return max((end for end in ends if end and end.low > date.min), default=step.between)

    def _ends(self, step: Step, kind: str, rows: Iterable[Stated]) -> list[Stated]:
        """What the copies of this day still print of somebody who was taken off: that it is over."""
        subjects = {row.subject for row in rows} if kind == "delisted" else set()
        return [row for copy in step.now for subject in subjects for row in self._rows[copy.key].get(subject, ())]

    def _doubtful(self, event: Event, new: Mapping[str, str]) -> bool:
        """Whether only the first copy of an act has it, and prints no day since then."""
        if event.kind != "listed" or not {new[subject] for subject in event.records} <= event.step.fresh:
            return False
        return not any(row.prop == "listingDate" and dates.bounds(row.value)[1] >= self._since for row in event.cells)


def _over(rows: Sequence[Stated], copy: Span) -> bool:
    """Whether a copy prints of every listing of a subject that it has ended."""
    entities: dict[str, list[Stated]] = defaultdict(list)
    for row in rows:
        if row.schema == "Sanction":
            entities[row.entity].append(row)
    return bool(entities) and all(ended(_values(some), copy) for some in entities.values())


def _values(rows: Iterable[Stated]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row.prop][row.value] = None
    return {prop: list(values) for prop, values in found.items()}


def _cells(change: Change, old: Sequence[Stated], new: Sequence[Stated]) -> tuple[Stated, ...]:
    """Where the value that is gone and the one that is new are printed."""
    sides = ((change.before, old), (change.after, new))
    return tuple(
        row
        for value, rows in sides
        for row in rows
        if value is not None and (row.schema, row.prop, row.value) == (change.schema, change.prop, value)
    )
