"""Screening a small list: by name, by entity, by table."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.errors import UsageError
from kronika.match import screen
from kronika.match.profile import ALIAS, PRIMARY, WEAK, Name, Profile
from kronika.match.screen import Screener

LISTED = [
    ("kr-1", "Person", ["Aliaksandr Ryhoravich LUKASHENKA", "Александр Григорьевич ЛУКАШЕНКО"], ["1954-08-30"], "by"),
    ("kr-2", "Person", ["Abdulrahman al-Rashid Hassan"], [], "iq"),
    ("kr-3", "Company", ["Minsk Automobile Plant OJSC"], [], "by"),
    ("kr-4", "Vessel", ["Sea Star"], [], "pa"),
    ("kr-5", "Person", ["Viktor Sheiman"], ["1958-05-26"], "by"),
    ("kr-6", "Person", ["KIM Jong Chol"], [], "kp"),
]


def listed() -> list[Profile]:
    found = [
        Profile(
            key,
            schema,
            tuple(Name(text, ALIAS if n else PRIMARY) for n, text in enumerate(names)),
            tuple(births),
            frozenset({country}),
        )
        for key, schema, names, births, country in LISTED
    ]
    found[3] = Profile("kr-4", "Vessel", (Name("Sea Star", PRIMARY),), idents=frozenset({("imoNumber", "9074729")}))
    found[1] = Profile("kr-2", "Person", (*found[1].names, Name("Carlos", WEAK)))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "index"
    screen.write(path, listed(), [[f"list-{each.id}"] for each in listed()], "state")
    return path


@pytest.fixture(scope="module")
def screener(folder: Path) -> Screener:
    return Screener(folder)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Alexander Lukashenko", "kr-1"),
        ("Lukashenko Aleksander", "kr-1"),
        ("Аляксандр Рыгоравіч Лукашэнка", "kr-1"),
        ("Aliaksandr Lukshenka", "kr-1"),
        ("ViktorSheiman", "kr-5"),
        ("Abd al-Rahman Rashid Hasan", "kr-2"),
        ("Минский автомобильный завод", "kr-3"),
        ("Minsk Automobil Plant", "kr-3"),
        ("SEA STAR", "kr-4"),
        ("Kim Jongchol", "kr-6"),
        ("김종철", "kr-6"),
        ("V. Sheiman", "kr-5"),
        ("Viktar SHEYMAN/SHEIMAN", "kr-5"),
    ],
)
def test_a_listed_name_is_found_in_another_spelling(screener: Screener, query: str, found: str) -> None:
    hits = screener.screen(query)
    assert [hit.id for hit in hits][:1] == [found]
    assert hits[0].subjects == (f"list-{found}",)


@pytest.mark.parametrize("query", ["John Smith", "Carlos", "Viktor Petrov", "Minsk Tractor Plant", "Kim Jong Il"])
def test_another_name_is_not(screener: Screener, query: str) -> None:
    assert screener.screen(query) == []


def test_a_birth_date_decides_between_alert_and_none(screener: Screener) -> None:
    asked = {"schema": "Person", "properties": {"name": ["Viktor Sheiman"], "birthDate": ["1958-05-26"]}}
    assert screener.screen(asked)[0].score == 1
    asked["properties"] = {"name": ["Viktor Sheiman"], "birthDate": ["1991-02-03"]}
    assert screener.screen(asked) == []


def test_an_identifier_finds_what_the_name_does_not(screener: Screener) -> None:
    hits = screener.screen({"schema": "Vessel", "properties": {"name": ["Ocean Pearl"], "imoNumber": ["9074729"]}})
    assert [hit.id for hit in hits] == ["kr-4"]


def test_the_score_is_that_of_a_comparison(screener: Screener) -> None:
    from kronika.match.compare import comparison
    from kronika.match.profile import asked
    from kronika.match.score import Comparer

    hit = screener.screen("Alexander Lukashenko")[0]
    assert hit.score == comparison(asked("Alexander Lukashenko"), listed()[0], Comparer()).score


def test_limit_and_threshold_hold(screener: Screener) -> None:
    assert len(screener.screen("Viktor Lukashenko", threshold=0.0, limit=9)) == 2
    assert len(screener.screen("Viktor Lukashenko", threshold=0.0, limit=1)) == 1
    assert all(hit.score >= 0.9 for hit in screener.screen("Viktor Sheiman", threshold=0.9, limit=50))


@pytest.mark.parametrize("bad", ["", "  ", "🙂", "\u202e\u200f", "\x00", "---"])
def test_a_query_without_a_name_is_refused_in_one_line(screener: Screener, bad: str) -> None:
    with pytest.raises(UsageError, match="not one letter or digit"):
        screener.screen(bad)


@pytest.mark.parametrize("odd", ["A", "7", "12345", "x" * 10_000, "\ud800 Ivan", "Иvan", "a" * 5_000 + " b" * 5_000])
def test_any_other_text_is_answered(screener: Screener, odd: str) -> None:
    assert isinstance(screener.screen(odd), list)


def test_a_table_gives_lines_in_the_order_of_its_rows(screener: Screener) -> None:
    table = pa.table(
        {
            "row": [11, 12, 13, 14, 15],
            "name": ["John Smith", "Viktor Sheiman; John Smith", None, "Alexander Lukashenko", "Ivan Petrov"],
            "schema": ["Person", "Person", "Person", None, "Person"],
            "birth_date": [None, "1958-05-26", None, "1954", "soon"],
            "problem": [None, None, None, None, None],
        }
    )
    found = screener.screen_table(table).to_pylist()
    assert [(line["row"], line["status"], line["id"]) for line in found] == [
        (12, "hit", "kr-5"),
        (13, "refused", None),
        (14, "hit", "kr-1"),
        (15, "refused", None),
    ]
    assert found[0]["score"] == 1
    assert "both 1958-05-26" in found[0]["reasons"]
    assert "not one letter or digit" in found[1]["reasons"]
    assert "soon" in found[3]["reasons"]


def test_a_table_needs_no_more_than_names(screener: Screener) -> None:
    found = screener.screen_table(pa.table({"name": ["nobody at all", "Sea Star"]}).to_batches()[0])
    assert found.column("row").to_pylist() == [1]
    assert screener.screen_table(pa.table({"name": pa.array([], pa.string())})).num_rows == 0


@given(st.lists(st.none() | st.text(max_size=30), max_size=9))
def test_every_row_without_a_name_comes_out_as_refused(screener: Screener, names: list[str | None]) -> None:
    sound = [None if name is None else name.encode("utf-8", "replace").decode() for name in names]
    found = screener.screen_table(pa.table({"name": pa.array(sound, pa.string())})).to_pylist()
    empty = {n for n, name in enumerate(sound) if not name or not any(map(str.isalnum, name))}
    assert empty <= {line["row"] for line in found if line["status"] == "refused"}


def test_what_a_person_has_dismissed_comes_out_as_dismissed(folder: Path) -> None:
    asked = Screener(folder, lambda customer, listed: "A. Reader: another man" if listed.id == "kr-5" else "")
    hit = asked.screen("Viktor Sheiman")[0]
    assert (hit.id, hit.dismissed) == ("kr-5", "A. Reader: another man")
    line = asked.screen_table(pa.table({"name": ["Viktor Sheiman"]})).to_pylist()[0]
    assert (line["status"], line["reasons"]) == ("dismissed", "A. Reader: another man")


def test_an_index_of_another_version_says_so(folder: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "index"
    shutil.copytree(folder, other)
    (other / "version").write_text("older", encoding="ascii")
    with pytest.raises(UsageError, match="kronika build"):
        Screener(other)
    with pytest.raises(UsageError, match="kronika build"):
        Screener(tmp_path / "none")


def test_an_index_that_is_cut_off_says_so(folder: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "index"
    shutil.copytree(folder, other)
    (other / "words.npy").write_bytes((other / "words.npy").read_bytes()[:40])
    with pytest.raises(UsageError, match="kronika build"):
        Screener(other)


def test_an_index_of_nobody_finds_nobody(tmp_path: Path) -> None:
    screen.write(tmp_path / "index", [], [], "state")
    assert Screener(tmp_path / "index").screen("Viktor Sheiman") == []


def test_two_builds_of_the_same_are_the_same(folder: Path, tmp_path: Path) -> None:
    screen.write(tmp_path / "index", listed(), [[f"list-{each.id}"] for each in listed()], "state")
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / "index" / file.name).read_bytes(), file.name


def test_several_queries_at_once_are_answered_as_they_are_one_by_one(screener: Screener) -> None:
    ship: dict[str, Any] = {"schema": "Vessel", "properties": {"name": "Sea Star"}}
    queries: list[str | dict[str, Any]] = ["Alexander Lukashenko", ship, "Nobody Whatsoever"]
    assert screener.screen_many(queries, threshold=0.0) == [screener.screen(query, threshold=0.0) for query in queries]


def test_of_several_queries_one_that_cannot_be_screened_says_why(screener: Screener) -> None:
    found = screener.screen_many(["Viktor Sheiman", "…", {"properties": {"birthDate": ["soon"]}}])
    assert [hit.id for hit in found[0] if not isinstance(hit, str)] == ["kr-5"]
    assert [type(each) for each in found] == [list, str, str]
    assert "no name" in found[1]


def test_threads_that_screen_at_once_do_not_disturb_one_another(screener: Screener) -> None:
    names = [name for _, _, some, _, _ in LISTED for name in some] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(screener.screen, names)) == [screener.screen(name) for name in names]


def test_a_number_alone_finds_who_has_it(screener: Screener) -> None:
    (hit,) = screener.screen({"schema": "Vessel", "properties": {"imoNumber": ["9074729"]}})
    assert hit.id == "kr-4"
    assert hit.score >= 0.9
    assert any(feature.name == "identifier" for feature in hit.features)
