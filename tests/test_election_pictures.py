"""Pictures of an election: whole, small, told in words; and the page on which A, B and C stand apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from lxml import etree

import made_protocols as made
from browsing import violations_of_file
from kronika.study.elections import excluding, integers, report, seen, tables
from kronika.study.finding import Column, Finding, Row, Table
from kronika.view import election_charts, election_page, election_pictures, findings
from kronika.view import report as pages
from pictured import has_the_colours_of_the_page_alone, width

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.collect.protocols.stations import Protocols
    from kronika.view.charts import Picture

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["comet", "comet_regions", "gradient", "spikes", "excess", "power", "anomalous"]
LARGE = 200_000


def election(stations: int, regions: int = 3, rewritten: float = 0.3) -> Protocols:
    """Stations at which people vote alone; at some of them a turnout of a whole percentage was written."""
    random = np.random.default_rng(11)
    registered = random.integers(300, 2500, stations)
    given = random.binomial(registered, random.beta(6, 4, stations))
    whole = np.round(registered * np.round(100 * given / registered) / 100).astype(np.int64)
    given = np.where(random.random(stations) < rewritten, whole, given)
    rose = random.binomial(given, random.beta(7, 4, stations))
    region = [f"Region {at % regions + 1}" for at in range(stations)]
    found = made.protocols(registered.tolist(), given.tolist(), given.tolist(), rose.tolist(), region=region)
    counts = {**found.counts, "early": random.binomial(given, random.beta(2, 3, stations))}
    return replace(found, counts=counts)


def reported(protocols: Protocols) -> Finding:
    """The report, with all tables that a picture can be drawn from."""
    finding = report.run(protocols)
    kept = excluding.keep(protocols).mask
    more = [*seen.tables(protocols, kept, integers.measure(protocols, kept)), power(), *model()]
    return replace(finding, tables=[*{table.name: table for table in (*finding.tables, *more)}.values()])


def power() -> Table:
    columns = [Column(each, each) for each in ("kind", "share", "stations", "statistic", "found", "low", "high")]
    rows = [
        Row((kind, share, 10, test, found, found - 0.02, found + 0.02))
        for kind, seen_ in (("rounded", 1.0), ("stuffed", 0.0))
        for share in (0.0, 0.01, 0.2)
        for test in ("turnout", "either")
        for found in [0.9 if seen_ and share > 0.1 else 0.05]
    ]
    return Table("power", "How often", tuple(columns), tuple(rows))


def model(*, without: bool = False) -> list[Table]:
    """The curve of a model over its references, and its figure at the mode; `without` the votes."""
    names = ("reference", "votes", "part", "stations_low", "stations_high", "regions_low", "regions_high", "plausible")
    rows = [
        Row((at, 9e3 - 150 * at, 0.9 - at / 50, 8e3 - 150 * at, 1e4 - 150 * at, "", "", 40 <= at < 60))
        for at in range(20, 90)
    ]
    curve = Table(
        "anomalous", "Votes of Rose", tuple(Column(each, each) for each in names), () if without else tuple(rows)
    )
    here = (Row(("Rose", "here", 50)), Row(("Lily", "here, placebo", 45)))
    columns = tuple(Column(each, each) for each in ("candidate", "where", "reference"))
    return [curve, Table("placebos", "Others", columns, here)]


@pytest.fixture(scope="module")
def finding() -> Finding:
    return reported(election(1500))


@pytest.fixture(scope="module")
def drawn(finding: Finding) -> dict[str, Picture]:
    return {each.name: each for each in election_pictures.drawn(finding)}


@pytest.fixture(scope="module")
def folder(finding: Finding, drawn: dict[str, Picture], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("election") / "out"
    pages.write(finding, election_page.sections(finding, list(drawn.values())), path)
    return path


@pytest.fixture(scope="module")
def page(folder: Path) -> Any:
    return etree.fromstring((folder / "index.html").read_bytes(), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def texts(svg: str) -> list[str]:
    return ["".join(map(str, each.itertext())) for each in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def runs(svg: str) -> int:
    """How many cells the runs of a comet cover."""
    return sum(map(int, re.findall(r"M\d+ \d+h(\d+)v1h-\d+z", svg)))


def without(finding: Finding, *names: str) -> Finding:
    return replace(finding, tables=[table for table in finding.tables if table.name not in names])


def test_an_election_has_its_pictures(drawn: dict[str, Picture]) -> None:
    assert list(drawn) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_left_out_where_its_table_is_missing_or_empty(finding: Finding, name: str) -> None:
    left = [each for each in NAMES if each != name]
    assert [each.name for each in election_pictures.drawn(without(finding, name))] == left
    empty = [replace(table, rows=()) if table.name == name else table for table in finding.tables]
    assert [each.name for each in election_pictures.drawn(replace(finding, tables=empty))] == left


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_in_words_what_it_shows(drawn: dict[str, Picture], name: str) -> None:
    picture = drawn[name]
    for svg in (picture.wide, picture.narrow):
        root = etree.fromstring(svg.encode())
        said = {each.get("id"): each.text for each in list(root)[:2]}
        assert list(said.values()) == [picture.title, f"{picture.says} {picture.told}"]
        assert (root.get("aria-labelledby") or "").split() == list(said)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_colours_of_the_page_and_asks_nobody_for_anything(
    drawn: dict[str, Picture], name: str
) -> None:
    for svg in (drawn[name].wide, drawn[name].narrow):
        assert has_the_colours_of_the_page_alone(svg)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fits_a_page_and_a_telephone(drawn: dict[str, Picture], name: str) -> None:
    assert width(drawn[name].wide) <= 730
    assert width(drawn[name].narrow) <= 375


def test_pictures_are_the_same_each_time(finding: Finding, drawn: dict[str, Picture]) -> None:
    assert {each.name: each for each in election_pictures.drawn(finding)} == drawn


def test_every_cell_of_a_comet_is_painted_once(finding: Finding, drawn: dict[str, Picture]) -> None:
    for name in ("comet", "comet_regions"):
        for svg in (drawn[name].wide, drawn[name].narrow):
            assert runs(svg) == len(finding.table(name).rows)
            assert "cells-" not in svg


def test_neighbouring_cells_of_one_shade_are_one_run() -> None:
    cells = [(10.0, 50.0, 5), (11.0, 50.0, 6), (12.0, 50.0, 400), (13.0, 50.0, 5), (10.0, 51.0, 5)]
    drawn = election_charts.paths(cells, 1.0, [100])
    assert re.findall(r'd="([^"]*)"', drawn) == ["M10 50h2v1h-2zM13 50h1v1h-1zM10 51h1v1h-1z", "M12 50h1v1h-1z"]


def test_shades_rise_by_round_numbers_up_to_what_few_cells_have() -> None:
    assert election_charts.thresholds([(1.0, 1.0, voters) for voters in [10] * 900 + [4000] * 100]) == [
        10, 30, 100, 300, 1000, 3000,
    ]  # fmt: skip
    assert election_charts.thresholds([(1.0, 1.0, 0)]) == [1]
    assert election_charts.thresholds([]) == [1]


def test_a_nation_makes_pictures_that_are_small() -> None:
    protocols = election(95_000, regions=85, rewritten=0.05)
    kept = excluding.keep(protocols).mask
    measured = integers.measure(protocols, kept)
    spikes = tables.spikes(measured, ("turnout", "result", "early"))
    finding = Finding("made", "Q?", ("A.",), [*seen.tables(protocols, kept, measured), spikes], (), "2025-01-02")
    made_ = election_pictures.drawn(finding)
    assert {"comet", "comet_regions", "spikes", "excess"} <= {each.name for each in made_}
    assert max(len(svg.encode()) for each in made_ for svg in (each.wide, each.narrow)) < LARGE


def test_a_region_found_is_told_by_its_mark_and_not_by_colour_alone(
    finding: Finding, drawn: dict[str, Picture]
) -> None:
    assert any(row["more"] for row in finding.table("excess").records())
    assert "after Benjamini–Hochberg, in 3 of 3 regions" in drawn["excess"].title
    clean = [Row((*row.values[:-1], False)) for row in finding.table("excess").rows]
    made_ = [replace(table, rows=tuple(clean)) if table.name == "excess" else table for table in finding.tables]
    (other,) = [each for each in election_pictures.drawn(replace(finding, tables=made_)) if each.name == "excess"]
    shapes = [re.findall(r'<path transform="[^"]*" d="([^"]*)"', each.wide) for each in (drawn["excess"], other)]
    assert set(shapes[0]).isdisjoint(shapes[1])


def test_the_spikes_leave_out_both_ends_and_shares_of_few_stations(finding: Finding) -> None:
    table = finding.table("spikes")
    ends = (Row(("turnout", 0.0, 90_000, 0.0, 0.0, 0.0, True)), Row(("turnout", 100.0, 90_000, 0.0, 0.0, 0.0, True)))
    few = (Row(("early votes", 50.0, 150, 20.0, 10.0, 30.0, True)),)
    rest = tuple(row for row in table.rows if row.values[0] != "early votes")

    def spikes(*rows: Row) -> list[Picture]:
        made_ = [replace(table, rows=rows), finding.table("integers")]
        return election_pictures.drawn(replace(finding, tables=made_))

    assert spikes(*rest, *ends, *few)[0].wide == spikes(*rest)[0].wide
    assert spikes(*few) == []


def test_a_bin_far_above_chance_is_written_out_also_where_it_is_no_whole_percentage() -> None:
    columns = tuple(Column(each, each) for each in ("share", "percent", "observed", "expected", "low", "high", "above"))
    rows = [Row(("turnout", at / 10, 4, 4.0, 0.1, 7.9, False)) for at in range(500, 700)]
    rows[66] = Row(("turnout", 56.6, 23, 4.0, 0.1, 7.9, True))
    rows[150] = Row(("turnout", 65.0, 9, 4.0, 0.1, 7.9, True))
    finding = Finding("made", "Q?", ("A.",), [Table("spikes", "T", columns, tuple(rows))], (), "2025-01-02")
    (picture,) = election_pictures.drawn(finding)
    assert "56.6 %" in texts(picture.wide)
    assert "65 %" not in texts(picture.wide)
    assert picture.told == "turnout: far above at 56.6 %."


def test_power_names_what_would_have_been_seen_and_what_not(drawn: dict[str, Picture]) -> None:
    assert drawn["power"].title == "At 20 % of the stations a test would see: rounded; none would see: stuffed"
    assert {"turnout", "either", "rounded", "stuffed"} <= set(texts(drawn["power"].wide))


def test_the_curve_marks_the_mode_and_hatches_what_the_answer_leaves_out(drawn: dict[str, Picture]) -> None:
    assert "mode of the others" in texts(drawn["anomalous"].wide)
    assert drawn["anomalous"].wide.count('fill="url(#hatch)"') == 2
    assert drawn["anomalous"].told == "From 150 votes at 59.5 % to 3,000 at 40.5 %."


def test_a_model_without_a_range_is_hatched_all_over(finding: Finding) -> None:
    curve, placebos = model()
    refused = replace(curve, rows=tuple(Row((*row.values[:-1], False)) for row in curve.rows))
    (picture,) = election_pictures.drawn(replace(finding, tables=[refused, replace(placebos, rows=())]))
    assert picture.wide.count('fill="url(#hatch)"') == 1
    assert "mode of the others" not in texts(picture.wide)
    assert election_pictures.drawn(replace(finding, tables=model(without=True))) == []


def test_every_heading_says_to_which_part_it_belongs_and_parts_stand_in_order(finding: Finding, page: Any) -> None:
    headings = [str(each) for each in page.xpath("//main/section[not(@class) and @id!='notes']/h2/text()")]
    assert len(headings) == len(finding.tables)
    order = list(election_page.PARTS)
    said = [next(at for at, part in enumerate(order) if heading.startswith(f"{part}: ")) for heading in headings]
    assert said == sorted(said)
    assert set(said) == set(range(len(order)))


def test_a_table_that_no_part_knows_still_stands_on_the_page(finding: Finding) -> None:
    unknown = Table("weather", "It rained", (Column("day", "Day"),), (Row(("Sunday",)),))
    last = election_page.sections(replace(finding, tables=[unknown, *finding.tables]), [])[-1]
    assert (last.table.name, last.table.title) == ("weather", "It rained")


def test_a_long_table_is_cut_on_the_page_says_so_and_is_whole_in_its_file(
    finding: Finding, folder: Path, page: Any
) -> None:
    rows = len(finding.table("comet").rows)
    assert len(page.xpath("//table[@id='table-comet']/tbody/tr")) == 40
    section = " ".join("".join(page.xpath("//section[@id='comet']//text()")).split())
    assert f"Of {rows:,} rows the page shows the 40 cells with most voters" in section
    written = (folder / "data" / "comet.csv").read_text(encoding="utf-8-sig")
    assert written.replace("\r\n", "\n") == findings.to_csv(finding.table("comet")).replace("\r\n", "\n")
    whole = {text.strip() for text in page.xpath("//table[@id='table-spikes']/tbody/tr/td[1]/text()")}
    assert whole
    assert all("." not in text for text in whole)


def test_every_picture_and_its_data_can_be_taken_along(folder: Path, drawn: dict[str, Picture], page: Any) -> None:
    for name, picture in drawn.items():
        etree.fromstring((folder / "pictures" / f"{name}.svg").read_bytes())
        assert (folder / "data" / f"{picture.data.name}.csv").is_file()
        assert page.xpath("//section[@id=$name]//a[@download]", name=name)
    assert (folder / "index.html").stat().st_size < 3_000_000


def test_the_page_passes_no_verdict(folder: Path) -> None:
    text = (folder / "index.html").read_text(encoding="utf-8").casefold()
    assert "fraud" not in text
    assert "score" not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_violation_of_accessibility_rules(folder: Path, tmp_path: Path, scheme: str) -> None:
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert violations_of_file(text, tmp_path, scheme) == []
