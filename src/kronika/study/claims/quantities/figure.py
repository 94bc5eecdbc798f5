"""A number in its surroundings: what stands before and behind it, before it is judged a figure or a trap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kronika.study.claims.quantities import counted, hedges, numerals, units
from kronika.study.claims.quantities.counted import Counted
from kronika.study.claims.quantities.numerals import Numeral, adjacent

if TYPE_CHECKING:
    from kronika.study.claims.quantities.hedges import Hedged
    from kronika.study.claims.quantities.tables import Unit, Words
    from kronika.study.claims.quantities.tokens import Token


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or two as a range, with hedge, unit and what is counted; `first` and `last` are tokens."""

    numeral: Numeral
    upper: Numeral | None
    """The second of a range."""
    first: int
    last: int
    money: str = ""
    unit: Unit | None = None
    counted: Counted | None = None
    hedge: Hedged | None = None
    after: Hedged | None = None
    per: str = ""
    negative: bool = False
    added: float = 0.0
    """Cents, in the whole unit."""
    spread: float | None = None
    """What stands behind «±»."""

    @property
    def held(self) -> bool:
        """Whether a unit of its own, money or a hedge says that this is a figure."""
        return bool(
            self.money or self.unit or self.after or (self.hedge and self.hedge.meaning != "between") or self.upper
        )

    @property
    def of_many(self) -> bool:
        """Whether a plural is counted."""
        return self.counted is not None and self.counted.plural


def read(tokens: Sequence[Token], at: int, words: Words, floor: int = 0) -> Figure | None:
    """The number that begins at a token with all that belongs to it; None where none begins.

    Tokens before `floor` belong to the figure before.
    """
    lower = numerals.read(tokens, at, words)
    if lower is None:
        return None
    money = units.money_before(tokens, at, words)
    money = money if money and money.first >= floor else None
    first = money.first if money else at
    negative = _negative(tokens, first)
    first -= negative
    hedge = hedges.before(tokens, first, words)
    hedge = hedge if hedge and hedge.edge >= floor else None
    upper = _upper(tokens, lower, hedge, words, money=money is not None)
    end = upper or lower
    spread, last = _spread(tokens, end.last, words)
    unit, of_what, after, last = _behind(tokens, end, last, words, money=money is not None)
    if unit is None and of_what is None and not money and _percentage(tokens, first, words):
        unit = words.units["%"]
    added = 0.0
    if money or (unit and unit.category == "money"):
        added, last = units.small_money(tokens, last, words)
    per, last = units.per(tokens, last, words)
    if after is None and (after := hedges.after(tokens, last, words)):
        last = after.edge
    code = money.code if money else ""
    if unit and unit.category == "money":  # «$20 CAD»
        code = unit.name
    return Figure(lower, upper, first, last, code, unit, of_what, hedge, after, per, negative, added, spread)


def _percentage(tokens: Sequence[Token], first: int, words: Words) -> bool:
    """«a turnout percentage of 87.28»; not «5 percent of 300»."""
    three = first > 2 and words.has("words.percent_of", " ".join(token.low for token in tokens[first - 3 : first]))
    two = first > 1 and words.has("words.percent_of", " ".join(token.low for token in tokens[first - 2 : first]))
    counted_before = first - 3 - three
    return (two or three) and (counted_before < 0 or numerals.read(tokens, counted_before, words) is None)


def _negative(tokens: Sequence[Token], first: int) -> bool:
    """A minus sign: a hyphen that touches the number and nothing before it."""
    return first > 0 and tokens[first - 1].text == "-" and adjacent(tokens, first) and not adjacent(tokens, first - 1)


