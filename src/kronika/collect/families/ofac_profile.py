"""A subject of the American lists under construction: its names, its listings, and whom its details may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kronika.collect.cutting import join, split, squeeze
from kronika.collect.record import NAME_PARTS, Draft, Entry

if TYPE_CHECKING:
    from kronika.base.model import Cell

ABSENT = "the primary record is not in this copy"
"""The mark of facts on a subject that a copy knows by an alias, an address or the end of a remark only."""
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_FAMILY = frozenset(("family", "maiden", "matronymic"))
_HONORIFICS = frozenset((
    "ayatollah", "doctor", "dr", "engineer", "haji", "hajji", "hojjatoleslam", "maulana", "maulavi", "maulawi",
    "moulana", "mufti", "mulawi", "mullah", "professor", "qari", "shaykh", "sheikh", "ustad", "ustadz",
))  # fmt: skip
_COMPANY = ("BIK (RU)", "Equity Ticker", "ISIN")
_HUMAN = re.compile(r"(?:^|; )(?:alt\. )?(?:DOB|POB|Gender|nationality|citizen) ")


class Directory:
    """Which subject of a copy has which primary name, for details that refer to another subject by name only."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = {}

    def add(self, name: str, subject: str) -> None:
        """Note a subject's primary name."""
        self._ids.setdefault(_folded(name), set()).add(subject)

    def find(self, name: str) -> str | None:
        """The id of the one subject with this primary name, case and a last full stop aside, or None."""
        found = self._ids.get(_folded(name), set())
        return next(iter(found)) if len(found) == 1 else None


def refined(schema: str, details: str) -> str:
    """The schema of a subject, in view of the text of its details.

    Only a company has a bank's code or codes of securities; only a person has a date of birth.
    """
    if schema == "Organization" and any(word in details for word in _COMPANY):
        return "Company"
    return "Person" if schema == "LegalEntity" and _HUMAN.search(details) else schema


def _folded(name: str) -> str:
    return squeeze(name.casefold()).rstrip(".")


class Listing(NamedTuple):
    """One Sanction of a subject, and the cell that prints its programme."""

    draft: Draft
    programme: Cell | None


@dataclass
class Profile:
    """A subject under construction, its listings, and the directory of the copy that it stands in."""

    entry: Entry[Any]
    subject: Draft
    directory: Directory
    listings: list[Listing] = field(default_factory=list)

    def list_under(self, programmes: list[Cell], *key: str) -> Draft:
        """Add a listing under these programmes; `key` tells it from the subject's other listings."""
        sanction = self.entry.listing(self.subject, *key)
        for programme in programmes:
            sanction.add("program", programme)
            sanction.add("programId", programme)
        self.listings.append(Listing(sanction, programmes[0] if programmes else None))
        return sanction

    def concerned(self, words: str) -> list[Listing]:
        """The listings with a programme whose number or name is in these words; all listings where none has."""
        tokens = re.findall(r"\d{4,}|[A-Z]{4,}", words)
        some = [each for each in self.listings if each.programme and any(t in each.programme.text for t in tokens)]
        return some or self.listings

    def other(self, name: Cell) -> Draft | str:
        """The subject of this copy with this name, else an entity of this record that has the name and no more."""
        found = self.directory.find(name.text)
        if found and found != self.entry.id:
            return found
        stub = self.entry.entity("LegalEntity", "named", name.text)
        stub.names("name", name)
        return stub


def name(draft: Draft, prop: str, cell: Cell) -> None:
    """Add a name printed in one piece; a person's «LAST, First Middle» is put in order and keeps its parts."""
    pieces = split(cell, ",") if draft.schema == "Person" else []
    suffixes = [piece for piece in pieces[1:] if _SUFFIX.fullmatch(piece.text)]
    pieces = [piece for piece in pieces if piece not in suffixes]
    # A weak alias may be a phrase with a comma; a family name is printed in capitals.
    if len(pieces) != 2 or (prop == "weakAlias" and pieces[0].text != pieces[0].text.upper()):
        draft.names(prop, cell)
        return
    family, given = pieces
    parts = [("family", family), ("given", given), *(("suffix", suffix) for suffix in suffixes)]
    person(draft, prop, parts, cell)


def person(
    draft: Draft, prop: str, parts: list[tuple[str, Cell]], whole: Cell | None = None, *, mark: str = ""
) -> None:
    """Add a person's name, of which the list prints the family name first and Western usage says it last.

    `parts` are kinds (of NAME_PARTS or others) and cells in the order of the list; `whole` prints them in one piece.
    """
    first = next((at for at, (kind, _) in enumerate(parts) if kind not in _FAMILY), 0)
    suffix = [each for each in parts if each[0] == "suffix"]
    order = [each for each in (*parts[first:], *parts[:first]) if each not in suffix] + suffix
    value = squeeze(" ".join(each.text for _, each in order))
    detail = "|".join(f"{kind}={each.text.replace('|', ' ')}" for kind, each in parts)
    draft.add(prop, whole or join(each for _, each in parts), value, parts=detail, mark=mark)
    for kind, each in parts:
        if kind in NAME_PARTS:
            draft.add(NAME_PARTS[kind], each)


def title(draft: Draft, cell: Cell | None) -> None:
    """Add a subject's titles: of people the forms of address as title, all else as position."""
    for piece in split(cell, r";\s"):
        honorific = piece.text.casefold().rstrip(".") in _HONORIFICS
        draft.add(("title" if honorific else "position") if draft.schema == "Person" else "notes", piece)
