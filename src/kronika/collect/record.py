"""From records to facts: fields are taken one by one, and what nobody took is refused.

A reader hands its records to a `Reading` with one function that turns an `Entry` (the records of one subject) into
facts. The Reading keeps the count: every record of the document is either read or refused with a reason.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Generic, Protocol, TypeVar

from kronika.base import dates, idents, measures, names, places, vocabulary
from kronika.base.errors import Unreadable
from kronika.base.model import Cell, Copy, Correction, Fact, Refusal, Source
from kronika.collect.cutting import join, part, squeeze

_UNSAFE = re.compile(r"[^0-9A-Za-z.]+")
_LONGEST = 80
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female"}
NAME_PARTS = {
    "given": "firstName",
    "second": "secondName",
    "middle": "middleName",
    "patronymic": "fatherName",
    "family": "lastName",
    "suffix": "nameSuffix",
}
"""Kinds of a name's parts and the FollowTheMoney property that holds each."""
_CHECKED = {
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "okpoCode": "okpo",
    "leiCode": "lei",
    "imoNumber": "imo",
    "swiftBic": "bic",
    "uscCode": "usc",
    "isin": "isin",
}


class Overlay:
    """People's corrections to the records of one subject, and which of them found the text that they expect."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._corrections = list(corrections)
        self._applied: set[Correction] = set()

    def read(self, cell: Cell, field: str) -> Cell:
        """The cell of this field, corrected where a correction expects just what it prints."""
        for correction in self._corrections:
            if correction.field == field and correction.printed == cell.text:
                self._applied.add(correction)
                return cell._replace(text=correction.corrected, prints=cell.text, corrected=True)
        return cell

    def unapplied(self) -> list[Correction]:
        """The corrections that found nothing to correct."""
        return [correction for correction in self._corrections if correction not in self._applied]


class Record(Protocol):
    """One record of a document: a row, an element. Each field can be taken once."""

    part: str
    """The part of the copy that it stands in."""
    overlay: Overlay | None
    """People's corrections to this record, for `take` to ask."""

    @property
    def place(self) -> str:
        """Where the record stands."""
        ...

    @property
    def document(self) -> str:
        """SHA-256 of the document that it stands in."""
        ...

    def untaken(self) -> Iterator[tuple[str, Cell]]:
        """Fields that hold something and were not taken, with their names."""
        ...


R = TypeVar("R", bound=Record)
"""The kind of record that a reader takes fields from: a Row of a table, a Node of an XML document."""


def subject_id(source: str, key: str) -> str:
    """The id of the subject with this key on a source's list, for links from other subjects of the list."""
    return f"{slug(source)}-{slug(key)}"


def slug(text: str) -> str:
    """A text as part of an id that FollowTheMoney takes: ASCII letters and digits, full stops, hyphens.

    Of a text that is long or has other letters, eight digits of a hash keep apart what would else become the same.
    """
    plain = _UNSAFE.sub("-", text).strip("-.")
    if text.isascii() and len(plain) <= _LONGEST:
        return plain
    told = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
    return f"{plain[:_LONGEST].strip('-.')}-{told}".lstrip("-")


@lru_cache(maxsize=4096)
def _type(schema: str, prop: str) -> str:
    """The FollowTheMoney type of a property; KeyError is a mistake in a reader."""
    return vocabulary.known(schema).properties[prop].type


