"""Three verdicts, by one rule, from the same interval that is shown.

*gap*: at the critical value that allows for every comparison made, the interval lies outside the
tolerance. *within tolerance*: at the ordinary one every comparison lies inside it, and every group
is large enough. Otherwise *not enough evidence*, with what could have been seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from workbench.audit.policy import Claim, Policy
from workbench.data.roles import NOT_COMPARED
from workbench.stats.power import mildest_visible_ratio, smallest_confirmable_tolerance, smallest_visible_gap
from workbench.tally.gaps import EXTREMES, OVERALL, Gap, largest_gap, reference_of
from workbench.tally.values import GroupRates, GroupValues

__all__ = ["VERDICTS", "Assessment", "Verdict", "judge"]

Verdict = Literal["gap", "within tolerance", "not enough evidence"]

VERDICTS: tuple[Verdict, ...] = ("gap", "not enough evidence", "within tolerance")
"""The verdicts; of several the first of these is the verdict of all."""


@dataclass(frozen=True, eq=False)
class Assessment:
    """One claim, what the counts say about it, and the verdict.

    Parameters
    ----------
    claim : Claim
        What was declared beforehand.
    rates : GroupValues
        The value of every group. Of a claim on several metrics, such as equalized odds, the one
        whose difference is best supported; ``families`` has all.
    gap : Gap or None
        How far they are apart; ``None`` where nothing can be compared. Of a claim on several metrics
        the limits are the extremes of the metrics' limits, so that they hold for all.
    verdict : {"gap", "within tolerance", "not enough evidence"}
        By the rule of this module.
    small_groups : tuple of str
        Compared groups with fewer rows than the policy asks for.
    confidence : float
        The policy's confidence.
    families : tuple of GroupValues
        The values of every metric of the claim.
    reason : str
        Why something cannot be compared, or is not judged; empty where all is.
    family_gaps : tuple of (Gap or None)
        The gap of every metric of the claim.
    is_withheld : bool
        Whether values exist, but are not what they seem, so that nothing is concluded from them.
    verdict_of_visible : str, optional
        Where small groups are not shown: what the groups that are shown would give, by the same rule.
        ``verdict`` is of all groups, those included of whom nothing is shown.
    """

    claim: Claim
    rates: GroupValues
    gap: Gap | None
    verdict: Verdict
    confidence: float
    small_groups: tuple[str, ...]
    families: tuple[GroupValues, ...] = ()
    reason: str = ""
    family_gaps: tuple[Gap | None, ...] = ()
    is_withheld: bool = False
    verdict_of_visible: Verdict | None = None

    @property
    def visible_gap(self) -> float:
        """What would have been seen with 80 % power between the two largest groups, which see most.

        The smallest true difference, or the ratio nearest to the tolerance; against a named group or
        all rows, for the largest of the others. ``nan`` where none would have been seen, or where it is
        not known for the metric.
        """
        return self._visible[0]

    @property
    def visible_gap_smallest(self) -> float:
        """The same for the smallest group."""
        return self._visible[1]

    @property
    def smallest(self) -> str:
        """The group compared that rests on least; empty where nothing can be compared."""
        values = self._compared[0][0] if self._compared else None
        return values.groups[int(np.argmin(values.evidence))] if values is not None else ""

    @cached_property
    def confirmable(self) -> float:
        """The smallest tolerance of a difference between extremes that equal groups would be confirmed to keep.

        Of several metrics the one that needs most; ``nan`` for other comparisons and for what is no rate.
        """
        plain = self.claim.scale == "difference" and self.claim.comparison == EXTREMES
        if not plain or not self._compared or not all(isinstance(one, GroupRates) for one, _ in self._compared):
            return float("nan")
        return max(
            smallest_confirmable_tolerance(one.pooled, float(one.evidence.min()), len(one.n), self.confidence)
            for one, _ in self._compared
        )

    @cached_property
    def _visible(self) -> tuple[float, float]:
        """What could have been seen, found when it is asked for: a verdict does not need it."""
        if not self._compared:
            return float("nan"), float("nan")
        values, gap = self._compared[0]
        return _visible(values, gap, self.claim)

    @cached_property
    def _compared(self) -> tuple[tuple[GroupValues, Gap], ...]:
        """The compared groups of every metric, the one that is told first."""
        if self.gap is None:
            return ()
        found = []
        for one, gap in zip(self.families, self.family_gaps, strict=True):
            if gap is not None:
                values = _without(one, self.claim.leave_out)
                found.append((values.take(np.flatnonzero(values.compared)), gap))
        return tuple(sorted(found, key=lambda one: one[0].metric != self.rates.metric))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Groups of the data that the policy leaves out."""
        return tuple(group for group in self.rates.groups if group in self.claim.leave_out)


