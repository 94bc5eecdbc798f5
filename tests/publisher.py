"""A publisher on this machine, and someone who fetches from it, for the tests of fetching."""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple, Self

import httpx

from kronika.base.model import Form, Source
from kronika.collect.archive import Archive
from kronika.collect.fetch import Fetcher, Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from kronika.collect.archive import Event

LIST = b"id,name\n" + b"1,Invented Person\n" * 20_000
ETAG = '"v1"'
TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Loading the usual certificates takes 50 ms for each client."""


@dataclass
class Reply:
    """One answer of the publisher; `send` bytes of the body are sent, then the connection is cut."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: int | None = None
    drip: float = 0.0
    chunked: bool = False


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]


class Publisher:
    """A server whose answers are given out in order, the last one again and again."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                publisher.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}))
                replies = publisher.replies[self.path]
                self.reply(replies.pop(0) if len(replies) > 1 else replies[0])

            def reply(self, reply: Reply) -> None:
                self.send_response(reply.status)
                headers = {"Content-Length": str(len(reply.body)), **reply.headers}
                if reply.status == 304 or reply.chunked:
                    del headers["Content-Length"]
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                sent = reply.body if reply.send is None else reply.body[: reply.send]
                if reply.drip:
                    self.drip(sent, reply.drip)
                else:
                    self.wfile.write(sent)
                self.close_connection = reply.send is not None or reply.chunked

            def drip(self, body: bytes, gap: float) -> None:
                try:
                    for letter in body:
                        self.wfile.write(bytes([letter]))
                        time.sleep(gap)
                except OSError:  # the reader has had enough
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                """Be quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def says(self, *replies: Reply, path: str = "/list.csv") -> None:
        self.replies[path] = list(replies)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Found(NamedTuple):
    part: str = "list"
    series: str = ""
    published: str = ""


def anything(path: Path, name: str) -> Found:
    return Found()


def source(**addresses: str) -> Source:
    return Source(
        name="xx_list",
        title="A list",
        publisher="An office",
        country="xx",
        authority="An office",
        licence="none",
        languages=("eng",),
        records=(1, 10),
        forms=(Form("csv", "id,name"),),
        addresses=addresses,
    )


@dataclass
class Desk:
    """A fetcher that does not sleep but writes down for how long it would have."""

    archive: Archive
    limits: Limits = field(default_factory=lambda: Limits(gap=0))
    client: httpx.Client | None = None
    slept: list[float] = field(default_factory=list)
    check: Callable[[Path, str], Found] = anything

    @classmethod
    def without_proxy(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)
        return cls(Archive(folder / "archive"))

    def fetch(self, **addresses: str) -> list[Event]:
        client = self.client or httpx.Client(verify=TRUSTING_NOBODY, timeout=self.limits.patience)
        with Fetcher(self.archive, self.limits, client=client, sleep=self.slept.append) as fetcher:
            return fetcher.fetch(source(**addresses), self.check)


def left(archive: Archive) -> list[str]:
    """Names of what downloads have left behind."""
    return sorted(path.name for path in (archive.root / "downloads").glob("*"))
