"""A text as words with what stands between them, at their places in the text as it is given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kronika.base import scripts
from kronika.study.claims.mentions.words import words
from kronika.study.claims.names.folding import LONGEST, folded

# A word may hold characters without width, accents that stand apart and apostrophes; «U.S.» and «A.G.» are one word.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|"
    r"[^\W_](?:[^\W_]|[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]|['’ʼ‘`](?=[^\W\d_]))*"
)
_SUFFIX = re.compile("(?:['’ʼ‘`](?:s|d|ll|re|ve|m))$", re.IGNORECASE)
"""A possessive ending or a verb drawn together with the word: «Putin’s», «I’d»."""
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff\u00ad]+")
_END = re.compile('[.!?…:]|^[•*]|[“«„"]$')
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ITEM = re.compile("^[ \\t]{0,9}[-•*–·][ \\t]+", re.MULTILINE)
_LONGEST_GAP = 12
_SHARE = 0.75
"""The share of capitalised words in a headline."""
_STOPS = re.compile("[\\])”\"'’]?[.:;,!]")


@dataclass(slots=True)
class Token:
    """A word of a text."""

    start: int
    end: int
    """Without a possessive ending."""
    key: str
    """The word folded; empty where it is longer than any name's."""
    after: str
    """What stands between it and the next: a blank, «-», «,», «&», «/», a line's end, «(», a possessive «'», or «|»."""
    first: bool
    """Whether a sentence, a line or a quotation begins with it."""
    capital: bool
    """Whether its first letter is a capital, or its script has none."""
    upper: bool
    """Whether all its letters are capitals."""
    line: int
    """The number of the line that it stands in, from 0."""
    mended: str
    """What was put right to read it: «look-alikes», «invisible»; empty where nothing was."""


def tokens(text: str) -> list[Token]:
    """The words of a text in their order."""
    found: list[Token] = []
    abbreviated, domains = words().abbreviated, words().domains
    before = Token(0, 0, "", "|", first=False, capital=False, upper=False, line=0, mended="")
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match[0]
        gap = text[before.end : start] if start - before.end <= _LONGEST_GAP else _cut(text[before.end : start])
        if word[-1] in "sSdDlLeEmM" and (suffix := _SUFFIX.search(word)) and suffix.start():
            word, end = word[: suffix.start()], start + suffix.start()
        key, capital, upper, mended = _read(word) if end - start <= LONGEST else ("", False, False, "")
        after, first, ended = _between(gap, before.key in abbreviated or len(before.key) == 1)
        before.after = after
        if gap == "@" or (gap == "." and key in domains and word.islower()):
            before.key = key = ""  # «kremlin.ru» names nobody
        elif gap.endswith("@"):
            key = ""  # an account's name is nobody's
        before = Token(
            start, end, key, "|", first=first or not found, capital=capital, upper=upper, line=before.line + ended,
            mended=mended,
        )  # fmt: skip
        found.append(before)
    return found


@lru_cache(maxsize=1 << 15)
def _read(word: str) -> tuple[str, bool, bool, str]:
    """A word folded; whether it is capitalised, and all in capitals; what was put right to read it."""
    dotted = "." in word
    plain = word.replace(".", "") if dotted else word
    letter = plain[0]
    georgian = "\u10d0" <= letter <= "\u10ff"  # has no capitals, though Unicode has
    capital = not letter.isdigit() and (georgian or not letter.islower() or sum(map(str.isupper, plain)) > 1)
    mended = ""
    if not word.isascii():
        mended = "look-alikes" if scripts.mixed(_UNSEEN.sub("", plain)) else "invisible" if _UNSEEN.search(word) else ""
    return "".join(folded(plain)), capital, plain.isupper() and (len(plain) > 1 or dotted), mended


def _cut(gap: str) -> str:
    """A long gap, shortened to what matters in it."""
    return ("\n\n" if "\n" in gap else "") + (gap.strip()[:4] or " ")


@lru_cache(maxsize=1 << 12)
def _between(gap: str, abbreviated: bool) -> tuple[str, bool, bool]:
    """What a gap is, whether a sentence begins behind it, and whether a line does; abbreviations keep their stops."""
    bare = _BLANKS.sub("", gap)
    ended = "\n" in gap
    if bare == "." and abbreviated:
        return " ", False, False
    first = ended or _END.search(bare) is not None
    if bare[:1] in ("'", "’", "ʼ", "‘", "`"):
        return "'", first, ended
    if bare in ("-", "‐", "‑") and len(gap) == 1:
        return "-", first, ended
    if bare in (",", "&", "(", "/"):
        return bare, first, ended
    if bare in ("\n", "\r\n"):
        return "\n", first, ended
    return " " if bare == "" else "|", first, ended


def _told(text: str, token: Token) -> bool:
    return text[token.end : token.end + 1] in (".", "!", "?")


def headlines(text: str, tokens: Sequence[Token]) -> set[int]:
    """The words of lines in which nearly every word is capitalised, so that capitals tell nothing there.

    Lines with a full stop, at their end or within, and the items of lists are none.
    """
    long, high, loud, ended = Counter[int](), Counter[int](), Counter[int](), set[int]()
    items = {match.end() for match in _ITEM.finditer(text)}
    told = {
        left.line for left, right in pairwise(tokens) if left.line == right.line and right.first and _told(text, left)
    }
    for token in tokens:
        if len(token.key) > 3 and token.key not in words().function:
            long[token.line] += 1
            high[token.line] += token.capital
            loud[token.line] += token.upper
        stopped = _STOPS.match(text, token.end) is not None
        (ended.add if stopped else ended.discard)(token.line)
    lines = {line for line, count in long.items() if count > 3 and high[line] >= _SHARE * count} - ended - told
    lines -= {token.line for token in tokens if token.start in items}
    lines |= {line for line, count in long.items() if count > 1 and loud[line] == count}
    return {number for number, token in enumerate(tokens) if token.line in lines}
