"""How far groups are apart, with limits that hold however many groups there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.stats.extremes import chance_range, clearest_pair, studentized_range, worst_difference, worst_ratio
from workbench.stats.intervals import critical_value
from workbench.tally.rates import GroupRates

__all__ = ["Gap", "largest_gap"]


@dataclass(frozen=True)
class Gap:
    """How far the groups of one attribute are apart.

    Parameters
    ----------
    lower, higher : str
        The pair of groups whose difference is best supported by the counts. With two groups it is
        those; with more, a group of a few people does not come first because of a chance extreme.
    difference : float
        The rate of ``higher`` minus that of ``lower``, a fraction.
    difference_low, difference_high : float
        Limits of the largest true difference between any two groups: the lower one allows for
        every pair that could have been picked, the upper one holds for every pair.
    ratio : float
        The rate of ``lower`` over that of ``higher``; ``nan`` where the latter is 0.
    ratio_low, ratio_high : float
        Limits of the smallest true ratio between any two groups.
    by_chance : float
        The median difference that groups of this size with equal rates would show.
    c_gap : float
        The critical value behind ``difference_low`` and ``ratio_high``.
    n_groups : int
        How many groups were compared.
    """

    lower: str
    higher: str
    difference: float
    difference_low: float
    difference_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    by_chance: float
    c_gap: float
    n_groups: int


def largest_gap(rates: GroupRates, error: float, confidence: float = 0.95) -> Gap | None:
    """Return how far groups are apart; ``None`` where fewer than two can be compared.

    Parameters
    ----------
    rates : GroupRates
        The rate of every group.
    error : float
        The chance of a false gap that this comparison may use up: ``(1 - confidence) / (K * M)``
        for K claims of M families each.
    confidence : float
        Confidence of the limits on the inner side.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.rates import group_rates, rate_named
    >>> from workbench.tally.counting import tally_rows
    >>> groups = pa.table({"sex": ["f"] * 100 + ["m"] * 100})
    >>> decisions = np.array([1] * 30 + [0] * 70 + [1] * 60 + [0] * 40)
    >>> rates = group_rates(tally_rows(groups, decisions=decisions), rate_named("selection_rate"), "sex")
    >>> gap = largest_gap(rates, error=0.05)
    >>> gap.lower, gap.higher, round(gap.difference, 2), round(gap.difference_low, 3), round(gap.ratio, 2)
    ('f', 'm', 0.3, 0.163, 0.5)
    """
    chosen = np.flatnonzero(rates.compared)
    if len(chosen) < 2:
        return None
    k, n, values = rates.k[chosen], rates.n[chosen], rates.values[chosen]
    c_gap = studentized_range(1 - error, len(chosen)) / float(np.sqrt(2))
    higher, lower = clearest_pair(k, n, c_gap)
    c_in = critical_value(confidence)
    difference = worst_difference(k, n, c_gap, c_in)
    ratio = worst_ratio(k, n, c_gap, c_in)
    return Gap(
        lower=rates.groups[chosen[lower]],
        higher=rates.groups[chosen[higher]],
        difference=float(values[higher] - values[lower]),
        difference_low=difference[0],
        difference_high=difference[1],
        ratio=float(values[lower] / values[higher]) if values[higher] > 0 else float("nan"),
        ratio_low=ratio[0],
        ratio_high=ratio[1],
        by_chance=chance_range(rates.pooled, n),
        c_gap=c_gap,
        n_groups=len(chosen),
    )
