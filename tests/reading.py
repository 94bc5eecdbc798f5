"""A reading, taken whole and held to the raw files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from raw import text_at

if TYPE_CHECKING:
    from kronika.base.model import Fact, Refusal
    from kronika.collect.record import Reading


def checked(reading: Reading[Any]) -> tuple[list[Fact], list[Refusal]]:
    """All facts and refusals; at the place of each fact stands what it says is printed there."""
    pages = list(reading)
    facts = [fact for some, _ in pages for fact in some]
    documents = {document.sha256: document for document in reading.copy.documents}
    for fact in facts:
        document = documents[fact.document]
        forms = [form for form in reading.source.forms if form.kind == "csv" and form.part == document.part]
        columns = reading.source.columns.get(document.part, ())
        delimiter = forms[0].delimiter if forms else ","
        whole = text_at(document.path, fact.place, columns, delimiter) if fact.printed else ""
        assert fact.printed == (whole[fact.start : fact.end] if fact.start >= 0 else whole)
    return facts, [refusal for _, some in pages for refusal in some]


@dataclass
class Read:
    """What a reader made of a copy, with the counts of its reading."""

    facts: list[Fact]
    refusals: list[Refusal]
    read: int
    refused: int
    subjects: int

    @classmethod
    def of(cls, reading: Reading[Any]) -> Read:
        """Read all of it, and hold every fact to what stands at its place."""
        facts, refusals = checked(reading)
        return cls(facts, refusals, reading.read, reading.refused, reading.subjects)

    def stated(self, prop: str, schema: str = "") -> list[tuple[str, str]]:
        """Value and printed form of a property, of any schema or of one."""
        return [(f.value, f.printed) for f in self.facts if f.prop == prop and schema in {f.schema, ""}]

    def entity(self, schema: str) -> dict[str, tuple[str, str]]:
        """Property → value and printed form, of the last entity of a schema."""
        return {f.prop: (f.value, f.printed) for f in self.facts if f.schema == schema}

    def reasons(self) -> list[str]:
        """Why what was refused was refused."""
        return [refusal.reason for refusal in self.refusals]
