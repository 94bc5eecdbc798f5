"""The desk's pages for reading: overview, search, identity, document, as the sample casebook has them."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kronika import Casebook
from service import asking

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PAGE = {"accept": "text/html"}
NAME = "Lukashenko"
HOSTILE = "<script>alert(1)</script>\"' onmouseover=x {{7*7}} \u202etxt"
_MOST = 200_000


class Handlers(HTMLParser):
    """Finds attributes that run something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or "javascript:" in str(value)]


def found(client: TestClient, **asked: str) -> str:
    answer = client.get("/search", params=asked, headers=PAGE)
    assert answer.status_code == 200
    return str(answer.text)


def ids(page: str) -> list[str]:
    return re.findall(r'class="who" href="/identities/([^"]+)"', page)


def every(client: TestClient, **asked: str) -> set[str]:
    """The ids on all pages of a search."""
    known: set[str] = set()
    for number in range(1, 100):
        some = ids(found(client, page=str(number), **asked))
        if not some:
            break
        known.update(some)
    return known


@pytest.fixture
def lukashenko(client: TestClient) -> str:
    """The id of the identity that all lists of the sample name."""
    return ids(found(client, q="Aleksandr Lukashenko"))[0]


def test_the_overview_says_what_is_found_how_old_the_sources_are_and_what_awaits_review(client: TestClient) -> None:
    answer = client.get("/", headers=PAGE)
    assert answer.status_code == 200
    said = re.sub(r"<[^>]+>", "", answer.text)
    assert re.search(r"\d+ people, companies and ships are or were listed by one of", said)
    assert re.search(r"To review: \d+ pairs?|Nothing awaits review", said)
    assert "OFAC" in said or "Office of Foreign Assets Control" in said
    assert "days old" in said
    assert "<svg" in answer.text


def test_the_overview_of_a_casebook_without_a_regime_counts_everybody(sample: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(sample, book, ignore=shutil.ignore_patterns("serving", "service.key"))
    text = (book / "casebook.toml").read_text(encoding="utf-8")
    (book / "casebook.toml").write_text(re.sub(r"(?s)\[regime\].*(?=# The sample)", "", text), encoding="utf-8")
    with asking(book) as client:
        said = client.get("/", headers=PAGE).text
    assert "names no regime of its own" in said
    assert re.search(r"\d+ people, companies and ships are listed by \d+ states", said)


@pytest.mark.parametrize("typed", ["Lukashenko", "Лукашенко", "ЛУКАШЭНКА Аляксандр", "lukash"])
def test_a_name_is_found_in_the_spellings_that_lists_print_and_while_it_is_typed(
    client: TestClient, lukashenko: str, typed: str
) -> None:
    assert lukashenko in ids(found(client, q=typed, part="rows"))
    assert lukashenko in ids(found(client, q=typed))


def test_a_part_of_the_search_is_its_rows_alone(client: TestClient) -> None:
    rows, few = found(client, q=NAME, part="rows"), found(client, q=NAME, part="suggest")
    assert "<html" not in rows + few
    assert "/identities/" in rows
    assert "/identities/" in few


def test_a_row_of_the_search_says_in_words_what_its_signs_mean(client: TestClient) -> None:
    rows = found(client, q=NAME, part="rows")
    assert '<span class="hidden"> listed</span>' in rows
    assert "Unknown is not no" in rows


def test_the_search_is_filtered_by_state_type_programme_and_day(client: TestClient) -> None:
    everyone = every(client)
    by_canada = every(client, state="ca")
    assert set() < by_canada < everyone
    assert set() < every(client, programme="BLR") < everyone
    assert every(client, programme="no such programme") == set()
    assert every(client, type="Vessel").isdisjoint(every(client, type="Person"))
    assert set() < every(client, since="2021-01-01") < everyone
    assert every(client, state="ca", since="2999-01-01") == set()
    assert every(client, q=NAME, state="ca") < by_canada


def test_nothing_found_says_what_was_searched_and_what_to_try(client: TestClient) -> None:
    said = found(client, q="Nobody Of This Name", state="ca")
    assert "Nobody is found" in said
    assert "/screen?name=Nobody" in said
    assert "Search without the filters" in said


@pytest.mark.parametrize("since", ["yesterday", "2021-13-40", "0"])
def test_a_day_that_is_none_is_said(client: TestClient, since: str) -> None:
    assert 'role="alert"' in found(client, since=since)


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "x"}, {"q": "x" * 201}])
def test_what_the_search_cannot_be_asked_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/search", params=asked, headers=PAGE).status_code == 422


def test_an_identity_shows_names_by_script_listings_by_state_and_what_lists_disagree_about(
    client: TestClient, lukashenko: str
) -> None:
    page = client.get(f"/identities/{lukashenko}", headers=PAGE).text
    said = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "Latin script" in said
    assert "Belarusian" in said or "Cyrillic script" in said
    assert re.search(r"\d+ listings by \d+ states", said)
    assert "Birth date" in said
    assert "1954-08-3" in said
    assert "records are taken for one" in said
    assert re.search(r'lang="(be|ru)"', page)


def test_a_subject_leads_to_its_identity(client: TestClient, lukashenko: str) -> None:
    page = client.get(f"/identities/{lukashenko}", headers=PAGE).text
    subjects = re.findall(r"<code><bdi>([^<]+)</bdi></code>", page)
    assert len(subjects) > 1
    for subject in subjects:
        answer = client.get(f"/identities/{quote(html.unescape(subject))}", headers=PAGE)
        assert (answer.status_code, answer.headers["location"]) == (308, f"/identities/{lukashenko}")


