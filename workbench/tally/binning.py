"""Bands and bins as expressions that every engine understands.

A thousand comparisons a row are slow, and nested ones are slower. So a score is first placed on an
even grid, by arithmetic alone; a small table then says which bin begins in that cell, and which few
edges are inside the cell and have to be compared with. Subtracting and multiplying by constants
never reverses two numbers, so a score in an earlier cell than an edge's is below the edge, and one
in a later cell above it: the bins are exact, on the last digit too.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.tally.scores import GRID, grid_cells, grid_scale

__all__ = ["MISSING", "OUTSIDE", "band_code", "bin_table", "binned", "cell_code", "is_known", "log_terms"]

MISSING, OUTSIDE = -1, -2
"""Cells of scores that are missing, and of those outside the declared range."""

_EPS = float(np.finfo(np.float64).eps)
_SMALL = 1e-3


def is_known(number: nw.Expr) -> nw.Expr:
    """Return whether a float is neither null nor ``nan``."""
    return ~(number.is_null() | number.is_nan())


def band_code(number: nw.Expr, edges: Sequence[float]) -> nw.Expr:
    """Return how many edges are at or below a number; :data:`MISSING` where it is missing."""
    below = [nw.when(number >= edge).then(nw.lit(1)).otherwise(nw.lit(0)) for edge in edges]
    code = nw.sum_horizontal(*below)
    return nw.when(is_known(number)).then(code).otherwise(nw.lit(MISSING)).cast(nw.Int32())


def cell_code(number: nw.Expr, low: float, high: float) -> nw.Expr:
    """Return the cell of the even grid that a score is in, as :func:`~workbench.tally.scores.grid_cells` finds it."""
    outside = (number < low) | (number > high)
    inside = nw.when((number >= low) & (number <= high)).then(number).otherwise(nw.lit(float(low)))
    cell = ((inside - float(low)) * grid_scale(low, high)).floor().cast(nw.Int32())
    clipped = nw.when(cell >= GRID).then(nw.lit(GRID - 1)).otherwise(cell)
    known = nw.when(outside).then(nw.lit(OUTSIDE)).otherwise(clipped)
    return nw.when(is_known(number)).then(known).otherwise(nw.lit(MISSING)).cast(nw.Int32())


def bin_table(edges: NDArray[np.float64], low: float, high: float) -> pa.Table:
    """Return, for each cell of the grid, the bin it begins in and the edges inside it.

    Examples
    --------
    >>> table = bin_table(np.array([0.25, 0.5, 0.500001]), 0.0, 1.0)
    >>> table.column_names
    ['cell', 'bin', 'edge0', 'edge1']
    >>> table.filter(pa.compute.equal(table["cell"], 2**15)).to_pylist()
    [{'cell': 32768, 'bin': 1, 'edge0': 0.5, 'edge1': 0.500001}]
    """
    cells = grid_cells(edges, low, high)
    first = np.searchsorted(cells, np.arange(GRID), side="left")
    inside = np.searchsorted(cells, np.arange(GRID), side="right") - first
    columns: dict[str, NDArray[np.generic]] = {
        "cell": np.arange(MISSING, GRID, dtype=np.int32),
        "bin": np.append(len(edges) + 1, first).astype(np.int32),
    }
    padded = np.append(edges, np.inf)
    for place in range(int(inside.max(initial=0))):
        edge = np.where(inside > place, padded[np.minimum(first + place, len(edges))], np.inf)
        columns[f"edge{place}"] = np.append(np.inf, edge)
    return pa.table(columns)


def binned(number: nw.Expr, n_edges: int) -> nw.Expr:
    """Return the bin of a score in rows that are joined to :func:`bin_table`; it must not be missing."""
    steps = [nw.when(number >= nw.col(f"edge{place}")).then(nw.lit(1)).otherwise(nw.lit(0)) for place in range(n_edges)]
    return nw.sum_horizontal(nw.col("bin"), *steps) if steps else nw.col("bin")


def log_terms(probability: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Return ``log(p)`` and ``log(1 - p)``, clipped as scikit-learn's ``log_loss`` does.

    Not every engine has ``log1p``, and ``log(1 - p)`` loses the digits of a small ``p``: below 0.001 five
    terms of the series are right to the last digit.
    """
    raised = nw.when(probability < _EPS).then(nw.lit(_EPS)).otherwise(probability)
    inside = nw.when(raised > 1 - _EPS).then(nw.lit(1 - _EPS)).otherwise(raised)
    series = -inside * (1 + inside * (1 / 2 + inside * (1 / 3 + inside * (1 / 4 + inside * (1 / 5)))))
    return inside.log(), nw.when(inside < _SMALL).then(series).otherwise((1 - inside).log())
