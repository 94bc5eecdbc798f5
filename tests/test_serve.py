"""What the service does with requests that are malformed, too large or too slow, and with routes that fail."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from kronika.view.serve.app import make
from kronika.view.serve.settings import Service
from service import HERE, PATIENCE, TOKEN, TestClient, listening, wait

PATIENT = Service(token=TOKEN, body=20_000, upload=400_000)
HURRIED = replace(PATIENT, stall=0.4, seconds=0.5)
WRITER = {"authorization": f"Bearer {TOKEN}"}
BROWSER = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


class Asked(BaseModel):
    count: int
    name: str = ""


routes = APIRouter()
"""Routes that do what routes should not do, and some that take what they are sent."""


@routes.get("/fails")
def fails() -> None:
    raise ZeroDivisionError("Ivan Invented")


@routes.get("/fails/{kind}/halfway")
def fails_halfway(kind: str) -> StreamingResponse:
    def pieces() -> Iterator[str]:
        yield "begun"
        raise ZeroDivisionError(kind)

    return StreamingResponse(pieces())


@routes.get("/waits")
async def waits() -> None:
    await anyio.sleep(PATIENCE)


@routes.get("/works")
def works() -> None:
    time.sleep(1)


@routes.get("/streams")
def streams() -> StreamingResponse:
    async def pieces() -> Any:
        for _ in range(4):
            yield "piece "
            await anyio.sleep(0.25)

    return StreamingResponse(pieces())


@routes.post("/count")
def count(asked: Asked) -> int:
    return asked.count


@routes.post("/size")
async def size(request: Request) -> int:
    return len(await request.body())


@routes.post("/file")
def file(file: Annotated[UploadFile, ...]) -> int:
    return len(file.file.read())


def misbehaving(root: Path, service: Service) -> FastAPI:
    """The service with these routes."""
    app = make(root, service)
    app.include_router(routes)
    return app


@pytest.fixture
def asker(sample: Path) -> Iterator[TestClient]:
    """Someone with the token who asks such a service."""
    with TestClient(misbehaving(sample, PATIENT), base_url=HERE, headers=WRITER) as found:
        yield found


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    """Where such a service, in a hurry, listens."""
    with listening(misbehaving(sample, HURRIED)) as found, httpx.Client(base_url=found, trust_env=False) as first:
        wait(first)
        yield found


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_unexpected_error_names_a_line_of_the_log_and_nothing_else(
    asker: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asker.get("/fails")
    assert answer.status_code == 500
    assert answer.json().keys() == {"detail", "error_id"}
    assert "Invented" not in answer.text
    error, access = lines(capsys.readouterr().err)[-2:]
    assert error["id"] == access["id"] == answer.json()["error_id"] == answer.headers["x-request-id"]
    assert "ZeroDivisionError: Ivan Invented" in error["trace"]
    assert (access["path"], access["status"]) == ("/fails", 500)


def test_an_unexpected_error_in_the_middle_of_an_answer_breaks_it_off(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}/fails/late/halfway", trust_env=False)
    assert "ZeroDivisionError: late" in capsys.readouterr().err


@pytest.mark.parametrize(("path", "status"), [("/fails", 500), ("/no-such-page", 404), ("/count", 405)])
def test_a_refusal_is_a_page_for_a_browser_and_json_for_a_program(asker: TestClient, path: str, status: int) -> None:
    page, answer = asker.get(path, headers=BROWSER), asker.get(path)
    assert page.status_code == answer.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>" in page.text
    assert "<script" not in page.text
    assert "detail" in answer.json()


def test_what_was_asked_is_escaped_in_a_page_that_refuses_it(asker: TestClient) -> None:
    hostile = {"count": 1, "name": {"<script>alert(1)</script>": "{{7*7}}"}}
    page = asker.post("/count", json=hostile, headers=BROWSER)
    assert page.status_code == 422
    assert "<script" not in page.text
    assert "<script" not in asker.get("/<script>alert(1)</script>", headers=BROWSER).text


def test_the_api_speaks_json_to_browsers_too(asker: TestClient) -> None:
    answer = asker.get("/search/no-such-list", headers=BROWSER)
    assert answer.status_code in {404, 503}
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"count"', b"null", b"{'count': 1}", b'{"count": NaN}', b'{"count": Infinity}',
        b'{"count": 1e999}', b'{"count": "\\ud83d"}', b'{"\\ud83d": 1}', b'{"count": "\xff"}', b"\xff\xfe{\x00}\x00",
        b"[" * 9_000, b'{"a":' * 3_000, b'{"count": ' + b"9" * 5_000 + b"}", b'{"count": {"$gt": 0}}',
    ],
)  # fmt: skip
def test_malformed_json_is_refused_with_a_reason(asker: TestClient, body: bytes) -> None:
    answer = asker.post("/count", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/match/default", "/count"])
def test_half_a_character_in_a_name_does_no_harm(asker: TestClient, path: str) -> None:
    body = b'{"count": 1, "name": "\\ud83d", "queries": {"\\ud83d": {"schema": "Person", "properties": {}}}}'
    answer = asker.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {200, 400, 422, 503}


def test_a_request_that_says_it_is_too_large_is_refused_unread(address: str) -> None:
    with telephone(address) as line:
        line.sendall(head("/size", "Content-Type: application/json", "Content-Length: 50000000"))
        assert answered(line) == (413, "The request is larger than 20,000 bytes, the most that is taken here.")


@pytest.mark.parametrize("size", [20_001, 3_000_000])
def test_a_request_that_turns_out_too_large_is_refused(address: str, size: int) -> None:
    def pieces() -> Iterator[bytes]:
        for at in range(0, size, 10_000):
            yield b" " * min(10_000, size - at)

    for path in ("/size", "/count", "/match/default"):
        headers = WRITER | {"content-type": "application/json"}
        answer = httpx.post(address + path, content=pieces(), headers=headers, trust_env=False)
        assert answer.status_code == 413
        assert "20,000 bytes" in answer.json()["detail"]


def test_a_file_may_be_larger_from_who_may_write(address: str) -> None:
    def sent(size: int, headers: dict[str, str], path: str = "/file") -> httpx.Response:
        return httpx.post(address + path, files={"file": b"x" * size}, headers=headers, trust_env=False)

    assert sent(300_000, WRITER).json() == 300_000
    assert sent(400_000, WRITER).status_code == 413
    assert sent(300_000, {}).status_code == 401
    assert sent(300_000, {}, "/match/default").status_code == 413


@pytest.mark.parametrize("session", [False, True])
def test_a_stalled_upload_is_given_up(address: str, sample: Path, *, session: bool) -> None:
    started = time.monotonic()
    with telephone(address) as line:
        who = cookie(address, sample) if session else f"Authorization: Bearer {TOKEN}"
        line.sendall(head("/file", who, "Content-Type: multipart/form-data; boundary=b", "Content-Length: 100000"))
        line.sendall(b"--b\r\n")
        status, detail = answered(line)
    assert (status, "too slowly" in detail) == (408, True)
    assert time.monotonic() - started < 5


def test_a_dripping_upload_is_given_up(address: str) -> None:
    started = time.monotonic()
    with telephone(address) as line:
        headers = (f"Authorization: Bearer {TOKEN}", "Content-Type: application/json", "Content-Length: 10000")
        line.sendall(head("/size", *headers))
        line.settimeout(0.1)
        while True:
            line.sendall(b" ")
            try:
                assert line.recv(12) == b"HTTP/1.1 408"
            except TimeoutError:
                continue
            break
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["/waits", "/works"])
def test_an_answer_that_takes_too_long_is_given_up(address: str, path: str) -> None:
    started = time.monotonic()
    answer = httpx.get(address + path, trust_env=False)
    assert answer.status_code == 504
    assert "within 0.5 seconds" in answer.json()["detail"]
    assert time.monotonic() - started < 0.95


def test_an_answer_that_has_begun_may_take_its_time(address: str) -> None:
    assert httpx.get(f"{address}/streams", trust_env=False).text == "piece " * 4


def test_the_log_says_what_was_done_and_not_what_was_asked(
    asker: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    asker.get("/search/default", params={"q": "Ivan Invented"})
    asker.post("/count", json={"count": 3, "name": "Ivan Invented"})
    asker.get("/no-such-page/Ivan-Invented")
    said = capsys.readouterr().err
    assert "Invented" not in said
    search, count, nothing = (line for line in lines(said) if "method" in line)
    assert search["path"] == "/search/{dataset}"
    assert count.keys() == {"time", "method", "path", "status", "ms", "bytes", "id"}
    assert (count["method"], count["path"], count["status"], count["bytes"]) == ("POST", "/count", 200, 1)
    assert nothing["path"] is None


def test_the_log_says_what_was_asked_where_it_is_told_to(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(misbehaving(sample, Service(token=TOKEN, log_queries=True)), base_url=HERE, headers=WRITER) as one:
        one.post("/count?for=Invented", json={"count": 3, "name": "Ivan Invented"})
    (line,) = (line for line in lines(capsys.readouterr().err) if "method" in line)
    assert line["asked"] == "/count?for=Invented"
    assert json.loads(line["body"]) == {"count": 3, "name": "Ivan Invented"}


@contextmanager
def telephone(address: str) -> Iterator[socket.socket]:
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=PATIENCE) as line:
        yield line


def head(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"POST {path} HTTP/1.1", "Host: localhost", *headers, "", "")).encode()


def answered(line: socket.socket) -> tuple[int, str]:
    """Status and reason of an answer after which the server closes the connection."""
    said = b"".join(iter(lambda: line.recv(65_536), b""))
    top, _, body = said.partition(b"\r\n\r\n")
    return int(top.split()[1]), json.loads(body)["detail"]


def cookie(address: str, root: Path) -> str:
    """A session, as a browser sends it."""
    from kronika.view.serve.session import Sessions

    key = Sessions(root, TOKEN).ticket()
    found = httpx.get(f"{address}/enter", params={"key": key}, trust_env=False)
    return f"Cookie: {found.headers['set-cookie'].partition(';')[0]}"
