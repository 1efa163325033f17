"""What a model adds up before it makes a probability of it, and the check that the probability is made of that."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, softmax
from sklearn.ensemble import BaseEnsemble
from sklearn.tree import BaseDecisionTree

from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.shapley.request import Floats, Request, checked, quiet

__all__ = ["added_up", "is_said", "said_sums", "summed_scale"]

_AGREES = 1e-5
_ASKED_TWICE = 1_000
_READABLE = 1e-6
"""A probability in double precision that is farther than this from 0 and 1 gives its log-odds back to ten digits."""


def summed_scale(estimator: Any, request: Request) -> Scale:
    """Return the scale on which an estimator adds up: log-odds, but probabilities of forests and single trees."""
    if request.fitted.task == "regression":
        return "amount"
    averages = isinstance(estimator, BaseDecisionTree) or (
        isinstance(estimator, BaseEnsemble) and not hasattr(estimator, "decision_function")
    )
    return "probability" if averages else "log-odds"


def added_up(estimator: Any, matrix: Floats, request: Request) -> Floats:
    """Return what an estimator adds up for derived columns, shape (n_rows, n_outputs), on its summed scale."""
    scale = summed_scale(estimator, request)
    package = type(estimator).__module__.partition(".")[0]
    with quiet(len(matrix)):
        if scale == "amount":
            found = estimator.predict(matrix)
        elif scale == "probability":
            found = estimator.predict_proba(matrix)
            found = found[:, 1] if request.fitted.task == "binary" else found
        elif package == "lightgbm":
            found = estimator.predict_proba(matrix, raw_score=True)
        elif package == "xgboost":
            found = estimator.predict(matrix, output_margin=True)
        else:
            found = estimator.decision_function(matrix)
    return checked(np.asarray(found, dtype=np.float64), len(matrix), request.n_outputs)


def is_said(summed: Floats, request: Request, scale: Scale) -> bool:
    """Whether the model's own predictions for the request's rows are made of these sums, by the scale's definition."""
    return _is_made_of(request.scores, summed, scale)


def said_sums(estimator: Any, matrix: Floats, request: Request) -> Floats | None:
    """Return what an estimator adds up for the request's rows, ``None`` where its predictions are not made of it.

    To predict many rows twice costs more than to explain them. So where two outcomes are predicted in double
    precision, the log-odds of most rows are read back from the whole model's own probabilities; that these are made
    of what is added up is then seen in the check that the values add up to them.
    """
    scale, scores = summed_scale(estimator, request), request.scores
    own = type(estimator).__module__.startswith("sklearn.")
    apart = np.ones(len(scores), dtype=bool)
    if own and scale == "log-odds" and request.n_outputs == 1:
        apart[_ASKED_TWICE:] = np.minimum(scores, 1 - scores)[_ASKED_TWICE:, 0] < _READABLE
    summed = np.empty_like(scores)
    read = scores[~apart]
    summed[~apart] = np.log(read) - np.log1p(-read)
    summed[apart] = added_up(estimator, matrix[apart], request)
    return summed if _is_made_of(scores[apart], summed[apart], scale) else None


def _is_made_of(scores: Floats, summed: Floats, scale: Scale) -> bool:
    if scale == "log-odds":
        summed = softmax(summed, axis=1) if summed.shape[1] > 1 else expit(summed)
    size = 1.0 if scale != "amount" else float(np.abs(scores).max(initial=0.0))
    return bool(np.abs(summed - scores).max(initial=0.0) <= _AGREES * size)
