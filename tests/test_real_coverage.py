"""The coverage study on the real lists: nothing lost, nobody twice, and a second computation that agrees."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import naive_coverage
from conftest import REAL, needs_real_files
from kronika import Casebook
from kronika.study import regimes

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Value

LISTS = REAL / "sanctions"
OFAC = LISTS / "us_ofac_sdn"
STATES = ["gb", "eu", "us", "ca"]
NAMES = ["uk", "eu", "us", "ca"]
COPIES = {
    ("us_sdn", "2019-01"): [OFAC / f"2019-01_{part}.csv" for part in ("sdn", "add", "alt", "sdn_comments")],
    ("us_sdn", "2021-07"): [OFAC / f"2021-07_{part}.csv" for part in ("sdn", "add", "alt", "sdn_comments")],
    ("us_sdn", "2023-01"): [OFAC / f"2023-01_{part}.csv" for part in ("sdn", "sdn_address")],
    ("gb_ofsi", "2020-04-27"): [LISTS / "gb_ofsi_conlist_2020" / "2020-04_ConList.csv"],
    ("gb_ofsi", "2025-04-10"): [LISTS / "gb_ofsi_conlist_2025" / "2025-04-10_ConList.xlsx"],
    ("ca_sema", "2020-03"): [LISTS / "ca_sema" / "2020-03_sema-lmes.xml"],
    ("ca_sema", "2025-05"): [LISTS / "ca_sema" / "2025-05_sema-lmes.xml"],
    ("au_dfat", "2024-12"): [LISTS / "au_dfat" / "2024-12_regulation8_consolidated.xlsx"],
}
ACTS = ("32006R0765", "32014R0269", "32020R1998", "32014R0833", "32024R2642")
"""The EU's acts on Belarus, Russia and human rights, as they stood in August 2026."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    needs_real_files()
    made = Casebook.init(tmp_path_factory.mktemp("coverage") / "book")
    for act in ACTS:
        made.add([LISTS / "eu_journal" / f"consolidated__{act}.csv"], published="2026-08-14")
    for (source, published), files in COPIES.items():
        made.add(files, source=source, published=published)
    assert not made.build().refused
    return made


@pytest.fixture(scope="module")
def finding(book: Casebook) -> Finding:
    return book.coverage("belarus", STATES)


@pytest.fixture(scope="module")
def naive(book: Casebook) -> naive_coverage.Naive:
    return naive_coverage.read(book, regimes.load("belarus"))


def records(finding: Finding, name: str) -> list[dict[str, Value]]:
    return finding.table(name).records()


def test_every_listing_of_every_list_stands_in_the_matrix_exactly_once(book: Casebook, finding: Finding) -> None:
    rows = [row for row in records(finding, "listings") if row["how"] == "programme" and row["until"] == ""]
    assert Counter(row["source"] for row in rows) == {"eu_journal": 408, "gb_ofsi": 167, "ca_sema": 320, "us_sdn": 164}
    assert len({(row["source"], row["subject"]) for row in rows}) == len(rows)
    frozen = [row for row in rows if row["source"] == "eu_journal" and row["measures"] == ("asset freeze",)]
    assert len(frozen) == 312 + 60
    by_id = {row["identity"]: row for row in records(finding, "matrix")}
    for row in rows:
        assert by_id[row["identity"]][str(row["state"]).lower()] == "listed"


