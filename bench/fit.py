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
import string
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein
from scipy.optimize import minimize

import kronika
from bench.record import CURRENT, add
from kronika import Casebook
from kronika.match import encode, features, index, kernel, score
from kronika.match.profile import PERSON, WEAK, Profile
from kronika.match.score import Comparer
from kronika.match.subjects import Subject, read
from kronika.match.words import given, romanise, syllables
from kronika.match.words.spelling import ALPHABET, codes, sounds

WEIGHTS = Path(kronika.__file__).parent / "match" / "weights.json"
SEED = 7
ROUNDS, NATS, FLOOR, LEAST = 5, 6.0, 0.3, 0.1
"""Rounds of learning costs; log-likelihood that is one edit; what every edit costs anyway; the cheapest edit."""
WEIGHT = {
    "own": (1.0, 1.0), "alias": (1.0, 1.0), "cross": (2.0, 2.0), "slip": (2.0, 18.0), "shared": (4.0, 4.0),
    "mixed": (4.0, 4.0), "given name": (0.6, 0.0), "syllable": (5.0, 0.0), "invented": (0.8, 1.5),
}  # fmt: skip
"""How much a pair of each kind counts, for persons and for others. The least certain choice of all: they were set so
that 0.7 is an alert line at which one made-up resident in three hundred has a hit."""
BOUNDS = {"initials": (0.0, 0.7), "order": (0.0, 1.3), "thin": (0.0, 2.8), "order, thin": (0.0, 2.2)}
PRIORS = {"gender": (1.0, 60.0), "no given name": (3.5, 60.0)}
"""Of persons: the lists hold too few such pairs to teach what everybody knows."""
INTERCEPT = 4.0


