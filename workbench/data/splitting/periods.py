"""Rows are held out by time: the latest, so that what is learned from comes before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["first_held_out"]


def first_held_out(times: NDArray[np.int64], share: float) -> int:
    """Return the time from which on rows are held out, so that they are as near to a share as can be.

    Rows of one time stay together. Of two cuts that are equally near, the one that holds out more is taken.

    Parameters
    ----------
    times : array of int64, shape (n_rows,)
        The place of each row's time among all times, from 0; at least two different ones.
    share : float
        The share of rows to hold out.

    Returns
    -------
    int
        A place of which there are rows, above the lowest one.

    Examples
    --------
    >>> first_held_out(np.array([0, 0, 1, 1, 1, 1, 2, 3]), 0.3)
    2
    """
    places, counts = np.unique(times, return_counts=True)
    later = np.cumsum(counts[::-1])[::-1][1:]
    return int(places[1:][np.argmin(np.abs(later - share * len(times)))])
