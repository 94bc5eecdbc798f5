"""Published figures that a person keeps by hand: what a row says, and what is refused of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from documents import copy_of, document
from kronika import Casebook
from kronika.base.errors import CopyRefused
from kronika.collect.cells import text_at
from kronika.collect.sources import figures
from kronika.ledger.measured import Figure
from kronika.study.figures import cited

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Measured

HEADER = "counter,series,item,definition,about,as_of,value,low,high,unit,currency,title,address,published,note"
WHOLE = {
    "counter": "Invented Monitors", "series": "prisoners", "definition": "held on the day", "about": "Belarus",
    "as_of": "2024-05-21", "value": "1374", "unit": "persons", "title": "Invented Yearbook",
    "address": "https://example.org/2024", "published": "2024-05-22",
}  # fmt: skip


def row(**changed: str) -> str:
    cells = {**WHOLE, **changed}
    return ",".join(f'"{cells.get(column, "")}"' for column in HEADER.split(","))


def read(tmp_path: Path, *rows: str, header: str = HEADER) -> Measured:
    return figures.read(copy_of(document(tmp_path / "f.csv", "\n".join([header, *rows]) + "\n", source="figures")))


def line(tmp_path: Path, **changed: str) -> dict[str, Any]:
    """The one line that a row becomes."""
    found = read(tmp_path, row(**changed))
    assert found.refusals == ()
    return {column: values[0] for column, values in found.tables["figures"].items()}


def refusal(tmp_path: Path, **changed: str) -> str:
    """Place, printed text and reason of the one refusal of a row; the row beside it stands."""
    found = read(tmp_path, row(), row(**{"note": "the other", **changed}))
    assert (found.read, found.refused) == (1, 1)
    (refused,) = found.refusals
    assert refused.whole
    return f"{refused.place}: «{refused.printed}»: {refused.reason}"


def book(tmp_path: Path, **files: str) -> Casebook:
    made = Casebook.init(tmp_path / "book")
    for name, text in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        assert [added.reason for added in made.add([path])] == [""]
    made.build()
    return made


def test_a_row_is_a_figure_with_its_day_states_and_size(tmp_path: Path) -> None:
    found = line(tmp_path, about="CN; Russia", as_of="2022", value="190.27", unit="billion", currency="USD")
    assert found["about"] == ["cn", "ru"]
    assert (found["as_of"], found["first"], found["last"]) == ("2022", date(2022, 1, 1), date(2022, 12, 31))
    assert (found["value"], found["step"], found["unit"]) == (190_270_000_000, 10_000_000, "")
    assert (found["low"], found["high"]) == (190_270_000_000, 190_270_000_000)
    assert (found["place"], found["printed"]) == ("row 2, column value + row 2, column unit", "190.27 billion")


@pytest.mark.parametrize(
    ("low", "high", "place"),
    [("1300", "1500", "row 2, column low + row 2, column high"), ("1500", "", "row 2, column low"),
     ("", "98.5", "row 2, column high")],
)  # fmt: skip
def test_an_interval_may_have_one_end_and_has_no_value(tmp_path: Path, low: str, high: str, place: str) -> None:
    found = line(tmp_path, value="", low=low, high=high)
    assert found["value"] is None
    assert (found["low"], found["high"]) == (float(low) if low else None, float(high) if high else None)
    assert found["place"] == place


@pytest.mark.parametrize(
    ("printed", "as_of", "first", "last"),
    [
        ("2022-03", "2022-03", date(2022, 3, 1), date(2022, 3, 31)),
        ("21 May 2024", "2024-05-21", date(2024, 5, 21), date(2024, 5, 21)),
        ("2022~", "2022~", date(2022, 1, 1), date(2022, 12, 31)),
        ("[2021-10..2021-11]", "[2021-10..2021-11]", date(2021, 10, 1), date(2021, 11, 30)),
        ("2022-01/2022-06", "2022-01/2022-06", date(2022, 1, 1), date(2022, 6, 30)),
    ],
)
def test_a_day_month_year_or_period_is_kept_as_exact_as_it_is(
    tmp_path: Path, printed: str, as_of: str, first: date, last: date
) -> None:
    found = line(tmp_path, as_of=printed)
    assert (found["as_of"], found["first"], found["last"]) == (as_of, first, last)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"value": "about 1,374"}, "row 3, column value: «about 1,374»: not a number"),
        ({"value": "87,28"}, "not a number: digits, with a point before decimals"),
        ({"value": "9" * 19}, "not a number"),
        ({"value": ""}, "row 3, column value: «»: no value and no interval"),
        ({"value": "", "low": "5", "high": "4"}, "row 3, column low: «5»: low 5 is above high 4"),
        ({"low": "5"}, "a value and an interval: state one of them"),
        ({"as_of": "last spring"}, "row 3, column as_of: «last spring»: not a date"),
        ({"as_of": "2023-02-30"}, "no such day"),
        ({"as_of": "2023-06/2023-01"}, "a period that ends before it begins"),
        ({"as_of": "[2023..2022]"}, "a period that ends before it begins"),
        ({"as_of": ""}, "no as_of"),
        ({"title": ""}, "row 3, column title: «»: no title"),
        ({"counter": " "}, "no counter"),
        ({"about": "Atlantis"}, "column about: «Atlantis»: no country is called 'Atlantis'"),
        ({"about": "q1"}, "no country has the code 'q1'"),
        ({"currency": "dollars"}, "not a currency in three letters"),
        ({"unit": ""}, "neither unit nor currency"),
        ({"address": "example"}, "not a web address"),
        ({"published": "soon"}, "column published: «soon»"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_cell(tmp_path: Path, changed: dict[str, str], says: str) -> None:
    assert says in refusal(tmp_path, **changed)


def test_a_row_that_says_again_what_another_says_is_refused(tmp_path: Path) -> None:
    (refused,) = read(tmp_path, row(), row()).refusals
    assert refused.reason == "says again what row 2 says"
    assert "Invented Yearbook" in refused.printed


def test_blank_rows_are_no_records(tmp_path: Path) -> None:
    found = read(tmp_path, row(), "," * HEADER.count(","), "", " ," * HEADER.count(","))
    assert (found.read, found.refused) == (1, 0)


def test_a_row_of_another_length_is_refused_and_the_others_stand(tmp_path: Path) -> None:
    found = read(tmp_path, row(), "a,b,c")
    assert (found.read, found.refused) == (1, 1)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (HEADER.replace("value", "number"), "lacks the column 'value'"),
        (f"{HEADER},source", "has an unknown column 'source'"),
        (HEADER.replace("note", "unit"), "has twice the column 'unit'"),
    ],
)
def test_a_file_with_other_columns_is_refused_whole(tmp_path: Path, header: str, says: str) -> None:
    with pytest.raises(CopyRefused, match=says):
        read(tmp_path, row(), header=header)


def test_a_file_that_nobody_can_have_kept_by_hand_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "SOURCE", replace(figures.SOURCE, records=(1, 2)))
    assert read(tmp_path, *(row(value=str(n)) for n in range(2))).read == 2
    with pytest.raises(CopyRefused, match="more than 2 figures: no file kept by hand"):
        read(tmp_path, *(row(value=str(n)) for n in range(3)))


def test_columns_that_are_not_needed_may_be_missing_and_stand_in_any_order(tmp_path: Path) -> None:
    found = read(tmp_path, "persons,12,2020,Invented,x,Monitors", header="unit,value,as_of,title,series,counter")
    assert found.tables["figures"]["about"] == [[]]
    assert found.tables["figures"]["value"] == [12.0]


@pytest.mark.parametrize("content", [b"", b"counter;series;as_of;value;unit;title\n", HEADER.encode("utf-16"), b"\0\1"])
def test_a_file_that_is_none_of_ours_is_refused_when_it_is_added(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    (added,) = Casebook.init(tmp_path / "book").add([path], "figures")
    assert added.event is None
    assert added.reason.startswith("figures.csv: ")
    assert "\n" not in added.reason


def test_a_file_in_another_encoding_is_refused_whole_and_the_last_good_copy_stays(tmp_path: Path) -> None:
    made = book(tmp_path, prisoners=f"{HEADER}\n{row()}\n")
    path = tmp_path / "prisoners.csv"
    path.write_bytes(f"{HEADER}\n{row(note='перепись')}\n".encode("cp1251"))
    made.add([path], published="2030-01-01")
    (refused,) = made.build().refused
    assert "the bytes are not utf-8-sig" in refused.reason
    with made.ledger() as ledger:
        assert [each.note for each in ledger.figures()] == [""]


def test_every_file_is_a_series_and_counters_that_differ_both_stand(tmp_path: Path) -> None:
    other = row(counter="Other Monitors", value="1561")
    with book(tmp_path, one=f"{HEADER}\n{row()}\n", two=f"{HEADER}\n{other}\n").ledger() as ledger:
        assert {copy["series"] for copy in ledger.copies("figures")} == {"one", "two"}
        found = ledger.figures("prisoners", ["by"])
        assert [(each.counter, each.value) for each in found] == [("Invented Monitors", 1374), ("Other Monitors", 1561)]
        assert isinstance(found[0], Figure)
        assert ledger.figures("prisoners", ["by", "ru"]) == ledger.figures("persons") == []
        assert [each.value for each in ledger.figures(counter="Other Monitors")] == [1561]


def test_a_spreadsheet_is_read_as_a_csv_file_is(tmp_path: Path) -> None:
    typed = {**WHOLE, "value": 87.28, "as_of": date(2024, 5, 21), "published": 2024}
    with xlsxwriter.Workbook(tmp_path / "kept.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for at, column in enumerate(HEADER.split(",")):
            sheet.write(0, at, column)
            sheet.write(1, at, typed.get(column, ""), day if column == "as_of" else None)
    made = Casebook.init(tmp_path / "book")
    (added,) = made.add([tmp_path / "kept.xlsx"])
    assert (added.reason, added.event and added.event.document.series) == ("", "kept")
    made.build()
    with made.ledger() as ledger:
        (found,) = ledger.figures()
    assert (found.value, found.step, found.as_of, found.published) == (87.28, 0.01, "2024-05-21", "2024")
    assert text_at(made.archive.documents()[0], found.place) == found.printed == "87.28"


def test_a_figure_is_cited_with_its_cell_and_where_it_was_published(tmp_path: Path) -> None:
    made = book(tmp_path, one=f"{HEADER}\n{row()}\n{row(value='', low='5', high='7.50', unit='thousand persons')}\n")
    documents = {each.sha256: each for each in made.archive.documents()}
    with made.ledger() as ledger:
        cites = [cited(each) for each in ledger.figures()]
    for cite in cites:
        assert text_at(documents[cite.document], cite.place) == cite.printed
    assert [str(cite) for cite in cites] == [
        "Invented Yearbook (Invented Monitors, 2024-05-22), row 2, column value: «1374»",
        (
            "Invented Yearbook (Invented Monitors, 2024-05-22), row 3, column low + row 3, column high + "
            "row 3, column unit: «5 7.50 thousand persons»"
        ),
    ]


def test_an_earlier_day_has_the_figures_of_its_own_copies(tmp_path: Path) -> None:
    made = Casebook.init(tmp_path / "book")
    for day, value in (("2025-01-01", "10"), ("2025-02-01", "20")):
        path = tmp_path / f"{day}_counts.csv"
        path.write_text(f"{HEADER}\n{row(value=value)}\n")
        made.add([path])
    made.build()
    values = {}
    for day in ("", "2025-01-15"):
        with made.ledger(day) as ledger:
            values[day] = [each.value for each in ledger.figures()]
            assert ledger.elections() == []
    assert values == {"": [20], "2025-01-15": [10]}


def test_a_correction_to_a_figure_is_refused_and_not_lost(tmp_path: Path) -> None:
    made = book(tmp_path, one=f"{HEADER}\n{row()}\n")
    header = "source,record,field,printed,corrected,who,when,why\n"
    (made.root / "corrections.csv").write_text(
        f"{header}figures,row 2,value,1374,1375,a reviewer,2025-01-02,misprint\n"
    )
    made.build()
    with made.ledger() as ledger:
        (refused,) = ledger.refusals("figures")
    assert "correction by a reviewer of 2025-01-02 not applied: correct the file itself" in refused["reason"]


def test_the_figures_of_the_sample_are_read_whole_and_each_has_its_source(sample: Path) -> None:
    with Casebook.open(sample).ledger() as ledger:
        found = ledger.figures()
        assert ledger.refusals("figures") == []
        assert len(found) == sum(copy["records"] for copy in ledger.copies("figures"))
        votes = {(each.item, each.definition): each.value for each in ledger.figures("vote on a resolution")}
    assert {each.series for each in found} == {
        "political prisoners", "vote on a resolution", "trade in goods", "exchange rate", "declared election result",
    }  # fmt: skip
    assert votes["A/RES/ES-11/1", "voted in favour"] == 141
    assert all(each.title for each in found)
