"""Who judges in this browser: asked once, remembered until the browser is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

LONGEST = 80
"""Characters of a judge's name, most."""
_COOKIE = "kronika_judge"


def judge_of(request: Request) -> str:
    """Who judges in this browser; empty where nobody has said so yet."""
    return unquote(request.cookies.get(_COOKIE, ""))[:LONGEST].strip()


def remember(request: Request, answer: Response, who: str) -> None:
    """Have the browser remember who judges."""
    answer.set_cookie(_COOKIE, quote(who), httponly=True, samesite="strict", secure=request.url.scheme == "https")
