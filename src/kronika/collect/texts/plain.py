"""Plain text: paragraphs by blank lines or by line ends, as the text's own form shows.

Where most lines end where the next word would not have fitted any more, the text is wrapped: a paragraph is then a run
of full lines. Otherwise each line is a paragraph. Nothing is left out: the text of the document is the file's.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from kronika.collect.texts import lines
from kronika.collect.texts.blocks import Block, Draft, unligatured
from kronika.collect.texts.decoding import decode
from kronika.collect.texts.form import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEM = re.compile(r"\s*(?:[-–—•·▪‣◦*●■]\s+\S|\(?(?:\d{1,2}|[a-z])[.)]\s+\S)")
_QUOTED = re.compile(r"\s*>")
_SIGNATURE = re.compile(r"-- ?")


class _Line(NamedTuple):
    number: int
    start: int
    text: str


def read(data: bytes, name: str, declared: str = "") -> Draft:
    """Read a text file. Raises UsageError for bytes that are no text."""
    text, problems = decode(data, name, declared)
    draft = paragraphs(text)
    draft.problems = problems
    mark(draft, headings=True)
    return draft


def paragraphs(text: str, prefix: str = "") -> Draft:
    """The paragraphs of a text, each with the line that it begins in; `prefix` stands before the place."""
    text = unligatured(text)
    text = lines.unbroken(text)
    groups = list(_groups(text))
    ends = [(one.text, two.text.strip()) for group in groups for one, two in itertools.pairwise(group)]
    wide = lines.width(ends, lines.longest_but_few([line.text for group in groups for line in group]))
    blocks = [_block(text, run, prefix) for group in groups for run in _runs(group, wide)]
    return Draft("text/plain", blocks, text)


def _groups(text: str) -> Iterator[list[_Line]]:
    """Lines with nothing blank between them."""
    group: list[_Line] = []
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            group.append(_Line(number, at, line.rstrip()))
        elif group:
            yield group
            group = []
        at += len(line) + 1
    if group:
        yield group


def _runs(group: list[_Line], wide: int) -> Iterator[list[_Line]]:
    """The paragraphs in lines that follow each other."""
    run = [group[0]]
    for line in group[1:]:
        above = run[-1]
        quoted = bool(_QUOTED.match(line.text))
        goes_on = (
            wide
            and lines.fills(above.text, line.text.strip(), wide)
            and not _ITEM.match(line.text)
            and quoted == bool(_QUOTED.match(above.text))
            and not _indented(line.text, run)
        )
        if goes_on:
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def _indented(text: str, run: list[_Line]) -> bool:
    """Whether a line begins a paragraph by its indent; the lines of a list's item are all indented but the first."""
    deep, above = _depth(text), _depth(run[-1].text)
    return deep > above and not (len(run) == 1 and _ITEM.match(run[0].text))


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip())


def _block(text: str, run: list[_Line], prefix: str) -> Block:
    first, last = run[0], run[-1]
    start = first.start + _depth(first.text)
    block = Block(text[start : last.start + len(last.text)], f"{prefix}line {first.number}", start=start)
    if _QUOTED.match(first.text):
        block.role, block.sure = "quote", True
    elif _SIGNATURE.fullmatch(first.text):
        block.role, block.sure = "boilerplate", True
    return block
