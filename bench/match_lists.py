"""How right screening is: own names, typos and made-up people against OFAC's list and against all lists together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.match_data import ALL_LISTS, OFAC_NAMES, Own, casebook, named, negatives, sample, typos
from bench.match_pairs import ONE_NAME, AskPeer, score, speeds
from bench.match_screening import Answers, Listed, best, by_script, first, found_among, people, scores_of, spelt
from bench.match_table import THRESHOLDS, Bar, Figure, Share, beside, curve, head, reached, row
from kronika.base.scripts import script


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: samples drawn by chance from a fixed seed, all where there are no more."""

    negatives: int
    names: int
    """Own names, aliases and typos asked of a list, each."""
    peer_typos: int
    peer_negatives: int
    file: int
    """Rows of a customer file."""
    rows: bool = False
    """Whether to print what went wrong, row by row."""


def ofac(ask_peer: AskPeer, size: Size) -> None:
    """OFAC's list of 2023-01 with the aliases of 2025-12."""
    listed = Listed(casebook(OFAC_NAMES))
    names = listed.names
    alone = len(names.schemata) - len(names.primary)
    head(
        "OFAC: names of 2023-01, aliases of 2025-12",
        f"{len(names.schemata):,} subjects; {alone:,} of them were listed after 2023-01 and have aliases only",
    )
    _own_names(listed, size)
    typed = _typos(listed, size)
    false = _false_alerts(listed, size)
    curve("curve", {"one typo: found": _curve(typed), "negatives: any hit": _curve(false)})
    _candidates(listed, size)
    _agreement(listed)
    _beside_peer(listed, ask_peer, size)


def all_lists(size: Size) -> Listed:
    """All current lists together."""
    listed = Listed(casebook(ALL_LISTS))
    names = listed.names
    head(
        "All lists together",
        f"{len(names.schemata):,} subjects, {len(names.own):,} primary names, {len(names.aliases):,} aliases",
    )
    invented = sample(negatives(), size.negatives, "negatives")
    by_name = listed.answers(people(invented))
    row("negatives by name: any hit at 0.7", reached(best(by_name)), Bar(0.007, most=True))
    _scripts(by_name, [each.name for each in invented])
    detailed = listed.answers(people(invented, details=True))
    row("negatives with birth date and country: any hit at 0.7", reached(best(detailed)), Bar(0.0002, most=True))
    if size.rows:
        _print_false([each.name for each in invented], detailed)
    curve("curve", {"by name": _curve(best(by_name)), "with birth date and country": _curve(best(detailed))})
    _candidates(listed, size)
    return listed


def _own_names(listed: Listed, size: Size) -> None:
    own = sample(listed.names.own, size.names, "own")
    answers = listed.answers(spelt(own, [each.name for each in own]))
    ids = listed.ids(own)
    shared = [listed.shared(each) for each in own]
    for title, only in (("all schemata", ""), ("persons", "Person")):
        chosen = [at for at, each in enumerate(own) if only in {"", each.schema}]
        alone = [at for at in chosen if not shared[at]]
        some, theirs = [answers[at] for at in alone], [ids[at] for at in alone]
        row(f"own primary names, {title}: ranked first", first(some, theirs), Bar(0.999))
        row("… at 0.7, any rank", reached(scores_of(some, theirs)))
        top = [scores_of([answers[at]], [ids[at]])[0] >= best([answers[at]])[0] > 0 for at in chosen if shared[at]]
        row("… of names that several bear: none higher", Share(sum(top), len(top)))
    for each, hits, right, common in zip(own, answers, ids, shared, strict=True) if size.rows else ():
        if not common and (not hits or hits[0][0] != right):
            print(f"    not first: {each.name} ({each.subject}), but {hits[:2]}")


def _typos(listed: Listed, size: Size) -> list[float]:
    own = sample(listed.names.own, size.names, "own")
    spellings, ids = typos(own), listed.ids(own)
    answers = listed.answers(spelt(own, spellings))
    scores = scores_of(answers, ids)
    row("one random typo: found at 0.7, any rank", reached(scores), Bar(0.92))
    row("… and ranked first", first(answers, ids, 0.7))
    for schema in ("Person", "Organization", "Vessel", "Airplane"):
        row(f"    {schema}", reached([s for s, each in zip(scores, own, strict=True) if each.schema == schema]))
    for each, name, found in zip(own, spellings, scores, strict=True) if size.rows else ():
        if found < 0.7:
            print(f"    missed {found:.3f}  {name}  <-  {each.name} ({each.schema}, {each.subject})")
    return scores


