"""A name as the matcher sees it: its words, what part each plays, how much it tells, and how it sounds.

A person's words are given names (as classes over languages), patronymics (as the father's class), initials, particles
and all others, surnames among them. Any other name's words are core words, generic ones, places and numbers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from kronika.base.names import variants
from kronika.match.kernel import (
    COLUMNS,
    CORE,
    GENERIC,
    GIVEN,
    INITIAL,
    LONGEST,
    MOST_WORDS,
    NUMBER,
    PATRONYMIC,
    PLACE,
    SMALL,
    SYLLABLE,
    Words,
)  # fmt: skip
from kronika.match.profile import ACRONYM, LONE, PERSON, PERSONAL, WEAK, Name, Profile
from kronika.match.words import given, orgwords, romanise, syllables
from kronika.match.words.mend import mended
from kronika.match.words.spelling import codes, sounds


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HONORIFICS = _words(
    "mr mrs ms miss dr prof professor sir lord lady dame hon sheikh shaikh shaykh sheik cheikh haji hajji hadji hajj "
    "alhaji mullah mulla mawlawi maulvi molvi maulana mawlana mufti qari hafiz sayyid sayed sayyed seyed seyyed syed "
    "ayatollah hojjatoleslam imam general gen colonel col major maj captain capt lieutenant lt sergeant sgt brigadier "
    "brig commander cdr admiral adm marshal engineer eng ing father fr brother sister rev bishop king prince princess "
    "jr sr ii iii iv phd md esq sri shri don dona senor herr frau monsieur madame pan pani bey pasha effendi"
)
_PARTICLES = _words(
    "al el ul ad as ar an ash at az bin ben ibn bint bent abu abou abi umm um ould wuld ait de da do dos das del della "
    "di du la le las los van von der den ten ter zu zum y e i und af av st san santa santo oglu ogly oghlu ugli uly "
    "kyzy kizi qizi gizi zade o mac mc nee aka"
)
_SERVANT = _words("abd abdul abdel abdal abdol abdoul abdur abdus abdou abdu")
_ARTICLES = _words("al el ul ol ad as ar an ash at az ur us")
_VARIED = re.compile(r"[(/]")
_ACRONYMS = (4, 8)
"""Letters of an acronym that is worth looking up: shorter ones are everybody's."""
_SYLLABLES = 1 << 20
"""Where the numbers of syllables begin among those of classes."""
_OF_PERSONS = frozenset((GIVEN, PATRONYMIC, SYLLABLE, INITIAL))
_ROLES = {"core": CORE, "generic": GENERIC, "place": PLACE, "number": NUMBER}


class Word(NamedTuple):
    """One word of a name."""

    text: str
    role: int
    weight: float
    """How much it tells: 1 for a surname or a core word."""
    symbols: str
    feminine: bool
    """Whether it is the feminine form of a surname; its symbols are those of the masculine."""
    classes: tuple[int, ...]
    """Up to four classes, each 4 × number + rank."""

    @property
    def letters(self) -> bytes:
        """The letters that are compared."""
        return self.text[:LONGEST].encode("ascii", "replace")

    def row(self) -> tuple[int, ...]:
        """Its columns in a table of words, where its symbols begin left at 0."""
        classes = (*self.classes, 0, 0, 0, 0)[:4]
        return (
            0,
            len(self.symbols),
            len(self.letters),
            self.role,
            int(self.feminine),
            round(self.weight * 1000),
            *classes,
        )


@lru_cache(maxsize=1 << 12)
def words(name: str, *, person: bool) -> tuple[Word, ...]:
    """The words of a name in their order, at most MOST_WORDS; empty where it holds no letter or digit."""
    if person:
        plain = romanise.words(name)
        spoken = syllables.written(name)
        if spoken and len(spoken) == len(plain):
            return tuple(_spoken(word, (number,)) for word, number in zip(plain, spoken, strict=True))[:MOST_WORDS]
        return tuple(_person(plain[: 2 * MOST_WORDS])[:MOST_WORDS])
    return tuple(_other(name)[:MOST_WORDS])


def _person(plain: list[str]) -> list[Word]:
    if len(plain) > 1:
        plain = _servants(plain)
    found = [_of_person(word) for word in plain]
    spoken = [_syllable(word) for word in plain]
    if len(plain) > 1 and 2 * sum(word is not None for word in spoken) > len(plain):
        found = [word or other for word, other in zip(spoken, found, strict=True)]
    if found and all(word.role == SMALL for word in found):
        return [_surname(word.text) for word in found]
    return _with_surname(found)


def _with_surname(found: list[Word]) -> list[Word]:
    """Where no other word can be the surname, one that has the form of a patronymic is: Slobodan Milošević.

    That is the first word, else the last of them.
    """
    fathers = [at for at, word in enumerate(found) if word.role == PATRONYMIC]
    if not fathers or any(word.role in (CORE, SYLLABLE) for word in found):
        return found
    at = fathers[0] if fathers[0] == 0 else fathers[-1]
    return [*found[:at], _surname(found[at].text), *found[at + 1 :]]


def _servants(plain: list[str]) -> list[str]:
    """«abd al rahman» and «abdul rahman» as one word."""
    if _SERVANT.isdisjoint(plain):
        return plain
    found: list[str] = []
    at = 0
    while at < len(plain):
        word, at = plain[at], at + 1
        if word in _SERVANT:
            after = at + 1 if at < len(plain) - 1 and plain[at] in _ARTICLES else at
            if after < len(plain) and len(plain[after]) > 2:
                word, at = f"abdul{plain[after]}", after + 1
        found.append(word)
    return found


