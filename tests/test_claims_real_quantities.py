"""Quantities on the two annotated documents: what is found, what is right, and what was to be passed over."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from conftest import needs_real_files
from kronika.study.claims import quantities

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from kronika.study.claims.spans import Quantity

DOCUMENTS = ("op-ed-2024-04.txt", "press-release-2020-11.txt")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hit(found: Quantity, gold: dict[str, Any]) -> bool:
    meets = found.start < gold["end"] and gold["start"] < found.end
    assert found.number is not None
    return meets and (found.number.start, found.number.end) == (gold["core_start"], gold["core_end"])


def right(found: Quantity, gold: dict[str, Any]) -> bool:
    expected = (gold["value"], gold["min"], gold["max"], gold["approx"])
    return (found.value, found.low, found.high, found.hedge) == expected


def test_quantities_are_found_and_held_as_the_annotator_held_them(
    real: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = lines(real / "documents" / "quantities.jsonl")
    found = [
        (name, each)
        for name in DOCUMENTS
        for each in quantities.find((real / "documents" / name).read_text(encoding="utf-8"))
    ]
    pairs = [
        next(((each, line) for name, each in found if name == line["doc"] and hit(each, line)), None) for line in gold
    ]
    met = [pair for pair in pairs if pair]
    good = sum(right(each, line) for each, line in met)
    rules = Counter(each.rule for _, each in found)
    true = Counter(each.rule for each, _ in met)
    with capsys.disabled():
        sys.stdout.write(
            f"\nquantities: found {len(met)}/{len(gold)}, value and hedge right {good}/{len(gold)}, "
            f"precision {len(met)}/{len(found)}\n"
            f"by rule: {', '.join(f'{rule} {true[rule]}/{count}' for rule, count in sorted(rules.items()))}\n"
        )
    assert len(met) >= 0.92 * len(gold)
    assert good >= 0.92 * len(gold)
    assert len(met) >= 0.95 * len(found)


def test_no_trap_is_taken_and_each_has_a_reason() -> None:
    needs_real_files()
    from conftest import REAL

    for trap in lines(REAL / "documents" / "traps.jsonl"):
        text = (REAL / "documents" / trap["doc"]).read_text(encoding="utf-8")
        assert not [each for each in quantities.find(text) if each.start < trap["end"] and trap["start"] < each.end]
        assert [
            each.reason for each in quantities.refused(text) if (each.start, each.end) == (trap["start"], trap["end"])
        ]
