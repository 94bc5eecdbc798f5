"""What numbers something: «Article 5», «paragraphs 3 and 4», «resolution 68/262»; and the months beside a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kronika.study.claims.quantities.context import Context
    from kronika.study.claims.quantities.figure import Figure

LABELLED = "numbers an article, a paragraph or the like"
_BETWEEN = frozenset({".", "(", "'", '"'})
_SIGNS = frozenset({"§", "§§", "№", "#", "¶"})
_LISTING = frozenset({",", "(", ")", "-", "–", "&", "/", "of"})


def whole(figure: Figure) -> bool:
    """Whether the number is a plain whole one, without grouping, decimals, scale."""
    number = figure.numeral
    return number.form == "digits" and not number.sure and number.value == int(number.value)


def label(context: Context, figure: Figure) -> str:
    """What a word numbers: «Article 5», «paragraphs 3 and 4», «resolution 68/262», «No. 12», «22 U.S.C. 2708»."""
    hedged = figure.hedge and figure.hedge.meaning != "between"
    cited = context.has("labels.citing", context.low(figure.numeral.last))
    percent = figure.unit and figure.unit.category == "percent"
    if figure.money or percent or not (cited or (not hedged and _led(context, figure))):
        return ""
    context.labelled = (figure.upper or figure.numeral).last
    return LABELLED


def _led(context: Context, figure: Figure) -> bool:
    """Whether a label stands before the number, or before another to which this one is added."""
    first = figure.numeral.first
    at = first - 1
    while at > 0 and context.text(at) in _BETWEEN:
        at -= 1
    word = context.low(at)
    if word in _SIGNS or (context.has("labels.always", word) and (word != "no" or whole(figure))):
        return True
    loose = not figure.of_many and not figure.unit
    # «by law 15 people must …» is a count, «under Executive Order 14038 assets are …» none.
    named = context.capital(at) and not context.begins(at) and not figure.unit
    if context.has("labels.sometimes", word) and at == first - 1 and (loose or named):
        return True
    return loose and 0 <= context.labelled < first <= context.labelled + 4 and _added(context, first)


def _added(context: Context, first: int) -> bool:
    """Whether only commas, «and» and the like stand between the last number that was labelled and this one."""
    return all(
        token.text in _LISTING or context.has("words.to", token.low) or context.has("words.or", token.low)
        for token in context.tokens[context.labelled : first]
    )


def month(context: Context, at: int) -> bool:
    """Whether a month's name stands at the token."""
    low = context.low(at)
    return context.has("calendar.months", low) and (context.capital(at) or not low.isascii())
