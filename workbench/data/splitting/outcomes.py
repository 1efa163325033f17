"""What both parts of a split are to be alike in: outcomes, classes, or bands of amounts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Dataset

__all__ = ["N_BANDS", "Stated", "bands_of", "stated_of"]

N_BANDS = 10
"""Bands of amounts at most."""

Ints = NDArray[np.int64]


class Stated(NamedTuple):
    """What is known of each row's target.

    Parameters
    ----------
    codes : array of int64, shape (n_rows,)
        From 0: its outcome, class, or band; one more than the largest where it is missing.
    known : array of int64
        Places of the rows that have a target, rising.
    """

    codes: Ints
    known: Ints


def stated_of(data: Dataset, share: float) -> Stated:
    """Return what both parts of a split are to be alike in.

    Parameters
    ----------
    data : Dataset
        It needs a target.
    share : float
        The share to hold out. Bands of amounts have so many rows that each can be in both parts.

    Raises
    ------
    RoleError
        If the data set has no target.
    """
    known = np.flatnonzero(data.has_target())
    targets = data.targets()
    if data.roles.task == "binary":
        return Stated(targets.astype(np.int64), known)
    if data.roles.task == "multiclass":
        return Stated(np.where(targets < 0, len(data.roles.classes), targets).astype(np.int64), known)
    codes = np.full(len(targets), N_BANDS, dtype=np.int64)
    rarer = min(share, 1 - share)
    codes[known] = bands_of(targets[known], max(-(-len(known) // N_BANDS), int(1 / rarer) + 2))
    return Stated(codes, known)


def bands_of(amounts: NDArray[np.float64], fewest: int) -> Ints:
    """Return the band of each amount: of neighbours, as many rows in each as can be, and equal amounts in one.

    Parameters
    ----------
    amounts : array of float, shape (n_rows,)
        Finite numbers.
    fewest : int
        Rows that each band has at least; with fewer rows in all there is one band.

    Returns
    -------
    array of int64, shape (n_rows,)
        From 0, rising with the amount.

    Examples
    --------
    >>> bands_of(np.array([5.0, 1.0, 2.0, 2.0, 3.0, 9.0, 7.0]), 2)
    array([1, 0, 0, 0, 1, 2, 2])
    """
    values, places, counts = np.unique(amounts, return_inverse=True, return_counts=True)
    up_to = np.cumsum(counts)
    starts: list[int] = []
    begin = 0
    while begin < len(values):
        before = int(up_to[begin - 1]) if begin else 0
        end = int(np.searchsorted(up_to, before + fewest)) + 1
        if end > len(values) and starts:  # what is left is too little for a band
            break
        starts.append(begin)
        begin = end
    band = np.searchsorted(np.array(starts), np.arange(len(values)), side="right") - 1
    return np.asarray(band[places.ravel()], dtype=np.int64)
