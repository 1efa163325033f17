"""How a person says how data are to be read: in Python, and in the form of a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.errors import InputError

__all__ = ["READ_WITH", "in_form", "reading_options", "say"]

_OPTIONS = ("table", "encoding", "decimal", "task")

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


def reading_options(reading: Iterable[object], *, task: bool = True) -> dict[str, Any]:
    """Return how a file is to be read, as options of :func:`workbench.read_data`, of what was said in a form.

    Parameters
    ----------
    reading : iterable of str
        One option each: its name, an equals sign and its value, as in ``["decimal=,", "table=people"]``. Options are
        *table*, *encoding*, *decimal* and *task*.
    task : bool
        Whether *task* may be among them: it may not where nothing is predicted.

    Returns
    -------
    dict of str to str
        By the name of the option; empty if nothing was said.

    Raises
    ------
    InputError
        If ``reading`` is no list of texts, one is no option with a value, or one option is said twice with different
        values.

    Examples
    --------
    >>> reading_options(["decimal=,", "table=a=b"])
    {'decimal': ',', 'table': 'a=b'}
    """
    known = [one for one in _OPTIONS if task or one != "task"]
    if isinstance(reading, str) or not isinstance(reading, Iterable):
        raise InputError(f"reading is {reading!r}, which is no list.\nGive a list of texts, such as ['decimal=,'].")
    found: dict[str, Any] = {}
    for one in reading:
        name, _, value = one.partition("=") if isinstance(one, str) else ("", "", "")
        if name not in known or not value:
            listed = f"{', '.join(known[:-1])} or {known[-1]}"
            raise InputError(
                f"reading has {one!r}, which says nothing about how to read.\n"
                f"Write {listed}, an equals sign and a value, such as 'decimal=,'."
            )
        if found.setdefault(name, value) != value:
            raise InputError(
                f"reading says {name} twice: {found[name]!r} and {value!r}.\nLeave out the one that is not meant."
            )
    return found
