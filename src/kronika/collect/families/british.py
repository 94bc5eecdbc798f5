"""What the two British lists share: names in six parts, rows to fold, regimes, references, relations by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kronika.base.errors import Unreadable
from kronika.collect.cutting import group, join, part, squeeze
from kronika.collect.languages import language
from kronika.collect.record import Draft, Entry

if TYPE_CHECKING:
    from kronika.base.model import Cell
    from kronika.collect.tables import Row

NAME_COLUMNS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
"""In the order in which a name is spoken: Name 6 is the family name, or the whole name of an organisation or ship."""
_KINDS = ("given", "middle", "middle", "middle", "middle", "family")
_PROPS = {
    "primary name": "name",
    "prime alias": "name",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "previousName",
}
_WEAK = {"": False, "good quality": False, "good quality a.k.a": False, "low quality": True, "low quality a.k.a": True}
_REGIMES = {
    "afghanistan": "AFG",
    "belarus": "BEL",
    "bosnia and herzegovina": "BIH",
    "burma": "MYA",
    "central african republic": "CAF",
    "chemical weapons": "CHW",
    "counter-terrorism (domestic)": "CTD",
    "counter-terrorism (international)": "CTI",
    "cyber": "CYB",
    "democratic people's republic of korea": "DPR",
    "democratic republic of the congo": "DRC",
    "global anti-corruption": "GAC",
    "global human rights": "GHR",
    "guinea": "GUC",
    "guinea-bissau": "GUB",
    "haiti": "HAI",
    "iran": "IRN",
    "iran (human rights)": "IRN",
    "iran (nuclear proliferation)": "INU",
    "iran (nuclear)": "INU",
    "iraq": "IRQ",
    "isil (da'esh) and al-qaida": "AQD",
    "libya": "LIB",
    "mali": "MAL",
    "myanmar": "MYA",
    "nicaragua": "NIC",
    "north korea (democratic people's republic of korea)": "DPR",
    "republic of guinea": "GUC",
    "republic of guinea-bissau": "GUB",
    "russia": "RUS",
    "somalia": "SOM",
    "south sudan": "SSU",
    "sudan": "SUD",
    "syria": "SYR",
    "the isil (da'esh) and al-qaida organisations": "AQD",
    "ukraine (sovereignty)": "RUS",
    "venezuela": "VEN",
    "yemen": "YEM",
    "zimbabwe": "ZIM",
}
_COMMITTEES = {
    "CD": "DRC",
    "CF": "CAF",
    "GB": "GUB",
    "HT": "HAI",
    "IQ": "IRQ",
    "IR": "INU",
    "KP": "DPR",
    "LY": "LIB",
    "ML": "MAL",
    "QD": "AQD",
    "QE": "AQD",
    "QI": "AQD",
    "SD": "SUD",
    "SO": "SOM",
    "SS": "SSU",
    "TA": "AFG",
    "TE": "AFG",
    "TI": "AFG",
    "YE": "YEM",
}
_UN_REFERENCE = re.compile(r"([A-Z]{2})([ei])\.\s?(\d{1,3})", re.IGNORECASE)
_COMMA = re.compile(r"([^,]+?)\s*,\s*([^,]+?)[\s.]*", re.DOTALL)
_BESIDE = re.compile(r"(.+?)\s*\((?:(\d[\d.]*\s?%)|([a-z](?:[^()]|\([^()]*\))*))\)", re.DOTALL)
_NO_NAME = re.compile(
    r"""^[\W\d]*$ | ^\w{2,8}:\s | \bparent\b | \b(?:p\.?\s?o\.?\s?)?box\b
    | \b(?:branches|controlled|designated|established|owned|subsidiary)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMA_BESIDE = re.compile(r",\s(?!(?:co|gmbh|inc|jsc|limited|llc|llp|ltd|plc|s\.?a)\b)", re.IGNORECASE)
"""A comma that may part two names, or a name and an address."""


