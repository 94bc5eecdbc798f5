"""Trade turnover of two states: which currency rule, if any, reproduces the figures that a text prints.

A figure in another currency than its publisher's was converted somehow. Four rules are tried: no conversion, the mean
rate of the figure's year, the rate of the document's day, and one rate for all of the text's figures, whatever it
is: each printed figure and each record, both rounded, leave an interval of rates, and the rule holds where all have a
rate in common (in fractions, so exactly).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.checks import measure
from kronika.study.claims.verdicts import Check, Verdict, weighed
from kronika.study.figures import cited

if TYPE_CHECKING:
    from kronika.ledger.measured import Figure
    from kronika.study.claims.checks.page import Page, Period
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.spans import Claim, Quantity
    from kronika.study.claims.verdicts import Answer

SERIES, ITEM, RATES = "trade in goods", "turnover", "exchange rate"
CLOSE = Fraction(1, 1000)
"""Share by which one rate for all figures may miss each of them beyond rounding: annual totals are revised."""
ZERO = Fraction(0)
FAR = Fraction(1, 10)
"""How far, as a share, a conversion may lie outside all rates of the record before no rule can explain it."""
CHECK = Check(
    "turnover", "1",
    "Trade in goods between two states in a year, imports and exports together, as one publisher records it.",
)  # fmt: skip
_TRADE = re.compile(
    r"\b(?:trade turnover|turnover of trade|(?:bilateral|mutual|two-way|total|overall) trade|trade volumes?|"
    r"trade between|volume of (?:\w+ )?trade|trade with)\b",
    re.IGNORECASE,
)
_ROUNDING = "half a unit of the last digit printed, on both sides"
_PART = re.compile(
    r"\b(?:exports?|imports?|surplus|deficit|services|oil|gas|arms|agricultural|deals?|investments?|loans?|dual-use)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure of the text with the pair and the year that it is of."""

    claim: Claim
    quantity: Quantity
    pair: tuple[str, ...]
    period: Period | None
    first: Fraction
    last: Fraction
    """The interval that its printed digits allow."""


def run(page: Page, record: Record) -> Iterator[Verdict]:
    """The verdicts on every figure of a turnover; one for each publisher that has the year."""
    groups: dict[tuple[tuple[str, ...], str], list[Printed]] = defaultdict(list)
    for each in _printed(page):
        groups[each.pair, each.quantity.unit].append(each)
    for (pair, currency), found in groups.items():
        if len(pair) != 2:
            named = ", ".join(states.full(code) for code in pair) or "none"
            for each in found:
                says = f"A turnover is of two states; named: {named}."
                yield CHECK.verdict(each.claim, each.quantity, "actor-open", says)
            continue
        yield from _group(page, record, pair, currency, found)


def _printed(page: Page) -> Iterator[Printed]:
    """The figures of a turnover, also those that follow one in its sentence («compared to … in 2022»)."""
    last: Printed | None = None
    for claim, quantity in page.figures():
        if quantity.category != "money" or not quantity.value or measure.meant(quantity, page.text) is None:
            continue
        words = claim.of(page.text)
        follows = last and page.sentence(last.quantity).holds(quantity) and quantity.unit == last.quantity.unit
        if _PART.search(words) or not (_TRADE.search(words) or follows):
            continue
        pair = tuple(sorted(page.states(claim))) or (
            last.pair if last and follows else tuple(sorted(page.nearest(claim)[0]))
        )
        last = Printed(claim, quantity, pair, page.period(claim, quantity), *_digits(quantity, page.text))
        yield last


def _digits(quantity: Quantity, text: str) -> tuple[Fraction, Fraction]:
    value = quantity.value or 0.0
    half = Fraction(str(measure.step((quantity.number or quantity).of(text), value))) / 2
    if quantity.hedge == "about":
        half = _exact(measure.CLOSE * value)
    return _exact(value) - half, _exact(value) + half


def _bounded(each: Printed) -> bool:
    """Whether the text states no figure but a bound."""
    return each.quantity.hedge not in {"exact", "about"}


def _exact(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)))


