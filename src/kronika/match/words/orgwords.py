"""What the words of an organisation's name are: its own, shared ones, legal forms, numbers, places.

`read` takes the words of one name as `romanise.words` makes them and gives each a role and a weight. A word that many
names share is one concept in English in whatever language, case and romanisation: `factory` for plant, works, zavoda,
fabryka; an abbreviation is its concepts: npo is research, production, association. The spellings are in orgwords.txt,
written from general knowledge of the languages; English names of countries come from `kronika.base.placenames`.

Weights: 1 for a word of the name's own (`core`); 0.15 to 0.5 for a shared one (`generic`) by how little it tells; 0.6
for countries, 0.7 for towns and regions; 0.8 for numbers, 0.5 where a word says it («first»); 0 for legal forms and
small words. To compare two names, take twice the weight of what they share over the weight of all words of both: a
share, never a sum. «Ministry of Defence of the Republic of Belarus» has no core word, and its weights are as good as
any where they are only compared with each other; a core word that one side alone has counts against. Numbers that
differ («Plant No 5», «Plant No 7») contradict. Classes of legal forms that differ say a little, one left out nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple, cast

from kronika.base.placenames import WORDINGS

Role = Literal["core", "generic", "form", "number", "place", "small"]
"""What a word does in a name."""


class Word(NamedTuple):
    """One word or phrase of a name."""

    text: str  # as it is compared: concept, country, town, class of legal forms, digits; else the word as it came
    role: Role
    weight: float  # 0 to 1: how much it tells
    initials: str = ""  # what it gives to an acronym: a letter for each word written, all letters of an abbreviation


class Reading(NamedTuple):
    """What `read` found in a name."""

    words: tuple[Word, ...]  # in their order; a phrase is one word, an abbreviation may be several
    forms: tuple[str, ...]  # the classes of its legal forms, each once: limited, joint-stock, state-owned …
    numbers: tuple[str, ...]  # in canonical digits: «No 05», «fifth» and «V» are 5


_Given = tuple[tuple[str, ...], str, tuple[Word, ...]]
"""A spelling, where it counts («<» only at the beginning of a name, «>» only at the end, «<>» either), its concepts."""

_Phrases = dict[tuple[str, ...], dict[str, tuple[Word, ...]]]
_KeyOf = Callable[[str], tuple[str, Word | None]]


class _Table(NamedTuple):
    """The table, ready for look-up. A key is a word as `_key` gives it, or the concept that it has."""

    stems: AbstractSet[str]
    alone: Mapping[str, Word]
    phrases: _Phrases  # and single words that stand for several, or not everywhere
    lengths: Mapping[str, Sequence[int]]  # of the phrases that begin with a key, the longest first
    formal: AbstractSet[str]  # what legal forms consist of


class _Known(NamedTuple):
    """What is known of a word before its neighbours are seen."""

    said: str
    plain: bool  # `word` says all, whatever its neighbours are
    word: Word
    own: str  # its key among single words
    key: str  # ... and in phrases
    lengths: Sequence[int]
    formal: bool


_LONGEST = 64  # letters of a word that is worth remembering; hostile ones would fill the memory
_ROMAN_FROM_2 = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi"
_ROMAN = {roman: str(number) for number, roman in enumerate(_ROMAN_FROM_2.split(), 2)}
_MARKS = {"no", "nr", "num", "number", "numero", "nomer", "numer", "n"}
_ORDINAL_ENDS = "st|nd|rd|th|[yij]|[oiy]y|[oi]i|ya|ia|ja|o?go|[oy]?e|a[iy]a"
_ORDINAL_END = re.compile(_ORDINAL_ENDS)
_ORDINAL = re.compile(rf"(?:no|nr)?(\d++)(?:{_ORDINAL_ENDS})?", re.ASCII)
_NAMED = {"imeni": True, "im": True, "imya": True, "imia": True, "imieni": True, "named": False}  # a genitive follows
_PATTERN = re.compile(r"[|?+]")


def read(words: Sequence[str]) -> Reading:
    """Read the words of one name: lower-case ASCII Latin, as `romanise.words` makes them.

    What is unknown is core, any string whatever. In a name of nothing but legal forms and small words («PAO Il») the
    small words are core, and where there are none («SIA») the forms.
    """
    known = [_known(word) if len(word) < _LONGEST else _known.__wrapped__(word) for word in words if word]
    out: list[Word] = []
    at, end = 0, len(known)
    while at < end:
        each = known[at]
        if each.plain:
            out.append(each.word)
            at += 1
        else:
            at = _among(known, at, out)
    roles = {word.role for word in out}
    if roles == {"form"}:
        out = [_core(word) for word in words if word]
    elif roles <= {"form", "small"}:
        out = [_core(word.text) if word.role == "small" else word for word in out]
    forms = {word.text: None for word in out if word.role == "form"} if "form" in roles else ()
    numbers = [word.text for word in out if word.role == "number"] if "number" in roles else ()
    return Reading(_merged(out), tuple(forms), tuple(numbers))


def acronym(words: Sequence[Word]) -> str:
    """Give the initials of a name of two words or more, without forms, small words and numbers; else an empty string.

    They are those of the words that were written: maz for «Minskiy avtomobilnyy zavod», niip for «NII priborov».
    """
    said = [word.initials for word in words if word.initials]
    return "".join(said) if len(said) > 1 else ""


def _core(word: str) -> Word:
    return Word(word, "core", 1.0, word[:1] if word[:1].isalpha() else "")


@lru_cache(maxsize=1 << 16)
def _known(word: str) -> _Known:
    """Look one word up."""
    table = _table()
    own, meaning = _key(word, _spelt(word), table.stems, table.alone)
    key = _concept(own, meaning)
    lengths = [*table.lengths.get(key, ()), *(table.lengths.get(own, ()) if own != key else ())]
    number = _ORDINAL.fullmatch(word)
    if number:
        found = Word(number[1].lstrip("0") or "0", "number", 0.8)
    elif meaning:
        found = Word(word, "small", 0.0) if meaning.role == "small" else meaning
        found = found._replace(initials=word[0]) if meaning.role in ("generic", "place") else found
    elif len(word) == 1:
        found = Word(word, "generic", 0.2, word)
    else:
        found = _core(word)
    plain = not (lengths or number or len(word) == 1 or word in _MARKS or word in _ROMAN or word in _NAMED)
    return _Known(word, plain, found, own, key, lengths, key in table.formal)


def _among(known: list[_Known], at: int, out: list[Word]) -> int:
    """Read what begins at a word whose meaning depends on its neighbours; give where the next begins."""
    each = known[at]
    after = known[at + 1] if at + 1 < len(known) else None
    if each.lengths and (stop := _phrase(known, at, out)):
        return stop
    if each.said in _MARKS and after and (after.word.role == "number" or after.said in _ROMAN):
        out.append(Word(each.said, "small", 0.0))
    elif each.said in _NAMED:
        return _named(known, at, out)
    elif len(each.said) == 1 and (stop := _letters(known, at, out)):
        return stop
    elif _roman(known, at):
        out.append(Word(_ROMAN[each.said], "number", 0.8))
    else:
        out.append(each.word)
        if each.word.role == "number" and after and _ORDINAL_END.fullmatch(after.said):
            return at + 2
    return at + 1


def _phrase(known: list[_Known], at: int, out: list[Word]) -> int:
    """Read the longest phrase that begins here; give where it ends, 0 where none does."""
    phrases = _table().phrases
    for length in known[at].lengths:
        part = known[at : at + length]
        keys = tuple([each.key for each in part]) if length > 1 else (part[0].own,)
        for where, words in phrases.get(keys, {}).items():
            if where and not _stands(where, known, at, at + len(part)):
                continue
            first = words[0]
            if first.weight:
                initials = "".join([each.word.initials for each in part])
                if len(part) == 1 < len(words) and len(part[0].said) < 6:  # an abbreviation, whose letters are words
                    initials = part[0].said
                first = Word(first.text, first.role, first.weight, initials)
            out.append(first)
            out.extend(words[1:])
            return at + len(part)
    return 0


def _stands(where: str, known: list[_Known], start: int, stop: int) -> bool:
    """Whether a spelling stands where it may: nothing but forms before it, or nothing but forms and places after it."""
    before, after = (each[0].said if each else "" for each in (known[start - 1 : start], known[stop : stop + 1]))
    if len(known[start].said) == 1 in (len(before), len(after)):  # letters of something longer
        return False
    first = "<" in where and after and all(each.formal for each in known[:start])
    last = ">" in where and before and all(each.formal or each.word.role == "place" for each in known[stop:])
    return bool(first or last)


def _named(known: list[_Known], at: int, out: list[Word]) -> int:
    """Read «named after A. N. Ivanov», «imeni akademika A. N. Ivanova»: initials are small, the genitive goes."""
    genitive = _NAMED[known[at].said]
    while at < len(known):
        each = known[at]
        small = each.said in _NAMED or each.word.role == "small" or (len(each.said) < 3 and at + 1 < len(known))
        if not small and each.word.text != "academician":
            break
        out.append(Word(each.said, "small", 0.0) if small else each.word)
        at += 1
    if genitive and at < len(known) and known[at].plain and known[at].word.role == "core":
        out.append(_core(_nominative(known[at].said)))
        at += 1
    return at


def _nominative(surname: str) -> str:
    """Give the nominative of a man's surname in a Russian genitive (lenina, dzerzhinskogo), another word as it is."""
    if surname.endswith("skogo"):
        return surname[:-3] + "iy"
    genitive = len(surname) > 4 and surname[-1] == "a" and surname[-2] not in "aeiouy" and surname[-4:] != "enka"
    return surname[:-1] if genitive else surname


