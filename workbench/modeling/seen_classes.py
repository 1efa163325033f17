"""Models that want their classes numbered without a gap, where the rows to learn from lack a class in the middle."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone

__all__ = ["SeenClasses", "with_seen_classes", "without_seen_classes"]


class SeenClasses(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A classifier that learns from the classes that are there, numbered from 0, and says which ones they are.

    XGBoost refuses the classes 0 and 2 where no row of class 1 is among those to learn from, as it may be in a fold.

    Parameters
    ----------
    estimator : estimator
        The classifier. It is not touched: a copy of it learns.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> model = SeenClasses(DecisionTreeClassifier()).fit([[0.0], [1.0]], [0, 2])
    >>> model.classes_.tolist(), model.predict([[1.0]]).tolist(), model.estimator_.classes_.tolist()
    ([0, 2], [2], [0, 1])
    """

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator

    def fit(self, rows: Any, targets: Any, **arguments: Any) -> Self:
        """Let a copy of the classifier learn."""
        self.classes_, places = np.unique(targets, return_inverse=True)
        self.estimator_ = clone(self.estimator).fit(rows, places, **arguments)
        return self

    def predict(self, rows: Any) -> Any:
        """Return the class of each row, as it was called in the rows learned from."""
        return self.classes_[np.asarray(self.estimator_.predict(rows), dtype=np.int64)]

    def predict_proba(self, rows: Any) -> Any:
        """Return probabilities, a column for each of ``classes_``."""
        return self.estimator_.predict_proba(rows)


def with_seen_classes(estimator: Any, targets: Any) -> Any:
    """Return an estimator that can learn from these classes: itself, or of one that would refuse them, around it.

    Parameters
    ----------
    estimator : Any
        Not fitted.
    targets : array, shape (n_rows,)
        Places of classes. What is there from 0 on without a gap, nobody refuses.

    Examples
    --------
    >>> from sklearn.dummy import DummyClassifier
    >>> with_seen_classes(DummyClassifier(), [0, 2])
    DummyClassifier()
    """
    seen = np.unique(targets)
    has_gap = seen.dtype.kind in "iu" and not np.array_equal(seen, np.arange(len(seen)))
    return SeenClasses(estimator) if has_gap and _wants_every_class(estimator) else estimator


def without_seen_classes(estimator: Any) -> Any:
    """Return the classifier itself, which may be trained on other rows that lack no class."""
    return estimator.estimator if isinstance(estimator, SeenClasses) else estimator


def _wants_every_class(estimator: Any) -> bool:
    """Return whether it is one of XGBoost's classifiers, or has one inside."""
    inside = estimator.get_params().values() if hasattr(estimator, "get_params") else ()
    return any(
        base.__name__ == "XGBClassifier" and base.__module__.startswith("xgboost")
        for one in (estimator, *inside)
        for base in type(one).__mro__
    )
