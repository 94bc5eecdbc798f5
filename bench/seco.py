"""A file of 40 MB in the form of the Swiss list, read to the last fact, which is counted and not kept."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.make_seco import write
from bench.measure import MIB, median, report, run

RUNS = 3
_READ = """
import sys
from pathlib import Path
from kronika.base.model import Copy, Document
from kronika.collect.sources import ch_seco
path = Path(sys.argv[1])
reading = ch_seco.read(Copy("ch_seco", "", "", (Document("x", path, path.name, path.stat().st_size, "ch_seco"),)))
facts = sum(len(facts) for facts, _ in reading)
print(f"{reading.read:,} targets read, {reading.refused} refused, {facts:,} facts")
"""


def main(runs: int = RUNS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="kronika-bench-") as folder:
        path = Path(folder) / "seco.xml"
        size = write(path)
        found = [run(sys.executable, "-c", _READ, str(path)) for _ in range(runs)]
        print(f"{size / MIB:.1f} MiB: {found[-1].output.strip()}")
        report("a Swiss list of 40 MB, read", median(found, lambda r: r.seconds), 15, "s")
        report("… peak", median(found, lambda r: r.peak), 300, "MiB")


if __name__ == "__main__":
    main()
