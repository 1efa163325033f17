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
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from workbench.checks import check_choice
from workbench.explanation.shapley.attribution import Attribution, Scale, by_source, check_additivity
from workbench.explanation.shapley.sampling import PERMUTATIONS, permutation_values
from workbench.modeling.result import Fitted

__all__ = ["attribute_outputs", "attribute_rows"]

_BACKGROUND_ROWS = 100


def attribute_rows(
    fitted: Fitted,
    rows: pd.DataFrame,
    *,
    seed: int = 0,
    scale: Scale | None = None,
    background: pd.DataFrame | None = None,
    output: str = "",
) -> Attribution:
    """Return the Shapley values of some rows in original columns, checked to add up.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns, as :meth:`Prepared.raw_frame` gives them.
    seed : int
        Of whatever is sampled: background rows, orders of the columns.
    scale : {"log-odds", "probability", "amount"}, optional
        What the values add up to; by default what the model itself adds up.
    background : pandas.DataFrame, optional
        Rows that stand for "without the column", original columns.
    output : str
        Of several classes, the one to explain.

    Raises
    ------
    AdditivityError
        If the values of any row do not add up to its prediction.
    """
    found = attribute_outputs(fitted, rows, seed=seed, scale=scale, background=background)
    if not output and len(found) == 1:
        return found[0]
    named = {one.output: one for one in found}
    check_choice("output", output, list(named))
    return named[output]


def attribute_outputs(
    fitted: Fitted,
    rows: pd.DataFrame,
    *,
    seed: int = 0,
    scale: Scale | None = None,
    background: pd.DataFrame | None = None,
) -> tuple[Attribution, ...]:
    """Return the Shapley values of some rows, of several classes once a class, else once.

    Parameters
    ----------
    fitted, rows, seed, scale, background
        As of :func:`attribute_rows`.
    """
    prepared, estimator = fitted.prepared, fitted.pipeline.named_steps["model"]
    train = prepared.raw_frame(prepared.split.train)
    plain = fitted.task == "binary" and scale in {None, "log-odds"} and background is None
    if fitted.task == "multiclass":
        found = tuple(
            _by_permutation(fitted, background if background is not None else train, rows, seed, place)
            for place in range(len(fitted.classes))
        )
    elif plain and not prepared.mixes_columns and _is_plain_trees(estimator):
        found = (_of_trees(fitted, estimator, rows),)
    elif plain and not prepared.mixes_columns and type(estimator) is LogisticRegression:
        found = (_of_linear(fitted, estimator, train, rows),)
    else:
        found = (_by_permutation(fitted, background if background is not None else train, rows, seed),)
    for one in found:
        check_additivity(one)
    return found


def _is_plain_trees(estimator: object) -> bool:
    return type(estimator) is HistGradientBoostingClassifier and not _native_categories(estimator)


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


def _by_permutation(
    fitted: Fitted, background: pd.DataFrame, rows: pd.DataFrame, seed: int, place: int | None = None
) -> Attribution:
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(background), min(_BACKGROUND_ROWS, len(background)), replace=False)
    background = background.iloc[np.sort(chosen)]

    def score(frame: pd.DataFrame) -> NDArray[np.float64]:
        found = fitted.score(frame)
        return found if place is None else found[:, place]

    values, base = permutation_values(score, rows, background, rng)
    return Attribution(
        columns=fitted.prepared.columns,
        values=values,
        base=base,
        predictions=score(rows),
        scale="amount" if fitted.task == "regression" else "probability",
        method="permutation",
        n_background=len(background),
        n_orders=2 * PERMUTATIONS,
        output="" if place is None else fitted.classes[place],
    )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep an engine's progress bars and notes out of the notebook."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
