"""What the records of one identity do not agree about: nothing of it is decided here, all of it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from kronika.base import dates, scripts
from kronika.match import encode
from kronika.match.kernel import CORE
from kronika.match.profile import PRIMARY, Profile


class Conflict(NamedTuple):
    """One thing about which records differ."""

    about: str
    """birth date, gender, country, surname."""
    value: str
    subjects: tuple[str, ...]
    """The subjects whose records state this value."""


def conflicts(profiles: Sequence[Profile]) -> Iterator[Conflict]:
    """What these records of one identity do not agree about: every value that any of them states of it."""
    if len(profiles) < 2:
        return
    for about, stated in (
        ("birth date", {each.id: each.births for each in profiles}),
        ("gender", {each.id: sorted(each.genders) for each in profiles}),
        ("country", {each.id: sorted(each.countries) for each in profiles}),
        ("surname", {each.id: _surnames(each) for each in profiles}),
    ):
        said: dict[str, Collection[str]] = {subject: values for subject, values in stated.items() if values}
        if any(not _agree(about, one, other) for one, other in combinations(said.values(), 2)):
            by_value: dict[str, list[str]] = defaultdict(list)
            for subject, values in said.items():
                for value in values:
                    by_value[value].append(subject)
            yield from (Conflict(about, value, tuple(subjects)) for value, subjects in sorted(by_value.items()))


def _agree(about: str, one: Collection[str], other: Collection[str]) -> bool:
    if about == "birth date":
        return any(_overlap(a, b) for a in one for b in other)
    return bool({*one} & {*other})


def _overlap(one: str, other: str) -> bool:
    (first, last), (start, end) = dates.bounds(one), dates.bounds(other)
    return first <= end and start <= last


def _surnames(profile: Profile) -> list[str]:
    """What is a surname, as far as one can tell, in the primary names in Latin letters."""
    if profile.schema != "Person":
        return []
    texts = [name.text for name in profile.names if name.quality == PRIMARY and scripts.script(name.text) == "Latn"]
    return sorted({word.text for text in texts for word in encode.words(text, person=True) if word.role == CORE})
