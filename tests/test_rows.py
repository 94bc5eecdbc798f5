"""Customers' files, well made and broken: every row comes out, screened or with its problem."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers import put, read, refused
from kronika.match.customers import rows

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers"


def workbook(file: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("\n\n", "found: none"),
        ("name^dob\nAnna^1970\n", "«name^dob»"),
        ("Anna Novik,1970-01-01\nPiotr,1971-01-01\n", "looks like data"),
        ("Anna Novik;Minsk\n", "a file without headings needs"),
        ('[{"name": "Anna"}]', "jq"),
        ('{\n"name": "Anna"\n}', "one on each line"),
        ('{"naam": "Anna"}\n', "«naam»"),
        ("<html>", "HTML"),
        ("%PDF-1.4", "PDF"),
        (b"7z\xbc\xaf\x27\x1c", "unpack"),
        (b"PK\x03\x04 and nothing else", "neither a whole spreadsheet"),
        (b"PAR1 and nothing else", "not a whole Parquet file"),
        (b"\xd0\xcf\x11\xe0 and nothing else", "neither a whole spreadsheet"),
        (gzip.compress(b"name\nAnna\n" * 99)[:-9], "cut off"),
        (b"name\na\xb1b\xb0c\n", "the byte 0xB1 in line 2 is not UTF-8"),
        ("Имя;".encode() + b"\xff\n" + "Анна;Минск\n".encode() * 9, "the headings are not utf-8"),
    ],
)
def test_a_file_that_is_no_table_of_customers_is_refused_in_one_line(
    file: Path, content: str | bytes, words: str
) -> None:
    assert words in refused(put(file, content))


def test_a_missing_file_and_a_folder_are_said_to_be_so(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.csv")
    assert "folder" in refused(tmp_path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
def test_cyrillic_is_read_in_its_encoding(file: Path, encoding: str) -> None:
    put(file, "ФИО;Город\r\nЁлкин Андрей;Гомель\r\n".encode(encoding))
    assert read(file) == [{"row": 1, "name": "Ёлкин Андрей"}]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("René Müller", "cp1252"),
        ("Віктар Ўладзімір", "cp1251"),
        ("МІКАЛАЙ РЫГОРАВІЧ", "cp1251"),
        ("Paweł Wałęsa", "cp1250"),
    ],
)
def test_an_old_encoding_is_told_by_its_words(file: Path, name: str, encoding: str) -> None:
    assert read(put(file, f"name\n{name}\n".encode(encoding)))[0]["name"] == name
    assert read(file, encoding=encoding)[0]["name"] == name


def test_an_encoding_that_there_is_not_is_refused(file: Path) -> None:
    assert "utf-9" in refused(put(file, "name\nA\n"), encoding="utf-9")


def test_a_byte_that_cannot_be_decoded_costs_only_its_row(file: Path) -> None:
    put(file, "name,city\nМарыя Ян,Мінск\nRen".encode() + b"\xe9,x\nAnna,\xe9\n")
    assert read(file) == [
        {"row": 1, "name": "Марыя Ян"},
        {"row": 2, "name": "Ren\ufffd", "problem": "the byte 0xE9 in «Ren\ufffd» is not utf-8"},
        {"row": 3, "name": "Anna"},
    ]


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "no name"),
        ("  \t ", "no name"),
        ("🙂", "no letter in the name «🙂»"),
        ("--", "no letter in the name"),
        ("An\0na", "a zero byte"),
        ("\0\0", "no letter"),
        ("x" * 10_000, "10,000 characters"),
        ("x" * (1 << 20), "a line of more than 1,048,576 characters"),
        ("Anna;1970;more", "4 cells where there are 2 headings"),
        ('"Anna', "a quotation mark is opened and not closed"),
        ('"Anna" Novik"; "x"', "is not doubled"),
    ],
)
def test_a_row_that_cannot_be_screened_says_why_and_the_next_is_read(file: Path, cell: str, problem: str) -> None:
    found = read(put(file, f"name;city\n{cell};Minsk\nBoris;Brest\n"))
    assert [row["row"] for row in found] == [1, 2]
    assert problem in found[0]["problem"]
    assert found[1] == {"row": 2, "name": "Boris"}


@pytest.mark.parametrize("name", ["12345", "A", "Вiктар", "Анна\u200f", "An\x07na", "李", "Anna, Boris"])
def test_a_strange_name_is_left_to_the_screener(file: Path, name: str) -> None:
    assert read(put(file, f"name\n{name}\n")) == [{"row": 1, "name": name}]


def test_quotation_marks_that_are_not_doubled_are_read_where_the_cells_can_be_counted(file: Path) -> None:
    found = read(put(file, 'name,city\n"ООО "Рассвет"",Minsk\n"ООО ""Заря""",Minsk\n'))
    assert found[0]["name"] == 'ООО Рассвет""'
    assert "not doubled" in found[0]["note"]
    assert found[1] == {"row": 2, "name": 'ООО "Заря"'}


