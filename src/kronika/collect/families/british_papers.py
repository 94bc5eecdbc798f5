"""Passports, identity papers and register numbers as the British lists print them.

Since 2022 the numbers stand in one cell and what is said of them in another, by number where they are several. Before
that one text held both: «(1) A12345 (Afghan) issued on 4 June 1985 (2) …».
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kronika.base import idents, places
from kronika.base.errors import Unreadable
from kronika.collect.cutting import group, part, split, squeeze
from kronika.collect.enumeration import items, numbered, paired, trim
from kronika.collect.papers import labelled

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.record import Draft

_BETWEEN = r"[;\n]|(?<!\b[Nn]o)\.\s+"
"""Between numbers that are not enumerated: «734088604. 735958824»."""
_BARE = re.compile(r"(?:no\b\.?|n°)?[\s':./]*(.*\S)", re.IGNORECASE | re.DOTALL)
_KIND = re.compile(r"\b(?:(inn)|(tin|tax|taxpayer|fiscal code)|(social security))\b", re.IGNORECASE)
_KINDS = ("innCode", "taxNumber", "socialSecurityNumber")
_OPENED = re.compile(r'(?:"(?=.*"$)|\((?=[^()]*\)\s?:))?(.*?)"?$', re.DOTALL)
_PLAIN = re.compile(
    r"""[\W_]*(?P<number>(?:[A-Z]{1,4}[ .-])*[A-Z]{0,6}\d[\w./-]*(?:[ ]\d[\d/-]*|[ ][A-Z][ ]\d+)*)
    (?:\s+dated\s+[\d/.]+ | \s*\((?P<issuer>[^()]*)\) | \s*[-–]\s*(?P<label>[A-Za-z ]+))?\W*""",
    re.VERBOSE,
)
_TYPE = re.compile(
    r"""\b(?: (?:diplomatic|service|official)\s+passport | travel\s+document | laissez-passer | tazkira
    | (?:national\s+)?identi(?:ty|fication)\s+(?:card|document) | (?:ration|student|voter|brp)\s+(?:card|id)
    | birth\s+certificate | certificate\s+of\s+(?:\w+\s+)?nationality | driv(?:ing|er['’]s)\s+(?:licence|permit)
    | military\s+identification )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = (
    r"(?<!\d)(\d{1,2}\s+[^\W\d_]+\.?,?\s+\d{4}|[^\W\d_]{3,}\.?\s+\d{1,2},\s+\d{4}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2}(?:\d\d)?)(?!\d)"
)
_ISSUED = re.compile(
    rf"""\b(?:issued?|iss|delivered|delivery|valid\s+from)\b(?:\s+date)?(?:\s+on|\s*:)?\s*
    (?:(?!expir|born|under|valid|name)[^.;()])*?{_DATE}""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPIRES = re.compile(
    rf"\b(?:expir\w*|exp|valid\s+(?:until|to)|valid\s+from\s+\S+\s+to)\b(?:\s+(?:date|on|of))*\W{{0,3}}{_DATE}",
    re.IGNORECASE,
)
_CAPITALS = r"((?:[^\W\d_a-z][\w’'-]*)(?:\s+(?:of|the|and|[^\W\d_a-z][\w’'-]*))*)"
_BEGINS = re.compile(rf"\W*{_CAPITALS}")
_IN_BRACKETS = re.compile(rf"\({_CAPITALS}")
_ASIDE_IN_PROSE = re.compile(
    rf"""{_DATE} | \b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{{4}}\b
    | (?<![\w-])(?:19|20)\d\d(?:\s?-\s?(?:19|20)\d\d)?(?![\w/-])
    | \b(?:issue|booklet|visa)\s+n(?:o|umber)\b[\s.:]*[\w-]+""",
    re.IGNORECASE | re.VERBOSE,
)
"""Digits that are no passport's number: dates, the numbers of issues, booklets and visas."""
_IN_PROSE = re.compile(
    r"""\A[\d ]{8,}[A-Z]?\Z | (?:(?<![^\W\d_])(?!No\b)[A-Z]{1,3}(?:-[A-Z])?[ /-] | (?<![\w-]))
    [A-Z]{0,6}\d[\w/.-]*[\w/-]{2}(?:[ -]{1,2}\d[\d-]*)*(?<![.\-/])""",
    re.VERBOSE,
)
_IDENTITY = re.compile(r"\bnational\s+identi|\bidentity\s+(?:card|number)\b", re.IGNORECASE)


def add_passports(subject: Draft, number: Cell | None, details: Cell | None) -> None:
    """Add the passports of a cell of numbers and, where the list says more of one, the Passport itself."""
    if number is None:
        _in_prose(subject, "Passport", details)
        return
    for each, beside in paired(number, details, _BETWEEN):
        _add(subject, "Passport", "passportNumber", each, beside)


def add_identities(subject: Draft, number: Cell | None, details: Cell | None) -> None:
    """Add national identifiers; what stands beside one may say that it is a tax number."""
    if number is None:
        _in_prose(subject, "Identification", details)
        return
    for each, beside in paired(number, details, _BETWEEN):
        kind = _KIND.search(beside.text) if beside else None
        prop = _KINDS[(kind.lastindex or 1) - 1] if kind else "idNumber"
        _add(subject, "Identification", prop, each, beside)


def add_registrations(subject: Draft, cell: Cell | None) -> None:
    """Add the register and tax numbers of an organisation; what is neither a number nor its label is refused."""
    for item in items(cell):
        if not _labelled(subject, item):
            for piece in split(item, _BETWEEN):
                _registration(subject, piece)


def _registration(subject: Draft, cell: Cell) -> None:
    if _labelled(subject, cell):
        return
    plain = _PLAIN.fullmatch(cell.text)
    if plain is None:
        subject.entry.refuse(cell, f"registration: not plainly a number: {cell.text!r}")
        return
    label = re.sub(r"^Russian?\s+", "", plain["label"] or "registration number")
    _identifier(subject, label, group(cell, plain, "number"), plain["issuer"] or "")


def _labelled(subject: Draft, cell: Cell) -> bool:
    opened = _OPENED.fullmatch(cell.text)  # «(УНН/ИНН): 1…», «"OGRN: 1…  TIN: 2…"»
    cell = (group(cell, opened) if opened else None) or cell
    found = idents.labelled(cell.text)
    for each in found:
        _identifier(subject, each.label, part(cell, each.start, each.end), each.issuer)
    return bool(found)


def _identifier(subject: Draft, label: str, number: Cell | None, issuer: str) -> None:
    if number and not labelled(subject, label, number, issuer):
        subject.entry.refuse(number, f"registration: a kind of number not known: {label!r}")


def _in_prose(subject: Draft, schema: str, cell: Cell | None) -> None:
    """Add papers printed with what is said of them in one text, which may begin «Qatari passport number (a) …»."""
    if cell is None:
        return
    head, found = numbered(cell)
    for each in [item.cell for item in found] if found else [trim(cell)]:
        if each is None:
            continue
        kind = "Identification" if schema == "Identification" or _IDENTITY.search(each.text) else "Passport"
        prop = "passportNumber" if kind == "Passport" else "idNumber"
        text = _ASIDE_IN_PROSE.sub(lambda match: " " * len(match[0]), each.text)
        numbers = [group(each, match, 0) for match in _IN_PROSE.finditer(text)]
        bare = not re.search(r"\w", re.sub(r"\band\b", " ", _IN_PROSE.sub(" ", each.text)))
        if len(numbers) > 1 and not bare:
            if _labelled(subject, each):
                continue
            subject.entry.refuse(each, f"{schema}: several numbers, and nothing tells which is which")
            continue
        for number in numbers or [None]:
            _add(subject, kind, prop, number, None if bare else each)
    if head is not None:
        subject.add("notes", cell)


def _add(subject: Draft, schema: str, prop: str, number: Cell | None, details: Cell | None) -> None:
    match = _BARE.fullmatch(number.text) if number else None
    bare = group(number, match) if number and match else None
    if bare and not (prop == "idNumber" and _labelled(subject, bare)):
        subject.add(prop, bare)
    if details is None:
        return
    paper = subject.entry.entity(schema, schema.lower(), squeeze((bare or details).text)[:60])
    paper.link("holder", subject)
    paper.add("number", bare)
    paper.add("summary", details)
    for dated, pattern in (("startDate", _ISSUED), ("endDate", _EXPIRES)):
        if found := pattern.search(details.text):
            paper.add(dated, group(details, found))
    if kind := _TYPE.search(details.text):
        paper.add("type", group(details, kind, 0))
    paper.add("country", _country(details))


def _country(details: Cell) -> Cell | None:
    """The country that the text, or else a bracket in it, begins with: «Syrian number, issued on …», «A12 (Afghan)»."""
    for capitals in filter(None, (_BEGINS.match(details.text), _IN_BRACKETS.search(details.text))):
        for word in reversed(list(re.finditer(r"\S+", capitals[1]))):
            start, end = capitals.start(1), capitals.start(1) + word.end()
            try:
                places.country(details.text[start:end])
            except Unreadable:
                continue
            return part(details, start, end)
    return None
