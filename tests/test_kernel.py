"""The compiled loops against slow and plain ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kronika.match import features, kernel
from kronika.match.score import Comparer, weights
from kronika.match.words.spelling import ALPHABET, codes, sounds

WORD = st.text(ALPHABET, min_size=1, max_size=12)
NAME = st.lists(st.text("abdegiklmnorstuvyhjcz", min_size=1, max_size=9), min_size=1, max_size=5).map(" ".join)


def plain_distance(a: str, b: str) -> float:
    """The cheapest edits, from the definition."""
    costs = weights().costs
    x, y = codes(a), codes(b)
    best = np.zeros((len(x) + 1, len(y) + 1))
    for i in range(len(x) + 1):
        for j in range(len(y) + 1):
            ways = [0.0] if i == j == 0 else []
            if i:
                ways.append(best[i - 1, j] + costs[x[i - 1], 0])
            if j:
                ways.append(best[i, j - 1] + costs[0, y[j - 1]])
            if i and j:
                ways.append(best[i - 1, j - 1] + costs[x[i - 1], y[j - 1]])
            if i > 1 and j > 1 and x[i - 1] == y[j - 2] and x[i - 2] == y[j - 1]:
                ways.append(best[i - 2, j - 2] + 1)
            best[i, j] = min(ways)
    return float(best[-1, -1])


def fast_distance(a: str, b: str, limit: float = 100.0) -> float:
    x, y = (np.frombuffer(codes(word), np.uint8) for word in (a, b))
    rows = kernel.room(len(features.FEATURES)).rows
    return float(kernel.distance(x, y, weights().costs, rows, np.float32(limit)))


@given(WORD, WORD)
def test_the_distance_of_two_words_is_that_of_the_cheapest_edits(a: str, b: str) -> None:
    assert abs(fast_distance(a, b) - plain_distance(a, b)) < 1e-4


@given(WORD, WORD, st.floats(0.1, 5))
def test_a_distance_beyond_the_limit_is_the_limit(a: str, b: str, limit: float) -> None:
    assert abs(fast_distance(a, b, limit) - min(plain_distance(a, b), limit)) < 1e-4


@given(NAME, NAME, st.booleans())
def test_what_two_names_differ_in_does_not_depend_on_which_comes_first(a: str, b: str, person: bool) -> None:
    comparer = Comparer()
    forth, back = (comparer.features(*pair, person=person) for pair in ((a, b), (b, a)))
    names = dict(zip(features.FEATURES, zip(forth.tolist(), back.tolist(), strict=True), strict=True))
    assert {name: pair for name, pair in names.items() if abs(pair[0] - pair[1]) > 1e-3} == {}


@given(NAME, st.booleans())
def test_a_name_differs_from_itself_in_nothing_but_how_much_it_tells(name: str, person: bool) -> None:
    found = Comparer().features(name, name, person=person)
    assert [each for each in np.flatnonzero(found).tolist() if each != features.THIN] == []


def test_a_cost_is_the_same_both_ways_and_at_most_one_edit() -> None:
    costs = weights().costs
    assert (costs == costs.T).all()
    assert costs.max() <= 1
    assert (np.diag(costs) == 0).all()


def test_no_weight_lets_a_score_rise_with_what_differs() -> None:
    assert (weights().model[:, 1:] >= 0).all()


def test_one_sound_has_one_symbol_in_many_spellings() -> None:
    for words in (
        ("aliaksandr", "alyaksandr", "aljaksandr"),
        ("mariya", "maria", "marija"),
        ("nikolay", "nikolai", "nikolaj"),
        ("dmitriy", "dmitry", "dmitrij"),
        ("abdullah", "abdulla"),
        ("iakov", "yakov"),
    ):
        assert len({sounds(word) for word in words}) == 1, words
