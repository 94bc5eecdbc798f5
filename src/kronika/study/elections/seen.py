"""What can be seen of an election before a model speaks: tables that its pictures are drawn from.

stations kept ──▶ comet, comet_regions   voters by turnout and share of the leader
              ──▶ gradient               share and turnout by how many voted early
Integers      ──▶ excess                 regions by how many more whole percentages they have than chance makes
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections.tables import LEVEL, NAMELESS
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols
    from kronika.study.elections.integers import Integers, Region

Z = 1.96
"""Standard deviations to each side of an interval of 95 %."""
FINE, USUAL, COARSE = 0.5, 1.0, 2.0
"""Percentage points that a cell is wide and high: of a nation, of fewer stations, of one of several comets."""
_MANY = 20_000
"""Stations from which on the cells are fine: with fewer, most cells of half a point would hold one station."""
TAIL = (
    "A tail towards 100 % can be ballots that were stuffed; it can also be places that differ: look at them one by one."
)
_MOST = 16_000
"""Fine cells that are not too many: more make a picture that is larger than a page should carry."""
PANELS = 12
"""Regions that get a comet of their own: half of them by their z, the others by their voters."""
LEAST = 10
"""An interval needs so many stations."""


def tables(protocols: Protocols, kept: Mask, measured: Integers) -> list[Table]:
    """What can be seen of the stations that `kept` marks; without what the table does not tell."""
    made = [
        comet(protocols, kept, measured.leader),
        excess(measured),
        by_region(protocols, kept, measured),
        gradient(protocols, kept, measured.leader),
    ]
    return [each for each in made if each and each.rows]


def comet(protocols: Protocols, kept: Mask, leader: str, width: float = 0.0) -> Table:
    """Voters and stations in each cell of turnout × share; `width` in percentage points, by the stations unless given.

    A cell is centred at a multiple of its width, so that whole percentages are in the middle of theirs.
    """
    shown = _shown(protocols, kept, leader)
    width = width or (FINE if shown.sum() >= _MANY else USUAL)
    cells = _cells(protocols, shown, leader, width)
    if len(cells) > _MOST and width == FINE:
        width, cells = USUAL, _cells(protocols, shown, leader, USUAL)
    left = int(kept.sum() - shown.sum())
    notes = (
        (
            f"Cells of {width:g} × {width:g} points. Turnout is {' + '.join(protocols.layout.turnout)} of registered, "
            f"the share is of {' + '.join(protocols.layout.result)}."
        ),
        TAIL,
        *([f"{left:,} stations are not shown: one of their counts is unknown, or above the whole."] if left else []),
    )
    rows = tuple(Row(cell) for cell in cells)
    return Table("comet", _halves(protocols, shown, leader), cell_columns(leader), rows, notes)


def cell_columns(leader: str) -> tuple[Column, ...]:
    """The columns of a table of cells; «the leader» where the tables of several elections are joined."""
    return (
        Column("turnout", "Turnout, %", "The middle of the cell."),
        Column("share", f"Share of {leader}, %", "The middle of the cell."),
        Column("stations", "Stations"),
        Column("voters", "Voters", "On the lists of these stations."),
    )


def by_region(protocols: Protocols, kept: Mask, measured: Integers) -> Table | None:
    """The comets of some regions: those with the highest z of «either», then the largest. None for a single region."""
    shown = _shown(protocols, kept, measured.leader)
    names, codes = protocols.regions
    voters = np.bincount(codes[shown], weights=protocols.registered[shown], minlength=len(names))
    if np.count_nonzero(voters) < 2:
        return None
    deviating = sorted(range(len(names)), key=lambda at: -_z(measured.regions[at]))[: PANELS // 2]
    largest = sorted(range(len(names)), key=lambda at: -voters[at])
    chosen = [at for at in dict.fromkeys((*deviating, *largest)) if voters[at]][:PANELS]
    rows = tuple(
        Row((names[at] or NAMELESS, *cell))
        for at in chosen
        for cell in _cells(protocols, shown & (codes == at), measured.leader, COARSE)
    )
    title = f"Turnout and share of {measured.leader} in {len(chosen)} of {np.count_nonzero(voters)} regions"
    notes = (
        f"Up to {PANELS // 2} regions with the most whole percentages beyond chance (z), then those with most voters.",
    )
    return Table("comet_regions", title, (Column("region", "Region"), *cell_columns(measured.leader)), rows, notes)


def excess(measured: Integers) -> Table:
    """Each region that was tested, with its whole percentages of turnout or share beyond chance.

    By the lower end of the interval, so that a small region does not come first by chance.
    """
    rows = sorted(
        (_excess(region) for region in measured.regions if region.statistics["either"].sum is not None),
        key=lambda row: -float(str(row.values[5])),
    )
    found = sum(row.values[-1] is True for row in rows)
    return Table(
        "excess",
        f"More whole percentages than chance makes, after Benjamini–Hochberg, in {found} of {len(rows)} regions",
        (
            Column("region", "Region"),
            Column("stations", "Stations", "At which turnout or share counts."),
            Column("observed", "Observed", "With a whole percentage of turnout or of the leader's share."),
            Column("expected", "Expected", "By chance."),
            Column("excess", "Excess, of 100 stations", "Observed minus expected."),
            Column("low", "From", f"{Z} standard deviations to each side, as they are by chance."),
            Column("high", "To"),
            Column("z", "z", "The excess in standard deviations."),
            Column("more", "More than chance", f"The probability, adjusted for all regions, is at most {LEVEL}."),
        ),
        tuple(rows),
        ("Regions too small to be tested are left out. What the test cannot see is not here either.",),
    )


def gradient(protocols: Protocols, kept: Mask, leader: str) -> Table | None:
    """Turnout and share of the leader by the share of early votes among all who voted, in tenths.

    Intervals are those of a ratio of sums over stations (Cochran, Sampling Techniques, 1977, section 6.3): they tell
    how much the stations of a tenth differ. None where no station tells its early votes.
    """
    took, early = protocols.turnout, protocols.early
    shown = _shown(protocols, kept, leader) & (took > 0) & (early >= 0) & (early <= took)
    if not early[shown].any():
        return None
    tenths = np.minimum(early[shown] * 10 // took[shown], 9)
    votes, base, listed = protocols.of(leader)[shown], protocols.base[shown], protocols.registered[shown]
    rows = []
    for tenth in np.unique(tenths).tolist():
        here = tenths == tenth
        share, turnout = _ratio(votes[here], base[here]), _ratio(took[shown][here], listed[here])
        rows.append(
            Row((10 * tenth, 10 * tenth + 10, int(here.sum()), int(listed[here].sum()), *share, *turnout)),
        )
    return Table(
        "gradient",
        _rises(rows, leader),
        (
            Column("from", "Early, from %", "Early votes of all who voted at a station."),
            Column("to", "Early, to %"),
            Column("stations", "Stations"),
            Column("voters", "Voters", "On their lists."),
            Column("share", f"Share of {leader}, %", "Of the ballots of all these stations together."),
            Column("share_low", "From", f"Interval of 95 %; unknown below {LEAST} stations."),
            Column("share_high", "To"),
            Column("turnout", "Turnout, %", "Of all these stations together."),
            Column("turnout_low", "From", f"Interval of 95 %; unknown below {LEAST} stations."),
            Column("turnout_high", "To"),
        ),
        tuple(rows),
        (
            (
                "Who votes early can differ from who does not, as soldiers, students and patients do; so a slope alone "
                "shows nothing, and neither does a level line."
            ),
        ),
    )


def _shown(protocols: Protocols, kept: Mask, leader: str) -> Mask:
    """The stations that have both shares, of at most 100 %."""
    votes, base, took, listed = protocols.of(leader), protocols.base, protocols.turnout, protocols.registered
    return np.asarray(
        kept & (listed > 0) & (took != UNKNOWN) & (took <= listed) & (base > 0) & (votes != UNKNOWN) & (votes <= base)
    )


def _cells(protocols: Protocols, shown: Mask, leader: str, width: float) -> list[tuple[float, float, int, int]]:
    """Turnout, share, stations, voters of each cell that is not empty."""
    listed = protocols.registered[shown]
    across = np.floor(100 / width * protocols.turnout[shown] / listed + 0.5).astype(np.int64)
    up = np.floor(100 / width * protocols.of(leader)[shown] / protocols.base[shown] + 0.5).astype(np.int64)
    side = round(100 / width) + 1
    stations = np.bincount(across * side + up, minlength=side * side)
    voters = np.bincount(across * side + up, weights=listed, minlength=side * side)
    filled = np.flatnonzero(stations)
    columns = (filled // side * width, filled % side * width, stations[filled], voters[filled].astype(np.int64))
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _halves(protocols: Protocols, shown: Mask, leader: str) -> str:
    """The leader's share where turnout is lower, and where it is higher: half of the voters each."""
    if not shown.any():
        return "No station tells both turnout and share"
    listed, took = protocols.registered[shown], protocols.turnout[shown]
    votes, base = protocols.of(leader)[shown], protocols.base[shown]
    order = np.argsort(took / listed, kind="stable")
    lower = order[: int(np.searchsorted(np.cumsum(listed[order]), listed.sum() / 2)) + 1]
    middle = 100 * took[lower[-1]] / listed[lower[-1]]
    higher = np.setdiff1d(order, lower)
    if not len(higher):
        return f"{leader} has {100 * votes.sum() / base.sum():.0f} % of the ballots"
    low, high = (100 * votes[half].sum() / base[half].sum() for half in (lower, higher))
    return (
        f"{leader} has {low:.0f} % of the ballots at the half of the voters with the lower turnout (up to "
        f"{middle:.0f} %) and {high:.0f} % at the other half"
    )


