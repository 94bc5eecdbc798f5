"""Fit `match/weights.json` on the real lists: `./do bench fit`.

1. The costs of edits: words of names that one subject bears are aligned with the costs so far, the edits counted, and
   the costs set to how much less often an edit happens than none (a log-likelihood ratio after Ristad and Yianilos,
   Learning String-Edit Distance, 1998, capped so that one slip of the pen stays one edit); five rounds.
2. The weights: a logistic regression on pairs of names with weights that cannot be negative. Pairs of one bearer: the
   names of one subject, of one person on two lists (same full birth date, names loosely alike), a name with one random
   slip. Pairs of two: people who share a word but no birth year; a name with one word changed for another's, for a
   given name spelt alike, for a neighbouring syllable; and for invented people the listed ones most like them.

`./do bench fit CC` leaves out all subjects of a country and prints what the rest teaches about them.
"""

from __future__ import annotations

import itertools
import json
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import minimize

import kronika
from bench.fit_pairs import Pair, of_country, of_one, of_two
from bench.record import CURRENT, add
from kronika import Casebook
from kronika.match import encode, features, kernel, score
from kronika.match.profile import PERSON
from kronika.match.subjects import Subject, read
from kronika.match.words import romanise
from kronika.match.words.spelling import ALPHABET, codes, sounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = Path(kronika.__file__).parent / "match" / "weights.json"
SEED = 7
ROUNDS, NATS, FLOOR, LEAST = 5, 6.0, 0.3, 0.1
"""Rounds of learning costs; log-likelihood that is one edit; what every edit costs anyway; the cheapest edit."""
WEIGHT = {
    "own": (1.0, 1.0), "alias": (1.0, 1.0), "cross": (2.0, 2.0), "slip": (2.3, 18.0), "shared": (4.0, 4.0),
    "mixed": (4.0, 4.0), "given name": (1.0, 0.0), "syllable": (5.0, 0.0), "invented": (0.8, 1.5),
}  # fmt: skip
"""How much a pair of each kind counts, for persons and for others. This is where the alert line was calibrated, and the
least certain choice of all: of some ten settings the one was taken whose line, on samples of the benchmark's slips and
made-up residents against OFAC's list, lay nearest to both bars. Its figures there are therefore in sample."""
BOUNDS = {"initials": (0.0, 0.7), "order": (0.0, 1.3), "thin": (0.0, 2.8), "order, thin": (0.0, 2.2)}
PRIORS = {"gender": (1.0, 60.0), "no given name": (3.5, 60.0), "no surname": (1.5, 60.0)}
"""Of persons: the lists hold too few such pairs to teach what everybody knows."""
INTERCEPT = 4.0


