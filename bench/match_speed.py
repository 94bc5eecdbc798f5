"""How fast screening is, how large, and how soon it answers."""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.match_data import chance, named, negatives, sample, typos
from bench.match_table import Bar, head, row
from bench.measure import MIB, Run, kronika, median, run
from kronika.match import screen, subjects

if TYPE_CHECKING:
    from bench.match_screening import Listed

FIRST = "Aliaksandr Lukashenka"
_ONE_THREAD = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS")
_RUNS = 5
_FILE = 50_000
"""Rows of a file that is long enough for the start of the process not to tell."""


def speed(listed: Listed, folder: Path, rows: int) -> None:
    """One process on one core, a file of so many rows, the start, the index; all lists are loaded."""
    head("Speed and size, all lists loaded", f"load of the machine {os.getloadavg()[0]:.1f}; times are of the clock")
    _one_process(listed, folder)
    _file(listed.book.root, folder, rows)
    cold = [run(*kronika(listed.book.root, "screen", FIRST)) for _ in range(_RUNS)]
    row("first answer after process start, s, median of 5", median(cold, lambda r: r.seconds), Bar(1.5, most=True))
    _index(listed, folder)


def _one_process(listed: Listed, folder: Path) -> None:
    asked = folder / "questions.json"
    asked.write_text(json.dumps({"first": FIRST} | _questions(listed)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bench.match_child", str(listed.book.root), str(asked)],
        env=os.environ | dict.fromkeys(_ONE_THREAD, "1"), cwd=Path(__file__).parents[1],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"bench.match_child failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    clock, own = (statistics.quantiles(found[key], n=100) for key in ("seconds", "processor"))
    row("one query of 2,000, one core: p50, ms", clock[49] * 1000, Bar(0.6, most=True))
    row("… p99, ms", clock[98] * 1000, Bar(3, most=True))
    row("… p50 of processor time, ms", own[49] * 1000)
    row("… p99 of processor time, ms", own[98] * 1000)
    row("resident after them, MiB", found["resident"], Bar(400, most=True))
    row("imports, s", found["import"])
    row("opening the index, s", found["open"], Bar(0.3, most=True))
    row("first answer of the open index, s", found["first"])


def _questions(listed: Listed) -> dict[str, list[object]]:
    """Half listed names, half of them with a typo; half made-up people. Half are free text, half FollowTheMoney."""
    own = sample([*listed.names.own, *listed.names.aliases], 1200, "latency")
    spellings = [wrong if at % 2 else each.name for at, (each, wrong) in enumerate(zip(own, typos(own), strict=True))]
    asked = [(name, each.schema) for name, each in zip(spellings, own, strict=True)]
    asked += [(each.name, "Person") for each in sample(negatives(), 1200, "latency")]
    mixed = [asked[at] for at in _shuffled(len(asked))]
    questions: list[object] = [name if at % 2 else named(name, schema) for at, (name, schema) in enumerate(mixed)]
    return {"warm_up": questions[:400], "questions": questions[400:]}


def _shuffled(size: int) -> list[int]:
    return [int(at) for at in chance("latency order").permutation(size)]


def _file(root: Path, folder: Path, rows: int) -> None:
    customers, out = folder / "customers.csv", folder / "screened.csv"
    with customers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "schema"))
        writer.writerows((each.name, "Person") for each in negatives()[:rows])
    done: Run = run(*kronika(root, "screen", str(customers), "--out", str(out)), check=False)
    assert out.is_file(), done.output
    row(f"a CSV of {rows:,} names, whole process: rows/s", rows / done.seconds, Bar(10_000) if rows >= _FILE else None)
    row("… peak of its processes together, MiB", done.peak)


def _index(listed: Listed, folder: Path) -> None:
    profiles, behind = zip(*listed.records, strict=True)
    screen.write(folder / "warm-up", profiles[:100], behind[:100], "bench")
    start = time.perf_counter()
    with listed.book.ledger() as ledger:
        read = subjects.read(ledger)
    between = time.perf_counter()
    screen.write(folder / "index", profiles, behind, "bench")
    done = time.perf_counter()
    row("index build from the ledger, warm: subjects/s", len(read) / (done - start), Bar(30_000))
    row("… of it from names to index", len(read) / (done - between), Bar(30_000))
    size = sum(path.stat().st_size for path in (listed.book.root / "index").rglob("*") if path.is_file())
    row("index on disk, MiB", size / MIB, Bar(150, most=True))
