"""Pictures of findings, as SVG made here: no script, no network, the same bytes each time.

    data ── Vega-Lite specification ── vl-convert ──▶ SVG, once for a page and once for a telephone

A picture has no colours of its own. It names the page's (`var(--ink)`), so that it is light, dark and printed as the
page is. Nothing is told by colour alone: counts are written out, lines carry their own dashes and names, and what is
unknown is hatched. Specifications are plain mappings: https://vega.github.io/vega-lite/docs/ says what each key means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kronika.study.finding import Table

WIDE, NARROW = 640, 330
"""Widths of the two drawings of a picture, in CSS pixels."""
DARKEST = 0.42
"""The opacity of the darkest shade: text on it can still be read."""
MARGIN = 130
"""What of the width of steps their axis and the names of their lines take."""
DEFS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--paper)"/><rect width="1.6" height="6" fill="var(--soft)"/></pattern></defs>'
)
"""What the pictures of a page refer to: the hatching that means «unknown»."""
COLOURS = {
    "light": {"paper": "#fdfcf9", "ink": "#1c1b19", "soft": "#5f5b54", "rule": "#d9d5cc", "accent": "#8a2b0e"},
    "dark": {"paper": "#171614", "ink": "#ece8e0", "soft": "#aaa49a", "rule": "#3b3833", "accent": "#f0a184"},
}
"""The page's colours by its scheme; pictures that leave the page take them along."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_DASHES = ((1, 0), (7, 3), (2, 2), (10, 3, 2, 3), (4, 4), (12, 2), (1, 4), (6, 2, 1, 2, 1, 2))
# Roles of parts, where the whole is one image; and the font, which is the page's.
_INNER = re.compile(r' (?:role="graphics-[a-z]+"|aria-[a-z]+="[^"]*"|font-family="[^"]*")')
_CONFIG: dict[str, Any] = {
    "aria": False,  # the whole picture has one text
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "padding": 4,
    "axis": {
        "labelColor": "var(--soft)",
        "titleColor": "var(--soft)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": "var(--rule)",
        "domainColor": "var(--rule)",
        "tickColor": "var(--rule)",
        "labelFont": FONT,
        "titleFont": FONT,
    },
    "header": {"labelColor": "var(--ink)", "labelFontSize": 13, "labelFontWeight": "bold", "labelFont": FONT},
    "text": {"color": "var(--ink)", "fontSize": 12, "font": FONT},
}
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a table."""

    name: str
    title: str
    """The finding as a sentence."""
    says: str
    """How to read it."""
    told: str
    """What is seen in it, for those who do not see it."""
    data: Table
    """What it is drawn from."""
    wide: str
    narrow: str
    """The SVG for a page and for a telephone; their colours are the page's."""

    def alone(self) -> str:
        """The picture as a file of its own, light or dark as its reader's screen is."""
        light, dark = colours("light"), colours("dark")
        style = (
            f"<style>svg{{{light};background:var(--paper)}}@media (prefers-color-scheme:dark){{svg{{{dark}}}}}</style>"
        )
        head, _, body = self.wide.partition("</desc>")
        return f"{head}</desc>{style}{DEFS}{body}"


def colours(scheme: str) -> str:
    """The declarations of a scheme's colours, as CSS writes them."""
    return "; ".join(f"--{name}: {value}" for name, value in COLOURS[scheme].items())


def warm() -> None:
    """Begin to load the drawing machine beside what else is done: the first picture takes half a second longer."""
    from threading import Thread

    Thread(target=_drawn, args=({"mark": "point", "data": {"values": []}}, "", "", "")).start()


def picture(name: str, data: Table, says: str, told: str, wide: Spec, narrow: Spec, *, title: str = "") -> Picture:
    """Draw a picture from its two specifications; its title is that of its table unless given."""
    title = title or data.title
    words = f"{says} {told}"
    drawn = (_drawn(spec, f"{name}-{kind}", title, words) for kind, spec in (("wide", wide), ("narrow", narrow)))
    return Picture(name, title, says, told, data, *drawn)


def _drawn(spec: Spec, name: str, title: str, says: str) -> str:
    import vl_convert

    svg = _INNER.sub("", vl_convert.vegalite_to_svg({**spec, "config": _CONFIG}, vl_version="6.4"))

    def opening(found: re.Match[str]) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'{found["box"]} style="width:{found["width"]}px"><title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(says)}</desc>'
        )

    return re.sub(r'<svg [^>]* width="(?P<width>[\d.]+)"[^>]* (?P<box>viewBox="[^"]*")>', opening, svg, count=1)


