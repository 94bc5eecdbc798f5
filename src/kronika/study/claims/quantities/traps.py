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
from kronika.study.claims.quantities.tokens import hyphen

_Rule = Callable[[Context, Figure], str]
_JOINING = frozenset({"/", ":", ".", "-", "–", ",", "+", "_", "'", "\\"})
_JOINED_TO = frozenset({"/", ":", ".", "_", "\\", "#", "-", "–", ",", "'", "+"})
_NOTED = frozenset({".", ",", ")", '"', ";", "'"})
_DIALLED = frozenset({"(", ")", "-", "/", "."})


def reason(context: Context, figure: Figure) -> str:
    """Why the number is no figure; empty where it is one."""
    for rule in _RULES.get(figure.numeral.form, (wordtraps.loose,)):
        if found := rule(context, figure):
            return found
    return ""


def _joined(context: Context, figure: Figure) -> str:
    """Digits that letters or signs join to more: «5G», «17.09.2020», «2020/21», «12-34-56», «2:1», «UTC+3»."""
    first, last = figure.numeral.first, (figure.upper or figure.numeral).last
    printed = context.text(first)
    if len(printed) > MOST_DIGITS and sum(map(str.isdigit, printed)) > MOST_DIGITS:
        return "too many digits"
    if len(printed) > 1 and printed[0] == "0" and printed.isdigit():
        context.labelled = last
        return "a code"
    if context.touches(last) and not figure.unit:
        behind = context.tokens[last]
        if behind.kind in {"word", "code"} and behind.text not in context.words.symbols:
            return "part of a name"
        if behind.text in _JOINING and context.touches(last + 1) and _kind(context, last + 1) in {"number", "code"}:
            return "digits joined by signs"
    return _joined_before(context, figure) if context.touches(first) else ""


def _joined_before(context: Context, figure: Figure) -> str:
    """The same on the other side; no blank stands before the number."""
    first = figure.numeral.first
    if _kind(context, first - 1) in {"word", "code"}:
        return "part of a name"
    before = context.text(first - 1)
    if before not in _JOINED_TO:
        return ""
    kind = _kind(context, first - 2) if context.touches(first - 1) else "break"
    if kind in {"number", "code"} or (before in {"/", "_", "\\", "'"} and not figure.unit):
        return "digits joined by signs"
    return "part of a name" if kind == "word" and before in {"-", "–", ":", "#", "+"} and not figure.held else ""


def _kind(context: Context, at: int) -> str:
    return context.tokens[at].kind


def _mark(context: Context, figure: Figure) -> str:
    """Numbers of lists, of notes and of references: «1.», «(2)», «[12]», «prisoners.12»."""
    first, last = figure.numeral.first, (figure.upper or figure.numeral).last
    before, behind = context.text(first - 1), context.text(last)
    if figure.first < first or not whole(figure):
        return ""
    if before == "[" or (behind == "]" and "[" in {context.text(at) for at in range(first - 1, first - 12, -1)}):
        return "a reference"
    if context.touches(first) and context.touches(first - 1) and before[-1:] in _NOTED:
        return "a note's mark"
    bracket = before == "("
    if behind not in {".", ")"} or not context.touches(last):
        return ""
    if bracket and behind == ")" and figure.numeral.value < 10:
        return "a number in a list"
    if context.touches(last + 1) or figure.numeral.value >= 1000 or not context.begins(first - bracket):
        return ""
    sentence = before in {".", ":", ";"} and context.capital(last + 1) and not figure.held
    alone = bracket or sentence or _kind(context, first - 1) == "break" or first == 1
    return "a number in a list" if alone else ""


def _clock(context: Context, figure: Figure) -> str:
    """«10:30», «8 pm», «10.30 a.m.», «at 10.30»."""
    last = figure.numeral.last
    noon = context.low(last) in {"a", "p"} and context.text(last + 1) == "." and context.low(last + 2) == "m"
    if noon or (context.has("calendar.clock", context.low(last)) and not figure.money):
        return "a time of day"
    hour, stop, minute = context.text(figure.numeral.first).partition(".")
    if not stop or figure.held or not context.has("calendar.clock_before", context.low(figure.numeral.first - 1)):
        return ""
    return "a time of day" if len(minute) == 2 and minute < "60" and hour.isdigit() and int(hour) < 24 else ""


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
        low = context.low(at)
        linked = low in {",", "-", "–"} or context.has("words.to", low) or context.has("words.or", low)
        if not linked or _kind(context, at + 1) != "number":
            break
        at += 2
    at = figure.numeral.first - 1
    at -= context.text(at) == "."
    if month(context, at) and not (figure.of_many and not context.has("calendar.on", context.low(at - 1))):
        return "a date"
    return ""


