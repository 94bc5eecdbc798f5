"""Countries as officials print them: wording to code, code to English name.

Codes are ISO 3166-1 alpha-2 in lower case and the further ones that FollowTheMoney's country type knows: `suhh` for the
Soviet Union, `xk` for Kosovo, `ua-cri` for occupied Crimea. Every look-up is exact after folding case, accents and
punctuation; nothing is guessed. Wordings are those of `placenames` and, in eleven languages, the names of countries in
Unicode's CLDR. No code is a name («na» is no Namibia), nor is a place inside a country (Minsk, Tunis).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import combining, normalize

from kronika.base.errors import Unreadable
from kronika.base.placenames import WORDINGS

_LANGUAGES = ("en", "fr", "de", "it", "es", "pt", "ru", "uk", "be", "pl", "lt")
# Folded wordings that do not say which country is meant, and of what they are said.
_AMBIGUOUS = {
    "congolese": "the two Congos",
    "dominican": "Dominica and the Dominican Republic",
    "dominique": "Dominica and of persons",
    "granada": "Grenada and a city of Spain",
    "grenade": "Grenada and a city of Spain",
    "guadalupe": "Guadeloupe, cities and persons",
    "jammu and kashmir": "India and Pakistan",
    "kashmir": "India and Pakistan",
    "kongo": "the two Congos",
    "korea": "the two Koreas",
    "korean": "the two Koreas",
    "kurdistan": "Iraq and its neighbours",
    "maurice": "Mauritius and of persons",
    "mauricio": "Mauritius and of persons",
    "mauritian": "Mauritius and, by mistake, of Mauritania",
    "norfolk": "Norfolk Island, an English county and an American city",
    "saint martin": "the French and the Dutch part of the island",
    "salvador": "El Salvador and a city of Brazil",
    "san martin": "Saint Martin, cities and persons",
    "santa elena": "Saint Helena and cities",
    "santa helena": "Saint Helena and cities",
    "santa lucia": "Saint Lucia and cities",
    "st martin": "the French and the Dutch part of the island",
    "virgin islands": "British and American islands",
}
# The republics of the Soviet Union: how their names end, and how they begin.
_SOVIET = {
    ("SSR", "Soviet Socialist Republic"): """
        Armenia Armenian Azerbaijan Azerbaijani Belarus Belarusian Belarussian Belorussian Byelorussian Estonia Estonian
        Georgia Georgian Kazakh Kazakhstan Kirghiz Kirgiz Kyrgyz Latvia Latvian Lithuania Lithuanian Moldavia Moldavian
        Moldova Moldovan Moldovian Russian Tajik Tajikistan Turkmen Turkmenistan Ukraine Ukrainian Uzbek Uzbekistan
    """,
    ("SFSR", "Soviet Federative Socialist Republic", "Soviet Federal Socialist Republic"): "Russian",
    ("ASSR", "Autonomous SSR", "Autonomous Soviet Socialist Republic"): """
        Abkhaz Adjar Bashkir Buryat Chechen-Ingush Checheno-Ingush Chuvash Crimean Dagestan Kabardino-Balkar Kalmyk
        Karelian Komi Mari Mordovian Nakhichevan North-Ossetian Tatar Tuva Udmurt Yakut
    """,
    ("ССР",): """
        Азербайджанская Армянская Беларуская Белорусская Грузинская Казахская Киргизская Латвийская Литовская
        Молдавская Таджикская Туркменская Узбекская Украинская Украінская Эстонская
    """,
    ("РСР",): "Білоруська Українська",
}
_OF = re.compile(r"((.+ of)(?: the)?) (.+)")  # what lists also turn round: «Congo, Republic of the»
_PAST = frozenset(("suhh", "yucs", "csxx", "cshh", "dd", "zr"))  # states that a text may call «former»
_UNSTATED = frozenset(
    ("", "-", "00", "n/a", "n/d", "na", "none", "none identified", "not known", "undetermined", "unknown")
)

# What stands between the countries of one cell, the words that only say what is listed, and the brackets in which a
# second name stands: «(1)-(3) Iraq (4) Iran», «former USSR (now Belarus)», «Russian and Ukrainian nationalities».
_CUTS = re.compile(
    r"""(?<!\w)\(?(?:[a-z]|[ivx]{2,4}|\d{1,2}(?:\s?-\s?\d{1,2})?)\)(?:\s*(?:to|-)\s*(?=\())?
    | [][;|/,()"\n] | \.(?=\s|$)
    | \b(?:and/or|and|or|now|currently|former|ex-|citizens?|citizenships?|nationals?|nationality|nationalities)(?!\w)
    | \bregion:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MOST_PIECES, _LONGEST = 40, 1000  # pieces, characters: what has more is no cell of countries


@lru_cache(maxsize=1 << 14)
def country(text: str) -> str:
    """Return the code of the one country that the text names, in one wording or several («Burma / Birmanie»).

    Raises Unreadable for a wording that is unknown, is said of two countries, or names several.
    """
    codes = {code for code, _, _ in _countries(text)}
    if len(codes) > 1:
        raise Unreadable(f"several countries: {_quoted(text)}")
    return codes.pop()


def countries(text: str) -> list[tuple[str, int, int]]:
    """Return every country that the text names, each as its code and the span that it was read from.

    «1) Saudi Arabia 2) Qatar», «Belarus/Russia» and «former USSR (now Belarus)» name two. A country named twice comes
    twice. Raises Unreadable when any part of the text is neither a country nor what stands between countries.
    """
    return list(_countries(text))


def code(text: str) -> str:
    """Return the code that a publisher's own country code stands for: «BY», «BLR».

    Raises Unreadable for a code that neither ISO 3166-1 nor FollowTheMoney knows.
    """
    found = _codes().get(text.casefold())
    if found is None:
        raise Unreadable(f"no country has the code {_quoted(text)}")
    return found


def name(code: str) -> str:
    """Return the short English name of a code in use here; raises Unreadable for any other."""
    found = _names().get(code)
    if found is None:
        raise Unreadable(f"no country has the code {_quoted(code)}")
    return found[0]


def is_placeholder(text: str) -> bool:
    """Say whether the text only fills a country's place: na, unknown, undetermined."""
    return text.strip().casefold() in _UNSTATED


def _quoted(text: str) -> str:
    """Return the text as an error message shows it."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


@lru_cache(maxsize=1 << 14)
def _countries(text: str) -> tuple[tuple[str, int, int], ...]:
    """Read the pieces between cuts, the longest run first: «Korea, North» is one name of two pieces."""
    pieces = _pieces(text)
    found = []
    at = 0
    while at < len(pieces):
        read, end, after = _longest(text, pieces, at)
        start, _, before = pieces[at]
        if before in {"former", "ex-"} and read not in _PAST:
            raise Unreadable(f"a country of the past: {_quoted(text)}")
        found.append((read, start, end))
        at = after
    if not found:
        raise Unreadable(f"no country is stated: {_quoted(text)}")
    return tuple(found)


def _longest(text: str, pieces: list[tuple[int, int, str]], at: int) -> tuple[str, int, int]:
    """Return the code of the longest run of pieces from `at` that is a name, where it ends, and the next piece."""
    start, alone, _ = pieces[at]
    # «now» always opens another name, also where the whole phrase is known.
    stop = next((i for i in range(at + 1, len(pieces)) if pieces[i][2] in {"now", "currently"}), len(pieces))
    for after in range(stop, at, -1):
        end = pieces[after - 1][1]
        end += text[end : end + 1] == ")" and "(" in text[start:end]
        if read := _lookup(text[start:end]):
            return read, end, after
    raise Unreadable(f"no country is called {_quoted(text[start:alone])}")


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Cut the text; every piece is trimmed, none is empty, and what stands before it is known."""
    cuts = [(0, 0, ""), *((*match.span(), match[0]) for match in _CUTS.finditer(text)), (len(text), len(text), "")]
    if len(cuts) > _MOST_PIECES or len(text) > _LONGEST:
        raise Unreadable(f"not a list of countries: {_quoted(text)}")
    pieces = []
    for (_, before, cut), (end, _, _) in pairwise(cuts):
        if inner := text[before:end].strip(" \t\r\u00a0.:'"):
            start = text.index(inner, before)
            pieces.append((start, start + len(inner), cut.casefold()))
    return pieces


@lru_cache(maxsize=1 << 14)
def _lookup(text: str) -> str | None:
    """Return the code for one wording, None when it is unknown; raises Unreadable when it is said of two countries."""
    folded = _folded(text)
    if folded in _AMBIGUOUS:
        raise Unreadable(f"said of {_AMBIGUOUS[folded]}: {_quoted(text)}")
    found = _wordings().get(folded)
    if found is None and (len(folded) > 3 or not folded.isascii()):  # shorter ones are scraps, if not our own
        found = _foreign().get(folded)
    return found


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    """Give the codes and the names of every country."""
    for line in re.sub(r"\n +", " ", WORDINGS).strip().splitlines():
        codes, _, names = line.partition(": ")
        yield codes.split(), names.split("; ")


@cache
def _codes() -> Mapping[str, str]:
    """Return the code in use here for every code."""
    return {code: codes[0] for codes, _ in _lines() for code in codes}


@cache
def _names() -> Mapping[str, list[str]]:
    """Return the names of every code in use here."""
    return {codes[0]: names for codes, names in _lines()}


@cache
def _wordings() -> Mapping[str, str]:
    """Return the code for every folded wording of our own."""
    ours = {_folded(each): code for code, names in _names().items() for each in names}
    inverted = [(_OF.fullmatch(wording), code) for wording, code in ours.items()]
    turned = {f"{of[3]} {of[n]}": code for of, code in inverted if of for n in (1, 2)}
    soviet = (f"{begins} {ends}" for last, first in _SOVIET.items() for begins in first.split() for ends in last)
    return turned | ours | {_folded(each): "suhh" for each in soviet}


@cache
def _foreign() -> Mapping[str, str]:
    """Return the code for every folded name in CLDR that only one country has."""
    from babel import Locale  # with its data 0.1 s: only where our own wordings do not do

    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for territory, each in Locale(language).territories.items():
            code = str(territory).lower()
            if code in _names() and code != "zz":  # «unknown region» is no wording of «everywhere»
                found.setdefault(_folded(each), set()).add(code)
    return {wording: codes.pop() for wording, codes in found.items() if len(codes) == 1}


def _folded(text: str) -> str:
    """Fold case, accents, punctuation and the article at the beginning."""
    bare = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char) and char != ".")
    return " ".join(re.findall(r"\w+", bare)).removeprefix("the ")
