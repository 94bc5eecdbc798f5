"""E-mail (RFC 5322, MIME) as blocks: subject, then the parts that are text; attachments are named, not read."""

from __future__ import annotations

import contextlib
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from kronika.collect.texts import html, plain
from kronika.collect.texts.blocks import Block, Draft, Stated
from kronika.collect.texts.decoding import decode
from kronika.collect.texts.form import mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_DEEPEST, _MOST = 20, 1000
_STUB = 0.5
"""A plain text with less than this share of the words of its HTML is a notice to look at the HTML."""


def read(data: bytes, name: str, declared: str = "") -> Draft:
    """Read one message; of alternatives the plain text, unless it is a stub beside the HTML."""
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    draft = Draft("message/rfc822")
    _headers(message, draft)
    for part, number in _texts(message, "", draft):
        _body(part, number, name, declared, draft)
    if message.defects:
        faults = ", ".join(sorted({type(defect).__name__ for defect in message.defects}))
        draft.problems.append(f"the message is malformed ({faults}); what could be told apart was read")
    mark(draft, headings=not any(block.role == "heading" for block in draft.blocks))
    return draft


def _headers(message: Message, draft: Draft) -> None:
    subject = _header(message, "Subject")
    if subject:
        draft.title = subject
        draft.block(subject, "header Subject", "title", sure=True)
    for shown, address in getaddresses([_header(message, "From")]):
        if shown or address:
            draft.authors.append(shown or address)
    draft.language = _header(message, "Content-Language")
    printed = _header(message, "Date")
    try:
        sent = parsedate_to_datetime(printed).date().isoformat()
    except (ValueError, TypeError, IndexError):
        if printed:
            draft.problems.append(f"the message's Date is malformed and was not read: «{printed[:60]}»")
        return
    draft.dates.append(Stated(sent, f"header Date: «{printed[:60]}»"))


def _header(message: Message, field: str) -> str:
    """A header's words, decoded; its line folds and hostile bytes are blanks."""
    raw = str(message.get(field, ""))
    with contextlib.suppress(LookupError, ValueError):
        raw = str(make_header(decode_header(raw)))
    return " ".join(raw.encode("utf-8", "replace").decode("utf-8").split())


def _texts(part: Message, number: str, draft: Draft) -> Iterator[tuple[Message, str]]:
    """The parts to read, with their numbers as IMAP counts them (RFC 3501, 6.4.5)."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" or part.get_content_disposition() == "attachment":
        named = " ".join((part.get_filename() or part.get_content_type()).split())
        draft.problems.append(
            f"attachment «{named[:100]}» ({part.get_content_type()}) was not read; save it and give it by itself"
        )
    elif isinstance(payload, list):
        inner = [
            (sub, f"{number}.{n}".lstrip(".")) for n, sub in enumerate(payload[:_MOST], 1) if not isinstance(sub, str)
        ]
        if number.count(".") >= _DEEPEST or len(payload) > _MOST:
            draft.problems.append(f"part {number}: nested or split too often; not all of it was read")
        if number.count(".") < _DEEPEST:
            for sub, at in _chosen(inner) if part.get_content_subtype() == "alternative" else inner:
                yield from _texts(sub, at, draft)
    elif part.get_content_type() in {"text/plain", "text/html"}:
        yield part, number or "1"
    else:
        named = " ".join((part.get_filename() or "without a name").split())
        draft.problems.append(f"part {number} «{named[:100]}» ({part.get_content_type()}) was not read")


def _chosen(alternatives: list[tuple[Message, str]]) -> list[tuple[Message, str]]:
    """The plain text, or the last form where there is none or it is a stub."""
    plain_ones = [item for item in alternatives if item[0].get_content_type() == "text/plain"]
    if not plain_ones:
        return alternatives[-1:]
    pages = [part for part, _ in alternatives if part.get_content_type() == "text/html"]
    longest = max((_count(html.page(_decoded(page), "", []).blocks) for page in pages), default=0)
    said = len(_decoded(plain_ones[0][0]).split())
    return plain_ones[:1] if said >= _STUB * longest else alternatives[-1:]


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Message) -> str:
    return decode(_bytes(part), "the message", str(part.get_content_charset() or "")).text


def _body(part: Message, number: str, name: str, declared: str, draft: Draft) -> None:
    text, problems = decode(_bytes(part), f"{name}, part {number}", str(part.get_content_charset() or declared))
    draft.problems += [f"part {number}: {problem}" for problem in problems]
    if part.get_content_type() == "text/html":
        inner = html.page(text, name, draft.problems, prefix=f"part {number}, ")
    else:
        inner = plain.paragraphs(text, prefix=f"part {number}, ")
    for block in inner.blocks:
        draft.block(block.text, block.place, block.role, sure=block.sure)
