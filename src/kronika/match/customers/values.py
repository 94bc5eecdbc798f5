"""One cell of a customers' table as a value: a birth date, a country, a kind of customer. What is not read is noted.

Customers' tables are not official lists: a value that cannot be read is left away with a note, and its row is screened
with what remains. Several values in one cell stand between semicolons and are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from kronika.base import dates, places
from kronika.base.errors import Unreadable
from kronika.base.vocabulary import schema as schema_of
from kronika.match.customers.headings import SEVERAL, folded
from kronika.match.customers.textfiles import shown

Value = tuple[str | None, str]
"""The value, None where there is none, and a note, empty where there is nothing to say."""

_CLOCK = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?$")
_POINTS = re.compile(r"\d\.\s?\d")
_ORDERS: tuple[dates.Order, ...] = ("dmy", "mdy")
_COMPACT = re.compile(r"(1[89]|20)(\d\d)(\d\d)(\d\d)")
_SCHEMATA = {
    "Person": """
        person; individual; individuals; natural person; private person; private individual; private; human; man; woman;
        физлицо; физ лицо; физическое лицо; фл; фізічная асоба; фізасоба; фізична особа; natürliche Person;
        Privatperson; privat; personne physique; particulier; osoba fizyczna; persona física; persona natural;
        particular; ind; persona fisica; pessoa física; fizinis asmuo
    """,
    "Company": """
        company; corporation; firm; limited company; компания; фирма; предприятие; кампанія; прадпрыемства; компанія;
        підприємство; Firma; Unternehmen; Gesellschaft; entreprise; société; empresa; sociedad; spółka; società; įmonė
    """,
    "Organization": """
        organisation; organization; org; ngo; association; foundation; организация; арганізацыя; організація;
        Organisation; organizacja; organización; Verein; fundacja
    """,
    "LegalEntity": """
        entity; legal entity; legal person; legal; business; corporate; juridical person; юрлицо; юр лицо; юл;
        юридическое лицо; юрыдычная асоба; юридична особа; ип; индивидуальный предприниматель; juristische Person;
        personne morale; osoba prawna; persona jurídica; persona moral; juridinis asmuo; persona giuridica
    """,
    "Vessel": "vessel; ship; boat; судно; корабль; карабель; Schiff; navire; statek; buque; barco; laivas",
    "Airplane": """
        aircraft; airplane; plane; самолёт; самалёт; літак; воздушное судно; Flugzeug; avion; samolot; aeronave;
        lėktuvas
    """,
}


@lru_cache(maxsize=1 << 16)
def birth_date(text: str | None) -> Value:
    """A date in the forms of `base.dates`, several between semicolons.

    Where day and month cannot be told apart (03/04/1970) the year is kept. With points the day stands first, as in
    every country that writes points.
    """
    return _each(text, _day)


@lru_cache(maxsize=1 << 14)
def country(text: str | None) -> Value:
    """The codes of the countries that the text names, in `base.places`' writing, between semicolons."""
    return _each(text, _countries)


@lru_cache(maxsize=1 << 12)
def schema(text: str | None) -> Value:
    """The schema of FollowTheMoney that the text means: «individual» is Person, «юрлицо» LegalEntity."""
    if not text:
        return None, ""
    if found := schema_of(text):
        return found.name, ""
    meant = _schemata().get(folded(text))
    return meant, "" if meant else f"no kind of customer is called «{shown(text)}»"


def _each(text: str | None, read: Callable[[str], tuple[list[str], str]]) -> Value:
    if not text:
        return None, ""
    values: dict[str, None] = {}
    notes = []
    for piece in filter(None, map(str.strip, text.split(";"))):
        found, note = read(piece)
        values |= dict.fromkeys(found)
        if note:
            notes.append(note)
    return SEVERAL.join(values) or None, "; ".join(notes)


def _day(text: str) -> tuple[list[str], str]:
    text = _CLOCK.sub("", text)
    if dates.is_placeholder(text):
        return [], ""
    if compact := _COMPACT.fullmatch(text):
        text = f"{compact[1]}{compact[2]}-{compact[3]}-{compact[4]}"
    try:
        return [dates.parse(text, "dmy" if _POINTS.search(text) else "ymd")], ""
    except Unreadable as error:
        years = {reading[:4] for order in _ORDERS if (reading := _reading(text, order))[:1].isdecimal()}
        if len(years) == 1:
            return [*years], f"day and month of the birth date «{shown(text)}» cannot be told apart"
        return [], f"birth date not read: {error}"


def _reading(text: str, order: dates.Order) -> str:
    try:
        return dates.parse(text, order)
    except Unreadable:
        return ""


def _countries(text: str) -> tuple[list[str], str]:
    if places.is_placeholder(text):
        return [], ""
    try:
        return [places.code(text)], ""
    except Unreadable:
        pass
    try:
        return [code for code, _, _ in places.countries(text)], ""
    except Unreadable as error:
        return [], f"country not read: {error}"


@cache
def _schemata() -> Mapping[str, str]:
    return {folded(word): name for name, words in _SCHEMATA.items() for word in words.split(";")}