def _group(
    page: Page, record: Record, pair: Sequence[str], currency: str, found: Sequence[Printed]
) -> Iterator[Verdict]:
    every = record.published(SERIES, pair, ITEM)
    for each in found:
        if each.period is None or each.period.first.year != each.period.last.year or not each.period.stated:
            yield CHECK.verdict(each.claim, each.quantity, "date-open", "Of which year it is, is not said.")
        elif not _of_year(every, each.period):
            other = f"; it has {', '.join(dict.fromkeys(one.as_of for one in every))}" if every else ""
            both = " and ".join(map(states.full, pair))
            says = f"The record has no turnover of {both} in {each.period.first.year}{other}."
            yield CHECK.verdict(each.claim, each.quantity, "other-day" if every else "no-record", says)
    made: dict[int, list[Verdict]] = defaultdict(list)
    for counter in dict.fromkeys(each.counter for each in every):
        mine = [one for one in every if one.counter == counter]
        matched = [(each, _of_year(mine, each.period)) for each in found if each.period and each.period.stated]
        pairs = [(each, figures[0]) for each, figures in matched if figures]
        for verdict in _Rules(page, record, currency, pairs).verdicts() if pairs else ():
            made[verdict.about.start].append(verdict)
    for verdicts in made.values():
        yield from weighed(verdicts)


def _of_year(figures: Sequence[Figure], period: Period) -> list[Figure]:
    return [each for each in figures if (each.first, each.last) == (period.first, period.last)]


