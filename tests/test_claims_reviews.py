"""Reviews of claims: a person's word stands over the machine's, which is kept; nothing is taken out of the file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kronika.base.errors import ArchiveError, UsageError
from kronika.collect import texts as converters
from kronika.study.claims import reviews as nouns
from kronika.study.claims.corrections import corrected
from kronika.study.claims.names import Lexicon, shipped
from kronika.study.claims.reading import Marked, mark
from kronika.study.claims.reviews import Reviewed, Reviews, keys, lost, merged
from kronika.study.claims.spans import Mention

DOCUMENT = "d" * 64
WORDS = (
    "Ruritania must free them now.\n\nThe ministry said that more than 60,000 people were fined in Belarus last month. "
    "We will send €5 million to the families.\n\nAt least 88 individuals were listed by Canada on 3 May 2021.\n\n"
    "More than 60,000 people were fined in Belarus last month.\n"
)


@pytest.fixture
def marked() -> Marked:
    return read(WORDS)


@pytest.fixture
def kept(tmp_path: Path) -> Reviews:
    return Reviews(tmp_path / "claims" / "reviews.jsonl", now=lambda: datetime(2026, 5, 1, 12, tzinfo=UTC))


def read(words: str, published: str = "2021-06-01") -> Marked:
    prose = converters.read(words.encode(), "a.txt", published=published)
    return mark(prose, Lexicon.build(shipped()))


def shown(marked: Marked, kept: Reviews) -> list[Reviewed]:
    return merged(marked.prose.text, marked.claims, kept.of(DOCUMENT))


def saying(marked: Marked, kept: Reviews, words: str) -> Reviewed:
    found = [each for each in shown(marked, kept) if words in each.claim.of(marked.prose.text)]
    return min(found, key=lambda each: each.claim.end - each.claim.start)


def test_what_nobody_has_judged_is_not_reviewed(marked: Marked, kept: Reviews) -> None:
    assert {each.state for each in shown(marked, kept)} == {"not reviewed"}
    assert not any(each.accepted for each in shown(marked, kept))


def test_an_accepted_claim_is_signed_and_read_again_from_the_file(marked: Marked, kept: Reviews) -> None:
    one = saying(marked, kept, "88 individuals")
    kept.judge(DOCUMENT, WORDS, [one], "accept", who=" Ann ")
    again = Reviews.open(kept._chain.path)
    found = saying(marked, again, "88 individuals")
    assert (found.state, found.accepted, found.claim) == ("accepted", True, one.claim)
    assert found.review
    assert (found.review.who, found.review.when) == ("Ann", "2026-05-01T12:00:00+00:00")
    assert again.of("e" * 64) == {}


def test_a_correction_stands_and_the_machines_original_is_kept(marked: Marked, kept: Reviews) -> None:
    one = saying(marked, kept, "88 individuals")
    better = corrected(one.claim, "quantity", "about 90 persons")
    kept.correct(DOCUMENT, WORDS, one, better, who="Ann", why="misprint in the release")
    found = saying(marked, kept, "88 individuals")
    assert (found.state, found.accepted) == ("corrected", True)
    assert found.claim.quantities[0].value == 90
    assert found.claim.quantities[0].rule == nouns.BY_HAND
    assert found.machine == one.claim
    assert found.review
    assert found.review.original == one.claim


def test_the_last_word_stands_and_all_words_stay_in_the_file(marked: Marked, kept: Reviews) -> None:
    one = saying(marked, kept, "88 individuals")
    kept.correct(DOCUMENT, WORDS, one, corrected(one.claim, "kind", "event"), who="Ann", why="no figure")
    kept.judge(DOCUMENT, WORDS, [saying(marked, kept, "88 individuals")], "reject", who="Ben", why="a quotation")
    found = saying(marked, kept, "88 individuals")
    assert (found.state, found.accepted, found.claim) == ("rejected", False, one.claim)
    assert found.review
    assert found.review.original == one.claim
    assert len(kept._chain.path.read_text().splitlines()) == 2


def test_what_is_said_twice_is_judged_in_one_go(marked: Marked, kept: Reviews) -> None:
    some = shown(marked, kept)[:3]
    assert len(kept.judge(DOCUMENT, WORDS, some, "accept", who="Ann")) == 3
    assert [each.state for each in shown(marked, kept)].count("accepted") == 3


def test_every_claim_has_a_key_of_its_own_even_in_the_same_words(marked: Marked) -> None:
    found = keys(marked.prose.text, marked.claims)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("who", "why", "verb"), [("", "x", "accept"), ("  ", "x", "reject"), ("Ann", " ", "reject")])
def test_a_review_needs_a_name_and_a_rejection_a_reason(
    marked: Marked, kept: Reviews, who: str, why: str, verb: nouns.Verb
) -> None:
    with pytest.raises(UsageError):
        kept.judge(DOCUMENT, WORDS, shown(marked, kept)[:1], verb, who=who, why=why)
    assert kept.of(DOCUMENT) == {}


def test_a_review_stays_with_its_claim_when_the_text_before_it_changes(marked: Marked, kept: Reviews) -> None:
    one = saying(marked, kept, "88 individuals")
    kept.correct(DOCUMENT, WORDS, one, corrected(one.claim, "quantity", "90 persons"), who="Ann", why="misprint")
    longer = read("An introduction was added here.\n\n" + WORDS)
    found = saying(longer, kept, "88 individuals")
    assert found.state == "corrected"
    assert found.claim.quantities[0].of(longer.prose.text) == "At least 88 individuals"
    assert found.claim.quantities[0].number
    assert found.claim.quantities[0].number.of(longer.prose.text) == "88"


def test_a_judged_claim_that_the_machine_no_longer_makes_is_kept_where_its_words_stand(
    marked: Marked, kept: Reviews
) -> None:
    one = saying(marked, kept, "88 individuals")
    kept.judge(DOCUMENT, WORDS, [one], "accept", who="Ann")
    (found,) = merged("New: " + WORDS, [], kept.of(DOCUMENT))
    assert (found.machine, found.state) == (None, "accepted")
    assert found.claim.of("New: " + WORDS) == one.claim.of(WORDS)
    kept.judge(DOCUMENT, "New: " + WORDS, [found], "reject", who="Ben", why="gone")
    assert kept.of(DOCUMENT)[one.key].original == one.claim


def test_a_review_of_words_that_are_gone_is_listed_as_lost(marked: Marked, kept: Reviews) -> None:
    kept.judge(DOCUMENT, WORDS, [saying(marked, kept, "88 individuals")], "accept", who="Ann")
    other = read("Nothing of it is left.")
    assert {each.state for each in shown(other, kept)} == {"not reviewed"}
    assert [each.words for each in lost(other.prose.text, other.claims, kept.of(DOCUMENT))] == [
        "At least 88 individuals were listed by Canada on 3 May 2021."
    ]


def test_days_of_an_accepted_claim_follow_the_documents_date_and_links_the_aliases(kept: Reviews) -> None:
    before, after = read(WORDS), read(WORDS, "2022-01-15")
    one = saying(before, kept, "fined in Belarus")
    assert [each.value for each in one.claim.dates] == ["2021-05"]
    kept.judge(DOCUMENT, WORDS, [one], "accept", who="Ann")
    assert [each.value for each in saying(after, kept, "fined in Belarus").claim.dates] == ["2021-12"]


def test_a_day_that_a_person_put_there_follows_nothing(kept: Reviews) -> None:
    before, after = read(WORDS), read(WORDS, "2022-01-15")
    one = saying(before, kept, "fined in Belarus")
    kept.correct(DOCUMENT, WORDS, one, corrected(one.claim, "date", "2021-03"), who="Ann", why="see page 2")
    assert [each.value for each in saying(after, kept, "fined in Belarus").claim.dates] == ["2021-03"]


def test_an_actor_that_a_person_put_there_stands_over_the_names_of_now(marked: Marked, kept: Reviews) -> None:
    one = saying(marked, kept, "fined in Belarus")
    who = Mention(0, 0, "Ruritania", "country", "rt", linked=True)
    kept.correct(DOCUMENT, WORDS, one, corrected(one.claim, "actor", who), who="Ann", why="a slip")
    assert [(each.name, each.id) for each in saying(marked, kept, "fined in Belarus").claim.mentions] == [
        ("Ruritania", "rt")
    ]
    unlinked = corrected(one.claim, "actor", "")
    assert not unlinked.mentions[0].linked


def test_kind_and_speaker_are_corrected(marked: Marked, kept: Reviews) -> None:
    claim = saying(marked, kept, "88 individuals").claim
    assert corrected(claim, "kind", "event").kind == "event"
    said = corrected(claim, "speaker", "Jane  Roe").speaker
    assert (said.name, said.how, said.rule) == ("Jane Roe", "attributed", nouns.BY_HAND)
    assert corrected(corrected(claim, "speaker", "Jane Roe"), "speaker", "").speaker.how == "author"
    assert corrected(claim, "quantity", "").quantities == ()
    assert corrected(claim, "date", "2021-05-01/2021-05-31").dates[0].value == "2021-05-01/2021-05-31"


@pytest.mark.parametrize(
    ("what", "value", "at"),
    [
        ("kind", "opinion", 0), ("quantity", "many, many", 0), ("quantity", "5 people and 6 dogs", 0),
        ("date", "soon", 0), ("quantity", "90 persons", 7), ("date", "2021", -1),
        ("actor", "Jane Roe", 0), ("colour", "red", 0),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_in_one_line(
    marked: Marked, kept: Reviews, what: str, value: str, at: int
) -> None:
    with pytest.raises(UsageError) as told:
        corrected(saying(marked, kept, "88 individuals").claim, what, value, at)  # type: ignore[arg-type]
    assert "\n" not in str(told.value)


def test_what_a_document_is_is_said_once_for_several(kept: Reviews) -> None:
    kept.describe([DOCUMENT, "e" * 64], {"date": "2021-06", "publisher": "Ministry"}, who="Ann", why="the site")
    kept.describe([DOCUMENT], {"date": "2021-06"}, who="Ben")
    assert {name: (each.value, each.who) for name, each in kept.fields(DOCUMENT).items()} == {
        "date": ("2021-06", "Ann"),
        "publisher": ("Ministry", "Ann"),
    }
    with pytest.raises(UsageError, match="one can say its"):
        kept.describe([DOCUMENT], {"colour": "red"}, who="Ann")  # type: ignore[dict-item]


def test_an_alias_holds_in_its_document_or_in_all(kept: Reviews) -> None:
    who = Mention(3, 4, "Alexander Lukashenko", "person", "kr-1", linked=True)
    kept.alias(" the  chairman ", who, DOCUMENT, who="Ann")
    kept.alias("Luka", who, who="Ann")
    assert [each.form for each in kept.aliases(DOCUMENT)] == ["the chairman", "Luka"]
    assert [each.form for each in kept.aliases()] == ["Luka"]
    assert kept.aliases()[0].entry().id == "kr-1"
    for form in ("", " - ", "x" * 300, "a " * 50):
        with pytest.raises(UsageError, match="a name has 1 to 12 words"):
            kept.alias(form, who, who="Ann")


@pytest.mark.parametrize("damage", ["altered", "unknown"])
def test_a_damaged_file_is_told_and_nothing_is_added_to_it(marked: Marked, kept: Reviews, damage: str) -> None:
    kept.judge(DOCUMENT, WORDS, shown(marked, kept)[:2], "accept", who="Ann")
    path = kept._chain.path
    if damage == "altered":
        path.write_text(path.read_text(encoding="utf-8").replace("Ann", "Eve", 1), encoding="utf-8")
    else:
        kept._chain.append(kept._chain.read(), [{"kind": "claim", "document": 3}])
    with pytest.raises(ArchiveError) as told:
        Reviews.open(path)
    assert "reviews.jsonl, line" in str(told.value)
    before = path.read_bytes()
    with pytest.raises(ArchiveError):
        kept.judge(DOCUMENT, WORDS, [Reviewed("k", marked.claims[0], marked.claims[0])], "accept", who="Ann")
    assert path.read_bytes() == before


def test_two_who_write_at_the_same_time_both_stand(marked: Marked, kept: Reviews) -> None:
    other = Reviews.open(kept._chain.path)
    one, two = shown(marked, kept)[:2]
    kept.judge(DOCUMENT, WORDS, [one], "accept", who="Ann")
    other.judge(DOCUMENT, WORDS, [two], "accept", who="Ben")
    assert set(Reviews.open(kept._chain.path).of(DOCUMENT)) == {one.key, two.key}
    lines = [json.loads(line) for line in kept._chain.path.read_text(encoding="utf-8").splitlines()]
    assert [line["who"] for line in lines] == ["Ann", "Ben"]
