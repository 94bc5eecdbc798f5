"""What names there are: states, bodies and holders of office that ship with Kronika, and the listed of a casebook.

shipped tables, the ledger's identities, aliases ── Lexicon.build ──▶ Lexicon ──▶ mentions
"""

from __future__ import annotations

from kronika.study.claims.names.lexicon import Entry, Lexicon, Sort
from kronika.study.claims.names.listed import listed
from kronika.study.claims.names.shipped import shipped

__all__ = ["Entry", "Lexicon", "Sort", "listed", "shipped"]
