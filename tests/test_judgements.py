"""Judgements: what people have said stays said, the last word counts, and nothing is lost or altered unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kronika.base.errors import ArchiveError, KronikaError, UsageError
from kronika.match.judgements import DIFFERENT, SAME, UNSURE, Judgements, fingerprint
from kronika.match.profile import ALIAS, PRIMARY, Name, Profile

CUSTOMER = Profile("c1", "Person", (Name("Anna Novik", PRIMARY),), ("1970-02-03",), frozenset(("by",)))
LISTED = Profile("kr-0123456789", "Person", (Name("Hanna NOVIK", PRIMARY), Name("Anna NOVIK", ALIAS)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "judgements.jsonl"


def line_of(error: KronikaError) -> str:
    text = str(error)
    assert "\n" not in text
    return text


def test_a_judgement_stands_after_the_file_is_opened_again(path: Path) -> None:
    judged = Judgements(path, now=lambda: datetime(2026, 11, 22, 8, 0, tzinfo=UTC))
    made = judged.judge("a", "b", SAME, who="Reviewer", why="one passport")
    assert made == ("a", "b", "same", "Reviewer", "2026-11-22T08:00:00+00:00", "one passport")
    assert Judgements.open(path).pairs() == {frozenset("ab"): made}


def test_there_are_no_judgements_where_there_is_no_file(path: Path) -> None:
    assert Judgements.open(path).pairs() == {}
    assert not list(path.parent.iterdir())


def test_the_last_word_on_a_pair_counts_and_the_first_stays_on_record(path: Path) -> None:
    judged = Judgements.open(path)
    judged.judge("a", "b", SAME, who="Reviewer", why="one passport")
    judged.judge("b", "a", DIFFERENT, who="Reviewer", why="the passport was forged")
    assert [each.judgement for each in Judgements.open(path).pairs().values()] == [DIFFERENT]
    assert len(path.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("left", "right", "judgement", "who", "why"),
    [
        ("a", "b", "perhaps", "Reviewer", "x"),
        ("a", "b", SAME, " ", "x"),
        ("a", "b", SAME, "Reviewer", " "),
        ("a", "b", DIFFERENT, "Reviewer", ""),
        ("a", "a", SAME, "Reviewer", "x"),
        ("", "b", SAME, "Reviewer", "x"),
    ],
)
def test_a_judgement_says_who_and_why_of_which_two(
    path: Path, left: str, right: str, judgement: str, who: str, why: str
) -> None:
    with pytest.raises(UsageError) as caught:
        Judgements.open(path).judge(left, right, judgement, who=who, why=why)
    line_of(caught.value)
    assert not path.exists()


def test_to_be_unsure_needs_no_reason(path: Path) -> None:
    assert Judgements.open(path).judge("a", "b", UNSURE, who="Reviewer").judgement == UNSURE


@pytest.mark.parametrize("text", ["☕", "a\u0000b\u202e", "\ud800", "я" * 10_000, "new\nline"])
def test_any_text_can_be_a_reason(path: Path, text: str) -> None:
    made = Judgements.open(path).judge("a", "b", SAME, who="Reviewer", why=text)
    assert Judgements.open(path).pairs()[frozenset("ab")] == made
    assert made.why == text.replace("\ud800", "?")


def test_a_clearance_holds_after_the_file_is_opened_again(path: Path) -> None:
    made = Judgements.open(path).clear(CUSTOMER, LISTED, who="Reviewer", why="born elsewhere")
    found = Judgements.open(path).cleared(CUSTOMER, LISTED)
    assert found == made
    assert (made.customer_name, made.listed, made.why) == ("Anna Novik", "kr-0123456789", "born elsewhere")


def test_a_clearance_holds_only_while_neither_side_changes(path: Path) -> None:
    judged = Judgements.open(path)
    judged.clear(CUSTOMER, LISTED, who="Reviewer", why="born elsewhere")
    assert judged.cleared(replace(CUSTOMER, births=("1970-02-04",)), LISTED) is None
    assert judged.cleared(CUSTOMER, replace(LISTED, births=("1970-02-03",))) is None
    assert judged.cleared(CUSTOMER, replace(LISTED, id="kr-9876543210")) is None
    assert judged.cleared(replace(CUSTOMER, id="another row", names=CUSTOMER.names[::-1]), LISTED)


def test_a_clearance_says_who_and_why(path: Path) -> None:
    for who, why in (("", "x"), ("Reviewer", "")):
        with pytest.raises(UsageError):
            Judgements.open(path).clear(CUSTOMER, LISTED, who=who, why=why)


def test_a_fingerprint_covers_all_that_is_compared_whatever_its_order() -> None:
    same = replace(LISTED, id="x", names=(Name("Anna NOVIK", PRIMARY), Name("Hanna NOVIK", ALIAS)))
    assert fingerprint(same) == fingerprint(LISTED)
    others = [
        replace(LISTED, names=LISTED.names[:1]),
        replace(LISTED, births=("1970",)),
        replace(LISTED, countries=frozenset(("by",))),
        replace(LISTED, genders=frozenset(("female",))),
        replace(LISTED, idents=frozenset((("idNumber", "1"),))),
        replace(LISTED, names=(Name("\ud800", PRIMARY),)),
    ]
    assert len({fingerprint(each) for each in (LISTED, *others)}) == 7


def test_an_altered_line_is_told_in_one_line(path: Path) -> None:
    judged = Judgements.open(path)
    for right in "bcd":
        judged.judge("a", right, SAME, who="Reviewer", why="one passport")
    path.write_text(path.read_text().replace('"right":"b"', '"right":"x"'))
    with pytest.raises(ArchiveError, match="line 2") as caught:
        Judgements.open(path)
    assert "back-up" in line_of(caught.value)
    with pytest.raises(ArchiveError):
        judged.judge("a", "e", SAME, who="Reviewer", why="one passport")


@pytest.mark.parametrize("cut", [5, 200])
def test_a_file_that_was_cut_off_is_told_in_one_line(path: Path, cut: int) -> None:
    judged = Judgements.open(path)
    for right in "bc":
        judged.judge("a", right, SAME, who="Reviewer", why="one passport")
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(ArchiveError) as caught:
        Judgements.open(path)
    assert str(path) in line_of(caught.value)


def test_a_line_that_was_not_finished_is_set_aside(path: Path) -> None:
    judged = Judgements.open(path)
    judged.judge("a", "b", SAME, who="Reviewer", why="one passport")
    with path.open("ab") as file:
        file.write(b'{"kind":"judge')
    assert len(Judgements.open(path).pairs()) == 1
    judged.judge("a", "c", SAME, who="Reviewer", why="one passport")
    assert len(Judgements.open(path).pairs()) == 2
    assert path.with_suffix(".torn").read_bytes() == b'{"kind":"judge'


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "oracle"},
        {"kind": "judgement", "left": "a"},
        {"kind": "judgement", "left": "a", "right": "b", "judgement": "maybe", "who": "x", "when": "y", "why": "z"},
    ],
)
def test_a_line_of_another_version_is_told_in_one_line(path: Path, entry: dict[str, str]) -> None:
    from kronika.collect.chain import Chain

    chain = Chain(path)
    chain.append(chain.read(), [entry])
    with pytest.raises(ArchiveError, match="line 1") as caught:
        Judgements.open(path)
    assert "update Kronika" in line_of(caught.value)


def test_what_cannot_be_read_is_told_in_one_line(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ArchiveError) as caught:
        Judgements.open(path)
    line_of(caught.value)


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kronika.match.judgements import Judgements\n"
        "judged = Judgements.open(Path(sys.argv[1]))\n"
        "for n in range(25): judged.judge(sys.argv[2], f'{sys.argv[2]}-{n}', 'same', who='Reviewer', why='seen')"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("one", "other")]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(Judgements.open(path).pairs()) == 50


def test_a_writer_sees_what_another_has_written_in_the_meantime(path: Path) -> None:
    mine, theirs = Judgements.open(path), Judgements.open(path)
    theirs.judge("a", "b", SAME, who="Reviewer", why="one passport")
    mine.judge("a", "c", SAME, who="Reviewer", why="one passport")
    assert len(mine.pairs()) == 2


def test_a_customer_is_confirmed_until_someone_says_otherwise(path: Path) -> None:
    judged = Judgements.open(path)
    made = judged.confirm(CUSTOMER, LISTED.id, who="Reviewer")
    again = Judgements.open(path)
    assert again.confirmed(CUSTOMER, LISTED.id) == made
    assert again.confirmed(replace(CUSTOMER, births=("1971-02-03",)), LISTED.id) is None
    assert again.confirmed(CUSTOMER, "kr-another") is None
    judged.clear(CUSTOMER, LISTED, who="Reviewer", why="born elsewhere")
    assert judged.confirmed(CUSTOMER, LISTED.id) is None
    judged.confirm(CUSTOMER, LISTED.id, who="Another", why="one passport")
    assert judged.cleared(CUSTOMER, LISTED) is None
    with pytest.raises(UsageError, match="who"):
        judged.confirm(CUSTOMER, LISTED.id, who=" ")


def test_the_file_is_lines_of_json_that_other_tools_read(path: Path) -> None:
    judged = Judgements.open(path)
    judged.judge("a", "b", UNSURE, who="Reviewer")
    judged.clear(CUSTOMER, LISTED, who="Reviewer", why="born elsewhere")
    kinds = [json.loads(line)["kind"] for line in path.read_text().splitlines()]
    assert kinds == ["judgement", "clearance"]
