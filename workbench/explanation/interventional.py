"""Shapley values of one row against chosen other rows: what principal reasons are read from.

Without a column means: with its values in the background rows. So a reason says what sets a person apart
from the people they are compared with, and only columns that the model reads can be one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from workbench.explanation.shapley.attribution import Attribution, by_source, check_additivity
from workbench.explanation.shapley.sampling import mean_scores, permutation_values
from workbench.modeling.result import Fitted

__all__ = ["attribute_against", "exact_values"]

_MOST_ENUMERATED = 10
_MOST_BACKGROUND = 200
_MASKS = 2_000
_FEWEST_PAIRS = 8


def attribute_against(fitted: Fitted, row: pd.DataFrame, background: pd.DataFrame, seed: int) -> Attribution:
    """Return the interventional Shapley values of one row in original columns, checked to add up.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : pandas.DataFrame
        One row of original columns.
    background : pandas.DataFrame
        The rows it is compared with. Logistic regression without mixed columns takes all of them, in closed
        form on the log-odds scale; any other model at most 200, drawn at random, on the probability scale:
        exactly up to 10 columns, by permuting them beyond.
    seed : int
        Of the draw, and of the orders.

    Raises
    ------
    AdditivityError
        If the values do not add up to the prediction.
    """
    estimator = fitted.pipeline.named_steps["model"]
    if type(estimator) is LogisticRegression and not fitted.prepared.mixes_columns:
        found = _of_linear(fitted, estimator, row, background)
    else:
        found = _by_trying(fitted, row, background, np.random.default_rng(seed))
    check_additivity(found)
    return found


def _of_linear(
    fitted: Fitted, estimator: LogisticRegression, row: pd.DataFrame, background: pd.DataFrame
) -> Attribution:
    """Return each coefficient times the distance from the background's mean: the closed form for a sum."""
    prepared = fitted.prepared
    mean, own = prepared.matrix(background).mean(axis=0), prepared.matrix(row)
    coefficients = np.asarray(estimator.coef_[0], dtype=np.float64)
    return Attribution(
        columns=prepared.columns,
        values=by_source(fitted, (own - mean) * coefficients),
        base=float(mean @ coefficients + estimator.intercept_[0]),
        predictions=estimator.decision_function(own),
        scale="log-odds",
        method="coefficients",
        n_background=len(background),
    )


def _by_trying(fitted: Fitted, row: pd.DataFrame, background: pd.DataFrame, rng: np.random.Generator) -> Attribution:
    chosen = np.sort(rng.choice(len(background), min(_MOST_BACKGROUND, len(background)), replace=False))
    rows = background.iloc[chosen]
    n_columns = row.shape[1]
    is_exact = n_columns <= _MOST_ENUMERATED
    if is_exact:
        pairs = 0
        values, base = exact_values(fitted.score, row, rows)
    else:
        pairs = max(_FEWEST_PAIRS, _MASKS // (2 * n_columns))
        values, base = permutation_values(fitted.score, row, rows, rng, pairs)
    return Attribution(
        columns=fitted.prepared.columns,
        values=values,
        base=base,
        predictions=fitted.score(row),
        scale="probability",
        method="enumeration" if is_exact else "permutation",
        n_background=len(rows),
        n_orders=2 * pairs,
    )


def exact_values(
    score: Callable[[pd.DataFrame], NDArray[np.float64]], row: pd.DataFrame, background: pd.DataFrame
) -> tuple[NDArray[np.float64], float]:
    """Return the interventional Shapley values of one row, by trying every set of columns.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    row : pandas.DataFrame
        One row; with k columns the model is asked about ``2**k`` times the background.
    background : pandas.DataFrame
        What columns hold that do not take the row's value.

    Returns
    -------
    values : array of float, shape (1, n_columns)
    base : float
        The mean prediction over the background.

    Examples
    --------
    >>> row, background = pd.DataFrame({"a": [3.0], "b": [2.0]}), pd.DataFrame({"a": [0.0], "b": [0.0]})
    >>> values, base = exact_values(lambda frame: (frame["a"] * frame["b"]).to_numpy(), row, background)
    >>> values.tolist(), base
    ([[3.0, 3.0]], 0.0)
    """
    n = row.shape[1]
    sets = np.arange(2**n)
    masks = (sets[:, None] >> np.arange(n)) & 1 == 1
    means = mean_scores(score, row, background, masks)
    sizes = masks.sum(axis=1)
    weights = np.array([factorial(size) * factorial(n - size - 1) / factorial(n) for size in range(n)])
    values = np.zeros((1, n))
    for column in range(n):
        without = sets[~masks[:, column]]
        values[0, column] = weights[sizes[without]] @ (means[without | 1 << column] - means[without])
    return values, float(means[0])
