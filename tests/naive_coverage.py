"""Coverage computed a second time, slowly and plainly, from the readings alone: what the study is held against."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from kronika import Casebook
    from kronika.base.config import Regime

PERSONS, OTHERS = {"nationality", "citizenship"}, {"country", "jurisdiction", "mainCountry", "flag"}
LISTING = {"entity", "program", "programId", "listingDate", "endDate", "status"}
DAY = timedelta(1)


def named(state: str) -> str:
    """A state as tables print it."""
    return "UK" if state == "gb" else state.upper()


@dataclass
class Period:
    """One Sanction in an unbroken row of copies of one list."""

    subject: str
    state: str
    copy: str
    """The last copy that holds it."""
    low: date
    high: date
    over: date | None
    """The day by which it had ended."""
    of_regime: bool


@dataclass
class Naive:
    """Everything that is listed of a regime, by identity and state."""

    periods: dict[str, dict[str, list[Period]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    ends: dict[str, date] = field(default_factory=dict)
    """State → the last day that its main list tells about."""
    open: set[tuple[str, str]] = field(default_factory=set)
    """Identity and state whose lists have a subject that may well be it."""
    programmes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Source → the subjects that its newest copies list under the regime's programmes."""

    def since(self, identity: str, state: str) -> tuple[date, date] | None:
        """Between which days the present listing of an identity began, or the last one."""
        every = self.periods[identity][state]
        if not every:
            return None
        chosen = [each for each in every if each.over is None] or [max(every, key=lambda each: each.low)]
        while True:
            low = min(each.low for each in chosen)
            more = [each for each in every if each not in chosen and (each.over is None or each.over >= low)]
            if not more:
                return low, min(each.high for each in chosen)
            chosen += more

    def listed(self, identity: str, state: str) -> bool:
        """Whether a newest copy holds it."""
        return any(each.over is None for each in self.periods[identity][state])

    def gaps(self, states: list[str], least: int) -> set[tuple[object, ...]]:
        """Identity, state, standing, the others that list it, first of their days, days from then."""
        found: set[tuple[object, ...]] = set()
        for identity in list(self.periods):
            for state in states:
                others = [each for each in states if each != state and self.listed(identity, each)]
                if self.listed(identity, state) or len(others) < least:
                    continue
                first = min(span[1] for each in others if (span := self.since(identity, each)))
                anywhere = min(span[1] for each in others if (span := self.since(identity, each)))
                doubtful = anywhere > self.ends[state] or (identity, state) in self.open
                standing = "unknown" if doubtful else "not listed"
                standing = "delisted" if self.periods[identity][state] else standing
                days = (self.ends[state] - first).days
                names = tuple(named(each) for each in others)
                found.add((identity, named(state), standing, names, first.isoformat(), days))
        return found

    def lags(self, states: list[str]) -> set[tuple[object, ...]]:
        """Identity, who was first, state, fewest and most days until it followed, whether it had not yet."""
        found: set[tuple[object, ...]] = set()
        for identity in list(self.periods):
            spans = {state: span for state in states if (span := self.since(identity, state))}
            known = {state: low for state, (low, high) in spans.items() if low == high}
            if not known:
                continue
            day = min(known.values())
            if any(low != high and low <= day for low, high in spans.values()):
                continue
            if any((identity, state) in self.open for state in states if state not in spans):
                continue
            firsts = tuple(named(state) for state in states if known.get(state) == day)
            for state in states:
                follower = named(state)
                if firsts == (follower,):
                    continue
                if state in spans:
                    low, high = spans[state]
                    found.add((identity, firsts, follower, (low - day).days, (high - day).days, False))
                elif self.ends[state] < day:
                    found.add((identity, firsts, follower, None, None, None))
                else:
                    found.add((identity, firsts, follower, (self.ends[state] - day).days, "", True))
        return found


