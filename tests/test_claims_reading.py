"""Texts in a casebook: archived, read in one go, kept, and read again when what they are read by has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kronika import texts as texts_module
from kronika.base.errors import UsageError
from kronika.casebook import Casebook
from kronika.collect import texts as converters
from kronika.study.claims.data import made, plain
from kronika.study.claims.names import Lexicon, shipped
from kronika.study.claims.reading import Marked, mark
from kronika.texts import Refused, Text, Texts, alone

if TYPE_CHECKING:
    from kronika.base.prose import Prose
    from kronika.study.claims.reviews import Field

RELEASE = (
    "Freedonia must hold new elections\n\nOur government welcomes the report. It found that more than 60,000 people "
    "were fined in Belarus and Freedonia last month.\n\nThe foreign minister said that at least 88 individuals had "
    "been listed by the European Union. “We will never forget them,” said Alexander Lukashenko in Minsk.\n"
)
RUSSIAN = (
    "Совет Европейского союза принял решение. Это было в 2020 году, и об этом сообщили в Минске и в других городах, "
    "как и о том, что для них было 15 % от всех денег. Александр Лукашенко не был на встрече.\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Casebook:
    return Casebook.init(tmp_path / "book")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    file = tmp_path / "release.txt"
    file.write_text(RELEASE, encoding="utf-8")
    return file


def read(texts: Texts, file: Path, said: Mapping[Field, str] | None = None) -> Text:
    (found,) = texts.read([file], said, who="Ann")
    assert isinstance(found, Text)
    return found


def marked(text: str, name: str = "a.txt") -> Marked:
    return mark(converters.read(text.encode(), name), Lexicon.build(shipped()))


def test_one_call_marks_figures_days_names_and_claims_in_their_places() -> None:
    found = marked(RELEASE)
    assert [each.of(found.prose.text) for each in found.quantities] == [
        "more than 60,000 people",
        "at least 88 individuals",
    ]
    assert [each.of(found.prose.text) for each in found.dates] == ["last month"]
    assert {each.id for each in found.mentions if each.linked} >= {"by"}
    assert {claim.kind for claim in found.claims} >= {"figure", "demand"}
    assert [step for step, _ in found.seconds] == ["quantities", "dates", "mentions", "claims"]


def test_what_is_marked_goes_through_json_unharmed() -> None:
    found = marked(RELEASE)
    assert made(Marked, json.loads(json.dumps(plain(found)))) == found


@pytest.mark.parametrize(
    "data", [{}, {"prose": 1}, {"prose": {"text": 3}}, [], None, {"prose": {"text": "", "parts": [1]}}]
)
def test_data_of_another_shape_is_told(data: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        made(Marked, data)


def test_a_text_in_a_language_without_rules_has_mentions_and_numbers_only_and_says_so() -> None:
    found = marked(RUSSIAN)
    assert not found.ruled
    assert found.claims == ()
    assert any(each.name == "Alexander Lukashenko" for each in found.mentions)
    assert [each.value for each in found.quantities if each.category == "percent"] == [15]
    assert "there are no rules for «ru»: mentions and numbers only" in found.notes()


def test_names_in_look_alike_letters_and_with_invisible_characters_are_told() -> None:
    found = marked("The Belarusian leader met Alexander Luk\u200bashenko in Minsk. He then praised Lukаshenko.\n")
    assert any("invisible" in note for note in found.notes())


def test_a_document_is_archived_and_its_claims_are_kept(book: Casebook, release: Path) -> None:
    text = read(book.texts(), release, {"date": "2020-11-05", "publisher": "Ministry of Freedonia"})
    assert text.head.dating.value == "2020-11-05"
    assert text.head.dating.evidence.startswith("given by Ann on ")
    (document,) = book.archive.documents()
    assert (document.path.read_text(encoding="utf-8"), document.name) == (RELEASE, "release.txt")
    assert book.texts().text(text.head.sha256) == text
    assert [head.title for head in book.texts().all()] == [text.head.title]
    assert book.verify() == []


def test_a_relative_day_is_resolved_against_the_date_given_and_else_left_open(book: Casebook, release: Path) -> None:
    text = read(book.texts(), release)
    assert [each.value for each in text.marked.dates] == [""]
    book.texts().reviews().describe([text.head.sha256], {"date": "2020-11-05"}, who="Ann", why="the site says so")
    again = book.texts().text(text.head.sha256)
    assert [each.value for each in again.marked.dates] == ["2020-10"]
    assert again.dating == text.dating
    assert again.head.dating.evidence.endswith("the site says so")


def test_a_date_that_a_person_gives_names_the_one_that_the_document_states(book: Casebook, tmp_path: Path) -> None:
    file = tmp_path / "stated.txt"
    file.write_text("Published 5 November 2020\n\n" + RELEASE, encoding="utf-8")
    text = read(book.texts(), file, {"date": "2020-11-06"})
    assert text.dating.value == "2020-11-05"
    assert text.head.dating.value == "2020-11-06"
    assert "the document itself: 2020-11-05 (stated" in text.head.dating.evidence


def test_a_build_leaves_texts_alone(book: Casebook, release: Path) -> None:
    read(book.texts(), release)
    assert book.build().refused == ()


def test_the_same_file_again_is_the_same_text(book: Casebook, release: Path, tmp_path: Path) -> None:
    first = read(book.texts(), release)
    other = tmp_path / "other.txt"
    other.write_bytes(release.read_bytes())
    assert read(book.texts(), other).head.sha256 == first.head.sha256
    assert len(book.texts().all()) == 1


def test_texts_of_one_name_do_not_take_each_others_place(book: Casebook, tmp_path: Path) -> None:
    files = [tmp_path / name / "release.txt" for name in ("a", "b")]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(f"{RELEASE}\n{number} people came.\n", encoding="utf-8")
    assert len([each for each in book.texts().read(files) if isinstance(each, Text)]) == 2
    assert len(book.texts().all()) == 2
    with pytest.raises(UsageError, match="2 documents are called so"):
        book.texts().find("release.txt")


def test_an_alias_is_read_in_all_places_and_only_where_it_holds(book: Casebook, release: Path) -> None:
    texts = book.texts()
    text = read(texts, release)
    assert "Freedonia" in dict(text.marked.unlinked())
    texts.reviews().alias("Freedonia", texts.bearer("Belarus"), text.head.sha256, who="Ann")
    again = book.texts().text(text.head.sha256)
    assert [each.id for each in again.marked.mentions if each.of(RELEASE) == "Freedonia"] == ["by", "by"]
    other = release.with_name("other.txt")
    other.write_text(RELEASE.replace("60,000", "70,000"), encoding="utf-8")
    assert "Freedonia" in dict(read(book.texts(), other).marked.unlinked())


def test_a_text_is_read_again_when_the_code_or_the_names_have_changed(
    book: Casebook, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = read(book.texts(), release)
    calls: list[str] = []

    def counted(prose: Prose, lexicon: Lexicon) -> Marked:
        calls.append(prose.title)
        return mark(prose, lexicon)

    monkeypatch.setattr(texts_module, "mark", counted)
    book.texts().text(text.head.sha256)
    assert not calls
    monkeypatch.setattr(texts_module, "version", lambda: "another")
    assert book.texts().all()[0].stale
    book.texts().text(text.head.sha256)
    assert len(calls) == 1
    Texts(book.root / "claims", book.archive, state="other names").text(text.head.sha256)
    assert len(calls) == 2


@pytest.mark.parametrize("spoil", ["", "{}\n{}\n", "no json\n", '{"made": 1}\n{"marked": {}}\n'])
def test_a_kept_reading_that_was_spoiled_is_made_again(book: Casebook, release: Path, spoil: str) -> None:
    text = read(book.texts(), release)
    (book.root / "claims" / f"{text.head.sha256}.jsonl").write_text(spoil, encoding="utf-8")
    assert book.texts().text(text.head.sha256).marked == text.marked


def test_what_cannot_be_read_is_named_and_the_others_are_kept(book: Casebook, release: Path, tmp_path: Path) -> None:
    empty, picture, huge = tmp_path / "empty.txt", tmp_path / "scan.png", tmp_path / "huge.txt"
    empty.write_bytes(b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    with huge.open("wb") as file:
        file.truncate(300 << 20)  # sparse: takes no room
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    found = list(book.texts().read([empty, picture, release, huge, fifo, tmp_path / "none.txt", tmp_path]))
    reasons = [each.reason for each in found if isinstance(each, Refused)]
    assert len(reasons) == 6
    assert all("\n" not in reason for reason in reasons)
    assert [head.name for head in book.texts().all()] == ["release.txt"]
    assert len(book.archive.documents()) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [({"date": "soon"}, "write 2020-11-05"), ({"language": "English"}, "ISO 639-1"), ({"language": "EN"}, "ISO 639-1")],
)
def test_what_a_document_cannot_be_is_refused_before_anything_is_kept(
    book: Casebook, release: Path, said: dict[Field, str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        list(book.texts().read([release], said, who="Ann"))
    assert book.texts().all() == []


def test_a_text_that_is_not_there_is_told_and_so_is_a_name_of_nobody_listed(book: Casebook) -> None:
    with pytest.raises(UsageError, match="has no such text"):
        book.texts().find("none")
    with pytest.raises(UsageError, match="no text with this hash"):
        book.texts().text("0" * 64)
    with pytest.raises(UsageError, match="nobody listed has this id"):
        book.texts().bearer("kr-nobody")


def test_who_bears_a_name_is_told_by_name_code_and_identity(sample: Path) -> None:
    texts = Casebook.open(sample).texts()
    assert texts.bearer("Belarus").id == "by"
    assert texts.bearer("  ").name == ""
    assert texts.bearer("Jane Nobody Roe").id == ""
    listed = next(entry for entry in texts._names() if entry.named == "person")
    assert texts.bearer(listed.id).name == listed.name


def test_without_a_casebook_a_file_is_read_by_the_names_that_ship(release: Path) -> None:
    text = alone(release, {"date": "2020-11-05", "author": "Jane Roe; John Doe"})
    assert isinstance(text, Text)
    assert text.head.authors == ("Jane Roe", "John Doe")
    assert isinstance(alone(release.with_name("none.txt")), Refused)
