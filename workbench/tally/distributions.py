"""How an amount is spread in each group: a histogram, and sums of its first two powers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.tally.folding import fold
from workbench.tally.packing import array_hash, pack, unpack
from workbench.tally.scores import GRID, grid_cells

__all__ = ["LARGEST", "Bins", "Distribution", "distribution_of", "find_bins", "grid_counts"]

LARGEST = 1e60
"""Amounts beyond this are refused: their fourth powers could not be summed."""

_STEPS = 100
_RANKS = 300
_ZOOMS = 4
_FINE = 2_000  # cells that should hold the middle 98 % of the rows
_DAMAGED = "moments of the tally are damaged.\nGive what Tally.to_json wrote."
_FLOATS = np.dtype(np.float64)


class Bins(NamedTuple):
    """Where a histogram's bins begin, and the constant near the data that amounts are shifted by."""

    edges: NDArray[np.float64]
    shift: float


@dataclass(frozen=True, eq=False)
class Distribution:
    """Counts per group and bin of an amount, and sums over each group.

    Parameters
    ----------
    bins : Bins
        ``edges`` rise; bin ``b`` holds amounts from ``edges[b - 1]`` up to, but not including,
        ``edges[b]``. The first and the last bin have no end: rows of other tables may fall there.
    n : array of int64, shape (n_groups, n_edges + 1)
        Rows in each bin; rows without the amount are in none.
    sums : array of float, shape (n_groups, 2)
        Sums of ``amount - shift`` and of its square.

    Examples
    --------
    >>> amounts = np.array([1.0, 2.0, 3.0, np.nan])
    >>> found = distribution_of(amounts, np.zeros(4, dtype=np.int64), 1)
    >>> found.n_rows.tolist()
    [3]
    """

    bins: Bins
    n: NDArray[np.int64]
    sums: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check that the arrays fit each other."""
        edges = self.bins.edges
        if self.n.shape != (len(self.n), len(edges) + 1) or self.sums.shape != (len(self.n), 2):
            raise InputError(_DAMAGED)
        if (self.n < 0).any() or not (edges[1:] > edges[:-1]).all():
            raise InputError(_DAMAGED)

    @property
    def n_rows(self) -> NDArray[np.int64]:
        """Rows of each group that have the amount."""
        return np.asarray(self.n.sum(axis=1))

    @property
    def ends(self) -> NDArray[np.float64]:
        """The edges of all bins, the two without end included; shape (n_bins + 1,)."""
        return np.concatenate([[-np.inf], self.bins.edges, [np.inf]])

    def at_least(self, threshold: float) -> NDArray[np.int64]:
        """Return how many rows of each group are at or above one of the edges, exactly."""
        edges = self.bins.edges
        place = int(np.searchsorted(edges, threshold))
        if place == len(edges) or edges[place] != threshold:
            nearest = f" The nearest is {float(edges[np.argmin(np.abs(edges - threshold))])!r}." if len(edges) else ""
            raise InputError(
                f"threshold is {threshold!r}, which is not an edge of the bins, so its counts are not known.{nearest}\n"
                f"Count again with thresholds=[{threshold!r}]."
            )
        return np.asarray(self.n[:, place + 1 :].sum(axis=1))

    def fits(self, other: Distribution) -> bool:
        """Whether both have the same bins, so that they can be added."""
        return self.bins.shift == other.bins.shift and np.array_equal(self.bins.edges, other.bins.edges)

    def __add__(self, other: Distribution) -> Distribution:
        """Return the counts and sums over both sets of rows."""
        return Distribution(self.bins, self.n + other.n, self.sums + other.sums)

    def take(self, places: Sequence[int]) -> Distribution:
        """Return the counts and sums of some of the groups."""
        return Distribution(self.bins, self.n[list(places)], self.sums[list(places)])

    def onto(self, places: Sequence[int], n_groups: int) -> Distribution:
        """Return the counts and sums with the groups summed onto others."""
        return Distribution(self.bins, fold(self.n, places, n_groups), fold(self.sums, places, n_groups))

    @property
    def hashes(self) -> tuple[str, ...]:
        """Hashes of what is exact: bins and counts; sums of floats differ in the last digits by engine."""
        return (repr(self.bins.shift), array_hash(self.bins.edges), array_hash(self.n))

    def to_json(self) -> Json:
        """Return the counts and sums as JSON."""
        return {
            "shift": self.bins.shift,
            "edges": pack(self.bins.edges),
            "n": pack(self.n),
            "sums": pack(self.sums),
        }

    @classmethod
    def from_json(cls, value: Any, n_groups: int | None = None) -> Self:
        """Return what :meth:`to_json` wrote, of that many groups."""
        shift = value.get("shift") if isinstance(value, dict) else None
        if isinstance(shift, bool) or not isinstance(shift, (int, float)) or not abs(shift) <= LARGEST:
            raise InputError(_DAMAGED)
        edges = unpack(value.get("edges"), "moments", _FLOATS, shape=(None,))
        return cls(
            Bins(edges, float(shift)),
            unpack(value.get("n"), "moments", np.dtype(np.int64), shape=(n_groups, len(edges) + 1)),
            unpack(value.get("sums"), "moments", _FLOATS, shape=(n_groups, 2)),
        )


def distribution_of(
    amounts: NDArray[np.float64],
    places: NDArray[np.int64],
    n_groups: int,
    *,
    bins: Bins | None = None,
    thresholds: Iterable[float] = (),
    shifted: bool = True,
) -> Distribution:
    """Return how amounts in memory are spread in each group.

    Parameters
    ----------
    amounts : array of float, shape (n_rows,)
        ``nan`` where a row has none.
    places : array of int, shape (n_rows,)
        The group of each row.
    n_groups : int
        How many groups there are.
    bins : Bins, optional
        Those of another table, so that both add up; by default found from the amounts.
    thresholds : iterable of float
        Edges that must be there.
    shifted : bool
        Whether amounts are shifted to near 0 before they are squared; errors are near 0 as they are.
    """
    known = ~np.isnan(amounts)
    values, groups = amounts[known], places[known]
    if bins is None:
        low, high = (float(values.min()), float(values.max())) if len(values) else (math.nan, math.nan)
        bins = find_bins(low, high, lambda start, end: grid_counts(values, start, end), thresholds)
        bins = bins if shifted else Bins(bins.edges, 0.0)
    width = len(bins.edges) + 1
    cells = groups * width + np.searchsorted(bins.edges, values, side="right")
    moved = values - bins.shift
    sums = [np.bincount(groups, part, minlength=n_groups) for part in (moved, moved * moved)]
    return Distribution(
        bins,
        np.bincount(cells, minlength=n_groups * width).reshape(n_groups, width),
        np.stack(sums, axis=1).astype(np.float64, copy=False),
    )


def find_bins(
    low: float, high: float, count: Callable[[float, float], NDArray[np.int64]], thresholds: Iterable[float] = ()
) -> Bins:
    """Return about 400 edges for the bins of an amount: even steps, quantiles, declared thresholds.

    Only counts are looked at, so every engine finds the same.

    Parameters
    ----------
    low, high : float
        The least and the greatest amount; ``nan`` where there are none.
    count : callable
        Takes a start and an end, and returns how many amounts are in each of 65,536 even cells
        between them, as :func:`grid_counts` does. It is called again on the range of the middle
        98 % while those are in few cells, as they are where a few amounts are huge.
    thresholds : iterable of float
        Edges that must be there, so that their counts are exact.

    Examples
    --------
    >>> amounts = np.arange(1000.0)
    >>> edges, shift = find_bins(0.0, 999.0, lambda start, end: grid_counts(amounts, start, end), [250.5])
    >>> 350 < len(edges) < 450, 250.5 in edges, shift
    (True, True, 512.0)
    """
    wanted = {float(threshold) + 0.0 for threshold in thresholds}
    low, high = low + 0.0, high + 0.0  # engines differ in whether the least of 0.0 and -0.0 is -0.0
    if math.isnan(low):
        return Bins(np.array(sorted(wanted), dtype=np.float64), 0.0)
    found = {low, float(np.nextafter(high, np.inf)), *wanted}
    if low == high:
        return Bins(np.array(sorted(found), dtype=np.float64), low)
    found |= {low + (high - low) * step / _STEPS for step in range(1, _STEPS)}
    start, end, below, total = low, high, 0, -1
    for _ in range(_ZOOMS):
        grid = count(start, end)
        total = int(grid.sum()) if total < 0 else total
        reached = below + np.cumsum(grid)
        first, last = (int(np.searchsorted(reached, total * share)) for share in (0.01, 0.99))
        inner = _border(start, end, first), _border(start, end, last + 1)
        # Not where all of them have one value: that cannot be told apart by any cells.
        shrinks = last - first < _FINE and inner[1] - inner[0] > 1e-12 * max(abs(inner[0]), abs(inner[1]))
        borders = _quantiles(grid, reached, total, start, end)
        found |= {one for one in borders if not shrinks or not inner[0] < one < inner[1]}
        if not shrinks:
            break
        below, (start, end) = int(reached[first] - grid[first]), inner
    middle = _border(start, end, int(np.searchsorted(reached, total / 2)))
    return Bins(np.array(sorted(found), dtype=np.float64), _round(middle, end - start))


def grid_counts(amounts: NDArray[np.float64], start: float, end: float) -> NDArray[np.int64]:
    """Return how many amounts are in each of 65,536 even cells from ``start`` to ``end``; others are left out."""
    inside = amounts[(amounts >= start) & (amounts <= end)]
    return np.bincount(grid_cells(inside, start, end), minlength=GRID)


def _border(start: float, end: float, cell: int) -> float:
    return start + (end - start) * cell / GRID


def _quantiles(
    grid: NDArray[np.int64], reached: NDArray[np.int64], total: int, start: float, end: float
) -> list[float]:
    """Return borders of the cells that hold evenly spread ranks.

    Of a cell with more rows than there are between two ranks both borders: many rows have one value
    there, and the bin should hold no others.
    """
    ranks = np.arange(1, _RANKS) * (total / _RANKS)
    low, high = reached[0] - grid[0], reached[-1]
    cells = np.unique(np.searchsorted(reached, ranks[(ranks > low) & (ranks < high)], side="right"))
    cells = cells[cells < GRID]
    both = [cells + 1, cells[grid[cells] * _RANKS >= total]]
    return [_border(start, end, int(cell)) for cell in np.unique(np.concatenate(both)) if 0 < cell < GRID]


def _round(value: float, width: float) -> float:
    """Return a value rounded to a power of two well below the width: whole amounts then stay whole."""
    step = math.ldexp(1.0, math.frexp(width / 8)[1] - 1)
    return round(value / step) * step if step > 0 else value
