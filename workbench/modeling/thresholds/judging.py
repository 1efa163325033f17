"""What choosing a threshold is worth on rows it was not chosen on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from workbench.errors import NotEnoughDataError
from workbench.modeling.folds import Folds, draw_folds
from workbench.modeling.thresholds.criteria import Criterion
from workbench.modeling.thresholds.curve import Curve, Place, curve_of
from workbench.modeling.thresholds.search import Search
from workbench.modeling.thresholds.validation import Validation

__all__ = ["has_both", "value_elsewhere"]

Floats = NDArray[np.float64]


def value_elsewhere(
    rows: Validation,
    outcomes: NDArray[np.int8],
    criterion: Criterion,
    choose: Callable[[Curve], Place],
    *,
    n_folds: int,
    seed: int,
    z: float,
) -> tuple[float, float, float]:
    """Return a criterion's value, with limits, where each row is decided by a threshold chosen on other rows.

    Parameters
    ----------
    rows : Validation
        The rows.
    outcomes : array of int8, shape (n_rows,)
        1 favourable, 0 not.
    criterion : Criterion
        What is good.
    choose : callable
        Takes a curve, returns the threshold that is chosen on its rows.
    n_folds : int
        How often some rows are put apart: as folds are drawn, with groups together, and of time the later rows.
    seed : int
        Of the folds.
    z : float
        Critical value.

    Returns
    -------
    value, low, high : float
        All ``nan`` where there are too few rows or groups of rows for the folds.
    """
    try:
        folds: Folds = draw_folds(rows.data, n_folds=n_folds, seed=seed)
    except NotEnoughDataError:
        return float("nan"), float("nan"), float("nan")
    scores, weights = rows.scores, rows.weights
    each = np.ones(len(scores)) if weights is None else weights
    sums, squares, n = np.zeros(4), np.zeros(4), 0
    for fold in folds:
        learned = outcomes[fold.train]
        others = each[fold.train]
        if not has_both(learned, others):
            return float("nan"), float("nan"), float("nan")
        place = choose(curve_of(scores[fold.train], learned, None if weights is None else others))
        cells = _cells(scores[fold.test] >= place.threshold, outcomes[fold.test] == 1)
        sums += np.bincount(cells, each[fold.test], 4)
        squares += np.bincount(cells, each[fold.test] ** 2, 4)
        n += len(fold.test)
    counted = Curve(np.zeros(0), np.array([n]), sums[:, None], squares[:, None])
    return Search(counted, criterion).value_at(0, z)


def has_both(outcomes: NDArray[np.int8], weights: Floats | None) -> bool:
    """Return whether rows of both outcomes are there, with some weight.

    Parameters
    ----------
    outcomes : array of int8, shape (n_rows,)
        1 favourable, 0 not.
    weights : array of float, shape (n_rows,), or None
        For how many people each row stands; each for one where not given.
    """
    return bool((np.bincount(outcomes, weights, 2) > 0).all())


def _cells(selected: NDArray[np.bool_], favourable: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return 0 for tp, 1 fp, 2 fn, 3 tn."""
    return np.asarray(2 * ~selected + ~favourable, dtype=np.int64)
