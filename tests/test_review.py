"""Review: what a person is shown of an undecided pair, and what becomes of the answer."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from kronika.base.errors import UsageError
from kronika.casebook import Casebook
from kronika.match.judgements import DIFFERENT, SAME, UNSURE, Judgements
from kronika.match.resolution import Identity, Pair, Resolution
from kronika.match.score import Comparer
from kronika.match.subjects import read
from kronika.view import questions, review
from kronika.view.questions import Stated

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger
    from kronika.match.profile import Profile


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    book = Casebook.demo(tmp_path_factory.mktemp("book"))
    book.build()
    return book


@pytest.fixture
def ledger(book: Casebook) -> Ledger:
    return book.ledger()


@pytest.fixture
def profiles(ledger: Ledger) -> dict[str, Profile]:
    return {each.profile.id: each.profile for each in read(ledger) if each.listed}


@pytest.fixture
def judged(tmp_path: Path) -> Judgements:
    return Judgements.open(tmp_path / "judgements.jsonl")


@pytest.fixture
def three(profiles: dict[str, Profile]) -> Resolution:
    """Three questions about records of four lists, as if nobody were one yet."""
    mine = [key for key, each in profiles.items() if "LUKASHENK" in each.caption.upper() and each.births][:4]
    others = [key for key in profiles if key not in mine]
    identities = [Identity(f"kr-{at}", (key,), (at,), ()) for at, key in enumerate([*mine, *others])]
    pairs = [
        Pair(left, right, 0.9 - at / 10, 0.9, ("evidence of a kind",), "undecided", "a reason", False, 0.9 - at / 10)
        for at, (left, right) in enumerate(pairwise(mine))
    ]
    assert len(pairs) == 3
    return Resolution(tuple(identities), tuple(pairs))


def text_of(asked: questions.Question, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(review.render(asked, 1, 3))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def answering(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def walked(ledger: Ledger, three: Resolution, judged: Judgements, profiles: dict[str, Profile]) -> int:
    return review.walk(ledger, three, judged, profiles, "Reviewer")


def test_two_sides_are_lined_up_with_lists_reasons_score_and_keys(
    ledger: Ledger, three: Resolution, profiles: dict[str, Profile]
) -> None:
    pair = three.undecided[0]
    shown = text_of(questions.question(ledger, three, pair, profiles, Comparer()))
    titles = {ledger.sources[fact.source]["title"] for key in pair[:2] for fact in ledger.facts(key)[:1]}
    for expected in (*pair[:2], profiles[pair.left].births[0], "born", "names (Latn)", "score 0.90", "a reason"):
        assert expected in shown
    for title in titles:
        assert title.split()[0] in shown
    assert "evidence of a kind" in shown
    assert "s same   d different   u unsure   b back   q quit" in shown


def test_names_stand_by_script_and_lists_of_the_whole_identity_beside_them(
    ledger: Ledger, three: Resolution, profiles: dict[str, Profile]
) -> None:
    mine = [each.subjects[0] for each in three.identities[:3]]
    whole = Identity("kr-0", tuple(mine), (0, 1, 2), ())
    side = questions.side(ledger, mine[1], "Lukashenko", whole)
    assert [value.text.rsplit(": ", 1)[1] for value in side.values["listed"]] == [mine[1], mine[0], mine[2]]
    assert all(label.startswith("names (") for label in list(side.values)[:1])
    assert len(set(side.values["born"])) == len(side.values["born"])


def test_what_markup_a_list_prints_is_no_markup_here() -> None:
    pair = Pair("a-1", "b-1", 0.5, 0.5, ("[red]x[/red] [/]",), "undecided", "[bold]why", False, 0.5)
    side = questions.Side("a-1", "[link=x]caption", {"names (Zyyy)": (Stated("[/bold] 🙂"), Stated("x" * 10_000))})
    shown = text_of(questions.Question(pair, side, side, ()))
    for expected in ("[red]x[/red] [/]", "[bold]why", "[link=x]caption", "[/bold] 🙂"):
        assert expected in shown
    assert len(shown) < 5000


def test_many_values_are_cut_short_and_counted() -> None:
    pair = Pair("a-1", "b-1", 0.5, 0.5, (), "undecided", "", False, 0.5)
    side = questions.Side("a-1", "caption", {"born": tuple(Stated(str(year)) for year in range(1950, 1970))})
    assert "… and 14 more" in text_of(questions.Question(pair, side, side, ()))


def test_answers_are_written_with_who_and_why(
    ledger: Ledger, three: Resolution, judged: Judgements, profiles: dict[str, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "s", "one office", "d", "two men", "u", "")
    assert walked(ledger, three, judged, profiles) == 3
    found = [(each.judgement, each.who, each.why) for each in Judgements.open(judged._chain.path).pairs().values()]
    assert found == [(SAME, "Reviewer", "one office"), (DIFFERENT, "Reviewer", "two men"), (UNSURE, "Reviewer", "")]


def test_an_answer_is_written_at_once(
    ledger: Ledger, three: Resolution, judged: Judgements, profiles: dict[str, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "s", "one office", "q")
    assert walked(ledger, three, judged, profiles) == 1
    assert len(judged.pairs()) == 1


def test_back_asks_the_last_question_again(
    ledger: Ledger, three: Resolution, judged: Judgements, profiles: dict[str, Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "b", "s", "one office", "b", "d", "two men after all", "q")
    walked(ledger, three, judged, profiles)
    assert [each.judgement for each in judged.pairs().values()] == [DIFFERENT]


def test_without_a_reason_nothing_is_written_and_the_question_comes_again(
    ledger: Ledger,
    three: Resolution,
    judged: Judgements,
    profiles: dict[str, Profile],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answering(monkeypatch, "s", " ", "s", "one office", "q")
    assert walked(ledger, three, judged, profiles) == 1
    assert "Not written: a judgement needs a reason." in capsys.readouterr().out


@pytest.mark.parametrize("keys", [[], ["x", "", "7", "🙂"], ["s"], ["Q"]])
def test_other_keys_and_the_end_of_the_input_write_nothing(
    ledger: Ledger,
    three: Resolution,
    judged: Judgements,
    profiles: dict[str, Profile],
    monkeypatch: pytest.MonkeyPatch,
    keys: list[str],
) -> None:
    answering(monkeypatch, *keys)
    assert walked(ledger, three, judged, profiles) == 0
    assert judged.pairs() == {}


def test_what_was_judged_since_the_build_is_not_asked_again(three: Resolution, judged: Judgements) -> None:
    first, second, third = three.undecided
    judged.judge(second.right, second.left, UNSURE, who="Reviewer")
    assert questions.unanswered(three, judged) == [first, third]


def test_who_must_be_known(ledger: Ledger, three: Resolution, judged: Judgements, profiles: dict[str, Profile]) -> None:
    with pytest.raises(UsageError, match="--who"):
        review.walk(ledger, three, judged, profiles, " ")


def test_the_pairs_as_json_carry_the_names(three: Resolution, profiles: dict[str, Profile]) -> None:
    rows = questions.rows(three.undecided, profiles)
    assert [row["left_name"] for row in rows] == [profiles[pair.left].caption for pair in three.undecided]
    assert rows[0]["why"] == "a reason"
    assert rows[0]["score"] == 0.9
