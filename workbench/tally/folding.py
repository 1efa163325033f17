"""Summing the groups of an array onto other groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["fold"]

_WIDE = 64


def fold(values: NDArray[Any], places: Sequence[int], n_groups: int) -> NDArray[Any]:
    """Return ``values`` with the groups, its first axis, summed onto others.

    Parameters
    ----------
    values : array, shape (n_before, ...)
        Counts or sums; counts stay whole numbers.
    places : sequence of int, length n_before
        Where each group goes.
    n_groups : int
        How many groups there are then.

    Examples
    --------
    >>> fold(np.array([1, 2, 4]), [0, 1, 0], 2).tolist()
    [5, 2]
    """
    onto = np.zeros((n_groups, *values.shape[1:]), dtype=values.dtype)
    if values[:1].size < _WIDE:
        np.add.at(onto, list(places), values)
    else:  # long rows, such as the bins of a score, are added as rows many times faster
        for place, row in zip(places, values, strict=True):
            onto[place] += row
    return onto
