"""Argument checks that raise the errors of :mod:`workbench.errors`."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from numbers import Real
from typing import SupportsIndex, TypeVar

from workbench.errors import ColumnNotFoundError, InputError

__all__ = ["check_choice", "check_column", "check_fraction", "check_positive", "check_result", "check_seed"]

Kind = TypeVar("Kind")

_LARGEST_SEED = 2**32 - 1


def check_column(name: object, columns: Sequence[str]) -> str:
    """Return ``name`` if it is one of ``columns``.

    Raises
    ------
    ColumnNotFoundError
        If it is not; the text names the closest column.

    Examples
    --------
    >>> check_column("age", ["age", "income"])
    'age'
    """
    if not isinstance(name, str) or name not in columns:
        raise ColumnNotFoundError.for_name(name, list(columns))
    return name


def check_choice(argument: str, value: str, allowed: Sequence[str]) -> str:
    """Return ``value`` if it is one of ``allowed``, else raise :class:`InputError`.

    Examples
    --------
    >>> check_choice("audience", "brief", ["brief"])
    'brief'
    """
    if value not in allowed:
        raise InputError.for_choice(argument, value, allowed)
    return value


def check_fraction(argument: str, value: object) -> float:
    """Return ``value`` if it lies strictly between 0 and 1, else raise :class:`InputError`.

    Examples
    --------
    >>> check_fraction("test_size", 0.25)
    0.25
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < 1:
        raise InputError(f"{argument} is {value!r}.\nGive a fraction above 0 and below 1, such as 0.25.")
    return float(value)


def check_positive(argument: str, value: SupportsIndex) -> int:
    """Return ``value`` if it is a whole number above 0, else raise :class:`InputError`.

    Examples
    --------
    >>> check_positive("n_rows", 100)
    100
    """
    whole = _whole(value)
    if whole is None or whole < 1:
        raise InputError(f"{argument} is {value!r}.\nGive a whole number of 1 or more.")
    return whole


def check_result(argument: str, value: object, kind: type[Kind], maker: str) -> Kind:
    """Return ``value`` if it is a result of that kind, else raise :class:`InputError`.

    Examples
    --------
    >>> check_result("split", "loans.csv", int, "split_data")
    Traceback (most recent call last):
    workbench.errors.InputError: split is a str.
    Give what split_data returns.
    """
    if not isinstance(value, kind):
        raise InputError(f"{argument} is a {type(value).__name__}.\nGive what {maker} returns.")
    return value


def check_seed(seed: SupportsIndex) -> int:
    """Return ``seed`` if NumPy and scikit-learn can both take it, else raise :class:`InputError`.

    Examples
    --------
    >>> check_seed(7)
    7
    """
    whole = _whole(seed)
    if whole is None or not 0 <= whole <= _LARGEST_SEED:
        raise InputError(f"seed is {seed!r}.\nGive a whole number from 0 to {_LARGEST_SEED:,}, such as 7.")
    return whole


def _whole(value: SupportsIndex) -> int | None:
    """Return a whole number of any kind as an int; ``None`` for what is none, true and false included."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None
