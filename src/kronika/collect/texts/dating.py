"""The day a document was published, where it says so; never guessed.

    given by a person  >  a field (meta, JSON-LD, e-mail Date)  >  «Published 5 November 2020», a dateline  >  <time>
    inferred: what a program wrote beside the text, when the file was made
    unknown: all else

Two statements that do not agree are both named; the more trusted one stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.base import dates
from kronika.base.errors import Unreadable, UsageError
from kronika.base.prose import Dating
from kronika.collect.texts.blocks import Stated

if TYPE_CHECKING:
    from kronika.collect.texts.blocks import Draft

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+"
_ZONE = r"(?:\(?(?:UTC|GMT|BST|CES?T|EES?T|E[SD]T)\)?)?"
_CLOCK = rf"(?:,?\s*(?:at\s+|[-–|]\s*)?\d{{1,2}}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*{_ZONE})?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"\d{{4}}-\d\d-\d\d|{_ORDINAL}\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}|{_MONTH}\s+{_ORDINAL},?\s+\d{{4}}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
_LABEL = (
    r"(?:(?:first\s+)?(?:published|posted|released|issued)(?:\s+on)?|date(?:\s+of\s+publication)?|publication\s+date"
    r"|date\s+published|press\s+release|for\s+immediate\s+release|опубликовано|дата|апублікавана|opublikowano)"
)
_LINE = re.compile(rf"(?:{_LABEL}\s*[:,–-]?\s*)?(?:{_DAY})?(?P<date>{_DATE}){_CLOCK}\.?", re.IGNORECASE)
_LABELLED = re.compile(rf"\b{_LABEL}\s*:?\s*(?:{_DAY})?(?P<date>{_DATE})", re.IGNORECASE)
_NO_PLACE = r"(?!(?:After|As|At|Before|By|During|For|From|In|Of|On|Since|Through|To|Until)\b)"
_PLACE = rf"{_NO_PLACE}[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_]+){{0,3}}(?:,\s*[^\W\d_]+(?:[ .][^\W\d_]+){{0,2}})?"
_DATELINE = re.compile(
    rf"{_PLACE}(?:\s*[,/]\s*|\s*\(|\s+)(?:{_DAY})?(?P<date>{_DATE})\)?(?:\s*\([^()]{{1,40}}\))?(?:\s*[-–—:]|$)"
)
_NUMBERS = re.compile(r"(\d{1,2})([./])(\d{1,2})[./]\d{4}")
_TOP, _LONGEST = 12, 160
_UNKNOWN = Dating("", "unknown", "")


def given(value: str) -> Dating:
    """A date that a person gives. Raises UsageError where it is no date."""
    try:
        dates.bounds(value)
    except Unreadable as error:
        raise UsageError(f"the date given for the document: {error}; write 2020-11-05, 2020-11 or 2020") from None
    return Dating(value, "given", "given by a person")


def day(text: str) -> str:
    """A printed date or a program's time stamp in EDTF; empty where it is none or can be read in two ways.

    A time stamp's day is the one printed, in its own time zone: nothing is converted.
    """
    text = " ".join(text.replace(",", " ").split())
    if numbers := _NUMBERS.fullmatch(text):
        if numbers[2] == "/" and int(numbers[1]) <= 12 and int(numbers[3]) <= 12 and numbers[1] != numbers[3]:
            return ""  # «5/11/2020» is May in New York and November in London
        order: dates.Order = "mdy" if numbers[2] == "/" and int(numbers[3]) > 12 else "dmy"
    else:
        order = "dmy"
    stamp = re.match(r"\d{4}-\d\d-\d\d(?=[T ]\d)", text)
    try:
        return dates.parse(stamp[0] if stamp else text, order)
    except Unreadable:
        return ""


def date_line(text: str) -> str:
    """The date of a line that holds a date of publication and nothing else, else empty."""
    found = _LINE.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    return day(found["date"]) if found else ""


def settle(draft: Draft) -> Dating:
    """The document's date with its evidence; a conflict is named in the evidence and in `problems`."""
    stated = [*(date for date in draft.dates if date.sure), *_in_words(draft)]
    inferred = [date for date in draft.dates if not date.sure]
    for how, found in (("stated", stated), ("inferred", inferred)):
        if not found:
            continue
        best = found[0]
        best = next((other for other in found if other.value.startswith(best.value)), best)
        others = dict.fromkeys(other.evidence for other in found if not _agree(other.value, best.value))
        evidence = best.evidence
        if others and how == "stated":
            evidence += "; against it: " + "; ".join(others)
            draft.problems.append(f"the document states more than one date: {evidence}")
        return Dating(best.value, "stated" if how == "stated" else "inferred", evidence)
    return _UNKNOWN


def _agree(one: str, two: str) -> bool:
    return one.startswith(two) or two.startswith(one)


def _in_words(draft: Draft) -> list[Stated]:
    """The dates that the text itself states at its top or after «Published»."""
    found = []
    for block in draft.blocks[:_TOP]:
        if block.role in {"teaser", "boilerplate", "caption"} and not _LABELLED.match(block.text):
            continue
        flat = " ".join(block.text[:400].split())
        match = (_LINE.fullmatch(flat) if block.role in {"date", "body", "heading"} else None) or _LABELLED.match(flat)
        match = match or (_DATELINE.match(flat) if block.role in {"body", "date"} else None)
        if match and (value := day(match["date"])):
            found.append(Stated(value, f"«{match[0].strip()}», {block.place}"))
    return found
