"""The changes of a regime between real copies, against the differences of sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import REAL, needs_real_files
from kronika import Casebook
from kronika.study import regimes
from test_changes import agree

if TYPE_CHECKING:
    from kronika.study.finding import Finding

LISTS = REAL / "sanctions"
OFAC = LISTS / "us_ofac_sdn"
COPIES = {
    ("us_sdn", "2021-07"): [OFAC / f"2021-07_{part}.csv" for part in ("sdn", "add", "alt", "sdn_comments")],
    ("us_sdn", "2023-01"): [OFAC / f"2023-01_{part}.csv" for part in ("sdn", "sdn_address")],
    ("gb_ofsi", "2020-04-27"): [LISTS / "gb_ofsi_conlist_2020" / "2020-04_ConList.csv"],
    ("gb_ofsi", "2025-04-10"): [LISTS / "gb_ofsi_conlist_2025" / "2025-04-10_ConList.xlsx"],
    ("ca_sema", "2020-03"): [LISTS / "ca_sema" / "2020-03_sema-lmes.xml"],
    ("ca_sema", "2025-05"): [LISTS / "ca_sema" / "2025-05_sema-lmes.xml"],
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    needs_real_files()
    made = Casebook.init(tmp_path_factory.mktemp("changes") / "book")
    for (source, published), files in COPIES.items():
        made.add(files, source=source, published=published)
    assert not made.build().refused
    return made


@pytest.fixture(scope="module")
def finding(book: Casebook) -> Finding:
    return book.changes("2020-03", regime="belarus")


@pytest.mark.parametrize(
    ("source", "listed", "delisted", "amended"),
    [("us_sdn", 110, 1, 2), ("gb_ofsi", 217, 0, 4), ("ca_sema", 322, 0, 0)],
)
def test_what_changed_is_the_difference_of_the_sets(
    book: Casebook, finding: Finding, source: str, listed: int, delisted: int, amended: int
) -> None:
    naive = agree(book, finding, regimes.load("belarus"), source)
    counts = len(naive.listed), len(naive.delisted), len(naive.gone.keys() | naive.come.keys())
    assert counts == (listed, delisted, amended)
    (row,) = [row for row in finding.table("copies").records() if row["source"] == source]
    assert (row["listed"], row["delisted"], row["amended"]) == counts


def test_a_part_that_one_copy_lacks_is_left_aside_and_makes_no_amendments(finding: Finding) -> None:
    aside = {row["source"]: row["aside"] for row in finding.table("copies").records()}
    assert aside == {"us_sdn": ("alt",), "gb_ofsi": (), "ca_sema": ()}
    assert not [
        row for row in finding.table("changes").records() if row["source"] == "us_sdn" and row["field"] == "alias"
    ]


def test_every_change_has_its_cells_as_they_are_printed(book: Casebook, finding: Finding) -> None:
    from kronika.collect.cells import text_at

    documents = {each.sha256: each for each in book.archive.documents()}
    assert all(row.cites for row in finding.table("changes").rows)
    for cite in sorted(finding.cited)[::100]:
        cited = finding.cited[cite]
        assert Path(documents[cited.document].path).exists()
        assert cited.printed in text_at(documents[cited.document], cited.place)
