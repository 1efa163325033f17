"""Smooth functions of a confusion matrix: F1, balanced accuracy, Matthews correlation, FN/FP, macro averages.

Cells have shape (..., n_classes, n_classes): rows are outcomes, columns decisions, as in
scikit-learn's ``confusion_matrix``; for two classes ``[[tn, fp], [fn, tp]]``. Axes before them are
groups. Limits are those of the delta method on a scale that has no ends (logit, log or atanh),
with all cells as one multinomial sample.

An end itself, such as F1 = 1, lies infinitely far out on that scale, and a cell of 0 seems to vary
by nothing. So limits are also computed with half a row added to each kind of cell, and the outer
of the two are given; the value always lies inside. With large cells both are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from workbench.errors import InputError
from workbench.stats.intervals import Limits

__all__ = [
    "SmoothEstimate",
    "balanced_accuracy_score",
    "f1_score",
    "macro_f1",
    "macro_precision",
    "matthews_corrcoef",
    "treatment_equality",
]

Floats = NDArray[np.float64]
Function = Callable[[Floats], tuple[Floats, Floats]]
"""From cells to values and their gradient by cell."""


class _Scale(NamedTuple):
    forward: Callable[[Any], Any]
    slope: Callable[[Any], Any]
    back: Callable[[Any], Any]


_LOGIT = _Scale(special.logit, lambda v: 1 / (v * (1 - v)), special.expit)
_LOG = _Scale(np.log, lambda v: 1 / v, np.exp)
_ATANH = _Scale(np.arctanh, lambda v: 1 / (1 - v * v), np.tanh)


@dataclass(frozen=True, eq=False)
class SmoothEstimate:
    """Values of a smooth function, and what their limits need.

    Parameters
    ----------
    values : array of float
        One a group; ``nan`` where undefined.
    plain, added : tuple of array of float
        Centre and standard error on the scale without ends: from the cells, and with half a row added.
    scale : tuple of callable
        Onto that scale, its slope, and back.

    Examples
    --------
    >>> found = f1_score([[90, 10], [20, 80]])
    >>> low, high = found.limits(1.959964)
    >>> round(float(found.values), 3), round(float(low), 3), round(float(high), 3)
    (0.842, 0.774, 0.89)
    """

    values: Floats
    plain: tuple[Floats, Floats]
    added: tuple[Floats, Floats]
    scale: _Scale

    def limits(self, z: float) -> Limits:
        """Return the limits at the critical value ``z``; ``nan`` where the value is undefined.

        They serve :func:`workbench.stats.intervals.difference_limits` like any others.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            known = np.isfinite(self.plain[0]) & np.isfinite(self.plain[1])
            low, high = (self.scale.back(self.added[0] + side * self.added[1]) for side in (-z, z))
            plain_low, plain_high = (self.scale.back(self.plain[0] + side * self.plain[1]) for side in (-z, z))
        return Limits(
            np.minimum(np.where(known, np.minimum(low, plain_low), low), self.values),
            np.maximum(np.where(known, np.maximum(high, plain_high), high), self.values),
        )


