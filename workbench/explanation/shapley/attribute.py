"""Shapley values: three ways to compute them, each exact in its own terms and checked by its caller.

Every engine returns values per row and *original* column, on a stated scale and against a stated
background, that add up to the prediction.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from workbench.explanation.shapley.attribution import Attribution, by_source, check_additivity
from workbench.explanation.shapley.sampling import PERMUTATIONS, permutation_values
from workbench.modeling.result import Fitted

__all__ = ["attribute_rows"]

_BACKGROUND_ROWS = 100


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
        n_orders=2 * PERMUTATIONS,
    )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep an engine's progress bars and notes out of the notebook."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
