"""Which requests reach a route at all.

- The Host header must name this server: a page elsewhere whose name is made to point here («DNS rebinding») cannot
  read from it. An address is never such a name.
- A request that is not GET or HEAD writes, but for a few that only ask. Who writes sends the token, or comes with a
  session's cookie, from a page of this server, with the session's mark: in the header X-CSRF-Token, or as `csrf`, the
  first field of a form. A route that is new is guarded without doing anything for it.
- Every answer forbids the browser to run or load what is not of this server; a route may set a stricter header.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers

from kronika.view.serve.errors import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kronika.view.serve.session import Sessions
    from kronika.view.serve.settings import Service

_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
ASKING = re.compile(r"/(match|reconcile)/[^/]+/?|/enter|/updatez")
"""Where a POST only asks; the last two check a token of their own."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HEAD = 1024
"""Bytes of a form in which its first field must end."""
_PART = re.compile(
    rb'--[^\r\n]{1,80}\r\nContent-Disposition: form-data; name="csrf"\r\n(?:Content-[^\r\n]*\r\n)*\r\n([^\r\n]*)\r\n',
    re.IGNORECASE,
)
_FIELD = re.compile(rb"csrf=([0-9a-f]*)(?:&|$)")


class Guard:
    """A layer that refuses with 421 a wrong host, 401 who may not write, 403 who may but does not mean to."""

    def __init__(self, app: ASGIApp, service: Service, sessions: Sessions) -> None:
        self._app, self._service, self._sessions = app, service, sessions
        self._names = {"localhost", service.host, *filter(None, service.names.replace(" ", "").split(","))}
        headers = {**_HEADERS, **({"cross-origin-resource-policy": "cross-origin"} if service.origins else {})}
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]
        self._right: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                there = {name for name, _ in given}
                message["headers"] = given + [each for each in self._headers if each[0] not in there]
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._right and not self._is_mine(host):
            detail = "This server is not reached by that name; KRONIKA_NAMES says by which it is."
            await refusal(scope, 421, detail)(scope, receive, sending)
        elif scope["method"] in _SAFE or ASKING.fullmatch(scope["path"]):
            await self._app(scope, receive, sending)
        else:
            await self._write(scope, headers, receive, sending)

    def _is_mine(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name not in self._names and not _is_address(name):
            return False
        if len(self._right) < 100:  # who sends a thousand ports does not fill the memory
            self._right.add(host)
        return True

    async def _write(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        if has_token(headers, self._service):
            await self._app(scope, receive, send)
            return
        session = _session(Request(scope), self._sessions)
        if not session:
            more = {"WWW-Authenticate": "Bearer"}
            detail = "Writing needs the access token, or a session: open the address that `kronika serve` prints."
            await refusal(scope, 401, detail, more)(scope, receive, send)
        elif not _from_here(scope, headers):
            await refusal(scope, 403, "This was sent from a page of another site.")(scope, receive, send)
        else:
            given, receive = await _mark(headers, receive)
            if hmac.compare_digest(given, self._sessions.mark(session).encode()):
                await self._app(scope, receive, send)
            else:
                detail = "The form is of another session: load its page again."
                await refusal(scope, 403, detail)(scope, receive, send)


def has_token(headers: Headers, service: Service) -> bool:
    """Whether a request carries the service's token, as `Authorization: Bearer TOKEN` or `ApiKey TOKEN`."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return bool(service.token) and scheme.lower() in {"bearer", "apikey"} and is_token(token.strip(), service)


def is_token(text: str, service: Service) -> bool:
    """Whether this is the service's token."""
    return bool(service.token) and hmac.compare_digest(text.encode("utf-8", "replace"), service.token.encode())


def mark(request: Request) -> str:
    """What the forms of this page must carry as their first field, `csrf`; empty for who has no session."""
    sessions: Sessions = request.app.state.sessions
    session = _session(request, sessions)
    return sessions.mark(session) if session else ""


async def known(request: Request) -> None:
    """A dependency of routes that show what is not for everybody: raises 401 for who may not write."""
    if not mark(request) and not has_token(request.headers, request.app.state.service):
        raise HTTPException(401, "This needs the access token, or a session.", {"WWW-Authenticate": "Bearer"})


def _session(request: Request, sessions: Sessions) -> str:
    found = request.cookies.get(sessions.cookie, "")
    return found if found and sessions.holds(found) else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return not name  # HTTP/1.0 names no host; no browser speaks it
    return True


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Browsers say in one header or both where a request comes from; one that says neither is left to the mark."""
    site = headers.get("sec-fetch-site")
    if site is not None:  # no script can set it; the origin of our own forms is «null», as they send no referrer
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is None or origin == f"{scope['scheme']}://{headers.get('host', '')}"


async def _mark(headers: Headers, receive: Receive) -> tuple[bytes, Receive]:
    """The mark that a request carries, and the request as if nobody had looked."""
    if "x-csrf-token" in headers:
        return headers["x-csrf-token"].encode("latin-1"), receive
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    looked = {"application/x-www-form-urlencoded": _FIELD, "multipart/form-data": _PART}.get(kind)
    if not looked:
        return b"", receive
    head = b""
    seen: list[Message] = []
    while len(head) < _HEAD and (not seen or seen[-1].get("more_body")):
        seen.append(await receive())
        head += seen[-1].get("body", b"")
    seen.reverse()

    async def again() -> Message:
        return seen.pop() if seen else await receive()

    found = looked.match(head)
    return found[1] if found else b"", again
