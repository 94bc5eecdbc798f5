from __future__ import annotations

import contextlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from growing import linear
from kronika.base.errors import UsageError
from kronika.collect import texts
from kronika.collect.texts import lines, tongue

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.prose import Prose

LETTER = """\
Freedonia calls for the release of prisoners

By Ann Example and Bob Sample

Published 5 November 2020

The Ministry of Foreign Affairs of Freedonia expressed its concern over
the detention of more than 1,500 people after the vote in Sylvania, and
the ministry called for an independent investigation. The courts demo-
cratic states rely on were closed.

The report concluded that:
- the vote was not free;
- the count was not seen by those who were sent to observe it, nor by the
  parties;
- the complaints were not heard.

Background

The democratic parties of Sylvania were banned in 2019. The ministry has
said so before.

Contact us: press@example.org
"""


def said(prose: Prose, role: str) -> list[str]:
    return [" ".join(prose.text[part.start : part.end].split()) for part in prose.parts if part.role == role]


def test_wrapped_lines_are_paragraphs_and_list_items_and_headings_are_told() -> None:
    prose = texts.read(LETTER.encode(), "letter.txt")
    assert prose.title == "Freedonia calls for the release of prisoners"
    assert prose.authors == ("Ann Example", "Bob Sample")
    assert prose.dating.value == "2020-11-05"
    assert prose.dating.evidence == "«Published 5 November 2020», line 5"
    assert prose.language == "en"
    assert said(prose, "heading") == ["Background"]
    assert said(prose, "list")[1].endswith("nor by the parties;")
    assert len(said(prose, "list")) == 3
    assert said(prose, "boilerplate") == ["Contact us: press@example.org"]
    assert "democratic states rely on were closed." in said(prose, "body")[0]


def test_a_place_is_counted_from_the_line_ends_that_the_text_keeps() -> None:
    prose = texts.read(LETTER.encode(), "letter.txt")
    assert texts.locate(prose, prose.text.index("independent")) == "line 9"
    assert texts.locate(prose, prose.text.index("rely on")) == "line 10"
    with pytest.raises(UsageError, match="no part of the text"):
        texts.locate(prose, len(prose.text) + 5)


def test_one_line_a_paragraph_is_not_taken_for_wrapped_text() -> None:
    text = (
        "The first paragraph is here, and it ends.\nThe second one is quite a bit longer than the first, and it ends.\n"
    )
    prose = texts.read((text * 3).encode(), "a.txt")
    assert len(prose.parts) == 6


def test_a_passage_told_again_points_to_the_first() -> None:
    line = "In May the centre counted 1,500 people in the prisons of Sylvania.\n\n"
    other = "Short line here.\n\n"
    prose = texts.read((line + other + line.upper() + other).encode(), "a.txt")
    assert [part.repeats for part in prose.parts] == [None, None, 0, None]


def test_a_headline_between_paragraphs_is_a_teaser_and_a_line_told_twice_a_caption() -> None:
    body = "The minister said that the talks go on and that nobody has left the table.\n\n"
    teaser = (
        "Sylvania's parties take to the streets as bread is dear again Freedonia's new envoy arrives in the capital\n\n"
    )
    caption = "The minister with the envoy of Freedonia, May 2019\n"
    prose = texts.read((body + teaser + body.replace("talks", "work") + caption + caption).encode(), "a.txt")
    assert [part.role for part in prose.parts] == ["body", "teaser", "body", "caption", "caption"]


def test_names_in_a_list_are_no_authors_and_a_heading_about_shares_no_button() -> None:
    names = "The court has sentenced two people:\n\n- Anton Example\n\n- Berta Sample\n\n"
    text = f"{names}Share of seats by party\n\nOne has all.\n"
    prose = texts.read(text.encode(), "a.txt")
    assert not prose.authors
    assert [part.role for part in prose.parts] == ["body", "list", "list", "heading", "body"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Published 5 November 2020", "2020-11-05"),
        ("Date: 24 June 2021", "2021-06-24"),
        ("Thursday, 5 November 2020", "2020-11-05"),
        ("November 5, 2020", "2020-11-05"),
        ("BRUSSELS, 24 June 2021 – The Council met today and agreed.", "2021-06-24"),
        ("Geneva (5 November 2020) – The experts called for talks.", "2020-11-05"),
        ("24/06/2021", "2021-06-24"),
        ("24.06.2021", "2021-06-24"),
        ("05/06/2021", ""),
        ("On 5 November 2020 – a Thursday – the Council met.", ""),
        ("The Council met on 5 November 2020.", ""),
        ("Updated 5 November 2020", ""),
        ("Published 2 hours ago", ""),
        ("Published 31 February 2020", ""),
    ],
)
def test_a_date_is_stated_in_few_forms_and_never_guessed(text: str, value: str) -> None:
    dating = texts.read(f"{text}\n\nThe Council met and agreed on all that was said.\n".encode(), "a.txt").dating
    assert dating.value == value
    assert dating.how == ("stated" if value else "unknown")


def test_two_dates_that_do_not_agree_are_both_named() -> None:
    text = "Published 5 November 2020\n\nMINSK, 6 November 2020 – The Council met and agreed.\n"
    prose = texts.read(text.encode(), "a.txt")
    assert prose.dating.value == "2020-11-05"
    assert "6 November 2020" in prose.dating.evidence
    assert any("more than one date" in problem for problem in prose.problems)


