"""What pages keep of a build: worked out by whoever asks first, while others wait for the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from kronika.view.serve.held import Held

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """Answers by build and by what was asked, at most `most` a build: those last asked for. They go with the build."""

    def __init__(self, make: Callable[..., _T], most: int = 1) -> None:
        self._make, self._most = make, most
        self._lock = threading.Lock()
        self._answers: WeakKeyDictionary[Held, OrderedDict[Hashable, Future[_T]]] = WeakKeyDictionary()

    def __call__(self, held: Held, *asked: Hashable) -> _T:
        """What `make(held, *asked)` gives, or gave. Whatever it raises is raised and not kept."""
        with self._lock:
            mine = self._answers.setdefault(held, OrderedDict())
            known = mine.get(asked)
            answer = mine[asked] = known or Future()
            mine.move_to_end(asked)
            while len(mine) > self._most:
                mine.popitem(last=False)
        if not known:
            try:
                answer.set_result(self._make(held, *asked))
            except BaseException as error:  # noqa: BLE001 - raised below, here and to those who wait
                answer.set_exception(error)
                with self._lock:
                    if mine.get(asked) is answer:
                        del mine[asked]
        return answer.result()
