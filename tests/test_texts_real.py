"""The two annotated texts in every form: each quotation of the annotation is found again."""

from __future__ import annotations

import json
import sys
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from lxml import etree

from conftest import REAL, needs_real_files
from kronika.collect import texts

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = REAL / "documents"
NAMES = ("op-ed-2024-04.txt", "press-release-2020-11.txt")
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def paragraphs(name: str) -> list[str]:
    return [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").split("\n") if line.strip()]


def as_docx(said: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for text in said:
        if text.startswith("- "):
            document.add_paragraph(text[2:], style="List Bullet")
        else:
            document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(said: list[str], width: float = 120) -> bytes:
    document = FPDF()
    document.add_font("dejavu", "", FONT)
    document.set_font("dejavu", size=10)
    document.add_page()
    for text in said:
        document.multi_cell(width, 5, text, new_x="LMARGIN", new_y="NEXT")
        document.ln(3)
    return bytes(document.output())


def as_html(said: list[str]) -> bytes:
    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    for text in said:
        etree.SubElement(body, "p").text = text
    return etree.tostring(root, method="html", encoding="unicode").encode()


def as_eml(said: list[str]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Words", "Press Office <press@example.org>"
    message["Date"] = "Thu, 05 Nov 2020 10:00:00 +0000"
    message.set_content("\n\n".join(said), cte="quoted-printable")
    return bytes(message)


def as_md(said: list[str]) -> bytes:
    return "\n\n".join(said).encode()


FORMS: dict[str, Callable[[list[str]], bytes]] = {
    "docx": as_docx,
    "pdf": as_pdf,
    "html": as_html,
    "eml": as_eml,
    "md": as_md,
    "txt": as_md,
}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_is_found_again_in_every_form(name: str, form: str) -> None:
    needs_real_files()
    wanted = [json.loads(line) for line in (ROOT / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    quotes = [flat(gold["quote"]) for gold in wanted if gold["doc"] == name]
    if form == "pdf" and not Path(FONT).exists():
        pytest.skip("no font with curly quotation marks on this machine")
    prose = texts.read(FORMS[form](paragraphs(name)), f"text.{form}")
    said = flat(prose.text)
    lost = [quote for quote in quotes if quote not in said]
    sys.stdout.write(f"{name} as {form}: {len(quotes) - len(lost)} of {len(quotes)} quotations found again\n")
    assert not lost


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_text_file_is_the_file_itself(name: str) -> None:
    needs_real_files()
    prose = texts.read(ROOT / name)
    assert prose.text == (ROOT / name).read_text(encoding="utf-8")
    assert prose.language == "en"
    assert prose.dating.how == "unknown"


def test_headings_teasers_captions_and_byline_of_the_comment_are_told_apart() -> None:
    needs_real_files()
    prose = texts.read(ROOT / NAMES[0])
    sections = {"related-headline": "teaser", "heading": "heading", "title": "title", "caption": "caption"}
    right = total = 0
    for line in (ROOT / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if gold["doc"] == NAMES[0]:
            part = next(part for part in prose.parts if part.start <= gold["start"] < part.end)
            total += 1
            right += part.role == sections.get(gold.get("section", ""), "body")
    sys.stdout.write(f"roles of the comment: {right} of {total} quotations as annotated\n")
    assert right / total >= 0.95
