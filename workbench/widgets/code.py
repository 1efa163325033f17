"""Plain Python, written from what was chosen."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

__all__ = ["Raw", "call", "literal", "several", "variable_of"]

_WIDTH = 88
_INDENT = "    "
_ROOM = 24
"""What stands on the line of a list besides."""


class Raw(str):
    """Text that already is Python: a name, a call."""

    __slots__ = ()


def variable_of(value: object, default: str) -> str:
    """Return the name that a person gave an object in their notebook.

    Parameters
    ----------
    value : object
        Any.
    default : str
        The name where nobody gave it one, or where there is no notebook.

    Returns
    -------
    str
        An identifier. Names that begin with an underscore are the notebook's own; of several the first given wins.

    Examples
    --------
    >>> variable_of(object(), "fitted")
    'fitted'
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return default
    names = (name for name, one in list(shell.user_ns.items()) if one is value and not name.startswith("_"))
    return next((name for name in names if name.isidentifier()), default)


def literal(value: object) -> str:
    """Return a value as Python that makes it again.

    Parameters
    ----------
    value : None, bool, int, float, str, or a tuple, list or mapping of these
        What was chosen; a :class:`Raw` is written as it is.

    Raises
    ------
    TypeError
        If it is anything else: a widget would write code that does not run.

    Examples
    --------
    >>> print(literal({"sex": ("f", 'say "m"'), "limit": 0.05}))
    {"sex": ("f", 'say "m"'), "limit": 0.05}
    """
    match value:
        case Raw():
            return str(value)
        case None | bool() | int():
            return repr(value)
        case float():
            return repr(value) if abs(value) < float("inf") else f'float("{value}")'
        case str():
            return _quoted(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case tuple():
            return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
        case Mapping():
            return f"{{{', '.join(f'{literal(key)}: {literal(one)}' for key, one in value.items())}}}"
    raise TypeError(f"{type(value).__name__} has no literal.")


def call(function: str, *positional: object, **named: object) -> str:
    """Return a call; one argument a line where a line would be too long.

    Parameters
    ----------
    function : str
        What is called, such as ``"wb.audit_model"``.
    *positional, **named : object
        Its arguments, as :func:`literal` takes them.

    Examples
    --------
    >>> print(call("wb.Rule", "selection_rate", 0.8, scale="ratio"))
    wb.Rule("selection_rate", 0.8, scale="ratio")
    """
    arguments = [literal(one) for one in positional] + [f"{key}={literal(one)}" for key, one in named.items()]
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    inside = "".join(f"{_INDENT}{one.replace(chr(10), chr(10) + _INDENT)},\n" for one in arguments)
    return f"{function}(\n{inside})"


def several(values: Iterable[object]) -> Raw:
    """Return a list; one value a line where a line would be too long, or a value has lines of its own.

    Parameters
    ----------
    values : iterable
        As :func:`literal` takes them.

    Examples
    --------
    >>> print(several(["sex", Raw('wb.bands("age", [40])')]))
    ["sex", wb.bands("age", [40])]
    >>> print(several(["a" * 40, "b" * 40]))
    [
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    ]
    """
    written = [literal(one) for one in values]
    line = f"[{', '.join(written)}]"
    if len(line) <= _WIDTH - _ROOM and "\n" not in line:
        return Raw(line)
    inside = "".join(f"{_INDENT}{one.replace(chr(10), chr(10) + _INDENT)},\n" for one in written)
    return Raw(f"[\n{inside}]")


def _quoted(text: str) -> str:
    """Return text in double quotes, as the house writes it, unless it holds some."""
    written = repr(text)
    if written.startswith("'") and '"' not in text:
        return f'"{written[1:-1]}"'
    return written
