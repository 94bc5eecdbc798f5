"""Names in a text: who is meant, as far as the words tell.

    text ── tokens ── reading (names of the lexicon, runs of capitals) ── people (who is named in full) ──▶ Mentions

A wrong link harms somebody, a missed one is still listed: what is capitalised and in no table is a mention that is not
linked, and a name of two bearers is linked to neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kronika.base import states
from kronika.study.claims.mentions import capitals
from kronika.study.claims.mentions.neighbours import Neighbours
from kronika.study.claims.mentions.people import Bearer, Cast, cast, introductions, nouns
from kronika.study.claims.mentions.reading import Found, Reading
from kronika.study.claims.mentions.tokens import Token, tokens
from kronika.study.claims.mentions.words import common, is_womans, words
from kronika.study.claims.names.folding import cyrillic, folded
from kronika.study.claims.spans import Mention, Named

if TYPE_CHECKING:
    from kronika.study.claims.names import Entry, Lexicon

__all__ = ["find"]

_CASED = ("ru", "be", "uk")
"""Languages with rules for cases, in which of a body's name only the first word is capitalised."""
_OWNERS = ("state", "demonym", "organisation")
"""Whose name before a body's says that the body is theirs."""


def find(text: str, lexicon: Lexicon, language: str = "en") -> list[Mention]:
    """The names in a text, in their order; they do not overlap, and offsets are those of the text as given.

    `language` is ISO 639-1. In English every capitalised name is given, linked or not; in Russian, Belarusian and
    Ukrainian names of the lexicon in all cases, and persons in full; in other languages names of the lexicon only. A
    state is its ISO code in `Mention.id`, also as its government, its capital or its people. `Mention.rule` says how it
    was found: state, demonym, region, place, metonym, government, organisation, office-holder, surname, listed, alias,
    introduced, elided, ambiguous; or of what is not linked capitalised, given name, title, calling, meeting, surname,
    common name. After «+» stands what was put right: inflected, look-alikes, invisible.
    """
    words_ = tokens(text)
    introduced = introductions(text, words_)
    reading = Reading(text, words_, lexicon, {start: end for start, (end, _) in introduced.items()})
    found = reading.read()
    page = _Page(text, words_, lexicon, cast(text, words_, found, introduced), found)
    mentions = [mention for each in found if (mention := page.mention(each))]
    if language == "en":
        return mentions
    first = {word.start for word in words_ if word.first} if language in _CASED else set()
    return [each for each in mentions if each.linked or (language in _CASED and _in_full(each, text, first))]


def _in_full(mention: Mention, text: str, first: set[int]) -> bool:
    """Whether what is not linked is several capitalised words in Cyrillic letters: there only a person's are.

    Not what a sentence begins with, unless with a given name, nor what holds an acronym.
    """
    printed = mention.of(text).split()
    several = len(printed) > 1 and all(map(cyrillic, folded(mention.of(text))))
    begins = mention.start in first and mention.rule != "given name"
    return several and not begins and not any(word.isupper() and len(word) > 1 for word in printed)


