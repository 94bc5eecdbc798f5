"""The names that may stand in a text, and whose they are: looked up by their words.

One dictionary holds every name under its folded words: those of a person in any order, for lists and press print them
in different ones; those of everything else in their own. Cyrillic names stand in it a second time by their stems. With
the length of the longest name that begins with (or, of a person, holds) a word, a text is searched in one pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kronika.match.subjects import uncollected
from kronika.study.claims.names.folding import cyrillic, folded, stem
from kronika.study.claims.names.joining import joined
from kronika.study.claims.names.telling import bare, telling, without_patronymic

if TYPE_CHECKING:
    from kronika.study.claims.spans import Named

Sort = Literal["state", "demonym", "capital", "region", "organisation", "office", "listed", "craft", "alias"]
"""Where a name comes from, which decides how it may be linked in a text; `craft` is a listed ship or aircraft."""
_ANY_ORDER, _STEMS, _SURNAME, _CODE = "*", "~", "^", "="
"""What keys of persons' names, stems, surnames and states' codes begin with; others are the words as they stand."""

_SEVERAL = 4
"""Listed persons by whom a word must be borne to tell nobody. Of 400 pairs of the commonest Russian given names and
surnames 13 in 100 are the name of exactly one listed person, who is most likely not the one a text means."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who or what bears a name."""

    name: str
    """What to call it."""
    named: Named
    forms: tuple[str, ...]
    """All its names, in every script and spelling."""
    sort: Sort
    id: str = ""
    """An identity of the ledger (kr-…), or a country's ISO 3166-1 code in small letters."""
    countries: frozenset[str] = frozenset()
    """The states it belongs to: a capital's, an office's, those that lists print of the listed."""
    surnames: tuple[str, ...] = ()
    """Of a holder of office: surnames by which the press calls nobody else."""
    office: str = ""
    document: str = ""
    """Of an alias: the only document where it holds; empty where it holds in all."""


