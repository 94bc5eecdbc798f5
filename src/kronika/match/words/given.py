"""Given names as classes over languages and spellings; what a patronymic tells of the father; feminine surnames.

A class is one line of `givennames.txt`: the forms of one name that documents of one person carry (rank 0), its
diminutives and nicknames (rank 1), and what historically is the same name but another culture's own (rank 2). A word
that the table does not hold is sought by its spelling key, in which the usual romanisations of one original meet; a
longer one of a name that came through the Arabic script also with its short vowels exchanged.

Words are those of `romanise.words`: small ASCII letters. Anything else is no given name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

FULL, SHORT, COGNATE = 0, 1, 2
"""The ranks of a word in a class: full form; diminutive, nickname or abbreviation; weaker cognate."""

_LONGEST = 32  # letters; no given name is longer, and a hostile word must not fill the memory


def _pairs(text: str) -> list[tuple[str, str]]:
    """Read «old=new old=new …», in which a low line stands for a blank."""
    found = (pair.replace("_", " ").partition("=") for pair in text.split())
    return [(old, new) for old, _, new in found]


# Replacements that lead to the spelling key, in their order; a blank stands before and after each word. They are plain
# replacements, so that the whole table goes through them in some 25 ms. Capitals stand for single sounds.
_REPLACED = _pairs(
    # one letter for a sound; c before e and i is ts
    "ch=C sh=S sC=S tC=C tS=C cz=C sz=S dzh=j zh=Z _dj=_j adj=aj kh=h gh=g ph=f th=t dh=d bh=b rh=r ck=k que=ke qui=ki "
    "q=k x=ks w=v _oua=_va _oue=_ve _oui=_vi aoua=ava ou=u oo=u ee=i tz=¢ ts=¢ ce=¢e ci=¢i cy=¢i c=k ¢=c ullo_=ula_ "
    "aa=a bb=b dd=d ff=f gg=g kk=k ll=l mm=m nn=n pp=p rr=r ss=s tt=t zz=z "
    # Abd al-, with or without the article's l; Nur ad-Din, Saif Allah
    "_gabd=_abd _abdr=_abdur _abda=_abdu _abde=_abdu _abdi=_abdu _abdo=_abdu _abdul=_abdu dine_=din_ aldin_=udin_ "
    "eldin_=udin_ uldin_=udin_ adin_=udin_ edin_=udin_ idin_=udin_ odin_=udin_ utdin_=udin_ atin_=udin_ etin_=udin_ "
    # glides: ya, ia, ja; ye, e; final y, iy, ii, ij; ai, ei, ay; Belarusian au, eu as av, ev; Sarah, Abdullah
    "j=i y=i ii=i ii=i ia=ya io=yo iu=yu ie=e ai=ei au=av eu=ev ah_=a_ eh_=e_ oh_=o_ uh_=u_ ala_=ula_ ola_=ula_"
)
_SHORT_VOWELS = tuple(str.maketrans("oe", vowels) for vowels in ("ua", "ui"))
_SILENT_E = re.compile("(?<=[bdfklmnrstz])e$")  # French Rahmane, Khalide


class _Table(NamedTuple):
    labels: list[str]
    genders: list[str]
    exact: dict[str, str]
    """Word → its classes: one character each, whose code is 4 × class + rank. Strings load much faster than lists."""
    keyed: dict[str, str]
    """Spelling key → the same."""
    vowels: tuple[dict[str, str], ...]
    """Spelling key with short vowels exchanged → the same of full forms, one map for each exchange."""


def classes(word: str) -> tuple[tuple[int, int], ...]:
    """The classes of a word and its rank in each, best rank first; empty for what is no given name.

    Numbers begin at 1 and hold for one version of the table.
    """
    return _classes(word) if len(word) <= _LONGEST else ()


def label(number: int) -> str:
    """The first full form of a class, for explanations; raises IndexError for a number past the last."""
    return _table().labels[number]


def gender(number: int) -> str:
    """Whose name the class is: m, f or u (both); raises IndexError for a number past the last."""
    return _table().genders[number]


@lru_cache(maxsize=1 << 15)
def _classes(word: str) -> tuple[tuple[int, int], ...]:
    codes = _table().exact.get(word)
    if codes is None:
        codes = _near(word) if word.isascii() and word.isalpha() and word.islower() else ""
    best: dict[int, int] = {}
    for code in sorted(map(ord, codes), key=lambda code: code & 3):
        best.setdefault(code >> 2, code & 3)
    return tuple(best.items())


def _near(word: str) -> str:
    """The codes of a word that the table does not hold as it is spelt."""
    table = _table()
    key = _key(f" {word} ").strip()
    found = table.keyed.get(key)
    if found is None and word[0] == "x":  # Azeri, Uzbek and Somali for kh or h: Xalid, Xasan
        key = _key(f" h{word[1:]} ").strip()
        found = table.keyed.get(key)
    if found is None and len(word) > 4 and word[-1] not in "io":  # on -i, surnames: Karimi is not Karime
        key = _SILENT_E.sub("", key)
        vowels = zip(_SHORT_VOWELS, table.vowels, strict=True)
        return "".join(known.get(key.translate(by), "") for by, known in vowels)
    # Many words share a short key, and a short form is less certain than a full one.
    return "".join(code for code in found or "" if len(key) > (4 if ord(code) & 3 else 3))


def _key(text: str) -> str:
    """The spelling keys of words that have a blank on both sides."""
    for old, new in _REPLACED:
        text = text.replace(old, new)
    return text


@cache
def _table() -> _Table:
    text = resources.files(__package__).joinpath("givennames.txt").read_text("ascii")
    table = _Table([""], [""], {}, {}, ({}, {}))
    eastern: dict[str, str] = {}
    for line in text.splitlines():
        words = line.split()
        if words[0] == "-:":
            table.exact.update(dict.fromkeys(words[1:], ""))
        elif line[0] != "#":
            code = 4 * len(table.labels)
            table.labels.append(words[1])
            table.genders.append(words[0][0].lower())
            _enter(table.exact, words, code)
            if words[0][0] < "a":
                _enter(eastern, words[: words.index("|")] if "|" in words else words, code)
    keys = dict(zip(table.exact, _key(f" {' '.join(table.exact)} ").split(), strict=True))
    for word, key in keys.items():
        table.keyed[key] = table.keyed.get(key, "") + table.exact[word]
    for by, known in zip(_SHORT_VOWELS, table.vowels, strict=True):
        for word, codes in eastern.items():
            key = keys[word].translate(by)
            known[key] = known.get(key, "") + codes
    return table


def _enter(known: dict[str, str], words: list[str], code: int) -> None:
    """Enter the words of a line of the table, whose first is its gender."""
    for word in words[1:]:
        if word == "|":
            code += 1
        else:
            known[word] = known.get(word, "") + chr(code)


# Aliaksandravich, Mykolaiovych, Grigoryevich; Siarheeuna, Serhiivna. And of fathers on -a: Kuzmich, Ilyinichna.
_PATRONYMIC = re.compile(r"([a-z]{2,}?)[ijy]{0,2}(?:[aeo][vw][iy](?:t?s?ch|cz|c|tsj)|[aeioy][uvw]na)")
_OF_A = re.compile(r"([a-z]{2,}?)(?:[iy]t?ch|(?:[iy]n)?[iy](?:ch|sh)na)")


def father(word: str) -> tuple[bool, tuple[int, ...]]:
    """Whether a word has the form of an East Slavic patronymic, and the classes of the father's name.

    The classes are empty where the name is not known. Surnames on -ovich, -owicz and -ović have the form as well: the
    place in the name must decide.
    """
    return _father(word) if len(word) <= _LONGEST else (False, ())


@lru_cache(maxsize=1 << 15)
def _father(word: str) -> tuple[bool, tuple[int, ...]]:
    if match := _PATRONYMIC.fullmatch(word):
        stem = match[1]
        # Sergeevich is of Sergei, not of Serge; Isaevich of Isa or of Isai.
        found = (stem[-1] == "e" and _men(stem + "i")) or _men(stem, stem + "i") or _men(*_nominatives(stem))
        return (True, found) if found or (len(stem) > 2 and not classes(word)) else (False, ())
    found = _men(match[1] + "ya", match[1] + "a") if (match := _OF_A.fullmatch(word)) else ()
    return bool(found), found


def _nominatives(stem: str) -> list[str]:
    """What the stem of a patronymic may be the stem of: Nikita, Ilya, Pavlo, Pavel, Lev, Yakov (Yakovlevich)."""
    full = [stem + "a", stem + "ya", stem + "o", f"{stem[:-1]}e{stem[-1]}"]
    return [*full, stem[:-1]] if stem[-1] == "l" and stem[-2] in "uvwmbpf" else full


def _men(*names: str) -> tuple[int, ...]:
    """The classes of which one of the names is a full form, those of women left out."""
    found = {number for name in names for number, rank in classes(name) if rank == FULL and gender(number) != "f"}
    return tuple(sorted(found))


# Ends of feminine surnames and of the masculine forms. The longest that fits counts.
_MASCULINE = dict(
    _pairs(
        "kaya=ki kaia=ki kaja=ki ska=ski cka=cki zka=zki yaya=iy iaia=ii iaya=iy jaja=ij aya=y aia=y aja=y ova=ov "
        "owa=ow eva=ev ewa=ew ava=au awa=au ina=in yna=yn skiene=skas ckiene=ckas iciene=icius iene=as iciute=icius "
        "iute=ius aite=as yte=is ute=us"
    )
)
_ENDS = re.compile(f"(?:{'|'.join(_MASCULINE)})$")


@lru_cache(maxsize=1 << 15)
def feminine(word: str) -> str:
    """The masculine form of a feminine East Slavic, Polish or Lithuanian surname, by its end; else the word itself.

    Nothing is known of who bears the name: the result is for comparison with another name's, not for display. Words of
    at most four letters stay.
    """
    end = _ENDS.search(word) if 4 < len(word) <= _LONGEST else None
    return word[: end.start()] + _MASCULINE[end[0]] if end else word
