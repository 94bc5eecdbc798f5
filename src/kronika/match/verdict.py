"""What to make of two subjects that are alike: one, not one, or a question for a person.

How the lines were found: of persons whose full birth dates stand on two lists the dates were hidden, and their pairs
counted by what was left. In the casebook of November 2026 (42,890 subjects on eight lists), of pairs over the line for
one country and no dates 11,807 have one date, 512 dates that differ in part, most of them slips of the pen, and 71 two
dates, among which again many are one person. Of those over the line but with a rival, 271, 7 and 247; of those with no
rival, but names that score less than 0.85, 92, 5 and 17. Companies were counted in the same way by their tax numbers:
948 have one and 34 two, mostly old and new numbers of one company; with a rival 93 and 47. Of companies of one name and
country whose names tell less than 0.7, 129 have one and 83 two; where no country is known, 12 with names that tell 0.8
or more have one and none two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kronika.base import places
from kronika.match.alike import FLOOR
from kronika.match.evidence import DECIDES, Evidence, weigh
from kronika.match.profile import CRAFT
from kronika.match.score import ALERT

if TYPE_CHECKING:
    from kronika.match.alike import Alike
    from kronika.match.subjects import Subject

MERGED, UNDECIDED, APART = "merged", "undecided", "apart"
ONE, AGREES, UNKNOWN, SLIP, TWO = range(5)
"""What is known of a pair's birth dates, countries and numbers: one full date, one country, one number; dates that
agree as far as they go; nothing, or on one side only; full dates that differ in part; two that exclude each other."""
_SAME_DATE, _SLIP = 0.7, -0.13  # `Evidence.level` of two birth dates
PERSON, MIXED, OTHER, SHIP, NEITHER = range(5)
_ENOUGH: dict[tuple[int, int, int], tuple[tuple[float, float], ...]] = {
    (PERSON, AGREES, ONE): ((0.97, 0.4), (0.9, 0.6), (0.85, 0.8)),
    (PERSON, AGREES, UNKNOWN): ((0.97, 0.6), (0.85, 0.8)),
    (PERSON, AGREES, TWO): ((0.97, 0.8), (0.9, 1.2)),
    (PERSON, UNKNOWN, ONE): ((0.97, 0.6), (0.9, 0.8)),
    (PERSON, UNKNOWN, UNKNOWN): ((0.97, 0.8), (0.95, 1.0)),
    (PERSON, UNKNOWN, TWO): ((0.97, 1.2),),
    (PERSON, SLIP, ONE): ((0.97, 1.2),),
    (PERSON, SLIP, UNKNOWN): ((0.97, 1.4),),
    (MIXED, UNKNOWN, ONE): ((0.97, 0.8), (0.95, 1.2)),
    (MIXED, UNKNOWN, UNKNOWN): ((0.97, 1.0), (0.95, 1.2)),
    (OTHER, UNKNOWN, ONE): ((0.97, 0.7),),
    (OTHER, UNKNOWN, UNKNOWN): ((0.99, 0.8), (0.97, 1.0)),
}
"""Kind, birth dates, countries → how alike names must be that make one of two, and how much they must tell; the more
alike, the less they need to tell."""
_WORTH = ((0.99, 0.3), (0.97, 0.5), (0.9, 0.7), (0.85, 0.9))
"""… and that are worth a person's time."""
_PUZZLING, _LONG, _ALIKE = 0.95, 1.2, 0.9
_LISTED_FOR = 0.05


class Seen(NamedTuple):
    """All that speaks for and against a pair."""

    names: float
    telling: float
    score: float
    kind: int
    """PERSON, MIXED with what may be none, OTHER, SHIP, or NEITHER where they are of two kinds."""
    birth: int
    place: int
    number: int
    strict: bool
    """Whether the number is one that no two bearers share."""
    gender: bool
    """Whether one is a man and the other a woman."""
    one_list: bool
    """Whether both stand on one list, where most publishers print everyone once."""
    evidence: tuple[Evidence, ...]

    @property
    def rank(self) -> int:
        """How sure it is if it is one: 1 by a number, 2 by a birth date, 3 by its names."""
        return 1 if self.number == ONE else 2 if self.birth == ONE else 3

    @property
    def excluded(self) -> bool:
        """Whether something is known that one bearer cannot have both ways, mistakes aside."""
        return self.kind == NEITHER or self.number == TWO or (self.number != ONE and (self.birth == TWO or self.gender))


