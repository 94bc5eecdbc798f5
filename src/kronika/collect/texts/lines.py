"""Lines set to a width: where a line end ends no paragraph, and which hyphens stand only for the end of a line."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BROKEN = re.compile(
    r"(?<!\w)(?P<twin>[^\W\d_]+-\s(?:and|or|to|und|oder|et|i|и|або|і)\s)?(?P<left>[^\W\d_]++)-(?P<cut>[\n\f])"
    r"[ \t]*(?P<right>[^\W_]+)(?P<rest>\S*)[ \t]*(?P<end>[\n\f]?)"
)
_CUT = re.compile(r"(?<!\S)\S+-[\n\f]\S+")
_PREFIXES = frozenset(
    ["all", "cross", "ex", "far", "half", "non", "once", "pan", "quasi", "self", "then", "vice", "well"]
)
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_SUSPENDED = frozenset(
    ["and", "or", "to", "nor", "und", "oder", "bis", "et", "ou", "y", "o", "e", "i", "и", "или", "і", "або", "й", "ці"]
)
"""Words that may follow a hyphen that stands for the rest of a word: «pre- and post-election»."""


def words(text: str) -> Counter[str]:
    """The words of a text that no line end cuts, with their number; a word with a hyphen is one."""
    return Counter(_WORD.findall(_CUT.sub(" ", text).casefold()))


def unbroken(text: str, known: Counter[str] | None = None) -> str:
    """Join the words that a line end cuts in two; the line end then follows the word, so that lines can be counted.

    A hyphen goes where the joined word stands elsewhere in the document (whose words `known` are; those of the text if
    None) or where its two parts are not both
    words of it; it stays where the word with a hyphen stands elsewhere, before a capital or a digit, and after what is
    written with a hyphen («self-», «twenty-», «pre- and post-»). «pre-» before «and» is no broken word.
    """
    known = words(text) if known is None else known

    def join(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        a, b = left.casefold(), right.casefold()
        if b in _SUSPENDED:
            return match[0]
        stays = match["twin"] or _stays(a, b, right, known)
        word = f"{match['twin'] or ''}{left}{'-' if stays else ''}{right}{match['rest']}"
        # Before another line end the word goes to the lower line: a blank line would part paragraphs.
        return f"{match['cut']}{word}{match['end']}" if match["end"] else f"{word}{match['cut']}"

    return _BROKEN.sub(join, text)


def _stays(left: str, right: str, printed: str, known: Counter[str]) -> bool:
    if not printed[0].islower():
        return True
    joined, hyphened = known[left + right], known[f"{left}-{right}"]
    if joined or hyphened:
        return hyphened > joined
    return left in _PREFIXES | _TENS or bool(known[left] and known[right])


def width(ends: list[tuple[str, str]], longest: int) -> int:
    """The width that lines were wrapped to, 0 where they were not.

    `ends` are lines, each with the line below it; `longest` is what but one in twenty lines of the whole text stays
    within. In wrapped text the next line's first word would not have fitted: that is so of six in ten lines and more.
    """
    if len(ends) < 2:
        return 0
    wide = longest_but_few([line for line, _ in ends])
    full = sum(fills(line, below, wide) for line, below in ends)
    return wide if 30 <= wide <= 120 and longest <= 1.2 * wide and full >= 0.6 * len(ends) else 0


def longest_but_few(lines: list[str]) -> int:
    """The length that nineteen in twenty lines stay within: an address may stick out of any width."""
    lengths = sorted(map(len, lines))
    return lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0


def fills(line: str, below: str, wide: int) -> bool:
    """Whether the first word of the line below would not have fitted into the line."""
    first = below.split(maxsplit=1)
    return len(line) + 1 + len(first[0] if first else "") > 0.93 * wide
