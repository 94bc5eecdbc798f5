"""Elections side by side: the same tests, by the same rules, in order of time.

Protocols ── one ──▶ Election     each by itself, so that the protocols of one are held at a time
Elections ── run ──▶ Finding
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import anomalous, calibration, excluding, integers, models, seen, tables
from kronika.study.finding import Cited, Column, Finding, Row, Table, Value

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Counts, Mask, Protocols
    from kronika.study.elections.anomalous import Anomalous
    from kronika.study.elections.integers import Integers, Statistic

CAVEATS = (
    (
        "Elections differ in other things, too: days of voting, electronic voting, how many stations there are and how "
        "large, who was allowed to stand. A difference is no trend by itself."
    ),
    (
        "The z of the same share of rewritten stations grows with the number of stations: compare the excess of 100 "
        "stations."
    ),
    (
        "Whole percentages tell of protocols that were written to fit a percentage. They are blind to ballots stuffed "
        "and votes moved: fewer of them can mean that it was done otherwise."
    ),
    "A probability is that of so many whole percentages if each voter decides alone, not that of an honest count.",
    "Stations that came by choice, as photographs of protocols do, speak of themselves and not of the others.",
    calibration.CAVEAT,
    *models.CAVEATS,
)
_TESTED = ("turnout", "result", "either", "early")


@dataclass(frozen=True, slots=True)
class Election:
    """One election of a comparison."""

    name: str
    day: str
    """ISO 8601; empty where it is not known."""
    source: Cited
    stations: int
    """In the table."""
    kept: int
    voters: int | None
    """On the lists of the stations kept; None where no list is known."""
    turnout: float | None
    """Of the stations kept that tell it, in per cent."""
    share: float | None
    """Of the leader, likewise."""
    measured: Integers
    early: bool
    """Whether the test of early votes can be told."""
    cells: Table
    model: Anomalous | None
    unmodelled: str
    """Why there is no model; empty where there is one."""


def one(
    protocols: Protocols,
    name: str = "",
    leader: str = "",
    leave_out: Collection[str] | None = None,
    *,
    published: bool = False,
) -> Election:
    """Measure one election as `report.run` does; called by its day, else by its file, unless it is given a name.

    Raises UsageError for an exclusion or candidate that there is none of, for a candidate with too few votes, and where
    no station is left.
    """
    usual = excluding.PUBLISHED if published else excluding.DEFAULT
    kept = excluding.keep(protocols, usual if leave_out is None else leave_out)
    measured = integers.measure(protocols, kept.mask, integers.PUBLISHED if published else integers.STRICT, leader)
    listed = protocols.registered[kept.mask & (protocols.registered != UNKNOWN)]
    model, unmodelled = _model(protocols, kept.mask, measured.leader, published=published)
    day = protocols.layout.election
    return Election(
        name=name or day or protocols.name.rpartition("/")[2].partition(".")[0],
        day=day,
        source=_source(protocols),
        stations=len(protocols),
        kept=kept.stations,
        voters=int(listed.sum()) if len(listed) else None,
        turnout=_share(protocols.turnout, protocols.registered, kept.mask),
        share=_share(protocols.of(measured.leader), protocols.base, kept.mask),
        measured=measured,
        early=not measured.rules.ends and bool((protocols.early != UNKNOWN).any()),
        cells=seen.comet(protocols, kept.mask, measured.leader, seen.COARSE),
        model=model,
        unmodelled=unmodelled,
    )


def _model(protocols: Protocols, kept: Mask, leader: str, *, published: bool) -> tuple[Anomalous | None, str]:
    """The model of votes beyond proportion, or why there is none."""
    try:
        rules = anomalous.PUBLISHED if published else anomalous.STEADY
        return anomalous.measure(protocols, kept, leader, rules), ""
    except UsageError as error:
        return None, f"not made: {error}"


def run(elections: Sequence[Election], notes: Sequence[str] = ()) -> Finding:
    """Put elections side by side: in order of their days where all are known, else as they are given.

    `notes` are caveats on how tables were read. Raises UsageError for fewer than two elections, and for two of a name.
    """
    if len(elections) < 2:
        raise UsageError("there is nothing to compare with one election: name two files or more")
    twice = [name for name, times in Counter(each.name for each in elections).items() if times > 1]
    if twice:
        raise UsageError(f"{twice[0]}: two elections are called this: give each a --name, in the order of the files")
    ordered = list(elections)
    if all(each.day for each in ordered):
        ordered.sort(key=lambda each: each.day)
    made = [_elections(ordered), _excess(ordered), _cells(ordered), _models(ordered)]
    return Finding(
        study="elections",
        question=f"How do the protocols of {len(ordered)} elections differ? {', '.join(each.name for each in ordered)}",
        answer=(f"{made[1].title}.", *_answer(ordered)),
        tables=made,
        caveats=(*notes, *CAVEATS),
        as_of=max(each.day for each in ordered) or "unknown",
        cited={each.source.id: each.source for each in ordered},
    )


def _source(protocols: Protocols) -> Cited:
    return Cited(
        id=protocols.document[:12],
        source=protocols.name,
        title=protocols.layout.title,
        publisher="as the file was given",
        published=protocols.layout.election or "of an unknown day",
        document=protocols.document,
        place="the whole table",
        prop="stations",
        printed=f"{len(protocols):,}",
    )


def _share(part: Counts, of: Counts, kept: Mask) -> float | None:
    """The ratio of two sums over the stations that tell both, in per cent."""
    known = kept & (part != UNKNOWN) & (of != UNKNOWN)
    whole = int(np.asarray(of)[known].sum())
    return round(100 * int(part[known].sum()) / whole, 2) if whole else None


def _answer(ordered: Sequence[Election]) -> Iterator[str]:
    rests = "; ".join(f"{each.name}: {each.kept:,} of {each.stations:,} stations" for each in ordered)
    yield f"This rests on {sum(each.kept for each in ordered):,} stations ({rests})."
    for each in ordered:
        found = each.measured.statistic("either")
        if found.sum is None:
            yield f"{each.name}, turnout or share of {each.measured.leader}: {tables.not_run(found)}."
            continue
        yield (
            f"{each.name}: turnout or share of {each.measured.leader} is a whole percentage at "
            f"{found.sum.observed:,.0f} of {found.stations:,} stations; by chance {found.sum.mean:,.1f} are expected "
            f"(excess {found.sum.excess:,.1f}, z {found.sum.z:.2f}, probability "
            f"{tables.probability(found.sum.tail, found.sum.magnitude)})."
        )
    for each in ordered:
        yield from (f"{each.name}: {said}" for said in (models.said(each.model) if each.model else ()))


def _elections(ordered: Sequence[Election]) -> Table:
    """One row for each election."""
    names = [name for name in _TESTED if name != "early" or any(each.early for each in ordered)]
    return Table(
        "elections",
        f"{len(ordered)} elections, from {ordered[0].name} to {ordered[-1].name}",
        (
            Column("election", "Election"),
            Column("day", "Day"),
            Column("stations", "Stations", "In the table."),
            Column("kept", "Kept", "Stations that the comparison rests on."),
            Column("voters", "Voters", "On the lists of these."),
            Column("turnout", "Turnout, %", "Of the stations that tell it, together."),
            Column("leader", "Leader", "The candidate with most votes, or the one named."),
            Column("share", "Share, %", "Of the leader, at the stations that tell it, together."),
            *(column for name in names for column in _columns(name)),
            *_MODELLED,
        ),
        tuple(
            Row(
                (
                    each.name, each.day or None, each.stations, each.kept, each.voters, each.turnout,
                    each.measured.leader, each.share,
                    *(value for name in names for value in _values(each, name)),
                    *_modelled(each),
                ),
                (each.source.id,),
            )
            for each in ordered
        ),
        (f"Rules: {ordered[0].measured.rules.name}. «Either» is turnout or the leader's share.",),
    )  # fmt: skip


_MODELLED = (
    Column("anomalous", "Anomalous votes", "By the model, at the mode of the others. Blank: it gives no estimate."),
    Column("anomalous_low", "From", "Interval of 95 %, over regions where there are enough, else over stations."),
    Column("anomalous_high", "To"),
    Column("anomalous_least", "Least, by reference", "With the reference of the answer that makes fewest anomalous."),
    Column("anomalous_most", "Most, by reference"),
    Column("anomalous_note", "Why there is no estimate"),
)


def _modelled(election: Election) -> tuple[Value, ...]:
    """What the model says; never a number without its interval and its range."""
    if election.model is None:
        return ("", "", "", "", "", election.unmodelled)
    estimate = election.model.estimate
    ends = (election.model.lowest()[1], election.model.highest()[1]) if election.model.references else ("", "")
    interval = estimate.by_regions or estimate.by_stations
    if estimate.votes is None or interval is None:
        return ("", "", "", *ends, estimate.refused)
    return (estimate.votes, *interval, *ends, "")


def _models(ordered: Sequence[Election]) -> Table:
    """What the model says of each election."""
    rows = tuple(Row((each.name, each.measured.leader, *_modelled(each)), (each.source.id,)) for each in ordered)
    columns = (Column("election", "Election"), Column("leader", "Leader"), *_MODELLED)
    title = f"Votes of the leader beyond proportion (Kiesling–Shpilkin), from {ordered[0].name} to {ordered[-1].name}"
    return Table("models", title, columns, rows, ("The range, and no single figure of it, is the result.",))


def _columns(name: str) -> Iterator[Column]:
    said = integers.CALLED[name]
    yield Column(f"{name}_observed", f"Whole, {said}", "Stations with a whole percentage. Blank: not tested.")
    yield Column(f"{name}_expected", f"By chance, {said}", "As many by chance, from the stations' own shares.")
    yield Column(f"{name}_excess", f"Excess, {said}", "Observed minus expected.")
    yield Column(f"{name}_z", f"z, {said}", "The excess in standard deviations.")
    yield Column(f"{name}_probability", f"Probability, {said}", "Of at least as many by chance.")


def _tested(election: Election, name: str) -> Statistic | None:
    """The statistic, where it was tested and can be told."""
    found = election.measured.statistic(name)
    return found if found.sum and (name != "early" or election.early) else None


def _values(election: Election, name: str) -> tuple[Value, ...]:
    tested = _tested(election, name)
    if tested is None or tested.sum is None:
        return ("", "", "", "", "")
    found = tested.sum
    tail = tables.probability(found.tail, found.magnitude)
    return (int(found.observed), round(found.mean, 2), round(found.excess, 2), round(found.z, 2), tail)


def _excess(ordered: Sequence[Election]) -> Table:
    """The excess of whole percentages of each election and share, of 100 stations."""
    rows = []
    for each in ordered:
        for name in _TESTED:
            tested = _tested(each, name)
            if tested is None or tested.sum is None:
                continue
            found = tested.sum
            sides = [100 * (found.excess + side * found.deviation) / tested.stations for side in (0, -seen.Z, seen.Z)]
            excess: tuple[Value, ...] = (*(round(side, 3) for side in sides), round(found.z, 2))
            rows.append(Row((each.name, integers.CALLED[name], tested.stations, *excess), (each.source.id,)))
    return Table(
        "excess_by_election",
        _highest(rows),
        (
            Column("election", "Election"),
            Column("share", "Share"),
            Column("stations", "Stations", "That tell the share, and at which it counts."),
            Column("excess", "Excess, of 100 stations", "Whole percentages observed minus expected by chance."),
            Column("low", "From", f"{seen.Z} standard deviations to each side, as they are by chance."),
            Column("high", "To"),
            Column("z", "z", "The excess in standard deviations."),
        ),
        tuple(rows),
    )


def _highest(rows: Sequence[Row]) -> str:
    """Which election has most whole percentages beyond chance, and which fewest."""
    either = [row.values for row in rows if row.values[1] == integers.CALLED["either"]]
    if len(either) < 2:
        return "Whole percentages beyond chance: fewer than two of these elections could be tested"
    low, high = (chosen(either, key=lambda values: float(str(values[3]))) for chosen in (min, max))
    return (
        f"Whole percentages of turnout or share beyond chance: most in {high[0]} ({high[3]:.1f} of 100 stations), "
        f"fewest in {low[0]} ({low[3]:.1f})"
    )


def _cells(ordered: Sequence[Election]) -> Table:
    """The comets of all elections."""
    rows = tuple(Row((each.name, *row.values), (each.source.id,)) for each in ordered for row in each.cells.rows)
    columns = (Column("election", "Election"), *seen.cell_columns("the leader"))
    title = f"Turnout and share of the leader, from {ordered[0].name} to {ordered[-1].name}"
    return Table("comets", title, columns, rows, (seen.TAIL,))
