"""The desk's pages on texts: claims in place, held to the record, reviewed by buttons and by keys, kept for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browsing import violations
from desk import copied, page, words
from kronika import Casebook
from kronika.texts import Refused, Text
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import asking, listening, wait, writing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from service import TestClient

RELEASE = """Minister announces further measures

In August 2020 the Minister said that more than 120 officials had been detained.
Lukashenka and the Agency of Plainfield knew.

The UK imposed sanctions on Alexander Lukashenko in September 2020.

We call on Lukashenka to release all 98 political prisoners by 1 May 2021.

In August 2020 the Minister said that more than 120 officials had been detained.

There are 1,500 political prisoners in Belarus. <script>alert(1)</script> & "quoted" {{ 7 * 7 }}
"""
WHO = "Reader"


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    """The sample casebook in a folder of its own, with one text."""
    folder = copied(sample, tmp_path)
    file = tmp_path / "release.txt"
    file.write_text(RELEASE, encoding="utf-8")
    (found,) = Casebook.open(folder).texts().read([file], {"date": "2021-05-04"}, who="Archivist")
    assert not isinstance(found, Refused)
    return folder


@pytest.fixture
def client(book: Path) -> Iterator[TestClient]:
    with writing(book) as found:
        yield found


def now(book: Path) -> Text:
    texts = Casebook.open(book).texts()
    return texts.text(texts.all()[0].sha256)


def address(book: Path) -> str:
    return f"/texts/{now(book).head.sha256}"


def key(book: Path, kind: str, at: int = 0) -> str:
    return [each for each in now(book).claims if each.claim.kind == kind][at].key


def state(book: Path, key: str) -> Any:
    return next(each for each in now(book).claims if each.key == key)


def test_the_list_of_texts_says_of_each_how_many_claims_it_has_and_how_many_are_reviewed(
    client: TestClient, book: Path
) -> None:
    told = words(page(client, "/texts"))
    count = len(now(book).claims)
    assert f"{count} claims in 1 text" in told
    assert f"0 of {count} reviewed" in told
    assert "2021-05-04 (given)" in told


def test_a_casebook_without_texts_says_how_to_add_one(sample: Path) -> None:
    with asking(sample) as found:
        told = words(page(found, "/texts"))
    assert "No text has been read yet" in told
    assert "kronika read FILE" in told


def test_a_text_stands_with_all_its_words_and_each_claim_beside_them(client: TestClient, book: Path) -> None:
    html = page(client, address(book))
    left = unescape(re.sub(r"<sup.*?</sup>|</?(span|bdi)[^>]*>", "", html, flags=re.DOTALL))
    for line in RELEASE.splitlines():
        assert " ".join(line.split()) in " ".join(left.split())
    assert len(re.findall(r'<article class="card', html)) == len(now(book).claims)
    assert "<script>alert" not in html


def test_a_verdict_has_the_records_cells_as_footnotes_that_open_the_document(client: TestClient, book: Path) -> None:
    html = page(client, address(book))
    cells = {unescape(each) for each in re.findall(r'class="fn" href="(/documents/[^"]+)"', html)}
    assert cells
    for each in cells:
        assert '<td class="at" id="cell">' in page(client, each.partition("#")[0])


def test_a_claim_is_accepted_and_the_next_open_one_is_at_hand(client: TestClient, book: Path) -> None:
    here, first = address(book), key(book, "figure")
    answer = client.post(f"{here}/claims", data={"claim": first, "verb": "accept", "who": WHO})
    assert answer.status_code == 303
    assert state(book, first).state == "accepted"
    after = answer.headers["location"]
    assert "claim=" in after
    assert f"claim={first}" not in after
    html = page(client, after.partition("#")[0])
    assert re.search(r"Accepted by Reader on \d{4}-\d\d-\d\d", words(html))
    assert f'value="{WHO}"' in html  # asked once, remembered


def test_a_claim_and_its_repeats_are_accepted_at_once(client: TestClient, book: Path) -> None:
    repeated = next(each for each in now(book).claims if each.claim.same_as is not None)
    first = next(each for each in now(book).claims if each.claim.start == repeated.claim.same_as)
    assert "and where the text says it again (1)" in words(page(client, f"{address(book)}?claim={first.key}"))
    told = {"claim": first.key, "verb": "accept", "repeats": "true", "who": WHO}
    assert client.post(f"{address(book)}/claims", data=told).status_code == 303
    assert state(book, repeated.key).accepted
    assert state(book, first.key).accepted


def test_a_rejection_needs_a_reason_and_a_name(client: TestClient, book: Path) -> None:
    here, mine = address(book), key(book, "figure")
    for told, missing in (({"who": WHO}, "needs a reason"), ({"why": "no claim"}, "needs a name")):
        answer = client.post(f"{here}/claims", data={"claim": mine, "verb": "reject", **told})
        assert answer.status_code == 400
        assert f"Not written: a review {'that rejects or corrects ' if 'reason' in missing else ''}{missing}" in words(
            answer.text
        )
    client.post(f"{here}/claims", data={"claim": mine, "verb": "reject", "who": WHO, "why": "no claim"})
    assert state(book, mine).state == "rejected"
    assert "Rejected by Reader" in words(page(client, here))


@pytest.mark.parametrize(
    ("what", "value", "told"),
    [
        ("kind:0", "event", lambda claim: claim.kind == "event"),
        ("speaker:0", "Jane Placeholder", lambda claim: claim.speaker.name == "Jane Placeholder"),
        ("quantity:0", "at most 90 officials", lambda claim: claim.quantities[0].high == 90),
        ("date:0", "2020-09", lambda claim: claim.dates[0].value == "2020-09"),
    ],
)
def test_a_correction_stands_over_what_the_machine_made_which_stays(
    client: TestClient, book: Path, what: str, value: str, told: Any
) -> None:
    mine = key(book, "attribution" if what == "date:0" else "figure")
    machine = state(book, mine).machine
    said = {"claim": mine, "verb": "correct", "what": what, "value": value, "who": WHO, "why": "the annex says so"}
    answer = client.post(f"{address(book)}/claims", data=said)
    assert answer.status_code == 303, words(answer.text)
    after = state(book, mine)
    assert after.state == "corrected"
    assert told(after.claim)
    assert after.machine == machine
    assert "What the machine had made of it" in words(page(client, address(book)))


def test_a_correction_that_cannot_be_is_refused_and_what_was_typed_stays(client: TestClient, book: Path) -> None:
    mine = key(book, "figure")
    for what, value, why in (
        ("quantity:0", "many", "holds 0 figures"),
        ("quantity:77", "90 officials", "has no figure number 78"),
        ("date:0", "next week", "write 2020-11-05"),
        ("kind:0", "lie", "is no kind of claim"),
        ("actor:0", "Nobody Of That Name", "nobody whom this casebook knows"),
        ("", "x", "say what of the claim"),
    ):
        said = {"claim": mine, "verb": "correct", "what": what, "value": value, "who": WHO, "why": "so"}
        answer = client.post(f"{address(book)}/claims", data=said)
        told = words(answer.text)
        assert answer.status_code == 400, told
        assert why in told or why.replace("figure number 78", "actor") in told
        assert f'value="{value}"' in answer.text
    assert state(book, mine).state == "not reviewed"


def test_a_form_of_a_name_is_accepted_in_all_its_places_at_once(client: TestClient, book: Path) -> None:
    html = words(page(client, address(book)))
    assert re.search(r"Lukashenka\s+Alexander Lukashenko.*?Accept for all 2 places", html)
    answer = client.post(f"{address(book)}/names", data={"form": "Lukashenka", "who": WHO})
    assert answer.status_code == 303
    found = now(book)
    prose = found.marked.prose.text
    mine = [each for each in found.marked.mentions if each.of(prose) == "Lukashenka"]
    assert len(mine) == 2
    assert {each.rule for each in mine} == {"alias"}
    assert "Accepted: Reader" in words(page(client, address(book)))


def test_a_name_in_no_table_is_listed_and_can_be_linked_to_somebody_the_casebook_knows(
    client: TestClient, book: Path
) -> None:
    html = words(page(client, address(book)))
    assert re.search(r"Agency of Plainfield\s+in no table", html)
    told = {"form": "Agency of Plainfield", "to": "Nobody Of That Name", "who": WHO}
    answer = client.post(f"{address(book)}/names", data=told)
    assert answer.status_code == 400
    assert "search for the name, give its id" in words(answer.text)
    answer = client.post(f"{address(book)}/names", data={**told, "to": "Alexander Lukashenko"})
    assert answer.status_code == 303
    found = now(book)
    mine = [each for each in found.marked.mentions if each.of(found.marked.prose.text) == "Agency of Plainfield"]
    assert {each.name for each in mine} == {"Alexander Lukashenko"}


def test_the_documents_date_is_said_with_its_evidence_and_the_text_is_read_again_by_it(
    client: TestClient, book: Path
) -> None:
    told = {"field": "date", "value": "2021-06", "why": "the page's footer", "who": WHO}
    assert client.post(f"{address(book)}/document", data=told).status_code == 303
    assert now(book).marked.prose.dating.value == "2021-06"
    html = words(page(client, address(book)))
    assert re.search(r"Said by Reader on \d{4}-\d\d-\d\d: the page's footer", html)
    answer = client.post(f"{address(book)}/document", data={**told, "value": "the other day"})
    assert answer.status_code == 400
    assert "Not written" in words(answer.text)
    assert client.post(f"{address(book)}/document", data={**told, "field": "sha256"}).status_code == 422


def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, book: Path) -> None:
    assert "no text with this hash" in words(page(client, f"/texts/{'0' * 64}", 404))
    assert "no such claim" in words(page(client, f"{address(book)}?claim=0123", 404))
    told = {"claim": "0123", "verb": "accept", "who": WHO}
    assert client.post(f"{address(book)}/claims", data=told).status_code == 404
    told["verb"] = "delete"
    assert client.post(f"{address(book)}/claims", data=told).status_code == 422


def test_who_may_only_read_gets_no_form_and_is_refused(book: Path) -> None:
    here, mine = address(book), key(book, "figure")
    with asking(book) as reader:
        html = page(reader, here)
        assert "<form method=" not in html
        assert "Reading is free" in words(html)
        for path, told in (
            ("claims", {"claim": mine, "verb": "accept", "who": WHO}),
            ("names", {"form": "Lukashenka", "who": WHO}),
            ("document", {"field": "date", "value": "2021", "who": WHO}),
        ):
            assert reader.post(f"{here}/{path}", data=told).status_code == 401
    assert state(book, mine).state == "not reviewed"


def test_a_form_of_another_site_is_refused(client: TestClient, book: Path) -> None:
    del client.headers["x-csrf-token"]
    told = {"claim": key(book, "figure"), "verb": "accept", "who": WHO}
    assert client.post(f"{address(book)}/claims", data=told).status_code == 403


def test_the_page_on_the_original_leads_to_its_claims(client: TestClient, book: Path) -> None:
    sha256 = now(book).head.sha256
    assert f'href="/texts/{sha256}"' in page(client, f"/documents/{sha256}")
    assert "has no place" in words(page(client, f"/documents/{sha256}?at=line 3", 404))


@pytest.fixture
def desk(book: Path, browser: Browser) -> Iterator[Page]:
    """A page with a session; whatever the console says is a failure."""
    app = make(book, Service())
    with listening(app) as here:
        with httpx.Client(base_url=here, trust_env=False) as waiting:
            wait(waiting)
        context = browser.new_context(base_url=here)
        found = context.new_page()
        said: list[str] = []
        found.on("console", lambda message: said.append(message.text))
        found.on("pageerror", lambda error: said.append(str(error)))
        context.request.get(f"/enter?key={app.state.sessions.ticket()}")
        yield found
        context.close()
    assert not said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_clean_to_axe_and_fit_a_telephone(desk: Page, book: Path, scheme: Any) -> None:
    desk.emulate_media(color_scheme=scheme)
    for each in ("/texts", address(book)):
        desk.set_viewport_size({"width": 1280, "height": 900})
        desk.goto(each)
        assert not violations(desk)
        desk.set_viewport_size({"width": 390, "height": 800})
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), each


def test_claims_are_accepted_corrected_and_rejected_by_keys_alone(desk: Page, book: Path) -> None:
    keys = [each.key for each in now(book).claims if each.claim.same_as is None]
    desk.goto(address(book))
    desk.keyboard.press("a")  # nobody has said who judges
    assert desk.evaluate("document.activeElement.id") == "who"
    desk.keyboard.type(WHO)
    desk.keyboard.press("Escape")
    with desk.expect_navigation():
        desk.keyboard.press("a")
    assert state(book, keys[0]).state == "accepted"
    second = desk.input_value("#judge input[name=claim]")
    desk.keyboard.press("r")
    desk.keyboard.type("no claim")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert state(book, second).state == "rejected"
    third = desk.input_value("#judge input[name=claim]")
    with desk.expect_navigation():
        desk.keyboard.press("n")
    assert desk.input_value("#judge input[name=claim]") != third
    fourth = desk.input_value("#judge input[name=claim]")
    desk.keyboard.press("c")
    assert desk.evaluate("document.activeElement.id") == "what"
    desk.keyboard.press("Tab")
    desk.keyboard.type("condemnation")
    desk.keyboard.press("Enter")
    desk.keyboard.type("it condemns")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert state(book, fourth).claim.kind == "condemnation"
    assert not violations(desk)


def test_enter_in_a_field_accepts_nothing_by_accident(desk: Page, book: Path) -> None:
    desk.goto(address(book))
    desk.fill("#who", WHO)
    desk.press("#who", "Enter")
    desk.press("#why", "Enter")
    assert all(each.state == "not reviewed" for each in now(book).claims)


def test_unticked_kinds_and_verdicts_are_hidden_without_a_script(desk: Page, book: Path) -> None:
    desk.goto(address(book))
    before = desk.locator(".card:visible").count()
    figures = desk.locator(".card.k-figure:visible").count()
    assert 0 < figures < before
    desk.uncheck("#f-figure")
    assert desk.locator(".card.k-figure:visible").count() == 0
    assert desk.locator(".card:visible").count() == before - figures
    desk.uncheck("#f-no-check")
    assert desk.locator(".card.v-no-check:visible").count() == 0
    assert "more than 120 officials" in desk.inner_text("#text")
