"""How long texts take: a document of 30 pages from file to claims, thousands of press releases, and the table of names.

All texts are invented here, as official English is written: sentences with figures, days, names and voices. Press
releases are read by two processes at once, each with a casebook and 150 of them, by `kronika read` as a person runs it;
10,000 are extrapolated from what each one more costs. Peak memory is that of both processes together.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
from fpdf import FPDF

from bench import measure
from kronika import Casebook
from kronika.collect import texts
from kronika.study.claims.names import Entry, Lexicon, shipped
from kronika.study.claims.reading import mark

_SENTENCES = (
    "{who} said that {hedge} {n} people had been detained in {where} since {month} {year}.",
    "The {body} condemned the arrests and called on the authorities of {where} to release all political prisoners.",
    "Trade with {where} amounted to €{n}.{d} billion in {year}, compared to €{m} billion a year earlier.",
    "“We will continue to support civil society in {where},” {who} said on {day} {month} {year}.",
    "According to {who}, the commission declared that {d}{d}.{d} % had voted for the incumbent.",
    "Sanctions against {hedge} {n} individuals and entities were adopted last month.",
    "The report finds that torture was used against {m} prisoners, of whom {d} have died.",
    "{who} must account for the {n} cases that the {body} has documented since last year.",
    "As the {body} has made clear, elections held on {day} {month} were neither free nor fair.",
    "The government will provide £{m} million over two years to families in {where}.",
)
_WHERE = ("Belarus", "Azerbaijan", "Nicaragua", "Venezuela", "Myanmar", "Eritrea", "Turkmenistan", "Zimbabwe")
_BODY = ("European Union", "United Nations", "Council of Europe", "OSCE", "European Parliament", "United Kingdom")
_MONTH = ("January", "March", "April", "May", "July", "August", "October", "November")
_HEDGE = ("at least", "more than", "nearly", "about", "up to", "no fewer than")
_SYLLABLES = ("ka", "lo", "ve", "mir", "do", "ran", "shi", "tel", "bo", "gar", "nik", "sa", "pol", "yu", "zhe", "chen")
_NAMES, _RELEASES, _WANTED, _PROCESSES = 130_000, 150, 10_000, 2


def main() -> None:
    """Measure and print."""
    draw = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lexicon = _names(draw)
        _long(folder, draw, lexicon)
        _many(folder, draw)


def _names(draw: random.Random) -> Lexicon:
    """The automaton over as many names as a casebook of all lists has."""
    people: list[Entry] = []
    while 2 * len(people) < _NAMES:
        given, surname = _word(draw, 3), _word(draw, 4)
        forms = (f"{given} {surname}", f"{surname} {_word(draw, 3)}")
        people.append(Entry(forms[0], "person", forms, "listed", f"kr-{len(people)}"))
    start = time.perf_counter()
    made = Lexicon.build((*shipped(), *people))
    measure.report(f"automaton over {_NAMES:,} names", time.perf_counter() - start, 3, "s")
    return made


def _long(folder: Path, draw: random.Random, lexicon: Lexicon) -> None:
    """A document of 30 pages of 500 words, as txt, docx and pdf."""
    paragraphs = list(_paragraphs(draw, 30 * 500))
    for path in (_txt(folder, paragraphs), _docx(folder, paragraphs), _pdf(folder, paragraphs)):
        times = []
        for _ in range(3):
            start = time.perf_counter()
            prose = texts.read(path)
            middle = time.perf_counter()
            found = mark(prose, lexicon)
            times.append((time.perf_counter() - start, middle - start))
        seconds, converting = min(times)
        steps = ", ".join(f"{step} {spent:.2f}" for step, spent in (("converting", converting), *found.seconds))
        measure.report(f"30 pages, {path.suffix[1:]}, from file to {len(found.claims):,} claims", seconds, 2, "s")
        print(f"    of that: {steps} s")


def _many(folder: Path, draw: random.Random) -> None:
    """Press releases of 3 kB: what one more costs, over two sizes, and the memory of the larger."""
    rate = 0.0
    for number in (_RELEASES // 5, _RELEASES):
        files = [[folder / f"{number}-{each}-{at}.txt" for at in range(number)] for each in range(_PROCESSES)]
        for path in (path for mine in files for path in mine):
            path.write_text("\n\n".join(_paragraphs(draw, 470)), encoding="utf-8")
        roots = [Casebook.init(folder / f"book-{number}-{each}").root for each in range(_PROCESSES)]
        commands = [measure.kronika(root, "read", *map(str, mine)) for root, mine in zip(roots, files, strict=True)]
        with ThreadPoolExecutor(_PROCESSES) as pool:
            runs = list(pool.map(lambda words: measure.run(*words), commands))
        seconds = max(run.seconds for run in runs)
        if rate:
            each = (seconds - rate) / (number - _RELEASES // 5)
            minutes = (rate + each * (_WANTED / _PROCESSES - _RELEASES // 5)) / 60
            measure.report(
                f"10,000 releases on 2 processes (extrapolated from {_PROCESSES * number})", minutes, 30, "min"
            )
            measure.report("  peak memory of both", sum(run.peak for run in runs), 1024, "MiB")
        rate = seconds
        for root in roots:
            shutil.rmtree(root)


def _paragraphs(draw: random.Random, words: int) -> Iterator[str]:
    """Paragraphs of four sentences until there are so many words."""
    written = 0
    while written < words:
        paragraph = " ".join(_sentence(draw) for _ in range(4))
        written += len(paragraph.split())
        yield paragraph


def _sentence(draw: random.Random) -> str:
    return draw.choice(_SENTENCES).format(
        who=f"{_word(draw, 2)} {_word(draw, 3)}", where=draw.choice(_WHERE), body=draw.choice(_BODY),
        month=draw.choice(_MONTH), hedge=draw.choice(_HEDGE), year=draw.randint(2015, 2025), day=draw.randint(1, 28),
        n=f"{draw.randint(20, 90_000):,}", m=draw.randint(3, 990), d=draw.randint(1, 9),
    )  # fmt: skip


def _word(draw: random.Random, syllables: int) -> str:
    return "".join(draw.choices(_SYLLABLES, k=syllables)).capitalize()


def _txt(folder: Path, paragraphs: list[str]) -> Path:
    path = folder / "long.txt"
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path


def _docx(folder: Path, paragraphs: list[str]) -> Path:
    path, made = folder / "long.docx", docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(str(path))
    return path


def _pdf(folder: Path, paragraphs: list[str]) -> Path:
    path, made = folder / "long.pdf", FPDF()
    made.set_font("Times", size=11)
    made.add_page()
    for paragraph in paragraphs:
        plain = paragraph.replace("“", '"').replace("”", '"').replace("€", "EUR ")  # what the built-in fonts have
        made.multi_cell(0, 6, plain, new_x="LMARGIN", new_y="NEXT")
        made.ln(3)
    made.output(str(path))
    return path
