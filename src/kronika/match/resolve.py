"""One identity for each person, company and ship, over all lists.

Pairs that are alike are judged one by one (`verdict`), then joined, the surest first. Two groups are joined only where
no two of their members contradict each other, so that one mistaken record does not make two people one. What people
have judged goes before everything.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from kronika.match import alike
from kronika.match.alike import Alike
from kronika.match.conflicts import conflicts
from kronika.match.evidence import evidence
from kronika.match.judgements import DIFFERENT, SAME, UNSURE
from kronika.match.resolution import Identity, Pair, Resolution
from kronika.match.score import Comparer
from kronika.match.subjects import uncollected
from kronika.match.verdict import APART, MERGED, ONE, PERSON, SLIP, TWO, UNDECIDED, Seen, contradiction, seen, verdict

if TYPE_CHECKING:
    from kronika.match.index import Names
    from kronika.match.judgements import Judgement, Judgements
    from kronika.match.subjects import Subject

_AS_GOOD, _AS_TELLING = 0.05, 0.7
"""By how much a rival's names may be less alike, and how much of what the names tell theirs must tell."""
_TWICE = (0.97, 0.9)
"""How alike the names of two records of one list are that may be one: a company's branch has a longer name; a person's
may lack the patronymic."""
_ON_ONE_LIST = 0.5
"""How much a verdict is worth on two records of one list, beside one that joins two lists."""
_THROUGH = "each is the same as others of this identity"

Two = tuple[int, int]
"""Two numbers of subjects, the smaller first."""


