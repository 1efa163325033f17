"""What a method changes beside doing nothing: performance, gaps, and whose decision becomes another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.audit.result import Audit
from workbench.audit.verdicts import Assessment
from workbench.core.finding import Finding
from workbench.data.dataset import Dataset
from workbench.stats.intervals import Limits, critical_value, difference_limits
from workbench.stats.paired import change_limits
from workbench.tally.crossing import crossed_name
from workbench.tally.gaps import Gap

__all__ = ["Change", "Moved", "gap_changes", "moved_people", "opened_gaps", "performance_changes"]

_BASES = {
    "selection_rate": (None, False),
    "true_positive_rate": (1, False),
    "false_positive_rate": (0, False),
    "true_negative_rate": (0, True),
    "false_negative_rate": (1, True),
    "accuracy_score": (None, None),
}
"""Of rates whose people a decision does not change: of which outcome they are, and whether it counts refusals; None
in the second place where it counts right decisions."""


@dataclass(frozen=True)
class Change:
    """By how much a number differs from that of doing nothing, on the same people.

    Parameters
    ----------
    name : str
        ``"accuracy"``, ``"balanced_accuracy"``, or the metric of a gap.
    attribute : str
        Of a gap: whose groups; else empty.
    value : float
        After less before; ``nan`` where it is not defined.
    low, high : float
        Its limits: 95 % of performance; of gaps at the policy's confidence, allowing for every pair of groups that
        could have been the one looked at. ``nan`` where they are not defined.
    before, after : float
        The numbers themselves.
    n : int
        How many rows it is over.
    groups : tuple of str
        Of a gap: the two groups, the one with the lower value before first. The gap is between these two, before
        and after: below 0 after, the other one has the lower value.
    why : str
        Why it is not defined; empty where it is.
    """

    name: str
    attribute: str
    value: float
    low: float
    high: float
    before: float
    after: float
    n: int
    groups: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether 0 is outside the limits."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        """Return the change in one line."""
        what = f"{self.name.replace('_', ' ')}{f' by {self.attribute}' if self.attribute else ''}"
        if math.isnan(self.value):
            return f"{what}: {self.why}"
        return f"{what} {self.value:+.3f} ({self.low:+.3f} to {self.high:+.3f})"


@dataclass(frozen=True)
class Moved:
    """How many people of a group are decided otherwise than without the method.

    Parameters
    ----------
    attribute, group : str
        The group; both empty of all rows.
    n : int
        People in it.
    n_gained, n_lost : int
        How many are decided favourably only with the method, and only without it.
    """

    attribute: str
    group: str
    n: int
    n_gained: int
    n_lost: int


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Decisions on the same rows, with and without a method."""

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    weights: NDArray[np.float64] | None

    def change(self, rows: NDArray[np.bool_], z: float) -> tuple[float, Limits, int]:
        """Return by how much the favourable share of some rows changes, its limits, and how many rows they are."""
        n = int(rows.sum())
        moved = (self.after - self.before)[rows]
        if self.weights is None:
            up, down, size = float((moved > 0).sum()), float((moved < 0).sum()), float(n)
        else:
            own = self.weights[rows]
            total = own.sum()
            size = float(total**2 / (own**2).sum()) if total > 0 else 0.0  # Kish's effective number of rows
            up, down = (float(own[moved == sign].sum() / total * size) if size else 0.0 for sign in (1, -1))
        if not size:
            return math.nan, Limits(np.array(math.nan), np.array(math.nan)), n
        return float((up - down) / size), change_limits(up, down, size, z), n


def performance_changes(
    data: Dataset, before: NDArray[np.int64], after: NDArray[np.int64], confidence: float = 0.95
) -> tuple[Change, ...]:
    """Return by how much accuracy and balanced accuracy differ between two sets of decisions on the same rows.

    Parameters
    ----------
    data : Dataset
        The rows with their outcomes; they count alike, whatever their weights.
    before, after : array of int64, shape (n_rows,)
        1 favourable, 0 not.
    confidence : float
        Of the limits.
    """
    outcomes, z = np.asarray(data.targets(), dtype=np.int64), critical_value(confidence)
    right = _Pairs(_right(before, outcomes), _right(after, outcomes), None)
    everyone = np.ones(len(outcomes), dtype=bool)
    value, limits, n = right.change(everyone, z)
    accuracy = Change(
        "accuracy", "", value, float(limits.low), float(limits.high), right.before.mean(), right.after.mean(), n
    )
    good, bad = outcomes == 1, outcomes == 0
    if not (good.any() and bad.any()):
        return accuracy, _unknown("balanced_accuracy", "", "all rows have the same outcome", n)
    first, second = right.change(good, z), right.change(bad, z)
    # Half the sum of two changes of different people is half the difference of one and the other turned round.
    turned = Limits(-second[1].high, -second[1].low)
    both = difference_limits(first[0], first[1], -second[0], turned)
    was, is_ = ((one[good].mean() + one[bad].mean()) / 2 for one in (right.before, right.after))
    balanced = Change(
        "balanced_accuracy", "", (first[0] + second[0]) / 2, float(both.low) / 2, float(both.high) / 2, was, is_, n
    )
    return accuracy, balanced


