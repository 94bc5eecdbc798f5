"""FollowTheMoney data sets: hand-written files in the three forms; everyone in them is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents import document
from kronika.base.errors import CopyRefused
from kronika.base.model import Copy, Published
from kronika.collect.recognise import recognise
from kronika.collect.sources import ftm
from reading import checked

if TYPE_CHECKING:
    from kronika.base.model import Document, Fact, Refusal

WIDE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"\n'
)
SEEN = '"Invented List","2025-10-06T14:15:21","2026-03-13T05:41:01","2026-02-05T14:54:48"\n'


def entity(entity_id: str, schema: str, **properties: object) -> dict[str, object]:
    return {
        "id": entity_id,
        "caption": "Sample",
        "schema": schema,
        "properties": properties,
        "datasets": ["sample_list"],
    }


def lines(path: Path, *entities: object) -> Document:
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities)
    return document(path / "entities.ftm.json", text, source="ftm")


def table(path: Path, text: str) -> Document:
    return document(path / "targets.simple.csv", text, source="ftm")


def read(doc: Document, series: str = "") -> tuple[list[Fact], list[Refusal]]:
    return checked(ftm.read(Copy("ftm", series, "2026-03-13", (doc,))))


def stated(facts: list[Fact], prop: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.printed) for fact in facts if fact.prop == prop]


def test_a_line_is_an_entity_and_every_value_has_its_pointer(tmp_path: Path) -> None:
    doc = lines(
        tmp_path,
        entity("a-1", "Person", name=["Ann  Sample", "Ганна Сэмпл"], birthDate="1966-06", nationality=["BY"]),
    )
    facts, refusals = read(doc)
    assert refusals == []
    assert [(f.schema, f.prop, f.value, f.printed, f.place) for f in facts] == [
        ("Person", "name", "Ann Sample", "Ann  Sample", "line 1, /properties/name/0"),
        ("Person", "name", "Ганна Сэмпл", "Ганна Сэмпл", "line 1, /properties/name/1"),
        ("Person", "birthDate", "1966-06", "1966-06", "line 1, /properties/birthDate"),
        ("Person", "nationality", "by", "BY", "line 1, /properties/nationality/0"),
    ]
    assert {fact.subject for fact in facts} == {"ftm-a-1"}


def test_two_data_sets_with_the_same_id_stay_two_subjects(tmp_path: Path) -> None:
    doc = lines(
        tmp_path, entity("1", "Person", name=["Ann Sample"]), entity("2", "Family", person=["1"], relative=["3"])
    )
    facts, _ = read(doc, series="sample_list")
    assert {fact.subject for fact in facts} == {"ftm-sample-list-1"}
    assert stated(facts, "person") == [("ftm-sample-list-1", "1")]
    assert stated(facts, "relative") == [("ftm-sample-list-3", "3")]
    assert {fact.subject for fact in read(doc, series="Other List")[0]} == {"ftm-Other-List-1"}


def test_a_sanction_stays_a_sanction_and_stands_under_its_subject(tmp_path: Path) -> None:
    sanction = entity(
        "s:9",
        "Sanction",
        entity=["a-1"],
        authority=["An invented ministry"],
        program=["Sample"],
        startDate=["2022-03-02"],
    )
    passport = entity("p-1", "Passport", holder=["a-1"], number=["AB0000001"])
    doc = lines(tmp_path, sanction, passport, entity("a-1", "Person", name=["Ann Sample"]))
    reading = ftm.read(Copy("ftm", "", "2026-03-13", (doc,)))
    facts = [fact for some, _ in reading for fact in some]
    assert (reading.read, reading.refused) == (3, 0)
    assert {fact.subject for fact in facts} == {"ftm-a-1"}
    assert [(f.entity, f.schema, f.prop, f.value) for f in facts if f.schema == "Sanction"] == [
        ("ftm-s-9", "Sanction", "entity", "ftm-a-1"),
        ("ftm-s-9", "Sanction", "authority", "An invented ministry"),
        ("ftm-s-9", "Sanction", "program", "Sample"),
        ("ftm-s-9", "Sanction", "startDate", "2022-03-02"),
    ]


def test_what_the_vocabulary_does_not_know_or_finds_invalid_is_refused_by_value(tmp_path: Path) -> None:
    doc = lines(
        tmp_path,
        entity(
            "a-1",
            "Person",
            name=["Ann Sample"],
            shoeSize=["39"],
            birthDate=["unknown"],
            email=["nobody"],
            country=["by"],
        )
        | {"mood": "good"},
    )
    facts, refusals = read(doc)
    assert [fact.prop for fact in facts] == ["name", "country"]
    assert [(refusal.place, refusal.reason) for refusal in refusals] == [
        ("line 1, /properties/shoeSize/0", "Person has no property shoeSize"),
        ("line 1, /properties/birthDate/0", "birthDate: not a valid date: 'unknown'"),
        ("line 1, /properties/email/0", "email: not a valid email: 'nobody'"),
        ("line 1, /mood", "nothing reads the field mood"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (entity("1", "Yeti", name=["Ann"]), "FollowTheMoney has no schema 'Yeti'"),
        ({"schema": "Person", "properties": {}}, "an entity without an id"),
    ],
)
def test_a_line_that_is_no_entity_is_refused_as_a_whole(tmp_path: Path, line: object, reason: str) -> None:
    facts, (refusal,) = read(lines(tmp_path, line))
    assert (facts, refusal.whole, refusal.reason) == ([], True, reason)


def test_an_id_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    one = entity("1", "Person", name=["Ann Sample"])
    _, (refusal,) = read(lines(tmp_path, one, one))
    assert (refusal.whole, refusal.reason) == (True, "a second record with the key '1'")


def test_an_identifier_with_a_wrong_check_digit_is_kept_and_marked(tmp_path: Path) -> None:
    doc = lines(tmp_path, entity("1", "Company", name=["Sample"], innCode=["7707083893", "7707083894"]))
    facts, refusals = read(doc)
    assert refusals == []
    assert [(fact.value, fact.mark) for fact in facts if fact.prop == "innCode"] == [
        ("7707083893", ""),
        ("7707083894", "check digit wrong"),
    ]


def test_entities_nested_in_a_target_are_read_with_it(tmp_path: Path) -> None:
    relative = entity("b-2", "Person", name=["Bo Sample"], innards=["x"]) | {"target": False}
    family = entity("f-1", "Family", person=["a-1"], relative=[relative], relationship=["brother"])
    doc = lines(tmp_path, entity("a-1", "Person", name=["Ann Sample"], familyPerson=[family, {"schema": "Family"}]))
    facts, refusals = read(doc)
    assert [(f.entity, f.prop, f.value, f.place) for f in facts] == [
        ("ftm-a-1", "name", "Ann Sample", "line 1, /properties/name/0"),
        ("ftm-f-1", "person", "ftm-a-1", "line 1, /properties/familyPerson/0/properties/person/0"),
        ("ftm-f-1", "relative", "ftm-b-2", "line 1, /properties/familyPerson/0/properties/relative/0/id"),
        ("ftm-b-2", "name", "Bo Sample", "line 1, /properties/familyPerson/0/properties/relative/0/properties/name/0"),
        ("ftm-f-1", "relationship", "brother", "line 1, /properties/familyPerson/0/properties/relationship/0"),
    ]
    assert {fact.subject for fact in facts} == {"ftm-a-1"}
    assert [refusal.reason for refusal in refusals] == [
        "Person has no property innards",
        "an entity without id, or of no known schema",
    ]


def test_a_table_of_targets_has_several_values_in_a_cell(tmp_path: Path) -> None:
    row = (
        '"NK-1","Person","SAMPLE ""Ann""","Ann S.;""Ганна ;""""Сэмпл""""""","1966-06-21;1967","by;ru",'
        '"1, Invented St., Minsk","300000001","""""","","ann@example.org","",'
    )
    facts, refusals = read(table(tmp_path, WIDE + row + SEEN))
    assert refusals == []
    assert [(fact.prop, fact.value, fact.printed) for fact in facts] == [
        ("name", 'SAMPLE "Ann"', 'SAMPLE "Ann"'),
        ("alias", "Ann S.", "Ann S."),
        ("alias", 'Ганна ;"Сэмпл"', 'Ганна ;""Сэмпл""'),
        ("birthDate", "1966-06-21", "1966-06-21"),
        ("birthDate", "1967", "1967"),
        ("country", "by", "by"),
        ("country", "ru", "ru"),
        ("address", "1, Invented St., Minsk", "1, Invented St., Minsk"),
        ("idNumber", "300000001", "300000001"),
        ("email", "ann@example.org", "ann@example.org"),
    ]
    assert {(fact.place, fact.start) for fact in facts if fact.prop == "birthDate"} == {
        ("row 2, column birth_date", 0),
        ("row 2, column birth_date", 11),
    }


def test_programmes_and_texts_of_a_table_become_the_listing(tmp_path: Path) -> None:
    row = (
        '"NK-2","Vessel","SAMPLE SEA","","2005","pa","","IMO9187629;5LAB7",'
        '"""Carried invented goods; twice"";More","","","UA-WS-MARE;UA-WS-TWO",'
    )
    facts, refusals = read(table(tmp_path, WIDE + row + SEEN))
    assert refusals == []
    assert stated(facts, "imoNumber") == [("IMO9187629", "IMO9187629")]
    assert stated(facts, "registrationNumber") == [("5LAB7", "5LAB7")]
    assert stated(facts, "buildDate") == [("2005", "2005")]
    assert [(fact.prop, fact.value) for fact in facts if fact.schema == "Sanction"] == [
        ("entity", "ftm-NK-2"),
        ("summary", "Carried invented goods; twice"),
        ("summary", "More"),
        ("programId", "UA-WS-MARE"),
        ("programId", "UA-WS-TWO"),
    ]