def test_a_file_cut_off_in_a_quoted_cell_loses_only_its_last_row(file: Path) -> None:
    found = read(put(file, 'name,city\nAnna,Minsk\n"Boris","Bre'))
    assert found[0] == {"row": 1, "name": "Anna"}
    assert 'the file is cut off: «"Boris","Bre»' in found[1]["problem"]


def test_rows_that_a_quotation_mark_swallowed_are_not_lost_in_silence(file: Path) -> None:
    found = read(put(file, 'name,city,x\n"Anna,Minsk,1\nBoris,Brest,2\nVera",Pinsk,3\nZoya,Orsha,4\n'))
    assert "looks like whole rows" in found[0]["problem"]
    assert found[1] == {"row": 2, "name": "Zoya"}


def test_a_cell_may_have_several_lines(file: Path) -> None:
    assert read(put(file, 'name,address\n"Anna","Minsk\n\nLenina 1"\nBoris,\n'))[1] == {"row": 2, "name": "Boris"}


def test_blank_rows_count_between_others_and_not_at_the_end(file: Path) -> None:
    found = read(put(file, "name,city\nAnna,\n\n,\nBoris,\n\n\n"))
    assert [row.get("problem") for row in found] == [None, "a blank row", "no name", None]


def test_json_lines_are_read_line_by_line(file: Path) -> None:
    lines = [
        '{"name": "Anna", "nationality": ["BY", "PL"], "id": 7}',
        '{"name": {"first": "Anna"}}',
        '{"name": "\\ud800"}',
        "{broken}",
        "[1]",
        "",
        '{"first_name": "Anna", "last_name": "Novik", "more": {}}',
        '{"name (1)": "A", "name (2)": "B"}',
        '{"name": "Bor',
    ]
    found = read(put(file, "\n".join(lines)))
    assert found[0] == {"row": 1, "key": "7", "name": "Anna", "country": "by; pl"}
    assert found[6] == {"row": 7, "name": "Anna Novik"}
    problems = [row.get("problem", "") for row in found]
    for problem, words in zip(
        problems,
        ["", "no name", "surrogate", "not JSON", "not a JSON", "blank row", "", "may be the name", "breaks off"],
        strict=True,
    ):
        assert words in problem
        assert bool(problem) is bool(words)


def test_an_entity_of_followthemoney_is_a_customer_with_all_its_names(file: Path) -> None:
    properties = {"name": ["Anna Novik", "Анна Новик"], "alias": ["Hanna"], "birthDate": ["1970"], "country": ["by"]}
    lines = [
        {"id": "x1", "schema": "Person", "properties": properties},
        {"id": "x2", "schema": "Person", "properties": {"firstName": ["Anna"], "lastName": ["Novik"]}},
        {"id": "x3", "schema": "Company", "caption": "Rassvet", "properties": {}},
        {"id": "x4", "schema": "Company", "properties": {}},
    ]
    first, second, third, fourth = read(put(file, "\n".join(map(json.dumps, lines))))
    assert first == {
        "row": 1,
        "key": "x1",
        "name": "Anna Novik; Анна Новик; Hanna",
        "schema": "Person",
        "birth_date": "1970",
        "country": "by",
    }
    assert (second["name"], third["name"], fourth["problem"]) == ("Anna Novik", "Rassvet", "no name")


def test_parquet_is_read_with_the_types_it_has(file: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, None]),
            "name": pa.array(["Anna", None, "Boris"]).dictionary_encode(),
            "dob": pa.array([dt.date(1970, 2, 3), None, dt.date(1971, 1, 1)]),
            "citizenship": pa.array([["by", "pl"], None, []]),
            "passport": pa.array([7.0, None, 7.5]),
        }
    )
    pq.write_table(table, file, row_group_size=2)
    assert read(file, size=1) == [
        {"row": 1, "key": "1", "name": "Anna", "birth_date": "1970-02-03", "country": "by; pl", "id_number": "7"},
        {"row": 2, "key": "2", "problem": "no name"},
        {"row": 3, "name": "Boris", "birth_date": "1971-01-01", "id_number": "7.5"},
    ]
    assert read(file, skip=2)[0]["name"] == "Boris"
    pq.write_table(pa.table({"name": [{"a": 1}]}), file)
    assert "«name» holds struct" in refused(file)


