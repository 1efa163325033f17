"""Figures of scores by group, from bins and sums: how well they rank, and whether they mean what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.stats.auc import (
    brier_score_loss,
    expected_calibration_error,
    log_loss,
    squared_calibration_error,
)
from workbench.stats.auc import calibration_in_the_large as in_the_large
from workbench.stats.intervals import Limits, critical_value, rate_limits
from workbench.stats.means import MeanEstimate, mean_estimate
from workbench.stats.recalibration import Recalibration
from workbench.tally.metric import Metric, estimates
from workbench.tally.scores import ScoreTally
from workbench.tally.values import Axis, GroupValues

__all__ = ["SCORE_METRICS", "Calibration", "binning_errors", "calibration"]

Floats = NDArray[np.float64]

_BINS = 10
_BOTH = "not both outcomes occur among rows with a score"
_NO_OUTCOME = "no rows with a score and an outcome"
_NO_SCORE = "no rows with a score"
_NO_PROBABILITY = "the score is no probability: its range is not 0 to 1"
_NO_OVERLAP = "outcomes do not overlap along the score, or some score is 0 or 1"


class _Sums(NamedTuple):
    """Per group and outcome (unfavourable, favourable), missing outcomes left out: rows, sums, squares."""

    n: NDArray[np.int64]
    total: Floats
    squares: Floats


def _scores(axis: Axis) -> ScoreTally:
    scores = axis.tally.scores
    if scores is None:
        raise AssertionError("a figure of scores is asked for only where there are some")
    return scores


def _sums(scores: ScoreTally) -> _Sums:
    return _Sums(scores.n[:, :2, :-1].sum(axis=2), scores.sums[:, :2].sum(axis=2), scores.squares[:, :2])


def _nothing(values: Floats) -> Callable[[float], Limits]:
    """Return limits that are not known."""
    unknown = np.full(len(values), np.nan)
    return lambda _: Limits(unknown, unknown)


def _auc(axis: Axis, confidence: float) -> GroupValues:
    scores = _scores(axis)
    found = scores.area

    def limits(z: float) -> Limits:
        """Widen by what binning can hide, so that the limits hold for the scores as they were."""
        low, high = found.limits(z)
        return Limits(np.maximum(low - found.binning_errors, 0), np.minimum(high + found.binning_errors, 1))

    n = _sums(scores).n.sum(axis=1)
    return estimates("roc_auc_score", axis, confidence, values=found.values, limits=limits, n=n, empty=_BOTH)


def binning_errors(axis: Axis) -> Floats:
    """Return how far each group's area under the curve can be from that of the scores before binning."""
    return _scores(axis).area.binning_errors


def _mean(name: str, outcomes: slice, empty: str) -> Callable[[Axis, float], GroupValues]:
    """Return the mean score of the rows with some outcomes."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        scores = _scores(axis)
        n = scores.n[:, outcomes, :-1].sum(axis=(1, 2))
        found: MeanEstimate = mean_estimate(
            n, scores.sums[:, outcomes].sum(axis=(1, 2)), scores.squares[:, outcomes].sum(axis=1)
        )
        ratio = scores.low >= 0
        return estimates(
            name, axis, confidence, values=found.values, limits=found.limits, n=n, empty=empty, has_ratio=ratio
        )

    return by_group


def _in_the_large(axis: Axis, confidence: float) -> GroupValues:
    sums = _sums(_scores(axis))
    found = in_the_large(*sums)
    return estimates(
        "calibration_in_the_large",
        axis,
        confidence,
        values=found.values,
        limits=found.limits,
        n=sums.n.sum(axis=1),
        empty=_NO_OUTCOME,
        has_ratio=False,
    )


def _recalibrated(
    name: str, value: Callable[[Recalibration], Floats], limits: Callable[[Recalibration, float], Limits]
) -> Metric:
    """Return a figure of the logistic recalibration of each group, on the mean scores of the fine bins."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        scores = _scores(axis)
        found = scores.recalibrated
        return estimates(
            name,
            axis,
            confidence,
            values=value(found),
            limits=lambda z: limits(found, z),
            n=_sums(scores).n.sum(axis=1),
            empty=_NO_OVERLAP if scores.is_probability else _NO_PROBABILITY,
            has_ratio=False,
        )

    return Metric(name, "score", by_group, is_fraction=False, has_ratio=False)


def _plain(name: str, function: Callable[[ScoreTally], Floats], empty: str) -> Metric:
    """Return a figure that is shown without limits, as they are not known from the counts."""

    def by_group(axis: Axis, confidence: float) -> GroupValues:
        scores = _scores(axis)
        values = function(scores) if scores.is_probability else np.full(len(axis.groups), np.nan)
        return estimates(
            name,
            axis,
            confidence,
            values=values,
            limits=_nothing(values),
            n=_sums(scores).n.sum(axis=1),
            empty=empty if scores.is_probability else _NO_PROBABILITY,
        )

    return Metric(name, "score", by_group, is_fraction=False)


def _log_loss(scores: ScoreTally) -> Floats:
    return log_loss(_sums(scores).n.sum(axis=1), scores.logs[:, 1, 0] + scores.logs[:, 0, 1])


