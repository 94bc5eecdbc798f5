"""The loop behind `kronika review`: two listed subjects side by side, and a person says whether they are one.

Keys: s same, d different, u unsure, b back, q quit. Where the input is no terminal, each key is the first letter of a
line, and the reason for it is the next line.
"""

from __future__ import annotations

import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from kronika.base import places, scripts
from kronika.base.errors import Unreadable, UsageError
from kronika.match.compare import comparison
from kronika.match.judgements import DIFFERENT, SAME, UNSURE
from kronika.match.profile import IDENTIFIERS, QUALITY
from kronika.match.score import Comparer

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger, StoredFact
    from kronika.match.compare import Feature
    from kronika.match.judgements import Judgements
    from kronika.match.profile import Profile
    from kronika.match.resolution import Identity, Pair, Resolution

KEYS = {"s": SAME, "d": DIFFERENT, "u": UNSURE, "b": "back", "q": "quit"}
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
_MARKS = ((1.0, "="), (0.2, "≈"), (-0.19, "·"), (-0.49, "−"), (-9.0, "✗"))
_MOST, _LONGEST = 6, 160
"""Values of one kind that are printed, and characters of each."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of two: everything that the lists say of the identity that it belongs to now."""

    subject: str
    caption: str
    values: Mapping[str, tuple[str, ...]]
    """Label → values; of names the label is their script, as in «names (Cyrl)»."""


@dataclass(frozen=True, slots=True)
class Question:
    """One undecided pair, ready to be shown."""

    pair: Pair
    left: Side
    right: Side
    features: tuple[Feature, ...]


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
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for each in (subject, *(other for other in identity.subjects if other != subject)):
        facts = ledger.facts(each)
        for fact in facts:
            label = _label(fact)
            if label:
                found[label][_value(fact)] = None
        for fact in facts[:1]:
            source = ledger.sources[fact.source]
            found["listed"][f"{source['title']}: {each}"] = None
    names = sorted(label for label in found if label.startswith("names"))
    ordered = [*names, *(label for label in _LABELS if label in found)]
    return Side(subject, caption, {label: tuple(found[label]) for label in ordered})


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


def render(asked: Question, number: int, total: int) -> Group:
    """The two sides lined up, the reasons in words, and the keys."""
    title = Text(f"{number} of {total}", style="dim")
    title.append(f"   {asked.left.caption} — {asked.right.caption}", style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column()
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for label in _labels(asked.left, asked.right):
        mine, theirs = (_short(each.values.get(label, ())) for each in (asked.left, asked.right))
        for at in range(max(len(mine), len(theirs))):
            cells = [column[at] if at < len(column) else "" for column in (mine, theirs)]
            same = bool(cells[0]) and cells[0] in theirs
            left = Text(cells[0], style="green" if same else "")
            right = Text(cells[1], style="green" if cells[1] and cells[1] in mine else "")
            table.add_row(Text(label if at == 0 else "", style="dim"), left, right)
    reasons = [Text(f"  {mark(feature.level)} {feature.name}: {feature.text}") for feature in asked.features]
    others = {feature.text for feature in asked.features}
    reasons += [Text(f"  ≈ {text}") for text in asked.pair.evidence if text not in others]
    score = Text(f"score {asked.pair.score:.2f}, names alone {asked.pair.names:.2f}", style="bold")
    why = Text(f"undecided: {asked.pair.why}")
    keys = Text("s same   d different   u unsure   b back   q quit", style="dim")
    return Group(title, Text(), table, Text(), score, why, *reasons, Text(), keys)


def _labels(left: Side, right: Side) -> list[str]:
    names = sorted({label for each in (left, right) for label in each.values if label.startswith("names")})
    return [*names, *(label for label in _LABELS if label in left.values or label in right.values)]


def _short(values: Sequence[str]) -> list[str]:
    some = [textwrap.shorten(value, _LONGEST, placeholder=" …") for value in values[:_MOST]]
    return [*some, f"… and {len(values) - _MOST} more"] if len(values) > _MOST else some


def mark(level: float) -> str:
    """What stands before a reason: it agrees, agrees in part, says neither, speaks against, contradicts."""
    return next(sign for least, sign in _MARKS if level >= least)


def walk(
    ledger: Ledger,
    resolution: Resolution,
    judgements: Judgements,
    profiles: Mapping[str, Profile],
    who: str,
) -> int:
    """Ask about one undecided pair after another; each answer is written at once. Gives how many were written.

    Raises UsageError where `who` is empty.
    """
    if not who.strip():
        raise UsageError("a judgement needs a name: say who you are with --who")
    pairs, at, written = unanswered(resolution, judgements), 0, 0
    comparer, console = Comparer(), Console(highlight=False)
    while at < len(pairs):
        pair = pairs[at]
        console.print(render(question(ledger, resolution, pair, profiles, comparer), at + 1, len(pairs)))
        answer = _key()
        if answer == "quit":
            break
        if answer == "back":
            at = max(at - 1, 0)
            continue
        why = _why()
        if not why and answer != UNSURE:
            console.print("Not written: a judgement needs a reason.", style="red")
            continue
        judgements.judge(pair.left, pair.right, answer, who=who, why=why)
        written += 1
        at += 1
    return written


def _key() -> str:
    """The next answer; the end of the input means to quit."""
    while True:
        try:
            char = click.getchar() if sys.stdin.isatty() else _line()
        except (EOFError, KeyboardInterrupt):
            return "quit"
        found = KEYS.get(char.strip()[:1].lower())
        if found:
            return found


def _why() -> str:
    try:
        if sys.stdin.isatty():
            return str(click.prompt("why", default="", show_default=False)).strip()
        return _line().strip()
    except (EOFError, click.Abort):
        return ""


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
