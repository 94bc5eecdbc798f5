"""A publisher's current list, over HTTP, into the archive. The only module that uses the network.

A request says what is already here (If-None-Match, If-Modified-Since: RFC 9110, section 13), is repeated later when the
server is busy (Retry-After: section 10.2.3) and goes on where a body was cut off (Range, If-Range: section 14).
Compression is not asked for: a compressed body that was cut off cannot be continued.

Nothing is kept unless every part of the source has come whole and was recognised.
"""

from __future__ import annotations

import random
import re
import time
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, Self

import httpx

from kronika.base.errors import ConfigError, FetchError, UsageError
from kronika.collect.archive import Answer, Incoming, plain_errors
from kronika.collect.download import Download

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kronika.base.model import Source
    from kronika.collect.archive import Archive, Event

_BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which asking again may help."""
_SLOWEST = 1024
"""A body that brings fewer bytes than this in a second, on the average of `Limits.patience` seconds, has stalled."""
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


class Recognised(Protocol):
    """What the check of a file tells about it."""

    @property
    def part(self) -> str:
        """Which part of the source the file is."""

    @property
    def series(self) -> str:
        """The slice of the source that it alone holds, or empty."""

    @property
    def published(self) -> str:
        """The publisher's own date (ISO 8601), or empty."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how polite fetching is. Times are in seconds."""

    attempts: int = 5
    """Requests for one address before giving up."""
    size: int = 512 << 20
    """Most bytes of one document."""
    redirects: int = 10
    gap: float = 1.0
    """Least time between two requests to one host."""
    patience: float = 30.0
    """Longest silence of a server."""
    back_off: float = 1.0
    """Wait before the second attempt; it doubles with every further one."""
    longest_wait: float = 120.0
    """Longest wait between attempts. A server that asks for more is left alone."""


