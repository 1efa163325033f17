"""How far groups are apart, with limits that hold however many groups there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.errors import InputError
from workbench.stats.extremes import Spread, chance_range, spread, studentized_range
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits
from workbench.tally.values import GroupRates, GroupValues

__all__ = ["EXTREMES", "OVERALL", "Gap", "check_comparison", "largest_gap", "reference_of"]

EXTREMES, OVERALL = "extremes", "overall"
"""Compare any two groups, each group with all together, or (``reference:<name>``) each with one group."""

_REFERENCE = "reference:"


@dataclass(frozen=True)
class Gap:
    """How far the groups of one attribute are apart.

    Parameters
    ----------
    lower, higher : str
        The pair of groups whose difference is best supported by the counts: a group of a few people
        does not come first because of a chance extreme. Where no difference is clear of 0, the pair
        that was seen furthest apart. Compared with all together, one of the two is empty.
    difference : float
        The value of ``higher`` minus that of ``lower``: a fraction for rates.
    difference_low, difference_high : float
        Limits of the largest true difference that is looked at: the lower one allows for every
        comparison that could have been picked, the upper one holds for each.
    ratio : float
        The value of ``lower`` over that of ``higher``; ``nan`` where the latter is 0 or a ratio makes no sense.
    ratio_low, ratio_high : float
        Limits of the smallest true ratio; of a ratio above 1 its inverse counts. ``nan`` without ratio.
    by_chance : float
        The median largest difference that equal groups of this size would show; ``nan`` where it is not known.
    c_gap : float
        The critical value behind ``difference_low`` and ``ratio_high``.
    n_groups : int
        How many groups were compared.
    comparison : str
        ``"extremes"``, ``"overall"`` or ``"reference:<name>"``.
    extreme_difference, extreme_ratio : float
        What was seen at most, whoever it was: the largest difference that is looked at (between extremes:
        greatest less least, as in fairlearn), and the smallest ratio.
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
    comparison: str = EXTREMES
    extreme_difference: float = float("nan")
    extreme_ratio: float = float("nan")


def reference_of(comparison: str) -> str | None:
    """Return the group that ``reference:<name>`` names; ``None`` for other comparisons.

    Examples
    --------
    >>> reference_of("reference:white"), reference_of("extremes")
    ('white', None)
    """
    return comparison.removeprefix(_REFERENCE) if comparison.startswith(_REFERENCE) else None


def check_comparison(comparison: str) -> str:
    """Return a comparison if it is one, else raise :class:`InputError`."""
    if comparison in (EXTREMES, OVERALL) or reference_of(comparison):
        return comparison
    raise InputError(f"compare is {comparison!r}.\nAllowed are: 'extremes', 'overall', 'reference:<name of a group>'.")


def largest_gap(
    values: GroupValues, error: float, confidence: float = 0.95, *, comparison: str = EXTREMES
) -> Gap | None:
    """Return how far groups are apart; ``None`` where fewer than two can be compared.

    Parameters
    ----------
    values : GroupValues
        The value of every group.
    error : float
        The chance of a false gap that this comparison may use up: ``(1 - confidence) / (K * M)``
        for K claims of M families each.
    confidence : float
        Confidence of the limits on the inner side.
    comparison : str
        ``"extremes"``: any two groups; ``"reference:<name>"``: each group with one; ``"overall"``:
        each with all compared groups together (rates only).

    Raises
    ------
    InputError
        If the reference is not one of the groups, or all together are no comparison for what is measured.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> from workbench.tally.rates import group_rates, rate_named
    >>> groups = pa.table({"sex": ["f"] * 100 + ["m"] * 100})
    >>> decisions = np.array([1] * 30 + [0] * 70 + [1] * 60 + [0] * 40)
    >>> rates = group_rates(tally_rows(groups, decisions=decisions), rate_named("selection_rate"), "sex")
    >>> gap = largest_gap(rates, error=0.05)
    >>> gap.lower, gap.higher, round(gap.difference, 2), round(gap.difference_low, 3), round(gap.ratio, 2)
    ('f', 'm', 0.3, 0.163, 0.5)
    """
    reference = reference_of(comparison)
    if reference is not None and reference not in values.groups:
        raise InputError.for_choice("reference", reference, values.groups)
    chosen = np.flatnonzero(values.compared)
    compared = values.take(chosen)
    if len(chosen) < 2 or (reference is not None and reference not in compared.groups):
        return None
    if comparison == EXTREMES:
        return _between_extremes(compared, error, confidence)
    if comparison == OVERALL:
        return _to_overall(compared, error, confidence)
    return _to_reference(compared, compared.groups.index(comparison.removeprefix(_REFERENCE)), error, confidence)


