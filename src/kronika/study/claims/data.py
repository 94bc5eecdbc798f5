"""Documents and what is marked in them as plain data that JSON holds, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> dict[str, Any]:
    """A frozen dataclass as mappings, lists, texts and numbers."""
    return asdict(value)


def made(kind: type[T], data: object) -> T:
    """The dataclass of this kind that `plain` gave; raises ValueError where the data is of another shape."""
    found = _made(kind, data)
    if not isinstance(found, kind):
        raise ValueError(f"no {kind.__name__}")  # noqa: TRY004 - the data is wrong, not the call
    return found


def _made(kind: Any, data: object) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        return _either(get_args(kind), data)
    if origin is Literal:
        return _as_it_is(data in get_args(kind), data, kind)
    if origin is tuple:
        return _several(get_args(kind), data)
    if origin is Mapping:
        return {key: _made(get_args(kind)[1], each) for key, each in _mapping(data).items()}
    if isinstance(kind, type) and is_dataclass(kind):
        given, hints = _mapping(data), _hints(kind)
        return kind(**{name: _made(hints[name], given[name]) for name in hints if name in given})
    right = isinstance(data, (int, float) if kind is float else kind)
    return _as_it_is(right and (kind is bool or not isinstance(data, bool)), data, kind)


def _mapping(data: object) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise ValueError(f"{str(data)[:40]!r} is no mapping")  # noqa: TRY004
    return data


def _either(kinds: tuple[Any, ...], data: object) -> Any:
    if data is None and NoneType in kinds:
        return None
    (kind,) = (each for each in kinds if each is not NoneType)
    return _made(kind, data)


def _several(kinds: tuple[Any, ...], data: object) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise ValueError(f"{str(data)[:40]!r} is no list")  # noqa: TRY004
    if kinds[-1] is Ellipsis:
        return tuple(_made(kinds[0], each) for each in data)
    return tuple(_made(kind, each) for kind, each in zip(kinds, data, strict=True))


def _as_it_is(right: bool, data: object, kind: Any) -> object:
    if not right:
        raise ValueError(f"{str(data)[:40]!r} is no {getattr(kind, '__name__', kind)}")
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.init}