class Fetcher:
    """Fetches sources into an archive, one request at a time, keeping its distance to every host.

    Proxies and certificates are taken from the environment as httpx reads it (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE).
    `progress` is told an address, how many bytes of it are here and how many there will be (0: unknown).

    Raises ConfigError when the environment names a proxy that cannot be used.
    """

    def __init__(
        self,
        archive: Archive,
        limits: Limits = Limits(),
        *,
        client: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        progress: Callable[[str, int, int], None] = lambda address, done, total: None,
    ) -> None:
        self._archive = archive
        self._limits = limits
        try:
            self._client = client or httpx.Client(timeout=limits.patience)
        except (httpx.InvalidURL, ValueError, ImportError) as error:
            raise ConfigError(f"HTTP_PROXY, HTTPS_PROXY or ALL_PROXY cannot be used: {error}") from error
        self._sleep = sleep
        self._progress = progress
        self._asked: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, source: Source, check: Callable[[Path, str], Recognised]) -> list[Event]:
        """Fetch all parts of a source and keep them as one set, unchanged ones included; all or none.

        `check` is given each file and its name, says what it is, or raises to refuse it. A body that was cut off in the
        last attempt stays in `downloads` and is continued by the next call.

        Raises FetchError when a publisher cannot be reached or answers with something else; UsageError when the source
        has no address; ArchiveError when the disk is full or another process is fetching; and what `check` raises.
        """
        if not source.addresses:
            advice = f"download it and `kronika add {source.name} FILE`"
            raise UsageError(f"{source.name}: has no address that it could be fetched from; {advice}")
        folder = self._archive.root / "downloads"
        with plain_errors(self._archive.root), self._archive.locked("lock-fetch"), ExitStack() as stack:
            files: list[Incoming] = []
            for part, address in source.addresses.items():
                download = stack.enter_context(Download(folder / f"{source.name}-{part}.part", address))
                came = self._persist(download, self._archive.last(source.name, address))
                name = came.name or f"{source.name}-{part}"
                found = check(came.path, name)
                if found.part != part:
                    raise FetchError(f"{address}: sent the part {found.part!r} of {source.name}, not {part!r}")
                files.append(
                    Incoming(came.path, name, source.name, part, found.series, found.published, address, came.answer)
                )
            return self._archive.keep(files)

    def _persist(self, download: Download, known: Event | None) -> _Came:
        """Ask until the body is here; raises FetchError when it does not come."""
        attempts = self._limits.attempts
        for attempt in range(1, attempts + 1):
            try:
                return self._attempt(download, known)
            except _AgainError as again:
                if attempt == attempts:
                    raise FetchError(
                        f"{download.address}: {again} ({attempts} attempts); nothing was kept, try again later"
                    ) from again
                self._sleep(self._wait(attempt, again, download.address))
        raise AssertionError(attempts)

    def _wait(self, attempt: int, again: _AgainError, address: str) -> float:
        """How long to wait: as long as the server asks, else doubling, with up to half of it left to chance."""
        longest = self._limits.longest_wait
        if again.wait is None:
            wait = min(longest, self._limits.back_off * 2.0 ** (attempt - 1))
            return wait * random.uniform(0.5, 1.0)  # noqa: S311 — chance keeps clients apart, it hides nothing
        if again.wait > longest:
            raise FetchError(f"{address}: {again} and asks to be left alone for {again.wait:,.0f} s; try again then")
        return again.wait

    def _attempt(self, download: Download, known: Event | None) -> _Came:
        rest = download.continuing()
        headers = rest or _conditions(known)
        try:
            with self._answer(download.address, headers) as response:
                if response.status_code == 304 and headers and not rest and known and known.answer:
                    return _Came(known.document.path, known.document.name, _still(known.answer, response))
                total = self._accept(response, download)
                self._receive(response, download, total)
                answer = Answer(response.status_code, *_tags(response), str(response.url))
        except httpx.TimeoutException as error:
            raise _AgainError(f"no answer within {self._limits.patience:g} s") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError(f"{download.address}: not an address that can be fetched: {error}") from error
        except httpx.RequestError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise FetchError(f"{download.address}: the server does not prove who it is: {error}") from error
            raise _AgainError(f"the connection failed: {error}") from error
        _refuse_page(download, answer)
        return _Came(download.path, _name(response, download.address), answer)

    @contextmanager
    def _answer(self, address: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """Ask, and follow redirects by hand: never to another scheme, except from http to https."""
        agent = f"Kronika/{version('kronika')} (reader of official sanctions lists; httpx/{httpx.__version__})"
        headers = {**headers, "User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        url = httpx.URL(address)
        for _ in range(self._limits.redirects + 1):
            self._keep_distance(url.host)
            with self._client.stream("GET", url, headers=headers, follow_redirects=False) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                target = url.join(response.headers["location"])
            if target.scheme not in {url.scheme, "https"} or not target.host:
                raise FetchError(f"{address}: redirects to {target}, which is not followed; nothing was kept")
            url = target
        raise FetchError(f"{address}: redirects more than {self._limits.redirects} times, at last to {url}")

    def _keep_distance(self, host: str) -> None:
        wait = self._asked.get(host, -self._limits.gap) + self._limits.gap - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._asked[host] = time.monotonic()

    def _accept(self, response: httpx.Response, download: Download) -> int | None:
        """Decide what an answer means for the download; the size that the whole will have, where it is known."""
        status, headers = response.status_code, response.headers
        said = f"answered {status} {response.reason_phrase}".strip()
        if status in _BUSY:
            raise _AgainError(said, _retry_after(response))
        coding = headers.get("content-encoding", "identity").lower()
        if status in {206, 416}:
            piece = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
            fits = piece and int(piece[1]) == download.size and download.is_of(headers.get("etag", ""))
            if status == 206 and coding == "identity" and piece and fits:
                return self._bearable(int(piece[2]), download)
            download.restart("")
            raise _AgainError(f"{said}, which is not the rest of what was cut off")
        if status != 200:
            raise FetchError(f"{download.address}: {said}; nothing was kept; check the address in a browser")
        if coding not in {"identity", "gzip"}:
            raise FetchError(f"{download.address}: is sent as {coding!r}, which was not asked for; nothing was kept")
        etag = headers.get("etag", "")
        weak = etag.startswith("W/") or coding == "gzip"
        download.restart("" if weak else etag)
        length = headers.get("content-length", "")
        return self._bearable(int(length), download) if length.isdecimal() and coding == "identity" else None

    def _bearable(self, size: int, download: Download) -> int:
        """Return the size. Raises FetchError when it is above the limit."""
        if size > self._limits.size:
            download.restart("")
            raise FetchError(f"{download.address}: larger than {self._limits.size:,} bytes; nothing was kept")
        return size

    def _receive(self, response: httpx.Response, download: Download, total: int | None) -> None:
        zipped = zlib.decompressobj(31) if response.headers.get("content-encoding", "").lower() == "gzip" else None
        since, before = time.monotonic(), download.size
        for raw in response.iter_raw():
            try:
                download.write(zipped.decompress(raw) if zipped else raw)
            except zlib.error as error:
                raise _AgainError(f"sent a damaged gzip body: {error}") from error
            self._bearable(download.size, download)
            self._progress(download.address, download.size, total or 0)
            if time.monotonic() - since > self._limits.patience:
                if download.size - before < _SLOWEST * self._limits.patience:
                    raise _AgainError(f"sent only {download.size - before} bytes in {self._limits.patience:g} s")
                since, before = time.monotonic(), download.size
        if total is not None and download.size != total:
            raise _AgainError(f"sent {download.size:,} of {total:,} bytes")
        if zipped and not zipped.eof:
            raise _AgainError("sent a gzip body that is cut off")
        if not download.size:
            raise FetchError(f"{download.address}: sent an empty body; nothing was kept")
        download.finish()


class _AgainError(Exception):
    """An attempt failed in a way that another one may mend; `wait` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Came:
    path: Path
    name: str
    answer: Answer


def _conditions(known: Event | None) -> dict[str, str]:
    answer = known.answer if known else None
    if answer is None:
        return {}
    both = {"If-None-Match": answer.etag, "If-Modified-Since": answer.last_modified}
    return {name: value for name, value in both.items() if value}


def _tags(response: httpx.Response) -> tuple[str, str, str]:
    headers = response.headers
    return headers.get("etag", ""), headers.get("last-modified", ""), headers.get("content-type", "")


def _still(before: Answer, response: httpx.Response) -> Answer:
    """Merge the answer 304, which need not repeat every header, with the one it confirms."""
    etag, modified, _ = _tags(response)
    return Answer(304, etag or before.etag, modified or before.last_modified, before.content_type, str(response.url))


def _retry_after(response: httpx.Response) -> float | None:
    """Read Retry-After, seconds or a date, as seconds from now; None where there is none or it cannot be read."""
    printed = response.headers.get("retry-after", "").strip()
    if printed.isdecimal():
        return float(printed)
    try:
        moment = parsedate_to_datetime(printed)
    except ValueError:
        return None
    if moment.tzinfo is None:  # «-0000», which HTTP does not use
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _name(response: httpx.Response, address: str) -> str:
    """Name a file as the publisher does: in Content-Disposition, else by the last part of the address asked for."""
    message = Message()
    message["content-disposition"] = response.headers.get("content-disposition", "")
    for name in (message.get_filename() or "", httpx.URL(address).path):
        last = PurePosixPath(name.replace("\\", "/")).name
        if clean := "".join(letter for letter in last if letter.isprintable()):
            return clean
    return ""


def _refuse_page(download: Download, answer: Answer) -> None:
    """Refuse an HTML page: by its first bytes, or by its Content-Type where those are markup but not XML's."""
    with download.path.open("rb") as file:
        head = file.read(4096)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    said = "html" in answer.content_type.lower() and start.startswith(b"<") and not start.startswith(b"<?xml")
    if not said and not (start.startswith(b"<") and _PAGE.search(head)):
        return
    title = _TITLE.search(head.decode("utf-8", "replace"))
    words = " ".join(title[1].split())[:80] if title else ""
    shown = "".join(letter for letter in words if letter.isprintable())
    raise FetchError(
        f"{download.address}: sent an HTML page{f' («{shown}»)' if shown else ''} in place of the list; "
        "nothing was kept; try again later or look at the address in a browser"
    )
