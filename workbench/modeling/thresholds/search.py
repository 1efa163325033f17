"""The best of all thresholds, and those that are not clearly worse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.modeling.thresholds.criteria import Criterion
from workbench.modeling.thresholds.curve import Curve, Place, between

__all__ = ["Search", "fullest_place"]

Floats = NDArray[np.float64]

_SAME = 1e-12
_FEWEST_BETWEEN = 25


@dataclass(frozen=True, eq=False)
class Search:
    """What every threshold decides, and what is good.

    A place is one of the curve's, and z the critical value of each comparison.

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
    >>> from workbench.modeling.thresholds.curve import curve_of
    >>> curve = curve_of(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0, 0, 1, 1], dtype=np.int8))
    >>> Search(curve, criterion_of_metric("accuracy_score")).best()
    Place(threshold=0.5, low=0.2, high=0.8)
    """

    curve: Curve
    criterion: Criterion
    limit: float | None = None

    def best(self) -> Place:
        """Return the best threshold of all, in the middle of the widest range of equally good ones."""
        curve, criterion = self.curve, self.criterion
        losses = criterion.sign * criterion.value(curve.shares)
        open_ = _allowed(curve, self.limit) & ~np.isnan(losses)
        least = losses[open_].min()
        good = open_ & (losses <= least + _SAME * max(1.0, abs(least)))
        starts: list[int] = np.flatnonzero(good & ~np.append(False, good[:-1])).tolist()
        ends: list[int] = np.flatnonzero(good & ~np.append(good[1:], False)).tolist()
        ranges = list(zip(starts, ends, strict=True))
        return between(curve, *max(ranges, key=lambda one: curve.high(one[0]) - curve.low(one[1])))

    def value_at(self, place: int, z: float) -> tuple[float, float, float]:
        """Return a criterion's value at a place, with its limits.

        Costs have limits by their standard error; scores between 0 and 1 by the delta method on the logit. ``nan``
        limits where all rows are alike, since no spread can be estimated then. Rows are taken as independent.
        """
        curve, criterion = self.curve, self.criterion
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
        return (
            value,
            float(special.expit(special.logit(value) - half)),
            float(special.expit(special.logit(value) + half)),
        )

    def difference_at(self, place: int) -> tuple[Floats, Floats]:
        """Return by how much the criterion at every place differs from its value at one, and the standard errors.

        Both thresholds decide on the same rows: so what counts are the rows between them.
        """
        curve, criterion = self.curve, self.criterion
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

    def not_clearly_worse(self, place: int, *, z: float) -> tuple[float, float]:
        """Return the lowest and the highest threshold that are not clearly worse: above the first, up to the second.

        Each is compared with the chosen one by itself, on the same rows; fewer than 25 rows between the two are no
        evidence. Some thresholds in the range may be clearly worse. A range that ended at the first of them would hold
        the best threshold of all people far less often than the confidence says, since the chosen one is the best of
        many by chance.
        """
        curve, criterion = self.curve, self.criterion
        difference, error = self.difference_at(place)
        n_between = np.abs(curve.n_selected - curve.n_selected[place])
        worse = (criterion.sign * difference - z * error > _SAME) & (n_between >= _FEWEST_BETWEEN)
        places = np.flatnonzero(_allowed(curve, self.limit) & ~worse & ~np.isnan(difference))
        return curve.low(int(places[-1])), curve.high(int(places[0]))


def fullest_place(curve: Curve, limit: float) -> Place:
    """Return the threshold that selects as many as the limit allows, and never more.

    Rows of one score are selected together or not at all, so that some places may stay empty.

    Examples
    --------
    >>> from workbench.modeling.thresholds.curve import curve_of
    >>> curve = curve_of(np.array([0.1, 0.5, 0.5, 0.9]), np.array([0, 0, 1, 1], dtype=np.int8))
    >>> fullest_place(curve, 2)
    Place(threshold=0.7, low=0.5, high=0.9)
    """
    last = int(np.flatnonzero(_allowed(curve, limit))[-1])
    return between(curve, last, last)


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
