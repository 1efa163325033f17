"""``ThresholdChoice``: a threshold, what it costs, and what it does to each group, before it is accepted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.modeling.noticing import judge
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import decided, predict_rows
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.effects import GroupEffect

__all__ = ["Capacity", "ThresholdChoice", "ThresholdCurve", "Value", "accepted"]

# What is said anew of other decisions, or of another choice of the same kind.
_SAID_ANEW = {
    "choose_threshold": ("WB301", "WB302", "WB312", "WB313"),
    "calibrate_model": ("WB301", "WB302", "WB314", "WB315"),
}


@dataclass(frozen=True)
class Value:
    """A number with its limits.

    Parameters
    ----------
    value : float
        The number.
    low, high : float
        Its confidence limits; ``nan`` where there is no spread to go by.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Capacity:
    """How many may be selected.

    Parameters
    ----------
    most : int
        People at most.
    of : int
        Of how many.
    selected : tuple of (int, int)
        Between how many of ``of`` new people the threshold selects with the confidence asked for: which people come
        is chance. With sampling weights, and where nobody or everybody is selected, that is not known: ``(0, of)``.
    n_unused : int
        Places that stay empty among the rows it was chosen on, as the next rows have one score, and are too many.
    n_tied : int
        How many rows have that score.
    """

    most: int
    of: int
    selected: tuple[int, int]
    n_unused: int
    n_tied: int


@dataclass(frozen=True, eq=False)
class ThresholdCurve:
    """What some thresholds give, for a picture: at most 201 of them, so that no row's score is told.

    Parameters
    ----------
    thresholds : array of float
        Rising.
    selection_rates : array of float
        Share selected at each.
    values : array of float
        The criterion at each; empty where none was asked for.
    """

    thresholds: NDArray[np.float64]
    selection_rates: NDArray[np.float64]
    values: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ThresholdChoice(Result):
    """A threshold that was chosen, and has not been accepted yet.

    Parameters
    ----------
    fitted : Fitted
        The model, with the threshold it has.
    threshold : float
        The one chosen: a decision is favourable when the score is at least this. Just above 1 where nobody is to be
        selected and some score is 1.
    criterion : str
        ``"cost"`` per 100 people, a score such as ``"f1_score"``, or ``""`` where only a capacity was given.
    how : str
        Which rows it was chosen on.
    n : int
        How many rows.
    n_selected, n_selected_before : int
        How many of them are decided favourably, and were at the threshold the model has.
    plateau : tuple of (float, float)
        Thresholds above the first and up to the second are as good on these rows.
    not_clearly_worse : tuple of (float, float) or None
        The lowest and the highest threshold that are not clearly worse, each compared by itself; ``None`` where only a
        capacity was given.
    value, value_before, change : Value or None
        The criterion at the chosen threshold, at the one the model has, and the paired difference. The first looks
        a little too good, since the threshold was chosen on these rows.
    value_elsewhere : Value or None
        The criterion where each row is decided by a threshold that was chosen on other rows: what can be expected.
        ``nan`` where there are too few rows of some outcome to put some apart.
    best_if_calibrated : float
        The threshold of least cost if the scores were calibrated probabilities; ``nan`` without costs.
    capacity : Capacity or None
        Where one was given.
    effects : tuple of GroupEffect
        For each protected attribute what happens to the groups' rates.
    curve : ThresholdCurve
        For a picture.
    findings : tuple of Finding
        WB312: a gap between groups opens or widens. WB313: all or nobody would be selected.
    confidence : float
        Of all limits.
    """

    fitted: Fitted
    threshold: float
    criterion: str
    how: str
    n: int
    n_selected: int
    n_selected_before: int
    plateau: tuple[float, float]
    not_clearly_worse: tuple[float, float] | None
    value: Value | None
    value_before: Value | None
    change: Value | None
    value_elsewhere: Value | None
    best_if_calibrated: float
    capacity: Capacity | None
    effects: tuple[GroupEffect, ...]
    curve: ThresholdCurve
    findings: tuple[Finding, ...] = ()
    confidence: float = 0.95

    def __repr__(self) -> str:
        """Return the choice in one sentence."""
        told = ""
        expected = self.value_elsewhere
        if self.value is not None and self.value_before is not None:
            name = "cost per 100 people" if self.criterion == "cost" else self.criterion
            if expected is None or math.isnan(expected.value):
                told = f"{name} {self.value.value:.4g} on the rows it was chosen on"
            else:
                told = f"{name} {expected.value:.4g} on rows it was not chosen on"
            told = f", {told} instead of {self.value_before.value:.4g}"
        n = len([one for one in self.findings if one.code == "WB312"])
        gaps = f", {n} gap{'s open' if n > 1 else ' opens'} or widen{'' if n > 1 else 's'}" if n else ""
        return (
            f"Threshold {_told(self.threshold)} instead of {_told(self.fitted.threshold)}: {self.n_selected:,} of "
            f"{self.n:,} rows favourable instead of {self.n_selected_before:,}{told}{gaps}."
        )

    def _content(self) -> object:
        return [self.threshold, self.n, self.n_selected, self.n_selected_before]

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return pd.DataFrame([row for one in self.effects for row in one.rows()])

    def frame(self) -> pd.DataFrame:
        """Return what happens to each group: one row a group, attribute and rate, before, after and the change."""
        return self._frame.copy()

    def accept(self) -> Fitted:
        """Return the model with the chosen threshold; what it decides on the held-out rows is judged anew.

        Examples
        --------
        >>> from workbench.data.read import read_data
        >>> from workbench.data.split import split_data
        >>> from workbench.modeling.fit import fit_model
        >>> from workbench.modeling.thresholds.choose import choose_threshold
        >>> from workbench.preparation.prepare import prepare_data
        >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
        >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
        >>> choice = choose_threshold(fitted, costs={"false_favourable": 1, "false_unfavourable": 2})
        >>> choice.accept().threshold == choice.threshold
        True
        """
        made = self.provenance
        settings = {**made.settings, "threshold": self.threshold, "chosen_on": self.how}
        told = Provenance("choose_threshold", settings, (self.fingerprint,), made.seed)
        return accepted(self.fitted, told, threshold=self.threshold, findings=self.findings)


