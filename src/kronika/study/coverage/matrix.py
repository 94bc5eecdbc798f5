"""Who is listed by whom: one row an identity, one row a listing, measures side by side, numbers over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.coverage.domain import How, Listing, Standing, Status
from kronika.study.finding import Column, Row, Table, Value
from kronika.study.span import Span

if TYPE_CHECKING:
    from kronika.study.coverage.domain import Case
    from kronika.study.coverage.standing import View

IDENTITY = (
    Column("identity", "Identity", "id in this casebook, as `kronika show` takes it"),
    Column("name", "Name", "the primary name that most lists print"),
)
_SINCE = "a day where the list prints it; «A to B» between two copies; «by B» where the oldest copy has it already"


def matrix(view: View) -> Table:
    """One row an identity: what each state's lists say of it."""
    columns = [
        *IDENTITY,
        Column("kind", "Kind"),
        Column("how", "Of the regime by", "programme: under its programmes; country: tied to it, under others"),
        Column("number", "Listed by", "number of the states that certainly list it"),
    ]
    for state in map(states.short, view.states):
        name = state.lower()
        columns += [
            Column(name, state, "listed, delisted, not listed, or unknown"),
            Column(f"{name}_since", f"{state} since", f"{_SINCE}; empty: not listed"),
            Column(f"{name}_programmes", f"{state} programmes", "as printed; empty: not listed, or none printed"),
            Column(f"{name}_measures", f"{state} measures", "those printed or declared; empty: not listed"),
        ]
    cases = sorted(view.cases, key=lambda case: (-len(view.listing(case)), case.name, case.id))
    every = sum(len(view.listing(case)) == len(view.states) for case in cases)
    return Table("matrix", _title(view, len(cases), every), tuple(columns), tuple(_row(view, case) for case in cases))


def _title(view: View, total: int, every: int) -> str:
    names = ", ".join(map(states.short, view.states))
    return f"{total:,} people, companies and ships are or were listed by one of {names}; {every:,} by all of them"


def _row(view: View, case: Case) -> Row:
    values: list[Value] = [case.id, case.name, case.schema, case.how.value, len(view.listing(case))]
    cites: list[str] = []
    for standing in view.standings[case.id].values():
        values += [standing.status.value, *_details(standing)]
        cites += [cite for listing in standing.listings for cite in listing.cites]
    return Row(tuple(values), tuple(dict.fromkeys(cites)))


def _details(standing: Standing) -> tuple[Value, Value, Value]:
    """Since when, under which programmes, with which measures: of whom a state does not list, nothing of it applies."""
    if standing.since:
        return str(standing.since), programmes(standing.listings), measures(standing.listings)
    return (None, None, None) if standing.status == Status.UNKNOWN else ("", (), ())


def programmes(listings: Sequence[Listing]) -> tuple[str, ...]:
    """The programmes of these listings, each once."""
    return tuple(dict.fromkeys(each for listing in listings for each in listing.programmes))


def measures(listings: Sequence[Listing]) -> tuple[str, ...] | None:
    """What is known of the measures of these listings; None where nothing is."""
    known = {each for listing in listings for each in listing.measures or ()}
    return tuple(sorted(known)) or None


def long(view: View) -> Table:
    """One row a listing."""
    columns = (
        *IDENTITY,
        Column("state", "State"),
        Column("source", "Source"),
        Column("subject", "Subject", "the list's own record, as `kronika show` takes it"),
        Column("listed_as", "Listed as"),
        Column("since", "Since", _SINCE),
        Column("since_low", "Since, earliest", "the first day that it may have been listed"),
        Column("since_high", "Since, latest", "the day by which it was listed"),
        Column("printed", "Day printed", "whether the list prints the day of the listing"),
        Column("until", "Until", "the day or between which days it was taken off; empty: it stands in the newest copy"),
        Column("last_copy", "Last copy", "the last copy that holds it"),
        Column("how", "Of the regime by", "programme, country, or identity: another list ties it to the regime"),
        Column("programmes", "Programmes", "as printed; empty: none is"),
        Column("measures", "Measures", "those printed or declared"),
        Column("reason", "Reason", "as printed; empty: none is"),
    )
    rows = [
        Row(
            (
                case.id, case.name, states.short(code), each.source, each.subject, case.names[each.subject],
                str(each.since), _day(each.since.low), _day(each.since.high), each.printed,
                str(each.until) if each.until else "", each.seen[1].published, each.how.value, each.programmes,
                each.measures, each.reason,
            ),
            each.cites,
        )
        for case in view.cases
        for code, standing in view.standings[case.id].items()
        for each in standing.every
    ]  # fmt: skip
    more = len(rows) - sum(bool(each.listings) for case in view.cases for each in view.standings[case.id].values())
    title = f"{len(rows):,} listings; {more:,} of them are further listings of somebody by the same state"
    return Table("listings", title, columns, tuple(rows))