def test_the_labelled_pairs_stand_in_one_row_and_the_others_do_not(book: Casebook, finding: Finding) -> None:
    subjects = {str(row["subject"]): row["identity"] for row in records(finding, "listings")}
    named: dict[tuple[str, str], set[str]] = {}
    with book.ledger() as ledger:
        for row in ledger.rows("SELECT subject, value FROM facts WHERE source = 'ca_sema' AND prop = 'name'"):
            named.setdefault(("ca", row["value"]), set()).add(row["subject"])
    joined = Counter[tuple[bool, bool]]()
    for line in (REAL / "benchmarks" / "belarus_pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        left, right = (subjects[_subject(pair[side], named, subjects)] for side in ("left", "right"))
        joined[pair["match"], left == right] += 1
    assert joined[True, True] + joined[True, False] == 306
    assert joined[True, True] >= 0.99 * 306
    assert joined[False, True] + joined[False, False] == 2_262
    assert joined[False, True] <= 6


def _subject(side: dict[str, Any], named: dict[tuple[str, str], set[str]], known: dict[str, Value]) -> str:
    match side["list"]:
        case "eu":
            return f"eu-journal-32006R0765-I.A-{side['id']}-EU-BLR-Asset-freeze-Person"
        case "uk":
            return f"gb-ofsi-{side['id']}"
        case "us":
            return f"us-sdn-{side['id']}"
    (subject,) = (each for each in named["ca", side["name"]] if each in known and "-Belarus-" in each)
    return subject


def test_the_president_is_one_row_with_the_days_that_the_files_print(finding: Finding) -> None:
    (row,) = (
        row for row in records(finding, "matrix") if str(row["name"]).casefold() == "aleksandr grigoryevich lukashenko"
    )
    assert [row[state] for state in NAMES] == ["listed"] * 4
    assert (row["ca_since"], row["eu_since"], row["uk_since"]) == ("2020-09-28", "2020-11-06", "2020-09-29")
    assert row["us_since"] == "by 2019-01-31"
    listed = [each for each in records(finding, "listings") if each["identity"] == row["identity"]]
    assert Counter(each["source"] for each in listed) == {"eu_journal": 1, "gb_ofsi": 2, "ca_sema": 1, "us_sdn": 1}


def test_after_the_election_of_2020_the_british_listings_come_before_the_european(finding: Finding) -> None:
    mine = {row["identity"] for row in records(finding, "matrix") if row["how"] == "programme"}
    later = [
        row for row in records(finding, "listings") if row["identity"] in mine and str(row["since"]) > "2020-08-09"
    ]
    first = {state: min(str(row["since"]) for row in later if row["state"] == state) for state in ("UK", "EU")}
    assert first == {"UK": "2020-09-29", "EU": "2020-10-02"}
    of_that_day = {row["identity"] for row in later if row["state"] == "UK" and row["since"] == first["UK"]}
    assert len(of_that_day) == 8
    for row in records(finding, "matrix"):
        if row["identity"] in of_that_day and row["eu"] == "listed":
            assert str(row["uk_since"]) < str(row["eu_since"])


def test_belarusians_under_other_programmes_are_found_and_are_no_gaps(finding: Finding) -> None:
    found = records(finding, "other_programmes")
    under = Counter((row["state"], row["programmes"]) for row in found)
    assert under["UK", ("Russia",)] > 40
    assert under["EU", ("EU-UKR",)] > 40
    gaps = {(row["identity"], row["state"]) for row in records(finding, "gaps")}
    assert not gaps & {(row["identity"], row["state"]) for row in found}


def test_gaps_computed_a_second_time_agree(finding: Finding, naive: naive_coverage.Naive) -> None:
    columns = ("identity", "state", "standing", "others", "first", "days")
    found = [tuple(row[name] for name in columns) for row in records(finding, "gaps")]
    assert len(found) == len({*found}) > 200
    assert {*found} == naive.gaps(STATES, 2)


def test_lags_computed_a_second_time_agree(finding: Finding, naive: naive_coverage.Naive) -> None:
    columns = ("identity", "first", "state", "fewest", "most", "censored")
    found = [tuple(row[name] for name in columns) for row in records(finding, "lags")]
    assert len(found) == len({*found}) > 1_000
    assert {*found} == naive.lags(STATES)


def test_the_list_of_each_source_is_counted_whole_by_a_second_computation(
    finding: Finding, naive: naive_coverage.Naive
) -> None:
    rows = [row for row in records(finding, "listings") if row["how"] == "programme" and row["until"] == ""]
    for source in ("eu_journal", "gb_ofsi", "ca_sema", "us_sdn"):
        assert {row["subject"] for row in rows if row["source"] == source} == naive.programmes[source]


def test_on_an_earlier_day_only_what_is_proved_counts(book: Casebook, finding: Finding) -> None:
    then = book.coverage("belarus", STATES, "2021-11-13")
    counts = {str(row["state"]): row for row in records(then, "counts")}
    dated = [row for row in records(finding, "listings") if row["state"] == "CA"]
    on_the_day = {row["identity"] for row in dated if str(row["since"]) <= "2021-11-13"}
    assert counts["CA"]["at_least"] == counts["CA"]["at_most"] == len(on_the_day)
    for row in counts.values():
        low, high = row["at_least"], row["at_most"]
        assert isinstance(low, int)
        assert isinstance(high, int)
        assert 0 < low <= high
    assert "2019" not in str(counts["US"]["why"])
    assert counts["US"]["at_least"] != counts["US"]["at_most"]
    assert "unknowable" in str(counts["EU"]["why"])


def test_every_figure_has_its_cells(book: Casebook, finding: Finding) -> None:
    cites = [cite for row in finding.table("matrix").rows for cite in row.cites]
    assert len(cites) > 2_000
    assert {*cites} <= finding.cited.keys()
    with book.ledger() as ledger:
        for cite in cites[::50]:
            cited = finding.cited[cite]
            stored = ledger.fact(cite)[0]
            assert (cited.source, cited.document, cited.place, cited.prop, cited.printed) == (
                stored.source, stored.document, stored.place, stored.prop, stored.printed,
            )  # fmt: skip
