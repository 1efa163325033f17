"""Which groups a chart shows where there are too many for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.tally.gaps import Gap
from workbench.tally.values import GroupValues

__all__ = ["MOST_ATTRIBUTES", "clearest", "most_of"]

FEW = 8  # groups are shown without leaving any out, of one attribute or of all together

MOST_ATTRIBUTES = 4
"""So many are shown."""

_FURTHEST = 3
_PAIR = 2


def most_of(drawn: Sequence[GroupValues]) -> tuple[int, int]:
    """Return with how many groups an attribute is shown whole, and how many of more are shown, so that all fit."""
    if sum(len(one.groups) for one in drawn) <= FEW or len(drawn) == 1:
        return FEW, _FURTHEST
    few = _FURTHEST if len(drawn) < MOST_ATTRIBUTES else _PAIR
    return few, few


def clearest(rates: GroupValues, gap: Gap | None, most: int, instead: int) -> Sequence[str]:
    """Return all groups where they are few; of many the clearest pair and whose limits are furthest from all.

    Parameters
    ----------
    rates : GroupValues
        The values of every group.
    gap : Gap or None
        How far they are apart.
    most : int
        With at most so many groups all are returned.
    instead : int
        With more, so many.
    """
    if len(rates.groups) <= most:
        return rates.groups
    pooled = rates.pooled if not np.isnan(rates.pooled) else float(np.nanmedian(rates.values))
    distance = np.maximum(rates.limits.low - pooled, pooled - rates.limits.high)
    ranked = np.argsort(-np.where(rates.compared, distance, -np.inf), kind="stable")
    named = [group for group in (gap.lower, gap.higher) if group] if gap is not None else []
    return list(dict.fromkeys([*named, *(rates.groups[place] for place in ranked)]))[:instead]
