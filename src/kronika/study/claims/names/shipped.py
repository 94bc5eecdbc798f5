"""The names that ship with Kronika: states, regions, bodies, holders of office; written by hand, CSV beside this file.

Office holders are heads of state and government, foreign and some other ministers and the heads of international
bodies, in the spellings of English press. No private person is among them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

from kronika.base import places, scripts
from kronika.base.placenames import WORDINGS
from kronika.study.claims.names.lexicon import Entry

_OFFICIAL = ("Republic", "Kingdom", "Federation", "State of", "Emirate", "Sultanate", "Principality", "Confederation")


@cache
def shipped() -> tuple[Entry, ...]:
    """All of them. A state's id is its ISO 3166-1 code, also of its demonym; `eu` and `un` stand for the two unions."""
    return (*_states(), *_regions(), *_organisations(), *_offices())


def _states() -> Iterator[Entry]:
    official = _wordings()
    for row in _rows("states"):
        code = row["code"]
        name, countries = places.name(code), frozenset((code,))
        forms = (row["name"], name, *_list(row["forms"]), *_list(row["cyrillic"]), *official.get(code, ()))
        yield Entry(name, "country", tuple(dict.fromkeys(forms)), "state", code, countries)
        if demonyms := _plural(_list(row["demonyms"])):
            yield Entry(name, "people", demonyms, "demonym", code, countries)
        if capitals := _list(row["capitals"]):
            yield Entry(capitals[0], "place", capitals, "capital", "", countries)


def _regions() -> Iterator[Entry]:
    for row in _rows("regions"):
        demonyms = _plural(_list(row["demonyms"]))
        if row["name"] not in demonyms:  # the Kurds are no place
            yield Entry(row["name"], "place", (row["name"].removeprefix("the "), *_list(row["forms"])), "region")
        if demonyms:
            yield Entry(row["name"], "people", demonyms, "demonym")


def _organisations() -> Iterator[Entry]:
    for row in _rows("organisations"):
        country = frozenset((row["country"],)) if row["country"] else frozenset[str]()
        yield Entry(
            row["name"], "organisation", (row["name"], *_list(row["forms"])), "organisation", "", country,
        )  # fmt: skip


def _offices() -> Iterator[Entry]:
    for row in _rows("offices"):
        country = frozenset((row["country"],)) if row["country"] else frozenset[str]()
        years = f"{row['since']}–{row['until']}".strip("–")
        yield Entry(
            row["name"], "person", (row["name"], *_list(row["forms"])), "office", "", country, _list(row["alone"]),
            f"{row['office']}, {years}",
        )  # fmt: skip


def _wordings() -> dict[str, tuple[str, ...]]:
    """The official names of states that `base.placenames` has, by their codes, in every script."""
    found: dict[str, tuple[str, ...]] = {}
    for line in WORDINGS.strip().replace("\n    ", " ").splitlines():
        codes, _, names = line.partition(": ")
        found[codes.split()[0]] = tuple(
            name
            for name in names.split("; ")
            if any(word in name for word in _OFFICIAL) or scripts.script(name) == "Cyrl"
        )
    return found


def _plural(demonyms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for each in demonyms for form in ([each] if each.endswith(("s", "ese")) else [each, each + "s"]))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _rows(table: str) -> Iterator[dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