class Draft:
    """An entity under construction."""

    def __init__(self, entry: Entry[Any], schema: str, entity_id: str, place: str, document: str) -> None:
        self.entry, self.schema, self.id = entry, schema, entity_id
        self._place, self._document = place, document
        self._seen: set[tuple[str, str, str]] = set()

    def add(
        self, prop: str, cell: Cell | None, value: str | None = None, *, lang: str = "", mark: str = "", parts: str = ""
    ) -> None:
        """State a property as printed in a cell; None adds nothing.

        Without `value` the text is read by the property's type: dates and countries may be several in one cell, the
        others are squeezed. What cannot be read is refused with its reason and the rest of the record stands.
        """
        if cell is None:
            return
        if value is not None:
            self._state(prop, value, cell, lang, mark, parts)
            return
        try:
            for each, text in self._values(prop, cell):
                self._state(prop, text, each, lang, mark or self._mark(prop, text), parts)
        except Unreadable as error:
            self.entry.refuse(cell, f"{prop}: {error}")

    def has(self, prop: str) -> bool:
        """Whether entities of this schema have the property."""
        return prop in vocabulary.known(self.schema).properties

    def link(self, prop: str, other: Draft | str, cell: Cell | None = None) -> None:
        """Point to another entity: as the cell prints it, or by the structure of the record where no cell does."""
        target = other if isinstance(other, str) else other.id
        self._state(prop, target, cell or Cell("", self._place, self._document))

    def name(
        self,
        prop: str,
        parts: Iterable[tuple[str, Cell | None]] = (),
        whole: Cell | None = None,
        *,
        lang: str = "",
        mark: str = "",
    ) -> None:
        """Add a name to `prop` (name, alias, weakAlias, previousName) with its parts in the order of the list.

        `parts` are pairs of a kind (see NAME_PARTS; any other kind is kept beside the name only) and a cell; `whole`
        is the cell that prints the name in one piece, where there is one.
        """
        some = [(kind, cell) for kind, cell in parts if cell is not None]
        cell = whole or join(cell for _, cell in some)
        if cell is None:
            return
        value = squeeze(" ".join(c.text for _, c in some)) if whole is None else squeeze(whole.text)
        detail = "|".join(f"{kind}={squeeze(c.text).replace('|', ' ')}" for kind, c in some)
        self._state(prop, value, cell, lang, mark, detail)
        for kind, each in some:
            if kind in NAME_PARTS and NAME_PARTS[kind] in vocabulary.known(self.schema).properties:
                self._state(NAME_PARTS[kind], squeeze(each.text), each, lang)

    def aliases(self, cell: Cell | None, prop: str = "alias", *, lang: str = "") -> None:
        """Add every name in a cell that holds a list of them, with the language that a label in it states."""
        if cell is None:
            return
        for start, end, label in names.pieces(cell.text):
            self.names(prop, _narrow(cell, start, end), lang=label or lang)

    def names(self, prop: str, cell: Cell | None, *, lang: str = "") -> None:
        """Add a name printed in one piece, and as aliases the variants that it holds in brackets or behind slashes."""
        if cell is None:
            return
        first, *others = names.variants(cell.text, person=self.schema == "Person")
        self._state(prop, first, cell, lang)
        for other in others:
            self._state("weakAlias" if prop == "weakAlias" else "alias", other, cell, lang, names.VARIANT)

    def measures(self, cell: Cell | None) -> None:
        """Add the measures that a cell names, each as a word of the vocabulary; a wording not known is refused."""
        if cell is None:
            return
        try:
            for term, start, end in measures.measures(cell.text):
                self._state("provisions", term, part(cell, start, end))
        except Unreadable as error:
            self.entry.refuse(cell, f"provisions: {error}")

    def _values(self, prop: str, cell: Cell) -> Iterator[tuple[Cell, str]]:
        kind = _type(self.schema, prop)
        if kind == "date":
            for start, end in dates.split(cell.text):
                each = _narrow(cell, start, end)
                try:
                    yield each, dates.parse(each.text, self.entry.source.dates)
                except Unreadable as error:  # the other dates of the cell stand
                    self.entry.refuse(each, f"{prop}: {error}")
        elif kind == "country":
            for code, start, end in places.countries(cell.text):
                yield _narrow(cell, start, end), code
        elif kind == "gender":
            gender = _GENDERS.get(cell.text.strip().casefold())
            if gender is None:
                raise Unreadable(f"not a gender: {cell.text.strip()!r}")
            yield cell, gender
        elif prop in _CHECKED:
            yield cell, idents.normal(_CHECKED[prop], cell.text)
        else:
            yield cell, squeeze(cell.text)

    def _mark(self, prop: str, value: str) -> str:
        wrong = prop in _CHECKED and idents.check(_CHECKED[prop], value) is False
        return idents.WRONG if wrong else ""

    def _state(self, prop: str, value: str, cell: Cell, lang: str = "", mark: str = "", parts: str = "") -> None:
        _type(self.schema, prop)
        if not value or (prop, value, lang) in self._seen:
            return
        self._seen.add((prop, value, lang))
        fact = Fact(
            self.entry.id, self.id, self.schema, prop, value, cell.printed, lang, cell.document, cell.place,
            cell.start, cell.end, parts, mark, cell.corrected,
        )  # fmt: skip
        self.entry.facts.append(fact)


def _narrow(cell: Cell, start: int, end: int) -> Cell:
    return cell if end - start == len(cell.text) else part(cell, start, end)


