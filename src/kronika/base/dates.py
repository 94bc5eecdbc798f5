"""Dates as officials print them, kept at the precision in which they are printed.

A value is written in EDTF (ISO 8601-2:2019), of which five forms are used:

    1966-06-21   1966-06   1966        a day, a month, a year
    1972~                              about then; any of the three may carry the mark
    [1955..1958]                       one date out of a range, both ends included
    [1955~..1958~]                     the same, about

Nothing is made more exact than it is printed: «1966» is not 1 January, «early 1960s» has no bounds and is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from kronika.base.errors import Unreadable

Order = Literal["dmy", "mdy", "ymd"]

FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_YEARS = 10  # a wider range would tell FollowTheMoney less than nothing
_LONGEST = 100  # characters; what is longer holds more than one date

# One entry a month: English, French, German, Spanish; then Russian, Ukrainian, Belarusian, in the genitive in which
# dates are written, in the nominative that stands before a year, and in the locative of running text.
_MONTH_NAMES = (
    (
        "january jan janvier janv januar jänner enero ene "
        "января январь січня січень студзеня студзень январе січні студзені"
    ),
    (
        "february feb février fevrier févr fév februar febrero "
        "февраля февраль лютого лютий лютага люты феврале лютому лютым"
    ),
    ("march mar mars märz maerz mrz marzo марта март березня березень сакавіка сакавік марте березні сакавіку"),
    ("april apr avril avr abril abr апреля апрель квітня квітень красавіка красавік апреле квітні красавіку"),
    ("may mai mayo мая май травня травень траўня травень мае травні траўні"),
    ("june jun juin juni junio июня июнь червня червень чэрвеня чэрвень июне червні чэрвені"),
    ("july jul juillet juil juli julio июля июль липня липень ліпеня ліпень июле липні ліпені"),
    ("august aug août aout agosto ago августа август серпня серпень жніўня жнівень августе серпні жніўні"),
    (
        "september sep sept septembre septiembre setiembre "
        "сентября сентябрь вересня вересень верасня верасень сентябре вересні верасні"
    ),
    (
        "october oct octobre oktober okt octubre "
        "октября октябрь жовтня жовтень кастрычніка кастрычнік октябре жовтні кастрычніку"
    ),
    ("november nov novembre noviembre ноября ноябрь листопада листопад лістапада лістапад ноябре листопаді лістападзе"),
    (
        "december dec décembre decembre déc dezember dez diciembre dic "
        "декабря декабрь грудня грудень снежня снежань декабре грудні снежні"
    ),
)
MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}
"""Names of months in lower case, in seven languages and abbreviated → 1 to 12."""
_FILLERS = frozenset(("de", "del", "of", "the", "г", "год", "года", "р", "рік", "року"))  # «21 de junio», «1966 г.»

# Arabic-Indic and Persian numerals, spaces and dashes of every width: one character for one, so that spans hold.
_PLAIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹‐‑‒–—−\u00a0\u2007\u2009\u202f", "01234567890123456789------    ")

_ABOUT = r"(?:circa|approximately|approximative|approximate|approx|around|about|on or about|on or around|ca|c|~)"
_ABOUT_BEFORE = re.compile(rf"{_ABOUT}[.,]?(?=[\s\d(])\s*")
_ABOUT_AFTER = re.compile(rf"\s*(?:\({_ABOUT}\.?\s*\)|\b{_ABOUT}\.?)$")

_PART = r"(\d{1,2}|dd?|mm?|xx?|\?\??|##?)"  # a day or month in digits, or what stands for an unknown one
_BETWEEN = r"(?:\s*[./-]\s*|\s+)"
_CLOCK = r"(?:[t ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:z|[+-]\d\d:?\d\d)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[./-]{_PART}[./-]{_PART}{_CLOCK}", re.ASCII)
_YEAR_LAST = re.compile(rf"{_PART}{_BETWEEN}{_PART}{_BETWEEN}(\d{{4}})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4})[./-](\d\d|mm|xx|\?\?|##)", re.ASCII)
_MONTH_YEAR = re.compile(rf"{_PART}\s*[./-]\s*(\d{{4}})", re.ASCII)
_DECADE = re.compile(r"(?:the )?(\d{3}0)['’]?s", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d\d", re.ASCII)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|°)\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")

_RANGES = (
    re.compile(r"(?:between|from)\s+(.+?)\s+(?:and|to|until|-)\s+(.+)"),
    re.compile(r"(.+?)\s+(?:to|until|-)\s+(.+)"),
    re.compile(r"(\d{4})\s?-\s?(\d{4})", re.ASCII),
    re.compile(r"(\S+[./]\d{4})\s?-\s?(\S+[./]\d{4})", re.ASCII),
    re.compile(r"([^\W\d_]+\.?)\s?[/-]\s?([^\W\d_]+\.?\s\d{4})"),  # March/April 1965
)
_YEARS_SHORT = re.compile(r"(\d\d)(\d\d)-(\d\d)", re.ASCII)  # 1961-62
_NEXT_YEAR = re.compile(r"(\d{4})/(\d{4})", re.ASCII)  # 1963/1964

_VALUE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?~?", re.ASCII)

_NO_DATE = re.compile(
    r"(?:(?:0{4}|9{4})(?:([./-])(?:00|99)\1(?:00|99))?|(?:00|99|dd)([./-])(?:00|99|mm)\2(?:0{4}|9{4}|yyyy)"
    r"|n\.?[/.]?[ad]\.?|-+|unknown|not known|none|not available)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 16)
def parse(text: str, order: Order = "dmy") -> str:
    """Read one printed date; `order` says how the publisher orders one that is all digits.

    Returns a value of the forms in the module's docstring. Raises Unreadable when the text is anything but one date,
    when the calendar has no such day or month, or when the year has two digits or lies outside 1800–2100.
    """
    try:
        return _read(text, order)
    except Unreadable as reason:
        raise Unreadable(f"{reason}: {_quoted(text)}") from None


def _read(text: str, order: Order) -> str:
    """Read one printed date; what it raises names the reason alone."""
    if len(text) > _LONGEST:
        raise Unreadable("too long for one date")
    plain = " ".join(normalize("NFC", text).translate(_PLAIN).casefold().split())
    if is_placeholder(plain):
        raise Unreadable("a placeholder, not a date")
    about, body = _without_about(plain)
    if ends := _ends(body):
        return _range(_single(ends[0], order), _single(ends[1], order), about=about)
    value = _decade(body) or _single(body, order)
    return _mark(value) if about else value


def _quoted(text: str) -> str:
    """Return the text as an error message shows it."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _without_about(text: str) -> tuple[bool, str]:
    """Say whether a word means «about», and return the text without it."""
    before = _ABOUT_BEFORE.match(text)
    body, after = _ABOUT_AFTER.subn("", text[before.end() :] if before else text)
    return bool(before or after), body


