"""What is known beside names: whether it speaks for one bearer or for two, how strongly, and in which words.

Each function compares one kind of knowledge of two profiles. Where one side knows nothing there is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kronika.base import dates, places
from kronika.match.profile import STRICT, Profile

DECIDES = 2.0
"""The weight of an identifier that no two bearers share."""
LIFT = 1.5
"""How many times the score of names other evidence can lift a score."""
_BORN_SAME, _BORN_MONTH, _BORN_YEAR, _BORN_WITHIN = 0.75, 0.35, 0.25, 0.1
_BORN_SLIP, _BORN_NEXT, _BORN_NEAR, _BORN_APART = -0.12, -0.15, -0.3, -0.42
_COUNTRY_SAME, _COUNTRY_APART = 0.1, -0.3
"""Of 6,571 pairs of records with one full birth date and alike names that state countries, 73 have none in common (all
lists, November 2026)."""
_GENDER_APART = -0.35
_NUMBER_ISSUED, _NUMBER_APART = 0.95, -0.3
_ENOUGH = 5
"""Characters that a number must have to tell its bearer from others."""


class Evidence(NamedTuple):
    """One thing that two profiles agree or disagree about."""

    name: str
    """birth date, country, gender or identifier."""
    level: float
    """From −1 against one bearer to 1 for it; DECIDES for an identifier that settles it."""
    text: str


def evidence(left: Profile, right: Profile) -> Iterator[Evidence]:
    """All evidence beside the names."""
    if left.births and right.births:
        yield max((_birth(a, b) for a in left.births for b in right.births), key=lambda each: each.level)
    if left.countries and right.countries:
        yield _countries(left, right)
    if left.genders and right.genders and not left.genders & right.genders:
        yield Evidence("gender", _GENDER_APART, f"{_listed(left.genders)} and {_listed(right.genders)}")
    if left.idents and right.idents:
        yield from _numbers(left, right)


@lru_cache(maxsize=1 << 14)
def _bounds(value: str) -> tuple[date, date]:
    return dates.bounds(value)


def _birth(a: str, b: str) -> Evidence:
    (first, last), (start, end) = _bounds(a), _bounds(b)
    text = f"{a} and {b}"
    if first <= end and start <= last:
        if a == b and first == last:
            return Evidence("birth date", _BORN_SAME, f"both {a}")
        longest = max((last - first).days, (end - start).days)
        level = _BORN_MONTH if longest < 32 else _BORN_YEAR if longest < 366 else _BORN_WITHIN
        return Evidence("birth date", level, f"{text} agree as far as they go")
    if first == last and start == end:
        if first.year == start.year or (first.day, first.month) == (start.day, start.month):
            return Evidence("birth date", _BORN_SLIP, f"{text} differ in part")
        if abs((first - start).days) < 32:
            return Evidence("birth date", _BORN_SLIP, f"{text} are days apart")
    years = max(first.year, start.year) - min(last.year, end.year)
    if years <= 1:
        return Evidence("birth date", _BORN_NEXT, f"{text} are up to a year apart")
    level = _BORN_NEAR if years <= 3 else _BORN_APART
    return Evidence("birth date", level, f"{text} are {years} years apart")


def _countries(left: Profile, right: Profile) -> Evidence:
    both = left.countries & right.countries
    if both:
        return Evidence("country", _COUNTRY_SAME, f"both {_listed({places.name(code) or code for code in both})}")
    sides = [_listed({places.name(code) or code for code in side.countries}) for side in (left, right)]
    return Evidence("country", _COUNTRY_APART, f"{sides[0]} on one side, {sides[1]} on the other")


def _numbers(left: Profile, right: Profile) -> Iterator[Evidence]:
    same = {number for _, number in left.idents} & {number for _, number in right.idents}
    same = {number for number in same if len(number) >= _ENOUGH and sum(map(str.isdigit, number)) >= _ENOUGH - 1}
    if same:
        props = {prop for side in (left, right) for prop, number in side.idents if number in same}
        both = {pair for pair in left.idents & right.idents if pair[1] in same and pair[0] in STRICT}
        level = DECIDES if both else _NUMBER_ISSUED
        yield Evidence("identifier", level, f"both have {', '.join(sorted(same))} ({', '.join(sorted(props))})")
        return
    for prop in sorted(STRICT):
        mine, theirs = ({number for name, number in side.idents if name == prop} for side in (left, right))
        if mine and theirs and not mine & theirs:
            text = f"{prop} {_listed(mine)} and {_listed(theirs)}"
            yield Evidence("identifier", _NUMBER_APART, text)
            return


def _listed(values: set[str] | frozenset[str]) -> str:
    some = sorted(values)
    return ", ".join(some[:4]) + (f" and {len(some) - 4} more" if len(some) > 4 else "")


def weigh(names: float, found: list[Evidence]) -> float:
    """The score of two profiles whose names score `names`.

    Evidence for one bearer lifts the score towards half as much again, never further; evidence against lowers it by
    its share. An identifier that settles it lifts any score to at least 0.95.
    """
    against = lift = 1.0
    least = 0.0
    for each in found:
        if each.level == DECIDES:
            least = max(least, 0.95 + 0.05 * names)
        elif each.name == "identifier" and each.level > 0:
            least = max(least, 0.72 + 0.25 * names)
        if each.level > 0:
            lift *= 1 - min(each.level, 0.95)
        else:
            against *= 1 + each.level
    top = min(1.0, LIFT * names)
    return max((names + (top - names) * (1 - lift)) * against, least * max(against, 0.9))
