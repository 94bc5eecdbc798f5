"""Questions put to a casebook's Screener, and how its answers count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from bench.match_data import Invented, Names, Own, named
from bench.match_table import Share, reached
from kronika.match import assemble, screen

if TYPE_CHECKING:
    from bench.match_peer import Entity
    from kronika import Casebook

Answers = list[list[tuple[str, float]]]
"""For each question the ids and scores of its hits, best first."""
LOWEST, MOST = 0.5, 20
_BATCH = 5000


class Listed:
    """A casebook with its names, its Screener, and the records that the Screener answers with."""

    def __init__(self, book: Casebook) -> None:
        self.book = book
        self.names = Names(book)
        self.screener = book.screener()
        records = screen.Listed(assemble.current(book.root / "index"))
        self.records = [records[number] for number in range(len(records))]
        self._subjects = {profile.id: subjects for profile, subjects in self.records}
        self.id_of = {subject: id_ for id_, subjects in self._subjects.items() for subject in subjects}

    def entity(self, id_: str) -> Entity:
        """What is listed under an id that the Screener gives, names only."""
        return self.names.entity(self._subjects[id_])

    def ids(self, own: Iterable[Own]) -> list[str]:
        """The ids under which these should be found."""
        return [self.id_of[each.subject] for each in own]

    def shared(self, own: Own) -> bool:
        """Whether a name of just these words is another identity's too."""
        return len({self.id_of[subject] for subject in self.names.bearers[own.fold]}) > 1

    def answer(self, question: Entity) -> list[tuple[str, float]]:
        """The hits of one question asked alone."""
        return [(hit.id, hit.score) for hit in self.screener.screen(question, limit=MOST, threshold=LOWEST)]

    def answers(self, questions: Sequence[Mapping[str, str]]) -> Answers:
        """The hits of each question, as a customer file would be screened; scores from LOWEST, MOST hits at most."""
        found: Answers = [[] for _ in questions]
        for start in range(0, len(questions), _BATCH):
            batch = questions[start : start + _BATCH]
            table = self.screener.screen_table(_table(batch), limit=MOST, threshold=LOWEST)
            columns = [table.column(name).to_pylist() for name in ("row", "status", "id", "score")]
            for row, status, id_, score in zip(*columns, strict=True):
                if status == "hit":
                    found[start + row].append((id_, score))
        return found


def people(invented: Iterable[Invented], *, details: bool = False) -> list[dict[str, str]]:
    """Made-up people as rows of a customer file, by name or with birth date and country."""
    return [
        {"name": each.name, "schema": "Person"}
        | ({"birth_date": each.birth, "country": each.country} if details else {})
        for each in invented
    ]


def spelt(own: Iterable[Own], names: Iterable[str]) -> list[dict[str, str]]:
    """Listed subjects as rows of a customer file, under these names."""
    return [{"name": name, "schema": each.schema} for each, name in zip(own, names, strict=True)]


def best(answers: Answers) -> list[float]:
    """The best score of each answer; 0 where there was no hit."""
    return [max((score for _, score in hits), default=0.0) for hits in answers]


def scores_of(answers: Answers, ids: Sequence[str]) -> list[float]:
    """The score of the right one in each answer; 0 where it is not there."""
    return [
        max((score for id_, score in hits if id_ == right), default=0.0)
        for hits, right in zip(answers, ids, strict=True)
    ]


def first(answers: Answers, ids: Sequence[str], threshold: float = 0.0) -> Share:
    """How often the right one is ranked first, at a score of at least the threshold."""
    hits = sum(
        bool(each) and each[0][0] == right and each[0][1] >= threshold for each, right in zip(answers, ids, strict=True)
    )
    return Share(hits, len(ids))


def found_among(screener: screen.Screener, own: Sequence[Own], names: Sequence[str], ids: Sequence[str]) -> list[bool]:
    """Whether the right one is among the 50 candidates of each name."""
    return [
        right in screener.candidates(named(name, each.schema), limit=50)
        for each, name, right in zip(own, names, ids, strict=True)
    ]


def by_script(answers: Answers, scripts: Iterable[str]) -> dict[str, Share]:
    """The share of questions with a hit at 0.7, by the script that they are in, the most frequent first."""
    scores: dict[str, list[float]] = defaultdict(list)
    for script, score in zip(scripts, best(answers), strict=True):
        scores[script].append(score)
    return {script: reached(each) for script, each in sorted(scores.items(), key=lambda item: -len(item[1]))}


def _table(rows: Sequence[Mapping[str, str]]) -> pa.Table:
    columns = ("name", "schema", "birth_date", "country", "id_number")
    return pa.table(
        {"row": pa.array(range(len(rows)), pa.int64())}
        | {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in columns}
    )
