"""Answers that take long: worked out one after another beside the requests, and kept as long as the build."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from kronika.view.serve.held import Held

_T = TypeVar("_T")


class Later(Generic[_T]):
    """Answers by build and by what was asked. Who asks waits for a while, then may come again."""

    def __init__(self, make: Callable[..., _T]) -> None:
        self._make = make
        self._alone, self._lock = threading.Lock(), threading.Lock()
        self._answers: WeakKeyDictionary[Held, dict[Hashable, Future[_T]]] = WeakKeyDictionary()

    def __call__(self, held: Held, *asked: Hashable, wait: float | None = None) -> _T | None:
        """What `make(held, *asked)` gives; None where it is not there after `wait` seconds. Raises what that raises."""
        with self._lock:
            mine = self._answers.setdefault(held, {})
            begins = asked not in mine
            answer = mine.setdefault(asked, Future())
        if begins:
            # Of a daemon, so that a service that is told to stop need not wait for it.
            threading.Thread(target=self._work, args=(answer, held, asked), daemon=True).start()
        try:
            return answer.result(wait)
        except TimeoutError:
            return None

    def _work(self, answer: Future[_T], held: Held, asked: tuple[Hashable, ...]) -> None:
        with self._alone:
            try:
                answer.set_result(self._make(held, *asked))
            except BaseException as error:  # noqa: BLE001 - raised to whoever asks
                answer.set_exception(error)
