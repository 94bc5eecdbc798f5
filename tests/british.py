"""OFSI's list for tests: its two forms, and rows of invented people, companies and ships."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from documents import copy_of, document
from kronika.collect.sources import gb_ofsi
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Correction, Document, Fact, Refusal

NAMES = ["Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Title"]
ADDRESS = [*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country", "Other Information"]
NEW = [
    *NAMES, "Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language", "DOB", "Town of Birth",
    "Country of Birth", "Nationality", "Passport Number", "Passport Details", "National Identification Number",
    "National Identification Details", "Position", *ADDRESS, "Group Type", "Alias Type", "Alias Quality", "Regime",
    "Listed On", "UK Sanctions List Date Designated", "Last Updated", "Group ID",
]  # fmt: skip
OLD = [
    *NAMES, "DOB", "Town of Birth", "Country of Birth", "Nationality", "Passport Details", "NI Number", "Position",
    *ADDRESS, "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID",
]  # fmt: skip
LISTED = {
    "Group Type": "Individual", "Alias Type": "Primary name", "Regime": "Belarus", "Listed On": "06/11/2020",
    "UK Sanctions List Date Designated": "31/12/2020", "Last Updated": "04/02/2022", "Group ID": "99001",
}  # fmt: skip
PERSON = {**LISTED, "Name 6": "PRIMEROVICH", "Name 1": "Ivan", "Name 2": "Vymyslovich"}
COMPANY = {**LISTED, "Group Type": "Entity", "Name 6": "INVENTED WORKS (INWO) OJSC", "Group ID": "99002"}
SHIP = {**LISTED, "Group Type": "Ship", "Name 6": "INVENTED STAR", "Group ID": "99003"}


def lines(*rows: dict[str, str], columns: list[str] = NEW) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Last Updated", "10/04/2025"])
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def listed(path: Path, *rows: dict[str, str], columns: list[str] = NEW, encoding: str = "utf-8") -> Document:
    return document(path / "ConList.csv", lines(*rows, columns=columns).encode(encoding), source="gb_ofsi")


def read(doc: Document, *corrections: Correction) -> tuple[list[Fact], list[Refusal]]:
    return checked(gb_ofsi.read(copy_of(doc, corrections=corrections)))


def facts_of(path: Path, *rows: dict[str, str]) -> list[Fact]:
    facts, refusals = read(listed(path, *rows))
    assert refusals == []
    return facts


def stated(facts: list[Fact], prop: str, schema: str = "") -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop and (not schema or fact.schema == schema)]


def values(facts: list[Fact], prop: str, schema: str = "") -> list[str]:
    return [value for value, _ in stated(facts, prop, schema)]
