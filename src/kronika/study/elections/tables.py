"""The tables of the study: what it rests on, what cannot be, and what chance makes of the same stations."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kronika.collect.protocols.mapping import VOTES
from kronika.collect.protocols.stations import UNKNOWN
from kronika.study.elections import calibration, digits
from kronika.study.elections.integers import CALLED, LEAST_SHARE
from kronika.study.finding import Cited, Column, Row, Table, Value

if TYPE_CHECKING:
    from kronika.collect.protocols.stations import Mask, Protocols
    from kronika.study.elections.arithmetic import Contradiction, Signed
    from kronika.study.elections.digits import Digits
    from kronika.study.elections.excluding import Exclusion, Kept
    from kronika.study.elections.integers import Integers, Statistic

NAMELESS = "without a name"
LEVEL = 0.05
"""A region is named where its probability, adjusted for the number of regions, is at most this."""
_SLIGHT = 0.005
"""A bin without a station, and with fewer than this expected, is not printed."""
_PROBABILITY = Column("probability", "Probability", "Of at least as many by chance. It is not that of an honest count.")
_TESTED = (
    Column("stations", "Stations", "That tell the share, and at which it counts."),
    Column("observed", "Observed", "Stations, or voters on their lists, with a whole percentage. Blank: not tested."),
    Column("expected", "Expected", "As many by chance, from the stations' own shares."),
    Column("z", "z", "Observed minus expected, in standard deviations."),
    _PROBABILITY,
    Column("magnitude", "Its logarithm", "To base 10, for what is too small to be written out."),
)


def counted(number: int, thing: str) -> str:
    """A number of things, as «1 check» and «2 checks»."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def probability(tail: float, magnitude: float | None = None) -> str:
    """A probability as people read it, to two digits; `magnitude`, its decimal logarithm, where a double holds it not.

    It is a text, as a number with two decimals would make 0 of nearly all that matter.
    """
    if tail == 0 and magnitude is not None and math.isfinite(magnitude):
        return f"1e{magnitude:.0f}"
    return f"{tail:.2g}"


def left_out(kept: Kept, protocols: Protocols) -> Table:
    """Every reason to leave stations out, with how many it applies to, whether or not it is switched on."""
    return Table(
        "left_out",
        f"The report rests on {kept.stations:,} of {len(protocols):,} stations in the table",
        (
            Column("reason", "Reason", "Its name in --leave-out."),
            Column("says", "What it says"),
            Column("stations", "Stations", "To which it applies; to one station several can."),
            Column("voters", "Voters", "On their lists, where the table tells."),
            Column("applied", "Left out"),
            Column("rows", "Rows", "Of the table, as a spreadsheet counts them."),
        ),
        tuple(
            Row((each.name, each.says, each.stations, _voters(each, protocols), each.applied, _ranges(each.rows)))
            for each in kept.exclusions
        ),
        ("Tests leave out further stations by rules of their own: each says on how many it rests.",),
    )


def _voters(exclusion: Exclusion, protocols: Protocols) -> int | None:
    """The voters on the lists of its stations; None where no list of them is known."""
    listed = protocols.registered[np.isin(protocols.rows, exclusion.rows)]
    return None if len(listed) and (listed == UNKNOWN).all() else exclusion.voters


def read(protocols: Protocols) -> Table:
    """Which columns each count was read from."""
    turnout, result = (" + ".join(roles) for roles in (protocols.layout.turnout, protocols.layout.result))
    return Table(
        "columns",
        f"Which columns of {protocols.name} were read, by the mapping {protocols.layout.name}",
        (Column("role", "Read as"), Column("headings", "Headings")),
        tuple(Row((each.role, each.headings)) for each in protocols.picked),
        (f"Turnout is {turnout} of registered; a result is votes of {result}.",),
    )


def unread(protocols: Protocols) -> Table:
    """The cells that are no counts, and the rows that are no rows of the table."""
    rows = tuple(Row((each.row, each.column, each.printed, each.reason)) for each in protocols.problems)
    columns = (Column("row", "Row"), Column("column", "Column"), Column("printed", "Printed"), Column("why", "Why not"))
    title = f"What could not be read of the table, and is unknown: {counted(len(rows), 'place')}"
    return Table("unread", title, columns, rows)


def checks(protocols: Protocols, found: Sequence[Contradiction]) -> Table:
    """Each check, with the rows at which it does not hold."""
    return Table(
        "checks",
        f"{counted(len(found), 'check')} of counts against each other could be made",
        (
            Column("says", "What would be wrong"),
            Column("checked", "Checked", "Stations at which all of its counts are known."),
            Column("stations", "Wrong", "Stations at which it does not hold."),
            Column("usual", "Why it need not hold here"),
            Column("rows", "Rows"),
        ),
        tuple(
            Row((
                each.check.says, each.checked, len(each.stations), each.usual,
                _ranges(protocols.rows[each.stations].tolist()),
            ))
            for each in found
        ),
    )  # fmt: skip