def _year(context: Context, figure: Figure) -> str:
    """«2023», «the 2020 election», «2021–2023», «1990s», «the 90s»."""
    number = figure.numeral
    behind = context.low(number.last)
    if not whole(figure):
        return ""
    if behind == "s" and number.value % 10 == 0 and context.touches(number.last):
        return "a year"
    if number.end - number.start != 4 or not 1000 <= number.value < 2100 or figure.money:
        return ""
    after = context.has("calendar.year_after", behind)
    if figure.unit and figure.unit.category != "measure" and not after:
        return ""
    before = context.low(number.first - 1)
    placed = context.has("calendar.year_before", before) or before.endswith("'s") or month(context, number.first - 2)
    if number.value < 1900:
        return "a year" if placed and not figure.of_many and not figure.held else ""
    if after or (figure.upper and not figure.of_many):
        return "a year"
    if figure.after or (figure.hedge and not context.has("calendar.placing", figure.hedge.phrase)):
        return ""
    edge = figure.hedge.edge if figure.hedge else number.first
    named = context.capital(edge - 1) and not context.begins(edge - 1)
    return "" if figure.of_many and not placed and not named else "a year"


def _telephone(context: Context, figure: Figure) -> str:
    """«+44 20 7008 1500», «+44 (0)20-7008-1500»; the whole of it is one."""
    first = figure.numeral.first
    plus = context.text(first - 1) == "+" and context.touches(first)
    if not plus and not (0 < context.labelled == first and not figure.held and not figure.of_many):
        return ""
    last, digits = first, 0
    while _kind(context, last) == "number" or context.text(last) in _DIALLED:
        digits += sum(map(str.isdigit, context.text(last)))
        last += 1
    if plus and digits < 7:
        return ""
    while _kind(context, last - 1) != "number":
        last -= 1
    context.labelled = last
    return "a telephone number"


def _address(context: Context, figure: Figure) -> str:
    """«10 Downing Street», «220030 Minsk»."""
    if figure.held or not whole(figure):
        return ""
    first, last = figure.numeral.first, figure.numeral.last
    behind = context.capital(last)
    if behind and any(
        context.has("names.streets", context.low(at)) and context.capital(at) for at in range(last + 1, last + 4)
    ):
        return "an address"
    beside = behind or context.text(last) == "," or context.capital(first - 1)
    postal = figure.numeral.end - figure.numeral.start in {5, 6}
    return "a postcode" if postal and beside and not figure.of_many else ""


def _of_a_name(context: Context, figure: Figure) -> str:
    """«Boeing 737-800», «Nord Stream 2», «the Group of 20», «UNSCR 2231»."""
    first = figure.numeral.first
    model = figure.upper is not None and hyphen(context.tokens, figure.numeral.last) and not figure.unit
    if (figure.held and (figure.hedge or not model)) or "," in context.text(first) or " " in context.text(first):
        return ""
    before, lead = context.low(first - 1), context.low(first - 2)
    group = context.capital(first - 2) and context.has("names.groups", lead)
    if group and context.has("words.part", before) and not figure.of_many:
        return "part of a name"
    if not context.capital(first - 1):
        return ""
    if context.has("names.lead", lead) and figure.numeral.value < 100:
        return "part of a name"
    if figure.of_many or context.has("names.tallies", before) or context.has("counted.stops", before):
        return ""
    letters = context.text(first - 1)
    acronym = 1 < len(letters) < 7 and letters.isupper()
    return "part of a name" if acronym or not context.begins(first - 1) else ""


def _alone(context: Context, figure: Figure) -> str:
    """A number that is a line of its own: of a page, or of a table's row."""
    number = figure.numeral
    line = _kind(context, number.first - 1) == _kind(context, number.last) == "break"
    return "a line of its own" if line and number.value < 10_000 and whole(figure) and not figure.held else ""


_RULES: dict[str, tuple[_Rule, ...]] = {
    "digits": (
        _joined, _mark, label, _clock, _day, _year, _telephone, _address, _of_a_name, wordtraps.compound, _alone,
    ),
    "ordinal": (_day, wordtraps.ordinal),
    "words": (wordtraps.idiom, wordtraps.capitals, label, wordtraps.one, wordtraps.compound),
}  # fmt: skip
"""By the number's form; `wordtraps.loose` for all others."""
