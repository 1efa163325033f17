"""Columns that say much the same: which of them go together in the rows learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from workbench.stats.association import cramers_vs

__all__ = ["cluster_columns", "codes_of", "strengths"]

_MOST_BINS = 10
_MOST_VALUES = 50


def cluster_columns(frame: pd.DataFrame, threshold: float) -> tuple[tuple[str, ...], ...]:
    """Return columns in clusters, in each of which every two go together at least so strongly.

    Parameters
    ----------
    frame : pandas.DataFrame
        Original columns of some rows.
    threshold : float
        The least strength, see :func:`strengths`, above 0 and below 1.

    Returns
    -------
    tuple of tuple of str
        Columns in the order of the frame, clusters in that of their first column; most clusters have one column.

    Notes
    -----
    Hierarchical clustering by complete linkage, at a distance of 1 less the strength.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": range(20), "b": [2 * n for n in range(20)], "c": [1, 2, 2, 1] * 5})
    >>> cluster_columns(frame, 0.7)
    (('a', 'b'), ('c',))
    """
    columns = [str(name) for name in frame.columns]
    if len(columns) < 2:
        return tuple((name,) for name in columns)
    apart = squareform(1 - strengths(frame), checks=False)
    labels = hierarchy.fcluster(hierarchy.linkage(apart, "complete"), 1 - threshold + 1e-12, "distance")
    found: dict[int, list[str]] = {}
    for label, name in zip(labels.tolist(), columns, strict=True):
        found.setdefault(label, []).append(name)
    return tuple(tuple(names) for names in found.values())


def strengths(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return how strongly every two columns go together, shape (n_columns, n_columns), from 0 to 1.

    Of two columns of numbers or times it is the absolute rank correlation (Spearman) over rows in which both are
    known; else Cramér's V, corrected for bias, with numbers in up to ten bins of equally many rows and a missing
    value as a value of its own. 0 where there is nothing to tell, as of a column with one value.

    Parameters
    ----------
    frame : pandas.DataFrame
        Original columns of some rows.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 2, 3, 4] * 9, "b": list("xxyy") * 9, "c": [4.0, 3.0, 2.0, 1.0] * 9})
    >>> strengths(frame).round(2).tolist()
    [[1.0, 0.97, 1.0], [0.97, 1.0, 0.97], [1.0, 0.97, 1.0]]
    """
    n = frame.shape[1]
    codes = [codes_of(frame.iloc[:, place]) for place in range(n)]
    ordered = [place for place in range(n) if _is_ordered(frame.iloc[:, place])]
    pairs = [(one, two) for one in range(n) for two in range(one)]
    by_rank = np.zeros((n, n))
    if len(ordered) > 1:
        numbers = pd.DataFrame({place: _numbers(frame.iloc[:, place]) for place in ordered})
        by_rank[np.ix_(ordered, ordered)] = np.abs(numbers.corr("spearman", min_periods=3).to_numpy())
    tables = [(one, two) for one, two in pairs if one not in ordered or two not in ordered]
    counted = cramers_vs([_table(codes[one], codes[two]) for one, two in tables])
    for (one, two), found in zip(tables, counted, strict=True):
        by_rank[one, two] = by_rank[two, one] = found.value
    np.fill_diagonal(by_rank, 1.0)
    return np.clip(np.nan_to_num(by_rank), 0.0, 1.0)


def codes_of(column: pd.Series) -> NDArray[np.int64]:
    """Return each row's bin: numbers in up to ten, else the 50 most frequent values; a missing one has its own.

    Examples
    --------
    >>> codes_of(pd.Series(["b", "a", None, "b"])).tolist()
    [0, 1, 2, 0]
    """
    if _is_ordered(column) and column.nunique() > _MOST_BINS:
        numbers = _numbers(column)
        edges = np.unique(np.nanquantile(numbers, np.arange(1, _MOST_BINS) / _MOST_BINS))
        found = np.searchsorted(edges, numbers, side="right")
        return np.asarray(np.where(np.isnan(numbers), len(edges) + 1, found), dtype=np.int64)
    values = column.value_counts(sort=True)
    place = {value: at for at, value in enumerate(values.index[:_MOST_VALUES])}
    other = len(place)
    missing = column.isna().to_numpy()
    known = np.array([place.get(value, other) for value in column.where(~missing, None)], dtype=np.int64)
    return np.where(missing, min(len(values), _MOST_VALUES) + (len(values) > _MOST_VALUES), known)


def _is_ordered(column: pd.Series) -> bool:
    kinds = pd.api.types
    return bool(kinds.is_numeric_dtype(column) or kinds.is_datetime64_any_dtype(column))


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    if pd.api.types.is_datetime64_any_dtype(column):
        seconds = column.astype("datetime64[s]").astype("int64").to_numpy().astype(np.float64)
        return np.where(column.isna().to_numpy(), np.nan, seconds)
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _table(one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.int64]:
    n_two = int(two.max()) + 1
    cells = np.bincount(one * n_two + two, minlength=(int(one.max()) + 1) * n_two)
    return np.asarray(cells.reshape(-1, n_two), dtype=np.int64)
