"""Names on the Swiss list: typed parts in an order, each with its spellings in other languages and scripts.

    name[@name-type][@quality][@lang]/name-part[@order][@name-part-type]/value
                                                                       /spelling-variant[@lang][@script]

The spellings of a part say nothing of those of its neighbours, but those of one language and script belong together:
the first of each part make one name, the second ones another. A part that has no spelling in a language stands there as
in the name itself as long as the script is Latin; in another script the name is made of the parts that have one, and
is a weak alias when some are missing. All combinations would be more than a thousand for some names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kronika.base.errors import Unreadable
from kronika.base.model import Cell
from kronika.collect.cutting import join
from kronika.collect.languages import language

if TYPE_CHECKING:
    from kronika.collect.markup import Node
    from kronika.collect.record import Draft, Entry

_KINDS = {
    "family-name": "family",
    "given-name": "given",
    "further-given-name": "second",
    "father-name": "patronymic",
    "grand-father-name": "grandfather",
    "tribal-name": "tribal",
    "suffix": "suffix",
    "whole-name": "whole",
    "other": "other",
    "maiden-name": "maiden",
    "title": "title",
}
_PROPERTIES = {"primary-name": "name", "alias": "alias", "formerly-known-as": "previousName"}
_QUALITIES = {"good": "", "low": "low quality"}
_LATIN = "LATN"


class _Part(NamedTuple):
    kind: str
    value: Cell
    spellings: dict[tuple[str, str], list[Cell]]
    """(language, script) → the spellings in it, in the order of the document."""


def add_name(entry: Entry[Node], subject: Draft, name: Node, *, main: bool) -> None:
    """Add a name and its spellings; a name with a type, quality or part that is not known is refused.

    `main` says whether it stands in the subject's main identity: a primary name elsewhere is an alias.
    """
    parts = _parts(entry, name)
    kind, quality, lang = name.take("@name-type"), name.take("@quality"), name.take("@lang")
    try:
        prop, mark = _property(kind, quality, [part.kind for part in parts], main=main)
    except Unreadable as error:
        entry.refuse(join(part.value for part in parts) or Cell("", name.place, name.document), str(error))
        return
    said = [part for part in parts if part.kind not in {"title", "maiden"}]
    subject.name(prop, [(part.kind, part.value) for part in said], lang=language(entry, lang), mark=mark)
    for part in parts:
        if part.kind == "title":
            subject.add("title" if subject.has("title") else "notes", part.value)
        elif part.kind == "maiden":
            others = [(other.kind, other.value) for other in said if other.kind != "family"]
            subject.name("previousName", [("family", part.value), *others], lang=language(entry, lang))
    other = "alias" if prop == "name" else prop
    for spelt, pieces, whole in _spellings(said):
        subject.name(other if whole else "weakAlias", pieces, lang=spelt, mark=mark)


def _property(kind: Cell | None, quality: Cell | None, parts: list[str], *, main: bool) -> tuple[str, str]:
    """The property for a name of this type and quality, and the mark where its quality is low."""
    for strange in set(parts) - set(_KINDS.values()):
        raise Unreadable(f"not a kind of part of a name: {strange!r}")
    prop = _PROPERTIES.get(kind.text) if kind else None
    mark = _QUALITIES.get(quality.text) if quality else ""
    if prop is None:
        raise Unreadable(f"not a type of name: {kind.text if kind else ''!r}")
    if mark is None:
        raise Unreadable(f"not a quality of a name: {quality.text if quality else ''!r}")
    if prop == "name" and not main:
        prop = "alias"
    return ("weakAlias" if prop == "alias" and mark else prop), mark


def _parts(entry: Entry[Node], name: Node) -> list[_Part]:
    found: list[tuple[int, _Part]] = []
    for at, node in enumerate(name.each("name-part")):
        order, kind, value = node.take("@order"), node.take("@name-part-type"), node.take("value")
        spellings: dict[tuple[str, str], list[Cell]] = {}
        for variant in node.each("spelling-variant"):
            script, spelling = variant.take("@script"), variant.take(".")
            if spelling:
                key = (language(entry, variant.take("@lang")), script.text if script else "")
                spellings.setdefault(key, []).append(spelling)
        if value:
            text = kind.text if kind else "whole-name"
            place = int(order.text) if order and order.text.isdecimal() else at
            found.append((place, _Part(_KINDS.get(text, text), value, spellings)))
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def _spellings(parts: list[_Part]) -> Iterator[tuple[str, list[tuple[str, Cell]], bool]]:
    """The names that the spellings make: language, parts, and whether all parts of the name are in it."""
    for key in dict.fromkeys(key for part in parts for key in part.spellings):
        spoken, script = key
        for at in range(max(len(part.spellings.get(key, ())) for part in parts)):
            pieces = []
            for part in parts:
                if spelt := part.spellings.get(key):
                    pieces.append((part.kind, spelt[at] if at < len(spelt) else spelt[0]))
                elif script == _LATIN:
                    pieces.append((part.kind, part.value))
            yield spoken, pieces, len(pieces) == len(parts)
