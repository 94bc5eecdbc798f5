"""Bodies that are cut off, something else than the list, too large, or somewhere else."""

from __future__ import annotations

import gzip
from dataclasses import replace

import httpx
import pytest

from kronika.base.errors import FetchError
from kronika.collect.fetch import Limits
from publisher import ETAG, LIST, Desk, Publisher, Reply, left


def rest(start: int, body: bytes = LIST, etag: str = ETAG) -> Reply:
    span = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return Reply(body[start:], 206, {"Content-Range": span, "ETag": etag})


def test_a_body_that_was_cut_off_is_continued(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, headers={"ETag": ETAG}, send=1000), rest(1000))
    (event,) = desk.fetch(list=f"{publisher.address}/list.csv")
    assert event.document.path.read_bytes() == LIST
    asked = publisher.asked[1].headers
    assert (asked["range"], asked["if-range"]) == ("bytes=1000-", ETAG)
    assert left(desk.archive) == []


def test_a_body_that_was_cut_off_is_continued_by_the_next_call(publisher: Publisher, desk: Desk) -> None:
    desk.limits = Limits(gap=0, attempts=1)
    publisher.says(Reply(LIST, headers={"ETag": ETAG}, send=1000), rest(1000))
    with pytest.raises(FetchError, match="the connection failed"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert left(desk.archive) == ["xx_list-list.json", "xx_list-list.part"]
    assert desk.archive.documents() == []
    assert desk.archive.verify() == []
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == LIST
    assert publisher.asked[1].headers["range"] == "bytes=1000-"
    assert left(desk.archive) == []


def test_the_beginning_of_another_address_is_not_continued(publisher: Publisher, desk: Desk) -> None:
    desk.limits = Limits(gap=0, attempts=1)
    publisher.says(Reply(LIST, headers={"ETag": ETAG}, send=1000))
    publisher.says(Reply(LIST), path="/new.csv")
    with pytest.raises(FetchError):
        desk.fetch(list=f"{publisher.address}/list.csv")
    desk.fetch(list=f"{publisher.address}/new.csv")
    assert "range" not in publisher.asked[1].headers


@pytest.mark.parametrize("note", [None, b"", b"[]", b'{"address":1}'])
def test_a_beginning_that_nobody_vouched_for_is_not_continued(
    publisher: Publisher, desk: Desk, note: bytes | None
) -> None:
    folder = desk.archive.root / "downloads"
    folder.mkdir(parents=True)
    (folder / "xx_list-list.part").write_bytes(b"\0" * 1000)
    if note is not None:
        (folder / "xx_list-list.json").write_bytes(note)
    publisher.says(Reply(LIST))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == LIST
    assert "range" not in publisher.asked[0].headers


NEWER = LIST.replace(b"1,", b"2,") + b"3,x\n"


@pytest.mark.parametrize(
    "second",
    [
        [Reply(NEWER, headers={"ETag": '"v2"'})],  # ignores the range, or has a newer list
        [rest(1000, NEWER, '"v2"'), Reply(NEWER)],  # continues another body than was asked for
        [rest(999), Reply(NEWER)],  # continues at another place
        [Reply(LIST[1000:], 206, {"ETag": ETAG}), Reply(NEWER)],  # does not say what it continues
        [Reply(status=416, headers={"Content-Range": "bytes */500"}), Reply(NEWER)],
        [replace(rest(1000), status=416), Reply(NEWER)],
        [replace(rest(1000), headers={**rest(1000).headers, "Content-Encoding": "gzip"}), Reply(NEWER)],
    ],
)
def test_a_server_that_does_not_continue_properly_sends_the_whole(
    publisher: Publisher, desk: Desk, second: list[Reply]
) -> None:
    publisher.says(Reply(LIST, headers={"ETag": ETAG}, send=1000), *second)
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == NEWER
    assert publisher.asked[1].headers["range"] == "bytes=1000-"
    assert all("range" not in asked.headers for asked in publisher.asked[2:])


def test_a_rest_that_is_sent_in_pieces_is_put_together(publisher: Publisher, desk: Desk) -> None:
    piece = Reply(LIST[1000:2000], 206, {"Content-Range": f"bytes 1000-1999/{len(LIST)}", "ETag": ETAG})
    publisher.says(Reply(LIST, headers={"ETag": ETAG}, send=1000), piece, rest(2000))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == LIST


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"v1"'}])
def test_a_body_without_a_strong_etag_is_sent_anew(publisher: Publisher, desk: Desk, headers: dict[str, str]) -> None:
    publisher.says(Reply(LIST, headers=headers, send=1000), Reply(LIST))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == LIST
    assert "range" not in publisher.asked[1].headers


def test_an_unchanged_list_after_a_failed_attempt_is_still_unchanged(publisher: Publisher, desk: Desk) -> None:
    weak = {"ETag": 'W/"v1"'}
    publisher.says(Reply(LIST, headers=weak), Reply(LIST, headers=weak, send=10), Reply(status=304))
    kinds = [desk.fetch(list=f"{publisher.address}/list.csv")[0].kind for _ in range(2)]
    assert kinds == ["fetched", "unchanged"]


def test_a_body_shorter_than_announced_is_not_taken_for_whole(desk: Desk) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Length": "10"}, stream=httpx.ByteStream(b"1,x"))

    desk.client = httpx.Client(transport=httpx.MockTransport(answer))
    with pytest.raises(FetchError, match="sent 3 of 10 bytes"):
        desk.fetch(list="https://lists.example/list.csv")


def test_a_body_of_unknown_length_is_taken(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, chunked=True, headers={"Connection": "close"}))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.size == len(LIST)


