"""What of a text could be a name: names of the lexicon, and runs of capitalised words that are in no table.

A word of the lexicon within a longer run of capitals is part of another name («Moscow Mechanism», «Viktor Petrov») and
not taken for itself, unless the run is made of parts that are known: «UK Foreign Secretary», «Russian Ivan Petrov».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kronika.study.claims.mentions.tokens import headlines
from kronika.study.claims.mentions.words import also, is_given, words
from kronika.study.claims.names.folding import cyrillic, folded, stem

if TYPE_CHECKING:
    from kronika.study.claims.mentions.tokens import Token
    from kronika.study.claims.names import Entry, Lexicon, Sort
    from kronika.study.claims.spans import Named

_TIGHT = (" ", "-")
_MOST = 12
"""Words of a name at most."""
_MEETING = re.compile("cop\\d{1,2}")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words that is a name, or may be one."""

    start: int
    end: int
    """Numbers of words; the end exclusive."""
    entries: tuple[Entry, ...] = ()
    """Whose name it is in the lexicon."""
    named: Named = "unknown"
    """What the form shows of a name that no table has."""
    rule: str = "capitalised"
    inflected: bool = False
    title: str = ""
    """«title» where one stands before it, «office» where that is one of a state's highest."""
    certain: bool = True
    """Whether it is a name for sure; else only if the document has it elsewhere."""


