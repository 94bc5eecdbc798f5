"""How many each state lists, at least and at most; and what each source can tell at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.coverage.domain import Held, How, Listing, State, Status
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.study.coverage.gather import Gathered
    from kronika.study.coverage.standing import View

STALE = 180
"""Days by which the newest copy of a list may be older than the newest of all."""


def counts(view: View) -> Table:
    """How many identities each state lists, at least and at most, and why it is not one number."""
    columns = (
        Column("state", "State"),
        Column("day", "On", "the day asked for, else that of the newest copy of its main list"),
        Column("at_least", "At least", "identities that were certainly listed"),
        Column("at_most", "At most", "… and those that may have been, of all that some copy holds"),
        Column("listings", "Listings", "of these at least, by this state"),
        Column("why", "Why", "how the numbers are known"),
    )
    rows = tuple(_count(view, state) for state in view.states.values())
    said = "; ".join(map(_said, rows))
    return Table("counts", f"Listed by {said}", columns, rows, _NOTES)


def _said(row: Row) -> str:
    state, _, low, high, *_ = row.values
    return f"{state} {low}" if low == high else f"{state} at least {low}, at most {high}"


_NOTES = ("Who was listed and removed between two copies, or before the oldest, is in no copy and cannot be counted.",)


def _count(view: View, state: State) -> Row:
    standings = [view.standings[case.id][state.code] for case in view.cases]
    certain = [each for each in standings if each.status == Status.LISTED]
    maybe = [each for each in standings if each.status == Status.UNKNOWN and each.listings]
    day = view.day.isoformat() if view.day else state.last.published
    listings = sum(_stands(listing, view.day) for each in certain for listing in each.listings)
    why = _proof([each.listings for each in certain], view.day)
    why += [f"{number:,} may have been: {reason}" for reason, number in Counter(each.why for each in maybe).items()]
    if view.day and view.day < state.first.days.high:
        why.append(f"who was removed before the oldest copy ({state.first.published}) is unknowable")
    return Row((states.short(state.code), day, len(certain), len(certain) + len(maybe), listings, "; ".join(why)))


def _stands(listing: Listing, day: date | None) -> bool:
    return day in listing.certain if day else listing.until is None


def _proof(certain: Sequence[Sequence[Listing]], day: date | None) -> list[str]:
    """By what it is proved that they were listed on a day."""
    if day is None:
        return [f"in the newest copies: {len(certain):,}"]
    held = dated = 0
    for listings in certain:
        if any(day in each.certain and each.seen[0].days.high <= day for each in listings):
            held += 1
        else:
            dated += 1
    found = [f"in a copy before that day and in one after: {held:,}"] if held else []
    return [*found, f"in a later copy that prints an earlier day of listing: {dated:,}"] if dated else found


def sources(view: View, gathered: Gathered) -> Table:
    """What each list can tell: its copies, and how many of its listings print a day, measures, a reason."""
    columns = (
        Column("source", "Source"),
        Column("title", "List"),
        Column("state", "State"),
        Column("oldest", "Oldest copy"),
        Column("newest", "Newest copy"),
        Column("age", "Age", "days by which its newest copy is older than the newest of all; empty: there is none"),
        Column("listings", "Listings", "of the regime, in its newest copies"),
        Column("of_programme", "Under its programmes", "of these, under a programme of the regime"),
        Column("dated", "With a day", "of these, how many print the day of the listing"),
        Column("measured", "With measures", "of these, how many print or have measures by being on the list at all"),
        Column("declared", "Measures of all", "what follows from being on this list at all; empty: nothing"),
        Column("reasoned", "With a reason", "of these, how many print a reason"),
        Column("says", "What it cannot tell"),
    )
    rows = [
        _source(name, gathered, [each for case in view.cases for each in case.listings if each.source == name])
        for state in view.states.values()
        for name in state.sources
    ]
    stale = [str(row.values[0]) for row in rows if isinstance(row.values[5], int) and row.values[5] > STALE]
    title = f"{len(rows):,} lists are compared; {len(stale):,} of them are more than {STALE} days older than the newest"
    return Table("sources", title, columns, tuple(rows))


def _source(name: str, gathered: Gathered, found: Sequence[Listing]) -> Row:
    about = gathered.sources[name]
    copies = [copy for copy in gathered.copies if copy.source == name]
    now = [each for each in found if each.until is None]
    dated, reasoned = sum(each.printed for each in now), sum(bool(each.reason) for each in now)
    measured = sum(each.measures is not None for each in now)
    declared = tuple(about["measures"])
    if not copies or not now:
        says = "it lists nobody of the regime" if copies else "there is no copy of it in this casebook"
    else:
        says = "; ".join(_missing(len(now), dated, measured, reasoned, declared)) or "nothing of these"
    return Row(
        (
            name, about["title"], states.short(about["country"]), _day(copies, 0), _day(copies, -1),
            _age(copies, gathered), len(now), sum(each.how == How.PROGRAMME for each in now), dated, measured,
            declared, reasoned, says,
        )
    )  # fmt: skip


def _missing(number: int, dated: int, measured: int, reasoned: int, declared: Sequence[str]) -> list[str]:
    found = [
        f"{what} of {'any' if not known else f'{number - known:,} of {number:,}'}"
        for what, known in (("the day of listing", dated), ("measures", measured), ("the reason", reasoned))
        if known < number
    ]
    return [*found, f"measures beside {' and '.join(declared)}, where it prints none"] if declared else found


def _day(copies: Sequence[Held], at: int) -> str:
    return copies[at].published if copies else ""


def _age(copies: Sequence[Held], gathered: Gathered) -> int | str:
    return (gathered.newest - copies[-1].days.high).days if copies else ""


def caveats(view: View, gathered: Gathered) -> list[str]:
    """What these copies cannot tell: stale lists, states that list nobody, programmes that no copy prints."""
    found = [
        f"The newest copy of the main list of {states.full(state.code)} ({state.last.source}) is of "
        f"{state.last.published}, {days:,} days older than the newest of all: what {states.full(state.code)} has done "
        "since is not known."
        for state in view.states.values()
        if (days := (gathered.newest - state.last.days.high).days) > STALE and not (view.day and view.day <= state.end)
    ]
    found += [
        f"No list of {states.full(state.code)} has anybody of {gathered.regime.name}."
        for state in view.states.values()
        if not state.lists
    ]
    found += [
        f"No copy of {source} prints the programme «{programme}», which the regime names."
        for source, programme in gathered.unprinted
    ]
    return found
