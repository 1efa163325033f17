"""Rows to learn a map on, and to judge it: each by a map that was learned on other rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.splitting.keys import codes_by_value
from workbench.errors import NotEnoughDataError
from workbench.modeling.calibration.maps import Method, apply_maps, learn_maps, responses_of
from workbench.modeling.folds import Folds, draw_fewer
from workbench.modeling.predicting import predict_rows
from workbench.modeling.quiet import quiet
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.validation import candidate_of, check_on, how_predicted
from workbench.modeling.training import rows_to_predict, train_pipeline

__all__ = ["Judged", "Learned", "judge_maps", "rows_to_learn"]

Floats = NDArray[np.float64]


class Learned(NamedTuple):
    """Rows to learn a map on: what the model says of each, without having learned from it.

    Their data; what maps take, shape (n_rows, n_outputs); probabilities; targets; weights; the fold of each row, -1
    of none; how folds were drawn; and which rows these are, in words.
    """

    data: Dataset
    responses: Floats
    scores: Floats
    targets: NDArray[np.int64]
    weights: Floats | None
    places: NDArray[np.int64]
    folds: Folds
    how: str


class Judged(NamedTuple):
    """Rows that judge: probabilities without and with a map, targets, weights, and which rows belong together."""

    data: Dataset
    before: Floats
    after: Floats
    targets: NDArray[np.int64]
    weights: Floats | None
    clusters: NDArray[np.int64] | None


def rows_to_learn(fitted: Fitted, on: Dataset | None, *, n_folds: int, seed: int) -> Learned:
    """Return rows with what a model says of each that has not learned from it.

    Parameters
    ----------
    fitted : Fitted
        The model.
    on : Dataset or None
        Rows it has not learned from; by default the training rows, each predicted by a model that has not seen it.
    n_folds : int
        How many models, or as many as the rows make folds where these are fewer.
    seed : int
        Of the folds and of the models.

    Raises
    ------
    NotEnoughDataError
        If the rows do not make two folds, or none has a weight.
    """
    prepared, n_classes, roles = fitted.prepared, len(fitted.classes), fitted.prepared.split.data.roles
    if on is not None:
        data = _part(check_on(fitted, on), np.flatnonzero(on.has_target()))
        frame = prepared.raw_frame(data)
        with quiet():
            responses = responses_of(fitted.pipeline, frame, n_classes, fitted.title)
            scores = predict_rows(fitted.pipeline, frame, roles, fitted.title)
        folds = draw_fewer(data, n_folds=n_folds, seed=seed)
        return _learned(data, responses, scores, folds, f"rows of {on.name!r}")
    train, candidate = prepared.split.train, candidate_of(fitted)
    folds = draw_fewer(train, n_folds=n_folds, seed=seed)
    responses = np.empty((train.n_rows, 1 if n_classes == 2 else n_classes))
    scores = np.empty(train.n_rows if n_classes == 2 else (train.n_rows, n_classes))
    for fold in folds:
        frame = rows_to_predict(prepared, fold.test)
        with quiet():
            pipeline = train_pipeline(prepared, candidate, seed, fold.train).pipeline
            responses[fold.test] = responses_of(pipeline, frame, n_classes, fitted.title)
            scores[fold.test] = predict_rows(pipeline, frame, roles, fitted.title)
    found = _learned(train, responses, scores, folds, how_predicted(fitted, folds.n_folds))
    return found if (found.places >= 0).all() else _those(found, np.flatnonzero(found.places >= 0))


def judge_maps(learned: Learned, method: Method) -> Judged:
    """Return each row's probabilities without a map, and with one learned on other rows: of time, on earlier ones.

    Parameters
    ----------
    learned : Learned
        The rows.
    method : {"sigmoid", "isotonic"}
        The kind of map.
    """
    after = np.full(learned.scores.shape, np.nan)
    for place in range(len(learned.folds)):
        test = learned.places == place
        others = learned.places < place if learned.folds.method == "temporal" else ~test
        if others.any():  # of time nothing may be earlier
            weights = None if learned.weights is None else learned.weights[others]
            maps = learn_maps(learned.responses[others], learned.targets[others], method, weights)
            after[test] = apply_maps(maps, learned.responses[test])
    rows = np.flatnonzero(~np.isnan(after.reshape(len(after), -1)).any(axis=1))
    found = _those(learned, rows)
    return Judged(found.data, found.scores, after[rows], found.targets, found.weights, _clusters(found.data))


def _learned(data: Dataset, responses: Floats, scores: Floats, folds: Folds, how: str) -> Learned:
    places = np.full(data.n_rows, -1, dtype=np.int64)
    for place, fold in enumerate(folds):
        places[fold.test] = place
    weights = data.weights()
    if weights is not None and not weights.any():
        raise NotEnoughDataError(
            f"Column {data.roles.weight!r} is the weight, and all weights are 0 in the rows to calibrate on.\n"
            "Give other rows, or leave the role out."
        )
    targets = np.asarray(data.targets(), dtype=np.int64)
    return Learned(data, responses, scores, targets, weights, places, folds, how)


def _those(learned: Learned, rows: NDArray[np.int64]) -> Learned:
    """Return some of the rows."""
    return learned._replace(
        data=_part(learned.data, rows),
        responses=learned.responses[rows],
        scores=learned.scores[rows],
        targets=learned.targets[rows],
        weights=None if learned.weights is None else learned.weights[rows],
        places=learned.places[rows],
    )


def _part(data: Dataset, rows: NDArray[np.int64]) -> Dataset:
    return data.take(rows, Provenance("take", {}, ()))


def _clusters(data: Dataset) -> NDArray[np.int64] | None:
    """Return a code for each row, the same for rows that belong together; a row that names nothing is by itself."""
    if data.roles.group is None:
        return None
    codes, n_values = codes_by_value(data.column(data.roles.group))
    alone = codes < 0
    return np.where(alone, n_values + np.cumsum(alone), codes)
