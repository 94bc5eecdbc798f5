"""Which listed identity is which entry that ships with Kronika: a holder of office, a ministry.

A name and a state in common make them one; of persons no patronymic may speak against it («Pyotr Ivanovich» is no
«Pyotr Sergeyevich»). Where several listed ones are left, the patronymic must tell, or none is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kronika.match.words import given, romanise
from kronika.study.claims.names.folding import folded
from kronika.study.claims.names.telling import bare, telling, without_patronymic

if TYPE_CHECKING:
    from kronika.study.claims.names.lexicon import Entry


def joined(ours: Sequence[Entry], theirs: Sequence[Entry]) -> list[Entry]:
    """Shipped entries, with the names and the id of the one identity that they are, and the listed that are left."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(ours):
        if entry.named in ("person", "organisation") and entry.countries:
            for key in _keys(entry):
                by_key[key].append(number)
    said = {word for key in by_key for word in key.split()}
    claims: dict[int, set[int]] = defaultdict(set)
    for place, entry in enumerate(theirs):
        for key in _keys(entry, said):
            for number in by_key.get(key, ()):
                if ours[number].named == entry.named and ours[number].countries & entry.countries:
                    claims[number].add(place)
    kept, gone = list(ours), set[int]()
    for number, places in claims.items():
        one = _one(ours[number], places, theirs)
        if one is not None and one not in gone:
            gone.add(one)
            other = theirs[one]
            names = tuple(dict.fromkeys((*ours[number].forms, *_telling(other))))
            kept[number] = replace(ours[number], id=other.id, forms=names)
    return [*kept, *(entry for place, entry in enumerate(theirs) if place not in gone)]


def _one(entry: Entry, places: Iterable[int], theirs: Sequence[Entry]) -> int | None:
    """The one of the listed that the entry is; None where nothing tells which, or that it is any of them."""
    fathers = _fathers(entry)
    known = {place: _fathers(theirs[place]) for place in places}
    agree = [place for place, their in known.items() if fathers & their]
    silent = [place for place, their in known.items() if not (fathers and their)]
    found = agree or silent
    return found[0] if len(found) == 1 else None


def _fathers(entry: Entry) -> set[int]:
    """The classes of the father's name, as far as the names of a person have a patronymic."""
    found: set[int] = set()
    for words in map(folded, entry.forms) if entry.named == "person" else ():
        gone = set(words) - set(without_patronymic(words) or words)
        found.update(number for word in gone for latin in romanise.words(word) for number in given.father(latin)[1])
    return found


def _keys(entry: Entry, said: set[str] | None = None) -> Iterable[str]:
    """A name's words as they are the same in any order, with any legal form, with and without a patronymic."""
    for words in map(folded, entry.forms):
        if said is not None and said.isdisjoint(words):
            continue
        yield _identical(words)
        if entry.named == "person" and (short := without_patronymic([word for word in words if word != ","])):
            yield _identical(short)


def _identical(words: Sequence[str]) -> str:
    return " ".join(sorted(word for word in bare(words) if word != ","))


def _telling(entry: Entry) -> list[str]:
    """The names of a listed one that tell it from others."""
    return [form for form in entry.forms if telling(folded(form), person=entry.named == "person")]
