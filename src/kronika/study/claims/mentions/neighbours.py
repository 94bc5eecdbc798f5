"""The words around a word of a text, and the titles among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.study.claims.mentions.words import cyrillic_offices, words
from kronika.study.claims.names.folding import cyrillic, folded, stem

if TYPE_CHECKING:
    from kronika.study.claims.mentions.tokens import Token
    from kronika.study.claims.names import Entry

TIGHT = (" ", "-")
"""What stands between the words of one name."""
_LONGEST_TITLE = 8
_BESIDE = 5
"""Words beside a name among which an office is said of its bearer."""
_SPOKE = "spokes"
"""A spokesman's, a spokeswoman's and a spokesperson's office is one."""


class Neighbours:
    """The words of one text, each by its number."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._titles: dict[int, tuple[int, str]] = {}

    def key(self, at: int) -> str:
        """The folded word; empty beyond the text's ends."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def before(self, at: int) -> str:
        """The folded word before this one in the same breath."""
        return self.tokens[at - 1].key if at and self.tokens[at - 1].after in (" ", "\n") else ""

    def noun(self, end: int) -> str:
        """The word in small letters that follows a name which ends here and may be its noun; empty where none does."""
        if end >= len(self.tokens) or self.tokens[end - 1].after != " ":
            return ""
        token = self.tokens[end]
        return "" if token.capital or token.key in words().function else token.key

    def trade(self, start: int, end: int) -> bool:
        """Whether an everyday trade is said of a name: «the nurse …», «…, a taxi driver from Leeds»."""
        known = words().trades
        if self.before(start) in known:
            return True
        article = self.tokens[end - 1].after == "," and self.key(end) in ("a", "an")
        return article and any(self.key(at) in known for at in range(end + 1, end + _BESIDE))

    def offices(self, start: int, end: int) -> set[str]:
        """The offices said just before a name and, behind a comma, just after it: «…, the Kremlin's spokesman»."""
        said: list[str] = []
        for at in range(start - 1, max(start - 1 - _BESIDE, -1), -1):
            if self.tokens[at + 1].first or self.tokens[at].after in ("|", ","):
                break
            said.append(self.tokens[at].key)
        if self.tokens[end - 1].after == ",":
            said += [token.key for token in self.tokens[end : end + _BESIDE]]
        english = [cyrillic_offices().get(stem(key), key) if cyrillic(key) else key for key in said]
        return {_SPOKE if key.startswith(_SPOKE) else key for key in english if key in words().bearers}

    def holder(self, start: int, end: int, entries: tuple[Entry, ...], *, common: bool) -> tuple[Entry, ...]:
        """Of several bearers of a name the one holder of office, where his office is said beside it.

        Also where no list says a state of the others, who then may be himself, and the name is not a `common` one. All
        of them where neither tells.
        """
        held = [entry for entry in entries if entry.sort == "office"]
        if len(held) != 1 or len(entries) == 1:
            return entries
        unplaced = not common and all(not entry.countries for entry in entries if entry is not held[0])
        his = {_SPOKE if word.startswith(_SPOKE) else word for word in folded(held[0].office)}
        return tuple(held) if unplaced or his & self.offices(start, end) else entries

    def title(self, at: int) -> tuple[int, str]:
        """Where the title ends that begins at a word, and its rank: title, or office where it is one of the highest.

        The word itself and no rank where none does: also in «Justice Ministry» and «General Licence», which are names.
        """
        if at not in self._titles:
            self._titles[at] = self._title(at)
        return self._titles[at]

    def _title(self, at: int) -> tuple[int, str]:
        end, rank = at, ""
        place = at
        while place < len(self.tokens) and self.tokens[place].capital and place - at < _LONGEST_TITLE:
            key = self.tokens[place].key
            if key in words().bearers:
                end, rank = place + 1, "office" if rank == "office" or key in words().highest else "title"
            elif key not in words().title_words:
                break
            place += 1
            if self.tokens[place - 1].after not in TIGHT:
                break
        behind = self.tokens[end] if at < end < len(self.tokens) and self.tokens[end - 1].after == " " else None
        if behind and behind.capital and (behind.key in words().ministries or behind.key in words().papers):
            return at, ""
        return end, rank

    def titled(self, at: int) -> str:
        """The rank of the title just before a word; also of one in small letters, «president Lukashenka»."""
        for start in range(at - 1, max(at - 1 - _LONGEST_TITLE, -1), -1):
            if not self.tokens[start].capital or self.tokens[start].after not in TIGHT:
                break
            end, rank = self.title(start)
            if end == at:
                return rank
        return "office" if self.before(at) in words().highest and not self.tokens[at].first else ""
