"""Small documents for tests, and a ledger's worth of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kronika.base.model import Copy, Correction, Document


def document(path: Path, content: bytes | str, *, source: str = "ca_sema", part: str = "list") -> Document:
    """Write a file and describe it as the archive would."""
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    return Document(hashlib.sha256(data).hexdigest(), path, path.name, len(data), source, part)


def copy_of(*documents: Document, published: str = "2025-01-01", corrections: tuple[Correction, ...] = ()) -> Copy:
    """These documents as one copy."""
    return Copy(documents[0].source, "", published, documents, corrections)


def canada(*people: tuple[str, str], country: str = "Belarus / Bélarus", born: str = "1966-06-21") -> str:
    """A Canadian list of invented people (given name, family name), items counted from 1."""
    records = "".join(
        f"<record><Country>{country}</Country><LastName>{family}</LastName><GivenName>{given}</GivenName>"
        f"<DateOfBirthOrShipBuildDate>{born}</DateOfBirthOrShipBuildDate><Schedule>1, Part 1</Schedule>"
        f"<Item>{item}</Item><DateOfListing>2020-09-28</DateOfListing></record>\n"
        for item, (given, family) in enumerate(people, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<data-set>\n{records}</data-set>\n'


def crowd(count: int, tag: str = "") -> list[tuple[str, str]]:
    """Invented people, as many as asked for."""
    return [(f"Invented{tag} {n}", f"SAMPLEVICH{n}") for n in range(1, count + 1)]
