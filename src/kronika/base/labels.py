"""What FollowTheMoney calls its schemata and properties, for people: «People», «Date of birth».

A snapshot of the followthemoney package (MIT licence; https://followthemoney.tech), held to it by
`tests/test_labels.py`. It stands apart from `vocabulary`, which every build reads, as only the service needs it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kronika.base import vocabulary


@dataclass(frozen=True, slots=True)
class Property:
    """What a property is called."""

    name: str
    label: str
    schema: str
    """The schema that defines it, of those that an entity's schema extends."""
    type: str
    hidden: bool
    """Whether it is kept from choices that are offered to people."""

    @property
    def qname(self) -> str:
        """Schema and property, as in `Person:birthDate`."""
        return f"{self.schema}:{self.name}"


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("labels.json").read_text("utf-8"))
    return found


def label(schema: str) -> str:
    """One entity of a schema: «Person». KeyError where there is no such schema."""
    return str(_data()[schema]["label"])


def plural(schema: str) -> str:
    """Several entities of a schema: «People». KeyError where there is no such schema."""
    return str(_data()[schema]["plural"])


def featured(schema: str) -> tuple[str, ...]:
    """The properties that tell most about an entity, in their order. KeyError where there is no such schema."""
    return tuple(_data()[schema]["featured"])


@cache
def properties(schema: str) -> dict[str, Property]:
    """The properties of a schema by name, those that it inherits among them; KeyError where there is no such schema.

    What is only the other end of another schema's property is left out: entities do not carry it.
    """
    found = {}
    for name, described in vocabulary.known(schema).properties.items():
        if not described.stub:
            owner, (title, *hidden) = _own(schema, name)
            found[name] = Property(name, title, owner, described.type, bool(hidden))
    return found


def _own(schema: str, name: str) -> tuple[str, list[Any]]:
    """The nearest schema that defines a property, and what it says of it."""
    waiting = [schema]
    while name not in _data()[waiting[0]]["properties"]:
        waiting = [*waiting[1:], *_data()[waiting[0]]["extends"]]
    return waiting[0], _data()[waiting[0]]["properties"][name]
