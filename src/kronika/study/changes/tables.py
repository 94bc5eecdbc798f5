"""Changes as tables: one row a listing, a delisting or an amended value; one row a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kronika.base import states
from kronika.study.finding import Cited, Column, Row, Table, Value

if TYPE_CHECKING:
    from kronika.ledger.history import Stated
    from kronika.ledger.store import Ledger
    from kronika.study.changes.compare import Compared, Event, Held

KINDS = ("listed", "delisted", "amended")


def changes(ledger: Ledger, events: Sequence[Event], since: str) -> Table:
    """What changed: the newest copy first, then by source, kind and name."""
    columns = (
        Column("published", "Copy of", "the day or month that the copy stands for in which it is seen"),
        Column("source", "Source"),
        Column("state", "State"),
        Column("kind", "What", "listed, delisted or amended; moved to another record or act: amended"),
        Column("identity", "Identity", "id in this casebook, as `kronika show` takes it"),
        Column("name", "Name", "as this list prints it"),
        Column("when", "When", "the day where the list prints it, else between the days of the two copies"),
        Column("programmes", "Programmes", "as printed; empty: none is"),
        Column("reason", "Reason", "of a new listing, as printed; empty: none is"),
        Column("schema", "Of", "of an amendment: the kind of record, in FollowTheMoney's words"),
        Column("field", "Field", "of an amendment: the property, in FollowTheMoney's words"),
        Column("before", "Before", "of an amendment; empty: there was no such value"),
        Column("after", "After", "of an amendment; empty: the value is gone"),
        Column("records", "Records", "the list's own, as `kronika show` takes them"),
    )
    rows = [row for event in events for row in _rows(event, ledger.sources)]
    count = Counter(event.kind for event in events)
    title = f"Since {since} the copies show: {', '.join(f'{count[kind]:,} {kind}' for kind in KINDS)}"
    order = {kind: at for at, kind in enumerate(KINDS)}
    ordered = sorted(rows, key=lambda row: (row.values[1], order[str(row.values[3])], row.values[5], row.values[4]))
    newest = {event.step.now[0].published: event.step.between.high for event in events}
    ordered.sort(key=lambda row: newest[str(row.values[0])], reverse=True)
    return Table("changes", title, columns, tuple(ordered))


def _rows(event: Event, sources: Mapping[str, Mapping[str, Any]]) -> Iterator[Row]:
    """One row a listing or delisting, of an amendment one a value."""
    state = states.short(sources[event.step.source]["country"])
    start: tuple[Value, ...] = (
        event.step.now[0].published, event.step.source, state, event.kind, event.identity, event.name,
        str(event.when), event.programmes, event.reason,
    )  # fmt: skip
    if not event.changes:
        yield Row((*start, "", "", "", "", event.records), _keys(event.cells))
    for change, cells in event.changes:
        amended = (change.schema, change.prop, change.before or "", change.after or "")
        yield Row((*start, *amended, event.records), _keys(cells))


def copies(ledger: Ledger, found: Sequence[Compared], held: Sequence[Held]) -> Table:
    """What was compared with what, and which lists could not be."""
    columns = (
        Column("source", "Source"),
        Column("title", "List"),
        Column("state", "State"),
        Column("published", "Copy of", "of a list that is not compared: its newest copy"),
        Column("series", "Acts", "of the EU: those whose copies are compared"),
        Column("before", "Copy before", "empty: none, it is not compared"),
        Column("listed", "Listed", "identities"),
        Column("delisted", "Delisted", "identities"),
        Column("amended", "Amended", "identities"),
        Column("number", "Listed after it", "identities of the regime"),
        Column("unsure", "New or not", "identities in the first copy of an act of whom it is not known"),
        Column("aside", "Left aside", "parts that only one of the copies has: what they say is not compared"),
    )
    rows = []
    for each in found:
        count = Counter(event.kind for event in each.events)
        before = min((copy.published for copy in each.step.compared), default="first copy of the act")
        series = tuple(sorted(copy.series for copy in each.step.now if copy.series))
        counts = (*(count[kind] for kind in KINDS), each.number, each.unknown)
        about = _about(ledger, each.step.source)
        rows.append(Row((*about, each.step.now[0].published, series, before, *counts, each.aside)))
    newest = {copy.source: copy.published for copy in held}
    compared = {each.step.source for each in found}
    left = sorted(newest.keys() - compared)
    rows += [Row((*_about(ledger, source), newest[source], (), "", *[None] * 5, ())) for source in left]
    title = (
        f"Lists of which a copy could be compared with what stood before: {len(compared):,} of "
        f"{len(compared) + len(left):,}"
    )
    return Table("copies", title, columns, tuple(rows))


def _about(ledger: Ledger, source: str) -> tuple[str, str, str]:
    row = ledger.sources[source]
    return source, row["title"], states.short(row["country"])


def _key(cell: Stated) -> str:
    """A fact of one copy: two copies may print the same at different places."""
    return f"{cell.id}@{cell.copy[:8]}"


def _keys(cells: Iterable[Stated]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_key, cells)))


def cited(cell: Stated, copy: Held, sources: Mapping[str, Mapping[str, Any]]) -> Cited:
    """The cell of a fact of one copy."""
    row = sources[copy.source]
    return Cited(
        _key(cell), copy.source, row["title"], row["publisher"], copy.published, cell.document, cell.place, cell.prop,
        cell.printed,
    )  # fmt: skip
