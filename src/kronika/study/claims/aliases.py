"""What people say of names in texts: «Lukashenka is kr-…, in all documents», «Victor is nobody here».

`aliases.csv` of a casebook is only ever added to; of two lines on one form the later holds, and one on a document
holds there before one on all. A line without a name says that the form names nobody.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import get_args

from kronika.base.errors import UsageError
from kronika.study.claims.names import Entry
from kronika.study.claims.names.folding import LONGEST, folded
from kronika.study.claims.spans import Named

_MOST = 12
"""Words of a form at most."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One line of the table."""

    form: str
    """As the text has it."""
    name: str
    """What to call who is meant; empty where the form names nobody."""
    named: Named
    id: str
    """An identity (kr-…) or a state's ISO code; empty where there is none."""
    document: str
    """SHA-256 of the only document where it holds; empty for all."""
    who: str
    when: str
    """ISO 8601."""


_COLUMNS = tuple(field.name for field in fields(Alias))


def read(path: Path) -> list[Alias]:
    """The lines of a casebook's table in their order; none where there is no file.

    Raises UsageError with the line's number for what is no such table, a line cut short, an unknown kind of name, or a
    form that no text can hold.
    """
    if not path.exists():
        return []
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} is no table of aliases in UTF-8 ({error}): mend it, or put it aside") from error
    if rows[:1] != [list(_COLUMNS)]:
        raise UsageError(f"{path}, line 1: the columns must be {','.join(_COLUMNS)}")
    return [_alias(path, number, row) for number, row in enumerate(rows[1:], 2) if row]


def add(path: Path, alias: Alias) -> None:
    """Put a line at the end of the table, which is made where it is not there. Raises UsageError as `read` does."""
    _alias(path, len(read(path)) + 2, list(astuple(alias)))
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    if not path.exists():
        writer.writerow(_COLUMNS)
    writer.writerow(astuple(alias))
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(line.getvalue())


def entries(aliases: Iterable[Alias]) -> list[Entry]:
    """The aliases that hold, as entries for `Lexicon.build` and `Lexicon.extended`: the last of each form."""
    last = {(" ".join(folded(alias.form)), alias.document): alias for alias in aliases}
    return [
        Entry(each.name, each.named, (each.form,), "alias", each.id, document=each.document) for each in last.values()
    ]


def _alias(path: Path, number: int, row: list[str]) -> Alias:
    if len(row) != len(_COLUMNS):
        raise UsageError(f"{path}, line {number}: {len(row)} cells where {len(_COLUMNS)} must be")
    form, name, named, id_, document, who, when = row
    words = folded(form)
    if not words or len(words) > _MOST or max(map(len, words)) > LONGEST:
        raise UsageError(f"{path}, line {number}: the form must have one to {_MOST} words")
    if named not in get_args(Named):
        raise UsageError(f"{path}, line {number}: {named!r} is none of {', '.join(get_args(Named))}")
    if not who or not when:
        raise UsageError(f"{path}, line {number}: who says so, and when, must stand there")
    return Alias(form, name, named, id_, document, who, when)  # type: ignore[arg-type]  # checked above
