"""The finding of coverage on the embedded casebook, made once for all tests of its pictures and pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kronika import Casebook

if TYPE_CHECKING:
    from kronika.study.finding import Finding


@lru_cache(maxsize=1)
def coverage() -> Finding:
    with TemporaryDirectory() as folder:
        book = Casebook.demo(Path(folder) / "book")
        book.build()
        return book.coverage()
