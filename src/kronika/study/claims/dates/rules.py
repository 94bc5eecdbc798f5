"""The rules by which dates are found in running text, each with its name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kronika.study.claims.dates.resolve import (
    DAYS,
    MONTHS,
    OPEN,
    Context,
    Said,
    iso,
    moved,
    named_month,
    that_year,
    weekday,
    without_year,
)

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = r"(?<![\d.,])(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:18|19|20)\d\d)(?!\d|[.,]\d)"
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_UNITS = {
    "hour": ("PT", "H"), "day": ("P", "D"), "week": ("P", "W"), "mont": ("P", "M"), "year": ("P", "Y"),
    "deca": ("P", "DE"), "cent": ("P", "CE"),
}  # fmt: skip
"""The first letters of a unit → what stands before and after its number (ISO 8601; decades and centuries: TIMEX3)."""
_UNIT = r"(?P<unit>hour|day|week|month|year|decade|centur(?:y|ie))s?"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS = {
    "start": (1, 1), "beginning": (1, 1), "turn": (1, 1), "end": (12, 12), "close": (12, 12), "middle": (6, 7),
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "first half": (1, 6), "second half": (7, 12),
    "first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9), "fourth quarter": (10, 12),
    "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6), "h2": (7, 12), **_SEASONS,
}  # fmt: skip
"""Parts of a year, as their first and last month. Seasons are those of the northern half of the earth."""
_OF = rf"(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
ENGLISH = frozenset(word for word in MONTHS if word.isascii())
Rule = Callable[[re.Match[str], Context], Said | None]


def _month_of(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _full(match: re.Match[str], context: Context) -> Said | None:
    """Day, month and year; or month and year."""
    groups = match.groupdict()
    year, month, day = int(groups["year"]), _month_of(groups["month"]), int(groups.get("day") or 0)
    if day > monthrange(year, month)[1]:
        return None
    if last := groups.get("last"):
        return Said(f"{iso(year, month, day)}/{iso(year, month, int(last))}", "absolute")
    return Said(iso(year, month, day), "absolute")


def _spread(match: re.Match[str], context: Context) -> Said | None:
    """From one month, or day and month, to another of the same year or with its own."""
    groups = match.groupdict()
    second = int(groups["year"])
    first = int(groups["year1"] or second)
    ends = [
        iso(year, _month_of(month), int(day or 0))
        for year, month, day in (
            (first, groups["month1"], groups["day1"]), (second, groups["month"], groups["day2"]),
        )
    ]  # fmt: skip
    return Said("/".join(ends), "absolute") if ends[0] <= ends[1] else None


def _digits(match: re.Match[str], context: Context) -> Said | None:
    """2020-09-17, 17.09.2020, and 17/09/2020 where only one order is possible."""
    year, one, other = int(match["year"]), int(match["one"]), int(match["other"])
    if match["iso"]:
        month, day = one, other
    elif match["mark"] == "/" and max(one, other) <= 12 and one != other:
        return Said(OPEN, "absolute")  # day and month, or month and day
    else:
        day, month = (one, other) if other <= 12 else (other, one)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Said(iso(year, month, day), "absolute")


def _years(match: re.Match[str], context: Context) -> Said | None:
    first, last = match["first"], match["last"]
    last = first[: 4 - len(last)] + last
    return Said(f"{first}/{last}", "absolute") if first < last else None


def _year(match: re.Match[str], context: Context) -> Said:
    return Said(match["year"], "absolute")


def _decade(match: re.Match[str], context: Context) -> Said:
    return Said(f"{match['year'][:3]}0/{match['year'][:3]}9", "absolute")


def _part_of(match: re.Match[str], context: Context) -> Said:
    """«The start of 2023», «late 2022», «summer 2020», «the end of the year»."""
    first, last = _PARTS[match["part"].lower()]
    groups = match.groupdict()
    if groups.get("year"):
        year, anchor = groups["year"], ""
    else:
        year, anchor = that_year(context)
    value = "/".join(iso(int(year), month) for month in dict.fromkeys((first, last))) if year else OPEN
    return Said(value, "absolute" if groups.get("year") else "relative", anchor)


def _part_of_month(match: re.Match[str], context: Context) -> Said | None:
    """«The end of August 2020», «early September»: the month, since a third of it is nobody's definition."""
    if match["year"]:
        return Said(iso(int(match["year"]), _month_of(match["month"])), "absolute")
    return without_year(context, match.start(), _month_of(match["month"]), 0)


