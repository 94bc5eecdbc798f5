"""What every copy of a list says of everybody of a regime, and what differs between two states of it.

    listings.members ── read ──▶ facts of all copies ── the study says who stands in which ──▶ differences

A state is told by which copy tells of each subject: of a list that comes in one piece its copy, of acts that amend each
other one of several.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kronika.ledger.store import Change, Ledger


class Stated(NamedTuple):
    """One value as a copy prints it, about an identity."""

    identity: str
    copy: str
    subject: str
    entity: str
    schema: str
    prop: str
    value: str
    id: str
    printed: str
    """Empty where it follows from the structure of the record."""
    document: str
    part: str
    """The part of the copy that the document is."""
    place: str


def read(ledger: Ledger, sources: Collection[str]) -> list[Stated]:
    """What all good copies of these sources say of those whom `listings.members` has found, in their order."""
    ledger.rows(_STATED.format(every=ledger.history), {"sources": list(sources)})
    columns = ", ".join(Stated._fields)
    return [Stated(**row) for row in ledger.rows(f"SELECT {columns} FROM stated ORDER BY ALL")]  # noqa: S608 - ours


def differences(
    ledger: Ledger, old: Mapping[str, str], new: Mapping[str, str], parts: Collection[str]
) -> Sequence[Change]:
    """What differs between two states, each told as subject → the copy that tells of it, identity by identity.

    Only what stands in one of these parts of the copies is compared. An identity's values are compared schema by
    schema, whichever of its records they stand in, so that one that moves to another record is none that has changed.
    What follows from the structure of a record is not compared. Call `read` first.
    """
    asked: dict[str, object] = {"parts": list(parts)}
    for side, state in (("old", old), ("new", new)):
        asked |= {f"{side}_subjects": list(state), f"{side}_copies": list(state.values())}
    return ledger.differences(_STATE.format(side="old"), _STATE.format(side="new"), asked)


_STATED = """
    CREATE OR REPLACE TEMP TABLE stated AS
    SELECT identity, f.copy, subject, entity, f.schema, prop, value, id, coalesce(printed, value) AS printed,
        f.document, part, place
    FROM {every} f JOIN (SELECT subject, identity FROM member) USING (subject)
        JOIN (SELECT copy, document, any_value(part) AS part FROM documents GROUP BY ALL) d
            ON d.copy = f.copy AND d.document = f.document
    WHERE list_contains($sources, f.source)
"""
_STATE = """
    SELECT identity AS who, identity || ' ' || schema AS entity, entity = subject AS own, schema, prop, value
    FROM stated JOIN (SELECT unnest(${side}_subjects) AS subject, unnest(${side}_copies) AS copy) USING (subject, copy)
    WHERE printed != '' AND list_contains($parts, part)
"""
