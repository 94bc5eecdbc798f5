"""The single names in a cell that holds a list of them: where one ends and the next begins.

A wrong alias harms someone, while a missed one is still in the printed form: so a mark is taken for a separator only
where its two sides show that they are two names. The rules were read off the alias cells of the lists.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kronika.base.languages import alpha3
from kronika.base.namewords import (
    WORD,
    acronym,
    alike,
    fold,
    form,
    formal,
    initials,
    keys,
    likeness,
    named,
    plain,
    same,
    script,
    scripts_differ,
)

Span = tuple[int, int]
LONGEST = 1 << 12
"""Characters. No cell of names is longer; one that is stays whole, as some patterns take the square of its length."""
_LABELS = (
    "arabic armenian belarusian belarussian belorussian burmese chinese dari english farsi french georgian hebrew "
    "kazakh korean kyrgyz pashto persian russian serbian spanish tigrinya turkish ukrainian urdu"
)
LANGUAGES = {word: alpha3(word) for word in _LABELS.split()} | {"укр": "ukr", "рус": "rus", "бел": "bel"}
_LANGUAGE = "|".join(LANGUAGES)
LABEL = re.compile(
    rf"(?i:(?:\bin\s+)?\b(?P<lang>{_LANGUAGE})\b(?:\.|(?:\s+(?:spelling|script|name))?\s*:))"
    r"|(?P<script>(?i:\boriginal\s+script\s*:))"
    r"|(?i:(?:\b(?:good|low)\s+quality\s+)?(?<![\w.])(?:[afn]\.k\.a\b\.?|(?:also|formerly|now)\s+known\s+as\b)\s*:?)"
    r"|(?<![\w.-])(?:[afn]ka\b:?|(?i:alias\s*:)|الكنية)"
)
_LISTED = re.compile(r"[;,/\n():\"]|\b(?:or|and|et|aka|fka|nka|known)\b|\.k\.a\b|укр\.|рус\.|бел\.", re.IGNORECASE)
_SOFT = re.compile(r",(?:\s*\n)?|(?<!\s)(?:\s*\n\s*|\s*/\s*|\s+(?:or|and|et)\s+)")
_ENUMERATION = re.compile(r"(?:^|(?<=[\s;,]))\(?([a-z]|\d{1,2})\)\s*")
_LEAD = re.compile(r"(?:(?:or|and|et)\s+|[-–—,;:/\s]+)+")
_OVER = re.compile(r"\s*(?:$|[;,/]|(?:or|and)\b)")
QUOTED = re.compile(r'"(?:[^"]|"")*"')  # as CSV quotes a value
_INCORPORATED = re.compile(r"\s*(?:Ltd|Limited(?!\s+Liab)|Inc)\b", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:of|the|for|and|in|at|de|du|des|et|и|по|в|для|при)\b|[\"“«\d]")
_FACTS = re.compile(r":|\b(?:born|birth|passport|nationality)\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:de|du|des|la|le|et)\s|\b[dl]['’]|[éèêàçô]")
UNSPACED = frozenset({"Hani", "Jpan", "Hang"})
"""Scripts in which a whole name can be one word."""


def pieces(text: str) -> list[tuple[int, int, str]]:
    """The single names in one cell that holds a list of them: start, end (exclusive) and language, in order.

    The language is the ISO 639-3 code of a label («Belarusian: …», «(Russian: …)») and "" where none is printed; it
    holds for a list behind one label as long as the script stays the same, and ends at a semicolon or slash. Labels
    («a.k.a.», «Good quality a.k.a.»), enumeration marks and stray brackets or quotes are left outside the spans.

    A semicolon always separates, unless in brackets. A comma, a slash, «or», «and» separates where its sides look like
    two names: another script, a word in common, like spelling, an acronym beside a name, two legal forms, two plain
    names of two to five words; of several commas all do where half of them would. So «Company, LLC», «Ministry of
    Roads and Urban Development» and «Front for the Conquest of Syria/the Levant» stay whole. So does «LAST, First»:
    one word, or capitals, then a comma and a given name. A line break in these files mostly wraps a long name: it
    separates only where the script changes or both lines spell one name.
    """
    if len(text) > LONGEST or not _LISTED.search(text):
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        return [(start, end, "")] if start < end else []
    brackets = brackets_of(text) or []
    cuts = _cuts(text, brackets)
    edges = [0, *(edge for cut in cuts for edge in cut[:2]), len(text)]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    pairs = [text[start:end].split(",") for start, end in spans]
    inverted = any(
        len(pair) == 2 and re.fullmatch(r"\s*[\w'’ʼ-]+", pair[0]) and not alike(pair[0], pair[1]) for pair in pairs
    )
    found: list[tuple[int, int, str]] = []
    language = ""
    for span, label in zip(spans, [*(cut[2] for cut in cuts), None], strict=True):
        some = split(text, span, brackets, inverted=inverted)
        for start, end, mark in some:
            first = text[slice(*some[0][:2])]
            language = language if "/" not in mark and (not mark or not scripts_differ(text[start:end], first)) else ""
            found.append((start, end, language))
        if some or label is not None:
            language = label or ""
    return found


def brackets_of(text: str) -> list[Span] | None:
    """The spans of the outermost brackets, or None where they do not balance."""
    found, depth, start = [], 0, 0
    for match in re.finditer(r"[()]", text):
        start = start if depth else match.start()
        depth += 1 if match[0] == "(" else -1
        if depth < 0:
            return None
        if depth == 0:
            found.append((start, match.end()))
    return None if depth else found


def _inside(at: int, spans: list[Span]) -> Span | None:
    return next((span for span in spans if span[0] <= at < span[1]), None)


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space, separators, connecting words and stray brackets or quotes around it."""
    before = None
    while start < end and (start, end) != before:
        before = start, end
        lead = _LEAD.match(text, start, end)
        start = lead.end() if lead else start
        part = text[start:end].rstrip().rstrip(",;:/")
        part = part.rstrip("-–—") if part[-2:-1].isspace() else part
        end = start + len(part)
        around = brackets_of(part)
        more = part.count("(") - part.count(")")
        alone = re.findall(r'["“”«»]', part) == ['"']
        strays = {'"'} if alone else {")", *("(" * (more > 0))}
        if around == [(0, len(part))] or QUOTED.fullmatch(part):
            start, end = start + 1, end - 1
        elif part and (alone or around is None):
            closing = {'"'} if alone else {"(", *(")" * (more < 0))}
            start, end = start + (part[0] in strays), end - (part[0] not in strays and part[-1] in closing)
    return start, max(start, end)


