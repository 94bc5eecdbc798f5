"""Lists inside one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.base.model import Cell
from kronika.collect.enumeration import items, numbered, paired

WORDS = st.lists(st.from_regex(r"[A-Za-z]{2,8}( [A-Za-z]{2,8})?", fullmatch=True), min_size=1, max_size=12)


def cell(text: str) -> Cell:
    return Cell(text, "row 1, column A", "sha")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1) Saudi Arabia. (2) Qatar", ["Saudi Arabia", "Qatar"]),
        ("1) Saudi Arabia 2) Qatar", ["Saudi Arabia", "Qatar"]),
        ("a) General b)Major General", ["General", "Major General"]),
        ("(1) Germany (b) Algeria", ["Germany", "Algeria"]),
        ("(1) - (2) Qatar", ["Qatar"]),
        ("(1) 347834(2) 434021161", ["347834", "434021161"]),
        ("(1) to (6) Algeria (7) Morocco", ["Algeria", "Morocco"]),
        ("Head of Institute 3000 (since 2005).", ["Head of Institute 3000 (since 2005)"]),
        ("Article 7(2) and 7(3)", ["Article 7(2) and 7(3)"]),
        (" - ", []),
    ],
)
def test_the_items_of_a_cell_are_told_apart(text: str, expected: list[str]) -> None:
    assert [item.text for item in items(cell(text))] == expected


def test_a_range_of_numbers_stands_for_each_of_them() -> None:
    _, found = numbered(cell("(1)-(3) Iraq (4) Iran"))
    assert [(item.first, item.last) for item in found] == [(1, 3), (4, 4)]


def test_what_stands_before_the_first_number_is_kept_apart() -> None:
    head, found = numbered(cell("Passport no: a) AB1 b) AB2"))
    assert head is not None
    assert head.text == "Passport no:"
    assert [item.cell.text for item in found if item.cell] == ["AB1", "AB2"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("(1) A1 (2) B2", "(1) Iran (2) -", [("A1", "Iran"), ("B2", None)]),
        ("(1) A1 (2) B2", "Iran", [("A1", "Iran"), ("B2", "Iran")]),
        ("(1) A1 (2) B2 (3) C3", "(1)-(2) Iran (3) Iraq", [("A1", "Iran"), ("B2", "Iran"), ("C3", "Iraq")]),
        ("A1. B2", "Iran", [("A1", "Iran"), ("B2", "Iran")]),
        ("(1) - (2) B2", "(1) - (2) Iraq", [("B2", "Iraq")]),
        ("A1", None, [("A1", None)]),
    ],
)
def test_two_cells_are_paired_item_by_item(
    left: str, right: str | None, expected: list[tuple[str, str | None]]
) -> None:
    pairs = paired(cell(left), cell(right) if right else None, r"\.\s+")
    assert [(a.text if a else None, b.text if b else None) for a, b in pairs] == expected


@given(WORDS)
def test_every_item_stands_where_its_span_says(words: list[str]) -> None:
    text = " ".join(f"({number}) {word}" for number, word in enumerate(words, 1))
    found = items(cell(text))
    assert [item.text for item in found] == words
    assert all(text[item.start : item.end] == item.text for item in found)


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_into_spans_of_itself(text: str) -> None:
    for item in items(cell(text)):
        assert item.text == (text[item.start : item.end] if item.start >= 0 else text)
