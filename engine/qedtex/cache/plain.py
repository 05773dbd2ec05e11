"""Frozen values as plain data for JSON, and back: dataclasses by their fields, never code and never a pickle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_SCALARS = (str, int, float, bool, NoneType)


class Damaged(ValueError):
    """Plain data that is not what a value of its type is written as."""


def to_plain(value: object) -> object:
    """The plain data of a value; raises `TypeError` for what is not a dataclass, a collection, an enum or a scalar.

    >>> from qedtex.errors import Place
    >>> to_plain((Place("a.md", 3), None, frozenset({"b", "a"})))
    [['a.md', 3, 0], None, ['a', 'b']]
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
    >>> from_plain(Place, ["a.md", 3, 0])
    Place(path='a.md', line=3, column=0)
    >>> from_plain(Place, ["a.md", "3", 0])
    Traceback (most recent call last):
    ...
    qedtex.cache.plain.Damaged: 'int' expected, found '3'
    """
    value: Value = _reader(kind)(data)
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from plain data."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (rest,) = (one for one in inner if one is not NoneType)
        return lambda data, read=_reader(rest): None if data is None else read(data)
    if origin is tuple and inner[1:] == (...,):
        return lambda data, read=_reader(inner[0]): tuple([read(item) for item in _listed(data)])
    if origin is tuple:
        return lambda data, readers=tuple(map(_reader, inner)): tuple(
            [read(item) for read, item in zip(readers, _listed(data, len(readers)), strict=True)]
        )
    if origin is frozenset:
        return lambda data, read=_reader(inner[0]): frozenset(read(item) for item in _listed(data))
    if kind in _SCALARS:
        return lambda data: _scalar(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda data: _member(kind, data)
    return _dataclass_reader(kind)


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = tuple(_reader(hints[name]) for name in _names(kind))

    def read(data: Any) -> Any:
        return kind(*[one(item) for one, item in zip(readers, _listed(data, len(readers)), strict=True)])

    return read


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
