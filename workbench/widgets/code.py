"""Plain Python, written from what was chosen."""

from __future__ import annotations

import io
import keyword
import sys
import tokenize
from collections.abc import Callable, Iterable, Mapping
from weakref import WeakKeyDictionary

import numpy as np

from workbench.errors import InputError

__all__ = ["Raw", "UnnamedError", "call", "importing", "literal", "several", "variable_of"]

_WIDTH = 88
_INDENT = "    "
_ROOM = 24
"""What stands on the line of a list besides."""


class Raw(str):
    """Text that already is Python: a name, a call."""

    __slots__ = ()


class UnnamedError(InputError):
    """Nobody gave an object a name in the notebook, so code about it cannot be written."""


_CALLED: WeakKeyDictionary[object, str] = WeakKeyDictionary()
"""What objects were called whose kept cell may give their name to what it makes of them."""


def variable_of(value: object, default: str, still: Callable[[object], bool] | None = None) -> str:
    """Return the name that a person gave an object in their notebook.

    Parameters
    ----------
    value : object
        Any.
    default : str
        The name where there is no notebook; empty where the code can do without one.
    still : callable, optional
        Whether code about what has its name now comes to the same: as where the kept cell calls what it makes of it
        as it was called itself.

    Returns
    -------
    str
        An identifier. Names that begin with an underscore are the notebook's own; of several the first given wins.

    Raises
    ------
    UnnamedError
        If there is a notebook in which nobody gave it a name: any other would be of something else, or of nothing.

    Examples
    --------
    >>> variable_of(object(), "fitted")
    'fitted'
    """
    known = _variables()
    if known is None:
        return default
    names = (name for name, one in known.items() if one is value and not name.startswith("_"))
    found = next((name for name in names if name.isidentifier() and not keyword.iskeyword(name)), "")
    if still is not None and found:
        _CALLED[value] = found
    elif still is not None and (earlier := _CALLED.get(value, "")) in known and still(known[earlier]):
        return earlier
    if found or not default:
        return found
    free, n = default, 2
    while free in known:
        free, n = f"{default}_{n}", n + 1
    raise UnnamedError(
        "What this widget was made of has no name in the notebook, so its choices cannot be kept.\n"
        f"Give it one first, such as {free} = …, and make the widget of that."
    )


def importing(code: str) -> str:
    """Return code that begins with importing Workbench where the notebook does not know it as ``wb``.

    Parameters
    ----------
    code : str
        Python in which it is called ``wb``.

    Examples
    --------
    >>> importing("tolerance = 0.05")
    'tolerance = 0.05'
    """
    known, workbench = _variables(), sys.modules["workbench"]
    if known is None or known.get("wb") is workbench:
        return code
    rows = code.splitlines(keepends=True)
    places = [
        one.start
        for one in tokenize.generate_tokens(io.StringIO(code).readline)
        if one.type == tokenize.NAME and one.string == "wb"
    ]
    if not places:
        return code
    named = [name for name, one in known.items() if one is workbench and name.isidentifier() and name[0] != "_"]
    before = "" if named else "import workbench\n" if "wb" in known else "import workbench as wb\n"
    called = named[0] if named else "workbench" if "wb" in known else "wb"
    for row, column in reversed(places):
        line = rows[row - 1]
        rows[row - 1] = f"{line[:column]}{called}{line[column + 2 :]}"
    return before + "".join(rows)


def _variables() -> dict[str, object] | None:
    """Return what the notebook's names stand for; ``None`` where there is no notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return None if shell is None else dict(shell.user_ns)


def literal(value: object) -> str:
    """Return a value as Python that makes it again.

    Parameters
    ----------
    value : None, bool, int, float, str, or a tuple, list or mapping of these
        What was chosen, also as a NumPy scalar; a :class:`Raw` is written as it is.

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
        case np.generic():
            return literal(value.item())
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
