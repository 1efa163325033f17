"""Both error rates together: their mean gap to one group, and when equal precision rules equal error rates out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, difference_limits
from workbench.tally.gaps import largest_gap
from workbench.tally.rates import rate_named
from workbench.tally.values import Axis, GroupValues

__all__ = ["AverageOdds", "average_odds", "impossible_together"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AverageOdds:
    """How far true and false positive rate of each group are from those of one group, averaged.

    Parameters
    ----------
    reference : str
        The group all are compared with.
    groups : tuple of str
        All groups of the axis, the reference and *unknown* among them.
    difference : array of float, shape (n_groups,)
        The signed mean of both differences, group minus reference, -1 to 1; ``nan`` where a rate does not exist.
        Opposite gaps cancel out: 0 does not mean that the rates are equal.
    limits : Limits of shape (n_groups,)
        Of ``difference``, each comparison by itself; the reference has none.
    absolute : array of float, shape (n_groups,)
        The mean of both differences without their signs, 0 to 1. It has no limits and carries no verdict: an
        absolute value is not smooth, and it is above 0 by chance alone.
    """

    reference: str
    groups: tuple[str, ...]
    difference: Floats
    limits: Limits
    absolute: Floats


def average_odds(axis: Axis, reference: str, confidence: float = 0.95) -> AverageOdds:
    """Return the average odds difference of each group to one, signed and absolute.

    Parameters
    ----------
    axis : Axis
        The groups of an attribute, or of several crossed: ``audit.axis("sex")``.
    reference : str
        One of its groups.
    confidence : float
        Two-sided confidence of the limits.

    Raises
    ------
    InputError
        If there is no such group.

    Notes
    -----
    Both rates rest on different rows and both groups do, so the four limits are squared and added
    (Zou and Donner 2008). AIF360 calls the two ``average_odds_difference`` and ``average_abs_odds_difference``.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.values import axis_of
    >>> groups = pa.table({"sex": ["f"] * 4 + ["m"] * 4})
    >>> outcomes, decisions = np.array([1, 1, 0, 0] * 2), np.array([1, 0, 0, 0, 1, 1, 1, 0])
    >>> found = average_odds(axis_of(tally_rows(groups, outcomes=outcomes, decisions=decisions), "sex"), "m")
    >>> found.difference.tolist(), found.absolute.tolist()
    ([-0.5, 0.0], [0.5, 0.0])
    """
    if reference not in axis.groups:
        raise InputError.for_choice("reference", reference, axis.groups)
    place = axis.groups.index(reference)
    rates = [rate_named(name).by_group(axis, confidence) for name in ("true_positive_rate", "false_positive_rate")]
    true, false = (rate.values for rate in rates)
    own = (true + false) / 2
    z = critical_value(confidence)
    # The limits of minus a number are its own, turned round: so a sum is the difference from it.
    (true_low, true_high), (false_low, false_high) = (rate.limits_at(z) for rate in rates)
    low, high = difference_limits(true, Limits(true_low, true_high), -false, Limits(-false_high, -false_low))
    means = Limits(low / 2, high / 2)
    found = difference_limits(own, means, own[place], Limits(means.low[place], means.high[place]))
    itself = np.arange(len(own)) == place
    return AverageOdds(
        reference,
        axis.groups,
        own - own[place],
        Limits(np.where(itself, np.nan, found.low), np.where(itself, np.nan, found.high)),
        (np.abs(true - true[place]) + np.abs(false - false[place])) / 2,
    )


def impossible_together(
    base_rates: GroupValues, precision: GroupValues | None = None, *, confidence: float = 0.95
) -> bool:
    """Whether equal precision and equal error rates exclude each other, as far as the counts tell.

    Parameters
    ----------
    base_rates : GroupValues
        The base rate of every group.
    precision : GroupValues, optional
        The precision of every group. Where it is 1 in all that are compared, nothing excludes the other.
    confidence : float
        How sure it must be that the base rates differ, all pairs of groups together.

    Returns
    -------
    bool
        Whether some two groups' base rates differ by more than chance explains. ``False`` where fewer than two
        can be compared.

    Notes
    -----
    ``FPR = p / (1 - p) * (1 - PPV) / PPV * TPR`` with base rate p: at equal precision PPV below 1 and equal true
    positive rates above 0, another p is another false positive rate. Chouldechova, A. (2017), *Big Data* 5, 153-163.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.rates import group_rates
    >>> outcomes = np.array([1] * 30 + [0] * 70 + [1] * 60 + [0] * 40)
    >>> tally = tally_rows(pa.table({"sex": ["f"] * 100 + ["m"] * 100}), outcomes=outcomes)
    >>> impossible_together(group_rates(tally, rate_named("base_rate"), "sex"))
    True
    """
    gap = largest_gap(base_rates, 1 - confidence, confidence)
    if gap is None or gap.difference_low <= 0:
        return False
    if precision is None:
        return True
    known = precision.values[precision.compared]
    return not (len(known) > 0 and bool((known == 1).all()))
