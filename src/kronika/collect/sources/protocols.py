"""Protocols of polling stations: a commission's table, or one that observers put together, and how it is read.

A copy is one election: the table as published (CSV, XLSX, or either in a ZIP) and the mapping by which its columns are
read, as text, so that a build in ten years reads the same. The series is the name by which the election is asked for.
Rows are lines of the ledger's table `protocols`, one a station; nothing in them is about an entity. Such a table looks
like any other, so it is never recognised: `kronika election add` says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kronika.base.errors import ArchiveError, ConfigError, CopyRefused, UsageError
from kronika.base.model import Copy, Document, Form, Measured, Source
from kronika.collect.protocols import mapping

if TYPE_CHECKING:
    from kronika.collect.protocols.mapping import Layout
    from kronika.collect.protocols.stations import Protocols

_NEVER = r"(?!)"
"""What no file's head holds."""
SOURCE = Source(
    name="protocols",
    title="Protocols of polling stations",
    publisher="the election commission or the observers that each file is from",
    country="",
    authority="",
    licence="as the publisher of the file states",
    languages=(),
    records=(1, 2_000_000),
    forms=(
        Form("csv", _NEVER),
        Form("xlsx", _NEVER),
        Form("zip", _NEVER),
        Form("toml", _NEVER, part="mapping"),
    ),
)


def read(copy: Copy) -> Measured:
    """One row is one station; a row or cell that cannot be read is refused and the others stand."""
    from kronika.collect.protocols import (
        lines,
    )  # here and below: arrays are not for whoever asks what sources there are

    found = stations(copy)
    meant = next(document.sha256 for document in copy.documents if document.part == "mapping")
    return Measured(lines.tables(copy.series, found, meant), lines.refusals(found), len(found))


def stations(copy: Copy) -> Protocols:
    """The protocols of one election as its copy in the archive holds them: table and mapping, read anew.

    Raises CopyRefused where the table cannot be read by the mapping, ArchiveError where its bytes were altered.
    """
    from kronika.collect.protocols import reading

    with _meant(copy) as (table, layout):
        found = reading.read(table.path, layout)
    if found.document != table.sha256:
        raise ArchiveError(f"{table.name}: its bytes in the archive are altered: see `kronika verify`")
    return replace(found, name=found.name.replace(table.path.name, table.name))


def printed(copy: Copy, row: int) -> Mapping[str, str]:
    """What a row of the table prints under each heading: the way back from a station to its cells.

    Raises UsageError where the table has no such row below its headings, CopyRefused as `stations` does.
    """
    from kronika.collect.protocols import sheet

    with _meant(copy) as (table, made):
        found = sheet.read(
            table.path, member=made.member, encoding=made.encoding, separator=made.separator, heading=made.heading
        )
    (at,) = (found.rows == row).nonzero()
    if not len(at):
        raise UsageError(f"{table.name} has no station in row {row:,}")
    return {
        heading: column[int(at[0])].as_py() or "" for heading, column in zip(found.headings, found.columns, strict=True)
    }


@contextmanager
def _meant(copy: Copy) -> Iterator[tuple[Document, Layout]]:
    """The table of a copy, and its mapping; what cannot be read by it refuses the copy, and names the file as given."""
    table, meant = copy.document(), copy.document("mapping")
    if table is None or meant is None:
        raise CopyRefused(
            f"{copy.series}: a table and its mapping make up an election: `kronika election add` adds both"
        )
    try:
        yield table, mapping.parse(meant.path.read_text("utf-8"), meant.name.removesuffix(".toml"))
    except (ConfigError, UsageError, UnicodeDecodeError) as error:
        raise CopyRefused(str(error).replace(table.path.name, table.name)) from error