def critical_gap(comparison: str, groups: int, error: float) -> float:
    """Return the critical value that allows for every comparison at once.

    Parameters
    ----------
    comparison : str
        Extremes: the studentised range, for all pairs. A reference, all together: Bonferroni's.
    groups : int
        How many groups are compared, at least 2.
    error : float
        The chance of a false gap.

    Examples
    --------
    >>> [round(critical_gap(how, 7, 0.05), 3) for how in ("extremes", "reference:a", "overall")]
    [2.948, 2.638, 2.69]
    """
    if comparison == EXTREMES:
        return studentized_range(1 - error, groups) / float(np.sqrt(2))
    comparisons = groups if comparison == OVERALL else groups - 1
    return float(special.ndtri(1 - error / (2 * comparisons)))


def _between_extremes(values: GroupValues, error: float, confidence: float) -> Gap:
    c_gap, c_in = critical_gap(EXTREMES, len(values.groups), error), critical_value(confidence)
    numbers = values.values
    found = spread(numbers, _known(values.limits_at(c_gap)), _known(values.limits_at(c_in)))
    ratio_low, ratio_high = float("nan"), float("nan")
    logs, logs_in = values.log_limits_at(c_gap), values.log_limits_at(c_in)
    if logs is not None and logs_in is not None:
        ratios: Spread = spread(logs[0], _known(logs[1]), _known(logs_in[1]))
        ratio_low, ratio_high = float(np.exp(-ratios.high)), min(1.0, float(np.exp(-ratios.low)))
    return Gap(
        lower=values.groups[found.lower],
        higher=values.groups[found.higher],
        difference=float(numbers[found.higher] - numbers[found.lower]),
        difference_low=max(0.0, found.low),
        difference_high=found.high,
        ratio=_ratio(numbers[found.lower], numbers[found.higher]) if logs is not None else float("nan"),
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        by_chance=_by_chance(values),
        c_gap=c_gap,
        n_groups=len(values.groups),
        extreme_difference=float(numbers.max() - numbers.min()),
        extreme_ratio=_ratio(numbers.min(), numbers.max()) if logs is not None else float("nan"),
    )


def _known(limits: Limits) -> Limits:
    """Return limits with nothing known where there are none: a single row has a mean and tells no spread."""
    return Limits(
        np.where(np.isnan(limits.low), -np.inf, limits.low), np.where(np.isnan(limits.high), np.inf, limits.high)
    )


def _by_chance(values: GroupValues) -> float:
    return chance_range(values.pooled, values.evidence) if isinstance(values, GroupRates) else float("nan")


def _ratio(lower: float, higher: float) -> float:
    return float(lower / higher) if higher > 0 else float("nan")


class _Sides(NamedTuple):
    """Differences of each group from what it is compared to, and logarithms of ratios; limits at both values."""

    difference: NDArray[np.float64]
    at_gap: Limits
    at_in: Limits
    log_ratio: NDArray[np.float64] | None
    log_at_gap: Limits | None
    log_at_in: Limits | None


