"""A person's correction of one thing in a claim: its kind, who speaks, who is meant, a figure, a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar, get_args

from kronika.base.errors import UsageError
from kronika.study.claims import dates, quantities
from kronika.study.claims.reviews import BY_HAND
from kronika.study.claims.spans import Claim, Dated, Kind, Mention, Quantity, Speaker

What = Literal["kind", "speaker", "actor", "quantity", "date"]
WHAT: tuple[What, ...] = get_args(What)
"""What of a claim can be corrected."""
_KINDS: tuple[Kind, ...] = get_args(Kind)
_OPEN = re.compile(r"PRESENT|FUTURE|P\d+[YMWD]|")
S = TypeVar("S", Mention, Quantity, Dated)


def corrected(claim: Claim, what: What, value: str | Mention, at: int = 0) -> Claim:
    """The claim with one thing put right; of several actors, figures or days the one with the number `at`, from 0.

    kind: one of the kinds. speaker: the name, empty for the unnamed author. actor: a `Mention` of who is meant (its
    name, sort and id are taken), or an empty text where nobody known is. quantity: the figure in words, as «more than
    100 individuals»; empty where it is none. date: EDTF, a duration, PRESENT or FUTURE; empty where it is none.
    Raises UsageError where the value cannot be that.
    """
    if isinstance(value, Mention) or what == "actor":
        return replace(claim, mentions=_put(claim.mentions, at, "actor", _meant(claim.mentions, at, value)))
    value = " ".join(value.split())
    if what == "kind":
        return replace(claim, kind=_kind(value))
    if what == "speaker":
        return replace(claim, speaker=_speaker(claim.speaker, value))
    if what == "quantity":
        return replace(claim, quantities=_put(claim.quantities, at, "figure", _quantity(value)))
    if what == "date":
        return replace(claim, dates=_put(claim.dates, at, "day", _dated(value)))
    raise UsageError(f"{what!r}: of a claim one can correct {', '.join(WHAT)}")


def _put(spans: Sequence[S], at: int, what: str, changes: Mapping[str, Any] | None) -> tuple[S, ...]:
    """The spans with one of them changed, or without it."""
    if not 0 <= at < len(spans):
        raise UsageError(f"the claim has no {what} number {at + 1}; it has {len(spans)}")
    kept = list(spans)
    kept[at : at + 1] = [] if changes is None else [replace(kept[at], rule=BY_HAND, **changes)]
    return tuple(kept)


def _meant(mentions: Sequence[Mention], at: int, value: str | Mention) -> Mapping[str, Any]:
    if isinstance(value, Mention):
        return {"name": value.name, "named": value.named, "id": value.id, "linked": True}
    if value.strip():
        raise UsageError(f"{value!r}: an actor is one that the casebook knows; look it up first")
    return {"id": "", "linked": False}


def _kind(value: str) -> Kind:
    for kind in _KINDS:
        if kind == value:
            return kind
    raise UsageError(f"{value!r} is no kind of claim; there are {', '.join(_KINDS)}")


def _speaker(speaker: Speaker, name: str) -> Speaker:
    if not name:
        return Speaker("", "author", rule=BY_HAND)
    how = "attributed" if speaker.how == "author" else speaker.how
    return replace(speaker, name=name, how=how, mention=None, rule=BY_HAND)


def _quantity(words: str) -> Mapping[str, Any] | None:
    if not words:
        return None
    found = quantities.find(words)
    if len(found) != 1:
        raise UsageError(f"«{words}» holds {len(found)} figures; write one, as «more than 100 individuals»")
    return {name: getattr(found[0], name) for name in ("value", "low", "high", "hedge", "category", "unit", "per")}


def _dated(value: str) -> Mapping[str, Any] | None:
    if not value:
        return None
    if not _OPEN.fullmatch(value):
        try:
            dates.bounds(value)
        except ValueError as error:
            raise UsageError(f"{error}; write 2020-11-05, 2020-11, 2020-01/2020-03, P2Y, PRESENT or FUTURE") from error
    return {"value": value}
