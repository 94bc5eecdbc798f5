"""Which stations a study leaves out: every reason declared, counted, and free to be switched off.

Two that no mapping needs to name are found by the table itself: rows that are totals of others, and stations that stand
in it twice. The tests leave out small stations by their own rules (`integers.Rules`); here they are counted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols import mapping
from kronika.collect.protocols.stations import UNKNOWN, Mask, Protocols

if TYPE_CHECKING:
    from kronika.collect.protocols.mapping import Layout

SMALLEST = 100
LEAST_TOTAL = 500
"""A total has at least so many voters; among small stations one is now and then the sum of two neighbours."""
SAYS = {
    "totals": "the row is the total of others",
    "repeated": "the station stands in the table before",
    "unknown": "the table tells neither how many voted there nor how many ballots were counted",
    "nowhere": "the table does not tell in which region the station is",
    "small": f"fewer than {SMALLEST} voters on the list",
    "abroad": "abroad, or on a ship",
    "electronic": "electronic voting, not a polling station",
    "special": "for patients, prisoners, students or inmates",
    "postal": "postal ballots, which have no list of their own",
}
"""What each exclusion says; a mapping can have others, which say their name."""
DEFAULT = ("totals", "repeated", "unknown", "electronic")
"""What is left out unless the user says otherwise: all that is no polling station, or is one twice."""
PUBLISHED = ("unknown",)
"""What Kobak, Shpilkin and Pshenichnikov leave out, beside what their rules do."""
_TOTALS = {
    "итого", "всего", "всяго", "усяго", "усього", "разам", "total", "totals", "totaux", "suma", "razem", "ogółem",
    "gesamt", "insgesamt", "summe", "gesamtergebnis", "celkem", "spolu", "összesen", "toplam", "jami", "барлығы",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One reason to leave stations out."""

    name: str
    says: str
    stations: int
    """To how many it applies, whether or not it is switched on."""
    voters: int
    """On their lists."""
    rows: tuple[int, ...]
    applied: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The stations that a study rests on, and why the others were left out."""

    mask: Mask
    exclusions: tuple[Exclusion, ...]

    @property
    def stations(self) -> int:
        """How many are left."""
        return int(self.mask.sum())


def known(layout: Layout) -> list[str]:
    """The exclusions that can be asked for."""
    return [*dict.fromkeys(("totals", "repeated", "unknown", "nowhere", "small", *layout.exclude))]


def keep(protocols: Protocols, leave_out: Collection[str] = DEFAULT) -> Kept:
    """Leave out stations for these reasons; those of `DEFAULT` that the mapping does not know are passed over.

    Raises UsageError for another reason that nobody knows, and where no station is left.
    """
    for name in leave_out:
        if name not in known(protocols.layout) and name not in DEFAULT:
            raise UsageError(f"{name!r} is no exclusion; there are {', '.join(known(protocols.layout))}")
    mask = np.ones(len(protocols), dtype=np.bool_)
    exclusions = []
    for name in known(protocols.layout):
        out = _out(protocols, name)
        voters = protocols.registered[out]
        exclusions.append(
            Exclusion(
                name=name,
                says=SAYS.get(name, name),
                stations=int(out.sum()),
                voters=int(voters[voters != UNKNOWN].sum()),
                rows=tuple(protocols.rows[out].tolist()),
                applied=name in leave_out,
            )
        )
        if name in leave_out:
            mask &= ~out
    if not mask.any():
        raise UsageError(f"{protocols.name}: no station is left of {len(protocols):,}")
    return Kept(mask, tuple(exclusions))


def _out(protocols: Protocols, name: str) -> Mask:
    listed = protocols.registered
    match name:
        case "totals":
            return _named_total(protocols) | _sums_up(protocols)
        case "repeated":
            return _repeated(protocols)
        case "unknown":
            return np.asarray((protocols.turnout == UNKNOWN) & (protocols.base == UNKNOWN))
        case "nowhere":
            return np.asarray(protocols.texts.get("region", np.array(["."] * len(protocols))) == "")
        case "small":
            return np.asarray((listed != UNKNOWN) & (listed < SMALLEST))
        case _:
            return _fitting(protocols, name)


def _fitting(protocols: Protocols, name: str) -> Mask:
    """The stations that a pattern of the mapping excludes."""
    out = np.zeros(len(protocols), dtype=np.bool_)
    for role, pattern in protocols.layout.exclude[name].items():
        if role in protocols.texts:
            texts = protocols.texts[role]
            fits = {text: mapping.fits(pattern, text) for text in set(texts)}
            out |= np.fromiter((fits[text] for text in texts), dtype=np.bool_, count=len(texts))
    return out


def _repeated(protocols: Protocols) -> Mask:
    out = np.zeros(len(protocols), dtype=np.bool_)
    out[[station for group in protocols.repeats for station in group[1:]]] = True
    return out


def _named_total(protocols: Protocols) -> Mask:
    """Rows whose name begins with a word for a total."""
    out = np.zeros(len(protocols), dtype=np.bool_)
    for role in ("region", "district", "unit"):
        if role in protocols.texts:
            texts = protocols.texts[role]
            total = {text: not _TOTALS.isdisjoint(mapping.words(text)[:1]) for text in set(texts)}
            out |= np.fromiter((total[text] for text in texts), dtype=np.bool_, count=len(texts))
    return out


def _sums_up(protocols: Protocols) -> Mask:
    """Rows whose voters, voting voters and votes are the sums of at least two rows just before, or just after."""
    columns = np.column_stack([protocols.registered, protocols.turnout, protocols.votes])
    columns = np.where(columns == UNKNOWN, 0, columns)
    out = np.zeros(len(columns), dtype=np.bool_)
    while True:
        left = np.flatnonzero(~out)
        found = _sum_of_those_before(columns[left]) | _sum_of_those_before(columns[left[::-1]])[::-1]
        if not found.any():
            return out
        # Without the totals of districts, a total of regions adds up too.
        out[left[found]] = True


def _sum_of_those_before(columns: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Mask:
    before = np.vstack([np.zeros((1, columns.shape[1]), dtype=np.int64), np.cumsum(columns, axis=0)])
    rows = np.arange(len(columns))
    # Which row a sum would have to begin with, so that the voters on the lists agree.
    wanted = before[:-1, 0] - columns[:, 0]
    start = np.minimum(np.searchsorted(before[:-1, 0], wanted, side="right") - 1, rows)
    some = np.flatnonzero((columns[:, 0] >= LEAST_TOTAL) & (columns[:, 1] > 0) & (wanted >= 0) & (rows - start >= 2))
    found = np.zeros(len(columns), dtype=np.bool_)
    found[some] = (before[some] - before[start[some]] == columns[some]).all(axis=1)
    return found
