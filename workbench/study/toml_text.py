"""What is written into a file of TOML that people read and edit: what they wrote around it stays if it can."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

__all__ = ["block_of", "line_of", "whole", "with_table"]


def line_of(key: str, value: Any) -> str:
    r"""Return a line that says what a key is.

    Parameters
    ----------
    key : str
        Any text.
    value : object
        What TOML can hold.

    Examples
    --------
    >>> print(line_of("title", 'Loans of "May"'), end="")
    title = "Loans of \"May\""
    """
    return f"{_key(key)} = {_written(value)}\n"


def block_of(header: str, told: Mapping[str, Any]) -> str:
    """Return a table of plain values, as it is written at the end of a file.

    Parameters
    ----------
    header : str
        Its first line, such as ``"[data]"``.
    told : mapping of str to object
        What it says.
    """
    return f"{header}\n" + "".join(line_of(key, value) for key, value in told.items())


def with_table(text: str, name: str, told: Mapping[str, Any]) -> str:
    """Return the text of a file with a table of plain values in it, instead of the one that is there.

    Parameters
    ----------
    text : str
        The file, which is TOML.
    name : str
        Of the table.
    told : mapping of str to object
        What it says; empty: the file has no such table.

    Examples
    --------
    >>> print(with_table('title = "Loans"  # ours', "data", {"source": "../loans.csv"}), end="")
    title = "Loans"  # ours
    <BLANKLINE>
    [data]
    source = "../loans.csv"
    """
    wanted = tomllib.loads(text)
    before = wanted.pop(name, None)
    if told:
        wanted[name] = dict(told)
    new = block_of(f"[{name}]", told) if told else ""
    if before is None:
        changed = f"{text.rstrip(chr(10))}\n\n{new}" if new else text
    else:
        old = block_of(f"[{name}]", before)
        changed = text.replace(f"\n{old}", f"\n{new}" if new else "", 1)
    try:
        return changed if tomllib.loads(changed) == wanted else whole(wanted)
    except tomllib.TOMLDecodeError:
        return whole(wanted)


def whole(told: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """Return a table of TOML: plain values first, then the tables in it.

    Parameters
    ----------
    told : mapping of str to object
        What it says.
    path : tuple of str
        The names of the tables that it is in, as TOML writes them.
    """
    plain = {key: one for key, one in told.items() if not _is_table(one)}
    text = "".join(line_of(key, one) for key, one in plain.items())
    for key, one in told.items():
        name = (*path, _key(key))
        if isinstance(one, dict):
            text += f"\n[{'.'.join(name)}]\n{whole(one, name)}"
        elif _is_table(one):
            text += "".join(f"\n[[{'.'.join(name)}]]\n{whole(part, name)}" for part in one)
    return text


def _is_table(value: object) -> bool:
    is_list = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) or is_list


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _written(key)


def _written(value: Any) -> str:
    """Return a value of TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return repr(value)
