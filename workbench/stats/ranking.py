"""How well scores rank rows, from the rows: average precision, and the area under the ROC curve of several classes.

Both are smooth functions of the rows' shares, so that each row has an influence on them that can be written down;
the squares of the influences are the variance. No row is drawn, so that there is no seed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError
from workbench.stats.auc import Auc

__all__ = ["average_precision", "one_vs_rest_auc"]

Floats = NDArray[np.float64]


def average_precision(scores: ArrayLike, outcomes: ArrayLike) -> Auc:
    """Return the mean over positives of the precision at their score, 0 to 1.

    Parameters
    ----------
    scores, outcomes : array_like, shape (n_rows,)
        Score, and 1 or True for a positive.

    Returns
    -------
    Auc
        With limits on the logit scale, as those of an area. ``nan`` without positives. Scores that tell nothing
        apart have the share of positives: compare it with that share, not with one half.

    Raises
    ------
    InputError
        If lengths differ.

    Notes
    -----
    As scikit-learn's ``average_precision_score``: without interpolation, equal scores as one step. The standard
    error is that of the infinitesimal jackknife, Efron, B. (1982), *The jackknife, the bootstrap and other
    resampling plans*, chapter 6.

    Examples
    --------
    >>> found = average_precision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    >>> round(float(found.values), 4)
    0.8333
    """
    scores, positive = _checked(scores, outcomes)
    n_positive = int(positive.sum())
    if n_positive == 0:
        return _unknown()
    levels, place = np.unique(-scores, return_inverse=True)  # from the highest score down
    here = np.bincount(place, weights=positive, minlength=len(levels))
    taken = np.bincount(place, minlength=len(levels)).cumsum()
    precision = here.cumsum() / taken
    value = float((here * precision).sum() / n_positive)
    # What a row adds to the precision of every positive that is scored no higher than it is.
    later = (here / taken)[::-1].cumsum()[::-1]
    later_precision = (here / taken * precision)[::-1].cumsum()[::-1]
    influence = (positive * (precision[place] - value + later[place]) - later_precision[place]) / n_positive
    # As many degrees of freedom as positives: it is they that the mean is over.
    error = np.sqrt((influence**2).sum() * n_positive / (n_positive - 1)) if n_positive > 1 else np.nan
    return Auc(np.asarray(value), np.asarray(error), np.asarray(0.0), np.asarray(float(n_positive)))


def one_vs_rest_auc(scores: ArrayLike, classes: ArrayLike) -> Auc:
    """Return the mean over classes of the area under the ROC curve of each against all others, 0 to 1.

    Parameters
    ----------
    scores : array_like, shape (n_rows, n_classes)
        Of each class the score, such as its probability.
    classes : array_like, shape (n_rows,)
        The place of each row's class, from 0.

    Returns
    -------
    Auc
        Over the classes that have rows and are not all rows; ``nan`` where none has. With DeLong's standard error,
        for which the rows' parts in all classes are added up before they are squared.

    Raises
    ------
    InputError
        If shapes do not fit.

    Notes
    -----
    As scikit-learn's ``roc_auc_score`` with ``multi_class="ovr"`` and ``average="macro"``, which needs every class
    to be there.

    Examples
    --------
    >>> found = one_vs_rest_auc([[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6], [0.4, 0.5, 0.1]], [0, 1, 2, 0])
    >>> round(float(found.values), 4)
    0.8889
    """
    scores, classes = np.asarray(scores, dtype=np.float64), np.asarray(classes)
    if scores.ndim != 2 or classes.shape != scores.shape[:1]:
        raise InputError(
            f"scores has shape {scores.shape}, classes {classes.shape}.\nGive a row of scores and one class a row."
        )
    counts = np.bincount(classes, minlength=scores.shape[1])
    counted = [place for place in range(scores.shape[1]) if 0 < counts[place] < len(classes)]
    if not counted:
        return _unknown()
    values, influence = 0.0, np.zeros(len(classes))
    for place in counted:
        area, parts = _area(scores[:, place], classes == place)
        values, influence = values + area / len(counted), influence + parts / len(counted)
    fewest = min(int(min(counts[place], len(classes) - counts[place])) for place in counted)
    error = np.sqrt((influence**2).sum())
    return Auc(np.asarray(min(values, 1.0)), np.asarray(error), np.asarray(0.0), np.asarray(float(fewest)))


def _area(scores: Floats, positive: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Return the area under the ROC curve, and each row's part in what it varies by; ``nan`` of a row alone."""
    levels, place = np.unique(scores, return_inverse=True)
    above = np.bincount(place[positive], minlength=len(levels))
    below = np.bincount(place[~positive], minlength=len(levels))
    n_above, n_below = above.sum(), below.sum()
    beats = (below.cumsum() - below / 2) / n_below
    beaten = (n_above - above.cumsum() + above / 2) / n_above
    area = float((above * beats).sum() / n_above)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(
            positive,
            (beats[place] - area) / np.sqrt(n_above * (n_above - 1.0)),
            (beaten[place] - area) / np.sqrt(n_below * (n_below - 1.0)),
        )
    return area, np.asarray(parts)


def _checked(scores: ArrayLike, outcomes: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    scores, outcomes = np.asarray(scores, dtype=np.float64), np.asarray(outcomes)
    if scores.ndim != 1 or scores.shape != outcomes.shape:
        raise InputError(
            f"scores has shape {scores.shape}, outcomes {outcomes.shape}.\nGive one score and one outcome a row."
        )
    return scores, outcomes.astype(bool)


def _unknown() -> Auc:
    return Auc(*(np.asarray(np.nan) for _ in range(4)))
