"""What every picture is held to, whatever it shows."""

from __future__ import annotations

import re

from kronika.view import charts


def has_the_colours_of_the_page_alone(svg: str) -> bool:
    """Whether a drawing names no colour of its own, and refers to nothing outside it."""
    used = set(re.findall(r' (?:fill|stroke)="([^"]*)"', svg))
    own = used - {"none", "transparent", "url(#hatch)", *(f"var(--{key})" for key in charts.COLOURS["light"])}
    return not own and not re.search(r"href|@import|<script|https?://(?!www\.w3\.org)", svg)


def width(svg: str) -> float:
    """In CSS pixels."""
    return float(re.findall(r"style=\"width:([\d.]+)px", svg)[0])
