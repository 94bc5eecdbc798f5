"""A comparison that explains itself: named features, each with a level and the words that a reviewer reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.base import scripts
from kronika.match import kernel, profile
from kronika.match.score import Alignment, Compared, Comparer
from kronika.match.words import orgwords, romanise

if TYPE_CHECKING:
    from kronika.match.encode import Word
    from kronika.match.profile import Profile

_PERSON = {
    kernel.CORE: "surname",
    kernel.GIVEN: "given name",
    kernel.PATRONYMIC: "patronymic",
    kernel.INITIAL: "initial",
    kernel.SMALL: "particle",
    kernel.NUMBER: "number",
    kernel.SYLLABLE: "syllable",
}
_OTHER = {
    kernel.CORE: "core word",
    kernel.GENERIC: "generic word",
    kernel.PLACE: "place",
    kernel.NUMBER: "number",
}
_AGREE = {
    kernel.SPELT: (0.9, "{}s {} and {} are spellings of one"),
    kernel.FORMS: (0.95, "{}s {} and {} are forms of one name"),
    kernel.FATHERS: (0.95, "{}s {} and {} are forms of one name"),
    kernel.SHORT: (0.8, "{}s {} and {}: one is a short form of the other"),
    kernel.COGNATE: (0.6, "{}s {} and {} are one name in two cultures, seldom of one person"),
    kernel.OTHER: (-0.5, "{}s {} and {} are spelt alike, but are two names"),
    kernel.SAID: (0.95, "{}s {} and {} are romanisations of one"),
    kernel.ELSE: (-0.5, "{}s {} and {} are spelt alike, but are two"),
    kernel.FIRST: (0.5, "initial and word {1}, {2} begin alike"),
    kernel.JOINED: (0.9, "{1} and {2} are one word on one side and two on the other"),
}


class Feature(NamedTuple):
    """One thing that two sides agree or disagree about."""

    name: str
    """surname, given name, patronymic, core word, …, order, script, legal form, birth date, country, gender,
    identifier."""
    level: float
    """1 full agreement, 0 nothing either way, −1 contradiction; 2 where it settles the comparison."""
    text: str


@dataclass(frozen=True)
class Comparison:
    """How alike two entities are, and why."""

    score: float
    """From 0 to 1; 0.7 is the alert line."""
    _compared: Compared = field(repr=False)
    _comparer: Comparer = field(repr=False, compare=False)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """What agrees and what does not, in words: found when it is asked for, as it takes longer than the score."""
        return tuple(explain(self._compared, self._comparer))


def compare(left: Mapping[str, Any], right: Mapping[str, Any]) -> Comparison:
    """Compare two FollowTheMoney entities; symmetric in score.

    Raises UsageError where a side is no entity, or a birth date in it is unreadable.
    """
    return comparison(profile.of(left), profile.of(right), _comparer())


def comparison(left: Profile, right: Profile, comparer: Comparer) -> Comparison:
    """Compare two profiles, so that the score explains itself."""
    compared = comparer.compare(left, right)
    return Comparison(compared.score, compared, comparer)


@cache
def _comparer() -> Comparer:
    return Comparer()


def explain(compared: Compared, comparer: Comparer) -> Iterator[Feature]:
    """The features of a comparison, names first."""
    if compared.left is None or compared.right is None:
        if not compared.evidence:
            yield Feature("kind", -1.0, "one is a person, the other is not, or a side has no name")
        for each in compared.evidence:
            yield Feature(*each)
        return
    left, right = compared.left.text, compared.right.text
    yield Feature("whole name", round(compared.names, 4), f"{left} — {right}")
    aligned = comparer.align(left, right, person=compared.person)
    labels = _PERSON if compared.person else _OTHER
    for a, b, how in aligned.pairs:
        yield from _agreement(a, b, how, labels)
    yield from _alone(aligned, labels)
    if aligned.turned:
        yield Feature("order", -0.1, "the words stand in another order")
    writing = scripts.script(left), scripts.script(right)
    if writing[0] != writing[1]:
        yield Feature("script", 0.0, f"{writing[0]} against {writing[1]}")
    if not compared.person:
        yield from _forms(left, right)
    for each in compared.evidence:
        yield Feature(*each)


def _agreement(a: Word, b: Word, how: int, labels: Mapping[int, str]) -> Iterator[Feature]:
    label = labels.get(min(a.role, b.role), "word")
    if how == kernel.SAME:
        same = a.text == b.text
        text = f"{label} {_said(a)}" if same else f"{label}s {_said(a)} and {_said(b)} sound the same"
        yield Feature(label, 1.0, text)
    elif how in _AGREE:
        level, text = _AGREE[how]
        yield Feature(label, level, text.format(label, _said(a), _said(b)))
    if a.feminine != b.feminine:
        yield Feature("gender", -0.5, f"{_said(a)} and {_said(b)} are forms for a man and a woman")


def _alone(aligned: Alignment, labels: Mapping[int, str]) -> Iterator[Feature]:
    left, right = list(aligned.left), list(aligned.right)
    for word in aligned.left:
        other = next((each for each in right if each.role == word.role), None)
        if other:
            label = labels.get(word.role, "word")
            yield Feature(label, -1.0, f"{label}s {_said(word)} and {_said(other)} differ")
            left.remove(word)
            right.remove(other)
    for side, words in (("left", left), ("right", right)):
        for word in words:
            label = labels.get(word.role, "word")
            yield Feature(label, -0.2, f"{label} {_said(word)} only on the {side}")


def _forms(left: str, right: str) -> Iterator[Feature]:
    a, b = (set(orgwords.read(romanise.words(text)).forms) for text in (left, right))
    if a and b:
        same = bool(a & b)
        text = f"{', '.join(sorted(a))} and {', '.join(sorted(b))}"
        yield Feature("legal form", 1.0 if same else -0.1, f"both {', '.join(sorted(a & b))}" if same else text)


def _said(word: Word) -> str:
    return word.text.capitalize()
