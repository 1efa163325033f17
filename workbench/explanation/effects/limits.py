"""Means over rows and their limits, where rows may belong together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.stats.intervals import Limits

__all__ = ["mean_over_rows"]


def mean_over_rows(
    values: NDArray[np.float64], groups: NDArray[np.int64] | None = None, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], Limits]:
    """Return means over rows and their t limits.

    Parameters
    ----------
    values : array of float, shape (n_rows, n_values)
        One row a person.
    groups : array of int, shape (n_rows,), optional
        Which rows belong together: not the rows but their groups are then independent of one another, and the mean
        is a ratio of two sums over groups.
    confidence : float
        Two-sided confidence.

    Returns
    -------
    means : array of float, shape (n_values,)
    limits : Limits of shape (n_values,)
        ``nan`` with fewer than two groups.

    Notes
    -----
    With groups of one row each the limits are Student's. Cochran, W. G. (1977), *Sampling Techniques*, section 2.11.

    Examples
    --------
    >>> means, (low, high) = mean_over_rows(np.array([[1.0], [2.0], [3.0]]))
    >>> float(means[0]), round(float(low[0]), 3), round(float(high[0]), 3)
    (2.0, -0.484, 4.484)
    """
    n_rows = len(values)
    means = values.mean(axis=0)
    rests = values - means
    if groups is not None:
        _, place = np.unique(groups, return_inverse=True)
        sums = np.zeros((int(place.max(initial=-1)) + 1, values.shape[1]))
        np.add.at(sums, place, rests)
        rests = sums
    n = len(rests)
    if n < 2:
        nothing = np.full(means.shape, np.nan)
        return means, Limits(nothing, nothing)
    error = np.sqrt(n / (n - 1) * (rests**2).sum(axis=0)) / n_rows
    half = float(special.stdtrit(n - 1, 1 - (1 - confidence) / 2)) * error
    return means, Limits(means - half, means + half)
