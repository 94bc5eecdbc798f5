"""What `kronika screen` prints: the hits of one query with their reasons, and what came of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kronika.view.review import mark

if TYPE_CHECKING:
    from kronika.match.customers.job import Summary
    from kronika.match.screen import Hit

_MOST_SUBJECTS = 6


def hits(query: str, found: Sequence[Hit], threshold: float, count: int) -> None:
    """Print who a query could be."""
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print(f"{query}: nobody of {count:,} listed identities scores {threshold:.2f} or more.", markup=False)
        return
    for hit in found:
        title = Text(f"{hit.score:.2f}  ", style="bold")
        title.append(hit.caption, style="bold")
        title.append(f"  {hit.schema}  {hit.id}")
        console.print(title)
        shown = ", ".join(hit.subjects[:_MOST_SUBJECTS])
        more = len(hit.subjects) - _MOST_SUBJECTS
        console.print(f"      listed as {shown}{f' and {more} more' if more > 0 else ''}", markup=False)
        if hit.dismissed:
            console.print(f"      dismissed: {hit.dismissed}", markup=False)
        table = Table.grid(padding=(0, 2))
        for feature in hit.features:
            table.add_row("     ", mark(feature.level), feature.name, Text(feature.text))
        console.print(table)


def summary(target: str, done: Summary) -> None:
    """Print what came of a file."""
    console = Console(highlight=False, soft_wrap=True)
    speed = done.rows / done.seconds if done.seconds else 0
    console.print(
        f"{target}: {done.rows:,} rows screened in {done.seconds:.1f} s ({speed:,.0f} a second); {done.hits:,} with a "
        f"hit, {done.refused:,} could not be screened (they are in the file, with the reason), {done.noted:,} with a "
        "value that could not be read.",
        markup=False,
    )