def test_the_narrow_table_is_read_too_and_what_a_schema_cannot_hold_is_refused(tmp_path: Path) -> None:
    head = (
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,last_seen\n"
    )
    doc = table(
        tmp_path, head + "v-1,Vessel,SAMPLE SEA,,,by,,,,+375172000000,,Watch List,2026-03-13\nv-2,Yeti,Bo,,,,,,,,,,\n"
    )
    facts, (value, whole) = read(doc)
    assert [fact.prop for fact in facts] == ["name", "country"]
    assert (value.whole, value.reason) == (False, "Vessel has no property phone")
    assert (whole.whole, whole.reason) == (True, "FollowTheMoney has no schema 'Yeti'")


def test_an_unknown_column_and_a_file_that_breaks_off_refuse_the_copy(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="unknown column 'mood'"):
        read(table(tmp_path, "id,schema,name,aliases,mood\n1,Person,Ann,,good\n"))
    whole = lines(tmp_path, entity("1", "Person", name=["Ann Sample"])).path.read_bytes()
    with pytest.raises(CopyRefused, match="breaks off"):
        read(document(tmp_path / "cut.json", whole[:-9], source="ftm"))


def test_the_series_is_what_the_file_is_called_or_the_data_set_that_it_names_first(tmp_path: Path) -> None:
    line = entity("1", "Person", name=["Ann"]) | {"last_seen": "2026-04-29T12:40:02"}
    found = recognise(lines(tmp_path, line).path, "entities.ftm.json", ["ftm"])
    assert (found.series, found.published) == ("sample_list", "2026-04-29")
    assert recognise(lines(tmp_path, line).path, "mine.entities.ftm.json", ["ftm"]).series == "mine"
    assert recognise(lines(tmp_path, line).path, "a.zip!mine.targets.nested.json", ["ftm"]).series == "mine"
    row = '"NK-1","Person","Sample, Ann","","1966-06-21","by","","","""""","","","",'
    found = recognise(table(tmp_path, WIDE + row + SEEN).path, "targets.simple.csv", ["ftm"])
    assert (found.series, found.published) == ("Invented List", "2026-03-13")
    narrow = "id,schema,name,aliases,dataset,last_seen\n1,Person,Ann,,Watch List,2026-03-13\n"
    assert recognise(table(tmp_path, narrow).path, "targets.simple.csv", ["ftm"]).series == "Watch List"


