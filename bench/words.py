"""Quantities on texts that others labelled: Microsoft's Recognizers, SemEval's MeasEval.

Recognizers (English specifications): of every figure expected, how many are found and how many have the right value.
Found: ours shares a character with theirs. The value is right where it, or a bound, differs by less than a millionth;
the unit where it is the ISO code of theirs (CLDR's names; «Dollar» is USD, «Pound» GBP, as we take them) or the same
word, but for a plural s. What they expect without a number (a bare «dollars») is no quantity for us and left out; the
value is also given over all. This figure is not blind: money's rules were extended after counts of what was missed by
kind (shape, unit, ratio of values; first run, over all: currency 0.791, percentage 0.556).

MeasEval (eval set): quantities found where spans share a character; a span of ours that meets none of theirs is too
many. Of this set only totals were looked at (first run: recall 0.974, precision 0.821).
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

from kronika.study.claims import quantities
from kronika.study.claims.spans import Quantity, Span

ROOT = Path(os.environ.get("KRONIKA_DATA", Path(__file__).parents[2] / "shared" / "data")) / "text"
CONVENTIONS = {"dollar": "USD", "pound": "GBP", "euro": "EUR", "united states dollar": "USD", "british pound": "GBP"}


class Expected(NamedTuple):
    """A figure that a specification expects."""

    span: Span
    value: float
    unit: str


def main() -> None:
    """Measure and print."""
    if not ROOT.is_dir():
        raise SystemExit(f"bench: the labelled texts are not at {ROOT} (KRONIKA_DATA names another place)")
    for name, path in (
        ("currency", "NumberWithUnit/English/CurrencyModel.json"),
        ("percentage", "Number/English/PercentModel.json"),
        ("percentage, percent mode", "Number/English/PercentModelPercentMode.json"),
    ):
        _specification(name, ROOT / "recognizers-specs" / "Specs" / path)
    _measured(ROOT / "meas-eval" / "data" / "eval")


def _specification(name: str, path: Path) -> None:
    category = "money" if name == "currency" else "percent"
    found = right = units = total = extra = every = 0
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        ours = [each for each in quantities.find(case["Input"]) if each.category == category]
        theirs = [each for each in map(_expected, case["Results"]) if each.value == each.value]
        total += len(theirs)
        every += len(case["Results"])
        extra += sum(not any(each.meets(other.span) for other in theirs) for each in ours)
        for expected in theirs:
            met = [each for each in ours if each.meets(expected.span)]
            found += bool(met)
            good = [each for each in met if _same(each, expected)]
            right += bool(good)
            units += any(_unit(each.unit, expected.unit) for each in good)
    print(f"Recognizers, {name:26} n = {total:4}  found {found / total:.3f}  value {right / total:.3f}  "
          f"(over all {every}: {right / every:.3f})  "
          f"value and unit {units / total:.3f}  too many {extra}", flush=True)  # fmt: skip


def _expected(result: dict[str, Any]) -> Expected:
    resolution = result["Resolution"]
    printed = str(resolution["value"]).removesuffix("%")
    value = float(printed) if printed not in {"", "null", "None"} else float("nan")
    return Expected(Span(result["Start"], result["End"] + 1), value, str(resolution.get("unit", "percent")))


def _same(ours: Quantity, theirs: Expected) -> bool:
    bounds = {ours.value, ours.low, ours.high} - {None}
    return any(abs(each - theirs.value) <= 1e-6 * max(1.0, abs(theirs.value)) for each in bounds if each is not None)


def _unit(ours: str, theirs: str) -> bool:
    low = theirs.lower()
    return ours.lower().removesuffix("s") == low.removesuffix("s") or ours == CONVENTIONS.get(low, _codes().get(low))


def _codes() -> dict[str, str]:
    names = Locale("en").currencies
    return {name.lower().replace("us dollar", "united states dollar"): code for code, name in names.items()}


def _measured(folder: Path) -> None:
    found = total = made = good = 0
    for text, theirs in _articles(folder):
        ours = quantities.find(text)
        total += len(theirs)
        found += sum(any(each.meets(other) for other in ours) for each in theirs)
        made += len(ours)
        good += sum(any(each.meets(other) for other in theirs) for each in ours)
    print(
        f"MeasEval, eval set: {total} quantities  recall {found / total:.3f}  precision {good / made:.3f}", flush=True
    )


def _articles(folder: Path) -> Iterator[tuple[str, list[Span]]]:
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        table = folder / "tsv" / f"{path.stem}.tsv"
        if table.is_file():
            with table.open(encoding="utf-8", newline="") as lines:
                rows = [
                    r
                    for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                    if r["annotType"] == "Quantity"
                ]
            yield text, [Span(int(row["startOffset"]), int(row["endOffset"])) for row in rows]


if __name__ == "__main__":
    main()
