"""Threshold optimisation: each group is decided by a threshold of its own, so that a rate is equal (Hardt 2016)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from workbench.audit.by_group import legal_caution
from workbench.audit.mitigation.contract import Case, Learned, Mitigation, NeedsAttribute
from workbench.audit.mitigation.models import GroupThresholds
from workbench.audit.mitigation.thresholds import equal_thresholds
from workbench.audit.mitigation.training import as_it_is
from workbench.checks import check_choice
from workbench.core.finding import Finding
from workbench.errors import InputError, NotEnoughDataError

__all__ = ["EQUAL_RATES", "ThresholdOptimisation"]

EQUAL_RATES = ("selection_rate", "true_positive_rate", "false_positive_rate")
"""The rates that thresholds by group can make equal."""

_OBJECTIVES = ("accuracy_score", "balanced_accuracy_score")


@dataclass(frozen=True)
class ThresholdOptimisation(Mitigation):
    """Decide each group by a threshold of its own, at which a rate is as equal as people can be counted.

    The attribute is looked at whenever somebody is decided on.

    Parameters
    ----------
    metric : str
        The rate that is made equal: ``"selection_rate"``, ``"true_positive_rate"`` or ``"false_positive_rate"``; by
        default the one that the policy compares.
    objective : {"accuracy_score", "balanced_accuracy_score"}
        What is as great as it can be then.

    Raises
    ------
    InputError
        If one of these is not known.

    Notes
    -----
    Thresholds are chosen on scores of training rows that no model has learned from. No lot is drawn, as in
    fairlearn's ``ThresholdOptimizer``, so that the same person is decided the same way each time; and so rates are
    equal within one person of the smallest group, not exactly.

    Hardt, M., Price, E. and Srebro, N. (2016), *Equality of Opportunity in Supervised Learning*, NeurIPS.

    Examples
    --------
    >>> ThresholdOptimisation(metric="true_positive_rate").needs_attribute
    'decisions'
    """

    metric: str = ""
    objective: Literal["accuracy_score", "balanced_accuracy_score"] = "accuracy_score"

    name: ClassVar[str] = "threshold_optimisation"
    title: ClassVar[str] = "thresholds by group"
    needs_attribute: ClassVar[NeedsAttribute] = "decisions"
    decides_itself: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the settings."""
        if self.metric:
            check_choice("metric", self.metric, EQUAL_RATES)
        check_choice("objective", self.objective, _OBJECTIVES)

    def settings(self) -> dict[str, object]:
        """Return how it is set."""
        return {"objective": self.objective} | ({"metric": self.metric} if self.metric else {})

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return the caution that the law may forbid it."""
        return (legal_caution(case.grouping.title),)

    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model with thresholds by group, as :meth:`Mitigation.train` says."""
        metric = self.metric or case.metric
        if metric not in EQUAL_RATES:
            raise InputError(
                f"The policy compares {metric.replace('_', ' ')}, which thresholds alone cannot make equal.\n"
                f"Name a rate: ThresholdOptimisation(metric=…) of {', '.join(EQUAL_RATES)}."
            )
        part, scores = case.part(rows), case.unseen_scores(rows)
        coded = case.grouping.coded(part)
        known = np.flatnonzero(~np.isnan(scores))
        weights = part.weights()
        found = equal_thresholds(
            scores[known],
            np.asarray(part.targets(), dtype=np.int64)[known],
            coded.codes[known],
            metric=metric,
            objective=self.objective,
            weights=None if weights is None else weights[known],
            minimum_n=case.minimum_n,
        )
        thresholds = {name: found.thresholds[at] for at, name in enumerate(coded.names) if at in found.thresholds}
        if len(thresholds) < 2:
            raise NotEnoughDataError(
                f"Fewer than two groups of {case.grouping.title!r} have {case.minimum_n} rows to choose a threshold "
                "on.\nGive more rows, or cross fewer attributes."
            )
        learned = as_it_is(case, rows)
        columns = tuple(dict.fromkeys((*learned.columns, *case.grouping.columns)))
        kinds = {name: part.kinds[name] for name in case.grouping.columns}
        model = GroupThresholds(learned.model, case.grouping, kinds, thresholds, found.otherwise)
        few = tuple(name for name in coded.names if name not in thresholds)
        details: Mapping[str, object] = {"metric": metric, "thresholds": thresholds, "otherwise": found.otherwise}
        told = learned.findings + ((_few(few, case.minimum_n),) if few and rows is None else ())
        return Learned(model, case.prepared, columns, told, details)


def _few(groups: tuple[str, ...], minimum_n: int) -> Finding:
    named = ", ".join(groups[:5]) + (" and others" if len(groups) > 5 else "")
    return Finding(
        "WB563",
        "caution",
        f"Some groups get no threshold of their own: {named}",
        f"They have fewer than {minimum_n} rows to choose one on. Their people are decided by the threshold of all.",
        "Collect more rows of these groups, or join groups that may be joined.",
        threshold=float(minimum_n),
        scope=", ".join(groups[:5]),
    )
