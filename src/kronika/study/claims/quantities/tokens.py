"""The words, numbers and signs of a text, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

Kind = Literal["number", "word", "code", "money", "sign", "break"]
"""code: letters and digits that are one name (G7, F-16, A/RES/68/262), an address; break: the end of a line."""


class Token(NamedTuple):
    """A word, number or sign."""

    kind: Kind
    start: int
    end: int
    text: str
    """As printed, in plain signs."""
    low: str
    """In small letters."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


BEYOND = 12
"""Empty tokens behind the last, so that a rule may look around without asking where the text ends; -1 is one too."""
_CODE = r"(?<![\d.,])(?:[A-Z]{1,6}(?:/[\w.()-]++)++|[^\W\d_]++(?:-?\d[\w]*+)(?:[-/.+]\w+)*+)"
_NUMBER = r"""
    (?:(?<!\d)\d{1,3}(?:(?:,\d{3})++(?!\d)(?:\.\d++)?|(?:'\d{3})++(?!\d)(?:[.,]\d++)?|(?:\x20\d{3})++(?!\d)(?:[.,]\d++)?
      |(?:\.\d{3}){2,}+(?!\d)(?:,\d++)?|\.\d{3},\d++|(?:,\d{2}(?=,))++,\d{3}(?!\d)(?:\.\d++)?)
    |\d++(?:[.,]\d++(?![.,]?\d))?|(?<![\d\w.])\.\d++)
"""


@cache
def _pattern(prefixes: frozenset[str]) -> re.Pattern[str]:
    glued = "|".join(sorted(map(re.escape, prefixes), key=len, reverse=True))
    return re.compile(
        rf"""(?P<chain>(?<![\d.,])\d++(?:[-,.:;/']\d++){{7,}}+)
        |(?P<row>(?<![\d.,])\d[\d.,]*+(?:[\x20\n]++\d[\d.,]*+){{31,}}+)
        |(?P<number>{_NUMBER})
        |(?P<run>(?P<one>[^\w\s])(?P=one){{3,}}+)
        |(?P<money>(?<![^\W\d_])(?:U\.S\.|(?i:US|AU|NZ|HK|CA|SG|NT|[ACRSJZ]))?\$|[\u20a0-\u20cf\u00a3\u00a5\u0e3f$]
            |(?<![^\W_])(?i:{glued})\.?(?=\x20?\d))
        |(?P<code>{_CODE})
        |(?P<word>(?:[A-Z]\.){{2,}}|[^\W\d_]++(?:'[^\W\d_]++)*+)
        |(?P<break>\n\s*+)
        |(?P<sign>["']++|_++|[^\w\s"'])""",
        re.VERBOSE,
    )


_CHUNK = re.compile(r"\S++")


def tokens(text: str, prefixes: frozenset[str]) -> list[Token]:
    """The tokens of a text in plain signs, in its order, and `BEYOND` empty ones; `prefixes` («Rs») stand for money.

    Thirty-two numbers or more with nothing between them are a table's, and one token.
    """
    pattern = _pattern(prefixes)
    out: list[Token] = []
    at = 0
    for start, end in _addresses(text):
        out.extend(_read(pattern, text, at, start))
        out.append(Token("code", start, end, text[start:end], text[start:end].lower()))
        at = end
    out.extend(_read(pattern, text, at, len(text)))
    beyond = Token("break", len(text) + 2, len(text) + 1, "", "")  # touches nothing, not even another
    return [*out, *[beyond] * BEYOND]


def adjacent(tokens: Sequence[Token], at: int) -> bool:
    """Whether no blank stands before this token."""
    return tokens[at - 1].end == tokens[at].start


def hyphen(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen that joins two words stands here."""
    return tokens[at].text == "-" and adjacent(tokens, at) and adjacent(tokens, at + 1)


def _read(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Token]:
    out: list[Token] = []
    for found in pattern.finditer(text, start, end):
        printed = found[0]
        out.append(Token(_KINDS[found.lastgroup or ""], found.start(), found.end(), printed, printed.lower()))
    return out


_KINDS: dict[str, Kind] = {
    "number": "number", "word": "word", "code": "code", "chain": "code", "row": "code", "money": "money",
    "sign": "sign", "run": "sign", "break": "break",
}  # fmt: skip


def _addresses(text: str) -> list[tuple[int, int]]:
    """Addresses of pages and of mail: the numbers in them are no figures."""
    if not ("@" in text or "://" in text or "www." in text):
        return []
    chunks = _CHUNK.finditer(text)
    return [found.span() for found in chunks if "@" in found[0] or "://" in found[0] or "www." in found[0]]
