"""From the ledger of all real lists to the coverage report: the bars of the study."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.measure import kronika, median, report, run
from bench.record import CURRENT, RUNS, add
from kronika import Casebook


def main(runs: int = RUNS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="kronika-bench-") as folder:
        root, out = Path(folder) / "book", Path(folder) / "out"
        Casebook.init(root)
        for words in CURRENT:
            add(root, *words)
        run(*kronika(root, "build"))
        answer = kronika(root, "coverage", "--regime", "belarus")
        plain = [run(*answer) for _ in range(runs)]
        report("ledger to answer, as text", median(plain, lambda r: r.seconds), 5, "s")
        written = [run(*answer, "--html", str(out)) for _ in range(runs)]
        report("ledger to report, with pictures", median(written, lambda r: r.seconds), 5, "s")
        report("… peak", median(written, lambda r: r.peak), 600, "MiB")
        report("… size of the page", (out / "index.html").stat().st_size / 1e6, 3, "MB")
