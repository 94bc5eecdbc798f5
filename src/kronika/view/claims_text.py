"""Claims in words: on the terminal, and for every other form that prints them."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kronika.study.claims.reviews import Reviewed
    from kronika.study.claims.spans import Dated, Mention, Quantity, Speaker
    from kronika.study.claims.verdicts import Verdict
    from kronika.texts import Head
    from kronika.view.claims_export import Checked

_WIDEST = 110
_INDENT = " " * 10
_CELLS = 6
"""Cells of a verdict that the terminal shows."""


def figure(quantity: Quantity) -> str:
    """A figure with its hedge, unit and period: «at least 100 individuals», «15 to 20 persons per day»."""
    low, high, value = (
        None if each is None else number(each) for each in (quantity.low, quantity.high, quantity.value)
    )
    match quantity.hedge:
        case "at_least":
            text = f"at least {low or value}"
        case "at_most":
            text = f"at most {high or value}"
        case "between":
            text = f"{low} to {high}"
        case "about":
            text = f"about {value}"
        case "vague":
            text = "an open number" if low is None else f"at least {low}, vaguely"
        case "exact":
            text = value or "an open number"
    unit = {"percent": " %", "ratio": " times"}.get(quantity.unit, f" {quantity.unit}" if quantity.unit else "")
    return text + unit + (f" per {quantity.per}" if quantity.per else "")


def number(value: float) -> str:
    """A number with thousands set off, and no more decimals than it has."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6f}".rstrip("0")


def day(dated: Dated) -> str:
    """A day or period with the word that bounds it; «left open» where the text and its date do not tell."""
    value = dated.value or "left open"
    return f"{dated.bound} {value}" if dated.bound else value


def actor(mention: Mention) -> str:
    """Who is meant, and their id; «unlinked» where nobody known bears the name."""
    if not mention.linked:
        return f"{mention.name} (unlinked)"
    return f"{mention.name} ({mention.id})" if mention.id else mention.name


def voice(speaker: Speaker) -> str:
    """Who speaks and how that is told; who reports it."""
    name = speaker.name or "the author, unnamed"
    reported = f", reported by {speaker.reported_by}" if speaker.reported_by else ""
    return f"{name} ({speaker.how}{reported})"


def outcome(verdict: Verdict, *, reviewed: bool) -> str:
    """A verdict in one sentence; whether a person stands for the claim."""
    why = f" ({verdict.reason})" if verdict.reason else ""
    return f"{verdict.outcome}{why}, {'reviewed' if reviewed else 'not reviewed'}: {verdict.says}"


def dated(head: Head) -> str:
    """A document's date, and how it is known."""
    when = head.dating
    if not when.value:
        return "unknown: relative dates are left open (--date gives it)"
    return f"{when.value} ({when.how}{f': {when.evidence}' if when.evidence else ''})"


def terminal(checked: Checked) -> str:
    """A document's claims for the terminal."""
    head = checked.text.head
    lines = [f"{head.title or head.name}   {head.sha256[:8]}", f"{'; '.join(head.authors) or 'unnamed'}; {dated(head)}"]
    lines += [f"note: {note}" for note in head.notes]
    for at, claim in enumerate(checked.claims, 1):
        lines += ["", *told(checked, claim, at)]
    if checked.text.lost:
        lines.append(
            f"\n{len(checked.text.lost)} reviews are of words that the text, as it is read now, does not have."
        )
    return "\n".join(lines)


def told(checked: Checked, reviewed: Reviewed, at: int) -> list[str]:
    """A claim in lines: kind, speaker, words, figures, days, actors, verdicts."""
    claim, text = reviewed.claim, checked.text.marked.prose.text
    lines = [f"{at:4}  {claim.kind}, {voice(claim.speaker)}, {reviewed.state}"]
    lines += _wrapped(f"«{' '.join(claim.of(text).split())}»")
    for label, values in (
        ("figures", [figure(each) for each in claim.quantities]),
        ("days", [day(each) for each in claim.dates]),
        ("actors", list(dict.fromkeys(actor(each) for each in claim.mentions))),
    ):
        if values:
            lines += _wrapped(f"{label}: {'; '.join(values)}", 2)
    if claim.same_as is not None:
        lines += _wrapped("said before in the same words")
    verdicts = checked.verdicts.get(reviewed.key, ())
    for verdict in verdicts:
        lines += _wrapped(f"→ {verdict.check}: {outcome(verdict, reviewed=reviewed.accepted)}", 2)
        lines += [line for each in verdict.left for line in _wrapped(f"  open: {each}", 4)]
        lines += [line for each in verdict.cited[:_CELLS] for line in _wrapped(f"  {each}", 4)]
        if len(verdict.cited) > _CELLS:
            lines += _wrapped(f"  … and {len(verdict.cited) - _CELLS} cells more: --json or --format html has them", 4)
    if checked.checking and not verdicts:
        lines += _wrapped("→ no check applies")
    return lines


def _wrapped(words: str, deeper: int = 0) -> list[str]:
    """Words in lines under a claim, the later ones as much deeper."""
    wide = min(_WIDEST, shutil.get_terminal_size().columns)
    return textwrap.wrap(words, wide, initial_indent=_INDENT, subsequent_indent=_INDENT + " " * deeper)
