"""What every threshold decides, at once: one sort and running sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curve", "Place", "between", "curve_of"]

Floats = NDArray[np.float64]

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


def between(curve: Curve, first: int, last: int) -> Place:
    """Return the middle of the thresholds from one place to another, written as shortly as it can be.

    Parameters
    ----------
    curve : Curve
        What every threshold decides.
    first, last : int
        The places, the one that selects fewer rows first.
    """
    low, high = curve.low(last), curve.high(first)
    if low >= high:  # all are selected, some at 0
        return Place(0.0, low, high)
    middle = (low + high) / 2
    for digits in range(2, 18):
        short = round(middle, digits)
        if low < short <= high:
            return Place(short, low, high)
    return Place(high, low, high)