def _day(day: date) -> str | None:
    return None if day in {date.min, date.max} else day.isoformat()


def other_programmes(view: View) -> Table:
    """Who is of the regime and is listed by a state under other programmes only."""
    columns = (
        *IDENTITY,
        Column("state", "State"),
        Column("programmes", "Programmes", "as printed"),
        Column("since", "Since", _SINCE),
        Column("how", "Of the regime by", "country: this list ties it to the country; identity: another list does"),
    )
    rows = []
    for case in view.cases:
        for code, standing in view.standings[case.id].items():
            if standing.listings and all(each.how != How.PROGRAMME for each in standing.listings):
                how = min(each.how.value for each in standing.listings)
                values = (
                    case.id,
                    case.name,
                    states.short(code),
                    programmes(standing.listings),
                    str(standing.since),
                    how,
                )
                rows.append(Row(values, tuple(c for each in standing.listings for c in each.cites)))
    title = f"{len(rows):,} times a state lists somebody of the regime under other programmes only: these are not gaps"
    return Table("other_programmes", title, columns, tuple(rows))


def side_by_side(view: View) -> Table:
    """The measures of each state against an identity."""
    columns = (*IDENTITY, *(Column(each.lower(), each, "empty: not listed") for each in map(states.short, view.states)))
    rows, differ = [], 0
    for case in view.cases:
        found = [
            measures(each.listings) if each.status == Status.LISTED else None if each.status == Status.UNKNOWN else ()
            for each in view.standings[case.id].values()
        ]
        if sum(each.status == Status.LISTED for each in view.standings[case.id].values()) > 1:
            differ += len({each for each in found if each}) > 1
            rows.append(Row((case.id, case.name, *found)))
    title = f"Of {len(rows):,} listed by two states or more, {differ:,} have different measures printed or declared"
    notes = ("A measure that a list does not state is unknown, not absent: see what each source can tell.",)
    return Table("measures", title, columns, tuple(rows), notes)


def cumulative(view: View) -> Table:
    """How many identities each state lists, day by day on which that changes, until its newest copy."""
    columns = (
        Column("state", "State"),
        Column("day", "Day"),
        Column("at_least", "At least", "identities that were certainly listed on that day"),
        Column("at_most", "At most", "… and those that may have been, of all that some copy holds"),
    )
    rows, now = [], []
    for code, state in view.states.items():
        standings = [view.standings[case.id][code] for case in view.cases]
        steps = list(_steps(standings, view.told(state)))
        if not view.day and not state.last.days.exact:  # of a day in that month: what the copy holds
            listed = sum(each.status == Status.LISTED for each in standings)
            steps.append((state.last.days.high, listed, listed))
        rows += [Row((states.short(code), day.isoformat(), low, high)) for day, low, high in steps]
        now.append((steps[-1][1], states.short(code)))
    title = "; ".join(f"{state}: {number:,}" for number, state in sorted(now, reverse=True))
    notes = ("Who was listed and removed before the oldest copy, or between two copies, is not counted.",)
    return Table("cumulative", f"Listed at least, at the end of each list: {title}", columns, tuple(rows), notes)


def _steps(standings: Sequence[Standing], end: date) -> Iterator[tuple[date, int, int]]:
    certain = [span for each in standings for span in _joined([listing.certain for listing in each.every])]
    possible = [span for each in standings for span in _joined([listing.possible for listing in each.every])]
    spans = [*certain, *possible]
    days = {span.low for span in spans} | {span.high + timedelta(1) for span in spans if span.high < end} | {end}
    last = None
    for day in sorted(day for day in days if date.min < day <= end):
        counts = tuple(sum(day in span for span in some) for some in (certain, possible))
        if counts != last or day == end:
            yield day, counts[0], counts[1]
        last = counts


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The same days in spans that do not overlap; those that run backwards, of a day inside one month, are left out."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.low <= span.high):
        if found and span.low <= found[-1].high:
            found[-1] = Span(found[-1].low, max(found[-1].high, span.high))
        else:
            found.append(span)
    return found
