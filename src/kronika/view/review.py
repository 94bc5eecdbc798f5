"""The loop behind `kronika review`: two listed subjects side by side, and a person says whether they are one.

Keys: s same, d different, u unsure, b back, q quit. Where the input is no terminal, each key is the first letter of a
line, and the reason for it is the next line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from kronika.base.errors import UsageError
from kronika.match.judgements import DIFFERENT, SAME, UNSURE
from kronika.match.score import Comparer
from kronika.view import asking
from kronika.view.questions import Question, labels, question, unanswered

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger
    from kronika.match.judgements import Judgements
    from kronika.match.profile import Profile
    from kronika.match.resolution import Resolution

KEYS = {"s": SAME, "d": DIFFERENT, "u": UNSURE, "b": "back", "q": "quit"}
_MARKS = ((1.0, "="), (0.2, "≈"), (-0.19, "·"), (-0.49, "−"), (-9.0, "✗"))
_MOST, _LONGEST = 6, 160
"""Values of one kind that are printed, and characters of each."""


def render(asked: Question, number: int, total: int) -> Group:
    """The two sides lined up, the reasons in words, and the keys."""
    title = Text(f"{number} of {total}", style="dim")
    title.append(f"   {asked.left.caption} — {asked.right.caption}", style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column()
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for label in labels(asked.left.values, asked.right.values):
        mine, theirs = (
            _short([value.text for value in each.values.get(label, ())]) for each in (asked.left, asked.right)
        )
        for at in range(max(len(mine), len(theirs))):
            cells = [column[at] if at < len(column) else "" for column in (mine, theirs)]
            same = bool(cells[0]) and cells[0] in theirs
            left = Text(cells[0], style="green" if same else "")
            right = Text(cells[1], style="green" if cells[1] and cells[1] in mine else "")
            table.add_row(Text(label if at == 0 else "", style="dim"), left, right)
    reasons = [Text(f"  {mark(reason.level)} {reason.name}: {reason.text}") for reason in asked.reasons]
    score = Text(f"score {asked.pair.score:.2f}, names alone {asked.pair.names:.2f}", style="bold")
    why = Text(f"undecided: {asked.pair.why}")
    keys = Text("s same   d different   u unsure   b back   q quit", style="dim")
    return Group(title, Text(), table, Text(), score, why, *reasons, Text(), keys)


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
        answer = KEYS[asking.key(KEYS, "q")]
        if answer == "quit":
            break
        if answer == "back":
            at = max(at - 1, 0)
            continue
        why = asking.line("why")
        if not why and answer != UNSURE:
            console.print("Not written: a judgement needs a reason.", style="red")
            continue
        judgements.judge(pair.left, pair.right, answer, who=who, why=why)
        written += 1
        at += 1
    return written
