"""Elections in the ledger: stations as lines with their document and row, sums, and the way back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from conftest import needs_real_files
from kronika import Casebook
from kronika.base.errors import ArchiveError, ConfigError, CopyRefused, UsageError
from kronika.base.model import Copy
from kronika.build import key_of
from kronika.collect.protocols import mapping, reading
from kronika.collect.protocols.stations import UNKNOWN, Protocols
from kronika.collect.sources import protocols as source
from kronika.ledger.readings import COUNTS
from kronika.view.cli import main
from made_protocols import HEADINGS, MAPPING, ROWS, write

ROOT = Path(__file__).parents[2] / "shared" / "data" / "elections"


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    return Casebook.init(tmp_path / "book")


@pytest.fixture
def meant(tmp_path: Path) -> str:
    path = tmp_path / "ours.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return str(path)


def same(left: Protocols, right: Protocols) -> bool:
    return (
        left.rows.tolist() == right.rows.tolist()
        and left.votes.tolist() == right.votes.tolist()
        and {role: each.tolist() for role, each in left.counts.items()}
        == {role: each.tolist() for role, each in right.counts.items()}
        and {role: each.tolist() for role, each in left.texts.items()}
        == {role: each.tolist() for role, each in right.texts.items()}
        and (left.name, left.document, left.candidates, left.picked, left.problems)
        == (right.name, right.document, right.candidates, right.picked, right.problems)
    )


def test_an_election_is_stations_with_document_and_row(tmp_path: Path, book: Casebook, meant: str) -> None:
    event, _ = book.add_election(write(tmp_path / "vote.csv"), meant, "Invented vote")
    built = book.build()
    assert not built.refused
    with book.ledger() as ledger:
        (election,) = ledger.elections()
        lines = ledger.rows("SELECT * FROM protocols ORDER BY row")
        (copy,) = ledger.copies("protocols")
    assert (election.election, election.title, election.stations) == ("Invented vote", "Made up", 3)
    assert election.candidates == ["Rose", "Lily"]
    assert (election.document, election.name) == (event.document.sha256, "vote.csv")
    assert (election.turnout, election.result) == (["given"], ["valid", "invalid"])
    assert [line["row"] for line in lines] == [2, 3, 4]
    assert {line["document"] for line in lines} == {event.document.sha256}
    assert [line["votes"] for line in lines] == [[300, 290], [240, 200], [350, 350]]
    assert [(line["region"], line["unit"], line["registered"]) for line in lines][1] == ("North", "2", 900)
    assert next((line["voted"], line["base"], line["lost"], line["kind"]) for line in lines) == (600, 600, None, None)
    assert (copy["records"], copy["read"], copy["refused"], copy["series"]) == (3, 3, 0, "Invented vote")


def test_a_mapping_without_the_day_of_voting_is_told_it_once(tmp_path: Path, book: Casebook) -> None:
    undated = tmp_path / "undated.toml"
    undated.write_text("\n".join(line for line in MAPPING.splitlines() if not line.startswith("election")), "utf-8")
    book.add_election(write(tmp_path / "vote.csv"), str(undated), "Vote", day="2024-03-15")
    book.build()
    assert book.protocols("Vote").layout.election == "2024-03-15"
    with pytest.raises(ConfigError, match="election must be a day"):
        book.add_election(tmp_path / "vote.csv", str(undated), "Vote", day='"March"')
    dated = tmp_path / "dated.toml"
    dated.write_text(f"election = 2024-03-15\n{undated.read_text('utf-8')}", "utf-8")
    with pytest.raises(UsageError, match="says the day of the election itself"):
        book.add_election(tmp_path / "vote.csv", str(dated), "Vote", day="2024-03-16")


def test_the_ledger_has_a_column_for_every_count_that_a_mapping_knows() -> None:
    assert (*mapping.COUNTS, "voted", "base") == COUNTS


def test_sums_leave_out_stations_that_do_not_tell_and_say_how_many(tmp_path: Path, book: Casebook, meant: str) -> None:
    rows = [*ROWS, ["South", "2", "1000", "500", "1", "", "", "100", ""], ["South", "3", "900", "500", "1", "5 %", "9",
            "7", "8"]]  # fmt: skip
    many = rows + [[*ROWS[2][:1], str(number), *ROWS[2][2:]] for number in range(10, 30)]
    book.add_election(write(tmp_path / "vote.csv", many), meant)
    book.build()
    with book.ledger() as ledger:
        whole = {each.candidate: each for each in ledger.results("vote")}
        north = ledger.results("vote", "North")
    assert (whole["Rose"].votes, whole["Rose"].untold, whole["Rose"].stations) == (890 + 107 + 20 * 350, 0, 25)
    assert (whole["Lily"].votes, whole["Lily"].untold) == (840 + 8 + 20 * 350, 1)
    assert whole["Rose"].base == 600 + 448 + 720 * 21
    assert whole["Rose"].share == pytest.approx((890 + 20 * 350) / (600 + 448 + 720 * 21))
    assert [(each.candidate, each.votes, each.region) for each in north] == [("Rose", 540, "North"),
                                                                             ("Lily", 490, "North")]  # fmt: skip


def test_rows_and_cells_that_cannot_be_read_are_counted_and_placed(tmp_path: Path, book: Casebook, meant: str) -> None:
    many = [[ROWS[0][0], str(number), *ROWS[0][2:]] for number in range(40)]
    path = write(tmp_path / "vote.csv", [*many, ["North", "99", "1000", "-6", "1", "590", "10", "300", "290"]])
    path.write_text(path.read_text() + "North,half a row\n")
    book.add_election(path, meant)
    book.build()
    with book.ledger() as ledger:
        (copy,) = ledger.copies("protocols")
        refused = [(each["whole"], each["place"], each["reason"]) for each in ledger.refusals("protocols")]
        (line,) = ledger.rows("SELECT given, voted, registered FROM protocols WHERE row = 42")
    assert (copy["records"], copy["read"], copy["refused"]) == (42, 41, 1)
    assert sorted(refused) == [
        (False, "row 42, column Ballots given", "a negative count"),
        (True, "row 43", f"2 cells in a table of {len(HEADINGS)} columns"),
    ]
    assert line == {"given": None, "voted": None, "registered": 1000}, "unknown is not 0"


@pytest.mark.parametrize("packed", [False, True])
def test_the_protocols_come_back_as_the_file_gives_them(
    tmp_path: Path, book: Casebook, meant: str, packed: bool
) -> None:
    path = write(tmp_path / "vote.csv")
    if packed:
        with zipfile.ZipFile(tmp_path / "vote.zip", "w") as archive:
            archive.write(path, "inside.csv")
        path = tmp_path / "vote.zip"
    book.add_election(path, meant)
    book.build()
    assert same(book.protocols("vote"), reading.read(path, mapping.load(meant)))
    assert book.protocols("vote").name == ("vote.zip/inside.csv" if packed else "vote.csv")


def test_one_step_leads_from_a_station_to_what_its_row_prints(tmp_path: Path, book: Casebook) -> None:
    meant = tmp_path / "ours.toml"
    meant.write_text('separator = ";"\nencoding = "windows-1251"\n' + MAPPING, encoding="utf-8")
    rows = [*ROWS, ["Юг", "1", "1200", "720", "", "700", "20", "350", "350"]]
    book.add_election(write(tmp_path / "vote.csv", rows, ";", "cp1251"), str(meant))
    book.build()
    assert book.station("vote", 5) == dict(zip(HEADINGS, rows[3], strict=True))
    with pytest.raises(UsageError, match=r"vote\.csv has no station in row 1"):
        book.station("vote", 1)


def test_a_build_of_years_later_reads_by_the_mapping_of_the_day(tmp_path: Path, book: Casebook, meant: str) -> None:
    book.add_election(write(tmp_path / "vote.csv"), meant)
    Path(meant).write_text("title = 'another'")
    book.build()
    assert book.protocols("vote").layout == mapping.parse(MAPPING, "ours")
    (table, kept) = book.archive.documents()
    assert (table.part, kept.part, kept.path.read_text()) == ("list", "mapping", MAPPING)


def test_an_election_added_under_the_same_name_takes_the_place_of_the_one_before(
    tmp_path: Path, book: Casebook, meant: str
) -> None:
    book.add_election(write(tmp_path / "vote.csv"), meant, published="2025-01-01")
    book.build()
    book.add_election(write(tmp_path / "vote.csv", ROWS[:2]), meant, published="2025-02-01")
    book.add_election(write(tmp_path / "other.csv", ROWS[1:]), meant)
    assert len(book.build().read) == 2, "only what is new is read"
    with book.ledger() as ledger:
        assert {each.election: each.stations for each in ledger.elections()} == {"vote": 2, "other": 2}
        assert len(ledger.rows("SELECT * FROM protocols")) == 4
    with book.ledger("2025-01-15") as ledger:
        assert [(each.election, each.stations) for each in ledger.elections()] == [("vote", 3)]
        assert ledger.results("vote")[0].votes == 890
        assert ledger.figures() == []
    assert not book.build().composed


def test_reading_depends_on_the_code_that_reads_protocols(
    tmp_path: Path, book: Casebook, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.add_election(write(tmp_path / "vote.csv"), meant)
    (copy,) = book.archive.copies()
    assert isinstance(copy, Copy)
    before = key_of(copy)
    monkeypatch.setattr("kronika.build.version", lambda name: f"another reader of {name}")
    assert key_of(copy) != before


@pytest.mark.parametrize(
    ("content", "toml", "error", "says"),
    [
        ("", MAPPING, UsageError, "the file is empty"),
        ("a,b\n1,2\n", MAPPING, UsageError, "no column for registered"),
        (",".join(HEADINGS) + "\n", MAPPING, UsageError, "has no row below its headings"),
        ("a,b\n1,2\n", "title = 3", ConfigError, "title must be a text"),
    ],
)
def test_what_cannot_be_read_is_not_added(
    tmp_path: Path, book: Casebook, meant: str, content: str, toml: str, error: type[Exception], says: str
) -> None:
    path = tmp_path / "vote.csv"
    path.write_text(content)
    Path(meant).write_text(toml)
    with pytest.raises(error, match=says):
        book.add_election(path, meant)
    assert book.archive.documents() == []


def test_wrong_names_say_what_there_is(tmp_path: Path, book: Casebook, meant: str) -> None:
    with pytest.raises(UsageError, match="no such mapping; Kronika comes with belarus"):
        book.add_election(write(tmp_path / "vote.csv"), "atlantis")
    with pytest.raises(UsageError, match="a day is written as 2021-07-07"):
        book.add_election(write(tmp_path / "vote.csv"), meant, published="soon")
    with pytest.raises(UsageError, match="an election needs a name"):
        book.add_election(write(tmp_path / ".csv"), meant)
    with pytest.raises(UsageError, match="protocols need a mapping: kronika election add FILE"):
        book.add([tmp_path / "vote.csv"], "protocols")
    book.build()
    with pytest.raises(UsageError, match="holds no election called 'vote'; it holds none: `kronika election add`"):
        book.protocols("vote")
    book.add_election(write(tmp_path / "vote.csv"), meant)
    book.build()
    with pytest.raises(UsageError, match="no election called 'vot'; it holds vote"):
        book.protocols("vot")
    with book.ledger() as ledger, pytest.raises(UsageError, match="no station of vote is in a region called 'West'"):
        ledger.results("vote", "West")


def test_a_table_without_its_mapping_and_an_altered_one_are_refused(tmp_path: Path, book: Casebook, meant: str) -> None:
    book.add_election(write(tmp_path / "vote.csv"), meant)
    book.build()
    (copy,) = book.archive.copies()
    with pytest.raises(CopyRefused, match="a table and its mapping make up an election"):
        source.read(Copy(copy.source, copy.series, copy.published, copy.documents[:1]))
    table = copy.documents[0].path
    table.chmod(0o644)
    write(table, ROWS[:2])
    with pytest.raises(ArchiveError, match=r"vote\.csv: its bytes in the archive are altered"):
        book.protocols("vote")


def test_measurements_are_not_compared_as_lists_are(tmp_path: Path, book: Casebook, meant: str) -> None:
    book.add_election(write(tmp_path / "vote.csv"), meant, published="2025-01-01")
    book.add_election(write(tmp_path / "vote.csv", ROWS[:2]), meant, published="2025-02-01")
    book.build()
    with book.ledger() as ledger, pytest.raises(UsageError, match="protocols holds measurements"):
        ledger.pairs("protocols")


def test_the_command_adds_an_election_and_says_what_is_next(tmp_path: Path, book: Casebook, meant: str) -> None:
    asked = ["election", "add", str(write(tmp_path / "vote.csv")), "--mapping", meant, "--casebook", str(book.root)]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    assert done.output == (
        "added      vote.csv as the election vote: 3 stations, 2 candidates, 0 cells or rows not read. "
        "Next: kronika build\n"
    )
    again = CliRunner().invoke(main, [*asked, "--name", "May", "--json"])
    assert json.loads(again.output)["election"] == "May"
    wrong = CliRunner().invoke(main, [*asked[:3], "--mapping", "atlantis", *asked[5:]])
    assert (wrong.exit_code, wrong.output.count("\n")) == (2, 1)


def test_a_national_election_is_the_same_in_the_ledger_as_in_its_file(book: Casebook) -> None:
    needs_real_files()
    for name, file, meant in (
        ("russia", "russia-2024/2024.csv.zip", "russia"),
        ("germany", "germany-eu2024/ew24_wbz.zip", "germany"),
    ):
        book.add_election(ROOT / file, meant, name)
    assert not book.build().refused
    for name in ("russia", "germany"):
        read = book.protocols(name)
        with book.ledger() as ledger:
            lines = ledger.rows(
                "SELECT row, registered, base, votes FROM protocols WHERE election = ? ORDER BY row", [name]
            )
            sums = {each.candidate: each.votes for each in ledger.results(name)}
        assert [line["row"] for line in lines] == read.rows.tolist()
        for column, counts in (("registered", read.registered), ("base", read.base)):
            assert [UNKNOWN if line[column] is None else line[column] for line in lines] == counts.tolist()
        known = np.where(read.votes == UNKNOWN, 0, read.votes).sum(axis=0)
        assert sums == dict(zip(read.candidates, known.tolist(), strict=True))