def _to_reference(values: GroupValues, place: int, error: float, confidence: float) -> Gap:
    c_gap = critical_gap(_REFERENCE, len(values.groups), error)
    others = np.flatnonzero(np.arange(len(values.groups)) != place)
    group, reference = values.take(others), values.take(np.array([place]))

    def differences(c: float) -> Limits:
        # The limits of a rate depend on the pooled rate, so all groups' are found together.
        low, high = _known(values.limits_at(c))
        own, base = Limits(low[others], high[others]), Limits(low[place], high[place])
        return difference_limits(group.values, own, reference.values, base)

    def logs(c: float) -> tuple[NDArray[np.float64], Limits] | None:
        found = values.log_limits_at(c)
        if found is None:
            return None
        point, (low, high) = found[0], _known(found[1])
        own, base = Limits(low[others], high[others]), Limits(low[place], high[place])
        return point[others] - point[place], difference_limits(point[others], own, point[place], base)

    c_in = critical_value(confidence)
    wide, narrow = logs(c_gap), logs(c_in)
    sides = _Sides(
        group.values - reference.values,
        differences(c_gap),
        differences(c_in),
        wide[0] if wide else None,
        wide[1] if wide else None,
        narrow[1] if narrow else None,
    )
    gap = _one_sided(sides, group.groups, values.groups[place], c_gap)
    return replace(gap, n_groups=len(values.groups), comparison=_REFERENCE + values.groups[place])


def _to_overall(values: GroupValues, error: float, confidence: float) -> Gap:
    """Return the gap to all together: ``p_g - p_all = (1 - w)(p_g - p_r)``, r being all other groups pooled."""
    if not isinstance(values, GroupRates) or values.effective is not None:
        raise InputError(
            f"compare is 'overall', which is known for unweighted rates only, and not for {values.metric!r}.\n"
            "Compare the extremes, or name a reference: 'reference:<group>'."
        )
    c_gap, c_in = critical_gap(OVERALL, len(values.groups), error), critical_value(confidence)
    k, n = values.k.astype(np.float64), values.n.astype(np.float64)
    rest_k, rest_n, share = k.sum() - k, n.sum() - n, n / n.sum()
    p, rest = k / n, rest_k / rest_n

    def differences(c: float) -> Limits:
        low, high = difference_limits(
            p, rate_limits(k, n, c, values.pooled), rest, rate_limits(rest_k, rest_n, c, values.pooled)
        )
        return Limits((1 - share) * low, (1 - share) * high)

    def logs(c: float) -> Limits:
        from workbench.stats.intervals import ratio_limits

        limits = ratio_limits(
            k, n, rate_limits(k, n, c, values.pooled), rest_k, rest_n, rate_limits(rest_k, rest_n, c, values.pooled)
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            # R / (wR + 1 - w), which rises with R and ends at 1 / w.
            low, high = (np.where(np.isinf(r), 1 / share, r / (share * r + 1 - share)) for r in limits)
            return Limits(np.log(low), np.log(high))

    with np.errstate(divide="ignore"):
        log_ratio = np.log(p / values.pooled) if values.pooled > 0 else np.zeros(len(p))
    sides = _Sides((1 - share) * (p - rest), differences(c_gap), differences(c_in), log_ratio, logs(c_gap), logs(c_in))
    gap = _one_sided(sides, values.groups, "", c_gap)
    return replace(gap, n_groups=len(values.groups), comparison=OVERALL)


def _one_sided(sides: _Sides, groups: tuple[str, ...], base: str, c_gap: float) -> Gap:
    """Return the gap of the group that differs most surely from what all are compared to."""
    clear = np.maximum(sides.at_gap.low, -sides.at_gap.high)
    seen = np.abs(sides.difference)
    place = int(np.argmax(clear if clear.max() > 0 else seen))
    above = bool(sides.difference[place] > 0)
    ratio = ratio_low = ratio_high = float("nan")
    if sides.log_ratio is not None and sides.log_at_gap is not None and sides.log_at_in is not None:
        ratio = float(np.exp(-abs(sides.log_ratio[place])))
        ratio_low = float(np.exp(np.min(np.minimum(sides.log_at_in.low, -sides.log_at_in.high))))
        ratio_high = min(1.0, float(np.exp(-np.max(np.maximum(sides.log_at_gap.low, -sides.log_at_gap.high)))))
    return Gap(
        lower=base if above else groups[place],
        higher=groups[place] if above else base,
        difference=abs(float(sides.difference[place])),
        difference_low=max(0.0, float(clear.max())),
        difference_high=float(np.max(np.maximum(sides.at_in.high, -sides.at_in.low))),
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        by_chance=float("nan"),
        c_gap=c_gap,
        n_groups=len(groups),
        extreme_difference=float(seen.max()),
        extreme_ratio=float(np.exp(-np.abs(sides.log_ratio).max())) if sides.log_ratio is not None else float("nan"),
    )
