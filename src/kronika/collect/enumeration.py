"""Lists that officials print inside one cell: «(1) Minsk (2) Brest», «a) General b) Major», «(1)-(3) Iraq (4) Iran»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kronika.collect.cutting import part, split

if TYPE_CHECKING:
    from kronika.base.model import Cell

# «(1)», «1)», «(b)», and a range of them. A dash between spaces is an item left blank: in «(1) - (2) Kuwait» nothing
# is said of the first.
_NUMBER = r"(\d{1,2}|[A-Za-z])"
_MARK = re.compile(
    rf"\(?{_NUMBER}\)?(?:-|–|\s*\bto\b\s*)\(?{_NUMBER}\)|\({_NUMBER}\)|(?<![\w(]){_NUMBER}\)",
)
_EDGE = " \t\r\n\xa0.,;"
_BLANK = re.compile(r"[-–—\s.]*")


class Item(NamedTuple):
    """One item of an enumeration and the numbers that it stands for."""

    first: int
    last: int
    cell: Cell | None
    """None where the item is blank or a dash."""


def trim(cell: Cell) -> Cell | None:
    """The cell without white space and punctuation around it; None when nothing or only a dash is left."""
    text = cell.text
    start = len(text) - len(text.lstrip(_EDGE))
    end = len(text.rstrip(_EDGE))
    if _BLANK.fullmatch(text):
        return None
    return cell if (start, end) == (0, len(text)) else part(cell, start, end)


def numbered(cell: Cell) -> tuple[Cell | None, list[Item]]:
    """What stands before the first mark, and the items; no items where the cell holds no enumeration from 1 or a.

    A mark counts only when its number is the next one, so that «Article 7(2)» inside an item stays text.
    """
    marks: list[tuple[int, int, int, int]] = []
    expected = 1
    for match in _MARK.finditer(cell.text):
        first, last = (_value(match[1]), _value(match[2])) if match[1] else [_value(match[3] or match[4])] * 2
        if first == expected <= last:
            marks.append((first, last, *match.span()))
            expected = last + 1
    if not marks:
        return None, []
    ends = [start for _, _, start, _ in marks[1:]] + [len(cell.text)]
    items = [
        Item(first, last, trim(part(cell, at, end))) for (first, last, _, at), end in zip(marks, ends, strict=True)
    ]
    return trim(part(cell, 0, marks[0][2])), items


def items(cell: Cell | None, separator: str = "") -> list[Cell]:
    """The items of a cell: of its enumeration, else between the separators that the pattern matches, else the cell.

    Each without the punctuation around it; blank ones are left out.
    """
    if cell is None:
        return []
    head, found = numbered(cell)
    if found and head is None:
        pieces = [item.cell for item in found]
    else:
        pieces = [trim(piece) for piece in (split(cell, separator) if separator else [cell])]
    return [piece for piece in pieces if piece is not None]


def paired(left: Cell | None, right: Cell | None, separator: str) -> list[tuple[Cell | None, Cell | None]]:
    """Two cells that say two things of the same items, item by item: «(1) A12 (2) B34», «(1) Iran (2) Iraq».

    Where only the left is a list, by numbers or by the separator, the right is said of each of its items.
    """
    if left is None:
        return [(None, trim(right))] if right else []
    head, found = numbered(left)
    if not found or head is not None:
        return [(piece, trim(right) if right else None) for piece in items(left, separator)]
    head, others = numbered(right) if right else (None, [])
    pairs: list[tuple[Cell | None, Cell | None]] = []
    for item in found:
        beside = [other.cell for other in others if other.first <= item.first <= other.last]
        whole = trim(right) if right and (not others or head is not None) else None
        pairs.append((item.cell, beside[0] if beside else whole))
    return [pair for pair in pairs if any(pair)]


def _value(number: str) -> int:
    return int(number) if number.isdigit() else ord(number.lower()) - ord("a") + 1
