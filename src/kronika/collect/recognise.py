"""Which source a file is, told by its first kilobytes alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kronika.base import dates
from kronika.base.errors import CopyRefused, Unreadable
from kronika.base.model import Document
from kronika.collect import sources, tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kronika.base.model import Form, Kind, Source

HEAD = 8192
"""Bytes (of text files) or rows' worth of text (of spreadsheets) that are looked at."""
_NAMED_DATE = re.compile(r"(?:^|[/!])(\d{4}(?:-\d{2}){1,2})[_ .-]")
_HTML = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file turned out to be."""

    source: str
    part: str
    series: str
    published: str
    """The publisher's own date, else the date that the file's name begins with, else empty."""


def recognise(path: Path, name: str, among: Iterable[str] = ()) -> Recognised:
    """Tell which source and part a file is; `among` limits the choice to sources that the user named.

    Raises CopyRefused where no source or more than one publishes such a file.
    """
    kind, head = look(path, name)
    chosen = tuple(among) or sources.names()
    found = [
        (source, form, match)
        for source in (sources.load(each).SOURCE for each in chosen)
        for form in source.forms
        if form.kind == kind
        and re.search(form.filename, name, re.IGNORECASE)
        and (match := re.search(form.signature, head, re.DOTALL))
    ]
    if not found:
        raise CopyRefused(f"{name}: {_why_not(head, among)}")
    if len({(source.name, form.part) for source, form, _ in found}) > 1:
        could = ", ".join(sorted({source.name for source, *_ in found}))
        raise CopyRefused(f"{name}: could be {could}: say which, as in `kronika add {found[0][0].name} FILE`")
    source, form, _ = found[0]
    series = _first(form.named, name) or _first(form.series, head) or _first(form.series, name)
    return Recognised(source.name, form.part, series, _published(source, form, head, name))


def look(path: Path, name: str) -> tuple[Kind, str]:
    """The kind of a file and its head as text, of a spreadsheet its first rows as CSV.

    Raises CopyRefused for an empty file.
    """
    with path.open("rb") as file:
        start = file.read(HEAD)
    if not start.strip():
        raise CopyRefused(f"{name}: is empty")
    if start.startswith(b"PK\x03\x04"):
        rows = tables.grid(Document("", path, name, len(start), ""))
        return "xlsx", "".join(tables.csv_line(values) for _, values in islice(rows, 5))
    head = start.decode("utf-8-sig", errors="replace")
    first = head.lstrip()[:1]
    return ("xml" if first == "<" else "jsonl" if first == "{" else "csv"), head


def _why_not(head: str, among: Iterable[str]) -> str:
    if _HTML.search(head):
        return "is an HTML page, not a list (an error page of the publisher?)"
    who = ", ".join(among) or "any source"
    return f"not a file of {who}: it begins {head.strip()[:40]!r}"


def _first(pattern: str, head: str) -> str:
    """What the groups of the pattern catch, joined by hyphens: a date may stand in three elements."""
    match = re.search(pattern, head, re.DOTALL) if pattern else None
    return "-".join(match.groups()) if match else ""


def _published(source: Source, form: Form, head: str, name: str) -> str:
    if printed := _first(form.published, head):
        try:
            return dates.parse(printed, source.dates)
        except Unreadable as error:
            raise CopyRefused(f"{name}: the publisher's date: {error}") from error
    named = _NAMED_DATE.search(name)
    return named[1] if named else ""
