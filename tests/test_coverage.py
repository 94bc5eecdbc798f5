"""The coverage study on the embedded casebook, and what it refuses to answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import naive_coverage
from documents import canada, crowd
from kronika import Casebook
from kronika.base import config
from kronika.base.config import Regime
from kronika.base.errors import UsageError
from kronika.study import coverage
from kronika.study import finding as findings

if TYPE_CHECKING:
    from kronika.study.finding import Finding, Value

LUKASHENKO = "kr-e76ab83ae1"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    made = Casebook.demo(tmp_path_factory.mktemp("sample") / "book")
    made.build()
    return made


@pytest.fixture(scope="module")
def finding(book: Casebook) -> Finding:
    return book.coverage()


def records(found: Finding, name: str) -> list[dict[str, Value]]:
    return found.table(name).records()


def named(found: Finding, table: str, name: str) -> list[dict[str, Value]]:
    return [row for row in records(found, table) if name.casefold() in str(row["name"]).casefold()]


def test_every_listing_of_every_list_stands_exactly_once(book: Casebook, finding: Finding) -> None:
    rows = records(finding, "listings")
    with book.ledger() as ledger:
        held = ledger.rows("SELECT source, count(DISTINCT subject) AS n FROM facts GROUP BY source")
    now = [row for row in rows if row["until"] == ""]
    ended = {"ch_seco": 1}  # the Swiss list prints one that is over
    assert Counter(row["source"] for row in now) == {
        row["source"]: row["n"] - ended.get(row["source"], 0) for row in held
    }
    assert len({row["subject"] for row in rows}) == len(rows)


def test_a_gap_and_a_lag_computed_a_second_time_agree(book: Casebook, finding: Finding) -> None:
    naive = naive_coverage.read(book, book.settings.regime)
    states = ["ca", "ch", "eu", "gb", "us"]
    of_gaps = ("identity", "state", "standing", "others", "first", "days")
    assert {tuple(row[name] for name in of_gaps) for row in records(finding, "gaps")} == naive.gaps(states, 2)
    of_lags = ("identity", "first", "state", "fewest", "most", "censored")
    assert {tuple(row[name] for name in of_lags) for row in records(finding, "lags")} == naive.lags(states)


def test_the_president_is_one_row_with_the_days_that_the_lists_print(finding: Finding) -> None:
    (row,) = [row for row in records(finding, "matrix") if row["identity"] == LUKASHENKO]
    since = {"ca": "2020-09-28", "ch": "2020-12-11", "eu": "2020-11-06", "uk": "2020-12-31", "us": "by 2023-01-31"}
    assert {state: row[f"{state}_since"] for state in since} == since
    assert row["number"] == 5


def test_a_measure_that_a_list_does_not_state_is_unknown(finding: Finding) -> None:
    assert {row["ca"]: row["ca_measures"] for row in records(finding, "matrix")} == {
        "listed": None,
        "not listed": (),
        "unknown": None,
    }
    (row,) = [row for row in records(finding, "measures") if row["identity"] == LUKASHENKO]
    assert (row["ca"], row["uk"]) == (None, ("asset freeze", "travel ban"))
    (source,) = [row for row in records(finding, "sources") if row["source"] == "ca_sema"]
    assert source["says"] == "measures of any; the reason of any"


def test_unknown_stands_only_where_it_is_unknown(finding: Finding) -> None:
    for row in records(finding, "matrix"):
        for state in ("uk", "eu", "us", "ca", "ch"):
            details = [row[f"{state}_{name}"] for name in ("since", "programmes", "measures")]
            match row[state]:
                case "not listed":
                    assert details == ["", (), ()]
                case "unknown":
                    assert details == [None] * 3
                case _:
                    assert None not in details[:2]
    assert not [row for row in records(finding, "listings") if None in (row["until"], row["reason"])]
    for row in records(finding, "gaps"):
        assert bool(row["why"]) == (row["standing"] == "unknown")
    for row in records(finding, "lags"):
        assert (row["most"] == "") == (row["censored"] is True)
        assert row["wave"] is not None
    nothing = {
        table.name: {key for row in table.records() for key in row if row[key] is None} for table in finding.tables
    }
    assert {name: some for name, some in nothing.items() if some and not name.endswith("matrix")} == {
        "listings": {"since_low", "measures"},
        "lags": {"days", "fewest", "most", "censored"},
        "medians": {"median", "low", "high"},
        "measures": {"ca", "ch", "us", "uk", "eu"} & nothing["measures"],
    }


def test_who_was_taken_off_is_said_to_be(finding: Finding) -> None:
    (row,) = named(finding, "matrix", "delistava")
    assert (row["uk"], row["uk_since"], row["eu"]) == ("delisted", "2021-04-01", "not listed")
    (listing,) = named(finding, "listings", "delistava")
    assert listing["until"] == "2023-01-01 to 2025-04-10"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2021-04-01", "listed"),
        ("2022-12-31", "listed"),
        ("2023-01-01", "unknown"),
        ("2025-04-09", "unknown"),
        ("2025-04-10", "delisted"),
    ],
)
def test_between_the_last_copy_with_and_the_first_without_nobody_knows(book: Casebook, day: str, status: str) -> None:
    (row,) = named(book.coverage(as_of=day), "matrix", "delistava")
    assert row["uk"] == status


def test_who_came_back_is_listed_since_the_return(finding: Finding) -> None:
    (row,) = named(finding, "matrix", "dzmitry aliaksandravich lukashenka")
    assert (row["ch"], row["ch_since"]) == ("listed", "2021-07-07")
    former = [each for each in named(finding, "listings", str(row["name"])) if each["state"] == "CH"]
    assert [each["until"] for each in former] == ["2016-03-01", ""]


def test_every_cell_cited_is_in_the_ledger_as_it_is_cited(book: Casebook, finding: Finding) -> None:
    with book.ledger() as ledger:
        for key, cited in finding.cited.items():
            found = {(each.source, each.document, each.place, each.printed) for each in ledger.fact(key)}
            assert not found or (cited.source, cited.document, cited.place, cited.printed) in found
    assert {cite for table in finding.tables for row in table.rows for cite in row.cites} == finding.cited.keys()


def test_every_row_has_a_value_for_each_column_and_only_plain_ones(finding: Finding) -> None:
    for table in finding.tables:
        assert len({column.name for column in table.columns}) == len(table.columns)
        for row in table.rows:
            assert len(row.values) == len(table.columns)
            assert all(type(each) in {str, int, float, bool, tuple, type(None)} for each in row.values), row


def test_the_counts_are_those_of_the_matrix_and_of_the_steps(finding: Finding) -> None:
    last = {row["state"]: row["at_least"] for row in records(finding, "cumulative")}
    for row in records(finding, "counts"):
        listed = sum(each[str(row["state"]).lower()] == "listed" for each in records(finding, "matrix"))
        assert row["at_least"] == row["at_most"] == listed == last[row["state"]]


def test_old_lists_are_named_with_their_age(finding: Finding) -> None:
    (said,) = [text for text in finding.caveats if "main list of Switzerland" in text]
    assert "is of 2021-12-31, 1,687 days older than the newest of all" in said


def test_a_day_is_the_last_of_its_month(book: Casebook) -> None:
    assert book.coverage(as_of="2021-11").as_of == "2021-11-30"


def test_states_are_compared_in_the_order_asked_for_and_the_uk_is_gb(book: Casebook) -> None:
    columns = [column.name for column in book.coverage(states=["uk", "EU"]).table("matrix").columns]
    assert [name for name in columns if name in {"uk", "eu", "us", "ca", "ch"}] == ["uk", "eu"]


def test_a_packaged_regime_answers_as_that_of_the_casebook(book: Casebook, finding: Finding) -> None:
    assert book.coverage("belarus").table("matrix") == finding.table("matrix")


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"states": ["fr"]}, "fr: no list of this state is in the casebook; there are those of CA, CH, EU, UK, US"),
        ({"as_of": "1990-01-01"}, "1990-01-01: nothing can be proved of what CA, CH, EU, UK, US listed"),
        ({"as_of": "2030-01-01"}, "2030-01-01: the newest copy in this casebook is of 2026-08-14"),
        ({"as_of": "soon"}, "days are written as in 2021-11-13"),
        ({"regime": "atlantis"}, "'atlantis' is not a regime that Kronika comes with"),
        ({"least": 0}, "0 others: a gap needs at least one"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(book: Casebook, asked: dict[str, object], line: str) -> None:
    with pytest.raises(UsageError) as raised:
        book.coverage(**asked)  # type: ignore[arg-type]
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("regime", "line"),
    [
        (Regime("Nowhere"), "Nowhere: [regime] in casebook.toml names neither programmes nor countries"),
        (Regime("Nowhere", ("aq",)), "nobody is tied to aq"),
        (Regime("Nowhere", (), {"eu_fsf": ("XYZ",)}), "eu_fsf prints no «XYZ»"),
        (Regime("Nowhere", (), {"un_sc": ("XYZ",)}), "it has no list of the sources that it names"),
    ],
)
def test_a_regime_that_matches_nobody_is_no_empty_table(book: Casebook, regime: Regime, line: str) -> None:
    with book.ledger() as ledger, pytest.raises(UsageError) as raised:
        coverage.run(ledger, regime)
    assert line in str(raised.value)


def test_a_programme_that_no_copy_prints_is_a_caveat(book: Casebook) -> None:
    with book.ledger() as ledger:
        found = coverage.run(ledger, Regime("Belarus", ("by",), {"eu_fsf": ("BLR", "XYZ")}))
    assert "No copy of eu_fsf prints the programme «XYZ», which the regime names." in found.caveats


def test_a_ledger_without_identities_asks_for_a_build(tmp_path: Path, book: Casebook) -> None:
    from kronika.ledger.store import Ledger

    with Ledger(book.root / "ledger.duckdb", book.root / "readings") as ledger, pytest.raises(UsageError) as raised:
        coverage.run(ledger, book.settings.regime)
    assert "kronika build" in str(raised.value)


def test_one_state_alone_has_no_gaps(book: Casebook) -> None:
    table = book.coverage(states=["eu"]).table("gaps")
    assert table.rows == ()
    assert table.title == "No gap can be found: it needs 2 other states that list, and 1 are compared"


@pytest.fixture
def small(tmp_path: Path) -> Casebook:
    """A casebook that takes short lists, of Belarus."""
    folder = Casebook.init(tmp_path / "small").root
    text = 'name = "small"\n[regime]\ncountries = []\n[regime.programmes]\nca_sema = ["Belarus / Bélarus"]\n'
    text += 'eu_journal = ["EU-BLR"]\n[records]\nca_sema = [1, 100]\neu_journal = [1, 100]\n'
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return Casebook.open(folder)


def test_who_left_and_came_back_has_two_listings(small: Casebook, tmp_path: Path) -> None:
    for day, number in (("2021-01-01", 6), ("2022-01-01", 5), ("2023-01-01", 7)):
        file = tmp_path / f"{day}.xml"
        file.write_text(canada(*crowd(number)), encoding="utf-8")
        small.add([file], source="ca_sema", published=day)
    small.build()
    found = named(small.coverage(), "listings", "SAMPLEVICH6")
    assert [(row["since"], row["printed"], row["until"]) for row in found] == [
        ("2020-09-28", True, "2021-01-02 to 2022-01-01"),
        ("2022-01-02 to 2023-01-01", False, ""),
    ]
    assert [row["ca_since"] for row in named(small.coverage(), "matrix", "SAMPLEVICH6")] == ["2022-01-02 to 2023-01-01"]


def test_who_left_one_list_stays_one_with_the_listings_of_the_others(tmp_path: Path) -> None:
    folder = Casebook.init(tmp_path / "two").root
    (folder / "casebook.toml").write_text(
        'name = "two"\n[regime.programmes]\nca_sema = ["Belarus / Bélarus"]\neu_journal = ["EU-BLR"]\n'
        "[records]\nca_sema = [1, 100]\neu_journal = [1, 100]\n",
        encoding="utf-8",
    )
    book = Casebook.open(folder)
    act = Path(__file__).parents[1] / "src/kronika/sample/latest/eu_journal/2026-08-14_32006R0765.csv"
    book.add([act], published="2026-08-14")
    people = [("Viktor Vladimirovich", "SHEIMAN"), *crowd(6)]
    for day, some in (("2021-01-01", people[::-1]), ("2022-01-01", people[:0:-1])):
        file = tmp_path / f"{day}.xml"
        file.write_text(canada(*some, born="1958-05-26"), encoding="utf-8")
        book.add([file], source="ca_sema", published=day)
    book.build()
    found = book.coverage()
    (row,) = named(found, "matrix", "sheiman")
    assert (row["ca"], row["eu"]) == ("delisted", "listed")
    assert [row["others"] for row in records(found, "delisted")] == [("EU",)]
    naive = naive_coverage.read(book, book.settings.regime)
    columns = ("identity", "state", "standing", "others", "first", "days")
    gaps = {tuple(row[column] for column in columns) for row in records(book.coverage(least=1), "gaps")}
    assert gaps == naive.gaps(["ca", "eu"], 1)


def test_an_act_that_words_an_entry_anew_is_no_second_listing(small: Casebook, tmp_path: Path) -> None:
    consolidated = Path(config.__file__).parents[1] / "sample" / "latest" / "eu_journal" / "2026-08-14_32006R0765.csv"
    header, first, *_ = consolidated.read_text(encoding="utf-8").splitlines()
    amendment = tmp_path / "32026R9999.csv"
    amendment.write_text(
        f"amendedCelex,amendmentCelex{header.removeprefix('celex')}\n"
        f"32006R0765,32026R9999{first.removeprefix('32006R0765')}\n",
        encoding="utf-8",
    )
    small.add([consolidated], published="2026-08-14")
    small.add([amendment], published="2026-09-01")
    small.build()
    found = small.coverage()
    assert [row["last_copy"] for row in named(found, "listings", "SHEIMAN")] == ["2026-08-14"]
    (row,) = records(found, "counts")
    assert (row["day"], row["at_least"], row["listings"]) == ("2026-08-14", 8, 8)


def test_a_finding_says_where_a_figure_stands(finding: Finding) -> None:
    cited = next(each for each in finding.cited.values() if each.prop == "listingDate")
    assert isinstance(cited, findings.Cited)
    assert f"{cited.place}: «{cited.printed}»" in str(cited)