def shaded(
    cells: Sequence[Mapping[str, Any]], x: Sequence[str], y: Sequence[str], *, width: int, labelled: Sequence[str] = ()
) -> Spec:
    """Counts in a grid, written out and shaded.

    A cell has `x`, `y`, `count`, and `unknown` for one that is hatched. `x` and `y` are all values in order, `labelled`
    those of x that have a label; all unless given.
    """
    bare = {"domain": False, "ticks": False, "labelAngle": 0, "labelColor": "var(--ink)", "title": None}
    box = {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 2}
    shade = {
        "field": "count",
        "type": "quantitative",
        "scale": {"type": "sqrt", "range": [0.06, DARKEST]},
        "legend": None,
    }
    number = {"field": "count", "type": "quantitative"}
    size = 11 if width / len(x) < 30 else 12
    return {
        "width": width - 70,
        "height": {"step": 26},
        "data": {"values": list(cells)},
        "encoding": {
            "x": _ordinal("x", x, {**bare, "orient": "top", "values": list(labelled or x), "labelOverlap": False}),
            "y": _ordinal("y", y, bare),
        },
        "layer": [
            {**_only("!datum.unknown"), "mark": {**box, "color": "var(--accent)"}, "encoding": {"opacity": shade}},
            {**_only("datum.unknown"), "mark": {**box, "color": "url(#hatch)"}},
            {
                **_only("datum.unknown"),
                "mark": {"type": "text", "fontSize": size, **_HALO},
                "encoding": {"text": number},
            },
            {"mark": {"type": "text", "fontSize": size}, "encoding": {"text": number}},
        ],
    }


