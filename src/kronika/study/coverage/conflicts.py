"""Where lists contradict each other about one identity, and who was taken off one list and is still on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kronika.base import names, states
from kronika.study.coverage.domain import Case, Status
from kronika.study.coverage.matrix import IDENTITY, programmes
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.study.coverage.gather import Gathered
    from kronika.study.coverage.standing import View

_PROP = {"birth date": "birthDate", "gender": "gender", "surname": "name", "position": "position"}
"""What can differ, and the property whose cells say it; countries stand in several and are not cited."""


def conflicts(view: View, gathered: Gathered) -> Table:
    """What the lists do not agree about: one row for every value that one of them states."""
    columns = (
        *IDENTITY,
        Column("about", "About", "birth date, gender, country, surname (no word of it in common), position"),
        Column("value", "Value", "positions as printed"),
        Column("states", "States", "those whose lists state it"),
        Column("subjects", "Subjects", "the lists' own records, as `kronika show` takes them"),
    )
    rows = [row for case in view.cases for row in _of(case, gathered, set(view.states))]
    about: dict[str, set[object]] = defaultdict(set)
    for row in rows:
        about[str(row.values[2])].add(row.values[0])
    said = ", ".join(f"{what} of {len(some):,}" for what, some in sorted(about.items(), key=lambda item: -len(item[1])))
    notes = ("Positions change, and lists print them in their own words: two are not always a contradiction.",)
    title = f"The lists disagree about: {said}" if said else "The lists do not contradict each other"
    return Table("conflicts", title, columns, tuple(rows), notes)


def _of(case: Case, gathered: Gathered, compared: set[str]) -> Iterator[Row]:
    state = {each.subject: gathered.country(each) for each in case.listings}
    stated = [(each.about, each.value, each.subjects) for each in gathered.differing.get(case.id, ())]
    stated += [("position", value, subjects) for value, subjects in _positions(case, gathered, state)]
    by_topic: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for about, value, subjects in stated:
        mine = tuple(subject for subject in subjects if state.get(subject) in compared)
        if mine:
            by_topic[about].append((value, mine))
    for about, values in by_topic.items():
        if len({state[subject] for _, subjects in values for subject in subjects}) > 1:
            for value, subjects in values:
                codes = tuple(sorted({state[subject] for subject in subjects}))
                cites = tuple(dict.fromkeys(_cites(gathered, about, value, subjects)))
                yield Row((case.id, case.name, about, value, tuple(map(states.short, codes)), subjects), cites)


def _cites(gathered: Gathered, about: str, value: str, subjects: Sequence[str]) -> Iterator[str]:
    for subject in subjects:
        for fact in gathered.own.get(subject, {}).get(_PROP.get(about, ""), ()):
            if about == "surname" or fact.value == value:
                yield fact.id


def _positions(case: Case, gathered: Gathered, state: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """The positions that the lists print, where no two states print one in the same words."""
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    folded: dict[str, set[str]] = defaultdict(set)
    for subject in case.names:
        for fact in gathered.own.get(subject, {}).get("position", ()):
            printed[fact.value][subject] = None
            folded[names.fold(fact.value)].add(state.get(subject, ""))
    if any(len(codes) > 1 for codes in folded.values()):
        return []
    return [(value, tuple(subjects)) for value, subjects in printed.items()]


def delisted(view: View) -> Table:
    """Who was taken off by one state and is still listed by another."""
    columns = (
        *IDENTITY,
        Column("state", "Taken off by"),
        Column("until", "When", "between the last copy with and the first copy without it"),
        Column("programmes", "Under", "the programmes that it was listed under there, as printed"),
        Column("others", "Still listed by"),
    )
    rows = []
    for case in view.cases:
        others = tuple(map(states.short, view.listing(case)))
        for code, standing in view.standings[case.id].items():
            if others and standing.status == Status.DELISTED:
                until = max(each.until for each in standing.listings if each.until)
                values = (case.id, case.name, states.short(code), str(until), programmes(standing.listings), others)
                rows.append(Row(values, tuple(cite for each in standing.listings for cite in each.cites)))
    title = f"{len(rows):,} times a state has taken somebody off whom another still lists"
    if not rows:
        title = "As far as the copies tell, no state has taken anybody off whom another still lists"
    return Table("delisted", title, columns, tuple(rows))
