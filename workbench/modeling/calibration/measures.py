"""How far probabilities are from what happened: in the large, along the score, and by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.modeling.thresholds.result import Value
from workbench.stats.intervals import critical_value, rate_limits
from workbench.stats.means import t_critical
from workbench.stats.recalibration import recalibration

__all__ = ["Reliability", "ReliabilityBin", "brier_losses", "log_losses", "mean_value", "reliability_of"]

Floats = NDArray[np.float64]

_N_BINS = 10
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class ReliabilityBin:
    """Rows of like probability.

    Parameters
    ----------
    n : int
        How many rows.
    predicted : float
        Their mean probability.
    observed : float
        The share to which it happened.
    low, high : float
        Confidence limits of ``observed``.
    """

    n: int
    predicted: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """How far the probabilities of one outcome are from how often it happened.

    Parameters
    ----------
    output : str
        The favourable outcome, or a class.
    in_the_large : Value
        Mean probability less the share to which it happened: above 0, too much is promised.
    intercept, slope : Value
        Of logistic recalibration: 0 and 1 if calibrated; a slope below 1, probabilities are too extreme. ``nan`` where
        some probability is 0 or 1, or outcomes do not overlap.
    expected_calibration_error : float
        Mean distance of the bins from what happened. A perfectly calibrated model has one above 0 by chance: it is
        shown, and never judged by.
    bins : tuple of ReliabilityBin
        Ten with equally many rows, fewer where probabilities are equal.
    """

    output: str
    in_the_large: Value
    intercept: Value
    slope: Value
    expected_calibration_error: float
    bins: tuple[ReliabilityBin, ...]


def mean_value(
    values: Floats,
    *,
    weights: Floats | None = None,
    clusters: NDArray[np.int64] | None = None,
    confidence: float = 0.95,
) -> Value:
    """Return a mean with t limits, that allow for weights and for rows that belong together.

    Parameters
    ----------
    values : array of float, shape (n_rows,)
        One a row.
    weights : array of float, optional
        For how many people each row stands.
    clusters : array of int64, optional
        Rows with one code belong together; each by itself where not given.
    confidence : float
        Two-sided.

    Returns
    -------
    Value
        ``nan`` limits where fewer than two rows or clusters count, or all values are equal.

    Examples
    --------
    >>> found = mean_value(np.array([1.0, 2.0, 3.0]))
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (2.0, -0.484, 4.484)
    """
    each = np.ones(len(values)) if weights is None else weights
    total = float(each.sum())
    if not total > 0:
        return Value(float("nan"), float("nan"), float("nan"))
    mean = float((each * values).sum() / total)
    parts = each * (values - mean) / total
    if clusters is not None:
        parts = np.asarray(np.bincount(np.unique(clusters, return_inverse=True)[1].ravel(), parts), dtype=np.float64)
    n = len(parts)
    if n < 2 or not np.ptp(values) > 0:
        return Value(mean, float("nan"), float("nan"))
    half = float(t_critical(critical_value(confidence), n - 1)) * float(np.sqrt(n / (n - 1) * (parts**2).sum()))
    return Value(mean, mean - half, mean + half)


def brier_losses(scores: Floats, targets: NDArray[np.integer]) -> Floats:
    """Return each row's squared distance from what happened; of several classes summed over them."""
    if scores.ndim == 1:
        return np.asarray((scores - targets) ** 2)
    return np.asarray(((scores - np.eye(scores.shape[1])[targets]) ** 2).sum(axis=1))


def log_losses(scores: Floats, targets: NDArray[np.integer]) -> Floats:
    """Return each row's minus log probability of what happened, at least 2.2e-16 as in scikit-learn."""
    if scores.ndim == 1:
        happened = np.where(targets == 1, scores, 1 - scores)
    else:
        happened = scores[np.arange(len(targets)), targets]
    return np.asarray(-np.log(np.clip(happened, _EPS, 1.0)))


def reliability_of(
    output: str,
    scores: Floats,
    happened: NDArray[np.bool_],
    *,
    weights: Floats | None,
    clusters: NDArray[np.int64] | None,
    confidence: float,
) -> Reliability:
    """Return how far probabilities of one outcome are from how often it happened.

    Parameters
    ----------
    output : str
        The outcome.
    scores : array of float, shape (n_rows,)
        Its probability.
    happened : array of bool, shape (n_rows,)
        Whether it did.
    weights : array of float or None
        For how many people each row stands. Slopes and bins then count as many rows as Kish's effective number.
    clusters : array of int64 or None
        Rows with one code belong together; slopes and bins take rows as independent.
    confidence : float
        Of all limits.
    """
    each = np.ones(len(scores)) if weights is None else weights * weights.sum() / (weights**2).sum()
    z = critical_value(confidence)
    bins = _bins(scores, happened, each, z)
    shares = np.array([one[1] for one in bins]) / each.sum()
    apart = np.array([abs(one.predicted - one.observed) for one, _ in bins])
    found = recalibration(each[None, :], (each * happened)[None, :], scores[None, :])
    intercept, slope = found.intercept_limits(z), found.slope_limits(z)
    return Reliability(
        output,
        mean_value(scores - happened, weights=weights, clusters=clusters, confidence=confidence),
        Value(float(found.intercept[0]), float(intercept.low[0]), float(intercept.high[0])),
        Value(float(found.slope[0]), float(slope.low[0]), float(slope.high[0])),
        float((shares * apart).sum()),
        tuple(one for one, _ in bins),
    )


def _bins(scores: Floats, happened: NDArray[np.bool_], each: Floats, z: float) -> list[tuple[ReliabilityBin, float]]:
    """Return bins of rows with like scores, and the weight of each."""
    edges = np.unique(np.quantile(scores, np.arange(1, _N_BINS) / _N_BINS))
    places = np.searchsorted(edges, scores, side="left")
    n, w, k, s, q = (
        np.bincount(places, values, len(edges) + 1)
        for values in (np.ones(len(scores)), each, each * happened, each * scores, each**2)
    )
    there = w > 0
    n, w, k, s, q = n[there], w[there], k[there], s[there], q[there]
    effective = w**2 / q
    low, high = rate_limits(k / w * effective, effective, z)
    return [
        (
            ReliabilityBin(int(n[at]), float(s[at] / w[at]), float(k[at] / w[at]), float(low[at]), float(high[at])),
            float(w[at]),
        )
        for at in range(len(w))
    ]
