"""What a fitted model gives reason to say: it is no better than a baseline, never wrong, or never twice the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles, Task
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.modeling.predicting import predict_rows
from workbench.modeling.running import Printed
from workbench.preparation.result import Prepared

__all__ = ["judge", "look_at", "told_of"]

Floats = NDArray[np.float64]
Predicted = NDArray[np.generic]

_ASKED_AGAIN = 1_000
"""Rows that are predicted twice."""

_SAME = 1e-6
"""How far two predictions of a row may be apart, as a share of the largest: threads add up in another order."""

_EXACT = 1e-9

_RIGHT = Measure("share of rows predicted right", "fraction", against="that of the constant")
_OFF = Measure("mean absolute error", "amount", against="that of the constant")


def judge(performance: Performance | AmountPerformance, predicted: Predicted, *, task: Task) -> tuple[Finding, ...]:
    """Return findings about what is predicted for the held-out rows: WB301 and WB302.

    Parameters
    ----------
    performance : Performance or AmountPerformance
        Beside the baseline.
    predicted : array, shape (n_test,)
        Decisions, classes or amounts.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    """
    found = [] if performance.beats_baseline else [_no_better(performance)]
    if predicted.min() == predicted.max():
        found.append(_same_for_all(predicted, task))
    return tuple(found)


def look_at(prepared: Prepared, pipeline: Pipeline, scores: Floats, predicted: Predicted) -> tuple[Finding, ...]:
    """Return findings about the model itself: WB305 and WB306.

    Parameters
    ----------
    prepared : Prepared
        What it was trained on.
    pipeline : sklearn.pipeline.Pipeline
        Fitted: preparation, then model.
    scores, predicted : array
        What it predicts for the held-out rows, and the decisions, classes or amounts that follow.
    """
    test = prepared.split.test
    rows = prepared.raw_frame(test).iloc[:_ASKED_AGAIN]
    return (*asked_again(pipeline, rows, test.roles, scores), *_never_wrong(prepared, pipeline[-1], predicted))


def told_of(printed: Printed) -> tuple[Finding, ...]:
    """Return finding WB304 where a model printed something."""
    if not printed.n_lines:
        return ()
    lines = "a line" if printed.n_lines == 1 else f"{printed.n_lines:,} lines"
    return (
        Finding(
            "WB304",
            "note",
            f"The model printed {lines} while it was trained and asked",
            "What a model prints may be a warning, such as of training that did not come to an end.",
            "Read it: fitted.printed. Many models fall silent with verbose=0.",
            value=float(printed.n_lines),
        ),
    )


def asked_again(model: Any, rows: pd.DataFrame, roles: Roles, scores: Floats) -> Iterator[Finding]:
    """Yield finding WB305 where a model predicts other than it did.

    Parameters
    ----------
    model : Any
        Something fitted.
    rows : pandas.DataFrame
        The first of the held-out rows.
    roles : Roles
        Of the data.
    scores : array of float
        What it predicted for the held-out rows.
    """
    before = scores[: len(rows)]
    apart = np.abs(predict_rows(model, rows, roles, "asked again") - before).reshape(len(rows), -1).max(axis=1)
    differs = apart > _SAME * max(float(np.abs(before).max()), 1e-300)
    if differs.any():
        yield Finding(
            "WB305",
            "serious",
            "The model predicts differently when it is asked again",
            "Then a decision hangs on chance, and no explanation adds up to it.",
            "Give it a seed, or switch off what is random in its prediction, such as dropout.",
            value=float(differs.mean()),
            n=len(rows),
        )


def _never_wrong(prepared: Prepared, model: Any, predicted: Predicted) -> Iterator[Finding]:
    train, test = prepared.split.train, prepared.split.test
    if test.roles.task != "regression" and hasattr(model, "coef_"):
        if _is_separated(model, prepared.training_matrix(), train.targets()):
            yield _separated(train.n_rows)
    elif _is_exact(predicted, test) and _is_exact(model.predict(prepared.training_matrix()), train):
        yield _exact(train.n_rows + test.n_rows)


def _is_separated(model: Any, matrix: Floats, targets: NDArray[np.int64]) -> bool:
    """Return whether a linear model puts all outcomes of its training rows on their sides."""
    if not hasattr(model, "decision_function"):
        return False
    told = np.asarray(model.decision_function(matrix))
    if told.ndim == 1:
        return bool(told[targets == 1].min(initial=np.inf) > told[targets != 1].max(initial=-np.inf))
    return bool((np.asarray(model.classes_)[told.argmax(axis=1)] == targets).all())


def _is_exact(predicted: Predicted, data: Dataset) -> bool:
    """Return whether every row is predicted as it is, where rows differ at all."""
    targets, found = data.targets(), np.asarray(predicted)
    spread = float(np.ptp(targets)) if len(targets) else 0.0
    return spread > 0 and bool((np.abs(found - targets) <= _EXACT * spread).all())


def _separated(n: int) -> Finding:
    return Finding(
        "WB306",
        "caution",
        "The columns tell the outcomes of all training rows apart",
        "Then no size of the coefficients is the best: they are as large as the penalty lets them be, and say nothing "
        "else. Often a column holds what is only known afterwards.",
        "Ask of the strongest columns when they are known, and look at the leaks that were found.",
        n=n,
    )


def _exact(n: int) -> Finding:
    return Finding(
        "WB306",
        "caution",
        "The model is never wrong, in the rows it learned from and in those held out",
        "People are not as predictable as that. Often a column holds what is only known afterwards, or rows are in "
        "both parts.",
        "Ask of the strongest columns when they are known, and look at the leaks that were found.",
        n=n,
    )


def _same_for_all(predicted: Predicted, task: Task) -> Finding:
    if task == "regression":
        return Finding(
            "WB302",
            "serious",
            "The model predicts the same for everyone",
            "Then it tells nobody apart, and that groups fare alike says nothing about it.",
            "Choose a model or columns that tell the amounts apart.",
            value=float(np.asarray(predicted, dtype=np.float64).mean()),
            n=len(predicted),
            measure=Measure("mean prediction", "amount"),
        )
    return Finding(
        "WB302",
        "serious",
        "The model decides the same for everyone",
        "Then it tells nobody apart, and that groups fare alike says nothing about it.",
        "Choose another threshold, or a model that tells the outcomes apart.",
        value=float(np.asarray(predicted, dtype=np.float64).mean()) if task == "binary" else None,
        n=len(predicted),
        measure=Measure("share of rows decided on favourably", "fraction"),
    )


def _no_better(performance: Performance | AmountPerformance) -> Finding:
    guess, value, baseline, interval = _beside(performance)
    return Finding(
        "WB301",
        "serious",
        f"The model is not clearly better than always predicting {guess}",
        "A model that does no better than a constant has learned nothing that can be shown, and "
        "whatever explains it explains noise.",
        "Look for better columns or more rows, or do without a model.",
        value=value,
        threshold=baseline,
        n=performance.n,
        interval=interval,
        measure=_RIGHT if isinstance(performance, Performance) else _OFF,
    )


def _beside(performance: Performance | AmountPerformance) -> tuple[str, float, float, tuple[float, float]]:
    if isinstance(performance, AmountPerformance):
        found = performance
        return "the mean", found.mean_absolute_error, found.baseline_mean_absolute_error, found.interval
    limits = performance.limits(performance.n_right)
    return "the more frequent outcome", performance.accuracy, performance.baseline_accuracy, limits
