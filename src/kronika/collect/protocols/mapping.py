"""What the columns of a table of protocols mean: a mapping in TOML, whose patterns pick columns by meaning.

A pattern is a few beginnings of words: «бюллетеней выдан помещен -вне» picks the heading that has words beginning with
each of the first three and none with the last; `a|b` takes either. A heading that is the pattern itself comes first.
mappings/ holds those that Kronika comes with; docs/methods.md says what each key is for.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from kronika.base.errors import ConfigError, UsageError

COUNTS = {
    "registered": "voters on the list",
    "issued": "ballots that the commission was given",
    "given": "ballots given to voters",
    "early": "given or cast before the day of the election",
    "inside": "given or cast inside the station on the day",
    "outside": "given or cast outside the station on the day",
    "mobile": "ballots in the mobile boxes",
    "stationary": "ballots in the boxes that stand in the station",
    "found": "ballots found in the boxes",
    "valid": "valid ballots or votes",
    "invalid": "invalid ballots or votes",
    "against": "votes against all",
    "spoiled": "ballots spoiled",
    "cancelled": "ballots not used",
    "lost": "ballots lost",
    "unaccounted": "ballots not accounted for when the commission was given them",
}
"""What a column of counts can hold."""
VOTES = "votes"
"""In a check or a sum: the votes of all candidates together; of those that the station tells."""
TEXTS = {
    "region": "region",
    "district": "district",
    "unit": "polling station",
    "kind": "kind of station",
    "signed": "day on which the protocol was signed",
}
"""What a column of texts can hold."""
_FILES = resources.files("kronika.collect.protocols") / "mappings"
_KEYS = {
    "title", "member", "encoding", "separator", "heading", "blank", "thousands", "columns", "sums", "cut", "candidates",
    "joined", "turnout", "result", "early", "exclude", "check", "usual", "election", "long",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold between the counts of a station: the left together are the right together, or no more."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    equal: bool
    says: str
    """What is wrong where it does not hold."""


CHECKS = {
    "given_over_registered": Check(("given",), ("registered",), False, "more ballots given out than voters listed"),
    "found_over_registered": Check(("found",), ("registered",), False, "more ballots found than voters listed"),
    "counted_over_registered": Check(
        ("valid", "invalid"), ("registered",), False, "more ballots counted than voters listed"
    ),
    "valid_over_registered": Check(("valid",), ("registered",), False, "more valid votes than voters listed"),
    "found_over_given": Check(("found",), ("given",), False, "more ballots found than given out"),
    "early_over_registered": Check(("early",), ("registered",), False, "more early votes than voters listed"),
    "votes_over_valid": Check((VOTES,), ("valid",), False, "more votes for the candidates than valid ones"),
    "votes_over_found": Check((VOTES,), ("found",), False, "more votes for the candidates than ballots found"),
}
"""What must hold everywhere, unless a mapping says that it is `usual` in its country that it does not."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of table is read."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, ...]]
    """Role → the pattern of its column; a text may stand in several, whose cells are then read as one."""
    turnout: tuple[str, ...]
    """The counts that, together, are divided by `registered`."""
    result: tuple[str, ...]
    """The counts that, together, the leader's votes are divided by."""
    candidates: tuple[str, ...] = ()
    """Patterns of the candidates' columns, where they are not those between `after` and `until`."""
    after: str = ""
    until: str = ""
    long: tuple[str, ...] = ()
    """Patterns of the columns of candidate and votes, where the table has a row for each candidate at each station."""
    early: tuple[str, ...] = ()
    """The counts that, together, are divided by `registered` for the share of early votes; empty for none."""
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Counts that are sums of others."""
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Candidates that count as one."""
    cut: Mapping[str, int] = field(default_factory=dict)
    """Role of a text → only so many of its first characters count."""
    exclude: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Name of an exclusion → role of a text → the pattern that excludes a station."""
    checks: tuple[Check, ...] = ()
    election: str = ""
    """The first day of voting, ISO 8601, which a protocol cannot be signed before; empty where it is not known."""
    usual: Mapping[str, str] = field(default_factory=dict)
    """Default checks that do not hold in this country → why."""
    member: str = ""
    encoding: str = "utf-8"
    separator: str = ""
    heading: int = 1
    blank: tuple[str, ...] = ()
    """Cells that mean «not known», beside blank ones."""
    thousands: str = ""
    """What groups the digits of a count by three, beside blanks: «.» or «,»."""


def words(text: str) -> list[str]:
    """The words of a heading as patterns see them: in lower case, without punctuation and diacritics of é's kind."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _WORD.findall(plain)


