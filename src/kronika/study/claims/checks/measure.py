"""A figure of a text held against an interval of the record.

A figure stands for all that its words allow. Printed digits are rounded somehow: half a unit of the last one is none,
a whole one does not contradict. A round count («1,500») may be rounded to the digit before its zeros. «About», «nearly»
do not say how far: within a tenth they hold, beyond a quarter they do not, between is vague.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kronika.ledger.measured import Figure
    from kronika.study.claims.spans import Quantity
    from kronika.study.claims.verdicts import Answer

CLOSE, FAR = 0.1, 0.25
"""Shares of its number within which «about» holds, and beyond which it does not."""
ROUND = 0.05
"""The largest share of a count by which its zeros may have rounded it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a figure allows: within `low` to `high` it holds, outside `least` to `most` it does not."""

    low: float
    high: float
    least: float
    most: float
    tolerance: str

    def against(self, low: float | None, high: float | None, slack: float = 0.0) -> Answer:
        """What an interval of the record makes of it; None is no bound, `slack` how far the record is rounded."""
        first, last = -inf if low is None else low, inf if high is None else high
        if self.low <= first and last <= self.high:
            return "supported"
        if last + slack < self.least or first - slack > self.most:
            return "contradicted"
        if slack and first - slack <= self.high and last + slack >= self.low:
            return "supported"
        inside = self.least - slack <= first and last <= self.most + slack
        return "vague" if inside else "record-open"


def step(number: str, value: float) -> float:
    """The size of one in the last digit of a number as printed, in ones: 0.1 billion for «225.8» of 225.8e9.

    1 for numbers in words, and for those whose digits do not tell.
    """
    digits = "".join(mark for mark in number.replace(",", ".") if mark.isdigit() or mark == ".")
    whole, point, decimals = digits.rpartition(".")
    if not point or (len(decimals) == 3 and whole.strip("0")) or digits.count(".") > 1:
        digits, decimals = digits.replace(".", ""), ""
    if not digits.strip("."):
        return 1.0
    printed = float(digits)
    scale = round(value / printed) if printed and value >= printed else 1
    return float(scale) * 10.0 ** -len(decimals)


def meant(quantity: Quantity, text: str, *, rounded: bool = True) -> Meant | None:
    """What a figure allows; None for one that says too little («dozens», «many»).

    `rounded`: whether a count in round tens may be rounded; votes and the like are not.
    """
    value, low, high = quantity.value, quantity.low, quantity.high
    if quantity.hedge == "vague" or (value is None and (low is None or high is None)):
        return None
    if value is None or quantity.hedge == "between":
        first, last = -inf if low is None else low, inf if high is None else high
        return Meant(first, last, first, last, "none: the text states an interval")
    if quantity.hedge == "at_least":
        return Meant(value, inf, value, inf, "none: «at least»")
    if quantity.hedge == "at_most":
        return Meant(-inf, value, -inf, value, "none: «at most»")
    if quantity.hedge == "about":
        close, far = CLOSE * abs(value), FAR * abs(value)
        said = f"«about» holds within {CLOSE:.0%} of the number and fails beyond {FAR:.0%}"
        return Meant(value - close, value + close, value - far, value + far, said)
    if quantity.category == "count":
        half = _zeros(value) if rounded else 0.0
        said = (
            f"a round count: half of its last digit that is no zero, at most {ROUND:.0%}: {half:g}" if half else "none"
        )
        return Meant(value - half, value + half, value - half, value + half, said)
    one = step((quantity.number or quantity).of(text), value)
    said = "one unit of the last digit printed"
    return Meant(value - one / 2, value + one / 2, value - one, value + one, said)


def _zeros(value: float) -> float:
    """Half of the place of the last digit that is no zero; 0 where that is the last of all, or no count is whole."""
    if value < 10 or value != int(value) or int(value) % 10:
        return 0.0
    place = 10
    while int(value) % (place * 10) == 0:
        place *= 10
    return min(place / 2, ROUND * value)


def slack(figure: Figure) -> float:
    """How far a published figure may be rounded; a count to the one is not."""
    return 0.0 if figure.step == 1 else figure.step / 2


def span(low: float | None, high: float | None, unit: str = "") -> str:
    """An interval in words: «at least 143, at most 151 persons»."""
    tail = f" {unit}" if unit else ""
    if low is not None and low == high:
        return f"{low:,.10g}{tail}"
    pieces = [f"at least {low:,.10g}"] if low is not None else []
    return ", ".join(pieces + ([f"at most {high:,.10g}"] if high is not None else [])) + tail
