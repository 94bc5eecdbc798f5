"""What `bench match` measures on: labelled pairs, made-up people, the names of the real lists and typos in them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import string
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bench.measure import kronika, run
from bench.record import CURRENT, OFAC, REAL, add
from kronika import Casebook
from kronika.base import places

if TYPE_CHECKING:
    from bench.match_peer import Entity, Pair

Item = TypeVar("Item")
SEED = 20231101
MODES = ("primary–primary", "primary–all", "all–all")
PAIRS = REAL / "benchmarks" / "belarus_pairs.jsonl"
NEGATIVES = REAL / "benchmarks" / "yente_negatives_global.csv"
OFAC_NAMES = (
    ("us_sdn", "--published", "2025-12-24", *(str(OFAC / f"{name}.csv") for name in ("2023-01_sdn", "2025-12_alt"))),
)
ALL_LISTS = CURRENT
# Pairs labelled as different people that are one man of whom two lists print two birth dates.
_CONFLICTS = {("eu-58", "ca-47"), ("uk-13995", "ca-47"), ("eu-183", "ca-76"), ("eu-262", "ca-121")}
_KINDS = ("insert", "delete", "replace", "transpose")
_NAMES_SQL = """
    SELECT subject, schema, prop, value, fold FROM facts
    WHERE entity = subject AND prop IN ('name', 'alias', 'previousName', 'weakAlias')
    ORDER BY source, subject, prop, value
"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two records and whether they are of one person."""

    left: Entity
    right: Entity
    match: bool
    conflict: bool
    """Labelled different by birth date, though one man."""

    def __str__(self) -> str:
        return f"{_shown(self.left)}  |  {_shown(self.right)}"


@dataclass(frozen=True, slots=True)
class Invented:
    """A made-up person: name, birth date, and country as its code."""

    name: str
    birth: str
    country: str


@dataclass(frozen=True, slots=True)
class Own:
    """A name of a listed subject."""

    subject: str
    schema: str
    name: str
    fold: str
    """Its words in the ledger's form, in which equal names are equal."""


class Names:
    """The names in a casebook, by subject."""

    def __init__(self, book: Casebook) -> None:
        with book.ledger() as ledger:
            rows = ledger.rows(_NAMES_SQL)
        self.bearers: dict[str, set[str]] = defaultdict(set)
        """The subjects that bear a name, by its fold."""
        properties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.schemata: dict[str, str] = {}
        for each in rows:
            self.bearers[each["fold"]].add(each["subject"])
            properties[each["subject"]][each["prop"]].append(each["value"])
            self.schemata[each["subject"]] = each["schema"]
        self._properties = properties
        self.own = [
            Own(each["subject"], each["schema"], each["value"], each["fold"]) for each in rows if each["prop"] == "name"
        ]
        self.aliases = [
            Own(each["subject"], each["schema"], each["value"], each["fold"])
            for each in rows
            if each["prop"] in {"alias", "previousName"}
        ]
        self.primary = {own.subject for own in self.own}

    def entity(self, subjects: Iterable[str]) -> Entity:
        """What is listed of one identity, names only."""
        ids = sorted(subjects)
        names: dict[str, list[str]] = defaultdict(list)
        for subject in ids:
            for prop, values in self._properties[subject].items():
                names[prop] += values
        return entity(names, self.schemata[ids[0]])


def entity(properties: dict[str, list[str]], schema: str = "Person") -> Entity:
    """A FollowTheMoney dict; its id tells its content, so that nothing remembered of an id is ever stale."""
    content = json.dumps([schema, properties], sort_keys=True)
    return {"id": blake2b(content.encode(), digest_size=8).hexdigest(), "schema": schema, "properties": properties}


def named(name: str, schema: str = "Person") -> Entity:
    """Somebody of whom only a name is known."""
    return entity({"name": [name]}, schema)


def belarus(mode: str) -> list[Labelled]:
    """The pairs of listings, names only."""
    left_all, right_all = mode == "all–all", mode != "primary–primary"
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        left, right = each["left"], each["right"]
        keys = (f"{left['list']}-{left['id']}", f"{right['list']}-{right['id']}")
        conflict = keys in _CONFLICTS and not each["match"]
        found.append(Labelled(_side(left, left_all), _side(right, right_all), each["match"], conflict))
    return found


def pairs(labelled: Iterable[Labelled]) -> list[Pair]:
    """The two sides alone."""
    return [(each.left, each.right) for each in labelled]


@cache
def negatives() -> tuple[Invented, ...]:
    """The made-up people, in the order of their file."""
    with NEGATIVES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Invented(each["full_name"], each["date_of_birth"], places.country(each["nationality"]))
            for each in csv.DictReader(file)
        )


def typos(names: Sequence[Own]) -> list[str]:
    """One random typo in each name. A name's typo is the same whichever other names are asked for."""
    return [typo(own.name, chance(f"{own.subject} {own.name}")) for own in names]


def typo(name: str, luck: np.random.Generator) -> str:
    """Insert, delete, replace or transpose at one place of the whole string, blanks and marks included."""
    while True:
        kind = luck.choice(_KINDS)
        at = int(luck.integers(len(name) + {"insert": 1, "transpose": -1}.get(kind, 0) or 1))
        letter = string.ascii_lowercase[luck.integers(26)]
        before, here, after = name[:at], name[at : at + 1], name[at + 1 :]
        found = {
            "insert": before + letter + here + after,
            "delete": before + after,
            "replace": before + letter + after,
            "transpose": before + after[:1] + here + after[1:],
        }[kind]
        if found.strip() and found.casefold() != name.casefold():
            return found


def chance(text: str) -> np.random.Generator:
    """Chance that is the same for the same text in every run."""
    return np.random.default_rng([SEED, *blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()])


def sample(items: Sequence[Item], size: int, salt: str = "") -> list[Item]:
    """So many of them by chance, in their order; all where there are no more."""
    if size >= len(items):
        return list(items)
    return [items[at] for at in sorted(chance(salt).choice(len(items), size, replace=False))]


def casebook(lists: Sequence[Sequence[str]]) -> Casebook:
    """A casebook of these lists, built. It stays in the temporary folder: the next run builds what has changed."""
    key = blake2b(json.dumps(lists).encode(), digest_size=6).hexdigest()
    root = Path(tempfile.gettempdir()) / f"kronika-bench-{os.getuid()}" / key
    if not (root / "complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        Casebook.init(root)
        for words in lists:
            add(root, *words)
        (root / "complete").touch()
    run(*kronika(root, "build"))
    return Casebook.open(root)


def _side(record: dict[str, list[str]], aliases: bool) -> Entity:
    others = {"alias": record["aliases"]} if aliases and record["aliases"] else {}
    return entity({"name": [str(record["name"])], **others})


def _shown(each: Entity) -> str:
    return "; ".join(name for names in each["properties"].values() for name in names)
