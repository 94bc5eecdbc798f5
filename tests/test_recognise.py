from __future__ import annotations

from pathlib import Path

import pytest

from documents import canada, crowd
from kronika.base.errors import CopyRefused
from kronika.collect.recognise import Recognised, recognise


def test_a_list_is_recognised_by_its_head_alone(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_text(canada(*crowd(200)))
    assert recognise(path, "download") == Recognised("ca_sema", "list", "", "")


@pytest.mark.parametrize(
    ("name", "published"),
    [("2021-07-07_sema.xml", "2021-07-07"), ("2021-07 sema.xml", "2021-07"), ("a.zip!b/2021-07-07.xml", "2021-07-07")],
)
def test_a_date_that_the_name_begins_with_counts_where_the_list_has_none(
    tmp_path: Path, name: str, published: str
) -> None:
    path = tmp_path / "download"
    path.write_text(canada(*crowd(1)))
    assert recognise(path, name).published == published


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("<!DOCTYPE html><html><head><title>503</title>", "is an HTML page, not a list"),
        ("<html><body>Access denied</body></html>", "is an HTML page, not a list"),
        ("Dear colleague,\n", "not a file of any source: it begins 'Dear colleague,'"),
        ("\x00\xff\xfe", "not a file of any source"),
        ("{}", "not a file of any source"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "x"
    path.write_text(content)
    with pytest.raises(CopyRefused, match=words) as caught:
        recognise(path, "x")
    assert "\n" not in str(caught.value)


def test_a_file_of_another_source_than_the_one_named_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(canada(*crowd(1)))
    with pytest.raises(CopyRefused, match="not a file of un_sc"):
        recognise(path, "x", ["un_sc"])
