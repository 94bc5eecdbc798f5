"""The nouns of the record: what a source is, what was published, what a reader made of it.

    Source ── publishes ──▶ Document(s) ── make up ──▶ Copy ── is read into ──▶ Fact | Refusal
                                                                            └─▶ Measured (lines of tables) | Refusal

Everything here is frozen; nothing here does I/O.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["csv", "xlsx", "xml", "jsonl", "toml", "zip"]


@dataclass(frozen=True, slots=True)
class Form:
    """One shape in which a source's file is published: enough to recognise it by its first 8 kB.

    The text that the patterns see is the decoded head of the file; of a spreadsheet, its first rows as CSV.
    """

    kind: Kind
    signature: str
    """Regular expression that the head must contain."""
    part: str = "list"
    """Which part of a copy this file is; a source published as one file has only the part `list`."""
    filename: str = ""
    """Regular expression for the file's name, where two sources' files look alike."""
    published: str = ""
    """Regular expression whose groups, joined by hyphens, are the publisher's own date."""
    series: str = ""
    """Regular expression whose first group names the slice of the source that this file alone holds; it is looked for
    in the head, else in the file's name."""
    named: str = ""
    """Regular expression whose first group names that slice in the file's name, where the name says it better."""
    records: tuple[int, int] | None = None
    """Fewest and most records in an honest copy of this form, where it counts otherwise than the source's others."""
    delimiter: str = ","
    """What separates the cells of a CSV file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's list: what it is called, where it comes from and how large an honest copy is."""

    name: str
    title: str
    publisher: str
    country: str
    """ISO 3166-1 alpha-2 code of the listing state in lower case; `eu`, `un` for the two organisations."""
    authority: str
    """The body whose decision a listing is (FollowTheMoney `Sanction.authority`)."""
    licence: str
    languages: tuple[str, ...]
    """ISO 639-3."""
    records: tuple[int, int]
    """Fewest and most records in an honest copy; outside it the copy is refused."""
    forms: tuple[Form, ...]
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Part → the publisher's address of it; empty where the list is not fetched but added."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """Field → why it is left aside; `*` in it stands for anything. A field neither taken nor named here is refused."""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Part → its columns in order, for files that print no header."""
    core: tuple[str, ...] = ("list",)
    """A copy without any of these parts is not a state of the list and never becomes current."""
    dates: Literal["dmy", "mdy", "ymd"] = "dmy"
    """The order in which this publisher writes a date that is all digits."""
    measures: tuple[str, ...] = ()
    """Measures that follow from being on the list at all, where no field of it states them."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as published, kept in the archive under their SHA-256."""

    sha256: str
    path: Path
    name: str
    """The file's name as fetched or added; for a member of an archive `archive.zip!member`."""
    size: int
    source: str
    part: str = "list"
    series: str = ""
    address: str = ""
    fetched: str = ""
    """When it was fetched or added, ISO 8601, UTC."""
    published: str = ""
    """The publisher's own date (ISO 8601), empty where the file carries none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's correction of one printed value: input to a build, never a change to a document."""

    source: str
    record: str
    """The record's key, as `Refusal.record` and `kronika show` print it."""
    field: str
    printed: str
    corrected: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Copy:
    """The documents that together are one state of a list (or of one series of it)."""

    source: str
    series: str
    published: str
    """ISO date that the copy stands for: the publisher's own, else the day it was fetched or added."""
    documents: tuple[Document, ...]
    corrections: tuple[Correction, ...] = ()

    def document(self, part: str = "list") -> Document | None:
        """The document that is this part of the copy, or None."""
        return next((d for d in self.documents if d.part == part), None)


class Cell(NamedTuple):
    """Printed text and where it stands: the root of every fact.

    `place` reads `row 8, column birthDate`, `/data-set/record[3]/LastName[1]` or `line 3, /properties/name/0`;
    several places are joined by ` + ` and their texts by one space. `start` and `end` count characters inside
    the cell when only a part of it is meant; -1 stands for the whole cell.
    """

    text: str
    place: str
    document: str
    """SHA-256 of the document."""
    start: int = -1
    end: int = -1
    prints: str = ""
    """What the document prints at the place, where that is not `text`: a corrected cell, a part of joined cells."""
    corrected: bool = False
    """Whether a person's correction stands in `text`."""

    @property
    def printed(self) -> str:
        """What the document prints at this place."""
        return self.prints or self.text


class Fact(NamedTuple):
    """One value of one property of one entity, as one document prints it at one place."""

    subject: str
    """Id of the listed subject whose record this stands in."""
    entity: str
    """Id of the entity that has the property: the subject itself, its Sanction, a relation, a document."""
    schema: str
    prop: str
    value: str
    printed: str
    lang: str
    document: str
    place: str
    start: int
    end: int
    parts: str
    """A name's parts as the list gives them, `kind=text` joined by `|`; empty for all other facts."""
    mark: str
    """What a user must know beside the value, such as `check digit wrong`; empty for most facts."""
    corrected: bool

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that stay the same as long as entity, property and value do."""
        return fact_id(self.entity, self.prop, self.value)


class Published(NamedTuple):
    """What a compiled data set says about one of its entities as an entry of the data set, and not about the thing."""

    entity: str
    """Our id of it, as facts have it."""
    id: str
    """The compiler's id of it."""
    caption: str = ""
    datasets: tuple[str, ...] = ()
    """The data sets that the compiler took it from; empty where none is stated."""
    collection: str = ""
    """The data set that the whole file is."""
    referents: tuple[str, ...] = ()
    """Other ids that the compiler merged into this one."""
    first_seen: str = ""
    """These three: when the compiler saw it, ISO 8601, empty where not stated."""
    last_seen: str = ""
    last_change: str = ""


def fact_id(entity: str, prop: str, value: str) -> str:
    """The handle of a fact for people and links."""
    return hashlib.sha1(f"{entity}\0{prop}\0{value}".encode(), usedforsecurity=False).hexdigest()[:12]


class Refusal(NamedTuple):
    """A record, or one value of a record that was otherwise read, that the reader did not understand."""

    record: str
    """The record's own key, as far as it could be read."""
    whole: bool
    """True when the record as a whole was refused, False for one value of it."""
    document: str
    place: str
    printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a reader makes of a copy that measures: lines of the ledger's tables, in place of facts about entities.

    Facts are for entities; tables are for counts of thousands of places, and for figures that somebody published.
    Iterated as a `Reading` is, it has refusals only.
    """

    tables: Mapping[str, Mapping[str, Sequence[object]]]
    """Table of ledger/schema.sql → column → one value for each line; among them its `document` and its `row`."""
    refusals: tuple[Refusal, ...]
    read: int
    """Records read; these and the refused ones are all that the documents hold."""
    subjects: int = 0

    @property
    def refused(self) -> int:
        """Records refused."""
        return sum(refusal.whole for refusal in self.refusals)

    def __iter__(self) -> Iterator[tuple[list[Fact], list[Refusal]]]:
        yield [], list(self.refusals)
