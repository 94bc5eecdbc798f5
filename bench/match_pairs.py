"""Pairs of records, scored by us and by the peer: the labelled pairs, and how fast pairs are scored."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import kronika
from bench import match_kernel
from bench.match_data import MODES, Labelled, belarus, named, pairs
from bench.match_peer import Pair, Scores
from bench.match_table import THRESHOLDS, Bar, Figure, beside, curve, head, reached, row

Everyone = dict[str, dict[str, Scores]]
"""Who → set → scores: «ours», and the peer's algorithms where there is a peer."""
AskPeer = Callable[[Mapping[str, Sequence[Pair]]], Everyone]
ONE_NAME = "ofac"
"""The set in which each query is one name with its candidates, as in screening."""
TIMES = 50
"""How many times logic-v2's pairs per second are asked of ours."""
_RECALL = {"primary–primary": 0.98, "primary–all": 0.99, "all–all": 0.997}
_WARM_UP = (("Nikto Nigdeev", "Никто Нигдеев"), ("La Ahad", "لا أحد"), ("Wu Mingshi", "无名氏"))


def score(sets: Mapping[str, Sequence[Pair]], ask_peer: AskPeer) -> Everyone:
    """The scores of each set, ours first."""
    for left, right in _WARM_UP:
        kronika.compare(named(left), named(right))
    ours = {}
    for key, each in sets.items():
        start = time.process_time()
        scores = tuple(kronika.compare(left, right).score for left, right in each)
        ours[key] = Scores(scores, time.process_time() - start)
    return {"ours": ours} | ask_peer(sets)


def labelled(ask_peer: AskPeer, *, rows: bool) -> None:
    """The Belarus pairs in three modes; with `rows` the pairs that went wrong are printed."""
    sets = {mode: belarus(mode) for mode in MODES}
    everyone = score({mode: pairs(each) for mode, each in sets.items()}, ask_peer)
    head(
        "Belarus pairs: names only, schema Person",
        "the left record is the peer's query; ours is symmetric; false counts pairs labelled as different people",
        "ours in sample: the weights are fitted on lists that hold these people; `./do bench fit by` leaves them out",
    )
    for mode, each in sets.items():
        _mode(mode, each, {who: found[mode].values for who, found in everyone.items()})
        speeds(everyone, mode, pairs(each))
        if rows:
            _print_wrong(each, everyone["ours"][mode].values)


def speeds(everyone: Everyone, key: str, sent: Sequence[Pair]) -> None:
    """Pairs per second of processor time on one core, the peer's from entities made beforehand."""
    found: dict[str, Figure] = {who: each[key].speed for who, each in everyone.items()}
    peer = everyone.get("logic-v2")
    bar = Bar(round(TIMES * peer[key].speed)) if peer else None
    beside("… pairs/s, two dicts to score; reasons are made when asked for", found, bar)
    row("… pairs/s, two profiles to score", match_kernel.profiles(sent), bar)
    if key == ONE_NAME:
        row("… pairs/s, encoded names to score", match_kernel.names(sent), bar)


def _mode(mode: str, rows: Sequence[Labelled], scores: Mapping[str, Sequence[float]]) -> None:
    positive = {who: [s for s, r in zip(each, rows, strict=True) if r.match] for who, each in scores.items()}
    negative = {who: [s for s, r in zip(each, rows, strict=True) if not r.match] for who, each in scores.items()}
    real = {
        who: [s for s, r in zip(each, rows, strict=True) if not (r.match or r.conflict)] for who, each in scores.items()
    }
    beside(f"{mode}: recall at 0.7", {who: reached(each) for who, each in positive.items()}, Bar(_RECALL[mode]))
    beside("… false, as labelled", {who: reached(each).hits for who, each in negative.items()}, Bar(6, most=True))
    beside("… false, without one man's two birth dates", {who: reached(each).hits for who, each in real.items()})
    lines: dict[str, list[Figure]] = {}
    for who in scores:
        lines[f"{who}: recall"] = [reached(positive[who], threshold) for threshold in THRESHOLDS]
        lines[f"{who}: false"] = [reached(negative[who], threshold).hits for threshold in THRESHOLDS]
    curve("curve", lines)


def _print_wrong(rows: Sequence[Labelled], scores: Sequence[float]) -> None:
    for each, found in zip(rows, scores, strict=True):
        if each.match is (found < 0.7):
            print(f"    {'missed' if each.match else 'false '} {found:.3f}  {each}")
