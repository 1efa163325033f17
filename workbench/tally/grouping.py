"""A tally made by one aggregation: by the values as they are, named afterwards.

The engine groups by the raw values of attributes, outcome and decision. What comes back has one row
for each combination that occurs; the few values in it are named by the functions that name those of
a table in memory, so groups and counts are the same wherever the data are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.roles import ProtectedAttribute, label_of
from workbench.errors import InputError
from workbench.tally.binning import MISSING, OUTSIDE, band_code, bin_table, binned, with_cells, with_logs
from workbench.tally.bridge import same_engine
from workbench.tally.largest import MOST_COMBINATIONS, MOST_GROUPS, check_groups
from workbench.tally.plain import plain_table
from workbench.tally.request import Coded, Request, Scored
from workbench.tally.scores import GRID, ScoreTally, outside_range, score_edges
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

if TYPE_CHECKING:
    from workbench.tally.engine import Engine

__all__ = ["Plan", "added", "as_counts", "as_floats", "combinations", "tally_on_engine"]

_MOST_CELLS = 5_000_000
"""More rows than this are never taken from an engine."""


@dataclass(frozen=True)
class Plan:
    """What is asked of the engine: one key for each attribute, outcome and decision, and what is summed."""

    engine: Engine
    request: Request

    @property
    def keys(self) -> dict[str, nw.Expr]:
        """The expressions that rows are grouped by."""
        request = self.request
        keys = {f"a{place}": self._attribute(one) for place, one in enumerate(request.attributes)}
        for name, coded in (("o", request.outcome), ("d", request.decision)):
            if coded is not None:
                keys[name] = self.engine.raw(coded.column)
        return keys

    def _attribute(self, one: ProtectedAttribute) -> nw.Expr:
        if not one.edges:
            return self.engine.raw(one.column)
        one.groups(pa.chunked_array([pa.array([], self.engine.type_of(one.column))]))  # refuses what is no number
        return band_code(self.engine.number(one.column), one.edges)

    @property
    def numbers(self) -> dict[str, nw.Expr]:
        """The numbers that are summed: ``t`` times a row counts, ``w`` its weight, ``x`` its score."""
        weight, score = self.request.weight, self.request.score
        numbers = {}
        if weight is not None:
            number = self.engine.number(weight.column)
            numbers["w" if weight.kind == "sampling" else "t"] = (
                number if weight.kind == "sampling" else number.cast(nw.Int64())
            )
        if score is not None:
            numbers["x"] = self.engine.number(score.column)
        return numbers

    @property
    def is_counted(self) -> bool:
        """Whether a row stands for a number of rows."""
        return self.request.weight is not None and self.request.weight.kind == "frequency"

    @property
    def sums(self) -> dict[str, nw.Expr]:
        """What is summed in each cell, but for scores."""
        weight = self.request.weight
        sums = {"n": nw.col("t").sum() if self.is_counted else nw.len()}
        if weight is not None and weight.kind == "sampling":
            sums |= {"w": nw.col("w").sum(), "w2": nw.col("ww").sum()}
        return sums

    @property
    def rows(self) -> nw.LazyFrame[Any]:
        """The columns that matter, and products where they are summed."""
        exprs = [expr.alias(name) for name, expr in {**self.keys, **self.numbers}.items()]
        frame = self.engine.frame.select(*(exprs or [nw.col("c0")]))
        weight = self.request.weight
        if weight is not None and weight.kind == "sampling":
            frame = frame.with_columns((nw.col("w") * nw.col("w")).alias("ww"))
        return frame

    def cells(self, frame: nw.LazyFrame[Any], keys: Sequence[str], sums: dict[str, nw.Expr]) -> pa.Table:
        """Return one row for each combination of keys; refuse where there are too many to read."""
        if keys:
            grouped = frame.group_by(*keys).agg(*(expr.alias(name) for name, expr in sums.items()))
        else:
            grouped = frame.select(*(expr.alias(name) for name, expr in sums.items()))
        table = self.engine.collect(grouped.head(_MOST_CELLS + 1))
        if table.num_rows > _MOST_CELLS:
            self._refuse()
        return table

    def _refuse(self) -> None:
        """Say which attribute, or which crossing, has too many groups."""
        titles = [one.title for one in self.request.attributes]
        names = [f"a{place}" for place in range(len(titles))]
        for chosen, what, most in (
            *(([name], title, MOST_GROUPS) for name, title in zip(names, titles, strict=True)),
            (names, " × ".join(titles), MOST_COMBINATIONS),
        ):
            n = self.rows.select(*chosen).group_by(*chosen).agg(nw.len().alias("n")).select(nw.len().alias("n"))
            check_groups(what, self.engine.collect(n)["n"][0].as_py(), most)
        raise InputError(
            f"{' × '.join(titles)} make more than {_MOST_CELLS:,} cells with outcomes, decisions and scores.\n"
            "Cross fewer attributes, or join values into fewer groups first."
        )


def tally_on_engine(engine: Engine, request: Request) -> Tally:
    """Return the counts asked for; two passes where there is a score, the first to find its quantiles.

    Raises
    ------
    InputError
        If an attribute has more than 2,000 groups, there are more than 200,000 combinations, or a
        score is outside its declared range.
    """
    plan = Plan(engine, request)
    rows, keys, sums = plan.rows, list(plan.keys), plan.sums
    score = request.score
    edges = np.zeros(0)
    if score is not None:
        edges = _edges(plan, score)
        rows, more = _with_bins(rows, score, edges)
        keys, sums = [*keys, "b"], {**sums, **more}
    return _assembled(plan, plan.cells(rows, keys, sums), edges)


def _edges(plan: Plan, score: Scored) -> NDArray[np.float64]:
    """Return the edges of the bins, from how many rows are in each cell of the grid."""
    frame = with_cells(plan.rows.select("x", *(["t"] if plan.is_counted else [])), score.low, score.high)
    table = plan.cells(frame, ["cell"], {"n": plan.sums["n"]})
    cells, n = table["cell"].to_numpy(), as_counts(table["n"])
    if (cells == OUTSIDE).any():
        raise outside_range(score.low, score.high)
    pooled = np.zeros(GRID, dtype=np.int64)
    pooled[cells[cells != MISSING]] = n[cells != MISSING]
    return score_edges(score.low, score.high, pooled, score.thresholds)


def _with_bins(
    rows: nw.LazyFrame[Any], score: Scored, edges: NDArray[np.float64]
) -> tuple[nw.LazyFrame[Any], dict[str, nw.Expr]]:
    """Return the rows with the bin ``b`` of their scores, and what is summed of scores."""
    table = bin_table(edges, score.low, score.high)
    frame = with_cells(rows, score.low, score.high).join(same_engine(table, rows), on="cell", how="inner")
    terms = ["x", "s2"]
    frame = frame.with_columns((nw.col("x") * nw.col("x")).alias("s2"), binned(table.num_columns - 2).alias("b"))
    if score.low == 0 and score.high == 1:
        frame, terms = with_logs(frame), [*terms, "l0", "l1"]
    if "t" in rows.columns:
        frame = frame.with_columns(*(nw.col(name) * nw.col("t").cast(nw.Float64()) for name in terms))
    return frame, {name: nw.col(name).sum() for name in terms}


def _assembled(plan: Plan, cells: pa.Table, edges: NDArray[np.float64]) -> Tally:
    """Return the tally of the cells that an engine has summed."""
    request = plan.request
    missing = len(request.classes)
    names, places = combinations(plan, cells)
    outcome, decision = (
        _classes(coded, cells[key], missing) if coded is not None else np.full(cells.num_rows, missing)
        for key, coded in (("o", request.outcome), ("d", request.decision))
    )
    at, shape = (places, outcome, decision), (len(names), missing + 1, missing + 1)
    return Tally(
        tuple(one.title for one in request.attributes),
        names,
        added(shape, at, as_counts(cells["n"])),
        request.classes,
        _weights(shape, at, cells),
        _scores(request.score, edges, (places, outcome), len(names), cells) if request.score is not None else None,
    )


def _weights(shape: tuple[int, ...], at: tuple[NDArray[np.int64], ...], cells: pa.Table) -> Weights | None:
    if "w" not in cells.column_names:
        return None
    return Weights(added(shape, at, as_floats(cells["w"])), added(shape, at, as_floats(cells["w2"])))


def _scores(
    score: Scored,
    edges: NDArray[np.float64],
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    n_groups: int,
    cells: pa.Table,
) -> ScoreTally:
    bins = cells["b"].to_numpy().astype(np.int64)
    known = bins <= len(edges)
    shape, binned_at = (n_groups, 3, len(edges) + 2), (*at, bins)

    def of_known(name: str) -> NDArray[np.float64]:
        return np.where(known, as_floats(cells[name]), 0.0)

    logs = np.zeros((n_groups, 3, 2))
    if "l0" in cells.column_names:
        logs = np.stack([added((n_groups, 3), at, of_known(name)) for name in ("l0", "l1")], axis=2)
    return ScoreTally(
        score.low,
        score.high,
        edges,
        added(shape, binned_at, as_counts(cells["n"])),
        added(shape, binned_at, of_known("x")),
        added((n_groups, 3), at, of_known("s2")),
        logs,
        _weights(shape, binned_at, cells),
    )


def added(shape: tuple[int, ...], at: tuple[NDArray[np.int64], ...], values: NDArray[Any]) -> NDArray[Any]:
    """Return an array of a shape, with values added up at their places."""
    total = np.zeros(shape, dtype=values.dtype)
    np.add.at(total, at, values)
    return total


def as_counts(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return counts as integers; DuckDB sums integers into wider ones, and Spark into nothing where there are none."""
    values: NDArray[np.int64] = column.cast(pa.int64()).fill_null(0).to_numpy()
    return values