@lru_cache(maxsize=1 << 16)
def _of_person(word: str) -> Word:
    if word in _HONORIFICS:
        return Word(word, SMALL, 0.05, sounds(word), False, ())
    if word in _PARTICLES:
        return Word(word, SMALL, 0.1, sounds(word), False, ())
    if len(word) == 1:
        return Word(word, INITIAL, 0.25, sounds(word), False, ())
    if word.isdigit():
        return Word(word, NUMBER, 0.3, word[:LONGEST], False, ())
    patronymic, fathers = given.father(word)
    if patronymic:
        return Word(word, PATRONYMIC, 0.35, sounds(word), False, tuple(4 * n for n in fathers[:4]))
    named = given.classes(word)
    if named:
        classes = tuple(4 * n + rank for n, rank in sorted(named, key=lambda each: each[1])[:4])
        return Word(word, GIVEN, 0.8, sounds(word), False, classes)
    return _surname(word)


@lru_cache(maxsize=1 << 14)
def _syllable(word: str) -> Word | None:
    """A word that is one syllable of a Chinese, Korean, Vietnamese or Burmese name; None for any other."""
    found = syllables.readings(word)
    return _spoken(word, found) if found else None


def _spoken(word: str, readings: Sequence[int]) -> Word:
    classes = tuple(4 * (_SYLLABLES + number) for number in readings[:4])
    return Word(word, SYLLABLE, 0.85, sounds(word), False, classes)


def _surname(word: str) -> Word:
    masculine = given.feminine(word)
    symbols = sounds(masculine)
    weight = 1.0 if len(symbols) > 3 else 0.85
    return Word(word, CORE, weight, symbols, masculine != word, ())


@lru_cache(maxsize=1 << 12)
def _reading(name: str) -> orgwords.Reading:
    """What the words of a name that is no person's mean."""
    return orgwords.read([mended(word) for word in romanise.words(name)[: 4 * MOST_WORDS]])


def _other(name: str) -> list[Word]:
    plain = romanise.words(name)[: 4 * MOST_WORDS]
    if len(plain) == 1:  # a ship called «Patriot» is no patriotic one
        return [_of_other(plain[0], NUMBER if plain[0].isdigit() else CORE, 1.0)]
    read = _reading(name).words
    found = [_of_other(each.text, _ROLES[each.role], each.weight) for each in read if each.role in _ROLES]
    return found or [_of_other(word, CORE, 1.0) for word in plain]


@lru_cache(maxsize=1 << 16)
def _of_other(word: str, role: int, weight: float) -> Word:
    symbols = word[:LONGEST] if word.isdigit() else sounds(word)
    concept = 4 * (zlib.crc32(word.encode()) % (1 << 28)) + 4 if role in (GENERIC, PLACE) else 0
    return Word(word, role, weight, symbols, False, (concept,) if concept else ())


def named(profile: Profile, *, person: bool) -> list[tuple[Name, tuple[Word, ...]]]:
    """The names of a profile with their words, as those of a person or of any other, names without any left out.

    A name that is printed with variants («Varabei/Verabei», «Yury (Iury)») is each of them; after the names come the
    acronyms of those of several words.
    """
    names = profile.names
    if not person and profile.kind & PERSON:
        names = tuple(name._replace(quality=PERSONAL) if _personal(name.text) else name for name in names)
    found = [
        (name._replace(text=form), words(form, person=person))
        for name in names
        for form in (variants(name.text, person=person) if _VARIED.search(name.text) else (name.text,))
    ]
    if not person:
        short = dict.fromkeys(_acronym(name.text) for name in names if name.quality not in (WEAK, PERSONAL))
        found += [(Name(text.upper(), ACRONYM), (_of_other(text, CORE, 1.0),)) for text in short if text]
    return [
        (name._replace(quality=LONE) if name.quality == WEAK and len(some) == 1 else name, some)
        for name, some in found
        if some
    ]


@lru_cache(maxsize=1 << 12)
def _personal(name: str) -> bool:
    """Whether a name reads like a person's and not like a company's."""
    read = words(name, person=True)
    if len(read) < 2 or _OF_PERSONS.isdisjoint(word.role for word in read):
        return False
    other = _reading(name)
    return not other.forms and all(word.role in ("core", "small") for word in other.words)


@lru_cache(maxsize=1 << 12)
def _acronym(name: str) -> str:
    """The acronym of a name, empty where it is too short or too long to tell anything."""
    found = orgwords.acronym(_reading(name).words)
    return found if _ACRONYMS[0] <= len(found) <= _ACRONYMS[1] else ""


class Lexicon:
    """A growing table of words, as the kernel takes it."""

    def __init__(self, capacity: int = 1 << 12) -> None:
        self._ids: dict[Word, int] = {}
        self._rows = np.zeros((capacity, COLUMNS), np.int32)
        self._symbols = np.zeros(capacity * 16, np.uint8)
        self._end = 0

    @property
    def words(self) -> list[Word]:
        """The words by number."""
        return list(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def table(self) -> Words:
        """The words as the kernel takes them. It may not be written to: so all tables have one type for numba."""
        table = Words(self._rows[: len(self._ids)], self._symbols[: self._end])
        for array in table:
            array.flags.writeable = False
        return table

    def ids(self, words: Sequence[Word]) -> list[int]:
        """The numbers of these words; new ones are taken in."""
        return [self._ids[word] if word in self._ids else self._add(word) for word in words]

    def _add(self, word: Word) -> int:
        number = len(self._ids)
        if number == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        spelt = codes(word.symbols) + word.letters
        size = len(spelt)
        while self._end + size > len(self._symbols):
            self._symbols = np.concatenate([self._symbols, np.zeros_like(self._symbols)])
        self._symbols[self._end : self._end + size] = np.frombuffer(spelt, np.uint8)
        self._rows[number] = word.row()
        self._rows[number, 0] = self._end
        self._end += size
        self._ids[word] = number
        return number
