"""Runs of capitalised words: where the name ends that begins at a word.

A run goes on over the small words that names hold («Ministry of», «von der»), and ends where another name begins. A
full name of the lexicon does not begin within a person's run: in «Anna Viktor Petrov» no Viktor Petrov is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kronika.study.claims.mentions.neighbours import TIGHT, Neighbours
from kronika.study.claims.mentions.words import common, is_given, words
from kronika.study.claims.names.folding import cyrillic

if TYPE_CHECKING:
    from kronika.study.claims.mentions.reading import Found

_NUMBERED = re.compile("[a-z]{1,3}\\d{3,}")
"""The number of a flight, a licence or a decree."""
_LONGEST_REMIT = 14
"""Words of what an office is responsible for."""
_POSTED = ("delegation", "mission")
_MOST = 12
"""Words of a run at most."""


class Runs:
    """The runs of one text; `match` gives the longest name of the lexicon at a word."""

    def __init__(self, near: Neighbours, match: Callable[[int], Found | None], headlines: set[int]) -> None:
        self._near, self._tokens, self._match, self._headlines = near, near.tokens, match, headlines

    def end(self, at: int, *, person: bool) -> int:
        """Where the run of capitalised words ends that begins at a word."""
        opening = self._match(at)
        people = opening is not None and {entry.sort for entry in opening.entries} <= {"region", "demonym"}
        end = opening.end if opening and people else at + 1  # «South American Players Union»
        while end < len(self._tokens) and end - at < _MOST:
            after = self.following(end)
            if after >= 0 and self._tokens[at].key == "office" and self._tokens[after].key in words().bearers:
                return after + 1  # «Office of the Chief Prosecutor»
            if self._branch(end):
                return end + 2
            if after >= 0 and not self._parts(at, after):
                end = after + 1
                continue
            if person and self._halved(end):
                end += 2  # «Kim Yo-jong»
                continue
            bridge = self._bridge(at, end, person=person)
            if bridge < 0:
                break
            end = bridge + 1
        return end

    def following(self, end: int) -> int:
        """The number of the capitalised word that follows in the same breath; -1 where none does."""
        if not 0 < end < len(self._tokens):
            return -1
        token, before = self._tokens[end], self._tokens[end - 1]
        if before.after not in TIGHT and not (before.after == "'" and before.key in words().members and before.capital):
            return -1
        return end if token.capital and token.key and not self.common(end) else -1

    def common(self, at: int) -> bool:
        """Whether a capitalised word is no name by itself: «The», «Re-engaging», «Duty-free»."""
        token = self._tokens[at]
        half = token.after == "-" and at + 1 < len(self._tokens) and not self._tokens[at + 1].capital
        function = token.key in words().function and (token.first or token.key not in words().bodies)
        return (
            function or _NUMBERED.fullmatch(token.key) is not None or (half and self._match(at) is None)
        )  # «Hong Kong Watch» is no watching

    def thing(self, at: int) -> bool:
        """Whether the run of capitalised words from here ends as names of bodies, events, papers and things do."""
        key = self._tokens[self.end(at, person=False) - 1].key
        known = words()
        return (
            self._tokens[at].key in _POSTED
            or key in known.bodies
            or key in known.events
            or key in known.papers
            or key in known.things
        )

    def remit(self, at: int) -> int:
        """The person behind an office's remit: «Secretary of the Treasury for Public Accounts Jane Roe»; `at` for none.

        A body whose office it is stays a name: before «for» only common words are passed over.
        """
        if self._near.key(at) not in ("of", "for"):
            return at
        told = False
        for place in range(at, min(at + _LONGEST_REMIT, len(self._tokens) - 1)):
            token = self._tokens[place]
            told = told or token.key == "for"
            match = self._match(place) if token.capital else None
            if match and {entry.named for entry in match.entries} != {"person"}:
                return at
            named = match is not None or (token.capital and is_given(token.key) and token.key not in common())
            if named:
                return place if told else at
            small = not token.capital and token.key in words().connectors
            remit = token.capital and not token.upper and (told or token.key in common())
            if not (small or remit) or token.after not in (" ", ",") or self._near.title(place)[0] > place:
                return at
        return at

    def paper(self, at: int) -> bool:
        """Whether an article in capitals within a sentence begins a paper's name: «told The Gazetteer»."""
        token, following = self._tokens[at], self.following(at + 1)
        if token.key != "the" or token.first or at in self._headlines or following < 0:
            return False
        if self._tokens[following].key in common() or self._near.key(at - 1) in words().abbreviated:
            return False
        return self._match(following) is None and self._near.title(following)[0] == following

    def given_jan(self, at: int) -> bool:
        """Whether the short name of a month that is a given name as well is one here: «Jan Novák», no «5 Jan»."""
        dated = self._near.before(at).isdigit()
        return self._tokens[at].key == "jan" and not dated and self.following(at + 1) >= 0

    def _branch(self, end: int) -> bool:
        """Whether brackets and what closes the name follow: «Acme (Cyprus) Limited», «Sanctions (Iran) Regulations»."""
        if end + 1 >= len(self._tokens) or self._tokens[end - 1].after != "(":
            return False
        place, form = self._tokens[end], self._tokens[end + 1]
        return place.capital and place.after == "|" and not form.first and form.key in words().firms | words().papers

    def _halved(self, at: int) -> bool:
        """Whether a capitalised word follows that is joined to a small one by a hyphen."""
        if at + 1 >= len(self._tokens) or self._tokens[at - 1].after != " ":
            return False
        return self._tokens[at].capital and self._tokens[at].after == "-" and not self._tokens[at + 1].capital

    def _parts(self, at: int, place: int) -> bool:
        """Whether another name or a title begins within a run."""
        token = self._tokens[place]
        if token.key in words().calendar or (token.key in words().bearers and not token.upper):
            return True
        match = self._match(place)
        if match is None or self._tokens[place - 1].after == "-":
            return False
        if match.end - match.start > 1:
            return not self._prolonged(at, place, match)
        sorts = {entry.sort for entry in match.entries}
        genitive = cyrillic(token.key) and sorts <= {"state", "region", "organisation"}
        return genitive or sorts <= {"demonym"} or (token.upper and not self._tokens[at].upper)

    def _prolonged(self, at: int, place: int, match: Found) -> bool:
        """Whether somebody's full name is only the end of a longer one, which is another's."""
        if at in self._headlines or {entry.named for entry in match.entries} != {"person"}:
            return False
        before = self._tokens[place - 1].key
        if cyrillic(before) and not is_given(before):
            return False  # «Президента Республики Иван Петров»
        return all(token.key not in common() and not token.upper for token in self._tokens[at:place])

    def _bridge(self, at: int, end: int, *, person: bool) -> int:
        """The next capitalised word behind small ones that names hold: «Ministry of», «von der»; -1 for none."""
        small = words().particles if person else words().connectors
        if person and end == at + 1 and self._near.before(at) in words().peers and self._near.key(end) == "of":
            small = words().connectors  # «Baroness Roe of Anytown»
        body = any(token.key in words().bodies for token in self._tokens[at:end])
        place = end
        while place < len(self._tokens) and place - end < 3 and self._tokens[place - 1].after in TIGHT:
            token = self._tokens[place]
            if token.key == "and" and self._topics(place):
                return place + 2
            if token.capital:
                alone = self._near.key(place - 1) == "and" and self._match(place) is not None
                return place if place > end and not alone else -1
            if token.key not in small or not (person or (body and self._joins(token.key, end))):
                return -1
            place += 1
        return -1

    def _topics(self, at: int) -> bool:
        """Whether the word joins what a body is for: «Justice and Development Party»."""
        known, near = words(), self._near
        both = near.key(at - 1) in known.topics and near.key(at + 1) in known.topics
        return (
            both and near.key(at + 2) in known.bodies and all(token.capital for token in self._tokens[at + 1 : at + 3])
        )

    def _joins(self, key: str, end: int) -> bool:
        """Whether a small word joins what a body's name is made of: «Committee against», «Ministry of … and»."""
        if key in ("of", "for", "the"):
            return True
        if key == "and":
            return any(self._near.key(at) in ("of", "for", "on") for at in range(end - 3, end - 1))
        return self._near.key(end - 1) in words().convened or (key == "to" and self._near.key(end - 1) in _POSTED)
