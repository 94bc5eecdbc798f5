"""Which script a text is written in, whether a word mixes two, and, where letters alone decide it, the language."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from unicodedata import category, name

# The first word of a letter's Unicode name → ISO 15924. Kana mean Japanese; Chinese characters alone are Hani.
_CODES = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Jpan",
    "KANNADA": "Knda",
    "KATAKANA": "Jpan",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng",
}
NO_LETTERS = "Zyyy"

# The three alphabets, small letters: a text is in a language when it uses no letter of another.
_COMMON = "абвгдежзйклмнопрстуфхцчшьюя"
_ALPHABETS = {
    "bel": frozenset(_COMMON + "ёіўыэ"),
    "rus": frozenset(_COMMON + "ёищъыэ"),
    "ukr": frozenset(_COMMON + "ґєиіїщ"),
}
_HARD_SIGN = re.compile("ъ(?![еёюя])")  # nowhere in Russian since 1918, everywhere in Bulgarian


@lru_cache(maxsize=1 << 13)
def _of(letter: str) -> str:
    """Return the script of one character; empty for what is no letter or has no script of its own."""
    if category(letter)[0] != "L":
        return ""
    words = name(letter, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ").split(" ", 1)
    return _CODES.get(words[0], "")


@lru_cache(maxsize=1 << 16)
def script(text: str) -> str:
    """Return the script of most letters as an ISO 15924 code; `Zyyy` when the text has no letters of a known script.

    Of two scripts with equally many letters the one that comes first is returned.
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else NO_LETTERS
    counts = Counter(filter(None, map(_of, text)))
    if "Jpan" in counts:  # Japanese writes Chinese characters between its kana
        counts["Jpan"] += counts.pop("Hani", 0)
    return max(counts, key=counts.__getitem__, default=NO_LETTERS)


@lru_cache(maxsize=1 << 16)
def mixed(text: str) -> bool:
    """Say whether any one word has letters of two scripts, as «Вiктар» has with its Latin i.

    Words end at blanks, digits, hyphens and other marks; kana and Chinese characters go together.
    """
    if text.isascii():
        return False
    before = ""
    for char in text:
        here = _of(char).replace("Hani", "Jpan")
        if here and before and here != before:
            return True
        # An accent or a vowel sign belongs to the word that it stands in.
        before = here or (before if category(char)[0] == "M" else "")
    return False


def language(text: str) -> str:
    """Return `bel`, `rus` or `ukr` where the letters leave only one of the three, an empty string in all other cases.

    It tells these three from each other and asks that the text be in one of them: a name in Kyrgyz or Chuvash may
    happen to use Russian letters only. A text with a word of mixed scripts has no language.
    """
    if mixed(text):
        return ""
    small = text.casefold()
    letters = {letter for letter in small if _of(letter) == "Cyrl"}
    fits = [code for code, alphabet in _ALPHABETS.items() if letters <= alphabet]
    return fits[0] if len(fits) == 1 and not _HARD_SIGN.search(small) else ""
