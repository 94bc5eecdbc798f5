"""Numbers in words that are no figures, each with the reason: names, idioms, pronouns, ordinals of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.study.claims.quantities.tokens import hyphen

if TYPE_CHECKING:
    from kronika.study.claims.quantities.context import Context
    from kronika.study.claims.quantities.figure import Figure

SERIES = "an ordinal of a name or a series"


def ordinal(context: Context, figure: Figure) -> str:
    """Only what says how many there have been: «for the fifth time», «the 12th package»."""
    if figure.numeral.value == 1:
        return "first"
    first, behind = figure.numeral.first, context.low(figure.numeral.last)
    led = context.has("names.lead", context.low(first - 1)) or context.low(first - 1).endswith("'s")
    if led and context.has("names.counting", behind):
        return ""
    return SERIES


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
    while at - start < 20 and context.tokens[start - 1].kind != "break":
        start -= 1
    while end - at < 20 and context.tokens[end].kind != "break":
        end += 1
    long = [token for token in context.tokens[start:end] if token.kind == "word" and len(token.text) > 4]
    return context.tokens[start].capital and all(token.capital for token in long)


def one(context: Context, figure: Figure) -> str:
    """«no one», «one of them», «the one»: a pronoun; «one reporter» is a figure."""
    number = figure.numeral
    if number.value != 1 or number.last - number.first > 1 or figure.upper or figure.hedge or figure.money:
        return ""
    if figure.unit:
        return "" if figure.unit.name != "day" else "an idiom"
    before, behind = context.low(number.first - 1), context.low(number.last)
    pronoun = context.has("names.pronoun_before", before) or context.has("names.pronoun_after", behind)
    return "a pronoun" if pronoun or figure.counted is None or context.touches(number.last) else ""


def compound(context: Context, figure: Figure) -> str:
    """«two-state», «three-star»: a kind, and no count; «27-member» and «five-year» are."""
    first, last = figure.numeral.first, figure.numeral.last
    scale_alone = context.low(first) in context.words.scales and not figure.held and not figure.of_many
    if scale_alone or hyphen(context.tokens, first - 1):
        return "part of a compound"
    if not hyphen(context.tokens, last) or figure.unit or figure.after or figure.upper or figure.money:
        return ""
    return "" if context.has("counted.compounds", context.low(last + 1)) else "part of a compound"


def loose(context: Context, figure: Figure) -> str:
    """Fractions, multiples and vague numbers where the words mean something else."""
    number = figure.numeral
    if number.form == "span":
        return "" if figure.hedge and figure.hedge.phrase not in _IN_TIME else "a point in time"
    if number.form == "few":
        return "an idiom" if context.has("names.compared", context.low(number.first - 1)) else ""
    if number.form == "multiple":
        if context.touches(number.last) and context.tokens[number.last].kind == "number":  # «4x4»
            return "part of a name"
        behind = context.low(number.last)
        doubled = figure.hedge or context.has("words.article", behind) or context.has("names.doubled", behind)
        return "an idiom" if context.low(number.first) in {"double", "triple"} and not doubled else ""
    if number.form == "fraction" and number.start != number.end:
        return _part(context, figure)
    return ""


_IN_TIME = frozenset({"about", "around", "near", "from", "above"})
"""Hedges that make no figure of «a year»: «from a year before»."""


def _part(context: Context, figure: Figure) -> str:
    """«half of», «a third of» and «more than half» are shares; «a third round», «the second half» are not."""
    number = figure.numeral
    first, last = number.first, number.last
    if context.has("names.majorities", context.low(last + hyphen(context.tokens, last))):
        return "a rule of voting"
    if figure.hedge or figure.unit or last - first > 2 or len(context.text(first)) == 1 == last - first:
        return ""
    alone = last - first == 1
    before, behind = context.low(first - 1), context.low(last)
    if alone and before in _HALVES:
        return SERIES
    if context.has("words.part", behind) or not (alone or context.has("words.article", context.low(first))):
        return ""
    sign = context.tokens[last].kind in {"sign", "break"} and behind != "-"
    share = sign or context.has("counted.stops", behind) or context.has("words.ratio_after", behind)
    placed = before in {"in", "on"} or context.capital(first - 1)
    return "" if share and not placed else SERIES


_HALVES = frozenset({"first", "second", "third", "last", "latter", "other"})
