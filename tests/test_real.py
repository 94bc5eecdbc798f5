"""The bars that real files set: nothing dropped in silence, and every value back in its cell."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from conftest import REAL, needs_real_files
from kronika import Casebook
from kronika.collect import sources
from raw import text_at
from real_files import COPIES, LEFTOVERS, RealCopy, journal

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger

ALL = [*COPIES, *LEFTOVERS, *(journal(REAL) if REAL.is_dir() else [])]
FACTS = 1_000


@dataclass
class Record:
    """All real files in one casebook, read once for all tests of this file."""

    book: Casebook
    copies: dict[RealCopy, str]
    """Each real copy and the key of its reading."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    needs_real_files()
    root = tmp_path_factory.mktemp("real")
    book = Casebook.init(root)
    documents = {}
    for copy in ALL:
        added = book.add(copy.paths(REAL), source=copy.source, published=copy.published)
        assert not [each.reason for each in added if each.event is None]
        documents[copy] = {each.event.document.sha256 for each in added if each.event}
    book.build()
    with book.ledger() as ledger:
        rows = ledger.rows("SELECT copy, list(document) AS documents FROM documents GROUP BY copy")
    keys = {frozenset(row["documents"]): row["copy"] for row in rows}
    return Record(book, {copy: keys[frozenset(found)] for copy, found in documents.items()})


@pytest.fixture
def ledger(record: Record) -> Iterator[Ledger]:
    with record.book.ledger() as opened:
        yield opened


@pytest.mark.parametrize("copy", ALL, ids=lambda copy: f"{copy.source}-{Path(copy.files[0][0]).stem}")
def test_every_record_of_the_file_is_read_or_refused(record: Record, ledger: Ledger, copy: RealCopy) -> None:
    (row,) = ledger.rows("SELECT * FROM copies WHERE copy = ?", [record.copies[copy]])
    assert row["read"] + row["refused"] == copy.records(REAL)
    assert row["refused"] <= 0.001 * row["records"]


def test_every_refusal_gives_its_reason_and_its_place(record: Record) -> None:
    for key in record.copies.values():
        for refusal in pq.read_table(record.book.root / "readings" / key / "refusals.parquet").to_pylist():
            assert refusal["reason"]
            assert refusal["place"]


def test_the_counts_of_the_data_readme_come_out(record: Record, ledger: Ledger) -> None:
    def count(sql: str, *parameters: object) -> int:
        return int(ledger.rows(f"SELECT count(DISTINCT subject) AS n FROM facts WHERE {sql}", parameters)[0]["n"])  # noqa: S608

    belarus, russia = (
        next(key for copy, key in record.copies.items() if copy.files[0][0].endswith(f"consolidated__{celex}.csv"))
        for celex in ("32006R0765", "32014R0269")
    )
    per_schema = "SELECT schema, count(DISTINCT subject) AS n FROM facts WHERE copy = ? AND subject = entity GROUP BY 1"
    assert ledger.rows("SELECT records FROM copies WHERE copy = ?", [belarus]) == [{"records": 408}]
    assert ledger.rows("SELECT records FROM copies WHERE copy = ?", [russia]) == [{"records": 2_802}]
    people = {row["schema"]: row["n"] for row in ledger.rows(per_schema, [russia])}
    assert people["Person"] == 1_984
    assert sum(people.values()) == 2_802
    people = {row["schema"]: row["n"] for row in ledger.rows(per_schema, [belarus])}
    assert people["Person"] == 312
    assert count("source = 'gb_ofsi'") == 4_686
    assert count("source = 'gb_ofsi' AND prop = 'program' AND value LIKE '%Belarus%'") == 167
    assert count("source = 'ca_sema'") == 4_759
    assert count("source = 'ca_sema' AND prop = 'program' AND value LIKE 'Belarus%'") == 320
    assert count("source = 'un_sc' AND entity = subject") == 1_003
    assert count("source = 'us_sdn' AND document = ?", _document(ledger, "2023-01_sdn.csv")) == 11_443


def _document(ledger: Ledger, name: str) -> str:
    return str(ledger.rows("SELECT document FROM documents WHERE name = ?", [name])[0]["document"])


def test_a_thousand_facts_stand_where_the_ledger_says(record: Record) -> None:
    chance = random.Random(20_261_122)  # noqa: S311 - the draw is repeatable
    paths = {document.sha256: document for document in record.book.archive.documents()}
    by_source: dict[str, list[str]] = {}
    for copy, key in record.copies.items():
        by_source.setdefault(copy.source, []).append(key)
    wrong, drawn = [], Counter[str]()
    while sum(drawn.values()) < FACTS:
        source = min(by_source, key=lambda name: drawn[name])
        table = _facts(record, chance.choice(by_source[source]))
        if not table:
            drawn[source] += 0
            continue
        for fact in chance.sample(table, min(len(table), 25)):
            if fact["printed"] == "":
                continue
            document = paths[fact["document"]]
            columns = sources.load(document.source).SOURCE.columns.get(document.part, ())
            text = text_at(document.path, fact["place"], tuple(columns))
            if fact["start"] is not None:
                text = text[fact["start"] : fact["end"]]
            printed = fact["value"] if fact["printed"] is None else fact["printed"]
            if text != printed:
                wrong.append((document.name, fact["place"], fact["start"], fact["end"], printed, text))
            drawn[source] += 1
    assert wrong == []


_cache: dict[str, list[dict[str, Any]]] = {}


def _facts(record: Record, key: str) -> list[dict[str, Any]]:
    if key not in _cache:
        _cache[key] = pq.read_table(record.book.root / "readings" / key / "facts.parquet").to_pylist()
    return _cache[key]


def _numbers(name: str) -> set[str]:
    """The ent_num of every row of an SDN.CSV, read with nothing but split."""
    lines = (REAL / "sanctions" / "us_ofac_sdn" / name).read_bytes().decode("cp1252").split("\r\n")
    return {line.split(",")[0] for line in lines if line.split(",")[0].isdigit()}


def test_changes_between_two_copies_are_the_set_difference_of_their_ids(record: Record, tmp_path: Path) -> None:
    folder = REAL / "sanctions" / "us_ofac_sdn"
    book = Casebook.init(tmp_path / "ofac")
    for day in ("2021-07", "2023-01"):
        book.add([folder / f"{day}_sdn.csv"], source="us_sdn", published=day)
    book.build()
    with book.ledger() as ledger:
        ((old, new),) = ledger.pairs("us_sdn")
        found = ledger.changes(old["copy"], new["copy"])
    before, after = _numbers("2021-07_sdn.csv"), _numbers("2023-01_sdn.csv")
    kinds: dict[str, set[str]] = {"listed": set(), "delisted": set()}
    for change in found:
        if change.kind in kinds:
            kinds[change.kind].add(change.subject.removeprefix("us-sdn-"))
    assert kinds["listed"] == after - before
    assert kinds["delisted"] == before - after
