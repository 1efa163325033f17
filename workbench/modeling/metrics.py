"""How good predictions are on rows that the model has not seen: each number with its limits and how they were made.

All limits are closed form, so that there is no seed in them, and rows are taken as independent. Where a number is not
defined it is ``nan`` with a reason, never 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.data.roles import Task
from workbench.modeling.predicting import decided
from workbench.stats.auc import auc_of_rows, calibration_in_the_large
from workbench.stats.intervals import Limits, critical_value, rate_limits
from workbench.stats.means import mean_absolute_error, mean_estimate, r2_score, root_mean_squared_error
from workbench.stats.ranking import average_precision, one_vs_rest_auc
from workbench.stats.recalibration import recalibration
from workbench.stats.smooth import balanced_accuracy_score, f1_score, macro_f1

__all__ = ["Metric", "confusion_metrics", "confusion_of", "metrics_of"]

Floats = NDArray[np.float64]
Targets = NDArray[np.generic]

_SMALLEST = float(np.finfo(np.float64).eps)

_WILSON = "Wilson's limits, exact ones below 10 expected rows"
_DELTA = "delta method on the logit"
_LOG = "t limits on the log"
_RANKS = "limits on the logit, of DeLong's standard error"
_NO_VERDICT = "delta method on the log; with skewed errors such limits miss too often to be judged by"


@dataclass(frozen=True)
class Metric:
    """One number about predictions, with its limits.

    Parameters
    ----------
    name : str
        As scikit-learn calls it, such as ``"roc_auc"``.
    title : str
        What readers call it.
    value : float
        The number; ``nan`` where it is not defined.
    low, high : float
        Its 95 % confidence limits; ``nan`` where they are not defined, infinite where the rows set no limit.
    n : int
        The rows that it is over.
    greater_is_better : bool or None
        ``None`` of calibration, where nearer to 0, or of its slope to 1, is better.
    how : str
        How the limits were made, and what else is special in the number.
    why : str
        Why value or limits are not defined; empty where both are.
    """

    name: str
    title: str
    value: float
    low: float
    high: float
    n: int
    greater_is_better: bool | None
    how: str
    why: str = ""

    def __str__(self) -> str:
        """Return the number with its limits in one line."""
        if math.isnan(self.value):
            return f"{self.title}: not defined, {self.why}"
        if math.isnan(self.low):
            return f"{self.title} {self.value:.4g}, no limits: {self.why}"
        return f"{self.title} {self.value:.4g} ({self.low:.4g} to {self.high:.4g}), {self.n:,} rows"


class _Estimate(Protocol):
    # What the modules of statistics return: a value that is a number here, and its limits.
    @property
    def values(self) -> Floats: ...

    def limits(self, z: float) -> Limits: ...


def metrics_of(targets: Targets, scores: Floats, task: Task, threshold: float = 0.5) -> tuple[Metric, ...]:
    """Return every metric of some predictions.

    Parameters
    ----------
    targets : array, shape (n_rows,)
        What happened: 1 favourable and 0 not, the place of a class, or an amount; as :meth:`Dataset.targets`.
    scores : array of float, shape (n_rows,) or (n_rows, n_classes)
        What was predicted, as :attr:`Fitted.scores`.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    threshold : float
        Of two outcomes: the favourable one is decided when the score is at least this.

    Returns
    -------
    tuple of Metric
        Of two outcomes: accuracy, balanced accuracy, precision, recall, F1, area under the ROC curve, average
        precision, log loss, Brier score, calibration in the large and calibration slope. Of several classes:
        accuracy, balanced accuracy, macro F1, area under the ROC curve of each against the others, log loss, Brier
        score. Of amounts: mean absolute error, root mean squared error, R², bias, median absolute error.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> scores = rng.random(500)
    >>> found = metrics_of((rng.random(500) < scores).astype(int), scores, "binary")
    >>> print(found[0])
    accuracy 0.764 (0.7249 to 0.7991), 500 rows
    >>> print(next(one for one in found if one.name == "roc_auc"))
    area under the ROC curve 0.8411 (0.8038 to 0.8724), 500 rows
    """
    targets, scores = np.asarray(targets), np.asarray(scores, dtype=np.float64)
    if task == "regression":
        return _of_amounts(targets.astype(np.float64), scores)
    predicted = decided(scores, task, threshold)
    if task == "multiclass":
        return _of_classes(targets.astype(np.int64), scores, predicted)
    return _of_outcomes(targets.astype(np.int64), scores, predicted)


def _of_outcomes(outcomes: NDArray[np.int64], scores: Floats, decisions: NDArray[np.int64]) -> tuple[Metric, ...]:
    n = len(outcomes)
    cells = np.bincount(outcomes * 2 + decisions, minlength=4).reshape(2, 2)
    (_, fp), (fn, tp) = cells
    no_class = "" if 0 < tp + fn < n else "all rows have the same outcome"
    no_positive = "" if tp + fn else "no row has the favourable outcome"
    error = calibration_in_the_large(*_by_outcome(outcomes, scores))
    return (
        _rate("accuracy", "accuracy", int(cells.trace()), n),
        _metric("balanced_accuracy", "balanced accuracy", balanced_accuracy_score(cells), n, _DELTA, why=no_class),
        _rate("precision", "precision", int(tp), int(tp + fp), "no row is decided favourably"),
        _rate("recall", "recall", int(tp), int(tp + fn), no_positive),
        _metric("f1", "F1", f1_score(cells), n, _DELTA, why="no row is favourable in outcome or decision"),
        _metric("roc_auc", "area under the ROC curve", auc_of_rows(scores, outcomes), n, _RANKS, why=no_class),
        _average_precision(outcomes, scores, no_class),
        _log_loss(np.where(outcomes == 1, scores, 1 - scores)),
        _mean("brier_score", "Brier score", (scores - outcomes) ** 2),
        _metric(
            "calibration_in_the_large",
            "mean outcome less mean prediction",
            error,
            n,
            how="t limits; above 0 where outcomes are better than predicted",
            greater=None,
        ),
        _slope(outcomes, scores, no_class),
    )


def _of_classes(classes: NDArray[np.int64], scores: Floats, predicted: NDArray[np.int64]) -> tuple[Metric, ...]:
    n, n_classes = scores.shape
    cells = confusion_of(classes, predicted, n_classes)
    one_class, over = _classes_there(cells)
    of_class = scores[np.arange(n), classes]
    is_class = np.zeros_like(scores)
    is_class[np.arange(n), classes] = 1.0
    return (
        *confusion_metrics(cells),
        _metric(
            "roc_auc",
            "area under the ROC curve, each class against the others",
            one_vs_rest_auc(scores, classes),
            n,
            _RANKS + over,
            why=one_class,
        ),
        _log_loss(of_class),
        _mean("brier_score", "Brier score", ((scores - is_class) ** 2).sum(axis=1)),
    )


def confusion_of(classes: NDArray[np.int64], predicted: NDArray[np.int64], n_classes: int) -> NDArray[np.int64]:
    """Return how many rows of each class were taken for each, shape (n_classes, n_classes): what happened, by rows."""
    return np.bincount(classes * n_classes + predicted, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_metrics(cells: NDArray[np.int64]) -> tuple[Metric, ...]:
    """Return the metrics that follow from how many rows of each class were taken for each.

    Parameters
    ----------
    cells : array of int64, shape (n_classes, n_classes)
        Rows by what happened and by what was predicted, as scikit-learn's ``confusion_matrix``.

    Returns
    -------
    tuple of Metric
        Accuracy, balanced accuracy and macro F1; the last two without a value where all rows are of one class.

    Examples
    --------
    >>> for one in confusion_metrics(np.array([[40, 10, 0], [5, 30, 15], [0, 10, 40]])):
    ...     print(one)
    accuracy 0.7333 (0.6574 to 0.7976), 150 rows
    balanced accuracy 0.7333 (0.6547 to 0.7966), 150 rows
    macro F1 0.7347 (0.6569 to 0.7971), 150 rows
    """
    n, (one_class, over) = int(cells.sum()), _classes_there(cells)
    there = cells.sum(axis=1) > 0
    seen = there | (cells.sum(axis=0) > 0)
    return (
        _rate("accuracy", "accuracy", int(cells.trace()), n),
        _balanced(cells, there, one_class, over),
        _metric("macro_f1", "macro F1", macro_f1(_some(cells, seen)), n, _DELTA + over, why=one_class)
        if seen.sum() > 1
        else _undefined("macro_f1", "macro F1", n, _DELTA, one_class),
    )


def _classes_there(cells: NDArray[np.int64]) -> tuple[str, str]:
    """Return why nothing tells classes apart, where nothing does, and what is said of classes without rows."""
    n_there, n_classes = int((cells.sum(axis=1) > 0).sum()), len(cells)
    over = "" if n_there == n_classes else f"; over the {n_there} of {n_classes} classes that have rows"
    return "" if n_there > 1 else "all rows are of one class", over


def _of_amounts(amounts: Floats, predicted: Floats) -> tuple[Metric, ...]:
    n, errors = len(amounts), amounts - predicted
    squares, shifted = errors**2, amounts - amounts.mean()
    fourths = (squares**2).sum()
    powers = [(shifted**power).sum() for power in (1, 2, 3, 4)]
    crossed = [(squares * shifted).sum(), (squares * shifted**2).sum()]
    explained = r2_score(n, powers, squares=squares.sum(), fourths=fourths, crossed=crossed)
    return (
        _mean("mean_absolute_error", "mean absolute error", np.abs(errors)),
        _metric(
            "root_mean_squared_error",
            "root mean squared error",
            root_mean_squared_error(n, squares.sum(), fourths),
            n,
            _NO_VERDICT,
            greater=False,
            why="all errors are equal",
        ),
        _metric("r2", "R²", explained, n, _NO_VERDICT, why="all amounts, or all errors, are equal"),
        _metric(
            "bias",
            "mean amount less mean prediction",
            mean_estimate(n, errors.sum(), squares.sum()),
            n,
            how="t limits; above 0 where amounts are higher than predicted",
            greater=None,
            why="all errors are equal",
        ),
        _median(np.abs(errors)),
    )


def _rate(name: str, title: str, k: int, n: int, why: str = "") -> Metric:
    if n == 0:
        return _undefined(name, title, 0, _WILSON, why)
    low, high = rate_limits([k], [n], critical_value(0.95))
    return Metric(name, title, k / n, float(low[0]), float(high[0]), n, True, _WILSON)


def _metric(
    name: str, title: str, estimate: _Estimate, n: int, how: str, *, greater: bool | None = True, why: str = ""
) -> Metric:
    value = float(estimate.values)
    low, high = (float(limit) for limit in estimate.limits(critical_value(0.95)))
    is_known = math.isfinite(value) and not math.isnan(low)
    return Metric(name, title, value, low, high, n, greater, how, "" if is_known else why or "there is one row")


def _undefined(name: str, title: str, n: int, how: str, why: str) -> Metric:
    return Metric(name, title, math.nan, math.nan, math.nan, n, True, how, why)


def _mean(name: str, title: str, losses: Floats, how: str = _LOG) -> Metric:
    """Return the mean of losses, of which each is 0 or more and less is better."""
    estimate = mean_absolute_error(len(losses), losses.sum(), (losses**2).sum())
    return _metric(name, title, estimate, len(losses), how, greater=False, why="all rows have the same loss")


def _log_loss(of_outcome: Floats) -> Metric:
    how = f"{_LOG}; as in scikit-learn, a probability of 0 counts as {_SMALLEST:.2g}"
    return _mean("log_loss", "log loss", -np.log(np.clip(of_outcome, _SMALLEST, 1.0)), how)


def _average_precision(outcomes: NDArray[np.int64], scores: Floats, why: str) -> Metric:
    n, how = len(outcomes), "limits on the logit, of the infinitesimal jackknife"
    if why:
        return _undefined("average_precision", "average precision", n, how, why)
    found = average_precision(scores, outcomes)
    share = f"{how}; scores that tell nothing apart have {outcomes.mean():.3g}"
    return _metric("average_precision", "average precision", found, n, share)


def _balanced(cells: NDArray[np.int64], there: NDArray[np.bool_], one_class: str, over: str) -> Metric:
    n, name, title = int(cells.sum()), "balanced_accuracy", "balanced accuracy"
    if one_class:
        return _undefined(name, title, n, _DELTA, one_class)
    # What was taken for a class without rows is wrong all the same: it counts as taken for any other class.
    kept = _some(cells, there)
    wrong = cells[there][:, ~there].sum(axis=1)
    kept[np.arange(len(kept)), (np.arange(len(kept)) + 1) % len(kept)] += wrong
    return _metric(name, title, balanced_accuracy_score(kept), n, _DELTA + over)


def _some(cells: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    return cells[np.ix_(chosen, chosen)]


def _by_outcome(outcomes: NDArray[np.int64], scores: Floats) -> tuple[Floats, Floats, Floats]:
    rows, total, squares = (
        np.bincount(outcomes, weights=part, minlength=2).astype(np.float64)
        for part in (np.ones_like(scores), scores, scores**2)
    )
    return rows, total, squares


def _slope(outcomes: NDArray[np.int64], scores: Floats, why: str) -> Metric:
    title, how = "slope of outcomes on the logit of predictions", "Wald's limits; below 1 where predictions are extreme"
    levels, place = np.unique(scores, return_inverse=True)
    n, k = np.bincount(place), np.bincount(place, weights=outcomes)
    found = recalibration(n[None], k[None], levels[None])
    low, high = (float(limit[0]) for limit in found.slope_limits(critical_value(0.95)))
    value = float(found.slope[0])
    if math.isfinite(value):
        return Metric("calibration_slope", title, value, low, high, len(scores), None, how)
    if not why:
        ends = levels[0] <= 0 or levels[-1] >= 1
        why = "a prediction is exactly 0 or 1" if ends else "predictions tell all outcomes apart, or none"
    return Metric("calibration_slope", title, math.nan, math.nan, math.nan, len(scores), None, how, why)


def _median(errors: Floats) -> Metric:
    """Return the median of absolute errors with the limits that two of them set, whatever their distribution."""
    n, ordered = len(errors), np.sort(errors)
    first = int(stats.binom.ppf(0.025, n, 0.5))
    low, high = (ordered[first - 1], ordered[n - first]) if first else (0.0, math.inf)
    return Metric(
        *("median_absolute_error", "median absolute error", float(np.median(errors)), float(low), float(high), n),
        greater_is_better=False,
        how="limits by ranks, which hold for any distribution",
    )