class _Rules:
    """The figures of a text in one currency against those of one publisher, by every rule."""

    def __init__(self, page: Page, record: Record, currency: str, matched: Sequence[tuple[Printed, Figure]]) -> None:
        self._page, self._currency, self._matched = page, currency, matched
        self._rates = [
            rate
            for rate in record.published(RATES)
            if rate.item == f"{matched[0][1].currency} per {currency}" and rate.value
        ]
        distinct = {each.period.first: (each, figure) for each, figure in matched if each.period and not _bounded(each)}
        self._years = len(distinct)
        bounds = [self._rate(each, figure) for each, figure in distinct.values()]
        self._one = (max((low for low, _ in bounds), default=ZERO), min((high for _, high in bounds), default=ZERO))

    def verdicts(self) -> Iterator[Verdict]:
        """One for each figure."""
        for each, figure in self._matched:
            answer, says, cells = self._judged(each, figure)
            definition = (
                f"{figure.counter}: {figure.definition or 'trade in goods'}; in {figure.currency}, {figure.as_of}."
            )
            yield CHECK.verdict(
                each.claim, each.quantity, answer, says, definition=definition,
                cited=tuple(cited(one) for one in (figure, *cells)), tolerance=_ROUNDING,
            )  # fmt: skip

    def _judged(self, each: Printed, figure: Figure) -> tuple[Answer, str, Sequence[Figure]]:
        stated = f"{figure.counter} has {figure.printed} {figure.currency} for {figure.as_of}"
        low, high = _interval(figure)
        if figure.currency == self._currency:
            return self._native(each, low, high, stated)
        if _bounded(each):
            return self._bound(each, figure, stated)
        year = self._of_year(figure)
        told, cells = [stated], [rate for rate in (year, self._of_day()) if rate]
        for rate, name in (
            (year, f"the mean rate of {figure.as_of}"),
            (self._of_day(), "the rate of the document's day"),
        ):
            if rate is None:
                told.append(f"the record has not {name}")
                continue
            first, last = low / _interval(rate)[1], high / _interval(rate)[0]
            if first <= each.last and each.first <= last:
                told.append(f"{name} ({rate.printed}) reproduces the printed figure")
                return "supported", "; ".join(told) + ".", cells
            made, printed = first + last, each.first + each.last
            told.append(
                f"{name} ({rate.printed}) makes it {_short(made / 2)} {self._currency}, {_apart(made / printed)}"
            )
        return self._single(each, figure, told, cells)

    def _bound(self, each: Printed, figure: Figure, stated: str) -> tuple[Answer, str, Sequence[Figure]]:
        """Of «more than» and «less than» in another currency: by the mean rate of the year, if it bears it out."""
        year = self._of_year(figure)
        meant = measure.meant(each.quantity, self._page.text)
        if year is None or meant is None:
            return "currency-rule", f"{stated}; the record has not the mean rate of {figure.as_of}.", ()
        low, high = _interval(figure)
        made = low / _interval(year)[1], high / _interval(year)[0]
        answer = meant.against(float(made[0]), float(made[1]))
        worth = f"{_short(sum(made, ZERO) / 2)} {self._currency}"
        says = f"{stated}; the mean rate of {figure.as_of} ({year.printed}) makes it {worth}."
        return "supported" if answer == "supported" else "currency-rule", says, (year,)

    def _of_year(self, figure: Figure) -> Figure | None:
        return next((rate for rate in self._rates if (rate.first, rate.last) == (figure.first, figure.last)), None)

    def _native(
        self, each: Printed, low: Fraction, high: Fraction, stated: str
    ) -> tuple[Answer, str, Sequence[Figure]]:
        answer: Answer = "supported"
        outside = _bounded(each) or high < each.first or each.last < low
        if outside and (meant := measure.meant(each.quantity, self._page.text)):
            answer = meant.against(float(low), float(high))
        return answer, f"{stated}, the currency of the text: no conversion.", ()

    def _single(
        self, each: Printed, figure: Figure, told: list[str], cells: Sequence[Figure]
    ) -> tuple[Answer, str, Sequence[Figure]]:
        """Where no known rate does: what one rate for all figures of the text would have to be."""
        low, high = self._one
        unit = f"{figure.currency} per {self._currency}"
        own = self._rate(each, figure)
        if self._years > 1:
            told.append(_common(low, high, unit, self._years))
        else:
            told.append(f"it would take a rate between {float(own[0]):.4f} and {float(own[1]):.4f} {unit}")
        known = [_interval(rate) for rate in self._rates]
        away = bool(known) and (
            own[1] < min(known)[0] * (1 - FAR) or own[0] > max(high for _, high in known) * (1 + FAR)
        )
        if away:
            told.append("no rate of the record comes near to that")
        return "contradicted" if away else "currency-rule", "; ".join(told) + ".", cells

    def _rate(self, each: Printed, figure: Figure) -> tuple[Fraction, Fraction]:
        """The rates, in the publisher's currency for one of the text's, that make the record the printed figure."""
        low, high = _interval(figure)
        return low / each.last, high / each.first

    def _of_day(self) -> Figure | None:
        """The rate that the record has for the document's day or month; a year's mean is none."""
        day = self._page.day
        held = [rate for rate in self._rates if day and rate.first <= day.first and day.last <= rate.last]
        return next((rate for rate in held if (rate.last - rate.first).days <= 31), None)


def _interval(figure: Figure) -> tuple[Fraction, Fraction]:
    """A figure with the rounding of its last digit."""
    half = Fraction(str(figure.step)) / 2
    low, high = (figure.value if bound is None else bound for bound in (figure.low, figure.high))
    return _exact(low or 0.0) - half, _exact(high or low or 0.0) + half


def _common(low: Fraction, high: Fraction, unit: str, years: int) -> str:
    """What one rate for all figures would do: `low` is the largest of the lower bounds, `high` the least upper one."""
    all_ = f"the figures of all {years} years"
    if low <= high:
        return f"one rate between {float(low):.4f} and {float(high):.4f} {unit} reproduces {all_}"
    miss = (low - high) / (low + high)
    rate = f"one rate of {float((low + high) / 2):.4f} {unit}"
    if miss <= CLOSE:
        return f"{rate} reproduces {all_} but for {float(miss):.2%} beyond their rounding; none does exactly"
    return f"no single rate reproduces {all_}: {rate} still misses by {float(miss):.1%}"


def _apart(ratio: Fraction) -> str:
    return f"{float(abs(ratio - 1)):.1%} {'below' if ratio < 1 else 'above'} the printed figure"


def _short(value: Fraction) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if value >= size:
            return f"{float(value / size):,.1f} {name}"
    return f"{float(value):,.0f}"
