"""From the ledger's rows to cases and states: what stood in which copy, and between which days it began and ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from kronika.base import dates, scripts
from kronika.base.config import Regime
from kronika.ledger import listings
from kronika.ledger.store import days
from kronika.match.score import ALERT
from kronika.match.verdict import UNDECIDED
from kronika.study.coverage.domain import Case, Held, How, Listing, Near, State
from kronika.study.finding import Cited
from kronika.study.span import Span, ended

if TYPE_CHECKING:
    from kronika.ledger.listings import Differing, Listings, Member, Pair, Printed
    from kronika.ledger.store import Ledger

_CITED = ("listingDate", "endDate", "status", "program", "programId", "provisions", "reason")
_NAMES = ("name", "alias", "weakAlias")
_SCHEMATA = ("Person", "Vessel", "Airplane", "Company", "Organization", "LegalEntity")
_MAIN = 0.5
"""How many listings of the regime a list must have held, beside the fullest of its state, to be its main list."""


@dataclass(frozen=True)
class Gathered:
    """Everything that the study answers from."""

    regime: Regime
    cases: Sequence[Case]
    copies: Sequence[Held]
    sources: Mapping[str, Mapping[str, Any]]
    """The ledger's row of each source that answers for a state."""
    cited: Mapping[str, Cited]
    own: Mapping[str, Mapping[str, Sequence[Printed]]]
    """Subject → property → what its newest copy prints of the subject itself."""
    differing: Mapping[str, Sequence[Differing]]
    """Identity → what its records do not agree about."""
    unprinted: Sequence[tuple[str, str]]

    def country(self, listing: Listing) -> str:
        """The state whose listing this is."""
        return str(self.sources[listing.source]["country"])

    @property
    def newest(self) -> date:
        """The day of the newest copy of any list."""
        return max(copy.days.high for copy in self.copies)


def read(ledger: Ledger, regime: Regime) -> Gathered:
    """Read who is of the regime and how they are listed. Raises UsageError where nobody has been resolved yet."""
    return _gathered(ledger, regime, listings.read(ledger, regime.programmes, regime.countries))


def one(ledger: Ledger, identity: str) -> Gathered:
    """The same of one identity, or of a subject that is none, whatever regime it is of.

    Raises UsageError where nobody has been resolved yet.
    """
    return _gathered(ledger, Regime("none"), listings.of(ledger, identity, ALERT))


def _gathered(ledger: Ledger, regime: Regime, found: Listings) -> Gathered:
    sources = {name: row for name, row in ledger.sources.items() if row["country"]}
    copies = [
        Held(
            row["copy"], row["source"], row["series"], row["published"], Span(*days(row["published"])), row["subjects"]
        )
        for row in found.copies
    ]
    reader = _Reader(found, copies, sources, regime)
    return Gathered(
        regime=regime,
        cases=list(reader.cases()),
        copies=copies,
        sources=sources,
        cited=_cited(found.facts, {copy.key: copy for copy in copies}, sources),
        own=reader.own,
        differing=_by(found.differing, "identity"),
        unprinted=found.unprinted,
    )


def states(gathered: Gathered) -> dict[str, State]:
    """Every state that has a list in the casebook, by its code.

    Its main list is the one with the newest copy, of those that have held at least half as many listings of the regime
    as the fullest; where it lists nobody of it, half as many subjects. So neither a small list that came later nor an
    act that only adds to another says how far the state's lists reach.
    """
    listings = [each for case in gathered.cases for each in case.listings if each.how != How.IDENTITY]
    held = Counter((each.source, each.series) for each in listings)
    series = _series(gathered.copies)
    found = {}
    for code in sorted({gathered.sources[source]["country"] for source, _ in series}):
        mine = {key: copies for key, copies in series.items() if gathered.sources[key[0]]["country"] == code}
        lists = any(held[key] for key in mine)
        size = {key: held[key] if lists else copies[-1].subjects for key, copies in mine.items()}
        main = [copies for key, copies in mine.items() if size[key] >= _MAIN * max(size.values())]
        newest = max(main, key=lambda copies: copies[-1].days)
        names = tuple(name for name, row in gathered.sources.items() if row["country"] == code)
        found[code] = State(code, names, newest[0], newest[-1], lists)
    return found


def _series(copies: Iterable[Held]) -> dict[tuple[str, str], list[Held]]:
    """The copies of each list, or of each series of it, the oldest first."""
    found: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for copy in copies:
        found[copy.source, copy.series].append(copy)
    return found


