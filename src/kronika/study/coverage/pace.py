"""Lead and lag as tables: who was first, the waves, every lag, curves and medians."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study import stats
from kronika.study.coverage import lags
from kronika.study.coverage.lags import ALL, APART, LEAST, VAGUE, First, Follower, Lag, Wave
from kronika.study.coverage.matrix import IDENTITY
from kronika.study.finding import Column, Row, Table

if TYPE_CHECKING:
    from kronika.study.coverage.standing import View

_STATE = Column("state", "State")
_WAVE = Column("wave", "Wave", f"the day on which it began; «{ALL}»: every first listing, in a wave or not")
_UNTIL = "Days are counted to the day that the list prints for the listing, else nothing is said."


def tables(view: View) -> list[Table]:
    """Who was first, the waves, the lags, their curves and medians."""
    first = lags.firsts(view)
    named = lags.waves(first)
    found = lags.lags(first, named, view)
    follow = list(lags.followers(found, named, view))
    return [_first(first, view), _waves(named, view), _lags(found), _curves(follow), _medians(follow)]


def _first(found: Sequence[First], view: View) -> Table:
    alone = Counter(each.states[0] for each in found if len(each.states) == 1)
    tied = Counter(code for each in found if len(each.states) > 1 for code in each.states)
    known = sum(each.day is not None for each in found)
    columns = (
        _STATE,
        Column("alone", "First alone", "identities that it listed before any of the others"),
        Column("tied", "First with others", "identities that it and another listed first on one day"),
    )
    order = sorted(view.states, key=lambda code: (-alone[code], -tied[code], code))
    said = ", ".join(f"{states.short(code)} for {alone[code]:,}" for code in order if alone[code])
    title = f"Of {known:,} identities whose first listing is known, first alone was {said or 'nobody'}"
    notes = (f"Of {len(found) - known:,} it is not known: a list that may have been first prints no day for them.",)
    rows = tuple(Row((states.short(code), alone[code], tied[code])) for code in order)
    return Table("first", title, columns, rows, notes)


def _waves(named: Sequence[Wave], view: View) -> Table:
    columns = (
        _WAVE,
        Column("last", "To", "the last first listing in it"),
        Column("number", "Identities", "who were listed for the first time anywhere"),
        *(
            Column(each.lower(), f"{each} first", "of these, alone or with others")
            for each in map(states.short, view.states)
        ),
    )
    rows = []
    for wave in named:
        count = Counter(code for each in wave.cases for code in each.states)
        rows.append(Row((wave.name, wave.last.isoformat(), len(wave.cases), *(count[code] for code in view.states))))
    largest = max(named, key=lambda wave: len(wave.cases), default=None)
    if largest is None:
        title = f"There was no wave: never were {LEAST} identities first listed close together"
    else:
        total = sum(len(wave.cases) for wave in named)
        title = (
            f"{total:,} identities were first listed in {len(named):,} waves; the largest began on {largest.name} "
            f"with {len(largest.cases):,}"
        )
    notes = (f"A wave: first listings each at most {APART} days after the one before, of {LEAST} identities or more.",)
    return Table("waves", title, columns, tuple(rows), notes)


def _lags(found: Sequence[Lag]) -> Table:
    columns = (
        *IDENTITY,
        Column("wave", "Wave", "empty: outside any wave"),
        Column("first", "Listed first by"),
        Column("first_day", "First listed on"),
        _STATE,
        Column("days", "Days", "until it followed, or to the end of its list where it has not"),
        Column("fewest", "Fewest days", "the least that the days known leave"),
        Column("most", "Most days", "… and the most; empty: it had not followed"),
        Column("censored", "Not yet", "whether it had not followed by the end of its list"),
    )
    rows = [_lag(lag) for lag in found]
    followed = sum(bool(lag.followed) for lag in found)
    title = f"Of {len(found):,} times that a state could follow another's listing, it did in {followed:,}"
    return Table("lags", title, columns, tuple(rows), (_UNTIL,))


def _lag(lag: Lag) -> Row:
    first = lag.first
    days = lag.low if lag.exact or lag.followed is False else None
    censored = None if lag.followed is None else not lag.followed
    values = (
        first.case.id, first.case.name, lag.wave, tuple(map(states.short, first.states)),
        first.day.isoformat() if first.day else None, states.short(lag.state), days, lag.low,
        "" if lag.followed is False else lag.high, censored,
    )  # fmt: skip
    return Row(values)


def _curves(found: Sequence[Follower]) -> Table:
    columns = (
        _STATE,
        _WAVE,
        Column("day", "Days", "after the first listing anywhere"),
        Column("share", "Not yet followed", "share of those listed first by others, from 0 to 1 (Kaplan–Meier)"),
        Column("low", "from", f"{stats.CONFIDENCE:.0%} interval; empty: not defined"),
        Column("high", "to", f"{stats.CONFIDENCE:.0%} interval; empty: not defined"),
        Column("at_risk", "At risk", "identities that it could still follow on that day"),
    )
    rows = [
        Row((states.short(each.state), each.wave, step.day, *map(_round, step[1:4]), step.at_risk))
        for each in found
        if (curve := each.curve)
        for step in _bends(curve.steps)
    ]
    drawn = dict.fromkeys(str(row.values[0]) for row in rows)
    without = dict.fromkeys(states.short(each.state) for each in found if each.wave == ALL and each.curve is None)
    said = f"; of {', '.join(without)} too few days are known" if without else ""
    title = f"How long it took {', '.join(drawn) or 'nobody'} to follow{said}"
    return Table("curves", title, columns, tuple(rows), _NOTES)


_NOTES = (
    "Who had not followed by the last day of a list counts as «not yet», not as «never» (censored).",
    f"No curve of fewer than {LEAST} identities.",
    f"No curve of a state whose copies do not tell the day of more than {VAGUE:.0%} of those it lists.",
)


def _bends(steps: Sequence[stats.Step]) -> list[stats.Step]:
    """The steps at which somebody followed, and the last."""
    before = [1.0, *(step.share for step in steps)]
    return [step for step, share in zip(steps, before, strict=False) if step.share < share or step is steps[-1]]


def _round(value: float | None) -> float | str:
    """A share; nothing where an interval is not defined."""
    return "" if value is None else round(value, 4)


def _medians(found: Sequence[Follower]) -> Table:
    columns = (
        _STATE,
        _WAVE,
        Column("number", "Could follow", "identities that others listed first, or on the same day"),
        Column("followed", "Followed", "with a day that is known"),
        Column("vague", "Followed, day unknown"),
        Column("waiting", "Not yet", "by the end of its list"),
        Column("unknown", "Unknown", "its list ends before the first listing, or does not tell"),
        Column("median", "Median days", "by which it had followed half; empty: it had not"),
        Column("low", "from", f"{stats.CONFIDENCE:.0%} interval; empty: not reached"),
        Column("high", "to", f"{stats.CONFIDENCE:.0%} interval; empty: not reached"),
        Column("why", "Why no median", "empty: there is one"),
    )
    rows = tuple(_median(each) for each in found)
    whole = [(states.short(each.state), curve) for each in found if each.wave == ALL and (curve := each.curve)]
    fast = ", ".join(f"{code} within {curve.median:,} days" for code, curve in whole if curve.median is not None)
    slow = ", ".join(code for code, curve in whole if curve.median is None)
    said = [f"Half of the others' listings were followed by {fast}"] if fast else []
    said += [f"Less than half of the others' listings were followed by {slow} as far as the lists go"] if slow else []
    title = "; ".join(said) or "How fast states followed each other is not known"
    return Table("medians", title, columns, rows, _NOTES)


def _median(each: Follower) -> Row:
    curve = each.curve
    count = Counter(lag.followed for lag in each.lags)
    exact = sum(lag.exact for lag in each.lags)
    found = ["" if day is None else day for day in (curve.median, curve.low, curve.high)] if curve else [None] * 3
    why = ""
    if curve is None:
        why = "its copies do not tell enough days" if each.vague > VAGUE else f"fewer than {LEAST} identities"
    elif curve.median is None:
        why = f"less than half followed within {curve.steps[-1].day:,} days"
    counted = (len(each.lags), exact, count[True] - exact, count[False], count[None])
    return Row((states.short(each.state), each.wave, *counted, *found, why))
