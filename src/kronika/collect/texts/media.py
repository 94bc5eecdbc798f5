"""What form a document has: by its bytes, then by its name."""

from __future__ import annotations

import re
from pathlib import PurePath

from kronika.base.errors import UsageError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMES = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".eml": "message/rfc822",
}  # fmt: skip
_PICTURES = rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0\0\0\0|RIFF.{4}WEBP"
_OTHERS = (
    (_PICTURES, "a picture", "run text recognition (OCR) on it"),
    (rb"\xd0\xcf\x11\xe0", "an old or locked Word, Excel or Outlook file", "save it as docx or pdf without a password"),
    (rb"\{\\rtf", "an RTF file", "save it as docx or txt"),
    (rb"\x1f\x8b|Rar!|7z\xbc\xaf|\xfd7zXZ|BZh\d", "an archive", "unpack it and give the documents in it"),
    (rb"%!PS", "a PostScript file", "save it as pdf"),
    (rb"\x7fELF|MZ.{58}", "a program", "give a document"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:p|div|h[1-6]|article|table|meta|br)\b[^<>]*>", re.IGNORECASE)
_FIELD = re.compile(rb"(?:From |[!-9;-~]+:[ \t]|[!-9;-~]+:\r?\n[ \t])")
_MAIL_FIELDS = (
    b"from:",
    b"date:",
    b"subject:",
    b"to:",
    b"message-id:",
    b"received:",
    b"mime-version:",
    b"return-path:",
)
_WANTED = "give txt, md, html, pdf, docx or eml"


def tell(data: bytes, name: str) -> str:
    """The media type of a document. Raises UsageError for a form that has no text or is not read."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"word/" in data:
            return DOCX
        raise UsageError(f"{name}: is a ZIP file, not a Word document; unpack it, or save what it is as docx or pdf")
    for magic, what, advice in _OTHERS:
        if re.match(magic, head, re.DOTALL):
            raise UsageError(f"{name}: is {what}, whatever its name says; {advice}")
    if _HTML.match(head):
        return "text/html"
    ending = PurePath(name.split("?", maxsplit=1)[0]).suffix.lower()
    if ending in {".pdf", ".docx"}:
        raise UsageError(f"{name}: is named {ending}, but its bytes are not; get it again, or {_WANTED}")
    if _is_mail(head):
        return "message/rfc822"
    return _NAMES.get(ending) or ("text/html" if len(_TAG.findall(head)) >= 3 else "text/plain")


def _is_mail(head: bytes) -> bool:
    """Header fields from the first line to a blank one, two of them such as every message has (RFC 5322)."""
    header = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    lines = [line for line in header.splitlines() if line[:1] not in b" \t"]
    known = {line.lower().split(b":")[0] + b":" for line in lines} & set(_MAIL_FIELDS)
    return bool(lines) and len(known) >= 2 and all(_FIELD.match(line + b" ") for line in lines[:-1] or lines)