class _Reader:
    """Puts together what stands in many rows."""

    def __init__(
        self, found: Listings, copies: Sequence[Held], sources: Mapping[str, Mapping[str, Any]], regime: Regime
    ) -> None:
        self._sources, self._regime = sources, regime
        self._copies = {copy.key: copy for copy in copies}
        self._series = _series(copies)
        self._members = [member for member in found.members if member.source in sources]
        self._near = _by(found.near, "member")
        own: dict[str, list[Printed]] = defaultdict(list)
        self._sanctions: dict[str, dict[str, dict[str, list[Printed]]]] = defaultdict(lambda: defaultdict(dict))
        for fact in found.facts:
            if fact.entity == fact.subject and fact.prop != "entity":
                own[fact.subject].append(fact)
            else:
                self._sanctions[fact.subject][fact.entity].setdefault(fact.copy, []).append(fact)
        self.own = {subject: _newest(facts) for subject, facts in own.items()}

    def cases(self) -> Iterator[Case]:
        """The cases that some state lists or has listed, in the order of their identities."""
        for identity, group in groupby(self._members, attrgetter("identity")):
            members = list(group)
            found = [listing for member in members for listing in self._listings(member)]
            if not found:
                continue
            names = {each.subject: self._name(each.subject) for each in members}
            yield Case(
                id=identity,
                name=_caption(list(names.values())),
                schema=_schema({member.schema for member in members}),
                how=How.PROGRAMME if any(member.by_programme for member in members) else How.COUNTRY,
                listings=sorted(found, key=lambda each: (each.since, each.subject)),
                near=_nearest(each for member in members for each in self._near[member.subject]),
                names=names,
            )

    def _name(self, subject: str) -> str:
        """Its primary name; of a record that prints none the first of its other names."""
        own = self.own.get(subject, {})
        return next((own[prop][0].value for prop in _NAMES if prop in own), subject)

    def _listings(self, member: Member) -> Iterator[Listing]:
        for facts in self._sanctions[member.subject].values():
            copies = (self._copies[key] for key in facts)
            # An act that words an entry anew prints what the act that it amends prints too: the fullest tells.
            held = max((self._series[copy.source, copy.series] for copy in copies), key=lambda some: some[-1].subjects)
            for stretch in _stretches(held, facts.keys()):
                yield self._listing(member, held, stretch, facts)

    def _listing(
        self, member: Member, held: Sequence[Held], at: tuple[int, int], facts: Mapping[str, Sequence[Printed]]
    ) -> Listing:
        first, last = held[at[0]], held[at[1]]
        before = held[at[0] - 1] if at[0] else None
        after = Span(last.days.low + timedelta(1), held[at[1] + 1].days.high) if at[1] + 1 < len(held) else None
        values = _values(facts[last.key])
        between = Span(before.days.low + timedelta(1) if before else date.min, first.days.high)
        stated = [each for copy in held[at[0] : at[1] + 1] for each in facts[copy.key] if each.prop == "listingDate"]
        printed = min((Span(*dates.bounds(each.value)) for each in stated), default=None)
        if printed and printed.high < between.low and any(copy.key in facts for copy in held[: at[0]]):
            printed = None  # it stood there before and came back: the day is that of the first time
        programmes = tuple(values.get("program") or values.get("programId") or ())
        regime = {*self._regime.programmes.get(first.source, ())}
        named = not regime.isdisjoint([*values.get("program", ()), *values.get("programId", ())])
        measures = {*values.get("provisions", ()), *self._sources[first.source]["measures"]}
        return Listing(
            subject=member.subject,
            source=first.source,
            series=first.series,
            since=printed or between,
            printed=printed is not None,
            seen=(first, last),
            until=ended(values, last.days) or after,
            programmes=programmes,
            measures=tuple(sorted(measures)) or None,
            reason="\n".join(values.get("reason", ())),
            how=How.PROGRAMME if named else How.COUNTRY if member.by_country else How.IDENTITY,
            cites=tuple(dict.fromkeys(each.id for each in facts[last.key] if each.prop in _CITED)),
        )


def _stretches(held: Sequence[Held], mine: Container[str]) -> Iterator[tuple[int, int]]:
    """The first and the last place of every unbroken run of copies that are mine."""
    at = [number for number, copy in enumerate(held) if copy.key in mine]
    starts = [number for number in at if number - 1 not in at]
    ends = [number for number in at if number + 1 not in at]
    yield from zip(starts, ends, strict=True)


def _values(facts: Iterable[Printed]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in facts:
        found[fact.prop][fact.value] = None
    return {prop: list(values) for prop, values in found.items()}


def _newest(facts: Sequence[Printed]) -> dict[str, list[Printed]]:
    """What the newest copy prints, property by property; the facts are those of one subject, the oldest copy first."""
    found: dict[str, list[Printed]] = defaultdict(list)
    for fact in facts:
        if fact.copy == facts[-1].copy:
            found[fact.prop].append(fact)
    return found


def _caption(names: Sequence[str]) -> str:
    """The primary name that most records print, in Latin letters where one does."""
    count = Counter(names)
    return min(count, key=lambda text: (scripts.script(text) != "Latn", -count[text], text))


def _cited(
    facts: Iterable[Printed], copies: Mapping[str, Held], sources: Mapping[str, Mapping[str, Any]]
) -> dict[str, Cited]:
    """The cells by the ids of their facts: of a fact that several copies print, that of the newest."""
    found = {}
    for fact in facts:
        if fact.copy in copies and fact.prop != "entity":
            copy = copies[fact.copy]
            source = sources[copy.source]
            found[fact.id] = Cited(
                fact.id, copy.source, source["title"], source["publisher"], copy.published, fact.document, fact.place,
                fact.prop, fact.printed,
            )  # fmt: skip
    return found


def _nearest(every: Iterable[Pair]) -> list[Near]:
    """Of each subject that could be the same the pair that says most: the open ones before the others."""
    found = [
        Near(
            each.other, each.source, each.name, each.score, each.status, each.evidence,
            each.status == UNDECIDED or each.score >= ALERT,
        )
        for each in every
    ]  # fmt: skip
    ordered = sorted(found, key=lambda each: (not each.open, -each.score, each.other, each.status))
    return list({each.other: each for each in reversed(ordered)}.values())[::-1]


def _schema(schemata: set[str]) -> str:
    """What an identity is where its records differ: the most exact that one of them says."""
    return next((schema for schema in _SCHEMATA if schema in schemata), min(schemata))


def _by(rows: Iterable[Any], name: str) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
