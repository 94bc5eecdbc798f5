from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import canada, copy_of, crowd, document
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Fact, Refusal, Source
from kronika.collect.cutting import join, part, split
from kronika.collect.markup import Node, records
from kronika.collect.record import Entry, Reading, slug

SOURCE = Source("xx", "t", "p", "xx", "a", "l", ("eng",), (0, 9), ())


def reading(copy: Copy, listing: object, *, grouped: bool = False) -> Reading[Node]:
    (doc,) = copy.documents
    nodes = records(doc, {"record"}, around={"data-set"})
    return Reading(SOURCE, copy, nodes, lambda node: node.peek("LastName"), listing, grouped=grouped)  # type: ignore[arg-type]


def read(path: Path, content: str, listing: object, **options: bool) -> tuple[list[Fact], list[Refusal], Reading[Node]]:
    found = reading(copy_of(document(path / "list.xml", content)), listing, **options)
    pages = list(found)
    return [f for facts, _ in pages for f in facts], [r for _, refusals in pages for r in refusals], found


def whole(entry: Entry[Node]) -> None:
    record = entry.records[0]
    for node in entry.records:
        for field in ("Country", "Schedule", "Item", "GivenName", "DateOfListing"):
            node.take(field)
    person = entry.subject("Person")
    person.name("name", [("family", record.take("LastName"))])
    person.add("birthDate", record.take("DateOfBirthOrShipBuildDate"))
    for node in entry.records[1:]:
        node.take("LastName")
        node.take("DateOfBirthOrShipBuildDate")


def test_every_record_is_read_or_refused(tmp_path: Path) -> None:
    def listing(entry: Entry[Node]) -> None:
        if entry.key.endswith("2"):
            raise Unreadable("not this one")
        whole(entry)

    facts, refusals, found = read(tmp_path, canada(*crowd(3)), listing)
    assert (found.read, found.refused, found.subjects) == (2, 1, 2)
    assert {fact.subject for fact in facts} == {"xx-SAMPLEVICH1", "xx-SAMPLEVICH3"}
    (refusal,) = refusals
    assert (refusal.record, refusal.whole, refusal.reason) == ("SAMPLEVICH2", True, "not this one")


def test_a_field_that_nobody_takes_is_refused_and_the_record_stands(tmp_path: Path) -> None:
    def listing(entry: Entry[Node]) -> None:
        whole(entry)

    content = canada(*crowd(1)).replace("</record>", "<Rank>Colonel</Rank></record>")
    facts, (refusal,), found = read(tmp_path, content, listing)
    assert found.read == 1
    assert facts
    assert (refusal.whole, refusal.printed, refusal.reason) == (False, "Colonel", "nothing reads the field Rank")


def test_a_value_that_cannot_be_read_is_refused_and_the_record_stands(tmp_path: Path) -> None:
    facts, (refusal,), _ = read(tmp_path, canada(*crowd(1), born="13.13.1966"), whole)
    assert facts
    assert refusal.printed == "13.13.1966"
    assert refusal.reason.startswith("birthDate: ")


def test_a_key_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    _, (refusal,), found = read(tmp_path, canada(*crowd(1), *crowd(1)), whole)
    assert (found.read, found.refused) == (1, 1)
    assert "a second record with the key" in refusal.reason


def test_grouped_records_with_one_key_are_one_subject(tmp_path: Path) -> None:
    facts, refusals, found = read(tmp_path, canada(*crowd(1), *crowd(1)), whole, grouped=True)
    assert (found.read, found.subjects, refusals) == (2, 1, [])
    assert {fact.subject for fact in facts} == {"xx-SAMPLEVICH1"}


def test_a_value_said_twice_is_one_fact(tmp_path: Path) -> None:
    def listing(entry: Entry[Node]) -> None:
        whole(entry)
        entry.subject("Person").add("birthDate", Cell("1966-06-21", "elsewhere", "d"))

    facts, _, _ = read(tmp_path, canada(*crowd(1)), listing)
    assert len([fact for fact in facts if fact.prop == "birthDate"]) == 1


def test_a_wrong_check_digit_is_kept_as_printed_and_marked(tmp_path: Path) -> None:
    def listing(entry: Entry[Node]) -> None:
        whole(entry)
        entry.entity("Company", "named", "x").add("innCode", Cell("7707083894", "here", "d"))

    facts, _, _ = read(tmp_path, canada(*crowd(1)), listing)
    (fact,) = [fact for fact in facts if fact.prop == "innCode"]
    assert (fact.printed, fact.mark) == ("7707083894", "check digit wrong")


def test_a_property_that_the_schema_lacks_is_a_mistake_in_the_reader(tmp_path: Path) -> None:
    def listing(entry: Entry[Node]) -> None:
        entry.subject("Person").add("imoNumber", Cell("1", "here", "d"))

    with pytest.raises(KeyError):
        read(tmp_path, canada(*crowd(1)), listing)


@given(st.text(max_size=60), st.sampled_from([";", ",", r"\s", r"\d\)"]))
def test_a_piece_of_a_cell_is_what_stands_at_its_span(text: str, pattern: str) -> None:
    cell = Cell(text, "row 1, column x", "d")
    for piece in split(cell, pattern):
        assert piece.text
        assert piece.text == text[piece.start : piece.end] == piece.text.strip()


@given(st.text(min_size=1, max_size=40), st.data())
def test_a_part_of_a_part_still_points_into_the_whole_cell(text: str, data: st.DataObject) -> None:
    cell = Cell(text, "row 1, column x", "d")
    for _ in range(3):
        start = data.draw(st.integers(0, len(cell.text)))
        end = data.draw(st.integers(start, len(cell.text)))
        cell = part(cell, start, end)
    assert text[cell.start : cell.end] == cell.text


@given(st.text(max_size=120))
def test_an_id_is_one_that_followthemoney_takes(text: str) -> None:
    made = f"xx-{slug(text)}".strip("-")
    assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", made)
    assert len(made) < 100


def test_ids_of_names_in_other_letters_stay_apart() -> None:
    assert slug("Мінск") != slug("Брэст")
    assert slug("OAO Мінск") != slug("OAO Брэст")
    assert slug("32006R0765 I.A 45") == "32006R0765-I.A-45"


def test_joined_cells_print_what_stands_at_their_places() -> None:
    one, two = Cell("Ann", "row 1, column a", "d"), Cell("Bo", "row 1, column b", "d")
    both = join([one, None, two])
    assert both == Cell("Ann Bo", "row 1, column a + row 1, column b", "d")
    assert join([None, two]) == two
    assert join([]) is None


def test_a_part_of_joined_or_corrected_cells_still_prints_the_whole() -> None:
    both = join([Cell("Ann", "a", "d"), Cell("Bo", "b", "d")])
    assert both is not None
    piece = part(both, 0, 3)
    assert (piece.text, piece.printed, piece.start) == ("Ann", "Ann Bo", -1)
