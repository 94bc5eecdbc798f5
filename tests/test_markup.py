from __future__ import annotations

from pathlib import Path

import pytest

from documents import document
from kronika.base.errors import CopyRefused
from kronika.collect.markup import Node, records

LIST = """<?xml version="1.0"?>
<l:list xmlns:l="urn:x" date="2025-01-01">
  <l:head>unread</l:head>
  <l:people>
    <l:person id="1"><l:name order="2">Ann</l:name><l:name>Bo</l:name><l:note> </l:note></l:person>
    <l:person id="2"><l:name>Cy</l:name><l:born><l:year>1970</l:year></l:born></l:person>
  </l:people>
</l:list>"""


def read(tmp_path: Path, content: str | bytes) -> list[Node]:
    """All records, kept beyond their time: good for small documents only."""
    return list(records(document(tmp_path / "list.xml", content), {"person"}, around={"list", "head", "people"}))


def first(tmp_path: Path, content: str) -> Node:
    return next(records(document(tmp_path / "list.xml", content), {"person"}, around={"list", "head", "people"}))


def test_a_cell_carries_its_xpath_with_positions(tmp_path: Path) -> None:
    node = first(tmp_path, LIST)
    cell = node.take("name")
    assert cell is not None
    assert (cell.text, cell.place) == ("Ann", "/list/people[1]/person[1]/name[1]")
    attribute = node.take("@id")
    assert attribute is not None
    assert (attribute.text, attribute.place) == ("1", "/list/people[1]/person[1]/@id")


def test_what_is_not_taken_is_named_with_its_path(tmp_path: Path) -> None:
    node = first(tmp_path, LIST)
    node.take("@id")
    node.take("name")
    assert [(name, cell.text) for name, cell in node.untaken()] == [("name/@order", "2"), ("name", "Bo")]


def test_every_name_is_taken_through_each(tmp_path: Path) -> None:
    node = first(tmp_path, LIST)
    assert [cell.text for kid in node.each("name") if (cell := kid.take("."))] == ["Ann", "Bo"]


def test_a_path_reaches_into_the_record(tmp_path: Path) -> None:
    for node in records(document(tmp_path / "list.xml", LIST), {"person"}, around={"list", "head", "people"}):
        cell = node.take("born/year")
    assert cell is not None
    assert (cell.text, cell.place) == ("1970", "/list/people[1]/person[2]/born[1]/year[1]")


def test_a_blank_or_absent_field_is_none(tmp_path: Path) -> None:
    node = first(tmp_path, LIST)
    assert node.take("note") is None
    assert node.take("absent") is None
    assert node.take("born/year") is None


def test_text_between_elements_is_not_lost(tmp_path: Path) -> None:
    node = first(tmp_path, "<list><person><name>Ann</name> stray </person></list>")
    node.take("name")
    assert [cell.text.strip() for _, cell in node.untaken()] == ["stray"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LIST.removesuffix("</l:list>"), "not whole XML"),
        (LIST.replace("l:head", "l:foot"), "unknown element <foot>"),
        (LIST.replace("Ann", "A&nn"), "not whole XML"),
        ('<!DOCTYPE list [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><list><person>&b;</person></list>', "DOCTYPE"),
        ('<!DOCTYPE list SYSTEM "file:///etc/passwd"><list/>', "DOCTYPE"),
        (f"<list><person><name>{'x' * 10_000_001}</name></person></list>", "not whole XML"),
        ("<html><body>Service unavailable</body></html>", "unknown element <html>"),
    ],
)
def test_what_is_not_such_a_list_is_refused_in_one_line(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(CopyRefused, match=words) as caught:
        read(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_bytes_in_another_encoding_than_declared_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CopyRefused, match="not whole XML"):
        read(tmp_path, '<?xml version="1.0" encoding="UTF-8"?><list><person>é</person></list>'.encode("latin-1"))


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    content = f'<!DOCTYPE list [<!ENTITY s SYSTEM "{tmp_path}/secret">]><list><person><name>&s;</name></person></list>'
    with pytest.raises(CopyRefused, match="DOCTYPE"):
        read(tmp_path, content)
