"""Where words stand on a page, as lines in reading order and as paragraphs: geometry alone, no PDF.

Reading order: rows of a page are taken together as long as one strip free of text runs through all of them; where there
are lines of prose on both sides of the strip, it parts two columns, and the left one is read first. (The idea is
T. M. Breuel's, «Two geometric algorithms for layout analysis», 2002: columns are found by the white between them.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kronika.collect.texts.blocks import raised

_NARROWEST = 0.6
"""Of a strip between columns, in heights of a line."""
_LEAST = 4.0
"""Points that are left of a strip after all rows: ragged columns narrow it."""
_FEWEST_ROWS, _FEWEST_WORDS = 3, 3
"""Of a column of prose; what has less is a table or a letter's head, and is read by rows."""
_LARGER, _WIDER_SPACED = 1.12, 1.3
_ITEM = re.compile(r"(?:[-–—•·▪‣◦*●■]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)")
_CUT = re.compile(r"[^\W\d_]-$")
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]⁰-⁹¹²³]*$")


class Piece(NamedTuple):
    """Words that stand side by side; y grows upwards, in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Of the type, more or less."""
        return self.top - self.bottom


@dataclass(slots=True)
class Line:
    """A line of a column; `edge_left` and `edge_right` are those of the lines that stand together with it."""

    text: str
    left: float
    right: float
    bottom: float
    height: float
    edge_left: float = 0.0
    edge_right: float = 0.0
    page: int = 0
    number: int = 0
    """On its page, in reading order, from 1."""
    group: int = 0
    """Which lines stand together with it, without a wider space."""


