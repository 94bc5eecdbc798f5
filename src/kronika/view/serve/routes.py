"""The frame's own routes: is it alive, can it answer, who may write."""

# No `from __future__ import annotations` here: FastAPI reads the annotations of routes when they are made.
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from kronika.view.serve import errors, guard, session
from kronika.view.serve.held import Build

router = APIRouter(tags=["service"])
_FORM = """\
<p>Reading is free. To judge, dismiss or upload, say the access token of this server.</p>
<form method="post" action="/enter">
<label for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required>
<button>Enter</button>
</form>"""
_USED = "<p>This address has been used, or is too old: `kronika serve` prints a new one when it starts.</p>\n"


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether the process answers at all."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "No build can be asked yet; `detail` says why."}})
async def readyz(held: Build) -> dict[str, str]:
    """Whether a build is open for questions, and which."""
    return {"status": "ok", "version": held.version}


@router.get("/enter", include_in_schema=False)
def enter(request: Request, key: str = "") -> Response:
    """Take the ticket of the printed address for a session, or ask for the token."""
    if key and request.app.state.sessions.redeem(key):
        return _begun(request)
    if key and guard.mark(request):  # the same browser opens the address again
        return RedirectResponse("/", 303)
    return errors.page("Enter", (_USED if key else "") + _FORM, 403 if key else 200)


@router.post("/enter", include_in_schema=False)
def enter_with_token(request: Request, token: Annotated[str, Form()]) -> Response:
    """Take the token for a session."""
    if not guard.is_token(token, request.app.state.service):
        raise HTTPException(401, "That is not the access token of this server.")
    return _begun(request)


@router.post("/leave", include_in_schema=False)
def leave(request: Request) -> Response:
    """Forget the session in this browser."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(request.app.state.sessions.cookie)
    return answer


def _begun(request: Request) -> Response:
    sessions: session.Sessions = request.app.state.sessions
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        sessions.cookie, sessions.begin(), max_age=session.LASTS, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer
