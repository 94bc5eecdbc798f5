"""The real files, as the copies that they make up, each with an independent count of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from raw import count_lines, count_rows, count_tags

Count = Callable[[Path], int]


@dataclass(frozen=True)
class RealCopy:
    """Files that were published together, with the day that they stand for."""

    source: str
    published: str
    files: tuple[tuple[str, Count], ...]

    def paths(self, real: Path) -> list[Path]:
        """Where the files are."""
        return [real / name for name, _ in self.files]

    def records(self, real: Path) -> int:
        """Records in all files, counted without any reader."""
        return sum(count(real / name) for name, count in self.files)


def _ofac(day: str, *names: str) -> RealCopy:
    rows = count_rows(skip=0)
    # Somebody gave the two files of 2023-01 a header line.
    counts = [count_rows(skip=1) if name.startswith("2023-01") else rows for name in names]
    files = tuple((f"sanctions/us_ofac_sdn/{name}.csv", count) for name, count in zip(names, counts, strict=True))
    return RealCopy("us_sdn", day, files)


def _one(source: str, published: str, name: str, count: Count) -> RealCopy:
    return RealCopy(source, published, ((name, count),))


_UN = count_tags("INDIVIDUAL", "ENTITY")
_CONS = "sanctions/us_ofac_consolidated"
COPIES = (
    _one("ca_sema", "2020-03", "sanctions/ca_sema/2020-03_sema-lmes.xml", count_tags("record")),
    _one("ca_sema", "2025-05", "sanctions/ca_sema/2025-05_sema-lmes.xml", count_tags("record")),
    _one("gb_ofsi", "", "sanctions/gb_ofsi_conlist_2020/2020-04_ConList.csv", count_rows(skip=2)),
    _one("gb_ofsi", "", "sanctions/gb_ofsi_conlist_2025/2025-04-10_ConList.xlsx", count_rows(skip=2)),
    _one("eu_fsf", "", "sanctions/eu_fsf_2016/2016_eu_data.xml", count_tags("ENTITY")),
    _one("au_dfat", "2024-12", "sanctions/au_dfat/2024-12_regulation8_consolidated.xlsx", count_rows(skip=1)),
    _one("un_sc", "", "sanctions/un_sc/2020-03_consolidated.xml", _UN),
    _one("un_sc", "", "sanctions/un_sc/2024-12_consolidated.xml", _UN),
    _one("un_sc", "", "sanctions/un_sc/2025-05_UN.xml", _UN),
    _one("un_sc", "", "sanctions/un_sc/2026-02_UN_consolidated.xml", _UN),
    _one("us_nonsdn", "", f"{_CONS}/2025-03-28_consolidated.xml", count_tags("sdnEntry")),
    RealCopy(
        "us_nonsdn",
        "2025-12-19",
        tuple((f"{_CONS}/cons_{part}.csv", count_rows(skip=0)) for part in ("prim", "add", "alt", "comments")),
    ),
    _ofac("2019-01", "2019-01_sdn", "2019-01_add", "2019-01_alt", "2019-01_sdn_comments"),
    _ofac("2021-07", "2021-07_sdn", "2021-07_add", "2021-07_alt", "2021-07_sdn_comments"),
    # Of 2025 there are aliases and remarks but no SDN.CSV: they stand beside the newest SDN.CSV there is.
    _ofac("2023-01", "2023-01_sdn", "2023-01_sdn_address", "2025-12_alt", "2025-12_sdn_comments"),
    _one("ftm", "", "sanctions/ua_war_sanctions/2026-03-13_targets.simple.csv", count_rows(skip=1)),
    _one("ftm", "", "sanctions/format_samples/2024-03_sa_wiki_peps.entities.ftm.json", count_lines),
    _one("ftm", "", "benchmarks/yente_test_zala.entities.ftm.json", count_lines),
    _one("ftm", "", "benchmarks/yente_test_parteispenden.entities.ftm.json", count_lines),
)
LEFTOVERS = (
    # Parts of a copy whose main part could not be had: they are records all the same.
    _ofac("2025-01", "2025-01_alt", "2025-01_add", "2025-01_sdn_comments"),
    _ofac("2025-12", "2025-12_alt", "2025-12_add", "2025-12_sdn_comments"),
)


def journal(real: Path) -> list[RealCopy]:
    """The EU's acts, a copy each."""
    files = sorted((real / "sanctions" / "eu_journal").glob("*.csv"))
    return [_one("eu_journal", "", str(file.relative_to(real)), count_rows(skip=1)) for file in files]