def _ends(text: str) -> tuple[str, str] | None:
    """Return the two ends when the text is a range."""
    if match := _YEARS_SHORT.fullmatch(text):
        century, first, last = match.groups()
        # Up to 12 it is a month: 1961-06. Above, no month is meant.
        return (century + first, century + last) if int(last) > 12 and int(last) > int(first) else None
    if match := _NEXT_YEAR.fullmatch(text):
        return (match[1], match[2]) if int(match[2]) == int(match[1]) + 1 else None
    for pattern in _RANGES:
        if match := pattern.fullmatch(text):
            first, last = match.groups()
            # «between Aug. and Sep. 1977» prints the year once.
            return f"{first} {last[-4:]}" if first.rstrip(".") in MONTHS else first, last
    return None


def _range(first: str, last: str, *, about: bool) -> str:
    """Join the two ends of a range; two equal ends are that date itself."""
    if any(early > late for early, late in zip(bounds(first), bounds(last), strict=True)):
        raise Unreadable("a range that runs backwards")
    value = first if first == last else f"[{first}..{last}]"
    return _mark(value) if about else value


def _mark(value: str) -> str:
    """Return the value with the mark for «about» on every date in it."""
    return _VALUE.sub(lambda match: match[0].rstrip("~") + "~", value)


def _decade(text: str) -> str:
    """Read «1960s» as the range of its ten years; an empty string for any other text."""
    match = _DECADE.fullmatch(text)
    if match is None:
        return ""
    year = int(match[1])
    return f"[{_calendar(year, 0, 0)}..{_calendar(year + 9, 0, 0)}]"


