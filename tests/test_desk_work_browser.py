"""The pages on which work is done, in Debian's Chromium: screening, review by keys, and all of them by axe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browsing import violations
from desk import copied
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import listening, wait

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME = "Аляксандр Лукашэнка"
PAGES = (
    "/screen",
    f"/screen?name={NAME}",
    "/review",
    "/coverage",
    "/coverage/matrix",
    "/changes",
    "/sources",
    "/sources/gb_uksl",
)


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    return copied(sample, tmp_path)


@pytest.fixture
def address(book: Path) -> Iterator[tuple[str, str]]:
    """A server of a casebook of its own, and where a browser gets a session."""
    app = make(book, Service())
    with listening(app) as found:
        with httpx.Client(base_url=found, trust_env=False) as asking:
            wait(asking)
        yield found, f"/enter?key={app.state.sessions.ticket()}"


@pytest.fixture
def desk(address: tuple[str, str], browser: Browser) -> Iterator[Page]:
    """A page with a session; whatever the console says is a failure."""
    here, enter = address
    context = browser.new_context(base_url=here)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    context.request.get(enter)
    yield page
    context.close()
    assert not said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clean_to_axe_and_fits_a_telephone(desk: Page, scheme: Any) -> None:
    desk.emulate_media(color_scheme=scheme)
    for address in PAGES:
        desk.set_viewport_size({"width": 1280, "height": 900})
        desk.goto(address)
        assert not violations(desk)
        desk.set_viewport_size({"width": 390, "height": 800})
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_file_is_screened_a_hit_dismissed_and_remembered(desk: Page) -> None:
    table = f"name,born,country\n{NAME},1954-08-30,Belarus\nJane Placeholder,,\n".encode()
    for more, heading in (
        ("", "1 of 2 rows could be somebody"),
        ("again", "Nobody of 2 rows is like anybody listed, but"),
    ):
        desk.goto("/screen")
        desk.set_input_files("#file", {"name": f"customers{more}.csv", "mimeType": "text/csv", "buffer": table})
        desk.click("text=Screen the file")
        desk.wait_for_selector(f"h1:has-text('{heading}')", timeout=60_000)
        if not more:
            assert not violations(desk)
            desk.click("summary:has-text('Dismiss')")
            desk.fill("input[name=why]:visible", "another man")
            desk.fill("input[name=who]:visible", "Reviewer")
            desk.click("button:has-text('Dismiss')")
        said = desk.inner_text(".hit.dismissed .said")
        assert re.fullmatch(r"Dismissed by Reviewer on \d{4}-\d\d-\d\d: another man", said)


def test_five_pairs_are_reviewed_by_keys_alone(desk: Page, book: Path) -> None:
    desk.goto("/review")
    desk.keyboard.press("d")  # nobody has said who judges: the field is there to be filled
    assert desk.evaluate("document.activeElement.id") == "who"
    desk.keyboard.type("Reviewer")
    desk.keyboard.press("Escape")
    seen = []
    for keys in (["s", "one company"], ["d", "two plants"], ["u"], ["d", "↑"], ["s", "one company"]):
        before = desk.url
        seen.append(before)
        desk.keyboard.press(keys[0])
        if len(keys) > 1:
            if keys[1] == "↑":
                desk.keyboard.press("ArrowUp")
            else:
                desk.keyboard.type(keys[1])
            desk.keyboard.press("Enter")
        desk.wait_for_url(lambda address, before=before: address != before)  # type: ignore[misc]
    desk.keyboard.press("ArrowLeft")
    desk.wait_for_url(seen[-1])
    assert "Reviewer" in desk.inner_text(".said")
    lines = [json.loads(line) for line in (book / "judgements.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["judgement"] for line in lines] == ["same", "different", "unsure", "different", "same"]
    assert [line["why"] for line in lines][3] in {"one company", "two plants"}
    assert {line["who"] for line in lines} == {"Reviewer"}


def test_without_scripts_a_pair_is_judged_by_buttons(address: tuple[str, str], browser: Browser, book: Path) -> None:
    here, enter = address
    plain = browser.new_context(java_script_enabled=False, base_url=here)
    plain.request.get(enter)
    page = plain.new_page()
    page.goto("/review")
    page.fill("#who", "Reviewer")
    page.fill("#why", "two men")
    page.click("button:has-text('Different')")
    assert json.loads((book / "judgements.jsonl").read_text(encoding="utf-8"))["judgement"] == "different"
    plain.close()


def test_letters_typed_into_a_field_are_no_commands(desk: Page, book: Path) -> None:
    desk.goto("/review")
    before = desk.url
    desk.fill("#who", "sdu")
    desk.focus("#why")
    desk.keyboard.type("usd")
    desk.focus("#find")
    desk.keyboard.type("sud")
    assert desk.url == before
    assert not (book / "judgements.jsonl").exists()
