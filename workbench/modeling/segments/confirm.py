"""Whether a part of the rows errs more than the rest, on rows that it was not found on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.stats.intervals import critical_value, difference_limits, rate_limits
from workbench.stats.means import mean_estimate, t_critical
from workbench.stats.significance import fisher_p, normal_p, pooled_z, small_table

__all__ = ["Compared", "compare_errors"]

Floats = NDArray[np.float64]

_FEWEST_CLUSTERS = 10


@dataclass(frozen=True)
class Compared:
    """The errors of a part of the rows beside those of the rest.

    Parameters
    ----------
    n, n_rest : int
        How many rows.
    error, rest_error : float
        Mean errors.
    limits : tuple of (float, float)
        Of the part's own mean error.
    difference_limits : tuple of (float, float)
        Of ``error - rest_error``; ``nan`` where nothing tells how far chance may go.
    p_value : float
        Two-sided, that both err alike; ``nan`` likewise.
    """

    n: int
    n_rest: int
    error: float
    rest_error: float
    limits: tuple[float, float]
    difference_limits: tuple[float, float]
    p_value: float


def compare_errors(
    errors: Floats, part: NDArray[np.bool_], clusters: NDArray[np.int64] | None, *, confidence: float
) -> Compared:
    """Return how a part of the rows errs beside the rest.

    Parameters
    ----------
    errors : array of float, shape (n_rows,)
        The error of each row: 0 or 1, or an amount.
    part : array of bool
        Which rows are in the part; neither it nor the rest is empty.
    clusters : array of int64 or None
        Which rows belong together; ``None`` where each stands alone.
    confidence : float
        Of the limits.

    Notes
    -----
    Of rates Wilson's limits (exact ones where few are expected) and Newcombe's of the difference, with Fisher's exact
    test or the pooled z test; of amounts t limits and Welch's test. Where rows belong together, the difference's
    variance is that of the sums over each group of rows (linearisation), with as many degrees of freedom as there are
    groups less one; with fewer than 10 groups nothing is said.

    Examples
    --------
    >>> errors = np.repeat([1.0, 0.0, 1.0, 0.0], [56, 14, 48, 32])
    >>> found = compare_errors(errors, np.arange(150) < 70, None, confidence=0.95)
    >>> [round(one, 4) for one in found.difference_limits]
    [0.0524, 0.3339]
    """
    z = critical_value(confidence)
    n, n_rest = int(part.sum()), int((~part).sum())
    inside, outside = errors[part], errors[~part]
    is_rate = bool(np.isin(errors, (0.0, 1.0)).all())
    if is_rate:
        own, gap, p_value = _rates(int(inside.sum()), n, int(outside.sum()), n_rest, z)
    else:
        own, gap, p_value = _amounts(inside, outside, z)
    if clusters is not None:
        gap, p_value = _clustered(errors, part, clusters, z)
    return Compared(n, n_rest, float(inside.mean()), float(outside.mean()), own, gap, p_value)


Pair = tuple[float, float]


def _rates(k1: int, n1: int, k2: int, n2: int, z: float) -> tuple[Pair, Pair, float]:
    pooled = (k1 + k2) / (n1 + n2)
    own, rest = rate_limits(k1, n1, z, pooled), rate_limits(k2, n2, z, pooled)
    gap = difference_limits(k1 / n1, own, k2 / n2, rest)
    p_value = fisher_p(k1, n1, k2, n2) if small_table(k1, n1, k2, n2) else float(normal_p(pooled_z(k1, n1, k2, n2)))
    return (float(own.low), float(own.high)), (float(gap.low), float(gap.high)), p_value


def _amounts(inside: Floats, outside: Floats, z: float) -> tuple[Pair, Pair, float]:
    shift = float(np.concatenate([inside, outside]).mean())
    sums = [(len(one), (one - shift).sum(), ((one - shift) ** 2).sum()) for one in (inside, outside)]
    first, second = (mean_estimate(*one, shift=shift) for one in sums)
    low, high = first.limits(z)
    variances = float(first.errors) ** 2, float(second.errors) ** 2
    spread = sum(variances)
    gap = float(first.values - second.values)
    if not spread > 0:
        return (float(low), float(high)), (math.nan, math.nan), math.nan
    df = spread**2 / (variances[0] ** 2 / float(first.df) + variances[1] ** 2 / float(second.df))
    return (float(low), float(high)), *_by_t(gap, math.sqrt(spread), df, z)


def _by_t(gap: float, error: float, df: float, z: float) -> tuple[Pair, float]:
    half = float(t_critical(z, df)) * error
    return (gap - half, gap + half), float(2 * special.stdtr(df, -abs(gap) / error))


def _clustered(errors: Floats, part: NDArray[np.bool_], clusters: NDArray[np.int64], z: float) -> tuple[Pair, float]:
    places = np.unique(clusters, return_inverse=True)[1].ravel()
    n_clusters = int(places.max()) + 1
    inside, outside = errors[part].mean(), errors[~part].mean()
    pull = np.where(part, (errors - inside) / part.sum(), -(errors - outside) / (~part).sum())
    sums = np.bincount(places, pull)
    error = math.sqrt(float((sums**2).sum()) * n_clusters / max(n_clusters - 1, 1))
    # A part that lies in few groups of rows has only as many that vary, however many others there are.
    n_inside = len(np.unique(places[part]))
    if min(n_inside, len(np.unique(places[~part]))) < _FEWEST_CLUSTERS or not error > 0:
        return (math.nan, math.nan), math.nan
    return _by_t(float(inside - outside), error, n_inside - 1, z)
