"""Spreadsheets, Parquet and JSON lines of customers, in pieces of columns."""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from kronika.base.errors import UsageError
from kronika.collect.tables import UNPACKED_LIMIT, text
from kronika.match.customers.headings import SEVERAL, Layout, checked, layout
from kronika.match.customers.textfiles import LINE_LIMIT, shown

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.match.customers.textfiles import Lines

BLANK = "a blank row"
"""The problem of a row without anything, between rows with something."""
_LOOKED_AT = 100  # lines of JSON among which a name must be
_SHAPES = 10_000  # sets of keys whose layout is remembered
# FollowTheMoney's properties by what they are to us, https://followthemoney.tech.
_PROPERTIES = {
    "name": ("name",),
    "first": ("firstName",),
    "middle": ("middleName", "secondName", "patronymic", "fatherName"),
    "last": ("lastName",),
    "alias": ("alias", "previousName"),
    "birth_date": ("birthDate", "incorporationDate", "buildDate"),
    "country": ("nationality", "citizenship", "country", "jurisdiction", "flag"),
    "id_number": (
        *("idNumber", "passportNumber", "taxNumber", "socialSecurityNumber", "registrationNumber", "innCode"),
        *("ogrnCode", "vatCode", "leiCode", "imoNumber", "mmsi", "swiftBic"),
    ),
}


class Chunk(NamedTuple):
    """Consecutive rows: their texts by the kinds of `headings`, what is wrong with some, what is noted of some."""

    size: int
    cells: Mapping[str, Sequence[str | None]]
    problems: dict[int, str]
    notes: dict[int, str]


class Table(Protocol):
    """A file of customers."""

    description: str
    """One line: the format, and which column was taken for what."""

    def chunks(self, size: int, skip: int) -> Iterator[Chunk]:
        """The rows after the first `skip`, at most `size` at a time."""


