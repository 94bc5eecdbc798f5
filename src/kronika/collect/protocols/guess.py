"""Propose a mapping for a table that nobody has mapped, and say why.

Columns are recognised by their headings (words.toml); then the arithmetic of the protocols has its say: which columns
are the candidates' is decided by which of them add up to the valid votes.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols import long, mapping, reading, sheet
from kronika.collect.protocols.mapping import COUNTS
from kronika.collect.protocols.stations import UNKNOWN, Counts

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.collect.protocols.sheet import Sheet

_FILE = resources.files("kronika.collect.protocols") / "words.toml"
_SAMPLE = 5_000
"""Stations that the arithmetic is tried on."""
AGREE = 0.95
"""A sum holds if it does at so many of the stations."""
_FEW = 50
"""Rows from which it is told what a column prints."""
_NUMBER = re.compile(r"\d+")
_TOTALS = ("registered", "given", "found", "valid", "early")
"""Roles whose heading may stand above their parts, too («of these by proxy»): the total is meant."""
_PARTS = {"given": ("early", "inside", "outside"), "found": ("mobile", "stationary")}


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed mapping."""

    toml: str
    """To be read, corrected and saved."""
    explains: tuple[str, ...]
    """Why each column was picked, and what remains open, in sentences."""
    usable: bool
    """Whether the mapping can be used as it stands."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was made of the headings."""

    texts: dict[str, int]
    counts: dict[str, int]

    @property
    def taken(self) -> set[int]:
        return {*self.texts.values(), *self.counts.values()}


@dataclass(frozen=True, slots=True)
class _Long:
    """A table that has a row for each candidate, made wide."""

    table: Sheet
    candidate: int
    votes: int
    """Positions in the table as it was printed."""
    printed: tuple[str, ...]
    """Its headings."""

    def says(self) -> str:
        """Who the candidates are, and where their votes stand."""
        names = len(self.table.headings) - len(self.printed) + 2
        return (
            f"candidates: {names} names in «{self.printed[self.candidate]}», of which each has its own row at a "
            f"station, with its votes in «{self.printed[self.votes]}»"
        )

    def toml(self) -> str:
        """As the mapping says it."""
        candidate, votes = (_quoted(self.printed[at]) for at in (self.candidate, self.votes))
        return f"\n[long]\ncandidate = {candidate}\nvotes = {votes}"


def guess(path: Path, member: str = "") -> Guess:
    """Propose a mapping for a table; of several in a ZIP, for that whose headings tell most.

    Raises UsageError where the file is no table.
    """
    words = tomllib.loads(_FILE.read_text("utf-8"))
    several = [] if member else sheet.members(path)
    if len(several) > 1:
        member = max(several, key=lambda each: _headings(path, each, words)[0])
    _, encoding, heading = _headings(path, member, words)
    table = sheet.read(path, member=member, encoding=encoding, heading=heading)
    named = _long(table, words)
    table = named.table if named else table
    numbers = {at: column for at in range(len(table.headings)) if (column := _numbers(table, at)) is not None}
    kept = [at for at in numbers if not named or at < len(named.printed) - 2]
    found = _Found({}, _roles(table.headings, words["counts"], kept, numbers))
    found = _Found(_roles(table.headings, words["texts"], set(range(len(table.headings))) - found.taken), found.counts)
    by_size = _by_size(found, numbers)
    explains = [f"the headings stand in row {heading}; the encoding is {encoding}"]
    explains += [f"member: {member}, of {', '.join(several)}"] if len(several) > 1 else []
    explains += [f"{role}: «{table.headings[at]}», by its heading" for role, at in (found.texts | found.counts).items()]
    explains += [
        f"{role}: «{table.headings[at]}», for it is never below the columns that are left"
        for role, at in by_size.items()
    ]
    found = _Found(found.texts, found.counts | by_size)
    candidates, why = ([], named.says()) if named else _candidates(table, found, numbers)
    settings: dict[str, str | int] = {"member": member, "encoding": encoding, "heading": heading}
    shares = _shares(found, numbers)
    explains += [why, *_missing(found, shares), *_doubts(found, numbers)]
    return Guess(
        toml="\n".join((*_toml(table, settings, found, shares, candidates), *([named.toml()] if named else []), "")),
        explains=tuple(explains),
        usable=bool("registered" in found.counts and (candidates or named))
        and not (by_size and "valid" not in found.counts and shares["turnout"] == ["valid"]),
    )


