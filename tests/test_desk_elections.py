"""The desk's pages on elections: the report on each as on its own page, worked out beside the requests and kept."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

import made_protocols
from browsing import violations
from desk import copied, page, words
from kronika import Casebook
from kronika.base.errors import UsageError
from kronika.view import election_page
from kronika.view.desk import elections
from kronika.view.desk.later import Later
from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import asking, listening, wait

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from service import TestClient

NAME = "Made up 2020"
ODD = "Runoff 1/2 <b>"
STATIONS = [
    [region, str(at), str(500 + at), str(300 + at * 3 % 90), "20", str(290 + at * 3 % 90), "10", str(150 + at % 70),
     str(140 + at * 3 % 90 - at % 70)]
    for region in ("North", "South")
    for at in range(120)
]  # fmt: skip
IMPOSSIBLE = ["South", "900", "400", "450", "20", "440", "10", "300", "140"]
"""More ballots given than voters listed."""


@pytest.fixture(scope="module")
def book(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample casebook with two elections: one in a ZIP, one with semicolons and an odd name."""
    folder = tmp_path_factory.mktemp("elections")
    root = copied(sample, folder)
    mapping = folder / "made.toml"
    mapping.write_text(made_protocols.MAPPING, encoding="utf-8")
    table = made_protocols.write(folder / "made.csv", [*STATIONS, IMPOSSIBLE])
    packed = folder / "made.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(table, "made.csv")
    mine = Casebook.open(root)
    mine.add_election(packed, str(mapping), NAME)
    mine.add_election(made_protocols.write(folder / "odd.csv", separator=";"), str(mapping), ODD)
    mine.build()
    return root


@pytest.fixture(scope="module")
def client(book: Path) -> Iterator[TestClient]:
    with asking(book) as found:
        yield found


@pytest.fixture(scope="module")
def report(client: TestClient) -> str:
    """The report's page when it is there."""
    client.get(f"/elections/{quote(NAME)}/tables/integers.csv")  # which waits for it
    return page(client, f"/elections/{quote(NAME)}")


def sha256(book: Path, name: str) -> str:
    with Casebook.open(book).ledger() as ledger:
        return ledger.election(name).document


def test_a_casebook_without_elections_says_how_to_add_one(sample: Path) -> None:
    with asking(sample) as found:
        told = words(page(found, "/elections"))
    assert "kronika election add FILE --mapping NAME" in told


def test_the_list_has_each_election_with_its_stations_and_what_its_report_finds(
    client: TestClient, report: str
) -> None:
    assert report
    client.get(f"/elections/{quote(ODD, safe='')}/tables/left_out.csv")
    told = words(page(client, "/elections"))
    assert "The protocols of 2 elections" in told
    assert "241 stations" in told
    assert "3 contradictions in the protocols of 1 station." in told
    assert "stations; by chance" in told
    assert "(z )" not in told
    assert "fraud" not in told.lower()


def test_the_report_is_the_one_of_the_command_with_its_three_parts_apart(book: Path, report: str) -> None:
    from kronika.study.elections import report as study

    finding = study.run(Casebook.open(book).protocols(NAME))
    told = words(report)
    for sentence in (*finding.answer, *finding.caveats):
        assert " ".join(sentence.split()) in told
    heads = [words(each).partition(":")[0] for each in re.findall(r"<h2>.*?</h2>", report)]
    assert list(dict.fromkeys(heads)) == [each for each in election_page.PARTS if each in heads]
    assert {"What this rests on", "A, what cannot be", "B, by chance or not"} <= set(heads)
    assert "Votes in the 241 stations at hand" in told


def test_each_table_has_a_page_and_a_download_and_each_picture_a_file(client: TestClient, report: str) -> None:
    here = f"/elections/{quote(NAME)}"
    told = words(page(client, f"{here}/tables/contradictions"))
    assert "more ballots given out than voters listed" in told
    text = client.get(f"{here}/tables/contradictions.csv")
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(text.text.splitlines()) == 4
    assert f'href="{here}/pictures/' in report
    drawn = report.partition(f'href="{here}/pictures/')[2].partition('"')[0]
    picture = client.get(f"{here}/pictures/{drawn}")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in picture.headers["content-security-policy"]


