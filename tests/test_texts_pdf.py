from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF

from kronika.base.errors import UsageError
from kronika.collect import texts

if TYPE_CHECKING:
    from kronika.base.prose import Prose

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

FIRST = (
    "The Ministry of Foreign Affairs of Freedonia expressed its concern over the detention of more than 1,500 people "
    "after the vote. The ministry called for their release and for an independent investigation of each case."
)
SECOND = (
    "The delegation met the families of those held. It was told that the courts sit behind closed doors, that lawyers "
    "are not admitted, and that no list of the prisoners has been published by the authorities of Sylvania."
)
THIRD = (
    "The Council recalled its decision of last year. It noted that the measures agreed with partners remain in force, "
    "and that they will be reviewed in the light of what the government of Sylvania does next."
)


def sheet(size: float = 10) -> FPDF:
    document = FPDF()
    if FONT.exists():
        document.add_font("dejavu", "", FONT)
        document.set_font("dejavu", size=size)
    else:
        document.set_font("Helvetica", size=size)
    document.set_auto_page_break(auto=False)
    document.add_page()
    return document


def put(document: FPDF, x: float, y: float, lines: list[str], step: float = 5) -> float:
    for line in lines:
        document.text(x, y, line)
        y += step
    return y


def made(document: FPDF) -> bytes:
    return bytes(document.output())


def bodies(prose: Prose) -> list[str]:
    return [" ".join(prose.text[part.start : part.end].split()) for part in prose.parts if part.role == "body"]


def test_two_columns_are_read_one_after_the_other_even_where_the_file_holds_them_row_by_row() -> None:
    document = sheet()
    put(document, 20, 20, ["Freedonia calls for the release of all those who are held in Sylvania, its minister says"])
    left, right = textwrap.wrap(f"{FIRST} {SECOND}", 38), textwrap.wrap(f"{THIRD} {SECOND}", 38)
    for row, (one, two) in enumerate(zip(left, right, strict=False)):
        document.text(20, 40 + 5 * row, one)
        document.text(110, 40 + 5 * row, two)
    said = " ".join(texts.read(made(document)).text.split())
    shown = min(len(left), len(right))
    assert " ".join(left[:shown]) in said
    assert " ".join(right[:shown]) in said


def test_a_paragraph_that_goes_on_in_the_next_column_and_page_stays_one() -> None:
    document = sheet()
    lines = textwrap.wrap(f"{FIRST[:-1]}, {SECOND[:-1]}, {THIRD}", 38)
    third = len(lines) // 3
    put(document, 20, 40, lines[:third])
    put(document, 110, 40, lines[third : 2 * third])
    document.add_page()
    put(document, 20, 40, lines[2 * third :])
    prose = texts.read(made(document))
    assert bodies(prose) == [" ".join(lines)]
    at = prose.text.index(lines[2 * third + 1].split()[0], prose.text.index("\f"))
    assert texts.locate(prose, at) == "page 2, line 2"
    assert texts.locate(prose, 0) == "page 1, line 1"


def test_a_table_is_read_by_rows() -> None:
    document = sheet()
    for row, (year, count, source) in enumerate(
        [("Year", "Held", "Counter"), ("2020", "150", "Alpha"), ("2021", "900", "Beta"), ("2022", "1,400", "Gamma")]
    ):
        for column, cell in enumerate((year, count, source)):
            document.text(20 + 50 * column, 40 + 6 * row, cell)
    said = " ".join(texts.read(made(document)).text.split())
    assert "2021 900 Beta" in said


def test_words_broken_at_line_ends_are_joined_and_true_hyphens_stay() -> None:
    document = sheet()
    lines = [
        "The government of the republic keeps on with its demo-",
        "cratic reforms, says a long-term observer, and long-",
        "term plans for self-determi-",
        "nation stand. It was a well-",
        "known fact that pre- and post-",
        "election checks are made by Anna-",
        "Maria and the democratic forces.",
    ]
    put(document, 20, 40, lines)
    said = " ".join(texts.read(made(document)).text.split())
    assert "democratic reforms" in said
    assert "long-term plans" in said
    assert "self-determination stand" in said
    assert "well-known fact" in said
    assert "pre- and post-election" in said
    assert "Anna-Maria and" in said


