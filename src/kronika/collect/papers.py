"""Register numbers and identity papers as official prose prints them: number, label, country, dates in one text.

«7725842590 (Tax ID/INN)», «INN: 5013044999 KPP: 504001001», «(a) 1084010, (b) 19820215», «00123 (Ruritanian passport
issued on 3.2.1999, expired on 2.2.2004)». A text is taken apart only when all of it is numbers with what may stand
around them; any other text is kept whole, as printed, under the property that its field stands for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kronika.base import idents, places
from kronika.base.errors import Unreadable
from kronika.collect.cutting import group, part

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.record import Draft, Entry, R

_BARE = r"""
    (?P<number>(?:(?-i:[A-ZА-ЯЁ]{1,4})[ -])?[^\W\d_]*\d[\w./‐-]*(?:[ ]\d[\w./-]*)*)
    (?:\s*\((?P<note>[^()]*(?:\([^()]*\)[^()]*)*)\))?
    (?P<tail>,?\s+(?:issued|expir|valid|officially|in\sthe\sname|under\sname)[^;()]*(?:\([^()]*\))?)?"""
_TOKEN = re.compile(f"(?P<words>){_BARE}", re.IGNORECASE | re.VERBOSE)
_LABELLED = re.compile(
    rf"""(?P<words>(?!series\b)[^\W\d_](?:[^\d:;,()]|\([^\W\d_]+\))*?|\([^\W\d_]+\))(?:\s*[:–-]\s*|\s+){_BARE}""",
    re.IGNORECASE | re.VERBOSE,
)
_MARK = r"(?:(?<!\w)\(?[a-h]\))"
_OPEN = re.compile(rf"\s*{_MARK}?\s*", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*(?:[,;]|\band\b|{_MARK})[\s,;.]*(?:and\s+)?{_MARK}?\s*", re.IGNORECASE)
_DATE = r"(\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [^\W\d_]+\.? \d{4}|\d{4}-\d\d-\d\d)"
_ISSUED = re.compile(rf"\bissued (?:on|in[^,;]* on)?\s*{_DATE}", re.IGNORECASE)
_EXPIRES = re.compile(
    rf"\b(?:expire[sd]|valid (?:until|to)|expiry date|expiration date)(?:\s+on)?:?\s*{_DATE}", re.IGNORECASE
)
_STATE = re.compile(
    r"(?:issued by (?:the )?)?([^\W\d_][^\d,]*?)\s*(?:(?:passport|national|identi\w+|number|no)\b.*|,.*)?",
    re.IGNORECASE | re.DOTALL,
)
_PAPERS = {"passportNumber": "Passport", "idNumber": "Identification"}
_PASSPORT = re.compile(r"\bpassport\b", re.IGNORECASE)
_CARD = re.compile(r"\bidenti(?:ty|fication)\b|\bnational id\b|\btazkira\b|\bcard\b", re.IGNORECASE)
_NUMBERED = re.compile(r"[a-z]{3}.*\b(?:number|no)\.?", re.DOTALL)


def labelled(subject: Draft, label: str, number: Cell, issuer: str) -> bool:
    """Add a number under the property that its label and its country, where that is printed, stand for.

    False where the label is not one of a kind of number that is known; nothing is added then.
    """
    try:
        country = places.country(issuer) if issuer else ""
    except Unreadable:
        country = ""
    ident = idents.identify(label, number.text, country)
    if ident is None:
        return False
    prop = ident.prop if subject.has(ident.prop) else "registrationNumber"
    subject.add(prop, number, value=ident.value, mark=idents.WRONG if ident.valid is False else "")
    return True


def numbers(entry: Entry[R], holder: Draft, prop: str, cell: Cell | None) -> None:
    """Add the numbers of a cell, each under the property that its label names, else under `prop`.

    A passport or identity card of which the text says more than the number becomes an entity of its own too.
    """
    if cell is None:
        return
    found = tokens(cell.text)
    if not found:
        holder.add(prop, cell)
    for token in found:
        _number(entry, holder, prop, cell, token)


def tokens(text: str) -> list[re.Match[str]]:
    """The numbers of a text with what stands around each; none where anything stands in it that is not understood.

    Groups: words (before the number), number, note (in brackets behind it), tail (dates and the like).
    """
    found: list[re.Match[str]] = []
    at = opening.end() if (opening := _OPEN.match(text)) else 0
    while match := _token(text, at):
        found.append(match)
        at = match.end()
        if not text[at:].strip(" .,;"):
            return found
        if gap := _BETWEEN.match(text, at):
            at = gap.end()
        elif text[at] == " " and (after := _LABELLED.match(text, at + 1)) and _scheme(after["words"]):
            at += 1
        else:
            return []
    return []


def _token(text: str, at: int) -> re.Match[str] | None:
    match = _LABELLED.match(text, at)
    return match if match and _understood(match["words"]) else _TOKEN.match(text, at)


def _understood(words: str) -> bool:
    return bool(_scheme(words) or _NUMBERED.fullmatch(words) or _paper_of(words) or _state(words))


def _scheme(words: str | None) -> str | None:
    return idents.scheme_of(words) if words else None


def _paper_of(words: str) -> str:
    return "passportNumber" if _PASSPORT.search(words) else "idNumber" if _CARD.search(words) else ""


@lru_cache(maxsize=1 << 12)
def _state(words: str) -> str:
    """The code of the country that the words begin with, empty where they begin with none."""
    match = _STATE.fullmatch(words)
    try:
        return places.country(match[1]) if match else ""
    except Unreadable:
        return ""


def _number(entry: Entry[R], holder: Draft, prop: str, cell: Cell, token: re.Match[str]) -> None:
    scheme = _scheme(token["words"]) or _scheme(token["note"])
    said = token["words"] or token["note"] or ""
    if scheme and scheme != "passport":
        named = idents.PROPERTY[scheme]
        holder.add(named if holder.has(named) else "registrationNumber", group(cell, token, "number"))
        return
    if prop in _PAPERS:
        prop = _paper_of(said) or prop
    prop = prop if holder.has(prop) else "idNumber"
    whole = part(cell, token.start(), token.end())
    if said:
        holder.add(prop, whole, value=token["number"])
    else:
        holder.add(prop, group(cell, token, "number"))
    if prop in _PAPERS and (said or token["tail"]):
        _paper(entry, holder, _PAPERS[prop], whole, token)


def _paper(entry: Entry[R], holder: Draft, schema: str, whole: Cell, token: re.Match[str]) -> None:
    paper = entry.entity(schema, schema, token["number"])
    paper.link("holder", holder)
    paper.add("number", whole, value=token["number"])
    paper.add("summary", whole)
    for dated, pattern in (("startDate", _ISSUED), ("endDate", _EXPIRES)):
        if found := pattern.search(whole.text):
            paper.add(dated, group(whole, found))
    if state := _state(token["words"]) or _state(token["note"] or ""):
        paper.add("country", whole, value=state)