def test_a_contradiction_leads_to_its_row_in_the_table_as_published(
    client: TestClient, book: Path, report: str
) -> None:
    cell = f"/documents/{sha256(book, NAME)}?at=row%20242"
    assert f'href="{cell}#cell"' in report
    told = words(page(client, cell))
    assert "row 242" in told
    assert "Voters listed 400 Ballots given 450" in told


@pytest.mark.parametrize("name", [NAME, ODD])
def test_a_cell_of_a_protocol_is_shown_in_a_zip_and_between_semicolons(
    client: TestClient, book: Path, name: str
) -> None:
    html = page(client, f"/documents/{sha256(book, name)}?at=row 3, column Rose")
    assert '<td class="at" id="cell"><mark><bdi>' in html
    assert f'href="/elections/{quote(name, safe="")}"' in html
    for wrong in ("row 9999", "row 3, column Tulip", "page 4", "row 1"):
        assert "has no place" in words(page(client, f"/documents/{sha256(book, name)}?at={wrong}", 404))


def test_a_name_with_a_stroke_and_marks_of_html_has_its_page(client: TestClient) -> None:
    here = f"/elections/{quote(ODD, safe='')}"
    assert client.get(f"{here}/tables/left_out.csv").status_code == 200
    html = page(client, here)
    assert "<b>" not in html
    assert "Votes in the 3 stations at hand" in words(html)


def test_what_is_not_there_is_a_page_that_says_what_is(client: TestClient) -> None:
    assert "no election called «nowhere»" in words(page(client, "/elections/nowhere", 404))
    assert "there are left_out" in words(page(client, f"/elections/{quote(NAME)}/tables/nothing", 404))
    assert "no picture of that table" in words(page(client, f"/elections/{quote(NAME)}/pictures/nothing.svg", 404))


def test_a_report_that_takes_long_says_that_it_is_being_worked_out(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def slow(*_: Any) -> Any:
        assert go.wait(30)
        raise UsageError("no station is left")

    monkeypatch.setattr(elections, "answered", Later(slow))
    monkeypatch.setattr(elections, "_PATIENCE", 0.05)
    with asking(book) as client:
        here = f"/elections/{quote(NAME)}"
        html = page(client, here, 202)
        assert f"The report on {NAME} is being worked out" in words(html)
        assert 'id="progress" data-running="1"' in html
        assert "Rose" in html  # the sums are there at once
        assert "2 of 2 reports are being worked out" in words(page(client, "/elections"))
        go.set()
        assert "no station is left" in words(page(client, f"{here}/tables/integers", 404))
        assert "cannot be made no station is left" in words(page(client, here, 422))
        assert "no station is left" in words(page(client, "/elections"))


def test_an_answer_is_worked_out_once_however_many_ask() -> None:
    made: list[str] = []

    def upper(_: object, name: str) -> str:
        made.append(name)
        return name.upper()

    later = Later(upper)
    held: Any = type("Held", (), {})()
    some = [threading.Thread(target=later, args=(held, "a")) for _ in range(8)]
    for each in some:
        each.start()
    for each in some:
        each.join()
    assert later(held, "a") == "A"
    assert made == ["a"]


@pytest.fixture
def desk(book: Path, browser: Browser) -> Iterator[Page]:
    """A page; whatever the console says is a failure."""
    with listening(make(book, Service())) as here:
        with httpx.Client(base_url=here, trust_env=False) as waiting:
            wait(waiting)
        context = browser.new_context(base_url=here)
        found = context.new_page()
        said: list[str] = []
        found.on("console", lambda message: said.append(message.text))
        found.on("pageerror", lambda error: said.append(str(error)))
        yield found
        context.close()
    assert not said


def test_the_pages_are_clean_to_axe_fit_a_telephone_and_load_themselves_when_the_report_is_there(desk: Page) -> None:
    here = f"/elections/{quote(NAME)}"
    desk.goto(here)
    desk.wait_for_selector("h1:has-text('This rests on')", timeout=60_000)
    desk.goto("/elections")
    desk.wait_for_selector("ol.parts >> nth=1", timeout=60_000)
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        for each in ("/elections", here, f"{here}/tables/integers"):
            desk.set_viewport_size({"width": 1280, "height": 900})
            desk.goto(each)
            assert not violations(desk)
            desk.set_viewport_size({"width": 390, "height": 800})
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), each
