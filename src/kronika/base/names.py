"""Names as lists print them: several in one cell, several in one name, and one folded form to look them up by.

The rules were read off the alias and name cells of the lists that Kronika reads. A wrong alias harms someone, while
a missed one is still in the printed form: so a mark is taken for a separator only where its two sides show that they
are two names, and a bracket for a variant only where its text shows it. Else the text stays as printed.
"""

from __future__ import annotations

import itertools
import math
import re

from kronika.base.namelists import LABEL, LANGUAGES, LONGEST, QUOTED, UNSPACED, brackets_of, pieces, split, trim
from kronika.base.namewords import (
    QUOTES,
    SHORT_FORMS,
    WORD,
    acronym,
    alike,
    fold,
    formal,
    initials,
    keys,
    named,
    script,
    scripts_differ,
)  # fmt: skip

__all__ = ["VARIANT", "fold", "pieces", "variants"]
VARIANT = "variant printed in brackets or behind a slash"
"""The mark of a fact that states a variant."""

_REMARK = re.compile(
    r"(?i:(?:as\s+)?(?:previously|formerly)\b|deceased\b|died\b|born\b|née?\b|maiden\s+name|birth\s+name|d\.?o\.?b\b|date\s+of|"
    r"passport\b|initials\b|call\s*sign|combat\s+name|nom\s+de\s+guerre|third$|when\s|the\s|(?:deputy\s+)?minister\b|"
    rf"governor\b|president\b|фамилия\b|урожд|ранее\b|бывш|(?:{'|'.join(LANGUAGES)})$)"
)
_FORMER = re.compile(r"(?:as\s+)?(?:previously|formerly)\s|deceased$", re.IGNORECASE)
_DENSE = re.compile(r"[(/]|\s(?:or|and)\s|\.k\.a\b|\b[afn]ka\b|known\s+as|\"\"", re.IGNORECASE)
_TOKEN = re.compile(r"\s*/\s*|\s+or\s+|[^\s/]+")
_PATRONYMIC = re.compile(r"(?:v[iy]ch|vna|wna|вич|в[іi]ч|вна|ўна)$", re.IGNORECASE)
_PLACES = frozenset({"UK", "U.K.", "USA", "U.S.A.", "UAE", "U.A.E.", "HK", "H.K.", "PRC", "DPRK", "ROK", "EU", "KSA"})
_OWNER = re.compile(r".*(?:\s[-–]\s|,\s|\bof\s+the\s)", re.IGNORECASE)
_MOST = 8


def variants(text: str, *, person: bool) -> list[str]:
    """The forms that one printed name stands for: the main form, then its variants; at least one, at most eight.

    In the main form white space is squeezed and brackets and slashes are resolved. Of a person, a bracket or slash
    holds another spelling of the word before it, another surname beside a patronymic, or a whole other name. Of
    anything else, only a bracket at the end counts, where it holds an acronym, a name with its legal form, a name in
    another script or one introduced by «also known as»; and a slash between two whole names. Remarks in brackets
    («born …», «previously listed as») go. All else is left as printed: «Myanmar Ar (Power)», «(Private) Limited».
    """
    whole = " ".join(text.split())
    if len(whole) > LONGEST or not _DENSE.search(whole):
        return [whole]
    if '""' in whole:
        whole = (whole[1:-1] if QUOTED.fullmatch(whole) else whole).replace('""', '"') or whole
    if brackets_of(whole) is None:
        return [whole]
    start, end = trim(whole, 0, len(whole))
    whole = whole[start:end] or whole
    read = _person if person else _organisation
    spans = split(whole, (0, len(whole)), brackets_of(whole) or [], commas=False)
    forms = [read(whole[start:end]) for start, end, _ in spans] or [[whole]]
    return list(dict.fromkeys([f[0] for f in forms] + [other for f in forms for other in f[1:]]))[:_MOST]


def _person(text: str) -> list[str]:
    """The forms of a person's name; the text itself as the only one where it is not certain how to read it."""
    slots: list[list[str]] = []
    wholes: list[str] = []
    at = 0
    surname = any(_PATRONYMIC.search(word) for word in text.split())
    for start, end in [*(brackets_of(text) or []), (len(text), len(text))]:
        if not (_tail(slots, wholes, text[at:start]) if wholes else _words(slots, text[at:start])):
            return [text]
        last = not text[end:].strip() or scripts_differ(text[end:], text)
        if end > start and not _bracket(slots, wholes, text[start + 1 : end - 1].strip(), last=last, surname=surname):
            return [text]
        at = end
    if math.prod(map(len, slots)) > 4 * _MOST**2:
        return [text]
    every = itertools.product(*(range(len(slot)) for slot in slots))
    choices = sorted(every, key=lambda choice: sum(map(bool, choice)))  # one change first, then two at once
    main, *others = (" ".join(slot[n] for slot, n in zip(slots, choice, strict=True)) for choice in choices)
    return [main, *wholes, *others]


