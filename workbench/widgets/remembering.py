"""What a widget keeps of what it computed: the newest, and always what is shown."""

from __future__ import annotations

from typing import TypeVar

__all__ = ["remember"]

Key = TypeVar("Key")
Value = TypeVar("Value")


def remember(known: dict[Key, Value], key: Key, value: Value, *, most: int, shown: object = None) -> None:
    """Put in what was found, and forget the oldest beyond so many.

    Parameters
    ----------
    known : dict
        What is known so far; it is changed.
    key, value
        What was asked, and what was found.
    most : int
        How many are kept.
    shown
        What is on the screen: it stays, however old it is.

    Examples
    --------
    >>> known = {"a": 1, "b": 2}
    >>> remember(known, "c", 3, most=2, shown="a")
    >>> known
    {'a': 1, 'c': 3}
    """
    known.pop(key, None)
    known[key] = value
    for old in list(known):
        if len(known) <= most:
            return
        if old not in (key, shown):
            del known[old]
