"""How many threads compiled code may use, asked of libraries that are looked for once and not for each model."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import Any

from threadpoolctl import ThreadpoolController

__all__ = ["at_most", "n_threads"]

_found: tuple[int, ThreadpoolController] | None = None


def at_most(n_threads: int | None) -> AbstractContextManager[Any]:
    """Return where compiled code uses so many threads at most; ``None`` where nothing changes.

    Parameters
    ----------
    n_threads : int or None
        How many.

    Examples
    --------
    >>> with at_most(1):
    ...     n_threads()
    1
    """
    limits: AbstractContextManager[Any] = _controller().limit(limits=n_threads)
    return limits


def n_threads() -> int:
    """Return how many threads compiled code may use now: the most of all libraries for OpenMP, 1 without any."""
    return max((one["num_threads"] for one in _controller().info() if one["user_api"] == "openmp"), default=1)


def _controller() -> ThreadpoolController:
    """Return the libraries that are loaded; looked for anew when modules were imported, as they may bring others."""
    global _found  # noqa: PLW0603  -- looking for them takes as long as training a small model
    n_modules = len(sys.modules)
    if _found is None or _found[0] != n_modules:
        _found = (n_modules, ThreadpoolController())
    return _found[1]
