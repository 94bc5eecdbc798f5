"""Dates and periods in running text: what the words say, and no more.

    text ── rules, the longest at each place ──▶ what is said ── resolve: document's date, dates before ──▶ Dated

A date that says its year stands for itself. Others are resolved against the document's date, as precisely as that is
known, or against a date before it in the same paragraph («by the end of the year»); where neither tells, they are left
open. A month without a year is the last one that has begun, unless the sentence speaks of what will be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kronika.base import dates
from kronika.base.errors import Unreadable
from kronika.study.claims.dates.resolve import Context
from kronika.study.claims.dates.rules import DIGIT, ENGLISH, ENGLISH_ONLY, PRINTED, Reading
from kronika.study.claims.spans import Dated

_PLAIN = str.maketrans("‐‑‒–—−\u00a0\u2007\u2009\u202f’ʼ", "------    ''")
"""One character for one, so that offsets hold."""
_TOKEN = re.compile(r"\w+")
_BREAK = re.compile(r"\n(?![a-z])")
"""Where a paragraph ends: a line that goes on in lower case is the same one, wrapped."""
# Months that are also words or names: only in a place where a date stands.
_DOUBTFUL = frozenset(("may", "march", "august", "mar", "jan", "mai", "mayo", "mars", "dec", "sept", "май", "мае"))
_BOUND = re.compile(
    r"\b(since|from|until|till|up to|by|before|after|as of|as at)(?:\s+(?:the|late|early|mid|about|around))*\s*$",
    re.IGNORECASE,
)
# Words before a bare year or doubtful month that make it a date.
_BEFORE = re.compile(
    r"\b(?:in|since|by|of|from|until|till|to|during|before|after|through|throughout|between|and|on|early|mid|late|last|"
    r"next|this|every|year|the|spring|summer|autumn|winter|for|back|around|about|circa|end|or)[\s(-]+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[\s-]+(?:[a-z]+\s+)?(?:[a-z]{2,}s|people|men|women|children)\b")
_MEASURED = re.compile(r"\s?(?:km|kg|m|MW|GW|kWh|ha|tons?|tonnes?|pages?)\b")
_NO_YEAR_BEFORE = re.compile(
    r"(?:[#§$€£¥№/:.,]|\b(?:No|Nos|no|number|Resolution|Regulation|Decision|Article|Art|paragraph|page|p|room|nearly|"
    r"over|than|least|almost|some|about|around|only|exactly|approximately|USD|EUR|GBP))\.?\s?$"
)


def find(text: str, published: str = "", language: str = "en") -> list[Dated]:
    """The dates in a text, in its order; `published` is the document's date as far as known (2020-11-05, 2024-04).

    Words («last month», «over a year») are read in English only; printed dates in any language whose months are known.
    Raises ValueError where `published` is no year, month or day.
    """
    if published and not re.fullmatch(r"\d{4}(-\d\d){0,2}", published):
        raise ValueError(f"{published!r} is no year, month or day as ISO 8601 writes it")
    plain = text.translate(_PLAIN)
    context = Context(plain, published)
    breaks = [found.end() for found in _BREAK.finditer(plain)]
    made = []
    for match, reading in _matches(plain, _BY_FIRST[language == "en"]):
        paragraph = bisect_right(breaks, match.start())
        if paragraph != context.paragraph:
            context = Context(plain, published, paragraph)
        said = reading.says(match, context)
        if said is None:
            continue
        if said.value[:4].isdigit() and "/" not in said.value:
            context.last = said.value
            context.stated = said.value if said.basis == "absolute" else context.stated
        bound = _BOUND.search(plain, max(0, match.start() - 30), match.start())
        start, end = match.span("it") if "it" in match.re.groupindex else match.span()
        made.append(
            Dated(start, end, said.value, said.basis, said.anchor, bound[1].lower() if bound else "", reading.name)
        )
    return made


def bounds(value: str) -> tuple[date, date]:
    """The first and the last day of a date or period of `find`.

    Raises ValueError for what is none: durations, PRESENT, FUTURE, open.
    """
    first, _, last = value.partition("/")
    try:
        return dates.bounds(first)[0], dates.bounds(last or first)[1]
    except (Unreadable, IndexError) as error:
        raise ValueError(f"{value!r} is no date or period") from error


def _by_first(rules: Sequence[Reading]) -> Mapping[str, Sequence[Reading]]:
    found: dict[str, list[Reading]] = {}
    for rule in rules:
        for word in rule.first:
            found.setdefault(word, []).append(rule)
    return found


_BY_FIRST = {False: _by_first(PRINTED), True: _by_first((*PRINTED, *ENGLISH_ONLY))}
"""English or not → what words can begin with → the rules."""


def _matches(text: str, rules: Mapping[str, Sequence[Reading]]) -> Iterator[tuple[re.Match[str], Reading]]:
    """What the rules find, the longest at each place, no two in one place; in the order of the text."""
    end = 0
    for token in _TOKEN.finditer(text):
        start, word = token.start(), token[0].lower()
        tried = rules.get(DIGIT if word[0].isdigit() else word, ()) if start >= end else ()
        found = [(match, rule) for rule in tried if (match := rule.pattern.match(text, start))]
        found.sort(key=lambda each: -each[0].end())
        standing = next((each for each in found if _stands(each[0], text)), None)
        if standing:
            end = standing[0].end()
            yield standing


def _stands(match: re.Match[str], text: str) -> bool:
    """Whether a bare year or month is one, by what stands before and after it."""
    groups = match.groupdict()
    before = text[max(0, match.start() - 24) : match.start()]
    if groups.get("bare"):
        word = groups["bare"]
        if word.lower() in _DOUBTFUL:
            return word[0].isupper() and bool(_BEFORE.search(before) or text[match.end() : match.end() + 2] == "'s")
        return word[0].isupper() or word.lower() not in ENGLISH
    if groups.get("alone"):
        if _NO_YEAR_BEFORE.search(before) or text[match.end() : match.end() + 1] in {"%", "/"}:
            return False
        round_number = match[0].endswith("00") and _COUNTED.match(text, match.end())
        return not _MEASURED.match(text, match.end()) and (not round_number or before.lower().endswith("the "))
    return True
