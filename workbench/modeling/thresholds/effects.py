"""What another threshold does to each group: who is selected, and who is wrongly refused or wrongly selected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.roles import ProtectedAttribute
from workbench.tally.counting import tally_rows
from workbench.tally.gaps import Gap, largest_gap
from workbench.tally.rates import rate_named
from workbench.tally.tally import Tally
from workbench.tally.values import GroupValues, axis_of, crossed_order

__all__ = ["EFFECT_METRICS", "TOLERANCE", "WIDENED", "GroupEffect", "findings_of", "group_effects"]

EFFECT_METRICS = ("selection_rate", "true_positive_rate", "false_positive_rate")
"""What is shown of every group: share selected, and of those with each outcome the share selected."""

TOLERANCE = 0.05
"""The difference between groups that audits tolerate unless a policy says otherwise."""

WIDENED = 0.01
"""By how much a gap that was there before must grow to be told again."""

_WORDS = {
    "selection_rate": "selection rate",
    "true_positive_rate": "true positive rate",
    "false_positive_rate": "false positive rate",
}


@dataclass(frozen=True, eq=False)
class GroupEffect:
    """A rate of every group of one attribute, before and after a change of threshold.

    Parameters
    ----------
    attribute : str
        What the groups are groups of.
    metric : str
        One of :data:`EFFECT_METRICS`.
    before, after : GroupValues
        The rates with their limits.
    moved : GroupValues
        The share of the same rows whose decision changes, with limits. A threshold moves all decisions one way, so
        that this share is the size of the change.
    direction : {1, 0, -1}
        Whether more, as many or fewer are selected after the change.
    gap_before, gap_after : Gap or None
        How far the groups are apart, allowing for every comparison made; ``None`` with fewer than two groups.
    """

    attribute: str
    metric: str
    before: GroupValues
    after: GroupValues
    moved: GroupValues
    direction: int
    gap_before: Gap | None
    gap_after: Gap | None

    @property
    def change(self) -> NDArray[np.float64]:
        """After less before, for every group; ``nan`` where there is no rate."""
        return self.moved.values * self.direction

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield a row for each group: its rates, the change, and limits of each."""
        limits = (self.before.limits, self.after.limits, self.moved.limits)
        for place, group in enumerate(self.before.groups):
            (b_low, b_high), (a_low, a_high), (m_low, m_high) = ((one.low[place], one.high[place]) for one in limits)
            ends = sorted((self.direction * m_low, self.direction * m_high))
            yield {
                "attribute": self.attribute,
                "metric": self.metric,
                "group": group,
                "n": int(self.before.n[place]),
                "before": float(self.before.values[place]),
                "before_low": float(b_low),
                "before_high": float(b_high),
                "after": float(self.after.values[place]),
                "after_low": float(a_low),
                "after_high": float(a_high),
                "change": float(self.change[place]) + 0.0,
                "change_low": float(ends[0]) + 0.0,
                "change_high": float(ends[1]) + 0.0,
            }

    @property
    def opens(self) -> bool:
        """Whether groups are surely further apart than tolerated after the change, and were not, or less, before.

        A gap that was there before counts from a growth of :data:`WIDENED` on, of the difference seen.
        """
        before, after = self.gap_before, self.gap_after
        if after is None or not after.difference_low > TOLERANCE:
            return False
        if before is None or not before.difference_low > TOLERANCE:
            return True
        return after.extreme_difference >= before.extreme_difference + WIDENED


def group_effects(
    groups: pa.Table,
    outcomes: NDArray[np.int8],
    *,
    before: NDArray[np.int8],
    after: NDArray[np.int8],
    attributes: tuple[ProtectedAttribute, ...],
    weights: NDArray[np.float64] | None = None,
    confidence: float = 0.95,
) -> tuple[GroupEffect, ...]:
    """Return what a change of threshold does to the groups of every protected attribute.

    Parameters
    ----------
    groups : pyarrow.Table
        Each row's group, one column an attribute.
    outcomes : array of int8, shape (n_rows,)
        1 favourable, 0 not.
    before, after : array of int8, shape (n_rows,)
        Decisions at both thresholds.
    attributes : tuple of ProtectedAttribute
        They say how groups are arranged.
    weights : array of float, optional
        For how many people each row stands.
    confidence : float
        Of all limits; of gaps for all attributes and metrics together.
    """
    if not attributes:
        return ()
    direction = int(np.sign(after.sum(dtype=np.int64) - before.sum(dtype=np.int64)))
    was, is_, moved = (
        tally_rows(groups, outcomes=outcomes, decisions=decisions, weights=weights)
        for decisions in (before, after, (before != after).astype(np.int8))
    )
    error = (1 - confidence) / (len(attributes) * len(EFFECT_METRICS))
    found = []
    for one in attributes:
        order = crossed_order(was, [one.title], attributes)
        for metric in EFFECT_METRICS:
            first, second, change = (_rates(tally, metric, one.title, order, confidence) for tally in (was, is_, moved))
            gaps = (largest_gap(first, error, confidence), largest_gap(second, error, confidence))
            found.append(GroupEffect(one.title, metric, first, second, change, direction, *gaps))
    return tuple(found)


def _rates(tally: Tally, metric: str, attribute: str, order: list[str], confidence: float) -> GroupValues:
    return rate_named(metric).by_group(axis_of(tally, attribute, order=order), confidence)


def findings_of(effects: tuple[GroupEffect, ...], confidence: float) -> tuple[Finding, ...]:
    """Return a finding for each gap that the new threshold opens or widens."""
    return tuple(
        _opened(one, one.gap_before, one.gap_after, confidence)
        for one in effects
        if one.opens and one.gap_after is not None
    )


def _opened(effect: GroupEffect, before: Gap | None, after: Gap, confidence: float) -> Finding:
    was = before.extreme_difference if before is not None else float("nan")
    verb = "widens" if before is not None and before.difference_low > TOLERANCE else "opens"
    return Finding(
        "WB312",
        "serious",
        f"The new threshold {verb} a gap in {_WORDS[effect.metric]} by {effect.attribute}",
        f"Between {after.lower} and {after.higher} it is {after.difference:.1%} on the rows it was chosen on, surely "
        f"more than {after.difference_low:.1%} ({confidence:.0%} confidence, allowing for every comparison made); the "
        f"largest difference between groups was {was:.1%} before. {TOLERANCE:.0%} is what audits tolerate by default.",
        "Weigh what the threshold gains against what it does to each group, choose another one, or write down why "
        "it is accepted.",
        value=after.difference,
        threshold=TOLERANCE,
        n=int(effect.after.n[effect.after.compared].sum()),
        interval=(after.difference_low, after.difference_high),
        scope=effect.attribute,
    )
