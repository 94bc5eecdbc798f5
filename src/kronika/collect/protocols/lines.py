"""Protocols as lines of the ledger's tables: column by column, so that a hundred thousand stations take no time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kronika.base.model import Refusal
from kronika.collect.protocols.mapping import COUNTS, TEXTS
from kronika.collect.protocols.stations import UNKNOWN

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Protocols


def tables(election: str, protocols: Protocols, mapping: str) -> Mapping[str, Mapping[str, Sequence[object]]]:
    """The lines of `elections` (one) and of `protocols` (one a station), as ledger/schema.sql names their columns.

    `election` is the name that the lines go by; `mapping` is the SHA-256 of the text by which the protocols were read.
    """
    layout = protocols.layout
    one: dict[str, object] = {
        "election": election,
        "title": layout.title,
        "day": layout.election or None,
        "document": protocols.document,
        "row": layout.heading,
        "name": protocols.name,
        "mapping": mapping,
        "stations": len(protocols),
        "candidates": list(protocols.candidates),
        "turnout": list(layout.turnout),
        "result": list(layout.result),
    }
    return {"elections": {name: [value] for name, value in one.items()}, "protocols": _stations(election, protocols)}


def refusals(protocols: Protocols) -> tuple[Refusal, ...]:
    """What was not read of them: whole rows, and cells whose count is therefore unknown."""
    return tuple(
        Refusal(f"row {each.row}", not each.column, protocols.document, _place(each.row, each.column), each.printed,
                each.reason)
        for each in protocols.problems
    )  # fmt: skip


def _place(row: int, column: str) -> str:
    return f"row {row}, column {column}" if column else f"row {row}"


def _stations(election: str, protocols: Protocols) -> Mapping[str, Sequence[object]]:
    count = len(protocols)
    columns: dict[str, pa.Array] = {
        "election": pa.repeat(election, count),
        "document": pa.repeat(protocols.document, count),
        "row": pa.array(protocols.rows),
        **{role: _texts(protocols, role) for role in TEXTS},
        **{role: _known(protocols.total([role])) for role in COUNTS},
        "voted": _known(protocols.turnout),
        "base": _known(protocols.base),
        "votes": _lists(protocols.votes),
    }
    return columns


def _texts(protocols: Protocols, role: str) -> pa.Array:
    """A column of texts; of a table without such a column they are unknown."""
    found = protocols.texts.get(role)
    return pa.nulls(len(protocols), pa.string()) if found is None else pa.array(found, pa.string())


def _known(counts: Counts) -> pa.Array:
    return pa.array(counts, pa.int32(), mask=counts == UNKNOWN)


def _lists(votes: Counts) -> pa.Array:
    """A row of a matrix as a list."""
    stations, candidates = votes.shape
    ends = pa.array(np.arange(stations + 1, dtype=np.int32) * candidates, pa.int32())
    return pa.ListArray.from_arrays(ends, _known(votes.ravel()))
