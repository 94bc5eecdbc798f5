"""What the tests of whole percentages see of rewriting, at clean elections and by size; and the time that it takes."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

import numpy as np

from bench.elections import CLEAN, DATA
from bench.measure import report
from kronika.collect.protocols import mapping, reading
from kronika.study.elections import excluding, power

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Protocols
    from kronika.study.elections.power import Power

DRAWS = 1000
REGION = 2000
SIZES = (200, REGION, 95_000)
"""Stations of a small region, of an ordinary one, and of a large nation."""
TESTS = {"turnout raised": "turnout", "turnout rounded": "turnout", "result raised": "result",
         "result rounded": "result", "stuffed": "either", "moved": "either"}  # fmt: skip
"""Kind → the test whose power is printed."""


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        raise SystemExit(f"bench: the real files are not at {DATA}")
    clean = {name: reading.read(path, mapping.load(layout)) for name, (path, layout) in CLEAN.items()}
    made = {size: _made_up(clean["Canada"], size) for size in SIZES}
    _measured(made[SIZES[0]], draws=1)  # compiles
    start = time.perf_counter()
    _measured(made[SIZES[-1]], draws=power.DRAWS)
    report(f"power at {SIZES[-1]:,} stations, as in a report", time.perf_counter() - start, 4, "s")
    for size, protocols in made.items():
        _print(f"made up, {size:,} stations", _measured(protocols))
    for name, protocols in clean.items():
        _print(f"{name}, twins", _measured(protocols))
        _print(f"{name}, {REGION:,} stations with the counts that they have", _measured(made[REGION], protocols))


def _made_up(like: Protocols, stations: int) -> Protocols:
    """Stations of 100 to 2,500 voters, about 60 % turnout and 45 % for the leader, each more or less."""
    rng = np.random.default_rng(stations)
    listed = rng.integers(100, 2501, stations)
    found = rng.binomial(listed, rng.beta(14.4, 9.6, stations))
    votes = rng.binomial(found, rng.beta(4.5, 5.5, stations))
    return dataclasses.replace(
        like, name="made up", rows=np.arange(stations), texts={}, votes=votes[:, None],
        counts={"registered": listed, "valid": found},
    )  # fmt: skip


def _measured(protocols: Protocols, clean: Protocols | None = None, draws: int = DRAWS) -> Power:
    mask = excluding.keep(protocols).mask
    real = None if clean is None else (clean, excluding.keep(clean).mask)
    return power.power(protocols, mask, shares=(0.0, *power.SHARES), draws=draws, clean=real)


def _print(name: str, found: Power) -> None:
    shares = dict.fromkeys(each.share for each in found.seen)
    print(f"{name}: {found.stations:,} stations tell a share", flush=True)
    print(f"  {'changed':16} {'test':8}" + "".join(f"{share:>7.1%}" for share in shares) + "  80 % from")
    for kind, test in TESTS.items():
        seen = [each.found for each in found.seen if (each.kind, each.statistic) == (kind, test)]
        (least,) = (each for each in found.least if (each.kind, each.statistic) == (kind, test))
        ends = ["more" if end is None else f"{end:.2%}" for end in (least.share, least.low, least.high)]
        print(f"  {kind:16} {test:8}" + "".join(f"{each:7.1%}" for each in seen) + f"  {ends[0]} ({ends[1]}–{ends[2]})")
