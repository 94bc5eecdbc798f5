"""Claims of an invented text, with stand-ins for what finds figures, days and names."""

from __future__ import annotations

import re

from kronika.base.prose import Part, Prose, Role
from kronika.study.claims.extract import extract
from kronika.study.claims.spans import Category, Claim, Dated, Mention, Named, Quantity, Span

_NAMES: dict[Named, str] = {
    "country": "Freedonia|Ruritania|Belarus|Russia|Poland|Lithuania|Canada|the UK|UK|US|United Kingdom|United States",
    "organisation": "European Union|EU|OSCE|United Nations|UN|G7|NATO|OHCHR|KGB|European Commission|"
    "European Parliament|Human Rights Council|Justice House|World Bank|Ministry of Truth|Interior Ministry|"
    "Supreme Court|Free Voices|Council of Europe|Bell Institute",
    "person": "Jane Roe|John Doe|Anna Petrova|Ivan Ivanov|Max Mustermann|Roe|Doe|Petrova|Ivanov|Mustermann",
    "people": "Freedonian|Ruritanian|European",
    "place": "Geneva|Sylvania City",
}
_FULL = {
    "Roe": "Jane Roe",
    "Doe": "John Doe",
    "Petrova": "Anna Petrova",
    "Ivanov": "Ivan Ivanov",
    "Mustermann": "Max Mustermann",
    "EU": "European Union",
    "UN": "United Nations",
    "UK": "United Kingdom",
    "US": "United States",
}
_NAMED = {kind: re.compile(rf"\b(?:{names})\b") for kind, names in _NAMES.items()}
_DATE = re.compile(
    r"\b(?:(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+(?:19|20)\d\d)?"
    r"|(?:19|20)\d\d|last (?:month|year|week))\b"
)
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "dozens": None,
    "hundreds": None,
    "thousands": None,
}
_NUMBER = re.compile(
    r"(?:(?:more than|over|at least|nearly|about|some|around|up to|almost)\s+)?(?P<n>[€$£]?\d[\d,.]*\d|[€$£]?\d|\b(?:"
    + "|".join(_WORDS)
    + r")\b)(?P<u>\s?%|\s?(?:million|billion|bn)\b|\s(?:years?|months|days)\b)?",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(r"(?:Article|Resolution|No\.|G)\s?$")


def _quantity(match: re.Match[str]) -> Quantity:
    number, unit = match["n"].lower(), (match["u"] or "").strip()
    category: Category = "count"
    if number[0] in "€$£":
        category = "money"
    elif unit == "%":
        category = "percent"
    elif unit.startswith(("year", "month", "day")):
        category = "duration"
    value = _WORDS[number] if number in _WORDS else float(re.sub(r"[^\d.]", "", number))
    return Quantity(match.start(), match.end(), value, value, value, "exact", category, number=Span(*match.span("n")))


def prose(
    text: str,
    *,
    authors: tuple[str, ...] = (),
    publisher: str = "",
    roles: dict[int, Role] | None = None,
    language: str = "en",
) -> Prose:
    """A text with one paragraph a line, as a document; `roles` are those of the paragraphs, by number."""
    parts: list[Part] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            parts.append(
                Part(start, start + len(line), (roles or {}).get(len(parts), "body"), f"line {len(parts) + 1}")
            )
        start += len(line) + 1
    return Prose(text, tuple(parts), "text/plain", language, publisher=publisher, authors=authors)


def claims(document: Prose) -> list[Claim]:
    """The claims of a document, with figures, days and names found by the stand-ins."""
    text = document.text
    dates = [Dated(*match.span(), "", "absolute") for match in _DATE.finditer(text)]
    found = [
        _quantity(match)
        for match in _NUMBER.finditer(text)
        if not _NO_NUMBER.search(text[max(0, match.start() - 12) : match.start()])
    ]
    quantities = [one for one in found if not any(one.meets(date) for date in dates)]
    mentions = [
        Mention(*match.span(), _FULL.get(match[0], match[0]), kind)
        for kind, names in _NAMED.items()
        for match in names.finditer(text)
    ]
    return extract(document, quantities, dates, mentions)


def told(text: str, **about: object) -> list[Claim]:
    """The claims of a text; see `prose`."""
    return claims(prose(text, **about))  # type: ignore[arg-type]


def said(text: str, **about: object) -> list[tuple[str, str, str]]:
    """Kind, speaker's name and words of each claim of a text."""
    return [(claim.kind, claim.speaker.name, claim.of(text)) for claim in told(text, **about)]
