"""Scores of predictions for the rows of one fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from workbench.data.dataset import Dataset
from workbench.data.roles import Task
from workbench.errors import InputError

__all__ = ["SCORINGS", "Scoring", "default_margin", "score_rows", "scoring_of", "scorings_for"]

Floats = NDArray[np.float64]

_SMALLEST = float(np.finfo(np.float64).eps)
_SHARE_OF_SPREAD = 0.01


@dataclass(frozen=True)
class Scoring:
    """A score.

    Parameters
    ----------
    name : str
        How it is asked for; scikit-learn's word where it has one.
    title : str
        What readers call it.
    tasks : tuple of {"binary", "multiclass", "regression"}
        Where it is defined.
    compute : callable
        Takes outcomes (0 and 1, places of classes, or amounts) and predictions, returns a number; ``nan`` where
        undefined.
    is_greater_better : bool
        Whether a larger one is better.
    margin : float
        A difference up to this does not matter, unless another is declared; of scores in the unit of the amounts a
        share of their standard deviation.
    is_in_unit : bool
        Whether it is in the unit of the amounts.
    carries_verdict : bool
        False where limits are known to miss too often, as with squares of skewed errors: shown, not judged by.
    """

    name: str
    title: str
    tasks: tuple[Task, ...]
    compute: Callable[[NDArray[Any], Floats], float]
    is_greater_better: bool = True
    margin: float = 0.01
    is_in_unit: bool = False
    carries_verdict: bool = True

    def gain(self, score: Floats, other: Floats) -> Floats:
        """Return how much better one score is than the other: above 0 where it is better."""
        return score - other if self.is_greater_better else other - score


def _decisions(predictions: Floats) -> NDArray[np.int64]:
    """Return the outcome or class that is the most probable."""
    chosen = predictions >= 0.5 if predictions.ndim == 1 else predictions.argmax(axis=1)
    return np.asarray(chosen, dtype=np.int64)


def _log_loss(outcomes: NDArray[Any], predictions: Floats) -> float:
    if predictions.ndim == 1:
        of_outcome = np.where(outcomes == 1, predictions, 1 - predictions)
    else:
        of_outcome = predictions[np.arange(len(outcomes)), outcomes]
    return float(-np.log(np.clip(of_outcome, _SMALLEST, 1.0)).mean())


def _brier(outcomes: NDArray[Any], predictions: Floats) -> float:
    if predictions.ndim == 1:
        return float(np.mean((predictions - outcomes) ** 2))
    return float(((predictions - np.eye(predictions.shape[1])[outcomes]) ** 2).sum(axis=1).mean())


def _accuracy(outcomes: NDArray[Any], predictions: Floats) -> float:
    return float(np.mean(_decisions(predictions) == outcomes))


def _balanced_accuracy(outcomes: NDArray[Any], predictions: Floats) -> float:
    right = _decisions(predictions) == outcomes
    return float(np.mean([right[outcomes == one].mean() for one in np.unique(outcomes)]))


def _roc_auc(outcomes: NDArray[Any], predictions: Floats) -> float:
    if predictions.ndim == 1:
        return float(metrics.roc_auc_score(outcomes, predictions)) if len(np.unique(outcomes)) == 2 else np.nan
    is_class = [outcomes == one for one in range(predictions.shape[1])]
    if not all(0 < one.sum() < len(one) for one in is_class):
        return np.nan
    return float(np.mean([metrics.roc_auc_score(one, predictions[:, at]) for at, one in enumerate(is_class)]))


def _average_precision(outcomes: NDArray[Any], predictions: Floats) -> float:
    return float(metrics.average_precision_score(outcomes, predictions)) if (outcomes == 1).any() else np.nan


def _macro_f1(outcomes: NDArray[Any], predictions: Floats) -> float:
    """Return the mean over the classes that occur as outcome or as decision, as the held-out rows are scored."""
    return float(metrics.f1_score(outcomes, _decisions(predictions), average="macro", zero_division=0))


def _r2(outcomes: NDArray[Any], predictions: Floats) -> float:
    spread = float(((outcomes - outcomes.mean()) ** 2).sum())
    return 1 - float(((outcomes - predictions) ** 2).sum()) / spread if spread > 0 else np.nan


_CLASSES: tuple[Task, ...] = ("binary", "multiclass")
_AMOUNTS: tuple[Task, ...] = ("regression",)

SCORINGS = (
    Scoring("log_loss", "log loss", _CLASSES, _log_loss, is_greater_better=False),
    Scoring("brier_score", "Brier score", _CLASSES, _brier, is_greater_better=False, margin=0.005),
    Scoring("accuracy", "accuracy", _CLASSES, _accuracy),
    Scoring("balanced_accuracy", "balanced accuracy", _CLASSES, _balanced_accuracy),
    Scoring("roc_auc", "area under the ROC curve", _CLASSES, _roc_auc),
    Scoring("average_precision", "average precision", ("binary",), _average_precision),
    Scoring("macro_f1", "macro F1", ("multiclass",), _macro_f1),
    Scoring(
        "mean_absolute_error",
        "mean absolute error",
        _AMOUNTS,
        lambda outcomes, predictions: float(np.abs(outcomes - predictions).mean()),
        is_greater_better=False,
        margin=_SHARE_OF_SPREAD,
        is_in_unit=True,
    ),
    Scoring(
        "root_mean_squared_error",
        "root mean squared error",
        _AMOUNTS,
        lambda outcomes, predictions: float(np.sqrt(((outcomes - predictions) ** 2).mean())),
        is_greater_better=False,
        margin=_SHARE_OF_SPREAD,
        is_in_unit=True,
        carries_verdict=False,
    ),
    Scoring("r2", "R²", _AMOUNTS, _r2, carries_verdict=False),
)
"""Every score; the first one of a task is what models are compared by unless another is named."""


def scorings_for(task: Task) -> tuple[Scoring, ...]:
    """Return the scores that are defined for what is predicted.

    Parameters
    ----------
    task : {"binary", "multiclass", "regression"}
        What is predicted.

    Examples
    --------
    >>> [one.name for one in scorings_for("regression")]
    ['mean_absolute_error', 'root_mean_squared_error', 'r2']
    """
    return tuple(one for one in SCORINGS if task in one.tasks)


def scoring_of(metric: str | None, task: Task) -> Scoring:
    """Return a score by its name; the first one of the task without a name.

    Raises
    ------
    InputError
        If there is no such score for what is predicted.
    """
    those = scorings_for(task)
    if metric is None:
        return those[0]
    for one in those:
        if one.name == metric:
            return one
    raise InputError.for_choice("metric", metric, [one.name for one in those])


def score_rows(outcomes: NDArray[Any], predictions: Floats, task: Task) -> Mapping[str, float]:
    """Return every score of some predictions, by name.

    Parameters
    ----------
    outcomes : array, shape (n_rows,)
        0 and 1, places of classes, or amounts.
    predictions : array of float, shape (n_rows,) or (n_rows, n_classes)
        As :attr:`Fitted.scores`. A probability below 2.2e-16 of what happened counts as 2.2e-16 in the log loss, as
        in scikit-learn. Outcomes are decided at 0.5.
    task : {"binary", "multiclass", "regression"}
        What is predicted.

    Examples
    --------
    >>> found = score_rows(np.array([0, 1, 1, 0]), np.array([0.2, 0.9, 0.4, 0.1]), "binary")
    >>> found["accuracy"], found["roc_auc"], round(found["brier_score"], 3)
    (0.75, 1.0, 0.105)
    """
    return {one.name: one.compute(outcomes, predictions) for one in scorings_for(task)}


def default_margin(scoring: Scoring, train: Dataset) -> float:
    """Return the difference up to which models count as the same, if nothing else is declared.

    0.01 of log loss, of shares and of R², 0.005 of the Brier score; of errors in the unit of the amounts a hundredth
    of the standard deviation of the amounts in the training rows.

    Parameters
    ----------
    scoring : Scoring
        The score.
    train : Dataset
        The training rows.
    """
    if not scoring.is_in_unit:
        return scoring.margin
    spread = float(np.std(train.targets()))
    return scoring.margin * spread if spread > 0 else scoring.margin