def test_a_body_that_comes_compressed_unasked_is_kept_as_published(publisher: Publisher, desk: Desk) -> None:
    coded = {"Content-Encoding": "gzip", "ETag": ETAG}
    whole = gzip.compress(LIST)
    publisher.says(
        Reply(whole, headers=coded, send=100),  # the connection breaks
        Reply(whole[:-20], headers=coded),  # the server cuts it off
        Reply(b"\x1f\x8b" + b"x" * 50, headers=coded),  # damaged
        Reply(whole, headers=coded),
    )
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == LIST
    assert all("range" not in asked.headers for asked in publisher.asked)


def test_a_coding_that_was_not_asked_for_is_refused(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, headers={"Content-Encoding": "br"}))
    with pytest.raises(FetchError, match="is sent as 'br', which was not asked for"):
        desk.fetch(list=f"{publisher.address}/list.csv")


# Bodies that are something else


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html>\n<html><head><title>Access\n denied\x1b[31m</title></head></html>", "text/html"),
        (b"\xef\xbb\xbf \n<HTML><title>Access denied[31m</title>", "text/csv"),
        (b"<!-- proxy --><html><title>Access denied[31m</title>", "application/octet-stream"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html><title>Access denied[31m</title>", "application/xml"),
        (b"<script>location='/login'</script><title>Access denied[31m</title>", "text/html; charset=utf-8"),
    ],
)
def test_a_page_in_place_of_the_list_is_refused_with_its_title(
    publisher: Publisher, desk: Desk, body: bytes, kind: str
) -> None:
    publisher.says(Reply(body, headers={"Content-Type": kind}))
    with pytest.raises(FetchError, match=r"sent an HTML page \(«Access denied\[31m»\) in place of the list"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert desk.archive.documents() == []
    assert left(desk.archive) == []


@pytest.mark.parametrize("body", [b"id,name\n1,<html>\n", b"<?xml version='1.0'?><LIST/>", b"PK\x03\x04<html>"])
def test_a_list_that_is_called_a_page_is_still_a_list(publisher: Publisher, desk: Desk, body: bytes) -> None:
    publisher.says(Reply(body, headers={"Content-Type": "text/html"}))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.path.read_bytes() == body


def test_an_empty_body_is_refused(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(b""))
    with pytest.raises(FetchError, match="sent an empty body; nothing was kept"):
        desk.fetch(list=f"{publisher.address}/list.csv")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(LIST, headers={"ETag": ETAG}),
        Reply(LIST, chunked=True, headers={"ETag": ETAG, "Connection": "close"}),
        Reply(gzip.compress(LIST), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_body_above_the_limit_is_refused(publisher: Publisher, desk: Desk, reply: Reply) -> None:
    desk.limits = Limits(gap=0, size=100_000)
    publisher.says(reply)
    with pytest.raises(FetchError, match="larger than 100,000 bytes; nothing was kept"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert left(desk.archive) == []


# Redirects


def moved(to: str) -> Reply:
    return Reply(status=301, headers={"Location": to})


def test_redirects_are_followed_and_the_last_address_is_logged(publisher: Publisher, desk: Desk) -> None:
    publisher.says(moved("/a"))
    publisher.says(moved(f"{publisher.address}/b"), path="/a")
    publisher.says(Reply(LIST), path="/b")
    (event,) = desk.fetch(list=f"{publisher.address}/list.csv")
    assert event.answer is not None
    assert event.answer.final == f"{publisher.address}/b"
    assert (event.document.address, event.document.name) == (f"{publisher.address}/list.csv", "list.csv")


def test_a_redirect_loop_is_one_line(publisher: Publisher, desk: Desk) -> None:
    publisher.says(moved("/list.csv"))
    with pytest.raises(FetchError, match="redirects more than 10 times"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert len(publisher.asked) == 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "https:///x", "data:,1"])
def test_a_redirect_to_another_scheme_is_not_followed(publisher: Publisher, desk: Desk, target: str) -> None:
    publisher.says(moved(target))
    with pytest.raises(FetchError, match=r"is not followed|not an address"):
        desk.fetch(list=f"{publisher.address}/list.csv")


@pytest.mark.parametrize(("start", "target", "allowed"), [("http", "https", True), ("https", "http", False)])
def test_a_redirect_may_lead_to_a_safer_scheme_only(desk: Desk, start: str, target: str, allowed: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/new":
            return httpx.Response(200, stream=httpx.ByteStream(LIST))
        return httpx.Response(302, headers={"Location": f"{target}://lists.example/new"})

    desk.client = httpx.Client(transport=httpx.MockTransport(answer))
    if allowed:
        desk.fetch(list=f"{start}://lists.example/list.csv")
    else:
        with pytest.raises(FetchError, match=r"redirects to http://lists\.example/new, which is not followed"):
            desk.fetch(list=f"{start}://lists.example/list.csv")