def _words(slots: list[list[str]], chunk: str) -> bool:
    """Read the words of a name into slots, each with its alternatives; False where a slash or «or» is unclear."""
    if chunk[:1] == "," or (not slots and not chunk.strip()) or LABEL.search(chunk) or "known as" in chunk:
        return False
    before = ""
    for token in _TOKEN.findall(chunk):
        mark, before = before, token.strip()
        if before in ("/", "or"):
            before = token
            if mark.strip() in ("", "/", "or"):
                return False
        elif mark.strip() in ("/", "or"):
            word = slots[-1][-1].rstrip(",")
            if not named(token) or min(len(token), len(word)) < 3 or not (mark == "/" or alike(word, token)):
                return False
            slots[-1] = [*slots[-1][:-1], word, token]
        else:
            slots.append([token])
    return before.strip() not in ("/", "or") and not (" or " in chunk and any("," in slot[0] for slot in slots))


def _bracket(slots: list[list[str]], wholes: list[str], inner: str, *, last: bool, surname: bool) -> bool:
    """Read a bracket: alternatives of the word before it, whole names, or a remark; False where it is unclear."""
    if _REMARK.match(inner):
        return True
    label = LABEL.match(inner)
    others = [other.strip(QUOTES + " ") for other in re.split(r"[,;]|\s+or\s+", inner[label.end() if label else 0 :])]
    head, word = " ".join(slot[0] for slot in slots), slots[-1][0]
    if "(" in inner or word.endswith(",") or not all(named(other) and WORD.search(other) for other in others):
        return False
    single = all(len(other.split()) == 1 for other in others)
    foreign = scripts_differ(inner, head)
    if foreign and not last:  # one word in another script cannot stand among the others
        return single and len(others) == 1
    spelt = (single or (label and not last)) and all(alike(word, other, 0.4 if single else 0.6) for other in others)
    maiden = single and surname and not label and len(others) == 1 and (last or len(slots) == 1)
    if not foreign and (spelt or maiden):
        slots[-1] += others
        return True
    brief = len(slots) < 3 or script(inner) in UNSPACED if foreign else single and label
    least = 1 if brief else len(slots) - 1 if foreign else 2
    wholes += [other for other in others if len(other.split()) >= min(least, 2)]
    return last and len(others[0].split()) >= least and bool(foreign or label or alike(head, others[0]))


def _tail(slots: list[list[str]], wholes: list[str], chunk: str) -> bool:
    """Read what stands behind a bracket of whole names: the name in another script, or nothing."""
    names = [name for name in (part.strip(" -–—") for part in chunk.split(",")) if name]
    wholes += names
    return all(len(name.split()) > 1 and scripts_differ(name, slots[0][0]) for name in names)


def _organisation(text: str) -> list[str]:
    """The forms of any other name: it, or it without a bracket at its end and what stood in the bracket."""
    brackets = brackets_of(text) or []
    if len(brackets) != 1 or brackets[0][1] != len(text) or not WORD.search(text[: brackets[0][0]]):
        return [text]
    start, end = brackets[0]
    head, inner = text[:start].strip(), text[start + 1 : end - 1].strip()
    if _FORMER.match(inner):
        return [head]
    label = LABEL.match(inner)
    other = inner[label.end() :].strip() if label else inner
    return [head, other] if _other_name(head, other, labelled=label is not None) else [text]


def _other_name(head: str, other: str, *, labelled: bool) -> bool:
    """Whether the bracket after an organisation's name holds another name of it."""
    words = WORD.findall(other)
    unclear = re.search(r"[()/,;]|\s[-–]\s+[a-z]", other) or not named(other)
    if not words or unclear or formal(other) or other in _PLACES:
        return False
    if labelled:
        return " and " not in other
    if scripts_differ(other, head):
        return len(words) > 1 or len(head.split()) == 1
    core = [word for word in words if word.casefold() not in SHORT_FORMS]
    if len(core) == 1 and acronym(core[0]):
        owner = _OWNER.sub("", head)
        theirs = "".join(word[0] for word in WORD.findall(owner) if word.casefold() not in ("of", "the", "and", "for"))
        short = not head.isupper() or initials(core[0], head)
        return short and (owner == head or theirs.casefold() != core[0].casefold())  # «…, Academy of Sciences (AS)»
    shared = bool(keys(head) & keys(other))
    quoted = bool(re.search(r"[«“‘\"]", other))
    formed = words[0].isupper() and words[0].casefold() in SHORT_FORMS
    expanded = len(words) > 2 and head.isalpha() and acronym(head) and initials(head, other)
    return expanded or (len(words) > 1 and (quoted if formed else quoted and shared)) or (formed and shared)
