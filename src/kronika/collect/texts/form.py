"""What a block of plain form is: heading, list item, byline, caption, teaser; body where its form does not tell.

The rules look at length, at the mark that ends a block, at its first characters and at its neighbours, and at few
closed sets of words. No rule knows a publisher.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from kronika.collect.texts.blocks import words
from kronika.collect.texts.dating import date_line

if TYPE_CHECKING:
    from kronika.collect.texts.blocks import Block, Draft

_TOP, _LONGEST_HEADING, _SHORTEST_TEASER, _FEWEST = 10, 100, 100, 8
_TAIL = 20
"""Characters at the end of a block in which its last mark is looked for."""
_ENDED = re.compile(r"[.!?:;…。؟][\"'”’»)\]\d⁰-⁹¹²³]*$")
_FULL_STOP = re.compile(r"[.;:…][\"'”’»)\]]*$")
_BULLET = re.compile(r"[-–—•·▪‣◦*●■]\s+\S")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")
_CAPITALISED = r"[^\W\d_a-z][\w'’.-]*"
_NAME = (
    rf"(?:(?:Dr|Prof|Sir|Mr|Mrs|Ms)\.?\s+)?{_CAPITALISED}"
    rf"(?:\s+(?:(?:van|von|de|der|da|al|el|bin)\s+)?{_CAPITALISED}){{1,3}}"
)
_NAMES = rf"{_NAME}(?:\s*(?:,|&|\band\b|,\s*and\b)\s*{_NAME}){{0,5}}"
_BYLINE = re.compile(rf"(?:(?:[Bb]y|BY|[Ww]ritten by|Author(?:s|\(s\))?:|Text:)\s+|[-–—]\s*)(?P<names>{_NAMES})")
_BETWEEN_NAMES = re.compile(r"\s*(?:,\s*and\b|,|&|\band\b)\s*")
_CREDIT = re.compile(
    r"(?:Photo(?:graph|s)?|Image|Picture|Caption|Video|Credit|Copyright|Foto|Фото|Здымак)\b\s*(?:by\b|credit\b)?\s*[:©/|]|©|\?\?",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"notes?\s+(?:to|for)\s+(?:the\s+)?editors?:?|editors?['’]s?\s+notes?:?|notes?:|background(?: information)?:?|"
    r"further information:?",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"(?:contact(?:s|\s+us|\s+information|\s+details)?|(?:press|media)\s+(?:contacts?|enquir\w+|inquir\w+|office)|"
    r"(?:follow us|read more|sign up|subscribe|see also)(?:\s.*)?|share(?: this(?: \w+)?| on \w+)?|newsletter|"
    r"related (?:articles?|content|documents?|information|links|news|posts|stories|topics)|print(?: this)? page|"
    r"download(?: as)? pdf|all rights reserved|-?\s*ends?\s*-?|###|back to top|advertisement|cookies?|"
    r"most (?:read|popular)|skip to (?:main )?content)(?:\s*[:|›»→].*)?\W*",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\b(?:contact|write to|e-?mail|reach|follow|tweet) (?:us|him|her|them)\b|\bsubscribe\b|\bsign up\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w|https?://|www\.|\+\d[\d ()-]{6}")
_RIGHTS = re.compile(r"all rights reserved|(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:19|20)\d\d", re.IGNORECASE)
_GENRE = re.compile(
    r"(?:(?:press|news|media)\s+(?:release|story|statement)|opinion|news|statement|speech|report|comment|analysis|view|article|published.*|from:?)",
    re.IGNORECASE,
)
_DANGLING = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "as",
        "that",
        "than",
        "into",
        "its",
        "their",
        "his",
        "her",
        "our",
    ]
)
"""Words after which a sentence goes on: a block that ends so is a paragraph cut in two."""


def mark(draft: Draft, *, headings: bool) -> None:
    """Give a role to the blocks that the document's own marks leave open; `headings` where it has no marks for them.

    Title, publisher and authors are taken from the form where the document has no field for them.
    """
    blocks, again = draft.blocks, _told_again(draft.blocks)
    for number, block in enumerate(blocks):
        if not block.sure:
            _mark_alone(blocks, number, top=number < _TOP)
    if headings:
        for number, block in enumerate(blocks):
            if not block.sure and block.role == "body" and number not in again:
                _mark_among(blocks, number)
    _captions(blocks)
    _title(draft, headings=headings)
    for block in blocks:
        if block.role == "byline" and (found := _BYLINE.match(block.text)):
            draft.authors.extend(name for name in _BETWEEN_NAMES.split(found["names"]) if name)


def _mark_alone(blocks: list[Block], number: int, *, top: bool) -> None:
    """What a block's own characters tell."""
    block, text = blocks[number], blocks[number].text
    if not any(map(str.isalnum, text)):
        block.role = "boilerplate"
    elif (
        len(text) <= 120
        and top
        and _BYLINE.fullmatch(text)
        and not (_BULLET.match(text) and _has_begun(blocks, number))
    ):
        block.role = "byline"
    elif top and date_line(text):
        block.role = "date"
    elif len(text) <= _LONGEST_HEADING and _NOTES.fullmatch(text):
        block.role = "heading"
    elif _is_service(text):
        block.role = "boilerplate"
    elif _BULLET.match(text) or (_NUMBERED.match(text) and _in_list(blocks, number)):
        block.role = "list"
    elif _CREDIT.match(text) and len(text) <= 300:
        block.role = "caption"