def _single(text: str, order: Order) -> str:
    """Read one date that is no range, perhaps with its own «about»."""
    about, body = _without_about(text)
    value = _digits(body, order) or _words(body)
    return value + "~" if about else value


def _digits(text: str, order: Order) -> str:
    """Read a date without month names; an empty string when the text is none."""
    if text.isascii() and text.isdigit() and len(text) == 4:
        return _calendar(int(text), 0, 0)
    if match := _YEAR_FIRST.fullmatch(text):
        return _calendar(int(match[1]), _number(match[2]), _number(match[3]))
    if match := _YEAR_MONTH.fullmatch(text):
        return _calendar(int(match[1]), _number(match[2]), 0)
    if match := _YEAR_LAST.fullmatch(text):
        first, second = _number(match[1]), _number(match[2])
        if order == "ymd" and first != second and max(first, second) <= 12:
            raise Unreadable("day and month cannot be told apart")
        swapped = order == "mdy" or (order == "ymd" and second > 12)
        day, month = (second, first) if swapped else (first, second)
        return _calendar(int(match[3]), month, day)
    if match := _MONTH_YEAR.fullmatch(text):
        return _calendar(int(match[2]), _number(match[1]), 0)
    if _SHORT_YEAR.fullmatch(text):
        raise Unreadable("a year of two digits")
    return ""


def _number(part: str) -> int:
    """Read a day or a month; 0 when letters or marks stand for an unknown one."""
    return int(part) if part.isdigit() else 0


def _words(text: str) -> str:
    """Read a date whose month is a word."""
    words = _WORD.findall(_ORDINAL.sub("", text))
    rest = _WORD.sub("", _ORDINAL.sub("", text))
    words = [word for word in words if word not in _FILLERS]
    kinds = "".join(_kind(word) for word in words)
    if rest.strip(" .,-/'’") or "?" in kinds:
        raise Unreadable("not a date")
    found = dict(zip(kinds, words, strict=True))
    if kinds in {"md", "dm", "dmd"}:
        raise Unreadable("no year of four digits")
    if kinds not in {"dmy", "mdy", "ymd", "my", "ym"}:
        raise Unreadable("not one date")
    return _calendar(int(found["y"]), MONTHS[found["m"]], int(found.get("d", 0)))


def _kind(word: str) -> str:
    """Return `m` for a month's name, `y` for four digits, `d` for one or two, `?` for anything else."""
    if word in MONTHS:
        return "m"
    if not (word.isascii() and word.isdigit()):
        return "?"
    return {1: "d", 2: "d", 4: "y"}.get(len(word), "?")


