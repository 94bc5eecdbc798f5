"""Cells cut into pieces and put together, always with the place and the span that each piece stands at."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kronika.base.model import Cell

_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank, and none around it."""
    return _SPACE.sub(" ", text).strip()


def part(cell: Cell, start: int, end: int) -> Cell:
    """The part of a cell between two offsets, without the white space around it."""
    text = cell.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if cell.prints or " + " in cell.place:  # offsets would point into a text that the document does not hold
        return cell._replace(text=text, prints=cell.printed)
    offset = max(cell.start, 0)
    return cell._replace(text=text, start=offset + start, end=offset + start + len(text))


def split(cell: Cell | None, pattern: str | re.Pattern[str]) -> list[Cell]:
    """The pieces of a cell between the separators that the pattern matches; blank pieces are left out."""
    if cell is None:
        return []
    pieces, at = [], 0
    for match in re.finditer(pattern, cell.text):
        pieces.append(part(cell, at, match.start()))
        at = match.end()
    pieces.append(part(cell, at, len(cell.text)))
    return [piece for piece in pieces if piece.text]


def group(cell: Cell, match: re.Match[str], name: str | int = 1) -> Cell | None:
    """The part of a cell that a group of a match on its text caught, or None."""
    start, end = match.span(name)
    piece = part(cell, start, end) if start >= 0 else None
    return piece if piece and piece.text else None


def join(cells: Iterable[Cell | None]) -> Cell | None:
    """Several cells as one, in the order given: their texts by a blank, their places by ` + `."""
    some = [cell for cell in cells if cell is not None]
    if len(some) < 2:
        return some[0] if some else None
    if any(cell.start >= 0 for cell in some):
        raise ValueError("only whole cells can be joined: a span would lose the cell that it is in")
    printed = " ".join(cell.printed for cell in some)
    text = " ".join(cell.text for cell in some)
    place = " + ".join(cell.place for cell in some)
    corrected = any(cell.corrected for cell in some)
    return Cell(text, place, some[0].document, prints=printed if printed != text else "", corrected=corrected)
