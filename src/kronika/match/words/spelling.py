"""A romanised word as sounds: the spellings that languages give to one sound meet in one symbol, or lie near.

Letters that stand for different sounds in different places are told apart by what surrounds them: the «u» of
«Navumau» is a «w», the «y» of «Yakov» and «Nikolay» a glide and that of «Rytsar» a vowel. What remains different
(g and h, o and a, ts and t) is left to the learned costs in `kernel`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kronika.match.kernel import LONGEST

# One letter a symbol, so that a word's symbols can be read: capitals are what several letters stand for.
ALPHABET = "abcdefghijklmnopqrstuvwxz" + "CSZXTDJYWHQ" + "0123456789"
"""Symbols by number, from 1: C ch, S sh, Z zh, X kh, T ts, D dz, J dzh or English j, Y glide, W u after a vowel,
H th, Q shch; `c` is c before e and i, `x` an x at the beginning, `i` also the vowel y."""
_CODE = {ord(symbol): number for number, symbol in enumerate(ALPHABET, 1)}

_SOUNDS = {
    "shch": "Q", "szcz": "Q", "schtsch": "Q", "stsch": "Q", "tsch": "C", "dzh": "J", "dsch": "J", "tch": "C",
    "sch": "S", "tz": "T", "ts": "T", "cz": "C", "ch": "C", "sz": "S", "sh": "S", "zh": "Z", "rz": "Z", "kh": "X",
    "dz": "D", "dj": "J", "dh": "d", "gh": "g", "ph": "f", "th": "H", "bh": "b", "rh": "r", "ck": "k", "cq": "k",
    "qu": "k", "oo": "u", "ee": "i", "x": "ks", "j": "J", "w": "W", "y": "i",
}  # fmt: skip
_RULES = (
    (r"(?<=[aeiouy])h$", ""),  # Abdullah, Sarah
    (r"^[iy][iyj]*(?=[aeou])|(?<=[^aeou])(?:[iy][iyj]*|(?<=[^d])j)(?=[aeou])", "Y"),  # Yakov, Mariya, Ilia, Tjutjev
    (r"(?<=[aeou])[iyj]+(?=[aeou])", "Y"),  # Mayorov
    (r"(?<=[aeou])[iyj]+", "Y"),  # Nikolay, Sergei
    (r"(?<=[aeo])u(?![aeiouy])", "W"),  # Navumau, Kavaliou
    (r"ee(?=v)", "eYe"),  # Andreev, Sergeevich
    (r"^x", "x"),  # Xi, Xhemal
    (r"c(?=[eiy])(?!h)", "c"),
    (r"c(?![hzkq])", "k"),
    (r"[iyj]{2,}", "i"),
)  # fmt: skip
_PATTERN = re.compile(
    "|".join(f"({rule})" for rule, _ in _RULES) + "|(" + "|".join(sorted(_SOUNDS, key=len, reverse=True)) + ")"
)
_INTO = [into for _, into in _RULES]
_TWICE = re.compile(r"(\D)\1+")


@lru_cache(maxsize=1 << 17)
def sounds(word: str) -> str:
    """The symbols of a lower-case ASCII word, as a string over ALPHABET; of a longer one the first LONGEST."""
    return _TWICE.sub(r"\1", _PATTERN.sub(_sound, word))[:LONGEST]


def codes(symbols: str) -> bytes:
    """The numbers, one byte each, of a string over ALPHABET."""
    return symbols.translate(_CODE).encode("latin-1")


def _sound(match: re.Match[str]) -> str:
    rule = match.lastindex or 0
    return _INTO[rule - 1] if rule <= len(_INTO) else _SOUNDS[match[0]]
