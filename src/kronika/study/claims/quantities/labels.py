"""What numbers something: «Article 5», «paragraphs 3 and 4», «resolution 68/262»; and the months beside a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kronika.study.claims.quantities.context import Context
    from kronika.study.claims.quantities.figure import Figure


def whole(figure: Figure) -> bool:
    """Whether the number is a plain whole one, without grouping, decimals, scale."""
    return (
        figure.numeral.form == "digits"
        and not figure.numeral.sure
        and figure.numeral.value == int(figure.numeral.value)
    )


def label(context: Context, figure: Figure) -> str:
    """What a word numbers: «Article 5», «paragraphs 3 and 4», «resolution 68/262», «No. 12»."""
    first = figure.numeral.first
    if (
        figure.money
        or (figure.unit and figure.unit.category == "percent")
        or (figure.hedge and figure.hedge.meaning != "between")
    ):
        return ""
    at = first - 1
    while at > 0 and context.text(at) in {".", "(", "'", '"'}:
        at -= 1
    label = context.low(at)
    if label in {"§", "§§", "№", "#", "¶"} or (
        context.has("labels.always", label) and (label != "no" or whole(figure))
    ):
        return _labelled(context, figure)
    if context.has("labels.sometimes", label) and at == first - 1 and not figure.of_many and not figure.unit:
        return _labelled(context, figure)
    if 0 <= context.labelled < first and first - context.labelled <= 4 and not figure.of_many and not figure.unit:
        between = context.tokens[context.labelled : first]
        if all(
            token.text in {",", "(", ")", "-", "–", "&", "/"}
            or token.low == "of"
            or context.has("words.to", token.low)
            or context.has("words.or", token.low)
            for token in between
        ):
            return _labelled(context, figure)
    return ""


def _labelled(context: Context, figure: Figure) -> str:
    context.labelled = (figure.upper or figure.numeral).last
    return "numbers an article, a paragraph or the like"


def month(context: Context, at: int) -> bool:
    """Whether a month's name stands at the token."""
    low = context.low(at)
    return context.has("calendar.months", low) and (context.capital(at) or not low.isascii())
