"""Keeping what others print and warn of out of sight, in several threads at once.

The standard library's ways exchange ``sys.stdout`` and the filters of warnings for the whole process: of two threads
that do it at the same time, one puts back what the other had put there, and all that is printed later is lost.
"""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any, TextIO, cast

__all__ = ["hearing", "silence"]

_LOCK = threading.RLock()
_HEARD: list[tuple[int, StringIO]] = []
_FILTERED: list[list[Any]] = []
_IGNORE = ("ignore", None, Warning, None, 0)


class _Router:
    """Stands for a stream: what a thread prints that is heard goes elsewhere, all else where it always went."""

    def __init__(self, real: TextIO) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(_heard_by(self.real), name)


def _heard_by(real: TextIO) -> TextIO | StringIO:
    me = threading.get_ident()
    for thread, stream in reversed(_HEARD):
        if thread == me:
            return stream
    # A library's own threads print for whoever called it; the main thread prints for itself.
    if _HEARD and threading.current_thread() is not threading.main_thread():
        return _HEARD[-1][1]
    return real


@contextmanager
def hearing(stream: StringIO) -> Iterator[None]:
    r"""Write into ``stream`` what this thread prints, on both streams, while it lasts.

    Parameters
    ----------
    stream : io.StringIO
        Where it is kept.

    Examples
    --------
    >>> kept = StringIO()
    >>> with hearing(kept):
    ...     print("unseen")
    >>> kept.getvalue()
    'unseen\n'
    """
    heard = threading.get_ident(), stream
    with _LOCK:
        _HEARD.append(heard)
        for name in ("stdout", "stderr"):
            if not isinstance(getattr(sys, name), _Router):
                setattr(sys, name, _Router(getattr(sys, name)))
    try:
        yield
    finally:
        with _LOCK:
            place = max(at for at, one in enumerate(_HEARD) if one[1] is stream)
            del _HEARD[place]
            for name in ("stdout", "stderr"):
                now = getattr(sys, name)
                if not _HEARD and isinstance(now, _Router):
                    setattr(sys, name, now.real)


@contextmanager
def silence() -> Iterator[None]:
    """Show nothing that is printed or warned of while it lasts.

    Examples
    --------
    >>> with silence():
    ...     print("unseen")
    ...     warnings.warn("unseen too")
    """
    with _LOCK:
        if not _FILTERED:
            # Into the list that is in force, and out of the same one later, whoever exchanges it meanwhile.
            cast("list[Any]", warnings.filters).insert(0, _IGNORE)
        _FILTERED.append(_FILTERED[0] if _FILTERED else cast("list[Any]", warnings.filters))
    try:
        with hearing(StringIO()):
            yield
    finally:
        with _LOCK:
            filters = _FILTERED.pop()
            if not _FILTERED and _IGNORE in filters:
                filters.remove(_IGNORE)