def test_every_footnote_opens_its_cell_highlighted_with_what_it_quotes(client: TestClient, lukashenko: str) -> None:
    page = client.get(f"/identities/{lukashenko}", headers=PAGE).text
    notes = {
        html.unescape(url): html.unescape(says)
        for url, says in re.findall(r'class="fn" href="([^"]+)" title="([^"]+)"', page)
    }
    assert len(notes) > 20
    for url, says in notes.items():
        answer = client.get(url, headers=PAGE)
        assert answer.status_code == 200, says
        cell = re.search(r'id="cell"><mark><bdi>(.*?)</bdi></mark>', answer.text, re.DOTALL)
        assert cell, says
        # A value may be a part of its cell, or be made of several cells: its first word stands in the first of them.
        quoted = re.search("printed «(.+)»", says, re.DOTALL)
        assert quoted
        assert quoted[1].removesuffix(" …").split()[0] in html.unescape(re.sub(r"<[^>]+>", "", answer.text)), says


def test_the_numbers_of_marks_are_those_of_the_notes(client: TestClient, lukashenko: str) -> None:
    page = client.get(f"/identities/{lukashenko}", headers=PAGE).text
    marks = set(re.findall(r'class="fn"[^>]*>(\d+)<', page))
    assert marks == set(re.findall(r'<li id="n(\d+)"', page))


def test_every_listed_identity_of_the_sample_has_a_page_of_less_than_200_kilobytes(client: TestClient) -> None:
    for each in every(client):
        answer = client.get(f"/identities/{each}", headers=PAGE)
        assert answer.status_code == 200
        assert len(answer.content) < _MOST


@pytest.mark.parametrize("id_", ["nobody", "..%2f..%2fetc%2fpasswd", "%3Cscript%3E", "{{7*7}}", "a' OR 1=1--", "%00"])
def test_an_identity_that_is_none_is_not_found(client: TestClient, id_: str) -> None:
    answer = client.get(f"/identities/{id_}", headers=PAGE)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert client.get(f"/identities/{id_}/timeline.svg").status_code == 404


def test_the_timeline_is_a_picture_whose_policy_allows_its_own_style_only(client: TestClient, lukashenko: str) -> None:
    for narrow in ("", "?narrow=1"):
        answer = client.get(f"/identities/{lukashenko}/timeline.svg{narrow}")
        assert answer.headers["content-type"] == "image/svg+xml"
        style = re.search("<style>(.*?)</style>", answer.text, re.DOTALL)
        assert style
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]
        assert "style=" not in answer.text


def test_a_document_says_where_it_comes_from_and_a_place_that_it_lacks_is_not_found(
    sample: Path, client: TestClient
) -> None:
    for document in Casebook.open(sample).archive.documents():
        page = client.get(f"/documents/{document.sha256}", headers=PAGE)
        assert page.status_code == 200
        assert document.sha256 in page.text
        assert f"/api/v1/documents/{document.sha256}" in page.text
        lacks = client.get(
            f"/documents/{document.sha256}", params={"at": f"row 999999, column {HOSTILE}"}, headers=PAGE
        )
        assert lacks.status_code == 404
        assert "has no place" in lacks.text
        assert "<script>alert" not in lacks.text


@pytest.mark.parametrize("sha256", ["0" * 64, "x", "%2e%2e%2fcasebook.toml"])
def test_a_document_that_the_archive_lacks_is_not_found(client: TestClient, sha256: str) -> None:
    assert client.get(f"/documents/{sha256}", headers=PAGE).status_code == 404


def test_no_page_has_a_style_or_a_script_of_its_own(client: TestClient, lukashenko: str) -> None:
    for address in ("/", "/search?q=a", f"/identities/{lukashenko}"):
        answer = client.get(address, headers=PAGE)
        assert len(answer.content) < _MOST
        assert not re.search(r"\sstyle=|<style", answer.text)
        assert not Handlers.of(answer.text)
        assert not re.search(r"<script(?! src=)", answer.text)
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_static_files_are_kept_by_their_hash_and_nothing_else_is_served(client: TestClient) -> None:
    page = client.get("/", headers=PAGE).text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert "--paper" in client.get("/static/desk.css").text
    for other in ("layout.html", "..%2fpages.py", "pages.py", "%2e%2e%2f%2e%2e%2fcli.py"):
        assert client.get(f"/static/{other}").status_code == 404


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Who asks about a list whose texts are an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    said = {"name": [f"Ivan Petrov {HOSTILE}"], "notes": ["=cmd|' /C calc'!A0", HOSTILE], "topics": ["sanction"]}
    person = {
        "id": "x-1",
        "schema": "Person",
        "datasets": ["x"],
        "properties": said,
        "target": True,
        "caption": HOSTILE,
    }
    (folder / "entities.ftm.json").write_text(json.dumps(person) + "\n", encoding="utf-8")
    book = Casebook.init(folder / "book")
    added = book.add([folder / "entities.ftm.json"], source="ftm")
    assert not added[0].reason
    book.build()
    with asking(folder / "book") as client:
        yield client


def test_a_hostile_text_is_shown_and_does_nothing(hostile: TestClient) -> None:
    rows = found(hostile, q="Ivan Petrov")
    identity = ids(rows)[0]
    pages = [rows, hostile.get(f"/identities/{identity}", headers=PAGE).text, hostile.get("/", headers=PAGE).text]
    note = html.unescape(re.findall(r'class="fn" href="([^"]+)"', pages[1])[0])
    pages.append(hostile.get(note, headers=PAGE).text)
    assert "&lt;script&gt;alert(1)" in "".join(pages)
    assert "{{7*7}}" in pages[1]
    for page in (*pages, found(hostile, q=HOSTILE), found(hostile, programme=HOSTILE, part="rows")):
        assert "<script>alert" not in page
        assert not Handlers.of(page)
