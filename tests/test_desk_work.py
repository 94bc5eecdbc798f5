"""The pages on which work is done: screening, review, coverage, changes, sources."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import threading
import time
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import kronika
from kronika import Casebook
from kronika.base.errors import UsageError
from kronika.view.desk import letters, tables
from kronika.view.desk.kept import Kept
from kronika.view.questions import Stated
from service import PATIENCE, TestClient, writing

if TYPE_CHECKING:
    from kronika.match.judgements import Judgements

NAME = "Аляксандр Лукашэнка"
HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}"


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample, tmp_path / "book", ignore=shutil.ignore_patterns("serving", "screenings", "service.key"))
    return tmp_path / "book"


@pytest.fixture
def writer(book: Path) -> Iterator[TestClient]:
    """Someone with a session, and a casebook of their own."""
    with writing(book) as found:
        yield found


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text
    return answer.text


def words(html: str) -> str:
    """What a reader of a page sees."""
    return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def fields(html: str, button: str) -> dict[str, str]:
    """The hidden fields of the form that has this button."""
    form = next(each for each in re.findall(r"<form.*?</form>", html, re.DOTALL) if f">{button}</button>" in each)
    tags = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in tags}


def judgements(book: Path) -> Judgements:
    return Casebook.open(book).judgements()


# Screening one name.


def test_a_name_is_found_in_any_script_with_reasons_before_the_score(client: TestClient) -> None:
    shown = words(page(client, f"/screen?name={NAME}&country=by"))
    assert f"{NAME} could be 1 of" in shown
    assert shown.index("surname") < shown.index("Score")
    assert "Lukashenk" in shown


def test_who_is_not_listed_is_told_what_was_searched_and_what_to_try(client: TestClient) -> None:
    shown = words(page(client, "/screen?name=Quirinius Zzyzx Placeholder"))
    assert "Nobody listed is like" in shown
    assert "Try the name in the script of its own country" in shown


def test_a_near_miss_is_shown_below_the_line(client: TestClient) -> None:
    shown = words(page(client, "/screen?name=Viktor Lukashenka&birth_date=1990-01-01"))
    assert "below the alert line" in shown


@pytest.mark.parametrize("asked", ["name=Ivanov&birth_date=sometime", "name=%F0%9F%99%82", "name=Ivanov&type=Dragon"])
def test_what_cannot_be_screened_is_said_in_one_sentence(client: TestClient, asked: str) -> None:
    html = page(client, f"/screen?{asked}", 400)
    assert 'class="problem" role="alert"' in html


def test_markup_in_a_name_is_text(client: TestClient) -> None:
    html = page(client, f"/screen?name={HOSTILE}")
    assert "<script>alert" not in html
    assert "{{ 7 * 7 }}" in unescape(html)


def test_a_dismissed_hit_says_who_when_and_why_and_can_be_kept_again(writer: TestClient, book: Path) -> None:
    address = f"/screen?name={NAME}"
    said = fields(page(writer, address), "Dismiss")
    answer = writer.post("/screen/judge", data={**said, "verdict": "dismiss", "why": "a namesake", "who": "Reviewer"})
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"])[2:4] == ("/screen", urlsplit(str(writer.get(address).url)).query)
    html = page(writer, address)
    assert re.search(r"Dismissed by Reviewer on \d{4}-\d\d-\d\d: a namesake", words(html))
    assert fields(html, "Keep")["who"] == "Reviewer"  # asked once
    assert writer.post("/screen/judge", data={**fields(html, "Keep"), "verdict": "keep"}).status_code == 303
    shown = words(page(writer, address))
    assert re.search(r"Kept by Reviewer on \d{4}-\d\d-\d\d", shown)
    assert "Dismissed" not in shown
    assert [each["kind"] for each in _entries(book)] == ["clearance", "confirmation"]


def _entries(book: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (book / "judgements.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"why": ""}, 400),
        ({"who": ""}, 400),
        ({"verdict": "shrug"}, 422),
        ({"listed": "kr-nobody"}, 400),
        ({"back": "https://evil.example/"}, 422),
        ({"back": "//evil.example/"}, 422),
        ({"back": "/screening.evil.example"}, 422),
        ({"name": ""}, 400),
    ],
)
def test_a_dismissal_that_lacks_something_writes_nothing(
    writer: TestClient, book: Path, changed: dict[str, str], status: int
) -> None:
    said = fields(page(writer, f"/screen?name={NAME}"), "Dismiss")
    data = {**said, "verdict": "dismiss", "why": "a namesake", "who": "Reviewer", **changed}
    assert writer.post("/screen/judge", data=data).status_code == status
    assert not (book / "judgements.jsonl").exists()


def test_who_has_no_session_sees_hits_and_no_forms_to_write_with(client: TestClient) -> None:
    html = page(client, f"/screen?name={NAME}")
    assert 'method="post"' not in html
    assert client.post("/screen/judge", data={"verdict": "dismiss"}).status_code == 401


# Screening files and lines.


def result(writer: TestClient, address: str) -> str:
    """The page of a screening once it has ended."""
    deadline = time.monotonic() + PATIENCE * 3
    while 'id="progress"' in (html := page(writer, address)):
        assert "You can leave this page" in words(html)
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return html


def upload(writer: TestClient, name: str, content: bytes, **more: str) -> str:
    data = {"csrf": writer.headers["x-csrf-token"], **more}
    answer = writer.post("/screen/file", data=data, files={"upload": (name, content)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_file_is_screened_a_hit_dismissed_and_that_is_remembered(writer: TestClient, book: Path) -> None:
    table = f"full name,born,country\n=Nobody At All,,\n{NAME},1954-08-30,Belarus\n,1961,\nJane Placeholder,,\n"
    address = upload(writer, "=customers.csv", table.encode())
    html = result(writer, address)
    shown = words(html)
    assert "1 of 4 rows could be somebody listed" in shown
    assert "Row 2" in shown
    assert "1954-08-30" in shown
    assert "Was not screened: no name" in shown
    for form in ("csv", "xlsx"):
        assert f"result?format={form}" in html
        assert writer.get(f"/api/v1/screenings/{address.split('/')[-1]}/result?format={form}").status_code == 200
    said = fields(html, "Dismiss")
    assert said["birth_date"] == "1954-08-30"
    writer.post("/screen/judge", data={**said, "verdict": "dismiss", "why": "another man", "who": "Reviewer"})
    assert "by Reviewer on" in words(page(writer, address))
    again = result(writer, upload(writer, "again.csv", table.encode()))
    assert "another man" in words(again)
    assert "again.csv" in words(page(writer, "/screen"))


def test_pasted_lines_are_names_unless_they_begin_with_headings(writer: TestClient) -> None:
    for pasted in (f"{NAME}\nPlaceholder, Jane", f"Name\tDate of birth\n{NAME}\t1954-08-30\nJane Placeholder\t"):
        answer = writer.post("/screen/lines", data={"pasted": pasted})
        assert answer.status_code == 303
        assert "1 of 2 rows could be somebody listed" in words(result(writer, answer.headers["location"]))


def test_a_file_whose_columns_cannot_be_told_says_what_to_do(writer: TestClient) -> None:
    content = f"x1,x2\n{NAME},7\n".encode()
    shown = words(result(writer, upload(writer, "odd.csv", content)))
    assert "odd.csv could not be screened" in shown
    assert "what heading its names stand under" in shown
    assert "could be somebody listed" in words(result(writer, upload(writer, "odd.csv", content, heading="x1")))


def test_an_empty_file_is_refused(writer: TestClient) -> None:
    data = {"csrf": writer.headers["x-csrf-token"]}
    answer = writer.post("/screen/file", data=data, files={"upload": ("empty.csv", b"")})
    assert answer.status_code == 400


def test_a_screening_can_be_deleted_at_once(writer: TestClient) -> None:
    address = upload(writer, "customers.csv", b"name\nJane Placeholder\n")
    result(writer, address)
    assert writer.post(f"{address}/delete", data={}).status_code == 303
    page(writer, address, 404)


@pytest.mark.parametrize("id_", ["0" * 32, "..%2fcasebook.toml", "x", "%00"])
def test_a_screening_that_is_not_there_is_not_found(writer: TestClient, id_: str) -> None:
    assert writer.get(f"/screen/{id_}").status_code == 404


def test_customers_are_shown_to_those_alone_who_may_write(client: TestClient) -> None:
    page(client, f"/screen/{'0' * 32}", 401)


# Review.


def first(writer: TestClient) -> str:
    answer = writer.get("/review")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_pair_is_shown_with_reasons_lists_and_cells(writer: TestClient) -> None:
    address = first(writer)
    html = page(writer, address)
    for expected in (*asked(address).values(), "What speaks for one", "Undecided:", "names (Latn)", "of 1"):
        assert expected in words(html)
    assert re.search(r'class="fn" href="/documents/[0-9a-f]{64}\?at=', html)
    assert "<mark>" in html


def test_judgements_are_written_with_who_and_why_and_the_next_pair_comes(writer: TestClient, book: Path) -> None:
    address, seen = first(writer), []
    for verdict, why in (("same", "one number"), ("different", "two men"), ("unsure", "")):
        seen.append(address)
        data = {**asked(address), "judgement": verdict, "why": why, "who": "" if len(seen) > 1 else "Reviewer"}
        answer = writer.post("/review", data=data)
        assert answer.status_code == 303
        address = answer.headers["location"]
    assert len({*seen, address}) == 4
    found = [(each.judgement, each.who, each.why) for each in judgements(book).pairs().values()]
    assert found == [
        ("same", "Reviewer", "one number"),
        ("different", "Reviewer", "two men"),
        ("unsure", "Reviewer", ""),
    ]


def test_back_leads_to_the_last_pair_and_who_judged_it(writer: TestClient) -> None:
    address = first(writer)
    data = {**asked(address), "judgement": "different", "why": "two men", "who": "Reviewer"}
    after = page(writer, writer.post("/review", data=data).headers["location"])
    found = re.search(r'<a href="([^"]+)" id="back"', after)
    assert found
    assert unescape(found[1]) == address
    assert re.search(r"Different, said Reviewer on \d{4}-\d\d-\d\d: two men", words(page(writer, address)))


@pytest.mark.parametrize(
    "changed", [{"why": " "}, {"who": " "}, {"judgement": "maybe"}, {"judgement": "same", "why": ""}]
)
def test_a_judgement_that_lacks_something_is_asked_for_again(
    writer: TestClient, book: Path, changed: dict[str, str]
) -> None:
    data = {**asked(first(writer)), "judgement": "different", "why": "two men", "who": "Reviewer", **changed}
    answer = writer.post("/review", data=data)
    assert answer.status_code == 400
    assert "Not written:" in words(answer.text)
    assert not (book / "judgements.jsonl").exists()


def test_a_pair_that_is_no_open_question_is_not_found(writer: TestClient) -> None:
    assert writer.get("/review?left=a&right=b").status_code == 404
    data = {"left": "a", "right": "b", "judgement": "same", "why": "x", "who": "Reviewer"}
    assert writer.post("/review", data=data).status_code == 404


@pytest.mark.parametrize(
    "header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"x-csrf-token": "0"}]
)
def test_a_judgement_from_elsewhere_is_refused(writer: TestClient, book: Path, header: dict[str, str]) -> None:
    data = {**asked(first(writer)), "judgement": "unsure", "who": "Reviewer"}
    assert writer.post("/review", data=data, headers=header).status_code == 403
    assert not (book / "judgements.jsonl").exists()


def test_without_a_session_a_pair_can_be_read_and_not_judged(client: TestClient) -> None:
    html = page(client, first(client))
    assert 'method="post"' not in html
    assert "To judge, enter" in words(html)


def test_where_all_is_judged_nothing_awaits(writer: TestClient) -> None:
    address = first(writer)
    for _ in range(50):
        answer = writer.post("/review", data={**asked(address), "judgement": "unsure", "who": "Reviewer"})
        address = answer.headers["location"]
        if address == "/review":
            break
    assert "Nothing awaits review" in words(page(writer, "/review"))


# Letters.


def marked(pieces: tuple[letters.Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Lukashenko", "Lukashenka", ("Lukashenk[o]", "Lukashenk[a]")),
        ("LUKASHENKO", "Lukashenko", ("LUKASHENKO", "Lukashenko")),
        ("Ivan Petrov", "Petrov, Ivan", ("Ivan Petrov", "Petrov, Ivan")),
        ("Ivan", "Ivan Petrovich", ("Ivan", "Ivan [Petrovich]")),
        ("Łukaszenka", "Lukaszenka", ("[Ł]ukaszenka", "[L]ukaszenka")),
        ("e\u0301mile", "emile", ("[e\u0301]mile", "[e]mile")),
        ("", "x", ("", "[x]")),
    ],
)
def test_letters_that_one_side_has_alone_are_marked(left: str, right: str, expected: tuple[str, str]) -> None:
    one, other = letters.differences(left, right)
    assert (marked(one), marked(other)) == expected
    assert "".join(piece.text for piece in one) == left


def test_the_same_stands_beside_the_same_then_what_is_near_then_the_rest() -> None:
    left = [Stated(text) for text in ("Minsk Works", "Ivan Petrov", "IVAN PETROV", "Иван Петров")]
    right = [Stated(text) for text in ("Ivan Petroff", "ivan petrov", "Zavod")]
    found = letters.lines(left, right)
    assert [line.how for line in found] == [letters.SAME, letters.ALONE, letters.ALONE]
    assert [line.left.text if line.left else "" for line in found] == ["Ivan Petrov", "Minsk Works", "Иван Петров"]
    assert [line.how for line in letters.lines(left[1:2], right[:1])] == [letters.NEAR]


# Coverage.


def test_coverage_begins_with_the_sentence_and_says_how_it_can_mislead(client: TestClient) -> None:
    html = page(client, "/coverage")
    finding = Casebook.open(_root(client)).coverage()
    assert finding.answer[0] in words(html)
    for caveat in finding.caveats:
        assert caveat in words(html)
    drawn = sum(len(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert len(html) - drawn < 200_000


def _root(client: TestClient) -> Path:
    return Path(client.app.state.holder._root)  # type: ignore[attr-defined]


def test_states_day_and_regime_are_chosen_by_the_address(client: TestClient) -> None:
    html = page(client, "/coverage?states=gb&states=eu&least=1")
    shown = words(html)
    assert "UK" in shown
    assert re.search(r'name="states" value="gb" checked', html)
    assert not re.search(r'name="states" value="us" checked', html)
    assert "states=gb&amp;states=eu" in html


@pytest.mark.parametrize(
    "query", ["regime=atlantis", "as_of=1990", "as_of=tomorrow", "states=xx", "states=%3Cscript%3E", "least=0"]
)
def test_what_cannot_be_answered_says_why_and_shows_the_form_again(client: TestClient, query: str) -> None:
    html = page(client, f"/coverage?{query}", 400)
    assert 'class="problem" role="alert"' in html
    assert 'name="states"' in html
    assert "<script>" not in html


def test_a_casebook_without_a_regime_lets_one_be_chosen(book: Path) -> None:
    (book / "casebook.toml").write_text('name = "Nobody\'s"\n[regime]\ncountries = []\n', encoding="utf-8")
    with writing(book) as client:
        html = page(client, "/coverage")
        assert "This casebook names no regime" in words(html)
        assert '<option value="belarus">' in html
        page(client, "/coverage?regime=belarus")
        page(client, "/changes")


def column(html: str, at: int) -> list[str]:
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<tbody>") :], re.DOTALL)
    return [words(re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)[at]) for row in rows]


def test_a_table_is_sorted_filtered_and_paged_by_its_address(client: TestClient) -> None:
    up, down = (column(page(client, f"/coverage/matrix?sort=number{more}"), 2) for more in ("", "&down=1"))
    assert all(a <= b for a, b in pairwise(map(int, up)))
    assert all(a >= b for a, b in pairwise(map(int, down)))
    filtered = page(client, "/coverage/matrix?q=lukashenk")
    assert all("lukashenk" in name.casefold() for name in column(filtered, 0))
    assert "that have them" in words(filtered)
    assert "No row has them" in words(page(client, "/coverage/matrix?q=zzyzx"))
    assert "On →" not in words(page(client, "/coverage/listings?page=999"))


def test_each_row_leads_to_the_cells_that_it_rests_on(client: TestClient) -> None:
    html = page(client, "/coverage/matrix")
    found = re.search(r'class="fn" href="(/documents/[0-9a-f]{64}\?at=[^"#]+)#cell" title="([^"]+)"', html)
    assert found
    assert "copy" not in found[2]
    page(client, unescape(found[1]))


def test_downloads_hold_the_whole_table(client: TestClient) -> None:
    finding = Casebook.open(_root(client)).coverage()
    answer = client.get("/coverage/matrix.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="matrix.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(finding.table("matrix").rows) + 1
    book = openpyxl.load_workbook(io.BytesIO(client.get("/coverage/coverage.xlsx").content))
    assert {"about", "matrix", "gaps", "citations"} <= set(book.sheetnames)
    picture = client.get("/coverage/pictures/numbers.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    ET.fromstring(picture.content)  # noqa: S314 - our own picture


@pytest.mark.parametrize("path", ["nothing", "nothing.csv", "pictures/nothing.svg", "..%2f..%2fetc"])
def test_a_table_or_picture_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/coverage/{path}").status_code == 404


# Changes.


def test_changes_are_grouped_by_copy_and_kind_the_newest_first(client: TestClient) -> None:
    html = page(client, "/changes")
    shown = words(html)
    assert "listed" in shown
    heads = re.findall(r"copy of (\d{4}[\d-]*): (listed|delisted|amended)", shown)
    assert heads
    assert [day for day, _ in heads] == sorted((day for day, _ in heads), reverse=True)
    assert 'type="application/atom+xml"' in html
    assert "→" in shown


def test_the_feed_is_atom_and_begins_with_the_newest(client: TestClient) -> None:
    answer = client.get("/changes.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.findall("{http://www.w3.org/2005/Atom}entry")


@pytest.mark.parametrize("query", ["since=1990", "since=2024-05&until=2023", "since=soon", "regime=atlantis"])
def test_changes_that_cannot_be_told_say_why(client: TestClient, query: str) -> None:
    assert 'class="problem" role="alert"' in page(client, f"/changes?{query}", 400)


def test_words_that_no_change_has_are_told(client: TestClient) -> None:
    assert "No change has all of these words" in words(page(client, "/changes?q=zzyzx"))


# Sources.


def test_every_source_is_told_with_its_age_licence_and_documents(client: TestClient) -> None:
    html = page(client, "/sources")
    book = Casebook.open(_root(client))
    with book.ledger() as ledger:
        for name, source in ledger.sources.items():
            assert source["licence"] in words(html)
            shown = page(client, f"/sources/{name}")
            for document in ledger.rows(
                "SELECT d.* FROM documents d JOIN copies c USING (copy) WHERE source = ?", [name]
            ):
                assert document["document"] in shown
                assert f'href="/api/v1/documents/{document["document"]}"' in shown


def test_what_was_refused_is_told_with_reason_and_place_and_as_text(book: Path, tmp_path: Path) -> None:
    hostile = "<script>alert`1`</script>{{ 7 * 7 }}"
    table = next((Path(kronika.__file__).parent / "sample" / "latest" / "eu_journal").glob("*.csv"))
    spoilt = tmp_path / table.name.replace("2026-08-14", "2026-09-01")
    spoilt.write_text(table.read_text(encoding="utf-8").replace("30.8.1954", hostile), encoding="utf-8")
    casebook = Casebook.open(book)
    casebook.add([spoilt], "eu_journal", "2026-09-01")
    casebook.build()
    with casebook.ledger() as ledger:
        refusal = ledger.refusals("eu_journal")[0]
    assert refusal["printed"] == hostile
    with writing(book) as client:
        html = page(client, "/sources/eu_journal")
    assert refusal["place"] in words(html)
    assert hostile in unescape(html)
    assert "<script>alert" not in html
    assert f"/documents/{refusal['document']}?at=" in html


def test_a_source_that_is_not_there_names_those_that_are(client: TestClient) -> None:
    assert "gb_uksl" in page(client, "/sources/nothing", 404)


# What they share.


def test_an_answer_is_worked_out_once_by_whoever_asks_first() -> None:
    class Build:
        pass

    worked, ready = [], threading.Event()

    def work(held: object, asked: str) -> str:
        worked.append(asked)
        ready.wait(PATIENCE)
        return asked.upper()

    kept, held, found = Kept(work, most=2), Build(), list[str]()
    threads = [threading.Thread(target=lambda: found.append(kept(held, "a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    ready.set()
    for thread in threads:
        thread.join()
    assert (found, worked) == (["A"] * 4, ["a"])
    for asked_for in ("b", "c", "a"):
        kept(held, asked_for)
    assert worked == ["a", "b", "c", "a"]  # of three the one asked for longest ago was forgotten


def test_an_error_is_not_kept() -> None:
    class Build:
        pass

    worked = []

    def work(held: object) -> str:
        worked.append(held)
        if len(worked) == 1:
            raise UsageError("not now")
        return "now"

    kept, held = Kept(work), Build()
    with pytest.raises(UsageError):
        kept(held)
    assert kept(held) == "now"


def test_unknown_comes_last_in_either_order() -> None:
    from kronika.study.finding import Column, Row, Table

    table = Table("t", "A table", (Column("n", "N"),), tuple(Row((value,)) for value in (2, None, 10, 1)))
    for down, expected in ((False, [1, 2, 10, None]), (True, [10, 2, 1, None])):
        part = tables.part(table, tables.Asked(sort="n", down=down), {})
        assert [row.values[0] for row, _ in part.rows] == expected
