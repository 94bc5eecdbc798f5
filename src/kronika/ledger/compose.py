"""A ledger is composed whole from readings, and put in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from kronika.base.errors import BuildError
from kronika.ledger.measured import TABLES
from kronika.ledger.store import LIMITS, MADE_BY, SCHEMA, STORED

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Copy, Correction, Source
    from kronika.ledger.readings import Summary


@dataclass(frozen=True, slots=True)
class Read:
    """A copy together with what its reading came to."""

    key: str
    copy: Copy
    summary: Summary
    state: str
    """current, earlier or refused."""
    reason: str = ""


def compose(
    target: Path,
    readings: Path,
    sources: Iterable[Source],
    reads: Sequence[Read],
    corrections: Iterable[Correction],
    state: str,
) -> None:
    """Write the ledger of these readings and put it at `target`, whole or not at all.

    `state` is a text that is equal for equal input; `composed_of` gives it back. Raises BuildError when the disk is
    full or a reading cannot be opened; the ledger at `target` then still is the last good one.
    """
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(partial), config=LIMITS) as db:
            db.execute(SCHEMA)
            _insert(db, "meta", [("state", state), ("schema", MADE_BY)])
            _insert(db, "sources", (_source_row(source) for source in sources))
            _insert(db, "copies", (_copy_row(read) for read in reads))
            _insert(db, "documents", (row for read in reads for row in _document_rows(read)))
            _insert(
                db,
                "corrections",
                ((c.source, c.record, c.field, c.printed, c.corrected, c.who, c.when, c.why) for c in corrections),
            )
            _load(db, readings, reads)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except (duckdb.Error, OSError) as error:
        raise BuildError(
            f"the ledger could not be written ({_line(error)}): the last good state still answers"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
        partial.with_name(f"{partial.name}.wal").unlink(missing_ok=True)


def composed_of(target: Path) -> str:
    """The `state` that the ledger at `target` was composed with.

    Empty where there is none, it is damaged, or its tables are those of another version.
    """
    try:
        with duckdb.connect(str(target), read_only=True) as db:
            meta = dict(db.execute("SELECT key, value FROM meta").fetchall())
    except duckdb.Error:
        return ""
    return str(meta.get("state", "")) if meta.get("schema") == MADE_BY else ""


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    some = list(rows)
    if some:
        marks = ", ".join("?" * len(some[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", some)  # noqa: S608 - the table is one of ours


def _source_row(source: Source) -> tuple[object, ...]:
    return (
        source.name, source.title, source.publisher, source.country, source.authority, source.licence,
        list(source.measures),
    )  # fmt: skip


def _copy_row(read: Read) -> tuple[object, ...]:
    copy, made = read.copy, read.summary
    return (
        read.key, copy.source, copy.series, copy.published, read.state, read.reason, made.reader, made.records,
        made.read, made.refused, made.subjects, made.facts,
    )  # fmt: skip


def _document_rows(read: Read) -> Iterator[tuple[object, ...]]:
    for d in read.copy.documents:
        yield read.key, d.sha256, d.part, d.name, d.address, d.fetched, d.published, d.size


def _load(db: duckdb.DuckDBPyConnection, readings: Path, reads: Sequence[Read]) -> None:
    """Copy the facts of current readings, and the refusals of those and of refused ones, out of their folders."""
    current = [str(readings / read.key / "facts.parquet") for read in reads if read.state == "current"]
    shown = [str(readings / read.key / "refusals.parquet") for read in reads if read.state != "earlier"]
    source = "JOIN (SELECT copy, source FROM copies) c ON c.copy = parse_path(filename)[-2]"
    if current:
        db.execute(
            f"INSERT INTO facts SELECT c.source, c.copy, {STORED} "  # noqa: S608
            f"FROM read_parquet(?, filename=true, file_row_number=true) {source} "
            "ORDER BY c.copy, subject, file_row_number",
            [current],
        )
    if shown:
        columns = "record, whole, document, place, printed, reason"
        db.execute(
            f"INSERT INTO refusals SELECT c.source, c.copy, {columns} "  # noqa: S608
            f"FROM read_parquet(?, filename=true, file_row_number=true) {source} ORDER BY c.copy, file_row_number",
            [shown],
        )
    for read in reads:
        if read.state == "current":
            _load_lines(db, read.key, readings / read.key)


def _load_lines(db: duckdb.DuckDBPyConnection, copy: str, folder: Path) -> None:
    """Copy the lines of measurements of one reading out of its folder, in their order; most have none."""
    for table in TABLES:
        file = folder / f"{table}.parquet"
        if file.exists():
            db.execute(f"INSERT INTO {table} BY NAME SELECT ? AS copy, * FROM read_parquet(?)", [copy, str(file)])  # noqa: S608


def _line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