def _cuts(text: str, brackets: list[Span]) -> list[tuple[int, int, str | None]]:
    """What separates whatever stands around it: semicolons, labels (with their language) and enumeration marks.

    A bracket that begins with a language label and ends its name is taken off `brackets`.
    """
    cuts: list[tuple[int, int, str | None]] = []
    for label in LABEL.finditer(text):
        code = LANGUAGES.get((label["lang"] or "").casefold(), "")
        around = _inside(label.start(), brackets)
        if around is None:
            cuts.append((*label.span(), code))
            continue
        first = not text[around[0] + 1 : label.start()].strip()
        if (code or label["script"]) and first and _OVER.match(text, around[1]):
            brackets.remove(around)
            cuts += [(around[0], label.end(), code), (around[1] - 1, around[1], "")]
    marks = [m for m in _ENUMERATION.finditer(text) if (_inside(m.start(), brackets) or m.span())[0] == m.start()]
    order = [ord(mark[1]) if mark[1].isalpha() else int(mark[1]) for mark in marks]
    if len(marks) > 1 and all(b - a == 1 for a, b in itertools.pairwise(order)):
        cuts += [(*mark.span(), None) for mark in marks]
    cuts += [(*mark.span(), None) for mark in re.finditer(";", text) if not _inside(mark.start(), brackets)]
    cuts.sort(key=lambda cut: cut[:2])
    return [cut for n, cut in enumerate(cuts) if n == 0 or cut[0] >= max(before[1] for before in cuts[:n])]


