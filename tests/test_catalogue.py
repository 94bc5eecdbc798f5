"""The catalogue: what is merged, found, tied and counted; everyone but public office holders is invented."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kronika.base.errors import BuildError, UsageError
from kronika.casebook import Casebook
from kronika.ledger import catalogue
from kronika.ledger.catalogue import FACETS, Catalogue, Search
from kronika.match import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEN = {"first_seen": "2023-11-02T16:38:16", "last_seen": "2026-04-29T12:53:04", "last_change": "2026-04-29T07:55:02"}


def entity(entity_id: str, schema: str, /, **properties: list[str]) -> dict[str, Any]:
    return {
        "id": entity_id,
        "caption": properties.get("name", [schema])[0],
        "schema": schema,
        "properties": properties,
        "datasets": ["sample_list"],
        "referents": [],
        **SEEN,
    }


ANN = entity(
    "NK-ann", "Person", name=["Ann Sample", "Ганна Сэмпл", "安 森普尔"], birthDate=["1966-06-21"], nationality=["by"],
    topics=["role.pep"], addressEntity=["addr-1"], idNumber=["AB-0000001"], notes=["Sat on the invented board."],
) | {"referents": ["old-ann", "q-1"], "datasets": ["sample_list", "other_list"]}  # fmt: skip
BO = entity("NK-bo", "Person", name=["Bo Nobody"], country=["lt"])
MILL = entity(
    "NK-mill",
    "Company",
    name=["Ann & Sons Invented Mill"],
    country=["by"],
    innCode=["7707083893"],
    topics=["debarment"],
)
FILE = [
    ANN,
    BO,
    MILL,
    entity("own-1", "Ownership", owner=["NK-ann"], asset=["NK-mill", "NK-left-out"], role=["half"]),
    entity("addr-1", "Address", full=["1 Invented Street, Minsk"], country=["by"]),
    entity("san-1", "Sanction", entity=["NK-mill"], programId=["XX-YY"], startDate=["2022-03-02"]),
]


def casebook(root: Path, *lines: dict[str, Any], name: str = "invented.entities.ftm.json") -> Casebook:
    book = Casebook.init(root / "book")
    file = root / name
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    (added,) = book.add([file], "ftm")
    assert added.event, added.reason
    book.build()
    return book


def opened(book: Casebook) -> Catalogue:
    return Catalogue.open(assemble.current(book.root / "index"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    book = Casebook.demo(tmp_path_factory.mktemp("demo"))
    book.build()
    with opened(book) as found:
        yield found


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with opened(casebook(tmp_path_factory.mktemp("compiled"), *FILE)) as found:
        yield found


def ids(found: Catalogue, text: str, **more: Any) -> list[str]:
    return list(found.search(Search(text, **more)).ids)


def test_a_compiled_file_is_served_as_it_is(compiled: Catalogue) -> None:
    for line in FILE:
        found = compiled.entity(line["id"])
        assert found is not None
        assert found.pop("target") is (line["id"] in ("NK-ann", "NK-mill"))
        assert found == line, "every property, its own id, the compiler's data sets, captions and dates"


def test_an_entity_is_found_by_every_id_that_was_merged_into_it(compiled: Catalogue) -> None:
    identity = compiled.identity("NK-ann")
    assert identity.startswith("kr-")
    for other in ("old-ann", "q-1", "ftm-invented-NK-ann", identity):
        assert compiled.canonical(other) == "NK-ann"
        assert compiled.entity(other) == compiled.entity("NK-ann")
    assert (compiled.canonical("nobody"), compiled.identity("own-1"), compiled.entity("../etc/passwd")) == (
        "",
        "",
        None,
    )
    assert [each["id"] for each in compiled.entities(["NK-bo", "nobody", "old-ann"])] == ["NK-bo", "NK-ann"]


def test_relations_are_seen_from_both_sides_and_hold_the_other_end(compiled: Catalogue) -> None:
    assert set(compiled.adjacent("NK-ann")) == {"ownershipOwner", "addressEntity"}
    found = compiled.adjacent("NK-ann", "ownershipOwner")["ownershipOwner"]
    (ownership,) = found.entities
    assert found.total == 1
    assert ownership["properties"]["owner"] == ["NK-ann"]
    assert ownership["properties"]["asset"] == [compiled.entity("NK-mill"), "NK-left-out"]
    mill = compiled.nested("NK-mill")
    assert mill is not None
    assert [each["id"] for each in mill["properties"]["sanctions"]] == ["san-1"]
    assert mill["properties"]["ownershipAsset"][0]["properties"]["owner"] == [compiled.entity("NK-ann")]
    (things,) = compiled.adjacent("addr-1").values()
    assert [each["id"] for each in things.entities] == ["NK-ann"]
    assert (compiled.adjacent("NK-ann", "sanctions"), compiled.adjacent("nobody"), compiled.nested("nobody")) == (
        {},
        {},
        None,
    )


def test_neighbours_come_page_by_page(tmp_path: Path) -> None:
    many = [entity(f"fam-{at}", "Family", person=["NK-ann"], relative=["NK-bo"]) for at in range(5)]
    with opened(casebook(tmp_path, ANN, BO, *many)) as found:
        pages = [found.adjacent("NK-ann", "familyPerson", 2, offset)["familyPerson"] for offset in (0, 2, 4)]
        assert [page.total for page in pages] == [5, 5, 5]
        assert [len(page.entities) for page in pages] == [2, 2, 1]
        assert len({each["id"] for page in pages for each in page.entities}) == 5


def test_data_sets_are_the_file_with_those_that_it_was_compiled_from(compiled: Catalogue) -> None:
    found = {each.name: each for each in compiled.datasets()}
    assert set(found) == {"default", "invented", "sample_list", "other_list"}
    assert found["default"].children == ("invented",)
    assert found["invented"].children == ("other_list", "sample_list")
    assert (found["invented"].entities, found["invented"].targets, found["other_list"].entities) == (6, 2, 1)
    assert found["invented"].updated == "2026-04-29"
    assert compiled.leaves("default") == ("other_list", "sample_list")
    assert compiled.leaves("no such set") is None


def test_lists_of_states_are_merged_into_one_entity_with_all_that_any_says(demo: Catalogue) -> None:
    (first, *_) = ids(demo, "Лукашенко Александр Григорьевич")
    found = demo.entity(first)
    assert found is not None
    assert found["id"] == demo.identity(first)
    assert found["schema"] == "Person"
    assert found["properties"]["topics"] == ["sanction"]
    assert found["target"] is True
    assert {"us_sdn", "ca_sema", "ch_seco"} <= set(found["datasets"])
    assert len(found["referents"]) >= len(found["datasets"])
    for values in found["properties"].values():
        assert len(values) == len(set(values)), "every value once"
    for subject in found["referents"]:
        assert demo.canonical(subject) == first
    listings = demo.adjacent(first, "sanctions")["sanctions"].entities
    assert {each["properties"]["entity"][0] for each in listings} == {first}, "ids are rewritten to the canonical one"
    assert all(each["properties"]["authority"] for each in listings)
    assert found["first_seen"] < found["last_seen"], "it stood in an earlier copy already"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann sample", ["NK-ann"]),
        ("SAMPLE, Ann", ["NK-ann"]),
        ("Сэмпл", ["NK-ann"]),
        ("森普", ["NK-ann"]),
        ("ann", ["NK-ann", "NK-mill"]),
        ('"ann sample"', ["NK-ann"]),
        ('"sample ann"', []),
        ("ann -mill", ["NK-ann"]),
        ("ann NOT mill", ["NK-ann"]),
        ("-mill -ann", ["NK-bo", "addr-1"]),
        ("bo OR mill", ["NK-mill", "NK-bo"]),
        ("bo | mill", ["NK-mill", "NK-bo"]),
        ("bo nobody OR mill", ["NK-bo"]),
        ("inven*", ["NK-mill", "NK-ann", "addr-1"]),
        ("smaple~", ["NK-ann"]),
        ("AB0000001 OR AB-0000001", ["NK-ann"]),
        ("country:by", ["NK-mill", "addr-1"]),
        ("countries:BY ann", ["NK-ann", "NK-mill"]),
        ("properties.birthDate:1966", ["NK-ann"]),
        ("birthDate:1966-06 OR bo", ["NK-ann", "NK-bo"]),
        ("birthDate:196", []),
        ("name:mill", ["NK-mill"]),
        ("topics:debarment", ["NK-mill"]),
        ("programId:XX-YY", ["NK-mill"]),
        ("NK-mill", ["NK-mill"]),
        ("invented board", ["NK-ann"]),
        ("!!! ((", []),
        ("http://sample", []),
        ('ann "', ["NK-ann", "NK-mill"]),
        ("ann' OR 1=1; DROP TABLE entities --", []),
    ],
)  # fmt: skip
def test_words_are_asked_for_as_in_any_search_box(compiled: Catalogue, text: str, found: list[str]) -> None:
    assert sorted(ids(compiled, text)) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "*",
        "^",
        "a:",
        "names:",
        "-",
        "OR",
        "NOT",
        "a AND",
        "NEAR(a b)",
        "{x}:y",
        "\0",
        "a*b*",
        "'",
        "~1",
        "\ud800",
        "longer\ud800~",
    ],
)
def test_no_text_is_a_syntax_error(compiled: Catalogue, text: str) -> None:
    for typing, fuzzy in ((False, False), (True, False), (False, True)):
        compiled.search(Search(text, facets=FACETS, typing=typing, fuzzy=fuzzy))
        compiled.search(Search("", filters=(("country", text), ("name", text), (text, text)), without_ids=(text,)))
    assert compiled.entity(text) is None
    assert compiled.adjacent(text) == {}


def test_a_whole_name_comes_first_then_targets(compiled: Catalogue) -> None:
    assert ids(compiled, "sample ann")[0] == "NK-ann"
    assert ids(compiled, "invented")[:2] == ["NK-mill", "NK-ann"], (
        "a name weighs more than a note, both more than an address"
    )
    assert ids(compiled, "")[:2] == ["NK-ann", "NK-mill"]


def test_while_somebody_types_the_last_word_may_go_on(compiled: Catalogue) -> None:
    assert ids(compiled, "Ганна Сэ", typing=True) == ["NK-ann"]
    assert ids(compiled, "安 森", typing=True) == ["NK-ann"]
    assert ids(compiled, "sam an", typing=True) == [], "only the last"
    assert ids(compiled, "Ганна Сэ") == []


def test_filters_sorts_and_pages(compiled: Catalogue) -> None:
    everybody = ids(compiled, "")
    assert set(everybody) == {"NK-ann", "NK-bo", "NK-mill", "addr-1"}, "a Thing is no Sanction and no Ownership"
    assert ids(compiled, "", schema="Sanction") == ["san-1"]
    assert ids(compiled, "", schema="Organization") == ["NK-mill"]
    assert ids(compiled, "", schema="LegalEntity", without_schemata=("Company",)) == ["NK-ann", "NK-bo"]
    assert ids(compiled, "", schema="Person", comparable=True) == ["NK-ann", "NK-bo"]
    assert ids(compiled, "", filters=(("countries", "by"), ("countries", "lt"))) == []
    assert len(ids(compiled, "", filters=(("countries", "by"), ("countries", "lt")), any_of=True)) == 4
    assert ids(compiled, "", filters=(("datasets", "other_list"),)) == ["NK-ann"]
    assert ids(compiled, "", filters=(("no such field", "x"),)) == []
    assert (ids(compiled, "", within=("other_list",)), ids(compiled, "", within=())) == (["NK-ann"], [])
    assert ids(compiled, "", target=True) == ["NK-ann", "NK-mill"]
    assert "NK-ann" not in ids(compiled, "", without_ids=("old-ann", "nobody"))
    assert (ids(compiled, "", changed_since="2026-05-01"), len(ids(compiled, "", changed_since="2026-01-01"))) == (
        [],
        4,
    )
    assert ids(compiled, "", sort=("caption:desc", "no such field"))[0] == "NK-bo"
    assert ids(compiled, "", sort=("properties.birthDate:asc",))[0] == "NK-ann"
    pages = [compiled.search(Search("", limit=2, offset=offset)) for offset in (0, 2, 4)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [each for page in pages for each in page.ids] == everybody
    with pytest.raises(UsageError, match="no schema 'Yeti'"):
        compiled.search(Search("", schema="Yeti"))


def test_facets_count_all_that_was_found_not_the_page(compiled: Catalogue) -> None:
    found = compiled.search(Search("", limit=1, facets=FACETS)).facets
    assert found["countries"] == (("by", 3), ("lt", 1))
    assert found["topics"] == (("debarment", 1), ("role.pep", 1))
    assert found["datasets"] == (("sample_list", 4), ("other_list", 1))
    assert dict(found["schema"]) == {"Address": 1, "Company": 1, "Person": 2}
    assert dict(found["identifiers"]) == {"7707083893": 1, "AB-0000001": 1, "XX-YY": 1}
    assert found["genders"] == ()
    with pytest.raises(UsageError, match="no such facet: shoes"):
        compiled.search(Search("", facets=("shoes",)))


def test_values_that_look_like_markup_or_code_stay_text(tmp_path: Path) -> None:
    hostile = "<script>alert('1')</script> \"; DROP TABLE entities; -- {{7*7}} =cmd|' /C calc'!A0"
    with opened(casebook(tmp_path, entity("h-1", "Person", name=[hostile]))) as found:
        assert ids(found, hostile) == ["h-1"]
        got = found.entity("h-1")
        assert got is not None
        assert got["properties"]["name"] == [hostile]


def test_the_listings_that_a_table_of_targets_prints_are_of_its_data_set(tmp_path: Path) -> None:
    book = Casebook.init(tmp_path / "book")
    table = tmp_path / "targets.simple.csv"
    table.write_text(
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,last_seen\n"
        "NK-1,Person,Ann Sample,,,by,,,Invented reasons,,,Invented List,2026-03-13\n",
        encoding="utf-8",
    )
    book.add([table], "ftm")
    book.build()
    with opened(book) as found:
        (sanction,) = found.adjacent("NK-1", "sanctions")["sanctions"].entities
        assert sanction["datasets"] == ["invented_list"]
        assert [(each.name, each.title, each.entities) for each in found.datasets()] == [
            ("default", "Everything", 2),
            ("invented_list", "Invented List", 2),
        ]
        ann = found.entity("NK-1")
        assert ann is not None
        assert ann["properties"]["topics"] == ["sanction"], "the table has no column for topics"


def test_who_is_on_many_lists_comes_before_who_is_on_one(demo: Catalogue) -> None:
    found = demo.entities(ids(demo, "lukashenk*", schema="Person"))
    assert len(found[0]["datasets"]) == max(len(each["datasets"]) for each in found)


def test_one_id_in_two_compiled_files_stays_two_things(tmp_path: Path) -> None:
    book = casebook(tmp_path, entity("1", "Person", name=["Ann Sample"]), name="one.entities.ftm.json")
    other = tmp_path / "two.entities.ftm.json"
    other.write_text(json.dumps(entity("1", "Person", name=["Somebody Else"])) + "\n", encoding="utf-8")
    book.add([other], "ftm")
    book.build()
    with opened(book) as found:
        assert len(found) == 2
        assert {found.canonical(f"ftm-{name}-1") for name in ("one", "two")} == set(ids(found, ""))
        assert "1" not in ids(found, ""), "nobody answers to an id that does not say who is meant"


def test_a_catalogue_that_is_missing_damaged_or_of_another_version_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no catalogue yet"):
        Catalogue.open(tmp_path)
    folder = assemble.current(casebook(tmp_path, BO).root / "index")
    file = folder / "catalogue.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = 'older' WHERE key = 'version'")
    db.close()
    with pytest.raises(UsageError, match="another version of Kronika"):
        Catalogue.open(folder)
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(UsageError, match="is damaged"):
        Catalogue.open(folder)


def test_a_catalogue_that_cannot_be_written_leaves_the_last_good_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = casebook(tmp_path, BO)
    before = assemble.current(book.root / "index")
    (tmp_path / "more.entities.ftm.json").write_text(json.dumps(ANN) + "\n", encoding="utf-8")
    book.add([tmp_path / "more.entities.ftm.json"], "ftm")
    monkeypatch.setattr(catalogue.writing, "FILE", "no/such/folder.sqlite")
    with pytest.raises(BuildError, match="last good state still answers"):
        book.build()
    monkeypatch.undo()
    assert assemble.current(book.root / "index") == before
    with opened(book) as found:
        assert ids(found, "") == ["NK-bo"]


def test_what_is_open_still_answers_after_the_file_is_gone(tmp_path: Path) -> None:
    book = casebook(tmp_path, BO)
    with opened(book) as found:
        (assemble.current(book.root / "index") / "catalogue.sqlite").unlink()
        with ThreadPoolExecutor(12) as pool:
            assert set(pool.map(lambda _: found.canonical("NK-bo"), range(50))) == {"NK-bo"}


def test_many_threads_ask_at_once(demo: Catalogue) -> None:
    def ask(at: int) -> tuple[int, int]:
        found = demo.search(Search("", schema="Person", offset=at % 20, facets=FACETS))
        return found.total, sum(demo.nested(each) is not None for each in found.ids)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(400)))
    assert {total for total, _ in answers} == {answers[0][0]}
    assert all(shown == 10 for _, shown in answers)


def test_every_entity_of_the_fixtures_of_yente_is_served(tmp_path: Path, real: Path) -> None:
    book = Casebook.init(tmp_path / "book")
    files = [real / "benchmarks" / f"yente_test_{name}.entities.ftm.json" for name in ("zala", "parteispenden")]
    assert all(added.event for added in book.add(files, "ftm"))
    book.build()
    with opened(book) as found:
        stated = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
        assert len(found) == len(stated) == 566
        for each in stated:
            got = found.nested(each["id"])
            assert got is not None
            assert (got["id"], got["schema"]) == (each["id"], each["schema"])
            for prop, values in each["properties"].items():
                if prop != "phone":  # one holds three numbers between semicolons, which FollowTheMoney does not take
                    shown = {value if isinstance(value, str) else value["id"] for value in got["properties"][prop]}
                    assert shown == {" ".join(value.split()) for value in values}
