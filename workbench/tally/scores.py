"""Rows per group, outcome and bin of a score: what thresholds, AUC and calibration need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.stats.auc import Auc, auc_of_bins
from workbench.stats.recalibration import Recalibration, recalibration
from workbench.tally.folding import fold
from workbench.tally.largest import check_rows
from workbench.tally.packing import array_hash, pack, unpack
from workbench.tally.weights import Weights

__all__ = ["GRID", "Decided", "ScoreTally", "bins_of", "grid_cells", "grid_scale", "outside_range", "score_edges"]

GRID = 2**16
"""Cells of the even grid on which quantiles are found."""

_STEPS = 100
_QUANTILES = 900
_FLOATS = np.dtype(np.float64)
_DAMAGED = "scores of the tally are damaged.\nGive what Tally.to_json wrote."


class Decided(NamedTuple):
    """Counts per group, outcome and decision of a threshold, with weights where there are any."""

    n: NDArray[np.int64]
    weights: Weights | None


@dataclass(frozen=True, eq=False)
class ScoreTally:
    """Counts per group, outcome and bin of a score.

    Parameters
    ----------
    low, high : float
        The declared range of the score.
    edges : array of float, shape (n_bins - 1,)
        Rising. Bin ``b`` holds scores from ``edges[b - 1]`` up to, but not including, ``edges[b]``.
    n : array of int64, shape (n_groups, 3, n_bins + 1)
        Rows per group, outcome (unfavourable, favourable, missing) and bin; the last *bin* counts
        rows without a score.
    sums : array of float, the same shape
        Sum of the scores.
    squares : array of float, shape (n_groups, 3)
        Sum of the squared scores.
    logs : array of float, shape (n_groups, 3, 2)
        Sums of ``log(s)`` and of ``log(1 - s)``, clipped as scikit-learn's ``log_loss`` does; zeros for a score
        that is no probability.
    weights : Weights, optional
        Sums of sampling weights in the cells of ``n``.
    """

    low: float
    high: float
    edges: NDArray[np.float64]
    n: NDArray[np.int64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    logs: NDArray[np.float64]
    weights: Weights | None = None

    def __post_init__(self) -> None:
        """Check that the arrays fit each other."""
        groups = self.n.shape[0]
        shape = (groups, 3, len(self.edges) + 2)
        fits = self.n.shape == self.sums.shape == shape
        if not fits or self.squares.shape != (groups, 3) or self.logs.shape != (groups, 3, 2):
            raise InputError("The arrays of the scores do not fit their edges.\nGive what Tally.to_json wrote.")

    @cached_property
    def area(self) -> Auc:
        """Each group's area under the ROC curve, found once: no threshold changes it."""
        return auc_of_bins(self.n[:, 0, :-1], self.n[:, 1, :-1])

    @cached_property
    def recalibrated(self) -> Recalibration:
        """Each group's logistic recalibration on the bins' mean scores, found once; ``nan`` for no probability."""
        if not self.is_probability:
            return Recalibration(*np.full((4, len(self.n)), np.nan))
        n = self.n[:, :2, :-1]
        rows = n.sum(axis=1)
        with np.errstate(invalid="ignore"):
            mean = np.clip(self.sums[:, :2, :-1].sum(axis=1) / rows, 0.0, 1.0)  # sums are rounded
        return recalibration(rows, n[:, 1], mean)

    @property
    def is_probability(self) -> bool:
        """Whether the declared range is 0 to 1."""
        return self.low == 0 and self.high == 1

    def decided(self, threshold: float) -> Decided:
        """Return counts per group, outcome and decision: favourable at or above the threshold.

        At the lower end of the range everybody with a score is favoured.
        """
        if threshold == self.low:
            return self._all_favourable()
        place = int(np.searchsorted(self.edges, threshold))
        if not self.low < threshold <= max(self.high, float(self.edges.max(initial=self.low))):
            raise InputError(
                f"threshold is {threshold!r}, outside the declared range of the score, {self.low:g} to {self.high:g}.\n"
                "Give a threshold within it."
            )
        if place == len(self.edges) or self.edges[place] != threshold:
            near = self.nearest(threshold)
            raise InputError(
                f"threshold is {threshold!r}, which is not an edge of the score's bins, so its counts are not known.\n"
                f"The nearest edge is {near!r}. Or count again with thresholds=[{threshold!r}]."
            )
        starts = [0, place + 1, len(self.edges) + 1]
        n = np.add.reduceat(self.n, starts, axis=2)
        if self.weights is None:
            return Decided(n, None)
        sums = (np.add.reduceat(values, starts, axis=2) for values in (self.weights.w, self.weights.w2))
        return Decided(n, Weights(*sums))

    def _all_favourable(self) -> Decided:
        def joined(values: NDArray[Any]) -> NDArray[Any]:
            known = values[:, :, :-1].sum(axis=2)
            return np.stack([np.zeros_like(known), known, values[:, :, -1]], axis=2)

        weights = None if self.weights is None else Weights(joined(self.weights.w), joined(self.weights.w2))
        return Decided(joined(self.n), weights)

    def nearest(self, threshold: float) -> float:
        """Return the edge that is nearest to a threshold."""
        return float(self.edges[np.argmin(np.abs(self.edges - threshold))])

    def __add__(self, other: ScoreTally) -> ScoreTally:
        """Return the counts of both sets of rows; they must have the same bins."""
        if (self.low, self.high) != (other.low, other.high) or not np.array_equal(self.edges, other.edges):
            raise InputError(
                "The tallies have different bins of the score.\n"
                "Count both with the same edges: edges=tally.scores.edges."
            )
        check_rows(self.n, other.n)
        both = self.weights is not None and other.weights is not None
        return ScoreTally(
            self.low,
            self.high,
            self.edges,
            self.n + other.n,
            self.sums + other.sums,
            self.squares + other.squares,
            self.logs + other.logs,
            self.weights + other.weights if both and self.weights is not None and other.weights is not None else None,
        )

    def take(self, places: Sequence[int]) -> ScoreTally:
        """Return the counts of some of the groups."""
        chosen = list(places)
        return ScoreTally(
            self.low,
            self.high,
            self.edges,
            self.n[chosen],
            self.sums[chosen],
            self.squares[chosen],
            self.logs[chosen],
            self.weights.take(chosen) if self.weights is not None else None,
        )

    def onto(self, places: Sequence[int], n_groups: int) -> ScoreTally:
        """Return the counts with the groups summed onto others."""
        return ScoreTally(
            self.low,
            self.high,
            self.edges,
            fold(self.n, places, n_groups),
            fold(self.sums, places, n_groups),
            fold(self.squares, places, n_groups),
            fold(self.logs, places, n_groups),
            self.weights.onto(places, n_groups) if self.weights is not None else None,
        )

    @property
    def hashes(self) -> tuple[str, ...]:
        """Hashes of what is exact: range, edges and counts; sums of floats differ in the last digits by engine."""
        return (str(self.low), str(self.high), array_hash(self.edges), array_hash(self.n))

    def to_json(self) -> Json:
        """Return the counts as JSON."""
        return {
            "low": self.low,
            "high": self.high,
            "edges": pack(self.edges),
            "n": pack(self.n),
            "sums": pack(self.sums),
            "squares": pack(self.squares),
            "logs": pack(self.logs),
            "weights": self.weights.to_json() if self.weights is not None else None,
        }

    @classmethod
    def from_json(cls, value: Any, n_groups: int | None = None) -> Self:
        """Return the counts that :meth:`to_json` wrote, of that many groups."""
        if not isinstance(value, dict):
            raise InputError(_DAMAGED)
        weights = value.get("weights")
        try:
            low, high = float(value["low"]), float(value["high"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise InputError("scores of the tally have no range.\nGive what Tally.to_json wrote.") from error
        edges = unpack(value.get("edges"), "scores", _FLOATS, shape=(None,))
        shape = (n_groups, 3, len(edges) + 2)
        n = unpack(value.get("n"), "scores", np.dtype(np.int64), shape=shape)
        sums, squares, logs = (
            unpack(value.get(name), "scores", _FLOATS, shape=size)
            for name, size in (("sums", shape), ("squares", (n_groups, 3)), ("logs", (n_groups, 3, 2)))
        )
        finite = all(np.isfinite(one).all() for one in (edges, sums, squares, logs, np.array([low, high])))
        if not finite or not (edges[1:] > edges[:-1]).all() or (n < 0).any():
            raise InputError(_DAMAGED)
        check_rows(n)
        own = Weights.from_json(weights, shape) if weights is not None else None
        return cls(low, high, edges, n, sums, squares, logs, own)


def score_edges(
    low: float, high: float, grid: NDArray[np.int64] | None = None, thresholds: Iterable[float] = ()
) -> NDArray[np.float64]:
    """Return the edges of a score's bins: even steps, quantiles of the pooled score, declared thresholds.

    Parameters
    ----------
    low, high : float
        The declared range.
    grid : array of int64, shape (65536,), optional
        Rows in each cell of an even grid over the range; quantiles are taken at its cells' borders,
        so that every engine finds the same. Even steps alone fail where an outcome is rare and all
        scores are small.
    thresholds : iterable of float
        Where decisions are made: each becomes an edge, so its counts are exact.

    Examples
    --------
    >>> edges = score_edges(0.0, 1.0, thresholds=[0.123])
    >>> len(edges), 0.35 in edges, 0.123 in edges
    (100, True, True)
    """
    steps = [low + (high - low) * step / _STEPS for step in range(1, _STEPS)]
    quantiles: list[float] = []
    if grid is not None and grid.sum() > 0:
        ranks = np.arange(1, _QUANTILES) * (int(grid.sum()) / _QUANTILES)
        cells = np.unique(np.searchsorted(np.cumsum(grid), ranks, side="right") + 1)
        quantiles = [low + (high - low) * int(cell) / GRID for cell in cells if cell < GRID]
    edges = np.array(sorted({*steps, *quantiles, *map(float, thresholds)}), dtype=np.float64)
    inside: NDArray[np.float64] = edges[(edges > low) & (edges <= np.nextafter(high, np.inf))]
    return inside


def outside_range(low: float, high: float) -> InputError:
    """Return the error for scores outside their declared range."""
    return InputError(f"Some scores are outside {low} to {high}.\nDeclare their range: score_range=(low, high).")


def grid_scale(low: float, high: float) -> float:
    """Return how many cells of the even grid there are to one unit of the score."""
    with np.errstate(over="ignore"):
        return float(min(np.float64(GRID) / np.float64(high - low), np.finfo(np.float64).max))


def grid_cells(scores: NDArray[np.float64], low: float, high: float) -> NDArray[np.int64]:
    """Return the cell of the even grid that each score is in."""
    # Subtracting and multiplying by constants: every engine gets the same floats. Some divide by multiplying.
    cells = ((scores - low) * grid_scale(low, high)).astype(np.int64)
    return np.clip(cells, 0, GRID - 1, out=cells)


def bins_of(
    scores: NDArray[np.float64], edges: NDArray[np.float64], low: float, high: float, cells: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the bin of each score: how many edges are at or below it.

    The grid's cell gives the bin but for a step or two, which comparisons then settle exactly:
    many times faster than a binary search of each score among a thousand edges.

    Examples
    --------
    >>> scores, edges = np.array([0.0, 0.5, 0.7]), np.array([0.5, 0.7])
    >>> bins_of(scores, edges, 0.0, 1.0, grid_cells(scores, 0.0, 1.0)).tolist()
    [0, 1, 2]
    """
    borders = low + (high - low) * np.arange(GRID) / GRID
    bins = np.searchsorted(edges, borders, side="right")[cells]
    above, below = np.append(edges, np.inf), np.append(-np.inf, edges)
    while (up := scores >= above[bins]).any():
        bins += up
    while (down := scores < below[bins]).any():
        bins -= down
    return bins
