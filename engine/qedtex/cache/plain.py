"""Frozen values as plain data for JSON, and back: dataclasses by their fields, never code and never a pickle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_SCALARS = (str, int, float, bool, NoneType)


class Damaged(ValueError):
    """Plain data that is not what a value of its type is written as."""


def to_plain(value: object) -> object:
    """The plain data of a value; raises `TypeError` for what is not a dataclass, a collection, an enum or a scalar.

    >>> from qedtex.errors import Place
    >>> to_plain((Place("a.md", 3), None, frozenset({"b", "a"})))
    [['a.md', 3, 0, None], None, ['a', 'b']]
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(map(to_plain, value), key=repr)
    if is_dataclass(value) and not isinstance(value, type):
        return [to_plain(getattr(value, name)) for name in _names(type(value))]
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Value], data: object) -> Value:
    """The value of a type that some plain data was made from; raises `Damaged` where it cannot have been.

    >>> from qedtex.errors import Place
    >>> from_plain(Place, ["a.md", 3, 0, None])
    Place(path='a.md', line=3, column=0, cell=None)
    >>> from_plain(Place, ["a.md", "3", 0, None])
    Traceback (most recent call last):
    ...
    qedtex.cache.plain.Damaged: 'int' expected, found '3'
    """
    value: Value = _reader(cast(Any, kind))(data)
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(kind))


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of a type from plain data."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (rest,) = (one for one in inner if one is not NoneType)
        return _optional(_reader(rest))
    if origin is tuple and inner[1:] != (...,):
        return _together(tuple, tuple(map(_reader, inner)))
    if origin in (tuple, frozenset):
        return _many(origin, _reader(inner[0]))
    if kind in _SCALARS:
        return lambda data: _scalar(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda data: _member(kind, data)
    hints = get_type_hints(kind)
    return _together(lambda parts: kind(*parts), tuple(_reader(hints[name]) for name in _names(kind)))


def _optional(read: Reader) -> Reader:
    return lambda data: None if data is None else read(data)


def _many(collection: Callable[[list[Any]], Any], read: Reader) -> Reader:
    return lambda data: collection([read(item) for item in _listed(data)])


def _together(make: Callable[[list[Any]], Any], readers: tuple[Reader, ...]) -> Reader:
    length = len(readers)
    return lambda data: make([read(item) for read, item in zip(readers, _listed(data, length), strict=True)])


def _listed(data: Any, length: int | None = None) -> list[Any]:
    if type(data) is not list or (length is not None and len(data) != length):
        raise Damaged(f"a list{'' if length is None else f' of {length}'} expected, found {data!r}")
    return data


def _scalar(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise Damaged(f"{kind.__name__!r} expected, found {data!r}")
    return data


def _member(kind: type[Enum], data: Any) -> Enum:
    try:
        return kind(data)
    except ValueError:
        raise Damaged(f"a {kind.__name__} expected, found {data!r}") from None
