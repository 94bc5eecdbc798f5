"""Two values side by side: which of one side belongs to which of the other, and the letters in which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, combining

from kronika.base.scripts import script

if TYPE_CHECKING:
    from kronika.view.questions import Stated

_ALIKE = 0.65
"""How alike two words, or two values, must be to stand beside each other."""
_LONGEST = 200
"""Characters of a text that is compared letter by letter."""
SAME, NEAR, ALONE = "same", "near", "alone"


class Piece(NamedTuple):
    """Some letters of a value."""

    text: str
    differs: bool


class Line(NamedTuple):
    """A value of each side; or values of one side alone, whatever stands beside them."""

    left: Stated | None
    right: Stated | None
    how: str
    """SAME, NEAR or ALONE."""
    pieces: tuple[tuple[Piece, ...], tuple[Piece, ...]] = ((), ())
    """Both values in pieces, where they are near."""


def lines(left: Sequence[Stated], right: Sequence[Stated]) -> list[Line]:
    """The values of two sides lined up: the same first, then those that are near, then those of one side alone.

    The same in other capitals is the same; the first way of writing it is shown.
    """
    mine, yours = _once(left), _once(right)
    found = [Line(mine[key], yours[key], SAME) for key in mine if key in yours]
    rest, others = ([each for key, each in side.items() if key not in there] for side, there in _both(mine, yours))
    near = _pairs([each.text for each in rest], [each.text for each in others])
    found += [
        Line(rest[a], others[b], NEAR, differences(rest[a].text, others[b].text)) for a, b in sorted(near.items())
    ]
    return found + beside(
        [each for at, each in enumerate(rest) if at not in near],
        [each for at, each in enumerate(others) if at not in near.values()],
    )


def beside(left: Sequence[Stated], right: Sequence[Stated]) -> list[Line]:
    """The values of two sides that have nothing to do with each other."""
    return [Line(one, other, ALONE) for one, other in zip_longest(left, right)]


def _once(values: Iterable[Stated]) -> dict[str, Stated]:
    """Values by what they are in small letters, with the facts of all ways of writing one."""
    found: dict[str, Stated] = {}
    for each in values:
        known = found.setdefault(each.text.casefold(), each)
        if known is not each:
            found[each.text.casefold()] = known._replace(facts=known.facts + each.facts)
    return found


def _both(mine: dict[str, Stated], yours: dict[str, Stated]) -> tuple[tuple[dict[str, Stated], dict[str, Stated]], ...]:
    return (mine, yours), (yours, mine)


def differences(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces: what each has that the other has not, word by word, in whatever order the words stand."""
    words = [_words(text) for text in (left, right)]
    partners = _pairs(*([text[a:b] for a, b in some] for text, some in zip((left, right), words, strict=True)))
    back = {other: mine for mine, other in partners.items()}
    sides = []
    for text, some, of, theirs, there in (
        (left, words[0], partners, right, words[1]),
        (right, words[1], back, left, words[0]),
    ):
        pieces: list[Piece] = []
        last = 0
        for at, (begin, end) in enumerate(some):
            pieces.append(Piece(text[last:begin], differs=False))
            other = theirs[slice(*there[of[at]])] if at in of else ""
            pieces += _letters(text[begin:end], other)
            last = end
        sides.append(tuple(_joined([*pieces, Piece(text[last:], differs=False)])))
    return sides[0], sides[1]


def _words(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end; what marks a letter is of its word."""
    runs = groupby(range(len(text)), key=lambda at: category(text[at])[0] in "LMN")
    spans = [list(run) for of_word, run in runs if of_word]
    return [(span[0], span[-1] + 1) for span in spans]


def _letters(word: str, other: str) -> Iterator[Piece]:
    """A word in pieces: the letters that the other word has too, and those that it has not; marks stay with theirs."""
    mine, yours = _clusters(word), _clusters(other)
    plain = ([each.casefold() for each in side] for side in (mine, yours))
    matched = SequenceMatcher(None, next(plain), next(plain), autojunk=False)
    for tag, begin, end, _, _ in matched.get_opcodes():
        yield Piece("".join(mine[begin:end]), differs=tag != "equal")


def _clusters(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if combining(char) and found:
            found[-1] += char
        else:
            found.append(char)
    return found


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for differs, some in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.differs):
        yield Piece("".join(piece.text for piece in some), differs)


def _pairs(left: Sequence[str], right: Sequence[str]) -> dict[int, int]:
    """For each text of the left the most alike of the right, each in one pair at most."""
    scored = sorted(
        ((_alike(one, other), -a, -b) for a, one in enumerate(left) for b, other in enumerate(right)), reverse=True
    )
    found: dict[int, int] = {}
    for score, a, b in scored:
        if score >= _ALIKE and -a not in found and -b not in found.values():
            found[-a] = -b
    return found


def _alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, in whatever order their words stand."""
    if max(len(one), len(other)) > _LONGEST or script(one) != script(other):
        return 0.0
    a, b = (" ".join(sorted(text[i:j].casefold() for i, j in _words(text))) for text in (one, other))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0
