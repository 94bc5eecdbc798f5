"""Resolution: who is one over all lists, who is not, who is a question, and why."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kronika.base.errors import UsageError
from kronika.match import index
from kronika.match.judgements import DIFFERENT, SAME, UNSURE, Judgements
from kronika.match.profile import ALIAS, PRIMARY, Name, Profile
from kronika.match.resolution import Pair, Resolution
from kronika.match.resolve import resolve
from kronika.match.subjects import Subject
from kronika.match.verdict import UNDECIDED

RANKS = {"eu": 0, "us": 1, "gb": 2, "ca": 3}
NAME = "Khviados Arkadzevich VYDUMANSKI"
"""Plainly invented, and rare."""


def person(id: str, *names: str, births: Sequence[str] = (), **more: Any) -> Subject:  # noqa: A002
    return subject(id, "Person", names, births=tuple(births), **more)


def company(id: str, *names: str, **more: Any) -> Subject:  # noqa: A002
    return subject(id, "Company", names, **more)


def subject(
    id: str,  # noqa: A002
    schema: str,
    names: Sequence[str],
    *,
    births: tuple[str, ...] = (),
    country: str = "by",
    gender: str = "",
    idents: Sequence[tuple[str, str]] = (),
) -> Subject:
    source = id.partition("-")[0]
    named = tuple(Name(text, ALIAS if at else PRIMARY) for at, text in enumerate(names))
    countries, genders = (frozenset(filter(None, (each,))) for each in (country, gender))
    profile = Profile(id, schema, named, births, countries, genders, frozenset(idents))
    return Subject(profile, source, "", RANKS[source], frozenset())


# Without others no word is rare: these make a list of them.
CROWD = [
    person(f"{source}-crowd-{n}", f"{given} {father} {surname}{end}", births=[f"19{n:02}-05-{n % 27 + 1:02}"])
    for n, (given, father, surname, end) in enumerate(
        (given, father, surname, end)
        for given in ("Anton", "Pavel", "Ihar")
        for father in ("Ivanavich", "Piatrovich")
        for surname in ("Kavalen", "Shyman", "Lapat", "Barsuk", "Zhurav")
        for end in ("ka", "ski")
    )
    for source in RANKS
]


@pytest.fixture
def judged(tmp_path: Path) -> Judgements:
    return Judgements.open(tmp_path / "judgements.jsonl")


def resolved(judged: Judgements, *subjects: Subject) -> Resolution:
    every = sorted([*CROWD, *subjects], key=lambda each: (not each.listed, each.source, each.profile.id))
    return resolve(every, index.names_of([each.profile for each in every]), judged)


def groups(found: Resolution, *subjects: Subject) -> set[frozenset[str]]:
    """Who of these is with whom."""
    mine = [each.profile.id for each in subjects if each.listed]
    return {frozenset(other for other in mine if found.of[other] == found.of[each]) for each in mine}


def pair(found: Resolution, left: str, right: str) -> Pair:
    return next(each for each in found.pairs if {each.left, each.right} == {left, right})


def test_one_name_and_one_birth_date_on_two_lists_are_one(judged: Judgements) -> None:
    both = person("us-1", NAME, births=["1961-05-07"]), person("eu-1", NAME, births=["1961-05-07"], country="")
    found = resolved(judged, *both)
    assert groups(found, *both) == {frozenset(("us-1", "eu-1"))}
    assert pair(found, "eu-1", "us-1").why == "one full birth date and alike names"
    assert all(pair.status == "merged" for pair in found.path("eu-1", "us-1"))


def test_the_crowd_is_found_again_on_every_list_and_not_mixed_up(judged: Judgements) -> None:
    found = resolved(judged)
    assert {len(each.subjects) for each in found.identities} == {4}
    assert all(len({subject.split("-", 1)[1] for subject in each.subjects}) == 1 for each in found.identities)


def test_an_id_is_made_of_the_subject_whose_source_the_archive_saw_first(judged: Judgements) -> None:
    both = person("us-1", NAME, births=["1961-05-07"]), person("eu-9", NAME, births=["1961-05-07"])
    found = resolved(judged, *both)
    number = hashlib.sha1(b"eu-9", usedforsecurity=False).hexdigest()[:10]
    assert found.identities[found.of["us-1"]].id == f"kr-{number}"


def test_who_is_delisted_still_gives_the_id_and_is_no_member(judged: Judgements) -> None:
    before = person("us-1", NAME, births=["1961-05-07"]), person("eu-9", NAME, births=["1961-05-07"])
    after = before[0], before[1]._replace(listed=False)
    old, new = (resolved(judged, *some) for some in (before, after))
    assert new.identities[new.of["us-1"]].id == old.identities[old.of["us-1"]].id
    assert new.identities[new.of["us-1"]].subjects == ("us-1",)
    assert "eu-9" not in new.of
    assert not [each for each in new.pairs if "eu-9" in each[:2]]


def test_who_is_delisted_joins_no_two_others(judged: Judgements) -> None:
    gone = person("eu-9", NAME, "Zmitser Vydumanavich NICHOLSKI", births=["1961-05-07"])._replace(listed=False)
    apart = (
        person("us-1", NAME, births=["1961-05-07"]),
        person("gb-1", "Zmitser Vydumanavich NICHOLSKI", births=["1961"]),
    )
    assert len(groups(resolved(judged, gone, *apart), *apart)) == 2


def test_two_birth_dates_are_a_question(judged: Judgements) -> None:
    both = person("us-1", NAME, births=["1961-05-07"]), person("eu-1", NAME, births=["1974-11-30"])
    found = resolved(judged, *both)
    assert len(groups(found, *both)) == 2
    assert [(each.left, each.right) for each in found.undecided] == [("eu-1", "us-1")]
    assert "birth dates that exclude each other" in found.undecided[0].why


def test_a_slip_in_the_date_makes_one_identity_with_the_conflict_shown(judged: Judgements) -> None:
    both = person("us-1", NAME, births=["1961-05-07"]), person("eu-1", NAME, births=["1961-07-05"])
    found = resolved(judged, *both)
    assert len(groups(found, *both)) == 1
    conflicts = found.identities[found.of["us-1"]].conflicts
    assert [each[:3] for each in conflicts] == [
        ("birth date", "1961-05-07", ("us-1",)), ("birth date", "1961-07-05", ("eu-1",)),
    ]  # fmt: skip


def test_one_of_two_namesakes_on_a_list_is_a_question(judged: Judgements) -> None:
    some = (
        person("us-1", NAME),
        person("eu-1", NAME, births=["1961-05-07"]),
        person("eu-2", NAME, births=["1974-11-30"]),
    )
    found = resolved(judged, *some)
    assert len(groups(found, *some)) == 3
    assert {each.why for each in found.undecided} == {
        f"{NAME} (eu-1) could be meant as well", f"{NAME} (eu-2) could be meant as well",
    }  # fmt: skip


def test_two_records_of_one_list_do_not_become_one_through_a_third(judged: Judgements) -> None:
    some = (
        person("us-1", NAME, births=["1961-05-07", "1974-11-30"]),
        person("eu-1", NAME, births=["1961-05-07"]),
        person("eu-2", NAME, births=["1974-11-30"]),
    )
    found = resolved(judged, *some)
    assert frozenset(("eu-1", "eu-2")) not in {each & {"eu-1", "eu-2"} for each in groups(found, *some)}
    assert "contradict each other" in found.undecided[0].why


def test_two_acts_of_one_source_may_list_one_person(judged: Judgements) -> None:
    both = person("eu-1", NAME), person("eu-2", NAME)._replace(series="another act")
    assert len(groups(resolved(judged, *both), *both)) == 1


def test_a_common_name_alone_is_not_enough(judged: Judgements) -> None:
    both = person("us-1", "Anton KAVALENKA", country=""), person("eu-1", "Anton KAVALENKA", country="")
    assert len(groups(resolved(judged, *both), *both)) == 2


def test_a_man_and_a_woman_are_two(judged: Judgements) -> None:
    both = person("us-1", NAME, gender="male"), person("eu-1", NAME, gender="female")
    assert len(groups(resolved(judged, *both), *both)) == 2


INN = ("innCode", "7707083893")


def test_one_number_and_alike_names_are_one_company(judged: Judgements) -> None:
    both = company("us-1", "Vydumka Trade", idents=[INN]), company("eu-1", "LLC Vydumka", idents=[INN])
    assert len(groups(resolved(judged, *both), *both)) == 1


def test_two_numbers_are_two_companies(judged: Judgements) -> None:
    numbers = [[INN], [("innCode", "7702235133")]]
    both = [
        company(f"{at}-1", "OOO Vydumka Khviadosa", idents=some) for at, some in zip(("us", "eu"), numbers, strict=True)
    ]
    assert len(groups(resolved(judged, *both), *both)) == 2


def test_a_branch_with_the_number_of_its_company_is_a_question(judged: Judgements) -> None:
    both = company("us-1", "Vydumka", idents=[INN]), company("eu-1", "Khviados Motor Plant", idents=[INN])
    found = resolved(judged, *both)
    assert len(groups(found, *both)) == 2
    assert [each.why for each in found.undecided] == ["one number, but other names"]


def test_a_ship_stays_one_when_it_is_renamed(judged: Judgements) -> None:
    number = [("imoNumber", "IMO9074729")]
    both = subject("us-1", "Vessel", ["Khviados"], idents=number), subject("eu-1", "Vessel", ["Zorka"], idents=number)
    assert len(groups(resolved(judged, *both), *both)) == 1


def test_ships_of_one_name_are_not_one(judged: Judgements) -> None:
    both = subject("us-1", "Vessel", ["Khviadosava Zorka"]), subject("eu-1", "Vessel", ["Khviadosava Zorka"])
    assert len(groups(resolved(judged, *both), *both)) == 2


def test_same_puts_together_what_is_apart(judged: Judgements) -> None:
    both = person("us-1", NAME), person("eu-1", "Somebody Else ALTOGETHER", births=["1974-11-30"])
    judged.judge("us-1", "eu-1", SAME, who="Reviewer", why="both say so")
    found = resolved(judged, *both)
    assert len(groups(found, *both)) == 1
    why = found.path("us-1", "eu-1")[0].why
    assert why.startswith("judged same by Reviewer on ")
    assert why.endswith(": both say so")


@pytest.mark.parametrize("verdict", [DIFFERENT, UNSURE])
def test_different_and_unsure_keep_apart_what_is_alike_also_through_others(judged: Judgements, verdict: str) -> None:
    some = [person(f"{source}-1", NAME, births=["1961-05-07"]) for source in ("eu", "us", "gb")]
    judged.judge("eu-1", "gb-1", verdict, who="Reviewer", why="two men")
    found = resolved(judged, *some)
    assert found.of["eu-1"] != found.of["gb-1"]
    assert {each & {"eu-1", "gb-1"} for each in groups(found, *some)} == {frozenset(("eu-1",)), frozenset(("gb-1",))}
    assert not [each for each in found.undecided if {each.left, each.right} == {"eu-1", "gb-1"}]


def test_judgements_that_contradict_each_other_are_a_question(judged: Judgements) -> None:
    some = [person(f"{source}-1", f"Somebody {source}") for source in ("eu", "us", "gb")]
    for left, right, verdict in (("eu-1", "us-1", SAME), ("us-1", "gb-1", SAME), ("eu-1", "gb-1", DIFFERENT)):
        judged.judge(left, right, verdict, who="Reviewer", why="seen")
    found = resolved(judged, *some)
    assert found.of["eu-1"] != found.of["gb-1"]
    assert "were judged different" in found.undecided[0].why


def test_a_judgement_on_somebody_who_is_not_listed_waits(judged: Judgements) -> None:
    judged.judge("us-1", "eu-gone", SAME, who="Reviewer", why="seen")
    assert "eu-gone" not in resolved(judged, person("us-1", NAME)).of


def test_a_path_leads_through_those_in_between(judged: Judgements) -> None:
    some = (
        person("eu-1", NAME, births=["1961-05-07"]),
        person("us-1", NAME, "Zmitser Vydumanavich NICHOLSKI", births=["1961-05-07"]),
        person("gb-1", "Zmitser Vydumanavich NICHOLSKI", births=["1961-05-07"]),
    )
    found = resolved(judged, *some)
    assert [{each.left, each.right} for each in found.path("eu-1", "gb-1")] == [{"eu-1", "us-1"}, {"gb-1", "us-1"}]
    assert all(each.why and each.link for each in found.path("eu-1", "gb-1"))
    assert found.path("eu-1", "eu-1") == []
    assert found.path("eu-1", "us-crowd-0") == []


def test_a_path_of_an_unknown_subject_is_an_error(judged: Judgements) -> None:
    with pytest.raises(UsageError, match="nobody-1"):
        resolved(judged).path("nobody-1", "us-crowd-0")


def test_the_same_input_gives_the_same_answer_whatever_the_hash_seed() -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from test_resolve import CROWD, NAME, Judgements, person, resolved\n"
        "found = resolved(Judgements(Path('none')), person('us-1', NAME), person('eu-1', NAME))\n"
        "print(hashlib.sha256(repr((found.identities, found.pairs)).encode()).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent)]
    printed = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_what_is_written_is_what_is_read(judged: Judgements, tmp_path: Path) -> None:
    both = person("us-1", NAME, births=["1961-05-07"]), person("eu-1", NAME, births=["1961-07-05"])
    found = resolved(judged, *both)
    found.write(tmp_path)
    assert Resolution.read(tmp_path) == found
    undecided = Resolution.read(tmp_path, UNDECIDED)
    assert undecided.identities == found.identities
    assert undecided.undecided == found.undecided
    assert all(pair.status == UNDECIDED for pair in undecided.pairs)


def test_where_nothing_is_written_it_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kronika build") as caught:
        Resolution.read(tmp_path)
    assert "\n" not in str(caught.value)
    for name in ("identities", "pairs", "conflicts"):
        (tmp_path / f"{name}.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="kronika build"):
        Resolution.read(tmp_path)


def test_nobody_is_no_identity(judged: Judgements) -> None:
    assert resolve([], index.names_of([]), judged).identities == ()


@pytest.mark.parametrize(
    "name",
    ["", " ", "🙂", "\u0000\u001b", "\ud800", "1234567890", "я" * 10_000, "Vіdumka ВЫDUMKA", "X", "\u202e\u202d"],
)
def test_names_that_say_nothing_are_nobody_s(judged: Judgements, name: str) -> None:
    both = person("us-1", name, country=""), person("eu-1", name, country="")
    found = resolved(judged, *both)
    assert {"us-1", "eu-1"} <= found.of.keys()
    assert len(found.identities) == len(CROWD) // 4 + len(groups(found, *both))
    if not any(map(str.isalnum, name)):
        assert len(groups(found, *both)) == 2


def test_somebody_without_a_name_is_somebody(judged: Judgements) -> None:
    both = person("us-1"), person("eu-1")
    assert len(groups(resolved(judged, *both), *both)) == 2
