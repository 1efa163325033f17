"""Thresholds of groups at which a rate is as equal as people can be counted, from counts by score."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError, NotEnoughDataError

__all__ = ["EqualThresholds", "equal_thresholds"]

Floats = NDArray[np.float64]

_SAME = 1e-9
"""How far shares of weights may differ and still be taken as equal: they are sums in another order."""


class EqualThresholds(NamedTuple):
    """What was chosen.

    ``thresholds`` by the code of each group that has enough rows; ``otherwise`` for everybody else; the ``level`` that
    each group's rate is as near to as it can be; the ``spread`` between the greatest and the least rate; and the
    ``objective`` reached.
    """

    thresholds: Mapping[int, float]
    otherwise: float
    level: float
    spread: float
    objective: float


class _Steps(NamedTuple):
    """What each number of people selected gives: a rate, rising; what it is worth; and the threshold.

    ``grain`` is by how much one person moves the rate.
    """

    rates: Floats
    worth: Floats
    thresholds: Floats
    grain: float

    def nearest(self, levels: Floats) -> NDArray[np.int64]:
        """Return the place whose rate is nearest to each level; of two equally near the lower."""
        right = np.clip(np.searchsorted(self.rates, levels), 0, len(self.rates) - 1)
        left = np.maximum(right - 1, 0)
        closer = np.abs(self.rates[right] - levels) < np.abs(self.rates[left] - levels) - _SAME
        return np.where(closer, right, left).astype(np.int64)


def equal_thresholds(
    scores: Floats,
    outcomes: NDArray[np.int64],
    codes: NDArray[np.int64],
    *,
    metric: str,
    objective: str,
    weights: Floats | None = None,
    minimum_n: int = 1,
) -> EqualThresholds:
    """Return for each group the threshold at which its rate is as near as can be to one level for all.

    Every level is tried at which the rate of some group can be; of those where no two groups are further apart than
    one person of the smallest group makes, the one with the greatest objective is taken.

    Parameters
    ----------
    scores : array of float, shape (n_rows,)
        From 0 to 1, of rows that the model has not learned from.
    outcomes : array of int64, shape (n_rows,)
        1 favourable, 0 not.
    codes : array of int64, shape (n_rows,)
        The group of each row; -1 where it is unknown.
    metric : {"selection_rate", "true_positive_rate", "false_positive_rate"}
        What is made equal.
    objective : {"accuracy_score", "balanced_accuracy_score"}
        What is as great as it can be then, over the groups that are compared.
    weights : array of float, optional
        For how many people each row stands.
    minimum_n : int
        Groups with fewer rows that the rate is over get no threshold of their own.

    Raises
    ------
    NotEnoughDataError
        If fewer than two groups have enough rows.
    InputError
        If scores take so few values that only selecting everybody or nobody is equal.

    Examples
    --------
    >>> scores = np.array([0.9, 0.8, 0.4, 0.2, 0.7, 0.3, 0.2, 0.1])
    >>> outcomes = np.array([1, 1, 0, 0, 1, 1, 0, 0])
    >>> found = equal_thresholds(scores, outcomes, np.array([0, 0, 0, 0, 1, 1, 1, 1]),
    ...                          metric="selection_rate", objective="accuracy_score")
    >>> {at: round(one, 3) for at, one in found.thresholds.items()}, found.level, found.objective
    ({0: 0.6, 1: 0.25}, 0.5, 1.0)
    """
    counts = np.ones(len(scores)) if weights is None else np.asarray(weights, dtype=np.float64)
    bases = _bases(outcomes, codes, counts, metric, minimum_n)
    chosen = np.isin(codes, bases) & (counts > 0)
    shares = _shares(outcomes[chosen], counts[chosen], objective)

    def steps(rows: NDArray[np.bool_]) -> _Steps:
        return _steps(scores[rows], outcomes[rows], counts[rows], metric, shares)

    groups = [steps(chosen & (codes == code)) for code in bases]
    levels = np.unique(np.concatenate([one.rates for one in groups]))
    places = np.stack([one.nearest(levels) for one in groups])
    rates = np.stack([one.rates[at] for one, at in zip(groups, places, strict=True)])
    worth = np.sum([one.worth[at] for one, at in zip(groups, places, strict=True)], axis=0)
    spread = rates.max(axis=0) - rates.min(axis=0)
    is_equal = spread <= max(one.grain for one in groups) + _SAME
    if not (is_equal & (rates.max(axis=0) > 0) & (rates.min(axis=0) < 1)).any():
        raise InputError(
            "The scores take so few different values that groups are equal only if everybody or nobody is selected.\n"
            "Choose a model with finer scores, or another method."
        )
    best = int(np.argmax(np.where(is_equal, np.round(worth, 12), -np.inf)))
    everyone = steps(counts > 0)
    return EqualThresholds(
        {int(code): float(one.thresholds[at]) for code, one, at in zip(bases, groups, places[:, best], strict=True)},
        float(everyone.thresholds[everyone.nearest(levels[best : best + 1])[0]]),
        float(levels[best]),
        float(spread[best]),
        float(worth[best]),
    )


def _bases(
    outcomes: NDArray[np.int64], codes: NDArray[np.int64], counts: Floats, metric: str, minimum_n: int
) -> NDArray[np.int64]:
    """Return the groups that have enough rows which the rate is over."""
    is_over = (counts > 0) & (codes >= 0) & _is_over(outcomes, metric)
    n_rows = np.bincount(codes[is_over], minlength=1)
    found = np.flatnonzero(n_rows >= max(1, minimum_n))
    if len(found) < 2:
        raise NotEnoughDataError(
            f"Fewer than two groups have {minimum_n} rows to choose a threshold on.\n"
            "Give more rows, or cross fewer attributes."
        )
    return found


def _is_over(outcomes: NDArray[np.int64], metric: str) -> NDArray[np.bool_]:
    """Return which rows a rate is over."""
    if metric == "selection_rate":
        return np.ones(len(outcomes), dtype=bool)
    return np.asarray(outcomes == (1 if metric == "true_positive_rate" else 0))


def _shares(outcomes: NDArray[np.int64], counts: Floats, objective: str) -> tuple[float, float]:
    """Return what a right decision on a row of either outcome is worth, unfavourable first."""
    if objective == "accuracy_score":
        return 1 / float(counts.sum()), 1 / float(counts.sum())
    totals = np.bincount(outcomes, counts, 2)
    if not totals.all():
        raise NotEnoughDataError("All rows have one outcome.\nBalanced accuracy needs both.")
    return float(0.5 / totals[0]), float(0.5 / totals[1])


def _steps(
    scores: Floats, outcomes: NDArray[np.int64], counts: Floats, metric: str, shares: tuple[float, float]
) -> _Steps:
    """Return what selecting the greatest scores gives, from nobody to everybody; people of equal score together."""
    values, place = np.unique(-scores, return_inverse=True)
    values = -values
    good = np.concatenate([[0.0], np.bincount(place, counts * outcomes, len(values)).cumsum()])
    bad = np.concatenate([[0.0], np.bincount(place, counts * (1 - outcomes), len(values)).cumsum()])
    over = {"selection_rate": good + bad, "true_positive_rate": good, "false_positive_rate": bad}[metric]
    worth = shares[1] * good + shares[0] * (bad[-1] - bad)
    cuts = np.concatenate([[_above(values[0])], [_between(a, b) for a, b in pairwise(values)], [0.0]])
    rates = over / over[-1]
    # Where several numbers of people give one rate, the one that is worth most; of equals the fewest people.
    order = np.lexsort((np.arange(len(rates)), -np.round(worth, 12), np.round(rates, 12)))
    first = np.unique(np.round(rates[order], 12), return_index=True)[1]
    kept = order[first]
    is_over = _is_over(outcomes, metric)
    return _Steps(rates[kept], worth[kept], cuts[kept], float(counts[is_over].max() / over[-1]))


def _above(greatest: float) -> float:
    """Return a threshold that nobody reaches."""
    return (greatest + 1) / 2 if greatest < (greatest + 1) / 2 <= 1 and greatest < 1 else float(np.nextafter(1, 2))


def _between(upper: float, lower: float) -> float:
    """Return a threshold that the upper score reaches and the lower does not."""
    middle = (upper + lower) / 2
    return middle if lower < middle <= upper else upper