def judge(
    claim: Claim,
    values: GroupValues | Sequence[GroupValues],
    policy: Policy,
    n_claims: int,
    *,
    withheld: str = "",
) -> Assessment:
    """Return the verdict on one claim.

    Parameters
    ----------
    claim : Claim
        What was declared beforehand.
    values : GroupValues or sequence of GroupValues
        The value of every group, for each metric of the claim.
    policy : Policy
        Confidence and the smallest group that may carry a *within tolerance*.
    n_claims : int
        How many claims the policy makes in all; each may be wrong with its share of the error.
    withheld : str
        Why the values do not mean what they seem to, so that nothing is concluded from them.

    Raises
    ------
    InputError
        If the claim's reference is no group of the data, or its comparison is not known for the metric.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.audit.policy import DEFAULT_POLICY
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.rates import group_rates, rate_named
    >>> groups = pa.table({"sex": ["f"] * 100 + ["m"] * 100})
    >>> decisions = np.array([1] * 30 + [0] * 70 + [1] * 60 + [0] * 40)
    >>> rates = group_rates(tally_rows(groups, decisions=decisions), rate_named("selection_rate"), "sex")
    >>> judge(Claim("sex", "selection_rate", 0.05), rates, DEFAULT_POLICY, n_claims=1).verdict
    'gap'
    """
    families = (values,) if isinstance(values, GroupValues) else tuple(values)
    error = (1 - policy.confidence) / (n_claims * len(families))
    compared = [_without(one, claim.leave_out) for one in families]
    gaps = [largest_gap(one, error, policy.confidence, comparison=claim.comparison) for one in compared]
    known = [(gap, place) for place, gap in enumerate(gaps) if gap is not None]
    small = tuple(dict.fromkeys(name for one in compared for name in _small(one, policy.minimum_n)))
    reason = withheld or _reason(claim, compared, gaps)
    made = Assessment(claim, families[0], None, "not enough evidence", policy.confidence, small, families, reason)
    if not known or withheld:
        return replace(made, is_withheld=bool(withheld))
    verdicts = [_verdict(gap, claim) for gap, _ in known]
    if "gap" in verdicts:  # of several metrics one is enough, whether or not the others can be compared
        verdict: Verdict = "gap"
    elif len(known) == len(families) and not small and all(one == "within tolerance" for one in verdicts):
        verdict = "within tolerance"
    else:
        verdict = "not enough evidence"
    decisive, place = max(known, key=lambda one: _surety(one[0], claim))
    gap = _extremes([gap for gap, _ in known], decisive)
    return replace(made, rates=families[place], gap=gap, verdict=verdict, family_gaps=tuple(gaps))


def _extremes(gaps: Sequence[Gap], decisive: Gap) -> Gap:
    """Return the gap that decides, with limits that hold for all metrics of the claim: the extremes of theirs."""
    return replace(
        decisive,
        difference_low=max(gap.difference_low for gap in gaps),
        difference_high=max(gap.difference_high for gap in gaps),
        ratio_low=min(gap.ratio_low for gap in gaps),
        ratio_high=min(gap.ratio_high for gap in gaps),
    )


def _without(values: GroupValues, groups: Sequence[str]) -> GroupValues:
    if not groups:
        return values
    return values.take(np.array([place for place, group in enumerate(values.groups) if group not in groups], dtype=int))


def _small(values: GroupValues, minimum: int) -> list[str]:
    """Return groups with too little evidence, those included for whom the value does not exist at all."""
    sizes = zip(values.groups, values.evidence, strict=True)
    return [group for group, n in sizes if group not in NOT_COMPARED and n < minimum]


def _reason(claim: Claim, compared: Sequence[GroupValues], gaps: Sequence[Gap | None]) -> str:
    """Return why some metric of the claim cannot be compared; empty where all can."""
    place = next((place for place, gap in enumerate(gaps) if gap is None), None)
    if place is None:
        return ""
    values, reference = compared[place], reference_of(claim.comparison)
    there = [group for group, ok in zip(values.groups, values.compared, strict=True) if ok]
    what = f"{values.metric}: " if len(compared) > 1 else ""
    if reference is not None and reference not in there:
        return f"{what}the reference {reference!r} has {values.empty}"
    return f"{what}fewer than two groups can be compared"


def _verdict(gap: Gap, claim: Claim) -> Verdict:
    """Return the verdict of one metric's limits, whatever the size of the groups."""
    if claim.scale == "ratio":
        outside, inside = gap.ratio_high < claim.tolerance, gap.ratio_low >= claim.tolerance
    else:
        outside, inside = gap.difference_low > claim.tolerance, gap.difference_high <= claim.tolerance
    return "gap" if outside else "within tolerance" if inside else "not enough evidence"


def _surety(gap: Gap, claim: Claim) -> tuple[float, float]:
    """Return how sure a gap is, so that the surest of several metrics is told."""
    if claim.scale == "ratio":
        return (-gap.ratio_high, -gap.ratio_low)
    return (gap.difference_low, gap.difference_high)


def _visible(values: GroupValues, gap: Gap, claim: Claim) -> tuple[float, float]:
    """Return what could have been seen by the largest groups, and by the smallest."""
    if not isinstance(values, GroupRates):
        return float("nan"), float("nan")
    sizes = np.argsort(values.evidence, kind="stable")
    n = [float(values.evidence[place]) for place in sizes]
    reference = reference_of(claim.comparison)
    if claim.comparison == OVERALL:
        pairs = [(n[-1], sum(n[:-1])), (n[0], sum(n[1:]))]
    elif reference is not None:
        base = float(values.evidence[values.groups.index(reference)])
        others = [float(values.evidence[place]) for place in sizes if values.groups[place] != reference]
        pairs = [(others[-1], base), (others[0], base)]
    else:
        pairs = [(n[-2], n[-1]), (n[0], n[-1])]
    seen = []
    for own, other in pairs:
        share = own / (own + other) if claim.comparison == OVERALL else 0.0
        if claim.scale == "ratio":
            seen.append(mildest_visible_ratio(values.pooled, own, other, gap.c_gap, claim.tolerance, share=share))
        else:  # against all rows a group moves what it is compared to: p_g - p_all = (1 - w)(p_g - p_r)
            tolerance = claim.tolerance / (1 - share)
            seen.append((1 - share) * smallest_visible_gap(values.pooled, own, other, gap.c_gap, tolerance))
    return seen[0], seen[1]
