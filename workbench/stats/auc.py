"""Scores: how well they rank, and whether they mean what they say, from binned counts and sums.

The outcome is favourable (a positive) or not (a negative); scores rise towards favourable. Bins are
the last axis, groups the axes before it. Sums per outcome have a last axis of length 2: negatives,
positives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.errors import InputError
from workbench.stats.intervals import Limits, wilson
from workbench.stats.means import MeanEstimate, mean_estimate

__all__ = [
    "Auc",
    "auc_of_bins",
    "auc_of_rows",
    "brier_score_loss",
    "calibration_in_the_large",
    "expected_calibration_error",
    "log_loss",
    "squared_calibration_error",
]

Floats = NDArray[np.float64]

_RESIDUE = 1e-13
"""A standard error no larger than this is what rounding left of 0."""

_FEW_OUT_OF_ORDER = 2.0


@dataclass(frozen=True, eq=False)
class Auc:
    """Areas under the ROC curve, and what their limits need.

    Parameters
    ----------
    values : array of float
        One a group, 0 to 1: the chance that a positive scores higher than a negative, ties counted
        half; ``nan`` without positives or without negatives.
    errors : array of float
        DeLong's standard errors; ``nan`` with one positive or one negative.
    binning_errors : array of float
        How far the area of the unbinned scores can be from the value at most. Where it exceeds a
        tenth of the standard error, compute from rows.
    n_pairs : array of float
        The smaller of the numbers of positives and negatives.
    """

    values: Floats
    errors: Floats
    binning_errors: Floats
    n_pairs: Floats

    def limits(self, z: float) -> Limits:
        """Return the limits at the critical value ``z``, on the logit scale.

        DeLong's error is itself uncertain where next to nothing is out of order: with 15 positives and
        an area of 0.98 these limits alone would cover 84 %, not 95. So where fewer than two of
        ``n_pairs`` would be out of order, the outer of them and of Wilson's with ``n_pairs`` are given,
        and Wilson's alone where the error is 0 or unknown. As many separate pairs of a positive and a
        negative can be made, and the area, which uses all pairs, varies no more than the share of
        those in order. Limits do not allow for binning.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            centre = special.logit(self.values)
            half = z * self.errors / (self.values * (1 - self.values))
        low, high = special.expit(centre - half), special.expit(centre + half)
        known = np.isfinite(centre) & (self.errors > _RESIDUE)
        few = self.n_pairs * np.minimum(self.values, 1 - self.values) < _FEW_OUT_OF_ORDER
        pairs = wilson(self.values * self.n_pairs, self.n_pairs, z)
        return Limits(
            np.where(known, np.where(few, np.minimum(low, pairs.low), low), pairs.low),
            np.where(known, np.where(few, np.maximum(high, pairs.high), high), pairs.high),
        )


def auc_of_bins(negatives: ArrayLike, positives: ArrayLike, squares: tuple[ArrayLike, ArrayLike] | None = None) -> Auc:
    """Return the area under the ROC curve from counts by score, with DeLong's standard error.

    Parameters
    ----------
    negatives, positives : array_like, shape (..., n_bins)
        Counts, or sums of weights, in bins of rising score.
    squares : tuple of two array_like, optional
        Sums of squared weights in the same bins; by default the counts themselves.

    Returns
    -------
    Auc
        Exact for the binned scores, and for scores that are equal within bins.

    Raises
    ------
    InputError
        If shapes differ or a count is negative.

    Notes
    -----
    DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988), *Biometrics* 44, 837-845. Equal
    areas do not make equal errors: the area says nothing of the threshold in use.

    Examples
    --------
    >>> found = auc_of_bins([30, 20, 10], [10, 20, 30])
    >>> low, high = found.limits(1.959964)
    >>> round(float(found.values), 4), round(float(low), 3), round(float(high), 3)
    (0.7222, 0.628, 0.8)
    """
    below, above = (np.asarray(counts, dtype=np.float64) for counts in (negatives, positives))
    below_squares, above_squares = (
        (below, above) if squares is None else (np.asarray(sums, dtype=np.float64) for sums in squares)
    )
    arrays = (below, above, below_squares, above_squares)
    if below.ndim == 0 or any(array.shape != below.shape for array in arrays):
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise InputError(f"negatives, positives and squares have shapes {shapes}.\nGive the same bins for all.")
    if any((array < 0).any() for array in arrays):
        raise InputError("negatives, positives or squares hold a negative number.\nCounts are 0 or more.")
    with np.errstate(invalid="ignore", divide="ignore"):
        n_below, n_above = (counts.sum(axis=-1, keepdims=True) for counts in (below, above))
        # Each positive's share of negatives that it beats, and each negative's share of positives that beat it.
        # Counts are summed before they are divided: a perfect ranking is 1, not nearly.
        beats = (below.cumsum(axis=-1) - below / 2) / n_below
        beaten = (n_above - above.cumsum(axis=-1) + above / 2) / n_above
        values = np.clip((above * beats).sum(axis=-1) / n_above[..., 0], 0.0, 1.0)
        variance = _variance_of_mean(above, above_squares, beats - values[..., None])
        variance = variance + _variance_of_mean(below, below_squares, beaten - values[..., None])
        pairs = np.fmin(*(n.sum(-1) ** 2 / q.sum(-1) for n, q in ((below, below_squares), (above, above_squares))))
        tied = (above / n_above * (below / n_below)).sum(axis=-1) / 2
    return Auc(values, np.sqrt(variance), tied, np.where(np.isnan(values), np.nan, pairs))