class Reading:
    """One text while it is read."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon, introduced: dict[int, int]) -> None:
        self.tokens, self._lexicon, self._introduced = tokens, lexicon, introduced
        self.small = {token.key for token in tokens if not token.capital}
        self._headlines = headlines(text, tokens)
        self._titled: tuple[int, str] = (-1, "")
        self._matches: dict[int, Found | None] = {}
        self._asked: dict[str, tuple[tuple[Entry, ...], bool]] = {}

    def read(self) -> list[Found]:
        """All that may be names, in their order."""
        found: list[Found] = []
        at = 0
        while at < len(self.tokens):
            each = self._at(at)
            if isinstance(each, Found):
                found.append(each)
                at = each.end
            else:
                at = each
        return found

    def _at(self, at: int) -> Found | int:
        """What begins at a word, or the word to go on with."""
        token = self.tokens[at]
        if not token.key:
            return at + 1
        match = self._match(at)
        ruled = self._government(at, match)
        if ruled:
            return ruled
        if at in self._introduced and (match is None or match.end < self._introduced[at]):
            return Found(at, self._introduced[at], named="organisation", rule="introduced")
        if match and self._stands(match) and not self._titles(match):
            return self._told(match)
        return self._unknown(at) if token.capital else at + 1

    def _titles(self, match: Found) -> bool:
        """Whether a name as a list prints it begins with a title, and is a name without it as well."""
        end, _ = self._title(match.start)
        inner = self._match(end) if match.start < end < match.end else None
        return inner is not None and inner.end == match.end

    def _told(self, match: Found) -> Found:
        """The name; one of a listed person that very many bear is told from nobody's."""
        person = all(entry.sort == "listed" and entry.named == "person" for entry in match.entries)
        if person and self._lexicon.common([token.key for token in self.tokens[match.start : match.end]]):
            return Found(match.start, match.end, named="person", rule="common name")
        return match

    # names of the lexicon

    def _match(self, at: int) -> Found | None:
        """The longest name of the lexicon that begins at a word."""
        if at not in self._matches:
            self._matches[at] = self._longest(at)
        return self._matches[at]

    def _longest(self, at: int) -> Found | None:
        longest = min(self._lexicon.longest(self.tokens[at].key), _MOST)
        ends: list[tuple[int, tuple[Entry, ...], bool]] = []
        said: list[str] = []
        for end in range(at + 1, min(at + longest, len(self.tokens)) + 1):
            said.append(self.tokens[end - 1].key)
            key = " ".join(said)
            if key not in self._asked:
                self._asked[key] = self._lexicon.of(said)
            entries, inflected = self._asked[key]
            if entries:
                ends.append((end, entries, inflected))
            after = self.tokens[end - 1].after
            if after not in (" ", "-", ",", "&", "\n"):
                break
            said += [","] if after == "," else ["and"] if after == "&" else []
        for end, entries, inflected in reversed(ends):
            cased = tuple(entry for entry in entries if self._cased(at, end, entry))
            cased = tuple(entry for entry in cased if entry.sort != "craft") or cased
            if cased:
                return Found(at, end, cased, inflected=inflected, title=self._title_before(at))
        return None

    def _cased(self, start: int, end: int, entry: Entry) -> bool:
        """Whether the words are capitalised as this name is."""
        these = self.tokens[start:end]
        if len(these) == 1:
            token = these[0]
            if entry.sort == "demonym" and cyrillic(token.key):
                return True
            if token.key in words().function and (start in self._headlines or not token.upper):
                return False  # «THEY TOLD US»
            return token.upper if _acronym(entry.forms, token.key) else token.capital
        small = words().within | words().particles
        last = these[-1].capital or these[-2].after == "-"
        return last and all(
            token.capital or token.key in small or (number and these[number - 1].after == "-")
            for number, token in enumerate(these)
        )

    def _stands(self, match: Found) -> bool:
        """Whether the words are this name, and no part of another."""
        sorts = {entry.sort for entry in match.entries}
        after = self._next(match.end)
        if sorts & {"alias"}:
            return True
        if sorts <= {"craft"}:
            return any(token.key in words().craft for token in self.tokens[max(match.start - 2, 0) : match.start])
        if sorts & {"office"} and match.end - match.start == 1 and not self._alone(match):
            return False
        if after < 0:
            return match.end - match.start > 1 or self._alone(match)
        if match.end - match.start > 1:
            own = self._body(after) and not (sorts & {"state", "region", "demonym"} and self._known(after))
            return not own and not (sorts & {"listed"} and not self._known(after))
        return self._alone(match) and self._attributive(match, sorts, after)

    def _attributive(self, match: Found, sorts: set[Sort], after: int) -> bool:
        """Whether one known word stands for itself before a capitalised one."""
        token, following = self.tokens[match.start], self.tokens[after]
        if match.start in self._headlines:
            return following.key not in words().bodies
        side = sorts <= {"demonym"} and not any(entry.id for entry in match.entries)
        if side and self._is_state(after):
            return False  # «Western Ukraine» is no part of the West
        if self._title(after)[0] > after or self._match_stands(after):
            return sorts <= {"state", "demonym", "region", "organisation"} or self._title(after)[0] > after
        if self._body(after):
            return False
        if sorts <= {"demonym"} or token.upper or following.key in words().ordinary:
            return True
        plain = sorts <= {"state", "region", "organisation"}
        return plain and not is_given(token.key) and is_given(following.key)

    def _alone(self, match: Found) -> bool:
        """Whether a name that is a word too is a name here."""
        token = self.tokens[match.start]
        if token.key in also().the:
            return self._key(match.start - 1) == "the"
        return not (token.key in also().alone and (token.first or token.key in self.small))

    def _match_stands(self, at: int) -> bool:
        match = self._match(at)
        return match is not None and (match.end - match.start > 1 or {e.sort for e in match.entries} != {"capital"})

    def _is_state(self, at: int) -> bool:
        match = self._match(at)
        return match is not None and {entry.sort for entry in match.entries} == {"state"}

    def _known(self, at: int) -> bool:
        """Whether a title, a common word or a name of the lexicon begins at a word."""
        return self._title(at)[0] > at or self.tokens[at].key in words().ordinary or self._match(at) is not None

    def _government(self, at: int, match: Found | None) -> Found | None:
        """«Belarusian authorities», «Government of Belarus»: the government of a state."""
        if self.tokens[at].key == "government" and self._key(at + 1) == "of":
            start = at + 2 + (self._key(at + 2) == "the")
            inner = self._match(start) if start < len(self.tokens) else None
            if inner and [entry.sort for entry in inner.entries] == ["state"]:
                return Found(at, inner.end, inner.entries, rule="government")
        if match is None or not {entry.sort for entry in match.entries} <= {"state", "demonym"}:
            return None
        end = match.end
        while self.tokens[end - 1].after == " " and self._key(end) in words().government_before:
            end += 1
        said = self._key(end) if self.tokens[end - 1].after == " " else ""
        ruling = said in words().government or (
            cyrillic(said) and stem(said) in {stem(word) for word in words().government_cyrillic}
        )
        if not ruling or self.tokens[end].after == "-" or len({entry.id for entry in match.entries}) > 1:
            return None
        return Found(at, end + 1, match.entries[:1], rule="government", inflected=match.inflected)

    # names that are in no table

    def _unknown(self, at: int) -> Found | int:
        """The name that begins at a capitalised word which is none of the lexicon's, or the word to go on with."""
        token, known = self.tokens[at], words()
        end, rank = self._title(at)
        if end > at:
            self._titled = (end, rank)
            return end
        if token.key in known.calendar or (token.key in known.acronyms and (token.upper or token.first)):
            return at + 1
        title = self._title_before(at)
        if self._common(at):
            return at + 1
        if (
            token.first
            and not title
            and not is_given(token.key)
            and (after := self._next(at + 1)) > 0
            and (self._match(after))
        ):
            return at + 1  # «Condemning Russia …»
        end = self._run(at, person=bool(title) or is_given(token.key) or self._before(at) in known.callings)
        if at in self._headlines and not (is_given(token.key) and 1 < end - at < 4):
            return at + 1
        return self._judged(at, end, title)

    def _judged(self, at: int, end: int, title: str) -> Found | int:
        """What a run of capitalised words names."""
        known, keys = words(), [token.key for token in self.tokens[at:end]]
        head = next((number for number, key in enumerate(keys) if key in known.connectors), len(keys))
        body = keys[head - 1] in known.bodies or keys[-1] in known.bodies
        if len(keys) > 1 and body:
            if self.tokens[at].first and keys[0] in self.small and keys[0] not in known.bodies and len(keys) < 3:
                return at + 1
            return Found(at, end, named="organisation", title=title)
        common = known.ordinary | known.papers | known.bearers | known.callings | known.bodies | known.events
        if all(key in common for key in keys):
            return end
        if keys[0] in known.ordinary or keys[0] in known.bodies:
            return at + 1
        if len(keys) > 1 and keys[-1] in known.events:
            return Found(at, end, named="event")
        if _MEETING.fullmatch(keys[0]):
            return Found(at, at + 1, named="event", rule="meeting")
        called = self._before(at) in known.callings and not self.tokens[at].first
        if title or called or (len(keys) > 1 and is_given(keys[0])):
            return Found(
                at, end, named="person", rule="title" if title else "calling" if called else "given name", title=title
            )
        if len(keys) > 1:
            if self.tokens[at].first and keys[0] in self.small:
                return at + 1
            return Found(at, end)
        doubtful = self.tokens[at].first or keys[0] in self.small
        return Found(at, end, certain=not doubtful)

    def _run(self, at: int, *, person: bool) -> int:
        """Where the run of capitalised words ends that begins at a word."""
        end = at + 1
        while end < len(self.tokens) and end - at < _MOST:
            after = self._next(end)
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

    def _halved(self, at: int) -> bool:
        """Whether a capitalised word follows that is joined to a small one by a hyphen."""
        if at + 1 >= len(self.tokens) or self.tokens[at - 1].after != " ":
            return False
        return self.tokens[at].capital and self.tokens[at].after == "-" and not self.tokens[at + 1].capital

    def _parts(self, at: int, place: int) -> bool:
        """Whether another name or a title begins within a run."""
        token = self.tokens[place]
        if token.key in words().calendar or (token.key in words().bearers and not token.upper):
            return True
        match = self._match(place)
        if match is None or self.tokens[place - 1].after == "-":
            return False
        if match.end - match.start > 1:
            return True
        sorts = {entry.sort for entry in match.entries}
        return sorts <= {"demonym"} or (token.upper and not self.tokens[at].upper)

    def _bridge(self, at: int, end: int, *, person: bool) -> int:
        """The next capitalised word behind small ones that names hold: «Ministry of», «von der»; -1 for none."""
        small = words().particles if person else words().connectors
        body = any(token.key in words().bodies for token in self.tokens[at:end])
        place = end
        while place < len(self.tokens) and place - end < 3 and self.tokens[place - 1].after in _TIGHT:
            token = self.tokens[place]
            if token.capital:
                return place if place > end else -1
            joins = token.key in ("of", "for", "the") or (
                self._key(end - 2) in ("of", "for", "on")
                if token.key == "and"
                else self._key(end - 1) in words().bodies
            )
            if token.key not in small or not (person or (body and joins)):
                return -1
            place += 1
        return -1

    def _body(self, at: int) -> bool:
        """Whether the run of capitalised words from here ends as names of bodies, events and papers do."""
        key = self.tokens[self._run(at, person=False) - 1].key
        return key in words().bodies or key in words().events or key in words().papers

    # titles and neighbours

    def _title(self, at: int) -> tuple[int, str]:
        """Where the title ends that begins at a word, and its rank; the word itself where none does."""
        end, rank = at, ""
        place = at
        while place < len(self.tokens) and self.tokens[place].capital and place - at < 8:
            key = self.tokens[place].key
            if key in words().bearers:
                end, rank = place + 1, "office" if rank == "office" or key in words().highest else "title"
            elif key not in words().title_words:
                break
            if self.tokens[place].after not in _TIGHT:
                break
            place += 1
        return end, rank

    def _title_before(self, at: int) -> str:
        """The rank of the title just before a word; also of one in small letters, «president Lukashenka»."""
        if self._titled[0] == at and self.tokens[at - 1].after in _TIGHT:
            return self._titled[1]
        return "office" if self._before(at) in words().highest and not self.tokens[at].first else ""

    def _before(self, at: int) -> str:
        return self.tokens[at - 1].key if at and self.tokens[at - 1].after in (" ", "\n") else ""

    def _key(self, at: int) -> str:
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""

    def _next(self, end: int) -> int:
        """The number of the capitalised word that follows in the same breath; -1 where none does."""
        if end >= len(self.tokens) or self.tokens[end - 1].after not in _TIGHT:
            return -1
        token = self.tokens[end]
        return end if token.capital and token.key and not self._common(end) else -1

    def _common(self, at: int) -> bool:
        """Whether a capitalised word is no name by itself: «The», «Re-engaging», «Duty-free»."""
        token = self.tokens[at]
        half = token.after == "-" and at + 1 < len(self.tokens) and not self.tokens[at + 1].capital
        return token.key in words().function or (half and self._match(at) is None)


@lru_cache(maxsize=1 << 12)
def _acronym(forms: tuple[str, ...], key: str) -> bool:
    """Whether a name of one word is written in capitals in all of the forms that fold to it."""
    same = [form for form in forms if folded(form) == [key] or folded(form.replace(".", "")) == [key]]
    return bool(same) and all(form.replace(".", "").isupper() and len(form) > 1 for form in same)
