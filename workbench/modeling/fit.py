"""``fit_model``: train one model, beside a baseline that looks at no column."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from sklearn.pipeline import Pipeline

from workbench.checks import check_fraction, check_result, check_seed
from workbench.core.provenance import Provenance
from workbench.core.version import installed_versions
from workbench.data.roles import Task
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.noticing import judge, look_at, told_of
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import decided, predict_rows
from workbench.modeling.result import Fitted
from workbench.modeling.running import listening
from workbench.modeling.seen_classes import without_seen_classes
from workbench.modeling.training import train_pipeline
from workbench.modeling.tuning.tuned import search_of
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared

__all__ = ["check_threshold", "fit_model", "versions_of"]

# Which packages, by the module that a model's class is in, and what they are called where they are installed from.
_DISTRIBUTIONS = {"lightgbm": ("lightgbm",), "xgboost": ("xgboost-cpu", "xgboost"), "catboost": ("catboost",)}


def fit_model(
    prepared: Prepared, model: object = "boosted_trees", *, threshold: float | None = None, seed: int = 0
) -> Fitted:
    """Train a model on the training rows and predict the held-out ones.

    Parameters
    ----------
    prepared : Prepared
        Features and outcomes.
    model : str, Candidate or estimator
        A name from :data:`CANDIDATES`, such as ``"boosted_trees"``, ``"random_forest"``, ``"logistic_regression"`` or
        for amounts ``"ridge"``; or a classifier with ``predict_proba``, for amounts a regressor.
    threshold : float, optional
        A decision is favourable when the predicted probability is at least this; by default 0.5. Only where there
        are two outcomes: of several classes the most probable one is decided, of amounts nothing.
    seed : int
        Seed of the model.

    Returns
    -------
    Fitted
        With held-out predictions and the performance of a baseline that always predicts the more frequent outcome
        or class, or the mean amount. A model that does not beat it is finding WB301, one that predicts the same for
        everyone WB302, one that prints WB304, one that predicts differently when asked again WB305, and one that is
        never wrong WB306. Where the data have weights, the model learns with them (finding WB303 where it cannot);
        how often it is right is counted in rows.

    Raises
    ------
    InputError
        If the model is not known, does not predict what the target holds, fails to train, whatever it raises, or
        predicts what is no probability or no number; or if a threshold is given where there are not two outcomes.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fit_model(prepare_data(split_data(data)), "logistic_regression")
    Fitted logistic regression: right in 69.5% of 1,358 held-out rows, the baseline in 61.2%.
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    split = prepared.split
    task = split.data.roles.task
    cut = check_threshold(threshold, task)
    seed = check_seed(seed)
    candidate = as_candidate(model, task=task)
    leaks = leaks_of(prepared)  # before any score
    test = prepared.raw_frame(split.test)
    with listening() as printed:
        trained = train_pipeline(prepared, candidate, seed)
        pipeline, weighting = trained.pipeline, trained.weighting
        scores = predict_rows(pipeline, test, split.data.roles, candidate.title)
        seen = look_at(prepared, pipeline, scores, predicted := decided(scores, task, cut))
    performance = performance_of(split, predicted)
    made = Provenance("fit_model", _settings(candidate, pipeline, task, cut), (prepared.fingerprint,), seed)
    return Fitted(
        provenance=replace(made, versions={**made.versions, **versions_of(pipeline)}),
        prepared=prepared,
        model=candidate.name,
        title=candidate.title,
        pipeline=pipeline,
        threshold=cut,
        scores=scores,
        performance=performance,
        findings=(
            *leaks.findings,
            *judge(performance, predicted, task=task),
            *seen,
            *told_of(printed),
            *weighting.findings,
        ),
        leaks=leaks,
        printed=printed.text,
        search=search_of(candidate),
    )


def check_threshold(threshold: float | None, task: Task) -> float:
    """Return the threshold to decide by, ``nan`` where nothing is decided by one.

    Parameters
    ----------
    threshold : float or None
        What was asked for; by default 0.5 of two outcomes.
    task : {"binary", "multiclass", "regression"}
        What is predicted.

    Raises
    ------
    InputError
        If it is no fraction, or there are not two outcomes.

    Examples
    --------
    >>> check_threshold(None, "binary"), check_threshold(0.3, "binary"), check_threshold(None, "regression")
    (0.5, 0.3, nan)
    """
    if task == "binary":
        return 0.5 if threshold is None else check_fraction("threshold", threshold)
    if threshold is None:
        return math.nan
    instead = "the most probable class is decided" if task == "multiclass" else "an amount is predicted, none decided"
    raise InputError(
        f"threshold is {threshold!r}, and {instead}.\nLeave it out: it serves where there are two outcomes."
    )


def versions_of(pipeline: Any) -> dict[str, str]:
    """Return the versions of packages beside scikit-learn that a fitted model comes from, by what they are called."""
    last = without_seen_classes(pipeline[-1] if isinstance(pipeline, Pipeline) else pipeline)
    known = installed_versions(_DISTRIBUTIONS.get(type(last).__module__.partition(".")[0], ()))
    return {name: version for name, version in known.items() if version != "not installed"}


def _settings(candidate: Candidate, pipeline: Pipeline, task: Task, threshold: float) -> dict[str, object]:
    told: dict[str, object] = {"model": candidate.name, "estimator": repr(pipeline[-1])}
    if task == "binary":
        told["threshold"] = threshold
    if candidate.params:
        told["params"] = dict(candidate.params)
    return told