def gap_changes(audit: Audit, data: Dataset, before: NDArray[np.int64], after: NDArray[np.int64]) -> tuple[Change, ...]:
    """Return by how much the gap of each comparison changes, between the two groups that it was told of before.

    Parameters
    ----------
    audit : Audit
        Of the decisions before.
    data : Dataset
        The rows, in the order of the decisions.
    before, after : array of int64, shape (n_rows,)
        1 favourable, 0 not.

    Notes
    -----
    The pair of groups is the one that was clearest before, so that its gap may be large by chance and shrink by
    itself where decisions are made anew. The limits therefore allow for every pair, as those of the verdict do.
    """
    groups, outcomes = data.groups(), np.asarray(data.targets(), dtype=np.int64)
    return tuple(_gap_change(one, groups, outcomes, _Pairs(before, after, data.weights())) for one in audit.assessments)


def _gap_change(one: Assessment, groups: pa.Table, outcomes: NDArray[np.int64], pairs: _Pairs) -> Change:
    metric, attribute, gap = one.rates.metric, one.claim.attribute, one.gap
    base = _BASES.get(metric)
    why = (
        one.reason or "nothing can be compared"
        if gap is None
        else "decisions change of whom it is taken, so that it has no paired limits"
        if base is None
        else "groups are compared with all together, not two with one another"
        if not gap.lower or not gap.higher
        else ""
    )
    if why or gap is None or base is None:
        return _unknown(one.claim.metric, attribute, why)
    outcome, counts_refusals = base
    names = _names(groups, one)
    counted = pairs
    if counts_refusals is None:
        counted = _Pairs(_right(pairs.before, outcomes), _right(pairs.after, outcomes), pairs.weights)
    elif counts_refusals:
        counted = _Pairs(1 - pairs.before, 1 - pairs.after, pairs.weights)
    is_over = np.ones(len(outcomes), dtype=bool) if outcome is None else outcomes == outcome
    rows = [is_over & (names == name) for name in (gap.lower, gap.higher)]
    worse, better = (counted.change(one_side, gap.c_gap) for one_side in rows)
    limits = difference_limits(better[0], better[1], worse[0], worse[1])
    was, is_ = (
        _share(each, rows[1], pairs.weights) - _share(each, rows[0], pairs.weights)
        for each in (counted.before, counted.after)
    )
    return Change(
        metric,
        attribute,
        better[0] - worse[0],
        float(limits.low),
        float(limits.high),
        was,
        is_,
        worse[2] + better[2],
        (gap.lower, gap.higher),
    )


def _unknown(name: str, attribute: str, why: str, n: int = 0) -> Change:
    nan = math.nan
    return Change(name, attribute, nan, nan, nan, nan, nan, n, why=why)


def _right(decisions: NDArray[np.int64], outcomes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(decisions == outcomes, dtype=np.int64)


def _names(groups: pa.Table, one: Assessment) -> NDArray[np.object_]:
    columns = [groups.column(title).to_pylist() for title in one.claim.attributes]
    if len(columns) == 1:
        return np.array(columns[0], dtype=object)
    return np.array([crossed_name(row) for row in zip(*columns, strict=True)], dtype=object)


def _share(decisions: NDArray[np.int64], rows: NDArray[np.bool_], weights: NDArray[np.float64] | None) -> float:
    if weights is None:
        return float(decisions[rows].mean())
    own = weights[rows]
    return float((decisions[rows] * own).sum() / own.sum())


def moved_people(data: Dataset, before: NDArray[np.int64], after: NDArray[np.int64]) -> tuple[Moved, ...]:
    """Return how many people of each group are decided otherwise, first of all rows; rows count alike."""
    gained, lost = (after > before), (after < before)
    found = [Moved("", "", len(before), int(gained.sum()), int(lost.sum()))]
    groups = data.groups()
    for one in data.roles.protected:
        names = np.array(groups.column(one.title).to_pylist(), dtype=object)
        for name in one.arranged(set(names)):
            own = names == name
            found.append(Moved(one.title, name, int(own.sum()), int(gained[own].sum()), int(lost[own].sum())))
    return tuple(found)


def opened_gaps(title: str, before: Audit, after: Audit) -> tuple[Finding, ...]:
    """Return finding WB568 for each gap that a method opens, or turns round so that the other group is behind.

    Parameters
    ----------
    title : str
        What readers call the method.
    before, after : Audit
        Of the decisions without and with it, by the same policy.
    """
    found = []
    for was, is_ in zip(before.assessments, after.assessments, strict=True):
        gap, former = is_.gap, was.gap
        if is_.verdict != "gap" or gap is None:
            continue
        turned = former is not None and (former.lower, former.higher) != (gap.lower, gap.higher)
        if was.verdict != "gap" or turned:
            found.append(_opened(title, is_, gap, turned=turned))
    return tuple(found)


def _opened(title: str, one: Assessment, gap: Gap, *, turned: bool) -> Finding:
    metric = one.rates.metric.replace("_", " ")
    how = "between other groups, or the other way round" if turned else "which was not clear before"
    return Finding(
        "WB568",
        "caution",
        f"The method {title!r} comes with a gap in {metric} by {one.claim.attribute}, {how}",
        f"{gap.higher} has {gap.difference:.1%} more than {gap.lower}, and {one.claim.tolerance:.0%} is tolerated. "
        "Bringing one rate closer together can drive another one apart: where outcomes differ between groups, equal "
        "selection and equal error rates cannot both be had.",
        "Decide which rate matters most, and write down why; or try a method that aims at the other one.",
        value=gap.difference,
        threshold=one.claim.tolerance,
        interval=(gap.difference_low, gap.difference_high),
        scope=one.claim.attribute,
    )
