"""The exact median of a column that is nowhere in memory as a whole."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from workbench.tally.scores import GRID

__all__ = ["middle_value"]

_FEW = 50_000


def middle_value(numbers: nw.LazyFrame[Any], collect: Callable[[nw.LazyFrame[Any]], pa.Table]) -> float:
    """Return the median of column ``x``: the middle value, or the mean of the two in the middle; nan without any.

    The values are counted in the cells of a grid; the cell that holds the middle is counted again on a
    finer grid, until few are left. Engines' own medians either keep every value, or are not exact.
    """
    value = nw.col("x")
    frame = numbers.filter(~value.is_null()).filter(~value.is_nan())
    ends = _summary(frame, value, collect)
    n = ends["n"]
    if n == 0:
        return math.nan
    middle = [_at_rank(frame, rank, ends, collect) for rank in sorted({(n - 1) // 2, n // 2})]
    return float(np.mean(middle)) + 0.0  # and never -0.0


def _at_rank(
    frame: nw.LazyFrame[Any], rank: int, ends: dict[str, Any], collect: Callable[[nw.LazyFrame[Any]], pa.Table]
) -> float:
    """Return the value with so many others before it."""
    value = nw.col("x")
    while ends["low"] < ends["high"]:
        low, high = ends["low"], ends["high"]
        cells = _halves(value) if not math.isfinite(high - low) else _cells(value, low, high)
        if ends["n"] <= _FEW or cells is None:
            counted = collect(frame.group_by("x").agg(nw.len().alias("n")))
            order = np.argsort(counted["x"].to_numpy())
            reached = np.cumsum(counted["n"].to_numpy()[order])
            return float(counted["x"].to_numpy()[order][np.searchsorted(reached, rank, side="right")])
        grouped = frame.with_columns(cells.alias("cell")).group_by("cell")
        table = collect(grouped.agg(nw.len().alias("n"), value.min().alias("low"), value.max().alias("high")))
        table = table.sort_by("low")
        reached = np.cumsum(table["n"].to_numpy())
        place = int(np.searchsorted(reached, rank, side="right"))
        ends = {name: table[name][place].as_py() for name in ("n", "low", "high")}
        rank -= int(reached[place - 1]) if place else 0
        frame = frame.filter((value >= ends["low"]) & (value <= ends["high"]))
    return float(ends["low"])


def _cells(value: nw.Expr, low: float, high: float) -> nw.Expr | None:
    """Return the cell of an even grid; ``None`` where the ends are too near for arithmetic."""
    factor = GRID / (high - low)
    return ((value - low) * factor).floor() if math.isfinite(factor) else None


def _halves(value: nw.Expr) -> nw.Expr:
    """Return a cell by size alone, where the ends are infinite or too far apart for arithmetic."""
    code = nw.lit(0)
    for cell, edge in enumerate((-math.inf, -1e300, 0.0, 1e300, math.inf)):
        above = nw.when(value >= edge).then(nw.lit(2 * cell + 1)).otherwise(code)
        code = nw.when(value > edge).then(nw.lit(2 * cell + 2)).otherwise(above)
    return code


def _summary(
    frame: nw.LazyFrame[Any], value: nw.Expr, collect: Callable[[nw.LazyFrame[Any]], pa.Table]
) -> dict[str, Any]:
    summary = frame.select(nw.len().alias("n"), value.min().alias("low"), value.max().alias("high"))
    row: dict[str, Any] = collect(summary).to_pylist()[0]
    return row