def contradictions(protocols: Protocols, found: Sequence[Contradiction]) -> tuple[Table, dict[str, Cited]]:
    """Every protocol whose counts cannot all be true, and the cells that say so."""
    cited: dict[str, Cited] = {}
    rows = []
    for each in found:
        if each.usual:
            continue
        for station, by in zip(each.stations.tolist(), each.by.tolist(), strict=True):
            counts = _counts(protocols, station, (*each.check.left, *each.check.right))
            cite = _cite(protocols, station, each.check.says, counts)
            cited[cite.id] = cite
            row = (int(protocols.rows[station]), protocols.place(station), each.check.says, counts, by)
            rows.append(Row(row, (cite.id,)))
    stations = len({row.values[0] for row in rows})
    title = f"{counted(len(rows), 'contradiction')} in the protocols of {counted(stations, 'station')}"
    columns = (
        Column("row", "Row"),
        Column("place", "Station"),
        Column("says", "What is wrong"),
        Column("counts", "Counts", "As read; the sum of a check's sides where there are several."),
        Column("by", "By", "What is on the left of the check minus what is on the right."),
    )
    return Table("contradictions", title if rows else "No contradiction was found", columns, tuple(rows)), cited


def alike(protocols: Protocols, groups: Sequence[tuple[int, ...]]) -> Table:
    """Different stations with the same counts."""
    columns = (
        Column("stations", "Stations"),
        Column("registered", "Voters on each list"),
        Column("counted", "Ballots counted at each"),
    )
    rows = tuple(
        Row((
            tuple(protocols.place(station) for station in group),
            int(protocols.registered[group[0]]) if protocols.registered[group[0]] != UNKNOWN else None,
            int(protocols.base[group[0]]),
        ))
        for group in groups
    )  # fmt: skip
    title = f"Different stations with the same voters, ballots and votes: {counted(len(rows), 'group')}"
    note = "With few candidates, or where nearly all votes are for one, so they do by chance, too."
    return Table("alike", title, columns, rows, (note,))


def signed(protocols: Protocols, found: Sequence[Signed]) -> Table:
    """Protocols signed on days that cannot be."""
    columns = (Column("place", "Station"), Column("printed", "Printed"), Column("why", "Why it cannot be"))
    rows = tuple(Row((protocols.place(each.station), each.printed, each.reason)) for each in found)
    title = f"{counted(len(rows), 'protocol')} signed on a day that cannot be"
    return Table("signed", title, columns, rows)


def statistics(integers: Integers, names: Collection[str]) -> Table:
    """Whole percentages and multiples of five of all stations, by stations and by voters; `names` are the shares."""
    rules = integers.rules
    return Table(
        "integers",
        "Whole percentages among the stations, and how many chance makes of the same stations",
        (
            Column("share", "Share"),
            Column("multiples", "Multiples of", "Per cent."),
            Column(
                "by", "Counted in", "Voters: each station weighs as many as its list; that probability is good to 1 %."
            ),
            *_TESTED,
            Column("note", "Note"),
        ),
        tuple(
            Row((CALLED[each.name], each.period, each.by, *_tested(each), not_run(each)))
            for each in integers.statistics
            if each.name in names
        ),
        (
            f"The leader is {integers.leader}; «either» is turnout or the leader's share.",
            f"Rules: {rules.name}; from {rules.smallest} people on; at most {rules.highest:.0%}; within 0.05 points.",
        ),
    )


def regions(integers: Integers, names: Collection[str]) -> Table:
    """Each region, with probabilities adjusted for how many regions were tested."""
    rows = [
        Row((
            region.name or NAMELESS, CALLED[name], *_tested(each),
            probability(region.adjusted[name]) if name in region.adjusted else "",
            region.adjusted[name] <= LEVEL if name in region.adjusted else "",
            not_run(each),
        ))
        for region in integers.regions
        for name, each in region.statistics.items()
        if name in names
    ]  # fmt: skip
    return Table(
        "regions",
        f"Whole percentages in each of {len(integers.regions)} regions",
        (
            Column("region", "Region"),
            Column("share", "Share"),
            *_TESTED,
            Column("adjusted", "Adjusted", "For the number of regions, by Benjamini and Hochberg."),
            Column("more", "More than chance", f"The adjusted probability is at most {LEVEL}."),
            Column("note", "Note"),
        ),
        tuple(rows),
    )