def test_a_parquet_file_with_text_that_is_no_text_costs_only_its_row(file: Path) -> None:
    pq.write_table(pa.table({"name": pa.array([b"Anna", b"\xff\xfe"])}), file)
    assert [row.get("problem") for row in read(file)] == [None, "the byte 0xFF in «\ufffd\ufffd» is not utf-8"]


def test_a_spreadsheet_is_read_from_the_sheet_that_has_names(file: Path) -> None:
    sheet: list[list[object]] = [
        ["ФИО", "Дата рождения", "№"],
        ["Анна", dt.date(1970, 2, 3), 7],
        [],
        ["Борис", 1970, None],
    ]
    workbook(file, {"about": [["Made by us"]], "customers": sheet})
    assert read(file) == [
        {"row": 1, "key": "7", "name": "Анна", "birth_date": "1970-02-03"},
        {"row": 2, "problem": "a blank row"},
        {"row": 3, "name": "Борис", "birth_date": "1970"},
    ]
    workbook(file, {"one": sheet, "two": sheet})
    assert "one, two" in refused(file)
    workbook(file, {"one": [["x"]]})
    assert "sheet «one»" in refused(file)
    file.write_bytes(file.read_bytes()[:-30])
    assert "neither a whole spreadsheet" in refused(file)


def test_a_packed_text_is_unpacked(file: Path) -> None:
    assert read(put(file, gzip.compress(b"name\nAnna\n"))) == [{"row": 1, "name": "Anna"}]


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@same_folder
@given(data=st.data(), separator=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_as_many_rows_come_out_as_went_in(file: Path, data: st.DataObject, separator: str, encoding: str) -> None:
    table = data.draw(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=12))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([["full name", "dob", "address"], *table])
    found = read(put(file, text.getvalue().encode(encoding)), size=3)
    assert [row["row"] for row in found] == [*range(1, len(table) + 1)]
    for row, cells in zip(found, table, strict=True):
        if len(cells) == 3 and "problem" not in row:
            assert row["name"] == cells[0].strip()
        assert "problem" in row or len(cells) == 3 or not "".join(cells[3:]).strip()


@same_folder
@given(
    lines=st.lists(st.binary(max_size=20).filter(lambda line: not {10, 13} & {*line}), max_size=9),
    skip=st.integers(0, 9),
)
def test_as_many_lines_of_rubbish_come_out_as_went_in(file: Path, lines: list[bytes], skip: int) -> None:
    last = max((at for at, line in enumerate(lines) if line.strip(b" \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\0")), default=-1)
    lines = [line.replace(b'"', b"'") for line in lines[: last + 1]]
    put(file, b"name,dob\n" + "Марыя,1970\n".encode() * 20 + b"".join(line + b"\n" for line in lines))
    found = read(file)
    assert len(found) == 20 + len(lines)
    assert read(file, skip=skip, size=2) == found[skip:]


@same_folder
@given(
    lines=st.lists(
        st.one_of(st.text(max_size=10), st.dictionaries(st.text(max_size=5), CELL).map(json.dumps)), max_size=9
    )
)
def test_as_many_lines_of_json_come_out_as_went_in(file: Path, lines: list[str]) -> None:
    lines = [line.encode("utf-8", "ignore").decode().replace("\r", "").replace("\n", "") for line in lines]
    put(file, "\n".join(['{"name": "Anna"}', *lines, '{"name": "Boris"}']))
    found = read(file, size=4)
    assert len(found) == len(lines) + 2
    assert found[-1] == {"row": len(lines) + 2, "name": "Boris"}


def test_memory_does_not_grow_with_the_file(file: Path) -> None:
    def peak(count: int) -> int:
        put(file, "id;name;dob\n" + "".join(f"{at};Anna Novik {at};1970\n" for at in range(count)))
        tracemalloc.start()
        assert sum(batch.num_rows for batch in rows.batches(file, size=500)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1000)
    assert peak(60_000) < 2 * peak(6_000) + (4 << 20)