def _letters(known: list[_Known], at: int, out: list[Word]) -> int:
    """Join letters that stand apart («k g b», «a and b»); 0 where there is one, or two small words or initials."""
    stop, joined = at, ""
    while stop < len(known) and len(known[stop].said) == 1 and known[stop].said.isalpha():
        joined += known[stop].said
        stop += 1
        if stop + 1 < len(known) and known[stop].said == "and" and len(known[stop + 1].said) == 1:
            stop += 1
    small = all(each.word.role == "small" for each in known[at:stop])
    initials = at > 0 and stop < len(known) and known[stop].word.role == "core"  # of a person: «plant A. B. Ivanov»
    if len(joined) < 2 or (len(joined) == 2 and (small or initials)):
        return 0
    out.extend(read((joined,)).words)
    return stop


def _roman(known: list[_Known], at: int) -> bool:
    """Whether a word is a Roman number: never the first; «v» and «x» only after «no» or, at the end, a shared word."""
    said, before = known[at].said, known[at - 1]
    last = at + 1 == len(known) and before.word.role in ("generic", "place")
    return at > 0 and said in _ROMAN and (len(said) > 1 or before.said in _MARKS or last)


def _merged(words: list[Word]) -> tuple[Word, ...]:
    """Make one of a concept given twice in a row: «nauchno-issledovatelskiy», «shipyard plant»."""
    if len({word.text for word in words}) == len(words):
        return tuple(words)
    out: list[Word] = []
    for word in words:
        if out and word.role == "generic" and word.text == out[-1].text:
            out[-1] = word._replace(initials=out[-1].initials + word.initials)
        else:
            out.append(word)
    return tuple(out)