def _behind(
    tokens: Sequence[Token], number: Numeral, at: int, words: Words, *, money: bool
) -> tuple[Unit | None, Counted | None, Hedged | None, int]:
    """Unit, what is counted, and the hedge behind the number."""
    if number.form == "span":
        found = units.read(tokens, number.last - 1, words)
        return (found.unit if found else None), None, None, number.last
    if number.form in {"multiple", "share"}:
        return None, None, None, at
    after = hedges.after(tokens, at, words)
    at = after.edge if after else at
    if number.form == "fraction" and at + 2 < len(tokens):
        of_a = words.has("words.part", tokens[at].low) and words.has("words.article", tokens[at + 1].low)
        found = units.read(tokens, at + 1 + of_a, words) if of_a or words.has("words.article", tokens[at].low) else None
        if found and found.unit.category in {"percent", "duration"}:
            return found.unit, None, after, found.last
    many = number.form == "plural" or number.scale > 1 or number.sure
    found = units.read(tokens, at, words, of=many)
    if found and (not money or found.unit.category in {"percent", "money"}):
        return found.unit, None, after, found.last
    if money or number.form == "fraction":
        return None, None, after, at
    if tokens[at].text == "-" if at + 1 < len(tokens) else False:
        kind = words.has("counted.compounds", tokens[at + 1].low) and adjacent(tokens, at + 1)
        return None, Counted(at + 1, at + 2, plural=False) if kind else None, after, at + 2 if kind else at
    if (
        number.form == "plural"
        and words.sets.get("words.part")
        and not words.has("words.part", tokens[at].low if at < len(tokens) else "")
    ):
        return None, None, after, at
    noun = counted.read(
        tokens,
        at,
        words,
        of=number.form in {"plural", "few"} or number.scale > 1,
        one=number.value == 1 or number.form == "ordinal",
    )
    return None, noun, after, noun.last if noun else at


def _upper(
    tokens: Sequence[Token], lower: Numeral, hedge: Hedged | None, words: Words, *, money: bool
) -> Numeral | None:
    """The second number of a range; `money` where a sign of money stands before the first."""
    between = hedge is not None and hedge.meaning == "between"
    inner = units.read(tokens, lower.last, words)
    link = next(
        (at for at in (lower.last, inner.last if inner else 0) if _links(tokens, at, words, between=between)), 0
    )
    if lower.form not in {"digits", "words"} or not link or link + 2 >= len(tokens) + 1:
        return None
    sign = units.money_before(tokens, link + 2, words) if link + 2 < len(tokens) else None
    sign = sign if sign and sign.first == link + 1 else None
    at = link + 2 if sign else link + 1
    upper = numerals.read(tokens, at, words) if at < len(tokens) else None
    if upper is None or upper.form not in {"digits", "words"} or _changes(tokens, upper, hedge, words):
        return None
    other = units.read(tokens, upper.last, words)
    here, there = _sort(money, inner), _sort(sign is not None, other)
    # «2 to 3 million» and «900,000 to 1 million» are ranges; «141 to 5» and «59% to €1bn» are not.
    return (
        upper
        if lower.value < upper.value and (here == there or not here or ((money or between) and not there))
        else None
    )


def _sort(money: bool, unit: units.Found | None) -> str:
    return "money" if money else (unit.unit.category if unit else "")


def _links(tokens: Sequence[Token], at: int, words: Words, *, between: bool) -> bool:
    """Whether «to», a dash or «or» stands here, or «and» behind «between»."""
    if at + 1 >= len(tokens):
        return False
    token = tokens[at]
    if token.text in {"-", "–"}:
        glued = adjacent(tokens, at) and adjacent(tokens, at + 1)
        apart = not adjacent(tokens, at) and not adjacent(tokens, at + 1)
        return glued or (apart and tokens[at + 1].kind in {"number", "money"})
    if words.has("words.or", token.low) or words.has("words.range", token.low):
        return True
    return between and words.has("words.to", token.low)


def _changes(tokens: Sequence[Token], upper: Numeral, hedge: Hedged | None, words: Words) -> bool:
    """«rose from 98 to 300»: two figures, no range."""
    if hedge is None or hedge.phrase != "from":
        return False
    near = [*tokens[max(0, hedge.edge - 12) : hedge.edge], *tokens[upper.last : upper.last + 8]]
    return any(words.has("verbs.rise", token.low) for token in near)


def _spread(tokens: Sequence[Token], at: int, words: Words) -> tuple[float | None, int]:
    """«± 3»."""
    if at + 1 < len(tokens) and tokens[at].text == "±" and tokens[at + 1].kind == "number":
        found = numerals.read(tokens, at + 1, words)
        if found:
            return found.value, found.last
    return None, at
