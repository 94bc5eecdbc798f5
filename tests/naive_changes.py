"""Changes of a regime computed a second time, as differences of sets of what the readings hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

import naive_coverage

if TYPE_CHECKING:
    from kronika import Casebook
    from kronika.base.config import Regime

Value = tuple[str, str, str]


@dataclass
class Changes:
    """Identities, and schema, property and value of what is gone and what is new."""

    listed: set[str]
    delisted: set[str]
    gone: dict[str, set[Value]]
    come: dict[str, set[Value]]


def between(book: Casebook, regime: Regime, source: str) -> Changes:
    """What the two copies of a source differ in."""
    with book.ledger() as ledger:
        copies = ledger.rows("SELECT * FROM copies WHERE state != 'refused' ORDER BY published, rowid")
        identities = pq.read_table(ledger.matched / "identities.parquet").to_pylist()
    identity = {row["subject"]: row["identity"] for row in identities}
    facts = {copy["copy"]: _facts(book, copy["copy"]) for copy in copies}
    tied = {
        identity.get(fact["subject"], fact["subject"])
        for copy in copies
        for fact in facts[copy["copy"]]
        if naive_coverage._tie(fact, copy["source"], regime)
    }
    part = {each.sha256: each.part for each in book.archive.documents()}
    old, new = (facts[copy["copy"]] for copy in copies if copy["source"] == source)
    shared = {part[fact["document"]] for fact in old} & {part[fact["document"]] for fact in new}
    before, after = (_by_identity(some, identity, tied, part, shared) for some in (old, new))
    both = before.keys() & after.keys()
    return Changes(
        after.keys() - before.keys(),
        before.keys() - after.keys(),
        {who: values for who in both if (values := before[who] - after[who])},
        {who: values for who in both if (values := after[who] - before[who])},
    )


def _facts(book: Casebook, copy: str) -> list[dict[str, Any]]:
    columns = ["subject", "entity", "schema", "prop", "value", "printed", "document"]
    found: list[dict[str, Any]] = pq.read_table(
        book.root / "readings" / copy / "facts.parquet", columns=columns
    ).to_pylist()
    return found


def _by_identity(
    facts: list[dict[str, Any]], identity: dict[str, str], tied: set[str], part: dict[str, str], shared: set[str]
) -> dict[str, set[Value]]:
    found: dict[str, set[Value]] = defaultdict(set)
    for fact in facts:
        who = identity.get(fact["subject"], fact["subject"])
        if who in tied and fact["printed"] != "" and part[fact["document"]] in shared:
            found[who].add((fact["schema"], fact["prop"], fact["value"]))
    return found