def _told(threshold: float) -> str:
    """Return a threshold in words; one above 1 decides favourably on nobody."""
    return f"{threshold:.4g}" if threshold <= 1 else "above 1 (nobody)"


def accepted(
    fitted: Fitted,
    made: Provenance,
    *,
    threshold: float,
    pipeline: Any = None,
    title: str = "",
    findings: tuple[Finding, ...] = (),
) -> Fitted:
    """Return a model with another threshold or pipeline, judged anew on the held-out rows.

    Parameters
    ----------
    fitted : Fitted
        The model as it was.
    made : Provenance
        Of the new one.
    threshold : float
        The new one's.
    pipeline : Any, optional
        The new one's, where it is another.
    title : str
        What readers call the new one, where it is another.
    findings : tuple of Finding
        What was noticed about the choice; it stays with the model, in the place of what an earlier choice gave.
    """
    split, roles = fitted.prepared.split, fitted.prepared.split.data.roles
    scores = fitted.scores
    if pipeline is not None:
        scores = predict_rows(pipeline, fitted.prepared.raw_frame(split.test), roles, fitted.title)
    decisions = decided(scores, roles.task, threshold)
    performance = performance_of(split, decisions)
    kept = tuple(one for one in fitted.findings if one.code not in _SAID_ANEW[made.stage])
    return replace(
        fitted,
        provenance=replace(made, versions=fitted.provenance.versions),
        title=title or fitted.title,
        threshold=threshold,
        pipeline=fitted.pipeline if pipeline is None else pipeline,
        scores=scores,
        performance=performance,
        findings=(*kept, *judge(performance, decisions, task="binary"), *findings),
    )
