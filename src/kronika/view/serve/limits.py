"""How large a request may be, how slow its sender, and how long an answer may take to begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from kronika.view.serve.errors import refusal
from kronika.view.serve.guard import ASKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kronika.view.serve.settings import Service

_PLAIN = (b"application/json", b"application/x-www-form-urlencoded", b"")
"""Bodies that are kept in memory; all others, from who may write, are files."""
_SLOWEST = 16_384
"""Bytes a second, over the whole of a body."""
_LINGER = 2.0
"""Seconds for which the rest of a refused body is thrown away, so that its sender comes to read the answer."""
_TOO_SLOW = "The request's body came too slowly: send it again."


class Limits:
    """A layer that refuses with 413 what is too large, 408 what comes too slowly, 504 what takes too long."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._service.seconds) as timer:
                one = _One(scope, receive, send, self._service, timer)
                await self._answer(scope, one)
        except TimeoutError:
            if one.started:
                raise
            detail = f"There was no answer within {self._service.seconds:g} seconds: ask for less."
            await refusal(scope, 504, detail)(scope, receive, send)

    async def _answer(self, scope: Scope, one: _One) -> None:
        try:
            one.check_size()
            await self._app(scope, one.receive, one.send)
        except HTTPException as error:  # a route's are answered by the application; here another layer was reading
            if one.started:
                raise
            await refusal(scope, error.status_code, error.detail)(scope, one.receive, one.send)


class _One:
    """One request and its answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, service: Service, timer: asyncio.Timeout) -> None:
        self._receive, self._send, self._service, self._timer = receive, send, service, timer
        headers = dict(scope["headers"])
        self._length = int(headers.get(b"content-length") or 0)  # the server has checked that it is a number
        self._pending = self._length > 0 or b"transfer-encoding" in headers
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        is_file = kind not in _PLAIN and not ASKING.fullmatch(scope["path"])
        self._most = service.upload if is_file else service.body
        self._loop = asyncio.get_running_loop()
        self._begun, self._size = self._loop.time(), 0
        self.started = False

    def check_size(self) -> None:
        """Raises HTTPException 413 where the body is too large, or says that it will be."""
        if max(self._length, self._size) > self._most:
            raise HTTPException(413, f"The request is larger than {self._most:,} bytes, the most that is taken here.")

    async def receive(self) -> Message:
        """The next piece of the body. Raises HTTPException 408 where it comes too slowly, 413 where it is too much."""
        if not self._pending:
            return await self._receive()
        self._wait(None)
        least = self._begun + self._service.stall + self._size / _SLOWEST - self._loop.time()
        try:
            async with asyncio.timeout(min(self._service.stall, least)):
                message = await self._receive()
        except TimeoutError as error:
            raise HTTPException(408, _TOO_SLOW) from error
        finally:
            self._wait(self._service.seconds)
        self._note(message)
        self.check_size()
        return message

    async def send(self, message: Message) -> None:
        """Pass a piece of the answer on; before its end the rest of the request is thrown away."""
        if message["type"] == "http.response.start":
            self._wait(None)
            self.started = True
            if self._pending and message["status"] >= 400:
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
        elif self._pending and not message.get("more_body"):
            await self._send({**message, "more_body": True})
            await self._linger()
            message = {"type": "http.response.body"}
        await self._send(message)

    def _wait(self, seconds: float | None) -> None:
        if not self.started:
            self._timer.reschedule(None if seconds is None else self._loop.time() + seconds)

    def _note(self, message: Message) -> None:
        self._size += len(message.get("body", b""))
        self._pending = message["type"] == "http.request" and message.get("more_body", False)

    async def _linger(self) -> None:
        try:
            async with asyncio.timeout(_LINGER):
                while self._pending:
                    self._note(await self._receive())
        except TimeoutError:
            return