class Folded:
    """The rows of one subject: a cartesian product of its names, addresses and birth dates, folded back.

    Every cell of a column that is asked for counts as taken; a text that many rows repeat is given once, from the
    first of them.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def distinct(self, *columns: str) -> list[tuple[Cell | None, ...]]:
        """The different combinations of these columns in the order of the rows, but for one that is blank."""
        found: dict[tuple[str, ...], tuple[Cell | None, ...]] = {}
        for row in self._rows:
            texts = row.skim(columns)
            if texts not in found:
                found[texts] = tuple(map(row.take, columns))
        return [cells for cells in found.values() if any(cells)]

    def each(self, *columns: str) -> list[Cell]:
        """The different cells of a column that forms of the file call by one of these names."""
        return [cell for column in columns for (cell,) in self.distinct(column) if cell]

    def one(self, *columns: str) -> Cell | None:
        """The cell of a column that says the same in every row; Unreadable where it does not."""
        cells = self.each(*columns)
        if len({squeeze(cell.text).casefold() for cell in cells}) > 1:
            raise Unreadable(f"rows of one subject differ in {columns[0]}: {cells[0].text!r}, {cells[1].text!r}")
        return cells[0] if cells else None


class Roster:
    """The primary names on one copy of a list, by which it says who owns whom."""

    def __init__(self) -> None:
        self._keys: dict[str, set[str]] = {}
        self.keys: set[str] = set()

    def add(self, name: str, key: str) -> None:
        """Enter a primary name of the subject with this key."""
        self._keys.setdefault(squeeze(name).casefold(), set()).add(key)
        self.keys.add(key)

    def find(self, name: str, apart_from: str) -> str:
        """The key of the one other subject with exactly this primary name, empty where there is none or several."""
        keys = self._keys.get(squeeze(name).casefold(), set())
        return next(iter(keys)) if len(keys) == 1 and keys != {apart_from} else ""


def add_names(subject: Draft, names: Iterable[tuple[str, str, Sequence[Cell | None]]]) -> None:
    """Add names given as kind (Primary name, AKA …), quality and the cells of Name 1 to Name 6.

    Where no row states the primary name itself, the first of its variations stands for it. Unreadable for a kind or
    quality that the lists are not known to use.
    """
    read = [(_name_prop(kind, quality), parts) for kind, quality, parts in names]
    if read and not any(prop == "name" for prop, _ in read):
        read[0] = ("name", read[0][1])
    for prop, parts in sorted(read, key=lambda each: each[0] != "name"):
        filled = [cell for cell in parts if cell is not None]
        if len(filled) == 1:
            subject.names(prop, filled[0])
        elif subject.schema == "Person":
            subject.name(prop, zip(_KINDS, parts, strict=True))
        else:
            subject.name(prop, whole=join(filled))


def _name_prop(kind: str, quality: str) -> str:
    prop, weak = _PROPS.get(kind.casefold()), _WEAK.get(quality.rstrip(".").casefold())
    if prop is None or weak is None:
        raise Unreadable(f"a kind of name not known: {' '.join(filter(None, (kind, quality)))!r}")
    return "weakAlias" if weak and prop == "alias" else prop


def add_original(subject: Draft, name: Cell | None, spoken: Cell | None) -> None:
    """Add a name in its own script, of which «ФАМИЛИЯ, Имя Отчество» is a person's with the family name first."""
    code = language(subject.entry, spoken)
    if name is None:
        return
    split = _COMMA.fullmatch(name.text) if subject.schema == "Person" else None
    if split:
        parts = (("family", group(name, split, 1)), ("given", group(name, split, 2)))
        subject.name("alias", parts, whole=name, lang=code)
    else:
        subject.names("alias", name, lang=code)


def regime_code(regime: str) -> str:
    """The British list's three letters for a regime, as in BEL0001, under its name now or before 2021; else empty."""
    return _REGIMES.get(squeeze(regime).replace("’", "'").casefold(), "")


def reference_code(reference: str) -> str:
    """The three letters of the regime that a British or United Nations reference belongs to, or empty."""
    return reference[:3] if re.fullmatch(r"[A-Z]{3}\d{4}", reference) else _COMMITTEES.get(reference[:2].upper(), "")


def un_references(cell: Cell | None) -> list[tuple[Cell, str]]:
    """The United Nations references of a cell, each with its usual form: «QDE.145» and «QDe. 145» are QDe.145."""
    if cell is None:
        return []
    return [
        (part(cell, *match.span()), f"{match[1].upper()}{match[2].lower()}.{match[3]}")
        for match in _UN_REFERENCE.finditer(cell.text)
    ]


def concerns(reference: str, regime: str, regimes: set[str]) -> bool:
    """Whether a reference belongs to this regime of a subject that is listed under all of these (codes of regimes).

    One whose letters fit none of the regimes belongs to every listing.
    """
    code = reference_code(reference)
    return code == regime or code not in regimes


def relate(subject: Draft, cell: Cell, kind: str, roster: Roster, *, key: str = "", listed: bool = False) -> None:
    """Add a company or owner that a cell names in relation to the subject.

    `kind` is one of parent, subsidiary, owner (an Ownership) or any other words (an UnknownLink whose role they are).
    Who is on the list under this key, or else under exactly this primary name, is linked; for others a stub stands.
    A cell that holds more than a name is refused, as nothing tells where the name ends; in one that is an item of a
    list (`listed`) a comma belongs to the name.
    """
    entry = subject.entry
    beside = _BESIDE.fullmatch(cell.text)
    name = group(cell, beside) if beside else cell
    if name is None or _NO_NAME.search(name.text) or (not listed and _COMMA_BESIDE.search(name.text)):
        entry.refuse(cell, f"{kind}: not plainly a name: {cell.text[:80]!r}")
        return
    if key not in roster.keys:
        key = roster.find(name.text, entry.key)
    other: Draft | str = Entry(entry.source, key, []).id if key else _stub(entry, kind, name)
    owned = kind in {"parent", "subsidiary", "owner"}
    relation = entry.entity("Ownership" if owned else "UnknownLink", kind, key or name.text)
    ours, theirs = ("asset", "owner") if owned else ("object", "subject")
    if kind == "subsidiary":
        ours, theirs = theirs, ours
    relation.link(ours, subject)
    relation.link(theirs, other, name)
    if not owned:
        relation.add("role", name, value=kind)
    if beside:
        relation.add("percentage" if owned and beside[2] else "description", group(cell, beside, beside.lastindex or 2))


def _stub(entry: Entry[Any], kind: str, name: Cell) -> Draft:
    schema = {"parent": "Organization", "subsidiary": "Company"}.get(kind, "LegalEntity")
    stub = entry.entity(schema, "named", name.text)
    stub.names("name", name)
    return stub
