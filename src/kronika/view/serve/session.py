"""Who may write: a casebook's key, and what is signed with it.

A *session* lives in a cookie and lets a browser write. A *ticket* stands in the address that `kronika serve` prints
and buys one session, once. A session's forms carry its *mark* (against cross-site requests).

Signatures are HMAC-SHA256 (RFC 2104) with a key of 32 bytes in `service.key`, which only its owner may read.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from kronika.base.errors import ConfigError

LASTS = 12 * 3600
"""Seconds that a session lasts."""
_TICKET_LASTS = 24 * 3600
_KEY = "service.key"
_BYTES = 32


class Sessions:
    """Gives and checks sessions. Raises ConfigError where the key can be read by others or cannot be kept.

    Another token ends all sessions.
    """

    def __init__(self, root: Path, token: str = "", now: Callable[[], float] = time.time) -> None:
        self._used = root / "serving"
        key = _key(root / _KEY)
        self._secret = hmac.digest(key, b"token " + token.encode(), "sha256")
        self.cookie = f"kronika_{hashlib.sha256(key).hexdigest()[:8]}"
        """The cookie's name: cookies of one machine are shared by all its ports."""
        self._now = now

    def begin(self) -> str:
        """A new session."""
        return self._signed("session", LASTS)

    def holds(self, session: str) -> bool:
        """Whether this is a session, and has not ended."""
        return self._checked("session", session)

    def mark(self, session: str) -> str:
        """What the forms of a session carry."""
        return self._signature(f"mark {session}")

    def ticket(self) -> str:
        """A new ticket."""
        return self._signed("ticket", _TICKET_LASTS)

    def redeem(self, ticket: str) -> bool:
        """Whether this is a ticket that has not been used; it is now, in all processes of the casebook."""
        if not self._checked("ticket", ticket):
            return False
        self._used.mkdir(exist_ok=True)
        self._forget_old()
        try:
            (self._used / f"ticket-{ticket.split('.')[1]}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _forget_old(self) -> None:
        for path in self._used.glob("ticket-*"):
            if path.stat().st_mtime < time.time() - _TICKET_LASTS:
                path.unlink(missing_ok=True)

    def _signed(self, kind: str, lasts: int) -> str:
        text = f"{int(self._now()) + lasts}.{secrets.token_hex(16)}"
        return f"{text}.{self._signature(f'{kind} {text}')}"

    def _checked(self, kind: str, signed: str) -> bool:
        text, _, signature = signed.rpartition(".")
        if not hmac.compare_digest(self._signature(f"{kind} {text}").encode(), signature.encode("utf-8", "replace")):
            return False
        return int(text.split(".")[0]) > self._now()

    def _signature(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "replace"), "sha256").hexdigest()


def _key(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise ConfigError(f"{path} can be read by others, who could then write here: chmod 600 {path}")
        found = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: the key of sessions can be neither kept nor read ({error.strerror})") from error
    if len(found) != _BYTES:
        raise ConfigError(f"{path} is no key: delete it, and a new one is made")
    return found


def _make(path: Path) -> None:
    """Put a new key in place whole, unless another process has been faster."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(_BYTES))
    finally:
        os.close(descriptor)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