def main(country: str = "") -> None:
    """Fit on all lists and write the weights; with a country, fit without it, print and write nothing."""
    with tempfile.TemporaryDirectory(prefix="kronika-fit-") as folder:
        root = Path(folder) / "book"
        book = Casebook.init(root)
        for words in CURRENT:
            add(root, *words)
        book.build()
        with book.ledger() as ledger:
            subjects = read(ledger)
    rng = random.Random(SEED)
    costs = learn([each for each in subjects if each.profile.kind == PERSON and not of_country(each, country)])
    found = {}
    for person in (True, False):
        some = [each for each in subjects if (each.profile.kind == PERSON) == person and each.profile.names]
        pairs = [*of_one(some, person, country, rng), *of_two(some, subjects, person, country, rng)]
        found["person" if person else "other"] = fit(pairs, costs, person=person)
    if not country:
        WEIGHTS.write_text(json.dumps(_data(costs, found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{WEIGHTS} written")


def learn(people: Sequence[Subject]) -> NDArray[np.float32]:
    """The costs of edits, from the words of names that one person bears."""
    counted: Counter[tuple[str, str]] = Counter()
    for each in people:
        forms = [[w for w in romanise.words(n.text) if len(w) > 1] for n in each.profile.names[:12]]
        for one, other in itertools.combinations(forms, 2):
            counted.update(_like(one, other))
    words = [(codes(a), codes(b), min(count, 3)) for (a, b), count in counted.items()]
    size = len(ALPHABET) + 1
    costs = np.ones((size, size)) - np.eye(size)
    for _ in range(ROUNDS):
        edits = np.zeros((size, size))
        for a, b, count in words:
            for x, y in _edits(a, b, costs):
                edits[x, y] += count / 2
                edits[y, x] += count / 2
        costs = _costs(edits)
    costs = np.clip((costs - FLOOR) / (1 - FLOOR), LEAST, 1)
    first_digit = ALPHABET.index("0") + 1
    costs[first_digit:] = costs[:, first_digit:] = 1
    np.fill_diagonal(costs, 0)
    return costs.astype(np.float32)


def _like(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of two names that look like spellings of one."""
    left = [word for word in other if word not in one]
    for word in one:
        mine = sounds(word)
        if word in other or not left:
            yield (mine, mine) if word in other else ("", "")
            continue
        best = max(left, key=lambda each: Levenshtein.normalized_similarity(mine, sounds(each)))
        if Levenshtein.normalized_similarity(mine, sounds(best)) >= 0.45:
            left.remove(best)
            yield mine, sounds(best)


def _edits(a: bytes, b: bytes, costs: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The cheapest edits between two words; none where the words are too far apart to be of one original."""
    table = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    cost = costs.tolist()
    for i, j in itertools.product(range(len(a) + 1), range(len(b) + 1)):
        ways = [table[i - 1][j] + cost[a[i - 1]][0]] if i else []
        ways += [table[i][j - 1] + cost[0][b[j - 1]]] if j else []
        ways += [table[i - 1][j - 1] + cost[a[i - 1]][b[j - 1]]] if i and j else []
        table[i][j] = min(ways, default=0.0)
    if table[-1][-1] > 0.4 * max(len(a), len(b)):
        return []
    i, j, found = len(a), len(b), []
    while i or j:
        if i and j and math.isclose(table[i][j], table[i - 1][j - 1] + cost[a[i - 1]][b[j - 1]], abs_tol=1e-9):
            i, j = i - 1, j - 1
            found.append((a[i], b[j]))
        elif i and math.isclose(table[i][j], table[i - 1][j] + cost[a[i - 1]][0], abs_tol=1e-9):
            i -= 1
            found.append((a[i], 0))
        else:
            j -= 1
            found.append((0, b[j]))
    return found


def _costs(edits: NDArray[np.float64]) -> NDArray[np.float64]:
    total = edits.sum()
    share = np.maximum(edits.sum(1) / total, 1e-6)
    ratio = np.log((edits + 0.3) / total / share[:, None] / share[None, :])
    same = np.log((np.diag(edits) + 1) / total / share**2)
    costs = ((same[:, None] + same[None, :]) / 2 - ratio) / NATS
    dropped = (same / 2 - np.log((edits[:, 0] + 0.3) / total / share)) / NATS
    costs[:, 0] = costs[0, :] = dropped
    np.fill_diagonal(costs, 0)
    clipped: NDArray[np.float64] = np.clip(costs, 0.05, 1)
    return clipped


def fit(pairs: Sequence[Pair], costs: NDArray[np.float32], *, person: bool) -> dict[str, float]:
    """The weights that pairs teach; prints how many of each kind score 0.7 with them, and of those left out."""
    x = _features(pairs, costs, person=person)
    y = np.array([pair.one for pair in pairs], float)
    kinds = np.array([pair.kind for pair in pairs])
    out = np.array([pair.out for pair in pairs])
    weight = np.array([WEIGHT[kind][0 if person else 1] for kind in kinds]) * ~out
    names = ("intercept", *features.FEATURES, "order, thin")
    limits = BOUNDS | (PRIORS if person else {})
    bounds = [(INTERCEPT, INTERCEPT), *(limits.get(name, (0.0, 60.0)) for name in names[1:])]
    start = [INTERCEPT, *[1.0] * (len(names) - 1)]
    found = minimize(_loss(x, y, weight), start, jac=True, method="L-BFGS-B", bounds=bounds).x
    scores = (1 + math.exp(-INTERCEPT)) / (1 + np.exp(x @ found[1:] - found[0]))
    print("persons" if person else "others", f"{len(pairs):,} pairs")
    for kind in sorted(set(kinds)):
        for which, chosen in (("", kinds == kind), (" left out", (kinds == kind) & out)):
            if chosen.any():
                share = (scores[chosen] >= score.ALERT).mean()
                print(f"  {kind + which:22} {chosen.sum():7,}  at or above 0.7: {share:.4f}", flush=True)
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


def _features(pairs: Sequence[Pair], costs: NDArray[np.float32], *, person: bool) -> NDArray[np.float64]:
    lexicon, room = encode.Lexicon(1 << 16), kernel.room(len(features.FEATURES))
    rows = np.ones((len(pairs), len(features.FEATURES) + 1))
    for at, pair in enumerate(pairs):
        a, b = (np.array(lexicon.ids(encode.words(each, person=person)), np.int32) for each in pair[:2])
        if len(a) and len(b):
            features.compare(a, lexicon.table, b, lexicon.table, costs, room)
            rows[at, :-1] = room.features
    rows[:, -1] = rows[:, features.ORDER] * rows[:, features.THIN]
    return rows


def _loss(
    x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]]:
    def loss(t: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = 1 / (1 + np.exp(-np.clip(t[0] - x @ t[1:], -35, 35)))
        value = -(weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum() / weight.sum()
        slope = weight * (p - y) / weight.sum()
        return value + 1e-5 * (t[1:] ** 2).sum(), np.r_[slope.sum(), -x.T @ slope + 2e-5 * t[1:]]

    return loss


def _data(costs: NDArray[np.float32], found: dict[str, dict[str, float]]) -> dict[str, object]:
    symbols = f"-{ALPHABET}"
    pairs = itertools.combinations(range(len(symbols)), 2)
    return {
        "record": {
            "how": "./do bench fit",
            "when": datetime.now(UTC).date().isoformat(),
            "of": [" ".join(Path(word).name for word in words) for words in CURRENT],
            "seed": SEED,
            "kinds of pairs": WEIGHT,
            "bounds": {**BOUNDS, **PRIORS},
        },
        "costs": {symbols[a] + symbols[b]: round(float(costs[a, b]), 3) for a, b in pairs if costs[a, b] < 0.995},
        "weights": found,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
