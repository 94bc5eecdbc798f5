"""Which pictures the study of an election has, each with the table that it is drawn from.

A picture is drawn where the finding has its table with something in it. None of them says what made a pattern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kronika.study.elections import seen
from kronika.view import charts
from kronika.view import election_charts as drawing
from kronika.view.charts import NARROW, WIDE

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Table
    from kronika.view.charts import Picture
    from kronika.view.election_charts import Cell

ALONE, FEW, MANY = ((600, 1), (300, 1)), ((200, 3), (150, 2)), ((150, 4), (150, 2))
"""How wide and high comets are, and how many stand beside each other, on a page and on a telephone: whole pixels for
each cell, and no more than a sheet of paper holds."""
_RANKED = 24
"""Regions that are drawn; all of them are in the table."""
_LABELLED = 4
"""Bins of each share that are written out, at least `_APART` points from each other."""
_APART = 7
_ENOUGH = 0.8
"""A test that finds a change in this share of the draws would have seen it."""
_SPARSE = 0.005
"""The share of stations below the first percentage that is drawn."""
_FAR, _FEWEST = 2, 10
"""A bin is written out where it is so many half widths of its interval above what chance makes, and of so many
stations: one station alone is far above where hardly any is expected."""
_LEAST = 200
"""Stations without which the bins of a share are not drawn: nearly all of them would be empty."""
Record = Mapping[str, Any]


def drawn(finding: Finding) -> list[Picture]:
    """The pictures of a finding on one election or on several, of what it has tables for."""
    tables = {table.name: table for table in finding.tables if table.rows}
    made = [
        _comet(tables),
        _by_region(tables),
        _side_by_side(tables),
        _gradient(tables),
        _spikes(tables),
        _ranked(tables),
        _excess(tables),
        _power(tables),
        _anomalous(tables),
    ]
    return [each for each in made if each]


def _comet(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("comet")
    if table is None:
        return None
    says = (
        "Each cell is a turnout (across) and a share of the ballots (up); the stronger its colour, the more voters "
        "are on the lists of its stations. Whether lines at whole percentages are chance is tested under B."
    )
    return _cells(table, [("", _of(_records(table)))], says, _where(_of(_records(table)), table), "alone")


def _by_region(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("comet_regions")
    if table is None:
        return None
    z = {row["region"]: _z(row["z"]) for row in _records(tables["excess"])} if "excess" in tables else {}
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in _records(table):
        groups[str(row["region"])].append(row)
    panels = [(f"{name}|{z.get(name, 'not tested')}", _of(rows)) for name, rows in groups.items()]
    says = "The same cells for some regions, each with the z of its whole percentages of turnout or share."
    told = "; ".join(panel.replace("|", ", ") for panel, _ in panels)
    return _cells(table, panels, says, f"{told}.", "beside")


def _side_by_side(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("comets")
    if table is None:
        return None
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in _records(table):
        groups[str(row["election"])].append(row)
    leaders = {row["election"]: row["leader"] for row in _records(tables["elections"])}
    panels = [(f"{name}|{leaders[name]}", _of(rows)) for name, rows in groups.items()]
    says = (
        "Turnout (across) and share of the leader (up) of each election; the stronger a cell's colour, the more voters."
    )
    told = " ".join(f"{name}: {_where(_of(rows), table)}" for name, rows in groups.items())
    upper = "; ".join(f"{name} {100 * _upper(_of(rows)):.1f} %" for name, rows in groups.items())
    title = f"Voters at stations with a turnout and a share of the leader of 90 % or more: {upper}"
    return _cells(replace(table, title=title), panels, says, told, "beside")


def _of(records: Sequence[Record]) -> list[Cell]:
    return [(row["turnout"], row["share"], row["voters"]) for row in records]


def _cells(table: Table, panels: Sequence[tuple[str, list[Cell]]], says: str, told: str, kind: str) -> Picture:
    """A picture of one comet or of several, which have the same shades."""
    every = [cell for _, cells in panels for cell in cells]
    fine = any(turnout % 1 or share % 1 for turnout, share, _ in every)
    width = seen.COARSE if kind == "beside" else seen.FINE if fine else seen.USUAL
    least = drawing.thresholds(every)
    grids = [drawing.paths(cells, width, least) for _, cells in panels]
    x, y = (column.title for column in table.columns if column.name in {"turnout", "share"})
    if kind == "beside":  # there is no room for a name
        x, y = "turnout, %", "share, %"
    names = [name for name, _ in panels]
    cell = f"voters in a cell of {width:g} × {width:g} points, from"
    sizes = ALONE if kind == "alone" else FEW if len(panels) <= 6 else MANY
    wide, narrow = (drawing.comets(names, least, cell, x=x, y=y, side=side, columns=columns) for side, columns in sizes)
    made = charts.picture(table.name, table, says, told, wide, narrow)
    wide_, narrow_ = (
        drawing.painted(svg, grids, side * width / 100)
        for svg, (side, _) in zip((made.wide, made.narrow), sizes, strict=True)
    )
    return replace(made, wide=wide_, narrow=narrow_)


def _where(cells: Sequence[Cell], table: Table) -> str:
    """Where the middle half of the voters are, and how many are at the upper right."""
    x, y = (column.title.removesuffix(", %") for column in table.columns if column.name in {"turnout", "share"})
    across, up = (_middle([(cell[at], cell[2]) for cell in cells]) for at in (0, 1))
    return (
        f"Half of the voters are at stations with a {x.lower()} from {across[0]:g} to {across[1]:g} %, half at "
        f"stations with a {y[0].lower()}{y[1:]} from {up[0]:g} to {up[1]:g} %; at the "
        f"stations of {100 * _upper(cells):.1f} % both are 90 % or more."
    )


def _upper(cells: Sequence[Cell]) -> float:
    """The share of the voters at stations with a turnout and a share of 90 % or more."""
    total = sum(voters for _, _, voters in cells) or 1
    return sum(voters for turnout, share, voters in cells if turnout >= 90 and share >= 90) / total


def _middle(values: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """The quartiles of values with weights."""
    total, below = sum(weight for _, weight in values), 0
    ends: list[float] = []
    for value, weight in sorted(values):
        below += weight
        while len(ends) < 2 and below >= total * (0.25, 0.75)[len(ends)]:
            ends.append(value)
    return ends[0], ends[1]


def _spikes(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("spikes")
    if table is None:
        return None
    groups: dict[str, list[Record]] = defaultdict(list)
    for row in _records(table):
        groups[str(row["share"])].append(row)
    panels = {f"{share}, %": points for share, rows in groups.items() if (points := _dense(rows))}
    if not panels:
        return None
    wide, narrow = (
        drawing.spikes(panels, width=width, height=height) for width, height in ((WIDE + 40, 190), (NARROW, 150))
    )
    told = [
        f"{panel.removesuffix(', %')}: far above at {', '.join(labels)}."
        for panel, points in panels.items()
        if (labels := [str(point["label"]) for point in points if point["label"]])
    ]
    says = (
        "Thin line: how many stations have each percentage, in bins of 0.1 points. Coloured line and band: how many by "
        "chance, and the interval of 95 % of each bin. Circles: whole percentages, filled above their interval; what "
        "is far above is written out. 0 and 100 % are not drawn, nor the lowest percentages, of 1 station in 200."
    )
    said = " ".join(told) or "No bin is far above its interval."
    made = charts.picture("spikes", table, says, said, wide, narrow, title=_whole(tables) or table.title)
    return replace(made, wide=drawing.rounded(made.wide), narrow=drawing.rounded(made.narrow))


def _dense(rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Every bin of a share from the first that is drawn; none where the stations are too few."""
    held = {at: row for row in rows if 0 < (at := round(10 * row["percent"])) < 1000}
    total, below, first = sum(row["observed"] for row in held.values()), 0, 0
    if total < _LEAST:
        return []
    for at in sorted(held):
        below += held[at]["observed"]
        if below > _SPARSE * total:
            first = at
            break
    named = _named([at for at in held if at >= first], held)
    points = []
    for at in range(first, max(held) + 1):
        row = held.get(at, {"observed": 0, "expected": 0, "low": 0, "high": 0, "above": False})
        points.append({
            "percent": at / 10, "whole": at % 10 == 0, "more": row["above"],
            "label": f"{at / 10:g} %" if at in named else None,
            **{key: round(row[key], 2) for key in ("observed", "expected", "low", "high")},
        })  # fmt: skip
    return points