class Lexicon:
    """All names, ready to be looked up. Made by `build`, and never changed."""

    __slots__ = ("_at", "_borne", "_entries", "_longest", "_over")

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries
        self._at: dict[str, tuple[int, ...]] = {}
        self._longest: dict[str, int] = {}
        self._borne: Counter[str] = Counter()
        self._over: Mapping[str, Entry] = {}

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Lexicon:
        """The names of shipped tables (`shipped`), of a ledger (`listed`) and of people's aliases, in one.

        A listed person or body that a shipped entry names, with a state in common, is that entry: it then has both
        one's names and the identity's id. Names by which nobody can be told in running text are left out
        (`names.telling`). Aliases hold whatever else a name may mean.
        """
        given = list(entries)
        aliases = [entry for entry in given if entry.sort == "alias"]
        ours = [entry for entry in given if entry.sort not in ("alias", "listed", "craft")]
        theirs = [entry for entry in given if entry.sort in ("listed", "craft")]
        with uncollected():
            made = cls(joined(ours, theirs))
            for number in range(len(made._entries)):
                made._enter(number)
        return made.extended(aliases)

    def _enter(self, number: int) -> None:
        """Enter the names of one entry; a body's that ships with Kronika is not shared with a listed namesake."""
        entry = self._entries[number]
        forms = [folded(form) for form in entry.forms]
        if entry.sort == "listed" and entry.named == "person":
            self._borne.update({word for words in forms for word in words})
        for key, begins, length in _keys(entry, forms):
            before = self._at.get(key, ())
            taken = before and entry.sort == "listed" and self._entries[before[0]].sort == "organisation"
            if number not in before and not taken:
                self._at[key] = (*before, number)
            for word in begins:
                if self._longest.get(word, 0) < length:
                    self._longest[word] = length

    def extended(self, aliases: Iterable[Entry], document: str = "") -> Lexicon:
        """The same with people's aliases over it: those for all documents, and those for this one."""
        made = Lexicon(self._entries)
        made._at, made._borne = self._at, self._borne
        over, longest = dict(self._over), dict(self._longest)
        for entry in sorted((each for each in aliases if each.document in ("", document)), key=lambda e: e.document):
            for form in entry.forms:
                words = folded(form)
                over[" ".join(words)] = entry
                for word in words[:1]:
                    longest[word] = max(longest.get(word, 0), len(words))
        made._over, made._longest = over, longest
        return made

    def __len__(self) -> int:
        """How many names it holds, each once."""
        return len(self._at) + len(self._over)

    def longest(self, word: str) -> int:
        """How many words the longest name has that may begin with this folded word; 0 where none does."""
        found = self._longest.get(word, 0)
        return max(found, self._longest.get(_STEMS + stem(word), 0)) if cyrillic(word) else found

    def of(self, words: Sequence[str]) -> tuple[tuple[Entry, ...], bool]:
        """Whose name these folded words are, and whether only their stems are; several bearers where it is shared."""
        key = " ".join(words)
        if key in self._over:
            return (self._over[key],), False
        found = self._at.get(key, ())
        if len(words) > 1:
            found = (*found, *self._at.get(_ANY_ORDER + " ".join(sorted(words)), ()))
        if found or not all(map(cyrillic, words)):
            return self._these(found), False
        stems = [stem(word) for word in words]
        found = self._at.get(_STEMS + " ".join(sorted(stems)), ()) if len(words) > 1 or len(stems[0]) > 3 else ()
        return self._these(found), bool(found)

    def holders(self, words: Sequence[str]) -> tuple[Entry, ...]:
        """The holders of office with this surname, whether or not the press calls only them by it."""
        found = self._at.get(_SURNAME + " ".join(words), ())
        if not found and all(map(cyrillic, words)):
            found = self._at.get(_SURNAME + _STEMS + " ".join(map(stem, words)), ())
        return self._these(found)

    def common(self, words: Sequence[str]) -> bool:
        """Whether a person's name of two words tells nobody: each is borne by several of the listed."""
        return len(words) == 2 and all(self._borne[word] >= _SEVERAL for word in words)

    def state(self, code: str) -> Entry:
        """The state with this ISO code; KeyError where no table has one."""
        return self._entries[self._at[_CODE + code][0]]

    def _these(self, numbers: Iterable[int]) -> tuple[Entry, ...]:
        return tuple(self._entries[number] for number in dict.fromkeys(numbers))


_Key = tuple[str, Sequence[str], int]
"""A key, the words with which the name may begin in a text, and of how many words it is."""


def _keys(entry: Entry, forms: Iterable[list[str]]) -> Iterator[_Key]:
    """The keys of an entry's names, which are given folded."""
    person = entry.named == "person"
    for form in forms:
        words = [word for word in form if word != ","] if person else form
        if not words or (entry.sort == "listed" and not telling(words, person=person)):
            continue
        yield from _forms(words, person=person)
        if person and entry.sort == "listed" and (short := without_patronymic(words)) and telling(short, person=True):
            yield from _forms(short, person=True)
        elif entry.sort == "listed" and (core := bare(words)) != words:
            yield from _forms(core, person=False)
    if entry.sort == "office":
        yield from _surnames(entry)
    elif entry.sort == "state":
        yield _CODE + entry.id, (), 0


def _forms(words: list[str], *, person: bool) -> Iterator[_Key]:
    if person and len(words) > 1:
        yield _ANY_ORDER + " ".join(sorted(words)), words, len(words)
    else:
        yield " ".join(words), words[:1], len(words)
    if all(map(cyrillic, words)):
        stems = [stem(word) for word in words]
        yield _STEMS + " ".join(sorted(stems)), [_STEMS + each for each in stems], len(words)


def _surnames(entry: Entry) -> Iterator[_Key]:
    """The surnames of a holder of office: those that stand alone in the press, and the last words of full names."""
    for form in entry.surnames:
        yield from _forms(folded(form), person=False)
    ends = {tuple(folded(form)) for form in entry.surnames} | {tuple(folded(form)[-1:]) for form in entry.forms}
    for words in ends:
        yield _SURNAME + " ".join(words), (), 0
        if all(map(cyrillic, words)):
            yield _SURNAME + _STEMS + " ".join(map(stem, words)), (), 0
