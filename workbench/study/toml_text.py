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


def with_table(text: str, name: str, told: Mapping[str, Any], known: Iterable[str]) -> str:
    """Return the text of a file with a table of plain values in it, instead of the one that is there.

    Comments stay, also in the table, and so do its keys that nobody knows here.

    Parameters
    ----------
    text : str
        The file, which is TOML.
    name : str
        Of the table.
    told : mapping of str to object
        What it says; where that is nothing, and the table has no other keys, the file has no such table.
    known : iterable of str
        The keys that are written here: what they said before goes.

    Examples
    --------
    >>> text = with_table('title = "Loans"  # ours', "data", {"source": "../loans.csv"}, ["source", "target"])
    >>> print(text, end="")
    title = "Loans"  # ours
    <BLANKLINE>
    [data]
    source = "../loans.csv"
    """
    ours = frozenset(known)
    wanted = tomllib.loads(text)
    before = wanted.pop(name, None)
    table = {key: one for key, one in (before or {}).items() if key not in ours} | dict(told)
    if table:
        wanted[name] = table
    if before is not None:
        changed = _with_lines(text, name, table, ours)
    else:
        changed = f"{text.rstrip(chr(10))}\n\n{block_of(f'[{name}]', told)}" if told else text
    return changed if _said(changed) == wanted else whole(wanted)


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


def _with_lines(text: str, name: str, table: Mapping[str, Any], ours: frozenset[str]) -> str:
    """Return a text with the lines of a table changed, as far as each of them says one thing; the caller has a look."""
    lines = text.split("\n")
    headers = [at for at, line in enumerate(lines) if line.lstrip().startswith("[") and _said(line) is not None]
    first = next((at for at in headers if _said(lines[at]) == {name: {}}), None)
    if first is None:  # it is written in another way
        return text
    after = next((at for at in headers if at > first), len(lines))
    left = {key: one for key, one in table.items() if key in ours or not _is_table(one)}
    body, place = [], 0
    for line in lines[first + 1 : after]:
        said = _said(line)
        if said is not None and all(key not in ours or table.get(key) == one for key, one in said.items()):
            body.append(line)
            left = {key: one for key, one in left.items() if key not in said}
        if said != {}:  # what is new comes after it, and before the comments on what follows
            place = len(body)
    body[place:place] = [line_of(key, one).rstrip("\n") for key, one in left.items()]
    if table:
        return "\n".join([*lines[: first + 1], *body, *lines[after:]])
    start = first - 1 if first and not lines[first - 1].strip() else first
    return "\n".join([*lines[:start], *body, *lines[after:]])


def _said(text: str) -> dict[str, Any] | None:
    """Return what a text of TOML says; ``None`` where it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


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
