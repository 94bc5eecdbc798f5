from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import document
from kronika.base.errors import CopyRefused
from kronika.base.model import Correction, Document, Refusal
from kronika.collect.lines import LINE_LIMIT, Line, lines
from kronika.collect.record import Overlay


def only(doc: Document) -> Line:
    (line,) = lines(doc)
    assert isinstance(line, Line)
    return line


def test_each_value_has_its_line_and_pointer(tmp_path: Path) -> None:
    doc = document(tmp_path / "a.json", '{"id": "1", "properties": {"name": ["Ann", " ", "Bo"]}}\n')
    line = only(doc)
    assert (line.place, line.peek("/id"), line.peek("/properties/name")) == ("line 1", "1", "Ann")
    cells = line.each("/properties/name")
    assert [(cell.text, cell.place) for cell in cells] == [
        ("Ann", "line 1, /properties/name/0"),
        ("Bo", "line 1, /properties/name/2"),
    ]
    assert [name for name, _ in line.untaken()] == ["id"]


def test_numbers_and_truth_values_are_taken_as_json_writes_them(tmp_path: Path) -> None:
    line = only(document(tmp_path / "a.json", '{"a": 12, "b": true, "c": null, "d": 1.5, "e": [], "f": ""}\n'))
    assert [cell.text for name in "abd" if (cell := line.take(f"/{name}"))] == ["12", "true", "1.5"]
    assert [line.take(f"/{name}") for name in "cefx"] == [None] * 4
    assert list(line.untaken()) == []


def test_a_value_outside_an_array_is_one_value_and_names_with_strokes_are_escaped(tmp_path: Path) -> None:
    line = only(document(tmp_path / "a.json", '{"p": {"a/b~c": "x", "o": [{"id": "2"}, "y"]}}\n'))
    assert line.keys("/p") == ["a/b~c", "o"]
    (cell,) = line.each("/p/a~1b~0c")
    assert (cell.text, cell.place) == ("x", "line 1, /p/a~1b~0c")
    assert line.objects("/p/o") == ["/p/o/0"]
    assert [(name, cell.place) for name, cell in line.untaken()] == [
        ("p/o/id", "line 1, /p/o/0/id"),
        ("p/o", "line 1, /p/o/1"),
    ]
    assert (line.keys("/none"), line.objects("/p"), line.peek("/p/o/0/id/no")) == ([], [], "")


def test_a_correction_is_read_in_place_of_what_is_printed(tmp_path: Path) -> None:
    line = only(document(tmp_path / "a.json", '{"p": {"born": ["1066"]}}\n'))
    line.overlay = Overlay([Correction("ftm", "1", "p/born", "1066", "1966", "a clerk", "2026-01-01", "a slip")])
    (cell,) = line.each("/p/born")
    assert (cell.text, cell.printed, cell.corrected) == ("1966", "1066", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{broken}", "not JSON"),
        ('["a"]', "not a JSON object"),
        ("[" * 5000, "not JSON"),
        ('{"a": "' + "x" * LINE_LIMIT + '"}', "a line longer than 1,048,576 bytes"),
    ],
    ids=["broken", "array", "deep", "long"],
)
def test_a_line_that_is_no_record_is_refused_and_the_others_are_read(tmp_path: Path, text: str, reason: str) -> None:
    doc = document(tmp_path / "a.json", f'\ufeff{{"id": "1"}}\n{text}\n\n{{"id": "2"}}\n')
    one, refused, two = lines(doc)
    assert isinstance(refused, Refusal)
    assert (refused.whole, refused.place) == (True, "line 2")
    assert refused.reason.startswith(reason)
    assert isinstance(one, Line)
    assert isinstance(two, Line)
    assert (one.number, two.number) == (1, 4)


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (refused,) = lines(document(tmp_path / "a.json", '{"id": "Лев"}\n'.encode("cp1251")))
    assert isinstance(refused, Refusal)


def test_a_file_that_breaks_off_is_refused_as_a_whole(tmp_path: Path) -> None:
    doc = document(tmp_path / "a.json", '{"id": "1"}\n{"id": "2", "prop')
    with pytest.raises(CopyRefused, match=r"a\.json: line 2 breaks off: truncated"):
        list(lines(doc))


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    assert only(document(tmp_path / "a.json", '{"id": "1"}')).peek("/id") == "1"


values = st.recursive(
    st.text(max_size=8) | st.integers(-99, 99) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=5), values, max_size=4))
def test_every_value_that_is_not_blank_is_left_until_it_is_taken(tmp_path: Path, data: dict[str, object]) -> None:
    line = only(document(tmp_path / "a.json", json.dumps(data) + "\n"))
    left = [cell for _, cell in line.untaken()]
    for cell in left:
        assert line.take(cell.place.partition(", ")[2]) == cell
    assert list(line.untaken()) == []
