"""Confidence limits for one rate, and for the difference and ratio of two.

All functions broadcast over arrays. ``z`` is the two-sided critical value of the standard
normal distribution: 1.959964 for 95 %.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

__all__ = [
    "SMALL_COUNT",
    "Limits",
    "clopper_pearson",
    "critical_value",
    "difference_limits",
    "mean_limits",
    "rate_limits",
    "ratio_limits",
    "wilson",
]

SMALL_COUNT = 10.0
"""Expected count below which a rate's limits are exact (Clopper-Pearson) instead of Wilson's."""


class Limits(NamedTuple):
    """Lower and upper limits, arrays of one shape."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def critical_value(confidence: float = 0.95) -> float:
    """Return the two-sided critical value z of the standard normal distribution.

    Examples
    --------
    >>> round(critical_value(0.95), 6)
    1.959964
    """
    return float(special.ndtri(1 - (1 - confidence) / 2))


def wilson(k: ArrayLike, n: ArrayLike, z: float) -> Limits:
    """Return the Wilson score limits of the rate ``k / n``.

    Parameters
    ----------
    k, n : array_like
        Successes and trials; counts, or effective counts of weighted rows.
    z : float
        Critical value.

    Returns
    -------
    Limits
        Fractions; exactly 0 below at ``k = 0`` and exactly 1 above at ``k = n``; ``nan`` at ``n = 0``.

    Notes
    -----
    Wilson, E. B. (1927), *JASA* 22, 209-212.

    Examples
    --------
    >>> low, high = wilson(5, 10, 1.959964)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2366, 0.7634)
    """
    k, n = _counts(k, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = k / n
        centre = p + z * z / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        low, high = (centre - half) / scale, (centre + half) / scale
    # A floating residue at the ends would cost the ratio's interval its coverage.
    return Limits(
        np.where(k == 0, np.where(n > 0, 0.0, np.nan), low), np.where(k == n, np.where(n > 0, 1.0, np.nan), high)
    )


def clopper_pearson(k: ArrayLike, n: ArrayLike, z: float) -> Limits:
    """Return the exact (Clopper-Pearson) limits of the rate ``k / n``.

    Parameters and result are those of :func:`wilson`. The limits cover at least at the
    confidence asked for, whatever the rate, and are wide for it.

    Notes
    -----
    Clopper, C. J. and Pearson, E. S. (1934), *Biometrika* 26, 404-413.

    Examples
    --------
    >>> low, high = clopper_pearson(0, 10, 1.959964)
    >>> float(low), round(float(high), 4)
    (0.0, 0.3085)
    """
    k, n = _counts(k, n)
    tail = special.ndtr(-z)
    with np.errstate(invalid="ignore"):
        low = special.betaincinv(np.maximum(k, 1e-300), n - k + 1, tail)
        high = special.betaincinv(k + 1, np.maximum(n - k, 1e-300), 1 - tail)
    empty = n <= 0
    return Limits(
        np.where(empty, np.nan, np.where(k <= 0, 0.0, low)),
        np.where(empty, np.nan, np.where(k >= n, 1.0, high)),
    )


def rate_limits(k: ArrayLike, n: ArrayLike, z: float, pooled: ArrayLike | None = None) -> Limits:
    """Return the limits of rates: Wilson's, exact where few are expected.

    Parameters
    ----------
    k, n : array_like
        Successes and trials of each group.
    z : float
        Critical value.
    pooled : float or array_like, optional
        The rate p of all groups compared, by default that of the counts given. A group with
        ``min(n * p, n * (1 - p)) < 10`` gets Clopper-Pearson limits. Its own rate would not do:
        it hides a group with 0 of 200 selected.

    Examples
    --------
    >>> low, high = rate_limits([2, 400], [10, 800], 1.959964)
    >>> [round(float(value), 3) for value in low]
    [0.025, 0.465]
    """
    k, n = _counts(k, n)
    if pooled is None:
        total = n.sum()
        pooled = float(k.sum() / total) if total > 0 else np.nan
    pooled = np.asarray(pooled, dtype=np.float64)
    k, n = np.broadcast_arrays(k, n)
    few = np.minimum(n * pooled, n * (1 - pooled)) < SMALL_COUNT
    low, high = wilson(k, n, z)
    if few.any():  # the exact limits cost a hundred times as much, and few groups need them
        low, high = low.copy(), high.copy()
        low[few], high[few] = clopper_pearson(k[few], n[few], z)
    return Limits(low, high)


def difference_limits(p1: ArrayLike, limits1: Limits, p2: ArrayLike, limits2: Limits) -> Limits:
    """Return the limits of ``p1 - p2`` by squaring and adding (Newcombe's method 10).

    Parameters
    ----------
    p1, p2 : array_like
        The two estimates.
    limits1, limits2 : Limits
        Their limits, at the critical value wanted for the difference.

    Notes
    -----
    Newcombe, R. G. (1998), *Statistics in Medicine* 17, 873-890.

    Examples
    --------
    >>> z = critical_value(0.95)
    >>> low, high = difference_limits(56 / 70, wilson(56, 70, z), 48 / 80, wilson(48, 80, z))
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    p1, p2 = np.asarray(p1, dtype=np.float64), np.asarray(p2, dtype=np.float64)
    gap = p1 - p2
    return Limits(
        gap - np.hypot(p1 - limits1.low, limits2.high - p2),
        gap + np.hypot(limits1.high - p1, p2 - limits2.low),
    )


def ratio_limits(
    k1: ArrayLike, n1: ArrayLike, limits1: Limits, k2: ArrayLike, n2: ArrayLike, limits2: Limits
) -> Limits:
    """Return the limits of ``(k1 / n1) / (k2 / n2)`` by squaring and adding on the log scale.

    Parameters
    ----------
    k1, n1, k2, n2 : array_like
        Successes and trials of the two groups.
    limits1, limits2 : Limits
        The limits of the two rates, at the critical value wanted for the ratio.

    Returns
    -------
    Limits
        0 below where ``k1 = 0``; infinite above where ``k2 = 0``; ``nan`` where a group is empty.

    Notes
    -----
    MOVER on the log scale: Zou, G. Y. and Donner, A. (2008), *Statistics in Medicine* 27, 1693-1702.
    At ``k = 0`` the estimate used for the width is ``0.5 / (n + 1)``.

    Examples
    --------
    >>> z = critical_value(0.95)
    >>> women, men = wilson(555, 1181, z), wilson(667, 1390, z)
    >>> low, high = ratio_limits(555, 1181, women, 667, 1390, men)
    >>> round(float(low), 5), round(float(high), 5)
    (0.90233, 1.06232)
    """
    k1, n1 = _counts(k1, n1)
    k2, n2 = _counts(k2, n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1 = np.where(k1 == 0, 0.5 / (n1 + 1), k1 / n1)
        p2 = np.where(k2 == 0, 0.5 / (n2 + 1), k2 / n2)
        centre = np.log(p1) - np.log(p2)
        down = np.hypot(np.log(p1) - np.log(limits1.low), np.log(limits2.high) - np.log(p2))
        up = np.hypot(np.log(limits1.high) - np.log(p1), np.log(p2) - np.log(limits2.low))
        low, high = np.exp(centre - down), np.exp(centre + up)
    empty = (n1 <= 0) | (n2 <= 0)
    return Limits(
        np.where(empty, np.nan, np.where(k1 == 0, 0.0, low)),
        np.where(empty, np.nan, np.where(k2 == 0, np.inf, high)),
    )


def mean_limits(batches: NDArray[np.float64], confidence: float = 0.95) -> tuple[NDArray[np.float64], Limits]:
    """Return means over independent batches and their t limits.

    Parameters
    ----------
    batches : array of float, shape (n_batches, n_values)
        One row a batch; batches are independent of one another.
    confidence : float
        Two-sided confidence.

    Returns
    -------
    means : array of float, shape (n_values,)
    limits : Limits of shape (n_values,)
        ``nan`` with fewer than two batches.

    Examples
    --------
    >>> import numpy as np
    >>> means, (low, high) = mean_limits(np.array([[1.0], [2.0], [3.0]]))
    >>> float(means[0]), round(float(low[0]), 3), round(float(high[0]), 3)
    (2.0, -0.484, 4.484)
    """
    n = batches.shape[0]
    means = batches.mean(axis=0)
    if n < 2:
        nothing = np.full(means.shape, np.nan)
        return means, Limits(nothing, nothing)
    t = float(special.stdtrit(n - 1, 1 - (1 - confidence) / 2))
    half = t * batches.std(axis=0, ddof=1) / np.sqrt(n)
    return means, Limits(means - half, means + half)


def _counts(k: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