def _has_begun(blocks: list[Block], number: int) -> bool:
    """Whether a sentence stands above: names after a dash are authors before the text, a list of names in it."""
    return any(_ENDED.search(block.text[-_TAIL:]) for block in blocks[:number] if block.role != "date")


def _is_service(text: str) -> bool:
    short = len(text) <= 80 and not _FULL_STOP.search(text[-_TAIL:])
    if short and _SERVICE.fullmatch(text) and len(text.split()) <= 8:
        return True
    if len(text) > 300:
        return False
    return bool(_RIGHTS.search(text) or (_REACH.search(text) and _ADDRESS.search(text)))


def _in_list(blocks: list[Block], number: int) -> bool:
    before = blocks[number - 1] if number else None
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    return bool(
        (before and (before.role == "list" or before.text.endswith(":"))) or (after and _NUMBERED.match(after.text))
    )


def _told_again(blocks: list[Block]) -> set[int]:
    """The blocks whose first words begin another block too: a passage told twice is no headline of something else."""
    seen: dict[tuple[str, ...], int] = {}
    again: set[int] = set()
    for number, block in enumerate(blocks):
        said = words(block.text)[:_FEWEST]
        if len(said) == _FEWEST:
            if said in seen:
                again |= {seen[said], number}
            seen.setdefault(said, number)
    return again


def _mark_among(blocks: list[Block], number: int) -> None:
    """Headings and teasers: blocks that do not end as a sentence, and whose neighbours do not go on with them."""
    block, text = blocks[number], blocks[number].text
    after = [other for other in blocks[number + 1 : number + 6] if other.role not in {"caption", "byline", "date"}][:3]
    if not after or text[:1].islower() or not (text[:1].isalnum() or text[:1] in "\"'“‘«"):
        return
    goes_on = after[0].text[:1].islower() and not _ENDED.search(text[-_TAIL:])
    following = after[0] if goes_on else None
    whole = f"{text} {following.text}" if following else text
    if _ENDED.search(whole[-_TAIL:]) and not (whole.endswith("?") and len(whole) <= _LONGEST_HEADING):
        return
    if (words(whole)[-1:] and words(whole)[-1] in _DANGLING) or whole.endswith((",", "-")):
        return
    if number and len(whole) >= _SHORTEST_TEASER:
        for cut in filter(None, (block, following)):
            cut.role = "teaser"
    elif len(whole) < _LONGEST_HEADING and not following and any(_ENDED.search(other.text[-_TAIL:]) for other in after):
        block.role = "heading"


def _captions(blocks: list[Block]) -> None:
    """What stands twice in a row without a full stop is a picture's text: extraction takes it from two places."""
    for one, two in itertools.pairwise(blocks):
        same = words(_CREDIT.sub("", one.text)) == words(_CREDIT.sub("", two.text))
        if same and not (one.sure or two.sure) and words(two.text) and not _FULL_STOP.search(two.text[-_TAIL:]):
            one.role = two.role = "caption"


def _title(draft: Draft, *, headings: bool) -> None:
    """The title among the blocks: that of the fields, else the first heading of four words above the body."""
    wanted = words(draft.title)
    body = next((n for n, block in enumerate(draft.blocks) if block.role in {"body", "list"}), len(draft.blocks))
    top = draft.blocks[: max(body, 1)]
    for number, block in enumerate(top):
        if block.role not in {"heading", "title"}:
            continue
        if words(block.text) == wanted or (
            not wanted and (block.role == "title" or len(block.text.split()) >= (2 if block.sure else 4))
        ):
            block.role, draft.title = "title", draft.title or " ".join(block.text.split())
            if headings:
                _publisher(draft, top[:number])
            return


def _publisher(draft: Draft, above: list[Block]) -> None:
    """The short line above the title, unless it says what kind of text it is."""
    for block in above:
        if block.role == "heading" and not block.sure:
            block.role = "boilerplate"
            if not draft.publisher and not _GENRE.fullmatch(block.text):
                draft.publisher = re.sub(r"\s*\([^()]*\)$", "", block.text)
