"""Training a candidate on some of the training rows, and predicting each of them by a model that has not seen it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

import joblib
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate
from workbench.modeling.folds import Fold, Folds, draw_fewer
from workbench.modeling.plain import marked
from workbench.modeling.predicting import predict_rows
from workbench.modeling.running import told
from workbench.modeling.seen_classes import with_seen_classes, without_seen_classes
from workbench.modeling.threads import at_most, n_threads
from workbench.modeling.tuning.tuned import settled
from workbench.modeling.weighting import Weighting, weighting_of
from workbench.preparation.prepare import steps_of
from workbench.preparation.result import Prepared, raw_frame
from workbench.preparation.selection import selected_anew

__all__ = [
    "Ready",
    "Trained",
    "cross_fit",
    "predict_fold",
    "prepare_rows",
    "rows_to_predict",
    "train_on",
    "train_pipeline",
]

_MANY_NUMBERS = 1_000_000
_FORESTS = (ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor)


class Trained(NamedTuple):
    """A fitted pipeline of preparation and model, and how it learned with weights."""

    pipeline: Pipeline
    weighting: Weighting


class Ready(NamedTuple):
    """Training rows as models learn from them, read-only as models share them, and the steps that made them so."""

    part: Dataset
    transformer: ColumnTransformer
    matrix: NDArray[np.float64]


def prepare_rows(prepared: Prepared, rows: NDArray[np.int64] | None = None) -> Ready:
    """Return training rows ready to be learned from.

    Parameters
    ----------
    prepared : Prepared
        The recipe. It is fitted anew where only some rows are learned from, so that the others stay unseen; columns
        that were chosen by the outcomes are chosen anew. Where none is left then, a model learns from a column of 0.
    rows : array of int64, optional
        Places of the training rows to learn from; by default all.

    Raises
    ------
    InputError
        If a step cannot be fitted on these rows alone, or nothing is known of how the rows are prepared.
    """
    train = prepared.split.train
    if not hasattr(prepared.transformer, "fit_transform"):
        raise InputError(
            "prepared belongs to a model that was trained elsewhere, whose steps cannot be fitted anew.\n"
            "Prepare the rows here: prepare_data(split)."
        )
    if rows is None:
        return Ready(train, prepared.transformer, prepared.training_matrix())
    part = train.take(rows, Provenance("take", {}, ()))
    transformer = _steps_for(prepared, part)
    try:
        with np.errstate(invalid="ignore", over="ignore"), warnings.catch_warnings():
            # Of a part there may be fewer values than of the whole, of which nothing need be told again.
            warnings.simplefilter("ignore")
            made = transformer.fit_transform(_original(prepared, part), part.targets())
    except (ValueError, TypeError) as error:
        raise InputError(
            f"A step of the recipe could not be fitted on {len(rows):,} of the training rows: {error}\n"
            "Ask for fewer folds, so that more rows are learned from, or choose another step."
        ) from error
    matrix = np.asarray(made, dtype=np.float64)
    matrix.flags.writeable = False
    return Ready(part, transformer, matrix)


def _steps_for(prepared: Prepared, part: Dataset) -> ColumnTransformer:
    """Return steps to be fitted on some rows, of the columns that are chosen on these rows."""
    if prepared.recipe.selection is None:
        return clone(prepared.transformer)
    recipe = selected_anew(prepared.recipe, part)
    if recipe.steps:
        return steps_of(recipe)[0]
    return ColumnTransformer([("nothing", FunctionTransformer(_nothing), [prepared.columns[0]])])


def _nothing(frame: pd.DataFrame) -> NDArray[np.float64]:
    return np.zeros((len(frame), 1))


def _original(prepared: Prepared, data: Dataset) -> pd.DataFrame:
    """Return the original columns of some rows, all that may be chosen."""
    if prepared.recipe.selection is None:
        return prepared.raw_frame(data)
    return raw_frame(data, prepared.recipe.columns_to_choose_from)


def train_on(ready: Ready, candidate: Candidate, seed: int) -> Trained:
    """Train a candidate on rows that are ready.

    Parameters
    ----------
    ready : Ready
        The rows.
    candidate : Candidate
        The kind of model.
    seed : int
        Of the model.

    Raises
    ------
    InputError
        If the model cannot be trained, whatever it raises.
    """
    try:
        estimator = _made(candidate, seed, ready.part)
        weighting = weighting_of(without_seen_classes(estimator), ready.part, candidate.title)
        try:
            fitted = _learned(estimator, ready.matrix, ready.part, weighting)
        except ValueError as error:
            if "read-only" not in str(error):
                raise
            estimator = _made(candidate, seed, ready.part)  # it writes into rows that others share
            fitted = _learned(estimator, ready.matrix.copy(), ready.part, weighting)
        estimator = marked(estimator, fitted, ready.matrix.shape[1])
    except Exception as error:  # it may be anybody's code
        raise InputError(
            f"The model {candidate.title!r} could not be trained: {told(error)}\nChoose another model."
        ) from error
    return Trained(Pipeline([("prepare", ready.transformer), ("model", estimator)]), weighting)


def _made(candidate: Candidate, seed: int, part: Dataset) -> Any:
    estimator = without_seen_classes(candidate.make(seed))
    return estimator if part.roles.task == "regression" else with_seen_classes(estimator, part.targets())


def _learned(estimator: Any, matrix: NDArray[np.float64], part: Dataset, weighting: Weighting) -> Any:
    with _trees_at_once(estimator), at_most(1 if matrix.size < _MANY_NUMBERS else None):
        return estimator.fit(matrix, np.array(part.targets()), **weighting.arguments)


def _trees_at_once(estimator: Any) -> AbstractContextManager[Any]:
    """Return where a forest grows as many trees at the same time as there are threads; they wait for nobody.

    Few rows are learned from with one thread otherwise, as threads that share one tree wait for one another. The trees
    are the same however many grow at the same time.
    """
    if not isinstance(estimator, _FORESTS) or estimator.n_jobs is not None:
        return nullcontext()
    n_trees = n_threads()
    return joblib.parallel_config(backend="threading", n_jobs=n_trees) if n_trees > 1 else nullcontext()


def train_pipeline(
    prepared: Prepared, candidate: Candidate, seed: int, rows: NDArray[np.int64] | None = None
) -> Trained:
    """Train a candidate on training rows.

    Parameters
    ----------
    prepared : Prepared
        The recipe. It is fitted anew where only some rows are learned from, so that the others stay unseen.
    candidate : Candidate
        The kind of model. One that is to be tuned is tuned on these rows, and on no others.
    seed : int
        Of the model.
    rows : array of int64, optional
        Places of the training rows to learn from; by default all.

    Raises
    ------
    InputError
        If the model cannot be trained.
    """
    chosen = settled(candidate, prepared, seed, rows)
    return train_on(prepare_rows(prepared, rows), chosen, seed)


def rows_to_predict(prepared: Prepared, rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return the original columns of some training rows, as pipelines read them."""
    return _original(prepared, prepared.split.train.take(rows, Provenance("take", {}, ())))


