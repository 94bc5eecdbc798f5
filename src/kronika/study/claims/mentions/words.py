"""The closed classes of words that tell names from other words; the table is `names/words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple, cast

from kronika.match.words import given, romanise
from kronika.study.claims.names.folding import stem

_Words = frozenset[str]


class Words(NamedTuple):
    """Folded words, by what they tell; the comments of the table say what each class is."""

    function: _Words
    calendar: _Words
    ordinary: _Words
    acronyms: _Words
    title_words: _Words
    bearers: _Words
    highest: _Words
    callings: _Words
    particles: _Words
    connectors: _Words
    within: _Words
    bodies: _Words
    events: _Words
    papers: _Words
    government: _Words
    government_before: _Words
    government_cyrillic: _Words
    abbreviated: _Words
    craft: _Words
    ships: _Words
    honorifics: _Words
    womens: _Words
    peers: _Words
    members: _Words
    topics: _Words
    firms: _Words
    ministries: _Words
    convened: _Words
    things: _Words
    treaties: _Words
    goods: _Words
    trades: _Words
    parts: _Words
    power: _Words
    domains: _Words


class Place(NamedTuple):
    """The words by which a capital is told from the state that it stands for."""

    modals: _Words
    states_only: _Words
    verbs: _Words
    objects: _Words
    transfers: _Words
    with_before: _Words
    on_before: _Words
    against: _Words
    owned: _Words
    where: _Words
    cyrillic_in: _Words


class Also(NamedTuple):
    """Names that are words too."""

    alone: _Words
    the: _Words
    given: _Words


@cache
def _table() -> dict[str, object]:
    path = resources.files("kronika.study.claims.names").joinpath("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _class(table: object, name: str) -> _Words:
    return frozenset(cast("dict[str, str]", table)[name].replace("'", "").split())


@cache
def words() -> Words:
    """The classes that tell names."""
    return Words(*(_class(_table(), name) for name in Words._fields))


@cache
def place() -> Place:
    """The classes that tell a state from its capital."""
    return Place(*(_class(_table()["place"], name) for name in Place._fields))


@cache
def also() -> Also:
    """The names that are words too."""
    return Also(*(_class(_table()["also_words"], name) for name in Also._fields))


@cache
def common() -> _Words:
    """Words that official English writes with capitals and that are no part of anybody's name."""
    known = words()
    return known.function | known.ordinary | known.papers | known.bearers | known.callings | known.bodies | known.events


@cache
def cyrillic_offices() -> dict[str, str]:
    """The stem of an office in Cyrillic letters → the office in English."""
    pairs = (each.split("=") for each in _class(_table(), "cyrillic_offices"))
    return {stem(name): office for name, office in pairs}


@lru_cache(maxsize=1 << 12)
def is_given(word: str) -> bool:
    """Whether a folded word is a given name in its full form, in any script."""
    latin = [word] if word.isascii() else romanise.words(word)
    return any(rank == given.FULL for piece in latin for _, rank in given.classes(piece))


@lru_cache(maxsize=1 << 12)
def is_womans(word: str) -> bool:
    """Whether a folded Latin word is a woman's given name in its full form, and no man's."""
    genders = {given.gender(number) for number, rank in given.classes(word) if rank == given.FULL}
    return genders == {"f"}
