"""What a model predicts, checked: an array of the right shape, of finite numbers, of probabilities where it must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from workbench.data.roles import Roles, Task
from workbench.errors import InputError
from workbench.modeling.running import told
from workbench.modeling.threads import at_most
from workbench.preparation.result import check_finite

__all__ = ["decided", "every_class", "in_batches", "is_rising", "predict_rows"]

_MANY_ROWS = 50_000
_CELLS_AT_ONCE = 20_000_000
"""So many numbers are made of rows at once: 160 MB. One column of text may become thousands."""

_ALL = {True: "both outcomes", False: "all classes"}
_NEARLY_ONE = 1e-4
"""How far from 1 probabilities in single precision may add up to."""


def predict_rows(
    model: Any, frame: pd.DataFrame | NDArray[np.float64], roles: Roles, title: str
) -> NDArray[np.float64]:
    """Return what a model predicts for some rows.

    Parameters
    ----------
    model : Any
        Something fitted that reads the original columns: with ``predict_proba``, or of amounts with ``predict``.
        Its ``classes_`` are 0 and 1, or places in ``roles.classes``; one that it never saw gets probability 0.
    frame : pandas.DataFrame, or array of float, shape (n_rows, n_columns)
        The rows; an array where the model reads columns that were made already.
    roles : Roles
        Of the data: they say what is predicted.
    title : str
        What to call the model in an error.

    Returns
    -------
    array of float, shape (n_rows,) or (n_rows, n_classes)
        As :attr:`Fitted.scores`.

    Raises
    ------
    InputError
        If it cannot predict them, or predicts what is no finite number or no probability, or its classes stand in
        another order than the data's.
    """
    try:
        method = model.predict if roles.task == "regression" else model.predict_proba
        predicted = in_batches(model, method, frame)
    except Exception as error:  # a model may be anybody's code
        if isinstance(frame, pd.DataFrame):
            check_finite(frame, error)
        raise InputError(
            f"The model {title!r} could not predict the held-out rows: {told(error)}\n"
            "Choose another model, or other steps in the recipe."
        ) from error
    if roles.task == "regression":
        return _amounts(predicted, len(frame), title)
    n_classes = 2 if roles.task == "binary" else len(roles.classes)
    _check_order(model, title)
    predicted = every_class(model, predicted, n_classes)
    if predicted.shape != (len(frame), n_classes):
        wanted = "two columns: unfavourable and favourable" if n_classes == 2 else f"{n_classes} columns, one a class"
        raise InputError(
            f"The model {title!r} predicts an array of shape {predicted.shape} for {len(frame):,} rows.\n"
            f"Give a classifier whose predict_proba has {wanted}."
        )
    if not np.isfinite(predicted).all() or (predicted < 0).any() or (predicted > 1).any():
        raise InputError(
            f"The model {title!r} predicts values that are no probabilities.\n"
            "Check it for infinite or missing predictions, or choose another model."
        )
    sums = predicted.sum(axis=1)
    if np.abs(sums - 1).max(initial=0.0) > _NEARLY_ONE:
        raise InputError(
            f"The model {title!r} predicts probabilities of {_ALL[n_classes == 2]} that add up to {sums.min():.3g} to "
            f"{sums.max():.3g} a row, not to 1.\n"
            "Give a classifier whose predict_proba adds up: sklearn.calibration.CalibratedClassifierCV(model) does."
        )
    return predicted[:, 1] if roles.task == "binary" else predicted


def in_batches(
    model: Any, method: Callable[[Any], Any], frame: pd.DataFrame | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what a model answers, asked about so few rows at a time that what is made of them is not too large.

    About few rows one thread asks it: several would take longer to wait for one another than to answer.

    Parameters
    ----------
    model : Any
        Fitted. Its last step says how many columns are made of the original ones.
    method : callable
        What it is asked by, such as its ``predict``.
    frame : pandas.DataFrame, or array of float, shape (n_rows, n_columns)
        The rows.
    """
    last = model.steps[-1][1] if isinstance(model, Pipeline) else model
    width = max(frame.shape[1], getattr(last, "n_features_in_", 0) or 0, 1)
    at_once = max(1, _CELLS_AT_ONCE // width)
    with at_most(1 if len(frame) < _MANY_ROWS else None):
        if len(frame) <= at_once:
            return np.asarray(method(frame), dtype=np.float64)
        rows = frame.iloc if isinstance(frame, pd.DataFrame) else frame
        parts = [method(rows[start : start + at_once]) for start in range(0, len(frame), at_once)]
    return np.concatenate([np.asarray(one, dtype=np.float64) for one in parts])


def decided(scores: NDArray[np.float64], task: Task, threshold: float) -> NDArray[Any]:
    """Return what follows from scores: decisions, classes, or the amounts themselves.

    Parameters
    ----------
    scores : array of float, shape (n_rows,) or (n_rows, n_classes)
        As :attr:`Fitted.scores`.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    threshold : float
        Of two outcomes: the favourable one is decided when the score is at least this.

    Returns
    -------
    array, shape (n_rows,)
        Of two outcomes int8, 1 favourable and 0 not; of several classes int64, the place of the most probable one,
        the first of those equally probable; else the amounts.
    """
    if task == "regression":
        return scores
    if task == "multiclass":
        return np.asarray(scores.argmax(axis=1), dtype=np.int64)
    return (scores >= threshold).astype(np.int8)


def _amounts(predicted: NDArray[np.float64], n_rows: int, title: str) -> NDArray[np.float64]:
    if predicted.shape != (n_rows,):
        raise InputError(
            f"The model {title!r} predicts an array of shape {predicted.shape} for {n_rows:,} rows.\n"
            "Give a regressor whose predict gives one number a row."
        )
    if not np.isfinite(predicted).all():
        raise InputError(
            f"The model {title!r} predicts amounts that are infinite or missing.\n"
            "Look at its training, or choose another model."
        )
    return predicted


def is_rising(seen: Any) -> bool:
    """Return whether the numbers that a model calls its classes rise, so that its columns are in the data's order.

    True too where it calls them by no numbers, or says nothing.
    """
    found = np.asarray([] if seen is None else seen)
    return found.dtype.kind not in "biuf" or found.ndim != 1 or bool((np.diff(found.astype(np.float64)) > 0).all())


def _check_order(model: Any, title: str) -> None:
    seen = getattr(model, "classes_", None)
    if not is_rising(seen):
        raise InputError(
            f"The model {title!r} has its classes in the order {', '.join(str(one) for one in np.asarray(seen)[:5])}.\n"
            "Let its predict_proba and its classes_ rise, as those of scikit-learn's models do."
        )


def every_class(model: Any, predicted: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Return probabilities with a column for each class, of which the model may have seen fewer."""
    seen = getattr(model, "classes_", None)
    if seen is None or predicted.ndim != 2 or predicted.shape[1] != len(seen) or len(seen) == n_classes:
        return predicted
    whole = np.zeros((len(predicted), n_classes))
    whole[:, np.asarray(seen, dtype=np.int64)] = predicted
    return whole
