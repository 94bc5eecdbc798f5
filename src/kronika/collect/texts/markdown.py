"""Markdown as blocks, each with its line; marks, links' addresses and escapes are no words of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from kronika.collect.texts import html, lines
from kronika.collect.texts.blocks import Draft, Stated
from kronika.collect.texts.dating import day
from kronika.collect.texts.decoding import decode
from kronika.collect.texts.form import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

    from kronika.base.prose import Role

_MATTER = re.compile(r"---[ \t]*\n(?P<fields>(?:.*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_FIELD = re.compile(
    r"^(title|date|published|author|authors|lang|language|publisher):[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE
)
_OPENS: dict[str, Role] = {"heading_open": "heading", "blockquote_open": "quote", "list_item_open": "list"}
_CLOSES = {name.replace("_open", "_close") for name in _OPENS}


def read(data: bytes, name: str, declared: str = "") -> Draft:
    """Read a Markdown file (CommonMark, with tables). Raises UsageError for bytes that are no text."""
    text, problems = decode(data, name, declared)
    draft = Draft("text/markdown", problems=problems)
    if matter := _MATTER.match(text):
        _fields(matter["fields"], draft)
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    text = lines.unbroken(text)
    _blocks(MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").parse(text), name, draft)
    mark(draft, headings=not any(block.role == "heading" for block in draft.blocks))
    return draft


def _fields(matter: str, draft: Draft) -> None:
    for name, printed in _FIELD.findall(matter):
        key, value = name.lower(), printed.strip().strip("\"'")
        if key == "title":
            draft.title = value
        elif key in {"author", "authors"}:
            draft.authors += [name.strip(" \"'") for name in value.strip("[]").split(",") if name.strip()]
        elif key in {"date", "published"} and day(value):
            draft.dates.append(Stated(day(value), f"front matter {key}: «{value[:40]}»"))
        elif key in {"lang", "language"}:
            draft.language = value
        elif key == "publisher":
            draft.publisher = value


def _blocks(tokens: Iterable[Token], name: str, draft: Draft) -> None:
    roles: list[Role] = []
    row: list[str] = []
    at = ""
    for token in tokens:
        place = f"line {token.map[0] + 1}" if token.map else at
        if token.type in _OPENS:
            roles.append(_OPENS[token.type])
        elif token.type in _CLOSES:
            roles.pop()
        elif token.type == "tr_open":
            row, at = [], place
        elif token.type == "inline" and at:
            row.append(_said(token).replace("\n", " "))
        elif token.type == "tr_close":
            draft.block(" | ".join(row), at, "table", sure=True)
            at = ""
        else:
            _leaf(token, place, roles[-1] if roles else None, name, draft)


def _leaf(token: Token, place: str, role: Role | None, name: str, draft: Draft) -> None:
    if token.type == "inline":
        draft.block(_said(token), place, role or "body", sure=role is not None)
    elif token.type in {"fence", "code_block"}:
        draft.block(token.content, place)
    elif token.type == "html_block":
        for block in html.page(token.content, name, draft.problems).blocks:
            draft.block(block.text, place, block.role, sure=block.sure)


def _said(inline: Token) -> str:
    said = []
    for token in inline.children or ():
        if token.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        elif token.type == "html_inline":
            said.append("\n" if re.match(r"<br\b", token.content, re.IGNORECASE) else "")
        else:
            said.append(token.content)
    return "".join(said)