def _balanced_rmse(scores: ScoreTally) -> Floats:
    """Return the mean of the root mean squared errors of both outcomes."""
    n, total, squares = _sums(scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        negatives = np.sqrt(squares[:, 0] / n[:, 0])
        positives = np.sqrt(np.maximum(n[:, 1] - 2 * total[:, 1] + squares[:, 1], 0) / n[:, 1])
    return np.asarray((negatives + positives) / 2)


@dataclass(frozen=True, eq=False)
class Calibration:
    """What really happened at each level of score, by group.

    Parameters
    ----------
    groups : tuple of str
        The groups.
    low, high : array of float, shape (n_bins,)
        Where each bin begins and ends; about a tenth of all rows is in each, the same bins for all groups.
    n, k : array of int64, shape (n_groups, n_bins)
        Rows with a score and an outcome, and those with a favourable outcome.
    mean_score : array of float, shape (n_groups, n_bins)
        The mean score in the bin; ``nan`` without rows.
    limits : Limits of shape (n_groups, n_bins)
        Of the rate of favourable outcomes.
    """

    groups: tuple[str, ...]
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    k: NDArray[np.int64]
    mean_score: Floats
    limits: Limits


def calibration(axis: Axis, confidence: float) -> Calibration:
    """Return what really happened at each level of score, by group.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import Scores, tally_rows
    >>> from workbench.tally.values import axis_of
    >>> scores = np.tile([0.1, 0.9], 50)
    >>> outcomes = (scores > 0.5).astype(int)
    >>> tally = tally_rows(pa.table({"sex": ["f"] * 100}), outcomes=outcomes, scores=Scores(scores))
    >>> found = calibration(axis_of(tally, "sex"), 0.95)
    >>> found.n.tolist(), found.k.tolist()
    ([[50, 50]], [[0, 50]])
    """
    scores = _scores(axis)
    starts = _coarse(scores)
    n, k, total = _binned(scores, starts)
    borders = np.concatenate([[scores.low], scores.edges, [scores.high]])
    with np.errstate(invalid="ignore"):
        mean = total / n
    limits = rate_limits(k, n, critical_value(confidence), int(k.sum()) / max(int(n.sum()), 1))
    return Calibration(axis.groups, borders[starts], np.append(borders[starts[1:]], scores.high), n, k, mean, limits)


def _coarse(scores: ScoreTally) -> NDArray[np.int64]:
    """Return where about ten bins of equally many rows begin, all groups together."""
    pooled = np.cumsum(scores.n[:, :2, :-1].sum(axis=(0, 1)))
    if pooled[-1] == 0:
        return np.zeros(1, dtype=np.int64)
    wanted = np.arange(1, _BINS) / _BINS * pooled[-1]
    places = np.searchsorted(pooled, wanted) + 1
    first = int(np.searchsorted(pooled, 0, side="right"))
    inside = np.unique(places[(places > first) & (pooled[np.minimum(places, len(pooled)) - 1] < pooled[-1])])
    return np.concatenate([[0], inside]).astype(np.int64)


def _binned(scores: ScoreTally, starts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return rows, favourable outcomes and sums of scores in each coarse bin, missing outcomes left out."""
    n = np.add.reduceat(scores.n[:, :2, :-1], starts, axis=2)
    total = np.add.reduceat(scores.sums[:, :2, :-1].sum(axis=1), starts, axis=1)
    return n.sum(axis=1), n[:, 1], total


def _by_bins(
    function: Callable[[NDArray[np.int64], NDArray[np.int64], Floats], Floats],
) -> Callable[[ScoreTally], Floats]:
    return lambda scores: function(*_binned(scores, _coarse(scores)))


SCORE_METRICS = (
    Metric("roc_auc_score", "score", _auc),
    Metric("mean_prediction", "score alone", _mean("mean_prediction", slice(0, 3), _NO_SCORE)),
    Metric(
        "balance_for_favourable",
        "score",
        _mean("balance_for_favourable", slice(1, 2), "no favourable outcomes among rows with a score"),
    ),
    Metric(
        "balance_for_unfavourable",
        "score",
        _mean("balance_for_unfavourable", slice(0, 1), "no unfavourable outcomes among rows with a score"),
    ),
    Metric("calibration_in_the_large", "score", _in_the_large, has_ratio=False),
    _recalibrated("calibration_intercept", lambda one: one.intercept, Recalibration.intercept_limits),
    _recalibrated("calibration_slope", lambda one: one.slope, Recalibration.slope_limits),
    _plain("brier_score_loss", lambda scores: brier_score_loss(*_sums(scores)), _NO_OUTCOME),
    _plain("log_loss", _log_loss, _NO_OUTCOME),
    _plain("balanced_root_mean_squared_error", _balanced_rmse, _BOTH),
    _plain("expected_calibration_error", _by_bins(expected_calibration_error), _NO_OUTCOME),
    _plain("squared_calibration_error", _by_bins(squared_calibration_error), _NO_OUTCOME),
)
"""Figures of scores; those without limits carry no verdict."""
