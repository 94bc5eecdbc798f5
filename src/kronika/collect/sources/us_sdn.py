"""United States: the list of Specially Designated Nationals and Blocked Persons (SDN), as four CSV files or as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kronika.base.measures import Measure
from kronika.base.model import Copy, Source
from kronika.collect.families import ofac

if TYPE_CHECKING:
    from kronika.collect.markup import Node
    from kronika.collect.record import Reading
    from kronika.collect.tables import Row

_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports"

SOURCE = Source(
    name="us_sdn",
    title="Specially Designated Nationals and Blocked Persons List",
    publisher="Office of Foreign Assets Control",
    country="us",
    authority="Office of Foreign Assets Control",
    licence="Public domain (work of the United States government)",
    languages=("eng",),
    records=(7_000, 200_000),
    forms=ofac.forms(r"^(?!.*cons(?:olidated)?[_.])"),
    addresses={
        "sdn": f"{_EXPORTS}/SDN.CSV",
        "add": f"{_EXPORTS}/ADD.CSV",
        "alt": f"{_EXPORTS}/ALT.CSV",
        "comments": f"{_EXPORTS}/SDN_COMMENTS.CSV",
    },
    aside=ofac.ASIDE,
    columns=ofac.COLUMNS,
    core=("sdn", "list"),
    dates="mdy",
    measures=(Measure.ASSET_FREEZE.value,),
)


def read(copy: Copy) -> Reading[Row] | Reading[Node]:
    """Rows of all parts with one ent_num are one subject, and one listing under all its programmes."""
    return ofac.read(SOURCE, copy)
