"""What a figure by group is: what it needs of the counts, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.stats.intervals import Limits
from workbench.tally.values import Axis, GroupEstimates, GroupValues

__all__ = ["Metric", "Needs", "estimates"]

Needs = Literal["decision", "outcome", "both", "score", "score alone", "moments"]


@dataclass(frozen=True)
class Metric:
    """A figure by group.

    Parameters
    ----------
    name : str
        The field's name for it.
    needs : {"decision", "outcome", "both", "score", "score alone", "moments"}
        What the data must have: decisions, outcomes, both of the same rows, scores with outcomes,
        scores whatever became of the rows, or moments of predicted amounts.
    by_group : callable
        Takes an :class:`~workbench.tally.values.Axis` and a confidence, returns the values.
    is_fraction : bool
        Whether it lies between 0 and 1.
    has_ratio : bool
        Whether a ratio of two makes sense.
    carried : callable, optional
        Whether the counts of an axis hold what the figure needs; by default ``needs`` says it.
    """

    name: str
    needs: Needs
    by_group: Callable[[Axis, float], GroupValues]
    is_fraction: bool = True
    has_ratio: bool = True
    carried: Callable[[Axis], bool] | None = None

    def is_carried_by(self, axis: Axis) -> bool:
        """Whether the counts hold what the figure needs."""
        if self.carried is not None:
            return self.carried(axis)
        tally = axis.tally
        if self.needs in ("score", "score alone"):
            # Weighted sums of scores are not counted: without them a weighted figure would be another figure.
            there = tally.scores is not None and tally.weights is None
            return there and (self.needs == "score alone" or tally.n_outcomes > 0)
        if self.needs == "both":
            return bool(tally.n[:, :-1, :-1].any())
        return bool((tally.n_decisions if self.needs == "decision" else tally.n_outcomes) > 0)


def estimates(
    name: str,
    axis: Axis,
    confidence: float,
    *,
    values: NDArray[np.float64],
    limits: Callable[[float], Limits],
    n: NDArray[np.int64],
    empty: str,
    has_ratio: bool = True,
) -> GroupEstimates:
    """Return figures of groups that are no plain shares."""
    return GroupEstimates(name, axis.attribute, axis.groups, n, confidence, empty, values, limits, has_ratio)
