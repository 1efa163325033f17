"""Which rows belong together, so that not they but their groups are independent of one another."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.data.dataset import Dataset

__all__ = ["rows_together", "together_first", "whole_edges"]


def rows_together(data: Dataset) -> NDArray[np.int64] | None:
    """Return which rows belong together, ``None`` where none do; a row that belongs to nothing is a group of its own.

    Parameters
    ----------
    data : Dataset
        Rows, some of which have the same value of the column whose role is ``group``.
    """
    if data.roles.group is None:
        return None
    codes, _ = pd.factorize(data.column(data.roles.group).to_pandas())
    alone = codes < 0
    codes[alone] = len(codes) + np.arange(int(alone.sum()))
    return np.asarray(codes, dtype=np.int64)


def together_first(order: NDArray[np.int64], together: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return places of rows with those that belong together beside one another, each where its first one was.

    Parameters
    ----------
    order : array of int64, shape (n_chosen,)
        Places of rows.
    together : array of int64, shape (n_rows,)
        What each row belongs to.

    Examples
    --------
    >>> together_first(np.array([3, 0, 2, 1]), np.array([7, 8, 8, 7])).tolist()
    [3, 0, 2, 1]
    >>> together_first(np.array([3, 2, 0, 1]), np.array([7, 8, 8, 7])).tolist()
    [3, 0, 2, 1]
    """
    codes, _ = pd.factorize(together[order])
    return np.asarray(order[np.argsort(codes, kind="stable")])


def whole_edges(edges: NDArray[np.int64], together: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where batches begin and the last one ends, moved on so that rows that belong together share a batch.

    Parameters
    ----------
    edges : array of int64
        Where batches would begin, and where the last one ends.
    together : array of int64, shape (n_rows,)
        What each row belongs to; those that belong together are beside one another.

    Examples
    --------
    >>> whole_edges(np.array([0, 2, 4, 6]), np.array([1, 1, 1, 2, 3, 3])).tolist()
    [0, 3, 4, 6]
    """
    starts = np.flatnonzero(np.diff(together, prepend=-1, append=-1) != 0)
    return np.unique(starts[np.searchsorted(starts, edges)]).astype(np.int64)
