"""Readings on disk: what a reader made of one copy, written once and never changed.

A reading is a folder `readings/KEY/` with `facts.parquet`, `refusals.parquet` and `reading.json`, and a Parquet file
for each table of measurements that the copy has lines of; its key hashes the documents, the reader and the corrections,
so a folder that is there is right, and a build reads only what is missing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kronika.base import names
from kronika.base.model import Fact, Refusal, fact_id

if TYPE_CHECKING:
    from pathlib import Path

_BATCH = 20_000
"""Facts held in memory before they are written; bounds the memory of a reading whatever the size of the list."""
NAME_PROPS = frozenset({"name", "alias", "weakAlias", "previousName", "abbreviation"})

_text, _number = pa.string(), pa.int32()
FACTS = pa.schema(
    [
        pa.field("id", _text, nullable=False),
        *(pa.field(name, _text, nullable=False) for name in ("subject", "entity", "schema", "prop", "value")),
        *(pa.field(name, _text) for name in ("printed", "lang")),
        *(pa.field(name, _text, nullable=False) for name in ("document", "place")),
        pa.field("start", _number),
        pa.field("end", _number),
        *(pa.field(name, _text) for name in ("parts", "mark")),
        pa.field("corrected", pa.bool_(), nullable=False),
        pa.field("fold", _text),
    ]
)
REFUSALS = pa.schema(
    [
        pa.field("record", _text, nullable=False),
        pa.field("whole", pa.bool_(), nullable=False),
        *(pa.field(name, _text, nullable=False) for name in ("document", "place", "printed", "reason")),
    ]
)
_texts, _count, _day = pa.list_(_text), pa.int32(), pa.date32()
COUNTS = (
    "registered", "issued", "given", "early", "inside", "outside", "mobile", "stationary", "found", "valid", "invalid",
    "against", "spoiled", "cancelled", "lost", "unaccounted", "voted", "base",
)  # fmt: skip
"""Columns of counts of a station's protocol."""
TABLES = {
    "elections": pa.schema(
        {
            **dict.fromkeys(("election", "title", "day", "document"), _text),
            "row": _number,
            **dict.fromkeys(("name", "mapping"), _text),
            "stations": pa.int64(),
            **dict.fromkeys(("candidates", "turnout", "result"), _texts),
        }
    ),
    "protocols": pa.schema(
        {
            **dict.fromkeys(("election", "document"), _text),
            "row": _number,
            **dict.fromkeys(("region", "district", "unit", "kind", "signed"), _text),
            **dict.fromkeys(COUNTS, _count),
            "votes": pa.list_(_count),
        }
    ),
    "figures": pa.schema(
        {
            "document": _text,
            "row": _number,
            **dict.fromkeys(("id", "counter", "series", "item", "definition"), _text),
            "about": _texts,
            "as_of": _text,
            **dict.fromkeys(("first", "last"), _day),
            **dict.fromkeys(("value", "low", "high", "step"), pa.float64()),
            **dict.fromkeys(("unit", "currency", "place", "printed", "title", "address", "published", "note"), _text),
        }
    ),
}
"""The tables of measurements, column by column as schema.sql has them, but without the copy that a line is of."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of one reading; with a `failure`, why the copy could not be read at all."""

    reader: str
    read: int = 0
    refused: int = 0
    subjects: int = 0
    facts: int = 0
    failure: str = ""
    again: bool = False
    """Whether the next build should try once more: the failure lay in the archive, not in the copy."""

    @property
    def records(self) -> int:
        """Records in the documents."""
        return self.read + self.refused


class Writer:
    """Writes one reading beside its final place and moves it there when it is complete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
        self._facts: list[Fact] = []
        self._refusals: list[Refusal] = []
        self._count = 0

    def __enter__(self) -> Writer:
        self._partial.mkdir(parents=True)
        self._facts_file = pq.ParquetWriter(self._partial / "facts.parquet", FACTS, compression="zstd")
        self._refusals_file = pq.ParquetWriter(self._partial / "refusals.parquet", REFUSALS, compression="zstd")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self._partial, ignore_errors=True)

    def add(self, facts: Iterable[Fact], refusals: Iterable[Refusal]) -> None:
        """Append the facts and refusals of one entry."""
        self._facts += facts
        self._refusals += refusals
        if len(self._facts) >= _BATCH:
            self._flush()

    def measure(self, tables: Mapping[str, Mapping[str, Sequence[object]]]) -> None:
        """Write the lines of a copy that measures, table by table."""
        for table, columns in tables.items():
            arrays = [pa.array(columns[field.name]).cast(field.type) for field in TABLES[table]]
            pq.write_table(
                pa.table(arrays, schema=TABLES[table]), self._partial / f"{table}.parquet", compression="zstd"
            )

    def close(self, summary: Summary) -> None:
        """Complete the reading, counting its facts: from here on it is in its place, or not at all."""
        self._flush()
        summary = replace(summary, facts=self._count)
        self._facts_file.close()
        self._refusals_file.close()
        (self._partial / "reading.json").write_text(json.dumps(asdict(summary), ensure_ascii=False), encoding="utf-8")
        self._partial.rename(self._folder)

    def restart(self) -> None:
        """Forget what was added: a copy that fails half-way leaves no half of its facts."""
        self.__exit__(Exception)
        self._facts, self._refusals, self._count = [], [], 0
        self.__enter__()

    def _flush(self) -> None:
        if self._facts:
            self._facts_file.write_batch(_fact_batch(self._facts))
            self._count += len(self._facts)
        if self._refusals:
            columns = zip(*self._refusals, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, REFUSALS, strict=True)]
            self._refusals_file.write_batch(pa.record_batch(arrays, schema=REFUSALS))
        self._facts, self._refusals = [], []


def _fact_batch(facts: list[Fact]) -> pa.RecordBatch:
    columns: dict[str, Sequence[object]] = dict(zip(Fact._fields, zip(*facts, strict=True), strict=True))
    columns["id"] = [fact_id(f.entity, f.prop, f.value) for f in facts]
    columns["printed"] = [None if f.printed == f.value else f.printed for f in facts]
    columns["fold"] = [names.fold(f.value) if f.prop in NAME_PROPS else None for f in facts]
    for name in ("lang", "parts", "mark"):
        columns[name] = [text or None for text in columns[name]]
    for name in ("start", "end"):
        columns[name] = [None if offset == -1 else offset for offset in columns[name]]
    return pa.record_batch([pa.array(columns[field.name], field.type) for field in FACTS], schema=FACTS)


def summary(folder: Path) -> Summary | None:
    """The summary of a reading, None where there is no such reading yet."""
    try:
        return Summary(**json.loads((folder / "reading.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def sweep(root: Path, keep: Collection[str] | None = None) -> None:
    """Remove what builds that died have left behind and, with `keep`, all readings but those with these keys.

    Call it only under the build's lock.
    """
    for folder in root.glob("*"):
        if folder.name.endswith(".partial") or (keep is not None and folder.name not in keep):
            shutil.rmtree(folder, ignore_errors=True)
