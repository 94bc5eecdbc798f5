"""Where a sentence makes several claims: figures compared, what is set against each other, what follows from what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kronika.study.claims.sentences import stripped
from kronika.study.claims.spans import Quantity, Span

_HARD = re.compile(r";\s+(?=\S)|\s*[,-]?\s+(?=(?:while|whilst|whereas)\s)")
_WITH_FIGURES = re.compile(
    r",\s+(?:and\s+|or\s+)?(?=(?:compared\s+(?:to|with)|up\s+from|down\s+from|against|(?:amount|ris|fall|bring|mak|add|reach|includ|total|leav|exceed|account)\w*ing|"
    r"(?:at\s+least\s+|some\s+|more\s+than\s+)?[\w,.]+\s+of\s+(?:whom|which|them)|of\s+(?:whom|which)|including|but|and|while|which|who)\s)"
    r"|,\s+(?=and\s)|\s+(?=compared\s+(?:to|with)\s)"
)
_RELATIVE = re.compile(
    r"(?:,\s+(?=who\s)|,?\s+(?=which\s))(?=\w+\s+(?:(?:has|have|had)\s+(?:\w+ly\s+)?)?(?:\w+ed|led|began|took|made|gave|went|brought|broke|fled|held|won|lost|left|saw|sent|put|cut|shut|drew|fell|rose|grew)\s)"
)
_NAMED_AFTER = re.compile(
    r",\s+(?=including\s+(?:its|their|his|her|the)\s+[a-z])|,\s+(?=(?:effectively|thereby|thus|in\s+effect)\s+\w+ed\s)"
)
_ADJUNCT = re.compile(
    r",?\s+(?=(?:in\s+response\s+to|following|as\s+a\s+result\s+of|in\s+the\s+wake\s+of|amid|despite|after)\s)"
)
_AND_VERB = re.compile(
    r"\s+(?=and\s+(?:(?:also|strongly|further|again|therefore)\s+)?(?:calls?|called|urges?|urged|demands?|demanded|condemns?|condemned|encourages?|reiterates?|will|must|should|pledges?|promises?)\s)"
)
_AND_CLAUSE = re.compile(
    r",\s+(?=(?:and|but)\s+(?:we|I|they|he|she|it|the(?!\s+\w+\s+(?:that|which|who)\s)|there|[A-Z]\w+)\s)"
)
_THAT_OPENS = re.compile(r"\bthat\s*$")
_RESUMES = re.compile(r",\s+(?:have|has|had|is|are|was|were|will|would|can|could|may|might)\s")
_OPENER = re.compile(
    r"(?:(?:and|but|while|whilst|whereas|or|compared\s+(?:to|with)|up\s+from|down\s+from|which|who|including|in\s+response\s+to|following|as\s+a\s+result\s+of|"
    r"in\s+the\s+wake\s+of|amid|after|despite)\s+)+",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\s+(?:and|,)\s+$|,\s+(?:and\s+)?$")
_YEAR = re.compile(r"\s+(?:in|for|by|during)\s+(?:the\s+)?[\w\s]{0,14}?(?:19|20)\d\d\b|\s+(?:in|for|from)\s+[A-Z]\w+\b")
_LEAST = 3

Test = Callable[[Span], bool]


def set_apart(words: str, sentence: Span) -> list[Span]:
    """The main clauses of a sentence that are set against each other («…; …», «…, while …»)."""
    pieces = list(_split(words, sentence, _HARD, lambda left, right: not _THAT_OPENS.search(left.of(words))))
    return [_opened(words, piece, sentence) for piece in pieces]


def claims_apart(
    words: str, clause: Span, quantities: Sequence[Quantity], dated: Test, binding: Callable[[Span], str]
) -> list[Span]:
    """The parts of a main clause that are claims of their own, in the order of the text; the clause where it is one.

    `quantities` are the figures in it that can be checked; `dated` tells whether a place holds a date; `binding` names
    the demand or commitment that a place makes (empty: neither). `words` is the text, direct speech made unreadable.
    """
    figured = _holding(quantities)
    apart: list[tuple[re.Pattern[str], Callable[[Span, Span], bool]]] = [
        (_RELATIVE, lambda left, right: len(words[right.start : right.end].split()) > _LEAST),
        (_NAMED_AFTER, lambda left, right: not figured(left) or not figured(right)),
        (
            _WITH_FIGURES,
            lambda left, right: figured(left) and figured(right) and not _RESUMES.search(right.of(words)),
        ),
        (_ADJUNCT, lambda left, right: figured(left) != figured(right) and (figured(right) or dated(right))),
        (_AND_VERB, lambda left, right: bool(binding(left) and binding(right)) and binding(left) != binding(right)),
        (_AND_CLAUSE, lambda left, right: binding(left) != binding(right)),
    ]
    found = [clause]
    for pattern, own_claims in apart:
        found = [piece for whole in found for piece in _split(words, whole, pattern, own_claims)]
    pieces = [piece for whole in found for piece in _series(words, whole, quantities)]
    return [_opened(words, piece, clause) for piece in pieces]


def _holding(quantities: Sequence[Quantity]) -> Test:
    return lambda span: any(span.holds(quantity) for quantity in quantities)


def _split(
    words: str, whole: Span, pattern: re.Pattern[str], own_claims: Callable[[Span, Span], bool]
) -> Iterator[Span]:
    start = whole.start
    for match in pattern.finditer(words, whole.start + 1, whole.end):
        left, right = Span(start, match.start()), Span(match.end(), whole.end)
        if _bracketed(words, left) or min(_count(words, left), _count(words, right)) < _LEAST:
            continue
        if own_claims(left, right):
            yield stripped(words, left)
            start = match.end()
    yield stripped(words, Span(start, whole.end))


def _count(words: str, span: Span) -> int:
    return len(words[span.start : min(span.end, span.start + 200)].split())


def _bracketed(words: str, left: Span) -> bool:
    return words.count("(", left.start, left.end) > words.count(")", left.start, left.end)


def _series(words: str, whole: Span, quantities: Sequence[Quantity]) -> Iterator[Span]:
    """«€178bn in 2022 and €138bn in 2021»: figures of one series, each with its own year or place."""
    inside = [quantity for quantity in quantities if whole.holds(quantity)]
    start = whole.start
    for before, after in pairwise(inside):
        between = words[before.end : after.start]
        year = _YEAR.match(between)
        joint = _PAIR.search(between)
        if year and joint and year.end() <= joint.start() and before.category == after.category:
            yield Span(start, before.end + joint.start())
            start = after.start
    yield Span(start, whole.end)


def _opened(words: str, piece: Span, sentence: Span) -> Span:
    """Without the word that joins it to what stands before."""
    if piece.start == sentence.start:
        return piece
    opener = _OPENER.match(words, piece.start, piece.end)
    return Span(opener.end(), piece.end) if opener and opener.end() < piece.end else piece
