"""From protocols to the tests of whole percentages: time, memory, published figures, and how clean elections do."""

from __future__ import annotations

import dataclasses
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.measure import report
from kronika.collect.protocols import mapping, reading
from kronika.study.elections import digits, excluding, integers

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols

DATA = Path(os.environ.get("KRONIKA_DATA", Path(__file__).parents[2] / "shared" / "data")) / "elections"
RUSSIA = {year: DATA / f"russia-{year}" / f"{year}.csv.zip" for year in (2011, 2016, 2018, 2021, 2024)}
POLAND = "round{}-wyniki_gl_na_kand_po_obwodach_csv.zip"
CLEAN = {
    "Poland, round 1": (DATA / "poland-2020" / POLAND.format(1), "poland"),
    "Poland, round 2": (DATA / "poland-2020" / POLAND.format(2), "poland"),
    "Germany": (DATA / "germany-eu2024" / "ew24_wbz.zip", "germany"),
    "Canada": (DATA / "canada-2011" / "canada2011_from_spikes_output.csv", "three-columns"),
}
PUBLISHED = {2011: 1003.5, 2016: 1502.4, 2018: 1708.8, 2021: 1309.8, 2024: 2931.0}
BLOCK = 2000
"""Polls that make a region of Canada, whose file has none; neighbours stand together in it."""
MIB = 1 << 20


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        raise SystemExit(f"bench: the real files are not at {DATA}")
    _one(RUSSIA[2016])  # compiles
    for year, path in RUSSIA.items():
        _figures(year, path)
    _peak()
    _clean()


def _one(path: Path) -> tuple[integers.Integers, float, float]:
    """The statistics of a Russian election, the seconds of reading it and those of all statistics."""
    start = time.perf_counter()
    protocols = reading.read(path, mapping.load("russia"))
    read = time.perf_counter()
    kept = excluding.keep(protocols, excluding.PUBLISHED)
    between = time.perf_counter()
    found = integers.measure(protocols, kept.mask, integers.PUBLISHED)
    return found, read - start, time.perf_counter() - between


def _figures(year: int, path: Path) -> None:
    found, read, tested = _one(path)
    either = found.statistic("either").sum
    assert either is not None
    report(f"{year}: reading {found.stations:,} stations and more", read, 1, "s")
    report(f"{year}: all statistics, national and by region", tested, 1, "s")
    report(f"{year}: excess {either.excess:,.1f}, from that published", abs(either.excess - PUBLISHED[year]), 10, "")


def _peak() -> None:
    """The memory of one election in a process of its own."""
    code = "from bench.elections import _one, RUSSIA; _one(RUSSIA[2016])"
    subprocess.run([sys.executable, "-c", code], check=True)
    report("2016: peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / MIB, 500, "MiB")


def _regions(name: str, path: Path, layout: str) -> Protocols:
    protocols = reading.read(path, mapping.load(layout))
    if name != "Canada":
        return protocols
    blocks = np.array([str(row // BLOCK) for row in range(len(protocols))], dtype=object)
    return dataclasses.replace(protocols, texts={"region": blocks})


def _clean() -> None:
    tails: dict[str, list[float]] = {name: [] for name in ("turnout", "result", "either", "last", "second")}
    discoveries = 0
    for name, (path, layout) in CLEAN.items():
        protocols = _regions(name, path, layout)
        kept = excluding.keep(protocols).mask
        found = integers.measure(protocols, kept)
        for region in found.regions:
            discoveries += sum(adjusted <= 0.05 for adjusted in region.adjusted.values())
            for statistic in ("turnout", "result", "either"):
                if tested := region.statistics[statistic].sum:
                    tails[statistic].append(tested.tail)
        for digit, tail in _digits(protocols, kept):
            tails[digit].append(tail)
    for statistic, chances in tails.items():
        share = np.mean([chance <= 0.05 for chance in chances])
        print(f"clean regions, {statistic:8} rejected at 5 %: {share:6.1%} of {len(chances)}", flush=True)
    print(f"clean regions called by Benjamini–Hochberg at 5 %: {discoveries}", flush=True)


def _digits(protocols: Protocols, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[str, float]]:
    """The tails of the tests of digits, by region, of every candidate with 5 % of the votes or more."""
    names, codes = protocols.regions
    for candidate in protocols.candidates:
        votes = protocols.of(candidate)
        if votes.clip(0).sum() < integers.LEAST_SHARE * protocols.base.clip(0).sum():
            continue
        for code in range(len(names)):
            for test in (digits.last, digits.second):
                found = test(votes[kept & (codes == code)])
                if found.tail is not None:
                    yield found.digit, found.tail
