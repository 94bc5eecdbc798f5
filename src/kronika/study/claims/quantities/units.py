"""What stands beside a number: money, percent, time, measures; and what it is counted by («a day», «per person»)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.claims.quantities import numerals
from kronika.study.claims.quantities.tables import Unit, Words
from kronika.study.claims.quantities.tokens import adjacent, hyphen

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tokens import Token

_WITH_BLANK = frozenset("mgtlLhVWJKNMATs")
_EXPONENT = re.compile(r"[^\W\d_]{1,3}-?\d")


class Found(NamedTuple):
    """A unit beside a number; `last` is the token behind it."""

    unit: Unit
    last: int


class Money(NamedTuple):
    """Money's sign before a number; `first` is its first token."""

    code: str
    first: int


def money_before(tokens: Sequence[Token], at: int, words: Words) -> Money | None:
    """«€», «US$», «EUR» before the number."""
    token = tokens[at - 1]
    if token.kind not in {"money", "word"} or tokens[at].start - token.end > 1:
        return None
    printed = token.text.removesuffix(".")
    code = words.money.get(printed)
    if code is None and printed.upper() in words.sets["units.majors"]:  # «usd 20», but not «all 1,400» (lek)
        code = printed.upper()
    if code is None and token.kind == "money":
        known = words.units.get(token.low.removesuffix("."))
        code = known.name if known else None
    if code is None and token.kind == "money" and token.text.endswith("$"):
        code = words.money["$"]
    if code is None or (token.kind == "word" and not _large(tokens[at])):
        return None
    if token.text == "$" and tokens[at - 2].text in words.sets["units.majors"]:
        return Money(tokens[at - 2].text, at - 2)
    if token.text == "$" and tokens[at - 2].low in {"us", "u.s.", "hk", "nt", "nz", "au", "ca"}:
        land = tokens[at - 2].low.replace(".", "").upper()
        return Money(words.money[f"{land}$"], at - 2)
    return Money(code, at - 1)


_SCALES = frozenset({"thousand", "million", "billion", "trillion"})


def _large(token: Token) -> bool:
    """Whether a number is one that only money would have: «MDL 1,200», «GEL 2.50», «two million won»."""
    return (token.kind == "number" and len(token.text) > 3) or token.low in _SCALES


def read(tokens: Sequence[Token], at: int, words: Words, *, of: bool = False) -> Found | None:
    """The unit at a token; with `of`, also that of «millions of dollars»."""
    start = at + (hyphen(tokens, at) or (of and words.has("words.part", tokens[at].low)))
    large = start > 0 and _large(tokens[at - 1])
    for found in words.units.at(tokens, start):
        if large or found.phrase not in words.sets["units.doubtful"]:
            return Found(found.meaning, found.edge)
    if words.has("words.more", tokens[start].low):  # «three more years», «12 consecutive months»
        for found in words.units.at(tokens, start + 1):
            if found.meaning.category == "duration":
                return Found(found.meaning, found.edge)
    return _national(tokens, start, words) or _code(tokens, start, words) or _symbol(tokens, start, words)


def _national(tokens: Sequence[Token], at: int, words: Words) -> Found | None:
    """«Taiwan dollars», «old Zambian kwacha»: money whose name is in no table; its words are the unit."""
    for last in (at + 1, at + 2):
        if tokens[last - 1].kind != "word" or words.has("counted.stops", tokens[last - 1].low):
            return None
        unit = words.units.get(tokens[last].low)
        if unit and unit.category == "money" and tokens[last].low not in words.sets["units.doubtful"]:
            return Found(Unit("money", " ".join(token.low for token in tokens[at : last + 1])), last + 1)
    return None


def _code(tokens: Sequence[Token], at: int, words: Words) -> Found | None:
    code = words.money.get(tokens[at].text)
    return Found(Unit("money", code), at + 1) if code else None


def _symbol(tokens: Sequence[Token], at: int, words: Words) -> Found | None:
    text = tokens[at].text
    unit = words.symbols.get(text)
    length = 1
    if text == "°" and (more := words.symbols.get("°" + tokens[at + 1].text)):
        unit, length = more, 2
    if unit is None or (len(text) == 1 and text.isalpha() and not adjacent(tokens, at) and text not in _WITH_BLANK):
        return None
    last = at + length
    while (further := _compound(tokens, last, words)) > last:
        last = further
    return Found(unit if last == at + length else Unit("measure", _printed(tokens, at, last)), last)


def _compound(tokens: Sequence[Token], at: int, words: Words) -> int:
    """Where the next part of «mg/kg», «m s-1», «MJ per day» ends; the token itself where there is none."""
    if tokens[at].text in {"/", "·"}:
        return at + 2 if tokens[at + 1].kind in {"word", "code"} else at
    power = tokens[at].kind == "code" and _EXPONENT.fullmatch(tokens[at].text)
    return at + 1 if power or (tokens[at].text in words.symbols and len(tokens[at].text) > 1) else at


def _printed(tokens: Sequence[Token], first: int, last: int) -> str:
    blank = [" " if nth and not adjacent(tokens, nth) else "" for nth in range(first + 1, last)]
    return tokens[first].text + "".join(b + t.text for b, t in zip(blank, tokens[first + 1 : last], strict=True))


def small_money(tokens: Sequence[Token], at: int, words: Words, under: float = 1.0) -> tuple[float, int]:
    """«… and 20 cents» behind money: its worth in the whole unit, and the token behind it."""
    start = at
    while start < at + 2 and (tokens[start].text in {",", "&"} or words.has("words.and", tokens[start].low)):
        start += 1
    found = numerals.read(tokens, start, words)
    if found is None or found.form not in {"digits", "words"} or found.value < 0:
        return 0.0, at
    for last in range(found.last + 2, found.last, -1):
        part = words.small.get(tokens[last - 1].low)
        stopped = any(words.has("counted.stops", token.low) for token in tokens[found.last : last])
        if part and part < under and found.value * part < 1 and not stopped:
            rest, end = small_money(tokens, last, words, part)
            return found.value * part + rest, end
    bare = under == 1 and found.value == int(found.value) and 10 <= found.value < 100 and found.scale == 1
    return (found.value / 100, found.last) if bare and _ends(tokens, found.last, words) else (0.0, at)


def _ends(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether nothing is counted here: «two dollars fifty.»."""
    return tokens[at].text in {"", ".", ",", ";", "?", "!"} or words.has("counted.stops", tokens[at].low)


def per(tokens: Sequence[Token], at: int, words: Words) -> tuple[str, int]:
    """«a day», «per 100,000 people», «every year», «annually»: by what, and the token behind it."""
    for found in words.adverbs.at(tokens, at):
        return found.meaning, found.edge
    low, noun = tokens[at].low, tokens[at + 1]
    over = low in {"per", "/"}
    if not over and not words.has("per.each", low):
        return "", at
    if over and noun.kind == "number":
        last = at + 2
        last += tokens[last].kind == "word" and not words.has("counted.stops", tokens[last].low)
        return _printed(tokens, at + 1, last), last
    unit = words.units.get(noun.low)
    if unit is not None and unit.category == "duration":
        later = not over and words.has("per.not_before", tokens[at + 2].low)
        return ("", at) if later else (unit.name, at + 2)
    return (noun.low, at + 2) if over and noun.kind == "word" else ("", at)