class Entry(Generic[R]):
    """The records of one subject and what is made of them."""

    def __init__(self, source: Source, key: str, records: list[R]) -> None:
        self.source, self.key, self.records = source, key, records
        self.facts: list[Fact] = []
        self.refusals: list[Refusal] = []
        self.id = subject_id(source.name, key)
        self._drafts: dict[str, Draft] = {}

    def subject(self, schema: str) -> Draft:
        """The listed subject itself."""
        return self._draft(schema, self.id, self.records[0])

    def entity(self, schema: str, *key: str, record: R | None = None) -> Draft:
        """Another entity of this record, such as a Sanction or a relation; the same key gives the same entity."""
        entity_id = "-".join((self.id, *(slug(each).lower() for each in key)))
        return self._draft(schema, entity_id, record or self.records[0])

    def listing(self, subject: Draft, *key: str, record: R | None = None) -> Draft:
        """The subject's Sanction; `key` tells several apart."""
        sanction = self.entity("Sanction", "listing", *key, record=record)
        sanction.link("entity", subject)
        return sanction

    def refuse(self, cell: Cell, reason: str) -> None:
        """Refuse one value; the rest of the record stands."""
        self.refusals.append(Refusal(self.key, False, cell.document, cell.place, cell.printed, reason))

    def _draft(self, schema: str, entity_id: str, record: R) -> Draft:
        if entity_id not in self._drafts:
            self._drafts[entity_id] = Draft(self, schema, entity_id, record.place, record.document)
        return self._drafts[entity_id]

    def close(self, aside: Callable[[str], bool]) -> None:
        """Refuse what the reader neither took nor leaves `aside`."""
        for record in self.records:
            for name, cell in record.untaken():
                if not aside(name):
                    self.refuse(cell, f"nothing reads the field {name}")

    def abandon(self, reason: str) -> None:
        """Refuse the records as a whole."""
        self.facts.clear()
        self.refusals = [Refusal(self.key, True, r.document, r.place, "", reason) for r in self.records]


@dataclass
class Reading(Generic[R]):
    """What a reader makes of one copy, an entry at a time; counts are complete when it has been iterated.

    `records` yields the records in the order of the documents (a `Refusal` that it yields counts as a record
    refused, unless it refuses less than a whole record). `key` names the subject of a record. With `grouped`, records
    with one key are one subject wherever they stand; with `apart` too, but they are read one by one where they stand,
    for files too large to be held. With neither, each record is a subject of its own and a key that comes twice is
    refused.
    """

    source: Source
    copy: Copy
    records: Iterable[R | Refusal]
    key: Callable[[R], str]
    listing: Callable[[Entry[R]], None]
    grouped: bool = False
    apart: bool = False
    read: int = field(default=0, init=False)
    refused: int = field(default=0, init=False)
    subjects: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        pattern = re.compile("|".join(fnmatch.translate(each) for each in self.source.aside) or r"(?!)")
        self._aside = cache(lambda name: pattern.match(name) is not None)

    def __iter__(self) -> Iterator[tuple[list[Fact], list[Refusal]]]:
        """Yield the facts and refusals of one subject after another.

        Raises CopyRefused where a document turns out not to be what it claims to be.
        """
        overlays = {
            c.record: Overlay(o for o in self.copy.corrections if o.record == c.record) for c in self.copy.corrections
        }
        seen: set[str] = set()
        for key, records in self._entries():
            if isinstance(records, Refusal):
                self.refused += records.whole
                yield [], [records]
                continue
            for record in records:
                record.overlay = overlays.get(key)
            entry = Entry(self.source, key, records)
            self._build(entry, seen)
            yield entry.facts, entry.refusals
        left = [correction for overlay in overlays.values() for correction in overlay.unapplied()]
        if left:
            yield [], [_unapplied(correction, self.copy) for correction in left]

    def _build(self, entry: Entry[R], seen: set[str]) -> None:
        try:
            if not (self.grouped or self.apart) and entry.id in seen:
                raise Unreadable(f"a second record with the key {entry.key!r}")
            self.listing(entry)
        except Unreadable as error:
            entry.abandon(str(error))
            self.refused += len(entry.records)
            return
        entry.close(self._aside)
        seen.add(entry.id)
        self.read += len(entry.records)
        self.subjects = len(seen)

    def _entries(self) -> Iterator[tuple[str, list[R] | Refusal]]:
        groups: dict[str, list[R]] = {}
        for record in self.records:
            if isinstance(record, Refusal):
                yield "", record
                continue
            try:
                key = self.key(record)
            except Unreadable as error:
                yield "", Refusal("", True, record.document, record.place, "", str(error))
                continue
            if self.grouped:
                groups.setdefault(key, []).append(record)
            else:
                yield key, [record]
        yield from groups.items()


def _unapplied(correction: Correction, copy: Copy) -> Refusal:
    reason = (
        f"correction by {correction.who} of {correction.when} not applied: field {correction.field} of this record "
        "does not print what it expects"
    )
    return Refusal(correction.record, False, copy.documents[0].sha256, correction.field, correction.printed, reason)
