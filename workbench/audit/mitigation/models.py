"""Models that methods against gaps make: votes of several, and thresholds of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin

from workbench.audit.mitigation.grouping import Grouping

__all__ = ["GroupThresholds", "Votes", "moved_scores"]

_EVEN = 0.5


class Votes(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Several models of which each decides; the score is the share of votes for the favourable outcome.

    Parameters
    ----------
    models : sequence of estimator
        Fitted; they predict 0 or 1.
    weights : sequence of float
        Of each vote; they add up to 1.

    Examples
    --------
    >>> from sklearn.dummy import DummyClassifier
    >>> models = [DummyClassifier(strategy="constant", constant=one).fit([[0], [0]], [0, 1]) for one in (0, 1)]
    >>> Votes(models, [0.25, 0.75]).predict_proba([[7]]).tolist()
    [[0.25, 0.75]]
    """

    def __init__(self, models: Sequence[Any], weights: Sequence[float]) -> None:
        self.models = models
        self.weights = weights
        self.classes_ = np.array([0, 1])

    def fit(self, rows: Any, targets: Any) -> Self:  # noqa: ARG002  -- scikit-learn asks for it
        """Return itself: the models are fitted already."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        """Say that it can predict."""
        return True

    def predict_proba(self, rows: Any) -> NDArray[np.float64]:
        """Return the shares of votes against and for the favourable outcome, shape (n_rows, 2)."""
        votes = np.column_stack([np.asarray(one.predict(rows), dtype=np.float64) for one in self.models])
        share = np.clip(votes @ np.asarray(self.weights, dtype=np.float64), 0.0, 1.0)
        return np.column_stack([1 - share, share])

    def predict(self, rows: Any) -> NDArray[np.int64]:
        """Return 1 where at least half of the votes are for the favourable outcome."""
        return np.asarray(self.predict_proba(rows)[:, 1] >= _EVEN, dtype=np.int64)


class GroupThresholds(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A model whose scores are moved so that at 0.5 each group is decided by its own threshold.

    Within a group the order of people stays. The moved score is no probability.

    Parameters
    ----------
    pipeline : Any
        The fitted model, which reads original columns.
    grouping : Grouping
        The attribute, which it reads as well.
    kinds : mapping of str to pyarrow.DataType
        How the data hold the attribute's columns, so that a value gets the same name.
    thresholds : mapping of str to float
        By group.
    otherwise : float
        For people of an unknown or of another group.
    """

    def __init__(
        self,
        pipeline: Any,
        grouping: Grouping,
        kinds: Mapping[str, Any],
        thresholds: Mapping[str, float],
        otherwise: float,
    ) -> None:
        self.pipeline = pipeline
        self.grouping = grouping
        self.kinds = kinds
        self.thresholds = thresholds
        self.otherwise = otherwise
        self.classes_ = np.array([0, 1])

    def __sklearn_is_fitted__(self) -> bool:
        """Say that it can predict."""
        return True

    def threshold_of(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the threshold that each row is decided by."""
        columns = {name: _arrow(frame[name], kind) for name, kind in self.kinds.items()}
        names = self.grouping.names_of(columns)
        return np.array([self.thresholds.get(str(name), self.otherwise) for name in names], dtype=np.float64)

    def predict_proba(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return moved scores, shape (n_rows, 2); at 0.5 each group's own threshold decides."""
        scores = np.asarray(self.pipeline.predict_proba(frame), dtype=np.float64)[:, 1]
        moved = moved_scores(scores, self.threshold_of(frame))
        return np.column_stack([1 - moved, moved])

    def predict(self, frame: pd.DataFrame) -> NDArray[np.int64]:
        """Return 1 where the score reaches the group's threshold."""
        return np.asarray(self.predict_proba(frame)[:, 1] >= _EVEN, dtype=np.int64)


def moved_scores(scores: NDArray[np.float64], thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores that are at least 0.5 exactly where they were at least their threshold; their order stays.

    Examples
    --------
    >>> moved_scores(np.array([0.1, 0.2, 0.6, 1.0]), np.full(4, 0.2)).tolist()
    [0.25, 0.5, 0.75, 1.0]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        below = _EVEN * scores / thresholds
        above = np.where(thresholds < 1, _EVEN + _EVEN * (scores - thresholds) / (1 - thresholds), 1.0)
    return np.asarray(
        np.where(scores >= thresholds, np.clip(above, _EVEN, 1.0), np.clip(below, 0.0, np.nextafter(_EVEN, 0.0)))
    )


def _arrow(column: pd.Series, kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column as the data hold it: a whole number that became a float to be missing is whole again."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    found = pa.array(column, from_pandas=True)
    found = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
    return found if found.type == plain else found.cast(plain)
