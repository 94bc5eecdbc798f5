"""The documents are held to the code: their commands are run, their example is read, their tables are compared."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kronika import Casebook
from kronika.collect import sources

if TYPE_CHECKING:
    from kronika.base.model import Form

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def fenced(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def matches(expected: str, printed: str) -> bool:
    """Whether the text printed is the one expected, where `…` stands for anything, alone on a line for any lines."""
    lines = (".*" if line.strip() == "…" else _line(line) for line in expected.strip().splitlines())
    return (
        re.fullmatch("\n".join(lines), "\n".join(x.rstrip() for x in printed.strip().splitlines()), re.DOTALL)
        is not None
    )


def _line(line: str) -> str:
    return "[^\n]*".join(re.escape(piece) for piece in line.rstrip().split("…"))


def commands(path: Path) -> list[tuple[str, str]]:
    found = []
    for block in fenced(path, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_the_commands_of_the_readme_print_what_it_says(tmp_path: Path) -> None:
    shown = commands(ROOT / "README.md")
    assert len(shown) >= 3
    for command, output in shown:
        words = shlex.split(command)
        assert words[0] in {"./do", "kronika"}, command
        if words[:2] == ["./do", "check"]:
            continue  # this is it
        done = subprocess.run(
            [sys.executable, "-m", "kronika.view.cli", *words[1:]],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={"COLUMNS": "100", "PATH": ""},
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert matches(output, done.stdout), f"$ {command}\n{done.stdout}"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The worked example as a source and a list beside it."""
    (listing,) = fenced(DOCS / "add-a-source.md", "csv")
    (reader,) = fenced(DOCS / "add-a-source.md", "python")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "xx_blocked.py").write_text(reader, encoding="utf-8")
    (tmp_path / "blocked.csv").write_text(listing, encoding="utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path / "sources")])
    sources.names.cache_clear()
    monkeypatch.setattr("kronika.build.version", lambda source: f"example {source}")
    return tmp_path


def test_the_worked_example_of_a_source_reads_its_list(example: Path) -> None:
    book = Casebook.init(example / "book")
    book.add([example / "blocked.csv"])
    assert not book.build().refused
    with book.ledger() as ledger:
        facts = {(row["prop"], row["value"]) for row in ledger.rows("SELECT prop, value FROM facts")}
        refused = {row["printed"] for row in ledger.rows("SELECT printed FROM refusals")}
        copies = ledger.rows("SELECT source, published, records, read FROM copies")
    sources.names.cache_clear()
    assert {("birthDate", "1961~"), ("nationality", "by"), ("listingDate", "2025-02-01")} <= facts
    assert refused == {"13.13.1970", "Atlantis"}
    assert copies == [{"source": "xx_blocked", "published": "2025-02-03", "records": 2, "read": 2}]


def sources_table() -> str:
    """The generated part of docs/sources.md."""
    lines = []
    for name in sources.names():
        source = sources.load(name).SOURCE
        lines += [f"## {name}: {source.title}", ""]
        decision = f"; jurisdiction `{source.country}`; a listing is a decision of: {source.authority}"
        lines += [f"Publisher: {source.publisher}{decision if source.authority else ''}."]
        spoken = f" Languages: {', '.join(source.languages)}." if source.languages else ""
        lines += [f"Licence of the data: {source.licence}.{spoken}"]
        lines += [f"An honest copy holds {source.records[0]:,} to {source.records[1]:,} records."]
        lines += ["Forms: " + ", ".join(dict.fromkeys(_form(form) for form in source.forms)) + "."]
        if source.measures:
            lines += [f"Being on the list means: {', '.join(source.measures)}."]
        for part, address in source.addresses.items():
            lines += [f"Fetched from <{address}> ({part})."]
        reasons: dict[str, list[str]] = {}
        for field, why in source.aside.items():
            reasons.setdefault(why, []).append(f"`{field}`")
        lines += ["", "Left aside:", ""] if reasons else []
        lines += [f"- {', '.join(fields)}: {why}" for why, fields in reasons.items()]
        lines += [""]
    return "\n".join(lines)


def _form(form: Form) -> str:
    count = f", {form.records[0]:,} to {form.records[1]:,} records" if form.records else ""
    return f"{form.kind.upper()} ({form.part}{count})"


MARK = "<!-- from here on generated from the readers: ./do fmt writes it -->"


def test_the_page_of_sources_is_that_of_the_readers() -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    assert page.partition(MARK)[2].strip() == sources_table().strip(), "run ./do fmt"


def write() -> None:
    """Write the generated part of docs/sources.md anew."""
    path = DOCS / "sources.md"
    head = path.read_text(encoding="utf-8").partition(MARK)[0]
    path.write_text(f"{head}{MARK}\n\n{sources_table().strip()}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
