"""A number in its surroundings: what stands before and behind it, before it is judged a figure or a trap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.claims.quantities import counted, hedges, numerals, units
from kronika.study.claims.quantities.counted import Counted
from kronika.study.claims.quantities.tokens import adjacent

if TYPE_CHECKING:
    from kronika.study.claims.quantities.hedges import Hedged
    from kronika.study.claims.quantities.numerals import Numeral
    from kronika.study.claims.quantities.tables import Unit, Words
    from kronika.study.claims.quantities.tokens import Token


class Figure(NamedTuple):
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
    if hedge and _places(hedge, unit, floor):
        hedge = None
    code = money.code if money else ""
    if unit and unit.category == "money":  # «$20 CAD»
        code = unit.name
    return Figure(lower, upper, first, last, code, unit, of_what, hedge, after, per, negative, added, spread)


def _places(hedge: Hedged, unit: Unit | None, floor: int) -> bool:
    """«within two regions» is a place, «€5 million over two years» a time; «within two hours» is a bound."""
    if hedge.phrase == "within":
        return unit is None or unit.category not in {"duration", "measure", "percent"}
    return hedge.phrase == "over" and hedge.edge == floor > 0 and unit is not None and unit.category == "duration"


def _percentage(tokens: Sequence[Token], first: int, words: Words) -> bool:
    """«a turnout percentage of 87.28»; not «5 percent of 300»."""
    found = words.percent_of.before(tokens, first)
    return bool(found) and numerals.read(tokens, found[0].edge - 1, words) is None


def _negative(tokens: Sequence[Token], first: int) -> bool:
    """A minus sign: a hyphen that touches the number and nothing before it."""
    return tokens[first - 1].text == "-" and adjacent(tokens, first) and not adjacent(tokens, first - 1)


_Behind = tuple["Unit | None", Counted | None, "Hedged | None", int]


def _behind(tokens: Sequence[Token], number: Numeral, at: int, words: Words, *, money: bool) -> _Behind:
    """Unit, what is counted, and the hedge behind the number."""
    if number.form == "span":
        found = units.read(tokens, number.last - 1, words)
        return (found.unit if found else None), None, None, number.last
    if number.form in {"multiple", "share"}:
        return None, None, None, at
    after = hedges.after(tokens, at, words)
    at = after.edge if after else at
    many = number.form == "plural" or number.scale > 1 or number.sure
    found = (number.form == "fraction" and _part_of(tokens, at, words)) or units.read(tokens, at, words, of=many)
    if found and (not money or found.unit.category in {"percent", "money"}):
        return found.unit, None, after, found.last
    if money or number.form == "fraction":
        return None, None, after, at
    if tokens[at].text == "-":
        kind = words.has("counted.compounds", tokens[at + 1].low) and adjacent(tokens, at + 1)
        return None, Counted(at + 1, at + 2, plural=False) if kind else None, after, at + 2 if kind else at
    if number.form == "plural" and words.sets.get("words.part") and not words.has("words.part", tokens[at].low):
        return None, None, after, at
    of = number.form in {"plural", "few"} or number.scale > 1
    noun = counted.read(tokens, at, words, of=of, one=number.value == 1 or number.form == "ordinal")
    return None, noun, after, noun.last if noun else at


def _part_of(tokens: Sequence[Token], at: int, words: Words) -> units.Found | None:
    """«half a year», «a quarter of a century», «half of a percent»."""
    at += words.has("words.part", tokens[at].low)
    found = units.read(tokens, at + 1, words) if words.has("words.article", tokens[at].low) else None
    return found if found and found.unit.category in {"percent", "duration"} else None


def _upper(
    tokens: Sequence[Token], lower: Numeral, hedge: Hedged | None, words: Words, *, money: bool
) -> Numeral | None:
    """The second number of a range; `money` where a sign of money stands before the first."""
    if lower.form not in {"digits", "words"}:
        return None
    between = hedge is not None and hedge.meaning == "between"
    inner = units.read(tokens, lower.last, words)
    ends = (lower.last, inner.last) if inner else (lower.last,)
    link = next((at for at in ends if _links(tokens, at, words, between=between)), 0)
    if not link:
        return None
    sign = units.money_before(tokens, link + 2, words)
    sign = sign if sign and sign.first == link + 1 else None
    upper = numerals.read(tokens, link + 2 if sign else link + 1, words)
    if upper is None or upper.form not in {"digits", "words"} or _changes(tokens, upper, hedge, words):
        return None
    other = units.read(tokens, upper.last, words)
    here, there = _sort(money, inner), _sort(sign is not None, other)
    # «2 to 3 million» and «900,000 to 1 million» are ranges; «141 to 5» and «59% to €1bn» are not.
    alike = here == there or not here or ((money or between) and not there)
    return upper if lower.value < upper.value and alike else None


def _sort(money: bool, unit: units.Found | None) -> str:
    return "money" if money else (unit.unit.category if unit else "")


def _links(tokens: Sequence[Token], at: int, words: Words, *, between: bool) -> bool:
    """Whether «to», a dash or «or» stands here, or «and» behind «between»."""
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
    found = numerals.read(tokens, at + 1, words) if tokens[at].text == "±" and tokens[at + 1].kind == "number" else None
    return (found.value, found.last) if found else (None, at)
