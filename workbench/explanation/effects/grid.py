"""The values at which an effect is asked for, and how many rows learned from are near each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.provenance import Provenance
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.effects.unseen import cells
from workbench.explanation.tellable import Tellable, learned_from, places_of, tellable
from workbench.modeling.result import Fitted

__all__ = ["Grid", "coded_cells", "grid_of"]

_MOST_CODED = 20_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Some values of a column.

    Parameters
    ----------
    told : Tellable
        All values of the column that can be told.
    codes : array of int, shape (n_points,)
        Their places in ``told``; one beyond the last stands for a missing value.
    n : array of int, shape (n_points,)
        Rows learned from that are nearest to each, or hold it.
    n_rows : int
        All rows learned from.
    """

    told: Tellable
    codes: NDArray[np.int64]
    n: NDArray[np.int64]
    n_rows: int

    @property
    def column(self) -> str:
        """The column's name."""
        return self.told.column

    @property
    def values(self) -> tuple[object, ...]:
        """The values; ``None`` for a missing one."""
        return tuple((*self.told.values, None)[code] for code in self.codes)

    @property
    def labels(self) -> tuple[str, ...]:
        """As they are told; empty for a missing one."""
        return tuple((*self.told.labels, "")[code] for code in self.codes)

    @property
    def known(self) -> NDArray[np.int64]:
        """The codes of values that are not missing."""
        return self.codes[self.codes < len(self.told.values)]


def grid_of(fitted: Fitted, column: str, n_points: int) -> Grid | str:
    """Return at most so many values of a column, or the reason why there are none.

    Numbers and dates are those nearest to evenly spaced quantiles; rows that are further beyond the ends than half
    the way to the next value belong to none. Categories are the most frequent.
    """
    told = tellable(fitted, column)
    if isinstance(told, str):
        return told
    if told.is_ordered:
        wanted = np.quantile(told.known, np.linspace(0, 1, n_points) if n_points > 1 else [0.5])
        codes = np.unique(cells(wanted, told.places))
        n = _near(told.known, told.places[codes])
    else:
        codes = np.arange(min(n_points, len(told.values)))
        n = told.n[codes]
    if told.n_missing >= FEWEST_ROWS:
        codes, n = np.append(codes, len(told.values)), np.append(n, told.n_missing)
    return Grid(told, codes.astype(np.int64), n.astype(np.int64), learned_from(fitted).n_rows)


def _near(known: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many numbers are nearest to each point, and not beyond the ends by more than half a step."""
    near = cells(known, points)
    if len(points) > 1:
        first, last = (points[1] - points[0]) / 2, (points[-1] - points[-2]) / 2
        near = near[(known >= points[0] - first) & (known <= points[-1] + last)]
    else:
        near = near[known == points[0]]
    return np.bincount(near, minlength=len(points)).astype(np.int64)


def coded_cells(
    fitted: Fitted, grids: Sequence[Grid], seed: int
) -> tuple[dict[str, NDArray[np.int64]], dict[str, int]]:
    """Return the cell of each row learned from by column, and how many cells there are; of many rows some.

    The cells are those of :func:`grid_of`, with a missing value in its own; -1 stands for a rare category.
    """
    data = learned_from(fitted)
    if data.n_rows > _MOST_CODED:
        drawn = np.random.default_rng(seed).choice(data.n_rows, _MOST_CODED, replace=False)
        data = data.take(np.sort(drawn).astype(np.int64), Provenance("explain_effects"))
    coded, sizes = {}, {}
    for grid in grids:
        held = data.column(grid.column)
        if grid.told.is_ordered:
            codes = cells(places_of(held), grid.told.places[grid.known])
        else:
            names = pa.array([grid.told.values[code] for code in grid.known], held.type)
            found = pc.if_else(held.is_null(), len(names), pc.fill_null(pc.index_in(held, names), -1))
            codes = found.to_numpy().astype(np.int64)
        coded[grid.column], sizes[grid.column] = codes, len(grid.known) + 1
    return coded, sizes
