"""Numbers in words that are no figures, each with the reason: names, idioms, pronouns, ordinals of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kronika.study.claims.quantities.context import Context
    from kronika.study.claims.quantities.figure import Figure


def ordinal(context: Context, figure: Figure) -> str:
    """Only what says how many there have been: «for the fifth time», «the 12th package»."""
    if figure.numeral.value == 1:
        return "first"
    first, behind = figure.numeral.first, context.low(figure.numeral.last)
    led = context.has("names.lead", context.low(first - 1)) or context.low(first - 1).endswith("'s")
    if led and context.has("names.counting", behind):
        return ""
    return "an ordinal of a name or a series"


def idiom(context: Context, figure: Figure) -> str:
    """«zero tolerance», «one another», «one by one»."""
    first, last = figure.numeral.first, figure.numeral.last
    for back in (0, 1, 2):
        for ahead in (0, 1, 2, 3):
            phrase = " ".join(context.low(at) for at in range(first - back, last + ahead) if context.text(at) != "-")
            if back + ahead and context.has("names.idioms", phrase):
                return "an idiom"
    return ""


def capitals(context: Context, figure: Figure) -> str:
    """«Five Eyes», «the Group of Seven»: a capital within a sentence, beside another."""
    first = figure.numeral.first
    if not context.capital(first) or context.begins(first) or figure.held:
        return ""
    beside = (
        context.capital(figure.numeral.last)
        or context.capital(first - 1)
        or context.has("words.part", context.low(first - 1))
    )
    return "part of a name" if beside and not _headline(context, first) else ""


def _headline(context: Context, at: int) -> bool:
    """Whether the line is set in capitals: no longer word begins with a small letter."""
    start = end = at
    while start > 0 and at - start < 20 and context.tokens[start - 1].kind != "break":
        start -= 1
    while end < len(context.tokens) and end - at < 20 and context.tokens[end].kind != "break":
        end += 1
    if not context.tokens[start].capital:
        return False
    return all(token.capital for token in context.tokens[start:end] if token.kind == "word" and len(token.text) > 4)


def one(context: Context, figure: Figure) -> str:
    """«no one», «one of them», «the one»: a pronoun; «one reporter» is a figure."""
    if (
        figure.numeral.value != 1
        or figure.numeral.last - figure.numeral.first > 1
        or figure.upper
        or figure.hedge
        or figure.money
    ):
        return ""
    before, behind = context.low(figure.numeral.first - 1), context.low(figure.numeral.last)
    if figure.unit:
        return "" if figure.unit.name != "day" else "an idiom"
    pronoun = context.has("names.pronoun_before", before) or context.has("names.pronoun_after", behind)
    return "a pronoun" if pronoun or figure.counted is None or context.touches(figure.numeral.last) else ""


def compound(context: Context, figure: Figure) -> str:
    """«two-state», «three-star»: a kind, and no count; «27-member» and «five-year» are."""
    first, last = figure.numeral.first, figure.numeral.last
    scale_alone = context.low(first) in context.words.scales and not figure.held and not figure.of_many
    if scale_alone or (context.text(first - 1) == "-" and context.touches(first) and context.touches(first - 1)):
        return "part of a compound"
    hyphen = context.text(last) == "-" and context.touches(last) and context.touches(last + 1)
    if not hyphen or figure.unit or figure.after or figure.upper:
        return ""
    return "" if context.has("counted.compounds", context.low(last + 1)) or figure.money else "part of a compound"


def loose(context: Context, figure: Figure) -> str:
    """Fractions, multiples and vague numbers where the words mean something else."""
    number, behind = figure.numeral, context.low(figure.numeral.last)
    if number.form == "span":
        return (
            ""
            if figure.hedge and figure.hedge.phrase not in {"about", "around", "near", "from", "above"}
            else "a point in time"
        )
    if number.form == "multiple":
        bare = context.low(number.first) in {"double", "triple"}
        object_of = (
            context.has("words.article", behind)
            or behind in {"the", "that", "what", "its", "their", "in"}
            or figure.hedge
        )
        return "an idiom" if bare and not object_of else ""
    if number.form == "fraction" and number.last - number.first <= 2 and number.start != number.end:
        return _half_of_what(context, figure, behind)
    return ""


def _half_of_what(context: Context, figure: Figure, behind: str) -> str:
    """«half of», «a third of» and «more than half» are shares; «a third round», «the second half» are not."""
    number, before = figure.numeral, context.low(figure.numeral.first - 1)
    if (
        figure.hedge
        or figure.unit
        or context.has("words.part", behind)
        or (len(context.text(number.first)) == 1 and number.last - number.first == 1)
    ):
        return ""
    if context.low(number.first) in {"a", "an"} or number.last - number.first == 1:
        ended = number.last >= len(context.tokens) or (
            context.tokens[number.last].kind in {"sign", "break"} and behind != "-"
        )
        stopped = ended or context.has("counted.stops", behind) or context.has("words.ratio_after", behind)
        ordinal = before in {"second", "first", "latter", "other", "last", "third", "in", "on"} or context.capital(
            number.first - 1
        )
        return "" if stopped and not ordinal else "an ordinal of a name or a series"
    return ""
