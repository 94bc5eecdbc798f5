"""The readers, one file a source: a module here with SOURCE and `read(copy)` is a reader, nothing else registers it."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from kronika.base.errors import UsageError

if TYPE_CHECKING:
    from kronika.base.model import Copy, Measured, Published, Source
    from kronika.collect.record import Reading


class Reader(Protocol):
    """What a module in this folder offers."""

    SOURCE: Source

    def read(self, copy: Copy) -> Reading[Any] | Measured:
        """Read a copy of the source's list, or of its measurements."""
        ...


@cache
def names() -> tuple[str, ...]:
    """The names of all sources, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def load(name: str) -> Reader:
    """The reader of a source; UsageError where there is none."""
    if name not in names():
        raise UsageError(f"no source is called {name!r}; there are {', '.join(names())}")
    return cast("Reader", import_module(f"{__name__}.{name}"))


def published(copy: Copy) -> Iterator[Published]:
    """What a copy says of its entries as entries, where its source is one that others compiled; else nothing."""
    stated = getattr(load(copy.source), "published", None)
    if stated is not None:
        yield from stated(copy)
