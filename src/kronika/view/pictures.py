"""Which pictures the study of coverage has, each with the table that it is drawn from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kronika.study.coverage.lags import ALL
from kronika.study.finding import Column, Row, Table
from kronika.view import charts, findings
from kronika.view.charts import NARROW, WIDE, Picture

if TYPE_CHECKING:
    from kronika.study.finding import Finding

_NO_DAY = "no day"
_DAY = re.compile(r"^(\d{4}-\d\d)$")
_MOST_WAVES = 8
_NAME_PIXELS = 20
"""How far apart the names of two waves stand."""
_MOST_SETS = 14
"""Combinations of states that are drawn; all of them are in the table."""
Record = Mapping[str, Any]


def coverage(finding: Finding) -> list[Picture]:
    """The pictures of a finding of coverage, of what it has: states together, firsts, numbers, lags, one timeline."""
    matrix = _records(finding.table("matrix"))
    if not matrix:
        return []
    states = _states(finding)
    longest = max(matrix, key=lambda row: row["number"])
    drawn = [
        together(matrix, states),
        firsts(_records(finding.table("listings")), states),
        cumulative(finding, states),
        lags(finding, states),
        timeline(finding, str(longest["identity"])),
    ]
    return [each for each in drawn if each]


def _states(finding: Finding) -> list[str]:
    """The states of a finding, that which lists most first."""
    records = _records(finding.table("matrix"))
    return sorted(findings.states(finding), key=lambda state: -sum(row[state.lower()] == "listed" for row in records))


def together(matrix: Sequence[Record], states: Sequence[str]) -> Picture:
    """How many identities are listed by just these states, for each combination of them."""
    sets = Counter(tuple(state for state in states if row[state.lower()] == "listed") for row in matrix)
    del sets[()]
    ranked = sorted(sets.items(), key=lambda item: (-len(item[0]), -item[1], item[0]))
    columns = (Column("states", "Listed by just these"), Column("count", "Identities"))
    rows = tuple(Row((members, count)) for members, count in ranked)
    listed, alone = sum(sets.values()), sum(count for members, count in ranked if len(members) == 1)
    title = f"Of {listed:,} that are certainly listed, {alone:,} are listed by one state alone"
    notes = ("A state that is not marked does not list them, or its lists do not tell: the matrix says which.",)
    largest = sorted(ranked, key=lambda item: -item[1])[:_MOST_SETS]
    shown: list[Record] = [
        {"row": at, "members": list(members), "count": count}
        for at, (members, count) in enumerate(item for item in ranked if item in largest)
    ]
    said = "; ".join(f"{' + '.join(row['members'])}: {row['count']}" for row in shown)
    wide, narrow = (charts.sets(shown, states, width=width) for width in (WIDE, NARROW))
    says = "Each row is a combination of states, filled where they list, and the number listed by just these."
    return charts.picture("together", Table("together", title, columns, rows, notes), says, f"{said}.", wide, narrow)


def firsts(listings: Sequence[Record], states: Sequence[str]) -> Picture | None:
    """In which year each state first listed somebody of the regime."""
    years: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (identity, state), some in _grouped(listings, "identity", "state").items():
        years[state, _year(some)].add(identity)
    known = sorted({int(year) for _, year in years if year != _NO_DAY})
    if not known:
        return None
    every = [*map(str, range(known[0], known[-1] + 1)), *([_NO_DAY] if any(y == _NO_DAY for _, y in years) else [])]
    cells = [(state, year, len(years[state, year])) for state in states for year in every if (state, year) in years]
    columns = (Column("state", "State"), Column("year", "Year"), Column("count", "First listings"))
    state, year, count = max((cell for cell in cells if cell[1] != _NO_DAY), key=lambda cell: cell[2])
    title = f"The most first listings by one state in one year: {count:,}, by {state} in {year}"
    notes = (f"«{_NO_DAY}»: the list prints no day, and the copies in the archive leave more than one year.",)
    table = Table("firsts", title, columns, tuple(Row(cell) for cell in cells), notes)
    drawn = [{"x": y, "y": s, "count": n, "unknown": y == _NO_DAY} for s, y, n in cells]
    turned = [{**cell, "x": cell["y"], "y": cell["x"]} for cell in drawn]
    labels = [*[year for year in every[:-2] if int(year) % 2 == 0], every[-1]]
    wide = charts.shaded(drawn, every, states, width=WIDE, labelled=labels)
    says = "How many each state listed for the first time in each year."
    return charts.picture("firsts", table, says, f"{title}.", wide, charts.shaded(turned, states, every, width=NARROW))


def _year(listings: Iterable[Record]) -> str:
    """The year in which the first of these began, if it is one for certain."""
    found = list(listings)
    low = min(str(each["since_low"] or "") for each in found)
    high = min(str(each["since_high"] or "9999") for each in found)
    return low[:4] if low[:4] == high[:4] else _NO_DAY


def cumulative(finding: Finding, states: Sequence[str]) -> Picture | None:
    """How many each state lists, with the waves of listings."""
    table = finding.table("cumulative")
    points = [
        {"line": row["state"], "date": row["day"], "count": row["at_least"], "most": row["at_most"]}
        for row in _records(table)
    ]
    lines = [state for state in states if any(point["line"] == state for point in points)]
    if not lines:
        return None
    days = [str(point["date"]) for point in points]
    wide, narrow = (
        charts.steps(points, lines, y="identities listed", width=width, events=_waves(finding, width, days))
        for width in (WIDE, NARROW)
    )
    says = (
        "A rising line for each state, of how many it certainly lists, until its newest copy; hatched up to how many it"
        " may list. Dotted: the largest waves, the day each began and how many were first listed in it."
    )
    return charts.picture("numbers", table, says, f"{table.title}.", wide, narrow)


def _waves(finding: Finding, width: int, days: Sequence[str]) -> dict[str, str]:
    """The largest waves by the day on which they began, as many as have room for their names."""
    ordinals = [date.fromisoformat(day).toordinal() for day in days]
    room = (max(ordinals) - min(ordinals)) * _NAME_PIXELS / (width - charts.MARGIN)
    shown: dict[str, str] = {}
    for row in sorted(_records(finding.table("waves")), key=lambda row: -int(row["number"])):
        began = date.fromisoformat(row["wave"])
        near = any(abs(began.toordinal() - date.fromisoformat(other).toordinal()) < room for other in shown)
        if not near and len(shown) < _MOST_WAVES:
            shown[row["wave"]] = f"{row['wave']}: {row['number']:,}"
    return shown


def lags(finding: Finding, states: Sequence[str]) -> Picture | None:
    """How long each state took to follow those who listed first."""
    table = finding.table("curves")
    every = [row for row in _records(table) if row["wave"] == ALL]
    medians = {row["state"]: row for row in _records(finding.table("medians")) if row["wave"] == ALL}
    panels = {state: _half(medians[state]) for state in states if any(row["state"] == state for row in every)}
    if not panels:
        return None
    points = [{**{key: row[key] for key in row if row[key] != ""}, "panel": row["state"]} for row in every]
    wide, narrow = (
        charts.survival(points, panels, x="days since the first listing", width=width, columns=columns)
        for width, columns in ((WIDE, min(2, len(panels))), (NARROW, 1))
    )
    said = "; ".join(f"{state}: {half}" for state, half in panels.items())
    says = (
        "A falling line for each state: the share of those first listed by others that it did not list yet, with its"
        " interval."
    )
    title = finding.table("medians").title
    return charts.picture("follow", table, says, f"{said}.", wide, narrow, title=title)


def _half(median: Record) -> str:
    """The day by which a state had followed half, in a few words."""
    if not isinstance(median["median"], int):
        return str(median["why"] or "half not reached")
    low, high = (f"{median[key]:,}" if isinstance(median[key], int) else "?" for key in ("low", "high"))
    return f"half within {median['median']:,} days ({low}–{high})"


def timeline(finding: Finding, identity: str) -> Picture | None:
    """When one identity was listed by which state. None for one that nobody lists."""
    table = finding.table("listings")
    mine = replace(table, name="timeline", rows=tuple(row for row in table.rows if row.values[0] == identity), notes=())
    listings = sorted(_records(mine), key=lambda each: (str(each["since_low"] or ""), each["since_high"]))
    if not listings:
        return None
    states = list(dict.fromkeys(str(each["state"]) for each in listings))
    first = min(str(each["since_low"] or each["since_high"]) for each in listings)
    bars = [bar for each in listings for bar in _bars(each, first)]
    for state in states:
        next(bar for bar in bars if bar["row"] == state)["label"] = next(
            each["since"] for each in listings if each["state"] == state
        )
    said = "; ".join(f"{bar['row']} {bar['label']}" for bar in bars if "label" in bar)
    wide, narrow = (charts.spans(bars, states, width=width) for width in (WIDE, NARROW))
    says = (
        "A bar for each listing, from the day it began until it ended or its list ends; hatched where the day is not"
        " known."
    )
    title = f"{listings[0]['name']} was listed by {len(states)} states, and since: {said}"
    return charts.picture("timeline", replace(mine, title=title), says, f"{said}.", wide, narrow)


def _bars(listing: Record, first: str) -> list[dict[str, Any]]:
    """A listing as bars: hatched where it may have begun or ended, solid where it stood.

    `first` is drawn where it may have begun at any time.
    """
    low, high = str(listing["since_low"] or first), str(listing["since_high"])
    seen = max(high, _DAY.sub(r"\1-01", str(listing["last_copy"])))
    spans = [(low, high, True), (high, seen, False)]
    if listing["until"]:
        spans.append((seen, str(listing["until"])[-10:], True))
    known = [span for span in spans if span[0] < span[1]]
    if not known:  # it began on the day of its only copy
        known = [(seen, (date.fromisoformat(seen) + timedelta(1)).isoformat(), not listing["printed"])]
    return [
        {"row": listing["state"], "since": since, "until": until, "unknown": unknown} for since, until, unknown in known
    ]


def _records(table: Table) -> list[Record]:
    return list(table.records())


def _grouped(records: Iterable[Record], *keys: str) -> dict[tuple[Any, ...], list[Record]]:
    groups: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[tuple(record[key] for key in keys)].append(record)
    return groups
