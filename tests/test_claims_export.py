"""Claims for other programs: quotations are found again by their selectors, and only accepted claims are published."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kronika.study.claims.reviews import Review, Reviewed
from kronika.study.claims.spans import Dated, Mention, Quantity, Speaker
from kronika.study.claims.verdicts import Verdict
from kronika.study.finding import Cited
from kronika.texts import Text, alone
from kronika.view import claims_export, claims_text
from kronika.view.claims_export import Checked

RELEASE = (
    "=HYPERLINK must be ended\n\n"
    "🙂 Our government notes that more than 60,000 people were fined in Belarus in May 2021. "
    "John Doe said that at least 88 individuals had been listed.\n"
)
CELL = Cited(
    "f1", "figures", "Fines", "Justice House", "2021-06-01", "ab" * 32, "row 3, column value", "value", "61200"
)


@pytest.fixture
def text(tmp_path: Path) -> Text:
    file = tmp_path / "=release.txt"
    file.write_text(RELEASE, encoding="utf-8")
    found = alone(file, {"date": "2021-06-01", "publisher": "Ministry", "author": "Jane Roe"})
    assert isinstance(found, Text)
    return found


@pytest.fixture
def checked(text: Text) -> Checked:
    """All claims checked; those with 60,000 accepted, those with 88 rejected, others not reviewed."""
    claims, verdicts = [], {}
    for each in text.claims:
        words = each.claim.of(RELEASE)
        verb = "accept" if "60,000" in words else "reject" if "88" in words else ""
        review = Review("Ann", "2026-05-01T12:00:00+00:00", "", text.head.sha256, each.key, verb, words, each.claim)  # type: ignore[arg-type]
        claims.append(replace(each, review=review if verb else None))
        verdicts[each.key] = (
            Verdict(
                each.claim, each.claim, "fines", "1", "Fines counted by one counter.", "supported",
                "61,200 by 1 June 2021", cited=(CELL,),
            ),
        )  # fmt: skip
    return Checked(replace(text, claims=tuple(claims)), verdicts, checking=True)


def items(checked: Checked) -> list[dict[str, Any]]:
    page = json.loads(claims_export.web_annotations([checked]))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    found: list[dict[str, Any]] = page["items"]
    return found


def graph(checked: Checked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(claims_export.claim_reviews([checked]))["@graph"]
    return found


def lines(checked: Checked) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(claims_export.table([checked]))))


def test_every_quotation_is_found_again_by_both_of_its_selectors(checked: Checked) -> None:
    assert len(items(checked)) == len(checked.claims)
    for item in items(checked):
        quote, position = item["target"]["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert RELEASE[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert RELEASE.count(around) == 1
        assert RELEASE.index(around) + len(quote["prefix"]) == position["start"]


def test_an_annotation_says_kind_speaker_figure_day_actor_and_verdict(checked: Checked) -> None:
    item = next(each for each in items(checked) if "60,000" in each["target"]["selector"][0]["exact"])
    purposes = [body["purpose"] for body in item["body"]]
    assert {"classifying", "tagging", "describing", "identifying", "assessing"} == set(purposes)
    said = {name: body[name] for body in item["body"] for name in body if name.startswith("kr:")}
    assert said["kr:quantity"]["kr:low"] == 60_000
    assert said["kr:date"]["kr:edtf"] == "2021-05"
    assert said["kr:verdict"]["state"] == "reviewed"
    assert item["creator"] == {"type": "Person", "name": "Ann"}


def test_an_annotation_has_the_same_id_each_time_and_no_two_share_one(checked: Checked) -> None:
    ids = [item["id"] for item in items(checked)]
    assert ids == [item["id"] for item in items(checked)]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_the_target_is_the_address_where_one_is_known_and_else_the_hash(checked: Checked) -> None:
    assert items(checked)[0]["target"]["source"].startswith("ni:///sha-256;")
    head = replace(checked.text.head, address="https://example.org/release")
    known = replace(checked, text=replace(checked.text, head=head))
    assert items(known)[0]["target"]["source"] == "https://example.org/release"


def test_only_verdicts_on_accepted_claims_are_published_as_claim_reviews(checked: Checked) -> None:
    accepted = [each for each in checked.claims if each.accepted]
    assert 0 < len(accepted) < len(checked.claims)
    assert len(graph(checked)) == len(accepted)
    assert all("60,000" in each["claimReviewed"] for each in graph(checked))
    assert json.loads(claims_export.claim_reviews([Checked(checked.text)]))["@graph"] == []


def test_a_claim_review_has_its_rating_in_words_its_claim_and_its_sources(checked: Checked) -> None:
    review = graph(checked)[0]
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "supported"}
    assert review["author"] == {"@type": "Person", "name": "Ann"}
    assert review["datePublished"] == "2026-05-01"
    claim = review["itemReviewed"]
    assert claim["appearance"]["publisher"]["name"] == "Ministry"
    assert claim["appearance"]["datePublished"] == "2021-06-01"
    assert review["citation"][0]["text"] == "row 3, column value: «61200»"
    assert "ratingValue" not in json.dumps(review)


def test_verdicts_on_other_claims_say_that_they_are_not_reviewed(checked: Checked) -> None:
    states = {row["state"]: row["verdict_state"] for row in lines(checked)}
    assert states["accepted"] == "reviewed"
    assert {states[state] for state in states if state != "accepted"} == {"not reviewed"}


def test_no_cell_of_the_table_is_run_as_a_formula(checked: Checked) -> None:
    for row in lines(checked):
        assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())
    assert lines(checked)[0]["words"].startswith("'=HYPERLINK")


def test_the_table_has_a_line_for_each_verdict_and_for_each_claim_without(checked: Checked) -> None:
    first = checked.claims[0]
    twice = {first.key: checked.verdicts[first.key] * 2}
    assert len(lines(replace(checked, verdicts=twice))) == len(checked.claims) + 1
    assert lines(checked)[0]["place"] == "line 1"


def test_only_the_kinds_asked_for_are_exported(checked: Checked) -> None:
    some = replace(checked, kinds=("figure",))
    assert {row["kind"] for row in lines(some)} == {"figure"}
    assert 0 < len(some.claims) < len(checked.claims)


def test_the_plain_data_keeps_what_the_machine_made_beside_a_correction(checked: Checked) -> None:
    first = checked.claims[0]
    other = Reviewed(first.key, replace(first.claim, kind="event"), first.claim, first.review)
    data = Checked(replace(checked.text, claims=(other,))).data()
    (claim,) = data["claims"]
    assert claim["kind"] == "event"
    assert claim["machine"]["kind"] == first.claim.kind
    json.dumps(data)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(0, 1, 88, 88, 88, "exact", "count", "individuals"), "88 individuals"),
        (Quantity(0, 1, 60_000, 60_000, None, "at_least", "count", "people"), "at least 60,000 people"),
        (Quantity(0, 1, 300, None, 300, "at_most", "count"), "at most 300"),
        (Quantity(0, 1, 39, None, None, "about", "count"), "about 39"),
        (Quantity(0, 1, None, 15, 20, "between", "count", "persons", "day"), "15 to 20 persons per day"),
        (Quantity(0, 1, None, None, None, "vague", "count", "people"), "an open number people"),
        (Quantity(0, 1, 87.28, 87.28, 87.28, "exact", "percent", "percent"), "87.28 %"),
        (Quantity(0, 1, 39e9, 39e9, 39e9, "exact", "money", "EUR"), "39,000,000,000 EUR"),
    ],
)
def test_a_figure_is_printed_as_the_interval_that_it_is(quantity: Quantity, words: str) -> None:
    assert claims_text.figure(quantity) == words


def test_what_is_not_known_is_said_and_never_left_out() -> None:
    assert claims_text.day(Dated(0, 1, "", "relative", bound="since")) == "since left open"
    assert claims_text.actor(Mention(0, 1, "Freedonia", "unknown")) == "Freedonia (unlinked)"
    assert claims_text.voice(Speaker("", "author")) == "the author, unnamed (author)"
