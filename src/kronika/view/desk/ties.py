"""Who an identity is tied to, and whom those are tied to: two steps, as a list that can be drawn as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kronika.base import labels, vocabulary

if TYPE_CHECKING:
    from kronika.ledger.catalogue import Catalogue, Entity

_MOST, _MOST_FURTHER = 60, 8
"""Ties that are shown of the identity, and of each who is tied to it."""
_DEEP = 12
"""Of how many who are tied to it the further ties are shown."""
_ROLE = ("role", "relationship", "status", "percentage", "summary", "description")
"""Properties of a relation that say what it is."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie, seen from one of its ends."""

    what: str
    """«Ownership, asset»: the relation, and what the other is in it."""
    role: str
    """What the record says of it; empty where it says nothing."""
    id: str
    """The other."""
    caption: str
    schema: str
    target: bool
    """Whether the other is listed, or otherwise a risk."""
    further: tuple[Tie, ...] = ()


def read(catalogue: Catalogue, id_: str) -> list[Tie]:
    """The ties of an identity, those that are listed first, the first of them with their own further ones."""
    found = sorted(_ties(catalogue, id_, _MOST), key=lambda tie: (not tie.target, tie.what, tie.caption))
    shown = {id_, *(tie.id for tie in found)}
    deep = []
    for at, tie in enumerate(found):
        further = _ties(catalogue, tie.id, _MOST_FURTHER) if at < _DEEP else ()
        mine = tuple(each for each in further if each.id not in shown)
        deep.append(Tie(tie.what, tie.role, tie.id, tie.caption, tie.schema, tie.target, mine))
    return deep


def _ties(catalogue: Catalogue, id_: str, most: int) -> Iterator[Tie]:
    for prop, found in catalogue.adjacent(id_, limit=most).items():
        for entity in found.entities:
            schema = vocabulary.known(entity["schema"])
            if schema.edge:
                yield from _ends(entity, id_)
            elif schema.matchable and entity["schema"] != "Address":
                yield _tie(prop, "", entity)


def _ends(relation: Entity, id_: str) -> Iterator[Tie]:
    """Who stands at the other ends of a relation."""
    said = relation["properties"]
    role = "; ".join(value for prop in _ROLE for value in said.get(prop, ()) if isinstance(value, str))
    called = labels.properties(relation["schema"])
    for prop in vocabulary.known(relation["schema"]).edge:
        for other in said.get(prop, ()):
            if isinstance(other, dict) and other["id"] != id_:
                yield _tie(f"{labels.label(relation['schema'])}, {called[prop].label.lower()}", role, other)


def _tie(what: str, role: str, other: dict[str, Any]) -> Tie:
    return Tie(what, role, other["id"], other["caption"], other["schema"], other["target"])
