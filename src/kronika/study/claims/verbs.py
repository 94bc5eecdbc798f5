"""The verbs of saying, asking, promising and condemning, with their forms, as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "words" / "verbs.toml"
_VOWELS = "aeiou"


def forms(entry: str) -> tuple[str, str, str, str, str]:
    """The base form, third person, past, participle and -ing form of an entry of verbs.toml, without its particle."""
    words = entry.partition(":")[0].split()
    if len(words) == 5:
        base, third, past, participle, ongoing = words
        return base, third, past, participle, ongoing
    base = words[0]
    if base.endswith("e"):
        return base, base + "s", base + "d", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"
    hissing = base.endswith(("s", "sh", "ch", "x", "z"))
    return base, base + ("es" if hissing else "s"), base + "ed", base + "ed", base + "ing"


@cache
def entries(sort: str) -> tuple[str, ...]:
    """The verbs of one class of verbs.toml."""
    return tuple(tomllib.loads(_FILE.read_text("utf-8"))[sort])


def words(*sorts: str, which: slice | None = None) -> str:
    """An alternation of all forms of these classes' verbs (or of some of the five), each with its particle."""
    found: set[str] = set()
    for sort in sorts:
        for entry in entries(sort):
            particle = entry.partition(":")[2].split()
            chosen = forms(entry)[which or slice(None)]
            if particle[:1] == ["…"]:
                found.update(rf"{form}(?=\s[^.;:]{{2,90}}?\s{particle[1]}\s)" for form in chosen)
            else:
                found.update(r"\s+".join([form, *particle]) for form in chosen)
    return "|".join(sorted(found, key=lambda form: (-len(form), form)))


SORTS = ("say", "tell", "show", "demand", "commit", "condemn", "greet")
FINITE = re.compile(
    rf"\b(?:(?P<greet>{words('greet')})|(?P<say>{words('say')})|(?P<demand>{words('demand')})|(?P<commit>{words('commit')})"
    rf"|(?P<condemn>{words('condemn')})|(?P<tell>{words('tell')})|(?P<show>{words('show')}))\b"
)
"""A verb of any class, in small letters; the group that matched is its class."""
SAYING = words("say", "tell", which=slice(1, 4))
"""Verbs of saying as they stand in «…», he said."""
_ALL = tuple(forms(entry) for sort in SORTS for entry in entries(sort))
PRESENT = frozenset(base for base, *_ in _ALL), frozenset(third for _, third, *_ in _ALL)
"""Base forms, and third persons: many of either are nouns too («reports», «calls»)."""
PAST = frozenset(form for _, _, past, participle, _ in _ALL for form in (past, participle))
