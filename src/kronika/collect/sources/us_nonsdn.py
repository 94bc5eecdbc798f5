"""United States: OFAC's lists other than the SDN list, published together (sectoral, CMIC, NS-PLC, CAPTA, NS-MBS).

Each programme has measures of its own, short of a freeze of all assets, which these files state in remarks if at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.base.model import Copy, Source
from kronika.collect.families import ofac

if TYPE_CHECKING:
    from kronika.collect.markup import Node
    from kronika.collect.record import Reading
    from kronika.collect.tables import Row

_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"

SOURCE = Source(
    name="us_nonsdn",
    title="Consolidated Sanctions List (Non-SDN Lists)",
    publisher="Office of Foreign Assets Control",
    country="us",
    authority="Office of Foreign Assets Control",
    licence="Public domain (work of the United States government)",
    languages=("eng",),
    records=(400, 20_000),
    forms=ofac.forms(r"cons(?:olidated)?[_.]"),
    addresses={
        "sdn": f"{_EXPORTS}/CONS_PRIM.CSV",
        "add": f"{_EXPORTS}/CONS_ADD.CSV",
        "alt": f"{_EXPORTS}/CONS_ALT.CSV",
        "comments": f"{_EXPORTS}/CONS_COMMENTS.CSV",
    },
    aside=ofac.ASIDE,
    columns=ofac.COLUMNS,
    core=("sdn", "list"),
    dates="mdy",
)


def read(copy: Copy) -> Reading[Row] | Reading[Node]:
    """Rows of all parts with one ent_num are one subject, with one listing under each of its programmes."""
    return ofac.read(SOURCE, copy)