def as_floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Return sums as floats, 0 where nothing was summed."""
    values: NDArray[np.float64] = column.cast(pa.float64()).fill_null(0.0).to_numpy()
    return values


def combinations(plan: Plan, cells: pa.Table) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.int64]]:
    """Return the combinations of groups that occur, sorted, and the place of each cell's among them."""
    attributes = plan.request.attributes
    combined, names = np.zeros(cells.num_rows, dtype=np.int64), []
    for place, one in enumerate(attributes):
        called, codes = _groups(one, plan.engine.type_of(one.column), cells[f"a{place}"])
        check_groups(one.title, len(called), MOST_GROUPS)
        combined = combined * len(called) + codes
        names.append(called)
    present, places = np.unique(combined, return_inverse=True)
    check_groups(" × ".join(one.title for one in attributes), len(present), MOST_COMBINATIONS)
    parts = np.unravel_index(present, [len(called) for called in names]) if names else ()
    chosen = [np.array(called, dtype=object)[part] for called, part in zip(names, parts, strict=True)]
    # The names of each attribute are sorted, so their combinations are.
    return tuple(zip(*chosen, strict=True)) if chosen else ((),) * len(present), places


def _groups(one: ProtectedAttribute, kind: pa.DataType, column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    """Return the names of the groups that occur, sorted, and the place of each cell's among them."""
    if one.edges:
        values: Any = [one.edges[0] - 1, *one.edges, None]  # one of each band, the missing ones' code being -1
        if not pa.types.is_integer(kind):
            values[0] = float(np.nextafter(one.edges[0], -np.inf))
        whole = pa.types.is_integer(kind) and all(float(edge).is_integer() for edge in one.edges)
        examples = pa.chunked_array([pa.array(values, pa.int64() if whole else pa.float64())])
        codes = column.to_numpy().astype(np.int64)
        codes = np.where(codes < 0, len(values) - 1, codes)
    else:
        examples, codes = _distinct(column)
    named = np.array(one.groups(examples).to_pylist(), dtype=object)
    occurring = np.flatnonzero(np.bincount(codes, minlength=len(named)))
    names = sorted(set(named[occurring]))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place.get(name, -1) for name in named], dtype=np.int64)[codes]


def _classes(coded: Coded, column: pa.ChunkedArray, missing: int) -> NDArray[np.int64]:
    """Return the class of each cell's value."""
    values, places = _distinct(column)
    codes = [missing if value is None else coded.codes.get(label_of(value), missing) for value in values.to_pylist()]
    return np.array(codes, dtype=np.int64)[places]


def _distinct(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, NDArray[np.int64]]:
    """Return the plain values of a column, and the place of each cell's among them."""
    encoded = plain_table(pa.table({"v": column}))["v"].dictionary_encode().unify_dictionaries().combine_chunks()
    values = pa.concat_arrays([encoded.dictionary, pa.nulls(1, encoded.dictionary.type)])
    places = encoded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
    return pa.chunked_array([values]), places.astype(np.int64)
