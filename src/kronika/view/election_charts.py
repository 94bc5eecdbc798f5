"""Specifications of the pictures of an election, and the cells of a comet, which are painted into its frame.

    table ── comets, spikes, ranked, … ──▶ Vega-Lite specification ── charts.picture ──▶ SVG ── painted ──▶ with cells

A comet has thousands of cells. As marks of a specification each would be an element of its own, and the page would be
ten times as large; here all cells of one shade are one path, put where the specification left a word for them.
One hue in shades of opacity is read in grey too; what a shape or a dash tells is said in words.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kronika.view.charts import Spec

SHADES = (0.1, 0.2, 0.32, 0.46, 0.62, 0.8, 1.0)
"""The opacity of a cell, from the fewest voters to the most."""
SHAPES = ("circle", "diamond", "square", "triangle-up")
_PLACE = re.compile(r'<text [^>]*transform="translate\(([^)]*)\)"[^>]*>cells-(\d+)</text>')
_DRAWN = re.compile(r' (?:d|transform)="[^"]*"')
_DECIMALS = re.compile(r"(\.\d)\d+")
_BARE = {"domain": False, "ticks": False, "labelColor": "var(--ink)", "title": None}
_SOFT = {"type": "rule", "color": "var(--soft)"}
_BAND = {"type": "area", "color": "var(--accent)", "opacity": 0.22}
_LINE = {"type": "line", "color": "var(--ink)", "strokeWidth": 1.4}
_POINT = {"type": "point", "color": "var(--accent)", "opacity": 1, "strokeWidth": 1.4}
_FILLED = {"condition": {"test": "datum.more", "value": "var(--accent)"}, "value": "var(--paper)"}
Record = Mapping[str, Any]
Cell = tuple[float, float, int]
"""Turnout, share and voters."""


def thresholds(cells: Iterable[Cell]) -> list[int]:
    """From how many voters on a cell has the next shade: 1, 3, 10, 30 and so on, up to what two in a thousand have."""
    voters = sorted(cell[2] for cell in cells)
    many = voters[int(0.998 * (len(voters) - 1))] if voters else 1
    steps = [digit * 10**zeros for zeros in range(10) for digit in (1, 3)]
    top = max((at for at, step in enumerate(steps) if step <= many), default=0)
    return steps[max(0, top - len(SHADES) + 2) : top + 1]


def paths(cells: Iterable[Cell], width: float, least: Sequence[int]) -> str:
    """The cells as one path for each shade, in units of their width; neighbours of one shade are joined."""
    placed = sorted(
        (sum(voters >= each for each in least), round(share / width), round(turnout / width))
        for turnout, share, voters in cells
    )
    drawn: dict[int, list[str]] = defaultdict(list)
    start = 0
    for at, (shade, y, x) in enumerate(placed, 1):
        if at == len(placed) or placed[at] != (shade, y, x + 1):
            drawn[shade].append(f"M{placed[start][2]} {y}h{at - start}v1h{start - at}z")
            start = at
    return "".join(f'<path fill-opacity="{SHADES[shade]}" d="{"".join(runs)}"/>' for shade, runs in drawn.items())


def painted(svg: str, grids: Sequence[str], side: float) -> str:
    """The picture with the cells of each of its comets, from `paths`; a cell is `side` pixels wide and high."""

    def group(found: re.Match[str]) -> str:
        where = f"translate({found[1]}) scale({side:g},{-side:g}) translate(-.5,-.5)"
        cells = grids[int(found[2])]
        return f'<g transform="{where}" fill="var(--accent)" shape-rendering="crispEdges">{cells}</g>'

    return _PLACE.sub(group, svg)


def rounded(svg: str) -> str:
    """The picture with its lines to a tenth of a pixel, which makes one of thousands of points much smaller."""
    return _DRAWN.sub(lambda found: _DECIMALS.sub(r"\1", found[0]), svg)


def comets(panels: Sequence[str], least: Sequence[int], cell: str, *, x: str, y: str, side: int, columns: int) -> Spec:
    """The frames of comets, `side` pixels wide and high, and the legend of their shades.

    A panel is its name, and what is written below it behind a bar; a single one needs no name. `cell` says what a cell
    is. `x` and `y` are the titles of the axes.
    """
    axis = {"values": list(range(0, 101, 10 if side >= 300 else 50)), "grid": True, "format": "d"}
    axis |= {"titlePadding": 8 if side >= 200 else 2}
    where: Spec = {
        key: {"field": key, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {**axis, "title": title}}
        for key, title in (("x", x), ("y", y))
    }
    names = [_wrapped(name, side) for name in panels]
    places = [{"x": 0, "y": 0, "panel": name, "cells": f"cells-{at}"} for at, name in enumerate(names)]
    frame: Spec = {
        "width": side,
        "height": side,
        "layer": [
            {"mark": {**_SOFT, "strokeWidth": 1.2}, "encoding": {"x": {"datum": 100}}},
            {"mark": {**_SOFT, "strokeWidth": 1.2}, "encoding": {"y": {"datum": 100}}},
            {
                "mark": {"type": "text", "baseline": "alphabetic", "align": "left"},
                "encoding": {**where, "text": {"field": "cells"}},
            },
        ],
    }
    single = len(panels) == 1 and not panels[0]
    facet = {"field": "panel", "type": "nominal", "sort": names, "header": _header()}
    drawn = (
        frame if single else {"facet": facet, "columns": columns, "spacing": 24 if side >= 200 else 12, "spec": frame}
    )
    return {
        "spacing": 14,
        "data": {"values": places},
        "vconcat": [drawn, _shades(least, cell, min(side * columns, 480))],
    }


def _wrapped(name: str, side: int) -> str:
    """The lines of a name that is bold and as wide as its panel at most."""
    return "|".join(line for part in name.split("|") for line in textwrap.wrap(part, max(8, side // 9)) or [""])


def _header() -> Spec:
    return {"title": None, "labelAnchor": "start", "labelExpr": "split(datum.label, '|')", "labelLineHeight": 16}


def _shades(least: Sequence[int], cell: str, width: int) -> Spec:
    """A row of boxes in the shades, with the voters from which on each stands."""
    words = ["fewer", *(f"{each // 1000}k" if each >= 1000 and width < 330 else f"{each:,}" for each in least)]
    boxes = [{"word": word, "shade": shade} for word, shade in zip(words, SHADES, strict=False)]
    axis = {**_BARE, "labelAngle": 0, "labelFontSize": 10 if width < 330 else 12}
    axis |= {"title": cell, "titleAnchor": "start"}
    return {
        "width": width,
        "height": 12,
        "data": {"values": boxes},
        "mark": {"type": "rect", "color": "var(--accent)"},
        "encoding": {
            "x": {"field": "word", "type": "ordinal", "sort": words, "axis": axis},
            "opacity": {"field": "shade", "type": "quantitative", "scale": None, "legend": None},
        },
    }


def spikes(panels: Mapping[str, Sequence[Record]], *, width: int, height: int) -> Spec:
    """How many stations have each percentage, beside what chance makes of it: a panel above the other.

    A point has `percent`, `observed`, `expected`, `low`, `high`, and for a whole percentage `whole`; `more` where it is
    above its interval, and `label` where it is written out.
    """
    return {"spacing": 28, "vconcat": [_spikes(title, points, width, height) for title, points in panels.items()]}


def _spikes(title: str, points: Sequence[Record], width: int, height: int) -> Spec:
    first = min((point["percent"] for point in points), default=0)
    axis = {"title": title, "tickCount": width // 60, "grid": False}
    domain = {"domain": [10 * (first // 10), 100]}
    x = {"field": "percent", "type": "quantitative", "scale": domain, "axis": axis}
    number = {"title": "stations", "tickCount": 4}
    y = {"field": "observed", "type": "quantitative", "axis": number}
    name = {"type": "text", "dy": -10, "fontSize": 11}
    return {
        "width": width - 70,
        "height": height,
        "data": {"values": list(points)},
        "encoding": {"x": x},
        "layer": [
            {"mark": _BAND, "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"mark": {**_LINE, "strokeWidth": 0.7}, "encoding": {"y": y}},
            {"mark": {**_LINE, "color": "var(--accent)"}, "encoding": {"y": {**y, "field": "expected"}}},
            {
                "transform": [{"filter": "datum.whole"}],
                "mark": {**_POINT, "size": 26},
                "encoding": {"y": y, "fill": _FILLED},
            },
            {
                "transform": [{"filter": "isValid(datum.label)"}],
                "mark": name,
                "encoding": {"y": y, "text": {"field": "label"}},
            },
        ],
    }


def ranked(rows: Sequence[Record], *, x: str, width: int, names: int) -> Spec:
    """Values with their intervals in rows, each with its name; `more` makes a filled diamond of a hollow circle.

    A row has `name`, `value`, `low`, `high`, `more` and `label`, which stands at the right; `names` is how wide names
    may be.
    """
    order = [row["name"] for row in rows]
    y = {"field": "name", "type": "ordinal", "sort": order, "axis": {**_BARE, "labelLimit": names, "labelPadding": 8}}
    value = {"field": "value", "type": "quantitative", "axis": {"title": x, "tickCount": 5}}
    shape = {"condition": {"test": "datum.more", "value": "diamond"}, "value": "circle"}
    return {
        "width": width - names - 80,
        "height": {"step": 22},
        "data": {"values": list(rows)},
        "encoding": {"y": y},
        "layer": [
            {"mark": _SOFT, "encoding": {"y": {}, "x": {"datum": 0}}},
            {
                "mark": {"type": "rule", "color": "var(--ink)", "strokeWidth": 1.4},
                "encoding": {"x": {**value, "field": "low"}, "x2": {"field": "high"}},
            },
            {"mark": {**_POINT, "size": 70}, "encoding": {"x": value, "shape": shape, "fill": _FILLED}},
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11, "x": "width"},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }


def paired(points: Sequence[Record], lines: Sequence[str], order: Sequence[str], *, x: str, y: str, width: int) -> Spec:
    """Values with their intervals at steps in order, a line each with its own dashes and marks.

    A point has `step`, `line`, `value`, and `low` and `high` where they are known.
    """
    steps = {
        "field": "step", "type": "ordinal", "sort": list(order), "scale": {"domain": list(order)},
        "axis": {"title": x, "labelAngle": 0, "labelOverlap": True, "labelColor": "var(--ink)"},
    }  # fmt: skip
    value = {"field": "value", "type": "quantitative", "axis": {"title": y, "tickCount": 5}}
    beside = {"field": "line", "type": "nominal", "scale": {"domain": list(lines)}}
    return {
        "width": width - 70,
        "height": 280,
        "data": {"values": list(points)},
        "encoding": {"x": steps, "xOffset": beside},
        "layer": [
            {"mark": _SOFT, "encoding": {"x": {}, "xOffset": {}, "y": {"datum": 0}}},
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "rule", "color": "var(--ink)", "strokeWidth": 1.4},
                "encoding": {"y": {**value, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "size": 90, "opacity": 1, "fill": "var(--ink)", "stroke": None},
                "encoding": {"y": value, "shape": _shapes(lines)},
            },
        ],
    }


def curve(
    points: Sequence[Record], *, x: str, y: str, width: int, marked: Mapping[float, str], left: Sequence[Record]
) -> Spec:
    """A line with its band.

    `left` are spans (`from`, `to`) that are hatched, `marked` places with what is written there. A point has `at`,
    `value`, and `low` and `high` where they are known.
    """
    first, last = points[0]["at"], points[-1]["at"]
    place: Spec = {"field": "at", "type": "quantitative", "scale": {"domain": [first, last], "nice": True}}
    place["axis"] = {"title": x, "grid": False, "tickCount": width // 70}
    value = {"field": "value", "type": "quantitative", "axis": {"title": y, "tickCount": 5}}
    return {
        "width": width - 70,
        "height": 300,
        "data": {"values": list(points)},
        "encoding": {"x": place},
        "layer": [
            {
                "data": {"values": list(left)},
                "mark": {"type": "rect", "color": "url(#hatch)", "opacity": 0.6},
                "encoding": {"x": {**place, "field": "from"}, "x2": {"field": "to"}},
            },
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": _BAND,
                "encoding": {"y": {**value, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": {**_LINE, "strokeWidth": 1.8}, "encoding": {"y": value}},
            *(layer for at, name in marked.items() for layer in _mark(at, name, place, right=2 * at > first + last)),
        ],
    }


def _mark(at: float, name: str, place: Spec, *, right: bool) -> list[Spec]:
    """A dashed line at a place with its name beside it, on the side where there is room."""
    here = {"data": {"values": [{"at": at, "name": name}]}, "encoding": {"x": place, "text": {"field": "name"}}}
    side = {"align": "right", "dx": -6} if right else {"align": "left", "dx": 6}
    text = {"type": "text", **side, "y": 10, "fontWeight": "bold"}
    return [
        {**here, "mark": {**_SOFT, "strokeDash": [3, 3]}, "encoding": {"x": place}},
        {**here, "mark": {**text, "stroke": "var(--paper)", "strokeWidth": 5}},
        {**here, "mark": text},
    ]


def curves(
    points: Sequence[Record], panels: Sequence[str], lines: Sequence[str], *, x: str, y: str, width: int, columns: int
) -> Spec:
    """Shares from 0 to 1 that rise along a logarithmic axis, with intervals, a panel for each kind and a mark a line.

    A point has `panel`, `line`, `at`, `value`, `low` and `high`.
    """
    places = sorted({point["at"] for point in points})
    axis = {"title": x, "values": places, "grid": False, "labelOverlap": False, "format": "~g"}
    place = {"field": "at", "type": "quantitative", "axis": axis}
    place["scale"] = {"type": "log", "domain": [places[0] * 0.8, places[-1] * 1.2], "nice": False}
    share = {"axis": {"title": y, "format": "%", "tickCount": 3}, "scale": {"domain": [0, 1]}}
    value = {"field": "value", "type": "quantitative", **share}
    shapes = _shapes(lines)
    dashes = {**shapes, "scale": {"domain": list(lines), "range": _DASHES[: len(lines)]}}
    return {
        "data": {"values": list(points)},
        "facet": {"field": "panel", "type": "nominal", "sort": list(panels), "header": _header()},
        "columns": columns,
        "spacing": 24,
        "spec": {
            "width": (width - 40) // columns - 30,
            "height": 150,
            "encoding": {"x": place},
            "layer": [
                {
                    "mark": {"type": "rule", "color": "var(--soft)"},
                    "encoding": {"y": {**value, "field": "low"}, "y2": {"field": "high"}},
                },
                {"mark": _LINE, "encoding": {"y": value, "strokeDash": dashes}},
                {
                    "mark": {"type": "point", "size": 60, "opacity": 1, "fill": "var(--ink)", "stroke": None},
                    "encoding": {"y": value, "shape": shapes},
                },
            ],
        },
    }


_DASHES = [[1, 0], [7, 3], [2, 2], [10, 3, 2, 3]]


def _shapes(lines: Sequence[str]) -> Spec:
    """A shape for each line, and the legend that names it."""
    legend = {
        "orient": "top", "title": None, "labelColor": "var(--ink)", "labelFontSize": 12, "labelLimit": 300,
        "symbolFillColor": "var(--ink)", "symbolStrokeColor": "var(--ink)", "direction": "vertical",
    }  # fmt: skip
    scale = {"domain": list(lines), "range": list(SHAPES[: len(lines)])}
    return {"field": "line", "type": "nominal", "scale": scale, "legend": legend}
