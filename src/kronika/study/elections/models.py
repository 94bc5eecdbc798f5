"""What models make of an election, as tables and sentences: always a range, and beside it what clean elections show.

A model's figure is no count of anything. So no sentence here holds one number alone, and the fingerprint, which reads
added ballots in most clean elections, stands in a table and in no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.study.elections import fingerprint
from kronika.study.elections.anomalous import HIGHEST, LEAST_REGIONS, SPAN
from kronika.study.finding import Column, Row, Table, Value

if TYPE_CHECKING:
    from kronika.study.elections.anomalous import Anomalous, Estimate, Floats, Interval
    from kronika.study.elections.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class Clean:
    """What both models read in an election that is taken as clean, as shares of 1."""

    election: str
    candidate: str
    part: float
    """Anomalous votes at the mode, of the candidate's."""
    lowest: float
    """The same with the reference that makes fewest votes anomalous."""
    highest: float
    by_regions: tuple[float, float] | None
    """The interval of `part`; None where the file tells no regions."""
    incremental: tuple[float, float]
    """The fingerprint's range of stations with ballots added."""
    extreme: tuple[float, float]


CLEAN = (
    Clean("Poland 2020, round 1", "Duda", -0.025, -0.314, 0.386, (-0.111, 0.064), (0.005, 0.200), (0.0, 0.0)),
    Clean("Poland 2020, round 1", "Bosak", -0.026, -0.026, 0.026, (-0.037, -0.004), (0.0, 0.027), (0.0, 0.0)),
    Clean("Poland 2020, round 1", "Hołownia", 0.030, -0.068, 0.066, (0.005, 0.068), (0.0, 0.010), (0.0, 0.0)),
    Clean("Poland 2020, round 1", "Trzaskowski", 0.106, -0.346, 0.270, (0.022, 0.171), (0.0, 0.810), (0.0, 0.0)),
    Clean("Poland 2020, round 2", "Duda", -0.087, -0.284, 0.450, (-0.144, 0.026), (0.002, 0.095), (0.0, 0.0)),
    Clean("Poland 2020, round 2", "Trzaskowski", 0.146, -0.247, 0.224, (0.051, 0.206), (0.005, 0.870), (0.0, 0.0)),
    Clean("Germany 2024, European", "CDU or CSU", 0.042, -0.061, 0.079, (-0.046, 0.132), (0.0, 0.079), (0.0, 0.0)),
    Clean("Germany 2024, European", "GRÜNE", -0.129, -0.141, 0.108, (-0.222, -0.015), (0.0, 0.134), (0.0, 0.0)),
    Clean("Germany 2024, European", "SPD", -0.080, -0.083, 0.042, (-0.153, 0.028), (0.0, 0.024), (0.0, 0.0)),
    Clean("Germany 2024, European", "AfD", 0.094, -0.091, 0.103, (0.019, 0.205), (0.0, 0.254), (0.0, 0.0)),
    Clean("Germany 2024, European", "BSW", 0.064, -0.111, 0.116, (-0.053, 0.207), (0.0, 0.234), (0.0, 0.0)),
    Clean("Canada 2011", "winner", -0.027, -0.029, 0.054, None, (0.0, 0.868), (0.0, 0.0)),
)  # fmt: skip
"""Every candidate with 5 % of the ballots, by the default rules; tests/test_elections_models_real.py measures it."""


def _percent(part: float) -> str:
    """A share as people read it."""
    return f"{100 * part:.0f} %".replace("-", "−")


def _span(values: Sequence[float]) -> str:
    return f"{_percent(min(values))} to {_percent(max(values))}"


def _missed() -> str:
    """For how many of the clean candidates the interval leaves out 0."""
    known = [each.by_regions for each in CLEAN if each.by_regions]
    return f"{sum(low > 0 or high < 0 for low, high in known)} of {len(known)}"


CAVEATS = (
    (
        "Kiesling–Shpilkin takes it that voters of all candidates turn out alike. In clean elections (Poland 2020 both "
        "rounds, Germany 2024, Canada 2011: every candidate with 5 % of the votes) it reads "
        f"{_span([each.part for each in CLEAN])} of the candidate's votes as anomalous at the mode, and "
        f"{_span([each for clean in CLEAN for each in (clean.lowest, clean.highest)])} by other references. Less than "
        "that tells nothing."
    ),
    (
        "Its intervals are of other stations or regions being drawn, not of the model being wrong: in clean elections "
        f"the interval over regions leaves out 0 for {_missed()} candidates."
    ),
    (
        "Anomalous votes are the same whether ballots were added, votes were moved from others (each then counts more "
        "than once), or people were made to vote: the model cannot tell which."
    ),
    (
        "The fingerprint of Klimek and others stands in a table only: by its choices it reads up to "
        f"{_percent(max(each.incremental[1] for each in CLEAN))} of stations of clean elections as such with ballots "
        "added, and published fits of one election differ fivefold and more. Its extreme share is 0 in all of them."
    ),
)
"""How these models mislead, with what they read where nothing is known to have been added."""


