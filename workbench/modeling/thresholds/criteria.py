"""What a threshold is chosen by: stated costs of each kind of decision, or a score that counts carry.

Each criterion is a smooth function of four shares: of rows decided favourably and rightly (true positives, tp),
favourably and wrongly (fp), unfavourably and wrongly (fn), unfavourably and rightly (tn). Its slopes give its standard
error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError

__all__ = ["COSTS", "METRICS", "Criterion", "criterion_of_costs", "criterion_of_metric"]

Floats = NDArray[np.float64]

COSTS = ("true_favourable", "false_favourable", "false_unfavourable", "true_unfavourable")
"""What can be given a cost, in the order of the cells tp, fp, fn, tn: what was decided, and whether it was right."""


@dataclass(frozen=True)
class Criterion:
    """A number that tells how good decisions are.

    Parameters
    ----------
    name : str
        ``"cost"``, or the field's name of a score.
    title : str
        What readers call it.
    value : callable
        Takes shares of rows, shape (4, n_thresholds) in the order tp, fp, fn, tn; returns the number for each.
    slopes : callable
        Takes the same; returns its derivatives by each share, same shape.
    greater_is_better : bool
        ``False`` for costs.
    costs : tuple of float
        Of a row of each kind, where costs were stated; else empty.
    """

    name: str
    title: str
    value: Callable[[Floats], Floats]
    slopes: Callable[[Floats], Floats]
    greater_is_better: bool = True
    costs: tuple[float, ...] = ()

    @property
    def sign(self) -> int:
        """1 where less is better, -1 where more is."""
        return -1 if self.greater_is_better else 1

    @property
    def best_if_calibrated(self) -> float:
        """The threshold of least cost if scores are calibrated probabilities; ``nan`` without costs.

        A row of probability p is better decided favourably where ``p (c_fn - c_tp) >= (1 - p)(c_fp - c_tn)``.
        Elkan, C. (2001), *IJCAI*, 973-978.
        """
        if not self.costs:
            return float("nan")
        tp, fp, fn, tn = self.costs
        return (fp - tn) / ((fp - tn) + (fn - tp))


def criterion_of_costs(costs: object) -> Criterion:
    """Return what 100 people cost on average.

    Parameters
    ----------
    costs : mapping of str to float
        The cost of one ``false_favourable`` and of one ``false_unfavourable`` decision, in any unit; also of
        ``true_favourable`` and ``true_unfavourable`` ones, which else cost 0. A benefit is a cost below 0.

    Raises
    ------
    InputError
        If a name is not known, a cost is no number, or a wrong decision does not cost more than the right one.

    Examples
    --------
    A wrongly granted loan costs as much as five wrongly refused ones:

    >>> criterion = criterion_of_costs({"false_favourable": 5, "false_unfavourable": 1})
    >>> round(criterion.best_if_calibrated, 4)
    0.8333
    """
    if not isinstance(costs, Mapping) or not costs:
        raise InputError(
            f"costs is {costs!r}.\nGive what each wrong decision costs: "
            "costs={'false_favourable': 5, 'false_unfavourable': 1}."
        )
    known: dict[object, object] = dict(costs)
    for name, value in known.items():
        if name not in COSTS:
            raise InputError.for_choice("costs", name, COSTS)
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(float(value)):
            raise InputError(f"The cost {name!r} is {value!r}.\nGive a finite number; a benefit is one below 0.")
    tp, fp, fn, tn = (float(costs.get(name, 0.0)) for name in COSTS)
    for wrong, right, missed, met in (
        ("false_favourable", "true_unfavourable", fp, tn),
        ("false_unfavourable", "true_favourable", fn, tp),
    ):
        if not missed > met:
            raise InputError(
                f"The cost {wrong!r} is {missed:g}, and {right!r}, the right decision for the same people, "
                f"{met:g}.\nA wrong decision costs more than the right one: correct the costs."
            )
    each = 100 * np.array([[tp], [fp], [fn], [tn]])
    return Criterion(
        "cost",
        "cost per 100 people",
        lambda shares: np.asarray((each * shares).sum(axis=0)),
        lambda shares: np.broadcast_to(each, shares.shape),
        greater_is_better=False,
        costs=(tp, fp, fn, tn),
    )


def criterion_of_metric(name: str) -> Criterion:
    """Return the score of that name, greater being better.

    Parameters
    ----------
    name : {"accuracy_score", "balanced_accuracy_score", "f1_score"}
        As scikit-learn names it.

    Raises
    ------
    InputError
        If it is another.

    Examples
    --------
    >>> criterion_of_metric("f1_score").value(np.array([[0.3], [0.1], [0.2], [0.4]])).round(3).tolist()
    [0.667]
    """
    if name not in METRICS:
        raise InputError.for_choice("metric", name, list(METRICS))
    return METRICS[name]


def _balanced(shares: Floats) -> Floats:
    tp, fp, fn, tn = shares
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((tp / (tp + fn) + tn / (tn + fp)) / 2)


def _balanced_slopes(shares: Floats) -> Floats:
    tp, fp, fn, tn = shares
    with np.errstate(invalid="ignore", divide="ignore"):
        yes, no = 2 * (tp + fn) ** 2, 2 * (tn + fp) ** 2
        return np.stack([fn / yes, -tn / no, -tp / yes, fp / no])


def _f1(shares: Floats) -> Floats:
    tp, fp, fn, _ = shares
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * tp / (2 * tp + fp + fn))


def _f1_slopes(shares: Floats) -> Floats:
    tp, fp, fn, _ = shares
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = 2 * tp + fp + fn
        missed = -2 * tp / whole**2
        return np.stack([2 / whole + 2 * missed, missed, missed, np.zeros_like(tp)])


_RIGHT = np.array([[1.0], [0.0], [0.0], [1.0]])

METRICS: dict[str, Criterion] = {
    one.name: one
    for one in (
        Criterion(
            "accuracy_score",
            "accuracy",
            lambda shares: np.asarray((_RIGHT * shares).sum(axis=0)),
            lambda shares: np.broadcast_to(_RIGHT, shares.shape),
        ),
        Criterion("balanced_accuracy_score", "balanced accuracy", _balanced, _balanced_slopes),
        Criterion("f1_score", "F1 score", _f1, _f1_slopes),
    )
}
"""Scores that a threshold can be chosen by. With one outcome only, balanced accuracy does not exist."""
