"""Whatever is added and built: one clear line, exit status 2, the last good state still answers, the archive intact."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from documents import canada, crowd
from kronika.collect import tables
from kronika.view.cli import main

GOOD = canada(*crowd(40))
HEADER = "Last Updated,01/02/2025\n"
COLUMNS = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,"
    "NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n"
)


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


LAUGHS = '<!DOCTYPE data-set [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<data-set><record><Country>&b;'
BAD: dict[str, tuple[str, bytes, str]] = {
    "truncated XML": ("list.xml", GOOD[:-300].encode(), "not whole XML"),
    "truncated ZIP": ("list.zip", packed("list.xml", GOOD.encode())[:-40], "list.zip"),
    "wrong encoding": ("list.xml", GOOD.replace("SAMPLEVICH1<", "SAMPLEVIČ<").encode("cp1257"), "not whole XML"),
    "an HTML page": ("list.xml", b"<!DOCTYPE html><html><body>503</body></html>", "is an HTML page, not a list"),
    "an unknown element": ("list.xml", GOOD.replace("</data-set>", "<Notice/></data-set>").encode(), "<Notice>"),
    "an unknown column": ("list.csv", (HEADER + COLUMNS.replace("Position,", "Position,Rank,")).encode(), "'Rank'"),
    "a missing column": ("list.csv", (HEADER + COLUMNS.replace("Position,", "")).encode(), "'Position'"),
    "a tenth of the records": ("list.xml", canada(*crowd(4)).encode(), "holds 4 records where an honest copy holds"),
    "an empty file": ("list.xml", b"", "is empty"),
    "a list of nobody": ("list.csv", (HEADER + COLUMNS).encode(), "holds 0 records"),
    "billion laughs": ("list.xml", LAUGHS.encode(), "DOCTYPE"),
    "an external entity": (
        "list.xml",
        GOOD.replace("<data-set>", '<!DOCTYPE data-set SYSTEM "file:///etc/passwd">\n<data-set>').encode(),
        "DOCTYPE",
    ),
    "a zip bomb": ("list.zip", packed("list.xml", GOOD.encode() + b" " * 70_000_000), "list.zip"),
    "a cell of 10 MB": ("list.xml", GOOD.replace("Invented 1<", f"{'x' * 10_000_000}<").encode(), "list"),
}


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--casebook", str(root)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A casebook with one good copy, built."""
    root = tmp_path / "book"
    CliRunner().invoke(main, ["init", str(root)])
    with (root / "casebook.toml").open("a") as file:
        file.write("ca_sema = [20, 400]\ngb_ofsi = [1, 400]\n")
    (tmp_path / "2025-01-01_good.xml").write_text(GOOD)
    run(root, "add", str(tmp_path / "2025-01-01_good.xml"))
    assert run(root, "build").exit_code == 0
    return root


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_the_last_good_state_still_answers(
    root: Path, tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "UNPACKED_LIMIT", 1 << 20)
    name, content, words = BAD[case]
    (tmp_path / name).write_bytes(content)
    first = run(root, "add", "--published", "2025-02-01", str(tmp_path / name))
    result = first if first.exit_code else run(root, "build")
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.strip().splitlines()
    assert words in line
    assert len(line) < 300
    assert run(root, "show", "Invented 7 SAMPLEVICH7").exit_code == 0
    assert run(root, "verify").exit_code == 0
    assert run(root, "build").exit_code == 0, "what was refused once is not refused again with each build"
