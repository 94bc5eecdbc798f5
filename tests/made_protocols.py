"""Protocols of invented stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.collect.protocols import mapping
from kronika.collect.protocols.stations import Protocols

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.collect.protocols.mapping import Layout

MAPPING = """
title = "Made up"
turnout = ["given"]
result = ["valid", "invalid"]
early = ["early"]
candidates = ["Rose", "Lily"]

[columns]
region = "region"
unit = "station"
registered = "voters listed"
given = "ballots given"
early = "voted early"
valid = "ballots valid"
invalid = "ballots invalid"
"""
HEADINGS = ["Region", "Station", "Voters listed", "Ballots given", "Voted early", "Ballots valid", "Ballots invalid",
            "Rose", "Lily"]  # fmt: skip
ROWS = [
    ["North", "1", "1000", "600", "50", "590", "10", "300", "290"],
    ["North", "2", "900", "450", "45", "440", "8", "240", "200"],
    ["South", "1", "1200", "720", "60", "700", "20", "350", "350"],
]


def layout(more: str = "") -> Layout:
    """The mapping of these tables; `more` comes before its tables."""
    return mapping.parse(more + MAPPING, "made")


def write(path: Path, rows: Sequence[Sequence[str]] = ROWS, separator: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file of these headings."""
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in (HEADINGS, *rows)]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def protocols(
    registered: Sequence[int], given: Sequence[int], found: Sequence[int], rose: Sequence[int], **texts: Sequence[str]
) -> Protocols:
    """Stations with one candidate and the rest of the ballots for another; all ballots are valid."""
    counts: Mapping[str, Any] = {
        "registered": np.array(registered, dtype=np.int64),
        "given": np.array(given, dtype=np.int64),
        "valid": np.array(found, dtype=np.int64),
        "invalid": np.zeros(len(found), dtype=np.int64),
        "early": np.zeros(len(found), dtype=np.int64),
    }
    votes = np.array(rose, dtype=np.int64)
    return Protocols(
        name="made.csv",
        document="0" * 64,
        layout=layout(),
        rows=np.arange(2, len(registered) + 2, dtype=np.int64),
        counts=counts,
        candidates=("Rose", "Lily"),
        votes=np.column_stack([votes, np.maximum(counts["valid"] - votes, 0)]),
        texts={role: np.array(values, dtype=object) for role, values in texts.items()},
        picked=(),
        problems=(),
    )


def kept(of: Protocols) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """All stations."""
    return np.ones(len(of), dtype=np.bool_)
