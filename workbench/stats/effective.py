"""Sampling weights: how many equal rows a weighted rate is worth.

With the effective number of rows in place of the number of rows, limits and verdicts are those of
counts. Weights that are counts of equal rows (*frequency*) need none of this: add them up.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError

__all__ = ["MANY_KISH", "EffectiveCounts", "effective_counts", "kish"]

Floats = NDArray[np.float64]

MANY_KISH = 100.0
"""Kish rows from which a rate's own variance is trusted; with fewer, the smaller number counts."""

_RESIDUE = 1e-12


class EffectiveCounts(NamedTuple):
    """Weighted rates and what they are worth, arrays of one shape.

    ``rate`` is the weighted rate; ``n_kg`` the rows that give the same variance to this rate (Korn
    and Graubard), ``n_kish`` those that give it to a rate unrelated to the weights (Kish); ``n`` is
    the one that counts and ``k = rate * n``, both for :func:`workbench.stats.intervals.rate_limits`.
    """

    rate: Floats
    n_kg: Floats
    n_kish: Floats
    n: Floats
    k: Floats


def effective_counts(
    n_rows: ArrayLike, weight: ArrayLike, weight_hit: ArrayLike, squares: ArrayLike, squares_hit: ArrayLike
) -> EffectiveCounts:
    """Return weighted rates and the effective numbers of rows and successes.

    Parameters
    ----------
    n_rows : array_like
        Rows of each group: those the rate is taken over.
    weight, weight_hit : array_like
        Sums of their weights: of all rows, and of the successes among them.
    squares, squares_hit : array_like
        Sums of squared weights, likewise.

    Returns
    -------
    EffectiveCounts
        ``nan`` where a group has no rows or no weight. At a rate of 0 or 1, where the rate's own
        variance says nothing, ``n_kg`` is ``nan`` and Kish's number counts.

    Raises
    ------
    InputError
        If a sum is negative, or successes have more than all rows.

    Notes
    -----
    The variance of ``p = weight_hit / weight`` is that of a ratio, linearised, times
    ``n / (n - 1)``: ``(squares_hit (1-p)^2 + (squares - squares_hit) p^2) / weight^2``. With equal
    weights ``n_kg`` is ``n - 1``. Rows are taken as independent; rows that belong together need
    sums per cluster. Korn, E. L. and Graubard, B. I. (1998), *Survey Methodology* 24, 193-201; Kish,
    L. (1965), *Survey Sampling*.

    Examples
    --------
    Four rows of weight 1 and two of weight 3, one of each a success:

    >>> found = effective_counts(6, 10.0, 4.0, 22.0, 10.0)
    >>> float(found.rate), round(float(found.n_kish), 3), round(float(found.n_kg), 3)
    (0.4, 4.545, 3.623)
    >>> round(float(found.n), 3), round(float(found.k), 3)
    (3.623, 1.449)
    """
    n_rows, weight, weight_hit, squares, squares_hit = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (n_rows, weight, weight_hit, squares, squares_hit))
    )
    _check_sums(n_rows, weight, weight_hit, squares, squares_hit)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = weight_hit / weight
        # Sums in another order differ by rounding; a rate of 1 must be 1 for its upper limit to be.
        rate = np.where(rate >= 1 - _RESIDUE, 1.0, rate)
        rest = np.maximum(squares - squares_hit, 0.0)
        variance = (squares_hit * (1 - rate) ** 2 + rest * rate**2) / weight**2 * (n_rows / (n_rows - 1))
        inside = (rate > 0) & (rate < 1) & (variance > 0)
        n_kg = np.where(inside, rate * (1 - rate) / variance, np.nan)
    n_kish = kish(weight, squares)
    own = np.where(n_kish >= MANY_KISH, n_kg, np.fmin(n_kg, n_kish))
    n = np.where(inside, own, n_kish)
    return EffectiveCounts(np.where(weight > 0, rate, np.nan), n_kg, n_kish, n, rate * n)


def kish(weight: ArrayLike, squares: ArrayLike) -> Floats:
    """Return Kish's effective number of rows, ``weight^2 / squares``; ``nan`` without weight.

    Examples
    --------
    >>> float(kish(10.0, 25.0))
    4.0
    """
    weight, squares = np.asarray(weight, dtype=np.float64), np.asarray(squares, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(weight > 0, weight**2 / squares, np.nan))


def _check_sums(n_rows: Floats, weight: Floats, weight_hit: Floats, squares: Floats, squares_hit: Floats) -> None:
    for name, value in (("n_rows", n_rows), ("weight_hit", weight_hit), ("squares_hit", squares_hit)):
        if not (value >= 0).all():
            raise InputError(f"{name} holds a number below 0.\nCounts and sums of sampling weights are 0 or more.")
    slack = 1 + 1e-9
    for name, part, whole in (("weight", weight_hit, weight), ("squares", squares_hit, squares)):
        if not (part <= whole * slack).all():
            raise InputError(f"{name}_hit is more than {name}.\nSuccesses are some of the rows: give the sum over all.")
