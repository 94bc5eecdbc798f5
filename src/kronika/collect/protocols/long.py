"""Tables that print a row for each candidate at each station, turned into one row for each station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from kronika.collect.protocols.sheet import Sheet

MOST = 300
"""Candidates, or parties, beyond which the column is one of people in many districts and not of an election."""


def wide(table: Sheet, candidate: int, votes: int, station: Sequence[int]) -> Sheet:
    """One row for each station, as its first row stands, with a column of votes for each candidate at the end.

    `candidate`, `votes` and `station` are positions of columns; a station is one by all cells of its columns. A
    candidate whom a station does not print has a blank there. Raises UsageError where a station prints one twice, or
    there are more than `MOST` candidates.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = [_filled(table, each) for each in station]
    stations, of_station = _codes(pc.binary_join_element_wise(*cells, "\x1f"))
    names, of_name = _codes(_filled(table, candidate))
    if len(names) > MOST:
        raise UsageError(
            f"{table.name}: {len(names):,} different «{table.headings[candidate]}»: "
            "name a column with fewer, as of parties"
        )
    at = of_station * len(names) + of_name
    order = np.argsort(at, kind="stable")
    twice = order[1:][at[order[1:]] == at[order[:-1]]]
    if len(twice):
        row = int(twice.min())
        raise UsageError(
            f"{table.name}: row {table.rows[row]:,}: «{names[of_name[row]]}» stands twice at its station: "
            "the columns of the unit do not tell stations apart"
        )
    printed = np.full(len(stations) * len(names), None, dtype=np.object_)
    printed[at] = table.columns[votes].to_numpy(zero_copy_only=False)
    _, first = np.unique(of_station, return_index=True)
    kept = [each for each in range(len(table.headings)) if each not in {candidate, votes}]
    return replace(
        table,
        headings=(*(table.headings[each] for each in kept), *names),
        columns=[
            *(table.columns[each].take(pa.array(first)) for each in kept),
            *(pa.array(printed[number :: len(names)], pa.string()) for number in range(len(names))),
        ],
        rows=table.rows[first],
    )


def _filled(table: Sheet, at: int) -> pa.Array:
    import pyarrow.compute as pc

    return pc.fill_null(pc.utf8_trim_whitespace(table.columns[at]), "")


def _codes(column: pa.Array) -> tuple[list[str], np.ndarray[Any, np.dtype[np.int64]]]:
    """The different texts in the order in which they appear, and each row's among them."""
    made = column.dictionary_encode()
    return made.dictionary.to_pylist(), np.asarray(made.indices.to_numpy(), dtype=np.int64)