def lines(pieces: list[Piece]) -> list[Line]:
    """The lines of a page in reading order."""
    rows = _rows(pieces)
    found: list[Line] = []
    for run, gutter in _runs(rows):
        flat = [piece for row in run for piece in row]
        if gutter:
            found += lines([piece for piece in flat if piece.right <= gutter[0] + 0.1])
            found += lines([piece for piece in flat if piece.right > gutter[0] + 0.1])
        else:
            found += [_line(row) for row in run]
    return found


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        middle = (piece.top + piece.bottom) / 2
        above = rows[-1][0] if rows else None
        if above and abs((above.top + above.bottom) / 2 - middle) < 0.45 * max(above.height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _runs(rows: list[list[Piece]]) -> list[tuple[list[list[Piece]], tuple[float, float] | None]]:
    """Rows that one free strip runs through, each run with the strip if it parts columns."""
    runs: list[tuple[list[list[Piece]], tuple[float, float] | None]] = []
    run: list[list[Piece]] = []
    free: list[tuple[float, float]] = []
    for row in rows:
        both = _common(free, _free(row)) if run else _free(row)
        if run and not _inner(both) and (_inner(free) or _inner(_free(row)) or not both):
            runs.append((run, _gutter(run, free)))
            run, both = [], _free(row)
        run.append(row)
        free = both
    if run:
        runs.append((run, _gutter(run, free)))
    joined: list[tuple[list[list[Piece]], tuple[float, float] | None]] = []
    for part, gutter in runs:
        if joined and gutter is None and joined[-1][1] is None:
            joined[-1] = ([*joined[-1][0], *part], None)
        else:
            joined.append((part, gutter))
    return joined


def _free(row: list[Piece]) -> list[tuple[float, float]]:
    """The strips of a row without text, wide enough for the space between two columns."""
    least = _NARROWEST * row[0].height
    strips, edge = [], float("-inf")
    for piece in row:
        if piece.left - edge >= least:
            strips.append((edge, piece.left))
        edge = max(edge, piece.right)
    return [*strips, (edge, float("inf"))]


def _common(one: list[tuple[float, float]], two: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The parts of strips that are free in both."""
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in two]
    return [(left, right) for left, right in both if right - left >= _LEAST]


def _inner(strips: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The strips with text on both sides: not the margins."""
    return [strip for strip in strips if strip[0] != float("-inf") and strip[1] != float("inf")]


def _gutter(run: list[list[Piece]], free: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The widest strip with columns of prose on both sides."""
    for strip in sorted(_inner(free), key=lambda strip: strip[0] - strip[1]):
        left = [piece for row in run for piece in row if piece.right <= strip[0] + 0.1]
        right = [piece for row in run for piece in row if piece.left >= strip[1] - 0.1]
        if _is_column(left) and _is_column(right):
            return strip
    return None


def _is_column(pieces: list[Piece]) -> bool:
    rows = _rows(pieces)
    if len(rows) < _FEWEST_ROWS:
        return False
    across = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    wide = median(row[-1].right - row[0].left for row in rows)
    return wide >= 0.5 * across and median(sum(len(p.text.split()) for p in row) for row in rows) >= _FEWEST_WORDS


def joined(pieces: list[Piece]) -> Piece:
    """Pieces side by side as one, on the base line of the tallest; small digits set high follow without a blank.

    The height is that of most letters: a word in another font changes it little.
    """
    tall = max(pieces, key=lambda piece: piece.height)
    said, weight, letters = "", 0.0, 0
    for piece in pieces:
        high = piece.height < 0.8 * tall.height and piece.bottom > tall.bottom + 0.1 * tall.height
        note = high and bool(said) and piece.text.isdecimal()
        said += raised(piece.text) if note else f" {piece.text}" if said else piece.text
        if not note:
            weight, letters = weight + piece.height * len(piece.text), letters + len(piece.text)
    right = max(piece.right for piece in pieces)
    return Piece(said, pieces[0].left, right, tall.bottom, tall.bottom + weight / letters)


def _line(row: list[Piece]) -> Line:
    whole = joined(row)
    return Line(whole.text, whole.left, whole.right, whole.bottom, whole.height)


def _edges(column: list[Line]) -> None:
    left, right = min(line.left for line in column), max(line.right for line in column)
    for line in column:
        line.edge_left, line.edge_right = left, right


def paragraphs(column: list[Line], body: float) -> list[list[Line]]:
    """Lines in reading order as paragraphs; `body` is the height of most lines of the document.

    A paragraph ends before a wider space, another size of type, an indent or a list's mark, and where the next line's
    first word would still have fitted. Over the end of a column or page it goes on if its sentence has not ended.
    """
    found: list[list[Line]] = []
    for group in _groups(column, body):
        _edges(group)
    for line in column:
        if found and _goes_on(found[-1], line, body):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _groups(column: list[Line], body: float) -> list[list[Line]]:
    """Lines of one size that stand below each other at the usual distance."""
    pitch = _pitch(column)
    groups: list[list[Line]] = []
    for line in column:
        above = groups[-1][-1] if groups else None
        near = (
            above and above.page == line.page and 0 < above.bottom - line.bottom <= _WIDER_SPACED * pitch * above.height
        )
        if above and near and _alike(above, line, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    for number, group in enumerate(groups):
        for line in group:
            line.group = number
    return groups


def _pitch(column: list[Line]) -> float:
    """The usual distance of two lines, in heights of a line."""
    steps = [
        (above.bottom - below.bottom) / above.height
        for above, below in pairwise(column)
        if above.page == below.page and above.bottom > below.bottom
    ]
    return min(median(steps), 2.0) if steps else 1.2


def _goes_on(paragraph: list[Line], line: Line, body: float) -> bool:
    above = paragraph[-1]
    if _CUT.search(above.text) and line.text[:1].islower():
        return True
    if not _alike(above, line, body) or _ITEM.match(line.text):
        return False
    if above.page != line.page or above.bottom <= line.bottom:  # the next page or column
        return not _ENDED.search(above.text) and (line.text[:1].islower() or _is_full(above, line))
    if above.group != line.group:
        return False
    if above.height > _LARGER * body:
        return True
    indent = 0.5 * line.height
    starts = line.left > above.left + indent and above.left < above.edge_left + indent
    if starts and not (len(paragraph) == 1 and _ITEM.match(above.text)):
        return False
    return bool(_CUT.search(above.text)) or _is_full(above, line)


def _alike(above: Line, line: Line, body: float) -> bool:
    """Whether two lines are set in one size; words in another font may make a line of the body seem smaller."""
    small, large = sorted((above.height, line.height))
    return large < _LARGER * small or (large < _LARGER * body and large < 1.3 * small)


def _is_full(above: Line, line: Line) -> bool:
    """Whether the first word of the next line would not have fitted any more."""
    first = line.text.split(maxsplit=1)[0]
    letter = (line.right - line.left) / max(len(line.text), 1)
    return above.right + (len(first) + 1) * letter > above.edge_right - letter
