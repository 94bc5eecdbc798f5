"""What a regime is: in casebook.toml, and the ones that Kronika comes with."""

from __future__ import annotations

from pathlib import Path

import pytest

from kronika import Casebook
from kronika.base import config
from kronika.base.errors import ConfigError, UsageError
from kronika.collect import sources
from kronika.study import regimes


def settings(folder: Path, text: str) -> config.Settings:
    (folder / "casebook.toml").write_text(f'name = "Test"\n{text}', encoding="utf-8")
    return config.settings(folder / "casebook.toml")


def test_a_casebook_names_countries_programmes_and_states(tmp_path: Path) -> None:
    regime = settings(
        tmp_path, '[regime]\ncountries = ["by"]\nstates = ["uk", "eu"]\n[regime.programmes]\neu_fsf = ["BLR"]\n'
    ).regime
    assert regime == config.Regime("Test", ("by",), {"eu_fsf": ("BLR",)}, ("uk", "eu"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[regime]\nstates = "eu"\n', "regime.states"),
        ("[regime]\nstate = []\n", "unknown key regime.state"),
        ("[regime.programmes]\neu_fsf = [1]\n", "regime.programmes.eu_fsf"),
        ("regime = 3\n", "regime must be a table"),
    ],
)
def test_a_malformed_regime_names_its_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        settings(tmp_path, text)


def test_a_new_casebook_names_no_regime(tmp_path: Path) -> None:
    assert Casebook.init(tmp_path / "new").settings.regime == config.Regime("new")


def test_a_packaged_regime_is_found_in_any_case_and_an_unknown_one_is_said_to_be() -> None:
    assert regimes.load("Belarus").countries == ("by",)
    with pytest.raises(UsageError, match="'atlantis' is not a regime that Kronika comes with; known: belarus"):
        regimes.load("atlantis")


@pytest.mark.parametrize("name", regimes.names())
def test_a_packaged_regime_names_sources_that_there_are(name: str) -> None:
    assert {*regimes.load(name).programmes} <= {*sources.names()}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("eu_journal", "eu_journal/consolidated__32006R0765.csv"),
        ("ca_sema", "ca_sema/2025-05_sema-lmes.xml"),
        ("us_sdn", "us_ofac_sdn/2023-01_sdn.csv"),
    ],
)
def test_real_lists_print_the_programmes_of_the_packaged_regime(real: Path, source: str, text: str) -> None:
    printed = (real / "sanctions" / text).read_text(encoding="utf-8", errors="replace")
    assert all(programme in printed for programme in regimes.load("belarus").programmes[source])


def test_the_sample_and_the_packaged_regime_agree_where_both_name_a_source() -> None:
    sample = config.settings(Path(config.__file__).parents[1] / "sample" / "casebook.toml").regime
    packaged = regimes.load("belarus")
    assert sample.countries == packaged.countries
    assert {source: packaged.programmes[source] for source in sample.programmes} == dict(sample.programmes)
