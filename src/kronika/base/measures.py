"""What a listing forbids, in one small vocabulary beside the printed words.

The printed wordings come from the UK Sanctions List («Sanctions Imposed» and the indicator elements of its XML), the
EU's acts, Australia's columns, OFAC's sanctions types and the headings that Switzerland puts in brackets behind an
article. A wording that is not in the table is refused: a new measure is a change of law, not of spelling.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from kronika.base.errors import Unreadable


class Measure(StrEnum):
    """One kind of sanction."""

    ASSET_FREEZE = "asset freeze"
    """Funds and economic resources are frozen, and none may be made available."""
    TRAVEL_BAN = "travel ban"
    """No entry, no transit, no visa."""
    ARMS_EMBARGO = "arms embargo"
    """No arms or military goods may be supplied."""
    EXPORT_CONTROL = "export control"
    """Listed goods and technology may not be exported to the subject, or only under tighter rules."""
    TRADE = "trade restrictions"
    """Imports or other trade in goods are limited."""
    TRANSPORT = "transport restrictions"
    """Ships or aircraft: no port entry, no chartering, no crews, no flag."""
    FINANCIAL = "financial restrictions"
    """Limits on transactions, loans, securities or correspondent accounts, short of a freeze."""
    INVESTMENT = "investment ban"
    """No new investment, no purchase of equity."""
    SERVICES = "services ban"
    """No technical assistance, internet or professional services."""
    TRUST_SERVICES = "trust services ban"
    """No trust services to or for the benefit of the subject."""
    DIRECTOR = "director disqualification"
    """The person may not be a company director."""
    BUSINESS = "business restrictions"
    """No joint ventures, no representative offices."""


# Wordings by measure; «·» stands between two. They are looked up by their letters alone.
_WORDINGS = {
    Measure.ASSET_FREEZE: "asset freeze · assets freeze · asset freezing · freezing of assets · freeze of assets"
    " · freezing of assets and economic resources · freezing of funds · freezing of funds and economic resources"
    " · blocking of assets and economic resources · block · blocking · targeted financial sanction"
    " · targeted financial sanctions · financial sanctions · Finanzsanktionen · sanctions financières"
    " · Sperrung von Geldern und wirtschaftlichen Ressourcen"
    " · Sperrung von Vermögenswerten und wirtschaftlichen Ressourcen"
    " · gel des avoirs · gel des avoirs et des ressources économiques",
    Measure.TRAVEL_BAN: "travel ban · travel bans · travel restrictions · entry ban · visa ban · visa restrictions"
    " · ban on entry · ban on entry and transit · entry and transit ban · Ein- und Durchreiseverbot"
    " · ban on entry into and transit through Switzerland"
    " · ban on entry into Switzerland and transit through Switzerland"
    " · interdiction d'entrée et de transit · exclusion of corporate officers",
    Measure.ARMS_EMBARGO: "arms embargo · targeted arms embargo · embargo on arms",
    Measure.EXPORT_CONTROL: "export control · export controls · export ban · export restrictions · export sanction",
    Measure.TRADE: "trade restrictions · trade sanctions · import ban · import restrictions",
    Measure.TRANSPORT: "transport restrictions · transportation restrictions · transport sanctions · specified ship"
    " · ship specification · ship sanctions · shipping sanctions · vessel restrictions · maritime restriction"
    " · maritime restrictions · prohibition of port entry · prohibition on port entry · port entry ban · port ban"
    " · deflag · de-flagging · chartering of ships · charter of ships · chartering of aircraft · charter of aircraft"
    " · prevention of chartering of ships · prevention of chartering of ships and aircraft"
    " · crew servicing of ships and aircraft · crew servicing of ships · crew servicing of aircraft",
    Measure.FINANCIAL: "financial restrictions · transaction ban · loan & debt · debt & equity · securities"
    " · correspondent accounts · correspondent account or payable-through account · banking transactions"
    " · foreign exchange · prohibitions on financial institutions · loans from United States financial institutions"
    " · loans from international financial institutions · export-import bank assistance"
    " · correspondent banking relationships etc · correspondent banking relationships · loans and credit arrangements"
    " · dealing with transferable securities or money-market instruments",
    Measure.INVESTMENT: "investment ban · investment restrictions · ban on investment in equity or debt",
    Measure.SERVICES: "services ban · technical assistance · technical assistance related to aircraft"
    " · internet services · internet services sanctions · professional and business services",
    Measure.TRUST_SERVICES: "trust services · trust services ban · trust services sanction · trust services sanctions",
    Measure.DIRECTOR: "director disqualification · director disqualification sanction"
    " · director disqualification sanctions",
    Measure.BUSINESS: "closure of representative offices · prevention of business arrangements",
}


def _folded(text: str) -> str:
    """Return the letters alone, in small case and without accents: «De-flag» and <Deflag> are one wording."""
    return "".join(filter(str.isalpha, normalize("NFKD", text.casefold())))


_TABLE = {_folded(wording): measure for measure, words in _WORDINGS.items() for wording in words.split("·")}

_SEPARATORS = re.compile(r"[|;,\n]")
# Switzerland: «Art. 2 para. 1 (Freezing of assets) and Art. 3 (Ban on entry and transit), Annex 8».
_BRACKETS = re.compile(r"\(([^()]*)\)")
_CITING = re.compile(r"arts?|paras?|abs|al|let|lit|bst|bis|ter|annex(?:es?)?|anhang|and|und|et|[a-z]|\d+[a-z]*")


def measures(text: str) -> list[tuple[str, int, int]]:
    """Return each measure that the text prints, as a `Measure` with the span that it was read from.

    Wordings stand between `|`, `;`, `,` or line ends, or in brackets behind a cited article; column and element names
    (`travel_ban`, `ProhibitionOfPortEntry`) are read like words. Raises Unreadable when any wording is unknown or none
    is printed.
    """
    return list(_measures(text))


@lru_cache(maxsize=1 << 12)
def _measures(text: str) -> tuple[tuple[str, int, int], ...]:
    """Read each piece; a whole text that cites articles has its wordings in the brackets."""
    if len(text) > 2000:
        raise Unreadable(f"too long for measures: {text[:60]!r}")
    words = re.findall(r"\w+", _BRACKETS.sub(" ", text).casefold())
    cited = all(map(_CITING.fullmatch, words))
    spans = [match.span(1) for match in _BRACKETS.finditer(text)] if cited else _pieces(text)
    if not spans:
        raise Unreadable(f"no measure is named: {text!r}")
    found = []
    for start, end in spans:
        measure = _TABLE.get(_folded(text[start:end]))
        if measure is None:
            raise Unreadable(f"an unknown measure: {text[start:end][:60]!r}")
        found.append((measure.value, start, end))
    return tuple(found)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Cut the text at its separators; the pieces are trimmed and none is empty."""
    cuts = [(0, 0), *(match.span() for match in _SEPARATORS.finditer(text)), (len(text), len(text))]
    pieces = []
    for (_, before), (after, _) in pairwise(cuts):
        if inner := text[before:after].strip(" \t\r\u00a0."):
            start = text.index(inner, before)
            pieces.append((start, start + len(inner)))
    return pieces
