"""Explaining no more rows than there is time for, as measured on the rows before."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from workbench.explanation.importance.looks import Asked, Looked, batch_edges, look_at, n_to_explain, rows_of
from workbench.explanation.shapley.attribute import request_of
from workbench.explanation.shapley.engines import ask
from workbench.explanation.shapley.sampled import MOST_ASKED, MOST_COLUMNS, MOST_PAIRS, MOST_SETS

__all__ = ["Clock", "look_within"]


class Clock:
    """What is left of the time, and how long a row took in the last look.

    Parameters
    ----------
    seconds : float or None
        From now on; ``None`` for as long as it takes.
    """

    def __init__(self, seconds: float | None) -> None:
        self.until = math.inf if seconds is None else time.monotonic() + seconds
        self.a_row = 0.0

    @property
    def left(self) -> float:
        """The seconds that are left: below 0 where the time is up, infinite where there is no end."""
        return self.until - time.monotonic()

    def look_at(self, asked: Asked, n_rows: int, before: Looked | None = None) -> Looked:
        """Explain so many rows as :func:`look_at` does, and measure how long a row takes."""
        began = time.monotonic()
        looked = look_at(asked, n_rows, before)
        self.a_row = (time.monotonic() - began) / n_to_explain(asked, n_rows, before)
        return looked

    def fits(self, asked: Asked, n_rows: int, before: Looked) -> bool:
        """Whether a further look at so many rows is likely done in time: each row takes as long as in the last look."""
        return self.a_row * n_to_explain(asked, n_rows, before) <= self.left


def look_within(asked: Asked, n_rows: int, clock: Clock) -> Looked:
    """Explain so many of the first rows of the order, or as many as are likely done in time, and at least one.

    One row is explained first, which says how long others will take; where twice as many rows fit as were explained,
    as many are explained as fit.

    Parameters
    ----------
    asked : Asked
        What is to be explained.
    n_rows : int
        How many rows at most.
    clock : Clock
        What is left.
    """
    if math.isinf(clock.left):
        return clock.look_at(asked, n_rows)
    first = rows_of(asked.fitted, asked.fitted.prepared.split.test, asked.order[:1])
    # Whatever is done only once, such as to import an engine, is done before anything is timed.
    request = request_of(asked.fitted, first, seed=asked.seed, scale=asked.scale, background=asked.background)
    ask(replace(request, most_background=1))
    size, before = 1, (0, 0.0)
    while True:
        looked = clock.look_at(asked, size)
        took = size * clock.a_row
        fits = _fits(looked, size, n_rows, took=took, left=clock.left, before=before)
        if size == n_rows or fits < 2 * size:
            return looked
        size, before = fits, (size, took)


def _fits(looked: Looked, size: int, n_rows: int, *, took: float, left: float, before: tuple[int, float]) -> int:
    """Return how many rows can be explained in the time that is left, as one look took so long."""
    if looked.is_sampled:
        n_columns = len(looked.outputs[0].columns)
        allowed = left / took * n_asked(size, n_columns) if took > 0 else math.inf
        return next((n for n in range(n_rows, size, -1) if n_asked(n, n_columns) <= allowed), size)
    # Each row takes alike, and something is done once for all: at least a tenth is taken to be for the rows.
    a_row = max((took - before[1]) / (size - before[0]), took / size / 10)
    return n_rows if a_row <= 0 else int(min(size + max(left - took, 0.0) / a_row, n_rows))


def n_asked(n_rows: int, n_columns: int) -> int:
    """Return about how many predictions a look at so many rows takes where values are sampled.

    Once for all rows beside 100 others, and for each batch beside two times 50.

    Examples
    --------
    >>> [n_asked(n_rows, 20) for n_rows in (1, 10, 500)]
    [128000, 840000, 6000000]
    """
    sizes = np.diff(batch_edges(n_rows))
    return _n_predictions(n_rows, 100, n_columns) + sum(2 * _n_predictions(int(n), 50, n_columns) for n in sizes)


def _n_predictions(n_rows: int, n_background: int, n_columns: int) -> int:
    sets = n_rows * n_background << n_columns
    if n_columns <= MOST_COLUMNS and sets <= MOST_SETS:
        return sets
    a_pair = n_rows * n_background * 2 * n_columns
    return a_pair * int(np.clip(MOST_ASKED // a_pair, 1, MOST_PAIRS))
