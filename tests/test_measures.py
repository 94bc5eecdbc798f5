from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import Unreadable
from kronika.base.measures import Measure, measures

# The elements of SanctionsImposedIndicators in the XML of the UK Sanctions List.
INDICATORS = {
    "AssetFreeze": "asset freeze",
    "ArmsEmbargo": "arms embargo",
    "TargetedArmsEmbargo": "arms embargo",
    "CharteringOfShips": "transport restrictions",
    "ClosureOfRepresentativeOffices": "business restrictions",
    "CrewServicingOfShipsAndAircraft": "transport restrictions",
    "Deflag": "transport restrictions",
    "PreventionOfBusinessArrangements": "business restrictions",
    "ProhibitionOfPortEntry": "transport restrictions",
    "TravelBan": "travel ban",
    "PreventionOfCharteringOfShips": "transport restrictions",
    "PreventionOfCharteringOfShipsAndAircraft": "transport restrictions",
    "TechnicalAssistanceRelatedToAircraft": "services ban",
    "TrustServicesSanctions": "trust services ban",
    "DirectorDisqualificationSanction": "director disqualification",
}
CELLS = [
    ("Asset freeze", ["asset freeze"]),
    ("Asset freeze|Travel Ban", ["asset freeze", "travel ban"]),
    (
        "Asset freeze|Trust Services Sanctions|Director Disqualification Sanction",
        ["asset freeze", "trust services ban", "director disqualification"],
    ),
    ("De-flag|Prohibition of port entry", ["transport restrictions", "transport restrictions"]),
    ("Specified ship", ["transport restrictions"]),
    ("Charter of aircraft", ["transport restrictions"]),
    ("Export control", ["export control"]),
    ("Transportation restrictions", ["transport restrictions"]),
    ("Financial restrictions", ["financial restrictions"]),
    ("Services ban", ["services ban"]),
    ("Investment ban", ["investment ban"]),
    ("Block", ["asset freeze"]),
    ("Loan & Debt", ["financial restrictions"]),
    ("targeted_financial_sanction", ["asset freeze"]),
    ("travel_ban", ["travel ban"]),
    ("maritime_restriction", ["transport restrictions"]),
    ("asset freeze; travel ban, arms embargo", ["asset freeze", "travel ban", "arms embargo"]),
    ("Art. 2 para. 1 (Freezing of assets and economic resources), Annex 8", ["asset freeze"]),
    (
        "Art. 15 para. 1 (Financial sanctions) and Art. 29 (Ban on entry and transit), Annex 8a",
        ["asset freeze", "travel ban"],
    ),
    ("Art. 2 Abs. 1 (Finanzsanktionen) und Art. 3 (Ein- und Durchreiseverbot), Anhang", ["asset freeze", "travel ban"]),
    ("art. 2, al. 1 (Sanctions financières), annexe 13", ["asset freeze"]),
]
REFUSED = [
    ("", "no measure is named"),
    ("Annex 8", "no measure is named: 'Annex 8'"),
    ("Program", "an unknown measure: 'Program'"),
    ("Asset freeze|Ban on smiling", "an unknown measure: 'Ban on smiling'"),
    ("Art. 2 (Ban on smiling), Annex 1", "an unknown measure: 'Ban on smiling'"),
    ("Asset freeze (since 2020)", "an unknown measure: 'Asset freeze (since 2020)'"),
    ("asset freeze," * 300, "too long for measures"),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_printed_measures_become_words_of_the_vocabulary(cell: str, expected: list[str]) -> None:
    found = measures(cell)
    assert [measure for measure, _, _ in found] == expected
    assert {measure for measure, _, _ in found} <= set(Measure)


@pytest.mark.parametrize(("tag", "expected"), INDICATORS.items())
def test_every_indicator_element_of_the_uk_list_is_a_measure(tag: str, expected: str) -> None:
    assert measures(tag) == [(expected, 0, len(tag))]


def test_a_measure_has_the_span_of_its_words() -> None:
    cell = "Asset freeze | Travel Ban"
    assert [cell[start:end] for _, start, end in measures(cell)] == ["Asset freeze", "Travel Ban"]
    cell = "Art. 15 (Financial sanctions), Annex 8"
    assert [cell[start:end] for _, start, end in measures(cell)] == ["Financial sanctions"]


@pytest.mark.parametrize(("cell", "reason"), REFUSED)
def test_an_unknown_wording_is_refused_with_its_reason(cell: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        measures(cell)


def test_the_vocabulary_stays_small_and_plain() -> None:
    assert len(Measure) <= 14
    assert all(re.fullmatch(r"[a-z]+(?: [a-z]+)*", measure) for measure in Measure)
    assert str(Measure.ASSET_FREEZE) == "asset freeze"


@given(st.text(max_size=200) | st.lists(st.sampled_from([*"()|;,. 1", "Art", "Block", "Deflag"])).map("".join))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        found = measures(text)
    except Unreadable:
        return
    assert found
    assert all(measure in set(Measure) and text[start:end].strip() for measure, start, end in found)


@given(
    st.lists(st.sampled_from(sorted(INDICATORS)), min_size=1, max_size=6),
    st.sampled_from(["|", " | ", "; ", ", ", "\n"]),
)
def test_measures_that_were_joined_are_read_again(tags: list[str], mark: str) -> None:
    assert [measure for measure, _, _ in measures(mark.join(tags))] == [INDICATORS[tag] for tag in tags]


def test_every_measure_of_the_eu_acts_is_in_the_vocabulary(real: Path) -> None:
    cells = set()
    for path in sorted((real / "sanctions" / "eu_journal").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells |= {row["measure"] for row in csv.DictReader(file)}
    assert cells
    assert all(measures(cell) for cell in cells)
