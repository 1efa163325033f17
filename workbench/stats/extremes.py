"""The worst over groups: limits for a maximum and a minimum that hold for any number of groups.

Two critical values are at work. At ``c_gap``, from the studentised range, *all* pairs' limits hold
together, so a lower limit above the tolerance shows a gap however many pairs were looked at.
At ``c_in``, the ordinary one, an upper limit that no pair exceeds shows that none is large.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from workbench.stats.intervals import Limits, rate_limits

__all__ = [
    "Spread",
    "chance_range",
    "log_limits",
    "spread",
    "studentized_range",
    "worst_difference",
    "worst_ratio",
]

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


class Spread(NamedTuple):
    """How far values are apart: limits of the largest difference, and the pair behind the lower one.

    Parameters
    ----------
    low, high : float
        ``max_ij L_ij`` at the wider critical value and ``max_ij U_ij`` at the ordinary one, over
        ordered pairs of different groups; ``low`` may be negative.
    higher, lower : int
        Places of the pair whose difference is best supported; where none is clear of 0, of the pair
        that was seen furthest apart.
    """

    low: float
    high: float
    higher: int
    lower: int


def spread(values: NDArray[np.float64], at_gap: Limits, at_in: Limits) -> Spread:
    """Return how far any values with limits are apart: rates, means, areas, or logarithms of rates.

    Parameters
    ----------
    values : array of float, shape (n_groups,)
        One value a group, at least two.
    at_gap, at_in : Limits of shape (n_groups,)
        Their limits at the critical value that allows for every pair, and at the ordinary one.

    Notes
    -----
    Limits of a difference by squaring and adding, as in
    :func:`workbench.stats.intervals.difference_limits`.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([0.5, 0.2])
    >>> limits = Limits(values - 0.04, values + 0.03)
    >>> low, high, higher, lower = spread(values, limits, limits)
    >>> round(low, 3), round(high, 3), higher, lower
    (0.25, 0.35, 0, 1)
    """
    difference = values[:, None] - values[None, :]
    lows = difference - np.hypot((values - at_gap.low)[:, None], (at_gap.high - values)[None, :])
    highs = difference + np.hypot((at_in.high - values)[:, None], (values - at_in.low)[None, :])
    np.fill_diagonal(lows, -np.inf)
    np.fill_diagonal(highs, -np.inf)
    low = float(np.max(lows))
    # Where no pair is clear of 0 the one that was seen furthest apart is named: how near to clear a pair
    # comes says only how large its groups are.
    best = lows if low > 0 else np.where(np.eye(len(values), dtype=bool), -np.inf, difference)
    higher, lower = np.unravel_index(np.argmax(best), lows.shape)
    return Spread(low, float(np.max(highs)), int(higher), int(lower))


def log_limits(
    k: NDArray[np.float64] | NDArray[np.int64], n: NDArray[np.float64] | NDArray[np.int64], limits: Limits
) -> tuple[NDArray[np.float64], Limits]:
    """Return the logarithms of rates and of their limits, so that differences are ratios.

    At ``k = 0`` the estimate is ``0.5 / (n + 1)``, and its lower limit minus infinity: a ratio to it
    has no upper limit, and one of it starts at 0.

    Examples
    --------
    >>> import numpy as np
    >>> logs, (low, high) = log_limits(np.array([0]), np.array([9]), Limits(np.array([0.0]), np.array([0.3])))
    >>> round(float(np.exp(logs[0])), 6), float(low[0])
    (0.05, -inf)
    """
    with np.errstate(divide="ignore"):
        return (
            np.log(np.where(k == 0, 0.5 / (n + 1), k / n)),
            Limits(np.where(k == 0, -np.inf, np.log(limits.low)), np.log(limits.high)),
        )


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
    found = spread(k / n, rate_limits(k, n, c_gap), rate_limits(k, n, c_in))
    return max(0.0, found.low), found.high


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
    logs, at_gap = log_limits(k, n, rate_limits(k, n, c_gap))
    _, at_in = log_limits(k, n, rate_limits(k, n, c_in))
    found = spread(logs, at_gap, at_in)
    return float(np.exp(-found.high)), min(1.0, float(np.exp(-found.low)))


def chance_range(p: float, n: NDArray[np.int64] | NDArray[np.float64]) -> float:
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
