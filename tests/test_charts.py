"""Pictures: drawn here, the same each time, told in words too, and by more than colour."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import sample_finding
from kronika.view import charts, pictures
from pictured import has_the_colours_of_the_page_alone, width

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Table
    from kronika.view.charts import Picture

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["together", "firsts", "numbers", "follow", "timeline"]


@pytest.fixture(scope="module")
def finding() -> Finding:
    return sample_finding.coverage()


@pytest.fixture(scope="module")
def drawn(finding: Finding) -> dict[str, Picture]:
    return {each.name: each for each in pictures.coverage(finding)}


def texts(svg: str) -> list[str]:
    return ["".join(map(str, each.itertext())) for each in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def test_the_study_has_its_five_pictures(drawn: dict[str, Picture]) -> None:
    assert list(drawn) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_in_words_what_it_shows(drawn: dict[str, Picture], name: str) -> None:
    picture = drawn[name]
    for svg in (picture.wide, picture.narrow):
        root = etree.fromstring(svg.encode())
        assert root.get("role") == "img"
        said = {each.get("id"): each.text for each in list(root)[:2]}
        assert list(said.values()) == [picture.title, f"{picture.says} {picture.told}"]
        assert (root.get("aria-labelledby") or "").split() == list(said)
        assert not [each for each in root.iter() if each is not root and (each.get("role") or each.get("aria-label"))]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_colours_of_the_page_and_asks_nobody_for_anything(
    drawn: dict[str, Picture], name: str
) -> None:
    for svg in (drawn[name].wide, drawn[name].narrow):
        assert has_the_colours_of_the_page_alone(svg)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fits_a_page_and_a_telephone(drawn: dict[str, Picture], name: str) -> None:
    assert width(drawn[name].wide) <= 720
    assert width(drawn[name].narrow) <= 375


def test_pictures_are_the_same_each_time(finding: Finding, drawn: dict[str, Picture]) -> None:
    assert {each.name: each for each in pictures.coverage(finding)} == drawn


def test_a_picture_alone_carries_its_colours_light_and_dark_and_its_hatching(drawn: dict[str, Picture]) -> None:
    alone = drawn["timeline"].alone()
    etree.fromstring(alone.encode())
    assert all(colour in alone for scheme in charts.COLOURS.values() for colour in scheme.values())
    assert alone.count('id="hatch"') == 1


def test_every_count_of_the_grid_is_written_out(drawn: dict[str, Picture]) -> None:
    counts = [str(row["count"]) for row in drawn["firsts"].data.records()]
    for svg in (drawn["firsts"].wide, drawn["firsts"].narrow):
        written = texts(svg)
        assert all(written.count(count) >= counts.count(count) for count in counts)


def test_first_listings_add_up_to_the_identities_of_each_state(finding: Finding, drawn: dict[str, Picture]) -> None:
    held: dict[object, set[object]] = {}
    for row in finding.table("listings").records():
        held.setdefault(row["state"], set()).add(row["identity"])
    counted: dict[object, int] = {}
    for row in drawn["firsts"].data.records():
        counted[row["state"]] = counted.get(row["state"], 0) + int(str(row["count"]))
    assert counted == {state: len(identities) for state, identities in held.items()}


def test_combinations_of_states_add_up_to_all_who_are_listed(finding: Finding, drawn: dict[str, Picture]) -> None:
    listed = [row for row in finding.table("matrix").records() if row["number"]]
    assert sum(int(str(row["count"])) for row in drawn["together"].data.records()) == len(listed)


def test_a_line_is_told_by_its_dashes_and_its_name(finding: Finding, drawn: dict[str, Picture]) -> None:
    states = [str(row["state"]) for row in finding.table("counts").records()]
    assert all(any(text.startswith(f"{state} ") for text in texts(drawn["numbers"].wide)) for state in states)
    lines = re.findall(r'<path [^>]*stroke-width="1.8"[^>]*>', drawn["numbers"].wide)
    dashes = [(re.findall(r'stroke-dasharray="([^"]*)"', line) or ["none"])[0] for line in lines]
    assert len(set(dashes)) == len(dashes) == len(states)


def test_what_is_unknown_is_hatched(finding: Finding, drawn: dict[str, Picture]) -> None:
    vague = any(row["since_low"] != row["since_high"] for row in drawn["timeline"].data.records())
    assert ("url(#hatch)" in drawn["timeline"].wide) is vague


def test_names_of_lines_never_stand_on_one_another() -> None:
    ends = [
        {"line": f"L{n}", "count": count, "most": count, "date": "2024-01-01"} for n, count in enumerate([5, 5, 6, 300])
    ]
    placed = [each["at"] for each in charts._apart(ends)]
    assert all(high - low > 300 / 20 for low, high in pairwise(placed))


def without(finding: Finding, *names: str) -> Finding:
    """The finding with these tables empty."""
    tables: list[Table] = [replace(each, rows=()) if each.name in names else each for each in finding.tables]
    return replace(finding, tables=tables)


@pytest.mark.parametrize(
    ("empty", "left"),
    [
        (("curves",), ["together", "firsts", "numbers", "timeline"]),
        (("waves",), NAMES),
        (("cumulative",), ["together", "firsts", "follow", "timeline"]),
        (("listings",), ["together", "numbers", "follow"]),
        (("matrix",), []),
    ],
)
def test_a_picture_without_data_is_left_out(finding: Finding, empty: tuple[str, ...], left: list[str]) -> None:
    assert [each.name for each in pictures.coverage(without(finding, *empty))] == left


def test_nobody_who_is_not_there_has_a_timeline(finding: Finding) -> None:
    assert pictures.timeline(finding, "kr-0000000000") is None


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(over: str, under: str, opacity: float) -> str:
    def mix(at: int) -> int:
        return round(int(over[at : at + 2], 16) * opacity + int(under[at : at + 2], 16) * (1 - opacity))

    return "#" + "".join(f"{mix(at):02x}" for at in (1, 3, 5))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_that_wcag_asks_for(scheme: str) -> None:
    colours = charts.COLOURS[scheme]
    assert all(contrast(colours[name], colours["paper"]) >= 4.5 for name in ("ink", "soft", "accent"))
    darkest = mixed(colours["accent"], colours["paper"], charts.DARKEST)
    assert contrast(colours["ink"], darkest) >= 4.5
    assert contrast(colours["soft"], colours["rule"]) >= 3
