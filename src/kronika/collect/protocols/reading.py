"""Read a table of protocols: pick its columns by meaning, turn cells into counts, name what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols import long, mapping, sheet
from kronika.collect.protocols.mapping import COUNTS, TEXTS, VOTES, Layout
from kronika.collect.protocols.stations import UNKNOWN, Counts, Picked, Problem, Protocols, added

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from kronika.collect.protocols.sheet import Sheet

LARGEST = 10**8
"""More than this many voters or votes at one station is a mistake of reading."""
MOST_BAD = 0.05
"""A column of counts of which more cells are no counts is not one."""
ENOUGH = 30
"""Stations in which percentages are told from counts."""
_COUNT = re.compile(r"\d+(?:\.00?)?")
"""Some programs write whole numbers with a decimal; «1.000» is left to the mapping: it can be a thousand."""
_GROUPS = re.compile(r"(?<=\d)[\s’'](?=\d{3}(?!\d))")
"""What groups digits by three and is nothing else."""
_SHARE = re.compile(r"\d*[.,]\d+\s*%?|\d+\s*%")


def read(path: Path, layout: Layout) -> Protocols:
    """Read a table by a mapping.

    A cell that is no count is unknown, and a row that has not as many cells as the heading is not read: both are
    `problems`. Raises UsageError where the file is no such table: another encoding or separator, columns missing or
    not to be told apart, percentages in place of counts, too many cells that are no counts.
    """
    table = sheet.read(
        path, member=layout.member, encoding=layout.encoding, separator=layout.separator, heading=layout.heading
    )
    table, named = _wide(table, layout) if layout.long else (table, [])
    columns = _columns(table, layout)
    candidates = named or _candidates(table, layout, columns)
    problems = [
        Problem(each.row, "", each.text, f"{each.cells} cells in a table of {len(table.headings)} columns")
        for each in table.broken
    ]
    read_ = {at: _counts(table, at, layout, problems) for at in (*_of_counts(columns), *candidates)}
    counts = {role: read_[at] for role, (at, *_) in columns.items() if role in COUNTS}
    names, votes = _joined(table, layout, candidates, [read_[at] for at in candidates])
    known = counts | {VOTES: np.where((votes != UNKNOWN).any(axis=1), votes.clip(0).sum(axis=1), UNKNOWN)}
    for role, parts in layout.sums.items():
        if all(part in known for part in parts):
            known[role] = counts[role] = added([known[part] for part in parts])
    _no_percentages(table, layout, counts)
    return Protocols(
        name=table.name,
        document=table.document,
        layout=layout,
        rows=table.rows,
        counts=counts,
        candidates=names,
        votes=votes,
        texts={role: _texts(table, at, layout.cut.get(role)) for role, at in columns.items() if role in TEXTS},
        picked=(
            *(Picked(role, tuple(table.headings[each] for each in at)) for role, at in columns.items()),
            Picked("candidates", names),
        ),
        problems=tuple(problems),
    )


def _wide(table: Sheet, layout: Layout) -> tuple[Sheet, list[int]]:
    """The table with one row for each station, and the positions of its candidates."""
    at = [_one(table, role, pattern, layout) for role, pattern in zip(("candidate", "votes"), layout.long, strict=True)]
    station = [
        _one(table, role, pattern, layout)
        for role in ("region", "district", "unit")
        for pattern in layout.columns.get(role, ())
    ]
    candidate, votes = at
    if candidate is None or votes is None or None in station:
        raise UsageError(f"{table.name}: no columns of candidate, votes and unit as the mapping {layout.name} says")
    made = long.wide(table, candidate, votes, [each for each in station if each is not None])
    return made, list(range(len(table.headings) - 2, len(made.headings)))


def _no_percentages(table: Sheet, layout: Layout, counts: dict[str, Counts]) -> None:
    """Refuse a turnout in whole percentages: of stations of some size, none has more than 100 votes."""
    listed = counts["registered"][counts["registered"] != UNKNOWN]
    for role in layout.turnout:
        voted = counts[role][counts[role] != UNKNOWN] if role in counts else listed[:0]
        if len(voted) >= ENOUGH and voted.max() <= 100 and np.median(listed) >= 300:
            raise UsageError(
                f"{table.name}: {role}: no station has more than {voted.max()}, and half of them have "
                f"{np.median(listed):,.0f} voters or more: it holds percentages, and counts are needed"
            )


def _of_counts(columns: dict[str, list[int]]) -> Iterator[int]:
    return (at for role, (at, *_) in columns.items() if role in COUNTS)


def _columns(table: Sheet, layout: Layout) -> dict[str, list[int]]:
    """Role → the positions of its columns, of those that the table has."""
    needed = {"registered", *layout.turnout, *layout.result}
    needed |= {part for role in needed for part in layout.sums.get(role, ())} - {*layout.sums, VOTES}
    found = {}
    for role, patterns in layout.columns.items():
        picks = [_one(table, role, pattern, layout) for pattern in patterns]
        if all(at is not None for at in picks):
            found[role] = [at for at in picks if at is not None]
        elif role in needed and role not in layout.sums:
            there = "; ".join(heading[:50] for heading in table.headings[:12])
            raise UsageError(
                f"{table.name}: no column for {role} ({COUNTS[role]}), looked for «{patterns[0]}» as the mapping "
                f"{layout.name} says; its headings are: {there}{' …' if len(table.headings) > 12 else ''}"
            )
    return found


def _one(table: Sheet, role: str, pattern: str, layout: Layout) -> int | None:
    found = mapping.pick(pattern, table.headings)
    if len(found) > 1:
        which = " and ".join(f"«{table.headings[at]}»" for at in found[:3])
        raise UsageError(f"{table.name}: {role}: «{pattern}» of the mapping {layout.name} fits {which}: add words")
    return found[0] if found else None


def _candidates(table: Sheet, layout: Layout, columns: dict[str, list[int]]) -> list[int]:
    """The positions of the candidates' columns."""
    if layout.candidates:
        picks = [_one(table, "candidates", pattern, layout) for pattern in layout.candidates]
        chosen = [at for at in picks if at is not None]
    else:
        after = _one(table, "candidates.after", layout.after, layout)
        until = _one(table, "candidates.until", layout.until, layout) if layout.until else None
        end = len(table.headings) if until is None else until
        chosen = list(range(after + 1, end)) if after is not None else []
    taken = {at for several in columns.values() for at in several}
    chosen = [at for at in chosen if table.headings[at] and at not in taken]
    if not chosen:
        raise UsageError(f"{table.name}: no column of a candidate where the mapping {layout.name} looks for them")
    return chosen


