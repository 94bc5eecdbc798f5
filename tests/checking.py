"""Claims and figures made by hand, as checks are given them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kronika.base import dates as printed
from kronika.base.prose import Dating, Part, Prose
from kronika.ledger.measured import Figure
from kronika.study.claims.checks import Record, check
from kronika.study.claims.spans import Claim, Dated, Kind, Mention, Named, Quantity, Span, Speaker

if TYPE_CHECKING:
    from kronika.study.claims.verdicts import Verdict

STATES = {
    "Belarus": "by", "Russia": "ru", "China": "cn", "Azerbaijan": "az", "Ukraine": "ua", "the UK": "gb", "Canada": "ca",
    "the US": "us", "Iran": "ir", "Switzerland": "ch",
}  # fmt: skip


@dataclass
class Text:
    """A text that is given its spans by their words; each word is looked for behind the one before."""

    text: str
    published: str = ""
    publisher: str = ""
    claims: list[Claim] = field(default_factory=list)

    def claim(
        self,
        words: str,
        *quantities: Quantity,
        dates: Sequence[tuple[str, str, str]] = (),
        people: Sequence[tuple[str, str, Named]] = (),
        kind: Kind = "figure",
        speaker: str = "",
    ) -> Text:
        """Add a claim; states in it are mentions, `people` are (words, name, what), dates (words, EDTF, bound)."""
        start = self.text.index(words)
        place = Span(start, start + len(words))
        moved = [self._moved(each, place) for each in quantities]
        mentions = [
            self._mention(place, form, form.removeprefix("the "), "country", code)
            for form, code in STATES.items()
            if form in words
        ]
        mentions += [self._mention(place, "EU", "European Union", "organisation", "")] if "EU" in words else []
        mentions += [self._mention(place, form, name, named, "") for form, name, named in people]
        found = [Dated(*self._place(place, form), value, "absolute", bound=bound) for form, value, bound in dates]
        self.claims.append(
            Claim(
                place.start, place.end, kind, Speaker(speaker, "author"), quantities=tuple(moved), dates=tuple(found),
                mentions=tuple(sorted(mentions, key=lambda each: each.start)),
            )
        )  # fmt: skip
        return self

    @property
    def prose(self) -> Prose:
        parts, start = [], 0
        for line in self.text.split("\n"):
            parts.append(Part(start, start + len(line), "body", "line"))
            start += len(line) + 1
        dating = Dating(self.published, "given" if self.published else "unknown", "")
        return Prose(self.text, tuple(parts), "text/plain", "en", publisher=self.publisher, dating=dating)

    def against(
        self, *figures: Figure, record: Record | None = None, elsewhere: Sequence[Mention] = ()
    ) -> list[Verdict]:
        """The verdicts; `elsewhere` are names that stand in no claim."""
        return check(self.claims, self.prose, record or Record(figures), elsewhere)

    def _place(self, within: Span, words: str) -> tuple[int, int]:
        start = self.text.index(words, within.start, within.end)
        return start, start + len(words)

    def _mention(self, within: Span, words: str, name: str, named: Named, code: str) -> Mention:
        return Mention(*self._place(within, words), name, named, code, bool(code))

    def _moved(self, each: Quantity, within: Span) -> Quantity:
        words = each.rule
        start, end = self._place(within, words)
        digits = next((at for at, mark in enumerate(words) if mark.isdigit()), 0)
        return Quantity(
            start,
            end,
            each.value,
            each.low,
            each.high,
            each.hedge,
            each.category,
            each.unit,
            number=Span(start + digits, end),
            rule="made",
        )


def count(words: str, value: float | None, unit: str = "") -> Quantity:
    """A count; its hedge is told by the first word."""
    first = words.split(maxsplit=1)[0].casefold()
    if value is None:
        return Quantity(0, 1, None, None, None, "vague", "count", unit, rule=words)
    if first in {"over", "more", "at"}:
        return Quantity(0, 1, value, value, None, "at_least", "count", unit, rule=words)
    if first in {"nearly", "neared", "about"}:
        return Quantity(0, 1, value, None, None, "about", "count", unit, rule=words)
    return Quantity(0, 1, value, value, value, "exact", "count", unit, rule=words)


def percent(words: str, value: float) -> Quantity:
    return Quantity(0, 1, value, value, value, "exact", "percent", "percent", rule=words)


def money(words: str, value: float, unit: str = "EUR") -> Quantity:
    return Quantity(0, 1, value, value, value, "exact", "money", unit, rule=words)


def times(words: str, value: float) -> Quantity:
    return Quantity(
        0,
        1,
        value,
        value,
        None if "least" in words else value,
        "at_least" if "least" in words else "exact",
        "ratio",
        "ratio",
        rule=words,
    )


def figure(series: str, about: Sequence[str], as_of: str, value: float, **more: str | float) -> Figure:
    """A published figure; `more` are its other columns."""
    first, last = printed.bounds(as_of)
    made = Figure(
        "copy", "0" * 64, 2, "", "Invented Monitors", series, "", "as they define it", tuple(sorted(about)), as_of,
        first, last, value, value, value, 1.0, "persons", "", "row 2, column value", f"{value:g}", "A title", "", as_of,
        "",
    )  # fmt: skip
    made = replace(made, **more)  # type: ignore[arg-type]
    return replace(made, id=f"{made.counter}, {as_of}, {made.item}, {made.definition}")


def outcomes(made: Sequence[Verdict], name: str) -> list[tuple[str, str]]:
    """Outcome and reason of the verdicts of one check."""
    return [(each.outcome, each.reason) for each in made if each.check == name]
