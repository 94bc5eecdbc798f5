"""Countries as officials print them: wording to code, code to English name.

Codes are ISO 3166-1 alpha-2 in lower case and the further ones that FollowTheMoney's country type knows: `suhh` for the
Soviet Union, `xk` for Kosovo, `ua-cri` for occupied Crimea. Every look-up is exact after folding case, accents and
punctuation; nothing is guessed. Names come from rigour.territories, of which three kinds are not believed here: codes
(«na» is no Namibia), places inside a country (Minsk is not a country's name) and Latin scraps of up to three letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from kronika.base.errors import Unreadable

if TYPE_CHECKING:
    from rigour.territories.territory import Territory

# Official wordings that rigour does not have, or has among what is not believed.
_OURS = {
    "belarussian": "by",
    "bosnia herzegovina": "ba",
    "congo democratic republic": "cd",
    "drc": "cd",
    "eu": "eu",
    "gaza": "ps",
    "gaza strip": "ps",
    "komi assr": "suhh",
    "moldovan ssr": "suhh",
    "north ossetian autonomous ssr": "suhh",
    "north gaza": "ps",
    "northern gaza": "ps",
    "occupied palestinian territories": "ps",
    "prc": "cn",
    "qatarian": "qa",
    "rdc": "cd",
    "southern lebanon": "lb",
    "uae": "ae",
    "uk": "gb",
    "us": "us",
    "usa": "us",
    "ussr": "suhh",
    "uzbek ssr": "suhh",
    "uzbekistan ssr": "suhh",
    "west bank": "ps",
    "kyrgyz ssr": "suhh",
    "moldovian ssr": "suhh",
    "yakut autonomous ssr": "suhh",
}
_AMBIGUOUS = {
    "congolese": "the two Congos",
    "dominican": "Dominica and the Dominican Republic",
    "jammu and kashmir": "India and Pakistan",
    "korea": "the two Koreas",
    "korean": "the two Koreas",
    "virgin islands": "British and American islands",
}
_CODE = re.compile(r"[A-Za-z]{2,4}|[A-Za-z]{1,2}-[A-Za-z]{2,4}")
_RESERVED = {"uk": "gb"}  # kept free by ISO 3166-1 for the United Kingdom, and used by the EU
_PAST = frozenset(("suhh", "yucs", "csxx", "cshh", "dd"))  # states that a text may call «former»
_UNSTATED = frozenset(
    ("", "-", "00", "n/a", "n/d", "na", "none", "none identified", "not known", "undetermined", "unknown")
)

# What stands between the countries of one cell, the words that only say what is listed, and the brackets in which a
# second name stands: «(1)-(3) Iraq (4) Iran», «former USSR (now Belarus)», «Russian and Ukrainian nationalities».
_CUTS = re.compile(
    r"""(?<!\w)\(?(?:[a-z]|[ivx]{2,4}|\d{1,2}(?:\s?-\s?\d{1,2})?)\)(?:\s*(?:to|-)\s*(?=\())?
    | [][;|/,()"\n] | \.(?=\s|$)
    | \b(?:and/or|and|or|now|currently|former|ex-|citizens?|citizenships?|nationals?|nationality|nationalities)(?!\w)
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
    from rigour.territories import get_territory  # 0.15 s: only where a country is read

    territory = get_territory(_RESERVED.get(text.casefold(), text)) if _CODE.fullmatch(text) else None
    if territory is None or not _believed(territory):
        raise Unreadable(f"no country has the code {_quoted(text)}")
    return territory.ftm_country or territory.code


def name(code: str) -> str:
    """Return the short English name of a code; raises Unreadable for an unknown one."""
    from rigour.territories import get_territory

    territory = get_territory(code)
    if territory is None:
        raise Unreadable(f"no country has the code {_quoted(code)}")
    return territory.name


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
    # «now» always opens another name, also where rigour knows the whole phrase.
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
    if folded in _OURS:
        return _OURS[folded]
    if len(folded) < 4 and folded.isascii():
        return None
    from rigour.territories import lookup_by_identifier, lookup_territory  # 1 s on first use

    territory = lookup_territory(text)
    if territory is None or not _believed(territory) or lookup_by_identifier(text) is not None:
        return None
    return None if folded in _places(territory) else territory.ftm_country


def _believed(territory: Territory) -> bool:
    """Say whether it is a state, now or in the past, or has a code of its own in FollowTheMoney."""
    return territory.is_ftm or territory.is_historical


@lru_cache(maxsize=512)
def _places(territory: Territory) -> frozenset[str]:
    """Return the folded names of places inside the territory, by which rigour also finds it."""
    return frozenset(map(_folded, territory.places))


def _folded(text: str) -> str:
    """Fold case, accents and punctuation."""
    bare = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char) and char != ".")
    return " ".join(re.findall(r"\w+", bare))
