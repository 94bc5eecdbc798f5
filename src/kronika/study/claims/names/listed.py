"""The names of a ledger's identities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kronika.base import scripts
from kronika.study.claims.names.lexicon import Entry

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger

_CRAFT = frozenset(("Vessel", "Airplane", "Vehicle"))
_NAMES = ("name", "alias", "previousName")
# Weak aliases are left out: the lists themselves say that they do not tell who is meant.
_SQL = """
    SELECT i.identity, f.schema, f.prop, f.value, count(*) AS printed
    FROM facts f JOIN read_parquet($identities) i ON i.subject = f.subject AND i.listed
    WHERE f.entity = f.subject
        AND f.prop IN ('name', 'alias', 'previousName', 'nationality', 'citizenship', 'country', 'jurisdiction')
    GROUP BY ALL ORDER BY i.identity, f.value, f.prop, f.schema
"""


def listed(ledger: Ledger) -> Iterator[Entry]:
    """Who is listed now, each identity with all its names in every script but the weak ones.

    It is called by the primary name that most records print, in Latin letters where one does. Raises UsageError where
    nobody has been resolved yet.
    """
    rows = ledger.stream(_SQL, {"identities": str(ledger.matched / "identities.parquet")})
    for identity, group in groupby(rows, itemgetter(0)):
        primary: Counter[str] = Counter()
        names: dict[str, None] = {}
        schemata, countries = set(), set()
        for _, schema, prop, value, printed in group:
            schemata.add(schema)
            if prop in _NAMES:
                names[value] = None
                primary[value] += printed if prop == "name" else 0
            else:
                countries.add(value)
        if not names:
            continue
        caption = min(primary, key=lambda text: (scripts.script(text) != "Latn", -primary[text], text))
        yield Entry(
            caption,
            "person" if "Person" in schemata else "unknown" if schemata <= _CRAFT else "organisation",
            tuple(names),
            "craft" if schemata & _CRAFT else "listed",
            identity,
            frozenset(countries),
        )
