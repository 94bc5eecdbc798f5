"""The regimes that Kronika comes with, each a file of programmes and countries, like `[regime]` of a casebook.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
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


def required(regime: Regime) -> None:
    """Raise UsageError for a regime that says nothing of whom it is about."""
    if not regime.programmes and not regime.countries:
        raise UsageError(
            f"{regime.name}: [regime] in casebook.toml names neither programmes nor countries; Kronika comes with "
            f"{', '.join(names())}"
        )


def nobody(regime: Regime, unprinted: Sequence[tuple[str, str]]) -> UsageError:
    """What to raise where a regime matches nobody: what was looked for, and where it is not printed."""
    missing = ", ".join(f"{source} prints no «{programme}»" for source, programme in unprinted)
    countries = f"nobody is tied to {', '.join(regime.countries)}" if regime.countries else ""
    looked = "; ".join(text for text in (missing, countries) if text) or "it has no list of the sources that it names"
    return UsageError(f"no list in this casebook has anybody of {regime.name}: {looked}")
