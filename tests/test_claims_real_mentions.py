"""Names in the two annotated documents: how many are found, how many of what is found are names and rightly linked.

The annotation is one person's. «Eastern Europe» and «France» (in «Newspapers from France») are missing in it, and
«Patriots» is a name that it leaves out; they count as errors here all the same.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from conftest import REAL, needs_real_files
from kronika.study.claims import mentions
from kronika.study.claims.names import Lexicon, shipped

if TYPE_CHECKING:
    import pytest

DOCUMENTS = ("op-ed-2024-04.txt", "press-release-2020-11.txt")
BAR = 0.97


class Measured(NamedTuple):
    found: int
    names: int
    """Of those found, at a place that the annotation has."""
    linked: int
    right: int
    """Of those linked, to whom the annotation says."""
    there: int
    """In the annotation, but for pronouns and descriptions."""
    seen: int
    rules: dict[str, tuple[int, int]]
    """Rule → mentions it made, and how many of them are right."""


def plain(name: str) -> str:
    return name.casefold().replace(".", "").replace(",", "").removeprefix("the ")


@cache
def measured() -> Measured:
    needs_real_files()
    folder, lexicon = REAL / "documents", Lexicon.build(shipped())
    gold = [json.loads(line) for line in (folder / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    made, right = Counter[str](), Counter[str]()
    found = names = linked = linked_right = there = seen = 0
    for document in DOCUMENTS:
        text = (folder / document).read_text(encoding="utf-8")
        known = {(each["start"], each["end"]): each for each in gold if each["doc"] == document}
        mine = {(each.start, each.end): each for each in mentions.find(text, lexicon)}
        named = {place for place, each in known.items() if each["type"] != "coref"}
        found, names = found + len(mine), names + len(mine.keys() & known.keys())
        there, seen = there + len(named), seen + len(named & mine.keys())
        for place, each in mine.items():
            good = place in known and plain(each.name) == plain(known[place]["canonical"])
            made[each.rule] += 1
            right[each.rule] += good
            linked += each.linked and place in known
            linked_right += each.linked and good
    return Measured(
        found, names, linked, linked_right, there, seen, {rule: (count, right[rule]) for rule, count in made.items()}
    )


def test_what_is_found_are_names(capsys: pytest.CaptureFixture[str]) -> None:
    got = measured()
    with capsys.disabled():
        print(f"\nmentions: {got.names} of {got.found} are names, {got.seen} of {got.there} names are found")  # noqa: T201
        for rule, (count, right) in sorted(got.rules.items()):
            print(f"  {rule}: {right} of {count} right")  # noqa: T201
    assert got.names / got.found >= BAR
    assert got.seen / got.there >= 0.9


def test_links_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    got = measured()
    with capsys.disabled():
        print(f"\nlinks: {got.right} of {got.linked} right")  # noqa: T201
    assert got.right / got.linked >= BAR


def test_private_persons_come_out_in_full_and_are_in_no_table() -> None:
    needs_real_files()
    shipped_names = {form.casefold() for entry in shipped() for form in entry.forms}
    folder, lexicon = REAL / "documents", Lexicon.build(shipped())
    gold = [json.loads(line) for line in (folder / "mentions.jsonl").read_text(encoding="utf-8").splitlines()]
    for document in DOCUMENTS:
        text = (folder / document).read_text(encoding="utf-8")
        mine = {(each.start, each.end): each for each in mentions.find(text, lexicon)}
        for each in gold:
            private = each["type"] == "person" and each["canonical"].casefold() not in shipped_names
            if each["doc"] == document and private:
                found = mine[each["start"], each["end"]]
                assert (found.name, found.named, found.id) == (each["canonical"], "person", "")


def test_no_text_of_the_annotation_has_a_rule_of_its_own() -> None:
    """Names that only the annotated texts have must come from their form, not from a table."""
    needs_real_files()
    shipped_names = {form.casefold() for entry in shipped() for form in entry.forms}
    assert "world liberty congress" not in shipped_names
    assert "wlc" not in shipped_names
