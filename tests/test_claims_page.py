"""A text held to the record as one HTML file: its words in place, its claims beside them, nothing fetched or run."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from desk import words
from growing import TIMES, linear
from kronika.study.claims.reviews import Reviews
from kronika.study.claims.spans import Span
from kronika.study.claims.verdicts import Verdict
from kronika.study.finding import Cited
from kronika.texts import Refused, Text, alone
from kronika.view import claims_page
from kronika.view.claims_page import passages

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = """Minister announces further measures

The Minister said on 3 May 2021 that more than 120 officials had been detained since the election.

We call on the authorities to release all political prisoners.

Agency of Plainfield stood by 15-20 families every day, and the Agency of Plainfield will go on.

The Minister said on 3 May 2021 that more than 120 officials had been detained since the election.
"""
HOSTILE = (
    "<script>alert(1)</script>\"' onmouseover=x {{7*7}} \u202etxt \x01 more than 40 people "
    "were detained on 3 May 2021.\n"
)
CELL = Cited(
    "f1", "figures", "Counts kept by hand", "Invented Watch", "2021-05-02", "ab" * 32, "row 4", "value", "118 <b>"
)


def read(folder: Path, text: str, name: str = "release.txt") -> Text:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    found = alone(file, {"date": "2021-05-04"})
    assert not isinstance(found, Refused)
    return found


@pytest.fixture
def release(tmp_path: Path) -> Text:
    return read(tmp_path, RELEASE)


class Outside(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "link", "img", "iframe", "object") or any(name.startswith("on") for name in told):
            self.found.append(tag)
        if not str(told.get("href", "#")).startswith("#"):
            self.found.append(str(told["href"]))


def verdict(claim: Any, outcome: Any, says: str, reason: Any = "", cited: tuple[Cited, ...] = ()) -> Verdict:
    about = Span(claim.start, claim.end)
    return Verdict(
        claim, about, "made-up", "1", "As one counter counts them.", outcome, says, reason, "none", (), cited
    )


def figure(text: Text) -> Any:
    return next(each for each in text.claims if each.claim.kind == "figure")


def test_every_word_of_the_text_stands_on_the_page_once_and_in_its_order(release: Text) -> None:
    made = passages.passages(release, passages.shown(release))
    told = " ".join("".join(piece.text for piece in each.pieces) for each in made)
    assert told.split() == release.marked.prose.text.split()
    assert [each.number for each in made] == list(range(1, len(made) + 1))


def test_a_claim_stands_beside_the_passage_in_which_it_begins(release: Text) -> None:
    made = passages.passages(release, passages.shown(release))
    beside = [each.reviewed.claim for passage in made for each in passage.claims]
    assert beside == [each.claim for each in release.claims]
    for passage in made:
        for each in passage.claims:
            assert passage.part.start <= each.reviewed.claim.start < passage.part.end
            assert any(each in piece.ends for other in made for piece in other.pieces)


def test_a_figure_a_day_and_a_name_are_told_as_they_were_read(release: Text) -> None:
    pieces = [piece for each in passages.passages(release, passages.shown(release)) for piece in each.pieces]
    told = {(piece.sort, piece.text): piece.says for piece in pieces if piece.sort}
    assert told["quantity", "more than 120 officials"] == "at least 120 officials"
    assert told["date", "3 May 2021"] == "on 2021-05-03" or told["date", "3 May 2021"] == "2021-05-03"
    assert any(sort == "unlinked" and says.endswith("(unlinked)") for (sort, _), says in told.items())


def test_a_repeated_passage_says_so_and_its_claims_are_counted_once(release: Text) -> None:
    claims = passages.shown(release)
    repeated = [each for each in claims if each.same_as]
    assert repeated
    assert {each.reviewed.claim.kind for each in repeated} <= {each.reviewed.claim.kind for each in claims}
    assert sum(claims_page.counted(claims).values()) == len(claims) - len(repeated)
    page = claims_page.html(release)
    assert "a passage above" in page
    assert f"In the same words as claim {repeated[0].same_as}" in words(page)


def test_a_verdict_stands_with_its_definition_its_reason_and_its_cells_in_numbered_notes(release: Text) -> None:
    claim = figure(release).claim
    one = verdict(claim, "contradicted", "118 by 2 May 2021.", cited=(CELL,))
    two = verdict(claim, "cannot tell", "Nobody else counted.", "no-record")
    page = claims_page.html(release, [one, two])
    told = words(page)
    assert "118 by 2 May 2021." in told
    assert "As one counter counts them. Tolerance: none. Check made-up, version 1." in told
    assert "cannot tell (no record)" in told
    assert 'href="#n1"' in page
    assert 'id="n1"' in page
    assert "row 4 : value 118 <b>" in told
    assert "<b>118" not in page
    assert "contradicted · claim not reviewed" in told


def test_the_strongest_of_several_verdicts_stands_for_a_claim(release: Text) -> None:
    claim = figure(release).claim
    made = [verdict(claim, "cannot tell", "Open.", "vague"), verdict(claim, "supported", "So.")]
    shown = {each.reviewed.claim: each.outcome for each in passages.shown(release, made)}
    assert shown[claim] == "supported"
    assert set(shown.values()) == {"supported", passages.NONE}


def test_what_was_not_checked_is_not_called_unsupported(release: Text) -> None:
    assert "none was held against the record" in words(claims_page.html(release))
    assert "nothing in the record is of their kind" in words(claims_page.html(release, []))


def test_a_person_who_judged_a_claim_stands_beside_it_with_what_the_machine_had_made(
    release: Text, tmp_path: Path
) -> None:
    from dataclasses import replace

    from kronika.study.claims.corrections import corrected
    from kronika.study.claims.reviews import merged

    reviews = Reviews.open(tmp_path / "claims" / "reviews.jsonl")
    prose, mine = release.marked.prose, figure(release)
    right = corrected(mine.claim, "quantity", "at least 130 officials")
    reviews.correct("doc", prose.text, mine, right, who="Reader", why="the annex says 130")
    after = replace(release, claims=tuple(merged(prose.text, release.marked.claims, reviews.of("doc"))))
    told = words(claims_page.html(after))
    assert re.search(r"Corrected by Reader on \d{4}-\d\d-\d\d: the annex says 130", told)
    assert "What the machine had made of it" in told
    assert "at least 130 officials" in told
    assert "at least 120 officials" in told


def test_the_page_fetches_nothing_runs_nothing_and_escapes_what_a_text_holds(tmp_path: Path) -> None:
    page = claims_page.html(read(tmp_path, HOSTILE, "evil<b>.txt"), [])
    outside = Outside()
    outside.feed(page)
    assert not outside.found
    assert "<script>" not in page
    assert "49" not in words(page)
    assert "\x01" not in page
    assert "{{7*7}}" in unescape(re.sub(r"</?(span|bdi)[^>]*>", "", page))


def test_a_text_without_claims_says_so_and_is_shown_whole(tmp_path: Path) -> None:
    page = words(claims_page.html(read(tmp_path, "Nothing to see here, and nothing else.\n"), []))
    assert "0 claims" in page
    assert "Nothing to see here" in page


def test_a_long_text_is_drawn_in_time_that_grows_with_its_length(tmp_path: Path) -> None:
    release = RELEASE.replace("\n\n", " ")
    made = {release * times: read(tmp_path, release * times) for times in (20, 20 * TIMES)}
    assert linear(lambda text: claims_page.html(made[text], []), release, 20 * len(release))
