"""The footnotes of a page: every value has a mark that leads to its cell, every record one numbered note.

Notes are numbered as `view.report` numbers them: one for each record of a document, in the order of the page. A mark
has the number of the record and leads to the exact cell in it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kronika.study.finding import Cited
from kronika.view.desk.pages import cell_url
from kronika.view.report import Notes

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger, StoredFact

_QUOTED = 100
"""Characters of a cell that a mark quotes."""


class Mark(NamedTuple):
    """A mark after a value."""

    number: int
    url: str
    """Of the document, at the cell."""
    says: str
    """Publisher, day, place, as printed."""


class Footnotes(Notes):
    """The footnotes of one page; `marks` numbers them as they come."""

    def marks(self, facts: Iterable[str]) -> list[Mark]:
        """The marks of a value that these facts (their ids) state: of each record one."""
        found: dict[int, Mark] = {}
        for each in facts:
            if each in self._cited:
                number = self._note(each).number
                found.setdefault(number, _mark(number, self._cited[each]))
        return [found[number] for number in sorted(found)]


def _mark(number: int, cited: Cited) -> Mark:
    printed = textwrap.shorten(cited.printed, _QUOTED, placeholder=" …")
    says = f"{cited.publisher}, {cited.published}: {cited.place}, printed «{printed}»"
    return Mark(number, cell_url(cited.document, cited.place), says)


def cited(ledger: Ledger, facts: Iterable[StoredFact]) -> dict[str, Cited]:
    """The cells of these facts by the facts' ids."""
    published = {row["copy"]: row["published"] for row in ledger.rows("SELECT copy, published FROM copies")}
    found = {}
    for fact in facts:
        source = ledger.sources[fact.source]
        found[fact.id] = Cited(
            fact.id, fact.source, source["title"], source["publisher"], published[fact.copy], fact.document, fact.place,
            fact.prop, fact.printed,
        )  # fmt: skip
    return found
