"""The syllables that a short word of a Chinese, Korean, Vietnamese or Burmese name can stand for.

In these names a different syllable is a different name («Wang Lei», «Wang Mei»), however alike the letters are, while
one syllable has many spellings («Park», «Pak», «Bak»). A reading is the number of a syllable; Mandarin and Korean
syllables have different numbers. Cantonese and Hokkien spellings stand for the Mandarin syllables of the characters.

Sources: Hanyu Pinyin as in GB/T 16159 and ISO 7098; Wade-Giles as in H. A. Giles, A Chinese-English Dictionary (1892);
the Revised Romanisation of Korean (Ministry of Culture and Tourism, 2000); McCune-Reischauer (1939) and the North
Korean spelling that comes from it (1992), without their marks. Apostrophes and marks are lost before words come here,
so one word has several readings. Customary spellings are the table `syllables.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain, product

MOST = 4
"""The most readings that a word has."""

# Numbers of syllables begin here: Mandarin ones at 1, Korean ones in the order of Hangul in Unicode.
_KOREAN, _OTHERS = 1_000, 20_000

# What makes a reading less probable than another of the same word; only the order counts.
_UNUSUAL, _ASPIRATED, _SELDOM = 2, 3, 3

_Found = dict[str, dict[int, int]]
"""Word → reading → how improbable."""


def readings(word: str) -> tuple[int, ...]:
    """The numbers of the syllables that a word can stand for, the most probable first; () for what is no such syllable.

    A word is one syllable in lower-case ASCII letters without apostrophes. Numbers are from 1 to 99,999 and hold for
    one version of the table. There are at most MOST, and at least one of each language that has the word; one letter
    is an initial and has none.
    """
    return _table().get(word, ())


def written(name: str) -> tuple[int, ...]:
    """The numbers of the syllables of a name in Hangul, which leaves nothing to guess; () for a name in any other."""
    return tuple(_hangul(char) for char in name if "가" <= char <= "힣")


@cache
def _table() -> dict[str, tuple[int, ...]]:
    sections = _sections()
    found: _Found = {}
    pinyin = [(line[0].strip("-"), final) for line in sections["pinyin"] for final in line[1:]]
    numbers = {initial + final: number for number, (initial, final) in enumerate(pinyin, 1)}
    for (initial, final), number in zip(pinyin, numbers.values(), strict=True):
        for word, cost in _mandarin(initial, final):
            _enter(found, word, number, cost)
    for word, *means in sections["chinese"]:
        for place, syllable in enumerate(means):
            _enter(found, word, numbers[syllable], _UNUSUAL + place)
    _enter_korean(found, sections)
    _enter_others(found, sections)
    for word in chain.from_iterable(sections["left out"]):
        found.pop(word, None)
    return {word: _best(costs) for word, costs in found.items() if len(word) > 1}


def _sections() -> dict[str, list[list[str]]]:
    """The sections of the table: lines of words."""
    text = resources.files(__package__).joinpath("syllables.txt").read_text("utf-8")
    sections: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = sections[line.strip("[]")] = []
        elif line and line[0] != "#":
            lines.append(line.split())
    return sections


def _enter(found: _Found, word: str, number: int, cost: int) -> None:
    costs = found.setdefault(word, {})
    if costs.get(number, cost) >= cost:
        costs[number] = cost


def _enter_korean(found: _Found, sections: dict[str, list[list[str]]]) -> None:
    for section, cost in (("korean often", 1), ("korean seldom", 1 + _SELDOM)):
        for hangul in chain.from_iterable(sections[section]):
            number = _hangul(hangul)
            for word, more in _korean(hangul):
                _enter(found, word, number, cost + more)
    for hangul, *words in sections["korean surnames"]:
        for word in words:
            _enter(found, word, _hangul(hangul), 0)


def _enter_others(found: _Found, sections: dict[str, list[list[str]]]) -> None:
    """Enter Vietnamese and Burmese syllables: a sole spelling only where no other language has the word."""
    number = _OTHERS
    for words in sections["burmese"] + [[word] for word in chain.from_iterable(sections["vietnamese"])]:
        number += 1
        if len(words) > 1 or words[0] not in found:
            for word in words:
                _enter(found, word, number, 1)


def _best(costs: dict[int, int]) -> tuple[int, ...]:
    order = sorted(costs, key=lambda number: (costs[number], number))
    first: dict[int, int] = {}
    for number in order:
        first.setdefault((number >= _KOREAN) + (number >= _OTHERS), number)
    kept = set(list(dict.fromkeys([*first.values(), *order]))[:MOST])
    return tuple(number for number in order if number in kept)


# Wade-Giles by initial; the aspirated ones have lost their apostrophe.
_WADE_INITIALS = {
    "b": "p", "d": "t", "g": "k", "j": "ch", "zh": "ch", "z": "ts", "x": "hs", "r": "j",
    "q": "ch", "c": "ts",
}  # fmt: skip
_ASPIRATES = frozenset(("p", "t", "k", "q", "ch", "c"))
_WADE_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "er": "erh",
    "yi": "i", "ye": "yeh", "you": "yu", "yan": "yen", "yong": "yung", "yue": "yueh", "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "ue": "ueh", "ve": "ueh", "v": "u", "ong": "ung", "iong": "iung"}


def _mandarin(initial: str, final: str) -> Iterator[tuple[str, int]]:
    """The spellings of a pinyin syllable, and how improbable each is."""
    pinyin = initial + final
    yield pinyin, 0
    if final[0] == "v":  # «Lyu» in passports
        yield initial + final.replace("v", "u"), 1
        yield initial + final.replace("v", "yu"), 1
    if initial == "zh":  # Tongyong Pinyin of Taiwan
        yield "jh" + ("ih" if final == "i" else final), _UNUSUAL
    wade = _WADE_WHOLE.get(pinyin) or _WADE_INITIALS.get(initial, initial) + _wade_final(initial, final)
    yield wade, _ASPIRATED if initial in _ASPIRATES else _UNUSUAL


def _wade_final(initial: str, final: str) -> str:
    if final == "uo" and initial not in {"g", "k", "h", "sh"}:
        return "o"
    if final == "e" and initial in {"g", "k", "h"}:
        return "o"
    return _WADE_FINALS.get(final, final)


def _spelt(parts: str) -> list[list[str]]:
    return [part.strip("-").split("/") for part in parts.split()]


# Spellings of the parts of a Hangul syllable in the order of Unicode; a vowel's or final's first is the standard one.
_INITIALS = _spelt("g/k kk/k n d/t tt/t r/l m b/p pp/p s ss/s - j/ch jj/ch ch k/kh t/th p/ph h")
_VOWELS = _spelt(
    "a ae/ai ya yae eo/o/u/ou e yeo/yo/you/yu ye/e o wa wae oe/oi/oy yo u/oo wo/weo we wi yu/yoo/you eu/u "
    "ui/eui/i/ee i/ee"
)
_FINALS = {0: [""], 1: ["k", "g"], 4: ["n"], 8: ["l"], 16: ["m"], 17: ["p", "b"], 21: ["ng"]}
_N, _R, _S, _NONE = 2, 5, 9, 11  # initials
_A, _O, _U, _I = 0, 8, 13, 20  # vowels
_GLIDING = frozenset((2, 3, 6, 7, 12, 17, 20))  # ya yae yeo ye yo yu i


def _parts(hangul: str) -> tuple[int, int, int]:
    code = ord(hangul) - ord("가")
    return code // 588, code // 28 % 21, code % 28


def _hangul(hangul: str) -> int:
    """The number of a Hangul syllable: one for 리 and for 이, its South Korean form at the beginning of a word."""
    initial, vowel, final = _parts(hangul)
    if initial in {_N, _R} and vowel in _GLIDING:
        initial = _NONE
    return _KOREAN + initial * 588 + vowel * 28 + final


def _korean(hangul: str) -> Iterator[tuple[str, int]]:
    """The spellings of a Hangul syllable, and how improbable each is."""
    initial, vowel, final = _parts(hangul)
    vowels = list(_VOWELS[vowel])
    if initial == _NONE and vowel == _U:
        vowels += ["woo", "wu"]
    if initial == _NONE and vowel == _I:
        vowels.append("yi")
    if not final and vowel in {_A, _O}:
        vowels.append(vowels[0] + "h")
    initials = ["s", "sh"] if (initial, vowel) == (_S, _I) else _INITIALS[initial]
    for first, middle, last in product(initials, vowels, _FINALS[final]):
        yield first + middle + last, _UNUSUAL * ((middle != vowels[0]) + (last != _FINALS[final][0]))