def _z(region: Region) -> float:
    found = region.statistics["either"].sum
    return found.z if found else -math.inf


def _excess(region: Region) -> Row:
    found, stations = region.statistics["either"].sum, region.statistics["either"].stations
    assert found is not None  # noqa: S101 - only regions that were tested are asked for
    sides = [100 * (found.excess + side * found.deviation) / stations for side in (0, -Z, Z)]
    more = region.adjusted["either"] <= LEVEL
    counts = (stations, int(found.observed), round(found.mean, 2))
    return Row((region.name or NAMELESS, *counts, *(round(each, 2) for each in sides), round(found.z, 2), more))


def _ratio(part: Counts, of: Counts) -> tuple[float, float | None, float | None]:
    """The ratio of two sums over stations, in per cent, and its interval."""
    ratio = float(part.sum() / of.sum())
    if len(part) < LEAST:
        return round(100 * ratio, 2), None, None
    left: np.ndarray[Any, np.dtype[np.float64]] = part - ratio * of
    wide = Z * math.sqrt(len(part) / (len(part) - 1) * float(left @ left)) / float(of.sum())
    low, high = max(0.0, ratio - wide), min(1.0, ratio + wide)
    return round(100 * ratio, 2), round(100 * low, 2), round(100 * high, 2)


def _rises(rows: Sequence[Row], leader: str) -> str:
    """The share where fewest voted early and where most did, among tenths of enough stations."""
    told = [row.values for row in rows if row.values[5] is not None]
    if len(told) < 2:
        return f"Share of {leader} and turnout, by how many voted early"
    (first, upto, *_), (last, end, *_) = told[0], told[-1]
    return (
        f"{leader} has {told[0][4]:.0f} % of the ballots where {first}–{upto} % of the votes are early, and "
        f"{told[-1][4]:.0f} % where {last}–{end} % are"
    )
