"""Counting rows that are in memory: codes go in, a tally comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.tally.largest import MOST_COMBINATIONS, MOST_GROUPS, check_groups, check_rows
from workbench.tally.moments import Amounts, moments_of
from workbench.tally.scores import GRID, ScoreTally, bins_of, grid_cells, outside_range, score_edges
from workbench.tally.tally import BINARY, Tally
from workbench.tally.weights import Weights

__all__ = ["Groups", "Scores", "tally_codes", "tally_rows"]

_DENSE = 2**22
_EPS = float(np.finfo(np.float64).eps)  # where scikit-learn's log_loss clips


class Groups(NamedTuple):
    """The groups of an attribute: their names, and for each row the place of its own among them."""

    title: str
    names: Sequence[str]
    places: NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Scores:
    """A score for each row, ``nan`` where it has none, and how it is binned.

    Parameters
    ----------
    values : array of float, shape (n_rows,)
        The scores.
    low, high : float
        The declared range; no score is outside it.
    thresholds : sequence of float
        Edges that must be there.
    edges : array of float, optional
        The edges of another tally, so that both add up; by default found from the scores.
    """

    values: NDArray[np.float64]
    low: float = 0.0
    high: float = 1.0
    thresholds: Sequence[float] = ()
    edges: NDArray[np.float64] | None = None


def tally_rows(
    groups: pa.Table,
    *,
    outcomes: NDArray[np.integer] | None = None,
    decisions: NDArray[np.integer] | None = None,
    classes: tuple[str, ...] = BINARY,
    frequencies: NDArray[np.int64] | None = None,
    weights: NDArray[np.float64] | None = None,
    scores: Scores | None = None,
    amounts: Amounts | None = None,
) -> Tally:
    """Count rows per group, outcome and decision.

    Parameters
    ----------
    groups : pyarrow.Table
        One column of text an attribute, one row a row of the data. Without columns all rows are one group.
    outcomes, decisions : array of int, shape (n_rows,), optional
        The place of the class in ``classes``, and one more where it is missing: with two classes
        0 unfavourable, 1 favourable, 2 missing. All missing where not given.
    classes : tuple of str
        The classes.
    frequencies : array of int64, shape (n_rows,), optional
        How many rows each row stands for.
    weights : array of float, shape (n_rows,), optional
        Sampling weights.
    scores : Scores, optional
        Scores; only with two classes.
    amounts : Amounts, optional
        Predicted amounts; where there are no decisions, the first threshold decides. Not with weights.

    Raises
    ------
    InputError
        If an attribute has more than 2,000 groups, or there are more than 200,000 combinations.

    Examples
    --------
    >>> groups = pa.table({"sex": ["f", "f", "m"]})
    >>> tally_rows(groups, decisions=np.array([1, 0, 1])).n[:, 2, :2].tolist()
    [[1, 1], [0, 1]]
    """
    encoded = [_encoded(title, column) for title, column in zip(groups.column_names, groups.columns, strict=True)]
    given = (outcomes, decisions, frequencies, weights, amounts.predictions if amounts is not None else None)
    n_rows = next((len(one) for one in given if one is not None), groups.num_rows)
    return tally_codes(
        encoded,
        outcomes=np.full(n_rows, len(classes)) if outcomes is None else outcomes,
        decisions=decisions,
        classes=classes,
        frequencies=frequencies,
        weights=weights,
        scores=scores,
        amounts=amounts,
    )


def _encoded(title: str, column: pa.ChunkedArray) -> Groups:
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    names = [str(name) for name in encoded.dictionary.to_pylist()]
    return Groups(title, names, encoded.indices.to_numpy(zero_copy_only=False))


def tally_codes(
    groups: Sequence[Groups],
    *,
    outcomes: NDArray[np.integer],
    decisions: NDArray[np.integer] | None = None,
    classes: tuple[str, ...] = BINARY,
    frequencies: NDArray[np.int64] | None = None,
    weights: NDArray[np.float64] | None = None,
    scores: Scores | None = None,
    amounts: Amounts | None = None,
) -> Tally:
    """Count rows whose groups are places among names; the rest is as for :func:`tally_rows`.

    Examples
    --------
    >>> sex = Groups("sex", ["f", "m"], np.array([0, 0, 1]))
    >>> tally_codes([sex], outcomes=np.array([1, 0, 1])).n[:, :2, 2].tolist()
    [[1, 1], [0, 1]]
    """
    codes = len(classes) + 1
    if amounts is not None and (frequencies is not None or weights is not None):
        raise InputError("Both amounts and weights are given.\nOf predicted amounts each row counts as one.")
    if amounts is not None and decisions is None:
        decisions = amounts.decisions()
    if frequencies is not None:
        check_rows(frequencies)
    names, places = _combinations(groups, len(outcomes))
    by_outcome = places * codes
    by_outcome += outcomes
    cells = by_outcome * codes
    cells += codes - 1 if decisions is None else decisions
    shape = (len(names), codes, codes)
    tally = Tally(
        tuple(one.title for one in groups),
        names,
        _counts(cells, shape, frequencies),
        classes,
        _weights(cells, shape, weights),
        _scores(by_outcome, len(names), scores, frequencies, weights) if scores is not None else None,
        moments_of(places, len(names), amounts) if amounts is not None else None,
    )
    return tally.onto(tally.attributes, tuple(sorted(names)), _ranks(names))


def _ranks(names: Sequence[tuple[str, ...]]) -> list[int]:
    place = {name: position for position, name in enumerate(sorted(names))}
    return [place[name] for name in names]


def _combinations(groups: Sequence[Groups], n_rows: int) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.int64]]:
    """Return the combinations of groups that occur, and the place of each row's among them."""
    combined = np.zeros(n_rows, dtype=np.int64)
    for one in groups:
        check_groups(one.title, len(one.names), MOST_GROUPS)
        combined *= len(one.names)
        combined += one.places
    size = int(np.prod([len(one.names) for one in groups], dtype=object))
    if size <= _DENSE:
        present = np.flatnonzero(np.bincount(combined, minlength=size)) if n_rows else np.zeros(0, dtype=np.int64)
        place = np.zeros(size, dtype=np.int64)
        place[present] = np.arange(len(present))
        places = combined if len(present) == size else place[combined]
    else:
        present, places = np.unique(combined, return_inverse=True)
    check_groups(" × ".join(one.title for one in groups), len(present), MOST_COMBINATIONS)
    return tuple(_decoded(int(key), [one.names for one in groups]) for key in present), places