_DOUBLES = [letter * 2 for letter in "abcdfghiklmnopqrstuvwxze"]
_INNER_J = re.compile(r"(?<=[a-z])j")


def _bare(text: str) -> str:
    """Give the spelling in which the romanisations of a word meet; of a text that of its words."""
    text = text.replace("shch", "sh").replace("sch", "sh").replace("kh", "h").replace("tz", "ts").replace("y", "i")
    text = _INNER_J.sub("i", text) if "j" in text else text
    for double in _DOUBLES:
        while double in text:
            text = text.replace(double, double[0])
        if double == "ii":
            text = text.replace("ie", "e")
    return text


_NOUNS = "a e i o u y ah ai am ami ei em ev ia iah iam iami iu iv oi om ou ov ow yu"
_ADJECTIVES = "ae aha ai aia aiu amu ego eiu emu ia iaha iaia ich ih imi iuiu oe og ogo oho oiu omu owa owe owi uiu"
_SLAVIC = frozenset(["", *_NOUNS.split(), *_ADJECTIVES.split()])  # case endings, in comparable spelling


def _spelt(word: str) -> str:
    """Give the comparable spelling of one word. Short ones stay as they are: most are abbreviations."""
    bare = _bare(word)
    return bare if len(bare) > 4 else word


def _key(word: str, bare: str, stems: AbstractSet[str], alone: Mapping[str, Word]) -> tuple[str, Word | None]:
    """Give the key of a word (its comparable spelling, its longest stem or its singular), and its meaning, if any."""
    if bare not in alone and bare[-1] != "~":
        ends = (end for end in range(len(bare), 2, -1) if bare[:end] in stems and bare[end:] in _SLAVIC)
        if end := next(ends, 0):
            bare = bare[:end] + "~"
        elif len(word) > 4 and word[-1] == "s":
            singular = (word[:-1], word[:-2], word[:-3] + "y")[: 3 if word[-2] == "e" else 1]
            bare = next((each for each in map(_spelt, singular) if each in alone and len(each) > 3), bare)
    return bare, alone.get(bare)


def _concept(key: str, meaning: Word | None) -> str:
    """Give the key by which phrases know a word: its concept, if it has one, so that they hold in all languages."""
    return "=" + meaning.text if meaning and meaning.role in ("generic", "place") else key


