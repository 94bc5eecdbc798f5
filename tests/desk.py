"""Pages of the desk as tests read them."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service import TestClient


def copied(sample: Path, folder: Path) -> Path:
    """The built sample in a folder of its own, to be written to."""
    ignored = shutil.ignore_patterns("serving", "screenings", "service.key")
    return Path(shutil.copytree(sample, folder / "book", ignore=ignored))


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text
    return str(answer.text)


def words(html: str) -> str:
    """What a reader of a page sees."""
    return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def fields(html: str, button: str) -> dict[str, str]:
    """The hidden fields of the form that has this button."""
    form = next(each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if f">{button}</button>" in each)
    tags = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in tags}
