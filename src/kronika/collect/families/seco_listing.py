"""The listings on the Swiss list: sets of measures, and the history that every target carries."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from kronika.base import measures
from kronika.base.errors import Unreadable
from kronika.collect.cutting import part, squeeze

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.families.seco_tables import Tables
    from kronika.collect.markup import Node
    from kronika.collect.record import Draft, Entry

_LISTED, _DELISTED = "listed", "de-listed"
_MODIFICATIONS = frozenset({_LISTED, "amended", _DELISTED, "re-listed"})
_UN = re.compile(r"[A-Z]{2,3}[ie]\.\d{3}")
"""A permanent reference number of the Security Council's lists."""


class _Modification(NamedTuple):
    kind: Cell
    enacted: Cell | None
    effective: Cell | None

    @property
    def when(self) -> Cell | None:
        """When it took effect, else when it was enacted."""
        return self.effective or self.enacted


def add_listings(entry: Entry[Node], subject: Draft, target: Node, body: Node, tables: Tables) -> None:
    """Add a listing for each set of measures that the target names, with the target's history.

    Raises Unreadable for a type of modification that is not known: nobody could say whether the target is listed.
    """
    history = [_modification(node) for node in target.each("modification")]
    number = target.take("@ssid")
    foreign = [node.take(".") for node in target.each("foreign-identifier")]
    reasons = [node.take(".") for node in (*body.each("justification"), *target.each("justification"))]
    sets = [target.take("@sanctions-set-id"), *(node.take(".") for node in target.each("sanctions-set-id"))]
    named: list[Cell | None] = [cell for cell in sets if cell]
    for chosen in named or [None]:
        sanction = entry.listing(subject, *([chosen.text] if chosen else []))
        sanction.add("authorityId", number)
        for reference in foreign:
            if reference:
                _foreign(sanction, reference)
        for reason in reasons:
            sanction.add("reason", reason)
        if chosen:
            _programme(entry, sanction, chosen, tables)
        _dates(sanction, history)


def _foreign(sanction: Draft, reference: Cell) -> None:
    if _UN.fullmatch(reference.text.strip()):
        sanction.add("unscId", reference)
    else:
        sanction.add("summary", reference, value=f"foreign identifier {squeeze(reference.text)}")


def _programme(entry: Entry[Node], sanction: Draft, chosen: Cell, tables: Tables) -> None:
    sanction.add("programId", chosen)
    programme = tables.programme(chosen.text.strip())
    if programme is None:
        entry.refuse(chosen, f"no set of measures has the number {chosen.text.strip()!r}")
        return
    sanction.add("program", programme.regime)
    sanction.add("description", programme.ordinance)
    sanction.add("summary", programme.heading)
    if programme.heading:
        with suppress(Unreadable):  # most headings name an article or an annex and no measure
            for term, start, end in measures.measures(programme.heading.text):
                sanction.add("provisions", part(programme.heading, start, end), value=term)


def _modification(node: Node) -> _Modification:
    kind = node.take("@modification-type")
    if kind is None or kind.text not in _MODIFICATIONS:
        raise Unreadable(f"not a type of modification: {kind.text if kind else ''!r}")
    node.leave("added", "removed")
    return _Modification(kind, node.take("@enactment-date"), node.take("@effective-date"))


def _dates(sanction: Draft, history: list[_Modification]) -> None:
    """State since when, until when and what between; equal dates keep the order of the file, newest first."""
    if not history:
        return
    ordered = history[::-1]
    ordered.sort(key=lambda change: change.when.text if change.when else "")
    first = next((change for change in ordered if change.kind.text == _LISTED), None)
    last = ordered[-1]
    if first:
        sanction.add("listingDate", first.enacted or first.effective)
        sanction.add("startDate", first.when)
    for change in ordered:
        if change is not first and (change is not last or change.kind.text != _DELISTED):
            sanction.add("modifiedAt", change.when)
    if last.kind.text == _DELISTED:
        sanction.add("status", last.kind)
        sanction.add("endDate", last.when)