def _calendar(year: int, month: int, day: int) -> str:
    """Write the three numbers, 0 for unknown, in ISO form."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"a year outside {FIRST_YEAR} to {LAST_YEAR}")
    if month > 12:
        raise Unreadable("no such month")
    if not month:
        if day:
            raise Unreadable("a day without a month")
        return f"{year:04}"
    if not day:
        return f"{year:04}-{month:02}"
    if day > monthrange(year, month)[1]:
        raise Unreadable("no such day")
    return f"{year:04}-{month:02}-{day:02}"


# What stands between the dates of one cell. A comma belongs to a date in «June 21, 1966» and «1966, June 21», a slash
# in 21/06/1966 and in 1963/1964, which is one date out of two years.
_MARKS = re.compile(
    r"""(?<![\w./-])\(?(?:[a-z]|[ivx]{2,4}|1?\d)\)(?=\s*\S)      # a)  (b)  (iv)  2)
    | [;|\n"] | >> | \balt\.?\s?dob:?
    | \b(?:and/or|or)\b(?!\s(?:about|around)\b)
    | (?<=\d{4}),(?!\s?[^\W\d_]+\.?\s\d{1,2}(?!\d))
    | (?<=\d{4})\s+/\s*(?=\d) | (?<=\d{4})/(?=\d{1,2}[./-]\d{1,2}[./-]\d{4})
    | (?<=\d{4})\s{2,}(?=\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AND = re.compile(r"\band\b", re.IGNORECASE)
_OPENS_RANGE = re.compile(r"\W*(?:\w+\W+)?(?:between|from)\b", re.IGNORECASE)
_LOOSE = ",.;'" + "".join(filter(str.isspace, map(chr, range(0x3001))))


def split(text: str) -> list[tuple[int, int]]:
    """Find the spans of the single dates in one printed cell; enumeration marks and separators lie outside them.

    A cell with one date gives one span, a blank cell none. What the spans hold need not be readable.
    """
    plain = text.translate(_PLAIN)
    start = 0
    spans = []
    for match in _MARKS.finditer(plain):
        spans += _and_split(plain, start, match.start())
        start = match.end()
    spans += _and_split(plain, start, len(plain))
    return [span for start, end in spans if (span := _trimmed(plain, start, end))]


def _and_split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut the piece at «and», which joins two dates unless «between» opens a range."""
    if _OPENS_RANGE.match(text, start, end):
        return [(start, end)]
    spans = []
    for match in _AND.finditer(text, start, end):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without blanks, stray punctuation and brackets around it; None when nothing is left."""
    piece = text[start:end].strip(_LOOSE)
    around = piece[:1] == "(" and piece.find(")") == len(piece) - 1
    if around or piece.count("(") != piece.count(")"):
        piece = piece.strip(_LOOSE + "()")
    start = text.find(piece, start, end)
    return (start, start + len(piece)) if piece else None


@lru_cache(maxsize=1 << 14)
def bounds(value: str) -> tuple[date, date]:
    """Return the earliest and the latest day that a value of this grammar stands for.

    The mark `~` widens nothing, as no list says how far its «about» reaches: 1972~ is 1 January to 31 December 1972.
    Raises Unreadable for a value outside the grammar.
    """
    first, _, last = value[1:-1].partition("..") if value[:1] == "[" and value[-1:] == "]" else (value, "", value)
    early, late = _VALUE.fullmatch(first), _VALUE.fullmatch(last)
    if early is None or late is None:
        raise Unreadable(f"not a value of the date grammar: {_quoted(value)}")
    year, month = int(late[1]), int(late[2] or 12)
    try:
        low = date(int(early[1]), int(early[2] or 1), int(early[3] or 1))
        high = date(year, month, int(late[3] or monthrange(year, month)[1]))
    except ValueError as error:  # also calendar.IllegalMonthError
        raise Unreadable(f"no such day: {value!r}") from error
    return low, high


def is_placeholder(text: str) -> bool:
    """Say whether the text only fills a date's place: 9999-99-99, 0000-00-00, 00/00/0000, dd/mm/yyyy, n/a, unknown."""
    return _NO_DATE.fullmatch(text.strip()) is not None


def ftm(value: str) -> list[str]:
    """Return the value as FollowTheMoney's ISO prefixes, which know neither «about» nor ranges.

    1972~ becomes 1972; a range becomes each of its years, or nothing when there are more than ten.
    Raises Unreadable for a value outside the grammar.
    """
    first, last = bounds(value)
    if not value.startswith("["):
        return [value.rstrip("~")]
    years = range(first.year, last.year + 1)
    return [f"{year:04}" for year in years] if len(years) <= MOST_YEARS else []
