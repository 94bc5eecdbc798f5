"""What cannot be, what is left out, and what official totals leave for the rest."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from kronika.base.errors import UsageError
from kronika.collect.protocols import mapping, reading
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import arithmetic, excluding, official
from kronika.study.elections.official import Total
from made_protocols import MAPPING, ROWS, kept, layout, protocols, write

CHECK = """
[[check]]
left = ["votes"]
right = ["valid"]
says = "the candidates' votes are not the valid ones"
[usual]
given_over_registered = "voters may vote elsewhere"
[exclude.abroad]
region = "abroad"
"""


def test_contradictions_are_found_with_their_stations_and_by_how_much(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][3] = "950"  # given out, of 900 voters
    rows[2][7] = "360"  # 710 votes of 700 valid ballots
    rows.append(["South", "2", "500", "", "", "300", "3", "150", "150"])
    found = reading.read(write(tmp_path / "made.csv", rows), mapping.parse(MAPPING + CHECK, "made"))
    wrong = {each.check.says: each for each in arithmetic.contradictions(found, kept(found))}
    given = wrong["more ballots given out than voters listed"]
    assert (given.checked, given.stations.tolist(), given.by.tolist()) == (3, [1], [50])
    assert given.usual == "voters may vote elsewhere"
    votes = wrong["the candidates' votes are not the valid ones"]
    assert (votes.checked, votes.stations.tolist(), votes.by.tolist()) == (4, [2], [10])
    assert wrong["more ballots counted than voters listed"].stations.tolist() == []
    assert "more ballots found than given out" not in wrong  # the table has no such column


def test_votes_that_are_known_can_be_too_many_though_others_are_not(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][7:] = ["700", ""]
    found = reading.read(write(tmp_path / "made.csv", rows), mapping.parse(MAPPING + CHECK, "made"))
    wrong = {each.check.says: each for each in arithmetic.contradictions(found, kept(found))}
    assert wrong["more votes for the candidates than valid ones"].stations.tolist() == [0]
    assert wrong["the candidates' votes are not the valid ones"].checked == 2


def test_stations_that_stand_twice_and_stations_alike_are_told_apart() -> None:
    made = protocols(
        [1000, 1000, 1000, 80, 80], [600] * 3 + [50] * 2, [600] * 3 + [50] * 2, [300] * 3 + [20] * 2,
        region=["N", "N", "S", "S", ""], unit=["1", "1", "1", "2", ""],
    )  # fmt: skip
    assert made.repeats == ((0, 1),)
    assert arithmetic.alike(made, kept(made)) == [(0, 2)]


def test_days_that_cannot_be_are_found(tmp_path: Path) -> None:
    rows = [
        [*row, day] for row, day in zip([*ROWS, ROWS[0]], ["09.08.2020", "31.06.2020", "8.8.2020", ""], strict=True)
    ]
    path = write(tmp_path / "made.csv", rows)
    path.write_text(path.read_text().replace("Rose,Lily", "Rose,Lily,Signed"))
    text = "election = 2020-08-09\n" + MAPPING + 'signed = "signed"\n'
    found = list(arithmetic.signed(reading.read(path, mapping.parse(text, "made"))))
    assert [(each.station, each.printed) for each in found] == [(1, "31.06.2020"), (2, "8.8.2020")]
    assert found[1].reason == "before the first day of voting, 2020-08-09"


def test_exclusions_are_counted_and_can_be_switched() -> None:
    made = protocols(
        [1000, 90, 1000, 700, 500], [600, 50, 600, 400, UNKNOWN], [600, 50, 600, 400, UNKNOWN], [300, 20, 300, 100, 9],
        region=["N", "N", "N", "Abroad, east", "N"], unit=["1", "2", "1", "3", "4"],
    )  # fmt: skip
    made = dataclasses.replace(made, layout=mapping.parse(MAPPING + CHECK, "made"))
    found = excluding.keep(made)
    counted = {each.name: (each.stations, each.voters, each.rows, each.applied) for each in found.exclusions}
    assert counted == {
        "totals": (0, 0, (), True),
        "repeated": (1, 1000, (4,), True),
        "unknown": (1, 500, (6,), True),
        "nowhere": (0, 0, (), False),
        "small": (1, 90, (3,), False),
        "abroad": (1, 700, (5,), False),
    }
    assert found.mask.tolist() == [True, True, False, True, False]
    assert excluding.keep(made, ["small", "abroad"]).mask.tolist() == [True, False, True, False, True]
    assert excluding.keep(made, []).stations == 5
    with pytest.raises(UsageError, match="'prisons' is no exclusion; there are totals, repeated"):
        excluding.keep(made, ["prisons"])


def test_where_no_station_is_left_nothing_is_said() -> None:
    made = protocols([50], [40], [40], [20])
    with pytest.raises(UsageError, match="no station is left of 1"):
        excluding.keep(made, ["small"])


def test_totals_are_found_by_their_name_and_by_adding_up() -> None:
    listed = [600, 700, 1300, 800, 900, 1000, 2700, 4000, 4000]
    given = [300, 400, 700, 500, 600, 700, 1800, 2500, 2500]
    rose = [150, 250, 400, 200, 300, 100, 600, 1000, 1000]
    # Two districts, each followed by its total, then that of both, then the same again under a name.
    unit = ["1", "2", "x", "3", "4", "5", "y", "z", "Total of all"]
    made = protocols(listed, given, given, rose, unit=unit)
    totals = excluding.keep(made).exclusions[0]
    assert totals.rows == (4, 8, 9, 10)
    turned = protocols(listed[::-1], given[::-1], given[::-1], rose[::-1], unit=unit[::-1])
    assert excluding.keep(turned).exclusions[0].rows == (2, 3, 4, 8)


def test_stations_that_are_by_chance_as_large_as_their_neighbours_are_no_totals() -> None:
    made = protocols([60, 70, 130, 900], [40, 50, 90, 600], [40, 50, 90, 600], [10, 20, 30, 200])
    assert excluding.keep(made).exclusions[0].stations == 0


def test_a_partial_sum_above_the_official_total_is_impossible() -> None:
    votes, everywhere = np.array([300, 200, UNKNOWN, 100]), np.ones(4, dtype=bool)
    found = official.remainder(votes, everywhere, Total(550, "the commission, 1 May"))
    assert (found.stations, found.votes, found.rest, found.impossible) == (3, 600, -50, True)
    assert found.share is None
    assert found.bounds is None
    assert not official.remainder(votes, everywhere, Total(601, "the commission")).impossible


def test_the_rest_must_have_voted_what_is_left() -> None:
    votes, ballots = np.array([300, 200]), np.array([400, 600])
    found = official.remainder(votes, np.ones(2, dtype=bool), Total(900, "c"), ballots, Total(3000, "c"))
    assert found.rest_ballots == 2000
    assert found.share == pytest.approx(0.2)
    assert found.bounds == pytest.approx((500 / 3000, 2500 / 3000))
    more = official.remainder(votes, np.ones(2, dtype=bool), Total(2600, "c"), ballots, Total(3000, "c"))
    assert more.impossible  # 2,100 votes on 2,000 ballots
    fewer = official.remainder(votes, np.ones(2, dtype=bool), Total(900, "c"), ballots, Total(999, "c"))
    assert fewer.impossible
    assert fewer.bounds is None


def test_an_official_total_needs_its_source_and_a_count_to_hold_against_it() -> None:
    with pytest.raises(UsageError, match="with the source that states it"):
        Total(5, " ")
    with pytest.raises(UsageError, match="no station at hand"):
        official.remainder(np.array([UNKNOWN]), np.ones(1, dtype=bool), Total(5, "c"))
    with pytest.raises(UsageError, match="are needed together"):
        official.remainder(np.array([5]), np.ones(1, dtype=bool), Total(5, "c"), np.array([9]))


def test_totals_that_follow_from_rounded_percentages_are_found_with_their_chance() -> None:
    # The totals announced in Venezuela on 28 July 2024: 51.2, 44.2 and 4.6 % to the vote.
    found = official.rounded([5_150_092, 4_445_978, 462_704], 10_058_774, 1)
    assert found.follows == (51.2, 44.2, 4.6)
    assert found.chance == pytest.approx((1001 / 10_058_775) ** 2)
    counted = official.rounded([5_150_093, 4_445_977, 462_704], 10_058_774, 1)
    assert counted.follows == (None, None, 4.6)
    assert counted.chance == pytest.approx(2 * 1001 / 10_058_775, rel=1e-3)


def test_rounded_percentages_are_not_looked_for_where_most_counts_are() -> None:
    with pytest.raises(UsageError, match="a total of 10,000 or more is needed to tell 1 decimals"):
        official.rounded([500, 400], 900, 1)
    with pytest.raises(UsageError, match="none above their total"):
        official.rounded([500_000, 400_000], 300_000, 1)


def test_a_table_without_numbers_of_stations_has_no_repeats() -> None:
    made = protocols([1000, 1000], [600, 600], [600, 600], [300, 300])
    assert made.repeats == ()
    assert made.regions[0] == ("",)
    assert made.layout == layout()
