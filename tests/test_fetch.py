"""What publishers send is asked for politely, kept as published, and asked for once."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from kronika.base.errors import ArchiveError, ConfigError, CopyRefused, FetchError, UsageError
from kronika.collect.archive import Answer, Archive
from kronika.collect.fetch import Fetcher, Limits
from publisher import ETAG, LIST, Desk, Found, Publisher, Reply, anything, left, source

if TYPE_CHECKING:
    from pathlib import Path


def test_a_list_is_fetched_as_published_with_the_headers_that_matter(publisher: Publisher, desk: Desk) -> None:
    modified = "Mon, 05 Jan 2026 00:00:00 GMT"
    publisher.says(Reply(LIST, headers={"ETag": ETAG, "Last-Modified": modified, "Content-Type": "text/csv"}))
    address = f"{publisher.address}/list.csv"
    (event,) = desk.fetch(list=address)
    document, answer = event.document, event.answer
    assert answer is not None
    assert (event.kind, document.name, document.address) == ("fetched", "list.csv", address)
    assert document.path.read_bytes() == LIST
    assert (answer.status, answer.etag, answer.last_modified) == (200, ETAG, modified)
    assert (answer.content_type, answer.final) == ("text/csv", address)
    assert desk.archive.verify() == []
    assert left(desk.archive) == []
    asked = publisher.asked[0].headers
    assert asked["user-agent"].startswith("Kronika/0.")
    assert asked["accept-encoding"] == "identity"
    assert "if-none-match" not in asked


def test_the_check_says_what_the_file_is_and_when_it_was_published(publisher: Publisher, desk: Desk) -> None:
    def check(path: Path, name: str) -> Found:
        assert (path.read_bytes(), name) == (LIST, "list 1.csv")
        return Found("list", "series", "2026-01-05")

    publisher.says(Reply(LIST), path="/list%201.csv?download=1")
    desk.check = check
    document = desk.fetch(list=f"{publisher.address}/list%201.csv?download=1")[0].document
    assert (document.series, document.published) == ("series", "2026-01-05")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="20260105-FULL.xml"', "20260105-FULL.xml"),
        ("attachment; filename*=UTF-8''%D0%BB%D1%96%D1%81%D1%82.csv", "ліст.csv"),
        (r'attachment; filename="..\..\evil.csv"', "evil.csv"),
        ("inline", "xx_list-list"),
    ],
)
def test_a_file_has_the_name_that_the_publisher_gives_it(
    publisher: Publisher, desk: Desk, header: str, name: str
) -> None:
    publisher.says(Reply(LIST, headers={"Content-Disposition": header}), path="/")
    assert desk.fetch(list=f"{publisher.address}/")[0].document.name == name


def test_a_list_that_has_not_changed_is_not_sent_again(publisher: Publisher, desk: Desk) -> None:
    modified = "Mon, 05 Jan 2026 00:00:00 GMT"
    headers = {"ETag": ETAG, "Last-Modified": modified, "Content-Type": "text/csv"}
    publisher.says(Reply(LIST, headers=headers), Reply(status=304))
    address = f"{publisher.address}/list.csv"
    desk.fetch(list=address)
    for _ in range(2):
        (event,) = desk.fetch(list=address)
        assert event.kind == "unchanged"
        assert event.answer == Answer(304, ETAG, modified, "text/csv", address)
        asked = publisher.asked[-1].headers
        assert (asked["if-none-match"], asked["if-modified-since"]) == (ETAG, modified)
    assert len(desk.archive.copies()) == 1
    assert desk.archive.verify() == []


def test_the_same_bytes_sent_again_are_unchanged(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST))
    kinds = [desk.fetch(list=f"{publisher.address}/list.csv")[0].kind for _ in range(2)]
    assert kinds == ["fetched", "unchanged"]


def test_another_address_is_asked_without_conditions(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, headers={"ETag": ETAG}))
    publisher.says(Reply(LIST, headers={"ETag": ETAG}), path="/new.csv")
    desk.fetch(list=f"{publisher.address}/list.csv")
    desk.fetch(list=f"{publisher.address}/new.csv")
    assert "if-none-match" not in publisher.asked[-1].headers


def test_an_unasked_304_is_refused(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(status=304))
    with pytest.raises(FetchError, match="answered 304 Not Modified"):
        desk.fetch(list=f"{publisher.address}/list.csv")


def test_all_parts_are_one_copy_with_the_unchanged_ones(publisher: Publisher, desk: Desk) -> None:
    def check(path: Path, name: str) -> Found:
        return Found(name.partition(".")[0])

    desk.check = check
    addresses = {part: f"{publisher.address}/{part}.csv" for part in ("list", "names")}
    publisher.says(Reply(LIST), Reply(LIST + b"2,Another\n"))
    publisher.says(Reply(b"1,Alias\n", headers={"ETag": ETAG}), Reply(status=304), path="/names.csv")
    desk.fetch(**addresses)
    assert [event.kind for event in desk.fetch(**addresses)] == ["fetched", "unchanged"]
    assert [[d.part for d in copy.documents] for copy in desk.archive.copies()] == [["list", "names"]] * 2


def test_nothing_is_kept_when_one_part_fails(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, headers={"ETag": ETAG}))
    publisher.says(Reply(status=404), path="/names.csv")
    with pytest.raises(FetchError, match=r"names\.csv: answered 404 Not Found; nothing was kept"):
        desk.fetch(list=f"{publisher.address}/list.csv", names=f"{publisher.address}/names.csv")
    assert desk.archive.documents() == []
    assert left(desk.archive) == []
    assert desk.slept == []


def test_a_part_that_turns_out_to_be_another_is_refused(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST))
    with pytest.raises(FetchError, match="sent the part 'list' of xx_list, not 'names'"):
        desk.fetch(names=f"{publisher.address}/list.csv")


def test_what_the_check_refuses_is_not_kept(publisher: Publisher, desk: Desk) -> None:
    def check(path: Path, name: str) -> Found:
        raise CopyRefused("not this list")

    publisher.says(Reply(LIST))
    desk.check = check
    with pytest.raises(CopyRefused, match="not this list"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert desk.archive.events() == []
    assert left(desk.archive) == []


def test_a_source_without_an_address_is_added_by_hand(desk: Desk) -> None:
    with pytest.raises(UsageError, match="kronika add xx_list FILE"):
        desk.fetch()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://127.0.0.1:x/", "list.csv"])
def test_an_address_that_is_none_is_one_line(desk: Desk, address: str) -> None:
    with pytest.raises(FetchError, match="not an address that can be fetched"):
        desk.fetch(list=address)


# Busy servers


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_longer_and_longer_waits(
    publisher: Publisher, desk: Desk, status: int
) -> None:
    publisher.says(Reply(status=status), Reply(status=status), Reply(status=status), Reply(LIST))
    assert desk.fetch(list=f"{publisher.address}/list.csv")[0].document.size == len(LIST)
    assert [0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(desk.slept)] == [True] * 3


def test_a_server_that_stays_busy_is_given_up(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(status=503))
    with pytest.raises(FetchError, match=r"answered 503 Service Unavailable \(5 attempts\); nothing was kept"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert len(publisher.asked) == 5
    assert len(desk.slept) == 4


def test_the_wait_that_a_server_asks_for_is_kept(publisher: Publisher, desk: Desk) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    past = "Sun, 06 Nov 1994 08:49:37 GMT"
    waits = [Reply(status=429, headers={"Retry-After": wait}) for wait in ("7", soon, past, "soon")]
    publisher.says(*waits, Reply(LIST))
    desk.fetch(list=f"{publisher.address}/list.csv")
    assert desk.slept[0] == 7
    assert 40 < desk.slept[1] <= 50
    assert desk.slept[2] == 0
    assert 4 <= desk.slept[3] <= 8


def test_a_server_that_asks_for_an_hour_is_left_alone(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(FetchError, match=r"429 Too Many Requests and asks to be left alone for 3,600 s"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert desk.slept == []


def test_requests_to_one_host_keep_their_distance(publisher: Publisher, desk: Desk) -> None:
    desk.limits = Limits(gap=100)
    publisher.says(Reply(status=302, headers={"Location": "/moved.csv"}))
    publisher.says(Reply(LIST), path="/moved.csv")
    desk.fetch(list=f"{publisher.address}/list.csv")
    assert [99 < wait <= 100 for wait in desk.slept] == [True]


def test_a_server_that_is_not_there_is_tried_again_and_given_up(desk: Desk) -> None:
    with pytest.raises(FetchError, match=r"the connection failed: .* \(5 attempts\)"):
        desk.fetch(list="http://127.0.0.1:1/list.csv")
    assert len(desk.slept) == 4


def test_a_silent_server_is_given_up(publisher: Publisher, desk: Desk) -> None:
    desk.limits = Limits(gap=0, attempts=2, patience=0.1)
    publisher.says(Reply(b"1,x", drip=0.3))
    with pytest.raises(FetchError, match=r"no answer within 0.1 s \(2 attempts\)"):
        desk.fetch(list=f"{publisher.address}/list.csv")


def test_a_body_that_drips_is_given_up(publisher: Publisher, desk: Desk) -> None:
    desk.limits = Limits(gap=0, attempts=2, patience=0.1)
    publisher.says(Reply(LIST, drip=0.01))
    with pytest.raises(FetchError, match=r"sent only \d+ bytes in 0.1 s \(2 attempts\)"):
        desk.fetch(list=f"{publisher.address}/list.csv")


# The surroundings


def test_a_proxy_named_by_the_environment_is_used(
    publisher: Publisher, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", publisher.address)
    publisher.says(Reply(LIST), path="http://lists.example/list.csv")
    assert desk.fetch(list="http://lists.example/list.csv")[0].document.size == len(LIST)


@pytest.mark.parametrize("proxy", ["gopher://127.0.0.1:1", "http://127.0.0.1:x", "socks5://127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_one_line(desk: Desk, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(ConfigError, match="HTTP_PROXY, HTTPS_PROXY or ALL_PROXY cannot be used"):
        Fetcher(desk.archive)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_server_that_does_not_prove_who_it_is_is_refused(publisher: Publisher, desk: Desk, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    publisher.server.socket = context.wrap_socket(publisher.server.socket, server_side=True)
    publisher.says(Reply(LIST))
    address = publisher.address.replace("http", "https")
    refused = pytest.raises(FetchError, match="the server does not prove who it is")
    with Fetcher(desk.archive, sleep=desk.slept.append) as fetcher, refused:
        fetcher.fetch(source(list=f"{address}/list.csv"), anything)
    assert publisher.asked == []
    assert desk.slept == []


def test_two_processes_do_not_fetch_at_once(publisher: Publisher, tmp_path: Path) -> None:
    publisher.says(Reply(LIST))
    desk = Desk(Archive(tmp_path / "archive", wait=0.05))
    other = Archive(tmp_path / "archive").locked("lock-fetch")
    with other, pytest.raises(ArchiveError, match="another kronika is at work here"):
        desk.fetch(list=f"{publisher.address}/list.csv")
    assert desk.fetch(list=f"{publisher.address}/list.csv")


def test_progress_is_told_in_bytes(publisher: Publisher, desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    publisher.says(Reply(LIST))
    address = f"{publisher.address}/list.csv"
    with Fetcher(desk.archive, progress=lambda *one: told.append(one)) as fetcher:
        fetcher.fetch(source(list=address), anything)
    assert told[-1] == (address, len(LIST), len(LIST))


def test_altered_bytes_are_asked_for_anew_and_mended(publisher: Publisher, desk: Desk) -> None:
    publisher.says(Reply(LIST, headers={"ETag": ETAG}))
    document = desk.fetch(list=f"{publisher.address}/list.csv")[0].document
    document.path.chmod(0o644)
    document.path.write_bytes(LIST.swapcase())
    desk.fetch(list=f"{publisher.address}/list.csv")
    assert "if-none-match" not in publisher.asked[-1].headers
    assert desk.archive.verify() == []
