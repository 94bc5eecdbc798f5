"""How a refusal is said: JSON to a program, a page to a person."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response

from kronika.base.errors import KronikaError, UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from starlette.types import Scope

_API = "kronika.view.api"
"""The routes of this package speak JSON, whoever asks."""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Kronika</title>
<link rel="stylesheet" href="/static/desk.css">
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


class NotReady(KronikaError):
    """No build can be asked yet: a service answers 503 with the reason."""


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A page of the frame itself; `title` is a text, `body` is HTML."""
    text = _PAGE.format(title=html.escape(title), body=body)
    return HTMLResponse(text.encode("utf-8", "replace"), status)


def refusal(
    scope: Scope, status: int, detail: object, headers: Mapping[str, str] | None = None, **more: str
) -> Response:
    """The answer to a request that is refused: `detail` says why, in words for who asked; `more` stands beside it."""
    if _wants_page(scope):
        told = "\n".join(f"<p>{html.escape(str(each))}</p>" for each in (detail, *more.values()))
        answer: Response = page(HTTPStatus(status).phrase, f'{told}\n<p><a href="/">To the overview</a></p>', status)
        answer.headers.update(headers or {})
        return answer
    # All in ASCII: what was asked may hold halves of characters, which UTF-8 cannot say.
    content = json.dumps({"detail": detail, **more}, default=str)
    return Response(content, status, dict(headers or {}), "application/json")


def _wants_page(scope: Scope) -> bool:
    """A browser's address bar says that it takes HTML; programs say nothing, or JSON."""
    route = getattr(scope.get("endpoint"), "__module__", "")
    return not route.startswith(_API) and "text/html" in Headers(scope=scope).get("accept", "")


def install(app: FastAPI) -> None:
    """Have the application say everything that it refuses in this way."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    async def http(request: Request, error: Any) -> Response:
        return refusal(request.scope, error.status_code, error.detail, error.headers)

    async def invalid(request: Request, error: Any) -> Response:
        found = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
        told = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in found)
        return refusal(request.scope, 422, told if _wants_page(request.scope) else found)

    async def ours(request: Request, error: Any) -> Response:
        if isinstance(error, UsageError):
            return refusal(request.scope, 400, str(error))
        return refusal(request.scope, 503, str(error), {"Retry-After": "2"})

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(KronikaError, ours)
