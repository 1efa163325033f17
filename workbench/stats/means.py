"""Means, errors and quantiles by group from moments and histograms: what an audit of amounts needs.

Every estimate has ``values`` and ``limits(z)``, where ``z`` is a critical value of the normal
distribution; with few rows the one of Student's t with the same tail probability is used, so that
the critical values of the worst over groups serve here too. A share above a threshold is a rate:
count and use :func:`workbench.stats.intervals.rate_limits`.

Sums are those of *shifted* values, ``y - shift`` with one constant near the data, so that squares
of values near a billion that differ by one do not cancel. Sums over errors need no shift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.checks import check_fraction
from workbench.errors import InputError
from workbench.stats.intervals import Limits

__all__ = [
    "MeanEstimate",
    "QuantileEstimate",
    "mean_absolute_error",
    "mean_estimate",
    "quantile_estimate",
    "r2_score",
    "root_mean_squared_error",
    "t_critical",
]

Floats = NDArray[np.float64]

_RESIDUE = 1e-12


@dataclass(frozen=True, eq=False)
class MeanEstimate:
    """Values with t limits, on the values' own scale or on a log scale.

    Parameters
    ----------
    values : array of float
        One a group; ``nan`` where undefined.
    errors : array of float
        Standard errors on the scale of the limits; ``nan`` where all rows are equal, since no spread
        can be estimated then, and with one row.
    df : array of float
        Degrees of freedom.
    log_of : {"", "value", "rest"}
        Limits are symmetric on the value itself, on its log, or on the log of 1 less the value.
    carries_verdict : bool
        False where limits are known to miss too often: to be shown, not to be judged by.
    """

    values: Floats
    errors: Floats
    df: Floats
    log_of: str = ""
    carries_verdict: bool = True

    def limits(self, z: float) -> Limits:
        """Return the limits at the normal critical value ``z``; ``nan`` where there is no spread to go by."""
        half = t_critical(z, self.df) * self.errors
        if self.log_of == "value":
            return Limits(self.values * np.exp(-half), self.values * np.exp(half))
        if self.log_of == "rest":
            return Limits(1 - (1 - self.values) * np.exp(half), 1 - (1 - self.values) * np.exp(-half))
        return Limits(self.values - half, self.values + half)


@dataclass(frozen=True, eq=False)
class QuantileEstimate:
    """Quantiles from a histogram with distribution-free limits.

    Parameters
    ----------
    values : array of float
        One a group, by linear interpolation within the bin; ``nan`` without rows or in a bin without end.
    share : float
        Which quantile.
    edges : array of float, shape (n_bins + 1,)
        Of the histogram.
    cumulative : array of float, shape (..., n_bins)
        Counts up to and with each bin.
    """

    values: Floats
    share: float
    edges: Floats
    cumulative: Floats

    def limits(self, z: float) -> Limits:
        """Return the limits: two ordered rows' values, moved outwards to the edges of their bins.

        They cover at least at the confidence asked for, whatever the distribution. Infinite where
        there are too few rows for a limit; ``nan`` without rows.
        """
        n = self.cumulative[..., -1]
        tail = special.ndtr(-z)
        first = _binomial_quantile(tail, n, self.share)
        # By symmetry, so that a small upper tail is not rounded away.
        last = n - _binomial_quantile(tail, n, 1 - self.share) + 1
        low = np.where(first < 1, -np.inf, self.edges[self._bin_of(first)])
        high = np.where(last > n, np.inf, self.edges[self._bin_of(last) + 1])
        return Limits(np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan))

    def _bin_of(self, rank: Floats) -> NDArray[np.int64]:
        found = (self.cumulative < rank[..., None]).sum(axis=-1)
        return np.asarray(np.minimum(found, self.cumulative.shape[-1] - 1))


def t_critical(z: float, df: ArrayLike) -> Floats:
    """Return the critical value of Student's t with the tail probability of ``z``; ``nan`` below 1 degree.

    Parameters
    ----------
    z : float
        Critical value of the standard normal distribution.
    df : array_like
        Degrees of freedom.

    Examples
    --------
    >>> round(float(t_critical(1.959964, 9)), 4)
    2.2622
    """
    df = np.asarray(df, dtype=np.float64)
    return np.asarray(np.where(df >= 1, -special.stdtrit(np.maximum(df, 1.0), special.ndtr(-z)), np.nan))


def mean_estimate(n: ArrayLike, total: ArrayLike, squares: ArrayLike, shift: ArrayLike = 0.0) -> MeanEstimate:
    """Return means with t limits: of amounts, of predictions, or of errors (the mean signed error).

    Parameters
    ----------
    n : array_like
        Rows of each group.
    total, squares : array_like
        Sums of ``y - shift`` and of its square.
    shift : array_like
        The constant; 0 for errors.

    Returns
    -------
    MeanEstimate
        ``nan`` without rows.

    Examples
    --------
    Values 1, 2 and 3, shifted by 2:

    >>> low, high = mean_estimate(3, 0.0, 2.0, shift=2.0).limits(1.959964)
    >>> round(float(low), 3), round(float(high), 3)
    (-0.484, 4.484)
    """
    n, total, squares = _sums(n, total, squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        return MeanEstimate(np.asarray(shift, dtype=np.float64) + mean, _error(n, mean, squares), n - 1)


def mean_absolute_error(n: ArrayLike, absolute: ArrayLike, squares: ArrayLike) -> MeanEstimate:
    """Return mean absolute errors, 0 and above, with limits on the log scale.

    Parameters
    ----------
    n : array_like
        Rows of each group.
    absolute, squares : array_like
        Sums of ``|e|`` and of ``e^2``, ``e`` the outcome less the prediction.

    Notes
    -----
    The variance of ``|e|`` is ``mean e^2 - MAE^2``, so no further sum is needed.

    Examples
    --------
    >>> found = mean_absolute_error(4, 8.0, 20.0)  # 1, 1, 3, 3
    >>> low, high = found.limits(1.959964)
    >>> float(found.values), round(float(low), 3), round(float(high), 3)
    (2.0, 0.798, 5.012)
    """
    n, absolute, squares = _sums(n, absolute, squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = absolute / n
        return MeanEstimate(mean, _error(n, mean, squares) / mean, n - 1, log_of="value")


def root_mean_squared_error(n: ArrayLike, squares: ArrayLike, fourths: ArrayLike) -> MeanEstimate:
    """Return root mean squared errors, 0 and above, with limits that carry no verdict.

    Parameters
    ----------
    n : array_like
        Rows of each group.
    squares, fourths : array_like
        Sums of ``e^2`` and ``e^4``.

    Notes
    -----
    The limits rest on fourth powers, which a sample with skewed errors shows too seldom: 95 % limits
    then cover 68 to 85 %, whatever the method. Judge the mean absolute error instead.

    Examples
    --------
    >>> found = root_mean_squared_error(4, 20.0, 164.0)  # errors of 1, 1, 3 and 3
    >>> round(float(found.values), 4), found.carries_verdict
    (2.2361, False)
    """
    n, squares, fourths = _sums(n, squares, fourths)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = squares / n
        error = _error(n, mean, fourths) / mean / 2  # of the log of the root
        return MeanEstimate(np.sqrt(mean), error, n - 1, log_of="value", carries_verdict=False)


def r2_score(
    n: ArrayLike, powers: ArrayLike, *, squares: ArrayLike, fourths: ArrayLike, crossed: ArrayLike
) -> MeanEstimate:
    """Return R², 1 and below, with limits that carry no verdict.

    Parameters
    ----------
    n : array_like
        Rows of each group. With fewer than 30 the value says little.
    powers : array_like, shape (..., 4)
        Sums of ``y - shift`` to the powers 1 to 4.
    squares, fourths : array_like
        Sums of ``e^2`` and ``e^4``.
    crossed : array_like, shape (..., 2)
        Sums of ``e^2 (y - shift)`` and ``e^2 (y - shift)^2``.

    Returns
    -------
    MeanEstimate
        ``nan`` where all outcomes are equal; scikit-learn gives 0 or 1 there.

    Notes
    -----
    Delta method on the log of ``1 - R²``. As for the root mean squared error, limits miss far too
    often with skewed errors. Groups whose outcomes differ in spread differ in R² at equal errors.

    Examples
    --------
    Outcomes 1, 2, 3, 4 and errors 1, -1, -1, 1:

    >>> found = r2_score(4, [10, 30, 100, 354], squares=4.0, fourths=4.0, crossed=[10, 30])
    >>> round(float(found.values), 3)
    0.2
    """
    n, squares, fourths = _sums(n, squares, fourths)
    powers, crossed = np.asarray(powers, dtype=np.float64), np.asarray(crossed, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        m1, m2, m3, m4 = (powers[..., i] / n for i in range(4))
        spread = np.where(m2 - m1**2 > _RESIDUE * m2, m2 - m1**2, np.nan)
        mse, mse_squares = squares / n, fourths / n
        fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
        mixed = crossed[..., 1] / n - 2 * m1 * crossed[..., 0] / n + m1**2 * mse
        variance = mse_squares / mse**2 - 2 * mixed / (mse * spread) + fourth / spread**2
        error = np.sqrt(np.where(variance > _RESIDUE, variance, np.nan) / n)
        value = 1 - mse / spread
    return MeanEstimate(value, error, n - 1, log_of="rest", carries_verdict=False)


def quantile_estimate(edges: ArrayLike, counts: ArrayLike, share: float) -> QuantileEstimate:
    """Return a quantile of each group from its histogram.

    Parameters
    ----------
    edges : array_like, shape (n_bins + 1,)
        Rising; the outer two may be infinite.
    counts : array_like, shape (..., n_bins)
        Rows of each group in each bin.
    share : float
        Above 0 and below 1: 0.5 for the median.

    Returns
    -------
    QuantileEstimate
        Its values are exact to the width of a bin.

    Raises
    ------
    InputError
        If edges do not rise or do not fit the counts, or the share is not between 0 and 1.

    Notes
    -----
    David, H. A. and Nagaraja, H. N. (2003), *Order Statistics*, section 7.1.

    Examples
    --------
    >>> found = quantile_estimate([0, 10, 20, 30, 40], [25, 25, 25, 25], 0.5)
    >>> low, high = found.limits(1.959964)
    >>> float(found.values), float(low), float(high)
    (20.0, 10.0, 30.0)
    """
    check_fraction("share", share)
    edges, counts = np.asarray(edges, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if edges.ndim != 1 or counts.ndim == 0 or edges.shape[0] != counts.shape[-1] + 1:
        raise InputError(
            f"edges has shape {edges.shape}, counts {counts.shape}.\nGive one edge more than there are bins."
        )
    if not (edges[1:] > edges[:-1]).all():
        raise InputError("edges do not rise.\nGive each edge once, from low to high.")
    cumulative = counts.cumsum(axis=-1)
    n = cumulative[..., -1]
    place = np.minimum((cumulative < (share * n)[..., None]).sum(axis=-1), counts.shape[-1] - 1)[..., None]
    inside = np.take_along_axis(counts, place, axis=-1)[..., 0]
    below = np.take_along_axis(cumulative, place, axis=-1)[..., 0] - inside
    low, high = edges[place[..., 0]], edges[place[..., 0] + 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        values = low + (share * n - below) / inside * (high - low)
    known = (n > 0) & np.isfinite(low) & np.isfinite(high)
    return QuantileEstimate(np.where(known, values, np.nan), share, edges, cumulative)


def _error(n: Floats, mean: Floats, squares: Floats) -> Floats:
    """Return the standard error of a mean; ``nan`` where what is left of the squares is rounding."""
    spread = squares - n * mean**2
    return np.asarray(np.sqrt(np.where(spread > _RESIDUE * squares, spread, np.nan) / (n - 1) / n))


def _binomial_quantile(tail: float, n: Floats, share: float) -> Floats:
    """Return the smallest number whose probability of at most as many of ``n`` is ``tail`` or more."""
    trials = np.maximum(n, 1.0)
    found = np.maximum(np.ceil(special.bdtrik(tail, trials, share)), 0.0)
    # The inverse is continuous, and may be off by one at a jump.
    for step in (-1.0, 1.0):
        other = found + np.minimum(step, 0.0)
        reached = _at_most(other, trials, share) >= tail
        found = np.where(reached == (step < 0), found + step, found)
    return np.asarray(np.clip(found, 0.0, n))


def _at_most(k: Floats, n: Floats, share: float) -> Floats:
    inside = special.betainc(np.maximum(n - k, 1e-300), np.maximum(k, 0.0) + 1, 1 - share)
    return np.asarray(np.where(k < 0, 0.0, np.where(k >= n, 1.0, inside)))


def _sums(*values: ArrayLike) -> list[Floats]:
    return [np.asarray(value, dtype=np.float64) for value in np.broadcast_arrays(*values)]