def _partial(match: re.Match[str], context: Context) -> Said | None:
    """A month, or a day of one, without its year."""
    groups = match.groupdict()
    month = _month_of(groups.get("bare") or groups["month"])
    said = without_year(context, match.start(), month, int(groups.get("day") or 0))
    if said and said.value and groups.get("last"):
        return Said(f"{said.value}/{said.value[:8]}{int(groups['last']):02}", said.basis, said.anchor)
    return said


def _last_next(match: re.Match[str], context: Context) -> Said:
    """«Last month», «this year», «next week», «last August», «last October 18», «last Tuesday»."""
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}[
        match["which"].lower()
    ]
    unit = match["unit"].lower()
    if unit in DAYS:
        return weekday(context, unit, step)
    if unit in MONTHS:
        return named_month(context, MONTHS[unit], step, int(match["day"] or 0))
    if unit in {*_SEASONS, "winter"}:
        return Said(OPEN, "relative")
    return moved(context, unit, step)


def _month_of_year(match: re.Match[str], context: Context) -> Said:
    """«March next year», «12 December last year»."""
    step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    year, month, day = moved(context, "year", step).value, _month_of(match["month"]), int(match["day"] or 0)
    known = bool(year) and day <= monthrange(int(year), month)[1]
    return Said(iso(int(year), month, day) if known else OPEN, "relative", "document" if known else "")


def _ago(match: re.Match[str], context: Context) -> Said:
    unit = match["unit"].lower()
    count = _number(match["count"])
    if unit == "decade":
        unit, count = "year", 10 * count
    elif unit == "week" and context.day is not None:
        return Said(str(context.day - timedelta(weeks=count)), "relative", "document")
    return moved(context, unit, -count)


def _named_day(match: re.Match[str], context: Context) -> Said:
    step = {"yesterday": -1, "tomorrow": 1, "last": -1}.get(match["word"].lower().split()[0], 0)
    return moved(context, "day", step)


def _on_weekday(match: re.Match[str], context: Context) -> Said | None:
    """«On Monday», «said Monday», «Monday's vote»."""
    if not (match["on"] or match["unit"][0].isupper()):
        return None
    return weekday(context, match["unit"].lower(), 1 if context.coming(match.start()) else 0)


def _later_this(match: re.Match[str], context: Context) -> Said:
    return moved(context, match["unit"].lower(), 0)


def _that(match: re.Match[str], context: Context) -> Said:
    """«That year», «the same month», «the following year»: of the date before it in the paragraph."""
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(match["which"].lower(), 0)
    unit = match["unit"].lower()
    if not context.last or (unit == "month" and len(context.last) < 7) or (unit == "day" and len(context.last) < 10):
        return Said(OPEN, "relative")
    there = Context("", context.last[: {"year": 4, "month": 7, "day": 10}[unit]])
    return Said(moved(there, unit, step).value, "relative", "text")


def _duration(match: re.Match[str], context: Context) -> Said:
    count = match.groupdict().get("count")
    before, after = _UNITS[match["unit"].lower()[:4]]
    return Said(f"{before}{_number(count) if count else 'X'}{after}", "duration")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _now(match: re.Match[str], context: Context) -> Said:
    return Said("PRESENT", "vague")


