"""How fast pairs are scored when their names are encoded beforehand, as the names of an index are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from kronika.match import encode, features, index, kernel, profile
from kronika.match.score import Comparer, ways, weights

if TYPE_CHECKING:
    from bench.match_peer import Pair


def profiles(pairs: Sequence[Pair]) -> float:
    """Pairs per second of processor time, of profiles made beforehand: names, evidence and score, without the words."""
    made = [(profile.of(left), profile.of(right)) for left, right in pairs]
    comparer = Comparer()
    comparer.compare(*made[0])
    start = time.process_time()
    for left, right in made:
        comparer.compare(left, right)
    return len(made) / (time.process_time() - start)


def names(pairs: Sequence[Pair]) -> float:
    """Pairs per second of processor time, of the compiled loop alone: one query against its candidates' names."""
    listed = {right["id"]: right for _, right in pairs}
    number = {id_: at for at, id_ in enumerate(listed)}
    stored = index.names_of([profile.of(each) for each in listed.values()])
    of_owner = np.searchsorted(stored.owner, np.arange(len(listed) + 1)).tolist()
    lexicon, room, fitted = encode.Lexicon(), kernel.room(len(features.FEATURES)), weights()
    jobs = []
    for _, group in groupby(pairs, key=lambda pair: pair[0]["id"]):
        some = list(group)
        asked = profile.of(some[0][0])
        owners = [number[right["id"]] for _, right in some]
        chosen = np.array([at for owner in owners for at in range(of_owner[owner], of_owner[owner + 1])], np.int32)
        for person in ways(asked.kind):
            kinds = asked.kind & (profile.PERSON if person else ~profile.PERSON)
            ids = np.array(lexicon.ids(encode.words(asked.caption, person=person)), np.int32)
            fitting = chosen[stored.kinds[chosen] & kinds != 0]
            jobs.append((ids, fitting, np.empty(len(fitting), np.float32)))
    start = 0.0
    for ids, fitting, scores in [jobs[0], *jobs]:
        features.each(ids, lexicon.table, fitting, stored, stored.table, fitted.costs, fitted.model, room, scores)
        start = start or time.process_time()  # after the first, which loads the compiled code
    return len(pairs) / (time.process_time() - start)
