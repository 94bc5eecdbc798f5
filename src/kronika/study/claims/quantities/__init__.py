"""Every figure of a text as an interval, with its hedge, its unit and its place.

    text ── folding ──▶ plain signs ── tokens ── numerals ── figure ──▶ number, hedge, unit, what is counted
    figure ── traps ──▶ Quantity, or Trap with a reason

«more than 60,000» is no 60,000: bounds are those that the words give, see `Quantity`. No model is asked, only closed
classes of words (words_en.toml, words_ru.toml), the names of money in Unicode's CLDR (currencies.tsv), and the reasons
of `traps.py` for which a number is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kronika.study.claims.quantities import figure, folding, tables, tokens, traps
from kronika.study.claims.quantities.answer import quantity
from kronika.study.claims.quantities.context import Context
from kronika.study.claims.spans import Quantity, Span

if TYPE_CHECKING:
    from kronika.study.claims.folding import Folded

__all__ = ["Trap", "find", "refused"]


_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Trap(Span):
    """A number that is no figure."""

    reason: str
    """«a date», «part of a name», «numbers an article, a paragraph or the like» …"""


def find(text: str, language: str = "en") -> list[Quantity]:
    """The quantities of a text, in its order; they do not overlap.

    In a language without words of its own (`tables.RULED`) only what signs and digits tell is found: percent, money,
    symbols of measures, bare numbers.
    """
    return [found for found in _read(text, language) if isinstance(found, Quantity)]


def refused(text: str, language: str = "en") -> list[Trap]:
    """The numbers of a text that `find` passes over, each with the reason."""
    return [found for found in _read(text, language) if isinstance(found, Trap)]


def _read(text: str, language: str) -> list[Quantity | Trap]:
    folded = folding.fold(text)
    words = tables.words(language if language in tables.RULED else "")
    read = tokens.tokens(folded.text, tables.prefixes())
    context = Context(read, words)
    out: list[Quantity | Trap] = []
    at = floor = 0
    while at < len(read) - tokens.BEYOND:
        token = read[at]
        if token.kind == "code" and (digits := _DIGITS.search(token.text)):
            out.append(_in_code(token, digits))
        may = token.kind == "number" or token.low in words.starts
        found = figure.read(read, at, words, floor) if may else None
        if found is None:
            at += 1
            continue
        number = found.upper or found.numeral
        reason = traps.reason(context, found)
        if reason:
            at = max(number.last, context.labelled)
            out.append(Trap(found.numeral.start, number.end if at == number.last else read[at - 1].end, reason))
        else:
            out.append(quantity(folded.text, read, found, words))
            at = floor = max(number.last, found.last)
    return [_outward(folded, found) for found in out] if folded.back else out


def _in_code(token: tokens.Token, digits: re.Match[str]) -> Trap:
    """The first number of a name such as «F-16», or a whole row of numbers."""
    if any(blank in token.text for blank in " \n"):
        return Trap(token.start, token.end, "a row of numbers")
    return Trap(token.start + digits.start(), token.start + digits.end(), "part of a name")


def _outward(folded: Folded, found: Quantity | Trap) -> Quantity | Trap:
    if isinstance(found, Quantity) and found.number:
        found = replace(found, number=folded.outward(found.number))
    return folded.outward(found)