def spikes(integers: Integers, names: Collection[str]) -> Table:
    """The histogram of shares in bins of 0.1 points, with what chance makes of each bin."""
    rows = []
    for share, each in integers.spikes.items():
        low, high = each.band()
        for at in np.flatnonzero((each.observed > 0) | (each.mean >= _SLIGHT)).tolist() if share in names else ():
            observed = int(each.observed[at])
            band = (float(low[at]), float(high[at]))
            rows.append(Row((CALLED[share], at / 10, observed, float(each.mean[at]), *band, observed > band[1])))
    return Table(
        "spikes",
        "How many stations have each percentage, in bins of 0.1 points",
        (
            Column("share", "Share"),
            Column("percent", "Per cent", "The middle of the bin."),
            Column("observed", "Stations"),
            Column("expected", "Expected", "By chance, from the stations' own shares."),
            Column("low", "From", "The interval holds the bin 95 times of 100 by chance, each bin by itself."),
            Column("high", "To"),
            Column("above", "Above it"),
        ),
        tuple(rows),
        ("Of a thousand bins some dozens are outside their interval by chance alone.",),
    )


def of_digits(protocols: Protocols, kept: Mask) -> Table:
    """Tests of digits, which reject too many clean elections and say so in each row."""
    rows = [
        Row((
            candidate, test.digit, sum(test.observed),
            "" if test.statistic is None else test.statistic,
            "" if test.tail is None else probability(test.tail),
            str(calibration.false_alarms(f"{test.digit} digit")),
            "" if test.tail is not None else f"not run: {test.needs:,} counts are needed",
        ))
        for candidate, test in _digits(protocols, kept)
    ]  # fmt: skip
    rates = {digit: calibration.false_alarms(f"{digit} digit") for digit in digits.SMALLEST}
    alarms = ", ".join(f"{rate.share:.0%} ({digit} digit)" for digit, rate in rates.items())
    return Table(
        "digits",
        f"Digits of the votes: tests that reject {alarms} of clean regional counts where 5 % are meant",
        (
            Column("candidate", "Candidate"),
            Column("digit", "Digit", "Last: against equal frequency. Second: against Benford's law."),
            Column("counts", "Counts", "Large enough for the test."),
            Column("statistic", "Chi-square", "With 9 degrees of freedom. Blank: not tested."),
            Column("probability", "Probability", "If the digits of clean counts were as assumed, which they are not."),
            Column("false_alarms", "False alarms", "How often it rejects clean regional counts at the 5 % level."),
            Column("note", "Note"),
        ),
        tuple(rows),
        ("No part of the answer: a rejection here says next to nothing.",),
    )


def not_run(statistic: Statistic) -> str:
    """Why a statistic was not tested, and what size it would need; empty where it was."""
    if statistic.sum is not None:
        return ""
    return f"not tested: {statistic.stations:,} stations tell it, about {statistic.needs:,} are needed"


def _tested(statistic: Statistic) -> tuple[Value, ...]:
    found = statistic.sum
    if found is None:
        return (statistic.stations, "", "", "", "", "")
    tail = probability(found.tail, found.magnitude)
    magnitude = round(found.magnitude, 2) if math.isfinite(found.magnitude) else ""
    return (statistic.stations, int(found.observed), round(found.mean, 2), round(found.z, 2), tail, magnitude)


def _digits(protocols: Protocols, kept: Mask) -> Iterator[tuple[str, Digits]]:
    """The tests of every candidate who has enough of the votes for them to have been measured."""
    votes = np.where((protocols.votes == UNKNOWN) | ~kept[:, None], 0, protocols.votes)
    sums = votes.sum(axis=0)
    for at in np.flatnonzero(sums >= max(1, LEAST_SHARE * sums.sum())).tolist():
        for test in (digits.last, digits.second):
            yield protocols.candidates[at], test(votes[:, at])


def _counts(protocols: Protocols, station: int, roles: Sequence[str]) -> str:
    """The counts of a station, as «given 612, registered 600»."""
    values = {role: _count(protocols, station, role) for role in roles}
    return ", ".join(f"{role} {value:,}" for role, value in values.items())


def _count(protocols: Protocols, station: int, role: str) -> int:
    return int(protocols.votes[station].clip(0).sum() if role == VOTES else protocols.counts[role][station])


def _cite(protocols: Protocols, station: int, says: str, counts: str) -> Cited:
    row = int(protocols.rows[station])
    return Cited(
        id=f"{protocols.document[:12]}/{row}/{says.replace(' ', '-')}",
        source=protocols.name,
        title=protocols.layout.title,
        publisher="as the file was given",
        published=protocols.layout.election or "of an unknown day",
        document=protocols.document,
        place=f"row {row}",
        prop=says,
        printed=counts,
    )


def _ranges(rows: Sequence[int]) -> str:
    """Numbers in rising order, those that follow each other as «3–7»."""
    if not rows:
        return ""
    starts = [rows[0], *(after for before, after in pairwise(rows) if after != before + 1)]
    ends = [*(before for before, after in pairwise(rows) if after != before + 1), rows[-1]]
    return ", ".join(f"{a}–{b}" if a != b else f"{a}" for a, b in zip(starts, ends, strict=True))
