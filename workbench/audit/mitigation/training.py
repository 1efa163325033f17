"""Training a kind of model on rows of which some count for more, and what all methods share in doing so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter
from threadpoolctl import threadpool_limits

from workbench.audit.mitigation.contract import Case, Learned
from workbench.core.finding import Finding
from workbench.errors import InputError, WorkbenchError
from workbench.modeling.plain import marked
from workbench.modeling.running import told
from workbench.modeling.training import Ready, prepare_rows, train_pipeline
from workbench.modeling.tuning.tuned import settled

__all__ = ["as_it_is", "ready_rows", "taking_weights", "trained_with", "weight_argument", "weights_not_used"]


def as_it_is(case: Case, rows: NDArray[np.int64] | None) -> Learned:
    """Return the model that nothing is done about."""
    trained = train_pipeline(case.prepared, case.candidate, case.seed, rows)
    return Learned(trained.pipeline, case.prepared, case.prepared.columns, trained.weighting.findings)


def ready_rows(case: Case, rows: NDArray[np.int64] | None) -> tuple[Ready, Any]:
    """Return rows that are ready to be learned from, and a model of the kind to learn from them."""
    candidate = settled(case.candidate, case.prepared, case.seed, rows)
    return prepare_rows(case.prepared, rows), candidate.make(case.seed)


def weight_argument(estimator: Any) -> str | None:
    """Return what ``fit`` of a model calls the weights of its rows; ``None`` where it takes none.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> weight_argument(make_pipeline(LogisticRegression())), weight_argument(KNeighborsClassifier())
    ('logisticregression__sample_weight', None)
    """
    if isinstance(estimator, Pipeline):
        name, last = estimator.steps[-1]
        inner = weight_argument(last)
        return None if inner is None else f"{name}__{inner}"
    return "sample_weight" if has_fit_parameter(estimator, "sample_weight") else None


def taking_weights(case: Case, estimator: Any, method: str) -> str:
    """Return what the model calls weights.

    Raises
    ------
    InputError
        If it takes none.
    """
    argument = weight_argument(estimator)
    if argument is None:
        raise InputError(
            f"The model {case.candidate.title!r} takes no weights, by which {method} works.\n"
            "Choose one that does, such as logistic regression or boosted trees."
        )
    return argument


def trained_with(case: Case, ready: Ready, estimator: Any, weights: NDArray[np.float64]) -> Pipeline:
    """Return a pipeline of a model that learned from rows with these weights, of mean 1.

    Raises
    ------
    InputError
        If the model takes no weights or cannot be trained.
    """
    argument = taking_weights(case, estimator, "reweighing")
    with _words(case):
        fitted = estimator.fit(ready.matrix.copy(), np.array(ready.part.targets()), **{argument: weights})
    return Pipeline([("prepare", ready.transformer), ("model", marked(estimator, fitted, ready.matrix.shape[1]))])


@contextmanager
def _words(case: Case) -> Iterator[None]:
    """Say in words what a model raises while it learns."""
    try:
        with threadpool_limits(1):
            yield
    except WorkbenchError:
        raise
    except Exception as error:  # it may be anybody's code
        raise InputError(
            f"The model {case.candidate.title!r} could not be trained: {told(error)}\nChoose another model."
        ) from error


def weights_not_used(case: Case, method: str) -> tuple[Finding, ...]:
    """Return finding WB565 where the data have weights and a method does not look at them."""
    weight = case.prepared.split.data.roles.weight
    if weight is None:
        return ()
    return (
        Finding(
            "WB565",
            "caution",
            f"{method} learned without the weights in column {weight!r}",
            "It learned from the rows as they were sampled. Gaps are counted with the weights all the same, so that "
            "what was made equal among rows may not be equal among people.",
            "Prefer a method that uses weights, such as reweighing or thresholds.",
            scope=weight,
        ),
    )
