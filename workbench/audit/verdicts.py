"""Three verdicts, by one rule, from the same interval that is shown.

*gap*: the lower limit of the worst difference, allowing for every comparison made, is above the
tolerance. *within tolerance*: the upper limit is inside it and every group is large enough.
Otherwise *not enough evidence*, with what could have been seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.audit.policy import Claim, Policy
from workbench.stats.power import smallest_confirmable_tolerance, smallest_visible_gap
from workbench.tally.gaps import Gap, largest_gap
from workbench.tally.values import GroupRates

__all__ = ["Assessment", "Verdict", "judge"]

Verdict = Literal["gap", "within tolerance", "not enough evidence"]


@dataclass(frozen=True, eq=False)
class Assessment:
    """One claim, what the counts say about it, and the verdict.

    Parameters
    ----------
    claim : Claim
        What was declared beforehand.
    rates : GroupRates
        The rate of every group.
    gap : Gap or None
        How far they are apart; ``None`` where fewer than two can be compared.
    verdict : {"gap", "within tolerance", "not enough evidence"}
        By the rule of this module.
    visible_gap : float
        The smallest true difference that would have been seen with 80 % power between the two
        largest groups, which see the smallest; ``nan`` where none would have been.
    visible_gap_smallest : float
        The same between the smallest and the largest group.
    smallest : str
        The smallest group compared; empty where fewer than two can be.
    confirmable : float
        The smallest tolerance that equal groups would have been confirmed to keep.
    small_groups : tuple of str
        Compared groups with fewer rows than the policy asks for.
    """

    claim: Claim
    rates: GroupRates
    gap: Gap | None
    verdict: Verdict
    visible_gap: float
    visible_gap_smallest: float
    smallest: str
    confirmable: float
    small_groups: tuple[str, ...]


def judge(claim: Claim, rates: GroupRates, policy: Policy, n_claims: int) -> Assessment:
    """Return the verdict on one claim.

    Parameters
    ----------
    claim : Claim
        What was declared beforehand.
    rates : GroupRates
        The rate of every group.
    policy : Policy
        Confidence and the smallest group that may carry a *within tolerance*.
    n_claims : int
        How many claims the policy makes in all; each may be wrong with its share of the error.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.audit.policy import DEFAULT_POLICY
    >>> from workbench.tally.rates import group_rates, rate_named
    >>> from workbench.tally.counting import tally_rows
    >>> groups = pa.table({"sex": ["f"] * 100 + ["m"] * 100})
    >>> decisions = np.array([1] * 30 + [0] * 70 + [1] * 60 + [0] * 40)
    >>> rates = group_rates(tally_rows(groups, decisions=decisions), rate_named("selection_rate"), "sex")
    >>> judge(Claim("sex", "selection_rate", 0.05), rates, DEFAULT_POLICY, n_claims=1).verdict
    'gap'
    """
    chosen = rates.compared
    n = rates.n[chosen]
    names = [group for group, compared in zip(rates.groups, chosen, strict=True) if compared]
    small = tuple(name for name, size in zip(names, n, strict=True) if size < policy.minimum_n)
    error = (1 - policy.confidence) / n_claims
    gap = largest_gap(rates, error, policy.confidence)
    if gap is None:
        nothing = float("nan")
        return Assessment(claim, rates, None, "not enough evidence", nothing, nothing, "", nothing, small)
    if gap.difference_low > claim.tolerance:
        verdict: Verdict = "gap"
    elif gap.difference_high <= claim.tolerance and not small:
        verdict = "within tolerance"
    else:
        verdict = "not enough evidence"
    order = np.argsort(n, kind="stable")
    sizes = n[order]
    visible, visible_smallest = (
        smallest_visible_gap(rates.pooled, int(size), int(sizes[-1]), gap.c_gap, claim.tolerance)
        for size in (sizes[-2], sizes[0])
    )
    confirmable = smallest_confirmable_tolerance(rates.pooled, int(sizes[0]), len(sizes), policy.confidence)
    return Assessment(claim, rates, gap, verdict, visible, visible_smallest, names[order[0]], confirmable, small)
