"""Pages as Debian's Chromium shows them, and what axe (WCAG 2.2 A and AA, best practice) finds wrong with them."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PROBE = """<script>axe.run().then((found) => {
  const result = document.createElement("pre");
  result.id = "axe-result";
  result.textContent = JSON.stringify(found.violations.map((each) => [each.id, each.nodes.map((node) => node.html)]));
  document.body.append(result);
});</script>"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the test is skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"the browser is not at {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


def violations(page: Page) -> list[str]:
    """What axe finds in a page that is open, put in as a debugger would: the page's own policy lets no script in."""
    page.evaluate(resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    told: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", _TAGS)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in told["violations"]]


def violations_of_file(text: str, folder: Path, scheme: str) -> list[Any]:
    """What axe finds in a page that stands alone, light or dark, with everything unfolded; skips without a browser."""
    browser, checker = shutil.which("chromium") or shutil.which("chromium-browser"), _axe()
    if not browser or not checker:
        pytest.skip("needs Chromium and axe-core (KRONIKA_AXE names axe.min.js)")
    opened = text.replace("<details>", "<details open>")
    probed = opened.replace("</body>", f"<script>{checker.read_text(encoding='utf-8')}</script>{_PROBE}</body>")
    (folder / "probed.html").write_text(probed, encoding="utf-8")
    colours = f"--blink-settings=preferredColorScheme={int(scheme == 'light')}"
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", colours)
    done = subprocess.run(
        [browser, *flags, "--virtual-time-budget=60000", "--dump-dom", f"file://{folder}/probed.html"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    (result,) = re.findall(r'<pre id="axe-result">(.*?)</pre>', done.stdout, re.DOTALL)
    return list(json.loads(html.unescape(result)))


def _axe() -> Path | None:
    """The checker: where KRONIKA_AXE says, or as the package axe-core-python brings it."""
    if named := os.environ.get("KRONIKA_AXE"):
        return Path(named)
    found = find_spec("axe_core_python")
    return Path(found.origin).with_name("axe.min.js") if found and found.origin else None
