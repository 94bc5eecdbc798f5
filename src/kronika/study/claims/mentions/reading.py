"""What of a text could be a name: names of the lexicon, and runs of capitalised words that are in no table.

A word of the lexicon within a longer run of capitals is part of another name («Moscow Mechanism», «Viktor Petrov») and
not taken for itself, unless the run is made of parts that are known: «UK Foreign Secretary», «Russian Ivan Petrov».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kronika.study.claims.mentions.neighbours import TIGHT, Neighbours
from kronika.study.claims.mentions.runs import Runs
from kronika.study.claims.mentions.tokens import headlines
from kronika.study.claims.mentions.words import also, common, is_given, words
from kronika.study.claims.names.folding import cyrillic, folded, stem

if TYPE_CHECKING:
    from kronika.study.claims.mentions.tokens import Token
    from kronika.study.claims.names import Entry, Lexicon, Sort
    from kronika.study.claims.spans import Named

_MOST = 12
"""Words of a name at most."""
_LEARNED = frozenset(("university", "college", "academy", "bank"))
"""They bear a people's name: «Central Asian University»."""
_ABSTRACT = re.compile("^.{3,}(?:tion|ment|ism|ship)s?$")
"""Nouns of what is done: alone within a sentence they begin a title or are called what they are."""
_PLAIN_PAPERS = frozenset(("statement", "statements", "report", "reports", "sanctions"))
"""Papers that have no name: «EU Statement on …»."""
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
        self._near = Neighbours(tokens)
        self._runs = Runs(self._near, self._match, self._headlines)
        self._pairs = self._told_twice()
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
        if self._paired(at) or self._paired(at - 1):
            return Found(at, at + 1, self._lexicon.holders([token.key]), "person")
        if match and self._stands(match) and not self._titles(match) and not self._addressed(match):
            return self._told(match)
        return self._unknown(at) if token.capital else at + 1

    def _titles(self, match: Found) -> bool:
        """Whether a name as a list prints it begins with a title, and is a name without it as well."""
        end, _ = self._near.title(match.start)
        inner = self._match(end) if match.start < end < match.end else None
        return inner is not None and inner.end == match.end

    def _addressed(self, match: Found) -> bool:
        """Whether a form of address stands before what else names no person: «Mr Jordan», «Mrs Holland»."""
        alone = match.end - match.start == 1 and all(entry.named != "person" for entry in match.entries)
        return alone and self._near.before(match.start) in words().honorifics

    def _paired(self, at: int) -> bool:
        """Whether two holders of office stand here as rulers: «the Ortega-Murillo regime»."""
        if at < 0 or at + 1 >= len(self.tokens) or self.tokens[at].after != "-":
            return False
        pair = self.tokens[at : at + 2]
        return self._near.noun(at + 2) in words().power and all(
            token.capital and len(self._lexicon.holders([token.key])) == 1 for token in pair
        )

    def _told(self, match: Found) -> Found:
        """The name without a title that a list prints before it; one that very many bear is told from nobody's."""
        person = all(entry.sort == "listed" and entry.named == "person" for entry in match.entries)
        titled, _ = self._near.title(match.start) if person else (match.start, "")
        if match.start < titled < match.end - 1:
            match = replace(match, start=titled)
        if person and self._lexicon.common([token.key for token in self.tokens[match.start : match.end]]):
            return Found(match.start, match.end, named="person", rule="common name")
        named = match.end - match.start > 1 and {entry.sort for entry in match.entries} <= {"listed", "office"}
        if named and match.entries[0].named == "person" and self._near.trade(match.start, match.end):
            return Found(match.start, match.end, named="person", rule="calling")
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
            if after not in (" ", "-", ",", "&", "/", "\n"):
                break
            said += [","] if after == "," else ["and"] if after == "&" else []
        for end, entries, inflected in reversed(ends):
            cased = tuple(entry for entry in entries if self._cased(at, end, entry))
            cased = tuple(entry for entry in cased if entry.sort != "craft") or cased
            if cased:
                common_ = self._lexicon.common([token.key for token in self.tokens[at:end]])
                cased = self._near.holder(at, end, cased, common=common_)
                return Found(at, end, cased, inflected=inflected, title=self._near.titled(at))
        return None

    def _cased(self, start: int, end: int, entry: Entry) -> bool:
        """Whether the words are capitalised as this name is."""
        these = self.tokens[start:end]
        if len(these) == 1:
            token = these[0]
            if entry.sort == "demonym" and cyrillic(token.key):
                return True
            if token.key in words().function and (start in self._headlines or not token.upper or self._loud(start)):
                return False  # «THEY TOLD US»
            return token.upper if _acronym(entry.forms, token.key) else token.capital
        if cyrillic(these[0].key) and entry.named == "organisation":
            return these[0].capital  # «Европейский союз»: only the first word has a capital
        small = words().within | words().particles
        last = these[-1].capital or these[-2].after == "-"
        return last and all(
            token.capital or token.key in small or (number and these[number - 1].after == "-")
            for number, token in enumerate(these)
        )

    def _loud(self, at: int) -> bool:
        """Whether a word beside it is a common one in capitals, so that capitals tell nothing."""
        before = self.tokens[at - 1] if at else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) and self.tokens[at].after == " " else None
        if after is not None and after.upper and after.key in words().function:
            return True
        if before is None or not before.upper or self.tokens[at].first:
            return False
        return before.key in words().function or (len(before.key) > 3 and not self._lexicon.of([before.key])[0])

    def _stands(self, match: Found) -> bool:
        """Whether the words are this name, and no part of another."""
        sorts = {entry.sort for entry in match.entries}
        after = self._runs.following(match.end)
        if sorts & {"alias"}:
            return True
        if sorts <= {"craft"}:
            return any(token.key in words().craft for token in self.tokens[max(match.start - 2, 0) : match.start])
        if sorts & {"office"} and match.end - match.start == 1 and not self._alone(match):
            return False
        if sorts <= {"state", "region", "capital"} and self._another(match):
            return False
        if sorts <= {"organisation"} and self._of(match):
            return False
        if after < 0:
            return match.end - match.start > 1 or self._alone(match)
        if match.end - match.start > 1:
            apart = sorts & {"state", "region", "demonym"} and self.tokens[after].key not in _LEARNED
            own = self._runs.thing(after) and not (apart and self._known(after))
            longer = (
                bool(sorts & {"listed", "office"}) and not self._known(after) and match.start not in self._headlines
            )
            return not own and not longer
        return self._alone(match) and self._attributive(match, sorts, after)

    def _another(self, match: Found) -> bool:
        """Whether the word before makes a place's name another's: «the yacht Crimea», «New Mexico»."""
        before = self._near.before(match.start)
        if match.end - match.start > 1 or before in words().ships:
            return match.end - match.start == 1
        word = self.tokens[match.start - 1]
        return before in words().parts and word.capital and not word.first

    def _of(self, match: Found) -> bool:
        """Whether a body's name goes on with «of» and another's: «the State Department of Health»."""
        at = match.end + 1 + (self._near.key(match.end + 1) == "the")
        if self._near.key(match.end) != "of" or at >= len(self.tokens) or not self.tokens[at].capital:
            return False
        owner = self._match(at)
        owners = {code for entry in owner.entries for code in entry.countries} if owner else set()
        return not any(entry.countries & owners for entry in match.entries)

    def _attributive(self, match: Found, sorts: set[Sort], after: int) -> bool:
        """Whether one known word stands for itself before a capitalised one."""
        token, following = self.tokens[match.start], self.tokens[after]
        if match.start in self._headlines:
            return following.key not in words().bodies
        side = sorts <= {"demonym"} and not any(entry.id for entry in match.entries)
        if side and self._is_state(after):
            return False  # «Western Ukraine» is no part of the West
        if self._near.title(after)[0] > after or self._match_stands(after):
            return sorts <= {"state", "demonym", "region", "organisation"} or self._near.title(after)[0] > after
        if following.key in _PLAIN_PAPERS and self._runs.end(after, person=False) == after + 1:
            return True
        if self._runs.thing(after):
            return False
        if sorts <= {"demonym"} or token.upper or following.key in words().ordinary:
            return True
        plain = sorts <= {"state", "region", "organisation"}
        whole = self._runs.following(after + 1) >= 0  # «Ireland Baldwin» is nobody from Ireland
        return plain and whole and not is_given(token.key) and is_given(following.key)

    def _alone(self, match: Found) -> bool:
        """Whether a name that is a word too is a name here."""
        token = self.tokens[match.start]
        if token.key in also().the:
            return self._near.key(match.start - 1) == "the"
        if token.key in also().given and token.after == ",":
            told = self._near.key(match.start + 1)
            if told in ("a", "an") or told.isdigit():
                return False  # «Georgia, a nurse», «Chad, 19, …»
        return not (token.key in also().alone and (token.first or token.key in self.small))

    def _match_stands(self, at: int) -> bool:
        match = self._match(at)
        return match is not None and (match.end - match.start > 1 or {e.sort for e in match.entries} != {"capital"})

    def _is_state(self, at: int) -> bool:
        match = self._match(at)
        return match is not None and {entry.sort for entry in match.entries} == {"state"}

    def _known(self, at: int) -> bool:
        """Whether a title, a common word or a name of the lexicon begins at a word."""
        return self._near.title(at)[0] > at or self.tokens[at].key in words().ordinary or self._match(at) is not None

    def _government(self, at: int, match: Found | None) -> Found | None:
        """«Belarusian authorities», «Government of Belarus»: the government of a state."""
        if self.tokens[at].key == "government" and self._near.key(at + 1) == "of":
            start = at + 2 + (self._near.key(at + 2) == "the")
            inner = self._match(start) if start < len(self.tokens) else None
            if inner and [entry.sort for entry in inner.entries] == ["state"]:
                return Found(at, inner.end, inner.entries, rule="government")
        if match is None or not {entry.sort for entry in match.entries} <= {"state", "demonym"}:
            return None
        end = match.end
        while self.tokens[end - 1].after == " " and self._near.key(end) in words().government_before:
            end += 1
        said = self._near.key(end) if self.tokens[end - 1].after == " " else ""
        if self._near.before(at) == "and":
            said = said.removesuffix("s")  # «the Russian and Belarusian regimes»
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
        end, _ = self._near.title(at)
        if end > at:
            return self._runs.remit(end)
        if self._runs.paper(at):
            return Found(at, self._runs.end(at + 1, person=False))
        if (token.key in known.calendar and not self._runs.given_jan(at)) or (
            token.key in known.acronyms and (token.upper or token.first)
        ):
            return at + 1
        title = self._near.titled(at)
        if self._runs.common(at) and not (len(token.key) == 1 and self._near.before(at) in known.honorifics):
            return at + 1
        if token.first and not title and not is_given(token.key) and token.key not in known.things:
            after = self._runs.following(at + 1)
            if cyrillic(token.key) or (after > 0 and self._match(after)):
                return at + 1  # «Condemning Russia …», «Судили Веру …»
        end = self._runs.end(at, person=bool(title) or is_given(token.key) or self._near.before(at) in known.callings)
        if at in self._headlines and not (is_given(token.key) and 1 < end - at < 4):
            return self._twice(at)
        return self._judged(at, end, title)

    def _told_twice(self) -> set[tuple[str, str]]:
        """Pairs of capitalised words that stand together outside headlines, by which a headline's names are known."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return {
            (left.key, right.key)
            for at, (left, right) in enumerate(pairs)
            if left.capital and right.capital and left.after in TIGHT and at not in self._headlines
            if left.key not in common() and right.key not in common()
        }

    def _twice(self, at: int) -> Found | int:
        """The name in a headline that the text has as well, or the word to go on with."""
        end = at + 1
        while (self._near.key(end - 1), self._near.key(end)) in self._pairs and self.tokens[end - 1].after in TIGHT:
            end += 1
        named: Named = "person" if is_given(self.tokens[at].key) else "unknown"
        return Found(at, end, named=named) if end > at + 1 else at + 1

    def _judged(self, at: int, end: int, title: str) -> Found | int:
        """What a run of capitalised words names, or the word to go on with."""
        known, keys = words(), [token.key for token in self.tokens[at:end]]
        long, opens = len(keys) > 1, self.tokens[at].first and keys[0] in self.small
        head = next((number for number, key in enumerate(keys) if key in known.connectors), len(keys))
        if long and not known.bodies.isdisjoint((keys[head - 1], keys[-1])):
            verb = opens and len(keys) < 3 and keys[0] not in known.bodies
            return at + 1 if verb else Found(at, end, named="organisation", title=title)
        if long and keys[-1] in known.things:
            return Found(at, end)
        if all(key in common() for key in keys):
            return end
        if not known.firms.isdisjoint(keys[:-1] if len(keys) > 2 else ()) or keys[-1] in known.firms:
            return Found(at, end, named="organisation") if long else end
        if keys[0] in known.bodies or (keys[0] in known.ordinary and keys[0] not in known.things):
            return at + 1
        return self._person(at, end, title) or self._named(at, end, opens=opens)

    def _person(self, at: int, end: int, title: str) -> Found | None:
        """The person that a run of capitalised words names, where a title, a calling or a given name says so."""
        key, last = self.tokens[at].key, self.tokens[end - 1].key
        if (end > at + 1 and last in words().events) or _MEETING.fullmatch(key):
            return None
        if title:
            return Found(at, end, named="person", rule="title", title=title)
        if self._near.before(at) in words().callings and not self.tokens[at].first:
            return Found(at, end, named="person", rule="calling")
        return Found(at, end, named="person", rule="given name") if end > at + 1 and is_given(key) else None

    def _named(self, at: int, end: int, *, opens: bool) -> Found | int:
        """A meeting, or a name whose form tells no more; `opens`: a sentence begins with its common first word."""
        if _MEETING.fullmatch(self.tokens[at].key):
            return Found(at, at + 1, named="event", rule="meeting")
        if end == at + 1 and _ABSTRACT.match(self.tokens[at].key):
            return end
        if end == at + 1:
            return Found(at, end, certain=not (self.tokens[at].first or self.tokens[at].key in self.small))
        if self.tokens[end - 1].key in words().events:
            return Found(at, end, named="event")
        return at + 1 if opens else Found(at, end)


@lru_cache(maxsize=1 << 12)
def _acronym(forms: tuple[str, ...], key: str) -> bool:
    """Whether a name of one word is written in capitals in all of the forms that fold to it."""
    same = [form for form in forms if folded(form) == [key] or folded(form.replace(".", "")) == [key]]
    return bool(same) and all(form.replace(".", "").isupper() and len(form) > 1 for form in same)
