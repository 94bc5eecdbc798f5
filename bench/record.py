"""From the real lists in the archive to the ledger, and answers from it: the bars of the record."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import kronika, median, report, run
from kronika import Casebook

REAL = Path(os.environ.get("KRONIKA_DATA", Path(__file__).parents[2] / "shared" / "data"))
LISTS = REAL / "sanctions"
OFAC = LISTS / "us_ofac_sdn"
_SDN = ("2023-01_sdn", "2023-01_sdn_address", "2025-12_alt", "2025-12_sdn_comments")
_CONS = ("cons_prim", "cons_add", "cons_alt", "cons_comments")
CURRENT: tuple[tuple[str, ...], ...] = (
    ("eu_journal", str(LISTS / "eu_journal")),
    ("gb_ofsi", str(LISTS / "gb_ofsi_conlist_2025" / "2025-04-10_ConList.xlsx")),
    ("us_sdn", "--published", "2025-12-24", *(str(OFAC / f"{name}.csv") for name in _SDN)),
    ("us_nonsdn", *(str(LISTS / "us_ofac_consolidated" / f"{name}.csv") for name in _CONS)),
    ("un_sc", str(LISTS / "un_sc" / "2026-02_UN_consolidated.xml")),
    ("ca_sema", str(LISTS / "ca_sema" / "2025-05_sema-lmes.xml")),
    ("au_dfat", str(LISTS / "au_dfat" / "2024-12_regulation8_consolidated.xlsx")),
    ("ftm", str(LISTS / "ua_war_sanctions" / "2026-03-13_targets.simple.csv")),
)
RUNS = 3


def main(runs: int = RUNS) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="kronika-bench-") as folder:
        root = Path(folder) / "book"
        Casebook.init(root)
        for words in CURRENT:
            add(root, *words)
        builds = []
        for _ in range(runs):
            shutil.rmtree(root / "readings", ignore_errors=True)
            (root / "ledger.duckdb").unlink(missing_ok=True)
            builds.append(run(*kronika(root, "build")))
        print(builds[-1].output)
        report("all current real lists, archive to ledger", median(builds, lambda r: r.seconds), 60, "s")
        report("… peak of all processes together", median(builds, lambda r: r.peak), 1536, "MiB")
        again = [run(*kronika(root, "build")) for _ in range(runs)]
        report("a build with nothing new", median(again, lambda r: r.seconds), 2, "s")
        _answers(root, runs)
        _one_changed(root)


def add(root: Path, *words: str) -> None:
    """Add a list to a casebook.

    The folder of the EU's acts holds two files of notes beside the lists: they are refused, as they should be.
    """
    run(*kronika(root, "add", *words), check=words[0] != "eu_journal")


def _answers(root: Path, runs: int) -> None:
    for name, words in (
        ("status, cold", ("status",)),
        ("show by name, cold", ("show", "Aliaksandr Lukashenka")),
        ("show by id, cold", ("show", "us-sdn-36")),
    ):
        found = [run(*kronika(root, *words), check=False) for _ in range(max(runs, 5))]
        report(name, median(found, lambda r: r.seconds), 0.5, "s")


def _one_changed(root: Path) -> None:
    changed = Path(root).parent / "changed.xml"
    changed.write_bytes(
        (LISTS / "un_sc" / "2026-02_UN_consolidated.xml").read_bytes().replace(b"2026-02-27T", b"2026-02-28T")
    )
    run(*kronika(root, "add", "un_sc", str(changed)))
    one = run(*kronika(root, "build", "--json"))
    assert one.output.count('"source"') == 1, one.output
    print(f"{'with one list changed (only that one is read)':58} {one.seconds:9.2f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
