"""The report on one election: what cannot be, what is improbable, what a model makes of it, and what none could see.

    Protocols ── run ──▶ Finding

The three stand in sentences and tables of their own, after what the report rests on: there is no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kronika.base.errors import UsageError
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import (
    anomalous,
    arithmetic,
    calibration,
    excluding,
    fingerprint,
    integers,
    models,
    power,
    tables,
)
from kronika.study.elections import official as totals
from kronika.study.elections.tables import NAMELESS, counted
from kronika.study.finding import Column, Finding, Row, Table

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask, Protocols
    from kronika.study.elections.anomalous import Anomalous
    from kronika.study.elections.arithmetic import Contradiction
    from kronika.study.elections.excluding import Kept
    from kronika.study.elections.integers import Integers
    from kronika.study.elections.official import Remainder, Total

CAVEATS = (
    (
        "Whole percentages tell of protocols that were written to fit a percentage. They are blind to ballots "
        "stuffed, votes moved and voters pressed where nobody had a percentage in mind: a test that sees nothing "
        "does not clear anybody."
    ),
    "A contradiction can be a slip of the pen, or of whoever typed the protocol.",
    calibration.CAVEAT,
    (
        "A probability is that of so many whole percentages if each voter decides alone. It is not the probability "
        "that the election was clean."
    ),
    (
        "Of candidates below 5 % of the votes the test fails clean elections (z from −15 to +8.5 in Germany 2024): "
        "it is not made."
    ),
    "Stations that came by choice, as photographs of protocols do, speak of themselves and not of the others.",
    *models.CAVEATS,
)
"""What these data could not have revealed, and how often clean elections show the same (docs/methods.md)."""
_NAMED = 10
"""Regions that a sentence names; the others are in the table."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An official total of a candidate, to be held against the stations at hand."""

    candidate: str
    total: Total
    region: str = ""
    """The total is of this region alone; empty for all of the table."""


def run(
    protocols: Protocols,
    leader: str = "",
    leave_out: Collection[str] | None = None,
    claims: Sequence[Claim] = (),
    *,
    published: bool = False,
    notes: Sequence[str] = (),
) -> Finding:
    """Report on an election, for the candidate with most votes or the one named.

    `leave_out` are names of exclusions (`excluding.known`), the usual ones where it is None. With `published` stations
    and percentages count by the rules of Kobak, Shpilkin and Pshenichnikov (2016). `notes` are caveats on how the table
    was read. Raises UsageError for an exclusion, candidate or region that there is none of, for a candidate with too
    few votes, and where no station is left.
    """
    usual = excluding.PUBLISHED if published else excluding.DEFAULT
    kept = excluding.keep(protocols, usual if leave_out is None else leave_out)
    measured = integers.measure(protocols, kept.mask, integers.PUBLISHED if published else integers.STRICT, leader)
    held = [(claim, _held(protocols, kept.mask, claim)) for claim in claims]
    modelled, unmodelled = _modelled(protocols, kept.mask, measured.leader, published=published)
    seen = power.power(protocols, kept.mask, measured.leader)
    checked = arithmetic.contradictions(protocols, kept.mask)
    wrong, cited = tables.contradictions(protocols, checked)
    days = tables.signed(protocols, list(arithmetic.signed(protocols)))
    names = _names(protocols, measured)
    made = [
        tables.left_out(kept, protocols),
        wrong,
        tables.checks(protocols, checked),
        *([_official(held)] if held else []),
        tables.statistics(measured, names),
        calibration.table(measured, names),
        tables.regions(measured, names),
        tables.spikes(measured, names),
        power.table(seen),
        power.least_table(seen),
        *([models.curve(modelled), models.placebos(modelled)] if modelled else []),
        *_fingerprint(protocols, kept.mask, measured.leader),
        tables.of_digits(protocols, kept.mask),
        tables.alike(protocols, arithmetic.alike(protocols, kept.mask)),
        days,
        tables.read(protocols),
        tables.unread(protocols),
    ]
    return Finding(
        study="elections",
        question=f"Were these protocols rewritten? {protocols.layout.title}",
        answer=(
            *_rests(protocols, kept),
            *_impossible(wrong, checked),
            *([f"Arithmetically impossible: {days.title}."] if days.rows else []),
            *(_of_total(claim, found) for claim, found in held),
            *_improbable(measured, names),
            *calibration.sentences(measured, names),
            *_by_region(measured, names),
            *power.sentences(seen),
            *(models.said(modelled) if modelled else [unmodelled]),
        ),
        tables=made,
        caveats=(*notes, *CAVEATS),
        as_of=protocols.layout.election or "unknown",
        cited=cited,
    )


def _modelled(protocols: Protocols, kept: Mask, leader: str, *, published: bool) -> tuple[Anomalous | None, str]:
    """The model of anomalous votes, or why there is none."""
    rules = anomalous.PUBLISHED if published else anomalous.STEADY
    try:
        return anomalous.measure(protocols, kept, leader, rules), ""
    except UsageError as error:
        return None, f"Model (Kiesling–Shpilkin), {leader}: not made: {error}."