def _false_alerts(listed: Listed, size: Size) -> list[float]:
    names = sample(negatives(), size.negatives, "negatives")
    answers = listed.answers(people(names))
    scores = best(answers)
    row("negatives by name: any hit at 0.7", reached(scores), Bar(0.0035, most=True))
    primary = {listed.id_of[subject] for subject in listed.names.primary}
    row("… on a subject with a primary name", reached(best([[h for h in hits if h[0] in primary] for hits in answers])))
    _scripts(answers, [each.name for each in names])
    if size.rows:
        _print_false([each.name for each in names], answers)
    return scores


def _candidates(listed: Listed, size: Size) -> None:
    for title, names in (("own primary names", listed.names.own), ("own aliases", listed.names.aliases)):
        own = sample(names, size.names, "own")
        spellings = [each.name for each in own]
        row(f"candidates alone: {title}, among 50", _found(listed, own, spellings, size), Bar(1.0))
    own = sample(listed.names.own, size.names, "own")
    row("candidates alone: one typo, among 50", _found(listed, own, typos(own), size), Bar(0.99))


def _found(listed: Listed, own: Sequence[Own], spellings: Sequence[str], size: Size) -> Share:
    found = found_among(listed.screener, own, spellings, listed.ids(own))
    for each, name, there in zip(own, spellings, found, strict=True) if size.rows else ():
        if not there:
            print(f"    no candidate: {name}  <-  {each.name} ({each.schema}, {each.subject})")
    return Share(sum(found), len(found))


def _agreement(listed: Listed) -> None:
    """A question asked alone and in a file must get one answer."""
    own = sample(listed.names.own, 250, "agreement")
    questions = spelt(own, typos(own)) + people(sample(negatives(), 250, "agreement"))
    together = listed.answers(questions)
    alone = [listed.answer(named(each["name"], each["schema"])) for each in questions]
    row("questions answered alone as in a file", Share(sum(map(_same, alone, together)), len(questions)), Bar(1.0))


def _same(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]]) -> bool:
    return {(id_, round(found, 4)) for id_, found in one} == {(id_, round(found, 4)) for id_, found in other}


def _beside_peer(listed: Listed, ask_peer: AskPeer, size: Size) -> None:
    """Scoring alone: each is given our 50 candidates, for the whole list would take the peer hours."""
    own = sample(listed.names.own, size.peer_typos, "peer")
    invented = sample(negatives(), size.peer_negatives, "peer")
    queries = [named(name, each.schema) for each, name in zip(own, typos(own), strict=True)]
    queries += [named(each.name) for each in invented]
    candidates = [listed.screener.candidates(query, limit=50) for query in queries]
    sent = [(query, listed.entity(id_)) for query, ids in zip(queries, candidates, strict=True) for id_ in ids]
    everyone = score({ONE_NAME: sent}, ask_peer)
    head(
        "OFAC, scoring alone",
        f"{len(own):,} names with a typo and {len(invented):,} made-up people, the same for all; "
        f"each scores our 50 candidates ({len(sent):,} pairs)",
    )
    ids = listed.ids(own)
    answers = {who: _ranked(candidates, each[ONE_NAME].values) for who, each in everyone.items()}
    typed = {who: scores_of(each[: len(own)], ids) for who, each in answers.items()}
    false = {who: best(each[len(own) :]) for who, each in answers.items()}
    beside("one random typo: found at 0.7, any rank", {who: reached(each) for who, each in typed.items()})
    beside("… and ranked first", {who: first(each[: len(own)], ids, 0.7) for who, each in answers.items()})
    beside("negatives by name: any hit at 0.7", {who: reached(each) for who, each in false.items()})
    speeds(everyone, ONE_NAME, sent)
    lines: dict[str, list[Figure]] = {}
    for who in everyone:
        lines[f"{who}: one typo"] = _curve(typed[who])
        lines[f"{who}: negatives"] = _curve(false[who])
    curve("curve", lines)


def _ranked(candidates: Sequence[Sequence[str]], scores: Sequence[float]) -> Answers:
    """Scores of all pairs, query after query, as answers: best first, in the order of the candidates where equal."""
    given = iter(scores)
    return [sorted(((id_, next(given)) for id_ in ids), key=lambda hit: -hit[1]) for ids in candidates]


def _curve(scores: Sequence[float]) -> list[Figure]:
    return [reached(scores, threshold) for threshold in THRESHOLDS]


def _scripts(answers: Answers, names: Sequence[str]) -> None:
    for each, share in by_script(answers, map(script, names)).items():
        row(f"    {each}", share)


def _print_false(names: Sequence[str], answers: Answers) -> None:
    for name, hits in zip(names, answers, strict=True):
        if hits and hits[0][1] >= 0.7:
            print(f"    false {hits[0][1]:.3f}  {name}  ->  {hits[0][0]}")