def test_ligatures_are_letters_again() -> None:
    if not FONT.exists():
        pytest.skip("no font with ligatures on this machine")
    document = sheet()
    put(document, 20, 40, ["The oﬃce ﬁned ﬁve ﬂorists; their aﬀairs are in eﬀect closed."])
    said = texts.read(made(document)).text
    assert said == "The office fined five florists; their affairs are in effect closed."


def test_a_notes_mark_makes_no_other_number_and_the_note_comes_after_the_paragraph() -> None:
    document = sheet()
    put(document, 20, 40, ["In all, the report counts 1,500 people in detention on that day, of whom", "most"])
    document.set_font_size(6)
    document.text(20 + document.get_string_width("most") * 10 / 6, 43, "3")
    put(document, 20, 270, ["3 Counted by the invented Alpha Centre, as of 1 May."], 3)
    document.set_font_size(10)
    put(document, 35, 45, ["are held without charge and the others,"])
    document.add_page()
    put(document, 20, 20, ["as it says, await their trials. The centre stands by its count of all of them."])
    prose = texts.read(made(document))
    said = " ".join(prose.text.split())
    assert "most³ are held" in said
    assert "the others, as it says, await" in said
    assert said.endswith("as of 1 May.")


def test_running_heads_and_page_numbers_are_marked_not_dropped() -> None:
    document = sheet()
    for page in range(1, 5):
        if page > 1:
            document.add_page()
        document.text(20, 10, "Ministry of Foreign Affairs of Freedonia")
        put(document, 20, 40, textwrap.wrap((FIRST, SECOND, THIRD, FIRST[::-1])[page - 1], 80))
        document.text(100, 285, f"Page {page} of 4")
    prose = texts.read(made(document))
    marked = [prose.text[part.start : part.end] for part in prose.parts if part.role == "boilerplate"]
    assert marked.count("Ministry of Foreign Affairs of Freedonia") == 4
    assert marked[1] == "Page 1 of 4"
    assert bodies(prose)[:3] == [FIRST, SECOND, THIRD]


def test_a_title_and_headings_are_told_by_their_size() -> None:
    document = sheet(18)
    put(document, 20, 20, ["Freedonia calls for release"])
    document.set_font_size(13)
    put(document, 20, 60, ["Background to the case"])
    document.set_font_size(10)
    put(document, 20, 35, textwrap.wrap(FIRST, 80))
    put(document, 20, 70, textwrap.wrap(SECOND, 80))
    prose = texts.read(made(document))
    assert prose.title == "Freedonia calls for release"
    assert [part.role for part in prose.parts] == ["title", "body", "heading", "body"]


def test_when_a_file_was_made_is_no_stated_date() -> None:
    document = sheet()
    put(document, 20, 40, textwrap.wrap(FIRST, 80))
    dating = texts.read(made(document)).dating
    assert dating.how == "inferred"
    assert "CreationDate" in dating.evidence


def test_pages_without_text_are_named() -> None:
    document = sheet()
    put(document, 20, 40, textwrap.wrap(FIRST, 80))
    document.add_page()
    document.rect(10, 10, 50, 50)
    assert texts.read(made(document)).problems == ("pages without text (empty, or pictures of text), not read: 2",)


def test_a_scan_is_refused_with_what_to_do() -> None:
    document = sheet()
    document.rect(10, 10, 50, 50)
    with pytest.raises(UsageError, match=r"scan\.pdf: its 1 pages hold no text \(a scan\?\); run text recognition"):
        texts.read(made(document), "scan.pdf")


def test_a_blank_password_opens_and_any_other_is_asked_to_be_removed() -> None:
    for password in ("", "secret"):
        document = sheet()
        put(document, 20, 40, textwrap.wrap(FIRST, 80))
        document.set_encryption("owner", password)
        if password:
            with pytest.raises(UsageError, match="is encrypted with a password"):
                texts.read(made(document), "locked.pdf")
        else:
            assert bodies(texts.read(made(document))) == [FIRST]


@pytest.mark.parametrize("cut", [20, 400, 900])
def test_a_truncated_pdf_is_one_clear_line_or_what_could_be_read(cut: int) -> None:
    document = sheet()
    put(document, 20, 40, textwrap.wrap(FIRST, 80))
    with pytest.raises(UsageError, match=r"^cut\.pdf: .*"):
        texts.read(made(document)[:cut], "cut.pdf")
