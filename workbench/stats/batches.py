"""Means of absolute values over independent batches: their limits, their order, and what chance could make of both.

Where each value is known only with noise, as a Shapley value against a sample of other rows is, its absolute value is
too large on average, the more so the nearer the truth is to 0. So each batch is computed twice, with independent
noise: one mean is then too large on average and another never is, and the limits reach from one to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

__all__ = ["BatchMeans", "MeanAbsolute", "batch_means", "mean_absolute", "weighed"]

Floats = NDArray[np.float64]

_ROWS_A_BLOCK = 256


class BatchMeans(NamedTuple):
    """Means of absolute values in one batch.

    Parameters
    ----------
    plain : array of float, shape (n_values,)
        Of the absolute mean of both computations: on average not below the truth.
    signed : array of float, shape (n_values,)
        Of each computation with the sign that the other one has: on average not above the truth, and never above
        ``plain``.
    """

    plain: Floats
    signed: Floats


def batch_means(first: Floats, second: Floats | None = None, weights: Floats | None = None) -> BatchMeans:
    """Return the two means of absolute values in one batch.

    Parameters
    ----------
    first : array of float, shape (n_rows, n_values)
        The values, computed once.
    second : array of float, shape (n_rows, n_values), optional
        The same values, computed again with independent noise; by default they are known without any, and both
        means are one.
    weights : array of float, shape (n_rows,), optional
        How much each row counts; by default all alike.

    Returns
    -------
    BatchMeans
        ``nan`` without rows, or without weight.

    Examples
    --------
    Two computations that agree, and two of a value that is not clear of 0:

    >>> import numpy as np
    >>> plain, signed = batch_means(np.array([[2.0, 0.1]]), np.array([[4.0, -0.3]]))
    >>> plain.round(3).tolist(), signed.round(3).tolist()
    ([3.0, 0.1], [3.0, -0.2])
    """
    if first.shape[0] == 0 or (weights is not None and weights.sum() == 0):
        nothing = np.full(first.shape[1:], np.nan)
        return BatchMeans(nothing, nothing)
    if second is None:
        mean = np.asarray(np.average(np.abs(first), axis=0, weights=weights))
        return BatchMeans(mean, mean)
    plain = np.average(np.abs((first + second) / 2), axis=0, weights=weights)
    signed = np.average((np.sign(second) * first + np.sign(first) * second) / 2, axis=0, weights=weights)
    return BatchMeans(np.asarray(plain), np.asarray(signed))


def weighed(batches: list[BatchMeans], weights: Floats) -> list[BatchMeans]:
    """Return batches of different weight as batches of equal weight with the mean of all rows.

    Parameters
    ----------
    batches : list of BatchMeans
        What :func:`batch_means` gives with weights.
    weights : array of float, shape (n_batches,)
        The sum of the weights of each batch's rows; not all 0.

    Returns
    -------
    list of BatchMeans
        The mean over all, R, and a batch's distance from it, times its share of the weight: ``R + K w (m - R)``. Their
        plain mean is R, and they spread as the ratio of two sums does, to first order.

    Examples
    --------
    >>> light, heavy = batch_means(np.array([[1.0]])), batch_means(np.array([[4.0]]))
    >>> [one.plain.tolist() for one in weighed([light, heavy], np.array([1.0, 3.0]))]
    [[2.125], [4.375]]
    """
    shares = (weights / weights.sum())[:, None]

    def moved(values: list[Floats]) -> Floats:
        each = np.where(shares > 0, np.array(values), 0.0)  # a batch without weight has no mean
        mean = (shares * each).sum(axis=0)
        return np.asarray(mean + len(values) * shares * (each - mean))

    plain, signed = moved([one.plain for one in batches]), moved([one.signed for one in batches])
    return [BatchMeans(*both) for both in zip(plain, signed, strict=True)]


@dataclass(frozen=True, eq=False)
class MeanAbsolute:
    """Means of absolute values, with limits and the ranks that chance leaves open.

    Parameters
    ----------
    values : array of float, shape (n_values,)
        The means.
    low, high : array of float, shape (n_values,)
        Their limits; ``nan`` with fewer than two batches.
    rank_low, rank_high : array of int64, shape (n_values,)
        The best and the worst place in the order, 1 the largest, that each could have: all of them hold together.
    n_batches : int
        On how many batches they rest.
    """

    values: Floats
    low: Floats
    high: Floats
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    n_batches: int

    @property
    def is_separated(self) -> NDArray[np.bool_]:
        """Whether each mean is clear of what noise alone would give: its lower limit is above 0."""
        return np.asarray(self.low > 0)


def mean_absolute(batches: list[BatchMeans], confidence: float = 0.95) -> MeanAbsolute:
    """Return means of absolute values over independent batches, with their limits and the ranks they could have.

    Parameters
    ----------
    batches : list of BatchMeans
        What :func:`batch_means` gives, at least one; ten or more for limits that hold.
    confidence : float
        Two-sided, of the limits of each mean, and of all ranks together.

    Returns
    -------
    MeanAbsolute
        With one batch there are no limits, and every rank is open.

    Notes
    -----
    The limits are ``mean S - t sd(S) / sqrt(K)`` and ``mean P + t sd(P) / sqrt(K)``, with S the batches' signed means,
    P their plain ones, K their number and t the quantile of Student's distribution with K - 1 degrees of freedom. One
    value is above another where the paired difference of its S and the other's P is clear of 0, at a level that
    allows for all pairs (Bonferroni).

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([[3.0, 1.0], [4.0, 1.5], [3.5, 1.1]])
    >>> found = mean_absolute([batch_means(batch[None]) for batch in values])
    >>> found.values.round(2).tolist(), found.rank_low.tolist(), found.rank_high.tolist()
    ([3.5, 1.2], [1, 2], [1, 2])
    """
    plain = np.array([one.plain for one in batches], dtype=np.float64)
    signed = np.array([one.signed for one in batches], dtype=np.float64)
    n_batches, n_values = plain.shape
    values = plain.mean(axis=0)
    if n_batches < 2:
        nothing, ones = np.full(n_values, np.nan), np.ones(n_values, dtype=np.int64)
        return MeanAbsolute(values, nothing, nothing, ones, ones * n_values, n_batches)
    t = float(special.stdtrit(n_batches - 1, 1 - (1 - confidence) / 2))
    low = signed.mean(axis=0) - t * signed.std(axis=0, ddof=1) / np.sqrt(n_batches)
    high = values + t * plain.std(axis=0, ddof=1) / np.sqrt(n_batches)
    n_above, n_below = _sure(plain, signed, confidence)
    return MeanAbsolute(values, low, high, n_above + 1, n_values - n_below, n_batches)


def _sure(plain: Floats, signed: Floats, confidence: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many values are surely above each, and how many surely below."""
    n_batches, n_values = plain.shape
    n_above, n_below = np.zeros(n_values, dtype=np.int64), np.zeros(n_values, dtype=np.int64)
    if n_values < 2:
        return n_above, n_below
    t = float(special.stdtrit(n_batches - 1, 1 - (1 - confidence) / (n_values * (n_values - 1))))
    centred = plain - plain.mean(axis=0)
    spread = (centred**2).sum(axis=0)
    for start in range(0, n_values, _ROWS_A_BLOCK):
        part = signed[:, start : start + _ROWS_A_BLOCK]
        own = part - part.mean(axis=0)
        squares = (own**2).sum(axis=0)[:, None] + spread - 2 * own.T @ centred
        error = np.sqrt(np.maximum(squares, 0.0) / (n_batches - 1) / n_batches)
        above = part.mean(axis=0)[:, None] - plain.mean(axis=0) > t * error
        n_below[start : start + _ROWS_A_BLOCK] = above.sum(axis=1)
        n_above += above.sum(axis=0)
    return n_above, n_below
