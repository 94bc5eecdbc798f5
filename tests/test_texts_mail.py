from __future__ import annotations

from email.message import EmailMessage

import pytest

from kronika.base.errors import UsageError
from kronika.collect import texts

HELD = "The minister said that more than 1,500 people were held in Sylvania, and that the office was closed."


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "Appel à la libération", "Ann Example <ann@example.org>"
    message["Date"] = "Thu, 05 Nov 2020 23:10:00 -0500"
    return message


def test_a_message_gives_its_subject_sender_and_day() -> None:
    message = letter()
    message.set_content(f"{HELD}\n\n> They said so.\n\n-- \nAnn\n", cte="quoted-printable")
    prose = texts.read(bytes(message), "a.eml")
    assert prose.title == "Appel à la libération"
    assert prose.authors == ("Ann Example",)
    assert prose.dating.value == "2020-11-05"
    assert prose.dating.evidence == "header Date: «Thu, 05 Nov 2020 23:10:00 -0500»"
    assert [part.role for part in prose.parts[:3]] == ["title", "body", "quote"]
    assert texts.locate(prose, prose.text.index("> They")) == "part 1, line 3"


def test_a_message_is_known_by_its_bytes_whatever_its_name() -> None:
    message = letter()
    message.set_content(HELD)
    assert texts.read(bytes(message), "a.txt").media == "message/rfc822"


def test_of_alternatives_the_text_is_read_and_the_page_where_the_text_is_a_stub() -> None:
    message = letter()
    message.set_content(HELD)
    message.add_alternative(f"<p>{HELD}</p>", subtype="html")
    assert texts.read(bytes(message), "a.eml").parts[1].place == "part 1, line 1"
    stub = letter()
    stub.set_content("Your program shows no HTML.")
    stub.add_alternative(f"<html><body><p>{HELD}</p></body></html>", subtype="html")
    prose = texts.read(bytes(stub), "a.eml")
    assert prose.parts[1].place == "part 2, /html/body/p"
    assert HELD in prose.text


def test_attachments_are_named_and_not_read() -> None:
    message = letter()
    message.set_content(HELD)
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="list.pdf")
    inner = letter()
    inner.set_content("Other words.")
    message.add_attachment(inner)
    prose = texts.read(bytes(message), "a.eml")
    assert "Other words" not in prose.text
    assert prose.problems[0] == "attachment «list.pdf» (application/pdf) was not read; save it and give it by itself"
    assert "message/rfc822" in prose.problems[1]


@pytest.mark.parametrize("date", ["yesterday", "Thu, 99 Nov 2020 10:00:00 +0000", ""])
def test_a_malformed_day_is_none(date: str) -> None:
    data = f"From: a@example.org\nSubject: Words\nDate: {date}\n\n{HELD}\n".encode()
    assert texts.read(data, "a.eml").dating.how == "unknown"


def test_a_message_in_another_encoding_and_with_damaged_parts_is_read_as_far_as_it_goes() -> None:
    data = (
        b"From: a@example.org\nSubject: =?windows-1251?B?0evu4uA=?=\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=windows-1251\n\n'
    ) + "Слова министра о переговорах.\n".encode("cp1251")
    prose = texts.read(data, "a.eml")
    assert prose.title == "Слова"
    assert "Слова министра" in prose.text
    assert any("malformed" in problem for problem in prose.problems)


def test_a_message_nested_without_end_ends() -> None:
    data = b"From: a@example.org\nSubject: x\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(200)
    )
    prose = texts.read(data + HELD.encode(), "a.eml")
    assert any("nested" in problem for problem in prose.problems)


def test_markdown_gives_words_without_its_marks_and_lines() -> None:
    source = (
        "---\ntitle: Call for talks\ndate: 2021-03-05\nauthor: Ann Example\n---\n# Call for talks\n\n"
        "The **minister** said that [1,500](https://example.org) people\nwere *held* in demo-\ncratic Sylvania.\n\n"
        "> We ask for talks.\n\n- One \\*thing\\*.\n\n| Year | Held |\n|---|---|\n| 2020 | 99 |\n\n"
        "<p>Raw <b>words</b>.</p>\n"
    )
    prose = texts.read(source.encode(), "a.md")
    assert "The minister said that 1,500 people\nwere held in democratic\nSylvania." in prose.text
    assert [part.role for part in prose.parts] == ["title", "body", "quote", "list", "table", "table", "body"]
    assert (prose.title, prose.authors, prose.dating.value) == ("Call for talks", ("Ann Example",), "2021-03-05")
    assert texts.locate(prose, prose.text.index("Sylvania")) == "line 10"
    assert "One *thing*." in prose.text


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", r"^a\.txt: is empty$"),
        (b" \n\0\n", "a.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.pdf", r"^a\.pdf: is a picture, whatever its name says"),
        (b"Plain words here.", "a.pdf", r"is named \.pdf, but its bytes are not"),
        (b"PK\x03\x04" + b"\0" * 40, "a.docx", "is a ZIP file, not a Word document"),
        (b"%PDF-1.7\nnothing", "a.pdf", "is damaged or no PDF"),
        (b"{\\rtf1 words}", "a.txt", "is an RTF file"),
        (bytes(range(256)) * 50, "a.txt", "is no text that can be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        texts.read(data, name)
    assert "\n" not in str(caught.value)
