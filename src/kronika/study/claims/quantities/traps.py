"""Numbers in digits that are no figures, each with the reason: dates, names, references, marks.

Every rule here is named by its reason; the first that holds is given.
"""

from __future__ import annotations

from collections.abc import Callable

from kronika.study.claims.quantities import wordtraps
from kronika.study.claims.quantities.context import Context
from kronika.study.claims.quantities.figure import Figure
from kronika.study.claims.quantities.labels import label, month, whole
from kronika.study.claims.quantities.numerals import MOST_DIGITS

_Rule = Callable[[Context, Figure], str]


def reason(context: Context, figure: Figure) -> str:
    """Why the number is no figure; empty where it is one."""
    for rule in _RULES.get(figure.numeral.form, (wordtraps.loose,)):
        if found := rule(context, figure):
            return found
    return ""


def _joined(context: Context, figure: Figure) -> str:
    """Digits that letters or signs join to more: «5G», «17.09.2020», «2020/21», «12-34-56», «2:1»."""
    first, number = figure.numeral.first, figure.upper or figure.numeral
    last, printed = number.last, context.text(figure.numeral.first)
    if len("".join(filter(str.isdigit, printed))) > MOST_DIGITS:
        return "too many digits"
    if len(printed) > 1 and printed[0] == "0" and printed.isdigit():
        context.labelled = last
        return "a code"
    if context.touches(last):
        if (
            context.tokens[last].kind in {"word", "code"}
            and not figure.unit
            and not context.words.symbols.get(context.text(last))
        ):
            return "part of a name"
        further = (
            context.touches(last + 1)
            and last + 1 < len(context.tokens)
            and context.tokens[last + 1].kind in {"number", "code"}
        )
        if context.text(last) in {"/", ":", ".", "-", "–", ",", "+", "_", "'", "\\"} and further and not figure.unit:
            return "digits joined by signs"
    before = context.text(first - 1)
    if context.touches(first) and before in {"/", ":", ".", "_", "\\", "#", "-", "–", ",", "'"}:
        kind = context.tokens[first - 2].kind if first > 1 and context.touches(first - 1) else "break"
        if kind in {"number", "code"} or (before in {"/", "_", "\\", "'"} and not figure.unit):
            return "digits joined by signs"
        if kind == "word" and before in {"-", "–", ":", "#"} and not figure.held:
            return "part of a name"
    return (
        "part of a name"
        if context.touches(first) and first and context.tokens[first - 1].kind in {"word", "code"}
        else ""
    )


def _mark(context: Context, figure: Figure) -> str:
    """Numbers of lists, of notes and of references: «1.», «(2)», «[12]», «prisoners.12»."""
    first, last = figure.numeral.first, (figure.upper or figure.numeral).last
    before, behind = context.text(first - 1), context.text(last)
    if figure.first < first or not whole(figure):
        return ""
    if before == "[" or (behind == "]" and "[" in {context.text(at) for at in range(first - 1, first - 12, -1)}):
        return "a reference"
    if context.touches(first) and context.touches(first - 1) and before[-1:] in {".", ",", ")", '"', ";", "'"}:
        return "a note's mark"
    alone = context.begins(first - (before == "(")) and (
        first < 2
        or before == "("
        or context.tokens[first - 1].kind == "break"
        or (before in {".", ":", ";"} and context.capital(last + 1) and not figure.held)
    )
    if (
        alone
        and behind in {".", ")"}
        and figure.numeral.value < 1000
        and context.touches(last)
        and not context.touches(last + 1)
    ):
        return "a number in a list"
    if before == "(" and behind == ")" and figure.numeral.value < 10:
        return "a number in a list"
    return ""


def _clock(context: Context, figure: Figure) -> str:
    """«10:30», «8 pm», «10.30 a.m.», «at 10.30»."""
    last = figure.numeral.last
    pair = context.low(last) + context.low(last + 1) + context.low(last + 2)
    clock = context.has("calendar.clock", context.low(last)) or (
        context.low(last) in {"a", "p"} and pair.endswith(".m")
    )
    hour, _, minute = context.text(figure.numeral.first).partition(".")
    printed = minute.isdigit() and len(minute) == 2 and int(minute) < 60 and hour.isdigit() and int(hour) < 24
    clock = clock or (
        printed and not figure.held and context.has("calendar.clock_before", context.low(figure.numeral.first - 1))
    )
    return "a time of day" if clock and not figure.money else ""


def _day(context: Context, figure: Figure) -> str:
    """A day beside its month: «17 September», «September 17», «the 17th of September», «9–10 August»."""
    number = figure.upper or figure.numeral
    if not 1 <= number.value <= 31 or number.value != int(number.value) or figure.money:
        return ""
    at = number.last
    at += context.has("words.part", context.low(at))
    for _ in range(4):  # «9, 10 and 11 August»
        if month(context, at):
            return "a date"
        linked = (
            context.text(at) in {",", "-", "–"}
            or context.has("words.to", context.low(at))
            or context.has("words.or", context.low(at))
        )
        if not linked or at + 1 >= len(context.tokens) or context.tokens[at + 1].kind != "number":
            break
        at += 2
    at = figure.numeral.first - 1
    at -= context.text(at) == "."
    if month(context, at) and not (figure.of_many and not context.has("calendar.on", context.low(at - 1))):
        return "a date"
    return ""


