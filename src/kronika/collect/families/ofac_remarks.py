"""The remarks of the American lists: items between semicolons, most with a label, some cut at 1,000 characters.

Format: OFAC's data specification (dat_spec.txt): SDN.CSV and CONS_PRIM.CSV hold the first 1,000 characters of a
remark, SDN_COMMENTS.CSV and CONS_COMMENTS.CSV the rest, which begins with the very next character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.collect.cutting import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kronika.base.model import Cell

LIMIT = 1000
"""Characters of a remark that fit into its first cell."""
_SEPARATOR = re.compile(r";(?:\s+|(?=[a-z]+\s))")  # «…;arrested 1 Apr 2003», but not «http://…/a;b»
_QUOTED = re.compile(r"\s*(?:alt\.\s+)?[afnd]\.[kb]\.a\.\s+'", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\.?")


class Remarks:
    """The remark on one subject as one text, of which every part leads back to the cell that prints it."""

    def __init__(self, first: Cell | None, rest: Cell | None = None, *, cuts: bool = True) -> None:
        """Join a remark and what continues it; `cuts` says that remarks of this form are cut at LIMIT at all."""
        full = cuts and first is not None and len(first.printed) >= LIMIT
        self.cut = len(first.text) if first else 0
        """Where the first cell ends in the text."""
        self.text = (first.text if first else "") + (rest.text if rest else "")
        self._cells = [(at, cell) for at, cell in ((0, first), (self.cut, rest)) if cell]
        self._headless = rest is not None and not full
        self._endless = full and rest is None and not self.text.rstrip().endswith(".")

    def items(self) -> list[tuple[int, int]]:
        """The spans of the items; the full stop that ends the remark and brackets around an item lie outside."""
        if self._headless:
            return [*self._items(0, self.cut), *self._items(self.cut, len(self.text))]
        return list(self._items(0, len(self.text)))

    def torn(self) -> tuple[int, int] | None:
        """The span of the one item of which this copy holds only the beginning or only the end, or None."""
        if self._endless:
            return self.items()[-1]
        if self._headless:
            return next((span for span in self.items() if span[0] >= self.cut), None)
        return None

    def cell(self, start: int, end: int) -> Cell:
        """The cell, with span, that prints this part of the text.

        Of a part that straddles the cut, the cell prints the beginning: what stands before the cut.
        """
        at, cell = next((at, cell) for at, cell in reversed(self._cells) if at <= start)
        piece = part(cell, start - at, end - at)
        if end - at <= len(cell.text):
            return piece
        return piece._replace(text=self.text[start:end].strip(), prints=piece.printed)

    def beyond(self, start: int, end: int) -> str:
        """Where this part of the text goes on, empty where one cell prints all of it."""
        if self._headless or not start < self.cut < end:
            return ""
        return f"goes on at {self._cells[-1][1].place} of the file that continues the remarks"

    def _items(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in _SEPARATOR.finditer(self.text, start, end):
            if not self._open(start, match.start(), end):
                yield from self._trim(start, match.start())
                start = match.end()
        yield from self._trim(start, end, last=True)

    def _open(self, start: int, at: int, end: int) -> bool:
        """Whether a separator stands inside brackets or quotation marks that are closed further on."""
        piece = self.text[start:at]
        if piece.count("(") > piece.count(")") and self.text.find(")", at, end) >= 0:
            return True
        return bool(_QUOTED.match(piece)) and not piece.endswith("'") and self.text.find("';", at, end) >= 0

    def _trim(self, start: int, end: int, *, last: bool = False) -> Iterator[tuple[int, int]]:
        piece = self.text[start:end]
        end -= len(piece) - len(piece.rstrip())
        start += len(piece) - len(piece.lstrip())
        if last and self.text[start:end].endswith("."):
            end -= 1
        if match := _BRACKETS.fullmatch(self.text, start, end):
            start, end = match.span(1)
        if start < end:
            yield start, end
