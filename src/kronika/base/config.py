"""What a casebook says about itself: `casebook.toml` and `corrections.csv`, read once and checked whole."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kronika.base.errors import ConfigError
from kronika.base.model import Correction

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Regime:
    """Whom a study is about: those listed under these programmes, or of these countries."""

    name: str
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of the regime's countries, lower case."""
    programmes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Source → the programmes, as that source prints them, under which it lists the regime."""
    states: tuple[str, ...] = ()
    """The listing states to compare, as the `country` of sources; empty for all that list somebody of it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One casebook's settings."""

    name: str
    regime: Regime
    records: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Source → fewest and most records of an honest copy, where this casebook differs from the source's own range."""


def settings(path: Path) -> Settings:
    """Read casebook.toml; ConfigError names the key that is missing, unknown or malformed."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path} is missing: `kronika init {path.parent}` starts a casebook there") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    _known(path, data, {"name", "regime", "records", "proposer"}, "")
    name = data.get("name")
    if not isinstance(name, str) or not name:
        raise ConfigError(f'{path}: name must be a text, as in name = "Belarus"')
    return Settings(
        name=name,
        regime=regime(path, name, _table(path, data, "regime")),
        records={source: _range(path, source, value) for source, value in _table(path, data, "records").items()},
    )


def regime(path: Path, name: str, table: Mapping[str, Any]) -> Regime:
    """Read what a table of `path` says of a regime; ConfigError names the key that is unknown or malformed."""
    _known(path, table, {"countries", "programmes", "states"}, "regime.")
    return Regime(
        name=name,
        countries=_texts(path, "regime.countries", table.get("countries", [])),
        programmes={
            source: _texts(path, f"regime.programmes.{source}", value)
            for source, value in _table(path, table, "programmes").items()
        },
        states=_texts(path, "regime.states", table.get("states", [])),
    )


def corrections(path: Path) -> tuple[Correction, ...]:
    """Read corrections.csv, empty where there is none; ConfigError names the line at fault."""
    if not path.exists():
        return ()
    columns = ["source", "record", "field", "printed", "corrected", "who", "when", "why"]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != columns:
                raise ConfigError(f"{path}: the first line must be {','.join(columns)}")
            found = [_correction(path, reader.line_num, values) for values in reader if values]
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a UTF-8 CSV file: {error}") from error
    return tuple(found)


def _correction(path: Path, line: int, values: list[str]) -> Correction:
    if len(values) != 8 or not all(value.strip() for value in values):
        raise ConfigError(f"{path}: line {line}: a correction needs all eight values, who and why among them")
    return Correction(*values)


def _known(path: Path, table: Mapping[str, Any], keys: set[str], prefix: str) -> None:
    for key in table:
        if key not in keys:
            raise ConfigError(f"{path}: unknown key {prefix}{key}; known: {', '.join(sorted(keys))}")


def _table(path: Path, data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {key} must be a table")
    return value


def _texts(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f"{path}: {key} must be a list of texts")
    return tuple(value)


def _range(path: Path, source: str, value: object) -> tuple[int, int]:
    match value:
        case [int(low), int(high)] if 0 <= low <= high:
            return low, high
    raise ConfigError(f"{path}: records.{source} must be [fewest, most], as in [1_000, 20_000]")
