"""One line of JSON on standard error for each request; what becomes of an error that nobody expected.

A line holds the time, the method, the route's path as a template, the status, milliseconds, bytes and the request's
id, which the answer's header X-Request-ID says, too. What was asked is of persons: it is left out unless the service
is told otherwise.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import orjson

from kronika.view.serve.errors import refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST_LOGGED = 2_000
"""Bytes of a request's body that are logged, where they are at all."""
_WRONG = "Something went wrong in the service."


def write(line: dict[str, Any]) -> None:
    """Write one line to standard error."""
    sys.stderr.write(orjson.dumps(line, default=str, option=orjson.OPT_APPEND_NEWLINE).decode())
    sys.stderr.flush()


class Lines(logging.Handler):
    """Writes what the service and its libraries log as lines of the same kind."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        line = {"time": _now(), "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["trace"] = "".join(traceback.format_exception(*record.exc_info))
        write(line)


def install() -> None:
    """Send everything that is logged in this process to standard error, warnings and what Kronika says of itself."""
    root = logging.getLogger()
    if not any(isinstance(each, Lines) for each in root.handlers):
        root.addHandler(Lines())
    logging.getLogger("kronika.serve").setLevel(logging.INFO)


class Logs:
    """The outermost layer: counts, times, and answers 500 where everything else has failed."""

    def __init__(self, app: ASGIApp, *, queries: bool, out: Callable[[dict[str, Any]], None] = write) -> None:
        self._app, self._queries, self._out = app, queries, out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, id_, status, size, asked = time.perf_counter(), token_hex(8), 0, 0, b""
        scope["kronika.id"] = id_

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id_.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        async def receiving() -> Message:
            nonlocal asked
            message = await receive()
            asked += message.get("body", b"")[: _MOST_LOGGED - len(asked)]
            return message

        try:
            await self._app(scope, receiving if self._queries else receive, sending)
        except Exception as error:  # noqa: BLE001 - the last resort: the answer names what the log holds
            self._out({"time": _now(), "level": "error", "id": id_, "trace": _trace(error)})
            if not status:
                await refusal(scope, 500, _WRONG, error_id=id_)(scope, receive, sending)
        finally:
            line = _line(scope, status, time.perf_counter() - begun, size)
            if self._queries:
                line["asked"] = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
                line["body"] = asked.decode("utf-8", "replace")
            self._out(line)


def _line(scope: Scope, status: int, seconds: float, size: int) -> dict[str, Any]:
    return {
        "time": _now(),
        "method": scope["method"],
        "path": getattr(scope.get("route"), "path", None),
        "status": status or 499,  # who asked has gone
        "ms": round(seconds * 1000, 2),
        "bytes": size,
        "id": scope["kronika.id"],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _trace(error: Exception) -> str:
    return "".join(traceback.format_exception(error))