def _future(match: re.Match[str], context: Context) -> Said:
    return Said("FUTURE", "vague")


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule by which some words are read as a date."""

    name: str
    first: frozenset[str]
    """What its words can begin with, in lower case; DIGIT for a number."""
    pattern: re.Pattern[str]
    says: Rule


DIGIT = "0"


def _rule(name: str, first: str, pattern: str, says: Rule) -> Reading:
    """In a pattern ~ stands for white space."""
    return Reading(name, frozenset(first.split()), re.compile(pattern.replace("~", r"\s+"), re.IGNORECASE), says)


_M = rf"(?P<month>{_MONTH})\b(?:(?<=\b\w\w\w)(?<!may)\.|(?<=\bsept)\.)?"
_TH = "(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|to|and|until|through|по)\s?"
_LAST = rf"(?P<last>[0-3]?\d){_TH}"
_Y = r"(?:19|20)\d\d"
_ALONE = r"(?<![\d.,/$€£-])\b"
_NAMED = "|".join((*DAYS, *_SEASONS, "winter", *sorted(ENGLISH, key=len, reverse=True)))
_HEDGE = "(?:(?:over|more~than|less~than|at~least|at~most|up~to|about|around|nearly|almost|some|another)~)?"
_ACTS = (
    "(?:actions?|announcements?|decisions?|sanctions|packages?|measures|designations?|statements?|votes?|rulings?|verdicts?|"
    "sentences?|sentencing|meetings?|debates?|releases?|reports?|listings?|judge?ments?|hearings?|summits?|resolutions?|"
    "elections?|attacks?|strikes?|events|conclusions|arrests?|convictions?|news|anniversary|agreements?|discussions?|talks|"
    "sessions?|council|referendum|trial|conference|visit|call|step|move)"
)
"""What a day has: «today's announcement» is of the day, «today's world» is not."""
_FEASTS = ("good", "black", "bloody", "palm", "easter", "ash", "holy", "super", "every", "each", "a")
_NO_FEAST = "".join(rf"(?<!\b{word} )" for word in _FEASTS)
_PAPERS = r"(?:Times|Telegraph|Mail|Mirror|Express|Post|Herald|Agreement|prayers?)\b"
_MORE = r"(?:~(?:more|full|consecutive|and~a~half))?"
_SPANS = "(?:years|months|decades|weeks|days)"
_A_MONTH = " ".join(MONTHS)
_A_PART = " ".join(["the", *(part.split()[0] for part in _PARTS)])
_A_COUNT = f"{DIGIT} {' '.join(_NUMBERS)}"
_A_HEDGE = "over more less at up about around nearly almost some another"

PRINTED = (
    _rule(
        "digits",
        DIGIT,
        rf"(?<![\d./-])(?P<iso>(?P<year>{_Y})-(?P<one>\d\d)-(?P<other>\d\d))(?!\d)(?:T[\d:.+-]*[\dZ])?",
        _digits,
    ),
    _rule(
        "digits",
        DIGIT,
        rf"(?<![\d./-])(?P<iso>(?P<year>{_Y})(?P<mark>[./])(?P<one>\d\d)(?P=mark)(?P<other>\d\d))(?![\d/]|\.\d)",
        _digits,
    ),
    _rule(
        "digits",
        DIGIT,
        rf"(?<![\d./-])(?P<iso>)(?P<one>\d{{1,2}})(?P<mark>[./])(?P<other>\d{{1,2}})(?P=mark)(?P<year>{_Y})(?!\d)",
        _digits,
    ),
    _rule("days", DIGIT, rf"{_DAY}{_TO}{_LAST}~(?:of~|de~)?{_M},?~{_YEAR}", _full),
    _rule("day", DIGIT, rf"{_DAY}~(?:of~|de~)?{_M},?~(?:of~|de~)?{_YEAR}", _full),
    _rule("month-day", _A_MONTH, rf"\b{_M}~(?P<day>[0-3]?\d){_TH}(?:\s?-\s?{_LAST})?,?~{_YEAR}", _full),
    _rule(
        "from-to",
        f"{DIGIT} {_A_MONTH}",
        rf"\b(?:(?P<day1>[0-3]?\d){_TH}~)?(?P<month1>{_MONTH})\b\.?(?:,?~(?P<year1>{_Y}))?\s*{_TO}\s*"
        rf"(?:(?P<day2>[0-3]?\d){_TH}~)?{_M},?~{_YEAR}",
        _spread,
    ),
    _rule("month", _A_MONTH, rf"\b{_M},?~(?:of~|de~)?{_YEAR}", _full),
    _rule("years", DIGIT, rf"{_ALONE}(?P<first>{_Y})(?:\s?/\s?|{_TO})(?P<last>(?:19|20)?\d\d)(?![\d%]|[.,]\d)", _years),
    _rule("year", DIGIT, rf"{_ALONE}(?P<alone>(?P<year>{_Y}))(?![\d%]|[.,]\d|-\d)", _year),
    _rule("day-month", DIGIT, rf"{_DAY}(?:{_TO}{_LAST})?~(?:of~|de~)?{_M}(?!~\d{{4}})", _partial),
)
"""Dates that are printed alike in every language whose months are known."""
ENGLISH_ONLY = (
    _rule(
        "month-of-year",
        f"{DIGIT} {_A_MONTH}",
        rf"(?:{_DAY}~(?:of~)?|\b){_M}~(?:of~)?(?P<which>last|this|next)~year\b",
        _month_of_year,
    ),
    _rule("part", _A_PART, rf"\b(?:the~)?{_OF}(?:~of)?[\s-]+(?:the~year~)?{_YEAR}", _part_of),
    _rule(
        "decade",
        f"{DIGIT} the early mid late",
        r"\b(?:the~)?(?:early~|mid-?|late~)?(?P<year>(?:19|20)\d0)'?s\b",
        _decade,
    ),
    _rule("month-and-day", _A_MONTH, rf"\b{_M}~(?P<day>[0-3]?\d){_TH}(?![\d%:]|,\d)(?:\s?-\s?{_LAST}\b)?", _partial),
    _rule(
        "part-of-month",
        "the start beginning end middle early mid late",
        rf"\b(?:the~)?(?:start|beginning|end|middle|early|mid|late)(?:~of)?[\s-]+{_M}(?:,?~{_YEAR})?",
        _part_of_month,
    ),
    _rule("part-of-the-year", "the", rf"\bthe~{_OF}~of~(?:the|that|this)~year\b", _part_of),
    _rule("bare-month", _A_MONTH, rf"\b(?P<bare>{_MONTH})\b", _partial),
    _rule(
        "later-this",
        "later earlier sometime at",
        r"\b(?:later|earlier|sometime|at~some~point)~(?:this|in~the)~(?P<unit>week|month|year)\b",
        _later_this,
    ),
    _rule(
        "last-next",
        "last this next current",
        rf"\b(?P<which>last|this|next|current)~(?P<unit>week|month|year|{_NAMED})\b(?!-)"
        rf"(?:(?<!week)(?<!year)(?<!month)(?<!day)~(?P<day>[0-3]?\d){_TH}\b(?![%:]|,\d))?",
        _last_next,
    ),
    _rule("ago", _A_COUNT, rf"\b{_COUNT}~(?:full~)?{_UNIT}~ago\b", _ago),
    _rule(
        "named-day",
        "yesterday today tomorrow this tonight last",
        r"\b(?P<word>yesterday|today|tomorrow|this~(?:morning|afternoon|evening)|tonight|last~night)\b(?!')",
        _named_day,
    ),
    _rule(
        "named-day",
        "yesterday today tomorrow",
        rf"\b(?P<word>yesterday|today|tomorrow)(?='s~(?:[\w-]+~)?{_ACTS}\b)",
        _named_day,
    ),
    _rule(
        "weekday",
        f"on {' '.join(DAYS)}",
        rf"{_NO_FEAST}\b(?P<on>on~)?(?P<it>(?P<unit>{'|'.join(DAYS)}))\b(?!,?~(?:the~)?\d|,?~(?:{_MONTH})\b|~{_PAPERS})",
        _on_weekday,
    ),
    _rule(
        "that",
        "the that same following previous preceding",
        r"\b(?:the~)?(?P<which>that|same|following|previous|preceding)~(?P<unit>year|month|day)\b",
        _that,
    ),
    _rule(
        "duration",
        f"{_A_COUNT} {_A_HEDGE}",
        rf"\b{_HEDGE}{_COUNT}{_MORE}[\s-]+{_UNIT}\b(?!~ago|~old|-old)",
        _duration,
    ),
    _rule(
        "long", "many several few a", rf"\b(?P<it>(?:many|several|few|a~few)~{_UNIT})\b(?!~(?:ago|to~come))", _duration
    ),
    _rule(
        "now",
        "now currently at nowadays to",
        r"\b(?P<it>now|currently|at~present|nowadays|to~date|at~the~moment)\b(?!~that)",
        _now,
    ),
    _rule(
        "future",
        "years months decades weeks days the",
        rf"\b(?:{_SPANS}~(?:to~come|ahead)|the~(?:coming|next~few)~{_SPANS}|the~(?:near~)?future)\b",
        _future,
    ),
)
