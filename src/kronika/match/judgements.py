"""What people have judged: that two listed subjects are one or are not, that a customer is one of the listed or is not.

`judgements.jsonl` in the casebook is only ever added to, and chained like the archive's log (`collect.chain`). It is
the only copy of what it holds: it must be backed up, together with `judgements.head` beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from kronika.base.errors import ArchiveError, UsageError
from kronika.collect.chain import Chain, try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kronika.match.profile import Profile

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
_VERDICTS = (SAME, DIFFERENT, UNSURE)
_WAIT = 10.0
"""Seconds to wait for another process that is writing."""


class Judgement(NamedTuple):
    """Whether two listed subjects are one, in the judgement of a person."""

    left: str
    right: str
    """Ids of subjects."""
    judgement: str
    """SAME, DIFFERENT or UNSURE."""
    who: str
    when: str
    """ISO 8601, UTC."""
    why: str


class Clearance(NamedTuple):
    """That a customer is not one of the listed, in the judgement of a person; holds while neither side changes."""

    customer: str
    """Fingerprint of the customer's profile."""
    customer_name: str
    listed: str
    """Id of the identity or subject."""
    listed_state: str
    """Fingerprint of its profile."""
    who: str
    when: str
    """ISO 8601, UTC."""
    why: str


class Confirmation(NamedTuple):
    """That a customer is one of the listed, in the judgement of a person; holds while the customer does not change."""

    customer: str
    """Fingerprint of the customer's profile."""
    customer_name: str
    listed: str
    """Id of the identity or subject."""
    who: str
    when: str
    """ISO 8601, UTC."""
    why: str


def fingerprint(profile: Profile) -> str:
    """SHA-256 over everything that a profile is compared by; its id and how good each name is are left out."""
    state = [
        sorted({name.text for name in profile.names}), sorted(profile.births), sorted(profile.countries),
        sorted(profile.genders), sorted(profile.idents),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


class Judgements:
    """The judgements of a casebook. Every write reads what others have written in the meantime."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._chain = Chain(path)
        self._now = now
        self._pairs: dict[frozenset[str], Judgement] = {}
        self._customers: dict[tuple[str, str], Clearance | Confirmation] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read `path`, which need not exist yet. Raises ArchiveError where its lines do not chain."""
        found = cls(path)
        with found._plain_errors():
            found._take(found._chain.read().sound())
        return found

    def pairs(self) -> dict[frozenset[str], Judgement]:
        """The last judgement on each pair of subjects."""
        return dict(self._pairs)

    def cleared(self, customer: Profile, listed: Profile) -> Clearance | None:
        """The clearance of this customer of being this listed one, None where there is none or a side has changed."""
        found = self._customers.get((fingerprint(customer), listed.id))
        return found if isinstance(found, Clearance) and found.listed_state == fingerprint(listed) else None

    def confirmed(self, customer: Profile, listed: str) -> Confirmation | None:
        """The last judgement on this customer and this listed identity, where it is that they are one; else None."""
        found = self._customers.get((fingerprint(customer), listed))
        return found if isinstance(found, Confirmation) else None

    def judge(self, left: str, right: str, judgement: str, *, who: str, why: str = "") -> Judgement:
        """Write down whether two subjects are one. What was judged of them before stays on record.

        Raises UsageError for another word than the three, without `who`, or where SAME or DIFFERENT has no `why`;
        ArchiveError when it cannot be written.
        """
        if judgement not in _VERDICTS:
            raise UsageError(f"{judgement!r}: a judgement is one of {', '.join(_VERDICTS)}")
        if not left or not right or left == right:
            raise UsageError("a judgement is about two subjects")
        _signed(who, why if judgement != UNSURE else "-")
        made = Judgement(left, right, judgement, who.strip(), self._when(), why.strip())
        self._append({"kind": "judgement", **made._asdict()})
        return self._pairs[frozenset((left, right))]

    def clear(self, customer: Profile, listed: Profile, *, who: str, why: str) -> Clearance:
        """Write down that a customer is not this listed identity or subject. Raises as `judge` does."""
        _signed(who, why)
        state = fingerprint(customer), customer.caption, listed.id, fingerprint(listed)
        made = Clearance(*state, who.strip(), self._when(), why.strip())
        self._append({"kind": "clearance", **made._asdict()})
        return made

    def confirm(self, customer: Profile, listed: str, *, who: str, why: str = "") -> Confirmation:
        """Write down that a customer is this listed identity or subject. Raises as `judge` does; it needs no `why`."""
        _signed(who, why or "-")
        made = Confirmation(fingerprint(customer), customer.caption, listed, who.strip(), self._when(), why.strip())
        self._append({"kind": "confirmation", **made._asdict()})
        return made

    def _when(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _append(self, entry: Mapping[str, object]) -> None:
        with self._plain_errors(), self._locked():
            reading = self._chain.read()
            self._take([*reading.sound(), *self._chain.append(reading, [entry])])

    def _take(self, entries: list[Mapping[str, object]] | tuple[Mapping[str, object], ...]) -> None:
        self._pairs, self._customers = {}, {}
        for number, entry in enumerate(entries, 1):
            found = _read(entry)
            if isinstance(found, Judgement):
                self._pairs[frozenset((found.left, found.right))] = found
            elif found:
                self._customers[found.customer, found.listed] = found
            else:
                raise ArchiveError(
                    f"{self._chain.path}, line {number}: not a judgement as this version of Kronika writes it; update "
                    "Kronika or restore the file from a back-up"
                )

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveError(f"{self._chain.path}: {error.strerror or error}: nothing was written") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._chain.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._chain.path.with_suffix(".lock"), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            deadline = time.monotonic() + _WAIT
            while not try_lock(descriptor):
                if time.monotonic() >= deadline:
                    raise ArchiveError(f"{self._chain.path}: another kronika is writing to it; repeat this later")
                time.sleep(0.02)
            yield
        finally:
            os.close(descriptor)


def _signed(who: str, why: str) -> None:
    if not who.strip():
        raise UsageError("a judgement needs a name: who says so?")
    if not why.strip():
        raise UsageError("a judgement needs a reason: why?")


def _read(entry: Mapping[str, Any]) -> Judgement | Clearance | Confirmation | None:
    kinds: dict[object, type[Judgement | Clearance | Confirmation]] = {
        "judgement": Judgement,
        "clearance": Clearance,
        "confirmation": Confirmation,
    }
    kind = kinds.get(entry.get("kind"))
    if kind is None:
        return None
    values = [entry.get(field) for field in kind._fields]
    if not all(isinstance(value, str) for value in values):
        return None
    found = kind._make(values)
    return None if isinstance(found, Judgement) and found.judgement not in _VERDICTS else found
