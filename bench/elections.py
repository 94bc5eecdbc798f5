"""From protocols to the report: time, memory, published figures, and how clean elections do."""

from __future__ import annotations

import dataclasses
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.measure import report
from kronika.collect.protocols import mapping, reading
from kronika.study.elections import calibration, excluding, integers

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
_REPORT = [sys.executable, "-c", "from kronika.view.cli import main; main()", "election", "report"]
BLOCK = 2000
"""Polls that make a region of Canada, whose file has none; neighbours stand together in it."""
MIB = 1 << 20


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        raise SystemExit(f"bench: the real files are not at {DATA}")
    _one(RUSSIA[2016])  # compiles
    tested = sum(_figures(year, path) for year, path in RUSSIA.items())
    report("ten elections, these five twice: all statistics", 2 * tested, 10, "s")
    _report()
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


def _figures(year: int, path: Path) -> float:
    found, read, tested = _one(path)
    either = found.statistic("either").sum
    assert either is not None
    report(f"{year}: reading {found.stations:,} stations and more", read, 1, "s")
    report(f"{year}: all statistics, national and by region", tested, 1, "s")
    report(f"{year}: excess {either.excess:,.1f}, from that published", abs(either.excess - PUBLISHED[year]), 10, "")
    return tested


def _report() -> None:
    """The whole command as a user starts it, with 1,000 draws of stations and of regions and all pictures."""
    seconds = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            subprocess.run([*_REPORT, str(RUSSIA[2024]), "--mapping", "russia", "--html", folder], check=True)
            seconds.append(time.perf_counter() - start)
    report("2024: full report with pictures, median of 3", statistics.median(seconds), 15, "s")


def _peak() -> None:
    """The memory of the report just made, in its own process."""
    report(
        "2024: peak of the whole report",
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / MIB,
        500,
        "MiB",
    )


def _regions(name: str, path: Path, layout: str) -> Protocols:
    protocols = reading.read(path, mapping.load(layout))
    if name != "Canada":
        return protocols
    blocks = np.array([str(row // BLOCK) for row in range(len(protocols))], dtype=object)
    return dataclasses.replace(protocols, texts={"region": blocks})


def _clean() -> None:
    """How often each test rejects clean regions at the 5 % level, and what Benjamini–Hochberg calls in them."""
    rejected: Counter[str] = Counter()
    tested: Counter[str] = Counter()
    discoveries = 0
    for name, (path, layout) in CLEAN.items():
        protocols = _regions(name, path, layout)
        kept = excluding.keep(protocols).mask
        regions = integers.measure(protocols, kept).regions
        discoveries += sum(adjusted <= 0.05 for region in regions for adjusted in region.adjusted.values())
        measured = calibration.measure(protocols, kept)
        rejected.update(measured["rejected"])
        tested.update(measured["tested"])
    for test, of in tested.items():
        print(f"clean regions, {test:20} rejected at 5 %: {rejected[test] / of:6.1%} of {of}", flush=True)
    print(f"clean regions called by Benjamini–Hochberg at 5 %: {discoveries}", flush=True)
