"""What a person is shown of a pair of listed subjects before judging whether they are one.

The terminal's review and the desk's page show the same; each in its way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import places, scripts
from kronika.base.errors import Unreadable
from kronika.match.compare import Feature, comparison
from kronika.match.profile import IDENTIFIERS, QUALITY

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger, StoredFact
    from kronika.match.judgements import Judgements
    from kronika.match.profile import Profile
    from kronika.match.resolution import Identity, Pair, Resolution
    from kronika.match.score import Comparer

_COUNTRY = frozenset(("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag"))
_SHOWN = {
    "birthDate": "born",
    "birthPlace": "birth place",
    "gender": "gender",
    "position": "position",
    "address": "address",
    "program": "programme",
    "programId": "programme",
    "reason": "reason",
}
_LABELS = ("listed", "schema", *dict.fromkeys(_SHOWN.values()), "country", "number")


class Stated(NamedTuple):
    """A value, and the facts that state it; none for what is said of the record itself."""

    text: str
    facts: tuple[StoredFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of two: everything that the lists say of the identity that it belongs to now."""

    subject: str
    caption: str
    values: Mapping[str, tuple[Stated, ...]]
    """Label → values; of names the label is their script, as in «names (Cyrl)»."""


@dataclass(frozen=True, slots=True)
class Question:
    """One undecided pair, ready to be shown."""

    pair: Pair
    left: Side
    right: Side
    features: tuple[Feature, ...]

    @property
    def reasons(self) -> tuple[Feature, ...]:
        """What speaks for one and what for two: of these two records, then of the others of their identities."""
        known = {feature.text for feature in self.features}
        return (*self.features, *(Feature("evidence", 0.5, text) for text in self.pair.evidence if text not in known))


def unanswered(resolution: Resolution, judgements: Judgements) -> list[Pair]:
    """The undecided pairs on which nobody has judged since the last build, the most useful first."""
    judged = judgements.pairs()
    return [pair for pair in resolution.undecided if frozenset((pair.left, pair.right)) not in judged]


def rows(pairs: Iterable[Pair], profiles: Mapping[str, Profile]) -> list[dict[str, Any]]:
    """The pairs as `--json` prints them."""
    found = []
    for pair in pairs:
        captions = {f"{side}_name": profiles[getattr(pair, side)].caption for side in ("left", "right")}
        found.append({**pair._asdict(), **captions})
    return found


def question(
    ledger: Ledger, resolution: Resolution, pair: Pair, profiles: Mapping[str, Profile], comparer: Comparer
) -> Question:
    """What a person needs to see to judge a pair."""
    left, right = (
        side(ledger, subject, profiles[subject].caption, resolution.identities[resolution.of[subject]])
        for subject in (pair.left, pair.right)
    )
    features = comparison(profiles[pair.left], profiles[pair.right], comparer).features
    return Question(pair, left, right, features)


def side(ledger: Ledger, subject: str, caption: str, identity: Identity) -> Side:
    """What the lists say of a subject, and of the others that are the same."""
    found: dict[str, dict[str, list[StoredFact]]] = defaultdict(lambda: defaultdict(list))
    for each in (subject, *(other for other in identity.subjects if other != subject)):
        facts = ledger.facts(each)
        for fact in facts:
            label = _label(fact)
            if label:
                found[label][_value(fact)].append(fact)
        for fact in facts[:1]:
            source = ledger.sources[fact.source]
            found["listed"][f"{source['title']}: {each}"] = []
    ordered = labels(found)
    values = {label: tuple(Stated(text, tuple(facts)) for text, facts in found[label].items()) for label in ordered}
    return Side(subject, caption, values)


def labels(*sides: Iterable[str]) -> list[str]:
    """The labels that any of these have, in the order in which they are shown: names by script, then the others."""
    every = {label for side in sides for label in side}
    names = sorted(label for label in every if label.startswith("names"))
    return [*names, *(label for label in _LABELS if label in every)]


def _label(fact: StoredFact) -> str:
    if fact.entity != fact.subject and fact.prop not in {"program", "programId", "reason"}:
        return ""
    if fact.prop in QUALITY:
        return f"names ({scripts.script(fact.value)})"
    if fact.prop in _COUNTRY:
        return "country"
    return "number" if fact.prop in IDENTIFIERS else _SHOWN.get(fact.prop, "")


def _value(fact: StoredFact) -> str:
    note = f" ({fact.mark})" if fact.mark else ""
    if fact.prop in _COUNTRY:
        try:
            return places.name(fact.value) + note
        except Unreadable:
            return fact.value + note
    return (f"{fact.value} ({fact.prop})" if fact.prop in IDENTIFIERS else fact.value) + note
