"""What people write into a search box, as a condition on the catalogue.

Words must all occur; `"words in order"`, `one OR other` (also `|`), `-without`, `wor*`, `word~` (one letter may
differ) and `property:value` mean what they mean in Lucene's query strings. Whatever else is written is taken for
words: nothing is a syntax error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from kronika.base import vocabulary
from kronika.base.scripts import script
from kronika.ledger.catalogue.words import folded, key

_PIECE = re.compile(
    r"""(?P<or>\|+|\bOR\b)|(?P<and>&&|\bAND\b)|(?P<not>\bNOT\b)|[()]
    |(?P<sign>[-+!])?(?:(?P<field>[A-Za-z][\w.]*):(?=[^\s()]))?
     (?:"(?P<phrase>[^"]*)"?(?:~\d*)?|(?P<word>[^\s"()|]+))""",
    re.VERBOSE,
)
_FUZZY = re.compile(r"~[\d.]*$")
_LEAST_FUZZY = 4
"""Letters that a word must have for one of them to be taken for a mistake."""
_LETTERS = {
    "Latn": "abcdefghijklmnopqrstuvwxyz",
    "Cyrl": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџѓќ",
    "Grek": "αβγδεζηθικλμνξοπρσςτυφχψω",
    "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئپچژگکی",
    "Hebr": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
}
GROUPS = {
    "names": "name",
    "identifiers": "identifier",
    "countries": "country",
    "topics": "topic",
    "genders": "gender",
    "dates": "date",
    "phones": "phone",
    "emails": "email",
    "languages": "language",
}
"""Fields that stand for all properties of a type, as FollowTheMoney groups them."""
_COLUMN = {"name": "names", "address": "rest", "text": "rest", "string": "rest", "html": "rest"}
"""Type of a property → the column of full text to look for it in, where a value is asked for by some of its words."""
_PLAIN = ("id", "schema", "caption", "first_seen", "last_seen", "last_change")


@dataclass(slots=True)
class Condition:
    """A condition on rows of `entities e`, as SQL with its parameters."""

    sql: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)

    def add(self, sql: str, *parameters: object) -> None:
        """Demand this too."""
        self.sql.append(sql)
        self.parameters += parameters


@dataclass(frozen=True, slots=True)
class Query:
    """A text that was read."""

    match: str
    """What the full text must match, in the syntax of FTS5; empty where it need not match anything."""
    condition: Condition
    """What else must hold."""
    name: str
    """The words that are asked for, as a whole name is looked up by."""


def read(text: str, known: Callable[[list[str]], list[str]], *, fuzzy: bool = False, typing: bool = False) -> Query:
    """Read a text. `known` says which of some words the catalogue has.

    With `fuzzy`, one letter of every long word may differ. With `typing`, the last word may go on.
    """
    match: list[str] = []
    condition = Condition()
    words: list[str] = []
    for group in _groups(text):
        expressions = [_expression(each, known, fuzzy, each.last and typing) for each in group]
        without = group[0].without
        words += [piece.words for piece in group if not piece.field and not piece.without and len(group) == 1]
        if all(isinstance(each, str) for each in expressions):
            either = " OR ".join(f"({each})" for each in expressions)
            if without:
                condition.add("e.n NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)", either)
            else:
                match.append(f"({either})")
        else:
            some = [_as_sql(each) for each in expressions]
            sql = " OR ".join(sql for sql, _ in some)
            condition.add(f"{'NOT ' * without}({sql})", *(value for _, values in some for value in values))
    whole = " AND ".join(match)
    if typing and whole:  # people begin with a name or a number, and a letter alone is in every long text
        whole = f"{{names numbers}} : ({whole})"
    return Query(whole, condition, key(" ".join(words)))


@dataclass(frozen=True, slots=True)
class _Piece:
    words: str
    """Folded."""
    text: str
    field: str
    without: bool
    prefix: bool
    fuzzy: bool
    last: bool


def _groups(text: str) -> Iterator[list[_Piece]]:
    """The pieces of a text, those together of which one is enough."""
    groups: list[list[_Piece]] = []
    joined = negated = False
    for found in _PIECE.finditer(text):
        if found["or"]:
            joined = bool(groups)
        elif found["not"]:
            negated = True
        elif piece := _piece(found, len(text), negated=negated):
            if joined and not piece.without:
                groups[-1].append(piece)
            else:
                groups.append([piece])
            joined = negated = False
    yield from groups


def _piece(found: re.Match[str], length: int, *, negated: bool) -> _Piece | None:
    if found["phrase"] is None and not found["word"]:
        return None
    printed, name = found["phrase"] or found["word"] or "", found["field"] or ""
    if name and not is_field(name):
        printed, name = found[0].lstrip("-+!"), ""
    plain = _FUZZY.sub("", printed)
    words = folded(plain)
    if not words:
        return None
    is_word = found["phrase"] is None
    return _Piece(
        words, plain, name, negated or found["sign"] in ("-", "!"), is_word and plain.endswith("*"),
        is_word and plain != printed, is_word and found.end() == length,
    )  # fmt: skip


def is_field(name: str) -> bool:
    """Whether a field can be asked for by this name: a property, also behind `properties.`, or a group."""
    return name in GROUPS or name in _PLAIN or name in ("datasets", "target") or bool(_types(name))


def field_condition(name: str, value: str) -> tuple[str, list[object]]:
    """The SQL for a field that holds a value, false where there is no such field."""
    name = name.removeprefix("properties.")
    if name in ("id", "referents"):
        return "e.n IN (SELECT n FROM ids WHERE id = ?)", [value]
    if name in _PLAIN:
        return f"e.{name} = ?", [value]
    if name == "target":
        return "e.target = ?", [value.casefold() in ("true", "1")]
    if name == "datasets":
        return "e.n IN (SELECT n FROM terms WHERE prop = 'datasets' AND value = ?)", [value]
    kinds = frozenset({GROUPS[name]}) if name in GROUPS else _types(name)
    if "name" in kinds:
        return "e.n IN (SELECT rowid FROM texts WHERE texts MATCH ?)", [f'names : "{folded(value)}"']
    props = properties_of(GROUPS[name]) if name in GROUPS else (name,)
    marks = ", ".join("?" * len(props))
    if kinds == {"date"}:  # of a day, the month and the year that it lies in are asked for too
        sql = f"e.n IN (SELECT n FROM terms WHERE prop IN ({marks}) AND (value = ? OR value BETWEEN ? AND ?))"  # noqa: S608
        return sql, [*props, value, f"{value}-", f"{value}-~"]
    if "country" in kinds or "topic" in kinds:
        value = value.casefold()
    return f"e.n IN (SELECT n FROM terms WHERE prop IN ({marks}) AND value = ?)", [*props, value]  # noqa: S608


def _types(name: str) -> frozenset[str]:
    """The types that a property of this name has, in one schema or another."""
    return vocabulary.types().get(name.removeprefix("properties."), frozenset())


@cache
def properties_of(kind: str) -> tuple[str, ...]:
    """The names of the properties of a type."""
    return tuple(sorted(name for name, kinds in vocabulary.types().items() if kind in kinds))


def _expression(piece: _Piece, known: Callable[[list[str]], list[str]], fuzzy: bool, typing: bool) -> str | _Piece:
    """What FTS5 is to match, or the piece itself where it is no matter of words."""
    column = ""
    if piece.field:
        column = "names" if piece.field == "names" else _COLUMN.get(next(iter(_types(piece.field)), ""), "")
        if not column:
            return piece
    star = "*" if piece.prefix or typing else ""
    found = [f'"{piece.words}"{star}']
    if (piece.fuzzy or fuzzy) and not star and " " not in piece.words and len(piece.words) >= _LEAST_FUZZY:
        found += [f'"{word}"' for word in known(sorted(_near(piece.words)))]
    expression = " OR ".join(found)
    return f"{column} : ({expression})" if column else expression


def _as_sql(each: str | _Piece) -> tuple[str, list[object]]:
    if isinstance(each, str):
        return "e.n IN (SELECT rowid FROM texts WHERE texts MATCH ?)", [each]
    return field_condition(each.field, each.text)


def _near(word: str) -> set[str]:
    """The words that differ from this one by one letter: another, missing, added, or two changed about."""
    letters = _LETTERS.get(script(word), "") + ("0123456789" if any(map(str.isdigit, word)) else "")
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in splits if b}
    near.update(a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1)
    near.update(a + letter + b[1:] for a, b in splits if b for letter in letters)
    near.update(a + letter + b for a, b in splits for letter in letters)
    return near - {word}
