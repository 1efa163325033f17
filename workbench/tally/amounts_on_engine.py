"""Moments of predicted amounts, summed by the engine that holds the rows.

Bins are found from counts on even grids, so they are those of a table in memory; each kind of amount
is then one aggregation by group and bin. Counts are the same on every engine, sums but for the last digits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.tally.binning import MISSING, OUTSIDE, band_code, bin_table, binned, is_known, with_cells
from workbench.tally.bridge import same_engine
from workbench.tally.distributions import LARGEST, Bins, Distribution, find_bins
from workbench.tally.grouping import Plan, added, as_counts, as_floats, combinations
from workbench.tally.moments import PAIRS, Moments, check_sizes
from workbench.tally.request import Predicted, Request
from workbench.tally.scores import GRID, grid_cells
from workbench.tally.tally import Tally

if TYPE_CHECKING:
    from workbench.tally.engine import Engine

__all__ = ["amounts_on_engine"]

_FEW_EDGES = 8
_MOST_ZOOMS = 4


class _Extent(NamedTuple):
    low: float
    high: float


class _Summed(NamedTuple):
    """One amount by group: names of the groups, rows and sums in each, histogram."""

    groups: tuple[tuple[str, ...], ...]
    rows: NDArray[np.int64]
    sums: NDArray[np.float64]
    n: NDArray[np.int64]


@dataclass(frozen=True)
class _Amounts:
    """Columns ``p`` of predictions, ``y`` of outcomes and ``e`` of errors, null where there is none."""

    plan: Plan
    predicted: Predicted

    @cached_property
    def rows(self) -> nw.LazyFrame[Any]:
        """The keys of the groups, and the amounts."""
        engine = self.plan.engine
        columns = {"p": self.predicted.prediction, "y": self.predicted.outcome}
        numbers = {name: engine.number(column) for name, column in columns.items() if column is not None}
        keys = [expr.alias(name) for name, expr in self.plan.keys.items()]
        known = [nw.when(is_known(number)).then(number).alias(name) for name, number in numbers.items()]
        frame = engine.frame.select(*keys, *known)
        return frame.with_columns((nw.col("p") - nw.col("y")).alias("e")) if "y" in numbers else frame

    @cached_property
    def extents(self) -> Mapping[str, _Extent]:
        """The least and the greatest of each amount, and how many are too large to be summed."""
        names = [name for name in ("p", "y", "e") if name in self.rows.columns]
        asked = []
        for name in names:
            number = nw.col(name)
            wrong = nw.when((number > LARGEST) | (number < -LARGEST)).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
            asked += [number.min().alias(f"{name}_low"), number.max().alias(f"{name}_high"), wrong.alias(f"{name}_n")]
        row = self.plan.engine.collect(self.rows.select(*asked, nw.len().alias("n"))).to_pylist()[0]
        for name, what in (("p", "prediction"), ("y", "outcome")):
            if name in names:
                check_sizes(what, int(row[f"{name}_n"] or 0), int(row["n"]))
        return {name: _Extent(_or_nan(row[f"{name}_low"]), _or_nan(row[f"{name}_high"])) for name in names}

    def bins(self, name: str, thresholds: Sequence[float], *, shifted: bool = True) -> Bins:
        """Return the bins of an amount, found as in memory."""
        extent = self.extents[name]

        def count(start: float, end: float) -> NDArray[np.int64]:
            grid = np.zeros(GRID, dtype=np.int64)
            frame = with_cells(self.rows.select(nw.col(name).alias("x")), start, end)
            table = self.plan.cells(frame, ["cell"], {"n": nw.len()})
            cells = table["cell"].to_numpy()
            grid[cells[cells >= 0]] = as_counts(table["n"])[cells >= 0]
            return grid

        found = find_bins(extent.low, extent.high, count, thresholds)
        return found if shifted else Bins(found.edges, 0.0)

    def summed(self, name: str, bins: Bins, terms: Mapping[str, nw.Expr]) -> _Summed:
        """Return rows and sums of an amount by group and bin, in one aggregation."""
        frame = self._binned(name, bins.edges).with_columns(*(term.alias(new) for new, term in terms.items()))
        keys = [*self.plan.keys, "b"]
        cells = self.plan.cells(
            frame.select(*keys, *terms), keys, {"n": nw.len(), **{new: nw.col(new).sum() for new in terms}}
        )
        groups, places = combinations(self.plan, cells)
        n, places_of_bins = as_counts(cells["n"]), cells["b"].to_numpy().astype(np.int64)
        known = places_of_bins != MISSING
        shape = (len(groups), len(bins.edges) + 1)
        sums = [added(shape[:1], (places[known],), as_floats(cells[new])[known]) for new in terms]
        return _Summed(
            groups,
            added(shape[:1], (places,), n),
            np.stack(sums, axis=1),
            added(shape, (places[known], places_of_bins[known]), n[known]),
        )

    def _binned(self, name: str, edges: NDArray[np.float64]) -> nw.LazyFrame[Any]:
        """Return the rows with the bin ``b`` of an amount: how many edges are at or below it."""
        x, (low, high) = nw.col("x"), self.extents[name]
        rows = self.rows.with_columns(nw.col(name).alias("x"), nw.col(name).alias("all"))
        below, inside = int((edges <= low).sum()), edges[(edges > low) & (edges <= high)]
        if len(inside) <= _FEW_EDGES:
            code = nw.when(is_known(x)).then(_at_or_below(x, inside) + below).otherwise(nw.lit(MISSING))
            return rows.with_columns(code.cast(nw.Int32()).alias("b"))
        start, end = _dense(inside, low, high)
        dense, outer = inside[(inside > start) & (inside <= end)], inside[(inside <= start) | (inside > end)]
        table = bin_table(dense, start, end)
        first = below + int((inside <= start).sum())
        bins = np.append(MISSING, table["bin"].to_numpy()[1:] + first).astype(np.int32)  # missing amounts come first
        table = table.set_column(table.column_names.index("bin"), "bin", pa.array(bins))
        odd = {one: [OUTSIDE] if one in ("cell", "bin") else [math.inf] for one in table.column_names}
        table = pa.concat_tables([table, pa.table(odd, schema=table.schema)])
        frame = with_cells(rows, start, end).join(same_engine(table, rows), on="cell", how="inner")
        frame = frame.with_columns(binned(table.num_columns - 2).alias("b"))
        beyond = nw.when(nw.col("all") > end).then(nw.lit(below + len(dense))).otherwise(nw.lit(below))
        far = nw.when(nw.col("b") == OUTSIDE).then(_at_or_below(nw.col("all"), outer) + beyond)
        return frame.with_columns(far.otherwise(nw.col("b")).cast(nw.Int32()).alias("b"))


def _at_or_below(number: nw.Expr, edges: NDArray[np.float64]) -> nw.Expr:
    return band_code(number, [float(edge) for edge in edges]) if len(edges) else nw.lit(0)


def _dense(edges: NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    """Return the range whose even grid tells most edges apart.

    Where a few amounts are huge nearly all edges are in one cell of the grid over all amounts, and each
    row would be compared with each of them.
    """
    start, end = low, high
    for _ in range(_MOST_ZOOMS):
        inside = edges[(edges >= start) & (edges <= end)]
        cells = grid_cells(inside, start, end)
        crowded = inside[cells == np.argmax(np.bincount(cells))]
        if len(crowded) <= len(edges) / 2 or crowded[0] == crowded[-1]:
            break
        start, end = float(crowded[0]), float(crowded[-1])
    return start, end


def amounts_on_engine(engine: Engine, request: Request) -> Tally:
    """Return the moments of predicted amounts by group.

    Raises
    ------
    InputError
        If an amount is infinite or too large, or there are too many groups.
    """
    predicted = request.predicted
    if predicted is None:
        raise AssertionError("asked for without amounts")
    amounts = _Amounts(Plan(engine, replace(request, predicted=None)), predicted)
    thresholds = tuple(dict.fromkeys(map(float, predicted.thresholds)))
    p, y, e = nw.col("p"), nw.col("y"), nw.col("e")
    bins = amounts.bins("p", thresholds)
    found = amounts.summed("p", bins, _powers(p, bins.shift))
    predictions = Distribution(bins, found.n, found.sums)
    none = np.zeros((len(found.groups), len(PAIRS)))
    if predicted.outcome is None:
        moments = Moments(predictions, _nothing(none, thresholds), _nothing(none, ()), none, thresholds)
    else:
        of_y, of_e = amounts.bins("y", thresholds), amounts.bins("e", (), shifted=False)
        happened = amounts.summed("y", of_y, _powers(y, of_y.shift))
        missed = amounts.summed("e", of_e, {**_powers(e, 0.0), **_pairs(e, y - of_y.shift)})
        moments = Moments(
            predictions,
            Distribution(of_y, happened.n, happened.sums),
            Distribution(of_e, missed.n, missed.sums[:, :2]),
            missed.sums[:, 2:],
            thresholds,
        )
    n = np.zeros((len(found.groups), 3, 3), dtype=np.int64)
    n[:, 2, 2] = found.rows
    tally = Tally(tuple(one.title for one in request.attributes), found.groups, n, moments=moments)
    return tally.decided(thresholds[0]) if thresholds else tally


def _powers(number: nw.Expr, shift: float) -> dict[str, nw.Expr]:
    moved = number - shift
    return {"s1": moved, "s2": moved * moved}


def _pairs(e: nw.Expr, y: nw.Expr) -> dict[str, nw.Expr]:
    """Return the terms of :data:`~workbench.tally.moments.PAIRS`; the outcome counts where there is an error."""
    there = nw.when(~e.is_null()).then(y)
    e2, y2, size = e * e, there * there, e.abs()
    terms = (there, y2, y2 * there, y2 * y2, size, e * size, e2 * e2, e2 * there, e2 * y2)
    return dict(zip(PAIRS, terms, strict=True))


def _nothing(like: NDArray[np.float64], thresholds: Sequence[float]) -> Distribution:
    bins = find_bins(math.nan, math.nan, lambda *_: np.zeros(GRID, dtype=np.int64), thresholds)
    return Distribution(bins, np.zeros((len(like), len(bins.edges) + 1), dtype=np.int64), np.zeros((len(like), 2)))


def _or_nan(value: object) -> float:
    return math.nan if value is None else float(str(value))