def test_a_persons_date_and_language_win_and_a_malformed_one_is_refused() -> None:
    prose = texts.read(LETTER.encode(), "a.txt", published="2020-11", language="fr")
    assert (prose.dating.value, prose.dating.how, prose.language) == ("2020-11", "given", "fr")
    with pytest.raises(UsageError, match="write 2020-11-05"):
        texts.read(LETTER.encode(), "a.txt", published="last week")


SENTENCES = {
    "en": (
        "The government of the country said that it was not in "
        "favour of the talks and that they have been ended by others."
    ),
    "de": (
        "Die Regierung des Landes sagte, dass sie mit dem Abbruch der "
        "Gespräche nicht zufrieden ist und auf eine Lösung für alle hofft."
    ),
    "fr": (
        "Le gouvernement du pays a déclaré que les pourparlers sont dans "
        "une impasse et qu'il ne fera pas de concession aux autres parties."
    ),
    "pl": (
        "Rząd tego kraju powiedział, że nie jest to zgodne z prawem "
        "i że rozmowy są zawieszone przez stronę, która od nich odeszła."
    ),
    "ru": (
        "Правительство страны заявило, что не будет участвовать в переговорах и "
        "что это решение было принято для защиты всех, как и ранее."
    ),
    "uk": (
        "Уряд країни заявив, що не буде брати участі в переговорах та що "
        "це рішення було ухвалено для захисту всіх, як і раніше, у столиці."
    ),
    "be": (
        "Урад краіны заявіў, што не будзе ўдзельнічаць у перамовах і што "
        "гэта рашэнне было прынята для абароны ўсіх, як і раней, у сталіцы."
    ),
    "lt": (
        "Šalies vyriausybė pareiškė, kad derybos yra sustabdytos ir kad tai buvo "
        "padaryta dėl visų žmonių, bet jos dar gali būti atnaujintos po metų."
    ),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_language_is_told_by_its_function_words(code: str) -> None:
    assert tongue.language(SENTENCES[code]) == code


def test_few_words_tell_no_language() -> None:
    assert not tongue.language("Freedonia, Sylvania: talks")


@pytest.mark.parametrize(
    ("code", "encoding"),
    [("ru", "cp1251"), ("ru", "koi8-r"), ("uk", "cp1251"), ("be", "cp1251"), ("pl", "cp1250"), ("lt", "cp1257"),
     ("fr", "cp1252"), ("de", "latin-1"), ("ru", "utf-16"), ("en", "utf-16-le"), ("ru", "utf-8-sig")],
)  # fmt: skip
def test_an_undeclared_encoding_is_decided_and_said(code: str, encoding: str) -> None:
    prose = texts.read(SENTENCES[code].encode(encoding), "a.txt")
    assert prose.text == SENTENCES[code]
    assert prose.language == code
    assert bool(prose.problems) == (encoding not in {"utf-16", "utf-8-sig"})


def test_mixed_encodings_are_read_line_by_line_and_named() -> None:
    data = SENTENCES["ru"].encode() + b"\n\n" + SENTENCES["ru"].encode("cp1251") + b"\n"
    prose = texts.read(data, "a.txt")
    assert prose.text.count(SENTENCES["ru"]) == 2
    assert prose.problems == ("mixed encodings: UTF-8, but 1 lines read as CP1251 (lines 3)",)


def test_a_text_encoded_twice_is_named() -> None:
    twice = "The minister’s word – “no” – stands.".encode().decode("cp1252", "replace")
    assert any("encoded twice" in problem for problem in texts.read(twice.encode(), "a.txt").problems)


def test_nul_bytes_do_not_move_the_text_and_are_named() -> None:
    prose = texts.read(b"The minister said so. " * 40 + b"\0 And went home.", "a.txt")
    assert "\ufffd And went home." in prose.text
    assert "control characters" in prose.problems[0]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the demo-\ncratic vote", "the democratic\nvote"),
        ("a vote-\ncount of the vote and the count", "a vote-count\nof the vote and the count"),
        ("pre-\nand post-war", "pre-\nand post-war"),
        ("COVID-\n19 came", "COVID-19\ncame"),
        ("a word -\nand more", "a word -\nand more"),
        ("the end-\ning.\nNext", "the\nending.\nNext"),
    ],
)
def test_a_word_cut_by_a_line_end_is_joined_and_lines_still_count(broken: str, whole: str) -> None:
    joined = lines.unbroken(broken)
    assert " ".join(joined.split()) == " ".join(whole.split())
    assert joined.count("\n") == broken.count("\n")


@pytest.mark.parametrize(
    "piece",
    ["1", "A", "“", "a-", "-\n", "A ", "? ", "a line of text here\n", ">", "John Smith, ", " ", "1. "],
    ids=repr,
)
@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_time_grows_with_the_text_and_no_faster(piece: str, form: str) -> None:
    def read(text: str) -> None:
        with contextlib.suppress(UsageError):
            texts.read((f"<html><p>{text}" if form == "html" else text).encode(), f"a.{form}")

    assert linear(read, piece)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(300 << 20)
    with pytest.raises(UsageError, match=r"large\.txt: 300 MiB, more than the 64 MiB of one"):
        texts.read(path)


def test_the_package_is_imported_without_its_readers() -> None:
    code = (
        "import sys, kronika.collect.texts;"
        "print([m for m in sys.modules if m in {'pypdfium2', 'markdown_it', 'email.parser'}])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