def fits(pattern: str, text: str) -> bool:
    """Whether a text has the words that the pattern asks for, and none that it excludes."""
    there = words(text)
    asked = pattern.casefold().replace("ё", "е").split()
    return bool(asked) and all(
        any(word.startswith(tuple(each.lstrip("-").split("|"))) for word in there) != each.startswith("-")
        for each in asked
    )


def pick(pattern: str, headings: Sequence[str]) -> list[int]:
    """The positions of the headings that a pattern picks: those that are the pattern itself, else those that fit it."""
    asked = pattern.strip().casefold()
    return [at for at, heading in enumerate(headings) if heading.strip().casefold() == asked] or [
        at for at, heading in enumerate(headings) if fits(pattern, heading)
    ]


def names() -> list[str]:
    """The mappings that Kronika comes with."""
    return sorted(file.name.removesuffix(".toml") for file in _FILES.iterdir() if file.name.endswith(".toml"))


def load(name: str | Path) -> Layout:
    """The mapping that Kronika comes with under this name, or the one in this file.

    Raises UsageError where there is neither, ConfigError for a malformed one, with the key at fault.
    """
    return parse(_text(name), Path(name).stem)


def dated(name: str | Path, day: str) -> str:
    """The text of a mapping with the first day of voting in it, as it is where `day` is empty.

    Raises UsageError where the mapping says a day itself, and as `load` does.
    """
    text = _text(name)
    if not day:
        return text
    if parse(text, Path(name).stem).election:
        raise UsageError(
            f"{name}: the mapping says the day of the election itself: leave out --day, or correct it there"
        )
    return f"election = {day}\n{text}"


def _text(name: str | Path) -> str:
    packaged = _FILES / f"{name}.toml"
    try:
        return packaged.read_text("utf-8") if str(name) in names() else Path(name).read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(f"{name}: no such mapping; Kronika comes with {', '.join(names())}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: cannot be read: {error}") from error


