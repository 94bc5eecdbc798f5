"""The pages on which people judge: screening with hits kept and dismissed, review of pairs."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from desk import copied, fields, page, words
from kronika import Casebook
from kronika.view.desk import letters
from kronika.view.questions import Stated
from service import PATIENCE, TestClient, writing

if TYPE_CHECKING:
    from kronika.match.judgements import Judgements

NAME = "Аляксандр Лукашэнка"
HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}"


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    return copied(sample, tmp_path)


@pytest.fixture
def writer(book: Path) -> Iterator[TestClient]:
    """Someone with a session, and a casebook of their own."""
    with writing(book) as found:
        yield found


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
