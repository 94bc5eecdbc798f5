"""A customer and whom it could be, side by side: what the page of screening shows of each hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import places, states
from kronika.base.errors import Unreadable
from kronika.match import profile
from kronika.match.customers.headings import SEVERAL
from kronika.match.profile import COUNTRY, IDENTIFIERS
from kronika.view.serve.kept import Kept

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Entity
    from kronika.match.judgements import Confirmation
    from kronika.match.screen import Hit
    from kronika.view.serve.held import Held

_MOST = 3
"""Values of one kind that are shown of a listing."""
_PROPERTIES = {"birth_date": "birthDate", "country": "country", "id_number": "idNumber"}


class Customer(NamedTuple):
    """What is asked about somebody; a text may hold several values, with «; » between them, as in a file's cell."""

    name: str = ""
    type: str = ""
    """A schema of FollowTheMoney, empty where it is not known."""
    birth_date: str = ""
    country: str = ""
    id_number: str = ""

    @property
    def query(self) -> dict[str, Any]:
        """A query for the screener: what a row of a file is screened as (`Screener.screen_table`)."""
        properties = {prop: _several(getattr(self, field)) for field, prop in _PROPERTIES.items()}
        return {"schema": self.type, "properties": {"name": _several(self.name), **properties}}

    @property
    def facts(self) -> dict[str, Sequence[str]]:
        """What is known beside the name, for people."""
        found = {"type": [self.type], "born": _several(self.birth_date), "number": _several(self.id_number)}
        found["country"] = [_country(each) for each in _several(self.country)]
        return {label: values for label, values in found.items() if any(values)}


class Listed(NamedTuple):
    """A hit with what is shown of the listing, and what people have said of it."""

    hit: Hit
    facts: Mapping[str, Sequence[str]]
    lists: Sequence[str]
    """The states whose lists have it; the name of a list that is of no state."""
    confirmed: Confirmation | None


def found(held: Held, customer: Customer, limit: int, threshold: float) -> list[Listed]:
    """Whom a customer could be, best first, those that a person has dismissed last.

    Raises UsageError where the customer has no name, or its birth date cannot be read.
    """
    hits = held.screener.screen(customer.query, limit=limit, threshold=threshold)
    asked, judged, lists = profile.asked(customer.query), held.judgements(), _lists(held)
    entities = {hit.id: held.catalogue.entity(hit.id) or {} for hit in hits}
    some = [
        Listed(hit, _facts(entities[hit.id]), _said(entities[hit.id], lists), judged.confirmed(asked, hit.id))
        for hit in hits
    ]
    return sorted(some, key=lambda each: bool(each.hit.dismissed))


def _names_of_lists(held: Held) -> dict[str, str]:
    with held.ledger() as ledger:
        of_states = {name: states.short(each["country"]) for name, each in ledger.sources.items() if each["country"]}
    return {each.name: each.title for each in held.catalogue.datasets()} | of_states


_lists = Kept(_names_of_lists)


def _said(entity: Entity, lists: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(lists.get(name, name) for name in entity.get("datasets", ())))


def _facts(entity: Entity) -> dict[str, Sequence[str]]:
    """What is known of a listing beside its names, under the labels of `Customer.facts`."""
    properties: Mapping[str, Sequence[str]] = entity.get("properties", {})
    countries = dict.fromkeys(_country(code) for prop in COUNTRY for code in properties.get(prop, ()))
    numbers = [f"{number} ({prop})" for prop in sorted(IDENTIFIERS) for number in properties.get(prop, ())]
    shown = {
        "type": [entity["schema"]] if entity else [],
        "born": properties.get("birthDate", ()),
        "country": list(countries),
        "number": numbers,
        "position": properties.get("position", ()),
    }
    return {label: _few(values) for label, values in shown.items() if values}


def _few(values: Sequence[str]) -> list[str]:
    more = len(values) - _MOST
    return [*values[:_MOST], *([f"and {more} more"] if more > 0 else [])]


def _several(text: str) -> list[str]:
    return [each for each in text.split(SEVERAL) if each.strip()]


def _country(text: str) -> str:
    try:
        return places.name(text.casefold())
    except Unreadable:
        return text