def _year_like(figure: Figure, low: int = 1900) -> bool:
    printed = figure.numeral.end - figure.numeral.start
    return whole(figure) and printed == 4 and low <= figure.numeral.value < 2100


def _year(context: Context, figure: Figure) -> str:
    """«2023», «the 2020 election», «2021–2023», «1990s», «the 90s»."""
    if (
        whole(figure)
        and figure.numeral.value % 10 == 0
        and context.low(figure.numeral.last) == "s"
        and context.touches(figure.numeral.last)
    ):
        return "a year"
    if (
        not _year_like(figure, 1000)
        or figure.money
        or (
            figure.unit
            and figure.unit.category != "measure"
            and not context.has("calendar.year_after", context.low(figure.numeral.last))
        )
    ):
        return ""
    before = context.low(figure.numeral.first - 1)
    edge = figure.hedge.edge if figure.hedge else figure.numeral.first
    named = context.capital(edge - 1) and not context.begins(edge - 1)
    placed = (
        context.has("calendar.year_before", before) or before.endswith("'s") or month(context, figure.numeral.first - 2)
    )
    if figure.numeral.value < 1900:
        return "a year" if placed and not figure.of_many and not figure.held else ""
    if (figure.upper and not figure.of_many) or context.has("calendar.year_after", context.low(figure.numeral.last)):
        return "a year"
    hedged = figure.hedge is not None and not context.has("calendar.placing", figure.hedge.phrase)
    if (hedged or figure.after) or (figure.of_many and not placed and not named):
        return ""
    return "a year"


def _telephone(context: Context, figure: Figure) -> str:
    """«+44 20 7008 1500»."""
    first, printed = figure.numeral.first, context.text(figure.numeral.first)
    plus = context.text(first - 1) == "+" and context.touches(first)
    following = figure.numeral.last < len(context.tokens) and context.tokens[figure.numeral.last].kind == "number"
    digits = sum(map(str.isdigit, printed))
    if plus and (following or digits > 6):
        context.labelled = figure.numeral.last
        return "a telephone number"
    if 0 < context.labelled == first and not figure.held and not figure.of_many:
        context.labelled = figure.numeral.last
        return "a telephone number"
    return ""


def _address(context: Context, figure: Figure) -> str:
    """«10 Downing Street», «220030 Minsk»."""
    if not whole(figure) or figure.held:
        return ""
    last = figure.numeral.last
    if context.capital(last) and any(
        context.has("names.streets", context.low(at)) and context.capital(at) for at in range(last + 1, last + 4)
    ):
        return "an address"
    digits, beside = (
        figure.numeral.end - figure.numeral.start,
        context.text(last) == "," or context.capital(last) or context.capital(figure.numeral.first - 1),
    )
    return "a postcode" if digits in {5, 6} and beside and not figure.of_many else ""


def _of_a_name(context: Context, figure: Figure) -> str:
    """«Boeing 737», «Nord Stream 2», «the Group of 20»."""
    first = figure.numeral.first
    if figure.held or "," in context.text(first) or " " in context.text(first):
        return ""
    if (
        not figure.of_many
        and context.has("words.part", context.low(first - 1))
        and context.capital(first - 2)
        and context.has("names.groups", context.low(first - 2))
    ):
        return "part of a name"
    if context.capital(first - 1) and context.has("names.lead", context.low(first - 2)) and figure.numeral.value < 100:
        return "part of a name"
    if figure.of_many:
        return ""
    named = (
        context.capital(first - 1)
        and not context.begins(first - 1)
        and not context.has("counted.stops", context.low(first - 1))
    )
    return "part of a name" if named else ""


def _alone(context: Context, figure: Figure) -> str:
    """A number that is a line of its own: of a page, or of a table's row."""
    number = figure.numeral
    at_start = number.first == 0 or context.tokens[number.first - 1].kind == "break"
    at_end = number.last >= len(context.tokens) or context.tokens[number.last].kind == "break"
    return (
        "a line of its own"
        if at_start and at_end and whole(figure) and not figure.held and number.value < 10_000
        else ""
    )


_RULES: dict[str, tuple[_Rule, ...]] = {
    "digits": (
        _joined, _mark, label, _clock, _day, _year, _telephone, _address, _of_a_name, wordtraps.compound, _alone,
    ),
    "ordinal": (_day, wordtraps.ordinal),
    "words": (wordtraps.idiom, wordtraps.capitals, label, wordtraps.one, wordtraps.compound),
}  # fmt: skip
"""By the number's form; `wordtraps.loose` for all others."""
