"""What resolution came to: identities, and the pairs that they are made of. Stored beside the index."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kronika.base.errors import BuildError, UsageError
from kronika.match.conflicts import Conflict
from kronika.match.verdict import UNDECIDED

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

SUBJECTS = "identities.parquet"
"""The table of which subject is which identity, and whether it is listed now."""
_PAIRS, _CONFLICTS = "pairs.parquet", "conflicts.parquet"


class Pair(NamedTuple):
    """Two subjects that could be one, and what came of it."""

    left: str
    right: str
    score: float
    """From 0 to 1, with all evidence."""
    names: float
    """The score of the names alone."""
    evidence: tuple[str, ...]
    """What is known beside the names, in words."""
    status: str
    """merged, undecided or apart."""
    why: str
    link: bool
    """Whether it is one by itself, and not only through others."""
    use: float
    """What a person's verdict on it would be worth, from 0 to 1."""


class Identity(NamedTuple):
    """Subjects that are one."""

    id: str
    subjects: tuple[str, ...]
    numbers: tuple[int, ...]
    """Their places in the order in which they were given."""
    conflicts: tuple[Conflict, ...]
    former: tuple[str, ...] = ()
    """Subjects that surely are one with these and do not stand on their list any more."""


@dataclass(frozen=True)
class Resolution:
    """The identities of all subjects, and the pairs that they are made of."""

    identities: tuple[Identity, ...]
    pairs: tuple[Pair, ...]

    @cached_property
    def of(self) -> Mapping[str, int]:
        """The identity of each subject, as its place among `identities`."""
        return {subject: at for at, identity in enumerate(self.identities) for subject in identity.subjects}

    @cached_property
    def undecided(self) -> tuple[Pair, ...]:
        """The questions for a person, the most useful first; of those about the same two identities the best."""
        best: dict[tuple[int, int], tuple[float, Pair]] = {}
        for pair in self.pairs:
            if pair.status == UNDECIDED:
                one, other = sorted((self.of[pair.left], self.of[pair.right]))
                size = len(self.identities[one].subjects) * len(self.identities[other].subjects)
                use = pair.use * log2(1 + size)
                if (one, other) not in best or use > best[one, other][0]:
                    best[one, other] = use, pair
        return tuple(pair for _, pair in sorted(best.values(), key=lambda each: (-each[0], each[1])))

    def path(self, left: str, right: str) -> list[Pair]:
        """The shortest chain of pairs that makes two subjects one; empty where they are not.

        Raises UsageError for an unknown subject.
        """
        for subject in (left, right):
            if subject not in self.of:
                raise UsageError(f"{subject}: no list has a subject with this id")
        came: dict[str, Pair] = {}
        waiting = deque([left])
        while waiting:
            at = waiting.popleft()
            if at == right:
                break
            for pair in self._links[at]:
                after = pair.right if pair.left == at else pair.left
                if after != left and after not in came:
                    came[after] = pair
                    waiting.append(after)
        chain = []
        at = right
        while at != left:
            if at not in came:
                return []
            chain.append(came[at])
            at = came[at].left if came[at].right == at else came[at].right
        return chain[::-1]

    @cached_property
    def _links(self) -> Mapping[str, list[Pair]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in sorted(self.pairs, key=lambda pair: (-pair.score, pair)):
            if pair.link:
                found[pair.left].append(pair)
                found[pair.right].append(pair)
        return found

    def write(self, folder: Path) -> None:
        """Store this in a folder that is there. Raises BuildError when the disk is full."""
        import pyarrow.parquet as pq

        try:
            for name, table in self._tables().items():
                pq.write_table(table, folder / name, compression="zstd")
        except OSError as error:
            raise BuildError(
                f"the identities could not be written ({error}): the last good state still answers"
            ) from error

    @classmethod
    def read(cls, folder: Path, status: str = "") -> Self:
        """What was stored in a folder, of the pairs only those of a `status` where one is named.

        Raises UsageError where there is nothing whole.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            chosen = {SUBJECTS: None, _PAIRS: [("status", "==", status)] if status else None, _CONFLICTS: None}
            tables = [pq.read_table(folder / name, filters=filters) for name, filters in chosen.items()]
            rows, pairs, conflicts = (table.to_pylist() for table in tables)
        except (OSError, pa.ArrowInvalid) as error:
            raise UsageError(f"{folder}: no identities ({error}): `kronika build` makes them") from error
        members: dict[str, list[tuple[int, str]]] = defaultdict(list)
        former: dict[str, list[str]] = defaultdict(list)
        for number, row in enumerate(rows):
            if row["listed"]:
                members[row["identity"]].append((number, row["subject"]))
            else:
                former[row["identity"]].append(row["subject"])
        said: dict[str, list[Conflict]] = defaultdict(list)
        for row in conflicts:
            said[row["identity"]].append(Conflict(row["about"], row["value"], tuple(row["subjects"])))
        identities = (
            Identity(
                id_,
                tuple(subject for _, subject in some),
                tuple(number for number, _ in some),
                tuple(said[id_]),
                tuple(former[id_]),
            )
            for id_, some in members.items()
        )
        return cls(tuple(identities), tuple(Pair(**{**row, "evidence": tuple(row["evidence"])}) for row in pairs))

    def _tables(self) -> dict[str, pa.Table]:
        import pyarrow as pa

        text = pa.string()
        rows = sorted(
            (at, subject, each.id, True)
            for each in self.identities
            for at, subject in zip(each.numbers, each.subjects, strict=True)
        )
        gone = sorted((len(rows), subject, each.id, False) for each in self.identities for subject in each.former)
        said = [(each.id, *conflict) for each in self.identities for conflict in each.conflicts]
        number = pa.float64()
        of_pair = [text, text, number, number, pa.list_(text), text, text, pa.bool_(), number]
        return {
            SUBJECTS: _table(
                [row[1:] for row in (*rows, *gone)], ("subject", "identity", "listed"), (text, text, pa.bool_())
            ),
            _PAIRS: _table(self.pairs, Pair._fields, of_pair),
            _CONFLICTS: _table(said, ("identity", *Conflict._fields), (text, text, text, pa.list_(text))),
        }


def _table(rows: Sequence[Sequence[Any]], names: Sequence[str], types: Sequence[pa.DataType]) -> pa.Table:
    import pyarrow as pa

    columns = [pa.array([row[at] for row in rows], of) for at, of in enumerate(types)]
    return pa.table(columns, names=list(names))
