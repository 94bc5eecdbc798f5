"""The fields of the British lists, under whatever heading a form of them prints each, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kronika.base import places
from kronika.base.errors import Unreadable
from kronika.collect.contacts import add_addresses, add_phones
from kronika.collect.cutting import group, join, squeeze
from kronika.collect.enumeration import items
from kronika.collect.families.british import Roster, relate
from kronika.collect.families.british_papers import add_registrations
from kronika.collect.record import Draft

if TYPE_CHECKING:
    from kronika.base.model import Cell

_Add = Callable[[Draft, str, "Cell", Roster], None]
_FLAGS = r"[;|]|\.\s+"
_COMPANIES = r";|\n|(?<!\bNo)(?<!P\.O)\.+\s+(?=[A-Z“\"])"
"""Between the names of companies in one cell; «No. 1 Steel Mill» stays whole."""
_BESIDE_COUNTRY = re.compile(r"(?:In\s+)?([^()]+?)\s*(?:\(.*\)|\bas\s+(?:at|of)\b.*)\s*")
"""«Iraq (previous address)», «In Syria as at June 2013»."""


def _one(subject: Draft, prop: str, cell: Cell, _: Roster) -> None:
    subject.add(prop, cell)


def _each(subject: Draft, prop: str, cell: Cell, _: Roster) -> None:
    for item in items(cell):
        subject.add(prop, item)


def _titles(subject: Draft, prop: str, cell: Cell, _: Roster) -> None:
    for item in items(cell, "/"):
        subject.add(prop, item)


def _flags(subject: Draft, prop: str, cell: Cell, _: Roster) -> None:
    for item in items(cell, _FLAGS):
        subject.add(prop, item)


def _length(subject: Draft, prop: str, cell: Cell, _: Roster) -> None:
    subject.add(prop, cell, value=f"Length of ship: {squeeze(cell.text)}")  # FollowTheMoney has no property for it


def _phones(subject: Draft, _: str, cell: Cell, __: Roster) -> None:
    add_phones(subject, cell)


def _addresses(subject: Draft, _: str, cell: Cell, __: Roster) -> None:
    add_addresses(subject, cell)


def _registrations(subject: Draft, _: str, cell: Cell, __: Roster) -> None:
    add_registrations(subject, cell)


def _related(kind: str) -> _Add:
    def add(subject: Draft, _: str, cell: Cell, roster: Roster) -> None:
        found = items(cell, _COMPANIES)
        for name in found:
            relate(subject, name, kind, roster, listed=len(found) > 1)

    return add


_PERSON = frozenset({"Person"})
_BODY = frozenset({"Organization", "Company"})
_SHIP = frozenset({"Vessel"})

FIELDS: dict[str, tuple[frozenset[str], str, _Add]] = {
    "title": (_PERSON, "title", _titles),
    "date of birth": (_PERSON, "birthDate", _one),
    "nationality": (_PERSON, "nationality", _each),
    "position": (_PERSON, "position", _each),
    "gender": (_PERSON, "gender", _one),
    "phone": (_PERSON | _BODY, "phone", _phones),
    "address": (_PERSON | _BODY, "website", _addresses),
    "type of entity": (_BODY, "classification", _each),
    "registration": (_BODY, "registrationNumber", _registrations),
    "parent": (_BODY, "", _related("parent")),
    "subsidiary": (_BODY, "", _related("subsidiary")),
    "owner": (_SHIP, "", _related("owner")),
    "previous owner": (_SHIP, "", _related("previous owner")),
    "owner or operator": (_SHIP, "", _related("current owner or operator")),
    "previous owner or operator": (_SHIP, "", _related("previous owner or operator")),
    "imo": (_SHIP, "imoNumber", _one),
    "flag": (_SHIP, "flag", _flags),
    "previous flag": (_SHIP, "pastFlags", _flags),
    "type of ship": (_SHIP, "type", _one),
    "tonnage": (_SHIP, "tonnage", _one),
    "length": (_SHIP, "notes", _length),
    "year built": (_SHIP, "buildDate", _one),
    "hull": (_SHIP, "registrationNumber", _one),
}
"""Field → the schemata of whom it can be said, the property, and the function that adds it.

A hull number, for which FollowTheMoney has no property, is kept as a registration number.
"""
OF_COMPANIES = frozenset({"registration", "parent", "subsidiary"})
"""Fields by which a list calls an organisation a company."""


def add_field(subject: Draft, field: str, cell: Cell, roster: Roster) -> None:
    """Add a field; it is refused where it is said of a subject that cannot have it, such as a ship's gender."""
    schemata, prop, add = FIELDS[field]
    if subject.schema in schemata:
        add(subject, prop, cell, roster)
    else:
        subject.entry.refuse(cell, f"{field}: not said of the schema {subject.schema}")


def add_address(subject: Draft, lines: Sequence[Cell | None], country: Cell | None) -> None:
    """Add an address out of its lines and the country that it is in, each from its own cell.

    What stands beside the country, such as «(at time of listing)», is kept in the address.
    """
    beside = _BESIDE_COUNTRY.fullmatch(country.text) if country and not _is_country(country.text) else None
    some = [cell for cell in (*lines, country) if cell is not None]
    if beside or any(lines):
        subject.add("address", join(some), value=", ".join(squeeze(cell.text).rstrip(" ,") for cell in some))
    subject.add("country", group(country, beside) if country and beside else country)


def _is_country(text: str) -> bool:
    try:
        return bool(places.countries(text))
    except Unreadable:
        return False


def add_birth(person: Draft, town: Cell | None, country: Cell | None) -> None:
    """Add a place of birth, or several that one cell holds by number."""
    for prop, cell in (("birthPlace", town), ("birthCountry", country)):
        for item in items(cell):
            person.add(prop, item)
