"""What the service answers from: one build, open for questions, and the newest of them.

A request takes a `Held` at its beginning and gives it back at its end, so it sees one build. A newer build is opened
beside it, then takes its place; the old one is closed when the last request has given it back.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from kronika.base.errors import KronikaError, UsageError
from kronika.casebook import Casebook
from kronika.match.pointer import answering
from kronika.view.serve.errors import NotReady

if TYPE_CHECKING:
    from kronika.ledger.store import Ledger
    from kronika.match.judgements import Judgements
    from kronika.match.profile import Profile
    from kronika.match.resolution import Resolution

_LOG = logging.getLogger("kronika.serve")
_EVERY = 1.0
"""Seconds between two looks at whether there is a newer build."""
_AGAIN = 3.0
"""Seconds until a build that could not be opened is tried again: it may have been swapped in just then."""
_LEDGER_MEMORY = "192MB"
"""What the ledger keeps of its file in memory, most."""
_WARM = {"properties": {"name": ["Ivan Ivanovich Ivanov", "Ivanov & Co"]}}


class Held:
    """One build of a casebook, open for questions by many threads.

    Raises UsageError where there is no build, one of another version of Kronika, or one that is not whole.
    """

    def __init__(self, root: Path) -> None:
        from kronika.ledger.catalogue import Catalogue
        from kronika.match.screen import Screener
        from kronika.view.serve.pin import Pin

        self.book = Casebook.open(root)
        self._reading = threading.Lock()
        self._judgements: tuple[object, Judgements] | None = None
        with ExitStack() as opened:
            pin = self._pin = Pin(root)
            opened.callback(pin.release)
            self.version = pin.key
            """Names the build; another build has another."""
            self.screener = Screener(pin.index, self._dismissed)
            self.catalogue = Catalogue.open(pin.index)
            opened.callback(self.catalogue.close)
            ledger = opened.enter_context(self.ledger())
            ledger.rows(f"SET memory_limit = '{_LEDGER_MEMORY}'")  # for all that are open of this file in this process
            if ledger.state != pin.made_of():
                raise UsageError(
                    f"{root}: the ledger is newer than what was made of it: `kronika build` finishes it, or is just "
                    "doing so"
                )
            self.screener.screen(_WARM, threshold=0.0)
            self._opened = opened.pop_all()

    def ledger(self, as_of: str = "") -> Ledger:
        """The ledger of this build, or its state on an earlier day, for one thread; to be closed after use.

        Raises UsageError for a day before the first copy of any list.
        """
        from kronika.ledger.store import Ledger

        pin = self._pin
        return Ledger(pin.ledger, pin.readings, as_of=as_of, identities=pin.index / "identities.parquet")

    @property
    def resolution(self) -> Resolution:
        """Who is who, and what is undecided: read when first asked for, in some seconds."""
        with self._reading:
            return self._resolution

    @cached_property
    def _resolution(self) -> Resolution:
        from kronika.match.resolution import Resolution

        return Resolution.read(self._pin.index)

    def judgements(self) -> Judgements:
        """What people have judged until now, in any process. Raises ArchiveError where the file is damaged."""
        path = self.book.root / "judgements.jsonl"
        try:
            found = path.stat()
            stamp: object = (found.st_ino, found.st_mtime_ns, found.st_size)
        except FileNotFoundError:
            stamp = None
        known = self._judgements
        if known is None or known[0] != stamp:
            known = self._judgements = stamp, self.book.judgements()
        return known[1]

    def close(self) -> None:
        """Let go of the build."""
        self._opened.close()

    def _dismissed(self, customer: Profile, listed: Profile) -> str:
        found = self.judgements().cleared(customer, listed)
        return f"{found.who} on {found.when[:10]}: {found.why}" if found else ""


class Holder:
    """Holds the newest build of a casebook; opens a newer one in a thread of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._users: Counter[Held] = Counter()
        self._opening: threading.Thread | None = None
        self._looked = float("-inf")
        self._problem = "the build is being opened: a moment"
        self._closed = False

    def look(self, *, now: bool = False) -> None:
        """Open a newer build where there is one: asked at most once a second, or `now`."""
        with self._lock:
            self._look(now=now)

    def current(self) -> Held:
        """The newest build that is open; who uses it for longer than a moment leases it. Raises NotReady."""
        with self._lock:
            return self._newest()

    @contextmanager
    def lease(self) -> Iterator[Held]:
        """The newest build, which stays open meanwhile. Raises NotReady where none is open."""
        with self._lock:
            held = self._newest()
            self._users[held] += 1
        try:
            yield held
        finally:
            with self._lock:
                self._users[held] -= 1
                self._drop(held)

    def close(self) -> None:
        """Close what nobody uses, now; the rest as soon as it is given back."""
        opening = self._opening
        if opening:
            opening.join()
        with self._lock:
            self._closed = True
            held, self._held = self._held, None
            if held:
                self._drop(held)
        gc.unfreeze()

    def _newest(self) -> Held:
        self._look()
        if self._held is None:
            raise NotReady(self._problem)
        return self._held

    def _look(self, *, now: bool = False) -> None:
        moment = time.monotonic()
        if self._closed or self._opening or (moment - self._looked < _EVERY and not now):
            return
        self._looked = moment
        if self._held is None or answering(self._root / "index") != self._held.version:
            self._opening = threading.Thread(target=self._open, name="kronika-open", daemon=True)
            self._opening.start()

    def _open(self) -> None:
        try:
            opened = Held(self._root)
        except Exception as error:  # noqa: BLE001 - a build that cannot be opened must not end the one that answers
            self._say(error)
            with self._lock:
                self._opening, self._looked = None, time.monotonic() + _AGAIN - _EVERY
            return
        with self._lock:
            before, self._held, self._opening = self._held, opened, None
            if before:
                self._drop(before)
        _settle()
        _LOG.info("answers from build %s", opened.version)

    def _say(self, error: Exception) -> None:
        known = isinstance(error, KronikaError)
        problem = str(error) if known else "the build could not be opened; the log says why"
        if problem != self._problem:
            _LOG.error("%s", error, exc_info=None if known else error)
        self._problem = problem

    def _drop(self, held: Held) -> None:
        if held is not self._held and not self._users[held]:
            del self._users[held]
            held.close()


def _settle() -> None:
    """Leave what stays for long out of the search for garbage, which else halts every request now and then."""
    gc.unfreeze()  # of the build before
    gc.collect()
    gc.freeze()


async def _held(request: Request) -> AsyncIterator[Held]:
    with request.app.state.holder.lease() as held:
        yield held


Build = Annotated[Held, Depends(_held)]
"""The parameter of a route that answers from a build: one for the whole of the request."""
