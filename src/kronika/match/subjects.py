"""The ledger's subjects as they are compared: each with its profile, its list, and the countries it is listed for."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from kronika.base import idents, places, scripts
from kronika.base.errors import Unreadable
from kronika.match import profile
from kronika.match.profile import COUNTRY, IDENTIFIERS, PRIMARY, QUALITY, WEAK, Name, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kronika.ledger.store import Ledger, StoredFact

_PROPS = (*QUALITY, *COUNTRY, *sorted(IDENTIFIERS), "birthDate", "gender")
_VAGUE = frozenset(("taxNumber", "registrationNumber", "idNumber"))
_UNSPACED = frozenset(("Hani", "Jpan", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"))
"""Scripts in which a whole name is written without blanks."""
_CODE = re.compile(r"(?:[A-Z]{2}-)?([A-Z]{3})")
_WORD = re.compile(r"[^\W\d_]+")
_ANYWHERE = "zz"
"""What `places` makes of «global»."""
_LONGEST = 6
"""Words of a country's name that are looked up at most."""


class Subject(NamedTuple):
    """One record of a list, as far as it is compared."""

    profile: Profile
    source: str
    series: str
    rank: int
    """The place of its source in the log of the archive, from 0."""
    regimes: frozenset[str]
    """The countries that the programmes are about under which it is listed."""
    listed: bool = True
    """Whether it stands on its list now. Who does not any more only keeps the id of an identity as it was."""


def read(ledger: Ledger) -> list[Subject]:
    """All subjects, in the order of source and subject; after them those that stand only in earlier copies."""
    copies = {row["copy"]: row for row in ledger.rows("SELECT copy, source, series FROM copies ORDER BY rowid")}
    ranks = {source: rank for rank, source in enumerate(dict.fromkeys(row["source"] for row in copies.values()))}
    found: list[Subject] = []
    with uncollected():
        for delisted in (False, True):
            for copy, subject, record in _records(ledger.matching(_PROPS, delisted=delisted)):
                source, series = copies[copy]["source"], copies[copy]["series"]
                profile = record.profile(subject)
                found.append(Subject(profile, source, series, ranks[source], record.regimes, not delisted))
    return found


def profile_of(facts: Iterable[StoredFact]) -> Profile:
    """The profile of one listed subject by its facts (`Ledger.facts`), as `read` makes it."""
    record, subject = _Record(), ""
    for fact in facts:
        subject = fact.subject
        own = fact.entity == fact.subject and fact.prop in _PROPS and fact.mark != idents.WRONG
        if own or fact.prop in {"program", "programId"}:
            record.take(fact.schema, fact.prop, fact.value)
    return record.profile(subject)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave Python's garbage collector off for a while.

    Where very many objects are made and all are kept, it looks through them again and again, for half of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Record:
    """The values of one subject while they are read."""

    __slots__ = ("births", "coded", "countries", "genders", "idents", "named", "names", "schema")

    def __init__(self) -> None:
        self.schema = ""
        self.names: dict[str, Name] = {}
        self.births: list[str] = []
        self.countries: set[str] = set()
        self.genders: set[str] = set()
        self.idents: set[tuple[str, str]] = set()
        self.named: frozenset[str] = frozenset()
        self.coded: frozenset[str] = frozenset()

    @property
    def regimes(self) -> frozenset[str]:
        """The countries of its programmes. Their codes are a publisher's own where it also prints names: «BEL»."""
        found = self.named or self.coded
        return found | {"ru"} if "ua" in found else found  # programmes on Ukraine list those who attack it

    def profile(self, subject: str) -> Profile:
        names = sorted(self.names.values(), key=itemgetter(1))
        births = tuple(dict.fromkeys(self.births))
        if self.schema != "Person" and "ru" in self.countries | self.regimes:
            self.idents = {_russian(*each) for each in self.idents}
        return Profile(
            subject, self.schema, tuple(names), births, frozenset(self.countries), frozenset(self.genders),
            frozenset(self.idents),
        )  # fmt: skip

    def take(self, schema: str, prop: str, value: str) -> None:
        """Take one value: the ledger's dates are EDTF already, its countries codes."""
        if prop == "program":
            self.named |= _named(value)
            return
        if prop == "programId":
            self.coded |= _coded(value)
            return
        self.schema = schema
        if prop in QUALITY:
            quality = _quality(value, prop, schema)
            if value not in self.names or quality < self.names[value].quality:
                self.names[value] = Name(value, quality)
        elif prop == "birthDate":
            self.births.append(value)
        elif prop == "gender":
            self.genders.add(value)
        elif prop in COUNTRY:
            self.countries.add(value)
        else:
            self.idents.add((prop, profile.bare(value)))


def _russian(prop: str, number: str) -> tuple[str, str]:
    """A Russian company's number as what it is: lists print INN and OGRN as a tax, registration or other number too."""
    if prop in _VAGUE and number.isdigit():
        for scheme, length in (("inn", 10), ("ogrn", 13)):
            if len(number) == length and idents.check(scheme, number):
                return idents.PROPERTY[scheme], number
    return prop, number


def _records(rows: Iterable[tuple[str, str, str, str, str]]) -> Iterator[tuple[str, str, _Record]]:
    last, record = ("", ""), _Record()
    for copy, subject, schema, prop, value in rows:
        if subject != last[1]:
            if last[1]:
                yield *last, record
            last, record = (copy, subject), _Record()
        record.take(schema, prop, value)
    if last[1]:
        yield *last, record


def _quality(name: str, prop: str, schema: str) -> int:
    """How good a name is; one word of a person that is not the primary name is weak, whatever the list says.

    Lists print noms de guerre, nicknames and bare surnames as plain aliases («Omar», «Saša»). Half the world bears
    them: alone they tell no one from another.
    """
    quality = QUALITY[prop]
    if schema == "Person" and quality != PRIMARY and len(name.split()) < 2 and scripts.script(name) not in _UNSPACED:
        return WEAK
    return quality


@lru_cache(maxsize=1 << 10)
def _coded(programme: str) -> frozenset[str]:
    """The country that a programme's code stands for: EU-BLR, BLR."""
    code = _CODE.fullmatch(programme)
    try:
        return frozenset((places.code(code[1]),)) if code else _named(programme)
    except Unreadable:
        return frozenset()


@lru_cache(maxsize=1 << 10)
def _named(programme: str) -> frozenset[str]:
    """The countries that a programme's name names, the longest names first: South Sudan is not Sudan."""
    words = _WORD.findall(programme)
    found, at = set(), 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            text = " ".join(words[at:end])
            try:
                country = places.country(text) if len(text) > 2 else _ANYWHERE
            except Unreadable:
                continue
            if country != _ANYWHERE:
                found.add(country)
                at = end - 1
                break
        at += 1
    return frozenset(found)