def seen(pair: Alike, left: Subject, right: Subject) -> Seen:
    """Look at a pair."""
    levels = {each.name: each.level for each in pair.evidence}
    place, regime = _place(left, right, levels)
    found = (*pair.evidence, *regime)
    number = levels.get("identifier", 0.0)
    return Seen(
        pair.names,
        pair.telling,
        weigh(pair.names, list(found)),
        _kind(left, right),
        _birth(levels.get("birth date"), left, right),
        place,
        ONE if number > 0 else TWO if number < 0 else UNKNOWN,
        number == DECIDES,
        "gender" in levels,
        (left.source, left.series) == (right.source, right.series),
        found,
    )


def _kind(left: Subject, right: Subject) -> int:
    if not left.profile.kind & right.profile.kind:
        return NEITHER
    schemata = {left.profile.schema, right.profile.schema}
    if CRAFT in (left.profile.kind, right.profile.kind):
        return SHIP
    return PERSON if schemata == {"Person"} else MIXED if "Person" in schemata else OTHER


def _birth(level: float | None, left: Subject, right: Subject) -> int:
    if level is None:
        return UNKNOWN
    if level > 0:
        # 1 January is what is written for people of whom only the year is known.
        both = {*left.profile.births} & {*right.profile.births}
        return ONE if any(len(day) == 10 and not day.endswith("-01-01") for day in both) else AGREES
    return SLIP if level > _SLIP else TWO


def _place(left: Subject, right: Subject, levels: dict[str, float]) -> tuple[int, tuple[Evidence, ...]]:
    if levels.get("country", 0) > 0:
        return ONE, ()
    mine, theirs = (each.profile.countries | each.regimes for each in (left, right))
    if mine & theirs:
        names = ", ".join(sorted(places.name(code) for code in mine & theirs))
        return ONE, (Evidence("programme", _LISTED_FOR, f"both are of {names} or listed for it"),)
    return (TWO if mine and theirs else UNKNOWN), ()


def verdict(pair: Seen, rival: str = "") -> tuple[str, str]:
    """MERGED, UNDECIDED or APART, and why.

    `rival` names another subject that could be meant as well but is not the same; empty where there is none.
    """
    if pair.number == ONE:
        return _by_number(pair)
    if pair.birth == ONE and pair.number != TWO:
        return _by_birth(pair)
    alike = _reaches(pair, _WORTH)
    if pair.excluded:
        puzzling = pair.names >= _PUZZLING and alike and pair.place == ONE and not rival and not pair.one_list
        return (UNDECIDED if puzzling else APART), f"{contradiction(pair)}, with names that are very alike"
    if pair.one_list:
        twice = pair.names >= _PUZZLING and pair.telling >= _LONG and pair.place != TWO and pair.kind != SHIP
        return (UNDECIDED if twice else APART), "both stand on one list, which prints most only once"
    if _reaches(pair, _ENOUGH.get((pair.kind, pair.birth, pair.place), ())):
        if rival:
            return UNDECIDED, f"{rival} could be meant as well"
        return MERGED, _because(pair)
    if alike and pair.place != TWO and not rival:
        slip = "birth dates that differ in part" if pair.birth == SLIP else "too little is known beside them"
        return UNDECIDED, f"alike names, but {slip}"
    return APART, "the names are not alike enough for what is known beside them"


def _reaches(pair: Seen, lines: tuple[tuple[float, float], ...]) -> bool:
    return any(pair.names >= names and pair.telling >= telling for names, telling in lines)


def _by_number(pair: Seen) -> tuple[str, str]:
    if pair.kind == SHIP and pair.strict:
        return MERGED, "one IMO number"
    if pair.birth == TWO:
        return UNDECIDED, "one number, but two birth dates"
    # Branches are listed with the number of their company, brothers in arms with each other's passports.
    enough = _ALIKE if pair.one_list and pair.birth != ONE else 0.4 if pair.birth == ONE else ALERT
    if pair.names >= enough:
        return MERGED, "one number and alike names"
    return (UNDECIDED if pair.strict or pair.names >= 0.3 else APART), "one number, but other names"


def _by_birth(pair: Seen) -> tuple[str, str]:
    if pair.names >= (_ALIKE if pair.one_list or pair.gender or pair.place == TWO else FLOOR):
        return MERGED, "one full birth date and alike names"
    return (UNDECIDED if pair.place == ONE else APART), "one full birth date, but names that are less alike"


def contradiction(pair: Seen) -> str:
    """In words, what excludes a pair."""
    if pair.kind == NEITHER:
        return "things of two kinds"
    if pair.number == TWO:
        return "two numbers of a kind of which everyone has one"
    return "birth dates that exclude each other" if pair.birth == TWO else "a man and a woman"


def _because(pair: Seen) -> str:
    born = {AGREES: ", birth dates that agree as far as they go", SLIP: ", birth dates that differ in part only"}
    of = ", one country" if pair.place == ONE else ""
    return f"telling names that are alike{born.get(pair.birth, '')}{of}, and nobody else who could be meant"
