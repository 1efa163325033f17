"""Shapley values: three ways to compute them, each exact in its own terms and checked by its caller.

Every engine returns values per row and *original* column, on a stated scale and against a stated
background, that add up to the prediction.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from workbench.errors import AdditivityError
from workbench.modeling.result import Fitted

__all__ = [
    "Attribution",
    "Method",
    "Scale",
    "attribute_rows",
    "by_source",
    "check_additivity",
    "mean_scores",
    "permutation_values",
]

Scale = Literal["log-odds", "probability"]
Method = Literal["trees", "coefficients", "permutation", "enumeration"]

_TOLERANCE = 1e-6
_BACKGROUND_ROWS = 100
_PERMUTATIONS = 8
_ROWS_A_CALL = 200_000


@dataclass(frozen=True, eq=False)
class Attribution:
    """Shapley values of some rows.

    Parameters
    ----------
    columns : tuple of str
        The original columns.
    values : array of float, shape (n_rows, n_columns)
        What each column adds to each row's prediction.
    base : float
        The prediction without any column: ``base + values.sum(axis=1)`` is the prediction.
    predictions : array of float, shape (n_rows,)
        The model's own predictions on the same scale.
    scale : str
        ``"log-odds"`` or ``"probability"``.
    method : {"trees", "coefficients", "permutation", "enumeration"}
        Exactly from the trees of the model (against the training rows that passed each branch),
        exactly from its coefficients, by permuting original columns, or exactly by trying every set of them.
    n_background : int
        How many training rows stand for "without the column".
    n_orders : int
        How many orders of the columns were tried a row; 0 where the method is exact.
    """

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    base: float
    predictions: NDArray[np.float64]
    scale: Scale
    method: Method
    n_background: int
    n_orders: int = 0


def attribute_rows(fitted: Fitted, rows: pd.DataFrame, seed: int) -> Attribution:
    """Return the Shapley values of some rows in original columns, checked to add up.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns, as :meth:`Prepared.raw_frame` gives them.
    seed : int
        Seed of the permutations, where they are sampled.

    Raises
    ------
    AdditivityError
        If the values of any row do not add up to its prediction.
    """
    prepared, estimator = fitted.prepared, fitted.pipeline.named_steps["model"]
    train = prepared.raw_frame(prepared.split.train)
    if prepared.mixes_columns:
        found = _by_permutation(fitted, train, rows, seed)
    elif type(estimator) is HistGradientBoostingClassifier and not _native_categories(estimator):
        found = _of_trees(fitted, estimator, rows)
    elif type(estimator) is LogisticRegression:
        found = _of_linear(fitted, estimator, train, rows)
    else:
        found = _by_permutation(fitted, train, rows, seed)
    check_additivity(found)
    return found


def check_additivity(attribution: Attribution) -> None:
    """Raise :class:`AdditivityError` where values do not add up to the prediction.

    Examples
    --------
    >>> import numpy as np
    >>> good = Attribution(("a",), np.array([[0.2]]), 0.5, np.array([0.7]), "probability", "permutation", 1)
    >>> check_additivity(good)
    """
    off = np.abs(attribution.base + attribution.values.sum(axis=1) - attribution.predictions)
    worst = float(off.max(initial=0.0))
    if not worst <= _TOLERANCE:
        raise AdditivityError(
            f"The explanation misses the model's prediction by up to {worst:.3g} ({attribution.scale}), "
            f"so it is not shown. Its method is {attribution.method!r}.\n"
            "Choose another model, or report this with the versions that workbench --version prints."
        )


def _native_categories(estimator: HistGradientBoostingClassifier) -> bool:
    """Whether the trees split on categories, on which shap's tree explainer is silently wrong."""
    found = estimator.is_categorical_
    return found is not None and bool(np.any(found))


def _of_trees(fitted: Fitted, estimator: HistGradientBoostingClassifier, rows: pd.DataFrame) -> Attribution:
    import shap  # takes a second; only explanations need it

    matrix = fitted.prepared.matrix(rows)
    with _silence():
        explainer = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
        derived = np.asarray(explainer.shap_values(matrix, check_additivity=False), dtype=np.float64)
    return Attribution(
        columns=fitted.prepared.columns,
        values=by_source(fitted, derived),
        base=float(np.ravel(explainer.expected_value)[0]),
        predictions=estimator.decision_function(matrix),
        scale="log-odds",
        method="trees",
        n_background=fitted.prepared.split.train.n_rows,
    )


