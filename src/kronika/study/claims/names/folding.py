"""Words as names are looked up by: folded one by one, and in Slavic languages without the endings of cases."""

from __future__ import annotations

import re
from functools import lru_cache

from kronika.base import namewords

_WORD = re.compile(r"\w+|,")
_ASCII = re.compile(r"[a-z0-9]+|,")
_APOSTROPHES = re.compile("['’‘ʼ`´′]")
LONGEST = 40
"""Letters of a word that is looked up at most; no name has a longer one."""


def folded(text: str) -> list[str]:
    """The words of a name in their order, each as `base.namewords.fold` has it; «&» is «and», a comma is kept."""
    bare = _APOSTROPHES.sub("", text).replace("&", " and ")
    if bare.isascii():
        return _ASCII.findall(bare.lower())
    return [piece for word in _WORD.findall(_visible(bare)) for piece in _word(word).split()]


def _visible(text: str) -> str:
    """The text without marks and invisible characters, which stand inside words."""
    return "".join([char for char in text if char.isalnum() or not _silent(char)])


@lru_cache(maxsize=1 << 12)
def _silent(char: str) -> bool:
    return char != "," and " " not in namewords.fold(f"a{char}a")


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> str:
    return word if word == "," else namewords.fold(word)


# Endings of cases in Russian, Ukrainian and Belarusian as tokens are folded (ё is е), the longest first: of adjectives
# on -ск and -цк and on -н, of words whose stem ends in a vowel (Китай, Россия), and of others. Others are left out.
_ADJECTIVE = re.compile(
    "(?<=[сц])ь?к(?:ого|ому|ага|аму|ий|ім|им|их|іх|ими|імі|ие|іе|ія|ой|ої|ай|ою|ую|ая|ое|ом|и|і|а|е|у|ій)?$"
)
_ADJECTIVE_N = re.compile("(?<=н)(?:ого|ому|ага|аму|ый|ой|ай|ая|ую|ое|ае|ые|ыя|ых|ым|ыми|ымі)$")
_AFTER_VOWEL = re.compile("(?<=[аеиоуыэюяії])(?:ями|ямі|ем|єм|ей|ею|єю|ям|ях|й|я|ю|е|и|і|ї)$")
_AFTER_CONSONANT = re.compile(
    "(?<=[бвгґджзклмнпрстфхцчшщь])(?:ами|ями|амі|ямі|ом|ем|єм|ам|ям|ым|им|ім|ой|ою|ей|ею|ай|ах|ях|ью|а|я|у|ю|ы|и|і|е|о|ь|э)$"
)
_CYRILLIC = re.compile("[а-яіїєґў]+")
_DOUBLED = re.compile("([сжшчднлтзц])\\1(?=ю$)")  # Беларуссю, Білоруссю
_FLEETING = {"павел": "павл", "лев": "льв"}  # the vowel that only the nominative has: Павел, Павла


def cyrillic(word: str) -> bool:
    """Whether a folded word is written in Cyrillic letters alone."""
    return _CYRILLIC.fullmatch(word) is not None


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A folded Cyrillic word without the ending of its case; at least three letters stay.

    One stem may stand for a man's and a woman's name («Медведева»): the other words of the name must tell.
    """
    if word in _FLEETING:
        return _FLEETING[word]
    word = _DOUBLED.sub(r"\1", word)
    for endings, rest in ((_ADJECTIVE, "к"), (_ADJECTIVE_N, ""), (_AFTER_VOWEL, ""), (_AFTER_CONSONANT, "")):
        ending = endings.search(word, 3)
        if ending:
            return word[: ending.start()].removesuffix("ь") + rest
    return word
