"""Who says what, and of which kind: measured on the two annotated texts.

How it is judged. Gold and found claims are paired one to one by their places: the two must share at least half of the
shorter; the pair that shares most of what both cover comes first, equal kinds before unequal ones. A gold claim without
a pair counts as a wrong speaker; a found claim without one counts against its kind's precision. The speaker is right if
the name is the gold's (letter case and what stands in brackets apart); for «publisher not named in the text» an unnamed
author is right; for the «OSCE Moscow Mechanism rapporteur», whom the text does not name, what the text calls
that voice: the report, the investigation.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from conftest import REAL, needs_real_files
from kronika.collect.texts import read
from kronika.study.claims import dates, mentions, quantities
from kronika.study.claims.extract import extract
from kronika.study.claims.names import Lexicon, shipped
from kronika.study.claims.spans import Category, Claim, Dated, Mention, Named, Quantity, Span

if TYPE_CHECKING:
    from kronika.base.prose import Prose

ROOT = REAL / "documents"
TEXTS = ("op-ed-2024-04.txt", "press-release-2020-11.txt")
KINDS = ("figure", "demand", "commitment", "event", "attribution", "condemnation")
NAMED: dict[str, Named] = {
    "person": "person",
    "org": "organisation",
    "country": "country",
    "place": "place",
    "demonym": "people",
    "event": "event",
}
CATEGORIES: dict[str, Category] = {
    "cardinal": "count", "vague": "count", "percent": "percent", "money": "money", "ratio": "ratio",
}  # fmt: skip
Gold = dict[str, Any]


def annotated(table: str, text: str) -> list[Gold]:
    needs_real_files()
    rows = [json.loads(line) for line in (ROOT / table).read_text("utf-8").splitlines()]
    return [row for row in rows if row["doc"] == text]


def given(text: str) -> tuple[list[Quantity], list[Dated], list[Mention]]:
    """The annotator's figures, days and names, so that the rules of this part are measured alone."""
    figures = [
        Quantity(
            row["start"], row["end"], row["value"], row["min"], row["max"],
            "vague" if row["category"] == "vague" else row["approx"],
            "duration" if row["unit"] == "year" else CATEGORIES[row["category"]],
            row["unit"], row["per"] or "", Span(row["core_start"], row["core_end"]),
        )
        for row in annotated("quantities.jsonl", text)
    ]  # fmt: skip
    days = [Dated(row["start"], row["end"], row["iso"] or "", "absolute") for row in annotated("dates.jsonl", text)]
    return figures, days, names(text)


def really(text: str) -> tuple[list[Quantity], list[Dated], list[Mention]]:
    """What the modules beside this one find."""
    return quantities.find(text), dates.find(text), mentions.find(text, Lexicon.build(shipped()))


def names(text: str) -> list[Mention]:
    rows = [row for row in annotated("mentions.jsonl", text) if row["type"] in NAMED]
    return [Mention(row["start"], row["end"], row["canonical"], NAMED[row["type"]]) for row in rows]


@cache
def document(text: str) -> Prose:
    needs_real_files()
    return read(ROOT / text)


def pairs(gold: list[Gold], found: list[Claim]) -> dict[int, int]:
    ranked = []
    for left, row in enumerate(gold):
        for right, claim in enumerate(found):
            shared = min(row["end"], claim.end) - max(row["start"], claim.start)
            if shared > 0 and 2 * shared >= min(row["end"] - row["start"], claim.end - claim.start):
                covered = max(row["end"], claim.end) - min(row["start"], claim.start)
                ranked.append((-shared / covered, row["kind"] != claim.kind, left, right))
    chosen: dict[int, int] = {}
    for _, _, left, right in sorted(ranked):
        if left not in chosen and right not in chosen.values():
            chosen[left] = right
    return chosen


def speaker_is_right(gold: str, found: Claim) -> bool:
    name = found.speaker.name.lower()
    if "not named in the text; annotator" in gold and gold.startswith("UK Government"):
        return not name and found.speaker.how == "author"
    if "not named in the text" in gold:
        return any(word in name for word in ("report", "investigation", "rapporteur"))
    return name == gold.partition(" (")[0].lower()


@cache
def measured(source: str) -> tuple[float, dict[str, float], Counter[tuple[str, str]]]:
    """Share of right speakers, F1 by kind, and the confusion of kinds."""
    confusion: Counter[tuple[str, str]] = Counter()
    right = total = 0
    for text in TEXTS:
        prose = document(text)
        spans = given(text) if source == "annotated" else really(prose.text)
        gold, found = annotated("gold.jsonl", text), extract(prose, *spans)
        paired = pairs(gold, found)
        total += len(gold)
        right += sum(speaker_is_right(gold[left]["speaker"], found[right_]) for left, right_ in paired.items())
        confusion.update(
            (row["kind"], found[paired[place]].kind if place in paired else "-") for place, row in enumerate(gold)
        )
        confusion.update(("-", claim.kind) for place, claim in enumerate(found) if place not in paired.values())
    scores = {}
    for kind in KINDS:
        truly = sum(count for (left, _), count in confusion.items() if left == kind)
        said = sum(count for (_, right_), count in confusion.items() if right_ == kind)
        scores[kind] = 2 * confusion[kind, kind] / (truly + said)
    return right / total, scores, confusion


@pytest.mark.parametrize("source", ["annotated", "found"])
def test_speakers_are_right_for_nine_claims_of_ten(source: str) -> None:
    share, _, _ = measured(source)
    sys.stdout.write(f"speaker right, figures, days and names {source}: {share:.3f}\n")
    assert share >= 0.90


@pytest.mark.parametrize("source", ["annotated", "found"])
def test_figures_commitments_and_demands_are_told_apart(source: str) -> None:
    _, scores, confusion = measured(source)
    f1 = {kind: round(score, 3) for kind, score in scores.items()}
    sys.stdout.write(f"F1 by kind, figures, days and names {source}: {f1}\n")
    for kind in (*KINDS, "-"):
        row = {found: confusion[kind, found] for found in (*KINDS, "-") if confusion[kind, found]}
        sys.stdout.write(f"  gold {kind:13} {row}\n")
    assert min(scores["figure"], scores["commitment"], scores["demand"]) >= 0.85


def test_each_rule_says_how_often_it_is_right() -> None:
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for text in TEXTS:
        gold, found = annotated("gold.jsonl", text), extract(document(text), *given(text))
        for left, place in pairs(gold, found).items():
            kind_rule, voice_rule = found[place].rules
            right[kind_rule] += gold[left]["kind"] == found[place].kind
            right[f"speaker: {voice_rule}"] += speaker_is_right(gold[left]["speaker"], found[place])
        for claim in found:
            made.update((claim.rules[0], f"speaker: {claim.rules[1]}"))
    for rule in sorted(made):
        sys.stdout.write(f"  {rule:30} {right[rule]} of {made[rule]}\n")
    assert sum(right.values()) >= 0.85 * sum(made.values())


def test_the_repeated_passages_are_recognised() -> None:
    text = TEXTS[0]
    found = extract(document(text), *given(text))
    gold = annotated("gold.jsonl", text)
    repeated = {
        row["start"]
        for place, row in enumerate(gold)
        if any(" ".join(row["quote"].split()) == " ".join(other["quote"].split()) for other in gold[:place])
    }
    assert repeated <= {claim.start for claim in found if claim.same_as is not None}
