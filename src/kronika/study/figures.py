"""How a study cites a published figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.study.finding import Cited

if TYPE_CHECKING:
    from kronika.ledger.measured import Figure


def cited(figure: Figure) -> Cited:
    """The cells that print a figure in the file in which it is kept, with where it was first published."""
    return Cited(
        id=figure.id,
        source="figures",
        title=figure.title,
        publisher=figure.counter,
        published=figure.published or f"as of {figure.as_of}",
        document=figure.document,
        place=figure.place,
        prop=" ".join(filter(None, (figure.series, figure.item))),
        printed=figure.printed,
    )