def split(
    text: str, span: Span, brackets: list[Span], *, inverted: bool = False, commas: bool = True
) -> list[tuple[int, int, str]]:
    """The names between two cuts, each with the mark before it: commas are judged when all other marks have been."""
    marks: list[re.Match[str]] = []
    soft = [m for m in _SOFT.finditer(text, *span) if (commas or m[0][0] != ",") and not _inside(m.start(), brackets)]
    for mark, _, right in _sides(text, span, soft):
        left = text[marks[-1].end() if marks else span[0] : mark.start()]
        if mark[0][0] != "," or _comma(text[span[0] : mark.start()], left, right):
            marks.append(mark)
    many = len(marks) > 1
    joined = [m[0][0] == "," or _joined(left, m[0], right, many=many) for m, left, right in _sides(text, span, marks)]
    marks = list(itertools.compress(marks, joined))
    votes = [_apart(left, right, inverted=inverted) for m, left, right in _sides(text, span, marks) if m[0][0] == ","]
    if 2 * sum(votes) < len(votes) or not any(votes):
        marks = [m for m in marks if m[0][0] != ","]
    edges = [span[0], *(edge for m in marks for edge in m.span()), span[1]]
    trimmed = [trim(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    found = [(*piece, mark) for piece, mark in zip(trimmed, ["", *(m[0] for m in marks)], strict=True)]
    return [each for each in found if _is_name(text[each[0] : each[1]])]


def _is_name(text: str) -> bool:
    """Whether a piece is more than a mark, the name of a language, a bare legal form or what stands for a picture."""
    words = WORD.findall(text)
    empty = text.casefold() in LANGUAGES or text.casefold() == "text of image" or (len(words) > 1 and formal(text))
    return bool(words) and not empty


def _sides(text: str, span: Span, marks: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], str, str]]:
    """Each separator with the text on its left and right, up to its neighbours."""
    for n, mark in enumerate(marks):
        left = marks[n - 1].end() if n else span[0]
        right = marks[n + 1].start() if n + 1 < len(marks) else span[1]
        yield mark, text[left : mark.start()], text[mark.end() : right]


def _comma(before: str, left: str, right: str) -> bool:
    """Whether a comma can separate at all: outside quotes, not beside a bare legal form, a capital letter after it."""
    quotes = re.findall(r"[«»“”„]|(?<!\w)‘|’(?!\w)", before)
    quoted = before.count('"') % 2 == 1 or bool(quotes and quotes[-1] in "«“„‘")
    right = _LEAD.sub("", right, count=1)
    return not quoted and named(right) and not (formal(left) or formal(right) or _INCORPORATED.match(right))


def _apart(left: str, right: str, *, inverted: bool) -> bool:
    """Whether a comma stands between two names."""
    a, b = WORD.findall(left), WORD.findall(right)
    if not a or not b or _FACTS.search(left + right):
        return False
    if scripts_differ(left, right):
        return True
    shared = bool(keys(left) & keys(right))
    bare = not _SMALL.search(right) and not any(map(form, b))
    given = left.isupper() and not right.isupper() and len(a) < 4 and len(b) < 5 and bare
    if (inverted and len(a) == 1 and not acronym(a[0])) or (given and not shared):
        return False  # LAST, First
    if min(len(a), len(b)) == 1:
        return shared or alike(left, right) or _short(a, b, bare=bare)
    formed = any(map(form, a)) and any(map(form, b))
    return shared or formed or alike(left, right) or (bare and not inverted and plain(left) and plain(right))


def _short(a: list[str], b: list[str], *, bare: bool) -> bool:
    """Whether one of two texts is one word, and that an acronym beside a name or another acronym."""
    if len(a) == len(b):
        return acronym(a[0]) and acronym(b[0]) and len(a[0] + b[0]) < 11
    return acronym(a[0]) and (len(b) > 4 or not bare) if len(a) == 1 else acronym(b[0]) and initials(b[0], " ".join(a))


def _joined(left: str, mark: str, right: str, *, many: bool) -> bool:
    """Whether a slash, a connecting word or a line break stands between two whole names."""
    a, b = WORD.findall(left), WORD.findall(right)
    if not a or not b or not named(right) or formal(left) or formal(right):
        return False
    slash, least = "/" in mark, min(len(a), len(b))
    if scripts_differ(left, right):
        return not slash or least > 1 or len(a) == len(b) or script(right) in UNSPACED
    if not mark.strip():
        return least > 1 and alike(left, right)
    borrowed = not slash and script(left) == "Cyrl"  # an English word is no part of a Cyrillic name
    if least == 1:
        short = acronym(b[0]) or any(word[0].islower() for word in a)
        return len(b) == 1 < len(a) and ((borrowed and short) or (slash and mark != "/" and initials(b[0], left)))
    first, last, shared = same(a[0], b[0]), same(a[-1], b[-1]), bool(keys(left) & keys(right))
    # «Hanna Ivanova/Ivanava Kova»: two spellings of one word, not two names
    near = least == 2 and likeness(a[-1], b[0]) > max(0.6, likeness(a[0], b[0]))
    if mark.strip() in ("and", "et"):
        names = all(re.search(r'["“«]', side) or (many and plain(side)) for side in (left, right))
        two = (many and first and fold(a[0]) == fold(b[0])) or (shared and names)
    else:
        french = slash and bool(_FRENCH.search(right)) and not _FRENCH.search(left)
        two = french or shared or first or last
    return not near and (borrowed or two)
