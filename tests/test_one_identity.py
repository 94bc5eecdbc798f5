"""What is gathered of one identity alone is what the study of coverage says of it among all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kronika import Casebook
from kronika.base import states
from kronika.study import coverage
from kronika.study.coverage import gather, matrix, standing
from kronika.view import pictures

if TYPE_CHECKING:
    from kronika.study.finding import Table


def longs(table: Table) -> list[tuple[object, ...]]:
    """The listings of a table but for how they are tied to a regime."""
    left = [column.name for column in table.columns].index("how")
    return [row.values[:left] + row.values[left + 1 :] for row in table.rows]


def test_the_listings_of_one_identity_are_those_that_coverage_has(sample: Path) -> None:
    book = Casebook.open(sample)
    finding = book.coverage()
    every = longs(finding.table("listings"))
    compared = {str(row["state"]) for row in finding.table("listings").records()}
    assert len(every) > 10
    with book.ledger() as ledger:
        for identity in {row[0] for row in every}:
            gathered = gather.one(ledger, str(identity))
            known = gather.states(gathered)
            mine = matrix.long(standing.view(gathered, {c: s for c, s in known.items() if states.short(c) in compared}))
            assert sorted(longs(mine), key=str) == sorted((row for row in every if row[0] == identity), key=str)


def test_who_is_nobody_has_no_listings(sample: Path) -> None:
    with Casebook.open(sample).ledger() as ledger:
        gathered = gather.one(ledger, "nobody")
        assert not gathered.cases
        assert gather.states(gathered)
        assert standing.view(gathered, gather.states(gathered)).standings == {}


@pytest.mark.parametrize("code", ["gb", "eu", "us", "ca"])
def test_a_state_says_of_an_identity_on_its_page_what_it_says_in_the_matrix(sample: Path, code: str) -> None:
    book = Casebook.open(sample)
    with book.ledger() as ledger:
        found = coverage.run(ledger, book.settings.regime)
        name = states.short(code).lower()
        for row in found.table("matrix").records():
            gathered = gather.one(ledger, str(row["identity"]))
            view = standing.view(gathered, gather.states(gathered))
            assert view.standings[str(row["identity"])][code].status.value == row[name]


def test_every_identity_that_is_listed_has_a_timeline_with_a_bar_for_each_state(sample: Path) -> None:
    finding = Casebook.open(sample).coverage()
    for identity in {str(row["identity"]) for row in finding.table("listings").records()}:
        drawn = pictures.timeline(finding, identity)
        assert drawn
        for record in drawn.data.records():
            assert f">{record['state']}</text>" in drawn.wide
