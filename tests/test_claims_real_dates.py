"""Dates in the two annotated documents of ../shared/data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kronika.study.claims import dates

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "documents"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the annotated documents are not on this machine")


def test_dates_are_found_and_normalised() -> None:
    gold = [json.loads(line) for line in (FOLDER / "dates.jsonl").read_text(encoding="utf-8").splitlines()]
    claims = [json.loads(line) for line in (FOLDER / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    published = {claim["doc"]: claim["doc_date"] for claim in claims}
    hits = right = made = 0
    for name, day in published.items():
        text = (FOLDER / name).read_text(encoding="utf-8")
        found = dates.find(text, day)
        made += len(found)
        for each in (each for each in gold if each["doc"] == name):
            met = [one for one in found if one.start < each["end"] and each["start"] < one.end]
            hits += bool(met)
            right += any(one.value == each["iso"] for one in met)
    assert (hits, right, made - hits) == (30, 29, 0)  # the second «last month» of a paragraph means another month
    assert hits >= 0.92 * len(gold)
    assert right >= 0.88 * len(gold)
    assert made - hits <= 0.05 * made
