"""Bands and bins as expressions that every engine understands.

A thousand comparisons a row are slow, and nested ones are slower. So a score is first placed on an
even grid, by arithmetic alone; a small table then says which bin begins in that cell, and which few
edges are inside the cell and have to be compared with. Subtracting and multiplying by constants
never reverses two numbers, so a score in an earlier cell than an edge's is below the edge, and one
in a later cell above it: the bins are exact, on the last digit too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.tally.scores import GRID, grid_cells, grid_scale

__all__ = ["MISSING", "OUTSIDE", "band_code", "bin_table", "binned", "is_known", "with_cells", "with_logs"]

MISSING, OUTSIDE = -1, -2
"""Cells of scores that are missing, and of those outside the declared range."""

_EPS = float(np.finfo(np.float64).eps)
_SMALL = 1e-3


def is_known(number: nw.Expr) -> nw.Expr:
    """Return whether a float is neither null nor ``nan``."""
    return ~(number.is_null() | number.is_nan())


def band_code(number: nw.Expr, edges: Sequence[float]) -> nw.Expr:
    """Return how many edges are at or below a number; :data:`MISSING` where it is missing."""
    code = _how_many([number >= edge for edge in edges])
    return nw.when(is_known(number)).then(code).otherwise(nw.lit(MISSING)).cast(nw.Int32())


def _how_many(tests: Sequence[nw.Expr]) -> nw.Expr:
    """Return how many tests hold; added up pairwise, so that many of them do not nest deeply."""
    terms = [nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)) for test in tests]
    while len(terms) > 1:
        pairs = [one + two for one, two in zip(terms[::2], terms[1::2], strict=False)]
        terms = [*pairs, *terms[len(pairs) * 2 :]]
    return terms[0]


def with_cells(frame: nw.LazyFrame[Any], low: float, high: float) -> nw.LazyFrame[Any]:
    """Return the rows with ``cell``, where on the even grid score ``x`` is.

    As :func:`~workbench.tally.scores.grid_cells` finds it; :data:`MISSING` or :data:`OUTSIDE` where it is
    not on the grid, and then the score becomes ``low``. In steps, because engines work out a repeated
    expression again.
    """
    score = nw.col("x")
    inside = (score >= low) & (score <= high)
    odd = nw.when(is_known(score)).then(nw.lit(OUTSIDE)).otherwise(nw.lit(MISSING))
    marked = frame.with_columns(
        nw.when(inside).then(nw.lit(0)).otherwise(odd).alias("odd"),
        nw.when(inside).then(score).otherwise(nw.lit(float(low))).alias("x"),
    )
    cell = ((score - float(low)) * grid_scale(low, high)).floor()
    placed = marked.with_columns(nw.when(cell >= GRID).then(nw.lit(float(GRID - 1))).otherwise(cell).alias("cell"))
    code = nw.when(nw.col("odd") < 0).then(nw.col("odd")).otherwise(nw.col("cell").cast(nw.Int32()))
    return placed.with_columns(code.cast(nw.Int32()).alias("cell")).drop("odd")


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


def binned(n_edges: int) -> nw.Expr:
    """Return the bin of score ``x`` in rows that are joined to :func:`bin_table`."""
    score, first = nw.col("x"), nw.col("bin")
    tests = [score >= nw.col(f"edge{place}") for place in range(n_edges)]
    return (first + _how_many(tests) if tests else first).cast(nw.Int32())


def with_logs(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the rows with logarithms of ``x`` and ``1 - x``, ``l0`` and ``l1``, clipped as in ``log_loss``.

    Not every engine has ``log1p``, and ``log(1 - x)`` loses the digits of a small ``x``: below 0.001 five
    terms of the series are right to the last digit.
    """
    score, inside = nw.col("x"), nw.col("inside")
    clipped = nw.when(score > 1 - _EPS).then(nw.lit(1 - _EPS)).otherwise(score)
    frame = frame.with_columns(nw.when(score < _EPS).then(nw.lit(_EPS)).otherwise(clipped).alias("inside"))
    series = -inside * (1 + inside * (1 / 2 + inside * (1 / 3 + inside * (1 / 4 + inside * (1 / 5)))))
    rest = nw.when(inside < _SMALL).then(series).otherwise((1 - inside).log())
    return frame.with_columns(inside.log().alias("l0"), rest.alias("l1")).drop("inside")
