"""The compiler of the matcher's loops: numba, whose machine code is kept beside the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

_LOOPS = ("kernel.py", "features.py", "skeletons.py", "lookup.py", "postings.py")


@cache
def _stamp() -> str:
    code = hashlib.sha256()
    for name in _LOOPS:
        code.update((Path(__file__).parent / name).read_bytes())
    return code.hexdigest()


def compiled(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function; it runs without the interpreter's lock, and its machine code is kept for other processes.

    numba throws kept code away when the function's own file changes. These functions call each other over several
    files and share the layout of their arrays, so here it is when any of those files does.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        made = numba.njit(cache=True, nogil=True, **options)(function)
        made._cache._cache_file._source_stamp = _stamp()
        return made

    return decorate