@cache
def _table() -> _Table:
    """Read the table; raises ValueError where a spelling is given for two concepts."""
    text = resources.files(__package__).joinpath("orgwords.txt").read_text("utf-8")
    spelt = _all_spelt(text)
    stems = {bare[:-1] for bare in spelt.values() if bare[-1] == "~"}
    alone: dict[str, Word] = {}
    others: list[_Given] = []
    for spelling, where, words in _given(text):
        if len(spelling) > 1 or where or len(words) > 1 or words[0].role == "form":
            others.append((spelling, where, words))
        elif alone.setdefault(spelt.get(spelling[0]) or _spelt(spelling[0]), words[0]) is not words[0]:
            raise ValueError(f"orgwords.txt: «{spelling[0]}» is a spelling of two concepts")
    key_of = cache(lambda word: _key(word, spelt.get(word) or _spelt(word), stems, alone))
    phrases = _phrases(others, key_of)
    forms = [keys for keys, found in phrases.items() if next(iter(found.values()))[0].role == "form"]
    formal = {key for keys in forms for key in keys if key[0] != "="} | {"=company", "=corporation"}
    for spelling, where, words in _countries():
        keys = _keys(spelling, key_of)
        if len(keys) > 1:
            phrases.setdefault(keys, {where: words})
            if keys[:2] == ("=republic", "of"):  # «Respublika Belarus»
                phrases.setdefault(("=republic", *keys[2 + (keys[2] == "the") :]), {where: words})
        elif keys not in phrases:
            alone.setdefault(_spelt(spelling[0]), words[0])
    lengths: dict[str, list[int]] = {}
    for first, length in sorted({(keys[0], len(keys)) for keys in phrases}, reverse=True):
        lengths.setdefault(first, []).append(length)
    return _Table(stems, alone, phrases, lengths, formal)


def _keys(spelling: tuple[str, ...], key_of: _KeyOf) -> tuple[str, ...]:
    return tuple([_concept(*key_of(word)) for word in spelling]) if len(spelling) > 1 else (key_of(spelling[0])[0],)


def _phrases(given: list[_Given], key_of: _KeyOf) -> _Phrases:
    found: _Phrases = {}
    for spelling, where, words in given:
        if found.setdefault(_keys(spelling, key_of), {}).setdefault(where, words) != words:
            raise ValueError(f"orgwords.txt: «{' '.join(spelling)}» is a spelling of two concepts")
    return found


def _all_spelt(text: str) -> dict[str, str]:
    """Give the comparable spellings of all words of the table, at the price of a few replacements."""
    words = list(set(re.findall("[a-z]+~?", text)))
    pairs = zip(words, _bare(" ".join(words)).split(), strict=True)
    return {word: bare if len(bare) > 4 or word[-1] == "~" else word for word, bare in pairs}


def _given(text: str) -> Iterator[_Given]:
    """Give every spelling of orgwords.txt, and what it stands for."""
    concepts: dict[str, Word] = {}
    section, weight = "", 0.0
    for line in text.replace("\n    ", " ").splitlines():
        if line.startswith("["):
            section, _, value = line[1:-1].partition(" ")
            weight = float(value or 0)
        elif line and line[0] != "#":
            concept, _, rest = line.partition(":")
            spellings, patterns = rest[1:].split(", ") if rest else [], _PATTERN.search(rest)
            if section != "words":
                concepts[concept] = Word(concept, cast("Role", section), weight)
                spellings += [concept.replace("-", " ")] if section not in ("form", "number") else []
            words = tuple([concepts[each] for each in concept.split("+")])
            for spelling in spellings:
                bare = spelling.lstrip("<>")
                where = spelling[: -len(bare)]
                for each in _spellings(bare) if patterns else (tuple(bare.split()),):
                    yield each, where, words
                    if section == "form" and len(each) == 1 and 1 < len(bare) < 6:
                        yield tuple(bare), where, words  # letter by letter


def _spellings(pattern: str) -> Iterator[tuple[str, ...]]:
    """Give all that one pattern of the table stands for."""
    for choice in itertools.product(*map(_choices, pattern.split())):
        yield tuple(" ".join(choice).split())


def _choices(word: str) -> list[str]:
    """Give what may stand for one word of a pattern."""
    found = word.removesuffix("?").split("|")
    found += [each.replace("+", "") for each in found if "+" in each] + ([""] if word[-1] == "?" else [])
    return [each.replace("+", " ") for each in found]


def _countries() -> Iterator[_Given]:
    """Give the English wordings of countries, without abbreviations and what is no country."""
    for line in WORDINGS.replace("\n    ", " ").strip().splitlines():
        codes, _, names = line.partition(": ")
        first, *others = names.split("; ")
        place = Word("-".join(re.findall("[a-z]+", first.partition(" (")[0].lower())), "place", 0.6)
        for name in (first, *others) if first.isascii() and codes not in ("ip", "zz") else ():
            if name.isascii() and len(name) > 3:
                yield tuple(re.findall("[a-z]+", name.lower().replace("'", ""))), "", (place,)