def said(found: Anomalous) -> Iterator[str]:
    """The range of the model, with its figure at the mode and what clean elections show."""
    estimate = found.estimate
    name = f"Model (Kiesling–Shpilkin), {estimate.candidate}"
    if estimate.refused:
        yield f"{name}: no estimate, as {estimate.refused}."
    if not found.references:
        return
    (low, fewest), (high, most) = found.lowest(), found.highest()
    ends = f"between {_votes(fewest)} (reference at {_turnout(low)}) and {_votes(most)} ({_turnout(high)})"
    clean = (
        f"the same model reads {_span([each.part for each in CLEAN])} of a candidate's votes at the mode in clean "
        f"elections, and up to {_percent(max(each.highest for each in CLEAN))} by another reference"
    )
    if estimate.votes is None:
        yield (
            f"{name}: by references up to {HIGHEST} %, {ends} votes would be beyond proportion; all references are in "
            f"the table anomalous, and {clean}."
        )
        return
    part = _percent(estimate.votes / estimate.total)
    yield (
        f"{name}: {ends} votes are beyond proportion, depending on the reference turnout; at the mode of the others' "
        f"votes, {_turnout(estimate.reference)}, {_votes(estimate.votes)} or {part} of the candidate's "
        f"({_intervals(estimate)}); {clean}."
    )


def _turnout(reference: int) -> str:
    return f"{reference}–{reference + 1} %"


def _votes(votes: float) -> str:
    return f"{round(votes):,}".replace("-", "−")


def _intervals(estimate: Estimate) -> str:
    made = {"stations": estimate.by_stations, "regions": estimate.by_regions}
    known = [f"95 % over {of} {_votes(each[0])} to {_votes(each[1])}" for of, each in made.items() if each]
    missing = "" if estimate.by_regions else f"; there are fewer than {LEAST_REGIONS} regions to draw from"
    return f"{', '.join(known)}{missing}"


_REGIONS = f"The same of whole regions. Blank: fewer than {LEAST_REGIONS}."
_ENDS = (
    Column("stations_low", "From, stations", "95 %, stations drawn anew, as votes."),
    Column("stations_high", "To, stations"),
    Column("regions_low", "From, regions", _REGIONS),
    Column("regions_high", "To, regions"),
)


def curve(found: Anomalous) -> Table:
    """Anomalous votes with every bin of turnout as the reference: the whole dispute on one curve."""
    each = found.curve
    regions = each.by_regions or (None, None)
    rows = [
        Row((
            at, int(each.stations[at]), int(each.leader[at]), int(each.others[at]), float(each.smooth[at]),
            *(_at(values, at) for values in (each.votes, each.votes / found.estimate.total, each.share)),
            *(_at(values, at) for values in each.by_stations),
            *("" if values is None else _at(values, at) for values in regions),
            at in found.references,
        ))
        for at in (() if found.small else np.flatnonzero(each.stations).tolist())
    ]  # fmt: skip
    return Table(
        "anomalous",
        (
            f"Votes of {found.estimate.candidate} beyond proportion: not computed, as {found.estimate.refused}"
            if found.small
            else f"Votes of {found.estimate.candidate} beyond proportion, by the turnout that is taken as the reference"
        ),
        (
            Column("reference", "Reference", "Per cent: stations with a turnout above this, up to one more."),
            Column("stations", "Stations"),
            Column("leader", "Votes", f"Of {found.estimate.candidate}, at these stations."),
            Column("others", "Others", "All other ballots there."),
            Column("smooth", "Others, smoothed", f"Mean of {SPAN} points around it."),
            Column("votes", "Anomalous", "Votes beyond proportion in all of the election; below 0: fewer than that."),
            Column("part", "Part", "Of all votes of the candidate."),
            Column("share", "Share without", "The candidate's share of ballots if these are taken away."),
            *_ENDS,
            Column("plausible", "In the sentence", "Whether it is one of the references that the answer ranges over."),
        ),
        tuple(rows),
        (
            f"Rules: {found.rules.name}; {found.stations:,} stations; {found.samples:,} draws each.",
            f"The candidate's multiple of the others is taken from {found.rules.span} bins around the reference.",
            "One curve, and no single point of it, is the result.",
        ),
    )


