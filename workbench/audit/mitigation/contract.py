"""What every method against gaps has in common: it trains a model on some of the training rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from workbench.audit.mitigation.grouping import Grouping
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.modeling.candidates import Candidate
from workbench.modeling.folds import Fold, draw_fewer
from workbench.modeling.training import predict_fold
from workbench.preparation.result import Prepared

__all__ = ["Case", "Learned", "Mitigation", "NeedsAttribute"]

NeedsAttribute = Literal["never", "training", "decisions"]
"""Whether a method looks at the protected attribute: never, in training alone, or whenever somebody is decided on."""

_INNER_FOLDS = 3


@dataclass(frozen=True, eq=False)
class Case:
    """What methods are tried on.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    candidate : Candidate
        The kind of model.
    grouping : Grouping
        The groups that are to be brought closer together.
    metric : str
        What is compared: ``"selection_rate"`` and the like, or ``"equalized_odds"``.
    threshold : float
        A decision is favourable when the score is at least this.
    minimum_n : int
        Groups with fewer rows get nothing of their own.
    seed : int
        Of models and folds.
    """

    prepared: Prepared
    candidate: Candidate
    grouping: Grouping
    metric: str
    threshold: float
    minimum_n: int
    seed: int

    def part(self, rows: NDArray[np.int64] | None) -> Dataset:
        """Return some of the training rows; all where ``rows`` is ``None``."""
        train = self.prepared.split.train
        return train if rows is None else train.take(rows, Provenance("take", {}, ()))

    def unseen_scores(self, rows: NDArray[np.int64] | None) -> NDArray[np.float64]:
        """Return what models that have not seen them predict for some training rows, cross-fitted among themselves.

        ``nan`` of those of a first period, where the data have a time.
        """
        part = self.part(rows)
        places = np.arange(part.n_rows) if rows is None else rows
        scores = np.full(part.n_rows, np.nan)
        for fold in draw_fewer(part, n_folds=_INNER_FOLDS, seed=self.seed):
            inner = Fold(0, places[fold.train], places[fold.test])
            scores[fold.test] = predict_fold(self.prepared, self.candidate, inner, self.seed)
        return scores


@dataclass(frozen=True, eq=False)
class Learned:
    """A model that a method trained.

    Parameters
    ----------
    model : Any
        What reads original columns and predicts: a pipeline, or where the protected attribute is looked at whenever
        somebody is decided on, a model around one.
    prepared : Prepared
        What it was trained on.
    columns : tuple of str
        The original columns that it reads, the protected ones included.
    findings : tuple of Finding
        What was noticed.
    details : mapping of str to object
        What the method came to, as values that JSON can hold.
    """

    model: Any
    prepared: Prepared
    columns: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


class Mitigation(ABC):
    """A method against gaps."""

    name: ClassVar[str]
    title: ClassVar[str]
    needs_attribute: ClassVar[NeedsAttribute]
    decides_itself: ClassVar[bool] = False

    def threshold_of(self, case: Case) -> float:
        """Return from which score on its models decide favourably: the case's, or 0.5 of those that decide."""
        return 0.5 if self.decides_itself else case.threshold

    @abstractmethod
    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model that learned from some training rows, or from all.

        Raises
        ------
        InputError, NotEnoughDataError
            If the method cannot be applied to these rows or to this kind of model, in words.
        """

    @abstractmethod
    def settings(self) -> dict[str, object]:
        """Return how the method is set, as values that JSON can hold."""

    def findings(self, case: Case) -> tuple[Finding, ...]:  # noqa: ARG002  -- methods with more to say use it
        """Return what has to be known of the method before it is used, whatever the rows."""
        return ()
