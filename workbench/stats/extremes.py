"""The worst over groups: limits for a maximum and a minimum that hold for any number of groups.

Two critical values are at work. At ``c_gap``, from the studentised range, *all* pairs' limits hold
together, so a lower limit above the tolerance shows a gap however many pairs were looked at.
At ``c_in``, the ordinary one, an upper limit that no pair exceeds shows that none is large.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from workbench.stats.intervals import Limits, difference_limits, rate_limits, ratio_limits

__all__ = ["chance_range", "clearest_pair", "studentized_range", "worst_difference", "worst_ratio"]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(160)
_REACH = 8.5  # the normal density beyond it is below 1e-16


@lru_cache(maxsize=4096)
def studentized_range(probability: float, groups: int) -> float:
    """Return the quantile of the range of ``groups`` independent standard normal values.

    Parameters
    ----------
    probability : float
        Between 0 and 1.
    groups : int
        At least 2.

    Returns
    -------
    float
        The studentised range's quantile at infinite degrees of freedom; divide it by the square
        root of 2 for the critical value that holds for all pairs of groups together.

    Examples
    --------
    >>> round(studentized_range(0.95, 7) / 2**0.5, 5)
    2.94832
    >>> round(studentized_range(0.95, 2) / 2**0.5, 3)
    1.96
    """
    x = _NODES * _REACH
    density = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi) * _WEIGHTS * _REACH

    def excess(q: float) -> float:
        inside = special.ndtr(x) - special.ndtr(x - q)
        return float(groups * density @ inside ** (groups - 1)) - probability

    return float(optimize.brentq(excess, 0.0, 40.0, xtol=1e-13))


def worst_difference(k: NDArray[np.int64], n: NDArray[np.int64], c_gap: float, c_in: float) -> tuple[float, float]:
    """Return limits for the largest difference between any two groups' rates.

    Parameters
    ----------
    k, n : array of int, shape (n_groups,)
        Successes and trials of each group; every ``n`` above 0.
    c_gap, c_in : float
        Critical values for the lower and for the upper limit.

    Returns
    -------
    low, high : float
        Fractions of 0 to 1. Below: ``max(0, max_ij L_ij(c_gap))``; above: ``max_ij U_ij(c_in)``
        over all ordered pairs.

    Examples
    --------
    >>> import numpy as np
    >>> k = np.array([204, 412, 170, 52, 302, 18, 96])
    >>> n = np.array([408, 797, 390, 119, 616, 41, 213])
    >>> low, high = worst_difference(k, n, studentized_range(0.95, 7) / 2**0.5, 1.959964)
    >>> low, round(high, 5)
    (0.0, 0.22223)
    """
    low = _pairs_of_differences(k, n, c_gap).low
    high = _pairs_of_differences(k, n, c_in).high
    return max(0.0, float(np.max(low))), float(np.max(high))


def clearest_pair(k: NDArray[np.int64], n: NDArray[np.int64], c_gap: float) -> tuple[int, int]:
    """Return the two groups whose difference is best supported: the pair behind the lower limit.

    The groups with the highest and the lowest rate need not be it: one of them may be three people.

    Parameters
    ----------
    k, n : array of int, shape (n_groups,)
        Successes and trials of each group; every ``n`` above 0.
    c_gap : float
        Critical value of the lower limit.

    Returns
    -------
    high, low : int
        Places of the group with the higher and of the one with the lower rate; never the same.

    Examples
    --------
    >>> import numpy as np
    >>> clearest_pair(np.array([300, 400, 3]), np.array([3000, 1000, 3]), 2.344)
    (1, 0)
    """
    low = np.full((len(k), len(k)), -np.inf)
    low[~np.eye(len(k), dtype=bool)] = _pairs_of_differences(k, n, c_gap).low
    high_place, low_place = np.unravel_index(np.argmax(low), low.shape)
    return int(high_place), int(low_place)


def worst_ratio(k: NDArray[np.int64], n: NDArray[np.int64], c_gap: float, c_in: float) -> tuple[float, float]:
    """Return limits for the smallest ratio between any two groups' rates.

    Parameters are those of :func:`worst_difference`.

    Returns
    -------
    low, high : float
        ``min_ij L_ij(c_in)`` and ``min(1, min_ij U_ij(c_gap))``.

    Examples
    --------
    >>> import numpy as np
    >>> k = np.array([204, 412, 170, 52, 302, 18, 96])
    >>> n = np.array([408, 797, 390, 119, 616, 41, 213])
    >>> low, high = worst_ratio(k, n, studentized_range(0.95, 7) / 2**0.5, 1.959964)
    >>> round(low, 5), high
    (0.5751, 1.0)
    """
    low = _pairs_of_ratios(k, n, c_in).low
    high = _pairs_of_ratios(k, n, c_gap).high
    return float(np.min(low)), min(1.0, float(np.min(high)))


def chance_range(p: float, n: NDArray[np.int64]) -> float:
    """Return the median largest difference that chance alone shows between equal groups.

    Parameters
    ----------
    p : float
        The rate that all groups share.
    n : array of int, shape (n_groups,)
        Trials of each group. Where they differ, their harmonic mean stands for each.

    Examples
    --------
    >>> import numpy as np
    >>> round(chance_range(0.5, np.full(7, 100)), 3)
    0.132
    """
    if len(n) < 2:
        return float("nan")
    size = len(n) / float(np.sum(1 / n))
    return studentized_range(0.5, len(n)) * float(np.sqrt(p * (1 - p) / size))


def _pairs_of_differences(k: NDArray[np.int64], n: NDArray[np.int64], z: float) -> Limits:
    p, limits = k / n, rate_limits(k, n, z)
    of_row = Limits(limits.low[:, None], limits.high[:, None])
    of_column = Limits(limits.low[None, :], limits.high[None, :])
    return _off_diagonal(difference_limits(p[:, None], of_row, p[None, :], of_column))


def _pairs_of_ratios(k: NDArray[np.int64], n: NDArray[np.int64], z: float) -> Limits:
    limits = rate_limits(k, n, z)
    of_row = Limits(limits.low[:, None], limits.high[:, None])
    of_column = Limits(limits.low[None, :], limits.high[None, :])
    return _off_diagonal(ratio_limits(k[:, None], n[:, None], of_row, k[None, :], n[None, :], of_column))


def _off_diagonal(limits: Limits) -> Limits:
    other = ~np.eye(limits.low.shape[0], dtype=bool)
    return Limits(limits.low[other], limits.high[other])
