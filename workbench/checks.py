"""Argument checks that raise the errors of :mod:`workbench.errors`."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import ColumnNotFoundError, InputError

__all__ = ["check_choice", "check_column", "check_fraction", "check_positive", "check_seed"]

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


def check_fraction(argument: str, value: float) -> float:
    """Return ``value`` if it lies strictly between 0 and 1, else raise :class:`InputError`.

    Examples
    --------
    >>> check_fraction("test_size", 0.25)
    0.25
    """
    if not 0 < value < 1:
        raise InputError(f"{argument} is {value!r}.\nGive a fraction above 0 and below 1, such as 0.25.")
    return value


def check_positive(argument: str, value: int) -> int:
    """Return ``value`` if it is a whole number above 0, else raise :class:`InputError`.

    Examples
    --------
    >>> check_positive("n_rows", 100)
    100
    """
    if type(value) is not int or value < 1:
        raise InputError(f"{argument} is {value!r}.\nGive a whole number of 1 or more.")
    return value


def check_seed(seed: int) -> int:
    """Return ``seed`` if NumPy and scikit-learn can both take it, else raise :class:`InputError`.

    Examples
    --------
    >>> check_seed(7)
    7
    """
    if type(seed) is not int or not 0 <= seed <= _LARGEST_SEED:
        raise InputError(f"seed is {seed!r}.\nGive a whole number from 0 to {_LARGEST_SEED:,}, such as 7.")
    return seed
