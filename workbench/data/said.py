"""How a person says how data are to be read: in Python, and in the form of a template."""

from __future__ import annotations

__all__ = ["READ_WITH", "say"]

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
    return f"{name}={value!r} (in a form: {READ_WITH}, {name}={value})"
