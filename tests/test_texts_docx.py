from __future__ import annotations

import socket
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from kronika.base.errors import UsageError
from kronika.collect import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from kronika.base.prose import Prose

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HELD = "The minister said that more than 1,500 people were held in Sylvania."


def file(make: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    make(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def packed(body: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def roles(prose: Prose) -> list[tuple[str, str]]:
    return [(part.role, prose.text[part.start : part.end]) for part in prose.parts]


def test_styles_tables_headers_and_comments_are_read_each_with_its_place() -> None:
    def make(document: docx.document.Document) -> None:
        document.add_heading("Call for talks", 0)
        document.add_heading("Background", 1)
        paragraph = document.add_paragraph("In all 1,500")
        paragraph.add_run("3").font.superscript = True
        paragraph.add_run(" were ﬁned.")
        document.add_paragraph("One thing.", style="List Bullet")
        table = document.add_table(2, 2)
        for cell, text in zip(
            (c for row in table.rows for c in row.cells), ("Year", "Held", "2020", "99"), strict=True
        ):
            cell.text = text
        document.add_paragraph("They said so.", style="Quote")
        document.sections[0].header.paragraphs[0].text = "Running head"
        document.sections[0].footer.paragraphs[0].text = "Foot"
        document.add_comment(paragraph.runs, text="A remark", author="x")

    prose = texts.read(file(make), "a.docx")
    assert prose.title == "Call for talks"
    assert roles(prose) == [
        ("title", "Call for talks"),
        ("heading", "Background"),
        ("body", "In all 1,500³ were fined."),
        ("list", "One thing."),
        ("table", "Year | Held"),
        ("table", "2020 | 99"),
        ("quote", "They said so."),
        ("boilerplate", "A remark"),
        ("boilerplate", "Running head"),
        ("boilerplate", "Foot"),
    ]
    assert texts.locate(prose, prose.text.index("2020")) == "table 1, row 2"
    assert texts.locate(prose, prose.text.index("In all")) == "paragraph 3"
    assert prose.dating.how == "inferred"


def test_tracked_insertions_are_text_deletions_are_not_and_are_counted() -> None:
    body = (
        "<w:p><w:r><w:t>The court held </w:t></w:r><w:del><w:r><w:delText>88</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>98 people.</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>Gone</w:t></w:r></w:moveFrom></w:p>"
    )
    prose = texts.read(packed(body), "a.docx")
    assert prose.text == "The court held 98 people."
    assert prose.problems == ("2 tracked deletions are left out",)


def test_notes_and_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Words in a box.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f'<w:p><w:r><w:t>Held: 1,500</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><mc:AlternateContent '
        f'xmlns:mc="m"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>By an invented count.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    out = BytesIO(packed(body))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    prose = texts.read(out.getvalue(), "a.docx")
    assert [said for _, said in roles(prose)] == ["Held: 1,500²", "Words in a box.", "By an invented count."]
    assert texts.locate(prose, prose.text.index("By an")) == "footnote 2, paragraph 1"


def with_part(name: str, content: str | bytes) -> bytes:
    out = BytesIO(packed(f"<w:p><w:r><w:t>{HELD}</w:t></w:r></w:p>"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_macros_are_not_run_links_out_not_followed_and_both_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    links = (
        '<Relationships><Relationship Type="x/attachedTemplate" Target="https://example.org/t" TargetMode="External"/>'
        '<Relationship Type="x/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>'
    )
    out = BytesIO(with_part("word/_rels/document.xml.rels", links))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
        archive.writestr("word/embeddings/a.xlsx", b"x")
        archive.writestr("word/media/a.png", b"x")
    prose = texts.read(out.getvalue(), "a.docx")
    assert prose.text == HELD
    assert prose.problems == (
        "1 pictures: words in them were not read",
        "1 links to files outside the document (pictures, templates, objects) were not followed",
        "the document holds macros; they were not run",
        "embedded files were not read: word/embeddings/a.xlsx",
    )


def test_a_doctype_is_refused_and_no_entity_expanded() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:styles {W}>&b;</w:styles>'
    with pytest.raises(UsageError, match=r"word/styles\.xml has a DOCTYPE"):
        texts.read(with_part("word/styles.xml", bomb), "a.docx")


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(UsageError, match="unpacks to more than 128 MiB"):
        texts.read(with_part("word/styles.xml", b" " * (130 << 20)), "a.docx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (packed("<w:p/>"), "holds no text"),
        (packed("<w:p>"), "is not well-formed"),
        (packed("<w:p/>")[:60], "is damaged or cut off"),
        (packed("<w:p/>").replace(b"word/document.xml", b"word/documents.xm"), "holds no word/document.xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old or locked Word, Excel or Outlook file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        texts.read(data, "a.docx")
    assert "\n" not in str(caught.value)