def parse(text: str, name: str) -> Layout:
    """The mapping that a TOML text holds. Raises ConfigError with the key at fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not TOML: {error}") from error
    reader = _Reader(name, data)
    reader.known(data, _KEYS, "")
    candidates = data.get("candidates", {})
    listed = isinstance(candidates, list)
    between = {} if listed else reader.known(reader.table("candidates"), {"after", "until"}, "candidates.")
    made = Layout(
        name=name,
        title=reader.text("title", name),
        columns=reader.columns(),
        turnout=reader.counts("turnout"),
        result=reader.counts("result"),
        candidates=reader.texts("candidates", candidates) if listed else (),
        after=str(between.get("after", "")),
        until=str(between.get("until", "")),
        long=reader.long(),
        early=reader.counts("early"),
        sums={
            role: reader.counts(f"sums.{role}", value, [VOTES])
            for role, value in reader.known(reader.table("sums"), COUNTS, "sums.").items()
        },
        joined={who: reader.texts(f"joined.{who}", value) for who, value in reader.table("joined").items()},
        cut={
            role: reader.number(f"cut.{role}", value)
            for role, value in reader.known(reader.table("cut"), TEXTS, "cut.").items()
        },
        exclude=reader.exclude(),
        checks=tuple(reader.checks()),
        election=reader.day("election"),
        usual={check: str(why) for check, why in reader.known(reader.table("usual"), CHECKS, "usual.").items()},
        member=reader.text("member"),
        encoding=reader.text("encoding", "utf-8"),
        separator=reader.text("separator"),
        heading=reader.number("heading", data.get("heading", 1)),
        blank=reader.texts("blank", data.get("blank", [])),
        thousands=reader.text("thousands"),
    )
    reader.whole(made)
    return made


class _Reader:
    """The values of a mapping, checked."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self._name = name
        self._data = data

    def known(self, table: Mapping[str, Any], keys: Iterable[str], prefix: str) -> Mapping[str, Any]:
        for key in table:
            if key not in keys:
                raise ConfigError(f"{self._name}: unknown key {prefix}{key}; known: {', '.join(sorted(keys))}")
        return table

    def table(self, key: str) -> Mapping[str, Any]:
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            raise ConfigError(f"{self._name}: {key} must be a table")
        return value

    def text(self, key: str, default: str = "") -> str:
        value = self._data.get(key, default)
        if not isinstance(value, str):
            raise ConfigError(f"{self._name}: {key} must be a text")
        return value

    def day(self, key: str) -> str:
        value = self._data.get(key, "")
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        if value:
            raise ConfigError(f"{self._name}: {key} must be a day, as in {key} = 2020-08-09")
        return ""

    def texts(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise ConfigError(f"{self._name}: {key} must be a list of texts")
        return tuple(value)

    def number(self, key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ConfigError(f"{self._name}: {key} must be a whole number above 0")
        return value

    def counts(self, key: str, value: object = None, also: Sequence[str] = ()) -> tuple[str, ...]:
        roles = self.texts(key, self._data.get(key, []) if value is None else value)
        for role in roles:
            if role not in COUNTS and role not in also:
                raise ConfigError(f"{self._name}: {key}: {role!r} is no count; known: {', '.join((*COUNTS, *also))}")
        return roles

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        made = {}
        for role, value in self.known(self.table("columns"), {*COUNTS, *TEXTS}, "columns.").items():
            made[role] = self.texts(f"columns.{role}", value if isinstance(value, list) else [value])
            if role in COUNTS and len(made[role]) != 1:
                raise ConfigError(f"{self._name}: columns.{role} must be one column; [sums] adds counts up")
        return made

    def long(self) -> tuple[str, ...]:
        made = self.known(self.table("long"), {"candidate", "votes"}, "long.")
        if made and (len(made) < 2 or not all(isinstance(each, str) and each for each in made.values())):
            raise ConfigError(f"{self._name}: long must say both columns: candidate and votes")
        return tuple(str(made[key]) for key in sorted(made))

    def exclude(self) -> Mapping[str, Mapping[str, str]]:
        made = {}
        for name, patterns in self.table("exclude").items():
            if not isinstance(patterns, dict) or not all(isinstance(each, str) for each in patterns.values()):
                raise ConfigError(f"{self._name}: exclude.{name} must be a table of patterns")
            made[name] = self.known(patterns, TEXTS, f"exclude.{name}.")
        return made

    def checks(self) -> Iterable[Check]:
        entries = self._data.get("check", [])
        for at, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            key = f"check {at}"
            if not isinstance(entry, dict) or not isinstance(entry.get("says"), str):
                raise ConfigError(f"{self._name}: {key} must be a table with the text `says`")
            self.known(entry, {"left", "right", "equal", "says"}, f"{key}.")
            left, right = (self.counts(f"{key}.{side}", entry.get(side, []), [VOTES]) for side in ("left", "right"))
            yield Check(left, right, entry.get("equal", True) is True, entry["says"])

    def whole(self, made: Layout) -> None:
        """Refuse a mapping without which nothing can be computed, or that uses a count that it has no column for."""
        if not (made.turnout and made.result and (made.candidates or made.after or made.long)):
            raise ConfigError(f"{self._name}: a mapping needs turnout, result and candidates")
        if made.long and "unit" not in made.columns:
            raise ConfigError(f"{self._name}: with long, columns.unit must tell one station from another")
        if "registered" not in made.columns:
            raise ConfigError(f"{self._name}: a mapping needs columns.registered")
        for role in (*made.turnout, *made.result, *made.early, *(each for sums in made.sums.values() for each in sums)):
            if role not in {*made.columns, *made.sums, VOTES}:
                raise ConfigError(f"{self._name}: {role} is used and has neither a column nor a sum")
