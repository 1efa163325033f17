"""Calibration slope and intercept: logistic recalibration of probabilities, many groups at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.errors import InputError
from workbench.stats.intervals import Limits

__all__ = ["Recalibration", "recalibration"]

Floats = NDArray[np.float64]

_STEPS = 60
_HALVINGS = 30
_SMALL = 1e-9


class Recalibration(NamedTuple):
    """Intercept and slope of each group with their standard errors, arrays of shape (n_groups,)."""

    intercept: Floats
    slope: Floats
    intercept_error: Floats
    slope_error: Floats

    def intercept_limits(self, z: float) -> Limits:
        """Return Wald's limits of the intercept at a critical value."""
        return Limits(self.intercept - z * self.intercept_error, self.intercept + z * self.intercept_error)

    def slope_limits(self, z: float) -> Limits:
        """Return Wald's limits of the slope at a critical value."""
        return Limits(self.slope - z * self.slope_error, self.slope + z * self.slope_error)


def recalibration(n: ArrayLike, k: ArrayLike, score: ArrayLike) -> Recalibration:
    """Return intercept a and slope b of ``logit P(favourable) = a + b logit(score)``, by maximum likelihood.

    Calibrated probabilities have a = 0 and b = 1. A slope below 1: scores are too extreme; above 1: not
    extreme enough.

    Parameters
    ----------
    n, k : array_like, shape (n_groups, n_bins)
        Rows in each bin of the score, and those with a favourable outcome.
    score : array_like, shape (n_groups, n_bins)
        Their mean score, between 0 and 1; of bins without rows anything, also ``nan``.

    Returns
    -------
    Recalibration
        ``nan`` where there is no largest likelihood, as the outcomes do not overlap: all alike, all at one
        score, or every favourable one at scores no lower (or no higher) than every other. Also ``nan`` where
        some bin's mean score is 0 or 1, which have no logit.

    Raises
    ------
    InputError
        If shapes differ, or there are more favourable outcomes than rows.

    Notes
    -----
    All rows of a bin stand at its mean score: exact where a bin holds one score, else off by the square of
    its width. Cox, D. R. (1958), *Biometrika* 45, 562-565.

    Examples
    --------
    Half of those at 0.2 and all but a fifth at 0.8:

    >>> found = recalibration([[10, 10]], [[5, 8]], [[0.2, 0.8]])
    >>> round(float(found.slope[0]), 3), round(float(found.intercept[0]), 3)
    (0.5, 0.693)
    """
    n, k, score = (np.asarray(value, dtype=np.float64) for value in (n, k, score))
    if not n.shape == k.shape == score.shape or n.ndim != 2:
        raise InputError("n, k and score have different shapes.\nGive each as (groups, bins).")
    if (k > n).any() or (k < 0).any():
        raise InputError("k is more than n, or below 0.\nFavourable outcomes are some of the rows.")
    x = np.zeros(score.shape)
    there = n > 0
    x[there] = special.logit(score[there])
    known = _overlap(n, k, x) & np.isfinite(x).all(axis=1)
    result = np.full((4, len(n)), np.nan)
    if known.any():
        result[:, known] = _fit(n[known], k[known], x[known])
    return Recalibration(*result)


def _overlap(n: Floats, k: Floats, x: Floats) -> NDArray[np.bool_]:
    """Whether outcomes overlap along the score: in one dimension just then the likelihood has a maximum."""

    def range_of(rows: Floats) -> tuple[Floats, Floats]:
        return np.where(rows > 0, x, np.inf).min(axis=1), np.where(rows > 0, x, -np.inf).max(axis=1)

    (yes_low, yes_high), (no_low, no_high) = range_of(k), range_of(n - k)
    return np.asarray((yes_low < no_high) & (no_low < yes_high), dtype=bool)


def _fit(n: Floats, k: Floats, x: Floats) -> Floats:
    """Return intercepts, slopes and their standard errors by Newton's steps, halved where they overshoot."""
    total = n.sum(axis=1)
    middle = (n * x).sum(axis=1) / total
    spread = np.sqrt((n * (x - middle[:, None]) ** 2).sum(axis=1) / total)
    z = (x - middle[:, None]) / spread[:, None]
    share = k.sum(axis=1) / total
    fitted = np.stack([special.logit(share), np.zeros(len(n))])
    for _ in range(_STEPS):
        gradient, inverse = _slopes(n, k, z, fitted)
        step = np.einsum("ijg,jg->ig", inverse, gradient)
        fitted = fitted + _shortened(n, k, z, fitted, step)
        if (np.abs(step) < _SMALL).all():
            break
    gradient, inverse = _slopes(n, k, z, fitted)
    settled = (np.abs(gradient) <= 1e-6 * total).all(axis=0)
    at_0 = middle / spread
    found = np.stack(
        [
            fitted[0] - fitted[1] * at_0,
            fitted[1] / spread,
            np.sqrt(inverse[0, 0] - 2 * at_0 * inverse[0, 1] + at_0**2 * inverse[1, 1]),
            np.sqrt(inverse[1, 1]) / spread,
        ]
    )
    return np.where(settled, found, np.nan)


def _slopes(n: Floats, k: Floats, z: Floats, fitted: Floats) -> tuple[Floats, Floats]:
    """Return the gradient, shape (2, n_groups), and the inverse of the information, (2, 2, n_groups)."""
    p = special.expit(fitted[0][:, None] + fitted[1][:, None] * z)
    rest, weight = k - n * p, n * p * (1 - p)
    gradient = np.stack([rest.sum(axis=1), (rest * z).sum(axis=1)])
    a, b, c = weight.sum(axis=1), (weight * z).sum(axis=1), (weight * z * z).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.array([[c, -b], [-b, a]]) / (a * c - b * b)
    return gradient, inverse


def _shortened(n: Floats, k: Floats, z: Floats, fitted: Floats, step: Floats) -> Floats:
    """Return the step, halved for each group until its likelihood does not fall."""

    def likelihood(at: Floats) -> Floats:
        line = at[0][:, None] + at[1][:, None] * z
        return np.asarray((k * line - n * np.logaddexp(0, line)).sum(axis=1))

    now = likelihood(fitted)
    slack = 1e-12 * np.abs(now)
    for _ in range(_HALVINGS):
        worse = ~(likelihood(fitted + step) >= now - slack)
        if not worse.any():
            break
        step = np.where(worse, step / 2, step)
    return step
