"""The closed classes of words that quantities are read by: words_LANGUAGE.toml, units.toml, currencies.tsv."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from kronika.study.claims.quantities.phrases import Phrases

if TYPE_CHECKING:
    from kronika.study.claims.spans import Category

_FOLDER = resources.files("kronika.study.claims.quantities")
_NONE: frozenset[str] = frozenset()
RULED = ("en", "ru")
"""Languages with words of their own; in others only digits, signs and codes are read."""


VULGAR = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8, "⅙": 1 / 6,
           "⅚": 5 / 6, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}  # fmt: skip
"""Fractions in one sign, and what they are."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit's words mean."""

    category: Category
    name: str
    factor: float = 1.0
    """A fortnight is two weeks, a decade ten years."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; all in small letters, with plain signs."""

    cardinals: Mapping[str, float]
    scales: Mapping[str, float]
    short: Mapping[str, float]
    plural: Mapping[str, float]
    fractions: Mapping[str, float]
    ordinals: Mapping[str, float]
    multiples: Mapping[str, float]
    before: Phrases[str]
    after: Phrases[str]
    fillers: Phrases[str]
    """What may stand between a hedge and its number."""
    few: Phrases[str]
    in_every: Phrases[str]
    aged: Phrases[str]
    percent_of: Phrases[str]
    units: Phrases[Unit]
    """Percent, money and time by their words and signs."""
    symbols: Mapping[str, Unit]
    """Symbols of measures, as printed: «M» is no «m»."""
    money: Mapping[str, str]
    small: Mapping[str, float]
    """Parts of a whole unit of money: «cents» are 0.01."""
    adverbs: Phrases[str]
    sets: Mapping[str, frozenset[str]]
    """The other classes, by name."""
    starts: frozenset[str]
    """All words that a number can begin with."""

    def has(self, name: str, word: str) -> bool:
        """Whether a word is of a class."""
        return word in self.sets.get(name, _NONE)


@cache
def words(language: str) -> Words:
    """The words of a language; of one without rules, signs and digits alone."""
    data: dict[str, Any] = _toml(f"words_{language}.toml") if language in RULED else {}
    units = _toml("units.toml")
    numbers = ("cardinals", "scales", "plural", "fractions", "ordinals", "multiples")
    few = _class(data, "few", "words")
    starts = {word for section in numbers for word in data.get(section, {})}
    starts |= {phrase.split()[0] for phrase in few} | set(_class(data, "words", "article"))
    sets = {name: frozenset(split(text)) for name, text in _classes(data)}
    return Words(
        **{section: data.get(section, {}) for section in (*numbers, "short")},
        before=Phrases({**_SIGNS, **_meanings(data.get("before", {}))}),
        after=Phrases({"+": "at_least", **_meanings(data.get("after", {}))}),
        fillers=_class(data, "words", "fillers"),
        few=few,
        in_every=_class(data, "words", "in_every"),
        aged=_class(data, "words", "aged"),
        percent_of=_class(data, "words", "percent_of"),
        units=Phrases(_units(units, data)),
        symbols={word: Unit("measure", name) for name, text in units["measures"].items() for word in split(text)},
        money=units["money"] | {code: code for code in _currencies()},
        small={word: 1 / int(many) for many, text in units["small"].items() for word in split(text)},
        adverbs=Phrases(data.get("per", {}).get("adverbs", {})),
        sets=sets | {f"units.{name}": frozenset(split(units[name]["words"])) for name in ("majors", "doubtful")},
        starts=frozenset(starts | VULGAR.keys()),
    )


@cache
def prefixes() -> frozenset[str]:
    """Letters that stand for money, also without a blank before the number."""
    return words("").sets["units.majors"]


def split(text: str) -> list[str]:
    """The phrases of a list."""
    return [" ".join(phrase.split()) for phrase in text.split("·") if phrase.strip()]


# What no language changes.
_SIGNS = {">": "at_least", "≥": "at_least", "⩾": "at_least", "<": "at_most", "≤": "at_most", "⩽": "at_most",
          "~": "about", "≈": "about", "∼": "about", "±": "about"}  # fmt: skip


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _classes(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    sections = ("verbs", "words", "per", "calendar", "labels", "names", "counted")
    named = [(f"{section}.{name}", text) for section in sections for name, text in data.get(section, {}).items()]
    return [(name, text) for name, text in named if isinstance(text, str)]


def _class(data: Mapping[str, Any], section: str, name: str) -> Phrases[str]:
    return Phrases(dict.fromkeys(split(data.get(section, {}).get(name, "")), name))


def _meanings(section: Mapping[str, str]) -> dict[str, str]:
    return {phrase: meaning for meaning, text in section.items() for phrase in split(text)}


def _units(units: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Unit]:
    found = {name: Unit("money", code) for code, names in _currencies().items() for name in names}
    found |= {name.replace("ruble", "rouble"): unit for name, unit in found.items()}
    found |= _by_last_word(found)
    for name, code in units["generic"].items():
        found |= {form: Unit("money", code) for form in (name, f"{name}s")}
    found |= {code.lower(): Unit("money", units["money"].get(code, code)) for code in split(units["majors"]["words"])}
    for text in units["small"].values():
        found |= {name: Unit("money", name) for name in split(text)}
    for name, text in (*units["percent"].items(), *data.get("percent", {}).items()):
        found |= {word: Unit("percent", name) for word in split(text)}
    for name, text in units["measures"].items():
        found |= {word: Unit("measure", name) for word in split(text) if len(word) > 3 and word.isascii()}
    for code, text in data.get("money", {}).items():
        found |= {word: Unit("money", code) for word in split(text)}
    for word, (name, factor) in data.get("time", {}).items():
        found[word] = Unit("duration", name, float(factor))
    return found


def _by_last_word(names: Mapping[str, Unit]) -> dict[str, Unit]:
    """«markka» alone is Finnish, since nobody else's money is called so; «dinars» stay a word."""
    codes: dict[str, set[str]] = {}
    for name, unit in names.items():
        codes.setdefault(name.split()[-1], set()).add(unit.name)
    return {word: Unit("money", min(of) if len(of) == 1 else word) for word, of in codes.items() if len(word) > 2}


@cache
def _currencies() -> dict[str, tuple[str, ...]]:
    lines = (_FOLDER / "currencies.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {code: tuple(names) for code, *names in rows}
