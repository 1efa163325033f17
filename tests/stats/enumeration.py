"""How often limits are wrong, summed over every table that can occur: no draws, no seed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits, ratio_limits, wilson

Z = critical_value(0.95)
_IMPOSSIBLE = 1e-12  # probability below which a count at either end is left out

SIZES = (30, 50, 100, 200, 300, 1000)
RATES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
RATIOS = (1.0, 0.8, 0.5)
TWO_GROUPS = tuple((n1, n2, p, ratio) for n1 in SIZES for n2 in SIZES for p in RATES for ratio in RATIOS)
CORNERS = (  # two groups, which limits (0 the difference's, 1 the ratio's), how often they cover
    ((500, 0.4, 200, 0.0008), 1, 0.8563),
    ((300, 0.4, 40, 0.004), 1, 0.8616),
    ((30, 0.98, 30, 0.02), 0, 0.9018),
    ((61, 0.99, 128, 0.004), 0, 0.9047),
)


class Tails(NamedTuple):
    """Probabilities that the truth lies below, and above, the limits."""

    below: float
    above: float

    @property
    def coverage(self):
        return 1 - self.below - self.above

    @property
    def larger(self):
        return max(self)


def expected(n1, p1, n2, p2):
    """Return the smaller expected count at the pooled rate, which decides between Wilson and exact limits."""
    pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    return min(n1, n2) * min(pooled, 1 - pooled)


def one_rate(n, p, *, alone):
    """Return the tails of one group's limits: judged ``alone``, or beside others whose pooled rate is p."""
    k, weight = _counts(n, p)
    return _tails(rate_limits(k, n, Z, pooled=k / n if alone else p), p, weight)


def two_groups(n1, p1, n2, p2):
    """Return the tails of the limits of ``p1 - p2`` and of those of ``p1 / p2``."""
    (k1, weight1), (k2, weight2) = _counts(n1, p1), _counts(n2, p2)
    k1, k2 = np.meshgrid(k1, k2, indexing="ij")
    weight = np.outer(weight1, weight2)
    pooled = (k1 + k2) / (n1 + n2)
    one, two = rate_limits(k1, n1, Z, pooled=pooled), rate_limits(k2, n2, Z, pooled=pooled)
    return (
        _tails(difference_limits(k1 / n1, one, k2 / n2, two), p1 - p2, weight),
        _tails(ratio_limits(k1, n1, one, k2, n2, two), p1 / p2, weight),
    )


def equal_groups(groups, n, p, beyond=0.0):
    """Return how often ``groups`` equal groups of n each show a worst difference above ``beyond``.

    Exact from the joint distribution of the smallest and the largest count: the worst pair is
    theirs, as the lower limit of a difference rises with the one count and falls with the other.
    For rates at which Wilson's limits apply.
    """
    k, weight = _counts(n, p)
    low = lower_limits(groups, n, k)
    most, least = np.meshgrid(np.arange(len(k)), np.arange(len(k)), indexing="ij")
    up_to = np.concatenate([[0.0], np.cumsum(weight)])

    def all_between(first, last):
        share = up_to[np.clip(last + 1, 0, len(k))] - up_to[np.clip(first, 0, len(k))]
        return np.where(last >= first, np.maximum(share, 0), 0) ** groups

    both = (
        all_between(least, most)
        - all_between(least + 1, most)
        - all_between(least, most - 1)
        + all_between(least + 1, most - 1)
    )
    return float(both[(low > beyond) & (most >= least)].sum())


def lower_limits(groups, n, k):
    """Return the lower limit of the difference for each pair of counts, at the value that allows for all pairs."""
    low, high = wilson(k, n, studentized_range(0.95, groups) / np.sqrt(2))
    row, column = Limits(low[:, None], high[:, None]), Limits(low[None, :], high[None, :])
    return difference_limits((k / n)[:, None], row, (k / n)[None, :], column).low


def _counts(n, p):
    """Return the counts that are not impossible, and how likely each is."""
    k = np.arange(n + 1)
    weight = stats.binom.pmf(k, n, p)
    left = (np.cumsum(weight) > _IMPOSSIBLE) & (np.cumsum(weight[::-1])[::-1] > _IMPOSSIBLE)
    return k[left], weight[left]


def _tails(limits, truth, weight):
    slack = 1e-12  # the truth is a rounded number too
    return Tails(
        float(weight[limits.low > truth + slack].sum()),
        float(weight[limits.high < truth - slack].sum()),
    )