def _fingerprint(protocols: Protocols, kept: Mask, leader: str) -> Iterator[Table]:
    try:
        yield models.fits(fingerprint.measure(protocols, kept, leader))
    except UsageError:
        return  # as for the other model, which says why


def _names(protocols: Protocols, measured: Integers) -> Mapping[str, str]:
    """The shares that this table tells, in words; no early votes where a station without any would count as whole."""
    said = {
        "turnout": "turnout",
        "result": f"share of {measured.leader}",
        "either": f"turnout or share of {measured.leader}",
        "early": "share of early votes",
    }
    early = not measured.rules.ends and (protocols.early != UNKNOWN).any()
    return {name: words for name, words in said.items() if name != "early" or early}


def _rests(protocols: Protocols, kept: Kept) -> Iterator[str]:
    reasons = [
        f"{each.stations:,} because {each.says} ({each.name})"
        for each in kept.exclusions
        if each.applied and each.stations
    ]
    why = f"; left out: {', '.join(reasons)}" if reasons else "; none was left out"
    yield f"This rests on {kept.stations:,} of {len(protocols):,} stations in the table{why}."
    if protocols.problems:
        yield f"{tables.unread(protocols).title} (table unread)."


def _impossible(wrong: Table, checked: Sequence[Contradiction]) -> Iterator[str]:
    strict = [each for each in checked if not each.usual]
    if not strict:
        yield "Whether counts contradict each other cannot be told: the table has not the columns for any check."
    elif not wrong.rows:
        yield f"Arithmetically impossible: nothing, by {counted(len(strict), 'check')} that the table has columns for."
    else:
        said = "; ".join(
            f"{each.check.says}, at {len(each.stations):,} of {each.checked:,}" for each in strict if len(each.stations)
        )
        yield f"Arithmetically impossible: {wrong.title}: {said}."


def _improbable(measured: Integers, names: Mapping[str, str]) -> Iterator[str]:
    for name, words in names.items():
        each = measured.statistic(name)
        if each.sum is None:
            yield f"Whole percentages of the {words}: {tables.not_run(each)}."
            continue
        yield (
            f"The {words} is a whole percentage at {each.sum.observed:,.0f} of {each.stations:,} stations; by chance "
            f"{each.sum.mean:,.1f} are expected (z {each.sum.z:.2f}, probability of at least as many "
            f"{tables.probability(each.sum.tail, each.sum.magnitude)})."
        )


def _by_region(measured: Integers, names: Mapping[str, str]) -> Iterator[str]:
    """Which regions have more whole percentages than chance makes, once it is reckoned with how many were tested."""
    for name, words in names.items():
        tested = [region for region in measured.regions if name in region.adjusted]
        if len(measured.regions) < 2 or not tested:
            continue
        found = sorted(
            (region for region in tested if region.adjusted[name] <= tables.LEVEL),
            key=lambda region: region.adjusted[name],
        )
        said = [region.name or NAMELESS for region in found[:_NAMED]]
        more = f" and {len(found) - _NAMED} others (table regions)" if len(found) > _NAMED else ""
        small = len(measured.regions) - len(tested)
        yield (
            f"Region by region, {words}: {len(found)} of {len(tested)} tested have more whole percentages than chance "
            f"makes, after Benjamini–Hochberg at 5 %{': ' if found else ''}{', '.join(said)}{more}"
            f"{f'; {small} were too small to be tested' if small else ''}."
        )


def _held(protocols: Protocols, kept: Mask, claim: Claim) -> Remainder:
    if claim.candidate not in protocols.candidates:
        raise UsageError(f"{claim.candidate!r} is no candidate; there are {', '.join(protocols.candidates)}")
    among = kept
    if claim.region:
        names, codes = protocols.regions
        if claim.region not in names:
            raise UsageError(f"{claim.region!r} is no region; there are {', '.join(names)}")
        among = np.asarray(kept & (codes == names.index(claim.region)))
    return totals.remainder(protocols.of(claim.candidate), among, claim.total)


def _where(claim: Claim) -> str:
    return f"{claim.candidate}, {claim.region}" if claim.region else claim.candidate


def _of_total(claim: Claim, found: Remainder) -> str:
    said = (
        f"{_where(claim)}: {found.votes:,} votes at the {found.stations:,} stations at hand that tell them; official "
        f"total {found.official.value:,} ({found.official.source}): "
    )
    if found.impossible:
        return f"{said}this is arithmetically impossible, whatever the other stations voted."
    return f"{said}{found.rest:,} must have come from all other stations."


def _official(held: Sequence[tuple[Claim, Remainder]]) -> Table:
    impossible = sum(found.impossible for _, found in held)
    return Table(
        "official",
        f"{impossible} of {len(held)} official totals are below the sum of the stations at hand",
        (
            Column("who", "Candidate"),
            Column("stations", "Stations", "At hand, that tell the count."),
            Column("votes", "Votes", "At these: a lower bound."),
            Column("official", "Official total"),
            Column("source", "Its source", "As given by the user."),
            Column("rest", "Left for all others"),
            Column("impossible", "Impossible"),
        ),
        tuple(
            Row((
                _where(claim), found.stations, found.votes, found.official.value, found.official.source, found.rest,
                found.impossible,
            ))
            for claim, found in held
        ),
    )  # fmt: skip
