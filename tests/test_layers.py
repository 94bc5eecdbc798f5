"""The architecture, as a table and a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "kronika"

MAY_IMPORT = {
    "base": set(),
    "collect": {"base"},
    "ledger": {"base"},
    "match": {"base", "collect", "ledger"},
    "study": {"base", "collect", "ledger", "match"},
    "build": {"base", "collect", "ledger"},
    "texts": {"base", "collect", "ledger", "match", "study"},
    "casebook": {"base", "collect", "ledger", "match", "study", "build", "texts"},
    "sample": set(),
    "view": {"base", "collect", "ledger", "match", "study", "build", "texts", "casebook", "sample"},
    "__init__": {"base", "match", "casebook"},
}
ONLY_IN = {
    "httpx": {"collect/fetch.py", "collect/proposer.py"},
    "duckdb": {"ledger"},
    "pyarrow": {"ledger", "match", "collect/protocols"},
    "pydantic": {"view"},
    "numpy": {"match", "study", "collect/protocols"},
    "scipy": set(),  # the oracle of the tests of study/stats.py; its import takes longer than a study
    "numba": {"match", "study/elections/chances.py"},
    "anyascii": {"match/words/romanise.py"},
    "babel": {"base"},
    "lxml": {"collect"},
    "pypdfium2": {"collect/texts"},
    "markdown_it": {"collect/texts"},
    "followthemoney": set(),  # the peer of the tests; its names are in base/vocabulary.json
    "click": {"view"},
    "rich": {"view"},
    "vl_convert": {"view"},
    "jinja2": {"view"},
    "fastapi": {"view"},
    "starlette": {"view"},
    "uvicorn": {"view"},
    "sqlite3": {"ledger"},
    "xlsxwriter": {"view"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_the_rooms_below_it(path: Path) -> None:
    mine = room(path)
    for name in imports(path):
        parts = name.split(".")
        if (
            parts[0] == "kronika"
            and len(parts) > 1
            and (PACKAGE / parts[1]).exists() | (PACKAGE / f"{parts[1]}.py").exists()
        ):
            assert parts[1] == mine or parts[1] in MAY_IMPORT[mine], f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_used_only_where_the_table_says(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or any(inside == place or inside.startswith(f"{place}/") for place in allowed), (
            f"{path} imports {name}"
        )


@pytest.mark.parametrize("path", sorted((PACKAGE / "collect" / "sources").glob("*.py")), ids=lambda path: path.stem)
def test_a_source_imports_no_other_source(path: Path) -> None:
    if path.stem != "__init__":
        assert not [name for name in imports(path) if name.startswith("kronika.collect.sources")]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_stays_within_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
