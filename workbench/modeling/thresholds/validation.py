"""Rows to choose a threshold or a calibration on: training rows, each predicted by a model that has not seen it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV

from workbench.checks import wrong_kind
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import Candidate
from workbench.modeling.folds import draw_fewer
from workbench.modeling.predicting import predict_rows
from workbench.modeling.quiet import quiet
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.overlap import check_apart
from workbench.modeling.training import cross_fit

__all__ = ["Validation", "candidate_of", "check_on", "how_predicted", "validate"]


@dataclass(frozen=True, eq=False)
class Validation:
    """Rows with what was predicted for them and what happened.

    Parameters
    ----------
    data : Dataset
        The rows that have both a prediction and a target.
    scores : array of float, shape (n_rows,) or (n_rows, n_classes)
        As :attr:`Fitted.scores`.
    how : str
        Which rows these are, in words.
    """

    data: Dataset
    scores: NDArray[np.float64]
    how: str

    @property
    def groups(self) -> pa.Table:
        """Each row's group for every protected attribute."""
        return self.data.groups()

    @property
    def weights(self) -> NDArray[np.float64] | None:
        """For how many people each row stands; ``None`` where no column says it.

        Raises
        ------
        NotEnoughDataError
            If all weights are 0.
        """
        found = self.data.weights()
        if found is not None and not found.any():
            raise NotEnoughDataError(
                f"Column {self.data.roles.weight!r} is the weight, and all weights are 0 in the rows to choose on.\n"
                "Give other rows, or leave the role out."
            )
        return found


def candidate_of(fitted: Fitted) -> Candidate:
    """Return the kind of model that was fitted, so that it can be trained anew; a tuned one is tuned anew.

    Raises
    ------
    InputError
        If somebody else trained it, so that how it learned is not known, or it learned by a method against gaps.
    """
    made = fitted.provenance
    learned_otherwise = made.stage == "fit_mitigated" and not made.settings.get("learns_as_any_other")
    if fitted.leaks is None or learned_otherwise:
        how = "with a method against gaps" if made.stage == "fit_mitigated" else "elsewhere"
        raise InputError(
            f"The model {fitted.title!r} was trained {how}, and cannot be trained anew here on parts of the rows.\n"
            "Give rows that it has not learned from, and that are not the held-out ones: on=read_data(…)."
        )
    estimator, search = fitted.pipeline.named_steps["model"], fitted.search
    if search is not None and not isinstance(estimator, CalibratedClassifierCV):
        return search
    if search is not None:
        return replace(search, around=lambda found: clone(estimator).set_params(estimator=found))
    return Candidate(fitted.model, fitted.title, lambda _seed: clone(estimator))


def validate(fitted: Fitted, on: Dataset | None, *, n_folds: int, seed: int) -> Validation:
    """Return rows to choose on, with predictions that are no better than those of new rows.

    Parameters
    ----------
    fitted : Fitted
        The model.
    on : Dataset or None
        Rows that the model has not learned from; by default the training rows, each predicted by a model of the same
        kind that has not seen it. The held-out rows are not read.
    n_folds : int
        How many models.
    seed : int
        Of the folds and of the models.

    Raises
    ------
    InputError
        If the model cannot be trained anew and no rows are given, or those given are held out or were learned from.
    NotEnoughDataError
        If there are no rows with an outcome.
    """
    if on is not None:
        check_on(fitted, on)
        frame, roles = fitted.prepared.raw_frame(on), fitted.prepared.split.data.roles
        with quiet():
            scores = predict_rows(fitted.pipeline, frame, roles, fitted.title)
        return _known(on, scores, f"rows of {on.name!r}")
    train = fitted.prepared.split.train
    n_folds = draw_fewer(train, n_folds=n_folds, seed=seed).n_folds
    with quiet():
        scores = cross_fit(fitted.prepared, candidate_of(fitted), n_folds=n_folds, seed=seed)
    return _known(train, scores, how_predicted(fitted, n_folds))


def how_predicted(fitted: Fitted, n_folds: int) -> str:
    """Return in words which rows to choose on there are, where none are given.

    Parameters
    ----------
    fitted : Fitted
        The model.
    n_folds : int
        How many models of its kind were trained.
    """
    tuned = ", nor been tuned on it" if fitted.search is not None else ""
    return f"training rows, each predicted by one of {n_folds} models that had not seen it{tuned}"


def check_on(fitted: Fitted, on: object) -> Dataset:
    """Return ``on`` if it is a data set that the model can be judged on.

    Raises
    ------
    InputError
        If it is no data set, lacks a column or the target, tells another favourable value or other classes, or holds
        rows that are held out or that the model learned from.
    """
    roles = fitted.prepared.split.data.roles
    if not isinstance(on, Dataset):
        raise wrong_kind("on", on, Dataset, give="what read_data returns")
    if (on.roles.task, on.roles.target, on.roles.favourable) != (roles.task, roles.target, roles.favourable):
        raise InputError(
            f"on has the target {on.roles.target!r} with favourable value {on.roles.favourable!r}, the model's data "
            f"{roles.target!r} with {roles.favourable!r}.\nRead both alike: read_data(…, target=…, favourable=…)."
        )
    if on.roles.classes != roles.classes:
        raise InputError(
            f"on has the classes {', '.join(map(repr, on.roles.classes))}, the model's data "
            f"{', '.join(map(repr, roles.classes))}.\nGive rows of the same classes, each at least once."
        )
    missing = [name for name in fitted.prepared.columns if name not in on.columns]
    if missing:
        raise InputError(
            f"on lacks columns that the model reads: {', '.join(map(repr, missing))}.\nGive rows that have them."
        )
    check_apart(fitted.prepared.split, on)
    return on


def _known(data: Dataset, scores: NDArray[np.float64], how: str) -> Validation:
    predicted = ~np.isnan(scores) if scores.ndim == 1 else ~np.isnan(scores).any(axis=1)
    rows = np.flatnonzero(predicted & data.has_target())
    if len(rows) < 2:
        raise NotEnoughDataError(
            f"{data.name!r} has {len(rows)} rows with both an outcome and a prediction.\nGive at least 2."
        )
    if len(rows) == data.n_rows:
        return Validation(data, scores, how)
    return Validation(data.take(rows, Provenance("take", {}, ())), scores[rows], how)
