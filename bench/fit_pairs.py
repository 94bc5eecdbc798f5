"""Pairs of names that teach the weights: of one bearer, and of two."""

from __future__ import annotations

import itertools
import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from kronika.match import encode, index
from kronika.match.profile import PERSON, WEAK, Name, Profile
from kronika.match.score import Comparer
from kronika.match.words import given, romanise, syllables

if TYPE_CHECKING:
    from kronika.match.subjects import Subject


class Pair(NamedTuple):
    """Two names, whether they are of one bearer, what kind of pair they are, and whether it is left out."""

    left: str
    right: str
    one: bool
    kind: str
    out: bool


def of_country(subject: Subject, country: str) -> bool:
    """Whether a subject is of a country, or listed for it."""
    return country in subject.profile.countries | subject.regimes


def slip(name: str, rng: random.Random) -> str:
    """The name with one letter inserted, deleted or replaced, or two neighbours transposed."""
    at, letter = rng.randrange(len(name)), rng.choice(string.ascii_lowercase)
    return rng.choice(
        (
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        )
    )


def plain(name: str) -> str:
    """A name's words in alphabetical order."""
    return " ".join(sorted(romanise.words(name)))


def of_one(some: Sequence[Subject], person: bool, country: str, rng: random.Random) -> Iterator[Pair]:
    """Pairs of names of one bearer."""
    for each in some:
        names = [name.text for name in each.profile.names if name.quality != WEAK][:10]
        pairs = [(names[0], other) for other in names[1:]]
        pairs += [(names[a], names[b]) for a, b in ([rng.sample(range(len(names)), 2)] * 2 if len(names) > 3 else [])]
        rng.shuffle(pairs)
        for left, right in pairs[:4]:
            near = fuzz.token_sort_ratio(plain(left), plain(right)) >= (62 if person else 55)
            if near and plain(left) != plain(right) and (not person or len(right.split()) > 1):
                yield Pair(left, right, True, "alias", of_country(each, country))
    for each in rng.sample(list(some), min(5000, len(some))):
        name = each.profile.names[0].text
        yield Pair(name, name, True, "own", of_country(each, country))
        if len(name) > 3:
            yield Pair(name, slip(name, rng), True, "slip", of_country(each, country))
    if person:
        yield from _on_two_lists(some, country)


def _on_two_lists(people: Sequence[Subject], country: str) -> Iterator[Pair]:
    born: dict[str, list[Subject]] = defaultdict(list)
    for each in people:
        for birth in each.profile.births:
            if len(birth) == 10:
                born[birth].append(each)
    for some in born.values():
        for a, b in itertools.combinations(some[:12], 2):
            names = [[name.text for name in each.profile.names[:6]] for each in (a, b)]
            near = max(fuzz.token_set_ratio(plain(x), plain(y)) for x, y in itertools.product(*names))
            if a.source != b.source and near >= 80 and plain(names[0][0]) != plain(names[1][0]):
                yield Pair(names[0][0], names[1][0], True, "cross", of_country(a, country) or of_country(b, country))


def of_two(
    some: Sequence[Subject], subjects: Sequence[Subject], person: bool, country: str, rng: random.Random
) -> Iterator[Pair]:
    """Pairs of names of two bearers."""
    sharing: dict[str, list[Subject]] = defaultdict(list)
    for each in some:
        for word in set(romanise.words(each.profile.names[0].text)):
            sharing[word].append(each)
    for each in some:
        name = each.profile.names[0].text
        words = romanise.words(name)
        for word in rng.sample(words, min(2, len(words))):
            others = [o for o in rng.sample(sharing[word], min(6, len(sharing[word]))) if _apart(each, o, person)]
            best = max(others, key=lambda o: _near(name, o), default=None)
            if best and _clearly_two(name, best.profile.names[0].text, person):
                yield Pair(
                    name,
                    best.profile.names[0].text,
                    False,
                    "shared",
                    of_country(each, country) or of_country(best, country),
                )
    if person:
        yield from _one_word_changed(some, country, rng)
    yield from _invented(some, subjects, person, country, rng)


def _near(name: str, other: Subject) -> float:
    return float(fuzz.token_sort_ratio(plain(name), plain(other.profile.names[0].text)))


def _apart(one: Subject, other: Subject, person: bool) -> bool:
    if one is other:
        return False
    if person and one.profile.births and other.profile.births:
        return not {b[:4] for b in one.profile.births} & {b[:4] for b in other.profile.births}
    return one.source == other.source