def steps(
    points: Sequence[Mapping[str, Any]], lines: Sequence[str], *, y: str, width: int, events: Mapping[str, str]
) -> Spec:
    """Counts that hold until they change, a line each with its name at its end; events are dates with their labels.

    A point has `line`, `date` (a day, ISO 8601), `count`, and `most`: what is between the two is hatched. `y` says
    what is counted.
    """
    ends = _apart([max((p for p in points if p["line"] == line), key=lambda p: str(p["date"])) for line in lines])
    days = {"field": "date", "type": "temporal", "axis": {"title": None, "grid": False, "tickCount": width // 80}}
    most = 1.3 * max((float(end["at"]) for end in ends), default=1.0)  # room for the names of events above the lines
    counts = {
        "field": "count",
        "type": "quantitative",
        "axis": {"title": y, "tickCount": 5},
        "scale": {"domain": [0, most]},
    }
    return {
        "width": width - MARGIN,
        "height": 300,
        "layer": [
            {
                "data": {"values": [{"date": day, "label": label} for day, label in events.items()]},
                "encoding": {"x": days},
                "layer": [
                    {"mark": {"type": "rule", "color": "var(--rule)", "strokeDash": [2, 3]}},
                    {
                        "mark": {"type": "text", "angle": 270, "align": "right", "dy": -6, "y": 2, "fontSize": 11},
                        "encoding": {"text": {"field": "label"}},
                    },
                ],
            },
            {
                "data": {"values": list(points)},
                **_only("datum.most > datum.count"),
                "mark": {"type": "area", "interpolate": "step-after", "color": "url(#hatch)", "opacity": 0.6},
                "encoding": {"x": days, "y": counts, "y2": {"field": "most"}, "detail": {"field": "line"}},
            },
            {
                "data": {"values": list(points)},
                "mark": {"type": "line", "interpolate": "step-after", "color": "var(--ink)", "strokeWidth": 1.8},
                "encoding": {"x": days, "y": counts, "strokeDash": _dashes("line", lines)},
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 7, "fontWeight": "bold"},
                "encoding": {"x": days, "y": {**counts, "field": "at"}, "text": {"field": "label"}},
            },
        ],
    }


def survival(
    points: Sequence[Mapping[str, Any]], panels: Mapping[str, str], *, x: str, width: int, columns: int
) -> Spec:
    """Shares that fall with time, each in a panel of its own with its band.

    A point has `panel`, `day`, `share`, and `low` and `high` where the band is known; `panels` are their names in
    order, with what is written below each; `x` says what the days are counted from.
    """
    days = {"field": "day", "type": "quantitative", "axis": {"title": x, "tickCount": 4, "grid": False}}
    share = {"field": "share", "type": "quantitative", "scale": {"domain": [0, 1]}}
    axis = {"title": None, "format": "%", "tickCount": 3}
    step = {"interpolate": "step-after"}
    titles = {panel: f"{panel}|{note}" for panel, note in panels.items()}
    header = {"title": None, "labelAnchor": "start", "labelExpr": "split(datum.label, '|')", "labelLineHeight": 16}
    return {
        "data": {"values": [{**point, "panel": titles[point["panel"]]} for point in points]},
        "facet": {"field": "panel", "type": "nominal", "sort": list(titles.values()), "header": header},
        "columns": columns,
        "spacing": 24,
        "spec": {
            "width": (width - 40) // columns - 30,
            "height": 130,
            "layer": [
                {
                    **_only("isValid(datum.low)"),
                    "mark": {"type": "area", **step, "color": "var(--accent)", "opacity": 0.22},
                    "encoding": {"x": days, "y": {**share, "field": "low", "axis": axis}, "y2": {"field": "high"}},
                },
                {
                    "mark": {"type": "line", **step, "color": "var(--ink)", "strokeWidth": 1.8},
                    "encoding": {"x": days, "y": {**share, "axis": axis}},
                },
            ],
        },
    }


def sets(rows: Sequence[Mapping[str, Any]], members: Sequence[str], *, width: int) -> Spec:
    """How many are in each combination of members: a row of filled and empty marks, then a bar with the number.

    A row has `row` (its place from 0), `members` and `count`.
    """
    places = [
        {"row": row["row"], "member": member, "in": member in row["members"]} for row in rows for member in members
    ]
    left = min(46 * len(members), width // 2)
    order = [row["row"] for row in rows]
    bare = {"domain": False, "ticks": False, "labelAngle": 0, "labelColor": "var(--ink)", "title": None}
    y = {"field": "row", "type": "ordinal", "axis": None, "sort": order}
    return {
        "spacing": 12,
        "hconcat": [
            {
                "width": left,
                "height": {"step": 24},
                "data": {"values": places},
                "mark": {"type": "square", "size": 130, "strokeWidth": 1.2, "opacity": 1, "stroke": "var(--soft)"},
                "encoding": {
                    "x": _ordinal("member", members, {**bare, "orient": "top"}),
                    "y": y,
                    "fill": {"condition": {"test": "datum.in", "value": "var(--ink)"}, "value": "transparent"},
                },
            },
            {
                "width": width - left - 70,
                "height": {"step": 24},
                "data": {"values": list(rows)},
                "encoding": {"y": y, "x": {"field": "count", "type": "quantitative", "axis": None}},
                "layer": [
                    {"mark": {"type": "bar", "color": "var(--accent)", "opacity": DARKEST, "height": 16}},
                    {
                        "mark": {"type": "text", "align": "left", "dx": 5},
                        "encoding": {"text": {"field": "count", "type": "quantitative"}},
                    },
                ],
            },
        ],
    }


def spans(bars: Sequence[Mapping[str, Any]], rows: Sequence[str], *, width: int) -> Spec:
    """Who is listed from when until when, a row each.

    A bar has `row`, `since` and `until` (days), `label`, and `unknown` where only somewhere in it a listing began.
    """
    days = {"field": "since", "type": "temporal", "axis": {"title": None, "grid": True, "tickCount": width // 90}}
    ends = {"x": days, "x2": {"field": "until"}}
    box = {"type": "bar", "height": 12}
    bare = {"domain": False, "ticks": False, "labelColor": "var(--ink)", "title": None}
    return {
        "width": width - 100,
        "height": {"step": 40},
        "data": {"values": list(bars)},
        "encoding": {"y": _ordinal("row", rows, bare)},
        "layer": [
            {**_only("!datum.unknown"), "mark": {**box, "color": "var(--ink)"}, "encoding": ends},
            {
                **_only("datum.unknown"),
                "mark": {**box, "color": "url(#hatch)", "stroke": "var(--soft)", "strokeWidth": 1},
                "encoding": ends,
            },
            {
                **_only("isValid(datum.label)"),
                "mark": {"type": "text", "align": "left", "dy": -13, "fontSize": 11},
                "encoding": {"x": days, "text": {"field": "label"}},
            },
        ],
    }


_HALO = {"stroke": "var(--paper)", "strokeWidth": 4, "strokeJoin": "round"}


def _only(test: str) -> Spec:
    return {"transform": [{"filter": test}]}


def _ordinal(field: str, values: Sequence[str], axis: Spec) -> Spec:
    return {"field": field, "type": "ordinal", "sort": list(values), "scale": {"domain": list(values)}, "axis": axis}


def _dashes(field: str, values: Sequence[str]) -> Spec:
    dashes = [list(_DASHES[at % len(_DASHES)]) for at in range(len(values))]
    return {
        "field": field,
        "type": "nominal",
        "scale": {"domain": list(values), "range": dashes},
        "legend": None,
    }


def _apart(ends: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The ends of lines with their labels, moved up where two would stand on one another."""
    least = max((int(end["most"]) for end in ends), default=0) / 14  # a label's height, of a picture of 300 pixels
    placed: list[dict[str, Any]] = []
    for end in sorted(ends, key=lambda each: int(each["count"])):
        at = max(float(end["count"]), placed[-1]["at"] + least if placed else 0.0)
        number = f"{end['count']:,}" + (f" to {end['most']:,}" if end["most"] > end["count"] else "")
        placed.append({"date": end["date"], "at": at, "label": f"{end['line']} {number}"})
    return placed
