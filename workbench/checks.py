"""Argument checks that raise the errors of :mod:`workbench.errors`."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from numbers import Real
from typing import SupportsIndex, TypeVar

from workbench.errors import ColumnNotFoundError, InputError

__all__ = [
    "called",
    "check_choice",
    "check_column",
    "check_fraction",
    "check_positive",
    "check_result",
    "check_seed",
    "wrong_kind",
]

Kind = TypeVar("Kind")

_LARGEST_SEED = 2**32 - 1

_CALLED = {
    "Audit": "an audit",
    "Contest": "a comparison of models",
    "Dataset": "a data set",
    "Document": "a report",
    "Explanation": "an explanation",
    "Fitted": "a fitted model",
    "MitigationChoice": "a chosen mitigation",
    "Mitigation": "a mitigation",
    "PersonExplanation": "the explanation of a person",
    "Policy": "a policy",
    "Prepared": "prepared data",
    "Recipe": "a recipe",
    "Split": "a split",
    "Study": "a study",
    "NoneType": "None",
    "bool": "true or false",
    "dict": "a mapping",
    "float": "a number",
    "int": "a number",
    "str": "text",
}
"""What a kind of value is called; others by their class."""


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
    >>> check_result("n_rows", "loans.csv", int, "len")
    Traceback (most recent call last):
    workbench.errors.InputError: n_rows is text, not a number.
    Give what len returns.
    """
    if not isinstance(value, kind):
        raise wrong_kind(argument, value, kind, give=f"what {maker} returns")
    return value


def wrong_kind(argument: str, value: object, *expected: type, give: str) -> InputError:
    """Return the error that says what was given, what is expected, and what to give.

    Parameters
    ----------
    argument : str
        Where the value was given.
    value : object
        Nothing of it is told but its kind.
    *expected : type
        The kinds that would do.
    give : str
        How to come by one, after "Give".

    Examples
    --------
    >>> print(wrong_kind("columns", "age", list, tuple, give="several, even of one: ['age']"))
    columns is text, neither a list nor a tuple.
    Give several, even of one: ['age'].
    """
    kinds = [_kind(one) for one in expected]
    wanted = f"not {kinds[0]}" if len(kinds) == 1 else f"neither {', '.join(kinds[:-1])} nor {kinds[-1]}"
    return InputError(f"{argument} is {called(value)}, {wanted}.\nGive {give}.")


def called(value: object) -> str:
    """Return what a value is called in a sentence, without anything that is in it.

    Examples
    --------
    >>> called("age"), called([1, 2]), called(int)
    ('text', 'a list', 'the class int')
    """
    return f"the class {value.__name__}" if isinstance(value, type) else _kind(type(value))


def _kind(kind: type) -> str:
    name = kind.__name__
    return _CALLED.get(name, f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}")


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