def month(printed: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year."""
    parts = [int(part) for part in printed.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def read(book: Casebook, regime: Regime) -> Naive:
    """Read every copy of every list of a casebook again."""
    with book.ledger() as ledger:
        copies = ledger.rows("SELECT * FROM copies WHERE state != 'refused' ORDER BY published, rowid")
        country = {row["source"]: row["country"] for row in ledger.rows("SELECT source, country FROM sources")}
        rows = pq.read_table(ledger.matched / "identities.parquet").to_pylist()
        pairs = pq.read_table(ledger.matched / "pairs.parquet").to_pylist()
        of = {row["subject"]: row["source"] for row in ledger.rows("SELECT DISTINCT subject, source FROM facts")}
    identity = {row["subject"]: row["identity"] for row in rows}
    copies = [copy for copy in copies if country[copy["source"]]]
    facts = {copy["copy"]: list(_facts(book.root, copy["copy"])) for copy in copies}
    tied_by: dict[str, set[str]] = defaultdict(set)
    for copy in copies:
        for fact in facts[copy["copy"]]:
            if how := _tie(fact, copy["source"], regime):
                tied_by[fact["subject"]].add(how)
    mine = {identity.get(subject, subject) for subject in tied_by}
    found = Naive()
    for source, series in dict.fromkeys((copy["source"], copy["series"]) for copy in copies):
        held = [copy for copy in copies if (copy["source"], copy["series"]) == (source, series)]
        for subject, period in _periods(held, facts, regime, tied_by, country[source]):
            who = identity.get(subject, subject)
            if who in mine:
                found.periods[who][country[source]].append(period)
        newest = facts[held[-1]["copy"]]
        found.programmes[source] |= {f["subject"] for f in newest if _tie(f, source, regime) == "programme"}
    for pair in pairs:
        for one, other in ((pair["left"], pair["right"]), (pair["right"], pair["left"])):
            if pair["status"] != "merged" and (pair["status"] == "undecided" or pair["score"] >= 0.7):
                found.open.add((identity[one], country[of[other]]))
    _ends(found, copies, country)
    return found


def _facts(root: Path, copy: str) -> Iterator[dict[str, Any]]:
    columns = ["subject", "entity", "schema", "prop", "value"]
    wanted = sorted(LISTING | PERSONS | OTHERS)
    table = pq.read_table(root / "readings" / copy / "facts.parquet", columns=columns, filters=[("prop", "in", wanted)])
    yield from table.to_pylist()


def _tie(fact: dict[str, Any], source: str, regime: Regime) -> str:
    if fact["prop"] in {"program", "programId"}:
        return "programme" if fact["value"] in regime.programmes.get(source, ()) else ""
    ties = PERSONS if fact["schema"] == "Person" else OTHERS
    own = fact["entity"] == fact["subject"]
    return "country" if own and fact["prop"] in ties and fact["value"] in regime.countries else ""


def _periods(
    held: list[dict[str, Any]],
    facts: dict[str, list[dict[str, Any]]],
    regime: Regime,
    tied: dict[str, set[str]],
    state: str,
) -> Iterator[tuple[str, Period]]:
    sanctions: dict[tuple[str, str], dict[int, list[dict[str, Any]]]] = defaultdict(dict)
    for at, copy in enumerate(held):
        for fact in facts[copy["copy"]]:
            if fact["schema"] == "Sanction":
                sanctions[fact["subject"], fact["entity"]].setdefault(at, []).append(fact)
    for (subject, _), stands in sanctions.items():
        for start in (at for at in stands if at - 1 not in stands):
            end = next(at for at in range(start, len(held)) if at + 1 not in stands)
            low, high = _began(held, stands, start, end)
            named = any(_tie(f, held[end]["source"], regime) == "programme" for f in stands[end])
            of_regime = named or "country" in tied[subject]
            over = _over(held, stands, end)
            yield subject, Period(subject, state, held[end]["copy"], low, high, over, of_regime)


def _began(
    held: list[dict[str, Any]], stands: dict[int, list[dict[str, Any]]], start: int, end: int
) -> tuple[date, date]:
    before = month(held[start - 1]["published"])[0] + DAY if start else date.min
    printed = [month(f["value"]) for at in range(start, end + 1) for f in stands[at] if f["prop"] == "listingDate"]
    came_back = any(at < start for at in stands)
    if printed and not (came_back and min(printed)[1] < before):
        return min(printed)
    return before, month(held[start]["published"])[1]


def _over(held: list[dict[str, Any]], stands: dict[int, list[dict[str, Any]]], end: int) -> date | None:
    last = month(held[end]["published"])[1]
    ends = [month(f["value"]) for f in stands[end] if f["prop"] == "endDate"]
    ends = [each for each in ends if each[0] <= last]
    if ends:
        return max(ends)[1]
    if any(f["prop"] == "status" and f["value"] == "de-listed" for f in stands[end]):
        return last
    return month(held[end + 1]["published"])[1] if end + 1 < len(held) else None


def _ends(found: Naive, copies: list[dict[str, Any]], country: dict[str, str]) -> None:
    of = {copy["copy"]: (copy["source"], copy["series"]) for copy in copies}
    count: dict[tuple[str, str], int] = defaultdict(int)
    for states in found.periods.values():
        for periods in states.values():
            for each in periods:
                count[of[each.copy]] += each.of_regime
    for state in sorted({country[copy["source"]] for copy in copies}):
        newest = {of[copy["copy"]]: copy for copy in copies if country[copy["source"]] == state}
        size = {key: count[key] for key in newest}
        if not any(size.values()):
            size = {key: copy["subjects"] for key, copy in newest.items()}
        full = [newest[key] for key in newest if size[key] >= max(size.values()) / 2]
        found.ends[state] = max(month(copy["published"]) for copy in full)[0]
