"""What is compared of a subject, a customer, an identity: its names with their quality, and what else is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kronika.base import dates, places, vocabulary
from kronika.base.errors import Unreadable, UsageError

PERSON, OTHER, CRAFT = 1, 2, 4
"""What may be compared with what: people, organisations, ships and aircraft. Kinds are bits, so a set of them adds."""
_KINDS = {
    "Person": PERSON,
    "LegalEntity": OTHER,
    "Organization": OTHER,
    "Company": OTHER,
    "PublicBody": OTHER,
    "Vessel": CRAFT,
    "Airplane": CRAFT,
    "Vehicle": CRAFT,
    "Asset": OTHER | CRAFT,
    "Security": OTHER,
}
PRIMARY, ALIAS, FORMER, WEAK, ACRONYM, LONE, PERSONAL = range(7)
QUALITY = {"name": PRIMARY, "alias": ALIAS, "previousName": FORMER, "weakAlias": WEAK}
"""The properties that are names, and how good they are."""
COUNTRY = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag", "birthCountry")
STRICT = frozenset({"imoNumber", "innCode", "ogrnCode", "leiCode", "swiftBic", "uscCode", "isinCode"})
"""Identifiers of which no two bearers share one, and no bearer has two."""
_ISSUED = frozenset(
    {"passportNumber", "idNumber", "registrationNumber", "taxNumber", "vatCode", "socialSecurityNumber", "mmsi"}
    | {"okpoCode", "dunsCode", "npiCode", "licenseNumber", "serialNumber"}
)
IDENTIFIERS = STRICT | _ISSUED
_BARE = re.compile(r"[\W_]+")


class Name(NamedTuple):
    """A name and how good it is."""

    text: str
    quality: int
    """PRIMARY, ALIAS, FORMER or WEAK; ACRONYM of one that is made of a name; LONE of a weak one that is one word;
    PERSONAL of one that reads like a person's, where it is not known whether it is."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One side of a comparison."""

    id: str
    schema: str
    """FollowTheMoney schema, empty where it is not known. A LegalEntity is no person: lists name those apart."""
    names: tuple[Name, ...]
    births: tuple[str, ...] = ()
    """Birth dates as EDTF (`base.dates`); of a company its incorporation dates are not among them."""
    countries: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    idents: frozenset[tuple[str, str]] = frozenset()
    """Property and number, the number without blanks and marks, in capitals."""

    @property
    def kind(self) -> int:
        """The kinds that it can be compared with; all where its schema does not tell."""
        return _KINDS.get(self.schema, PERSON | OTHER | CRAFT)

    @property
    def caption(self) -> str:
        """The name to call it by."""
        return self.names[0].text if self.names else self.id


def asked(query: str | Mapping[str, Any]) -> Profile:
    """The profile of a query: a name, or an entity. UsageError as `of` does."""
    return of({"properties": {"name": [query]}} if isinstance(query, str) else query)


def of(entity: Mapping[str, Any]) -> Profile:
    """The profile of a FollowTheMoney entity.

    Values may be lists or single texts. Raises UsageError where its form is another, or a birth date is unreadable.
    """
    properties = entity.get("properties")
    schema = entity.get("schema", "")
    schema = "" if schema in ("LegalEntity", "Thing") else schema  # who asks so does not know what it is
    if not isinstance(properties, Mapping) or not isinstance(schema, str):
        raise UsageError('a query is a name or an entity: {"schema": "Person", "properties": {"name": ["…"]}}')
    if schema and schema not in _KINDS and vocabulary.schema(schema) is None:
        raise UsageError(f"{schema}: FollowTheMoney has no such schema; Person, Company, Organization, Vessel are some")
    found = [(prop, text) for prop, values in properties.items() for text in _texts(prop, values)]
    named = [Name(text, QUALITY[prop]) for prop, text in found if prop in QUALITY]
    if not any(name.quality == PRIMARY for name in named):
        parts = [" ".join(_texts(prop, properties.get(prop, ()))) for prop in ("firstName", "middleName", "lastName")]
        whole = " ".join(part for part in parts if part)
        named = [Name(whole, PRIMARY), *named] if whole else named
    return make(str(entity.get("id") or ""), schema, named, found)


def make(id: str, schema: str, named: Iterable[Name], facts: Iterable[tuple[str, str]]) -> Profile:  # noqa: A002
    """The profile of names and of facts, each a FollowTheMoney property and a value. UsageError as `of` does."""
    births: dict[str, None] = {}
    countries, genders, idents = set(), set(), set()
    for prop, text in facts:
        if prop == "birthDate":
            births[_day(text)] = None
        elif prop in COUNTRY:
            countries.add(_country(text))
        elif prop == "gender":
            genders.add(text.casefold())
        elif prop in IDENTIFIERS:
            idents.add((prop, bare(text)))
    best: dict[str, Name] = {}
    for name in sorted(named, key=lambda name: name.quality):
        best.setdefault(name.text, name)
    return Profile(
        id, schema, tuple(best.values()), tuple(births), frozenset(countries - {""}), frozenset(genders),
        frozenset(idents),
    )  # fmt: skip


def bare(number: str) -> str:
    """A number without blanks and marks, in capitals."""
    return _BARE.sub("", number).upper()


def _texts(prop: str, values: object) -> list[str]:
    if isinstance(values, str):
        return [values]
    if isinstance(values, list | tuple) and all(isinstance(value, str) for value in values):
        return list(values)
    raise UsageError(f"{prop}: its value must be a text or a list of texts")


def _day(text: str) -> str:
    try:
        dates.bounds(text)
    except Unreadable:
        try:
            return dates.parse(text, "ymd")
        except Unreadable as error:
            raise UsageError(f"birthDate: {error}: days are written as in 1954-08-30") from error
    return text


def _country(text: str) -> str:
    if len(text) == 2:
        return text.casefold()
    try:
        return places.country(text)
    except Unreadable:
        return ""
