"""The nouns of claims: what is marked in a text, and what a text claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Hedge = Literal["exact", "about", "at_least", "at_most", "between", "vague"]
"""How a figure is held: «at least 88» is no 88."""
Category = Literal["percent", "money", "count", "ratio", "duration", "measure", "ordinal"]
Basis = Literal["absolute", "partial", "relative", "duration", "vague"]
"""absolute: the text says the year; partial: it says less; relative: «last month»; vague: «now», «decades to come»."""
Named = Literal["person", "organisation", "country", "people", "place", "event", "unknown"]
"""What is named; «people» is a demonym («Belarusian»), «unknown» what is capitalised and in no table."""
How = Literal["direct", "indirect", "block", "list", "attributed", "author"]
Kind = Literal["figure", "event", "commitment", "demand", "condemnation", "attribution"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text."""

    start: int
    end: int
    """Exclusive."""

    def of(self, text: str) -> str:
        """The words at this place."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether the other place is within this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Quantity(Span):
    """A figure in a text, as an interval.

    `low` and `high` are the bounds that the words give («more than 60,000»: low 60,000, high None; «15–20»: both;
    «87.28 %»: both the same; «about 39»: neither, since nobody said how far off). Money is in whole units («€39bn» is
    39e9), percentages in percent.
    """

    value: float | None
    """The number printed; None where none is («dozens», «15–20»)."""
    low: float | None
    high: float | None
    hedge: Hedge
    category: Category
    unit: str = ""
    """«percent», an ISO 4217 code, «year», «ratio», or the words counted («political prisoners»)."""
    per: str = ""
    """«day», «year», «person», … where the text says so."""
    number: Span | None = None
    """The number alone, without hedge and unit."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Dated(Span):
    """A day, month, year, period or duration in a text."""

    value: str
    """EDTF (2020-09, 2024-03-15/2024-03-17), a duration (P1Y), PRESENT, FUTURE; empty where it is left open."""
    basis: Basis
    anchor: str = ""
    """What it was resolved against: «document», «text» (a date before it in the text); else empty."""
    bound: str = ""
    """The word before it that makes it an end and no whole: since, from, until, by, before, after, as of."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """A name in a text, and who is meant as far as that is known."""

    name: str
    """The name that the casebook or the table of names has for it; the words of the text where it is unlinked."""
    named: Named
    id: str = ""
    """An identity of the ledger (kr-…), or a country as its ISO 3166-1 code; empty where there is none."""
    linked: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something."""

    name: str
    """Empty where the text names nobody: the author is then «unnamed»."""
    how: How
    cue: Span | None = None
    """The words by which it is told («said», «according to»)."""
    mention: Mention | None = None
    reported_by: str = ""
    """Who reports it; empty where the text's author speaks."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Claim(Span):
    """A checkable statement, a demand, a commitment or a condemnation, in its place."""

    kind: Kind
    speaker: Speaker
    section: str = "body"
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Dated, ...] = ()
    mentions: tuple[Mention, ...] = ()
    rules: tuple[str, ...] = field(default=())
    """The names of the rules that made it."""
    same_as: int | None = None
    """The start of the first claim in the same words, where the text repeats itself."""
