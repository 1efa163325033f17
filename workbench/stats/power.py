"""What could have been seen: the smallest gap, and the smallest tolerance that could be confirmed.

Both are printed where the evidence was not enough, so that the reader learns how much would be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits, ratio_limits

__all__ = ["mildest_visible_ratio", "rows_to_see", "smallest_confirmable_tolerance", "smallest_visible_gap"]

_POWER_Z = 0.8416  # 80 % power
_POINTS, _ROUNDS = 33, 5
_MOST_ROWS = 10**9

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def smallest_visible_gap(p: float, n_low: float, n_reference: float, c_gap: float, tolerance: float) -> float:
    """Return the smallest true difference that the verdict's interval would show with 80 % power.

    Parameters
    ----------
    p : float
        The rate of the reference or of all groups pooled; never the observed gap.
    n_low, n_reference : float
        Trials of the group that falls short and of the one it is compared to.
    c_gap : float
        The verdict's critical value.
    tolerance : float
        The difference declared as tolerable.

    Returns
    -------
    float
        A fraction above ``tolerance``; ``nan`` where no gap of any size could have been seen.

    Examples
    --------
    >>> round(smallest_visible_gap(0.5, 1000, 1000, 1.959964, 0.05), 3)
    0.112
    """
    z = c_gap + _POWER_Z
    down = _first(lambda gaps: _difference(p - gaps, n_low, p, n_reference, z).high <= -tolerance, tolerance, p)
    up = _first(lambda gaps: _difference(p + gaps, n_low, p, n_reference, z).low >= tolerance, tolerance, 1 - p)
    visible = [gap for gap in (down, up) if gap is not None]
    return min(visible) if visible else float("nan")


def rows_to_see(gap: float, p: float, c_gap: float, tolerance: float) -> float:
    """Return how many rows each of two groups needs, so that a true difference is seen with 80 % power.

    Parameters
    ----------
    gap : float
        The true difference, a fraction.
    p : float
        The rate of all groups pooled.
    c_gap : float
        The verdict's critical value.
    tolerance : float
        The difference declared as tolerable.

    Returns
    -------
    float
        A whole number at which :func:`smallest_visible_gap` is ``gap`` or less, and with one row less is not;
        ``nan`` where no number will do, as the gap is not above the tolerance.

    Examples
    --------
    >>> rows_to_see(0.1, 0.5, 1.959964, 0.05)
    1553.0
    """

    def sees(n: int) -> bool:
        return smallest_visible_gap(p, n, n, c_gap, tolerance) <= gap

    if not sees(_MOST_ROWS):
        return float("nan")
    few, enough = 0, 1
    while not sees(enough):
        few, enough = enough, 2 * enough
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if sees(middle) else (middle, enough)
    return float(enough)


def mildest_visible_ratio(
    p: float, n_low: float, n_reference: float, c_gap: float, tolerance: float, *, share: float = 0.0
) -> float:
    """Return the true ratio nearest to the tolerance that the verdict's interval would show with 80 % power.

    Parameters are those of :func:`smallest_visible_gap`; ``tolerance`` is the smallest ratio that is tolerable.
    ``share`` is the group's share of all rows where it is compared with all of them, and the reference is
    the rest: the ratio is then ``R / (share R + 1 - share)``, R being that to the rest.

    Returns
    -------
    float
        A ratio below ``tolerance``; ``nan`` where no ratio, not even 0, could have been seen.

    Examples
    --------
    >>> round(mildest_visible_ratio(0.5, 1000, 1000, 1.959964, 0.8), 3)
    0.689
    """
    z = c_gap + _POWER_Z

    def visible(falls: Floats) -> Bools:
        ratio = tolerance - falls
        rates = p * ratio * (1 - share) / (1 - share * ratio)
        first, second = _limits(rates, n_low, p, n_reference, z)
        k1, k2 = rates * n_low, np.full_like(rates, p * n_reference)
        high = ratio_limits(k1, n_low, first, k2, n_reference, second).high
        known = np.isfinite(high)
        return known & (np.where(known, high, 1.0) <= tolerance * (share * np.where(known, high, 1.0) + 1 - share))

    fall = _first(visible, 0.0, tolerance)
    return tolerance - fall if fall is not None else float("nan")


def smallest_confirmable_tolerance(p: float, n_smallest: float, groups: int, confidence: float = 0.95) -> float:
    """Return the smallest tolerance that equal groups would have been confirmed to keep.

    Parameters
    ----------
    p : float
        The rate all groups share.
    n_smallest : float
        Trials of the smallest group; an upper bound where groups differ in size.
    groups : int
        The number of groups compared.
    confidence : float
        The policy's confidence.

    Examples
    --------
    >>> round(smallest_confirmable_tolerance(0.5, 526, 2), 2)
    0.1
    """
    spread = studentized_range(0.8, groups) + critical_value(confidence) * np.sqrt(2)
    return float(spread * np.sqrt(p * (1 - p) / n_smallest))


def _difference(rates: Floats, n1: float, p2: float, n2: float, z: float) -> Limits:
    """Return the limits of ``rates - p2`` at expected counts."""
    first, second = _limits(rates, n1, p2, n2, z)
    return difference_limits(rates, first, p2, second)


def _limits(rates: Floats, n1: float, p2: float, n2: float, z: float) -> tuple[Limits, Limits]:
    """Return the limits of two groups' rates at expected counts, the first group's being many."""
    k = np.stack([rates * n1, np.full_like(rates, p2 * n2)])
    n = np.array([[float(n1)], [float(n2)]])
    low, high = rate_limits(k, n, z, k.sum(axis=0) / n.sum())
    return Limits(low[0], high[0]), Limits(low[1], high[1])


def _first(holds: Callable[[Floats], Bools], low: float, high: float) -> float | None:
    """Return where ``holds`` turns true between ``low`` and ``high``; ``None`` if it never does."""
    if high <= low or not holds(np.array([high]))[0]:
        return None
    for _ in range(_ROUNDS):  # each narrows 32 times: a handful of calls on arrays, where halving takes twenty
        points = np.linspace(low, high, _POINTS)
        place = int(np.argmax(holds(points)))
        if place == 0:
            return low
        low, high = float(points[place - 1]), float(points[place])
    return high
