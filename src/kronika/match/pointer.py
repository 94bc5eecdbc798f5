"""Which of the folders of an index answers. Apart from the matcher, since who only asks the ledger needs no numba."""

from __future__ import annotations

from pathlib import Path


def answering(folder: Path) -> str:
    """The name of the folder in an index that answers; empty where none has been built."""
    try:
        return (folder / "current").read_text(encoding="ascii").strip()
    except OSError:
        return ""
