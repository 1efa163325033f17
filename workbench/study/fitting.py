"""Whether values fit the fields of a class, as its annotations say."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from workbench.study.missing import NotStored
from workbench.study.models import is_estimator
from workbench.study.registry import KINDS, kind_named, name_of

__all__ = ["hints_of", "misfit"]

_PLAIN: dict[Any, Any] = {
    bool: (bool, np.bool_),
    int: (int, np.integer),
    float: (int, float, np.number),
    str: str,
    type(None): type(None),
}
_MODELS = ("GivenModel", "GroupThresholds", "MappedModel", "Votes")
_DATA = ("builtins", "numpy", "pandas", "pyarrow")


def misfit(kind: Any, given: Mapping[str, object]) -> str:
    """Return what is wrong with the values for a class, in a few words; empty where they fit.

    Parameters
    ----------
    kind : type
        A class of the workbench.
    given : mapping of str to object
        A value for each field.

    Examples
    --------
    >>> from workbench.core.finding import Finding
    >>> told = {"code": "WB101", "severity": "mild", "title": "a", "why": "b", "what_to_do": "c"}
    >>> misfit(Finding, told)
    'severity of a Finding is of another kind'
    """
    hints = hints_of(kind)
    wrong = next((name for name, value in given.items() if not _fits(value, hints.get(name, Any))), None)
    return "" if wrong is None else f"{wrong} of a {kind.__name__} is of another kind"


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Return the annotations of a class; those of classes that are imported for types only are found by name."""
    if not dataclasses.is_dataclass(kind) and not hasattr(kind, "_fields"):
        return {}
    try:
        return get_type_hints(kind)
    except NameError:
        own = {name for name, (_, called) in KINDS.items() if name == called}
        try:
            return get_type_hints(kind, localns={name: kind_named(name) for name in own})
        except NameError:
            return {}


def _fits(value: Any, hint: Any) -> bool:
    if hint in (Any, object) or isinstance(hint, str):
        return True
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None:
        return _is_a(value, hint)
    if origin is Literal:
        return isinstance(value, (str, int, bool, type(None))) and value in arguments
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is Callable:
        return callable(value)
    if origin is np.ndarray:
        return isinstance(value, np.ndarray) and _holds(value, arguments[1])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(key, arguments[0]) and _fits(one, arguments[1]) for key, one in value.items()
        )
    if origin is tuple:
        return isinstance(value, tuple) and _fits_places(value, arguments)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return isinstance(value, (tuple, list)) and all(_fits(one, arguments[0]) for one in value)
    return True


def _fits_places(value: tuple[Any, ...], arguments: tuple[Any, ...]) -> bool:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return all(_fits(one, arguments[0]) for one in value)
    return len(value) == len(arguments) and all(map(_fits, value, arguments))


def _is_a(value: Any, kind: Any) -> bool:
    if kind in _PLAIN:
        return isinstance(value, _PLAIN[kind]) and (kind is bool or not isinstance(value, (bool, np.bool_)))
    if not isinstance(kind, type):
        return True
    if isinstance(value, NotStored):
        return not dataclasses.is_dataclass(kind) and kind.__module__.partition(".")[0] not in _DATA
    if not kind.__module__.startswith("sklearn."):
        return isinstance(value, kind)
    # In the place of a pipeline stands whatever predicts as one; of a model that was given no step may be known.
    return value is None or is_estimator(value) or name_of(value) in _MODELS


def _holds(value: np.ndarray[Any, Any], kind: Any) -> bool:
    wanted = get_args(kind)
    return not wanted or not isinstance(wanted[0], type) or np.issubdtype(value.dtype, wanted[0])