def _at(values: Floats, at: int) -> float | None:
    """The value at a bin; None where nobody voted for others there, or some draw left it without."""
    return None if np.isnan(values[at]) else float(values[at])


def placebos(found: Anomalous) -> Table:
    """The model for this candidate, for all others that are large enough, and for those of clean elections."""
    rows = [Row(_placebo(found.estimate, "here"))]
    rows += [Row(_placebo(each, "here, placebo")) for each in found.placebos]
    rows += [
        Row((each.candidate, each.election, None, None, each.part, None, None, *_blank(each.by_regions), ""))
        for each in CLEAN
    ]
    others = len(found.placebos)
    return Table(
        "placebos",
        f"The same model for {others} other candidate{'' if others == 1 else 's'} here and for {len(CLEAN)} of clean "
        "elections",
        (
            Column("candidate", "Candidate"),
            Column("where", "Where", "Placebo: nobody says that ballots were added for this one."),
            Column("reference", "Reference", "Per cent: the mode of the others' votes."),
            Column("votes", "Anomalous", "Votes. Of clean elections only the part is kept."),
            Column("part", "Part", "Of the candidate's votes."),
            Column("stations_low", "From, stations", "95 %, as parts."),
            Column("stations_high", "To, stations"),
            Column("regions_low", "From, regions", _REGIONS),
            Column("regions_high", "To, regions"),
            Column("note", "Why there is no estimate"),
        ),
        tuple(rows),
        (
            "A placebo far below 0 is the other side of a leader far above: they share the same ballots.",
            "The clean elections were measured by the default rules.",
        ),
    )


def _placebo(each: Estimate, where: str) -> tuple[Value, ...]:
    """A row of an estimate; one that is refused has no figure."""
    if each.votes is None:
        return (each.candidate, where, each.reference, "", "", "", "", "", "", each.refused)
    total = each.total
    ends = [tuple(end / total for end in side) if side else None for side in (each.by_stations, each.by_regions)]
    low_high = [value for side in ends for value in _blank(side)]
    return (each.candidate, where, each.reference, each.votes, each.part, *low_high, "")


def _blank(interval: Interval | tuple[float, ...] | None) -> tuple[Value, ...]:
    return tuple(interval) if interval else ("", "")


def fits(found: Fingerprint) -> Table:
    """All fits of the fingerprint, published ones of other elections, and what it reads in clean ones."""
    rows = [Row(("here", found.leader, each.criterion, each.alpha, each.incremental, each.incremental, each.extreme,
                 each.extreme)) for each in found.fits]  # fmt: skip
    rows += [
        Row((f"{each.election}, published", each.source, "", each.alpha, each.incremental, each.incremental,
             each.extreme, each.extreme))
        for each in fingerprint.PUBLISHED
    ]  # fmt: skip
    rows += [
        Row((f"{each.election}, clean", each.candidate, "", "", *each.incremental, *each.extreme)) for each in CLEAN
    ]
    if found.refused:
        title = f"Fingerprint of Klimek and others: not fitted, as {found.refused}"
    else:
        (low, high), (least, most) = found.incremental(), found.extreme()
        title = (
            f"Fingerprint of Klimek and others: it fits best with ballots added at {low:.0%} to {high:.0%} of stations "
            f"and nearly all at {least:.1%} to {most:.1%}, by criterion and alpha; in clean elections with up to "
            f"{max(each.incremental[1] for each in CLEAN):.0%} and {max(each.extreme[1] for each in CLEAN):.1%}"
        )
    return Table(
        "fingerprint",
        title,
        (
            Column("where", "Election"),
            Column("who", "Candidate or source"),
            Column("criterion", "Criterion", "; ".join(f"{key}: {says}" for key, says in fingerprint.CRITERIA.items())),
            Column("alpha", "Alpha", "Above 1 fewer votes are moved than added. Blank: all that are fitted."),
            Column("incremental", "Added, from", "Share of stations."),
            Column("incremental_high", "Added, to"),
            Column("extreme", "Nearly all, from", "Share of stations."),
            Column("extreme_high", "Nearly all, to"),
        ),
        tuple(rows),
        ("No part of the answer: the fit takes for added ballots whatever keeps a clean election from being normal.",),
    )
