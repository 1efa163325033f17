"""Reductions: a model is trained again and again on rows weighted anew, until its gap is small (Agarwal 2018)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from workbench.audit.mitigation.contract import Case, Learned, Mitigation, NeedsAttribute
from workbench.audit.mitigation.models import Votes
from workbench.audit.mitigation.training import ready_rows, taking_weights, weights_not_used
from workbench.checks import check_choice, check_fraction, check_positive
from workbench.core.finding import Finding
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.running import told

__all__ = ["CONSTRAINT_OF", "Reductions"]

Algorithm = Literal["exponentiated_gradient", "grid_search"]

_CONSTRAINTS: Mapping[str, str] = {
    "demographic_parity": "DemographicParity",
    "equalized_odds": "EqualizedOdds",
    "true_positive_rate_parity": "TruePositiveRateParity",
    "false_positive_rate_parity": "FalsePositiveRateParity",
    "error_rate_parity": "ErrorRateParity",
}
CONSTRAINT_OF: Mapping[str, str] = {
    "selection_rate": "demographic_parity",
    "equalized_odds": "equalized_odds",
    "true_positive_rate": "true_positive_rate_parity",
    "false_positive_rate": "false_positive_rate_parity",
    "accuracy_score": "error_rate_parity",
}
"""For each figure that a policy may compare and that can be a constraint, its name in fairlearn."""

_LEAST_WEIGHT = 1e-12


@dataclass(frozen=True)
class Reductions(Mitigation):
    """Train the model again and again on rows weighted anew, until its gap on them is small; by fairlearn.

    The attribute is looked at in training alone.

    Parameters
    ----------
    constraint : str
        ``"demographic_parity"``, ``"equalized_odds"``, ``"true_positive_rate_parity"``,
        ``"false_positive_rate_parity"`` or ``"error_rate_parity"``; by default the one of the metric that the policy
        compares.
    algorithm : {"exponentiated_gradient", "grid_search"}
        The first makes several models that decide together; the second keeps the best one of a grid.
    difference_bound : float
        How large a gap may stay on the rows it learns from.
    grid_size : int
        How many models the grid has.

    Raises
    ------
    InputError
        If one of these is not known or out of range.

    Notes
    -----
    fairlearn's exponentiated gradient decides by lot: each person is decided by one of the models, drawn with their
    weights. Here the weighted majority decides, so that the same person is decided the same way each time; what is
    measured is the majority.

    Agarwal, A. and others (2018), *A Reductions Approach to Fair Classification*, ICML.

    Examples
    --------
    >>> Reductions(constraint="equalized_odds").settings()["constraint"]
    'equalized_odds'
    """

    constraint: str = ""
    algorithm: Algorithm = "exponentiated_gradient"
    difference_bound: float = 0.01
    grid_size: int = 20

    name: ClassVar[str] = "reductions"
    title: ClassVar[str] = "reductions"
    needs_attribute: ClassVar[NeedsAttribute] = "training"
    decides_itself: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the settings."""
        if self.constraint:
            check_choice("constraint", self.constraint, list(_CONSTRAINTS))
        check_choice("algorithm", self.algorithm, ("exponentiated_gradient", "grid_search"))
        check_fraction("difference_bound", self.difference_bound)
        if check_positive("grid_size", self.grid_size) < 2:
            raise InputError(f"grid_size is {self.grid_size!r}.\nGive a whole number of at least 2.")

    def settings(self) -> dict[str, object]:
        """Return how it is set."""
        told = {"algorithm": self.algorithm, "difference_bound": self.difference_bound}
        grid = {"grid_size": self.grid_size} if self.algorithm == "grid_search" else {}
        return told | grid | ({"constraint": self.constraint} if self.constraint else {})

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return that votes decide, and where the data have weights that they are not used."""
        return ((_votes(),) if self.algorithm == "exponentiated_gradient" else ()) + weights_not_used(
            case, "Reductions"
        )

    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model that learned under the constraint, as :meth:`Mitigation.train` says."""
        constraint = self.constraint or _constraint_of(case.metric)
        ready, estimator = ready_rows(case, rows)
        argument = taking_weights(case, estimator, "the method of reductions")
        coded = case.grouping.coded(ready.part)
        known = np.flatnonzero(coded.codes >= 0)
        if len(np.unique(coded.codes[known])) < 2:
            raise NotEnoughDataError(
                f"The rows to learn from are of fewer than two known groups of {case.grouping.title!r}.\n"
                "Give more rows, or ask for fewer folds."
            )
        outcomes = np.array(ready.part.targets(), dtype=np.int64)[known]
        reduction = self._reduction(constraint, estimator, argument)
        try:
            with threadpool_limits(1), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                reduction.fit(ready.matrix[known].copy(), outcomes, sensitive_features=coded.codes[known])
        except Exception as error:  # fairlearn, and the model inside, may raise anything
            raise InputError(
                f"fairlearn's reductions failed under {constraint.replace('_', ' ')}: {told(error)}\n"
                "A group may have too few rows of one outcome. Choose another constraint, or cross fewer attributes."
            ) from error
        pipeline = Pipeline([("prepare", ready.transformer), ("model", _model(reduction))])
        details = {"constraint": constraint, "n_without_group": len(coded.codes) - len(known)}
        return Learned(pipeline, case.prepared, case.prepared.columns, (), details)

    def _reduction(self, constraint: str, estimator: Any, argument: str) -> Any:
        from fairlearn import reductions

        kind = getattr(reductions, _CONSTRAINTS[constraint])
        moment = kind() if self.algorithm == "grid_search" else kind(difference_bound=self.difference_bound)
        if self.algorithm == "grid_search":
            return reductions.GridSearch(estimator, moment, grid_size=self.grid_size, sample_weight_name=argument)
        return reductions.ExponentiatedGradient(estimator, moment, sample_weight_name=argument)


def _constraint_of(metric: str) -> str:
    if metric not in CONSTRAINT_OF:
        raise InputError(
            f"The policy compares {metric.replace('_', ' ')}, for which reductions have no constraint.\n"
            f"Name one: Reductions(constraint=…) of {', '.join(_CONSTRAINTS)}."
        )
    return CONSTRAINT_OF[metric]


def _model(reduction: Any) -> Any:
    """Return what fairlearn found as a model that needs no fairlearn; models without a vote are left out."""
    if not hasattr(reduction, "weights_"):
        return reduction.predictors_[reduction.best_idx_]
    weights = np.asarray(reduction.weights_, dtype=np.float64)
    kept = [at for at, weight in enumerate(weights) if weight > _LEAST_WEIGHT]
    models = [reduction.predictors_[place] for place in np.asarray(reduction.weights_.index)[kept]]
    return Votes(models, (weights[kept] / weights[kept].sum()).tolist())


def _votes() -> Finding:
    return Finding(
        "WB561",
        "note",
        "Reductions decide by the votes of several models, and their scores are shares of votes",
        "fairlearn lets chance pick one of the models for each person; here the majority decides, so that the same "
        "person is decided the same way each time. A share of votes is no probability, and calibration says nothing.",
        "Read its decisions, not its scores; or take the best single model: Reductions(algorithm='grid_search').",
    )