def _of_linear(fitted: Fitted, estimator: LogisticRegression, train: pd.DataFrame, rows: pd.DataFrame) -> Attribution:
    """Return each coefficient times the distance from the training mean: the closed form for a sum."""
    mean = fitted.prepared.matrix(train).mean(axis=0)
    matrix = fitted.prepared.matrix(rows)
    coefficients = np.asarray(estimator.coef_[0], dtype=np.float64)
    return Attribution(
        columns=fitted.prepared.columns,
        values=by_source(fitted, (matrix - mean) * coefficients),
        base=float(mean @ coefficients + estimator.intercept_[0]),
        predictions=estimator.decision_function(matrix),
        scale="log-odds",
        method="coefficients",
        n_background=len(train),
    )


def _by_permutation(fitted: Fitted, train: pd.DataFrame, rows: pd.DataFrame, seed: int) -> Attribution:
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(train), min(_BACKGROUND_ROWS, len(train)), replace=False)
    background = train.iloc[np.sort(chosen)]
    values, base = permutation_values(fitted.score, rows, background, rng)
    return Attribution(
        columns=fitted.prepared.columns,
        values=values,
        base=base,
        predictions=fitted.score(rows),
        scale="probability",
        method="permutation",
        n_background=len(background),
        n_orders=2 * _PERMUTATIONS,
    )


def permutation_values(
    score: Callable[[pd.DataFrame], NDArray[np.float64]],
    rows: pd.DataFrame,
    background: pd.DataFrame,
    rng: np.random.Generator,
    permutations: int = _PERMUTATIONS,
) -> tuple[NDArray[np.float64], float]:
    """Return interventional Shapley values by sampling orders of the columns.

    Columns take the row's values one after the other, in a random order and then in its reverse
    (antithetic pairs); what the mean prediction over the background changes by is the column's
    share. The shares of every order add up exactly, so their means do.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    rows : pandas.DataFrame
        The rows to explain.
    background : pandas.DataFrame
        What columns hold before they take the row's value.
    rng : numpy.random.Generator
        Draws the orders.
    permutations : int
        Pairs of orders a row.

    Returns
    -------
    values : array of float, shape (n_rows, n_columns)
    base : float
        The mean prediction over the background.

    Examples
    --------
    >>> rows, background = pd.DataFrame({"a": [3.0], "b": [2.0]}), pd.DataFrame({"a": [0.0], "b": [0.0]})
    >>> score = lambda frame: (frame["a"] * frame["b"]).to_numpy()
    >>> values, base = permutation_values(score, rows, background, np.random.default_rng(0))
    >>> values.tolist(), base
    ([[3.0, 3.0]], 0.0)
    """
    n_columns = rows.shape[1]
    base = float(score(background).mean())
    values = np.zeros((len(rows), n_columns))
    for place in range(len(rows)):
        orders = [rng.permutation(n_columns) for _ in range(permutations)]
        orders += [order[::-1] for order in orders]
        masks = np.array([_steps(order) for order in orders]).reshape(-1, n_columns)
        distinct, back = np.unique(masks, axis=0, return_inverse=True)
        means = mean_scores(score, rows.iloc[[place]], background, distinct)[back.ravel()].reshape(len(orders), -1)
        for order, path in zip(orders, means, strict=True):
            values[place, order] += np.diff(path) / len(orders)
    return values, base


def _steps(order: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which columns hold the row's value, before each step and at the end."""
    masks = np.zeros((len(order) + 1, len(order)), dtype=bool)
    for step, column in enumerate(order):
        masks[step + 1 :, column] = True
    return masks


def mean_scores(
    score: Callable[[pd.DataFrame], NDArray[np.float64]],
    row: pd.DataFrame,
    background: pd.DataFrame,
    masks: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the mean prediction over the background for each mask, in a few large calls.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    row : pandas.DataFrame
        One row.
    background : pandas.DataFrame
        What columns hold that do not take the row's value.
    masks : array of bool, shape (n_masks, n_columns)
        Which columns do.
    """
    size = len(background)
    a_call = max(1, _ROWS_A_CALL // size)
    parts: list[NDArray[np.float64]] = []
    for start in range(0, len(masks), a_call):
        chosen = masks[start : start + a_call]
        frame = pd.concat([background] * len(chosen), ignore_index=True)
        for position, name in enumerate(row.columns):
            taken = np.repeat(chosen[:, position], size)
            frame[name] = frame[name].mask(taken, row[name].iloc[0])
        parts.append(score(frame).reshape(len(chosen), size).mean(axis=1))
    return np.concatenate(parts)


def by_source(fitted: Fitted, derived: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return derived columns' values summed to the original columns they come from."""
    place = {name: position for position, name in enumerate(fitted.prepared.columns)}
    values = np.zeros((derived.shape[0], len(place)))
    for position, source in enumerate(fitted.prepared.sources):
        values[:, place[source[0]]] += derived[:, position]
    return values


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep an engine's progress bars and notes out of the notebook."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