def _headings(path: Path, member: str, words: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[int, str, int]:
    """How many columns are recognised, in which encoding and under which row; the first row where none is."""
    encodings = sheet.encodings(path, member)
    best = (0, encodings[0], 1)
    patterns = {**words["counts"], **words["texts"]}
    for encoding in encodings:
        for row, cells in enumerate(sheet.head(path, member=member, encoding=encoding), start=1):
            known = 0 if any(map(_NUMBER.fullmatch, cells)) else len(_roles(cells, patterns, set(range(len(cells)))))
            if known > best[0]:
                best = (known, encoding, row)
    return best


def _roles(
    headings: Sequence[str],
    patterns: Mapping[str, Sequence[str]],
    among: Collection[int],
    numbers: Mapping[int, Counts] | None = None,
) -> dict[str, int]:
    """Role → the column whose heading is surest to name it; a column has one role.

    Of several that a pattern picks it is the total of the others, where `numbers` shows one that is never below them.
    """
    found: dict[str, int] = {}
    for role, several in patterns.items():
        for pattern in several:
            free = [at for at in mapping.pick(pattern, headings) if at in among and at not in found.values()]
            if len(free) > 1 and numbers and role in _TOTALS:
                free = _above(free, numbers)
            if len(free) == 1:
                found[role] = free[0]
                break
    return found


def _above(columns: Sequence[int], numbers: Mapping[int, Counts]) -> list[int]:
    """The column that is at least each of the others nearly everywhere; all where there is none."""
    largest = max(columns, key=lambda at: int(numbers[at].clip(0).sum()))
    others = np.max([numbers[at] for at in columns if at != largest], axis=0)
    return [largest] if (numbers[largest] >= others).mean() >= AGREE else list(columns)


def _long(table: Sheet, words: Mapping[str, Mapping[str, Sequence[str]]]) -> _Long | None:
    """What to make of a table that prints each station once for each candidate; None where it does not."""
    texts = _roles(table.headings, words["texts"], set(range(len(table.headings))))
    if "unit" not in texts:
        return None
    station = [texts[role] for role in ("region", "district", "unit") if role in texts]
    free = [at for at in range(len(table.headings)) if at not in texts.values()]
    for votes in _picked(table, words["long"]["votes"], free):
        for candidate in _picked(table, words["long"]["candidate"], [at for at in free if at != votes]):
            if _numbers(table, votes) is None or _numbers(table, candidate) is not None:
                continue
            try:
                made = long.wide(table, candidate, votes, station)
            except UsageError:
                continue
            if 3 * len(made.rows) <= 2 * len(table.rows):
                return _Long(made, candidate, votes, table.headings)
    return None


def _picked(table: Sheet, patterns: Sequence[str], among: Collection[int]) -> Iterator[int]:
    """Columns that the patterns pick, the surest first."""
    yield from dict.fromkeys(at for pattern in patterns for at in mapping.pick(pattern, table.headings) if at in among)


def _by_size(found: _Found, numbers: Mapping[int, Counts]) -> dict[str, int]:
    """Who is on the list, and who voted, where no heading says it: of nested counts each is below the one before."""
    made: dict[str, int] = {}
    missing = [] if "registered" in found.counts else ["registered"]
    missing += [] if {"given", "found", "valid"} & set(found.counts) else ["valid"]
    free = [at for at in numbers if at not in found.taken]
    for role in missing:
        rest = [at for at in free if at not in made.values()]
        if len(rest) < 2:
            break  # what is left is the candidates'
        largest = _above(rest, numbers)
        if len(largest) > 1:
            break
        made[role] = largest[0]
    return made


def _numbers(table: Sheet, at: int) -> Counts | None:
    """The counts of a column, of the first stations; None where it does not hold counts."""
    cells = table.columns[at].slice(0, _SAMPLE).to_pylist()
    counts = [reading.count(cell) if cell else UNKNOWN for cell in cells]
    wrong = sum(each is None for each in counts)
    known = sum(each is not None and each != UNKNOWN for each in counts)
    if not known or wrong > reading.MOST_BAD * len(cells):
        return None
    made = np.array([UNKNOWN if each is None else each for each in counts], dtype=np.int64)
    return (
        None if (made == np.arange(made[0], made[0] + len(made))).all() and made[0] in {0, 1} else made
    )  # numbers rows


def _candidates(table: Sheet, found: _Found, numbers: Mapping[int, Counts]) -> tuple[list[int], str]:
    """The columns of the candidates, and how they were found."""
    free = [at for at in numbers if at not in found.taken and table.headings[at]]
    runs = sorted(_runs(free, _shares_of(table)), key=len, reverse=True)
    for role in ("valid", "found"):
        if role not in found.counts:
            continue
        whole = numbers[found.counts[role]] - (
            numbers[found.counts["against"]].clip(0) if "against" in found.counts else 0
        )
        if role == "found" and "invalid" in found.counts:
            whole = np.where(whole < 0, whole, whole - numbers[found.counts["invalid"]].clip(0))
        for run, added in _narrowing(runs, numbers):
            known = (whole >= 0) & (added > 0)
            share = float((added == whole)[known].mean()) if known.any() else 0.0
            if share >= AGREE:
                return run, f"candidates: {len(run)} columns, which add up to {role} at {share:.1%} of the stations"
    if not runs:
        return [], "candidates: no column of counts is left for them: name them in `candidates`"
    return runs[0], (
        f"candidates: the longest run of other columns with counts, {len(runs[0])} of them; they do not add up to the "
        "valid votes, so check them"
    )


def _shares_of(table: Sheet) -> set[int]:
    """Columns that print a percentage, as some tables do after each count."""
    heads = ([cell for cell in column.slice(0, _FEW).to_pylist() if cell] for column in table.columns)
    return {at for at, cells in enumerate(heads) if cells and all(map(reading.is_share, cells))}


def _runs(columns: Sequence[int], between: Collection[int]) -> Iterator[list[int]]:
    """Columns that stand side by side, or with nothing but some of those `between` them."""
    run: list[int] = []
    for at in columns:
        if run and not set(range(run[-1] + 1, at)) <= set(between):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _narrowing(runs: Sequence[list[int]], numbers: Mapping[int, Counts]) -> Iterator[tuple[list[int], Counts]]:
    """The runs, and what is left of each when columns are taken from its ends, with their sums: the longest first."""
    for run in runs:
        before = [np.zeros_like(numbers[run[0]])]
        for at in run:
            before.append(before[-1] + numbers[at].clip(0))
        for length in range(len(run), 0, -1):
            for start in range(len(run) - length + 1):
                yield run[start : start + length], before[start + length] - before[start]


def _shares(found: _Found, numbers: Mapping[int, Counts]) -> dict[str, list[str]]:
    """What to divide for turnout and result, of the counts that there are."""
    order = ["given", "found", "valid"]
    if {"given", "found"} <= set(found.counts):
        given, boxes = (numbers[found.counts[role]] for role in ("given", "found"))
        if (boxes > given)[given >= 0].mean() > 1 - AGREE:
            order = ["found", "given", "valid"]  # not all ballots are given out at the station: there are postal ones
    counts = {*found.counts, *(name for name, parts in _PARTS.items() if set(parts) <= set(found.counts))}
    turnout = next((role for role in order if role in counts), "valid")
    whole = next((roles for roles in (["valid", "invalid"], ["found"]) if counts.issuperset(roles)), ["valid"])
    return {
        "turnout": [turnout] if turnout else [],
        "result": whole,
        "early": ["early"] if "early" in counts else [],
    }


def _missing(found: _Found, shares: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if "registered" not in found.counts:
        yield f"open: which column is registered ({COUNTS['registered']})"
    if shares["turnout"] == ["valid"] and "valid" not in found.counts:
        yield "doubtful: no column says how many voted: the votes of all candidates stand for the turnout"
    for role in ("region", "unit"):
        if role not in found.texts:
            yield f"without a column for {role} nothing can be said {'by region' if role == 'region' else 'of repeats'}"


def _doubts(found: _Found, numbers: Mapping[int, Counts]) -> Iterator[str]:
    """Where the counts do not bear out what the headings say."""
    listed = numbers.get(found.counts.get("registered", -1))
    if listed is None:
        return
    for role in ("given", "found", "valid", "invalid", "early"):
        counts = numbers.get(found.counts.get(role, -1))
        if counts is None:
            continue
        known = (listed > 0) & (counts >= 0)
        if known.any() and (share := float((counts > listed)[known].mean())) > 1 - AGREE:
            yield f"doubtful: {role} is above registered at {share:.0%} of the stations: is it the column meant?"


def _quoted(value: object) -> str:
    """A text, number or list of texts as TOML writes it, which here is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _toml(
    table: Sheet,
    settings: Mapping[str, str | int],
    found: _Found,
    shares: Mapping[str, Sequence[str]],
    candidates: Sequence[int],
) -> Iterator[str]:
    yield f"title = {_quoted(table.name)}"
    yield from (f"{key} = {_quoted(value)}" for key, value in settings.items() if value not in {"", "utf-8", 1})
    yield from (f"{share} = {_quoted(roles)}" for share, roles in shares.items() if roles)
    if candidates:
        yield f"candidates = {_quoted([table.headings[at] for at in candidates])}"
    yield "\n[columns]"
    yield from (f"{role} = {_quoted(table.headings[at])}" for role, at in (found.texts | found.counts).items())
    sums = {
        name: parts for name, parts in _PARTS.items() if name not in found.counts and set(parts) <= set(found.counts)
    }
    if "valid" not in found.counts and "valid" in {*shares["turnout"], *shares["result"]}:
        sums["valid"] = (mapping.VOTES,)
    if sums:
        yield "\n[sums]"
        yield from (f"{name} = {_quoted(parts)}" for name, parts in sums.items())