def auc_of_rows(scores: ArrayLike, outcomes: ArrayLike) -> Auc:
    """Return the area under the ROC curve from rows, in the time that sorting them takes.

    Parameters
    ----------
    scores, outcomes : array_like, shape (n_rows,)
        Score, and 1 or True for a positive.

    Returns
    -------
    Auc
        Its ``binning_errors`` are 0.

    Raises
    ------
    InputError
        If lengths differ, a score is missing, or an outcome is neither 0 nor 1.

    Examples
    --------
    >>> float(auc_of_rows([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).values)
    0.75
    """
    scores, outcomes = np.asarray(scores, dtype=np.float64), np.asarray(outcomes)
    if scores.ndim != 1 or scores.shape != outcomes.shape:
        raise InputError(
            f"scores has shape {scores.shape}, outcomes {outcomes.shape}.\nGive one score and one outcome a row."
        )
    if np.isnan(scores).any():
        raise InputError("scores holds a missing value.\nLeave out rows without a score, and count them.")
    if not ((outcomes == 0) | (outcomes == 1)).all():
        raise InputError("outcomes holds values other than 0 and 1.\nGive 1 for favourable and 0 for unfavourable.")
    levels, place = np.unique(scores, return_inverse=True)
    positive = outcomes.astype(bool)
    negatives, positives = (
        np.bincount(place[chosen], minlength=max(len(levels), 1)) for chosen in (~positive, positive)
    )
    found = auc_of_bins(negatives, positives)
    return Auc(found.values, found.errors, np.where(np.isnan(found.values), np.nan, 0.0), found.n_pairs)


