"""A figure and its surroundings, put as a `Quantity`: bounds, category, unit, place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.claims.spans import Category, Hedge, Quantity, Span

if TYPE_CHECKING:
    from kronika.study.claims.quantities.figure import Figure
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

OLDEST = 110
"""Years; «Maria, 41, …» is an age, a larger number is none."""


_BOUNDS: dict[str, tuple[Hedge, bool, bool]] = {
    "": ("exact", True, True),
    "at_least": ("at_least", True, False),
    "at_most": ("at_most", False, True),
    "about": ("about", False, False),
    "nearly": ("about", False, True),
}
"""The hedge as it is told, and whether the number bounds it from below and from above."""


class _Held(NamedTuple):
    value: float | None
    low: float | None
    high: float | None
    hedge: Hedge


class _Kind(NamedTuple):
    category: Category
    unit: str
    factor: float
    rule: str


def quantity(text: str, tokens: Sequence[Token], found: Figure, words: Words) -> Quantity:
    """The quantity that a figure is, in the text in plain signs."""
    kind = _kind(text, tokens, found, words)
    held = _held(found, kind.factor)
    hedge = found.hedge if found.hedge and (found.hedge.meaning != "between" or found.upper) else None
    first = tokens[hedge.edge if hedge else found.first]
    end = tokens[found.last - 1].end
    number = Span(found.numeral.start, _number_end(tokens, found))
    rule = f"hedged-{kind.rule}" if hedge or found.after else kind.rule
    return Quantity(
        first.start, end, held.value, held.low, held.high, held.hedge, kind.category,
        kind.unit, found.per, number, "range" if found.upper else rule,
    )  # fmt: skip


def _number_end(tokens: Sequence[Token], found: Figure) -> int:
    if found.numeral.form == "few" and found.unit:
        return tokens[found.last - 1].end
    return (found.upper or found.numeral).end


def _kind(text: str, tokens: Sequence[Token], found: Figure, words: Words) -> _Kind:
    number = found.numeral
    vague = number.form in {"plural", "few"}
    if found.money:
        return _Kind("money", found.money, 1.0, "money")
    if number.form == "ordinal":
        return _Kind("ordinal", _counted(text, tokens, found), 1.0, "ordinal")
    if found.unit:
        name = "vague-number" if vague else found.unit.category
        return _Kind(found.unit.category, found.unit.name, found.unit.factor, name)
    compared = words.has("words.ratio_after", tokens[found.last].low)
    if number.form == "multiple" and tokens[number.first].low in {"twice", "thrice"} and not compared:
        return _Kind("count", "times", 1.0, "times")
    if number.form in {"fraction", "share", "multiple"}:
        return _Kind("ratio", "ratio", 1.0, number.form)
    counted = _counted(text, tokens, found)
    parts = number.value != int(number.value)
    if counted.lower() == "times" and (parts or compared):
        return _Kind("ratio", "ratio", 1.0, "times")
    if not counted and _age(tokens, found, words):
        return _Kind("duration", "year", 1.0, "age")
    return _Kind("count", counted, 1.0, "vague-number" if vague else ("counted-noun" if counted else "bare-number"))


def _counted(text: str, tokens: Sequence[Token], found: Figure) -> str:
    """The words counted, as printed but for signs."""
    if found.counted is None:
        return found.unit.name if found.unit else ""
    first, last = tokens[found.counted.first], tokens[found.counted.last - 1]
    return text[first.start : last.end]


def _age(tokens: Sequence[Token], found: Figure, words: Words) -> bool:
    """«Maria, 41, was detained», «aged 17», «at the age of 71»."""
    at, last = found.numeral.first, found.numeral.last
    edge = found.hedge.edge if found.hedge else at
    if words.aged.before(tokens, edge):
        return True
    if at < 2 or found.hedge or found.upper or found.numeral.sure or not 0 < found.numeral.value <= OLDEST:
        return False
    name = at - 2
    if tokens[name].text == "." and len(tokens[name - 1].text) == 1:  # «Anna B., 24, …»
        name -= 1
    signs = tokens[at - 1].text + tokens[last].text
    return tokens[name].capital and (signs == ",," or (signs == "()" and tokens[name - 1].capital))


def _held(found: Figure, factor: float) -> _Held:
    """What the words say of the bounds."""
    if found.upper:
        return _Held(None, _lower(found) * factor, found.upper.value * factor, "between")
    value = (found.numeral.value + found.added) * factor * (-1 if found.negative else 1)
    if found.spread is not None:
        return _Held(value, value - found.spread * factor, value + found.spread * factor, "between")
    meaning = found.hedge.meaning if found.hedge and found.hedge.meaning != "between" else ""
    meaning = meaning or (found.after.meaning if found.after else "")
    if found.numeral.form in {"plural", "few"}:
        return _Held(None, None, None, "vague") if meaning == "at_most" else _Held(None, value, None, "at_least")
    hedge, below, above = _BOUNDS[meaning]
    return _Held(value, value if below else None, value if above else None, hedge)


def _lower(found: Figure) -> float:
    """The first of a range: in «2 to 3 million» it has the scale of the second."""
    assert found.upper is not None  # noqa: S101 - only ranges come here
    shared = found.numeral.scale == 1 and found.upper.scale > 1 and found.numeral.value < found.upper.base
    return found.numeral.value * (found.upper.scale if shared else 1)
