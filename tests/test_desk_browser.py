"""The desk's pages for reading in Debian's Chromium: from a search to a cell, by keys and by hovering, and by axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browsing import violations
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import listening, wait

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TYPED = "лукашэнк"


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    with listening(make(sample, Service())) as found:
        with httpx.Client(base_url=found, trust_env=False) as asking:
            wait(asking)
            asking.get("/", timeout=60)
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page; whatever the console says is a failure."""
    context = browser.new_context(base_url=address)
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    context.close()
    assert not said


def identity(page: Page) -> None:
    """Type a name and follow the first that is found."""
    page.goto("/search")
    page.locator("#q").press_sequentially(TYPED)
    page.locator("#results h2", has_text="found").wait_for()
    page.locator("#results a.who", has_text="Lukashen").first.click()
    page.locator("h1.name").wait_for()


def test_from_a_search_to_an_identity_to_the_cell_of_its_birth_date(page: Page) -> None:
    identity(page)
    mark = page.locator("dl.facts dt", has_text="Birth date").locator("xpath=following-sibling::dd[1]").locator("a.fn")
    mark.first.hover()
    tip = page.locator("#tip")
    assert tip.is_visible()
    assert "printed «" in tip.inner_text()
    printed = tip.inner_text().split("printed «")[1].removesuffix("»")
    mark.first.click()
    cell = page.locator("#cell")
    cell.wait_for()
    assert printed in cell.inner_text()
    assert cell.evaluate(
        "node => { const at = node.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight }"
    )


def test_a_footnote_is_shown_to_who_comes_by_keys_and_goes_with_escape(page: Page) -> None:
    identity(page)
    page.locator("a.fn").first.focus()
    assert page.locator("#tip").is_visible()
    assert page.locator("a.fn").first.get_attribute("aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_the_box_of_every_page_offers_names_that_are_reached_by_keys(page: Page) -> None:
    page.goto("/")
    page.locator("#find").press_sequentially("lukash")
    page.locator(".suggested a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("h1.name").wait_for()
    assert "/identities/" in page.url


def test_what_was_typed_stays_in_the_address_and_the_page_is_the_same_when_loaded_again(page: Page) -> None:
    page.goto("/search")
    page.locator("#q").press_sequentially(TYPED)
    page.locator("#results h2", has_text="found").wait_for()
    page.wait_for_url("**/search?q=*")
    before = page.locator("#results a.who").all_inner_texts()
    page.reload()
    assert page.locator("#results a.who").all_inner_texts() == before


def test_reading_needs_no_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("#find").fill("Lukashenko")
    page.locator(".find button").click()
    page.locator("a.who", has_text="Lukashen").first.click()
    assert "printed «" in str(page.locator("a.fn").first.get_attribute("title"))
    page.locator("a.fn").first.click()
    assert page.locator("#cell mark").first.is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    seen = {}
    for each in ("/", "/search?q=lukash", "/search?q=nobody+at+all"):
        page.goto(each)
        seen[each] = violations(page)
    identity(page)
    seen["identity"] = violations(page)
    page.locator("a.fn").first.click()
    page.locator("#cell").wait_for()
    seen["document"] = violations(page)
    context.close()
    assert not {where: some for where, some in seen.items() if some}


def test_no_page_is_wider_than_a_telephone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    page = context.new_page()
    identity(page)
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.goto(str(page.locator("a.fn").first.get_attribute("href")))
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    for each in ("/", "/search?q=lukash"):
        page.goto(each)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    context.close()
    assert set(widths) == {390}
