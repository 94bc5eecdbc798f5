"""JSON lines as records: one object a line, every value accounted for, each with its JSON Pointer (RFC 6901).

Places are `line 3` for a record and `line 3, /properties/name/0` for a value. Lines are counted as an editor shows
them, blank ones too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from kronika.base.errors import CopyRefused
from kronika.base.model import Cell, Document, Refusal

if TYPE_CHECKING:
    from io import BufferedReader

    from kronika.collect.record import Overlay

LINE_LIMIT = 1 << 20
"""Longest line in bytes; a sanctioned person with all that is known about them has under 200,000."""


class Line:
    """One JSON object; each text, number or truth value in it can be taken once."""

    __slots__ = ("_data", "_taken", "document", "number", "overlay", "part")

    def __init__(self, data: dict[str, Any], number: int, document: str, part: str) -> None:
        self._data, self._taken = data, set[str]()
        self.number, self.document, self.part = number, document, part
        self.overlay: Overlay | None = None

    @property
    def place(self) -> str:
        """Where the record stands."""
        return f"line {self.number}"

    def take(self, pointer: str) -> Cell | None:
        """The value at a pointer; None where there is none, a blank one, or an array or object."""
        cell = self._cell(pointer, self._at(pointer))
        if cell is None:
            return None
        self._taken.add(pointer)
        return self.overlay.read(cell, _field(pointer)) if self.overlay else cell

    def each(self, pointer: str) -> list[Cell]:
        """The values of the array at a pointer, or the one value that stands there without an array."""
        found = self._at(pointer)
        pointers = [f"{pointer}/{at}" for at in range(len(found))] if isinstance(found, list) else [pointer]
        return [cell for each in pointers if (cell := self.take(each))]

    def keys(self, pointer: str) -> list[str]:
        """The names in the object at a pointer, in the order of the document; none where no object is."""
        found = self._at(pointer)
        return list(found) if isinstance(found, dict) else []

    def objects(self, pointer: str) -> list[str]:
        """The pointers of the objects in the array at a pointer."""
        found = self._at(pointer)
        return (
            [f"{pointer}/{at}" for at, each in enumerate(found) if isinstance(each, dict)]
            if isinstance(found, list)
            else []
        )

    def peek(self, pointer: str) -> str:
        """The stripped text at a pointer, or that of the first of an array, without taking it."""
        found = self._at(pointer)
        if isinstance(found, list):
            found = found[0] if found else None
        return (_text(found) or "").strip()

    def texts(self, pointer: str) -> tuple[str, ...]:
        """The texts of the array at a pointer, without taking them; none where there is no array."""
        found = self._at(pointer)
        return tuple(filter(None, map(_text, found))) if isinstance(found, list) else ()

    def untaken(self) -> Iterator[tuple[str, Cell]]:
        """Values that are not blank and were not taken, named by their pointer without positions: `properties/name`."""
        rest: list[tuple[str, Any]] = [("", self._data)]
        while rest:
            pointer, found = rest.pop()
            if isinstance(found, dict):
                rest += [(f"{pointer}/{escape(key)}", each) for key, each in reversed(found.items())]
            elif isinstance(found, list):
                rest += [(f"{pointer}/{at}", each) for at, each in reversed([*enumerate(found)])]
            elif pointer not in self._taken and (cell := self._cell(pointer, found)):
                yield _field(pointer), cell

    def _at(self, pointer: str) -> Any:
        found: Any = self._data
        for step in pointer.split("/")[1:]:
            if isinstance(found, list):
                found = found[int(step)]
            elif isinstance(found, dict):
                found = found.get(step.replace("~1", "/").replace("~0", "~"))
            else:
                return None
        return found

    def _cell(self, pointer: str, found: object) -> Cell | None:
        text = _text(found)
        if not text or text.isspace():
            return None
        return Cell(text, f"line {self.number}, {pointer}", self.document)


def escape(key: str) -> str:
    """A name in an object as a step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def lines(document: Document) -> Iterator[Line | Refusal]:
    """Yield the lines of a file as records; blank ones are none.

    A line that is longer than LINE_LIMIT or is not a JSON object is refused. Raises CopyRefused where the last line
    breaks off.
    """
    number = 0
    with document.path.open("rb") as file:
        while raw := file.readline(LINE_LIMIT + 1):
            number += 1
            if len(raw) > LINE_LIMIT and not raw.endswith(b"\n"):
                _skip(file)
                yield _refusal(document, number, raw, f"a line longer than {LINE_LIMIT:,} bytes")
                continue
            raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if raw.isspace():
                continue
            try:
                data = orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                if not raw.endswith(b"\n"):
                    raise CopyRefused(f"{document.name}: line {number} breaks off: truncated: {error}") from error
                yield _refusal(document, number, raw, f"not JSON: {error}")
                continue
            if isinstance(data, dict):
                yield Line(data, number, document.sha256, document.part)
            else:
                yield _refusal(document, number, raw, "not a JSON object")


def _skip(file: BufferedReader) -> None:
    """Read on to the end of the line, never holding more of it than a limited piece."""
    while (more := file.readline(LINE_LIMIT)) and not more.endswith(b"\n"):
        pass


def _refusal(document: Document, number: int, raw: bytes, reason: str) -> Refusal:
    start = raw[:200].decode("utf-8", errors="replace").strip()
    return Refusal("", True, document.sha256, f"line {number}", start, reason)


def _text(found: object) -> str | None:
    """A text as it is; a number or truth value as JSON writes it; None for null, arrays and objects."""
    if isinstance(found, str):
        return found
    return json.dumps(found) if isinstance(found, bool | int | float) else None


def _field(pointer: str) -> str:
    return "/".join(step for step in pointer.split("/")[1:] if not step.isdecimal())
