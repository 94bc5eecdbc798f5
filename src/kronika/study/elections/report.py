"""The report on one election: what cannot be, what is improbable, what a model makes of it, and what none could see.

    Protocols ── run ──▶ Finding

The three stand in sentences and tables of their own, after what the report rests on: there is no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

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
    seen,
    tables,
)
from kronika.study.elections import declared as totals
from kronika.study.elections.tables import NAMELESS, counted
from kronika.study.finding import Finding, Table

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask, Protocols
    from kronika.study.elections.anomalous import Anomalous
    from kronika.study.elections.arithmetic import Contradiction
    from kronika.study.elections.declared import Declared
    from kronika.study.elections.excluding import Kept
    from kronika.study.elections.integers import Integers

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
_NAMED = 5
"""Regions that a sentence names; the others are in the table."""


def run(
    protocols: Protocols,
    leader: str = "",
    leave_out: Collection[str] | None = None,
    declared: Declared | None = None,
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
    held = totals.hold(protocols, kept.mask, declared) if declared else None
    modelled, unmodelled = _modelled(protocols, kept.mask, measured.leader, published=published)
    could = power.power(protocols, kept.mask, measured.leader)
    checked = arithmetic.contradictions(protocols, kept.mask)
    wrong, cited = tables.contradictions(protocols, checked)
    days = tables.signed(protocols, list(arithmetic.signed(protocols)))
    names = _names(protocols, measured)
    made = [
        tables.left_out(kept, protocols),
        wrong,
        tables.checks(protocols, checked),
        *([totals.table(held)] if held else []),
        *seen.tables(protocols, kept.mask, measured),
        tables.statistics(measured, names),
        calibration.table(measured, names),
        tables.regions(measured, names),
        tables.spikes(measured, names),
        power.table(could),
        power.least_table(could),
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
            *_part(
                "A, what cannot be",
                _impossible(wrong, checked),
                [f"Arithmetically impossible: {days.title}."] if days.rows else [],
                totals.sentences(held) if held else [],
            ),
            *_part(
                "B, by chance or not",
                _improbable(measured, names),
                calibration.sentences(measured, names),
                _by_region(measured, names),
                power.sentences(could),
            ),
            *_part("C, by a model", models.said(modelled) if modelled else [unmodelled]),
        ),
        tables=made,
        caveats=(*notes, *CAVEATS),
        as_of=protocols.layout.election or "unknown",
        cited=cited,
    )


def _part(name: str, *said: Iterable[str]) -> Iterator[str]:
    """The sentences of a part, the first of which says which part it is."""
    for at, sentence in enumerate(chain.from_iterable(said)):
        yield f"{name}: {sentence}" if at == 0 else sentence


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
