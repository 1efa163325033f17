"""``calibrate_model``: probabilities that can be believed, and what they change before they are accepted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_choice, check_fraction, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.modeling.calibration.judging import Judged, judge_maps, rows_to_learn
from workbench.modeling.calibration.maps import METHODS, Method, calibrated_model, learn_maps, scale_of
from workbench.modeling.calibration.measures import (
    Reliability,
    brier_losses,
    log_losses,
    mean_value,
    reliability_of,
)
from workbench.modeling.calibration.result import CalibrationChoice, GroupCalibration, LossChange
from workbench.modeling.predicting import decided
from workbench.modeling.result import Fitted

__all__ = ["FEWEST", "calibrate_model"]

Floats = NDArray[np.float64]

FEWEST = {"sigmoid": 30, "isotonic": 200}
"""Rows of the rarest outcome from which on a map is thought to be worth learning: two numbers, or many steps."""


def calibrate_model(
    fitted: Fitted,
    method: Method = "sigmoid",
    *,
    on: Dataset | None = None,
    n_folds: int = 5,
    seed: int = 0,
    confidence: float = 0.95,
) -> CalibrationChoice:
    """Learn a map from a model's scores to calibrated probabilities, and show what it changes.

    Parameters
    ----------
    fitted : Fitted
        A model of outcomes or classes.
    method : {"sigmoid", "isotonic"}
        Platt's logistic curve, which needs few rows; or the best rising step function, which needs many and can take
        any shape. Of several classes each is mapped against the rest, and the results are divided by their sum.
    on : Dataset, optional
        Rows to learn the map on, which the model has not learned from. By default the training rows, each predicted by
        a model of the same kind that has not seen it. A model that was trained elsewhere needs them.
    n_folds : int
        How many models predict the training rows, and how many maps are judged by rows they were not learned on.
    seed : int
        Of the folds and of the models.
    confidence : float
        Of all limits.

    Returns
    -------
    CalibrationChoice
        With Brier score, log loss, calibration in the large, slope and reliability before and after, and mean
        probability less outcomes for each group. Few rows of an outcome are finding WB314; a Brier score that is not
        clearly smaller, WB315. :meth:`CalibrationChoice.accept` gives the calibrated model.

    Raises
    ------
    InputError
        If amounts are predicted, a model that was trained elsewhere is given without rows, or an argument is none of
        those allowed.
    NotEnoughDataError
        If some outcome or class is missing where a model or a map has to learn it.

    Notes
    -----
    The calibrated model is, where it is a pipeline, what ``CalibratedClassifierCV(…, ensemble=False)`` of scikit-learn
    makes: one model trained on all training rows, one map learned on cross-fitted predictions. Isotonic maps have
    steps at 0 and 1, and log loss punishes such certainty. Platt, J. (1999), *Advances in Large Margin Classifiers*,
    61-74; Zadrozny, B. and Elkan, C. (2002), *KDD*, 694-699.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> choice = calibrate_model(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    >>> [one.metric for one in choice.losses], choice.n_judged == choice.n
    (['brier_score_loss', 'log_loss'], True)
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    check_choice("method", method, METHODS)
    check_fraction("confidence", confidence)
    if fitted.task == "regression":
        raise InputError(
            f"The model {fitted.title!r} predicts amounts, and calibration is about probabilities.\n"
            "Look at its mean signed error instead: audit_predictions(…)."
        )
    n_folds, seed = check_positive("n_folds", n_folds), check_seed(seed)
    learned = rows_to_learn(fitted, on, n_folds=n_folds, seed=seed)
    maps = learn_maps(learned.responses, learned.targets, method, learned.weights)
    judged = judge_maps(learned, method)
    losses = tuple(_loss(name, judged, confidence) for name in ("brier_score_loss", "log_loss"))
    settings: dict[str, object] = {"method": method, "n_folds": learned.folds.n_folds, "confidence": confidence}
    if on is not None:
        settings["on"] = on.fingerprint
    return CalibrationChoice(
        provenance=Provenance("calibrate_model", settings, (fitted.fingerprint,), seed),
        fitted=fitted,
        method=method,
        scale=scale_of(fitted.pipeline),
        pipeline=calibrated_model(fitted.pipeline, maps, method, learned.folds.n_folds),
        how=learned.how,
        n=len(learned.targets),
        n_judged=len(judged.targets),
        n_decisions_changed=_n_changed(fitted, judged),
        losses=losses,
        before=_reliabilities(fitted, judged, judged.before, confidence),
        after=_reliabilities(fitted, judged, judged.after, confidence),
        groups=_groups(fitted, judged, confidence),
        findings=(*_few(learned.targets, method), *_no_better(losses[0], len(judged.targets))),
        confidence=confidence,
    )


def _loss(name: str, judged: Judged, confidence: float) -> LossChange:
    function = brier_losses if name == "brier_score_loss" else log_losses
    before, after = (function(scores, judged.targets) for scores in (judged.before, judged.after))
    values = (
        mean_value(one, weights=judged.weights, clusters=judged.clusters, confidence=confidence)
        for one in (before, after, after - before)
    )
    return LossChange(name, *values)


def _outputs(fitted: Fitted, judged: Judged) -> list[tuple[str, int, NDArray[np.bool_]]]:
    """Return each outcome that has a probability of its own: its name, its place, and in which rows it happened."""
    if fitted.task == "binary":
        return [(fitted.classes[1], 0, judged.targets == 1)]
    return [(name, place, judged.targets == place) for place, name in enumerate(fitted.classes)]


def _column(scores: Floats, place: int) -> Floats:
    return scores if scores.ndim == 1 else scores[:, place]


def _reliabilities(fitted: Fitted, judged: Judged, scores: Floats, confidence: float) -> tuple[Reliability, ...]:
    return tuple(
        reliability_of(
            name,
            _column(scores, place),
            happened,
            weights=judged.weights,
            clusters=judged.clusters,
            confidence=confidence,
        )
        for name, place, happened in _outputs(fitted, judged)
    )


def _groups(fitted: Fitted, judged: Judged, confidence: float) -> tuple[GroupCalibration, ...]:
    found = []
    groups = judged.data.groups()
    for one in judged.data.roles.protected:
        named = np.asarray(groups[one.title].to_pylist(), dtype=object)
        for group in one.arranged(sorted(set(named))):
            rows = named == group
            for name, place, happened in _outputs(fitted, judged):
                before, after = (
                    mean_value(
                        (_column(scores, place) - happened)[rows],
                        weights=None if judged.weights is None else judged.weights[rows],
                        clusters=None if judged.clusters is None else judged.clusters[rows],
                        confidence=confidence,
                    )
                    for scores in (judged.before, judged.after)
                )
                found.append(GroupCalibration(one.title, group, name, int(rows.sum()), before, after))
    return tuple(found)


def _n_changed(fitted: Fitted, judged: Judged) -> int:
    was, is_ = (decided(scores, fitted.task, fitted.threshold) for scores in (judged.before, judged.after))
    return int((was != is_).sum())


def _few(targets: NDArray[np.int64], method: Method) -> tuple[Finding, ...]:
    counts = np.bincount(targets)
    fewest = int(counts[counts > 0].min())
    if fewest >= FEWEST[method]:
        return ()
    other = ", or choose the sigmoid, which needs fewer" if method == "isotonic" else ""
    return (
        Finding(
            "WB314",
            "caution",
            f"Only {fewest:,} rows of the rarest outcome to learn the {method} calibration from",
            "A map learned from few rows follows their chance.",
            f"Collect more rows{other}.",
            value=float(fewest),
            threshold=float(FEWEST[method]),
            n=len(targets),
        ),
    )


def _no_better(brier: LossChange, n: int) -> tuple[Finding, ...]:
    if brier.change.high < 0:
        return ()
    is_worse = brier.change.low > 0
    return (
        Finding(
            "WB315",
            "caution" if is_worse else "note",
            f"The calibrated probabilities are {'worse' if is_worse else 'not clearly better'}",
            "Judged by the Brier score on rows that the map was not learned on.",
            "Keep the model as it is, or try the other method.",
            value=brier.change.value,
            threshold=0.0,
            n=n,
            interval=None if np.isnan(brier.change.low) else (brier.change.low, brier.change.high),
        ),
    )
