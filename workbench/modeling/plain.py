"""Models that know nothing of scikit-learn but ``fit`` and ``predict``, as steps of its pipelines."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.utils import ClassifierTags
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

__all__ = ["PlainModel", "marked"]


def _predicts_probabilities(plain: PlainModel) -> bool:
    return hasattr(plain.model, "predict_proba")


class PlainModel(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A model around which scikit-learn finds what it asks of an estimator.

    Parameters
    ----------
    model : object
        With ``fit`` and ``predict`` or ``predict_proba``. It is not touched: a copy of it learns.

    Examples
    --------
    >>> class Mean:
    ...     def fit(self, rows, amounts):
    ...         self.mean = sum(amounts) / len(amounts)
    ...     def predict(self, rows):
    ...         return [self.mean] * len(rows)
    >>> PlainModel(Mean()).fit([[1], [2]], [3, 5]).predict([[0]])
    [4.0]
    """

    def __init__(self, model: Any) -> None:
        self.model = model

    def fit(self, rows: Any, targets: Any) -> Self:
        """Let a copy of the model learn."""
        self.model_: Any = deepcopy(self.model)
        self.model_.fit(rows, targets)
        if hasattr(self.model_, "classes_"):
            self.classes_ = self.model_.classes_
        elif hasattr(self.model_, "predict_proba"):
            self.classes_ = np.unique(targets)  # its columns are read in the order of the targets
        return self

    def __sklearn_tags__(self) -> Any:
        """Say that what predicts probabilities is a classifier: scikit-learn asks others for labels instead."""
        tags = super().__sklearn_tags__()
        if hasattr(self.model, "predict_proba"):
            tags.estimator_type, tags.classifier_tags = "classifier", ClassifierTags()
        return tags

    def predict(self, rows: Any) -> Any:
        """Return what the model predicts."""
        return self.model_.predict(rows)

    @available_if(_predicts_probabilities)  # type: ignore[untyped-decorator]  # scikit-learn has no types
    def predict_proba(self, rows: Any) -> Any:
        """Return the model's probabilities."""
        return self.model_.predict_proba(rows)


def marked(estimator: Any, fitted: Any, n_columns: int) -> Any:
    """Return a fitted estimator that scikit-learn's pipelines take for fitted.

    They ask for an attribute that ends in an underscore, which not every model has.

    Parameters
    ----------
    estimator : Any
        What was trained.
    fitted : Any
        What its ``fit`` returned: itself, or of some nothing.
    n_columns : int
        How many columns it learned from.
    """
    found = estimator if fitted is None else fitted
    try:
        check_is_fitted(found)
    except NotFittedError:
        found.n_features_in_ = n_columns
    return found