class Sheet:
    """The sheet of a spreadsheet that has names in it; the whole sheet is held in memory."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            _check_size(path)
            book = CalamineWorkbook.from_path(str(path))
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names}
        except (zipfile.BadZipFile, CalamineError, OSError, EOFError, ValueError, RuntimeError) as error:
            raise UsageError(
                f"{path}: neither a whole spreadsheet nor another table ({shown(str(error), 200)})"
            ) from error
        sheets = {name: rows for name, rows in sheets.items() if rows}
        if not sheets:
            raise UsageError(f"{path}: the spreadsheet is empty")
        found = {name: layout(_headings(rows[0]), columns, f"{path}, sheet «{name}»") for name, rows in sheets.items()}
        named = [name for name, each in found.items() if each.named]
        if len(named) > 1:
            raise UsageError(f"{path}: has names on several sheets ({', '.join(named)}): save each as its own file")
        name = (named or [*sheets])[0]
        self._layout = checked(found[name], columns, f"{path}, sheet «{name}»")
        self._rows = sheets[name][1:]
        while self._rows and not any(map(_filled, self._rows[-1])):
            self._rows.pop()
        self.total, self.position = len(self._rows), 0
        self.description = f"spreadsheet, sheet «{name}»: {self._layout}"

    def chunks(self, size: int, skip: int) -> Iterator[Chunk]:
        """The rows below the headings."""
        for start in range(skip, self.total, size):
            rows = [[text(value) for value in row] for row in self._rows[start : start + size]]
            self.position = start + len(rows)
            problems = {at: BLANK for at, row in enumerate(rows) if not any(map(str.strip, row))}
            yield Chunk(len(rows), self._layout.pick([*zip(*rows, strict=True)]), problems, {})


class Parquet:
    """A Parquet file, read by row group."""

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        import pyarrow.parquet as pq

        try:
            self._file = pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(f"{path}: not a whole Parquet file (cut off?): {shown(str(error), 200)}") from error
        self._path = path
        names = self._file.schema_arrow.names
        self._layout = checked(layout(names, columns, str(path)), columns, str(path))
        self._used = sorted({place for places in self._layout.places.values() for place in places})
        for place in self._used:
            _check_type(path, self._file.schema_arrow.field(place))
        self.total, self.position = self._file.metadata.num_rows, 0
        self.description = f"Parquet: {self._layout}"

    def chunks(self, size: int, skip: int) -> Iterator[Chunk]:
        """The rows of the file."""
        groups, first = self._groups_after(skip)
        names = self._file.schema_arrow.names
        try:
            batches = self._file.iter_batches(
                batch_size=size, row_groups=groups, columns=[names[place] for place in self._used], use_threads=False
            )
            for whole in batches:
                batch, first = whole.slice(min(max(skip - first, 0), whole.num_rows)), first + whole.num_rows
                self.position = first
                if batch.num_rows:
                    yield self._chunk(batch)
        except (pa.ArrowException, OSError) as error:
            raise UsageError(f"{self._path}: damaged after row {self.position:,}: {shown(str(error), 200)}") from error

    def _groups_after(self, skip: int) -> tuple[list[int], int]:
        """The row groups that hold rows after the first `skip`, and how many rows stand before them."""
        metadata, first = self._file.metadata, 0
        for group in range(metadata.num_row_groups):
            rows = metadata.row_group(group).num_rows
            if first + rows > skip:
                return [*range(group, metadata.num_row_groups)], first
            first += rows
        return [], first

    def _chunk(self, batch: Any) -> Chunk:
        columns: list[Sequence[str | None]] = [()] * len(self._file.schema_arrow)
        for column, place in enumerate(self._used):
            columns[place] = _texts(batch.column(column))
        return Chunk(batch.num_rows, self._layout.pick(columns), {}, {})


class JsonLines:
    """One JSON object a line: a flat one with keys like headings, or an entity of FollowTheMoney."""

    def __init__(self, lines: Lines, columns: Mapping[str, str], where: str) -> None:
        self._lines, self._columns = lines, columns
        self._layouts: dict[tuple[str, ...], Layout | str] = {}
        objects = [found for line in lines.peek(_LOOKED_AT) if isinstance(found := _object(line), dict)]
        if not objects:
            raise UsageError(f"{where}: none of its first lines is a JSON object: JSON lines have one on each line")
        self.description = "JSON lines"
        if any(_is_entity(each) for each in objects):
            self.description += " of FollowTheMoney"
        else:
            layouts = [self._layout((*each,)) for each in objects]
            named = next((each for each in layouts if isinstance(each, Layout) and each.named), Layout((), {}))
            keys = dict.fromkeys(key for each in objects for key in each)
            checked(Layout((*keys,), named.places), columns, where)
            self.description += f": {named}"

    def chunks(self, size: int, skip: int) -> Iterator[Chunk]:
        """The rows of the file, one a line."""
        rows = self._rows()
        deque(islice(rows, skip), maxlen=0)
        while batch := [*islice(rows, size)]:
            read = [self._cells(row) if isinstance(row, dict) else row for row in batch]
            problems = {at: cells for at, cells in enumerate(read) if isinstance(cells, str)}
            found: list[dict[str, str | None]] = [cells if isinstance(cells, dict) else {} for cells in read]
            kinds = dict.fromkeys(kind for cells in found for kind in cells)
            yield Chunk(len(batch), {kind: [cells.get(kind) for cells in found] for kind in kinds}, problems, {})

    def _rows(self) -> Iterator[dict[str, Any] | str]:
        """Every line as its object or its problem; blank lines at the end of the file are none."""
        blank = 0
        while line := self._lines.next():
            if line.isspace():
                blank += 1
                continue
            yield from repeat(BLANK, blank)
            blank = 0
            yield _object(line)

    def _cells(self, row: dict[str, Any]) -> dict[str, str | None] | str:
        if _is_entity(row):
            return _entity(row)
        found = self._layout((*row,))
        if isinstance(found, str):
            return found
        values = [*row.values()]
        return {
            kind: _plain(values[places[0]])
            if len(places) == 1
            else found.joined(kind, [_plain(values[place]) for place in places])
            for kind, places in found.places.items()
        }

    def _layout(self, keys: tuple[str, ...]) -> Layout | str:
        """Which keys are what, or why that cannot be told."""
        found = self._layouts.get(keys)
        if found is None:
            if len(self._layouts) == _SHAPES:
                self._layouts.clear()
            try:
                found = layout(keys, self._columns, "keys")
            except UsageError as error:
                found = str(error)
            self._layouts[keys] = found
        return found


def _object(line: str) -> dict[str, Any] | str:
    """The object on a line, or what is wrong with the line."""
    if len(line) > LINE_LIMIT:
        return f"a line of more than {LINE_LIMIT:,} characters"
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        cut = "" if line.endswith("\n") else "the line breaks off, or is "
        return f"{cut}not JSON: {error}"
    return found if isinstance(found, dict) else "not a JSON object"


def _is_entity(found: dict[str, Any]) -> bool:
    return isinstance(found.get("schema"), str) and isinstance(found.get("properties"), dict)


def _entity(found: dict[str, Any]) -> dict[str, str | None]:
    """An entity of FollowTheMoney: all its names are names of the customer."""
    properties = found["properties"]
    cells = {kind: _plain([properties.get(each) for each in names]) for kind, names in _PROPERTIES.items()}
    cells["name"] = cells["name"] or _plain(found.get("caption"))
    return {"key": _plain(found.get("id")), "schema": _plain(found["schema"]), **cells}


def _plain(value: object) -> str | None:
    """A text; a number as JSON writes it; the values of an array, joined; None for the rest."""
    match value:
        case str():
            return value
        case bool() | int() | float():
            return orjson.dumps(value).decode()
        case list():
            return SEVERAL.join(dict.fromkeys(plain for each in value if (plain := _plain(each)))) or None
        case _:
            return None


def _texts(column: Any) -> list[str | None]:
    """A column of Parquet as texts: dates in ISO 8601, whole numbers without a point, lists joined."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if _is_list(kind):
        lists = [_texts(pa.array(each or (), kind.value_type)) for each in column.to_pylist()]
        return [SEVERAL.join(filter(None, texts)) or None for texts in lists]
    if pa.types.is_floating(kind) or pa.types.is_timestamp(kind):
        return [None if value is None else text(value) for value in column.to_pylist()]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_binary(kind):
        binary = column.cast(pa.large_binary()).to_pylist()
        return [None if value is None else value.decode("utf-8", "surrogateescape") for value in binary]
    found: list[str | None] = pc.cast(column, pa.string()).to_pylist()
    return found


def _is_list(kind: Any) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _is_binary(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _check_type(path: Path, field: Any) -> None:
    kind = field.type.value_type if _is_list(field.type) else field.type
    if pa.types.is_nested(kind):
        raise UsageError(f"{path}: the column «{field.name}» holds {field.type}, not text")


def _check_size(path: Path) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            raise UsageError(f"{path}: unpacks to {unpacked:,} bytes: save it as CSV")


def _headings(row: Sequence[object]) -> list[str]:
    return [" ".join(text(value).split()) for value in row]


def _filled(value: object) -> bool:
    return bool(text(value).strip())