def _decoded(key: int, labels: Sequence[Sequence[str]]) -> tuple[str, ...]:
    parts: list[str] = []
    for names in reversed(labels):
        key, position = divmod(key, len(names))
        parts.append(names[position])
    return tuple(reversed(parts))


def _counts(
    cells: NDArray[np.int64], shape: tuple[int, ...], frequencies: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return how many rows are in each cell: integers throughout, so that no count is ever rounded."""
    size = int(np.prod(shape))
    if frequencies is None:
        return np.bincount(cells, minlength=size).reshape(shape)
    counts = np.zeros(size, dtype=np.int64)
    np.add.at(counts, cells, frequencies)
    return counts.reshape(shape)


def _weights(cells: NDArray[np.int64], shape: tuple[int, ...], weights: NDArray[np.float64] | None) -> Weights | None:
    if weights is None:
        return None
    return Weights(_sums(cells, shape, weights), _sums(cells, shape, weights * weights))


def _sums(cells: NDArray[np.int64], shape: tuple[int, ...], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.bincount(cells, values, minlength=int(np.prod(shape))).reshape(shape).astype(np.float64, copy=False)


def _scores(
    cells: NDArray[np.int64],
    n_groups: int,
    scores: Scores,
    frequencies: NDArray[np.int64] | None,
    weights: NDArray[np.float64] | None,
) -> ScoreTally:
    """Return the counts of scores; ``cells`` is the place of each row's group and outcome."""
    low, high = scores.low, scores.high
    known = ~np.isnan(scores.values)
    if (scores.values[known] < low).any() or (scores.values[known] > high).any():
        raise outside_range(low, high)
    values = np.where(known, scores.values, low)
    grid = grid_cells(values, low, high)
    edges = scores.edges
    if edges is None:
        pooled = _counts(grid[known], (GRID,), None if frequencies is None else frequencies[known])
        edges = score_edges(low, high, pooled, scores.thresholds)
    bins = np.where(known, bins_of(values, edges, low, high, grid), len(edges) + 1)
    shape = (n_groups, 3, len(edges) + 2)
    places = cells * shape[2] + bins
    times = known.astype(np.float64) if frequencies is None else known * frequencies.astype(np.float64)
    by_time = values * times
    sums = _sums(places, shape, by_time)
    squares = _sums(cells, (n_groups, 3), by_time * values)
    logs = np.zeros((n_groups, 3, 2))
    if low == 0 and high == 1:
        inside = np.clip(values, _EPS, 1 - _EPS)
        for place, terms in enumerate((np.log(inside), np.log1p(-inside))):
            logs[:, :, place] = _sums(cells, (n_groups, 3), terms * times)
    return ScoreTally(
        low, high, edges, _counts(places, shape, frequencies), sums, squares, logs, _weights(places, shape, weights)
    )