def test_what_a_file_says_of_its_entries_is_kept_apart_from_what_it_says_of_things(tmp_path: Path) -> None:
    seen = {"first_seen": "2023-11-02T16:38:16", "last_seen": "2026-04-29T12:53:04", "last_change": "no date"}
    relative = entity("b-2", "Person", name=["Bo Sample"])
    line = entity("a:1", "Person", name=["Ann"], familyPerson=[entity("f-1", "Family", relative=[relative])])
    doc = lines(tmp_path, line | seen | {"referents": ["old-1"]}, {"schema": "Person", "properties": {}})
    first, *nested = ftm.published(Copy("ftm", "mine", "2026-03-13", (doc,)))
    assert first == Published(
        "ftm-mine-a-1", "a:1", "Sample", ("sample_list",), "mine", ("old-1",), seen["first_seen"], seen["last_seen"]
    )
    assert [(each.entity, each.id) for each in nested] == [("ftm-mine-f-1", "f-1"), ("ftm-mine-b-2", "b-2")]
    row = '"NK-1","Person","Sample, Ann","","1966-06-21","by","","","""""","","","",'
    (only,) = ftm.published(Copy("ftm", "Invented List", "2026-03-13", (table(tmp_path, WIDE + row + SEEN),)))
    assert (only.id, only.caption, only.datasets) == ("NK-1", "Sample, Ann", ("Invented List",))
    assert (only.first_seen, only.last_change) == ("2025-10-06T14:15:21", "2026-02-05T14:54:48")
