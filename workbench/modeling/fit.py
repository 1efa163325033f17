"""``fit_model``: train one model, beside a dummy baseline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.dummy import DummyClassifier

from workbench.checks import check_fraction, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.split import Split
from workbench.modeling.candidates import as_candidate
from workbench.modeling.performance import Performance
from workbench.modeling.predicting import predict_rows
from workbench.modeling.result import Fitted
from workbench.modeling.training import train_pipeline
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared

__all__ = ["fit_model", "performance_of"]


def fit_model(prepared: Prepared, model: object = "boosted_trees", *, threshold: float = 0.5, seed: int = 0) -> Fitted:
    """Train a model on the training rows and predict the held-out ones.

    Parameters
    ----------
    prepared : Prepared
        Features and outcomes.
    model : str, Candidate or estimator
        ``"boosted_trees"``, ``"logistic_regression"``, or a classifier with ``predict_proba``.
    threshold : float
        A decision is favourable when the predicted probability is at least this.
    seed : int
        Seed of the model.

    Returns
    -------
    Fitted
        With held-out predictions and the accuracy of a baseline that always predicts the more
        frequent outcome. A model that does not beat it is finding WB301. Where the data have weights, the model
        learns with them (finding WB303 where it cannot); how often it is right is counted in rows.

    Raises
    ------
    InputError
        If the model is not known, fails to train, or predicts what is no probability.

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
    check_fraction("threshold", threshold)
    seed = check_seed(seed)
    candidate = as_candidate(model)
    leaks = leaks_of(prepared)  # before any score
    split = prepared.split
    test = prepared.raw_frame(split.test)
    trained = train_pipeline(prepared, candidate, seed)
    pipeline, weighting = trained.pipeline, trained.weighting
    scores = predict_rows(pipeline, test, split.data.roles, candidate.title)
    decisions = (scores >= threshold).astype(np.int8)
    performance = performance_of(split, decisions)
    settings = {"model": candidate.name, "estimator": repr(pipeline[-1]), "threshold": threshold}
    return Fitted(
        provenance=Provenance("fit_model", settings, (prepared.fingerprint,), seed),
        prepared=prepared,
        model=candidate.name,
        title=candidate.title,
        pipeline=pipeline,
        threshold=threshold,
        scores=scores,
        performance=performance,
        findings=(*leaks.findings, *_findings(performance, decisions), *weighting.findings),
        leaks=leaks,
    )


def performance_of(split: Split, decisions: NDArray[np.int8]) -> Performance:
    """Return how often decisions on the held-out rows are right, beside always guessing the more frequent outcome.

    Parameters
    ----------
    split : Split
        The rows.
    decisions : array of int8
        One a held-out row: 1 favourable, 0 not.
    """
    outcomes = split.train.outcomes()
    baseline = DummyClassifier(strategy="prior").fit(np.zeros((len(outcomes), 1)), outcomes)
    guesses = baseline.predict(np.zeros((split.test.n_rows, 1))).astype(np.int8)
    return _compare(split.test.outcomes(), decisions, guesses)


def _compare(outcomes: NDArray[np.int8], decisions: NDArray[np.int8], guesses: NDArray[np.int8]) -> Performance:
    right, guessed = decisions == outcomes, guesses == outcomes
    return Performance(
        n=len(outcomes),
        n_right=int(right.sum()),
        n_baseline_right=int(guessed.sum()),
        n_only_model=int((right & ~guessed).sum()),
        n_only_baseline=int((~right & guessed).sum()),
    )


def _findings(performance: Performance, decisions: NDArray[np.int8]) -> tuple[Finding, ...]:
    found = [] if performance.beats_baseline else [_no_better(performance)]
    if decisions.min() == decisions.max():
        found.append(_same_for_all(decisions))
    return tuple(found)


def _same_for_all(decisions: NDArray[np.int8]) -> Finding:
    return Finding(
        "WB302",
        "serious",
        "The model decides the same for everyone",
        "Then it tells nobody apart, and that groups fare alike says nothing about it.",
        "Choose another threshold, or a model that tells the outcomes apart.",
        value=float(decisions.mean()),
        n=len(decisions),
    )


def _no_better(performance: Performance) -> Finding:
    return Finding(
        "WB301",
        "serious",
        "The model is not clearly better than always predicting the more frequent outcome",
        "A model that does no better than a constant has learned nothing that can be shown, and "
        "whatever explains it explains noise.",
        "Look for better columns or more rows, or do without a model.",
        value=performance.accuracy,
        threshold=performance.baseline_accuracy,
        n=performance.n,
        interval=performance.limits(performance.n_right),
    )
