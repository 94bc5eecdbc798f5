"""What checks ask of the record: published figures, elections by their protocols, and who is listed by whom since when.

    Ledger, Regime ── Record.of ──▶ Record ── checks

Listings are those of the coverage study, counted as `kronika coverage --as-of` counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from kronika.base import names
from kronika.base.errors import UsageError
from kronika.study import regimes
from kronika.study.coverage import gather, standing
from kronika.study.coverage.domain import Case, How, Listing, State, Status
from kronika.study.span import Span

if TYPE_CHECKING:
    from kronika.base.config import Regime
    from kronika.ledger.measured import Election, Figure, Result
    from kronika.ledger.store import Ledger
    from kronika.study.coverage.gather import Gathered
    from kronika.study.finding import Cited

Sort = Literal["persons", "entities", "both"]
CRAFT = frozenset(("Vessel", "Airplane"))
"""Schemata that are neither persons nor bodies."""
_NAMES = ("name", "alias", "weakAlias")


TAKEN_OVER = {"gb": date(2020, 12, 31)}
"""State → the day that its list prints for all whom it took over from an older one: they were listed by then."""


class Count(NamedTuple):
    """How many a state listed, and the cells that print it."""

    low: int
    high: int
    """Of all that some copy holds."""
    open: bool
    """Whether there may have been more: who was removed before the oldest copy is unknowable."""
    cited: tuple[Cited, ...]

    @property
    def most(self) -> int | None:
        """At most so many, where that can be told."""
        return None if self.open else self.high


@dataclass(frozen=True)
class Record:
    """The record of one casebook; `gathered` is None where it holds no list of anybody of the regime."""

    figures: Sequence[Figure] = ()
    elections: Sequence[Election] = ()
    results: Mapping[str, Sequence[Result]] = field(default_factory=dict)
    """Of each election's protocols at hand, by its name."""
    gathered: Gathered | None = None

    @classmethod
    def of(cls, ledger: Ledger, regime: Regime) -> Record:
        """The record of a ledger's state; of listings, those of the regime."""
        elections = ledger.elections()
        try:
            regimes.required(regime)
            gathered = gather.read(ledger, regime)
        except UsageError:  # nobody is resolved, or no regime is named: figures and elections can be asked all the same
            gathered = None
        if gathered is not None and not gathered.cases:
            gathered = None
        results = {each.election: ledger.results(each.election) for each in elections}
        return cls(tuple(ledger.figures()), tuple(elections), results, gathered)

    def published(self, series: str, about: Collection[str] = (), item: str = "") -> list[Figure]:
        """The published figures of a series; of just these states, of just this item, where they are given."""
        return [
            each
            for each in self.figures
            if each.series == series and (not about or set(each.about) == set(about)) and item in ("", each.item)
        ]

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The states that have a list here, by code."""
        return gather.states(self.gathered) if self.gathered else {}

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the regime."""
        return self.gathered.regime.countries if self.gathered else ()

    def listed(self, code: str, day: date, sort: Sort, *, own: bool) -> Count:
        """How many of the regime a state listed on a day; `own`: under the regime's own programmes alone."""
        gathered = self._own if own else self.gathered
        if gathered is None:
            return Count(0, 0, True, ())
        view = standing.view(gathered, {code: self.states[code]}, day)
        stands = {case.id: view.standings[case.id][code] for case in view.cases if _is(case, sort)}
        certain = [each.listings for each in stands.values() if each.status == Status.LISTED]
        maybe = sum(each.status == Status.UNKNOWN and bool(each.listings) for each in stands.values())
        maybe += sum(
            case.id not in stands and any(self.since(each).low <= day for each in self._of(case, code, own=own))
            for case in self._cases(sort)
        )
        cells = self._cells([each[0] for each in certain])
        return Count(len(certain), len(certain) + maybe, self._open(code, day), tuple(cells))

    def begun(self, code: str, first: date, last: date, sort: Sort, *, own: bool) -> Count:
        """How many of the regime a state began to list within a period."""
        low = high = 0
        cited: list[Cited] = []
        for case in self._cases(sort):
            spans = [(self.since(each), each) for each in self._of(case, code, own=own)]
            certain = [each for span, each in spans if first <= span.low and span.high <= last]
            low += bool(certain)
            high += any(span.low <= last and first <= span.high for span, _ in spans)
            cited += self._cells(certain[:1])
        return Count(low, high, self._open(code, last), tuple(cited))

    def since(self, listing: Listing) -> Span:
        """When a listing began; of what was taken over from an older list it is only known that it was by then."""
        code = self.gathered.country(listing) if self.gathered else ""
        if listing.since.exact and listing.since.low == TAKEN_OVER.get(code):
            return Span(date.min, listing.since.high)
        return listing.since

    def _open(self, code: str, day: date) -> bool:
        return day < self.states[code].first.days.high

    def first(self, code: str, since: date = date.min) -> tuple[Span | None, tuple[Cited, ...]]:
        """When a state first listed anybody of the regime, of listings begun since a day, and the cells of the first.

        None where it lists nobody since then. The bounds are those of all such listings together.
        """
        mine = [(span, each) for each in self._every(code) if (span := self.since(each)).high >= since]
        if not mine:
            return None, ()
        span = Span(min(each.low for each, _ in mine), min(each.high for each, _ in mine))
        cells = self._cells([each for each_span, each in mine if each_span.high == span.high][:1])
        return span, tuple(cells)

    def case(self, identity: str, name: str) -> Case | None:
        """Who is meant by an identity, or by a name that one alone has; None where nobody is, or several are."""
        every = self.gathered.cases if self.gathered else ()
        wanted = {identity} if identity.startswith("kr-") else self._called.get(_words(name), set())
        found = [case for case in every if case.id in wanted]
        return found[0] if len(found) == 1 else None

    def listings(self, case: Case, code: str) -> list[tuple[Listing, tuple[Cited, ...]]]:
        """The listings of a case by a state, with their cells."""
        return [(each, tuple(self._cells([each]))) for each in self._of(case, code, own=False)]

    def absent(self, listing: Listing, since: date) -> bool:
        """Whether a copy of its list that is younger than a day, and older than the first that holds it, is there."""
        copies = self.gathered.copies if self.gathered else ()
        series = (listing.source, listing.series)
        first = listing.seen[0].days.low
        return any(
            (each.source, each.series) == series and since < each.days.low and each.days.high < first for each in copies
        )

    def _cases(self, sort: Sort) -> list[Case]:
        return [case for case in (self.gathered.cases if self.gathered else ()) if _is(case, sort)]

    @cached_property
    def _own(self) -> Gathered | None:
        """The listings under the regime's own programmes alone."""
        if self.gathered is None:
            return None
        kept = [
            replace(case, listings=[each for each in case.listings if each.how == How.PROGRAMME])
            for case in self.gathered.cases
        ]
        return replace(self.gathered, cases=[case for case in kept if case.listings])

    def _every(self, code: str) -> list[Listing]:
        return [each for case in self._cases("both") for each in self._of(case, code, own=False)]

    def _of(self, case: Case, code: str, *, own: bool) -> list[Listing]:
        country = self.gathered.country if self.gathered else lambda _: ""
        return [each for each in case.listings if country(each) == code and (not own or each.how == How.PROGRAMME)]

    @cached_property
    def _called(self) -> Mapping[tuple[str, ...], set[str]]:
        """The identities by the words of their names, in any order."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        own = self.gathered.own if self.gathered else {}
        for case in self.gathered.cases if self.gathered else ():
            more = [fact.value for who in case.names for prop in _NAMES for fact in own.get(who, {}).get(prop, ())]
            for name in (*case.names.values(), *more):
                found[_words(name)].add(case.id)
        return found

    def _cells(self, found: Sequence[Listing]) -> list[Cited]:
        """Of each listing the cell of its day, else its first."""
        cited = self.gathered.cited if self.gathered else {}
        cells = [[cited[cite] for cite in each.cites if cite in cited] for each in found]
        return [min(some, key=lambda cell: cell.prop != "listingDate") for some in cells if some]


def _is(case: Case, sort: Sort) -> bool:
    if sort == "persons":
        return case.schema == "Person"
    return case.schema not in CRAFT and (sort == "both" or case.schema != "Person")


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(names.fold(name).split()))
