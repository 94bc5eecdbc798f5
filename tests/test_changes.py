"""The changes of a regime on the embedded casebook and on small lists, against sets, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import naive_changes
from documents import canada, crowd
from kronika import Casebook
from kronika.base import config
from kronika.base.config import Regime
from kronika.base.errors import UsageError
from kronika.study import changes

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Value

ACT = Path(config.__file__).parents[1] / "sample" / "latest" / "eu_journal" / "2026-08-14_32006R0765.csv"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    made = Casebook.demo(tmp_path_factory.mktemp("sample") / "book")
    made.build()
    return made


@pytest.fixture(scope="module")
def finding(book: Casebook) -> Finding:
    return book.changes("2023-01-01")


def rows(found: Finding, kind: str = "") -> list[dict[str, Value]]:
    return [row for row in found.table("changes").records() if kind in {"", row["kind"]}]


def agree(book: Casebook, found: Finding, regime: Regime, source: str) -> naive_changes.Changes:
    """Hold a finding against the differences of sets."""
    naive = naive_changes.between(book, regime, source)
    mine = [row for row in rows(found) if row["source"] == source]
    assert {row["identity"] for row in mine if row["kind"] == "listed"} == naive.listed
    assert {row["identity"] for row in mine if row["kind"] == "delisted"} == naive.delisted
    for side, expected in (("before", naive.gone), ("after", naive.come)):
        told: dict[str, set[tuple[str, ...]]] = {}
        for row in mine:
            if row["kind"] == "amended" and row[side]:
                value = (str(row["schema"]), str(row["field"]), str(row[side]))
                told.setdefault(str(row["identity"]), set()).add(value)
        assert told == expected
    return naive


def test_changes_computed_a_second_time_agree(book: Casebook, finding: Finding) -> None:
    naive = agree(book, finding, book.settings.regime, "gb_uksl")
    assert (len(naive.listed), len(naive.delisted), len(naive.come)) == (3, 1, 1)


def test_every_change_leads_to_the_cells_of_its_own_copies(book: Casebook, finding: Finding) -> None:
    table = finding.table("changes")
    for row, record in zip(table.rows, table.records(), strict=True):
        cells = [finding.cited[cite] for cite in row.cites]
        assert cells
        days = {"listed": {"2025-04-10"}, "delisted": {"2022-12-31"}, "amended": {"2022-12-31", "2025-04-10"}}
        assert {cell.published for cell in cells} == days[str(record["kind"])]
    assert {cite for row in table.rows for cite in row.cites} == finding.cited.keys()


def test_the_day_is_the_one_printed_else_between_the_copies(finding: Finding) -> None:
    assert {row["when"] for row in rows(finding, "delisted")} == {"2023-01-01 to 2025-04-10"}
    assert {row["when"] for row in rows(finding, "listed")} == {"2023-08-08", "2024-02-22", "2025-01-27"}


def test_a_list_with_one_copy_is_unknown_and_not_unchanged(finding: Finding) -> None:
    (row,) = [row for row in finding.table("copies").records() if row["source"] == "ca_sema"]
    assert [row[name] for name in ("before", "listed", "delisted", "amended", "number")] == ["", None, None, None, None]
    assert any("ca_sema" in sentence and "not known" in sentence for sentence in finding.answer)


def test_every_row_has_a_value_for_each_column_and_only_plain_ones(finding: Finding) -> None:
    for table in finding.tables:
        for row in table.rows:
            assert len(row.values) == len(table.columns)
            assert all(type(each) in {str, int, tuple, type(None)} for each in row.values), row


def test_days_before_the_window_are_told_by_the_list_itself(book: Casebook) -> None:
    found = book.changes("2024-06-01")
    assert "Of those listed, 2 were so before 2024-06-01, by the days that the lists print." in found.answer


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (("1990-01-01",), "1990-01-01: the oldest copy of any list here is of 2021-12-31"),
        (("2025-05",), "no list here has a copy from 2025-05 on and one before it to compare"),
        (("2023-01-01", "2023-02-01"), "no list here has a copy from 2023-01-01 on and one before it"),
        (("2023-01-01", "2022-01-01"), "2023-01-01 to 2022-01-01: the days run backwards"),
        (("soon",), "days are written as in 2021-11-13"),
        (("2023-01-01", "", "atlantis"), "'atlantis' is not a regime that Kronika comes with"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(book: Casebook, asked: tuple[str, ...], line: str) -> None:
    with pytest.raises(UsageError) as raised:
        book.changes(*asked)
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("regime", "line"),
    [(Regime("Nowhere"), "names neither programmes nor countries"), (Regime("Nowhere", ("aq",)), "tied to aq")],
)
def test_a_regime_that_matches_nobody_is_refused(book: Casebook, regime: Regime, line: str) -> None:
    with book.ledger() as ledger, pytest.raises(UsageError, match=line):
        changes.run(ledger, regime, "2023-01-01")


@pytest.fixture
def small(tmp_path: Path) -> Casebook:
    """A casebook that takes short lists, of Belarus."""
    folder = Casebook.init(tmp_path / "small").root
    text = 'name = "small"\n[regime.programmes]\nca_sema = ["Belarus / Bélarus"]\neu_journal = ["EU-BLR"]\n'
    text += "[records]\nca_sema = [1, 100]\neu_journal = [1, 100]\n"
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return Casebook.open(folder)


def add_canada(book: Casebook, day: str, people: list[tuple[str, str]]) -> None:
    file = book.root / f"{day}.xml"
    file.write_text(canada(*people), encoding="utf-8")
    book.add([file], source="ca_sema", published=day)


def add_act(book: Casebook, day: str, lines: list[str], act: str = "32006R0765") -> None:
    file = book.root / f"{day}_{act}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    book.add([file], source="eu_journal", published=day)


def test_copies_are_compared_one_after_the_other(small: Casebook) -> None:
    for day, number in (("2021-01-01", 6), ("2022-01-01", 5), ("2023-01-01", 7)):
        add_canada(small, day, crowd(number))
    small.build()
    found = small.changes("2021-01-01")
    assert [(row["published"], row["kind"], row["name"], row["when"]) for row in rows(found)] == [
        ("2023-01-01", "listed", "Invented 6 SAMPLEVICH6", "2022-01-02 to 2023-01-01"),
        ("2023-01-01", "listed", "Invented 7 SAMPLEVICH7", "2020-09-28"),
        ("2022-01-01", "delisted", "Invented 6 SAMPLEVICH6", "2021-01-02 to 2022-01-01"),
    ]
    assert rows(small.changes("2021-01-01", "2022-06-30")) == rows(found, "delisted")


def test_two_equal_copies_have_no_changes_and_say_what_was_compared(small: Casebook) -> None:
    for day, name in (("2021-01-01", "a"), ("2022-01-01", "b")):
        file = small.root / f"{name}.xml"
        file.write_text(canada(*crowd(6)) + f"<!-- {name} -->", encoding="utf-8")
        small.add([file], source="ca_sema", published=day)
    small.build()
    found = small.changes("2021-01-01")
    assert rows(found) == []
    (row,) = found.table("copies").records()
    assert (row["before"], row["published"], row["number"]) == ("2021-01-01", "2022-01-01", 6)


def test_an_entry_that_an_act_words_anew_is_amended_and_one_that_moves_is_no_delisting(small: Casebook) -> None:
    header, *entries = ACT.read_text(encoding="utf-8").splitlines()
    add_act(small, "2026-01-01", [header, *entries])
    heading = f"amendedCelex,amendmentCelex{header.removeprefix('celex')}"
    worded = entries[0].replace(",26.5.1958,", ",27.5.1958,")
    assert worded != entries[0]
    amendment = [heading, f"32006R0765,32026R9999{worded.removeprefix('32006R0765')}"]
    add_act(small, "2026-02-01", amendment, "32026R9999")
    small.build()
    found = small.changes("2026-01-15")
    assert {row["kind"] for row in rows(found)} == {"amended"}
    born = [(row["before"], row["after"]) for row in rows(found) if row["field"] == "birthDate"]
    assert born == [("1958-05-26", "1958-05-27")]


def test_who_leaves_the_act_is_delisted_although_an_older_amendment_still_prints_it(small: Casebook) -> None:
    header, *entries = ACT.read_text(encoding="utf-8").splitlines()
    add_act(small, "2026-01-01", [header, *entries])
    heading = f"amendedCelex,amendmentCelex{header.removeprefix('celex')}"
    amendment = [heading, f"32006R0765,32026R9999{entries[0].removeprefix('32006R0765')}"]
    add_act(small, "2026-02-01", amendment, "32026R9999")
    add_act(small, "2026-03-01", [header, *entries[1:]])
    small.build()
    found = [row for row in rows(small.changes("2026-02-15")) if row["kind"] != "amended"]
    assert [(row["kind"], row["when"]) for row in found] == [("delisted", "2026-01-02 to 2026-03-01")]


def test_the_first_copy_of_an_act_lists_only_whom_it_dates_since_then(small: Casebook) -> None:
    header, *entries = ACT.read_text(encoding="utf-8").splitlines()
    add_act(small, "2026-01-01", [header, *entries[2:]])
    heading = f"amendedCelex,amendmentCelex{header.removeprefix('celex')}"
    new = [f"32006R0765,32026R9999{entry.removeprefix('32006R0765')}" for entry in entries[:2]]
    day = entries[0].split(",")[5]
    new[0] = new[0].replace(day, "20.1.2026")
    add_act(small, "2026-02-01", [heading, *new], "32026R9999")
    small.build()
    found = small.changes("2026-01-15")
    assert [(row["kind"], row["when"]) for row in rows(found)] == [("listed", "2026-01-20")]
    (row,) = found.table("copies").records()
    assert (row["series"], row["unsure"]) == (("32026R9999",), 1)
