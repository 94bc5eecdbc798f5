"""Reading protocols: columns by meaning, rows by number, and input that is not what it should be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from kronika.base.errors import ConfigError, UsageError
from kronika.collect.protocols import guess, mapping, reading
from kronika.collect.protocols.stations import UNKNOWN
from made_protocols import HEADINGS, MAPPING, ROWS, layout, write


def changed(row: int, column: str, cell: str) -> list[list[str]]:
    rows = [list(each) for each in ROWS]
    rows[row][HEADINGS.index(column)] = cell
    return rows


def test_a_pattern_picks_a_heading_by_the_beginnings_of_its_words() -> None:
    headings = ["Число недействительных бюллетеней", "Число действительных бюллетеней", "Учтённых, всего"]
    assert mapping.pick("бюллетеней действит", headings) == [1]
    assert mapping.pick("бюллетеней недействит", headings) == [0]
    assert mapping.pick("бюллетеней -недействит", headings) == [1]
    assert mapping.pick("учтен|потерян", headings) == [2]
    assert mapping.pick("число бюллетеней", headings) == [0, 1]
    assert mapping.pick("", headings) == []


def test_a_heading_that_is_the_pattern_comes_first() -> None:
    assert mapping.pick("gültig", ["ungültig", "gültig", "gültig gesamt"]) == [1]


@pytest.mark.parametrize("name", mapping.names())
def test_the_mappings_that_kronika_comes_with_are_whole(name: str) -> None:
    assert mapping.load(name).columns["registered"]


def test_a_table_is_read_with_the_row_of_each_station_and_what_was_picked(tmp_path: Path) -> None:
    found = reading.read(write(tmp_path / "made.csv"), layout())
    assert found.rows.tolist() == [2, 3, 4]
    assert found.registered.tolist() == [1000, 900, 1200]
    assert found.turnout.tolist() == [600, 450, 720]
    assert found.base.tolist() == [600, 448, 720]
    assert found.leader == "Rose"
    assert found.regions[0] == ("North", "South")
    assert found.regions[1].tolist() == [0, 0, 1]
    assert found.place(1) == "row 3, North, 2"
    assert {each.role: each.headings for each in found.picked}["given"] == ("Ballots given",)
    assert found.problems == ()
    assert len(found.document) == 64


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8")])
def test_the_separator_and_a_mark_of_the_encoding_are_found(tmp_path: Path, separator: str, encoding: str) -> None:
    found = reading.read(write(tmp_path / "made.csv", separator=separator, encoding=encoding), layout())
    assert found.registered.tolist() == [1000, 900, 1200]


def test_a_zip_and_a_spreadsheet_are_read_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "made.xlsx")
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.write(write(tmp_path / "made.csv"), "made.csv")
    one, other = (reading.read(tmp_path / f"made.{suffix}", layout()) for suffix in ("xlsx", "zip"))
    assert one.rows.tolist() == other.rows.tolist() == [2, 3, 4]
    assert one.votes.tolist() == other.votes.tolist()
    assert other.name == "made.zip/made.csv"


def test_a_zip_with_several_tables_must_be_told_which(tmp_path: Path) -> None:
    path = write(tmp_path / "made.csv")
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.write(path, "one.csv")
        archive.write(path, "two.csv")
    with pytest.raises(UsageError, match=r"It has one\.csv, two\.csv: say member"):
        reading.read(tmp_path / "made.zip", layout())
    assert len(reading.read(tmp_path / "made.zip", layout('member = "two.csv"\n'))) == 3


def test_rows_keep_their_numbers_over_blank_and_broken_ones_and_cells_with_line_breaks(tmp_path: Path) -> None:
    text = write(tmp_path / "made.csv").read_text().splitlines()
    title = '"Results,\nas published",,,,,,,,'
    lines = [title, text[0], "", text[1].replace("North", '"North\nand more"'), "1,2,3", text[2], ",,,,,,,,", text[3]]
    (tmp_path / "made.csv").write_text("\n".join(lines))
    found = reading.read(tmp_path / "made.csv", layout("heading = 2\n"))
    assert found.rows.tolist() == [4, 6, 8]
    assert [str(problem) for problem in found.problems] == ["row 5: «1,2,3»: 3 cells in a table of 9 columns"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("about 600", "not a count"),
        ("-5", "a negative count"),
        ("59.8", "a share, not a count"),
        ("60%", "a share, not a"),
    ],
)
def test_a_cell_that_is_no_count_is_unknown_and_named(tmp_path: Path, cell: str, reason: str) -> None:
    rows = [*changed(1, "Ballots given", cell), *ROWS * 10]
    found = reading.read(write(tmp_path / "made.csv", rows), layout())
    assert found.turnout.tolist()[:3] == [600, UNKNOWN, 720]
    assert f"row 3, column Ballots given: «{cell}»: {reason}" in str(found.problems[0])
    assert len(found.problems) == 1


def test_blank_cells_are_unknown_and_no_problem(tmp_path: Path) -> None:
    found = reading.read(write(tmp_path / "made.csv", changed(0, "Voted early", "  ")), layout())
    assert found.early.tolist() == [UNKNOWN, 45, 60]
    assert found.problems == ()


def test_digits_may_be_grouped_by_blanks_and_by_what_the_mapping_says(tmp_path: Path) -> None:
    path = write(tmp_path / "made.csv", [*changed(0, "Voters listed", "1 000"), *changed(0, "Voters listed", "1.000")])
    assert reading.read(path, layout('thousands = "."\n')).registered[[0, 3]].tolist() == [1000, 1000]
    assert reading.count("1.000") is None
    assert reading.count("1 000 000") == 1_000_000
    assert reading.count("12 34") is None
    assert reading.count("600.0") == 600


def test_percentages_in_place_of_counts_are_refused(tmp_path: Path) -> None:
    rows = [[*row[:3], f"{60 + at}.5%", *row[4:]] for at, row in enumerate(ROWS)]
    with pytest.raises(UsageError, match=r"«Ballots given»: it holds percentages.*3 of 3.*«60\.5%» in row 2"):
        reading.read(write(tmp_path / "made.csv", rows), layout())


def test_whole_percentages_in_place_of_counts_are_refused(tmp_path: Path) -> None:
    rows = [[*row[:3], "60", *row[4:]] for row in ROWS * 10]
    with pytest.raises(UsageError, match=r"given: no station has more than 60, and half of them have 1,000 voters"):
        reading.read(write(tmp_path / "made.csv", rows), layout())


def test_another_encoding_is_refused_with_the_row_and_those_that_would_do(tmp_path: Path) -> None:
    path = write(tmp_path / "made.csv", [["Поўнач", *row[1:]] for row in ROWS], encoding="windows-1251")
    with pytest.raises(UsageError, match=r"made\.csv: row 2 is not utf-8: say encoding = 'windows-1251'"):
        reading.read(path, layout())
    assert reading.read(path, layout('encoding = "windows-1251"\n')).regions[0] == ("Поўнач",)
    with pytest.raises(UsageError, match="'klingon' is no encoding"):
        reading.read(path, layout('encoding = "klingon"\n'))


def test_a_wrong_separator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="row 1 is one cell"):
        reading.read(write(tmp_path / "made.csv"), layout('separator = ";"\n'))


def test_a_missing_column_is_named_with_what_there_is(tmp_path: Path) -> None:
    path = write(tmp_path / "made.csv")
    path.write_text(path.read_text().replace("Voters listed", "Souls"))
    with pytest.raises(UsageError, match=r"no column for registered \(voters on the list\).*Region; Station; Souls"):
        reading.read(path, layout())


def test_a_pattern_that_fits_two_columns_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "made.csv")
    path.write_text(path.read_text().replace("Voted early", "Voters listed early"))
    with pytest.raises(UsageError, match="«Voters listed» and «Voters listed early»: add words"):
        reading.read(path, mapping.parse(MAPPING.replace('"voters listed"', '"voters"'), "made"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "the file is empty"), (b"a,b\n", "no row below"), (b"PK\x03\x04 and no more", "not a whole ZIP")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=reason):
        reading.read(path, layout())
    with pytest.raises(UsageError, match="cannot be read"):
        reading.read(tmp_path / "none.csv", layout())


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("nonsense = 1\n", "unknown key nonsense"),
        ("heading = 0\n", "heading must be a whole number above 0"),
        ("election = 'soon'\n", "election must be a day"),
        ("blank = '-'\n", "blank must be a list of texts"),
        ("turnout = [", "not TOML"),
        ("[usual]\nrose = ''\n", "unknown key usual.rose; known: counted_over_registered"),
        ("[cut]\nrose = 1\n", "unknown key cut.rose"),
    ],
)
def test_a_malformed_mapping_is_refused_by_its_key(more: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        layout(more)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('turnout = ["given"]', 'turnout = ["gifts"]', "turnout: 'gifts' is no count"),
        ('turnout = ["given"]', 'turnout = ["found"]', "found is used and has neither a column nor a sum"),
        ('registered = "voters listed"\n', "", "needs columns.registered"),
        ('given = "ballots given"', "given = 3", "columns.given must be a list of texts"),
        ('candidates = ["Rose", "Lily"]\n', "", "needs turnout, result and candidates"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        mapping.parse(MAPPING.replace(old, new), "made")


def test_an_unknown_mapping_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no such mapping; Kronika comes with belarus"):
        mapping.load("atlantis")


def test_candidates_can_stand_between_two_columns_and_count_as_one(tmp_path: Path) -> None:
    text = MAPPING.replace('candidates = ["Rose", "Lily"]\n', "")
    text += '[candidates]\nafter = "ballots invalid"\n[joined]\n"Flowers" = ["Rose", "Lily"]\n'
    found = reading.read(write(tmp_path / "made.csv"), mapping.parse(text, "made"))
    assert found.candidates == ("Flowers",)
    assert found.of("Flowers").tolist() == [590, 440, 700]


def test_a_guess_finds_the_columns_and_can_be_used_as_it_stands(tmp_path: Path) -> None:
    headings = ["Precinct", "Region", "Registered voters", "Ballots issued", "Invalid", "Valid", "Rose", "Lily", "Note"]
    rng = np.random.default_rng(1)
    rows = []
    for station in range(60):
        valid = int(rng.integers(200, 900))
        rose = int(rng.integers(0, valid))
        rows.append([station, "NS"[station % 2], valid * 2, valid + 9, 7, valid, rose, valid - rose, "seen"])
    lines = ["Results of the election", "", ";".join(headings), *(";".join(map(str, row)) for row in rows)]
    path = tmp_path / "made.csv"
    path.write_text("\n".join(lines))
    made = guess.guess(path)
    assert made.usable
    assert "candidates: 2 columns, which add up to valid at 100.0% of the stations" in made.explains
    found = reading.read(path, mapping.parse(made.toml, "guess"))
    assert found.candidates == ("Rose", "Lily")
    assert found.rows[0] == 4
    assert found.layout.turnout == ("given",)
    assert found.layout.result == ("valid", "invalid")
    assert found.regions[0] == ("N", "S")


def test_a_guess_without_words_goes_by_size_and_says_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("x,y,z\n" + "\n".join(f"{900 + n},{500 + n},{200 + n}" for n in range(30)))
    made = guess.guess(path)
    assert "registered: «x», for it is never below the columns that are left" in made.explains
    assert "without a column for region nothing can be said by region" in made.explains
    assert mapping.parse(made.toml, "guess").candidates == ("z",)


def test_a_guess_that_leaves_something_open_is_not_usable(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("name,note\nNorth,none\nSouth,none\n")
    made = guess.guess(path)
    assert not made.usable
    assert "open: which column is registered (voters on the list)" in made.explains
    with pytest.raises(ConfigError):
        mapping.parse(made.toml, "guess")


def test_a_row_for_each_candidate_becomes_a_row_for_each_station(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(
        "county,precinct,registered_voters,party,candidate,votes\n"
        "A,1,1000,Red,Rose,300\nA,1,1000,Blue,Lily,200\nA,2,900,Red,Rose,250\nA,2,900,Blue,Lily,280\nB,1,700,Red,Rose,1\n"
    )
    made = guess.guess(path)
    assert made.usable
    found = reading.read(path, mapping.parse(made.toml, "guess"))
    assert found.candidates == ("Red", "Blue")
    assert found.votes.tolist() == [[300, 200], [250, 280], [1, UNKNOWN]]
    assert found.rows.tolist() == [2, 4, 6]
    assert found.turnout.tolist() == [500, 530, 1]
    assert found.registered.tolist() == [1000, 900, 700]


def test_a_candidate_who_stands_twice_at_a_station_is_refused_with_the_row(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("unit,voters,party,votes\n1,90,Red,30\n1,90,Blue,20\n1,90,Red,25\n")
    layout = mapping.parse(
        'turnout = ["valid"]\nresult = ["valid"]\n[sums]\nvalid = ["votes"]\n[columns]\nunit = "unit"\n'
        'registered = "voters"\n[long]\ncandidate = "party"\nvotes = "votes"\n',
        "made",
    )
    with pytest.raises(UsageError, match="row 4: «Red» stands twice at its station"):
        reading.read(path, layout)


def test_a_mapping_that_says_half_of_a_long_table_is_refused() -> None:
    with pytest.raises(ConfigError, match="both columns"):
        mapping.parse('turnout = ["valid"]\nresult = ["valid"]\n[long]\nvotes = "votes"\n', "made")


def test_percentages_beside_the_counts_do_not_part_the_candidates(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    rows = [f"{n},{900 + 3 * n},{500 + n},{300 + n},60.1%,{200},39.9%" for n in range(5, 40)]
    path.write_text("station,Registered voters,Valid,Rose,Rose %,Lily,Lily %\n" + "\n".join(rows))
    made = guess.guess(path)
    assert "candidates: 2 columns, which add up to valid at 100.0% of the stations" in made.explains


def test_of_headings_that_name_a_total_and_its_parts_the_total_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    rows = [f"{n},{700 + n},{200},{900 + n},{500 + n},{500 + n}" for n in range(5, 40)]
    path.write_text("Wahlbezirk,Wahlberechtigte A1,Wahlberechtigte A2,Wahlberechtigte,gültig,Rose\n" + "\n".join(rows))
    assert "registered: «Wahlberechtigte», by its heading" in guess.guess(path).explains
    path.write_text(path.read_text().replace("Wahlberechtigte,", "Wahlberechtigte (A),"))
    assert "registered: «Wahlberechtigte (A)», by its heading" in guess.guess(path).explains


def test_a_running_number_is_no_count(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text("id,parent,kind\n" + "\n".join(f"{n},{n // 3},{n // 9}" for n in range(1, 60)))
    made = guess.guess(path)
    assert not made.usable
    assert not any("«id»" in each for each in made.explains)


def test_of_several_tables_in_a_zip_the_one_whose_headings_tell_most_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("codes.csv", "code;name\n1;North\n")
        archive.writestr("results.csv", "station,Registered voters,Valid,Rose\n" + "\n".join(["7,900,500,500"] * 9))
    made = guess.guess(path)
    assert "member: results.csv, of codes.csv, results.csv" in made.explains
    assert len(reading.read(path, mapping.parse(made.toml, "guess"))) == 9
