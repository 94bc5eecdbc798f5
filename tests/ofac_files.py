"""Rows of OFAC's comma-separated files, and what the reader of the SDN list makes of them; every name is invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents import copy_of, document
from kronika.collect.sources import us_sdn
from raw import text_at

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Correction, Document, Fact, Refusal

NULL = "-0- "
FILES = {"sdn": "sdn.csv", "add": "add.csv", "alt": "alt.csv", "comments": "sdn_comments.csv", "list": "sdn.xml"}


@dataclass
class Read:
    """What the reader made of a copy."""

    facts: list[Fact]
    refusals: list[Refusal]
    read: int
    refused: int
    subjects: int

    def stated(self, prop: str, schema: str = "") -> list[tuple[str, str]]:
        return [(f.value, f.printed) for f in self.facts if f.prop == prop and schema in {f.schema, ""}]

    def entity(self, schema: str) -> dict[str, tuple[str, str]]:
        return {f.prop: (f.value, f.printed) for f in self.facts if f.schema == schema}

    def reasons(self) -> list[str]:
        return [refusal.reason for refusal in self.refusals]


def read(path: Path, *corrections: Correction, **parts: str) -> Read:
    """Read a copy of these parts, and hold every fact to what stands at its place."""
    docs = [document(path / FILES[part], text, source="us_sdn", part=part) for part, text in parts.items()]
    reading = us_sdn.read(copy_of(*docs, corrections=corrections))
    facts: list[Fact] = []
    refusals: list[Refusal] = []
    for some, wrong in reading:
        facts += some
        refusals += wrong
    for fact in facts:
        _check(fact, {doc.sha256: doc for doc in docs})
    return Read(facts, refusals, reading.read, reading.refused, reading.subjects)


def _check(fact: Fact, documents: dict[str, Document]) -> None:
    doc = documents[fact.document]
    whole = text_at(doc.path, fact.place, us_sdn.SOURCE.columns.get(doc.part, ())) if fact.printed else ""
    assert fact.printed == (whole[fact.start : fact.end] if fact.start >= 0 else whole)


def row(  # a row of SDN.CSV
    number: int,
    name: str,
    kind: str = NULL,
    program: str = "BELARUS",
    title: str = NULL,
    remarks: str = NULL,
    **ship: str,
) -> str:
    quoted = [value if value == NULL else f'"{value}"' for value in (name, kind, program, title)]
    vessel = [ship.get(field, NULL) for field in ("call", "type", "tonnage", "grt", "flag", "owner")]
    fields = [str(number), *quoted, *(v if v == NULL else f'"{v}"' for v in vessel)]
    return ",".join([*fields, remarks if remarks == NULL else f'"{remarks}"']) + "\r\n"


def person(remarks: str = NULL, *, title: str = NULL) -> str:
    return row(101, "SAMPLEVICH, Invented Ivan", "individual", title=title, remarks=remarks)
