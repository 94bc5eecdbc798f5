"""Days that are known only to lie between two others, and when a listing that is still printed had ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kronika.base import dates

_OVER = "de-listed"
"""The status of a listing that a list still prints and that is over."""


class Span(NamedTuple):
    """A day known to lie between two days, both included; `date.min` and `date.max` stand for «no bound»."""

    low: date
    high: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.low == self.high

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.low <= day <= self.high

    def __str__(self) -> str:
        if self.exact:
            return self.low.isoformat()
        if self.low == date.min:
            return f"by {self.high}"
        return f"after {self.low}" if self.high == date.max else f"{self.low} to {self.high}"


def ended(values: Mapping[str, Sequence[str]], copy: Span) -> Span | None:
    """When a listing ended that a copy of these days still prints; None where it had not by then.

    `values` are those of its properties endDate (dates of `base.dates`) and status.
    """
    ends = [Span(*dates.bounds(each)) for each in values.get("endDate", ())]
    over = [end for end in ends if end.low <= copy.high]
    if over:
        return max(over)
    return Span(date.min, copy.high) if _OVER in values.get("status", ()) else None