def _named(bins: Sequence[int], held: Mapping[int, Record]) -> list[int]:
    """The bins that stand out most, not too near to each other."""

    def beyond(at: int) -> float:
        row = held[at]
        return float(row["observed"] - row["expected"] - _FAR * (row["high"] - row["expected"]))

    named: list[int] = []
    for at in sorted(
        (at for at in bins if beyond(at) > 0 and held[at]["observed"] >= _FEWEST), key=beyond, reverse=True
    ):
        if all(abs(at - other) > 10 * _APART for other in named):
            named.append(at)
    return named[:_LABELLED]


def _whole(tables: Mapping[str, Table]) -> str:
    """How many stations have a whole percentage of each share, beside how many by chance."""
    if "integers" not in tables:
        return ""
    said = [
        f"{row['share']} {row['observed']:,} and {row['expected']:,.0f}"
        for row in _records(tables["integers"])
        if (row["multiples"], row["by"]) == (1, "stations") and row["share"] != "either" and row["observed"] != ""
    ]
    return f"Stations with a whole percentage, and as many as chance makes: {'; '.join(said)}" if said else ""


def _ranked(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("excess")
    if table is None:
        return None
    rows = [
        {
            "name": row["region"], "value": row["excess"], "more": row["more"], "label": _z(row["z"]),
            **_interval(row),
        }
        for row in _records(table)[:_RANKED]
    ]  # fmt: skip
    x = "excess of whole percentages, of 100 stations"
    wide, narrow = (
        drawing.ranked(rows, x=x, width=width, names=names) for width, names in ((WIDE + 60, 250), (NARROW + 30, 120))
    )
    says = (
        "How many more of 100 stations have a whole percentage of turnout or share than chance makes, with the "
        "interval; a filled diamond: more than chance after Benjamini–Hochberg. In order of the interval's lower end."
    )
    left = len(table.rows) - len(rows)
    told = "; ".join(f"{row['name']} {row['value']:g} ({row['low']:g} to {row['high']:g})" for row in rows[:8])
    more = f" The other {left} regions are in the table." if left else ""
    return charts.picture("excess", table, f"{says}{more}", f"{told}.", wide, narrow)


def _z(value: Any) -> str:
    return f"z {value:.1f}".replace("-", "−")


def _interval(row: Record) -> dict[str, Any]:
    return {"low": row["low"], "high": row["high"]}


def _gradient(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("gradient")
    if table is None:
        return None
    titles = {column.name: column.title for column in table.columns}
    lines = [titles[key].removesuffix(", %") for key in ("share", "turnout")]
    order = [f"{row['from']}–{row['to']}" for row in _records(table)]
    points = [
        {"step": step, "line": line, "value": row[key], "low": row[f"{key}_low"], "high": row[f"{key}_high"]}
        for step, row in zip(order, _records(table), strict=True)
        for line, key in zip(lines, ("share", "turnout"), strict=True)
    ]
    x = "early votes of all votes at a station, %"
    wide, narrow = (drawing.paired(points, lines, order, x=x, y="per cent", width=width) for width in (WIDE, NARROW))
    told = "; ".join(
        f"{step} %: share {row['share']:.0f} %, turnout {row['turnout']:.0f} %, {row['stations']:,} stations"
        for step, row in zip(order, _records(table), strict=True)
    )
    says = (
        "Stations by how many of their votes are early: the share and the turnout of each tenth, with intervals of "
        "95 %; without one where the stations are too few."
    )
    return charts.picture("gradient", table, says, f"{told}.", wide, narrow)


def _anomalous(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("anomalous")
    if table is None:
        return None
    points = [_beyond(row) for row in _records(table) if isinstance(row["part"], float) and abs(row["part"]) <= 1]
    if not points:
        return None
    unit, word = (10**6, "million") if max(abs(point["value"]) for point in points) >= 10**6 else (10**3, "thousand")
    scaled = [{key: each if key == "at" else each / unit for key, each in point.items()} for point in points]
    ranged = [row["reference"] for row in _records(table) if row["plausible"]]
    spans = _left(ranged, points[0]["at"], points[-1]["at"])
    here = [row for row in _records(tables["placebos"]) if row["where"] == "here"] if "placebos" in tables else []
    marked = {row["reference"] + 0.5: "mode of the others" for row in here}
    x, y = "turnout taken as the reference, %", f"votes beyond proportion, {word}s"
    wide, narrow = (drawing.curve(scaled, x=x, y=y, width=width, marked=marked, left=spans) for width in (WIDE, NARROW))
    told_of = [point for point in points if int(point["at"]) in ranged] or points
    low, high = (chosen(told_of, key=lambda point: point["value"]) for chosen in (min, max))
    told = f"From {low['value']:,.0f} votes at {low['at']:g} % to {high['value']:,.0f} at {high['at']:g} %."
    says = (
        "What the model says with each turnout as the reference, with its interval of 95 %: all hangs on that choice. "
        "Hatched: references that the answer does not range over. Those that would make more than all votes of the "
        "candidate anomalous are not drawn."
    )
    return charts.picture("anomalous", table, says, told, wide, narrow)


def _left(ranged: Sequence[int], first: float, last: float) -> list[Record]:
    """The references before and after those that the answer ranges over."""
    sides = [(first, min(ranged)), (max(ranged) + 1, last)] if ranged else [(first, last)]
    return [{"from": low, "to": high} for low, high in sides if low < high]


def _beyond(row: Record) -> Record:
    """A point of the curve, in the middle of its bin: with the interval over regions, else over stations."""
    of = next((of for of in ("regions", "stations") if isinstance(row[f"{of}_low"], float)), "")
    ends = {end: row[f"{of}_{end}"] for end in ("low", "high")} if of else {}
    return {"at": row["reference"] + 0.5, "value": row["votes"], **ends}


def _power(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("power")
    points: list[Record] = [
        {
            "panel": row["kind"], "line": row["statistic"], "at": 100 * row["share"], "value": row["found"],
            **_interval(row),
        }
        for row in (_records(table) if table else ())
        if row["share"]
    ]  # fmt: skip
    if table is None or not points:
        return None
    panels, lines = (list(dict.fromkeys(point[key] for point in points)) for key in ("panel", "line"))
    x, y = "stations that are changed, %", "found, of all draws"
    wide, narrow = (
        drawing.curves(points, panels, lines, x=x, y=y, width=width, columns=columns)
        for width, columns in ((WIDE + 60, 2), (NARROW + 20, 1))
    )
    most = max(point["at"] for point in points)
    last = [point for point in points if point["at"] == most]
    told = "; ".join(f"{point['panel']}, {point['line']}: {100 * point['value']:.0f} %" for point in last)
    seen_ = {point["panel"] for point in last if point["value"] >= _ENOUGH}
    seen_by, unseen = ([panel for panel in panels if (panel in seen_) is found] for found in (True, False))
    title = f"At {most:g} % of the stations a test would see: {', '.join(seen_by) or 'nothing'}" + (
        f"; none would see: {', '.join(unseen)}" if unseen else ""
    )
    says = (
        "How often each test would have found what was put into stations like these, with intervals of 95 %; to see "
        f"is to find in {100 * _ENOUGH:.0f} % of the draws."
    )
    return charts.picture("power", table, says, f"At {most:g} % of the stations: {told}.", wide, narrow, title=title)


def _excess(tables: Mapping[str, Table]) -> Picture | None:
    table = tables.get("excess_by_election")
    if table is None:
        return None
    records = [row for row in _records(table) if isinstance(row["excess"], int | float)]
    order, lines = (list(dict.fromkeys(str(row[key]) for row in records)) for key in ("election", "share"))
    points = [
        {"step": row["election"], "line": row["share"], "value": row["excess"], **_interval(row)} for row in records
    ]
    x, y = "election", "excess of whole percentages, of 100 stations"
    wide, narrow = (drawing.paired(points, lines, order, x=x, y=y, width=width) for width in (WIDE, NARROW))
    told = "; ".join(
        f"{row['election']}, {row['share']}: {row['excess']:g} ({row['low']:g} to {row['high']:g})" for row in records
    )
    says = "How many more of 100 stations have a whole percentage than chance makes, with the interval of 95 %."
    return charts.picture("excess_by_election", table, says, f"{told}.", wide, narrow)


def _records(table: Table) -> list[Record]:
    return list(table.records())