class Pair(NamedTuple):
    """Two names, whether they are of one bearer, what kind of pair they are, and whether it is left out."""

    left: str
    right: str
    one: bool
    kind: str
    out: bool


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
    costs = learn([each for each in subjects if each.profile.kind == PERSON and not _of(each, country)])
    found = {}
    for person in (True, False):
        some = [each for each in subjects if (each.profile.kind == PERSON) == person and each.profile.names]
        pairs = [*of_one(some, person, country, rng), *of_two(some, subjects, person, country, rng)]
        found["person" if person else "other"] = fit(pairs, costs, person=person)
    if not country:
        WEIGHTS.write_text(json.dumps(_data(costs, found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{WEIGHTS} written")


def _of(subject: Subject, country: str) -> bool:
    return country in subject.profile.countries | subject.regimes


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
    return np.clip(costs, 0.05, 1)


def slip(name: str, rng: random.Random) -> str:
    """The name with one letter inserted, deleted or replaced, or two neighbours transposed."""
    at, letter = rng.randrange(len(name)), rng.choice(string.ascii_lowercase)
    return rng.choice(
        (
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        )
    )


def plain(name: str) -> str:
    """A name's words in alphabetical order."""
    return " ".join(sorted(romanise.words(name)))


def of_one(some: Sequence[Subject], person: bool, country: str, rng: random.Random) -> Iterator[Pair]:
    """Pairs of names of one bearer."""
    for each in some:
        names = [name.text for name in each.profile.names if name.quality != WEAK][:10]
        pairs = [(names[0], other) for other in names[1:]]
        pairs += [tuple(rng.sample(names, 2)) for _ in range(2)] if len(names) > 3 else []  # type: ignore[misc]
        rng.shuffle(pairs)
        for left, right in pairs[:4]:
            near = fuzz.token_sort_ratio(plain(left), plain(right)) >= (62 if person else 55)
            if near and plain(left) != plain(right) and (not person or len(right.split()) > 1):
                yield Pair(left, right, True, "alias", _of(each, country))
    for each in rng.sample(list(some), min(5000, len(some))):
        name = each.profile.names[0].text
        yield Pair(name, name, True, "own", _of(each, country))
        if len(name) > 3:
            yield Pair(name, slip(name, rng), True, "slip", _of(each, country))
    if person:
        yield from _on_two_lists(some, country)


def _on_two_lists(people: Sequence[Subject], country: str) -> Iterator[Pair]:
    born: dict[str, list[Subject]] = defaultdict(list)
    for each in people:
        for birth in each.profile.births:
            if len(birth) == 10:
                born[birth].append(each)
    for some in born.values():
        for a, b in itertools.combinations(some[:12], 2):
            names = [[name.text for name in each.profile.names[:6]] for each in (a, b)]
            near = max(fuzz.token_set_ratio(plain(x), plain(y)) for x, y in itertools.product(*names))
            if a.source != b.source and near >= 80 and plain(names[0][0]) != plain(names[1][0]):
                yield Pair(names[0][0], names[1][0], True, "cross", _of(a, country) or _of(b, country))


def of_two(
    some: Sequence[Subject], subjects: Sequence[Subject], person: bool, country: str, rng: random.Random
) -> Iterator[Pair]:
    """Pairs of names of two bearers."""
    sharing: dict[str, list[Subject]] = defaultdict(list)
    for each in some:
        for word in set(romanise.words(each.profile.names[0].text)):
            sharing[word].append(each)
    for each in some:
        name = each.profile.names[0].text
        words = romanise.words(name)
        for word in rng.sample(words, min(2, len(words))):
            others = [o for o in rng.sample(sharing[word], min(6, len(sharing[word]))) if _apart(each, o, person)]
            best = max(others, key=lambda o: fuzz.token_sort_ratio(plain(name), plain(o.profile.names[0].text)), default=None)
            if best and _clearly_two(name, best.profile.names[0].text, person):
                yield Pair(name, best.profile.names[0].text, False, "shared", _of(each, country) or _of(best, country))
    if person:
        yield from _one_word_changed(some, country, rng)
    yield from _invented(some, subjects, person, country, rng)


def _apart(one: Subject, other: Subject, person: bool) -> bool:
    if one is other:
        return False
    if person and one.profile.births and other.profile.births:
        return not {b[:4] for b in one.profile.births} & {b[:4] for b in other.profile.births}
    return one.source == other.source


def _clearly_two(left: str, right: str, person: bool) -> bool:
    """Whether the names differ so much that the lists cannot mean one after all."""
    if person:
        return fuzz.ratio(plain(left), plain(right)) < 93
    return fuzz.token_set_ratio(plain(left), plain(right)) < 88


def _one_word_changed(people: Sequence[Subject], country: str, rng: random.Random) -> Iterator[Pair]:
    listed: dict[str, list[Subject]] = defaultdict(list)
    spelt: dict[str, set[str]] = defaultdict(set)
    short: dict[str, set[str]] = defaultdict(set)
    for each in people:
        for code in sorted(each.profile.countries)[:1]:
            listed[code].append(each)
        for word in romanise.words(each.profile.names[0].text):
            if given.classes(word):
                for key in _shortened(sounds(word)):
                    spelt[key].add(word)
            elif syllables.readings(word):
                for at in range(len(word)):
                    short[f"{word[:at]}*{word[at + 1 :]}"].add(word)
    for each in people:
        words = romanise.words(each.profile.names[0].text)
        if len(words) < 2:
            continue
        at, out = rng.randrange(len(words)), _of(each, country)
        others = {
            "given name": {w for key in _shortened(sounds(words[at])) for w in spelt.get(key, ())},
            "syllable": {w for n in range(len(words[at])) for w in short.get(f"{words[at][:n]}*{words[at][n + 1 :]}", ())},
        }
        codes_ = sorted(each.profile.countries)[:1]
        if codes_ and len(listed[codes_[0]]) > 9 and rng.random() < 0.4:
            other = romanise.words(rng.choice(listed[codes_[0]]).profile.names[0].text)
            word = other[at] if len(other) == len(words) else rng.choice(other or [""])
            if word and word not in words and fuzz.ratio(word, words[at]) <= 60:
                yield _changed(words, at, word, "mixed", out)
        for kind, found in others.items():
            same = {number for number, _ in given.classes(words[at])} if kind == "given name" else set(syllables.readings(words[at]))
            read = (lambda w: {n for n, _ in given.classes(w)}) if kind == "given name" else (lambda w: set(syllables.readings(w)))
            choice = sorted(w for w in found if same and not same & read(w))
            if choice and rng.random() < 0.4:
                yield _changed(words, at, rng.choice(choice), kind, out)


def _changed(words: Sequence[str], at: int, word: str, kind: str, out: bool) -> Pair:
    return Pair(" ".join(words), " ".join([*words[:at], word, *words[at + 1 :]]), False, kind, out)


def _shortened(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _invented(
    some: Sequence[Subject], subjects: Sequence[Subject], person: bool, country: str, rng: random.Random
) -> Iterator[Pair]:
    """For people who are on no list, those on the lists who are most like them; two words of two of one country make
    one up. For others a person's name is asked for among the names of companies and ships."""
    asked = index.Index(index.names_of([each.profile for each in some]))
    comparer = Comparer()
    makers = [each for each in subjects if each.profile.kind == PERSON and len(each.profile.names[0].text.split()) > 1]
    at_home: dict[str, list[Subject]] = defaultdict(list)
    for each in makers:
        for code in sorted(each.profile.countries)[:1]:
            at_home[code].append(each)
    homes = sorted(code for code, found in at_home.items() if len(found) > 14)
    for number in range(14_000 if person else 3_000):
        a, b = rng.sample(at_home[homes[number % len(homes)]], 2)
        first, second = (romanise.words(each.profile.names[0].text) for each in (a, b))
        cut = rng.randrange(1, max(2, len(first)))
        words = list(dict.fromkeys([*first[:cut], *second[min(cut, len(second) - 1) :]]))[:5] if person else first
        parents = {a.profile.id, b.profile.id}
        name = " ".join(words)
        kinds = PERSON if person else 255 - PERSON
        for owner in _best(asked, name, kinds, person)[: 4 if person else 1]:
            other = some[owner].profile
            if other.id in parents or len(words) < 2:
                continue
            compared = comparer.compare(_named(name, some[owner]), other)
            if compared.right and fuzz.ratio(plain(name), plain(compared.right.text)) < 97:
                yield Pair(name, compared.right.text, False, "invented", _of(a, country) or _of(some[owner], country))


def _named(name: str, like: Subject) -> Profile:
    return Profile("", like.profile.schema, (encode.Name(name, 0),))


def _best(asked: index.Index, name: str, kinds: int, person: bool) -> list[int]:
    words = encode.words(name, person=person)
    names = asked.candidates(words, kinds, most=30) if words else []
    return list(dict.fromkeys(asked.names.owner[names].tolist())) if len(names) else []


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
    found = minimize(_loss(x, y, weight), [INTERCEPT, *[1.0] * (len(names) - 1)], jac=True, method="L-BFGS-B", bounds=bounds).x
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
            "when": date.today().isoformat(),  # noqa: DTZ011 - the day on this machine is meant
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