def _counts(table: Sheet, at: int, layout: Layout, problems: list[Problem]) -> Counts:
    """A column of counts; a cell that is none is unknown and a problem."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pc.utf8_trim_whitespace(table.columns[at])
    column = pc.if_else(pc.is_in(column, pa.array(["", *layout.blank])), pa.scalar(None, pa.string()), column)
    try:
        counts = pc.fill_null(column.cast(pa.int64()), UNKNOWN).to_numpy(zero_copy_only=False)
        negative = counts[pc.is_valid(column).to_numpy(zero_copy_only=False)] < 0
        if not negative.any() and (counts <= LARGEST).all():
            return np.asarray(counts, dtype=np.int64)
    except pa.ArrowInvalid:
        pass
    return _cell_by_cell(table, at, column, layout.thousands, problems)


def _cell_by_cell(table: Sheet, at: int, column: pa.Array, thousands: str, problems: list[Problem]) -> Counts:
    counts = np.full(len(table.rows), UNKNOWN, dtype=np.int64)
    bad, shares = [], 0
    for station, cell in enumerate(column.to_pylist()):
        if cell is None:
            continue
        number = count(cell, thousands)
        if number is not None:
            counts[station] = number
            continue
        tight = _GROUPS.sub("", cell)
        shares += bool(_SHARE.fullmatch(tight))
        bad.append(Problem(int(table.rows[station]), table.headings[at], cell[:80], _reason(tight)))
    if len(bad) > MOST_BAD * len(counts):
        what = "it holds percentages, and counts are needed" if shares * 2 > len(bad) else "it is no column of counts"
        raise UsageError(
            f"{table.name}: column «{table.headings[at]}»: {what}: {len(bad):,} of {len(counts):,} cells are "
            f"no counts, the first is «{bad[0].printed}» in row {bad[0].row:,}"
        )
    problems += bad
    return counts


def count(cell: str, thousands: str = "") -> int | None:
    """The count that a cell prints; None where it prints none. Blanks may group its digits, and `thousands`."""
    tight = _GROUPS.sub("", cell.strip())
    if thousands and re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", tight):
        tight = tight.replace(thousands, "")
    return int(float(tight)) if _COUNT.fullmatch(tight) and float(tight) <= LARGEST else None


def is_share(cell: str) -> bool:
    """Whether a cell prints a percentage or a fraction."""
    return bool(_SHARE.fullmatch(cell.strip()))


def _reason(cell: str) -> str:
    if re.fullmatch(r"[-−–]\d+", cell):
        return "a negative count"
    if is_share(cell):
        return "a share, not a count"
    return "too large for a station" if cell.isdigit() else "not a count"


def _texts(table: Sheet, at: Sequence[int], cut: int | None) -> np.ndarray[Any, np.dtype[np.object_]]:
    import pyarrow.compute as pc

    columns = [pc.fill_null(pc.utf8_trim_whitespace(table.columns[each]), "") for each in at]
    joined = columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, " ")
    # As a dictionary, so that a name that many stations share is one text in memory.
    made = (pc.utf8_slice_codeunits(joined, 0, cut) if cut else joined).dictionary_encode()
    return np.asarray(made.dictionary.to_numpy(zero_copy_only=False)[made.indices.to_numpy()], dtype=np.object_)


def _joined(
    table: Sheet, layout: Layout, at: Sequence[int], columns: Sequence[Counts]
) -> tuple[tuple[str, ...], np.ndarray[Any, np.dtype[np.int64]]]:
    """The names of the candidates and their votes, those that count as one together."""
    votes = dict(zip([table.headings[each] for each in at], columns, strict=True))
    if len(votes) < len(at):
        raise UsageError(f"{table.name}: two columns of candidates have the same heading")
    for name, parts in layout.joined.items():
        if all(part in votes for part in parts):
            votes[name] = added([votes.pop(part) for part in parts])
    return tuple(votes), np.stack(list(votes.values()), axis=1)