def _clearly_two(left: str, right: str, person: bool) -> bool:
    """Whether the names differ so much that the lists cannot mean one after all."""
    if person:
        return fuzz.ratio(plain(left), plain(right)) < 93
    return fuzz.token_set_ratio(plain(left), plain(right)) < 88


def _one_word_changed(people: Sequence[Subject], country: str, rng: random.Random) -> Iterator[Pair]:
    """Names with one word changed: for that of a countryman, a given name spelt alike, a neighbouring syllable."""
    listed: dict[str, list[list[str]]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    spoken: dict[str, set[str]] = defaultdict(set)
    split = [romanise.words(each.profile.names[0].text) for each in people]
    for each, words in zip(people, split, strict=True):
        for code in sorted(each.profile.countries)[:1]:
            listed[code].append(words)
        for word in words:
            table = named if given.classes(word) else spoken if syllables.readings(word) else {}
            for key in _shortened(word):
                table.setdefault(key, set()).add(word)
    for each, words in zip(people, split, strict=True):
        if len(words) > 1:
            at, out = rng.randrange(len(words)), of_country(each, country)
            home = listed.get(min(each.profile.countries, default=""), [])
            choices = {
                "mixed": _countrymen(words, at, home, rng),
                "given name": _others(words[at], named, lambda word: {number for number, _ in given.classes(word)}),
                "syllable": _others(words[at], spoken, lambda word: set(syllables.readings(word))),
            }
            for kind, found in choices.items():
                if found and rng.random() < 0.4:
                    changed = [*words[:at], rng.choice(found), *words[at + 1 :]]
                    yield Pair(" ".join(words), " ".join(changed), False, kind, out)


def _countrymen(words: Sequence[str], at: int, home: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    """A word that a countryman has in the place of this one."""
    other = rng.choice(home) if len(home) > 9 else []
    word = other[at] if len(other) == len(words) else rng.choice(other or [""])
    return [word] if word and word not in words and fuzz.ratio(word, words[at]) <= 60 else []


def _others(word: str, table: Mapping[str, set[str]], read: Callable[[str], set[int]]) -> list[str]:
    """Words one letter from this one that are known to be another name."""
    mine = read(word)
    found = {other for key in _shortened(word) for other in table.get(key, ())} if mine else set()
    return sorted(other for other in found if not mine & read(other))


def _shortened(word: str) -> list[str]:
    """The word with each letter left open."""
    return [f"{word[:at]}*{word[at + 1 :]}" for at in range(len(word))]


def _invented(
    some: Sequence[Subject], subjects: Sequence[Subject], person: bool, country: str, rng: random.Random
) -> Iterator[Pair]:
    """For people who are on no list, those on the lists who are most like them.

    Words of two people of one country make one up. For others a person's name is asked for among the names of companies
    and ships.
    """
    asked = index.Index(index.names_of([each.profile for each in some]))
    comparer = Comparer()
    at_home: dict[str, list[Subject]] = defaultdict(list)
    for each in subjects:
        if each.profile.kind == PERSON and len(each.profile.names[0].text.split()) > 1:
            at_home[min(each.profile.countries, default="")].append(each)
    homes = sorted(code for code, found in at_home.items() if code and len(found) > 14)
    for number in range(14_000 if person else 3_000):
        parents = rng.sample(at_home[homes[number % len(homes)]], 2)
        first, second = (romanise.words(each.profile.names[0].text) for each in parents)
        cut = rng.randrange(1, max(2, len(first)))
        words = list(dict.fromkeys([*first[:cut], *second[min(cut, len(second) - 1) :]]))[:5] if person else first
        name = " ".join(words)
        for owner in _best(asked, name, person)[: 4 if person else 1] if len(words) > 1 else ():
            other = some[owner].profile
            found = comparer.compare(Profile("", other.schema, (Name(name, 0),)), other).right
            theirs = other.id in {each.profile.id for each in parents}
            if found and not theirs and fuzz.ratio(plain(name), plain(found.text)) < 97:
                out = of_country(parents[0], country) or of_country(some[owner], country)
                yield Pair(name, found.text, False, "invented", out)


def _best(asked: index.Index, name: str, person: bool) -> list[int]:
    words = encode.words(name, person=person)
    names = asked.candidates(index.Query(words, PERSON if person else 255 - PERSON), most=30)
    return list(dict.fromkeys(asked.names.owner[names].tolist()))
