"""What the words of a name show: a legal form, an acronym, two spellings of one word; and the folded form of a name.

`names` reads cells with these; `fold` is also what names are looked up by.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from kronika.base import scripts


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORD = re.compile(r"\w[\w'’ʼ‘`.-]*")
QUOTES = "\"'“”„«»‘’"
SHORT_FORMS = _words(
    "llc ltd inc pjs p.j.s jsc ojsc cjsc pjsc plc sa sal sarl gmbh ag nv bv spa srl sas co corp lp llp pte pvt pty fze "
    "fzco fsue fgup oao ooo zao pao ao oy sdn bhd cv lda opc spc est kg mfg ип ао оао зао пао ооо фгуп сао нпао одо уп "
    "руп чуп тоо тов ат прат пат мк гуп муп фку фгбу ано нп аат"
)
"""Abbreviated legal forms, in small letters and without dots."""
_FORMS = SHORT_FORMS | _words(
    "limited incorporated company corporation joint stock public open closed private liability enterprise partnership "
    "federal state unitary de offshore holding jr sr ii iii iv esq phd общество с ограниченной ответственностью "
    "открытое закрытое публичное акционерное некоммерческое партнерство партнёрство государственное унитарное "
    "предприятие"
)
_COMMON = _FORMS | _words(
    "the and for with from del des bank group centre center institute university ministry department organization "
    "organisation foundation association service services agency army forces force office committee council trading "
    "general international national industries industrial industry technology research factory plant bureau "
    "development haji hajji sheikh shaykh mullah party front movement brigade school command security republic "
    "commission space банк группа центр институт университет министерство департамент завод имени бюро служба "
    "республики федерации государственный фонд корпорация государственная"
)
_ARTICLE = re.compile(r"(?:al|el|ul|an|ar|as|ash|at|az)-", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[Ѐ-ԯ]")
_OWN_LETTERS = re.compile("[иу]\u0306|і\u0308", re.IGNORECASE)
_TO_CYRILLIC = dict(zip("ABCEHIJKMOPSTXYaceijkopsxy", "АВСЕНІЈКМОРЅТХУасеіјкорѕху", strict=True))
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}


class _Characters(dict[int, str]):
    """What becomes of each character of a decomposed text; grows with use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in "'’‘ʼ`´ʹʻʾʿ′ـ" or unicodedata.combining(char) or category == "Cf":
            self[code] = ""
        else:
            self[code] = char if char.isalnum() or category[0] == "M" else " "
        return self[code]


_SPELT = [*zip("łŁøØđĐıĸ", "lLoOdDik", strict=True), ("æ", "ae"), ("Æ", "AE"), ("œ", "oe"), ("Œ", "OE")]
_PLAIN = _Characters({ord(char): spelt for char, spelt in _SPELT})


def fold(text: str) -> str:
    """The name as it is looked up: without case, marks, punctuation, look-alikes and the order of its words.

    Compatibility forms are resolved (Unicode's NFKD) and marks go, so ё is е and é is e; й, ў and ї are letters of
    their own and stay. Apostrophes and invisible characters are dropped, all other punctuation parts words. In a word
    that mixes Latin and Cyrillic letters the look-alikes go into the script of its other letters, Cyrillic where these
    do not decide («Вiктар» with a Latin i, «ROMASHKІN» with a Cyrillic І); a word wholly in one script stays. Words
    are sorted and joined by one blank. Folding twice changes nothing.
    """
    if text.isascii():
        return " ".join(sorted(text.translate(_PLAIN).lower().split()))
    return " ".join(sorted(_plain(repair(_plain(text)).casefold()).split()))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return _OWN_LETTERS.sub(lambda m: unicodedata.normalize("NFC", m[0]), decomposed).translate(_PLAIN)


def repair(text: str) -> str:
    """The text with the look-alikes put into one script in each word that mixes Latin and Cyrillic letters."""
    if text.isascii() or not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    return re.sub(r"\w+", lambda word: _repair(word[0]), text)


def _repair(word: str) -> str:
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    if not latin or not cyrillic:
        return word
    own = sum(c not in _TO_CYRILLIC for c in latin), len(latin)
    other = sum(c not in _TO_LATIN for c in cyrillic), len(cyrillic)
    return "".join(map((_TO_LATIN if own > other else _TO_CYRILLIC).get, word, word))


def script(text: str) -> str:
    """The script of most letters (ISO 15924), look-alikes repaired."""
    return scripts.script(repair(text))


def scripts_differ(left: str, right: str) -> bool:
    """Whether two texts are written in different scripts; a text without letters differs from none."""
    return len({script(left), script(right)} - {scripts.NO_LETTERS}) > 1


def named(text: str) -> bool:
    """Whether a text begins as names do: with a capital, a digit, an article («al-»), or in a script without case."""
    text = text.lstrip(QUOTES + " \t\r\n(")
    return bool(text) and (not text[0].islower() or bool(_ARTICLE.match(text)))


def form(word: str) -> bool:
    """Whether a word belongs to a legal form or is the suffix of a name."""
    return word.casefold().strip(QUOTES + ".,&") in _FORMS


def formal(text: str) -> bool:
    """Whether a text is nothing but a legal form or the suffix of a name: «S.A. de C.V.», «Jr.», «III (third)»."""
    words = _BRACKETS.sub("", text).replace(".", "").split()
    return bool(words) and all(map(form, words))


def plain(text: str) -> bool:
    """Whether a text is two to five words that begin as names do, none of them one that organisations share."""
    words = text.split()
    return 1 < len(words) < 6 and all(named(word) and word.casefold().strip(".") not in _COMMON for word in words)


def keys(text: str) -> set[str]:
    """The words of a name that tell it from others, folded; what stands in brackets is left out."""
    return {word for word in fold(_BRACKETS.sub("", text)).split() if len(word) > 2 and word not in _COMMON}


def alike(left: str, right: str, least: float = 0.6) -> bool:
    """Whether two spellings could be of one name."""
    return likeness(left, right) >= least


def likeness(left: str, right: str) -> float:
    """The share of letters, 0 to 1, that stand in the same order in two spellings."""
    a, b = (_plain(repair(side)).casefold().replace(" ", "") for side in (left, right))
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def same(left: str, right: str) -> bool:
    """Whether two words are spellings of one word, and not of one that many organisations share."""
    return left.casefold() not in _COMMON and alike(left, right)


def acronym(word: str) -> bool:
    """Whether a word is an acronym: two to ten letters, half of them capitals, and no legal form."""
    letters = [c for c in word if c.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return 1 < len(letters) < 11 and capitals > 1 and 2 * capitals >= len(letters) and not form(word)


def initials(word: str, name: str) -> bool:
    """Whether an acronym's letters come in their order in a name, the first at the beginning of a word."""
    small, words = word.casefold(), name.casefold().split()
    letters = [c for c in small if c.isalpha()]
    rest = iter(" ".join(words))
    starts = any(other.lstrip(QUOTES).startswith(letters[:1][0]) for other in words) if letters else False
    return starts and small not in words and all(c in rest for c in letters)