def f1_score(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return F1, ``2 tp / (2 tp + fp + fn)``, 0 to 1; limits on the logit.

    Parameters
    ----------
    cells : array_like, shape (..., 2, 2)
        ``[[tn, fp], [fn, tp]]``: counts, or sums of weights.
    squares : array_like, same shape, optional
        Sums of squared weights in each cell; by default the cells themselves, as for counts.

    Returns
    -------
    SmoothEstimate
        ``nan`` where nobody is favoured in outcome or decision (0 of 0); scikit-learn gives 0 there.

    Raises
    ------
    InputError
        If cells are negative or have another shape.

    Examples
    --------
    >>> round(float(f1_score([[1, 3], [4, 5]]).values), 4)
    0.5882
    """
    return _smooth(_f1, _two_classes(cells), squares, _LOGIT)


def balanced_accuracy_score(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return the mean over classes of recall (macro recall), 0 to 1; limits on the logit.

    Parameters and errors are those of :func:`f1_score`, for any number of classes.

    Returns
    -------
    SmoothEstimate
        ``nan`` where a class has no rows; scikit-learn's balanced accuracy leaves the class out
        there, its macro recall counts it as 0. Groups would then be compared by different classes.

    Examples
    --------
    >>> float(balanced_accuracy_score([[6, 2], [2, 2]]).values)
    0.625
    """
    return _smooth(_macro_recall, cells, squares, _LOGIT)


def macro_precision(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return the mean over classes of precision, 0 to 1; limits on the logit.

    Parameters and errors are those of :func:`f1_score`, for any number of classes.

    Returns
    -------
    SmoothEstimate
        ``nan`` where a class was never decided; scikit-learn counts it as 0.

    Examples
    --------
    >>> float(macro_precision([[6, 2], [2, 2]]).values)
    0.625
    """
    return _smooth(lambda n: _turned(_macro_recall, n), cells, squares, _LOGIT)


def macro_f1(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return the mean over classes of F1, 0 to 1; limits on the logit.

    Parameters and errors are those of :func:`f1_score`, for any number of classes.

    Returns
    -------
    SmoothEstimate
        ``nan`` where a class occurs neither as outcome nor as decision.

    Examples
    --------
    >>> float(macro_f1([[6, 2], [2, 2]]).values)
    0.625
    """
    return _smooth(_macro_f1, cells, squares, _LOGIT)


def matthews_corrcoef(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return the correlation of outcome and decision, -1 to 1; limits on atanh.

    Parameters and errors are those of :func:`f1_score`.

    Returns
    -------
    SmoothEstimate
        ``nan`` where all outcomes or all decisions are the same; scikit-learn gives 0 there.

    Examples
    --------
    >>> round(float(matthews_corrcoef([[6, 2], [2, 2]]).values), 4)
    0.25
    """
    return _smooth(_matthews, _two_classes(cells), squares, _ATANH)


def treatment_equality(cells: ArrayLike, squares: ArrayLike | None = None) -> SmoothEstimate:
    """Return ``fn / fp``, wrong refusals for each wrong favour, 0 to infinity; limits on the log.

    Parameters and errors are those of :func:`f1_score`.

    Returns
    -------
    SmoothEstimate
        0 where there are only wrong favours, infinite where there are only wrong refusals,
        ``nan`` where there are neither. Where fewer than one of either kind is expected, 95 % limits
        may cover as little as 91 %.

    Examples
    --------
    >>> float(treatment_equality([[6, 2], [3, 2]]).values)
    1.5
    """
    return _smooth(_treatment, _two_classes(cells), squares, _LOG)


def _smooth(function: Function, cells: ArrayLike, squares: ArrayLike | None, scale: _Scale) -> SmoothEstimate:
    cells = np.asarray(cells, dtype=np.float64)
    squares = cells if squares is None else np.asarray(squares, dtype=np.float64)
    if cells.ndim < 2 or cells.shape[-1] != cells.shape[-2] or cells.shape[-1] < 2:
        raise InputError(f"cells has shape {cells.shape}.\nGive outcomes by decisions, the same classes on both axes.")
    if squares.shape != cells.shape:
        raise InputError(f"squares has shape {squares.shape}.\nGive one sum for each cell: {cells.shape}.")
    if not ((cells >= 0) & (squares >= 0)).all():
        raise InputError("cells or squares hold a negative number.\nCounts and sums of weights are 0 or more.")
    n_classes = cells.shape[-1]
    half = np.where(np.eye(n_classes, dtype=bool), 0.5, 0.5 / (n_classes - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        values, gradient = function(cells)
        # Sums of weights become as many rows as they are worth; counts stay what they are.
        worth = cells.sum(axis=(-2, -1), keepdims=True) / squares.sum(axis=(-2, -1), keepdims=True)
        added = cells * worth + half
        nearby, nearby_gradient = function(added)
        return SmoothEstimate(
            values,
            (scale.forward(values), scale.slope(values) * _deviation(squares, gradient)),
            (scale.forward(nearby), scale.slope(nearby) * _deviation(added, nearby_gradient)),
            scale,
        )


def _deviation(squares: Floats, gradient: Floats) -> Floats:
    """Return the delta method's standard error of a function that scaling all cells leaves as it is.

    A row's share in it is its weight times the gradient of its cell; the shares' mean is 0.
    """
    return np.asarray(np.sqrt((squares * gradient**2).sum(axis=(-2, -1))))


def _f1(n: Floats) -> tuple[Floats, Floats]:
    errors, tp = n[..., 0, 1] + n[..., 1, 0], n[..., 1, 1]
    whole = 2 * tp + errors
    value = 2 * tp / whole
    gradient = np.zeros_like(n)
    gradient[..., 0, 1] = gradient[..., 1, 0] = -value / whole
    gradient[..., 1, 1] = 2 * (1 - value) / whole
    return value, gradient


def _macro_recall(n: Floats) -> tuple[Floats, Floats]:
    rows = n.sum(axis=-1)
    recall = np.diagonal(n, axis1=-2, axis2=-1) / rows
    n_classes = n.shape[-1]
    return recall.mean(axis=-1), (np.eye(n_classes) - recall[..., None]) / rows[..., None] / n_classes


def _macro_f1(n: Floats) -> tuple[Floats, Floats]:
    whole = n.sum(axis=-1) + n.sum(axis=-2)
    value = 2 * np.diagonal(n, axis1=-2, axis2=-1) / whole
    n_classes = n.shape[-1]
    share = value / whole
    gradient = 2 * np.eye(n_classes) / whole[..., None] - share[..., None] - share[..., None, :]
    return value.mean(axis=-1), gradient / n_classes


def _matthews(n: Floats) -> tuple[Floats, Floats]:
    rows, columns = n.sum(axis=-1), n.sum(axis=-2)
    norm = np.sqrt(rows.prod(axis=-1)) * np.sqrt(columns.prod(axis=-1))
    value = (n[..., 0, 0] * n[..., 1, 1] - n[..., 0, 1] * n[..., 1, 0]) / norm
    # Each cell's partner in the determinant, with its sign.
    partner = n[..., ::-1, ::-1] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    gradient = partner / norm[..., None, None] - value[..., None, None] / 2 * (
        1 / rows[..., :, None] + 1 / columns[..., None, :]
    )
    return np.clip(value, -1.0, 1.0), gradient


def _treatment(n: Floats) -> tuple[Floats, Floats]:
    fp, fn = n[..., 0, 1], n[..., 1, 0]
    gradient = np.zeros_like(n)
    gradient[..., 0, 1], gradient[..., 1, 0] = -fn / fp**2, 1 / fp
    return fn / fp, gradient


def _turned(function: Function, n: Floats) -> tuple[Floats, Floats]:
    value, gradient = function(np.swapaxes(n, -1, -2))
    return value, np.swapaxes(gradient, -1, -2)


def _two_classes(cells: ArrayLike) -> Floats:
    cells = np.asarray(cells, dtype=np.float64)
    if cells.shape[-2:] != (2, 2):
        raise InputError(f"cells has shape {cells.shape}.\nGive two outcomes by two decisions: [[tn, fp], [fn, tp]].")
    return cells
