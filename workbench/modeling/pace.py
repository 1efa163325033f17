"""Telling how far a long computation is and how long it will still take, and asking whether to go on."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeAlias

from workbench.errors import InputError
from workbench.modeling.running import told

__all__ = ["Pace", "Progress"]

Progress: TypeAlias = "Callable[[int, int, float], object]"
"""Called with how many parts are done, how many there are, and about how many seconds are left."""


class Pace:
    """How far it is.

    Parameters
    ----------
    total : int
        How many parts of about the same length there are.
    progress : callable, bool or None
        Called after each part; True for a line on the error stream, False for none, ``None`` for a line in a terminal
        only, so that nothing is printed where nobody watches. Anything else is an :class:`InputError`.
    cancel : callable, optional
        Asked after each part; stop when it returns something true.
    """

    def __init__(self, total: int, progress: Any = None, cancel: Callable[[], object] | None = None) -> None:
        self.total, self._cancel, self._start = total, cancel, time.monotonic()
        if not (progress is None or isinstance(progress, bool) or callable(progress)):
            raise InputError(
                f"progress is {progress!r}.\nGive True or False, or a function of three numbers: "
                "parts done, parts in all, seconds left."
            )
        shows = progress is True or (progress is None and sys.stderr.isatty())
        self._progress: Progress | None = progress if callable(progress) else _line if shows else None

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancel is not None and bool(self._cancel())

    def tell(self, done: int) -> None:
        """Tell that so many parts are done, at least one; what cannot be told is warned of once."""
        if self._progress is not None:
            each = (time.monotonic() - self._start) / done
            try:
                self._progress(done, self.total, each * (self.total - done))
            except Exception as error:  # noqa: BLE001  -- anybody's code, and what is done is worth more
                self._progress = None
                warnings.warn(
                    f"progress failed, and is not called any more while the work goes on: {told(error)}", stacklevel=2
                )


def _line(done: int, total: int, seconds_left: float) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{done:,} of {total:,} done, about {seconds_left:,.0f} s left   {end}")
    sys.stderr.flush()
