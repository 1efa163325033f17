"""Impact ratios: each group's rate over the rate of the best group, and their limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError
from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import Limits, critical_value, rate_limits, ratio_limits

__all__ = ["ImpactRatios", "impact_ratios"]


class ImpactRatios(NamedTuple):
    """Ratios to the best group and their limits.

    ``best`` is the place of the group with the highest rate, the first of several; -1 where no
    group has anybody selected, and then every ratio is ``nan``.
    """

    ratio: NDArray[np.float64]
    limits: Limits
    best: int


def impact_ratios(k: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> ImpactRatios:
    """Return every group's rate divided by the highest rate, with limits that allow for the choice of the highest.

    Parameters
    ----------
    k, n : array_like of int, shape (n_groups,)
        Selected and considered people of each group. Groups with ``n = 0`` have no ratio.
    confidence : float
        Of the limits.

    Returns
    -------
    ImpactRatios
        Ratios from 0 to 1. Below: the smallest lower limit of the ratio to any other group, at the
        ordinary critical value. Above: the smallest upper limit, at the value from the studentised
        range over all groups. Both are at most 1, which no impact ratio exceeds. ``nan`` limits with
        fewer than two groups.

    Raises
    ------
    InputError
        If counts are negative, or more are selected than were considered.

    Notes
    -----
    The ratio is taken from the counts, never from rounded rates. Limits follow
    :func:`workbench.stats.extremes.worst_ratio` with one group fixed: choosing the best group again
    in every draw of a bootstrap would not cover the truth.

    Examples
    --------
    >>> found = impact_ratios([667, 555], [1390, 1181])
    >>> [round(float(ratio), 3) for ratio in found.ratio]
    [1.0, 0.979]
    >>> round(float(found.limits.low[1]), 5), round(float(found.limits.high[1]), 5)
    (0.90233, 1.0)
    """
    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not ((k >= 0) & (k <= n)).all():
        raise InputError("k holds a count outside 0 to n.\nGive how many of the n people in each group were selected.")
    nothing = np.full(k.shape, np.nan)
    used = n > 0
    if not k.any():
        return ImpactRatios(nothing, Limits(nothing, nothing), -1)
    with np.errstate(invalid="ignore"):
        rate = np.where(used, k / n, np.nan)
    best = int(np.nanargmax(rate))
    low, high = nothing.copy(), nothing.copy()
    if used.sum() > 1:
        groups = int(used.sum())
        c_gap = studentized_range(confidence, groups) / np.sqrt(2)
        low[used] = np.minimum(1.0, _pairs(k[used], n[used], critical_value(confidence)).low.min(axis=1))
        high[used] = np.minimum(1.0, _pairs(k[used], n[used], float(c_gap)).high.min(axis=1))
    return ImpactRatios(rate / rate[best], Limits(low, high), best)


def _pairs(k: NDArray[np.float64], n: NDArray[np.float64], z: float) -> Limits:
    """Return the limits of each group's ratio to each other group, one row a group."""
    limits = rate_limits(k, n, z)
    low, high = ratio_limits(
        k[:, None],
        n[:, None],
        Limits(limits.low[:, None], limits.high[:, None]),
        k[None, :],
        n[None, :],
        Limits(limits.low[None, :], limits.high[None, :]),
    )
    other = ~np.eye(len(k), dtype=bool)
    shape = (len(k), len(k) - 1)
    return Limits(low[other].reshape(shape), high[other].reshape(shape))
