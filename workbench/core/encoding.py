"""Frozen dataclasses as JSON, and back: by their annotations, so that nothing is written twice.

Numbers that JSON does not know are objects with a reason; of several possible classes the JSON says
which. What is read is not trusted: a value of another kind is an error that names its place.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from workbench.core.schema import Json
from workbench.errors import InputError

__all__ = ["decode", "encode"]

Kind = TypeVar("Kind")

_NOT_FINITE = {"not a number": math.nan, "infinite": math.inf, "minus infinite": -math.inf}
_TYPE = "type"


def encode(value: object) -> Json:
    """Return a dataclass, or what it is made of, as JSON.

    Parameters
    ----------
    value : object
        A dataclass, mapping, tuple, text, number, truth value or ``None``.

    Raises
    ------
    TypeError
        If it is of any other kind.

    Examples
    --------
    >>> encode((1, float("nan"), "a"))
    [1, {'undefined': 'not a number'}, 'a']
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"undefined": _why(value)}
    if isinstance(value, Mapping):
        return {str(key): encode(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: encode(getattr(value, one.name)) for one in dataclasses.fields(value) if one.init}
        return {_TYPE: type(value).__name__.lower(), **fields}
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def decode(kind: type[Kind], value: Json, place: str = "the file") -> Kind:
    """Return the dataclass that :func:`encode` wrote.

    Parameters
    ----------
    kind : type
        The class that is expected.
    value : JSON
        What was read.
    place : str
        What to call it in an error.

    Raises
    ------
    InputError
        If it is of another kind, or anything in it is.

    Examples
    --------
    >>> from workbench.core.finding import Finding
    >>> finding = Finding("WB201", "caution", "a", "b", "c", value=0.5)
    >>> decode(Finding, encode(finding)) == finding
    True
    """
    found: Kind = _decode(kind, value, place)
    return found


def _why(value: float) -> str:
    return "not a number" if math.isnan(value) else "infinite" if value > 0 else "minus infinite"


def _decode(kind: Any, value: Json, place: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is type(None):
        _check(value is None, place, "nothing")
        return None
    if origin is Literal:
        _check(value in arguments, place, f"one of {', '.join(map(repr, arguments))}")
        return value
    if origin in (Union, types.UnionType):
        return _one_of(arguments, value, place)
    if origin is tuple:
        return _tuple(arguments, value, place)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise _error(place, "an object")
        return {key: _decode(arguments[1], one, f"{place}, {key}") for key, one in value.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, value, place)
    return _scalar(kind, value, place)


def _scalar(kind: Any, value: Json, place: str) -> Any:
    if kind is bool:
        _check(isinstance(value, bool), place, "true or false")
        return value
    if kind is int:
        _check(isinstance(value, int) and not isinstance(value, bool), place, "a whole number")
        return value
    if kind is float:
        if isinstance(value, dict) and value.get("undefined") in _NOT_FINITE and len(value) == 1:
            return _NOT_FINITE[str(value["undefined"])]
        _check(isinstance(value, (int, float)) and not isinstance(value, bool), place, "a number")
        return float(value)  # type: ignore[arg-type]
    if kind is str:
        _check(isinstance(value, str), place, "text")
        return value
    return value  # JSON as it is


def _tuple(arguments: tuple[Any, ...], value: Json, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _error(place, "a list")
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(arguments[0], one, f"{place}, {at}") for at, one in enumerate(value))
    _check(len(value) == len(arguments), place, f"a list of {len(arguments)}")
    pairs = enumerate(zip(arguments, value, strict=True))
    return tuple(_decode(kind, one, f"{place}, {at}") for at, (kind, one) in pairs)


def _one_of(arguments: tuple[Any, ...], value: Json, place: str) -> Any:
    """Return the one kind of several that the value says it is, or that it can only be."""
    if value is None and type(None) in arguments:
        return None
    if {dict, list} <= {get_origin(kind) for kind in arguments}:
        return value  # JSON as it is
    classes: dict[str, Any] = {str(kind.__name__).lower(): kind for kind in arguments if isinstance(kind, type)}
    if isinstance(value, dict) and dataclasses.is_dataclass(classes.get(str(value.get(_TYPE)))):
        return _dataclass(classes[str(value[_TYPE])], value, place)
    for kind in arguments:
        fits: Any = {str: str, bool: bool, int: int, float: (int, float)}.get(kind)
        if fits is not None and isinstance(value, fits) and (kind is bool) == isinstance(value, bool):
            return _decode(kind, value, place)
        if get_origin(kind) is tuple and isinstance(value, list):
            return _tuple(get_args(kind), value, place)
        if get_origin(kind) is Sequence and isinstance(value, list):
            return _tuple((*get_args(kind), Ellipsis), value, place)
        if get_origin(kind) is Mapping and isinstance(value, dict) and _TYPE not in value:
            return _decode(kind, value, place)
        if kind is float and isinstance(value, dict):
            return _scalar(float, value, place)
    raise _error(place, f"one of {', '.join(getattr(kind, '__name__', str(kind)) for kind in arguments)}")


def _dataclass(kind: Any, value: Json, place: str) -> Any:
    if not isinstance(value, dict):
        raise _error(place, "an object")
    _check(value.get(_TYPE) == kind.__name__.lower(), place, f"a {kind.__name__.lower()}")
    hints, fields = _hints(kind), {one.name: one for one in dataclasses.fields(kind) if one.init}
    unknown = [key for key in value if key != _TYPE and key not in fields]
    _check(not unknown, place, f"without {', '.join(map(repr, unknown))}")
    given = {}
    for name, one in fields.items():
        if name in value:
            given[name] = _decode(hints[name], value[name], f"{place}, {name}")
        elif one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            raise _error(f"{place}, {name}", "given")
    return kind(**given)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _check(holds: bool, place: str, expected: str) -> None:
    if not holds:
        raise _error(place, expected)


def _error(place: str, expected: str) -> InputError:
    return InputError(f"{place[:300]} is not {expected}.\nIt is damaged, or was not written by the workbench.")
