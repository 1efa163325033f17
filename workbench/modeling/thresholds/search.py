"""Every threshold that decides differently, at once: one sort and running sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.modeling.thresholds.criteria import Criterion

__all__ = [
    "Curve",
    "Place",
    "best_place",
    "curve_of",
    "difference_at",
    "fullest_place",
    "not_clearly_worse",
    "value_at",
]

Floats = NDArray[np.float64]

_SAME = 1e-12
_FEWEST_BETWEEN = 25
_ABOVE_ONE = float(np.nextafter(1, 2))


@dataclass(frozen=True, eq=False)
class Curve:
    """What each threshold decides.

    Place 0 selects nobody, place k all rows that have one of the k greatest different scores. A row is selected, that
    is, decided favourably, where its score is at least the threshold.

    Parameters
    ----------
    scores : array of float, shape (n_places - 1,)
        The different scores, falling.
    n_selected : array of int64, shape (n_places,)
        How many rows are selected.
    cells : array of float, shape (4, n_places)
        Weight of the rows tp, fp, fn, tn; their number where they have no weights.
    squares : array of float, shape (4, n_places)
        Sums of squared weights.
    """

    scores: Floats
    n_selected: NDArray[np.int64]
    cells: Floats
    squares: Floats

    @property
    def total(self) -> float:
        """The weight of all rows."""
        return float(self.cells[:, 0].sum())

    @property
    def shares(self) -> Floats:
        """The cells as shares of all rows."""
        return self.cells / self.total

    @property
    def selected(self) -> Floats:
        """The weight of the selected rows."""
        return np.asarray(self.cells[0] + self.cells[1])

    def low(self, place: int) -> float:
        """Return the score that a threshold must be above to select no more; 0 where all are selected."""
        return float(self.scores[place]) if place < len(self.scores) else 0.0

    def high(self, place: int) -> float:
        """Return the greatest threshold that selects as many; where nobody is, 1, or just above it if a score is 1."""
        if place:
            return float(self.scores[place - 1])
        return 1.0 if self.scores[0] < 1 else _ABOVE_ONE

    def place_of(self, threshold: float) -> int:
        """Return the place whose rows a threshold selects."""
        return int(np.searchsorted(-self.scores, -threshold, side="right"))


@dataclass(frozen=True)
class Place:
    """A threshold, and the range of thresholds that are as good.

    Parameters
    ----------
    threshold : float
        In the middle of the range, with as few decimals as keep it inside.
    low, high : float
        Thresholds above ``low`` and up to ``high`` are as good on these rows.
    """

    threshold: float
    low: float
    high: float


def curve_of(scores: Floats, outcomes: NDArray[np.int8], weights: Floats | None = None) -> Curve:
    """Return what every threshold decides.

    Parameters
    ----------
    scores : array of float, shape (n_rows,)
        Probabilities of the favourable outcome.
    outcomes : array of int8, shape (n_rows,)
        1 favourable, 0 not.
    weights : array of float, shape (n_rows,), optional
        For how many people each row stands; each for one where not given.

    Examples
    --------
    >>> curve = curve_of(np.array([0.2, 0.8, 0.8]), np.array([0, 1, 0], dtype=np.int8))
    >>> curve.n_selected.tolist(), curve.cells[:2].tolist()
    ([0, 2, 3], [[0.0, 1.0, 1.0], [0.0, 1.0, 2.0]])
    """
    order = np.argsort(-scores)
    falling, favourable = scores[order], outcomes[order] == 1
    ends = np.append(np.flatnonzero(falling[1:] != falling[:-1]), len(falling) - 1)

    def running(of: Floats) -> Floats:
        yes, no = (np.append(0.0, np.cumsum(np.where(chosen, of, 0.0))[ends]) for chosen in (favourable, ~favourable))
        return np.stack([yes, no, yes[-1] - yes, no[-1] - no])

    ones = np.ones(len(scores))
    sums = running(ones if weights is None else weights[order])
    squares = sums if weights is None else running(weights[order] ** 2)
    return Curve(falling[ends], np.append(0, ends + 1), sums, squares)


def best_place(curve: Curve, criterion: Criterion, limit: float | None = None) -> Place:
    """Return the best threshold of all, in the middle of the widest range of equally good ones.

    Parameters
    ----------
    curve : Curve
        What every threshold decides.
    criterion : Criterion
        What is good.
    limit : float, optional
        The most weight that may be selected.

    Examples
    --------
    >>> from workbench.modeling.thresholds.criteria import criterion_of_metric
    >>> curve = curve_of(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0, 0, 1, 1], dtype=np.int8))
    >>> best_place(curve, criterion_of_metric("accuracy_score"))
    Place(threshold=0.5, low=0.2, high=0.8)
    """
    losses = criterion.sign * criterion.value(curve.shares)
    open_ = _allowed(curve, limit) & ~np.isnan(losses)
    least = losses[open_].min()
    good = open_ & (losses <= least + _SAME * max(1.0, abs(least)))
    starts: list[int] = np.flatnonzero(good & ~np.append(False, good[:-1])).tolist()
    ends: list[int] = np.flatnonzero(good & ~np.append(good[1:], False)).tolist()
    ranges = list(zip(starts, ends, strict=True))
    return _between(curve, *max(ranges, key=lambda one: curve.high(one[0]) - curve.low(one[1])))


def fullest_place(curve: Curve, limit: float) -> Place:
    """Return the threshold that selects as many as the limit allows, and never more.

    Rows of one score are selected together or not at all, so that some places may stay empty.

    Examples
    --------
    >>> curve = curve_of(np.array([0.1, 0.5, 0.5, 0.9]), np.array([0, 0, 1, 1], dtype=np.int8))
    >>> fullest_place(curve, 2)
    Place(threshold=0.7, low=0.5, high=0.9)
    """
    last = int(np.flatnonzero(_allowed(curve, limit))[-1])
    return _between(curve, last, last)


def value_at(curve: Curve, criterion: Criterion, place: int, z: float) -> tuple[float, float, float]:
    """Return a criterion's value at a place, with its limits.

    Costs have limits by their standard error; scores between 0 and 1 by the delta method on the logit. ``nan`` limits
    where all rows are alike, since no spread can be estimated then. Rows are taken as independent.

    Parameters
    ----------
    curve : Curve
        What every threshold decides.
    criterion : Criterion
        What is good.
    place : int
        Which place.
    z : float
        Critical value.
    """
    shares = curve.shares[:, place : place + 1]
    value = float(criterion.value(shares)[0])
    error = float(
        np.sqrt(_variance(curve, criterion.slopes(shares), curve.cells[:, [place]], curve.squares[:, [place]])[0])
    )
    if not error > 0:
        return value, float("nan"), float("nan")
    if criterion.costs:
        return value, value - z * error, value + z * error
    half = z * error / (value * (1 - value))
    return value, float(special.expit(special.logit(value) - half)), float(special.expit(special.logit(value) + half))


def difference_at(curve: Curve, criterion: Criterion, place: int) -> tuple[Floats, Floats]:
    """Return by how much the criterion at every place differs from its value at one, and the standard errors.

    Both thresholds decide on the same rows: so what counts are the rows between them.

    Parameters
    ----------
    curve : Curve
        What every threshold decides.
    criterion : Criterion
        What is good.
    place : int
        The place that all are compared with.
    """
    shares = curve.shares
    there, here = criterion.slopes(shares), criterion.slopes(shares[:, [place]])
    values = criterion.value(shares)
    more = np.arange(shares.shape[1]) > place
    parts: list[tuple[Floats, Floats, Floats]] = []
    for right, wrong in ((0, 2), (1, 3)):  # of favourable outcomes tp and fn, of others fp and tn
        for of in (curve.cells, curve.squares):
            both, neither = np.minimum(of[right], of[right, place]), np.minimum(of[wrong], of[wrong, place])
            parts.append((both, np.abs(of[right] - of[right, place]), neither))
    psi = [
        np.stack(
            [
                there[right] - here[right],
                np.where(more, there[right] - here[wrong], there[wrong] - here[right]),
                there[wrong] - here[wrong],
            ]
        )
        for right, wrong in ((0, 2), (1, 3))
    ]
    weights, squares = np.stack([*parts[0], *parts[2]]), np.stack([*parts[1], *parts[3]])
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(_variance(curve, np.concatenate(psi), weights, squares))
        return values - values[place], errors


def not_clearly_worse(
    curve: Curve, criterion: Criterion, place: int, *, z: float, limit: float | None = None
) -> tuple[float, float]:
    """Return the lowest and the highest threshold that are not clearly worse: above the first, up to the second.

    Each is compared with the chosen one by itself, on the same rows; fewer than 25 rows between the two are no
    evidence. Some thresholds in the range may be clearly worse. A range that ended at the first of them would hold the
    best threshold of all people far less often than the confidence says, since the chosen one is the best of many by
    chance.

    Parameters
    ----------
    curve : Curve
        What every threshold decides.
    criterion : Criterion
        What is good.
    place : int
        The place that all are compared with.
    z : float
        Critical value of each comparison.
    limit : float, optional
        The most weight that may be selected.
    """
    difference, error = difference_at(curve, criterion, place)
    n_between = np.abs(curve.n_selected - curve.n_selected[place])
    worse = (criterion.sign * difference - z * error > _SAME) & (n_between >= _FEWEST_BETWEEN)
    places = np.flatnonzero(_allowed(curve, limit) & ~worse & ~np.isnan(difference))
    return curve.low(int(places[-1])), curve.high(int(places[0]))


def _variance(curve: Curve, psi: Floats, weights: Floats, squares: Floats) -> Floats:
    """Return the variance of a weighted mean of what each kind of row adds."""
    mean = (weights * psi).sum(axis=0) / curve.total
    n = float(curve.n_selected[-1])
    spread = np.where(squares > 0, squares * (psi - mean) ** 2, 0.0).sum(axis=0)
    return np.asarray(spread / curve.total**2 * n / max(n - 1, 1.0))


def _allowed(curve: Curve, limit: float | None) -> NDArray[np.bool_]:
    if limit is None:
        return np.ones(len(curve.n_selected), dtype=bool)
    return np.asarray(curve.selected <= limit * (1 + _SAME))


def _between(curve: Curve, first: int, last: int) -> Place:
    """Return the middle of the thresholds from one place to another, written as shortly as it can be."""
    low, high = curve.low(last), curve.high(first)
    if low >= high:  # all are selected, some at 0
        return Place(0.0, low, high)
    middle = (low + high) / 2
    for digits in range(2, 18):
        short = round(middle, digits)
        if low < short <= high:
            return Place(short, low, high)
    return Place(high, low, high)