def resolve(
    subjects: Sequence[Subject],
    names: Names,
    judgements: Judgements,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Resolution:
    """The identities of these subjects. `names` are those of their profiles in this order (`index.names_of`).

    The same input gives the same answer. Judgements on subjects that are not among these are left out.
    """
    with uncollected():
        profiles = [each.profile for each in subjects]
        judged = _judged(subjects, judgements)
        found = {(pair.left, pair.right): pair for pair in alike.pairs(profiles, names, progress)}
        comparer = Comparer()
        for one, other in judged.keys() - found.keys():
            compared = comparer.compare(profiles[one], profiles[other])
            found[one, other] = Alike(one, other, compared.names, 0.0, compared.evidence)
        every = {two: seen(found[two], *(subjects[n] for n in two)) for two in sorted(found)}
        views = {two: view for two, view in every.items() if all(subjects[n].listed for n in two)}
        verdicts = _verdicts(subjects, views, judged)
        groups = _Groups(subjects, every, judged)
        refused = groups.join(verdicts)
        pairs = tuple(_pair(subjects, groups, views[two], two, *refused.get(two, verdicts[two])) for two in views)
        if len(views) < len(every):
            groups.attach(_verdicts(subjects, every, judged))
        return Resolution(tuple(_identities(subjects, groups)), pairs)


def _judged(subjects: Sequence[Subject], judgements: Judgements) -> dict[Two, Judgement]:
    at = {each.profile.id: number for number, each in enumerate(subjects)}
    found = {}
    for two, judgement in judgements.pairs().items():
        numbers = sorted(at[subject] for subject in two if subject in at)
        if len(numbers) == 2:
            found[numbers[0], numbers[1]] = judgement
    return found


def _verdicts(
    subjects: Sequence[Subject], views: Mapping[Two, Seen], judged: Mapping[Two, Judgement]
) -> dict[Two, tuple[str, str]]:
    """What each pair comes to by itself, and why."""
    rivals = _Rivals(subjects, views)
    found = {}
    for two, view in views.items():
        judgement = judged.get(two)
        if judgement:
            status = MERGED if judgement.judgement == SAME else APART
            judged_so = f"judged {judgement.judgement} by {judgement.who} on {judgement.when[:10]}"
            found[two] = status, f"{judged_so}: {judgement.why}"
        else:
            alone = verdict(view)
            found[two] = verdict(view, rivals.of(two)) if alone[0] != APART else alone
    return found


class _Rivals:
    """Other subjects that could be meant."""

    def __init__(self, subjects: Sequence[Subject], views: Mapping[Two, Seen]) -> None:
        self._subjects, self._views = subjects, views
        self._alike: dict[int, list[tuple[int, Seen]]] = defaultdict(list)
        for (one, other), view in views.items():
            if not view.one_list and not view.excluded:
                self._alike[one].append((other, view))
                self._alike[other].append((one, view))

    def of(self, two: Two) -> str:
        """Who either of two could be as well as the other, and is not the other; empty where there is nobody."""
        view = self._views[two]
        for one, other in (two, two[::-1]):
            for third, rival in self._alike[one]:
                if (
                    third != other
                    and rival.names >= view.names - _AS_GOOD
                    and rival.telling >= view.telling * _AS_TELLING
                    and self._apart(other, third)
                ):
                    profile = self._subjects[third].profile
                    return f"{profile.caption} ({profile.id})"
        return ""

    def _apart(self, one: int, other: int) -> bool:
        view = self._views.get(_two(one, other))
        if view is None:
            return True
        return view.excluded or (view.one_list and verdict(view)[0] != MERGED)


class _Groups:
    """Subjects that have been joined."""

    def __init__(self, subjects: Sequence[Subject], views: Mapping[Two, Seen], judged: Mapping[Two, Judgement]) -> None:
        self._subjects, self._views, self._judged = subjects, views, judged
        self._others: dict[Two, Seen] = {}
        self._members = {at: [at] for at in range(len(subjects))}
        self.of = list(range(len(subjects)))

    @property
    def members(self) -> list[list[int]]:
        """The groups, each in order, in the order of their first members."""
        return [sorted(some) for _, some in sorted(self._members.items())]

    def join(self, verdicts: Mapping[Two, tuple[str, str]]) -> dict[Two, tuple[str, str]]:
        """Join what is one, the surest pairs first; gives those that could not be joined, and why."""
        refused = {}
        for two in self._surest_first(verdicts):
            one, other = (self.of[each] for each in two)
            if one == other:
                continue
            why = self._contradiction(two)
            if why:
                refused[two] = UNDECIDED, f"{verdicts[two][1]}; but {why}"
                continue
            self._unite(one, other)
        return refused

    def attach(self, verdicts: Mapping[Two, tuple[str, str]]) -> None:
        """Put everyone who is not listed any more to the one group that they surely belong to; they join no others."""
        for two in self._surest_first(verdicts):
            if sum(self._subjects[each].listed for each in two) == 1 and not self._contradiction(two):
                gone = two[0] if not self._subjects[two[0]].listed else two[1]
                if self._members.get(gone) == [gone]:
                    self._unite(*(self.of[each] for each in two))

    def _surest_first(self, verdicts: Mapping[Two, tuple[str, str]]) -> list[Two]:
        order = sorted((self._sure(two), two) for two, (status, _) in verdicts.items() if status == MERGED)
        return [two for _, two in order]

    def _unite(self, one: int, other: int) -> None:
        kept, gone = min(one, other), max(one, other)
        for each in self._members[gone]:
            self.of[each] = kept
        self._members[kept] += self._members.pop(gone)

    def _sure(self, two: Two) -> tuple[int, float, float]:
        view = self._views[two]
        return 0 if two in self._judged else view.rank, -view.score, -view.telling

    def _contradiction(self, two: Two) -> str:
        """Why the groups of two subjects cannot be one, empty where they can."""
        one, other = (self._members[self.of[each]] for each in two)
        for a, b in product(sorted(one), sorted(other)):
            across = _two(a, b)
            why = "" if across == two else self._against(across, two)
            if why:
                ids = (self._subjects[each].profile.id for each in across)
                return f"{' and '.join(ids)} {why}"
        return ""

    def _against(self, across: Two, link: Two) -> str:
        """What speaks against the one identity that `link` would put these two into."""
        by_hand = link in self._judged
        judgement = self._judged.get(across)
        if judgement and (judgement.judgement == DIFFERENT or (judgement.judgement == UNSURE and not by_hand)):
            return "were judged different" if judgement.judgement == DIFFERENT else "were judged unsure"
        if by_hand:
            return ""
        view = self._view(across)
        if view.one_list and verdict(view)[0] != MERGED:
            if view.names < _TWICE[view.kind == PERSON] or view.number == ONE:
                return "stand on one list under other names"
            if view.birth == SLIP:
                return "stand on one list with two birth dates"
        if view.excluded and not (view.birth == TWO and not view.one_list and self._bridged(across, link)):
            return f"contradict each other: {contradiction(view)}"
        return ""

    def _bridged(self, across: Two, link: Two) -> bool:
        """Whether two birth dates may stand side by side: they are tied by a number, or one record states both."""
        if self._views[link].number == ONE:
            return True
        one, other = ({*self._subjects[each].profile.births} for each in across)
        members = (each for end in link for each in self._members[self.of[end]])
        return any(
            one & stated and other & stated for stated in ({*self._subjects[each].profile.births} for each in members)
        )

    def _view(self, two: Two) -> Seen:
        if two not in self._views:
            one, other = (self._subjects[each] for each in two)
            found = tuple(evidence(one.profile, other.profile))
            self._others[two] = seen(Alike(*two, 0.0, 0.0, found), one, other)
        return self._views.get(two) or self._others[two]


def _two(one: int, other: int) -> Two:
    return (one, other) if one < other else (other, one)


def _pair(subjects: Sequence[Subject], groups: _Groups, view: Seen, two: Two, status: str, why: str) -> Pair:
    left, right = (subjects[each].profile.id for each in two)
    link = status == MERGED
    if groups.of[two[0]] == groups.of[two[1]]:
        status, why = MERGED, why if link else _THROUGH
    texts = tuple(each.text for each in view.evidence)
    score = round(view.score, 4)
    use = score * _ON_ONE_LIST if view.one_list else score
    return Pair(left, right, score, round(view.names, 4), texts, status, why, link, use)


def _identities(subjects: Sequence[Subject], groups: _Groups) -> Iterator[Identity]:
    for members in groups.members:
        anchor = min((subjects[each] for each in members), key=lambda each: (each.rank, each.profile.id))
        number = hashlib.sha1(anchor.profile.id.encode(), usedforsecurity=False).hexdigest()[:10]
        listed = [each for each in members if subjects[each].listed]
        profiles = [subjects[each].profile for each in listed]
        if profiles:
            ids = tuple(each.id for each in profiles)
            former = tuple(subjects[each].profile.id for each in members if not subjects[each].listed)
            yield Identity(f"kr-{number}", ids, tuple(listed), tuple(conflicts(profiles)), former)