def brier_score_loss(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> Floats:
    """Return the mean squared distance of score and outcome, 0 to 1; exact from sums.

    Parameters
    ----------
    n, total, squares : array_like, shape (..., 2)
        Rows, sums of scores and of squared scores, of negatives and of positives.

    Returns
    -------
    array of float
        ``nan`` without rows.

    Examples
    --------
    Scores 0.1 and 0.4 of negatives, 0.8 of one positive:

    >>> round(float(brier_score_loss([2, 1], [0.5, 0.8], [0.17, 0.64])), 4)
    0.07
    """
    rows, _, squared = _errors(n, total, squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(squared / rows)


def calibration_in_the_large(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> MeanEstimate:
    """Return the mean outcome less the mean score, -1 to 1, with t limits.

    Parameters are those of :func:`brier_score_loss`.

    Returns
    -------
    MeanEstimate
        Above 0 where outcomes are better than scores say; ``nan`` without rows.

    Examples
    --------
    >>> found = calibration_in_the_large([60, 40], [18.0, 28.0], [6.0, 20.0])
    >>> low, high = found.limits(1.959964)
    >>> round(float(found.values), 3), round(float(low), 3), round(float(high), 3)
    (-0.06, -0.122, 0.002)
    """
    rows, error, squared = _errors(n, total, squares)
    return mean_estimate(rows, error, squared)


def log_loss(n: ArrayLike, log_given: ArrayLike) -> Floats:
    """Return the mean of ``-log`` of the probability that was given to what happened, 0 and above.

    Parameters
    ----------
    n : array_like
        Rows.
    log_given : array_like
        Sums of ``log(score)`` over positives and of ``log(1 - score)`` over negatives, added up.

    Returns
    -------
    array of float
        Infinite where a score of 0 or 1 was wrong; scikit-learn clips such scores. ``nan`` without rows.

    Examples
    --------
    >>> round(float(log_loss(2, np.log(0.8) + np.log(1 - 0.4))), 4)
    0.367
    """
    n, log_given = np.asarray(n, dtype=np.float64), np.asarray(log_given, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(n > 0, np.maximum(-log_given / n, 0.0), np.nan))


def expected_calibration_error(n: ArrayLike, positives: ArrayLike, total: ArrayLike) -> Floats:
    """Return the mean over rows of the distance of outcome and score in their bin, 0 to 1.

    Parameters
    ----------
    n, positives, total : array_like, shape (..., n_bins)
        Rows, positives and sums of scores in each bin.

    Returns
    -------
    array of float
        ``nan`` without rows. To be shown, never judged: chance alone makes it large, about 0.10 for
        perfect scores and 100 rows, so that small groups look badly calibrated.

    Examples
    --------
    >>> round(float(expected_calibration_error([10, 10], [2, 9], [3.0, 8.0])), 3)
    0.1
    """
    n, positives, total = (np.asarray(value, dtype=np.float64) for value in (n, positives, total))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.abs(positives - total).sum(axis=-1) / n.sum(axis=-1))


def squared_calibration_error(n: ArrayLike, positives: ArrayLike, total: ArrayLike) -> Floats:
    """Return the mean squared distance of outcome and score by bin, less what chance alone adds.

    Parameters are those of :func:`expected_calibration_error`.

    Returns
    -------
    array of float
        Around 0 for perfect scores whatever the number of rows, so it may be below 0. Rows alone in
        their bin tell nothing of chance and are kept out; ``nan`` without others.

    Notes
    -----
    In a bin ``(mean y - mean s)^2 - mean y (1 - mean y) / (n - 1)``, weighted by rows. Broecker, J.
    (2012), *Climate Dynamics* 39, 655-667; Kumar, A., Liang, P. and Ma, T. (2019), *NeurIPS* 32.

    Examples
    --------
    >>> round(float(squared_calibration_error([10, 10], [2, 9], [3.0, 8.0])), 4)
    -0.0039
    """
    n, positives, total = (np.asarray(value, dtype=np.float64) for value in (n, positives, total))
    counted = n >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = positives / n
        debiased = (rate - total / n) ** 2 - rate * (1 - rate) / (n - 1)
        return np.asarray(np.where(counted, n * debiased, 0.0).sum(axis=-1) / np.where(counted, n, 0.0).sum(axis=-1))


def _variance_of_mean(weights: Floats, squares: Floats, distances: Floats) -> Floats:
    """Return the variance of a weighted mean over bins, ``nan`` with a single row."""
    whole = weights.sum(axis=-1)
    rows = whole**2 / squares.sum(axis=-1)
    variance = (squares * distances**2).sum(axis=-1) / whole**2 * (rows / (rows - 1))
    return np.asarray(np.where(rows > 1, variance, np.nan))


def _errors(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return rows, and sums of outcome less score and of its square, over both outcomes."""
    n, total, squares = (np.asarray(value, dtype=np.float64) for value in (n, total, squares))
    if any(array.ndim == 0 or array.shape != n.shape or array.shape[-1] != 2 for array in (n, total, squares)):
        raise InputError(
            f"n, total and squares have shapes {n.shape}, {total.shape}, {squares.shape}.\n"
            "Give negatives and positives on the last axis of each."
        )
    rows, error = n.sum(axis=-1), n[..., 1] - total.sum(axis=-1)
    squared = squares.sum(axis=-1) + n[..., 1] - 2 * total[..., 1]
    return rows, error, np.maximum(squared, 0.0)
