"""Rows of OFAC's comma-separated files, and what the reader of the SDN list makes of them; every name is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents import copy_of, document
from kronika.collect.sources import us_sdn
from reading import Read

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.base.model import Correction

NULL = "-0- "
FILES = {"sdn": "sdn.csv", "add": "add.csv", "alt": "alt.csv", "comments": "sdn_comments.csv", "list": "sdn.xml"}


def read(path: Path, *corrections: Correction, **parts: str) -> Read:
    """Read a copy of these parts, and hold every fact to what stands at its place."""
    docs = [document(path / FILES[part], text, source="us_sdn", part=part) for part, text in parts.items()]
    return Read.of(us_sdn.read(copy_of(*docs, corrections=corrections)))


def row(  # a row of SDN.CSV
    number: int,
    name: str,
    kind: str = NULL,
    program: str = "BELARUS",
    title: str = NULL,
    remarks: str = NULL,
    **ship: str,
) -> str:
    quoted = [value if value == NULL else f'"{value}"' for value in (name, kind, program, title)]
    vessel = [ship.get(field, NULL) for field in ("call", "type", "tonnage", "grt", "flag", "owner")]
    fields = [str(number), *quoted, *(v if v == NULL else f'"{v}"' for v in vessel)]
    return ",".join([*fields, remarks if remarks == NULL else f'"{remarks}"']) + "\r\n"


def person(remarks: str = NULL, *, title: str = NULL) -> str:
    return row(101, "SAMPLEVICH, Invented Ivan", "individual", title=title, remarks=remarks)
