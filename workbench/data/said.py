"""How a person says how data are to be read: in Python, and in the form of a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["READ_WITH", "in_form", "said_in_form", "say"]

_OF_FILES = ("table", "encoding", "decimal")

READ_WITH = "Read with"
"""What the field of a template's form is called."""


def say(name: str, value: str) -> str:
    """Return how a parameter of :func:`workbench.read_data` is said.

    Parameters
    ----------
    name : {"table", "encoding", "decimal", "task"}
        The parameter.
    value : str
        What is to be said.

    Examples
    --------
    >>> say("decimal", ",")
    "decimal=',' (in a form: Read with, decimal=,)"
    """
    return f"{name}={value!r} {in_form(name, value)}"


def in_form(name: str, *values: str) -> str:
    """Return how one of some values is said in the form of a template.

    Parameters
    ----------
    name : {"table", "encoding", "decimal", "task"}
        The parameter.
    *values : str
        What may be said.

    Examples
    --------
    >>> in_form("task", "regression", "multiclass")
    '(in a form: Read with, task=regression or task=multiclass)'
    """
    return f"(in a form: {READ_WITH}, {' or '.join(f'{name}={value}' for value in values)})"


def said_in_form(reading: Iterable[object]) -> dict[str, Any]:
    """Return how a file is to be read, of what a person said in a form; what is no such setting is left out.

    Parameters
    ----------
    reading : iterable of str
        As in ``["decimal=,", "table=people"]``. What is predicted does not matter to reading.

    Examples
    --------
    >>> said_in_form(["decimal=,", "table=a=b", "task=regression", "?"])
    {'decimal': ',', 'table': 'a=b'}
    """
    pairs = (one.partition("=") for one in reading if isinstance(one, str))
    return {name: value for name, _, value in pairs if name in _OF_FILES and value}