def predict_fold(prepared: Prepared, candidate: Candidate, fold: Fold, seed: int) -> NDArray[np.float64]:
    """Return what a candidate that learned from a fold's ``train`` predicts for its ``test``."""
    train: Dataset = prepared.split.train
    pipeline = train_pipeline(prepared, candidate, seed, fold.train).pipeline
    return predict_rows(pipeline, rows_to_predict(prepared, fold.test), train.roles, candidate.title)


def cross_fit(
    prepared: Prepared, candidate: Candidate, *, n_folds: int = 5, seed: int = 0, n_jobs: int | None = None
) -> NDArray[np.float64]:
    """Return for each training row what a model predicts that has not learned from it.

    Thresholds and calibration are chosen on these, so that the held-out rows are read once, at the end.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    candidate : Candidate
        The kind of model.
    n_folds : int
        How many models, or as many as the rows make folds where these are fewer.
    seed : int
        Of the folds and of the models.
    n_jobs : int, optional
        How many are trained at the same time; any joblib backend that is set up serves.

    Returns
    -------
    array of float, shape (n_train,) or (n_train, n_classes)
        As :attr:`Fitted.scores`; ``nan`` for rows of the first period where the data have the role *time*.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.candidates import as_candidate
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> prepared = prepare_data(split_data(data))
    >>> cross_fit(prepared, as_candidate("logistic_regression")).shape == (prepared.split.train.n_rows,)
    True
    """
    train = prepared.split.train
    folds: Folds = draw_fewer(train, n_folds=n_folds, seed=seed)
    made: Sequence[NDArray[np.float64]] = joblib.Parallel(n_jobs=n_jobs)(
        joblib.delayed(predict_fold)(prepared, candidate, fold, seed) for fold in folds
    )
    found = np.full((train.n_rows, *made[0].shape[1:]), np.nan)
    for fold, predicted in zip(folds, made, strict=True):
        found[fold.test] = predicted
    return found