class _Page:
    """One text, when all its names have been seen."""

    def __init__(
        self, text: str, words_: Sequence[Token], lexicon: Lexicon, people: Cast, found: Sequence[Found]
    ) -> None:
        self._text, self._tokens, self._lexicon, self._cast = text, words_, lexicon, people
        self._near, self._nouns = Neighbours(words_), nouns(text, words_)
        # words that stand as names for sure somewhere in the text, and the states that it names
        self._elsewhere = {words_[each.start].key for each in found if each.certain and each.end == each.start + 1}
        named = {entry for each in found for entry in each.entries if entry.named in ("country", "people")}
        self._states = {entry.id for entry in named if entry.id}

    def mention(self, found: Found) -> Mention | None:
        """The mention that a stretch of words is; None for what turns out to be no name."""
        introduced = self._introduced(found)
        if introduced:
            return introduced
        if found.rule == "government":
            return self._government(found, found.entries[0].id, "government")
        entries = self._fitting(found)
        bearers = self._bearers(found)
        if bearers and any(entry.sort == "alias" for entry in entries):
            bearers = {}
        if found.end == found.start + 1 and all(entry.sort == "office" for entry in entries):
            return self._surname(found, entries)
        if bearers:
            return self._ambiguous(found, sorted({entries[0].name, *bearers}), "unknown")
        if len(entries) > 1:
            names = [f"{entry.name} ({entry.id or entry.sort})" for entry in entries]
            return self._ambiguous(found, names, entries[0].named)
        return self._linked(found, entries[0]) if entries else self._unlinked(found, found.named, found.rule)

    def _introduced(self, found: Found) -> Mention | None:
        """What an acronym stands for in this text, where the text says so."""
        token = self._tokens[found.start]
        if found.end > found.start + 1 or not token.capital or token.key not in self._cast.bodies:
            return None
        name, entry = self._cast.bodies[token.key]
        if found.entries and found.entries[0].name == name:
            return None
        linked = entry is not None
        return self._made(found, name, "organisation", entry.id if entry else "", linked, "introduced")

    def _government(self, found: Found, code: str, rule: str) -> Mention:
        return self._made(found, f"Government of {states.full(code)}", "organisation", code, True, rule)

    def _bearers(self, found: Found) -> Mapping[str, Bearer]:
        """Who in the text bears the one word as a surname."""
        return self._cast.bearers(self._tokens[found.start].key) if found.end == found.start + 1 else {}

    def _fitting(self, found: Found) -> tuple[Entry, ...]:
        """Of several bearers of a name those that fit the grammar and the spelling.

        A region's name before a noun is its adjective. A body of several states is that of the one that the text names
        («Foreign Office»: of Britain, of Germany). A word that is also the surname of somebody in the text is only what
        is spelt just so: «Türk» is no «Turk».
        """
        entries = found.entries
        if len(entries) > 1 and {entry.sort for entry in entries} == {"region", "demonym"}:
            last = self._tokens[found.end - 1]
            wanted = "demonym" if last.after in (" ", "-") and not self._function(found.end) else "region"
            entries = tuple(entry for entry in entries if entry.sort == wanted)
        if len(entries) > 1 and {entry.sort for entry in entries} == {"organisation"}:
            entries = tuple(entry for entry in entries if entry.countries & self._states) or entries
        if self._bearers(found):
            printed = self._printed(found)
            entries = tuple(each for each in entries if each.sort in ("office", "alias") or printed in each.forms)
        return entries

    def _printed(self, found: Found) -> str:
        start, end = self._tokens[found.start].start, self._tokens[found.end - 1].end
        return " ".join(self._text[start:end].split())

    def _function(self, at: int) -> bool:
        return at >= len(self._tokens) or self._tokens[at].key in words().function

    def _linked(self, found: Found, entry: Entry) -> Mention | None:
        if entry.sort == "alias":
            return self._made(found, entry.name, entry.named, entry.id, True, "alias") if entry.name else None
        if entry.named in ("country", "place", "people") and self._near.noun(found.end) in words().goods:
            return None  # «Brussels sprouts»
        if entry.sort == "capital":
            return self._capital(found, entry)
        if entry.sort == "demonym" and self._language(found):
            return None
        rule = "office-holder" if entry.sort == "office" else "listed" if entry.sort == "craft" else entry.sort
        if entry.sort in ("organisation", "listed") and self._foreign(found, entry):
            return self._unlinked(found, entry.named, "capitalised")
        return self._made(found, entry.name, entry.named, entry.id, True, rule)

    def _language(self, found: Found) -> bool:
        """Whether a demonym is that of a language: «in Russian», «(English)»."""
        start, end = self._tokens[found.start].start, self._tokens[found.end - 1].end
        alone = self._tokens[found.end - 1].after not in (" ", "-", "'") or self._function(found.end)
        bracketed = self._text[start - 1 : start] == "(" and self._text[end : end + 1] == ")"
        return bracketed or (alone and self._before(found) == "in")

    def _foreign(self, found: Found, entry: Entry) -> bool:
        """Whether another's name stands before a body's: «the German Foreign Office», «the OAS General Assembly»."""
        if not entry.countries or entry.named != "organisation" or not found.start:
            return False
        before = self._tokens[found.start - 1]
        if before.after not in (" ", "-", "'") or not before.capital:
            return False
        known = self._lexicon.of([before.key])[0]
        if found.end > found.start + 1 and not (known or before.first or before.upper):
            return before.key not in common() and before.key not in words().title_words  # «the Texas Department of …»
        others = [each for each in known if each.sort in _OWNERS]
        theirs = {each.id for each in others if each.id} | {code for each in others for code in each.countries}
        return bool(others) and not theirs & entry.countries

    def _capital(self, found: Found, entry: Entry) -> Mention | None:
        (code,) = entry.countries
        elided = self._cast.articled.get(self._tokens[found.start].key, set())
        if self._before(found) == "the" and (self._tokens[found.end - 1].after == "|" or self._function(found.end)):
            if len(elided) == 1:
                ((name, whole),) = elided
                return self._made(found, name, whole.named, whole.id, True, "elided")
            return self._unlinked(found, "unknown", "capitalised")
        if capitals.signed(self._tokens, found.start, found.end):
            return self._unlinked(found, "unknown", "capitalised")
        if cyrillic(self._tokens[found.start].key):
            within = capitals.within(self._tokens, found.start, inflected=found.inflected)
            return self._made(found, entry.name, "place", "", within, "place" if within else "capitalised")
        state = self._lexicon.state(code)
        if capitals.among_governments(self._tokens, found.start, found.end):
            return self._government(found, code, "metonym")
        if capitals.is_state(self._tokens, found.start, found.end):
            return self._made(found, state.name, "country", code, True, "metonym")
        return self._made(found, entry.name, "place", "", True, "place")

    def _surname(self, found: Found, entries: Sequence[Entry]) -> Mention | None:
        """Who is meant by one word: who bears it in this text, else the one holder of office who does."""
        token = self._tokens[found.start]
        bearers = self._cast.bearers(token.key)
        if not bearers and self._elsewhere_used(found, entries):
            return self._unlinked(found, "person", "surname")
        named = {entry.name for entry in entries} | set(bearers)
        if len(named) == 1 and (bearers or entries):
            bearer = next(iter(bearers.values()), None)
            entry = bearer.entry if bearer else entries[0]
            name = bearer.name if bearer else entries[0].name
            return self._made(found, name, "person", entry.id if entry else "", entry is not None, "surname")
        if len(named) > 1:
            if len(entries) == 1 and (found.title == "office" or self._rules(found)):
                return self._made(found, entries[0].name, "person", entries[0].id, True, "office-holder")
            return self._ambiguous(found, sorted(named), "person")
        held = self._holders(found)
        if held:
            return self._made(found, held.name, "person", held.id, True, "office-holder")
        certain = found.certain or token.key in self._elsewhere
        return self._unlinked(found, found.named, found.rule) if certain else None

    def _rules(self, found: Found) -> bool:
        """Whether the words after say that he rules: «the Lukashenko regime», «Putin's government»."""
        return self._near.key(found.end) in words().power and self._tokens[found.start].after in (" ", "'")

    def _elsewhere_used(self, found: Found, entries: Sequence[Entry]) -> bool:
        """Whether a ruler's surname is another's or a thing's: «the Macron brothers», «Putin's Palace», «Mrs Xi»."""
        last, before = self._tokens[found.end - 1], self._before(found)
        if last.after == "'":
            return self._near.key(found.end) in words().things and self._tokens[found.end].capital
        if before in words().womens:
            return not any(is_womans(folded(entry.name)[0]) for entry in entries)
        noun = self._near.noun(found.end)
        return before == "the" and bool(noun) and noun not in words().power

    def _holders(self, found: Found) -> Entry | None:
        """The one holder of office with this surname, where a high title or the state's name stands before it."""
        holders = self._lexicon.holders([self._tokens[found.start].key])
        states = self._states_before(found)
        if states:
            holders = tuple(holder for holder in holders if holder.countries & states)
        told = bool(states) or found.title == "office" or self._rules(found)
        return holders[0] if len(holders) == 1 and told else None

    def _states_before(self, found: Found) -> set[str]:
        """The states named just before: «Azerbaijan's Aliyev»."""
        if not found.start or self._tokens[found.start - 1].after != "'":
            return set()
        before, _ = self._lexicon.of([self._tokens[found.start - 1].key])
        return {entry.id for entry in before if entry.sort == "state"}

    def _before(self, found: Found) -> str:
        return self._tokens[found.start - 1].key if found.start else ""

    def _ambiguous(self, found: Found, names: Sequence[str], named: Named) -> Mention:
        return self._made(found, " or ".join(names), named, "", False, "ambiguous")

    def _unlinked(self, found: Found, named: Named, rule: str) -> Mention | None:
        key = self._tokens[found.start].key
        if (not found.certain and key not in self._elsewhere) or (found.end == found.start + 1 and key in self._nouns):
            return None
        return self._made(found, self._printed(found), named, "", False, rule)

    def _made(self, found: Found, name: str, named: Named, id_: str, linked: bool, rule: str) -> Mention:
        these = self._tokens[found.start : found.end]
        right = dict.fromkeys(token.mended for token in these if token.mended)
        if found.inflected:
            right = {"inflected": None, **right}
        return Mention(these[0].start, these[-1].end, name, named, id_, linked, "+".join((rule, *right)))
