"""The regimes that Kronika comes with, each a file of programmes and countries, like `[regime]` of a casebook.toml."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.base import config
from kronika.base.errors import UsageError

if TYPE_CHECKING:
    from kronika.base.config import Regime

_FILES = resources.files("kronika.study.regimes")


def names() -> list[str]:
    """The names that `load` knows."""
    return sorted(file.name.removesuffix(".toml") for file in _FILES.iterdir() if file.name.endswith(".toml"))


def load(name: str) -> Regime:
    """The packaged regime of this name, in any case. Raises UsageError where there is none."""
    known = name.casefold()
    if known not in names():
        raise UsageError(f"{name!r} is not a regime that Kronika comes with; known: {', '.join(names())}")
    file = _FILES / f"{known}.toml"
    return config.regime(Path(file.name), known.capitalize(), tomllib.loads(file.read_text(encoding="utf-8")))
