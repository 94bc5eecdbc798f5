"""What words that sound alike have in common: their consonants, and how many there are of each vowel."""

from __future__ import annotations

from typing import Any

import numpy as np

from kronika.match.compiled import compiled
from kronika.match.words.spelling import ALPHABET

_ALIKE = ("b", "p", "dD", "tTH", "kgqhX", "szc", "SZCQJxj", "vwWf", "m", "n", "l", "r", *"0123456789")
GROUPS = np.zeros(len(ALPHABET) + 1, np.uint8)
"""The group of each symbol's number; 0 for vowels and glides."""
for _number, _some in enumerate(_ALIKE, 1):
    for _symbol in _some:
        GROUPS[ALPHABET.index(_symbol) + 1] = _number
LEFT_OUT = 10
"""Consonants of a skeleton; what follows them does not help to find a word."""


@compiled()
def skeletons(symbols: Any, out: Any) -> Any:
    """Write the skeletons of a word as numbers: the whole first, then with each consonant left out. Gives how many."""
    plain = np.empty(LEFT_OUT, np.uint64)
    n = 0
    for at in range(len(symbols)):
        group = GROUPS[symbols[at]]
        if group and n < LEFT_OUT:
            plain[n] = group
            n += 1
    count = 0
    for skip in range(-1, n):
        value = np.uint64(1)
        for at in range(n):
            if at != skip:
                value = value * np.uint64(24) + plain[at]
        seen = False
        for at in range(count):
            seen |= out[at] == value
        if not seen:
            out[count] = value
            count += 1
    return count


@compiled()
def all_skeletons(symbols: Any, starts: Any) -> Any:
    """The skeletons of all keys: two arrays, skeleton and key, sorted by both."""
    keys = len(starts) - 1
    found = np.empty(keys * (LEFT_OUT + 1), np.uint64)
    owner = np.empty(keys * (LEFT_OUT + 1), np.int32)
    some = np.empty(LEFT_OUT + 1, np.uint64)
    total = 0
    for key in range(keys):
        count = skeletons(symbols[starts[key] : starts[key + 1]], some)
        for at in range(count):
            found[total] = some[at]
            owner[total] = key
            total += 1
    order = np.argsort(found[:total], kind="mergesort")
    return found[:total][order], owner[:total][order]


_VOWELS = np.zeros(len(ALPHABET) + 1, np.uint64)
for _place, _symbol in enumerate("aeiouYW"):
    _VOWELS[ALPHABET.index(_symbol) + 1] = np.uint64(1) << np.uint64(4 * _place)


@compiled()
def vowels(symbols: Any) -> Any:
    """How many there are of each vowel and glide, up to four, as so many bits of its own four."""
    found = np.uint64(0)
    for symbol in symbols:
        bit = _VOWELS[symbol]
        if bit:
            while found & bit and bit < _VOWELS[symbol] << np.uint64(3):
                bit <<= np.uint64(1)
            found |= bit
    return found


@compiled()
def all_vowels(symbols: Any, starts: Any) -> Any:
    """`vowels` of each key."""
    found = np.empty(len(starts) - 1, np.uint64)
    for key in range(len(found)):
        found[key] = vowels(symbols[starts[key] : starts[key + 1]])
    return found


@compiled()
def bits(x: Any) -> Any:
    """How many bits of a number are 1."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)
