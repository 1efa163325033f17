"""Training many models without a word of theirs in between."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.modeling.running import listening

__all__ = ["quiet"]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what models print and warn of out of sight, where many are trained and one of them is fitted later.

    In the main thread only: elsewhere it would swallow what others print at the same time.

    Examples
    --------
    >>> with quiet():
    ...     print("round 1")
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with listening(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
