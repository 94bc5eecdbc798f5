"""Customers' files for tests: written, read, refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kronika.base.errors import UsageError
from kronika.match.customers import rows


def put(file: Path, content: str | bytes) -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(file: Path, **options: Any) -> list[dict[str, Any]]:
    """The rows of the file, each without what is null."""
    found = [row for batch in rows.batches(file, **options) for row in batch.to_pylist()]
    return [{key: value for key, value in row.items() if value is not None} for row in found]


def refused(file: Path, **options: Any) -> str:
    with pytest.raises(UsageError) as caught:
        read(file, **options)
    text = str(caught.value)
    assert "\n" not in text
    assert text.isprintable()
    return text
