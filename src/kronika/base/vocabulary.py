"""FollowTheMoney's vocabulary: schemata, their properties, the properties' types and codes.

A snapshot of the names and types of the followthemoney package (MIT licence; https://followthemoney.tech), held to it
by `tests/test_vocabulary.py`. The package itself is no dependency: it takes a second to import, and part of it must be
compiled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kronika.base import dates
from kronika.base.errors import Unreadable

_PREFIX = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?")
_URL = re.compile(r"(https?|ftp)://[^\s/]+\S*", re.IGNORECASE)
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema."""

    name: str
    type: str
    """The name of its type: name, date, country, entity, identifier …"""
    longest: int
    """Most characters of a value."""
    range: str
    """The schema that an entity-typed property points to, else empty."""
    reverse: str
    """What the entity that it points to calls the property seen from its own side, empty where it has no name."""
    stub: bool
    """Whether it is only the other end of another schema's property; entities do not carry it."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of entity, with its own properties and those that it inherits."""

    name: str
    caption: tuple[str, ...]
    """Properties that an entity may be called by, the first that it has."""
    edge: tuple[str, ...]
    """For a relation, the properties of its two ends."""
    matchable: bool
    """Whether its entities are worth comparing with one another."""
    ancestors: frozenset[str]
    """The names of all schemata that it extends, and its own."""
    properties: Mapping[str, Property]


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("vocabulary.json").read_text("utf-8"))
    return found


@cache
def schema(name: str) -> Schema | None:
    """The schema of this name, or None."""
    own = _data()["schemata"].get(name)
    if own is None:
        return None
    parents = [found for each in own.get("extends", ()) if (found := schema(each))]
    properties = {prop.name: prop for parent in parents for prop in parent.properties.values()}
    properties |= {prop: _property(prop, described) for prop, described in own["properties"].items()}
    return Schema(
        name=name,
        caption=tuple(own.get("caption", ())),
        edge=tuple(own.get("edge", ())),
        matchable=own.get("matchable", False),
        ancestors=frozenset({name}).union(*(parent.ancestors for parent in parents)),
        properties=properties,
    )


def known(name: str) -> Schema:
    """The schema of this name; KeyError, a mistake of ours, where there is none."""
    found = schema(name)
    if found is None:
        raise KeyError(f"FollowTheMoney has no schema {name}")
    return found


@cache
def descendants(name: str) -> frozenset[str]:
    """The names of all schemata that extend this one, and its own; none where there is no such schema."""
    return frozenset(each for each in _data()["schemata"] if name in known(each).ancestors)


@cache
def comparable(name: str) -> frozenset[str]:
    """The schemata that an entity of this one may turn out to be: what it extends and what extends it.

    Of a schema that is not matchable, a Thing, all that extend it.
    """
    own = known(name)
    if not own.matchable:
        return descendants(name)
    return frozenset(each for each in own.ancestors | descendants(name) if known(each).matchable)


@cache
def types() -> Mapping[str, frozenset[str]]:
    """The name of each property → its types, several where two schemata mean different things by it; no stubs."""
    found: dict[str, set[str]] = {}
    for name in _data()["schemata"]:
        for prop in known(name).properties.values():
            if not prop.stub:
                found.setdefault(prop.name, set()).add(prop.type)
    return {name: frozenset(kinds) for name, kinds in found.items()}


@cache
def risks() -> frozenset[str]:
    """The topics that make an entity a target: a risk to whoever deals with it."""
    return frozenset(_data()["risks"])


def valid(kind: str, text: str) -> bool:
    """Whether a text is a clean value of a type, as FollowTheMoney writes it."""
    match kind:
        case "date":
            return bool(_PREFIX.fullmatch(text)) and _is_day(text[:10])
        case "country":
            return text in _data()["countries"]
        case "topic":
            return text in _data()["topics"]
        case "gender":
            return text in {"male", "female", "other"}
        case "url":
            return bool(_URL.fullmatch(text))
        case "email":
            return bool(_EMAIL.fullmatch(text))
        case "phone":  # without the prefix of its country a number could be anyone's
            return text.startswith("+") and 7 <= sum(map(str.isdigit, text)) <= 15
        case "entity":
            return bool(_ID.fullmatch(text))
        case _:
            return bool(text.strip())


def _property(name: str, described: list[Any]) -> Property:
    kind, longest, *more = described
    points_to, reverse = more[:2] if more else ("", "")
    return Property(name, kind, longest, points_to, reverse, "stub" in more)


def _is_day(text: str) -> bool:
    try:
        dates.parse(text, "ymd")
    except Unreadable:
        return False
    return True
